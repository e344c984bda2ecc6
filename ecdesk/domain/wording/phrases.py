"""A heading, a label or a clause taken apart into facets without losing a character: what nobody claims stays as words that are left."""

from __future__ import annotations

from dataclasses import dataclass

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
    areas: list[Area] = []
    maybe: list[Area] = []
    scoped: dict[str, list[Area | str]] = {"without": [], "with": []}
    times: list[Time] = []
    left: list[Token] = []
    scopes = _scopes(tokens)
    for number, token in enumerate(tokens):
        scope = scopes.get(number)
        if scope is not None and token.kind in (TokenKind.AREA, TokenKind.WORD):
            scoped[scope].append(token.value if token.kind is TokenKind.AREA else token.text)
        elif token.kind is TokenKind.AREA:
            (areas if token.sure else maybe).append(token.value)
            if not token.sure:
                left.append(token)
        elif token.kind is TokenKind.TIME:
            _join(times, token.value)
        elif token.kind is TokenKind.WORD:
            left.append(token)

    def values(kind: TokenKind) -> tuple[object, ...]:
        return tuple(dict.fromkeys(token.value for token in tokens if token.kind is kind))

    totals = [token.value for token in tokens if token.kind is TokenKind.TOTAL]
    return Phrase(
        text=text,
        tokens=tokens,
        areas=tuple(dict.fromkeys(areas)),
        without=tuple(scoped["without"]),
        including=tuple(scoped["with"]),
        maybe=tuple(dict.fromkeys(maybe)),
        times=tuple(times),
        amounts=tuple(token.value for token in tokens if token.kind is TokenKind.NUMBER),
        units=tuple(dict.fromkeys(unit for token in tokens if token.kind is TokenKind.UNIT for unit in token.value)),
        measures=values(TokenKind.MEASURE),  # type: ignore[arg-type]
        basis=values(TokenKind.BASIS),  # type: ignore[arg-type]
        status=values(TokenKind.STATUS),  # type: ignore[arg-type]
        bases=values(TokenKind.BASE),  # type: ignore[arg-type]
        among=any(token.kind is TokenKind.AMONG for token in tokens),
        total=totals[0] if totals else "",
        per=any(token.kind is TokenKind.PER for token in tokens),
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
