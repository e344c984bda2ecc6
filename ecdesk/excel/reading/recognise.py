"""From a table to readings: each figure with the area, indicator, time, measure and unit that its row, its column and the lines
above it give, and a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ecdesk.domain.amounts import Amount
from ecdesk.domain.areas import NATION, Area
from ecdesk.domain.catalogue import fold_heading
from ecdesk.domain.periods import Period
from ecdesk.domain.readings import Problem, Reading
from ecdesk.domain.records import Indicator
from ecdesk.domain.texts import Text, text
from ecdesk.domain.units import NO_UNIT, PERCENT, POINTS, Unit, find_unit
from ecdesk.excel.reading.columns import Column, ColumnReader
from ecdesk.excel.reading.context import Said
from ecdesk.excel.reading.figures import Figure, read_figure
from ecdesk.excel.reading.formulas import fits_line
from ecdesk.excel.reading.grid import Cell, reference
from ecdesk.excel.reading.headings import HeadingReader, Match
from ecdesk.excel.reading.labels import Label, LabelReader, tidy, units_in
from ecdesk.excel.reading.spans import Span, find_span
from ecdesk.excel.reading.tables import Grid, Table, value_kind
from ecdesk.excel.reading.words import folded, words

RATIO_MEASURES = ("growth", "growth_prev", "share")


@dataclass
class RowFacts:
    """What a row's labels say. parts: names left over, outermost first; code: area code in a column of its own."""

    area: Area | None = None
    region: str = ""
    span: Span | None = None
    units: tuple[Unit, ...] = ()
    labels: list[Label] = field(default_factory=list)
    measure: str = ""
    whole: str = ""
    total: bool = False
    skip: bool = False
    parent: Indicator | None = None
    match: Match | None = None
    section: Label | None = None


@dataclass
class ColumnFacts:
    """The same for a column's heading path."""

    column: Column
    area: Area | None = None
    span: Span | None = None
    units: tuple[Unit, ...] = ()
    unit_text: str = ""
    labels: list[Label] = field(default_factory=list)
    measure: str = ""
    whole: str = ""
    match: Match | None = None
    heading: str = ""
    total: bool = False


