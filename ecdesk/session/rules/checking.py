"""Checks of an open book, kept up to date as the editor types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, cast

from ecdesk.checks import Checker, Explained, Last, Suggestion, apply_explanations, with_suspects
from ecdesk.checks.engine.checker import Update
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change, Notice
from ecdesk.domain.book.disputes import touched_figures
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.records import (
    AreaRecord,
    Exhibit,
    Indicator,
    Item,
    Observation,
    RuleRecord,
    Setting,
    Waiver,
)
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.garbage import uncollected
from ecdesk.domain.listeners import Listeners
from ecdesk.domain.texts import Text, text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.tables.charting import ChartDoubts
from ecdesk.session.versions.last_year import SETTING, last_book

_RULE_TYPES = (RuleRecord, Indicator, Item, AreaRecord, Exhibit, Setting)
"""Records that rules are made of: when one of them changes, the rules are compiled again."""
_RULE_KINDS = frozenset(type.KIND for type in _RULE_TYPES)

_OPEN_STATES = {Level.ERROR: "failing", Level.QUERY: "queried", Level.NOTICE: "noted"}

MOST_TRIED = 1_000
"""Changed figures that the engine is told of while they are only being tried."""

MANY_TOUCHED = 200
"""From so many changed figures on nobody is told which findings they concern, all may differ; and they are looked at only when somebody asks,
or in steps by `Checks.prepare`."""


@dataclass(frozen=True)
class CheckNotice:
    """What a step changed about the findings. keys: figures whose state may differ; None when all may."""

    keys: frozenset[Key] | None


class Checks:
    """The findings of a desk's book. Last year's book, which some rules compare with, is the one that the book remembers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last: Last = None
        self._last_known = False
        self._checker: Checker | None = None
        self._building: Generator[tuple[int, int], None, Checker] | None = None
        self._updating: Generator[tuple[int, int], None, object] | None = None
        self._due: set[Key] = set()
        """Changed figures that the engine has not been told of."""
        self._explained: Explained | None = None
        self._doubts = ChartDoubts(desk.derivations)
        self._located: dict[str, _Located] = {}
        """By the id of a finding."""
        self._located_by: dict[Key, set[str]] = {}
        """The ids of those that stand on a figure."""
        self._listeners: Listeners[CheckNotice] = Listeners()
        self._stop = desk.listen(self._on_notice)

    def close(self) -> None:
        self._stop()

    def listen(self, listener: Callable[[CheckNotice], None]) -> Callable[[], None]:
        """Be told whenever findings may have changed; returns what ends that."""
        return self._listeners.add(listener)

    # -- last year's book

    @property
    def last(self) -> Last:
        """Last year's book, or the sentence why there is none to compare with; read when it is first asked for."""
        if not self._last_known:
            self._last, self._last_known = last_book(self._desk.book, self._desk.path), True
        return self._last

    @property
    def needs_last(self) -> bool:
        """Whether last year's book is still to be read."""
        return not self._last_known

    def take_last(self, found: Last) -> None:
        """Last year's book as `last_year.reading_last` read it."""
        self._last, self._last_known = found, True
        if self._checker is not None:
            self._forget_engine()
            self._tell(None)

    # -- the engine

    @property
    def ready(self) -> bool:
        """Whether the engine is made and knows of every change, so that nothing has to be waited for."""
        return self._checker is not None and self._updating is None and not self._due

    def can_try(self, changes: Collection[Change]) -> bool:
        """Whether the engine can be told of changes that are only being tried: it is ready, and they are of a few figures and of nothing that rules are
        made of. Rows that change places are none of its business."""
        figures = [change for change in changes if change.kind == Observation.KIND]
        if not self.ready or any(map(_is_of_rules, changes)) or len(figures) >= MOST_TRIED:
            return False
        coming, going = ([cast(Key, one.id) for one in figures if getattr(one, side) is None] for side in ("before", "after"))
        return not self.checker.reshapes(coming, going)

    @property
    def made(self) -> bool:
        """Whether the engine has been made, if not brought up to date."""
        return self._checker is not None

    @property
    def preparing(self) -> bool:
        """Whether somebody makes the engine, or brings it up to date, in steps, and will tell the listeners."""
        return self._building is not None or self._updating is not None

    @property
    def checker(self) -> Checker:
        """The engine with every rule compiled, made when it is first asked for, and up to date."""
        while self._checker is None or not self.ready:
            self._step()
        return self._checker

    def prepare(self) -> Job[None]:
        """Make the engine, or bring it up to date, in steps, on the thread of the book, which may be edited meanwhile."""
        written = False
        with uncollected():
            while not written:
                while not self.ready:
                    done = self._step()
                    if done is not None:
                        yield Progress(*done, text("正在审核…"))
                written = yield from self._write()
        self._tell(None)

    def _write(self) -> Generator[Progress, None, bool]:
        """Put the findings into words, those of charts too; whether that came to its end, and the engine knows of every change that was made meanwhile."""
        for done in chain(self.checker.write_in_steps(), self._doubts.look_in_steps()):
            yield Progress(*done, text("正在审核…"))
            if not self.ready:
                return False
        if self._explained is None:
            self._with_explanations()  # whoever is told next lists them at once
            yield Progress(1, 1, text("正在审核…"))
        return self.ready

    def _step(self) -> tuple[int, int] | None:
        """One step of making the engine or of bringing it up to date; None at the end of either."""
        self._explained = None
        if self._checker is None:
            if self._building is None:
                self._building, self._due = Checker.in_steps(self._desk.book, self.last), set()
            try:
                return next(self._building)
            except StopIteration as end:
                self._building, self._checker = None, end.value
                return None
        if self._updating is None:
            self._updating, self._due = self._checker.update_in_steps(self._due), set()
        try:
            return next(self._updating)
        except StopIteration:
            self._updating = None
            return None

    def _forget_engine(self) -> None:
        self._checker = self._explained = self._building = self._updating = None
        self._due = set()
        self._forget_all_suggestions()

    def findings(self) -> tuple[Finding, ...]:
        """Whatever is not simply a pass, errors first, then in the order of the rules; explained where an explanation stands."""
        return self._with_explanations().findings

    def tried_findings(self, drawn: Container[str]) -> tuple[Finding, ...]:
        """The findings while something is tried of which the engine was told; nothing of them is remembered. drawn: ids of the exhibits whose charts it
        may concern."""
        found = apply_explanations(self.checker.findings(), self._desk.book, self.checker.records)
        return (*found.findings, *self._doubts.findings(drawn))

    def findings_of(self, key: Key) -> list[Finding]:
        """The verdict of every rule that looks at a figure, passes among them."""
        return self._explained_findings_of(key, passes=True)

    def _explained_findings_of(self, key: Key, passes: bool) -> list[Finding]:
        found = self.checker.findings_of(key, passes)
        return list(apply_explanations(found, self._desk.book, self.checker.records).findings) if found else []

    def lapsed(self) -> Mapping[str, Text]:
        """Why an explanation no longer holds, by the id of its finding; only of findings that are still there."""
        return self._with_explanations().lapsed

    def _with_explanations(self) -> Explained:
        if self._explained is None:
            found = apply_explanations(self.checker.findings(), self._desk.book, self.checker.records)
            findings, located = list(found.findings), self._located
            for number, one in enumerate(findings) if located else ():
                if one.id in located:
                    findings[number] = _with_suggestion(one, located[one.id])
            self._explained = replace(found, findings=tuple(_by_weight([*findings, *self._doubts.findings()])))
        return self._explained

    # -- which cell is wrong

    def take_suggestions(self, found: Mapping[str, tuple[Suggestion, ...]]) -> None:
        """Say with each finding which cell is most likely wrong, until a figure that it depends on changes; see `suggesting`."""
        own = {finding.id: finding for finding in self.checker.findings() if finding.id in found}
        before = set(self._located_by)
        self._forget_all_suggestions()
        self._located.update((id, _Located.of(finding, found[id])) for id, finding in own.items())
        for id, located in self._located.items():
            for key in located.keys:
                self._located_by.setdefault(key, set()).add(id)
        self._explained = None
        self._tell(frozenset(before.union(self._located_by)))

    def suggestions_of(self, finding_id: str) -> tuple[Suggestion, ...] | None:
        """What would put a finding right, best first; None while nobody has looked."""
        located = self._located.get(finding_id)
        return located.suggestions if located is not None else None

    def states(self, key: Key) -> frozenset[str]:
        """How a figure stands: failing (an 错误), queried (a 核实), noted (a 提示), explained (any), rounding; empty where nothing is to be said. involved: what
        is open about it is most likely put right elsewhere."""
        found, elsewhere = set(), []
        for finding in self._explained_findings_of(key, passes=False):
            if finding.verdict is Verdict.FAILS:
                found.add("explained" if finding.explained else _OPEN_STATES[finding.level])
                elsewhere += [] if finding.explained else [self._is_elsewhere(key, finding)]
            elif finding.verdict is Verdict.ROUNDING:
                found.add("rounding")
        return frozenset(found | {"involved"} if elsewhere and all(elsewhere) else found)

    def _is_elsewhere(self, key: Key, finding: Finding) -> bool:
        """Whether another figure is the one that is most likely wrong; not while nobody has looked, nor where several are as likely."""
        best = next(iter(self.suggestions_of(finding.id) or ()), None)
        return best is not None and not best.tied and key not in best.contents

    def counts(self) -> Counter[Verdict]:
        return _counted(self.checker, self._doubts.findings())

    def open_counts(self) -> dict[Level, int]:
        """How many findings still have to be fixed or explained, by level."""
        counts = Counter(finding.level for finding in self._with_explanations().findings if finding.is_open)
        return {level: counts[level] for level in Level}

    def _on_notice(self, notice: Notice) -> None:
        self._explained = None
        self._doubts.forget(notice)
        if any(map(_is_of_rules, notice.transaction.changes)):
            if SETTING in notice.ids(Setting):
                self._last_known = False
            self._forget_engine()
            self._tell(None)
            return
        touched = set(touched_figures(notice.transaction.changes))
        if touched or notice.concerns(Waiver):
            self._tell(self._take_in(touched))

    def _take_in(self, touched: set[Key]) -> frozenset[Key] | None:
        """Tell the engine of changed figures, at once or when it is asked next; returns the figures whose findings may differ, None for all."""
        if self._building is not None:
            self._due |= touched
        elif self._checker is not None and touched:
            if self.ready and len(touched) < MANY_TOUCHED:
                updated = self._checker.update(touched)
                return frozenset(touched) | updated.figures | self._forget_suggestions(touched, updated)
            self._due |= touched
            self._forget_all_suggestions()
        return None

    def _forget_suggestions(self, touched: Collection[Key], updated: Update) -> set[Key]:
        """Those that have to do with a changed figure, or with one that a rule holds against it, no longer hold, nor those of findings that are
        no more; returns the figures that they stood on."""
        if not self._located or self._checker is None:
            return set()
        keys = self._checker.beside(touched)
        left: set[Key] = set()
        for id in set(updated.gone).union(*[self._located_by[key] for key in self._located_by.keys() & keys]):
            gone = self._located.pop(id, None)
            left |= gone.keys if gone is not None else frozenset()
        return left

    def _forget_all_suggestions(self) -> None:
        self._located.clear()
        self._located_by.clear()

    def _tell(self, keys: frozenset[Key] | None) -> None:
        self._listeners.tell(CheckNotice(keys))


