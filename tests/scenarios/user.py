"""A user who carries out steps in the window: every act is of keys and mouse, and everything seen is read, never set."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import eq

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QToolTip, QWidget

from ecdesk.domain.book.records import Line
from ecdesk.gui.grid import TableEditor
from ecdesk.gui.grid.selection import Block
from ecdesk.gui.panels.new_table_dialog import NewTableDialog
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.tables.laying_out import Wanted
from tests.dialogs import Dialogs
from tests.scenarios.fingers import Fingers, wait_until
from tests.scenarios.steps import Step

PATIENCE = 60.0
"""Seconds until what should be seen must be there; on a busy machine that may be long."""
MOST_UNDONE = 300
MOST_MISSED = 3
"""Clicks on a button that goes away under them, or on an entry of a menu that has just come."""
MISSED_AFTER = 10.0
"""Seconds after which a menu that is still there did not heed the click."""

Cell = tuple[int, int]


def pair(words: str) -> Cell:
    row, column = words.split(",")
    return int(row), int(column)


def combination(words: str) -> tuple[str, tuple[str, ...]]:
    """A key and its modifiers, of "Ctrl+Shift+Down"."""
    *modifiers, key = words.split("+")
    return key, tuple(modifiers)


class User:
    """Works in the table in front of a window. dialogs: what stands in for dialogs; None where they are real."""

    def __init__(self, window: MainWindow, fingers: Fingers, dialogs: Dialogs | None = None) -> None:
        self.dialogs = dialogs
        self.window = window
        self.fingers = fingers
        self.said: list[str] = []
        window.workspace.said.connect(self.said.append)

    @property
    def editor(self) -> TableEditor:
        editor = self.window.editors.current_editor()
        assert editor is not None
        return editor

    def carry_out(self, step: Step) -> list[str]:
        """Do a step; what is not seen as it should be, in words."""
        self.said.clear()
        for words in step.acts:
            self.act(words)
        return [f"step {step.number}: {wrong}" for wrong in self.misses(*step.sights)]

    def misses(self, *sights: str) -> list[str]:
        """What is not seen as it should be, in words; each is waited for, for much comes only when the window has had its turn."""
        wrong = []
        for words in sights:
            if not wait_until(lambda words=words: eq(*self.look(words)), PATIENCE):  # type: ignore[misc]
                said = f", {self.said[-1]!r} is said" if self.said else ""
                wrong.append(f"{words}: {self.look(words)[0]!r} is seen{said}")
        return wrong

    # -- where things are on the screen

    def _cell(self, cell: Cell) -> QRect:
        view = self.editor.view
        rect = view.visualRect(view.model().index(*cell))
        return QRect(view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _centre(self, widget: QWidget) -> QPoint:
        return widget.mapToGlobal(widget.rect().center())

    def _heading(self, part: str, line: int) -> QPoint:
        view = self.editor.view
        if part == "corner":
            return view.corner.mapToGlobal(QPoint(10, 10))
        if part == "cells":
            return self._cell(view.chosen.active).center()
        header = view.stub if part == "rows" else view.columns_header
        along = header.sectionViewportPosition(line) + header.sectionSize(line) // 2
        return header.viewport().mapToGlobal(QPoint(20, along) if part == "rows" else QPoint(along, header.height() - 6))

    def _handle(self) -> QPoint:
        view = self.editor.view
        return view.viewport().mapToGlobal(view.handle_rect().center())

    def _border(self, column: int) -> QPoint:
        header = self.editor.view.columns_header
        along = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
        return header.viewport().mapToGlobal(QPoint(along, header.height() - 6))

    # -- acts

    def act(self, words: str) -> None:
        name, _space, rest = words.partition(" ")
        hand = self.fingers
        acts: dict[str, Callable[[], object]] = {
            "click": lambda: hand.click(self._cell(pair(rest)).center()),
            "shift-click": lambda: hand.click(self._cell(pair(rest)).center(), "Shift"),
            "ctrl-click": lambda: hand.click(self._cell(pair(rest)).center(), "Ctrl"),
            "double-click": lambda: hand.click(self._cell(pair(rest)).center(), times=2),
            "drag": lambda: self._drag(*(pair(place) for place in rest.split())),
            "keys": lambda: self._keys(rest.split()),
            "write": lambda: hand.write(rest),
            "row-header": lambda: hand.click(self._heading("rows", int(rest))),
            "column-header": lambda: hand.click(self._heading("columns", int(rest))),
            "corner": lambda: hand.click(self._heading("corner", 0)),
            "figure-line": lambda: hand.click(self._centre(self.editor.strip.figure)),
            "button": lambda: self._press(rest),
            "clipboard": lambda: hand.copy_elsewhere(rest.replace("\\t", "\t").replace("\\n", "\n")),
            "menu": lambda: self._choose(*rest.split()),
            "hover": lambda: hand.rest(self._cell(pair(rest)).center()),
            "undo-all": self._undo_all,
            "fill": lambda: hand.drag(self._handle(), self._cell(pair(rest)).center()),
            "fill-down": lambda: hand.click(self._handle(), times=2),
            "drag-rows": lambda: self._drag_headings("rows", rest.split()),
            "drag-columns": lambda: self._drag_headings("columns", rest.split()),
            "move": lambda: self._move(pair(rest)),
            "copy-to": lambda: self._move(pair(rest), "Ctrl"),
            "wheel": lambda: hand.roll(self._cell((1, 0)).center(), rest == "up", "Ctrl"),
            "border": lambda: self._widen(*(int(number) for number in rest.split())),
            "fit": lambda: hand.click(self._border(int(rest)), times=2),
            "when-asked": lambda: self._when_asked(rest.split(" / ")),
        }
        acts[name]()

    def _when_asked(self, acts: list[str]) -> None:
        """Do these as soon as the form of a new table is there."""

        def answer(dialog: NewTableDialog) -> Wanted:
            dialog.show()
            dialog.activateWindow()
            assert wait_until(lambda: (at := QApplication.focusWidget()) is not None and dialog.isAncestorOf(at), PATIENCE)
            for words in acts:
                self.act(words)
            assert dialog.result() == QDialog.DialogCode.Accepted
            return dialog.answer()

        def wait() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, NewTableDialog):
                answer(dialog)
            else:
                QTimer.singleShot(10, wait)

        if self.dialogs is not None:
            self.dialogs.answer("NewTableDialog", answer)
        else:
            QTimer.singleShot(0, wait)

    def _key(self, words: str) -> None:
        key, modifiers = combination(words)
        self.fingers.key(key, *modifiers)

    def _keys(self, combinations: list[str]) -> None:
        for one in combinations:
            self._key(one)

    def _drag_headings(self, part: str, ends: list[str]) -> None:
        first, last = (self._heading(part, int(line)) for line in ends)
        self.fingers.drag(first, last)

    def _drag(self, start: Cell, end: Cell) -> None:
        self.fingers.drag(self._cell(start).center(), self._cell(end).center())

    def _move(self, cell: Cell, *modifiers: str) -> None:
        """Take the selection by its upper edge and carry its active cell to another."""
        rect = self._cell(self.editor.view.chosen.active)
        hold = QPoint(rect.center().x(), rect.top() - 1)
        self.fingers.drag(hold, hold + self._cell(cell).topLeft() - rect.topLeft() + QPoint(0, 6), *modifiers)

    def _widen(self, column: int, width: int) -> None:
        start = self._border(column)
        self.fingers.drag(start, start + QPoint(width - self.editor.view.columnWidth(column), 0))

    def _press(self, name: str) -> None:
        """Click on a button until it is pressed: what an edit brings later, such as a strip, may move it from under the hand."""
        pressed: list[str] = []
        for _time in range(MOST_MISSED):
            button = self._at_rest(name)
            button.pressed.connect(lambda: pressed.append(name))
            self.fingers.click(self._centre(button))
            if wait_until(lambda: bool(pressed), PATIENCE):
                return
        raise AssertionError(f"{name} was not pressed")

    def _at_rest(self, name: str) -> QAbstractButton:
        """A button in sight, and where it was a moment ago: what has just come moves what stands beside it."""
        where: list[QPoint] = []
        button = self.window.findChild(QAbstractButton, name)

        def at_rest() -> bool:
            nonlocal button
            button = self.window.findChild(QAbstractButton, name)
            if isinstance(button, QAbstractButton) and button.isVisible():
                where.append(self._centre(button))
            return len(where) > 1 and where[-1] == where[-2]

        assert wait_until(at_rest, PATIENCE), name
        assert isinstance(button, QAbstractButton)
        return button

    def _choose(self, part: str, line: str, entry: str) -> None:
        """Click with the right button, and then on an entry of the menu that comes, by way of the menus in it."""
        self.fingers.click(self._heading(part, int(line)), right=True)
        assert wait_until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), PATIENCE), "no menu came"
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        way = way_to(entry, menu)
        assert way, f"{entry} is not in the menu of {part} {line}: {[action.text() for action in menu.actions()]}"
        for inside, action in way:
            assert wait_until(inside.isVisible, PATIENCE), f"the menu with {entry} did not come"
            self.fingers.click(inside.mapToGlobal(inside.actionGeometry(action).center()))
        for _time in range(MOST_MISSED):  # Qt heeds no click in a menu while the one around it still thinks of opening another
            if wait_until(lambda: QApplication.activePopupWidget() is None, MISSED_AFTER):
                break
            self.fingers.click(inside.mapToGlobal(inside.actionGeometry(action).center()))

    def _undo_all(self) -> None:
        """Ctrl+Z until the window says that there is nothing more."""
        for _time in range(MOST_UNDONE):
            if not self.window.ui.action_undo.isEnabled():
                return
            self.fingers.key("Z", "Ctrl")

    # -- sights

    def look(self, words: str) -> tuple[object, object]:
        """What is seen of something, and what should be."""
        name, _space, rest = words.partition(" ")
        sights: dict[str, Callable[[str], tuple[object, object]]] = {
            "active": lambda rest: (self.editor.view.chosen.active, pair(rest)),
            "selected": self._selected,
            "cell": self._text,
            "line": lambda rest: (self.editor.strip.figure.text(), rest.removeprefix("=").strip()),
            "said": lambda rest: self._within(self.said[-1] if self.said else "", rest),
            "unread": self._unread,
            "editing": lambda rest: (self.editor.view.edit_line is not None, True),
            "not": lambda rest: (self.editor.view.edit_line is not None, False),
            "count": lambda rest: (self._status(r"计数 (\d+)"), rest),
            "sum": lambda rest: (self._status(r"求和 ([-\d.]+)"), rest),
            "rows": lambda rest: (self._headings(Qt.Orientation.Vertical), rest.split()),
            "columns": lambda rest: (self._headings(Qt.Orientation.Horizontal), rest.split()),
            "tip": lambda rest: self._within(QToolTip.text(), rest),
            "strip": lambda rest: self._within(self._view_strip(), rest),
            "no": lambda rest: (
                bool(self.editor.view.marked) if rest == "frame" else self._view_strip(),
                False if rest == "frame" else "",
            ),
            "frame": lambda rest: ([self._block(rest)] == self.editor.view.marked, True),
            "width": self._width,
            "level": lambda rest: (self._line("rows", rest).level, int(rest.split()[1])),
            "groups": lambda rest: ("".join(self._line("columns", rest).groups), rest.partition(" ")[2]),
            "foot": lambda rest: self._within(self.editor.foot.text(), rest),
            "continued": lambda rest: (self.editor.model.exhibit.continued_after, int(rest)),
            "title": lambda rest: (self.editor.model.exhibit.caption, rest),
            "front": lambda rest: (self.editor.model.exhibit.number, rest),
            "tables": self._tables,
            "elsewhere": lambda rest: (self.fingers.paste_elsewhere(), rest.replace("\\t", "\t").replace("\\n", "\n")),
            "zoom": lambda rest: (self.editor.view.zoom, int(rest)),
        }
        return sights[name](rest)

    @staticmethod
    def _within(seen: str, wanted: str) -> tuple[str, str]:
        return (wanted if wanted and wanted in seen else seen), wanted

    def _line(self, axis: str, rest: str) -> Line:
        exhibit = self.editor.model.exhibit
        return (exhibit.rows if axis == "rows" else exhibit.columns)[int(rest.split()[0])]

    def _tables(self, rest: str) -> tuple[object, object]:
        book = self.window.workspace.book
        assert book is not None
        return [exhibit.number for exhibit in book.exhibits()], rest.split()

    @staticmethod
    def _block(rest: str) -> Block:
        return Block(*(int(number) for number in rest.split(",")))

    def _width(self, rest: str) -> tuple[object, object]:
        column, width = rest.split()
        view = self.editor.view
        return view.columnWidth(int(column)), view.wanted_column_width(int(column)) if width == "fit" else int(width)

    def _selected(self, rest: str) -> tuple[object, object]:
        wanted = set(self._block(rest).cells())
        indexes = self.editor.view.selectionModel().selectedIndexes()
        return {(index.row(), index.column()) for index in indexes}, wanted

    def _text(self, rest: str) -> tuple[str, str]:
        place, _equals, wanted = rest.partition(" =")
        shown = self.editor.view.model().index(*pair(place)).data() or ""
        return str(shown).replace("\u2009", " "), wanted.strip()

    def _unread(self, rest: str) -> tuple[object, object]:
        strip = self.editor.unread_strip
        return (re.findall(r"\d+", strip.words.text()) if strip.isVisible() else ["0"]), [rest]

    def _status(self, pattern: str) -> str:
        found = re.search(pattern, self.window.status.summary.text().replace("\u2009", ""))
        return found[1] if found else ""

    def _headings(self, orientation: Qt.Orientation) -> list[str]:
        model = self.editor.view.model()
        count = model.rowCount() if orientation == Qt.Orientation.Vertical else model.columnCount()
        return [str(model.headerData(number, orientation)) for number in range(count)]

    def _view_strip(self) -> str:
        strip = self.editor.viewing.strip
        return strip.words.text() if strip.isVisible() else ""


def way_to(entry: str, menu: QMenu) -> list[tuple[QMenu, QAction]]:
    """The actions to click on, each with the menu that it stands in, until the one of this name; none where there is none."""
    for action in menu.actions():
        if action.objectName() == entry:
            return [(menu, action)]
        inner = action.menu()
        if isinstance(inner, QMenu) and (way := way_to(entry, inner)):
            return [(menu, action), *way]
    return []
