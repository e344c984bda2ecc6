"""A claim that some figures of a manuscript make together, and the verdict on it by interval arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import MEASURE_NAMES
from ecdesk.domain.judging import Margin
from ecdesk.domain.texts import Text, text, tr
from ecdesk.prose.reading.english import is_english
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.reading.statements import Measure, Statement


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure of a claim, as a span of the manuscript. role: what it is in the relation (total, part, share …)."""

    start: int
    end: int
    text: str
    role: str = ""
    label: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation that figures of the manuscript state, with its verdict.

    kind: sum, share, growthmix, growth, cagr, diff, points, ratio, rank, count, crossref, date, unit or book. relation: labels and numbers put in.
    expected: what the last figure would have to be. cause: the likeliest reason of a failure. context: the words around it, by which a
    later draft finds it again. key: of the book's figure, for a claim against the book.
    """

    kind: str
    verdict: Verdict
    relation: str
    operands: tuple[Operand, ...]
    expected: str
    message: Text
    cause: Text | None = None
    context: str = ""
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        message = str(self.message)
        return {
            "kind": self.kind,
            "verdict": self.verdict.value,
            "relation": self.relation,
            "operands": [operand.as_json() for operand in self.operands],
            "expected": self.expected,
            "message": f"{message} {self.cause}" if self.cause is not None else message,
        }


def printed(figure: Figure, stretch_text: str) -> str:
    return stretch_text[figure.start : figure.end]


def label(statement: Statement) -> str:
    """What a figure is called in a relation, with what it says of that: 网络零售额 占比."""
    name = statement.full_name or statement.name
    if not name:
        return printed(statement.figure, statement.stretch.text)
    said = _SAID.get(statement.measure, "") if not is_english(name) else ""
    return f"{name} {tr(MEASURE_NAMES[said])}" if said and statement.base in ("", "year") else name


_SAID = {Measure.GROWTH: "growth", Measure.SHARE: "share"}


def operand(statement: Statement, role: str, manuscript: str) -> Operand:
    start, end = statement.stretch.place(statement.figure.start, statement.figure.end)
    return Operand(start, end, manuscript[start:end], role, label(statement))


def show(value: Fraction, like: Figure) -> str:
    """A computed value as the given figure would be printed, in its unit."""
    unit = like.amount.unit
    places = max(0, -like.amount.exponent) if like.exact is None else 1
    exact = value / unit.scale
    digits = int(abs(exact) * 10**places + Fraction(1, 2))
    number = Decimal((int(exact < 0), tuple(map(int, str(digits))), -places))
    return f"{number:f}{unit.symbol}"


def value_text(statement: Statement) -> str:
    sign = "-" if statement.sign < 0 else ""
    return sign + printed(statement.figure, statement.stretch.text)


def signed(statement: Statement, margin: Margin) -> Interval:
    interval = statement.figure.interval(margin)
    return -interval if statement.sign < 0 else interval


MESSAGES = {
    Verdict.HOLDS: text("各数相符。"),
    Verdict.ROUNDING: text("只在末位一个单位的进位误差内相符，请核对是截尾还是笔误。"),
    Verdict.UNDECIDED: text("无法判断。"),
}
