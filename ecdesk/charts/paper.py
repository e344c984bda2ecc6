"""A sheet measured in points on which the kinds of chart draw.

Charts are laid out by us, in points, and drawn as plain matplotlib artists on the figure: this is what lets every text be placed
knowing every other, and it draws several times faster than axes whose ticks are measured again on every redraw.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ecdesk.charts.label_placing import Box, PlacedLabel
from ecdesk.charts.text_metrics import DESCENT, LINE, height_of, width_of
from ecdesk.charts.themes import Theme
from ecdesk.domain.files.fonts import chinese_font

Side = Literal["left", "center", "right"]
Place = tuple[int, int]
"""Row and column of a cell."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring on the paper: its centre, its outer radius, and how wide its band is."""

    x: float
    y: float
    radius: float
    width: float


_font_in_use: ContextVar[Path | None] = ContextVar("_font_in_use", default=None)


@contextmanager
def drawn_with(font: Path | None) -> Iterator[None]:
    """Text is drawn with another file of the font inside, None for the usual one; it must have every character at the same widths."""
    before = _font_in_use.set(font)
    try:
        yield
    finally:
        _font_in_use.reset(before)


@lru_cache(maxsize=64)
def _properties(path: Path, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(path), size=size)


def _font(size: float) -> Any:
    return _properties(_font_in_use.get() or chinese_font(), size)


@lru_cache(maxsize=64)
def _marker(shape: str) -> Any:
    """Working out the path of a marker takes longer than drawing it."""
    from matplotlib.markers import MarkerStyle

    return MarkerStyle(shape)


def _cell_id(place: Place | None) -> str | None:
    return None if place is None else f"cell-{place[0]}-{place[1]}"


