"""What a formula comes to for one figure, or the sentence why it comes to nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from ecdesk.checks.engine.evaluating import Evaluation, Undecidable
from ecdesk.checks.formulas.formula import CompiledFormula, binding_of
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.syntax import RuleError
from ecdesk.checks.language.vocabulary import is_average
from ecdesk.columns.figures import Dimension, Figures, dimension_of
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import Exhibit, Line, Observation, Status
from ecdesk.domain.book.tables import cell_unit
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.deriving import Derived, derived, formula_of, least_settled
from ecdesk.domain.figures.keys import Key, tells_growth
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Margin
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.units import unit_named, unit_of_measure

RATE_DECIMALS = 1
"""Of growth, shares and points in a column that has none yet."""

MOST_SEEN = 60
"""Figures of a column that say how many decimals it has."""

NOTHING = Derived(Mark.UNKNOWN, None, False)


class Worked:
    """What a formula came to. reason: why nothing, None where it came to something. status: how far it is settled. unsourced: what it counts with
    that nobody knows a source for."""

    def __init__(
        self, found: Derived, status: Status = Status.FINAL, reason: Text | None = None, unsourced: Sequence[Key] = ()
    ) -> None:
        self.found = found
        self.status = status
        self.reason = reason
        self.unsourced = unsourced


def work_out(formula: CompiledFormula, key: Key, figures: Figures) -> Worked:
    """What a formula comes to for a figure, in the unit and with the decimals that it is printed with."""
    try:
        instance = formula.instance(binding_of(key))
        if instance is None:
            raise Undecidable(text("公式在这里没有意义：没有它所指的时期、上级或分组项。"))
        return _worked(formula, instance, key, figures)
    except Undecidable as undecidable:
        return Worked(NOTHING, reason=undecidable.reason)
    except RuleError as error:
        return Worked(NOTHING, reason=error.text)


def _worked(formula: CompiledFormula, instance: Instance, key: Key, figures: Figures) -> Worked:
    evaluation = Evaluation(instance, figures)
    _check_basis(evaluation, key)
    value = evaluation.value(formula.expression, Margin.HALF)
    unit, decimals = style_of(formula.book, key)
    if value.dimension is not None and not _is_of(formula.book, key, value.dimension, unit):
        raise Undecidable(text("公式得出的不是“{unit}”一类的数，请检查公式和单位。", unit=unit.symbol or "—"))
    if tells_growth(key.measure):
        _check_growth(formula, evaluation)
    point = evaluation.value(formula.expression, Margin.NONE).interval.low
    assert point is not None
    status = least_settled([_status(formula.book, one) for one in instance.keys])
    found = derived(value.interval, point, unit, decimals)
    if isinstance(found.content, Amount):
        return Worked(found, status, unsourced=[one for one in instance.keys if _is_unsourced(formula.book, one)])
    return Worked(found, status, text("各数的进位误差太大，结果只知道在{interval}之间，印不出来。", interval=_spelled(found)))


def _is_of(book: Book, key: Key, dimension: Dimension, unit: Unit) -> bool:
    """Whether a result is what a figure is counted in; 元 for each person is the 元 of 人均."""
    wanted, indicator = dimension_of(unit), book.indicator(key.indicator)
    if dimension == wanted:
        return True
    average = key.measure == "value" and indicator is not None and is_average(indicator.name, unit)
    return average and tuple(part for part in dimension if part[1] > 0) == wanted


def _spelled(found: Derived) -> str:
    ends = (found.interval.low, found.interval.high) if found.interval is not None else (None, None)
    return "～".join("∞" if end is None else f"{float(end):.6g}" for end in ends)


def _check_basis(evaluation: Evaluation, key: Key) -> None:
    """Raises Undecidable where levels, or growth or shares of one indicator, on different definitions are counted with, or growth is counted on another
    basis than the indicator's."""
    evaluation.check_bases()
    bases: dict[tuple[str, str], str] = {}
    for figure in chain.from_iterable(evaluation.operands):
        if figure.is_number and bases.setdefault((figure.key.indicator, figure.key.measure), figure.basis) != figure.basis:
            raise Undecidable(text("{label}的口径前后不同，不能推算。", label=evaluation.label(figure)))
    indicator = evaluation.rule.book.indicator(key.indicator)
    levels = any(reference.measure == "value" for reference in evaluation.rule.references)
    if tells_growth(key.measure) and levels and indicator is not None and indicator.basis:
        raise Undecidable(text("增速按{basis}计算，不能由两期的数值推算。", basis=indicator.basis))


