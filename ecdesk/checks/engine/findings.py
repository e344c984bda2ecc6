"""Findings: an outcome in words, with labels and numbers put into the formula."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ecdesk.checks.engine.evaluating import Evaluation, Outcome
from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.explaining import expressed
from ecdesk.checks.language.labels import figure_label, subject_label, subject_names
from ecdesk.checks.language.syntax import Binary, Call, Comparison, Constant, Expression, Reference, RuleError, references
from ecdesk.checks.language.vocabulary import first_spelling, vocabulary
from ecdesk.columns.figures import Figure, Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level, Operand, Verdict
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.amounts import Amount, decimal_of
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content, print_number
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Margin
from ecdesk.domain.texts import ENGLISH, Joined, Name, Said, Text, apart, listed, printed_in, spaced, text
from ecdesk.domain.wording.in_english import english_amount, said
from ecdesk.domain.wording.units import PERCENT, POINTS

MOST_PRINTED = 8
"""Members of a sum that a formula spells out; the rest is counted."""

_SIGNS = {"=": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "!=": "≠", "+": "+", "-": "−", "*": "×", "/": "÷"}


class Operands(dict[Key, Operand]):
    """Figures as findings show them, each put into words once: a finding about all areas is worked out again when one of them changes."""

    def __init__(self, book: Book, figures: Figures) -> None:
        super().__init__()
        self._book = book
        self._figures = figures

    def __missing__(self, key: Key) -> Operand:
        found = self[key] = Operand(key, figure_label(self._book, key), print_content(self._figures.get(key).content))
        return found

    def forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self.pop(key, None)


def make_finding(
    instance: Instance,
    outcome: Outcome,
    figures: Figures,
    answered: Callable[[Iterable[Key]], bool],
    operands: Mapping[Key, Operand],
) -> Finding:
    """The finding that an outcome comes to. answered: whether the report answers for any of some figures, see `formulas.answered`; what is
    wrong only with others is told apart, and holds nothing back. operands: `Operands`."""
    evaluation = Evaluation(instance, figures)
    record = instance.rule.record
    book = instance.rule.book
    binding = instance.binding
    difference: Said = ""
    tolerance: Said = ""
    slack: Said = ""
    message = outcome.reason
    relation = instance.rule.syntax.relation
    if message is None and isinstance(relation, Comparison):
        difference, tolerance, slack, message = _compared(evaluation, relation, outcome)
    if message is None:
        message = text("通过。")
    # A rule about a group is about those that stand out; the others only lend the measure.
    shown = dict.fromkeys(outcome.culprits or instance.keys)
    level = _level(Level(record.level), outcome)
    aside = level is not Level.NOTICE and not answered(shown)
    if aside:
        level = Level.NOTICE
        message = text("{message}这里都是往期的数，本书不印，不影响定稿。", message=message)
    return Finding(
        rule=record.id,
        rule_name=record.name or record.text,
        subject=subject_label(book, binding),
        about=apart(subject_names(book, binding)),
        level=level,
        verdict=outcome.verdict,
        message=message,
        formula=formula(evaluation, outcome.culprits),
        difference=difference,
        tolerance=tolerance,
        operands=tuple([operands[key] for key in shown]),
        suspect=outcome.culprits[0] if len(outcome.culprits) == 1 else None,
        outside_band=outcome.outside_band,
        aside=aside,
        slack=slack,
    )


def rule_fault(record: RuleRecord, error: RuleError, level: Level = Level.ERROR) -> Finding:
    """A finding about a rule itself: it cannot be read, names nothing, or does not run."""
    place = record.text[error.offset : error.offset + error.length]
    message: Text = error.text
    if place and place != record.text:
        message = text("{reason}（第 {number} 个字“{place}”）", reason=error.text, number=error.offset + 1, place=place)
    return Finding(
        rule=record.id,
        rule_name=record.name or record.text,
        subject="",
        level=level,
        verdict=Verdict.UNDECIDED,
        message=message,
        formula=record.text,
        fault=True,
    )


def _level(level: Level, outcome: Outcome) -> Level:
    if outcome.outside_band:
        return Level.QUERY if level is Level.ERROR else level
    if outcome.verdict is not Verdict.FAILS:
        return Level.NOTICE
    return max(level, outcome.level, key=list(Level).index)


def formula(evaluation: Evaluation, culprits: Collection[Key] = ()) -> Joined:
    """The rule with labels and numbers put in; of a rule about many figures only the culprits, where there are any."""
    relation = evaluation.rule.syntax.relation
    if not isinstance(relation, Comparison):
        figures = evaluation.operand(relation.reference)
        chosen = [figure for figure in figures if figure.key in culprits] or figures
        return listed(_figure(evaluation, figure) for figure in chosen[:MOST_PRINTED])
    parts = [_spelled(evaluation, relation.sides[0])]
    for _left, sign, right in relation.links:
        parts += [_SIGNS[sign], _spelled(evaluation, right)]
    return spaced(*parts)


def _figure(evaluation: Evaluation, figure: Figure) -> Joined:
    return spaced(evaluation.label(figure), in_place(_printed(evaluation, figure)))


def in_place(printed: Name) -> Said:
    """What stands where a figure is: its digits in the unit they are printed in, a word for one that is not known, or that it is missing."""
    return printed if printed.english else Text(printed.chinese) if printed.chinese else text("缺")


def _printed(evaluation: Evaluation, figure: Figure) -> Name:
    """A figure as it is printed, in the unit of the first one of its kind in the formula: exact, without zeros behind those that that one has."""
    amount = figure.content
    if not isinstance(amount, Amount) or amount.unit.is_ratio or amount.unit.is_points:
        return figure.printed
    others = _amounts(one for operand in evaluation.operands for one in operand)
    first = next((one for one in others if one.unit.dimension == amount.unit.dimension), amount)
    if first.unit == amount.unit:
        return figure.printed
    try:
        converted = amount.converted(first.unit)
    except ValueError:  # one that no finite number of digits tells in the other's unit
        return figure.printed
    return said(replace(converted, value=_without_zeros(converted.value, min(first.exponent, 0))))


def _without_zeros(value: Decimal, exponent: int) -> Decimal:
    """The same without zeros at its end below a digit."""
    sign, digits, last = value.as_tuple()
    assert isinstance(last, int)
    while last < exponent and len(digits) > 1 and not digits[-1]:
        digits, last = digits[:-1], last + 1
    return Decimal((sign, digits, last))


def _spelled(evaluation: Evaluation, part: Expression, inside: bool = False) -> Said:
    if isinstance(part, Constant):
        return said(part.amount)
    if isinstance(part, Reference):
        return _figure(evaluation, evaluation.operand(part)[0])
    if isinstance(part, Call):
        return _spelled_call(evaluation, part, inside)
    tight = part.operator in "*/"
    left = _spelled(evaluation, part.left, tight)
    right = _spelled(evaluation, part.right, tight or part.operator == "-")
    spelled = spaced(left, _SIGNS[part.operator], right)
    of_two = tight and isinstance(part.left, Reference) and isinstance(part.right, Reference)
    return Joined(("(", spelled, ")")) if inside and not of_two else spelled


def _spelled_call(evaluation: Evaluation, part: Call, inside: bool) -> Said:
    figures = [figure for reference in references(part.argument) for figure in evaluation.operand(reference)]
    if part.function == "sum_known":
        figures = [figure for figure in figures if figure.is_there]
    first = tuple(_figure(evaluation, figure) for figure in figures[:MOST_PRINTED])
    rest = (" ", text("等{count}项", count=len(figures))) if len(figures) > MOST_PRINTED else ()
    if part.function in ("sum", "sum_known"):
        spelled = Joined((Joined(first, " + "), *rest))
        return Joined(("(", spelled, ")")) if inside else spelled
    return Joined((Name(first_spelling(vocabulary().functions, part.function), part.function), "(", listed(first), *rest, ")"))


def _compared(evaluation: Evaluation, relation: Comparison, outcome: Outcome) -> tuple[Said, Said, Said, Text | None]:
    """Difference, tolerance, slack and message of a comparison; of a chain, of the link that its verdict is of."""
    # What was decided together with many others has its verdict only.
    decided = outcome if outcome.difference is not None else evaluation.comparison(relation)
    assert decided.difference is not None
    left, sign, right = list(relation.links)[decided.link]
    actual = evaluation.value(left, Margin.NONE).interval.low
    expected = evaluation.value(right, Margin.NONE).interval.low
    width = decided.difference.width
    assert actual is not None and expected is not None
    unit, exponent = _unit(evaluation, left, right)
    # What lies between two percentages is percentage points.
    between = POINTS if unit == PERCENT else unit
    difference = in_unit(abs(actual - expected), between, exponent)
    tolerance = in_unit(width / 2, between, exponent - 1) if width is not None else ""
    room = _slack(decided.difference, sign) if outcome.verdict is Verdict.HOLDS else None
    slack = in_unit(room, between, exponent - 1) if room is not None else ""
    values: dict[str, Said] = {
        "left": _short(evaluation, left),
        "actual": in_unit(actual, unit, exponent),
        # A limit stands as its rule says it: 5000元 is no 0亿元.
        "expected": said(right.amount) if isinstance(right, Constant) else in_unit(expected, unit, exponent),
        "difference": difference,
        "tolerance": tolerance,
    }
    if outcome.verdict is Verdict.UNDECIDED:
        figures = (figure for operand in evaluation.operands for figure in operand)
        word = next(amount.qualifier for amount in _amounts(figures) if amount.qualifier)
        message = text("{left}是{actual}，按公式应为{expected}，只在放宽理解“{word}”时通过，无法判断。", **values, word=word)
        return difference, tolerance, "", message
    return difference, tolerance, slack, _message(outcome, sign, values)


def _slack(difference: Interval, sign: str) -> Fraction | None:
    """How far the sides of a comparison that holds could still move before it fails. difference: left minus right with what rounding allows;
    None where it has no end on that side."""
    below = None if difference.low is None else -difference.low
    ends = {"=": (below, difference.high), "<": (below,), "<=": (below,), ">": (difference.high,), ">=": (difference.high,)}
    known = [end for end in ends.get(sign, ()) if end is not None]
    return min(known, default=None)


def _amounts(figures: Iterable[Figure]) -> Iterator[Amount]:
    return (figure.content for figure in figures if isinstance(figure.content, Amount))


def _message(outcome: Outcome, sign: str, values: dict[str, Said]) -> Text | None:
    if outcome.verdict is Verdict.HOLDS and not outcome.outside_band:
        return text("通过。")
    if outcome.outside_band:
        return text(
            "{left}是{actual}，按公式应为{expected}，相差{difference}，虽在最大进位误差之内，但超过三倍标准差，请核实。", **values
        )
    if outcome.verdict is Verdict.ROUNDING:
        return text("{left}是{actual}，按公式应为{expected}，只在末位一个单位的进位误差内通过。", **values)
    if sign == "=":
        return text("{left}是{actual}，按公式应为{expected}，相差{difference}，超出进位误差{tolerance}。", **values)
    if sign == "<=":
        return text("{left}是{actual}，不应超过{expected}，超出{difference}。", **values)
    if sign == ">=":
        return text("{left}是{actual}，不应低于{expected}，不足{difference}。", **values)
    if sign == "<":
        return text("{left}是{actual}，应小于{expected}，相差{difference}。", **values)
    if sign == ">":
        return text("{left}是{actual}，应大于{expected}，相差{difference}。", **values)
    return text("{left}是{actual}，不应等于{expected}。", **values)


def _short(evaluation: Evaluation, part: Expression) -> Said:
    if isinstance(part, Reference):
        return evaluation.label(evaluation.operand(part)[0])
    with printed_in(ENGLISH):
        english = expressed(part, evaluation.rule.book)
    return Name(evaluation.rule.syntax.source(part.span), english)


def _unit(evaluation: Evaluation, left: Expression, right: Expression) -> tuple[Unit | None, int]:
    """The unit in which a difference is shown and the exponent of its last digit: those of the left side's first figure."""
    for side in (left, right):
        if isinstance(side, Constant) and side.amount.unit.symbol:
            return side.amount.unit, side.amount.exponent - 1
        if not isinstance(side, Binary) or side.operator in "+-":
            amounts = _amounts(figure for reference in references(side) for figure in evaluation.operand(reference))
            first = next(amounts, None)
            if first is not None:
                return first.unit, first.exponent
    return None, -4


