"""What the main window can do with printed pages: Word, PDF, preview, printing. The work is done on the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ecdesk.domain.texts import Text, sentences, text, tr
from ecdesk.gui.base.settings import folder_beside
from ecdesk.gui.delivery.commands import certificate_words, may_be_final
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page, RoomCommands
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.program.progress import Job

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book
    from ecdesk.domain.book.findings import Finding
    from ecdesk.domain.book.records import Exhibit
    from ecdesk.gui.delivery.document_dialog import DocumentChoice
    from ecdesk.session.delivery.documents import Choice, Delivered

PREVIEW = Page("preview", "table")


class DocumentCommands(RoomCommands):
    """Exports documents, shows their pages and prints them."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(workspace, checks, editors, parent)
        self._missing: list[Text] = []
        """What of the book that is being exported has no English."""

    def export_word(self) -> None:
        """Ask what to write as a Word document, and write it."""
        from ecdesk.session.delivery.documents import export_word

        self._export(dialogs.WORD, ".docx", text("导出 Word"), export_word)

    def export_pdf(self) -> None:
        """Ask what to write as a PDF, and write it."""
        from ecdesk.gui.delivery.page_painter import export_pdf

        self._export(dialogs.PDF, ".pdf", text("导出 PDF"), export_pdf)

    def export_data(self) -> None:
        """Ask for a folder, and write the figures and tables into it as data."""
        from ecdesk.session.delivery.data import PACKAGE, export_data

        desk = self._workspace.desk
        assert desk is not None
        window = self._editors.window()
        chosen = dialogs.choose_folder(window, tr("导出数据"), dialogs.DATA, str(folder_beside(desk.path)))
        if chosen is None:
            return
        folder = chosen / f"{desk.path.stem}-{tr('数据')}"  # a folder of its own: there are many files
        if (folder / PACKAGE).exists() and not self._may_replace(window, folder.name):
            return
        book, findings, last = self._still()
        self._workspace.jobs.write(text("导出数据"), export_data(book, folder, None, findings, last), self._exported)

    def _export(self, kind: str, suffix: str, name: Text, export: Callable[..., Job[Delivered]]) -> None:
        desk = self._workspace.desk
        assert desk is not None
        from ecdesk.gui.delivery.document_dialog import DocumentDialog
        from ecdesk.session.delivery.certificates.certifying import Issuer
        from ecdesk.session.delivery.editions.english import in_edition, said_in_chinese

        window = self._editors.window()
        proposed = folder_beside(desk.path) / f"{desk.path.stem}{suffix}"
        dialog = DocumentDialog(window, desk.book, self._front(), proposed, kind)
        dialog.refuse = self._refuse_final
        choice = dialogs.ask(dialog)
        if choice is None:
            return
        self._refuse_final(choice)
        if choice.choice.final and not may_be_final(window, desk.book, self._workspace.findings):
            return
        book, findings, last = self._still(choice.choice.final)
        if choice.path.exists() and not self._may_replace(window, choice.path.name):
            return
        edition = in_edition(book, choice.language, choice.choice.final)
        job = export(edition, choice.path, replace(choice.choice, by=Issuer.at(desk)), findings, last)
        self._missing = said_in_chinese(book, edition)
        self._workspace.jobs.write(name, job, self._exported)

    def _refuse_final(self, choice: DocumentChoice | None) -> None:
        """Raises UserError for a final document that something stands against, as far as that is known by now."""
        from ecdesk.session.delivery.exporting import check_final

        desk = self._workspace.desk
        if choice is not None and choice.choice.final and desk is not None and not self._checks.pending:
            check_final(desk.book, self._workspace.findings)

    def _may_replace(self, window: QWidget, name: str) -> bool:
        question = tr("“{file}”已经存在，其中若有手工改动会被替换。", file=name)
        return dialogs.ask_question(window, question, (tr("替换"),)) is not None

    def _exported(self, result: Delivered) -> None:
        words = sentences(
            tr("已导出“{file}”，图表 {count} 个。", file=result.path.name, count=result.exhibits),
            *self._missing,
            tr("还有 {count} 条审核结果未处理。", count=result.open) if result.open else "",
            certificate_words(result.certificate),
        )
        self._workspace.say_written(words, result.path)
        if result.problems:
            said = tr("有 {count} 张图没有画成，印成了表：", count=len(result.problems))
            dialogs.show_list(self._editors.window(), said, [str(problem) for problem in result.problems])

    def show_preview(self) -> None:
        """Show the printed page of the exhibit in front."""
        front = self._front()
        self._show_part(front.id if front is not None else "")

    def show_work_report(self) -> None:
        """Show the report of the state of the work, to be printed."""
        from ecdesk.session.delivery.work_report import WORK_REPORT

        self._show_part(WORK_REPORT)

    def _show_part(self, part: str) -> None:
        from ecdesk.gui.delivery.preview_page import PreviewPage

        page = self._editors.page(PREVIEW.name)
        if not isinstance(page, PreviewPage):
            page = PreviewPage(self._workspace, self._checks)
            page.print_wanted.connect(self._print)
            self._editors.add_page(PREVIEW, page, tr("打印预览"))
        page.show_part(part)
        self._editors.show_page(PREVIEW.name)

    def print_pages(self) -> None:
        """Print what the preview shows when it is in front, else the exhibit in front."""
        from ecdesk.gui.delivery.preview_page import PreviewPage
        from ecdesk.session.delivery.delivering import Which
        from ecdesk.session.delivery.documents import Choice

        page, front = self._editors.current_page(), self._front()
        if isinstance(page, PreviewPage):
            self._print(page.choice)
        else:
            self._print(Choice(Which.ALL if front is not None else Which.PRINTED, front.id if front is not None else ""))

    def _print(self, choice: Choice) -> None:
        from ecdesk.gui.delivery.page_painter import print_book
        from ecdesk.session.delivery.work_report import reported

        book, findings, last = self._still()
        printer: Any = dialogs.choose_printer(self._editors.window(), book.title or tr("打印"))
        if printer is not None:
            job = reported(book, choice.part, lambda one: print_book(one, printer, choice, findings, last))
            self._workspace.jobs.write(text("打印"), job, self._printed)

    def _printed(self, pages: int) -> None:
        self._workspace.say(tr("已送去打印 {count} 页。", count=pages))

    def _front(self) -> Exhibit | None:
        """The exhibit in front, or that was there last."""
        focus = self._workspace.focus
        return self._workspace.exhibit(focus.exhibit) if focus is not None else None

    def _still(self, final: bool = False) -> tuple[Book, tuple[Finding, ...] | None, Any]:
        """A still picture of the book, with the findings of this very moment; while they are not known, with last year's book to check it
        on the way, and with a final one, whose certificate says what holds against it."""
        desk, checks = self._at_hand()
        findings = None if self._checks.pending else self._workspace.findings
        return desk.book.snapshot(), findings, checks.last if findings is None or final else None
