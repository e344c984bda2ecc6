"""Places that are said in words (第一大贸易伙伴, 居全省第三), and how many rose and fell (四涨四跌), against the figures beside them."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import spelled_number
from ecdesk.prose.claims import Claim, Operand
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import Fact, Facts, pairs_of

_LARGEST = pattern("largest_but")
_PLACED = pattern("placed")
_TALLY = pattern("tally")
_OF_ALL = pattern("tally_of_all")
_FOREMOST = pattern("foremost")
_SHARES = ("占比", "比重")
_REST = pattern("compared_rest")
SHORT, BELOW = 30, 2
"""Characters of a title that says a place, and the paragraphs under it that tell it again."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that words say. of: among whom, or of what; number: which."""

    stretch: Stretch
    start: int
    end: int
    of: str
    number: int


def find_ordinals(context: Context, facts: Facts) -> Iterator[Claim]:
    yield from _largest(context, facts)
    yield from _titles(context)
    yield from _tallies(context, facts)
    yield from _foremost(context, facts)


def _largest(context: Context, facts: Facts) -> Iterator[Claim]:
    """欧盟为我国第一大贸易伙伴，…3.26万亿元；美国为第二大…3.08万亿元: the levels behind such words, in the order that they say."""
    for stretch in context.stretches:
        said: dict[str, list[tuple[Place, Fact]]] = defaultdict(list)
        for place in _places(stretch, _LARGEST):
            level = _level_behind(facts, place)
            if level is not None:
                said[place.of].append((place, level))
        for places in said.values():
            for (one, first), (two, second) in itertools.pairwise(places):
                if first.unit == second.unit and first.point != second.point:
                    falls = first.point > second.point
                    holds = one.number < two.number if falls else one.number > two.number
                    yield _claim(context, (one, two), (first, second) if falls else (second, first), holds)


def _level_behind(facts: Facts, place: Place) -> Fact | None:
    """The first level behind a place in its sentence."""
    row = facts.by_paragraph.get(place.stretch.number, ())
    level = next((f for f in row if f.kind == "level" and f.start >= place.end), None)
    return level if level is not None and "。" not in place.stretch.text[place.end : level.start] else None


def _places(stretch: Stretch, said: re.Pattern[str]) -> Iterator[Place]:
    for match in said.finditer(stretch.text):
        number = int(match["place"]) if match["place"].isdigit() else spelled_number(match["place"])
        if number:
            yield Place(stretch, match.start("place"), match.end("place"), match["of"], number)


def _titles(context: Context) -> Iterator[Claim]:
    """固定资产投资增速全省第一, and below it 固定资产投资…增速居全省第一: a place in a title and the one that is told again."""
    for at, stretch in enumerate(context.stretches):
        titled = list(_places(stretch, _PLACED)) if len(stretch.text) <= SHORT and "。" not in stretch.text else []
        again = _told_below(titled[0], context.stretches[at + 1 : at + 1 + BELOW]) if len(titled) == 1 else []
        if len({place.number for place in again}) == 1:
            yield _repeated(context, titled[0], again[0])


def _told_below(title: Place, below: list[Stretch]) -> list[Place]:
    """The places among the same that are said of what a title names."""
    name = pairs_of(_REST.sub("", title.stretch.text[: title.start].split("全")[0]))
    places = (place for stretch in below for place in _places(stretch, _PLACED))
    return [place for place in places if place.of == title.of and _names(place, name)]


def _names(place: Place, name: frozenset[str]) -> bool:
    """Whether the sentence of a place has all the words of a title before it."""
    begin = place.stretch.text.rfind("。", 0, place.start) + 1
    return len(name) >= 2 and name <= pairs_of(place.stretch.text[begin : place.start])


def _tallies(context: Context, facts: Facts) -> Iterator[Claim]:
    """八大类价格“四涨四跌”: as many rises and falls as are told behind, of whichever movements are as many."""
    for stretch in context.stretches:
        for match in (*_TALLY.finditer(stretch.text), *_OF_ALL.finditer(stretch.text)):
            one, two = _numbers_of(match)
            told = _told_behind(facts, stretch, match.end(), one, two)
            good = [row for row in told if _rises(row) == (one if match["rise"] else two)]
            if told:
                yield _tally(context, stretch, match, (good or told)[0], bool(good))


def _numbers_of(match: re.Match[str]) -> tuple[int, int]:
    """How many went the way that is named first, and how many the other."""
    said = {name: _number(number) for name, number in match.groupdict().items() if number and name != "rise"}
    return said["one"], said["all"] - said["one"] if "all" in said else said.get("two") or said["two_rise"]


