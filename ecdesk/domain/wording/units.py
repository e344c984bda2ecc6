"""Units as they are written: prefixes, bases, composed units (元/人·年), several of them in a line, and words that only look like one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.wording.folding import CJK, DASHES, half_width, simplified
from ecdesk.domain.wording.lexicon import Lexicon, listed, words_of
from ecdesk.domain.wording.note_marks import CIRCLED

LONGEST_UNIT = 40


@dataclass(frozen=True)
class _Units:
    """prefixes: factors by word; english: prefixes by their English words; bases: by every spelling, folded, and exact by those whose case
    counts (m2 is an area, M2 money); bare: symbols that take no prefix; nouns: words that are units only behind a number or in brackets."""

    prefixes: dict[str, int]
    english: dict[str, str]
    bases: dict[str, Unit]
    exact: dict[str, Unit]
    bare: frozenset[str]
    nouns: frozenset[str]
    around: re.Pattern[str]
    labels: re.Pattern[str]


@lru_cache(maxsize=1)
def _units() -> _Units:
    data = words_of("units.toml")
    bases: dict[str, Unit] = {}
    exact: dict[str, Unit] = {}
    bare: set[str] = set()
    for entry in data["base"]:
        symbol = entry["symbol"]
        unit = Unit(symbol, symbol, entry["dimension"], Fraction(entry.get("scale", "1")), bool(entry.get("count", False)))
        if not entry.get("prefixed", True):
            bare.add(symbol)
        for spelling in (symbol, *entry.get("aliases", ())):
            bases[_folded(spelling)] = unit
        exact |= dict.fromkeys(entry.get("exact_case", ()), unit)
    return _Units(
        data["prefixes"],
        data["english_prefixes"],
        bases,
        exact,
        frozenset(bare),
        frozenset(data["nouns"]["words"]),
        re.compile("|".join(data["around"]["patterns"])),
        re.compile(data["label"]["pattern"], re.I),
    )


def _folded(spelling: str) -> str:
    return " ".join(half_width(spelling).casefold().split())


def _base(spelling: str) -> Unit | None:
    units = _units()
    return units.exact.get(spelling) or units.bases.get(spelling.casefold())


@lru_cache(maxsize=4096)
def find_unit(spelling: str) -> Unit | None:
    """The unit that is spelled so (亿元, 亿元人民币, 100 million yuan, 元/㎡, 元/人·年), or None when it is not known.

    The empty text is the unit of a bare number; a prefix alone (亿) is a bare number times that prefix.
    """
    if len(spelling) > LONGEST_UNIT:
        return None
    written = " ".join(simplified(half_width(spelling)).split())
    if not written:
        return NO_UNIT
    return _simple(written) or _product(written) or _composed(written)


@lru_cache(maxsize=65536)
def _simple(written: str) -> Unit | None:
    """A base with or without a prefix."""
    units = _units()
    compact, lower = written.replace(" ", ""), written.casefold()
    found = _base(written) or _base(compact)
    if found is not None:
        return found
    if compact in units.prefixes:
        return Unit(compact, "", "", Fraction(units.prefixes[compact]))
    if lower in units.english:
        return _simple(units.english[lower])
    known, english = _longest_first()
    for prefix, rest in (*_split(compact, known), *_split(lower, english)):
        base = _base(rest)
        if base is not None and base.symbol not in units.bare:
            return _prefixed(units.english.get(prefix, prefix), base)
    return None


@lru_cache(maxsize=1)
def _longest_first() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The prefixes, and the English ones."""
    units = _units()
    known, english = (tuple(sorted(words, key=len, reverse=True)) for words in (units.prefixes, units.english))
    return known, english


