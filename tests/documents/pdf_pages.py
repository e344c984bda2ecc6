"""PDFs for tests: drawn with Qt, as programs draw them, or written by hand where Qt cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from ecdesk.domain.files.fonts import chinese_font

ROW, COLUMN, LEFT = 20.0, 90.0, 60.0


@lru_cache(maxsize=1)
def family() -> str:
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(chinese_font())))[0]


class Page:
    """Draws on a page of A4 in points."""

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter
        self.size(10)

    def size(self, points: float) -> None:
        font = QFont(family())
        font.setPixelSize(round(points))
        self.painter.setFont(font)

    def text(self, x: float, y: float, words: str, each_alone: bool = False) -> None:
        """Words from a place on their base line; each_alone: every character by itself, as some programs do."""
        for word in words if each_alone else [words]:
            self.painter.drawText(QPointF(x, y), word)
            x += self.painter.fontMetrics().horizontalAdvance(word)

    def width(self, words: str) -> float:
        return float(self.painter.fontMetrics().horizontalAdvance(words))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.painter.setPen(QPen())
        self.painter.drawLine(QLineF(x0, y0, x1, y1))

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A line as a filled rectangle."""
        self.painter.fillRect(QRectF(x, y, width, height), "black")

    def picture(self) -> None:
        image = QImage(200, 200, QImage.Format.Format_RGB32)
        image.fill("gray")
        self.painter.drawImage(QRectF(50, 50, 400, 400), image)

    def rows(self, top: float, rows: Sequence[Sequence[str]], each_alone: bool = False) -> float:
        """Words in columns, figures to the right; where the last row ends."""
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                x = LEFT + column * COLUMN + 4
                if column and words[:1].isdigit():
                    x = LEFT + (column + 1) * COLUMN - 4 - self.width(words)
                self.text(x, top + number * ROW + 14, words, each_alone)
        return top + len(rows) * ROW

    def grid(self, top: float, rows: int, columns: int) -> None:
        for row in range(rows + 1):
            self.line(LEFT, top + row * ROW, LEFT + columns * COLUMN, top + row * ROW)
        for column in range(columns + 1):
            self.line(LEFT + column * COLUMN, top, LEFT + column * COLUMN, top + rows * ROW)


def drawn(*pages: Callable[[Page], object], landscape: bool = False) -> bytes:
    """A PDF with these pages."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    if landscape:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    painter = QPainter(writer)
    for number, draw in enumerate(pages):
        if number:
            writer.newPage()
        draw(Page(painter))
    painter.end()
    return bytes(buffer.data().data())


def written(pages: int, trailer: str = "") -> bytes:
    """A PDF by hand, with so many empty pages. trailer: what else its trailer says."""
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {pages}/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]>>"] * pages
    content = "%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{one}\nendobj\n"
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    content += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    return content.encode("ascii")


LOCK = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>"
"""Of a file that opens with a password."""
