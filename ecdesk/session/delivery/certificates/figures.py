"""Printed texts as they are compared: without what another program may write otherwise when it saves a file again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ecdesk.domain.figures.amounts import Amount, Content, Mark

MOST_PAIRS = 25_000_000
"""Texts times texts that are set against each other; where there are more, they are taken in their order."""
_FIGURE = re.compile(r"-?\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")


def plain(words: str) -> str:
    """A text without blanks, breaks of lines and what parts thousands; a minus is one whatever sign is printed for it."""
    return _GROUPED.sub("", "".join(words.split()).replace("−", "-"))


def figures_in(pieces: Iterable[str]) -> tuple[str, ...]:
    """The figures of some texts, in order; those of one text are not parted by its blanks."""
    return tuple(figure for piece in pieces for figure in _FIGURE.findall(plain(piece)))


def content_fields(content: Content | None) -> tuple[str, str, str, str]:
    """Value, unit, qualifier and symbol of a figure, as data files have them."""
    if isinstance(content, Amount):
        return format(content.value, "f"), content.unit.symbol, content.qualifier, ""
    return "", "", "", content.value if isinstance(content, Mark) else "unread"


@dataclass
class Pairs:
    """Which of some texts go with which of others, by their places. matched: those that stand at each other's place, alike or written otherwise;
    missing and added: what has nothing on the other side."""

    matched: list[tuple[int, int]]
    missing: list[int]
    added: list[int]

    @property
    def last(self) -> int:
        """The last of the others that goes with something; -1 for none."""
        return max((there for _here, there in self.matched), default=-1)

    def take(self, here: range, there: range) -> None:
        """Pair texts one by one."""
        shared = min(len(here), len(there))
        self.matched += zip(here[:shared], there[:shared], strict=True)
        self.missing += here[shared:]
        self.added += there[shared:]


def paired(certified: Sequence[str], found: Sequence[str]) -> Pairs:
    """Texts by their order. Where as many stand in the place of others, each is taken for one of them that was written otherwise."""
    shared = min(len(certified), len(found))
    start = next((at for at in range(shared) if certified[at] != found[at]), shared)
    pairs = Pairs([], [], [])
    pairs.take(range(start), range(start))
    rest, other = certified[start:], found[start:]
    if len(rest) * len(other) > MOST_PAIRS:
        pairs.take(range(start, len(certified)), range(start, len(found)))
        return pairs
    for kind, first, end, begin, stop in SequenceMatcher(None, rest, other, autojunk=False).get_opcodes():
        here, there = range(start + first, start + end), range(start + begin, start + stop)
        if kind == "equal" or len(here) == len(there):
            pairs.take(here, there)
        else:
            pairs.missing += here
            pairs.added += there
    return pairs
