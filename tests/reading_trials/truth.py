"""What a person reads in a cell, and members of facets that stand in one text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ecdesk.domain.figures.periods import span_code
from tests.reading_trials.facts import Coords


class Group(NamedTuple):
    """facets: A, Y, P, I, M, or two of them. combos: the members, in order."""

    facets: str
    combos: list[Coords]


@dataclass(frozen=True)
class Expected:
    """A figure. area: its code, or the name of one that the catalogue does not have. period: a period's code. value: as printed. unit: "" where none is. known: its indicator is in the catalogue. ask: the facet that
    nobody can know, for which a question is the right answer. part: how it is called as a part of `within`, where it is not called by its name."""

    sheet: str
    cell: str
    area: str
    indicator: str
    period: str
    measure: str
    value: Decimal
    unit: str
    known: bool
    ask: str = ""
    within: str = ""
    part: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about; spans of the same months are one."""
        return self.area, self.indicator, span_code(self.period), self.measure
