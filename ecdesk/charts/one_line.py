"""A line of text that begins where the font's own advance widths say.

matplotlib lays every text out again in the moment when it is drawn, only to find where it begins; that was half of what a chart takes.
"""

from __future__ import annotations

from typing import Any

from matplotlib.colors import to_rgba
from matplotlib.text import Text

from ecdesk.charts.text_metrics import advance_of

_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""How much of its width lies left of where a line stands."""


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
        renderer.draw_text(gc, x, y, words, font, angle, ismath=False, mtext=self)
        gc.restore()
        renderer.close_group("text")
        self.stale = False
