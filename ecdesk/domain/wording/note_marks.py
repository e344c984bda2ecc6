"""Signs that point to a note under the table (30320①, 212注1, 4.8²), told from the figures and headings they stand behind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ecdesk.domain.wording.folding import CJK, half_width
from ecdesk.domain.wording.lexicon import words_of

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Marks of footnotes in order, behind labels and before the notes."""


UNSOURCED_MARK, DERIVED_MARK = "*△"
"""What is printed behind a figure without a source, and behind one that was worked out."""


class _Signs(NamedTuple):
    behind: re.Pattern[str]
    before: re.Pattern[str]
    anywhere: re.Pattern[str]
    in_heading: re.Pattern[str]
    behind_heading: re.Pattern[str]
    one: re.Pattern[str]


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    marks = words_of("words.toml")["marks"]
    numbered = "".join(f"{run[0]}-{run[1]}" for run in marks["runs"])
    daggers = marks["daggers"]
    single = daggers + re.escape(marks["stars"])
    brackets = marks["raised_brackets"]
    raised = f"(?<![A-Za-z{marks['lengths']}])[{brackets}{marks['raised']}]+"
    patterns = "|".join(marks["patterns"])
    last = "|".join((rf"(?<=[{CJK})）]){raised}", *marks["behind_headings"]))
    return _Signs(
        re.compile(rf"(?<=[^\s])(?:\s*(?:[{numbered}{single}]|{patterns}|{raised}))+\s*$"),
        re.compile(rf"^\s*(?:[{numbered}]\s*)+"),
        re.compile(rf"[{numbered}]|{raised}"),
        re.compile(rf"[{numbered}{daggers}]"),
        re.compile(rf"(?:{last})$"),
        re.compile(rf"[{numbered}{single}]|(?<![A-Za-z{marks['lengths']}])[{brackets}{marks['raised']}]"),
    )


LONGEST = 200
"""A longer text is no figure."""
_POWER_OF_TEN = re.compile(r"(?<![0-9.])10\s*[⁰¹²³⁴-⁹]+\s*$")


def without_footnote_marks(text: str, leading: bool = False) -> str:
    """The text without the signs at its end that point to a note. leading: also without such numbers at its start.

    A text that is nothing but signs is left as it is, and so is a power of ten (10⁴): that may well be meant.
    """
    if len(text) > LONGEST or _POWER_OF_TEN.search(text):
        return text
    bare = _signs().behind.sub("", text)
    if leading:
        bare = _signs().before.sub("", bare) or bare
    return bare


def holds_footnote_mark(text: str) -> bool:
    """Whether a sign that would become a digit when written half-width stands anywhere in the text; m² holds none."""
    return not text.isascii() and _signs().anywhere.search(text) is not None


def is_note_mark(text: str, place: int) -> bool:
    """Whether a single sign that points to a note stands at a place of a text."""
    return _signs().one.match(text, place) is not None


_LONGEST_MARK = 60
"""Characters at the end of a heading among which signs are looked for that count only there."""
_CLOSE = rf"[{CJK}、,()%:]"
_BETWEEN = re.compile(rf"(?<={_CLOSE}) (?={_CLOSE})|(?<=[{CJK}]) (?=[(\[])")


@lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """A heading or a label on one line: half-width, one space between words, none between Chinese characters (网　络　零　售), and
    without signs that point to a note under the table."""
    last = _signs().behind_heading.search(text, max(0, len(text) - _LONGEST_MARK))
    if last is not None:
        text = text[: last.start()] + text[last.end() :]
    return _BETWEEN.sub("", " ".join(half_width(_signs().in_heading.sub("", text)).split()))
