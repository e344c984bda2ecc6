"""A file from outside to a workbook of plain cells, whatever its format really is."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ecdesk.domain.files import door
from ecdesk.domain.files.containers.kinds import SPREADSHEETS, kind_of, refused
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.grid import Workbook, settle_years

_NAMES = {"docx": "Word", "pdf": "PDF", "zip": "ZIP", "mail": "EML", "msg": "MSG"}
"""How kinds are called that hold tables and are no spreadsheets."""


def load_workbook(path: Path | str) -> Workbook:
    """The workbook in a file. Raises UserError, naming the file and why, for one that cannot or must not be read."""
    path = Path(path)
    return load_workbook_bytes(door.read_bytes(path), path.name)


def load_workbook_bytes(data: bytes, name: str, every_format: bool = False) -> Workbook:
    """The workbook in some bytes, as received under a file name; the bytes alone decide the format. every_format: see `read_ooxml`."""
    from ecdesk.excel.formats.biff import read_ole, read_stream
    from ecdesk.excel.formats.odf import read_odf
    from ecdesk.excel.formats.packed.ooxml import read_ooxml
    from ecdesk.excel.formats.plain import read_text, read_xml_2003
    from ecdesk.excel.formats.web.web_pages import read_html, read_mhtml

    door.check_size(data, name)
    digest = hashlib.sha256(data).hexdigest()
    found = kind_of(data, name)
    if found not in SPREADSHEETS:
        raise refused(name, _NAMES.get(found, found))
    lost = False
    if found == "xlsx":
        sheets = read_ooxml(data, name, every_format)
    elif found == "xlsb":
        from ecdesk.excel.formats.xlsb import read_xlsb

        sheets = read_xlsb(data, name)
    elif found == "ods":
        sheets = read_odf(data, name)
    elif found == "ole":
        sheets = read_ole(data, name)
        found = "xls"
    elif found == "xml":
        sheets = read_xml_2003(data, name)
    elif found == "html":
        sheets, lost = read_html(data, name)
    elif found == "mhtml":
        sheets, lost = read_mhtml(data, name)
        found = "html"
    elif found == "biff":
        sheets = read_stream(data, name)
        found = "xls"
    else:
        sheets, lost = read_text(data, name)
        found = "csv"
    if all(sheet.is_empty() for sheet in sheets):
        raise door.empty(name)
    for sheet in sheets:
        for row in sheet.rows:
            if any(isinstance(value, str) and len(value) > limits.TEXT_LENGTH for value in row):
                row[:] = [value[: limits.TEXT_LENGTH] if isinstance(value, str) else value for value in row]
        settle_years(sheet)
    return Workbook(name, found, sheets, digest, lost)
