"""Handing out finished work: the workbook of tables, and the charts as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ecdesk.charts import save_all
from ecdesk.checks import Answered, Checker, Last
from ecdesk.checks.engine import waivers
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import standing_alternatives
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import Conflict
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import Text, text
from ecdesk.excel.writing import export_workbook
from ecdesk.session.delivery.delivering import Which, chosen_exhibits
from ecdesk.session.delivery.explaining import explained
from ecdesk.session.delivery.printing import printed_tables
from ecdesk.session.program.progress import Job, Progress, for_readers
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.tables.charting import with_growth
from ecdesk.session.versions.versions import key_label


@dataclass(frozen=True)
class Exported:
    """What was written. exhibits: how many of the book's. open: findings that still have to be fixed or explained; a final export has none."""

    workbook: Path
    charts: tuple[Path, ...]
    open: int
    exhibits: int
    problems: tuple[Text, ...] = ()
    """Why charts are missing that could not be drawn."""


@for_readers
def export(
    book: Book,
    workbook: Path,
    charts: Path | None = None,
    formats: Sequence[str] = ("svg",),
    findings: Sequence[Finding] | None = None,
    *,
    final: bool = False,
    last: Last = None,
    exhibits: Which = Which.PRINTED,
    part: str = "",
) -> Job[Exported]:
    """Write the workbook, and the charts into a folder when one is given. A window hands in ``book.snapshot()``.

    findings: those to list; None checks the book now, beside last year's. final: refuse, with a UserError, while an error is open, a
    query is not explained, a cell holds what could not be read, two sources disagree, or copies that were merged do; without it every page
    says that it is a draft. exhibits and part: which of them, charts too, see `chosen_exhibits`.
    """
    chosen = chosen_exhibits(book, exhibits, part)
    if findings is None:
        findings = findings_of_book(book, last)
    if final:
        check_final(book, findings)
    yield Progress(0, 0, text("准备各表…"))
    tables = explained(book, chosen, printed_tables(Checker(book), book.setting("grouping", THIN_SPACE)))
    for step in export_workbook(book, workbook, findings, chosen, tables, draft=not final):
        yield Progress(step.done, step.total, text("写出 {sheet}", sheet=step.name))
    written: list[Path] = []
    problems: list[Text] = []
    derivations = Derivations(book)
    drawn = [with_growth(derivations, tables[exhibit.id]) for exhibit in chosen if exhibit.chart is not None]
    for chart in save_all(drawn, charts, formats) if charts is not None else ():
        if chart.problem is None:
            written.append(chart.path)
        else:
            problems.append(chart.problem)
        yield Progress(chart.done, chart.total, text("画出 {chart}", chart=chart.path.name))
    return Exported(workbook, tuple(written), len(waivers.obstacles(findings)), len(chosen), tuple(problems))


def check_final(book: Book, findings: Sequence[Finding]) -> None:
    """Raises UserError, with the first of them, while anything stands in the way of a final export: of what the report is about, prints, or
    works what it prints out from."""
    answered = Answered(book)
    unread = [key for key, one in book.observations.items() if isinstance(one.content, Unparsed) and answered.for_any([key])]
    if unread:
        raise UserError(
            "还有 {count} 个单元格的内容读不懂，不能作为定稿导出，请先改成数；第一个是：{first}。",
            count=len(unread),
            first=key_label(book, unread[0]),
        )
    standing = dict.fromkeys(one.key for one in standing_alternatives(book) if book.places(one.key))
    disputes = [key for key in standing if answered.for_any([key])]
    if disputes:
        raise UserError(
            "还有 {count} 个数两个来源不一致，不能作为定稿导出，请先选定；第一个是：{first}。",
            count=len(disputes),
            first=key_label(book, disputes[0]),
        )
    conflicts = len(book.all(Conflict))
    if conflicts:
        raise UserError("合并副本时还有 {count} 处没有决定，不能作为定稿导出，请先在“文件 › 合并副本”里选定。", count=conflicts)
    blocking = waivers.obstacles(findings)
    if blocking:
        raise UserError(
            "还有 {count} 条审核结果没有改正或说明，不能作为定稿导出；第一条是：{first}",
            count=len(blocking),
            first=blocking[0].message,
        )
