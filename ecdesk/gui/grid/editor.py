"""The table editor: the grid with its strips, its actions, and what it tells the window."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.changes import Action, Notice
from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.book.records import Alternative, Comment, Conflict, Exhibit, Observation, Source, Submission
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.in_english import unit_name
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import stack
from ecdesk.gui.base.settings import SettingsFile, settings_file
from ecdesk.gui.base.slices import Slices
from ecdesk.gui.grid.actions import GridMenus, make_actions
from ecdesk.gui.grid.bars import HeadingStrip, NameStrip, NoticeStrip
from ecdesk.gui.grid.drawing.painted_grid import MEASURED_AT_ONCE
from ecdesk.gui.grid.editing.verbs import CellVerbs
from ecdesk.gui.grid.interface import CellPlace, CellStates, SelectionSummary
from ecdesk.gui.grid.memory import GridMemory
from ecdesk.gui.grid.model import STUB, GridModel
from ecdesk.gui.grid.selection import Block
from ecdesk.gui.grid.structure.verbs import StructureVerbs
from ecdesk.gui.grid.view import GridView
from ecdesk.gui.grid.viewing.finding import FindBar, Match
from ecdesk.gui.grid.viewing.going import find_place, place_name
from ecdesk.gui.grid.viewing.sorting import Viewing
from ecdesk.gui.grid.viewing.summary import summarise
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.places import data_folder
from ecdesk.session.records.origins import origin_line
from ecdesk.session.tables.cells import cell_refusal

MOST_SELECTED_AFTER_UNDO = 20_000
MANY = 200
"""Changed figures from which on what follows from them waits until the grid has been drawn, and columns are made wider bit by bit."""


class TableEditor(QWidget):
    """One exhibit to read and to edit.

    currentCellChanged: a `CellPlace`, None while the table has no cells. selectionSummaryChanged: a `SelectionSummary`. message: a
    sentence for the status bar; nothing ever pops up. exhibit_gone: the exhibit was removed from the book.
    new_table_wanted and layout_wanted: id of an exhibit, see `StructureVerbs`. paste_by_heads_wanted: id of this one. trial_wanted: what is to be tried
    in this table, a list of entries, None for what is still to be typed into its cell. structure_actions: verbs for lines and the table's frame, by name.
    """

    currentCellChanged = Signal(object)  # noqa: N815 - named as Qt names its own
    selectionSummaryChanged = Signal(object)  # noqa: N815
    message = Signal(str)
    exhibit_gone = Signal()
    new_table_wanted = Signal(str)
    layout_wanted = Signal(str)
    paste_by_heads_wanted = Signal(str)
    trial_wanted = Signal(object)

    def __init__(self, desk: Desk, exhibit_id: str, parent: QWidget | None = None, settings: SettingsFile | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tableEditor")
        self.desk = desk
        self.exhibit_id = exhibit_id
        self.model = GridModel(desk, exhibit_id, self)
        self.view = GridView(self.model, self)
        self.view.setAccessibleName(self.model.exhibit.number_and_caption)
        self.verbs = CellVerbs(self.model, self.view, self)
        self.viewing = Viewing(self.model, self.view, self)
        self.find_bar = FindBar(self.model, self)
        self.structuring = StructureVerbs(self.model, self.view, self.viewing.clear, self)
        self.structure_actions = self.structuring.actions
        self.strip = NameStrip(self)
        self.unread_strip = NoticeStrip("unreadStrip", self)
        self._unread: list[tuple[int, int]] = []
        self._summary = Slices(self.selectionSummaryChanged.emit, self)
        self._widening = Slices(None, self)
        self._sized = False
        """Whether columns are as wide as they were left or need to be: a table that is behind others is measured when it is shown."""
        self._making_room = False
        self._stepped = False
        """Whether what is being shown came of going back or forth in the steps."""
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._catch_up)
        self._memory = GridMemory(settings or settings_file(data_folder() / "grid.ini"), exhibit_id)
        self._told: CellPlace | None = None
        self._changed: set[Key] = set()
        self._behind = False
        """Whether the book has changed since this was last in sight; `_changed`: these figures of it."""
        self._note = ""
        self._typed_in: tuple[str, str] | None = None
        """Ids of the row and the column of the cell that the line above the grid is typed about."""
        self._lay_out()
        self.actions_by_name: dict[str, QAction] = make_actions(self)
        self.menus = GridMenus(self.model, self.view, self.viewing, {**self.actions_by_name, **self.structure_actions}, self)
        self._connect()
        self._stop_listening = desk.listen(self._heed)
        self.destroyed.connect(self._stop_listening)
        self.view.set_zoom(self._memory.zoom)
        self._count_unread()
        self._show_caption()
        self._tell_selection()

    # -- for the window

    def ask_to_paste_by_heads(self) -> None:
        """Let the block on the clipboard go to the cells that its own heads name."""
        self.view.commit()
        self.paste_by_heads_wanted.emit(self.exhibit_id)

    def try_typing(self) -> None:
        """See what a figure in the active cell would move before it stands there."""
        self.view.commit()
        self.trial_wanted.emit(None)

    def try_pasting(self) -> None:
        """The same of the block on the clipboard."""
        entries = self.verbs.pasted()
        if entries is not None:
            self.trial_wanted.emit(entries)

    def go_to(self, row: int, column: int) -> None:
        """Make a cell (in printed order) the active one and bring it into sight; a filter that hides it is lifted."""
        self.view.commit()
        shown = self.model.shown_row(row)
        if shown is None:
            self.viewing.clear()
            shown = self.model.shown_row(row)
        if shown is not None:
            self.view.choose(shown, column)

    def set_note(self, note: str) -> None:
        """The note that is printed under the table by itself, "" for none."""
        if note != self._note:
            self._note = note
            self._show_caption()

    def set_states(self, provider: CellStates | None) -> None:
        """Whom to ask for failing and explained cells; see `CellStates`."""
        self.model.set_states(provider)

    @property
    def _has_cells(self) -> bool:
        return bool(self.model.rowCount() and self.model.columnCount())

    @property
    def current(self) -> CellPlace | None:
        """The active cell."""
        if not self._has_cells:
            return None
        row, column = self.view.chosen.active
        return CellPlace(self.exhibit_id, self.model.printed_row(row), column, self.model.key(row, column))

    def commit(self) -> None:
        """Keep what is being typed or pasted; call it before saving, closing or leaving."""
        self.view.commit()
        self.verbs.finish()

    def set_grid_focus(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def release(self) -> None:
        """Stop listening to the book and the states; the editor goes."""
        self.commit()
        self._stop_listening()
        self.model.release()
        self._later.stop()
        self._summary.stop()
        self._widening.stop()

    # -- making it

    def _lay_out(self) -> None:
        self.heading = HeadingStrip(self)
        self.foot = plain.Label(self, wraps=True)
        self.foot.setObjectName("tableFoot")
        self.foot.setContentsMargins(8, 3, 8, 3)
        self.previous_unread = self.unread_strip.add_button(
            "previousUnread", "↑", tr("上一个读不懂的单元格"), self._previous_unread
        )
        self.next_unread = self.unread_strip.add_button("nextUnread", "↓", tr("下一个读不懂的单元格"), self._next_unread)
        above = (self.strip, self.unread_strip, self.verbs.heads_strip, self.viewing.strip, self.viewing.filter_bar, self.heading)
        below = (self.foot, self.find_bar, self.verbs.remark_bar, self.structuring.prompt)
        stack(self, *above, self.view, *below, grow=self.view)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        view, strip = self.view, self.strip
        view.selection_moved.connect(self._tell_selection)
        view.editing_text.connect(self._show_typed)
        view.editing_ended.connect(self._show_active)
        view.columns_header.sectionResized.connect(self._remember_column)
        view.columns_header.sectionHandleDoubleClicked.connect(self._widen_as_needed)
        view.corner.width_wanted.connect(self._remember_stub)
        view.remove_lines_wanted.connect(self._remove_lines)
        view.insert_lines_wanted.connect(self._insert_lines)
        view.zoom_changed.connect(self._memory.set_zoom)
        view.left.connect(self._keep_figure)
        strip.figure.textEdited.connect(self._note_cell)
        strip.figure.committed.connect(self._enter_figure)
        strip.figure.cancelled.connect(self._leave_figure)
        strip.name.wanted.connect(self._go_by_name)
        strip.name.cancelled.connect(self._leave_name_box)
        self.find_bar.went.connect(self._go_to_match)
        self.find_bar.replace_wanted.connect(self.verbs.replace)
        self.verbs.said.connect(self.message)
        self.verbs.remark_bar.closed.connect(self.set_grid_focus)
        self.verbs.heads_strip.closed.connect(self.set_grid_focus)
        self.verbs.by_heads_wanted.connect(self.ask_to_paste_by_heads)
        self.find_bar.closed.connect(self.set_grid_focus)
        self.structuring.said.connect(self.message)
        self.structuring.new_table_wanted.connect(self.new_table_wanted)
        self.structuring.layout_wanted.connect(self.layout_wanted)
        self.structuring.closed.connect(self.set_grid_focus)
        self.viewing.changed.connect(self._search_again)
        self.model.layout_replaced.connect(self._show_layout)
        self.model.exhibit_gone.connect(self.exhibit_gone)

    # -- look

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._compare()
        self._catch_up()

    def _compare(self) -> None:
        """Earlier figures below those of the table, if they are wanted and there are any."""
        wanted = self._memory.comparing
        self.actions_by_name["compare"].setChecked(wanted)
        before = self.view.comparing
        self.view.set_comparing(self.view.earlier.lines if wanted else 0)
        if self.view.comparing != before or not self._sized:
            self._size_columns()
            self.view.scroll_to_active()
            self._sized = True

    def toggle_comparison(self) -> None:
        """Show earlier figures, or stop, here and in every other table."""
        self._memory.set_comparing(not self._memory.comparing)
        self._compare()
        if self._memory.comparing and not self.view.comparing:
            self.message.emit(tr("这张表的各个数在本书里没有上年同期数，也没有上期数，没有可以对照的。"))

    def _size_columns(self) -> None:
        """Remembered widths, and what is needed for those that were never set by hand."""
        view, scale = self.view, self.view.zoom / 100
        view.columns_header.blockSignals(True)
        for column in range(self.model.columnCount()):
            remembered = self._memory.column(self.model.column_line(column).id)
            width = round(remembered * scale) if remembered else view.wanted_column_width(column, MEASURED_AT_ONCE)
            view.setColumnWidth(column, width)
        view.columns_header.blockSignals(False)
        stub = self._memory.stub
        view.stub.set_stub_width(round(stub * scale) if stub else view.stub.wanted_width())
        view.columns_header.measure_again()
        if self.model.rowCount() * self.model.columnCount() > MEASURED_AT_ONCE:
            self._widen_all()

    def _widen_all(self) -> None:
        self._widening.start(map(self._widen, range(self.model.columnCount())), at_once=False)

    def _make_room(self, keys: Collection[Key]) -> None:
        """Widen columns that were never set by hand for figures that have become longer, so that none runs into its marks. A step that was taken back
        takes the room back as well."""
        if len(keys) > MANY:
            self._widen_all()
            return
        for column in {column for key in keys for _row, column in self.model.places(key)}:
            self._widen(column)

    def _widen(self, column: int) -> None:
        if column >= self.model.columnCount() or self._memory.column(self.model.column_line(column).id):
            return
        wanted = self.view.wanted_column_width(column)
        present = self.view.columnWidth(column)
        if wanted > present or (self._stepped and wanted < present):
            self._making_room = True
            self.view.setColumnWidth(column, wanted)
            self._making_room = False

    def _remember_column(self, column: int, _old: int, new: int) -> None:
        if column < self.model.columnCount() and not self._making_room:
            self._memory.set_column(self.model.column_line(column).id, round(new * 100 / self.view.zoom))

    def _remember_stub(self, width: int) -> None:
        self._memory.set_stub(round(width * 100 / self.view.zoom))

    def _widen_as_needed(self, column: int) -> None:
        self.view.setColumnWidth(column, self.view.wanted_column_width(column))

    def fit_column(self) -> None:
        """Make the selected columns as wide as they need to be."""
        for block in self.view.chosen.blocks:
            for column in range(block.left, block.right + 1):
                self.view.setColumnWidth(column, self.view.wanted_column_width(column))

    def _show_caption(self) -> None:
        exhibit = self.model.exhibit
        unit = self.model.heads.unit
        self.heading.title.set_line(f"{exhibit.number}　{exhibit.caption}".strip())
        self.heading.unit.setText(tr("单位：{unit}", unit=unit_name(unit)) if unit else "")
        top = exhibit.sorting.top if exhibit.sorting is not None else 0
        places = tr("只印前 {count} 名，并列的都印；其余各行不印。", count=top) if top else ""
        lines = [*exhibit.footnotes, *exhibit.notes, self._note, source_line(self.model.desk.book, exhibit), places]
        self.foot.setText("  ".join(line for line in lines if line))
        self.foot.setVisible(any(lines))

    # -- what the book says

    def _heed(self, notice: Notice) -> None:
        self.model.heed(notice)
        self._stepped = notice.transaction.action in (Action.UNDO, Action.REDO)
        if notice.concerns(Source):
            self._show_caption()
        if notice.concerns(Observation, Exhibit):
            self.verbs.stop_copying()
            self.view.earlier.forget(None if notice.concerns(Exhibit) else notice.figures)
            self._changed |= notice.figures
            self._behind = True
        elif notice.concerns(Submission, Alternative, Comment, Conflict):
            self._behind = True
        if self.isVisible():
            if len(self._changed) > MANY:
                self._later.start()
            else:
                self._catch_up()
            if self._stepped:
                self._choose_changed(notice)

    def _catch_up(self) -> None:
        """Show what has changed since this was last in sight."""
        if not self._behind:
            return
        changed, self._changed, self._behind = self._changed, set(), False
        self._compare()
        self._count_unread()
        self._make_room(changed)
        if self.find_bar.isVisible():
            self.find_bar.search()
        self._show_active()
        self.tell_summary()

    def _choose_changed(self, notice: Notice) -> None:
        """After an undo the cells that it changed are selected, as in spreadsheet programs; not while something is typed, which is for its own cell."""
        keys = notice.figures
        if not keys or len(keys) > MOST_SELECTED_AFTER_UNDO or self._is_typing:
            return
        shown = self._shown_places(keys)
        if shown:
            rows, columns = [row for row, _ in shown], [column for _, column in shown]
            self.view.choose_block(Block(min(rows), min(columns), max(rows), max(columns)))

    def _shown_places(self, keys: Collection[Key]) -> list[tuple[int, int]]:
        """(row, column) of the cells that print figures, of those rows that no filter hides."""
        cells = [(self.model.shown_row(row), column) for key in keys for row, column in self.model.places(key)]
        return [(row, column) for row, column in cells if row is not None]

    def _show_layout(self) -> None:
        self.viewing.forget_missing()
        self._size_columns()
        self._show_caption()
        self._tell_selection()
        if not self.find_bar.isHidden():  # whether or not the table is in sight: rows that it goes through may be gone
            self.find_bar.search()

    def _count_unread(self) -> None:
        self._unread = self.model.unread_cells()
        count = len(self._unread)
        self.unread_strip.say(tr("有 {count} 个单元格读不懂，按原样保留", count=count) if count else "")

    def _next_unread(self) -> None:
        self._step_unread(1)

    def _previous_unread(self) -> None:
        self._step_unread(-1)

    def _step_unread(self, step: int) -> None:
        if not self._unread or self.current is None:
            return
        at = self.current.row, self.current.column
        if step > 0:
            target = next((cell for cell in self._unread if cell > at), self._unread[0])
        else:
            target = next((cell for cell in reversed(self._unread) if cell < at), self._unread[-1])
        self.go_to(*target)
        self.set_grid_focus()

    # -- the active cell

    def _tell_selection(self) -> None:
        self._show_active()
        self.tell_summary()
        place = self.current
        if place != self._told:
            self._told = place
            self.currentCellChanged.emit(place)

    def tell_summary(self) -> None:
        """Count what is selected, and tell it as far as it is counted."""
        if self._has_cells:
            self._summary.start(summarise(self.model, self.view.chosen))
        else:
            self._summary.stop()  # it counts cells that are gone
            self.selectionSummaryChanged.emit(SelectionSummary(0, 0))

    def _show_active(self) -> None:
        strip = self.strip
        if not self._has_cells:
            strip.name.show_place("")
            strip.figure.setText("")
            strip.figure.setReadOnly(True)
            strip.origin.set_line("")
            return
        row, column = self.view.chosen.active
        block = self.view.chosen.block
        size = tr("{rows} 行 × {columns} 列", rows=block.height, columns=block.width)
        strip.name.show_place(size if self.view.is_selecting else place_name(self.model, row, column))
        cell = self.model.cell(row, column)
        if not self._is_typing:
            strip.figure.setText(self.model.typed_text(row, column).replace("\n", "⏎"))
            strip.figure.setCursorPosition(0)
        if not strip.figure.isModified():
            strip.figure.setReadOnly(
                self.desk.read_only
                or cell_refusal(cell) is not None
                or (isinstance(cell.content, Unparsed) and "\n" in cell.text)
            )
        strip.origin.set_line(origin_line(self.desk.book, cell.observation))

    def _show_typed(self, text: str) -> None:
        self.strip.figure.setText(text)

    @property
    def _is_typing(self) -> bool:
        return self.view.edit_line is not None or self.strip.figure.isModified()

    def _note_cell(self, _text: str) -> None:
        """Somebody types above the grid: from the first key on that is about the cell that is active."""
        if self._typed_in is None and self._has_cells:
            row, column = self.view.chosen.active
            self._typed_in = self.model.row_line(row).id, self.model.column_line(column).id

    def _typed_place(self) -> tuple[int, int] | None:
        """Where the cell is now that is being typed about; None where it is not in sight or no more there."""
        if self._typed_in is None:
            return self.view.chosen.active if self._has_cells else None
        rows = (row for row in range(self.model.rowCount()) if self.model.row_line(row).id == self._typed_in[0])
        columns = (at for at in range(self.model.columnCount()) if self.model.column_line(at).id == self._typed_in[1])
        row, column = next(rows, None), next(columns, None)
        return None if row is None or column is None else (row, column)

    def _keep_figure(self) -> None:
        """Something else begins: what is being typed above the grid is kept, as what is typed in a cell is."""
        if self.strip.figure.isModified():
            self._enter_figure("", False)

    def _enter_figure(self, how: str, shift: bool) -> None:
        figure = self.strip.figure
        if figure.isModified() and not figure.isReadOnly():
            text, place = figure.text(), self._typed_place()
            figure.setModified(False)
            self._typed_in = None
            if place is None:
                self.message.emit(tr("键入的“{typed}”没有写入：那一格已不在这张表里。", typed=text[:40]))
                self._show_active()
                return
            if place != self.view.chosen.active:
                self.view.choose(*place)
            self.view.note_order()
            self.verbs.type(text, how == "fill")
        if how:
            self.set_grid_focus()
            self.view.go_on(how, shift)
        self._show_active()

    def _leave_figure(self) -> None:
        self.strip.figure.setModified(False)
        self._typed_in = None
        self._show_active()
        self.set_grid_focus()

    # -- whole lines, by the keys that spreadsheet programs have for them

    def _remove_lines(self) -> None:
        (self.structuring.remove_rows if self.view.chosen.are_rows else self.structuring.remove_columns)()

    def _insert_lines(self) -> None:
        """Columns where whole ones are selected, else rows."""
        (self.structuring.insert_column_before if self.view.chosen.are_columns else self.structuring.insert_row_above)()

    # -- finding and going

    def find_next(self) -> None:
        self._find_again(1)

    def find_previous(self) -> None:
        self._find_again(-1)

    def _find_again(self, step: int) -> None:
        """The next place of what was looked for last; the bar to say what, when nothing was."""
        self.view.commit()
        if not self.find_bar.words.text().strip():
            self._open_find(False)
        elif step > 0:
            self.find_bar.go_on()
        else:
            self.find_bar.go_back()

    def open_find(self) -> None:
        self._open_find(False)

    def find_and_replace(self) -> None:
        self._open_find(True)

    def _open_find(self, replacing: bool) -> None:
        self.view.commit()
        row, column = self.view.chosen.active
        self.find_bar.open_bar(replacing, (row, column - 1), "")

    def go_to_by_name(self) -> None:
        self.view.commit()
        self.strip.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.strip.name.selectAll()

    def zoom_in(self) -> None:
        self.view.step_zoom(1)

    def zoom_out(self) -> None:
        self.view.step_zoom(-1)

    def zoom_reset(self) -> None:
        self.view.set_zoom(100)

    def _go_to_match(self, match: Match) -> None:
        row, column = match
        if column == STUB:
            self.view.chosen.select_rows(row, row)
            self.view.moved()
        else:
            self.view.choose(row, column)

    def _go_by_name(self, words: str) -> None:
        place = find_place(self.model, words, self.view.chosen.active)
        if place is None:
            self.message.emit(tr("没有叫“{name}”的行或列。", name=words.strip()[:40]))
            self.strip.name.selectAll()
            return
        self.view.choose(*place)
        self.set_grid_focus()

    def _leave_name_box(self) -> None:
        self._show_active()
        self.set_grid_focus()

    # -- sorting and filtering

    def _search_again(self) -> None:
        self.find_bar.search()
        self._tell_selection()
