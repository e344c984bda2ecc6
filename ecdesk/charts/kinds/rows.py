"""A row for each category and one level axis: bars that lie, grouped or stacked, dots, and dumbbells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ecdesk.charts.axes import Scale, scale_over
from ecdesk.charts.frame import LegendEntry, projected_name
from ecdesk.charts.kinds.bars_and_lines import STACKS
from ecdesk.charts.label_placing import Box, LabelPlacer, ValueLabel
from ecdesk.charts.paper import Paper
from ecdesk.charts.text_metrics import LINE, height_of, name_lines, shortened, width_of
from ecdesk.charts.themes import Theme
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.charts import DrawnChart, Point, stack_ends
from ecdesk.domain.texts import tr

_NAME_SHARE = 0.34
_SMALLEST = 3.5
_BAR, _STACK = 9.6, 13.0
"""How thick a bar of a group is, in points, and one of stacked pieces."""
_SWATCH = 0.62
"""Of the size of a figure behind its bar, the square before it that says which piece it is of."""
_WITH_BARS = (ChartKind.BARS_LYING, *STACKS)


def legend(data: DrawnChart, theme: Theme) -> list[LegendEntry]:
    """Nothing for a single series, which the caption names."""
    bars = data.kind in _WITH_BARS
    entries = []
    for number, series in enumerate(data.primary):
        if series.has_figures:
            colour = _colour(data, number, theme)
            hatch = theme.bar_hatch(number, series.meaning) if bars else ""
            entries.append(LegendEntry(series.name, "bar" if bars else "dots", colour, hatch, theme.marker(number)))
    if len(entries) < 2:
        entries = []
    projected = projected_name(data)
    return [*entries, LegendEntry(projected, "projected", theme.bar(0))] if projected else entries


def _colour(data: DrawnChart, number: int, theme: Theme, point: Point | None = None) -> str:
    series = data.primary[number]
    lit = series.lit if point is None else point.lit
    if data.kind in _WITH_BARS:
        return theme.bar_look(number, series.meaning, lit)[0]
    return theme.line_look(number, series.meaning, lit)


def height(data: DrawnChart, theme: Theme, width: float) -> float:
    return _row_height(data, theme, width) * max(len(data.categories), 3) + height_of(theme.label_size) * 2 + 8


def _row_height(data: DrawnChart, theme: Theme, width: float) -> float:
    names = [name_lines(name, theme.label_size, width * _NAME_SHARE) for name in data.categories]
    tallest = max((height_of(theme.label_size, len(lines)) for lines in names), default=0.0) + 3
    if data.kind in STACKS:
        return max(theme.row_height, tallest, _STACK + 4)
    bars = _BAR * sum(series.has_figures for series in data.primary) + 7 if data.kind == ChartKind.BARS_LYING else 0.0
    return max(theme.row_height + (3 if data.kind != ChartKind.BARS_LYING else 0), tallest, bars)


@dataclass(frozen=True)
class _Sheet:
    """The drawing in hand. slot: the height of a row. size: of names and labels."""

    paper: Paper
    data: DrawnChart
    box: Box
    scale: Scale
    slot: float
    size: float
    placer: LabelPlacer

    def middle(self, category: int) -> float:
        return self.box.top - (category + 0.5) * self.slot

    def label(self, point: Point, series: int, category: int, boxes: tuple[Box, ...]) -> None:
        """A figure where there is room for it. None stands on another, or on a bar or a dot."""
        if not point.labelled:
            return
        theme, what = self.paper.theme, f"{self.data.categories[category]} {self.data.primary[series].name} {point.label}"
        placed = self.placer.placed(ValueLabel(point.label, theme.ink if point.lit else theme.quiet, boxes, self.size, what=what))
        if placed is None:
            self.paper.dropped.append(what)
            return
        ground = Box(placed.box.left - 1, placed.box.bottom, placed.box.right + 1, placed.box.top)
        lines = [((x, self.box.bottom), (x, self.box.top)) for x in map(self.scale.at, self.scale.ticks)]
        if self.data.kind not in _WITH_BARS:
            middle = self.middle(category)  # along which the dots stand
            lines.append(((self.box.left, middle), (self.box.right, middle)))
        if any(map(ground.crossed_by, lines)):
            self.paper.blank(ground)
        self.paper.value(placed)


def draw(paper: Paper, area: Box, data: DrawnChart) -> None:
    theme = paper.theme
    line = height_of(theme.label_size)
    slot = (area.height - 2 * line - 8) / max(len(data.categories), 1)
    size = min(theme.label_size, max(slot / 1.25, _SMALLEST))
    names = _names(data, size, area.width * _NAME_SHARE, slot)
    left = area.left + max((width_of(part, size) for lines in names for part in lines), default=0.0) + 8
    box = Box(left, area.bottom + line + 4, area.right, area.top - line - 4)
    placer = LabelPlacer(replace(area, left=left - 3))
    sheet = _Sheet(paper, data, box, _scale(data, box, size), box.height / max(len(data.categories), 1), size, placer)
    _draw_axis(sheet)
    for category, lines in enumerate(names):
        top = sheet.middle(category) + height_of(size, len(lines)) / 2
        paper.lines(left - 6, top, lines, size, theme.ink, "right")
        _DRAWERS.get(data.kind, _draw_dots)(sheet, category)


def _names(data: DrawnChart, size: float, width: float, slot: float) -> list[list[str]]:
    """The names of the rows in lines, cut to one where they are higher than a row."""
    names = [name_lines(name, size, width) for name in data.categories]
    if max(map(len, names), default=1) * height_of(size) > slot:
        return [[shortened(name, size, width)] for name in data.categories]
    return names


def _scale(data: DrawnChart, box: Box, size: float) -> Scale:
    """The level axis, with room for labels where they stand."""
    if data.kind in STACKS:
        return _stacked_scale(data, box, size)
    widest = max((width_of(point.label, size) for series in data.primary for point in series.points), default=0.0) + 6
    values = [float(value) for series in data.primary for value in series.values()]
    values += [float(data.reference.value)] if data.reference is not None else []
    bars = data.kind == ChartKind.BARS_LYING
    before = 2.0 if bars and min(values, default=0.0) >= 0 else widest
    return scale_over(values, from_zero=bars, limits=data.limits).placed(box.left + before, box.right - widest)


def _stacked_scale(data: DrawnChart, box: Box, size: float) -> Scale:
    """The axis of stacked bars: a whole ends at 100, and behind its bar stand the figures that find no room in their pieces."""
    values = [*stack_ends(data.primary), *([float(data.reference.value)] if data.reference is not None else [])]
    whole = data.kind == ChartKind.SHARES
    scale = Scale((0.0, 20.0, 40.0, 60.0, 80.0, 100.0)) if whole else scale_over(values, from_zero=True, limits=data.limits)
    return scale.placed(box.left + 2.0, max(box.right - _behind_bars(data, size), box.left + box.width / 3))


def _behind_bars(data: DrawnChart, size: float) -> float:
    """The room that all figures of a category take behind its bar, each with its square."""
    wide = (
        sum(_beside(points[at].label, size) for points in _points(data) if points[at].value is not None)
        for at in range(len(data.categories))
    )
    return max(wide, default=0.0) + 2.5


def _points(data: DrawnChart) -> list[tuple[Point, ...]]:
    return [series.points for series in data.primary]


def _beside(label: str, size: float) -> float:
    return size * _SWATCH + 1.5 + width_of(label, size) + 4


def _draw_axis(sheet: _Sheet) -> None:
    paper, theme, box, scale = sheet.paper, sheet.paper.theme, sheet.box, sheet.scale
    size, beyond = theme.label_size, -1e9
    for tick, label in zip(scale.ticks, scale.labels(), strict=True):
        x, width = scale.at(tick), width_of(label, size)
        paper.stroke([(x, box.bottom), (x, box.top)], theme.axis if tick == 0 else theme.grid, theme.grid_width, layer=0.5)
        if x - width / 2 > beyond + 3:
            paper.text(x, box.bottom - height_of(size) - 2, label, size, theme.quiet)
            beyond = x + width / 2
    if scale.broken:
        end = scale.start if scale.low > 0 else scale.end
        paper.blank(Box(end - 9.5, box.bottom - 1, end - 4.5, box.bottom + 1))
        for shift in (-9.5, -6.0):
            ends = [(end + shift - 1.5, box.bottom - 4), (end + shift + 2.5, box.bottom + 4)]
            paper.stroke(ends, theme.ink, theme.axis_width * 1.4, layer=5.5)
    paper.stroke([(box.left, box.bottom), (box.right, box.bottom)], theme.axis, theme.axis_width)
    if sheet.data.primary_unit:
        words = tr("单位：{unit}", unit=sheet.data.primary_unit)
        paper.text(theme.margin, box.top + 4, shortened(words, size, box.width), size, theme.quiet, "left")
    reference = sheet.data.reference
    if reference is not None:
        x, width = scale.at(float(reference.value)), width_of(reference.words, size)
        paper.stroke([(x, box.bottom), (x, box.top + 3)], theme.ink, theme.axis_width, dashed=True, layer=3.2)
        sheet.placer.strokes.append(((x, box.bottom), (x, box.top + 3)))
        paper.text(min(max(x, box.left + width / 2), box.right - width / 2), box.top + 4, reference.words, size, theme.ink)


def _draw_bars(sheet: _Sheet, category: int) -> None:
    theme, known = sheet.paper.theme, [number for number, series in enumerate(sheet.data.primary) if series.has_figures]
    thick = min(sheet.slot * 0.78 / max(len(known), 1), 13.0)
    top, zero = sheet.middle(category) + thick * len(known) / 2, sheet.scale.at(0.0)
    bars = []
    for place, number in enumerate(known):
        point = sheet.data.primary[number].points[category]
        if point.value is None:
            continue
        x = sheet.scale.at(float(point.value))
        bar = Box(min(x, zero), top - (place + 0.94) * thick, max(x, zero), top - (place + 0.06) * thick)
        hatch = theme.bar_hatch(number, sheet.data.primary[number].meaning) if point.lit else ""
        sheet.paper.rectangle(bar, _colour(sheet.data, number, theme, point), hatch, point.projected, point.place)
        sheet.placer.fills.append(bar)
        bars.append((number, point, bar))
    # No higher than a bar, so that each stands beside its own.
    sheet = replace(sheet, size=max(min(sheet.size, (thick - 0.7) / LINE), _SMALLEST))
    up = height_of(sheet.size)
    for number, point, bar in bars:
        width = width_of(point.label, sheet.size)
        lefts = (bar.left - 2.5 - width,) if (point.value or 0) < 0 else (bar.right + 2.5,)
        boxes = tuple(Box(left, bar.centre - up / 2, left + width, bar.centre + up / 2) for left in lefts)
        sheet.label(point, number, category, _near(boxes))


def _draw_stack(sheet: _Sheet, category: int) -> None:
    """The pieces of a category behind each other; a figure stands in its piece, or behind the bar with a square of its colour."""
    paper, theme = sheet.paper, sheet.paper.theme
    middle, thick = sheet.middle(category), min(sheet.slot * 0.78, _STACK)
    size = max(min(sheet.size, (thick - 0.7) / LINE), _SMALLEST)
    ends, outside = {True: 0.0, False: 0.0}, []
    for number, series in enumerate(sheet.data.primary):
        point = series.points[category]
        if point.value is None:
            continue
        below = point.value < 0
        start, ends[below] = ends[below], ends[below] + float(point.value)
        left, right = sorted((sheet.scale.at(start), sheet.scale.at(ends[below])))
        box = Box(left, middle - thick / 2, right, middle + thick / 2)
        fill, hatch = theme.bar_look(number, series.meaning, point.lit)
        paper.rectangle(box, fill, hatch, point.projected, point.place)
        sheet.placer.fills.append(box)
        if not point.labelled:
            continue
        if hatch or point.projected or width_of(point.label, size) + 3 > box.width:
            outside.append((number, point))
        else:
            paper.text(box.middle, middle - height_of(size) / 2, point.label, size, theme.readable_on(fill))
    _label_behind(sheet, category, sheet.scale.at(ends[False]) + 4, size, outside)


def _label_behind(sheet: _Sheet, category: int, left: float, size: float, figures: Sequence[tuple[int, Point]]) -> None:
    """Figures behind their bar, each after a square that looks like its piece."""
    paper, theme, middle, half = sheet.paper, sheet.paper.theme, sheet.middle(category), size * _SWATCH / 2
    for number, point in figures:
        if left + _beside(point.label, size) > paper.size[0] - theme.margin + 4:
            paper.dropped.append(f"{sheet.data.categories[category]} {sheet.data.primary[number].name} {point.label}")
            continue
        wide = width_of(point.label, size)
        ground = Box(left - 1, middle - height_of(size) / 2, left + 2 * half + 2.5 + wide, middle + height_of(size) / 2)
        if any(ground.crossed_by(((x, sheet.box.bottom), (x, sheet.box.top))) for x in map(sheet.scale.at, sheet.scale.ticks)):
            paper.blank(ground)
        look = theme.bar_look(number, sheet.data.primary[number].meaning, point.lit)
        paper.rectangle(Box(left, middle - half, left + 2 * half, middle + half), *look, point.projected, layer=5.5)
        paper.text(left + 2 * half + 1.5, middle - height_of(size) / 2, point.label, size, theme.ink, "left")
        left += _beside(point.label, size)


def _near(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The boxes, and then the same a little aside."""
    aside = tuple(
        Box(box.left + shift, box.bottom, box.right + shift, box.top) for shift in (4.0, 10.0, 18.0, 28.0) for box in boxes
    )
    return (*boxes, *aside)


