"""What two copies of one book know of each other, and what is news to either, read from their journals.

A journal is a chain of steps, and a step has the same uid in every copy. A merge ties the chain to that of another copy: the book then knows
every step that the copy knew. A merge that is undone or reverted ties nothing, as if it had never been made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice, takewhile
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
"""How many hexadecimal digits of a uid a merge keeps of each step."""


@dataclass(frozen=True)
class Received:
    """What a merge keeps of the copy. last: uid of the copy's last step. steps: short uids of the steps that became known with it; None
    when an earlier version of the program merged: then all of the copy up to the last one. counts: how many of the merge's first changes
    come from each step, in their order: those are as they stood in the copy, no news to whoever knows that step."""

    last: str
    steps: frozenset[str] | None = None
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


def reason(last: str, steps: Iterable[str], counts: Mapping[str, int]) -> str:
    """The reason that a merge is given in the journal; `received` reads it. counts: how many of the first changes come from each step, in
    their order; all of these are among the steps."""
    listed = (*counts, *(step for step in steps if step not in counts))
    return f"{_MARK}{last} {','.join(f'{step}:{counts[step]}' if step in counts else step for step in listed)}"


def received(why: str) -> Received | None:
    """What the reason of a merge says became known; None for a reason that somebody gave."""
    if not why.startswith(_MARK):
        return None
    last, space, listed = why.removeprefix(_MARK).partition(" ")
    if not space:
        return Received(last)
    entries = [entry.partition(":") for entry in listed.split(",")]
    counts = tuple((step, int(count[:7])) for step, _, count in entries if count.isdecimal())
    return Received(last, frozenset("+".join(step for step, _, _count in entries).split("+")), counts)


def both(one: str, other: str) -> str:
    """The origin of a record that is what it is after what two origins say of it."""
    return "+".join(sorted({*one.split("+"), *other.split("+")}))


@dataclass
class News:
    """What one copy did to a record since the other last knew of it, as the journal has it.

    base: the record as the other knew it. now: as it is. origin: short uid of the step in which it became that, in whichever copy; several
    with + between them where it came together from several.
    carried: it stayed as it was when it came from elsewhere, so that base is not what the other knew.
    chosen: a merge had to choose between two versions. decided: a conflict about it was settled. real: not only by merges that do not stand.
    """

    base: str | None
    now: str | None
    origin: str = ""
    carried: bool = False
    chosen: bool = False
    decided: bool = False
    real: bool = False

    @property
    def is_echo(self) -> bool:
        """Whether it was only changed and changed back."""
        return self.base == self.now and not (self.carried or self.chosen or self.decided)

    def add(self, before: str | None, after: str | None, origin: str, is_own: bool) -> None:
        """A later step did something to the record. is_own: it was not taken from elsewhere."""
        if not self.real:
            self.base = before
            self.carried = before == after and not is_own
        self.real, self.now, self.origin = True, after, origin
        self.chosen |= before == after and is_own


@dataclass(frozen=True)
class _Step:
    """A step of a chain. uid: short. is_void: as `_Chain.is_void` says."""

    seq: int
    uid: str
    is_void: bool
    is_merge: bool


class _Chain:
    """The journal of one copy from the fork on up to its last step when the planning began, and which of its steps are void. What is added
    to the file meanwhile is not read."""

    def __init__(self, file: BookFile, fork: int, last: int) -> None:
        self.file = file
        self.fork = fork
        self.tail = [short_uid(uid) for uid in islice(file.uids(fork), last - fork)]
        self.place = {uid: seq for seq, uid in enumerate(self.tail, start=fork + 1)}
        self.last = fork + len(self.tail)
        self.actions: dict[int, tuple[str, int | None]] = {}
        self.merges: dict[int, Received | None] = {}
        for seq, action, target, why in takewhile(lambda turn: turn[0] <= last, file.turns()):
            # Only a step before it: another program's file must not lead round in a circle.
            self.actions[seq] = (action, target if target is not None and target < seq and action != Action.MERGE else None)
            if action == Action.MERGE:
                self.merges[seq] = received(why)
        self._gone = self._undone_or_reverted()
        self._void = self._of_gone_merges()

    @cached_property
    def standing(self) -> dict[int, Received]:
        """What the merges that stand made known, by their number."""
        return {seq: one for seq, one in self.merges.items() if one is not None and seq not in self._gone}

    def _undone_or_reverted(self) -> set[int]:
        """Steps that are taken back as things stand: the last step that goes back to one, over however many others, says so."""
        latest: dict[int, int] = {}
        gone: set[int] = set()
        for seq in sorted(self.actions, reverse=True):
            action, target = self.actions[seq]
            last = latest.get(seq, seq)
            if target is not None and last > latest.get(target, 0):
                latest[target] = last
                goes_too = (seq in gone) == (action == Action.REDO)
                (gone.add if goes_too else gone.discard)(target)
        return gone

    def _of_gone_merges(self) -> set[int]:
        """Merges that are taken back, and every step that goes back to one, over however many others."""
        void: set[int] = set()
        for seq, (action, target) in sorted(self.actions.items()):
            if target in void or (action == Action.MERGE and seq in self._gone):
                void.add(seq)
        return void

    def read_after(self, seq: int) -> Iterator[tuple[_Step, What, str | None, str | None, str]]:
        """Every change after a step, with the step that made it, and the short uid of the one that it comes from."""
        later = takewhile(lambda change: change[0] <= self.last, self.file.changes_after(seq))
        for seq, changes in groupby(later, key=itemgetter(0)):
            step = _Step(seq, self.short(seq), self.is_void(seq), seq in self.merges)
            merge = self.standing.get(self.done_again(seq))
            origins = merge.origins() if merge is not None else iter(())
            for _seq, _ordinal, kind, id, before, after in changes:
                yield step, (kind, id), before, after, next(origins, step.uid)

    def record(self, what: What) -> str | None:
        """A record as it was after the chain's last step."""
        present = record_text(self.file.record(*what))
        later = self.file.changes_after(self.last)
        return next((before for _seq, _number, kind, id, before, _after in later if (kind, id) == what), present)

    def short(self, seq: int) -> str:
        """The short uid of a step."""
        return self.tail[seq - self.fork - 1] if seq > self.fork else short_uid(self.file.uid_at(seq))

    def places(self, merge: Received) -> Iterable[int]:
        """Those steps after the fork that a merge of the other copy made known."""
        if merge.steps is None:
            return range(self.fork + 1, self.place.get(short_uid(merge.last), self.fork) + 1)
        return (self.place[uid] for uid in merge.steps if uid in self.place)

    def done_again(self, seq: int) -> int:
        """The step whose changes a step makes: the one that it did again, else itself."""
        action, target = self.actions.get(seq, ("do", None))
        return target if action == Action.REDO and target is not None else seq

    def is_void(self, seq: int) -> bool:
        """Whether a step is to be read as if it had never been made: a merge that does not stand, and what took it back."""
        return seq in self._void


class Knowledge:
    """What one copy knows of the other's steps."""

    def __init__(self, fork: int, knower: _Chain, other: _Chain, until: int | None = None) -> None:
        """until: only what the knower's merges up to this step made known."""
        self._fork = fork
        merges = [one for seq, one in knower.standing.items() if until is None or seq <= until]
        self.short = {uid for one in merges for uid in one.named}
        self._steps = {seq for one in merges for seq in other.places(one)}
        self._knower, self._other = knower, other
        self.missing = self._missing(knower, other)
        """Merges of the common beginning that the knower took back and the other did not."""
        self._gaps = frozenset(self.missing.values())

    @cached_property
    def contiguous(self) -> int:
        """The last step before which none is unknown that stands."""
        seq, other = self._fork, self._other
        while seq + 1 in self._steps or (seq < other.last and other.is_void(seq + 1)):
            seq += 1
        return seq

    def _missing(self, knower: _Chain, other: _Chain) -> dict[str, int]:
        apart = (seq for seq in knower.actions if seq <= self._fork and knower.is_void(seq) and not other.is_void(seq))
        return {uid: seq for seq in apart if (uid := other.short(seq)) not in self.short}

    @property
    def first_gap(self) -> int:
        """The last step before the first that is not known."""
        return min(self._gaps, default=self.contiguous + 1) - 1

    def has(self, seq: int) -> bool:
        return seq not in self._gaps if seq <= self._fork else seq in self._steps

    def has_origin(self, origin: str) -> bool:
        """Whether the steps are known that a record comes from, in whichever copy."""
        own = self._knower
        return all(uid in self.short or (uid in own.place and not own.is_void(own.place[uid])) for uid in origin.split("+"))


class Ancestry:
    """Two copies of one book. Nothing of their journals is read with its changes but what is news to one of them."""

    def __init__(self, ours: BookFile, theirs: BookFile, our_last: int, their_last: int) -> None:
        """our_last and their_last: the step of each after which they are compared; what was done later is not read."""
        self.fork = _fork(ours, theirs, min(our_last, their_last))
        self._ours, self._theirs = _Chain(ours, self.fork, our_last), _Chain(theirs, self.fork, their_last)
        self._we_know = Knowledge(self.fork, self._ours, self._theirs)
        self._they_know = Knowledge(self.fork, self._theirs, self._ours)
        known_before = Knowledge(self.fork, self._theirs, self._ours, self._we_know.contiguous)
        self.theirs_is_later = known_before.contiguous >= self._they_know.contiguous
        """Whether what we know of them already held what they know of us, so that it alone is what both had in common last."""
        known_before = Knowledge(self.fork, self._ours, self._theirs, self._they_know.contiguous)
        self.ours_is_later = known_before.contiguous >= self._we_know.contiguous

    def their_news(self) -> dict[What, News]:
        """What they did that we do not know, by kind and id of the record as text."""
        return _news(self._theirs, self._we_know)

    def our_news(self) -> dict[What, News]:
        return _news(self._ours, self._they_know)

    def new_steps(self) -> list[str]:
        """Short uids of the steps that we come to know by merging all of theirs. What is void with them may still stand elsewhere."""
        tail = (uid for uid, seq in self._theirs.place.items() if not self._theirs.is_void(seq))
        theirs = dict.fromkeys((*tail, *self._we_know.missing))
        for one in self._theirs.standing.values():
            theirs |= dict.fromkeys(sorted(one.named))
        return [uid for uid in theirs if uid not in self._we_know.short and uid not in self._ours.place]


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
    settled: dict[What, tuple[str, str]] = {}
    for step, what, before, after, origin in chain.read_after(known.first_gap):
        is_own = origin == step.uid
        if known.has(step.seq) or (not is_own and known.has_origin(origin)):
            news.pop(what, None)
            continue
        one = news.setdefault(what, News(before, before))
        if step.is_void:
            one.now = after
            continue
        one.add(before, after, origin, is_own)
        if what[0] == Conflict.KIND and before is not None and after is None and not step.is_merge:
            settled[what] = before, step.uid
    for what, (body, uid) in settled.items():
        if what in news:
            _mark_settled(chain, news, what, body, uid)
    return {what: one for what, one in news.items() if one.real}


def _mark_settled(chain: _Chain, news: dict[What, News], question: What, body: str, uid: str) -> None:
    """A conflict was settled, unless it came back later: somebody decided about the record that it is about, whether or not that changed it."""
    if news[question].now is not None:
        return
    news[question].decided = True
    with sound_records(chain.file.path):
        conflict = record_from_text(Conflict.KIND, body)
        assert isinstance(conflict, Conflict)
    what = conflict.record_kind, conflict.about
    if what not in news:
        present = chain.record(what)
        news[what] = News(present, present, uid)
    news[what].decided = news[what].real = True
