"""What the main window can do towards delivery: sign off, balance rounding, export, hold what was delivered against its certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecdesk.domain.texts import Text, sentences, text, tr
from ecdesk.gui.base.pauses import next_turn
from ecdesk.gui.base.settings import folder_beside
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page, RoomCommands
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Focus, Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ecdesk.domain.book.book import Book
    from ecdesk.domain.book.findings import Finding
    from ecdesk.gui.delivery.export_dialog import ExportChoice
    from ecdesk.session.delivery.certificates.verifying import Verification, VerifiedFile
    from ecdesk.session.delivery.exporting import Exported

SIGN_OFF = Page("signoff", "sign")
BALANCE = Page("balance", "balance")


def certificate_words(path: Path | None) -> str:
    """Where the certificate of a final edition is; "" for a draft."""
    return tr("审核证书：“{file}”。", file=path.name) if path is not None else ""


def may_be_final(window: QWidget, book: Book, findings: Sequence[Finding]) -> bool:
    """Asks whether a final edition is meant although exhibits are not signed, or cells are empty without a reason."""
    from ecdesk.session.delivery.signing import unsettled

    lines = unsettled(book, findings)
    question = tr("有的图表没有签发，或者有空着的格，仍然作为定稿导出吗？")
    return not lines or dialogs.ask_in_spite(window, question, tr("仍然导出"), lines)


class DeliveryCommands(RoomCommands):
    """Opens the pages about delivery among the editors, and exports. The note that an export prints under a table by itself is put under the
    table in front, too, as the checks say it."""

    results_wanted = Signal(str)
    """Id of an exhibit whose findings should be shown."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(workspace, checks, editors, parent)
        self._noted = ""
        self._missing: list[Text] = []
        """What of the book that is being exported has no English."""
        workspace.focus_changed.connect(self._follow)
        workspace.findings_changed.connect(self._put_note)

    def show_sign_off(self) -> None:
        """Show who answers for what."""
        desk, checks = self._at_hand()
        from ecdesk.gui.delivery.signoff_page import SignOffPage

        def made() -> SignOffPage:
            page = SignOffPage(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.results_requested.connect(self.results_wanted)
            page.said.connect(self._workspace.say)
            return page

        self._in_front(SIGN_OFF, SignOffPage, tr("签发"), made)

    def show_balance(self) -> None:
        """Show balanced rounding of the exhibit in front."""
        desk, checks = self._at_hand()
        from ecdesk.gui.delivery.balance_page import BalancePage

        page = self._editors.page(BALANCE.name)
        if not isinstance(page, BalancePage):
            page = BalancePage(desk, checks)
            page.said.connect(self._workspace.say)
            self._editors.add_page(BALANCE, page, tr("舍位平衡"))
        if self._workspace.focus is not None:
            page.show_exhibit(self._workspace.focus.exhibit)
        self._editors.show_page(BALANCE.name)

    def export(self) -> None:
        """Ask what to export, and write it on the worker."""
        desk, checks = self._at_hand()
        from ecdesk.gui.delivery.export_dialog import ExportDialog
        from ecdesk.session.delivery.certificates.certificate import certificate_beside
        from ecdesk.session.delivery.certificates.certifying import Issuer
        from ecdesk.session.delivery.delivering import Which, offered_chapters
        from ecdesk.session.delivery.editions.english import in_edition, said_in_chinese
        from ecdesk.session.delivery.exporting import ChartFiles, ExportScope, export, findings_beside

        folder, stem = folder_beside(desk.path), desk.path.stem
        window = self._editors.window()
        chapters = offered_chapters(desk.book)
        dialog = ExportDialog(window, folder / f"{stem}.xlsx", folder / f"{stem}-{tr('图')}", chapters)
        dialog.refuse = self._refuse_final
        choice = dialogs.ask(dialog)
        if choice is None:
            return
        self._refuse_final(choice)
        if choice.final and not may_be_final(window, desk.book, self._workspace.findings):
            return
        # Findings of this very moment go with the still picture of the book; while they are not known, it is checked on the way.
        book, findings = desk.book.snapshot(), None if self._checks.pending else self._workspace.findings
        written = (choice.workbook, findings_beside(choice.workbook), *([certificate_beside(choice.workbook)] * choice.final))
        there = [path.name for path in written if path.exists()]
        if there:
            question = tr("“{file}”已经存在，其中若有手工改动会被替换。", file="”“".join(there))
            if dialogs.ask_question(window, question, (tr("替换"),)) is None:
                return
        last = checks.last if findings is None or choice.final else None
        which = Which.ALL if choice.everything else Which.PRINTED
        wanted = ExportScope(which, only=choice.only, final=choice.final, by=Issuer.at(desk))
        edition = in_edition(book, choice.language, choice.final)
        job = export(edition, choice.workbook, wanted, ChartFiles(choice.charts, choice.formats), findings, last)
        self._missing = said_in_chinese(book, edition)
        self._workspace.jobs.write(text("导出"), job, self._exported)

    def _refuse_final(self, choice: ExportChoice | None) -> None:
        """Raises UserError for a final edition that something stands against, as far as that is known by now."""
        from ecdesk.session.delivery.exporting import check_final

        desk = self._workspace.desk
        if choice is not None and choice.final and desk is not None and not self._checks.pending:
            check_final(desk.book, self._workspace.findings)

    def _exported(self, result: Exported) -> None:
        beside, left = result.findings, result.open
        words = sentences(
            tr("已导出“{file}”和 {count} 张图。", file=result.workbook.name, count=len(result.charts)),
            *self._missing,
            tr("审核结果另存为“{file}”。", file=beside.name) if beside is not None else "",
            tr("还有 {count} 条审核结果未处理。", count=left) if left else "",
            certificate_words(result.certificate),
        )
        self._workspace.say_written(words, result.workbook)

    def verify(self) -> None:
        """Ask for a certificate and for files, and say whether these still print what it certifies."""
        from ecdesk.session.delivery.certificates.verifying import verifying

        window = self._editors.window()
        certificate = dialogs.choose_file(window, tr("核对成品：选择审核证书"), dialogs.CERTIFICATE)
        if certificate is None:
            return
        files = dialogs.choose_files(window, tr("核对成品：选择要核对的文件"), dialogs.DELIVERED, str(certificate.parent))
        if files:
            self._workspace.jobs.start(text("核对成品"), verifying(certificate, files), self._verified)

    def _verified(self, result: Verification) -> None:
        self.show_verified(result.files)

    def show_verified(self, files: Sequence[VerifiedFile]) -> None:
        """Say of files whether they are as delivered, with every difference."""
        others = sum(not one.is_equal for one in files)
        if others:
            words = tr("有 {count} 个文件与证书不同，或者不能核对：", count=others)
        else:
            words = tr("{count} 个文件的数都与证书相同。", count=len(files))
        dialogs.show_list(self._editors.window(), words, [line for one in files for line in one.lines()])

    # -- the note under the table in front

    def _follow(self, focus: Focus | None) -> None:
        if focus is not None and focus.exhibit != self._noted:
            self._noted = focus.exhibit
            next_turn(self, self._put_note)

    def _put_note(self, _findings: object = None) -> None:
        exhibit, editor = self._workspace.exhibit(self._noted), self._editors.editor(self._noted)
        if exhibit is not None and editor is not None:
            editor.set_note(self._checks.note_under(exhibit))
