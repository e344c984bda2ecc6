"""What a Word document or a PDF is to hold: asked for in one dialog, chosen from one list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.outline import name_of
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.files.paths import file_named, shown
from ecdesk.domain.texts import ENGLISH, SOURCE_LANGUAGE, tr
from ecdesk.gui.desk import dialogs
from ecdesk.session.delivery.delivering import Which, parts_of
from ecdesk.session.delivery.documents import Choice
from ecdesk.session.delivery.profiles import pages_of_areas
from ecdesk.session.delivery.work_report import WORK_REPORT


def fill_parts(box: QComboBox, book: Book, front: Exhibit | None) -> None:
    """What can go out: the whole report, the exhibit in front, each chapter, the page of each area."""
    chosen = box.currentData()
    box.clear()
    box.addItem(tr("全部要印的图表"), "")
    if front is not None:
        box.addItem(name_of(book, front.id), front.id)
    for id, title in (*parts_of(book), *pages_of_areas(book)):
        box.addItem(title, id)
    box.addItem(tr("工作状态报告"), WORK_REPORT)
    box.setCurrentIndex(max(0, box.findData(chosen)))


@dataclass(frozen=True)
class DocumentChoice:
    """Where a document is written to, what stands in it, and in which language."""

    path: Path
    choice: Choice
    language: str = SOURCE_LANGUAGE


class DocumentDialog(dialogs.FormDialog["DocumentChoice | None"]):
    """Asks for a document; the answer is None where no file is named. kind: of the file, as the dialogs for files know it."""

    def __init__(self, parent: QWidget | None, book: Book, front: Exhibit | None, proposed: Path, kind: str) -> None:
        from ecdesk.gui.forms.ui_document_dialog import Ui_DocumentDialog

        super().__init__(parent)
        self.form = Ui_DocumentDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self._kind = kind
        self._suffix = proposed.suffix
        self.setWindowTitle(tr("导出 Word") if kind == dialogs.WORD else tr("导出 PDF"))
        self.form.target.setText(shown(proposed))
        self.form.choose_target.clicked.connect(self._choose_target)
        fill_parts(self.form.part, book, front)

    def answer(self) -> DocumentChoice | None:
        form = self.form
        target = form.target.text().strip()
        if not target:
            return None
        which = Which.ALL if form.all_exhibits.isChecked() else Which.PRINTED
        choice = Choice(which, form.part.currentData(), form.final.isChecked(), form.chart_tables.isChecked())
        language = ENGLISH if form.english.isChecked() else SOURCE_LANGUAGE
        return DocumentChoice(file_named(target, self._suffix), choice, language)

    def _choose_target(self) -> None:
        path = dialogs.choose_target(self, self.windowTitle(), self._kind, self.form.target.text())
        if path is not None:
            self.form.target.setText(shown(path))
