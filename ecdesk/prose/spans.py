"""Quarters and halves that make up a longer span of the year, wherever in the manuscript they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.figures.intervals import total
from ecdesk.domain.judging import decide
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim, show, value_text
from ecdesk.prose.clauses import ends_with, folded_name
from ecdesk.prose.context import Context
from ecdesk.prose.explain import likely_cause
from ecdesk.prose.figures import FigureKind
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement

_SPANS = (
    ("H1", ("Q1", "Q2")),
    ("C09", ("Q1", "Q2", "Q3")),
    ("C09", ("H1", "Q3")),
    ("", ("Q1", "Q2", "Q3", "Q4")),
    ("", ("H1", "H2")),
    ("", ("C09", "Q4")),
)
"""A span of the year and what makes it up, in the codes of periods; "" is the year itself."""

_PERIOD = re.compile(r"(?P<year>(?:[0-9]{4})?)(?P<span>(?:[QHC][0-9]{1,2})?)")
_SUMMED = (FigureKind.LEVEL, FigureKind.COUNT, FigureKind.MONEY)
_OVERALL = pattern("overall")
_STOCK = pattern("stock")


def find_spans(context: Context) -> Iterator[Claim]:
    """一季度9.76万亿元，二季度10.34万亿元，上半年20.1万亿元: every span whose parts the manuscript has."""
    found: dict[tuple[str, str, str], dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in context.statements:
        if (
            statement.measure is Measure.LEVEL
            and statement.figure.kind in _SUMMED
            and not statement.aside
            and not statement.reached
            and (period := _PERIOD.fullmatch(statement.period))
        ):
            area = "" if statement.area == NATION and statement.home in ("", NATION) else statement.area
            found[area, statement.figure.dimension, period["year"]][period["span"]].append(statement)
    for by_span in found.values():
        if len(by_span) < 3:
            continue
        for span, pieces in _SPANS:
            if span in by_span and all(piece in by_span for piece in pieces):
                yield from _made_up(context, by_span[span], [by_span[piece] for piece in pieces])


def _made_up(context: Context, wholes: list[Statement], pieces: list[list[Statement]]) -> Iterator[Claim]:
    taken: set[str] = set()
    for first in pieces[0]:
        name = folded_name(first.name)
        parts = [first]
        for others in pieces[1:]:
            same = [other for other in others if folded_name(other.name) == name]
            if not same or len({other.figure.value for other in same}) > 1:
                break
            parts.append(same[0])
        if (
            len(parts) != len(pieces)
            or name in taken
            or len({p.figure.value for p in pieces[0] if folded_name(p.name) == name}) > 1
        ):
            continue
        taken.add(name)
        same = [whole for whole in wholes if _same_thing(name, folded_name(whole.name), exact=True)]
        if same and len({whole.figure.value for whole in same}) == 1:
            yield from _claim(context, same[0], parts, certain=len(name) >= 3 and not _STOCK.search(name))
            continue
        alike = [whole for whole in wholes if _same_thing(name, folded_name(whole.name), exact=False)]
        yield from next(filter(None, (list(_claim(context, whole, parts, certain=False)) for whole in alike)), [])


def _same_thing(name: str, whole: str, exact: bool) -> bool:
    """进出口规模 is what another place calls 货物贸易进出口总值; a row of quarters without a name is one of the total."""
    one, two = (re.sub(r"(?:总额|总值|总量|额|值|规模)+$", "", _OVERALL.sub("", word)) for word in (name, whole))
    return one == two or (not exact and (not one or ends_with(two, one)))


def _claim(context: Context, whole: Statement, parts: list[Statement], certain: bool) -> Iterator[Claim]:
    verdict = decide(lambda margin: total(part.figure.interval(margin) for part in parts).meets(whole.figure.interval(margin)))
    computed = sum((part.figure.value for part in parts), Fraction(0))
    expected = show(computed, whole.figure)
    message = cause = None
    if verdict is Verdict.FAILS:
        if not certain:
            return  # the quarters may have been revised, or be of another thing
        cause = likely_cause(
            [whole.figure, *(part.figure for part in parts)],
            lambda figures: total(f.interval() for f in figures[1:]).meets(figures[0].interval()),
        )
        message = text("各季度之和为 {sum}，文中为 {printed}。", sum=expected, printed=value_text(whole))
        if cause is None:
            verdict, message = Verdict.UNDECIDED, text("各季度之和与全期不符，前期数字可能已修订，请核对。")
    relation = f"{' + '.join(value_text(part) for part in parts)} = {value_text(whole)}"
    roles = [(whole, "total"), *((part, "part") for part in parts)]
    yield context.claim("sum", verdict, relation, roles, expected, message, cause)
