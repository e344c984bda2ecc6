"""Bringing offline copies of one book together, record by record, from the state they last had in common."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, cast

from ecdesk.domain.changes import Change, Transaction, new_uid, now
from ecdesk.domain.encoding import decode, encode
from ecdesk.domain.errors import UserError
from ecdesk.domain.keys import key_from_text
from ecdesk.domain.records import Conflict, Observation, Record, RecordId
from ecdesk.domain.texts import text
from ecdesk.session.desk import Desk
from ecdesk.session.versions import net_changes
from ecdesk.storage.bookfile import BookFile

_MARK = "merged:"
"""Stands in the reason of a merge before the uid of the copy's last step, so that the next merge starts from there."""

_LOCAL = {"savepoint", "conflict"}


@dataclass(frozen=True)
class Clash:
    """Both copies changed one record, differently."""

    kind: str
    id: RecordId
    base: Record | None
    ours: Record | None
    theirs: Record | None


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do. taken: changes that only the copy made. joined: records of which each changed other fields. same: changed
    alike in both. clashes: to be decided. last: uid of the copy's last step."""

    copy: Path
    their_name: str
    taken: tuple[Change, ...]
    joined: tuple[Change, ...]
    same: int
    clashes: tuple[Clash, ...]
    blobs: tuple[tuple[str, bytes], ...]
    last: str


def plan_merge(desk: Desk, copy: Path) -> MergePlan:
    """Compare a copy with the open book. Raises UserError when the two are not copies of one book."""
    desk.flush()
    with BookFile.open(copy, desk.who, read_only=True) as file:
        if file.meta("uid") != desk.file.meta("uid"):
            raise UserError("“{file}”不是这本年报的副本，两者没有共同的来历，不能合并。", file=copy.name)
        theirs = file.transactions()
        ours = desk.file.transactions()
        ours_from, theirs_from = _common(ours, theirs)
        their_net = net_changes(theirs[theirs_from:])
        our_net = net_changes(ours[ours_from:])
        taken: list[Change] = []
        joined: list[Change] = []
        clashes: list[Clash] = []
        same = 0
        for (kind, id), (base, after) in their_net.items():
            if kind in _LOCAL:
                continue
            present = desk.book.get(kind, id)
            if present == after or _prints_alike(present, after):
                same += 1
            elif (kind, id) not in our_net and present == base:
                taken.append(Change(kind, id, present, after))
            else:
                both = _joined(base, present, after)
                if both is None:
                    clashes.append(Clash(kind, id, base, present, after))
                else:
                    joined.append(Change(kind, id, present, both))
        blobs = tuple(_new_blobs(desk.file, file))
    name = theirs[-1].who if theirs else ""
    return MergePlan(copy, name, tuple(taken), tuple(joined), same, tuple(clashes), blobs, theirs[-1].uid if theirs else "")


def merge(desk: Desk, plan: MergePlan, decisions: Mapping[tuple[str, RecordId], str] | None = None) -> int:
    """Carry a plan out as one undoable step; returns how many clashes are left to be decided.

    decisions: "ours" or "theirs" by (kind, id). A clash without a decision leaves ours in place and is kept in the book as a
    `Conflict`, with both versions in it.
    """
    decisions = decisions or {}
    changes = [*plan.taken, *plan.joined]
    left = 0
    for clash in plan.clashes:
        decision = decisions.get((clash.kind, clash.id))
        if decision == "theirs":
            changes.append(Change(clash.kind, clash.id, clash.ours, clash.theirs))
        elif decision != "ours":
            left += 1
            conflict = Conflict(
                new_uid(),
                clash.kind,
                str(clash.id),
                _body(clash.base),
                _body(clash.ours),
                _body(clash.theirs),
                plan.their_name,
                now(),
            )
            changes.append(Change("conflict", conflict.id, None, conflict))
    desk.merge(
        tuple(changes), text("合并“{file}”", file=plan.copy.name), plan.blobs, why=f"{_MARK}{plan.last}" if plan.last else ""
    )
    return left


def versions(conflict: Conflict) -> tuple[RecordId, Record | None, Record | None]:
    """What a conflict is about: the record's id, the record as both copies had it before, and as the other copy has it now."""
    kind, about = conflict.record_kind, conflict.about
    id = key_from_text(about) if kind == Observation.KIND else about
    return id, _from_body(kind, conflict.base), _from_body(kind, conflict.theirs)


def settle(desk: Desk, conflict_id: str, decision: str) -> None:
    """Decide a conflict that a merge left: "ours" keeps what stands in the book, "theirs" takes the other copy's version."""
    conflict = desk.book.get("conflict", conflict_id)
    assert isinstance(conflict, Conflict)
    with desk.edit(text("裁定合并冲突")) as edit:
        edit.remove("conflict", conflict_id)
        if decision == "theirs":
            id, _base, theirs = versions(conflict)
            if theirs is not None:
                edit.put(theirs)
            else:
                edit.remove(conflict.record_kind, id)


def spoken_reason(why: str) -> str:
    """The reason of a step as somebody gave it; "" for what stands there for the next merge to read."""
    return "" if why.startswith(_MARK) else why


def _common(ours: list[Transaction], theirs: list[Transaction]) -> tuple[int, int]:
    """From which transaction on each copy went its own way: the last merge of this copy, else the end of the common beginning."""
    place = {transaction.uid: number for number, transaction in enumerate(theirs)}
    for number in range(len(ours) - 1, -1, -1):
        why = ours[number].why
        if ours[number].action == "merge" and why.startswith(_MARK) and why.removeprefix(_MARK) in place:
            return number + 1, place[why.removeprefix(_MARK)] + 1
    common = 0
    while common < min(len(ours), len(theirs)) and ours[common].uid == theirs[common].uid:
        common += 1
    return common, common


def _prints_alike(one: Record | None, two: Record | None) -> bool:
    return isinstance(one, Observation) and isinstance(two, Observation) and replace(one, origin=two.origin) == two


def _joined(base: Record | None, ours: Record | None, theirs: Record | None) -> Record | None:
    """Both sides' changes in one record, when they are in different fields of something other than a figure; else None."""
    if base is None or ours is None or theirs is None or isinstance(base, Observation) or not is_dataclass(base):
        return None
    values: dict[str, Any] = {}
    for part in fields(base):
        old, one, two = (getattr(record, part.name) for record in (base, ours, theirs))
        if one != old and two != old and one != two:
            return None
        values[part.name] = two if one == old else one
    return cast(Record, type(base)(**values))


def _new_blobs(ours: BookFile, theirs: BookFile) -> list[tuple[str, bytes]]:
    known = set(ours.blob_digests())
    return [(name, theirs.read_blob(digest)) for digest, name in theirs.blob_names() if digest not in known]


def _body(record: Record | None) -> str:
    return "" if record is None else json.dumps(encode(record), ensure_ascii=False)


def _from_body(kind: str, body: str) -> Record | None:
    return decode(kind, json.loads(body)) if body else None
