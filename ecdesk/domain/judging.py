"""What a printed figure means, and whether a relation between printed figures holds.

A printed figure is an interval, wider the more is forgiven (`Margin`). A relation that some values of the intervals satisfy holds, holds only
by rounding, or is left undecided; where none do, it fails. What the words around a figure open stands in ``resources/wording/qualifiers.toml``,
why in ``docs/decisions/0001-what-a-printed-figure-means.md``. All arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.resources import toml_data


class Margin(Enum):
    """How much is forgiven a printed figure: nothing (NONE), what correct rounding does (HALF), that digits were cut off (FULL), whatever
    its qualifier does not exclude (DOUBT). Each interval holds the one before."""

    NONE = 0
    HALF = 1
    FULL = 2
    DOUBT = 3


SLACK = {Margin.NONE: Fraction(0), Margin.HALF: Fraction(1, 2), Margin.FULL: Fraction(1)}
"""Units of its last digit by which a figure may be off its true value; for DOUBT as for FULL."""


class Reader(Enum):
    """Who asks. In a TABLE 以上 is a limit, and whatever lies above satisfies it; in a STATEMENT it is said of a figure nearby."""

    TABLE = "table"
    STATEMENT = "statement"


# -- qualifiers


@dataclass(frozen=True, slots=True)
class Opening:
    """How far a qualifier opens a side: in units of the last digit that is not zero, or as a part of the figure."""

    digits: Fraction = Fraction(0)
    part: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word such as 约 or 以上.

    side: "up", "down" or "both". place: "before" or "after" the number. limit: whether it names a bound. holds: how far the side opens;
    undecided: how far it may be open, None for no further.
    """

    word: str
    side: str
    place: str
    holds: Opening
    undecided: Opening | None = None
    limit: bool = False


DATA = "qualifiers.toml"


@lru_cache(maxsize=1)
def qualifiers() -> dict[str, Qualifier]:
    """Every spelling of a qualifier with its meaning."""
    entries = toml_data("wording", DATA)["qualifier"]
    return {
        spelling: Qualifier(
            spelling,
            entry["side"],
            entry["place"],
            _opening(entry["holds"]),
            _opening(entry["undecided"]) if "undecided" in entry else None,
            entry.get("limit", False),
        )
        for entry in entries
        for spelling in (entry["word"], *entry["aliases"])
    }


def _opening(entry: dict[str, str]) -> Opening:
    return Opening(**{name: Fraction(number) for name, number in entry.items()})


_UNKNOWN_WORD = Qualifier("", "both", "before", Opening(digits=Fraction(1)))

LEAST_PART = Fraction(1, 2)
"""约100 opens by its one digit, but not down to nothing: never below this part of the figure."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is judged of a printed figure, in one unit.

    point: the printed value. digit: one unit of its last digit, 0 for a counted number. significant: one unit of its last digit that is
    not zero. words: its qualifiers. ratio: whether it is a share, a growth or points, which no mistaken unit turns into another magnitude.
    """

    point: Fraction
    digit: Fraction
    significant: Fraction
    words: str = ""
    ratio: bool = False

    def interval(self, margin: Margin = Margin.HALF, reader: Reader = Reader.TABLE) -> Interval:
        """The values that are printed so, as far as the margin forgives.

        On a side that its qualifier leaves closed a figure is forgiven less: nobody should say 超4800 of 4799.6, and nobody says it of 4799.4.
        """
        if margin is Margin.NONE:
            return Interval.point(self.point)
        if not self.words:
            off = self.digit * SLACK[Margin.FULL if margin is Margin.DOUBT else margin]
            return Interval(self.point - off, self.point + off)
        down: Fraction | None = Fraction(0)
        up: Fraction | None = Fraction(0)
        for word in filter(None, self.words.split("…")):
            below, above = self._opened(qualifiers().get(word, _UNKNOWN_WORD), margin, reader)
            down, up = _larger(down, below), _larger(up, above)
        closed = self.digit * SLACK[Margin.NONE if margin is Margin.HALF else Margin.HALF]
        down, up = closed if down == 0 else down, closed if up == 0 else up
        return Interval(None if down is None else self.point - down, None if up is None else self.point + up)

    def _opened(self, word: Qualifier, margin: Margin, reader: Reader) -> tuple[Fraction | None, Fraction | None]:
        """How far a word opens the figure downwards and upwards; None for without end."""
        inwards = self._reach(word, margin, reader, inwards=True) if word.side in ("down", "both") else Fraction(0)
        outwards = self._reach(word, margin, reader, inwards=False) if word.side in ("up", "both") else Fraction(0)
        # 超-10 lies beyond -10, seen from zero; ≥-10 above it.
        return (outwards, inwards) if self.point < 0 and not word.limit else (inwards, outwards)

    def _reach(self, word: Qualifier, margin: Margin, reader: Reader, inwards: bool) -> Fraction | None:
        doubtful = margin is Margin.DOUBT
        if word.limit and (doubtful or reader is Reader.TABLE):
            return None
        opening = word.undecided if doubtful and word.undecided is not None else word.holds
        size = abs(self.point)
        if opening.part and not size:
            # Nothing is a part of zero.
            return None if opening is word.undecided else self.significant
        if opening is word.undecided and self.ratio:
            return size if inwards else None
        reach = opening.digits * self.significant + opening.part * size
        return min(reach, size * (1 - LEAST_PART)) if opening.digits and inwards and size else reach


