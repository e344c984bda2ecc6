"""Lists for spreadsheet programs, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from ecdesk.domain.files.outgoing import guarded
from ecdesk.domain.files.whole_files import write_whole


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes a list, in UTF-8 with a byte order mark, because that is how Excel knows UTF-8. No text is a formula,
    see `guarded`. See `write_whole`."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerows([guarded(field) for field in row] for row in (headings, *rows))
    write_whole(path, written.getvalue().encode("utf-8-sig"))
