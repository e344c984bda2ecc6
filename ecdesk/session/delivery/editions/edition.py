"""What is said about what is handed out: on the sheet 版本说明 and in comments on the cells of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import LEVEL_NAMES, Finding
from ecdesk.domain.book.records import Exhibit, SignOff
from ecdesk.domain.book.tables import Table
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.symbols import meaning_of
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.note_marks import DERIVED_MARK, UNSOURCED_MARK
from ecdesk.excel.writing import Edition

_MOST_REMARKS = 6
"""So many findings are told in one comment; more are counted."""


def now() -> datetime:
    """When something is handed out, by this machine's clock."""
    return datetime.now().astimezone()


def edition_of(book: Book, tables: Sequence[Table], findings: Sequence[Finding], by: str, *, final: bool) -> Edition:
    """tables: as they are printed. by: who hands them out, "" where nobody says."""
    still = sum(finding.is_open for finding in findings)
    signed = {one.by for one in book.all(SignOff).values()}
    facts = [
        (tr("书名"), book.title),
        (tr("编写单位"), book.setting("organisation")),
        (tr("状态"), tr("定稿") if final else tr("未定稿，待处理的审核结果 {count} 条", count=still)),
        (tr("导出时间"), now().strftime("%Y-%m-%d %H:%M")),
        (tr("导出人"), by),
        (tr("签发人"), tr("、").join(sorted(signed))),
        (tr("图表数"), tr("{count} 个", count=len(tables))),
        (tr("进位"), tr("各数按所列位数四舍五入，合计数与各分项之和可能因此略有差异；按舍位平衡处理的表在表下注明。")),
    ]
    return Edition(
        tuple((name, words) for name, words in facts if words), tuple(symbols_used(book, tables)), tuple(_sources(tables))
    )


def symbols_used(book: Book, tables: Sequence[Table]) -> list[tuple[str, str]]:
    """Each symbol that some table prints, and what it means in this book. The one place where a workbook asks for that."""
    cells = list(chain.from_iterable(row for table in tables for row in table.cells))
    states = {cell.content for cell in cells if cell.key is not None}
    found = [(book.symbols.of(mark) or tr("空格"), meaning_of(mark)) for mark in frozenset(Mark).intersection(states)]
    last = {cell.text[-1:] for cell in cells}
    beside = (
        (UNSOURCED_MARK, tr("数尚无出处，不是正式数据"), UNSOURCED_MARK in last),
        (DERIVED_MARK, tr("数由其他数推算"), DERIVED_MARK in last),
        (tr("空格"), tr("数尚未填报"), any(map(_lacks, tables))),
    )
    return _by_symbol([*sorted(found), *(one[:2] for one in beside if one[2])])


def _lacks(table: Table) -> bool:
    """Whether a cell in which a figure is missed is empty."""
    return any(
        cell.key is not None and cell.content is None and not (row.unexpected or column.unexpected)
        for row, cells in zip(table.rows, table.cells, strict=True)
        for column, cell in zip(table.columns, cells, strict=True)
    )


def _by_symbol(said: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is said of each symbol, once."""
    meanings: dict[str, list[str]] = {}
    for symbol, meaning in said:
        meanings.setdefault(symbol, []).append(meaning)
    return [(symbol, tr("；").join(found)) for symbol, found in meanings.items()]


def _sources(tables: Sequence[Table]) -> list[tuple[str, str]]:
    numbers: dict[str, list[str]] = {}
    for table in tables:
        exhibit = table.exhibit
        numbers.setdefault(exhibit.source_line or tr("未注明来源"), []).append(exhibit.number or exhibit.caption)
    return [(source, tr("、").join(found)) for source, found in numbers.items()]


def remarks_on(
    exhibits: Sequence[Exhibit], tables: dict[str, Table], findings: Sequence[Finding]
) -> dict[str, dict[tuple[int, int], str]]:
    """What is still open about cells of exhibits, by the exhibit's id: of each finding at the figure that is suspected, else at the first of
    its formula."""
    about: dict[Key, list[Finding]] = {}
    for finding in findings:
        if finding.is_open and (finding.suspect is not None or finding.operands):
            about.setdefault(finding.suspect or finding.operands[0].key, []).append(finding)
    return {exhibit.id: _remarks_in(tables[exhibit.id], about) for exhibit in exhibits} if about else {}


def _remarks_in(table: Table, about: Mapping[Key, Sequence[Finding]]) -> dict[tuple[int, int], str]:
    return {
        (row, column): _remark(about[cell.key])
        for row, cells in enumerate(table.cells)
        for column, cell in enumerate(cells)
        if cell.key is not None and cell.key in about
    }


def _remark(findings: Sequence[Finding]) -> str:
    told = [
        "\n".join(filter(None, (f"{tr(LEVEL_NAMES[one.level])}：{one.message}", str(one.formula), str(one.suggestion or ""))))
        for one in findings[:_MOST_REMARKS]
    ]
    more = len(findings) - len(told)
    return "\n\n".join([*told, *([tr("另有 {count} 条。", count=more)] if more else [])])