def _told_behind(facts: Facts, stretch: Stretch, start: int, one: int, two: int) -> list[list[Fact]]:
    """The rows of just so many movements of one kind that are told behind a place, or of one more of either way."""
    told = (_movements(facts, stretch, start, kind) for kind in ("growth", "points"))
    return [row for row in told if len(row) == one + two > 0 or (len(row) == one + two + 1 and {one, two} & _ways(row))]


def _ways(row: list[Fact]) -> set[int]:
    return {_rises(row), len(row) - _rises(row)}


def _foremost(context: Context, facts: Facts) -> Iterator[Claim]:
    """文化娱乐休闲服务增长18.3%，…。增长最快的是文化娱乐休闲服务: whether what is said to have the most has it, among those of the sentence that told it."""
    for stretch in context.stretches:
        for match in _FOREMOST.finditer(stretch.text):
            kind = "share" if match["what"] in _SHARES else "growth"
            row = [f for f in facts.by_paragraph.get(stretch.number, ()) if f.start < match.start() and f.kind == kind]
            ends = _first_and(row, match["name"])
            if ends is not None:
                place = Place(stretch, match.start("name"), match.end("name"), "", 1)
                yield _claim(context, (place,), ends, ends[0].point == ends[1].point)


def _first_and(row: list[Fact], name: str) -> tuple[Fact, Fact] | None:
    """The largest of the figures beside the one of a name, and that one; None where they are few or the name is told twice."""
    named = [f for f in row if f.statement.name == name and not f.aside]
    like = [f for f in row if named and _is_beside(f, named[-1])]
    if len(like) < 3 or len(named) > 1:
        return None
    return max(like, key=lambda f: f.point * f.statement.sign), named[0]


def _is_beside(fact: Fact, named: Fact) -> bool:
    """Whether a figure is told in one sentence with another, of its time, under a name of its own."""
    return (fact.sentence, fact.period, fact.statement.base) == (named.sentence, named.period, named.statement.base) and (
        fact.statement.name != "" and not fact.aside
    )


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    return spelled_number(said.replace("两", "二")) or 0


def _rises(row: list[Fact]) -> int:
    return sum(fact.statement.sign > 0 for fact in row)


def _movements(facts: Facts, stretch: Stretch, start: int, kind: str) -> list[Fact]:
    """The movements of one kind behind a place, up to the end of the first sentence that tells some."""
    row = [f for f in facts.by_paragraph.get(stretch.number, ()) if f.kind == kind and f.start >= start]
    return [f for f in row if f.sentence == row[0].sentence]


def _operand(context: Context, stretch: Stretch, start: int, end: int, role: str) -> Operand:
    first, last = stretch.place(start, end)
    return Operand(first, last, context.manuscript[first:last], role)


def _of_fact(context: Context, fact: Fact, role: str) -> Operand:
    return _operand(context, fact.statement.stretch, fact.start, fact.statement.figure.end, role)


def _claim(context: Context, places: tuple[Place, ...], levels: tuple[Fact, Fact], holds: bool) -> Claim:
    operands = (
        *(_operand(context, place.stretch, place.start, place.end, "rank") for place in places),
        *(_of_fact(context, fact, "rank") for fact in levels),
    )
    relation = f"{levels[0].shown} ≥ {levels[1].shown}"
    wrong = text("位次与数字的大小不符。")
    return _made(context, "rank", holds, relation, operands, text("位次与数字的大小相符。") if holds else wrong, wrong)


def _repeated(context: Context, one: Place, two: Place) -> Claim:
    operands = tuple(_operand(context, place.stretch, place.start, place.end, "rank") for place in (one, two))
    relation = f"{operands[0].text} = {operands[1].text}"
    holds = one.number == two.number
    wrong = text("标题与正文所说的位次不同：{one} 与 {two}。", one=operands[0].text, two=operands[1].text)
    return _made(context, "rank", holds, relation, operands, text("全文各处一致。") if holds else wrong, wrong)


def _tally(context: Context, stretch: Stretch, match: re.Match[str], row: list[Fact], holds: bool) -> Claim:
    rises = sum(fact.statement.sign > 0 for fact in row)
    operands = (
        _operand(context, stretch, match.start(), match.end(), "count"),
        *(_of_fact(context, fact, "growth") for fact in row),
    )
    wrong = text(
        "列出的有 {rises} 升 {falls} 降，文中说的是“{said}”。", rises=rises, falls=len(row) - rises, said=operands[0].text
    )
    message = text("列出的升降个数与所说的相符。") if holds else wrong
    return _made(context, "count", holds, f"{rises} + {len(row) - rises} = {len(row)}", operands, message, wrong)


def _made(
    context: Context, kind: str, holds: bool, relation: str, operands: tuple[Operand, ...], message: Text, cause: Text
) -> Claim:
    verdict = Verdict.HOLDS if holds else Verdict.FAILS
    around = context.around(operands)
    return Claim(kind, verdict, relation, operands, "", message, None if holds else cause, around)
