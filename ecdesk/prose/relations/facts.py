"""The figures of a manuscript as the search sees them: with a key, a place, whole numbers to reckon with, and the words around them."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from sys import intern
from typing import Any, TypeVar

from ecdesk.domain.wording.folding import CJK
from ecdesk.prose.explain import digits_of
from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.english import is_english, words_of_english
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.statements import Measure, Statement, comparable_dimension

UNIT = 10**12
"""What one of a dimension's own unit is in the whole numbers that the search reckons with; verdicts come from exact intervals."""
MOST_DIGITS = 24
"""A longer figure is data, and stands in no relation that chance could be told from."""
BEFORE, NEAR, AFTER = 48, 18, 16
"""Characters around a figure whose words tell what it is of; those nearer before it, and those behind it, tell twice as much."""
FEW = 300
"""So many figures a text is taken to have at least, when words are weighed by how rare they are."""

T = TypeVar("T")
_SUMMED = (FigureKind.LEVEL, FigureKind.COUNT, FigureKind.MONEY, FigureKind.PER_HEAD)
_PARTS = (Measure.SHARE, Measure.RATE, Measure.PORTION)
_PAIR = re.compile(f"(?=([{CJK}A-Z][{CJK}A-Z]))")


@dataclass(slots=True, eq=False)
class Fact:
    """A figure with its key. number: in reading order. kind: "level", "count", "change", "base" (where a growth began), "growth", "share", "points", "multiple" and the like;
    sentence and paragraph: running numbers. point, low, high: in whole `UNIT`s, within half a unit of its last digit. digits: that tell
    something, without zeros at the end. name: folded, with that of its list. last: a unit of its last digit. told: the relations that bear it out, each with the part of itself by
    which it could differ and they would come out all the same."""

    statement: Statement
    number: int
    kind: str
    unit: str
    sentence: int
    paragraph: int
    point: int
    low: int
    high: int
    digits: int
    name: str
    last: int
    words: frozenset[str] = frozenset()
    far: frozenset[str] = frozenset()
    told: dict[str, float] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return self.high - self.low

    @property
    def relative(self) -> float:
        """Its width as a part of itself."""
        return self.width / max(self.point, 1)

    def doubted(self, value: int, but: Collection[str] = ()) -> bool:
        """Whether it may have been meant to be that: no relation but those says otherwise."""
        return all(kind in but or self.doubted_by(kind, value) for kind in self.told)

    def doubted_by(self, kind: str, value: int) -> bool:
        """Whether a relation of a kind that bears it out would leave it standing as that, or there is none."""
        return abs(value - self.point) <= self.told.get(kind, math.inf) * self.point

    @property
    def per_head(self) -> bool:
        """Whether it is of one of many; 人均可支配收入30362元。其中，工资性收入19224元 says so of the total only."""
        scope = self.statement.scope
        whole = scope.whole_for(self.statement.figure.dimension)[0] if scope is not None else None
        return any(s.figure.kind is FigureKind.PER_HEAD for s in (self.statement, whole) if s is not None)

    @property
    def aside(self) -> int:
        return self.statement.aside

    @property
    def period(self) -> str:
        """The code of its period; of a day its year: people are counted at an hour and spoken of for the year; of years at whose end it was
        reached the last."""
        code = self.statement.period
        if code[4:5] == "-" and self.statement.reached and code[5:].isdigit():
            return code[5:]
        return code[:4] if code[4:5] == "D" else code

    @property
    def start(self) -> int:
        return self.statement.figure.start

    @property
    def shown(self) -> str:
        """As it is printed in the text."""
        return self.text[self.start : self.statement.figure.end]

    @property
    def text(self) -> str:
        return self.statement.stretch.text


def printed_as_fine(opened: Fact, other: Fact) -> bool:
    """突破4.27亿 and 4.29亿: whether a figure that a word opens is printed with as many digits as another one, so that it is no round number for it."""
    one, two = opened.statement.figure.amount, other.statement.figure.amount
    return (one.unit, one.exponent) == (two.unit, two.exponent) and opened.digits > 2 and not two.qualifier


Borne = Iterator[tuple[Fact, float]]
"""Figures that a relation bears out, each with the part of itself by which it could differ and the relation would come out all the same."""


def tell(kind: str, relations: Iterable[Borne]) -> None:
    """Note in figures that relations of a kind bear them out."""
    for relation in relations:
        for fact, part in relation:
            fact.told[kind] = min(part, fact.told.get(kind, part))


