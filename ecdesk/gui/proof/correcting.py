"""Correcting a manuscript from its page: by a finding, by the book as a whole, and the copy in which it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.texts import sentences, text, tr
from ecdesk.gui.base.panes import worded
from ecdesk.gui.base.settings import folder_of_manuscript
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.prose.claims import Claim
from ecdesk.prose.writing.corrections import correction
from ecdesk.session.proof import correcting
from ecdesk.session.proof.correcting import CorrectedCopy
from ecdesk.session.proof.manuscripts import Proofread


class Correcting(QObject):
    """The button 改正 with its menu, and what it does. shown: what the page shows now, None while nothing is."""

    def __init__(self, workspace: Workspace, shown: Callable[[], Proofread | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown = shown
        self._page = parent
        self.button = worded(
            QPushButton(parent), text("改正"), tip=text("在副本里改正：.docx 里是修订，.txt 和 .md 直接改；原稿不动")
        )
        menu = QMenu(self.button)
        self.all_action: QAction = menu.addAction("")
        self.all_action.triggered.connect(self.correct_by_book)
        self.copy_action: QAction = menu.addAction("")
        self.copy_action.triggered.connect(self.export_copy)
        self.button.setMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        self.all_action.setText(tr("全部采用书中数字"))
        self.copy_action.setText(tr("导出改正稿…"))

    def enable(self) -> None:
        """Allow what can be done with what is shown."""
        desk, shown = self._workspace.desk, self._shown()
        self.button.setEnabled(shown is not None)
        count = self._count(shown)
        self.copy_action.setText(tr("导出改正稿…（{count} 处）", count=count) if count else tr("导出改正稿…"))
        self.all_action.setEnabled(shown is not None and desk is not None and not desk.read_only)

    def _count(self, shown: Proofread | None) -> int:
        """How many places are to be changed in the copy."""
        desk = self._workspace.desk
        if shown is None or desk is None:
            return 0
        return len(correcting.decided(shown.result, desk.book)) + len(
            correcting.inserted(shown.result, shown.manuscript, desk.book)
        )

    def printed(self, claim: Claim | None) -> str:
        """What a claim would make of its figure; "" where it does not say, and where nothing can be written."""
        desk, shown = self._workspace.desk, self._shown()
        if claim is None or desk is None or desk.read_only or shown is None:
            return ""
        found = correction(shown.result, claim, desk.book)
        return "" if found is None else found.printed or claim.expected

    def correct(self, claim: Claim) -> None:
        """Decide that the figure of a claim is to be as it says."""
        desk, shown = self._workspace.desk, self._shown()
        if desk is None or shown is None:
            return
        with refusals_to(self._workspace.say):
            settlement = correcting.correct(desk, shown.manuscript, shown.result, claim)
            done = tr("已定改正：{words}。用“改正 → 导出改正稿…”写出副本。", words=settlement.words)
            self._workspace.say(sentences(self.doubt(claim), done))

    def doubt(self, claim: Claim) -> str:
        """What checks say of the book's own figure, which may be the one that is wrong; "" where nothing is open."""
        found = (one for one in self._workspace.findings if claim.key and one.is_open and claim.key in map(str, one.keys))
        one = next(found, None)
        return (
            tr("书中的这个数自己还没有通过审核，请先核对书中的数：{finding}。", finding=one.in_numbers) if one is not None else ""
        )

    def correct_by_book(self) -> None:
        """Decide that every figure of the book's takes the book's."""
        desk, shown = self._workspace.desk, self._shown()
        if desk is None or shown is None:
            return
        try:
            found = correcting.correct_by_book(desk, shown.manuscript, shown.result, self._workspace.findings)
        except UserError as refusal:
            self._workspace.say(str(refusal))
            return
        count, left = len(found.taken), len(found.left)
        if count:
            said = tr("已定 {count} 处采用书中数字。用“改正 → 导出改正稿…”写出副本。", count=count)
        else:
            said = "" if left else tr("没有与书中不符的数要改；要核对的，请逐个决定。")
        doubts = tr("{count} 处没有采用：书中的数自己还没有通过审核，或者两个来源不一致，请先核对。", count=left) if left else ""
        self._workspace.say(sentences(said, doubts))

    def insert(self, at: int, words: str) -> None:
        """Decide that words are to stand behind the sentence that a character of the text stands in."""
        desk, shown = self._workspace.desk, self._shown()
        if desk is None or shown is None:
            return
        with refusals_to(self._workspace.say):
            correcting.insert(desk, shown.manuscript, shown.result, at, words)
            self._workspace.say(tr("已定插入。用“改正 → 导出改正稿…”写出副本。"))

    def export_copy(self) -> None:
        """Write the copy with everything that was decided."""
        desk, shown = self._workspace.desk, self._shown()
        if desk is None or shown is None:
            return
        name = Path(shown.manuscript.name)
        kind = dialogs.WORD if name.suffix.lower() == ".docx" else dialogs.PLAIN_TEXT
        start = folder_of_manuscript(name.name, desk.path) / f"{name.stem}-{tr('改正')}{name.suffix}"
        target = dialogs.choose_target(self._page, tr("导出改正稿"), kind, str(start))
        if target is None:
            return
        job = correcting.corrected_copy(desk, desk.book.snapshot(), shown.manuscript, shown.result, target)
        self._workspace.jobs.write(text("导出改正稿"), job, self._say_written, self._refused)

    def _say_written(self, copy: CorrectedCopy) -> None:
        count, notes = copy.written.changes, len(copy.revision.attention)
        done = tr("已改 {count} 处，写在“{file}”里。", count=count, file=copy.path.name)
        words = sentences(done, tr("另有 {notes} 处请注意。", notes=notes) if notes else "")
        self._workspace.say_written(words, copy.path)

    def _refused(self, refusal: UserError) -> None:
        dialogs.show_error(self._page, refusal)
