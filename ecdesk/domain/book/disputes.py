"""What is disputed: a figure of which another source, or another copy of the book, says something else, and nobody has decided."""

from __future__ import annotations

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Alternative, Conflict, Observation
from ecdesk.domain.figures.keys import Key, key_from_text


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
    for conflict in book.all(Conflict).values():
        assert isinstance(conflict, Conflict)
        if conflict.record_kind == Observation.KIND:
            keys.add(key_from_text(conflict.about))
    return keys
