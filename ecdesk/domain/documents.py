"""A document as read, whatever its format: paragraphs and tables, its text, where each paragraph stands in it, and comments on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import count

from ecdesk.domain.resources import toml_data
from ecdesk.domain.texts import Text, text


class PieceKind(StrEnum):
    """What a paragraph is in its document."""

    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. runs: the text of each stretch of one format. tracked: whether it holds changes that nobody has accepted yet."""

    runs: tuple[str, ...]
    kind: PieceKind = PieceKind.TEXT
    tracked: bool = False

    @property
    def text(self) -> str:
        """What it shows, on one line."""
        return "".join(self.runs).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of a document: rows of cells, each of which holds paragraphs."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


Block = Paragraph | TableBlock


@dataclass(frozen=True, slots=True)
class Piece:
    """Where the text of a paragraph stands in the text of its document.

    paragraph: its number among all of the document, those of tables included, in reading order; those of foot- and endnotes are counted
    by themselves, downwards from -1. start and end count characters of the document's text.
    """

    paragraph: int
    start: int
    end: int
    kind: PieceKind = PieceKind.TEXT


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text, never altered: offsets of figures and findings count characters of it. format: txt, md or docx. pieces: only of
    a .docx. tracked_changes: whether it holds changes that nobody has accepted yet."""

    text: str
    name: str = ""
    format: str = "txt"
    pieces: tuple[Piece, ...] = ()
    tracked_changes: bool = False

    @property
    def reading_note(self) -> Text | None:
        """What a reader of the findings has to know of how the text was read."""
        if not self.tracked_changes:
            return None
        return text("文稿里有还没有接受的修订：按全部接受来核对，删去的字不看，加上的字照看。")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a document as a grid of texts, "" in what a merged cell covers.

    merged: first row, first column, last row, last column. outer: lines that hold from afar (the document's title, headings above), the
    farthest first. above and below: lines just over and under it. pages: of each row, empty where a document has none.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    outer: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """What a document holds: its tables, and its prose without them. pages: of each line of the prose, empty where a document has none.
    unread: pages that show something and have no text. embedded: how many files of other programs are in it."""

    tables: tuple[FoundTable, ...]
    prose: Document
    pages: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    embedded: int = 0


PROSE = "文字"
"""The sheet on which the prose of a document is shown, a row for each of its paragraphs. In a book it is part of an origin: the same in every
language."""


def table_name(number: int) -> str:
    """The sheet of a table of a document, counted from 1."""
    return f"表{number}"


LONGEST_TITLE = 60
LONGEST_NOTE = 300
"""Characters of a line that may be a title, a heading or a line of units over a table."""
MOST_ABOVE = 4
"""Lines just over or under a table that may belong to it."""


def is_line(words: str) -> bool:
    """Whether a paragraph is a line by itself (a title, a unit) and no sentence."""
    return 0 < len(words) <= LONGEST_TITLE and not words.endswith(("。", "；", "，", "、"))


def is_note(words: str) -> bool:
    """Whether a paragraph begins as a note does: 注：本表不含宁波。"""
    return len(words) <= LONGEST_NOTE and _note_starts().match(words) is not None


@lru_cache(maxsize=1)
def _note_starts() -> re.Pattern[str]:
    return re.compile(toml_data("reading", "words.toml")["notes"]["starts"], re.I)


@dataclass(frozen=True, slots=True)
class TextComment:
    """What is said about a span of a document's text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """What is to stand in a document's text instead of a span of it; behind a place where the span is empty."""

    start: int
    end: int
    words: str


def spliced(text: str, changes: Iterable[TextChange]) -> str:
    """A text with changes that do not overlap."""
    pieces, position = [], 0
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        pieces += [text[position : change.start], change.words]
        position = change.end
    return "".join([*pieces, text[position:]])


def changed_document(document: Document, changes: Sequence[TextChange]) -> Document:
    """A document as it reads when changes, none of which overlap, are taken."""
    places = sorted(changes, key=lambda one: (one.start, one.end))
    pieces: list[Piece] = []
    moved = taken = 0
    for piece in sorted(document.pieces, key=lambda one: one.start):
        start = piece.start + moved
        while taken < len(places) and places[taken].end <= piece.end:
            moved += len(places[taken].words) - (places[taken].end - places[taken].start)
            taken += 1
        pieces.append(replace(piece, start=start, end=piece.end + moved))
    return replace(document, text=spliced(document.text, places), pieces=tuple(pieces))


def document_of(blocks: Sequence[Block], name: str, format: str) -> Document:
    """Paragraphs and tables as one text: a line for each paragraph, and for each row of a table, whose cells are set off by tabs.

    An empty paragraph is no piece, unless it is in a table.
    """
    lines: list[str] = []
    pieces: list[Piece] = []
    position, numbers, note_numbers = 0, count(), count(-1, -1)
    for row in _rows(blocks):
        line = ""
        for column, cell in enumerate(row):
            line += "\t" if column else ""
            for place, paragraph in enumerate(cell):
                line += " " if place else ""
                number = next(note_numbers if paragraph.kind is PieceKind.FOOTNOTE else numbers)
                start = position + len(line)
                line += paragraph.text
                if paragraph.text.strip() or paragraph.kind is PieceKind.TABLE:
                    pieces.append(Piece(number, start, position + len(line), paragraph.kind))
        lines.append(line)
        position += len(line) + 1
    tracked = any(paragraph.tracked for row in _rows(blocks) for cell in row for paragraph in cell)
    return Document("\n".join(lines), name, format, tuple(pieces), tracked)


def _rows(blocks: Sequence[Block]) -> Iterator[Sequence[Sequence[Paragraph]]]:
    """Every row of every table; a paragraph by itself is a row of one cell."""
    for block in blocks:
        yield from block.rows if isinstance(block, TableBlock) else [[[block]]]