def _is_of_rules(change: Change) -> bool:
    """Whether a change is of what rules are made of; that rows of an exhibit change places is not."""
    was, comes = change.before, change.after
    if not isinstance(was, Exhibit) or not isinstance(comes, Exhibit):
        return change.kind in _RULE_KINDS
    in_order = sorted(was.rows, key=attrgetter("id")) == sorted(comes.rows, key=attrgetter("id"))
    return not in_order or replace(was, rows=()) != replace(comes, rows=())


class _Located(NamedTuple):
    """What would put a finding right, best first, and the figures that this stands on."""

    suggestions: tuple[Suggestion, ...]
    keys: frozenset[Key]

    @classmethod
    def of(cls, finding: Finding, suggestions: tuple[Suggestion, ...]) -> _Located:
        own = frozenset([operand.key for operand in finding.operands])
        return cls(suggestions, own.union(*[one.keys for one in suggestions]))


def _with_suggestion(finding: Finding, located: _Located) -> Finding:
    """The finding with its most likely wrong cell; without one where several are as likely."""
    if not located.suggestions:
        return finding
    best = located.suggestions[0]
    own = [operand.key for operand in finding.operands if operand.key in best.contents] or list(best.contents)
    return replace(finding, suspect=None if best.tied else own[0], suggestion=best.text)


