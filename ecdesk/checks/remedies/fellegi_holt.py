"""Error localisation of Fellegi and Holt as a mixed-integer program.

The fewest figures, weighted by trust, that must change so that every rule can hold (Fellegi and Holt 1976, A systematic approach to
automatic edit and imputation, JASA 71; as an integer program in De Waal, Pannekoek and Scholtus 2011, chapter 3). Every figure is an
unknown within the interval of what it can mean, unless its binary unknown says that it is to change. The intervals are those of the checker.
The solver counts in floats: what it proposes is checked with exact arithmetic before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecdesk.checks.engine.figures import Figures
from ecdesk.checks.engine.forms import LinearForm, RatioForm, Terms, form_of
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.remedies.solver import quiet_solver
from ecdesk.domain.intervals import Interval
from ecdesk.domain.keys import Key

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
    def __init__(self, instances: Sequence[Instance], figures: Figures, weights: Mapping[Key, float]) -> None:
        self.weights = weights
        self.constraints: list[tuple[dict[Key, float], dict[Key, float], float, float]] = []
        """Factors of figures, factors of their binaries, lower and upper bound."""
        self.intervals: dict[Key, Interval] = {}
        kept: list[tuple[Instance, LinearForm | RatioForm]] = []
        for instance in instances:
            form = form_of(instance.rule)
            found = [figures.get(key) for key in instance.keys]
            if form is not None and not any(figure.lack or figure.nothing for figure in found):
                kept.append((instance, form))
                self.intervals.update({figure.key: figure.widest for figure in found})
        self.keys = list(self.intervals)
        self.place = {key: number for number, key in enumerate(self.keys)}
        self.scale = {key: self._size(interval) for key, interval in self.intervals.items()}
        largest: dict[str, float] = {}
        for key in self.keys:
            dimension = "ratio" if self.scale[key] < 50 else "level"
            largest[dimension] = max(largest.get(dimension, 0.0), self.scale[key])
        # One scale for all that are added up, so that factors stay near one.
        self.scale = {key: largest["ratio" if size < 50 else "level"] for key, size in self.scale.items()}
        for instance, form in kept:
            if isinstance(form, LinearForm):
                self._linear(form, instance)
            else:
                self._ratio(form, instance)

    @staticmethod
    def _size(interval: Interval) -> float:
        return max(abs(float(end)) for end in (interval.low or 0, interval.high or 0)) or 1.0

    def _factors(self, terms: Terms, instance: Instance, times: float = 1.0) -> dict[Key, float]:
        found: dict[Key, float] = {}
        for factor, term in terms:
            for key in instance.operands[term]:
                found[key] = found.get(key, 0.0) + float(factor) * times * self.scale[key]
        return found

    def _linear(self, form: LinearForm, instance: Instance) -> None:
        factors = self._factors(form.terms, instance)
        size = max(abs(factor) for factor in factors.values()) or 1.0
        scaled = {key: factor / size for key, factor in factors.items()}
        bound = -float(form.constant) / size
        low = bound if form.relation in ("=", ">=", ">") else -float("inf")
        high = bound if form.relation in ("=", "<=", "<") else float("inf")
        if form.relation != "!=":
            self.constraints.append((scaled, {}, low, high))

    def _ratio(self, form: RatioForm, instance: Instance) -> None:
        """A quotient that stays bounds its dividend by its divisor; one that is to change bounds nothing."""
        if len(form.quotient) != 1 or form.quotient[0][0] != 1 or len(instance.operands[form.quotient[0][1]]) != 1:
            return
        quotient = instance.operands[form.quotient[0][1]][0]
        interval = self.intervals[quotient]
        if interval.low is None or interval.high is None:
            return
        over = self._factors(form.over, instance)
        for end, upper in ((interval.high, True), (interval.low, False)):
            factors = dict(over)
            for key, factor in self._factors(form.under, instance, -float(end + form.constant)).items():
                factors[key] = factors.get(key, 0.0) + factor
            size = max(abs(factor) for factor in factors.values()) or 1.0
            reach = _REACH * (1 + sum(abs(factor) for factor in factors.values()) / size)
            scaled = {key: factor / size for key, factor in factors.items()}
            if upper:
                self.constraints.append((scaled, {quotient: -reach}, -float("inf"), 0.0))
            else:
                self.constraints.append((scaled, {quotient: reach}, 0.0, float("inf")))

    def solve(self, excluded: Iterable[frozenset[Key]]) -> Answer | None:
        import numpy
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import lil_array

        count = len(self.keys)
        rows: list[tuple[dict[int, float], float, float]] = []
        for factors, binaries, low, high in self.constraints:
            entries = {self.place[key]: factor for key, factor in factors.items()}
            entries |= {count + self.place[key]: factor for key, factor in binaries.items()}
            rows.append((entries, low, high))
        for key, interval in self.intervals.items():
            x, y = self.place[key], count + self.place[key]
            if interval.high is not None:
                rows.append(({x: 1.0, y: -2 * _REACH}, -numpy.inf, float(interval.high) / self.scale[key]))
            if interval.low is not None:
                rows.append(({x: 1.0, y: 2 * _REACH}, float(interval.low) / self.scale[key], numpy.inf))
        for keys in excluded:
            rows.append(({count + self.place[key]: 1.0 for key in keys}, -numpy.inf, len(keys) - 1.0))
        matrix = lil_array((len(rows), 2 * count))
        for number, (entries, _low, _high) in enumerate(rows):
            for column, factor in entries.items():
                matrix[number, column] = factor
        with quiet_solver():
            solution = milp(
                c=[0.0] * count + [self.weights.get(key, 1.0) for key in self.keys],
                constraints=LinearConstraint(matrix.tocsr(), [row[1] for row in rows], [row[2] for row in rows]),
                integrality=[0] * count + [1] * count,
                bounds=Bounds([-_REACH] * count + [0.0] * count, [_REACH] * count + [1.0] * count),
                options={"time_limit": TIME_LIMIT, "mip_rel_gap": 0.0},
            )
        if solution.x is None:
            return None
        chosen = [key for key in self.keys if solution.x[count + self.place[key]] > 0.5]
        values = {key: float(solution.x[self.place[key]]) * self.scale[key] for key in chosen}
        return Answer(frozenset(chosen), values, sum(self.weights.get(key, 1.0) for key in chosen))
