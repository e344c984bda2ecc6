"""Bringing offline copies of one book together, record by record, from what each already knows of the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, cast

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change, now
from ecdesk.domain.book.encoding import decode, encode
from ecdesk.domain.book.records import RECORD_TYPES, Conflict, Observation, Origin, Record, RecordId, SavePoint
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import key_from_text
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.ancestry import Ancestry, News, What, both, reason, received
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.faults import sound_records
from ecdesk.storage.rows import record_from_text, record_id


@dataclass(frozen=True)
class Clash:
    """Both copies changed one record, differently. base: as both had it last, None also where they never had it alike."""

    kind: str
    id: RecordId
    base: Record | None
    ours: Record | None
    theirs: Record | None


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do. taken: changes that only the copy made. origins: the step that each
    of them comes from. noted: records that stay as
    they are although the copy changed them, because it changed them back or alike, with those steps. joined: records of which each changed other fields. kept: records that
    were decided here, which the copy does not know yet. same: changed alike in both. clashes: to be decided. last: uid of the copy's last
    step. steps: what the book comes to know of the copy's history. seq: the book's last step when it was compared."""

    copy: Path
    their_name: str
    taken: tuple[Change, ...]
    origins: tuple[str, ...]
    noted: tuple[tuple[Change, str], ...]
    joined: tuple[Change, ...]
    kept: tuple[Change, ...]
    same: int
    clashes: tuple[Clash, ...]
    blobs: tuple[tuple[str, bytes], ...]
    last: str
    steps: tuple[str, ...]
    seq: int

    @property
    def is_empty(self) -> bool:
        """Whether the copy has nothing that the book does not know."""
        return not (self.taken or self.joined or self.kept or self.clashes or self.same)


def plan_merge(desk: Desk, copy: Path, now: Book | None = None, last: int | None = None) -> MergePlan:
    """Compare a copy with the open book. A worker is handed a snapshot of the book as now, and after which step it was taken as last.
    Raises UserError when the two are not copies of one book."""
    book, seq = now or desk.book.snapshot(), desk.seq if last is None else last
    desk.flush()
    with BookFile.open(copy, desk.who, read_only=True) as file:
        if file.meta("uid") != desk.file.meta("uid"):
            raise UserError("“{file}”不是这本年报的副本，两者没有共同的来历，不能合并。", file=copy.name)
        newest = file.heads(limit=1)
        ancestry = Ancestry(desk.file, file, seq, newest[0].seq if newest else 0)
        planning = _Planning(book, file, ancestry)
        planning.run()
        changed = planning.taken or planning.joined or planning.kept or planning.clashes
        return MergePlan(
            copy,
            newest[0].who if newest else "",
            tuple(change for change, _origin in planning.taken),
            tuple(origin for _change, origin in planning.taken),
            tuple(planning.noted),
            tuple(planning.joined),
            tuple(planning.kept),
            planning.same,
            tuple(planning.clashes),
            tuple(_new_blobs(desk.file, file)) if changed else (),
            newest[0].uid if newest else "",
            tuple(ancestry.new_steps()),
            seq,
        )


