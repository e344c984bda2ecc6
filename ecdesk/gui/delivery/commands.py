"""Export, comparison, merging and the next year from the window: what the file menu starts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.book import YEARS
from ecdesk.domain.book.records import Conflict
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.delivery.exporting import Exported

COMPARE = Page("compare", "split")
MERGE = Page("merge", "redo")
CONFLICTS = Page("conflicts", "disputed")


def next_year_job(desk: Desk, target: Path, year: int) -> Job[Path]:
    yield Progress(0, 0, text("正在新建 {year} 年的年报…", year=year))
    from ecdesk.session.new_books.next_year import start_year

    desk.flush()
    start_year(desk.path, target, year, desk.who).close()
    return target


class Delivery(QObject):
    """Starts the long verbs and shows what came of them."""

    book_wanted = Signal(object)
    """Path of a book that was made and should be opened."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, window: QWidget) -> None:
        super().__init__(window)
        self.workspace = workspace
        self.checks = checks
        self.editors = editors
        self.window = window

    # -- export

    def export(self) -> None:
        desk = self.workspace.desk
        if desk is None:
            return
        folder, stem = desk.path.parent, desk.path.stem
        choice = dialogs.ask_export(self.window, folder / f"{stem}.xlsx", folder / f"{stem}-{tr('图')}")
        if choice is None:
            return
        if choice.workbook.exists():
            question = tr("“{file}”已经存在，其中若有手工改动会被替换。", file=choice.workbook.name)
            if dialogs.ask_question(self.window, question, (tr("替换"),)) is None:
                return
        from ecdesk.session.delivery.exporting import export

        # Findings of this very moment go with the still picture of the book; while they are not known, it is checked on the way.
        checks = self.checks.checks
        findings = None if self.checks.pending else self.workspace.findings
        last = checks.last if checks is not None and findings is None else None
        job = export(desk.book.snapshot(), choice.workbook, choice.charts, choice.formats, findings, choice.final, last)
        self.workspace.jobs.start(text("导出"), job, self._exported)

    def _exported(self, result: Exported) -> None:
        words = tr("已导出“{file}”和 {count} 张图。", file=result.workbook.name, count=len(result.charts))
        if result.open:
            words += tr("还有 {count} 条审核结果未处理。", count=result.open)
        self.workspace.say(words)

    # -- versions

    def compare(self) -> None:
        """The page that compares the book with a save point or another file."""
        if self.workspace.desk is None:
            return
        if self.editors.page(COMPARE.name) is None:
            from ecdesk.gui.versions.compare_page import ComparePage

            self.editors.add_page(COMPARE, ComparePage(self.workspace, self.editors), tr("比较版本"))
        self.editors.show_page(COMPARE.name)

    def merge(self) -> None:
        """Ask for a copy and show what merging it would do; what earlier merges left undecided is offered first."""
        book = self.workspace.book
        if book is None:
            return
        left = len(book.all(Conflict))
        if left:
            question = tr("以前合并的副本还有 {count} 处没有选定。", count=left)
            answer = dialogs.ask_question(self.window, question, (tr("现在选定"), tr("合并另一份副本…")))
            if answer != 1:
                if answer == 0:
                    self._show_conflicts()
                return
        path = dialogs.choose_file(self.window, tr("选择离线修改过的副本"), dialogs.BOOK)
        if path is not None:
            self.show_merge(path)

    def show_merge(self, copy: Path) -> None:
        """What merging a copy would do, on a page of its own."""
        from ecdesk.gui.versions.merge_page import MergePage

        page = MergePage(self.workspace, copy, self.editors)
        page.merged.connect(self._merged)
        self.editors.add_page(MERGE, page, tr("合并副本"))

    def _show_conflicts(self) -> None:
        if self.editors.page(CONFLICTS.name) is None:
            from ecdesk.gui.versions.conflicts_page import ConflictsPage

            self.editors.add_page(CONFLICTS, ConflictsPage(self.workspace, self.editors), tr("合并冲突"))
        self.editors.show_page(CONFLICTS.name)

    def _merged(self) -> None:
        self.editors.close_page(MERGE.name)

    # -- the next year

    def start_next_year(self) -> None:
        desk = self.workspace.desk
        if desk is None:
            return
        try:
            last = desk.book.needed_year()
        except UserError as error:
            dialogs.show_error(self.window, error)
            return
        year = last + 1
        stem = desk.path.stem
        name = stem.replace(str(last), str(year)) if str(last) in stem else f"{stem}-{year}"
        target = dialogs.choose_target(
            self.window, tr("新建 {year} 年的年报", year=year), dialogs.BOOK, str(desk.path.with_name(f"{name}.ecd"))
        )
        if target is None:
            return
        self.workspace.jobs.start(text("新建年报"), next_year_job(desk, target, year), self._made)

    def start_blank(self) -> None:
        """Ask for name, year and place of a blank book, make it and open it."""
        from ecdesk.domain.files.filenames import safe_file_name
        from ecdesk.session.new_books.blank import blank_job, checked_title

        wanted = dialogs.ask_new_book(self.window, date.today().year, YEARS)
        if wanted is None:
            return
        try:
            checked_title(wanted.title)
        except UserError as error:
            dialogs.show_error(self.window, error)
            return
        desk = self.workspace.desk
        folder = desk.path.parent if desk is not None else Path.home()
        proposed = str(folder / f"{safe_file_name(wanted.title)}.ecd")
        target = dialogs.choose_target(self.window, tr("新建空白年报"), dialogs.BOOK, proposed)
        if target is not None:
            job = blank_job(target, wanted.title, wanted.year, self.workspace.settings.user)
            self.workspace.jobs.start(text("新建年报"), job, self._made)

    def _made(self, path: Path) -> None:
        self.book_wanted.emit(path)
