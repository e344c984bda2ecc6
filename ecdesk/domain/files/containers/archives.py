"""Opening a .zip: its files, with names in whatever encoding, and no more of them than the limits let through."""

from __future__ import annotations

import zipfile

from ecdesk.domain.files import door
from ecdesk.domain.files.containers.holding import Holding, Opened
from ecdesk.domain.files.packed import opened, unpacked

_UTF_8 = 0x800
"""The flag of an entry whose name is in UTF-8; others are in what the packing computer wrote, here that is GB 18030."""


def open_archive(data: bytes, name: str) -> tuple[bytes, Opened]:
    """The bytes of its files one after the other, and what they are. Raises UserError for an archive that is damaged or holds too much; a
    file in it that is locked, damaged, too large or leads out is refused alone."""
    archive = opened(data, name)
    holding = Holding(name)
    for info in archive.infolist():
        if not info.is_dir():
            _take(holding, archive, info)
    if not holding.held:
        raise door.empty(name)
    return b"".join(holding.contents), Opened("zip", tuple(holding.held))


def _take(holding: Holding, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    name = _name(info)
    holding.take(name, lambda left: unpacked(archive, info, min(left, door.PART_BYTES), name.rpartition("/")[2]))


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF_8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
