"""Packed files (.xlsx, .ods, .docx): their parts, unpacked within limits whatever their directory claims."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door

_ENTRY = b"PK\x01\x02"
"""What each line of the directory begins with."""
_LOCAL = b"PK\x03\x04"
_HEAD = struct.Struct("<4s5H3L2H")
"""What stands before each part: mark, version, flags, method, time, date, checksum, sizes, lengths of the name and of what else is said."""
_LINE = struct.Struct("<4s6H3L5H2L")
"""Its line of the directory."""
_END = struct.Struct("<4s4H2LH")
_LONGEST = 2**32 - 2
_PLAIN_DAY = 33
"""1 January 1980, the earliest day that the format knows: a copy says nothing of when its parts were made."""
_UTF_8 = 0x800
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
        self._data = data
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

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with these parts in the place of those of their names, or added; every other part goes over as it is packed, so that
        none of them has to be unpacked. Raises UserError where the file ends inside one."""
        package = _Package()
        left = {part.casefold(): (part, content) for part, content in changed.items()}
        for key, info in self._infos.items():
            given = left.pop(key, None)
            if given is None:
                package.add_packed(info, self._packed(info))
            else:
                package.add(info.filename, given[1])
        for part, content in left.values():
            package.add(part, content)
        return package.finished()

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        """The bytes of a part as they are packed."""
        at = info.header_offset
        head = self._data[at : at + _HEAD.size]
        if len(head) < _HEAD.size or head[:4] != _LOCAL:
            raise door.damaged(self.name)
        begin = at + _HEAD.size + sum(_HEAD.unpack(head)[-2:])
        if begin + info.compress_size > len(self._data):
            raise door.damaged(self.name)
        if info.flag_bits & 1:
            raise door.encrypted(self.name)
        if info.file_size > _LONGEST:
            raise door.too_large(self.name)
        return memoryview(self._data)[begin : begin + info.compress_size]


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts in this order: the same bytes whenever it is made."""
    package = _Package()
    for part, content in parts.items():
        package.add(part, content)
    return package.finished()


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """A clean package with just these parts, unpacked already, so that no reader behind has to trust the file's own directory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    buffer.seek(0)
    return buffer


class _Package:
    """A packed file that is being put together, of parts that are packed already and of others."""

    def __init__(self) -> None:
        self._pieces: list[bytes | memoryview] = []
        self._lines: list[bytes] = []
        self._length = 0

    def add(self, name: str, content: bytes) -> None:
        packing = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packing.compress(content) + packing.flush()
        self._append(name, (zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content)), packed)

    def add_packed(self, info: zipfile.ZipInfo, packed: memoryview) -> None:
        self._append(info.filename, (info.compress_type, info.CRC, info.file_size), packed)

    def _append(self, name: str, said: tuple[int, int, int], packed: bytes | memoryview) -> None:
        method, checksum, size = said
        spelled = name.encode("utf-8")
        same = (0 if name.isascii() else _UTF_8, method, 0, _PLAIN_DAY, checksum, len(packed), size, len(spelled), 0)
        self._lines.append(_LINE.pack(_ENTRY, 20, 20, *same, 0, 0, 0, 0, self._length) + spelled)
        self._pieces += [_HEAD.pack(_LOCAL, 20, *same), spelled, packed]
        self._length += _HEAD.size + len(spelled) + len(packed)

    def finished(self) -> bytes:
        directory = b"".join(self._lines)
        count = len(self._lines)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), self._length, 0)
        return b"".join([*self._pieces, directory, end])
