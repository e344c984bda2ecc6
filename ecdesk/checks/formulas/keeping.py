"""Keeps derived figures up to date: after each step those that stand on what changed are worked out again, in an order in which each comes after
what it stands on. A circle comes to nothing, and so does what stands on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator

from ecdesk.checks.formulas.formula import CompiledFormula
from ecdesk.checks.formulas.working_out import NOTHING, Worked, operands, work_out
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import RuleError
from ecdesk.columns.figures import Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.disputes import touched_figures
from ecdesk.domain.book.records import (
    Alternative,
    AreaRecord,
    Conflict,
    Indicator,
    Item,
    Observation,
    Origin,
    OriginKind,
    Setting,
)
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.deriving import formula_of, stored
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text

_NAMES = {type.KIND for type in (AreaRecord, Indicator, Item, Setting)}
"""Records that give the names in formulas their meaning."""

CIRCLE = text("公式直接或间接引用了自己。")


class Derivations:
    """The derived figures of a book. It works on the book as it is: `follow` is told of changes that were applied, and applies its own."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._figures: Figures | None = None
        self._names = Names(book)
        self._compiled: dict[str, CompiledFormula | RuleError] = {}
        self._operands: dict[Key, tuple[Key, ...]] = {}
        self._standing_on: dict[Key, dict[Key, None]] = {}
        self._formulas: dict[Key, str] = {}
        self._known = False
        self._guesses: dict[Key, Observation | None] = {}
        self._guesses_on: dict[Key, set[Key]] = {}

    @property
    def book(self) -> Book:
        return self._book

    # -- what there is

    def _learn(self) -> None:
        if not self._known:
            self._known = True
            for observation in self._book.observations.values():
                if formula_of(observation):
                    self._register(observation.key)

    def _forget(self) -> None:
        self._figures, self._names = None, Names(self._book)
        self._compiled.clear()
        self._operands.clear()
        self._standing_on.clear()
        self._formulas.clear()
        self._guesses.clear()
        self._guesses_on.clear()
        self._known = False

    def _register(self, key: Key) -> None:
        formula = formula_of(self._book.observation(key))
        if formula == self._formulas.get(key, ""):
            return
        for operand in self._operands.pop(key, ()):
            self._standing_on[operand].pop(key, None)
        self._formulas.pop(key, None)
        if formula:
            self._formulas[key] = formula
            compiled = self.compiled(formula)
            found = operands(compiled, key) if isinstance(compiled, CompiledFormula) else ()
            self._operands[key] = found
            for operand in found:
                self._standing_on.setdefault(operand, {})[key] = None

    def compiled(self, formula: str) -> CompiledFormula | RuleError:
        """A formula bound to the book, or why it cannot be."""
        known = self._compiled.get(formula)
        if known is None:
            try:
                known = CompiledFormula(formula, self._names)
            except RuleError as error:
                known = error
            self._compiled[formula] = known
        return known

    # -- after a step

    def follow(self, changes: Collection[Change]) -> list[Change]:
        """Work out again what stands on changes that were applied to the book; returns what it applied in turn."""
        kinds = {change.kind for change in changes}
        if not kinds & {Observation.KIND, Alternative.KIND, Conflict.KIND, *_NAMES}:
            return []
        touched = dict.fromkeys(touched_figures(changes))
        if self._figures is not None:
            touched.update(dict.fromkeys(self._figures.forget(touched)))
        for key in touched:
            for guess in self._guesses_on.pop(key, ()):
                self._guesses.pop(guess, None)
        if kinds & _NAMES or (self._names.by_figures and any(_reshapes(change) for change in changes)):
            self._forget()
        fresh = not self._known
        self._learn()
        for key in touched:
            self._register(key)
        if not self._formulas:
            return []
        if fresh and kinds & _NAMES:
            touched.update(dict.fromkeys(self._formulas))
        return self._worked_again(touched)

    def _worked_again(self, touched: dict[Key, None]) -> list[Change]:
        found: list[Change] = []
        try:
            for key, circular in self._in_order(self._affected(touched)):
                change = self._again(key, circular)
                if change is not None:
                    self._book.apply((change,))
                    self.figures.forget((key,))
                    found.append(change)
        except BaseException:
            self._book.apply(tuple(change.inverse() for change in reversed(found)))
            self._forget()
            raise
        return found

    @property
    def figures(self) -> Figures:
        """The book's figures, with what is known of them."""
        if self._figures is None:
            self._figures = Figures(self._book)
        return self._figures

    def _affected(self, touched: Iterable[Key]) -> dict[Key, None]:
        """The derived figures that stand on touched ones, directly or not, and those that are touched themselves."""
        found: dict[Key, None] = {key: None for key in touched if key in self._formulas}
        waiting = deque(touched)
        while waiting:
            for key in self._standing_on.get(waiting.popleft(), ()):
                if key not in found:
                    found[key] = None
                    waiting.append(key)
        return found

    def _in_order(self, affected: dict[Key, None]) -> Iterator[tuple[Key, bool]]:
        """Each after those that it stands on, with whether it stands in a circle; those in a circle, and what stands on one, come last."""
        open_operands = {key: sum(operand in affected for operand in self._operands[key]) for key in affected}
        yield from (
            (key, False) for key in self._freed(open_operands, [key for key, count in open_operands.items() if not count])
        )
        circles = list(filter(self._reaches_itself, open_operands))
        yield from ((key, True) for key in circles)
        yield from ((key, False) for key in self._freed(open_operands, circles, among=frozenset(circles)))

    def _freed(self, open_operands: dict[Key, int], first: Iterable[Key], among: Collection[Key] = ()) -> Iterator[Key]:
        """Keys with no open operand, the first and those that come free by them, which are taken out. among: those of the first that are worked out
        already."""
        ready = deque(first)
        while ready:
            key = ready.popleft()
            if open_operands.pop(key, None) is not None and key not in among:
                yield key
            for other in self._standing_on.get(key, ()):
                if other in open_operands and other not in among:
                    open_operands[other] -= 1
                    if not open_operands[other]:
                        ready.append(other)

    def _reaches_itself(self, key: Key) -> bool:
        seen: set[Key] = set()
        waiting = [*self._operands.get(key, ())]
        while waiting:
            operand = waiting.pop()
            if operand == key:
                return True
            if operand not in seen:
                seen.add(operand)
                waiting += self._operands.get(operand, ())
        return False

    def _again(self, key: Key, circular: bool) -> Change | None:
        observation = self._book.observation(key)
        assert observation is not None
        worked = Worked(NOTHING, reason=CIRCLE) if circular else self._work(key)
        after = stored(observation, worked.found, worked.status, bool(worked.unsourced))
        return Change(Observation.KIND, key, observation, after) if after != observation else None

    def _work(self, key: Key) -> Worked:
        return self.tried(self._formulas[key], key)

    # -- what is asked

    def tried(self, formula: str, key: Key) -> Worked:
        """What a formula would come to for a figure."""
        compiled = self.compiled(formula)
        if isinstance(compiled, RuleError):
            return Worked(NOTHING, reason=compiled.text)
        return work_out(compiled, key, self.figures)

    def stood_on(self, keys: Iterable[Key]) -> set[Key]:
        """What figures are worked out from, directly or not."""
        self._learn()
        found: set[Key] = set()
        waiting = list(keys)
        while waiting:
            fresh = set(self._operands.get(waiting.pop(), ())) - found
            found |= fresh
            waiting += fresh
        return found

    def guessed(self, formula: str, key: Key) -> Observation | None:
        """What would stand under a key if it were worked out; None where nothing comes of it. Remembered until one of its operands changes: a chart
        asks again and again for all that nobody printed."""
        if key not in self._guesses:
            compiled = self.compiled(formula)
            for operand in (key, *(operands(compiled, key) if isinstance(compiled, CompiledFormula) else ())):
                self._guesses_on.setdefault(operand, set()).add(key)
            worked = self.tried(formula, key)
            empty = Observation(key, Mark.UNKNOWN, origin=Origin(OriginKind.COMPUTED, detail=f"={formula}"))
            known = isinstance(worked.found.content, Amount)
            self._guesses[key] = stored(empty, worked.found, worked.status, bool(worked.unsourced)) if known else None
        return self._guesses[key]

    def reason(self, key: Key) -> Text | None:
        """Why a derived figure comes to nothing; None for one that comes to something, and for any other figure."""
        self._learn()
        if key not in self._formulas:
            return None
        return CIRCLE if self._reaches_itself(key) else self._work(key).reason


def _reshapes(change: Change) -> bool:
    """Whether a figure of an item, or of a share of something, came or went, so that names may mean more or fewer figures."""
    return (
        isinstance(change.id, Key)
        and (change.before is None) != (change.after is None)
        and bool(change.id.item or ":" in change.id.measure)
    )
