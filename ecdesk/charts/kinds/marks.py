"""What an editor puts on a chart with axes: a reference line, an arrow of growth, words at a point."""

from __future__ import annotations

from ecdesk.charts.kinds.bars_and_lines import Plot
from ecdesk.charts.label_placing import Box, ValueLabel
from ecdesk.charts.text_metrics import height_of, width_of, wrapped
from ecdesk.domain.charts import Spot

ARROW_ROOM = 2.2
"""Room over the figures for an arrow, in sizes of its words."""
_CALLOUT_WIDTH = 92.0
_DISTANCES = (10.0, 20.0, 32.0, 46.0, 62.0)


def draw_reference(plot: Plot) -> None:
    """A dashed line across, behind the labels of figures."""
    reference, theme, box = plot.data.reference, plot.paper.theme, plot.box
    if reference is None or not plot.left.shown:
        return
    y = plot.left.scale.at(float(reference.value))
    plot.paper.stroke([(box.left, y), (box.right, y)], theme.ink, theme.axis_width, dashed=True, layer=3.2)
    plot.placer.strokes.append(((box.left, y), (box.right, y)))


def name_reference(plot: Plot) -> None:
    """The words of the line across, above or below it where there is room."""
    reference, theme, box = plot.data.reference, plot.paper.theme, plot.box
    if reference is None or not plot.left.shown:
        return
    y = plot.left.scale.at(float(reference.value))
    size, width = theme.value_size, width_of(reference.words, theme.value_size)
    up = height_of(size)
    feet = (y + 1, y - up - 1)
    step = max((box.width - width) / 8, 1.0)
    lefts = [box.left + 2, *(box.right - width - number * step for number in range(8))]
    boxes = tuple(Box(left, foot, left + width, foot + up) for left in lefts for foot in feet)
    plot.draw_labels([ValueLabel(reference.words, theme.ink, boxes, size, what=reference.words)])


def _anchor(plot: Plot, spot: Spot) -> Box | None:
    """Where the figure of a spot is drawn."""
    place = plot.data.series[spot.series].points[spot.category].place
    return next((box for drawn, box in plot.paper.spots if drawn == place), None)


def _over(plot: Plot, anchor: Box, level: float) -> float:
    """Where a figure and the labels over it end, as far as they are below a level."""
    taken = (box for box in plot.placer.forbidden if box.left - 2 < anchor.middle < box.right + 2 and box.top < level)
    return max([anchor.top, *(box.top for box in taken)])


def draw_arrow(plot: Plot) -> None:
    """Up from the first figure, across above all that is between, and down on the last, with the growth between them."""
    arrow, theme = plot.data.arrow, plot.paper.theme
    if arrow is None:
        return
    start, end = _anchor(plot, arrow.start), _anchor(plot, arrow.end)
    if start is None or end is None:
        return
    size = theme.value_size
    at_left = arrow.start.series < len(plot.data.primary) or not plot.right.shown
    level = (plot.left.scale.end if at_left else plot.right.scale.end) + size * (ARROW_ROOM - 0.2)
    feet = [min(_over(plot, box, level) + 2.5, level - 4) for box in (start, end)]
    path = [(start.middle, feet[0]), (start.middle, level), (end.middle, level), (end.middle, feet[1] + 4)]
    plot.paper.stroke(path, theme.quiet, theme.axis_width * 1.3, layer=3.6)
    plot.paper.arrow_head(end.middle, feet[1], theme.quiet)
    width, up = width_of(arrow.words, size) + 6, height_of(size)
    words = Box.standing((start.middle + end.middle) / 2, level - up / 2, width, up)
    plot.paper.blank(words)
    plot.paper.text(words.middle, words.bottom, arrow.words, size, theme.ink)
    plot.placer.forbidden.append(words)


def draw_callouts(plot: Plot) -> None:
    """Words near their figures where nothing else is, each with a leader."""
    theme = plot.paper.theme
    size = theme.note_size
    for callout in plot.data.callouts:
        anchor = _anchor(plot, callout.spot)
        if anchor is None:
            continue
        lines = wrapped(callout.words, size, _CALLOUT_WIDTH)
        width, up = max(width_of(line, size) for line in lines) + 2, height_of(size, len(lines))
        placed = plot.placer.placed(ValueLabel(callout.words, theme.ink, _around(anchor, width, up), size))
        if placed is None:
            plot.paper.dropped.append(callout.words)
            continue
        box = placed.box
        plot.paper.blank(box)
        x = min(max(anchor.middle, box.left), box.right)
        if box.bottom > anchor.top:
            foot = max(anchor.top, _over(plot, anchor, box.bottom))
            plot.paper.stroke([(anchor.middle, min(foot, box.bottom)), (x, box.bottom)], theme.quiet, 0.6, layer=4.5)
        elif box.top < anchor.bottom:
            plot.paper.stroke([(anchor.middle, anchor.bottom), (x, box.top)], theme.quiet, 0.6, layer=4.5)
        else:  # beside it, and so beside its neighbour too
            ends = (anchor.right, box.left) if box.left > anchor.middle else (box.right, anchor.left)
            plot.paper.stroke([(end, anchor.centre) for end in ends], theme.quiet, 0.6, layer=4.5)
        plot.paper.lines(box.middle, box.top, lines, size, theme.ink)


def _around(anchor: Box, width: float, up: float) -> tuple[Box, ...]:
    shifts = (0.0, -width * 0.55, width * 0.55, -width * 0.9, width * 0.9)
    feet = [foot for distance in _DISTANCES for foot in (anchor.top + distance, anchor.bottom - distance - up)]
    beside = [
        Box(left, anchor.centre - up / 2, left + width, anchor.centre + up / 2)
        for left in (anchor.right + 6, anchor.left - 6 - width)
    ]
    standing = [Box.standing(anchor.middle + shift, foot, width, up) for foot in feet for shift in shifts]
    return (*standing[:10], *beside, *standing[10:])
