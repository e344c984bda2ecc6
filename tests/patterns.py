"""Whether the work of a regular expression grows with the text alone: judged by its structure, because a clock judges the machine.

Three things make a search take the square of the text or more: a repeat in a repeat that can share the same characters in many ways, two
repeats one after the other that can, and a repeat that begins anew at each place inside what it ran over and then failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MANY = 1_000
"""A repeat of at least so many is taken for one without an end."""

_ALPHABET = frozenset(map(chr, range(128))) | frozenset(
    "，。、；：（）《》“”‘’％　一二三四五六七八九十百千万亿年月日季度省市区县上下元人户①②⑳龥é\u00a0"
)
_CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


@dataclass(frozen=True)
class Item:
    """One part of a sequence. signs: what it can be made of; first: what it can begin with; least: how often it has to be there;
    endless: how often it may be there is not bounded; kept: what it ran over is not given back."""

    signs: frozenset[str]
    first: frozenset[str]
    least: int
    endless: bool
    kept: bool = False


def faults(pattern: re.Pattern[Any], anchored: bool = False) -> list[str]:
    """What in a pattern may take more than linear work. anchored: it is only tried at one place of the text."""
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    parsed = re._parser.parse(source, pattern.flags & ~(re.LOCALE | (re.UNICODE if isinstance(pattern.pattern, bytes) else 0)))  # type: ignore[attr-defined]
    found = list(_in_sequence(parsed, bool(pattern.flags & re.IGNORECASE)))
    starts = [str(item[0]) for item in parsed]
    if not anchored and not (
        starts and starts[0] == "AT" and pattern.flags & re.MULTILINE == 0 and "BEGINNING" in str(parsed[0][1])
    ):
        found += _restarts(parsed, bool(pattern.flags & re.IGNORECASE))
    return found


def _in_sequence(parsed: Any, fold: bool) -> Iterator[str]:
    for group in _groups(parsed):
        for branch in _branches(group):
            yield from _in_sequence(branch, fold)
    items = list(_items(parsed, fold))
    for place, one in enumerate(items):
        if not one.endless or one.kept:
            continue
        shared = one.signs
        for two in items[place + 1 :]:
            if two.endless and two.first & shared:
                yield f"two repeats share {_shown(two.first & shared)}"
                break
            if two.least and not two.signs & shared:
                break
    for operator, argument in parsed:
        if str(operator) == "MAX_REPEAT" and argument[1] >= MANY and _ambiguous(argument[2], fold):
            yield "a repeat in a repeat"


def _ambiguous(body: Any, fold: bool) -> bool:
    """Whether what a body with a repeat inside matched twice may also be matched once: nothing of its own parts the rounds."""
    for branch in _branches(body):
        items = list(_items(branch, fold))
        if not any(item.endless for item in items):
            continue
        endless = frozenset().union(*(item.signs for item in items if item.endless))
        if not any(item.least and not item.endless and not item.signs & endless for item in items):
            return True
    return False


def _restarts(parsed: Any, fold: bool) -> Iterator[str]:
    for branch in _branches(parsed):
        items = list(_items(branch, fold))
        if branch and str(branch[0][0]) in ("ASSERT_NOT", "ASSERT") and branch[0][1][0] < 0:
            continue  # what looks behind begins where a run begins
        first: frozenset[str] = frozenset()
        for place, item in enumerate(items):
            begins = first or item.first
            if item.endless and begins & item.signs and any(later.least for later in items[place + 1 :]):
                yield f"begins anew inside {_shown(begins & item.signs)}"
                break
            if item.least and not first:
                first = item.first
            if item.least and item.endless:
                break


def _items(parsed: Any, fold: bool) -> Iterator[Item]:
    for operator, argument in parsed:
        kind = str(operator)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = argument
            signs, first, nullable = _signs(body, fold)
            inner = any(item.endless for branch in _branches(body) for item in _items(branch, fold))
            yield Item(signs, first, 0 if nullable else least, most >= MANY or inner, kind == "POSSESSIVE_REPEAT")
        elif kind == "SUBPATTERN":
            branches = _branches(argument[3])
            if len(branches) == 1:
                yield from _items(branches[0], fold)
            else:
                yield _whole(argument[3], fold)
        elif kind == "ATOMIC_GROUP":
            yield _whole(argument, fold)
        elif kind == "BRANCH":
            yield _whole([(operator, argument)], fold)
        elif kind == "AT" and "BEGINNING" not in str(argument):
            yield Item(frozenset(), frozenset(), 1, False)
        elif kind in ("ASSERT", "ASSERT_NOT"):
            if argument[0] > 0:
                yield Item(_ALPHABET, _ALPHABET, 1, False)
        elif kind not in ("AT",):
            signs = _one(operator, argument, fold)
            yield Item(signs, signs, 1, False)


def _whole(body: Any, fold: bool) -> Item:
    signs, first, nullable = _signs(body, fold)
    endless = any(item.endless for branch in _branches(body) for item in _items(branch, fold))
    return Item(signs, first, 0 if nullable else 1, endless)


def _signs(body: Any, fold: bool) -> tuple[frozenset[str], frozenset[str], bool]:
    """What a body can be made of, what it can begin with, and whether it may be nothing."""
    signs: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    nullable = False
    for branch in _branches(body):
        open_start = True
        for item in _items(branch, fold):
            signs |= item.signs
            if open_start:
                first |= item.first
            open_start = open_start and not item.least
        nullable = nullable or open_start
    return signs, first, nullable


def _branches(body: Any) -> list[Any]:
    found = list(body)
    if len(found) == 1 and str(found[0][0]) == "BRANCH":
        return list(found[0][1][1])
    if len(found) == 1 and str(found[0][0]) == "SUBPATTERN":
        return _branches(found[0][1][3])
    return [found]


def _groups(parsed: Any) -> Iterator[Any]:
    """What stands in repeats, alternatives and looks; a group by itself is part of its sequence."""
    for operator, argument in parsed:
        kind = str(operator)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield argument[2]
        elif kind == "SUBPATTERN":
            if len(_branches(argument[3])) > 1:
                yield argument[3]
            else:
                yield from _groups(_branches(argument[3])[0])
        elif kind == "BRANCH":
            yield from argument[1]
        elif kind in ("ASSERT", "ASSERT_NOT"):
            yield argument[1]
        elif kind == "ATOMIC_GROUP":
            yield argument


def _one(operator: Any, argument: Any, fold: bool) -> frozenset[str]:
    kind = str(operator)
    if kind == "LITERAL":
        signs = frozenset(chr(argument))
    elif kind == "NOT_LITERAL":
        signs = _ALPHABET - {chr(argument)}
    elif kind == "ANY":
        signs = _ALPHABET - {"\n"}
    elif kind == "IN":
        signs = _in_class(argument)
    else:
        return _ALPHABET  # what a group held, and anything new
    return signs | {other for sign in signs for other in (sign.lower(), sign.upper()) if len(other) == 1} if fold else signs


def _in_class(parts: Any) -> frozenset[str]:
    signs: set[str] = set()
    negated = False
    for operator, argument in parts:
        kind = str(operator)
        if kind == "NEGATE":
            negated = True
        elif kind == "LITERAL":
            signs.add(chr(argument))
        elif kind == "RANGE":
            signs |= {sign for sign in _ALPHABET if argument[0] <= ord(sign) <= argument[1]}
        elif kind == "CATEGORY":
            name = str(argument).removeprefix("CATEGORY_")
            known = _CATEGORIES[name.removeprefix("NOT_")]
            signs |= {sign for sign in _ALPHABET if (re.fullmatch(known, sign) is None) == name.startswith("NOT_")}
    return _ALPHABET - signs if negated else frozenset(signs)


def _shown(signs: frozenset[str]) -> str:
    return repr("".join(sorted(signs))[:8])
