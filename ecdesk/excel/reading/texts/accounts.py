"""The texts of a sheet, each with where it stands and what the figures show that it stands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.measures import index_base

RELATIVE = ("growth", "growth_prev", "share", "index")
"""Measures of figures that are relative to a level."""


class Place(Enum):
    """Where a text stands, seen from the figures it is said of."""

    ROW = "row"
    COLUMN = "column"
    CORNER = "corner"
    """Over the columns of labels."""
    SECTION = "section"
    LINE = "line"
    """Title, unit line, report line."""
    SHEET = "sheet"
    FILE = "file"
    NOTE = "note"
    STATED = "stated"
    """What a note says of all figures of its table."""
    BEHIND = "behind"
    """Behind the value of a line that names something."""
    REMARK = "remark"
    """In a column of remarks, beside the figures."""

    @property
    def near(self) -> bool:
        return self in (Place.ROW, Place.COLUMN, Place.SECTION, Place.STATED)


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """What one figure came to say; each of them is made once for all figures that say the same. names: everything that its name was made of, folded; known: whether a catalogue has it."""

    area: Area | None
    period: Period | None
    own: Period | None
    """The period of the table as a whole."""
    measure: str
    unit: Unit | None
    names: str
    known: bool
    index: bool = False

    @property
    def relative(self) -> bool:
        """Whether the figure is growth, a share or an index."""
        return self.measure.partition(":")[0] in RELATIVE

    @property
    def base(self) -> str:
        """What an index has as 100."""
        return index_base(self.measure.partition(":")[2]) or (index_base(self.unit.symbol) if self.unit is not None else "")


class Speaking(Protocol):
    """What else a file speaks of."""

    def of(self, word: str, place: Place) -> bool:
        """Whether other texts than those of a place speak of what a word says."""


@dataclass
class Account:
    """One text, and what the figures show that it stands over."""

    text: str
    place: Place
    row: int
    column: int
    said: str = ""
    """All that is said there, where the text is a part of it; it is asked about with that."""
    figures: dict[Shown, None] = field(default_factory=dict)
