"""The one grammar of numbers: digits in any grouping, Chinese numerals, with sign, qualifier and unit; and what stands for a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.figures.amounts import Amount, Content, Unparsed
from ecdesk.domain.figures.symbols import Symbols, senders_symbols
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.judging import qualifiers
from ecdesk.domain.wording.folding import half_width, simplified
from ecdesk.domain.wording.lexicon import Lexicon, listed, words_of
from ecdesk.domain.wording.note_marks import holds_footnote_mark, without_footnote_marks
from ecdesk.domain.wording.units import PERCENT, find_unit, is_money, is_noun, match_unit, prefixes, unit_named

LONGEST_NUMERAL = 1000
"""A longer text is no figure; it is kept as typed."""
LONGEST_SPELLED = 24
"""A longer run of Chinese numerals is no number."""
NO_NUMERAL_AFTER = frozenset("第之每初逐同统唯")
"""Behind one of these a Chinese numeral is part of a word."""

_MINUS = "−－﹣‐‑–-"  # the plain hyphen last: it stands in character classes
_SPACE = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_DIGITS = re.compile(
    rf"(?P<whole>[0-9]{{1,3}}(?P<gap>[,'’{_SPACE}])[0-9]{{3}}(?:(?P=gap)[0-9]{{3}})*+(?![0-9])|[0-9]++)?(?:\.(?P<part>[0-9]++))?+"
)
_SIGN = re.compile(rf"(?P<sign>[+{_MINUS}])[{_SPACE}]?(?=[0-9.])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. value: exact, with the digits that are written. spelled: in Chinese numerals. end: of its digits. unit: that its words hold
    (百分之五, 三成); None for any other."""

    value: Decimal
    spelled: bool
    end: int
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class _Numerals:
    """The value of each numeral; large and steps begin with the largest; plain: everyday numerals
    for those of cheques and for 廿; signs: all that can be part of a number; run: as many as may stand together."""

    digits: dict[str, int]
    steps: dict[str, int]
    large: dict[str, int]
    plain: dict[int, str]
    signs: str
    run: re.Pattern[str]


@lru_cache(maxsize=1)
def _numerals() -> _Numerals:
    data = words_of("numbers.toml")["numerals"]
    signs = "".join((*data["digits"], *data["steps"], *data["large"], *data["plain"]))
    return _Numerals(
        data["digits"],
        data["steps"],
        data["large"],
        str.maketrans(data["plain"]),
        signs,
        re.compile(f"[{signs}]{{1,{LONGEST_SPELLED + 1}}}"),
    )


def spelled_number(text: str) -> int | None:
    """The whole number that Chinese numerals write (二十, 一百零五, 两万, 二〇一八).

    None for anything else, for single digits in a row, and for what is said in two ways: 一百三, 百十.
    """
    numerals = _numerals()
    if not text or len(text) > LONGEST_SPELLED:
        return None
    plain = text.translate(numerals.plain)
    if all(sign in numerals.digits for sign in plain):
        digits = "".join(str(numerals.digits[sign]) for sign in plain)
        positional = len(text) in (1, 4) or (len(text) > 2 and any(sign in "〇○" for sign in text))
        return int(digits) if positional else None
    if _TWO_STEPS.search(plain):
        return None
    return _composed_number(plain, (*numerals.large, *numerals.steps))


_TWO_STEPS = re.compile("[十百千]{2}")


def _composed_number(text: str, signs: Sequence[str]) -> int | None:
    """The number that is written with steps, of which the largest that may still come stands first: 三千零五 is 三 times 千 and 五."""
    numerals = _numerals()
    if not signs:
        return numerals.digits.get(text) if text else 0
    step = numerals.steps.get(signs[0]) or numerals.large[signs[0]]
    before, found, after = text.partition(signs[0])
    if not found:
        return _composed_number(text, signs[1:])
    rest = after.lstrip("〇零○")
    small = signs[0] in numerals.steps  # one digit of them: 三十五百 is no number
    times = _composed_number(before, () if small else signs[1:]) if before else int(small)
    less = _composed_number(rest, signs[1:])
    lone_digit = rest == after and rest in numerals.digits and step > 10
    return None if not times or less is None or lone_digit else times * step + less


