"""Growth: a level with its change and growth, from one level to another, yearly averages, growth against another growth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.clauses import ends_with, folded_name, year_before
from ecdesk.prose.context import Context
from ecdesk.prose.explain import likely_cause
from ecdesk.prose.figures import Figure
from ecdesk.prose.lexicon import differences
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement


def find_growth(context: Context) -> Iterator[Claim]:
    """Every claim about how a figure moved that the text itself can verify."""
    for statement in context.statements:
        if statement.measure is Measure.GROWTH and not statement.comparable:
            yield from _with_change(context, statement)
            yield from _from_to(context, statement)
            yield from _on_last_year(context, statement)
        elif statement.measure is Measure.POINTS and statement.whole_name:
            yield from _compared(context, statement)
        elif statement.measure is Measure.POINTS or statement.measure is Measure.CHANGE:
            yield from _moved_by(context, statement)
            if statement.measure is Measure.CHANGE:
                yield from _changed_on_last_year(context, statement)
    yield from _differences(context)


def _with_change(context: Context, growth: Statement) -> Iterator[Claim]:
    """比上年增加21亿元，增长26.3%: the change over last year's level."""
    level = growth.head
    if level is None or growth.listed or growth.aside or level.reached:
        return
    changes = [
        other
        for other in context.by_stretch[growth.stretch.number]
        if other.measure is Measure.CHANGE and other.head is level and other.segment == growth.segment
        and abs(other.clause - growth.clause) <= 1 and other.figure.dimension == level.figure.dimension and not other.listed
    ]  # fmt: skip
    if len(changes) != 1:
        return
    change = changes[0]
    if _base(change, growth) != _base(growth, change):
        return

    def grown(figures: Sequence[Figure], margin: Margin) -> bool:
        now, moved, rate = (figure.interval(margin) for figure in figures)
        moved = -moved if change.sign < 0 else moved
        before = now - moved
        if before.high is not None and before.high <= 0:
            return False
        if before.low is None or before.low <= 0:
            return True
        return (moved / before).meets(-rate if growth.sign < 0 else rate)

    figures = [level.figure, change.figure, growth.figure]
    verdict = decide(lambda margin: grown(figures, margin))
    base = level.figure.value - change.figure.value * change.sign
    expected = show(change.figure.value * change.sign / base, growth.figure) if base > 0 else ""
    undone = f"+ {value_text(change)[1:]}" if change.sign < 0 else f"- {value_text(change)}"
    relation = f"{value_text(change)} / ({label(level)} {value_text(level)} {undone}) = {value_text(growth)}"
    message = cause = None
    if verdict is Verdict.FAILS:
        message = text("按增减额推算应增长 {expected}，文中为 {printed}。", expected=expected, printed=value_text(growth))
        if not expected:
            message = text(
                "增加的 {change} 比现在的 {level} 还多，上年就不到零了。", change=value_text(change), level=value_text(level)
            )
        cause = likely_cause(figures, lambda changed: grown(changed, Margin.HALF))
    roles = [(level, "level"), (change, "change"), (growth, "growth")]
    yield context.claim("growth", verdict, relation, roles, expected, message, cause)


def _last_year(context: Context, moved: Statement) -> tuple[Statement, Statement] | None:
    """The level that a change or growth is said of, and the one figure that the text gives for the year before."""
    level = moved.head
    if level is None or moved.aside or level.reached or moved.base not in ("", "year"):
        return None
    before = year_before(level.period)
    found = [
        other
        for other in (context.levels().get((folded_name(level.name), level.area, before), []) if before else ())
        if other.figure.dimension == level.figure.dimension and other.listed == 0
    ]
    if len({other.figure.value for other in found}) != 1 or not found[0].figure.value:
        return None
    return level, found[0]


def _changed_on_last_year(context: Context, change: Statement) -> Iterator[Claim]:
    """2021年14.2万亿元，比上年增长1.7万亿元, where the text gives 12.5万亿元 for 2020: the difference of the two."""
    both = _last_year(context, change)
    if both is None or change.listed or change.figure.dimension != both[0].figure.dimension:
        return
    level, last = both
    figures = [level.figure, last.figure, change.figure]

    def apart(of: Sequence[Figure], margin: Margin) -> bool:
        now, before, moved = (figure.interval(margin) for figure in of)
        return (now - before).meets(-moved if change.sign < 0 else moved)

    verdict = decide(lambda margin: apart(figures, margin))
    expected = show(abs(level.figure.value - last.figure.value), change.figure)
    relation = f"{label(level)} {value_text(level)} - {label(last)} {value_text(last)} = {value_text(change)}"
    message = cause = None
    if verdict is Verdict.FAILS:
        cause = likely_cause(figures, lambda changed: apart(changed, Margin.HALF))
        message = text("与文中上一年的数相比应变动 {expected}，文中为 {printed}。", expected=expected, printed=value_text(change))
        if cause is None:
            verdict, message = Verdict.UNDECIDED, text("与文中上一年的数推算的增减不符，上年数可能已修订，或口径不同。")
    roles = [(level, "level"), (last, "last"), (change, "change")]
    yield context.claim("growth", verdict, relation, roles, expected, message, cause)


