"""What one figure of a book means: exact intervals in base units, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.tables import smallest_unit
from ecdesk.domain.figures.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.figures.deriving import interval_of
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key, tells_growth
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Margin, printed
from ecdesk.domain.texts import Name
from ecdesk.domain.wording.in_english import said
from ecdesk.domain.wording.units import unit_named

if TYPE_CHECKING:
    from ecdesk.columns.columns import Columns

Dimension = tuple[tuple[str, int], ...]
"""What a quantity is of, as powers: 元/人 is (("人", -1), ("人民币", 1)); empty for pure numbers, shares and points."""

_PURE = {"", *(unit_named(symbol).dimension for symbol in ("%", "pp", "times"))}
ZERO = Interval.point(0)
NOTHING = (Mark.NONE, Mark.NOT_APPLICABLE)
"""What says that there is no such figure: zero of anything."""


class Lack(Enum):
    """Why a figure cannot be used: there is none, what stands there is no number, or several sources say different things."""

    MISSING = 0
    UNPARSED = 1
    DISPUTED = 2


class Precision(Enum):
    """How much of the printed digits is known.

    PRINTED: all of them, and a counted number is exact. AVERAGE: of an indicator that does not add up, so that 22笔 is a rounded mean, not
    a count. PADDED: the last digit is a zero that was put there for the looks.
    """

    PRINTED = 0
    AVERAGE = 1
    PADDED = 2


class Figure:
    """One figure. half: what it can mean within half a unit of its last digit, in base units; point: the printed value. They are worked out
    when they are first asked for.

    dimension: None for a “—”, which is zero of anything. lack: why it cannot be used, None where it can. nothing: whether it is a “—”.
    is_number: whether it can be counted with: it is there, is not disputed and is no “—”.
    """

    __slots__ = ("_ends", "_point", "basis", "content", "dimension", "is_number", "key", "lack", "nothing", "precision", "within")

    def __init__(
        self,
        key: Key,
        content: Content | None,
        basis: str = "",
        lack: Lack | None = None,
        precision: Precision = Precision.PRINTED,
        within: Interval | None = None,
        unit: Unit | None = None,
    ) -> None:
        """within: of a derived figure, or one that is less than the smallest unit, the values that it can have, in base units, whatever its printed
        digits say. unit: of the latter."""
        self.within = within
        self.key = key
        self.content = content
        self.basis = basis
        self.lack = lack
        self.precision = precision
        self.nothing = isinstance(content, Mark) and content in NOTHING
        self.is_number = not lack and not self.nothing
        own = content.unit if isinstance(content, Amount) else unit
        self.dimension: Dimension | None = dimension_of(own) if own is not None else None
        self._ends: dict[Margin, Interval] | None = None
        self._point: Fraction | None = None

    def interval(self, margin: Margin) -> Interval:
        """What it can mean, in base units."""
        if margin is Margin.NONE:
            return Interval.point(self.point)
        if self._ends is None:
            content = self.content
            self._ends = _intervals(content, self.precision) if isinstance(content, Amount) else {}
            if self.within is not None:
                self._ends = {margin: _hull(self.within, ends) for margin, ends in self._ends.items()}
                self._ends[Margin.HALF] = self.within
        return self._ends.get(margin, self.within or ZERO)

    @property
    def half(self) -> Interval:
        return self.interval(Margin.HALF)

    @property
    def widest(self) -> Interval:
        """All that is not wrong for certain."""
        return self.interval(Margin.DOUBT)

    @property
    def point(self) -> Fraction:
        if self._point is None:
            content = self.content
            self._point = Fraction(content.value) * content.unit.scale if isinstance(content, Amount) else Fraction(0)
        return self._point

    @property
    def is_there(self) -> bool:
        """Whether anything but a “—” stands under its key."""
        return self.lack is not Lack.MISSING and not self.nothing

    @property
    def width(self) -> Fraction | None:
        """Between the smallest and the largest value that it can mean, in base units; 0 for a counted number, None for a limit."""
        return self.half.width

    @property
    def printed(self) -> Name:
        return said(self.content)


def dimension_of(unit: Unit) -> Dimension:
    return _dimension(unit.dimension)


@lru_cache(maxsize=256)
def _dimension(name: str) -> Dimension:
    powers: dict[str, int] = {}
    over, *under = name.split("/")
    for part, power in ((over, 1), *((part, -1) for part in under)):
        if part not in _PURE:
            powers[part] = powers.get(part, 0) + power
    return tuple(sorted((part, power) for part, power in powers.items() if power))


def constant_dimension(amount: Amount) -> Dimension | None:
    """The dimension of a number in a rule; a bare 0 is zero of anything."""
    return None if not amount.value and not amount.unit.symbol else dimension_of(amount.unit)


class Figures:
    """Figures by key. Several contents may be laid over the book's to try what they would mean."""

    def __init__(self, book: Book, over: Mapping[Key, Content | None] | None = None, base: Figures | None = None) -> None:
        self._book = book
        self._over = over or {}
        self._base = base
        self._known: dict[Key, Figure] = {}
        self._disputed: set[Key] | None = None
        self._columns: Columns | None = None

    @property
    def columns(self) -> Columns:
        """All of them as columns, made when they are first asked for."""
        if self._base is not None:
            return self._base.columns
        if self._columns is None:
            from ecdesk.columns.columns import Columns

            self._columns = Columns(self._book)
        return self._columns

    def columns_in_steps(self) -> Iterator[int]:
        """Make `columns`; yields how many figures are in them. The book may change meanwhile if `forget` is told of it afterwards."""
        if self._columns is None:
            from ecdesk.columns.columns import Columns

            columns = Columns(self._book, at_once=False)
            yield from columns.fill()
            self._columns = columns

    def with_contents(self, over: Mapping[Key, Content | None]) -> Figures:
        """The same figures with some of them replaced, for trying; the book is not touched."""
        return Figures(self._book, {**self._over, **over}, self)

    def forget(self, keys: Iterable[Key]) -> set[Key]:
        """Look these up again next time.

        Returns the further keys whose figures mean something else now, because their column is padded or is so no more.
        """
        changed = set(keys)
        self._disputed = None
        flipped = self._columns.update(changed) - changed if self._columns is not None else set()
        for key in changed | flipped:
            self._known.pop(key, None)
        return flipped

    def get(self, key: Key) -> Figure:
        found = self._known.get(key)
        if found is None:
            if self._base is not None and key not in self._over:
                return self._base.get(key)
            found = self._known[key] = self._look_up(key)
        return found

    def _look_up(self, key: Key) -> Figure:
        if key in self._over:
            return self._make(key, self._over[key])
        observation = self._book.observation(key)
        if observation is None:
            return make_figure(key, None)
        figure = self._make(key, observation.content)
        if figure.within is None:
            figure.within = interval_of(observation)
        return figure

    def _make(self, key: Key, content: Content | None) -> Figure:
        if content is Mark.SMALL:
            return small_figure(self._book, key, self._basis(key), self._is_disputed(key))
        indicator = self._book.indicator(key.indicator)
        precision = Precision.PRINTED
        if isinstance(content, Amount):
            if content.is_exact and indicator is not None and not indicator.additive:
                precision = Precision.AVERAGE
            elif ends_in_zero(content.value) and self.columns.is_padded(key, content):
                precision = Precision.PADDED
        return make_figure(key, content, self._basis(key), self._is_disputed(key), precision)

    def _basis(self, key: Key) -> str:
        observation = self._book.observation(key)
        if observation is not None and observation.basis:
            return observation.basis
        if tells_growth(key.measure):
            indicator = self._book.indicator(key.indicator)
            return indicator.basis if indicator else ""
        return ""

    def _is_disputed(self, key: Key) -> bool:
        if self._disputed is None:
            self._disputed = disputed_keys(self._book)
        return key in self._disputed


