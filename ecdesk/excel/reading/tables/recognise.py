"""From a table to readings: each figure with the area, indicator, time, measure and unit that its row, its column and the lines
above it give, and a sentence for each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import Problem, Reading
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import index_base, index_measure
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.units import PERCENT
from ecdesk.excel.formats.formulas import fits_line
from ecdesk.excel.formats.grid import Cell, Grid, Position, exact, reference
from ecdesk.excel.reading.tables.alike import under_sections
from ecdesk.excel.reading.tables.cell_kinds import value_kind, words_of
from ecdesk.excel.reading.tables.columns import STUBS, Column, ColumnReader, header_rows, stubs_of_groups
from ecdesk.excel.reading.tables.facts import RATIO_MEASURES, ColumnFacts, Doubt, RowFacts
from ecdesk.excel.reading.tables.figures import Figure, bare_number, read_figure
from ecdesk.excel.reading.tables.finding import Table
from ecdesk.excel.reading.tables.headers import HeaderReader
from ecdesk.excel.reading.tables.meaning import OF_SEVERAL, Again, MeaningReader, against_year, provinces_in, which_part
from ecdesk.excel.reading.tables.measuring import Counted, UnitReader, base_above, of_base, settle, unit_doubts_of
from ecdesk.excel.reading.tables.rows import RowReader
from ecdesk.excel.reading.texts.accounts import Place, Shown
from ecdesk.excel.reading.texts.context import Said
from ecdesk.excel.reading.texts.evidence import COLUMN
from ecdesk.excel.reading.texts.headings import HeadingReader, Match
from ecdesk.excel.reading.texts.labels import Label, LabelReader
from ecdesk.excel.reading.texts.ledger import Ledger
from ecdesk.excel.reading.texts.words import words

IN_CELL = text("单位写在单元格里。")
NOT_KEPT = "none"
"""The measure of figures that a report has no place for, such as growth averaged over years."""
UNWANTED = "unwanted"
"""The measure of figures that were answered to be left out."""
MOST_PROBLEMS = 300
LOWEST_INDEX = 50
"""Below this a number under 上年=100 is more likely growth itself than a fall by half."""
FROM_INDEX = text("写明上年=100，减去100就是增速。", stands=COLUMN)
FALLS = text("标题写明是下降，表里的正数是下降了多少。", stands=COLUMN)
FALLS_OR_RISES = text("标题写明是下降，而表里的数有正有负，请确认正负。")
_LARGEST_FRACTION = Decimal("1.5")
FRACTIONS = text("增速或占比的数都小于1，是小数还是百分数？")
NO_INDEX = text("标题写明上年=100，而有的数太小，请确认写的是指数还是增速。")
RAISED = text("文件里有上标字，文字格里的数末尾可能是注释的标记，请核对。")
SCALED = text("单元格的格式把数缩小了显示，看到的数与存着的数不同，请填报单位确认是哪一个。")
MERGED = text("一个数合并在几个地区或指标的格子里，分不清是哪一个的数。")
TRIANGLE = text("数前面的▲有的表示上升，有的表示下降，请确认正负。")
_TRIANGLES = ("▲", "△")
ARROW = text("箭头后面只有整数、没有单位，可能是名次的升降，请确认是什么数。")
HIDDEN = text("有的行或列在表中是隐藏的，里面的数看不见，请确认是不是报送的数。")


Reasoned = tuple[Any, tuple[Text, ...], tuple[Doubt, ...]]
"""What was found, why, and what has to be asked about it."""


class About(NamedTuple):
    """Everything about a figure but its area. why and doubts: with and without the unit's,
    because a cell can say its own unit."""

    indicator: str
    item: str
    matched: bool
    period: str
    measure: str
    is_index: bool
    falls: bool
    unit: Unit | None
    names: str
    why: tuple[Text, ...]
    doubts: tuple[Doubt, ...]
    why_with_unit: tuple[Text, ...]
    doubts_with_unit: tuple[Doubt, ...]


@dataclass(frozen=True)
class Known:
    """What is known of a file before its tables are read. units: by heading, as answered before; fractions: what was answered of growth
    below 1, "%" for percent as it stands, "" for nothing yet, anything else for fractions of one."""

    labels: LabelReader
    headings: HeadingReader
    units: Mapping[str, Unit] = field(default_factory=dict)
    fractions: str = ""


class TableReader:
    """Reads one table of a sheet."""

    def __init__(self, grid: Grid, table: Table, said: Said, known: Known, ledger: Ledger | None = None) -> None:
        """said: what the lines above it, the names of its sheet and its file say."""
        labels, headings = known.labels, known.headings
        self.grid = grid
        self.table = table
        self.ledger = ledger or Ledger(labels.places)
        self._shown: dict[tuple[object, ...], Shown] = {}
        self.shown: list[Shown] = []
        """What each figure that was read came to say."""
        self.said = said
        self.labels = labels
        self.headings = headings
        self.sheet = grid.sheet
        self.problems: list[tuple[Problem, bool]] = []
        """Each with whether it must be looked at before the file counts."""
        self.doubts: dict[tuple[str, str], tuple[Doubt, str]] = {}
        self.columns = ColumnReader(grid, table, labels, headings, said.area).read()
        self.values = HeaderReader(labels, headings).read(self.columns)
        settle(self.values, lambda index: [grid.value(row, index) for row in table.body])
        self._units = UnitReader(said, known.units, min((facts.column.index for facts in self.values), default=0))
        header = table.header
        self._header_why: tuple[Text, ...] = (header_rows(header),) if header else ()
        self._plans: dict[tuple[int, ...], dict[int, About]] = {}
        down, across = self._areas_named()
        self._province_rows = max(map(provinces_in, (down, across)))
        again = Again(under_sections(grid, table, self.columns, labels), table.again)
        self._meaning = MeaningReader(said, self.values, labels, headings, self._province_rows, {*down, *across}, again)
        self._fractions_are = known.fractions
        self._fractions = self._fraction_columns()
        self._said_left_out: set[int | str] = set()
        self._said_unwanted: set[object] = set()
        self._fitted: list[Cell] = []
        self._uncached: list[Cell] = []

    @property
    def took_outer_area(self) -> bool:
        """Whether figures got their area from the lines above the table."""
        return self._meaning.took_outer_area

    @property
    def rests_on_year_above(self) -> bool:
        """Whether figures got their year from the lines above the table and no column of its own says that year."""
        year = self.said.time.year if self.said.time is not None else None
        named = any(facts.time is not None and facts.time.year == year for facts in self.values)
        return self._meaning.took_outer_year and not named

    def read(self) -> Iterator[Reading]:
        """Every figure of the table."""
        rows = RowReader(self.grid, self.columns, self.values, self.labels, self.headings, self._province_rows)
        zero = self._zero_columns()
        blocks: dict[int, list[ColumnFacts]] = {facts.column.group: [] for facts in self.values}
        for facts in self.values:
            blocks[facts.column.group] += [facts] if facts.column.index not in zero else []
        self._group = {facts.column.index: facts.column.group for facts in self.values}
        self._stubs = stubs_of_groups(self.columns)
        self._governed: dict[int, dict[Shown, None]] = {facts.column.index: {} for facts in self.values}
        section: dict[Shown, None] = {}
        sections = deque(self.table.sections)
        for row in self.table.body:
            while sections and sections[0][0] < row:
                at_row, words_here = sections.popleft()
                rows.enter_section(words_here)
                section = self.ledger.account(words_here, Place.SECTION, at_row, self.grid.filled(at_row)[0][0]).figures
            of_row: dict[Shown, None] = {}
            for group, columns in sorted(blocks.items()):
                of_block: dict[Shown, None] = {}
                yield from self._read_row(row, rows.read(row, group), columns, of_block)
                section.update(of_block)
                of_row.update(of_block)
            self._account_for_remarks(row, of_row)
        self._account_for_header()
        self._report_formulas()
        self._report_ranks()

    def _read_row(self, row: int, facts: RowFacts, columns: Sequence[ColumnFacts], shown: dict[Shown, None]) -> Iterator[Reading]:
        """Every figure of a row in the columns of one block. shown: gets what they come to say."""
        if facts.skip:
            return
        plan = self._plans.setdefault(facts.kinds[1:], {})
        areas: dict[int, Reasoned] = {}
        for column in columns:
            index = column.column.index
            value = self._value(row, index)
            read = self._figure(row, index, value) if value is not None else None
            if read is None:
                continue
            about = plan.get(index)
            if about is None:
                about = plan[index] = self._about(facts, column)
            area = areas.get(column.kinds[0])
            if area is None:
                area = areas[column.kinds[0]] = self._reasoned(self._meaning.area, facts, column)
            at = column.letters + str(row + 1)
            if area[0] == OF_SEVERAL:
                self._left_out_sum(at)
                continue
            if about.measure in _LEFT_OUT:
                _LEFT_OUT[about.measure](self, at, about, (facts, column))
                continue
            reading = self._reading(row, at, read, area, about, column)
            said = self._shown_by(area[0][0], about, reading)
            shown[said] = self._governed[index][said] = None
            self.shown.append(said)
            yield reading
        for stands in facts.texts:
            self.ledger.account(stands[0], Place.ROW, *stands[1:]).figures.update(shown)

    def _shown_by(self, area: Area | None, about: About, reading: Reading) -> Shown:
        """What a figure came to say, for the ledger."""
        key = (area.code if area else reading.region, id(about), reading.amount.unit)
        found = self._shown.get(key)
        if found is None:
            period = period_from_code(reading.period) if reading.period else None
            own = self.said.time.period() if self.said.time is not None else None
            names = fold("\0".join((about.names, reading.region if area is None else "")))
            unit = reading.amount.unit if reading.amount.unit.symbol else None
            found = self._shown[key] = Shown(area, period, own, about.measure, unit, names, about.matched, about.is_index)
        return found

    @property
    def figures(self) -> dict[Shown, None]:
        """What all figures of the table show."""
        return {shown: None for figures in self._governed.values() for shown in figures}

    def _account_for_remarks(self, row: int, figures: dict[Shown, None]) -> None:
        for column in self.columns:
            stray = column.role == "ignored" and not column.path
            if (column.role == "note" or stray) and (remark := words_of(self.grid.through(row, column.index))):
                self.ledger.account(remark, Place.REMARK, row, column.index).figures.update(figures)

    def _account_for_header(self) -> None:
        for row in self.table.header:
            last, beside = "", (-1, -1)
            for index in range(self.grid.left, self.grid.right):
                at = self.grid.origin.get((row, index), (row, index))
                words_here = words_of(self.grid.value(*at))
                if words_here == last:
                    at = beside  # written again over each column instead of merged
                last, beside = words_here, at
                if not words_here.strip():
                    continue
                if index in self._governed:
                    self.ledger.account(words_here, Place.COLUMN, *at).figures.update(self._governed[index])
                else:
                    self.ledger.account(words_here, Place.CORNER, *at).figures.update(self.figures)

    def _value(self, row: int, column: int) -> Any:
        """What stands in a cell; None for nothing and for the rest of a merged range."""
        if self.grid.origin and self.grid.origin.get((row, column), (row, column)) != (row, column):
            return None
        value = self.grid.value(row, column)
        return None if value == "" and (row, column) not in self.sheet.formulas else value

    # One figure

    def _figure(self, row: int, index: int, value: Any) -> tuple[Figure, str, str] | None:
        """The figure of a cell, the cell as shown, and its formula; None where there is none to read."""
        if type(value) is float and self._is_plain((row, index)) and (number := exact(value)) is not None:
            return Figure(Amount(number)), f"{number:f}", ""
        cell = self.sheet.cell(row, index)
        if cell.formula and self._is_no_figure(cell):
            return None
        figure = read_figure(cell)
        if figure.blank:
            return None
        if figure.amount is None:
            self._unread(cell.reference, figure)
            return None
        if self.sheet.unseen_raised and cell.number is None and cell.text.rstrip(" )）")[-1:].isdigit():
            figure = replace(figure, raised=True)
        if cell.format.scaled and cell.number:
            figure = replace(figure, scaled=True)
        return figure, cell.shown, cell.formula

    def _is_plain(self, at: Position) -> bool:
        """Whether a cell has neither a format that counts nor a formula."""
        return at not in self.sheet.formats and at not in self.sheet.formulas

    def _is_no_figure(self, cell: Cell) -> bool:
        """Whether a formula has no result, or one that a line was drawn to; both are told after the table."""
        if cell.number is None and not cell.text.strip():
            self._uncached.append(cell)
            return True
        if fits_line(cell.formula, self._period_cells):
            self._fitted.append(cell)
            return True
        return False

    def _reading(
        self, row: int, at: str, read: tuple[Figure, str, str], area: Reasoned, about: About, column: ColumnFacts
    ) -> Reading:
        figure, shown, formula = read
        (found, region), area_why, area_doubts = area
        if figure.behind and about.measure in RATIO_MEASURES:
            about = about._replace(measure="value")  # 总量及增速: both in one cell
        amount, why, doubts = self._measured(figure, about, column.column.index)
        why, doubts = area_why + why, area_doubts + doubts
        if (row, column.column.index) in self.grid.span_of and self._is_over_several(row, column.column.index):
            doubts = (*doubts, Doubt("", "merged", MERGED))
            found, region = None, ""
        doubts = (*doubts, *self._cell_doubts(row, column.column.index, figure, shown))
        for doubt in doubts:
            if (doubt.question, doubt.subject) not in self.doubts:
                self.doubts[doubt.question, doubt.subject] = (doubt, at)
        return Reading(
            found.code if found else "",
            found.name if found else region,
            about.indicator,
            about.item,
            about.period,
            about.measure,
            amount,
            self.sheet.name,
            at,
            shown,
            about.matched,
            formula,
            why,
            doubts[0].message if doubts else None,
            status=figure.status,
        )

    def _measured(self, figure: Figure, about: About, index: int) -> tuple[Amount, tuple[Text, ...], tuple[Doubt, ...]]:
        """The amount of a figure in its unit, growth written with last year as 100 without that, with the reasons and what has to be asked."""
        assert figure.amount is not None
        amount, why, doubts = (self._in_own_unit if figure.own_unit else self._in_told_unit)(figure.amount, about, index)
        if (about.is_index or about.measure.startswith("index")) and amount.value < LOWEST_INDEX:
            doubts = (*doubts, Doubt("", "index", NO_INDEX))
        if about.is_index:
            return replace(amount, value=amount.value - 100), (*why, FROM_INDEX), doubts
        if about.falls and amount.value:
            if index in self._of_both_signs:
                return amount, why, (*doubts, Doubt("", "falls", FALLS_OR_RISES))
            return replace(amount, value=-amount.value), (*why, FALLS), doubts
        return amount, why, doubts

    def _in_own_unit(self, amount: Amount, about: About, _index: int) -> tuple[Amount, tuple[Text, ...], tuple[Doubt, ...]]:
        """The amount of a cell that says its unit itself."""
        amount = self._units.own(amount, about.measure, about.unit)
        return amount, (*about.why, IN_CELL), (*unit_doubts_of(amount.unit, about.measure), *about.doubts)

    def _in_told_unit(self, amount: Amount, about: About, index: int) -> tuple[Amount, tuple[Text, ...], tuple[Doubt, ...]]:
        """The amount of a cell in the unit that stands beside or above it; of growth and shares below 1 in a column by what was answered."""
        why, doubts = about.why_with_unit, about.doubts_with_unit
        if about.unit is not None:
            amount = Amount(amount.value, about.unit, amount.qualifier)
        if about.measure == "value" or index not in self._fractions or self._fractions_are == "%":
            return amount, why, doubts
        if self._fractions_are:
            return Amount(amount.value.scaleb(2), PERCENT, amount.qualifier), why, doubts
        return amount, why, (*doubts, Doubt("unit", "fractions", FRACTIONS))

    def _cell_doubts(self, row: int, index: int, figure: Figure, shown: str) -> Iterator[Doubt]:
        """What has to be asked of a figure for how its cell looks."""
        if shown.lstrip()[:1] in _TRIANGLES:
            yield Doubt("", "triangle", TRIANGLE)
        if figure.behind:
            yield Doubt("", "behind", text("格子里还写着“{words}”，只读了前面的数。", words=figure.behind))
        if figure.arrow:
            yield Doubt("", "arrow", ARROW)
        if figure.raised:
            yield Doubt("", "raised", RAISED)
        if figure.scaled:
            yield Doubt("", "scaled", SCALED)
        if row in self.sheet.hidden_rows or index in self.sheet.hidden_columns:
            yield Doubt("", "hidden", HIDDEN)

    def _is_over_several(self, row: int, index: int) -> bool:
        """Whether a figure is merged over rows or columns that are named differently."""
        bottom, right = self.grid.span_of[row, index]
        stubs = self._stubs.get(self._group[index], ())
        down = {tuple(words_of(self.grid.through(at, stub)) for stub in stubs) for at in range(row, min(bottom, row + 40) + 1)}
        across = {
            tuple(words_of(self.grid.through(at, to)) for at in self.table.header)
            for to in range(index, min(right, index + 40) + 1)
        }
        return len(down) > 1 or len(across) > 1

    def _about(self, row: RowFacts, column: ColumnFacts) -> About:
        """Everything about a figure but its area, worked out once for each kind of row and each column."""
        (match, heading, item), name_why, name_doubts = self._reasoned(self._meaning.indicator, row, column)
        measuring = self._meaning.measuring(row, column)
        measure, is_index = self._meaning.measure(measuring), measuring.index
        own_index = self._own_index(row, column, measuring, match)
        if self._is_written_as_index(own_index, measuring, match, heading):
            # 上年=100 over what no catalogue has and is no index by its name: that is how its figure is given.
            measure, is_index, own_index = index_measure(index_base(own_index)), False, ""
        if own_index:
            # An index of its own, which its base tells from others.
            measure, is_index, item = "value", False, item or own_index
            if match is not None:
                name_doubts = (*name_doubts, Doubt("heading", item, which_part(item, match)))
        measure = self._wanted(measure, name_doubts)
        period, time_why, time_doubts = self._reasoned(self._meaning.period, row, column, measure)
        time_doubts = (*time_doubts, *against_year(measuring.base_year, period))
        name_doubts = (*name_doubts, *self._added_measure(measuring.measure))
        measure, change_doubts = self._units.growth_or_change(column, measure)
        measure, level_doubts = self._units.ratio_or_level(row, column, measuring, measure)
        unit, unit_why, unit_doubts = self._reasoned(self._units.unit, row, column, Counted(measure, match, heading))
        unit_doubts = (*change_doubts, *level_doubts, *unit_doubts)
        if own_index:
            unit, unit_doubts = of_base(own_index), ()
        elif measure == "value" and match is None and (base := base_above(unit, heading)):
            measure, unit = index_measure(base), NO_UNIT
        why, doubts = self._header_why + name_why + time_why, name_doubts + time_doubts
        return About(
            match.indicator.id if match else heading,
            item,
            match is not None,
            period,
            measure,
            is_index,
            measuring.falls,
            unit,
            self._names(row, column, match, heading, item),
            why,
            doubts,
            why + unit_why,
            doubts + unit_doubts,
        )

    def _added_measure(self, measure: str) -> Iterator[Doubt]:
        """What has to be asked where a title names a level and its growth, and nothing in the table says which of them a figure is."""
        piece = self.said.added
        if not measure and piece is not None and not self._measures_told:
            asked = text(
                "“{title}”里还写着“{words}”，而表里没有分开写，请确认这些数是哪一种。", title=piece.words, words=piece.value
            )
            yield Doubt("", "added measure", asked)

    def _wanted(self, measure: str, doubts: Sequence[Doubt]) -> str:
        """The measure of figures, or that somebody answered that what stands under their heading is not to be read."""
        left_out = any(doubt.question == "heading" and self.headings.is_left_out(doubt.subject) for doubt in doubts)
        return UNWANTED if left_out else measure

    def _own_index(
        self, row: RowFacts, column: ColumnFacts, measuring: ColumnFacts | RowFacts | Label, match: Match | None
    ) -> str:
        """What an index of its own has as 100, "" for growth that is written with last year as 100 and for anything else."""
        base = measuring.base or column.base or row.base
        if measuring.measure == "index" or not base:
            return ""
        indexed = words().unitless.search(self.said.heading if not row.name else "")
        return "" if measuring.index and match is not None and not indexed else base

    def _is_written_as_index(
        self, base: str, measuring: ColumnFacts | RowFacts | Label, match: Match | None, heading: str
    ) -> bool:
        """Whether growth with last year as 100 is that of an indicator that no catalogue has, so that nothing tells if it is kept as growth."""
        return bool(base) and measuring.index and match is None and not words().unitless.search(heading)

    def _names(self, row: RowFacts, column: ColumnFacts, match: Match | None, heading: str, item: str) -> str:
        """Everything that the name of a figure was made of: of an indicator that was found the words by which it was."""
        latin = [label.latin for label in (*row.labels, *column.labels)]
        if match is None:
            return "\0".join((heading, item, *latin))
        found = [one for one in (match, row.match, column.match) if one is not None and one.indicator is match.indicator]
        return "\0".join((item, match.indicator.name, *(one.words for one in found), *latin))

    def _reasoned(self, method: Callable[..., Any], *arguments: Any) -> Reasoned:
        why: list[Text] = []
        doubts: list[Doubt] = []
        return method(*arguments, why, doubts), tuple(why), tuple(doubts)

    # What else a table shows

    def _report_ranks(self) -> None:
        """Say of ranks beside the figures that they were not read; those that number the rows tell nothing."""
        for column in self.columns:
            if column.role == "serial" and any(facts.column.index < column.index for facts in self.values):
                self._left_out(reference(self.table.body[0], column.index), column)

    def _left_out(self, at: str, column: Column, row_label: str = "") -> None:
        """Say once for a column, or for a row whose label tells it, that its figures were not read."""
        if (row_label or column.index) not in self._said_left_out:
            self._said_left_out.add(row_label or column.index)
            heading = row_label or next((words_here for words_here, _shared in reversed(column.path)), "")
            told = text("“{heading}”不是年报用的量，没有读入。", heading=heading)
            self.problems.append((Problem(told, self.sheet.name, at), False))

    def _left_out_measure(self, at: str, _about: About, of: tuple[RowFacts, ColumnFacts]) -> None:
        by_row = (tidy(label.raw) for label in of[0].labels if label.measure == NOT_KEPT)
        self._left_out(at, of[1].column, "" if of[1].measure == NOT_KEPT else next(by_row, ""))

    def _left_out_sum(self, at: str) -> None:
        """Say once that the sums over several areas were not read."""
        if OF_SEVERAL not in self._said_unwanted:
            self._said_unwanted.add(OF_SEVERAL)
            told = text("合计是表里几个地区之和，不是一个地区的数，没有读入。")
            self.problems.append((Problem(told, self.sheet.name, at), False))

    def _left_out_by_answer(self, at: str, about: About, _of: tuple[RowFacts, ColumnFacts]) -> None:
        """Say once for each heading that its figures were not read because somebody answered so."""
        subject = next(doubt.subject for doubt in about.doubts if doubt.question == "heading")
        if subject not in self._said_unwanted:
            self._said_unwanted.add(subject)
            told = text("“{heading}”按以前的答复没有读入。", heading=subject)
            self.problems.append((Problem(told, self.sheet.name, at), False))

    def _unread(self, at: str, figure: Figure) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            return
        problem = Problem(text("“{raw}”不是数字，这个单元格没有读入。", raw=figure.unread.strip()[:60]), self.sheet.name, at)
        self.problems.append((problem, True))

    def _report_formulas(self) -> None:
        shown = MOST_PROBLEMS * 2
        found = [
            (cell, text("公式“{formula}”是按直线推算出来的值，不是统计数，没有读入。", formula=cell.formula[:80]))
            for cell in self._fitted[:shown]
        ]
        found += [
            (cell, text("公式“{formula}”没有保存结果，没有读入；请在电子表格软件里打开并另存一次。", formula=cell.formula[:80]))
            for cell in self._uncached[:shown]
        ]
        self.problems.extend((Problem(message, self.sheet.name, cell.reference), True) for cell, message in found)

    @cached_property
    def _period_cells(self) -> set[str]:
        found: set[str] = set()
        for row in self.table.header:
            found.update(
                reference(row, column) for column, value in self.grid.filled(row) if value_kind(value) in ("year", "period")
            )
        for column in self.columns:
            if column.role == "period":
                found.update(reference(row, column.index) for row in self.table.body)
        return found

    def _areas_named(self) -> tuple[list[Area], list[Area]]:
        """The areas that the labels of the rows and the headings of the columns name."""
        stubs = [column.index for column in self.columns if column.role in ("region", "indicator")]
        held = (self.grid.value(row, index) for index in stubs for row in self.table.body)
        down = (self.labels(value).area for value in held if isinstance(value, str) and value)
        across = (facts.area for facts in self.values)
        return list(filter(None, down)), list(filter(None, across))

    def _fraction_columns(self) -> set[int]:
        """Columns of growth or shares whose numbers all look like fractions of one."""
        found: set[int] = set()
        for facts in self.values:
            if facts.measure not in RATIO_MEASURES:
                continue
            index = facts.column.index
            seen = [bare for row in self.table.body if (bare := bare_number(self.grid.value(row, index))) is not None]
            small = seen and all(abs(value) < _LARGEST_FRACTION for value in seen) and any(value != int(value) for value in seen)
            # Under a heading with % only numbers such as 0.288, which nobody prints as a percentage, are in doubt.
            if small and (not facts.units or any(value != round(value, 2) for value in seen)):
                found.add(index)
        return found

    def _zero_columns(self) -> set[int]:
        """Columns that hold nothing but zeros beside columns that hold figures: zeros that stand for missing."""
        if len(self.table.body) < 3 or len(self.values) < 2:
            return set()
        zero = {facts.column.index for facts in self.values if self._is_zero(facts.column.index)}
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

    @cached_property
    def _of_both_signs(self) -> set[int]:
        """Columns with a figure below zero: under a heading of a fall nobody knows then what the signs mean."""
        held = (
            (facts.column.index, self.grid.value(row, facts.column.index)) for facts in self.values for row in self.table.body
        )
        return {index for index, value in held if str(value).lstrip().startswith(_MINUS)}

    @cached_property
    def _measures_told(self) -> bool:
        """Whether a heading or a label of the table names a measure."""
        stubs = [column.index for column in self.columns if column.role in (*STUBS, "note")]
        held = (self.grid.value(row, index) for index in stubs for row in self.table.body)
        return any(facts.measure for facts in self.values) or any(
            self.labels(value).measure for value in held if isinstance(value, str) and value
        )

    def _is_zero(self, index: int) -> bool:
        seen = [value for row in self.table.body if (value := self.grid.value(row, index)) != ""]
        return len(seen) >= 3 and all(value in (0, "0", "0.0", "0.00") and not isinstance(value, bool) for value in seen)


_MINUS = ("-", "−", "－", "–")


_LEFT_OUT: dict[str, Callable[[TableReader, str, About, tuple[RowFacts, ColumnFacts]], None]] = {
    UNWANTED: TableReader._left_out_by_answer,
    NOT_KEPT: TableReader._left_out_measure,
}
"""What tells that figures are not read, by the measure that stands for it."""
