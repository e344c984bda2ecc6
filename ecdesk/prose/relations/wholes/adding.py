"""Parts that are added up and held against their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import total
from ecdesk.domain.judging import Judgement, Term, judge
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.units import PERCENT
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.reading.statements import Measure, Statement
from ecdesk.prose.relations.facts import UNIT, Fact, Facts


def adds_up(whole: Statement, parts: Sequence[Statement]) -> Verdict:
    """Whether the parts make up the whole, by the widest rounding."""
    return _judged(whole, parts).verdict


def _judged(whole: Statement, parts: Sequence[Statement]) -> Judgement:
    def terms() -> list[Term]:
        known = [(statement, statement.figure.interval().width) for statement in (*parts, whole)]
        return [
            (Fraction(-statement.sign if statement is whole else statement.sign), statement.figure.value, width)
            for statement, width in known
        ]

    return judge(
        lambda margin: (total(signed(part, margin) for part in parts), signed(whole, margin)),
        terms=terms,
    )


def sum_claim(
    context: Context, whole: Statement, parts: list[Statement], slip: Text | None = None, doubt: Verdict = Verdict.FAILS
) -> Claim:
    """The claim that parts make up a whole; slip: of a list that does not, what would mend it; doubt: what it is then."""
    judgement = _judged(whole, parts)
    computed = abs(sum((part.figure.value * part.sign for part in parts), Fraction(0)))
    relation = f"{_added(parts)} = {label(whole)} {value_text(whole)}"
    difference = show(abs(computed - whole.figure.value), finest(whole, parts))
    verdict, message = judgement.verdict, None
    if slip is not None:
        like = parts[0].figure if parts[0].figure.amount.unit == whole.figure.amount.unit else whole.figure
        message = text(
            "各部分之和为 {sum}，与{whole} {printed} 相差 {difference}。",
            sum=show(computed, like),
            whole=label(whole),
            printed=value_text(whole),
            difference=difference,
        )
        verdict = doubt
    elif verdict is Verdict.FAILS:
        verdict, message = Verdict.UNDECIDED, text("列出的各项之和与总数不符，但各项是否完整、是否重叠不能确定。")
    elif judgement.outside_band:
        verdict = Verdict.UNDECIDED
        message = text(
            "各部分之和与{whole}相差 {difference}，虽在最大进位误差之内，但超过三倍标准差，请核实。",
            whole=label(whole),
            difference=difference,
        )
    roles = [(whole, "total"), *((part, "part") for part in parts)]
    return context.claim("sum", verdict, relation, roles, show(computed, whole.figure), message, slip)


def within_claim(context: Context, whole: Statement, parts: list[Statement], more: bool) -> Claim:
    """The claim that parts, which need not be all, are no more than their whole; more: together they are."""
    relation = f"{_added(parts)} ≤ {label(whole)} {value_text(whole)}"
    roles = [(whole, "total"), *((part, "part") for part in parts)]
    verdict, message = Verdict.HOLDS, text("各部分之和不超过总数。")
    if more:
        computed = show(sum((part.figure.value for part in parts), Fraction(0)), whole.figure)
        verdict = Verdict.UNDECIDED
        message = text(
            "列出的各项之和（{sum}）大于总数（{whole}），各项可能有重叠，请核对。", sum=computed, whole=value_text(whole)
        )
    return context.claim("sum", verdict, relation, roles, "", message)


def _added(parts: Sequence[Statement]) -> str:
    return " + ".join(f"{label(part)} {value_text(part)}" for part in parts)


def finest(whole: Statement, parts: list[Statement]) -> Figure:
    """The figure with the finest last digit, in whose unit a difference is shown."""
    return min((whole.figure, *(part.figure for part in parts)), key=lambda f: f.amount.last_digit * f.amount.unit.scale)


def listed_shares(facts: Facts, known: set[int]) -> Iterator[list[Fact]]:
    """Shares of one list, or of one sentence, that are not all of the whole: together no more than a hundred."""
    for row in facts.by_sentence.values():
        run = [f for f in row if _is_of_whole(f) and f.number not in known]
        if 2 <= len(run) <= 20 and _are_of_one_list(run) and sum(f.point for f in run) <= UNIT:
            yield run


def _are_of_one_list(run: Sequence[Fact]) -> bool:
    """Whether percentages are of one list and name one whole, if any."""
    lists, wholes = {f.statement.listed for f in run}, {f.statement.whole_name for f in run}
    return len(lists) == 1 and len(wholes - {""}) < 2 and all(f.statement.figure.amount.unit == PERCENT for f in run)


def _is_of_whole(fact: Fact) -> bool:
    """Whether a percentage is called a share as it is now: no rate of its own, and not where a movement began."""
    said = fact.statement
    return fact.kind == "share" and said.measure is Measure.SHARE and said.base != "from" and not (said.reached or fact.aside)
