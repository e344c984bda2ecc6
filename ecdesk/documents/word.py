"""Reading a .docx: paragraphs, tables and footnotes in reading order; tracked deletions left out.

The file is read as untrusted: its size is bounded before anything is unpacked, no entity is expanded, nothing it links to is opened.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ecdesk.domain.documents import Block, Paragraph, PieceKind, TableBlock
from ecdesk.domain.errors import UserError

LARGEST_PART = 80 * 1024 * 1024
"""Bytes of one unpacked part of the document."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH, RUN, RUN_FORMAT, TEXT = f"{_W}p", f"{_W}r", f"{_W}rPr", f"{_W}t"
_TABLE = f"{_W}tbl"
_CONTAINERS = (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml")
"""What may stand around paragraphs and tables."""
_CHANGES = (f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")
_BREAKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_HIDDEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", RUN_FORMAT, f"{_W}txbxContent", f"{_MARKUP}Fallback"}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_word(data: bytes, name: str) -> list[Block]:
    """The paragraphs and tables of a .docx, then its foot- and endnotes; raises UserError where it is damaged, too large or locked by a
    password."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UserError("“{file}”是加密的文档或旧的 .doc 格式，请在 Word 中去掉密码并另存为 .docx 后再试。", file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _parsed(archive, "word/document.xml", name).find(f"{_W}body")
            notes = [
                paragraph
                for part in _NOTES
                if part in archive.namelist()
                for note in _parsed(archive, part, name)
                if note.get(f"{_W}type") not in _SEPARATORS
                for paragraph in note.iter(PARAGRAPH)
            ]
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(name) from error
    if body is None:
        raise _damaged(name)
    return [*map(_block, _block_elements(body)), *(_paragraph(note, PieceKind.FOOTNOTE) for note in notes)]


def _parsed(archive: zipfile.ZipFile, part: str, name: str) -> Any:
    import zlib

    from lxml import etree

    info = archive.getinfo(part)
    if info.file_size > LARGEST_PART or (info.file_size > 20_000_000 and info.file_size > 400 * max(1, info.compress_size)):
        raise _too_large(name)
    try:
        with archive.open(info) as stream:
            data = stream.read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise _too_large(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(data, parser)
    except (zlib.error, etree.XMLSyntaxError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> UserError:
    return UserError("“{file}”已损坏，读不出正文，请在 Word 中打开修复并另存后再试。", file=name)


def _too_large(name: str) -> UserError:
    return UserError("“{file}”展开后过大，不像正常的文稿，没有读取。", file=name)


def _block_elements(parent: Any) -> Iterator[Any]:
    """The elements of paragraphs and tables in reading order."""
    for child in parent:
        if child.tag in (PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _block_elements(child)


def _cells(table: Any) -> list[list[list[Any]]]:
    """The elements of a table's paragraphs, by rows and cells."""
    return [[list(cell.iter(PARAGRAPH)) for cell in row.findall(f"{_W}tc")] for row in table.iter(f"{_W}tr")]


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
