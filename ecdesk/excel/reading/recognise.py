"""From a table to readings: each figure with the area, indicator, time, measure and unit that its row, its column and the lines
above it give, and a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator

from ecdesk.domain.areas import NATION, Area
from ecdesk.domain.periods import Period
from ecdesk.domain.readings import Problem, Reading
from ecdesk.domain.texts import Text, text
from ecdesk.domain.units import Unit
from ecdesk.excel.reading.columns import ColumnReader
from ecdesk.excel.reading.context import Said
from ecdesk.excel.reading.facts import RATIO_MEASURES, ColumnFacts, Doubt, HeaderReader, RowFacts, combined
from ecdesk.excel.reading.figures import Figure, read_figure
from ecdesk.excel.reading.formulas import fits_line
from ecdesk.excel.reading.grid import Cell, reference
from ecdesk.excel.reading.headings import HeadingReader, Match
from ecdesk.excel.reading.labels import LabelReader
from ecdesk.excel.reading.measuring import UnitReader
from ecdesk.excel.reading.rows import RowReader
from ecdesk.excel.reading.spans import Span
from ecdesk.excel.reading.tables import Grid, Table, value_kind


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
        self._province_rows = self._count_provinces()
        self._fitted: list[Cell] = []
        self._uncached: list[Cell] = []
        self._growth_cells: dict[int, list[int]] = {}

    # Columns

    def read(self) -> Iterator[Reading]:
        """Every figure of the table."""
        table = self.table
        base = self._base()
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
                    cell = self._cell(row, column.column.index)
                    if cell is None:
                        continue
                    reading = self._reading(cell, facts, column, base)
                    if reading is not None:
                        yield reading
        self._report_formulas()

    def _cell(self, row: int, column: int) -> Cell | None:
        at = self.grid.origin.get((row, column))
        if at is not None and at != (row, column):
            return None
        value = self.grid.value(row, column)
        if value == "" and (row, column) not in self.sheet.formulas:
            return None
        return self.sheet.cell(row, column)

    # One figure

    def _reading(self, cell: Cell, row: RowFacts, column: ColumnFacts, base: Span | None) -> Reading | None:
        if cell.formula and cell.number is None and not cell.text.strip():
            self._uncached.append(cell)
            return None
        if cell.formula and fits_line(cell.formula, self._period_cells()):
            self._fitted.append(cell)
            return None
        figure = read_figure(cell)
        if figure.blank:
            return None
        if figure.amount is None:
            self._unread(cell, figure)
            return None
        why: list[Text] = []
        doubts: list[Doubt] = []
        area, region = self._area(row, column, why, doubts)
        measure, whole = self._measure(row, column)
        match, heading, item = self._indicator(row, column, why, doubts)
        period = self._period(row, column, base, measure, why, doubts)
        amount = self._units.amount(figure, row, column, measure, match, heading, why, doubts)
        if cell.row in self.sheet.hidden_rows:
            why.append(text("这一行在表中是隐藏的。"))
        for doubt in doubts:
            self.doubts.setdefault((doubt.question, doubt.subject), (doubt, cell.reference))
        if whole:
            found = self.headings.find(whole)
            measure = f"{measure}:{found.indicator.id if found else whole}"
        return Reading(
            area=area.code if area else "",
            region=area.name if area else region,
            indicator=match.indicator.id if match else heading,
            item=item,
            period=period.code if period else "",
            measure=measure,
            amount=amount,
            sheet=self.sheet.name,
            cell=cell.reference,
            raw=cell.shown if cell.number is not None else cell.text,
            matched=match is not None and (not item or match is not None),
            formula=cell.formula,
            why=tuple(why),
            doubt=doubts[0].message if doubts else None,
        )

    def _area(self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Doubt]) -> tuple[Area | None, str]:
        if row.total or (column.total and self._areas_across()):
            nation = self.labels.areas.get(NATION)
            if self._province_rows >= 20 and nation is not None:
                why.append(text("合计行或合计列：各省之和，是全国。"))
                return nation, nation.name
            why.append(text("合计行或合计列，不归入任何一个地区。"))
            return None, "合计"
        for area, reason in (
            (row.area, text("行标题写明地区。")),
            (column.area, text("列标题写明地区。")),
            (row.section.area if row.section else None, text("本段标题写明地区。")),
        ):
            if area is not None:
                why.append(reason)
                return area, area.name
        if row.region:
            why.append(text("行标题写的地区“{region}”不在地区名录里。", region=row.region))
            return None, row.region
        if self.said.area is not None:
            if self.said.area_why is not None:
                why.append(self.said.area_why)
            return self.said.area, self.said.area.name
        nation = self.labels.areas.get(NATION)
        if self.said.national and nation is not None:
            why.append(text("来自全国的年度数据库，不分地区，指全国。"))
            return nation, nation.name
        doubts.append(Doubt("region", "", text("文件里没有写明是哪个地区报送的。")))
        return None, ""

    def _areas_across(self) -> bool:
        return sum(1 for facts in self.values if facts.area is not None) >= 2

    def _measure(self, row: RowFacts, column: ColumnFacts) -> tuple[str, str]:
        if column.measure:
            return column.measure, column.whole
        if row.measure:
            return row.measure, row.whole
        section = row.section
        if section is not None and section.measure:
            return section.measure, section.whole
        return "value", ""

    def _indicator(
        self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Doubt]
    ) -> tuple[Match | None, str, str]:
        """The indicator, or the heading as found, and the item of a breakdown."""
        row_name = "/".join(label.rest for label in row.labels if label.rest and not label.value_word)
        col_name = column.heading
        match, item = self._joined(row, column, row_name, col_name)
        if match is not None:
            why.append(match.why)
            if item:
                doubts.append(
                    Doubt(
                        "heading",
                        item,
                        text("“{item}”是“{indicator}”的哪一部分？名录里没有。", item=item, indicator=match.indicator.name),
                    )
                )
            return match, match.indicator.name, item
        heading = col_name or row_name
        if col_name and row_name:
            heading, item = col_name, row_name
        if not heading and row.section is not None and row.section.rest and not row.section.area:
            heading = row.section.rest
        if not heading and self.said.match is not None:
            if self.said.heading_why is not None:
                why.append(self.said.heading_why)
            return self.said.match, self.said.match.indicator.name, ""
        if not heading and self.said.heading:
            heading = self.said.heading
            if self.said.heading_why is not None:
                why.append(self.said.heading_why)
        if heading:
            doubts.append(Doubt("heading", heading, text("“{heading}”是哪个指标？名录里没有这个写法。", heading=heading)))
        else:
            doubts.append(Doubt("heading", "", text("文件里没有写明指标，表中的数是什么？")))
        return None, heading, item

    def _joined(self, row: RowFacts, column: ColumnFacts, row_name: str, col_name: str) -> tuple[Match | None, str]:
        if row.match is not None and column.match is not None:
            for outer, part in ((row.match.indicator, col_name), (column.match.indicator, row_name)):
                inner = self.headings.part_of(part, outer)
                if inner is not None:
                    return inner, ""
            return row.match, col_name if row.match.indicator is not column.match.indicator else ""
        if row.match is not None:
            if not col_name:
                return row.match, ""
            inner = self.headings.find(col_name + row_name) or self.headings.find(row_name + col_name)
            inner = inner or self.headings.part_of(col_name, row.match.indicator)
            return (inner, "") if inner else (row.match, col_name)
        if column.match is not None:
            if not row_name:
                return column.match, ""
            inner = self.headings.part_of(row_name, column.match.indicator)
            return (inner, "") if inner else (column.match, row_name)
        if row_name and col_name:
            found = self.headings.find(col_name + row_name) or self.headings.find(row_name + col_name)
            if found is not None:
                return found, ""
        if row.section is not None and row_name:
            found = self.headings.find(row.section.rest + row_name) or self.headings.find(row_name + row.section.rest)
            if found is not None:
                return found, ""
        if row_name and row.parent is not None:
            return Match(row.parent, text("“{part}”在“{parent}”之下。", part=row_name, parent=row.parent.name)), row_name
        outer_match = self.said.match
        if outer_match is not None:
            name = row_name or col_name
            if name:
                inner = self.headings.part_of(name, outer_match.indicator)
                if inner is not None:
                    return inner, ""
        return None, ""

    def _period(
        self, row: RowFacts, column: ColumnFacts, base: Span | None, measure: str, why: list[Text], doubts: list[Doubt]
    ) -> Period | None:
        span = combined(column.span, row.span)
        reason = text("列标题或行标题写明时间。")
        if row.section is not None and row.section.span is not None:
            span = combined(row.section.span, span)
        if span is None and measure in ("growth", "growth_prev", "points", "change", "share"):
            span = self._main_span(base)
        if span is None:
            if base is None:
                doubts.append(Doubt("year", "", text("文件里没有写明年份，是哪一年的数？")))
                return None
            if self.said.span_why is not None:
                why.append(self.said.span_why)
            return base.period(None)
        period = span.period(base)
        if period is None:
            doubts.append(Doubt("year", "", text("文件里没有写明年份，是哪一年的数？")))
            return None
        why.append(reason)
        return period

    def _main_span(self, base: Span | None) -> Span | None:
        if base is not None:
            return None
        years = [
            facts.span
            for facts in self.values
            if facts.span is not None and facts.span.year is not None and facts.measure not in RATIO_MEASURES
        ]
        return max(years, key=lambda span: (span.year or 0, span.index), default=None)

    def _base(self) -> Span | None:
        base = self.said.span
        if base is None and self.said.last_year is not None:
            years = {facts.span.year for facts in self.values if facts.span is not None and facts.span.year is not None}
            if years:
                return None
        return base

    # What else a table shows

    def _unread(self, cell: Cell, figure: Figure) -> None:
        problem = Problem(
            text("“{raw}”不是数字，这个单元格没有读入。", raw=figure.unread.strip()[:60]), self.sheet.name, cell.reference
        )
        self.problems.append((problem, True))

    def _report_formulas(self) -> None:
        for cells, template in (
            (self._fitted, "公式“{formula}”是按直线推算出来的值，不是统计数，没有读入。"),
            (self._uncached, "公式“{formula}”没有保存结果，没有读入；请在电子表格软件里打开并另存一次。"),
        ):
            for cell in cells[:2000]:
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
