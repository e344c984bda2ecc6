"""Rescue files in the program's own folder: what could not be saved is kept there until it is in the book."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.filenames import fitted_name
from ecdesk.domain.texts import Text
from ecdesk.session.program.places import data_folder, made

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Transaction
    from ecdesk.storage.steps import Blobs

SUFFIX = ".rescue"


class RescueFile:
    """Where what cannot be saved of one open book is kept; written when there is something.

    uids: of the book's steps by their numbers, as far as they may be asked for. overwritten: the steps before one, in order, that had been
    saved and are not in the book's file any more.
    """

    def __init__(
        self, book: Path, uid: str, title: str, uids: Mapping[int, str], overwritten: Callable[[int], Sequence[Transaction]]
    ) -> None:
        self._book, self._uid, self._title, self._uids, self._overwritten = book, uid, title, uids, overwritten
        self._name = self._new_name()
        self._path: Path | None = None
        self._first = 0
        self._turn = threading.Lock()

    def keep(self, waiting: Sequence[tuple[Transaction, Blobs]], path: Path | None = None) -> None:
        """Put the steps that wait into the file, and before them those that were overwritten; in another place when a path is given. Raises
        UserError where it cannot be written."""
        from ecdesk.storage.rescue import RescueOf, write_rescue

        with self._turn:
            overwritten = self._overwritten(waiting[0][0].seq)
            steps = [*((step, ()) for step in overwritten), *waiting]
            first = steps[0][0].seq
            if path is None:
                if self._path is not None and first < self._first:
                    self._name = self._new_name()  # steps are only added after those that are there
                try:
                    path = made(data_folder() / "rescue") / self._name
                except OSError as fault:
                    raise UserError(
                        "没有权限写入文件夹“{folder}”（{reason}）。",
                        folder=str(data_folder()),
                        reason=fault.strerror or str(fault),
                    ) from fault
            about = RescueOf(self._uid, str(self._book), self._title, self._uids.get(first - 1, ""))
            write_rescue(path, about, steps)
            before, self._path, self._first = self._path, path, first
            if before is not None and before != path:
                forget(before)

    def _new_name(self) -> str:
        from ecdesk.domain.book.changes import new_uid

        return fitted_name(f"{self._book.stem}-{new_uid()[:8]}", SUFFIX, 200)

    def drop(self) -> None:
        """Everything is in the book, or is to be given up."""
        with self._turn:
            if self._path is not None:
                forget(self._path)
                self._path = None


@dataclass(frozen=True)
class FoundRescue:
    """A rescue file that is there. steps: how many it holds. fault: why it cannot be read; then nothing is known of it."""

    path: Path
    uid: str = ""
    book: Path = Path()
    title: str = ""
    steps: int = 0
    fault: Text | None = None


def book_of(path: Path) -> Path:
    """The file of the book that a rescue file belongs to. Raises UserError for a file that is none."""
    from ecdesk.storage.rescue import about_rescue

    return Path(about_rescue(path)[0].book)


def anything_left() -> bool:
    """Whether there is any rescue file in the program's own folder."""
    return any((data_folder() / "rescue").glob(f"*{SUFFIX}"))


def left_behind(also: Sequence[Path] = ()) -> list[FoundRescue]:
    """The rescue files in the program's own folder, oldest first, and those in other places that somebody knows of. Each by itself: one
    that goes while it is looked at hides no other."""
    from ecdesk.storage.rescue import about_rescue

    ages: dict[Path, float] = {}
    for path in (data_folder() / "rescue").glob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError):  # another window has just put back what was in it, or the name leads nowhere
            ages[path] = path.stat().st_mtime
    found = []
    for path in (*sorted(ages, key=lambda path: ages[path]), *also):
        try:
            about, steps = about_rescue(path)
        except UserError as error:
            if path in also or path.exists():
                found.append(FoundRescue(path, fault=error.text))
        else:
            found.append(FoundRescue(path, about.uid, Path(about.book), about.title or Path(about.book).stem, steps))
    return found


def forget(path: Path) -> None:
    """Remove a rescue file. One that cannot be removed is found to be done with the next time."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
