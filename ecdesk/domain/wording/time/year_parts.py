"""Parts of a year: halves, quarters, months and days, one of them, several or a span, in digits or numerals."""

from __future__ import annotations

import re

from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.folding import CJK, DASHES
from ecdesk.domain.wording.lexicon import listed
from ecdesk.domain.wording.time.small_numbers import DASH, MONTH, small_number, spelled_like
from ecdesk.domain.wording.time.times import Time

_DAY = "(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = "(?:[1-4一二三四]|IV|I{1,3})"
_NO_DIGIT = rf"(?<![0-9.一二三四五六七八九十百千〇])(?<![0-9][{DASHES}])"

_AND = "(?:、|和|及|与)"
ONE_MONTH = re.compile(rf"{_NO_DIGIT}({MONTH}) ?月份?(?! ?[0-9]{{1,2}} ?[日号])")
_PARTS = tuple(
    (kind, form, re.compile(pattern))
    for kind, form, pattern in (
        ("half", "one", r"([上下前后])半年(?:度)?|[Hh]([12])(?![0-9A-Za-z])|(?<![0-9A-Za-z.])([12])[Hh](?![A-Za-z])"),
        (
            "quarter",
            "list",
            rf"{_NO_DIGIT}第?({_QUARTER})(?:{_AND}第?({_QUARTER}))?{_AND}第?({_QUARTER})个?季度?",
        ),
        (
            "quarter",
            "span",
            rf"{_NO_DIGIT}第?({_QUARTER})(?:季度?)?{DASH}第?({_QUARTER})个?季度?|[Qq]([1-4]){DASH}[Qq]([1-4])(?![0-9A-Za-z])",
        ),
        ("quarter", "first", r"(?:前|头|首)([1-4一二两三四])个?季度?|(首)季度?"),
        (
            "quarter",
            "one",
            rf"{_NO_DIGIT}(?:第?({_QUARTER})|第({_QUARTER})个)季度?|[Qq]([1-4])(?![0-9A-Za-z])|(?<![0-9A-Za-z.])([1-4])[Qq](?![A-Za-z])",
        ),
        ("day", "date", rf"{_NO_DIGIT}({MONTH}) ?月 ?({_DAY}) ?[日号](?:零时)?"),
        ("month", "list", rf"{_NO_DIGIT}({MONTH})月?份?(?:{_AND}({MONTH})月?份?)?{_AND}({MONTH})月份?"),
        ("month", "span", rf"{_NO_DIGIT}({MONTH}) ?月?份?{DASH}({MONTH}) ?月份?"),
        ("month", "first", rf"(?:前|头|首)({MONTH}|两) ?个?月份?"),
        ("month", "one", ONE_MONTH.pattern),
    )
)
"""Parts of a year, the longer spellings first: one, a list or a span of them, so many from the first on, or a date."""
NO_SUCH_PART = re.compile(rf"(?:[0-9]{{1,3}}月?{DASH})?(?:[0-9]{{1,3}} ?月份?|第?(?:[0-9]{{1,2}}|[五六七八九])季度)")
"""13月, 12—1月 and 五季度, behind a year where no part of it was found: they are not the year."""
CHINESE = re.compile(rf"[{CJK}]")


