"""Pages about an open book: they follow its steps while they are open, and let go when they are closed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ecdesk.gui.base.panes import KeyedPane
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.base.slices import Slices

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Notice
    from ecdesk.domain.book.records import Record
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.rules.checking import Checks

Found = TypeVar("Found")

PAUSE = 60
"""Milliseconds after a step before a page looks again, so that a run of steps is looked at once."""


class FollowingPane(KeyedPane):
    """`refresh` is called after a step that changed findings or one of the records in `FOLLOWED`, once the page can be seen."""

    FOLLOWED: tuple[type[Record], ...] = ()

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.checks = checks
        self._stale = True
        self._pause = pause(self, PAUSE, self._look_again)
        self._gathering = Slices(None, self)
        self._stops: list[Callable[[], None]] = [checks.listen(self._checked), desk.listen(self._stepped)]

    def refresh(self) -> None:
        """Show the book as it is now."""

    def show_when_gathered(self, steps: Generator[None, None, Found], show: Callable[[Found], object]) -> None:
        """Show what takes thousands of exhibits to know: at once where that is nothing, else when it is there; a step of the book meanwhile makes it
        begin again."""

        def work() -> Iterator[None]:
            show((yield from steps))

        self._gathering.start(work())

    @property
    def gathering(self) -> bool:
        """Whether what is shown is still being put together."""
        return self._gathering.running

    @property
    def up_to_date(self) -> bool:
        """Whether the book is shown as it is now."""
        return not (self._stale or self.gathering)

    def keep(self) -> None:
        """Store what is being typed: the book is about to be closed."""

    def release(self) -> None:
        """Follow the book no more."""
        self._pause.stop()
        self._gathering.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()

    def refresh_now(self) -> None:
        """Refresh without waiting for a quiet moment."""
        self._pause.stop()
        self._stale = False
        self.refresh()

    def _checked(self, _notice: object) -> None:
        self._mark()

    def _stepped(self, notice: Notice) -> None:
        if notice.concerns(*self.FOLLOWED):
            self._mark()

    def _mark(self) -> None:
        self._stale = True
        self._gathering.stop()  # what it looks at may be gone
        if self.isVisible():
            self._pause.start()

    def _look_again(self) -> None:
        if self._stale and not self.checks.preparing:  # else the end of that is told
            self.refresh_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh_now()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.release()
        super().closeEvent(event)
