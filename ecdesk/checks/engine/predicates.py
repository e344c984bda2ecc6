"""Rules that are not a comparison: presence, ranking, outliers, two sources, last year's book."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome, Undecidable
from ecdesk.checks.language.syntax import Comparison, Predicate, Ranking
from ecdesk.checks.language.vocabulary import is_balance, vocabulary
from ecdesk.checks.plausibility.bounds import may_be_fraction, within_reason
from ecdesk.checks.plausibility.doubts import FEWEST_DIGITS, failed, significant
from ecdesk.checks.plausibility.earlier_totals import added_up
from ecdesk.checks.plausibility.over_years import averaged
from ecdesk.checks.plausibility.peers import MOST_LISTED, apart, distinct, inlier
from ecdesk.checks.plausibility.trends import trend
from ecdesk.columns.figures import Figure, Figures, Lack, dimension_of, make_figure
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import Alternative, Status
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import judge
from ecdesk.domain.texts import Joined, Said, Text, listed, text
from ecdesk.domain.wording.units import PERCENT, find_unit, unit_named, unit_of_measure

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


def _first_labels(evaluation: Evaluation, figures: Sequence[Figure]) -> Joined:
    return listed(map(evaluation.label, figures[:MOST_LISTED]))


def _present(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    figures = evaluation.operand(predicate.reference)
    missing = [figure for figure in figures if figure.lack is Lack.MISSING]
    if missing:
        return failed(text("缺{labels}。", labels=_first_labels(evaluation, missing)), missing)
    for figure in figures:
        if figure.lack is Lack.UNPARSED:
            evaluation.usable(figure)
    return Outcome(Verdict.HOLDS)


def _absent(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    there = [figure for figure in evaluation.operand(predicate.reference) if figure.is_there]
    if there:
        return failed(text("不应有{labels}。", labels=_first_labels(evaluation, there)), there)
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
            return failed(reason, [figure])
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
    return failed(reason, [figure])


def _whole(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether what is counted one by one has no decimals; an average may have some."""
    figure = evaluation.operand(predicate.reference)[0]
    indicator = evaluation.rule.book.indicator(figure.key.indicator)
    if not isinstance(figure.content, Amount) or not figure.content.unit.count:
        return NOT_APPLICABLE
    if figure.content.exponent >= 0 or (indicator is not None and not indicator.additive):
        return Outcome(Verdict.HOLDS)
    reason = text("{label}是{printed}，逐个数出来的数不会有小数。", label=evaluation.label(figure), printed=figure.printed)
    return failed(reason, [figure])


def _agree(one: Figure, two: Figure) -> Verdict:
    """Whether two figures print the same; what is no number, or of another dimension, agrees with nothing."""
    if one.lack or one.dimension != two.dimension:
        return Verdict.FAILS
    return judge(lambda margin: (one.interval(margin), two.interval(margin)), one_figure=True).verdict


def _vague(evaluation: Evaluation, *figures: Figure) -> Text:
    """Why figures that are printed with qualifiers cannot be compared."""
    printed = listed(text("{label}（{printed}）", label=evaluation.label(figure), printed=figure.printed) for figure in figures)
    return text("{figures}印的是约数，相差多少算不符说不准，无法判断。", figures=printed)


def unit_fits(book: Book, key: Key, content: Amount) -> bool | None:
    """Whether an amount is of what its key measures: a growth or share a pure number, a level of the home unit's dimension or, where that
    is money, of another currency. Points are the difference of two such numbers and stand for neither. None where nothing says what it should be."""
    home = _home_unit(book, key)
    if home is None:
        return None
    if content.unit.is_points and not home.is_points:
        return False
    return dimension_of(content.unit) == dimension_of(home) or {content.unit.dimension, home.dimension} <= vocabulary().currencies


def _home_unit(book: Book, key: Key) -> Unit | None:
    of_measure = unit_of_measure(key.measure)
    if of_measure is not None:
        return of_measure if of_measure.symbol else PERCENT
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
        return _as_fraction(evaluation, figure) if may_be_fraction(book, figure.key, figure.content) else Outcome(Verdict.HOLDS)
    if find_unit(figure.content.unit.symbol) is None:
        raise Undecidable(text("不认识单位“{unit}”，无法判断。", unit=figure.content.unit.symbol))
    reason = text(
        "{label}印为{printed}，单位应是{unit}一类。", label=evaluation.label(figure), printed=figure.printed, unit=home.symbol
    )
    return failed(reason, [figure])