def _larger(one: Fraction | None, two: Fraction | None) -> Fraction | None:
    return None if one is None or two is None else max(one, two)


def printed(amount: Amount, digit: Fraction | None = None) -> Printed:
    """An amount in its own unit; digit: what one unit of its last digit is, where that is not as printed."""
    if digit is None:
        digit = Fraction(0) if amount.is_exact else amount.last_digit
    ratio = amount.unit.is_ratio or amount.unit.is_points
    significant = amount.last_significant_digit if amount.qualifier else digit  # only words open a figure by it
    return Printed(Fraction(amount.value), digit, significant, amount.qualifier, ratio)


def interval(amount: Amount, margin: Margin = Margin.HALF, reader: Reader = Reader.TABLE) -> Interval:
    """The values, in the amount's own unit, that are printed so."""
    return printed(amount).interval(margin, reader)


def base_interval(amount: Amount, margin: Margin = Margin.HALF, reader: Reader = Reader.TABLE) -> Interval:
    """The same values in the dimension's own unit (元 for 亿元, 1 for %)."""
    return interval(amount, margin, reader).scaled(amount.unit.scale)


# -- relations


Sides = tuple[Interval, Interval]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a relation. difference: left minus right within half a unit of the last digits. outside_band: within rounding, but of a
    long sum further off than the rounding of so many parts ever comes to."""

    verdict: Verdict
    difference: Interval
    outside_band: bool = False

    @property
    def tolerance(self) -> Fraction | None:
        """How far left and right may be apart; None for without end."""
        return None if self.difference.width is None else self.difference.width / 2


def decide(possible: Callable[[Margin], bool]) -> Verdict:
    """The verdict on whatever can hold with some values of figures: HOLDS within half a unit of the last digits, ROUNDING within a full one,
    UNDECIDED where only the doubt that qualifiers leave allows it."""
    if possible(Margin.HALF):
        return Verdict.HOLDS
    if possible(Margin.FULL):
        return Verdict.ROUNDING
    return Verdict.UNDECIDED if possible(Margin.DOUBT) else Verdict.FAILS


def judge(
    sides: Callable[[Margin], Sides],
    relation: str = "=",
    one_figure: bool = False,
    terms: Callable[[], Iterable[Term] | None] | None = None,
) -> Judgement:
    """The verdict on left and right, which are worked out for each margin.

    relation: "=", "!=", "<", "<=", ">" or ">=". one_figure: both print the same figure; that they round from their common end is then no
    agreement, for a digit is wrong; nor do two units of the last digit of both agree. terms: of a sum that may be long.
    """
    found: list[Sides] = []

    def possible(margin: Margin) -> bool:
        left, right = sides(margin)
        found.append((left, right))
        as_fine = margin is Margin.HALF or left.width == right.width
        apart = one_figure and as_fine and not left.overlaps(right)
        return not apart and compare(left - right, relation)[1]

    verdict = decide(possible)
    left, right = found[0]
    within = verdict in (Verdict.HOLDS, Verdict.ROUNDING) and relation == "=" and terms is not None
    return Judgement(verdict, left - right, within and terms is not None and outside_band(terms()))


def judge_printed(one: Amount, two: Amount, reader: Reader = Reader.TABLE) -> Judgement:
    """Whether two amounts of one dimension print the same figure, perhaps with more or fewer digits."""
    return judge(lambda margin: (base_interval(one, margin, reader), base_interval(two, margin, reader)), one_figure=True)


def growth(now: Amount, before: Amount, margin: Margin, reader: Reader = Reader.TABLE) -> Interval | None:
    """By what part a figure grew on an earlier one of its dimension; None where that may be zero or less."""
    earlier = base_interval(before, margin, reader)
    if earlier.low is None or earlier.low <= 0:
        return None
    return base_interval(now, margin, reader) / earlier - Interval.point(1)


def judge_growth(stated: Amount, now: Amount, before: Amount, reader: Reader = Reader.TABLE) -> Verdict:
    """The verdict on a printed growth beside the two printed figures; not decided where the earlier one may have been zero."""

    def possible(margin: Margin) -> bool:
        grown = growth(now, before, margin, reader)
        if grown is None:
            return margin is Margin.DOUBT
        return base_interval(stated, margin, reader).meets(grown)

    return decide(possible)


def compare(difference: Interval, relation: str) -> tuple[bool, bool]:
    """(certainly, possibly) for a difference left minus right under a relation."""
    low, high = difference.low, difference.high
    if relation == "=":
        return low == high == 0, 0 in difference
    if relation == "!=":
        return 0 not in difference, not (low == high == 0)
    if relation in (">", ">="):
        low, high = (None if high is None else -high), (None if low is None else -low)
    exact = low is not None and low == high
    if relation in ("<", ">"):
        certain = high is not None and high < 0
        return certain, low is None or low < 0 or (low == 0 and not exact)
    return high is not None and high <= 0, low is None or low <= 0


# -- long sums


Term = tuple[Fraction, Fraction, Fraction | None]
"""Factor, printed value and width of a figure in a sum; the width None for without end."""

LONG_SUM = 8
"""From how many rounded figures on the statistical band counts: below, three standard deviations hardly differ from the interval."""

DEVIATIONS = 3
"""So many standard deviations of its rounding errors a long sum may be off."""

UNIFORM = 12
"""The variance of a rounding error that is uniform over a width is the width squared over this."""


def outside_band(terms: Iterable[Term] | None) -> bool:
    """Whether a long sum, which should come to zero, is off by more than three standard deviations of its rounding errors.

    Practice of statistical data editing for sums of many rounded parts: 32 parts and a total may differ by 16.5 last digits, but their
    rounding hardly ever comes to more than 5. None for what is no sum.
    """
    terms = tuple(terms or ())
    if sum(width is not None and width > 0 for _factor, _point, width in terms) < LONG_SUM:
        return False
    off, variance = Fraction(0), Fraction(0)
    for factor, point, width in terms:
        if width is None:
            return False
        off += factor * point
        variance += (factor * width) ** 2
    return UNIFORM * off**2 > DEVIATIONS**2 * variance


def says_the_same(content: Content, amount: Amount) -> bool:
    """Whether a figure of the book and one that was sent are the same, perhaps printed with more or fewer digits: each can be the other, and
    one of the two printed values is a value of the other."""
    if not isinstance(content, Amount) or content.unit.dimension != amount.unit.dimension:
        return False
    if content.value == amount.value and content.unit == amount.unit:
        return True
    one, two = (base_interval(either, reader=Reader.STATEMENT) for either in (content, amount))
    points = [Fraction(either.value) * either.unit.scale for either in (content, amount)]
    return one.meets(two) and (points[0] in two or points[1] in one)
