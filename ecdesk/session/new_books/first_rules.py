"""The rules that a new book starts with."""

from __future__ import annotations

from collections.abc import Iterator

from ecdesk.checks import all_standard_rules
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level
from ecdesk.domain.book.records import Record, RuleRecord
from ecdesk.session.rules.checking import findings_of_book


def standard_rules() -> Iterator[RuleRecord]:
    """All of them, but for those about last year's book."""
    return (record for record, setting in all_standard_rules() if not setting)


def usable_rules(records: list[Record]) -> list[RuleRecord]:
    """Those of the program's rules that can run in a book of these records; the others speak of items that only some reports have."""
    rules = list(standard_rules())
    book = Book()
    book.load(iter([*records, *rules]))
    faulty = {finding.rule for finding in findings_of_book(book) if finding.fault and finding.level is Level.ERROR}
    return [rule for rule in rules if rule.id not in faulty]
