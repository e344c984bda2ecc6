"""Names for files that Windows, macOS and Linux all accept."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\ufeff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$")


def safe_file_name(text: str, longest: int = 80) -> str:
    """The text as a file's name without its ending: no reserved characters or device names, no trailing dot, not too long."""
    plain = _FORBIDDEN.sub("_", text).strip(" .")
    plain = plain[:longest].rstrip(" .")
    return f"_{plain}" if not plain or _RESERVED.match(plain) else plain
