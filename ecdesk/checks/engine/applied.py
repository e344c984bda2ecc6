"""The rules of a book applied to its figures, with a verdict on each instance, kept up to date with the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy

from ecdesk.checks.engine.binding import Binder
from ecdesk.checks.engine.deciding import FAILS, LEFT, OUTCOMES, SHOWN, SILENT, Decider, code_of, decider_of
from ecdesk.checks.engine.evaluating import Outcome
from ecdesk.checks.engine.tables import Table, bound
from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.columns.codes import Array
from ecdesk.columns.columns import Columns
from ecdesk.columns.operands import Watch
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.keys import Key

TOGETHER = 1 << 15
"""Instances that are decided between two steps: so many stay in the processor's cache."""

ALONE = 50
"""The same for those that are evaluated one at a time."""

Id = tuple[str, Binding]

_NONE: Array = numpy.empty(0, dtype=numpy.int64)


@dataclass(frozen=True)
class Followed:
    """What an edit changed about a rule. were: bindings whose verdict may differ or that are no more, each with whether it was more than simply a
    pass. affected: numbers of the instances to decide again; bindings: theirs."""

    were: list[tuple[Binding, bool]]
    affected: Array
    bindings: list[Binding]


class Marked(NamedTuple):
    """What is more than simply a pass, once for each row that it looks at, in the order of the rows. names: of rules; rules: numbers of names; numbers:
    of instances."""

    names: tuple[str, ...]
    rows: Array
    rules: Array
    numbers: Array