def check_file(book: Book, path: Path) -> tuple[list[Finding], Counter[Verdict]]:
    """The same as `check_book`, held against the book before where there is one. path: of the book's file."""
    return check_book(book, last_book(book, path))


def check_book(book: Book, last: Last = None, checker: Checker | None = None) -> tuple[list[Finding], Counter[Verdict]]:
    """What `Checks.findings` gives, for a book that nobody is editing, each failure with its suspect; and how many times rules came to
    each verdict. checker: one that is there already; it is taken where it is of this book."""
    if checker is None or checker.book is not book:
        checker = Checker(book, last=last)
    explained = apply_explanations(checker.findings(), book, checker.records)
    doubts = ChartDoubts(Derivations(book)).findings()
    return _by_weight([*with_suspects(checker, explained.findings), *doubts]), _counted(checker, doubts)


def _counted(checker: Checker, doubts: Sequence[Finding]) -> Counter[Verdict]:
    """How many times rules came to each verdict; a doubt about a chart counts as a rule that it fails."""
    counts = Counter(checker.counts)
    counts[Verdict.FAILS] += len(doubts)
    return counts


def findings_of_book(book: Book, last: Last = None, checker: Checker | None = None) -> list[Finding]:
    """The findings of `check_book`."""
    return check_book(book, last, checker)[0]


def _by_weight(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=attrgetter("weight"))


def check_json(findings: Iterable[Finding], counts: Counter[Verdict]) -> dict[str, Any]:
    """Findings as the command line prints them, with how many times rules came to each verdict."""
    return {
        "findings": [finding.as_json() for finding in findings],
        "counts": {verdict.value: counts[verdict] for verdict in Verdict},
    }
