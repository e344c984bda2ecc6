"""What one figure is about: area, indicator and item, measure, period, each from the row, the column or the lines above, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from ecdesk.domain.figures.areas import NATION, Area
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.places import total_named
from ecdesk.domain.wording.time.times import Time
from ecdesk.excel.reading.tables.facts import RATIO_MEASURES, ColumnFacts, Doubt, RowFacts
from ecdesk.excel.reading.texts.context import Said
from ecdesk.excel.reading.texts.evidence import COLUMN, ROW, Evidence, Rank, side, specific, standing
from ecdesk.excel.reading.texts.headings import HeadingReader, Match
from ecdesk.excel.reading.texts.labels import Label, LabelReader, combined
from ecdesk.excel.reading.texts.words import words

AREA_OF_ROW = text("行标题写明地区。", stands=ROW)
AREA_OF_COLUMN = text("列标题写明地区。", stands=COLUMN)
NO_PERIOD = text("这里写的时间跨年，或者不是一个月、一季、半年或一年，没有对应的时期，请填报单位改报一个时期的数。")


class MeaningReader:
    """Puts together what the rows and columns of one table say. provinces: how many provinces the table names; named: every area that it names."""

    def __init__(
        self,
        said: Said,
        values: list[ColumnFacts],
        labels: LabelReader,
        headings: HeadingReader,
        provinces: int,
        named: AbstractSet[Area],
    ) -> None:
        self.said = said
        self.values = values
        self.labels = labels
        self.headings = headings
        self.provinces = provinces
        self.named = named
        self.took_outer_area = False
        self.took_outer_year = False

    def area(self, row: RowFacts, column: ColumnFacts, why: list[Text], doubts: list[Doubt]) -> tuple[Area | None, str]:
        if row.total or (column.total and self._areas_across()):
            return self._sum_of_areas(row, why, doubts)
        near = [*row.areas, *([column.area] if column.area is not None else [])]
        if near:
            area = specific(near)
            if area is None:
                names = list(dict.fromkeys(one.name for one in near))
                doubts.append(
                    Doubt(
                        "",
                        "two areas",
                        text("行和列里写着“{one}”和“{other}”，分不清是哪个地区的数。", one=names[0], other=names[1]),
                    )
                )
                return None, ""
            why.append(AREA_OF_ROW if area in row.areas else AREA_OF_COLUMN)
            return _told(area, doubts)
        region = row.region or (row.section.region if row.section is not None else "")
        if region:
            doubts.append(_unknown_place(region))
            return None, region
        if row.section is not None and row.section.area is not None:
            why.append(text("本段标题写明地区。"))
            return _told(row.section.area, doubts)
        if self.said.areas:
            self.took_outer_area = True
            why.append(self.said.areas[0].why)
            return self._around(self.said.areas[0].value, row.around or column.around, doubts)
        nation = self.labels.areas.get(NATION)
        if self.said.national and nation is not None:
            why.append(text("来自全国的年度数据库，不分地区，指全国。"))
            return nation, nation.name
        doubts.append(Doubt("region", "", text("文件里没有写明是哪个地区报送的。")))
        return None, ""

    def _sum_of_areas(self, row: RowFacts, why: list[Text], doubts: list[Doubt]) -> tuple[Area | None, str]:
        nation = self.labels.areas.get(NATION)
        if self.provinces >= 20 and nation is not None:
            why.append(text("合计行或合计列：各省之和，是全国。", stands=side(row.total)))
            return nation, nation.name
        if self._whole is not None:
            why.append(text("合计行或合计列：标题所写地区各部分之和。", stands=side(row.total)))
            return _told(self._whole, doubts)
        why.append(text("合计行或合计列，不归入任何一个地区。", stands=side(row.total)))
        return None, "合计"

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
        if found is not None:
            return found
        label: Label | None = self.said.measuring.value if self.said.measuring is not None else None
        if label is None or row.says_level or self._measures_told:
            return column
        # 增长情况 in a title is about the table; a line that only says 同比 is about its figures, whatever unit their heads have.
        levels = any(not unit.is_ratio for one in near for unit in one.units)
        return column if (levels and label.rest) or (not label.base and (column.base or row.base)) else label

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
        row_name = row.name
        only_total = column.total and not row_name and total_named(column.heading) and self.said.heading
        col_name = "" if only_total else column.heading  # 合计 beside 医院 under 床位数 is all of those
        answered = self._answered_part(row, column)
        if answered is not None:
            why.append(answered[0].why)
            return answered[0], answered[0].indicator.name, answered[1]
        match, item = self._joined(row, column, row_name, col_name)
        if match is not None:
            why.append(standing(match.why, side(not _by_column(row, column, match))))
            if item:
                doubts.append(Doubt("heading", item, standing(which_part(item, match), side(item != col_name))))
            return match, match.indicator.name, item
        if (
            not col_name
            and not row_name
            and row.section is not None
            and (found := self.headings.find_label(row.section)) is not None
        ):
            why.append(found.why)
            return found, found.indicator.name, ""
        heading = col_name or row_name
        if col_name and row_name:
            heading, item = col_name, row_name
        if not heading and row.section is not None and row.section.rest and not words().groups.search(row.section.rest):
            heading = row.section.rest
        if not heading and self.said.match is not None:
            assert self.said.name is not None
            why.append(self.said.name.why)
            return self.said.match, self.said.match.indicator.name, ""
        if not heading and self.said.heading:
            heading = self.said.heading
            bare = words().group_prefix.sub("", heading)
            if bare != heading and (row.areas or column.area is not None):
                # 西北地区 over rows that name their own areas.
                found = self.headings.inside(bare)
                if found is not None:
                    why.append(found.why)
                    return found, found.indicator.name, ""
            assert self.said.name is not None
            why.append(self.said.name.why)
        if heading:
            asked = text("“{heading}”是哪个指标？名录里没有这个写法。", heading=heading, stands=side(heading != col_name))
            doubts.append(Doubt("heading", heading, asked))
        else:
            doubts.append(Doubt("heading", "", text("文件里没有写明指标，表中的数是什么？")))
        return None, heading, item

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

    def period(self, row: RowFacts, column: ColumnFacts, measure: str, why: list[Text], doubts: list[Doubt]) -> str:
        """The code of the period, "" where it has to be asked."""
        if column.time is not None and row.time is not None and not row.time.agrees(column.time):
            doubts.append(Doubt("", "two times", text("行和列写的时间不同，分不清是哪个时期的数。")))
            return ""
        section = row.section.time if row.section is not None else None
        time = combined(section, combined(column.time, row.time)) or (self._main_time() if measure != "value" else None)
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
        self.took_outer_year = self.took_outer_year or time is None or time.year is None
        return as_often(period, row.often or column.column.often).code

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


def _by_column(row: RowFacts, column: ColumnFacts, match: Match) -> bool:
    """Whether it is the heading of the column that names an indicator, and not the label of the row."""
    if not column.heading or not row.name:
        return bool(column.heading)
    return column.match is not None and column.match.indicator is match.indicator


def _told(area: Area, doubts: list[Doubt]) -> tuple[Area | None, str]:
    """An area that a text names, or, where no catalogue has it, its name, which is asked about."""
    if not area.code:
        doubts.append(_unknown_place(area.name))
    return area if area.code else None, area.name


def _unknown_place(region: str) -> Doubt:
    return Doubt("", "areas", text("有的地区不在地区名录里，例如“{region}”。", region=region))


def which_part(item: str, match: Match) -> Text:
    return text("“{item}”是“{indicator}”的哪一部分？名录里没有。", item=item, indicator=match.indicator.name)


def as_often(period: Period, often: str) -> Period:
    """A month at the end of a quarter, where figures come by quarters, is that quarter: 2018-06 under 频度 季; 1—12月 is the year."""
    if period.kind == "cumulative" and period.index == 12:
        return Period(period.year)
    if often == "quarter" and period.kind == "month" and period.index % 3 == 0:
        return Period(period.year, "quarter", period.index // 3)
    return period


def _no_period(time: Time) -> Doubt:
    """What is asked about a time that is no period where it stands."""
    if time.year is None:
        return Doubt("year", "", text("文件里没有写明年份，是哪一年的数？"))
    return Doubt("", "span", NO_PERIOD)
