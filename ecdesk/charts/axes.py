"""Axes of figures: round ticks, their printed digits, and where a value stands on the paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ecdesk.charts.text_metrics import width_of
from ecdesk.domain.charts import Limits
from ecdesk.domain.figures.numerals import print_number

_LARGEST = 1e12
"""From here on digits would fill the chart."""

FREE = Limits()
"""Nothing of an axis is set."""


@dataclass(frozen=True)
class Scale:
    """A linear axis between its first and last tick. start and end: where they stand on the paper, in points."""

    ticks: tuple[float, ...]
    start: float = 0.0
    end: float = 1.0

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]

    @property
    def broken(self) -> bool:
        """Whether it leaves zero out, so that lengths on it say nothing."""
        return self.low > 0 or self.high < 0

    def placed(self, start: float, end: float) -> Scale:
        return Scale(self.ticks, start, end)

    def at(self, value: float) -> float:
        """Where a value stands."""
        return self.start + (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2) * (self.end - self.start)

    def labels(self) -> list[str]:
        """The ticks as printed, all with the decimals that their step needs."""
        if max(abs(self.low), abs(self.high)) >= _LARGEST or self.high - self.low < 1e-9:
            return [_in_powers(f"{tick:.6g}") for tick in self.ticks]
        numbers = [Decimal(f"{tick:.10f}").normalize() for tick in self.ticks]
        places = max(0, *(-int(number.as_tuple().exponent) for number in numbers))
        return [
            print_number(Decimal(0) if not number else number.quantize(Decimal(1).scaleb(-places)), " ") for number in numbers
        ]


def _in_powers(number: str) -> str:
    """2e+18 as 2×10^18; fonts have not all raised digits."""
    digits, marked, power = number.partition("e")
    return f"{digits}×10^{int(power)}" if marked else digits


@dataclass(frozen=True)
class ValueAxis:
    """The axis at the left or the right of a chart. labels: of its ticks, as far as they are printed. shown: whether any figure is read
    from it."""

    scale: Scale
    labels: Sequence[str]
    unit: str
    shown: bool
    at_left: bool

    def width(self, size: float) -> float:
        """The room that its labels need beside the chart."""
        return max([6.0, *(width_of(label, size) + 6 for label in self.labels)])

    def placed(self, start: float, end: float) -> ValueAxis:
        return replace(self, scale=self.scale.placed(start, end))


def scale_over(values: Sequence[float], from_zero: bool, most: int = 5, limits: Limits = FREE) -> Scale:
    """An axis with at most so many steps that covers the values, and zero where it must or where it is near; as an editor set it where he did.

    Bars are read by their length and start from zero (E. R. Tufte, "The Visual Display of Quantitative Information", 1983).
    """
    from matplotlib.ticker import MaxNLocator

    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_zero or 0 < low < high * 0.5:
        low = min(low, 0.0)
    if from_zero or low * 0.5 < high < 0:
        high = max(high, 0.0)
    if low == high:
        # Nothing is compared that a break would make clearer.
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low if from_zero else low - 1.0), high + 1.0
    if limits != FREE:
        low, high = (float(low if limits.low is None else limits.low), float(high if limits.high is None else limits.high))
        low, high = (low, high) if low < high else (low, low + 1)
    ticks = MaxNLocator(nbins=most, steps=[1, 2, 5, 10]).tick_values(low, high)
    return Scale(tuple(map(float, ticks))) if limits == FREE else _as_set(low, high, float(ticks[1] - ticks[0]), limits)


def _as_set(low: float, high: float, usual: float, limits: Limits) -> Scale:
    """The axis from where to where an editor set it, with round ticks between, which may leave out what would crowd an end."""
    step = usual if limits.step is None else float(limits.step)
    start = low if limits.low is not None else math.floor(low / step) * step
    end = high if limits.high is not None else math.ceil(high / step - 1e-9) * step
    count = math.floor((end - start) / step + 1e-9)
    first = start if limits.step is not None else math.ceil(start / step - 1e-9) * step
    between = [first + number * step for number in range(count + 1)]
    between = [tick for tick in between if start + step * 0.4 < tick < end - step * 0.4]
    return Scale((start, *between, end))
