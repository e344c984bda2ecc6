"""Messages between the program and its reading process."""

from __future__ import annotations

import io

import pytest

from ecdesk.session.outside.frames import Garbled, receive, send


def sent(document: bytes, content: bytes = b"") -> bytes:
    stream = io.BytesIO()
    send(stream, document, content)
    return stream.getvalue()


class Drops(io.BytesIO):
    """Takes and gives a little at a time, as a pipe does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 3))

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        return super().write(bytes(data)[:3])


def test_a_message_arrives_whole_however_a_pipe_cuts_it() -> None:
    pipe = Drops()
    send(pipe, b"document", b"content")
    send(pipe, b"", b"")
    pipe.seek(0)
    assert receive(pipe, 8, 7) == (b"document", b"content")
    assert receive(pipe, 8, 7) == (b"", b"")
    with pytest.raises(EOFError):
        receive(pipe, 8, 7)


@pytest.mark.parametrize("message", [sent(b"123456789"), sent(b"", b"12345678"), b"garbage" * 10, b"\0" * 20])
def test_what_is_no_message_or_too_large_a_one_is_refused_before_it_is_read(message: bytes) -> None:
    with pytest.raises(Garbled):
        receive(io.BytesIO(message), 8, 7)


def test_an_end_in_the_middle_is_an_end() -> None:
    for length in range(len(sent(b"abc", b"de"))):
        with pytest.raises(EOFError):
            receive(io.BytesIO(sent(b"abc", b"de")[:length]), 8, 7)
