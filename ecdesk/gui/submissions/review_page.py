"""The review of submissions: the files, the sheet as it looks beside what was read in it, and what has to be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QTabBar, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import Alternative, Answer, AreaRecord, Exhibit, Indicator, Item, Observation, Submission
from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.figures.readings import NOTHING_READ
from ecdesk.domain.texts import Text, sentences, text, tr
from ecdesk.excel.formats import Workbook
from ecdesk.gui.base import plain
from ecdesk.gui.base.cell_names import cell_position
from ecdesk.gui.base.layouts import ContentSplitter, OneOf, bar, splitter, stack
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.base.slices import Stretches
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Place, Workspace
from ecdesk.gui.submissions.answers_page import TickedTable
from ecdesk.gui.submissions.models import READING_COLUMNS, FilesModel, ReadingsModel, cells_read, file_doubts, file_state
from ecdesk.gui.submissions.review.areas_bar import AreasBar
from ecdesk.gui.submissions.review.batch import Batch, Found
from ecdesk.gui.submissions.review.done import ImportDone, in_short, told
from ecdesk.gui.submissions.review.filters import BatchFilter, FilterBar
from ecdesk.gui.submissions.review.headings_panel import HeadingsPanel
from ecdesk.gui.submissions.review.heights import FilesHeight
from ecdesk.gui.submissions.review.question_bar import QuestionBar
from ecdesk.gui.submissions.review.readings_impact import ReadingsImpact
from ecdesk.gui.submissions.review.reasons import ReasonsList, cell_of
from ecdesk.gui.submissions.sheet_view import SheetModel, SheetView, load_sheets
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job
from ecdesk.session.submissions import own_layouts
from ecdesk.session.submissions.headings import Decision, Heading, decide, headings
from ecdesk.session.submissions.imports import (
    FilePreview,
    ImportPreview,
    assess_in_steps,
    holding,
    left_out,
    read,
    reading_context,
    store,
    submission_files,
)
from ecdesk.session.submissions.past_imports import PastImport
from ecdesk.session.submissions.reviewing import Question, answer, questions, suggestions, unknown_areas
from ecdesk.session.tables.territory import add_areas, likely_city

PAUSE = 60


class ReviewPage(Pane):
    """What importing some files would do, and the import itself."""

    def __init__(
        self,
        workspace: Workspace,
        checks: LiveChecks,
        parent: QWidget | None = None,
        batch: Batch | None = None,
        past: PastImport | None = None,
    ) -> None:
        """batch: what lies on the table already. past: what an import brought, to be looked at again instead of a batch."""
        super().__init__(parent)
        self.workspace = workspace
        self.batch = batch or Batch()
        self.past = past
        self.shown = ImportPreview(())
        self._workbook: tuple[Path, Workbook] | None = None
        self._questions: list[Question] = []
        self._headings: list[Heading] = []
        self._asked = 0
        self._job = 0
        self._busy = False
        self._stale = False
        self._left_out: list[Found] = []
        self._stretches = Stretches()
        self.makes_tables = False
        self._make(checks)
        self.offer_tables(False)
        self._pause = pause(self, PAUSE, self._look_again)
        self.retranslate()
        workspace.changed.connect(self._follow_book)
        if past is not None:
            self.files.past = True
            self.show_preview(past.shown)
        elif self.batch.found:
            self.show_batch()

    # -- putting together

    def _make(self, checks: LiveChecks) -> None:
        self.summary = plain.Label(self, role="muted")
        self.tables_button = push_button(self, self.lay_out)
        self.drop_button = worded(
            push_button(self, self.drop_file), text("从列表里去掉"), tip=text("选中的文件不再列出；文件本身不动")
        )
        self.store_button = push_button(self, self.store)
        buttons = (self.drop_button, self.tables_button, self.store_button)
        above = bar(self.summary, *buttons, grow=self.summary, margins=(12, 8, 12, 8))

        self.filter_bar = FilterBar(self)
        self.filter_bar.changed.connect(self._choose)
        self.files = FilesModel(self)
        self.files_table = TickedTable(self)
        self.files_table.show_listing(self.files)
        self.files_table.let_sort()
        self.files_table.ticked.connect(self.files.toggle)
        self.files_table.selectionModel().currentRowChanged.connect(self._show_current_file)
        self.files.ticked_changed.connect(self._count)
        file_side = stack(QWidget(self), self.filter_bar, self.files_table, grow=self.files_table)

        self.question_bar = QuestionBar(self)
        self.question_bar.answered.connect(self.give_answer)
        self.question_bar.skipped.connect(self.skip_question)
        self.question_bar.headings_wanted.connect(self._show_headings)
        self.answer_box = self.question_bar.answer_box
        self.areas_bar = AreasBar(self)
        self.areas_bar.wanted.connect(self.add_areas)
        self.headings_panel = HeadingsPanel(self)
        self.headings_panel.decided.connect(self.decide)
        self.headings_panel.pointed_at.connect(self._point_at_heading)

        self.sheet_tabs = QTabBar(self, expanding=False, drawBase=False)
        self.sheet_tabs.currentChanged.connect(self._show_sheet)
        self.sheet_model = SheetModel(self)
        self.sheet_view = SheetView(self)
        self.sheet_view.setModel(self.sheet_model)
        self.sheet_view.setMouseTracking(True)
        self.sheet_view.entered.connect(self._follow_cell)
        self.sheet_view.selectionModel().currentChanged.connect(self._follow_focused_cell)
        self._sheet_side = stack(QWidget(self), self.sheet_tabs, self.sheet_view, grow=self.sheet_view)

        self.readings = ReadingsModel(self)
        self.readings.confirmed_changed.connect(self._follow_confirmed)
        self.readings_table = TickedTable(self)
        self.readings_table.show_listing(self.readings, several=True)
        self.readings_table.let_sort()
        self.readings_table.setMouseTracking(True)
        self.readings_table.entered.connect(self._follow_reading)
        self.readings_table.ticked.connect(lambda row: self.readings.toggle(self.readings_table.chosen_rows or [row]))
        self.readings_table.selectionModel().currentRowChanged.connect(self._point_at_cell)
        self.impact = ReadingsImpact(self.workspace, checks, self.readings_table, self.readings, self)
        self.why = ReasonsList(self)
        self.why.chosen.connect(self._point_at_reason)
        read = (self.readings_table, self.why, self.impact)
        reading_side = splitter(self, Qt.Orientation.Vertical, (240, 84, 56), *read, grow=self.readings_table)

        self.sides = sides = ContentSplitter(self, "review", Settings(), self._sheet_side, reading_side)
        self._parts = splitter(self, Qt.Orientation.Vertical, (200, 260, 360), self.headings_panel, file_side, sides, grow=sides)
        self.done = ImportDone(self)
        self._body = OneOf(self, self._parts, self.done)
        self._files_height = FilesHeight(self._parts, self.filter_bar, self.files_table)
        stack(self, above, self.areas_bar, self.question_bar, self._body, grow=self._body)
        self.setFocusProxy(self.files_table)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("导入") if self.past is None else tr("导入的内容"))
        self.areas_bar.retranslate()
        self.headings_panel.retranslate()
        self.filter_bar.retranslate()
        self._count()
        self._word_question()
        self._say_why()

    def _count(self) -> None:
        """How many files there are and what the buttons would do."""
        ticked, desk = len(self.files.ticked), self.workspace.desk
        writable = desk is not None and not desk.read_only
        self.store_button.setVisible(self.past is None)
        self.drop_button.setVisible(self.past is None)
        self.drop_button.setEnabled(bool(self.files.all))
        if self.past is not None:
            when, who, count = local_time(self.past.when), self.past.who, len(self.files.all)
            self.summary.setText(tr("{when} {who} 导入了 {count} 份文件", when=when, who=who, count=count))
            self.tables_button.setText(tr("按文件的样子建表"))
            self.tables_button.setEnabled(writable)
            return
        self.summary.setText(self.files.in_short(len(self._questions)))
        self.store_button.setText(self.files.what_is_imported())
        self.tables_button.setText(tr("导入并建表"))
        self.tables_button.setToolTip(plain.tip(tr("导入勾选的文件，并按它们各自的行和列建成表，一步完成")))
        for button in (self.store_button, self.tables_button):
            button.setEnabled(bool(ticked) and writable)

    # -- reading

    def open(self, paths: Sequence[Path]) -> None:
        """Read files and folders, and show what importing them would do."""
        desk = self.workspace.desk
        assert desk is not None
        files = submission_files(paths)
        self._left_out = left_out(paths)
        job = read(files, reading_context(desk.book))
        self._job = self.workspace.jobs.start(text("读取报送文件"), job, self._show_what_was_read)

    def offer_tables(self, wanted: bool) -> None:
        """Whether the button that Enter presses makes tables of what was read, as for a block that was pasted to become one."""
        self.makes_tables = wanted
        for button, is_first in ((self.tables_button, wanted), (self.store_button, not wanted)):
            button.setDefault(is_first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves out the file that is being read, the others are read; Enter presses the button that stands out."""
        skipped = event.key() == Qt.Key.Key_Escape and self.workspace.jobs.skip(self._job)
        first = self.tables_button if self.makes_tables else self.store_button
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.past is None and first.isEnabled():
            first.click()
        elif not skipped:
            super().keyPressEvent(event)

    def _show_what_was_read(self, found: list[Found]) -> None:
        self._busy = False
        self.batch.add([*found, *self._left_out])
        self.show_batch()

    def show_batch(self) -> None:
        """Show what importing the files that lie on the table would do."""
        desk = self.workspace.desk
        self._stale = False
        if desk is not None:
            self.show_preview(self._stretches.run(assess_in_steps(desk.book, self.batch.found)), keep=True)

    def show_preview(self, shown: ImportPreview, keep: bool = False) -> None:
        current = self.current_file.path if keep and self.current_file is not None else None
        self.shown = shown
        self._body.bring(self._parts)
        self.filter_bar.offer_areas(shown.files)
        self.files.set_files(shown.files, keep)
        self._questions = questions(shown) if self.past is None else []
        self._headings = headings(self.workspace.desk.book, shown) if self._questions and self.workspace.desk is not None else []
        self._asked = 0
        self._offer_areas()
        self._ask()
        self._count()
        row = max(0, self.files.row_of(current)) if current is not None else 0
        if not self._questions and self.files.rows:
            self.files_table.setCurrentIndex(self.files.index(row, 0))
        elif not self.files.rows:
            self._show_file(None)
        self._files_height.fit()

    def _choose(self, chosen: BatchFilter) -> None:
        """List what a filter takes."""
        current = self.current_file
        self.files.choose(chosen)
        self.readings.choose(chosen)
        self._count()
        row = self.files.row_of(current.path) if current is not None else -1
        if self.files.rows:
            self.files_table.setCurrentIndex(self.files.index(max(0, row), 0))
        else:
            self._show_file(None)

    def drop_file(self) -> None:
        """Take the current file off the list."""
        file = self.current_file
        if file is not None and not self.workspace.jobs.has(self._job):
            self.batch.drop([file.path])
            self.show_batch()

    # -- following the book

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._pause.start()

    def _follow_book(self, notice: Notice) -> None:
        """What was read is set beside the book again when that changes; what the reader knows changed: it is read again."""
        if self.past is not None or self._busy or not self.batch.found:
            return
        if notice.concerns(Answer, Indicator, Item, AreaRecord):
            self._read_again()
        elif notice.concerns(Observation, Alternative, Submission):
            self._stale = True
            if self.isVisible():
                self._pause.start()

    def _look_again(self) -> None:
        if self._stale and not self.workspace.jobs.has(self._job):
            self.show_batch()

    def _read_again(self) -> None:
        """Read the files of the batch again with what the book knows now."""
        desk = self.workspace.desk
        if desk is not None:
            paths = [path for path, reading in self.batch.found if reading.status != "ignored"]
            job = read(holding(paths), reading_context(desk.book))
            self._job = self.workspace.jobs.start(text("读取报送文件"), job, self._show_what_was_read_again)

    @property
    def current_file(self) -> FilePreview | None:
        return self.files.row_at(self.files_table.currentIndex())

    # -- questions

    def _offer_areas(self) -> None:
        """What is named and is no area of the book yet."""
        desk = self.workspace.desk
        if desk is None or self.past is not None or desk.read_only:
            self.areas_bar.show_areas((), "")
            return
        self.areas_bar.show_areas(unknown_areas(desk.book, self.shown), likely_city(desk.book))

    def add_areas(self, names: Sequence[str], above: str) -> None:
        """Make areas of the book of what the files name, as one step; the files are read again then."""
        desk = self.workspace.desk
        if desk is None or self.workspace.jobs.has(self._job):
            return
        with refusals_to(self.workspace.say):
            made = add_areas(desk, names, above)
            self.workspace.say(tr("已新建地区 {count} 个，可用“撤销”一次撤回。", count=len(made)))

    def _ask(self) -> None:
        self.question_bar.setVisible(bool(self._questions))
        self._list_headings()
        if not self._questions or self.workspace.desk is None:
            return
        question = self._questions[self._asked % len(self._questions)]
        self._word_question()
        self.question_bar.offer(suggestions(self.workspace.desk, question))
        row = self.files.row_of(question.places[0][0])
        if row >= 0:
            self.files_table.setCurrentIndex(self.files.index(row, 0))
        elif self.files.rows:
            self.files_table.setCurrentIndex(self.files.index(0, 0))
        self._point_at_question()

    def _list_headings(self) -> None:
        """The headings that nobody knows; several are shown at once, one when it is wished."""
        desk = self.workspace.desk
        if desk is not None and self._headings:
            self.headings_panel.show_headings(self._headings, [one.name for one in desk.book.indicators])
        self.question_bar.headings_button.setChecked(len(self._headings) > 1)
        self._show_headings(self.question_bar.headings_button.isChecked())

    def _show_headings(self, wanted: bool) -> None:
        self.headings_panel.setVisible(wanted and bool(self._headings))

    def decide(self, decided: list[tuple[Heading, Decision]]) -> None:
        """Make of the headings what was decided."""
        self._begin_answer(lambda desk: decide(desk, self.shown, decided))

    def _point_at_question(self) -> bool:
        """Choose what the question is about, if it is in the file that is shown; False when it is not."""
        file = self.current_file
        if not self._questions or file is None:
            return False
        path, sheet, cell = self._questions[self._asked % len(self._questions)].places[0]
        if path != file.path or not cell:
            return False
        self._point_at(sheet, cell)
        return True

    def _point_at_heading(self, heading: Heading) -> None:
        """Show where a heading stands."""
        path, sheet, cell = heading.asked[0].places[0]
        row = self.files.row_of(path)
        if row >= 0:
            self.files_table.setCurrentIndex(self.files.index(row, 0))
            self._point_at(sheet, cell)

    def _point_at(self, sheet: str, cell: str) -> None:
        row = self.readings.row_of_cell(sheet, cell)
        if row >= 0:
            self.readings_table.setCurrentIndex(self.readings.index(row, 0))
        self._mark(sheet, cell)

    def _word_question(self) -> None:
        if self._questions:
            number = self._asked % len(self._questions)
            self.question_bar.word(self._questions[number], number + 1, len(self._questions), len(self._headings))

    def give_answer(self) -> None:
        """Take what is in the answer box."""
        value = self.question_bar.answer
        if value and self._questions:
            question = self._questions[self._asked % len(self._questions)]
            self._begin_answer(lambda desk: answer(desk, self.shown, question, value))

    def _begin_answer(self, take: Callable[[Desk], Job[list[Found]]]) -> None:
        """Put an answer into the book, and read again what waited for it; the reason when it is none."""
        desk = self.workspace.desk
        if desk is None or self.workspace.jobs.has(self._job):
            return
        self._busy = True
        try:
            job = take(desk)
        except UserError as refusal:
            self.workspace.say(str(refusal))
            return
        finally:
            self._busy = False
        self._job = self.workspace.jobs.start(text("读取报送文件"), job, self._show_what_was_read_again)

    def _show_what_was_read_again(self, found: list[Found]) -> None:
        there = {path for path, _reading in self.batch.found}
        self.batch.add([one for one in found if one[0] in there])
        self.show_batch()

    def skip_question(self) -> None:
        if self._questions:
            self._asked = (self._asked + 1) % len(self._questions)
            self._ask()

    # -- one file

    def _show_current_file(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_file(self.files.row_at(current))

    def _show_file(self, file: FilePreview | None) -> None:
        self.readings.set_file(file)
        self.readings_table.setColumnHidden(*self.readings.area_column)
        self._sheet_side.setVisible(file is None or file.reading.status not in NOTHING_READ)
        self._workbook = None
        self._fill_tabs()
        self._say_why()
        if file is not None and file.reading.status not in NOTHING_READ:
            job = load_sheets(file.path, self._kept(file))
            self.workspace.jobs.start(text("打开报送文件"), job, self._show_sheets, self._say_why_not)
        if file is not None and self.readings.rows and not self._point_at_question():
            self.readings_table.setCurrentIndex(self.readings.index(0, 0))

    def _kept(self, file: FilePreview) -> bytes | None:
        """The bytes of a file that was imported long ago, as the book keeps them."""
        desk = self.workspace.desk
        if self.past is None or desk is None:
            return None
        return desk.file.read_blob(self.past.submission(file.path).file)

    def _say_why(self) -> None:
        """Why the current reading was read so; of a file without readings, how it stands."""
        line, file = self.readings.row_at(self.readings_table.currentIndex()), self.current_file
        if line is not None:
            first = [one for one in (line.reading.doubt, line.reading.place) if one is not None]
            self.why.show_reasons([*file_doubts(file, line.reading.cell), *first, *line.reading.why])
        else:
            self.why.show_words(str(file_state(file)) if file else tr("把报送文件或文件夹拖进窗口，或从工具栏选“导入”。"))

    def _point_at_reason(self, reason: Text) -> None:
        """Show the cell that a reason is taken from."""
        line = self.readings.row_at(self.readings_table.currentIndex())
        if line is None or self._workbook is None:
            return
        sheets = self._workbook[1].sheets
        sheet = next((one for one in sheets if one.name == line.reading.sheet), sheets[0] if sheets else None)
        self._mark(line.reading.sheet, cell_of(reason, line.reading, sheet))

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
        self.sides.fit(self.sheet_view.needed_width, self.readings_table.needed_width)

    # -- the two sides follow each other

    def _follow_reading(self, index: QModelIndex) -> None:
        """The reading under the pointer becomes the current one, unless several were chosen."""
        if len(self.readings_table.chosen_rows) < 2:
            self.readings_table.setCurrentIndex(index)

    def _follow_confirmed(self) -> None:
        """A file of which a sentence was confirmed is to be imported."""
        file = self.current_file
        confirmed = file is not None and any(
            line.to_confirm and (file.reading.digest, line.key) in self.readings.confirmed for line in file.lines
        )
        if file is not None and confirmed and file.path not in self.files.ticked:
            self.files.toggle(self.files.row_of(file.path))

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
        self._store(tables=False)

    def lay_out(self) -> None:
        """The same with a table for each table of the files, or the tables alone of what was imported before."""
        if self.past is None:
            self._store(tables=True)
            return
        desk = self.workspace.desk
        if desk is not None:
            self.workspace.say(self._show_tables(own_layouts.add_tables(desk, self.past.shown, self._exhibit_in_front())))

    def _exhibit_in_front(self) -> str:
        """The exhibit behind which new tables come."""
        focus = self.workspace.focus
        return focus.exhibit if focus is not None and self.workspace.exhibit(focus.exhibit) is not None else ""

    def _store(self, tables: bool) -> None:
        desk = self.workspace.desk
        if desk is None or not self.files.ticked or self.workspace.jobs.has(self._job):
            return
        chosen = ImportPreview(tuple(file for file in self.files.all if file.path in self.files.ticked))
        layouts = own_layouts.numbered(desk.book, self._exhibit_in_front()) if tables else None
        self._busy = True
        try:
            result = store(desk, chosen, self.files.ticked, layouts, self.readings.confirmed)
        finally:
            self._busy = False
        self.batch.take(result.stored, desk.seq)
        self.show_batch()
        self._show_left_out(result.left_out)
        if not self.files.all:
            self.done.show_result(result)
            self._body.bring(self.done)
        # The button has nothing more to do: Qt would hand the keys on to the field for a filter.
        (self.files_table if self.files.all else self.done).setFocus()
        made = self._show_tables(result.exhibits) if tables else ""
        self.workspace.say(sentences(made, *in_short(result)))
        if result.stored:
            self.workspace.imported.emit(sentences(made, *told(result), *in_short(result)[1:]), desk.seq, result.different)

    def _show_left_out(self, reasons: Mapping[Path, Text]) -> None:
        """Say of the files that were not imported why."""
        if reasons:
            refused = [replace(file, refused=reasons.get(file.path, file.refused)) for file in self.shown.files]
            self.show_preview(ImportPreview(tuple(refused)), keep=True)

    def _show_tables(self, made: Sequence[Exhibit]) -> str:
        """Bring the first of new tables to the front; what is to be said of them."""
        if made:
            self.workspace.go_to(Place(made[0].id))
        book = self.workspace.book
        return str(own_layouts.told(book, made)) if book is not None else ""
