"""Workbooks of .xls (MS-XLS): values by calamine; formats, formulas and hidden rows from the records themselves.

The records are looked through first: a locked file, or one whose cells lie too far apart, is refused before anything is read.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from ecdesk.excel.reading import limits
from ecdesk.excel.reading.calamine import read_sheets
from ecdesk.excel.reading.compound import CompoundFile, wrapped
from ecdesk.excel.reading.formulas import formula_text
from ecdesk.excel.reading.grid import Position, Sheet, number_format
from ecdesk.excel.reading.ooxml import BUILT_IN_FORMATS

_SST, _DIMENSIONS, _COLINFO, _FONT = 0xFC, 0x200, 0x7D, 0x31
_FORMULA, _BOF, _EOF, _FILEPASS, _ROW, _BOUNDSHEET = 0x06, 0x809, 0x0A, 0x2F, 0x208, 0x85
_FORMAT, _XF, _NUMBER, _RK, _MULRK, _MULBLANK, _LABEL, _LABELSST, _BOOLERR, _SHRFMLA = (
    0x41E,
    0xE0,
    0x203,
    0x27E,
    0xBD,
    0xBE,
    0x204,
    0xFD,
    0x205,
    0x4BC,
)


def read_ole(data: bytes, name: str) -> list[Sheet]:
    """Every worksheet of a compound file. Raises UserError for what is no workbook, is locked, damaged or beyond the limits."""
    compound = CompoundFile(data, name)
    titles = set(compound.entries)
    if "EncryptedPackage" in titles:
        raise limits.encrypted(name)
    title = "Workbook" if "Workbook" in titles else "Book"
    stream = compound.stream(title)
    if not stream:
        kind = "Word" if "WordDocument" in titles else "PowerPoint" if "PowerPoint Document" in titles else ""
        raise limits.not_a_spreadsheet(name, kind)
    scan = _Scan(stream, name)
    sheets = read_sheets(io.BytesIO(wrapped(title, scan.mended())), name)
    for sheet in sheets:
        sheet.unseen_raised = scan.raised
        details = scan.sheets.get(sheet.name)
        if details is not None:
            sheet.formats, sheet.formulas = details.formats, details.formulas
            sheet.hidden_rows = frozenset(details.hidden_rows)
            sheet.hidden_columns = frozenset(details.hidden_columns)
    return sheets


class _Details:
    def __init__(self) -> None:
        self.formats: dict[Position, str] = {}
        self.formulas: dict[Position, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()


class _Scan:
    """One pass over the records of a workbook stream."""

    def __init__(self, stream: bytes, name: str) -> None:
        self.name = name
        self.sheets: dict[str, _Details] = {}
        self._stream = stream
        self._codes: dict[int, str] = dict(BUILT_IN_FORMATS)
        self._styles: list[int] = []
        self.raised = False
        self._corrections: dict[int, bytes] = {}
        bounds = self._globals()
        self._telling = {
            index: self._codes.get(number, "")
            for index, number in enumerate(self._styles)
            if (meaning := number_format(self._codes.get(number, ""))).percent or meaning.suffix or meaning.most is not None
        }
        for title, offset in bounds:
            if 0 < offset < len(stream):
                details = _Details()
                self._sheet(offset, title, details)
                self.sheets[title] = details

    def mended(self) -> bytes:
        """The stream with true counts where it announces how much room its cells and texts need."""
        stream = bytearray(self._stream)
        for start, right in self._corrections.items():
            stream[start : start + len(right)] = right
        return bytes(stream)

    def _records(self, offset: int) -> Iterator[tuple[int, int, int]]:
        """Kind, start and length of each record."""
        stream = self._stream
        end = len(stream)
        while offset + 4 <= end:
            kind, length = struct.unpack_from("<HH", stream, offset)
            offset += 4
            if offset + length > end:
                raise limits.damaged(self.name)
            yield kind, offset, length
            offset += length

    def _globals(self) -> list[tuple[str, int]]:
        bounds: list[tuple[str, int]] = []
        stream = self._stream
        for kind, start, length in self._records(0):
            if kind == _FILEPASS:
                raise limits.encrypted(self.name)
            if kind == _EOF:
                break
            if kind == _SST and length >= 8:
                most = (len(stream) - start) // 3
                total, unique = struct.unpack_from("<II", stream, start)
                self._corrections[start] = struct.pack("<II", min(total, most), min(unique, most))
            if kind == _FONT and length >= 10 and struct.unpack_from("<H", stream, start + 8)[0] == 1:
                self.raised = True
            if kind == _BOUNDSHEET and length >= 8:
                offset = struct.unpack_from("<I", stream, start)[0]
                count, wide = stream[start + 6], stream[start + 7] & 1
                raw = stream[start + 8 : start + length]
                title = raw[: count * 2].decode("utf-16-le", "replace") if wide else raw[:count].decode("latin-1")
                bounds.append((title, offset))
                if len(bounds) > limits.SHEETS:
                    raise limits.too_large(self.name)
            elif kind == _FORMAT and length >= 5:
                number, count, wide = struct.unpack_from("<HHB", stream, start)
                raw = stream[start + 5 : start + length]
                self._codes[number] = (
                    raw[: count * 2].decode("utf-16-le", "replace") if wide & 1 else raw[:count].decode("latin-1")
                )
            elif kind == _XF and length >= 4:
                self._styles.append(struct.unpack_from("<H", stream, start + 2)[0])
        return bounds

    def _sheet(self, offset: int, title: str, details: _Details) -> None:
        stream, telling, formats = self._stream, self._telling, details.formats
        bottom = right = filled = 0
        depth = 0
        dimensions = 0
        last_formula: Position | None = None
        for kind, start, length in self._records(offset):
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif kind in (_NUMBER, _RK, _LABELSST, _LABEL, _BOOLERR, _FORMULA) and length >= 6 and depth == 1:
                row, column, style = struct.unpack_from("<HHH", stream, start)
                bottom, right, filled = max(bottom, row), max(right, column), filled + 1
                code = telling.get(style)
                if code is not None:
                    formats[row, column] = code
                if kind == _FORMULA and length >= 22:
                    size = struct.unpack_from("<H", stream, start + 20)[0]
                    details.formulas[row, column] = formula_text(
                        stream[start + 22 : start + 22 + min(size, length - 22)], row, column
                    )
                    last_formula = row, column
            elif kind == _MULRK and length >= 6 and depth == 1:
                row, column = struct.unpack_from("<HH", stream, start)
                for index in range((length - 6) // 6):
                    style = struct.unpack_from("<H", stream, start + 4 + index * 6)[0]
                    code = telling.get(style)
                    if code is not None:
                        formats[row, column + index] = code
                    filled += 1
                bottom, right = max(bottom, row), max(right, column + (length - 6) // 6)
            elif kind == _SHRFMLA and length >= 10 and last_formula is not None:
                size = struct.unpack_from("<H", stream, start + 8)[0]
                row, column = last_formula
                details.formulas[row, column] = formula_text(
                    stream[start + 10 : start + 10 + min(size, length - 10)], row, column
                )
            elif kind == _DIMENSIONS and length >= 12 and depth == 1:
                dimensions = start
            elif kind == _ROW and length >= 16:
                row, flags = struct.unpack_from("<H10xH", stream, start)
                if flags & 0x20:
                    details.hidden_rows.add(row)
            elif kind == _COLINFO and length >= 10:
                first, last, flags = struct.unpack_from("<HH4xH", stream, start)
                if flags & 1:
                    details.hidden_columns.update(range(first, min(last, 255) + 1))
            if filled > limits.FILLED:
                raise limits.too_large(self.name)
        if right >= 0xFFFF:
            raise limits.damaged(self.name)  # a sheet has 256 columns
        if dimensions:
            self._corrections[dimensions] = struct.pack("<IIHH", 0, bottom + 1, 0, right + 1)
        if (bottom + 1) * (right + 1) > limits.CELLS:
            raise limits.too_wide(self.name, title)
