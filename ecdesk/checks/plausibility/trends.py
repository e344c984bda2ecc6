"""A figure beside its own past: the same of the year before, or else of the period before, in the book or in last year's.

A level of another magnitude is an error; a jump beyond its history, and a figure that stands as it stood, are asked about, the latter only pointed out where it has two digits or one. Shares and rates are held
against each other by percentage points, growth by what it multiplies with.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome
from ecdesk.checks.language.syntax import Predicate
from ecdesk.checks.language.vocabulary import vocabulary
from ecdesk.checks.plausibility.doubts import FEWEST_DIGITS, failed, is_positive, significant
from ecdesk.columns.figures import Figure, Figures
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import GROWTH
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import Said, text

MAGNITUDE = 9
"""From so many times on a figure is of another magnitude, as in `judging`: not ten, so that one that was rounded does not slip through."""

TENTH = 7
"""The same downwards: a tenth of what has grown by a third since."""

USUAL = 3
"""By how many times a figure may change from year to year while too little is known of its history."""

FEWEST_CHANGES = 3
BEYOND = Fraction(3, 2)
"""With so many changes of its own known, a figure may change by as much as it ever did, and half as much again."""

SMALL_COUNT = 100
"""Counted numbers below this jump without anything being wrong."""

MOST_POINTS = Fraction(25, 100)
"""By how much a share or rate may change from year to year."""

GROWTH_POINTS = Fraction(30, 100)
"""By how much growth must have changed for its magnitude to say anything: from 0.2 to 4% is nothing."""

INDEX_POINTS = Fraction(1, 2)
"""From so much more than before on, growth of one and over is nearer to one and what it was: 131.1 after 25.9 is an index in the place of 31.1."""

GROWTH_TIMES = 2
"""By how many times what growth multiplies with may change from year to year."""

TENFOLD = Fraction(11, 10)
"""How near ten times a figure, or a tenth of it, must come to its printed growth for that to be the slip."""

LOOSE = Fraction(1, 100)
"""How wide the growth of two levels may be and still say which growth is right."""

OTHER_BASIS = Fraction(3, 2)
"""By how many times growth on a basis of its own may differ from that of the two printed figures."""


def trend(evaluation: Evaluation, predicate: Predicate, last: object) -> Outcome:
    """Whether a figure is of the magnitude that it had a year before, or else a period before, and moves as it used to. Growth that is printed
    and agrees explains any change of a level. last: the figures of last year's book, where there are any."""
    figure = evaluation.operand(predicate.reference)[0]
    earlier = last if isinstance(last, Figures) else None
    plain = _plain(evaluation, figure, earlier)
    if plain is not None:
        return plain
    if earlier is not None and earlier.get(figure.key).content == figure.content:
        return Outcome(Verdict.HOLDS)  # as last year's book printed it, where it was asked about
    past = _Past(evaluation, predicate, earlier)
    if figure.key.measure in GROWTH:
        return _growth(past, figure)
    then = past.then
    if then is None or not is_positive(figure):
        return NOT_APPLICABLE
    if then.dimension != figure.dimension:
        return _another_currency(past, figure, then)
    return _rate(past, figure, then) if figure.dimension == () else _level(past, figure, then)


def _plain(evaluation: Evaluation, figure: Figure, last: Figures | None) -> Outcome | None:
    """The outcome of most figures, which have no past, or moved a little since last year: asked after every edit, for every figure of a book."""
    latest = [figures[0].content for figures in evaluation.operands[1:3] if figures]
    if latest and _moved_a_little(figure.content, latest[0]):
        return Outcome(Verdict.HOLDS)
    alone = latest.count(None) == len(latest) and last is None
    return NOT_APPLICABLE if alone or figure.content is None else None


