"""What a cell holds at first sight, by its form: a figure, a year or another period, a mark such as —, or words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.wording import lexicon
from ecdesk.domain.wording.folding import half_width
from ecdesk.domain.wording.measures import status_named
from ecdesk.domain.wording.note_marks import tidy, without_footnote_marks
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.time.time_words import find_time, time_named
from ecdesk.domain.wording.units import units_in
from ecdesk.excel.reading.tables.figures import read_text
from ecdesk.excel.reading.texts.words import words

ERRORS = ("#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
"""What a formula leaves that could not be worked out: it stands where a figure should be."""
FIRST_YEAR = 1949
"""A number from here on is a year where years stand; national series begin with it."""
FIGURE, YEAR, MARK, TEXT, PERIOD = "figure", "year", "mark", "text", "period"

_MARKED_YEAR = re.compile(r"((?:19|20)[0-9]{2}) ?\([0-9]{1,2}\)")
_SPOILT = re.compile(r"[△▽]? ?[0-9][0-9.,\-~—' ]{0,20}%?(?:\([+\-±]?[0-9.,]{1,12}%?\))?")
_PLAIN = re.compile(r"-?(?!(?:19|20)[0-9]{2}(?![0-9]))(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?%?")
"""A figure that is no year and no month (2018, 2018.09)."""
_SMALL_RANGE = re.compile(r"[0-9]{1,2}[-—.][0-9]{1,2}|(?:19|20)[0-9]{2} ?[-—–~/] ?(?:19|20)?[0-9]{2}")


@lru_cache(maxsize=65536)
def text_kind(text: str) -> str:
    """What a text in a cell is by its form: a figure, a mark such as —, a period, or words."""
    if _PLAIN.fullmatch(text) is not None:
        return FIGURE
    plain = _unmarked(text)
    if _MARKED_YEAR.fullmatch(half_width(plain)) is not None:
        return YEAR
    if len(plain) > 60:
        return TEXT
    if plain in ERRORS:
        return FIGURE
    if not any(map(str.isdigit, plain)):
        return _kind_without_digits(plain)
    time, rest = find_time(tidy(plain))
    rest = rest.strip(" -—()")
    if time is not None and (not rest or status_named(rest) not in ("", "planned")) and (len(plain) == 4 or not plain.isdigit()):
        return YEAR if re.fullmatch(r"\s*(?:19|20)[0-9]{2}\s*", plain) else PERIOD
    if read_text(plain).amount is not None:
        return FIGURE
    # What should have been a figure: 893,6 or 4.8.1 or 500-600.
    read = half_width(plain)
    return FIGURE if _SPOILT.fullmatch(read) and not _SMALL_RANGE.fullmatch(read) else TEXT


def _kind_without_digits(plain: str) -> str:
    if any(map(str.isnumeric, plain)) and time_named(plain) is not None:
        return PERIOD  # 九月
    return MARK if isinstance(parse_content(plain), Mark) else TEXT


def _unmarked(text: str) -> str:
    return without_footnote_marks(text.strip(), leading=True).strip()


def is_class(value: Any) -> bool:
    """Whether a text is the name of a class that a number bounds: 65岁及以上, 2000万元以下."""
    amount = read_text(value).amount if isinstance(value, str) else None
    return amount is not None and amount.qualifier in _bounds()


@lru_cache(maxsize=1)
def _bounds() -> frozenset[str]:
    """What stands behind a number that bounds something."""
    limits = [one for one in lexicon.words_of("qualifiers.toml")["qualifier"] if one.get("limit") and one["place"] == "after"]
    return frozenset(word for one in limits for word in (one["word"], *one["aliases"]))


def year_number(value: Any) -> int:
    """The year of a value that `value_kind` calls one: 2018 of 2018.0 and of "2018*"."""
    return int(_unmarked(value)[:4]) if isinstance(value, str) else int(value)


def value_kind(value: Any) -> str:
    """The same for a typed value."""
    if isinstance(value, str):
        return text_kind(value)
    if isinstance(value, bool):
        return TEXT
    if isinstance(value, int | float):
        return YEAR if FIRST_YEAR <= value <= 2049 and value == int(value) else FIGURE
    if isinstance(value, datetime.date | datetime.datetime):
        return PERIOD
    return TEXT


def words_of(value: Any) -> str:
    """What a cell says as a label: a whole number without a fraction, a date at the beginning or end of a month as that month."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):
        ends_month = value.day == 1 or (value + datetime.timedelta(days=1)).day == 1
        return f"{value:%Y-%m}" if ends_month else f"{value:%Y-%m-%d}"
    return str(value)


@lru_cache(maxsize=16384)
def opens_line(text: str) -> bool:
    """Whether a text says what the next cell names: 报告期：."""
    return words().any_line.fullmatch(tidy(text)) is not None


def without_bare_units(texts: list[str]) -> list[str]:
    """The texts of a row without those that are nothing but units in brackets, which beside lines that name something are one themselves: （万元）;
    an empty one where they are the heads of columns, each with its unit."""
    if _are_heads_with_units(texts):
        return [""]
    return [text for text in texts if not (_IN_BRACKETS.fullmatch(tidy(text)) and units_in(tidy(text).strip("()")))] or texts


_IN_BRACKETS = re.compile(r"\([^()]{1,20}\)")


def _are_heads_with_units(texts: Sequence[str]) -> bool:
    """Whether several texts of a row are names each with its unit: 出口总额（单位：亿元）│发电量（单位：亿千瓦时）."""
    told = [tidy(text).partition("(") for text in texts]
    heads = [name for name, _open, unit in told if name and unit.endswith(")") and words().unit_line.match(unit)]
    return len(heads) > 1


def named_in_pairs(said: Sequence[str]) -> list[str]:
    """The lines of a row that holds names, each with its value in the next cell, also where no colon stands between: 填报地区│天津市│年份：│2016年;
    none where a row is anything else."""
    if len(said) == 2 and words().named_beside.fullmatch(tidy(said[0])):
        return [f"{said[0]}：{said[1]}"]
    names, values = [one.strip(" :：") for one in said[::2]], said[1::2]
    is_of_pairs = 1 < len(values) == len(names) == len(set(names))
    if not is_of_pairs or not all(map(_names_table, names)) or any(map(_names_table, values)):
        return []
    return list(map("{}：{}".format, names, values)) if any(map(opens_line, said)) or any(map(_tells_time, names, values)) else []


def _tells_time(name: str, value: str) -> bool:
    return words().lines["period"].fullmatch(f"{name}：") is not None and time_named(value) is not None


def _names_table(word: str) -> bool:
    return opens_line(f"{word}：")


def is_time_alone(texts: list[str], is_named: Callable[[str], bool]) -> bool:
    """Whether of the texts of a row no more than a time is left over that names nothing: 综合机关名称：湖南省商务厅│2018年│有效期至：2020年1月."""
    others = [text for text in texts if not is_named(text)]
    return not others or (len(others) == 1 and len(texts) > 2 and time_named(others[0]) is not None)
