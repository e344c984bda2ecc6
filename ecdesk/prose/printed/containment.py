"""Parts by their names: a city within its province, 实物商品网络零售额 within 网络零售额, an indicator within its parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.judging import judge
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim, label, value_text
from ecdesk.prose.reading.clauses import area_codes_in, folded_name, heading_area
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.statements import Measure, Statement

_SHAPE = ("商品", "交易", "型", "总")
_SUMMED = (FigureKind.LEVEL, FigureKind.COUNT, FigureKind.MONEY)


def find_containment(context: Context) -> Iterator[Claim]:
    """A part may not exceed what it lies in."""
    levels = [
        s
        for s in context.statements
        if s.measure is Measure.LEVEL
        and s.figure.kind in _SUMMED
        and s.name
        and not s.aside
        and not s.reached
        and "人均" not in s.name
    ]
    yield from _areas(context, levels)
    yield from _names(context, levels)


def _bare(name: str) -> str:
    for word in _SHAPE:
        name = name.replace(word, "")
    return name


def _areas(context: Context, levels: list[Statement]) -> Iterator[Claim]:
    """The same indicator of a city and of the province it lies in."""
    areas = standard_areas()
    by_area: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for level in levels:
        by_area[_bare(folded_name(level.name)), level.area, level.period].append(level)
    for (name, code, period), parts in by_area.items():
        area = areas.get(code)
        parent = areas.get(area.parent) if area is not None else None
        if area is None or parent is None or parent.kind != "province" or len(name) < 4:
            continue
        wholes = by_area.get((name, parent.code, period), [])
        if len({whole.figure.value for whole in wholes}) == 1 and len({part.figure.value for part in parts}) == 1:
            yield from _within(context, wholes[0], parts[0], _is_named(parts[0]))


def _is_named(level: Statement) -> bool:
    """Whether the sentence of a level names its area, or a heading does; one that was carried on from an earlier sentence may have ended."""
    text, figure = level.stretch.text, level.figure
    begin = text.rfind("。", 0, figure.start) + 1
    said = {code for _start, code in area_codes_in(text[begin : figure.end])}
    return level.area in said or heading_area(level.stretch.headings) == level.area


def _names(context: Context, levels: list[Statement]) -> Iterator[Claim]:
    """A figure whose name is that of an earlier figure of the sentence with a word before it, or whose indicator is a part of its."""
    window: list[Statement] = []
    for level in levels:
        window = [w for w in window[-8:] if w.stretch is level.stretch and w.sentence == level.sentence]
        for lies_in, sure in ((_is_part_of, True), (_is_called_after, False)):
            around = next((whole for whole in reversed(window) if _may_hold(whole, level) and lies_in(level, whole)), None)
            if around is not None:
                yield from _within(context, around, level, sure)
                break
        window.append(level)


def _may_hold(whole: Statement, part: Statement) -> bool:
    return (whole.area, whole.period) == (part.area, part.period) and not (part.scope is not None and part.scope.whole is whole)


def _is_called_after(part: Statement, whole: Statement) -> bool:
    """唐山地区价格 and 地区价格: what stands before the name may as well be of another thing, which may be more."""
    name, other = folded_name(part.name), folded_name(whole.name)
    return name != other and len(other) >= 4 and name.endswith(other) and not name.startswith(("非", "不含", "除"))


def _is_part_of(part: Statement, whole: Statement) -> bool:
    """Whether one indicator is a part of the other in the catalogue."""
    indicators = standard_indicators()
    indicator = indicators.find(folded_name(part.name))
    return (
        indicator is not None
        and indicator.parent != ""
        and indicator.parent == getattr(indicators.find(folded_name(whole.name)), "id", None)
    )


def _within(context: Context, whole: Statement, part: Statement, sure: bool = True) -> Iterator[Claim]:
    if whole.figure.dimension != part.figure.dimension:
        return
    verdict = judge(lambda margin: (part.figure.interval(margin), whole.figure.interval(margin)), "<=").verdict
    relation = f"{label(part)} {value_text(part)} ≤ {label(whole)} {value_text(whole)}"
    roles = [(whole, "total"), (part, "part")]
    if verdict is not Verdict.FAILS:
        yield context.claim("sum", Verdict.HOLDS, relation, roles, "", text("部分不超过总数。"))
    elif sure:
        yield context.claim(
            "sum", Verdict.UNDECIDED, relation, roles, "", text("按名称是其中一部分，数字却更大，可能口径不同，请核对。")
        )
