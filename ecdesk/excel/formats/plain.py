"""Tables in text: CSV in whatever encoding, and the XML of 2003."""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePath

from ecdesk.domain.files import door
from ecdesk.domain.files.containers.kinds import refused
from ecdesk.domain.files.markup import Attributes, Budget, walk
from ecdesk.domain.files.outgoing import unguarded
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.grid import Range, Sheet

TEXT_SUFFIXES = {".csv", ".txt", ".tsv", ".tab", ".prn"}
LONGEST_SPAN = 256
FIELDS = 2_000_000
"""Of a text with separators, empty ones included."""


def read_text(data: bytes, name: str) -> tuple[list[Sheet], bool]:
    """The one sheet of a text file with separators, and whether characters were lost. Raises UserError when it is no table."""
    text, lost = door.decoded(data, name)
    if "\x00" in text:
        raise refused(name)
    separator = _separator(text, name)
    if separator is None:
        if PurePath(name).suffix.casefold() not in TEXT_SUFFIXES:
            raise refused(name)
        separator = ","
    if text.count(separator) > FIELDS:
        raise limits.too_wide(name, "CSV")
    rows: list[list[object]] = []
    filled = 0
    old_limit = csv.field_size_limit(door.TEXT_BYTES)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if len(row) > limits.COLUMNS or len(rows) >= limits.ROWS:
                raise limits.too_wide(name, "CSV")
            cells: list[object] = [_field(field) for field in row]
            while cells and cells[-1] == "":
                cells.pop()
            filled += len(cells)
            if filled > limits.FILLED:
                raise door.too_large(name)
            rows.append(cells)
    except csv.Error:
        raise door.damaged(name) from None
    finally:
        csv.field_size_limit(old_limit)
    while rows and not rows[-1]:
        rows.pop()
    return [Sheet("", rows)], lost


def _field(field: str) -> str:
    """A field as text; ="0012" is how programs keep a spreadsheet from changing a text, and so is an apostrophe."""
    match = re.fullmatch(r'="([^"]*)"', field)
    text = match[1] if match else unguarded(field)
    return text if text.strip() else ""


def _separators(text: str, name: str) -> tuple[str, ...]:
    """What may stand between fields; where the file's ending says that it is the tab, no comma inside a number counts."""
    by_tabs = PurePath(name).suffix.casefold() in (".tsv", ".tab") and "\t" in text
    return ("\t",) if by_tabs else (",", "\t", ";", "，", "|")


def _separator(text: str, name: str) -> str | None:
    """The separator that most lines agree on, or None when there is none."""
    lines = [line for line in text[:65536].splitlines() if line.strip()][:60]
    best, best_score = None, 0
    for separator in _separators(text, name):
        counts = [len(next(csv.reader([line], delimiter=separator), [])) - 1 for line in lines]
        used = [count for count in counts if count > 0]
        if not used or (len(lines) > 1 and len(used) < 2):
            continue
        common = max(set(used), key=used.count)
        score = used.count(common) * 100 + min(common, 50)
        if score > best_score:
            best, best_score = separator, score
    return best


def read_xml_2003(data: bytes, name: str) -> list[Sheet]:
    """The worksheets of the XML format of 2003. Raises UserError for what cannot or must not be read."""
    if len(data) > door.TEXT_BYTES:
        raise door.too_large(name)
    builder = _XmlWorkbook(name)
    walk(data, Budget(name), builder.start, builder.end, builder.text)
    builder.finish()
    return builder.sheets


_NAMED_FORMATS = {"percent": "0.00%", "fixed": "0.00", "standard": "#,##0.00", "general number": ""}


class _XmlWorkbook:
    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets: list[Sheet] = []
        self._styles: dict[str, str] = {}
        self._style = ""
        self._row = self._column = -1
        self._span = (0, 0)
        self._type = ""
        self._code = ""
        self._formula = ""
        self._text: list[str] | None = None
        self._room = limits.Room(name)
        self._merged: list[Range] = []
        self._hidden_rows: set[int] = set()

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "Style":
            self._style = attributes.get("ID", "")
        elif tag == "NumberFormat":
            code = attributes.get("Format", "")
            self._styles[self._style] = _NAMED_FORMATS.get(code.casefold(), code)
        elif tag == "Worksheet":
            if len(self.sheets) >= limits.SHEETS:
                raise door.too_large(self.name)
            self.finish()
            self.sheets.append(Sheet(attributes.get("Name", ""), []))
            self._row = -1
        elif tag == "Visible" or not self.sheets:
            self._text = [] if tag == "Visible" else None
        elif tag == "Row":
            self._row = self._index(attributes, self._row, limits.ROWS)
            self._column = -1
            sheet = self.sheets[-1]
            more = max(0, self._row + 1 - len(sheet.rows))
            self._room.take(sheet.name, rows=more)
            sheet.rows.extend([] for _ in range(more))
            if attributes.get("Hidden") == "1":
                self._hidden_rows.add(self._row)
        elif tag == "Cell" and self._row >= 0:
            self._column = self._index(attributes, self._column, limits.COLUMNS)
            self._span = (_small_or_none(attributes.get("MergeDown")), _small_or_none(attributes.get("MergeAcross")))
            self._code = self._styles.get(attributes.get("StyleID", ""), "")
            self._formula = attributes.get("Formula", "")
        elif tag == "Data":
            self._type = attributes.get("Type", "String")
            self._text = []

    def finish(self) -> None:
        """Put what was gathered about the sheet so far into it."""
        if self.sheets:
            self.sheets[-1].merged = tuple(self._merged)
            self.sheets[-1].hidden_rows = frozenset(self._hidden_rows)
        self._merged, self._hidden_rows = [], set()

    def _index(self, attributes: Attributes, before: int, most: int) -> int:
        given = attributes.get("Index", "")
        index = int(given) - 1 if given.isdigit() and len(given) < 9 else before + 1
        if not 0 <= index < most:
            raise limits.too_wide(self.name, self.sheets[-1].name)
        return index

    def text(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def end(self, tag: str) -> None:
        if tag == "Visible" and self.sheets and self._text is not None:
            self.sheets[-1].hidden = "".join(self._text).strip() != "SheetVisible"
            self._text = None
        elif tag == "Data" and self.sheets and self._row >= 0 and self._column >= 0:
            self._place("".join(self._text or ())[: limits.TEXT_LENGTH])
            self._text = None
        elif tag == "Cell" and self.sheets and self._row >= 0 and self._column >= 0:
            sheet = self.sheets[-1]
            if self._formula:
                sheet.formulas[self._row, self._column] = self._formula
            down, across = self._span
            if down or across:
                self._room.take(sheet.name, merged=1)
                self._merged.append((self._row, self._column, self._row + down, self._column + across))
            self._column += across

    def _place(self, text: str) -> None:
        sheet = self.sheets[-1]
        value: object = text
        if self._type == "Number":
            try:
                value = float(text)
            except ValueError:
                value = text
        elif self._type == "DateTime":
            value = text.removesuffix("T00:00:00.000")
        line = sheet.rows[self._row]
        more = max(0, self._column + 1 - len(line))
        self._room.take(sheet.name, filled=1, cells=more)
        line.extend([""] * more)
        line[self._column] = value
        if self._code:
            sheet.formats[self._row, self._column] = self._code


def _small_or_none(text: str | None) -> int:
    return min(int(text), LONGEST_SPAN) if text and text.isdigit() and len(text) < 6 else 0
