"""The grid itself: keys, mouse, drawing. What is typed and pasted it hands on; it changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ecdesk.gui.grid.cell_edit import CellEdit
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.painted import PaintedGrid
from ecdesk.gui.grid.selection import Block, Position, jump

AUTOSCROLL_MS = 40

_DIRECTIONS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class GridView(PaintedGrid):
    """A table with the selection of spreadsheet programs.

    edit_wanted: open the active cell with this text (None: with what stands in it) to be replaced (True) or changed.
    typed: what was typed for the active cell, and whether it is meant for all selected cells.
    """

    selection_moved = Signal()
    edit_wanted = Signal(object, bool)
    typed = Signal(str, bool)
    editing_text = Signal(str)
    editing_ended = Signal()
    clear_wanted = Signal()
    menu_wanted = Signal(QPoint)
    escaped = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        self.edit_line: CellEdit | None = None
        super().__init__(model, parent)
        self._dragging = False
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._drag_on)

        self.setObjectName("grid")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.columns_header.line_pressed.connect(self._column_pressed)
        self.columns_header.line_dragged.connect(self._column_dragged)
        self.stub.line_pressed.connect(self._row_pressed)
        self.stub.line_dragged.connect(self._row_dragged)
        self.corner.pressed.connect(self.choose_all)
        self._active_lines: tuple[str, str] | None = None
        self._blocks_before = list(self.chosen.blocks), self.chosen.active, self.chosen.corner
        model.layout_changing.connect(self._keep_place)
        model.layout_replaced.connect(self._find_place)
        for signal in (model.rowsInserted, model.rowsRemoved, model.columnsInserted, model.columnsRemoved, model.modelReset):
            signal.connect(self._shape_changed)
        self.moved(scroll=False)

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

    def _find_place(self) -> None:
        """Put the selection back on the lines that it was on."""
        if self._active_lines is None or not self._has_cells():
            return
        row_id, column_id = self._active_lines
        (row, column), selection = self._blocks_before[1], self.chosen
        rows = [number for number in range(selection.rows) if self.grid.row_line(number).id == row_id]
        columns = [number for number in range(selection.columns) if self.grid.column_line(number).id == column_id]
        selection.blocks, selection.active, selection.corner = self._blocks_before
        selection.shift((rows[0] - row) if rows else 0, (columns[0] - column) if columns else 0)
        self.moved(scroll=False)

    def _shape_changed(self, *_arguments: object) -> None:
        self.chosen.resize(self.grid.rowCount(), self.grid.columnCount())
        if self._has_cells():
            self.moved(scroll=False)
        self.viewport().update()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._has_cells():
            event.ignore()
            return
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if self._move_key(key, shift, control, alt) or self._edit_key(key, shift, control, alt):
            event.accept()
        elif event.text() and event.text().isprintable() and not control and not alt:
            self.edit_wanted.emit(event.text(), True)
            event.accept()
        else:
            # Shortcuts of the window, and nothing of QTableView's own.
            event.ignore()

    def _move_key(self, key: int, shift: bool, control: bool, alt: bool) -> bool:
        selection = self.chosen
        row, column = selection.corner if shift else selection.active
        target: Position | None = None
        if key in _DIRECTIONS and not alt:
            target = self._neighbour(row, column, *_DIRECTIONS[Qt.Key(key)], far=control)
        elif key == Qt.Key.Key_Home:
            target = (0 if control else row, 0)
        elif key == Qt.Key.Key_End:
            target = (selection.rows - 1 if control else row, selection.columns - 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not control:
            sign = -1 if key == Qt.Key.Key_PageUp else 1
            target = self._sideways(row, column, sign) if alt else (row + sign * self._page_rows(), column)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control and not alt:
            selection.enter(back=shift)
            self.moved()
            return True
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not control:
            selection.tab(back=shift or key == Qt.Key.Key_Backtab)
            self.moved()
            return True
        elif key == Qt.Key.Key_Space and (control or shift):
            if control and shift:
                selection.select_all()
            elif shift:
                selection.widen_to_rows()
            else:
                selection.widen_to_columns()
            self.moved(scroll=False)
            return True
        elif key == Qt.Key.Key_A and control and not alt:
            self.choose_all()
            return True
        elif key == Qt.Key.Key_Backspace and control:
            self.scroll_to_active()
            return True
        if target is None:
            return False
        if shift:
            selection.extend(*target)
        else:
            selection.select(*target)
        self.moved(corner=shift)
        return True

    def _edit_key(self, key: int, shift: bool, control: bool, alt: bool) -> bool:
        if key == Qt.Key.Key_F2 and not (shift or control or alt):
            self.edit_wanted.emit(None, False)
        elif key == Qt.Key.Key_Backspace and not (control or alt):
            self.edit_wanted.emit("", True)
        elif key == Qt.Key.Key_Delete and not (control or alt or shift):
            self.clear_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            return False
        return True

    def _neighbour(self, row: int, column: int, down: int, right: int, far: bool) -> Position:
        selection = self.chosen
        if not far:
            return selection.inside(row + down, column + right)
        if down:
            return jump(lambda at: self.grid.is_filled(at, column), row, down, selection.rows), column
        return row, jump(lambda at: self.grid.is_filled(row, at), column, right, selection.columns)

    def _page_rows(self) -> int:
        return max(1, self.viewport().height() // max(1, self.stub.defaultSectionSize()) - 1)

    def _sideways(self, row: int, column: int, sign: int) -> Position:
        room, at = self.viewport().width(), column
        while 0 <= at + sign < self.chosen.columns and room > self.columnWidth(at):
            room -= self.columnWidth(at)
            at += sign
        return row, at

    def event(self, event: QEvent) -> bool:
        # Tab belongs to the cells, and so do the keys of editing that a window may have as shortcuts.
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self.keyPressEvent(event)
                    return True
            elif event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.SelectAll):
                event.accept()
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A character composed by an input method replaces the cell, as a typed one does."""
        if self.edit_line is None and (event.preeditString() or event.commitString()):
            self.edit_wanted.emit("", True)
            if self.edit_line is not None:
                QApplication.sendEvent(self.edit_line, event)
            return
        event.ignore()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self.visualRect(self.grid.index(*self.chosen.active))
        return super().inputMethodQuery(query)

    # -- typing in a cell

    def open_edit_line(self, text: str, replacing: bool) -> CellEdit:
        """Put a line over the active cell to type in."""
        self.close_edit_line()
        self.scroll_to_active()
        line = CellEdit(text, replacing, self.fonts.plain, self.viewport())
        line.committed.connect(self._edit_committed)
        line.cancelled.connect(self._edit_cancelled)
        line.textEdited.connect(self.editing_text)
        line.textChanged.connect(self.place_edit_line)
        self.edit_line = line
        self.setFocusProxy(line)
        self.place_edit_line()
        line.show()
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editing_text.emit(text)
        return line

    def place_edit_line(self, *_arguments: object) -> None:
        line = self.edit_line
        if line is None:
            return
        cell = self.visualRect(self.grid.index(*self.chosen.active))
        needed = line.fontMetrics().horizontalAdvance(line.text()) + 24
        width = min(max(cell.width() - 1, needed), max(cell.width() - 1, self.viewport().width() - cell.left()))
        line.setGeometry(cell.left(), cell.top(), width, cell.height() - 1)

    def close_edit_line(self) -> None:
        line, self.edit_line = self.edit_line, None
        if line is not None:
            line.leaving = True
            self.setFocusProxy(None)  # type: ignore[arg-type]
            had_focus = line.hasFocus()
            line.hide()
            line.deleteLater()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.editing_ended.emit()

    def commit(self) -> None:
        """Keep what is being typed, as leaving the cell would."""
        if self.edit_line is not None and not self.edit_line.leaving:
            self._edit_committed("", False)

    def _edit_committed(self, how: str, shift: bool) -> None:
        if self.edit_line is None:
            return
        text = self.edit_line.text()
        self.close_edit_line()
        self.typed.emit(text, how == "fill")
        if how == "enter":
            self.chosen.enter(back=shift)
        elif how == "tab":
            self.chosen.tab(back=shift)
        elif how in ("up", "down", "left", "right"):
            down, right = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}[how]
            row, column = self.chosen.active
            self.chosen.select(row + down, column + right)
        elif how in ("page_up", "page_down"):
            row, column = self.chosen.active
            self.chosen.select(row + (-1 if how == "page_up" else 1) * self._page_rows(), column)
        self.moved(scroll=bool(how))

    def _edit_cancelled(self) -> None:
        self.close_edit_line()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -- mouse

    def _cell_at(self, position: QPoint) -> Position:
        """The cell under a point of the viewport, or the nearest one."""
        row = self.rowAt(max(0, min(position.y(), self.viewport().height() - 1)))
        column = self.columnAt(max(0, min(position.x(), self.viewport().width() - 1)))
        return (row if row >= 0 else self.chosen.rows - 1), (column if column >= 0 else self.chosen.columns - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.commit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self._has_cells():
            return
        position = event.position().toPoint()
        outside = self.rowAt(position.y()) < 0 or self.columnAt(position.x()) < 0
        if event.button() == Qt.MouseButton.RightButton:
            if not outside and self._cell_at(position) not in self.chosen:
                self.chosen.select(*self._cell_at(position))
                self.moved()
            return
        if event.button() != Qt.MouseButton.LeftButton or outside:
            return
        cell = self._cell_at(position)
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.chosen.extend(*cell)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self.chosen.toggle(*cell)
        else:
            self.chosen.select(*cell)
        self._dragging = True
        self.moved(corner=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._dragging:
            return
        self._drag_to(event.position().toPoint())
        inside = self.viewport().rect().contains(event.position().toPoint())
        if inside:
            self._autoscroll.stop()
        elif not self._autoscroll.isActive():
            self._autoscroll.start()

    def _drag_to(self, position: QPoint) -> None:
        row, column = self._cell_at(position)
        view = self.viewport().rect()
        row += -1 if position.y() < view.top() else 1 if position.y() > view.bottom() else 0
        column += -1 if position.x() < view.left() else 1 if position.x() > view.right() else 0
        cell = self.chosen.inside(row, column)
        if cell != self.chosen.corner:
            self.chosen.extend(*cell)
            self.moved(corner=True)

    def _drag_on(self) -> None:
        self._drag_to(self.viewport().mapFromGlobal(self.cursor().pos()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False
        self._autoscroll.stop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.rowAt(position.y()) >= 0 and self.columnAt(position.x()) >= 0:
            self.edit_wanted.emit(None, False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(event.angleDelta().y())
            event.accept()
            return
        super().wheelEvent(event)

    def _ask_for_menu(self, position: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(position))

    def _column_pressed(self, column: int, modifiers: Qt.KeyboardModifier) -> None:
        self._line_pressed(column, modifiers, rows=False)

    def _row_pressed(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        self._line_pressed(row, modifiers, rows=True)

    def _line_pressed(self, line: int, modifiers: Qt.KeyboardModifier, rows: bool) -> None:
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

    def _column_dragged(self, column: int) -> None:
        first = self.chosen.active[1]
        self.chosen.blocks.pop()
        self.chosen.select_columns(first, column, add=bool(self.chosen.blocks))
        self.moved(scroll=False)

    def _row_dragged(self, row: int) -> None:
        first = self.chosen.active[0]
        self.chosen.blocks.pop()
        self.chosen.select_rows(first, row, add=bool(self.chosen.blocks))
        self.moved(scroll=False)

    # -- keeping the line in its place

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.place_edit_line()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.place_edit_line()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_edit_line()
