"""Texts that went through the wrong encoding once (ÍøÂçÁãÊÛ¶î, ç½‘ç»œ) put right, when what comes out is what such sheets say."""

from __future__ import annotations

import re
from collections.abc import Callable

from ecdesk.excel.reading.grid import Workbook
from ecdesk.excel.reading.labels import LabelReader
from ecdesk.excel.reading.words import words

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
    sample = [
        value
        for sheet in workbook.sheets
        for row in sheet.rows[:200]
        for value in row
        if isinstance(value, str) and re.search(r"[^\x00-\x7f]", value)
    ][:SAMPLED_TEXTS]
    if not sample or _known(sample, labels):
        return False
    for way in _WAYS:
        mended = [text for value in sample if (text := _undone(value, way)) is not None]
        if len(mended) >= max(2, len(sample) * 0.7) and _known(mended, labels):
            for sheet in workbook.sheets:
                sheet.name = _undone(sheet.name, way) or sheet.name
                for row in sheet.rows:
                    for column, value in enumerate(row):
                        if isinstance(value, str) and not value.isascii():
                            row[column] = _undone(value, way) or value
            return True
    return False


def _undone(text: str, way: Callable[[str], str]) -> str | None:
    try:
        return way(text)
    except UnicodeError:
        return None


def _known(texts: list[str], labels: LabelReader) -> bool:
    return any(words().role(text) or labels.places.mentioned(text[:60]) for text in texts)
