"""Bringing offline copies of one book together, record by record, from what each already knows of the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change, Edit, now
from ecdesk.domain.book.encoding import decode_text, encode
from ecdesk.domain.book.joining import joined, winner
from ecdesk.domain.book.records import RECORD_TYPES, Conflict, Observation, Origin, Record, RecordId, SavePoint
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.deriving import is_consequence
from ecdesk.domain.figures.keys import key_from_text
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.ancestry import Ancestry, News, RecordNames, What, both, reason, received
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
    """What a merge would do.

    taken: changes that only the copy made. origins: the step that each of them comes from. noted: records that stay as they are although
    the copy changed them, because it changed them back or alike, with those steps. joined: records of which each changed other fields or
    lines. kept: records that were decided here, which the copy does not know yet. same: how many were changed alike in both. clashes: to be
    decided. last: uid of the copy's last step. steps: what the book comes to know of the copy's history, by `Ancestry.new_steps`. seq: the book's last step when it
    was compared. taken_back: how many the copy changed and changed back, which is to be remembered: a third copy may still have what was
    taken back.
    """

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
    steps: Mapping[str, RecordNames]
    seq: int
    taken_back: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the copy has nothing that the book does not know."""
        return not (self.taken or self.joined or self.kept or self.clashes or self.same or self.taken_back)


def plan_merge(desk: Desk, copy: Path, now: Book | None = None, last: int | None = None) -> MergePlan:
    """Compare a copy with the open book. A worker is handed a snapshot of the book as now, and after which step it was taken as last.
    Raises UserError when the two are not copies of one book."""
    book, seq = now or desk.book.snapshot(), desk.seq if last is None else last
    desk.flush()
    with BookFile.open(copy, desk.who, read_only=True) as file:
        if file.meta("uid") != desk.file.meta("uid"):
            raise UserError("“{file}”不是这本年报的副本，两者没有共同的来历，不能合并。", file=copy.name)
        their_last, uid, who = _last_step(file)
        ancestry = Ancestry(desk.file, file, seq, their_last)
        planning = _Planning(book, file, ancestry)
        planning.run()
        return MergePlan(
            copy,
            who,
            tuple(change for change, _origin in planning.taken),
            tuple(origin for _change, origin in planning.taken),
            tuple(planning.noted),
            tuple(planning.joined),
            tuple(planning.kept),
            planning.same,
            tuple(planning.clashes),
            tuple(_new_blobs(desk.file, file)) if planning.brings_changes else (),
            uid,
            ancestry.new_steps(),
            seq,
            planning.taken_back,
        )


