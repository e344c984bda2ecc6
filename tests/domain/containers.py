"""Archives and mails for tests: written by hand where no library of the project writes them."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from itertools import pairwise

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
Tree = Mapping[str, "bytes | Tree"]


def zipped(files: Sequence[tuple[str, bytes]], encoding: str = "") -> bytes:
    """An archive. encoding: of names that carry no flag, as programs of old wrote them."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")  # archives with one name twice are made on purpose
        for name, data in files:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    whole = content.getvalue()
    if not encoding:
        return whole
    for name, _data in files:
        flagged, plain = name.encode(), name.encode(encoding).ljust(len(name.encode()), b" ")
        whole = whole.replace(flagged, plain)
    # The flag that says UTF-8 stands in each head: 0x0800 at byte 6 of a file's, at byte 8 of the directory's.
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = whole.split(sign)
        whole = sign.join([parts[0], *(part[: place - 4] + b"\x00\x00" + part[place - 2 :] for part in parts[1:])])
    return whole


def locked(data: bytes) -> bytes:
    """An archive that says of its files that they are encrypted."""
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(sign)
        data = sign.join(
            [parts[0], *(part[: place - 4] + bytes([part[place - 4] | 1]) + part[place - 3 :] for part in parts[1:])]
        )
    return data


def mail(
    files: Sequence[tuple[str, bytes]],
    body: str = "",
    page: str = "",
    subject: str = "报送",
    sender: str = "张三 <zhang@example.cn>",
) -> bytes:
    """A mail as mail programs send it."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "desk@example.cn"
    message["Subject"] = subject
    message["Date"] = "Tue, 15 Jan 2019 09:30:00 +0800"
    message.set_content(body)
    if page:
        message.add_alternative(page, subtype="html")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def compound(tree: Tree) -> bytes:
    """A compound file with storages (mappings) and streams, all of them in whole sectors."""
    entries: list[tuple[str, int, int, int, int, int]] = []
    sectors: list[bytes] = []
    table: list[int] = []

    def take(data: bytes) -> tuple[int, int]:
        padded = data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\x00")
        first, count = len(sectors), len(padded) // _SECTOR
        sectors.extend(padded[at * _SECTOR : (at + 1) * _SECTOR] for at in range(count))
        table.extend([*range(first + 1, first + count), _END])
        return first, max(len(data), 4096)

    def add(name: str, inside: bytes | Tree, kind: int) -> int:
        number = len(entries)
        entries.append((name, kind, _FREE, _FREE, 0, 0))
        if isinstance(inside, bytes):
            first, size = take(inside)
            entries[number] = (name, kind, _FREE, _FREE, first, size)
            return number
        children = [add(one, data, 2 if isinstance(data, bytes) else 1) for one, data in inside.items()]
        for one, following in pairwise(children):
            old = entries[one]
            entries[one] = (*old[:2], following, *old[3:])
        entries[number] = (name, kind, _FREE, children[0] if children else _FREE, _END if kind == 5 else 0, 0)
        return number

    add("Root Entry", tree, 5)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\x00")
        + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
        for name, kind, right, child, start, size in entries
    )
    first_directory, _size = take(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\x00"))
    tables = 1
    while tables * 128 < len(sectors) + tables:
        tables += 1
    first_table = len(sectors)
    table += [_TABLE] * tables
    table += [_FREE] * (tables * 128 - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, first_directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *range(first_table, first_table + tables), *[_FREE] * (109 - tables))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def outlook(files: Sequence[tuple[str, bytes]], body: str = "", subject: str = "报送") -> bytes:
    """A mail as Outlook keeps it, sent on 15 January 2019."""

    def text(words: str) -> bytes:
        # The size of a stream is that of its text; whole sectors are filled with what ends a text.
        return words.encode("utf-16-le")

    sent = 131_919_966_000_000_000  # in hundreds of nanoseconds since 1601
    tree: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(32) + struct.pack("<HHIQ", 0x40, 0x39, 6, sent),
        "__substg1.0_0037001F": text(subject),
        "__substg1.0_0C1A001F": text("张三"),
        "__substg1.0_5D01001F": text("zhang@example.cn"),
        "__substg1.0_1000001F": text(body),
    }
    for number, (name, data) in enumerate(files):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": text(name),
            "__substg1.0_37010102": data,
        }
    return compound(tree)
