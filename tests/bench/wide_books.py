"""Books of as many figures as one likes, under five rules that hold for each of them. Run as a program with a number of indicators it prints what checking
such a book takes, as JSON: in a process of its own, so that its memory is known."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Container, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import (
    AreaRecord,
    Axis,
    Exhibit,
    Indicator,
    Observation,
    Origin,
    OriginKind,
    Record,
    RuleRecord,
    Setting,
)
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Coordinates, Key
from ecdesk.domain.wording.units import unit_named
from tests.bench.peer_rules import AREAS, YEARS, printed

RULES = (
    "本指标 ≥ 0 对每个指标",
    "单位相符(本指标) 对每个指标",
    "本指标 ≤ 本指标[上年] × 1.5 对每个指标",
    "本指标 ≤ 1500亿元 对每个指标",
    "本指标 + 本指标[上年] ≥ 1亿元 对每个指标",
)


def wide_book(indicators: int) -> Book:
    """31 provinces in ten years by so many indicators."""
    provinces = [area for area in standard_areas() if area.kind == "province"][:AREAS]
    unit = unit_named("亿元")
    records: list[Record] = [Setting("year", "2018")]
    records += [AreaRecord(area, order) for order, area in enumerate(standard_areas())]
    records += [RuleRecord(str(order), text, text, order=order) for order, text in enumerate(RULES)]
    for number in range(indicators):
        name = f"指标{number}"
        records.append(Indicator(name, name, "亿元"))
        records += [
            Observation(
                Key(name, area.code, "", str(year), "value"), Amount(Decimal(printed(number, place, year)).scaleb(-1), unit)
            )
            for place, area in enumerate(provinces)
            for year in YEARS
        ]
    book = Book()
    book.load(iter(records))
    return book


def larger(records: Iterable[Record], times: int) -> list[Record]:
    """The records of a book and so many times the same exhibits of the same figures, those of the copies under indicators of their own."""
    given = list(records)
    names = {record.id for record in given if isinstance(record, Indicator)}
    copied = [
        copy for number in range(2, times + 1) for record in given if (copy := _copied(record, f"·{number}", names)) is not None
    ]
    return [*given, *copied]


def _copied(record: Record, sign: str, names: Container[str]) -> Record | None:
    """names: of the indicators; None for what there is once in a book."""

    def own(name: str) -> str:
        return name + sign if name in names else name

    def at(given: Coordinates) -> Coordinates:
        return {part: own(name) for part, name in given.items()}

    match record:
        case Indicator():
            return replace(
                record,
                id=own(record.id),
                name=record.name + sign,
                whole=own(record.whole),
                parent=own(record.parent),
                synonyms=(),
            )
        case Observation():
            measure, colon, whole = record.key.measure.partition(":")
            key = record.key.moved(indicator=own(record.key.indicator), measure=f"{measure}{colon}{own(whole)}")
            worked_out = record.origin.kind == OriginKind.COMPUTED
            return replace(record, key=key, origin=Origin(OriginKind.PUBLISHED, detail="1") if worked_out else record.origin)
        case Exhibit():
            rows, columns = (tuple(replace(line, at=at(line.at), formula="") for line in record.lines(axis)) for axis in Axis)
            return replace(record, id=record.id + sign, number=record.number + sign, at=at(record.at), rows=rows, columns=columns)
    return None


def memory(name: str) -> float:
    """A line of what Linux says of this process, in megabytes; 0 elsewhere."""
    path = Path("/proc/self/status")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def measured(indicators: int) -> dict[str, Any]:
    """seconds and megabytes (the most at any time, beyond the book) from a book's records to verdicts; how many verdicts of each kind, how many were left to
    exact fractions, how many rules were refused."""
    book = wide_book(indicators)
    import numpy  # noqa: F401  # the program has loaded it long before

    gc.collect()
    if Path("/proc/self/clear_refs").exists():
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = memory("VmRSS")
    began = time.perf_counter()
    checker = Checker(book)
    first = time.perf_counter() - began
    most = memory("VmHWM") - before
    del checker
    began = time.perf_counter()
    checker = Checker(book)
    again = time.perf_counter() - began
    return {
        "figures": len(book.observations),
        "instances": checker.instances,
        "seconds": min(first, again),
        "megabytes": most,
        "refused": len(checker.faults),
        "exactly": checker.exactly,
        "failing": checker.counts[Verdict.FAILS],
    }


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
