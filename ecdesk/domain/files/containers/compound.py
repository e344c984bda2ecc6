"""Streams of a compound file, the container of .xls (MS-CFB), read with every chain bounded."""

from __future__ import annotations

import struct
import sys

from ecdesk.domain.files import door

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""


_STORAGE, _STREAM, _ROOT = 1, 2, 5
_DEEPEST = 16
"""Storages in one another: a mail in a mail in a mail."""


class CompoundFile:
    """The directory and the streams of a compound file. Raises UserError when it is damaged."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._data = data
        if len(data) < 512:
            raise door.damaged(name)
        try:
            shift, mini_shift = struct.unpack_from("<HH", data, 30)
            table_count, first_directory = struct.unpack_from("<II", data, 44)
            self._cutoff, first_mini, _mini_count, first_more, more_count = struct.unpack_from("<IIIII", data, 56)
            if shift not in (9, 12) or mini_shift != 6:
                raise door.damaged(name)
            self._size = 1 << shift
            self._sectors = len(data) // self._size
            heads = [number for number in struct.unpack_from("<109I", data, 76) if number < _FREE]
            heads += self._more_heads(first_more, min(more_count, self._sectors))
            table: list[int] = []
            # A sector of the table has a word for each of so many sectors; some programs keep a few more than they need.
            needed = self._sectors * 4 // self._size + len(heads[:109])
            for number in heads[: min(table_count or needed, needed)]:
                sector = self._sector(number)
                table.extend(struct.unpack(f"<{len(sector) // 4}I", sector))
            self._table = table
            directory = self._directory = self._chain(first_directory)
            self.entries: dict[str, tuple[int, int]] = {}
            """First sector and size of each stream, by its name alone."""
            root_start = 0
            for offset in range(0, len(directory) - 127, 128):
                length, kind = struct.unpack_from("<HB", directory, offset + 64)
                if kind not in (_STREAM, _ROOT) or not 2 <= length <= 64:
                    continue
                title = directory[offset : offset + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", directory, offset + 116)
                if kind == _ROOT:
                    root_start = start
                else:
                    self.entries[title] = start, size
            self._mini_table: list[int] = []
            if first_mini < _FREE:
                mini = self._chain(first_mini)
                self._mini_table = list(struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4]))
            self._mini = self._chain(root_start) if root_start < _FREE and self._mini_table else b""
        except struct.error:
            raise door.damaged(name) from None

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if not sector:
            raise door.damaged(self.name)
        return sector.ljust(self._size, b"\x00")

    def _more_heads(self, number: int, most: int) -> list[int]:
        heads: list[int] = []
        for _ in range(most):
            if number >= _FREE or len(heads) > self._sectors:
                break
            values = struct.unpack(f"<{self._size // 4}I", self._sector(number))
            heads += [value for value in values[:-1] if value < _FREE]
            number = values[-1]
        return heads

    def _chain(self, number: int, most: int = sys.maxsize) -> bytes:
        """The sectors of a chain, one after the other, as many as hold so many bytes."""
        pieces: list[bytes] = []
        while number < _FREE and len(pieces) * self._size < most:
            if len(pieces) > self._sectors or number >= len(self._table):
                raise door.damaged(self.name)
            pieces.append(self._sector(number))
            number = self._table[number]
        return b"".join(pieces)

    def stream(self, title: str) -> bytes | None:
        """The bytes of a stream, None when there is none of that name."""
        entry = self.entries.get(title)
        return None if entry is None else self.stream_at(*entry)

    def tree(self) -> dict[str, tuple[int, int]]:
        """First sector and size of each stream, by its path: the names of the storages that it stands in and its own, with strokes between.
        What the directory leads to twice counts once."""
        found: dict[str, tuple[int, int]] = {}
        seen: set[int] = set()
        waiting = [(0, "", 0)]
        while waiting:
            number, folder, depth = waiting.pop()
            place = number * 128
            if number in seen or place + 128 > len(self._directory) or depth > _DEEPEST:
                continue
            seen.add(number)
            length, kind = struct.unpack_from("<HB", self._directory, place + 64)
            left, right, child, start, size = struct.unpack_from("<III36xII", self._directory, place + 68)
            title = self._directory[place : place + max(2, min(length, 64)) - 2].decode("utf-16-le", "replace")
            path = f"{folder}{title}"
            if kind == _STREAM:
                found[path] = start, size
            elif kind in (_STORAGE, _ROOT):
                waiting.append((child, "" if kind == _ROOT else f"{path}/", depth + 1))
            waiting += [(left, folder, depth), (right, folder, depth)]
        return found

    def stream_at(self, number: int, size: int, most: int = sys.maxsize) -> bytes:
        """The bytes of a stream by its first sector and its size, the first `most` of them."""
        wanted = min(size, most)
        if size >= self._cutoff:
            return self._chain(number, wanted)[:wanted]
        pieces: list[bytes] = []
        while number < _FREE and len(pieces) * 64 < wanted:
            if number >= len(self._mini_table):
                raise door.damaged(self.name)
            pieces.append(self._mini[number * 64 : number * 64 + 64])
            number = self._mini_table[number]
        return b"".join(pieces)[:wanted]


def wrapped(title: str, stream: bytes | bytearray) -> bytes:
    """A compound file that holds one stream and nothing else, for a reader that should not meet the container as received."""
    size = 512
    length = max(len(stream), 4096)
    count = -(-length // size)
    per_table = size // 4
    tables = 1
    while tables * per_table < count + 1 + tables + _more_needed(tables):
        tables += 1
    more = _more_needed(tables)
    directory = count
    first_table = count + 1
    first_more = first_table + tables
    chain = [index + 1 for index in range(count - 1)] + [0xFFFFFFFE, 0xFFFFFFFE]
    chain += [0xFFFFFFFD] * tables + [0xFFFFFFFC] * more
    chain += [0xFFFFFFFF] * (tables * per_table - len(chain))
    heads = [first_table + index for index in range(tables)]
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack(
            "<HHHHH6xIIIIIIIII",
            0x3E,
            3,
            0xFFFE,
            9,
            6,
            0,
            tables,
            directory,
            0,
            4096,
            0xFFFFFFFE,
            0,
            first_more if more else 0xFFFFFFFE,
            more,
        )
    )
    header += struct.pack("<109I", *(heads[:109] + [0xFFFFFFFF] * (109 - len(heads[:109]))))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry(title, 2, 0, length, 0xFFFFFFFF)
    entries += bytes(256)
    extra = b""
    rest = heads[109:]
    for index in range(more):
        part = rest[index * (per_table - 1) : (index + 1) * (per_table - 1)]
        following = first_more + index + 1 if index + 1 < more else 0xFFFFFFFE
        extra += struct.pack(f"<{per_table}I", *part, *([0xFFFFFFFF] * (per_table - 1 - len(part))), following)
    blank = bytes(count * size - len(stream))
    return b"".join((header, stream, blank, entries, struct.pack(f"<{len(chain)}I", *chain), extra))


def _more_needed(tables: int) -> int:
    return max(0, -(-(tables - 109) // 127))


def _entry(title: str, kind: int, start: int, size: int, child: int) -> bytes:
    name = title.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return name.ljust(64, b"\x00") + struct.pack("<H", len(name)) + links + bytes(36) + struct.pack("<IQ", start, size)
