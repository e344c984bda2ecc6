"""Lines of text in charts are drawn as matplotlib draws them, and each character once."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from ecdesk.charts import one_line
from ecdesk.charts.one_line import OneLine
from ecdesk.charts.paper import _font

LINES = (("网络零售额 893.6亿元", 9, "left"), ("2018年", 7.5, "center"), ("63.5%", 8, "right"), ("—…①x", 12, "left"))


def pixels(moved: float = 0.0) -> Any:
    figure = Figure(figsize=(4.5, 3.5), dpi=110)
    for number, (words, size, stands) in enumerate(LINES):
        where = 0.3 + number * 0.0137 + moved, 0.2 * number + 0.1013
        figure.add_artist(OneLine(*where, words, fontproperties=_font(size), horizontalalignment=stands))
    figure.add_artist(OneLine(0.8, 0.3, "亿元", fontproperties=_font(9), rotation=90))
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return numpy.array(canvas.buffer_rgba())


def test_a_line_is_drawn_pixel_by_pixel_as_by_matplotlib_and_its_characters_once() -> None:
    with patch.object(one_line, "RendererAgg", type("NoRenderer", (), {})):
        theirs = pixels()
    one_line._glyph.cache_clear()
    assert (pixels() == theirs).all() and (theirs != 255).any()
    drawn = one_line._glyph.cache_info().misses
    assert (pixels() == theirs).all() and one_line._glyph.cache_info().misses == drawn
    assert (pixels(1 / (4.5 * 110)) != theirs).any()  # a pixel to the right: the same characters
    assert one_line._glyph.cache_info().misses == drawn
    assert issubclass(one_line.RendererAgg, RendererAgg)