def match_number(text: str, start: int) -> Number | None:
    """The number whose digits or numerals begin at a place of a folded text, without sign; None where none does.

    Needless leading zeros make a code, not a number; groups are of three digits and of one separator.
    """
    first = text[start : start + 1]
    if (first.isdigit() and first.isascii()) or (first == "." and text[start + 1 : start + 2].isdigit()):
        match = _DIGITS.match(text, start)
        assert match is not None  # it begins here with a digit
        value = _decimal(match)
        return Number(value, False, match.end()) if value is not None else None
    run = _numerals().run.match(text, start)
    if run is None or run.end() - start > LONGEST_SPELLED:
        return None
    return _spelled(text, run[0], start)


_GROUPED = re.compile(f"[,'’{_SPACE}]")


def _decimal(match: re.Match[str]) -> Decimal | None:
    whole = match["whole"] or "0"
    whole = whole if whole.isdigit() else _GROUPED.sub("", whole)
    if (match["whole"] is None and match["part"] is None) or (len(whole) > 1 and whole.startswith("0")):
        return None
    return Decimal(f"{whole}.{match['part']}" if match["part"] else whole)


def _spelled(text: str, run: str, start: int) -> Number | None:
    """A spelled number without the 万 or 亿 at its end, which belongs to its unit: 十二亿元 is 12 of 亿元, 一点三七万亿 1.37 of 万亿."""
    numerals = _numerals()
    point = _point().match(text, start + len(run))
    if point is not None:
        whole = spelled_number(run)
        part = "".join(str(numerals.digits[sign]) for sign in point[1])
        return Number(Decimal(f"{whole}.{part}"), True, point.end()) if whole is not None else None
    body = run.rstrip("".join(numerals.large))
    split = bool(body) and not any(sign in numerals.large for sign in body)
    value = spelled_number(body if split else run)
    return Number(Decimal(value), True, start + len(body if split else run)) if value is not None else None


@lru_cache(maxsize=1)
def _point() -> re.Pattern[str]:
    data = words_of("numbers.toml")["numerals"]
    return re.compile(f"{data['point']}([{''.join(data['digits'])}]{{1,{LONGEST_SPELLED}}})")


@lru_cache(maxsize=1)
def _fractions() -> Lexicon[tuple[Unit, int]]:
    data = words_of("numbers.toml")["numerals"]["fractions"]
    return Lexicon({word: (unit_named(symbol), power) for word, (symbol, power) in data.items()})


def _match_fraction(text: str, start: int) -> Number | None:
    """百分之五点三, 千分之五, 三成, 3成, 七成半: a number with the unit that it is printed in."""
    found = _fractions().match(text, start)
    if found is not None:
        (unit, power), place = found
        run = _numerals().run.match(text, place)
        number = _spelled(text, run[0], place) if run is not None else match_number(text, place)
        return replace(number, value=number.value.scaleb(power), unit=unit) if number is not None else None
    tenths, half, five = words_of("numbers.toml")["numerals"]["tenths"]
    sign = text[start : start + 1]
    digit = _numerals().digits.get(sign, "123456789".find(sign) + 1)
    if digit and text[start + 1 : start + 2] == tenths:
        more = text[start + 2 : start + 3] in (half, five)
        if not more and text[start + 2 : start + 3] in set(words_of("numbers.toml")["numerals"]["no_tenths_before"]):
            return None
        value = Decimal(digit * 10 + 5) if more else Decimal((0, (digit,), 1))
        return Number(value, True, start + (3 if more else 2), PERCENT)
    return None


def parse_number(text: str) -> Decimal | None:
    """The exact decimal that is written so in digits (``6 412.7``, ``6,412.7``, ``６４１２．７``, ``-0.5``), or None."""
    if len(text) > LONGEST_NUMERAL or holds_footnote_mark(text):
        return None
    read = half_width(text).strip()
    sign = _SIGN.match(read)
    match = _DIGITS.fullmatch(read, sign.end() if sign else 0)
    value = _decimal(match) if match is not None else None
    if value is None:
        return None
    return value.copy_negate() if sign and sign["sign"] in _MINUS else value


