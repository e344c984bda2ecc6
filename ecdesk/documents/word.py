"""Reading a .docx: paragraphs, tables and footnotes in reading order; tracked deletions left out.

The file is read as untrusted, through the door (`ecdesk/domain/files/door.py`): no entity is expanded, nothing it links to is opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ecdesk.domain.documents import Block, Paragraph, PieceKind, TableBlock
from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.domain.files.markup import Attributes, Budget, walk
from ecdesk.domain.files.packed import Parts, repacked

ELEMENTS = 400_000
"""In all parts that are read; a report of 150 pages has some 100,000."""
NESTED_PARAGRAPHS = 20
"""Paragraphs in one another: in a text box of a paragraph there are paragraphs."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH, RUN, RUN_FORMAT, TEXT = f"{_W}p", f"{_W}r", f"{_W}rPr", f"{_W}t"
_TABLE = f"{_W}tbl"
_CONTAINERS = (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml")
"""What may stand around paragraphs and tables."""
_CHANGES = (f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")
_BREAKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_HIDDEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", RUN_FORMAT, f"{_W}txbxContent", f"{_MARKUP}Fallback", PARAGRAPH}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OF_RELATIONS = {"Id", "Type", "Target"}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_word(data: bytes, name: str) -> list[Block]:
    """The paragraphs and tables of a .docx, then its foot- and endnotes; raises UserError where it is damaged, too large or locked by a
    password."""
    parts = WordParts(data, name)
    body = parts.parsed("word/document.xml").find(f"{_W}body")
    if body is None:
        raise door.damaged(name)
    notes = [
        paragraph
        for part in _NOTES
        if part in parts
        for note in parts.parsed(part)
        if note.get(f"{_W}type") not in _SEPARATORS
        for paragraph in note.iter(PARAGRAPH)
    ]
    return [*map(_block, _block_elements(body)), *(_paragraph(note, PieceKind.FOOTNOTE) for note in notes)]


class WordParts:
    """The parts of a .docx, unpacked within the limits of the door. Raises UserError for what is no .docx."""

    def __init__(self, data: bytes, name: str) -> None:
        if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            raise UserError("“{file}”是加密的文档或旧的 .doc 格式，请在 Word 中去掉密码并另存为 .docx 后再试。", file=name)
        self._parts = Parts(data, name)
        self._names = {part.casefold(): part for part in self._parts.names()}
        self._budget = Budget(name, ELEMENTS)

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._names

    def parsed(self, part: str) -> Any:
        """The root of a part that was walked first. Raises UserError when it is not there, damaged or beyond the limits."""
        from lxml import etree

        content = self._walked(part)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise door.damaged(self._budget.name) from error

    def clean(self) -> io.BytesIO:
        """The whole package for a library that would unpack whatever it holds: every part unpacked, everything that is XML walked."""
        is_xml = (".xml", ".rels")
        return repacked(
            {
                part: self._walked(part) if folded.endswith(is_xml) else self._parts.get(part) or b""
                for folded, part in self._names.items()
            }
        )

    def _walked(self, part: str) -> bytes:
        content = self._parts.get(part)
        if content is None:
            raise door.damaged(self._budget.name)
        inside = 0

        def start(tag: str, attributes: Attributes) -> None:
            nonlocal inside
            inside += tag == "p"
            if inside > NESTED_PARAGRAPHS:
                raise door.too_large(self._budget.name)
            if tag == "Relationship" and not attributes.keys() >= _OF_RELATIONS:
                raise door.damaged(self._budget.name)

        def end(tag: str) -> None:
            nonlocal inside
            inside -= tag == "p"

        self._budget.check_part(content)
        walk(content, self._budget, start, end)
        return content


def _block_elements(parent: Any, *tags: str) -> Iterator[Any]:
    """The elements of paragraphs and tables in reading order; or those of other tags."""
    for child in parent:
        if child.tag in (tags or (PARAGRAPH, _TABLE)):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _block_elements(child, *tags)


def _cells(table: Any) -> list[list[list[Any]]]:
    """The elements of a table's paragraphs, by rows and cells; those of a table inside a cell are of that cell."""
    rows = _block_elements(table, f"{_W}tr")
    return [[list(cell.iter(PARAGRAPH)) for cell in _block_elements(row, f"{_W}tc")] for row in rows]


def _block(element: Any) -> Block:
    if element.tag == _TABLE:
        return TableBlock(
            tuple(tuple(tuple(_paragraph(one, PieceKind.TABLE) for one in cell) for cell in row) for row in _cells(element))
        )
    style = element.find(f"{_W}pPr/{_W}pStyle")
    heading = style is not None and str(style.get(f"{_W}val", "")).lower().startswith(("heading", "title"))
    return _paragraph(element, PieceKind.HEADING if heading else PieceKind.TEXT)


def _paragraph(element: Any, kind: PieceKind) -> Paragraph:
    by_run = groupby(visible_text(element), key=lambda shown: shown[0].getparent())
    runs = tuple("".join(text for _element, text in shown) for _run, shown in by_run)
    return Paragraph(runs, kind, next(element.iter(*_CHANGES), None) is not None)


def visible_text(element: Any) -> Iterator[tuple[Any, str]]:
    """The elements of a paragraph that show text, with it: insertions count, deletions and moved-away text do not, of alternatives
    only the first."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _HIDDEN:
            continue
        if tag == TEXT:
            yield child, child.text or ""
        elif tag in _BREAKS:
            yield child, _BREAKS[tag]
        else:
            yield from visible_text(child)


def paragraph_elements(body: Any) -> list[Any]:
    """The elements of a document's paragraphs; `Piece.paragraph` is the place in this list."""
    return [
        paragraph
        for element in _block_elements(body)
        for row in (_cells(element) if element.tag == _TABLE else [[[element]]])
        for cell in row
        for paragraph in cell
    ]
