"""What one figure is about: area, indicator and item, measure, period, each from the row, the column or the lines above, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import NamedTuple

from ecdesk.domain.figures.areas import DISTRICT, NATION, Area
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import says_what_changes
from ecdesk.domain.wording.places import total_named
from ecdesk.domain.wording.time.time_words import may_be_spans
from ecdesk.domain.wording.time.times import Time
from ecdesk.excel.reading.tables.facts import RATIO_MEASURES, ColumnFacts, Doubt, RowFacts
from ecdesk.excel.reading.texts.context import Said
from ecdesk.excel.reading.texts.evidence import COLUMN, ROW, Evidence, Rank, side, specific, standing
from ecdesk.excel.reading.texts.headings import HeadingReader, Match
from ecdesk.excel.reading.texts.labels import Label, LabelReader, combined
from ecdesk.excel.reading.texts.words import is_firm, is_rate, words

AREA_OF_ROW = text("行标题写明地区。", stands=ROW)
AREA_OF_COLUMN = text("列标题写明地区。", stands=COLUMN)
ONE_OF_TWO = text("左边既有当期数又有累计数，分不清这一列增速是哪一个的。", stands=COLUMN)
ONE_OF_SEVERAL = text("左边有几个指标，分不清这一列增速是哪一个的。", stands=COLUMN)
NO_PERIOD = text("这里写的时间跨年，或者不是一个月、一季、半年或一年，没有对应的时期，请填报单位改报一个时期的数。")


FIRMS = text("行里是企业的名称，不是指标，也不是分项；这些数一般不读入。")

TOPIC = 2
"""The weight of the name of a title that tells of which field its table is."""
OF_SEVERAL: tuple[Area | None, str] = (None, "\0")
"""What a sum over some areas is of, which no report has a place for."""
_Found = tuple[Match, str]
"""An indicator and the item of it, "" for all of it."""


class Again(NamedTuple):
    """Names that several rows have: under several lines between rows; under several titles or in several sheets, each with that of its table."""

    under_sections: AbstractSet[str]
    under_titles: Mapping[str, str]


class _Names(NamedTuple):
    """What the row and the column of a figure leave over as names."""

    row: RowFacts
    column: ColumnFacts
    of_row: str
    of_column: str

    @property
    def heading(self) -> str:
        """What names the figure, as far as its table goes: the column, else the row, else the line between the rows."""
        section = self.row.section.rest if self.row.section is not None else ""
        return self.of_column or self.of_row or (section if not words().groups.search(section) else "")


class MeaningReader:
    """Puts together what the rows and columns of one table say. provinces: how many provinces the table names; named: every area that it names;
    again: the names of rows that need what stands over them to be told apart."""

    def __init__(
        self,
        said: Said,
        values: list[ColumnFacts],
        labels: LabelReader,
        headings: HeadingReader,
        provinces: int,
        named: AbstractSet[Area],
        again: Again,
    ) -> None:
        self.said = said
        self.values = values
        self.labels = labels
        self.headings = headings
        self.provinces = provinces
        self.named = named
        self.again = again
        self.took_outer_area = False
        self.took_outer_year = False

    def area(self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Doubt]) -> tuple[Area | None, str]:
        if row.total or (column.total and self._areas_across()):
            return self._sum_of_areas(row, why, doubts)
        near = [*row.areas, *([column.area] if column.area is not None else [])]
        if near and not _lies_inside(row.region, near):
            return self._specific(row, column, why, doubts)
        section = row.section or Label()
        if region := row.region or section.region:
            doubts.append(_unknown_place(region))
            return None, region
        if section.area is not None:
            why.append(text("本段标题写明地区。"))
            return _told(section.area, doubts)
        return self._area_above(row.around or column.around, why, doubts)

    def _specific(self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Doubt]) -> tuple[Area | None, str]:
        """The innermost of the areas that a row and a column name, which must lie in each other."""
        near = [*row.areas, *([column.area] if column.area is not None else [])]
        area = specific(near) or (specific(_without_groups(row.areas)) if column.area is None else None)
        if area is None:
            names = list(dict.fromkeys(one.name for one in near))
            message = text("行和列里写着“{one}”和“{other}”，分不清是哪个地区的数。", one=names[0], other=names[1])
            doubts.append(Doubt("", "two areas", message))
            return None, ""
        why.append(AREA_OF_ROW if area in row.areas else AREA_OF_COLUMN)
        return _told(area, doubts)

    def _area_above(self, kind: str, why: list[Text], doubts: list[Doubt]) -> tuple[Area | None, str]:
        """The area that the lines above the table name. kind: of the one around it, where a row or column is of that."""
        if self.said.areas:
            self.took_outer_area = True
            why.append(self.said.areas[0].why)
            return self._around(self.said.areas[0].value, kind, doubts)
        nation = self.labels.areas.get(NATION)
        if self.said.national and nation is not None:
            why.append(text("来自全国的年度数据库，不分地区，指全国。"))
            return nation, nation.name
        home = self.labels.home
        if home is not None and kind == home.kind and self._all_lies_in(home):
            why.append(text("写的是全部，文件里没有写别处，指这本年报所说的{area}。", area=home.name))
            return home, home.name
        doubts.append(Doubt("region", "", text("文件里没有写明是哪个地区报送的。")))
        return None, ""

    def _all_lies_in(self, home: Area) -> bool:
        """Whether the table names nothing but an area, what lies in it, and what it lies in."""
        inside = {home.code, home.parent, NATION, *(one.code for one in self.labels.areas.children(home.code))}
        return all(one.code in inside or (not one.code and one.kind == DISTRICT) for one in self.named)

    def _sum_of_areas(self, row: RowFacts, why: list[Text], doubts: list[Doubt]) -> tuple[Area | None, str]:
        nation = self.labels.areas.get(NATION)
        if self.provinces >= 20 and nation is not None:
            why.append(text("合计行或合计列：各省之和，是全国。", stands=side(row.total)))
            return nation, nation.name
        if self._whole is not None:
            why.append(text("合计行或合计列：标题所写地区各部分之和。", stands=side(row.total)))
            return _told(self._whole, doubts)
        return OF_SEVERAL

    def _around(self, area: Area, kind: str, doubts: list[Doubt]) -> tuple[Area | None, str]:
        """The area of a table, or the one around it of a kind that a row or column names alone: 全省 in the table of a city."""
        levels = ("province", "city", "district")
        if kind and kind in levels[: levels.index(area.kind) if area.kind in levels else 0]:
            outer = self.labels.areas.get(area.parent)
            while outer is not None and outer.kind in levels and outer.kind != kind:
                outer = self.labels.areas.get(outer.parent)
            if outer is None or outer.kind != kind:
                doubts.append(
                    Doubt(
                        "", "around", text("表是“{area}”的，而有的数写明是它所在省市的，请确认是哪个地区的数。", area=area.name)
                    )
                )
                return None, ""
            area = outer
        return _told(area, doubts)

    @cached_property
    def _whole(self) -> Area | None:
        """The area above the table whose parts its rows or columns are, so that their sum is its figure: 合计 of the districts of a city."""
        area = self.said.area
        if area is None or area.kind not in ("city", "province"):
            return None
        parts = self.named - {area}
        inside = {one.code for one in self.labels.areas.children(area.code)} if area.code else set()
        listed = {one.code for one in parts} - {""}
        all_here = inside <= listed or len(listed) < len(parts)
        return area if len(parts) > 1 and listed <= inside and all_here else None

    def _areas_across(self) -> bool:
        return sum(1 for facts in self.values if facts.area is not None) >= 2

    def measuring(self, row: RowFacts, column: ColumnFacts) -> ColumnFacts | RowFacts | Label:
        """What says the measure: the nearest text that names one. A title does where nothing in its table does."""
        near = [one for one in (column, row, row.section) if one is not None]
        found = next((one for one in near if one.measure), None)
        if found is not None or self.said.measuring is None or row.says_level or self._measures_told:
            return found or column
        label: Label = self.said.measuring.value
        levels = label.rest and self._are_levels(near, self.said.measuring.words, row.name or column.heading)
        return column if levels or (not label.base and (column.base or row.base)) else label

    def _are_levels(self, near: Sequence[ColumnFacts | RowFacts | Label], words: str, name: str) -> bool:
        """增长情况 in a title is about the table; a line that only says 同比 is about its figures, whatever unit their heads have."""
        follows = says_what_changes(words)
        units = (*(unit for one in near for unit in one.units), *(self.said.units if follows else ()))
        return not all(unit.is_ratio for unit in units) or (follows and is_rate(name))

    @cached_property
    def _measures_told(self) -> bool:
        return any(facts.measure for facts in self.values)

    def measure(self, measuring: ColumnFacts | RowFacts | Label) -> str:
        """The measure, a share with its whole."""
        if not measuring.whole:
            return measuring.measure or "value"
        part_of = self.headings.find(measuring.whole)
        return f"{measuring.measure}:{part_of.indicator.id if part_of else measuring.whole}"

    def indicator(
        self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Doubt]
    ) -> tuple[Match | None, str, str]:
        """The indicator, or the heading as found, and the item of a breakdown."""
        match, heading, item = self._indicator(row, column, why, doubts)
        if column.of_any:
            doubts.append(Doubt("", "one of several", ONE_OF_SEVERAL))
        for part, stands in ((self._section_apart(row, match), ROW), (row.part, ROW), (column.part, COLUMN)):
            if part:
                item = f"{item}/{part}" if item else part
                if match is not None:
                    doubts.append(_asked_of(item, standing(which_part(item, match), stands)))
        return match, heading, item

    def _section_apart(self, row: RowFacts, match: Match | None) -> str:
        """The line between rows that alone tells a row from another of the same indicator: 城镇 and 农村, each over 网络零售额."""
        section = row.section or Label()
        alike = match is not None and (match is row.match or not row.name) and row.name in self.again.under_sections
        apart = alike and section.names
        return section.rest if apart and self.headings.find_label(section) is None else ""

    def _indicator(
        self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Doubt]
    ) -> tuple[Match | None, str, str]:
        answered = self._answered_part(row, column)
        if answered is not None:
            why.append(answered[0].why)
            return answered[0], answered[0].indicator.name, answered[1]
        names = _Names(row, column, self._name_of(row, column), self._heading_of(column, row.name))
        match, item = next(filter(None, (way(self, names) for way in _WAYS)), (None, ""))
        if match is not None:
            why.append(standing(match.why, side(not _is_of_column(row, column, match))))
            if item:
                doubts.append(_asked_of(item, standing(which_part(item, match), side(item != names.of_column))))
            return match, match.indicator.name, item
        around = self._named_around(names)
        if around is not None:
            why.append(around[1])
            return around[0], around[0].indicator.name, ""
        if over := self._named_over(names):
            return self._item_of(over, names, why, doubts)
        whole = self._whole_of(names)
        if whole is not None:
            return None, self._unknown(whole, why, doubts), names.of_column or names.of_row
        return None, self._unknown(names, why, doubts), names.of_row if names.of_column else ""

    def _named_over(self, names: _Names) -> str:
        """What stands over a row that no catalogue has and names what it is an item of: a line between rows with its unit (客运量（万人） over 公路,
        水路), or what alone tells it from its like; "" for nothing."""
        name = names.of_row or names.of_column
        over = self._section_over(names) or self.again.under_titles.get(name, "")
        return over if name and over not in name else ""

    def _section_over(self, names: _Names) -> str:
        section = names.row.section or Label()
        own = names.row.units or (not names.of_row and names.column.units)
        tells = (section.units and not own) or names.of_row in self.again.under_sections
        return section.rest if tells and section.names and not section.measure else ""

    def _item_of(self, over: str, names: _Names, why: list[Text], doubts: list[Doubt]) -> tuple[None, str, str]:
        """What stands over a row as its indicator, and what the row and the column name as its item; a general part is the item itself."""
        first, *others = filter(None, (names.of_row, names.of_column))
        outer, item = (over, first) if fold(over) not in words().parts else (first, over)
        return None, self._unknown(names._replace(of_row=outer, of_column=""), why, doubts), "/".join((item, *others))

    def _name_of(self, row: RowFacts, column: ColumnFacts) -> str:
        """The name that a row's labels leave over; 合计 beside what a column names is all of that."""
        is_all = total_named(row.name) == "total" and row.parent is None and not (row.section is not None and row.section.rest)
        return "" if is_all and column.heading else row.name

    def _whole_of(self, names: _Names) -> _Names | None:
        """What names the whole of a column, or of a row beside none, that only names a part: the row or the title; None where it names no part."""
        if self._is_part_of_title(names):
            return names._replace(of_row="")
        if not names.column.is_part or not names.of_column:
            return None
        return names._replace(of_column="") if names.of_row or self._names_a_whole else None

    def _is_part_of_title(self, names: _Names) -> bool:
        """Whether a row is a general part, below nothing but such and their sum, of what the title names."""
        is_part = fold(names.of_row) in words().parts and not (names.of_column or names.row.below_other or names.row.parent)
        section = names.row.section
        return is_part and self._names_a_whole and (section is None or not section.rest)

    @property
    def _names_a_whole(self) -> bool:
        """Whether a title names what its figures are, and not just a topic."""
        return self.said.name is not None and self.said.name.value[2] < TOPIC

    def _heading_of(self, column: ColumnFacts, row_name: str) -> str:
        """The name that a column's headings leave over; 合计 beside 医院 under 床位数 is all of those, and 收入 what its title names in full."""
        if row_name or not self.said.heading:
            return column.heading
        only_total = column.total and total_named(column.heading)
        again = self._names_a_whole and words().says_again(column.heading, self.said.heading)
        return "" if only_total or again else column.heading

    def _named_around(self, names: _Names) -> tuple[Match, Text] | None:
        """The indicator of figures whose row and column name nothing, by the line between the rows or the lines above, and why."""
        if names.of_column or names.of_row:
            return None
        found = self.headings.find_label(names.row.section) if names.row.section is not None else None
        if found is not None or names.heading:
            return (found, found.why) if found is not None else None
        if self.said.match is not None:
            assert self.said.name is not None
            return self.said.match, self.said.name.why
        # 西北地区 over rows that name their own areas.
        bare = words().group_prefix.sub("", self.said.heading)
        if bare != self.said.heading and (names.row.areas or names.column.area is not None):
            found = self.headings.inside(bare)
        return (found, found.why) if found is not None else None

    def _unknown(self, names: _Names, why: list[Text], doubts: list[Doubt]) -> str:
        """The heading that no indicator has, which is asked about."""
        heading = names.heading or self.said.heading
        if not heading:
            doubts.append(Doubt("heading", "", text("文件里没有写明指标，表中的数是什么？")))
            return ""
        if not names.heading:
            assert self.said.name is not None
            why.append(self.said.name.why)
        stands = side(heading != names.of_column)
        doubts.append(_asked_of(heading, text("“{heading}”是哪个指标？名录里没有这个写法。", heading=heading, stands=stands)))
        return heading

    def _answered_part(self, row: RowFacts, column: ColumnFacts) -> tuple[Match, str] | None:
        """The indicator and the item that one name of a row or column was answered to be part of; None where none was, or both were."""
        told = [
            (name, item, other)
            for name, other in ((row.name, column.match), (column.heading, row.match))
            if (item := self.headings.item(name))
        ]
        if len(told) != 1:
            return None
        name, item, other = told[0]
        whole = other or self.headings.find(name)
        if whole is None:
            return None
        why = text("“{part}”是“{parent}”的分项，这是以前确认过的。", part=name, parent=whole.indicator.name)
        return Match(whole.indicator, why, f"{whole.words}\0{name}"), item

    def _by_both(self, names: _Names) -> _Found | None:
        """Row and column name indicators: one is a part of the other, or they are crossed."""
        of_row, of_column = names.row.match, names.column.match
        if of_row is None or of_column is None:
            return None
        for outer, part in ((of_row.indicator, names.of_column), (of_column.indicator, names.of_row)):
            inner = self.headings.part_of(part, outer)
            if inner is not None:
                return inner, ""
        return of_row, names.of_column if of_row.indicator is not of_column.indicator else ""

    def _by_row(self, names: _Names) -> _Found | None:
        whole = names.row.match
        if whole is None or not names.of_column:
            return (whole, "") if whole is not None else None
        inner = self._in_a_row(names.of_column, names.of_row) or self.headings.part_of(names.of_column, whole.indicator)
        return (inner, "") if inner is not None else (whole, names.of_column)

    def _by_column(self, names: _Names) -> _Found | None:
        whole = names.column.match
        if whole is None or not names.of_row:
            return (whole, "") if whole is not None else None
        inner = self.headings.part_of(names.of_row, whole.indicator)
        return (inner, "") if inner is not None else (whole, names.of_row)

    def _by_names_together(self, names: _Names) -> _Found | None:
        found = self._in_a_row(names.of_column, names.of_row) if names.of_row and names.of_column else None
        return (found, "") if found is not None else None

    def _by_section(self, names: _Names) -> _Found | None:
        section = names.row.section
        found = self._in_a_row(section.rest, names.of_row) if section is not None and names.of_row else None
        return (found, "") if found is not None else None

    def _by_parent(self, names: _Names) -> _Found | None:
        parent = names.row.parent
        if not names.of_row or parent is None:
            return None
        return Match(parent, text("“{part}”在“{parent}”之下。", part=names.of_row, parent=parent.name)), names.of_row

    def _by_title(self, names: _Names) -> _Found | None:
        name = names.of_row or names.of_column
        if not name or self.said.match is None:
            return None
        found = self.headings.part_of(name, self.said.match.indicator)
        if found is not None:
            return found, ""
        if self._is_all_of_title(names):
            return self.said.match, ""
        is_part = not (names.of_row and names.of_column) and self._whole_of(names) is not None
        return (self.said.match, name) if is_part else None

    def _is_all_of_title(self, names: _Names) -> bool:
        """Whether a row only says that it is the sum of what the title names, above its parts: 合计, 城镇, 农村."""
        return not names.of_column and total_named(names.of_row) == "total" and self._names_a_whole

    def _in_a_row(self, one: str, other: str) -> Match | None:
        """The indicator of which two names give the whole one, in either order."""
        return self.headings.find(one + other) or self.headings.find(other + one)

    def period(self, row: RowFacts, column: ColumnFacts, measure: str, why: list[Text], doubts: list[Doubt]) -> str:
        """The code of the period, "" where it has to be asked."""
        if self._is_open(row, column, doubts):
            return ""
        time = self._time_here(row, column, measure)
        base, used, _contradiction = self.said.times
        if self._contradicted(time, doubts):
            return ""
        if time is None:
            period = base.period() if base is not None else None
            why.extend(one.why for one in used)
        else:
            period = time.period(self._part_left(base, used) if time.names_year else base)
            why.append(text("列标题或行标题写明时间。", stands=side(column.time is None)))
        if period is None:
            doubts.append(_no_period(combined(base, time) or Time()))
            return ""
        if period.kind == "day" and time is not None and (row.by_spans or self._heads_may_be_spans):
            doubts.append(Doubt("", "days", _day_or_span(time)))
        self.took_outer_year = self.took_outer_year or time is None or time.year is None
        return as_often(period, row.often or column.column.often).code

    @cached_property
    def _heads_may_be_spans(self) -> bool:
        return may_be_spans(facts.time for facts in self.values)

    def _is_open(self, row: RowFacts, column: ColumnFacts, doubts: list[Doubt]) -> bool:
        """Whether row and column name two times, or the column one of two."""
        if row.unread_time:
            doubts.append(Doubt("", "unread time", text("“{words}”这一行的时间读不懂，是哪个时期的数？", words=row.unread_time)))
            return True
        if column.time is not None and row.time is not None and not row.time.agrees(column.time):
            doubts.append(Doubt("", "two times", text("行和列写的时间不同，分不清是哪个时期的数。")))
            return True
        if column.of_one_of and (row.time is None or not row.time.names_part):
            doubts.append(Doubt("", "one of two", ONE_OF_TWO))
            return True
        return False

    def _time_here(self, row: RowFacts, column: ColumnFacts, measure: str) -> Time | None:
        """The time that row, column and the line between the rows name; of growth without any that of the levels beside it."""
        section = row.section.time if row.section is not None else None
        return combined(section, combined(column.time, row.time)) or (self._main_time() if measure != "value" else None)

    def _contradicted(self, time: Time | None, doubts: list[Doubt]) -> bool:
        """Whether the lines above the table name two times, and a figure does not name its own as a whole."""
        _base, _used, contradiction = self.said.times
        if contradiction is None or (time is not None and time.names_year and time.names_part):
            return False
        one, other = (piece.words for piece in contradiction)
        message = text("“{one}”和“{other}”写的时间不同，请确认是哪个时期的数。", one=one, other=other)
        doubts.append(Doubt("", "two times above", message))
        return True

    def _part_left(self, base: Time | None, used: Sequence[Evidence]) -> Time | None:
        """The time above the table beside a year that its figures name themselves: which part of a year another table's title names with its
        year is that table's."""
        own = any(one.rank == Rank.FAR and one.cell for one in self.said.evidence)
        others = all(one.rank == Rank.ABOVE and one.value.names_year for one in used)
        return Time(base.year) if base is not None and own and others else base

    def _main_time(self) -> Time | None:
        if self.said.time is not None:
            return None
        years = [
            facts.time
            for facts in self.values
            if facts.time is not None and facts.time.year is not None and facts.measure not in RATIO_MEASURES
        ]
        return max(years, key=lambda time: (time.year or 0, time.last), default=None)


