"""Web pages that a program saved as a spreadsheet, alone or with all that belongs to them in one file."""

from __future__ import annotations

import re

from ecdesk.excel.reading import limits
from ecdesk.excel.reading.grid import Sheet
from ecdesk.excel.reading.html_tables import read_tables
from ecdesk.excel.reading.plain import decoded

_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{1,40})", re.IGNORECASE)
_CHINESE_REFERENCE = re.compile(rb"&#(?:[1-6][0-9]{4}|[xX][4-9a-fA-F][0-9a-fA-F]{3});")
_PART = re.compile(rb"^--[^->\r\n]", re.MULTILINE)
MOST_BOUNDARIES, MOST_PARTS = 100, 20_000
"""Of a page in one file: parts that hold parts (each is a call in the other), and parts."""
_BIG5 = {"big5", "big5-hkscs", "cn-big5", "x-x-big5"}
_WESTERN = {"windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "iso-8859-15"}


def read_html(data: bytes, name: str, charset: str = "") -> tuple[list[Sheet], bool]:
    """The tables of a web page as one sheet, and whether characters were lost. charset: what is said about it elsewhere.

    Raises UserError when there is none, or more than can be read whole.
    """
    text, lost = decoded(data, name, _encodings(data, charset))
    found = read_tables(text, limits.ROWS, limits.COLUMNS, limits.FILLED)
    if found.tangled:
        raise limits.tangled(name)
    if found.columns_left_out:
        raise limits.too_wide(name, "HTML")
    if found.rows_left_out:
        raise limits.too_large(name)
    if not found.rows:
        raise limits.not_a_spreadsheet(name, "HTML")
    rows = [_without_tail([text[: limits.TEXT_LENGTH] for text in row]) for row in found.rows]
    width = max(map(len, rows))
    merged = tuple((top, left, bottom, min(right, max(width, left + 1) - 1)) for top, left, bottom, right in found.merged)
    return [Sheet("", rows, merged=merged, hidden_rows=frozenset(found.hidden))], lost


def _without_tail(row: list[str]) -> list[object]:
    while row and row[-1] == "":
        row.pop()
    return list(row)


def _encodings(data: bytes, charset: str) -> tuple[str, ...]:
    """In what order encodings are tried. What a page says of itself is often wrong (GBK under iso-8859-1), so that UTF-8 and GB18030
    come before a Western one, unless the page writes its Chinese as references because its encoding has none."""
    match = _CHARSET.search(data[:8192])
    said = (match[1].decode("ascii") if match and match[1].isascii() else charset).casefold()
    if said in _BIG5:
        return ("utf-8", "big5hkscs", "gb18030")
    if said in _WESTERN:
        return ("utf-8", "cp1252") if _CHINESE_REFERENCE.search(data) else ("utf-8", "gb18030", "cp1252")
    return ("utf-8", "gb18030")


def read_mhtml(data: bytes, name: str) -> tuple[list[Sheet], bool]:
    """The tables of a web page saved in one file with all that belongs to it, a sheet for each page with a table."""
    import email

    if len(data) > limits.TEXT_BYTES // 2:
        raise limits.too_large(name)
    if data.lower().count(b"boundary=") > MOST_BOUNDARIES or len(_PART.findall(data)) > MOST_PARTS:
        raise limits.tangled(name)
    sheets: list[Sheet] = []
    lost = False
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html" and len(sheets) < limits.SHEETS:
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and b"<td" in page.lower():
                found, damaged = read_html(page, name, part.get_content_charset() or "")
                sheets += found
                lost = lost or damaged
    if not sheets:
        raise limits.not_a_spreadsheet(name, "MHTML")
    return sheets, lost
