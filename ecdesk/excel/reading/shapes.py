"""Which files are of one kind: a fingerprint of what stands in them beside figures, years and places."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from ecdesk.domain.wording.note_marks import tidy
from ecdesk.excel.formats.grid import Grid, Workbook
from ecdesk.excel.reading.texts.labels import LabelReader
from ecdesk.excel.reading.texts.words import words


def shape_of(workbook: Workbook, labels: LabelReader) -> str:
    """A fingerprint of a file's layout: its headings and labels without figures, years and the names of areas, so that next year's
    file of the same kind has the same one."""
    digest = hashlib.sha256()
    for sheet in workbook.sheets:
        if sheet.hidden:
            continue
        digest.update(b"\x01")
        for row in sheet.rows[:200]:
            for column, value in enumerate(row[:100]):
                if isinstance(value, str) and len(value) <= 60 and (plain := _without_places_and_numbers(value, labels)):
                    digest.update(f"{column}:{plain}\x00".encode("utf-8", "replace"))
    return digest.hexdigest()[:32]


def _without_places_and_numbers(value: str, labels: LabelReader) -> str:
    """A text with signs for areas and numbers; "" where nothing else is in it."""
    plain = tidy(value)
    for area in labels.places.mentioned(plain):
        plain = plain.replace(area.name, "@").replace(area.short, "@")
    plain = re.sub(r"[0-9０-９.,]+", "#", "@" if labels.area(plain) is not None else plain)
    return "" if re.fullmatch(r"[#\W]*", plain) else plain


def texts_of(workbook: Workbook) -> set[str]:
    return {value for sheet in workbook.sheets for row in sheet.rows for value in row if isinstance(value, str)}


def heads_of_figures(header: Iterable[int], grid: Grid) -> list[list[str]]:
    """What the rows of a header say, but for what stands over labels: there tables of one kind say 时间 or 年份."""
    rows = ([str(value) for _column, value in grid.filled(row)] for row in header)
    return [[head for head in row if words().role(head) is None] for row in rows]
