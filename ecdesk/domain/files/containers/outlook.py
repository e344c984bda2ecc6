"""Opening a mail that Outlook kept (.msg): a compound file whose streams are the properties of the mail and of its attachments (MS-OXMSG)."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from ecdesk.domain.files import door
from ecdesk.domain.files.containers.compound import CompoundFile
from ecdesk.domain.files.containers.holding import Holding, Opened, shortened
from ecdesk.domain.files.containers.mails import LONGEST_BODY, without_marks

_SUBJECT, _SENDER, _ADDRESS, _SMTP, _BODY, _PAGE = "0037", "0C1A", "0C1F", "5D01", "1000", "1013"
_SENT, _DELIVERED = 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT = "3707", "3704", "3001", "3701"
_STREAM = "__substg1.0_"
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0"
_TIME = 0x0040
_LONGEST_TEXT = 4_000
"""Bytes of what an attachment is called."""
_TEXT, _BYTES_OF_TEXT, _BINARY = "001F", "001E", "0102"


class _Message:
    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._file = CompoundFile(data, name)
        self.streams = self._file.tree()

    def stream(self, path: str, most: int = door.PART_BYTES) -> bytes:
        """The first so many bytes of a stream; none where there is no such stream."""
        number, size = self.streams.get(path, (0, 0))
        return self._file.stream_at(number, size, most) if size else b""

    def content(self, path: str, left: int, name: str) -> bytes:
        """A whole stream. Raises UserError where it is larger than what is left for it, before it is read: many may lead to the same bytes."""
        if self.streams[path][1] > left:
            raise door.too_large(name)
        return self.stream(path)

    def text(self, prefix: str, property: str) -> str:
        """A property that is a text, of the mail (prefix "") or of what its path begins with."""
        most = _LONGEST_TEXT if prefix else door.PART_BYTES
        wide = self.stream(f"{prefix}{_STREAM}{property}{_TEXT}", most)
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        narrow = self.stream(f"{prefix}{_STREAM}{property}{_BYTES_OF_TEXT}", most)
        return door.decoded(narrow, self.name)[0].rstrip("\x00")

    def day(self) -> str:
        """When it was sent, or else came in."""
        known = self.stream(_PROPERTIES)
        times = {}
        for place in range(32, len(known) - 15, 16):
            kind, property, _flags, value = struct.unpack_from("<HHIQ", known, place)
            if kind == _TIME:
                times[property] = value
        since_1601 = times.get(_SENT) or times.get(_DELIVERED)
        try:
            moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=since_1601 // 10) if since_1601 else None
        except OverflowError:
            moment = None
        # Chinese time, as everybody who sends submissions has it; the file says only the moment.
        return (moment + timedelta(hours=8)).date().isoformat() if moment is not None else ""

    def said(self) -> tuple[str, str]:
        """The words of the mail outside of tables, and the page that has its tables, "" for none."""
        page = door.decoded(self.stream(f"{_STREAM}{_PAGE}{_BINARY}"), self.name)[0]
        if "<td" in page.lower():
            return without_marks(page), page
        return self.text("", _BODY) or without_marks(page), ""

    def sender(self) -> str:
        name, address = self.text("", _SENDER), self.text("", _SMTP) or self.text("", _ADDRESS)
        if "@" not in address or address == name:
            return name
        return f"{name} <{address}>" if name else address


def open_msg(data: bytes, name: str) -> tuple[bytes, Opened]:
    """The same as `open_mail` for a .msg."""
    message = _Message(data, name)
    holding = Holding(name)
    # A mail that is attached stands in a storage of its own, with its attachments in it.
    storages = {path.rpartition("/")[0] for path in message.streams}
    for storage in sorted(one for one in storages if one.rpartition("/")[2].startswith(_ATTACHMENT)):
        _take(holding, message, f"{storage}/")
    body, page = message.said()
    return b"".join(holding.contents), Opened(
        "mail",
        tuple(holding.held),
        sender=shortened(message.sender()),
        date=message.day(),
        subject=shortened(message.text("", _SUBJECT)),
        body=body[:LONGEST_BODY],
        page=page[:LONGEST_BODY],
    )


def _take(holding: Holding, message: _Message, prefix: str) -> None:
    names = (message.text(prefix, property) for property in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    path = f"{prefix}{_STREAM}{_CONTENT}{_BINARY}"
    if path in message.streams:  # else it is a mail or a drawing within the mail, whose streams stand in a storage of its own
        name = next(filter(None, names), "附件")
        holding.take(name, lambda left: message.content(path, left, name))
