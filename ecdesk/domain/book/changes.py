"""Changes, transactions and the edit that collects them. Nothing of a book changes in any other way."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol, TypeVar, cast

from ecdesk.domain.book.records import RECORD_TYPES, Observation, Record, RecordId
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Change:
    """One record replaced: before is None for a new one, after is None for one that goes."""

    kind: str
    id: RecordId
    before: Record | None
    after: Record | None

    def inverse(self) -> Change:
        return Change(self.kind, self.id, self.after, self.before)


class Action(StrEnum):
    """What a transaction does: changes of its own, those of a merge, or undo, redo or revert of another transaction."""

    DO = "do"
    MERGE = "merge"
    UNDO = "undo"
    REDO = "redo"
    REVERT = "revert"


class StepKind(StrEnum):
    """What sort of work a step was, for whoever looks through the history."""

    EDIT = "edits"
    IMPORT = "imports"
    UNDONE = "undone"
    SAVE_POINT = "savepoints"


SAVE_POINT_NAME = "保存点“{name}”"  # not shown: as the journal has it
"""What the step of a save point is called."""
_KINDS_OF_NAMES = {
    "导入 {files} 份报送：新增 {new}，不同 {different}": StepKind.IMPORT,  # not shown: names of steps in earlier books
    SAVE_POINT_NAME: StepKind.SAVE_POINT,
}


def kind_of_step(action: str, name: Text) -> StepKind:
    """What sort of work a step was: by its action, else as `step_kind` among the values of its name says; books of earlier versions have
    that nowhere, and are known by the name."""
    if action in (Action.UNDO, Action.REDO, Action.REVERT):
        return StepKind.UNDONE
    if action == Action.MERGE:
        return StepKind.IMPORT
    told = str(name.values.get("step_kind"))
    return StepKind(told) if told in {*StepKind} else _KINDS_OF_NAMES.get(name.template, StepKind.EDIT)


@dataclass(frozen=True)
class Transaction:
    """A named step of the journal.

    seq: its number in the book, from 1. uid: the same in every copy of the book. when: UTC, ISO 8601. target: seq of the
    transaction that is undone, redone or reverted.
    """

    seq: int
    uid: str
    who: str
    when: str
    name: Text
    changes: tuple[Change, ...]
    action: Action = Action.DO
    target: int | None = None
    why: str = ""

    @property
    def is_save_point(self) -> bool:
        """Whether the step does nothing but give the book's state a name."""
        return self.name.template == SAVE_POINT_NAME

    def inverse_changes(self) -> tuple[Change, ...]:
        return tuple(change.inverse() for change in reversed(self.changes))


class Records(Protocol):
    """Where an edit reads the present state from."""

    def get(self, type: type[R], id: RecordId) -> R | None: ...


@dataclass
class Edit:
    """Collects changes on top of a book without touching it; what it reads is the book as it will be."""

    book: Records
    _after: dict[tuple[str, RecordId], Record | None] = field(default_factory=dict)

    def get(self, type: type[R], id: RecordId) -> R | None:
        if (type.KIND, id) in self._after:
            return cast("R | None", self._after[type.KIND, id])
        return self.book.get(type, id)

    def put(self, record: Record) -> None:
        """Add a record, or replace the one with its kind and id."""
        self._after[record.KIND, record.id] = record

    def remove(self, type: type[Record], id: RecordId) -> None:
        self._after[type.KIND, id] = None

    def changes(self) -> tuple[Change, ...]:
        """What differs from the book, in the order in which it was first touched."""
        return tuple(self.changed())

    def changed(self) -> Iterator[Change]:
        """The same one by one, for a caller that does something else in between."""
        for (kind, id), after in self._after.items():
            before = self.book.get(RECORD_TYPES[kind], id)
            if before is not after and (before is None or before != after):
                yield Change(kind, id, before, after)


@dataclass(frozen=True)
class Notice:
    """What a transaction changed: ids of records by kind. A panel refreshes by this, and by nothing else."""

    transaction: Transaction
    touched: Mapping[str, frozenset[RecordId]]

    @property
    def figures(self) -> frozenset[Key]:
        """The keys of the figures that came, changed or went."""
        return cast("frozenset[Key]", self.touched.get(Observation.KIND, frozenset()))

    def concerns(self, *types: type[Record]) -> bool:
        """Whether a record of any of these types was changed."""
        return any(type.KIND in self.touched for type in types)

    def ids(self, type: type[Record]) -> frozenset[RecordId]:
        """Ids of the records of a type that were changed."""
        return self.touched.get(type.KIND, frozenset())


def notice_of(transaction: Transaction) -> Notice:
    touched: dict[str, set[RecordId]] = {}
    for change in transaction.changes:
        touched.setdefault(change.kind, set()).add(change.id)
    return Notice(transaction, {kind: frozenset(ids) for kind, ids in touched.items()})


def new_uid() -> str:
    return uuid.uuid4().hex


def now() -> str:
    """The present moment in UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