def _check_growth(formula: CompiledFormula, evaluation: Evaluation) -> None:
    """Raises Undecidable for growth on what may be zero or less."""
    for divisor in formula.divisors:
        low = evaluation.value(divisor, Margin.HALF).interval.low
        if low is None or low <= 0:
            raise Undecidable(text("上期的数不大于零，没有增速可言。"))


def _is_unsourced(book: Book, key: Key) -> bool:
    observation = book.observation(key)
    return observation is not None and observation.origin.unsourced


def _status(book: Book, key: Key) -> Status:
    observation = book.observation(key)
    return observation.status if observation is not None else Status.FINAL


# -- how it is printed


def style_of(book: Book, key: Key) -> tuple[Unit, int]:
    """The unit and the decimals of a figure: as it is printed now, else as its column prints others, else as its indicator says."""
    amount = book.amount(key)
    if amount is not None:
        return amount.unit, max(0, -amount.exponent)
    for exhibit_id, row, column in islice(book.places(key), 1):
        exhibit = book.exhibit(exhibit_id)
        unit = cell_unit(book, exhibit, exhibit.rows[row], exhibit.columns[column], key)
        fixed = _fixed(exhibit.columns[column], exhibit.rows[row])
        return unit, fixed if fixed is not None else _usual(book, exhibit, column, key, unit)
    return _home(book, key)


def _fixed(column: Line, row: Line) -> int | None:
    return column.decimals if column.decimals is not None else row.decimals


def _usual(book: Book, exhibit: Exhibit, column: int, key: Key, unit: Unit) -> int:
    """The decimals that most figures of a column have which were not worked out, and measure the same."""
    counts: Counter[int] = Counter()
    for row in range(min(len(exhibit.rows), MOST_SEEN)):
        other = cell_key(exhibit, row, column)
        observation = book.observation(other) if other is not None and other.measure == key.measure else None
        if observation is not None and observation.amount is not None and not formula_of(observation):
            counts[
                max(0, -observation.amount.converted(unit).exponent)
                if observation.amount.unit.dimension == unit.dimension
                else -1
            ] += 1
    counts.pop(-1, None)
    if counts:
        return _commonest(counts, unit_of_measure(key.measure) is not None)
    home, decimals = _home(book, key)
    return decimals if home == unit else _moved(decimals, home, unit)


def _commonest(counts: Counter[int], of_rates: bool) -> int:
    """The decimals that most have, fewer where as many have more. A rate of 13.0 is often written 13: it says nothing beside others that have one."""
    said = counts.keys() - {0} if of_rates else counts.keys()
    return max(said or counts, key=lambda decimals: (counts[decimals], -decimals))


def _moved(decimals: int, home: Unit, unit: Unit) -> int:
    """The decimals that say as much in another unit."""
    if home.dimension != unit.dimension:
        return decimals
    factor, places = home.scale / unit.scale, decimals
    while factor >= 10:
        factor, places = factor / 10, places - 1
    while factor < 1:
        factor, places = factor * 10, places + 1
    return max(0, places)


def _home(book: Book, key: Key) -> tuple[Unit, int]:
    of_measure = unit_of_measure(key.measure)
    indicator = book.indicator(key.indicator)
    if of_measure is not None:
        return of_measure, RATE_DECIMALS
    return (unit_named(indicator.unit), indicator.decimals) if indicator is not None else (unit_named(""), RATE_DECIMALS)


def operands(formula: CompiledFormula, key: Key) -> tuple[Key, ...]:
    """The figures that a figure's formula counts with; none where it has no meaning."""
    try:
        instance = formula.instance(binding_of(key))
    except RuleError:
        return ()
    return instance.keys if instance is not None else ()


def live(observations: Iterable[Observation]) -> Iterable[Observation]:
    """Those that are worked out by a formula."""
    return (one for one in observations if formula_of(one))
