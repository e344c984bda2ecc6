"""The figures of a book as columns of numbers, one row for each key, kept up to date by edits.

A row stays where it is. A key that somebody looks at, and under which there is no figure, has a row too, which says so; so whoever holds rows need
not be told when a figure comes or goes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

import numpy

from ecdesk.columns.codes import Array, Codes, Packing
from ecdesk.columns.figures import NOTHING as WITHOUT_FIGURE
from ecdesk.columns.figures import Dimension, Figure, Precision, dimension_of, ends_in_zero, make_figure, small_figure
from ecdesk.columns.padding import padded_columns
from ecdesk.columns.reading import LARGEST, Scale, ends_of, mantissa_of, read_digits, scale_of
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.records import Observation, OriginKind
from ecdesk.domain.book.tables import smallest_unit
from ecdesk.domain.figures.amounts import Amount, Mark, Unparsed
from ecdesk.domain.figures.deriving import interval_of
from ecdesk.domain.figures.keys import Key, tells_growth
from ecdesk.domain.figures.units import Unit

PARTS = ("indicator", "measure", "item", "area", "period")
"""Of a key, in the order in which rows are looked up: figures of one indicator and measure lie together."""

PRESENT, MISSING, UNPARSED, DISPUTED, NOTHING, AMOUNT, BIG, VAGUE, ZERO, UNSOURCED = (1 << bit for bit in range(10))
"""Of a row: something stands under its key; no figure does (MISSING also where it is printed as not known); what stands there is no number, is
disputed, is a “—”; it is an amount; its ends are no whole numbers of 64 bits; it has a qualifier; its last decimal is zero; nobody says where it
comes from."""

LACK = MISSING | UNPARSED | DISPUTED
"""A figure with any of these cannot be counted with."""

PIECE = 20_000
"""Figures that are read between two steps."""

_OFFSET = 10_000
"""Puts the power of ten of a last digit above zero."""

FEW = 16
"""So many changed figures are read one at a time."""

_FIELDS = {
    **dict.fromkeys(PARTS, numpy.int32),
    **dict.fromkeys(("mantissa", "point", "half_low", "half_high", "full_low", "full_high"), numpy.int64),
    **dict.fromkeys(("exponent", "decimals", "unit", "dimension", "basis", "flags"), numpy.int16),
}


class Series(NamedTuple):
    """The rows of one indicator and measure: those from first up to end in the order of keys."""

    indicator: int
    measure: int
    first: int
    end: int


class _UnitColumn(NamedTuple):
    unit: Unit
    scale: Scale | None
    dimension: int
    symbol: int


class Columns:
    """indicator, measure, item, area, period: codes of the parts of a row's key, see `codes`. mantissa, decimals, unit: the printed digits as
    a whole number, the power of ten of the last one, and the number of the unit in `units`. point, half_low, half_high, full_low, full_high: twice
    the printed value and the ends of what it can mean, in steps of 10**exponent base units. dimension: number in `dimensions`, 0 for what is of
    any. basis: number in `bases`. flags: see above.
    """

    indicator: Array
    measure: Array
    item: Array
    area: Array
    period: Array
    mantissa: Array
    point: Array
    half_low: Array
    half_high: Array
    full_low: Array
    full_high: Array
    exponent: Array
    decimals: Array
    unit: Array
    dimension: Array
    basis: Array
    flags: Array

    def __init__(self, book: Book, at_once: bool = True) -> None:
        self.book = book
        self.count = 0
        """Rows that there are."""
        self.codes: dict[str, Codes] = {part: Codes() for part in PARTS}
        self.bases = Codes()
        self.dimensions: list[Dimension | None] = [None]
        self.units: list[Unit] = []
        self._unit_columns: list[_UnitColumn] = []
        self._unit_codes: dict[str, list[tuple[Unit, int]]] = {}
        self._symbols = Codes()
        self._numbers: dict[Decimal, int] = {}
        self._padded: frozenset[int] = frozenset()
        self._packing = Packing(list(self.codes.values()))
        self._keys = numpy.empty(0, dtype=numpy.int64)
        self._order = numpy.empty(0, dtype=numpy.int32)
        self._disputed: set[Key] = set()
        for name, kind in _FIELDS.items():
            setattr(self, name, numpy.zeros(0, dtype=kind))
        self._additive: list[bool] = []
        self._growth_bases: list[int] = []
        """Of the indicators, by their numbers, the codes of the bases that their growth is counted on."""
        if at_once:
            for _done in self.fill():
                pass

    # -- made from a book

    def fill(self) -> Iterator[int]:
        """Take in all figures; yields how many are done on the way."""
        keys, observations = list(self.book.observations), list(self.book.observations.values())
        self._disputed = disputed_keys(self.book)
        self._reserve(len(keys))
        for start in range(0, len(keys), PIECE):
            piece = keys[start : start + PIECE]
            rows = slice(start, start + len(piece))
            for number, part in enumerate(Key._fields):
                getattr(self, part)[rows] = self.codes[part].of(map(itemgetter(number), piece), len(piece))
            self.count += len(piece)
            self._read(numpy.arange(rows.start, rows.stop), piece, observations[rows])
            yield self.count
        self._sort()
        self._padded = frozenset(self._padded_among(numpy.flatnonzero(self._in_columns())).tolist())
        if self._padded:
            chosen = numpy.flatnonzero(self._in_columns() & (self.flags[: self.count] & ZERO != 0))
            self._read_exactly(chosen[numpy.isin(self._column_of(chosen), list(self._padded))])

    def _reserve(self, count: int) -> None:
        """Have room for so many rows more."""
        wanted = self.count + count
        if wanted > len(self.flags):
            size = max(wanted, 2 * len(self.flags))
            for name, kind in _FIELDS.items():
                grown = numpy.zeros(size, dtype=kind)
                grown[: self.count] = getattr(self, name)[: self.count]
                setattr(self, name, grown)
            self.flags[self.count :] = MISSING

    def _sort(self) -> None:
        codes = list(self.codes.values())
        self._packing = Packing(codes)
        keys = self._packing.keys([getattr(self, part)[: self.count] for part in PARTS])
        self._order = numpy.argsort(keys, kind="stable").astype(numpy.int32)
        self._keys = keys[self._order]
        self.__dict__.pop("series", None)

    # -- reading figures

    def _read(self, rows: Array, keys: Sequence[Key], found: Sequence[Observation]) -> None:
        """Put figures into rows: plain ones together, any others one at a time."""
        kinds = [one.origin.kind for one in found]
        contents = [one.content for one in found]
        plain = [
            type(content) is Amount and not content.qualifier and kind != OriginKind.COMPUTED
            for content, kind in zip(contents, kinds, strict=True)
        ]
        amounts: list[Amount] = list(compress(contents, plain))  # type: ignore[arg-type]  # as asked just above
        texts = [str(amount.value) for amount in amounts]
        chosen = numpy.flatnonzero(plain)
        units = [amount.unit for amount in amounts]
        codes = {name: self._unit_code(unit) for name, unit in {id(unit): unit for unit in units}.items()}
        numbers = numpy.fromiter(map(codes.__getitem__, map(id, units)), dtype=numpy.int16, count=len(units))
        read = self._put_plain(rows[chosen], texts, numbers, [one.basis for one in compress(found, plain)])
        others = numpy.ones(len(found), dtype=bool)
        others[chosen[read]] = False
        for number in numpy.flatnonzero(others).tolist():
            self._put(int(rows[number]), keys[number], found[number])
        unsourced = [kind == OriginKind.PUBLISHED and one.origin.unsourced for kind, one in zip(kinds, found, strict=True)]
        self.flags[rows[numpy.flatnonzero(unsourced)]] |= UNSOURCED
        if self._disputed:
            disputed = numpy.fromiter((key in self._disputed for key in keys), dtype=bool, count=len(keys))
            self.flags[rows[disputed & (self.flags[rows] & AMOUNT != 0)]] |= DISPUTED

    def _put_plain(self, rows: Array, texts: Sequence[str], units: Array, bases: Sequence[str]) -> Array:
        """Amounts without qualifier or interval of their own. Returns which of them were read; the others have too many digits."""
        digits = read_digits(texts)
        scales = [one.scale or Scale(0, 0) for one in self._unit_columns]
        factors = numpy.array([scale.factor for scale in scales], dtype=numpy.int64)[units]
        powers = numpy.array([scale.power for scale in scales], dtype=numpy.int64)[units]
        count = numpy.array([unit.count for unit in self.units], dtype=bool)[units]
        exponent = digits.exponent + powers
        fits: Array = digits.plain & (factors != 0) & (numpy.abs(digits.mantissa.astype(float) * factors) < LARGEST / 32)
        rows, units, factors, mantissa = rows[fits], units[fits], factors[fits], digits.mantissa[fits]
        decimals, exponent = digits.exponent[fits], exponent[fits]
        exact = count[fits] & (decimals == 0) & self._adds_up(self.indicator[rows])
        point, step = 2 * mantissa * factors, numpy.where(exact, 0, factors)
        self.mantissa[rows], self.decimals[rows], self.unit[rows], self.exponent[rows] = mantissa, decimals, units, exponent
        self.point[rows] = point
        self.half_low[rows], self.half_high[rows] = point - step, point + step
        self.full_low[rows], self.full_high[rows] = point - 2 * step, point + 2 * step
        self.dimension[rows] = numpy.array([one.dimension for one in self._unit_columns], dtype=numpy.int16)[units]
        zero = (decimals < 0) & (mantissa != 0) & (mantissa % 10 == 0)
        self.flags[rows] = numpy.where(zero, PRESENT | AMOUNT | ZERO, PRESENT | AMOUNT)
        own = self.bases.of(bases, len(bases))[fits]
        self.basis[rows] = numpy.where(own != 0, own, self._basis_of_growth(rows))
        return fits

    def _adds_up(self, indicators: Array) -> Array:
        """Whether an indicator adds up, or nothing says that it does not."""
        self._learn_indicators()
        found: Array = numpy.array(self._additive, dtype=bool)[indicators]
        return found

    def _learn_indicators(self) -> None:
        """Look up those that were not asked for before: whoever changes one makes columns anew."""
        for name in self.codes["indicator"].names[len(self._additive) :]:
            one = self.book.indicator(name)
            self._additive.append(one is None or one.additive)
            self._growth_bases.append(self.bases[one.basis if one is not None else ""])

    def _basis_of_growth(self, rows: Array) -> Array:
        self._learn_indicators()
        bases = numpy.array(self._growth_bases, dtype=numpy.int16)
        growth = numpy.array([tells_growth(name) for name in self.codes["measure"].names], dtype=bool)
        return numpy.where(growth[self.measure[rows]], bases[self.indicator[rows]], 0)

    def _put(self, row: int, key: Key, observation: Observation | None) -> None:
        """Put one figure, of whatever kind, or none, into its row."""
        content = observation.content if observation is not None else None
        for name in (
            "mantissa",
            "point",
            "half_low",
            "half_high",
            "full_low",
            "full_high",
            "exponent",
            "decimals",
            "dimension",
            "basis",
        ):
            getattr(self, name)[row] = 0
        flags = PRESENT if observation is not None else 0
        self._put_basis(row, key, observation)
        figure: Figure | None = None
        if isinstance(content, Amount) and observation is not None:
            zero = ends_in_zero(content.value)
            flags |= AMOUNT | (ZERO if zero else 0) | (VAGUE if content.qualifier else 0)
            flags |= UNSOURCED if observation.origin.unsourced else 0
            self.unit[row], self.decimals[row], self.mantissa[row] = (
                self._unit_code(content.unit),
                _short(content.exponent),
                self._number_of(content),
            )
            figure = make_figure(key, content, precision=self._precision(row, content))
            figure.within = interval_of(observation)
        elif content is Mark.SMALL:
            figure = small_figure(self.book, key)
            self.unit[row] = self._unit_code(smallest_unit(self.book, key).unit)
        if figure is None:
            lacking = UNPARSED if isinstance(content, Unparsed) else MISSING
            self.flags[row] = flags | (NOTHING if content in WITHOUT_FIGURE else lacking)
            return
        self.dimension[row] = self._unit_columns[self.unit[row]].dimension
        ends = ends_of(figure)
        if ends is None:
            flags |= BIG
        else:
            for name, value in zip(ends._fields, ends, strict=True):
                getattr(self, name)[row] = value
        self.flags[row] = flags | (DISPUTED if key in self._disputed else 0)

    def _put_basis(self, row: int, key: Key, observation: Observation | None) -> None:
        own = observation.basis if observation is not None else ""
        indicator = self.book.indicator(key.indicator) if not own and tells_growth(key.measure) else None
        self.basis[row] = self.bases[own or (indicator.basis if indicator is not None else "")]

    def _precision(self, row: int, content: Amount) -> Precision:
        indicator = self.book.indicator(self.codes["indicator"].names[self.indicator[row]])
        if content.is_exact and indicator is not None and not indicator.additive:
            return Precision.AVERAGE
        padded = self._padded and ends_in_zero(content.value) and int(self._column_of(numpy.array([row]))[0]) in self._padded
        return Precision.PADDED if padded else Precision.PRINTED

    def _number_of(self, amount: Amount) -> int:
        """The printed digits as a whole number, or a number of their own below all others where they are too many."""
        found = mantissa_of(amount)
        return found if found is not None else self._numbers.setdefault(amount.value, -LARGEST - len(self._numbers))

    def _unit_code(self, unit: Unit) -> int:
        known = self._unit_codes.get(unit.symbol)
        if known is None:
            known = self._unit_codes[unit.symbol] = []
        for one, code in known:
            if one is unit or one == unit:
                return code
        dimension = dimension_of(unit)
        if dimension not in self.dimensions:
            self.dimensions.append(dimension)
        code = len(self.units)
        known.append((unit, code))
        self.units.append(unit)
        self._unit_columns.append(_UnitColumn(unit, scale_of(unit), self.dimensions.index(dimension), self._symbols[unit.symbol]))
        return code

    # -- padding

    def _in_columns(self) -> Array:
        """Which rows are figures with decimals."""
        found: Array = (self.flags[: self.count] & AMOUNT != 0) & (self.decimals[: self.count] < 0)
        return found

    def _column_of(self, rows: Array) -> Array:
        """The number of the column that figures stand in: of one indicator, unit and count of decimals."""
        symbols = numpy.array([one.symbol for one in self._unit_columns], dtype=numpy.int64)
        found: Array = (
            (self.indicator[rows].astype(numpy.int64) << 32) | (symbols[self.unit[rows]] << 16) | (self.decimals[rows] + _OFFSET)
        )
        return found

    def _padded_among(self, rows: Array) -> Array:
        return padded_columns(self._column_of(rows), self.mantissa[rows], self.flags[rows] & ZERO != 0) if len(rows) else rows

    def is_padded(self, key: Key, content: Amount) -> bool:
        """Whether a figure that ends in zero stands, or would stand, in a column of such."""
        if not self._padded or key.indicator not in self.codes["indicator"] or content.unit.symbol not in self._symbols:
            return False
        indicator, symbol = self.codes["indicator"][key.indicator], self._symbols[content.unit.symbol]
        return (indicator << 32) | (symbol << 16) | (_short(content.exponent) + _OFFSET) in self._padded

    # -- edits

    def update(self, keys: Iterable[Key]) -> set[Key]:
        """Take in figures that changed, came or went; returns the keys of further ones that mean something else now, because their column has
        become padded, or is so no more."""
        changed = list(keys)
        rows = self.rows_or_new(changed)
        self._disputed = disputed_keys(self.book)
        before = set(self._column_of(rows[self._in_columns()[rows]]).tolist())
        there = [
            (row, key, found) for row, key in zip(rows.tolist(), changed, strict=True) if (found := self.book.observation(key))
        ]
        if len(there) > FEW:
            numbers, keys, observations = zip(*there, strict=True)
            self._read(numpy.array(numbers), keys, observations)
        else:
            for row, key, found in there:
                self._put(row, key, found)
        for row, key in zip(rows.tolist(), changed, strict=True):
            if self.book.observation(key) is None:
                self._put(row, key, None)
        return self._pad_again(rows, before | set(self._column_of(rows[self._in_columns()[rows]]).tolist()))

    def _pad_again(self, touched: Array, columns: set[int]) -> set[Key]:
        """Which of some columns are padded now; touched: rows that were put anew."""
        if not columns:
            return set()
        indicators = numpy.unique(numpy.array([column >> 32 for column in columns]))
        chosen = numpy.flatnonzero(numpy.isin(self.indicator[: self.count], indicators) & self._in_columns())
        numbers = self._column_of(chosen)
        chosen = chosen[numpy.isin(numbers, list(columns))]
        padded = set(self._padded_among(chosen).tolist())
        flipped = columns & (padded ^ self._padded)
        self._padded = (self._padded - columns) | padded
        zero = chosen[self.flags[chosen] & ZERO != 0]
        own = (
            zero[numpy.isin(zero, touched) & numpy.isin(self._column_of(zero), list(self._padded))] if self._padded else zero[:0]
        )
        turned = zero[numpy.isin(self._column_of(zero), list(flipped))] if flipped else zero[:0]
        self._read_exactly(numpy.union1d(own, turned))
        return {self.key(row) for row in turned.tolist()}

    def _read_exactly(self, rows: Array) -> None:
        for row in rows.tolist():
            key = self.key(row)
            self._put(row, key, self.book.observation(key))

    # -- looking up

    def key(self, row: int) -> Key:
        """Of a row."""
        return Key(*[self.codes[part].names[getattr(self, part)[row]] for part in Key._fields])

    def keys(self, rows: Array) -> list[Key]:
        """Of many rows."""
        parts = [self.codes[part].names_of(getattr(self, part)[rows]) for part in Key._fields]
        return list(map(Key, *parts))

    def row(self, key: Key) -> int:
        """-1 for a key that nobody looks at and under which there never was a figure."""
        parts = [self.codes[part].get(getattr(key, part)) for part in PARTS]
        packed = 0
        for part, shift in zip(parts, self._packing.shifts, strict=True):
            if part is None:
                return -1
            packed |= part << shift
        place = int(numpy.searchsorted(self._keys, packed))
        return int(self._order[place]) if place < len(self._keys) and self._keys[place] == packed else -1

    def rows(self, keys: Collection[Key]) -> Array:
        """The same of many keys at once, without those that have none."""
        parts = numpy.array([[self.codes[part].get(getattr(key, part), -1) for key in keys] for part in PARTS], dtype=numpy.int64)
        places, found = self._places(self._packing.keys(list(parts[:, (parts >= 0).all(axis=0)])))
        rows: Array = self._order[places[found]]
        return rows

    def rows_or_new(self, keys: Collection[Key]) -> Array:
        """The rows of keys; those that have none get one."""
        return self.rows_of([self.codes[part].of([getattr(key, part) for key in keys], len(keys)) for part in PARTS])

    def rows_of(self, parts: Sequence[Array]) -> Array:
        """The rows of keys, given as the numbers of their `PARTS`; keys that have none get one. Raises UserError where there are too many."""
        codes = list(self.codes.values())
        if not self._packing.holds(codes):
            self._sort()
        wanted = self._packing.keys(parts)
        places, found = self._places(wanted)
        if found.all():
            rows: Array = self._order[places]
            return rows
        rows = numpy.empty(len(wanted), dtype=numpy.int32)
        rows[found] = self._order[places[found]]
        self._add(numpy.unique(wanted[~found], return_index=True)[1], [part[~found] for part in parts])
        rows[~found] = self._order[self._places(wanted[~found])[0]]
        return rows

    def _places(self, wanted: Array) -> tuple[Array, Array]:
        if not len(self._keys):
            return numpy.zeros(len(wanted), dtype=numpy.int64), numpy.zeros(len(wanted), dtype=bool)
        places = numpy.searchsorted(self._keys, wanted)
        numpy.minimum(places, len(self._keys) - 1, out=places)
        return places, self._keys[places] == wanted

    def _add(self, chosen: Array, parts: Sequence[Array]) -> None:
        """Rows without figures for keys, which are new and in order."""
        self._reserve(len(chosen))
        rows = numpy.arange(self.count, self.count + len(chosen), dtype=numpy.int32)
        for name, part in zip(PARTS, parts, strict=True):
            getattr(self, name)[rows] = part[chosen]
        self.count += len(chosen)
        self.basis[rows] = self._basis_of_growth(rows)
        keys = self._packing.keys([part[chosen] for part in parts])
        at = numpy.searchsorted(self._keys, keys)
        self._keys, self._order = numpy.insert(self._keys, at, keys), numpy.insert(self._order, at, rows)
        self.__dict__.pop("series", None)

    def values(self, rows: Array) -> Array:
        """The printed numbers as floats, each in its own unit; not a number where there are too many digits."""
        found = self.mantissa[rows] * numpy.power(10.0, self.decimals[rows])
        return numpy.where(self.mantissa[rows] <= -LARGEST, numpy.nan, found)

    def has(self, key: Key) -> bool:
        """Whether something stands under a key, as far as has been told."""
        row = self.row(key)
        return row >= 0 and bool(self.flags[row] & PRESENT)

    def there(self, **parts: str) -> int:
        """Under how many keys with such parts something stands."""
        found = self.flags[: self.count] & PRESENT != 0
        for part, name in parts.items():
            found &= getattr(self, part)[: self.count] == self.codes[part].get(name, -1)
        return int(numpy.count_nonzero(found))

    @cached_property
    def series(self) -> list[Series]:
        """What indicators and measures there are rows of."""
        tops = self._keys >> self._packing.shifts[1]
        firsts = numpy.flatnonzero(numpy.diff(tops, prepend=-1))
        rows = self._order[firsts]
        ends = numpy.append(firsts, len(tops))[1:]
        found = (self.indicator[rows], self.measure[rows], firsts, ends)
        return [Series(*one) for one in zip(*(part.tolist() for part in found), strict=True)]

    def present(self, series: Sequence[Series]) -> Array:
        """The rows of some series under whose keys something stands."""
        if not series:
            return self._order[:0]
        rows = numpy.concatenate([self._order[one.first : one.end] for one in series])
        found: Array = rows[self.flags[rows] & PRESENT != 0]
        return found


def _short(exponent: int) -> int:
    """What a column of small numbers holds of the power of ten of a last digit."""
    return max(min(exponent, _OFFSET - 1), -_OFFSET)
