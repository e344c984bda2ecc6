"""The mouse in the grid: selecting, filling from the selection's corner, moving it by its edge, menus. It changes no figure."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ecdesk.gui.grid.drawing.headers import AUTOSCROLL_MS
from ecdesk.gui.grid.drawing.painted_grid import PaintedGrid
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Block, Position, filled_block

EDGE = 3
"""Pixels outside the selection's frame where it can be taken hold of."""
SELECT, FILL, MOVE = "select", "fill", "move"


class MouseGrid(PaintedGrid):
    """A table with the selection of spreadsheet programs, as far as the mouse makes it.

    edit_wanted: open the active cell with this text (None: with what stands in it) to be replaced (True) or changed.
    fill_wanted: a block and the larger one that it is to fill. fill_down_wanted: as far as the neighbouring column reaches.
    move_wanted: a block, where it is to go, and whether it stays where it was, too.
    """

    selection_moved = Signal()
    edit_wanted = Signal(object, bool)
    fill_wanted = Signal(object, object)
    fill_down_wanted = Signal()
    move_wanted = Signal(object, object, bool)
    menu_wanted = Signal(QPoint)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._tool = ""
        self._grip: Position = (0, 0)
        self._pressed: Position = (0, 0)
        self._autoscroll = QTimer(self, interval=AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._drag_on)
        self.viewport().setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.columns_header.line_pressed.connect(self._select_column)
        self.columns_header.line_dragged.connect(self._stretch_to_column)
        self.stub.line_pressed.connect(self._select_row)
        self.stub.line_dragged.connect(self._stretch_to_row)
        self.corner.pressed.connect(self.choose_all)
        self._active_lines: tuple[str, str] | None = None
        self._rows_before: set[str] = set()
        self._blocks_before = list(self.chosen.blocks), self.chosen.active, self.chosen.corner
        model.layout_changing.connect(self._keep_place)
        model.layout_replaced.connect(self._restore_place)
        for signal in (model.rowsInserted, model.rowsRemoved, model.columnsInserted, model.columnsRemoved, model.modelReset):
            signal.connect(self._fit_selection)

    def commit(self) -> None:
        """Keep what is being typed, as leaving the cell would."""

    # -- the selection

    def choose(self, row: int, column: int) -> None:
        """Make one cell the active one, and bring it into sight."""
        self.chosen.select(row, column)
        self.moved()

    def choose_block(self, block: Block, active: Position | None = None) -> None:
        self.chosen.select_block(block, active)
        self.moved()

    def choose_all(self) -> None:
        if self._has_cells():
            self.chosen.select_all()
            self.moved(scroll=False)

    def selectAll(self) -> None:
        self.choose_all()

    def moved(self, scroll: bool = True, corner: bool = False) -> None:
        """The selection is another: show it, and bring its active cell or its corner into sight."""
        if not self._has_cells():
            return
        if scroll:
            row, column = self.chosen.corner if corner else self.chosen.active
            self.scrollTo(self.grid.index(row, column))
        selection = QItemSelection()
        for block in self.chosen.blocks[:200]:
            selection.select(self.grid.index(block.top, block.left), self.grid.index(block.bottom, block.right))
        self.selectionModel().setCurrentIndex(self.grid.index(*self.chosen.active), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()
        self.columns_header.viewport().update()
        self.stub.viewport().update()
        self.selection_moved.emit()

    def _keep_place(self) -> None:
        """The lines of the table are about to change: remember which ones the active cell is on."""
        self._active_lines = None
        self._blocks_before = list(self.chosen.blocks), self.chosen.active, self.chosen.corner
        if self._has_cells():
            row, column = self.chosen.active
            self._active_lines = self.grid.row_line(row).id, self.grid.column_line(column).id
            self._rows_before = set() if self.chosen.is_single else self._row_ids()

    def _row_ids(self) -> set[str]:
        return {self.grid.row_line(row).id for row in range(self.grid.rowCount())}

    def _restore_place(self) -> None:
        """Put the selection back on the lines that it was on."""
        if self._active_lines is None or not self._has_cells():
            return
        row_id, column_id = self._active_lines
        (row, column), selection = self._blocks_before[1], self.chosen
        rows = [number for number in range(selection.rows) if self.grid.row_line(number).id == row_id]
        columns = [number for number in range(selection.columns) if self.grid.column_line(number).id == column_id]
        selection.blocks, selection.active, selection.corner = self._blocks_before
        sorting = self.grid.exhibit.sorting
        is_sorted = sorting is not None and bool(sorting.by)
        # Where a figure that is typed moves its row, a block of cells stays where it is.
        moves = rows and (not is_sorted or selection.is_single or self._rows_before != self._row_ids())
        selection.shift((rows[0] - row) if moves else 0, (columns[0] - column) if columns else 0)
        self.moved(scroll=False)

    def _fit_selection(self, *_arguments: object) -> None:
        self.chosen.resize(self.grid.rowCount(), self.grid.columnCount())
        if self._has_cells():
            self.moved(scroll=False)
        self.viewport().update()

    # -- mouse

    def _cell_at(self, position: QPoint) -> Position:
        """The cell under a point of the viewport, or the nearest one."""
        row = self.rowAt(max(0, min(position.y(), self.viewport().height() - 1)))
        column = self.columnAt(max(0, min(position.x(), self.viewport().width() - 1)))
        return (row if row >= 0 else self.chosen.rows - 1), (column if column >= 0 else self.chosen.columns - 1)

    def _is_outside(self, position: QPoint) -> bool:
        """Whether a point is beside or under the table."""
        return self.rowAt(position.y()) < 0 or self.columnAt(position.x()) < 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.commit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self._has_cells():
            return
        position = event.position().toPoint()
        outside = self._is_outside(position)
        if event.button() == Qt.MouseButton.RightButton:
            if not outside and self._cell_at(position) not in self.chosen:
                self.chosen.select(*self._cell_at(position))
                self.moved()
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._tool = self._tool_at(position, event.modifiers())
        cell = self._cell_at(position)
        if self._tool:
            # Taken hold of from just outside, it is held by the cell within.
            block = self.chosen.block
            self._pressed = cell
            self._grip = max(block.top, min(cell[0], block.bottom)), max(block.left, min(cell[1], block.right))
            return
        if outside:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.chosen.extend(*cell)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.chosen.toggle(*cell)
        else:
            self.chosen.select(*cell)
        self._tool = SELECT
        self.moved(corner=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if not self._tool:
            self._show_tool(self._tool_at(position, event.modifiers()))
            return
        self._drag_to(position)
        if self.viewport().rect().contains(position):
            self._autoscroll.stop()
        elif not self._autoscroll.isActive():
            self._autoscroll.start()

    def _drag_to(self, position: QPoint) -> None:
        row, column = self._cell_at(position)
        view = self.viewport().rect()
        row += -1 if position.y() < view.top() else 1 if position.y() > view.bottom() else 0
        column += -1 if position.x() < view.left() else 1 if position.x() > view.right() else 0
        cell = self.chosen.inside(row, column)
        if self._tool == SELECT:
            if cell != self.chosen.corner:
                self.chosen.extend(*cell)
                self.moved(corner=True)
            return
        block = self.chosen.block
        if self._tool == FILL:
            self._point_out(filled_block(block, cell), cell)
        elif self._tool == MOVE:
            down, right = cell[0] - self._grip[0], cell[1] - self._grip[1]
            self._point_out(block.moved_inside(down, right, self.chosen.rows, self.chosen.columns), cell)

    def _point_out(self, target: Block, cell: Position) -> None:
        """Show where a drag leads."""
        self.scrollTo(self.grid.index(*cell))
        if target != self.target:
            self.target = target
            self.viewport().update()

    def _drag_on(self) -> None:
        self._drag_to(self.viewport().mapFromGlobal(self.cursor().pos()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        tool, target, block = self._tool, self.target, self.chosen.block
        self.end_drag()
        if tool == SELECT:
            self.selection_moved.emit()
        if tool == MOVE and target is None:
            # Nothing was dragged: a click beside the edge is meant for the cell.
            self.choose(*self._pressed)
        if target is not None and target != block:
            if tool == FILL:
                self.fill_wanted.emit(block, target)
            elif tool == MOVE:
                self.move_wanted.emit(block, target, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def end_drag(self) -> bool:
        """Nothing is dragged any more; whether something was that had not come to its end."""
        dragged = self.target is not None
        self._tool, self.target = "", None
        self._autoscroll.stop()
        if dragged:
            self.viewport().update()
        return dragged

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton or not self._has_cells():
            return
        if self._tool_at(position, event.modifiers()) == FILL:
            self.fill_down_wanted.emit()
        elif not self._is_outside(position):
            self.edit_wanted.emit(None, False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        modifiers, turned = event.modifiers(), event.angleDelta().y()
        if modifiers & Qt.KeyboardModifier.ControlModifier and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.step_zoom(turned)
            event.accept()
        elif modifiers & Qt.KeyboardModifier.ShiftModifier and turned:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(turned / 120 * 3 * bar.singleStep()))
            event.accept()
        else:
            super().wheelEvent(event)

    @property
    def is_selecting(self) -> bool:
        """Whether the mouse is held down over a growing selection."""
        return self._tool == SELECT and not self.chosen.is_single

    # -- the handle and the edge of the selection

    def _tool_at(self, position: QPoint, modifiers: Qt.KeyboardModifier) -> str:
        """What pressing here would drag: the handle, the whole selection, or nothing but a new selection."""
        if not self._has_cells() or len(self.chosen.blocks) != 1 or self.grid.desk.read_only:
            return ""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return ""
        if self.handle_rect().adjusted(-2, -2, 2, 2).contains(position):
            return FILL
        rect = self._block_rect(self.chosen.block)
        on_edge = rect.adjusted(-EDGE, -EDGE, EDGE, EDGE).contains(position) and not rect.adjusted(2, 2, -3, -3).contains(
            position
        )
        return MOVE if on_edge else ""

    def _show_tool(self, tool: str) -> None:
        """The mouse says what it would do."""
        shapes = {FILL: Qt.CursorShape.CrossCursor, MOVE: Qt.CursorShape.SizeAllCursor}
        wanted = shapes.get(tool, Qt.CursorShape.ArrowCursor)
        if self.viewport().cursor().shape() != wanted:
            self.viewport().setCursor(wanted)

    def _ask_for_menu(self, position: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(position))

    def _select_column(self, column: int, modifiers: Qt.KeyboardModifier) -> None:
        self._select_line(column, modifiers, rows=False)

    def _select_row(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        self._select_line(row, modifiers, rows=True)

    def _select_line(self, line: int, modifiers: Qt.KeyboardModifier, rows: bool) -> None:
        self.commit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self._has_cells():
            return
        choose = self.chosen.select_rows if rows else self.chosen.select_columns
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            choose(self.chosen.active[0 if rows else 1], line)
        else:
            choose(line, line, add=bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        self.moved(scroll=False)

    def _stretch_to_column(self, column: int) -> None:
        first = self.chosen.active[1]
        self.chosen.blocks.pop()
        self.chosen.select_columns(first, column, add=bool(self.chosen.blocks))
        self.scrollTo(self.grid.index(max(0, self.rowAt(0)), column))
        self.moved(scroll=False)

    def _stretch_to_row(self, row: int) -> None:
        first = self.chosen.active[0]
        self.chosen.blocks.pop()
        self.chosen.select_rows(first, row, add=bool(self.chosen.blocks))
        self.scrollTo(self.grid.index(row, max(0, self.columnAt(0))))
        self.moved(scroll=False)
