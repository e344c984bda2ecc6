"""Values of binary and packed workbooks through calamine, which knows the cell types of every format."""

from __future__ import annotations

import io
from typing import Any

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.grid import Range, Sheet


def read_sheets(source: io.BytesIO, name: str) -> list[Sheet]:
    """Every worksheet with its values, merged ranges and whether it is hidden.

    Raises UserError for damaged and locked files and for sheets beyond the limits.
    """
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_filelike(source) as workbook:
            found = list(workbook.sheets_metadata)
            if len(found) > limits.SHEETS:
                raise door.too_large(name)
            sheets = []
            filled = 0
            for index, data in enumerate(found):
                if data.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                hidden = data.visible != python_calamine.SheetVisibleEnum.Visible
                sheet = _read_sheet(workbook.get_sheet_by_index(index), data.name, hidden, name)
                filled += sum(len(row) for row in sheet.rows)
                if filled > limits.CELLS:
                    raise door.too_large(name)
                sheets.append(sheet)
            return sheets
    except UserError:
        raise
    except python_calamine.PasswordError:
        raise door.encrypted(name) from None
    except (python_calamine.CalamineError, ValueError, OSError, OverflowError):
        raise door.damaged(name) from None
    except BaseException as fault:
        # The library's own way of saying that a file made it stumble; everything else is a bug of ours.
        if type(fault).__name__ != "PanicException":
            raise
        raise door.damaged(name) from None


def _read_sheet(found: Any, title: str, hidden: bool, name: str) -> Sheet:
    height, width = (found.end[0] + 1, found.end[1] + 1) if found.end is not None else (0, 0)
    if height > limits.ROWS or width > limits.COLUMNS or found.height * found.width > limits.CELLS:
        raise limits.too_wide(name, title)
    rows = _rows_of(found)
    merged = tuple(_clipped(span, len(rows), width) for span in found.merged_cell_ranges or () if span[0][0] < len(rows))
    return Sheet(title, rows, hidden, merged=merged)


def _rows_of(found: Any) -> list[list[Any]]:
    """The rows of a sheet from its first one on, without blank cells at their ends and blank rows at its end."""
    if found.start is None:
        return []
    first_row, first_column = found.start
    rows: list[list[Any]] = [[] for _ in range(first_row)]
    padding = [""] * first_column
    for values in found.to_python(skip_empty_area=True):
        row = padding + values if padding else values
        while row and row[-1] == "":
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _clipped(span: tuple[tuple[int, int], tuple[int, int]], height: int, width: int) -> Range:
    (top, left), (bottom, right) = span
    return top, left, min(bottom, max(height - 1, top)), min(right, max(width - 1, left))
