"""Texts that leave the program: none is a formula to whoever opens it, none breaks the file that it stands in, none is an order to a terminal.

A file with types, such as a workbook, keeps a text as a text. In what has no types (CSV, the clipboard's text) a text that could be taken
for a formula gets an apostrophe in front, as editors type it themselves; read back here it is the text again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.wording.folding import half_width

_STARTS = "=+-@"
"""What a formula begins with, half-width."""
_QUOTES = " '\"`“”‘’"
"""What a program may take away, or overlook, before a formula; so are signs that cannot be seen."""
_BREAKS = "\t\r\n"
"""What begins a new cell or line, wherever it is taken as one."""
_SIGNED = re.compile(r"[+-][0-9][0-9,. ]*%?")
_LONGEST_NUMBER = 64
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def for_terminal(line: str) -> str:
    """A line for a terminal, which takes some signs for orders: those that cannot be seen, or turn or break what is seen, as JSON writes them."""
    return _ORDERS.sub(lambda found: json.dumps(found[0])[1:-1], line)


_ORDERS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def looks_like_a_formula(words: str) -> bool:
    """Whether a program could take a text for a formula, after signs that it does not see, spaces, quotes and breaks, and in whatever
    width. A number with a sign is none, nor is a sign alone."""
    quoted = False
    for at, sign in enumerate(words):
        if sign.isalnum():
            return False
        if sign in _BREAKS:
            return True
        read = half_width(sign)
        if read in _QUOTES:  # also what cannot be seen, which is read as nothing
            quoted = quoted or read not in ("", " ")
            continue
        return read[0] in _STARTS and not _is_figure(words[at : at + _LONGEST_NUMBER + 1], quoted)
    return False


def _is_figure(words: str, quoted: bool) -> bool:
    read = half_width(words).strip()
    return len(read) == 1 or (not quoted and len(words) <= _LONGEST_NUMBER and _SIGNED.fullmatch(read) is not None)


def guarded(words: str) -> str:
    """A text for a place without types, which no program takes for a formula; without control characters, for which a reader, our own too,
    would refuse the whole."""
    kept = writable(words)
    return f"'{kept}" if looks_like_a_formula(kept) else kept


def unguarded(words: str) -> str:
    """The text that `guarded` was given, as far as it is `writable`; of others, what a spreadsheet program means by an apostrophe before a formula or a number with a
    sign."""
    rest = words[1:]
    guard = words[:1] == "'" and (
        looks_like_a_formula(rest) or (rest[:1] in _STARTS and _is_figure(rest, False) and len(rest) > 1)
    )
    return rest if guard else words


def writable(words: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", words)


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A list as the bytes of a file, in UTF-8 with a byte order mark, because that is how Excel knows UTF-8. No text is a formula, see `guarded`."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerows([guarded(field) for field in row] for row in (headings, *rows))
    return written.getvalue().encode("utf-8-sig")


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes a list, see `csv_bytes` and `write_whole`."""
    write_whole(path, csv_bytes(headings, rows))
