"""Tables as the figures of a file stand in it: from where each figure stands and what it is about, the lines that make up such a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePath

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.layouts import layout_faults
from ecdesk.domain.book.layouts.delivered import is_table_number, number_parts
from ecdesk.domain.book.records import Exhibit, Line, Section
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import DIMENSIONS, Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import without_numbering
from ecdesk.domain.wording.time.time_words import find_time
from ecdesk.domain.wording.units import unit_of_measure
from ecdesk.excel.formats import position
from ecdesk.session.book.desk import Desk
from ecdesk.session.submissions.imports import FilePreview, ImportPreview, Layouts
from ecdesk.session.submissions.imports import Line as Read
from ecdesk.session.submissions.stated_sources import table_of, with_source
from ecdesk.session.tables.laying_out import INNER, label_of
from ecdesk.session.tables.outline import next_number, orders_behind

Place = tuple[int, int]
Placed = Mapping[Place, tuple[Key, Amount]]
"""What stands in cells of a sheet, by row and column from 0."""

MOST_NAMED = 3
"""Indicators in the title of a table whose file gives it none."""
MOST_TABLES = 40
"""A file that falls into more pieces than that has no layout of its own."""
_OF_ROWS = ("area", "indicator", "item", "period", "measure")
_OF_COLUMNS = ("measure", "period", "indicator", "item", "area")
"""What a row or a column is said to be about when everything is the same for the whole table, the likeliest first."""


def tables_of(book: Book, file: FileReading, lines: Iterable[Read]) -> list[Exhibit]:
    """The tables of a file as they stand in it, without numbers: each cell with a figure has a cell of the same key, and none has two.

    What is the same for a whole table the table says, what runs down the rows, what runs across the columns. A table of a sheet that is none
    by its figures becomes several, one below the other. Empty where it would be more than `MOST_TABLES`.
    """
    found: list[Exhibit] = []
    for title, source, placed in _tables(file, lines):
        for run in _runs(placed):
            if len(found) == MOST_TABLES:
                return []
            laid = _exhibit(book, title, run, placed)
            named = replace(laid, caption=_caption(book, laid) or PurePath(file.file).stem)
            exhibit = with_source(book, named, source)
            if not layout_faults(exhibit):
                found.append(exhibit)
    return found


def numbered(book: Book, after: str = "") -> Layouts:
    """For `imports.store`: the tables of each file, numbered, at the end of the section of an exhibit or of the book: nobody was asked whether they may
    stand between others."""
    exhibits, sections = book.exhibits(), book.sections()
    beside = book.exhibit(after) if after else exhibits[-1] if exhibits else None
    section = beside.section if beside is not None else sections[-1].id if sections else ""
    promised: list[str] = []
    orders = orders_behind(book, next((one.id for one in reversed(exhibits) if one.section == section), ""))

    def layouts(file: FilePreview) -> list[Exhibit]:
        made = []
        for exhibit in tables_of(book, file.reading, file.lines):
            number = next_number(book, "", section, promised)
            promised.append(number)
            made.append(replace(exhibit, number=number, section=section, order=next(orders)))
        return made

    return layouts


def add_tables(desk: Desk, brought: ImportPreview, after: str = "") -> list[Exhibit]:
    """Lay out what was imported as one step; returns the tables, none where the figures make up no table."""
    layouts = numbered(desk.book, after)
    made = [exhibit for file in brought.files for exhibit in layouts(file)]
    with desk.edit(text("按导入的文件建表 {count} 张", count=len(made))) as edit:
        for exhibit in made:
            edit.put(exhibit)
    return made


def told(book: Book, made: Sequence[Exhibit]) -> Text:
    """What tables were made, and where they stand."""
    if not made:
        return text("这些数排不成一张表：同一行或同一列里说的不是一回事。请用“新建表”。")
    section = book.get(Section, made[0].section)
    place = f"{section.number} {section.title}".strip() if section is not None else book.title
    return text("已建成 {numbers}，放在“{place}”的最后。", numbers="、".join(one.number for one in made[:8]), place=place)


def _tables(file: FileReading, lines: Iterable[Read]) -> Iterator[tuple[str, str, Placed]]:
    """The figures by the table of the file that they stand in, each with its title and source."""
    found: dict[tuple[int, str], dict[Place, tuple[Key, Amount]]] = {}
    titles: dict[tuple[int, str], tuple[str, str]] = {}
    for line in lines:
        reading, place = line.reading, position(line.reading.cell)
        if line.key is None or place is None:
            continue
        table = table_of(file, reading)
        at = (file.tables.index(table) if table is not None else -1), reading.sheet
        titles.setdefault(at, (table.title, table.source) if table is not None else (reading.sheet or file.file, ""))
        found.setdefault(at, {})[place] = (line.key, reading.amount)
    for number in sorted(found):
        title, source = titles[number]
        yield _unnumbered(tidy(title)), source, found[number]


def _unnumbered(title: str) -> str:
    """A title without its number in the file: the book gives it one."""
    first, _, words = title.partition(" ")
    return without_numbering(words if words and is_table_number(first) and number_parts(first) else title)


def _caption(book: Book, exhibit: Exhibit) -> str:
    """The title of a table as the file has it, or what all of it is about; with its period before it where nothing else on the page would say that it
    is another than the book's."""
    code, words = exhibit.at.get("period", ""), exhibit.caption
    period = period_from_code(code) if code else None
    if not words:
        about = _about(book, exhibit)
        return f"{period or ''}{about}" if about else ""
    said = period is None or period == book.period or find_time(words)[0] is not None
    return words if said else f"{period}{words}"


