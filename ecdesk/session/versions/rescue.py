"""What could not be saved: kept in a rescue file in the program's own folder, and brought back into the book when it can be."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ecdesk.domain.book.book import Book, StaleChange
from ecdesk.domain.book.changes import Transaction, new_uid
from ecdesk.domain.book.records import RECORD_TYPES, RecordId
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.filenames import fitted_name
from ecdesk.domain.texts import Text, text
from ecdesk.session.program.places import data_folder, made
from ecdesk.session.program.progress import Job, Progress
from ecdesk.storage.rescue import Rescue, RescueOf, about_rescue, read_rescue, write_rescue
from ecdesk.storage.steps import Blobs

if TYPE_CHECKING:
    from ecdesk.session.book.desk import Desk

SUFFIX = ".rescue"


class Keeper:
    """Writes the rescue file of one open book.

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
        return fitted_name(f"{self._book.stem}-{new_uid()[:8]}", SUFFIX, 200)

    def drop(self) -> None:
        """Everything is in the book, or is to be given up."""
        with self._turn:
            if self._path is not None:
                forget(self._path)
                self._path = None


@dataclass(frozen=True)
class Left:
    """A rescue file that is there. steps: how many it holds. fault: why it cannot be read; then nothing is known of it."""

    path: Path
    uid: str = ""
    book: Path = Path()
    title: str = ""
    steps: int = 0
    fault: Text | None = None


def book_of(path: Path) -> Path:
    """The file of the book that a rescue file belongs to. Raises UserError for a file that is none."""
    return Path(about_rescue(path)[0].book)


def anything_left() -> bool:
    """Whether there is any rescue file in the program's own folder."""
    return any((data_folder() / "rescue").glob(f"*{SUFFIX}"))


def left_behind(also: Sequence[Path] = ()) -> list[Left]:
    """The rescue files in the program's own folder, oldest first, and those in other places that somebody knows of. Each by itself: one
    that goes while it is looked at hides no other."""
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
                found.append(Left(path, fault=error.text))
        else:
            found.append(Left(path, about.uid, Path(about.book), about.title or Path(about.book).stem, steps))
    return found


def forget(path: Path) -> None:
    """Remove a rescue file. One that cannot be removed is found to be done with the next time."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Return:
    """How the steps of a rescue file come back. steps: those that the book's file does not have, to be done as they were; follows: whether
    they follow on its last step, else they are joined as those of a copy are."""

    rescue: Rescue
    steps: tuple[Transaction, ...]
    follows: bool


def plan_return(desk: Desk, path: Path) -> Job[Return]:
    """Compare a rescue file with the book's file: a worker's job. Raises UserError for a file that is damaged or of another book."""
    yield Progress(0, 0, text("正在读取上次没有写进年报的修改…"))
    rescue = read_rescue(path)
    if rescue.about.uid != desk.uid:
        raise UserError("“{file}”里的修改属于另一本年报“{title}”。", file=path.name, title=rescue.about.title)
    file = desk.file
    steps = tuple(step for step in rescue.steps if file.uid_at(step.seq) != step.uid)
    if not steps or any(steps[-1].uid in head.why for head in file.heads()):  # all there, or joined before
        return Return(rescue, (), True)
    before = rescue.steps[len(rescue.steps) - len(steps) - 1].uid if len(steps) < len(rescue.steps) else rescue.about.after
    first = steps[0].seq
    return Return(rescue, steps, file.uid_at(first - 1) == before and not file.uid_at(first))


def bring_back(desk: Desk, plan: Return) -> int:
    """Carry a plan out: the steps as they were, undo and all, or joined in one step; returns how many contradictions are left to be decided.

    The rescue file stays: it may go when the desk has saved everything.
    """
    if not plan.steps:
        return 0
    if plan.follows and desk.seq == plan.steps[0].seq - 1 and _fit(desk.book, plan.steps):
        desk.take_up(plan.steps, plan.rescue.blobs)
        return 0
    return _join(desk, plan)


def _fit(book: Book, steps: Sequence[Transaction]) -> bool:
    """Whether each step finds the records as it left off; not where another program has changed the book's file."""
    trial = book.snapshot()
    try:
        for step in steps:
            trial.apply(step.changes)
    except StaleChange:
        return False
    return True


def _join(desk: Desk, plan: Return) -> int:
    """The steps in one, record by record: where the book has become another since, both versions are kept, to be decided."""
    from ecdesk.domain.book.changes import Change
    from ecdesk.session.versions.ancestry import NONE, short_uid
    from ecdesk.session.versions.merging import Clash, MergePlan, merge

    first: dict[tuple[str, RecordId], Change] = {}
    last: dict[tuple[str, RecordId], tuple[Change, str]] = {}
    for step in plan.steps:
        for change in step.changes:
            what = change.kind, change.id
            first.setdefault(what, change)
            last[what] = change, short_uid(step.uid)
    taken: list[Change] = []
    origins: list[str] = []
    clashes: list[Clash] = []
    same = 0
    for what, (change, origin) in last.items():
        base, after, present = first[what].before, change.after, desk.book.get(RECORD_TYPES[what[0]], what[1])
        if base == after:
            continue
        if present == after:
            same += 1
        elif present == base:
            taken.append(Change(*what, present, after))
            origins.append(origin)
        else:
            clashes.append(Clash(*what, base, present, after))
    newest = plan.steps[-1]
    steps = {short_uid(step.uid): NONE for step in plan.steps}
    joined = MergePlan(
        copy=plan.rescue.path,
        their_name=newest.who,
        taken=tuple(taken),
        origins=tuple(origins),
        noted=(),
        joined=(),
        kept=(),
        same=same,
        clashes=tuple(clashes),
        blobs=plan.rescue.blobs,
        last=newest.uid,
        steps=steps,
        seq=desk.seq,
    )
    return merge(desk, joined)
