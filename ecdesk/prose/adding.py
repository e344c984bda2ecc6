"""Parts that are added up and held against their whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import total
from ecdesk.domain.judging import Judgement, Term, judge
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.context import Context
from ecdesk.prose.explain import digits_of, likely_cause, transpositions
from ecdesk.prose.figures import Figure
from ecdesk.prose.statements import Statement


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


def sum_claim(context: Context, whole: Statement, parts: list[Statement], exhaustive: bool, doubtful: bool = False) -> Claim:
    """The claim that parts make up a whole; doubtful: where they do not, it may be another list."""
    judgement = _judged(whole, parts)
    verdict = judgement.verdict
    computed = abs(sum((part.figure.value * part.sign for part in parts), Fraction(0)))
    relation = f"{' + '.join(f'{label(part)} {value_text(part)}' for part in parts)} = {label(whole)} {value_text(whole)}"
    message: Text | None = None
    cause = None
    if verdict is Verdict.FAILS:
        message = text(
            "各部分之和为 {sum}，与{whole} {printed} 相差 {difference}。",
            sum=show(computed, parts[0].figure if parts[0].figure.amount.unit == whole.figure.amount.unit else whole.figure),
            whole=label(whole),
            printed=value_text(whole),
            difference=show(abs(computed - whole.figure.value), finest(whole, parts)),
        )
        cause = slip(whole, parts)
        if doubtful:
            verdict, message = Verdict.UNDECIDED, text("列出的各项之和与总数不符，但各项是否完整、是否重叠不能确定。")
    if judgement.outside_band:
        verdict = Verdict.UNDECIDED
        message = text(
            "各部分之和与{whole}相差 {difference}，虽在最大进位误差之内，但超过三倍标准差，请核实。",
            whole=label(whole),
            difference=show(abs(computed - whole.figure.value), finest(whole, parts)),
        )
    roles = [(whole, "total"), *((part, "part") for part in parts)]
    return context.claim("sum", verdict, relation, roles, show(computed, whole.figure), message, cause)


def slip(whole: Statement, parts: Sequence[Statement]) -> Text | None:
    """Which slip of the pen keeps the parts from making up the whole."""
    return likely_cause(
        [whole.figure, *(part.figure for part in parts)],
        lambda figures: total(f.interval() for f in figures[1:]).meets(figures[0].interval()),
    )


def finest(whole: Statement, parts: list[Statement]) -> Figure:
    """The figure with the finest last digit, in whose unit a difference is shown."""
    return min((whole.figure, *(part.figure for part in parts)), key=lambda f: f.amount.last_digit * f.amount.unit.scale)


def transposed(whole: Statement, parts: list[Statement], least: int = 4) -> Text | None:
    """Two neighbouring digits that, changed over, make the parts add up; least: digits of the whole, so that it is no coincidence."""
    figures = [whole.figure, *(part.figure for part in parts)]
    if min(len(digits_of(figure)) for figure in figures) < 3 or len(digits_of(whole.figure)) < least:
        return None
    for place, figure in enumerate(figures):
        for other in transpositions(figure):
            changed = [*figures[:place], other, *figures[place + 1 :]]
            if total(f.interval() for f in changed[1:]).meets(changed[0].interval()):
                return text(
                    "若将“{old}”改为“{new}”（相邻两位对调）则相符。",
                    old=f"{figure.amount.value:f}{figure.amount.unit.symbol}",
                    new=f"{other.amount.value:f}{other.amount.unit.symbol}",
                )
    return None


def exceeds(whole: Statement, parts: Sequence[Statement]) -> bool:
    """Whether the parts are more than the whole, however they were rounded."""
    return (
        judge(lambda margin: (total(part.figure.interval(margin) for part in parts), whole.figure.interval(margin)), "<=").verdict
        is Verdict.FAILS
    )
