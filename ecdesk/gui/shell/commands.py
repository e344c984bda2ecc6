"""How the window is told to do something: by a command of its menus and its tool bar, by files that are dropped on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMainWindow, QWidget
from shiboken6 import isValid

from ecdesk.domain.files.paths import platform_path
from ecdesk.domain.texts import tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.desk.editor_area import EditorArea
from ecdesk.gui.desk.workspace import Workspace


class Needs(Enum):
    """What has to be there before a command can be given."""

    NOTHING = "nothing"
    PAGE = "a page in the middle"
    BOOK = "an open book"
    WRITING = "a book that can be written"
    UNDO = "a step to take back"
    REDO = "a step to do again"


@dataclass(frozen=True)
class Command:
    """An action of the form ``ui/main_window.ui`` by its name without "action_": what does it, its icon if it has one."""

    name: str
    does: Callable[[], object]
    icon: str = ""
    needs: Needs = Needs.NOTHING


_STANDARD = QKeySequence.StandardKey
_OF_LINES = (
    _STANDARD.Undo,
    _STANDARD.Redo,
    _STANDARD.Copy,
    _STANDARD.Cut,
    _STANDARD.Paste,
    _STANDARD.SelectAll,
    _STANDARD.Delete,
)
"""What a line does with keys that commands have, too: it goes before them."""


class Commands(QObject):
    """The commands of one window."""

    def __init__(self, commands: Iterable[Command], workspace: Workspace, editors: EditorArea, window: QMainWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._editors = editors
        self._window = window
        self._commands = [(action_named(window, one.name), one) for one in commands]
        for action, command in self._commands:
            action.triggered.connect(command.does)
        self._line: QLineEdit | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._heed_focus)
        for changed in (editors.current_changed, workspace.desk_changed, workspace.changed, workspace.save_state_changed):
            changed.connect(self.enable)
        self.enable()

    def enable(self) -> None:
        """Allow what can be done now, and nothing else."""
        there = self._there()
        for action, command in self._commands:
            action.setEnabled(command.needs in there)

    def _there(self) -> set[Needs]:
        desk = self._workspace.desk
        there = {Needs.NOTHING} if self._editors.is_empty else {Needs.NOTHING, Needs.PAGE}
        if desk is not None:
            there.add(Needs.BOOK)
            if not desk.read_only:
                steps = ((Needs.UNDO, desk.history.next_undo), (Needs.REDO, desk.history.next_redo))
                there |= {Needs.WRITING, *(needs for needs, step in steps if step is not None)}
        return there

    def _heed_focus(self, _left: QWidget | None, entered: QWidget | None) -> None:
        """See the keys of a line before it does, while it has the focus."""
        if self._line is not None and isValid(self._line):
            self._line.removeEventFilter(self)
        typing = isinstance(entered, QLineEdit) and entered.window() is self._window
        self._line = entered if typing and isinstance(entered, QLineEdit) else None
        if self._line is not None:
            self._line.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """On Linux lines have keys of another program beside those of everywhere (Ctrl+E goes to the end): the window's commands go before them."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        keys = QKeySequence(event.keyCombination())
        if any(event.matches(one) for one in _OF_LINES) or not any(
            keys in action.shortcuts() for action, _command in self._commands
        ):
            return False
        event.ignore()
        return True

    def retranslate(self) -> None:
        """Say the keys of each command in its tip."""
        for action in all_actions(self._window):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            words = action.toolTip().split("（")[0].split(" (")[0]
            action.setToolTip(plain.tip(tr("{words}（{keys}）", words=words, keys=keys) if keys else words))

    def restyle(self) -> None:
        """Draw the icons in the colours of the theme."""
        for action, command in self._commands:
            if command.icon:
                action.setIcon(icons.icon(command.icon))


def all_actions(window: QMainWindow) -> list[QAction]:
    """Every command of a window."""
    return [action for action in window.findChildren(QAction) if action.objectName().startswith("action_")]


def action_named(window: QMainWindow, name: str) -> QAction:
    """A command of a window by its name without "action_"."""
    action = window.findChild(QAction, f"action_{name}")
    assert isinstance(action, QAction), name
    return action


class MenuKey(QObject):
    """Shift+F10 opens the menu of what has the focus, at what is current in it. Not every system sends the key for it by itself."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        QShortcut(QKeySequence("Shift+F10"), window).activated.connect(self.open)

    def open(self) -> None:
        widget = QApplication.focusWidget()
        if widget is None:
            return
        if isinstance(widget, QAbstractItemView):
            place = widget.visualRect(widget.currentIndex()).center()
            widget = widget.viewport()
        else:
            place = widget.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)


class FileDrop(QObject):
    """Takes files that are dropped on a window. They are taken as a copy: whoever is told that they were moved deletes them."""

    dropped = Signal(list)
    """Paths of files and folders."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):  # entering and moving over are kinds of it
            return False
        paths = [platform_path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True
