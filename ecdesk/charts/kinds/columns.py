"""Charts whose categories run along the foot: their axes, names and legend; the figures themselves are drawn by `bars_and_lines`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ecdesk.charts.axes import FREE, Scale, ValueAxis, scale_over
from ecdesk.charts.frame import LegendEntry, projected_name
from ecdesk.charts.kinds.bars_and_lines import STACKS, Plot, bars_of, draw_figures, lines_of
from ecdesk.charts.kinds.marks import ARROW_ROOM, draw_arrow, draw_callouts, draw_reference, name_reference
from ecdesk.charts.label_placing import Box, spread
from ecdesk.charts.paper import Paper
from ecdesk.charts.text_metrics import height_of, name_lines, shortened, width_of, wrapped
from ecdesk.charts.themes import Theme
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.charts import DrawnChart, Series, stack_ends
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.breaking import tears_a_range

_BAND = 0.58
"""How much of the height bars keep when lines are drawn above them."""
_BAND_OF_ONE = 0.72
"""The same when there is a single figure above them."""
_NAME_GAP = 2.0
_LONGEST_NAME = 130.0


def legend(data: DrawnChart, theme: Theme) -> list[LegendEntry]:
    """Nothing for a single series, which the caption names; one whose neighbours have no figures yet is told from them."""
    if direct_names(data, theme):
        return _projected_entry(data, theme)
    entries = [
        LegendEntry(series.name, "bar", *theme.bar_look(number, series.meaning, series.lit))
        for number, series in enumerate(bars_of(data))
        if series.has_figures
    ]
    entries += [_line_entry(data, number, theme) for number, series in enumerate(lines_of(data)) if series.has_figures]
    return [*(entries if len(data.series) > 1 else ()), *_projected_entry(data, theme)]


def _projected_entry(data: DrawnChart, theme: Theme) -> list[LegendEntry]:
    style, projected = "dashes" if data.kind == ChartKind.LINE else "projected", projected_name(data)
    return [LegendEntry(projected, style, theme.bar(0), marker=theme.marker(0))] if projected else []


def _line_entry(data: DrawnChart, number: int, theme: Theme) -> LegendEntry:
    series = lines_of(data)[number]
    joined = any(series.connected(at - 1, at) for at in range(1, len(series.points)))
    colour = theme.line_look(number, series.meaning, series.lit)
    return LegendEntry(_line_name(data, series), "line" if joined else "dots", colour, marker=theme.marker(number))


_MOST_NAME = 0.24
"""How much of the width names may take that stand beside the ends of lines."""
_MOST_MOVED = 9.0
"""Points that such a name may stand above or below the end of its line."""


def direct_names(data: DrawnChart, theme: Theme) -> tuple[str, ...]:
    """The names that stand beside the ends of their lines, instead of a legend; none where they would not be near enough to them."""
    lines = data.series
    ends = [float(end) for series in lines if (end := series.points[-1].value) is not None]
    joined = data.kind == ChartKind.LINE and not data.on_right and all(one.in_time for one in lines)
    if not joined or not 1 < len(lines) == len(ends):
        return ()
    return tuple(series.name for series in lines) if _near_their_ends(data, theme, ends) else ()


def _near_their_ends(data: DrawnChart, theme: Theme, ends: Sequence[float]) -> bool:
    """Whether there is room beside the lines, and their names stand no further from their ends than a reader follows."""
    if max(width_of(series.name, theme.label_size) for series in data.series) > theme.width * _MOST_NAME:
        return False
    scale = left_axis(data).scale.placed(0.0, theme.plot_height * 0.8)
    wanted = sorted(map(scale.at, ends))
    there = spread(wanted, [height_of(theme.label_size)] * len(wanted), -theme.label_size, theme.plot_height)
    return all(abs(one - other) <= _MOST_MOVED for one, other in zip(wanted, there, strict=True))


def _draw_direct_names(plot: Plot, names: Sequence[str]) -> None:
    theme = plot.paper.theme
    last = len(plot.data.categories) - 1
    x = plot.centre(last) + theme.marker_size / 2 + 4
    ends = [(plot.left.scale.at(float(series.points[-1].value or 0)), number) for number, series in enumerate(plot.data.series)]
    ends.sort()
    up = height_of(theme.label_size)
    for centre, (_end, number) in zip(
        spread([end for end, _number in ends], [up] * len(ends), plot.box.bottom, plot.box.top), ends, strict=True
    ):
        series = plot.data.series[number]
        colour = theme.for_words(theme.line(number, series.meaning)) if series.lit else theme.quiet
        box = Box(x, centre - up / 2, x + width_of(names[number], theme.label_size), centre + up / 2)
        if any(map(box.crossed_by, plot.gridlines)):
            plot.paper.blank(box)
        plot.paper.text(x, box.bottom, names[number], theme.label_size, colour, "left")
        plot.placer.forbidden.append(box)


def _line_name(data: DrawnChart, series: Series) -> str:
    if series not in data.on_right:
        return series.name
    # Without ticks there is no axis that a name could send readers to.
    return (
        tr("{name}（右轴）", name=series.name)
        if _right_axis(data).labels
        else tr("{name}（{unit}）", name=series.name, unit=series.unit)
    )


def height(data: DrawnChart, theme: Theme, width: float) -> float:
    """The height that the chart itself wants on a sheet of a width, in points."""
    return theme.plot_height + names_below(data, theme, width).height


def names_below(data: DrawnChart, theme: Theme, width: float) -> CategoryNames:
    """The names below a chart of a width, before its axes are known."""
    return category_names(data.categories, (width - 60) / max(len(data.categories), 1), theme)


def are_level(data: DrawnChart, theme: Theme, width: float) -> bool:
    """Whether the names below stand level, and no figure is wider than what its category has."""
    slot = (width - 60) / max(len(data.categories), 1)
    widest = max((width_of(point.label, theme.value_size) for series in data.series for point in series.points), default=0.0)
    return names_below(data, theme, width).style == "level" and widest <= slot


def draw(paper: Paper, area: Box, data: DrawnChart) -> None:
    size = paper.theme.label_size
    left, right = left_axis(data), _right_axis(data)
    direct = direct_names(data, paper.theme)
    left_edge, right_edge = area.left + left.width(size), area.right - right.width(size)
    if direct:
        widest = max(width_of(name, size) for name in direct)
        right_edge -= max(0.0, widest + 8 - (right_edge - left_edge - widest) / max(len(data.categories), 1) / 2)
    slot = (right_edge - left_edge) / max(len(data.categories), 1)
    names = category_names(data.categories, slot, paper.theme)
    if names.style != "level" and in_panels(data):
        names = _ends_only(data.categories, paper.theme)
    top = area.top - (height_of(size) + 2)
    box = Box(left_edge, min(area.bottom + names.height, top - 20), right_edge, top)
    plot = Plot(paper, data, box, *_placed(left, right, box, _rooms(data, size), size))
    for axis in (plot.left, plot.right):
        if axis.shown:
            _draw_axis(plot, axis)
    _draw_names(plot, names)
    _draw_baseline(plot)
    if direct:
        _draw_direct_names(plot, direct)
    draw_reference(plot)
    draw_figures(plot)
    name_reference(plot)
    draw_arrow(plot)
    draw_callouts(plot)


def exact(number: float) -> Decimal:
    """A tick as a decimal."""
    return Decimal(f"{number:.12g}")


def left_axis(data: DrawnChart) -> ValueAxis:
    values = _left_values(data)
    scale = scale_over(values, data.kind != ChartKind.LINE, limits=data.limits)
    # Shares fill an axis that ends at 100, which rounding may miss or pass; those of which parts are not known show how much they leave.
    whole = data.kind in STACKS and data.primary_unit == "%" and 50.0 < max(values) <= 101.0
    if whole and min(values) == 0 and data.limits == FREE:
        scale = Scale((0.0, 20.0, 40.0, 60.0, 80.0, 100.0))
    shown = any(series.has_figures for series in data.primary) or not any(series.has_figures for series in data.on_right)
    return ValueAxis(scale, scale.labels() if shown else (), data.primary_unit, shown, at_left=True)


def _left_values(data: DrawnChart) -> list[float]:
    """What the left axis has to cover."""
    values = [float(value) for series in (data.primary if data.on_right else data.series) for value in series.values()]
    if data.kind in STACKS:
        values = [0.0, *stack_ends(data.primary)]
    return [*values, float(data.reference.value)] if data.reference is not None else values


def _right_axis(data: DrawnChart) -> ValueAxis:
    values = [float(value) for series in data.on_right for value in series.values()]
    scale = scale_over(values, from_zero=False, most=3, limits=data.right_limits) if values else Scale((0.0, 1.0))
    if len(set(values)) == 1 and data.right_limits == FREE:
        scale = Scale((values[0] - 1, values[0] + 1))  # with room on both sides of it
    # A lone figure is read from its label; ticks around it would say nothing, but where an editor wants them.
    labels = scale.labels() if len(set(values)) > 1 or data.right_limits != FREE else ()
    return ValueAxis(scale, labels, data.secondary_unit, bool(values), at_left=False)


@dataclass(frozen=True)
class _Rooms:
    """Room that axes leave, in points: under the left one, and over each."""

    foot: float
    over_left: float
    over_right: float


def _placed(left: ValueAxis, right: ValueAxis, box: Box, rooms: _Rooms, size: float) -> tuple[ValueAxis, ValueAxis]:
    """The axes where they stand: the right one above the left one where there are both."""
    both = left.shown and right.shown
    middle = box.bottom + box.height * (_BAND if right.labels else _BAND_OF_ONE)
    left = left.placed(box.bottom + rooms.foot, (middle if both else box.top - size * 1.3) - rooms.over_left)
    start, end = (middle + size * 1.9 if both else box.bottom), box.top - size * 1.5 - rooms.over_right
    if end < start + size:
        # A low pane has no room for a second axis: its figures keep their labels.
        start, end, right = min(start, box.top - size), box.top - size, replace(right, labels=())
    return left, right.placed(start, end)


def _rooms(data: DrawnChart, size: float) -> _Rooms:
    """Room under the lowest bars for their labels, and over the figures for an arrow."""
    foot = size * 1.4 if any(value < 0 for series in bars_of(data) for value in series.values()) else 0.0
    arrow = size * ARROW_ROOM if data.arrow is not None else 0.0
    at_left = data.arrow is not None and (data.arrow.start.series < len(data.primary) or not data.on_right)
    return _Rooms(foot, arrow if at_left else 0.0, 0.0 if at_left else arrow)


def _draw_axis(plot: Plot, axis: ValueAxis) -> None:
    paper, theme, box = plot.paper, plot.paper.theme, plot.box
    size, line = theme.label_size, height_of(theme.label_size)
    edge = box.left if axis.at_left else box.right
    previous = -1e9
    for tick, label in zip(axis.scale.ticks, axis.labels, strict=False):
        y = axis.scale.at(tick)
        if axis.at_left:
            paper.stroke([(box.left, y), (box.right, y)], theme.grid, theme.grid_width, layer=0.5)
        if y - previous < line * 0.95:
            continue
        previous = y
        foot = min(max(y - line / 2, 0.0), box.top - line / 2)
        paper.text(edge - 4 if axis.at_left else edge + 4, foot, label, size, theme.quiet, "right" if axis.at_left else "left")
    if axis.labels and axis.scale.broken:
        _draw_break(plot, edge, axis.scale.start if axis.scale.low > 0 else axis.scale.end)
    if axis.labels and (axis.scale.broken or not axis.at_left):
        paper.stroke([(edge, axis.scale.start), (edge, axis.scale.end)], theme.axis, theme.axis_width)
    if axis.unit:
        _draw_unit(plot, axis)


def _draw_break(plot: Plot, edge: float, y: float) -> None:
    """A gap with two strokes across the end of an axis that does not reach zero; they keep clear of the ticks' labels."""
    theme = plot.paper.theme
    inward = 1.0 if edge == plot.box.left else -1.0
    plot.paper.blank(Box(edge - 3.0, y + 5.0, edge + 3.0, y + 8.5))
    for lift in (4.5, 8.0):
        slant = [(edge - 2.5 * inward, y + lift - 1.0 * inward), (edge + 5.0 * inward, y + lift + 2.0 * inward)]
        plot.paper.stroke(slant, theme.ink, theme.axis_width * 1.4, layer=5.5)
        plot.placer.strokes.append((slant[0], slant[1]))


