"""The figures beside the points of a native chart: which have one, in which format, and on which side of its point it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecdesk.domain.charts import Series
from ecdesk.excel.writing.cells import LATIN_FONT
from ecdesk.excel.writing.native.rings import format_in_unit
from ecdesk.excel.writing.native.sources import Plotted

INK = "1A1A1A"
_PLOT_HIGH = 0.5
"""Of a chart's height, between its foot and its title."""
_MARK, _UP, _GAP = 3.5, 12.0, 2.5
"""Points: half a marker, the height of a figure, and what lies between them."""
_USUAL = "right"
"""The side on which spreadsheet programs put the figures of lines by themselves."""


def font(size: float, colour: str = INK) -> dict[str, Any]:
    return {"name": LATIN_FONT, "size": size, "color": f"#{colour.lstrip('#')}"}


def ink_on(fill: str) -> str:
    code = fill.lstrip("#")
    red, green, blue = (int(code[start : start + 2], 16) for start in (0, 2, 4))
    return "FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "000000"


def labels_of(one: Plotted) -> dict[str, Any]:
    """The figures of a series, without those that are not wanted."""
    labels: dict[str, Any] = {"value": True, "font": font(9)}
    if one.format:
        labels["num_format"] = one.format
    own = [label or None for label in own_labels(one)]
    return labels | ({"custom": own} if any(own) else {})


def own_labels(one: Plotted) -> list[dict[str, Any]]:
    """What is said of the label of each point by itself: whether it has none."""
    return [{} if point.labelled else {"delete": True} for point in one.series.points]


def in_unit(one: Plotted, grouping: str) -> list[str]:
    """The formats of a series' figures with their unit behind them, for charts without an axis that says it."""
    unit = one.series.unit
    return [format_in_unit(point, unit, grouping) if point.value is not None else "" for point in one.series.points]


def labels_beside(one: Plotted, sides: Sequence[str]) -> dict[str, Any]:
    """The figures of a line, each on its side of its point."""
    labels = labels_of(one)
    if set(sides) <= {"above"}:
        return labels | {"position": "above"}
    own = [
        label or (None if side == _USUAL else {"position": side, "font": font(9), "num_format": one.format})
        for label, side in zip(own_labels(one), sides, strict=True)
    ]
    return labels | {"custom": own}


def keep_formats(native: Any) -> None:
    """Has labels that stand elsewhere than the others of their series written in the format of these; by itself none is written for them."""
    usual = native._write_custom_label_format

    def with_format(label: dict[str, Any]) -> None:
        if label.get("num_format"):
            native._write_data_label_number_format(label["num_format"])
        usual(label)

    native._write_custom_label_format = with_format


def sides_at_ends(lines: Sequence[Series]) -> list[list[str]]:
    """Of lines between two categories: outside of both."""
    return [["left", *["right"] * (len(series.points) - 1)] for series in lines]


def sides_of(lines: Sequence[Series], low: float, high: float, height: float) -> list[list[str]]:
    """Of each line the sides on which its figures stand, so that in no category one stands on a marker or another figure. low, high: of the axis;
    height: of the chart, in points."""
    sides = [["above"] * len(series.points) for series in lines]
    scale = height * _PLOT_HIGH / ((high - low) or 1.0)
    for category in range(len(lines[0].points) if len(lines) > 1 else 0):
        spots = [
            ((float(value) - low) * scale, number)
            for number, series in enumerate(lines)
            if (value := series.points[category].value) is not None
        ]
        for number, side in _sides_here(sorted(spots, reverse=True)):
            sides[number][category] = side
    return sides


def _sides_here(spots: Sequence[tuple[float, int]]) -> list[tuple[int, str]]:
    """The sides in one category. spots: heights in points with the numbers of their lines, the highest first."""
    chosen: dict[int, str] = {}
    taken = {number: (y - _MARK, y + _MARK) for y, number in spots}
    for rank, (y, number) in enumerate(spots):
        others = [box for other, box in taken.items() if other != number]
        box, side = _free_side(y, 0 < rank == len(spots) - 1, others)
        beside = [other for other, placed in chosen.items() if placed == "right" and abs(_middle(taken[other]) - y) < _UP]
        chosen[number] = side or ("left" if beside else "right")
        taken[number] = (min(taken[number][0], box[0]), max(taken[number][1], box[1]))
    return list(chosen.items())


def _free_side(y: float, lowest: bool, others: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], str]:
    """Where a figure stands free over or under its point, and on which side that is, "" for neither."""
    near, far = _MARK + _GAP, _MARK + _GAP + _UP
    sides = [((y + near, y + far), "above"), ((y - far, y - near), "below")]
    for box, side in sides[:: -1 if lowest else 1]:
        if box[0] >= 0 and not _meets(box, others):
            return box, side
    return (y, y), ""


def _meets(box: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return any(box[0] < other[1] and other[0] < box[1] for other in others)


def _middle(box: tuple[float, float]) -> float:
    return (box[0] + box[1]) / 2
