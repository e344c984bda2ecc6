"""Web pages that a program saved as a spreadsheet, alone or with all that belongs to them in one file."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from ecdesk.domain.documents import MOST_ABOVE
from ecdesk.domain.files import door
from ecdesk.domain.files.containers.kinds import refused
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.grid import Sheet
from ecdesk.excel.formats.web.html_tables import read_tables

_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{1,40})", re.IGNORECASE)
_CHINESE_REFERENCE = re.compile(rb"&#(?:[1-6][0-9]{4}|[xX][4-9a-fA-F][0-9a-fA-F]{3});")
_BOUNDARY = re.compile(rb"boundary\s?=\s?[\"']?([^\"';\r\n]{1,100})", re.IGNORECASE)
_KIND = re.compile(rb"content-type:\s{0,9}text/html", re.IGNORECASE)
_SAID_CHARSET = re.compile(rb"charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_ENCODING = re.compile(rb"content-transfer-encoding:\s{0,9}(base64|quoted-printable)", re.IGNORECASE)
MOST_PARTS, LONGEST_HEAD = 20_000, 8_192
"""Of a page in one file: its parts, and the bytes of a part's head that are looked at."""
_BIG5 = {"big5", "big5-hkscs", "cn-big5", "x-x-big5"}
_WESTERN = {"windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "iso-8859-15"}


def read_html(data: bytes, name: str, charset: str = "") -> tuple[list[Sheet], bool]:
    """The tables of a web page as one sheet, and whether characters were lost. charset: what is said about it elsewhere.

    Raises UserError when there is none, or more than can be read whole.
    """
    text, lost = door.decoded(data, name, _encodings(data, charset))
    found = read_tables(text, limits.ROWS, limits.COLUMNS, limits.FILLED, MOST_ABOVE)
    if found.tangled:
        raise limits.tangled(name)
    if found.columns_left_out:
        raise limits.too_wide(name, "HTML")
    if found.rows_left_out:
        raise door.too_large(name)
    if not found.rows:
        raise refused(name, "HTML")
    rows = [_without_tail(row) for row in found.rows]
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
    if len(data) > door.TEXT_BYTES // 2:
        raise door.too_large(name)
    sheets: list[Sheet] = []
    lost = False
    for head, body in _parts(data, name):
        if _KIND.search(head) and len(sheets) < limits.SHEETS:
            page = _plain(head, body)
            if b"<td" in page.lower():
                charset = _SAID_CHARSET.search(head)
                found, damaged = read_html(page, name, charset[1].decode("ascii", "replace") if charset else "")
                sheets += found
                lost = lost or damaged
    if not sheets:
        raise refused(name, "MHTML")
    return sheets, lost


def _parts(data: bytes, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Head and body of each part, also of parts in parts: each begins with two dashes and a name that some head before it announced."""
    boundaries: set[bytes] = set()
    parts: list[list[bytes]] = []
    for piece in data.replace(b"\r\n", b"\n").split(b"\n--"):
        line, _end, rest = piece.partition(b"\n")
        if parts and line.removesuffix(b"--").rstrip() not in boundaries:
            parts[-1].append(b"\n--" + piece)
            continue
        parts.append([rest if parts else piece])
        if len(parts) > MOST_PARTS:
            raise limits.tangled(name)
        head = parts[-1][0][:LONGEST_HEAD].partition(b"\n\n")[0]
        boundaries.update(match[1].rstrip() for match in _BOUNDARY.finditer(head))
    for part in parts:
        head, _blank, body = b"".join(part).partition(b"\n\n")
        yield head[:LONGEST_HEAD], body


def _plain(head: bytes, body: bytes) -> bytes:
    """The body as it was before it was packed for a mail."""
    encoding = _ENCODING.search(head)
    if encoding is None:
        return body
    try:
        return binascii.a2b_qp(body) if encoding[1].lower() == b"quoted-printable" else binascii.a2b_base64(body)
    except binascii.Error:
        return b""
