"""The page of an import: what each file holds and what storing it would do, questions, and the one step that stores it all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.keys import MEASURE_NAMES
from ecdesk.domain.numerals import print_content
from ecdesk.domain.periods import period_from_code
from ecdesk.domain.texts import text, tr
from ecdesk.gui import dialogs, icons
from ecdesk.gui.forms.ui_import_page import Ui_ImportPage
from ecdesk.gui.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.panes import Pane
from ecdesk.gui.plain_table import PlainTable
from ecdesk.gui.snapshots import still_desk
from ecdesk.gui.workspace import Workspace
from ecdesk.session import imports, reviewing
from ecdesk.session.imports import FATE_NAMES, Fate, FilePreview, ImportPreview, Line
from ecdesk.session.reviewing import Question

FATE_ICONS = {
    Fate.NEW: ("added", "added"),
    Fate.SAME: ("complete", "same"),
    Fate.DIFFERENT: ("query", "changed"),
    Fate.UNKNOWN: ("undecided", "muted"),
}


def _file_icon(file: FilePreview) -> QIcon:
    if file.reading.status == "rejected":
        return icons.icon("error", "error")
    return icons.icon("complete", "ok") if file.storable else icons.icon("query", "query")


def _file_words(file: FilePreview) -> str:
    """Why a file is not stored, or what to look at, in one line."""
    if file.refused is not None:
        return str(file.refused)
    if file.warnings:
        return str(file.warnings[0].message)
    return tr("这份文件已经导入过。") if file.earlier else ""


def _counted(fate: Fate, width: int) -> Column[FilePreview]:
    return Column(FATE_NAMES[fate], lambda file: str(file.count(fate) or ""), width, right=True)


FILE_COLUMNS: Sequence[Column[FilePreview]] = (
    Column(text("文件名"), lambda file: file.path.name, 240, icon=_file_icon),
    Column(text("地区"), lambda file: file.reading.region, 110),
    Column(text("年份"), lambda file: str(file.reading.year or ""), 56, right=True),
    *(_counted(fate, 56) for fate in Fate),
    Column(text("说明"), _file_words, 260),
)


def _period(line: Line) -> str:
    try:
        return str(period_from_code(line.reading.period))
    except ValueError:
        return line.reading.period


def _where(line: Line) -> str:
    return " ".join(part for part in (line.reading.sheet, line.reading.cell) if part)


def _line_tip(line: Line) -> str:
    doubt = [line.reading.doubt] if line.reading.doubt is not None else []
    return "\n".join(str(words) for words in (*doubt, *line.reading.why)) or line.reading.raw


LINE_COLUMNS: Sequence[Column[Line]] = (
    Column(text("结果"), lambda line: str(FATE_NAMES[line.fate]), 72, icon=lambda line: icons.icon(*FATE_ICONS[line.fate])),
    Column(text("指标"), lambda line: line.reading.indicator, 170),
    Column(text("分组项"), lambda line: line.reading.item, 90),
    Column(text("时期"), _period, 76),
    Column(text("量"), lambda line: tr(MEASURE_NAMES[line.reading.measure.partition(":")[0]]), 76),
    Column(text("报送数"), lambda line: print_content(line.reading.amount), 110, right=True),
    Column(text("本书现有"), lambda line: print_content(line.present), 110, right=True),
    Column(text("位置"), _where, 110),
    Column(text("原文"), lambda line: line.reading.raw, 120),
)


class ImportPage(Pane):
    """A preview of files; nothing is in the book before it is stored."""

    stored = Signal()
    """Everything that was chosen is in the book; the page has done its work."""
    files_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.ui = Ui_ImportPage()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.preview = ImportPreview(())
        self.accepted: set[Path] = set()
        self._question: Question | None = None
        self._fate: Fate | None = None
        self.files: ListingModel[FilePreview] = ListingModel(FILE_COLUMNS, _file_tip, self)
        self.file_table = _table(self.files, self.ui.files_holder)
        self.lines: ListingModel[Line] = ListingModel(LINE_COLUMNS, _line_tip, self)
        chips = QHBoxLayout()
        chips.setContentsMargins(8, 4, 8, 4)
        chips.setSpacing(8)
        self.chips: dict[Fate, QToolButton] = {}
        for fate in Fate:
            chip = QToolButton(self)
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.clicked.connect(self._chip_clicked)
            self.chips[fate] = chip
            chips.addWidget(chip)
        chips.addStretch(1)
        self.ui.detail_layout.insertLayout(1, chips)
        self.line_table = _table(self.lines, self.ui.lines_holder)
        self.ui.questions.setProperty("role", "strip")
        self.ui.splitter.setSizes([200, 320])
        self.file_table.selectionModel().currentRowChanged.connect(self._file_chosen)
        self.line_table.opened.connect(self._show_in_book)
        self.ui.add_files.clicked.connect(self.files_wanted)
        self.ui.store.clicked.connect(self.store)
        self.ui.give_answer.clicked.connect(self.give_answer)
        self.ui.accept.clicked.connect(self._accept_clicked)
        self.setFocusProxy(self.file_table)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        self.ui.retranslateUi(self)  # type: ignore[no-untyped-call]
        self._show_summary()
        for model in (self.files, self.lines):
            model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, model.columnCount() - 1)

    def restyle(self) -> None:
        for fate, chip in self.chips.items():
            chip.setIcon(icons.icon(*FATE_ICONS[fate]))

    # -- reading

    def read(self, paths: Sequence[Path]) -> None:
        """Read files, besides those that are here already, on the worker."""
        desk = self.workspace.desk
        if desk is None:
            return
        wanted = list(dict.fromkeys([*(file.path for file in self.preview.files), *paths]))
        self.workspace.jobs.start(
            text("读取报送文件"), imports.preview(still_desk(desk), wanted), self.show_preview, self._failed
        )

    def show_preview(self, shown: ImportPreview) -> None:
        self.preview = shown
        row = self.file_table.currentIndex().row()
        self.files.set_rows(shown.files)
        if shown.files:
            self.file_table.setCurrentIndex(self.files.index(min(max(row, 0), len(shown.files) - 1), 0))
        self._show_summary()
        self._show_file()

    def _failed(self, error: UserError) -> None:
        dialogs.show_error(self, error)

    @property
    def chosen(self) -> FilePreview | None:
        index = self.file_table.currentIndex()
        return self.files.rows[index.row()] if index.isValid() and index.row() < len(self.files.rows) else None

    # -- showing

    def _show_summary(self) -> None:
        files = self.preview.files
        ready = sum(self._will_be_stored(file) for file in files)
        words = tr("{count} 份文件，{ready} 份可以存入", count=len(files), ready=ready) if files else tr("正在读取文件…")
        self.ui.summary.setText(words)
        self.ui.store.setEnabled(ready > 0 and self.workspace.desk is not None and not self.workspace.desk.read_only)

    def _will_be_stored(self, file: FilePreview) -> bool:
        return file.storable or (file.path in self.accepted and file.reading.status != "rejected")

    def _file_chosen(self) -> None:
        self._fate = None
        self._show_file()

    def _show_file(self) -> None:
        file = self.chosen
        lines = file.lines if file is not None else ()
        self.lines.set_rows(tuple(line for line in lines if self._fate is None or line.fate is self._fate))
        for fate, chip in self.chips.items():
            chip.setText(f"{FATE_NAMES[fate]} {file.count(fate) if file is not None else 0}")
            chip.setChecked(fate is self._fate)
        self._show_question()

    def _show_question(self) -> None:
        """What has to be answered or looked at before the chosen file can be stored."""
        file, ui, desk = self.chosen, self.ui, self.workspace.desk
        asked = [question for question in reviewing.questions(self.preview) if file and _concerns(question, file)]
        self._question = asked[0] if asked else None
        points = [*reviewing.open_points(file), *file.warnings] if file is not None else []
        words = [str(asked[0].message)] if asked else list(dict.fromkeys(str(point.message) for point in points))
        ui.words.setText("\n".join(words[:4]))
        for widget in (ui.answer, ui.give_answer):
            widget.setVisible(self._question is not None)
        if self._question is not None and desk is not None:
            ui.answer.clear()
            ui.answer.addItems(list(reviewing.suggestions(desk, self._question)))
        can_accept = file is not None and not file.storable and file.reading.status != "rejected" and bool(file.lines)
        ui.accept.setVisible(can_accept)
        ui.accept.setChecked(file is not None and file.path in self.accepted)
        ui.questions.setVisible(bool(words) or can_accept)

    def _chip_clicked(self) -> None:
        fate = next(fate for fate, chip in self.chips.items() if chip is self.sender())
        self._fate = None if self._fate is fate else fate
        self._show_file()

    # -- doing

    def give_answer(self) -> None:
        desk, question = self.workspace.desk, self._question
        if desk is None or question is None:
            return
        try:
            self.show_preview(reviewing.answer(desk, self.preview, question, self.ui.answer.currentText()))
        except UserError as error:
            dialogs.show_error(self, error)

    def _accept_clicked(self, accepted: bool) -> None:
        file = self.chosen
        if file is not None:
            (self.accepted.add if accepted else self.accepted.discard)(file.path)
            self._show_summary()

    def store(self) -> None:
        """Put everything that can be stored into the book, as one step."""
        desk = self.workspace.desk
        if desk is None:
            return
        try:
            result = imports.store(desk, self.preview, self.accepted)
        except UserError as error:
            dialogs.show_error(self, error)
            return
        self.workspace.say(
            tr(
                "已存入 {files} 份报送：新增 {new} 个数，{different} 个与本书不同；{left} 份没有存入。",
                files=len(result.stored),
                new=result.fates[Fate.NEW],
                different=result.fates[Fate.DIFFERENT],
                left=len(result.left_out),
            )
        )
        left = {name for name, _why in result.left_out}
        rest = tuple(file for file in self.preview.files if file.path.name in left)
        if rest:
            self.accepted.clear()
            self.show_preview(ImportPreview(rest))
        else:
            self.stored.emit()

    def _show_in_book(self, index: QModelIndex) -> None:
        line: Line = index.data(ROW_ROLE)
        if line.key is None or not self.workspace.go_to_key(line.key):
            self.workspace.say(tr("这个数没有印在任何图表里。"))


def _table(model: ListingModel[FilePreview] | ListingModel[Line], holder: QWidget) -> PlainTable:
    table = PlainTable(holder)
    table.setModel(model)
    table.set_widths(column.width for column in model.columns)
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(table)
    return table


def _concerns(question: Question, file: FilePreview) -> bool:
    return any(path == file.path for path, _sheet, _cell in question.places)


def _file_tip(file: FilePreview) -> str:
    lines = [str(file.path), *(str(problem.message) for problem in (*file.reading.problems, *file.warnings))]
    return "\n".join(dict.fromkeys(lines))