def _on_last_year(context: Context, growth: Statement) -> Iterator[Claim]:
    """2018年零售额120.5亿元，增长20.5%, where the text gives that of 2017: the growth between the two. Last year's figure may have been
    revised since, so only a slip of the pen is called one."""
    both = _last_year(context, growth)
    if both is None:
        return
    level, last = both

    def grown(figures: Sequence[Figure], margin: Margin) -> bool:
        below = figures[0].interval(margin)
        if below.low is None or below.low <= 0:
            return True
        printed = figures[2].interval(margin)
        return (figures[1].interval(margin) / below - Interval.point(1)).meets(-printed if growth.sign < 0 else printed)

    figures = [last.figure, level.figure, growth.figure]
    verdict = decide(lambda margin: grown(figures, margin))
    expected = show(abs(level.figure.value / last.figure.value - 1), growth.figure)
    relation = f"{label(level)} {value_text(level)} / {label(last)} {value_text(last)} - 1 = {value_text(growth)}"
    message = cause = None
    if verdict is Verdict.FAILS:
        cause = likely_cause(figures, lambda changed: grown(changed, Margin.HALF))
        message = text("与文中上一年的数相比应变动 {expected}，文中为 {printed}。", expected=expected, printed=value_text(growth))
        if cause is None:
            verdict, message = Verdict.UNDECIDED, text("与文中上一年的数推算的增速不符，上年数可能已修订，或口径不同。")
    roles = [(level, "level"), (last, "last"), (growth, "growth")]
    yield context.claim("growth", verdict, relation, roles, expected, message, cause)


def _base(one: Statement, other: Statement) -> str:
    """What a change or growth is measured against: what it says, or what the one just before it says, or last year."""
    follows = one.figure.start > other.figure.start
    return one.base or (other.base if follows else "") or "year"


def _levels_from_to(context: Context, statement: Statement) -> tuple[Statement, Statement] | None:
    """由86种减少到46种: the two ends, when the clause before names them."""
    near = [s for s in context.earlier(statement, 0) if s.segment == statement.segment][:4]
    for place, end in enumerate(near[:2]):
        if not end.reached or place + 1 >= len(near):
            continue
        start = near[place + 1]
        if start.clause != end.clause or start.figure.dimension != end.figure.dimension:
            continue
        if re.search(r"(?:由|从)[^，；。]{0,24}$", start.stretch.text[max(0, start.figure.start - 26) : start.figure.start]):
            return start, end
    return None


def _from_to(context: Context, growth: Statement) -> Iterator[Claim]:
    ends = _levels_from_to(context, growth)
    if ends is None or growth.listed or growth.name:
        return
    start, end = ends
    if not start.figure.value:
        return
    if growth.base == "average":
        yield from _average(context, start, end, growth)
        return
    if growth.base in ("previous",):
        return

    def check(margin: Margin) -> bool:
        below = start.figure.interval(margin)
        if below.low is None or below.low <= 0:
            return True
        return (end.figure.interval(margin) / below - Interval.point(1)).meets(signed(growth, margin))

    verdict = decide(check)
    expected = show(abs(end.figure.value / start.figure.value - 1), growth.figure)
    relation = f"{value_text(end)} / {value_text(start)} - 1 = {value_text(growth)}"
    message = text("由 {start} 到 {end} 应变动 {expected}，文中为 {printed}。", start=value_text(start), end=value_text(end), expected=expected, printed=value_text(growth)) if verdict is Verdict.FAILS else None  # fmt: skip
    yield context.claim("growth", verdict, relation, [(start, "start"), (end, "end"), (growth, "growth")], expected, message)


