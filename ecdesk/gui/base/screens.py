"""How large a window can be on the screen it is on: a laptop's at 150 % has room for 911 by 512 pixels of ours."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLayout, QScrollArea, QWidget

from ecdesk.gui.base.layouts import stack

FRAME = 48
"""Pixels that a title bar takes beyond the height of a window, the widest of the usual ones."""
EDGES = 16
"""Pixels that the frame takes beside a window."""


def room(window: QWidget) -> QSize:
    """The largest size at which a window and its frame are wholly seen."""
    screen = window.screen().availableGeometry()
    return QSize(screen.width() - EDGES, screen.height() - FRAME)


class FittingDialog(QDialog):
    """A dialog that never reaches beyond the screen: its buttons would not be seen. Fields that find no room above them scroll."""

    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            most = room(self)
            least = self.minimumSizeHint()
            if least.width() > most.width() or least.height() > most.height():
                _scroll_fields(self)
            self.resize(self.size().boundedTo(most))
        super().setVisible(visible)


def _scroll_fields(dialog: QDialog) -> None:
    """Put all of a dialog but its buttons into an area that scrolls. The fields stay in the window, so that Tab goes through them as before."""
    fields, focused = dialog.layout(), dialog.focusWidget()
    if fields is None:
        return
    buttons = dialog.findChild(QDialogButtonBox)
    area = QScrollArea(dialog)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    inside = QWidget(area)
    area.setWidget(inside)
    if buttons is not None:
        for layout in (fields, *fields.findChildren(QLayout)):
            layout.removeWidget(buttons)
        buttons.setParent(dialog)
    margins = fields.contentsMargins()
    inside.setLayout(fields)
    stack(dialog, area, *([] if buttons is None else [buttons]), grow=area, spacing=8)
    if buttons is not None:
        buttons.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom())
    dialog.setMinimumSize(0, 0)
    if focused is not None:
        focused.setFocus()