def _rounded(value: Fraction, exponent: int) -> Fraction:
    step = Fraction(10) ** exponent
    return round(value / step) * step


def in_unit(value: Fraction, unit: Unit | None, exponent: int) -> Said:
    """A value in base units as printed in a unit, rounded half up to a digit, or to so many more that it tells how large it is: 0.7万亿元 is neither
    0 nor 1."""
    scaled = value / unit.scale if unit is not None else value
    while abs(_rounded(scaled, min(exponent, 0)) - scaled) * 5 > abs(scaled):
        exponent = min(exponent, 0) - 1
    rounded = decimal_of(scaled, max(-exponent, 0))
    if rounded == rounded.to_integral_value() and exponent < -1:
        rounded = rounded.to_integral_value()
    printed = print_number(rounded)
    return printed if unit is None else Name(printed + unit.symbol, english_amount(Amount(rounded, unit)))


class Listed:
    """The findings of one rule by what it is applied to, kept in order while some come and go: an edit costs what it touches, however many there
    are."""

    def __init__(self, bindings: Iterable[Binding], make: Callable[[Binding], Finding]) -> None:
        """make: puts one into words, when the list is asked for."""
        self._bindings = sorted(bindings)
        self._make = make
        self._findings: list[Finding | None] = list(map(make, self._bindings))
        """None: to be made when somebody looks."""
        self._to_make: set[Binding] = set()

    def take_out(self, bindings: Iterable[Binding]) -> None:
        for binding in bindings:
            place = self._place(binding)
            if place is not None:
                del self._bindings[place], self._findings[place]
                self._to_make.discard(binding)

    def put_in(self, bindings: Iterable[Binding]) -> None:
        for binding in bindings:
            place = self._place(binding)
            if place is None:
                place = bisect_left(self._bindings, binding)
                self._bindings.insert(place, binding)
                self._findings.insert(place, None)
            self._to_make.add(binding)

    def findings(self) -> list[Finding]:
        for binding in self._to_make:
            place = self._place(binding)
            assert place is not None
            self._findings[place] = self._make(binding)
        self._to_make.clear()
        return [finding for finding in self._findings if finding is not None]

    def _place(self, binding: Binding) -> int | None:
        place = bisect_left(self._bindings, binding)
        return place if place < len(self._bindings) and self._bindings[place] == binding else None
