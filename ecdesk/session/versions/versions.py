"""Save points, past states of a book, and what differs between two states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecdesk.checks.language.labels import figure_label
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import StepKind, new_uid, now
from ecdesk.domain.book.encoding import encode
from ecdesk.domain.book.pairing import Pairing, same_figure
from ecdesk.domain.book.records import (
    RECORD_TYPES,
    Answer,
    Assignment,
    Conflict,
    Observation,
    Passage,
    Record,
    RecordId,
    SavePoint,
    Stage,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import MEASURE_NAMES, Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.texts import SOURCE_LANGUAGE, language, printed_in, text, tr
from ecdesk.session.book.desk import Desk, fitting
from ecdesk.session.program.progress import Job, Progress
from ecdesk.storage.bookfile import BookFile

_UNCOMPARED = (SavePoint, Conflict, Answer, Stage, Assignment, Passage)
"""Records that are about the work, not about the report."""


@dataclass(frozen=True)
class Difference:
    """One record that two states of a book do not have alike; None where one of them has none."""

    kind: str
    id: RecordId
    before: Record | None
    after: Record | None

    @property
    def change(self) -> str:
        """added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def add_save_point(desk: Desk, name: str) -> SavePoint:
    """Give the present state a name to come back to."""
    if not name.strip():
        raise UserError("保存点需要一个名字，请填写后再试。")
    point = SavePoint(new_uid(), name.strip(), desk.seq, desk.who, now())
    with desk.edit(text("保存点“{name}”", name=point.name, step_kind=StepKind.SAVE_POINT)) as edit:
        edit.put(point)
    return point


def present_save_point(desk: Desk) -> SavePoint | None:
    """The save point at which the book stands: nothing was changed since. None where there is none."""
    return next((point for point in desk.book.all(SavePoint).values() if point.seq + 1 == desk.seq), None)


def book_at(desk: Desk, seq: int, now: Book | None = None, last: int | None = None) -> Book:
    """The book as it was right after a transaction, 0 for the state in which it was made. A worker is handed a snapshot as now, and
    after which transaction it was taken as last; otherwise it is the desk's book. Raises UserError where a step does not fit the records."""
    desk.flush()
    past = (now or desk.book).snapshot()
    for transaction in reversed(desk.file.transactions(seq + 1, last)):
        with fitting(desk.path, transaction):
            past.apply(transaction.inverse_changes())
    return past


def load_book(path: Path) -> Book:
    """The present state of another book's file, read without locking it."""
    with BookFile.open(path, "", read_only=True) as file:
        book = Book()
        book.load(file.records())
        return book


def compare(before: Book, after: Book) -> Iterator[Difference]:
    """Every record that differs, figures first, each kind in the order of the later book."""
    others = (type for type in RECORD_TYPES.values() if type is not Observation and type not in _UNCOMPARED)
    for type in (Observation, *others):
        old, new = before.all(type), after.all(type)
        for id in [*new, *(id for id in old if id not in new)]:
            one, two = old.get(id), new.get(id)
            if not _is_same(one, two):
                yield Difference(type.KIND, id, one, two)


def _is_same(one: Record | None, two: Record | None) -> bool:
    return one == two or (isinstance(one, Observation) and isinstance(two, Observation) and same_figure(one, two))


def key_label(book: Book, key: Key) -> str:
    """A figure's key in words: 2018年 陕西省 网络零售额 占比, in English Online retail sales [Shaanxi, 2018] (share)."""
    if language() != SOURCE_LANGUAGE:
        return str(figure_label(book, key))
    area = book.area(key.area)
    indicator = book.indicator(key.indicator)
    item = book.item(key.item)
    measure, _, whole = key.measure.partition(":")
    try:
        period = str(period_from_code(key.period))
    except ValueError:
        period = key.period
    parts = [
        period,
        area.name if area else key.area,
        indicator.name if indicator else key.indicator,
        item.name if item else key.item,
    ]
    if measure != "value":
        name = tr(MEASURE_NAMES.get(measure, measure))
        parts.append(f"{name}（{whole}）" if whole else name)
    return " ".join(part for part in parts if part)


def difference_json(before: Book, after: Book, difference: Difference) -> dict[str, Any]:
    """A difference as the command line prints it."""
    result: dict[str, Any] = {"kind": difference.kind, "id": str(difference.id), "change": difference.change}
    if isinstance(difference.id, Key):
        book = after if difference.after is not None else before
        with printed_in(SOURCE_LANGUAGE):
            result["label"] = key_label(book, difference.id)
        result["before"] = _printed(difference.before)
        result["after"] = _printed(difference.after)
    else:
        result["before"] = encode(difference.before) if difference.before is not None else None
        result["after"] = encode(difference.after) if difference.after is not None else None
    return result


def write_comparison(
    path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]], pairing: Pairing, names: tuple[str, str]
) -> Job[Path]:
    """Write a comparison as a workbook: everything that differs in words, then the exhibits side by side. Raises UserError when the file
    cannot be written."""
    from ecdesk.excel.writing.comparison import write_comparison as write

    for step in write(path, headings, rows, pairing, names):
        yield Progress(step.done, step.total, text("正在写出比较结果…"))
    return path


def _printed(record: Record | None) -> str | None:
    return print_content(record.content) if isinstance(record, Observation) else None
