"""The texts of a sheet, each with where it stands and what the figures show that it stands over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePath
from typing import Protocol

from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import tells_growth
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.measures import index_base
from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.domain.wording.time.time_words import years_off
from ecdesk.domain.wording.time.times import Time
from ecdesk.excel.reading.texts.words import words

LONGEST_TEXT = 300
"""Beyond so many characters a text is prose, and no heading or title."""
RELATIVE = ("growth", "growth_prev", "share", "index")
"""Measures of figures that are relative to a level."""


class Place(Enum):
    """Where a text stands, seen from the figures it is said of."""

    ROW = "row"
    COLUMN = "column"
    CORNER = "corner"
    """Over the columns of labels."""
    SECTION = "section"
    LINE = "line"
    """Title, unit line, report line."""
    SHEET = "sheet"
    FILE = "file"
    NOTE = "note"
    STATED = "stated"
    """What a note says of all figures of its table."""
    BEHIND = "behind"
    """Behind the value of a line that names something."""
    REMARK = "remark"
    """In a column of remarks, beside the figures."""

    __hash__ = object.__hash__  # that of an enumeration is worked out from its name each time

    @property
    def near(self) -> bool:
        return self in (Place.ROW, Place.COLUMN, Place.SECTION, Place.STATED)


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """What one figure came to say; each of them is made once for all figures that say the same. names: everything that its name was made of, folded; known: whether a catalogue has it."""

    area: Area | None
    period: Period | None
    own: Period | None
    """The period of the table as a whole."""
    measure: str
    unit: Unit | None
    names: str
    known: bool
    index: bool = False

    @property
    def relative(self) -> bool:
        """Whether the figure is growth, a share or an index."""
        return self.measure.partition(":")[0] in RELATIVE

    @property
    def base(self) -> str:
        """What an index has as 100."""
        return index_base(self.measure.partition(":")[2]) or (index_base(self.unit.symbol) if self.unit is not None else "")


class Speaking(Protocol):
    """What else a file speaks of."""

    def of(self, word: str, place: Place) -> bool:
        """Whether other texts than those of a place speak of what a word says."""


@dataclass
class Account:
    """One text, and what the figures show that it stands over."""

    text: str
    place: Place
    row: int
    column: int
    said: str = ""
    """All that is said there, where the text is a part of it; it is asked about with that."""
    figures: dict[Shown, None] = field(default_factory=dict)
    told: bool = False
    """Whether figures took from it how far they are settled or on which basis they grew."""


def told_apart(accounts: Iterable[Account], places: Places) -> dict[Shown, dict[str, tuple[str, str]]]:
    """What texts say of the figures they stand over that is no part of what these are: their status, and the basis of growth, each with the words. Nearer texts count."""
    found: dict[Shown, dict[str, tuple[str, str]]] = {}
    for account in sorted(accounts, key=lambda one: one.place.near):
        line = PurePath(account.text).stem if account.place is Place.FILE else account.text
        tokens = scan(line[:LONGEST_TEXT], places)
        for token in tokens:
            facet, value = _apart_from_all(token)
            for shown in account.figures if facet else ():
                if _is_said_of(shown, facet, token, account, tokens):
                    found.setdefault(shown, {})[facet] = value, account.said
                    account.told = True
    return found


_STATUSES = ("preliminary", "revised", "estimate", "forecast")


def _apart_from_all(token: Token) -> tuple[str, str]:
    """Which facet of a figure a token tells, with its value; twice "" for none."""
    said = words_of("bases.toml")["basis"]
    if token.kind is TokenKind.STATUS and token.value in _STATUSES:
        return "status", token.value
    if token.kind is TokenKind.BASIS and token.value not in said["usual"]:
        return "basis", token.value.removeprefix("按").removesuffix("计算")
    of_growth = (word for word in said["of_growth"] if token.kind is TokenKind.MEASURE and word in token.text)
    return next((("basis", word) for word in of_growth), ("", ""))


def _is_said_of(shown: Shown, facet: str, token: Token, account: Account, tokens: Iterable[Token]) -> bool:
    """Whether a text says something of a figure that its name does not hold: of those that a note names, by a time or a name, only of these."""
    if fold(token.text) in shown.names or (facet == "basis" and not tells_growth(shown.measure)):
        return False
    return account.place is not Place.NOTE or _is_named(shown, account, tokens)


def _is_named(shown: Shown, account: Account, tokens: Iterable[Token]) -> bool:
    times = [one.value for one in tokens if one.kind is TokenKind.TIME]
    if times and shown.period is not None:
        return any(tells(time, shown.period, shown.own) for time in times)
    named = words().note_of_some.match(account.text)
    return named is not None and fold(named["named"]) in shown.names


def tells(time: Time, period: Period, own: Period | None, far: bool = False, loosely: bool = False) -> bool:
    """Whether a text that names a time can stand over a figure of a period. far: the text is that of a whole table; loosely: it may name
    more years or months than the figure has, or just its last one."""
    if far and time == Time(cumulative=True):
        return period.kind == "cumulative"
    if any(meant is not None and _is_meant(time, meant, period) for meant in (time.period(base) for base in (period, own))):
        return True
    if time.until is not None and not time.kind and time.year is not None:
        return loosely and time.year <= period.year <= time.until
    if time.cumulative or time.shift is not None or time.step or time.fiscal or time.year not in (None, period.year):
        return False
    return _tells_part(time, period, loosely)


def _is_meant(time: Time, meant: Period, period: Period) -> bool:
    """Whether a figure is of the period that a text means; 上年同期 below 累计 is counted since January as well."""
    same_end = (
        time.shift is not None
        and period.kind == "cumulative"
        and (meant.year, meant.months[-1]) == (period.year, period.months[-1])
    )
    return same_end or meant.span == period.span


def is_january(period: Period) -> bool:
    return period.kind == "month" and period.index == 1


def off_by(text: str, time: Time) -> int:
    """By how many years figures are off the year that their text names beside a time of it: 2016年1月上年同期 is no month of 2016."""
    return years_off(text) or time.shift or 0


def cut_short(time: Time, period: Period, own: Period | None) -> bool:
    """Whether a figure of a period goes on beyond the day up to which it is said to be: 数据截至11月20日 over those of the year."""
    day = time.period(own or period) if time.as_of == "upto" and time.day else None
    if day is None or day.year != period.year:
        return False
    same = day.months[-1] == period.months[-1]
    return day.months[-1] < period.months[-1] or (same and not day.edges_a_month)


def _tells_part(time: Time, period: Period, loosely: bool) -> bool:
    """The same of a text and a figure of one year."""
    if not time.kind:
        return bool(time.grain) and time.grain in (period.kind, "period", "year")
    meant = time.period(Period(period.year))
    return meant is not None and _covers(meant, period, loosely)


def _covers(meant: Period, period: Period, loosely: bool) -> bool:
    """Whether a text that names one part of a year can stand over a figure of another part of it."""
    last = meant.months[-1] == period.months[-1]
    if last and (meant.kind != "day" or meant.edges_a_month) and period.kind in _END_WITH.get(meant.kind, ()):
        return True
    return loosely and (last or set(meant.months) >= set(period.months))


_END_WITH = {
    "day": ("month", "quarter", "cumulative", "year"),
    "month": ("quarter", "cumulative"),
    "quarter": ("cumulative", "half", "year"),
}
"""What a figure may be of under the day, month or quarter that it ends with: in a column whose days stand for their months, or where another text
says that it is counted by quarters or since January."""
