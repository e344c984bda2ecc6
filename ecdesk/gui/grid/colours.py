"""The grid's colours, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


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
    typed: QColor
    imported: QColor
    computed: QColor
    disputed: QColor
    unread: QColor
    missing: QColor
    comment: QColor


def grid_colours(palette: QPalette) -> GridColours:
    """The colours that go with a palette."""
    dark = palette.base().color().lightness() < 128
    paper, ink = palette.base().color(), palette.text().color()

    def one(light: str, dim: str) -> QColor:
        return QColor(dim if dark else light)

    return GridColours(
        paper=paper,
        ink=ink,
        muted=_between(ink, paper, 0.45),
        line=_between(ink, paper, 0.86),
        header=_between(ink, paper, 0.955),
        header_ink=_between(ink, paper, 0.2),
        header_chosen=_between(palette.accent().color(), paper, 0.75),
        selection=_between(palette.accent().color(), paper, 0.82),
        accent=palette.accent().color(),
        barred=_between(ink, paper, 0.965),
        error=one("#b3261e", "#ff8a80"),
        query=one("#9a5b00", "#ffc65c"),
        typed=one("#3d5a80", "#9fb8d8"),
        imported=one("#1a6fa8", "#7cc4f5"),
        computed=one("#6a3fa0", "#c8a8f0"),
        disputed=one("#9c2a94", "#f2a3ec"),
        unread=one("#b3261e", "#ff8a80"),
        missing=_between(ink, paper, 0.55),
        comment=one("#c77700", "#ffc65c"),
    )


def _between(one: QColor, other: QColor, share: float) -> QColor:
    """A mixture: share of the other colour, 0 to 1."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )
