"""What two copies of one book know of each other, and what is news to either, read from their journals.

A journal is a chain of steps, and a step has the same uid in every copy. A merge ties the chain to that of another copy: the book then knows
every step that the copy knew. A merge that is undone or reverted ties nothing, as if it had never been made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

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
    when an earlier version of the program merged: then all of the copy up to the last one. origins: the step that each of the merge's
    changes comes from, for the first ones: those are as they stood in the copy, no news to whoever knows that step."""

    last: str
    steps: frozenset[str] | None = None
    origins: tuple[str, ...] = ()


def short_uid(uid: str) -> str:
    """A step's uid as the reasons of merges have it."""
    return uid[:_SHORT]


def reason(last: str, steps: Iterable[str], origins: Iterable[str]) -> str:
    """The reason that a merge is given in the journal; `received` reads it. origins: in the order of the changes, those of one step
    together, and all of them among the steps."""
    counts = Counter(origins)
    listed = (*counts, *(step for step in steps if step not in counts))
    return f"{_MARK}{last} {','.join(f'{step}:{counts[step]}' if step in counts else step for step in listed)}"


def received(why: str) -> Received | None:
    """What the reason of a merge says became known; None for a reason that somebody gave."""
    if not why.startswith(_MARK):
        return None
    last, space, listed = why.removeprefix(_MARK).partition(" ")
    if not space:
        return Received(last)
    steps: list[str] = []
    origins: list[str] = []
    for entry in listed.split(","):
        step, _, count = entry.partition(":")
        steps.append(step)
        origins += [step] * (int(count[:7]) if count.isdecimal() else 0)
    return Received(last, frozenset("+".join(steps).split("+")), tuple(origins))


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
        self._gone: set[int] = set()
        for seq, action, target, why in takewhile(lambda turn: turn[0] <= last, file.turns()):
            # Only a step before it: another program's file must not lead round in a circle.
            self.actions[seq] = (action, target if target is not None and target < seq else None)
            if action == Action.MERGE:
                self.merges[seq] = received(why)
            else:
                self._set_gone(seq, False)

    def _set_gone(self, seq: int, gone: bool) -> None:
        """A step is taken back or done again, and with it what it did to the step that it is about."""
        about: int | None = seq
        while about is not None:
            (self._gone.add if gone else self._gone.discard)(about)
            action, about = self.actions.get(about, ("do", None))
            gone = gone if action == Action.REDO else not gone

    def changes_after(self, seq: int) -> Iterator[tuple[int, int, str, str, str | None, str | None]]:
        """As `BookFile.changes_after`, up to the chain's last step."""
        return takewhile(lambda change: change[0] <= self.last, self.file.changes_after(seq))

    def record(self, what: What) -> str | None:
        """A record as it was after the chain's last step."""
        present = record_text(self.file.record(*what))
        later = self.file.changes_after(self.last)
        return next((before for _seq, _number, kind, id, before, _after in later if (kind, id) == what), present)

    def short(self, seq: int) -> str:
        """The short uid of a step."""
        return self.tail[seq - self.fork - 1] if seq > self.fork else short_uid(self.file.uid_at(seq))

    def is_gone(self, seq: int) -> bool:
        """Whether a step is undone or reverted as things stand."""
        return seq in self._gone

    def standing(self) -> dict[int, Received]:
        """What the merges that stand made known, by their number."""
        return {seq: one for seq, one in self.merges.items() if one is not None and seq not in self._gone}

    def done_again(self, seq: int) -> int:
        """The step whose changes a step makes: the one that it did again, else itself."""
        action, target = self.actions.get(seq, ("do", None))
        return target if action == Action.REDO and target is not None else seq

    def is_void(self, seq: int) -> bool:
        """Whether a step is to be read as if it had never been made: a merge that does not stand, and what took it back."""
        about: int | None = seq
        while about is not None:
            action, target = self.actions.get(about, ("do", None))
            if about in self._gone and action == Action.MERGE:
                return True
            about = target
        return False


class Knowledge:
    """What one copy knows of the other's steps."""

    def __init__(self, fork: int, knower: _Chain, other: _Chain, until: int | None = None) -> None:
        """until: only what the knower's merges up to this step made known."""
        self._fork = fork
        self.short: set[str] = set()
        self._steps: set[int] = set()
        for seq, one in knower.standing().items():
            if until is not None and seq > until:
                continue
            self.short |= one.steps if one.steps is not None else {short_uid(one.last)}
            if one.steps is None:
                self._steps.update(range(fork + 1, other.place.get(short_uid(one.last), fork) + 1))
        self._steps |= {other.place[uid] for uid in self.short if uid in other.place}
        self._knower = knower
        self.missing = {
            uid: seq
            for seq in knower.actions
            if seq <= fork and knower.is_void(seq) and not other.is_void(seq) and (uid := other.short(seq)) not in self.short
        }
        """Merges of the common beginning that the knower took back and the other did not."""
        self._gaps = frozenset(self.missing.values())
        self.contiguous = fork
        while self.contiguous + 1 in self._steps or (self.contiguous < other.last and other.is_void(self.contiguous + 1)):
            self.contiguous += 1

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
        for one in self._theirs.standing().values():
            theirs |= dict.fromkeys(sorted(one.steps if one.steps is not None else {short_uid(one.last)}))
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
    standing = chain.standing()
    current, seen, void, uid = 0, False, False, ""
    origins: tuple[str, ...] = ()
    for seq, ordinal, kind, id, before, after in chain.changes_after(known.first_gap):
        what = kind, id
        if seq != current:
            current, seen, void, uid = seq, known.has(seq), chain.is_void(seq), chain.short(seq)
            merged = standing.get(chain.done_again(seq))
            origins = merged.origins if merged is not None else ()
        origin = origins[ordinal] if ordinal < len(origins) else uid
        if seen or (origin != uid and known.has_origin(origin)):
            news.pop(what, None)
            continue
        one = news.setdefault(what, News(before, before))
        one.now = after
        if void:
            continue
        if not one.real:
            one.base = before
            one.carried = before == after and origin != uid
        one.real, one.origin = True, origin
        one.chosen |= before == after and origin == uid
        if kind == Conflict.KIND and after is None and before is not None and seq not in chain.merges:
            settled[what] = before, uid
    for what, (body, uid) in settled.items():
        if what in news and news[what].now is None:
            news[what].decided = True
            _decide(chain, news, body, uid)
    return {what: one for what, one in news.items() if one.real}


def _decide(chain: _Chain, news: dict[What, News], body: str, uid: str) -> None:
    """A conflict was settled: somebody decided about the record that it is about, whether or not that changed it."""
    with sound_records(chain.file.path):
        conflict = record_from_text(Conflict.KIND, body)
        assert isinstance(conflict, Conflict)
    kind, id = conflict.record_kind, conflict.about
    if (kind, id) not in news:
        present = chain.record((kind, id))
        news[kind, id] = News(present, present, uid)
    news[kind, id].decided = news[kind, id].real = True
