"""Keeps the findings up to date while the editor types, and tells the grids which cells they concern."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject

from ecdesk.domain.listeners import Listeners
from ecdesk.domain.texts import Text, text
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.desk.workspace import Workspace

if TYPE_CHECKING:
    from ecdesk.checks import Checker, Last
    from ecdesk.domain.book.book import Book
    from ecdesk.domain.book.changes import Action, Change
    from ecdesk.domain.book.findings import Finding
    from ecdesk.domain.book.records import Exhibit
    from ecdesk.domain.book.tables import Table
    from ecdesk.domain.figures.keys import Key
    from ecdesk.session.rules.checking import CheckNotice, Checks
    from ecdesk.session.rules.impact import Impact

PAUSE = 60
"""Milliseconds after an edit until the findings are listed again; several edits at once are listed once."""

Listener: TypeAlias = "Callable[[frozenset[Key] | None], None]"


class LiveChecks(QObject):
    """The checks of the desk that is open. It is also what a grid asks about the state of a cell."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self.checks: Checks | None = None
        self._stop: Callable[[], None] | None = None
        self._ready = False
        self._listeners: Listeners[frozenset[Key] | None] = Listeners()
        self._pause = pause(self, PAUSE, self._list)
        self._job = 0
        workspace.desk_changed.connect(self._take_desk)

    @property
    def pending(self) -> bool:
        """Whether an edit has not been checked yet."""
        return self._pause.isActive() or self.workspace.jobs.has(self._job)

    def publish(self) -> None:
        """List the findings now, whatever is still to be made ready for it."""
        self._pause.stop()
        self._cancel()
        if self.checks is None:
            return
        first, self._ready = not self._ready, True
        self.workspace.set_findings(tuple(self.checks.findings()))
        if first:
            self._tell(None)

    def _list(self) -> None:
        """List the findings; what takes long is made ready first, while the window goes on."""
        if self.checks is None or self.workspace.jobs.has(self._job):
            return
        if self.checks.ready:
            self.publish()
            return
        from ecdesk.session.versions.last_year import reading_last

        self._ready = False
        jobs, desk = self.workspace.jobs, self.workspace.desk
        if self.checks.needs_last and desk is not None:
            self._job = jobs.start(text("读取上年年报"), reading_last(desk), self._take_last)
        else:
            then = self._prepared if self.checks.made else self._made
            self._job = jobs.start(text("审核"), self.checks.prepare(), then, idle=True)

    def _take_last(self, found: Last) -> None:
        self._job = 0
        if self.checks is not None and self.checks.needs_last:
            self.checks.take_last(found)
        self._list()

    def _made(self, _nothing: None) -> None:
        self.workspace.settle()
        self._prepared(None)

    def _prepared(self, _nothing: None) -> None:
        self._job = 0
        self.publish()

    def _cancel(self) -> None:
        self.workspace.jobs.cancel(self._job)
        self._job = 0

    @property
    def last_book(self) -> Book | None:
        """Last year's book once it has been read."""
        if self.checks is None or self.checks.needs_last:
            return None
        last = self.checks.last
        return None if last is None or isinstance(last, Text) else last

    @property
    def checker(self) -> Checker | None:
        """The engine that knows the relations between figures; None before the first check."""
        return self.checks.checker if self.checks is not None and self._ready and self.checks.ready else None

    def findings_of(self, key: Key) -> tuple[Finding, ...]:
        """The verdict of every rule that looks at a figure, passes among them; nothing before the first check."""
        return tuple(self.checks.findings_of(key)) if self.checks is not None and self._ready else ()

    def impact(self, changes: tuple[Change, ...], action: Action | None = None) -> Impact | None:
        """What a step with these changes would move; before the first check without the rules. None without a book."""
        from ecdesk.domain.book.changes import Action
        from ecdesk.session.rules.impact import impact

        desk = self.workspace.desk
        if desk is None:
            return None
        return impact(desk, changes, self.checks if self._ready else None, action or Action.DO)

    def note_under(self, exhibit: Exhibit) -> str:
        """The note that is printed under an exhibit by itself; nothing before the first check."""
        if self.checks is None or not self._ready:
            return ""
        from ecdesk.session.delivery.printing import note_under

        return note_under(self.checks.checker, exhibit)

    def printed(self, exhibit: Exhibit) -> Table | None:
        """An exhibit as it is printed; before the first check without what follows from the rules. None without a book."""
        from ecdesk.domain.book.tables import build_table
        from ecdesk.domain.figures.numerals import THIN_SPACE

        book = self.workspace.book
        if book is None:
            return None
        if self.checks is not None and self._ready:
            from ecdesk.session.delivery.printing import printed_table

            return printed_table(self.checks.checker, exhibit, book.setting("grouping", THIN_SPACE))
        return build_table(book, exhibit)

    # -- for the grids

    def states(self, key: Key) -> frozenset[str]:
        """Any of failing, queried, noted, explained and involved; nothing before the first check."""
        if self.checks is None or not self._ready:
            return frozenset()
        return self.checks.states(key) & {"failing", "queried", "noted", "explained", "involved"}

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told which figures may have other states now, None for any; returns what ends that."""
        return self._listeners.add(listener)

    # -- following the desk

    def _take_desk(self) -> None:
        if self._stop is not None:
            self._stop()
            self._stop = None
        if self.checks is not None:
            self.checks.close()
            self.checks = None
        self._pause.stop()
        self._cancel()
        self._ready = False
        if self.workspace.desk is not None:
            # The rules engine is wanted when there is a book, not when the window opens.
            from ecdesk.session.rules.checking import Checks

            self.checks = Checks(self.workspace.desk)
            self._stop = self.checks.listen(self._heed)
            self._pause.start()

    def _heed(self, notice: CheckNotice) -> None:
        if self.checks is not None and not self.checks.ready:
            self._ready = False  # nothing is known of any figure until the rules are made again
        self._pause.start()
        self._tell(notice.keys)

    def _tell(self, keys: frozenset[Key] | None) -> None:
        self._listeners.tell(keys)
