"""What manuscripts say otherwise in their newest drafts than in those that a past state of the book had."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Manuscript
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.proof.manuscripts import newest_drafts, read_draft
from ecdesk.session.records.comments import sentences_of


@dataclass(frozen=True)
class ChangedSentences:
    """A passage of a manuscript that is not the same: sentences as they were and as they are, either of them "" where there were none."""

    manuscript: Manuscript
    before: str
    after: str


def changed_sentences(desk: Desk, before: Book, after: Book) -> Job[list[ChangedSentences]]:
    """Passages of the newest drafts in one state that differ from the newest in an earlier one; what came in since with no earlier draft, and
    what was there already, has none. Raises UserError for a draft that cannot be read."""
    earlier = newest_drafts(before)
    found: list[ChangedSentences] = []
    for name, draft in newest_drafts(after).items():
        old = earlier.get(name)
        if old is None or old.file == draft.file:
            continue
        yield Progress(0, 0, text("与上一稿比较"))
        one, two = (sentences_of(read_draft(desk, each).text) for each in (old, draft))
        for tag, first, last, start, end in SequenceMatcher(a=one, b=two, autojunk=False).get_opcodes():
            if tag != "equal":
                found.append(ChangedSentences(draft, "".join(one[first:last]), "".join(two[start:end])))
    return found
