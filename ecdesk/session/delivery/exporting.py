"""Handing out finished work: the workbook of tables, and the charts as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ecdesk.charts import ENDINGS, GREY, PRINT, SavedChart, check_kinds, save_all
from ecdesk.checks import Checker, Last
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import standing_alternatives
from ecdesk.domain.book.findings import Finding, Level
from ecdesk.domain.book.records import Conflict, Exhibit
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import Text, text
from ecdesk.excel.writing import export_workbook
from ecdesk.session.delivery.printing import printed_tables
from ecdesk.session.program.progress import Job, Progress, for_readers
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.tables.charting import with_growth, without_labels
from ecdesk.session.versions.versions import key_label


class Which(StrEnum):
    """Which exhibits go out: those that the report prints, or with them those that the office keeps beside them."""

    PRINTED = "printed"
    ALL = "all"


def chosen_exhibits(book: Book, which: Which) -> list[Exhibit]:
    """In the order of the report. Raises UserError where none is to be printed."""
    found = [exhibit for exhibit in book.exhibits() if exhibit.printed or which is Which.ALL]
    if not found and book.exhibits():
        raise UserError("没有一张图表标着要印，没有可以导出的。请在目录里给要印的图表打上“印入报告”，或者导出全部图表。")
    return found


@dataclass(frozen=True)
class Exported:
    """What was written. exhibits: how many of the book's. open: findings that still have to be fixed or explained; a final export has none."""

    workbook: Path
    charts: tuple[Path, ...]
    open: int
    exhibits: int
    problems: tuple[Text, ...] = ()
    """Why charts are missing that could not be drawn, and which figures of others are printed without their labels."""


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
    dpi: int | None = None,
    grey: bool = False,
) -> Job[Exported]:
    """Write the workbook, and the charts into a folder when one is given. A window hands in ``book.snapshot()``.

    findings: those to list; None checks the book now, beside last year's. final: refuse, with a UserError, while an error is open, a
    query is not explained, a cell holds what could not be read, two sources disagree, or copies that were merged do; without it every page
    says that it is a draft. exhibits: which of them, charts too. formats, dpi, grey: of the charts' files, as `save_all` takes them.
    """
    check_kinds(formats)
    chosen = chosen_exhibits(book, exhibits)
    if findings is None:
        findings = findings_of_book(book, last)
    if final:
        check_final(book, findings)
    yield Progress(0, 0, text("准备各表…"))
    tables = printed_tables(Checker(book), book.setting("grouping", THIN_SPACE))
    for step in export_workbook(book, workbook, findings, chosen, tables, draft=not final):
        yield Progress(step.done, step.total, text("写出 {sheet}", sheet=step.name))
    written: list[Path] = []
    problems: list[Text] = []
    derivations = Derivations(book)
    drawn = [with_growth(derivations, tables[exhibit.id]) for exhibit in chosen if exhibit.chart is not None]
    for chart in save_all(drawn, charts, formats, dpi, GREY if grey else PRINT) if charts is not None else ():
        written += [chart.path] if chart.problem is None else []
        problems += _problems(chart, formats[0])
        yield Progress(chart.done, chart.total, text("画出 {chart}", chart=chart.path.name))
    return Exported(workbook, tuple(written), len(_blocking(findings)), len(chosen), tuple(problems))


def _problems(chart: SavedChart, first: str) -> Iterator[Text]:
    """What is to be said of a chart's file; of labels without room only with the first of its formats."""
    if chart.problem is not None:
        yield chart.problem
    if chart.dropped and chart.path.name.endswith(ENDINGS[first]):
        yield without_labels(chart.path.name, chart.dropped)


def check_final(book: Book, findings: Sequence[Finding]) -> None:
    """Raises UserError, with the first of them, while anything stands in the way of a final export."""
    unread = [key for key, observation in book.observations.items() if isinstance(observation.content, Unparsed)]
    if unread:
        raise UserError(
            "还有 {count} 个单元格的内容读不懂，不能作为定稿导出，请先改成数；第一个是：{first}。",
            count=len(unread),
            first=key_label(book, unread[0]),
        )
    disputes = list(dict.fromkeys(one.key for one in standing_alternatives(book) if book.places(one.key)))
    if disputes:
        raise UserError(
            "还有 {count} 个数两个来源不一致，不能作为定稿导出，请先选定；第一个是：{first}。",
            count=len(disputes),
            first=key_label(book, disputes[0]),
        )
    conflicts = len(book.all(Conflict))
    if conflicts:
        raise UserError("合并副本时还有 {count} 处没有决定，不能作为定稿导出，请先在“文件 › 合并副本”里选定。", count=conflicts)
    blocking = _blocking(findings)
    if blocking:
        raise UserError(
            "还有 {count} 条审核结果没有改正或说明，不能作为定稿导出；第一条是：{first}",
            count=len(blocking),
            first=blocking[0].message,
        )


def _blocking(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.is_open and one.level in (Level.ERROR, Level.QUERY)]
