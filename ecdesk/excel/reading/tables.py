"""Where the tables of a sheet are: title and unit lines, header rows, body rows, notes; several tables, repeated headers, 续表."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.wording.folding import fold, half_width
from ecdesk.domain.wording.measures import status_named
from ecdesk.domain.wording.note_marks import tidy, without_footnote_marks
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.time.time_words import find_time
from ecdesk.domain.wording.units import printed_unit
from ecdesk.excel.reading.figures import read_text
from ecdesk.excel.reading.grid import Sheet
from ecdesk.excel.reading.headings import HeadingReader
from ecdesk.excel.reading.labels import LabelReader
from ecdesk.excel.reading.words import words

DEEPEST_HEADER = 6
ERRORS = ("#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
"""What a formula leaves that could not be worked out: it stands where a figure should be."""
FIGURE, YEAR, MARK, TEXT, PERIOD = "figure", "year", "mark", "text", "period"


@dataclass
class Table:
    """One table of a sheet. context: row and text of each title or unit line above it;
    earlier: of those above the tables before it. header and body: row numbers.

    sections: a text line inside the body that stands over the rows below it.
    """

    context: list[tuple[int, str]] = field(default_factory=list)
    earlier: list[tuple[int, str]] = field(default_factory=list)
    header: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    sections: list[tuple[int, str]] = field(default_factory=list)
    left: int = 0
    right: int = 0
    own_context: bool = False


_MARKED_YEAR = re.compile(r"((?:19|20)[0-9]{2}) ?\([0-9]{1,2}\)")
_MONTH_CODE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")
_SPOILT = re.compile(r"[0-9][0-9.,\-~—' ]{0,20}%?(?:\([+\-±]?[0-9.,]{1,12}%?\))?")
_PLAIN = re.compile(r"-?(?!(?:19|20)[0-9]{2}(?![0-9]))(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?%?")
"""A figure that is no year and no month (2018, 2018.09)."""
_SMALL_RANGE = re.compile(r"[0-9]{1,2}[-—.][0-9]{1,2}|(?:19|20)[0-9]{2} ?[-—–~/] ?(?:19|20)?[0-9]{2}")


@lru_cache(maxsize=65536)
def text_kind(text: str) -> str:
    """What a text in a cell is by its form: a figure, a mark such as —, a period, or words."""
    if _PLAIN.fullmatch(text) is not None:
        return FIGURE
    plain = _unmarked(text)
    if _MARKED_YEAR.fullmatch(half_width(plain)) is not None:
        return YEAR
    if len(plain) > 60:
        return TEXT
    if plain in ERRORS:
        return FIGURE
    if not any(character.isnumeric() for character in plain):
        return MARK if isinstance(parse_content(plain), Mark) else TEXT
    time, rest = find_time(tidy(plain))
    rest = rest.strip(" -—()")
    if not any(character.isdigit() for character in plain):
        return PERIOD if time is not None and not rest else TEXT  # 九月
    if time is not None and (not rest or status_named(rest) not in ("", "planned")) and (len(plain) == 4 or not plain.isdigit()):
        return YEAR if re.fullmatch(r"\s*(?:19|20)[0-9]{2}\s*", plain) else PERIOD
    if read_text(plain).amount is not None:
        return FIGURE
    # What should have been a figure: 893,6 or 4.8.1 or 500-600.
    read = half_width(plain)
    return FIGURE if _SPOILT.fullmatch(read) and not _SMALL_RANGE.fullmatch(read) else TEXT


def _unmarked(text: str) -> str:
    return without_footnote_marks(text.strip(), leading=True).strip()


def year_number(value: Any) -> int:
    """The year of a value that `value_kind` calls one: 2018 of 2018.0 and of "2018*"."""
    return int(_unmarked(value)[:4]) if isinstance(value, str) else int(value)


def value_kind(value: Any) -> str:
    """The same for a typed value."""
    if isinstance(value, str):
        return text_kind(value)
    if isinstance(value, bool):
        return TEXT
    if isinstance(value, int | float):
        return YEAR if 1900 <= value <= 2049 and value == int(value) else FIGURE
    if isinstance(value, datetime.date | datetime.datetime):
        return PERIOD
    return TEXT


def words_of(value: Any) -> str:
    """What a cell says as a label: a whole number without a fraction, a date at the beginning or end of a month as that month."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):
        ends_month = value.day == 1 or (value + datetime.timedelta(days=1)).day == 1
        return f"{value:%Y-%m}" if ends_month else f"{value:%Y-%m-%d}"
    return str(value)


