"""What an English edition prints for Chinese words: units, times, numbers of exhibits, and what stands in the heads of any table.

The words are data, ``resources/wording/english.toml``; what only a book can know (its titles, its indicators) it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.numerals import print_content, print_number
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Name
from ecdesk.domain.wording.folding import CJK, folded
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.note_marks import CIRCLED
from ecdesk.domain.wording.time.time_words import period_named, times_in
from ecdesk.domain.wording.units import find_unit

Known = Callable[[str], str]
"""A text in English as a book has it, "" where it does not say."""

_CHINESE = re.compile(f"[{CJK}]")
_SENTENCE = re.compile("[。；？！]")
_JOINING = ("、", "和", "与", "及", "至", "到", "起", ",")
"""What joins a time to another, or to a part of the sentence."""
_OF_A_NAME = re.compile(r"[第\d]")
_AMONG = re.compile(r"其中[：:、，,]?(?=.)")
_COUNTED_IN = ("万亿", "十亿", "百万", "千")
"""The prefixes that English has names for, without the point moving."""
_LEVELS = 4
"""So often a text is taken apart: a line, a name of it, of a whole, with its time. What goes deeper nobody wrote."""


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, Any]]:
    return words_of("english.toml")


def is_chinese(words: str) -> bool:
    """Whether any sign of a text is Chinese."""
    return _CHINESE.search(words) is not None


@lru_cache(maxsize=1024)
def english_unit(unit: Unit) -> tuple[Unit, int]:
    """The unit that English counts in instead of one, under its English name, and by how many digits figures move to the right of the point: 亿元
    becomes billion yuan, and 1. One without an English name stays as it is."""
    over, slash, under = unit.symbol.partition("/")
    upper = find_unit(over)
    prefix = over.removesuffix(upper.base) if upper is not None else over
    scaled, names = _words()["prefixes"].get(prefix), _words()["units"]
    parts = [_words()["single"].get(part, names.get(part, part)) for part in under.split("·")] if slash else []
    name = names.get(upper.base) if upper is not None else None
    if not unit.symbol or name is None or scaled is None or any(map(is_chinese, parts)):
        return unit, 0
    symbol = f"{scaled['words']} {name}".strip() + ("/" + "·".join(parts) if slash else "")
    shift = int(scaled["shift"])
    return replace(unit, symbol=symbol, scale=unit.scale * 10**shift), shift


@lru_cache(maxsize=256)
def unit_name(symbol: str) -> Name:
    """A unit beside figures that stay as they are printed, by its symbol: 亿元 is 100 million yuan, not billions of them."""
    unit = find_unit(symbol)
    if unit is None:
        return Name(symbol)
    english, shift = english_unit(unit)
    if not shift:
        return Name(symbol, "" if is_chinese(english.symbol) else english.symbol)
    over, slash, under = english.symbol.partition("/")
    upper = find_unit(symbol.partition("/")[0])
    kept = _words()["kept"][symbol.partition("/")[0].removesuffix(upper.base if upper is not None else "")]
    return Name(symbol, f"{kept} {over.partition(' ')[2]}{slash}{under}")


@lru_cache(maxsize=256)
def smaller_units(unit: Unit) -> tuple[Unit, ...]:
    """The units of the same thing that English has a name for and that are less than one: of 百亿元 十亿元, 百万元, 千元, the greatest first."""
    over, slash, under = unit.symbol.partition("/")
    upper = find_unit(over)
    if upper is None or over == upper.base:
        return ()
    named = (find_unit(prefix + upper.base + slash + under) for prefix in _COUNTED_IN)
    return tuple(one for one in named if one is not None and one.scale < unit.scale)


@lru_cache(maxsize=1)
def _qualifiers() -> dict[str, str]:
    """Every spelling of a qualifier in English."""
    english = _words()["qualifiers"]
    entries = words_of("qualifiers.toml")["qualifier"]
    return {spelling: english[entry["word"]] for entry in entries for spelling in (entry["word"], *entry["aliases"])}


def english_qualifier(qualifier: str) -> str:
    """What stands before a figure that is less than exact, however it was spelled (超, 超过, 约…左右); itself where nobody knows it."""
    return _qualifiers().get(qualifier.partition("…")[0], qualifier)


def english_amount(amount: Amount, grouping: str = "") -> str:
    """A figure in the unit that English counts in, the digits those that Chinese prints: 893.6亿元 is 89.36 billion yuan, 8.5% stays 8.5%."""
    unit, shift = english_unit(amount.unit)
    digits = print_number(amount.value.scaleb(-shift), grouping) + (" " if unit != amount.unit else "") + unit.symbol
    return f"{english_qualifier(amount.qualifier)} {digits}".strip()


def said(content: Content | None) -> Name:
    """A figure as it is printed, in either language."""
    return Name(print_content(content), english_amount(content) if isinstance(content, Amount) else "")


def english_period(period: Period) -> str:
    """A period as English prints it: Q3 2017, Jan–Sep 2015."""
    times = _words()["times"]
    if period.kind not in times:
        return period.code
    month = times["months"][period.months[-1] - 1]
    said: str = times[period.kind].format(y=period.year, n=period.index, d=period.index % 100, month=month)
    return said


def common_word(words: str) -> str:
    """A word of any table in English: 占比 is Share; "" for what is no such word."""
    said: str = _words()["words"].get(words, "")
    return said


def in_english(words: str, known: Known, levels: int = _LEVELS) -> str:
    """A text in English; "" where nobody knows what it says. What has no Chinese in it stays as it is. levels: so often it is taken apart."""
    if not is_chinese(words):
        return words
    bare = words.rstrip(CIRCLED)
    said = known(words) or known(bare) or _put_together(bare, known, levels)
    return said + words[len(bare) :] if said else ""


def asked_for(words: str, known: Known, levels: int = _LEVELS) -> list[str]:
    """The pieces of a text that somebody has to say in English for it to be said, so that they serve again in other texts and another year: the
    name of a caption without its time, the institutions of a source line. A text that was given whole is asked for whole."""
    bare = words.rstrip(CIRCLED)
    if not is_chinese(bare):
        return []
    apart = None if known(bare) else _apart(bare, levels)
    return [bare] if apart is None else [one for piece in apart[1] for one in asked_for(piece, known, levels - 1)]


def _put_together(words: str, known: Known, levels: int) -> str:
    apart = _apart(words, levels)
    if apart is None:
        return ""
    pattern, pieces = apart
    said = [in_english(piece, known, levels - 1) for piece in pieces]
    if pattern.startswith(_words()["words"]["其中"]):
        said = [_within_a_line(one) for one in said]
    return pattern.format(*said) if all(said) else ""


def _within_a_line(words: str) -> str:
    """Words that no longer begin a line; B2B keeps its letter."""
    return words if words[1:2].isupper() or words[1:2].isdigit() else words[:1].lower() + words[1:]


def _apart(words: str, levels: int) -> tuple[str, list[str]] | None:
    """A text as a pattern of English and the pieces that stand in it; None for one that is a piece itself."""
    period = period_named(words)
    own = english_period(period) if period is not None else _words()["words"].get(words, "") or _numbered(words)
    if own:
        return own.replace("{", "{{").replace("}", "}}"), []
    return (_begun(words) or _beside_time(words)) if levels else None


def _begun(words: str) -> tuple[str, list[str]] | None:
    """A source line or a note, and one of a whole (其中：出口): what it begins with, and the names behind it."""
    for beginning, english in _words()["lines"].items():
        if words.startswith(beginning) and words != beginning:
            rest = words.removeprefix(beginning)
            pieces = [one for one in re.split("[、，；]", rest) if one]
            pieces = [rest] if any(_OF_A_NAME.match(one) for one in pieces) else pieces  # 《…》2015年第1期、第4期
            return english + "; ".join(["{}"] * len(pieces)), pieces
    among = _AMONG.match(words)
    return (f"{_words()['words']['其中']}: {{}}", [words[among.end() :]]) if among is not None else None


def _numbered(words: str) -> str:
    """图1-5, 第2章."""
    for pattern, english in _words()["numbers"].items():
        before, behind = pattern.split("{}")
        own = words[len(before) : len(words) - len(behind)]
        if own and words == before + own + behind and not is_chinese(own):
            return str(english.format(own))
    return ""


def _beside_time(words: str) -> tuple[str, list[str]] | None:
    """2015年9月同比增速: what stands around the one time of a text that is no sentence."""
    read = folded(words).text
    found = list(times_in(read))
    if len(found) != 1 or _SENTENCE.search(read):
        return None
    (time, start, end) = found[0]
    before, behind = read[:start], read[end:]
    period = time.period(None, part_of_own=False)
    goes_on = before.endswith(_JOINING) or behind.startswith((*_JOINING, "第"))
    plain = re.search(r"\d", read[start:end]) is not None and bool(before + behind)  # “十三五” is part of a name
    return None if period is None or goes_on or not plain else (f"{{}}, {english_period(period)}", [before + behind])
