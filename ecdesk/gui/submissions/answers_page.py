"""The answers of a returned query letter, a line for each: what is ticked is taken over, the rest stays to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import bar, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import Pane, push_button
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.versions.versions import key_label

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book
    from ecdesk.domain.figures.keys import Key
    from ecdesk.excel.forms import Correction, Explanation, QueryAnswers
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.rules.checking import Checks


@dataclass(frozen=True)
class AnswerLine:
    """One answer. number: its place in the letter, which tells two alike apart. correction or explanation: which of the two it is; neither
    for what could not be read."""

    number: int
    about: str
    before: str
    says: str
    correction: Correction | None = None
    explanation: Explanation | None = None

    @property
    def kind(self) -> str:
        if self.correction is not None:
            return tr("更正")
        return tr("说明") if self.explanation is not None else tr("没有读懂")

    @property
    def can_be_taken(self) -> bool:
        return self.correction is not None or self.explanation is not None

    @property
    def key(self) -> Key | None:
        return self.correction.key if self.correction is not None else None


def answer_lines(book: Book, answers: QueryAnswers) -> list[AnswerLine]:
    """The answers for looking at: each figure as it is and as it shall be, each explanation, what could not be read."""
    found: list[AnswerLine] = []
    for one in answers.corrections:
        present = book.observation(one.key)
        before = print_content(present.content) if present is not None else ""
        found.append(AnswerLine(len(found), key_label(book, one.key), before, print_content(one.content), correction=one))
    for said in answers.explanations:
        found.append(AnswerLine(len(found), said.finding.replace("@", "　"), "", said.words, explanation=said))
    for problem in answers.problems:
        found.append(AnswerLine(len(found), problem.cell, "", str(problem.message)))
    return found


class TickedTable(PlainTable):
    """The space bar ticks the current line."""

    ticked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.ticked.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


def _icon(line: AnswerLine) -> str:
    if line.correction is not None:
        return "revert"
    return "explained" if line.explanation is not None else "query"


class AnswersPage(Pane):
    """One returned letter."""

    def __init__(
        self, workspace: Workspace, live: LiveChecks, path: Path, answers: QueryAnswers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.live = live
        self._path, self._answers = path, answers
        self._lines: Sequence[AnswerLine] = ()
        self._wanted: set[int] = set()
        self.summary = plain.Label(self, role="muted")
        self.accept_button = push_button(self, self.accept, default=True)
        columns = (
            Column[AnswerLine](
                text("答复"),
                lambda line: line.kind,
                110,
                icon=lambda line: icons.icon(_icon(line), "muted"),
                ticked=lambda line: line.number in self._wanted if line.can_be_taken else None,
                tick=self._tick,
            ),
            Column[AnswerLine](text("对象"), lambda line: line.about, 360),
            Column[AnswerLine](text("本书"), lambda line: line.before, 110, right=True),
            Column[AnswerLine](text("答复的内容"), lambda line: line.says, 0),
        )
        self.model: ListingModel[AnswerLine] = ListingModel(
            columns, lambda line: f"{line.about}\n{line.says}", self, id=lambda line: line.number
        )
        self.table = TickedTable(self)
        self.table.show_listing(self.model)
        self.table.ticked.connect(self._toggle)
        self.table.opened.connect(lambda index: self._show_figure(self.model.rows[index.row()]))
        above = bar(self.summary, self.accept_button, grow=self.summary, margins=(12, 8, 12, 8))
        stack(self, above, self.table, grow=self.table)
        self.setFocusProxy(self.table)
        book = workspace.book
        if book is not None:
            self._lines = answer_lines(book, answers)
            self._wanted = {line.number for line in self._lines if line.can_be_taken}
        self._list()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("查询答复"))
        self._count()

    def _list(self) -> None:
        self.model.set_rows(self._lines)
        self.retranslate()

    def _tick(self, line: AnswerLine, wanted: bool) -> None:
        (self._wanted.add if wanted else self._wanted.discard)(line.number)
        self._count()

    def _toggle(self, row: int) -> None:
        line = self.model.rows[row]
        if line.can_be_taken:
            self._tick(line, line.number not in self._wanted)
            self.model.show_again()

    def _count(self) -> None:
        desk = self.workspace.desk
        self.summary.setText(
            tr(
                "“{file}”：更正 {corrections} 处，说明 {explanations} 条，未答 {open} 条。",
                file=self._path.name,
                corrections=sum(line.correction is not None for line in self._lines),
                explanations=sum(line.explanation is not None for line in self._lines),
                open=len(self._answers.open),
            )
        )
        self.accept_button.setText(tr("采用勾选的 {count} 条", count=len(self._wanted)))
        self.accept_button.setEnabled(bool(self._wanted) and desk is not None and not desk.read_only)

    def _show_figure(self, line: AnswerLine) -> None:
        """Show the figure that a correction is about where it is printed."""
        if line.key is None or not self.workspace.go_to_key(line.key):
            self.workspace.say(tr("这条答复没有印在图表里的数。"))

    def accept(self) -> None:
        """Take over what is ticked; the other lines stay."""
        desk, checks = self.workspace.desk, self.live.checks
        if desk is None or checks is None:
            return
        chosen = [line for line in self._lines if line.number in self._wanted]
        try:
            changed, explained = self._take(desk, checks, chosen)
        except UserError as refusal:
            self.workspace.say(str(refusal))
            return
        self._lines = [line for line in self._lines if line.number not in self._wanted]
        self._wanted = set()
        self._list()
        self.workspace.say(
            tr("已采用更正 {corrections} 处、说明 {explanations} 条。", corrections=changed, explanations=explained)
        )

    def _take(self, desk: Desk, checks: Checks, chosen: Sequence[AnswerLine]) -> tuple[int, int]:
        """How many figures changed, and how many findings were explained."""
        from ecdesk.session.submissions.queries import accept_corrections, accept_explanation

        # Explanations first: they are of the figures as they stood when the letter went out. What has been put right since
        # needs none any more.
        still_there = {finding.id for finding in checks.findings()}
        explained = [
            line.explanation for line in chosen if line.explanation is not None and line.explanation.finding in still_there
        ]
        for explanation in explained:
            accept_explanation(desk, checks, self._answers, explanation)
        corrections = tuple(line.correction for line in chosen if line.correction is not None)
        wanted = replace(self._answers, corrections=corrections)
        return (accept_corrections(desk, self._path, wanted) if corrections else 0), len(explained)
