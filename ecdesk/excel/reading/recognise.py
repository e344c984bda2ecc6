"""From a table to readings: each figure with the area, indicator, time, measure and unit that its row, its column and the lines
above it give, and a sentence for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ecdesk.domain.amounts import Amount
from ecdesk.domain.readings import Problem, Reading
from ecdesk.domain.texts import Text, text
from ecdesk.domain.units import Unit
from ecdesk.excel.reading.columns import ColumnReader
from ecdesk.excel.reading.context import Said
from ecdesk.excel.reading.facts import ColumnFacts, Doubt, HeaderReader, RowFacts
from ecdesk.excel.reading.figures import Figure, read_figure
from ecdesk.excel.reading.formulas import fits_line
from ecdesk.excel.reading.grid import Cell, exact, reference
from ecdesk.excel.reading.headings import HeadingReader
from ecdesk.excel.reading.labels import LabelReader
from ecdesk.excel.reading.meaning import MeaningReader
from ecdesk.excel.reading.measuring import ASSUMED, UnitReader
from ecdesk.excel.reading.rows import RowReader
from ecdesk.excel.reading.tables import Grid, Table, value_kind

IN_CELL = text("单位写在单元格里。")
NOT_KEPT = "none"
"""The measure of figures that a report has no place for, such as growth averaged over years."""
MOST_PROBLEMS = 300
HIDDEN_ROW = text("这一行在表中是隐藏的。")


Reasoned = tuple[Any, tuple[Text, ...], tuple[Doubt, ...]]
"""What was found, why, and what has to be asked about it."""


class TableReader:
    """Reads one table of a sheet."""

    def __init__(
        self,
        grid: Grid,
        table: Table,
        said: Said,
        labels: LabelReader,
        headings: HeadingReader,
        units: dict[str, Unit] | None = None,
    ) -> None:
        self.grid = grid
        self.table = table
        self.said = said
        self.labels = labels
        self.headings = headings
        self.sheet = grid.sheet
        self.problems: list[tuple[Problem, bool]] = []
        """Each with whether it must be looked at before the file counts."""
        self.doubts: dict[tuple[str, str], tuple[Doubt, str]] = {}
        self.columns = ColumnReader(grid, table, labels, headings).read()
        self.values = HeaderReader(labels, headings).read(self.columns)
        self._units = UnitReader(said, units or {})
        self._known: dict[Any, Any] = {}
        self._measures: dict[tuple[Any, ...], str] = {}
        self._province_rows = self._count_provinces()
        self._meaning = MeaningReader(said, self.values, labels, headings, self._province_rows)
        self._fractions = self._fraction_columns()
        self._said_left_out: set[int] = set()
        self._fitted: list[Cell] = []
        self._uncached: list[Cell] = []
        self._growth_cells: dict[int, list[int]] = {}

    @property
    def took_outer_area(self) -> bool:
        """Whether figures got their area from the lines above the table."""
        return self._meaning.took_outer_area

    def read(self) -> Iterator[Reading]:
        """Every figure of the table."""
        table = self.table
        rows = RowReader(self.grid, self.columns, self.values, self.labels, self.headings, self._province_rows)
        zero = self._zero_columns()
        sections = sorted(table.sections.items())
        passed = 0
        groups = sorted({facts.column.group for facts in self.values})
        for row in table.body:
            while passed < len(sections) and sections[passed][0] < row:
                rows.enter_section(sections[passed][1][1])
                passed += 1
            for group in groups:
                facts = rows.read(row, group)
                if facts.skip:
                    continue
                for column in self.values:
                    if column.column.group != group or column.column.index in zero:
                        continue
                    value = self._value(row, column.column.index)
                    if value is None:
                        continue
                    reading = self._reading(row, column.column.index, value, facts, column)
                    if reading is not None:
                        yield reading
        self._report_formulas()

    def _value(self, row: int, column: int) -> Any:
        """What stands in a cell; None for nothing and for the rest of a merged range."""
        at = self.grid.origin.get((row, column))
        if at is not None and at != (row, column):
            return None
        value = self.grid.value(row, column)
        return None if value == "" and (row, column) not in self.sheet.formulas else value

    # One figure

    def _reading(self, row: int, index: int, value: Any, facts: RowFacts, column: ColumnFacts) -> Reading | None:
        plain = type(value) is float and (row, index) not in self.sheet.formats and (row, index) not in self.sheet.formulas
        number = exact(value) if plain else None
        if number is not None:
            figure, shown, formula = Figure(Amount(number)), f"{number:f}", ""
        else:
            cell = self.sheet.cell(row, index)
            formula = cell.formula
            if formula and cell.number is None and not cell.text.strip():
                self._uncached.append(cell)
                return None
            if formula and fits_line(formula, self._period_cells()):
                self._fitted.append(cell)
                return None
            figure = read_figure(cell)
            shown = cell.shown
        if figure.blank:
            return None
        at = reference(row, index)
        if figure.amount is None:
            self._unread(at, figure)
            return None
        area, name, measure, time, unit = self._about(facts, column)
        if measure == NOT_KEPT:
            self._left_out(at, column)
            return None
        amount = figure.amount
        (found, region), (match, heading, item) = area[0], name[0]
        why = area[1] + name[1] + time[1]
        doubts = area[2] + name[2] + time[2]
        if figure.own_unit:
            amount = self._units.own(amount, measure, unit[0])
            why = (*why, IN_CELL)
        else:
            why += unit[1]
            doubts += unit[2]
            if unit[0] is not None:
                amount = Amount(amount.value, unit[0], amount.qualifier)
        if row in self.sheet.hidden_rows:
            why = (*why, HIDDEN_ROW)
        if measure != "value" and not figure.own_unit and column.column.index in self._fractions and unit[1] == (ASSUMED,):
            doubts = (*doubts, Doubt("unit", "fractions", text("增速或占比没有写单位，数又都小于1，是小数还是百分数？")))
        for doubt in doubts:
            if (doubt.question, doubt.subject) not in self.doubts:
                self.doubts[doubt.question, doubt.subject] = (doubt, at)
        return Reading(
            found.code if found else "",
            found.name if found else region,
            match.indicator.id if match else heading,
            item,
            time[0],
            measure,
            amount,
            self.sheet.name,
            at,
            shown,
            match is not None,
            formula,
            why,
            doubts[0].message if doubts else None,
        )

    def _about(self, row: RowFacts, column: ColumnFacts) -> tuple[Reasoned, Reasoned, str, Reasoned, Reasoned]:
        """Area, name, measure, period and unit of a figure, each worked out once for each kind of row and kind of column."""
        known = self._known
        key: tuple[Any, ...] = ("a", row.kinds[0], column.kinds[0])
        area = known.get(key)
        if area is None:
            area = known[key] = self._reasoned(self._meaning.area, row, column)
        key = ("n", row.kinds[1], column.kinds[1])
        name = known.get(key)
        if name is None:
            name = known[key] = self._reasoned(self._meaning.indicator, row, column)
        key = ("m", row.kinds[2], column.kinds[2])
        measure = self._measures.get(key)
        if measure is None:
            measure = self._measures[key] = self._meaning.measure(row, column)
        key = ("t", row.kinds[3], column.kinds[3], measure)
        time = known.get(key)
        if time is None:
            time = known[key] = self._reasoned(self._meaning.period, row, column, measure)
        key = ("u", row.kinds[4], column.kinds[4], row.kinds[1], column.kinds[1], measure)
        unit = known.get(key)
        if unit is None:
            match, heading, _item = name[0]
            unit = known[key] = self._reasoned(self._units.unit, row, column, measure, match, heading)
        return area, name, measure, time, unit

    def _reasoned(self, method: Callable[..., Any], *arguments: Any) -> Reasoned:
        why: list[Text] = []
        doubts: list[Doubt] = []
        return method(*arguments, why, doubts), tuple(why), tuple(doubts)

    # What else a table shows

    def _left_out(self, at: str, column: ColumnFacts) -> None:
        if column.column.index not in self._said_left_out:
            self._said_left_out.add(column.column.index)
            heading = column.column.path[-1][0] if column.column.path else ""
            self.problems.append(
                (Problem(text("“{heading}”不是年报用的量，没有读入。", heading=heading), self.sheet.name, at), False)
            )

    def _unread(self, at: str, figure: Figure) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            return
        problem = Problem(text("“{raw}”不是数字，这个单元格没有读入。", raw=figure.unread.strip()[:60]), self.sheet.name, at)
        self.problems.append((problem, True))

    def _report_formulas(self) -> None:
        for cells, template in (
            (self._fitted, "公式“{formula}”是按直线推算出来的值，不是统计数，没有读入。"),
            (self._uncached, "公式“{formula}”没有保存结果，没有读入；请在电子表格软件里打开并另存一次。"),
        ):
            for cell in cells[: MOST_PROBLEMS * 2]:
                problem = Problem(_formula_text(template, cell.formula), self.sheet.name, cell.reference)
                self.problems.append((problem, True))

    def _period_cells(self) -> set[str]:
        if not hasattr(self, "_periods"):
            found: set[str] = set()
            for row in self.table.header:
                found.update(
                    reference(row, column) for column, value in self.grid.filled(row) if value_kind(value) in ("year", "period")
                )
            for column in self.columns:
                if column.role == "period":
                    found.update(reference(row, column.index) for row in self.table.body)
            self._periods = found
        return self._periods

    def _count_provinces(self) -> int:
        regions = [column for column in self.columns if column.role in ("region", "indicator")]
        found: set[str] = set()
        for column in regions:
            for row in self.table.body:
                value = self.grid.value(row, column.index)
                if isinstance(value, str) and value:
                    area = self.labels(value).area
                    if area is not None and area.kind in ("province", "corps"):
                        found.add(area.code)
        across = {facts.area.code for facts in self.values if facts.area is not None and facts.area.kind in ("province", "corps")}
        return max(len(found), len(across))

    def _fraction_columns(self) -> set[int]:
        """Columns of growth or shares without any unit whose numbers all look like fractions of one."""
        found: set[int] = set()
        for facts in self.values:
            if not facts.measure or facts.units:
                continue
            index = facts.column.index
            seen = [value for row in self.table.body if isinstance(value := self.grid.value(row, index), int | float)]
            if seen and all(abs(value) < 1.5 for value in seen) and any(value != int(value) for value in seen):
                found.add(index)
        return found

    def _zero_columns(self) -> set[int]:
        """Columns that hold nothing but zeros beside columns that hold figures: zeros that stand for missing."""
        if len(self.table.body) < 3 or len(self.values) < 2:
            return set()
        zero: set[int] = set()
        for facts in self.values:
            index = facts.column.index
            seen = [value for row in self.table.body if (value := self.grid.value(row, index)) != ""]
            if len(seen) >= 3 and all(value in (0, "0", "0.0", "0.00") and not isinstance(value, bool) for value in seen):
                zero.add(index)
        if len(zero) == len(self.values):
            return set()
        for index in sorted(zero):
            problem = Problem(
                text("这一列全是0，看来是没有数据，没有读入；如果确实是0，请填报单位说明。"),
                self.sheet.name,
                reference(self.table.body[0], index),
            )
            self.problems.append((problem, True))
        return zero


def _formula_text(template: str, formula: str) -> Text:
    return Text(template, {"formula": formula[:80]})