def _moved_a_little(now: Content | None, then: Content | None) -> bool:
    """Whether a figure is another than a year before, but not by as much as any history would make one ask."""
    if not isinstance(now, Amount) or not isinstance(then, Amount) or now.unit is not then.unit:
        return False
    one, two = now.value, then.value
    return (
        one > 0
        and one != two
        and one * BEYOND.denominator <= two * BEYOND.numerator
        and two * BEYOND.denominator <= one * BEYOND.numerator
    )


def _level(past: _Past, now: Figure, then: Figure) -> Outcome:
    if past.explains(now):
        return Outcome(Verdict.HOLDS)
    ratio, small = now.point / then.point, _is_small(now) and _is_small(then)
    if not 1 / Fraction(TENTH) < ratio < MAGNITUDE:
        return _another_magnitude(past, now, then, Level.QUERY if small and not _lost_a_digit(now, then) else Level.ERROR)
    if not small and past.explains_tenfold(ratio):
        return failed(text("{label}是{now}，{earlier}是{before}，按印出的增速差一个数量级。", **past.values(now, then)), [now])
    if past.stands_still(now):
        return _unchanged(past, now, then)
    if small or past.least <= ratio <= past.most:
        return Outcome(Verdict.HOLDS)
    return _jump(past, now, then)


def _rate(past: _Past, now: Figure, then: Figure) -> Outcome:
    if past.parts_are_known:
        return Outcome(Verdict.HOLDS)
    ratio, moved = now.point / then.point, abs(now.point - then.point)
    if not 1 / Fraction(TENTH) < ratio < MAGNITUDE:
        return _another_magnitude(past, now, then, Level.QUERY if _is_small(now) and _is_small(then) else Level.ERROR)
    if past.stands_still(now):
        return _unchanged(past, now, then)
    in_percent = isinstance(now.content, Amount) and now.content.unit.is_ratio
    odd = moved > MOST_POINTS or _may_be_tenfold(now, then) if in_percent else not Fraction(1, USUAL) < ratio < USUAL
    return _jump(past, now, then) if odd else Outcome(Verdict.HOLDS)


def _may_be_tenfold(now: Figure, then: Figure) -> bool:
    """Whether a figure is of another magnitude as far as the few digits of the two can tell: 5.0% after 0.6%."""
    low, high = then.half.low, now.half.high
    return now.point >= 2 * USUAL * then.point and low is not None and high is not None and high >= MAGNITUDE * low


def _growth(past: _Past, now: Figure) -> Outcome:
    """Growth beside what the levels of the two years come to, where last year's book has the earlier one or it is counted on another basis; where they
    are not known, beside the growth of the year before."""
    if not _is_growth_rate(now):
        return NOT_APPLICABLE
    pair, then = past.levels, past.then
    if pair is not None:
        return _growth_of(past, now, *pair)
    if then is None or not _is_growth_rate(then):
        return NOT_APPLICABLE
    if past.of_year and past.stands_still(now):
        return _unchanged(past, now, then)
    return _jump(past, now, then) if _grows_otherwise(now.point, then.point) else Outcome(Verdict.HOLDS)


def _is_growth_rate(figure: Figure) -> bool:
    return figure.is_number and figure.dimension == () and figure.point > -1


def _grows_otherwise(now: Fraction, then: Fraction) -> bool:
    """Whether growth is of another magnitude than it was, is nearer to what an index of it would be, or multiplies with far more or less."""
    less, more = sorted((abs(now), abs(then)))
    if more >= MAGNITUDE * less and abs(now - then) >= GROWTH_POINTS:
        return True
    if now >= 1 and now - then > INDEX_POINTS:
        return True
    return not 1 / Fraction(GROWTH_TIMES) < (1 + now) / (1 + then) < GROWTH_TIMES


