"""Forms and letters on the disk, which openpyxl writes: whole or not there, the same bytes for the same contents."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.files.whole_files import write_whole

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
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Writer(ExcelWriter):  # type: ignore[misc]
        """Puts sheets together in memory. openpyxl puts each into a file in the folder for temporary files, which may be full."""

        def write_worksheet(self, sheet: Any) -> None:
            sheet._drawing = SpreadsheetDrawing()
            sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
            writer = WorksheetWriter(sheet, io.BytesIO())
            writer.write()
            sheet._rels = writer._rels
            self._archive.writestr(sheet.path[1:], writer.out.getvalue())
            self.manifest.append(sheet)

    memory = io.BytesIO()
    Writer(workbook, _Archive(memory, "w", allowZip64=True)).save()
    return memory.getvalue()


def save_whole(workbook: Any, path: Path) -> None:
    """Writes a workbook, see `write_whole`. Nothing in it tells when it was written: two exports of the same book are equal byte for byte."""
    write_whole(path, workbook_bytes(workbook))


def new_workbook(title: str, creator: str = "") -> Any:
    """An empty workbook with its properties."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.creator = writable(creator) or "ecdesk"
    workbook.properties.title = writable(title)
    return workbook
