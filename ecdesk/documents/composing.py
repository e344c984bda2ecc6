"""Putting a document together as tables and prose while it is gone through in reading order: which lines stand over a table and under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ecdesk.domain.documents import (
    MOST_ABOVE,
    Composition,
    FoundTable,
    Paragraph,
    PieceKind,
    document_of,
    is_line,
)
from ecdesk.domain.files import door

Rows = Sequence[Sequence[str]]
Merged = tuple[int, int, int, int]


@dataclass
class Composer:
    """lines: what stood since the last table or sentence. title: the first line of the document; heading: the last one."""

    name: str
    tables: list[FoundTable] = field(default_factory=list)
    prose: list[Paragraph] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    title: str = ""
    heading: str = ""
    _below: int = 0

    def paragraph(self, paragraph: Paragraph, page: int = 0) -> None:
        """Take a paragraph of prose, or a line between tables."""
        self.prose.append(paragraph)
        self.pages.append(page)
        words = paragraph.text.strip()
        if words:
            self.words(words, paragraph.kind is PieceKind.HEADING)

    def words(self, words: str, heading: bool = False) -> None:
        """Take what may belong to the table above or to the one below it."""
        if self._below and self.tables:
            self._below -= 1
            self.tables[-1] = replace(self.tables[-1], below=(*self.tables[-1].below, words))
        if not is_line(words):
            self.lines = []
            return
        self.lines = [*self.lines, words][-MOST_ABOVE:]
        self.title = self.title or words
        self.heading = words if heading else self.heading

    def table(self, rows: Rows, merged: Sequence[Merged] = (), page: int = 0) -> None:
        """Take a table; one without words is none. Raises UserError for more than a whole report has."""
        if any(any(row) for row in rows):
            outer = tuple(dict.fromkeys(line for line in (self.title, self.heading) if line and line not in self.lines))
            if len(self.tables) >= door.TABLES:
                raise door.too_many_tables(self.name)
            pages = (page,) * len(rows) if page else ()
            self.tables.append(FoundTable(tuple(map(tuple, rows)), tuple(merged), outer, tuple(self.lines), (), pages))
        self.lines, self._below = [], MOST_ABOVE

    def go_on(self, rows: Rows, merged: Sequence[Merged], page: int) -> None:
        """Take the rest of the last table, from another page."""
        table = self.tables[-1]
        down = len(table.rows)
        self.tables[-1] = replace(
            table,
            rows=(*table.rows, *map(tuple, rows)),
            merged=(*table.merged, *((top + down, left, bottom + down, right) for top, left, bottom, right in merged)),
            pages=(*table.pages, *[page] * len(rows)),
            below=(),
        )
        self.lines, self._below = [], MOST_ABOVE

    def done(self, format: str, notes: Sequence[Paragraph] = (), unread: Sequence[int] = ()) -> Composition:
        """What was found. notes: paragraphs that stand after all others."""
        document = document_of([*self.prose, *notes], self.name, format)
        if format != "docx":
            document = replace(document, pieces=())
        return Composition(tuple(self.tables), document, tuple(self.pages) if any(self.pages) else (), tuple(unread))
