"""Where the tables of a sheet are: title and unit lines, header rows, body rows, notes; several tables, repeated headers, 续表."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import match_numbering
from ecdesk.domain.wording.units import printed_unit
from ecdesk.excel.formats.grid import Grid
from ecdesk.excel.reading.tables.cell_kinds import (
    FIGURE,
    MARK,
    PERIOD,
    TEXT,
    YEAR,
    is_class,
    is_time_alone,
    named_in_pairs,
    opens_line,
    value_kind,
    without_bare_units,
    words_of,
    year_number,
)
from ecdesk.excel.reading.texts.context import begins_with_title, first_and_last
from ecdesk.excel.reading.texts.evidence import depth
from ecdesk.excel.reading.texts.headings import HeadingReader
from ecdesk.excel.reading.texts.labels import Label, LabelReader
from ecdesk.excel.reading.texts.words import words

DEEPEST_HEADER = 6


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
    again: dict[str, str] = field(default_factory=dict)
    """What stands over the names of rows that another table has, too, and tells them apart."""


_MONTH_CODE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")


def _as_label(value: Any) -> str:
    """What a cell says as a label among others of its kind: one year is like another."""
    return "1" if value_kind(value) == YEAR else str(value)


def _are_alike(own: Label, other: Label) -> bool:
    """Whether two labels are of one kind: places as deep as each other, times of a kind, or names each with its unit."""
    if own.rest or other.rest:
        return _are_counted(own, other)
    if own.area is not None and other.area is not None:
        return depth(own.area) == depth(other.area)
    return own.time is not None and other.time is not None and own.time.kind == other.time.kind


def _are_counted(own: Label, other: Label) -> bool:
    """Whether two labels are names each with its unit, and neither is over the other."""
    counted = all(one.names and one.units and not one.measure for one in (own, other))
    return counted and not other.among and not match_numbering(own.raw)


def _counts_on(years: list[int]) -> bool:
    """Whether years follow each other, in one run or in several side by side: 2014–2017, 2015–2017."""
    runs = [[years[0]]]
    for before, after in pairwise(years):
        same_way = len(runs[-1]) < 2 or (after > before) == (runs[-1][-1] > runs[-1][-2])
        if abs(after - before) == 1 and same_way:
            runs[-1].append(after)
        else:
            runs.append([after])
    return all(len(run) > 1 for run in runs)


def _stand_close(years: list[int]) -> bool:
    """Whether years lie no more than ten apart, each once, or one, some of them again."""
    steps = {abs(after - before) for before, after in pairwise(years)}
    return max(steps) <= (10 if len(set(years)) == len(years) else 1)


def _kind_below(kinds: list[str], row: int, *passed: str) -> str:
    """The kind of the next row below one that is of none of some kinds, "" for none."""
    return next((kind for kind in kinds[row + 1 :] if kind not in passed), "")


class _Row:
    """A row that is not blank: its cells with their columns, the kind of each, and its texts."""

    def __init__(self, cells: list[tuple[int, Any]]) -> None:
        self.cells = cells
        self.kinds = [value_kind(value) for _column, value in cells]
        self.texts = [str(value) for value in self.of(TEXT, PERIOD)]
        self.only_texts = len(self.texts) == len(cells)

    def of(self, *kinds: str) -> list[Any]:
        """The values of some kinds."""
        return [value for (_column, value), kind in zip(self.cells, self.kinds, strict=True) if kind in kinds]


class _Walk:
    """How far the rows of a sheet were sorted into tables. context: lines over the table that comes, earlier: those over the tables before it;
    header: rows of its header so far; dropped: rows that began a header and came to stand over no figures; pending: lines after the last row of figures, of which it is open what they belong to."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.tables: list[Table] = []
        self.current: Table | None = None
        self.header: list[int] = []
        self.context: list[tuple[int, str]] = []
        self.earlier: list[tuple[int, str]] = []
        self.pending: list[tuple[int, str]] = []
        self.dropped: list[int] = []

    @property
    def is_above(self) -> bool:
        """Whether nothing of a table was met since the last one."""
        return self.current is None and not self.header

    def leave(self) -> None:
        """End the table."""
        if not self.is_above:
            self.dropped += self.header if self.current is None else []
            self.current, self.header, self.pending = None, [], []
            self.earlier, self.context = first_and_last(self.earlier + self.context), []

    def head(self, row: int) -> None:
        """Go on with a row of the header, which ends a table that has rows of figures already."""
        if self.current is not None:
            # Lines after the last row of figures stand over this header.
            self.earlier, self.context = first_and_last(self.earlier + self.context), self.pending
            self.current, self.header, self.pending = None, [], []
        self.header = [*self.header, row][-DEEPEST_HEADER:]

    def go_on(self, row: int) -> None:
        """Go on with a row of figures."""
        if self.current is None:
            repeated = not self.header and bool(self.tables)
            header = list(self.tables[-1].header) if repeated else self.header
            self.current = Table(self.context, self.earlier, header, left=self.grid.left, right=self.grid.right)
            self.current.own_context = any(not words().continued.search(line) for _row, line in self.context)
            self.tables.append(self.current)
            self.earlier, self.context, self.header = first_and_last(self.context + self.earlier), [], []
        self.current.sections.extend(self.pending)
        self.pending = []
        self.current.body.append(row)


