"""An index and the growth that is told beside it: 102.1（上年=100）, 上涨2.1%."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import text
from ecdesk.domain.wording.measures import index_measure
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.explain import replacements, shifts, transpositions
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.statements import Measure, Statement
from ecdesk.prose.relations.growth.growths import alike

_GROWTH_OF = {index_measure(): ("", "year"), index_measure("上期"): ("", "previous")}
"""By the measure of an index, what the growth beside it is measured against where it says the same."""


def index_claims(context: Context) -> Iterator[Claim]:
    """Each index with the growth told of it in its sentence: the only one, or the one of its name. Where they disagree by more than one slip, the growth may be of
    something else."""
    for one in context.statements:
        if one.measure is Measure.INDEX:
            growth = _growth_beside(context, one)
            if growth is not None:
                yield _claim(context, one, growth)


def _growth_beside(context: Context, index: Statement) -> Statement | None:
    here = [one for one in context.statements if one.measure is Measure.GROWTH and _may_be_of(one, index)]
    behind = [one for one in here if one.figure.start > index.figure.start]
    return behind[0] if behind and len(here) == 1 else None


def _may_be_of(growth: Statement, index: Statement) -> bool:
    """Whether growth in the sentence of an index is of the same time and base, and of nothing else."""
    if (growth.stretch, growth.sentence, growth.period) != (index.stretch, index.sentence, index.period):
        return False
    return growth.base in _GROWTH_OF.get(index.base, ()) and alike(growth.name, index.name)


def _claim(context: Context, index: Statement, growth: Statement) -> Claim:
    def possible(margin: Margin) -> bool:
        grown = index.figure.interval(margin).scaled(Fraction(1, 100)) - Interval.point(1)
        return grown.meets(signed(growth, margin))

    verdict, message = decide(possible), None
    rate = index.figure.value / 100 - 1
    expected = show(abs(rate), growth.figure)
    if verdict is Verdict.FAILS:
        verdict = verdict if _one_slip(index, growth) else Verdict.UNDECIDED
        message = text(
            "应为 {expected}，文中为 {printed}。", expected=("-" if rate < 0 else "") + expected, printed=value_text(growth)
        )
    relation = f"{label(index)} {value_text(index)} ÷ 100 - 1 = {value_text(growth)}"
    return context.claim("growth", verdict, relation, [(index, "now"), (growth, "growth")], expected, message)


def _one_slip(index: Statement, growth: Statement) -> bool:
    """Whether one slip in either of them would make them say the same."""
    sign = growth.sign
    wanted = index.figure.interval().scaled(Fraction(1, 100)) - Interval.point(1)
    others = (*transpositions(growth.figure), *replacements(growth.figure), *(other for other, _power in shifts(growth.figure)))
    if any(other.interval().scaled(Fraction(sign)).meets(wanted) for other in others) or (-signed(growth, Margin.HALF)).meets(
        wanted
    ):
        return True
    level = (signed(growth, Margin.HALF) + Interval.point(1)).scaled(Fraction(100))
    turned = (*transpositions(index.figure), *replacements(index.figure))
    return any(other.interval().meets(level) for other in turned)
