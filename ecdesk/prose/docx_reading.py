"""Reading a .docx: paragraphs, tables and footnotes in reading order, with their places; tracked deletions left out.

The file is read as untrusted: its size is bounded before anything is unpacked, no entity is expanded, nothing it links to is opened.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ecdesk.domain.errors import UserError
from ecdesk.prose.document import Document, Piece

LARGEST_PART = 80 * 1024 * 1024
"""Bytes of one unpacked part of the document."""
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def read_docx(path: Path) -> Document:
    """The text of a .docx, one line a paragraph or table row; raises UserError where it is damaged, too large or locked by a password."""
    with path.open("rb") as file:
        head = file.read(8)
    if head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UserError("“{file}”是加密的文档或旧的 .doc 格式，请在 Word 中去掉密码并另存为 .docx 后再试。", file=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            body = _parsed(archive, "word/document.xml", path.name)
            notes = [
                _parsed(archive, part, path.name)
                for part in ("word/footnotes.xml", "word/endnotes.xml")
                if part in archive.namelist()
            ]
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(path.name) from error
    return _Reader(path.name).document(body, notes)


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


class _Reader:
    """Collects lines with their places."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[str] = []
        self.pieces: list[Piece] = []
        self.position = 0
        self.paragraph = 0
        self.tracked = False

    def document(self, root: Any, notes: list[Any]) -> Document:
        body = root.find(f"{_NAMESPACE}body")
        if body is None:
            raise _damaged(self.name)
        self._block(body)
        for part in notes:
            for note in part:
                if note.get(f"{_NAMESPACE}type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                for paragraph in note.iter(f"{_NAMESPACE}p"):
                    self._line(self._text(paragraph), -1, "footnote")
        return Document("\n".join(self.lines), self.name, "docx", tuple(self.pieces), self.tracked)

    def _block(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{_NAMESPACE}p":
                style = child.find(f"{_NAMESPACE}pPr/{_NAMESPACE}pStyle")
                heading = style is not None and str(style.get(f"{_NAMESPACE}val", "")).lower().startswith(("heading", "title"))
                self._line(self._text(child), self.paragraph, "heading" if heading else "text")
                self.paragraph += 1
            elif tag == f"{_NAMESPACE}tbl":
                self._table(child)
            elif tag in _BLOCKS:
                self._block(child)

    def _table(self, table: Any) -> None:
        """Each row one line, its cells set off by tabs; every paragraph of a cell is a piece of its own."""
        for row in table.iter(f"{_NAMESPACE}tr"):
            line = ""
            for column, cell in enumerate(row.findall(f"{_NAMESPACE}tc")):
                line += "\t" if column else ""
                for number, paragraph in enumerate(cell.iter(f"{_NAMESPACE}p")):
                    line += " " if number else ""
                    own = self._text(paragraph).replace("\n", " ")
                    start = self.position + len(line)
                    self.pieces.append(Piece(self.paragraph, start, start + len(own), "table"))
                    self.paragraph += 1
                    line += own
            self.lines.append(line)
            self.position += len(line) + 1

    def _line(self, text: str, paragraph: int, kind: str) -> None:
        text = text.replace("\n", " ")
        if text.strip():
            self.pieces.append(Piece(paragraph, self.position, self.position + len(text), kind))
        self.lines.append(text)
        self.position += len(text) + 1

    def _text(self, paragraph: Any) -> str:
        self.tracked = self.tracked or next(paragraph.iter(*_CHANGES), None) is not None
        return "".join(text for _element, text in visible_text(paragraph))


_CHANGES = (f"{_NAMESPACE}ins", f"{_NAMESPACE}del", f"{_NAMESPACE}moveFrom", f"{_NAMESPACE}moveTo")
_BREAKS = {f"{_NAMESPACE}tab": " ", f"{_NAMESPACE}br": " ", f"{_NAMESPACE}cr": " ", f"{_NAMESPACE}noBreakHyphen": "-"}
_HIDDEN = {
    f"{_NAMESPACE}del",
    f"{_NAMESPACE}moveFrom",
    f"{_NAMESPACE}pPr",
    f"{_NAMESPACE}rPr",
    f"{_NAMESPACE}txbxContent",
    f"{_MARKUP}Fallback",
}


def visible_text(element: Any) -> Iterator[tuple[Any, str]]:
    """The elements of a paragraph that show text, with it: insertions count, deletions and moved-away text do not, of alternatives
    only the first."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _HIDDEN:
            continue
        if tag == f"{_NAMESPACE}t":
            yield child, child.text or ""
        elif tag in _BREAKS:
            yield child, _BREAKS[tag]
        else:
            yield from visible_text(child)


def paragraphs_in_order(body: Any) -> Iterator[Any]:
    """The paragraph elements of a document's body in the order in which `Piece.paragraph` counts them."""
    for child in body:
        if child.tag == f"{_NAMESPACE}p":
            yield child
        elif child.tag == f"{_NAMESPACE}tbl":
            for row in child.iter(f"{_NAMESPACE}tr"):
                for cell in row.findall(f"{_NAMESPACE}tc"):
                    yield from cell.iter(f"{_NAMESPACE}p")
        elif child.tag in _BLOCKS:
            yield from paragraphs_in_order(child)


_BLOCKS = (f"{_NAMESPACE}sdt", f"{_NAMESPACE}sdtContent", f"{_NAMESPACE}ins", f"{_NAMESPACE}customXml")
