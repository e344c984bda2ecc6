"""What surrounds every chart: caption, notes and source line, legend, and the calm picture of a chart without figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ecdesk.charts.label_placing import Box
from ecdesk.charts.paper import Paper
from ecdesk.charts.text_metrics import height_of, width_of, wrapped
from ecdesk.charts.themes import Theme
from ecdesk.domain.book.layouts.delivered import as_one_note
from ecdesk.domain.charts import DrawnChart
from ecdesk.domain.texts import tr

_HANDLE = 16.0
_HANDLE_GAP = 4.0
_ENTRY_GAP = 14.0


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A line of the legend. style: bar, line, dots (markers that no line joins), projected (a hatched bar) or dashes (a dashed
    line)."""

    name: str
    style: str
    colour: str
    hatch: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines of text above or below a chart. gap: after it."""

    lines: tuple[str, ...]
    size: float
    colour: str
    centred: bool
    gap: float

    @property
    def height(self) -> float:
        return height_of(self.size, len(self.lines)) + self.gap


@dataclass(frozen=True)
class Frame:
    """The texts around a chart, wrapped for a width in points."""

    theme: Theme
    width: float
    above: tuple[Strip, ...]
    below: tuple[Strip, ...]
    legend: tuple[tuple[LegendEntry, ...], ...]

    @property
    def above_height(self) -> float:
        return sum(strip.height for strip in self.above)

    @property
    def below_height(self) -> float:
        return sum(strip.height for strip in self.below)

    @property
    def legend_height(self) -> float:
        return (height_of(self.theme.label_size) + 1) * len(self.legend) + 3 if self.legend else 0.0

    @property
    def height(self) -> float:
        """All that is not the chart itself, margins included."""
        return 2 * self.theme.margin + self.above_height + self.below_height + self.legend_height


def frame_for(data: DrawnChart, entries: Sequence[LegendEntry], theme: Theme, width: float) -> Frame:
    inner = width - 2 * theme.margin
    title_place = data.settings.title_place or theme.caption_place
    texts = {"caption": [data.title] if data.title else [], "notes": as_one_note(data.notes), "source": [data.source]}

    def strips(names: Iterable[str]) -> tuple[Strip, ...]:
        found = ((name, _strip(name == "caption", list(filter(None, texts[name])), theme, inner)) for name in names)
        return _in_one_place([(name, strip) for name, strip in found if strip.lines])

    return Frame(
        theme,
        width,
        strips(["caption"] if title_place == "above" else []),
        strips(_foot(theme.foot, title_place, data.settings.source_place)),
        tuple(_legend_rows(entries, theme, inner)),
    )


def _in_one_place(named: Sequence[tuple[str, Strip]]) -> tuple[Strip, ...]:
    """Notes and source begin at the left, all of them, where one of them is too long for a line of its own."""
    together = all(strip.centred for name, strip in named if name != "caption")
    return tuple(strip if name == "caption" else replace(strip, centred=together) for name, strip in named)


def _foot(order: Sequence[str], title_place: str, source_place: str) -> list[str]:
    """What stands under the chart, in order: the theme's, with title and source where an editor put them."""
    names = [name for name in order if name != "caption"]
    if title_place == "below":
        names.insert(order.index("caption") if "caption" in order else len(names), "caption")
    if source_place:
        names.remove("source")
    if source_place == "under":
        names.append("source")
    elif source_place == "above":
        names.insert(names.index("caption") if "caption" in names else 0, "source")
    return names


def _strip(caption: bool, texts: Sequence[str], theme: Theme, width: float) -> Strip:
    size = theme.caption_size if caption else theme.note_size
    # Small type on a screen comes out a little wider than its advance widths, and most so in a whole line of it.
    lines = [line for text in texts for line in wrapped(text, size, width if caption else width * 0.97)]
    centred = theme.caption_place == "below" if caption else theme.foot_side == "center" and len(lines) == len(texts)
    return Strip(tuple(lines), size, theme.ink if caption else theme.quiet, centred, 4.0 if caption else 2.0)


def _entry_width(entry: LegendEntry, theme: Theme) -> float:
    return _HANDLE + _HANDLE_GAP + width_of(entry.name, theme.label_size)


def _legend_rows(entries: Sequence[LegendEntry], theme: Theme, width: float) -> list[tuple[LegendEntry, ...]]:
    rows: list[list[LegendEntry]] = []
    taken = 0.0
    for entry in entries:
        names = wrapped(entry.name, theme.label_size, width - _HANDLE - _HANDLE_GAP)
        for number, name in enumerate(names):
            part = LegendEntry(name, entry.style if number == 0 else "", entry.colour, entry.hatch, entry.marker)
            needed = _entry_width(part, theme)
            if not rows or len(names) > 1 or taken + _ENTRY_GAP + needed > width:
                rows.append([])
                taken = -_ENTRY_GAP
            rows[-1].append(part)
            taken += _ENTRY_GAP + needed
        if len(names) > 1:
            taken = width
    return [tuple(row) for row in rows]