_WAYS: tuple[Callable[[MeaningReader, _Names], _Found | None], ...] = (
    MeaningReader._by_both,
    MeaningReader._by_row,
    MeaningReader._by_column,
    MeaningReader._by_names_together,
    MeaningReader._by_section,
    MeaningReader._by_parent,
    MeaningReader._by_title,
)
"""The ways from the names of a row and a column to an indicator; the first that leads to one holds."""


def _is_of_column(row: RowFacts, column: ColumnFacts, match: Match) -> bool:
    """Whether it is the heading of the column that names an indicator, and not the label of the row."""
    if not column.heading or not row.name:
        return bool(column.heading)
    return column.match is not None and column.match.indicator is match.indicator


def _lies_inside(region: str, areas: Sequence[Area]) -> bool:
    """Whether a place that no catalogue has is beside the province that it lies in: 滁州│安徽."""
    return bool(region) and not words().groups.search(region) and all(area.kind in ("nation", "province") for area in areas)


def _without_groups(areas: Sequence[Area]) -> list[Area]:
    """Areas without the groups of them that are named beside: 辽宁│东部, as each file groups them."""
    return [area for area in areas if area.kind != "region"]


def _told(area: Area, doubts: list[Doubt]) -> tuple[Area | None, str]:
    """An area that a text names, or, where no catalogue has it, its name, which is asked about."""
    if not area.code:
        doubts.append(_unknown_place(area.name))
    return area if area.code else None, area.name