def _as_fraction(evaluation: Evaluation, figure: Figure) -> Outcome:
    reason = text(
        "{label}印为{printed}，不到1%，小数位比同列各数都多，可能把小数当百分数填了。",
        label=evaluation.label(figure),
        printed=figure.printed,
    )
    return failed(reason, [figure], Level.QUERY)


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
    return replace(failed(reason, [figure]), verdict=Verdict.ROUNDING if within else Verdict.FAILS)


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
            return failed(reason, (higher, lower))
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


def _rising(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether what runs from January is not above what runs to the nearest later month that is known, or a part not above the shortest span with it;
    what may fall below zero may fall as it adds up."""
    figure = evaluation.operand(predicate.reference)[0]
    later = next((one for other in predicate.others for one in evaluation.operand(other) if one.is_number), None)
    if later is None or not _add_up(evaluation, figure, later):
        return NOT_APPLICABLE
    verdict = _in_order(later, figure)
    one, other = evaluation.label(figure), evaluation.label(later)
    if verdict is Verdict.FAILS:
        values: dict[str, Said] = {"label": other, "now": later.printed, "before": figure.printed}
        return failed(text("{label}是{now}，低于{earlier}的{before}。", **values, earlier=one), [figure, later])
    if _is_repeated(figure, later):
        said = text("{label}是{now}，与{earlier}一字不差，可能填错了地方。", label=other, now=later.printed, earlier=one)
        return failed(said, [figure, later], Level.QUERY)
    if not _is_out_of_proportion(figure, later):
        return Outcome(verdict)
    reason = text(
        "{label}是{now}，{whole}是{other}，与各自的月数不相称，其中一个数可能差一个数量级。",
        label=one,
        now=figure.printed,
        whole=other,
        other=later.printed,
    )
    return failed(reason, [figure, later], Level.QUERY)


def _is_repeated(part: Figure, whole: Figure) -> bool:
    """Whether a part of a time and the whole of it are alike digit by digit, as where a quarter was typed for the year."""
    return part.content == whole.content and part.point > 0 and significant(part) >= FEWEST_DIGITS


def _add_up(evaluation: Evaluation, part: Figure, whole: Figure) -> bool:
    """Whether two figures are of one kind and basis, of something that only adds up over time."""
    if not part.is_number or part.dimension != whole.dimension or part.basis != whole.basis:
        return False
    return min(part.point, whole.point) >= 0 and not is_balance(_name(evaluation, part))


OUT_OF_PROPORTION = 9
"""By how many times what runs longer may be above what its months would let one expect."""

SMALL_COUNT = 100
"""Counted numbers below this come unevenly."""


def _is_out_of_proportion(part: Figure, whole: Figure) -> bool:
    """Whether a part of a time is far less of the whole than it is by its months: 12 of 3300 for a quarter of three."""
    content = part.content
    small = isinstance(content, Amount) and content.is_exact and part.point < SMALL_COUNT
    if small or part.point <= 0:
        return False
    months = [len(period_from_code(one.key.period).months) for one in (part, whole)]
    return whole.point * months[0] >= OUT_OF_PROPORTION * part.point * months[1]


def _name(evaluation: Evaluation, figure: Figure) -> str:
    indicator = evaluation.rule.book.indicator(figure.key.indicator)
    return indicator.name if indicator is not None else figure.key.indicator


_PREDICATES: Mapping[str, Callable[[Evaluation, Predicate, LastFigures], Outcome]] = {
    "present": _present,
    "absent": _absent,
    "sources": _sources,
    "sourced": _sourced,
    "whole": _whole,
    "units": _units,
    "last": _last,
    "inlier": inlier,
    "trend": trend,
    "rising": _rising,
    "added_up": added_up,
    "bounded": within_reason,
    "distinct": distinct,
    "apart": apart,
    "averaged": averaged,
}
