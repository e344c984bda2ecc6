"""Where manuscripts print the book's figures: found in the background, for the inspector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import AreaRecord, Indicator, Manuscript, Observation, Settlement
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.desk.workspace import Workspace

if TYPE_CHECKING:
    from ecdesk.domain.figures.keys import Key
    from ecdesk.session.proof.manuscripts import Mention

PAUSE = 1500
"""Milliseconds without a change after which the manuscripts are read again."""


class MentionIndex(QObject):
    """What the newest drafts print of the book, as far as they have been read. changed: there is something new to show."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._found: Mapping[Key, tuple[Mention, ...]] | None = None
        self._job = 0
        self.stale = False
        self._pause = pause(self, PAUSE, self._read)
        workspace.desk_changed.connect(self._start_afresh)
        workspace.changed.connect(self._note)

    @property
    def has_manuscripts(self) -> bool:
        book = self._workspace.book
        return book is not None and bool(book.all(Manuscript))

    @property
    def outdated(self) -> bool:
        """Whether the book has changed since what is shown was found."""
        return self._found is not None and (self.stale or self._reading)

    def of(self, key: Key) -> tuple[Mention, ...] | None:
        """Every place of a figure; None while the manuscripts have not been read."""
        return self._found.get(key, ()) if self._found is not None else None

    def look(self) -> None:
        """Somebody looks at a figure: read the manuscripts if that has not been done, once nothing else is to be done."""
        if self.has_manuscripts and (self._found is None or self.stale) and not self._reading and not self._pause.isActive():
            self._pause.start()

    @property
    def _reading(self) -> bool:
        return self._workspace.jobs.has(self._job)

    def _start_afresh(self) -> None:
        self._pause.stop()
        self._found, self.stale = None, False

    def _note(self, notice: Notice) -> None:
        if notice.concerns(Manuscript, Settlement, Observation, Indicator, AreaRecord):
            self.stale = True
            if self._pause.isActive():
                self._pause.start()

    def _read(self) -> None:
        desk = self._workspace.desk
        if desk is None or not self.has_manuscripts:
            return
        if self._workspace.jobs.busy:
            self._pause.start()
            return
        from ecdesk.session.proof.manuscripts import find_mentions

        self.stale = False
        job = find_mentions(desk, desk.book.snapshot())
        self._job = self._workspace.jobs.start(text("核对文稿"), job, self._take, self._failed, quiet=True)

    def _take(self, found: Mapping[Key, tuple[Mention, ...]]) -> None:
        self._found = found
        self.changed.emit()

    def _failed(self, _error: UserError) -> None:
        """The book could not be saved, which the status line says; the places are looked for again with the next figure."""
        self.stale = True