def _growth_of(past: _Past, now: Figure, level: Figure, before: Figure) -> Outcome:
    """Growth beside the two levels."""
    if _contradicts(past, now, level, before):
        said = text("{label}是{now}，由{earlier}（{before}）推算的与它相差太大。", **past.values(now, before))
        return failed(said, [now], Level.QUERY)
    then = past.then if past.of_year else None
    if then is not None and past.stands_still(now) and _is_loose(level, before):
        return _unchanged(past, now, then)
    return Outcome(Verdict.HOLDS)


def _contradicts(past: _Past, growth: Figure, now: Figure, then: Figure) -> bool:
    """Whether growth cannot be that of two levels. Where both are printed in this book on one basis, another rule works it out."""
    if growth.basis or then.basis != now.basis or _is_vague(now) or _is_vague(then):
        return not 1 / OTHER_BASIS < (1 + growth.point) * then.point / now.point < OTHER_BASIS
    return (past.from_last(then) or past.from_last(now)) and not _is_growth(growth, now, then)


def _is_loose(now: Figure, then: Figure) -> bool:
    """Whether two levels leave their growth so open that they say little of a printed one."""
    width = (now.half / then.half).width if 0 not in then.half else None
    return width is None or width > LOOSE


def _is_known(figure: Figure) -> bool:
    return figure.is_number


def _is_vague(figure: Figure) -> bool:
    return isinstance(figure.content, Amount) and bool(figure.content.qualifier)


def _is_growth(stated: Figure, now: Figure, then: Figure) -> bool:
    """Whether a printed growth is what two figures come to; an open end explains nothing that their digits do not."""

    def possible(margin: Margin) -> bool:
        earlier = then.interval(margin)
        return 0 not in earlier and stated.interval(margin).meets(now.interval(margin) / earlier - Interval.point(1))

    if decide(possible) not in (Verdict.HOLDS, Verdict.ROUNDING):
        return False
    grown = now.point / then.point
    return stated.point > -1 and 1 / Fraction(USUAL) < grown / (1 + stated.point) < USUAL


# -- what is said


def _another_magnitude(past: _Past, now: Figure, then: Figure, level: Level) -> Outcome:
    return failed(text("{label}是{now}，{earlier}是{before}，相差一个数量级以上。", **past.values(now, then)), [now], level)


def _another_currency(past: _Past, now: Figure, then: Figure) -> Outcome:
    """A level in another currency than before: no other rule can hold the two against each other. Other units are for the rule about units."""
    units = {one.content.unit.dimension for one in (now, then) if isinstance(one.content, Amount)}
    if len(units) < 2 or not units <= vocabulary().currencies:
        return NOT_APPLICABLE
    return failed(text("{label}是{now}，{earlier}是{before}，币种不同。", **past.values(now, then)), [now], Level.QUERY)


def _unchanged(past: _Past, now: Figure, then: Figure) -> Outcome:
    """A figure of one or two digits may well stand: it is only pointed out."""
    level = Level.QUERY if significant(now) >= FEWEST_DIGITS else Level.NOTICE
    return failed(text("{label}是{now}，与{earlier}一字不差，可能没有更新。", **past.values(now, then)), [now], level)


def _jump(past: _Past, now: Figure, then: Figure) -> Outcome:
    return failed(
        text("{label}是{now}，{earlier}是{before}，变动超出它历年的幅度。", **past.values(now, then)), [now], Level.QUERY
    )


