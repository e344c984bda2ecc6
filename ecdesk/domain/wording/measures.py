"""Words that say how a figure measures its indicator: growth on last year or on the period before, change, share, points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.figures.keys import MEASURE_NAMES
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.folding import fold, folded, half_width, simplified
from ecdesk.domain.wording.lexicon import listed, words_of
from ecdesk.domain.wording.time.time_words import time_named, times_in
from ecdesk.domain.wording.units import without_label

LONGEST = 200
"""A longer text is no heading, and no measure is looked for in it."""


@dataclass(frozen=True, slots=True)
class Measuring:
    """A measure that a text names. id: as in keys; whole: of what a share is, "" when the text does not say; unit: symbol of what such a
    figure is in when nothing else is said. start, end: of its words."""

    id: str
    whole: str
    unit: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    data = words_of("measures.toml")

    return tuple(
        (entry["id"], entry.get("unit", ""), re.compile("|".join(map(_with_parts, entry["patterns"])), re.I))
        for entry in data["measure"]
    )


def _with_parts(pattern: str) -> str:
    """A pattern with what the names in braces stand for."""
    for name, part in words_of("measures.toml")["parts"].items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{part})") if isinstance(part, str) else pattern
    return f"(?:{pattern})"


@lru_cache(maxsize=1)
def _fall() -> re.Pattern[str]:
    return re.compile(_with_parts(words_of("measures.toml")["fall"]["pattern"]))


def risen(heading: str) -> str:
    """A heading of a fall as that of the rise that it is the contrary of: 同比增长 for 同比下降; any other heading itself."""
    found = _fall().search(simplified(heading))
    if found is None:
        return heading
    contrary: dict[str, str] = words_of("measures.toml")["fall"]["contrary"]
    words = next(found["words"].replace(fall, rise) for fall, rise in contrary.items() if fall in found["words"])
    return heading[: found.start("words")] + words + heading[found.end("words") :]


@lru_cache(maxsize=8192)
def measure_in(text: str) -> Measuring | None:
    """The measure that a text names: the first in the order of the table; None when it names none."""
    if len(text) > LONGEST:
        return None
    words = simplified(text)
    for id, unit, pattern in _patterns():
        match = pattern.search(words)
        if match:
            whole = next((part for part in match.groupdict().values() if part), "")
            return Measuring(id, whole, unit, match.start(), match.end())
    return None


def promised_growth(title: str) -> str:
    """The words by which a title promises a rate of growth, "" where it does not: 变化情况 is no rate."""
    found = measure_in(title)
    if found is None or found.id not in ("growth", "growth_prev"):
        return ""
    words = title[found.start : found.end]
    return "" if _is_vague(words) else words


def _is_vague(words: str) -> bool:
    vague = listed("measures.toml", "vague").match(words, 0)
    return vague is not None and vague[1] == len(words)


def says_what_changes(title: str) -> bool:
    """Whether a title measures nothing but tells what it follows over time: 人口自然变动情况."""
    found = measure_in(title)
    return found is not None and found.id == "growth" and _is_vague(simplified(title)[found.start : found.end])


def may_be_change(text: str) -> bool:
    """Whether the words by which a text names growth may as well say how much more there is: 比上年增减."""
    found = measure_in(text)
    if found is None or found.id != "growth":
        return False
    return re.fullmatch(words_of("measures.toml")["either"]["pattern"], simplified(text)[found.start : found.end]) is not None


def says_compared_with(text: str) -> bool:
    """Whether words of growth say what they compare with: 同比增长, 比年初增长, and not 增长."""
    return any(re.search(_with_parts(f"{{{name}}}"), simplified(text), re.I) for name in ("year", "before", "begin"))


def find_measure(text: str) -> tuple[str, str, str]:
    """Measure, whole of a share, and the text without the words that said so; a text without any gives "" and itself."""
    found = measure_in(text)
    if found is None:
        return "", "", text
    return found.id, found.whole, (text[: found.start] + " " + text[found.end :]).strip()


def unit_of_measure(id: str) -> str:
    """Symbol of what a figure of this measure is in when nothing else is said, "" for the indicator's own unit."""
    return next((unit for known, unit, _pattern in _patterns() if known == id), "")


