"""The sources that submissions name under their tables: noted with each figure, proposed for the register, and the source lines of tables made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.sources import built_line, sources_said
from ecdesk.domain.book.records import Exhibit, Source
from ecdesk.domain.figures.readings import FileReading, Reading, TableExtent
from ecdesk.excel.formats import position


def table_of(file: FileReading, reading: Reading) -> TableExtent | None:
    """The table of its file that a figure stands in; None where the file tells of none."""
    place = position(reading.cell)
    if place is None:
        return None
    row, column = place
    return next(
        (
            one
            for one in file.tables
            if one.sheet == reading.sheet and one.top <= row <= one.bottom and one.left <= column <= one.right
        ),
        None,
    )


def noted(file: FileReading, reading: Reading, where: str) -> str:
    """Where a figure was read, with the source that its table names."""
    table = table_of(file, reading)
    return f"{where}　{built_line(table.source)}" if table is not None and table.source else where


def proposed(book: Book, file: FileReading) -> Iterator[Source]:
    """The sources that a file names and the register does not have."""
    for words in dict.fromkeys(table.source for table in file.tables if table.source):
        yield from (source for source in sources_said(book, words) or () if source.id not in book.all(Source))


def with_source(book: Book, exhibit: Exhibit, words: str) -> Exhibit:
    """A table with the source that its file names: built from the register where that can have it, else as it stands there."""
    found = sources_said(book, words) if words else None
    if found is None:
        return replace(exhibit, source_line=built_line(words)) if words else exhibit
    return replace(exhibit, sources=tuple(source.id for source in found))
