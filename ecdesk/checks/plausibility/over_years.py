"""Growth over several years beside the figures of both ends: what is printed is the yearly average."""

from __future__ import annotations

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome, yearly
from ecdesk.checks.language.syntax import Predicate
from ecdesk.checks.plausibility.doubts import failed, is_positive
from ecdesk.columns.figures import Figure
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import text


def averaged(evaluation: Evaluation, predicate: Predicate, last: object) -> Outcome:
    """Whether growth is the yearly average that leads to the last year from the first, or from the one before it: both are meant by 2013—2018年."""
    growth, ends = evaluation.operand(predicate.reference)[0], evaluation.operand(predicate.others[0])
    if not growth.is_number or growth.dimension != () or growth.basis:
        return NOT_APPLICABLE
    latest, *bases = ends
    bases = [base for base in bases if _lead_on(base, latest)]
    if not bases:
        return NOT_APPLICABLE
    verdict = decide(lambda margin: any(_leads(base, latest, growth, margin) for base in bases))
    if verdict is not Verdict.FAILS:
        return Outcome(verdict)
    label, base = evaluation.label, bases[0]
    reason = text(
        "{label}是{now}，与由{base}（{before}）到{latest}（{after}）推算的年均增速不符。",
        label=label(growth),
        now=growth.printed,
        base=label(base),
        before=base.printed,
        latest=label(latest),
        after=latest.printed,
    )
    return failed(reason, [growth, latest, *bases], Level.QUERY)


def _lead_on(base: Figure, latest: Figure) -> bool:
    """Whether two figures are above zero, of one kind and on one basis."""
    return is_positive(base) and is_positive(latest) and (base.dimension, base.basis) == (latest.dimension, latest.basis)


def _leads(base: Figure, latest: Figure, growth: Figure, margin: Margin) -> bool:
    years = period_from_code(latest.key.period).year - period_from_code(base.key.period).year
    earlier = base.interval(margin)
    if earlier.low is None or earlier.low <= 0:
        return margin is Margin.DOUBT
    return yearly(latest.interval(margin) / earlier, years).meets(growth.interval(margin))
