"""Reading figures as people type and print them, and printing them so that reading gives the same figure back."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from ecdesk.domain.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.footnotes import holds_footnote_mark, without_footnote_marks
from ecdesk.domain.judging import qualifiers
from ecdesk.domain.units import NO_UNIT, Unit, find_unit

THIN_SPACE = "\u2009"
NO_BREAK_SPACE = "\u00a0"
GROUPINGS = ("", ",", " ", THIN_SPACE, NO_BREAK_SPACE, "\u202f")
"""What may stand between groups of three digits."""

_WHOLE = "…㎡㎥℃㎞㎏"
_INSIDE_UNIT = {"多", "余"}
"""Qualifiers that stand between a unit's prefix and its base: 7万多个."""

LONGEST_NUMERAL = 200
"""A longer text is no figure; it is kept as typed."""

_MARKS = {
    Mark.NONE: {"—", "——", "-", "--", "–", "−", "―", "－", "/", "无"},
    Mark.UNKNOWN: {"…", "……", "...", "......", "n/a", "na", "#n/a", "n.a.", "不详", "暂无", "缺", "⋯"},
}
_MARK_OF = {spelling: mark for mark, spellings in _MARKS.items() for spelling in spellings}

_MINUS = "−－﹣‐‑–-"  # the plain hyphen last: it stands in character classes
_SPACE = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_NUMBER = re.compile(
    rf"(?P<sign>[+{_MINUS}])?\s*"
    rf"(?P<whole>[0-9]{{1,3}}(?:(?P<gap>,|[{_SPACE}])[0-9]{{3}}(?:(?P=gap)[0-9]{{3}})*)|[0-9]+)?"
    rf"(?:\.(?P<part>[0-9]+))?"
)


def parse_number(text: str) -> Decimal | None:
    """The exact decimal that is written so (``6 412.7``, ``6,412.7``, ``６４１２．７``, ``-0.5``), or None.

    Groups must be of three digits and of one separator; a number with needless leading zeros is a code, not a figure.
    """
    if len(text) > LONGEST_NUMERAL or holds_footnote_mark(text):
        return None
    match = _NUMBER.fullmatch(_half_width(text).strip())
    if match is None or (match["whole"] is None and match["part"] is None):
        return None
    whole = re.sub(rf"[,{_SPACE}]", "", match["whole"] or "0")
    if len(whole) > 1 and whole.startswith("0"):
        return None
    sign = "-" if match["sign"] and match["sign"] in _MINUS else ""
    return Decimal(f"{sign}{whole}.{match['part']}" if match["part"] else f"{sign}{whole}")


def parse_content(text: str, unit: Unit = NO_UNIT) -> Content | None:
    """What somebody means who types or prints this text in a cell whose unit is given.

    A text with a unit of its own keeps it (1.37万亿元 in an 亿元 column). Blank gives None, ``—`` and ``…`` their marks, and what
    cannot be read comes back as Unparsed with every character kept.
    """
    stripped = text.strip()
    if not stripped:
        return None
    mark = _MARK_OF.get(stripped.casefold())
    if mark is not None:
        return mark
    return parse_amount(stripped, unit) or Unparsed(text)


def parse_amount(text: str, unit: Unit = NO_UNIT) -> Amount | None:
    """The amount that is written so, or None; see `parse_content`."""
    if len(text) > LONGEST_NUMERAL:
        return None
    if not text.isascii() or not text[-1:].isdigit():
        # Half-width, the mark of a note would become a digit of the figure.
        text = without_footnote_marks(text)
        if holds_footnote_mark(text):
            return None
    rest = _half_width(text).strip()
    before, rest = _leading_qualifier(rest)
    number = re.match(rf"[+{_MINUS}]?\s*(?:[0-9.,]|(?<=[0-9])[{_SPACE}](?=[0-9]))+", rest)
    if number is None:
        return None
    value = parse_number(number[0])
    if value is None:
        return None
    tail = rest[number.end() :].strip()
    found = _unit_and_qualifier(tail, unit)
    if found is None:
        return None
    own, after = found
    return Amount(value, own, f"{before}…{after}" if before and after else before or after)


def print_number(value: Decimal, grouping: str = "") -> str:
    """The digits of a decimal, all of them, in plain notation; groups of three are set off by the given separator."""
    return f"{value:,f}".replace(",", grouping) if grouping else f"{value:f}"


def print_content(content: Content | None, unit: Unit = NO_UNIT, grouping: str = "") -> str:
    """A cell's content as printed in a column of the given unit; `parse_content` with that unit reads it back exactly."""
    if content is None:
        return ""
    if isinstance(content, Mark):
        return content.value
    if isinstance(content, Unparsed):
        return content.text
    symbol = "" if content.unit is unit or content.unit == unit else content.unit.symbol
    if not symbol and not content.qualifier:
        return print_number(content.value, grouping)
    before, after = _qualifier_sides(content.qualifier)
    if after in _INSIDE_UNIT and symbol:
        prefix = symbol.removesuffix(content.unit.base)
        symbol, after = f"{prefix}{after}{content.unit.base}", ""
    return f"{before}{print_number(content.value, grouping)}{symbol}{after}"


def _half_width(text: str) -> str:
    """Half-width forms of all characters but those that would fall apart: … into dots, ㎡ into m2."""
    return "".join(part if part in _WHOLE else unicodedata.normalize("NFKC", part) for part in text)


@lru_cache(maxsize=1)
def _qualifier_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = {_half_width(word): word for word in qualifiers()}
    by_length = sorted(known, key=lambda word: (-len(word), word))
    return (
        tuple(word for word in by_length if qualifiers()[known[word]].place == "before"),
        tuple(word for word in by_length if qualifiers()[known[word]].place == "after"),
    )


def _leading_qualifier(text: str) -> tuple[str, str]:
    for word in _qualifier_words()[0]:
        if text.startswith(word):
            return word, text[len(word) :].lstrip()
    return "", text


def _unit_and_qualifier(tail: str, unit: Unit) -> tuple[Unit, str] | None:
    """What follows the number: ``万亿元以上``, ``万多家``, ``以上`` or nothing; None when it is something else."""
    own = _unit_for(tail, unit)
    if own is not None:
        return own, ""
    for qualifier in _qualifier_words()[1]:
        if qualifier in tail:
            own = _unit_for(tail.replace(qualifier, "", 1).strip(), unit)
            if own is not None:
                return own, qualifier
    return None


def _unit_for(spelling: str, default: Unit) -> Unit | None:
    if not spelling:
        return default
    own = find_unit(spelling)
    if own is None:
        return None
    if own.base == "" and own.symbol:
        # A bare 亿 in a column of 亿元, 万元 or 元 means 亿元; in a column of % it means nothing.
        return find_unit(own.symbol + default.base) if default.base else own
    return own


def _qualifier_sides(qualifier: str) -> tuple[str, str]:
    if "…" in qualifier:
        before, after = qualifier.split("…", 1)
        return before, after
    known = qualifiers().get(qualifier)
    return ("", qualifier) if known is not None and known.place == "after" else (qualifier, "")
