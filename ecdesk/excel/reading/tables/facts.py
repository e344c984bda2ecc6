"""What the rows and the columns of a table say about the figures in them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ecdesk.domain.book.records import Indicator
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Text
from ecdesk.domain.wording.time.times import Time
from ecdesk.excel.formats.grid import column_letters
from ecdesk.excel.reading.tables.columns import Column
from ecdesk.excel.reading.texts.headings import Match
from ecdesk.excel.reading.texts.labels import Label, combined
from ecdesk.excel.reading.texts.words import words

Stands = tuple[str, int, int]
"""A text with its row and column."""
RATIO_MEASURES = ("growth", "growth_prev", "share")


class Doubt(NamedTuple):
    """What has to be asked before a figure counts. question: unit, year, region or heading, "" when no single answer settles it;
    subject: what it is asked of, "" for the whole file."""

    question: str
    subject: str
    message: Text


@dataclass
class RowFacts:
    """What a row's labels say. labels: what each column of labels left over, outermost first."""

    areas: list[Area] = field(default_factory=list)
    region: str = ""
    time: Time | None = None
    units: tuple[Unit, ...] = ()
    units_beside: tuple[tuple[int, tuple[Unit, ...]], ...] = ()
    """Where a row has several columns of units: the units by the column that they stand in."""
    unread_time: str = ""
    """A number in a column of times that is none."""
    by_spans: bool = False
    """Whether its time is a day that may have been a span of months."""
    labels: list[Label] = field(default_factory=list)
    measure: str = ""
    whole: str = ""
    base: str = ""
    index: bool = False
    base_year: int | None = None
    falls: bool = False
    total: bool = False
    names_place: bool = False
    """Whether the row itself names its place in a column of those."""
    around: str = ""
    """The kind of the area around that a label names by its kind alone: 全省."""
    skip: bool = False
    often: str = ""
    """How often its figures come, where a column says that."""
    parent: Indicator | None = None
    match: Match | None = None
    section: Label | None = None
    below_other: bool = False
    """Whether a row above it has a name that is no general part: 总户数 above 男."""
    kinds: tuple[int, ...] = ()
    texts: tuple[Stands, ...] = ()
    """Every text that was read, with the cell that it stands in."""

    @property
    def says_level(self) -> bool:
        """Whether a label says that the figure is a level itself: 绝对量."""
        return any(label.says_level for label in self.labels)

    @property
    def part(self) -> str:
        """What its labels say of how its figures were counted, which tells them from those of its like."""
        return next(filter(None, map(counted_as, self.labels)), "")

    @property
    def name(self) -> str:
        """What the labels leave over as the name of an indicator or item; the same words beside themselves say it once."""
        names = [label.rest for label in self.labels if label.names]
        return "/".join(name for name, before in zip(names, ("", *names), strict=False) if name != before)

    def units_of(self, column: int, first_value: int) -> tuple[Unit, ...]:
        """The units of the figure in a column. first_value: the first column of figures of the row; units stand left of their
        figures when the first unit stands left of it, right of them otherwise."""
        if len(self.units_beside) < 2:
            return self.units
        if self.units_beside[0][0] < first_value:
            return next((units for at, units in reversed(self.units_beside) if at < column), ())
        return next((units for at, units in self.units_beside if at > column), ())

    def keys(self) -> tuple[Hashable, ...]:
        """By what area, name, measure, time and unit of rows are told apart: rows with equal keys mean the same by that facet."""
        section = self.section.raw if self.section else ""
        return (
            (tuple(area.code or area.name for area in self.areas), self.region, self.total, self.around, section),
            (
                self.name,
                self.match.indicator.id if self.match else "",
                self.parent.id if self.parent else "",
                self.below_other,
                section,
            ),
            (self.measure, self.whole, self.base, self.index, self.base_year, self.falls, self.says_level, section),
            (self.time, self.unread_time, self.by_spans, self.often, section),
            (self.units, self.units_beside, section),
        )


@dataclass
class ColumnFacts:
    """The same for a column's heading path."""

    column: Column
    area: Area | None = None
    time: Time | None = None
    units: tuple[Unit, ...] = ()
    labels: list[Label] = field(default_factory=list)
    measure: str = ""
    whole: str = ""
    base: str = ""
    index: bool = False
    base_year: int | None = None
    falls: bool = False
    match: Match | None = None
    heading: str = ""
    total: bool = False
    around: str = ""
    """The kind of the area around that a heading names by its kind alone: 全省."""
    may_be_change: bool = False
    """Whether nothing tells if it holds growth or how much more there is: 比上年增减."""
    is_part: bool = False
    """Whether its heading is a part of what the row or the title names: 城镇 beside 合计."""
    part: str = ""
    """The general word that alone tells it from the columns beside it: 数量, 金额."""
    planned: bool = False
    """Whether it holds what was planned."""
    of_one_of: bool = False
    """Whether it stands alone behind a level of a month and one counted since January, and is of either: 本月│累计│同比."""
    of_any: Sequence[ColumnFacts] = ()
    """The levels of several indicators that it stands alone behind, most likely of the last: 企业数│销售额│同比."""
    kinds: tuple[int, ...] = ()

    @property
    def is_among(self) -> bool:
        """Whether a heading says that it is a part: 其中."""
        return any(label.among for label in self.labels)

    @property
    def is_branch(self) -> bool:
        """Whether a heading above its last one names something."""
        return any(label.names for label in self.labels[:-1])

    def take_name_of(self, level: ColumnFacts) -> None:
        """Be of what another column names."""
        self.heading, self.match, self.total = level.heading, level.match, level.total
        self.part = self.part or level.part

    def take(self, label: Label) -> None:
        """What a heading says besides a name; an inner one comes after an outer one."""
        self.labels.append(label)
        self.area = label.area or self.area
        self.time = combined(self.time, label.time)
        self.units = label.units or self.units
        if label.measure:
            self.measure, self.whole, self.index = label.measure, label.whole, label.index
            self.base_year, self.falls = label.base_year, label.falls
        self.total = self.total or label.total
        self.part = self.part or counted_as(label)

    def take_plan(self, plan: str, of_year: bool) -> None:
        """What was planned stands apart from what came of it, and one of a year is of all of it: 年度计划 beside 本月完成."""
        self.part, self.planned = plan, True
        self.time = combined(self.time, Time(whole=True)) if of_year else self.time

    @property
    def tells_apart(self) -> bool:
        """Whether its headings say more than a measure and a unit."""
        return bool(self.heading or self.area or self.time)

    @property
    def letters(self) -> str:
        return column_letters(self.column.index)

    def keys(self) -> tuple[Hashable, ...]:
        """By what columns are told apart: only the area can be another than that of the columns beside."""
        return ((self.area and (self.area.code or self.area.name), self.total, self.around),)


def counted_as(label: Label) -> str:
    """What a heading or a label says of its figures beside a name or none, and is no name: 完成预算 of 完成预算%, 调整前 of 2019（调整前）; "" for
    nothing."""
    found = (
        words().of_plan.match(label.full) if words().planned.fullmatch(label.whole) else words().qualifies.fullmatch(label.rest)
    )
    return found[0] if found is not None else ""


class Kinds:
    """Numbers keys, so that what is worked out for one pair of kinds is found again at once."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def of(self, keys: tuple[Hashable, ...]) -> tuple[int, ...]:
        return tuple(self._numbers.setdefault((facet, key), len(self._numbers)) for facet, key in enumerate(keys))