class TableReader:
    """Reads one table of a sheet."""

    def __init__(self, grid: Grid, table: Table, said: Said, labels: LabelReader, headings: HeadingReader) -> None:
        self.grid = grid
        self.table = table
        self.said = said
        self.labels = labels
        self.headings = headings
        self.sheet = grid.sheet
        self.problems: list[tuple[Problem, bool]] = []
        """Each with whether it must be looked at before the file counts."""
        self.columns = ColumnReader(grid, table, labels, headings).read()
        self.values = [self._column_facts(column) for column in self.columns if column.role == "value"]
        self._fill_growth_spans()
        self._last: dict[tuple[int, int], Label] = {}
        self._parents: list[tuple[int, Indicator]] = []
        self._row_match: Match | None = None
        self._section: Label | None = None
        self._province_rows = 0
        self._fitted: list[Cell] = []
        self._uncached: list[Cell] = []
        self._growth_cells: dict[int, list[int]] = {}

    # Columns

    def _column_facts(self, column: Column) -> ColumnFacts:
        facts = ColumnFacts(column)
        previous_raw = ""
        pieces: list[str] = []
        for words_here, shared in column.path:
            if tidy(words_here) == previous_raw:
                continue
            previous_raw = tidy(words_here)
            label = self.labels(words_here)
            if self._is_unit_only(label):
                facts.units = facts.units or label.units or units_in(words_here)
                continue
            facts.labels.append(label)
            facts.area = label.area or facts.area
            facts.span = combined(facts.span, label.span)
            if label.units:
                facts.units = label.units
            if label.measure:
                facts.measure, facts.whole = label.measure, label.whole
            facts.total = facts.total or label.total
            if label.rest and not label.value_word:
                pieces.append(label.rest if shared or not pieces or not self._joins(pieces) else "\0" + label.rest)
        facts.heading = "/".join(pieces).replace("/\0", "").replace("\0", "")
        facts.match = self._column_match(facts)
        return facts

    def _joins(self, pieces: list[str]) -> bool:
        """Whether a heading goes on from the one above it: 平均家庭 over 户规模, each over this one column."""
        return True

    def _is_unit_only(self, label: Label) -> bool:
        return not label.rest and not label.measure and not label.span and not label.area and bool(label.units or units_in(label.raw))

    def _column_match(self, facts: ColumnFacts) -> Match | None:
        for label in facts.labels:
            if label.measure and (found := self.headings.find(label.raw)) is not None:
                facts.measure = facts.whole = ""
                return found
        names = [label.rest for label in facts.labels if label.rest and not label.value_word]
        if not names:
            return None
        joined = "".join(names)
        found = self.headings.find(joined) or (self.headings.find("".join(reversed(names))) if len(names) == 2 else None)
        if found is not None:
            return found
        matched: Match | None = None
        for label in facts.labels:
            if not label.rest or label.value_word:
                continue
            inner = self.headings.part_of(label.rest, matched.indicator) if matched is not None else None
            matched = inner or self.headings.find_label(label) or matched
        return matched

    def _fill_growth_spans(self) -> None:
        """A column of growth without a time of its own belongs to the year column left of it when there are several such pairs."""
        years = [facts for facts in self.values if facts.span is not None and facts.measure not in RATIO_MEASURES]
        without = [facts for facts in self.values if facts.span is None and facts.measure in ("growth", "growth_prev", "share", "change", "points")]
        if len(without) < 2 or len({facts.span for facts in years}) < 2:
            return
        for facts in without:
            before = [other for other in years if other.column.index < facts.column.index and self._same_branch(other, facts)]
            if before:
                facts.span = before[-1].span

    def _same_branch(self, one: ColumnFacts, other: ColumnFacts) -> bool:
        return one.match is other.match or (one.match is not None and other.match is not None and one.match.indicator is other.match.indicator)

    # Rows

    def read(self) -> Iterator[Reading]:
        """Every figure of the table."""
        table = self.table
        base = self._base()
        self._province_rows = self._count_provinces()
        zero = self._zero_columns()
        sections = sorted(table.sections.items())
        passed = 0
        groups = sorted({facts.column.group for facts in self.values})
        for row in table.body:
            while passed < len(sections) and sections[passed][0] < row:
                self._enter_section(sections[passed][1][1])
                passed += 1
            for group in groups:
                facts = self._row_facts(row, group)
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

    def _enter_section(self, words_here: str) -> None:
        label = self.labels(words_here)
        if words().samples.search(label.raw):
            return
        self._section = label
        self._parents = []
        self._row_match = None

    def _cell(self, row: int, column: int) -> Cell | None:
        at = self.grid.origin.get((row, column))
        if at is not None and at != (row, column):
            return None
        value = self.grid.value(row, column)
        if value == "" and (row, column) not in self.sheet.formulas:
            return None
        return self.sheet.cell(row, column)

    def _row_facts(self, row: int, group: int) -> RowFacts:
        facts = RowFacts(section=self._section)
        names: list[tuple[Column, Label, int]] = []
        blank_stub = True
        for column in self.columns:
            if column.group != group or column.role in ("value", "ignored", "note", "serial"):
                continue
            value = self.grid.through(row, column.index)
            words_here = "" if value == "" else str(value)
            if isinstance(value, float) and value.is_integer():
                words_here = str(int(value))
            if column.role in ("region", "indicator", "text", "period"):
                if words_here.strip():
                    blank_stub = False
                    self._last[group, column.index] = self.labels(words_here)
                elif (group, column.index) in self._last and self._has_other_stub(row, group, column.index):
                    words_here = self._last[group, column.index].raw
            if not words_here.strip():
                continue
            if column.role == "unit":
                facts.units = units_in(words_here)
            elif column.role == "code":
                area = self.labels.areas.find(words_here)
                facts.area = facts.area or area
            elif column.role == "period":
                facts.span = find_span(tidy(words_here))[0]
            elif column.role == "region":
                self._region(words_here, facts)
            else:
                indent = len(words_here) - len(words_here.lstrip(" \u3000\t\u00a0"))
                names.append((column, self.labels(words_here), indent))
        if any(words().samples.search(label.raw) for _column, label, _indent in names) or words().samples.search(facts.region):
            facts.skip = True
            return facts
        for column, label, indent in names:
            self._name(label, indent, facts, column)
        if not names and blank_stub and group >= 0 and any(column.group == group and column.role != "value" for column in self.columns):
            # A figure without any label beside it: kept with what its column says.
            facts.match = self._row_match if not self.values or any(value.measure for value in self.values) else None
        return facts

    def _has_other_stub(self, row: int, group: int, index: int) -> bool:
        return any(
            column.group == group and column.index != index and column.role in ("region", "indicator", "text", "period")
            and str(self.grid.through(row, column.index)).strip()
            for column in self.columns
        )

    def _region(self, words_here: str, facts: RowFacts) -> None:
        label = self.labels(words_here)
        if label.area is not None and not label.rest:
            facts.area = label.area
            return
        if folded(words_here) in words().totals:
            facts.total = True
            return
        if label.area is not None and label.rest:
            facts.area = label.area
            facts.labels.append(label)
            return
        facts.region = label.raw

    def _name(self, label: Label, indent: int, facts: RowFacts, column: Column) -> None:
        if label.area is not None:
            facts.area = label.area
            if not label.rest and not label.measure:
                return
        facts.span = combined(facts.span, label.span)
        facts.units = facts.units or label.units
        if label.measure:
            found = self.headings.find(label.raw)
            if found is not None:
                facts.match = self._row_match = found
                facts.labels.append(label)
                return
            facts.measure, facts.whole = label.measure, label.whole
        if label.total and (self._province_rows or column.role == "region"):
            facts.total = True
            return
        facts.labels.append(label)
        if not label.rest or label.value_word:
            if label.measure:
                facts.match = self._row_match
            return
        while self._parents and self._parents[-1][0] >= indent and not label.among:
            self._parents.pop()
        own = self.headings.find_label(label)
        inner = None
        parent = self._parents[-1][1] if self._parents else self._section_indicator()
        if parent is not None and own is None:
            inner = self.headings.part_of(label.rest, parent)
        match = inner or own
        if match is not None:
            facts.match = self._row_match = match
            if not label.among:
                self._parents.append((indent, match.indicator))
        else:
            facts.parent = parent if (label.among or indent or self._section is not None) else None
            self._row_match = None

    def _section_indicator(self) -> Indicator | None:
        if self._section is None:
            return None
        found = self.headings.find_label(self._section)
        return found.indicator if found else None

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
        doubts: list[Text] = []
        area, region = self._area(row, column, why, doubts)
        measure, whole = self._measure(row, column)
        match, heading, item = self._indicator(row, column, why, doubts)
        period = self._period(row, column, base, measure, why, doubts)
        amount = self._amount(cell, figure, row, column, measure, match, heading, why, doubts)
        if cell.row in self.sheet.hidden_rows:
            why.append(text("这一行在表中是隐藏的。"))
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
            doubt=doubts[0] if doubts else None,
        )

    def _area(self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Text]) -> tuple[Area | None, str]:
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
        doubts.append(text("文件里没有写明是哪个地区。"))
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

    def _indicator(self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Text]) -> tuple[Match | None, str, str]:
        """The indicator, or the heading as found, and the item of a breakdown."""
        row_name = "/".join(label.rest for label in row.labels if label.rest and not label.value_word)
        col_name = column.heading
        match, item = self._joined(row, column, row_name, col_name)
        if match is not None:
            why.append(match.why)
            if item:
                doubts.append(text("“{item}”是“{indicator}”的哪一部分，名录里没有。", item=item, indicator=match.indicator.name))
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
            doubts.append(text("指标名录里没有“{heading}”。", heading=heading))
        else:
            doubts.append(text("文件里没有写明是什么指标。"))
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
        self, row: RowFacts, column: ColumnFacts, base: Span | None, measure: str, why: list[Text], doubts: list[Text]
    ) -> Period | None:
        span = combined(column.span, row.span)
        reason = text("列标题或行标题写明时间。")
        if row.section is not None and row.section.span is not None:
            span = combined(row.section.span, span)
        if span is None and measure in ("growth", "growth_prev", "points", "change", "share"):
            span = self._main_span(base)
        if span is None:
            if base is None:
                doubts.append(text("文件里没有写明年份。"))
                return None
            if self.said.span_why is not None:
                why.append(self.said.span_why)
            return base.period(None)
        period = span.period(base)
        if period is None:
            doubts.append(text("文件里没有写明年份。"))
            return None
        why.append(reason)
        return period

    def _main_span(self, base: Span | None) -> Span | None:
        if base is not None:
            return None
        years = [facts.span for facts in self.values if facts.span is not None and facts.span.year is not None and facts.measure not in RATIO_MEASURES]
        return max(years, key=lambda span: (span.year or 0, span.index), default=None)

    def _base(self) -> Span | None:
        base = self.said.span
        if base is None and self.said.last_year is not None:
            years = {facts.span.year for facts in self.values if facts.span is not None and facts.span.year is not None}
            if years:
                return None
        return base

    def _amount(
        self,
        cell: Cell,
        figure: Figure,
        row: RowFacts,
        column: ColumnFacts,
        measure: str,
        match: Match | None,
        heading: str,
        why: list[Text],
        doubts: list[Text],
    ) -> Amount:
        amount = figure.amount
        assert amount is not None
        if figure.own_unit:
            if amount.unit.symbol and not (amount.unit.base == "" and amount.unit.symbol != "%"):
                if measure == "points" and amount.unit == PERCENT:
                    amount = replace(amount, unit=POINTS)
                why.append(text("单位写在单元格里。"))
                return amount
            # A bare 亿: the base is that of the table's unit.
            outer = self._unit(row, column, measure, match, heading, [], [])
            whole = find_unit(amount.unit.symbol + (outer.base if outer else "元"))
            return replace(amount, unit=whole or amount.unit)
        unit = self._unit(row, column, measure, match, heading, why, doubts)
        return replace(amount, unit=unit) if unit is not None else amount

    def _unit(
        self, row: RowFacts, column: ColumnFacts, measure: str, match: Match | None, heading: str, why: list[Text], doubts: list[Text]
    ) -> Unit | None:
        places = (
            (row.units, text("行里写明单位。")),
            (column.units, text("列标题写明单位。")),
            (row.section.units if row.section else (), text("本段标题写明单位。")),
        )
        if measure in RATIO_MEASURES or measure == "points":
            for units, reason in (*places, (self.said.units, self.said.unit_why or text("表上方写明单位。"))):
                fitting = [unit for unit in units if unit.is_ratio or unit.is_points]
                if fitting:
                    why.append(reason)
                    return POINTS if measure == "points" and fitting[0] == PERCENT else fitting[0]
            why.append(text("增速、占比没有写单位，按百分数读。"))
            return POINTS if measure == "points" else PERCENT
        for units, reason in places:
            if len(units) == 1:
                why.append(reason)
                return units[0]
            chosen = self._choose(units, match, heading)
            if chosen is not None:
                why.append(reason)
                return chosen
        units = tuple(unit for unit in self.said.units if not unit.is_ratio) or self.said.units
        home = find_unit(match.indicator.unit) if match else None
        chosen = units[0] if len(units) == 1 else self._choose(units, match, heading)
        if chosen is not None:
            if home is not None and home.dimension != chosen.dimension and not _both_money(home, chosen):
                doubts.append(
                    text("表的单位是“{unit}”，而“{indicator}”通常以“{home}”计，请确认单位。", unit=chosen.symbol, indicator=heading or (match.indicator.name if match else ""), home=home.symbol)
                )
                return None
            if self.said.unit_why is not None:
                why.append(self.said.unit_why)
            return chosen
        if words().unitless.search(heading or (match.indicator.name if match else "")):
            return NO_UNIT
        if units:
            doubts.append(text("表上写了几个单位，分不清“{heading}”用的是哪一个。", heading=heading or (match.indicator.name if match else "")))
        else:
            doubts.append(text("文件里没有写明单位。"))
        return None

    def _choose(self, units: tuple[Unit, ...], match: Match | None, heading: str) -> Unit | None:
        """Of several units the one that the indicator is counted in, by the catalogue or by its own name (户数 in 户)."""
        if not units:
            return None
        levels = [unit for unit in units if not unit.is_ratio]
        if len(levels) == 1:
            return levels[0]
        if match is not None:
            home = find_unit(match.indicator.unit)
            fitting = [unit for unit in units if home is not None and unit.dimension == home.dimension]
            if len(fitting) == 1:
                return fitting[0]
        named = [unit for unit in units if unit.base and f"{unit.base}数" in heading or unit.base and f"{unit.base}口数" in heading]
        return named[0] if len(named) == 1 else None

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
                found.update(reference(row, column) for column, value in self.grid.filled(row) if value_kind(value) in ("year", "period"))
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
                text("这一列全是0，看来是没有数据，没有读入；如果确实是0，请填报单位说明。"), self.sheet.name, reference(self.table.body[0], index)
            )
            self.problems.append((problem, True))
        return zero


def _formula_text(template: str, formula: str) -> Text:
    return Text(template, {"formula": formula[:80]})


def _both_money(one: Unit, other: Unit) -> bool:
    return one.dimension.endswith(("元", "币")) and other.dimension.endswith(("元", "币"))


def combined(outer: Span | None, inner: Span | None) -> Span | None:
    """Two texts about one figure: 2018年 over 三季度, 2018年 over 上年同期."""
    if outer is None or inner is None:
        return inner or outer
    year = inner.year if inner.year is not None else outer.year
    kind, index = (inner.kind, inner.index) if inner.kind else (outer.kind, outer.index)
    shift = inner.shift if inner.relative else outer.shift
    relative = inner.relative or outer.relative
    if year is not None and relative:
        return Span(year + shift, kind, index)
    return Span(year, kind, index, shift, relative)


__all__ = ["Decimal", "TableReader", "combined", "fold_heading"]
