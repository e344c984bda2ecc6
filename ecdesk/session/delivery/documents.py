"""Handing out exhibits as documents and data: what all of them are prepared with, and Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ecdesk.charts import CannotDraw, chart_bytes, draw_chart, drawn_characters, load_theme
from ecdesk.checks import Checker, Last
from ecdesk.checks.engine import waivers
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.documents.writing.word_exhibits import ChartPicture, WordWriter
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.delivered import (
    Delivery,
    PrintedExhibit,
    PrintedSection,
    PrintedText,
    check_printable,
    note_lines,
)
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import drawn_chart
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import SOURCE_LANGUAGE, Text, text
from ecdesk.session.delivery.certificates.certificate import FileKind
from ecdesk.session.delivery.certificates.certifying import NOBODY, Certifier, Issuer, Printed, WrittenFile
from ecdesk.session.delivery.delivering import Which, chosen_exhibits, delivery_of
from ecdesk.session.delivery.editions.english import check_printed
from ecdesk.session.delivery.editions.explaining import explained, with_glossary
from ecdesk.session.delivery.exporting import check_final
from ecdesk.session.delivery.printing import printed_table
from ecdesk.session.delivery.profiles import PREFIX, area_page
from ecdesk.session.delivery.work_report import WORK_REPORT, work_report
from ecdesk.session.program.progress import Job, Progress, for_readers
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.tables.charting import not_drawn, with_growth


@dataclass(frozen=True)
class Choice:
    """What of a book goes out. exhibits: what is printed, or all. part: the number or id of one exhibit, chapter or section, "" for the whole
    report, `PREFIX` and an area for the page of that area, `WORK_REPORT` for the state of the work. final: refused while anything stands in the way
    of it, and certified. chart_tables: the figures of a chart stand under its picture. by: who hands it out."""

    exhibits: Which = Which.PRINTED
    part: str = ""
    final: bool = False
    chart_tables: bool = False
    by: Issuer = NOBODY


@dataclass(frozen=True)
class Delivered:
    """What was written. exhibits: how many of the book's. open: findings that still have to be fixed or explained. problems: why charts are
    printed as tables that could not be drawn. files: how many, for a folder."""

    path: Path
    exhibits: int
    open: int
    problems: tuple[Text, ...] = ()
    files: int = 1
    certificate: Path | None = None
    """Of a final edition only."""


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """A chart before it is drawn. size: width and height in points. notes: that stand under it."""

    size: tuple[float, float]
    notes: tuple[str, ...]


@dataclass
class Prepared:
    """A delivery that is ready to be written. certifier: of a final one. problems, pictured: filled while its charts are drawn."""

    book: Book
    delivery: Delivery
    open: int
    certifier: Certifier | None = None
    problems: list[Text] = field(default_factory=list)
    pictured: set[str] = field(default_factory=set)
    """Ids of the exhibits that are printed as a picture."""

    def figure(self, exhibit: PrintedExhibit) -> Any:
        """An exhibit's chart as matplotlib's figure, without what is printed beside it. Raises CannotDraw."""
        return draw_chart(self._drawn(exhibit), bare=True)

    def chart(self, exhibit: PrintedExhibit) -> PrintedChart | None:
        """What is to be known of an exhibit's chart; None, and a reason among the problems, where it cannot be drawn."""
        try:
            width, height = self.figure(exhibit).get_size_inches()
        except CannotDraw as fault:
            self.problems.append(not_drawn(exhibit.number or exhibit.caption, fault.text))
            return None
        self.pictured.add(exhibit.id)
        return PrintedChart((float(width) * 72, float(height) * 72), self._notes(exhibit))

    def picture(self, exhibit: PrintedExhibit) -> ChartPicture | None:
        """The same as files for a document."""
        table = self._drawn(exhibit)
        try:
            png = chart_bytes(table, "png", bare=True)
            svg = chart_bytes(table, "svg", bare=True)
        except CannotDraw as fault:
            self.problems.append(not_drawn(exhibit.number or exhibit.caption, fault.text))
            return None
        self.pictured.add(exhibit.id)
        return ChartPicture(svg, png, _size(png, load_theme().dpi), self._notes(exhibit))

    def chart_characters(self) -> set[str]:
        """Every sign that is printed in the charts and under them."""
        return drawn_characters([self._drawn(one) for one in self.delivery.exhibits if one.has_chart])

    def _drawn(self, exhibit: PrintedExhibit) -> Table:
        """The table that the chart of an exhibit is drawn from."""
        return with_growth(Derivations(self.book), exhibit.table)

    def _notes(self, exhibit: PrintedExhibit) -> tuple[str, ...]:
        """The notes under a chart: the exhibit's, where they do not stand under its table already, and what drawing it has to say."""
        own = exhibit.table.exhibit
        drawing = [one for one in drawn_chart(self._drawn(exhibit)).notes if one not in (*own.notes, *own.footnotes)]
        return tuple(note_lines(replace(own, notes=(*own.notes, *drawing)))) if exhibit.is_chart else tuple(drawing)

    def delivered(self, path: Path, kind: FileKind, chart_tables: bool) -> Job[Delivered]:
        """What was written, with the certificate of a final edition beside it."""
        certificate = None
        if self.certifier is not None:
            parts = self.delivery.parts
            printed = Printed(
                [part.table for part in parts if isinstance(part, PrintedExhibit)],
                frozenset(() if chart_tables else self.pictured),
                tuple(part.words for part in parts if isinstance(part, PrintedText)),
            )
            certificate = yield from self.certifier.certify(path, [WrittenFile(path, kind)], printed)
        return Delivered(path, len(self.delivery.exhibits), self.open, tuple(self.problems), certificate=certificate)