def make_figure(
    key: Key, content: Content | None, basis: str = "", disputed: bool = False, precision: Precision = Precision.PRINTED
) -> Figure:
    if isinstance(content, Amount):
        return Figure(key, content, basis, Lack.DISPUTED if disputed else None, precision)
    if content in NOTHING:
        return Figure(key, content, basis)
    return Figure(key, content, basis, Lack.UNPARSED if isinstance(content, Unparsed) else Lack.MISSING)


def small_figure(book: Book, key: Key, basis: str = "", disputed: bool = False) -> Figure:
    """A figure that is there and less than the smallest unit; what can fall may be less than nothing by as much."""
    unit = smallest_unit(book, key)
    most = unit.last_digit * unit.unit.scale
    within = Interval(Fraction(0) if key.measure.partition(":")[0] in ("value", "share") else -most, most)
    return Figure(key, Mark.SMALL, basis, Lack.DISPUTED if disputed else None, within=within, unit=unit.unit)


def _intervals(amount: Amount, precision: Precision) -> dict[Margin, Interval]:
    """What an amount can mean in base units, for each margin; its last known digit may not be the printed one."""
    digit = None
    if precision is Precision.PADDED and not amount.is_exact:
        digit = amount.last_digit * 10
    elif precision is Precision.AVERAGE:
        digit = amount.last_digit
    figure, scale = printed(amount, digit), amount.unit.scale
    found = {margin: figure.interval(margin).scaled(scale) for margin in (Margin.HALF, Margin.FULL)}
    found[Margin.DOUBT] = figure.interval(Margin.DOUBT).scaled(scale) if amount.qualifier else found[Margin.FULL]
    return found


def _hull(one: Interval, two: Interval) -> Interval:
    """All values between the least and the most of two intervals."""
    low = None if one.low is None or two.low is None else min(one.low, two.low)
    high = None if one.high is None or two.high is None else max(one.high, two.high)
    return Interval(low, high)


def ends_in_zero(value: Decimal) -> bool:
    """Whether a number has decimals and the last of them is zero; nought itself does not count."""
    _sign, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and exponent < 0 and digits[-1] == 0 and value != 0