def parse_content(text: str, unit: Unit = NO_UNIT, symbols: Symbols | None = None) -> Content | None:
    """What somebody means who types or prints this text in a cell whose unit is given.

    A text with a unit of its own keeps it (1.37万亿元 in an 亿元 column). Blank gives None, a symbol its state, and what
    cannot be read comes back as Unparsed with every character kept. symbols: of the book in which it is typed; None for a sender's.
    """
    stripped = text.strip()
    if not stripped:
        return None
    mark = (symbols or senders_symbols()).read(stripped)
    if mark is not None:
        return mark
    return parse_amount(stripped, unit) or Unparsed(text)


def parse_amount(text: str, unit: Unit = NO_UNIT) -> Amount | None:
    """The amount that is written so, or None; see `parse_content`."""
    if len(text) > LONGEST_NUMERAL:
        return None
    plain = parse_number(text)
    if plain is not None:
        return Amount(plain, unit)
    if not text.isascii() or not text[-1:].isdigit():
        # Half-width, the mark of a note would become a digit of the figure.
        text = without_footnote_marks(text, leading=True)
        if holds_footnote_mark(text):
            return None
    read = _plain_amount(simplified(half_width(text)).strip())
    found = match_amount(read, 0, unit)
    if found is None or found[1] != len(read) or _is_a_name(read, found[0]):
        return None
    return found[0]


_CURRENCY_FIRST = re.compile(r"([A-Za-z]{2,3}\$?|\$) ?(?=[0-9])")


def _plain_amount(text: str) -> str:
    """An amount without words that leave it as it is (达到835.3亿元, 元整), and with its currency behind: US$1.2 billion."""
    found = listed("numbers.toml", "exact", "before").match(text, 0)
    if found is not None and match_number(text, found[1]) is not None:
        text = text[found[1] :]
    behind = listed("numbers.toml", "exact", "after").ending(text, len(text), 1)
    if behind is not None and (unit := find_unit(text[behind[1] - 1 : behind[1]])) is not None and is_money(unit):
        text = text[: behind[1]]
    currency = _CURRENCY_FIRST.match(text)
    if currency is not None and (unit := find_unit(currency[1])) is not None and is_money(unit):
        return f"{text[currency.end() :]} {currency[1]}"
    return text


@lru_cache(maxsize=1)
def _moves() -> Lexicon[int]:
    data = words_of("numbers.toml")["moves"]
    signs = [("", 0), *((word, 1) for word in data["up"]), *((word, -1) for word in data["down"])]
    return Lexicon({before + word: sign for before in ("", *data["before"]) for word, sign in signs if sign})


def parse_moved(text: str) -> Amount | None:
    """The amount of a text that says in words whether it rose or fell (同比增长5.2%, 下降0.5%), the latter negative; None for another."""
    read = simplified(half_width(text)).strip()
    found = _moves().match(read, 0)
    amount = parse_amount(read[found[1] :]) if found is not None else None
    if amount is None or found is None or (read[found[1] - 1] == "△" and read[found[1] : found[1] + 1].isdigit()):
        return None
    return replace(amount, value=amount.value * found[0])


def _is_a_name(text: str, amount: Amount) -> bool:
    """2018年 is a year, 13月 would be a month, 百度 is a name; none is an amount."""
    if not amount.qualifier and (amount.unit.symbol == "月" or (amount.unit.base == "年" and amount.value in _YEARS)):
        return True
    return (
        text[0] in "百千"
        and amount.value in (100, 1000)
        and not amount.qualifier
        and is_noun(text[1:])
        and find_unit(text[1:]) == amount.unit
    )


