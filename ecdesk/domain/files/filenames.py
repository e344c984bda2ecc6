"""Names for files that Windows, macOS and Linux all accept."""

from __future__ import annotations

import hashlib
import re

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\ufeff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$")


def safe_file_name(text: str, longest: int = 80) -> str:
    """The text as a file's name without its ending: no reserved characters or device names, no trailing dot, not too long."""
    plain = _FORBIDDEN.sub("_", text).strip(" .")
    plain = plain[:longest].rstrip(" .")
    return f"_{plain}" if not plain or _RESERVED.match(plain) else plain


def fitted_name(name: str, suffix: str, most: int = 255) -> str:
    """The name with a suffix, in at most so many bytes of UTF-8, which is what file systems allow. A name that is cut ends with a mark of
    the whole, so that two long names stay two."""
    room = most - len(suffix.encode())
    if len(name.encode("utf-8", "surrogateescape")) <= room:
        return name + suffix
    whole = name.encode("utf-8", "surrogateescape")
    mark = "~" + hashlib.sha256(whole).hexdigest()[:8]
    return whole[: room - len(mark)].decode("utf-8", "ignore") + mark + suffix
