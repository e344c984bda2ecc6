"""Workbooks on the disk: whole or not there, with names that every program accepts."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ecdesk.domain.errors import cannot_write

LONGEST_SHEET_NAME = 31
NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that an archive can tell."""
_DATES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)


class _Archive(zipfile.ZipFile):
    """An archive whose bytes depend on what is in it alone: no entry tells when it was written or by which system."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: Any = None, compresslevel: Any = None) -> None:
        entry = zipfile.ZipInfo(str(zinfo_or_arcname), NO_DATE)
        entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
        # openpyxl always puts the present moment there; both dates may be left out.
        super().writestr(entry, _DATES.sub(b"", data) if entry.filename == "docProps/core.xml" else data)

    def write(self, filename: Any, arcname: Any = None, compress_type: Any = None, compresslevel: Any = None) -> None:
        self.writestr(arcname or filename, Path(filename).read_bytes())


def workbook_bytes(workbook: Any) -> bytes:
    """A workbook as a file: the same bytes for the same contents, whenever it is written."""
    from openpyxl.writer.excel import ExcelWriter

    memory = io.BytesIO()
    ExcelWriter(workbook, _Archive(memory, "w", allowZip64=True)).save()
    return memory.getvalue()


def save_whole(workbook: Any, path: Path) -> None:
    """Writes a workbook beside its place and moves it there, so that a full disk or a crash leaves the old file as it was.

    Nothing in it tells when it was written: two exports of the same book are equal byte for byte.
    Raises UserError when the folder cannot be written or the file is open elsewhere.
    """
    # Put together in memory first: a disk that is full must not be met by a half-written archive.
    content = workbook_bytes(workbook)
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=path.suffix, dir=path.parent)
    except OSError as fault:
        raise cannot_write(path, fault) from fault
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as fault:
        raise cannot_write(path, fault) from fault
    finally:
        Path(name).unlink(missing_ok=True)


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


def quoted(name: str) -> str:
    """A sheet's name as references write it."""
    return "'" + name.replace("'", "''") + "'"