_YEARS = range(1800, 2200)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Where the parts of an amount stand in a text: each (start, end), the same twice where there is none."""

    before: tuple[int, int]
    number: tuple[int, int]
    unit: tuple[int, int]
    after: tuple[int, int]


def match_amount(text: str, start: int, unit: Unit = NO_UNIT, in_sentence: bool = False) -> tuple[Amount, int, Pieces] | None:
    """The amount that begins at a place of a folded text (约1.2万亿元左右, 7万多个, 不足5%), where it ends, and its parts.

    in_sentence: see `match_unit`.
    """
    if text[start : start + 1] not in _first_signs():
        return None
    before = _word_before(text, start)
    if not before.word:
        before = _word_before_bare_prefix(text, start, in_sentence)
    place = _skip(text, before.end) if before.word else start
    digits, negative = _after_sign(text, place)
    number = _match_fraction(text, digits)
    if number is None:
        number = _mixed_number(text, digits) or match_number(text, digits) or _bare_prefix(text, digits, before, in_sentence)
    if number is None:
        return None
    if number.unit is None:
        own, at, after = _tail(text, number.end, unit, in_sentence)
    else:
        own, at, after = number.unit, (number.end, number.end), _word_behind(text, number.end)
    value = number.value.copy_negate() if negative else number.value
    qualifier = "…".join(filter(None, (before.word, after.word)))
    parts = Pieces((start, before.end), (place, number.end), at, (after.start, after.end))
    return Amount(value, own, qualifier), max(at[1], after.end), parts


@lru_cache(maxsize=1)
def _first_signs() -> frozenset[str]:
    """What an amount can begin with; most places of a text are passed over by this alone."""
    negative = words_of("numbers.toml")["numerals"]["negative"]
    return (
        qualifier_words()[0].first_signs
        | _bare_words().first_signs
        | frozenset("".join((_numerals().signs, *negative, "0123456789.+", _MINUS)))
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """A qualifier, with its place; "" at the place where none stands."""

    word: str
    start: int
    end: int


def _word_before(text: str, start: int) -> _Word:
    """The qualifier that begins at a place; the end of another word (签约5个) is none."""
    found = qualifier_words()[0].match(text, start)
    if found is None or (start and text[start - 1 : found[1]] in words_of("numbers.toml")["words"]["ending"]):
        return _Word("", start, start)
    return _Word(found[0], start, found[1])


@lru_cache(maxsize=1)
def _bare_words() -> Lexicon[str]:
    return Lexicon(words_of("numbers.toml")["bare"]["words"])


def _word_before_bare_prefix(text: str, start: int, in_sentence: bool) -> _Word:
    """The qualifier that a word stands for before a bare number word only: 过亿元."""
    found = _bare_words().match(text, start)
    if found is None or text[start - 1 : start + 1] in words_of("numbers.toml")["words"]["ending"]:
        return _Word("", start, start)
    word = _Word(found[0], start, found[1])
    return word if _bare_prefix(text, found[1], word, in_sentence) is not None else _Word("", start, start)


def _word_behind(text: str, start: int) -> _Word:
    found = qualifier_words()[1].match(text, start)
    return _Word(found[0], start, found[1]) if found is not None else _Word("", start, start)


def _after_sign(text: str, start: int) -> tuple[int, bool]:
    """Where the digits begin, and whether a minus, or 负, stands before them."""
    sign = _SIGN.match(text, start)
    if sign is not None:
        return sign.end(), sign["sign"] in _MINUS
    for word in words_of("numbers.toml")["numerals"]["negative"]:
        if text.startswith(word, start):
            return start + len(word), True
    return start, False


_MIXED = re.compile(r"(?P<one>[0-9]{1,4})(?P<step>[万亿])(?P<two>[0-9]{1,4})(?P<less>[千百]?万?)(?![0-9.])")


def _mixed_number(text: str, start: int) -> Number | None:
    """8万4千, 1亿3000万: digits with number words between them."""
    match = _MIXED.match(text, start)
    if match is None or not match["less"]:
        return None
    factors = prefixes()
    value = int(match["one"]) * factors[match["step"]] + int(match["two"]) * factors[match["less"]]
    return Number(Decimal(value), True, match.end())


def _bare_prefix(text: str, start: int, before: _Word, in_sentence: bool) -> Number | None:
    """近万家, 突破万亿元, 万余户: a number word that stands for one of it, when a qualifier says that a number is meant."""
    if text[start : start + 1] not in _numerals().large or match_unit(text, start, in_sentence) is None:
        return None
    loose = any(text.startswith(word, start + 1) for word in words_of("numbers.toml")["loose"]["words"])
    return Number(Decimal(1), True, start) if before.word or loose else None


def _tail(text: str, end: int, unit: Unit, in_sentence: bool) -> tuple[Unit, tuple[int, int], _Word]:
    """What follows a number that ends at a place: its unit, the place of that, and a word such as 以上 behind the unit or 多 before or within it."""
    word = _word_behind(text, _skip(text, end))
    if not word.word or word.word in words_of("numbers.toml")["loose"]["behind_unit"]:
        word = _Word("", end, end)
    place = _skip(text, word.end)
    found = match_unit(text, place, in_sentence)
    if found is None:
        return unit, (end, end), word
    own, stop = found
    if not word.word and own.symbol and not own.base:
        own, stop, word = _loosened(text, own, stop, in_sentence)
    at = (place, stop)
    if not word.word:
        behind = _word_behind(text, _skip(text, stop))
        word = behind if behind.word else word
    if unit.base and own.symbol in prefixes():
        # A bare 亿 in a column of 亿元, 万元 or 元 means 亿元; in a column of % it means nothing.
        own = find_unit(own.symbol + unit.base) or own
    return own, at, word


def _loosened(text: str, prefix: Unit, end: int, in_sentence: bool) -> tuple[Unit, int, _Word]:
    """The unit of a number word with 多 behind it (7万多个, 300多万), where it ends, and the word."""
    found = qualifier_words()[2].match(text, end)
    if found is None:
        return prefix, end, _Word("", end, end)
    word = _Word(found[0], end, found[1])
    inner = match_unit(text, word.end, in_sentence)
    if inner is not None and inner[0].base:
        whole = match_unit(prefix.symbol + text[word.end : inner[1]], 0, in_sentence)
        if whole is not None and whole[0].base:
            return whole[0], inner[1], word
    return prefix, word.end, word


def _skip(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


@lru_cache(maxsize=1)
def qualifier_words() -> tuple[Lexicon[str], Lexicon[str], Lexicon[str]]:
    """The qualifiers that stand before a number, after it, and inside its unit, each with its spelling in the table."""
    known = {spelling: word for word in qualifiers() for spelling in (word, half_width(word))}
    before = {read: word for read, word in known.items() if qualifiers()[word].place == "before"}
    after = {read: word for read, word in known.items() if qualifiers()[word].place == "after"}
    inside = {word: word for word in words_of("numbers.toml")["loose"]["words"]}
    return Lexicon(before), Lexicon(after), Lexicon(inside)


def qualifier_sides(qualifier: str) -> tuple[str, str]:
    """The words before and after the number: ``约…左右`` has both."""
    if "…" in qualifier:
        before, after = qualifier.split("…", 1)
        return before, after
    known = qualifiers().get(qualifier)
    return ("", qualifier) if known is not None and known.place == "after" else (qualifier, "")


def is_inside_unit(word: str) -> bool:
    """Whether a qualifier stands between a unit's prefix and its base: 7万多个."""
    return word in words_of("numbers.toml")["loose"]["words"]


