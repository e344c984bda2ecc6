"""A still picture of the book for work on another thread: the book itself belongs to the main thread and goes on changing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from ecdesk.domain.book import Book
from ecdesk.domain.records import RECORD_TYPES

if TYPE_CHECKING:
    from ecdesk.session.desk import Desk


@dataclass(frozen=True)
class StillDesk:
    """As much of a desk as verbs need that only read."""

    book: Book
    who: str


def still_book(book: Book) -> Book:
    """The book as it is now; its records are immutable, so only the tables of them are copied."""
    copy = Book()
    copy.load(record for kind in RECORD_TYPES for record in book.all(kind).values())
    return copy


def still_desk(desk: Desk) -> Desk:
    """A desk to be handed to a verb that reads the book and nothing else."""
    return cast("Desk", StillDesk(still_book(desk.book), desk.who))
