"""How much in a workbook is looked at for tables, and the sentences that refuse more."""

from __future__ import annotations

from collections.abc import Iterable

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.excel.formats.grid import Workbook
from ecdesk.excel.reading.tables.figures import is_plain_figure

TABLE_ROWS = 60_000
"""Rows with something in them that are looked at for tables, over all sheets; no submission comes near."""
FIGURES = 200_000
"""In what is looked at for tables; an answer of the reading process has room for hardly more."""
NAMES = 10_000
"""Different texts that are no figures, in the same: of the rows of a yearbook, with every county of the country, there are some thousands."""


LINES = 100_000
"""Lines over earlier tables of a sheet, counted for each table that they may be about: a hundred tables below each other with twenty each."""


class TooMuch(UserError):
    """There is more between the tables of a sheet than is looked at."""


def count_lines(name: str, sheet: str, lines: Iterable[int]) -> None:
    """Refuse a sheet with so many tables below each other that each would be read with thousands of lines."""
    if sum(lines) > LINES:
        raise TooMuch("“{file}”的工作表“{sheet}”里上下排列的表过多，没有读入；请拆成几个工作表后再试。", file=name, sheet=sheet)


def too_many_figures(name: str) -> UserError:
    return UserError(
        "“{file}”里的数超过 {most} 个，没有读入；请只留要报送的内容，或拆成几份后再试。", file=name, most=f"{FIGURES:,}"
    )


def too_many_names(name: str) -> UserError:
    return UserError(
        "“{file}”里不同的名称超过 {most} 个，不像统计表，没有读入；请只留要报送的内容，或拆成几份后再试。",
        file=name,
        most=f"{NAMES:,}",
    )


def asking_too_much(workbook: Workbook) -> UserError | None:
    """Why there is more in the visible sheets than is looked at for tables; None where there is not."""
    rows = [row for sheet in workbook.sheets if not sheet.hidden for row in sheet.rows if row]
    if len(rows) > TABLE_ROWS:
        return door.too_large(workbook.name)
    figures = 0
    names: set[str] = set()
    for row in rows:
        named = [value for value in row if isinstance(value, str) and not is_plain_figure(value)]
        names.update(named)
        figures += len(row) - len(named)
    if len(names) > NAMES:
        return too_many_names(workbook.name)
    return too_many_figures(workbook.name) if figures > FIGURES else None