def _about(book: Book, exhibit: Exhibit) -> str:
    """The area that all of a table is about, and its first indicators; "" for a table without any."""
    parts = [exhibit.at, *(line.at for line in (*exhibit.rows, *exhibit.columns))]
    indicators = [book.indicator(id) for id in dict.fromkeys(at.get("indicator", "") for at in parts)]
    names = [indicator.name for indicator in indicators if indicator is not None]
    area = book.area(exhibit.at.get("area", ""))
    return f"{area.short if area is not None else ''}{'、'.join(names[:MOST_NAMED])}" if names else ""


# -- what runs down and what runs across


@dataclass
class _Run:
    """Rows that go together: for each part of the key whether it is one for all, one for each row, one for each column, as far as seen."""

    rows: list[int] = field(default_factory=list)
    whole: dict[str, str] = field(default_factory=dict)
    across: dict[str, dict[int, str]] = field(default_factory=lambda: {part: {} for part in DIMENSIONS})
    open: dict[str, frozenset[str]] = field(
        default_factory=lambda: dict.fromkeys(DIMENSIONS, frozenset({"whole", "row", "column"}))
    )

    def with_row(self, cells: Mapping[int, Key]) -> dict[str, frozenset[str]] | None:
        """What is still open when a row is added; None where it does not go with the others."""
        still = {}
        for number, part in enumerate(DIMENSIONS):
            said = {column: key[number] for column, key in cells.items()}
            values, known = set(said.values()), self.across[part]
            fits = set(self.open[part])
            if len(values | {self.whole.get(part, next(iter(values)))}) > 1:
                fits.discard("whole")
            if len(values) > 1:
                fits.discard("row")
            if any(known.get(column, value) != value for column, value in said.items()):
                fits.discard("column")
            if not fits:
                return None
            still[part] = frozenset(fits)
        return still

    def add(self, row: int, cells: Mapping[int, Key], still: dict[str, frozenset[str]]) -> None:
        self.rows.append(row)
        self.open = still
        for number, part in enumerate(DIMENSIONS):
            for column, key in cells.items():
                self.whole.setdefault(part, key[number])
                self.across[part].setdefault(column, key[number])

    def column(self, column: int) -> dict[str, str]:
        """What a column says, as far as it says one thing."""
        return {part: said[column] for part, said in self.across.items() if column in said}

    def parts(self, where: str) -> list[str]:
        """The parts of the key that stand there: on the whole table where they can, else on rows, else on columns."""
        return [part for part in DIMENSIONS if next(one for one in ("whole", "row", "column") if one in self.open[part]) == where]


def _runs(placed: Placed) -> Iterator[_Run]:
    """The rows of a table in as few pieces as their keys allow."""
    rows: dict[int, dict[int, Key]] = {}
    for (row, column), (key, _amount) in sorted(placed.items(), key=lambda one: one[0]):
        rows.setdefault(row, {})[column] = key
    run = _Run()
    for row, cells in rows.items():
        still = run.with_row(cells)
        if still is None:
            yield run
            run = _Run()
            still = run.with_row(cells)
        if still is not None:
            run.add(row, cells, still)
    if run.rows:
        yield run


