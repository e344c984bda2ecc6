"""The rules that come with the program, ``resources/rules/*.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from ecdesk.checks.compiling import CompiledRule
from ecdesk.checks.names import Names
from ecdesk.checks.syntax import RuleError
from ecdesk.domain.book import Book
from ecdesk.domain.records import RuleRecord
from ecdesk.domain.resources import resource


@lru_cache(maxsize=1)
def all_standard_rules() -> tuple[RuleRecord, ...]:
    entries = []
    for path in sorted(resource("rules").glob("*.toml")):
        with path.open("rb") as file:
            entries += tomllib.load(file).get("rule", [])
    return tuple(RuleRecord(order=order, **entry) for order, entry in enumerate(entries))


def standard_rules(book: Book) -> list[RuleRecord]:
    """Those of the standard rules whose names the book knows; what a new book starts with."""
    names = Names(book)
    found = []
    for record in all_standard_rules():
        try:
            CompiledRule(record, names)
        except RuleError:
            continue
        found.append(record)
    return found
