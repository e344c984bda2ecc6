"""How much in a workbook is looked at for tables, and the sentences that refuse more."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.excel.formats.grid import Workbook
from ecdesk.excel.reading.tables.figures import is_plain_figure
from ecdesk.excel.reading.texts.ledger import LONGEST_TEXT

TABLE_ROWS = 60_000
"""Rows with something in them that are looked at for tables, over all sheets; no submission comes near."""
FIGURES = 200_000
"""In what is looked at for tables; an answer of the reading process has room for hardly more."""
TEXTS = 200_000
"""Cells with a text that is no figure, in the same."""
NAMES = 12_000
"""Different texts that are no figures, in the same: of the rows of a yearbook, with every county of the country, there are some thousands; a list of
firms or of goods has up to ten thousand."""
LETTERS = 160_000
"""Characters of these, of each as many as are looked at for what it says: ten thousand names of firms."""
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


def too_many_rows(name: str) -> UserError:
    return UserError(
        "“{file}”里有内容的行超过 {most} 行，没有读入；请只留要报送的内容，或拆成几份后再试。", file=name, most=f"{TABLE_ROWS:,}"
    )


def too_many_figures(name: str) -> UserError:
    return UserError(
        "“{file}”里的数超过 {most} 个，没有读入；请只留要报送的内容，或拆成几份后再试。", file=name, most=f"{FIGURES:,}"
    )


def too_many_texts(name: str) -> UserError:
    return UserError(
        "“{file}”里写着文字的单元格超过 {most} 个，不像统计表，没有读入；请只留要报送的内容，或拆成几份后再试。",
        file=name,
        most=f"{TEXTS:,}",
    )


def too_many_names(name: str) -> UserError:
    return UserError(
        "“{file}”里不同的名称超过 {most} 个，或合计超过 {characters} 个字，不像统计表，没有读入；请只留要报送的内容，或拆成几份后再试。",
        file=name,
        most=f"{NAMES:,}",
        characters=f"{LETTERS:,}",
    )


def asking_too_much(workbook: Workbook) -> UserError | None:
    """Why there is more in the visible sheets than is looked at for tables; None where there is not."""
    rows = [row for sheet in workbook.sheets if not sheet.hidden for row in sheet.rows if row]
    if len(rows) > TABLE_ROWS:
        return too_many_rows(workbook.name)
    figures = texts = 0
    names: set[str] = set()
    for row in rows:
        named = [value for value in row if isinstance(value, str) and not is_plain_figure(value)]
        names.update(named)
        texts += len(named) - named.count("")
        figures += len(row) - len(named)
    if texts > TEXTS:
        return too_many_texts(workbook.name)
    if len(names) > NAMES or sum(min(len(name), LONGEST_TEXT) for name in names) > LETTERS:
        return too_many_names(workbook.name)
    return too_many_figures(workbook.name) if figures > FIGURES else None
