"""What the main window can do with manuscripts: take one in and proofread it, open one that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.settings import note_manuscript
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page, RoomCommands
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import TextPlace, Workspace

if TYPE_CHECKING:
    from ecdesk.domain.book.records import Comment
    from ecdesk.session.proof.manuscripts import ReceivedManuscript

SENTENCES = Page("sentences", "proof")
SUFFIXES = {".txt", ".md", ".markdown", ".docx"}
"""What is taken for a manuscript when it is dropped on the window."""


class ProofCommands(RoomCommands):
    """Opens the pages of manuscripts among the editors."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(workspace, checks, editors, parent)
        self._left: TextPlace | None = None
        self._last = ""
        workspace.desk_changed.connect(self._forget)

    def _forget(self) -> None:
        self._left, self._last = None, ""

    def choose(self) -> None:
        """Ask for a manuscript, take it in and proofread it."""
        if self._workspace.desk is None:
            return
        path = dialogs.choose_file(self._editors, tr("选择文稿"), dialogs.DOCUMENT)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Take a manuscript into the book and proofread it."""
        desk = self._workspace.desk
        if desk is None:
            self._workspace.say(tr("请先打开一本年报，再核对文稿。"))
            return
        note_manuscript(path)
        from ecdesk.session.proof.manuscripts import receive_manuscript

        self._workspace.jobs.start(
            text("读取文稿"), receive_manuscript(path, desk.book.snapshot()), self._received, self._refused
        )

    def _received(self, manuscript: ReceivedManuscript) -> None:
        desk = self._workspace.desk
        if desk is None:
            return
        from ecdesk.session.proof.manuscripts import take_manuscript

        try:
            draft = take_manuscript(desk, manuscript)
        except UserError as refusal:
            self._refused(refusal)
            return
        self.open(draft.id)

    def _refused(self, refusal: UserError) -> None:
        self._workspace.say(str(refusal))

    def go_to(self, place: TextPlace) -> None:
        """Show a figure of a manuscript."""
        page = self.open(place.manuscript, place.start)
        if page is not None:
            page.setFocus()

    def show_sentence(self, comment: Comment) -> None:
        """Show the sentence of a remark in the newest draft of its manuscript."""
        desk = self._workspace.desk
        from ecdesk.session.proof.manuscripts import drafts

        known = drafts(desk.book, comment.about) if desk is not None else []
        page = self.open(known[-1].id, remarked=comment) if known else None
        if page is None:
            self._workspace.say(tr("年报里没有“{manuscript}”这份文稿了。", manuscript=comment.about))

    def go_back(self) -> None:
        """Show the figure of a manuscript again from which the book was gone to."""
        if self._left is None:
            self._workspace.say(tr("还没有从文稿转到过书中的数。"))
        else:
            self.go_to(self._left)

    def _note_left(self, place: TextPlace) -> None:
        self._left = place

    def open(self, manuscript_id: str, start: int | None = None, remarked: Comment | None = None) -> QWidget | None:
        """Show a manuscript that the book has, and the figure that begins at a character of it, or the sentence of a remark; gives its page."""
        from ecdesk.domain.book.records import Manuscript

        desk = self._workspace.desk
        draft = desk.book.get(Manuscript, manuscript_id) if desk is not None else None
        if not isinstance(draft, Manuscript):
            return None
        from ecdesk.gui.proof.proof_page import ProofPage

        name = self._last = f"proof:{draft.name}"

        def made() -> ProofPage:
            page = ProofPage(self._workspace)
            page.left.connect(self._note_left)
            return page

        page = self._in_front(Page(name, "manuscript"), ProofPage, draft.name, made)
        if remarked is not None:
            page.show_remarked(draft, remarked)
        elif start is None:
            page.open(draft)
        else:
            page.go_to(draft, start)
        return page

    def show_sentences(self) -> None:
        """Show sentences from figures, at first those of the exhibit in front."""
        from ecdesk.gui.proof.sentences_page import SentencesPage

        page = self._editors.page(SENTENCES.name)
        if not isinstance(page, SentencesPage):
            page = SentencesPage(self._workspace)
            page.insert_wanted.connect(self._insert)
            self._editors.add_page(SENTENCES, page, tr("由数成句"))
        if self._workspace.focus is not None:
            page.show_exhibit(self._workspace.focus.exhibit)
        self._editors.show_page(SENTENCES.name)

    def _insert(self, words: str) -> None:
        """Put a sentence into the manuscript that was looked at last, where its cursor is."""
        from ecdesk.gui.proof.proof_page import ProofPage

        page = self._editors.page(self._last) if self._last else None
        if isinstance(page, ProofPage) and page.proofread is not None:
            page.insert(words)
        else:
            self._workspace.say(tr("请先打开一份文稿，把光标放到要插入的地方。"))
