"""Opening a mail (.eml): who sent it and when, what it says, and what is attached to it, also to mails that are attached to it."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

from ecdesk.domain.files import door
from ecdesk.domain.files.containers.holding import Holding, Opened, shortened

MOST_PARTS = 2_000
MOST_LINES = 2_000_000
MOST_LOOKED_AT = 10_000_000
"""Lines times the marks that parts end with: the library holds each line against all of them. Of 30 MB of attachments in ten parts there are four million."""
_LONGEST_WORD = 4_000
"""Characters of one encoded word; mail programs end it after 75."""
LONGEST_BODY = 2_000_000
"""Characters."""
LONGEST_KIND = 20_000
"""Characters of what a part says of itself: its kind, its name."""
LONGEST_KINDS = 500_000
"""Characters of what all parts together say of themselves."""
_GIVEN_NAME = re.compile(r"\b(?:file)?name\s{0,9}=\s{0,9}(?:\"([^\"]{1,1000})\"|([^\s;\"]{1,1000}))", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "euc-cn", "hz-gb-2312"}
_KINDS = {"text/csv": ".csv", "application/pdf": ".pdf", "application/zip": ".zip", "application/vnd.ms-excel": ".xls"}
_FAULTS = (RecursionError, LookupError, ValueError, TypeError, AttributeError, IndexError, AssertionError)
"""What the parser of the standard library raises for mails that no program wrote."""


def open_mail(data: bytes, name: str) -> tuple[bytes, Opened]:
    """The bytes of what is attached one after the other, and what the mail says. Raises UserError for what is no mail, or holds too much."""
    try:
        return _opened(data, name)
    except _FAULTS:
        raise door.damaged(name) from None


def _opened(data: bytes, name: str) -> tuple[bytes, Opened]:
    _check_lines(data, name)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    holding = Holding(name)
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _parts(message, name):
        kind, file = part.get_content_type(), _file_name(part)
        if part.is_multipart() or kind.startswith("multipart/") or _is_drawn(part):
            continue
        if file:
            holding.take(file, _content(part))
        elif kind in texts:
            texts[kind].append(_text(part, name))
    body, page = _said(texts["text/plain"], texts["text/html"])
    opened = Opened(
        "mail",
        tuple(holding.held),
        sender=shortened(_header(message, "From")),
        date=_date(message),
        subject=shortened(_header(message, "Subject")),
        body=body[:LONGEST_BODY],
        page=page[:LONGEST_BODY],
    )
    return b"".join(holding.contents), opened


def _check_lines(data: bytes, name: str) -> None:
    """Raises UserError for more lines, or more marks that parts end with, than a mail has."""
    lines, marks = data.count(b"\n"), data.lower().count(b"boundary=")
    if lines > MOST_LINES or marks > MOST_PARTS // 10 or lines * marks > MOST_LOOKED_AT:
        raise door.too_large(name)


def _parts(message: Message, name: str) -> Iterator[Message]:
    """The parts of a mail, counted with what they say of themselves. Raises UserError for too many."""
    said = 0
    for number, part in enumerate(message.walk()):
        said += _length_of_kind(part, name)
        if number > MOST_PARTS or said > LONGEST_KINDS:
            raise door.too_large(name)
        yield part


def _length_of_kind(part: Message, name: str) -> int:
    """The characters of what a part says of itself. Raises UserError for more of them than anybody has to say: the library takes the square of their
    length to read them."""
    lengths = [len(str(value)) for head, value in part.items() if head.lower().startswith("content-")]
    if max(lengths, default=0) > LONGEST_KIND:
        raise door.too_large(name)
    return sum(lengths)


def _is_drawn(part: Message) -> bool:
    """Whether a part is a picture in the text of the mail."""
    inline = part.get("Content-ID") and part.get_content_disposition() != "attachment"
    return part.get_content_type().startswith("image/") and bool(inline)


def _said(plain: list[str], pages: list[str]) -> tuple[str, str]:
    """The words of a mail outside of tables, and the page that has its tables, "" for none."""
    page = next((one for one in pages if "<td" in one.lower()), "")
    words = "\n\n".join(map(without_marks, pages))
    written = "\n\n".join(one for one in plain if one.strip())
    return words if page else written or words, page


def _content(part: Message) -> Callable[[int], bytes]:
    def content(_left: int) -> bytes:
        found: Any = part.get_payload(decode=True)
        return found if isinstance(found, bytes) else b""

    return content


def _text(part: Message, name: str) -> str:
    found: Any = part.get_payload(decode=True)
    content = found if isinstance(found, bytes) else b""
    said = str(part.get_content_charset() or "").lower()
    encodings = ("gb18030", "utf-8") if said in _CHINESE else ("utf-8", "gb18030")
    return door.decoded(content, name, encodings)[0]


def without_marks(page: str) -> str:
    """The words of a web page outside of its tables, a line for each of its lines."""
    ahead, *tables = re.split(r"(?i)<table\b", page)
    page = ahead + "".join(re.split(r"(?i)</table[^>]{0,100}>", table)[-1] for table in tables if "</table" in table.lower())
    lines = re.sub(r"(?i)<(?:br|/p|/div|/li|/h[1-6])\b", "\n<", page)
    shown = re.sub(r"(?is)<(style|script|head)\b[^<]{0,100000}</\1", "<", lines)
    words = re.sub(r"<[^<>]{0,5000}>", "", shown)
    for mark, sign in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        words = words.replace(mark, sign)
    return words


def _file_name(part: Message) -> str:
    """What an attachment is called; "" for what is no attachment."""
    heads = [_raw(part, head) for head in ("Content-Disposition", "Content-Type")]
    for head in heads:
        given = _GIVEN_NAME.search(head)
        if given is not None:
            return decoded_words(given[1] or given[2])
    with_charset = part.get_filename()
    if with_charset:
        return _readable(str(with_charset))
    if part.get_content_disposition() == "attachment":
        return "附件" + _KINDS.get(part.get_content_type(), "")
    return ""


def _raw(part: Message, head: str) -> str:
    """A line of the head as it came; bytes that are no ASCII stand as surrogates."""
    found = next((value for key, value in part.raw_items() if key.lower() == head.lower()), "")
    return str(found).replace("\r", "").replace("\n", "")


def _header(message: Message, head: str) -> str:
    return decoded_words(_raw(message, head))


def decoded_words(raw: str) -> str:
    """A line of the head with its encoded words decoded (=?gb2312?B?…?=; blanks between two are none), and bytes that nobody encoded."""
    found: list[str] = []
    at = reached = 0
    while (at := raw.find("=?", at)) >= 0:
        charset, way, written = (*raw[at + 2 : at + 2 + _LONGEST_WORD].split("?", 2), "", "")[:3]
        end = written.find("?=")
        if way.upper() not in ("B", "Q") or end < 0:
            at += 2
            continue
        between = raw[reached:at]
        found += [between if between.strip() or not found else "", _decoded(charset, way.upper(), written[:end])]
        at = reached = at + len(charset) + len(way) + end + 6
    return _readable("".join((*found, raw[reached:])))


def _decoded(charset: str, way: str, written: str) -> str:
    """What an encoded word means; as it is written where its code means nothing."""
    from email.base64mime import decode as from_base64
    from email.quoprimime import header_decode

    charset = charset.lower().partition("*")[0]
    try:
        content = from_base64(written) if way == "B" else header_decode(written).encode("latin-1")
        return content.decode("gb18030" if charset in _CHINESE else charset, "replace")
    except (ValueError, LookupError):
        return written


def _readable(written: str) -> str:
    """A text with bytes that nobody encoded as what they most likely are."""
    if not any("\ud800" <= sign <= "\udfff" for sign in written):
        return written
    content = written.encode("utf-8", "surrogateescape")
    return door.decoded(content, "")[0]


def _date(message: Message) -> str:
    """The day of a mail in its own time zone."""
    try:
        return email.utils.parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
