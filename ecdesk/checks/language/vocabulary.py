"""The words of the rule language, read from ``resources/rules/words.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.figures.units import Unit
from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.numbers import match_number

PARENTS = ("parent", "named")
"""Subjects that mean what the indicator at hand is a part of: as the catalogue has it, or by its name."""

PARENT_AREA = "parent_area"
"""What 上级地区 means: the area in which the one at hand lies."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A word after 对每个: the dimension it runs over and the kinds it is limited to (empty for all)."""

    word: str
    dimension: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupWord:
    """A word in brackets that stands for several members at once; of is "", "children", "top" or "past"."""

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
    groups: Mapping[str, GroupWord]
    rank_before: str
    rank_after: tuple[str, ...]
    """Around the number in a ranking: 前五名."""
    currencies: frozenset[str]
    """Dimensions of units that stand for one another."""
    stock_units: frozenset[str]
    """Bases of units in which what there is at a moment is counted."""
    stock_endings: tuple[str, ...]
    """How names of such quantities end."""
    average_words: tuple[str, ...]
    """Words in the names of what does not add up over areas."""
    not_wider: tuple[str, ...]
    """Words before the name of an indicator that make no narrower one of it."""
    per_head_words: tuple[str, ...]
    """Those of them that name what adds up over time all the same."""
    balance_words: tuple[str, ...]
    """Words in the names of what may fall below zero, and so fall as it adds up."""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    data = toml_data("rules", "words.toml")
    scopes = {entry["word"]: Scope(entry["word"], entry["dimension"], tuple(entry["kinds"])) for entry in data["scope"]}
    groups = {
        entry["word"]: GroupWord(entry["word"], entry["dimension"], tuple(entry["kinds"]), entry["of"]) for entry in data["group"]
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
        data["rank"]["before"],
        tuple(data["rank"]["after"]),
        frozenset(data["dimensions"]["currencies"]),
        frozenset(data["stocks"]["units"]),
        tuple(data["stocks"]["endings"]),
        tuple(data["averages"]["words"]),
        tuple(data["wider"]["except"]),
        tuple(data["averages"]["per_head"]),
        tuple(data["balances"]["words"]),
    )


def is_stock(name: str, unit: Unit) -> bool:
    """Whether a quantity is what there is at a moment, so that its months and quarters do not add up."""
    words = vocabulary()
    return unit.base in words.stock_units or name.endswith(words.stock_endings)


def is_average(name: str, unit: Unit) -> bool:
    """Whether a quantity is what there is of it for each of something else, so that areas do not add up."""
    return "/" in unit.symbol or any(word in name for word in vocabulary().average_words)


def adds_over_time(name: str, unit: Unit) -> bool:
    """Whether months and quarters of a quantity add up: not what there is at a moment, nor a price, nor any other mean; what each head spends does."""
    if is_stock(name, unit):
        return False
    words = vocabulary()
    rest = name
    for word in words.per_head_words:
        rest = rest.replace(word, "")
    return not is_average(rest, unit)


def is_balance(name: str) -> bool:
    """Whether a quantity is what is left of two, so that a part of it may be above the whole."""
    return any(word in name for word in vocabulary().balance_words)


def first_spelling(table: Mapping[str, str], meaning: str) -> str:
    """The spelling that is printed for a meaning; the meaning itself when the table has none."""
    return next((word for word, known in table.items() if known == meaning), meaning)


_MOST_RANKED = 99


def rank_count(word: str) -> int | None:
    """How many 前五 or 前10 asks for; None for another word."""
    words = vocabulary()
    rest = word.removeprefix(words.rank_before)
    number = match_number(rest, 0) if rest != word else None
    if number is None or rest[number.end :] not in ("", *words.rank_after):
        return None
    count = int(number.value)
    return count if count == number.value and 1 <= count <= _MOST_RANKED else None