class Applied:
    """The tables of a book's rules, by their ids."""

    def __init__(self, columns: Columns, many: int, evaluate: Callable[[CompiledRule, Binding], Outcome], last: bool) -> None:
        """many: from how many instances of a rule on they are decided together. evaluate: comes to a verdict exactly. last: whether there is a
        book of last year."""
        self.columns = columns
        self.tables: dict[str, Table] = {}
        self.exactly = 0
        """How many verdicts were come to exactly."""
        self._many = many
        self._last = last
        self._evaluate = evaluate
        self._binders: dict[str, Binder] = {}
        self._deciders: dict[str, Decider | None] = {}
        self._watch: Watch | None = None
        self._places: dict[str, dict[Binding, int]] = {}
        """By rule, the numbers of instances that were asked for."""
        self._looking: dict[Key, list[Id]] = {}
        self._marked: Marked | None = None
        self._marked_of: dict[str, tuple[Array, Array, Array]] = {}
        """Of each rule the rows, the number of the rule, and the instances, from which it is put together."""
        self._called: dict[Key, list[Id]] = {}
        """What a key calls into being, which no figure changes."""
        self._counts: dict[str, Counter[int]] = {}

    def apply(self, rule: CompiledRule) -> None:
        """Apply a rule to whatever there is; without verdicts yet. Raises RuleError where it asks for too much."""
        id = rule.record.id
        binder = Binder(rule, self.columns)
        self.tables[id], self._binders[id], self._deciders[id] = binder.table(), binder, decider_of(rule, self._last)

    # -- verdicts

    def decide_all(self) -> Iterator[tuple[int, int]]:
        """Come to all verdicts; yields (done, total)."""
        total, done = sum(map(len, self.tables.values())), 0
        for id, table in self.tables.items():
            for number, _size in self.decide(id, numpy.arange(len(table))):
                yield 2 * total + 2 * (done + number), 4 * total
            done += len(table)

    def decide(self, id: str, numbers: Array) -> Iterator[tuple[int, int]]:
        """Come to verdicts on some instances of a rule; yields (done, total)."""
        self._counts.pop(id, None)
        self._forget_marks(id)
        table, decider = self.tables[id], self._deciders[id]
        if decider is None or len(numbers) < self._many:
            yield from self._decide_alone(table, numbers)
            return
        for start in range(0, len(numbers), TOGETHER):
            piece = numbers[start : start + TOGETHER]
            codes = decider(table, piece)
            table.codes[piece] = codes
            yield from self._decide_alone(table, piece[codes == LEFT])
            yield start + len(piece), len(numbers)

    def _decide_alone(self, table: Table, numbers: Array) -> Iterator[tuple[int, int]]:
        self.exactly += len(numbers)
        for start in range(0, len(numbers), ALONE):
            piece = numbers[start : start + ALONE]
            for number, binding in zip(piece.tolist(), table.bound(piece), strict=True):
                table.codes[number] = code_of(self._evaluate(table.rule, binding))
            yield start + len(piece), len(numbers)

    # -- what there is

    def _place(self, id: Id) -> int | None:
        known = self._places.setdefault(id[0], {})
        found = known.get(id[1])
        if found is None and id[0] in self.tables:
            found = self.tables[id[0]].find(id[1])
            if found is not None:
                known[id[1]] = found
        return found

    def has(self, id: Id) -> bool:
        return self._place(id) is not None

    def outcome(self, id: Id) -> Outcome:
        """The verdict on an instance, without a word about it. Raises KeyError for what is not there."""
        place = self._place(id)
        if place is None:
            raise KeyError(id)
        return OUTCOMES[int(self.tables[id[0]].codes[place])]

    def bindings(self, rule: str, most: int | None = None) -> list[Binding]:
        """What a rule is applied to, the first of it where there is more than so much."""
        return self._bound(rule, numpy.arange(len(self.tables[rule]))[:most]) if rule in self.tables else []

    def keys_of(self, rule: str) -> list[Key]:
        """All figures that a rule looks at, without repetition."""
        table = self.tables.get(rule)
        return self._keys([one.meant(self.columns) for one in table.operands] if table is not None else [])

    def _keys(self, rows: Sequence[Array]) -> list[Key]:
        return self.columns.keys(numpy.unique(numpy.concatenate(rows))) if rows else []

    def shown(self, rule: str) -> list[Binding]:
        """What it is applied to with a verdict that is more than simply a pass."""
        return self._bound(rule, numpy.flatnonzero(SHOWN[self.tables[rule].codes]))

    def _bound(self, rule: str, numbers: Array) -> list[Binding]:
        found = self.tables[rule].bound(numbers)
        self._places.setdefault(rule, {}).update(zip(found, numbers.tolist(), strict=True))
        return found

    def _forget_marks(self, rule: str) -> None:
        self._marked = None
        self._marked_of.pop(rule, None)

    def shown_at(self, key: Key) -> list[Id]:
        """What looks at a figure and is more than simply a pass, in order. Looked up in one list of all that is: most figures are in none of it."""
        row = self.columns.row(key)
        if row < 0:
            return []
        marked = self._marks()
        first, end = numpy.searchsorted(marked.rows, (row, row + 1)).tolist()
        found: set[Id] = set()
        for number in numpy.unique(marked.rules[first:end]).tolist() if first < end else ():
            id = marked.names[number]
            found.update((id, one) for one in self._bound(id, marked.numbers[first:end][marked.rules[first:end] == number]))
        return sorted(found)

    def _marks(self) -> Marked:
        if self._marked is None:
            for number, rule in enumerate(self.tables):
                if rule not in self._marked_of:
                    self._marked_of[rule] = self._marks_of(number, rule)
            rows, rules, numbers = map(numpy.concatenate, zip((_NONE,) * 3, *self._marked_of.values(), strict=True))
            order = numpy.argsort(rows, kind="stable")
            self._marked = Marked(tuple(self.tables), rows[order], rules[order], numbers[order])
        return self._marked

    def _marks_of(self, number: int, rule: str) -> tuple[Array, Array, Array]:
        """The rows, the number of the rule, and the instances of what of a rule is more than simply a pass."""
        table = self.tables[rule]
        shown = numpy.flatnonzero(SHOWN[table.codes])
        rows, numbers = [_NONE], [_NONE]
        for operand in table.operands if len(shown) else ():
            chosen = operand.select(shown)
            owners = shown[chosen.owners(numpy.arange(len(chosen.rows)))]
            for some in (chosen.rows, chosen.others):
                if some is not None:
                    rows.append(some)
                    numbers.append(owners)
        found = numpy.concatenate(rows)
        return found, numpy.full(len(found), number), numpy.concatenate(numbers)

    def looking_at(self, key: Key) -> list[Id]:
        """Everything that looks at a figure, under whichever name of its period, in order."""
        found = self._looking.get(key)
        if found is None:
            row = self.columns.row(key)
            watched = self._watching().of(numpy.array([row]), self.columns.count) if row >= 0 else {}
            found = sorted((id, binding) for id, numbers in watched.items() for binding in self._bound(id, numbers))
            self._looking[key] = found
        return found

    def within(self, rules: Container[str], keys: Collection[Key]) -> list[Id]:
        """What of some rules looks at nothing but some figures."""
        rows = self.columns.rows(keys)
        wanted = numpy.zeros(self.columns.count, dtype=bool)
        wanted[rows] = True
        looking = self._watching().of(rows, self.columns.count) if len(rows) else {}
        found: list[Id] = []
        for id in [id for id in looking if id in rules]:
            inside = [one.select(looking[id]).within(self.columns, wanted) for one in self.tables[id].operands]
            found += [(id, binding) for binding in self._bound(id, looking[id][numpy.all(inside, axis=0)])]
        return found

    def beside(self, keys: Collection[Key]) -> set[Key]:
        """The figures of everything that looks at any of some."""
        rows = self.columns.rows(keys)
        looking = self._watching().of(rows, self.columns.count) if len(rows) else {}
        found = [one.select(numbers).meant(self.columns) for id, numbers in looking.items() for one in self.tables[id].operands]
        return set(self._keys(found))

    def called_by(self, key: Key) -> list[Id]:
        """What a figure under a key calls into being, or would, were there one."""
        found = self._called.get(key)
        if found is None:
            found = self._called[key] = self._calls(key)
        return found

    def _calls(self, key: Key) -> list[Id]:
        rows, kinds = self.columns.rows_or_new([key]), {(key.indicator, key.measure)}
        called = {
            id: self._binders[id].called(rows, anyhow=True) for id, table in self.tables.items() if _is_called(table.rule, kinds)
        }
        return [(id, binding) for id, bindings in called.items() for binding in bound(self.columns, bindings)]

    def _watching(self) -> Watch:
        if self._watch is None:
            self._watch = Watch({id: table.operands for id, table in self.tables.items()})
        return self._watch

    def _codes(self, rule: str) -> Counter[int]:
        """How often each verdict stands in a table."""
        found = self._counts.get(rule)
        if found is None:
            counts = numpy.bincount(self.tables[rule].codes, minlength=len(OUTCOMES)).tolist()
            found = self._counts[rule] = Counter({code: count for code, count in enumerate(counts) if count})
        return found

    def counts(self, rule: str) -> Counter[Verdict]:
        found: Counter[Verdict] = Counter()
        for code, count in self._codes(rule).items():
            if code != SILENT:
                found[OUTCOMES[code].verdict] += count
        return found

    def speaks(self, rule: str) -> bool:
        """Whether a rule says anything about anything."""
        return any(code != SILENT for code in self._codes(rule))

    def failing_keys(self, rules: Collection[str]) -> list[Key]:
        """The figures of what fails, without repetition."""
        rows = []
        for rule in rules:
            if rule in self.tables:
                failing = numpy.flatnonzero(self.tables[rule].codes == FAILS)
                rows += [one.select(failing).meant(self.columns) for one in self.tables[rule].operands if len(failing)]
        return self._keys(rows)

    # -- edits

    def follow(self, keys: Collection[Key], came: Collection[Key], gone: Collection[Key]) -> Iterator[tuple[str, Followed]]:
        """Take in what changed figures touch, one rule after the other. came, gone: those of them under which something stands now and did not,
        and the other way round. It must be run to its end before anything else is asked."""
        rows = self.columns.rows(keys)
        touched = self._watching().of(rows, self.columns.count) if len(rows) else {}
        self._looking.clear()
        new = self.columns.rows(came)
        kinds = {(key.indicator, key.measure) for key in came}
        for id, table in self.tables.items():
            affected = touched.get(id)
            called = len(new) > 0 and _is_called(table.rule, kinds)
            if affected is not None or called:
                found = self._followed(
                    id, table, affected if affected is not None else rows[:0], new[: len(new) * called], bool(gone)
                )
                if found is not None:
                    yield id, found

    def _followed(self, id: str, table: Table, affected: Array, new: Array, gone: bool) -> Followed | None:
        """What changed about one rule. affected: what looks at changed figures; new: rows of figures that came; gone: whether any went."""
        were = list(zip(table.bound(affected), SHOWN[table.codes[affected]].tolist(), strict=True))
        self._forget_marks(id)
        binder = self._binders[id]
        if gone and len(affected):
            stands = binder.anchored(table, affected)
            if not stands.all():
                kept = numpy.ones(len(table), dtype=bool)
                kept[affected[~stands]] = False
                affected = (numpy.cumsum(kept) - 1)[affected[stands]]
                table.keep(numpy.flatnonzero(kept))
                self._watch = None
                self._places.pop(id, None)
        more = binder.more(table, new) if len(new) else None
        if more is not None:
            affected = numpy.append(affected, numpy.arange(len(table), len(table) + len(more)))
            table.append(more)
            self._watch = None
        if not were and not len(affected):
            return None
        self._counts.pop(id, None)
        return Followed(were, affected, self._bound(id, affected))


def _is_called(rule: CompiledRule, kinds: Collection[tuple[str, str]]) -> bool:
    """Whether figures of some indicators and measures can call a rule into being."""
    terms: Sequence[int] = rule.anchors
    return any(
        rule.terms[number].indicator in ("", indicator) and rule.terms[number].admits_measure(measure)
        for number in terms
        for indicator, measure in kinds
    )
