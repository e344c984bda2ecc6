"""How many are said to have risen, fallen or come in (四涨四跌, 8个行业增长, 3镇2乡共5个, 净增4户), against those that are told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import spelled_number
from ecdesk.prose.claims import Claim
from ecdesk.prose.printed.ordinals import made, named, of_fact, operand_at
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.english import number_of, rise_before
from ecdesk.prose.reading.lexicon import words
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import UNIT, Fact, Facts
from ecdesk.prose.relations.hints import hint, lead

_TALLY = pattern("tally")
_FLAT = pattern("tally_flat")
_MOVED = pattern("counted_moved")
_OF_THEM = pattern("english_of_them")
_TOGETHER = pattern("counted_together")
_COUNTED = pattern("counted_part")
NEAR, OFF = 12, 2
"""Characters between a count of all and the tally of them; by how many a list may be off and still be meant to be whole."""


def find_tallies(context: Context, facts: Facts) -> Iterator[Claim]:
    for stretch in context.stretches:
        yield from _tallies(context, facts, stretch)
        yield from _movers(context, facts, stretch)
        yield from _together(context, stretch)
    yield from _balances(context, facts)


def _tallies(context: Context, facts: Facts, stretch: Stretch) -> Iterator[Claim]:
    """八大类价格“四涨四跌”: as many rises and falls as are told behind, of whichever movements are as many, or as all are said to be."""
    for match in _TALLY.finditer(stretch.text):
        one, two = _number(match["one"]), _number(match["two"] or match["two_rise"])
        told = _told_behind(facts, stretch, match.end(), one + two)
        good = [row for row in told if _rises(row) == (one if match["rise"] else two)]
        told = told or _told_behind(facts, stretch, match.end(), _all_of_them(facts, stretch, match))
        if told:
            yield _tally(context, stretch, match, (good or told)[0], bool(good))


def _all_of_them(facts: Facts, stretch: Stretch, match: re.Match[str]) -> int:
    """八大类价格: how many there are in all, as is said just before a tally; 0 where some have not moved."""
    row = facts.by_paragraph.get(stretch.number, ())
    counts = [f for f in row if f.kind in ("count", "level") and 0 < match.start() - f.start <= NEAR]
    flat = _FLAT.match(stretch.text, match.end()) is not None
    return counts[-1].point // UNIT if counts and not flat else 0


def _told_behind(facts: Facts, stretch: Stretch, start: int, count: int) -> list[list[Fact]]:
    """The rows of just so many movements of one kind that are told behind a place."""
    told = (_movements(facts, stretch, start, kind) for kind in ("growth", "points"))
    return [row for row in told if len(row) == count > 0]


def _number(said: str) -> int:
    return spelled_number(said.replace("两", "二")) or 0


def _rises(row: list[Fact]) -> int:
    return sum(fact.statement.sign > 0 for fact in row)


def _movements(facts: Facts, stretch: Stretch, start: int, kind: str) -> list[Fact]:
    """The movements of one kind behind a place, up to the end of the first sentence that tells some."""
    row = [f for f in facts.by_paragraph.get(stretch.number, ()) if f.kind == kind and f.start >= start]
    return [f for f in row if f.sentence == row[0].sentence]


def _tally(context: Context, stretch: Stretch, match: re.Match[str], row: list[Fact], holds: bool) -> Claim:
    rises = sum(fact.statement.sign > 0 for fact in row)
    operands = (
        operand_at(context, stretch, match.start(), match.end(), "count"),
        *(of_fact(context, fact, "growth") for fact in row),
    )
    wrong = text(
        "列出的有 {rises} 升 {falls} 降，文中说的是“{said}”。", rises=rises, falls=len(row) - rises, said=operands[0].text
    )
    right = text("列出的升降个数与所说的相符。")
    return made(context, "count", holds, f"{rises} + {len(row) - rises} = {len(row)}", operands, right, wrong)


def _movers(context: Context, facts: Facts, stretch: Stretch) -> Iterator[Claim]:
    """9个行业中，8个实现增长：…; rose in four of the five regions: …: a count of what moved one way, and those that are told behind the colon."""
    for match in (*_MOVED.finditer(stretch.text), *_OF_THEM.finditer(stretch.text)):
        stated, rises = _said_to_move(stretch.text, match)
        row = _moved_behind(facts, stretch, match.end())
        told = [f for f in row if (f.statement.sign > 0) is rises]
        meant = len(told) == len(row) > 2 and _are_all_named(told) and abs(len(told) - stated) <= OFF
        if stated > 1 and (len(told) == stated or meant):
            operands = (
                operand_at(context, stretch, *match.span("count"), "count"),
                *(of_fact(context, f, "growth") for f in told),
            )
            wrong = text("列出的有 {told} 个，文中说的是 {said}。", told=len(told), said=operands[0].text)
            right = text("列出的个数与所说的相符。")
            yield made(context, "count", len(told) == stated, f"{len(told)} = {stated}", operands, right, wrong)


def _are_all_named(told: list[Fact]) -> bool:
    return len({named(f) for f in told} - {""}) == len(told)


def _said_to_move(said: str, match: re.Match[str]) -> tuple[int, bool | None]:
    """How many, and whether they are said to have risen."""
    count = match["count"]
    if match.re is _OF_THEM:
        return number_of(count), rise_before(said[max(0, match.start() - 60) : match.start()])
    moved = words().movement.search(match["said"])
    return int(count) if count.isdigit() else _number(count), None if moved is None else moved["move"] not in words().down


def _moved_behind(facts: Facts, stretch: Stretch, start: int) -> list[Fact]:
    """The growths behind a place up to the end of the piece."""
    row = [f for f in facts.by_paragraph.get(stretch.number, ()) if f.start >= start and f.kind == "growth"]
    return [f for f in row if f.sentence == row[0].sentence and f.statement.segment == row[0].statement.segment]


def _together(context: Context, stretch: Stretch) -> Iterator[Claim]:
    """3镇2乡，共5个乡镇: counts that stand side by side, and that of all of them together."""
    for match in _TOGETHER.finditer(stretch.text):
        parts = [(int(part["count"]), part["noun"]) for part in _COUNTED.finditer(match["parts"])]
        made_up, said = sum(count for count, _noun in parts), int(match["all"])
        if all(noun[-1] in match["nouns"] for _count, noun in parts) and abs(made_up - said) <= OFF:
            operands = tuple(operand_at(context, stretch, *match.span(group), "count") for group in ("all", "parts"))
            wrong = text("应为 {expected}，文中为 {printed}。", expected=str(made_up), printed=str(said))
            relation = f"{' + '.join(str(count) for count, _noun in parts)} = {said}"
            yield made(context, "count", made_up == said, relation, operands, text("各数相符。"), wrong)


def _balances(context: Context, facts: Facts) -> Iterator[Claim]:
    """净增4户，其中新入规9户，退库5户: what is left of those that came in and those that went, where just these two follow."""
    for net in facts.all:
        is_net = net.kind in ("level", "change") and hint("net").search(lead(net, 3)) is not None
        ends = _flows_behind(facts, net) if is_net else None
        if ends is not None:
            came, went = ends
            left, width = abs(came.point - went.point), net.width + came.width + went.width
            operands = tuple(of_fact(context, f, "part") for f in (net, came, went))
            wrong = text("应为 {expected}，文中为 {printed}。", expected=f"{left / UNIT:g}", printed=net.shown)
            relation = f"{came.shown} - {went.shown} = {net.shown}"
            yield made(context, "diff", abs(left - net.point) <= width // 2, relation, operands, text("各数相符。"), wrong)


def _flows_behind(facts: Facts, net: Fact) -> tuple[Fact, Fact] | None:
    """The two figures behind a balance, where one came in and the other went."""
    behind = [f for f in facts.by_sentence[net.sentence] if f.number in (net.number + 1, net.number + 2) and f.unit == net.unit]
    came, went = ([f for f in behind if hint("flow", way).search(lead(f, 5)) is not None] for way in ("words", "back"))
    return (came[0], went[0]) if len(came) == len(went) == 1 and came != went else None
