"""How much a table from outside may ask for beyond what the door lets in, and the sentences that refuse it."""

from __future__ import annotations

from dataclasses import dataclass

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door

CELLS = 4_000_000
"""In the rectangles from the first to the last filled cell of each sheet, over all sheets."""
FILLED = 600_000
"""Cells with something in them, over all sheets."""
ROWS = 1_048_576
"""Of a sheet; and of all sheets together where empty rows take room."""
COLUMNS = 16_384
SHEETS = 300
MERGED = 100_000
"""Merged ranges, over all sheets."""
STYLES = 65_536
"""Cell styles and number formats of a workbook; spreadsheet programs know as many."""
FORMULA_TEXT = 4_000_000
"""Characters that are written out for cells that share a formula, over all sheets."""
FORMULA_LENGTH = 8_192
"""Of one formula, as in spreadsheet programs."""
TEXT_LENGTH = 4_000
"""Of one cell; a longer text is cut off, it is no figure and no heading."""


def too_wide(name: str, sheet: str) -> UserError:
    return UserError("“{file}”的工作表“{sheet}”里有内容的范围过大，请删去远处多余的单元格后再试。", file=name, sheet=sheet)


def tangled(name: str) -> UserError:
    return UserError("“{file}”的网页写法杂乱，嵌套过多，无法完整读取；请用电子表格程序打开，另存为 .xlsx 后再试。", file=name)


@dataclass
class Room:
    """What the sheets of one file have taken so far. rows and cells: of the rectangles that are made room for, blanks included; texts:
    characters of all cells; formulas: characters that are written out for formulas that are shared."""

    name: str
    rows: int = 0
    cells: int = 0
    filled: int = 0
    merged: int = 0
    texts: int = 0
    formulas: int = 0

    def take(self, sheet: str, rows: int = 0, cells: int = 0, filled: int = 0, merged: int = 0) -> None:
        """Raises UserError when a sheet takes more than is left for it."""
        self.rows += rows
        self.cells += cells
        self.filled += filled
        self.merged += merged
        if self.rows > ROWS or self.cells > CELLS or self.filled > FILLED or self.merged > MERGED:
            raise too_wide(self.name, sheet)

    def take_text(self, texts: int = 0, formulas: int = 0) -> None:
        """Raises UserError when there is more text than a file may have."""
        self.texts += texts
        self.formulas += formulas
        if self.texts > door.TEXT_BYTES or self.formulas > FORMULA_TEXT:
            raise door.too_large(self.name)
