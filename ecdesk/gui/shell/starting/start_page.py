"""What the window shows while no book is open: recent books, and how to begin. The recent books are in a menu, too."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ecdesk.domain.files.paths import shown
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import GAP, bar
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.shell.starting.worklist import Worklist

WIDTH = 1040


class StartPage(Pane):
    """Recent books and the ways to begin."""

    open_wanted = Signal()
    sample_wanted = Signal(str)
    """Name of a sample book: report or bulletin."""
    new_wanted = Signal()
    guide_wanted = Signal()
    """The guided first book is to begin."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.title = worded(plain.Label(self), text("统计年报编辑台"))
        self.words = worded(
            plain.Label(self, role="muted", wraps=True),
            text(
                "打开一本年报（.ecd），或把文件拖到窗口里。第一次使用，可以先看两本样例：2018年全国电子商务报告，和一个城市的季报（其中本期和各区的数是教学数据）。"
            ),
        )
        self.open_button = worded(push_button(self, self.open_wanted, default=True), text("打开年报…"))
        self.new_button = worded(push_button(self, self.new_wanted), text("新建空白年报…"))
        self.sample_button = worded(QPushButton(self), text("打开样例年报"))
        self.bulletin_button = worded(QPushButton(self), text("打开样例季报"))
        self.recent_title = worded(plain.Label(self, role="heading"), text("最近的年报"))
        self.recent = Worklist(settings, self)
        self.guide_button = worded(
            push_button(self, self.guide_wanted),
            text("带我做一遍"),
            tip=text("在样例年报里用七步走完一本年报：导入、审核、改数、图、核稿、导出"),
        )
        self.guide_button.setProperty("flat", True)
        column = QWidget(self, maximumWidth=WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(24, 24, 24, 24)
        inner.setSpacing(8)
        inner.addWidget(self.title)
        inner.addWidget(self.words)
        inner.addSpacing(8)
        samples = (self.sample_button, self.bulletin_button, self.guide_button)
        inner.addLayout(bar(self.open_button, self.new_button, *samples, GAP, margins=(0, 0, 0, 0)))
        inner.addSpacing(16)
        inner.addWidget(self.recent_title)
        inner.addWidget(self.recent, 1)
        self._rest = QWidget(self)
        inner.addWidget(self._rest, 1)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(column, 1000)
        layout.addStretch(1)
        self.sample_button.clicked.connect(lambda: self.sample_wanted.emit("report"))
        self.bulletin_button.clicked.connect(lambda: self.sample_wanted.emit("bulletin"))
        self.retranslate()

    def retranslate(self) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        self.title.setFont(font)
        self.refresh()

    def restyle(self) -> None:
        self.recent.model.show_again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer()

    def _offer(self) -> None:
        """Enter goes on with the book of yesterday, where there is one; a button that somebody went to keeps the focus."""
        has = QApplication.focusWidget()
        if self.isVisible() and (has is None or has is self.open_button or not self.isAncestorOf(has)):
            (self.recent.table if self.recent.model.rows else self.open_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the list of recent books again."""
        self.recent.refresh()
        has_any = bool(self.recent.model.rows)
        self.recent_title.setVisible(has_any)
        self.recent.setVisible(has_any)
        self._rest.setVisible(not has_any)
        self._offer()


class RecentMenu(QObject):
    """Fills a menu with the recent books whenever it is shown."""

    book_wanted = Signal(object)
    """Path of a recent book."""

    def __init__(self, menu: QMenu, settings: Settings) -> None:
        super().__init__(menu)
        self._menu = menu
        self._settings = settings
        menu.setToolTipsVisible(True)  # books of one name are told apart by their folders
        menu.aboutToShow.connect(self._fill)
        menu.triggered.connect(self._open)

    def _fill(self) -> None:
        self._menu.clear()
        for path in self._settings.recent_books():
            action = self._menu.addAction(plain.caption(path.stem))
            action.setData(str(path))
            action.setToolTip(plain.tip(shown(path)))
        if self._menu.isEmpty():
            self._menu.addAction(tr("还没有打开过年报")).setEnabled(False)

    def _open(self, action: QAction) -> None:
        if action.data():
            self.book_wanted.emit(Path(action.data()))
