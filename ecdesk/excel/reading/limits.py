"""How much a file from outside may ask for, and the sentences that refuse it."""

from __future__ import annotations

from ecdesk.domain.errors import UserError

FILE_BYTES = 64 * 2**20
PART_BYTES = 64 * 2**20
TOTAL_BYTES = 96 * 2**20
"""Of all parts of a packed file that are read, unpacked."""
TEXT_BYTES = 24 * 2**20
"""Of files that are text themselves (CSV, web page, XML)."""
CELLS = 4_000_000
"""In the rectangle from the first to the last filled cell of a sheet."""
FILLED = 600_000
"""Cells with something in them, over all sheets."""
ROWS = 1_048_576
COLUMNS = 16_384
SHEETS = 300
TEXT_LENGTH = 4_000
"""Of one cell; a longer text is cut off, it is no figure and no heading."""
TABLE_ROWS = 60_000
"""Rows with something in them that are looked at for tables, over all sheets; no submission comes near."""


def damaged(name: str) -> UserError:
    return UserError("“{file}”已损坏或不完整，读不出内容；请让填报单位重新发送。", file=name)


def too_large(name: str) -> UserError:
    return UserError("“{file}”过大，超出可以读取的范围；请删去多余的内容后再试。", file=name)


def too_wide(name: str, sheet: str) -> UserError:
    return UserError("“{file}”的工作表“{sheet}”里有内容的范围过大，请删去远处多余的单元格后再试。", file=name, sheet=sheet)


def tangled(name: str) -> UserError:
    return UserError("“{file}”的网页写法杂乱，嵌套过多，无法完整读取；请用电子表格程序打开，另存为 .xlsx 后再试。", file=name)


def encrypted(name: str) -> UserError:
    return UserError("“{file}”设了密码，读不了；请让填报单位去掉密码后重新发送。", file=name)


def empty(name: str) -> UserError:
    return UserError("“{file}”里没有内容，没有可读的数据；请核对发来的是不是这个文件。", file=name)


def not_a_spreadsheet(name: str, kind: str = "") -> UserError:
    if kind:
        return UserError("“{file}”不是电子表格，而是{kind}；请让填报单位发送电子表格。", file=name, kind=kind)
    return UserError("“{file}”不是电子表格；请让填报单位发送电子表格。", file=name)


def has_declarations(name: str) -> UserError:
    return UserError("“{file}”里带有电子表格不该有的外部声明，为安全起见没有读取；请让填报单位另存后重新发送。", file=name)
