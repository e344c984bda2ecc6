"""The review of submissions: the files, the sheet as it looks beside what was read in it, and what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QTabBar,
    QWidget,
)

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.readings import NOTHING_READ, FileReading
from ecdesk.domain.texts import text, tr
from ecdesk.excel.reading import Workbook
from ecdesk.gui.base import plain
from ecdesk.gui.base.cell_names import cell_position
from ecdesk.gui.base.layouts import bar, splitter, stack
from ecdesk.gui.base.panes import Pane
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.submissions.models import READING_COLUMNS, FilesModel, ReadingsModel, file_state
from ecdesk.gui.submissions.sheet_view import SheetModel, SheetView
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.submissions.arriving import sheets_at
from ecdesk.session.submissions.imports import (
    FilePreview,
    ImportPreview,
    assess,
    left_out,
    read,
    reading_context,
    store,
    submission_files,
)
from ecdesk.session.submissions.reviewing import Question, answer, questions, read_again, suggestions


def load_sheets(path: Path) -> Job[tuple[Path, Workbook]]:
    """The sheets of a file as received, for looking at."""
    yield Progress(0, 0, text("打开 {file}", file=path.name))
    return path, sheets_at(path)


def cells_read(file: FilePreview, sheet: str) -> tuple[frozenset[str], frozenset[str]]:
    """Which cells of a sheet were read, and which of all its cells something has to be asked about."""
    readings = [line.reading for line in file.lines if line.reading.sheet in ("", sheet)]
    problems = [one for one in (*file.reading.problems, *file.warnings) if one.cell and one.sheet in ("", sheet)]
    doubtful = {one.cell for one in problems} | {one.cell for one in readings if one.doubt is not None}
    return frozenset(one.cell for one in readings), frozenset(doubtful)


class FilesTable(PlainTable):
    """The list of files; the space bar ticks."""

    ticked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.ticked.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class ReviewPage(Pane):
    """What importing some files would do, and the import itself."""

    imported = Signal(object)
    """`Stored`, after an import."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.shown = ImportPreview(())
        self._workbook: tuple[Path, Workbook] | None = None
        self._questions: list[Question] = []
        self._asked = 0
        self._job = 0
        self._left_out: list[tuple[Path, FileReading]] = []
        self._make()
        self.retranslate()

    # -- putting together

    def _make(self) -> None:
        self.summary = plain.Label(self)
        self.summary.setProperty("role", "muted")
        self.store_button = QPushButton(self)
        self.store_button.setDefault(True)
        self.store_button.clicked.connect(self.store)
        above = bar(self.summary, self.store_button, grow=self.summary, margins=(12, 8, 12, 8))

        self.files = FilesModel(self)
        self.files_table = FilesTable(self)
        self.files_table.show_listing(self.files)
        self.files_table.ticked.connect(self.files.toggle)
        self.files_table.selectionModel().currentRowChanged.connect(self._show_current_file)
        self.files.ticked_changed.connect(self._count)

        self.question_bar = QFrame(self)
        self.question_bar.setObjectName("questionBar")
        self.question_bar.hide()
        self.question_text = plain.Label(self.question_bar)
        self.question_text.setWordWrap(True)
        self.answer_box = QComboBox(self.question_bar)
        self.answer_box.setEditable(True)
        self.answer_box.setMinimumWidth(280)
        self.answer_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.answer_button = QPushButton(self.question_bar)
        self.answer_button.clicked.connect(self.give_answer)
        line_edit = self.answer_box.lineEdit()
        assert line_edit is not None
        line_edit.returnPressed.connect(self.give_answer)
        self.skip_button = QPushButton(self.question_bar)
        self.skip_button.clicked.connect(self.skip_question)
        asked = (self.question_text, self.answer_box, self.answer_button, self.skip_button)
        bar(*asked, grow=self.question_text, margins=(12, 6, 12, 6), parent=self.question_bar)

        self.sheet_tabs = QTabBar(self)
        self.sheet_tabs.setExpanding(False)
        self.sheet_tabs.setDrawBase(False)
        self.sheet_tabs.currentChanged.connect(self._show_sheet)
        self.sheet_model = SheetModel(self)
        self.sheet_view = SheetView(self)
        self.sheet_view.setModel(self.sheet_model)
        self.sheet_view.setMouseTracking(True)
        self.sheet_view.entered.connect(self._follow_cell)
        self.sheet_view.selectionModel().currentChanged.connect(self._follow_focused_cell)
        sheet_side = stack(QWidget(self), self.sheet_tabs, self.sheet_view, grow=self.sheet_view)

        self.readings = ReadingsModel(self)
        self.readings_table = PlainTable(self)
        self.readings_table.show_listing(self.readings)
        self.readings_table.setMouseTracking(True)
        self.readings_table.entered.connect(self.readings_table.setCurrentIndex)
        self.readings_table.selectionModel().currentRowChanged.connect(self._point_at_cell)
        self.why = plain.Label(self)
        self.why.setProperty("role", "hint")
        self.why.setWordWrap(True)
        self.why.setMinimumHeight(64)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        reading_side = stack(QWidget(self), self.readings_table, self.why, grow=self.readings_table)

        sides = splitter(self, Qt.Orientation.Horizontal, (500, 500), sheet_side, reading_side)
        parts = splitter(self, Qt.Orientation.Vertical, (170, 430), self.files_table, sides)
        stack(self, above, self.question_bar, parts, grow=parts)
        self.setFocusProxy(self.files_table)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("导入"))
        self.answer_button.setText(tr("就是它"))
        self.skip_button.setText(tr("下一个问题"))
        self._count()
        self._word_question()
        self._say_why()

    def _count(self) -> None:
        """How many files there are and what the button would do."""
        ticked = len(self.files.ticked)
        asked = len(self._questions)
        self.summary.setText(
            tr(
                "{count} 份文件，已勾选 {ticked} 份，待答复 {asked} 个问题",
                count=len(self.files.rows),
                ticked=ticked,
                asked=asked,
            )
        )
        self.store_button.setText(tr("导入勾选的 {count} 份", count=ticked))
        self.store_button.setEnabled(bool(ticked) and self.workspace.desk is not None and not self.workspace.desk.read_only)
        self.skip_button.setVisible(asked > 1)

    # -- reading

    def open(self, paths: Sequence[Path]) -> None:
        """Read files and folders, and show what importing them would do."""
        desk = self.workspace.desk
        assert desk is not None
        files = submission_files(paths)
        self._left_out = left_out(paths)
        job = read(files, reading_context(desk.book))
        self._job = self.workspace.jobs.start(text("读取报送文件"), job, self._show_what_was_read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves out the file that is being read; the others are read."""
        if event.key() != Qt.Key.Key_Escape or not self.workspace.jobs.skip(self._job):
            super().keyPressEvent(event)

    def _show_what_was_read(self, found: list[tuple[Path, FileReading]]) -> None:
        desk = self.workspace.desk
        if desk is not None:
            self.show_preview(assess(desk.book, [*found, *self._left_out]))

    def show_preview(self, shown: ImportPreview, keep: bool = False) -> None:
        row = max(0, self.files_table.currentIndex().row()) if keep else 0
        self.shown = shown
        self.files.set_files(shown.files, keep)
        self._questions = questions(shown)
        self._asked = 0
        self._ask()
        self._count()
        if shown.files:
            self.files_table.setCurrentIndex(self.files.index(min(row, len(shown.files) - 1), 0))
        else:
            self._show_file(None)

    @property
    def current_file(self) -> FilePreview | None:
        return self.files.row_at(self.files_table.currentIndex())

    # -- questions

    def _ask(self) -> None:
        self.question_bar.setVisible(bool(self._questions))
        if not self._questions or self.workspace.desk is None:
            return
        question = self._questions[self._asked % len(self._questions)]
        self._word_question()
        self.answer_box.clear()
        self.answer_box.addItems(list(suggestions(self.workspace.desk, question)))
        # Nothing is proposed: an answer that only has to be nodded at is a guess.
        self.answer_box.setCurrentIndex(-1)
        self.answer_box.clearEditText()
        row = self.files.row_of(question.places[0][0])
        if row >= 0:
            self.files_table.setCurrentIndex(self.files.index(row, 0))
        self._point_at_question()

    def _point_at_question(self) -> bool:
        """Choose what the question is about, if it is in the file that is shown; False when it is not."""
        file = self.current_file
        if not self._questions or file is None:
            return False
        path, sheet, cell = self._questions[self._asked % len(self._questions)].places[0]
        if path != file.path or not cell:
            return False
        row = self.readings.row_of_cell(sheet, cell)
        if row >= 0:
            self.readings_table.setCurrentIndex(self.readings.index(row, 0))
        self._mark(sheet, cell)
        return True

    def _word_question(self) -> None:
        if not self._questions:
            return
        question = self._questions[self._asked % len(self._questions)]
        names = "、".join(dict.fromkeys(place[0].name for place in question.places))
        self.question_text.setText(
            tr(
                "{number}/{total}　{question}（{files}）",
                number=self._asked % len(self._questions) + 1,
                total=len(self._questions),
                question=question.message,
                files=names,
            )
        )

    def give_answer(self) -> None:
        """Take what is in the answer box."""
        desk, value = self.workspace.desk, self.answer_box.currentText().strip()
        if desk is None or not value or not self._questions or self.workspace.jobs.has(self._job):
            return
        try:
            job = answer(desk, self.shown, self._questions[self._asked % len(self._questions)], value)
        except UserError as refusal:
            self.workspace.say(str(refusal))
            return
        self._job = self.workspace.jobs.start(text("读取报送文件"), job, self._show_what_was_read_again)

    def _show_what_was_read_again(self, found: list[tuple[Path, FileReading]]) -> None:
        desk = self.workspace.desk
        if desk is not None:
            self.show_preview(read_again(desk.book, self.shown, found), keep=True)

    def skip_question(self) -> None:
        if self._questions:
            self._asked = (self._asked + 1) % len(self._questions)
            self._ask()

    # -- one file

    def _show_current_file(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_file(self.files.row_at(current))

    def _show_file(self, file: FilePreview | None) -> None:
        self.readings.start_over(file.lines if file else ())
        self._workbook = None
        self._fill_tabs()
        self._say_why()
        if file is not None and file.reading.status not in NOTHING_READ:
            self.workspace.jobs.start(text("打开报送文件"), load_sheets(file.path), self._show_sheets, self._say_why_not)
        if file is not None and file.lines and not self._point_at_question():
            self.readings_table.setCurrentIndex(self.readings.index(0, 0))

    def _say_why(self) -> None:
        """Why the current reading was read so; of a file without readings, how it stands."""
        line, file = self.readings.row_at(self.readings_table.currentIndex()), self.current_file
        if line is not None:
            first = [one for one in (line.reading.doubt, line.reading.place) if one is not None]
            self.why.setText("\n".join(map(str, [*first, *line.reading.why])))
        else:
            self.why.setText(str(file_state(file)) if file else tr("把报送文件或文件夹拖进窗口，或从工具栏选“导入”。"))

    def _show_sheets(self, result: tuple[Path, Workbook]) -> None:
        if self.current_file is not None and result[0] == self.current_file.path:
            self._workbook = result
            self._fill_tabs()
            self._point_at_cell(self.readings_table.currentIndex(), QModelIndex())
            self._point_at_question()

    def _say_why_not(self, refusal: UserError) -> None:
        self.workspace.say(str(refusal))

    def _fill_tabs(self) -> None:
        self.sheet_tabs.blockSignals(True)
        while self.sheet_tabs.count():
            self.sheet_tabs.removeTab(0)
        if self._workbook is not None:
            for number, sheet in enumerate(self._workbook[1].sheets, start=1):
                # A CSV or HTML file's only sheet has no name.
                name = sheet.name or tr("表 {number}", number=number)
                self.sheet_tabs.addTab(plain.caption(tr("{sheet}（隐藏）", sheet=name) if sheet.hidden else name))
        self.sheet_tabs.blockSignals(False)
        self._show_sheet(self.sheet_tabs.currentIndex())

    def _show_sheet(self, number: int) -> None:
        file = self.current_file
        sheet = self._workbook[1].sheets[number] if self._workbook is not None and number >= 0 else None
        if sheet is None or file is None:
            self.sheet_model.set_sheet(None, frozenset(), frozenset())
            return
        self.sheet_model.set_sheet(sheet, *cells_read(file, sheet.name))
        self.sheet_view.fit(sheet)

    # -- the two sides follow each other

    def _point_at_cell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        line = self.readings.row_at(current)
        if line is not None:
            self._say_why()
            self._mark(line.reading.sheet, line.reading.cell)

    def _follow_focused_cell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self.sheet_view.hasFocus():
            self._follow_cell(current)

    def _follow_cell(self, index: QModelIndex) -> None:
        sheet = self.sheet_model.sheet
        if sheet is None or not index.isValid():
            return
        row = self.readings.row_of_cell(sheet.name, sheet.cell(index.row(), index.column()).reference)
        if row >= 0 and row != self.readings_table.currentIndex().row():
            self.readings_table.setCurrentIndex(self.readings.index(row, len(READING_COLUMNS) - 1))

    def _mark(self, sheet: str, cell: str) -> None:
        """Show a cell of the sheet as the current one."""
        if self._workbook is None or not cell:
            return
        for number, one in enumerate(self._workbook[1].sheets):
            if one.name == sheet or not sheet:
                self.sheet_tabs.setCurrentIndex(number)
                index = self.sheet_model.index(*cell_position(cell))
                self.sheet_view.setCurrentIndex(index)
                self.sheet_view.scrollTo(index)
                return

    # -- storing

    def store(self) -> None:
        """Import the ticked files as one step."""
        desk = self.workspace.desk
        if desk is None or not self.files.ticked:
            return
        chosen = ImportPreview(tuple(file for file in self.files.rows if file.path in self.files.ticked))
        result = store(desk, chosen, accept=self.files.ticked)
        left = [
            replace(file, refused=result.left_out[file.path]) if file.path in result.left_out else file
            for file in self.files.rows
            if file.path not in result.stored
        ]
        said = tr("已导入 {count} 份报送文件，可用“撤销”整批撤回。", count=len(result.stored))
        if result.left_out:
            said += tr("另有 {count} 份没有导入，原因见“情况”一栏。", count=len(result.left_out))
        self.workspace.say(said)
        self.show_preview(ImportPreview(tuple(left)), keep=True)
        self.imported.emit(result)
