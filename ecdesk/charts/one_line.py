"""A line of text that begins where the font's own advance widths say.

matplotlib lays every text out again in the moment when it is drawn, only to find where it begins; that was half of what a chart takes. Half of the rest
was drawing the same characters again after each edit: as pixels they are kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontPath, FontProperties, fontManager, get_font
from matplotlib.ft2font import RenderMode
from matplotlib.text import Text

from ecdesk.charts.text_metrics import advance_of

_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""How much of its width lies left of where a line stands."""

_UPRIGHT = numpy.array([[0x10000, 0], [0, 0x10000]])
"""No turning, in FreeType's sixteenths of bits."""

_UPWARDS = numpy.array([[0, -0x10000], [0x10000, 0]])
"""A quarter to the left."""

_STEPS = 64
"""Of a pixel, in which FreeType places what it draws."""


class OneLine(Text):
    """Stands on its baseline, level, or turned upwards from where it begins. Everything else, how large it is too, is matplotlib's."""

    def draw(self, renderer: Any) -> None:
        if not self.get_visible():
            return
        self._renderer = renderer
        renderer.open_group("text", self.get_gid())
        words, font, angle = self.get_text(), self.get_fontproperties(), self.get_rotation()
        x, y = self.get_transform().transform(self.get_unitless_position())
        if not angle:
            wide = renderer.points_to_pixels(advance_of(words, font.get_size_in_points()))
            x -= wide * _BEFORE[self.get_horizontalalignment()]
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        gc.set_antialiased(self.get_antialiased())
        if isinstance(renderer, RendererAgg) and angle in (0, 90) and gc.get_antialiased():
            _draw_glyphs(renderer, gc, (x, y), words, font, angle == 90)
        else:
            renderer.draw_text(gc, x, y, words, font, angle, ismath=False, mtext=self)
        gc.restore()
        renderer.close_group("text")
        self.stale = False


def _draw_glyphs(renderer: Any, gc: Any, at: tuple[float, float], words: str, font: FontProperties, upwards: bool) -> None:
    """What matplotlib's own renderer draws, pixel by pixel. at: where the line begins, in pixels from the left and from above."""
    x, y = at
    size, height = font.get_size_in_points(), renderer.height
    for file, index, right, up in _laid_out(words, tuple(fontManager._find_fonts_by_props(font)), size, renderer.dpi):
        right, up = (-up, right) if upwards else (right, up)
        column, part_of_column = divmod(round(_STEPS * (x + right)), _STEPS)
        row, part_of_row = divmod(round(_STEPS * (height - y + up)), _STEPS)
        glyph = _glyph(file, index, size, renderer.dpi, (part_of_column, part_of_row), upwards)
        bottom = int(height) - (row + glyph.top) + glyph.pixels.shape[0]
        renderer._renderer.draw_text_image(glyph.pixels, column + glyph.left, bottom, 0, gc)


@lru_cache(maxsize=1024)
def _laid_out(words: str, files: tuple[str, ...], size: float, dpi: float) -> tuple[tuple[Any, int, float, float], ...]:
    """The file and the number of each glyph of a line, and where it stands, in pixels from where the line begins. files: the font's, and those for what it
    does not have."""
    font: Any = get_font(list(files))
    font.clear()
    font.set_size(size, dpi)
    found = font._layout(words, flags=get_hinting_flag())  # type: ignore[no-untyped-call]
    return tuple((FontPath(one.ft_object.fname, one.ft_object.face_index), one.glyph_index, one.x, one.y) for one in found)


class _Glyph(NamedTuple):
    """As it is drawn. left and top: of its pixels, from where it stands."""

    pixels: Any
    left: int
    top: int


@lru_cache(maxsize=4096)
def _glyph(file: Any, index: int, size: float, dpi: float, beside: tuple[int, int], upwards: bool) -> _Glyph:
    """beside: steps of a pixel by which it stands to the right of one, and above it. upwards: turned a quarter to the left."""
    font: Any = get_font(file)
    font.set_size(size, dpi)
    font._set_transform(_UPWARDS if upwards else _UPRIGHT, list(beside))
    drawn = font._render_glyph(index, get_hinting_flag(), RenderMode.NORMAL)  # type: ignore[no-untyped-call]
    return _Glyph(numpy.array(drawn.buffer), drawn.left, drawn.top)
