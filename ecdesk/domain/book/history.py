"""Undo and redo as readings of the journal, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ecdesk.domain.book.changes import Action, Transaction
from ecdesk.domain.book.records import RecordId
from ecdesk.domain.figures.deriving import is_consequence

ACTIONS = frozenset({"do", "merge", "undo", "redo", "revert"})
"""What a transaction can do; see `Transaction`."""


@dataclass
class History:
    """Which transactions can be undone and redone next; fed with every transaction in the order of the journal.

    A new step empties the redo list, but takes nothing out of the journal. A save point changes no figure: undo passes it over to the last edit, and
    what was undone before it can be redone after it.
    """

    undoable: list[int] = field(default_factory=list)
    redoable: list[int] = field(default_factory=list)
    save_points: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, steps: Iterable[tuple[int, str, int | None, bool]]) -> History:
        """From (seq, action, target, whether it is a save point) of every transaction. Raises ValueError for a journal that nobody can have written step by step."""
        history = cls()
        for number, (seq, action, target, save_point) in enumerate(steps, start=1):
            if seq != number or action not in ACTIONS:
                raise ValueError(f"step {seq} {action}")
            history.note(seq, action, target, save_point)
        return history

    def note(self, seq: int, action: str, target: int | None, save_point: bool) -> None:
        """Take in the next transaction; raises ValueError for one that takes back or does again what cannot be."""
        if action in (Action.UNDO, Action.REDO) and target in self.save_points:
            return  # in a journal of an earlier version, which undid save points as well
        if action == Action.DO and save_point:
            self.save_points.add(seq)
        elif action == Action.UNDO:
            self.redoable.append(_taken(self.undoable, target))
        elif action == Action.REDO:
            self.undoable.append(_taken(self.redoable, target))
        elif action == Action.REVERT and not (target is not None and 0 < target < seq):
            raise ValueError(f"step {seq} reverts {target}")
        else:
            self.undoable.append(seq)
            self.redoable.clear()

    @property
    def next_undo(self) -> int | None:
        return self.undoable[-1] if self.undoable else None

    @property
    def next_redo(self) -> int | None:
        return self.redoable[-1] if self.redoable else None


def _taken(steps: list[int], target: int | None) -> int:
    if not steps or target is None:
        raise ValueError(f"no step {target}")
    if steps[-1] != target:  # mostly it is the last one
        steps.remove(target)
    else:
        steps.pop()
    return target


def gone_back_to(steps: Iterable[tuple[int, str, int | None]]) -> Iterator[tuple[int, int, bool]]:
    """Each time that a step goes back to an earlier one: both, and whether the earlier one stands afterwards. steps: (seq, action, target) in the
    order of the journal. A step that goes back to one that went back to a third brings that third one back, and so on."""
    turns: dict[int, tuple[str, int]] = {}
    for seq, action, target in steps:
        if target is not None:
            turns[seq] = action, target
        step, stands = seq, True
        while step in turns:
            action, step = turns[step]
            stands = stands == (action == Action.REDO)
            yield seq, step, stands


def taken_back(steps: Iterable[tuple[int, str, int | None]]) -> frozenset[int]:
    """The steps that do not stand after these, given as for `gone_back_to`."""
    stands_now = {step: stands for _seq, step, stands in gone_back_to(steps)}
    return frozenset(step for step, stands in stands_now.items() if not stands)


def dependents(target: Transaction, later: Iterable[Transaction]) -> list[Transaction]:
    """The later transactions that changed a record which the target changed: while they stand, it cannot be taken back alone.

    A pair of an undo and what it undid, both later, cancels out. Derived figures that were worked out again stand on nothing: they follow.
    """
    touched: set[tuple[str, RecordId]] = {(change.kind, change.id) for change in target.changes if not is_consequence(change)}
    standing: dict[int, Transaction] = {}
    for transaction in later:
        if transaction.action in (Action.UNDO, Action.REVERT) and transaction.target in standing:
            del standing[transaction.target]
        elif any((change.kind, change.id) in touched for change in transaction.changes):
            standing[transaction.seq] = transaction
    return list(standing.values())
