"""What is disputed: a figure of which another source, or another copy of the book, says something else, and nobody has decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.records import Alternative, Conflict, Observation
from ecdesk.domain.figures.keys import Key, known_key


def standing_alternatives(book: Book) -> list[Alternative]:
    """What other sources say that the book does not; an editor who typed another source's figure has agreed with it."""
    found: list[Alternative] = []
    for alternative in book.all(Alternative).values():
        present = book.observation(alternative.key)
        if present is None or present.content != alternative.content:
            found.append(alternative)
    return found


def disputed_keys(book: Book) -> set[Key]:
    """The figures that are disputed, printed somewhere or not."""
    keys = {alternative.key for alternative in standing_alternatives(book)}
    return keys.union(filter(None, map(_disputed_by, book.all(Conflict).values())))


def touched_figures(changes: Iterable[Change]) -> Iterator[Key]:
    """The figures whose value, or whether it can be relied on, changes touch."""
    for change in changes:
        record = change.after or change.before
        if isinstance(record, Observation | Alternative):
            yield record.key
        elif isinstance(record, Conflict) and (key := _disputed_by(record)) is not None:
            yield key


def _disputed_by(conflict: Conflict) -> Key | None:
    return known_key(conflict.about) if conflict.record_kind == Observation.KIND else None