@lru_cache(maxsize=1)
def _beginnings() -> re.Pattern[str]:
    """Digits or Chinese numerals, as many as stand together; those for cheques are mostly other words in a sentence: 大陆, 队伍."""
    numerals = _numerals()
    formal = words_of("numbers.toml")["numerals"]["formal"]
    signs = "".join(sign for sign in numerals.signs if sign not in formal)
    return re.compile(f"[0-9]++|[{signs}]++")


def amounts_in_sentence(text: str) -> Iterator[tuple[Amount, Pieces, int]]:
    """Every amount that a folded text names, with its parts and where it ends, in order; what only looks like one is for the caller to tell.

    A Chinese numeral without a unit, or inside a word (统一, 第二), is none.
    """
    text = simplified(text)
    place = 0
    while (run := _beginnings().search(text, place)) is not None:
        place = run.end()
        if (code := _CODE.match(text, run.start())) is not None:
            place = code.end()
            continue
        found = _amount_of(text, run)
        if found is not None:
            amount, end, parts = found
            yield amount, parts, end
            place = max(place, end)


def _amount_of(text: str, run: re.Match[str]) -> tuple[Amount, int, Pieces] | None:
    """The amount that some digits or numerals belong to, with the words before them; None where they are part of a word."""
    spelled = not run[0].isascii()
    start = run.start()
    if spelled and (text[start - 1 : start] in NO_NUMERAL_AFTER or _is_indefinite(text, start)):
        return None
    start -= _sign_before(text, start)
    start = _with_words_before(text, start)
    found = match_amount(text, start, in_sentence=True)
    if found is None or found[2].number[1] < run.start() or (spelled and not found[0].unit.symbol):
        return None
    amount, _end, parts = found
    return None if not amount.qualifier and _is_a_word(text[slice(*parts.number)], amount) else found


