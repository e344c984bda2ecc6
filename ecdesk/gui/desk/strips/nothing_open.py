"""What stands in the middle of an open book while none of its pages is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.layouts import GAP, bar, stack
from ecdesk.gui.base.panes import Pane, hint_label, push_button, worded
from ecdesk.gui.desk.workspace import Workspace


class NothingOpen(Pane):
    """Says so, with the buttons that get on."""

    table_wanted = Signal()
    """The first table of the book is to be made."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.words = hint_label(self)
        self.table_button = worded(push_button(self, self.table_wanted), text("新建表…"))
        self._of_blank: list[QWidget] = [self.table_button]
        self._of_others: list[QWidget] = []
        self._buttons = bar(self.table_button, spacing=8, margins=(16, 0, 16, 8))
        self._buttons.addStretch(1)
        stack(self, self.words, self._buttons, GAP)
        self.retranslate()

    def offer(self, of_blank: Sequence[QAction], of_others: Sequence[QAction]) -> None:
        """Commands that get on: in a book without exhibits, and in one that has some."""
        for actions, widgets in ((of_blank, self._of_blank), (of_others, self._of_others)):
            for action in actions:
                button = QToolButton(self, toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextOnly)
                button.setProperty("push", True)  # it looks like the buttons beside it
                button.setDefaultAction(action)
                self._buttons.insertWidget(self._buttons.count() - 1, button)
                widgets.append(button)
        self.retranslate()

    def retranslate(self) -> None:
        desk = self._workspace.desk
        blank = desk is not None and not desk.book.exhibits()
        self.table_button.setEnabled(desk is not None and not desk.read_only)
        self.words.setText(
            tr("这本年报还没有图表。先建一张表，或把 Excel 里的整张表复制过来，粘贴为新表；各地区报送的文件用“导入”。")
            if blank
            else tr("没有打开的图表。在目录里选一张，或按 Ctrl+K 查找。")
        )
        for widgets, wanted in ((self._of_blank, blank), (self._of_others, not blank)):
            for widget in widgets:
                widget.setVisible(wanted)
