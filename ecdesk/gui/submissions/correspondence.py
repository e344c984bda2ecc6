"""Forms and query letters from the window: sent out into a folder, answers taken back after they were looked at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace

if TYPE_CHECKING:
    from ecdesk.domain.figures.areas import Area
    from ecdesk.excel.forms import QueryAnswers


class Correspondence(QObject):
    """What goes out to the areas and comes back from them."""

    def __init__(self, workspace: Workspace, live: LiveChecks, editors: EditorArea, window: QWidget) -> None:
        super().__init__(window)
        self.workspace = workspace
        self.editors = editors
        self.live = live
        self.window = window

    def send_forms(self) -> None:
        """A submission form for each area, in a folder that is asked for."""
        desk = self.workspace.desk
        folder = dialogs.choose_folder(self.window, tr("报送表写入哪个文件夹"), dialogs.FORMS) if desk is not None else None
        if desk is None or folder is None:
            return
        from ecdesk.excel.forms import form_path
        from ecdesk.session.submissions.queries import send_forms

        book = desk.book
        with dialogs.RefusalsShown(self.window):
            paths = {area: form_path(book, area, folder) for area in book.reporting_areas()}
            areas = self._to_write(folder, paths)
            if areas is not None:
                self.workspace.jobs.write(
                    text("写报送表"), send_forms(book.snapshot(), folder, areas or None), self._say_forms_written
                )

    def _to_write(self, folder: Path, paths: Mapping[Area, Path]) -> list[Area] | None:
        """For which areas to write: a file that is there already may have come back filled in. None when the user thought better of it."""
        there = [area for area, path in paths.items() if path.exists()]
        if not there:
            return list(paths)
        missing = [area for area in paths if area not in there]
        answer = dialogs.ask_question(
            self.window,
            tr("“{folder}”里已有 {count} 份同名的文件，可能是填好收回来的。", folder=folder.name, count=len(there)),
            (tr("只写还没有的"), tr("全部重写")),
            "、".join(area.name for area in there),
        )
        if answer == 0 and not missing:
            self.workspace.say(tr("每个地区的文件都已经有了，没有写。"))
            return None
        return None if answer is None else (missing, list(paths))[answer]

    def _say_forms_written(self, written: tuple[Path, ...]) -> None:
        if written:
            self.workspace.say_written(tr("已写报送表 {count} 份。", count=len(written)), written[0])

    def send_letters(self) -> None:
        """A query letter to each area that has something to answer, in a folder that is asked for."""
        desk = self.workspace.desk
        folder = dialogs.choose_folder(self.window, tr("查询函写入哪个文件夹"), dialogs.LETTERS) if desk is not None else None
        if desk is None or folder is None:
            return
        from ecdesk.session.submissions.queries import concerned_areas, letter_path, send_letters

        found = self.workspace.findings
        areas = self._to_write(folder, {area: letter_path(area, folder) for area in concerned_areas(desk.book, found)})
        if areas is None:
            return
        job = send_letters(desk.book.snapshot(), found, folder, areas)
        self.workspace.jobs.write(text("写查询函"), job, self._say_letters_written)

    def _say_letters_written(self, written: tuple[Path, ...]) -> None:
        if written:
            self.workspace.say_written(tr("已写查询函 {count} 份。", count=len(written)), written[0])
        else:
            self.workspace.say(tr("没有需要地区核实的问题，没有写查询函。"))

    def read_answers(self) -> None:
        """Show what a returned letter says; what the editor accepts goes into the book."""
        path = dialogs.choose_file(self.window, tr("读入查询答复"), dialogs.SPREADSHEET)
        if path is None or self.workspace.desk is None or self.live.checks is None:
            return
        from ecdesk.session.submissions.queries import read_answers

        self.workspace.jobs.start(text("读入查询答复"), read_answers(path), self._answers_read, self._show_refusal)

    def _show_refusal(self, refusal: UserError) -> None:
        dialogs.show_error(self.window, refusal)

    def _answers_read(self, letter: tuple[Path, QueryAnswers]) -> None:
        path, answers = letter
        if self.workspace.desk is None or self.live.checks is None:
            return
        if not answers.corrections and not answers.explanations:
            self.workspace.say(tr("“{file}”里没有更正，也没有说明。", file=path.name))
            return
        from ecdesk.gui.submissions.answers_page import AnswersPage

        self.editors.add_page(
            Page(f"answers {path}", "inbox"), AnswersPage(self.workspace, self.live, path, answers), tr("查询答复")
        )
