"""A figure beside others of its kind: areas of one level, years of one series."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome, Undecidable
from ecdesk.checks.language.axes import HISTORY
from ecdesk.checks.language.syntax import Predicate
from ecdesk.checks.plausibility.bounds import is_place
from ecdesk.checks.plausibility.doubts import FEWEST_DIGITS, failed, is_positive, significant
from ecdesk.columns.figures import Figure
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import GROWTH
from ecdesk.domain.texts import Joined, listed, spaced, text

HB_NEAR_MEDIAN = Fraction(1, 20)
HB_REACH = 7
FEWEST_FOR_OUTLIERS = 6
"""Hidiroglou and Berthelot (1986), Statistical editing and imputation for periodic business surveys: quartile distances shorter than
this part of the median count as that; beyond so many distances a figure is an outlier; quartiles of fewer figures mean nothing."""

HB_ABSURD = 20
"""Beyond so many quartile distances growth is not only noticed. The fastest growing province of the 2018 report lies at 17."""

ABOVE_ALL, BELOW_ALL = 9, 50
"""A level stands alone that is so many times the next lower one, or such a part of the next higher one: some area is always very small."""

CHANCE = Fraction(1, 20)
"""Figures of several areas that are the same are said to be so where so many pairs would not easily be alike by chance."""

HB_PARTS, PARTS_APART = 10, 2
"""What part of its whole one area has is odd beyond so many quartile distances, where it is also so many times the nearest other part, or less: some
areas sell next to nothing of a kind."""

MOST_LISTED = 5
"""Figures that a reason names; the others are among the culprits."""


def inlier(evaluation: Evaluation, predicate: Predicate, last: object) -> Outcome:
    """Whether none of a group of figures stands far outside the others. Of its own history only the latest figure is asked about; the
    earlier ones were in their year."""
    figures = evaluation.operand(predicate.reference)
    growth = predicate.reference.measure in GROWTH
    history = any(axis == HISTORY for term in evaluation.rule.terms for axis in term.axes)
    ratios = _of_history(evaluation.usable(figures[0]), figures, growth) if history else _ratios(figures, growth)
    if len(ratios) < FEWEST_FOR_OUTLIERS:
        raise Undecidable(text("只有 {count} 个数，不足以比较。", count=len(ratios)))
    outliers = [figure for figure in hidiroglou_berthelot(ratios) if not history or figure is figures[0]]
    if not outliers:
        return Outcome(Verdict.HOLDS)
    told = _told(evaluation, outliers)
    return failed(text("{listed}明显偏离其他各数。", listed=told), outliers)


def _told(evaluation: Evaluation, figures: Sequence[Figure]) -> Joined:
    """The first of some figures, each with its number."""
    return listed(spaced(evaluation.label(one), one.printed) for one in figures[:MOST_LISTED])


def apart(evaluation: Evaluation, predicate: Predicate, last: object) -> Outcome:
    """Whether no figure of a group stands far beyond all the others: growth by quartile distances, levels by the nearest other one; where their wholes
    are named as well, by what part of its whole each is."""
    figures = evaluation.operand(predicate.reference)
    if predicate.others:
        return _parts_apart(evaluation, figures, evaluation.operand(predicate.others[0]))
    growth = predicate.reference.measure in GROWTH
    ratios = _ratios(figures, growth)
    if len(ratios) < FEWEST_FOR_OUTLIERS or len({figure.dimension for figure, _ratio in ratios}) > 1:
        return NOT_APPLICABLE
    found = hidiroglou_berthelot(ratios, HB_ABSURD) if growth else _ends(ratios, ABOVE_ALL, BELOW_ALL)
    if not found:
        return Outcome(Verdict.HOLDS)
    told = _told(evaluation, found)
    return failed(text("{listed}与同类各数相差悬殊。", listed=told), found, Level.QUERY)


def _parts_apart(evaluation: Evaluation, parts: Sequence[Figure], wholes: Sequence[Figure]) -> Outcome:
    """Whether no area's part of its whole is far from that of all the others. Which of the two is wrong is not known: both are culprits."""
    of_place = {one.key.area: one for one in wholes if is_positive(one)}
    pairs = [
        (part, whole)
        for part in parts
        if is_positive(part) and (whole := of_place.get(part.key.area)) is not None and whole.dimension == part.dimension
    ]
    if len(pairs) < FEWEST_FOR_OUTLIERS:
        return NOT_APPLICABLE
    ratios = [(part, part.point / whole.point) for part, whole in pairs]
    odd = _ends(ratios, PARTS_APART, PARTS_APART)
    found = [part for part in hidiroglou_berthelot(ratios, HB_PARTS) if part in odd] if odd else []
    if not found:
        return Outcome(Verdict.HOLDS)
    told = _told(evaluation, found)
    culprits = [one for pair in pairs if pair[0] in found for one in pair]
    return failed(text("{listed}在上级指标中的比重与其他各地相差悬殊，其中一个数可能差一个数量级。", listed=told), culprits)


def _ends(ratios: Sequence[Ratio], times: int, part: int) -> list[Figure]:
    """The largest where it is so many times the next one, and the smallest where it is such a part of it."""
    ordered = sorted(ratios, key=lambda found: found[1])
    (smallest, low), (_next, above), *_rest = ordered
    *_rest, (_last, below), (largest, high) = ordered
    return [*([largest] if high >= times * below else []), *([smallest] if above >= part * low else [])]


