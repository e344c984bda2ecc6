"""Charts of exhibits with matplotlib: ``draw_chart`` gives a figure, ``save_chart`` and ``save_all`` write files."""

from ecdesk.charts.drawing import Drawing, draw_chart, drawing_for_screen, drawing_of
from ecdesk.charts.saving import (
    ENDINGS,
    KINDS,
    SavedChart,
    chart_bytes,
    check_kinds,
    drawn_characters,
    font_bytes,
    save_all,
    save_chart,
)
from ecdesk.charts.themes import GREY, PRINT, Ground, load_theme, theme_titles
from ecdesk.domain.charts import CannotDraw
from ecdesk.domain.files.filenames import safe_file_name

__all__ = [
    "ENDINGS",
    "GREY",
    "KINDS",
    "PRINT",
    "CannotDraw",
    "Drawing",
    "Ground",
    "SavedChart",
    "chart_bytes",
    "check_kinds",
    "draw_chart",
    "drawing_for_screen",
    "drawing_of",
    "drawn_characters",
    "font_bytes",
    "load_theme",
    "safe_file_name",
    "save_all",
    "save_chart",
    "theme_titles",
]
