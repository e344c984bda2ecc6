"""Workbooks of OpenDocument (.ods), read from their XML: values with their formats, formulas, merged and hidden cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ecdesk.domain.files import door
from ecdesk.domain.files.markup import Attributes, Budget, walk
from ecdesk.domain.files.packed import Parts
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.grid import Range, Sheet
from ecdesk.excel.formats.raised import raised


def read_odf(data: bytes, name: str) -> list[Sheet]:
    """Every sheet. Raises UserError for what cannot or must not be read."""
    parts = Parts(data, name)
    manifest = parts.get("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise door.encrypted(name)
    content = parts.get("content.xml")
    if content is None:
        raise door.damaged(name)
    if len(content) > door.TEXT_BYTES:
        raise door.too_large(name)
    reader = _Content(name)
    budget = Budget(name)
    styles = parts.get("styles.xml")
    if styles is not None and len(styles) <= door.TEXT_BYTES:
        # Number formats stand here or beside the cells.
        walk(styles, budget, reader.start, reader.end, reader.text)
        reader.sheets.clear()
    walk(content, budget, reader.start, reader.end, reader.text)
    return reader.sheets


_THOUSANDS = {"1000": ",", "1000000": ",,", "1000000000": ",,,"}
"""The commas that end a format code, by the factor that what is shown is divided by."""


class _Content:
    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets: list[Sheet] = []
        self._hidden_styles: set[str] = set()
        self._raised_styles: set[str] = set()
        self._spans: list[bool] = []
        self._raised_spans = 0
        self._room = limits.Room(name)
        self._hidden_rows: set[int] = set()
        self._hidden_columns = bytearray()
        self._codes: dict[str, str] = {}
        self._styles: dict[str, str] = {}
        self._style = ""
        self._data_style: list[str] = []
        self._merged: list[Range] = []
        self._row: list[Any] = []
        self._row_repeat = 1
        self._blank_cells = self._blank_rows = 0
        self._row_hidden = False
        self._row_formats: dict[int, str] = {}
        self._row_formulas: dict[int, str] = {}
        self._column_styles: list[str] = []
        self._column_ends: list[int] = []
        self._reached = 0
        self._cell: Attributes | None = None
        self._paragraphs: list[str] = []
        self._depth = 0
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "number-style": self._start_format,
            "percentage-style": self._start_percentage,
            "currency-style": self._start_format,
            "date-style": self._start_format,
            "number": self._number,
            "style": self._start_style,
            "table-properties": self._table_properties,
            "text-properties": self._text_properties,
            "span": self._start_span,
            "table": self._start_table,
            "table-column": self._columns,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
            "annotation": self._start_annotation,
            "p": self._start_paragraph,
            "s": self._spaces,
        }

    def start(self, tag: str, attributes: Attributes) -> None:
        read = self._starts.get(tag)
        if read is not None:
            read(attributes)

    def _start_format(self, attributes: Attributes) -> None:
        self._data_style = [attributes.get("name", ""), ""]

    def _start_percentage(self, attributes: Attributes) -> None:
        self._data_style = [attributes.get("name", ""), "%"]

    def _number(self, attributes: Attributes) -> None:
        places = attributes.get("decimal-places")
        if self._data_style and places is not None:
            count = min(int(places), 20) if places.isdigit() and len(places) < 4 else 0
            thousands = _THOUSANDS.get(attributes.get("display-factor", ""), "")
            self._data_style.append(("0." + "0" * count if count else "0") + thousands)

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("name", "")
        self._styles[self._style] = attributes.get("data-style-name", "")

    def _table_properties(self, attributes: Attributes) -> None:
        if attributes.get("display") == "false":
            self._hidden_styles.add(self._style)

    def _text_properties(self, attributes: Attributes) -> None:
        if re.match(r"super|0*[1-9]", attributes.get("text-position", "").strip()):
            self._raised_styles.add(self._style)

    def _start_span(self, attributes: Attributes) -> None:
        self._spans.append(attributes.get("style-name", "") in self._raised_styles)
        self._raised_spans += self._spans[-1]

    def _start_table(self, attributes: Attributes) -> None:
        if self._depth:
            return
        if len(self.sheets) >= limits.SHEETS:
            raise door.too_large(self.name)
        hidden = attributes.get("style-name", "") in self._hidden_styles
        self.sheets.append(Sheet(attributes.get("name", ""), [], hidden))
        self._merged = []
        self._blank_rows = 0
        self._column_styles, self._column_ends, self._reached = [], [], 0
        self._hidden_rows, self._hidden_columns = set(), bytearray(limits.COLUMNS)

    def _columns(self, attributes: Attributes) -> None:
        start = self._reached
        reached = min(start + _repeat(attributes, "number-columns-repeated"), limits.COLUMNS)
        if self.sheets and reached > start:
            self._reached = reached
            self._column_styles.append(attributes.get("default-cell-style-name", ""))
            self._column_ends.append(reached)
            if attributes.get("visibility", "visible") != "visible":
                self._hidden_columns[start:reached] = b"\x01" * (reached - start)

    def _start_row(self, attributes: Attributes) -> None:
        self._row, self._row_formats, self._row_formulas = [], {}, {}
        self._blank_cells = 0
        self._row_repeat = _repeat(attributes, "number-rows-repeated")
        self._row_hidden = attributes.get("visibility", "visible") != "visible"

    def _start_cell(self, attributes: Attributes) -> None:
        if self.sheets:
            self._cell, self._paragraphs = attributes, []

    def _start_annotation(self, _attributes: Attributes) -> None:
        self._depth += 1

    def _start_paragraph(self, _attributes: Attributes) -> None:
        if self._cell is not None and not self._depth:
            self._paragraphs.append("")

    def _spaces(self, attributes: Attributes) -> None:
        if self._paragraphs and not self._depth and len(self._paragraphs[-1]) < limits.TEXT_LENGTH:
            self._paragraphs[-1] += " " * min(_repeat(attributes, "c"), 64)

    def text(self, data: str) -> None:
        if self._paragraphs and self._cell is not None and not self._depth:
            if len(self._paragraphs[-1]) < limits.TEXT_LENGTH:
                self._paragraphs[-1] += raised(data) if self._raised_spans else data
        elif 2 <= len(self._data_style) < 9 and "%" not in self._data_style[1]:
            literal = data.strip()
            if literal and len(literal) < 8:
                self._data_style.append(f'"{literal}"')

    def end(self, tag: str) -> None:
        if tag in ("number-style", "percentage-style", "currency-style", "date-style") and self._data_style:
            style_name, percent, *pieces = self._data_style
            self._codes[style_name] = _code_of(pieces, percent)
            self._data_style = []
        elif tag == "annotation":
            self._depth -= 1
        elif tag == "span" and self._spans:
            self._raised_spans -= self._spans.pop()
        elif tag in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._finish_cell(self._cell)
            self._cell = None
        elif tag == "table-row" and self.sheets:
            self._finish_row()
        elif tag == "table" and self.sheets and not self._depth:
            sheet = self.sheets[-1]
            while sheet.rows and not sheet.rows[-1]:
                sheet.rows.pop()
            sheet.merged = tuple(self._merged)
            sheet.hidden_rows = frozenset(self._hidden_rows)
            sheet.hidden_columns = frozenset(index for index, hidden in enumerate(self._hidden_columns) if hidden)

    def _finish_cell(self, attributes: Attributes) -> None:
        repeat = _repeat(attributes, "number-columns-repeated")
        value = self._value(attributes)
        column = len(self._row) + self._blank_cells
        if column + (repeat if value != "" else 0) > limits.COLUMNS:
            raise limits.too_wide(self.name, self.sheets[-1].name)
        repeat = min(repeat, limits.COLUMNS - column)
        if value != "":
            code = self._code(attributes, column)
            formula = _formula(attributes)
            self._room.take_text(formulas=len(formula) * (repeat - 1))
            for index in range(column, column + repeat):
                if code:
                    self._row_formats[index] = code
                if formula:
                    self._row_formulas[index] = formula
        elif attributes.get("formula"):
            self._row_formulas[column] = _formula(attributes)
        down, across = _repeat(attributes, "number-rows-spanned"), _repeat(attributes, "number-columns-spanned")
        if down > 1 or across > 1:
            row = len(self.sheets[-1].rows) + self._blank_rows
            self._room.take(self.sheets[-1].name, merged=1)
            self._merged.append((row, column, row + min(down, limits.ROWS) - 1, column + min(across, limits.COLUMNS) - 1))
        if value == "":
            # Blanks take room only when something follows them.
            self._blank_cells += repeat
        else:
            self._room.take(self.sheets[-1].name, filled=repeat, cells=self._blank_cells + repeat)
            self._row.extend([""] * self._blank_cells)
            self._row.extend([value] * repeat)
            self._blank_cells = 0

    def _value(self, attributes: Attributes) -> Any:
        kind = attributes.get("value-type", "")
        if kind in ("float", "percentage", "currency"):
            try:
                number = Decimal(attributes.get("value", "")[:64])
                return float(number) if abs(number.adjusted()) < 300 else ""
            except InvalidOperation:
                pass
        if kind == "date":
            return attributes.get("date-value", "")[:40].removesuffix("T00:00:00")
        text = "\n".join(self._paragraphs)
        return text if text.strip() else ""

    def _code(self, attributes: Attributes, column: int) -> str:
        style = attributes.get("style-name", "")
        if not style and column < self._reached:
            style = self._column_styles[bisect_right(self._column_ends, column)]
        code = self._codes.get(self._styles.get(style, ""), "")
        if attributes.get("value-type") == "percentage" and "%" not in code:
            code = "0.##########%"
        return code

    def _finish_row(self) -> None:
        sheet = self.sheets[-1]
        row = self._row
        repeat = self._row_repeat
        if not row and not self._row_formulas:
            self._blank_rows += repeat
            return
        start = len(sheet.rows) + self._blank_rows
        more = len(row) * (repeat - 1) + len(self._row_formulas) * repeat
        self._room.take(sheet.name, rows=self._blank_rows + repeat, filled=more, cells=more)
        self._room.take_text(formulas=sum(map(len, self._row_formulas.values())) * (repeat - 1))
        sheet.rows.extend([] for _ in range(self._blank_rows))
        self._blank_rows = 0
        for index in range(repeat):
            sheet.rows.append(list(row) if index else row)
            for column, code in self._row_formats.items():
                sheet.formats[start + index, column] = code
            for column, formula in self._row_formulas.items():
                sheet.formulas[start + index, column] = formula
            if self._row_hidden:
                self._hidden_rows.add(start + index)


def _formula(attributes: Attributes) -> str:
    """The formula of a cell, which all that repeat it share; of one that no program writes its beginning."""
    return attributes.get("formula", "").removeprefix("of:")[: limits.FORMULA_LENGTH]


def _repeat(attributes: Attributes, key: str) -> int:
    text = attributes.get(key, "1")
    return max(1, min(int(text), 2_000_000)) if text.isdigit() and len(text) < 9 else 1


def _code_of(pieces: Sequence[str], percent: str) -> str:
    """The format code of a style by the parts that were kept of it; words without a number are those of a date."""
    if all(piece.startswith('"') for piece in pieces):
        return "0.##########%" if percent else ""
    return "".join(pieces[:3]) + percent
