"""Lists of texts (firms, events, policies) and tables that keep themselves sorted: made and changed, each verb one undoable step."""

from __future__ import annotations

import re
from dataclasses import replace

from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.records import Axis, Exhibit, Line, Sorting, TextKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import label_and_unit
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.refusals import check_entries, typed_name
from ecdesk.session.tables.structure import insert_lines

KIND_NAMES = {
    TextKind.TEXT: text("文字"),
    TextKind.DATE: text("日期"),
    TextKind.LINK: text("链接"),
    TextKind.FIGURE: text("金额或数"),
}
MOST_COLUMNS = 40
FIRST_ROWS = 5
"""Empty rows of a new list, to type into."""
_BETWEEN = re.compile(r"[、，,;；\t\n]")
_KIND = re.compile(r"(.{1,80}?)[（(]([^（）()]{1,20})[）)]")


def read_columns(words: str) -> tuple[Line, ...]:
    """The columns of a list as a person writes them: 企业名称、领域、金额（金额或数）、日期（日期）, or with a unit: 营业收入（亿元）.

    Raises UserError for none, too many, a name twice, and a bracket that is neither a kind nor a unit.
    """
    pieces = [piece.strip() for piece in _BETWEEN.split(words) if piece.strip()]
    columns = tuple(_column(piece) for piece in pieces)
    if not columns or len(columns) > MOST_COLUMNS:
        raise UserError("请写出各列的名称，用顿号隔开，1 到 {count} 列。", count=MOST_COLUMNS)
    names = [column.label for column in columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UserError("“{name}”写了两次，请去掉一处。", name=twice)
    return columns


def _column(words: str) -> Line:
    bracket = _KIND.fullmatch(words)
    if bracket is None:
        return Line(new_uid(), typed_name(words), kind=TextKind.TEXT)
    for kind, name in KIND_NAMES.items():
        if bracket[2].strip() in (name.template, str(name)):
            return Line(new_uid(), typed_name(bracket[1]), kind=kind)
    label, unit = label_and_unit(words)
    if unit is not None:
        return Line(new_uid(), typed_name(label), kind=TextKind.FIGURE, unit=unit.symbol)
    raise UserError(
        "没有看懂“{column}”括号里的字，请写{kinds}，或者一个单位。",
        column=words[:40],
        kinds="、".join(str(name) for name in KIND_NAMES.values()),
    )


def column_words(columns: tuple[Line, ...]) -> str:
    """The inverse of `read_columns`."""
    return "、".join(_words_of(column) for column in columns if column.kind is not None)


def _words_of(column: Line) -> str:
    if column.unit:
        return f"{column.label}（{column.unit}）"
    return column.label if column.kind in (None, TextKind.TEXT) else f"{column.label}（{KIND_NAMES[TextKind(column.kind)]}）"


def new_list(number: str, caption: str, columns: tuple[Line, ...], corner: str = "") -> Exhibit:
    """A list with a few empty entries, numbered; not in a book yet."""
    rows = tuple(Line(new_uid(), "") for _row in range(FIRST_ROWS))
    return Exhibit(new_uid(), number, caption, corner=corner, rows=rows, columns=columns, sorting=Sorting())


def insert_entries(desk: Desk, exhibit_id: str, at: int, count: int = 1) -> Exhibit:
    """Empty entries before a row. Raises UserError for more than a list can have."""
    check_entries(len(desk.book.exhibit(exhibit_id).rows) + count)
    return insert_lines(desk, exhibit_id, Axis.ROWS, at, [Line(new_uid(), "") for _row in range(count)])


def keep_sorted(desk: Desk, exhibit_id: str, sorting: Sorting | None) -> Exhibit:
    """Let the rows of a table sort and number themselves by a column, or leave them as they stand from now on.

    Raises UserError for a column that is not there, and for a number of places below 0.
    """
    exhibit = desk.book.exhibit(exhibit_id)
    if sorting is not None:
        if sorting.by and not any(column.id == sorting.by for column in exhibit.columns):
            raise ValueError(sorting.by)
        if sorting.top < 0:
            raise UserError("名次要写 0 以上的整数，0 是全部印出。")
    name = (
        text("{exhibit} 按列排序", exhibit=exhibit.number) if sorting else text("{exhibit} 不再自动排序", exhibit=exhibit.number)
    )
    with desk.edit(name) as edit:
        edit.put(replace(exhibit, sorting=sorting))
    return desk.book.exhibit(exhibit_id)


def hold(desk: Desk, exhibit_id: str, column_id: str, kind: TextKind) -> Exhibit:
    """Say what the texts of a column are; they stay as they were typed."""
    exhibit = desk.book.exhibit(exhibit_id)
    columns = tuple(replace(one, kind=kind) if one.id == column_id else one for one in exhibit.columns)
    with desk.edit(text("{exhibit} 改变列的内容", exhibit=exhibit.number)) as edit:
        edit.put(replace(exhibit, columns=columns))
    return desk.book.exhibit(exhibit_id)
