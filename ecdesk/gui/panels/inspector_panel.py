"""The inspector: everything known of the current cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts import said_period
from ecdesk.domain.book.records import Alternative, Comment, Conflict, Exhibit, Observation, Origin, Submission
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain, themes
from ecdesk.gui.base.form_fields import KeptLine
from ecdesk.gui.base.layouts import OneOf, bar, stack
from ecdesk.gui.base.panes import Pane, flat_button, hint_label, restyle_button, worded
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.base.slices import Slices
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.cell_history import CellStep, cell_history, read_after_saving
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.mentions import MentionIndex
from ecdesk.gui.desk.workspace import Focus, Place, TextPlace, Workspace
from ecdesk.gui.panels.source_excerpt import Excerpt, excerpt_job

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book
    from ecdesk.gui.panels.inspector_text import Inspected
    from ecdesk.session.book.desk import Desk


def _said(book: Book, focus: Focus) -> str:
    """The period of the cell in front as its table has it."""
    exhibit = book.get(Exhibit, focus.exhibit)
    inside = exhibit is not None and 0 <= focus.row < len(exhibit.rows) and 0 <= focus.column < len(exhibit.columns)
    return said_period(exhibit, focus.row, focus.column) if exhibit is not None and inside else ""


def _why_nothing(focus: Focus | None) -> str:
    """Why there is no figure to tell of: no cell is chosen, or one for words."""
    if focus is not None and focus.row >= 0:
        return tr("这一格不放数，没有来历可列；改过什么，在“历史”里看。")
    return tr("选中一个单元格，这里列出它的来源、印在哪里、参与哪些审核公式，以及每一次修改。")


PAUSE = 80
"""Milliseconds that the cursor must rest before the inspector follows; arrow keys run ahead of it."""


class InspectorPanel(Pane):
    """Printed text and interval, origin, rules, places, comments and history of the current cell."""

    trial_wanted = Signal()
    """What the current figure could be instead is to be tried."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.checks = checks
        self.browser = worded(plain.Browser(self), name=text("来历"))
        self.browser.document().setDocumentMargin(10)
        self.hint = hint_label(self)
        self.comment = worded(KeptLine(self), hint=text("给这个数写一条批注…"))
        self.comment_button = worded(flat_button(self, "comment", self._add_comment), tip=text("添加批注（Enter）"))
        self._history: tuple[CellStep, ...] | None = None
        self._history_of: Key | None = None
        self._shown: Key | None = None
        self._unfolded: set[tuple[Key, str]] = set()
        """The cells whose rules were asked for one by one, and which of them."""
        self._job = 0
        self._mentions = MentionIndex(workspace, self)
        self._excerpt: Excerpt | None = None
        self._excerpt_of: Origin | None = None
        self._pause = pause(self, PAUSE, self.show_cell)
        self._following = Slices(None, self)
        line = bar(self.comment, self.comment_button, grow=self.comment, margins=(8, 4, 8, 6), spacing=4)
        self._full = stack(QWidget(self), self.browser, line, grow=self.browser)
        self._body = OneOf(self, self.hint, self._full)
        stack(self, self._body)
        self.setMinimumSize(200, 80)
        self.browser.anchorClicked.connect(self._follow_link)
        self.comment.returnPressed.connect(self._add_comment)
        workspace.focus_changed.connect(self._follow)
        workspace.changed.connect(self._refresh_after)
        workspace.findings_changed.connect(self._refresh_soon)
        workspace.save_state_changed.connect(self._read_what_was_saved)
        self._mentions.changed.connect(self.show_cell)
        self.retranslate()

    @property
    def key(self) -> Key | None:
        return self.workspace.focus.key if self.workspace.focus else None

    def retranslate(self) -> None:
        self.show_cell()

    def restyle(self) -> None:
        restyle_button(self.comment_button)
        self.show_cell()

    def show_cell(self) -> None:
        """Show the current cell at once; its history follows when it has been read, and what it follows from when that is found."""
        self._following.stop()
        key, book, focus = self.key, self.workspace.book, self.workspace.focus
        if key is None or book is None or focus is None:
            self.hint.setText(_why_nothing(focus))
            self._body.bring(self.hint)
            return
        if key != self._history_of:
            self._history = None
            self._read_history(key)
        from ecdesk.gui.panels.inspector_text import Inspected
        from ecdesk.session.versions.year_before import against_period_before, against_year_before, judged

        self._read_excerpt(key)
        about = self.checks.findings_of(key)
        desk = self.workspace.desk
        self._mentions.look()
        last = self.checks.last_book
        found = (
            against_period_before(book, key, _said(book, focus), last),
            against_year_before(book, key, last),
        )
        before = tuple(one if one.verdict is None else judged(one, key, about) for one in found if one is not None)
        read_only = desk is None or desk.read_only
        cell = Inspected(
            book,
            key,
            focus.exhibit,
            about,
            self._history,
            read_only,
            self._excerpt,
            before=before,
            unfolded=[part for of, part in self._unfolded if of == key],
        )
        if self._mentions.has_manuscripts:
            cell = replace(
                cell,
                mentions=self._mentions.of(key) or (),
                reading=self._mentions.of(key) is None,
                outdated=self._mentions.outdated,
            )
        if desk is not None:
            self._following.start(self._look_what_follows(desk, cell))
        if desk is None or self._following.running:
            self._show(cell)

    def _show(self, cell: Inspected) -> None:
        from ecdesk.gui.panels.inspector_text import inspector_html

        bar = self.browser.verticalScrollBar()
        place = bar.value() if cell.key == self._shown else 0
        self._shown = cell.key
        self.browser.setHtml(inspector_html(cell, themes.current()))
        bar.setValue(place)
        self._body.bring(self._full)

    def _look_what_follows(self, desk: Desk, cell: Inspected) -> Iterator[None]:
        """Show the cell with what it follows from; until that is found it is shown without."""
        from ecdesk.session.tables.deriving import following_in_steps

        found = yield from following_in_steps(desk, cell.key, self.checks.checker)
        self._show(replace(cell, following=found))

    def _read_history(self, key: Key) -> None:
        desk = self.workspace.desk
        if desk is None or not read_after_saving(desk):
            return
        if self._job:
            self.workspace.jobs.cancel(self._job)
        self._job = self.workspace.jobs.start(text("读取历史"), cell_history(desk.file, key), self._take_history)

    def _read_excerpt(self, key: Key) -> None:
        """Have the file looked into that the figure was read from, once for each origin."""
        desk, book = self.workspace.desk, self.workspace.book
        observation = book.observation(key) if book is not None else None
        origin = observation.origin if observation is not None else None
        if desk is None or book is None or origin is None or not origin.submission or origin == self._excerpt_of:
            return
        submission = book.get(Submission, origin.submission)
        if isinstance(submission, Submission) and read_after_saving(desk):
            self._excerpt_of = origin
            job = excerpt_job(desk.file, submission, origin)
            self.workspace.jobs.start(text("打开报送文件"), job, self._take_excerpt, self._say_why_not)

    def _take_excerpt(self, excerpt: Excerpt | None) -> None:
        self._excerpt = excerpt
        self.show_cell()

    def _say_why_not(self, error: UserError) -> None:
        self.workspace.say(str(error))

    def _take_history(self, result: tuple[Key, tuple[CellStep, ...]]) -> None:
        self._job = 0
        key, steps = result
        if key == self.key:
            self._history_of, self._history = key, steps
            self.show_cell()

    def _follow(self, focus: Focus | None) -> None:
        # At once, not when the cursor has rested: Enter must not hang what was typed about one figure on the next.
        self.comment.be_about(self.workspace.path, f"comment {self.key}" if self.key is not None else "")
        if focus is None or focus.key is None:
            self._pause.stop()
            self._history_of = None
            self.show_cell()
        else:
            self._pause.start()

    def _refresh_after(self, notice: Notice) -> None:
        unfinished = self._following.running
        self._following.stop()  # what the rules know of the figures is another now
        if self.key is None:
            return
        if self.key in notice.ids(Observation):
            self._history_of = None
        if unfinished or notice.concerns(Observation, Comment, Exhibit, Alternative, Conflict):
            self._pause.start()

    def _read_what_was_saved(self) -> None:
        """What was just done is in the journal only when it is saved."""
        if self.key is not None and self._history is None and not self._pause.isActive():
            self._pause.start()

    def _refresh_soon(self, _findings: tuple[Finding, ...]) -> None:
        self._following.stop()
        if self.key is not None:
            self._pause.start()

    def _follow_link(self, url: QUrl) -> None:
        # Decoded, because ids of alternatives hold Chinese and bars.
        kind, rest = url.scheme(), url.path(QUrl.ComponentFormattingOption.FullyDecoded)
        if kind == "place":
            row, column, exhibit = rest.split(":", 2)
            self.workspace.go_to(Place(exhibit, int(row), int(column)))
        elif kind == "text":
            start, manuscript = rest.split(":", 1)
            self.workspace.text_wanted.emit(TextPlace(manuscript, int(start)))
        elif kind == "unfold" and self.key is not None:
            self._unfolded.add((self.key, rest))
            self.show_cell()
        elif kind == "try":
            self.trial_wanted.emit()
        elif kind == "derive" and self.workspace.desk is not None and self.key is not None:
            from ecdesk.session.tables.deriving import take_over

            take_over(self.workspace.desk, self.key, self.checks.checker)
        elif self.workspace.desk is not None:
            self._settle(self.workspace.desk, kind, rest)

    def _settle(self, desk: Desk, choice: str, id: str) -> None:
        """Do what was chosen about an alternative, a conflict or a comment, if it is still there."""
        from ecdesk.session.records import comments
        from ecdesk.session.submissions.imports import settle_dispute
        from ecdesk.session.versions import merging

        if choice in ("take", "keep") and desk.book.get(Alternative, id) is not None:
            settle_dispute(desk, id, choice == "take")
        elif choice in ("ours", "theirs") and desk.book.get(Conflict, id) is not None:
            merging.settle(desk, id, choice)
        elif choice == "comment" and (comment := desk.book.get(Comment, id)) is not None:
            comments.set_comments_done(desk, [id], not comment.done)
        elif choice == "reply" and desk.book.get(Comment, id) is not None:
            self._reply(desk, id)

    def _reply(self, desk: Desk, id: str) -> None:
        from ecdesk.session.records import comments

        words = dialogs.ask_text(self, tr("回复批注"), tr("回复："))
        if words is not None:
            comments.reply(desk, id, words)

    def _add_comment(self) -> None:
        if self.workspace.desk is None or self.key is None:
            return
        from ecdesk.session.records import comments

        with dialogs.RefusalsShown(self):
            comments.add_comment(self.workspace.desk, self.key, self.comment.text())
            self.comment.hand_in()