def _as_label(value: Any) -> str:
    """What a cell says as a label among others of its kind: one year is like another."""
    return "1" if value_kind(value) == YEAR else str(value)


class Grid:
    """A sheet between two columns, with merged cells answered by their first cell."""

    def __init__(self, sheet: Sheet, left: int = 0, right: int | None = None) -> None:
        self.sheet = sheet
        self.left = left
        self.right = sheet.width if right is None else right
        self.origin: dict[tuple[int, int], tuple[int, int]] = {}
        self.span_of: dict[tuple[int, int], tuple[int, int]] = {}
        budget = 200_000
        for top, first, bottom, last in sheet.merged:
            bottom, last = min(bottom, sheet.height - 1), min(last, self.right - 1)
            budget -= max(0, bottom - top + 1) * max(0, last - first + 1)
            if budget < 0:
                break
            if not self.left <= first < self.right:
                continue
            self.span_of[top, first] = bottom, last
            for row in range(top, bottom + 1):
                for column in range(first, last + 1):
                    self.origin[row, column] = top, first

    def value(self, row: int, column: int) -> Any:
        rows = self.sheet.rows
        if row < len(rows) and column < len(rows[row]):
            return rows[row][column]
        return ""

    def through(self, row: int, column: int) -> Any:
        """The value at a position, that of the merged range it lies in if any."""
        return self.value(*self.origin.get((row, column), (row, column)))

    def filled(self, row: int) -> list[tuple[int, Any]]:
        """Column and value of each cell of a row with something in it."""
        if row >= len(self.sheet.rows):
            return []
        line = self.sheet.rows[row]
        return [
            (column, line[column])
            for column in range(self.left, min(len(line), self.right))
            if line[column] != "" and not (isinstance(line[column], str) and not line[column].strip())
        ]

    def last_of(self, row: int, column: int) -> int:
        """The last column that a cell reaches to."""
        return self.span_of.get((row, column), (row, column))[1]


