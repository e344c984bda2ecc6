"""Workbooks of .xlsb (MS-XLSB): values by calamine, formats from the records themselves."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ecdesk.domain.files import door
from ecdesk.domain.files.markup import UTF_16, Attributes, Budget, walk
from ecdesk.domain.files.packed import Parts, repacked
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.calamine import read_sheets
from ecdesk.excel.formats.grid import BUILT_IN_FORMATS, Position, Sheet, telling_styles

_ROW, _TEXT_CELL, _TEXT, _FORMAT, _XF, _XFS, _XFS_END, _SHEET, _STRINGS, _MERGED = 0, 7, 19, 44, 47, 617, 618, 156, 159, 176
_CELLS = range(2, 12)
_FORMULAS = range(8, 12)
RECORDS = 2_000_000
"""Of a whole workbook, those of its sheets each as often as it is named."""

_WORKBOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_TEXTS, _STYLES = "xl/sharedstrings.bin", "xl/styles.bin"
_XML = ("[content_types].xml", "_rels/.rels", _RELATIONS)


def read_xlsb(data: bytes, name: str) -> list[Sheet]:
    """Every worksheet. Raises UserError for what cannot or must not be read."""
    parts = Parts(data, name)
    spelled = {part.casefold(): part for part in parts.names()}
    kept = {part: parts.get(part) or b"" for part in (*_XML, _WORKBOOK, _TEXTS, _STYLES) if part in spelled}
    targets = _targets(kept, name)
    reader = _Reader(name)
    lengths = reader.text_lengths(kept.get(_TEXTS, b""))
    telling = telling_styles(reader.styles(kept.get(_STYLES, b"")))
    details: dict[str, tuple[dict[Position, str], dict[Position, str]]] = {}
    for title, relation in reader.sheets(kept.get(_WORKBOOK, b"")).items():
        path = targets.get(relation, "")
        if path in spelled:
            kept[path] = parts.get(path) or b""
            details[title] = reader.cells(kept[path], telling, lengths, title)
    sheets = read_sheets(repacked({spelled[part]: content for part, content in kept.items()}), name)
    for sheet in sheets:
        if sheet.name in details:
            sheet.formats, sheet.formulas = details[sheet.name]
    return sheets


def _targets(kept: dict[str, bytes], name: str) -> dict[str, str]:
    """Part name by the relation that the workbook calls it by."""
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = "xl/" + attributes.get("Target", "").removeprefix("/xl/").casefold()

    budget = Budget(name)
    for part in _XML:
        content = kept.get(part, b"")
        if content.startswith(UTF_16):
            raise door.damaged(name)
        if content:
            walk(content, budget, relation if part == _RELATIONS else lambda _tag, _attributes: None)
    return targets


class _Reader:
    """Goes over the records of a workbook's parts, and counts them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._room = limits.Room(name)
        self._records_left = RECORDS

    def _records(self, content: bytes) -> Iterator[tuple[int, int, int]]:
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
                    raise door.damaged(self.name)
                byte = content[index]
                index += 1
                length |= (byte & 0x7F) << shift
                if not byte & 0x80:
                    break
            if index + length > end:
                raise door.damaged(self.name)
            self._records_left -= 1
            if self._records_left < 0:
                raise door.too_large(self.name)
            yield kind, index, length
            index += length

    def text_lengths(self, content: bytes) -> list[int]:
        """How many characters each shared text has. Raises UserError for a part that announces more texts than it can hold."""
        lengths: list[int] = []
        for kind, start, length in self._records(content):
            if kind == _STRINGS and length >= 8:
                total, unique = struct.unpack_from("<II", content, start)
                # Readers make room for as many texts as a part announces; few of them may stand in very many cells.
                if unique > len(content) or total > door.ELEMENTS:
                    raise door.damaged(self.name)
            if kind == _TEXT and length >= 5:
                lengths.append(struct.unpack_from("<I", content, start + 1)[0])
        return lengths

    def styles(self, content: bytes) -> list[str]:
        """The format code of each cell style, in order."""
        codes: dict[int, str] = dict(BUILT_IN_FORMATS)
        order: list[str] = []
        inside = False
        for kind, start, length in self._records(content):
            if kind == _FORMAT and length >= 6:
                number, count = struct.unpack_from("<HI", content, start)
                codes[number] = content[start + 6 : start + 6 + min(count * 2, length - 6)].decode("utf-16-le", "replace")
            elif kind in (_XFS, _XFS_END):
                inside = kind == _XFS
            elif kind == _XF and inside and length >= 4:
                order.append(codes.get(struct.unpack_from("<H", content, start + 2)[0], ""))
            if len(order) > limits.STYLES:
                raise door.too_large(self.name)
        return order

    def sheets(self, content: bytes) -> dict[str, str]:
        """Sheet title to the relation that leads to its part."""
        found: dict[str, str] = {}
        for kind, start, length in self._records(content):
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
                    found[texts[1]] = texts[0]
                if len(found) > limits.SHEETS:
                    raise door.too_large(self.name)
        return found

    def cells(
        self, content: bytes, telling: dict[int, str], lengths: list[int], title: str
    ) -> tuple[dict[Position, str], dict[Position, str]]:
        """Formats and formulas of a sheet. telling: styles whose format counts, with its code. lengths: of the shared texts."""
        formats: dict[Position, str] = {}
        formulas: dict[Position, str] = {}
        row = bottom = right = filled = merged = 0
        for kind, start, length in self._records(content):
            if kind == _ROW and length >= 4:
                row = struct.unpack_from("<I", content, start)[0]
            elif kind in _CELLS and length >= 8:
                column, style = struct.unpack_from("<II", content, start)
                bottom, right, filled = max(bottom, row), max(right, column), filled + 1
                code = telling.get(style & 0xFFFFFF)
                if code is not None:
                    formats[row, column] = code
                if kind in _FORMULAS:
                    formulas[row, column] = "=?"
                elif kind == _TEXT_CELL and length >= 12:
                    number = struct.unpack_from("<I", content, start + 8)[0]
                    self._room.take_text(lengths[number] if number < len(lengths) else 0)
            merged += kind == _MERGED
        if bottom >= limits.ROWS or right >= limits.COLUMNS:
            raise limits.too_wide(self.name, title)
        self._room.take(title, cells=(bottom + 1) * (right + 1), filled=filled, merged=merged)
        return formats, formulas
