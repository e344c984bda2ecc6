"""Streams of a compound file, the container of .xls (MS-CFB), read with every chain bounded."""

from __future__ import annotations

import struct

from ecdesk.excel.reading import limits

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""


class CompoundFile:
    """The directory and the streams of a compound file. Raises UserError when it is damaged."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._data = data
        if len(data) < 512:
            raise limits.damaged(name)
        try:
            shift, mini_shift = struct.unpack_from("<HH", data, 30)
            table_count, first_directory = struct.unpack_from("<II", data, 44)
            self._cutoff, first_mini, _mini_count, first_more, more_count = struct.unpack_from("<IIIII", data, 56)
            if shift not in (9, 12) or mini_shift != 6:
                raise limits.damaged(name)
            self._size = 1 << shift
            self._sectors = len(data) // self._size
            heads = [number for number in struct.unpack_from("<109I", data, 76) if number < _FREE]
            heads += self._more_heads(first_more, min(more_count, self._sectors))
            table: list[int] = []
            for number in heads[: min(table_count, self._sectors) or len(heads)]:
                sector = self._sector(number)
                table.extend(struct.unpack(f"<{len(sector) // 4}I", sector))
            self._table = table
            directory = self._chain(first_directory)
            self.entries: dict[str, tuple[int, int]] = {}
            root_start = 0
            for offset in range(0, len(directory) - 127, 128):
                length, kind = struct.unpack_from("<HB", directory, offset + 64)
                if kind not in (2, 5) or not 2 <= length <= 64:
                    continue
                title = directory[offset : offset + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", directory, offset + 116)
                if kind == 5:
                    root_start = start
                else:
                    self.entries[title] = start, size
            self._mini_table: list[int] = []
            if first_mini < _FREE:
                mini = self._chain(first_mini)
                self._mini_table = list(struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4]))
            self._mini = self._chain(root_start) if root_start < _FREE and self._mini_table else b""
        except struct.error:
            raise limits.damaged(name) from None

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if not sector:
            raise limits.damaged(self.name)
        return sector.ljust(self._size, b"\x00")

    def _more_heads(self, number: int, most: int) -> list[int]:
        heads: list[int] = []
        for _ in range(most):
            if number >= _FREE:
                break
            values = struct.unpack(f"<{self._size // 4}I", self._sector(number))
            heads += [value for value in values[:-1] if value < _FREE]
            number = values[-1]
        return heads

    def _chain(self, number: int) -> bytes:
        pieces: list[bytes] = []
        while number < _FREE:
            if len(pieces) > self._sectors or number >= len(self._table):
                raise limits.damaged(self.name)
            pieces.append(self._sector(number))
            number = self._table[number]
        return b"".join(pieces)

    def stream(self, title: str) -> bytes | None:
        """The bytes of a stream, None when there is none of that name."""
        entry = self.entries.get(title)
        if entry is None:
            return None
        number, size = entry
        if size >= self._cutoff:
            return self._chain(number)[:size]
        pieces: list[bytes] = []
        while number < _FREE and len(pieces) * 64 < size:
            if number >= len(self._mini_table):
                raise limits.damaged(self.name)
            pieces.append(self._mini[number * 64 : number * 64 + 64])
            number = self._mini_table[number]
        return b"".join(pieces)[:size]
