"""The axes of native charts: from where to where they run, in what steps, and in which format their ticks are printed.

Spreadsheet programs cannot mark that an axis is broken. One that does not begin at zero says so in its name; that of lines over bars, beside an
axis that does, always begins there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ecdesk.domain.charts import Limits
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import font_for, in_format
from ecdesk.excel.writing.native.labels import INK, font
from ecdesk.excel.writing.native.sources import Plotted

MOST_STEPS, MOST_PRINTED = 11, 7
"""Of an axis of lines, and of the part of it that is printed."""
_LABEL_UP = 0.13
"""Of the height of the axes, what a figure over its point takes."""
_BARS_END = 0.72
"""Up to this share of a chart's height bars and their figures reach where lines stand above them."""
_GRID = "D9D9D9"
_NEAR_ZERO = 5 / 6
"""An axis of figures of which the least is smaller than so much of the greatest begins at zero by itself."""
_FAR = 10**9
"""From here on formats with two conditions have too few groups of digits."""


def shared_limits(values: Sequence[float], bars: bool) -> Limits:
    """An axis for all panels, from zero where lengths are read or zero is near."""
    low, high = min(values), max(values)
    low = min(low, 0.0) if bars or 0 < low < high / 2 else low
    high = max(high, 0.0) if bars else high
    step = round_step((high - low or abs(high) or 1.0) * 1.6)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return Limits(*(Decimal(f"{end:.12g}") for end in (low, high if high > low else low + step, step)))


def set_by_hand(limits: Limits) -> dict[str, Any]:
    """What an editor set of an axis."""
    chosen = {"min": limits.low, "max": limits.high, "major_unit": limits.step}
    return {name: float(value) for name, value in chosen.items() if value is not None}


def _grouped(grouping: str, plotted: Sequence[Plotted]) -> str:
    """The format of an axis, whose thousands are set off as those of the figures are. Below zero a format with conditions would lose the sign
    in some programs, so that small figures there have none."""
    values = [value for one in plotted for value in one.series.values()]
    lowest, farthest = min(values, default=Decimal(0)), max(map(abs, values), default=Decimal(0))
    if not grouping or (lowest < 0 and farthest < _FAR):
        return "General"
    sign = "," if grouping == "," else in_format(grouping)
    if sign == ",":
        return "#,##0" if lowest < 0 else "[>=1000]#,##0;General"
    if farthest >= _FAR:
        whole = sign.join(["#", *["###"] * (farthest.adjusted() // 3 - 1), "##0"])
        return f"{whole};-{whole};0"
    return f"[>=1000000]#{sign}###{sign}##0;[>=1000]#{sign}##0;General"


def axis_of(plotted: Sequence[Plotted], grouping: str, scale: dict[str, Any], lined: bool = False) -> dict[str, Any]:
    """How an axis of figures looks that runs so. lined: whether dots and lines stand on it, which need no zero."""
    axis: dict[str, Any] = {
        "num_font": font(9),
        "num_format": _grouped(grouping, plotted),
        "line": {"color": "#8A8A8A", "width": 0.75},
        "major_tick_mark": "outside",
        "major_gridlines": {"visible": True, "line": {"color": f"#{_GRID}", "width": 0.5}},
    }
    values = [float(value) for one in plotted for value in one.series.values()]
    broken = scale.get("min", 0) > 0 or scale.get("max", 0) < 0 or (lined and "min" not in scale and _without_zero(values))
    words = [plotted[0].series.unit, *([tr("（轴不从零起）")] if broken else [])]
    name = writable("".join(words))
    if name:
        axis |= {"name": name, "name_font": {"name": font_for(name), "size": 9, "bold": False, "color": f"#{INK}"}}
    return axis | scale


def axis_of_shares() -> dict[str, Any]:
    """The axis of bars that all reach the whole: programs count on it from 0 to 1."""
    return {"num_format": "0%", "min": 0, "max": 1, "major_unit": 0.2, "name": ""}


def _without_zero(values: Sequence[float]) -> bool:
    """Whether programs leave zero out of an axis of these figures by themselves."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return low < high and (low >= high * _NEAR_ZERO > 0 or high <= low * _NEAR_ZERO < 0)


def usual_ends(values: Sequence[float]) -> dict[str, Any]:
    """About from where to where programs have an axis run by themselves."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    low, high = (0.0 if 0 < low < high * _NEAR_ZERO else low), (0.0 if low * _NEAR_ZERO < high < 0 else high)
    return {"min": low, "max": high + (high - low) * 0.15}


def bar_scale(heights: Sequence[float], room: bool) -> dict[str, Any]:
    """Bars start from zero; where lines are drawn too they leave the upper third free for them."""
    low, high = min([0.0, *heights]), max([0.0, *heights])
    scale: dict[str, Any] = {"min": 0} if low == 0 else {}
    if room and high > low:
        step = round_step((high - low) * 1.7)
        base = math.floor(low * 1.15 / step) * step
        return {"min": base, "max": math.ceil((base + (high - base) * 1.7) / step) * step, "major_unit": step}
    if high == 0:
        return scale | {"max": 0 if low < 0 else 1}
    return scale


def line_scale(values: Sequence[float]) -> dict[str, Any]:
    """Lines run in the upper third, above the bars, from zero as these do; the ticks below zero that this makes are not printed."""
    if not values:
        return {}  # a new year's lines, still without figures
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    step = round_step(span * 3.8)
    bottom, top = _line_ends(low, high, span, step)
    while top - bottom > MOST_STEPS * step or top - (max(bottom, 0.0) if low >= 0 else bottom) > MOST_PRINTED * step:
        step = round_step(top - bottom)
        bottom, top = _line_ends(low, high, span, step)
    scale = {"max": top, "min": bottom, "major_unit": step}
    return scale | ({"num_format": "General;;0"} if low >= 0 else {})


def _line_ends(low: float, high: float, span: float, step: float) -> tuple[float, float]:
    """From where to where such an axis runs in steps: over the highest point there is room for its figure, and the lowest stands at the height
    where the bars end, or above."""
    top = math.ceil((high + span * 0.15) / step) * step
    while True:
        bottom = math.floor((low - _BARS_END * top) / (1 - _BARS_END) / step) * step
        if top - high >= _LABEL_UP * (top - bottom):
            return bottom, top
        top += step


def round_step(span: float) -> float:
    """The smallest round step (1, 2 or 5 times a power of ten) of which no more than six make a span."""
    power = 10.0 ** math.floor(math.log10(span / 6))
    return float(min(factor * power for factor in (1, 2, 5, 10) if factor * power >= span / 6))