class _Past:
    """What a figure is held against. years: the same of the years before, latest first. then: that of the year before, else of the period before,
    where it is above zero. levels: of a growth what grew, and from what."""

    def __init__(self, evaluation: Evaluation, predicate: Predicate, last: Figures | None) -> None:
        self._evaluation = evaluation
        self._others = predicate.others
        self._last = last
        self._borrowed: set[Figure] = set()
        own = predicate.reference.measure
        self.years = self._figures(own, several=True)
        usable = is_positive if own not in GROWTH else _is_known
        found = [*self.years[:1], *self._figures(own, several=False)]
        self.then: Figure | None = next(filter(usable, found), None)
        self.of_year = bool(self.years) and self.then is self.years[0]

    def _figures(self, measure: str, several: bool) -> list[Figure]:
        """Those of the references of a measure: of several years, or of one period; last year's book is asked where this one has none."""
        rule = self._evaluation.rule
        chosen = (one for one in self._others if one.measure == measure and rule.terms[rule.index[id(one)]].several == several)
        return [self._known(figure) for one in chosen for figure in self._evaluation.operand(one)]

    def _known(self, figure: Figure) -> Figure:
        if figure.is_number or self._last is None:
            return figure
        theirs = self._last.get(figure.key)
        self._borrowed.add(theirs)
        return theirs

    def from_last(self, figure: Figure) -> bool:
        """Whether it stands in last year's book only."""
        return figure in self._borrowed

    @property
    def levels(self) -> tuple[Figure, Figure] | None:
        found = self._figures("value", several=False)
        if (
            len(found) < 2
            or not all(map(is_positive, found))
            or found[0].dimension != found[1].dimension
            or found[0].dimension == ()
        ):
            return None
        return found[1], found[0]

    @property
    def parts_are_known(self) -> bool:
        """Whether a share is held against its part and its whole anyway."""
        found = self._figures("value", several=False) if self._others[0].measure != "value" else []
        return len(found) > 1 and all(figure.is_number for figure in found)

    def explains(self, now: Figure) -> bool:
        """Whether the printed growth is what the two figures come to."""
        stated = self._stated
        return stated is not None and not stated.basis and self.then is not None and _is_growth(stated, now, self.then)

    def explains_tenfold(self, ratio: Fraction) -> bool:
        """Whether the figure were as the printed growth has it with its point one place on, or one back, and is far from it as it is."""
        stated = self._stated
        if stated is None or stated.point <= -1:
            return False
        off = ratio / (1 + stated.point)
        return any(1 / TENFOLD < off * times < TENFOLD for times in (10, Fraction(1, 10)))

    @property
    def _stated(self) -> Figure | None:
        """The printed growth from the earlier figure."""
        stated = next(iter(self._figures("growth" if self.of_year else "growth_prev", several=False)), None)
        return stated if stated is not None and stated.is_number and stated.dimension == () else None

    def stands_still(self, now: Figure) -> bool:
        """Whether a figure is the earlier one, digit by digit."""
        return self.then is not None and now.content == self.then.content and significant(now) > 0

    def values(self, now: Figure, then: Figure) -> Mapping[str, Said]:
        """What to say something of two figures with."""
        label = self._evaluation.label
        return {"label": label(now), "now": now.printed, "before": then.printed, "earlier": label(then)}

    @property
    def _changes(self) -> list[Fraction]:
        pairs = pairwise(self.years)
        return [now.point / then.point for now, then in pairs if is_positive(now) and is_positive(then)]

    @property
    def most(self) -> Fraction:
        changes = self._changes if self.of_year else []
        return max(*changes, Fraction(1)) * BEYOND if len(changes) >= FEWEST_CHANGES else Fraction(USUAL)

    @property
    def least(self) -> Fraction:
        changes = self._changes if self.of_year else []
        return min(*changes, Fraction(1)) / BEYOND if len(changes) >= FEWEST_CHANGES else Fraction(1, USUAL)


def _lost_a_digit(now: Figure, then: Figure) -> bool:
    """Whether what was counted in whole numbers has decimals now: 2.0 after 20."""
    one, two = now.content, then.content
    return isinstance(one, Amount) and isinstance(two, Amount) and one.unit.count and one.exponent < 0 <= two.exponent


def _is_small(one: Figure) -> bool:
    """Whether a figure is a small count, or a rate of one digit."""
    if not isinstance(one.content, Amount):
        return True
    of_one_digit = one.dimension == () and abs(one.content.value) < 10 * Fraction(one.content.last_digit)
    return of_one_digit or (one.content.is_exact and one.point < SMALL_COUNT)
