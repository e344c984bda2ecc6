"""What growth says of the year before: where parts add up to their whole now, what they grew from must have added up as well.

It holds growth that stands beside no earlier figures: that of districts, regions and items, whose weights are their levels or shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome
from ecdesk.checks.language.syntax import Predicate
from ecdesk.checks.plausibility.doubts import failed
from ecdesk.columns.figures import Figure
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.judging import Margin, judge
from ecdesk.domain.texts import text

ALL = Interval.point(Fraction(1))
"""What shares add up to."""

LOOSE = Fraction(1, 50)
"""How wide the total of parts may be, by its size, for its meeting the whole to mean that these are all the parts."""


def added_up(evaluation: Evaluation, predicate: Predicate, last: object) -> Outcome:
    """Whether parts, each taken back by its growth, come to the whole taken back by its own. Parts that do not come to the whole now are not all
    of it, and say nothing.

    Of the references the first are the parts, levels or shares; then their growth, the whole where they are levels, and its growth.
    """
    growths, *whole, growth = map(evaluation.operand, predicate.others)
    figures = _Parts(evaluation.operand(predicate.reference), growths, *whole)
    if not figures.say_something(growth):
        return NOT_APPLICABLE
    verdict = judge(lambda margin: (figures.then(margin), figures.whole(margin) / _factor(growth[0], margin))).verdict
    if verdict is not Verdict.FAILS:
        return Outcome(verdict)
    reason = text(
        "各部分相加是整体，由各自的增速推算的上年数相加，却与由{label}（{printed}）推算的不符。",
        label=evaluation.label(growth[0]),
        printed=growth[0].printed,
    )
    return failed(reason, [*growth, *figures.growths], Level.QUERY)


@dataclass
class _Parts:
    """Parts with their growth, and the level of their whole; without one the parts are shares of it."""

    figures: Sequence[Figure]
    growths: Sequence[Figure]
    level: Sequence[Figure] = ()

    def __post_init__(self) -> None:
        self.figures = [one for one in self.figures if one.is_number]
        known = {one.key.moved(measure=""): one for one in self.growths if one.is_number}
        found = (known.get(part.key.moved(measure="")) for part in self.figures)
        self.growths = [one for one in found if one is not None]

    def say_something(self, growth: Sequence[Figure]) -> bool:
        """Whether these are all the parts, each with its growth, and they can be held against the growth of the whole: numbers of one kind and basis."""
        levels, growths = [*self.figures, *self.level], [*growth, *self.growths]
        return (
            len(growths) == 1 + len(self.figures) > 2 and _are_alike(levels) and _can_be_taken_back(growths) and self._are_all()
        )

    def _are_all(self) -> bool:
        now = self.now(Margin.HALF)
        tight = now.width is not None and now.low is not None and now.width <= LOOSE * abs(now.low)
        return tight and judge(lambda margin: (self.now(margin), self.whole(margin))).verdict is Verdict.HOLDS

    def now(self, margin: Margin) -> Interval:
        return total(part.interval(margin) for part in self.figures)

    def then(self, margin: Margin) -> Interval:
        """What the parts grew from, together."""
        pairs = zip(self.figures, self.growths, strict=True)
        return total(part.interval(margin) / _factor(growth, margin) for part, growth in pairs)

    def whole(self, margin: Margin) -> Interval:
        return self.level[0].interval(margin) if self.level else ALL


def _are_alike(figures: Sequence[Figure]) -> bool:
    return all(one.is_number for one in figures) and len({(one.dimension, one.basis) for one in figures}) == 1


def _can_be_taken_back(growths: Sequence[Figure]) -> bool:
    """Whether growth is printed as such, on one basis, and nowhere a fall to nothing."""
    return (
        _are_alike(growths)
        and growths[0].dimension == ()
        and all(0 not in _factor(one, margin) for one in growths for margin in Margin)
    )


def _factor(growth: Figure, margin: Margin) -> Interval:
    return growth.interval(margin) + ALL