def exactly(*figures: Fact) -> Borne:
    """Of a sum or an equality: no slip of a figure would leave it standing."""
    return ((fact, 0.0) for fact in figures)


def of_quotient(part: Fact, whole: Fact, quotient: Fact) -> Borne:
    """Of a share, or a change of a level and its rate: each within what the others leave open."""
    widths = {fact: fact.relative for fact in (part, whole, quotient)}
    return ((fact, sum(widths.values()) - width) for fact, width in widths.items())


def divided_for(quotient: Fact, two: Iterable[Fact]) -> tuple[Fact, Fact]:
    """Two levels as what is divided and by which: the smaller by the larger one, unless the quotient is more than one."""
    one, other = sorted(two, key=lambda f: f.point, reverse=quotient.point > UNIT)
    return one, other


class Facts:
    """All of them, in reading order and by what the searches ask for."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.all = list(_facts(context))
        self.levels = [fact for fact in self.all if fact.kind in ("level", "base")]
        self.by_statement = {id(fact.statement): fact for fact in self.all}
        self._numbers = [fact.number for fact in self.levels]
        self.by_sentence: dict[int, list[Fact]] = defaultdict(list)
        self.by_paragraph: dict[int, list[Fact]] = defaultdict(list)
        self.ends: dict[
            int, list[tuple[Fact, Fact]]
        ] = {}  # of a rate, by its number: the levels of now and before that words tell
        self._told: dict[int, set[tuple[int, str, str]]] = {}
        self._beside: dict[int, dict[tuple[str, int], list[Fact]]] = {}
        self._said: dict[Callable[[Fact], Any], dict[int, Any]] = defaultdict(dict)
        for fact in self.all:
            self.by_sentence[fact.sentence].append(fact)
            self.by_paragraph[fact.paragraph].append(fact)

    def once(self, say: Callable[[Fact], T], fact: Fact) -> T:
        """What a function says of a figure, worked out once for all that it is compared with."""
        known = self._said[say]
        if fact.number not in known:
            known[fact.number] = say(fact)
        return known[fact.number]  # type: ignore[no-any-return]

    def at(self, number: int) -> Fact | None:
        return self.all[number] if 0 <= number < len(self.all) else None

    def of(self, statement: Statement | None) -> Fact | None:
        return self.by_statement.get(id(statement)) if statement is not None else None

    def has_share(self, level: Fact) -> bool:
        """Whether a percentage stands with a level that is its share, so that no other one is."""
        return level.number in self._with_share

    @cached_property
    def _with_share(self) -> set[int]:
        heads = (self.of(fact.statement.head) for fact in self.all if fact.kind == "share")
        return {head.number for head in heads if head is not None}

    @cached_property
    def worth(self) -> dict[str, float]:
        """What two figures tell by sharing a pair of characters: the rarer it is among all figures, the more."""
        return rarity([fact.words | fact.far for fact in self.all])

    def likeness(self, one: Fact, two: Fact) -> float:
        """How much the words around two figures share; of two that stand so near that both see the same words, only those nearer to each."""
        near = one.words & two.words
        apart = abs(one.start - two.start) if one.paragraph == two.paragraph else BEFORE + AFTER
        if apart < BEFORE + AFTER:
            return sum(map(self.worth.__getitem__, near)) if apart >= NEAR + AFTER else 0.0
        far = ((one.words | one.far) & (two.words | two.far)) - near
        return sum(map(self.worth.__getitem__, near)) + sum(map(self.worth.__getitem__, far)) / 2

    def tells(self, paragraph: int, fact: Fact) -> bool:
        """Whether a paragraph tells a figure of the same kind, unit and value."""
        told = self._told.get(paragraph)
        if told is None:
            told = self._told[paragraph] = {(one.point, one.kind, one.unit) for one in self.by_paragraph[paragraph]}
        return (fact.point, fact.kind, fact.unit) in told

    def beside(self, fact: Fact) -> dict[tuple[str, int], list[Fact]]:
        """The two figures before one and the two behind it, by their kind and value."""
        found = self._beside.get(fact.number)
        if found is None:
            found = self._beside[fact.number] = {}
            for other in self.all[max(0, fact.number - 2) : fact.number + 3]:
                if other is not fact:
                    found.setdefault((other.kind, other.point), []).append(other)
        return found

    def near(self, fact: Fact, before: int, after: int, paragraphs: int) -> Iterator[Fact]:
        """Levels around a figure, the nearest before it first, then those behind it."""
        at = bisect_left(self._numbers, fact.number)
        for other in reversed(self.levels[max(0, at - before) : at]):
            if fact.paragraph - other.paragraph > paragraphs:
                break
            yield other
        behind = at + (at < len(self.levels) and self.levels[at] is fact)
        for other in self.levels[behind : behind + after]:
            if other.paragraph - fact.paragraph > paragraphs:
                break
            yield other


def rarity(words: Sequence[frozenset[str]]) -> dict[str, float]:
    """What two places tell by sharing a pair of characters: the rarer it is among all places, the more."""
    counted = Counter(pair for some in words for pair in some)
    most = math.log10(max(len(words), FEW)) - 1
    return {pair: max(0.0, most - math.log10(times)) for pair, times in counted.items()}


def _facts(context: Context) -> Iterator[Fact]:
    sentences: dict[tuple[int, int], int] = {}
    number = 0
    for statement in _ordered(context.statements):
        figure = statement.figure
        kind = _kind(statement)
        digits = digits_of(figure) if figure.exact is None else "12"
        interval = figure.interval()
        if not kind or len(digits) > MOST_DIGITS or interval.low is None or interval.high is None:
            continue
        sentence = sentences.setdefault((statement.stretch.number, statement.sentence), len(sentences))
        number += 1
        yield Fact(
            statement,
            number - 1,
            kind,
            _unit(statement),
            sentence,
            statement.stretch.number,
            int(figure.value * UNIT),
            interval.low.numerator * UNIT // interval.low.denominator,
            -(-interval.high.numerator * UNIT // interval.high.denominator),
            len(digits.strip("0")) or 1,
            folded_name(statement.full_name),
            int(figure.amount.last_digit * figure.amount.unit.scale * UNIT),
            *_words(statement),
        )


def _unit(statement: Statement) -> str:
    """What figures have in common that can be reckoned with; 2,418,600 persons are what 1,884,100 in full-time employment are."""
    counted = statement.figure.kind is FigureKind.COUNT and is_english(statement.stretch.text)
    return "" if counted else comparable_dimension(statement.figure.dimension)


def _ordered(statements: Iterable[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda statement: (statement.stretch.number, statement.figure.start))


def _kind(statement: Statement) -> str:
    """What the search takes a figure for, "" for what no relation is looked for."""
    kind, measure = statement.figure.kind, statement.measure
    if kind in _SUMMED:
        if statement.base == "from" or statement.baseline:
            return "base"
        return {
            Measure.LEVEL: "level",
            Measure.CHANGE: "change",
            Measure.PORTION: "level",
            Measure.OTHER: "count",
            Measure.TITLE: "count",
        }.get(measure, "")
    if kind is FigureKind.YEARS:
        return "time"
    if kind is FigureKind.PERCENT:
        return (
            "share"
            if measure in _PARTS
            else {Measure.GROWTH: "growth", Measure.CONTRIBUTION: "contribution"}.get(measure, "rate")
        )
    return {
        FigureKind.POINTS: "points",
        FigureKind.MULTIPLE: "multiple",
        FigureKind.RATIO: "ratio",
        FigureKind.THRESHOLD: "limit",
    }.get(kind, "")


def _words(statement: Statement) -> tuple[frozenset[str], frozenset[str]]:
    """Pairs of characters near a figure and farther before it, within its paragraph; a full stop before it ends them unless little follows it."""
    text, figure = statement.stretch.text, statement.figure
    wide = 2 if is_english(text[max(0, figure.start - BEFORE) : figure.end]) else 1  # as many words are longer
    begin = max(0, figure.start - BEFORE * wide)
    begin = max(begin, text.rfind("。", begin, max(begin, figure.start - 8)) + 1)
    middle = max(begin, figure.start - NEAR * wide)
    end = text.find("。", figure.end, figure.end + AFTER * wide)
    end = end if end >= 0 else figure.end + AFTER * wide
    near = _pairs_in(text[middle : figure.start]) | _pairs_in(text[figure.end : end])
    return near, _pairs_in(text[begin:middle])


@lru_cache(maxsize=65536)
def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, in one spelling of each word."""
    return _pairs_in(text)


def _pairs_in(text: str) -> frozenset[str]:
    """Each pair is kept once for all figures: a long text says few pairs, and says them often."""
    pairs = frozenset(intern(match[1]) for match in _PAIR.finditer(folded_name(text)))
    return pairs | words_of_english(text) if is_english(text) else pairs
