"""Names of sheets that every program accepts, and names of ranges."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

LONGEST_SHEET_NAME = 31


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """A legal name for a sheet, unlike all that are taken (compared without case): at most 31 characters, none of ``[]:*?/\\``."""
    plain = re.sub(r"[\x00-\x1f\[\]:*?/\\]", "_", wanted).strip("' ")[:LONGEST_SHEET_NAME].strip("' ") or "_"
    if plain.casefold() in ("history", "历史记录"):
        plain += "_"
    folded = {name.casefold() for name in taken}
    name, copy = plain, 2
    while name.casefold() in folded:
        ending = f" ({copy})"
        name = plain[: LONGEST_SHEET_NAME - len(ending)] + ending
        copy += 1
    return name


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Legal names for the sheets of a workbook, no two alike."""
    names: list[str] = []
    for name in wanted:
        names.append(sheet_name(name, names))
    return names


def range_names(wanted: Iterable[str]) -> list[str]:
    """Legal names for ranges, no two alike: letters, digits and underlines, and nothing that is a cell (A1, R1C1)."""
    names: list[str] = []
    for words in wanted:
        plain = re.sub(r"[^\w]", "_", words)[:LONGEST_SHEET_NAME]
        if not plain[:1].isalpha() or plain.isascii():
            plain = f"_{plain}"
        names.append(sheet_name(plain, names).replace(" (", "_").replace(")", ""))
    return names
