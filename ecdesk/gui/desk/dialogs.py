"""Questions, messages and files, and `ask` for the dialogs of the rooms. Call them through this module (``dialogs.ask_text(…)``), so that a
test can answer them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.outgoing import guarded
from ecdesk.domain.files.paths import platform_path, shown
from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import FittingDialog
from ecdesk.gui.base.settings import Settings, documents_folder, folder_beside
from ecdesk.session.program.logs import topic
from ecdesk.session.submissions.endings import ENDINGS

Answer = TypeVar("Answer")

BOOK = "book"
SPREADSHEET = "spreadsheet"
SUBMISSION = "submission"
WORKBOOK = "workbook"
CHART = "chart"
DOCUMENT = "document"
WORD = "word"
PDF = "pdf"
PLAIN_TEXT = "plain text"
TABLE = "table"
COMPARISON = "comparison"
RESCUE = "rescue"
CERTIFICATE = "certificate"
DELIVERED = "delivered"
TO_OPEN = "to open"
FORMS, LETTERS, DATA, PICTURES = "forms", "letters", "data", "pictures"
"""Kinds of folders."""


def _filters(kind: str) -> list[str]:
    """The filters of a file dialog; where a kind has only one, every file can be seen, too."""
    workbook, commas = (tr("Excel 工作簿"), "*.xlsx"), (tr("逗号分隔的表格"), "*.csv")
    kinds = {
        BOOK: ((tr("年报"), "*.ecd"),),
        TO_OPEN: ((tr("年报和补写文件"), "*.ecd *.rescue"),),
        RESCUE: ((tr("补写文件"), "*.rescue"),),
        SUBMISSION: ((tr("报送文件"), " ".join(f"*{ending}" for ending in ENDINGS)),),
        SPREADSHEET: ((tr("电子表格"), "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.html *.htm"),),
        WORKBOOK: (workbook,),
        TABLE: (commas,),
        WORD: ((tr("Word 文稿"), "*.docx"),),
        PDF: (("PDF", "*.pdf"),),
        PLAIN_TEXT: ((tr("纯文本"), "*.txt *.md *.markdown"),),
        DOCUMENT: ((tr("文稿"), "*.docx *.txt *.md"),),
        CHART: ((tr("矢量图"), "*.svg"), ("PDF", "*.pdf"), (tr("图片"), "*.png")),
        COMPARISON: (workbook, commas),
        CERTIFICATE: ((tr("审核证书"), "*.json"),),
        DELIVERED: ((tr("成品"), "*.xlsx *.docx *.pdf *.csv *.ods *.xls"),),
    }
    named = kinds[kind] if len(kinds[kind]) > 1 else (*kinds[kind], (tr("所有文件"), "*"))
    return [f"{name} ({patterns})" for name, patterns in named]


def choose_file(parent: QWidget | None, title: str, kind: str, folder: str = "") -> Path | None:
    """An existing file, or None when the user thought better of it."""
    chosen = _ask_files(parent, title, kind, folder, QFileDialog.FileMode.ExistingFile)
    return chosen[0] if chosen else None


def choose_files(parent: QWidget | None, title: str, kind: str, folder: str = "") -> list[Path]:
    """Existing files; empty when the user thought better of it."""
    return _ask_files(parent, title, kind, folder, QFileDialog.FileMode.ExistingFiles)


def choose_folder(parent: QWidget | None, title: str, kind: str, folder: str = "") -> Path | None:
    """A folder, or None when the user thought better of it."""
    dialog = _file_dialog(parent, title, kind, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    chosen = _chosen(dialog, kind)
    return chosen[0] if chosen else None


def choose_target(parent: QWidget | None, title: str, kind: str, proposed: str = "") -> Path | None:
    """Where to write a file; its suffix is put on when it was not typed. None when the user thought better of it."""
    at = Path(shown(proposed))
    dialog = _file_dialog(parent, title, kind, str(at.parent) if at.is_absolute() else "")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(_filters(kind))

    def put_suffix(chosen_filter: str) -> None:
        dialog.setDefaultSuffix(_suffix(chosen_filter))

    # The dialog puts the suffix on, so that it asks before a file of the whole name is written over.
    dialog.filterSelected.connect(put_suffix)
    put_suffix(dialog.selectedNameFilter())
    if at.name:
        dialog.selectFile(at.name)
    chosen = _chosen(dialog, kind)
    return chosen[0] if chosen else None


def _suffix(name_filter: str) -> str:
    """xlsx of "Excel 工作簿 (*.xlsx)", the first where it has several; "" for all files."""
    patterns = name_filter.rpartition("(")[2].rstrip(")").split()
    return patterns[0].removeprefix("*.") if patterns and patterns[0].startswith("*.") else ""


book: Path | None = None
"""The book that is open, as its window says: a dialog of a kind that was never chosen before begins beside it."""
_visited = ""
"""The folder that was chosen last, or the last file's; where a dialog of another kind begins when no book is open."""


def _file_dialog(parent: QWidget | None, title: str, kind: str, folder: str) -> QFileDialog:
    beside = shown(folder_beside(book)) if book is not None else ""
    places = (shown(folder), Settings().text(_setting(kind)), beside, _visited, documents_folder())
    # A folder that is not there would be taken for the name of a file.
    start = next((place for place in places if place and Path(place).is_dir()), str(Path.home()))
    dialog = QFileDialog(parent, plain.title(title), start)
    # Qt's own Chinese leaves these two out; where the system has a dialog of its own, that is shown instead.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr("位置："))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr("文件类型："))
    details = dialog.findChild(QTreeView, "treeView")
    if details is not None:  # Qt's own dialog: its columns cut sizes, kinds and dates short
        header = details.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return dialog


