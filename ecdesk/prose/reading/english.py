"""What a figure of English prose says, by the words before and behind it; the words stand in ``resources/prose/english.toml``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.folding import CJK
from ecdesk.domain.wording.units import find_unit
from ecdesk.prose.reading.figures import Figure, FigureKind
from ecdesk.prose.reading.lexicon import alternatives
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure

_LATIN = re.compile(r"[a-z]{2}")
_OTHER = re.compile(f"[{CJK}]")
_WORD = re.compile(r"[A-Za-z][a-z]{2,20}")
_CURRENCY = re.compile(r"(?:[A-Z]{2,3}\$?|[$€£]) ?$")
CURRENCY = re.compile(r"(?:[A-Z]{2,3}\$?|[$€£])$")
"""A currency at the end of what stands between two amounts."""
_TIME, _RATIO = pattern("english_time"), pattern("english_ratio")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_BREAK = re.compile("[，；。：（）]")


def is_english(text: str) -> bool:
    return _LATIN.search(text) is not None and _OTHER.search(text) is None


def times_of_english(text: str) -> frozenset[str]:
    """The times that English words name, and the years."""
    return (
        frozenset(match[0].strip() for one in (_TIME, _YEAR) for match in one.finditer(text)) if is_english(text) else frozenset()
    )


def english() -> dict[str, dict[str, Any]]:
    return toml_data("prose", "english.toml")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """What stands at the end of the words before a figure, or at the beginning of those behind it."""
    words = english()
    moves = alternatives([*words["movement"]["up"], *words["movement"]["down"]])
    moved = rf"\b(?P<move>{moves})"
    ends, begins = alternatives(words["ends"]["words"]), alternatives(words["begins"]["words"])
    by = rf"(?: (?:{alternatives(words['movement']['by'])})){{0,4}}$"
    return {
        "moved": re.compile(moved + by),
        "moves": re.compile(rf"{moved}\b"),
        "from": re.compile(rf"{moved}(?: slightly| sharply| further)? from(?: a revised| around| about)?$"),
        "led": re.compile(r"(?:(?:in|a) [a-z0-9 ]{2,40} )?to"),
        "reached": re.compile(rf"{moved} (?:{alternatives(words['movement']['to'])})$"),
        "behind": re.compile(rf"^(?:(?P<up>{alternatives(words['behind']['up'])})|{alternatives(words['behind']['down'])})\b"),
        "counted": re.compile(rf"^(?:(?!(?:{ends})\b)[a-z-]{{3,20}}(?: |$)){{1,4}}"),
        "all": re.compile(rf"(?:{alternatives(words['all_of']['words'])}) "),
        "rest": re.compile(rf"\b(?:{alternatives(words['rest']['words'])})\b"),
        "members": re.compile(
            rf"(?i:\b({alternatives(words['numbers']['words'])})) (?!of )[a-z ]{{3,30}}(?:[^，；。0-9]{{0,40}}：| )"
        ),
        "or": re.compile(rf"^(?:{alternatives(words['or']['words'])})$"),
        "start": re.compile(rf"\b(?:{alternatives(words['start']['words'])})(?:(?: [a-z0-9']{{1,20}}){{1,5}} of| the)?$"),
        "share": re.compile(rf"\b(?:{alternatives(words['share']['words'])})(?: (?:only|about|nearly|over))?$"),
        "called_share": re.compile(
            r"\bshare(?: of (?P<name>[a-z' -]{2,40}?))? (?:was|is|were|stood at|reached|rose to|fell to)$"
        ),
        "whole": re.compile(rf"^(?:{alternatives(words['of_whole']['words'])}) (?P<whole>[^，；。：（）]{{2,60}})"),
        "in": re.compile(moved + r" in (?:the )?(?P<name>[^，；。]{2,50}?) (?:of|by)$"),
        "ends": re.compile(rf"(?: (?:{ends}|{moves})| [0-9]{{1,4}}|'s?)$"),
        "begins": re.compile(rf"^(?:[-–•*]|[0-9]{{1,2}}\.|(?:{begins}|[0-9]{{4}})(?: |$))++"),
        "named": re.compile(
            rf"^(?:{alternatives(words['named']['words'])}) (?P<name>[^，；。：（）]{{2,40}}?)(?: and(?= ?[0-9$€£]| ?$)|[，；。：（）]|$)"
        ),
    }


Said = tuple[Measure, str, int, str]


def said_in_english(figure: Figure, lead: str, tail: str) -> Said:
    """Measure, name, sign, and what a share is of, or that a growth is the change before it told again (a fall of 2.01 million or 1.1 percent)."""
    find = _patterns()
    before, behind = _own_words(lead), tail.strip().lower()
    named = find["named"].match(behind) if figure.kind in (FigureKind.COUNT, FigureKind.LEVEL) else None
    if named is not None:
        return Measure.LEVEL, english_name(named["name"]), 1, ""
    moved, more = find["moved"].search(before), find["behind"].search(behind)
    sign = _sign(moved, more)
    if figure.kind is FigureKind.POINTS:
        return Measure.POINTS, english_name(before[: moved.start()] if moved else before), sign, ""
    if figure.kind is FigureKind.MULTIPLE:
        return Measure.MULTIPLE, english_name(before), 1, ""
    return (
        _end_of_movement(figure, before)
        or (
            _percentage(before, behind, moved is not None or more is not None, sign)
            if figure.kind is FigureKind.PERCENT
            else None
        )
        or _amount(before, behind, moved, more is not None, sign)
    )


def moved_from(said: str) -> bool | None:
    """Down from, before what something was: whether it rose; None where words do not end so."""
    moved = _patterns()["from"].search(_CURRENCY.sub("", said).rstrip().lower())
    return _sign(moved, None) > 0 if moved is not None else None


def led_to(said: str) -> bool:
    """Fell from 13.7 per cent in May to 12.1 per cent: whether a movement ends behind words between two figures."""
    return _patterns()["led"].fullmatch(_CURRENCY.sub("", said).strip().lower()) is not None


def number_of(said: str) -> int:
    """Four, or 4."""
    return int(said) if said.isdigit() else english()["numbers"]["words"].get(said.lower(), 0)


def rise_before(said: str) -> bool | None:
    """Rose in, before what moved: whether it rose; None where nothing there says that it moved."""
    moved = list(_patterns()["moves"].finditer(said.lower()))
    return _sign(moved[-1], None) > 0 if moved else None


def list_told(ahead: str, last: str, count: int) -> bool:
    """Whether words say that a list of so many is all of something: those ahead of it (By sector; Of the unemployed; the five regions), or those
    before its last member (and mining for the remaining)."""
    find = _patterns()
    number = number_of(found[1]) if (found := find["members"].search(ahead)) is not None else 0
    return find["all"].match(ahead) is not None or number == count or find["rest"].search(last.lower()) is not None


def _own_words(lead: str) -> str:
    """The words before a figure that are said of it: those behind the last mark, or behind 3,307,700 residents and."""
    before = _BREAK.split(_CURRENCY.sub("", lead).strip().lower().rstrip("：$€£ "))[-1].strip()  # Exports: $206.3 billion
    return before.rpartition(" and ")[2] if lead.startswith(" ") else before


def _sign(moved: re.Match[str] | None, more: re.Match[str] | None) -> int:
    if moved is not None:
        return -1 if moved["move"] in english()["movement"]["down"] else 1
    return -1 if more is not None and not more["up"] else 1


def _end_of_movement(figure: Figure, before: str) -> Said | None:
    """Where a movement began or ended: from 3.9 percent, rose to 155.8 million."""
    percent = figure.kind is FigureKind.PERCENT
    began, reached = _patterns()["start"].search(before), _patterns()["reached"].search(before)
    if began is not None:
        return Measure.RATE if percent else Measure.OTHER, english_name(before[: began.start()]), 1, "from"
    if reached is not None or before in english()["movement"]["to"]:  # increased $1.1 billion to $53.9 billion
        name = english_name(before[: reached.start()]) if reached is not None else ""
        return Measure.RATE if percent else Measure.LEVEL, name, 1, "reached"
    return None


def _amount(before: str, behind: str, moved: re.Match[str] | None, more: bool, sign: int) -> Said:
    inside = _patterns()["in"].search(before)
    if inside is not None:
        return Measure.CHANGE, english_name(inside["name"]), _sign(inside, None), ""
    if moved is not None or more:
        return Measure.CHANGE, english_name(before[: moved.start()] if moved is not None else before), sign, ""
    return Measure.LEVEL, english_name(before) or _counted(behind), 1, ""


def _counted(behind: str) -> str:
    """There were 118,400 unemployed persons in the quarter: what is counted, where nothing before the figure says it."""
    found = _patterns()["counted"].match(behind)
    return english_name(found[0]) if found is not None else ""


def _percentage(before: str, behind: str, moved: bool, sign: int) -> Said:
    find = _patterns()
    share = _share(before, behind, moved)
    if share is not None:
        return share
    if moved:
        found = find["moved"].search(before)
        return Measure.GROWTH, english_name(before[: found.start()]) if found else "", sign, ""
    if find["or"].match(before):
        return Measure.GROWTH, "", sign, "or"
    return Measure.RATE, english_name(before), 1, ""


def _share(before: str, behind: str, moved: bool) -> Said | None:
    """A percentage that is called a share, before it (accounted for, the share of industry was) or by what is behind it (of all jobs)."""
    find = _patterns()
    share, whole = find["share"].search(before) or find["called_share"].search(before), find["whole"].match(behind)
    if share is None and (whole is None or moved):
        return None
    name = (share.groupdict().get("name") or before[: share.start()]) if share is not None else before
    return Measure.SHARE, english_name(name), 1, english_name(whole["whole"]) if whole is not None else ""


@lru_cache(maxsize=65536)
def english_name(text: str) -> str:
    """What is measured, without the words around it: ``the total value of exports was`` gives ``exports``."""
    find = _patterns()
    name = _TIME.sub("", " ".join(_BREAK.split(text[-120:].rstrip("：$€£ "))[-1].lower().split())).strip()
    shorter, name = f" {name}", ""
    while shorter != name:
        name, shorter = shorter, find["ends"].sub("", shorter)
    return find["begins"].sub("", name.strip())[-60:]


@lru_cache(maxsize=65536)
def words_of_english(text: str) -> frozenset[str]:
    """The words of a text that tell what its figures are of, each in one form."""
    silent = english()["silent"]["words"]
    found = (word.lower() for word in _WORD.findall(text))
    return frozenset(word.rstrip("s") for word in found if word not in silent)


_LISTED = re.compile(r"(?:、| )and (?:[A-Z]{2,3}\$?|[$€£]) ?")
_TOLD_AGAIN = re.compile("(?: |，)?(?:or|equivalent to) [0-9.]{1,8} ?(?:%|per ?cent)")
_GROUPED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")


def _with_its_unit(figures: list[Figure], at: int, text: str) -> Figure:
    """US$779.29 and US$645.66 billion: the figure that says in what an amount is counted, itself or the next of its list."""
    figure, following = figures[at], figures[min(at + 1, len(figures) - 1)]
    listed = not figure.amount.unit.symbol and _LISTED.fullmatch(text, figure.body_end, following.start) is not None
    return following if listed else figure


def _changed(figure: Figure, text: str) -> bool:
    """An increase of 720 or 4.0%: whether a number is a change that is told again as a percentage."""
    moved = _patterns()["moved"].search(text[max(0, figure.start - 40) : figure.start].rstrip().lower()) is not None
    return moved and _TOLD_AGAIN.match(text, figure.body_end) is not None


def _adopt_kind(figure: Figure, text: str) -> None:
    """What a number without a word behind it is by its commas and by the words before it."""
    if _GROUPED.fullmatch(text, figure.start, figure.end) or _changed(figure, text):
        figure.kind = FigureKind.COUNT
    elif _RATIO.search(text[max(0, figure.start - 120) : figure.start].rstrip()) is not None:
        figure.kind = FigureKind.MULTIPLE


def adopt_units(figures: list[Figure], text: str) -> None:
    """US$65.5 billion: an amount with its currency in front of it; arrivals reached 269,744: a count without a word for what is counted."""
    for at, figure in enumerate(figures):
        if figure.kind is FigureKind.BARE:
            _adopt_kind(figure, text)
        sign = _CURRENCY.search(text, max(0, figure.start - 5), figure.start)
        base = english()["units"]["words"].get(sign[0].strip()) if sign is not None else None
        if base is None or figure.amount.unit.base:
            continue
        unit = find_unit(_with_its_unit(figures, at, text).amount.unit.symbol + base)
        if unit is not None:
            figure.adopt(unit)
            figure.kind = FigureKind.MONEY
