"""What can be written next in a rule, for an editor who types one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ecdesk.checks.language.vocabulary import vocabulary
from ecdesk.domain.book import Book
from ecdesk.domain.periods import period_from_code
from ecdesk.domain.wording.folding import fold

MOST_OFFERED = 50

_STOPS = set(" \t\n\u3000=＝≤≥<>＜＞≠+＋−－×÷*/(（)）、,，[［【]］】.．|")
_NEEDS_QUOTES = set("=＝≤≥<>＜＞≠+＋-−－×÷*/()（）、,，[]［］【】.． ")


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
    start = position
    while start > 0 and text[start - 1] not in _STOPS and text[start - 1] not in '“"':
        start -= 1
    word = text[start:position]
    before = text[:start].rstrip()
    kind = _context(before)
    offered: list[tuple[bool, int, Completion]] = []
    prefix, clause = _split_clause(word) if kind == "after" else ("", "")
    folded = fold(clause if prefix else word)
    if prefix:
        start += len(prefix)
        kind = "scope"
    for number, (candidate, what) in enumerate(dict.fromkeys(_candidates(kind, book))):
        name = fold(candidate)
        if folded in name and name != folded:
            offered.append((not name.startswith(folded), number, Completion(_written(candidate, what), start, position, what)))
    return [found for _later, _number, found in sorted(offered, key=lambda one: one[:2])[:MOST_OFFERED]]


def _context(before: str) -> str:
    """What may stand after the text before the word at hand: operand, measure, select, whole, scope or after (a finished operand)."""
    opened = max(before.rfind(sign) for sign in "[［【")
    if opened > max(before.rfind(sign) for sign in "]］】"):
        return "select"
    if not before:
        return "operand"
    last = before[-1]
    if last in ".．":
        return "measure"
    words = vocabulary()
    if last in "(（":
        head = before[:-1].rstrip()
        named = head.rpartition(".")[2]
        return "whole" if named in words.measures and "." in head else "operand"
    tail = before.split()[-1]
    if any(tail.startswith(word) for word in words.clauses) and (last in "、,，" or tail in words.clauses):
        return "operand" if words.clauses.get(tail) == "when" else "scope"
    if last in "、,，":
        clause = max((before.rfind(f" {word}") for word in words.clauses), default=-1)
        return "scope" if clause >= 0 or "前" in before else "operand"
    if last in "=＝≤≥<>＜＞≠+＋-−－×÷*/":
        return "operand"
    return "after"


def _split_clause(word: str) -> tuple[str, str]:
    for clause in vocabulary().clauses:
        if word.startswith(clause):
            return clause, word[len(clause) :]
    return "", word


def _candidates(kind: str, book: Book) -> Iterator[tuple[str, str]]:
    words = vocabulary()
    if kind == "measure":
        yield from ((word, "measure") for word in _first(words.measures))
    elif kind == "whole":
        yield from ((indicator.name, "indicator") for indicator in book.indicators)
        yield from ((area.short, "area") for area in book.areas)
    elif kind == "select":
        yield from ((word, "group") for word in words.groups)
        yield from ((f"各{name}", "group") for name in _breakdowns(book))
        yield from ((word, "period") for word in _first(words.relative))
        yield from _members(book)
    elif kind == "scope":
        yield from ((f"每个{word}", "scope") for word in words.scopes)
        yield from ((f"每个{name}", "scope") for name in _breakdowns(book))
        yield from _members(book)
        yield from ((indicator.name, "indicator") for indicator in book.indicators)
    elif kind == "operand":
        yield from ((indicator.name, "indicator") for indicator in book.indicators)
        yield from ((word, "indicator") for word in _first(words.subjects))
        yield from ((word, "function") for word in (*_first(words.functions), *_first(words.predicates)))
    else:
        yield from ((word, "relation") for word in _first(words.relations))
        yield from ((word, "relation") for word in _first(words.operators))
        yield from ((f"{clause}每个{word}", "clause") for clause in _named(words.clauses, "for") for word in words.scopes)
        yield from ((word, "clause") for word in words.clauses)


def _first(table: Mapping[str, str]) -> list[str]:
    """The first spelling of each meaning."""
    found: dict[str, str] = {}
    for word, meaning in table.items():
        found.setdefault(meaning, word)
    return list(found.values())


def _named(table: Mapping[str, str], meaning: str) -> list[str]:
    return [word for word, known in table.items() if known == meaning]


def _breakdowns(book: Book) -> list[str]:
    return list(dict.fromkeys(item.breakdown for item in book.all("item").values() if item.breakdown))


def _members(book: Book) -> Iterator[tuple[str, str]]:
    yield from ((area.short, "area") for area in book.areas)
    yield from ((item.name, "item") for item in book.all("item").values())
    codes = {key.period for key in book.observations}
    yield from ((str(period_from_code(code)), "period") for code in sorted(codes, reverse=True))


def _written(candidate: str, kind: str) -> str:
    """A name with signs in it is put in quotes."""
    if kind in ("indicator", "item", "area") and (set(candidate) & _NEEDS_QUOTES or candidate[0].isdigit()):
        return f"“{candidate}”"
    return candidate
