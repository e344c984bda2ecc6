"""Tables in text: CSV in whatever encoding, web pages that a program saved as .xls, and the XML of 2003."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import PurePath

from ecdesk.excel.reading import limits
from ecdesk.excel.reading.grid import Range, Sheet
from ecdesk.excel.reading.markup import Attributes, walk
from ecdesk.excel.reading.raised import raised

TEXT_SUFFIXES = {".csv", ".txt", ".tsv", ".tab", ".prn"}
LONGEST_SPAN = 256


def decoded(data: bytes, name: str) -> tuple[str, bool]:
    """The text of a file and whether characters of it were lost. UTF-8 and UTF-16 are told by mark or form, GB18030 is the rest."""
    if len(data) > limits.TEXT_BYTES:
        raise limits.too_large(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
        return text, "\ufffd" in text
    data = data.removeprefix(b"\xef\xbb\xbf")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), False
        except UnicodeDecodeError:
            continue
    best = min((data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")), key=lambda text: text.count("\ufffd"))
    return best, True


def read_text(data: bytes, name: str) -> tuple[list[Sheet], bool]:
    """The one sheet of a text file with separators, and whether characters were lost. Raises UserError when it is no table."""
    text, lost = decoded(data, name)
    if "\x00" in text:
        raise limits.not_a_spreadsheet(name)
    separator = _separator(text)
    if separator is None:
        if PurePath(name).suffix.casefold() not in TEXT_SUFFIXES:
            raise limits.not_a_spreadsheet(name)
        separator = ","
    rows: list[list[object]] = []
    filled = 0
    old_limit = csv.field_size_limit(limits.TEXT_BYTES)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if len(row) > limits.COLUMNS or len(rows) >= limits.ROWS:
                raise limits.too_wide(name, "CSV")
            cells: list[object] = [_field(field) for field in row]
            while cells and cells[-1] == "":
                cells.pop()
            filled += len(cells)
            if filled > limits.FILLED:
                raise limits.too_large(name)
            rows.append(cells)
    except csv.Error:
        raise limits.damaged(name) from None
    finally:
        csv.field_size_limit(old_limit)
    while rows and not rows[-1]:
        rows.pop()
    return [Sheet("", rows)], lost


def _field(field: str) -> str:
    """A field as text; ="0012" is how programs keep a spreadsheet from changing a text."""
    field = field[: limits.TEXT_LENGTH]
    match = re.fullmatch(r'="([^"]*)"', field)
    text = match[1] if match else field
    return text if text.strip() else ""


def _separator(text: str) -> str | None:
    """The separator that most lines agree on, or None when there is none."""
    lines = [line for line in text[:65536].splitlines() if line.strip()][:60]
    best, best_score = None, 0
    for separator in (",", "\t", ";", "，", "|"):
        counts = [len(next(csv.reader([line], delimiter=separator), [])) - 1 for line in lines]
        used = [count for count in counts if count > 0]
        if not used or (len(lines) > 1 and len(used) < 2):
            continue
        common = max(set(used), key=used.count)
        score = used.count(common) * 100 + min(common, 50)
        if score > best_score:
            best, best_score = separator, score
    return best


class _Tables(HTMLParser):
    """Every table of a page, one under the other on one sheet."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.rows: list[list[object]] = []
        self.merged: list[Range] = []
        self.formats: dict[tuple[int, int], str] = {}
        self.hidden: set[int] = set()
        self._taken: dict[tuple[int, int], bool] = {}
        self._row: int = -1
        self._column = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._format = ""
        self._silent = 0
        self._raised = 0
        self._filled = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if tag in ("script", "style", "head"):
            self._silent += 1
        elif tag == "sup":
            self._raised += 1
        elif tag == "table":
            self._finish_cell()
            if self.rows:
                self._row = len(self.rows)
                self.rows.append([])
        elif tag == "tr":
            self._finish_cell()
            self._row = len(self.rows)
            self._column = 0
            self.rows.append([])
            if len(self.rows) > limits.ROWS:
                raise limits.too_wide(self.name, "HTML")
            if re.search(r"display\s*:\s*none", attributes.get("style", ""), re.I):
                self.hidden.add(self._row)
        elif tag in ("td", "th"):
            self._finish_cell()
            if self._row < 0:
                self._row = 0
                self.rows.append([])
            self._cell = []
            self._span = (_small(attributes.get("rowspan")), _small(attributes.get("colspan")))
            style = re.search(r"mso-number-format\s*:\s*\"?([^;\"]+)", attributes.get("style", ""))
            self._format = re.sub(r"\\0022|\\(?=[^\w])|\\", "", style[1]) if style else ""
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "head"):
            self._silent = max(0, self._silent - 1)
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._finish_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(raised(data) if self._raised else data)

    def _finish_cell(self) -> None:
        if self._cell is None:
            return
        text = "".join(self._cell)[: limits.TEXT_LENGTH]
        text = re.sub(r"[ \t\r\n]+", " ", text).strip(" ").replace("\u00a0", " ")
        text = text if text.strip() else ""
        self._cell = None
        self._raised = 0
        while (self._row, self._column) in self._taken:
            self._column += 1
        row, column = self._row, self._column
        down, across = self._span
        if column + across > limits.COLUMNS:
            raise limits.too_wide(self.name, "HTML")
        self._filled += across * down
        if self._filled > limits.FILLED:
            raise limits.too_large(self.name)
        line = self.rows[row]
        line.extend([""] * (column + 1 - len(line)))
        line[column] = text
        if self._format:
            self.formats[row, column] = self._format
        if down > 1 or across > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))
            for below in range(down):
                for beside in range(across):
                    self._taken[row + below, column + beside] = True
        self._column = column + across


