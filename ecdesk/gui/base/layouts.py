"""How panels are put together: bars of widgets, columns without gaps, splitters, and one of several widgets in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSplitter, QStackedLayout, QToolButton, QVBoxLayout, QWidget

GAP = None
"""In a bar or a stack: room that takes what is left."""
Margins = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""
NO_MARGINS: Margins = (0, 0, 0, 0)
PAGE_BAR: Margins = (8, 6, 8, 6)
PANEL_BAR: Margins = (8, 4, 8, 4)


def bar(
    *parts: QWidget | None,
    grow: QWidget | None = None,
    margins: Margins = PAGE_BAR,
    spacing: int = 8,
    parent: QWidget | None = None,
) -> QHBoxLayout:
    """Widgets beside each other; `grow` takes the width that is left. parent: whose own layout it becomes."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if part is GAP:
            layout.addStretch(1)
        else:
            layout.addWidget(part, 1 if part is grow else 0)
    return layout


def stack(
    parent: QWidget,
    *parts: QWidget | QLayout | None,
    grow: QWidget | QLayout | None = None,
    margins: Margins = NO_MARGINS,
    spacing: int = 0,
) -> QWidget:
    """Fill a widget with parts below each other; `grow` takes the height that is left. Gives the widget."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if part is GAP:
            layout.addStretch(1)
        elif isinstance(part, QLayout):
            layout.addLayout(part, 1 if part is grow else 0)
        else:
            layout.addWidget(part, 1 if part is grow else 0)
    return parent


def splitter(
    parent: QWidget, orientation: Qt.Orientation, sizes: Sequence[int], *parts: QWidget, grow: QWidget | None = None
) -> QSplitter:
    """Widgets that share their room by a handle, none of which can be pushed out of sight; `grow` takes what a larger window gives."""
    made = QSplitter(orientation, parent)
    made.setChildrenCollapsible(False)
    for part in parts:
        made.addWidget(part)
    if grow is not None:
        made.setStretchFactor(parts.index(grow), 1)
    made.setSizes(sizes)
    return made


def chip_button(parent: QWidget, checked: bool = True) -> QToolButton:
    """A small button that stays pressed: what is listed, or how."""
    button = QToolButton(parent)
    button.setProperty("chip", True)
    button.setCheckable(True)
    button.setChecked(checked)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


class OneOf(QWidget):
    """One of several widgets at a time: what a panel has to show, or the hint that says why there is nothing."""

    def __init__(self, parent: QWidget, *widgets: QWidget) -> None:
        super().__init__(parent)
        self._layout = QStackedLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self._layout.addWidget(widget)

    def bring(self, widget: QWidget) -> None:
        """Bring one of the widgets to the front."""
        self._layout.setCurrentWidget(widget)
