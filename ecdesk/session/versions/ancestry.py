"""What two copies of one book know of each other, and what is news to either, read from their journals.

A journal is a chain of steps, and a step has the same uid in every copy. What a copy has of a record is what certain steps made of it:

- A step of its own counts for every record that it changed.
- A merge adds, to what counts for a record, the steps that counted for it in the other copy; the journal names them with the merge. Of two
  copies of a record, the one for which all the other's steps count is the later, and where neither is, both changed it.
- A merge that is taken back counts for nothing, nor does what took it back, nor what was done in between to the records that it touched:
  that had to be taken back before. The same steps still count for their other records, and for these ones too wherever a copy took them in
  while the merge stood. So it depends on the record whether a step is known, and a copy that takes a merge back may be told of its own
  steps by another. To whoever merges the copy afterwards, it names such a step with the records for which it does not count.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import groupby, islice, pairwise, takewhile
from operator import itemgetter

from ecdesk.domain.book.changes import Action
from ecdesk.domain.book.records import Conflict
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.faults import sound_records
from ecdesk.storage.rows import record_from_text, record_text

What = tuple[str, str]
"""Kind and id of a record, as the journal has them."""

_MARK = "merged:"
"""Stands in the reason of a merge before what it made known."""

_SHORT = 12
"""How many hexadecimal digits of a uid a merge keeps of each step, and of a record's name."""

RecordNames = frozenset[str]
"""Short names of records; see `name_of`."""

NONE: RecordNames = frozenset()


@dataclass(frozen=True)
class Received:
    """What a merge keeps of the copy. last: uid of the copy's last step. steps: short uids of the steps that became known with it; None
    when an earlier version of the program merged: then all of the copy up to the last one. without: the records for which some of them do
    not count. counts: how many of the merge's first changes come from each step, in their order: those are as they stood in the copy, no
    news to whoever knows that step."""

    last: str
    steps: frozenset[str] | None = None
    without: Mapping[str, RecordNames] = field(default_factory=dict)
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """Short uids of the steps that it names."""
        return self.steps if self.steps is not None else frozenset({short_uid(self.last)})

    def origins(self) -> Iterator[str]:
        """The step that each of the first changes comes from. Another program may have written down any number of them."""
        return (step for step, count in self.counts for _ in range(count))


def short_uid(uid: str) -> str:
    """A step's uid as the reasons of merges have it."""
    return uid[:_SHORT]


def name_of(what: What) -> str:
    """A record as the reasons of merges have it."""
    return hashlib.sha256("\n".join(what).encode()).hexdigest()[:_SHORT]


def reason(last: str, steps: Mapping[str, RecordNames], counts: Mapping[str, int]) -> str:
    """The reason that a merge is given in the journal; `received` reads it. steps: those that became known, each with the records for which
    it does not count. counts: how many of the first changes come from each step, in their order."""
    listed = [f"{step}:{count}" for step, count in counts.items()]
    listed += ["-".join((step, *sorted(without))) for step, without in steps.items() if without or step not in counts]
    return f"{_MARK}{last} {','.join(listed)}"


def received(why: str) -> Received | None:
    """What the reason of a merge says became known; None for a reason that somebody gave."""
    if not why.startswith(_MARK):
        return None
    last, space, listed = why.removeprefix(_MARK).partition(" ")
    if not space:
        return Received(last)
    entries = [entry.partition(":") for entry in listed.split(",")]
    counts = tuple((step, int(count[:7])) for step, _, count in entries if count.isdecimal())
    steps = [step.split("-") for entry, _, _count in entries for step in entry.split("+")]
    without = {step: frozenset(names) for step, *names in steps if names}
    return Received(last, frozenset(map(itemgetter(0), steps)), without, counts)


def both(one: str, other: str) -> str:
    """The origin of a record that is what it is after what two origins say of it."""
    return "+".join(sorted({*one.split("+"), *other.split("+")}))


