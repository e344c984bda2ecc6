"""The grid's colours, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from ecdesk.gui.base import themes


@dataclass(frozen=True)
class GridColours:
    """What the grid is painted with. Each state's colour only helps: its mark and its type say the same."""

    paper: QColor
    ink: QColor
    muted: QColor
    line: QColor
    header: QColor
    header_ink: QColor
    header_chosen: QColor
    selection: QColor
    accent: QColor
    barred: QColor
    error: QColor
    query: QColor
    notice: QColor
    unsourced: QColor
    typed: QColor
    imported: QColor
    computed: QColor
    disputed: QColor
    unread: QColor
    missing: QColor
    comment: QColor


def grid_colours() -> GridColours:
    """The colours of the theme that the window has now."""
    theme = themes.current()
    paper, ink, accent = theme.colour("Base"), theme.colour("Text"), theme.colour("accent")
    return GridColours(
        paper=paper,
        ink=ink,
        muted=theme.colour("muted"),
        line=themes.mixed(theme.colour("border"), paper, 0.25),
        header=theme.colour("header"),
        header_ink=theme.colour("muted"),
        header_chosen=themes.mixed(accent, theme.colour("header"), 0.78),
        selection=themes.mixed(accent, paper, 0.84),
        accent=accent,
        barred=themes.mixed(theme.colour("header"), paper, 0.35),
        error=theme.colour("error"),
        query=theme.colour("query"),
        notice=theme.colour("notice"),
        unsourced=theme.colour("query"),
        typed=theme.colour("typed"),
        imported=theme.colour("imported"),
        computed=theme.colour("computed"),
        disputed=theme.colour("disputed"),
        unread=theme.colour("unread"),
        missing=themes.mixed(theme.colour("missing"), paper, 0.35),
        comment=theme.colour("query"),
    )
