"""Rules that are not a comparison: presence, ranking, outliers, two sources, last year's book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome, Undecidable
from ecdesk.checks.language.axes import HISTORY
from ecdesk.checks.language.syntax import Comparison, Predicate, Ranking
from ecdesk.checks.language.vocabulary import vocabulary
from ecdesk.columns.figures import Figure, Figures, Lack, dimension_of, make_figure
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import Alternative, Status
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import GROWTH, Key
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Margin, decide, judge
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.units import PERCENT, find_unit, unit_named

HB_NEAR_MEDIAN = Fraction(1, 20)
HB_REACH = 7
FEWEST_FOR_OUTLIERS = 6
"""Hidiroglou and Berthelot (1986), Statistical editing and imputation for periodic business surveys: quartile distances shorter than
this part of the median count as that; beyond so many distances a figure is an outlier; quartiles of fewer figures mean nothing."""

MOST_LISTED = 5
"""Figures that a reason names; the others are among the culprits."""

LastFigures = Figures | Text | None


def evaluate(evaluation: Evaluation, last: LastFigures = None) -> Outcome:
    """The verdict on an instance, with the reason where it cannot be decided. last: the figures of last year's book, or the sentence why
    there are none."""
    relation = evaluation.rule.syntax.relation
    try:
        if isinstance(relation, Comparison) and evaluation.rule.by_group and not evaluation.sides_have_figures(relation):
            return NOT_APPLICABLE
        if not evaluation.applies():
            return NOT_APPLICABLE
        if isinstance(relation, Comparison):
            return evaluation.comparison(relation)
        if isinstance(relation, Ranking):
            return _ranking(evaluation, relation)
        return _PREDICATES[relation.kind](evaluation, relation, last)
    except Undecidable as undecidable:
        return Outcome(Verdict.UNDECIDED, undecidable.reason)


def _failed(reason: Text, figures: Iterable[Figure]) -> Outcome:
    return Outcome(Verdict.FAILS, reason, culprits=tuple(figure.key for figure in figures))


def _first_labels(evaluation: Evaluation, figures: Sequence[Figure]) -> str:
    return "、".join(map(evaluation.label, figures[:MOST_LISTED]))


def _present(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    figures = evaluation.operand(predicate.reference)
    missing = [figure for figure in figures if figure.lack is Lack.MISSING]
    if missing:
        return _failed(text("缺{labels}。", labels=_first_labels(evaluation, missing)), missing)
    for figure in figures:
        if figure.lack is Lack.UNPARSED:
            evaluation.usable(figure)
    return Outcome(Verdict.HOLDS)


def _absent(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    there = [figure for figure in evaluation.operand(predicate.reference) if figure.is_there]
    if there:
        return _failed(text("不应有{labels}。", labels=_first_labels(evaluation, there)), there)
    return Outcome(Verdict.HOLDS)


def _sources(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether every source says the same of the figure, within rounding."""
    figure = evaluation.operand(predicate.reference)[0]
    alternatives = [found for found in evaluation.rule.book.all(Alternative).values() if found.key == figure.key]
    if not alternatives or not isinstance(figure.content, Amount):
        return NOT_APPLICABLE
    verdict = Verdict.HOLDS
    for alternative in alternatives:
        other = make_figure(figure.key, alternative.content)
        agreement = _agree(other, figure)
        if agreement is Verdict.FAILS:
            label = evaluation.label(figure)
            reason = text("{label}两个来源不一致：{one}，{other}。", label=label, one=figure.printed, other=other.printed)
            return _failed(reason, [figure])
        if agreement is Verdict.UNDECIDED:
            raise Undecidable(_vague(evaluation, figure, other))
        if agreement is Verdict.ROUNDING:
            verdict = agreement
    return Outcome(verdict)


