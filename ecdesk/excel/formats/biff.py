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
_CELLS = frozenset({_NUMBER, _RK, _LABELSST, _LABEL, _BOOLERR, _FORMULA})
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
        self.room = limits.Room(name)
        self._records_left = RECORDS
        self._texts: list[tuple[int, int]] = []
        self._bounds: list[tuple[str, int]] = []
        self._version = 0
        bounds = self._globals()
        self._lengths = self._text_lengths()
        self.telling = telling_styles([self._codes.get(number, "") for number in self._styles])
        for title, offset in bounds:
            if 0 < offset < len(stream):
                self.sheets[title] = self._sheet(offset, title)

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
        """The sheets, by title and where their records begin, and on the way what the records before them say of texts and formats."""
        readers = {
            _BOF: (2, self._begin),
            _CODEPAGE: (2, self._code_page),
            _FILEPASS: (0, self._locked),
            _FONT: (10, self._font),
            _BOUNDSHEET: (8, self._bound_sheet),
            _FORMAT: (5, self._format),
            _XF: (4, self._style),
        }
        of_texts = False
        for kind, start, length in self._records(0):
            if (kind == _SST and length >= 8 and not self._texts) or (kind == _CONTINUE and of_texts):
                self._texts.append((start, start + length))
            of_texts = kind == _SST or (kind == _CONTINUE and of_texts)
            if kind == _EOF:
                break
            least, read = readers.get(kind, (0, None))
            if read is not None and length >= least:
                read(start, length)
        return self._bounds

    def _begin(self, start: int, _length: int) -> None:
        self._version = struct.unpack_from("<H", self._stream, start)[0]

    def _code_page(self, start: int, _length: int) -> None:
        if self._version == _BIFF8:
            # Texts of this version are UTF-16, whatever programs write here.
            self._corrections[start] = struct.pack("<H", _UTF16)

    def _locked(self, _start: int, _length: int) -> None:
        raise door.encrypted(self.name)

    def _font(self, start: int, _length: int) -> None:
        self.raised = self.raised or struct.unpack_from("<H", self._stream, start + 8)[0] == 1

    def _bound_sheet(self, start: int, length: int) -> None:
        offset, count, wide = struct.unpack_from("<I2xBB", self._stream, start)
        self._bounds.append((_text(self._stream[start + 8 : start + length], count, wide), offset))
        if len(self._bounds) > limits.SHEETS:
            raise door.too_large(self.name)

    def _format(self, start: int, length: int) -> None:
        number, count, wide = struct.unpack_from("<HHB", self._stream, start)
        self._codes[number] = _text(self._stream[start + 5 : start + length], count, wide)

    def _style(self, start: int, _length: int) -> None:
        self._styles.append(struct.unpack_from("<H", self._stream, start + 2)[0])
        if len(self._styles) > limits.STYLES:
            raise door.too_large(self.name)

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

    def text_length(self, number: int) -> int:
        """The characters of a shared text; 0 where there is none of this number."""
        return self._lengths[number] if number < len(self._lengths) else 0

    def _sheet(self, offset: int, title: str) -> _Details:
        sheet = _SheetScan(self._stream, title, self)
        for kind, start, length in self._records(offset):
            if not sheet.goes_on_behind(kind, start, length):
                break
            if sheet.filled > limits.FILLED:
                raise door.too_large(self.name)
        if sheet.right >= 0xFFFF:
            raise door.damaged(self.name)  # a sheet has 256 columns
        if sheet.dimensions:
            self._corrections[sheet.dimensions] = struct.pack("<IIHH", 0, sheet.bottom + 1, 0, sheet.right + 1)
        self.room.take(title, cells=(sheet.bottom + 1) * (sheet.right + 1), filled=sheet.filled)
        return sheet.details


class _SheetScan:
    """What the records of one sheet say, one after the other: how far its cells reach, and their formats and formulas.

    dimensions: where the record stands that announces how far they reach, 0 before it has come.
    """

    def __init__(self, stream: bytes, title: str, scan: _Scan) -> None:
        self.details = _Details()
        self.bottom = self.right = self.filled = self.dimensions = 0
        self._stream, self._title, self._scan = stream, title, scan
        self._depth = 0
        self._last_formula: Position | None = None
        self._readers = {
            _MULRK: (6, self._numbers),
            _SHRFMLA: (10, self._shared_formula),
            _DIMENSIONS: (12, self._announced),
            _ROW: (16, self._row),
            _COLINFO: (10, self._columns),
            _MERGED: (2, self._merged),
        }

    def goes_on_behind(self, kind: int, start: int, length: int) -> bool:
        """Take one record; whether another one belongs to the sheet. What is set into the sheet, a chart, is passed over."""
        if kind == _BOF:
            self._depth += 1
        elif kind == _EOF:
            self._depth -= 1
            return self._depth > 0
        elif self._depth == 1:
            if kind in _CELLS:
                if length >= 6:
                    self._cell(kind, start, length)
            elif kind in self._readers:
                least, read = self._readers[kind]
                if length >= least:
                    read(start, length)
        return True

    def _cell(self, kind: int, start: int, length: int) -> None:
        row, column, style = struct.unpack_from("<HHH", self._stream, start)
        self._reach(row, column, style)
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)
        if kind == _FORMULA and length >= 22:
            self._last_formula = row, column
            self._formula(start + 20, start + length)
        elif kind == _LABELSST and length >= 10:
            self._scan.room.take_text(self._scan.text_length(struct.unpack_from("<I", self._stream, start + 6)[0]))

    def _reach(self, row: int, column: int, style: int) -> None:
        self.filled += 1
        code = self._scan.telling.get(style)
        if code is not None:
            self.details.formats[row, column] = code

    def _numbers(self, start: int, length: int) -> None:
        row, column = struct.unpack_from("<HH", self._stream, start)
        count = (length - 6) // 6
        for index in range(count):
            self._reach(row, column + index, struct.unpack_from("<H", self._stream, start + 4 + index * 6)[0])
        self.bottom, self.right = max(self.bottom, row), max(self.right, column + count)

    def _shared_formula(self, start: int, length: int) -> None:
        self._formula(start + 8, start + length)

    def _formula(self, start: int, end: int) -> None:
        """Keep the formula whose length and tokens stand from start on, for the last cell that has one."""
        if self._last_formula is not None:
            size = struct.unpack_from("<H", self._stream, start)[0]
            tokens = self._stream[start + 2 : min(start + 2 + size, end)]
            self._scan.room.take_text(formulas=len(tokens))
            self.details.formulas[self._last_formula] = formula_text(tokens, *self._last_formula)

    def _announced(self, start: int, _length: int) -> None:
        self.dimensions = start

    def _row(self, start: int, _length: int) -> None:
        row, flags = struct.unpack_from("<H10xH", self._stream, start)
        if flags & 0x20:
            self.details.hidden_rows.add(row)

    def _columns(self, start: int, _length: int) -> None:
        first, last, flags = struct.unpack_from("<HH4xH", self._stream, start)
        if flags & 1:
            last = min(last, 255)
            self.details.hidden_columns[first : last + 1] = b"\x01" * max(0, last + 1 - first)

    def _merged(self, start: int, _length: int) -> None:
        self._scan.room.take(self._title, merged=struct.unpack_from("<H", self._stream, start)[0])


def _text(raw: bytes, count: int, wide: int) -> str:
    """So many characters, of two bytes each where the flag says so."""
    return raw[: count * 2].decode("utf-16-le", "replace") if wide & 1 else raw[:count].decode("latin-1")


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
