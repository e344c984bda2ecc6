"""What the labels left of the figures say about each row, row by row: a blank label repeats the one above, 其中 belongs to its whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from hashlib import blake2b
from typing import NamedTuple

from ecdesk.domain.book.records import Indicator
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import measure_by_unit
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import (
    ANY_PROVINCE,
    city_called_like,
    looks_like_place,
    place_around,
    province_of_city,
    total_named,
)
from ecdesk.domain.wording.time.time_words import frequency_named, time_in_column
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import units_stated
from ecdesk.excel.formats.grid import Grid, Position
from ecdesk.excel.reading.tables.cell_kinds import words_of
from ecdesk.excel.reading.tables.columns import STUBS, Column
from ecdesk.excel.reading.tables.facts import ColumnFacts, Kinds, RowFacts, Stands
from ecdesk.excel.reading.texts.evidence import depth, still_said
from ecdesk.excel.reading.texts.headings import HeadingReader, Match
from ecdesk.excel.reading.texts.labels import LONGEST_LABEL, SUMS, Label, LabelReader, combined
from ecdesk.excel.reading.texts.words import words


class _Cell(NamedTuple):
    """A label of a row. at: the cell that it stands in; own: whether that is one of the row itself."""

    column: Column
    words: str
    at: Position
    own: bool

    @property
    def role(self) -> str:
        return self.column.role


class RowReader:
    """Goes down the body of a table. provinces: how many provinces the table names."""

    def __init__(
        self,
        grid: Grid,
        columns: list[Column],
        values: list[ColumnFacts],
        labels: LabelReader,
        headings: HeadingReader,
        provinces: int,
    ) -> None:
        self.grid = grid
        self.columns = columns
        self.values = values
        self.labels = labels
        self.headings = headings
        self._province_rows = provinces
        self._last: dict[tuple[int, int], Stands] = {}
        self._over_rows: set[tuple[int, int]] = set()
        """Columns, each with its block, whose labels stand over several rows."""
        self._opening: dict[tuple[int, int], bool] = {}
        """Whether the last label of a column stands in a row in which one further left begins, too."""
        self._parents: list[tuple[int, Indicator]] = []
        self._row_match: Match | None = None
        self._section: Label | None = None
        self._section_times: list[Time] = []
        """The times of the lines between rows that are in force."""
        self._section_indent, self._deeper = 0, False
        """How far the last line between rows is indented, and whether a row below it was indented farther."""
        self._area_above: Area | None = None
        """That of the row above, in a column that holds areas and names by turns."""
        self._among_cities: frozenset[str] | None = frozenset()
        """The provinces of the cities so far, None below a province."""
        self._row_label: Label | None = None
        """The name in the last row that had one."""
        self._measure_of_whole: Label | None = None
        self._whole_label: Label | None = None
        """The name in the last row that is no part of another."""
        self._units_of_whole: tuple[Unit, ...] = ()
        self._whole_indent, self._parts_begun = 0, False
        """How far that row is indented, and whether parts of it were met."""
        self._met_other = False
        """Whether a row had a name that is no general part: 总户数 above 男."""
        self._whole: Indicator | None = None
        self._among: tuple[int, Indicator] | None = None
        """Indent and indicator of the last 其中 that stands in no other."""
        self._nested: tuple[int, Indicator] | None = None
        """Indent of the rows of a 其中 inside another, and the indicator that they are parts of."""
        self._unit_of_whole: tuple[int, tuple[Unit, ...]] = (0, ())
        """Indent and units of the last row that is no part of another."""
        self._years: set[Time] = set()
        self._kinds = Kinds()

    def enter_section(self, words_here: str) -> None:
        """Go on under a line between rows. The nearest such line that says a facet hides earlier ones of that facet only."""
        label, named = self._section_label(words_here)
        if words().sample_rows.search(label.raw):
            return
        tells_name = bool(label.rest) and not label.value_word
        self._section_indent, self._deeper = _indent(words_here), False
        self._section = _under(label, self._section, tells_name and not named, self._time_of_section(label.time))
        self._area_above = self._whole_label = None
        if tells_name and not named:
            self._parents = []
            self._row_label = self._row_match = self._whole = None
            self._among = self._nested = None

    def _time_of_section(self, time: Time | None) -> Time | None:
        """What a line between rows and those before it, as far as it ends them not, say of the time together."""
        if time is not None:
            self._section_times = [*filter(None, still_said(self._section_times, time)), time]
        return reduce(lambda outer, inner: inner.joined(outer), self._section_times) if self._section_times else None

    def _section_label(self, words_here: str) -> tuple[Label, bool]:
        """What a line between rows says, and whether it says by a word of its own what it names: 地区：湖南省."""
        plain = tidy(words_here)
        for name, pattern in words().lines.items():
            match = pattern.match(plain)
            if match is None:
                continue
            label = self.labels(plain[match.end() :])
            if name == "region" and (label.area is None or label.rest):
                label = replace(label, area=None, rest="", region=label.rest or label.raw)
            return (label if name != "other" else Label(plain)), True
        return self._bare_line(words_here), False

    def _bare_line(self, words_here: str) -> Label:
        """What a line between rows says that names nothing by a word of its own; a place that no catalogue has is one: 二、无锡市."""
        label = self.labels(words_here)
        if looks_like_place(label.rest) and not label.tells_no_place and self.headings.find_label(label) is None:
            return replace(label, rest="", region=label.rest)
        return label

    def read(self, row: int, group: int) -> RowFacts:
        """The facts of one row for the columns of one group."""
        facts = self._facts(row, group)
        facts.kinds = self._kinds.of(facts.keys())
        return facts

    def _facts(self, row: int, group: int) -> RowFacts:
        cells, blank_stub = self._cells(row, group)
        self._leave_section(cells)
        facts = RowFacts(section=self._section)
        names: list[_Cell] = []
        for cell in cells:
            if cell.role != "code":
                facts.texts = (*facts.texts, (cell.words, *cell.at))
            take = _TAKEN.get(cell.role)
            if take is None or not take(self, cell, facts):
                names.append(cell)
        told = (facts.region, *(self.labels(cell.words).raw for cell in names))
        facts.skip = any(map(_is_sample, told))
        if not facts.skip:
            self._take_names(names, facts)
            self._complete(names, facts)
        if not (facts.skip or names) and blank_stub and self._has_labels(group):
            # A figure without any label beside it: kept with what its column says.
            facts.match = self._row_match if not self.values or any(value.measure for value in self.values) else None
        return facts

    def _complete(self, names: Sequence[_Cell], facts: RowFacts) -> None:
        """What names do not say themselves: what they name together, the area of the row above them, and the measure that their unit tells."""
        facts.match = facts.match or self.headings.find(facts.name)
        if self._area_above is not None and not facts.areas and any(cell.role == "region" for cell in names):
            facts.areas = [self._area_above]
        if len(facts.units) == len(facts.units_beside) == 1:
            facts.measure = measure_by_unit(facts.measure, facts.units[0])

    def _has_labels(self, group: int) -> bool:
        return any(column.group == group and column.role != "value" for column in self.columns)

    def _leave_section(self, cells: list[_Cell]) -> None:
        """A row as far out as the line between rows that it comes after is not under it, when other rows before it are indented farther."""
        first = next((cell for cell in cells if cell.role in ("indicator", "text") and cell.own), None)
        if first is None or self._section is None:
            return
        if _indent(first.words) > self._section_indent:
            self._deeper = True
        elif self._deeper:
            self._section, self._section_times, self._deeper = None, [], False

    def _cells(self, row: int, group: int) -> tuple[list[_Cell], bool]:
        """What the labels of a row say, each blank one what the row above says; and whether the row has no names of its own."""
        cells: list[_Cell] = []
        blank_stub = True
        seen: set[Position] = set()
        for column in self.columns:
            if column.group != group or column.role in ("value", "ignored", "note", "serial"):
                continue
            at = self.grid.origin.get((row, column.index), (row, column.index))
            if at[1] != column.index and at in seen:
                continue
            seen.add(at)
            words_here = words_of(self.grid.value(*at))
            if column.role in STUBS:
                blank_stub = blank_stub and not words_here.strip()
                words_here, at = self._said_or_repeated(row, column, words_here, at)
            if words_here.strip():
                cells.append(_Cell(column, words_here, at, at[0] == row))
        return cells, blank_stub and group >= 0

    def _said_or_repeated(self, row: int, column: Column, said: str, at: Position) -> tuple[str, Position]:
        """What a cell of labels says, or what the last one above it says where it is blank and others beside it are not."""
        key = column.group, column.index
        if at[0] != row:
            self._over_rows.add(key)
        if said.strip():
            self._last[key] = said, *at
            self._opening[key] = self._begins(row, column)
        elif key in self._last and self._has_other_stub(row, column.group, column.index):
            if not self._opening[key] and self._begins(row, column, over_rows=True):
                del self._last[key]
                return said, at
            above, *where = self._last[key]
            own = self._own_code(row, column, where[0])
            if own is not None:
                return words_of(self.grid.value(*own)), own
            self._over_rows.add(key)
            return self.labels(above).raw, (where[0], where[1])
        return said, at

    def _begins(self, row: int, column: Column, over_rows: bool = False) -> bool:
        """Whether a label further left begins in a row. over_rows: one whose like stand over several rows, so that what a blank repeats ended
        before it, unless that began with such a label itself: 湖南省│网络零售额│2017, blank│blank│2018, 湖北省│blank│2017."""
        return any(
            other.index < column.index
            and ((column.group, other.index) in self._over_rows or not over_rows)
            and self._last.get((column.group, other.index), ("", -1, -1))[1] == row
            for other in self.columns
        )

    def _own_code(self, row: int, column: Column, above: int) -> Position | None:
        """The code that tells a row without its name from the one above it, in a column of names that nearly every row has."""
        if not column.full:
            return None
        for other in self.columns:
            if other.group == column.group and other.role == "code":
                own, last = (str(self.grid.through(at, other.index)).strip() for at in (row, above))
                if own and last and own != last:
                    return row, other.index
        return None

    def _take_unit(self, cell: _Cell, facts: RowFacts) -> bool:
        facts.units = units_stated(cell.words)
        facts.units_beside = (*facts.units_beside, (cell.column.index, facts.units))
        return True

    def _take_frequency(self, cell: _Cell, facts: RowFacts) -> bool:
        facts.often = frequency_named(cell.words)
        return True

    def _take_code(self, cell: _Cell, facts: RowFacts) -> bool:
        area = self.labels.areas.find(cell.words)
        facts.areas += [area] if area is not None and not facts.areas else []
        facts.total = facts.total or total_named(cell.words) in SUMS
        return True

    def _take_time(self, cell: _Cell, facts: RowFacts) -> bool:
        """A time, or what the figures beside it are of the times above: 增长%, 2018年比上年增长（%）; an average of times is a name."""
        label = self.labels(cell.words)
        if label.measure or label.base:
            self._take_measure(label, facts)
            return True
        time = _time_in(cell)
        if time is not None:
            facts.often = facts.often or cell.column.often
            facts.time = combined(facts.time, time)
            facts.by_spans = facts.by_spans or cell.column.by_spans
            self._years.add(time)
        elif cell.words.strip().isdigit():
            facts.unread_time = cell.words
        return time is not None or total_named(cell.words) != "average"

    def _take_measure(self, label: Label, facts: RowFacts) -> None:
        """What a label among times measures; without a time of its own it is of the last of them."""
        newest = max(self._years, key=lambda time: (time.year or 0, time.last), default=None)
        facts.time = label.time or newest
        facts.measure, facts.whole, facts.index = label.measure, label.whole, label.index
        facts.base_year, facts.falls, facts.base = label.base_year, label.falls, label.base
        facts.units = facts.units or label.units

    def _take_place(self, cell: _Cell, facts: RowFacts) -> bool:
        if not self._is_place(cell.words, self.labels(cell.words)):
            return False
        self._region(cell.words, facts)
        facts.names_place = cell.own and not facts.total
        area = facts.areas[-1] if facts.areas else None
        self._among_cities = self._cities_so_far(area, facts)
        if cell.own and area is not self._area_above:
            self._row_label = self._row_match = None
        self._area_above = area
        return True

    def _cities_so_far(self, area: Area | None, facts: RowFacts) -> frozenset[str] | None:
        """The provinces of the cities down to a row; 全省 stands above cities of any."""
        if self._among_cities is None or (area is not None and area.kind == "province" and not area.name.endswith("市")):
            return None
        return self._among_cities | {ANY_PROVINCE if facts.around else province_of_city(area.name if area else facts.region)}

    def _take_partner(self, cell: _Cell, facts: RowFacts) -> bool:
        """A place that figures of another area are split by is a name, whatever the catalogue of areas knows of it; the sum of them is none."""
        name = self.labels(cell.words).raw
        if total_named(name) not in SUMS or total_named(name) == "average" or facts.labels:
            facts.labels.append(Label(name, name))
        return True

    def _take_names(self, names: Sequence[_Cell], facts: RowFacts) -> None:
        among = False
        for cell in names:
            label = self.labels(cell.words)
            # 其中 in a column of its own is said of what stands right of it.
            self._name(replace(label, among=True) if among else label, _indent(cell.words), facts, cell.column)
            among = among or (label.among and not label.rest)

    def _has_other_stub(self, row: int, group: int, index: int) -> bool:
        return any(
            column.group == group
            and column.index != index
            and column.role in STUBS
            and str(self.grid.through(row, column.index)).strip()
            for column in self.columns
        )

    def _is_place(self, words_here: str, label: Label) -> bool:
        """Whether a text in a column of places is one: its content tells more than the heading of its column."""
        if (label.area is not None and not label.rest) or total_named(words_here):
            return True
        if label.tells_no_place or self.headings.find_label(label) is not None:
            return False
        among_names = self._section is not None and self._section.area is not None
        return not among_names or looks_like_place(label.raw)

    def _region(self, words_here: str, facts: RowFacts) -> None:
        label = self.labels(words_here)
        if label.area is not None and not label.rest:
            facts.areas.append(_inside(self._place_among_cities(label.area, label.raw), facts.areas))
            return
        if total := total_named(words_here):
            facts.total = total in SUMS
            facts.around = place_around(words_here)
            return
        if label.area is not None and label.rest and self.headings.find_label(label) is not None:
            facts.areas.append(label.area)
            facts.labels.append(label)
            return
        facts.region = label.raw

    def _place_among_cities(self, area: Area, called: str) -> Area:
        """The city that is called like a province, where that stands by its short name below cities beside it: 长春, then 吉林; 西宁, then 海南."""
        if area.kind != "province" or called != area.short or not self._among_cities:
            return area
        return city_called_like(area, self._among_cities) or area

    def _name(self, label: Label, indent: int, facts: RowFacts, column: Column) -> None:
        if label.area is not None:
            facts.areas.append(label.area)
            if not label.rest and not label.measure:
                return
        self._take(label, indent, facts)
        if label.measure:
            found = self.headings.find(label.full)
            if found is not None:
                facts.match = self._row_match = found
                facts.measure = facts.whole = ""
                facts.labels.append(label)
                return
        if self._is_sum(label, facts, column):
            return
        if total_named(label.raw) == "area":
            # 全省 in the place of a name: all of what the column is about.
            facts.around = place_around(label.raw)
            return
        facts.labels.append(label)
        if not label.names:
            self._repeat_name(label, facts)
            return
        self._row_label = replace(label, measure="", units=())
        self._find_name(label, indent, facts)

    def _is_sum(self, label: Label, facts: RowFacts, column: Column) -> bool:
        """Whether a label is that of a sum over areas, or of all of what the other rows of one area are parts of (湖南省│合计), which names nothing."""
        of_places = column.role == "region"
        if not label.total or not (self._province_rows or of_places):
            return False
        facts.total = of_places or not facts.names_place
        return True

    def _take(self, label: Label, indent: int, facts: RowFacts) -> None:
        """What a label says besides a name."""
        facts.base = label.base or facts.base
        facts.time = combined(facts.time, label.time)
        self._take_units(label, indent, facts)
        if label.rest and not label.among:
            self._measure_of_whole = label
        own = label.measure or label.units or any(not unit.is_ratio for unit in facts.units)
        measuring = self._measure_of_whole if label.among and not own else label
        if measuring is not None and measuring.measure:
            facts.measure, facts.whole, facts.index = measuring.measure, measuring.whole, measuring.index
            facts.base_year, facts.falls = measuring.base_year, measuring.falls

    def _take_units(self, label: Label, indent: int, facts: RowFacts) -> None:
        """The units of a label, or, of a part, those of its whole."""
        facts.units = facts.units or label.units
        if label.measure:
            return
        if not label.units and (label.among or indent > self._unit_of_whole[0]):
            facts.units = facts.units or self._unit_of_whole[1]
        elif not label.among:
            self._unit_of_whole = indent, label.units

    def _repeat_name(self, label: Label, facts: RowFacts) -> None:
        """A row that only says 同比 is about what the row above it names."""
        if not (label.measure or label.value_word or label.base) or any(one.rest and not one.value_word for one in facts.labels):
            return
        facts.match = self._row_match
        if self._row_label is not None:
            facts.labels.append(self._row_label)

    def _find_name(self, label: Label, indent: int, facts: RowFacts) -> None:
        """The indicator that a row names, by itself or as a part of the one that it stands in."""
        own = self.headings.find_label(label)
        self._meet(label, facts)
        parent = self._parent_of(label, indent, own)
        match = own or (self.headings.part_of(label.rest, parent) if parent is not None else None)
        self._follow(label, indent, facts, own, parent)
        self._row_match = match
        if match is None:
            facts.parent = parent if (label.among or indent or self._section is not None) else None
            return
        facts.match = match
        if not label.among:
            self._parents.append((indent, match.indicator))
        if self._nested is None:
            self._among = (indent, match.indicator) if label.among else None

    def _meet(self, label: Label, facts: RowFacts) -> None:
        """Tell a row whether one above it names something else than a general part."""
        facts.below_other = self._met_other
        self._met_other = self._met_other or not (label.total or fold(label.rest) in words().parts)

    def _follow(self, label: Label, indent: int, facts: RowFacts, own: Match | None, parent: Indicator | None) -> None:
        """Take a row as a part of the last whole, whose name it takes where it has no indicator of its own, or as a whole itself."""
        if label.among:
            self._whole, self._parts_begun = parent, True
        elif indent <= self._whole_indent or not (self._parts_begun or self._is_counted_like_whole(own, facts)):
            self._whole_label, self._whole_indent, self._parts_begun = self._row_label, indent, False
            self._units_of_whole = facts.units
            self._whole = None if own is not None else self._whole
            return
        # 其中：采矿业, then 制造业 farther in than their whole: a part, too.
        if own is None and parent is None and self._whole_label is not None and not self._whole_label.total:
            facts.labels.insert(-1, self._whole_label)

    def _is_counted_like_whole(self, own: Match | None, facts: RowFacts) -> bool:
        """Whether a row farther in than the last whole, without an indicator of its own, has its unit, or none: 铁路 below 客运量."""
        whole = self._whole_label
        return own is None and whole is not None and not whole.total and facts.units in ((), self._units_of_whole)

    def _parent_of(self, label: Label, indent: int, own: Match | None) -> Indicator | None:
        """The indicator that a row may be a part of: by 其中, by its indent, or by the section it stands in."""
        while self._parents and (self._parents[-1][0] > indent or (self._parents[-1][0] == indent and not label.among)):
            self._parents.pop()
        parent = self._nest(label, indent) or (self._parents[-1][1] if self._parents else self._section_indicator())
        # 其中：实物商品, then 非实物商品 in the next row, which does not say 其中 again.
        return self._whole if parent is None and own is None else parent

    def _nest(self, label: Label, indent: int) -> Indicator | None:
        """The indicator that a row is part of when it stands deeper than a 其中 and says 其中 itself, or goes on such rows."""
        if label.among and self._among is not None and indent > self._among[0]:
            self._nested = indent, self._among[1]
        elif self._nested is not None and indent < self._nested[0]:
            self._nested = None
        return self._nested[1] if self._nested is not None else None

    def _section_indicator(self) -> Indicator | None:
        if self._section is None:
            return None
        found = self.headings.find_label(self._section)
        return found.indicator if found else None


@lru_cache(maxsize=16384)
def _is_sample(label: str) -> bool:
    """Whether a label says that its row shows how to fill in the others."""
    return words().sample_rows.search(label) is not None


def _inside(area: Area, beside: Sequence[Area]) -> Area:
    """The area of a column of places; one that no catalogue has lies in that of the column before: 省份│城市."""
    around = beside[-1] if beside else None
    is_inside = around is not None and not area.code and depth(around) < depth(area)
    return replace(area, parent=around.code) if around is not None and is_inside else area


def _indent(words_here: str) -> int:
    return len(words_here) - len(words_here.lstrip(" \u3000\t\u00a0"))


_TAKEN: dict[str, Callable[[RowReader, _Cell, RowFacts], bool]] = {
    "unit": RowReader._take_unit,
    "frequency": RowReader._take_frequency,
    "code": RowReader._take_code,
    "period": RowReader._take_time,
    "region": RowReader._take_place,
    "partner": RowReader._take_partner,
}
"""What takes what a label says, by the role of its column; false where the label is a name all the same."""


def _mark_of(words_here: str) -> str:
    """What stands for the lines before one, so that no two such lines are taken for the same: themselves they would become longer with each."""
    return blake2b(words_here.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _under(label: Label, outer: Label | None, tells_name: bool, time: Time | None) -> Label:
    """A line between rows with what the lines before it go on to say, of the time as given."""
    if outer is None:
        return label
    area, region = (label.area, label.region) if label.area or label.region else (outer.area, outer.region)
    goes_on = not (label.measure or label.value_word or label.base) and (not tells_name or not outer.rest)
    measuring = outer if goes_on else label
    name = label if tells_name else outer
    return replace(
        label,
        raw=f"{label.raw}/{_mark_of(outer.raw)}",
        area=area,
        region=region,
        time=time,
        rest=name.rest,
        value_word=name.value_word,
        latin=name.latin,
        units=label.units or (() if tells_name else outer.units),
        measure=measuring.measure,
        whole=measuring.whole,
        base=measuring.base,
        index=measuring.index,
    )


def _time_in(cell: _Cell) -> Time | None:
    """The time of a cell in a column of times."""
    column = cell.column
    time = time_in_column(cell.words[:LONGEST_LABEL], column.often, column.by_months and not column.year_ends)
    return time.at_years_end() if time is not None and column.year_ends else time