def _average(context: Context, start: Statement, end: Statement, growth: Statement) -> Iterator[Claim]:
    """年均增长: the base year is the first of the span or the one before it; both readings are tried."""
    near = growth.figure.start - 120, growth.figure.start
    times = [time for time, first, last in growth.stretch.times if near[0] <= first and last <= near[1]]
    years = [year for time in times for year in (time.year, time.until) if year is not None]
    if len(years) < 2 or years[-1] <= years[0] or years[-1] - years[0] > 60:
        return
    span = max(years) - min(years)

    def grown(count: int, margin: Margin) -> bool:
        factor = Interval.point(1) + signed(growth, margin)
        if factor.low is None or factor.high is None or factor.low <= 0:
            return True
        reached = start.figure.interval(margin)
        low = None if reached.low is None else reached.low * factor.low**count
        high = None if reached.high is None else reached.high * factor.high**count
        return Interval(low, high).meets(end.figure.interval(margin))

    one = decide(lambda margin: grown(span, margin))
    two = decide(lambda margin: grown(span + 1, margin))
    verdict = one if one is not Verdict.FAILS else two
    relation = f"{value_text(start)} × (1 + {value_text(growth)})^{span} = {value_text(end)}"
    message = None
    if verdict is Verdict.FAILS:
        message = text("以起始年或其上一年为基期计算的年均增速都与文中的 {printed} 不符。", printed=value_text(growth))
    elif one is Verdict.FAILS:
        message = text("以起始年的上一年为基期相符。")
        relation = f"{value_text(start)} × (1 + {value_text(growth)})^{span + 1} = {value_text(end)}"
    yield context.claim("growth", verdict, relation, [(start, "start"), (end, "end"), (growth, "growth")], "", message)


def _moved_by(context: Context, moved: Statement) -> Iterator[Claim]:
    """由62.5%提高到67.4%，提高4.9个百分点; 由X增加到Y，增加Z: the difference of the two ends."""
    ends = _levels_from_to(context, moved) or _rates_from_to(context, moved)
    if ends is None or moved.listed or moved.name:
        return
    start, end = ends
    if moved.measure is Measure.POINTS and not end.figure.amount.unit.is_ratio:
        return
    if moved.measure is Measure.CHANGE and end.figure.dimension != moved.figure.dimension:
        return
    verdict = decide(lambda margin: (end.figure.interval(margin) - start.figure.interval(margin)).meets(signed(moved, margin)))
    expected = show(abs(end.figure.value - start.figure.value), moved.figure)
    relation = f"{value_text(end)} - {value_text(start)} = {value_text(moved)}"
    message = (
        text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(moved))
        if verdict is Verdict.FAILS
        else None
    )
    kind = "points" if moved.measure is Measure.POINTS else "growth"
    yield context.claim(kind, verdict, relation, [(start, "start"), (end, "end"), (moved, "change")], expected, message)


def _rates_from_to(context: Context, moved: Statement) -> tuple[Statement, Statement] | None:
    near = [s for s in context.earlier(moved, 0) if s.segment == moved.segment and s.figure.amount.unit.is_ratio][:2]
    if len(near) < 2 or near[0].clause != near[1].clause:
        return None
    end, start = near
    lead = start.stretch.text[max(0, start.figure.start - 26) : start.figure.start]
    between = start.stretch.text[start.figure.end : end.figure.start]
    if re.search(r"(?:由|从)[^，；。]{0,24}$", lead) and re.search("(?:至|到)", between):
        return start, end
    return None


_OWN_GROWTH = (Measure.GROWTH, Measure.RATE, Measure.SHARE)


def _compared(context: Context, points: Statement) -> Iterator[Claim]:
    """增速比全省高3.1个百分点: only where the text itself gives both growths by name."""
    same_sentence = [
        s for s in context.earlier(points, 0) if s.measure in _OWN_GROWTH and not s.aside and s.segment == points.segment
    ]
    if not same_sentence:
        return
    own = _in_turn(points, same_sentence)
    aside = _in_parentheses(context, points)
    if aside is not None and aside is not own:
        yield _points_claim(context, own, aside, points)
        return
    wanted = folded_name(points.whole_name)
    wanted = re.sub(r"^(?:全国|全省|全市|全州|全区|全县|我国|我省|我市)", "", wanted)
    wanted = re.sub(r"(?:平均)?(?:水平|增速|增幅|增长率|的)+$", "", wanted)
    if len(wanted) < 2 or _ALL_OF_IT.search(wanted):
        yield from _compared_with_all(context, points, own)
        return
    others = [
        s
        for s in context.earlier(points, 2)
        if s is not own
        and s.measure is own.measure
        and s.base in ("", own.base)
        and (folded_name(s.name or (s.head.name if s.head else "")) == wanted)
    ]
    if not others and own.head is not None:
        others = [
            growth
            for level in context.levels().get((wanted, own.home, own.period), [])
            if (growth := context.growth.get(id(level))) is not None and growth is not own
        ]
    if not others or len({s.figure.value * s.sign for s in others}) > 1:
        return
    yield _points_claim(context, own, others[0], points)


def _in_parentheses(context: Context, points: Statement) -> Statement | None:
    """高出实物型增速（34.3%）10.1个百分点: the growth that stands just before the points is the one that is meant."""
    before = points.stretch.text[: points.figure.start]
    return next(
        (
            s
            for s in context.by_stretch[points.stretch.number]
            if s.aside and s.figure.amount.unit.is_ratio and s.sentence == points.sentence
            and before.endswith("）") and before[s.figure.end : -1] == ""
        ),
        None,
    )  # fmt: skip


