"""The rules that come with the program, ``resources/rules/*.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import RuleError
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.resources import resource


@lru_cache(maxsize=1)
def all_standard_rules() -> tuple[tuple[RuleRecord, str], ...]:
    """Each with the setting that a book must have for it, "" for none."""
    entries = []
    for path in sorted(resource("rules").glob("*.toml")):
        with path.open("rb") as file:
            entries += tomllib.load(file).get("rule", [])
    settings = [entry.pop("setting", "") for entry in entries]
    return tuple(
        (RuleRecord(order=order, **entry), setting) for order, (entry, setting) in enumerate(zip(entries, settings, strict=True))
    )


def standard_rules(book: Book) -> list[RuleRecord]:
    """Those of the standard rules whose names the book knows; what a new book starts with."""
    names = Names(book)
    found = []
    for record, setting in all_standard_rules():
        if setting and not book.setting(setting):
            continue
        try:
            CompiledRule(record, names)
        except RuleError:
            continue
        found.append(record)
    return found
