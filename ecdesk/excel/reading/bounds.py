"""How much in a workbook is looked at for tables, and the sentences that refuse more."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.excel.formats.grid import Workbook
from ecdesk.excel.reading.tables.figures import is_plain_figure
from ecdesk.excel.reading.texts.accounts import LONGEST_TEXT

WORK = 132_000
"""What all that is looked at for tables may ask for. A figure asks for one; so does a text that is none. A row and a name ask for more, see below."""
OF_A_ROW = 2
OF_A_NAME = 7
"""A text is looked through for all that it says where it stands first."""
LETTERS_OF_ONE = 8
"""So many characters of a name, of each as many as are looked at for what it says, ask for one more."""
LINES = 100_000
"""Lines over earlier tables of a sheet, counted for each table that they may be about: a hundred tables below each other with twenty each."""
BESIDE = 2_000
"""Lines over and under the tables of a sheet."""
LETTERS_BESIDE = 40_000
"""Characters of these; the explanations of a whole chapter come to some thousands."""
HELD = 1_500_000
"""Lines of a table times the different things that its figures say: each line is held against each of them."""


def count_lines(name: str, sheet: str, lines: Iterable[int]) -> None:
    """Refuse a sheet with so many tables below each other that each would be read with thousands of lines."""
    if sum(lines) > LINES:
        raise UserError("“{file}”的工作表“{sheet}”里上下排列的表过多，没有读入；请拆成几个工作表后再试。", file=name, sheet=sheet)


def count_beside(name: str, sheet: str, lines: Collection[str]) -> None:
    """Refuse a sheet with more text over and under its tables than stands there: each line is taken apart for what it says of them."""
    if len(lines) > BESIDE or sum(map(len, lines)) > LETTERS_BESIDE:
        raise UserError(
            "“{file}”的工作表“{sheet}”里，表外的文字超过 {lines} 行或 {characters} 个字，没有读入；请只留标题、单位和必要的注后再试。",
            file=name,
            sheet=sheet,
            lines=f"{BESIDE:,}",
            characters=f"{LETTERS_BESIDE:,}",
        )


def count_held(name: str, sheet: str, lines: int, said: int) -> None:
    """Refuse a table with so many lines over so many different figures that to hold each against each would take long."""
    if lines * said > HELD:
        raise UserError(
            "“{file}”的工作表“{sheet}”里的表太大，表外的文字又多达 {lines} 行，没有读入；请只留标题、单位和必要的注，或拆成几份后再试。",
            file=name,
            sheet=sheet,
            lines=lines,
        )


def count_tables(name: str, tables: int) -> None:
    """Refuse a file with more tables than a whole report has."""
    if tables > door.TABLES:
        raise door.too_many_tables(name)


def asking_too_much(workbook: Workbook) -> UserError | None:
    """Why there is more in the visible sheets than is looked at for tables; None where there is not. Twenty figures of each of thirty years and of
    every province are looked at in whatever form they stand, and so are lists of ten thousand firms."""
    rows = [row for sheet in workbook.sheets if not sheet.hidden for row in sheet.rows if row]
    figures = texts = 0
    names: set[str] = set()
    for row in rows:
        named = [value for value in row if isinstance(value, str) and not is_plain_figure(value)]
        names.update(named)
        texts += len(named) - named.count("")
        figures += len(row) - len(named)
    letters = sum(min(len(name), LONGEST_TEXT) for name in names)
    if figures + texts + OF_A_ROW * len(rows) + OF_A_NAME * len(names) + letters // LETTERS_OF_ONE <= WORK:
        return None
    return UserError(
        "“{file}”里的内容过多（{rows} 行、{figures} 个数、{names} 个不同的名称），没有读入；请只留要报送的内容，或拆成几份后再试。",
        file=workbook.name,
        rows=f"{len(rows):,}",
        figures=f"{figures:,}",
        names=f"{len(names):,}",
    )