def _exhibit(book: Book, title: str, run: _Run, placed: Placed) -> Exhibit:
    rows = set(run.rows)
    own = {place: one for place, one in placed.items() if place[0] in rows}
    fixed = _said(run.whole, run.parts("whole"))
    down = {row: _said(key._asdict(), run.parts("row")) for (row, _column), (key, _amount) in own.items()}
    columns = sorted({column for _row, column in own})
    across = {column: _said(run.column(column), run.parts("column")) for column in columns}
    _fill(down, fixed, _OF_ROWS)
    _fill(across, fixed, _OF_COLUMNS)
    exhibit = Exhibit(new_uid(), "", title, at=fixed)
    exhibit = replace(exhibit, rows=tuple(_rows(book, down)), columns=tuple(_columns(book, across)))
    return _with_units(exhibit, down, across, own)


def _said(parts: Mapping[str, str], wanted: Sequence[str]) -> dict[str, str]:
    return {part: parts[part] for part in wanted if parts[part]}


def _fill(lines: Mapping[int, dict[str, str]], fixed: dict[str, str], likeliest: Sequence[str]) -> None:
    """Let every line say something: a line that fixes nothing would be a heading."""
    while not all(lines.values()):
        part = next(part for part in likeliest if part in fixed)
        value = fixed.pop(part)
        for at in lines.values():
            at[part] = value


def _order(lines: Iterable[Mapping[str, str]]) -> list[str]:
    """The parts that lines fix, outermost first: what changes least often from one line to the next."""
    told = list(lines)
    changes = {
        part: sum(one.get(part) != other.get(part) for one, other in pairwise(told))
        for part in DIMENSIONS
        if any(part in one for one in told)
    }
    return sorted(changes, key=lambda part: changes[part])


def _distinct(lines: Mapping[int, dict[str, str]]) -> list[dict[str, str]]:
    """The lines in their order, each once."""
    return list({tuple(sorted(at.items())): at for at in lines.values()}.values())


def _labels(book: Book, at: Mapping[str, str], order: Sequence[str]) -> list[str]:
    return [label_of(book, part, at[part]) for part in order if part in at]


def _columns(book: Book, across: Mapping[int, dict[str, str]]) -> Iterator[Line]:
    order = _order(across.values())
    for at in _distinct(across):
        *outer, label = _labels(book, at, order)
        yield Line(new_uid(), label, at, groups=tuple(outer))


def _rows(book: Book, down: Mapping[int, dict[str, str]]) -> Iterator[Line]:
    order = _order(down.values())
    above: list[str] = []
    for at in _distinct(down):
        *outer, label = _labels(book, at, order)
        if outer and outer != above:
            yield Line(new_uid(), " ".join(outer))
        above = outer
        yield Line(new_uid(), label, at, level=INNER if outer else 0)


# -- units


def _with_units(
    exhibit: Exhibit, down: Mapping[int, dict[str, str]], across: Mapping[int, dict[str, str]], own: Placed
) -> Exhibit:
    """The table with the units of its figures: of the whole, else of its columns, else of its rows."""
    levels = {
        place: amount.unit.symbol
        for place, (key, amount) in own.items()
        if unit_of_measure(key.measure) is None and amount.unit.symbol
    }
    if len(set(levels.values())) == 1:
        return replace(exhibit, unit=next(iter(levels.values())))
    by_column = _of_lines(levels, lambda place: across[place[1]])
    by_row = _of_lines(levels, lambda place: down[place[0]])
    if by_column is not None:
        return replace(exhibit, columns=tuple(_in_unit(line, by_column) for line in exhibit.columns))
    if by_row is not None:
        return replace(exhibit, rows=tuple(_in_unit(line, by_row) for line in exhibit.rows))
    return exhibit


_Said = tuple[tuple[str, str], ...]


def _of_lines(levels: Mapping[Place, str], line: Callable[[Place], Mapping[str, str]]) -> dict[_Said, str] | None:
    """The unit of each line; None where one has two."""
    found: dict[_Said, Counter[str]] = {}
    for place, unit in levels.items():
        found.setdefault(tuple(sorted(line(place).items())), Counter())[unit] += 1
    if any(len(units) > 1 for units in found.values()):
        return None
    return {said: next(iter(units)) for said, units in found.items()}


def _in_unit(line: Line, units: Mapping[_Said, str]) -> Line:
    return replace(line, unit=units.get(tuple(sorted(line.at.items())), "")) if line.at else line