def _points_claim(context: Context, own: Statement, other: Statement, points: Statement) -> Claim:
    verdict = _apart(own, other, points)
    difference = (own.figure.value * own.sign - other.figure.value * other.sign) * points.sign
    expected = show(difference, points.figure)
    relation = f"{value_text(own)} - {value_text(other)} = {value_text(points)}"
    message = (
        text("两个增速相差 {expected}，文中为 {printed}。", expected=expected, printed=value_text(points))
        if verdict is Verdict.FAILS
        else None
    )
    return context.claim("points", verdict, relation, [(own, "growth"), (other, "growth"), (points, "points")], expected, message)


_ALL_OF_IT = pattern("all_of_it")


def _in_turn(points: Statement, growths: list[Statement]) -> Statement:
    """The growth that a figure in points belongs to: the last one, or of two lists the one in the same place."""
    if points.listed:
        rows = [growth for growth in growths if growth.listed and growth.listed == growths[0].listed]
        return next((growth for growth in rows if growth.position == points.position), growths[0])
    return growths[0]


def _compared_with_all(context: Context, points: Statement, own: Statement) -> Iterator[Claim]:
    """高出整体增速7.7个百分点: what is overall is the nearest earlier total that is named like it. Whether it is the one is never
    certain, so a difference that does not fit proves nothing."""
    name = _bare(own.name or (own.head.full_name.split("/")[-1] if own.head is not None else ""))
    if own.measure is not Measure.GROWTH or not name:
        return
    for other in reversed(context.statements):
        head = other.head
        if (
            other.measure is not Measure.GROWTH
            or head is None
            or other is own
            or (other.stretch.number, other.figure.start) >= (own.stretch.number, own.figure.start)
            or other.stretch.number < own.stretch.number - 12
            or other.period != own.period
            or other.base not in ("", "year")
            or head.scope is not None
            or head is own.head
        ):
            continue
        total = _bare(head.name)
        overall = total != folded_name(head.name) and name[-3:] == total[-3:]  # 对东盟进出口 and 货物贸易进出口总值
        if len(total) < 2 or not (ends_with(name, total) or overall):
            continue
        verdict = _apart(own, other, points)
        if verdict is Verdict.HOLDS:
            relation = f"{value_text(own)} - {value_text(other)} = {value_text(points)}"
            roles = [(own, "growth"), (other, "growth"), (points, "points")]
            yield context.claim("points", verdict, relation, roles, value_text(points))
            return


def _bare(name: str) -> str:
    """进出口 of 货物贸易进出口总值 and of 一般贸易进出口: the name without the word for its total."""
    return re.sub(r"(?:总额|总值|总量|总产值|额|值|量)+$", "", folded_name(name))


def _apart(own: Statement, other: Statement, points: Statement) -> Verdict:
    return decide(
        lambda margin: (signed(own, margin) - signed(other, margin)).scaled(points.sign).meets(points.figure.interval(margin))
    )


def _differences(context: Context) -> Iterator[Claim]:
    """自然增长率 = 出生率 - 死亡率, 顺差 = 出口 - 进口."""
    for statement in context.statements:
        for known in differences():
            if statement.measure not in (Measure.RATE, Measure.LEVEL) or not any(
                word in statement.name for word in known["value"]
            ):
                continue
            before = [
                s
                for s in context.earlier(statement, 1)
                if s.measure is statement.measure and s.figure.dimension == statement.figure.dimension
            ]
            surplus = known.get("surplus", False)
            plus = next((s for s in before if any(s.name.endswith(w) for w in known["plus"])), None)
            minus = next((s for s in before if any(s.name.endswith(w) for w in known["minus"])), None)
            if plus is None or minus is None or plus.period != statement.period:
                continue
            if surplus and (plus.scope is None or plus.scope is not minus.scope or plus.sentence != minus.sentence):
                continue
            verdict = decide(
                lambda margin, plus=plus, minus=minus, statement=statement: (  # type: ignore[misc]
                    plus.figure.interval(margin) - minus.figure.interval(margin)
                ).meets(signed(statement, margin))
            )
            expected = show(plus.figure.value - minus.figure.value, statement.figure)
            relation = f"{label(plus)} {value_text(plus)} - {label(minus)} {value_text(minus)} = {label(statement)} {value_text(statement)}"
            message = (
                text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(statement))
                if verdict is Verdict.FAILS
                else None
            )
            yield context.claim(
                "sum", verdict, relation, [(plus, "part"), (minus, "part"), (statement, "total")], expected, message
            )
