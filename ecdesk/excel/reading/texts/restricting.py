"""Words that restrict what figures are, wherever in a text they stand, from ``resources/reading/restricting.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.lexicon import Lexicon
from ecdesk.domain.wording.measures import measure_in
from ecdesk.domain.wording.time.time_words import match_time
from ecdesk.excel.reading.texts.accounts import RELATIVE, Place, Shown
from ecdesk.excel.reading.texts.words import words


@dataclass(frozen=True, slots=True)
class Restriction:
    """A word that restricts. kind: by what a figure shows it; in_notes: whether it restricts in notes only, and in_prose: in the sentences of
    notes and remarks, too; bracketed: whether it stands in brackets."""

    word: str
    kind: str
    in_notes: bool
    in_prose: bool
    bracketed: bool


def _data() -> dict[str, Any]:
    return toml_data("reading", "restricting.toml")


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[tuple[str, bool, bool]]:
    entries = [((one["kind"], one.get("notes", False), one.get("prose", True)), one["words"]) for one in _data()["restricting"]]
    nothing = (("", False, False), _data()["saying_nothing"]["words"])
    return Lexicon([(word, said) for said, words_here in (*entries, nothing) for word in words_here])


@lru_cache(maxsize=1)
def _explaining() -> re.Pattern[str]:
    return re.compile(_data()["saying_nothing"]["sentences"])


def explains(sentence: str) -> bool:
    """Whether a sentence of a note tells what is meant by words, and nothing of its table."""
    return _explaining().match(sentence) is not None


def tells_nothing(statement: str) -> bool:
    """Whether what a note says of its whole table tells nothing of what the figures are: 仅供内部使用, 正式数据."""
    said = _statements().fullmatch(statement) is not None or is_common(statement)
    return said and not restrictions_in(statement)


@lru_cache(maxsize=1)
def _statements() -> re.Pattern[str]:
    return re.compile(_data()["saying_nothing"]["statements"])


@lru_cache(maxsize=1)
def _common() -> re.Pattern[str]:
    return re.compile(_data()["saying_nothing"]["common"])


def is_common(sentence: str) -> bool:
    """Whether a note or remark says what may stand under any table: where figures come from, how they were rounded."""
    return _common().search(sentence) is not None


@lru_cache(maxsize=1)
def _clauses() -> re.Pattern[str]:
    return re.compile(_data()["saying_nothing"]["clauses"])


@lru_cache(maxsize=1)
def _of_parts() -> re.Pattern[str]:
    return re.compile(_data()["saying_nothing"]["of_parts"])


def says_the_usual(clause: str, kinds: Collection[str]) -> bool:
    """Whether a clause of a note says what holds of any such table: in which prices levels are counted, or, where the figures show it, that each is
    of its own quarter. kinds: of which kinds their periods are."""
    if _clauses().fullmatch(clause) is not None:
        return True
    found = _of_parts().fullmatch(clause)
    return (
        found is not None and any(kind in kinds for kind, said in found.groupdict().items() if said) and "cumulative" not in kinds
    )


@lru_cache(maxsize=16384)
def restrictions_in(text: str) -> tuple[Restriction, ...]:
    """Every word of a text that restricts, in order."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Restriction]:
    place, depth = 0, 0
    while place < len(text):
        if text[place] == "《":
            place = max(text.find("》", place), place + 1)
            continue
        depth += (text[place] in "([【〔") - (text[place] in ")]】〕")
        dated = match_time(text, place) if text[place].isdigit() else None
        if dated is not None and dated[0].as_of != "start":
            # 月末 of 2020年5月末 is that of a time.
            place = dated[1]
            continue
        found = _lexicon().match(text, place)
        if found is None:
            place += 1
            continue
        (kind, in_notes, in_prose), end = found
        if kind:
            yield Restriction(text[place:end], kind, in_notes, in_prose, depth > 0)
        place = end


def unowned_restrictions(line: str, of_sender: bool, place: Place, figures: tuple[Shown, ...]) -> Iterator[str]:
    """The words of a text that restrict what the figures are that it stands over, which do not show it. of_sender: whether the text tells
    who sent a form, and nothing of the figures but what stands in brackets."""
    if place not in _MAY_RESTRICT:
        return
    is_note = place in _NOTES or words().note_starts.match(line) is not None
    if is_note and explains(line):
        return
    for one in restrictions_in(line):
        counts = one.in_prose or place is Place.STATED if is_note else not one.in_notes
        if counts and (one.bracketed or not of_sender or place is Place.REMARK) and not _is_shown(one, line, place, figures):
            yield one.word


def _is_shown(one: Restriction, line: str, place: Place, figures: tuple[Shown, ...]) -> bool:
    """Whether figures show that they are what a word says. What is said of all of them has to hold for each."""
    of_all = place in (Place.SHEET, Place.STATED) or (place is Place.LINE and one.bracketed)
    shows = _SHOWN_BY.get(one.kind)
    word = fold(one.word)
    return (all if of_all else any)(word in shown.names for shown in figures) or (
        shows is not None and shows(one, line, place, figures)
    )


_NOTES = (Place.NOTE, Place.STATED, Place.REMARK)
_MAY_RESTRICT = (*_NOTES, Place.LINE, Place.SHEET, Place.FILE, Place.SECTION, Place.CORNER)
"""Where words that restrict are looked for inside of others; elsewhere every word counts."""


def _lists_areas(one: Restriction, _line: str, place: Place, figures: tuple[Shown, ...]) -> bool:
    """Whether 部分地区 in a title says which areas are listed below it."""
    several = len({shown.area.code for shown in figures if shown.area is not None}) > 1
    return several and place is Place.LINE and not one.bracketed


def _is_basis_of_growth(_one: Restriction, line: str, _place: Place, figures: tuple[Shown, ...]) -> bool:
    found = measure_in(line)
    of_growth = found is not None and found.id in RELATIVE and found.id != "share"
    return of_growth or all(shown.relative for shown in figures)


def _is_currency(one: Restriction, _line: str, _place: Place, figures: tuple[Shown, ...]) -> bool:
    return any(shown.unit is not None and one.word in shown.unit.symbol for shown in figures)


def _is_index(_one: Restriction, _line: str, _place: Place, figures: tuple[Shown, ...]) -> bool:
    return any(shown.index or shown.base for shown in figures)


def _is_whole_of_share(one: Restriction, _line: str, _place: Place, figures: tuple[Shown, ...]) -> bool:
    """Whether no figure is a share of which nothing says what it is of."""
    return not any(shown.measure == "share" for shown in figures)


def _stands_beside_later(_one: Restriction, _line: str, _place: Place, figures: tuple[Shown, ...]) -> bool:
    return len({shown.period for shown in figures if shown.period is not None}) > 1


_SHOWN_BY: dict[str, Callable[[Restriction, str, Place, tuple[Shown, ...]], bool]] = {
    "areas": _lists_areas,
    "earlier": _stands_beside_later,
    "growth": _is_basis_of_growth,
    "currency": _is_currency,
    "index": _is_index,
    "share": _is_whole_of_share,
}
"""By what figures show, besides their names, that they are what a word says."""
