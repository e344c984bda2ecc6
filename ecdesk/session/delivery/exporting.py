"""Handing out finished work: the workbook of tables, and the charts as files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecdesk.charts import ENDINGS, GREY, PRINT, SavedChart, check_kinds, save_all
from ecdesk.checks import Answered, Checker, Last
from ecdesk.checks.engine import waivers
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import standing_alternatives
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.book.records import Conflict, Exhibit, Section
from ecdesk.domain.book.tables import Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import SOURCE_LANGUAGE, Text, printed_in, text, tr
from ecdesk.domain.wording.old_claims import LEFT_OUT
from ecdesk.excel.writing import export_workbook, write_findings_book
from ecdesk.session.delivery.certificates.certificate import FileKind
from ecdesk.session.delivery.certificates.certifying import NOBODY, Certifier, Issuer, Printed, WrittenFile
from ecdesk.session.delivery.delivering import Which, chosen_exhibits
from ecdesk.session.delivery.editions.edition import edition_of, remarks_on
from ecdesk.session.delivery.editions.english import check_printed
from ecdesk.session.delivery.editions.explaining import explained, with_glossary
from ecdesk.session.delivery.printing import printed_tables
from ecdesk.session.delivery.signing import blanked, is_empty
from ecdesk.session.program.progress import Job, Progress, for_readers
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.tables.charting import THEME_SETTING, with_growth, without_labels
from ecdesk.session.versions.versions import key_label


@dataclass(frozen=True)
class Exported:
    """What was written. findings: the file that lists them, None where there are none. exhibits: how many of the book's. open: findings that
    still have to be fixed or explained; a final export has none."""

    workbook: Path
    findings: Path | None
    charts: tuple[Path, ...]
    open: int
    exhibits: int
    problems: tuple[Text, ...] = ()
    """Why charts are missing that could not be drawn, and which figures of others are printed without their labels."""
    certificate: Path | None = None
    """Of a final edition only."""


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
    dpi: int | None = None,
    grey: bool = False,
    only: Collection[str] | None = None,
    by: Issuer = NOBODY,
) -> Job[Exported]:
    """Write the workbook, beside it the findings, and the charts into a folder when one is given. A window hands in ``book.snapshot()``.

    findings: those to list; None checks the book now, beside last year's. final: refuse, with a UserError, while an error is open, a
    query is not explained, a cell holds what could not be read, two sources disagree, or copies that were merged do, and write the certificate;
    without it every page says that it is a draft, and open findings stand as comments on their cells. exhibits, part, only: which of them, charts too, see
    `chosen_exhibits`. formats, dpi, grey: of the charts' files, as `save_all` takes them. by: who exports.
    """
    check_kinds(formats)
    chosen = chosen_exhibits(book, exhibits, part, only)
    checker = Checker(book, last=last)
    if findings is None:
        findings = findings_of_book(book.original, last, checker)
    if final:
        check_final(book, findings)
    yield Progress(0, 0, text("准备各表…"))
    tables, drawn = _tables(checker, chosen)
    printed = with_glossary(book, chosen, tables)
    if final:
        check_printed(book, [tables[one.id] for one in printed])
    steps = export_workbook(
        book,
        workbook,
        printed,
        tables,
        drawn=drawn,
        edition=edition_of(book, [tables[exhibit.id] for exhibit in chosen], findings, by.who, final=final),
        remarks={} if final else remarks_on(chosen, tables, findings),
        theme=book.setting(THEME_SETTING),
        draft=not final,
    )
    for step in steps:
        yield Progress(step.done, step.total, text("写出 {sheet}", sheet=step.name))
    listed = (
        (yield from _list(book, findings, findings_beside(workbook))) if findings and book.language == SOURCE_LANGUAGE else None
    )
    written, problems = (yield from _draw(list(drawn.values()), charts, formats, dpi, grey)) if charts is not None else ([], [])
    still_open = len(waivers.obstacles(findings))
    done = Exported(workbook, listed, tuple(written), still_open, len(chosen), tuple(problems))
    return (yield from _certified(done, Certifier(checker, findings, by), [tables[one.id] for one in printed])) if final else done


def _certified(done: Exported, certifier: Certifier, tables: Sequence[Table]) -> Job[Exported]:
    """An edition with its certificate."""
    files = [WrittenFile(done.workbook, FileKind.WORKBOOK)]
    files += [WrittenFile(done.findings, FileKind.FINDINGS)] if done.findings is not None else []
    files += [WrittenFile(path, FileKind.CHART) for path in done.charts]
    return replace(done, certificate=(yield from certifier.certify(done.workbook, files, Printed(tables))))


def _tables(checker: Checker, chosen: Sequence[Exhibit]) -> tuple[dict[str, Table], dict[str, Table]]:
    """The tables of exhibits as they are printed, and those of charts with what these show besides, by the exhibit's id."""
    book = checker.book
    tables = printed_tables(checker, book.setting("grouping", THIN_SPACE))
    derivations = Derivations(book)
    drawn = {one.id: with_growth(derivations, tables[one.id]) for one in chosen if one.chart is not None}
    # What is said under a chart stands under its table, too; what the symbols mean only there, where they are printed.
    under = tables | {id: replace(tables[id], exhibit=table.exhibit) for id, table in drawn.items()}
    return explained(book, chosen, under), drawn


