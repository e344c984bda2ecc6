"""Every dialog of the program. Call them through this module (``dialogs.ask_text(…)``), so that a test can answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QListWidgetItem, QMessageBox, QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.paths import platform_path, shown
from ecdesk.domain.texts import tr
from ecdesk.session.program.logs import topic

if TYPE_CHECKING:
    from ecdesk.domain.book.records import Chart, Exhibit
    from ecdesk.gui.desk.workspace import Workspace

BOOK = "book"
SPREADSHEET = "spreadsheet"
WORKBOOK = "workbook"
CHART = "chart"
DOCUMENT = "document"
WORD = "word"
TABLE = "table"
COMPARISON = "comparison"
RESCUE = "rescue"


def _filters(kind: str) -> str:
    named = {
        BOOK: (tr("年报"), ("*.ecd",)),
        RESCUE: (tr("补写文件"), ("*.rescue",)),
        SPREADSHEET: (tr("电子表格"), ("*.xlsx", "*.xlsm", "*.xls", "*.xlsb", "*.ods", "*.csv", "*.html", "*.htm")),
        WORKBOOK: (tr("Excel 工作簿"), ("*.xlsx",)),
        TABLE: (tr("逗号分隔的表格"), ("*.csv",)),
        WORD: (tr("Word 文稿"), ("*.docx",)),
        DOCUMENT: (tr("文稿"), ("*.docx", "*.txt", "*.md")),
    }
    if kind == CHART:
        return ";;".join((f"{tr('矢量图')} (*.svg)", "PDF (*.pdf)", f"{tr('图片')} (*.png)"))
    if kind == COMPARISON:
        return f"{tr('Excel 工作簿')} (*.xlsx);;{tr('逗号分隔的表格')} (*.csv)"
    name, patterns = named[kind]
    return f"{name} ({' '.join(patterns)});;{tr('所有文件')} (*)"


def choose_file(parent: QWidget | None, title: str, kind: str, folder: str = "") -> Path | None:
    """An existing file, or None when the user thought better of it."""
    chosen = _ask_files(parent, title, kind, folder, QFileDialog.FileMode.ExistingFile)
    return chosen[0] if chosen else None


def choose_files(parent: QWidget | None, title: str, kind: str, folder: str = "") -> list[Path]:
    """Existing files; empty when the user thought better of it."""
    return _ask_files(parent, title, kind, folder, QFileDialog.FileMode.ExistingFiles)


def choose_folder(parent: QWidget | None, title: str, folder: str = "") -> Path | None:
    dialog = _file_dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    chosen = _chosen(dialog)
    return chosen[0] if chosen else None


def choose_target(parent: QWidget | None, title: str, kind: str, proposed: str = "") -> Path | None:
    """Where to write a file; its suffix is put on when it was not typed. None when the user thought better of it."""
    at = Path(shown(proposed))
    dialog = _file_dialog(parent, title, str(at.parent) if at.is_absolute() else "")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(_filters(kind).split(";;"))

    def put_suffix(chosen_filter: str) -> None:
        dialog.setDefaultSuffix(_suffix(chosen_filter))

    # The dialog puts the suffix on, so that it asks before a file of the whole name is written over.
    dialog.filterSelected.connect(put_suffix)
    put_suffix(dialog.selectedNameFilter())
    if at.name:
        dialog.selectFile(at.name)
    chosen = _chosen(dialog)
    return chosen[0] if chosen else None


def _suffix(name_filter: str) -> str:
    """xlsx of "Excel 工作簿 (*.xlsx)", the first where it has several; "" for all files."""
    patterns = name_filter.rpartition("(")[2].rstrip(")").split()
    return patterns[0].removeprefix("*.") if patterns and patterns[0].startswith("*.") else ""


_visited = ""
"""The folder of the file that was chosen last; where the next dialog begins that has no better place."""


def _file_dialog(parent: QWidget | None, title: str, folder: str) -> QFileDialog:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    # A folder that is not there would be taken for the name of a file.
    start = next((place for place in (shown(folder), _visited, documents) if place and Path(place).is_dir()), str(Path.home()))
    dialog = QFileDialog(parent, title, start)
    # Qt's own Chinese leaves these two out; where the system has a dialog of its own, that is shown instead.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr("位置："))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr("文件类型："))
    return dialog


def _ask_files(parent: QWidget | None, title: str, kind: str, folder: str, mode: QFileDialog.FileMode) -> list[Path]:
    dialog = _file_dialog(parent, title, folder)
    dialog.setFileMode(mode)
    dialog.setNameFilters(_filters(kind).split(";;"))
    return _chosen(dialog)


def _chosen(dialog: QFileDialog) -> list[Path]:
    """Show a file dialog: the files that were chosen, none when the user thought better of it."""
    global _visited
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    paths = [platform_path(name) for name in dialog.selectedFiles()] if accepted else []
    dialog.deleteLater()
    if paths:
        _visited = shown(paths[0].parent)
    return paths


def ask_text(parent: QWidget | None, title: str, label: str, proposed: str = "") -> str | None:
    """A line of text, or None when the user thought better of it."""
    words, accepted = QInputDialog.getText(parent, title, label, text=proposed)
    return words.strip() if accepted and words.strip() else None


def ask_question(parent: QWidget | None, question: str, answers: Sequence[str], details: str = "") -> int | None:
    """One of the answers by its number; the first is the usual one. None when the question was closed without one."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(question)
    box.setInformativeText(details)
    buttons = [box.addButton(answer, QMessageBox.ButtonRole.AcceptRole) for answer in answers]
    cancel = box.addButton(tr("取消"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return next((number for number, button in enumerate(buttons) if button is clicked), None)


def show_error(parent: QWidget | None, error: UserError) -> None:
    """A known error: the one sentence that it has."""
    topic("refusal").info("%s", error.text.template)
    box = QMessageBox(QMessageBox.Icon.Warning, tr("提示"), str(error), QMessageBox.StandardButton.NoButton, parent)
    box.addButton(tr("知道了"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    box.deleteLater()


def show_crash(parent: QWidget | None, report: str) -> None:
    """A bug: what happened, and the report to copy."""
    from ecdesk.gui.forms.ui_crash_dialog import Ui_CrashDialog

    dialog = QDialog(parent)
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


def show_about(parent: QWidget | None, version: str) -> None:
    box = QMessageBox(parent)
    box.setWindowTitle(tr("关于"))
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(f"<h3>{tr('统计年报编辑台')}</h3><p>ecdesk {version}</p>")
    box.setInformativeText(tr("供统计年报编辑人员使用的离线编辑台。以 MIT 许可证发布。"))
    others = box.addButton(tr("第三方软件…"), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(box.addButton(tr("知道了"), QMessageBox.ButtonRole.AcceptRole))
    box.exec()
    wanted = box.clickedButton() is others
    box.deleteLater()
    if wanted:
        show_notices(parent)


def show_notices(parent: QWidget | None) -> None:
    """The software and fonts of others, with their licences."""
    from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QVBoxLayout

    from ecdesk.session.program.notices import notice

    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("第三方软件"))
    words = QPlainTextEdit(notice(), dialog)
    words.setReadOnly(True)
    words.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    buttons = QDialogButtonBox(dialog)
    buttons.addButton(tr("知道了"), QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.accepted.connect(dialog.accept)
    layout = QVBoxLayout(dialog)
    layout.addWidget(words)
    layout.addWidget(buttons)
    dialog.resize(680, 520)
    dialog.exec()
    dialog.deleteLater()


@dataclass(frozen=True)
class Preferences:
    """What the preferences dialog asks for. language: a code; user: the name in the journal, "" for the account's."""

    theme: str
    language: str
    font_size: int
    user: str


def ask_preferences(parent: QWidget | None, present: Preferences) -> Preferences | None:
    """The preferences as chosen, or None when the user thought better of it."""
    from ecdesk.domain.texts import languages
    from ecdesk.gui.base import themes
    from ecdesk.gui.forms.ui_preferences_dialog import Ui_PreferencesDialog

    names = {"zh": "中文", "en": "English"}  # not shown in another language: each by its own name
    dialog = QDialog(parent)
    form = Ui_PreferencesDialog()
    form.setupUi(dialog)  # type: ignore[no-untyped-call]
    for name in themes.THEME_NAMES:
        form.theme.addItem(tr(themes.theme(name).title), name)
    for code in languages():
        form.language.addItem(names.get(code) or QLocale(code).nativeLanguageName(), code)
    form.theme.setCurrentIndex(form.theme.findData(present.theme))
    form.language.setCurrentIndex(form.language.findData(present.language))
    form.font_size.setValue(present.font_size)
    form.user.setText(present.user)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = Preferences(form.theme.currentData(), form.language.currentData(), form.font_size.value(), form.user.text().strip())
    dialog.deleteLater()
    return chosen if accepted else None


@dataclass(frozen=True)
class ExportChoice:
    """What an export is to write. charts: the folder for chart files, None for none; final: refuse while findings are open."""

    workbook: Path
    charts: Path | None
    formats: tuple[str, ...]
    final: bool


def ask_export(parent: QWidget | None, workbook: Path, charts: Path) -> ExportChoice | None:
    """Where to export to, with these proposed; None when the user thought better of it."""
    from ecdesk.gui.forms.ui_export_dialog import Ui_ExportDialog

    dialog = QDialog(parent)
    form = Ui_ExportDialog()
    form.setupUi(dialog)  # type: ignore[no-untyped-call]
    form.workbook.setText(shown(workbook))
    form.charts.setText(shown(charts))

    def choose_workbook() -> None:
        path = choose_target(dialog, tr("导出工作簿"), WORKBOOK, form.workbook.text())
        if path is not None:
            form.workbook.setText(shown(path))

    def choose_charts() -> None:
        path = choose_folder(dialog, tr("图的文件夹"), form.charts.text())
        if path is not None:
            form.charts.setText(shown(path))

    form.choose_workbook.clicked.connect(choose_workbook)
    form.choose_charts.clicked.connect(choose_charts)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted and bool(form.workbook.text().strip())
    formats = tuple(box.text().lower() for box in (form.svg, form.pdf, form.png) if box.isChecked())
    with_charts = form.with_charts.isChecked() and bool(form.charts.text().strip()) and bool(formats)
    chosen = ExportChoice(
        platform_path(form.workbook.text().strip()).with_suffix(".xlsx"),
        platform_path(form.charts.text().strip()) if with_charts else None,
        formats,
        form.final.isChecked(),
    )
    dialog.deleteLater()
    return chosen if accepted else None


@dataclass(frozen=True)
class ExhibitWords:
    """What stands around a table. notes: a line each."""

    number: str = ""
    caption: str = ""
    unit: str = ""
    corner: str = ""
    source_line: str = ""
    notes: tuple[str, ...] = ()


def ask_exhibit(parent: QWidget | None, title: str, present: ExhibitWords) -> ExhibitWords | None:
    """The words around a table, with the present ones proposed; None when the user thought better of it."""
    from ecdesk.gui.forms.ui_exhibit_dialog import Ui_ExhibitDialog

    dialog = QDialog(parent)
    form = Ui_ExhibitDialog()
    form.setupUi(dialog)  # type: ignore[no-untyped-call]
    dialog.setWindowTitle(title)
    form.number.setText(present.number)
    form.caption.setText(present.caption)
    form.unit.setText(present.unit)
    form.corner.setText(present.corner)
    form.source_line.setText(present.source_line)
    form.notes.setPlainText("\n".join(present.notes))
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    words = ExhibitWords(
        form.number.text().strip(),
        form.caption.text().strip(),
        form.unit.text().strip(),
        form.corner.text().strip(),
        form.source_line.text().strip(),
        tuple(line.strip() for line in form.notes.toPlainText().splitlines() if line.strip()),
    )
    dialog.deleteLater()
    return words if accepted else None


@dataclass(frozen=True)
class ChartChoice:
    """How an exhibit is to be drawn; chart: None for no chart."""

    chart: Chart | None


def ask_chart(parent: QWidget | None, workspace: Workspace, exhibit: Exhibit) -> ChartChoice | None:
    """How to draw an exhibit, with the present or a proposed chart to begin with; None when the user thought better of it."""
    from ecdesk.gui.panels.chart_dialog import ChartDialog

    dialog = ChartDialog(workspace, exhibit, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    choice = ChartChoice(dialog.chart)
    dialog.deleteLater()
    return choice if accepted else None


@dataclass(frozen=True)
class NewBook:
    """A blank book: what it is called, and of which year."""

    title: str
    year: int


def ask_new_book(parent: QWidget | None, year: int, years: range) -> NewBook | None:
    """Name and year of a blank book, with this year proposed; None when the user thought better of it."""
    from ecdesk.gui.forms.ui_new_book_dialog import Ui_NewBookDialog

    dialog = QDialog(parent)
    form = Ui_NewBookDialog()
    form.setupUi(dialog)  # type: ignore[no-untyped-call]
    form.year.setRange(years[0], years[-1])
    form.year.setValue(year)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = NewBook(form.title.text().strip(), form.year.value())
    dialog.deleteLater()
    return chosen if accepted else None


@dataclass(frozen=True)
class AreasChoice:
    """Codes of the areas that report, and names of new ones that report too."""

    codes: frozenset[str]
    fresh: tuple[str, ...] = ()


def ask_areas(parent: QWidget | None, areas: Sequence[tuple[str, str, bool]]) -> AreasChoice | None:
    """Which of the areas (code, name, whether it reports now) are to report; None when the user thought better of it."""
    from ecdesk.domain.wording.folding import fold
    from ecdesk.gui.forms.ui_areas_dialog import Ui_AreasDialog

    dialog = QDialog(parent)
    form = Ui_AreasDialog()
    form.setupUi(dialog)  # type: ignore[no-untyped-call]
    for code, name, reports in areas:
        item = QListWidgetItem(name, form.areas)
        item.setData(Qt.ItemDataRole.UserRole, code)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if reports else Qt.CheckState.Unchecked)
    items = [form.areas.item(row) for row in range(form.areas.count())]

    def count() -> None:
        form.count.setText(tr("已勾选 {count} 个", count=sum(item.checkState() is Qt.CheckState.Checked for item in items)))

    def search(words: str) -> None:
        for item in items:
            item.setHidden(fold(words) not in fold(item.text()))

    def tick(state: Qt.CheckState) -> None:
        for item in items:
            if not item.isHidden():
                item.setCheckState(state)

    form.wanted.textChanged.connect(search)
    form.areas.itemChanged.connect(count)
    form.tick_all.clicked.connect(lambda: tick(Qt.CheckState.Checked))
    form.tick_none.clicked.connect(lambda: tick(Qt.CheckState.Unchecked))
    count()
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = frozenset(str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked)
    names = form.fresh.text().replace("，", ",").replace("、", ",").split(",")
    dialog.deleteLater()
    return AreasChoice(chosen, tuple(name.strip() for name in names if name.strip())) if accepted else None
