"""The preview of printed pages: one page after the other as it will be printed, painted on the worker when it comes into sight."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QCloseEvent, QColor, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar, stack
from ecdesk.gui.base.panes import KeyedPane, push_button, worded
from ecdesk.gui.delivery.document_dialog import fill_parts
from ecdesk.gui.delivery.page_painter import PagePainter, printed_book
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.delivery.documents import Choice
from ecdesk.session.delivery.work_report import reported
from ecdesk.session.program.progress import Job, Progress

GAP = 16
"""Pixels between pages and around them."""
_WIDEST = 900
_MOST_KEPT = 8
"""Pictures of pages that are kept."""


@dataclass(frozen=True)
class _PagePicture:
    number: int
    width: int
    image: QImage


def _picture_job(painter: PagePainter, number: int, width: int, ratio: float) -> Job[_PagePicture]:
    yield Progress(0, 0, text("画出第 {page} 页", page=number + 1))
    wide, high = painter.pages.size(number)
    scale = width * ratio / wide
    image = QImage(round(width * ratio), round(high * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    drawn = QPainter(image)
    try:
        drawn.scale(scale, scale)
        painter.paint(drawn, number)
    finally:
        drawn.end()
    image.setDevicePixelRatio(ratio)
    return _PagePicture(number, width, image)


class PagesView(QAbstractScrollArea):
    """Pages below each other, as wide as there is room."""

    page_changed = Signal()
    """Another page is in the middle."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pagesView")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self._workspace = workspace
        self._painter: PagePainter | None = None
        self._images: OrderedDict[int, _PagePicture] = OrderedDict()
        self._drawing: int | None = None
        self._job = 0
        self.verticalScrollBar().valueChanged.connect(self.page_changed)

    @property
    def count(self) -> int:
        return len(self._painter.pages) if self._painter is not None else 0

    @property
    def current(self) -> int:
        """The page, from 0, that is in the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        number = self._at(middle)
        return min(max(number, 0), max(self.count - 1, 0))

    def show_pages(self, painter: PagePainter | None) -> None:
        """Show pages from the first on, or none."""
        self.stop()
        self._painter = painter
        self._images.clear()
        self._measure()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()
        self.page_changed.emit()

    def go_to(self, number: int) -> None:
        if 0 <= number < self.count:
            self.verticalScrollBar().setValue(int(self._tops[number]) - GAP)

    def stop(self) -> None:
        """Let a picture go that is being made."""
        if self._job:
            self._workspace.jobs.cancel(self._job)
        self._job, self._drawing = 0, None

    def _measure(self) -> None:
        """Where each page begins, by the width that there is."""
        self._tops: list[float] = []
        self._width = max(120, min(_WIDEST, self.viewport().width() - 2 * GAP))
        top = float(GAP)
        pages = self._painter.pages if self._painter is not None else None
        for number in range(self.count):
            assert pages is not None
            self._tops.append(top)
            top += self._high(number) + GAP
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(60)
        self.verticalScrollBar().setRange(0, max(0, round(top) - self.viewport().height()))

    def _high(self, number: int) -> float:
        assert self._painter is not None
        wide, high = self._painter.pages.size(number)
        return high * self._width / wide

    def _at(self, place: float) -> int:
        """The page at a place of the whole, from 0."""
        from bisect import bisect_right

        return bisect_right(self._tops, place) - 1 if self.count else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self.current
        self._measure()
        self.go_to(page)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self.palette().color(QPalette.ColorRole.Mid))
        offset = self.verticalScrollBar().value()
        left = (self.viewport().width() - self._width) / 2
        number = max(0, self._at(offset))
        while number < self.count and self._tops[number] - offset < self.viewport().height():
            box = QRectF(left, self._tops[number] - offset, self._width, self._high(number))
            kept = self._images.get(number)
            if kept is not None and kept.width == self._width:
                painter.drawImage(QPointF(round(box.left()), round(box.top())), kept.image)
            else:
                painter.fillRect(box, QColor("#ffffff"))
                self._want(number)
            number += 1
        painter.end()

    def _want(self, number: int) -> None:
        if self._drawing is not None or self._painter is None:
            return
        self._drawing = number
        job = _picture_job(self._painter, number, int(self._width), self.devicePixelRatioF())
        self._job = self._workspace.jobs.start(text("打印预览"), job, self._take, quiet=True)

    def _take(self, drawn: _PagePicture) -> None:
        self._drawing, self._job = None, 0
        self._images[drawn.number] = drawn
        self._images.move_to_end(drawn.number)
        while len(self._images) > _MOST_KEPT:
            self._images.popitem(last=False)
        self.viewport().update()


class PreviewPage(KeyedPane):
    """Printed pages to look at and to print. print_wanted: what is to be printed."""

    print_wanted = Signal(object)

    def __init__(self, workspace: Workspace, checks: LiveChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewPage")
        self._workspace = workspace
        self._checks = checks
        self._job = 0
        self.part = worded(
            QComboBox(
                self, minimumContentsLength=24, sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            ),
            name=text("打印的范围"),
        )
        self.where = plain.Label(self, role="muted")
        self.refresh_button = worded(push_button(self, self.refresh), text("刷新"))
        self.print_button = worded(push_button(self, self._print), text("打印…"))
        self.view = worded(PagesView(workspace, self), name=text("打印预览"))
        stack(
            self, bar(self.part, self.where, self.refresh_button, self.print_button, grow=self.where), self.view, grow=self.view
        )
        self.setFocusProxy(self.view)
        self.part.activated.connect(self.refresh)
        self.view.page_changed.connect(self._say_where)
        self._stale = False
        workspace.changed.connect(self._note)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("打印预览"))
        self._say_where()

    @property
    def choice(self) -> Choice:
        """What is shown."""
        return Choice(part=self.part.currentData() or "")

    def show_part(self, part: str) -> None:
        """Show an exhibit or a chapter by its id, "" for the whole report."""
        book = self._workspace.book
        if book is None:
            return
        fill_parts(self.part, book, self._workspace.exhibit(part))
        self.part.setCurrentIndex(max(0, self.part.findData(part)))
        self.refresh()

    def refresh(self) -> None:
        """Show the pages of the book as it is now."""
        book = self._workspace.book
        if book is None:
            return
        self._let_go()
        self._stale = False
        findings = None if self._checks.pending else self._workspace.findings
        last = self._checks.checks.last if findings is None and self._checks.checks is not None else None
        choice = self.choice
        job = reported(book.snapshot(), choice.part, lambda one: printed_book(one, choice, findings, last))
        self._job = self._workspace.jobs.start(text("打印预览"), job, self._take, self._refused)
        self._say_where()

    def _take(self, painter: PagePainter) -> None:
        self._job = 0
        self.view.show_pages(painter)
        self._say_where()

    def _refused(self, error: UserError) -> None:
        self._job = 0
        self.where.setText(str(error))

    def _note(self, _notice: Notice) -> None:
        self._stale = True
        self._say_where()

    def _say_where(self) -> None:
        self.print_button.setEnabled(self.view.count > 0)
        if self._job:
            self.where.setText(tr("正在排版…"))
        elif self._stale:
            self.where.setText(tr("年报已有改动，按“刷新”看新的样子。"))
        elif self.view.count:
            self.where.setText(tr("第 {page} 页，共 {pages} 页", page=self.view.current + 1, pages=self.view.count))

    def _print(self) -> None:
        self.print_wanted.emit(self.choice)

    def _let_go(self) -> None:
        if self._job:
            self._workspace.jobs.cancel(self._job)
            self._job = 0
        self.view.show_pages(None)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._let_go()
        super().closeEvent(event)
