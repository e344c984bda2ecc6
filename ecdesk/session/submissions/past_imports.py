"""What an import brought, read from the journal: the same files with the same figures as when they were looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Transaction
from ecdesk.domain.book.records import Alternative, Observation, Record, Submission
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.readings import FileReading, Reading
from ecdesk.domain.texts import text
from ecdesk.session.submissions.imports import FilePreview, ImportPreview, Line, LineOutcome


@dataclass(frozen=True)
class PastImport:
    """What one step brought. shown: its files with what was new and what was different; figures that the book had already left no trace."""

    seq: int
    who: str
    when: str
    shown: ImportPreview
    submissions: tuple[Submission, ...]

    def submission(self, path: Path) -> Submission:
        """The submission behind a file of `shown`."""
        return self.submissions[[file.path for file in self.shown.files].index(path)]


def brought(book: Book, step: Transaction) -> PastImport | None:
    """What a step of the journal brought in; None for one that imported nothing. book: for the names of areas."""
    new = [change.after for change in step.changes if isinstance(change.after, Submission) and change.before is None]
    new = [one for one in new if one.file]
    if not new:
        return None
    # A file that several areas sent is shown as the one file that it was.
    of_file: dict[tuple[str, str], Submission] = {}
    lines: dict[str, list[Line]] = {}
    for one in new:
        first = of_file.setdefault((one.name, one.file), one)
        lines[one.id] = lines.setdefault(first.id, [])
    submissions = list(of_file.values())
    for change in step.changes:
        if isinstance(change.after, Observation | Alternative) and change.after.origin.submission in lines:
            lines[change.after.origin.submission] += _lines(book, change.after, change.before)
    files = tuple(_file(book, number, one, lines[one.id]) for number, one in enumerate(submissions))
    return PastImport(step.seq, step.who, step.when, ImportPreview(files), tuple(submissions))


def _file(book: Book, number: int, submission: Submission, lines: list[Line]) -> FilePreview:
    area = book.area(submission.area)
    reading = FileReading(
        submission.name,
        "read",
        submission.area,
        area.name if area is not None else "",
        int(submission.period) if submission.period.isdecimal() else None,
        tuple(line.reading for line in lines),
        shape=submission.shape,
        digest=submission.file,
    )
    # Two attachments can have one name: the number keeps them apart.
    return FilePreview(Path(str(number)) / submission.name, reading, tuple(lines))


def _lines(book: Book, after: Observation | Alternative, before: Record | None) -> Iterator[Line]:
    """The line of a figure that came in; none of what is no amount."""
    key, content, origin = after.key, after.content, after.origin
    if not isinstance(content, Amount):
        return
    present = before if isinstance(after, Observation) else book.observation(key)
    beside = present.content if isinstance(present, Observation) else None
    area, indicator = book.area(key.area), book.indicator(key.indicator)
    item = book.item(key.item) if key.item else None
    reading = Reading(
        key.area,
        area.name if area is not None else key.area,
        indicator.name if indicator is not None else key.indicator,
        item.name if item is not None else key.item,
        key.period,
        key.measure,
        content,
        origin.sheet,
        origin.cell,
        origin.raw,
        why=(text("{who} 导入，原文“{raw}”。", who=origin.by, raw=origin.raw, stands="cell"),),
    )
    yield Line(reading, key, LineOutcome.NEW if isinstance(after, Observation) else LineOutcome.DIFFERENT, beside)