def _unknown_place(region: str) -> Doubt:
    return Doubt("", "areas", text("有的地区不在地区名录里，例如“{region}”。", region=region))


def _asked_of(name: str, message: Text) -> Doubt:
    """What is asked of a name that no catalogue has: of those of firms, which a list may hold by the thousand, one and the same."""
    if is_firm(name):
        return Doubt("heading", words().firms_called, FIRMS)
    return Doubt("heading", name, message)


def which_part(item: str, match: Match) -> Text:
    return text("“{item}”是“{indicator}”的哪一部分？名录里没有。", item=item, indicator=match.indicator.name)


def as_often(period: Period, often: str) -> Period:
    """A month at the end of a quarter, where figures come by quarters, is that quarter: 2018-06 under 频度 季; 1—12月 is the year."""
    if period.kind == "cumulative" and period.index == 12:
        return Period(period.year)
    if often == "quarter" and period.kind == "month" and period.index % 3 == 0:
        return Period(period.year, "quarter", period.index // 3)
    return period


def _day_or_span(time: Time) -> Text:
    return text("这里写的是1月{day}日，还是1—{day}月被电子表格改成了日期？请确认是哪个时期的数。", day=time.day)


def _no_period(time: Time) -> Doubt:
    """What is asked about a time that is no period where it stands."""
    if time.year is None:
        return Doubt("year", "", text("文件里没有写明年份，是哪一年的数？"))
    return Doubt("", "span", NO_PERIOD)


def against_year(base: int | None, period: str) -> Iterator[Doubt]:
    """What has to be asked of growth on another year than the one before."""
    if base is not None and period and period_from_code(period).year != base + 1:
        yield Doubt("", "base", text("这里的增速是与{base}年相比的，不是与上年相比，请确认要不要。", base=base))


def provinces_in(areas: list[Area]) -> int:
    return len({area.code for area in areas if area.kind in ("province", "corps")})
