"""Rules found, not only written: identities that hold in the book and in last year's, for the editor to accept."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ecdesk.checks import Proposal, discovering
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.texts import Text, text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.rules import add_rules, rules_of

KINDS: dict[str, Text] = {
    "sum": text("合计"),
    "group": text("分组合计"),
    "share": text("占比"),
    "growth": text("增速"),
    "ratio": text("比率"),
}


def proposals(desk: Desk, checks: Checks) -> Job[tuple[Proposal, ...]]:
    """A job that looks for identities which no rule says yet; it stands on a copy of the book, made right here."""
    books = [desk.book.snapshot(), *([checks.last] if isinstance(checks.last, Book) else [])]
    return _proposals(books, rules_of(desk.book))


def _proposals(books: Sequence[Book], rules: Sequence[RuleRecord]) -> Job[tuple[Proposal, ...]]:
    steps = discovering(books, rules)
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            found: list[Proposal] = end.value
            return tuple(found)
        yield Progress(done, total, text("正在从已有的数里找规律…"))


def accept_proposals(desk: Desk, chosen: Collection[Proposal]) -> list[RuleRecord]:
    """Make proposals rules of the book, as one step. What fails somewhere today becomes a query, so that each failure is looked at."""
    records = [
        RuleRecord(
            new_uid(),
            proposal.text,
            proposal.text,
            "query" if proposal.exceptions else "error",
            str(text("推荐公式，采纳时对 {count} 组数成立。", count=proposal.support)),
        )
        for proposal in chosen
    ]
    add_rules(desk, records, text("采纳 {count} 条推荐公式", count=len(records)))
    return records