def _with_words_before(text: str, start: int) -> int:
    """Where the qualifier before a number begins, or the number where none stands before it."""
    before = qualifier_words()[0].ending(text, start, LONGEST_QUALIFIER)
    if before is not None:
        word, begin = text[before[1] : start], before[1]
        if (
            word[0] in "<>"
            or not word.isascii()
            or (word == "~" and _AMOUNT_BEFORE.search(text, max(0, begin - 5), begin) is None)
        ):
            return begin
    return start - 1 if start and _word_before_bare_prefix(text, start - 1, in_sentence=True).word else start


_AMOUNT_BEFORE = re.compile(r"[0-9][^，。；]{0,4}$")
"""Before a tilde: 30家~40家 is a span, and the tilde does not say 约."""


def _is_indefinite(text: str, start: int) -> bool:
    """数百万 and 几千 are so many of them, not one."""
    numerals = _numerals()
    before = words_of("numbers.toml")["numerals"]["indefinite"]
    return text[start] not in numerals.digits and start > 0 and text[start - 1] in before


def indefinite_amount(text: str) -> Amount | None:
    """The least that several of something are: 数千万人民币 are at least twice 1000万元. None for any other text."""
    words = text.strip()
    if len(words) > LONGEST_NUMERAL or words[:1] not in words_of("numbers.toml")["numerals"]["indefinite"]:
        return None
    one = parse_content(words[1:])
    return replace(one, value=one.value * 2) if isinstance(one, Amount) and not one.qualifier else None


LONGEST_QUALIFIER = 8
_CODE = re.compile(r"[0-9]++(?:\.[0-9]++){2,}+|0[0-9]{2,3}-[0-9]{7,8}(?![0-9])")
"""Digits that are no number: those of a section or a version (3.2.1), and of a telephone."""
_EARLIEST_YEAR = 1000
"""So many years are no span of time, but the year of that number."""


def _is_a_word(number: str, amount: Amount) -> bool:
    """1874年 is a year, 百度, 千克 and 百米 are words; 百家 and 千亿元 are amounts."""
    if amount.unit.symbol == "年" and amount.value >= _EARLIEST_YEAR:
        return True
    return number in _numerals().steps and not amount.unit.count and amount.unit.scale <= 1


def _sign_before(text: str, start: int) -> int:
    """How many characters of a sign stand before a number: -3.5, 负3.5; the dash of 30-40 is none."""
    sign = text[start - 1 : start]
    if sign in ("-", "+", "−"):
        before = text[start - 2 : start - 1] if start > 1 else ""
        return 0 if before.isascii() and (before.isalnum() or before == "%") else 1
    return len(sign) if sign in words_of("numbers.toml")["numerals"]["negative"] else 0


def parts_in(text: str) -> Iterator[tuple[Fraction, int, int]]:
    """Every fraction in words (三分之一) that a folded text names, with its place; 百分之五 is an amount."""
    numerals = _numerals()
    signs = numerals.signs
    word = words_of("numbers.toml")["numerals"]["part"]
    for match in re.finditer(f"(?<![{signs}])([{signs}]{{1,4}}){word}([{signs}]{{1,5}})(?![{signs}])", text):
        under, over = spelled_number(match[1]), spelled_number(match[2])
        if under and over and over < under and match[1] + word not in words_of("numbers.toml")["numerals"]["fractions"]:
            yield Fraction(over, under), match.start(), match.end()
