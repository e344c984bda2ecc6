"""Rules that are not a comparison: presence, ranking, outliers, two sources, last year's book."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome, Undecidable
from ecdesk.checks.engine.figures import MISSING, UNPARSED, Figure, Figures, dimension_of, lack_text, make_figure
from ecdesk.checks.language.axes import PastPeriods
from ecdesk.checks.language.labels import figure_label
from ecdesk.checks.language.syntax import Comparison, Predicate, Ranking
from ecdesk.checks.language.vocabulary import vocabulary
from ecdesk.domain.amounts import Amount
from ecdesk.domain.book import Book
from ecdesk.domain.findings import Verdict
from ecdesk.domain.judging import judge
from ecdesk.domain.keys import Key
from ecdesk.domain.texts import Text, text
from ecdesk.domain.units import Unit
from ecdesk.domain.wording.units import PERCENT, find_unit, unit_named

HB_NEAR_MEDIAN = Fraction(1, 20)
HB_REACH = 7
FEWEST_FOR_OUTLIERS = 6
"""Hidiroglou and Berthelot (1986), Statistical editing and imputation for periodic business surveys: quartile distances shorter than
this part of the median count as that; beyond so many distances a figure is an outlier; quartiles of fewer figures mean nothing."""


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


def _label(evaluation: Evaluation, figure: Figure) -> str:
    return figure_label(evaluation.rule.book, figure.key, evaluation.instance.binding)


def _present(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    figures = evaluation.operand(predicate.reference)
    missing = [figure for figure in figures if figure.lack == MISSING]
    unread = [figure for figure in figures if figure.lack == UNPARSED]
    if missing:
        labels = "、".join(_label(evaluation, figure) for figure in missing[:5])
        return Outcome(Verdict.FAILS, text("缺{labels}。", labels=labels), culprits=tuple(figure.key for figure in missing))
    if unread:
        raise Undecidable(lack_text(unread[0], _label(evaluation, unread[0])))
    return Outcome(Verdict.HOLDS)


def _absent(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    there = [figure for figure in evaluation.operand(predicate.reference) if figure.lack != MISSING and not figure.nothing]
    if there:
        labels = "、".join(_label(evaluation, figure) for figure in there[:5])
        return Outcome(Verdict.FAILS, text("不应有{labels}。", labels=labels), culprits=tuple(figure.key for figure in there))
    return Outcome(Verdict.HOLDS)


def _sources(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether every source says the same of the figure, within rounding."""
    figure = evaluation.operand(predicate.reference)[0]
    alternatives = [found for found in evaluation.rule.book.all("alternative").values() if found.key == figure.key]
    if not alternatives or not isinstance(figure.content, Amount):
        return NOT_APPLICABLE
    worst = Verdict.HOLDS
    for alternative in alternatives:
        other = make_figure(figure.key, alternative.content)
        verdict = Verdict.FAILS
        if not other.lack and other.dimension == figure.dimension:
            verdict = _agree(other, figure)
        if verdict is Verdict.FAILS:
            return Outcome(
                Verdict.FAILS,
                text(
                    "{label}两个来源不一致：{one}，{other}。",
                    label=_label(evaluation, figure),
                    one=figure.printed,
                    other=other.printed,
                ),
                culprits=(figure.key,),
            )
        if verdict is Verdict.UNDECIDED:
            raise Undecidable(_vague(evaluation, figure, other))
        if verdict is Verdict.ROUNDING:
            worst = verdict
    return Outcome(worst)


def _agree(one: Figure, two: Figure) -> Verdict:
    return judge(lambda margin: (one.interval(margin), two.interval(margin)), one_figure=True).verdict


def _vague(evaluation: Evaluation, *figures: Figure) -> Text:
    """Why figures that are printed with qualifiers cannot be compared."""
    printed = "、".join(f"{_label(evaluation, figure)}（{figure.printed}）" for figure in figures)
    return text("{figures}印的是约数，相差多少算不符说不准，无法判断。", figures=printed)


def unit_fits(book: Book, key: Key, content: Amount) -> bool | None:
    """Whether an amount is of what its key measures: a growth or share a pure number, a level of the home unit's dimension or, where that
    is money, of another currency. None where nothing says what it should be."""
    home = _home_unit(book, key)
    if home is None:
        return None
    return dimension_of(content.unit) == dimension_of(home) or {content.unit.dimension, home.dimension} <= vocabulary().currencies


def _home_unit(book: Book, key: Key) -> Unit | None:
    if key.measure.partition(":")[0] in ("growth", "growth_prev", "share", "points"):
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
        "{label}印为{printed}，单位应是{unit}一类。", label=_label(evaluation, figure), printed=figure.printed, unit=home.symbol
    )
    return Outcome(Verdict.FAILS, reason, culprits=(figure.key,))


