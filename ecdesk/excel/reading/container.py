"""What kind of file it is, told by its content and never by its name, and its parts unpacked within limits."""

from __future__ import annotations

import errno
import io
import re
import zipfile
import zlib
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.faults import Doing, user_error
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


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises UserError when it cannot be opened, is empty or larger than the limit."""
    name = path.name
    try:
        if path.is_dir():
            raise limits.not_a_spreadsheet(name)
        if not path.is_file():
            raise UserError("“{file}”不存在或不是普通文件，请核对路径。", file=name)
        with path.open("rb") as file:
            data = file.read(limits.FILE_BYTES + 1)
    except OSError as fault:
        raise user_error(fault, path, Doing.READING) from None
    except ValueError:  # a character in the path that no path can have
        raise user_error(OSError(errno.EILSEQ, ""), path, Doing.READING) from None
    if len(data) > limits.FILE_BYTES:
        raise limits.too_large(name)
    if not data.strip(b"\x00 \t\r\n"):
        raise limits.empty(name)
    return data


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
    names = set(open_zip(data, name).namelist())
    folded = {part.casefold() for part in names}
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


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, UnicodeDecodeError, OverflowError):
        raise limits.damaged(name) from None
    if len(archive.infolist()) > 5000:
        raise limits.too_large(name)
    return archive


class Parts:
    """The parts of a packed file, each unpacked at most once and never beyond the limits, whatever its directory claims."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._archive = open_zip(data, name)
        self._infos = {info.filename.lstrip("/").casefold(): info for info in self._archive.infolist()}
        self._parts: dict[str, bytes] = {}
        self._used = 0

    def names(self) -> list[str]:
        """As the package spells them."""
        return [info.filename.lstrip("/") for info in self._infos.values()]

    def get(self, part: str) -> bytes | None:
        """The bytes of a part, None when there is none. Raises UserError when it is damaged, locked or too large."""
        key = part.lstrip("/").casefold()
        if key in self._parts:
            return self._parts[key]
        info = self._infos.get(key)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise limits.encrypted(self.name)
        if info.file_size > limits.PART_BYTES:
            raise limits.too_large(self.name)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as stream:
                while piece := stream.read(2**20):
                    size += len(piece)
                    if size > limits.PART_BYTES or self._used + size > limits.TOTAL_BYTES:
                        raise limits.too_large(self.name)
                    pieces.append(piece)
        except UserError:
            raise
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, IndexError):
            raise limits.damaged(self.name) from None
        self._used += size
        content = b"".join(pieces)
        self._parts[key] = content
        return content


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """A clean package with just these parts, unpacked already, so that no reader behind has to trust the file's own directory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    buffer.seek(0)
    return buffer
