"""What is said under an exhibit of figures that are not settled: a forecast, an estimate or a first figure is never printed as a result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.naming import named_lines
from ecdesk.domain.book.records import Exhibit, Line, Status
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.scanner import TokenKind, scan

_STATUSES = (Status.PRELIMINARY, Status.ESTIMATE, Status.FORECAST)
_MOST_NAMED = 12
"""Figures that are named one by one; of more only how many they are."""

Place = tuple[int, int]


def standing_notes(book: Book, exhibit: Exhibit, keys: Mapping[Place, Key]) -> Iterator[str]:
    """Which figures of an exhibit are no results, a sentence for each status; nothing where its notes or its headings say so already. keys: of
    its cells."""
    there = ((place, book.observation(key)) for place, key in keys.items())
    known = {place: one.status for place, one in there if one is not None and one.amount is not None}
    for status in _STATUSES:
        if status in known.values():
            yield from _note(book, exhibit, status, known)


def _note(book: Book, exhibit: Exhibit, status: Status, known: dict[Place, Status]) -> Iterator[str]:
    # Words are read in the language in which the book was written.
    written = book.original.exhibit(exhibit.id)
    if any(_says(words, status) for words in (*written.notes, *written.footnotes)):
        return
    unsaid = _unsaid(written, status, [place for place, found in known.items() if found == status])
    if unsaid and not (len(known) == len(unsaid) and _says(written.caption, status)):
        yield _sentence(status, _named(exhibit, unsaid, known))


def _unsaid(written: Exhibit, status: Status, places: Iterable[Place]) -> set[Place]:
    """Of these figures those over or beside which no heading says what they are."""
    rows, columns = ({at for at, line in enumerate(lines) if _says_it(line, status)} for lines in (written.rows, written.columns))
    return {(row, column) for row, column in places if row not in rows and column not in columns}


def _says_it(line: Line, status: Status) -> bool:
    return any(_says(words, status) for words in (line.label, *line.groups))


def _says(words: str, status: Status) -> bool:
    return any(token.kind == TokenKind.STATUS and token.value == status for token in scan(words))


def _named(exhibit: Exhibit, places: Collection[Place], known: Iterable[Place]) -> str:
    """What these figures are called: the lines that have no others, else each by its row and column; "" for all of the exhibit."""
    others = set(known) - set(places)
    if not others:
        return ""
    for axis, lines in enumerate((exhibit.rows, exhibit.columns)):
        numbers = {place[axis] for place in places}
        if not numbers & {place[axis] for place in others}:
            return tr("、").join(named_lines(lines, numbers, [line.label for line in lines]))
    if len(places) > _MOST_NAMED:
        return tr("其中 {count} 个数", count=len(places))
    return tr("、").join(_called(exhibit, place) for place in sorted(places))


def _called(exhibit: Exhibit, place: Place) -> str:
    row, column = exhibit.rows[place[0]], exhibit.columns[place[1]]
    (name,) = named_lines(exhibit.rows, [place[0]], [line.label for line in exhibit.rows])
    return tr("{row}的{column}", row=name, column="".join((*column.groups, column.label))) if row.label else column.label


def _sentence(status: Status, names: str) -> str:
    if status == Status.FORECAST:
        return tr("{names}为预测值。", names=names) if names else tr("所列各数为预测值。")
    if status == Status.ESTIMATE:
        return tr("{names}为估计值。", names=names) if names else tr("所列各数为估计值。")
    return tr("{names}为初步数。", names=names) if names else tr("所列各数为初步数。")
