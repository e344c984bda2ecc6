"""What an import brought, read from the journal: the same files with the same figures as when they were looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Transaction
from ecdesk.domain.book.records import Alternative, Observation, Origin, Submission
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.keys import Key
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
    submissions = [change.after for change in step.changes if isinstance(change.after, Submission) and change.before is None]
    if not submissions:
        return None
    lines: dict[str, list[Line]] = {one.id: [] for one in submissions}
    for change in step.changes:
        if isinstance(change.after, Observation):
            before = change.before.content if isinstance(change.before, Observation) else None
            found = _line(book, change.after.key, change.after.content, change.after.origin, LineOutcome.NEW, before)
        elif isinstance(change.after, Alternative):
            other = change.after
            present = book.observation(other.key)
            found = _line(
                book, other.key, other.content, other.origin, LineOutcome.DIFFERENT, present.content if present else None
            )
        else:
            continue
        origin = change.after.origin
        if found is not None and origin.submission in lines:
            lines[origin.submission].append(found)
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


def _line(book: Book, key: Key, content: Content, origin: Origin, outcome: LineOutcome, present: Content | None) -> Line | None:
    if not isinstance(content, Amount):
        return None
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
    return Line(reading, key, outcome, present)