Ratio = tuple[Figure, Fraction]
"""A figure with what it is compared by."""


def _ratios(figures: Iterable[Figure], growth: bool) -> list[Ratio]:
    """Figures above zero as they are printed; growth enters as 1 + growth."""
    found = [(figure, figure.point + growth) for figure in figures if figure.is_number]
    return [(figure, ratio) for figure, ratio in found if ratio > 0]


def _of_history(latest: Figure, figures: Sequence[Figure], growth: bool) -> list[Ratio]:
    """Figures of several years, latest first, levels each as its ratio to the year before; nothing where the latest has none."""
    if growth:
        found = _ratios(figures, growth)
    else:
        found = [(now, now.point / then.point) for now, then in pairwise(figures) if is_positive(now) and is_positive(then)]
    return found if any(figure is latest for figure, _ratio in found) else []


def hidiroglou_berthelot(ratios: Sequence[Ratio], reach: int = HB_REACH) -> list[Figure]:
    """The outliers among figures by the method of Hidiroglou and Berthelot, on their ratios to the median, with U = 0.

    s = 1 − m/r below the median m and r/m − 1 above, so that both tails count alike; an outlier lies beyond so many quartile
    distances of the median of s. All in exact rationals.
    """
    ordered = sorted([ratio for _figure, ratio in ratios])
    middle = _quantile(ordered, Fraction(1, 2))
    # The larger the ratio, the larger its score: what is in order stays so.
    scores = [ratio / middle - 1 if ratio >= middle else 1 - middle / ratio for ratio in ordered]
    low, centre, high = (_quantile(scores, Fraction(part, 4)) for part in (1, 2, 3))
    least = HB_NEAR_MEDIAN * max(abs(centre), Fraction(1))
    lowest, highest = centre - reach * max(centre - low, least), centre + reach * max(high - centre, least)
    first, end = bisect_left(scores, lowest), bisect_right(scores, highest)
    if end - first == len(scores):
        return []
    within = set(ordered[first:end])
    return [figure for figure, ratio in ratios if ratio not in within]


def _quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """With linear interpolation between order statistics."""
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def distinct(evaluation: Evaluation, predicate: Predicate, last: object) -> Outcome:
    """Whether no two of several figures, or of a figure and its own growth, are alike digit by digit."""
    figures = evaluation.operand(predicate.reference)
    others = [figure for one in predicate.others for figure in evaluation.operand(one)]
    alike = _same_numbers(figures, others) if others else _repeated(figures) or _same_place(evaluation.rule.book, figures)
    if not alike:
        return Outcome(Verdict.HOLDS) if any(figure.is_number for figure in figures) else NOT_APPLICABLE
    told = _told(evaluation, alike)
    return failed(text("{listed}一字不差，可能填错了地方。", listed=told), alike, _level_of(alike) if others else Level.ERROR)


def _level_of(alike: Sequence[Figure]) -> Level:
    return Level.ERROR if any(significant(one) >= FEWEST_DIGITS for one in alike) else Level.NOTICE


def _same_numbers(figures: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """The figures that print the same digits as one of the others, whatever the units, each with those: any of them may be the wrong one."""
    telling = (one for one in figures if significant(one) >= FEWEST_DIGITS)
    return [
        same for one in telling if (found := [other for other in others if _is_same_number(one, other)]) for same in (one, *found)
    ]


def _is_same_number(one: Figure, other: Figure) -> bool:
    return isinstance(one.content, Amount) and isinstance(other.content, Amount) and one.content.value == other.content.value


def _repeated(figures: Iterable[Figure]) -> list[Figure]:
    """Figures that stand twice among several, with so many digits that it is hardly chance: pairs of figures of one unit and so many digits over the
    possible numbers."""
    alike: dict[tuple[Decimal, str], list[Figure]] = {}
    shapes: Counter[tuple[int, int, str]] = Counter()
    for figure in figures:
        content = figure.content
        if isinstance(content, Amount):
            alike.setdefault((content.value, content.unit.symbol), []).append(figure)
            shapes[_shape(figure, content)] += 1
    found: list[Figure] = []
    for same in alike.values():
        content = same[0].content
        if len(same) > 1 and isinstance(content, Amount) and (digits := significant(same[0])) >= FEWEST_DIGITS:
            # Three digits are soon alike: then every figure counts, whatever its length.
            count = shapes[_shape(same[0], content)] if digits > FEWEST_DIGITS else shapes.total()
            if count * (count - 1) // 2 <= CHANCE * 9 * 10 ** (digits - 1):
                found += same
    return found


def _same_place(book: Book, figures: Sequence[Figure]) -> list[Figure]:
    """Areas of one level that have the same place in a ranking. figures: of one indicator and measure."""
    alike: dict[tuple[str, str, Decimal], list[Figure]] = {}
    for figure in figures if figures and is_place(book, figures[0].key) else ():
        area = book.area(figure.key.area)
        if isinstance(figure.content, Amount) and area is not None:
            alike.setdefault((area.kind, area.parent, figure.content.value), []).append(figure)
    return [figure for same in alike.values() if len(same) > 1 for figure in same]


def _shape(figure: Figure, content: Amount) -> tuple[int, int, str]:
    return significant(figure), content.exponent, content.unit.symbol
