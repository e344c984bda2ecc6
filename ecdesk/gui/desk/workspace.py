"""What the panels share: the open desk, where the user is, what checks found. Panels know this and never each other."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.base.settings import Settings
from ecdesk.session.program.logs import topic

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book
    from ecdesk.domain.book.changes import Notice
    from ecdesk.domain.book.findings import Finding
    from ecdesk.domain.book.records import Exhibit
    from ecdesk.domain.figures.keys import Key
    from ecdesk.session.book.desk import Desk


@dataclass(frozen=True)
class Focus:
    """Where the user is: an exhibit, and in it a cell when row and column are not negative."""

    exhibit: str
    row: int = -1
    column: int = -1
    key: Key | None = None


@dataclass(frozen=True)
class Place:
    """Where to go: an exhibit and a cell of it. beside: into the other half of the window."""

    exhibit: str
    row: int = -1
    column: int = -1
    beside: bool = False


@dataclass(frozen=True)
class TextPlace:
    """Where to go in a manuscript: the figure that begins at a character of a draft."""

    manuscript: str
    start: int


class Workspace(QObject):
    """The shared state of one window. Every signal carries a frozen object."""

    desk_changed = Signal()
    """Another desk, or none."""
    changed = Signal(object)
    """Notice of a transaction."""
    save_state_changed = Signal()
    """Emitted on the saver's thread, delivered on the main one."""
    focus_changed = Signal(object)
    """Focus, or None."""
    findings_changed = Signal(object)
    """Tuple of findings."""
    finding_shown = Signal(str)
    """Id of a finding that was gone to: lists of findings follow."""
    place_wanted = Signal(object)
    """Place that a panel wants the editor to show."""
    text_wanted = Signal(object)
    """TextPlace that a panel wants to be shown."""
    said = Signal(str)
    """A sentence for the status bar."""
    written = Signal(str, object)
    """A sentence about a file or a folder that was written for somebody, and its path."""
    imported = Signal(str, int, object)
    """What an import did, the number of its step, and the figures of which the book has another."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.jobs = JobRunner(self)
        self.desk: Desk | None = None
        self.focus: Focus | None = None
        self.findings: tuple[Finding, ...] = ()
        self._stop_listening: Callable[[], None] | None = None
        self.save_state_changed.connect(self._log_saving)

    @property
    def book(self) -> Book | None:
        return self.desk.book if self.desk else None

    @property
    def path(self) -> Path | None:
        return self.desk.path if self.desk else None

    def exhibit(self, id: str) -> Exhibit | None:
        from ecdesk.domain.book.records import Exhibit

        book = self.book
        return book.get(Exhibit, id) if book else None

    def note_saved(self) -> None:
        """What the desk's saver calls, on its own thread."""
        self.save_state_changed.emit()

    def take(self, desk: Desk) -> None:
        """Put an open desk in place of the present one, which has been closed."""
        self.release()
        self.settle()
        self.desk = desk
        self._stop_listening = desk.listen(self._pass_on)
        topic("step").info(
            "a book is open%s, %d records of figures", " read-only" if desk.read_only else "", len(desk.book.observations)
        )
        self.desk_changed.emit()
        self.save_state_changed.emit()

    @staticmethod
    def settle() -> None:
        """What is there now lives as long as the book is open, its records and what checks them: looking through it for garbage again and again would
        stop the window for half a second in the midst of scrolling."""
        gc.freeze()

    def release(self) -> None:
        """Forget the desk without closing it."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        if self.desk is not None:
            self.desk = None
            gc.unfreeze()
            self.findings = ()
            self.set_focus(None)
            self.desk_changed.emit()

    def set_focus(self, focus: Focus | None) -> None:
        if focus != self.focus:
            self.focus = focus
            self.focus_changed.emit(focus)

    def set_findings(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        self.findings_changed.emit(findings)

    def go_to(self, place: Place) -> None:
        self.place_wanted.emit(place)

    def go_to_key(self, key: Key, prefer: str = "") -> bool:
        """Show a figure where it is printed, in the preferred exhibit when it stands there; False when it is printed nowhere."""
        places = self.book.places(key) if self.book else []
        if not places:
            return False
        exhibit, row, column = next((place for place in places if place[0] == prefer), places[0])
        self.go_to(Place(exhibit, row, column))
        return True

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def say_written(self, sentence: str, path: Path) -> None:
        """Say what was written where, once: it stays to be read, and leads to the folder."""
        self.written.emit(sentence, path)

    def _pass_on(self, notice: Notice) -> None:
        step = notice.transaction
        # The template only: what is put into it may be a figure or a name.
        topic("step").info("%d %s: %s, %d changes", step.seq, step.action, step.name.template, len(step.changes))
        self.changed.emit(notice)

    def _log_saving(self) -> None:
        if self.desk is not None:
            state = self.desk.save_state
            fault = state.fault.template if state.fault is not None else "in order"
            topic("save").info("%d steps waiting, %s", state.waiting, fault)
