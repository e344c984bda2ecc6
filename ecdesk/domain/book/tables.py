"""An exhibit with its figures: what the window shows, charts draw and exports print. It holds nothing; it is made afresh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.layouts.sorting import in_order, numbered, numbers, printed_rows
from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.book.layouts.texts import text_at
from ecdesk.domain.book.records import Axis, Exhibit, Line, Observation, OriginKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Content, Mark
from ecdesk.domain.figures.keys import Coordinates, Key
from ecdesk.domain.figures.numerals import THIN_SPACE, print_content, print_number
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.texts import SOURCE_LANGUAGE
from ecdesk.domain.wording.in_english import english_qualifier, english_unit
from ecdesk.domain.wording.note_marks import CIRCLED
from ecdesk.domain.wording.units import unit_named, unit_of_measure


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an exhibit. key: None on heading lines and in columns of texts. unit: what its figures are printed in. text: as printed.
    words: of a cell that holds a text; None for any other."""

    key: Key | None
    observation: Observation | None
    unit: Unit
    text: str
    words: str | None = None

    @property
    def is_writable_place(self) -> bool:
        """Whether anything can stand here: a figure of the book, or a text of the table."""
        return self.key is not None or self.words is not None

    @property
    def content(self) -> Content | None:
        return self.observation.content if self.observation else None

    @property
    def shown(self) -> Amount | None:
        """The amount in the cell's unit, or None where there is none or it does not convert."""
        return printed_amount(self.content, self.unit)


@dataclass(frozen=True)
class Table:
    """An exhibit's rows and columns with a cell for each pair: ``cells[row][column]``.

    unit: what stands above it, "" where its figures share none. stubs and heads: what is printed for each row and column.
    """

    exhibit: Exhibit
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: tuple[tuple[Cell, ...], ...]
    unit: str
    stubs: tuple[str, ...]
    heads: tuple[str, ...]
    subject: str = ""
    """Name of the one indicator that all of it is about; "" where lines are about several."""
    language: str = SOURCE_LANGUAGE
    """What it is printed in, and so whatever is drawn or copied of it."""

    @property
    def has_figures(self) -> bool:
        return any(cell.shown is not None for row in self.cells for cell in row)


def cell_unit(book: Book, exhibit: Exhibit, row: Line, column: Line, key: Key | None) -> Unit:
    """What a cell's figures are printed in: its column's unit, its row's, the one of its measure, the table's, its indicator's.

    Growth is in per cent also in a row of 亿件: a line's unit goes for a measure with a unit of its own only where it is of that kind.
    """
    of_measure = unit_of_measure(key.measure) if key is not None else None
    for symbol in (column.unit, row.unit):
        if symbol:
            unit = unit_named(symbol)
            if of_measure is None or unit.dimension == of_measure.dimension:
                return unit
    if of_measure is not None:
        return of_measure
    if exhibit.unit:
        return unit_named(exhibit.unit)
    indicator = book.indicator(key.indicator) if key else None
    return unit_named(indicator.unit) if indicator and indicator.unit else NO_UNIT


class Heads:
    """What is printed for the rows and columns of an exhibit and above it: labels say what a line is about, its unit is added here.

    shared: the unit of every cell, where somebody has looked at them; else it is what follows from what the lines are about.
    """

    def __init__(self, book: Book, exhibit: Exhibit, shared: str | None = None) -> None:
        self._book = book
        self.exhibit = exhibit
        self._numbers = numbers(book, exhibit)
        self._told = {axis: any(_tells_unit(line) for line in exhibit.lines(axis)) for axis in Axis}
        self.unit = self._worded(exhibit.unit or (shared if shared is not None else self._follows()))
        """What stands above the table; "" where its figures share none."""

    def _follows(self) -> str:
        return "" if any(self._told.values()) else self._of(self.exhibit.at)

    def _of(self, at: Coordinates) -> str:
        """The unit of what a part of a key says: of a measure that has one of its own, else of the indicator."""
        of_measure = unit_of_measure(at.get("measure", ""))
        indicator = self._book.indicator(at.get("indicator", "")) if of_measure is None else None
        return of_measure.symbol if of_measure is not None else indicator.unit if indicator is not None else ""

    def unit_of(self, axis: Axis, line: Line) -> str:
        """The symbol of the unit that every figure of a line is in; "" where the lines across decide it."""
        if line.unit or not line.at or line.kind is not None:
            return line.unit
        at = {**self.exhibit.at, **line.at}
        of_measure = unit_of_measure(at.get("measure", ""))
        if of_measure is not None:
            return of_measure.symbol
        across = Axis.COLUMNS if axis == Axis.ROWS else Axis.ROWS
        return self.exhibit.unit or ("" if self._told[across] else self._of(at))

    def of(self, axis: Axis, line: Line) -> str:
        """A line's label, with its unit in brackets unless that stands above the table, or a heading above the line says it; before a
        row that is counted its number."""
        label = labelled(line, self._worded(self.unit_of(axis, line)), self.unit, self._book.language)
        return numbered(self._numbers.get(line.id), label) if self._numbers and axis == Axis.ROWS else label

    def _worded(self, symbol: str) -> str:
        """A unit as the language of the book calls it."""
        return symbol if self._book.language == SOURCE_LANGUAGE else english_unit(unit_named(symbol))[0].symbol


