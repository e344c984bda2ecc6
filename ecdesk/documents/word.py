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
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""How the strict form of the format calls the same elements."""
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BODY = f"{_W}body"
DOCUMENT = "word/document.xml"
PARAGRAPH, RUN, RUN_FORMAT, TEXT = f"{_W}p", f"{_W}r", f"{_W}rPr", f"{_W}t"
TABLE = f"{_W}tbl"
_CONTAINERS = (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml")
"""What may stand around paragraphs and tables."""
_CHANGES = (f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")
_BOX = f"{_W}txbxContent"
_BREAKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_HIDDEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", RUN_FORMAT, _BOX, f"{_MARKUP}Fallback", PARAGRAPH}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OF_RELATIONS = {"Id", "Type", "Target"}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_word(data: bytes, name: str) -> list[Block]:
    """The paragraphs and tables of a .docx, then its foot- and endnotes; raises UserError where it is damaged, too large or locked by a
    password."""
    parts = WordParts(data, name)
    return [*map(_block, block_elements(body_of(parts, name))), *notes_in(parts)]


def body_of(parts: WordParts, name: str) -> Any:
    """The element that holds a document. Raises UserError where there is none."""
    body = parts.parsed(DOCUMENT).find(BODY)
    if body is None:
        raise door.damaged(name)
    return body


def notes_in(parts: WordParts) -> list[Paragraph]:
    """The paragraphs of the foot- and endnotes of a document."""
    return [
        read_paragraph(paragraph, PieceKind.FOOTNOTE)
        for part in _NOTES
        if part in parts
        for note in parts.parsed(part)
        if note.get(f"{_W}type") not in _SEPARATORS
        for paragraph in note.iter(PARAGRAPH)
    ]


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

    def workbooks(self) -> int:
        """How many spreadsheets lie in the document: objects that can be opened in it, and the figures of its charts."""
        return sum(part.startswith("word/embeddings/") and part.endswith(_WORKBOOKS) for part in self._names)

    def parsed(self, part: str) -> Any:
        """The root of a part that was walked first. Raises UserError when it is not there, damaged or beyond the limits."""
        from lxml import etree

        content = self._walked(part).replace(_STRICT, _W[1:-1].encode())
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


def boxes(element: Any) -> Iterator[Any]:
    """What the text boxes of a paragraph hold; of alternatives only the first that has any, and not what is in a box within a box."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in (f"{_W}del", f"{_W}moveFrom"):
            continue
        if tag == _BOX:
            yield child
        elif tag == f"{_MARKUP}AlternateContent":
            yield from next((found for way in child if (found := list(boxes(way)))), ())
        else:
            yield from boxes(child)


def block_elements(parent: Any, *tags: str) -> Iterator[Any]:
    """The elements of paragraphs and tables in reading order; or those of other tags."""
    for child in parent:
        if child.tag in (tags or (PARAGRAPH, TABLE)):
            yield child
        elif child.tag in _CONTAINERS:
            yield from block_elements(child, *tags)


def _cells(table: Any) -> list[list[list[Any]]]:
    """The elements of a table's paragraphs, by rows and cells; those of a table inside a cell are of that cell."""
    rows = block_elements(table, f"{_W}tr")
    return [[list(cell.iter(PARAGRAPH)) for cell in block_elements(row, f"{_W}tc")] for row in rows]


def _block(element: Any) -> Block:
    if element.tag == TABLE:
        return TableBlock(
            tuple(tuple(tuple(read_paragraph(one, PieceKind.TABLE) for one in cell) for cell in row) for row in _cells(element))
        )
    return read_paragraph(element, PieceKind.HEADING if is_heading(element) else PieceKind.TEXT)


def is_heading(element: Any) -> bool:
    """Whether a paragraph has the format of a title or a heading."""
    style = element.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and str(style.get(f"{_W}val", "")).lower().startswith(("heading", "title"))


def read_paragraph(element: Any, kind: PieceKind) -> Paragraph:
    """A paragraph, by its runs."""
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
        for element in block_elements(body)
        for row in (_cells(element) if element.tag == TABLE else [[[element]]])
        for cell in row
        for paragraph in cell
    ]