@lru_cache(maxsize=2)
def _ends_of(prefixes: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """With which characters prefixes begin, and with which the Latin ones end."""
    return frozenset(one[0] for one in prefixes), frozenset(one[-1] for one in prefixes if one.isascii())


def _split(written: str, prefixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each prefix that a unit begins with, or a Latin one that it ends with (yuan million), the longest first, and the rest."""
    first, last = _ends_of(prefixes)
    if written[:1] not in first and written[-1:] not in last:
        return
    for prefix in prefixes:
        if written.startswith(prefix):
            yield prefix, written.removeprefix(prefix).strip()
        if prefix.isascii() and written.endswith(prefix):
            yield prefix, written.removesuffix(prefix).strip()


def _prefixed(prefix: str, base: Unit) -> Unit:
    factor = _units().prefixes[prefix]
    prefix = "万亿" if prefix == "兆" else prefix
    return Unit(prefix + base.symbol, base.symbol, base.dimension, base.scale * factor)


_TIMES = re.compile("[·•・]")


def _product(written: str) -> Unit | None:
    """千瓦·时, 亿吨·公里, 万人·日: units multiplied with one another, the first with a prefix."""
    parts = [part.strip() for part in _TIMES.split(written)]
    if len(parts) == 1 or "/" in written:
        return None
    whole = _simple("".join(parts))
    known = [unit for part in parts if (unit := _simple(part)) is not None and unit.dimension]
    if whole is not None or len(known) < len(parts):
        return whole
    return Unit(
        "·".join(unit.symbol for unit in known),
        "·".join(unit.base for unit in known),
        "·".join(unit.dimension for unit in known),
        math.prod((unit.scale for unit in known), start=Fraction(1)),
    )


def _composed(written: str) -> Unit | None:
    """元/人·年, 万件/日, 元/百平方公里: one unit over others, whose order says nothing: 元/年·人."""
    over, slash, under = written.partition("/")
    upper = _simple(over.strip())
    if not slash or upper is None or not upper.dimension:
        return None
    parts = _parts_under(under.strip())
    lowers = [unit for part in parts if (unit := _simple(part)) is not None and unit.dimension]
    if len(lowers) < len(parts) or len(parts) > 3:
        return None
    lowers.sort(key=lambda unit: unit.base)  # 元/年·人 is 元/人·年
    return Unit(
        f"{upper.symbol}/{'·'.join(parts)}",
        f"{upper.base}/{'·'.join(unit.base for unit in lowers)}",
        f"{upper.dimension}/{'·'.join(unit.dimension for unit in lowers)}",
        upper.scale / math.prod(unit.scale for unit in lowers),
    )


def _parts_under(under: str) -> list[str]:
    """The spellings that stand below the line: 人·年, (人·年), 人年."""
    if under[:1] + under[-1:] == "()":
        under = under[1:-1]
    parts = [part.strip() for part in re.split(r"[/·.•・]", under)]
    if len(parts) > 1 or _simple(under) is not None:
        return parts
    halves = ([under[:place], under[place:]] for place in range(1, min(len(under), 8)))
    return next((two for two in halves if all(_simple(part) is not None for part in two)), parts)


def label_and_unit(label: str) -> tuple[str, Unit | None]:
    """A label without the unit in brackets at its end (note marks behind it stay), and that unit; None where none stands there."""
    words = label.rstrip(CIRCLED)
    opening = max(words.rfind("（"), words.rfind("("))
    if opening <= 0 or words[-1] not in "）)":
        return label, None
    unit = find_unit(words[opening + 1 : -1])
    return (words[:opening].rstrip() + label[len(words) :], unit) if unit is not None else (label, None)


def unit_named(spelling: str) -> Unit:
    """The unit that is spelled so; a spelling that is not known is a unit of its own, convertible to nothing else."""
    found = find_unit(spelling)
    if found is not None:
        return found
    symbol = spelling.strip()
    return Unit(symbol, symbol, symbol, Fraction(1))


PERCENT = unit_named("%")
POINTS = unit_named("个百分点")


def unit_of_measure(measure: str) -> Unit | None:
    """The unit that every figure of a measure is in, growth and shares in per cent; None where it is the indicator's."""
    units = {"growth": PERCENT, "growth_prev": PERCENT, "share": PERCENT, "points": POINTS, "index": NO_UNIT}
    return units.get(measure.partition(":")[0])


@lru_cache(maxsize=1)
def unit_spellings() -> tuple[str, ...]:
    """Every spelling of a base unit and every prefix, longest first."""
    units = _units()
    return tuple(sorted({*units.prefixes, *units.bases, *units.exact}, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def prefixes() -> dict[str, int]:
    """What a number is multiplied by, by the word for it: 万, 亿, 万亿 …"""
    return dict(_units().prefixes)


@lru_cache(maxsize=1)
def _words() -> tuple[Lexicon[bool], Lexicon[bool], Lexicon[bool]]:
    """Every spelling of a base unit, of a prefix, and of a word that counts only behind a number in a sentence."""
    units = _units()
    bases = dict.fromkeys((*units.bases, *units.exact), True)
    counters = dict.fromkeys(words_of("units.toml")["counters"]["words"], True)
    return Lexicon(bases), Lexicon(dict.fromkeys(units.prefixes, True)), Lexicon(counters)


def units_beside(unit: Unit, use: str) -> Iterator[Unit]:
    """The same base with other prefixes, small ones first. use: those in which tables are "shown", or that are "mistaken" for one another."""
    for prefix in words_of("units.toml")["uses"][use] if unit.base else ():
        found = find_unit(prefix + unit.base)
        if found is not None and found.dimension == unit.dimension:
            yield found


_NOTHING_BUT = " :;,、."
_BRACKETED = re.compile(r"(?P<over>[^()]{1,20})\((?P<inner>[^()]{1,20})\)")


def without_label(text: str) -> str:
    """A text without the words that a unit is named after: 计量单位：亿元."""
    return _units().labels.sub("", text).strip()


@lru_cache(maxsize=8192)
def printed_unit(text: str) -> Unit | None:
    """The unit that a whole text names (单位：亿元人民币, 万元（现价）, 台(套), 元／人), with its Chinese symbol as printed, or None."""
    found = _unit_of_text(text)
    if found is None:
        return None
    unit, read = found
    return replace(unit, symbol=read) if re.fullmatch(rf"[{CJK}/]+", read) and unit.symbol != "%" else unit


def unit_in_words(text: str) -> Unit | None:
    """The same with the symbol that the unit is known by: 人民币亿元 is 亿元."""
    found = _unit_of_text(text)
    return found[0] if found is not None else None


def _unit_of_text(text: str) -> tuple[Unit, str] | None:
    """The unit that a whole text names, and the text without what stands around it."""
    read = " ".join(simplified(half_width(text)).split()).strip(_NOTHING_BUT)
    while read[:1] + read[-1:] in ("()", "[]") and not set(read[1:-1]) & set("()[]"):
        read = read[1:-1].strip(_NOTHING_BUT)
    if len(read) > LONGEST_UNIT:
        return None
    read = without_label(_GROUPED.sub("", read))
    unit = next((unit for spelling in _spellings_in(read) if (unit := find_unit(spelling)) is not None), NO_UNIT)
    is_word = unit.base or unit.dimension or read in _units().prefixes
    return (unit, read) if unit.symbol and is_word else None


_LISTED_RATIO = re.compile(r"[^ ]/[%‰]|[%‰]/")
"""亿元/% lists two units: nothing is counted per per cent."""
_GROUPED = re.compile(r"(?<=[0-9])[ ,](?=[0-9]{3}(?![0-9]))")
_BILINGUAL = re.compile(rf"([{CJK}/%‰㎡]{{1,12}})[ /(]{{0,3}}(?=.*[A-Za-z])([A-Za-z0-9 ,.%$¥/]{{1,30}})\)?")


def _spellings_in(read: str) -> Iterator[str]:
    """A text and the spellings of a unit inside it: in words around it, with an English one, with more of it, or another, in brackets (人(次), 台(套))."""
    if _LISTED_RATIO.search(read) is not None:
        return
    yield read
    if (match := _units().around.fullmatch(read)) is not None:
        yield next(group for group in match.groups() if group).strip("()")
    if (match := _BILINGUAL.fullmatch(read)) is not None:
        yield match[1].rstrip("/")
    if (match := _BRACKETED.fullmatch(read)) is not None:
        yield match["over"] + match["inner"]
        yield from _with_inner(match["over"], find_unit(match["inner"]))


def _with_inner(over: str, inner: Unit | None) -> Iterator[str]:
    """The unit that a spelling with another in brackets is of: 台(套) is 台, 美元(亿美元) counts in what the brackets hold; 亿元(万吨) is two."""
    if inner is not None and inner.symbol:
        known = find_unit(over)
        if known is not None and known.base == inner.base:
            yield inner.symbol
        elif known is None or (_counts_things(known) and _counts_things(inner)):
            yield over


def _counts_things(unit: Unit) -> bool:
    return unit.dimension == unit.base and not is_money(unit)


def is_noun(text: str) -> bool:
    """Whether a unit is also a word for a thing (人口, 年, 项): a unit only behind a number, in brackets, or in a column of units."""
    return text in _units().nouns


def units_offered() -> tuple[str, ...]:
    """Symbols to choose from where nothing is known of a unit, the most usual first."""
    return tuple(words_of("units.toml")["uses"]["offered"])


def is_duration(unit: Unit) -> bool:
    """Whether a unit counts time itself: 年, 天, 小时."""
    return unit.base in words_of("units.toml")["durations"]["words"]


@lru_cache(maxsize=4096)
def units_in(text: str) -> tuple[Unit, ...]:
    """All units of a unit line: 亿元、%; none when anything else stands in it."""
    whole = printed_unit(text)
    if whole is not None:
        return (whole,)
    found: list[Unit] = []
    for piece in re.split(r"[、,;\s]+|(?<![元件])/|/(?=[%‰])|及|和|与", half_width(text).strip("()[] ")[:200]):
        unit = printed_unit(piece)
        units = [unit] if unit is not None else _run_together(piece)
        if piece and not units:
            return ()
        found.extend(units)
    return tuple(dict.fromkeys(found))


def unit_apart(words: str) -> re.Match[str] | None:
    """Where, among words in brackets that tell more, the one that is a unit stands: 亿元 in 亿元,快报数; None for none or several."""
    pieces = list(_LISTED.finditer(words))
    found = [piece for piece in pieces if units_in(piece[0]) and not is_noun(piece[0])]
    return found[0] if len(found) == 1 < len(pieces) else None


_LISTED = re.compile("[^,，;；、]+")


def units_among(words: str) -> tuple[Unit, ...]:
    """The units of words in brackets, whatever else they tell."""
    piece = unit_apart(words)
    return units_in(words) or (units_in(piece[0]) if piece is not None else ())


def unit_per(text: str) -> Unit | None:
    """The unit of a text in brackets that counts a thing, known or not, per a known unit: 标台/万人."""
    read = "".join(simplified(half_width(text)).split())
    over, _slash, under = read.partition("/")
    known = re.fullmatch(f"[{CJK}]{{1,6}}", over) is not None and under and printed_unit(under) is not None
    return Unit(read, read, read, Fraction(1)) if known else None


def units_stated(text: str) -> tuple[Unit, ...]:
    """The units of a text that stands where only units do, behind 单位： or in a column of units: there 万线 is one, too, of a kind of its own."""
    known = units_in(text)
    if known:
        return known
    counted = _COUNTED.fullmatch("".join(simplified(half_width(text)).split()).strip("()[]"))
    if counted is None:
        return ()
    prefix, thing = counted.groups()
    return (Unit(prefix + thing, thing, thing, Fraction(prefixes()[prefix])),)


_COUNTED = re.compile(f"(万亿|[十百千]?[万亿])([{CJK}]{{1,4}})")


def _run_together(text: str) -> list[Unit]:
    """Units that lost the spaces between them: 亿元万件%. 位次 and 吨位 are words."""
    found: list[Unit] = []
    rest = text.replace(" ", "")
    while rest and len(rest) <= 24:
        for length in range(min(len(rest), 8), 0, -1):
            unit = printed_unit(rest[:length])
            if unit is not None and not is_noun(rest[:length]):
                found.append(unit)
                rest = rest[length:]
                break
        else:
            return []
    return found if not rest else []


_UNDER = rf"{DASHES}:,;、|_ "
_BEHIND = tuple(re.compile(rf"(?:[{apart}]|单位:?) ?(?P<unit>[^{apart}]{{1,12}})$") for apart in (_UNDER, _UNDER + "/"))


def unit_at_end(text: str) -> tuple[Unit, int, int] | None:
    """The unit behind a separator at the end of a folded heading, or its sign of percent (网络零售额:亿元, 同比增长%), with the places
    where the separator and the unit begin."""
    stripped = text.rstrip(" ")
    last = len(stripped) - 1
    if stripped[-1:] in ("%", "‰"):
        unit = printed_unit(stripped[-1])
        return (unit, last, last) if unit is not None and not stripped[-2:-1].isdigit() else None
    for pattern in _BEHIND:
        match = pattern.search(stripped)
        if (
            match is not None
            and match.start()
            and _may_stand_behind(match[0][0], match["unit"])
            and (unit := printed_unit(match["unit"])) is not None
        ):
            return _with_words_before(stripped, unit, match)
    return None


_LONGEST_APART = 12
_ENDS_NAME = re.compile(rf"[{CJK})）]")


@lru_cache(maxsize=16384)
def with_unit_apart(text: str) -> str:
    """A heading with a colon before a unit that only a space sets apart from its name, where between Chinese words none would be left: 快递业务收入　亿元."""
    *before, unit = text.split() or [""]
    if not before or not 1 < len(unit) <= _LONGEST_APART or _ENDS_NAME.fullmatch(before[-1][-1]) is None or is_noun(unit):
        return text
    known = printed_unit(unit) is not None and printed_unit(text) is None
    return f"{text.rstrip().removesuffix(unit).rstrip()}:{unit}" if known else text


def _may_stand_behind(separator: str, word: str) -> bool:
    """Whether a word at the end of a heading may be its unit: none that also names a thing, but behind an underscore."""
    return not is_noun(word) or (separator == "_" and word in _apart())


def _multiplies(word: str) -> bool:
    """Whether a word before a unit makes a multiple of it: million, 万."""
    unit = printed_unit(f"{word} yuan") or printed_unit(f"{word}元")
    return unit is not None and unit.scale != 1


_BETWEEN = re.compile(rf"[{_UNDER}]")
_MOST_WORDS = 4


def _with_words_before(text: str, unit: Unit, match: re.Match[str]) -> tuple[Unit, int, int] | None:
    """The unit at the end of a heading together with the words before it that belong to it: GDP in million yuan is none in yuan. None where such
    a word makes another unit of it that is not known."""
    found: tuple[Unit, int, int] | None = (unit, match.start(), match.start("unit"))
    at = match.start("unit")
    for _word in range(_MOST_WORDS):
        before = text[: at - 1] if text[at - 1 : at] == " " else ""
        word = _BETWEEN.split(before)[-1]
        name = before.removesuffix(word).rstrip(_UNDER)
        if not word or not name:
            break
        at -= len(word) + 1
        whole = printed_unit(text[at:])
        if whole is not None:
            found = whole, len(name), at
        elif _multiplies(word):
            found = None
    return found


@lru_cache(maxsize=1)
def _apart() -> frozenset[str]:
    """The words for things that are units behind an underscore."""
    return frozenset(words_of("units.toml")["nouns"]["apart"])


def is_money(unit: Unit) -> bool:
    """Whether a unit is one of a currency; only those of one currency convert into each other."""
    return unit.dimension in words_of("units.toml")["money"]["dimensions"]


def match_unit(text: str, start: int, in_sentence: bool = False) -> tuple[Unit, int] | None:
    """The longest unit that begins at a place of a folded text, composed ones too; None where none does.

    in_sentence: words that count something only there (31省, 12届次) are units of their own.
    """
    end = _match_simple(text, start)
    counted = _match_counter(text, start) if in_sentence else None
    if counted is not None and (end is None or counted[1] > end):
        return counted
    if end is None:
        return None
    end = _end_under(text, end)
    found = find_unit(text[start:end])
    return (found, end) if found is not None else None


def _end_under(text: str, end: int) -> int:
    """Where a unit ends with what stands below its line: /人·年."""
    for joint in "/··":
        under = _match_simple(text, end + 1) if text.startswith(joint, end) else None
        if under is None:
            break
        end = under
    return end


def _match_counter(text: str, start: int) -> tuple[Unit, int] | None:
    prefix = _words()[1].match(text, start)
    for place in (start, *((prefix[1],) if prefix is not None else ())):
        word = _words()[2].match(text, place)
        if word is not None:
            base = text[place : word[1]]
            written = text[start:place]
            return Unit(written + base, base, base, Fraction(prefixes().get(written, 1)), not written), word[1]
    return None


def _match_simple(text: str, start: int) -> int | None:
    """Where the longest base with or without a prefix, or the longest prefix alone, ends."""
    first = text[start : start + 1]
    if first.isascii() and first.isalnum():
        return _match_ascii(text, start)
    bases, large, _counters = _words()
    ends = [found[1] for found in (bases.match(text, start), large.match(text, start)) if found is not None]
    for length in range(1, 3):
        if text[start : start + length] in prefixes():
            behind = bases.match(text, start + length + (text[start + length : start + length + 1] == " "))
            if behind is not None and find_unit(text[start : behind[1]]) is not None:
                ends.append(behind[1])
    return _end_before_next_figure(text, start) or max(ends, default=None)


def _end_before_next_figure(text: str, start: int) -> int | None:
    """Where a number word ends behind which the name of the next figure begins: 万亿 of 万亿人均GDP."""
    size = listed("units.toml", "next_figure", "sizes").match(text, start)
    behind = listed("units.toml", "next_figure").match(text, size[1]) if size is not None else None
    return size[1] if size is not None and behind is not None else None


def _match_ascii(text: str, start: int) -> int | None:
    """The same for what begins with a digit or a Latin letter: 100 million yuan, USD, kg."""
    if text[start : start + 1].casefold() not in _first_signs():
        return None
    for length in range(min(_longest_ascii(), len(text) - start), 0, -1):
        end = start + length
        piece = text[start:end]
        after = text[end : end + 1]
        if piece[-1].isascii() and piece[-1].isalpha() and after.isascii() and after.isalpha():
            continue
        if piece[-1] != " " and piece[0] != " " and _simple(piece) is not None:
            return end
    return None


@lru_cache(maxsize=1)
def _longest_ascii() -> int:
    """Of the longest unit that begins with a Latin letter (percentage points), with room for its prefix."""
    return max(16, *(len(spelling) for spelling in unit_spellings() if spelling.isascii()))


@lru_cache(maxsize=1)
def _first_signs() -> frozenset[str]:
    return frozenset(spelling[0] for spelling in (*unit_spellings(), *_units().english))
