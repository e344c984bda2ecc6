"""A page as what stands on it: pieces of text and ruled lines with their places, put together to lines. y counts downward."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

APART = 0.9
"""Of the height of a line: a wider gap parts two pieces of it."""
_SPACE, _WIDE_SPACE = 0.2, 0.45
"""Of the height: between letters or digits a wider gap is a space; beside Chinese, where programs leave small gaps by themselves, a wider one."""
_SAME_LINE = 0.5
_TELLING = 40
"""Pieces of a line, from its left, that tell how high it is."""
TOUCHING = 3.0
"""Points between rules that belong together, and how thick one may be."""
MOST_RULES = 600
"""On one page, those in one line counted once; more are a drawing."""
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
NUMERIC = re.compile(r"[-+−–－]?[0-9０-９][0-9０-９,， .．]{0,30}[%‰％]?|[-—–…/*]{1,6}")


class Piece(NamedTuple):
    """A character or some words."""

    x0: float
    x1: float
    y0: float
    y1: float
    text: str

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def level(self) -> float:
        return (self.y0 + self.y1) / 2


class Rule(NamedTuple):
    """A straight line, along one axis. at: its place on the other one."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Line:
    """Pieces at one height, from left to right, each a stretch without a wide gap."""

    pieces: tuple[Piece, ...]

    @property
    def top(self) -> float:
        return min(piece.y0 for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.y1 for piece in self.pieces)

    @property
    def level(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return "  ".join(piece.text for piece in self.pieces)


Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass
class PageTable:
    """A table on a page. edges: left edges of its columns and its right end, for knowing it again on the next page."""

    top: float
    bottom: float
    left: float
    right: float
    rows: list[list[str]]
    merged: list[Merged] = field(default_factory=list)
    edges: tuple[float, ...] = ()


def lines_of(pieces: Iterable[Piece], apart: float = APART) -> list[Line]:
    """The lines of a page or a part of it, from top to bottom."""
    rows: list[list[Piece]] = []
    largest: Piece | None = None  # of the row so far: signs such as points are small
    for piece in sorted(pieces, key=lambda piece: (piece.level, piece.x0)):
        if largest is None or not _beside(piece, largest):
            rows.append([piece])
            largest = piece
            continue
        rows[-1].append(piece)
        if len(rows[-1]) <= _TELLING and piece.y1 - piece.y0 > largest.y1 - largest.y0:
            largest = piece
    return [Line(tuple(_joined(sorted(row, key=lambda piece: piece.x0), apart))) for row in rows]


def _beside(piece: Piece, other: Piece) -> bool:
    """Whether two pieces stand at one height: the smaller one beside the larger for the most part, or their middles close."""
    least = max(min(piece.y1 - piece.y0, other.y1 - other.y0), 1.0)
    shared = min(piece.y1, other.y1) - max(piece.y0, other.y0)
    return shared >= _SAME_LINE * least or abs(piece.level - other.level) < _SAME_LINE * max(piece.y1 - piece.y0, 1.0)


def _joined(row: Sequence[Piece], apart: float) -> list[Piece]:
    height = max(piece.y1 - piece.y0 for piece in row)
    found: list[list[Piece]] = [[row[0]]]
    end = row[0].x1
    for before, piece in pairwise(row):
        if piece.x0 - end > apart * height:
            found.append([])
        elif _is_shadow(before, piece):
            continue
        found[-1].append(piece)
        end = max(end, piece.x1)
    return [
        Piece(
            stretch[0].x0,
            max(piece.x1 for piece in stretch),
            min(piece.y0 for piece in stretch),
            max(piece.y1 for piece in stretch),
            _text(stretch, height),
        )
        for stretch in found
    ]


def _is_shadow(before: Piece, piece: Piece) -> bool:
    """Whether a character is the one before it drawn again, a little aside, to make it bold."""
    width = max(before.x1 - before.x0, 0.1)
    return piece.text == before.text and abs(piece.x0 - before.x0) < 0.25 * width


def _text(stretch: Sequence[Piece], height: float) -> str:
    parts = [stretch[0].text]
    for before, piece in pairwise(stretch):
        gap = piece.x0 - before.x1
        chinese = _CJK.match(before.text[-1]) is not None or _CJK.match(piece.text[0]) is not None
        parts.append(" " if gap > (_WIDE_SPACE if chinese else _SPACE) * height else "")
        parts.append(piece.text)
    return "".join(parts)


def merged_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules of one direction with those in one line that touch made one; none for a drawing that is made of very many."""
    found: list[Rule] = []
    by_place = sorted(rules)
    start = 0
    while start < len(by_place):
        end = start
        while end < len(by_place) and by_place[end].at - by_place[start].at <= TOUCHING / 2:
            end += 1
        near = sorted(by_place[start:end], key=lambda rule: rule.start)
        open_rule = near[0]
        for rule in near[1:]:
            if rule.start <= open_rule.end + TOUCHING:
                open_rule = open_rule._replace(end=max(open_rule.end, rule.end))
            else:
                found.append(open_rule)
                open_rule = rule
        found.append(open_rule)
        start = end
    return found if len(found) <= MOST_RULES else []


def distinct(places: Iterable[float]) -> list[float]:
    """Places on one axis, those that are almost the same once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > TOUCHING:
            found.append(place)
    return found


def nearest(places: Sequence[float], place: float) -> int:
    """The number of the place that is nearest to one."""
    return min(range(len(places)), key=lambda number: abs(places[number] - place))
