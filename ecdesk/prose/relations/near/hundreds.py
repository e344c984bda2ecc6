"""Percentages that should make up a hundred, and that one slip would make one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import UNIT, Fact, Facts
from ecdesk.prose.relations.hints import asked, between, divided, hint
from ecdesk.prose.relations.near.english import english_hundreds
from ecdesk.prose.relations.near.misses import Miss, mended
from ecdesk.prose.relations.shares import rows_of_shares, whole_of


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
    off = sum(f.point * f.statement.sign for f in run) - whole_of(run[0])
    sure = divided(run) and {f.statement.measure for f in run} == {Measure.SHARE}
    beside = run in list(_lists_beside_hundreds(row))
    if not _may_be_slip(run, off) or (not (sure or beside) and _may_have_more(run, off)):
        return
    width = sum(f.width for f in run)
    wanted = {f.number: (Fraction(f.point - off * f.statement.sign, UNIT), width // 2) for f in run}
    words = mended(run, wanted, asked("slip")[_meant(run, sure, beside)])
    if words is not None or sure:
        yield Miss(tuple(run), words)


def _meant(run: list[Fact], sure: bool, beside: bool) -> str:
    """How much the words say that percentages make up a hundred."""
    if run[0].kind == "ratio" or beside:
        return "structure"
    return "sure" if sure else "hundred"


def _may_be_slip(run: list[Fact], off: int) -> bool:
    """Whether percentages are off by more than their rounding, and by so little that one slip may be the cause. off: in `UNIT`s."""
    whole, width = whole_of(run[0]), sum(f.width for f in run)
    if (run[0].kind == "ratio" and width > UNIT // 10 * len(run)) or max(f.digits for f in run) < 2:
        return False  # 50%、30%和1%
    return 2 * width < 2 * abs(off) < whole * (6 if len(run) == 2 else 15) // 10


def _may_have_more(run: list[Fact], off: int) -> bool:
    """占全球储量的36%，乙国和丙国分占19%和5%: whether what shares of the world leave may be of further members, as it is no less than one of theirs."""
    many = any(hint("of_many").search(f.statement.whole_name) for f in run)
    return many and -off >= min(f.point for f in run)


def _closed_runs(row: list[Fact]) -> Iterator[list[Fact]]:
    if row[0].kind == "ratio":
        yield from _structures(row)
        return
    yield from _lists_beside_hundreds(row)
    for size in (5, 4, 3, 2):
        for at in range(len(row) - size + 1):
            run = row[at : at + size]
            if (size == len(row) >= 3 and (_of_one_whole(run) or english_hundreds(run))) or _divides(run):
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
