"""Zeros that were put behind a figure for the looks: 5.80, 23.30, 11.90, 5.50 are figures of one decimal in a column of two.

A report that believed them would call 11.90% wrong for 11.87%. A column counts as padded by its own figures, whatever the book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ecdesk.domain.amounts import Amount, Content
from ecdesk.domain.book import Book
from ecdesk.domain.keys import Key

FEWEST_PADDED = 4
PADDED_PART = Fraction(4, 5)
"""A column of so many different figures, at least this part of which end in zero after the decimal point, was padded."""

_ColumnId = tuple[str, int, str]
"""Indicator, exponent of the last digit and unit of its figures."""


@dataclass
class _Column:
    """The figures of one column. values: how often each stands there; zeros: how many different ones end in zero."""

    keys: set[Key] = field(default_factory=set)
    values: Counter[Decimal] = field(default_factory=Counter)
    zeros: int = 0

    @property
    def padded(self) -> bool:
        different = len(self.values)
        return different >= FEWEST_PADDED and self.zeros * PADDED_PART.denominator >= PADDED_PART.numerator * different

    def add(self, key: Key, value: Decimal) -> None:
        self.keys.add(key)
        seen = self.values.get(value, 0)
        self.values[value] = seen + 1
        if not seen:
            self.zeros += ends_in_zero(value)

    def remove(self, key: Key, value: Decimal) -> None:
        self.keys.discard(key)
        self.values[value] -= 1
        if not self.values[value]:
            del self.values[value]
            self.zeros -= ends_in_zero(value)


class Padding:
    """Which columns (an indicator's figures of one unit and equally many decimals) print zeros for the looks."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._columns: dict[_ColumnId, _Column] = {}
        self._at: dict[Key, tuple[_ColumnId, Decimal]] = {}
        for key, observation in book.observations.items():
            self._note(key, observation.content)

    def _note(self, key: Key, content: Content | None) -> None:
        column = self._column(key, content)
        if column is not None and isinstance(content, Amount):
            self._columns.setdefault(column, _Column()).add(key, content.value)
            self._at[key] = column, content.value

    @staticmethod
    def _column(key: Key, content: Content | None) -> _ColumnId | None:
        """None for what has no decimals."""
        if not isinstance(content, Amount):
            return None
        exponent = content.value.as_tuple().exponent
        return (key.indicator, exponent, content.unit.symbol) if isinstance(exponent, int) and exponent < 0 else None

    def is_padded(self, key: Key, content: Amount) -> bool:
        """Whether a figure that ends in zero stands, or would stand, in a column of such."""
        name = self._column(key, content)
        column = self._columns.get(name) if name is not None else None
        return column is not None and column.padded

    def update(self, keys: Iterable[Key]) -> set[Key]:
        """Take in changed figures; returns the keys of the columns that have become padded by it, or are so no more."""
        before: dict[_ColumnId, bool] = {}
        for key in set(keys):
            old = self._at.pop(key, None)
            if old is not None:
                before.setdefault(old[0], self._columns[old[0]].padded)
                self._columns[old[0]].remove(key, old[1])
            observation = self._book.observation(key)
            column = self._column(key, observation.content) if observation is not None else None
            if observation is not None and column is not None:
                before.setdefault(column, column in self._columns and self._columns[column].padded)
                self._note(key, observation.content)
        flipped = (self._columns[column].keys for column, was in before.items() if self._columns[column].padded != was)
        return set().union(*flipped)


def ends_in_zero(value: Decimal) -> bool:
    """Whether a number has decimals and the last of them is zero; nought itself does not count."""
    _sign, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and exponent < 0 and digits[-1] == 0 and value != 0
