"""Tables of a period and the span from January to its end side by side: in the first issue of a year both are the same and one of them is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.records import Axis, Exhibit, Line
from ecdesk.domain.figures.moves import Relative
from ecdesk.domain.figures.periods import Period, period_from_code, span_code
from ecdesk.domain.wording.time.time_words import period_named


def with_spans_to_date(exhibit: Exhibit, own: Period) -> Exhibit:
    """A table as it stands in a book of a period: what is left out at the beginning of a year comes back with the second issue. One that was not made
    as such a table stays as somebody put it together."""
    if not exhibit.to_date or own.kind == "year":
        return exhibit
    is_first = Relative.TO_DATE.period(own).span == own
    for axis in Axis:
        if is_first:
            exhibit = _without_twins(exhibit, axis)
        else:
            exhibit = exhibit.with_lines(axis, tuple(_with_spans(exhibit.lines(axis), own)))
    return exhibit


def _without_twins(exhibit: Exhibit, axis: Axis) -> Exhibit:
    """A table without the lines of spans that are those of other lines too: 1—3月 beside the first quarter."""
    lines = exhibit.lines(axis)
    there = [line.at for line in lines]
    gone = {line.id for line in lines if (at := _of_span(line)) != line.at and at in there}
    if not gone:
        return exhibit
    kept = exhibit.with_lines(axis, tuple(line for line in lines if line.id not in gone))
    chart = exhibit.chart.without(gone) if exhibit.chart is not None else None
    sorting = exhibit.sorting if exhibit.sorting is None or exhibit.sorting.by not in gone else None
    return replace(kept, chart=chart, sorting=sorting)


def _of_span(line: Line) -> dict[str, str]:
    return {part: span_code(code) if part == "period" else code for part, code in line.at.items()}


def _with_spans(lines: tuple[Line, ...], own: Period) -> Iterator[Line]:
    """The lines, and behind those of the book's period, of whichever year, the same of the span to its end."""
    there = [line.at for line in lines]
    waiting: list[Line] = []
    for line in lines:
        span = _span_beside(line, own)
        if span is None:
            yield from waiting
            waiting.clear()
        yield line
        at = {**line.at, "period": span.code} if span is not None else {}
        if span is not None and at not in there:
            groups = tuple(_called(words, span) for words in line.groups)
            waiting.append(
                replace(line, id=new_uid(), label=_called(line.label, span), groups=groups, at=at, note="", formula="")
            )
    yield from waiting


def _span_beside(line: Line, own: Period) -> Period | None:
    """The span from January to the end of a line's period, where that is the book's own, of whichever year."""
    period = period_from_code(line.at["period"]) if line.at.get("period") else None
    if period is None or (period.kind, period.index) != (own.kind, own.index):
        return None
    return Relative.TO_DATE.period(period)


def _called(words: str, span: Period) -> str:
    """A heading of a period as that of the span to its end; one that names no period stays."""
    named = period_named(words, span)
    if named is None or named.months[-1] != span.months[-1]:
        return words
    year = str(Period(span.year))
    return str(span) if year in words else str(span).removeprefix(year)
