"""Handing out finished work: the workbook of tables, and the charts as files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecdesk.charts import ENDINGS, GREY, PRINT, SavedChart, check_kinds, save_all
from ecdesk.checks import Checker, Last
from ecdesk.checks.engine import waivers
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.delivered import check_printable
from ecdesk.domain.book.records import Chart, Exhibit
from ecdesk.domain.book.tables import Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import SOURCE_LANGUAGE, Text, printed_in, text, tr
from ecdesk.excel.writing import Finish, export_workbook, write_findings_book
from ecdesk.session.delivery.certificates.certificate import FileKind
from ecdesk.session.delivery.certificates.certifying import NOBODY, Certifier, Issuer, Printed, WrittenFile
from ecdesk.session.delivery.delivering import Which, chosen_exhibits
from ecdesk.session.delivery.editions.edition import edition_of, remarks_on
from ecdesk.session.delivery.editions.english import check_printed
from ecdesk.session.delivery.editions.explaining import explained_each, with_glossary
from ecdesk.session.delivery.printing import printed_tables
from ecdesk.session.program.progress import Job, Progress, for_readers
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.rules.final import in_the_way
from ecdesk.session.tables.charting import THEME_SETTING, not_drawn, with_growth, without_labels


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
    """Why charts are missing that could not be drawn, which figures of others are printed without their labels, and what is on no chart of the workbook."""
    certificate: Path | None = None
    """Of a final edition only."""


@dataclass(frozen=True)
class ExportScope:
    """What of a book is exported. exhibits, part, only: which of them, charts too, see `chosen_exhibits`. final: refused while anything stands in
    the way of it, and certified. by: who exports."""

    exhibits: Which = Which.PRINTED
    part: str = ""
    only: Collection[str] | None = None
    final: bool = False
    by: Issuer = NOBODY


@dataclass(frozen=True)
class ChartFiles:
    """Where charts are written to, None for none; formats, dpi, grey: of their files, as `save_all` takes them."""

    folder: Path | None = None
    formats: Sequence[str] = ("svg",)
    dpi: int | None = None
    grey: bool = False


ALL_PRINTED, NO_CHARTS = ExportScope(), ChartFiles()


@for_readers
def export(
    book: Book,
    workbook: Path,
    wanted: ExportScope = ALL_PRINTED,
    charts: ChartFiles = NO_CHARTS,
    findings: Sequence[Finding] | None = None,
    last: Last = None,
) -> Job[Exported]:
    """Write the workbook, beside it the findings, and the charts where they have a folder. A window hands in ``book.snapshot()``.

    findings: those to list; None checks the book now, beside last year's. A final edition is refused, with a UserError, while an error is open, a
    query is not explained, a cell holds what could not be read, two sources disagree, or copies that were merged do; of another one
    every page says that it is a draft, and open findings stand as comments on their cells.
    """
    check_kinds(charts.formats)
    chosen = chosen_exhibits(book, wanted.exhibits, wanted.part, wanted.only)
    check_printable(chosen)
    checker = Checker(book, last=last)
    if findings is None:
        findings = findings_of_book(book.original, last, checker)
    if wanted.final:
        check_final(book, findings)
    yield Progress(0, 0, text("准备各表…"))
    tables, drawn = _tables(checker, chosen)
    printed = with_glossary(book, chosen, tables)
    if wanted.final:
        check_printed(book, [tables[one.id] for one in printed])
    finish = Finish(
        printed,
        tables,
        drawn,
        edition_of(book, [tables[exhibit.id] for exhibit in chosen], findings, wanted.by.who, final=wanted.final),
        remarks={} if wanted.final else remarks_on(chosen, tables, findings),
        theme=book.setting(THEME_SETTING),
        draft=not wanted.final,
    )
    for step in export_workbook(book, workbook, finish):
        yield Progress(step.done, step.total, text("写出 {sheet}", sheet=step.name))
    listed = (
        (yield from _list(book, findings, findings_beside(workbook))) if findings and book.language == SOURCE_LANGUAGE else None
    )
    written, problems = yield from _draw(list(drawn.values()), charts)
    problems = [*_not_native(drawn.values()), *problems]
    still_open = len(waivers.obstacles(findings))
    done = Exported(workbook, listed, tuple(written), still_open, len(chosen), tuple(problems))
    return (
        (yield from _certified(done, Certifier(checker, findings, wanted.by), [tables[one.id] for one in printed]))
        if wanted.final
        else done
    )


def _certified(done: Exported, certifier: Certifier, tables: Sequence[Table]) -> Job[Exported]:
    """An edition with its certificate."""
    files = [WrittenFile(done.workbook, FileKind.WORKBOOK)]
    files += [WrittenFile(done.findings, FileKind.FINDINGS)] if done.findings is not None else []
    files += [WrittenFile(path, FileKind.CHART) for path in done.charts]
    return replace(done, certificate=(yield from certifier.certify(done.workbook, files, Printed(tables))))


def _tables(checker: Checker, chosen: Sequence[Exhibit]) -> tuple[dict[str, Table], dict[str, Table]]:
    """The tables of exhibits as they are printed, and those of charts with what these show besides, by the exhibit's id."""
    book = checker.book
    tables = printed_tables(checker, chosen, book.setting("grouping", THIN_SPACE))
    derivations = Derivations(book)
    drawn = {one.id: with_growth(derivations, tables[one.id]) for one in chosen if one.chart is not None}
    # What is said under a chart stands under its table, too; what the symbols mean only there, where they are printed.
    under = tables | {id: replace(tables[id], exhibit=table.exhibit) for id, table in drawn.items()}
    return explained_each(book, chosen, under), drawn


