"""The desk: an open book with its history. Everything a user does goes through `Desk.edit`, `undo`, `redo` and `revert`."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ecdesk.domain.book import Book
from ecdesk.domain.changes import Change, Edit, Notice, Transaction, new_uid, notice_of, now
from ecdesk.domain.errors import UserError
from ecdesk.domain.history import History, dependents
from ecdesk.domain.listeners import Listeners
from ecdesk.domain.records import Record
from ecdesk.domain.texts import Text
from ecdesk.session.saving import DirectSaver, QueuedSaver, Saver, SaveState
from ecdesk.storage.bookfile import BookFile

Listener = Callable[[Notice], None]


def user_name() -> str:
    """Who is at the desk, as the journal will say: ECDESK_USER, else the name of the account."""
    named = os.environ.get("ECDESK_USER", "")
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


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


class Desk:
    """An open book.

    who: name that the journal gives to what is done here. Listeners are called after every transaction, with what it changed, on
    the thread that made it; the book itself belongs to that one thread.
    """

    def __init__(self, file: BookFile, who: str, saver: Saver | None = None) -> None:
        self.file = file
        self.who = who
        self.book = Book()
        self.book.load(file.records())
        self.history = History.of(file.steps())
        self._last = self.file.heads(limit=1)
        self._seq = self._last[0].seq if self._last else 0
        self._saver = saver or DirectSaver(file)
        self._listeners: Listeners[Notice] = Listeners()
        self._editing = False

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
            return cls(file, who, QueuedSaver(file, save_changed) if save_changed is not None and not file.read_only else None)
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
        """Wait until every step is on disk; raises UserError when it cannot be."""
        self._saver.flush()

    def retry_saving(self) -> None:
        if isinstance(self._saver, QueuedSaver):
            self._saver.retry()

    def close(self, discard: bool = False) -> None:
        """Save what waits and let the file go. Raises UserError, and stays open, when something cannot be saved, unless it is to be discarded."""
        if not discard:
            self._saver.flush()
        self._saver.close()
        self.file.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # -- changing

    @contextmanager
    def edit(self, name: Text) -> Iterator[Editing]:
        """The only way to change the book: put and remove records on what this yields; they are committed together at the end.

        An exception leaves the book as it was. An edit that changes nothing leaves no trace in the journal.
        """
        if self._editing:
            raise RuntimeError("an edit is open already")
        if self.file.read_only:
            self._refuse()
        self._editing = True
        try:
            editing = Editing(self.book, name)
            yield editing
            changes = editing.changes()
        finally:
            self._editing = False
        if changes:
            self._commit(changes, editing.name, why=editing.why, blobs=editing.blobs)

    def undo(self) -> Text | None:
        """Take the last step back; returns its name, or None when there is none."""
        return self._step("undo", self.history.next_undo)

    def redo(self) -> Text | None:
        """Do again what was taken back last; returns its name, or None when there is none."""
        return self._step("redo", self.history.next_redo)

    def revert(self, seq: int) -> Text:
        """Take back one past step alone. Raises UserError that names the later steps when any of them stands on it."""
        target = self._transaction(seq)
        standing = dependents(target, self._transactions(seq + 1))
        if standing:
            raise UserError(
                "不能单独撤回“{name}”：后来的“{later}”等 {count} 步又改了同样的内容，请先撤回它们。",
                name=str(target.name),
                later=str(standing[-1].name),
                count=len(standing),
            )
        self._commit(target.inverse_changes(), Text("撤回：{step}", {"step": str(target.name)}), "revert", seq)
        return target.name

    def merge(self, changes: tuple[Change, ...], name: Text, blobs: Sequence[tuple[str, bytes]] = (), why: str = "") -> None:
        """Commit the joined changes of another copy as one step; without any, the step says that the copy is known."""
        if self.file.read_only:
            self._refuse()
        self._commit(changes, name, "merge", why=why, blobs=blobs)

    def _step(self, action: str, seq: int | None) -> Text | None:
        if seq is None:
            return None
        if self.file.read_only:
            self._refuse()
        target = self._transaction(seq)
        changes = target.inverse_changes() if action == "undo" else target.changes
        self._commit(changes, target.name, action, seq)
        return target.name

    def _transaction(self, seq: int) -> Transaction:
        self._saver.flush()
        return self.file.transaction(seq)

    def _transactions(self, first: int) -> list[Transaction]:
        self._saver.flush()
        return self.file.transactions(first)

    def _commit(
        self,
        changes: tuple[Change, ...],
        name: Text,
        action: str = "do",
        target: int | None = None,
        why: str = "",
        blobs: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        transaction = Transaction(self._seq + 1, new_uid(), self.who, now(), name, changes, action, target, why)
        self.book.apply(changes)
        try:
            self._saver.save(transaction, tuple(blobs))
        except BaseException:
            self.book.apply(transaction.inverse_changes())
            raise
        self._seq += 1
        self.history.note(transaction.seq, action, target)
        notice = notice_of(transaction)
        self._listeners.tell(notice)

    def _refuse(self) -> None:
        owner = self.file.owner
        if owner is not None:
            raise UserError(
                "{who}（{computer}）正在编辑这本年报，现在只能查看。", who=owner.who or "?", computer=owner.computer or "?"
            )
        raise UserError("“{file}”是只读的，不能保存。请另存到别的文件夹。", file=self.file.path.name)