def draw_frame(paper: Paper, frame: Frame) -> Box:
    """Draws caption, notes, source and legend; returns the box that is left for the chart."""
    theme = paper.theme
    width, height = paper.size
    top, bottom = height - theme.margin, theme.margin
    for strip in frame.above:
        _draw_strip(paper, strip, top)
        top -= strip.height
    foot = bottom + frame.below_height
    for strip in frame.below:
        _draw_strip(paper, strip, foot - strip.gap)
        foot -= strip.height
    bottom += frame.below_height
    _draw_legend(paper, frame, top)
    return Box(theme.margin, bottom, width - theme.margin, top - frame.legend_height)


def _draw_strip(paper: Paper, strip: Strip, top: float) -> None:
    width, _height = paper.size
    x = width / 2 if strip.centred else paper.theme.margin
    paper.lines(x, top, strip.lines, strip.size, strip.colour, "center" if strip.centred else "left")


def _draw_legend(paper: Paper, frame: Frame, top: float) -> None:
    theme = paper.theme
    size = theme.label_size
    row_height = height_of(size) + 1
    for number, row in enumerate(frame.legend):
        total = sum(_entry_width(entry, theme) for entry in row) + _ENTRY_GAP * (len(row) - 1)
        left = (frame.width - total) / 2
        foot = top - (number + 1) * row_height
        centre = foot + height_of(size) * 0.5
        for entry in row:
            handle = Box(left, centre - size * 0.36, left + _HANDLE, centre + size * 0.36)
            if entry.style == "bar":
                paper.rectangle(handle, entry.colour, entry.hatch)
            elif entry.style == "projected":
                paper.rectangle(handle, entry.colour, dashed=True)
            elif entry.style in ("line", "dots", "dashes"):
                dashed = entry.style == "dashes"
                colour = theme.quiet if dashed else entry.colour
                if entry.style != "dots":
                    paper.stroke([(handle.left, centre), (handle.right, centre)], colour, theme.line_width, dashed)
                paper.marker(handle.middle, centre, entry.marker, colour, hollow=dashed)
            paper.text(left + _HANDLE + _HANDLE_GAP, foot, entry.name, size, theme.ink, "left")
            left += _entry_width(entry, theme) + _ENTRY_GAP


def projected_name(data: DrawnChart) -> str:
    """What hatched bars and dashed lines stand for, or "" where there are none."""
    statuses = {point.status for series in data.series for point in series.points if point.value is not None and point.projected}
    if not statuses:
        return ""
    if statuses == {"forecast"}:
        return tr("预测值")
    return tr("估计值") if statuses == {"estimate"} else tr("估计与预测值")


def draw_empty(paper: Paper, area: Box, data: DrawnChart, *, told: bool) -> None:
    """A chart that has no figures yet: a quiet frame. told: whether it says what belongs there."""
    theme = paper.theme
    corners = [
        (area.left, area.bottom),
        (area.right, area.bottom),
        (area.right, area.top),
        (area.left, area.top),
        (area.left, area.bottom),
    ]
    paper.stroke(corners, theme.grid, theme.axis_width, dashed=True)
    lines = _what_belongs_there(theme, area, data) if told else []
    total = height_of(theme.caption_size) + 4 + height_of(theme.label_size, len(lines))
    top = area.centre + total / 2
    paper.lines(area.middle, top, [tr("暂无数据")], theme.caption_size, theme.quiet)
    paper.lines(area.middle, top - height_of(theme.caption_size) - 4, lines, theme.label_size, theme.quiet)


def _what_belongs_there(theme: Theme, area: Box, data: DrawnChart) -> list[str]:
    names = tr("、").join(dict.fromkeys(series.name for series in data.series)) or data.caption
    first, last = data.categories[:1], data.categories[1:][-1:]
    span = tr("{first}至{last}", first=first[0], last=last[0]) if last else "".join(first)
    words = tr("在表中填入“{names}”（{span}）的数据后，这里自动成图。", names=names, span=span)
    width = max(area.width - 40, 40)
    lines = wrapped(words, theme.label_size, width)
    room = int((area.height - height_of(theme.caption_size) - 10) // height_of(theme.label_size))
    if len(lines) > max(room, 1):
        lines = wrapped(tr("在表中填入数据后，这里自动成图。"), theme.label_size, width)[: max(room, 1)]
    return lines