@dataclass(frozen=True)
class _Done:
    """What a step of a chain did to a record, as the journal has it. uid: of the step, short. origin: of the step that it comes from;
    several with + between them where it came together from several."""

    seq: int
    uid: str
    by_merge: bool
    what: What
    before: str | None
    after: str | None
    origin: str

    @property
    def is_own(self) -> bool:
        """Whether it was not taken from elsewhere."""
        return self.origin == self.uid

    @property
    def settles(self) -> bool:
        """Whether somebody settled a conflict."""
        return self.what[0] == Conflict.KIND and self.before is not None and self.after is None and not self.by_merge


@dataclass
class News:
    """What one copy did to a record since the other last knew of it, as the journal has it.

    base: the record as the other knew it. now: as it is. origin: short uid of the step in which it became that, in whichever copy; several
    with + between them where it came together from several.
    carried: it stayed as it was when it came from elsewhere, so that base is not what the other knew.
    chosen: a merge had to choose between two versions. decided: a conflict about it was settled.
    settled: of a conflict, how it was asked last, and in which step it was settled.
    """

    base: str | None
    now: str | None
    origin: str
    carried: bool = False
    chosen: bool = False
    decided: bool = False
    settled: tuple[str, str] | None = None

    @property
    def is_echo(self) -> bool:
        """Whether it was only changed and changed back."""
        return self.base == self.now and not (self.carried or self.chosen or self.decided)

    def go_on(self, done: _Done) -> None:
        """A later step did something to the record."""
        self.now, self.origin = done.after, done.origin
        self.chosen |= done.before == done.after and done.is_own
        if done.settles and done.before is not None:
            self.settled = done.before, done.uid


class _Chain:
    """The journal of one copy up to its last step when the planning began. What is added to the file meanwhile is not read.

    place: the steps after the fork by their short uids. merges: every merge, with what it made known. void: merges that are taken back, and
    the steps that go back to them, over however many others.
    """

    def __init__(self, file: BookFile, fork: int, last: int) -> None:
        self.file = file
        self.fork = fork
        self._tail = [short_uid(uid) for uid in islice(file.uids(fork), last - fork)]
        self.place = {uid: seq for seq, uid in enumerate(self._tail, start=fork + 1)}
        self.last = fork + len(self._tail)
        self.merges: dict[int, Received | None] = {}
        self._turns: dict[int, tuple[int, bool]] = {}
        """Steps that go back to a merge, and itself: the merge, and whether it stands after them. Chains of them may be very long, so that each
        looks at the one before it only, where `history.gone_back_to` tells of all that a step brings back."""
        for seq, action, target, why in takewhile(lambda turn: turn[0] <= last, file.turns()):
            if action == Action.MERGE:
                self.merges[seq] = received(why)
                self._turns[seq] = seq, True
            elif target in self._turns:
                merge, stands = self._turns[target]
                self._turns[seq] = merge, stands == (action == Action.REDO)
        stands_now = dict(self._turns.values())
        self.void = {seq for seq, (merge, _stands) in self._turns.items() if not stands_now[merge]}
        self._gone: dict[int, list[int]] = {}
        """The merges that are taken back, each with the void steps that it and they are, in order."""
        for seq in sorted(self.void):
            self._gone.setdefault(self._turns[seq][0], []).append(seq)
        self._touched = cache(self._records_of)

    def _changes(self, after: int, until: int) -> Iterator[tuple[int, int, str, str, str | None, str | None]]:
        """Every change after one step up to another, as the file has them."""
        return takewhile(lambda change: change[0] <= until, self.file.changes_after(after))

    def _records_of(self, seq: int) -> frozenset[What]:
        """What a step touched."""
        return frozenset((kind, id) for _seq, _number, kind, id, _before, _after in self._changes(seq - 1, seq))

    @cached_property
    def standing(self) -> dict[int, Received]:
        """What the merges that stand made known, by their number."""
        return {seq: one for seq, one in self.merges.items() if one is not None and seq not in self.void}

    @cached_property
    def partly_void(self) -> dict[int, RecordNames]:
        """Steps that do not count for some of the records that they touched, and these."""
        found: dict[int, RecordNames] = {}
        for merge, turns in self._gone.items():
            for first, last in pairwise(turns):
                if not self._turns[first][1] or last == first + 1:
                    continue
                for seq, _number, kind, id, _before, _after in self._changes(first, last - 1):
                    if seq not in self.void and (kind, id) in self._touched(merge):
                        found[seq] = found.get(seq, NONE) | {name_of((kind, id))}
        return found

    def is_void(self, seq: int, what: What) -> bool:
        """Whether a step is to be read as if it had never done anything to a record."""
        return seq in self.void or any(
            self._stood_at(seq, turns) and what in self._touched(merge) for merge, turns in self._gone.items()
        )

    def _stood_at(self, seq: int, turns: list[int]) -> bool:
        """Whether a merge that is taken back stood before a step. turns: the steps that took it back and made it again, and itself."""
        before = bisect(turns, seq)
        return before > 0 and self._turns[turns[before - 1]][1]

    def read_after(self, last_known: int) -> Iterator[_Done]:
        """Every change after a step that is not void."""
        for seq, changes in groupby(self._changes(last_known, self.last), key=itemgetter(0)):
            uid = self.short(seq)
            merge, stands = self._turns.get(seq, (seq, False))
            known = self.standing.get(merge) if stands else None
            origins = known.origins() if known is not None else iter(())
            for _seq, _ordinal, kind, id, before, after in changes:
                origin = next(origins, uid)
                if not self.is_void(seq, (kind, id)):
                    yield _Done(seq, uid, seq in self.merges, (kind, id), before, after, origin)

    def record(self, what: What) -> str | None:
        """A record as it was after the chain's last step."""
        present = record_text(self.file.record(*what))
        later = self.file.changes_after(self.last)
        return next((before for _seq, _number, kind, id, before, _after in later if (kind, id) == what), present)

    def short(self, seq: int) -> str:
        """The short uid of a step."""
        return self._tail[seq - self.fork - 1] if seq > self.fork else short_uid(self.file.uid_at(seq))

    def named_by(self, merge: Received) -> Iterable[str]:
        """The steps that a merge of the other copy made known."""
        return (
            merge.named if merge.steps is not None else self._tail[: self.place.get(short_uid(merge.last), self.fork) - self.fork]
        )


