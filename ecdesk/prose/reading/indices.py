"""Indices in prose: what is 100 in one (上年=100) is no figure and no time of the text, and tells that the figure beside it is an index."""

from __future__ import annotations

from collections.abc import Iterator

from ecdesk.domain.wording.measures import index_base, index_measure
from ecdesk.prose.reading.patterns import pattern

_BASE = pattern("index_base")
_BEHIND = pattern("index_base_behind")
_WORD = pattern("index_word")
_THAN = {"同比": "去年", "环比": "上期"}


def bases_in(text: str) -> Iterator[tuple[str, int, int]]:
    """What is 100 in the indices of a text, with where that is said."""
    if "100" in text:
        for match in _BASE.finditer(text):
            base = index_base(match[0])
            if base:
                yield base, match.start(), match.end()


def is_base(text: str, end: int) -> bool:
    """Whether the time that ends there is what is 100 in an index: 上年=100."""
    return _BEHIND.match(text, end) is not None


def begins_base(text: str, start: int) -> bool:
    """Whether a bracket begins there that says what is 100 in the index before it."""
    return text[start : start + 1] == "（" and _BASE.match(text, start + 1) is not None


def index_said(text: str, start: int, end: int, body_end: int, lead: str) -> tuple[str, str] | None:
    """Of a bare number whose sentence begins at start: the measure, as in a key, and the words before it without those of an index; None where it is no
    index, or nothing says of what. end, body_end: where the number begins, and ends with what belongs to it. lead: the words before it."""
    word, behind = _WORD.search(lead), _base_behind(text, body_end)
    if word is None:
        return (index_measure(behind), lead) if behind else None
    before = [base for base, _start, _end in bases_in(text[start:end])]
    base = behind or next(reversed(before), "") or _THAN.get(word["than"] or "", "")
    return (index_measure(base), lead[: word.start()]) if base else None


def _base_behind(text: str, end: int) -> str:
    """What is 100 by the bracket that begins there, "" where none says so."""
    return next((base for base, _start, _end in bases_in(text[end + 1 : end + 24])), "") if begins_base(text, end) else ""