def _draw_unit(plot: Plot, axis: ValueAxis) -> None:
    """The unit over an axis, at the edge of the sheet."""
    paper, theme = plot.paper, plot.paper.theme
    width, _height = paper.size
    words = tr("单位：{unit}", unit=axis.unit) if axis.at_left else axis.unit
    fitting = shortened(words, theme.label_size, width / 2 - theme.margin - 4)
    x = theme.margin if axis.at_left else width - theme.margin
    paper.text(x, plot.box.top + 2, fitting, theme.label_size, theme.quiet, "left" if axis.at_left else "right")


def _draw_baseline(plot: Plot) -> None:
    theme, box, scale = plot.paper.theme, plot.box, plot.left.scale
    plot.paper.stroke([(box.left, box.bottom), (box.right, box.bottom)], theme.axis, theme.axis_width)
    if scale.low < 0 < scale.high and plot.left.shown:
        zero = scale.at(0.0)
        plot.paper.stroke([(box.left, zero), (box.right, zero)], theme.axis, theme.axis_width, layer=3)


@dataclass(frozen=True)
class CategoryNames:
    """Names along the foot, ready to be drawn. style: level, upright or turned. height: of the whole strip, in points."""

    lines: tuple[tuple[str, ...], ...]
    style: str
    size: float
    height: float
    cut: bool = False
    """Whether a name had to be shortened."""