def _list(book: Book, findings: Sequence[Finding], path: Path) -> Job[Path]:
    for step in write_findings_book(path, book.title, findings):
        yield Progress(step.done, step.total, text("写出 {sheet}", sheet=step.name))
    return path


def _draw(
    drawn: Sequence[Table], folder: Path, formats: Sequence[str], dpi: int | None, grey: bool
) -> Job[tuple[list[Path], list[Text]]]:
    """Write charts into a folder; the result is what was written, and why others are missing."""
    written: list[Path] = []
    problems: list[Text] = []
    for chart in save_all(drawn, folder, formats, dpi, GREY if grey else PRINT):
        written += [chart.path] if chart.problem is None else []
        problems += _problems(chart, formats[0])
        yield Progress(chart.done, chart.total, text("画出 {chart}", chart=chart.path.name))
    return written, problems


def findings_beside(workbook: Path) -> Path:
    """The file of a workbook's findings: beside it, so that they never ride along to the printer."""
    with printed_in(SOURCE_LANGUAGE):
        return workbook.with_name(tr("{name}-审核结果", name=workbook.stem) + workbook.suffix)


def _problems(chart: SavedChart, first: str) -> Iterator[Text]:
    """What is to be said of a chart's file; of labels without room only with the first of its formats."""
    if chart.problem is not None:
        yield chart.problem
    if chart.dropped and chart.path.name.endswith(ENDINGS[first]):
        yield without_labels(chart.path.name, chart.dropped)


def check_final(book: Book, findings: Sequence[Finding]) -> None:
    """Raises UserError, with the first of them, while anything stands in the way of a final export: of what the report is about, prints, or
    works what it prints out from."""
    answered = Answered(book)
    unread = [key for key in _unread(book) if answered.for_any([key])]
    if unread:
        raise UserError(
            "还有 {count} 个单元格的内容读不懂，不能作为定稿导出，请先改成数；第一个是：{first}。",
            count=len(unread),
            first=key_label(book, unread[0]),
        )
    disputes = [key for key in _disputed(book) if answered.for_any([key])]
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
    empty = [exhibit for exhibit in book.exhibits() if exhibit.printed and is_empty(book, exhibit)]
    if empty:
        raise UserError(
            "还有 {count} 个要印的图表一个数也没有，不能作为定稿导出，请先填数或不印它；第一个是：{first}。",
            count=len(empty),
            first=title_of(empty[0].number, empty[0].caption),
        )
    blanks = list(_to_be_filled(book))
    if blanks:
        raise UserError(
            "还有 {count} 处标题、注或来源留着待填的“{blank}”，不能作为定稿导出，请先填好；第一处是：{first}。",
            count=len(blanks),
            blank=LEFT_OUT,
            first=blanks[0],
        )


def _to_be_filled(book: Book) -> Iterator[str]:
    """The printed texts in which a figure of the period before was blanked and none filled in."""
    texts = [book.title]
    for exhibit in (one for one in book.exhibits() if one.printed):
        section = book.get(Section, exhibit.section)
        texts += [section.title] if section is not None else []
        texts += blanked(exhibit)
    yield from (words for words in dict.fromkeys(texts) if LEFT_OUT in words)


def _unread(book: Book) -> list[Key]:
    return [key for key, one in book.observations.items() if isinstance(one.content, Unparsed)]


def _disputed(book: Book) -> list[Key]:
    """The figures that stand somewhere and of which another source says something else."""
    return list(dict.fromkeys(one.key for one in standing_alternatives(book) if book.places(one.key)))
