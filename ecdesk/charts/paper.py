"""A sheet measured in points on which the kinds of chart draw.

Charts are laid out by us, in points, and drawn as plain matplotlib artists on the figure: this is what lets every text be placed
knowing every other, and it draws several times faster than axes whose ticks are measured again on every redraw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ecdesk.charts.labels import Box, Placed
from ecdesk.charts.metrics import DESCENT, LINE, height_of, width_of
from ecdesk.charts.themes import Theme
from ecdesk.domain.files.fonts import chinese_font

Side = Literal["left", "center", "right"]


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


def _hatch_width(patch: Any, width: float) -> None:
    patch.set_hatch_linewidth(width)


class Paper:
    """Draws on a figure; the origin is the lower left corner, lengths are points."""

    def __init__(self, figure: Any, theme: Theme) -> None:
        from matplotlib.transforms import Affine2D

        self.figure = figure
        self.theme = theme
        self.transform = Affine2D().scale(1 / 72) + figure.dpi_scale_trans
        figure.set_facecolor(theme.paper)

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.figure.get_size_inches()
        return float(width) * 72, float(height) * 72

    def rectangle(self, box: Box, fill: str, hatch: str = "", dashed: bool = False, place: tuple[int, int] | None = None) -> None:
        """A bar; dashed and hatched for a figure that is a forecast. place names its cell in the drawing's own ids."""
        from matplotlib.patches import Rectangle

        theme = self.theme
        patch = Rectangle(
            (box.left, box.bottom),
            box.width,
            box.height,
            transform=self.transform,
            facecolor=theme.paper if dashed else fill,
            edgecolor=fill if dashed else theme.paper if hatch else fill,
            linewidth=theme.edge_width,
            linestyle=(0, (3, 2)) if dashed else "solid",
            hatch=theme.projected_hatch if dashed else hatch or None,
            zorder=2,
        )
        _hatch_width(patch, theme.edge_width)
        if place is not None:
            patch.set_gid(f"cell-{place[0]}-{place[1]}")
        self.figure.add_artist(patch)

    def wedge(
        self, centre: tuple[float, float], radius: float, width: float, start: float, end: float, fill: str, hatch: str
    ) -> None:
        """A piece of a ring from one angle to another, in degrees anticlockwise from the right."""
        from matplotlib.patches import Wedge

        patch = Wedge(
            centre,
            radius,
            start,
            end,
            width=width,
            transform=self.transform,
            facecolor=fill,
            edgecolor=self.theme.paper,
            linewidth=1.0,
            hatch=hatch or None,
            zorder=2,
        )
        _hatch_width(patch, self.theme.edge_width)
        self.figure.add_artist(patch)

    def stroke(
        self, points: Sequence[tuple[float, float]], colour: str, width: float, dashed: bool = False, layer: float = 1.0
    ) -> None:
        from matplotlib.lines import Line2D

        line = Line2D(
            [x for x, _y in points],
            [y for _x, y in points],
            transform=self.transform,
            color=colour,
            linewidth=width,
            linestyle=(0, (3, 2)) if dashed else "solid",
            solid_capstyle="butt",
            zorder=layer,
        )
        self.figure.add_artist(line)

    def marker(
        self, x: float, y: float, shape: str, colour: str, hollow: bool = False, place: tuple[int, int] | None = None
    ) -> None:
        from matplotlib.lines import Line2D

        theme = self.theme
        line = Line2D(
            [x],
            [y],
            transform=self.transform,
            linestyle="none",
            marker=shape,
            markersize=theme.marker_size,
            markerfacecolor=theme.paper if hollow else colour,
            markeredgecolor=colour,
            markeredgewidth=1.0,
            zorder=4,
        )
        if place is not None:
            line.set_gid(f"cell-{place[0]}-{place[1]}")
        self.figure.add_artist(line)

    def blank(self, box: Box) -> None:
        """Paper behind a text that stands over a line."""
        from matplotlib.patches import Rectangle

        self.figure.add_artist(
            Rectangle(
                (box.left, box.bottom),
                box.width,
                box.height,
                transform=self.transform,
                facecolor=self.theme.paper,
                edgecolor="none",
                alpha=0.85,
                zorder=5,
            )
        )

    def text(self, x: float, foot: float, words: str, size: float, colour: str, horizontal: Side = "center") -> None:
        """One line whose box (`metrics.LINE` high) stands on `foot`; x is its left, centre or right."""
        from matplotlib.text import Text

        if not words:
            return
        self.figure.add_artist(
            Text(
                x,
                foot + DESCENT * size,
                words,
                fontproperties=_font(size),
                color=colour,
                horizontalalignment=horizontal,
                verticalalignment="baseline",
                transform=self.transform,
                parse_math=False,
                zorder=6,
            )
        )

    def lines(self, x: float, top: float, lines: Sequence[str], size: float, colour: str, horizontal: Side = "center") -> None:
        """Lines of text below each other, the first one's box hanging from `top`."""
        for number, line in enumerate(lines):
            self.text(x, top - height_of(size, number + 1), line, size, colour, horizontal)

    def turned(self, x: float, y: float, words: str, size: float, colour: str, vertical: str = "center") -> None:
        """A line turned upwards, centred on x; y is its foot ("bottom"), middle or head ("top")."""
        from matplotlib.text import Text

        if not words:
            return
        # Turned text is aligned by its baseline so that digits and Chinese characters stand in one row.
        self.figure.add_artist(
            Text(
                x + (LINE / 2 - DESCENT) * size,
                y - {"bottom": 0.0, "center": 0.5, "top": 1.0}[vertical] * width_of(words, size),
                words,
                fontproperties=_font(size),
                color=colour,
                rotation=90,
                rotation_mode="anchor",
                horizontalalignment="left",
                verticalalignment="baseline",
                transform=self.transform,
                parse_math=False,
                zorder=6,
            )
        )

    def value(self, placed: Placed) -> None:
        """A value label where the placer put it."""
        wish, box = placed.wish, placed.box
        if placed.covered:
            self.blank(box)
        if wish.rotated:
            self.turned(box.middle, box.bottom, wish.text, wish.size, wish.colour, "bottom")
        else:
            self.text(box.middle, box.bottom, wish.text, wish.size, wish.colour)
