"""Lists for spreadsheet programs, as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ecdesk.domain.files.whole_files import write_whole

_NUMBER = re.compile(r"[+-][0-9][0-9,.\u2009 ]*[%％]?")


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes a list, in UTF-8 with a byte order mark, because that is how Excel knows UTF-8. See `write_whole`."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(headings)
    table.writerows([inert(field) for field in row] for row in rows)
    write_whole(path, written.getvalue().encode("utf-8-sig"))


def inert(field: str) -> str:
    """A text that no spreadsheet program takes for a formula; a number with a sign stays one."""
    if field[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(field):
        return f"'{field}"
    return field
