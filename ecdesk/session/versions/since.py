"""What changed since something passed a stage: found in the journal, in whichever copy of the book it passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Action
from ecdesk.domain.book.layouts.outline import content_digest
from ecdesk.domain.book.records import Passage
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.versions.versions import book_at


@dataclass(frozen=True)
class Since:
    """A state to compare with. seq: of the step after which the book was so. exact: whether it is what passed; otherwise the stage was passed
    in a copy that was edited further before it was merged, and what came with the merge is among the changes."""

    book: Book
    seq: int
    exact: bool


def state_since(desk: Desk, passages: Sequence[Passage], now: Book, last: int) -> Job[Since]:
    """The latest state that no change since any of these stages was passed is part of. now: a snapshot of the book, taken after step `last`.

    Of a stage passed here that is the state right after. One that came with a merge, or was taken back and given again, is looked for by
    what passed; where no state of this book was so, it is the one before the merge.
    """
    yield Progress(0, 0, text("正在比较…"))
    desk.flush()
    states: dict[int, Book] = {}

    def state(seq: int) -> Book:
        if seq not in states:
            states[seq] = book_at(desk, seq, now, last)
        return states[seq]

    found = []
    for one in passages:
        steps = [step for step in desk.file.heads(False, about=(Passage.KIND, one.id)) if step.seq <= last]
        same = next((step.seq for step in steps if content_digest(state(step.seq), one.about) == one.digest), None)
        before = steps[0].seq - (steps[0].action == Action.MERGE) if steps else 0
        found.append((before if same is None else same, same is not None))
        yield Progress(len(found), len(passages), text("正在比较…"))
    seq = min(number for number, _exact in found)
    return Since(state(seq), seq, all(exact for _number, exact in found))
