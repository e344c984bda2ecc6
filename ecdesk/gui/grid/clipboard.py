"""Rectangles of cells as text and as an HTML table, as Excel, LibreOffice and WPS put them on the clipboard. No Qt in here.

Which digits of an HTML cell count: the text as shown, because the digits an editor prints are the figure (6412.70 is not 6412.7,
and 25.4% is not 0.254). The stored number (LibreOffice's ``sdval``, Excel's ``x:num``) is taken instead only where the text is
not a decision of the editor: in the General format, which drops digits for want of room, and where the column was too narrow
(####). A stored number is the decimal form of a binary one; digits after the fifteenth are noise that no program shows.

Nothing from outside is believed: the text is bounded before it is read, an HTML table is read only as far as it is wanted, and text
that is not text is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation, localcontext
from html.parser import HTMLParser

from ecdesk.domain.errors import UserError
from ecdesk.domain.wording.numbers import parse_number

MOST_CHARACTERS = 64_000_000
"""A longer text on the clipboard is refused."""
MOST_HTML = 24_000_000
"""A longer HTML is left aside; the plain text beside it is read instead."""
MOST_CELLS = 500_000
"""Cells of a block that are read; what is beyond is left out and counted."""
MOST_COLUMNS = 2_000
"""Cells of a row that are read; what is beyond is left out and counted."""
MOST_UNFINISHED = 500_000
"""Characters that one tag or comment may have before the HTML is taken for broken; each further piece costs reading it anew."""
MOST_DEPTH = 200
MOST_PIECES = 2_000_000
"""Pieces of text in an HTML: sound ones have a few for each cell."""
LONGEST_CELL = 32_767
"""Characters, as in Excel."""
MOST_FALSE_QUOTES = 1_000
"""Quotation marks that open no cell; after so many none is looked at any more, because each may cost reading to the end."""
MOST_SPAN = 1_000
_CHUNK = 65_536
_SIGNIFICANT = 15
_FORMULA_STARTS = "=+-@"


@dataclass(frozen=True)
class Clip:
    """A block from the clipboard. rows: of equal length. left_out: rows that were there and were not read. shortened: cells whose
    program stores more digits than it shows. bare: numbers (row, column) in no format of their own, whose zeros at the end are gone.
    columns_left_out: cells of the longest row that were not read."""

    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0
    shortened: int = 0
    bare: frozenset[tuple[int, int]] = frozenset()
    columns_left_out: int = 0

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def transposed(self) -> Clip:
        """The same with rows for columns."""
        return replace(self, rows=tuple(zip(*self.rows, strict=True)), bare=frozenset((column, row) for row, column in self.bare))


@dataclass(frozen=True)
class CopiedCell:
    """A cell to be copied. figure: whether the text is a plain number (with its digits), which other programs may calculate with."""

    text: str
    figure: bool


def write_text(rows: Sequence[Sequence[CopiedCell]]) -> str:
    """Rows as tab-separated text; cells with tabs, line breaks or quotes are quoted, and no text can be taken for a formula."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: CopiedCell) -> str:
    text = cell.text
    if not cell.figure and text[:1] and text[0] in _FORMULA_STARTS and len(text) > 1:
        text = "'" + text
    if any(sign in text for sign in '\t\r\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_html(rows: Sequence[Sequence[CopiedCell]]) -> str:
    """Rows as an HTML table with number formats that show every digit, for Excel (x:num) and LibreOffice (sdval)."""
    lines = ["".join(_html_cell(cell) for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<head><meta charset="utf-8"><meta name="generator" content="ecdesk"></head>'
        f"<body><table>\n{body}</table></body></html>"
    )


def _html_cell(cell: CopiedCell) -> str:
    if not cell.text:
        return "<td></td>"
    shown = html.escape(cell.text).replace("\n", "<br>")
    if not cell.figure:
        return f"<td x:str style='mso-number-format:\"\\@\"'>{shown}</td>"
    places = len(cell.text.partition(".")[2])
    code = "0." + "0" * places if places else "0"
    style = f'mso-number-format:"{code.replace(".", chr(92) + ".")}"'
    return f'<td align="right" sdval="{shown}" sdnum="1033;0;{code}" x:num="{shown}" style=\'{style}\'>{shown}</td>'


def check_cells(clip: Clip) -> None:
    """Raises UserError for a block with a cell that is no cell."""
    longest = max((len(cell) for row in clip.rows for cell in row), default=0)
    if longest > LONGEST_CELL:
        raise UserError("剪贴板里有一格的文字太长（{count} 个字符），没有粘贴。", count=longest)


def read_text(text: str, most_rows: int = MOST_CELLS) -> Clip:
    """A block from tab-separated text. Raises UserError for what is no text, or far too long."""
    check_text(text)
    text = text.removesuffix("\x00")
    reader = _TextReader(text)
    rows: list[list[str]] = []
    width = 0
    while reader.at < len(text) and len(rows) < most_rows and (len(rows) + 1) * width <= MOST_CELLS:
        row = reader.row()
        width = max(width, len(row))
        rows.append(row)
    left_out = 0
    if reader.at < len(text):
        left_out = max(1, text.count("\n", reader.at) + (not text.endswith("\n")))
    even = _even(rows)
    return Clip(even, left_out + len(rows) - len(even), columns_left_out=max(0, reader.widest - MOST_COLUMNS))


def check_text(text: str) -> None:
    """Raises UserError for what is no text of cells."""
    if len(text) > MOST_CHARACTERS:
        raise UserError("剪贴板里的内容太大（{count} 个字符），没有粘贴。请分几次复制。", count=len(text))
    head = text[:4096].removesuffix("\x00")
    strange = sum(character < " " and character not in "\t\r\n" for character in head) + head.count("\ufffd")
    if strange > len(head) // 50 or "\x00" in text[:-1]:
        raise UserError("剪贴板里的内容不是表格文字，没有粘贴。")


_CELL = re.compile(r"[^\t\r\n]*")


class _TextReader:
    """Reads one row after the other; at: where the next one starts. widest: cells of the longest row so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.widest = 0
        self._false_quotes = 0

    def row(self) -> list[str]:
        text = self.text
        row: list[str] = []
        while len(row) < MOST_COLUMNS:
            quoted = self._quoted() if text.startswith('"', self.at) else None
            if quoted is None:
                match = _CELL.match(text, self.at)
                assert match is not None
                quoted, self.at = match[0], match.end()
            row.append(_unguarded(quoted))
            if not text.startswith("\t", self.at):
                self.widest = max(self.widest, len(row))
                self.at += 2 if text.startswith("\r\n", self.at) else 1
                return row
            self.at += 1
        end = text.find("\n", self.at)
        end = len(text) if end < 0 else end
        self.widest = max(self.widest, len(row) + 1 + text.count("\t", self.at, end))
        self.at = end + 1
        return row

    def _quoted(self) -> str | None:
        """A quoted cell; None where the quotes are part of the cell."""
        text, search = self.text, self.at + 1
        while self._false_quotes < MOST_FALSE_QUOTES:
            close = text.find('"', search)
            if close >= 0 and text.startswith('""', close):
                search = close + 2
                continue
            if close < 0 or (close + 1 < len(text) and text[close + 1] not in "\t\r\n"):
                self._false_quotes += 1
                return None
            cell = text[self.at + 1 : close].replace('""', '"')
            self.at = close + 1
            return cell
        return None


def _unguarded(cell: str) -> str:
    return cell[1:] if len(cell) > 2 and cell[0] == "'" and cell[1] in _FORMULA_STARTS else cell


def _even(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of equal length, no more of them than make `MOST_CELLS` together."""
    width = max(map(len, rows), default=0)
    kept = rows[: max(1, MOST_CELLS // max(1, width))]
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in kept)


def read_html(source: str, most_rows: int = MOST_CELLS) -> Clip | None:
    """A block from the first table of an HTML text; None when there is none that can be read, and the plain text should be tried."""
    if len(source) > MOST_HTML or "\x00" in source[:4096].removesuffix("\x00"):
        return None
    reader = _TableReader(most_rows)
    try:
        for start in range(0, len(source), _CHUNK):
            reader.feed(source[start : start + _CHUNK])
            if reader.full:
                break
            if len(reader.rawdata) > MOST_UNFINISHED or reader.depth > MOST_DEPTH or reader.pieces > MOST_PIECES:
                return None
        else:
            reader.close()
    except (AssertionError, ValueError):
        return None
    rows = reader.finished_rows()
    if not rows:
        return None
    even = _even(rows)
    left_out = len(rows) - len(even)
    if reader.full:
        left_out = sum(1 for _row in _ROW_TAG.finditer(source)) - len(even)
    return Clip(even, max(0, left_out), reader.shortened, frozenset(reader.bare), max(0, reader.widest - MOST_COLUMNS))


_ROW_TAG = re.compile(r"<tr\b", re.IGNORECASE)


@dataclass
class _CellSoFar:
    """A cell while it is read. stored: the number as the program stores it; fixed: whether its format says how many digits to show."""

    words: list[str] = field(default_factory=list)
    stored: str = ""
    fixed: bool = False
    across: int = 1
    down: int = 1


_CLASS_FORMAT = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_FORMAT = re.compile(r"mso-number-format\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([^;}]*))", re.IGNORECASE)
_SHOWN_BREAK = re.compile(r"[ \t\r\n\f]+")


class _TableReader(HTMLParser):
    """Reads the cells of the first table; tables inside it are text."""

    def __init__(self, most_rows: int) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[int, str]] = []
        self.full = False
        self.shortened = 0
        self.bare: set[tuple[int, int]] = set()
        self._most_rows = most_rows
        self._cells = 0
        self.depth = 0
        self._done = False
        self._style: list[str] | None = None
        self._formats: dict[str, str] = {}
        self._row = -1
        self._column = 0
        self.widest = 0
        self.pieces = 0
        self._cell: _CellSoFar | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._style = []
        if self._done or self.full:
            return
        if tag == "table":
            self.depth += 1
        elif self.depth != 1:
            if tag == "br":
                self._add("\n")
        elif tag == "tr":
            self._end_cell()
            self._start_row()
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row < 0:
                self._start_row()
            self._cell = self._start_cell(dict(attrs))
        elif tag == "br":
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "style" and self._style is not None:
            self._read_style("".join(self._style))
            self._style = None
        elif tag in ("td", "th") and self.depth == 1:
            self._end_cell()
        elif tag == "table" and self.depth:
            if self.depth == 1:
                self._end_cell()
                self._done = bool(self.rows)
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self._style is not None:
            self._style.append(data)
        elif self._cell is not None:
            self.pieces += 1
            self._cell.words.append(_SHOWN_BREAK.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        # Excel puts its styles into a comment inside <style>; some parsers see them as one.
        if "mso-number-format" in data:
            self._read_style(data)

    def finished_rows(self) -> list[list[str]]:
        self._end_cell()
        result = []
        # A cell that reaches down past the last row has made rows that are not there.
        for row in self.rows[: min(self._most_rows, self._row + 1)]:
            width = max(row, default=-1) + 1
            result.append([row.get(column, "") for column in range(width)])
        return result if any(result) else []

    def _add(self, text: str) -> None:
        if self._cell is not None:
            self._cell.words.append(text)

    def _start_row(self) -> None:
        self._row += 1
        self._column = 0
        if self._row >= self._most_rows or self._cells >= MOST_CELLS:
            self.full = True
            return
        while len(self.rows) <= self._row:
            self.rows.append({})

    def _start_cell(self, attributes: dict[str, str | None]) -> _CellSoFar:
        cell = _CellSoFar()
        cell.across = _span(attributes.get("colspan"))
        cell.down = _span(attributes.get("rowspan"))
        cell.stored = (attributes.get("sdval") or attributes.get("x:num") or "").strip()
        code = (attributes.get("sdnum") or "").rpartition(";")[2]
        if not code:
            own = _FORMAT.search(attributes.get("style") or "")
            code = next((part for part in own.groups() if part), "") if own else ""
        if not code:
            code = next((self._formats[name] for name in (attributes.get("class") or "").split() if name in self._formats), "")
        cell.fixed = bool(code.strip()) and code.strip().casefold() not in ("general", "@", "\\@")
        return cell

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self.full:
            return
        row = self.rows[self._row]
        column = self._column
        while column in row:
            column += 1
        self._column = column + 1
        self.widest = max(self.widest, column + 1)
        if column >= MOST_COLUMNS:
            return
        text = "\n".join(line.strip(" ") for line in "".join(cell.words).split("\n")).strip("\n")
        row[column] = self._chosen(text, cell)
        if cell.stored and not cell.fixed:
            self.bare.add((self._row, column))
        across = min(cell.across, MOST_COLUMNS - column)
        down = min(cell.down, self._most_rows - self._row, max(1, MOST_CELLS // across))
        self._cells += across * down
        for below in range(self._row, self._row + down):
            while len(self.rows) <= below:
                self.rows.append({})
            for beside in range(column, column + across):
                self.rows[below].setdefault(beside, "")
        if self._cells > MOST_CELLS:
            self.full = True

    def _chosen(self, shown: str, cell: _CellSoFar) -> str:
        """The text of a cell, or the number that its program stores; see the top of this file."""
        stored = stored_number(cell.stored) if cell.stored else None
        if stored is None:
            return shown
        if shown and not shown.strip("#"):
            return f"{stored:f}"
        number = parse_number(shown)
        if number is None or number == stored:
            return shown
        if cell.fixed:
            self.shortened += 1
            return shown
        return f"{stored:f}"

    def _read_style(self, sheet: str) -> None:
        for name, rules in _CLASS_FORMAT.findall(sheet):
            found = _FORMAT.search(rules)
            if found:
                self._formats[name] = next((part for part in found.groups() if part), "")


def stored_number(text: str) -> Decimal | None:
    """A number as a spreadsheet program stores it, without the noise of its binary form; None for what is none."""
    if len(text) > 40:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return None
    if len(number.as_tuple().digits) > _SIGNIFICANT:
        with localcontext() as context:
            context.prec = _SIGNIFICANT
            number = (+number).normalize()
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    return number


def _span(text: str | None) -> int:
    return min(int(text[:6]), MOST_SPAN) if text and text.isascii() and text.isdigit() and int(text[:6]) > 0 else 1
