"""A .docx as tables and prose: every table as a grid with its merged cells, also those in text boxes and in cells of other tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ecdesk.documents.composing import Composer
from ecdesk.documents.word import PARAGRAPH, TABLE, WordParts, block_elements, body_of, boxes, is_heading, notes_in
from ecdesk.documents.word import read_paragraph as read
from ecdesk.domain.documents import Composition, PieceKind, is_line
from ecdesk.domain.files import door

MOST_COLUMNS = 512
MOST_CELLS = 400_000
"""Of all tables of a document, merged ones included."""
_W = TABLE.removesuffix("tbl")
_ROW, _CELL = f"{_W}tr", f"{_W}tc"
_VALUE = f"{_W}val"


def compose_word(data: bytes, name: str) -> Composition:
    """The tables and the prose of a .docx. Raises UserError as `read_word` does."""
    parts = WordParts(data, name)
    body = body_of(parts, name)
    reader = _Reader(Composer(name))
    reader.blocks(block_elements(body))
    return replace(reader.composer.done("docx", notes_in(parts)), embedded=parts.workbooks())


@dataclass
class _Reader:
    """Goes through a document in reading order."""

    composer: Composer
    cells: int = 0

    def blocks(self, elements: Iterable[Any]) -> None:
        for element in elements:
            if element.tag == TABLE:
                self._table(element)
                continue
            kind = PieceKind.HEADING if is_heading(element) else PieceKind.TEXT
            self.composer.paragraph(read(element, kind))
            for box in boxes(element):
                self.blocks(block_elements(box))

    def _table(self, element: Any) -> None:
        rows = [list(_cells_of(row)) for row in block_elements(element, _ROW) if not _is_deleted(row)]
        if sum(map(len, rows)) == 1:
            # A frame around a text, or around a table: what stands in it stands by itself.
            self.blocks(block_elements(rows[0][0].element))
            return
        grid = _Grid(self, rows)
        above = list(self.composer.lines)
        self.composer.table(grid.rows, grid.merged)
        # Tables within the table come after it, under the same lines and what stands before them in their cell.
        for cell in grid.with_tables:
            self.composer.lines = list(above)
            for one in block_elements(cell):
                if one.tag == TABLE:
                    self._table(one)
                elif is_line(words := read(one, PieceKind.TABLE).text.strip()):
                    self.composer.lines.append(words)
            self.composer.lines = []

    def take(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MOST_CELLS:
            raise door.too_large(self.composer.name)


@dataclass(frozen=True)
class _Cell:
    """A cell in its row. follows: whether it belongs to the one above it."""

    element: Any
    span: int
    follows: bool


class _Grid:
    """The cells of a table at their places."""

    def __init__(self, reader: _Reader, rows: list[list[_Cell]]) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.with_tables: list[Any] = []
        above: dict[int, tuple[int, int, int]] = {}
        """Where the cells of the row above began: by column, their row and last column, and their number among the merged."""
        for number, cells in enumerate(rows):
            line: list[str] = []
            here: dict[int, tuple[int, int, int]] = {}
            for cell in cells:
                column, last = len(line), len(line) + cell.span - 1
                if last >= MOST_COLUMNS:
                    raise door.too_large(reader.composer.name)
                start = above.get(column)
                if cell.element is not None and cell.follows and start is not None and start[1] == last:
                    here[column] = self._grown(start, number, column, last)
                    line += [""] * cell.span
                    continue
                words = self._words(cell.element)
                line += [words, *[""] * (cell.span - 1)]
                here[column] = (number, last, -1)
                if cell.span > 1 and words:
                    self.merged.append((number, column, number, last))
                    here[column] = (number, last, len(self.merged) - 1)
            reader.take(len(line))
            self.rows.append(line)
            above = here

    def _grown(self, start: tuple[int, int, int], row: int, column: int, last: int) -> tuple[int, int, int]:
        """A merged cell that goes on in a row."""
        first, _last, at = start
        if at < 0:
            self.merged.append((first, column, row, last))
            return first, last, len(self.merged) - 1
        self.merged[at] = (first, column, row, last)
        return start

    def _words(self, element: Any) -> str:
        """What a cell shows, a line for each of its paragraphs; not the tables in it."""
        if element is None:
            return ""
        lines = []
        for one in block_elements(element):
            if one.tag == PARAGRAPH:
                lines.append(read(one, PieceKind.TABLE).text.strip())
                lines += [
                    read(inner, PieceKind.TABLE).text.strip() for box in boxes(one) for inner in block_elements(box, PARAGRAPH)
                ]
            elif element not in self.with_tables:
                self.with_tables.append(element)
        return "\n".join(filter(None, lines))


def _cells_of(row: Any) -> Iterator[_Cell]:
    properties = row.find(f"{_W}trPr")
    before = _number(properties, "gridBefore") if properties is not None else 0
    if before:
        yield _Cell(None, before, False)
    for cell in block_elements(row, _CELL):
        properties = cell.find(f"{_W}tcPr")
        merge = properties.find(f"{_W}vMerge") if properties is not None else None
        span = max(1, _number(properties, "gridSpan")) if properties is not None else 1
        yield _Cell(cell, span, merge is not None and merge.get(_VALUE, "continue") == "continue")


def _number(properties: Any, name: str) -> int:
    found = properties.find(f"{_W}{name}")
    written = found.get(_VALUE, "") if found is not None else ""
    return min(int(written), MOST_COLUMNS) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def _is_deleted(row: Any) -> bool:
    """Whether a row was taken out with changes tracked."""
    properties = row.find(f"{_W}trPr")
    return properties is not None and properties.find(f"{_W}del") is not None
