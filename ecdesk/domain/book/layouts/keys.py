"""An exhibit's cells: the key of a cell is the union of what the table, its row and its column fix."""

from __future__ import annotations

from collections.abc import Iterator

from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key, joined


def cell_key(exhibit: Exhibit, row: int, column: int) -> Key | None:
    """The key of a cell; None for a cell of a heading line, or one whose lines contradict each other."""
    at_row, at_column = exhibit.rows[row].at, exhibit.columns[column].at
    if not at_row or not at_column:
        return None
    try:
        return joined((exhibit.at, at_row, at_column))
    except UserError:
        return None


def cell_keys(exhibit: Exhibit) -> Iterator[tuple[int, int, Key]]:
    """(row, column, key) of every cell that can hold a figure, row by row."""
    for row in range(len(exhibit.rows)):
        for column in range(len(exhibit.columns)):
            key = cell_key(exhibit, row, column)
            if key is not None:
                yield row, column, key


def layout_faults(exhibit: Exhibit) -> list[UserError]:
    """What is wrong with a layout: lines that contradict each other, line ids that stand twice, cells that nothing names."""
    faults = []
    for lines in (exhibit.rows, exhibit.columns):
        seen: set[str] = set()
        for line in lines:
            if line.id in seen:
                faults.append(UserError("“{exhibit}”里有两行或两列的标识都是“{line}”。", exhibit=exhibit.number, line=line.id))
            seen.add(line.id)
    for row in exhibit.rows:
        for column in exhibit.columns:
            if not row.at or not column.at:
                continue
            try:
                key = joined((exhibit.at, row.at, column.at))
            except UserError as fault:
                faults.append(fault)
                continue
            if key is None:
                faults.append(
                    UserError(
                        "“{exhibit}”的“{row}”行“{column}”列没有说明指标、地区或时期，请补全行或列的定义。",
                        exhibit=exhibit.number,
                        row=row.label,
                        column=column.label,
                    )
                )
    return faults


def said_period(exhibit: Exhibit, row: int, column: int) -> str:
    """The code of a cell's period as its layout has it, "" for none: 2018C06 where a key would have the first half."""
    parts = (exhibit.rows[row].at, exhibit.columns[column].at, exhibit.at)
    return next((at["period"] for at in parts if at.get("period")), "")
