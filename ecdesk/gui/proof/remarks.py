"""Remarks on the sentences of a manuscript: written where the cursor is, shown with the figure that is looked at, found again in later drafts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.records import Comment
from ecdesk.domain.errors import refusals_to
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.panes import push_button, worded
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.remarks import thread_html
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.proof.manuscripts import Proofread
from ecdesk.session.records import comments


class SentenceRemarks(QObject):
    """The button and what it does. shown: what the page shows now, None while nothing is; here: the character of its text that is looked at."""

    def __init__(
        self, workspace: Workspace, shown: Callable[[], Proofread | None], here: Callable[[], int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown = shown
        self._here = here
        self._page = parent
        self.wanted: Comment | None = None
        """The remark whose sentence is to be shown when a draft has been read."""
        self.button = worded(
            push_button(parent, self.remark),
            text("批注这一句…"),
            tip=text("给光标所在的句子写一条批注（Shift+F2）；下一稿里还找得到"),
        )

    def enable(self) -> None:
        """Allow what can be done with what is shown."""
        desk = self._workspace.desk
        self.button.setEnabled(self._shown() is not None and desk is not None and not desk.read_only)

    def remark(self) -> None:
        """Ask for a remark on the sentence that is looked at."""
        desk, shown = self._workspace.desk, self._shown()
        if desk is None or shown is None or desk.read_only:
            return
        prose, here = shown.result.document.text, self._here()
        start, end = comments.sentence_at(prose, here)
        words = dialogs.ask_text(self._page, tr("批注"), prose[start:end].strip())
        if words is None:
            return
        with refusals_to(self._workspace.say):
            comments.comment_on_sentence(desk, shown.manuscript.name, prose, here, words)

    def html(self) -> str:
        """The remarks on the sentence that is looked at."""
        book, shown = self._workspace.book, self._shown()
        if book is None or shown is None:
            return ""
        here = self._here()
        found = ((one, self.place(one.comment)) for one in comments.threads(book, shown.manuscript.name))
        return "".join(thread_html(one) for one, place in found if place is not None and place[0] <= here < place[1])

    def wanted_place(self) -> tuple[int, int] | None:
        """Where the sentence stands whose remark was asked for, once; where it is gone, that is said."""
        comment, self.wanted = self.wanted, None
        place = self.place(comment) if comment is not None else None
        if comment is not None and place is None:
            self._workspace.say(tr("这一稿里没有被批注的那句话了，可能已删去或重写。"))
        return place

    def place(self, comment: Comment) -> tuple[int, int] | None:
        """Where the sentence of a remark stands in what is shown."""
        shown = self._shown()
        return comments.find_sentence(shown.result.document.text, comment) if shown is not None else None
