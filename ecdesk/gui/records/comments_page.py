"""Remarks on figures, exhibits and sentences: above one line each, below the chosen one with its replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QWidget

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Comment, Exhibit, Section
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain, themes
from ecdesk.gui.base.form_fields import KeptLine
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, OneOf, bar, chip_button, splitter, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import hint_label, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.gui.desk.remarks import remarks_style, thread_html
from ecdesk.session.book.desk import Desk
from ecdesk.session.records import comments
from ecdesk.session.records.comments import Thread, place_words
from ecdesk.session.rules.checking import Checks

OPEN, ALL = range(2)


def _icon(thread: Thread) -> QIcon:
    return icons.icon("explained", "muted") if thread.comment.done else icons.icon("comment", "query")


def _columns(book: Book) -> Sequence[Column[Thread]]:
    return (
        Column(text("状态"), lambda one: tr("已处理") if one.comment.done else tr("待处理"), 90, icon=_icon),
        Column(text("对什么"), lambda one: place_words(book, one.comment), 300),
        Column(text("批注"), lambda one: one.comment.words, 0),
        Column(text("回复"), lambda one: str(len(one.replies) or ""), 56, right=True),
        Column(text("谁"), lambda one: one.comment.by, 90),
        Column(text("最近"), lambda one: local_time(one.newest), 130, sort_key=lambda one: one.newest),
    )


class CommentsPage(FollowingPane):
    """What colleagues remarked, and what became of it."""

    FOLLOWED = (Comment, Exhibit, Section)

    place_requested = Signal(object)
    """A `Comment` to whose place should be gone."""
    said = Signal(str)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.setObjectName("commentsPage")
        self._about = ""
        self.model: ListingModel[Thread] = ListingModel(
            _columns(desk.book), lambda one: one.comment.words, self, id=lambda one: one.comment.id
        )
        self.table = worded(PlainTable(self), name=text("批注"))
        self.table.show_listing(self.model, several=True)
        self.table.let_sort()
        self.filters = QButtonGroup(self)
        for number in (OPEN, ALL):
            self.filters.addButton(chip_button(self, checked=number == OPEN), number)
        self.all_places_button = worded(push_button(self, self.show_everything), text("全书的批注"))
        self.thread_view = worded(plain.Browser(self), name=text("批注和回复"))
        self.thread_view.document().setDocumentMargin(10)
        self.answer = worded(KeptLine(self), name=text("回复"), hint=text("回复这条批注…"))
        self.answer_button = worded(push_button(self, self.reply), text("回复"))
        self.done_button = push_button(self, self.toggle_done)
        self.place_button = worded(push_button(self, self._go), text("转到所批的地方"))
        self.hint = hint_label(self)
        above = bar(*self.filters.buttons(), self.all_places_button, GAP, self.place_button)
        line = bar(self.answer, self.answer_button, self.done_button, grow=self.answer, margins=PANEL_BAR)
        lower = stack(QWidget(self), self.thread_view, line, grow=self.thread_view)
        self.lists = splitter(self, Qt.Orientation.Vertical, (400, 220), self.table, lower)
        self._body = OneOf(self, self.hint, self.lists)
        stack(self, above, self._body, grow=self._body)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show_thread)
        self.model.modelReset.connect(self._show_thread)
        self.filters.idToggled.connect(self.refresh)
        self.answer.returnPressed.connect(self.reply)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("批注"))
        self.refresh_now()

    def restyle(self) -> None:
        self._show_thread()

    def show_about(self, about: str) -> None:
        """List the remarks on one exhibit or section, dealt with or not."""
        self._about = about
        self.filters.button(ALL).setChecked(True)
        self.refresh_now()

    def show_everything(self) -> None:
        self._about = ""
        self.refresh_now()

    def refresh(self) -> None:
        book = self.desk.book
        found = comments.threads(book) if not self._about else comments.threads_in(book, self._about)
        still = [one for one in found if not one.comment.done]
        self.filters.button(OPEN).setText(tr("待处理 {count}", count=len(still)))
        self.filters.button(ALL).setText(tr("全部 {count}", count=len(found)))
        self.all_places_button.setVisible(bool(self._about))
        shown = still if self.filters.checkedId() == OPEN else found
        self.model.set_rows(shown)
        self.model.show_again()  # where a remark is does not stand in it
        if shown and not self.table.chosen_rows:
            self.table.choose_row(0)
        words = tr("还没有批注。在单元格上按 Shift+F2，在目录的图表上、文稿的句子上也可以批注。")
        self.hint.setText(tr("没有待处理的批注。") if found else words)
        self._body.bring(self.lists if shown else self.hint)
        self._show_thread()

    def selected(self) -> list[Thread]:
        return [self.model.rows[row] for row in self.table.chosen_rows if row < len(self.model.rows)]

    def _show_thread(self, *_args: object) -> None:
        chosen = self.selected()
        shown = thread_html(chosen[0], quote=True) if len(chosen) == 1 else ""
        self.thread_view.setHtml(remarks_style(themes.current()) + shown)
        writable = not self.desk.read_only
        self.answer.be_about(self.desk.path, f"reply {chosen[0].comment.id}" if len(chosen) == 1 else "")
        self.answer.setEnabled(writable and len(chosen) == 1)
        self.answer_button.setEnabled(writable and len(chosen) == 1)
        self.done_button.setEnabled(writable and bool(chosen))
        self.place_button.setEnabled(len(chosen) == 1)
        reopens = bool(chosen) and all(one.comment.done for one in chosen)
        self.done_button.setText(tr("重新打开") if reopens else tr("标为已处理"))

    # -- what the buttons do

    def reply(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1 and self._do(lambda: comments.reply(self.desk, chosen[0].comment.id, self.answer.text())):
            self.answer.hand_in()

    def toggle_done(self) -> None:
        """Deal with the chosen ones, or take that back where all are dealt with."""
        chosen = [one.comment for one in self.selected()]
        done = not all(one.done for one in chosen)
        self._do(lambda: comments.set_comments_done(self.desk, [one.id for one in chosen], done))

    def _do(self, verb: Callable[[], object]) -> bool:
        try:
            verb()
        except UserError as error:
            self.said.emit(str(error))
            return False
        self.refresh_now()
        return True

    def _open(self, index: QModelIndex) -> None:
        self.place_requested.emit(index.data(ROW_ROLE).comment)

    def _go(self) -> None:
        chosen = self.selected()
        if chosen:
            self.place_requested.emit(chosen[0].comment)