def _draw_dots(sheet: _Sheet, category: int) -> None:
    paper, theme, y = sheet.paper, sheet.paper.theme, sheet.middle(category)
    known = [
        (sheet.scale.at(float(point.value)), number, point)
        for number, series in enumerate(sheet.data.primary)
        if (point := series.points[category]).value is not None
    ]
    paper.stroke([(sheet.box.left, y), (sheet.box.right, y)], theme.grid, theme.grid_width, layer=0.6)
    known.sort(key=lambda one: one[0])
    if sheet.data.kind == ChartKind.DUMBBELL and len(known) > 1:
        lit = any(point.lit for _x, _number, point in known)
        paper.stroke([(known[0][0], y), (known[-1][0], y)], theme.axis if lit else theme.muted, theme.line_width * 1.8, layer=3.4)
    radius = theme.marker_size / 2 + 0.5
    for x, number, point in known:
        paper.marker(x, y, theme.marker(number), _colour(sheet.data, number, theme, point), point.projected, point.place)
        sheet.placer.forbidden.append(Box(x - radius, y - radius, x + radius, y + radius))
    _label_dots(sheet, category, known, y)


def _label_dots(sheet: _Sheet, category: int, known: Sequence[tuple[float, int, Point]], y: float) -> None:
    """Each figure beside its dot, the first of several to its left."""
    theme = sheet.paper.theme
    up = height_of(sheet.size)
    for place, (x, number, point) in enumerate(known):
        width, clear = width_of(point.label, sheet.size), theme.marker_size / 2 + 2
        right, left = (
            Box(x + clear, y - up / 2, x + clear + width, y + up / 2),
            Box(x - clear - width, y - up / 2, x - clear, y + up / 2),
        )
        over, under = Box.standing(x, y + clear - 1, width, up), Box.standing(x, y - clear + 1 - up, width, up)
        boxes = (left, right) if place == 0 and len(known) > 1 else (right, left)
        sheet.label(point, number, category, (*boxes, over, under, *_near((over, under, right))))


_DRAWERS = {ChartKind.BARS_LYING: _draw_bars, ChartKind.STACKED: _draw_stack, ChartKind.SHARES: _draw_stack}
