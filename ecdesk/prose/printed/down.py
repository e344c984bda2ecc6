"""Tables of which a text has each cell on a line of its own, as a page copied without its rules has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ecdesk.domain.wording.numbers import parse_number
from ecdesk.prose.reading.document import in_one_width

Place = tuple[int, int, str]
"""A cell: where it starts and ends in the manuscript, and its words without spaces."""
_NO_CELL = re.compile("[，。；、|\t]")
LONGEST, FEWEST, MOST_COLUMNS = 24, 3, 12
"""Characters of a cell; rows of a table; columns of numbers."""


def printed_down(manuscript: str) -> Iterator[list[list[Place]]]:
    """The lines of each table, of as many cells, the heading first."""
    for run in _runs(manuscript):
        at = 0
        while at < len(run):
            lines, at = _lines(run, at)
            if len(lines) > FEWEST:
                yield lines


def _runs(manuscript: str) -> Iterator[list[Place]]:
    """Neighbouring lines that may be cells; empty ones do not part them."""
    run: list[Place] = []
    start = 0
    for line in manuscript.splitlines(keepends=True):
        words = "".join(in_one_width(line).split()) if len(line) <= 2 * LONGEST else line
        if words and (len(words) > LONGEST or _NO_CELL.search(line) is not None):
            yield run
            run = []
        elif words:
            first = start + len(line) - len(line.lstrip())
            run.append((first, start + len(line.rstrip()), words))
        start += len(line)
    yield run


def _lines(run: list[Place], at: int) -> tuple[list[list[Place]], int]:
    """The next table of a run, its heading first, and where to look for another one: a line of words, as many numbers, and so on; before
    the first line as many words that head its columns."""
    first = at + 1
    while first < len(run) and (not _is_number(run[first]) or _is_number(run[first - 1])):
        first += 1
    width = 1 + len(list(itertools.takewhile(_is_number, run[first : first + MOST_COLUMNS])))
    label = first - 1
    if width < 2 or label - width < at or any(map(_is_number, run[label - width : label])):
        return [], first + 1
    lines = [run[label - width : label]]
    while _is_line(run[label : label + width], width):
        lines.append(run[label : label + width])
        label += width
    return lines, max(label, first + 1)


def _is_line(cells: list[Place], width: int) -> bool:
    return len(cells) == width and not _is_number(cells[0]) and all(map(_is_number, cells[1:]))


def _is_number(cell: Place) -> bool:
    return parse_number(cell[2]) is not None
