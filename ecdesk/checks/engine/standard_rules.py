"""The rules that come with the program, ``resources/rules/*.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import RuleError
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.resources import resource, toml_data

Figures = Mapping[str, str]
"""Printed figures by what they are called in the rule language."""


class Standard(NamedTuple):
    """setting: what a book must have for it, "" for nothing. holds, fails: figures to try it with, empty for a rule without an example."""

    record: RuleRecord
    setting: str
    holds: Figures
    fails: Figures


@lru_cache(maxsize=1)
def standards() -> tuple[Standard, ...]:
    """Every rule that comes with the program."""
    return tuple(_standard(order, entry) for order, entry in enumerate(_entries("rule")))


def _entries(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(resource("rules").glob("*.toml")):
        found += map(dict, toml_data("rules", path.name).get(kind, []))
    return found


def _standard(order: int, entry: dict[str, Any]) -> Standard:
    setting, holds, fails = entry.pop("setting", ""), entry.pop("holds", {}), entry.pop("fails", {})
    return Standard(RuleRecord(order=order, **entry), setting, holds, fails)


@lru_cache(maxsize=1)
def all_standard_rules() -> tuple[tuple[RuleRecord, str], ...]:
    """Each with the setting that a book must have for it, "" for none."""
    return tuple((one.record, one.setting) for one in standards())


@lru_cache(maxsize=1)
def standard_texts() -> frozenset[tuple[str, str]]:
    """Id and text of each, and of those that earlier versions gave to new books."""
    retired = ((entry["id"], entry["text"]) for entry in _entries("retired"))
    return frozenset([*((one.record.id, one.record.text) for one in standards()), *retired])


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
