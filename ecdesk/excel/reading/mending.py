"""Texts that went through the wrong encoding once (ÍøÂçÁãÊÛ¶î, ç½‘ç»œ) put right, when what comes out is what such sheets say; and numbers that
are written as other things are."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby, islice, product
from typing import Any

from ecdesk.domain.wording.time.time_words import OLD_YEAR
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.tables.cell_kinds import FIGURE, PERIOD, TEXT, YEAR, value_kind, words_of
from ecdesk.excel.reading.texts.labels import LabelReader
from ecdesk.excel.reading.texts.words import words

SAMPLED_TEXTS = 400

_WAYS: tuple[Callable[[str], str], ...] = (
    lambda text: text.encode("latin-1").decode("gb18030"),
    lambda text: text.encode("cp1252").decode("gb18030"),
    lambda text: text.encode("latin-1").decode("utf-8"),
    lambda text: text.encode("cp1252").decode("utf-8"),
    lambda text: text.encode("gb18030").decode("utf-8"),
)
"""Each undoes one mistake: bytes of GB18030 or UTF-8 taken for Western letters, bytes of UTF-8 taken for GB18030."""


def mend(workbook: Workbook, labels: LabelReader) -> bool:
    """Put the workbook's texts right in place; whether there was anything to put right.

    A way counts only when known words (指标, 地区, names of areas) come out that were not there before.
    """
    texts = (value for sheet in workbook.sheets for row in sheet.rows[:200] for value in row if isinstance(value, str))
    sample = list(islice((value for value in texts if not value.isascii()), SAMPLED_TEXTS))
    if not sample or _known(sample, labels):
        return False
    way = next((way for way in _WAYS if _mends(way, sample, labels)), None)
    if way is None:
        return False
    for sheet in workbook.sheets:
        _rewrite(sheet, way)
    return True


def _rewrite(sheet: Sheet, way: Callable[[str], str]) -> None:
    sheet.name = _undone(sheet.name, way) or sheet.name
    for row in sheet.rows:
        for column, value in enumerate(row):
            if isinstance(value, str) and not value.isascii():
                row[column] = _undone(value, way) or value


def _mends(way: Callable[[str], str], sample: list[str], labels: LabelReader) -> bool:
    """Whether known words come out of most of some texts."""
    mended = [text for value in sample if (text := _undone(value, way)) is not None]
    return len(mended) >= max(2, len(sample) * 0.7) and _known(mended, labels)


_DOTTED = re.compile(r"((?:19|20)[0-9]{2})\.([0-9]{1,2})")
_LINES = 20
"""Months stand in one of the first rows or columns."""


def restore_months(sheet: Sheet) -> None:
    """Write the months of a row or column that go on by one each as texts: 2016.09, 2016.1 as 2016.09, 2016.10, which numbers cannot tell."""
    for line in _lines_of(sheet):
        for dotted, run in groupby(line, lambda at: _DOTTED.fullmatch(str(sheet.rows[at[0]][at[1]])) is not None):
            cells = list(run) if dotted else []
            months = _in_order([str(sheet.rows[row][column]) for row, column in cells]) if len(cells) > 2 else None
            for (row, column), month in zip(cells, months or (), strict=False):
                sheet.rows[row][column] = f"{month // 12}.{month % 12 + 1:02}"


def restore_years(sheet: Sheet) -> None:
    """Write heads such as 1936│1947│1949 as years where they stand in order behind a heading over labels: in numbers alone those of the first
    series look like figures."""
    for row in sheet.rows[:_LINES]:
        filled = [column for column, value in enumerate(row) if value not in ("", None)]
        head, *years = map(words_of, (row[column] for column in filled)) if filled else ("",)
        if words().role(head) in _OVER_LABELS and _are_years_in_order(years):
            for column, year in zip(filled[1:], years, strict=True):
                row[column] = f"{year}年"


_OVER_LABELS = ("indicator", "region", "period")


def _are_years_in_order(texts: list[str]) -> bool:
    """Whether texts are several years, up or down, of the first series among them."""
    if len(texts) < 2 or not any(map(OLD_YEAR.fullmatch, texts)):
        return False
    years = [int(text) for text in texts if OLD_YEAR.fullmatch(text) or _USUAL_YEAR.fullmatch(text)]
    return len(years) == len(texts) and years in (sorted(set(years)), sorted(set(years), reverse=True))


_USUAL_YEAR = re.compile("19[4-9][0-9]|20[0-4][0-9]")

_DECIMAL_COMMA = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,8}|[0-9]{1,15}),[0-9]{1,12}%?")
_ONLY_DECIMAL = re.compile(r"-?(?:[0-9.]{0,24},(?:[0-9]{1,2}|[0-9]{4,12})|[0-9]{4,15},[0-9]{3}|0,[0-9]{3})%?")
"""A comma before other than three digits, or behind more than three, groups none."""
_DECIMAL_POINT = re.compile(r"-?[0-9]{1,15}(?:,[0-9]{3}){0,8}\.(?:[0-9]{1,2}|[0-9]{4,12})%?")


def restore_decimals(sheet: Sheet) -> None:
    """Write numbers with a decimal comma (1689,42, 1.689,42) with a point, where several of a sheet can be nothing else and none has a point."""
    texts = [value.strip() for row in sheet.rows for value in row if isinstance(value, str)]
    commas = sum(_DECIMAL_COMMA.fullmatch(value) is not None for value in texts)
    told = sum(_ONLY_DECIMAL.fullmatch(value) is not None for value in texts)
    if told > 1 and told * 2 >= commas and not any(map(_DECIMAL_POINT.fullmatch, texts)):
        for row in sheet.rows:
            row[:] = map(_with_point, row)


def _with_point(value: Any) -> Any:
    is_number = isinstance(value, str) and _DECIMAL_COMMA.fullmatch(value.strip()) is not None
    return value.strip().replace(".", "").replace(",", ".") if is_number else value


def _lines_of(sheet: Sheet) -> list[list[tuple[int, int]]]:
    """The cells of the first rows, and of the first columns."""
    across = [[(row, column) for column in range(len(held))] for row, held in enumerate(sheet.rows[:_LINES])]
    first = range(min(sheet.width, _LINES))
    return across + [[(row, column) for row, held in enumerate(sheet.rows) if column < len(held)] for column in first]


def _in_order(texts: list[str]) -> list[int] | None:
    """The months, counted from year 0, that texts are which go on by one each, up or down; None where they do not."""
    told = [match for one in texts if (match := _DOTTED.fullmatch(one)) is not None]
    choices = [[int(one[1]) * 12 + month - 1 for month in ((1, 10) if one[2] == "1" else (int(one[2]),))] for one in told]
    for first, step in product(choices[0], (1, -1)):
        months = [first + step * place for place in range(len(choices))]
        if all(month in choice for month, choice in zip(months, choices, strict=True)):
            return months
    return None


def repeat_above(sheet: Sheet) -> None:
    """Write what stands above a mark that repeats it (同上, 〃) in its place, where that is a label; figures are not repeated so."""
    for column in _columns_with_ditto(sheet):
        held = _filled(sheet, column)
        # A year that stands among other numbers is no label.
        labels = (TEXT, PERIOD) if any(value_kind(value) == FIGURE for _row, value in held) else (TEXT, PERIOD, YEAR)
        above: Any = ""
        for row, value in held:
            if not _is_ditto(value):
                above = value
            elif above != "" and value_kind(above) in labels:
                sheet.rows[row][column] = above


def _filled(sheet: Sheet, column: int) -> list[tuple[int, Any]]:
    return [(row, cells[column]) for row, cells in enumerate(sheet.rows) if column < len(cells) and cells[column] != ""]


def _columns_with_ditto(sheet: Sheet) -> list[int]:
    return sorted({column for cells in sheet.rows for column, value in enumerate(cells) if _is_ditto(value)})


def _is_ditto(value: Any) -> bool:
    return isinstance(value, str) and value != "" and words().ditto.fullmatch(value.strip()) is not None


def _undone(text: str, way: Callable[[str], str]) -> str | None:
    try:
        return way(text)
    except UnicodeError:
        return None


def _known(texts: list[str], labels: LabelReader) -> bool:
    return any(words().role(text) or labels.places.mentioned(text[:60]) for text in texts)
