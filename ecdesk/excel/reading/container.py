"""What kind of file it is, told by its content and never by its name."""

from __future__ import annotations

import re

from ecdesk.domain.files.packed import Parts
from ecdesk.excel.reading import limits

OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"SQLite format 3", "SQLite"),
)


def detect(data: bytes, name: str) -> str:
    """xlsx, xlsb, ods, ole, biff, xml, html, mhtml or text. Raises UserError for the kinds that hold no table."""
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(data, name)
    if data[:8] == OLE:
        return "ole"
    for sign, kind in _OTHER_KINDS:
        if data.startswith(sign):
            raise limits.not_a_spreadsheet(name, kind)
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        return "biff"
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    if b"\x00" in head:
        raise limits.not_a_spreadsheet(name)
    lower = head.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower and b"<?xml" in lower[:200] and b"<html" not in lower:
        return "xml"
    if re.match(rb"\s*(?:mime-version|from|date|content-type)\s*:", lower) and b"multipart/related" in lower:
        return "mhtml"
    if re.search(rb"<(?:html|table|!doctype html|body|meta|tr)\b", lower):
        return "html"
    if b"<?xml" in lower[:200]:
        raise limits.not_a_spreadsheet(name, "XML")
    return "text"


def _zip_kind(data: bytes, name: str) -> str:
    folded = {part.casefold() for part in Parts(data, name).names()}
    if "xl/workbook.bin" in folded:
        return "xlsb"
    if any(part.startswith("xl/") for part in folded):
        return "xlsx"
    if any(part.startswith("word/") for part in folded):
        raise limits.not_a_spreadsheet(name, "Word")
    if any(part.startswith("ppt/") for part in folded):
        raise limits.not_a_spreadsheet(name, "PowerPoint")
    if "content.xml" in folded:
        return "ods"
    raise limits.not_a_spreadsheet(name, "ZIP")