def _sourced(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether somebody has said where a figure comes from."""
    figure = evaluation.operand(predicate.reference)[0]
    observation = evaluation.rule.book.observation(figure.key)
    if observation is None or observation.amount is None:
        return NOT_APPLICABLE
    if not observation.origin.unsourced:
        return Outcome(Verdict.HOLDS)
    reason = text(
        "{label}（{printed}）尚无出处，不是正式数据，印出时加注。", label=evaluation.label(figure), printed=figure.printed
    )
    return _failed(reason, [figure])


def _agree(one: Figure, two: Figure) -> Verdict:
    """Whether two figures print the same; what is no number, or of another dimension, agrees with nothing."""
    if one.lack or one.dimension != two.dimension:
        return Verdict.FAILS
    return judge(lambda margin: (one.interval(margin), two.interval(margin)), one_figure=True).verdict


def _vague(evaluation: Evaluation, *figures: Figure) -> Text:
    """Why figures that are printed with qualifiers cannot be compared."""
    printed = "、".join(f"{evaluation.label(figure)}（{figure.printed}）" for figure in figures)
    return text("{figures}印的是约数，相差多少算不符说不准，无法判断。", figures=printed)


def unit_fits(book: Book, key: Key, content: Amount) -> bool | None:
    """Whether an amount is of what its key measures: a growth or share a pure number, a level of the home unit's dimension or, where that
    is money, of another currency. None where nothing says what it should be."""
    home = _home_unit(book, key)
    if home is None:
        return None
    return dimension_of(content.unit) == dimension_of(home) or {content.unit.dimension, home.dimension} <= vocabulary().currencies


def _home_unit(book: Book, key: Key) -> Unit | None:
    if key.measure.partition(":")[0] in (*GROWTH, "share", "points"):
        return PERCENT
    indicator = book.indicator(key.indicator)
    return unit_named(indicator.unit) if indicator is not None and indicator.unit else None


def _units(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether a figure is in a fitting unit."""
    figure = evaluation.operand(predicate.reference)[0]
    book = evaluation.rule.book
    home = _home_unit(book, figure.key)
    if not isinstance(figure.content, Amount) or home is None:
        return NOT_APPLICABLE
    if unit_fits(book, figure.key, figure.content):
        return Outcome(Verdict.HOLDS)
    if find_unit(figure.content.unit.symbol) is None:
        raise Undecidable(text("不认识单位“{unit}”，无法判断。", unit=figure.content.unit.symbol))
    reason = text(
        "{label}印为{printed}，单位应是{unit}一类。", label=evaluation.label(figure), printed=figure.printed, unit=home.symbol
    )
    return _failed(reason, [figure])


def _last(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether the figure is the one that last year's book printed; a revised one needs a note."""
    figure = evaluation.operand(predicate.reference)[0]
    if not isinstance(last, Figures):
        raise Undecidable(last or text("没有上年年报可比，无法判断。"))
    before = last.get(figure.key)
    if not before.is_number or figure.lack is Lack.MISSING:
        return NOT_APPLICABLE
    evaluation.usable(figure)
    same_kind = before.dimension == figure.dimension
    if _is_revised(evaluation, figure) or _is_printed_so(before, figure):
        return Outcome(Verdict.HOLDS)
    reason = text(
        "{label}上年年报印为{before}，这里是{now}，修订的数要注明。",
        label=evaluation.label(figure),
        before=before.printed,
        now=figure.printed,
    )
    within = same_kind and before.half.meets(figure.half)
    return replace(_failed(reason, [figure]), verdict=Verdict.ROUNDING if within else Verdict.FAILS)


def _is_printed_so(before: Figure, now: Figure) -> bool:
    """The same digits are the same figure, whatever the columns of the two books say about zeros at their end."""
    return before.content == now.content or (before.dimension == now.dimension and before.half == now.half)


def _is_revised(evaluation: Evaluation, figure: Figure) -> bool:
    """Whether a figure is marked as revised, with a note."""
    observation = evaluation.rule.book.observation(figure.key)
    return observation is not None and observation.status == Status.REVISED and bool(observation.note)


def _ranking(evaluation: Evaluation, ranking: Ranking) -> Outcome:
    """Whether the named ones are the first, in this order; fails only where no rounding could make it so."""
    named = _named(evaluation, ranking)
    rest = [figure for figure in evaluation.operand(ranking.reference) if figure not in named]
    below = [(named[-1], figure) for figure in rest if not figure.lack]
    verdict = Verdict.HOLDS
    for higher, lower in (*pairwise(named), *below):
        order = _in_order(higher, lower)
        if order is Verdict.FAILS:
            reason = text(
                "{one}（{first}）低于{other}（{second}），次序不对。",
                one=evaluation.label(higher),
                first=higher.printed,
                other=evaluation.label(lower),
                second=lower.printed,
            )
            return _failed(reason, (higher, lower))
        if order is Verdict.UNDECIDED:
            raise Undecidable(_vague(evaluation, higher, lower))
        if order is Verdict.ROUNDING:
            verdict = order
    evaluation.check_all_there(rest)
    return Outcome(verdict)


def _named(evaluation: Evaluation, ranking: Ranking) -> list[Figure]:
    """The figures that a ranking names, in order. Raises Undecidable where one is not among those compared, or cannot be used."""
    found: list[Figure] = []
    figures = evaluation.operand(ranking.reference)
    for name, (dimension, id) in zip(ranking.names, evaluation.rule.ranked, strict=True):
        own = next((figure for figure in figures if getattr(figure.key, dimension) == id), None)
        if own is None:
            raise Undecidable(text("“{name}”不在所比的范围里。", name=name.text))
        found.append(evaluation.usable(own))
    return found


def _in_order(higher: Figure, lower: Figure) -> Verdict:
    return judge(lambda margin: (higher.interval(margin), lower.interval(margin)), ">=").verdict


def _inlier(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
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
    listed = "、".join(f"{evaluation.label(figure)} {figure.printed}" for figure in outliers[:MOST_LISTED])
    return _failed(text("{listed}明显偏离其他各数。", listed=listed), outliers)


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
        found = [(now, now.point / then.point) for now, then in pairwise(figures) if _is_positive(now) and _is_positive(then)]
    return found if any(figure is latest for figure, _ratio in found) else []


def _is_positive(figure: Figure) -> bool:
    return figure.is_number and figure.point > 0


def hidiroglou_berthelot(ratios: Sequence[Ratio]) -> list[Figure]:
    """The outliers among figures by the method of Hidiroglou and Berthelot, on their ratios to the median, with U = 0.

    s = 1 − m/r below the median m and r/m − 1 above, so that both tails count alike; an outlier lies beyond HB_REACH quartile distances of
    the median of s. All in exact rationals.
    """
    middle = _quantile([ratio for _figure, ratio in ratios], Fraction(1, 2))
    scores = [(figure, ratio / middle - 1 if ratio >= middle else 1 - middle / ratio) for figure, ratio in ratios]
    ordered = [score for _figure, score in scores]
    low, centre, high = (_quantile(ordered, Fraction(part, 4)) for part in (1, 2, 3))
    least = HB_NEAR_MEDIAN * max(abs(centre), Fraction(1))
    lowest, highest = centre - HB_REACH * max(centre - low, least), centre + HB_REACH * max(high - centre, least)
    return [figure for figure, score in scores if not lowest <= score <= highest]


def _quantile(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """With linear interpolation between order statistics."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


# -- against its own past, and against its neighbours

MAGNITUDE = 9
"""From so many times on a figure is of another magnitude, as in `judging`: not ten, so that one that was rounded does not slip through."""

USUAL = 3
"""By how many times a figure may change from year to year while too little is known of its history."""

FEWEST_CHANGES = 3
BEYOND = Fraction(3, 2)
"""With so many changes of its own known, a figure may change by as much as it ever did, and half as much again."""

SMALL_COUNT = 100
"""Counted numbers below this jump without anything being wrong."""

FEWEST_DIGITS = 3
CHANCE = Fraction(1, 20)
"""Two figures are called the same by mistake from so many digits on, and where so many pairs would not easily be alike by chance."""


def _trend(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether a figure is of the magnitude that it had a year before, or else a period before, and moves as it used to. Growth that is printed
    and agrees explains any change."""
    figure = evaluation.operand(predicate.reference)[0]
    plain = _plain_trend(evaluation, figure, last)
    if plain is not None:
        return plain
    past = _Past(evaluation, predicate, last)
    then = past.then
    if then is None or not _comparable(figure, then):
        return NOT_APPLICABLE
    if past.explains(figure):
        return Outcome(Verdict.HOLDS)
    ratio = figure.point / then.point
    values = {"label": evaluation.label(figure), "now": figure.printed, "before": then.printed, "earlier": evaluation.label(then)}
    if not 1 / Fraction(MAGNITUDE) < ratio < MAGNITUDE:
        return _failed(text("{label}是{now}，{earlier}是{before}，相差一个数量级以上。", **values), [figure])
    odd = past.oddity(figure, values)
    return replace(_failed(odd, [figure]), level=Level.QUERY) if odd is not None else Outcome(Verdict.HOLDS)


def _plain_trend(evaluation: Evaluation, figure: Figure, last: LastFigures) -> Outcome | None:
    """The outcome of most figures, which have no past, or moved a little since last year: asked after every edit, for every figure of a book."""
    latest = [figures[0].content for figures in evaluation.operands[1:3] if figures]
    if latest and _moved_a_little(figure.content, latest[0]):
        return Outcome(Verdict.HOLDS)
    alone = latest.count(None) == len(latest) and not isinstance(last, Figures)
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


def _comparable(now: Figure, then: Figure) -> bool:
    return _is_positive(now) and then.dimension == now.dimension and not (_is_small(now) and _is_small(then))


class _Past:
    """What a figure is held against. then: the one of the year before, else (not `of_year`) of the period before, where it is above zero."""

    def __init__(self, evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> None:
        self._evaluation = evaluation
        self._others = predicate.others
        self._last = last
        self.years = self._figures("value", several=True)
        before = self._figures("value", several=False)
        self.of_year = bool(self.years) and _is_positive(self.years[0])
        found = self.years[0] if self.of_year else next(filter(_is_positive, before), None)
        self.then: Figure | None = found

    def _figures(self, measure: str, several: bool) -> list[Figure]:
        """Those of the references of a measure: of several years, or of one period; last year's book is asked where this one has none."""
        rule = self._evaluation.rule
        chosen = (one for one in self._others if one.measure == measure and rule.terms[rule.index[id(one)]].several == several)
        return [self._known(figure) for one in chosen for figure in self._evaluation.operand(one)]

    def _known(self, figure: Figure) -> Figure:
        if figure.is_number or not isinstance(self._last, Figures):
            return figure
        return self._last.get(figure.key)

    def explains(self, now: Figure) -> bool:
        """Whether the printed growth is what the two figures come to."""
        then = self.then
        stated = next(iter(self._figures("growth" if self.of_year else "growth_prev", several=False)), None)
        if then is None or stated is None or not stated.is_number or stated.basis or stated.dimension != ():
            return False
        one = Interval.point(1)

        def possible(margin: Margin) -> bool:
            earlier = then.interval(margin)
            return 0 not in earlier and stated.interval(margin).meets(now.interval(margin) / earlier - one)

        return decide(possible) in (Verdict.HOLDS, Verdict.ROUNDING)

    def oddity(self, now: Figure, values: Mapping[str, str]) -> Text | None:
        """Why a level must be looked at that is of the right magnitude: it stands as it stood a year before, or moves as it never did. Rates
        are let be, for they may stand still and jump from nothing. values: what to say it with."""
        then = self.then
        if then is None or not self.of_year or now.dimension == ():
            return None
        if now.content == then.content and _significant(now) >= FEWEST_DIGITS:
            return text("{label}是{now}，与{earlier}一字不差，可能没有更新。", **values)
        if self.least <= now.point / then.point <= self.most:
            return None
        return text("{label}是{now}，{earlier}是{before}，变动超出它历年的幅度。", **values)

    @property
    def _changes(self) -> list[Fraction]:
        pairs = pairwise(self.years)
        return [now.point / then.point for now, then in pairs if _is_positive(now) and _is_positive(then)]

    @property
    def most(self) -> Fraction:
        changes = self._changes
        return max(*changes, Fraction(1)) * BEYOND if len(changes) >= FEWEST_CHANGES else Fraction(USUAL)

    @property
    def least(self) -> Fraction:
        changes = self._changes
        return min(*changes, Fraction(1)) / BEYOND if len(changes) >= FEWEST_CHANGES else Fraction(1, USUAL)


def _rising(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether what runs from January is not above what runs to the nearest later month that is known."""
    figure = evaluation.operand(predicate.reference)[0]
    later = next((one for other in predicate.others for one in evaluation.operand(other) if one.is_number), None)
    if not figure.is_number or later is None or later.dimension != figure.dimension or later.basis != figure.basis:
        return NOT_APPLICABLE
    verdict = _in_order(later, figure)
    if verdict is not Verdict.FAILS:
        return Outcome(verdict)
    values = {"label": evaluation.label(later), "now": later.printed, "before": figure.printed}
    return _failed(text("{label}是{now}，低于{earlier}的{before}。", **values, earlier=evaluation.label(figure)), [figure, later])


def _is_small(one: Figure) -> bool:
    """Whether a figure is a small count, or a rate of one digit."""
    if not isinstance(one.content, Amount):
        return True
    of_one_digit = one.dimension == () and abs(one.content.value) < 10 * Fraction(one.content.last_digit)
    return of_one_digit or (one.content.is_exact and one.point < SMALL_COUNT)


def _significant(figure: Figure) -> int:
    """How many digits a figure has up to the last that is not zero."""
    return (
        len(str(abs(int(figure.content.value.scaleb(-figure.content.exponent)))).rstrip("0"))
        if isinstance(figure.content, Amount)
        else 0
    )


def _distinct(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether no two of several figures, or of a figure and its own growth, are alike digit by digit."""
    figures = evaluation.operand(predicate.reference)
    others = [figure for one in predicate.others for figure in evaluation.operand(one)]
    alike = _same_numbers(figures, others) if others else _repeated(figures)
    if not alike:
        return Outcome(Verdict.HOLDS) if any(figure.is_number for figure in figures) else NOT_APPLICABLE
    listed = "、".join(f"{evaluation.label(figure)} {figure.printed}" for figure in alike[:MOST_LISTED])
    return _failed(text("{listed}一字不差，可能填错了地方。", listed=listed), alike)


def _same_numbers(figures: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """The figures that print the same digits as one of the others, whatever the units."""
    return [
        one
        for one in figures
        for other in others
        if isinstance(one.content, Amount)
        and isinstance(other.content, Amount)
        and one.content.value == other.content.value
        and _significant(one) >= FEWEST_DIGITS
    ]


def _repeated(figures: Iterable[Figure]) -> list[Figure]:
    """Figures that stand twice among several, with so many digits that it is hardly chance: pairs over possible numbers of so many digits."""
    alike: dict[tuple[Decimal, str], list[Figure]] = {}
    count = 0
    for figure in figures:
        content = figure.content
        if isinstance(content, Amount):
            count += 1
            alike.setdefault((content.value, content.unit.symbol), []).append(figure)
    found: list[Figure] = []
    for same in alike.values():
        digits = _significant(same[0]) if len(same) > 1 else 0
        if digits >= FEWEST_DIGITS and count * (count - 1) // 2 <= CHANCE * 9 * 10 ** (digits - 1):
            found += same
    return found


_PREDICATES: Mapping[str, Callable[[Evaluation, Predicate, LastFigures], Outcome]] = {
    "present": _present,
    "absent": _absent,
    "sources": _sources,
    "sourced": _sourced,
    "units": _units,
    "last": _last,
    "inlier": _inlier,
    "trend": _trend,
    "rising": _rising,
    "distinct": _distinct,
}
