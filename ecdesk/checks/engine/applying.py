"""What rules are applied to: which figures call which rule into being, and which rules look at a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule, Instance
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import Predicate, RuleError, Span
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Indicator, Item, RuleRecord
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.time.time_words import period_named

Id = tuple[str, Binding]
"""The id of a rule and what it is applied to."""

MOST_INSTANCES = 200_000
"""What one rule may be applied to; one that asks for more is reported and does not run."""

PIECE = 100
"""Figures that are looked at between two steps."""


@dataclass(frozen=True)
class Followed:
    """What an edit of figures changed. affected: instances whose verdict may differ; dropped: those that are no more."""

    affected: list[Id]
    dropped: list[Id]


class Applications:
    """The rules of a book applied to its figures, kept up to date with them."""

    def __init__(self, book: Book, names: Names, rules: Collection[CompiledRule], records: Collection[RuleRecord]) -> None:
        self.book = book
        self.rules = rules
        self.instances: dict[Id, Instance] = {}
        self.faults: list[tuple[RuleRecord, RuleError]] = []
        """Rules that turned out not to run."""
        self.stopped: set[str] = set()
        """Their ids."""
        self._names = names
        self._known: set[Key] = set()
        """The keys under which there was a figure when it was last looked."""
        self._shapes: Counter[tuple[str, ...]] = Counter()
        """How many figures there are of what the names of rules depend on."""
        self._required: set[Id] = set()
        self._called: dict[tuple[str, str], list[CompiledRule]] = {}
        self._of_key: dict[Key, list[Id]] | None = None
        self._count: Counter[str] = Counter()

    # -- the first time

    def apply(self) -> Iterator[tuple[int, int]]:
        """Apply every rule to whatever there is; yields (done, of how many figures) on the way. The book may change meanwhile if `follow`
        is told of it afterwards."""
        for rule in self.rules:
            for binding in required_bindings(rule):
                self._required.add((rule.record.id, binding))
                self._add(rule, binding)
        keys = list(self.book.observations)
        for number, key in enumerate(keys):
            if not number % PIECE:
                yield number, len(keys)
            self._call(key)
        if self.stopped:
            self.instances = {id: instance for id, instance in self.instances.items() if id[0] not in self.stopped}

    def _call(self, key: Key) -> list[Id]:
        """Apply the rules that a figure calls into being; returns what is new."""
        self._known.add(key)
        self._shapes.update(_shapes(key))
        called = self._called.get((key.indicator, key.measure))
        if called is None:
            called = [rule for rule in self.rules if rule.is_called_by(key.indicator, key.measure)]
            self._called[key.indicator, key.measure] = called
        new = []
        for rule in called:
            for binding in rule.bindings(key):
                if self._add(rule, binding):
                    new.append((rule.record.id, binding))
        return new

    def _add(self, rule: CompiledRule, binding: Binding) -> bool:
        record = rule.record
        id = (record.id, binding)
        if id in self.instances or record.id in self.stopped:
            return False
        try:
            instance = rule.instance(binding)
            if instance is None:
                return False
            self._count[record.id] += 1
            if self._count[record.id] > MOST_INSTANCES:
                raise RuleError(Span(0, len(record.text)), "公式对上的数超过 {count} 组，请缩小范围。", count=MOST_INSTANCES)
        except RuleError as error:
            self.stopped.add(record.id)
            self.faults.append((record, error))
            return False
        self.instances[id] = instance
        if self._of_key is not None:
            self._watch(self._of_key, id, instance)
        return True

    # -- who looks at what

    def of_key(self, key: Key) -> list[Id]:
        """Everything that looks at a figure, under whichever name of its period."""
        return list(dict.fromkeys(self._index().get(key, ())))

    def _index(self) -> dict[Key, list[Id]]:
        # Made when it is first asked for: a check of a whole book never needs it.
        if self._of_key is None:
            for _number in self.index_in_steps():
                pass
        assert self._of_key is not None
        return self._of_key

    def index_in_steps(self) -> Iterator[int]:
        """Make what `of_key` looks up; yields how many instances are done. Nothing else may be asked meanwhile."""
        index: dict[Key, list[Id]] = {}
        for number, (id, instance) in enumerate(self.instances.items()):
            if number and not number % (20 * PIECE):
                yield number
            self._watch(index, id, instance)
        self._of_key = index

    def _watch(self, index: dict[Key, list[Id]], id: Id, instance: Instance) -> None:
        for key in _watched(instance):
            index.setdefault(key, []).append(id)

    def _unwatch(self, id: Id, instance: Instance) -> None:
        index = self._index()
        for key in _watched(instance):
            index[key] = [other for other in index[key] if other != id]

    # -- edits

    def reshapes(self, keys: Iterable[Key]) -> bool:
        """Whether changed figures change what the names in rules mean: an item that an indicator has figures of for the first time, or has
        none of any more. Everything is to be applied again then."""
        if not self._names.by_figures:
            return False
        after: Counter[tuple[str, ...]] = Counter()
        for key in keys:
            change = (self.book.observation(key) is not None) - (key in self._known)
            if change:
                for shape in _shapes(key):
                    after[shape] += change
        return any((self._shapes[shape] > 0) != (self._shapes[shape] + change > 0) for shape, change in after.items())

    def follow(self, keys: Collection[Key]) -> Generator[None, None, Followed]:
        """Take in what changed figures touch, a piece at a time. It must be run to its end before anything else is asked."""
        index = self._index()
        affected = dict.fromkeys(id for key in keys for id in index.get(key, ()))
        there = {key for key in keys if self.book.observation(key) is not None}
        gone = self._known.intersection(keys) - there
        for number, key in enumerate(there - self._known):
            affected.update(dict.fromkeys(self._call(key)))
            if not number % PIECE:
                yield
        self._known -= gone
        for key in gone:
            self._shapes.subtract(_shapes(key))
        dropped = [id for id in affected if not self._stands(id, bool(gone))]
        for id in dropped:
            del affected[id]
            instance = self.instances.pop(id, None)
            if instance is not None:
                self._unwatch(id, instance)
                self._count[id[0]] -= 1
        for number, id in enumerate(affected):
            self._settle_operands(id)
            if not number % (4 * PIECE):
                yield
        return Followed(list(affected), dropped)

    def _stands(self, id: Id, gone: bool) -> bool:
        """Whether there is still an instance. gone: whether any figure is no more."""
        return id in self.instances and (not gone or self._is_anchored(id))

    def _settle_operands(self, id: Id) -> None:
        """Which key a share is stored under may have changed with the edit."""
        instance = self.instances[id]
        if not instance.rule.varies:
            return
        fresh = instance.rule.instance(instance.binding)
        if fresh is not None and fresh.operands != instance.operands:
            self._unwatch(id, instance)
            self.instances[id] = fresh
            self._watch(self._index(), id, fresh)

    def _is_anchored(self, id: Id) -> bool:
        """Whether any of the figures that call an instance into being is still there."""
        instance = self.instances[id]
        if id in self._required or not instance.rule.anchors:
            return True
        for key in _watched_by(instance, instance.rule.anchors):
            if self.book.observation(key) is not None and instance.binding in instance.rule.bindings(key):
                return True
        return False


def required_bindings(rule: CompiledRule) -> Iterator[Binding]:
    """What a rule must be applied to even where there is no figure: what 有数 asks for, and rules that leave nothing open."""
    if not rule.free:
        yield Binding()
        return
    relation, book = rule.syntax.relation, rule.book
    if not isinstance(relation, Predicate) or relation.kind != "present" or "share" in rule.free:
        return
    members: dict[str, Iterable[str]] = {
        "indicator": map(str, book.all(Indicator)),
        "area": (area.code for area in book.areas),
        "item": map(str, book.all(Item)),
        "period": _periods(rule),
    }
    for parts in product(*(ids if part in rule.free else [""] for part, ids in members.items())):
        binding = Binding(*parts)
        if rule.admits(binding):
            yield binding


def _periods(rule: CompiledRule) -> list[str]:
    """The periods that the rule names, else the book's year."""
    year = rule.book.year or None
    named = [period_named(word.name.text, year) for word in rule.syntax.scopes if not word.each]
    found = [period.span.code for period in named if period is not None]
    return found or ([str(year)] if year else [])


def _shapes(key: Key) -> tuple[tuple[str, ...], ...]:
    found: tuple[tuple[str, ...], ...] = ((key.indicator, key.item),) if key.item else ()
    return (*found, (key.measure,)) if ":" in key.measure else found


def _watched(instance: Instance) -> Iterable[Key]:
    """The keys whose figures an instance looks at, or might."""
    return dict.fromkeys(_watched_by(instance, range(len(instance.operands))))


def _watched_by(instance: Instance, terms: Iterable[int]) -> Iterator[Key]:
    for number in terms:
        keys, measures = instance.operands[number], instance.rule.terms[number].measures
        if len(measures) > 1:
            yield from (key._replace(measure=measure) for key in keys for measure in measures)
        else:
            yield from keys
