"""Workbooks of .xlsb (MS-XLSB): values by calamine, formats from the records themselves."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ecdesk.excel.reading import limits
from ecdesk.excel.reading.calamine import read_sheets
from ecdesk.excel.reading.container import Parts, repacked
from ecdesk.excel.reading.grid import Position, Sheet, number_format
from ecdesk.excel.reading.markup import Attributes, walk
from ecdesk.excel.reading.ooxml import BUILT_IN_FORMATS

_ROW, _FORMAT, _XF, _XFS, _XFS_END, _SHEET, _STRINGS = 0, 44, 47, 617, 618, 156, 159
_CELLS = range(2, 12)
_FORMULAS = range(8, 12)


def read_xlsb(data: bytes, name: str) -> list[Sheet]:
    """Every worksheet. Raises UserError for what cannot or must not be read."""
    parts = Parts(data, name)
    kept: dict[str, bytes] = {}
    for part in parts.names():
        plain = part.casefold()
        if not plain.endswith((".rels", ".bin", "[content_types].xml")) or plain.startswith(
            ("xl/vba", "xl/media", "xl/printersettings")
        ):
            continue
        content = parts.get(part)
        assert content is not None
        if b"<!DOCTYPE" in content[:4096]:
            raise limits.has_declarations(name)
        if "sharedstrings" in plain and any(count > len(content) for count in _announced(content, name)):
            # Readers make room for as many texts as a part announces.
            raise limits.damaged(name)
        kept[part] = content
    folded = {part.casefold(): content for part, content in kept.items()}
    styles = _styles(folded.get("xl/styles.bin", b""), name)
    details: dict[str, tuple[dict[Position, str], dict[Position, str]]] = {}
    for title, path in _paths(folded, name).items():
        if path in folded:
            details[title] = _cells(folded[path], styles, name, title)
    sheets = read_sheets(repacked(kept), name)
    for sheet in sheets:
        if sheet.name in details:
            sheet.formats, sheet.formulas = details[sheet.name]
    return sheets


def _records(content: bytes, name: str) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of each record; both numbers are written seven bits at a time."""
    index, end = 0, len(content)
    while index < end:
        kind = content[index]
        index += 1
        if kind & 0x80 and index < end:
            kind = kind & 0x7F | (content[index] & 0x7F) << 7
            index += 1
        length = 0
        for shift in range(0, 28, 7):
            if index >= end:
                raise limits.damaged(name)
            byte = content[index]
            index += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if index + length > end:
            raise limits.damaged(name)
        yield kind, index, length
        index += length


def _announced(content: bytes, name: str) -> list[int]:
    return [
        count
        for kind, start, length in _records(content, name)
        if kind == _STRINGS and length >= 8
        for count in struct.unpack_from("<II", content, start)
    ]


def _styles(content: bytes, name: str) -> list[str]:
    codes: dict[int, str] = dict(BUILT_IN_FORMATS)
    order: list[str] = []
    inside = False
    for kind, start, length in _records(content, name):
        if kind == _FORMAT and length >= 6:
            number, count = struct.unpack_from("<HI", content, start)
            codes[number] = content[start + 6 : start + 6 + min(count * 2, length - 6)].decode("utf-16-le", "replace")
        elif kind in (_XFS, _XFS_END):
            inside = kind == _XFS
        elif kind == _XF and inside and length >= 4:
            order.append(codes.get(struct.unpack_from("<H", content, start + 2)[0], ""))
    return order


def _paths(kept: dict[str, bytes], name: str) -> dict[str, str]:
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = "xl/" + attributes.get("Target", "").removeprefix("/xl/").casefold()

    relations = kept.get("xl/_rels/workbook.bin.rels", b"")
    if relations:
        walk(relations, name, relation, lambda _tag: None, lambda _text: None)
    found: dict[str, str] = {}
    content = kept.get("xl/workbook.bin", b"")
    for kind, start, length in _records(content, name):
        if kind == _SHEET and length >= 16:
            texts, index = [], start + 8
            for _ in range(2):
                if index + 4 > start + length:
                    break
                count = struct.unpack_from("<I", content, index)[0]
                count = min(count, (start + length - index - 4) // 2)
                texts.append(content[index + 4 : index + 4 + count * 2].decode("utf-16-le", "replace"))
                index += 4 + count * 2
            if len(texts) == 2:
                found[texts[1]] = targets.get(texts[0], "")
    return found


def _cells(content: bytes, styles: list[str], name: str, title: str) -> tuple[dict[Position, str], dict[Position, str]]:
    formats: dict[Position, str] = {}
    formulas: dict[Position, str] = {}
    row = bottom = right = filled = 0
    for kind, start, length in _records(content, name):
        if kind == _ROW and length >= 4:
            row = struct.unpack_from("<I", content, start)[0]
        elif kind in _CELLS and length >= 8:
            column, style = struct.unpack_from("<II", content, start)
            bottom, right, filled = max(bottom, row), max(right, column), filled + 1
            style &= 0xFFFFFF
            code = styles[style] if style < len(styles) else ""
            if code and (number_format(code).percent or number_format(code).most is not None):
                formats[row, column] = code
            if kind in _FORMULAS:
                formulas[row, column] = "=?"
    if bottom >= limits.ROWS or right >= limits.COLUMNS or (bottom + 1) * (right + 1) > limits.CELLS or filled > limits.FILLED:
        raise limits.too_wide(name, title)
    return formats, formulas
