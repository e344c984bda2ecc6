"""The desk: an open book with its history. Everything a user does goes through `Desk.edit` or `commit`, `undo`, `redo` and `revert`."""

from __future__ import annotations

import getpass
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.book import Book, StaleChange
from ecdesk.domain.book.changes import Action, Change, Edit, Notice, Transaction, new_uid, notice_of, now
from ecdesk.domain.book.history import History, dependents
from ecdesk.domain.book.layouts.defined import defined_cells, newly_defined
from ecdesk.domain.book.layouts.sorting import in_order
from ecdesk.domain.book.records import RECORD_TYPES, Exhibit, Manuscript, Observation, Origin, Record, Submission
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Content
from ecdesk.domain.figures.deriving import is_consequence
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.listeners import Listeners
from ecdesk.domain.texts import Text, text
from ecdesk.session.book.rescue_file import RescueFile
from ecdesk.session.book.saving import DirectSaver, QueuedSaver, Saver, SaveState, Waiting
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.copies import copies_folder
from ecdesk.storage.steps import Blobs

Listener = Callable[[Notice], None]

MOST_AT_HAND = 200_000
"""Changes of this session's steps that are kept in memory, so that taking them back needs no file; more while they are not saved."""


def user_name() -> str:
    """Who is at the desk, as the journal will say: ECDESK_USER, else the name of the account."""
    named = os.environ.get("ECDESK_USER", "")
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


@contextmanager
def fitting(path: Path, step: Transaction) -> Iterator[None]:
    """Turn a step as a file has it that does not fit the records into a UserError: another program changed the one or the other. To be put
    around whatever does or takes back a step that was read."""
    try:
        yield
    except StaleChange as fault:
        raise UserError(
            "“{name}”这一步的记录和年报现在的内容对不上，文件可能已损坏；请从旁边的“{copies}”文件夹里取最近的一份安全副本。",
            name=str(step.name),
            copies=copies_folder(path).name,
        ) from fault


class LastStep(NamedTuple):
    """Who made the last step of a book and when (UTC, ISO 8601); while there is none, who made the book, without a uid."""

    who: str = ""
    when: str = ""
    uid: str = ""


class Editing(Edit):
    """An edit in progress; files that its records refer to go with it, and its name may be told at the end."""

    def __init__(self, book: Book, name: Text) -> None:
        super().__init__(book)
        self.name = name
        self.why = ""
        self.blobs: list[tuple[str, bytes]] = []

    def attach(self, name: str, content: bytes) -> None:
        """Keep a file from outside in the book, byte for byte, if the edit is committed."""
        self.blobs.append((name, content))


def put_content(edit: Edit, key: Key, content: Content, origin: Origin) -> None:
    """Put a figure under its key; status, basis and note of one that is there stay."""
    present = edit.get(Observation, key)
    if present is None:
        edit.put(Observation(key, content, origin=origin))
    else:
        edit.put(replace(present, content=content, origin=origin))