def _list(book: Book, findings: Sequence[Finding], path: Path) -> Job[Path]:
    for step in write_findings_book(path, book.title, findings):
        yield Progress(step.done, step.total, text("写出 {sheet}", sheet=step.name))
    return path


def _draw(drawn: Sequence[Table], charts: ChartFiles) -> Job[tuple[list[Path], list[Text]]]:
    """Write charts into their folder; the result is what was written, and why others are missing."""
    written: list[Path] = []
    problems: list[Text] = []
    if charts.folder is None:
        return written, problems
    for chart in save_all(drawn, charts.folder, charts.formats, charts.dpi, GREY if charts.grey else PRINT):
        written += [chart.path] if chart.problem is None else []
        problems += _problems(chart, charts.formats[0])
        yield Progress(chart.done, chart.total, text("画出 {chart}", chart=chart.path.name))
    return written, problems


def _not_native(drawn: Iterable[Table]) -> Iterator[Text]:
    """What is to be said of what spreadsheet programs cannot put on a chart."""
    marked = [table.exhibit.number for table in drawn if _is_marked(table.exhibit.chart)]
    if marked:
        more = tr("{names}等{count}项", names=marked[0], count=len(marked)) if len(marked) > 1 else marked[0]
        yield text("{charts}的参考线、增长箭头和图上的话不在工作簿的原生图里，只在图文件、Word 和 PDF 里。", charts=more)


def _is_marked(chart: Chart | None) -> bool:
    """Whether an editor put lines, arrows or words on it."""
    return chart is not None and any((chart.reference, chart.arrow, chart.notes))


def findings_beside(workbook: Path) -> Path:
    """The file of a workbook's findings: beside it, so that they never ride along to the printer."""
    with printed_in(SOURCE_LANGUAGE):
        return workbook.with_name(tr("{name}-审核结果", name=workbook.stem) + workbook.suffix)


def _problems(chart: SavedChart, first: str) -> Iterator[Text]:
    """What is to be said of a chart, once for all of its files."""
    if not chart.path.name.endswith(ENDINGS[first]):
        return
    if chart.problem is not None:
        yield not_drawn(chart.path.stem, chart.problem)
    if chart.dropped:
        yield without_labels(chart.path.name, chart.dropped)


def check_final(book: Book, findings: Sequence[Finding]) -> None:
    """Raises UserError while anything stands in the way of a final export; see `in_the_way`."""
    first = next(iter(in_the_way(book, findings)), None)
    if first is not None:
        raise UserError(first.refusal.template, **first.refusal.values)
