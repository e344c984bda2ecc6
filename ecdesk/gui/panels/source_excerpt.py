"""The region of a submission that a figure was read from, as it was received."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from ecdesk.domain.texts import text
from ecdesk.gui.base.cell_names import cell_position, column_letters
from ecdesk.gui.base.themes import Theme
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.book.records import Origin, Submission
    from ecdesk.storage.bookfile import BookFile

ROWS_ABOVE, ROWS_BELOW, COLUMNS_AROUND = 3, 2, 1
LONGEST_TEXT = 14


@dataclass(frozen=True)
class Excerpt:
    """Some cells of a sheet. columns: letters; rows: number and texts; row and column: which of them the figure is in."""

    origin: Origin
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    row: int
    column: int


def excerpt_job(file: BookFile, submission: Submission, origin: Origin) -> Job[Excerpt | None]:
    """Read the file that the book keeps again, around one cell; None when sheet or cell are not in it."""
    yield Progress(0, 0, text("打开 {file}", file=submission.name))
    from ecdesk.session.submissions.arriving import sheets_in

    workbook = sheets_in(file.read_blob(submission.file), submission.name)
    sheet = next((one for one in workbook.sheets if one.name == origin.sheet), None)
    if sheet is None or not origin.cell:
        return None
    row, column = cell_position(origin.cell)
    first, last = max(0, row - ROWS_ABOVE), min(sheet.height - 1, row + ROWS_BELOW)
    near = range(max(0, column - COLUMNS_AROUND), min(sheet.width - 1, column + COLUMNS_AROUND) + 1)
    # The stub stands in the first column as a rule; without it the figures say nothing.
    columns = sorted({0, *near})
    rows = tuple((number + 1, tuple(_cut(sheet.cell(number, one).shown) for one in columns)) for number in range(first, last + 1))
    if column not in columns or not rows:
        return None
    return Excerpt(origin, sheet.name, tuple(column_letters(one) for one in columns), rows, row - first, columns.index(column))


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_TEXT else f"{words[:LONGEST_TEXT]}…"


def excerpt_html(excerpt: Excerpt, theme: Theme) -> str:
    """The excerpt as a small table; the figure's own cell is set off by colour and weight."""
    head = f"background-color: {theme.code('header')}; color: {theme.code('muted')};"
    line = "".join(f"<td style='{head}'>{letters}</td>" for letters in ("", *excerpt.columns))
    lines = [f"<tr>{line}</tr>"]
    for number, (name, texts) in enumerate(excerpt.rows):
        cells = [f"<td style='{head}'>{name}</td>"]
        for column, words in enumerate(texts):
            here = number == excerpt.row and column == excerpt.column
            style = f" style='background-color: {theme.code('accent_soft')}; font-weight: 600;'" if here else ""
            cells.append(f"<td{style}>{escape(words) or '&nbsp;'}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    border = theme.code("border")
    return (
        f"<table border='1' cellspacing='0' cellpadding='3' style='border-collapse: collapse; border-color: {border};"
        f" margin-top: 6px;'>{''.join(lines)}</table>"
    )