def _ask_files(parent: QWidget | None, title: str, kind: str, folder: str, mode: QFileDialog.FileMode) -> list[Path]:
    dialog = _file_dialog(parent, title, kind, folder)
    dialog.setFileMode(mode)
    dialog.setNameFilters(_filters(kind))
    return _chosen(dialog, kind)


def _setting(kind: str) -> str:
    return f"folders/{kind}"


def _chosen(dialog: QFileDialog, kind: str) -> list[Path]:
    """Show a file dialog: the files that were chosen, none when the user thought better of it."""
    global _visited
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    paths = [platform_path(name) for name in dialog.selectedFiles()] if accepted else []
    dialog.deleteLater()
    if paths:
        folder = dialog.fileMode() == QFileDialog.FileMode.Directory
        _visited = shown(paths[0] if folder else paths[0].parent)
        Settings().set_text(_setting(kind), _visited)
    return paths


def ask_text(parent: QWidget | None, title: str, label: str, proposed: str = "") -> str | None:
    """A line of text, or None when the user thought better of it."""
    box = plain.input_box(parent, title, label, proposed)
    words = box.textValue().strip() if box.exec() == QDialog.DialogCode.Accepted else ""
    box.deleteLater()
    return words or None


def ask_question(parent: QWidget | None, question: str, answers: Sequence[str], details: str = "") -> int | None:
    """One of the answers by its number; the first is the usual one. None when the question was closed without one."""
    box = plain.message_box(parent, question, details)
    box.setIcon(QMessageBox.Icon.Question)
    buttons = [box.addButton(plain.caption(answer), QMessageBox.ButtonRole.AcceptRole) for answer in answers]
    cancel = box.addButton(tr("取消"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return next((number for number, button in enumerate(buttons) if button is clicked), None)


MOST_LISTED = 12
"""Lines that a question names."""


def ask_in_spite(parent: QWidget | None, question: str, answer: str, lines: Sequence[str]) -> bool:
    """Whether something is to be done although these lines stand against it."""
    more = [tr("…共 {count} 项", count=len(lines))] if len(lines) > MOST_LISTED else []
    return ask_question(parent, question, (answer,), "\n".join([*lines[:MOST_LISTED], *more])) is not None


def show_error(parent: QWidget | None, error: UserError) -> None:
    """A known error: the one sentence that it has."""
    topic("refusal").info("%s", error.text.template)
    box = plain.message_box(parent, str(error))
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("提示"))
    box.addButton(tr("知道了"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    box.deleteLater()


class RefusalsShown(AbstractContextManager[None]):
    """A block whose refusal is shown; what stands behind the block goes on."""

    def __init__(self, parent: QWidget | None) -> None:
        self._parent = parent

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, UserError):
            show_error(self._parent, error)
        return isinstance(error, UserError)


def show_list(parent: QWidget | None, words: str, lines: Sequence[str]) -> None:
    """One sentence, and what it is about line by line, to be looked at and copied."""
    box = FittingDialog(parent)
    box.setWindowTitle(tr("提示"))
    said = plain.Label(box, words, wraps=True)
    listed = QPlainTextEdit("\n".join(lines), box, readOnly=True)
    listed.setAccessibleName(tr("明细"))
    buttons = QDialogButtonBox(box)
    copy = buttons.addButton(tr("复制"), QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(map(guarded, lines))))
    close = buttons.addButton(tr("知道了"), QDialogButtonBox.ButtonRole.AcceptRole)
    close.setDefault(True)
    buttons.accepted.connect(box.accept)
    layout = QVBoxLayout(box)
    for part in (said, listed, buttons):
        layout.addWidget(part)
    box.resize(720, 360)
    box.exec()
    box.deleteLater()


def show_crash(parent: QWidget | None, report: str) -> None:
    """A bug: what happened, and the report to copy."""
    from ecdesk.gui.forms.ui_crash_dialog import Ui_CrashDialog

    dialog = FittingDialog(parent)
    form = Ui_CrashDialog()
    form.setupUi(dialog)  # type: ignore[no-untyped-call]
    form.report.setPlainText(report)

    def copy() -> None:
        QGuiApplication.clipboard().setText(report)

    form.copy.clicked.connect(copy)
    form.carry_on.clicked.connect(dialog.accept)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.exec()
    dialog.deleteLater()


def choose_printer(parent: QWidget | None, title: str) -> Any:
    """A printer with what its dialog was told (a QPrinter), or None when the user thought better of it."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(plain.title(title))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    chosen = printer if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return chosen


class FormDialog(FittingDialog, Generic[Answer]):
    """A dialog of a room, which `ask` shows. It stays as it was filled in, with the reason, while `refuse` raises UserError for what it says."""

    refuse: Callable[[Answer], object] | None = None
    weighty = False
    """Whether what is typed in it takes some writing: it is not given up by a key without a question."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaving = event.matches(QKeySequence.StandardKey.Cancel)
        if leaving and self.weighty and _typed_in(self) and ask_question(self, tr("放弃写好的内容吗？"), (tr("放弃"),)) is None:
            event.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        if self.refuse is not None:
            try:
                self.refuse(self.answer())
            except UserError as error:
                show_error(self, error)
                return
        super().accept()

    def answer(self) -> Answer:
        """What the fields say now."""
        raise NotImplementedError


def _typed_in(dialog: QDialog) -> bool:
    """Whether somebody typed something in a dialog; what it proposed itself does not count."""
    lines = any(line.isModified() for line in dialog.findChildren(QLineEdit))
    return lines or any(one.document().isModified() for one in dialog.findChildren(QPlainTextEdit))


def ask(dialog: FormDialog[Answer]) -> Answer | None:
    """Show a dialog of a room, which is gone afterwards: its answer, or None when the user thought better of it."""
    answer = dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return answer