class _Planning:
    """Goes through what is news in a copy and sorts it."""

    def __init__(self, book: Book, file: BookFile, ancestry: Ancestry) -> None:
        self._book, self._file, self._ancestry = book, file, ancestry
        self._theirs = ancestry.their_news()
        self._ours = ancestry.our_news() if self._theirs else {}
        self.taken: list[tuple[Change, str]] = []
        self.noted: list[tuple[Change, str]] = []
        self.joined: list[Change] = []
        self.kept: list[Change] = []
        self.clashes: list[Clash] = []
        self.same = 0

    def run(self) -> None:
        conflicts = []
        for what, news in self._theirs.items():
            if what[0] == Conflict.KIND:
                conflicts.append((what, news))
            elif what[0] != SavePoint.KIND:
                self._sort(what, news)
        stands = {
            (change.kind, change.id): change.after for change in (*(change for change, _origin in self.taken), *self.joined)
        }
        for what, news in conflicts:
            self._sort_conflict(what[1], news, stands)

    def _sort(self, what: What, theirs: News) -> None:
        kind, id = what[0], record_id(*what)
        present, after = self._book.get(RECORD_TYPES[kind], id), self._read(what, theirs.now)
        ours = self._ours.get(what)
        as_it_is = Change(kind, id, present, present)
        origin = theirs.origin if ours is None else both(ours.origin, theirs.origin)
        if present == after:
            self.noted.append((as_it_is, origin))
            self.same += ours is not None and not ours.is_echo and not theirs.is_echo
        elif ours is None or ours.is_echo:
            self.taken.append((Change(kind, id, present, after), origin))
        elif theirs.is_echo:
            self.noted.append((as_it_is, origin))
        elif _printed(present) == _printed(after):
            self.same += 1
            self.kept.append(as_it_is)
        else:
            self._sort_both(as_it_is, after, what, ours, theirs)

    def _sort_both(self, as_it_is: Change, after: Record | None, what: What, ours: News, theirs: News) -> None:
        kind, id, present = as_it_is.kind, as_it_is.id, as_it_is.after
        bases = self._bases(what, ours, theirs)
        winner = _winner(present, after, bases, ours.decided, theirs.decided)
        question = conflict_id(kind, id, present, after)
        joined = None if winner or ours.decided or theirs.decided else _joined(present, after, bases)
        if winner == "theirs" or (not winner and self._is_settled(question, self._theirs, self._ours)):
            self.taken.append((Change(kind, id, present, after), both(ours.origin, theirs.origin)))
        elif (
            winner == "ours" or (joined is not None and joined == present) or self._is_settled(question, self._ours, self._theirs)
        ):
            self.kept.append(as_it_is)
        elif joined is not None:
            self.joined.append(Change(kind, id, present, joined))
        else:
            self.clashes.append(Clash(kind, id, bases[0] if bases else None, present, after))

    def _bases(self, what: What, ours: News, theirs: News) -> list[Record | None]:
        """The record as the two last had it in common: two versions where each took in an earlier state of the other."""
        ancestry = self._ancestry
        last = [theirs, ours]
        if ancestry.theirs_is_later != ancestry.ours_is_later:
            last = [theirs] if ancestry.theirs_is_later else [ours]
        known = [news for news in last if not news.carried] or [news for news in (theirs, ours) if not news.carried]
        return [self._read(what, base) for base in dict.fromkeys(news.base for news in known)]

    @staticmethod
    def _is_settled(question: str, here: dict[What, News], there: dict[What, News]) -> bool:
        """Whether the very question was decided in one copy while it was left open in the other."""
        decided, left = here.get((Conflict.KIND, question)), there.get((Conflict.KIND, question))
        return decided is not None and decided.decided and decided.now is None and left is not None and left.now is not None

    def _sort_conflict(self, id: str, theirs: News, stands: dict[tuple[str, RecordId], Record | None]) -> None:
        """What a copy left undecided is handed on, and so is that it was settled."""
        what = Conflict.KIND, id
        present, after = self._book.get(Conflict, id), self._read(what, theirs.now)
        ours = self._ours.get(what)
        origin = theirs.origin if ours is None else both(ours.origin, theirs.origin)
        stays = present == after or (ours is not None and ours.decided and present is None)
        if ours is not None and isinstance(present, Conflict) and isinstance(after, Conflict):
            about = after.record_kind, record_id(after.record_kind, after.about)
            standing = _body(stands[about] if about in stands else self._book.get(RECORD_TYPES[about[0]], about[1]))
            stays = after.ours != standing or present.ours == standing
        if stays:
            self.noted.append((Change(*what, present, present), origin))
        else:
            self.taken.append((Change(*what, present, after), origin))

    def _read(self, what: What, body: str | None) -> Record | None:
        with sound_records(self._file.path):
            return record_from_text(what[0], body)


def merge(desk: Desk, plan: MergePlan, decisions: Mapping[tuple[str, RecordId], str] | None = None) -> int:
    """Carry a plan out as one undoable step; returns how many clashes are left to be decided. A plan that is empty leaves no trace.

    decisions: "ours" or "theirs" by (kind, id). A clash without a decision leaves ours in place and is kept in the book as a
    `Conflict`, with both versions in it. Raises UserError when the book is no more as it was compared.
    """
    if plan.is_empty:
        return 0
    if desk.seq != plan.seq:
        raise UserError("和“{file}”比较之后，年报又有改动，请重新比较后再合并。", file=plan.copy.name)
    decisions = decisions or {}
    noted = [*zip(plan.taken, plan.origins, strict=True), *plan.noted]
    rest = [*plan.joined, *plan.kept]
    left = 0
    for clash in plan.clashes:
        decision = decisions.get((clash.kind, clash.id))
        if decision == "theirs":
            rest.append(Change(clash.kind, clash.id, clash.ours, clash.theirs))
            continue
        # The record stays, and the journal says that it was chosen: who merges this book later sees that both versions were known here.
        rest.append(Change(clash.kind, clash.id, clash.ours, clash.ours))
        if decision != "ours":
            left += 1
            conflict = _conflict(clash, plan.their_name)
            present = desk.book.get(Conflict, conflict.id)
            known = [change for change, _origin in noted if (change.kind, change.id) == (Conflict.KIND, conflict.id)]
            if (known[0].after if known else present) is None:
                noted = [one for one in noted if one[0] not in known]
                rest.append(Change(Conflict.KIND, conflict.id, present, conflict))
    # Those of one origin together, as `reason` wants them.
    order = {origin: number for number, (_change, origin) in reversed(list(enumerate(noted)))}
    noted.sort(key=lambda one: order[one[1]])
    changes = (*(change for change, _origin in noted), *rest)
    why = reason(plan.last, plan.steps, (origin for _change, origin in noted))
    desk.merge(changes, text("合并“{file}”", file=plan.copy.name), plan.blobs, why=why)
    return left


