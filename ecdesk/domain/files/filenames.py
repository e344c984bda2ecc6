"""Names for files that Windows, macOS and Linux all accept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\ufeff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *([.:].*)?$")
_STREAM = ":"
"""Divides a file's name from that of a part of it that no folder shows."""


_LONGEST = 80


def safe_file_name(text: str) -> str:
    """The text as a file's name without its ending: no reserved characters or device names, no trailing dot, not too long."""
    plain = _FORBIDDEN.sub("_", text).strip(" .")
    plain = plain[:_LONGEST].rstrip(" .")
    return f"_{plain}" if not plain or _RESERVED.match(plain) else plain


def is_device(name: str) -> bool:
    """Whether Windows takes a file's name, with whatever ending, for a device: what is written to it is gone, or comes out of a printer."""
    return _RESERVED.match(name) is not None


def hides_on_windows(name: str) -> bool:
    """Whether what is written under a name can be found in no folder of Windows."""
    return is_device(name) or _STREAM in name


def unlike_file_names(texts: Iterable[str]) -> Iterator[str]:
    """The texts as names of files in one folder, no two of which differ in capitals only."""
    taken: set[str] = set()
    for text in texts:
        stem = safe_file_name(text)
        name, copy = stem, 2
        while name.casefold() in taken:
            name, copy = f"{stem} ({copy})", copy + 1
        taken.add(name.casefold())
        yield name


def fitted_name(name: str, suffix: str, most: int = 255) -> str:
    """The name with a suffix, in at most so many bytes of UTF-8, which is what file systems allow. A name that is cut ends with a mark of
    the whole, so that two long names stay two."""
    room = most - len(suffix.encode())
    if len(name.encode("utf-8", "surrogateescape")) <= room:
        return name + suffix
    whole = name.encode("utf-8", "surrogateescape")
    mark = "~" + hashlib.sha256(whole).hexdigest()[:8]
    return whole[: room - len(mark)].decode("utf-8", "ignore") + mark + suffix