class Knowledge:
    """What one copy knows of the other's steps."""

    def __init__(self, shared: Mapping[str, int], knower: _Chain, other: _Chain, until: int | None = None) -> None:
        """shared: those steps of the common beginning that are void in either copy, in whole or in part. until: only what the knower's merges
        up to this step made known."""
        self._knower, self._other = knower, other
        self._own = ChainMap(knower.place, dict(shared))
        self._named: dict[str, RecordNames] = {}
        """The steps that were made known, and the records for which each does not count."""
        for seq, one in knower.standing.items():
            if until is None or seq <= until:
                for uid in other.named_by(one):
                    without = one.without.get(uid, NONE)
                    self._named[uid] = without & self._named.get(uid, without)
        self._gaps = [
            seq for uid, seq in shared.items() if seq in knower.void and seq not in other.void and uid not in self._named
        ]

    @cached_property
    def contiguous(self) -> int:
        """The last step before which none is unknown that stands."""
        other = self._other
        known = {other.place[uid] for uid in self._named if uid in other.place} | other.void
        seq = other.fork
        while seq < other.last and seq + 1 in known:
            seq += 1
        return seq

    @property
    def first_gap(self) -> int:
        """The last step before the first that is not known."""
        return min(self._gaps, default=self.contiguous + 1) - 1

    def missing(self, uid: str) -> RecordNames | None:
        """The records for which a step, of whichever copy, is not known; None when it is not known at all."""
        known = [self._named[uid]] if uid in self._named else []
        seq = self._own.get(uid)
        if seq is not None and seq not in self._knower.void:
            known.append(self._knower.partly_void.get(seq, NONE))
        return frozenset.intersection(*known) if known else None

    def has(self, done: _Done) -> bool:
        """Whether it is known what the other copy did in a step."""
        if done.seq <= self._other.fork and not self._knower.is_void(done.seq, done.what):
            return True
        return self._has_step(done.uid, done.what) or (not done.is_own and self._has_origin(done))

    def _has_origin(self, done: _Done) -> bool:
        return all(self._has_step(uid, done.what) for uid in done.origin.split("+"))

    def _has_step(self, uid: str, what: What) -> bool:
        missing = self.missing(uid)
        return missing is not None and not (missing and name_of(what) in missing)


