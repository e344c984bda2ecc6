"""Workbooks of .xls (MS-XLS): values by calamine; formats, formulas and hidden rows from the records themselves.

The records are looked through first: a locked file, or one whose cells lie too far apart, is refused before anything is read.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from ecdesk.domain.files import door
from ecdesk.domain.files.containers.compound import CompoundFile, wrapped
from ecdesk.domain.files.containers.kinds import refused
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.calamine import read_sheets
from ecdesk.excel.formats.formulas import formula_text
from ecdesk.excel.formats.grid import BUILT_IN_FORMATS, Position, Sheet, telling_styles

_SST, _CONTINUE, _DIMENSIONS, _COLINFO, _FONT, _MERGED = 0xFC, 0x3C, 0x200, 0x7D, 0x31, 0xE5
_FORMULA, _BOF, _EOF, _FILEPASS, _ROW, _BOUNDSHEET, _CODEPAGE = 0x06, 0x809, 0x0A, 0x2F, 0x208, 0x85, 0x42
_BIFF8, _UTF16 = 0x600, 1200
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
STREAM_BYTES = 32 * 2**20
RECORDS = 2_000_000
"""Of a whole workbook, those of its sheets each as often as it is named."""


def read_ole(data: bytes, name: str) -> list[Sheet]:
    """Every worksheet of a compound file that holds a workbook. Raises UserError where it is empty, damaged or beyond the limits."""
    compound = CompoundFile(data, name)
    title = "Workbook" if "Workbook" in compound.entries else "Book"
    stream = compound.stream(title)
    if not stream:
        raise refused(name)
    del compound
    return read_stream(stream, name, title)


def read_stream(stream: bytes, name: str, title: str = "Workbook") -> list[Sheet]:
    """Every worksheet of the records of a workbook, in or without the container that they usually stand in."""
    if len(stream) > STREAM_BYTES:
        raise door.too_large(name)
    scan = _Scan(stream, name)
    sheets = read_sheets(io.BytesIO(wrapped(title, scan.mended())), name)
    for sheet in sheets:
        sheet.unseen_raised = scan.raised
        details = scan.sheets.get(sheet.name)
        if details is not None:
            sheet.formats, sheet.formulas = details.formats, details.formulas
            sheet.hidden_rows = frozenset(details.hidden_rows)
            sheet.hidden_columns = frozenset(index for index, hidden in enumerate(details.hidden_columns) if hidden)
    return sheets


class _Details:
    def __init__(self) -> None:
        self.formats: dict[Position, str] = {}
        self.formulas: dict[Position, str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns = bytearray(256)


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
        self._room = limits.Room(name)
        self._records_left = RECORDS
        self._texts: list[tuple[int, int]] = []
        bounds = self._globals()
        self._lengths = self._text_lengths()
        self._telling = telling_styles([self._codes.get(number, "") for number in self._styles])
        for title, offset in bounds:
            if 0 < offset < len(stream):
                details = _Details()
                self._sheet(offset, title, details)
                self.sheets[title] = details

    def mended(self) -> bytearray:
        """The stream with true counts where it announces how much room its cells and texts need, and the code page that its texts have."""
        stream = bytearray(self._stream)
        for start, right in self._corrections.items():
            stream[start : start + len(right)] = right
        return stream

    def _records(self, offset: int) -> Iterator[tuple[int, int, int]]:
        """Kind, start and length of each record."""
        stream = self._stream
        end = len(stream)
        while offset + 4 <= end:
            kind, length = struct.unpack_from("<HH", stream, offset)
            offset += 4
            if offset + length > end:
                raise door.damaged(self.name)
            self._records_left -= 1
            if self._records_left < 0:
                raise door.too_large(self.name)
            yield kind, offset, length
            offset += length

    def _globals(self) -> list[tuple[str, int]]:
        bounds: list[tuple[str, int]] = []
        stream = self._stream
        of_texts, version = False, 0
        for kind, start, length in self._records(0):
            if kind == _BOF and length >= 2:
                version = struct.unpack_from("<H", stream, start)[0]
            elif kind == _CODEPAGE and length == 2 and version == _BIFF8:
                # Texts of this version are UTF-16, whatever programs write here.
                self._corrections[start] = struct.pack("<H", _UTF16)
            if (kind == _SST and length >= 8 and not self._texts) or (kind == _CONTINUE and of_texts):
                self._texts.append((start, start + length))
            of_texts = kind == _SST or (kind == _CONTINUE and of_texts)
            if kind == _FILEPASS:
                raise door.encrypted(self.name)
            if kind == _EOF:
                break
            if kind == _FONT and length >= 10 and struct.unpack_from("<H", stream, start + 8)[0] == 1:
                self.raised = True
            if kind == _BOUNDSHEET and length >= 8:
                offset = struct.unpack_from("<I", stream, start)[0]
                count, wide = stream[start + 6], stream[start + 7] & 1
                raw = stream[start + 8 : start + length]
                title = raw[: count * 2].decode("utf-16-le", "replace") if wide else raw[:count].decode("latin-1")
                bounds.append((title, offset))
                if len(bounds) > limits.SHEETS:
                    raise door.too_large(self.name)
            elif kind == _FORMAT and length >= 5:
                number, count, wide = struct.unpack_from("<HHB", stream, start)
                raw = stream[start + 5 : start + length]
                self._codes[number] = (
                    raw[: count * 2].decode("utf-16-le", "replace") if wide & 1 else raw[:count].decode("latin-1")
                )
            elif kind == _XF and length >= 4:
                self._styles.append(struct.unpack_from("<H", stream, start + 2)[0])
                if len(self._styles) > limits.STYLES:
                    raise door.too_large(self.name)
        return bounds

    def _text_lengths(self) -> list[int]:
        """How many characters each shared text has. What is announced is set right: readers make room for it."""
        if not self._texts:
            return []
        texts = _SharedTexts(self._stream, self._texts)
        total, unique = struct.unpack("<II", texts.take(8))
        lengths: list[int] = []
        while (length := texts.next_length()) is not None:
            lengths.append(length)
            if len(lengths) > limits.FILLED:
                raise door.too_large(self.name)
        right = struct.pack("<II", min(total, limits.FILLED), min(unique, len(lengths)))
        self._corrections[self._texts[0][0]] = right
        return lengths

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
                    self._formula(details, (row, column), start + 20, start + length)
                    last_formula = row, column
                elif kind == _LABELSST and length >= 10:
                    number = struct.unpack_from("<I", stream, start + 6)[0]
                    self._room.take_text(self._lengths[number] if number < len(self._lengths) else 0)
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
                self._formula(details, last_formula, start + 8, start + length)
            elif kind == _DIMENSIONS and length >= 12 and depth == 1:
                dimensions = start
            elif kind == _ROW and length >= 16:
                row, flags = struct.unpack_from("<H10xH", stream, start)
                if flags & 0x20:
                    details.hidden_rows.add(row)
            elif kind == _COLINFO and length >= 10:
                first, last, flags = struct.unpack_from("<HH4xH", stream, start)
                if flags & 1:
                    last = min(last, 255)
                    details.hidden_columns[first : last + 1] = b"\x01" * max(0, last + 1 - first)
            elif kind == _MERGED and length >= 2:
                self._room.take(title, merged=struct.unpack_from("<H", stream, start)[0])
            if filled > limits.FILLED:
                raise door.too_large(self.name)
        if right >= 0xFFFF:
            raise door.damaged(self.name)  # a sheet has 256 columns
        if dimensions:
            self._corrections[dimensions] = struct.pack("<IIHH", 0, bottom + 1, 0, right + 1)
        self._room.take(title, cells=(bottom + 1) * (right + 1), filled=filled)

    def _formula(self, details: _Details, place: Position, start: int, end: int) -> None:
        """Keep the formula whose length and tokens stand from start on."""
        size = struct.unpack_from("<H", self._stream, start)[0]
        tokens = self._stream[start + 2 : min(start + 2 + size, end)]
        self._room.take_text(formulas=len(tokens))
        details.formulas[place] = formula_text(tokens, *place)


class _SharedTexts:
    """Goes over the shared texts, which run over from one record into the next. spans: where the records lie."""

    def __init__(self, stream: bytes, spans: list[tuple[int, int]]) -> None:
        self._stream = stream
        self._spans = iter(spans[1:])
        self._at, self._end = spans[0]

    def take(self, count: int) -> bytes:
        """The next bytes; fewer at the end."""
        taken = b""
        while len(taken) < count:
            if self._at >= self._end and not self._next_span():
                break
            part = self._stream[self._at : min(self._at + count - len(taken), self._end)]
            self._at += len(part)
            taken += part
        return taken

    def next_length(self) -> int | None:
        """The characters of the next text, or None after the last."""
        head = self.take(3)
        if len(head) < 3:
            return None
        count, flags = int.from_bytes(head[:2], "little"), head[2]
        behind = 4 * int.from_bytes(self.take(2), "little") if flags & 8 else 0
        behind += int.from_bytes(self.take(4), "little") if flags & 4 else 0
        left = count
        while left:
            width = 1 + (flags & 1)
            fits = min(left, (self._end - self._at) // width)
            self._at += fits * width
            left -= fits
            # Where characters run over, the next record begins by saying how wide they are.
            if left and not (self._next_span() and (flags := self._flags()) >= 0):
                break
        while behind > 0:
            fits = min(behind, self._end - self._at)
            self._at += fits
            behind -= fits
            if behind and not self._next_span():
                break
        return count

    def _flags(self) -> int:
        self._at += 1
        return self._stream[self._at - 1] if self._at <= self._end else 0

    def _next_span(self) -> bool:
        self._at, self._end = next(self._spans, (self._end, self._end))
        return self._at < self._end
