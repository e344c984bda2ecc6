"""What happened to one figure, and to the book: readings of the journal, made on the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ecdesk.domain.texts import text, tr
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.book.records import Record
    from ecdesk.domain.figures.keys import Key
    from ecdesk.session.book.desk import Desk
    from ecdesk.storage.bookfile import BookFile, Head

MOST_STEPS = 40


@dataclass(frozen=True)
class CellStep:
    """One change of a figure: its step, and the figure before and after as printed ("" for an empty cell)."""

    head: Head
    before: str
    after: str


def cell_history(file: BookFile, key: Key) -> Job[tuple[Key, tuple[CellStep, ...]]]:
    """Every change of a figure, latest first."""
    heads = file.heads(limit=MOST_STEPS, about=("observation", key))
    steps = []
    for number, head in enumerate(heads):
        yield Progress(number, len(heads), text("正在读取历史…"))
        for change in file.transaction(head.seq).changes:
            if change.kind == "observation" and change.id == key:
                steps.append(CellStep(head, _printed(change.before), _printed(change.after)))
    return key, tuple(steps)


def book_history(file: BookFile, keys: Iterable[Key] | None) -> Job[tuple[Head, ...]]:
    """Every step of the journal, latest first; with keys, those that changed any of these figures."""
    yield Progress(0, 0, text("正在读取历史…"))
    if keys is None:
        return tuple(file.heads())
    found: dict[int, Head] = {}
    for key in keys:
        found.update((head.seq, head) for head in file.heads(about=("observation", key)))
        yield Progress(0, 0, text("正在读取历史…"))
    return tuple(found[seq] for seq in sorted(found, reverse=True))


def reason_words(head: Head) -> str:
    """Why a step was done, as somebody said it; "" where nobody did."""
    from ecdesk.session.versions.merging import spoken_reason

    return spoken_reason(head.why)


def action_words(head: Head) -> str:
    """What was done, in words: the step's name, and whether it took another back."""
    from ecdesk.domain.book.changes import Action

    name = str(head.name)
    if head.action == Action.UNDO:
        return tr("撤销：{step}", step=name)
    if head.action == Action.REDO:
        return tr("重做：{step}", step=name)
    return name


def local_time(when: str, seconds: bool = False) -> str:
    """A moment of the journal as the user's clock shows it; today's without the date."""
    try:
        moment = datetime.fromisoformat(when).astimezone()
    except ValueError:
        return when
    clock = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
    if moment.date() == datetime.now().astimezone().date():
        return clock
    return f"{moment:%Y-%m-%d} {clock}"


def local_day(when: str) -> str:
    """The day of a moment of the journal by the user's clock, as 2026-11-21; "" for one that cannot be read."""
    try:
        return datetime.fromisoformat(when).astimezone().date().isoformat()
    except ValueError:
        return ""


def day_words(day: str) -> str:
    """今天, 昨天, or the date."""
    today = datetime.now().astimezone().date()
    if day == today.isoformat():
        return tr("今天")
    if day == (today - timedelta(days=1)).isoformat():
        return tr("昨天")
    return day or tr("日期不明")


def _printed(record: Record | None) -> str:
    from ecdesk.domain.book.records import Observation
    from ecdesk.domain.figures.numerals import print_content

    return print_content(record.content) if isinstance(record, Observation) else ""


def read_after_saving(desk: Desk) -> bool:
    """Whether everything is on disk, so that the journal can be read without waiting."""
    return desk.save_state.waiting == 0
