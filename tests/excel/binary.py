"""The smallest .xls that holds a table, record by record, as a program of 2003 writes it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ecdesk.domain.files.containers.compound import wrapped


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def workbook_stream(
    rows: Sequence[Sequence[Any]],
    codes: Sequence[str] = (),
    styles: dict[tuple[int, int], int] | None = None,
    *,
    before: bytes = b"",
    inside: bytes = b"",
    dimensions: tuple[int, int] | None = None,
    texts: int | None = None,
) -> bytes:
    """The stream of a workbook with one sheet. styles: of a cell the number of its format code, from 1. before: records put first;
    inside: at the start of the sheet.

    dimensions and texts: what the file announces instead of the truth.
    """
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    start += b"".join(record(0x41E, struct.pack("<H", 164 + index) + wide(code)) for index, code in enumerate(codes))
    start += b"".join(
        record(0xE0, struct.pack("<HH16x", 0, number)) for number in (0, *(164 + index for index in range(len(codes))))
    )
    strings = [value for row in rows for value in row if isinstance(value, str)]
    count = len(strings) if texts is None else texts
    table = record(0xFC, struct.pack("<II", count, count) + b"".join(wide(text) for text in strings))
    title = "Sheet1".encode("utf-16-le")
    offset = len(start) + 4 + 8 + len(title) + len(table) + 4
    bound = record(0x85, struct.pack("<IHBB", offset, 0, 6, 1) + title)
    height, width = dimensions or (len(rows), max(map(len, rows)))
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += record(0x200, struct.pack("<IIHHH", 0, height, 0, width, 0)) + inside
    at = 0
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            style = (styles or {}).get((row, column), 0)
            if isinstance(value, str):
                sheet += record(0xFD, struct.pack("<HHHI", row, column, style, at))
                at += 1
            elif value is not None:
                sheet += record(0x203, struct.pack("<HHHd", row, column, style, value))
    return start + bound + table + record(0x0A) + sheet + record(0x0A)


def xls(path: Path, rows: Sequence[Sequence[Any]], **options: Any) -> Path:
    """An .xls with these rows."""
    path.write_bytes(wrapped("Workbook", workbook_stream(rows, **options)))
    return path


def number(value: int) -> bytes:
    """Seven bits at a time, as .xlsb writes kinds and lengths."""
    pieces = bytearray()
    while value > 0x7F:
        pieces.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*pieces, value])


def part(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + number(len(body)) + body


def long_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(
    path: Path, rows: Sequence[Sequence[Any]], codes: Sequence[str] = (), styles: dict[tuple[int, int], int] | None = None
) -> Path:
    """An .xlsb with these rows; styles as for `workbook_stream`."""
    book = (
        part(131)
        + part(143)
        + part(156, struct.pack("<II", 0, 1) + long_text("rId1") + long_text("Sheet1"))
        + part(144)
        + part(132)
    )
    formats = b"".join(part(44, struct.pack("<H", 164 + index) + long_text(code)) for index, code in enumerate(codes))
    looks = b"".join(part(47, struct.pack("<HH12x", 0, code)) for code in (0, *(164 + index for index in range(len(codes)))))
    style = part(278) + part(615, struct.pack("<I", len(codes))) + formats + part(616)
    style += part(617, struct.pack("<I", len(codes) + 1)) + looks + part(618) + part(279)
    sheet = part(129) + part(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)) + part(145)
    for row, values in enumerate(rows):
        sheet += part(0, struct.pack("<I13x", row))
        for column, value in enumerate(values):
            at = struct.pack("<II", column, (styles or {}).get((row, column), 0))
            if isinstance(value, str):
                sheet += part(6, at + long_text(value))
            elif value is not None:
                sheet += part(5, at + struct.pack("<d", value))
    sheet += part(146) + part(130)
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/styles.bin", style)
        archive.writestr("xl/worksheets/Sheet1.bin", sheet)
        link = f'<Relationship Id="rId1" Type="{relation}" Target="worksheets/Sheet1.bin"/>'
        archive.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{space}">{link}</Relationships>')
    return path
