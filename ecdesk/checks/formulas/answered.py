"""Which figures a report answers for: those of its own period, those that it prints, and those that these stand on. What is wrong with any other was
wrong in an earlier issue, and holds nothing back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.tables import is_missing
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import GROWTH, Key
from ecdesk.domain.figures.periods import period_from_code


class Answered:
    """What a book answers for, as it stands; tell it to `forget` when figures changed."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._below: frozenset[Key] | None = None
        self._formulas: dict[Key, str] | None = None

    def for_any(self, keys: Iterable[Key]) -> bool:
        """Whether it answers for one of these figures; for all of them while it is about no period."""
        known = tuple(keys)
        return self.for_any_itself(known) or not self._stood_on.isdisjoint(known)

    def for_any_itself(self, keys: Iterable[Key]) -> bool:
        """Whether it does, whatever stands on them."""
        return any(map(self._by_itself, keys))

    def forget(self, changed: Iterable[Key]) -> bool:
        """Figures changed; returns whether a formula came, went or became another, so far as anybody has asked what stands on what."""
        self._below = None
        if self._formulas is None:
            return False
        now = {key: formula_of(self._book.observation(key)) for key in changed}
        other = any(formula != self._formulas.get(key, "") for key, formula in now.items())
        for key, formula in now.items():
            self._formulas.pop(key, None)
            if formula:
                self._formulas[key] = formula
        return other

    def _by_itself(self, key: Key) -> bool:
        own = self._book.period
        if own is None or own.meets(period_from_code(key.period)):
            return True
        return any(self._book.exhibit(exhibit).printed for exhibit, _row, _column in self._book.places(key))

    @property
    def _stood_on(self) -> frozenset[Key]:
        """What derived figures that it answers for are worked out from, and growth that a printed chart draws and nobody printed."""
        if self._below is None:
            if self._formulas is None:
                known = ((key, formula_of(one)) for key, one in self._book.observations.items())
                self._formulas = {key: formula for key, formula in known if formula}
            derived = [key for key in self._formulas if self._by_itself(key)]
            below = Derivations(self._book).stood_on(derived) if derived else set()
            self._below = frozenset((*below, *self._drawn()))
        return self._below

    def _drawn(self) -> Iterator[Key]:
        """The earlier levels from which a printed chart works growth out; nothing is drawn where there is no later one."""
        for exhibit in self._book.exhibits():
            if exhibit.chart is None or not exhibit.printed:
                continue
            for _row, _column, key in cell_keys(exhibit):
                later = self._book.observation(_level(key))
                if key.measure in GROWTH and is_missing(self._book.observation(key)) and later is not None and later.amount:
                    period = period_from_code(key.period)
                    earlier = period.moved(-1) if key.measure == "growth" else period.before()
                    if earlier is not None:
                        yield _level(key).moved(period=earlier.code)


def _level(key: Key) -> Key:
    return key.moved(measure="value")