def _conflict(clash: Clash, their_name: str) -> Conflict:
    id = conflict_id(clash.kind, clash.id, clash.ours, clash.theirs)
    base, ours, theirs = (_body(record) for record in (clash.base, clash.ours, clash.theirs))
    return Conflict(id, clash.kind, str(clash.id), base, ours, theirs, their_name, now())


def conflict_id(kind: str, id: RecordId, one: Record | None, other: Record | None) -> str:
    """The id of the question which of two versions of a record shall stand: the same in whichever copy it comes up."""
    question = "\n".join((kind, str(id), *sorted((_body(one), _body(other)))))
    return hashlib.sha256(question.encode()).hexdigest()[:32]


def versions(conflict: Conflict) -> tuple[RecordId, Record | None, Record | None]:
    """What a conflict is about: the record's id, the record as both copies had it before, and as the other copy has it now."""
    kind, about = conflict.record_kind, conflict.about
    id = key_from_text(about) if kind == Observation.KIND else about
    return id, _from_body(kind, conflict.base), _from_body(kind, conflict.theirs)


def settle(desk: Desk, conflict_id: str, decision: str) -> None:
    """Decide a conflict that a merge left: "ours" keeps what stands in the book, "theirs" takes the other copy's version."""
    conflict = desk.book.get(Conflict, conflict_id)
    assert isinstance(conflict, Conflict)
    with desk.edit(text("裁定合并冲突")) as edit:
        edit.remove(Conflict, conflict_id)
        if decision == "theirs":
            id, _base, theirs = versions(conflict)
            if theirs is not None:
                edit.put(theirs)
            else:
                edit.remove(RECORD_TYPES[conflict.record_kind], id)


def spoken_reason(why: str) -> str:
    """The reason of a step as somebody gave it; "" for what stands there for the next merge to read."""
    return "" if received(why) is not None else why


def _winner(ours: Any, theirs: Any, bases: list[Any], we_decided: bool = False, they_decided: bool = False) -> str:
    """Which of two versions stands because only the other side has moved on from a version that both know; "" when neither or both."""
    only_we_moved = theirs in bases and not they_decided
    only_they_moved = ours in bases and not we_decided
    if only_we_moved == only_they_moved:
        return ""
    return "ours" if only_we_moved else "theirs"


def _printed(record: Record | None) -> Record | None:
    """A figure without where it came from, which is no difference that an editor would have to decide."""
    return replace(record, origin=Origin()) if isinstance(record, Observation) else record


def _joined(ours: Record | None, theirs: Record | None, bases: list[Record | None]) -> Record | None:
    """Both sides' changes in one record, when they are in different fields of something other than a figure; else None."""
    if ours is None or theirs is None or None in bases or isinstance(ours, Observation) or not is_dataclass(ours):
        return None
    values: dict[str, Any] = {}
    for part in fields(ours):
        one, two = getattr(ours, part.name), getattr(theirs, part.name)
        if one != two:
            winner = _winner(one, two, [getattr(base, part.name) for base in bases])
            if not winner:
                return None
            one = one if winner == "ours" else two
        values[part.name] = one
    return cast(Record, type(ours)(**values))


def _new_blobs(ours: BookFile, theirs: BookFile) -> list[tuple[str, bytes]]:
    known = set(ours.blob_digests())
    return [(name, theirs.read_blob(digest)) for digest, name in theirs.blob_names() if digest not in known]


def _body(record: Record | None) -> str:
    return "" if record is None else json.dumps(encode(record), ensure_ascii=False)


def _from_body(kind: str, body: str) -> Record | None:
    return decode(kind, json.loads(body)) if body else None
