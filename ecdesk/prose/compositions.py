"""Shares that make up a hundred, structures such as 7.2:40.7:52.2, and figures that are said to be the sum of those before them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.intervals import total
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import spelled_number
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.context import Context
from ecdesk.prose.explain import likely_cause
from ecdesk.prose.known_lists import alike, member_of
from ecdesk.prose.lexicon import partitions
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement

HUNDRED = Fraction(1)


def find_compositions(context: Context) -> Iterator[Claim]:
    """Every list of shares of one whole, structure and sum in words."""
    yield from _hundreds(context)
    yield from _together(context)
    yield from _structures(context)
    yield from _shifts(context)


def _hundreds(context: Context) -> Iterator[Claim]:
    for statements in context.by_stretch.values():
        groups: dict[tuple[object, ...], list[Statement]] = {}
        for statement in statements:
            if statement.measure not in (Measure.SHARE, Measure.CONTRIBUTION, Measure.PORTION) or statement.aside:
                continue
            if statement.measure is Measure.PORTION and statement.scope is not None:
                continue
            listed = ("list", statement.listed) if statement.listed else ("sentence", statement.sentence)
            about = (
                statement.whole_name
                if statement.measure is Measure.SHARE
                else statement.name
                if statement.measure is Measure.PORTION
                else ""
            )
            key = (*listed, statement.measure, about[-6:] if statement.measure is not Measure.PORTION else about[:3])
            groups.setdefault(key, []).append(statement)
        for unnamed in [key for key in groups if key[-1] == "" and key[0] == "sentence"]:
            # 占生产总值比重为7.1%，第二产业比重为38.3%: what the first is a share of goes for the next.
            named = [other for other in groups if other[:-1] == unnamed[:-1] and other != unnamed]
            if len(named) == 1:
                groups[named[0]] += groups.pop(unnamed)
        told: set[frozenset[int]] = set()
        for group in [*groups.values(), *_wider_and_narrower(statements)]:
            if 2 <= len(group) <= 40 and frozenset(map(id, group)) not in told:
                told.add(frozenset(map(id, group)))
                known = group in groups.values()
                if known or makes_up(group, HUNDRED) is Verdict.HOLDS:
                    yield from _hundred(context, group)


def _wider_and_narrower(statements: list[Statement]) -> Iterator[list[Statement]]:
    """Shares between two semicolons, and all shares of one whole in a sentence, listed (分别占3.5%、3.9%) and single (占72.2%) together:
    nobody says that they are all, so they count only where they make up a hundred."""
    shares = [s for s in statements if s.measure is Measure.SHARE and not s.aside]
    for _segment, run in itertools.groupby(shares, key=lambda s: (s.sentence, s.segment)):
        yield list(run)
    for _sentence, run in itertools.groupby(shares, key=lambda s: s.sentence):
        row = list(run)
        if len({s.whole_name for s in row if s.whole_name}) <= 1:
            yield row


def _hundred(context: Context, group: list[Statement]) -> Iterator[Claim]:
    exhaustive = _covers_whole(group)
    verdict = makes_up(group, HUNDRED)
    most = total(s.figure.interval() for s in group)
    computed = sum((s.figure.value for s in group), Fraction(0))
    values = " + ".join(value_text(s) for s in group)
    roles = [(s, "share") for s in group]
    expected = show(computed, group[0].figure)
    if verdict in (Verdict.HOLDS, Verdict.ROUNDING):
        if group[0].measure is Measure.PORTION and len(group) > 2:
            return
        yield context.claim("sum", verdict, f"{values} = 100%", roles, expected)
    elif exhaustive:
        message = text("各部分的比重之和为 {sum}，应为 100%。", sum=expected)
        yield context.claim("sum", Verdict.FAILS, f"{values} = 100%", roles, expected, message)
    elif most.low is not None and most.low > HUNDRED:
        several = "比例" in group[0].lead  # of people who may name more than one
        one_whole = group[0].measure is Measure.SHARE and group[0].whole_name and len(group) >= 3 and not several
        slip = _slip(group) if one_whole and computed < HUNDRED * Fraction(13, 10) else None
        if slip is not None:
            message = text("列出的比重之和为 {sum}，超过 100%。", sum=expected)
            yield context.claim("sum", Verdict.FAILS, f"{values} = 100%", roles, expected, message, slip)
        elif group[0].listed and group[0].measure is Measure.SHARE and len(group) <= 12 and not several:
            yield context.claim(
                "sum",
                Verdict.UNDECIDED,
                f"{values} ≤ 100%",
                roles,
                expected,
                text("列出的比重之和为 {sum}，超过 100%，请核对是否占同一总数。", sum=expected),
            )
    elif group[0].listed and group[0].measure is Measure.SHARE:
        yield context.claim("sum", Verdict.HOLDS, f"{values} ≤ 100%", roles, expected, text("比重之和不超过 100%。"))


def _slip(group: list[Statement]) -> Text | None:
    """Which slip of the pen keeps the shares from making up a hundred."""
    return likely_cause([s.figure for s in group], lambda figures: HUNDRED in total(f.interval() for f in figures))


_STRUCTURE = pattern("structure")
_EARLIER = pattern("earlier_structure")
_TOGETHER = pattern("together")


def _together(context: Context) -> Iterator[Claim]:
    """三地合计占72.6%: the shares, or amounts, that stand before it in the sentence added up."""
    for statement in context.statements:
        found = _TOGETHER.search(statement.lead) if statement.measure in (Measure.SHARE, Measure.LEVEL, Measure.RATE) else None
        if found is None or statement.listed:
            continue
        alike_measures = {Measure.SHARE, Measure.RATE} if statement.measure is not Measure.LEVEL else {Measure.LEVEL}
        before = [
            s
            for s in context.earlier(statement, 0)
            if s.measure in alike_measures and s.figure.dimension == statement.figure.dimension and not s.aside
        ]
        if statement.measure is Measure.LEVEL and not found["count"]:
            continue
        if found["count"] and re.search("上述|以上|这", statement.lead):
            before = [
                s
                for s in context.earlier(statement, 1)
                if s.measure in alike_measures and s.figure.dimension == statement.figure.dimension and not s.aside
            ]
        count = spelled_number(found["count"] or "") or 0
        group = before[:count] if count else [s for s in before if s.listed and s.listed == before[0].listed] or before
        if len(group) < 2 or (count and len(group) != count):
            continue
        group.reverse()
        verdict = _adds_to(group, statement)
        certain = bool(count) or (group[0].listed and all(s.listed == group[0].listed for s in group))
        computed = sum((s.figure.value for s in group), Fraction(0))
        expected = show(computed, statement.figure)
        message = (
            text("合计应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(statement))
            if verdict is Verdict.FAILS
            else None
        )
        if verdict is Verdict.FAILS and not certain:
            verdict, message = Verdict.UNDECIDED, text("合计的是哪几项没有写明，按句中各项相加不符。")
        relation = f"{' + '.join(value_text(s) for s in group)} = {value_text(statement)}"
        yield context.claim("sum", verdict, relation, [*((s, "part") for s in group), (statement, "total")], expected, message)


def _adds_to(group: list[Statement], whole: Statement) -> Verdict:
    return decide(lambda margin: total(s.figure.interval(margin) for s in group).meets(whole.figure.interval(margin)))


def makes_up(group: list[Statement], whole: Fraction) -> Verdict:
    """Whether shares add up to a whole: 1, or 100 for the parts of a structure."""
    return decide(lambda margin: whole in total(s.figure.interval(margin) for s in group))


def _covers_whole(group: list[Statement]) -> bool:
    """第一、二、三次产业, 东部、中部、西部、东北: a list that names all of them is whole."""
    regions = {area.code for area in standard_areas() if area.kind == "region"}
    if len(group) == len(regions) and {s.area for s in group} == regions:
        return True
    complete = False
    for partition in partitions():
        members = [member_of(s.full_name or s.name, partition) for s in group]
        if not any(members):
            continue
        found = {member[0] for member in members if member is not None}
        rests = [member[1] for member in members if member is not None]
        if any("中" in rest[:-1] for rest in rests):
            return False  # 外出农民工中女性占: each share is of a whole of its own
        if len(found) == len(group) >= 2 and all(alike(rests[0], rest) for rest in rests[1:]):
            if found != set(range(len(partition.members))):
                return False  # two of three sectors
            complete = complete or not (partition.companions or partition.if_equal)
    if complete:
        return True
    names = "".join(s.name for s in group) + group[0].lead
    return len(group) == 3 and any(
        all(word in names for word in words) for words in (("第一", "二", "三", "产业"), ("一产", "二产", "三产"))
    )


def _structures(context: Context) -> Iterator[Claim]:
    """三次产业结构为3.9:39.0:57.1: the parts make up 100, and each is the share of its sector."""
    lists: dict[int, list[Statement]] = {}
    for statement in context.statements:
        if statement.measure is Measure.STRUCTURE and statement.listed:
            lists.setdefault(statement.listed, []).append(statement)
    for group in lists.values():
        before = group[0].stretch.text[max(0, group[0].figure.start - 48) : group[0].figure.start]
        if not 3 <= len(group) <= 8 or not _STRUCTURE.search(re.split("[。；]", before)[-1]):
            continue
        verdict = makes_up(group, Fraction(100))
        computed = sum((s.figure.value for s in group), Fraction(0))
        values = " + ".join(value_text(s) for s in group)
        message = text("构成之和为 {sum}，应为 100。", sum=show(computed, group[0].figure)) if verdict is Verdict.FAILS else None
        if abs(computed - 100) > 30:
            continue
        yield context.claim(
            "sum", verdict, f"{values} = 100", [(s, "share") for s in group], show(computed, group[0].figure), message
        )
        last_year = _EARLIER.search(group[0].lead)
        if len(group) == 3 and "产业" in before and not last_year:
            yield from _sectors(context, group)


def _cancels(group: list[Statement]) -> Verdict:
    return decide(lambda margin: Fraction(0) in total(signed(s, margin) for s in group))


def _shifts(context: Context) -> Iterator[Claim]:
    """第一产业比重提高0.3个百分点，第二产业下降3.1个，第三产业提高2.8个: what some shares gain others lose."""
    points = [s for s in context.statements if s.measure is Measure.POINTS and not s.aside]
    for _sentence, run in itertools.groupby(points, key=lambda s: (s.stretch.number, s.sentence)):
        row = list(run)
        named = [next((s for s in row if s.name.startswith(words)), None) for words in _SHIFTED]
        group = [s for s in named if s is not None]
        if len(group) != len(_SHIFTED) or len(group) != len(row) or not all(s.period == row[0].period for s in group):
            continue
        if not all(_PORTION.search(s.name) or s.listed for s in group) or not any(_PORTION.search(s.name) for s in group):
            continue
        verdict = _cancels(group)
        computed = sum((s.figure.value * s.sign for s in group), Fraction(0))
        message = (
            text("比重的升降之和为 {sum}，应为 0。", sum=("-" if computed < 0 else "") + show(abs(computed), group[-1].figure))
            if verdict is Verdict.FAILS
            else None
        )
        values = " + ".join(f"({value_text(s)})" if s.sign < 0 else value_text(s) for s in group)
        yield context.claim("sum", verdict, f"{values} = 0", [(s, "change") for s in group], "0", message)


_PORTION = pattern("portion_word")
_SHIFTED = (("第一", "一产"), ("第二", "二产"), ("第三", "三产"))
_SECTORS = (("第一产业", "一产"), ("第二产业", "二产"), ("第三产业", "三产"))
PARAGRAPHS = 4
"""How far before the structure the values of the sectors may stand; a caption of a chart may lie between."""


def _sectors(context: Context, group: list[Statement]) -> Iterator[Claim]:
    levels = [
        s
        for s in context.statements
        if s.measure is Measure.LEVEL
        and s.period == group[0].period
        and 0 <= group[0].stretch.number - s.stretch.number <= PARAGRAPHS
        and (s.stretch is not group[0].stretch or s.figure.start < group[0].figure.start)
    ]
    parts = [
        next((s for s in reversed(levels) if s.name.startswith(words) and "增加值" in s.name and s.area == group[0].area), None)
        for words in _SECTORS
    ]
    whole = next((part.scope.whole for part in parts if part is not None and part.scope is not None), None)
    for share, part in zip(group, parts, strict=True):
        if part is None or whole is None or whole.figure.dimension != part.figure.dimension or not whole.figure.value:
            continue

        def check(margin: Margin, part: Statement = part, whole: Statement = whole, share: Statement = share) -> bool:
            below = whole.figure.interval(margin)
            return (part.figure.interval(margin) / below).scaled(100).meets(share.figure.interval(margin))

        verdict = decide(check)
        expected = show(part.figure.value / whole.figure.value * 100, share.figure)
        message = (
            text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(share))
            if verdict is Verdict.FAILS
            else None
        )
        relation = f"{label(part)} {value_text(part)} / {label(whole)} {value_text(whole)} = {value_text(share)}%"
        yield context.claim("share", verdict, relation, [(part, "part"), (whole, "whole"), (share, "share")], expected, message)
