"""What can be written next in a rule, for an editor who types one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecdesk.checks.language.vocabulary import vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Item
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.wording.folding import fold

MOST_OFFERED = 50

_STOPS = set(' \t\n\u3000=＝≤≥<>＜＞≠+＋−－×÷*/(（)）、,，[［【]］】.．|“"')
_NEEDS_QUOTES = set("=＝≤≥<>＜＞≠+＋-−－×÷*/()（）、,，[]［］【】.． ")

_AFTER_SIGN = {**dict.fromkeys(".．", "measure"), **dict.fromkeys("=＝≤≥<>＜＞≠+＋-−－×÷*/", "operand")}
"""What may stand after a sign, whatever comes before it."""


@dataclass(frozen=True, slots=True)
class Completion:
    """text: what is put in place of the characters start up to end. kind: indicator, area, item, period, group, measure, function,
    relation, clause or scope."""

    text: str
    start: int
    end: int
    kind: str


def completion(text: str, position: int, book: Book) -> list[Completion]:
    """What can stand where the cursor is, best first: what begins like the word at hand before what only contains it."""
    start = _word_start(text, position)
    word, kind, clause = text[start:position], _context(text[:start].rstrip()), ""
    if kind == "operand" and word[:1].isdigit() and text[start - 1 : start] != "“":
        return []  # a number stands as it is typed: names with digits are written in quotes
    if kind == "after":
        clause = next((clause for clause in vocabulary().clauses if word.startswith(clause)), "")
    if clause:
        start += len(clause)
        kind = "scope"
    typed = fold(word.removeprefix(clause))
    offered: list[tuple[bool, int, Completion]] = []
    for number, (candidate, what) in enumerate(dict.fromkeys(_candidates(kind, book))):
        name = fold(candidate)
        if typed in name and name != typed:
            offered.append((not name.startswith(typed), number, Completion(_written(candidate, what), start, position, what)))
    return [found for _later, _number, found in sorted(offered, key=lambda one: one[:2])[:MOST_OFFERED]]


def _word_start(text: str, position: int) -> int:
    """Where the word begins that ends at a position."""
    while position > 0 and text[position - 1] not in _STOPS:
        position -= 1
    return position


def _context(before: str) -> str:
    """What may stand after the text before the word at hand: operand, measure, select, whole, scope or after (a finished operand)."""
    if max(map(before.rfind, "[［【")) > max(map(before.rfind, "]］】")):
        return "select"
    if not before:
        return "operand"
    last, words = before[-1], vocabulary()
    if last in _AFTER_SIGN:
        return _AFTER_SIGN[last]
    if last in "(（":
        _head, dot, measure = before[:-1].rstrip().rpartition(".")
        return "whole" if dot and measure in words.measures else "operand"
    tail, listed = before.split()[-1], last in "、,，"
    if tail in words.clauses or (listed and tail.startswith(tuple(words.clauses))):
        return "operand" if words.clauses.get(tail) == "when" else "scope"
    if listed:
        return "scope" if "前" in before or any(f" {word}" in before for word in words.clauses) else "operand"
    return "after"


Candidate = tuple[str, str]
"""A name or word, and its kind."""


def _candidates(context: str, book: Book) -> list[Candidate]:
    words = vocabulary()
    match context:
        case "measure":
            return _of("measure", _first(words.measures))
        case "whole":
            return _indicators(book) + _areas(book)
        case "select":
            groups = _of("group", words.groups) + _of("group", _breakdowns(book), "各")
            return groups + _of("period", _first(words.relative)) + _members(book)
        case "scope":
            scopes = _of("scope", words.scopes, "每个") + _of("scope", _breakdowns(book), "每个")
            return scopes + _members(book) + _indicators(book)
        case "operand":
            functions = _of("function", _first(words.functions)) + _of("function", _first(words.predicates))
            return _indicators(book) + _of("indicator", _first(words.subjects)) + functions
    signs = _of("relation", _first(words.relations)) + _of("relation", _first(words.operators))
    each = [f"{clause}每个{word}" for clause, meaning in words.clauses.items() if meaning == "for" for word in words.scopes]
    return signs + _of("clause", each) + _of("clause", words.clauses)


def _of(kind: str, words: Iterable[str], before: str = "") -> list[Candidate]:
    """Words as candidates of one kind, with what stands before each of them."""
    return [(before + word, kind) for word in words]


def _first(table: Mapping[str, str]) -> list[str]:
    """The first spelling of each meaning."""
    found: dict[str, str] = {}
    for word, meaning in table.items():
        found.setdefault(meaning, word)
    return list(found.values())


def _breakdowns(book: Book) -> list[str]:
    return list(dict.fromkeys(item.breakdown for item in book.all(Item).values() if item.breakdown))


def _indicators(book: Book) -> list[Candidate]:
    return _of("indicator", (indicator.name for indicator in book.indicators))


def _areas(book: Book) -> list[Candidate]:
    return _of("area", (area.short for area in book.areas))


def _members(book: Book) -> list[Candidate]:
    items = _of("item", (item.name for item in book.all(Item).values()))
    codes = sorted({key.period for key in book.observations}, reverse=True)
    return _areas(book) + items + _of("period", (str(period_from_code(code)) for code in codes))


def _written(candidate: str, kind: str) -> str:
    """A name with signs in it is put in quotes."""
    if kind in ("indicator", "item", "area") and (set(candidate) & _NEEDS_QUOTES or candidate[0].isdigit()):
        return f"“{candidate}”"
    return candidate
