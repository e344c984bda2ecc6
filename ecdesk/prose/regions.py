"""Regions that make up the nation: 东部, 中部, 西部 and 东北, in a row of figures under one name."""

from __future__ import annotations

from collections.abc import Iterator

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.areas import NATION, standard_areas
from ecdesk.prose.adding import adds_up, slip, sum_claim
from ecdesk.prose.claims import Claim
from ecdesk.prose.clauses import ends_with, folded_name
from ecdesk.prose.context import Context
from ecdesk.prose.figures import FigureKind
from ecdesk.prose.part_growth import growths
from ecdesk.prose.statements import Measure, Statement

_SUMMED = (FigureKind.LEVEL, FigureKind.COUNT, FigureKind.MONEY)
PARAGRAPHS = 6
"""How far before the regions the figure of the nation may stand."""


def find_regions(context: Context) -> Iterator[Claim]:
    """Rows of all regions whose national figure the text has. The northeast is a region of its own or part of the east."""
    regions = tuple(area.code for area in standard_areas() if area.kind == "region")
    for statements in context.by_stretch.values():
        levels = [s for s in statements if s.measure is Measure.LEVEL and s.figure.kind in _SUMMED and not s.aside]
        run: list[Statement] = []
        for level in [*levels, None]:
            if level is not None and level.area in regions and (not run or _goes_on(run, level)):
                run.append(level)
                continue
            if len(run) in (len(regions), len(regions) - 1):
                yield from _made_up(context, run)
            run = [level] if level is not None and level.area in regions else []


def _goes_on(run: list[Statement], level: Statement) -> bool:
    """中部地区投资 after 东部地区房地产开发投资: of the same thing, though it says less, and of a region not yet named."""
    first = run[0]
    name, own = folded_name(first.name), folded_name(level.name)
    return (
        level.area not in {other.area for other in run}
        and level.figure.dimension == first.figure.dimension
        and level.period == first.period
        and level.sentence <= run[-1].sentence + 1
        and (not own or ends_with(name, own))
    )


def _made_up(context: Context, run: list[Statement]) -> Iterator[Claim]:
    name = folded_name(run[0].name)
    wholes = [
        s
        for s in context.statements
        if s.measure is Measure.LEVEL
        and s.area in (NATION, "")
        and s.figure.dimension == run[0].figure.dimension
        and s.period == run[0].period
        and folded_name(s.name) == name
        and 0 <= run[0].stretch.number - s.stretch.number <= PARAGRAPHS
    ]
    if not name or len({whole.figure.value for whole in wholes}) != 1:
        return
    whole = wholes[-1]
    verdict = adds_up(whole, run)
    if verdict in (Verdict.HOLDS, Verdict.ROUNDING):
        yield sum_claim(context, whole, run, exhaustive=True)
        yield from growths(context, whole, run, known=True)
    elif verdict is Verdict.FAILS and slip(whole, run) is not None:
        yield sum_claim(context, whole, run, exhaustive=True)
