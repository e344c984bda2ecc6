"""Printed texts as they are compared: without what another program may write otherwise when it saves a file again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecdesk.domain.figures.amounts import Amount, Content, Mark

MOST_CHANGES = 1_000
"""Texts that were put in or taken out, until two lists are no longer set against each other but taken in their order: the work grows with its square."""
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
    pairs = Pairs([], [], [])
    common = _common(certified, found)
    if common is None:
        pairs.take(range(len(certified)), range(len(found)))
        return pairs
    here = there = 0
    for start, begin, length in (*common, (len(certified), len(found), 0)):
        if start - here == begin - there:
            pairs.take(range(here, start), range(there, begin))
        else:
            pairs.missing += range(here, start)
            pairs.added += range(there, begin)
        here, there = start + length, begin + length
        pairs.take(range(start, here), range(begin, there))
    return pairs


Run = tuple[int, int, int]
"""Texts that are alike on both sides: where they begin on either, and how many."""


def _common(one: Sequence[str], two: Sequence[str]) -> list[Run] | None:
    """What two lists have in common, with the fewest texts put in and taken out (Myers 1986, An O(ND) difference algorithm); None where those are too many.

    reached[k]: how far into the first list one comes with so many changes on the diagonal k, which is a place in the first less the one in the second.
    """
    start = next((at for at, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), min(len(one), len(two)))
    reached, steps = {1: start}, list[dict[int, int]]()
    for changes in range(MOST_CHANGES + 1):
        steps.append(dict(reached))
        for diagonal in range(-changes, changes + 1, 2):
            down = diagonal == -changes or (diagonal != changes and reached[diagonal - 1] < reached[diagonal + 1])
            here = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            while here < len(one) and here - diagonal < len(two) and one[here] == two[here - diagonal]:
                here += 1
            reached[diagonal] = here
            if here >= len(one) and here - diagonal >= len(two):
                return [(0, 0, start), *_way_back(steps, len(one), len(two), start)]
    return None


def _way_back(steps: Sequence[Mapping[int, int]], here: int, there: int, start: int) -> list[Run]:
    """The runs behind the first `start` texts, in order."""
    runs = list[Run]()
    for changes in range(len(steps) - 1, -1, -1):
        reached, diagonal = steps[changes], here - there
        down = diagonal == -changes or (diagonal != changes and reached[diagonal - 1] < reached[diagonal + 1])
        begin = max(reached[diagonal + 1] if down else reached[diagonal - 1] + 1, start)
        runs.append((begin, begin - diagonal, here - begin))
        here, there = (begin, begin - diagonal - 1) if down else (begin - 1, begin - diagonal)
    return [run for run in reversed(runs) if run[2]]
