"""A heading, a label or a clause taken apart into facets without losing a character: what nobody claims stays as words that are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.measures import Measuring
from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.domain.wording.times import Time

_EDGES = "()[]【】〔〕;。"


@dataclass(frozen=True)
class Phrase:
    """What a text says, each facet with all its values.

    areas: named, without those that it leaves out (without) or takes in (including); maybe: short names that may be part of another word.
    times: those that agree are joined into one (累计（2018年9月）); several contradict each other. bases: what is 100 in an index. left: the
    words that nobody claimed, in order; tokens: all of it.
    """

    text: str
    tokens: tuple[Token, ...]
    areas: tuple[Area, ...]
    without: tuple[Area | str, ...]
    including: tuple[Area | str, ...]
    maybe: tuple[Area, ...]
    times: tuple[Time, ...]
    amounts: tuple[Amount, ...]
    units: tuple[Unit, ...]
    measures: tuple[Measuring, ...]
    basis: tuple[str, ...]
    status: tuple[str, ...]
    bases: tuple[str, ...]
    among: bool
    total: str
    per: bool
    left: tuple[Token, ...]

    @property
    def rest(self) -> str:
        """The words that are left, as they stand in the text, with what stands between them."""
        if not self.left:
            return ""
        pieces: list[str] = []
        previous: Token | None = None
        for token in self.left:
            if previous is not None and previous.end != token.start:
                pieces.append(" ")
            pieces.append(token.text)
            previous = token
        return "".join(pieces).strip()


def read_phrase(text: str, places: Places | None = None) -> Phrase:
    """Take a text apart. Every token is a facet's, a mark, a space, or among the words that are left."""
    tokens = scan(text, places)
    scopes = _scopes(tokens)
    found: dict[TokenKind, list[Token]] = {kind: [] for kind in TokenKind}
    scoped: dict[str, list[Area | str]] = {"without": [], "with": []}
    left: list[Token] = []
    times: list[Time] = []
    for number, token in enumerate(tokens):
        word = token.kind is TokenKind.WORD
        if number in scopes and (word or token.kind is TokenKind.AREA):
            scoped[scopes[number]].append(token.text if word else token.value)
            continue
        found[token.kind].append(token)
        if word or not token.sure:
            left.append(token)
        if token.kind is TokenKind.TIME:
            _join(times, token.value)

    def values(kind: TokenKind) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(token.value for token in found[kind]))

    areas = found[TokenKind.AREA]
    return Phrase(
        text=text,
        tokens=tokens,
        areas=tuple(dict.fromkeys(token.value for token in areas if token.sure)),
        without=tuple(scoped["without"]),
        including=tuple(scoped["with"]),
        maybe=tuple(dict.fromkeys(token.value for token in areas if not token.sure)),
        times=tuple(times),
        amounts=tuple(token.value for token in found[TokenKind.NUMBER]),
        units=tuple(dict.fromkeys(unit for token in found[TokenKind.UNIT] for unit in token.value)),
        measures=values(TokenKind.MEASURE),
        basis=values(TokenKind.BASIS),
        status=values(TokenKind.STATUS),
        bases=values(TokenKind.BASE),
        among=bool(found[TokenKind.AMONG]),
        total=next(iter(values(TokenKind.TOTAL)), ""),
        per=bool(found[TokenKind.PER]),
        left=tuple(left),
    )


def _scopes(tokens: tuple[Token, ...]) -> dict[int, str]:
    """For each token that is left out or taken in, "without" or "with": what follows such a word up to the end of its bracket, or stands
    before 除外 from the beginning of it."""
    found: dict[int, str] = {}
    scope, begin = "", 0
    for number, token in enumerate(tokens):
        if token.kind is TokenKind.SCOPE and token.value == "behind":
            found |= dict.fromkeys(range(begin, number), "without")
        elif token.kind is TokenKind.SCOPE:
            scope = token.value
        elif token.kind is TokenKind.MARK and token.text in _EDGES:
            scope, begin = "", number + 1
        elif scope:
            found[number] = scope
    return found


def _join(times: list[Time], time: Time) -> None:
    for number, known in enumerate(times):
        if known.agrees(time):
            times[number] = known.joined(time)
            return
    times.append(time)
