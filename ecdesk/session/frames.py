"""A book as pandas DataFrames: all of its figures, or one exhibit as it is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecdesk.checks import Checker
from ecdesk.columns.figures import Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import DIMENSIONS
from ecdesk.domain.figures.numerals import print_content
from ecdesk.session.delivery.printing import printed_table
from ecdesk.session.proof.sentences import exhibit_named
from ecdesk.session.versions.versions import load_book

if TYPE_CHECKING:
    from pandas import DataFrame

    from ecdesk.columns.columns import Columns


def read(book: Book | Path | str) -> DataFrame:
    """Every figure of a book, a row each, in the order of the book.

    book: the book, or its file, which is only read. indicator, area, item, period, measure: the parts of the key, as categories. value: the printed number in
    its `unit`, missing where none stands; decimals: how many are printed; qualifier: 约 and the like. low, high: what the figure can mean within
    half a unit of its last digit, in the same unit. status and origin: how far it is settled and how it came into the book; basis: its definition.
    symbol: what stands instead of a number, as one types it, "" beside one; what is less than the smallest unit has `low` and `high`. Raises UserError for a file that is no book.
    """
    import numpy
    from pandas import DataFrame

    given = _book(book)
    columns = Figures(given).columns
    observations = list(given.observations.values())
    count = len(observations)
    numbers = _numbers(given, columns, count)
    return DataFrame(
        {
            **{part: _category(getattr(columns, part)[:count], columns.codes[part].names) for part in DIMENSIONS},
            "value": numbers["value"],
            "unit": _category(
                columns.unit[:count], [unit.symbol for unit in columns.units] or [""], ~numpy.isnan(numbers["value"])
            ),
            "low": numbers["low"],
            "high": numbers["high"],
            "decimals": numbers["decimals"],
            "qualifier": _category_of([one.amount.qualifier if one.amount is not None else "" for one in observations]),
            "status": _category_of([str(one.status) for one in observations]),
            "basis": _category(columns.basis[:count], columns.bases.names),
            "origin": _category_of([str(one.origin.kind) for one in observations]),
            "symbol": _category_of(
                ["" if one.amount is not None else print_content(one.content, symbols=given.symbols) for one in observations]
            ),
        }
    )


def exhibit(book: Book | Path | str, number: str) -> DataFrame:
    """One exhibit as it is printed: its texts, with what stands before each row as the index and what stands above each column as the columns.

    `attrs` has its number, caption, unit and notes. Raises UserError where the book has no exhibit of that number.
    """
    from pandas import DataFrame

    given = _book(book)
    found = exhibit_named(given, number)
    table = printed_table(Checker(given), found)
    frame = DataFrame([[cell.text for cell in row] for row in table.cells], index=list(table.stubs), columns=list(table.heads))
    frame.attrs = {"number": found.number, "caption": found.caption, "unit": table.unit, "notes": list(table.exhibit.notes)}
    return frame


def _book(book: Book | Path | str) -> Book:
    return book if isinstance(book, Book) else load_book(Path(book))


def _numbers(book: Book, columns: Columns, count: int) -> dict[str, Any]:
    """value, low, high and decimals of the first rows of columns, each in the figure's own unit."""
    import numpy

    from ecdesk.columns.columns import AMOUNT, BIG, MISSING, NOTHING, UNPARSED
    from ecdesk.columns.reading import scale_of

    scales = [scale_of(unit) for unit in columns.units] or [None]
    factor = numpy.array([scale.factor if scale is not None else 0 for scale in scales])[columns.unit[:count]]
    power = numpy.array([scale.power if scale is not None else 0 for scale in scales])[columns.unit[:count]]
    flags, decimals = columns.flags[:count], columns.decimals[:count].astype(int)
    amount, known = flags & AMOUNT != 0, flags & (MISSING | UNPARSED | NOTHING) == 0
    plain = known & (flags & BIG == 0) & (factor != 0)
    found: dict[str, Any] = {"value": _scaled(columns.mantissa[:count], decimals)}
    for name in ("low", "high"):
        ends = getattr(columns, f"half_{name}")[:count] / numpy.where(plain, 2 * factor, 1)
        found[name] = _scaled(ends, columns.exponent[:count].astype(int) - power)
    figures = Figures(book)
    keys = list(book.observations)
    for row in numpy.flatnonzero(known & ~plain).tolist():
        figure, scale = figures.get(keys[row]), columns.units[columns.unit[row]].scale
        found["value"][row] = float(figure.point / scale)
        found["low"][row], found["high"][row] = _ends(figure.half.scaled(1 / scale))
    found["value"][~amount] = numpy.nan
    for name in ("low", "high"):
        found[name][~known] = numpy.nan
    found["decimals"] = numpy.maximum(-decimals, 0)
    return found


def _scaled(values: Any, powers: Any) -> Any:
    """Numbers times powers of ten, rounded once where both are short."""
    import numpy

    sizes = numpy.power(10.0, numpy.abs(powers))
    return numpy.where(powers < 0, values / sizes, values * sizes)


def _ends(interval: Interval) -> tuple[float, float]:
    low, high = interval.low, interval.high
    return float("-inf") if low is None else float(low), float("inf") if high is None else float(high)


def _category(codes: Any, names: list[str], there: Any = None) -> Any:
    """A column of categories from codes, with those names only that occur, missing where nothing is there."""
    import numpy
    from pandas import Categorical

    used, places = numpy.unique(codes, return_inverse=True)
    labels = [names[code] for code in used.tolist()]
    # Two codes may have one name: units of one symbol.
    different = list(dict.fromkeys(labels))
    numbers = numpy.array([different.index(label) for label in labels], dtype=numpy.int64)[places.reshape(-1)]
    return Categorical.from_codes(numbers if there is None else numpy.where(there, numbers, -1), different)


def _category_of(texts: list[str]) -> Any:
    from pandas import Categorical

    names = {name: number for number, name in enumerate(dict.fromkeys(texts))}
    return Categorical.from_codes([names[one] for one in texts], list(names))
