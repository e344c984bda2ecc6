"""Raised figures in formatted text. They point to notes (1302.5 with a small 2) and must not run together with the number before them."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_RUN = re.compile(rb"<(?P<prefix>(?:\w+:)?)r>(?P<inside>(?:(?!</?(?P=prefix)r>).){0,4000}?)</(?P=prefix)r>", re.DOTALL)
_SUPERSCRIPT = re.compile(rb"<(?:\w+:)?vertAlign\s+val\s*=\s*[\"']superscript[\"']")
_TEXT = re.compile(rb"(<(?:\w+:)?t(?:\s[^<>]*)?>)([^<]*)(</)")


def raised(text: str) -> str:
    """The text with its digits and round brackets written as the raised characters that they are shown as."""
    return text.translate(_RAISED)


def with_raised_runs(part: bytes) -> bytes:
    """A part of an Office Open XML workbook in which the digits of superscript runs are written as raised characters."""
    if b"superscript" not in part or not _SUPERSCRIPT.search(part):
        return part

    def run(match: re.Match[bytes]) -> bytes:
        if not _SUPERSCRIPT.search(match["inside"]):
            return match[0]
        return _TEXT.sub(_raised_text, match[0])

    return _RUN.sub(run, part)


def _raised_text(match: re.Match[bytes]) -> bytes:
    if b"&" in match[2]:
        return match[0]
    return match[1] + raised(match[2].decode("utf-8", "replace")).encode() + match[3]
