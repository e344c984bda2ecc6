"""Packed files (.xlsx, .ods, .docx): their parts, unpacked within limits whatever their directory claims."""

from __future__ import annotations

import io
import zipfile
import zlib

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door

_ENTRY = b"PK\x01\x02"
"""What each line of the directory begins with."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    OverflowError,
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The formats know no other way of packing; those of bzip2 and LZMA may ask for any room."""


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """A packed file, of which nothing is unpacked yet. Raises UserError where it is damaged or has too many parts."""
    if data.count(_ENTRY) > door.ENTRIES:
        raise door.too_large(name)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE:
        raise door.damaged(name) from None


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, name: str) -> bytes:
    """The bytes of one part. Raises UserError, with the name, when it is damaged, locked or has more bytes than most."""
    if info.flag_bits & 1:
        raise door.encrypted(name)
    if info.compress_type not in _METHODS:
        raise door.damaged(name)
    if info.file_size > most:
        raise door.too_large(name)
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while piece := stream.read(2**20):
                size += len(piece)
                if size > most:
                    raise door.too_large(name)
                pieces.append(piece)
    except UserError:
        raise
    except _DAMAGE:
        raise door.damaged(name) from None
    return b"".join(pieces)


class Parts:
    """The parts of a packed file, by names without regard to case. Each is unpacked at most once, and nothing is written to disk."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._archive = opened(data, name)
        self._infos = {info.filename.lstrip("/").casefold(): info for info in self._archive.infolist()}
        self._parts: dict[str, bytes] = {}
        self._used = 0

    def names(self) -> list[str]:
        """As the package spells them."""
        return [info.filename.lstrip("/") for info in self._infos.values()]

    def get(self, part: str) -> bytes | None:
        """The bytes of a part, None when there is none. Raises UserError when it is damaged, locked or too large."""
        key = part.lstrip("/").casefold()
        info = self._infos.get(key)
        if info is None:
            return None
        if key not in self._parts:
            most = min(door.PART_BYTES, door.TOTAL_BYTES - self._used)
            self._parts[key] = unpacked(self._archive, info, most, self.name)
            self._used += len(self._parts[key])
        return self._parts[key]


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """A clean package with just these parts, unpacked already, so that no reader behind has to trust the file's own directory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    buffer.seek(0)
    return buffer