class Ancestry:
    """Two copies of one book. Nothing of their journals is read with its changes but what is news to one of them."""

    def __init__(self, ours: BookFile, theirs: BookFile, our_last: int, their_last: int) -> None:
        """our_last and their_last: the step of each after which they are compared; what was done later is not read."""
        fork = _fork(ours, theirs, min(our_last, their_last))
        self._ours, self._theirs = _Chain(ours, fork, our_last), _Chain(theirs, fork, their_last)
        not_whole = {seq for chain in (self._ours, self._theirs) for seq in (*chain.void, *chain.partly_void) if seq <= fork}
        self._shared = {self._ours.short(seq): seq for seq in sorted(not_whole)}
        self._we_know = self._knowledge(self._ours, self._theirs)
        self._they_know = self._knowledge(self._theirs, self._ours)
        known_before = self._knowledge(self._theirs, self._ours, self._we_know.contiguous)
        self.theirs_is_later = known_before.contiguous >= self._they_know.contiguous
        """Whether what we know of them already held what they know of us, so that it alone is what both had in common last."""
        known_before = self._knowledge(self._ours, self._theirs, self._they_know.contiguous)
        self.ours_is_later = known_before.contiguous >= self._we_know.contiguous

    def _knowledge(self, knower: _Chain, other: _Chain, until: int | None = None) -> Knowledge:
        return Knowledge(self._shared, knower, other, until)

    def their_news(self) -> dict[What, News]:
        """What they did that we do not know, by kind and id of the record as text."""
        return _news(self._theirs, self._we_know)

    def our_news(self) -> dict[What, News]:
        return _news(self._ours, self._they_know)

    def new_steps(self) -> dict[str, RecordNames]:
        """Short uids of the steps that we come to know by merging all of theirs, and the records for which each does not count in either
        copy. What we know in part is said again. What is void with them may still stand elsewhere."""
        named = (uid for one in self._theirs.standing.values() for uid in sorted(one.named))
        in_part = (uid for uid, seq in self._ours.place.items() if seq in self._ours.partly_void)
        new = {}
        for uid in dict.fromkeys((*self._theirs.place, *self._shared, *named, *in_part)):
            ours, theirs = self._we_know.missing(uid), self._they_know.missing(uid)
            known = [missing for missing in (ours, theirs) if missing is not None]
            if known and ours != NONE:
                new[uid] = frozenset.intersection(*known)
        return new


def _fork(ours: BookFile, theirs: BookFile, last: int) -> int:
    """The last step of the beginning that two copies share. last: the last that both have."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        if ours.uid_at(middle) == theirs.uid_at(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _news(chain: _Chain, known: Knowledge) -> dict[What, News]:
    news: dict[What, News] = {}
    for done in chain.read_after(known.first_gap):
        if known.has(done):
            news.pop(done.what, None)
        else:
            carried = done.before == done.after and not done.is_own
            news.setdefault(done.what, News(done.before, done.after, done.origin, carried)).go_on(done)
    for one in list(news.values()):
        if one.settled is not None and one.now is None:  # unless it came back later
            one.decided = True
            _mark_decided(chain, news, *one.settled)
    return news


def _mark_decided(chain: _Chain, news: dict[What, News], question: str, uid: str) -> None:
    """A conflict was settled: somebody decided about the record that it is about, whether or not that changed it."""
    with sound_records(chain.file.path):
        conflict = record_from_text(Conflict.KIND, question)
        assert isinstance(conflict, Conflict)
    what = conflict.record_kind, conflict.about
    if what not in news:
        present = chain.record(what)
        news[what] = News(present, present, uid)
    news[what].decided = True
