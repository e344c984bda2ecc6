"""The one painter of printed pages: on paper, into a PDF, on the screen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from ecdesk.charts.saving import font_bytes
from ecdesk.checks import Last
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.pages import PageTheme, page_theme
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import printed_in, text
from ecdesk.gui.delivery.chart_painter import draw_words, font_of, paint_chart
from ecdesk.gui.delivery.page_blocks import PlacedChart, PlacedRule, PlacedWords
from ecdesk.gui.delivery.page_layout import Pages, lay_out
from ecdesk.session.delivery.certificates.certificate import FileKind
from ecdesk.session.delivery.documents import Choice, Delivered, Prepared, prepare
from ecdesk.session.program.progress import Job, Progress, for_readers

_INK = QColor("#000000")
_NO_ID = str(UUID(int=1))
_WHEN = re.compile(rb"((?:Creation|Create|Mod|Modify|Metadata)Date(?: \(D:|=\"))([-\dT:]{14,19})")
"""A moment in the heads of a PDF, as in (D:20000101000000Z) or \"2000-01-01T00:00:00+00:00\"."""
_DAY = b"2000-01-01T00:00:00"
_DOTS = 1200
"""An inch of a PDF has so many of its units."""


class _PrintFonts:
    """Fonts that have the signs of what is printed only. In the whole font 网 and the radical ⽹ have one shape, and Qt writes the radical
    into the text of a PDF.

    None is taken away again: Qt would give the next one its place and keep drawing with the old one. There are few, since one that has all
    the signs is used again.
    """

    def __init__(self) -> None:
        self._known: list[tuple[frozenset[str], str]] = []
        self._lock = Lock()

    def family(self, characters: set[str]) -> str:
        """The family of a font with these signs."""
        with self._lock:
            found = next((family for signs, family in self._known if signs >= characters), None)
            if found is None:
                signs = frozenset(characters).union(*(one for one, _family in self._known[-1:]))
                content = font_bytes(set(signs), f"ecdesk print {len(self._known) + 1}")
                found = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(content))[0]
                self._known.append((signs, found))
            return found


_fonts = _PrintFonts()


@dataclass(frozen=True)
class PagePainter:
    """Paints pages. family: the font that they are printed in; prepared: draws their charts."""

    pages: Pages
    prepared: Prepared
    family: str

    def paint(self, painter: QPainter, number: int) -> None:
        """A page, from 0, by a painter whose unit is the point."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with printed_in(self.pages.language):
            for one in self.pages.placed(number):
                if isinstance(one, PlacedWords):
                    painter.setPen(_INK)
                    draw_words(painter, one.left, one.baseline, one.text, font_of(self.family, one.size))
                elif isinstance(one, PlacedRule):
                    painter.setPen(QPen(_INK, one.thick))
                    painter.drawLine(QLineF(one.left, one.top, one.right, one.top))
                else:
                    self._paint_chart(painter, one)

    def _paint_chart(self, painter: QPainter, chart: PlacedChart) -> None:
        figure = self.prepared.figure(chart.exhibit)
        painter.save()
        painter.translate(chart.left, chart.top)
        shrunk = chart.width / (float(figure.get_size_inches()[0]) * 72)
        painter.scale(shrunk, shrunk)
        paint_chart(painter, figure, self.family)
        painter.restore()

    def paint_all(self, device: Any, first: int = 0, last: int | None = None) -> Job[None]:
        """Pages onto paged paper, from first to before last; each as it stands, upright or across."""
        end = len(self.pages) if last is None else last
        device.setPageLayout(layout_of(self.pages, first))
        painter = QPainter()
        if not painter.begin(device):
            raise UserError("打印机没有接受这次打印，请检查打印机后再试。")
        try:
            for number in range(first, end):
                if number > first:
                    device.setPageLayout(layout_of(self.pages, number))
                    device.newPage()
                painter.save()
                scale = device.logicalDpiX() / 72
                painter.scale(scale, scale)
                self.paint(painter, number)
                painter.restore()
                yield Progress(number - first + 1, end - first, text("第 {page} 页", page=number + 1))
        finally:
            painter.end()


def layout_of(pages: Pages, number: int, theme: PageTheme | None = None) -> QPageLayout:
    """The paper of a page, without margins: they are in the pages."""
    theme = theme or page_theme()
    size = QPageSize(QSizeF(theme.width, theme.height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch)
    turned = QPageLayout.Orientation.Landscape if pages.is_landscape(number) else QPageLayout.Orientation.Portrait
    return QPageLayout(size, turned, QMarginsF())


@for_readers
def printed_book(book: Book, choice: Choice, findings: Sequence[Finding] | None, last: Last) -> Job[PagePainter]:
    """Exhibits laid out on pages. A window hands in ``book.snapshot()``. See `prepare`."""
    prepared = yield from prepare(book, choice, findings, last)
    return (yield from _laid_out(prepared, choice.chart_tables))


def _laid_out(prepared: Prepared, chart_tables: bool) -> Job[PagePainter]:
    pages = yield from lay_out(prepared, chart_tables)
    yield Progress(0, 0, text("准备字体…"))
    return PagePainter(pages, prepared, _fonts.family(pages.characters() | prepared.chart_characters()))


@for_readers
def print_book(book: Book, printer: Any, choice: Choice, findings: Sequence[Finding] | None, last: Last) -> Job[int]:
    """Print exhibits, the pages that the printer was asked for; how many. printer: a QPrinter, whose paper follows the pages."""
    prepared = yield from prepare(book, choice, findings, last)
    painter = yield from _laid_out(prepared, choice.chart_tables)
    count = len(painter.pages)
    first, end = max(int(printer.fromPage()), 1) - 1, min(int(printer.toPage()) or count, count)
    if first >= end:
        raise UserError("一共只有 {pages} 页，没有要打印的那一页，请重选页码。", pages=count)
    printer.setFullPage(True)
    yield from painter.paint_all(printer, first, end)
    return end - first


@for_readers
def export_pdf(
    book: Book,
    path: Path,
    choice: Choice | None = None,
    findings: Sequence[Finding] | None = None,
    last: Last = None,
) -> Job[Delivered]:
    """Write exhibits as a PDF, its texts as texts, its charts as drawings. A window hands in ``book.snapshot()``. See `prepare`; raises UserError
    as well where the file cannot be written."""
    choice = choice or Choice()
    prepared = yield from prepare(book, choice, findings, last)
    painter = yield from _laid_out(prepared, choice.chart_tables)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(painter.pages.title)
    writer.setCreator("ecdesk")
    writer.setDocumentId(QUuid(_NO_ID))
    writer.setResolution(_DOTS)
    yield from painter.paint_all(writer)
    write_whole(path, without_times(bytes(buffer.data().data())))
    return (yield from prepared.delivered(path, FileKind.PDF, choice.chart_tables))


def without_times(pdf: bytes) -> bytes:
    """A PDF that says nothing of when it was made, and goes by its contents: the same bytes for the same pages."""
    timeless = _WHEN.sub(lambda found: found[1] + (_DAY if b"-" in found[2] else _DAY.translate(None, b"-T:")), pdf)
    own = str(uuid5(NAMESPACE_OID, hashlib.sha256(timeless).hexdigest()))
    for spelt in (str.encode, lambda id: id.encode().hex().encode()):
        timeless = timeless.replace(spelt(_NO_ID), spelt(own))
    return timeless


def offscreen_application() -> QGuiApplication:
    """The application that fonts need, where no window is to be shown."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    return QGuiApplication(["ecdesk", "-platform", "offscreen"])
