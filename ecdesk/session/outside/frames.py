"""Messages between the program and its reading process: two lengths, a JSON document, and bytes that are none."""

from __future__ import annotations

import struct
from typing import Protocol

_HEAD = struct.Struct(">4sQQ")
_MARK = b"ecd\x01"


class Garbled(Exception):
    """What came is no message, or a larger one than is taken."""


class Stream(Protocol):
    def read(self, size: int, /) -> bytes | None: ...
    def write(self, data: bytes, /) -> int | None: ...


def send(stream: Stream, document: bytes, content: bytes = b"") -> None:
    for part in (_HEAD.pack(_MARK, len(document), len(content)), document, content):
        left = memoryview(part)
        while left:
            left = left[stream.write(left) or 0 :]  # type: ignore[arg-type]


def receive(stream: Stream, most: int, most_content: int) -> tuple[bytes, bytes]:
    """The next message. Raises EOFError at the end of the stream, Garbled for what is none or has more bytes than these."""
    mark, document, content = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if mark != _MARK or document > most or content > most_content:
        raise Garbled
    return _exactly(stream, document), _exactly(stream, content)


def _exactly(stream: Stream, size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        part = stream.read(min(size, 2**20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
