"""Rows and columns whose figures are worked out by a formula of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ecdesk.domain.book.layouts.keys import cell_keys
from ecdesk.domain.book.records import Exhibit, Observation, Origin, OriginKind
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key


def defined_cells(exhibit: Exhibit | None) -> Mapping[Key, str]:
    """The figures of rows and columns with a formula, with that; where both have one, the column's counts."""
    if exhibit is None or not any(line.formula for line in (*exhibit.rows, *exhibit.columns)):
        return {}
    found = ((key, exhibit.columns[column].formula or exhibit.rows[row].formula) for row, column, key in cell_keys(exhibit))
    return {key: formula for key, formula in found if formula}


def newly_defined(
    before: Exhibit | None, after: Exhibit, figures: Callable[[Key], Observation | None], who: str
) -> list[Observation]:
    """The figures that are to be worked out because an exhibit is another now: those of defined rows and columns that were none before, where nothing
    stands or what the definition before gave. Their values come with what follows from the step."""
    known, wanted = defined_cells(before), defined_cells(after)
    found = []
    for key, formula in wanted.items():
        present, earlier = figures(key), known.get(key)
        free = present is None or present.content is Mark.UNKNOWN or (earlier is not None and formula_of(present) == earlier)
        if earlier != formula and free:
            origin = Origin(OriginKind.COMPUTED, by=who, detail=f"={formula}")
            found.append(Observation(key, Mark.UNKNOWN, origin=origin, note=present.note if present is not None else ""))
    return found