def _tells_unit(line: Line) -> bool:
    return bool(line.unit) or "measure" in line.at or "indicator" in line.at


def labelled(line: Line, unit: str, above: str, language: str = SOURCE_LANGUAGE) -> str:
    """A line's label with its unit in brackets behind it, unless that is the one above the table, or a heading above the line says it."""
    if not unit or any(unit in group for group in line.groups) or (above and unit_named(unit) == unit_named(above)):
        return line.label
    words = line.label.rstrip(CIRCLED)
    in_brackets = f"（{unit}）" if language == SOURCE_LANGUAGE else f" ({unit})"
    return f"{words}{in_brackets}{line.label[len(words) :]}"


def build_table(book: Book, exhibit: Exhibit, grouping: str = THIN_SPACE) -> Table:
    """An exhibit with the book's figures in it, of its rows those that are printed, see `printed_rows`."""
    exhibit = in_order(book, exhibit, book.observation)
    exhibit = replace(exhibit, rows=printed_rows(book, exhibit))
    cells = [
        tuple(cell_at(book, exhibit, row, column, grouping) for column in range(len(exhibit.columns)))
        for row in range(len(exhibit.rows))
    ]
    return laid_out(book, exhibit, tuple(cells))


def laid_out(book: Book, exhibit: Exhibit, cells: tuple[tuple[Cell, ...], ...]) -> Table:
    """An exhibit with these cells in it."""
    if exhibit.sources or exhibit.source_line:
        exhibit = replace(exhibit, source_line=source_line(book, exhibit))
    heads = Heads(book, exhibit, _shared_unit(exhibit, cells))
    rows, columns = (tuple(heads.of(axis, line) for line in exhibit.lines(axis)) for axis in Axis)
    indicator = book.indicator(exhibit.at.get("indicator", ""))
    subject = "" if indicator is None else indicator.name if book.language == SOURCE_LANGUAGE else indicator.english
    return Table(exhibit, exhibit.rows, exhibit.columns, cells, heads.unit, rows, columns, subject, book.language)


def _shared_unit(exhibit: Exhibit, cells: tuple[tuple[Cell, ...], ...]) -> str:
    """The symbol of the unit that all cells are in; "" where they share none."""
    units = {cell.unit.symbol for row in cells for cell in row if cell.key is not None}
    if any(column.kind is not None and column.unit for column in exhibit.columns):
        units.add("")  # a column of texts has its own
    return units.pop() if len(units) == 1 else ""


def cell_at(book: Book, exhibit: Exhibit, row: int, column: int, grouping: str = THIN_SPACE) -> Cell:
    """One cell of an exhibit, for a window that shows a few of very many."""
    row_line, column_line = exhibit.rows[row], exhibit.columns[column]
    if column_line.kind is not None:
        words = text_at(exhibit, row, column)
        unit = unit_named(column_line.unit) if column_line.unit else NO_UNIT
        return in_language(book, Cell(None, None, unit, words or "", words))
    key = cell_key(exhibit, row, column)
    unit = cell_unit(book, exhibit, row_line, column_line, key)
    observation = book.observation(key) if key else None
    decimals = column_line.decimals if column_line.decimals is not None else row_line.decimals
    cell = Cell(key, observation, unit, _printed(book, observation.content if observation else None, unit, decimals, grouping))
    return cell if book.language == SOURCE_LANGUAGE else in_language(book, cell, decimals, grouping)