def category_names(names: Sequence[str], slot: float, theme: Theme) -> CategoryNames:
    """The names in slots of a width: level and wrapped, upright as Chinese writes, or turned, whichever fits first."""
    size = theme.label_size
    return _level(names, slot, size) or _upright(names, slot, size) or _turned(names, slot, size)


def in_panels(data: DrawnChart) -> bool:
    """Whether it is a panel of several, which name the ends of a time that they all share."""
    return data.settings.kind == ChartKind.MULTIPLES and all(series.in_time for series in data.series)


def _ends_only(names: Sequence[str], theme: Theme) -> CategoryNames:
    lines = tuple((name,) if number in (0, len(names) - 1) else () for number, name in enumerate(names))
    return CategoryNames(lines, "ends", theme.label_size, height_of(theme.label_size) + 3)


def _level(names: Sequence[str], slot: float, full_size: float) -> CategoryNames | None:
    for size in (full_size, full_size * 0.88):
        lines = [name_lines(name, size, slot - _NAME_GAP) for name in names]
        deepest = max(map(len, lines), default=1)
        if deepest <= (4 if slot > 7 * size else 3 if slot > 4 * size else 2) and all(map(_breaks_well, names, lines)):
            return CategoryNames(tuple(map(tuple, lines)), "level", size, height_of(size, deepest) + 3)
    return None