def skip_space(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


def match_part(text: str, start: int, after_year: bool = False) -> tuple[Time, int] | None:
    """The half, quarter, month or day at a place; one that cannot be (12—1月) is none."""
    for kind, form, pattern in _PARTS:
        match = pattern.match(text[start : start + 24]) if after_year else pattern.match(text, start)
        if match is None or (form == "list" and not _one_by_one(match)):
            continue
        time = _part_time(kind, form, [_SPOKEN.get(group) or small_number(group) for group in match.groups() if group])
        if time is None or not (after_year or _stands_free(text, match)):
            return None
        return time, start + match.end() - match.start()
    return None


def respelled_part(words: str, period: Period, own: str = "") -> str:
    """The words of a time with the part of the year that they name replaced by that of a period, spelled alike where that can be: 前三季度 of
    January to June is 上半年, of January to October 1—10月. Several parts, each for itself, stay. own: of which kind the book's period is: there
    the span to the end of its first one has a name of its own, so that it is told from that one ever after."""
    found = ((kind, form, pattern.search(words)) for kind, form, pattern in _PARTS)
    kind, form, match = next(((kind, form, match) for kind, form, match in found if match is not None), ("", "list", None))
    if match is None:
        whole = _WHOLE.search(words)
        return words[: whole.start()] + _called(period, own) + words[whole.end() :] if whole is not None else words
    if form == "list":
        return words
    numbers = _numbers_for(period, kind, form)
    if numbers is not None:
        return _with_numbers(words, match, numbers)
    return words[: match.start()] + _called(period, own) + words[match.end() :]


_WHOLE = re.compile("(?:全年度?|年度)(?=累计|合计)|全年度?")
"""The whole of a year, which is a span from January in a book of a part of one."""


def _called(period: Period, own: str) -> str:
    """A part of a year without its year, in words that say nothing of how it was spelled before."""
    if period.kind in ("half", "quarter", "month") and (period.kind == own or period.months[0] > 1):
        return str(period).removeprefix(str(Period(period.year)))
    last = period.months[-1]
    return f"1—{last}月" if own == "half" and last == 6 else _FROM_JANUARY.get(last, f"1—{last}月")


def _numbers_for(period: Period, kind: str, form: str) -> list[int] | None:
    """What stands in a form of `_PARTS` for a period; None where it has no such form."""
    if period.kind == "cumulative":
        return _numbers_to(period.index, kind, form)
    if period.kind == "day":
        return [period.index // 100, period.index % 100] if form == "date" else None
    return [period.index] if form == "one" and kind == period.kind else None


_FROM_JANUARY = {6: "上半年", 9: "前三季度", 12: "全年"}
"""What a span from January is called where its months are not said; one to March is no other than the quarter."""


_SIZES = {"half": 6, "quarter": 3, "month": 1}


def _numbers_to(last_month: int, kind: str, form: str) -> list[int] | None:
    """The same for a span from January; 前两季度, 前四季度, 前一个月 and 一至一季度 nobody writes."""
    if kind not in _SIZES or form == "date" or last_month % _SIZES[kind]:
        return None
    number = last_month // _SIZES[kind]
    if not _is_written(number, kind, form):
        return None
    return [1, number] if form == "span" else [number]


def _is_written(number: int, kind: str, form: str) -> bool:
    if (kind, form) == ("quarter", "first"):
        return number == 3
    return number == 1 if kind == "half" else number > 1 or form not in ("first", "span") or (kind, form) == ("month", "span")


def part_begins(words: str) -> int:
    """Where the part of a year begins that the words of a time name; -1 where they name none."""
    found = (pattern.search(words) for pattern in (*(pattern for _kind, _form, pattern in _PARTS), _WHOLE))
    return next((match.start() for match in found if match is not None), -1)


def _with_numbers(words: str, match: re.Match[str], numbers: list[int]) -> str:
    """Some words with the numbers of a match replaced, each in its own spelling."""
    groups = [number for number in range(1, (match.re.groups or 0) + 1) if match[number]]
    pieces, last = [], 0
    for group, number in zip(groups[-len(numbers) :], numbers, strict=False):
        said = match[group]
        spelled = _HALVES[said][number - 1] if said in _HALVES else spelled_like(said, number)
        pieces += [words[last : match.start(group)], spelled]
        last = match.end(group)
    return "".join((*pieces, words[last:]))


_HALVES = {"上": "上下", "下": "上下", "前": "前后", "后": "前后"}


def _one_by_one(match: re.Match[str]) -> bool:
    """Whether the numbers of a list follow one another, all in one script: the 一 of 一、三季度 may number what follows, and that of 一、2月 does."""
    written = [group for group in match.groups() if group]
    numbers = list(map(small_number, written))
    one_script = len({group.isascii() for group in written}) == 1
    return one_script and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


_SPOKEN = {"上": 1, "前": 1, "下": 2, "后": 2, "首": 1}


def _part_time(kind: str, form: str, numbers: list[int]) -> Time | None:
    """The part of a year that some numbers name in a form of `_PARTS`."""
    first, last = numbers[0], numbers[-1]
    if form == "date":
        return Time(kind=kind, first=first, last=first, day=last) if 1 <= last <= 31 else None
    if form == "first":
        return Time(kind=kind, first=1, last=last)
    if form == "list":
        return Time(kind=kind, first=first, last=last, listed=True)
    if form == "span" and first == last == 1:
        return Time(kind=kind, first=1, last=1, cumulative=True)
    return Time(kind=kind, first=first, last=last) if form == "one" or first < last else None


def _stands_free(text: str, match: re.Match[str]) -> bool:
    """Whether a part of a year without its year is one: 八月瓜, 三季稻 and 四季度假村 are things, 前三季 and 三季度 are not."""
    before = text[match.start() - 1 : match.start()]
    if (before and before in "第每逐") or text[max(0, match.start() - 2) : match.start()] in ("近于", "数个", "农历", "阴历"):
        return False
    if text.startswith(("龄", "假村"), match.end()):
        return False
    words = match[0]
    if words[-1] in "度份年" or words[0] in "前头首上下" or words[-1].isascii():
        return True
    following = text[match.end() : match.end() + 1]
    if not CHINESE.match(following):
        return True
    spelled = not any("0" <= sign <= "9" for sign in words)
    return listed("periods.toml", "follows").match(text, match.end()) is not None or not (spelled or words[-1] == "季")
