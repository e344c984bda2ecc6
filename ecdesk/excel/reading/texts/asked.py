"""A token of a text with all that its owner may be sought by; and who owns the times and units that texts name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.lexicon import listed, words_of
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.domain.wording.time.time_words import find_time
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import PERCENT
from ecdesk.excel.reading.texts.accounts import Account, Place, Shown, Speaking, cut_short, is_january, off_by, tells
from ecdesk.excel.reading.texts.words import words


@dataclass(frozen=True, slots=True)
class Asked:
    """A token with all that its owner may be sought by. before: the token before it; behind: all that follows in its text."""

    token: Token
    before: Token | None
    behind: str
    bracketed: bool
    kinds: Counter[TokenKind]
    """How many tokens of each kind its text has."""
    account: Account
    figures: tuple[Shown, ...]
    places: Places
    spoken: Speaking | None

    @property
    def place(self) -> Place:
        return self.account.place

    @property
    def relative(self) -> bool:
        """Whether all figures are growth, shares or indices."""
        return all(one.relative for one in self.figures)

    @property
    def is_unit(self) -> bool:
        """Whether the words are the unit of a figure, one that no list has."""
        word = self.token.text.strip()
        return any(
            shown.unit is not None and word in (shown.unit.symbol, *shown.unit.symbol.split("/")) for shown in self.figures
        )

    @property
    def apart(self) -> bool:
        """Whether the words stand between signs or spaces, and not alone."""
        before = self.before
        begins = before is None or before.kind is TokenKind.MARK or before.end < self.token.start or before.text[-1:] == " "
        return begins and not self.behind[:1].isalnum() and self.kinds.total() > 1

    @property
    def added(self) -> bool:
        """Whether the words stand before the time or the area that a title begins with, between both or behind all of it: 撤并前2018年…, …情况，中位数."""
        line = tidy(self.account.text)
        if self.place is not Place.LINE or ":" in line or not 1 < len(self.token.text.strip()) <= _LONGEST_ADDED:
            return False
        if self._goes_before():
            return True
        start = self.token.start
        is_last = not self.behind.strip(_CLOSED) and line[start - 1 : start] in _BEFORE_ADDED
        return self.before is not None and is_last and _NAMES_SOMETHING.search(line[:start]) is not None

    def _goes_before(self) -> bool:
        """Whether the words begin a title before its time or its area, or stand between both."""
        if self.before is not None and (self.before.kind is not TokenKind.TIME or self.before.start > 0):
            return False
        following = next(iter(scan(self.behind[:_LONGEST_ADDED], self.places)), None)
        wanted = (TokenKind.TIME, TokenKind.AREA) if self.before is None else (TokenKind.AREA,)
        return following is not None and following.kind in wanted and following.sure

    @property
    def added_to_place(self) -> bool:
        """Whether the words stand beside the area or the time that a text is: 上海市，平均."""
        return self.kinds[TokenKind.AREA] + self.kinds[TokenKind.TIME] > 0

    @property
    def around_name(self) -> list[str]:
        """What the words say before and behind the name of a figure that they hold: 全口径 of 货物运输量全口径."""
        known = {shown.names for shown in self.figures if shown.known}
        return _around(fold(self.token.text)[:_LONGEST_TITLE], known)

    @property
    def in_name(self) -> bool:
        """Whether the words are part of the name of what a figure is."""
        word = fold(self.token.text)
        asked_whole = not self.bracketed or self.token.kind in _SHOWN_IN_A_NAME
        return any(word in shown.names and (shown.known or asked_whole) for shown in self.figures)


def _around(title: str, known: set[str]) -> list[str]:
    """What a title says around the longest name of a figure in it, but for a topic before it (电子商务情况 网络零售额). known: all that names each
    figure that a catalogue has."""
    word = words().title_additions.sub("", title)
    spans = ((start, start + size) for size in range(len(word), _SHORTEST_NAME - 1, -1) for start in range(len(word) - size + 1))
    held = next((span for span in spans if _is_whole(word[slice(*span)], known)), None)
    if held is None:
        return []
    before, behind = word[: held[0]], word[held[1] :]
    return [rest for rest in ("" if words().topics.search(before) else before, behind) if rest]


def _is_whole(word: str, known: set[str]) -> bool:
    """Whether everything that names some figure begins and ends with a word, which then is no part of its name."""
    return any(names.startswith(word) and names.endswith(word) for names in known)


_LONGEST_ADDED = 12
_SHORTEST_NAME = 4
_LONGEST_TITLE = 60
_CLOSED, _BEFORE_ADDED = " )]】。", (" ", ",", "-", "—")
_NAMES_SOMETHING = re.compile(r"[^\W\d_]{3}")


_SHOWN_IN_A_NAME = (TokenKind.WORD, TokenKind.BASIS, TokenKind.PER)
"""What brackets may hold of a name that no catalogue has: it is asked about with them, 居民消费价格指数(城市)."""


# -- times


def time_of_figures(asked: Asked) -> bool:
    """Whether a time is that of figures it stands over, or none of figures at all. Of the name of a file its year is held against what the table
    says by itself, and a day is when it was sent."""
    time: Time = asked.token.value
    sent = (
        asked.place is Place.FILE
        and ((time.year is not None and time.until is None) or time.day != 0)
        and not _is_of_the_past(asked, time)
    )
    return sent or _time_owned(asked)


def _time_owned(asked: Asked) -> bool:
    """Who owns a time. The beginning of a year is not the year."""
    time: Time = asked.token.value
    far = not asked.place.near or asked.place is Place.STATED
    if time.as_of == "start" and time.names_year and asked.place.near:
        return asked.in_name
    if _is_no_time_of_figures(asked, time, far):
        return not any(one.period is not None and cut_short(time, one.period, one.own) for one in asked.figures)
    return _is_time_of_figures(asked, time, far)


def _is_no_time_of_figures(asked: Asked, time: Time, far: bool) -> bool:
    """Whether a time is one since which, on which or of which something else is told, or over a table the day of it or a word for its own."""
    # 2015年不变价: the word of the basis is asked about where it has to be.
    of_prices = listed("bases.toml", "basis", "words").match(asked.behind, 0) is not None
    of_other = time.as_of == "since" or of_prices or _is_compared(asked) or _is_edition(asked)
    return of_other or (far and bool(time.day or _says_only_this(asked, time)))


def _is_time_of_figures(asked: Asked, time: Time, far: bool) -> bool:
    """Whether a text that names a time can stand over figures."""
    whole = (find_time(asked.account.text)[0] or Time()) if asked.kinds[TokenKind.TIME] > 1 else Time()
    off = off_by(asked.account.text, time) if whole.year is not None else 0
    if off:
        return any(one.period is None or one.period.year == (whole.year or 0) + off for one in asked.figures)
    if beyond := _of_all_years(asked, time):
        return _is_named(asked, beyond)
    joined = whole != Time() and whole.agrees(time) and not (time.step or time.grain in _KINDS_OF_THIS)
    said = (time, whole) if joined else (time,)  # 上年同期累计, and not 上半年（当月）
    return any(_tells_of_figures(asked, one, far) for one in said)


def _tells_of_figures(asked: Asked, time: Time, far: bool) -> bool:
    loosely = far and asked.place is not Place.CORNER and asked.kinds[TokenKind.TIME] == 1
    periods = _periods_told(asked, asked.token.value)
    # 浙江省（上年同期） in a row is said of all of its figures, not of those in the column of last year.
    counted = all if asked.place is Place.ROW and time.shift else any
    return counted(period is None or tells(time, period, own, far, loosely) for period, own in periods)


def _is_named(asked: Asked, beyond: str) -> bool:
    return asked.in_name or any(beyond in shown.names for shown in asked.figures)


def _periods_told(asked: Asked, time: Time) -> list[tuple[Period | None, Period | None]]:
    """The periods of the figures with that of their table; a January says nothing of whether the months beside it count from January on."""
    periods = list(dict.fromkeys((shown.period, shown.own) for shown in asked.figures))
    if not time.cumulative or time.kind:
        return periods
    return [one for one in periods if one[0] is None or not is_january(one[0])] or periods


def _of_all_years(asked: Asked, time: Time) -> str:
    """The words before a running total that make it one of all years so far (历年累计), "" for none."""
    found = words().of_all_years.search(asked.account.text[: asked.account.text.find(asked.token.text)])
    return fold(found[0]) if found is not None and time.cumulative else ""


def _is_of_the_past(asked: Asked, time: Time) -> bool:
    """Whether a year lies before those of all figures."""
    years = [one.period.year for one in asked.figures if one.period is not None]
    return time.year is not None and bool(years) and time.year < min(years)


def _is_compared(asked: Asked) -> bool:
    """Whether a word before a time says that something is compared with it."""
    return asked.before is not None and asked.before.text.strip()[-1:] in words_of("periods.toml")["compared"]["before"]


def _is_edition(asked: Asked) -> bool:
    """Whether a year is that of the yearbook which figures were taken from."""
    return any(asked.token.text.strip() in found[0] for found in words().edition.finditer(tidy(asked.account.text)))


def _says_only_this(asked: Asked, time: Time) -> bool:
    """Whether a time is that of the table itself, told by a word: 本月, 报告期. 本季 is not that of figures of months or years."""
    said = time.year is None and not (time.kind or time.cumulative or time.shift or time.step)
    kinds = _KINDS_OF_THIS.get(time.grain)
    return said and (kinds is None or any(one.period is None or one.period.kind in kinds for one in asked.figures))


_KINDS_OF_THIS = {"month": ("month", "day"), "quarter": ("quarter", "day")}
"""Of which kinds the figures of a month or quarter are that a text only calls this one."""


def unit_of_figures(asked: Asked) -> bool:
    """Whether a unit that a text names is that of its figures."""
    if asked.before is not None and asked.before.kind is TokenKind.NUMBER:
        return not asked.place.near or asked.in_name or any(fold(asked.token.text) in shown.names for shown in asked.figures)
    units: tuple[Unit, ...] = asked.token.value
    if not asked.kinds[TokenKind.MEASURE] and asked.relative:
        # The unit of the level that the figures are relative to.
        return all(_is_percent(unit) or not (unit.is_ratio or unit.is_points) for unit in units)
    shown = [one.unit for one in asked.figures if one.unit is not None]
    if asked.in_name or _names_with_unit(asked) or (all(map(_is_percent, units)) and _may_be_in_percent(asked, shown)):
        return True
    return not shown or _are_shown(units, shown)


def _names_with_unit(asked: Asked) -> bool:
    """Whether a unit is the name of figures with theirs: 床位(张)."""
    name, _open, unit = fold(asked.token.text).partition("(")
    return bool(unit) and any(name in shown.names for shown in asked.figures)


def _are_shown(units: Sequence[Unit], shown: Sequence[Unit]) -> bool:
    """Whether some figure is in a unit, or, of several that are listed, in each but per cent: 单位：亿元，万吨 is not all that figures in 亿元 say."""
    counted = [unit for unit in units if len(units) == 1 or not _is_percent(unit)]
    return all(any(_same_unit(unit, one) for one in shown) for unit in counted)


def _may_be_in_percent(asked: Asked, shown: Sequence[Unit]) -> bool:
    """Whether a text of a whole table may count in per cent what only some columns hold: beside another unit, or where some figure is a ratio."""
    return not asked.place.near and (asked.kinds[TokenKind.UNIT] > 1 or any(unit.is_ratio for unit in shown))


def _is_percent(unit: Unit) -> bool:
    return unit.is_ratio and unit.scale == PERCENT.scale


def _same_unit(one: Unit, other: Unit) -> bool:
    return (one.dimension, one.scale) == (other.dimension, other.scale) or (one.is_points and other.is_points)
