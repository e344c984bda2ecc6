"""Spreadsheets made in code, as people send them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import openpyxl.utils

from ecdesk.domain.figures.readings import FileReading, Reading
from ecdesk.excel.reading import ReadingContext, read_file


def workbook(
    path: Path,
    sheets: dict[str, Sequence[Sequence[Any]]],
    *,
    merged: dict[str, Iterable[str]] | None = None,
    formats: dict[str, dict[str, str]] | None = None,
    hidden: Iterable[str] = (),
) -> Path:
    """An .xlsx with these rows; None leaves a cell empty."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    sheet.cell(row, column, value)
        for area in (merged or {}).get(title, ()):
            sheet.merge_cells(area)
        for cell, code in (formats or {}).get(title, {}).items():
            sheet[cell].number_format = code
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def found(reading: FileReading) -> dict[tuple[str, str, str, str], tuple[str, str]]:
    """Region, indicator, period and measure to value and unit."""
    return {
        (one.region, one.indicator, one.period, one.measure): (f"{one.amount.value:f}", one.amount.unit.symbol)
        for one in reading.readings
    }


def by_cell(reading: FileReading) -> dict[str, Reading]:
    return {one.cell: one for one in reading.readings}


def read_rows(folder: Path, rows: Sequence[Sequence[Any]], name: str = "陕西省.xlsx", **options: Any) -> FileReading:
    """The reading of one sheet with these rows."""
    return read_file(workbook(folder / name, {"Sheet1": rows}, **options), ReadingContext())


def as_csv(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "gb18030", separator: str = ",") -> Path:
    """The rows as text with separators."""
    lines = []
    for row in rows:
        fields = ["" if value is None else str(value) for value in row]
        lines.append(separator.join(f'"{field}"' if separator in field or "\n" in field else field for field in fields))
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def spans(merged: Iterable[str]) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Of merged ranges: height and width by first cell, and the cells that they cover."""
    starts, covered = {}, set()
    for area in merged:
        left, top, right, bottom = openpyxl.utils.range_boundaries(area)
        starts[top, left] = bottom - top + 1, right - left + 1
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)} - {(top, left)}
    return starts, covered


def as_html(path: Path, rows: Sequence[Sequence[Any]], merged: Iterable[str] = (), formats: dict[str, str] | None = None) -> Path:
    """The rows as a web page, in the encoding and with the formats that old programs write."""
    starts, covered = spans(merged)
    lines = ['<html><head><meta charset="gb2312"><style>td {mso-number-format:General}</style></head><body><table>']
    for row, values in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(values, 1):
            if (row, column) in covered:
                continue
            down, across = starts.get((row, column), (1, 1))
            code = (formats or {}).get(f"{openpyxl.utils.get_column_letter(column)}{row}", "")
            shown = (
                f"{value * 100:.1f}%" if code.endswith("%") and isinstance(value, float) else "" if value is None else str(value)
            )
            indent = len(shown) - len(shown.lstrip(" "))
            shown = "&nbsp;" * indent + shown.lstrip(" ").replace("<", "&lt;")
            cells.append(f"<td rowspan={down} colspan='{across}'>{shown}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    path.write_bytes("".join([*lines, "</table></body></html>"]).encode("gb18030"))
    return path


def as_xml_2003(
    path: Path, rows: Sequence[Sequence[Any]], merged: Iterable[str] = (), formats: dict[str, str] | None = None
) -> Path:
    """The rows in the XML of 2003."""
    starts, covered = spans(merged)
    codes = sorted(set((formats or {}).values()))
    lines = [
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"',
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>',
        *(f'<Style ss:ID="s{index}"><NumberFormat ss:Format="{code}"/></Style>' for index, code in enumerate(codes)),
        '</Styles><Worksheet ss:Name="Sheet1"><Table>',
    ]
    for row, values in enumerate(rows, 1):
        lines.append(f'<Row ss:Index="{row}">')
        for column, value in enumerate(values, 1):
            if value is None or (row, column) in covered:
                continue
            down, across = starts.get((row, column), (1, 1))
            code = (formats or {}).get(f"{openpyxl.utils.get_column_letter(column)}{row}")
            style = f' ss:StyleID="s{codes.index(code)}"' if code else ""
            kind = "Number" if isinstance(value, int | float) else "String"
            lines.append(
                f'<Cell ss:Index="{column}" ss:MergeDown="{down - 1}" ss:MergeAcross="{across - 1}"{style}>'
                f'<Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'
            )
        lines.append("</Row>")
    path.write_text("".join([*lines, "</Table></Worksheet></Workbook>"]), encoding="utf-8")
    return path
