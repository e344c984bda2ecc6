"""A heading, a label or a clause taken apart into facets without losing a character: what nobody claims stays as words that are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.domain.wording.time.times import Time

_EDGES = "()[]【】〔〕;。"


@dataclass(frozen=True)
class Phrase:
    """What a text says, each facet with all its values.

    tokens: all of it; the pieces of the text that they stand for, put together, are the text. said: those that speak of the thing itself;
    the others, areas and words, are what it leaves out (without) or takes in (including). Each token of `said` has a kind, and what no
    kind but that of words claims is in `left`: so no character of a text goes unseen.
    """

    text: str
    tokens: tuple[Token, ...]
    said: tuple[Token, ...]
    without: tuple[Area | str, ...]
    including: tuple[Area | str, ...]

    def values(self, kind: TokenKind) -> tuple[Any, ...]:
        """What the tokens of a kind say, in order, each once; of areas those that are no part of another word."""
        return tuple(dict.fromkeys(token.value for token in self.said if token.kind is kind and token.sure))

    @property
    def areas(self) -> tuple[Area, ...]:
        return self.values(TokenKind.AREA)

    @property
    def maybe(self) -> tuple[Area, ...]:
        """Areas whose short names may be part of another word; they are among the words that are left, too."""
        return tuple(dict.fromkeys(token.value for token in self.said if not token.sure))

    @property
    def times(self) -> tuple[Time, ...]:
        """Those that agree are joined into one (累计（2018年9月）); several contradict each other."""
        times: list[Time] = []
        for time in self.values(TokenKind.TIME):
            number = next((number for number, known in enumerate(times) if known.agrees(time)), len(times))
            times[number : number + 1] = [known.joined(time) for known in times[number : number + 1]] or [time]
        return tuple(times)

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(dict.fromkeys(unit for units in self.values(TokenKind.UNIT) for unit in units))

    @property
    def left(self) -> tuple[Token, ...]:
        """The words that nobody claimed, in order."""
        return tuple(token for token in self.said if token.kind is TokenKind.WORD or not token.sure)

    @property
    def rest(self) -> str:
        """The words that are left, as they stand in the text, with a space where something stood between them."""
        pieces: list[str] = []
        end = 0
        for token in self.left:
            pieces += [" " if token.start != end else "", token.text]
            end = token.end
        return "".join(pieces).strip()


def read_phrase(text: str, places: Places | None = None) -> Phrase:
    """Take a text apart."""
    tokens = scan(text, places)
    scopes = _scopes(tokens)
    scoped: dict[str, list[Area | str]] = {"without": [], "with": []}
    for number in sorted(scopes):
        token = tokens[number]
        scoped[scopes[number]].append(token.text if token.kind is TokenKind.WORD else token.value)
    said = tuple(token for number, token in enumerate(tokens) if number not in scopes)
    return Phrase(text, tokens, said, tuple(scoped["without"]), tuple(scoped["with"]))


def _scopes(tokens: tuple[Token, ...]) -> dict[int, str]:
    """For each area or word that is left out or taken in, by its number, "without" or "with": what follows such a word up to the end of its
    bracket, or stands before 除外 from the beginning of it."""
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
    return {number: scope for number, scope in found.items() if tokens[number].kind in (TokenKind.AREA, TokenKind.WORD)}