def _breaks_well(name: str, parts: Sequence[str]) -> bool:
    """Whether no number, word or range was torn apart: every break lies next to a Chinese character or a space."""
    position = 0
    for part in parts[:-1]:
        position = name.index(part, position) + len(part)
        before, after = name[position - 1], name[position : position + 1]
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            return False
        if tears_a_range(name, position):
            return False
    return True


def _upright(names: Sequence[str], slot: float, size: float) -> CategoryNames | None:
    short = all(name.strip() and len(name) <= 6 and not any(map(str.isascii, name)) for name in names)
    if slot < size * 1.05 or not short:
        return None
    return CategoryNames(tuple(map(tuple, names)), "upright", size, height_of(size, max(map(len, names))) + 3)


def _turned(names: Sequence[str], slot: float, size: float) -> CategoryNames:
    """Where not even one turned line fits into a slot, only every second, third … is named."""
    # Names left out leave whole quarters, years or decades between those that stay.
    steps = (step for step in (1, 2, 3, 4, 6, 12, 24, 60) if height_of(size) * 0.92 <= slot * step or step >= len(names))
    step = next(steps, len(names))
    rows = max(1, int(slot * step / height_of(size)))
    fitted = [([], False) if number % step else _fitted(name, size, rows) for number, name in enumerate(names)]
    longest = max((width_of(line, size) for lines, _cut in fitted for line in lines), default=0.0)
    return CategoryNames(
        tuple(tuple(lines) for lines, _cut in fitted), "turned", size, longest + 4, any(cut for _lines, cut in fitted)
    )


def _fitted(name: str, size: float, rows: int) -> tuple[list[str], bool]:
    """A name in at most so many lines, and whether it had to be shortened for that."""
    # As wide as the longest word, so that none is torn.
    least = max((width_of(word, size) for word in name.split() if word.isascii()), default=0.0)
    lines = wrapped(name, size, min(_LONGEST_NAME, max(width_of(name, size) / rows * 1.2, 30.0, least)))
    if len(lines) > rows:
        lines = wrapped(name, size, _LONGEST_NAME)
    if len(lines) <= rows:
        return lines, False
    kept = lines[: rows - 1]
    return [*kept, shortened(name[sum(map(len, kept)) :], size, _LONGEST_NAME)], True


def _draw_names(plot: Plot, names: CategoryNames) -> None:
    """The strip of names that hangs from the foot of the chart."""
    paper, top = plot.paper, plot.box.bottom
    line = height_of(names.size)
    for category, lines in enumerate(names.lines):
        centre = plot.centre(category)
        if names.style == "ends":
            first = category == 0
            paper.lines(
                plot.box.left if first else plot.box.right,
                top - 2,
                lines,
                names.size,
                paper.theme.ink,
                "left" if first else "right",
            )
            continue
        if names.style != "turned":
            paper.lines(centre, top - 2, lines, names.size, paper.theme.ink)
            continue
        for number, words in enumerate(lines):
            across = centre + (number - (len(lines) - 1) / 2) * line
            paper.turned(across, top - 3, words, names.size, paper.theme.ink, "top")