def in_language(book: Book, cell: Cell, decimals: int | None = None, grouping: str = "") -> Cell:
    """A cell in the language that the book is printed in: the digits that Chinese prints, in the unit that English counts in (893.6亿元 is 89.36
    billion yuan)."""
    if book.language == SOURCE_LANGUAGE:
        return cell
    unit, _shift = english_unit(cell.unit)
    content = cell.content
    if cell.observation is None or not isinstance(content, Amount):
        return replace(cell, unit=unit)
    amount = printed_amount(content, cell.unit, decimals) or content
    own, shift = english_unit(amount.unit)
    moved = Amount(amount.value.scaleb(-shift), own, amount.qualifier)
    words = (english_qualifier(amount.qualifier), print_number(moved.value, grouping), "" if own == unit else own.symbol)
    return replace(cell, unit=unit, text=" ".join(filter(None, words)), observation=replace(cell.observation, content=moved))


def _printed(book: Book, content: Content | None, unit: Unit, decimals: int | None, grouping: str) -> str:
    return book.symbols.of(content) if isinstance(content, Mark) else print_cell(content, unit, decimals, grouping)


def print_cell(content: Content | None, unit: Unit, decimals: int | None = None, grouping: str = "") -> str:
    """A cell's content as printed in a column of a unit, with so many decimals, or with the digits it has when None; of a figure for which no number
    stands a word.

    A figure of another dimension keeps its own unit; a figure is never printed with more digits than are known of it.
    """
    if decimals is None and isinstance(content, Amount) and content.unit is unit and not content.qualifier:
        # What most cells are, and a window asks for hundreds of them at each turn of the wheel.
        return print_number(content.value, grouping)
    return print_content(printed_amount(content, unit, decimals) or content, unit, grouping)


def printed_amount(content: Content | None, unit: Unit, decimals: int | None = None) -> Amount | None:
    """The same as an amount; None where there is none, or one of another dimension."""
    if not isinstance(content, Amount):
        return None
    try:
        shown = _without_invented_zeros(content, content.converted(unit))
    except (UserError, ValueError):
        return None
    if decimals is not None and shown.exponent < -decimals:
        with localcontext(prec=100):
            # What is not zero is never printed as 0.00: as many decimals more as its first digit needs.
            needed = max(decimals, -shown.value.adjusted()) if shown.value else decimals
            rounded = shown.value.quantize(Decimal(1).scaleb(-needed), rounding=ROUND_HALF_UP)
        shown = Amount(rounded, unit, shown.qualifier)
    return shown


def smallest_unit(book: Book, key: Key) -> Amount:
    """One unit of the last digit with which a figure is printed: of the coarsest column that prints it, else of its indicator."""
    found = [_last_digit(book, book.exhibit(id), row, column, key) for id, row, column in book.places(key)]
    indicator = book.indicator(key.indicator)
    usual = unit_of_measure(key.measure) or (unit_named(indicator.unit) if indicator is not None else NO_UNIT)
    return max(
        found or [_step(indicator.decimals if indicator is not None else 0, usual)],
        key=lambda one: one.last_digit * one.unit.scale,
    )


def _last_digit(book: Book, exhibit: Exhibit, row: int, column: int, key: Key) -> Amount:
    unit = cell_unit(book, exhibit, exhibit.rows[row], exhibit.columns[column], key)
    lines = exhibit.columns[column], exhibit.rows[row]
    decimals = next((line.decimals for line in lines if line.decimals is not None), None)
    if decimals is None:
        beside = (cell_at(book, exhibit, other, column).shown for other in range(len(exhibit.rows)))
        decimals = max((-one.exponent for one in beside if one is not None and one.unit == unit), default=None)
    if decimals is None:
        indicator = book.indicator(key.indicator)
        decimals = indicator.decimals if indicator is not None else 0
    return _step(decimals, unit)


def _step(decimals: int, unit: Unit) -> Amount:
    return Amount(Decimal(1).scaleb(-decimals), unit)


def _without_invented_zeros(known: Amount, shown: Amount) -> Amount:
    """A figure in another unit without the zeros at its end that only filled its whole number up: 1638000万元 is 163.8亿元, as the figures beside it
    are. Zeros that were printed behind a point are kept."""
    if shown is known or known.exponent < 0 or shown.exponent >= 0:
        return shown
    digits = shown.value.as_tuple().digits
    filling = next((count for count, digit in enumerate(reversed(digits)) if digit), -shown.exponent)
    exponent = shown.exponent + min(filling, -shown.exponent)
    return replace(shown, value=shown.value.quantize(Decimal(1).scaleb(exponent)))


_ANSWERS = (OriginKind.TYPED, OriginKind.IMPORTED)


def is_missing(found: Observation | None) -> bool:
    """Whether a figure is still to come: nothing, or an unknown that neither an editor nor an area answered with. Unread text is not missing, it is wrong."""
    return found is None or found.content is None or (found.content is Mark.UNKNOWN and found.origin.kind not in _ANSWERS)
