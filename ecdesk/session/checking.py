"""Checks of an open book, kept up to date as the editor types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ecdesk.checks.engine import Checker
from ecdesk.checks.localising import Suggestion, with_suspects
from ecdesk.checks.waivers import Explained, apply_explanations
from ecdesk.domain.book import Book
from ecdesk.domain.changes import Notice
from ecdesk.domain.findings import Finding, Level, Verdict
from ecdesk.domain.keys import Key
from ecdesk.domain.texts import Text
from ecdesk.session.desk import Desk

_RULE_KINDS = ("rule", "indicator", "item", "area", "exhibit", "setting")
"""Records that rules are made of: when one of them changes, the rules are compiled again."""


@dataclass(frozen=True)
class CheckNotice:
    """What a step changed about the findings. keys: figures whose state may differ; None when all may."""

    keys: frozenset[Key] | None


class Checks:
    """The findings of a desk's book. last: last year's book, for rules that compare with it."""

    def __init__(self, desk: Desk, last: Book | None = None) -> None:
        self._desk = desk
        self._last = last
        self._checker: Checker | None = None
        self._explained: Explained | None = None
        self._suggestions: dict[str, tuple[Suggestion, ...]] = {}
        self._listeners: list[Callable[[CheckNotice], None]] = []
        self._stop = desk.listen(self._on_notice)

    def close(self) -> None:
        self._stop()

    def listen(self, listener: Callable[[CheckNotice], None]) -> Callable[[], None]:
        """Be told whenever findings may have changed; returns what ends that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    @property
    def last(self) -> Book | None:
        """Last year's book, when there is one to compare with."""
        return self._last

    @property
    def checker(self) -> Checker:
        """The engine with every rule compiled, made when it is first asked for."""
        if self._checker is None:
            self._checker = Checker(self._desk.book, last=self._last)
        return self._checker

    def findings(self) -> list[Finding]:
        """Whatever is not simply a pass, errors first, then in the order of the rules; explained where an explanation stands."""
        return _by_weight(self._with_explanations().findings)

    def findings_of(self, key: Key) -> list[Finding]:
        """The verdict of every rule that looks at a figure, passes among them."""
        return list(apply_explanations(self.checker.findings_of(key), self._desk.book, self.checker.records).findings)

    def lapsed(self) -> Mapping[str, Text]:
        """Why an explanation no longer holds, by the id of its finding; only of findings that are still there."""
        return self._with_explanations().lapsed

    def _with_explanations(self) -> Explained:
        if self._explained is None:
            found = apply_explanations(self.checker.findings(), self._desk.book, self.checker.records)
            findings = tuple(_with_suggestion(one, self._suggestions.get(one.id, ())) for one in found.findings)
            self._explained = replace(found, findings=findings)
        return self._explained

    # -- which cell is wrong

    def take_suggestions(self, found: Mapping[str, tuple[Suggestion, ...]]) -> None:
        """Say with each finding which cell is most likely wrong, until a figure that it depends on changes; see `suggesting`."""
        self._suggestions = dict(found)
        self._explained = None
        self._tell(frozenset())

    def suggestions_of(self, finding_id: str) -> tuple[Suggestion, ...] | None:
        """What would put a finding right, best first; None while nobody has looked."""
        return self._suggestions.get(finding_id)

    def states(self, key: Key) -> frozenset[str]:
        """How a figure stands: failing, or failing-explained, or rounding; empty where nothing is to be said."""
        found = set()
        for finding in self.findings_of(key):
            if finding.verdict is Verdict.FAILS:
                found.add("explained" if finding.explained else "failing")
            elif finding.verdict is Verdict.ROUNDING:
                found.add("rounding")
        return frozenset(found)

    def counts(self) -> Counter[Verdict]:
        return self.checker.counts

    def open_counts(self) -> dict[Level, int]:
        """How many findings still have to be fixed or explained, by level."""
        counts = Counter(finding.level for finding in self._with_explanations().findings if finding.is_open)
        return {level: counts[level] for level in Level}

    def _on_notice(self, notice: Notice) -> None:
        keys: frozenset[Key] | None = None
        self._explained = None
        if notice.concerns(*_RULE_KINDS):
            self._checker = None
            self._suggestions.clear()
        else:
            touched = _figures(notice)
            if self._checker is not None and touched:
                self._checker.update(touched)
                keys = frozenset(
                    key for one in touched for instance in self._checker.instances_of(one) for key in instance.keys
                ) | frozenset(touched)
                self._forget_suggestions(keys)
            if not touched and not notice.concerns("waiver"):
                return
        self._tell(keys)

    def _forget_suggestions(self, keys: frozenset[Key]) -> None:
        """Those that have to do with a changed figure no longer hold."""
        operands = {finding.id: {one.key for one in finding.operands} for finding in self.checker.findings()}
        for id, found in tuple(self._suggestions.items()):
            concerned = operands.get(id, set()).union(*(one.keys for one in found))
            if id not in operands or not concerned.isdisjoint(keys):
                del self._suggestions[id]

    def _tell(self, keys: frozenset[Key] | None) -> None:
        for listener in tuple(self._listeners):
            listener(CheckNotice(keys))


def _with_suggestion(finding: Finding, suggestions: tuple[Suggestion, ...]) -> Finding:
    """The finding with its most likely wrong cell; without one where several are as likely."""
    if not suggestions:
        return finding
    best = suggestions[0]
    own = [operand.key for operand in finding.operands if operand.key in best.contents] or list(best.contents)
    return replace(finding, suspect=None if best.tied else own[0], suggestion=best.text)


def check_book(book: Book, last: Book | None = None) -> tuple[list[Finding], Counter[Verdict]]:
    """What `Checks.findings` gives, for a book that nobody is editing, each failure with its suspect; and how many times rules came to
    each verdict."""
    checker = Checker(book, last=last)
    explained = apply_explanations(checker.findings(), book, checker.records)
    return _by_weight(with_suspects(checker, explained.findings)), checker.counts


def findings_of_book(book: Book, last: Book | None = None) -> list[Finding]:
    """The findings of `check_book`."""
    return check_book(book, last)[0]


def _by_weight(findings: Iterable[Finding]) -> list[Finding]:
    order = {level: number for number, level in enumerate(Level)}
    return sorted(findings, key=lambda finding: (not finding.is_open, order[finding.level]))


def _figures(notice: Notice) -> set[Key]:
    keys = {id for id in notice.touched.get("observation", ()) if isinstance(id, Key)}
    for change in notice.transaction.changes:
        if change.kind == "alternative":
            record: Any = change.after or change.before
            keys.add(record.key)
    return keys


def check_json(findings: Iterable[Finding], counts: Counter[Verdict]) -> dict[str, Any]:
    """Findings as the command line prints them, with how many times rules came to each verdict."""
    return {
        "findings": [finding.as_json() for finding in findings],
        "counts": {verdict.value: counts[verdict] for verdict in Verdict},
    }
