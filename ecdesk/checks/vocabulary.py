"""The words of the rule language, read from ``resources/rules/words.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.resources import resource


@dataclass(frozen=True, slots=True)
class Scope:
    """A word after 对每个: the dimension it runs over and the kinds it is limited to (empty for all)."""

    word: str
    dimension: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A word in brackets that stands for several members at once; of is "", "children" or "past"."""

    word: str
    dimension: str
    kinds: tuple[str, ...]
    of: str


@dataclass(frozen=True)
class Vocabulary:
    """Every word with its meaning; in each table the first spelling of a meaning is the one that is printed."""

    measures: Mapping[str, str]
    subjects: Mapping[str, str]
    functions: Mapping[str, str]
    predicates: Mapping[str, str]
    relations: Mapping[str, str]
    operators: Mapping[str, str]
    clauses: Mapping[str, str]
    relative: Mapping[str, str]
    scopes: Mapping[str, Scope]
    groups: Mapping[str, Group]
    currencies: frozenset[str]
    """Dimensions of units that stand for one another."""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    with resource("rules", "words.toml").open("rb") as file:
        data = tomllib.load(file)
    scopes = {entry["word"]: Scope(entry["word"], entry["dimension"], tuple(entry["kinds"])) for entry in data["scope"]}
    groups = {
        entry["word"]: Group(entry["word"], entry["dimension"], tuple(entry["kinds"]), entry["of"]) for entry in data["group"]
    }
    return Vocabulary(
        data["measures"],
        data["subjects"],
        data["functions"],
        data["predicates"],
        data["relations"],
        data["operators"],
        data["clauses"],
        data["relative"],
        scopes,
        groups,
        frozenset(data["dimensions"]["currencies"]),
    )


def first_spelling(table: Mapping[str, str], meaning: str) -> str:
    """The spelling that is printed for a meaning; the meaning itself when the table has none."""
    return next((word for word, known in table.items() if known == meaning), meaning)


_DIGITS = "一二三四五六七八九"
_RANK = re.compile(r"前(?:([1-9]\d?)|([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]))(?:名|位|个)?")


def rank_count(word: str) -> int | None:
    """How many 前五 or 前10 asks for; None for another word."""
    match = _RANK.fullmatch(word)
    if match is None:
        return None
    if match[1]:
        return int(match[1])
    tens, separator, ones = match[2].rpartition("十")
    if not separator:
        return _DIGITS.index(match[2]) + 1
    return (10 * (_DIGITS.index(tens) + 1) if tens else 10) + (_DIGITS.index(ones) + 1 if ones else 0)
