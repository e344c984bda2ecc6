"""Bringing back into a book what a rescue file kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.book.book import StaleChange
from ecdesk.domain.book.changes import Change, Transaction
from ecdesk.domain.book.records import RECORD_TYPES, RecordId
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.versions.ancestry import NONE, short_uid
from ecdesk.session.versions.merging import Clash, MergePlan, merge
from ecdesk.storage.rescue import Rescue, read_rescue


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
    if plan.follows and desk.seq == plan.steps[0].seq - 1 and _fit(desk, plan.steps):
        desk.take_up(plan.steps, plan.rescue.blobs)
        return 0
    return _join(desk, plan)


def _fit(desk: Desk, steps: Sequence[Transaction]) -> bool:
    """Whether each step finds the records and the history as it left off; not where another program has changed the one file or the other."""
    trial, history = desk.book.snapshot(), deepcopy(desk.history)
    try:
        for step in steps:
            trial.apply(step.changes)
            history.note(step.seq, step.action, step.target, step.is_save_point)
    except (StaleChange, ValueError):
        return False
    return True


def _join(desk: Desk, plan: Return) -> int:
    """The steps in one, record by record: where the book has become another since, both versions are kept, to be decided."""
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