class Paper:
    """Draws on a figure; the origin is the lower left corner, lengths are points."""

    def __init__(self, figure: Any, theme: Theme) -> None:
        from matplotlib.transforms import Affine2D

        self.figure = figure
        self.theme = theme
        self.spots: list[tuple[Place, Box]] = []
        """Where the figures of cells are drawn, as far as something can be pointed at."""
        self.dropped: list[str] = []
        """The labels that found no place, by what they are."""
        self.transform = Affine2D().scale(1 / 72) + figure.dpi_scale_trans
        figure.set_facecolor(theme.paper)

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.figure.get_size_inches()
        return float(width) * 72, float(height) * 72

    def rectangle(
        self, box: Box, fill: str, hatch: str = "", dashed: bool = False, place: Place | None = None, layer: float = 2
    ) -> None:
        """A bar; dashed and hatched for a figure that is a forecast. place names its cell in the drawing's own ids."""
        theme = self.theme
        self.spot(place, box)
        patch = self._add_rectangle(
            box,
            facecolor=theme.paper if dashed else fill,
            edgecolor=fill if dashed or fill == theme.muted else theme.readable_on(fill) if hatch else theme.edge(fill),
            linewidth=theme.edge_width,
            linestyle=(0, (3, 2)) if dashed else "solid",
            hatch=theme.projected_hatch if dashed else hatch or None,
            zorder=layer,
            gid=_cell_id(place),
        )
        patch.set_hatch_linewidth(theme.edge_width)

    def blank(self, box: Box) -> None:
        """Paper behind a text that stands over a line."""
        self._add_rectangle(box, facecolor=self.theme.paper, edgecolor="none", alpha=0.85, zorder=5)

    def _add_rectangle(self, box: Box, **look: Any) -> Any:
        from matplotlib.patches import Rectangle

        return self.figure.add_artist(Rectangle((box.left, box.bottom), box.width, box.height, transform=self.transform, **look))

    def spot(self, place: Place | None, box: Box) -> None:
        """Where the figure of a cell is drawn; None for what no cell holds."""
        if place is not None:
            self.spots.append((place, box))

    def wedge(self, ring: Ring, start: float, end: float, fill: str, hatch: str, place: Place | None = None) -> None:
        """A piece of a ring from one angle to another, in degrees anticlockwise from the right."""
        from matplotlib.patches import Wedge

        middle, out = math.radians((start + end) / 2), ring.radius - ring.width / 2
        x, y = ring.x + out * math.cos(middle), ring.y + out * math.sin(middle)
        self.spot(place, Box(x - ring.width / 2, y - ring.width / 2, x + ring.width / 2, y + ring.width / 2))

        patch = Wedge(
            (ring.x, ring.y),
            ring.radius,
            start,
            end,
            width=ring.width,
            transform=self.transform,
            facecolor=fill,
            edgecolor=self.theme.paper,
            linewidth=1.0,
            hatch=hatch or None,
            zorder=2,
            gid=_cell_id(place),
        )
        patch.set_hatch_linewidth(self.theme.edge_width)
        self.figure.add_artist(patch)

    def stroke(
        self, points: Sequence[tuple[float, float]], colour: str, width: float, dashed: bool = False, layer: float = 1.0
    ) -> None:
        style = (0, (3, 2)) if dashed else "solid"
        self._add_line(points, color=colour, linewidth=width, linestyle=style, solid_capstyle="butt", zorder=layer)

    def marker(self, x: float, y: float, shape: str, colour: str, hollow: bool = False, place: Place | None = None) -> None:
        reach = self.theme.marker_size / 2 + 1.5
        self.spot(place, Box(x - reach, y - reach, x + reach, y + reach))
        self._add_line(
            [(x, y)],
            linestyle="none",
            marker=shape,
            markersize=self.theme.marker_size,
            markerfacecolor=self.theme.paper if hollow else colour,
            markeredgecolor=colour,
            markeredgewidth=1.0,
            zorder=4,
            gid=_cell_id(place),
        )

    def arrow_head(self, x: float, y: float, colour: str) -> None:
        """The head of an arrow that points down to a place."""
        from matplotlib.patches import Polygon

        points = [(x, y), (x - 2.6, y + 5.2), (x + 2.6, y + 5.2)]
        self.figure.add_artist(
            Polygon(points, closed=True, transform=self.transform, facecolor=colour, edgecolor="none", zorder=4)
        )

    def _add_line(self, points: Sequence[tuple[float, float]], **look: Any) -> None:
        from matplotlib.lines import Line2D

        shape = _marker(look.pop("marker", "none"))
        self.figure.add_artist(Line2D(*zip(*points, strict=True), transform=self.transform, marker=shape, **look))

    def text(self, x: float, foot: float, words: str, size: float, colour: str, horizontal: Side = "center") -> None:
        """One line whose box (`text_metrics.LINE` high) stands on `foot`; x is its left, centre or right."""
        self._add_text(x, foot + DESCENT * size, words, size, color=colour, horizontalalignment=horizontal)

    def lines(self, x: float, top: float, lines: Sequence[str], size: float, colour: str, horizontal: Side = "center") -> None:
        """Lines of text below each other, the first one's box hanging from `top`."""
        for number, line in enumerate(lines):
            self.text(x, top - height_of(size, number + 1), line, size, colour, horizontal)

    def turned(self, x: float, y: float, words: str, size: float, colour: str, vertical: str = "center") -> None:
        """A line turned upwards, centred on x; y is its foot ("bottom"), middle or head ("top")."""
        # Turned text is aligned by its baseline so that digits and Chinese characters stand in one row.
        x += (LINE / 2 - DESCENT) * size
        y -= {"bottom": 0.0, "center": 0.5, "top": 1.0}[vertical] * width_of(words, size)
        turn: dict[str, Any] = {"rotation": 90, "rotation_mode": "anchor", "horizontalalignment": "left"}
        self._add_text(x, y, words, size, color=colour, **turn)

    def _add_text(self, x: float, baseline: float, words: str, size: float, **look: Any) -> None:
        from ecdesk.charts.one_line import OneLine

        if words:
            common = {"verticalalignment": "baseline", "transform": self.transform, "parse_math": False, "zorder": 6}
            self.figure.add_artist(OneLine(x, baseline, words, fontproperties=_font(size), **common, **look))

    def value(self, placed: PlacedLabel) -> None:
        """A value label where the placer put it."""
        label, box = placed.label, placed.box
        if placed.covering:
            self.blank(box)
        if label.rotated:
            self.turned(box.middle, box.bottom, label.text, label.size, label.colour, "bottom")
        else:
            self.text(box.middle, box.bottom, label.text, label.size, label.colour)