class TableFinder:
    """Walks down a sheet and sorts its rows into tables."""

    def __init__(self, grid: Grid, labels: LabelReader, headings: HeadingReader) -> None:
        self.grid = grid
        self.labels = labels
        self.headings = headings
        self.notes: list[tuple[int, str]] = []
        self.trailing: list[tuple[int, str]] = []
        """Lines below the last table."""
        self._uncached = {at[0] for at in grid.sheet.formulas if grid.left <= at[1] < grid.right and grid.value(*at) == ""}
        """Rows with formulas whose result was not saved."""

    def find(self) -> list[Table]:
        """Every table of the sheet, top to bottom; one without any body is left out."""
        tables: list[Table] = []
        context: list[tuple[int, str]] = []
        earlier: list[tuple[int, str]] = []
        current: Table | None = None
        header: list[int] = []
        pending: list[tuple[int, str]] = []
        height = self.grid.sheet.height
        kinds = [self._row_kind(row) if line else "blank" for row, line in enumerate(self.grid.sheet.rows)]
        for row in range(height):
            if kinds[row] == "single" and self._heads_figures(kinds, row):
                kinds[row] = "heading"
        figured = {
            at
            for row in range(height)
            if kinds[row] == "data"
            for at, value in self.grid.filled(row)
            if value_kind(value) == FIGURE
        }
        for row in range(height):
            above = any(kind in ("heading", "data") for kind in kinds[:row])
            if kinds[row] == "heading" and above and self._has_year_for_figure(row, figured):
                kinds[row] = "data"
        labels = {(at, _as_label(value)) for row in range(height) if kinds[row] == "data" for at, value in self.grid.filled(row)}
        row = 0
        while row < height:
            kind = kinds[row]
            if kind in ("blank", "note", "index"):
                row += 1
                continue
            listed = kind == "single" and bool(header)
            if kind in ("single", "heading") and (current is not None or listed) and self._is_without_figures(row, labels):
                kind = "data"
            if kind == "single" and current is None and (self._is_level_of(header, row, kinds) or self._heads_column(kinds, row)):
                kind = "heading"
            if kind == "single" and not self._opens_table(kinds, row):
                words_here = words_of(self.grid.filled(row)[0][1])
                if current is not None or header:
                    pending.append((row, words_here))
                else:
                    context.append((row, words_here))
                row += 1
                continue
            if kind in ("context", "single") and (header or current is not None) and self._goes_on(kinds, row, header, current):
                if current is None and kinds[row + 1] == "heading":
                    context.extend((row, str(value)) for _column, value in self.grid.filled(row))
                else:
                    pending.extend((row, str(value)) for _column, value in self.grid.filled(row))
                row += 1
                continue
            if kind in ("context", "single"):
                if current is not None or header:
                    current, header, pending = None, [], []
                    earlier = earlier + context
                    context = []
                context.extend((row, str(value)) for _column, value in self.grid.filled(row))
                row += 1
                continue
            if kind == "heading" and ((current is None and not header) or not self._is_body(row, header, current)):
                if current is not None:
                    # Lines after the last row of figures stand over this header.
                    earlier, context = earlier + context, pending
                    current, header, pending = None, [], []
                header.append(row)
                if len(header) > DEEPEST_HEADER:
                    header.pop(0)
                row += 1
                continue
            if current is None:
                repeated = not header and bool(tables)
                current = Table(context=context, earlier=earlier, header=list(tables[-1].header) if repeated else header)
                current.left, current.right = self.grid.left, self.grid.right
                current.own_context = bool([line for _row, line in context if not words().continued.search(line)])
                tables.append(current)
                earlier, context, header = context + earlier, [], []
            for section in pending:
                current.sections.append(section)
            pending = []
            current.body.append(row)
            row += 1
        self.trailing = context + (pending if current is None else [])
        return [table for table in tables if table.body]

    def _has_year_for_figure(self, row: int, figured: set[int]) -> bool:
        """Whether the one number of a row, which may be a year, is a figure like those above and below it: 北京│1950."""
        cells = self.grid.filled(row)
        years = [at for at, value in cells if value_kind(value) == YEAR]
        first = str(cells[0][1])
        return (
            len(years) == 1
            and years[0] in figured
            and years[0] > cells[0][0]
            and not words().role(first)
            and (self._known(first) or value_kind(first) == PERIOD)
        )

    def _is_without_figures(self, row: int, labels: set[tuple[int, str]]) -> bool:
        """Whether a row is like others that hold figures, and its own were left out."""
        cells = self.grid.filled(row)
        if len(cells) == 1 and value_kind(cells[0][1]) == YEAR:
            # One year without figures among years, not one over the rows below it.
            below = self.grid.filled(row + 1)
            if not below or below[0][0] != cells[0][0] or value_kind(below[0][1]) != YEAR:
                return False
        return all((at, _as_label(value)) in labels for at, value in cells if value_kind(value) != MARK)

    def _goes_on(self, kinds: list[str], row: int, header: list[int], current: Table | None) -> bool:
        """Whether a line that names something (地区：湖南省, 单位：亿元) stands inside a table: its figures follow at once, or, below a row of
        years, more headings."""
        if not all(self._is_named(str(value)) for _column, value in self.grid.filled(row)):
            return False
        if next((kinds[below] for below in range(row + 1, len(kinds)) if kinds[below] != "blank"), "") == "data":
            return True
        heads = [value_kind(value) for above in header for _column, value in self.grid.filled(above)]
        return current is None and set(heads) <= {YEAR, PERIOD} and kinds[row + 1 : row + 2] == ["heading"]

    def _is_level_of(self, header: list[int], row: int, kinds: list[str]) -> bool:
        """Whether a single text right of the labels is one level of a header begun above it: it is merged over several columns, or
        headings follow directly below."""
        column, _value = self.grid.filled(row)[0]
        if not header or column in self._stub_columns(header):
            return False
        return self.grid.last_of(row, column) > column or (row + 1 < len(kinds) and kinds[row + 1] == "heading")

    def _heads_figures(self, kinds: list[str], row: int) -> bool:
        """Whether a single text over a column of figures says that it heads them: 数值, 2018年, 同比."""
        label = self.labels(words_of(self.grid.filled(row)[0][1]))
        return (label.says_level or not label.rest) and self._heads_column(kinds, row, labelled=not label.says_level)

    def _heads_column(self, kinds: list[str], row: int, labelled: bool = True) -> bool:
        """Whether a single text stands over a column of figures. labelled: that have their labels further left."""
        column = self.grid.filled(row)[0][0]
        following = next((at for at in range(row + 1, len(kinds)) if kinds[at] not in ("blank", "single")), len(kinds))
        if column == self.grid.left or following == len(kinds) or kinds[following] != "data":
            return False
        below = self.grid.filled(following)
        return below[0][0] < column + (not labelled) and any(
            at == column and value_kind(value) in (FIGURE, YEAR) for at, value in below
        )

    def _row_kind(self, row: int) -> str:
        cells = self.grid.filled(row)
        if cells and (row in self._uncached or self._shares_a_figure(row)):
            return "data"
        if not cells:
            return "blank"
        kinds = [value_kind(value) for _column, value in cells]
        figures = kinds.count(FIGURE)
        years = kinds.count(YEAR)
        first = str(cells[0][1])
        texts = [str(value) for (_column, value), kind in zip(cells, kinds, strict=True) if kind in (TEXT, PERIOD)]
        if self._is_index(cells, kinds):
            return "index"
        if words().signature.match(tidy(first)) and len(cells) - len(texts) <= 2:
            self.notes.append((row, first))
            return "note"
        if not figures:
            if (words().note_starts.search(tidy(first)) and len(texts) <= 2) or (
                texts and all(words().signature.search(tidy(text)) for text in texts)
            ):
                self.notes.append((row, first))
                return "note"
            if (
                texts
                and words().signature.search(tidy(first))
                and all(self._is_named(text) or words().signature.search(text) for text in texts)
            ):
                self.notes.append((row, first))
                return "note"
            if texts and len(texts) == len(cells) and all(self._is_named(text) for text in texts):
                return "context"
        if figures == 0 and years:
            # A year is a heading among other years and texts, a figure where the row has nothing else.
            numbers = [value for (_column, value), kind in zip(cells, kinds, strict=True) if kind == YEAR]
            if len(numbers) >= 2 or texts:
                heads = len(cells) > 1 and self._years_in_line(numbers) and not (len(numbers) == 1 and kinds.count(MARK))
                return "heading" if heads else "data"
            return "single" if len(cells) == 1 else "data"
        if figures:
            codes = [words_of(value) for (_column, value), kind in zip(cells, kinds, strict=True) if kind == FIGURE]
            heads = (
                bool(texts or cells[0][0] > self.grid.left)
                and len(codes) == len(cells) - len(texts)
                and all(map(_MONTH_CODE.fullmatch, codes))
            )
            return "heading" if heads and (not texts or words().role(texts[0])) else "data"
        if len(cells) == 1:
            return "single"
        if kinds.count(MARK) and (kinds[0] in (TEXT, PERIOD)) and (kinds[-1] == MARK or kinds.count(MARK) >= len(cells) - 2):
            return "data"
        if len(texts) == 2 and len(cells) == 2 and any(self.is_unit_line(text) for text in texts):
            return "context"
        return "heading"

    def _shares_a_figure(self, row: int) -> bool:
        """Whether a figure of a row above is merged down to this one."""
        above = (
            at for column in range(self.grid.left, self.grid.right) if (at := self.grid.origin.get((row, column))) is not None
        )
        return any(at[0] < row and value_kind(self.grid.value(*at)) == FIGURE for at in above)

    def _years_in_line(self, numbers: list[Any]) -> bool:
        values = [year_number(number) for number in numbers]
        if len(values) == 1:
            return True
        once = list(dict.fromkeys(values))
        if len(once) < len(values) and values == once * (len(values) // len(once)):
            values = once  # the same years under each of several headings
            if len(values) == 1:
                return True
        steps = {abs(after - before) for before, after in pairwise(values)}
        return (len(set(values)) == len(values) and max(steps) <= 10) or (len(set(values)) < len(values) and max(steps) <= 1)

    def _is_index(self, cells: list[tuple[int, Any]], kinds: list[str]) -> bool:
        """甲 乙 1 2 3: the row that numbers the columns."""
        if len(cells) < 2:
            return False
        texts = (fold(str(value)) for (_c, value), kind in zip(cells, kinds, strict=True) if kind in (TEXT, PERIOD, MARK))
        if not all(words().index_row.fullmatch(text) for text in texts):
            return False
        numbers = [
            re.sub(r"[()]", "", fold(str(value))) for (_c, value), kind in zip(cells, kinds, strict=True) if kind == FIGURE
        ]
        counted = [str(index) for index in range(1, len(numbers) + 1)]
        plain = [number.removesuffix(".0") for number in numbers]
        return (
            bool(numbers)
            and (plain == counted or plain == [str(int(value) - 1) for value in counted])
            and (any(kind in (TEXT, PERIOD, MARK) for kind in kinds) or len(numbers) > 2)
        )

    def _is_named(self, text: str) -> bool:
        """单位：亿元, 填报单位：…: a line that names something."""
        plain = tidy(text)
        return any(pattern.match(plain) for pattern in words().lines.values()) or self.is_unit_line(plain)

    def is_unit_line(self, text: str) -> bool:
        """Whether a text gives the unit of the whole table: 单位：亿元."""
        return words().unit_line.search(text) is not None and len(text) < 60

    def _opens_table(self, kinds: list[str], row: int) -> bool:
        """Whether a single text stands over a new table rather than inside one: by its words, its width, or what follows."""
        column, value = self.grid.filled(row)[0]
        plain = tidy(str(value))
        if self._is_named(plain) or words().continued.search(plain) or words().numbered.search(plain):
            return True
        following = next(
            (kinds[below] for below in range(row + 1, len(kinds)) if kinds[below] not in ("blank", "note", "single")), "blank"
        )
        if following == "context":
            return True
        if following != "heading":
            return False
        below = next(index for index in range(row + 1, len(kinds)) if kinds[index] not in ("blank", "note", "single"))
        if not self._has_signs(below):
            return False
        # A heading merged over part of the columns, with more headings below it, is the top level of a header.
        wide = self.grid.last_of(row, column) - column + 1
        return not (
            column > self.grid.left
            and wide > 1
            and self.grid.filled(below)[0][0] >= self.grid.left
            and self._is_level(row, below)
        )

    def _is_level(self, row: int, below: int) -> bool:
        column, _value = self.grid.filled(row)[0]
        first = self.grid.filled(below)[0][0]
        return first >= column or (
            below == row + 1 and self.grid.span_of.get((row, column), (row, column))[1] < self.grid.right - 1 and first < column
        )

    def _has_signs(self, row: int) -> bool:
        """Whether a row of texts looks like a header: role words, periods, measures, or several areas or indicators."""
        roles = periods = names = 0
        cells = self.grid.filled(row)
        for _column, value in cells:
            words_here = str(value)
            if words().role(words_here):
                roles += 1
                continue
            if value_kind(value) in (PERIOD, YEAR):
                periods += 1
                continue
            label = self.labels(words_here)
            if label.measure or label.value_word or (label.time is not None and not label.rest):
                periods += 1
            elif label.area is not None or self.headings.find_label(label) is not None or (label.units and label.rest):
                names += 1
        return roles >= 1 or (periods >= 1 and (len(cells) >= 2)) or names >= 2

    def _is_body(self, row: int, header: list[int], current: Table | None) -> bool:
        """Whether a row of texts below a header is a row of the body that has no figures rather than another header row."""
        above = header or (current.header if current is not None else [])
        if not above:
            return False
        cells = self.grid.filled(row)
        first = str(cells[0][1])
        if cells[0][0] > self.grid.left and all(self.labels(words_of(value)).says_level for _column, value in cells):
            return False  # 数值 again over the figures
        if current is None and len(cells) > 1 and (words().describing.fullmatch(fold(first)) or words().role(first) == "unit"):
            return False
        places = sum(1 for _column, value in cells if self.labels(str(value)).area is not None)
        if current is None and places >= 2 and places >= len(cells) - 1:
            return False
        own = sum(1 for _column, value in cells if words().role(str(value)))
        if own >= 1 and len(cells) >= 2 and current is not None:
            return False
        stubs = self._stub_columns(above)
        outside = [(column, value) for column, value in cells if column not in stubs]
        inside = [value for column, value in cells if column in stubs]
        if not outside:
            return (
                not all(self.grid.origin.get((row, column)) is not None for column, _value in cells) and bool(inside) and not own
            )
        if current is None:
            # Straight below a header: a unit row, a second level, or the first row of a body without figures.
            if all(value_kind(value) == MARK or printed_unit(str(value)) is not None for _column, value in outside):
                return bool(inside) and not any(words().role(str(value)) for value in inside)
            if any(self._known(str(value)) for value in inside) and not any(words().role(str(value)) for value in inside):
                return not any(self._is_heading_word(value) for _column, value in outside)
            return False
        return not self._has_signs(row) or any(self._known(str(value)) for value in inside)

    def _is_heading_word(self, value: Any) -> bool:
        if value_kind(value) in (PERIOD, YEAR):
            return True
        label = self.labels(str(value))
        return bool(label.measure or label.value_word or (label.time is not None and not label.rest))

    def _known(self, text: str) -> bool:
        label = self.labels(text)
        return label.area is not None or self.headings.find_label(label) is not None or label.total

    def _stub_columns(self, header: list[int]) -> set[int]:
        found: set[int] = set()
        for row in header:
            for column, value in self.grid.filled(row):
                if words().role(str(value)):
                    found.update(range(column, self.grid.last_of(row, column) + 1))
        if not found:
            found.add(self.grid.left)
        return found
