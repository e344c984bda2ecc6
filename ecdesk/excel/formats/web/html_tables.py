"""The tables of an HTML text as one matrix of shown texts: web pages that are sent, what a mail holds, what is pasted.

Which digits of a cell count: the text as shown, because the digits an editor prints are the figure (6412.70 is not 6412.7, and
25.4% is not 0.254). The stored number (LibreOffice's ``sdval``, Excel's ``x:num``) is taken instead only where the text is not a
decision of the editor: in the General format, which drops digits for want of room, and where the column was too narrow (####). A
stored number is the decimal form of a binary one; digits after the fifteenth are noise that no program shows.

All tables of a text stand one under the other with an empty row between; a table inside a cell is one of them, in its place.
Nothing from outside is believed: the work is bounded by counting tags, their depth and the cells, and what is left out is counted.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation

from ecdesk.domain.documents import is_line, is_note
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.excel.formats.grid import SIGNIFICANT_DIGITS, Position, Range
from ecdesk.excel.formats.raised import raised

MOST_DEPTH = 500
"""Elements in one another. Pages that never close their <font> come to some dozens."""
MOST_SIGNS = 1_500_000
"""Tags and references: a cell has two to six, in some hundred characters."""
MOST_STEPS = 200_000_000
"""Tags times the depth they stand at: looking for what an end tag ends costs that much."""
MOST_UNFINISHED = 500_000
"""Signs of attributes in one tag (or comment) that does not end."""
LONGEST_FORMULA = 500
"""Characters of a formula that are kept."""
MOST_ACROSS, MOST_DOWN = 1_000, 65_534
"""Rows and columns that a cell spans, as in browsers."""
_CHUNK = 65_536

_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FORMAT = re.compile(r"mso-number-format\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([^;}\s][^;}]*))", re.IGNORECASE)
_CLASS = re.compile(r"\.([\w-]{1,100})")
_ROW_TAG = re.compile(r"<tr\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = {"script", "style", "title", "template", "noscript"}
_BLOCKS = {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote"}


@dataclass
class HtmlTables:
    """What was read. rows: as long as their last cell; a merged cell's text stands in its first place, "" in the others.

    merged: ranges of cells over several rows or columns. hidden: rows that are not shown. bare: numbers in no format of their own,
    whose zeros at the end are gone. formulas: by which cells are worked out, as Excel hands them on. shortened: cells whose program stores more digits than it shows. rows_left_out and
    columns_left_out (of the longest row): what was beyond the limits. tangled: tags stand so deep or so thick in one another that
    reading was given up; then only a part is in `rows`.
    """

    rows: list[list[str]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    bare: set[Position] = field(default_factory=set)
    formulas: dict[Position, str] = field(default_factory=dict)
    shortened: int = 0
    rows_left_out: int = 0
    columns_left_out: int = 0
    tangled: bool = False


def read_tables(source: str, most_rows: int, most_columns: int, most_cells: int, lines: int = 0) -> HtmlTables:
    """The tables of an HTML text, at most so many rows, columns and cells of them. Never raises. lines: so many of those that stand right above a
    table are rows of it."""
    from lxml import etree

    reader = _Reader(most_rows, most_columns, most_cells, lines)
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True, no_network=True)
    data = source.encode("utf-8", "replace").replace(b"\x00", b"")
    if not data.strip():
        return reader.found
    signs = steps = unfinished = 0
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        events = reader.events
        new = chunk.count(b"<") + chunk.count(b"&")
        signs += new
        steps += new * reader.depth
        if signs > MOST_SIGNS or steps > MOST_STEPS or unfinished > MOST_UNFINISHED:
            reader.found.tangled = True
            break
        parser.feed(chunk)
        if reader.full or reader.found.tangled:
            break
        unfinished = unfinished + _signs_of_attributes(chunk) if reader.events == events else 0
    else:
        parser.close()
    if reader.full:
        rest = data[start + _CHUNK :].decode("utf-8", "replace")
        reader.found.rows_left_out += sum(1 for _tag in _ROW_TAG.finditer(rest))
    reader.finish()
    return reader.found


def _signs_of_attributes(chunk: bytes) -> int:
    return sum(chunk.count(sign) for sign in (b" ", b"=", b"\t", b"\n", b"<"))


@dataclass(slots=True)
class _Cell:
    """A cell while it is read. stored: the number as its program stores it; fixed: its format says how many digits are shown;
    within: how many hidden elements it stands in; hidden: it takes no place; rest: what stands in a cell after a table inside it."""

    within: int
    words: list[str] = field(default_factory=list)
    stored: str = ""
    formula: str = ""
    fixed: bool = False
    across: int = 1
    down: int = 1
    hidden: bool = False
    rest: bool = False
    broken: bool = False
    """The next word stands on a line of its own."""

    def add(self, text: str) -> None:
        if not self.broken:
            self.words.append(text)
        elif not text.isspace():
            self.words += ("\n", text)
            self.broken = False


@dataclass(slots=True)
class _Table:
    """A table that is open. depth: of its element, 0 for rows without one. top: where its rows since the last table inside it begin,
    None before the first. reach: columns that cells from above still take, and for how many rows. merged: its ranges since `top`."""

    depth: int
    top: int | None = None
    in_row: bool = False
    column: int = 0
    reach: dict[int, int] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    cell: _Cell | None = None


class _Reader:
    """Takes the parser's events; the last of `tables` is the innermost that is open."""

    def __init__(self, most_rows: int, most_columns: int, most_cells: int, lines: int) -> None:
        self.found = HtmlTables()
        self._lines: deque[str] = deque(maxlen=lines)
        self._line: list[str] = []
        """The words outside all tables since the last line ended."""
        self.full = False
        self.depth = 0
        self.events = 0
        self._most_rows = most_rows
        self._most_columns = most_columns
        self._most_cells = most_cells
        self._cells = 0
        self._widest = 0
        self._tables: list[_Table] = []
        self._unseen: list[int] = []
        self._raised = 0
        self._style: list[str] | None = None
        self._formats: dict[str, str] = {}

    # -- what the parser calls

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.events += 1
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self.found.tangled = True
        if self.full or self.found.tangled:
            self.found.rows_left_out += tag == "tr"
            return
        hidden = tag in _UNSEEN
        if attributes and not hidden:
            hidden = "hidden" in attributes or ("style" in attributes and bool(_HIDDEN.search(attributes["style"])))
        if tag == "table":
            self._start_table()
        elif tag == "tr":
            self._start_row(hidden)
        elif tag in ("td", "th"):
            self._start_cell(attributes, hidden)
        elif tag == "br":
            self._break(True)
        elif tag in _BLOCKS:
            self._break()
        elif tag == "sup":
            self._raised += 1
        elif tag == "style":
            self._style = []
        if hidden:
            self._unseen.append(self.depth)

    def end(self, tag: str) -> None:
        self.events += 1
        if tag in ("td", "th", "tr"):
            self._end_cell()
            if tag == "tr" and self._tables:
                self._tables[-1].in_row = False
        elif tag == "table":
            if self._tables and self._tables[-1].depth == self.depth:
                self._end_table()
        elif tag in _BLOCKS:
            self._break()
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)
        elif tag == "style" and self._style is not None:
            self._read_style("".join(self._style))
            self._style = None
        if self._unseen and self._unseen[-1] == self.depth:
            self._unseen.pop()
        self.depth -= 1

    def data(self, text: str) -> None:
        self.events += 1
        if self._style is not None:
            self._style.append(text)
            return
        if not self._tables and not self._unseen and self._lines.maxlen:
            self._line.append(text)
        cell = self._tables[-1].cell if self._tables else None
        if cell is None or len(self._unseen) > cell.within:
            return
        text = _SPACES.sub(" ", text)
        cell.add(raised(text) if self._raised else text)

    def close(self) -> None:
        """The parser asks for it."""

    # -- tables, rows and cells

    def finish(self) -> None:
        """End what is still open."""
        while self._tables:
            self._end_table()
        self._end_line()
        self.found.columns_left_out = max(0, self._widest - self._most_columns)

    def _end_line(self) -> None:
        """Keep a line for the table that may follow; prose ends what stood above. A note below a table is a row of it."""
        line = _text_of([_SPACES.sub(" ", "".join(self._line))])
        self._line.clear()
        if self._lines.maxlen and 0 < len(self.found.rows) < self._most_rows and is_note(line):
            self.found.rows.append([line])
        elif is_line(line):
            self._lines.append(line)
        elif line:
            self._lines.clear()

    def _start_table(self) -> None:
        if not self._tables:
            self._end_line()
        if self._tables:
            outer = self._tables[-1]
            inside = outer.cell is not None
            column = self._end_cell()
            if outer.top is not None and outer.in_row and not any(self.found.rows[-1]):
                self._take_back_row(outer.top)
            self._end_piece(outer)
            if inside:
                # Back to the column of the cell, for what may still follow in it.
                outer.column = column
                outer.cell = _Cell(len(self._unseen), rest=True)
        self._tables.append(_Table(self.depth))

    def _take_back_row(self, top: int) -> None:
        """A row that only puts a table in its place is none; with the only row of its piece goes the empty one before it."""
        rows = self.found.rows
        self.found.hidden.discard(len(rows) - 1)
        rows.pop()
        if rows and len(rows) == top:
            rows.pop()

    def _end_table(self) -> None:
        self._end_cell()
        self._end_piece(self._tables.pop())

    def _end_piece(self, table: _Table) -> None:
        """A table ends, or another one begins inside it: its merged cells reach no further than its own rows."""
        if table.top is None:
            return
        rows, hidden = self.found.rows, self.found.hidden
        # Excel ends a page with a hidden row for the widths of the columns.
        while len(rows) > table.top and len(rows) - 1 in hidden and not any(rows[-1]):
            hidden.discard(len(rows) - 1)
            rows.pop()
        last = len(rows) - 1
        self.found.merged += ((top, left, min(bottom, last), right) for top, left, bottom, right in table.merged if top <= last)
        table.merged = []
        table.top = None

    def _start_row(self, hidden: bool) -> None:
        self._end_cell()
        if not self._tables:
            self._tables.append(_Table(0))
        table = self._tables[-1]
        self._open_row(table, hidden or bool(self._unseen))
        table.column = 0
        table.reach = {column: rows - 1 for column, rows in table.reach.items() if rows > 1}
        self._cells += len(table.reach)

    def _open_row(self, table: _Table, hidden: bool) -> None:
        rows = self.found.rows
        if table.top is None:
            if rows:
                rows.append([])
            rows += [[line] for line in self._lines]
            self._lines.clear()
            table.top = len(rows)
        self._cells += 1
        if len(rows) >= self._most_rows or self._cells > self._most_cells:
            self.full = True
            self.found.rows_left_out += 1
            return
        if hidden:
            self.found.hidden.add(len(rows))
        rows.append([])
        table.in_row = True

    def _start_cell(self, attributes: Mapping[str, str], hidden: bool) -> None:
        self._end_cell()
        if not self._tables or not self._tables[-1].in_row:
            self._start_row(False)
        cell = _Cell(len(self._unseen), hidden=hidden)
        if attributes:
            cell.across = _span(attributes.get("colspan"), MOST_ACROSS)
            cell.down = _span(attributes.get("rowspan"), MOST_DOWN)
            cell.stored = (attributes.get("sdval") or attributes.get("x:num") or "").strip()
            cell.formula = attributes.get("x:fmla", "")[:LONGEST_FORMULA]
            cell.fixed = bool(cell.stored) and self._code(attributes).casefold() not in ("", "general", "@", "\\@")
        self._raised = 0
        self._tables[-1].cell = cell

    def _code(self, attributes: Mapping[str, str]) -> str:
        """The number format of a cell: of LibreOffice, its own style, or its class."""
        code = attributes.get("sdnum", "").rpartition(";")[2].strip() or _format_in(attributes.get("style", ""))
        classes = attributes.get("class", "").split()
        return code or next((self._formats[name] for name in classes if name in self._formats), "")

    def _end_cell(self) -> int:
        """Put the cell that is open in its place, if there is one. Returns its column."""
        if not self._tables:
            return 0
        table = self._tables[-1]
        cell, table.cell = table.cell, None
        if cell is None or cell.hidden or self.full:
            return table.column
        text = _text_of(cell.words) if cell.words else ""
        column = table.column
        while table.reach.get(column, 0) and not cell.rest:
            column += 1
        # After a table inside it a row goes on only when something more stands in it.
        if text or (table.top is not None and not cell.rest):
            self._place(table, column, text, cell)
        table.column = column + cell.across
        return column

    def _place(self, table: _Table, column: int, text: str, cell: _Cell) -> None:
        if column >= self._widest:
            self._widest = column + 1
        if column >= self._most_columns:
            self._cells += 1
            self.full = self.full or self._cells > self._most_cells
            return
        if table.top is None:
            self._open_row(table, bool(self._unseen))
        row = len(self.found.rows) - 1
        line = self.found.rows[row]
        across = min(cell.across, self._most_columns - column)
        self._cells += column + 1 - len(line) + (across if cell.down > 1 else 0)
        if self._cells > self._most_cells:
            self.full = True
            if row:
                self.found.rows.pop()
                self.found.rows_left_out += 1
            return
        line.extend([""] * (column + 1 - len(line)))
        line[column] = text
        if cell.formula.startswith("="):
            self.found.formulas[row, column] = cell.formula
        if cell.stored:
            line[column] = self._chosen(text, cell)
            if not cell.fixed:
                self.found.bare.add((row, column))
        if cell.down > 1:
            table.reach.update(dict.fromkeys(range(column, column + across), cell.down))
        if cell.down > 1 or across > 1:
            table.merged.append((row, column, row + cell.down - 1, column + across - 1))

    def _break(self, line: bool = False) -> None:
        """The next word stands on a new line. line: also where nothing stands on the line before."""
        if not self._tables:
            self._end_line()
        cell = self._tables[-1].cell if self._tables else None
        if cell is None or len(self._unseen) > cell.within:
            return
        if line:
            cell.words.append("\n")
        elif cell.words:
            cell.broken = True

    def _chosen(self, shown: str, cell: _Cell) -> str:
        """The text of a cell, or the number that its program stores; see the top of this file."""
        stored = stored_number(cell.stored) if cell.stored != shown else None
        if stored is None:
            return shown
        if shown and not shown.strip("#"):
            return f"{stored:f}"
        number = parse_number(shown)
        if number is None or number == stored:
            return shown
        if cell.fixed:
            self.found.shortened += 1
            return shown
        return f"{stored:f}"

    def _read_style(self, sheet: str) -> None:
        for rule in sheet.split("}"):
            names, _brace, said = rule.rpartition("{")
            code = _format_in(said)
            if code:
                self._formats.update(dict.fromkeys(_CLASS.findall(names), code))


def _text_of(words: list[str]) -> str:
    """The shown text of a cell. Spaces that do not break are kept at its ends: they indent."""
    text = "".join(words)
    if "\n" in text:
        text = "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")
    text = text.strip(" ").replace("\u00a0", " ")
    return "" if text.isspace() else text


def _format_in(style: str) -> str:
    found = _FORMAT.search(style)
    return next((part for part in found.groups() if part), "").strip() if found else ""


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
    if len(number.as_tuple().digits) > SIGNIFICANT_DIGITS:
        number = number.normalize(Context(prec=SIGNIFICANT_DIGITS))
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    return number


def _span(text: str | None, most: int) -> int:
    """How many rows or columns a cell takes; a number of any length is no more than the most."""
    if not text or not text.isascii() or not text.strip().isdigit():
        return 1
    digits = text.strip().lstrip("0")
    return most if len(digits) > 6 else min(int(digits or "1"), most)
