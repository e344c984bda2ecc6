"""Rectangles of cells on the clipboard: as text and as an HTML table, as Excel, LibreOffice and WPS put them there, and in the program's
own form. No Qt in here.

Nothing from outside is believed: the text is bounded before it is read, an HTML table is read only as far as it is wanted, and text
that is not text is refused.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.door import from_json
from ecdesk.domain.files.outgoing import guarded, unguarded, writable
from ecdesk.session.tables.clipboard_tables import read_tables

MOST_CHARACTERS = 64_000_000
"""A longer text on the clipboard is refused."""
MOST_HTML = 24_000_000
"""A longer HTML is left aside; the plain text beside it is read instead."""
MOST_OWN_BYTES = 32_000_000
"""A longer own form is left aside."""
MOST_CELLS = 500_000
"""Cells of a block that are read; what is beyond is left out and counted."""
MOST_COLUMNS = 2_000
"""Cells of a row that are read; what is beyond is left out and counted."""
LONGEST_CELL = 32_767
"""Characters, as in Excel."""
MOST_FALSE_QUOTES = 1_000
"""Quotation marks that open no cell; after so many none is looked at any more, because each may cost reading to the end."""
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")


@dataclass(frozen=True)
class Clip:
    """A block from the clipboard. rows: of equal length. left_out: rows that were there and were not read. shortened: cells whose
    program stores more digits than it shows. bare: numbers (row, column) in no format of their own, whose zeros at the end are gone.
    columns_left_out: cells of the longest row that were not read. formulas: of cells by their numbers, as the other program has them."""

    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0
    shortened: int = 0
    bare: frozenset[tuple[int, int]] = frozenset()
    columns_left_out: int = 0
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def transposed(self) -> Clip:
        """The same with rows for columns."""
        formulas = {(column, row): formula for (row, column), formula in self.formulas.items()}
        bare = frozenset((column, row) for row, column in self.bare)
        return replace(self, rows=tuple(zip(*self.rows, strict=True)), bare=bare, formulas=formulas)


@dataclass(frozen=True)
class CopiedCell:
    """A cell to be copied. figure: whether the text is a plain number, which other programs may calculate with. exact: with all its digits, where
    the text shows fewer, as it is printed."""

    text: str
    figure: bool
    exact: str = ""

    @property
    def value(self) -> str:
        return self.exact or self.text


def write_text(rows: Sequence[Sequence[CopiedCell]]) -> str:
    """Rows as tab-separated text; cells with tabs, line breaks or quotes are quoted, and no text can be taken for a formula."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def write_commas(rows: Sequence[Sequence[CopiedCell]]) -> str:
    """Rows as text separated by commas (CSV), for programs that know neither of the others' forms; guarded as `write_text`."""
    return "".join(",".join(_quoted(cell, '",\r\n') for cell in row) + "\r\n" for row in rows)


def _quoted(cell: CopiedCell, signs: str = '\t\r\n"') -> str:
    text = cell.text if cell.figure else guarded(cell.text)
    if any(sign in text for sign in signs):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_html(rows: Sequence[Sequence[CopiedCell]]) -> str:
    """Rows as an HTML table with number formats that show the digits that are printed and keep texts texts, for Excel (x:num, mso-number-format) and
    LibreOffice (sdval, sdnum). The fragment is the table alone: Windows hands on what stands between its two marks."""
    lines = ["".join(_html_cell(cell) for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<head><meta charset="utf-8"><meta name="generator" content="ecdesk"></head>'
        f"<body><!--StartFragment--><table>\n{body}</table><!--EndFragment--></body></html>"
    )


def _html_cell(cell: CopiedCell) -> str:
    if not cell.text:
        return "<td></td>"
    if not cell.figure:
        # LibreOffice begins a new cell with each line, and forgets for it that it is a text.
        first, *rest = writable(cell.text).split("\n")
        shown = "<br>".join(html.escape(line) for line in (first, *map(guarded, rest)))
        return f'<td x:str sdnum="1033;0;@" style=\'mso-number-format:"\\@"\'>{shown}</td>'
    shown = html.escape(cell.text)
    places = len(cell.text.partition(".")[2])
    code = "0." + "0" * places if places else "0"
    style = f'mso-number-format:"{code.replace(".", chr(92) + ".")}"'
    value = html.escape(cell.value)
    return f'<td align="right" sdval="{value}" sdnum="1033;0;{code}" x:num="{value}" style=\'{style}\'>{shown}</td>'


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
    strange = len(_STRANGE.findall(head))
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
            row.append(unguarded(quoted))
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


def _even(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of equal length, no more of them than make `MOST_CELLS` together."""
    width = max(map(len, rows), default=0)
    kept = rows[: max(1, MOST_CELLS // max(1, width))]
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in kept)


def read_html(source: str, most_rows: int = MOST_CELLS) -> Clip | None:
    """A block from the tables of an HTML text; None when there is none that can be read whole, and the plain text should be tried."""
    if len(source) > MOST_HTML or "\x00" in source[:4096].removesuffix("\x00"):
        return None
    found = read_tables(source, most_rows, MOST_COLUMNS, MOST_CELLS)
    if found.tangled or not found.rows:
        return None
    even = _even(found.rows)
    left_out = found.rows_left_out + len(found.rows) - len(even)
    return Clip(even, left_out, found.shortened, frozenset(found.bare), found.columns_left_out, found.formulas)


@dataclass(frozen=True)
class OwnCells:
    """What this program puts on the clipboard for itself.

    session: of which run. exhibit: the table that it comes from. cut: (printed row, column) of the cells that are emptied when it is
    pasted. rows: what each cell would be typed as, and the symbol of its unit; of equal length, at least one.
    """

    session: str
    exhibit: str
    cut: Sequence[tuple[int, int]]
    rows: Sequence[Sequence[tuple[str, str]]]

    def transposed(self) -> OwnCells:
        """The same with rows for columns."""
        return replace(self, rows=list(zip(*self.rows, strict=True)))


def write_own(own: OwnCells) -> bytes:
    return json.dumps(vars(own), ensure_ascii=False).encode()


def read_own(raw: bytes) -> OwnCells | None:
    """What `write_own` made; None for anything that is not exactly that, because others can put what they like on the clipboard."""
    try:
        found = from_json(raw[: MOST_OWN_BYTES + 1].decode(), MOST_OWN_BYTES)
        session, exhibit = found["session"], found["exhibit"]
        cut, rows = _pairs(found["cut"], int), [_pairs(row, str) for row in found["rows"]]
    except (ValueError, KeyError, TypeError):
        return None
    sound = isinstance(session, str) and isinstance(exhibit, str) and all(min(place) >= 0 for place in cut)
    even = bool(rows and rows[0]) and all(len(one) == len(other) for one, other in pairwise(rows))
    return OwnCells(session, exhibit, cut, rows) if sound and even else None


def _pairs(found: Any, kind: type) -> list[tuple[Any, Any]]:
    """A list of pairs of one kind of value; raises TypeError or ValueError for what is none."""
    pairs = [(one, other) for one, other in found]
    if not all(isinstance(part, kind) for pair in pairs for part in pair):
        raise TypeError
    return pairs