def _last_step(file: BookFile) -> tuple[int, str, str]:
    """Number, uid and author of a file's last step; 0 and "" where there is none."""
    for head in file.heads(limit=1):
        return head.seq, head.uid, head.who
    return 0, "", ""


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
        self.taken_back = 0

    @property
    def brings_changes(self) -> bool:
        return bool(self.taken or self.joined or self.kept or self.clashes)

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
        kind, id, after = what[0], self._id(what), self._read(what, theirs.now)
        present = self._book.get(RECORD_TYPES[kind], id)
        ours = self._ours.get(what)
        as_it_is = Change(kind, id, present, present)
        origin = theirs.origin if ours is None else both(ours.origin, theirs.origin)
        self.taken_back += theirs.is_echo
        if present == after:
            self.noted.append((as_it_is, origin))
            self.same += ours is not None and not ours.is_echo and not theirs.is_echo
        elif ours is None or ours.is_echo:
            self.taken.append((Change(kind, id, present, after), origin))
        elif theirs.is_echo:
            self.noted.append((as_it_is, origin))
        elif _printed(present) == _printed(after) or is_consequence(Change(kind, id, present, after)):
            self.same += 1
            self.kept.append(as_it_is)
        else:
            self._sort_both(as_it_is, after, what, ours, theirs)

    def _sort_both(self, as_it_is: Change, after: Record | None, what: What, ours: News, theirs: News) -> None:
        kind, id, present = as_it_is.kind, as_it_is.id, as_it_is.after
        bases = self._bases(what, ours, theirs)
        question = conflict_id(kind, id, present, after)
        side = winner(present, after, bases, ours.decided, theirs.decided) or self._side_settled(question)
        together = None if side or ours.decided or theirs.decided else joined(present, after, bases)
        if together is not None:
            (self.kept if together == present else self.joined).append(Change(kind, id, present, together))
        elif side == "theirs":
            self.taken.append((Change(kind, id, present, after), both(ours.origin, theirs.origin)))
        elif side == "ours":
            self.kept.append(as_it_is)
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

    def _side_settled(self, question: str) -> str:
        """In which copy the very question was decided while it was left open in the other: "ours", "theirs", or "" for neither."""
        what = Conflict.KIND, question
        ours, theirs = self._ours.get(what), self._theirs.get(what)
        if ours is None or theirs is None:
            return ""
        if _is_closed(theirs) and ours.now is not None:
            return "theirs"
        return "ours" if _is_closed(ours) and theirs.now is not None else ""

    def _sort_conflict(self, id: str, theirs: News, stands: dict[tuple[str, RecordId], Record | None]) -> None:
        """What a copy left undecided is handed on, and so is that it was settled. stands: what the merge makes of other records."""
        what = Conflict.KIND, id
        present, after = self._book.get(Conflict, id), self._read(what, theirs.now)
        ours = self._ours.get(what)
        origin = theirs.origin if ours is None else both(ours.origin, theirs.origin)
        if self._is_answered(present, after, ours, stands):
            self.noted.append((Change(*what, present, present), origin))
        else:
            self.taken.append((Change(*what, present, after), origin))

    def _is_answered(
        self, present: Record | None, after: Record | None, ours: News | None, stands: dict[tuple[str, RecordId], Record | None]
    ) -> bool:
        """Whether what the book says of a question stands against what the copy says of it."""
        if ours is None:
            return present == after
        if not (isinstance(present, Conflict) and isinstance(after, Conflict)):
            return present == after or (ours.decided and present is None)
        # Both ask: the one that has what stands in the book as the version to be kept.
        about = after.record_kind, record_id(after.record_kind, after.about)
        standing = _body(stands[about] if about in stands else self._book.get(RECORD_TYPES[about[0]], about[1]))
        return after.ours != standing or present.ours == standing

    def _id(self, what: What) -> RecordId:
        with sound_records(self._file.path):
            return record_id(*what)

    def _read(self, what: What, body: str | None) -> Record | None:
        with sound_records(self._file.path):
            record = record_from_text(what[0], body)
            if record is not None and str(record.id) != what[1]:
                raise ValueError(f"{record.id} under {what[1]}")
            return record


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
    known = {
        (change.kind, change.id): (change, origin)
        for change, origin in (*zip(plan.taken, plan.origins, strict=True), *plan.noted)
    }
    rest = [*plan.joined, *plan.kept]
    questions = []
    for clash in plan.clashes:
        decision = decisions.get((clash.kind, clash.id))
        # Where ours stays, the journal says that it was chosen: who merges this book later sees that both versions were known here.
        rest.append(Change(clash.kind, clash.id, clash.ours, clash.theirs if decision == "theirs" else clash.ours))
        if decision not in ("ours", "theirs"):
            questions.append(_conflict(clash, plan.their_name))
    for question in questions:
        what = Conflict.KIND, question.id
        present = desk.book.get(Conflict, question.id)
        if (known[what][0].after if what in known else present) is None:
            known.pop(what, None)
            rest.append(Change(*what, present, question))
    by_origin: dict[str, list[Change]] = {}
    for change, origin in known.values():
        by_origin.setdefault(origin, []).append(change)
    changes = (*chain.from_iterable(by_origin.values()), *rest)
    why = reason(plan.last, plan.steps, {origin: len(found) for origin, found in by_origin.items()})
    desk.merge(changes, text("合并“{file}”", file=plan.copy.name), plan.blobs, why=why)
    return len(questions)


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
    with desk.edit(text("裁定合并冲突")) as edit:
        _settle(edit, desk.book.all(Conflict)[conflict_id], decision)


def settled(book: Book, conflict_id: str, decision: str) -> tuple[Change, ...]:
    """What `settle` would change."""
    edit = Edit(book)
    _settle(edit, book.all(Conflict)[conflict_id], decision)
    return edit.changes()


def _settle(edit: Edit, conflict: Conflict, decision: str) -> None:
    edit.remove(Conflict, conflict.id)
    if decision == "theirs":
        id, _base, theirs = versions(conflict)
        if theirs is not None:
            edit.put(theirs)
        else:
            edit.remove(RECORD_TYPES[conflict.record_kind], id)


def spoken_reason(why: str) -> str:
    """The reason of a step as somebody gave it; "" for what stands there for the next merge to read."""
    return "" if received(why) is not None else why


def _is_closed(question: News) -> bool:
    return question.decided and question.now is None


def _printed(record: Record | None) -> Record | None:
    """A figure without where it came from, which is no difference that an editor would have to decide."""
    return replace(record, origin=Origin()) if isinstance(record, Observation) else record


def _new_blobs(ours: BookFile, theirs: BookFile) -> list[tuple[str, bytes]]:
    known = set(ours.blob_digests())
    return [(name, theirs.read_blob(digest)) for digest, name in theirs.blob_names() if digest not in known]


def _body(record: Record | None) -> str:
    return "" if record is None else json.dumps(encode(record), ensure_ascii=False)


def _from_body(kind: str, body: str) -> Record | None:
    return decode_text(kind, body) if body else None