def read_mhtml(data: bytes, name: str) -> tuple[list[Sheet], bool]:
    """The tables of a web page saved in one file with all that belongs to it, a sheet for each page with a table."""
    import email

    if len(data) > limits.TEXT_BYTES // 2:
        raise limits.too_large(name)
    sheets: list[Sheet] = []
    lost = False
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html" and len(sheets) < limits.SHEETS:
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and b"<td" in page.lower():
                found, damaged = read_html(page, name)
                sheets += found
                lost = lost or damaged
    if not sheets:
        raise limits.not_a_spreadsheet(name, "MHTML")
    return sheets, lost


def _small(text: str | None) -> int:
    return max(1, min(int(text), LONGEST_SPAN)) if text and text.isdigit() and len(text) < 6 else 1


def read_html(data: bytes, name: str) -> tuple[list[Sheet], bool]:
    """The tables of a web page as one sheet, and whether characters were lost."""
    text, lost = decoded(data, name)
    page = _Tables(name)
    page.feed(text)
    page.close()
    page._finish_cell()
    if not page.rows:
        raise limits.not_a_spreadsheet(name, "HTML")
    rows = page.rows
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    width = max((len(row) for row in rows), default=0)
    merged = tuple(
        (top, left, min(bottom, len(rows) - 1), min(right, max(width, left + 1) - 1)) for top, left, bottom, right in page.merged
    )
    sheet = Sheet("", rows, formats=page.formats, merged=merged, hidden_rows=frozenset(page.hidden))
    return [sheet], lost


def read_xml_2003(data: bytes, name: str) -> list[Sheet]:
    """The worksheets of the XML format of 2003. Raises UserError for what cannot or must not be read."""
    if len(data) > limits.TEXT_BYTES:
        raise limits.too_large(name)
    builder = _XmlWorkbook(name)
    walk(data, name, builder.start, builder.end, builder.text)
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
        self._filled = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "Style":
            self._style = attributes.get("ID", "")
        elif tag == "NumberFormat":
            code = attributes.get("Format", "")
            self._styles[self._style] = _NAMED_FORMATS.get(code.casefold(), code)
        elif tag == "Worksheet":
            if len(self.sheets) >= limits.SHEETS:
                raise limits.too_large(self.name)
            self.sheets.append(Sheet(attributes.get("Name", ""), []))
            self._row = -1
        elif tag == "Visible" or not self.sheets:
            self._text = [] if tag == "Visible" else None
        elif tag == "Row":
            self._row = self._index(attributes, self._row, limits.ROWS)
            self._column = -1
            sheet = self.sheets[-1]
            if self._row * 8 > limits.CELLS * 4:
                raise limits.too_wide(self.name, sheet.name)
            sheet.rows.extend([] for _ in range(self._row + 1 - len(sheet.rows)))
            if attributes.get("Hidden") == "1":
                sheet.hidden_rows |= {self._row}
        elif tag == "Cell" and self._row >= 0:
            self._column = self._index(attributes, self._column, limits.COLUMNS)
            self._span = (_small_or_none(attributes.get("MergeDown")), _small_or_none(attributes.get("MergeAcross")))
            self._code = self._styles.get(attributes.get("StyleID", ""), "")
            self._formula = attributes.get("Formula", "")
        elif tag == "Data":
            self._type = attributes.get("Type", "String")
            self._text = []

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
                sheet.merged += ((self._row, self._column, self._row + down, self._column + across),)
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
        self._filled += 1 + max(0, self._column - len(line)) // 16
        if self._filled > limits.FILLED:
            raise limits.too_large(self.name)
        line.extend([""] * (self._column + 1 - len(line)))
        line[self._column] = value
        if self._code:
            sheet.formats[self._row, self._column] = self._code


def _small_or_none(text: str | None) -> int:
    return min(int(text), LONGEST_SPAN) if text and text.isdigit() and len(text) < 6 else 0
