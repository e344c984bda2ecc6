"""The grid itself: keys, and typing in a cell. What is typed and pasted it hands on; it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ecdesk.gui.base.panes import is_typing, typed_text
from ecdesk.gui.grid.editing.cell_edit import CellEdit
from ecdesk.gui.grid.editing.typing_order import TypingOrder
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.mouse import MouseGrid
from ecdesk.gui.grid.selection import Position, jump

_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ARROWS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
_DIRECTIONS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class GridView(MouseGrid):
    """The table that answers to keys, and the line in it that is typed in.

    typed: what was typed for the active cell, and whether it is meant for all selected cells. paste_wanted: Enter was pressed while a
    frame stands round what was copied. remove_lines_wanted, insert_lines_wanted: Ctrl and minus or plus on whole rows or columns.
    """

    typed = Signal(str, bool)
    editing_text = Signal(str)
    editing_ended = Signal()
    clear_wanted = Signal()
    paste_wanted = Signal()
    remove_lines_wanted = Signal()
    insert_lines_wanted = Signal()
    escaped = Signal()
    left = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        self.edit_line: CellEdit | None = None
        self._composing = False
        self._order = TypingOrder(model.rowCount, model.row_line)
        super().__init__(model, parent)
        self.setObjectName("grid")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.moved(scroll=False)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing or not self._has_cells():
            event.ignore()
            return
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        wanted = self._line_key(event)
        if wanted is not None:
            wanted.emit()
            event.accept()
        elif self._move_key(key, shift, control, alt) or self._verb_key(key, shift, control, alt):
            event.accept()
        elif typed_text(event):
            self.edit_wanted.emit(typed_text(event), True)
            event.accept()
        else:
            # Shortcuts of the window, and nothing of QTableView's own.
            event.ignore()

    def _move_key(self, key: int, shift: bool, control: bool, alt: bool) -> bool:
        """Move or stretch the selection by a key; whether it is one that does."""
        target = self._target(key, shift, control, alt)
        if target is None:
            return False
        if shift:
            self.chosen.extend(*target)
        else:
            self.chosen.select(*target)
        self.moved(corner=shift)
        return True

    def _target(self, key: int, shift: bool, control: bool, alt: bool) -> Position | None:
        """The cell that a key leads to; None for a key that leads to none."""
        selection = self.chosen
        row, column = selection.corner if shift else selection.active
        if key in _DIRECTIONS and not alt:
            return self._neighbour(row, column, *_DIRECTIONS[Qt.Key(key)], far=control)
        if key == Qt.Key.Key_Home:
            return (0 if control else row, 0)
        if key == Qt.Key.Key_End:
            return (selection.rows - 1 if control else row, selection.columns - 1)
        if key in _PAGES and not control:
            sign = _PAGES[Qt.Key(key)]
            return self._sideways(row, column, sign) if alt else (row + sign * self._page_rows(), column)
        return None

    def _verb_key(self, key: int, shift: bool, control: bool, alt: bool) -> bool:
        """Carry out a key of `_KEY_VERBS`; whether it is one, with the modifiers that it wants."""
        verb = next((verb for verb in _KEY_VERBS.get(key, ()) if verb.fits(shift, control, alt)), None)
        if verb is None:
            return False
        verb.carry_out(self, shift, control)
        return True

    def _enter(self, shift: bool, _control: bool) -> None:
        if self.marked and not shift:
            self.paste_wanted.emit()
            return
        self.go_on("enter", shift)

    def _tab(self, shift: bool, _control: bool) -> None:
        self.go_on("tab", shift)

    def _tab_back(self, _shift: bool, _control: bool) -> None:
        self._tab(True, False)

    def _choose_lines(self, shift: bool, control: bool) -> None:
        if control and shift:
            self.chosen.select_all()
        elif shift:
            self.chosen.widen_to_rows()
        else:
            self.chosen.widen_to_columns()
        self.moved(scroll=False)

    def _choose_everything(self, _shift: bool, _control: bool) -> None:
        self.choose_all()

    def _show_active(self, _shift: bool, _control: bool) -> None:
        self.scroll_to_active()

    def _next_corner(self, _shift: bool, _control: bool) -> None:
        self.chosen.next_corner()
        self.moved()

    def _change_cell(self, _shift: bool, _control: bool) -> None:
        self.edit_wanted.emit(None, False)

    def _replace_cell(self, _shift: bool, _control: bool) -> None:
        self.edit_wanted.emit("", True)

    def _clear_cells(self, _shift: bool, _control: bool) -> None:
        self.clear_wanted.emit()

    def _give_up(self, _shift: bool, _control: bool) -> None:
        """What is being dragged first; when nothing is, what was copied."""
        if not self.end_drag():
            self.escaped.emit()

    def _line_key(self, event: QKeyEvent) -> SignalInstance | None:
        """What Ctrl with plus means, and with minus or = on whole lines; on cells those two are the keys of the zoom."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not held & Qt.KeyboardModifier.ControlModifier or not self._has_cells():
            return None
        if event.key() == Qt.Key.Key_Plus and not held & Qt.KeyboardModifier.AltModifier:
            return self.insert_lines_wanted
        if not (self.chosen.are_rows or self.chosen.are_columns):
            return None
        if event.key() == Qt.Key.Key_Minus:
            return self.remove_lines_wanted
        return self.insert_lines_wanted if event.key() == Qt.Key.Key_Equal else None

    def _neighbour(self, row: int, column: int, down: int, right: int, far: bool) -> Position:
        selection = self.chosen
        if not far:
            return selection.inside(row + down, column + right)
        # A stretched selection grows along the line of its active cell.
        along_row, along_column = selection.active
        if down:
            return jump(lambda at: self.grid.is_filled(at, along_column), row, down, selection.rows), column
        return row, jump(lambda at: self.grid.is_filled(along_row, at), column, right, selection.columns)

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
            elif event.type() == QEvent.Type.ShortcutOverride and (
                is_typing(event) or event.matches(QKeySequence.StandardKey.SelectAll) or self._line_key(event) is not None
            ):
                event.accept()
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method composes replaces the cell, as what is typed does. The keyboard goes to the line when it is there: input methods
        break off what is being composed when the keyboard goes elsewhere. One that is given up leaves the cell as it was."""
        if self.edit_line is None and (event.preeditString() or event.commitString()):
            self._composing = True
            self.edit_wanted.emit("", True)
        line = self.edit_line
        if line is not None:
            QApplication.sendEvent(line, event)
        if line is None or not event.preeditString():
            self._end_composing()

    def _end_composing(self) -> None:
        """The line goes on with what was composed, or goes."""
        line, self._composing = self.edit_line, False
        if line is None or not line.text():
            self.close_edit_line()
        elif self.hasFocus():
            self._hand_keyboard_to(line)
        else:
            self.commit()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        line = self.edit_line
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            cell = self.visualRect(self.grid.index(*self.chosen.active))
            caret = cell if line is None else line.inputMethodQuery(query).translated(line.pos())
            return caret.translated(self.viewport().pos())
        return super().inputMethodQuery(query) if line is None else line.inputMethodQuery(query)

    # -- typing in a cell

    def open_edit_line(self, text: str, replacing: bool) -> CellEdit:
        """Put a line over the active cell to type in."""
        self.close_edit_line()
        self.scroll_to_active()
        line = CellEdit(text, replacing, self.fonts.plain, self.viewport())
        line.committed.connect(self._type_and_go_on)
        line.cancelled.connect(self.close_edit_line)
        line.textEdited.connect(self.editing_text)
        line.textChanged.connect(self.place_edit_line)
        self.edit_line = line
        self.place_edit_line()
        line.show()
        if not self._composing:
            self._hand_keyboard_to(line)
        self.editing_text.emit(text)
        return line

    def _hand_keyboard_to(self, line: CellEdit) -> None:
        self.setFocusProxy(line)
        line.setFocus(Qt.FocusReason.OtherFocusReason)

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
            self._composing = False
            line.leaving = True
            self.setFocusProxy(None)  # type: ignore[arg-type]
            had_focus = line.hasFocus()
            line.hide()
            line.deleteLater()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.editing_ended.emit()

    def commit(self) -> None:
        """Keep what is being typed, as leaving the cell would; left: what is typed about it elsewhere is to be kept too."""
        self.left.emit()
        if self._composing:
            method = QGuiApplication.inputMethod()
            method.commit()
            method.reset()  # on Windows it is this that hands over what was composed
        if self._composing:
            self._end_composing()
        if self.edit_line is not None and not self.edit_line.leaving:
            self._type_and_go_on("", False)

    def _type_and_go_on(self, how: str, shift: bool) -> None:
        if self.edit_line is None:
            return
        text = self.edit_line.text()
        self.close_edit_line()
        self.note_order()
        self.typed.emit(text, how == "fill")
        self.go_on(how, shift)

    def note_order(self) -> None:
        """A figure is about to be typed into the active cell, and may move its row: remember what comes next."""
        if self.grid.exhibit.sorting is not None:
            self._order.note(self.chosen.active[0], self.chosen.is_tabbing)

    def go_on(self, how: str, shift: bool) -> None:
        """Leave the active cell the way that a key leads: "enter", "tab" or an arrow's name; "" stays."""
        row, column = self.chosen.active
        if how == "enter":
            self._go_down(back=shift)
        elif how == "tab":
            self.chosen.tab(back=shift)
        elif how in _ARROWS:
            down, right = _ARROWS[how]
            beside = self._next_row(back=down < 0) if down else None
            self.chosen.select(row + down if beside is None else beside, column + right)
        elif how in ("page_up", "page_down"):
            self.chosen.select(row + (-1 if how == "page_up" else 1) * self._page_rows(), column)
        self.moved(scroll=bool(how))

    def _go_down(self, back: bool) -> None:
        (row, column), is_single = self.chosen.active, self.chosen.is_single
        beside = self._next_row(back)
        self.chosen.enter(back=back)
        if beside is None:
            return
        cell = beside, self.chosen.active[1]
        if is_single:
            self.chosen.select(*cell)
        elif cell in self.chosen and cell[1] == column and beside != row:
            self.chosen.active = self.chosen.corner = cell

    def _next_row(self, back: bool) -> int | None:
        if self.grid.exhibit.sorting is None:
            return None
        beside = self._order.next_row(self.chosen.active[0], back)
        self._order.forget()
        return beside

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._composing and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.commit()
        self.viewport().update()

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


