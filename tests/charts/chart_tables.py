"""Small tables for charts, made through the same front door as everything else: a book with an exhibit."""

from __future__ import annotations

from collections.abc import Sequence

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Chart, Exhibit, Indicator, Line, Observation
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.time.time_words import period_named
from ecdesk.domain.wording.units import unit_named


def make_table(
    kind: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[str]]],
    *,
    secondary: Sequence[str] = (),
    statuses: dict[tuple[int, int], str] | None = None,
    bases: dict[tuple[int, int], str] | None = None,
    top: int = 0,
    caption: str = "2011—2018年中国电子商务交易总额",
    along: str = "rows",
    number: str = "图1-1",
) -> Table:
    """series: (name, unit, printed figures); a figure "" is missing. Categories that begin with a year are periods, others items. Keys of statuses and bases: (category, series)."""
    book = Book()
    lines = tuple(Line(f"s{n}", name, {"indicator": f"i{n}"}, unit=unit) for n, (name, unit, _values) in enumerate(series))
    in_time = all(name[:4].isdigit() for name in categories)
    places = [
        {"period": named.code if (named := period_named(name)) else name[:4]} if in_time else {"item": f"x{n}", "period": "2018"}
        for n, name in enumerate(categories)
    ]
    stubs = tuple(Line(f"c{n}", name, places[n]) for n, name in enumerate(categories))
    chosen = tuple(f"s{n}" for n, (name, _unit, _values) in enumerate(series) if name in secondary)
    exhibit = Exhibit(
        "e",
        number,
        caption,
        kind="figure",
        source_line="数据来源：国家统计局",
        at={"area": "000000"},
        rows=stubs if along == "rows" else lines,
        columns=lines if along == "rows" else stubs,
        chart=Chart(kind, along, (), chosen, top),
    )
    records: list[object] = [exhibit]
    for n, (name, unit, values) in enumerate(series):
        records.append(Indicator(f"i{n}", name, unit))
        for c, text in enumerate(values):
            content = parse_content(text, unit_named(unit))
            if content is None:
                continue
            records.append(
                Observation(
                    Key(f"i{n}", "000000", places[c].get("item", ""), places[c]["period"], "value"),
                    content,
                    (statuses or {}).get((c, n), "final"),
                    (bases or {}).get((c, n), ""),
                )
            )
    book.load(iter(records))  # type: ignore[arg-type]
    return build_table(book, exhibit)
