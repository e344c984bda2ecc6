"""The smallest .xls that holds a table, record by record, as a program of 2003 writes it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ecdesk.excel.reading.compound import wrapped


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
    dimensions: tuple[int, int] | None = None,
    texts: int | None = None,
) -> bytes:
    """The stream of a workbook with one sheet. styles: of a cell the number of its format code, from 1. before: records put first.

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
    sheet += record(0x200, struct.pack("<IIHHH", 0, height, 0, width, 0))
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