def _last(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether the figure is the one that last year's book printed; a revised one needs a note."""
    figure = evaluation.operand(predicate.reference)[0]
    if not isinstance(last, Figures):
        raise Undecidable(last or text("没有上年年报可比，无法判断。"))
    before = last.get(figure.key)
    if before.lack or before.nothing or figure.lack == MISSING:
        return NOT_APPLICABLE
    evaluation.usable(figure)
    observation = evaluation.rule.book.observation(figure.key)
    if observation is not None and observation.status == "revised" and observation.note:
        return Outcome(Verdict.HOLDS)
    if before.dimension == figure.dimension and before.half == figure.half:
        return Outcome(Verdict.HOLDS)
    nested = before.dimension == figure.dimension and before.half.meets(figure.half)
    reason = text(
        "{label}上年年报印为{before}，这里是{now}，修订的数要注明。",
        label=_label(evaluation, figure),
        before=before.printed,
        now=figure.printed,
    )
    return Outcome(Verdict.ROUNDING if nested else Verdict.FAILS, reason, culprits=(figure.key,))


def _ranking(evaluation: Evaluation, ranking: Ranking) -> Outcome:
    """Whether the named ones are the first, in this order; fails only where no rounding could make it so."""
    figures = evaluation.operand(ranking.reference)
    named: list[Figure] = []
    for dimension, id in evaluation.rule.ranked:
        found = [figure for figure in figures if getattr(figure.key, dimension) == id]
        if not found:
            raise Undecidable(text("“{name}”不在所比的范围里。", name=ranking.names[len(named)].text))
        named.append(evaluation.usable(found[0]))
    rest = [figure for figure in figures if figure not in named]
    lacking = [figure for figure in rest if figure.lack and figure.lack != MISSING]
    missing = [figure for figure in rest if figure.lack == MISSING]
    known = [figure for figure in rest if not figure.lack]
    pairs = list(pairwise(named)) + [(named[-1], other) for other in known]
    verdict = Verdict.HOLDS
    for higher, lower in pairs:
        pair = _in_order(higher, lower)
        if pair is Verdict.FAILS:
            reason = text(
                "{one}（{first}）低于{other}（{second}），次序不对。",
                one=_label(evaluation, higher),
                first=higher.printed,
                other=_label(evaluation, lower),
                second=lower.printed,
            )
            return Outcome(Verdict.FAILS, reason, culprits=(higher.key, lower.key))
        if pair is Verdict.UNDECIDED:
            raise Undecidable(_vague(evaluation, higher, lower))
        if pair is Verdict.ROUNDING:
            verdict = pair
    if lacking:
        raise Undecidable(lack_text(lacking[0], _label(evaluation, lacking[0])))
    if missing:
        raise Undecidable(text("缺{label}等 {count} 个数，无法判断。", label=_label(evaluation, missing[0]), count=len(missing)))
    return Outcome(verdict)


def _in_order(higher: Figure, lower: Figure) -> Verdict:
    return judge(lambda margin: (higher.interval(margin), lower.interval(margin)), ">=").verdict


def _inlier(evaluation: Evaluation, predicate: Predicate, last: LastFigures) -> Outcome:
    """Whether none of a group of figures stands far outside the others.

    Hidiroglou–Berthelot on the ratio to the median, with U = 0: s = 1 − m/r below the median and r/m − 1 above, so that both tails count
    alike; an outlier lies beyond HB_REACH quartile distances of the median. Growth enters as 1 + growth. A level beside its own history enters
    as its ratio to the year before. All in exact rationals.
    """
    reference = predicate.reference
    figures = evaluation.operand(reference)
    usable = [figure for figure in figures if not figure.lack and not figure.nothing]
    shift = Fraction(1) if reference.measure in ("growth", "growth_prev") else Fraction(0)
    ratios = [(figure, figure.point + shift) for figure in usable if figure.point + shift > 0]
    history = any(isinstance(axis, PastPeriods) for term in evaluation.rule.terms for axis in term.axes)
    if history:
        evaluation.usable(figures[0])
        if not shift:
            ratios = [(now, now.point / then.point) for now, then in pairwise(figures) if _both_positive(now, then)]
        ratios = ratios if any(figure is figures[0] for figure, _ratio in ratios) else []
    if len(ratios) < FEWEST_FOR_OUTLIERS:
        raise Undecidable(text("只有 {count} 个数，不足以比较。", count=len(ratios)))
    middle = _quantile([ratio for _figure, ratio in ratios], Fraction(1, 2))
    scores = [(figure, ratio / middle - 1 if ratio >= middle else 1 - middle / ratio) for figure, ratio in ratios]
    ordered = [score for _figure, score in scores]
    low, centre, high = (_quantile(ordered, Fraction(part, 4)) for part in (1, 2, 3))
    least = abs(HB_NEAR_MEDIAN * max(abs(centre), Fraction(1)))
    down, up = max(centre - low, least), max(high - centre, least)
    # Of its own history only the latest figure is asked about; the earlier ones were in their year.
    outliers = [figure for figure, score in scores if score < centre - HB_REACH * down or score > centre + HB_REACH * up]
    outliers = [figure for figure in outliers if not history or figure is figures[0]]
    if not outliers:
        return Outcome(Verdict.HOLDS)
    listed = "、".join(f"{_label(evaluation, figure)} {figure.printed}" for figure in outliers[:5])
    return Outcome(
        Verdict.FAILS, text("{listed}明显偏离其他各数。", listed=listed), culprits=tuple(figure.key for figure in outliers)
    )


def _both_positive(now: Figure, then: Figure) -> bool:
    return not (now.lack or then.lack or now.nothing or then.nothing) and now.point > 0 and then.point > 0


def _quantile(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """With linear interpolation between order statistics."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


_PREDICATES = {"present": _present, "absent": _absent, "sources": _sources, "units": _units, "last": _last, "inlier": _inlier}
