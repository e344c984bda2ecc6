"""No regular expression of the program takes more work than its text is long."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from ecdesk.prose.reading.clauses import clean_name
from ecdesk.prose.reading.lexicon import words
from tests.import_graph import modules, name_of
from tests.patterns import faults

ANCHORED = ("match", "fullmatch")
CALLS = ("compile", "search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split")


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(?:a|a+)*b", "a+a+b", r"\s*\s*x", "a.*b.*c", "a*b", "<[^>]*>", r"\d+(?=x)", r"(?:\d+,?)+x", r"[a-z]+$"],
)
def test_what_takes_the_square_of_the_text_is_told(pattern: str) -> None:
    assert faults(re.compile(pattern)) != []


@pytest.mark.parametrize(
    "pattern",
    [r"[0-9]+(?:\.[0-9]+)*", "<[^<>]*>", "a{1,20}b", "(?<![0-9])[0-9]+x", r"[0-9]+", r"^\s*:\s*x", r"=\s*x\s*y", "(?:ab)+"],
)
def test_what_is_linear_is_let_through(pattern: str) -> None:
    assert faults(re.compile(pattern)) == []


@cache
def patterns() -> dict[tuple[str, str], tuple[re.Pattern[Any], bool]]:
    """Every pattern that stands in the code, in an object of a module or in what a function without arguments makes once, by module and text, and
    whether it is only tried at one place."""
    found: dict[tuple[str, str], tuple[re.Pattern[Any], bool]] = {}

    def add(name: str, pattern: re.Pattern[Any], anchored: bool) -> None:
        key = name, str(pattern.pattern)
        found[key] = pattern, anchored and (key not in found or found[key][1])

    for path in modules():
        name = name_of(path)
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            called = node.func if isinstance(node, ast.Call) else None
            if not isinstance(called, ast.Attribute) or not isinstance(called.value, ast.Name) or called.value.id != "re":
                continue
            first = node.args[0] if isinstance(node, ast.Call) and node.args else None
            if called.attr in CALLS[1:] and isinstance(first, ast.Constant):
                add(name, re.compile(first.value), called.attr in ANCHORED)
        if not name.startswith("ecdesk.gui"):
            module = importlib.import_module(name)
            for title, value in list(vars(module).items()):
                uses = set(re.findall(rf"\b{re.escape(title)}\b(?:\[\w+\])?\.(\w+)\(", source))
                for pattern in _inside(_made_once(value, name)):
                    add(name, pattern, bool(uses) and uses <= {*ANCHORED})
    return found


def _made_once(value: Any, name: str) -> Any:
    """What a cached function of a module makes, where it needs nothing for that; any other value as it is."""
    once = hasattr(value, "cache_info") and value.__module__ == name and not inspect.signature(value).parameters
    return value() if once else value


def _inside(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4:
        if isinstance(value, dict):
            value = tuple(value.values())
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            value = tuple(getattr(value, field.name) for field in dataclasses.fields(value))
        if isinstance(value, list | tuple | set | frozenset):
            for one in value:
                yield from _inside(one, depth + 1)


REASONS = {
    "ecdesk.domain.translations": (2, "reads the program's own file"),
    "ecdesk.domain.wording.note_marks": (2, "a figure of at most 200 characters; a heading, whose raised digits are few"),
    "ecdesk.domain.wording.numbers": (1, "tried at one place; what parts groups is no point, and no repeat gives back"),
    "ecdesk.excel.forms.form_files": (1, "reads what the program has just written"),
    "ecdesk.excel.reading.texts.context": (1, "a cell of at most 4,000 characters"),
    "ecdesk.excel.reading.tables.figures": (1, "a cell of at most 4,000 characters"),
    "ecdesk.excel.formats.grid": (1, "a format code of at most 255 characters"),
    "ecdesk.excel.reading.texts.words": (3, "a heading of some dozens of characters; a cell of at most 4,000 characters"),
    "ecdesk.prose.formats": (3, "two look at 20 characters before a figure; the third at one place"),
    "ecdesk.prose.printed.counts": (2, "some 200 characters before a count"),
    "ecdesk.prose.reading.context": (1, "some 200 characters around a figure"),
    "ecdesk.prose.reading.figures": (1, "an address ends at the first sign that is none"),
    "ecdesk.prose.reading.lexicon": (4, "a clause; no repeat gives back, see below"),
    "ecdesk.prose.reading.measures": (1, "a clause"),
    "ecdesk.prose.reading.patterns": (1, "an address ends at the first sign that is none"),
    "ecdesk.session.versions.sync_copies": (1, "the name of a file"),
    "ecdesk.storage.copies": (1, "the name of a file"),
    "ecdesk.storage.migrations.spans": (1, "the quotation mark that it begins with stands in no text as it is written in JSON"),
}
"""Of each module, how many patterns may stay that are not linear by their structure, and why they do no harm. Only ever fewer."""


def test_every_pattern_is_linear_or_says_why_it_may_stay() -> None:
    found: dict[str, list[str]] = {}
    for (name, text), (pattern, anchored) in patterns().items():
        if not name.startswith("ecdesk.gui") and (why := faults(pattern, anchored)):
            found.setdefault(name, []).append(f"{text[:80]}: {why[0]}")
    counts = {name: len(lines) for name, lines in found.items()}
    assert counts == {name: count for name, (count, _reason) in REASONS.items()}, found


@pytest.mark.parametrize("words_again", ["约", "约为", "达到", "为达到约", "分别均", "比重约为"])
def test_words_of_which_others_are_made_are_not_tried_in_every_way(words_again: str) -> None:
    """With repeats that give back what they took, each of these would be tried in two ways at every word: for longer than anybody lives."""
    vocabulary = words()
    for text in (f"占比重上升{words_again * 80}5", f"上升到{words_again * 80}5"):
        assert vocabulary.trail.search(text) is None
        found = (vocabulary.movement, vocabulary.reached, vocabulary.share, vocabulary.share_word)
        assert [pattern for pattern in found if pattern.search(text)] == [vocabulary.share] * text.startswith("占")


def test_only_the_last_words_before_a_figure_are_gone_through_for_its_name() -> None:
    assert clean_name(f"{'约' * 3_000}网络零售额为") == clean_name(f"{'约' * 400}网络零售额为")[-40:]
