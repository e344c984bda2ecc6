"""Error localisation of Fellegi and Holt as a mixed-integer program.

The fewest figures, weighted by trust, that must change so that every rule can hold (Fellegi and Holt 1976, A systematic approach to
automatic edit and imputation, JASA 71; as an integer program in De Waal, Pannekoek and Scholtus 2011, chapter 3). Every figure is an
unknown within the interval of what it can mean, unless its binary unknown says that it is to change. The intervals are those of the checker.
The solver counts in floats: what it proposes is checked with exact arithmetic before it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ecdesk.checks.engine.linear_forms import LinearForm, RatioForm, Terms, form_of
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.remedies.solver import Row, Unknown, minimised
from ecdesk.columns.figures import Figures
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key

MOST_FIGURES = 300
MOST_ANSWERS = 5
TIME_LIMIT = 2.0
"""Seconds for one program."""

_REACH = 20.0
"""By how many times the largest figure of the cluster a changed one may differ."""


@dataclass(frozen=True)
class Answer:
    """Figures to be changed, with the values that the program found for them, in base units as floats."""

    keys: frozenset[Key]
    values: Mapping[Key, float]
    weight: float


def localise_errors(
    instances: Sequence[Instance], figures: Figures, weights: Mapping[Key, float], most: int = MOST_ANSWERS
) -> list[Answer]:
    """The sets of figures of least weight that could be changed so that all instances hold, ties among them; empty when there are none.

    weights: how much each figure is trusted. Instances that are neither sums nor quotients of sums, or lack a figure, are left out.
    """
    program = _Program(instances, figures, weights)
    if not program.keys or len(program.keys) > MOST_FIGURES:
        return []
    answers: list[Answer] = []
    excluded: list[frozenset[Key]] = []
    while len(answers) < most:
        answer = program.solve(excluded)
        if answer is None or not answer.keys or (answers and answer.weight > answers[0].weight + 1e-6):
            break
        answers.append(answer)
        excluded.append(answer.keys)
    return answers


class _Program:
    """The rows of the program. Each figure is an unknown, counted in its `scale`, at its `place`; its binary stands as many places later as
    there are figures."""

    def __init__(self, instances: Sequence[Instance], figures: Figures, weights: Mapping[Key, float]) -> None:
        self.weights = weights
        self.intervals: dict[Key, Interval] = {}
        kept: list[tuple[Instance, LinearForm | RatioForm]] = []
        for instance in instances:
            form = form_of(instance.rule)
            found = [figures.get(key) for key in instance.keys]
            if form is not None and all(figure.is_number for figure in found):
                kept.append((instance, form))
                self.intervals.update({figure.key: figure.widest for figure in found})
        self.keys = list(self.intervals)
        self.place = {key: number for number, key in enumerate(self.keys)}
        self.scale = _scales(self.intervals)
        self.rows: list[Row] = []
        for instance, form in kept:
            if isinstance(form, LinearForm):
                self._linear(form, instance)
            else:
                self._ratio(form, instance)
        for key, interval in self.intervals.items():
            if interval.high is not None:
                self._add({key: 1.0}, -math.inf, float(interval.high) / self.scale[key], (key, -2 * _REACH))
            if interval.low is not None:
                self._add({key: 1.0}, float(interval.low) / self.scale[key], math.inf, (key, 2 * _REACH))

    def _add(self, factors: Mapping[Key, float], low: float, high: float, binary: tuple[Key, float] | None = None) -> None:
        """A row of figures; binary: the figure that, when it is to change, lets the row go, and the factor with which it does."""
        row = {self.place[key]: factor for key, factor in factors.items()}
        if binary is not None:
            row[len(self.keys) + self.place[binary[0]]] = binary[1]
        self.rows.append(Row(row, low, high))

    def _add_terms(self, factors: dict[Key, float], terms: Terms, instance: Instance, times: float = 1.0) -> None:
        for factor, term in terms:
            for key in instance.operands[term]:
                factors[key] = factors.get(key, 0.0) + float(factor) * times * self.scale[key]

    def _linear(self, form: LinearForm, instance: Instance) -> None:
        factors: dict[Key, float] = {}
        self._add_terms(factors, form.terms, instance)
        scaled, size = _near_one(factors)
        bound = -float(form.constant) / size
        low = bound if form.relation in ("=", ">=", ">") else -math.inf
        high = bound if form.relation in ("=", "<=", "<") else math.inf
        if form.relation != "!=":
            self._add(scaled, low, high)

    def _ratio(self, form: RatioForm, instance: Instance) -> None:
        """A quotient that stays bounds its dividend by its divisor; one that is to change bounds nothing."""
        (factor, term), *others = form.quotient
        quotient, *more = instance.operands[term]
        interval = self.intervals[quotient]
        if others or more or factor != 1 or interval.low is None or interval.high is None:
            return
        for end, upper in ((interval.high, True), (interval.low, False)):
            factors: dict[Key, float] = {}
            self._add_terms(factors, form.over, instance)
            self._add_terms(factors, form.under, instance, -float(end + form.constant))
            scaled, size = _near_one(factors)
            reach = _REACH * (1 + sum(map(abs, factors.values())) / size)
            if upper:
                self._add(scaled, -math.inf, 0.0, (quotient, -reach))
            else:
                self._add(scaled, 0.0, math.inf, (quotient, reach))

    def solve(self, excluded: Iterable[frozenset[Key]]) -> Answer | None:
        """The set of figures of least weight but for those excluded; None when there is none."""
        count = len(self.keys)
        unknowns = [Unknown(0.0, -_REACH, _REACH, False)] * count
        unknowns += [Unknown(self.weights.get(key, 1.0), 0.0, 1.0, True) for key in self.keys]
        used = [Row({count + self.place[key]: 1.0 for key in keys}, -math.inf, len(keys) - 1.0) for keys in excluded]
        values = minimised(unknowns, self.rows + used, TIME_LIMIT).values
        if values is None:
            return None
        chosen = {key: values[place] * self.scale[key] for key, place in self.place.items() if values[count + place] > 0.5}
        return Answer(frozenset(chosen), chosen, sum(self.weights.get(key, 1.0) for key in chosen))


_LARGEST_RATIO = 50.0
"""Figures below are taken for shares and growth, those above for levels."""


def _scales(intervals: Mapping[Key, Interval]) -> dict[Key, float]:
    """In what each figure is counted: one scale for all levels and one for all ratios, which are added up, so that factors stay near one."""
    sizes = {key: _largest((interval.low or 0, interval.high or 0)) for key, interval in intervals.items()}
    ratio = max((size for size in sizes.values() if size < _LARGEST_RATIO), default=1.0)
    level = max(sizes.values(), default=1.0)
    return {key: ratio if size < _LARGEST_RATIO else level for key, size in sizes.items()}


def _near_one(factors: Mapping[Key, float]) -> tuple[dict[Key, float], float]:
    """Factors by the largest of them, and that."""
    size = _largest(factors.values())
    return {key: factor / size for key, factor in factors.items()}, size


def _largest(values: Iterable[float | Fraction]) -> float:
    """The largest size of several values; 1 where all are zero."""
    return max(abs(float(value)) for value in values) or 1.0