class _KeyVerb(NamedTuple):
    """What a key does. shift, control, alt: whether it wants them held, None where it does not matter; modified: Shift or Ctrl must be."""

    carry_out: Callable[[GridView, bool, bool], None]
    shift: bool | None = None
    control: bool | None = None
    alt: bool | None = None
    modified: bool = False

    def fits(self, shift: bool, control: bool, alt: bool) -> bool:
        wanted = zip((self.shift, self.control, self.alt), (shift, control, alt), strict=True)
        return all(want in (None, held) for want, held in wanted) and (shift or control or not self.modified)


_ENTER = (_KeyVerb(GridView._enter, control=False, alt=False),)
_KEY_VERBS: Mapping[int, tuple[_KeyVerb, ...]] = {
    Qt.Key.Key_Return: _ENTER,
    Qt.Key.Key_Enter: _ENTER,
    Qt.Key.Key_Tab: (_KeyVerb(GridView._tab, control=False),),
    Qt.Key.Key_Backtab: (_KeyVerb(GridView._tab_back, control=False),),
    Qt.Key.Key_Space: (_KeyVerb(GridView._choose_lines, modified=True),),
    Qt.Key.Key_A: (_KeyVerb(GridView._choose_everything, control=True, alt=False),),
    Qt.Key.Key_Backspace: (
        _KeyVerb(GridView._show_active, control=True),
        _KeyVerb(GridView._replace_cell, control=False, alt=False),
    ),
    Qt.Key.Key_Period: (_KeyVerb(GridView._next_corner, control=True, alt=False),),
    Qt.Key.Key_F2: (_KeyVerb(GridView._change_cell, shift=False, control=False, alt=False),),
    Qt.Key.Key_Delete: (_KeyVerb(GridView._clear_cells, shift=False, control=False, alt=False),),
    Qt.Key.Key_Escape: (_KeyVerb(GridView._give_up),),
}
