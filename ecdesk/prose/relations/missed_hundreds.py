"""Percentages that should make up a hundred, and do not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import UNIT, Fact, Facts
from ecdesk.prose.relations.hints import asked, between, divided
from ecdesk.prose.relations.misses import Miss, mended
from ecdesk.prose.relations.shares import (
    rows_of_shares,
    whole_of,
)


def missed_hundreds(facts: Facts) -> Iterator[Miss]:
    """Shares of one whole that are all by their names, or the members of a structure, and that one slip would make a hundred."""
    seen: set[int] = set()
    for row in rows_of_shares(facts):
        for run in _closed_runs(row):
            key = {f.number for f in run}
            if key <= seen or any("hundred" in f.told for f in run):
                continue
            seen |= key
            yield from _missed_hundred(run, row)


def _missed_hundred(run: list[Fact], row: list[Fact]) -> Iterator[Miss]:
    whole, ratio = whole_of(run[0]), run[0].kind == "ratio"
    off = sum(f.point * f.statement.sign for f in run) - whole
    width = sum(f.width for f in run)
    rough = (ratio and width > UNIT // 10 * len(run)) or max(f.digits for f in run) < 2  # 50%、30%和1%
    if rough or not 2 * width < 2 * abs(off) < whole * (6 if len(run) == 2 else 15) // 10:
        return
    wanted = {f.number: (Fraction(f.point - off * f.statement.sign, UNIT), width // 2) for f in run}
    sure = divided(run) and {f.statement.measure for f in run} == {Measure.SHARE}
    beside = run in list(_lists_beside_hundreds(row))
    words = mended(run, wanted, asked("slip")["structure" if ratio or beside else "sure" if sure else "hundred"])
    if words is not None or sure:
        yield Miss(tuple(run), words)


def _closed_runs(row: list[Fact]) -> Iterator[list[Fact]]:
    if row[0].kind == "ratio":
        yield from _structures(row)
        return
    yield from _lists_beside_hundreds(row)
    for size in (5, 4, 3, 2):
        for at in range(len(row) - size + 1):
            run = row[at : at + size]
            if (size == len(row) >= 3 and _of_one_whole(run)) or _divides(run):
                yield run


def _lists_beside_hundreds(row: list[Fact]) -> Iterator[list[Fact]]:
    """业务量比重分别为80%、12.7%和7.3%，业务收入比重分别为80%、11.5%和8.5%: lists of shares as long as one beside them that makes up a hundred."""
    lists: dict[tuple[int, int], list[Fact]] = {}
    for fact in row:
        if fact.statement.listed and fact.statement.measure is Measure.SHARE:
            lists.setdefault((fact.sentence, fact.statement.listed), []).append(fact)
    whole = {(key[0], len(run)) for key, run in lists.items() if all("hundred" in fact.told for fact in run)}
    yield from (run for key, run in lists.items() if len(run) > 2 and (key[0], len(run)) in whole)


def _of_one_whole(run: list[Fact]) -> bool:
    return _one_whole(run) or all(f.kind == "contribution" and f.statement.listed for f in run)


def _divides(run: list[Fact]) -> bool:
    return divided(run) and not any(f.statement.measure is Measure.RATE for f in run)


def _structures(row: list[Fact]) -> Iterator[list[Fact]]:
    """The members of each structure of a row, as the colons between them join them."""
    begin = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or row[at].paragraph != row[at - 1].paragraph or between(row[at - 1], row[at]) != "：":
            yield row[begin:at]
            begin = at


def _one_whole(run: list[Fact]) -> bool:
    """Whether all are said to be shares of the whole that the first one names, or another."""
    wholes = {f.statement.whole_name for f in run} - {""}
    return len(wholes) == 1 and all(f.statement.measure is Measure.SHARE for f in run)