def kept_sorted(book: Book, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes of a step with those that put the rows into order again of the exhibits that keep themselves sorted."""
    sorted_ids = [exhibit.id for exhibit in book.exhibits() if exhibit.sorting is not None and exhibit.sorting.by]
    fresh = [
        one.id for change in changes if isinstance(one := change.after, Exhibit) and one.sorting is not None and one.sorting.by
    ]
    if not sorted_ids and not fresh:
        return changes
    printing = book.printing(cast(Key, change.id) for change in changes if change.kind == Observation.KIND)
    edit = Edit(book)
    for change in changes:
        if change.after is None:
            edit.remove(RECORD_TYPES[change.kind], change.id)
        else:
            edit.put(change.after)
    for id in dict.fromkeys((*fresh, *(id for id in sorted_ids if id in printing))):
        exhibit = edit.get(Exhibit, id)
        if exhibit is not None:
            edit.put(in_order(book, exhibit, lambda key: edit.get(Observation, key)))
    return edit.changes()


def filled_by_definition(book: Book, changes: tuple[Change, ...], who: str) -> tuple[Change, ...]:
    """The changes of a step with those that have the new cells of rows and columns with a formula worked out."""
    exhibits = [change for change in changes if isinstance(change.after, Exhibit) and defined_cells(change.after)]
    if not exhibits:
        return changes
    here = {change.id: change.after for change in changes if change.kind == Observation.KIND}
    fresh: dict[Key, Observation] = {}
    for change in exhibits:
        before, after = cast(Exhibit | None, change.before), cast(Exhibit, change.after)
        for one in newly_defined(before, after, lambda key: cast(Observation | None, here.get(key, book.observation(key))), who):
            fresh.setdefault(one.key, one)
    kept = tuple(change for change in changes if change.id not in fresh)
    return (*kept, *(Change(Observation.KIND, key, book.observation(key), one) for key, one in fresh.items()))


class Desk:
    """An open book.

    who: name that the journal gives to what is done here. Listeners are called after every transaction, with what it changed, on
    the thread that made it; the book itself belongs to that one thread.
    """

    def __init__(self, file: BookFile, who: str, save_changed: Callable[[], None] | None = None) -> None:
        """save_changed: when given, saving happens on a worker thread, and this is called on that thread when its state changes."""
        self.file = file
        self.who = who
        self.uid = file.meta("uid")
        self.book = Book()
        self.book.load(file.records())
        self.history = History.of(file.steps())
        last = self.file.heads(limit=1)
        self._seq = last[0].seq if last else 0
        self._uids = {self._seq: last[0].uid if last else ""}
        made = LastStep(file.meta("created_by"), file.meta("created"))
        self.last_step = LastStep(last[0].who, last[0].when, last[0].uid) if last else made
        """Who did what was done last."""
        self._at_hand: dict[int, Transaction] = {}
        self._size = 0
        self._rescue: RescueFile | None = None
        self._saver: Saver = DirectSaver(file)
        if save_changed is not None and not file.read_only:
            self._rescue = RescueFile(file.path, self.uid, self.book.title, self._uids, self._overwritten)
            self._saver = QueuedSaver(file, save_changed, self._rescue)
        self._listeners: Listeners[Notice] = Listeners()
        self._editing = False
        self.derivations = Derivations(self.book)
        """The figures that follow from others; they are worked out again with every step."""

    @classmethod
    def open(
        cls,
        path: Path,
        who: str = "",
        read_only: bool = False,
        save_changed: Callable[[], None] | None = None,
    ) -> Desk:
        """Open a book's file; raises UserError when it cannot be.

        save_changed: when given, saving happens on a worker thread, and this is called on that thread when its state changes.
        """
        who = who or user_name()
        file = BookFile.open(path, who, read_only)
        try:
            return cls(file, who, save_changed)
        except BaseException:
            file.close()
            raise

    @classmethod
    def create(cls, path: Path, records: Iterable[Record], who: str = "") -> Desk:
        """Write a new book with these records and open it."""
        who = who or user_name()
        return cls(BookFile.create(path, records, who), who)

    @property
    def path(self) -> Path:
        return self.file.path

    @property
    def read_only(self) -> bool:
        return self.file.read_only

    def check_writable(self) -> None:
        """Raises UserError that says why, when nothing can be changed here."""
        if self.file.read_only:
            self._refuse()

    @property
    def save_state(self) -> SaveState:
        return self._saver.state

    @property
    def seq(self) -> int:
        """Number of the last transaction, 0 for a new book."""
        return self._seq

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of every transaction from now on; returns what ends that."""
        return self._listeners.add(listener)

    def flush(self) -> None:
        """Wait until every step is on disk; raises UserError when it cannot be, and `Cancelled` when the work that waits was asked to stop."""
        self._saver.flush()

    def retry_saving(self) -> None:
        if isinstance(self._saver, QueuedSaver):
            self._saver.retry()

    def settled(self, within: float = 0.0) -> bool:
        """Whether every step is on disk, at the latest after so many seconds."""
        return self._saver.settled(within)

    @property
    def waiting(self) -> Waiting:
        """The steps that are not on disk yet."""
        return self._saver.waiting

    def keep_unsaved(self, path: Path | None = None) -> int:
        """Put the steps that are not on disk into a rescue file, in the program's own folder unless a path is given; returns the number of
        the last of them. Raises UserError where it cannot be written."""
        waiting = self._saver.waiting
        if not waiting or self._rescue is None:
            return self._seq
        self._rescue.keep(waiting, path)
        return waiting[-1][0].seq

    def close(self, discard: bool = False) -> None:
        """Save what waits and let the file go. Raises UserError, and stays open, when something cannot be saved, unless it is to be discarded."""
        if not discard:
            self._saver.flush()
        self.leave()
        if discard and self._rescue is not None:
            self._rescue.drop()

    def leave(self) -> None:
        """Let the file go at once, or as soon as a drive that does not answer does. What is not on disk is in memory only, unless
        `keep_unsaved` was called before."""
        self._saver.close()

    def copy_to(self, target: Path, now: Book | None = None, last: int | None = None) -> Text | None:
        """Write a copy of the book under another name: history, received files, and the steps that are not saved yet.

        Where the book's own file cannot be read any more, the copy is made of what is in memory; returns what is missing in it then. A
        worker is handed a snapshot as now, and after which step it was taken as last. Raises UserError where the copy cannot be written.
        """
        try:
            self.file.copy_to(target, self._saver.waiting)
        except (UserError, sqlite3.Error) as fault:
            if target.exists() or self.file.is_there():
                raise
            return self._copy_of_memory(target, now or self.book, self._seq if last is None else last, fault)
        return None

    def _copy_of_memory(self, target: Path, book: Book, last: int, fault: Exception) -> Text:
        """A copy of a book whose file cannot be read; returns what is missing in it."""
        steps = self._run_up_to(last)
        unsaved = {step.seq: blobs for step, blobs in self._saver.waiting}
        records = [record for type in RECORD_TYPES.values() for record in book.all(type).values()]
        journal = [(step, unsaved.get(step.seq, ())) for step in steps]
        BookFile.create(target, records, self.who, self.uid, journal=journal).close()
        there = {hashlib.sha256(content).hexdigest() for blobs in unsaved.values() for _name, content in blobs}
        files = {one.file for one in records if isinstance(one, Submission | Manuscript) and one.file} - there
        return text(
            "原来的文件读不到（{reason}）。副本里数据齐全，但缺较早的 {steps} 步历史和 {files} 个收到的文件。",
            reason=str(fault),
            steps=last - len(steps),
            files=len(files),
        )

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_exception: object) -> None:
        """Save what waits and let the file go, in any case. Raises UserError when something could not be saved; it is in a rescue file then, as
        far as one could be written."""
        try:
            self.close()
        finally:
            self.leave()

    # -- changing

    @contextmanager
    def edit(self, name: Text) -> Iterator[Editing]:
        """How the book is changed (a paste collects its changes beforehand and calls `commit`): put and remove records on what this yields; they are committed together at the end.

        An exception leaves the book as it was. An edit that changes nothing leaves no trace in the journal.
        """
        self._check_free()
        self._editing = True
        try:
            editing = Editing(self.book, name)
            yield editing
            changes = editing.changes()
        finally:
            self._editing = False
        if changes:
            self._commit(changes, editing.name, why=editing.why, blobs=editing.blobs)

    def commit(self, changes: tuple[Change, ...], name: Text) -> None:
        """Commit what was collected beforehand on this very state of the book, as `edit` does at its end."""
        self._check_free()
        if changes:
            self._commit(changes, name)

    @contextmanager
    def trial(self, changes: tuple[Change, ...], action: Action = Action.DO) -> Iterator[tuple[Change, ...]]:
        """While this is open the book is as a step with these changes would leave it; yields all that the step would change. Nothing of it
        reaches the file, the journal or a listener, and at the end the book is as it was. Raises StaleChange as a step does."""
        if self._editing:
            raise RuntimeError("an edit is open already")
        self._editing = True
        try:
            applied = self._completed(changes, action)
            try:
                yield applied
            finally:
                back = tuple(change.inverse() for change in reversed(applied))
                self.book.apply(back)
                self.derivations.follow(back)
        finally:
            self._editing = False

    def _check_free(self) -> None:
        if self._editing:
            raise RuntimeError("an edit is open already")
        self.check_writable()

    def undo(self) -> Text | None:
        """Take the last step back; returns its name, or None when there is none."""
        return self._step(Action.UNDO, self.history.next_undo)

    def redo(self) -> Text | None:
        """Do again what was taken back last; returns its name, or None when there is none."""
        return self._step(Action.REDO, self.history.next_redo)

    def revert(self, seq: int) -> Text:
        """Take back one past step alone. Raises UserError that names the later steps when any of them stands on it."""
        undone = self.taken_back_by(seq)
        target = self.transaction(seq)
        self._retrace(undone, Text("撤回：{step}", {"step": str(target.name)}), Action.REVERT, target)
        return target.name

    def taken_back_by(self, seq: int) -> tuple[Change, ...]:
        """What taking back one past step alone would change. Raises UserError as `revert` does."""
        self.fetch(seq, self._seq)
        target = self.transaction(seq)
        standing = dependents(target, [self.transaction(later) for later in range(seq + 1, self._seq + 1)])
        if standing:
            raise UserError(
                "不能单独撤回“{name}”：后来的“{later}”等 {count} 步又改了同样的内容，请先撤回它们。",
                name=str(target.name),
                later=str(standing[-1].name),
                count=len(standing),
            )
        return tuple(change for change in target.inverse_changes() if not is_consequence(change))

    def merge(self, changes: tuple[Change, ...], name: Text, blobs: Sequence[tuple[str, bytes]] = (), why: str = "") -> None:
        """Commit the joined changes of another copy as one step; without any, the step says that the copy is known."""
        if self.file.read_only:
            self._refuse()
        self._commit(changes, name, Action.MERGE, why=why, blobs=blobs)

    def take_up(self, steps: Sequence[Transaction], blobs: Blobs) -> None:
        """Do steps again that were made on this very state of the book but did not reach its file, as the steps that they were; blobs: their
        files. Raises RuntimeError for steps that do not follow on."""
        if self.file.read_only:
            self._refuse()
        if [step.seq for step in steps] != list(range(self._seq + 1, self._seq + 1 + len(steps))):
            raise RuntimeError("steps that do not follow on")
        for step in steps:
            self._take(step, blobs if step is steps[0] else ())

    # -- past steps

    def transaction(self, seq: int) -> Transaction:
        """A step with its changes; raises KeyError when there is none of that number. Read from the file when it is not at hand, so a window
        has a worker `fetch` it first."""
        known = self._at_hand.get(seq)
        return known if known is not None else self.file.transaction(seq)

    def at_hand(self, first: int, last: int | None = None) -> bool:
        """Whether the steps from one number to another, only the one without another, are in memory."""
        return all(seq in self._at_hand for seq in range(first, (first if last is None else last) + 1))

    def fetch(self, first: int, last: int | None = None) -> None:
        """Bring the steps from one number to another into memory. May be called on any thread, and waits for the disk."""
        last = first if last is None else last
        missing = [seq for seq in range(first, last + 1) if seq not in self._at_hand]
        if missing:
            for step in self.file.transactions(missing[0], missing[-1]):
                self._at_hand.setdefault(step.seq, step)
                self._size += len(step.changes)

    def _run_up_to(self, last: int) -> list[Transaction]:
        """The steps that are at hand without a gap up to one, in order."""
        first = last
        while first in self._at_hand:
            first -= 1
        return [self._at_hand[seq] for seq in range(first + 1, last + 1)]

    def _overwritten(self, seq: int) -> list[Transaction]:
        """The steps of this session before one, in order, when somebody put another file in the place of the one that they were saved in: they
        may not be in that, and where they are, bringing them back passes them over."""
        if not self.file.replaced:
            return []
        return [step for step in self._run_up_to(seq - 1) if step.seq - 1 in self._uids]

    def _step(self, action: Action, seq: int | None) -> Text | None:
        if seq is None:
            return None
        if self.file.read_only:
            self._refuse()
        target = self.transaction(seq)
        changes = target.inverse_changes() if action == Action.UNDO else target.changes
        self._retrace(changes, target.name, action, target)
        return target.name

    def _retrace(self, changes: tuple[Change, ...], name: Text, action: Action, target: Transaction) -> None:
        """Commit what the journal says of a past step."""
        with fitting(self.path, target):
            self._commit(changes, name, action, target.seq)

    def _commit(
        self,
        changes: tuple[Change, ...],
        name: Text,
        action: Action = Action.DO,
        target: int | None = None,
        why: str = "",
        blobs: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        changes = self._completed(changes, action)
        step = Transaction(self._seq + 1, new_uid(), self.who, now(), name, changes, action, target, why)
        self._take(step, tuple(blobs), applied=True)

    def _completed(self, changes: tuple[Change, ...], action: Action) -> tuple[Change, ...]:
        """Apply changes to the book with all that comes with them; returns all of it."""
        if action in (Action.DO, Action.MERGE):
            changes = kept_sorted(self.book, filled_by_definition(self.book, changes, self.who))
        return self._with_consequences(changes)

    def _with_consequences(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Apply changes to the book, and what follows from them for derived figures; returns both, a change for each record."""
        self.book.apply(changes)
        try:
            consequences = self.derivations.follow(changes)
        except BaseException:
            self.book.apply(tuple(change.inverse() for change in reversed(changes)))
            raise
        if not consequences:
            return changes
        found, places = list(changes), {(change.kind, change.id): number for number, change in enumerate(changes)}
        for change in consequences:
            number = places.get((change.kind, change.id))
            if number is None:
                found.append(change)
            else:
                found[number] = replace(found[number], after=change.after)
        return tuple(found)

    def _take(self, transaction: Transaction, blobs: Blobs, applied: bool = False) -> None:
        if not applied:
            self.book.apply(transaction.changes)
            self.derivations.follow(transaction.changes)
        self._uids[transaction.seq] = transaction.uid
        try:
            self._saver.save(transaction, blobs)
        except BaseException:
            self.book.apply(transaction.inverse_changes())
            self.derivations.follow(transaction.inverse_changes())
            raise
        self._seq = transaction.seq
        self.last_step = LastStep(transaction.who, transaction.when, transaction.uid)
        self._remember(transaction)
        self.history.note(transaction.seq, transaction.action, transaction.target, transaction.is_save_point)
        notice = notice_of(transaction)
        self._listeners.tell(notice)

    def _remember(self, transaction: Transaction) -> None:
        """Keep a step at hand; the oldest go when it becomes much, but for those that are in memory only."""
        self._at_hand[transaction.seq] = transaction
        self._size += len(transaction.changes)
        saved = self._seq - self._saver.state.waiting
        for seq in sorted(self._at_hand) if self._size > MOST_AT_HAND else ():
            if seq <= saved and self._size > MOST_AT_HAND // 2:
                self._size -= len(self._at_hand.pop(seq).changes)

    def _refuse(self) -> None:
        raise self.file.refusal()