def is_multiple(unit: Unit) -> bool:
    """Whether figures in it say how many times as much something is: growth in 倍 is growth, and no per cent."""
    return unit.dimension in words_of("measures.toml")["relative"]


def measure_by_unit(id: str, unit: Unit | None) -> str:
    """The measure that words name whose figures are in a unit: growth in 个百分点 is points, in 亿元 a change, a change in % growth, and a
    share in 个百分点 is how it changed. What no measure of a key says (on the period before, in 亿元) is "none"."""
    if unit is None or not unit.symbol or index_base(unit.symbol) or is_multiple(unit):
        return id
    if unit.is_points:
        return {"growth": "points", "change": "points", "share": "points", "growth_prev": "none"}.get(id, id)
    if unit.is_ratio:
        return "growth" if id == "change" else id
    return {"growth": "change", "growth_prev": "none"}.get(id, id)


@lru_cache(maxsize=1)
def _index_base() -> re.Pattern[str]:
    return re.compile(words_of("bases.toml")["base"]["pattern"], re.I)


def index_base(text: str) -> str:
    """What is 100 in an index, when a whole text says that (上年=100, 以1978年为100, 女=100), also behind the underscore of a name (指数_上年=100):
    ``上年``; "" when it does not."""
    match = _index_base().fullmatch(without_label(simplified(half_width(text)).strip("()[] ")))
    return next((group.rpartition("_")[2].strip() for group in match.groups() if group), "") if match is not None else ""


def with_base_apart(heading: str) -> str:
    """A heading of what one time is in per cent of another as that of an index: 2019年指数（2010年=100） for 2019年为2010年%."""
    known = words_of("bases.toml")["base"]
    found = re.fullmatch(known["per_cent"], heading)
    base = time_named(found["base"]) if found is not None else None
    if found is None or base is None:
        return heading
    called = known["called"] if base.names_year and time_named(found["what"]) is not None else ""
    return f"{found['what']}{called}({found['base']}=100)"


@lru_cache(maxsize=256)
def index_measure(base: str = "") -> str:
    """The measure of an index in a key, ``index:上年=100``. base: what is 100 in it, as `index_base` gives it; last year where nothing is said.
    上年同月, 去年 are last year, 上月, 上季度 the period before."""
    known = words_of("bases.toml")["base"]
    time = time_named(base) if base else None
    if not base or (time is not None and time.shift == -1 and not time.names_year and not time.as_of):
        base = known["last_year"]
    elif time is not None and time.step == -1 and time.grain:
        base = known["before"]
    return f"index:{base}=100"


def counts_since_january(base: str, beside: Iterable[str]) -> bool:
    """Whether an index runs from January on, by its base and those of the columns beside it: 上年同期=100 beside 上年同月=100."""
    known = words_of("bases.toml")["base"]
    alone = any(word in base for word in known["since_january"])
    return alone and any(word in one for one in beside for word in known["months"])


def base_in_brackets(measure: str) -> str:
    """What is 100 in an index, as it stands behind its name: ``（上年=100）``; "" for any other measure."""
    kind, _colon, base = measure.partition(":")
    return f"（{base}）" if kind == "index" and base else ""


def measure_choices() -> dict[str, str]:
    """The measures that are offered where one is chosen, with the name of their kind: of an index the one on last year."""
    return {index_measure() if kind == "index" else kind: name for kind, name in MEASURE_NAMES.items()}


@lru_cache(maxsize=1)
def _status() -> dict[str, str]:
    return {fold(word): status for status, words in words_of("bases.toml")["status"].items() for word in words}


def status_named(text: str) -> str:
    """The status of a figure that a whole text says: planned, forecast, preliminary, revised, estimate, final; "" for anything else."""
    return _status().get(fold(text), "")


def compared_with(text: str) -> tuple[int | None, str]:
    """The year that growth compares with (比2017年, 2018/2017), and the text without it; None and the text when it names none."""
    read = folded(text).text
    words = simplified(read)
    for time, start, end in times_in(words):
        found = listed("periods.toml", "compared", "before").ending(words, len(words[:start].rstrip()), 2)
        if found is not None and time.year is not None:
            behind = listed("periods.toml", "compared", "after").match(words, end)
            return time.year, read[: found[1]] + read[behind[1] if behind is not None else end :]
    return None, text
