"""Cells of tables against the prose, and against other tables, by the name of their row."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.judging import decide
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, Operand, label, operand, signed, value_text
from ecdesk.prose.explain import TURNED, slip_between
from ecdesk.prose.printed.tables import Cell, Table
from ecdesk.prose.reading.clauses import area_codes_in, folded_name
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure, Statement

_DONE = pattern("done")
MOST_SIMILAR = 4
"""A name that the prose uses for more figures than this says nothing of which one a row is about."""
_ORDER = (Verdict.HOLDS, Verdict.ROUNDING, Verdict.UNDECIDED, Verdict.FAILS)
_MEASURES = {"level": (Measure.LEVEL,), "growth": (Measure.GROWTH,), "share": (Measure.SHARE, Measure.RATE)}


def cell_claims(context: Context, found: Sequence[Table]) -> Iterator[Claim]:
    """Every cell that the prose gives under the row's name, and every pair of tables that has one."""
    rows = cells_by_row(found)
    if not rows:
        return
    named, placed = _by_name(context, rows), _by_place(context)
    for name, cells in rows.items():
        of_row = named.get(name) or _of_place(context, placed, name, cells)
        for kind, measures in _MEASURES.items():
            statements = [s for s in of_row if s.measure in measures]
            yield from _row_claims(context, [cell for cell in cells if cell.kind == kind], statements)
        yield from _between_tables(context, cells)


def _row_claims(context: Context, cells: list[Cell], statements: list[Statement]) -> Iterator[Claim]:
    """营业收入 | 2019年 318 | 2018年 320: where the prose tells one cell of a row, the others are of other times."""
    own = [cell for cell in cells if _is_of_now(context, cell)]
    agree = any(_meets(cell, statement) is Verdict.HOLDS for cell in cells for statement in statements)
    for cell in own:
        yield from (claim for claim in _against_prose(context, cell, statements) if claim.verdict is Verdict.HOLDS or not agree)


def _by_name(context: Context, rows: dict[str, list[Cell]]) -> dict[str, list[Statement]]:
    named: dict[str, list[Statement]] = defaultdict(list)
    for statement in context.statements:
        name = folded_name(statement.name or (statement.head.name if statement.head is not None else ""))
        name = name if name in rows else done_of(name)
        if name in rows and statement.base in ("", "year", "start_of_year"):
            named[name].append(statement)
    return named


def _by_place(context: Context) -> dict[tuple[str, str], list[Statement]]:
    """What is said of each place, by the place and the name: 睢宁县 and 网络零售额, also where the place is in the name."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in context.statements:
        name = folded_name(statement.name or (statement.head.name if statement.head is not None else ""))
        if statement.base in ("", "year", "start_of_year"):
            found[statement.area, name].append(statement)
    return found


def _of_place(context: Context, placed: dict[tuple[str, str], list[Statement]], row: str, cells: list[Cell]) -> list[Statement]:
    """What the prose says of the place that a row is of, and of what its one column of levels, or the caption, says is measured."""
    heads = {cell.head for cell in cells if cell.kind == "level" and _is_of_now(context, cell)}
    areas = {code for _start, code in area_codes_in(row)} or {row}
    if len(areas) != 1 or len(heads) != 1:
        return []
    (head,), (area,) = heads, areas
    told = (said for (place, name), said in placed.items() if _is_said_there(name, place == area, row, head))
    return list(itertools.chain.from_iterable(told))


def _is_said_there(name: str, there: bool, row: str, head: str) -> bool:
    """Whether a name is that of a row of a place, or of what is measured there."""
    return name == row + head or (there and len(name) >= NAMED and name in head)


def _is_of_now(context: Context, cell: Cell) -> bool:
    return cell.year is None or str(cell.year) == context.year


NAMED = 4
"""Characters of a name that tells which figures a caption is about."""


@lru_cache(maxsize=4096)
def done_of(name: str) -> str:
    """铁路和公路完成货物周转量: what was done, without those who did it."""
    done = _DONE.search(name)
    return name[done.end() :] if done is not None else name


def _against_prose(context: Context, cell: Cell, statements: list[Statement]) -> Iterator[Claim]:
    figure = cell.figure
    assert figure is not None
    known = [s for s in statements if s.figure.dimension == figure.dimension]
    if not 1 <= len(known) <= MOST_SIMILAR:
        return
    verdicts = [(_meets(cell, s), s) for s in known]
    verdict, statement = min(verdicts, key=lambda pair: _ORDER.index(pair[0]))
    several = len({s.figure.value for s in known}) > 1
    cause: Text | None = None
    message = text("与表中数字一致。")
    if verdict is Verdict.FAILS:
        cause = slip_between(figure, statement.figure)
        if figure.value * statement.figure.value * statement.sign < 0:
            cause = TURNED if abs(figure.value) == abs(statement.figure.value) else None
        message = text("表中为 {one}，文中为 {two}。", one=cell.words, two=value_text(statement))
    if (several and verdict is not Verdict.HOLDS) or (verdict is Verdict.FAILS and cause is None):
        return
    operands = (operand(statement, "text", context.manuscript), _operand(context, cell))
    relation = f"{label(statement)} {value_text(statement)} = {cell.words}"
    yield Claim("crossref", verdict, relation, operands, cell.words, message, cause, context.around(operands))


def _meets(cell: Cell, statement: Statement) -> Verdict:
    figure = cell.figure
    if figure is None or statement.figure.dimension != figure.dimension:
        return Verdict.UNDECIDED
    return decide(lambda margin: signed(statement, margin).meets(figure.interval(margin)))


def _between_tables(context: Context, cells: list[Cell]) -> Iterator[Claim]:
    """The same row of two tables, of one kind, year and unit: the same figure, or two that differ by a slip."""
    for one, two in itertools.combinations(cells[:12], 2):
        first, second = one.figure, two.figure
        assert first is not None and second is not None
        same = (one.kind, one.year, first.dimension) == (two.kind, two.year, second.dimension) and one.year is not None
        if not same or first.amount.unit.symbol == "":
            continue
        verdict = decide(lambda m, a=first, b=second: a.interval(m).meets(b.interval(m)))  # type: ignore[misc]
        if verdict is Verdict.HOLDS and _telling(first) >= 3:
            operands = (_operand(context, one), _operand(context, two))
            message = text("两表中数字一致。")
            yield Claim(
                "crossref", verdict, f"{one.words} = {two.words}", operands, one.words, message, None, context.around(operands)
            )


def _telling(figure: Figure) -> int:
    return len(str(figure.amount.value).strip("-0.").replace(".", ""))


def _operand(context: Context, cell: Cell) -> Operand:
    return Operand(cell.start, cell.end, context.manuscript[cell.start : cell.end], "table", cell.row)


def cells_by_row(found: Sequence[Table]) -> dict[str, list[Cell]]:
    """The numbers of all tables by the name of their row."""
    rows: dict[str, list[Cell]] = defaultdict(list)
    for table in found:
        counted = Counter(row[0].words for row in table.rows)
        for row in table.rows:
            if len(row[0].words) >= 2 and counted[row[0].words] == 1:
                for cell in row[1:]:
                    if cell.figure is not None and cell.row:
                        rows[cell.row].append(cell)
    return rows