def findings_for(
    book: Book, choice: Choice, findings: Sequence[Finding] | None, last: Last, checker: Checker | None = None
) -> Sequence[Finding]:
    """The findings that go with a delivery, of the book as it is now where none are given. Raises UserError where a final one is refused."""
    found = findings_of_book(book.original, last, checker) if findings is None else findings
    if choice.final:
        check_final(book, found)
    return found


def prepare(book: Book, choice: Choice, findings: Sequence[Finding] | None, last: Last) -> Job[Prepared]:
    """Everything that is printed. findings: None checks the book now, beside last year's. Raises UserError where nothing is to be printed, and where
    a final delivery is refused."""
    grouping = book.setting("grouping", THIN_SPACE)
    yield Progress(0, 0, text("准备各表…"))
    if choice.part == WORK_REPORT:
        found = findings_for(book, choice, findings, last)
        return Prepared(book, work_report(book, found, date.today()), len(waivers.obstacles(found)))
    chosen = _chosen(book, choice)
    checker = Checker(book, last=last)
    if choice.part.startswith(PREFIX):
        if book.language != SOURCE_LANGUAGE:
            raise UserError("地区专页里的句子是中文的，没有英文版；请导出图表或各章的英文版。")
        found = findings_for(book, choice, findings, last, checker)
        page = area_page(book, choice.part.removeprefix(PREFIX), grouping)
        delivery = Delivery(book.title, book.setting("organisation"), page.parts, draft=not choice.final)
        return Prepared(book, delivery, len(waivers.obstacles(found)), _certifier(checker, choice, found), list(page.problems))
    found = findings_for(book, choice, findings, last, checker)
    tables: dict[str, Table] = {}
    for exhibit in chosen:
        tables[exhibit.id] = printed_table(checker, exhibit, grouping)
        yield Progress(0, 0, text("准备各表…"))
    tables = explained(book, [one for one in chosen if choice.chart_tables or _as_table(tables[one.id])], tables)
    parts = with_glossary(book, chosen, tables)
    if choice.final:
        check_printed(book, [tables[one.id] for one in parts])
    delivery = delivery_of(book, parts, tables, draft=not choice.final)
    return Prepared(book, delivery, len(waivers.obstacles(found)), _certifier(checker, choice, found))


def _chosen(book: Book, choice: Choice) -> list[Exhibit]:
    """The exhibits that go out; those of an area's page are chosen by it. Raises UserError for one that is too large."""
    chosen = [] if choice.part.startswith(PREFIX) else chosen_exhibits(book, choice.exhibits, choice.part)
    check_printable(chosen)
    return chosen


def _certifier(checker: Checker, choice: Choice, findings: Sequence[Finding]) -> Certifier | None:
    return Certifier(checker, findings, choice.by) if choice.final else None


def _as_table(table: Table) -> bool:
    """Whether an exhibit stands in a document as a table, with the symbols in its cells; a picture has none."""
    if not PrintedExhibit(table).is_chart:
        return True
    try:
        drawn_chart(table)
    except CannotDraw:
        return True
    return False


@for_readers
def export_word(
    book: Book,
    path: Path,
    choice: Choice | None = None,
    findings: Sequence[Finding] | None = None,
    last: Last = None,
) -> Job[Delivered]:
    """Write exhibits as a Word document. A window hands in ``book.snapshot()``. See `prepare`; raises UserError as well where the file cannot be
    written or holds no table so large."""
    choice = choice or Choice()
    prepared = yield from prepare(book, choice, findings, last)
    writer = WordWriter(prepared.delivery, choice.chart_tables)
    yield from _written(writer, prepared)
    write_whole(path, writer.content())
    return (yield from prepared.delivered(path, FileKind.WORD, choice.chart_tables))


def _written(writer: WordWriter, prepared: Prepared) -> Iterator[Progress]:
    parts = prepared.delivery.parts
    for done, part in enumerate(parts, start=1):
        if isinstance(part, PrintedSection):
            writer.add_section(part)
            continue
        if isinstance(part, PrintedText):
            writer.add_text(part)
            continue
        writer.add_exhibit(part, prepared.picture(part) if part.has_chart else None)
        yield Progress(done, len(parts), text("写出 {sheet}", sheet=part.number or part.caption))


def _size(png: bytes, dpi: int) -> tuple[float, float]:
    """Width and height of a picture in points."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    return width * 72 / dpi, height * 72 / dpi
