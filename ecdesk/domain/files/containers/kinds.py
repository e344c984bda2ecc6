"""What kind of file it is, told by its content and never by its name, and the sentences that refuse the kinds that nobody reads."""

from __future__ import annotations

import re

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.domain.files.containers.compound import CompoundFile
from ecdesk.domain.files.packed import Parts
from ecdesk.domain.texts import Text, text

OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_TO_WORD = text("“{file}”是 {kind} 文字文档，读不了；请用 Word 或 WPS 打开，另存为 .docx 后再试，或请对方另存后重新发送。")
_UNPACK = text("“{file}”是 {kind} 压缩包，读不了；请先解压再导入里面的文件，或改用 .zip。")
_A_PICTURE = text("“{file}”是图片（{kind}），读不出里面的数；请让填报单位发送电子表格或文字文档。")
_FIXED = text("“{file}”是 {kind} 版式文档，读不了；请让填报单位发送电子表格、.docx 或带文字的 PDF。")
_OTHER = text("“{file}”不是电子表格，而是{kind}；请让填报单位发送电子表格。")
_UNKNOWN = text("“{file}”不是电子表格；请让填报单位发送电子表格。")
_REFUSALS: dict[str, Text] = {
    **dict.fromkeys(("DOC/WPS", "RTF", "ODT"), _TO_WORD),
    **dict.fromkeys(("RAR", "7z", "gzip", "TAR"), _UNPACK),
    **dict.fromkeys(("PNG", "JPEG", "GIF", "TIFF", "BMP", "HEIC"), _A_PICTURE),
    "OFD": _FIXED,
}
"""By the name of a kind; of any other one it is only said which it is."""

_SIGNS = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"SQLite format 3", "SQLite"),
)
_HEIC = (b"heic", b"heix", b"mif1", b"msf1")
_MOST_BEFORE_A_PDF = 1024
"""Bytes that may stand before the head of a PDF."""
_PACKED = (
    ("xl/workbook.bin", "xlsb"),
    ("xl/", "xlsx"),
    ("word/", "docx"),
    ("ppt/", "PowerPoint"),
    ("ofd.xml", "OFD"),
)
"""What the parts of a packed file begin with, in which order they are looked for."""
_HEAD_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
_OF_A_MAIL = (b"to:", b"received:", b"message-id:", b"delivered-to:", b"return-path:", b"x-mailer:", b"cc:", b"reply-to:")
_FROM = {b"from", b"subject", b"received"}
_AND = {b"date", b"mime-version", b"to", b"subject"}
"""Names of lines in the head of a mail: one of these and one of those."""
SPREADSHEETS = ("xlsx", "xlsb", "ods", "ole", "biff", "xml", "html", "mhtml", "text")
"""What `ecdesk.excel.formats` reads; text may be prose as well."""


def kind_of(data: bytes, name: str) -> str:
    """One of `SPREADSHEETS`, docx, pdf, zip, mail or msg. Raises UserError for every other kind, with what to do about it."""
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(data, name)
    if data[:8] == OLE:
        return _ole_kind(data, name)
    head = data[:4096]
    kind = _by_sign(head)
    if kind == "pdf":
        return kind
    if kind:
        raise refused(name, kind)
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        return "biff"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    if b"\x00" in head:
        raise refused(name)
    return _text_kind(head, data, name)


def _by_sign(head: bytes) -> str:
    """The kind that the first bytes tell, "" where they tell none."""
    if b"%PDF-" in head[:_MOST_BEFORE_A_PDF]:
        return "pdf"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "HEIC"
    if head[257:262] == b"ustar":
        return "TAR"
    kind = next((kind for sign, kind in _SIGNS if head.startswith(sign)), "")
    return "" if kind == "BMP" and b"\x00" not in head[:32] else kind  # a text may begin so


def _text_kind(head: bytes, data: bytes, name: str) -> str:
    lower = head.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower and b"<?xml" in lower[:200] and b"<html" not in lower:
        return "xml"
    if (found := _posted_kind(data)) != "":
        return found
    if re.match(rb"\s*(?:mime-version|from|date|content-type)\s*:", lower) and b"multipart/related" in lower:
        return "mhtml"
    if re.search(rb"<(?:html|table|!doctype html|body|meta|tr)\b", lower):
        return "html"
    if b"<?xml" in lower[:200]:
        raise refused(name, "XML")
    return "text"


def _posted_kind(data: bytes) -> str:
    """mail or mhtml for what begins with the head of a mail, "" for anything else. A page that a program saved in one file has a head
    as well, but nobody it was sent to."""
    head = _head(data)
    lines = [line for line in head.lower().split(b"\n") if line[:1].strip()]
    names = {line.partition(b":")[0] for line in lines}
    if len(lines) < 2 or not all(map(_HEAD_LINE.match, lines)) or not (names & _FROM and names & _AND):
        return ""
    sent = any(line.startswith(_OF_A_MAIL) for line in lines)
    return "mail" if sent or b"multipart/related" not in head.lower() else "mhtml"


def _head(data: bytes) -> bytes:
    """What may be the head of a mail: the lines up to the first that is empty, without the one that parts the mails of a box."""
    start = data[: 64 * 1024].lstrip(b"\xef\xbb\xbf\r\n\t ").replace(b"\r\n", b"\n")
    if start.startswith(b"From "):
        start = start.partition(b"\n")[2]
    return start.partition(b"\n\n")[0]


def _ole_kind(data: bytes, name: str) -> str:
    titles = set(CompoundFile(data, name).entries)
    if "EncryptedPackage" in titles:
        raise door.encrypted(name)
    if titles & {"Workbook", "Book"}:
        return "ole"
    if "__properties_version1.0" in titles:
        return "msg"
    if "WordDocument" in titles:
        raise refused(name, "DOC/WPS")
    raise refused(name, "PowerPoint" if "PowerPoint Document" in titles else "")


def _zip_kind(data: bytes, name: str) -> str:
    parts = Parts(data, name)
    folded = {part.casefold() for part in parts.names()}
    kind = next((kind for start, kind in _PACKED if any(part.startswith(start) for part in folded)), "zip")
    if kind == "zip" and "content.xml" in folded:
        said = parts.get("mimetype") or b""
        kind = "ODT" if said.startswith(b"application/vnd.oasis.opendocument.text") else "ods"
    if kind in ("PowerPoint", "OFD", "ODT"):
        raise refused(name, kind)
    return kind


def refused(name: str, kind: str = "") -> UserError:
    """Why a file of a kind is not read. kind: as `_SIGNS` and `_PACKED` call it, or how people call it."""
    words = _REFUSALS.get(kind, _OTHER) if kind else _UNKNOWN
    return UserError(words.template, file=name, **({"kind": kind} if kind else {}))