MOST_DESCRIBING = 40
"""So many first rows of an export may tell of its series what they are."""


class TableFinder:
    """Walks down a sheet and sorts its rows into tables."""

    def __init__(self, grid: Grid, labels: LabelReader, headings: HeadingReader) -> None:
        self.grid = grid
        self.labels = labels
        self.headings = headings
        self.notes: list[tuple[int, str]] = []
        self.trailing: list[tuple[int, str]] = []
        self.dropped: list[int] = []
        self._uncached = {at[0] for at in grid.sheet.formulas if grid.left <= at[1] < grid.right and grid.value(*at) == ""}
        """Rows with formulas whose result was not saved."""
        first_rows = range(min(grid.sheet.height, MOST_DESCRIBING))
        self._is_export = any(words().of_series.fullmatch(fold(str(grid.value(row, grid.left)))) for row in first_rows)
        self._places: set[int] = set()
        """Columns whose headings say that they hold places."""

    def find(self) -> list[Table]:
        """Every table of the sheet, top to bottom; one without any body is left out."""
        kinds, labels = self._kinds()
        walk = _Walk(self.grid)
        for row, kind in enumerate(kinds):
            if kind in ("blank", "note", "index"):
                continue
            kind = self._kind_in_place(kinds, row, labels, walk)
            if kind in ("single", "context"):
                self._take_line(kinds, row, kind, walk)
            elif kind == "heading" and (walk.is_above or not self._is_body(row, walk.header, walk.current)):
                walk.head(row)
            else:
                walk.go_on(row)
        self.trailing, self.dropped = walk.context + walk.pending, walk.dropped
        return [table for table in walk.tables if table.body]

    def _kinds(self) -> tuple[list[str], set[tuple[int, str]]]:
        """The kind of each row, and the labels of rows that hold figures, each with its column."""
        rows = range(self.grid.sheet.height)
        kinds = [self._row_kind(row) for row in rows]
        for row in rows:
            if kinds[row] == "single" and self._heads_figures(kinds, row):
                kinds[row] = "heading"
        self._places = self._columns_of_places(kinds)
        held = [(at, value) for row in rows if kinds[row] == "data" for at, value in self.grid.filled(row)]
        labels = {(at, _as_label(value)) for at, value in held}
        figured = {at for at, value in held if value_kind(value) == FIGURE}
        self._settle_years(kinds, figured, labels)
        return kinds, labels

    def _columns_of_places(self, kinds: list[str]) -> set[int]:
        """The columns that a heading says hold places."""
        heads = [row for row, kind in enumerate(kinds) if kind == "heading"]
        return {at for row in heads for at, value in self.grid.filled(row) if words().role(words_of(value)) == "region"}

    def _settle_years(self, kinds: list[str], figured: set[int], labels: set[tuple[int, str]]) -> None:
        """Make rows of figures of those heads whose years are figures. figured: the columns that hold any figure."""
        inside = False
        headed: set[int] = set()
        for row, kind in enumerate(kinds):
            stands_as_figure = kind == "heading" and (
                self._has_year_for_figure(row, figured, labels, inside) or self._has_figures_like_years(row, headed)
            )
            kinds[row] = "data" if stands_as_figure else kind
            inside = inside or kind in ("heading", "data")
            headed = headed | {at for at, _value in self.grid.filled(row)} if kind in ("heading", "data") else set()

    def _kind_in_place(self, kinds: list[str], row: int, labels: set[tuple[int, str]], walk: _Walk) -> str:
        """The kind of a row by what stands above and below it, too."""
        kind = kinds[row]
        listed = kind == "single" and bool(walk.header)
        within = walk.current is not None or listed
        if within and self._left_out_figures(kinds, row, labels):
            return "data"
        heads = self._is_level_of(walk.header, row, kinds) or self._heads_column(kinds, row) if kind == "single" else False
        return "heading" if heads and walk.current is None else kind

    def _take_line(self, kinds: list[str], row: int, kind: str, walk: _Walk) -> None:
        """A line of text: inside a table, over it, or over a new one."""
        cells = self.grid.filled(row)
        if kind == "single" and not self._opens_table(kinds, row):
            (walk.context if walk.is_above else walk.pending).append((row, words_of(cells[0][1])))
            return
        lines = [(row, line) for line in self._lines_of(row)]
        if walk.is_above or not self._goes_on(kinds, row, walk.header, walk.current):
            walk.leave()
            walk.context.extend(lines)
        elif walk.current is None and kinds[row + 1] == "heading":
            walk.context.extend(lines)
        else:
            walk.pending.extend(lines)

    def _has_year_for_figure(self, row: int, figured: set[int], labels: set[tuple[int, str]], inside: bool) -> bool:
        """Whether the one number of a row, which may be a year, is a figure like those above and below it: 北京│1950."""
        cells = self.grid.filled(row)
        years = [at for at, value in cells if value_kind(value) == YEAR]
        first = str(cells[0][1])
        return (
            len(years) == 1
            and years[0] in figured
            and years[0] > cells[0][0]
            and not words().role(first)
            and ((cells[0][0], first) in labels or (inside and (self._known(first) or value_kind(first) == PERIOD)))
        )

    def _has_figures_like_years(self, row: int, headed: set[int]) -> bool:
        """Whether the numbers of a row stand below headings, beside a name or a time, and do not count on as years do: 学校数（所）│2027.
        headed: the columns with something in the rows straight above."""
        (_at, first), *others = self.grid.filled(row)
        numbers = [(at, value) for at, value in others if value_kind(value) == YEAR]
        if not numbers or not all(at in headed for at, _value in numbers) or words().role(str(first)):
            return False
        return self._tells_row(first) and (len(numbers) == 1 or not _counts_on([year_number(value) for _at, value in numbers]))

    def _tells_row(self, value: Any) -> bool:
        """Whether a text is a label of a row: a time, a place or a name."""
        label = self.labels(words_of(value))
        return value_kind(value) == PERIOD or label.area is not None or label.names

    def _is_without_figures(self, row: int, labels: set[tuple[int, str]]) -> bool:
        """Whether a row is like others that hold figures, and its own were left out."""
        cells = self.grid.filled(row)
        if len(cells) == 1 and value_kind(cells[0][1]) == YEAR:
            # One year without figures among years, not one over the rows below it.
            below = self.grid.filled(row + 1)
            if not below or below[0][0] != cells[0][0] or value_kind(below[0][1]) != YEAR:
                return False
        return all((at, _as_label(value)) in labels for at, value in cells if value_kind(value) != MARK)

    def _left_out_figures(self, kinds: list[str], row: int, labels: set[tuple[int, str]]) -> bool:
        """Whether a row of a table is one of figures that were left out."""
        is_like = kinds[row] in ("single", "heading") and self._is_without_figures(row, labels)
        return is_like or (kinds[row] == "single" and self._is_beside_its_like(kinds, row))

    def _is_beside_its_like(self, kinds: list[str], row: int) -> bool:
        """Whether the row of figures below one, or above it, has a label of the same kind, so that its own figures were left out."""
        column, value = self.grid.filled(row)[0]
        if column in self._places and value_kind(value) == TEXT and words_of(value).isascii():
            return True  # Channel Islands among countries
        for beside in (row + 1, row - 1):
            cells = self.grid.filled(beside) if kinds[beside : beside + 1] == ["data"] else []
            if cells and cells[0][0] == column:
                return _are_alike(self.labels(words_of(value)), self.labels(words_of(cells[0][1])))
        return False

    def _goes_on(self, kinds: list[str], row: int, header: list[int], current: Table | None) -> bool:
        """Whether a line that names something (地区：湖南省, 单位：亿元) stands inside a table: its figures follow at once, straight below
        the header also after other such lines, or, below a row of years, more headings."""
        if not all(self._is_named(str(value)) for _column, value in self.grid.filled(row)):
            return False
        if _kind_below(kinds, row, "blank", *(() if current is not None else ("context",))) == "data":
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

    def _row_kind(self, number: int) -> str:
        cells = self.grid.filled(number)
        if not cells:
            return "blank"
        if self._is_export and words().series.fullmatch(fold(words_of(cells[0][1]))):
            return "index"
        if number in self._uncached or self._shares_a_figure(number):
            return "data"
        row = _Row(cells)
        return self._kind_by_words(number, row) or self._kind_by_values(row)

    def _kind_by_words(self, number: int, row: _Row) -> str:
        """What a row is by what its words say, "" where they say nothing of it."""
        if self._is_index(row):
            return "index"
        lines = self._lines_of(number)
        if len(lines) < len(row.cells) and all(map(self._is_named, lines)):
            return "context"
        if self._is_note(row):
            self.notes.append((number, str(row.cells[0][1])))
            return "note"
        texts = without_bare_units(row.texts)
        named = is_time_alone(texts, self._is_named) or (len(texts) == 2 and any(map(self.is_unit_line, texts)))
        return "context" if row.only_texts and (named or self._is_title_with_more(number, row)) else ""

    def _is_title_with_more(self, number: int, row: _Row) -> bool:
        """Whether the first row holds a title, and something more apart from it: 2018年旅游情况│　│　│快报, or a unit."""
        title = tidy(words_of(row.cells[0][1]))
        ends = row.cells[0][0] == self.grid.left and self.grid.last_of(number, self.grid.left)
        apart = len(row.cells) == 2 and row.cells[1][0] > ends + 1
        more = words().topics.search(title) or printed_unit(words_of(row.cells[-1][1]))
        return bool(number == 0 and apart and more and words().role(title) is None)

    def _kind_by_values(self, row: _Row) -> str:
        if FIGURE in row.kinds:
            return "heading" if self._heads_by_codes(row) or self._heads_by_classes(row) else "data"
        if YEAR in row.kinds:
            return self._kind_by_years(row)
        if len(row.cells) == 1:
            return "single"
        marks = row.kinds.count(MARK)
        left_out = marks and row.kinds[0] in (TEXT, PERIOD) and (row.kinds[-1] == MARK or marks >= len(row.cells) - 2)
        return "data" if left_out else "heading"

    def _lines_of(self, row: int) -> list[str]:
        """The texts of a row, each that names something by its end together with what is in the next cell: 报告期：│2019年12月."""
        cells = self.grid.filled(row)
        if lines := named_in_pairs([words_of(value) for _column, value in cells]):
            return lines
        is_text = False
        for said, value in ((words_of(value), value) for _column, value in cells):
            if is_text and opens_line(lines[-1]) and not self._is_named(said):
                lines[-1] += said
            else:
                lines.append(said)
                is_text = isinstance(value, str)
        return lines

    def _is_note(self, row: _Row) -> bool:
        """Whether a row is a note, or tells who filled in the form and when."""
        first, signature = tidy(str(row.cells[0][1])), words().signature
        if signature.match(first) and len(row.cells) - len(row.texts) <= 2:
            return True
        if FIGURE in row.kinds:
            return False
        if words().note_starts.search(first) and len(row.texts) <= 2:
            return True
        rest = [text for text in row.texts if begins_with_title(text)]
        return bool(row.texts) and (not rest or (signature.search(first) is not None and all(map(self._is_named, rest))))

    def _kind_by_years(self, row: _Row) -> str:
        """A year is a heading among other years and texts, a figure where the row has nothing else."""
        numbers = row.of(YEAR)
        if len(row.cells) == 1:
            return "single"
        among = len(numbers) >= 2 or (row.texts and MARK not in row.kinds)
        return "heading" if among and self._years_in_line(numbers) else "data"

    def _heads_by_codes(self, row: _Row) -> bool:
        """Whether all numbers of a row are months written as 201805, under a word of times or none."""
        codes = list(map(words_of, row.of(FIGURE)))
        if len(codes) < len(row.cells) - len(row.texts) or not all(map(_MONTH_CODE.fullmatch, codes)):
            return False
        return words().role(row.texts[0]) is not None if row.texts else row.cells[0][0] > self.grid.left

    def _heads_by_classes(self, row: _Row) -> bool:
        """Whether all numbers of a row of headings are where classes begin or end: 年份│总人口│65岁及以上."""
        first_at, first = row.cells[0]
        beside_labels = words().role(words_of(first)) is not None or first_at > self.grid.left
        return beside_labels and bool(row.texts) and all(map(is_class, row.of(FIGURE)))

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
        return _counts_on(values) or _stand_close(values)

    def _is_index(self, row: _Row) -> bool:
        """甲 乙 1 2 3: the row that numbers the columns."""
        beside = row.of(TEXT, PERIOD, MARK)
        if len(row.cells) < 2 or not all(words().index_row.fullmatch(fold(str(value))) for value in beside):
            return False
        numbers = [re.sub(r"[()]", "", fold(str(value))).removesuffix(".0") for value in row.of(FIGURE)]
        counted = [[str(first + at) for at in range(len(numbers))] for first in (1, 0)]
        return numbers in counted and len(numbers) > (0 if beside else 2)

    @staticmethod
    @lru_cache(maxsize=16384)
    def _is_named(text: str) -> bool:
        """单位：亿元, 填报单位：…: a line that names something."""
        plain = tidy(text)
        return words().any_line.match(plain) is not None or TableFinder.is_unit_line(plain)

    @staticmethod
    def is_unit_line(text: str) -> bool:
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
        cells = self.grid.filled(row)
        if not above or self._is_header_again(cells, current):
            return False
        stubs = self._stub_columns(above)
        outside = [value for column, value in cells if column not in stubs]
        inside = [str(value) for column, value in cells if column in stubs]
        if cells[0][0] > self.grid.left:
            inside = [text for text in inside if printed_unit(text) is None]  # 位 below 位次, in a row of units
        if not outside:
            own = any(map(words().role, inside))
            return not own and any(self.grid.origin.get((row, column)) is None for column, _value in cells)
        known = any(map(self._known, inside))
        if current is not None:
            return known or not self._has_signs(row)
        return self._is_first_of_body(inside, outside, known)

    def _is_first_of_body(self, inside: list[str], outside: list[Any], known: bool) -> bool:
        """Whether a row straight below a header is no unit row and no second level. known: whether its labels (inside) name something."""
        if any(map(words().role, inside)):
            return False
        if all(value_kind(value) == MARK or printed_unit(str(value)) is not None for value in outside):
            return bool(inside)
        return known and not any(map(self._is_heading_word, outside))

    def _is_header_again(self, cells: list[tuple[int, Any]], current: Table | None) -> bool:
        """Whether a row is one of a header by its words: that of the table again, 数值 over figures, a row of units or of places."""
        first = str(cells[0][1])
        if cells[0][0] > self.grid.left and all(self.labels(words_of(value)).says_level for _column, value in cells):
            return True
        if current is not None:
            roles = any(words().role(str(value)) for _column, value in cells)
            return (len(cells) > 1 and roles) or self._repeats(cells, current.header) or self._units_again(cells, current.header)
        if len(cells) > 1 and (words().describing.fullmatch(fold(first)) or words().role(first) == "unit"):
            return True
        places = sum(1 for _column, value in cells if self.labels(str(value)).area is not None)
        return places >= 2 and places >= len(cells) - 1

    def _units_again(self, cells: list[tuple[int, Any]], header: list[int]) -> bool:
        """Whether a row holds a name and units where its header does, too: 快递业务量│万件 below 网络零售额│亿元."""
        over = {column: value for row in header for column, value in self.grid.filled(row)}
        units = [(column, value) for column, value in cells[1:] if printed_unit(str(value)) is not None]
        return 0 < len(units) == len(cells) - 1 and all(
            printed_unit(str(over.get(column, ""))) is not None for column, _value in units
        )

    def _repeats(self, cells: list[tuple[int, Any]], header: list[int]) -> bool:
        """Whether a row says again what stands in a header."""
        said = {(column, str(value)) for row in header for column, value in self.grid.filled(row)}
        return len(cells) > 1 and all((column, str(value)) in said for column, value in cells)

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
