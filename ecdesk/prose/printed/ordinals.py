"""Places that are said in words (第一大贸易伙伴, 居全省第三, 增长最快的是), against the figures and the names beside them."""

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
from ecdesk.prose.reading.clauses import clean_name
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import Fact, Facts, pairs_of
from ecdesk.prose.relations.sums import Sums

_LARGEST = pattern("largest_but")
_PLACED = pattern("placed")
_IN_ORDER = pattern("named_in_order")
_EXTREME = pattern("extreme")
_KINDS = ("share", "rise", "fall")
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


def find_ordinals(context: Context, facts: Facts, sums: Sums) -> Iterator[Claim]:
    yield from _largest(context, facts)
    yield from _titles(context)
    yield from _named_in_order(context)
    yield from _extremes(context, facts, sums)


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


def _named_in_order(context: Context) -> Iterator[Claim]:
    """东盟、欧盟、美国为前三大贸易伙伴。…东盟为第一大贸易伙伴: a place, and where its name stands among those that are listed in order."""
    for stretch in context.stretches:
        for found in _IN_ORDER.finditer(stretch.text):
            for place in _places(stretch, _LARGEST):
                at = _at_in(found, place)
                if at:
                    whole = operand_at(context, stretch, *found.span("names"), "rank")
                    operands = (operand_at(context, stretch, place.start, place.end, "rank"), whole)
                    right, wrong = text("列出的次序与所说的位次相符。"), text("列出的次序与所说的位次不符。")
                    yield made(context, "rank", at == place.number, f"{place.number} = {at}", operands, right, wrong)


def _at_in(found: re.Match[str], place: Place) -> int:
    """Which of the names in order a place is said of, from one on; 0 for none, or where the names are not as many as they are said to be."""
    names, words = found["names"].split("、"), place.stretch.text
    said = re.split("[，。；：]", words[: place.start])[-1]
    whole = len(names) == spelled_number(found["count"]) and words.startswith(found["of"], place.end)
    return next((at for at, name in enumerate(names, 1) if said.startswith(name)), 0) if whole else 0


def _extremes(context: Context, facts: Facts, sums: Sums) -> Iterator[Claim]:
    """增长最快的是甲, the fastest growth was recorded in Capital: whether just that one of the members told before it is the first or the last."""
    for stretch in context.stretches:
        for said in _EXTREME.finditer(stretch.text):
            row = next((row for row in _rows_before(facts, sums, stretch, said) if _called(row, said)), None)
            if row is not None:
                yield from _extreme(context, stretch, said, row)


def _rows_before(facts: Facts, sums: Sums, stretch: Stretch, said: re.Match[str]) -> Iterator[list[Fact]]:
    """The members told before such a word in its paragraph, the last ones first: movements of one way, shares, or the parts of a sum."""
    kind = next((kind for kind in _KINDS if said[kind] or said[f"{kind}_en"]), "level")
    before = [f for f in facts.by_paragraph.get(stretch.number, ()) if f.start < said.start()]
    yield from _parts_before(sums, before) if kind == "level" else _percentages_before(before, kind)


def _parts_before(sums: Sums, before: list[Fact]) -> Iterator[list[Fact]]:
    totals = dict.fromkeys(sums.of_part[f.number].total.number for f in reversed(before) if f.number in sums.of_part)
    yield from ([*split.parts] for number in totals for split in sums.by_total[number])


def _percentages_before(before: list[Fact], kind: str) -> Iterator[list[Fact]]:
    told = ("share" if kind == "share" else "growth", -1 if kind == "fall" else 1)
    like = [f for f in before if (f.kind, f.statement.sign) == told]
    yield from (list(group) for _sentence, group in itertools.groupby(reversed(like), lambda f: f.sentence))


def _called(row: list[Fact], said: re.Match[str]) -> bool:
    """Whether a row has several members, and just one of them is called as the words name one."""
    alike = {(f.statement.base, f.period) for f in row}
    return len(row) > 2 and len(alike) == 1 and len(_so_named(row, said)) == 1


def _so_named(row: list[Fact], said: re.Match[str]) -> list[Fact]:
    who = (said["who"] or said["who_en"]).strip().lower()
    return [f for f in row if (name := named(f)) and (name.startswith(who) or who.startswith(name))]


def named(fact: Fact) -> str:
    """Its name; of a figure alone in a bracket, Capital (up 3.1 per cent), what stands before that."""
    text, said = fact.text, fact.statement
    opened = text.rfind("（", 0, fact.start)
    before = re.split("[，、；。：）]|\\band\\b", text[:opened])[-1] if said.aside and opened >= 0 else ""
    return clean_name(before) if before else said.name


def _extreme(context: Context, stretch: Stretch, said: re.Match[str], row: list[Fact]) -> Iterator[Claim]:
    least = bool(said["least"] or said["least_en"])
    one = _so_named(row, said)[0]
    first = min(row, key=_point) if least else max(row, key=_point)
    if first is one or abs(first.point - one.point) > first.width + one.width:
        which = "who" if said["who"] else "who_en"
        operands = (
            operand_at(context, stretch, *said.span(which), "rank"),
            of_fact(context, one, "rank"),
            of_fact(context, first, "rank"),
        )
        relation = f"{one.shown} {'≤' if least else '≥'} {first.shown}"
        wrong = text("列出的各项中居首（或居末）的是 {name}（{figure}）。", name=named(first), figure=first.shown)
        yield made(context, "rank", first is one, relation, operands, text("位次与数字的大小相符。"), wrong)


def _point(fact: Fact) -> int:
    return fact.point


def operand_at(context: Context, stretch: Stretch, start: int, end: int, role: str) -> Operand:
    first, last = stretch.place(start, end)
    return Operand(first, last, context.manuscript[first:last], role)


def of_fact(context: Context, fact: Fact, role: str) -> Operand:
    return operand_at(context, fact.statement.stretch, fact.start, fact.statement.figure.end, role)


def _claim(context: Context, places: tuple[Place, ...], levels: tuple[Fact, Fact], holds: bool) -> Claim:
    operands = (
        *(operand_at(context, place.stretch, place.start, place.end, "rank") for place in places),
        *(of_fact(context, fact, "rank") for fact in levels),
    )
    relation = f"{levels[0].shown} ≥ {levels[1].shown}"
    wrong = text("位次与数字的大小不符。")
    return made(context, "rank", holds, relation, operands, text("位次与数字的大小相符。"), wrong)


def _repeated(context: Context, one: Place, two: Place) -> Claim:
    operands = tuple(operand_at(context, place.stretch, place.start, place.end, "rank") for place in (one, two))
    relation = f"{operands[0].text} = {operands[1].text}"
    holds = one.number == two.number
    wrong = text("标题与正文所说的位次不同：{one} 与 {two}。", one=operands[0].text, two=operands[1].text)
    return made(context, "rank", holds, relation, operands, text("全文各处一致。"), wrong)


def made(
    context: Context, kind: str, holds: bool, relation: str, operands: tuple[Operand, ...], right: Text, wrong: Text
) -> Claim:
    verdict = Verdict.HOLDS if holds else Verdict.FAILS
    return Claim(kind, verdict, relation, operands, "", right if holds else wrong, None, context.around(operands))
