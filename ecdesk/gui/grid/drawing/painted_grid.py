"""How the grid looks: its headers, its size of type, the ground the figures stand on the frames round what is selected, and last
year's figure below each cell, which is never printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice, product

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ecdesk.domain.book.earlier import figure_before
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.tables import print_cell
from ecdesk.domain.figures.keys import Key, year_after
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.gui.grid.drawing.cells import SIDE, GridFonts, GridPainter, Span
from ecdesk.gui.grid.drawing.colours import GridColours, grid_colours
from ecdesk.gui.grid.drawing.headers import ColumnHeader, Corner, GridHeader, StubHeader
from ecdesk.gui.grid.model import STUB, GridModel
from ecdesk.gui.grid.selection import Block, Selection

FEW = 50
"""Changed figures that are followed one by one."""
LOOKED_AT = 500
"""Cells that are asked before a table counts as one with nothing to compare."""
SMALLER = 0.84


class LastYear:
    """The figures of one exhibit's cells a year before. A cell whose year before stands in the table already has none."""

    def __init__(self, model: GridModel) -> None:
        self._model = model
        self._texts: dict[tuple[int, int], str] = {}

    def forget(self, keys: Collection[Key] | None = None) -> None:
        """These figures have changed; None: lines too, or very many."""
        if keys is None or len(keys) > FEW:
            self._texts.clear()
            return
        for key in keys:
            for place in self._model.places(year_after(key)):
                self._texts.pop(place, None)

    @property
    def has_any(self) -> bool:
        """Whether there is anything to compare with."""
        exhibit = self._model.exhibit
        places = product(range(len(exhibit.rows)), range(len(exhibit.columns)))
        return any(self.text(row, column) for row, column in islice(places, LOOKED_AT))

    def text(self, printed: int, column: int) -> str:
        """Last year's figure as the cell would print it, "" where there is none."""
        at = printed, column
        known = self._texts.get(at)
        if known is None:
            known = self._texts[at] = self._text(printed, column)
        return known

    def _text(self, printed: int, column: int) -> str:
        model = self._model
        exhibit = model.exhibit
        key = cell_key(exhibit, printed, column)
        before = figure_before(model.desk.book, key) if key is not None else None
        if before is None or before.amount is None or model.places(before.key):
            return ""
        column_line, row_line = exhibit.columns[column], exhibit.rows[printed]
        decimals = column_line.decimals if column_line.decimals is not None else row_line.decimals
        text = print_cell(before.amount, model.printed_unit(printed, column), decimals, THIN_SPACE)
        model.fractions[column] = max(model.fractions[column], len(text.partition(".")[2]))
        return text


class ComparisonPainter:
    """Draws the second line of the cells in sight, smaller and muted, on the decimal point of the first."""

    def __init__(self, last: LastYear) -> None:
        self.last = last
        self._fonts: GridFonts | None = None
        self._font = QFont()
        self._metrics = QFontMetricsF(self._font)

    def room(self, fonts: GridFonts) -> int:
        """The height that a row needs more, in pixels."""
        self._measure(fonts)
        return round(self._metrics.height())

    def draw(
        self,
        painter: QPainter,
        model: GridModel,
        rows: Sequence[Span],
        columns: Sequence[Span],
        fonts: GridFonts,
        colours: GridColours,
    ) -> None:
        self._measure(fonts)
        painter.setFont(self._font)
        painter.setPen(colours.muted)
        metrics = self._metrics
        for row, top, height in rows:
            printed = model.printed_row(row)
            base = top + height - metrics.descent() - 3
            for column, left, width in columns:
                text = self.last.text(printed, column)
                if not text:
                    continue
                whole = metrics.horizontalAdvance(text.partition(".")[0])
                needed = metrics.horizontalAdvance(text)
                x = left + width - SIDE - fonts.fraction_width(model.fractions[column]) - whole
                if x + needed > left + width - 2:
                    x = left + width - 2 - needed
                if x >= left + 8:  # part of a figure is worse than none
                    painter.drawText(QPointF(x, base), text)

    def _measure(self, fonts: GridFonts) -> None:
        if fonts is self._fonts:
            return
        self._fonts = fonts
        self._font = QFont(fonts.plain)
        self._font.setPointSizeF(max(4.0, fonts.plain.pointSizeF() * SMALLER))
        self._metrics = QFontMetricsF(self._font)


HANDLE = 7
"""Pixels of the handle's side."""
ZOOMS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Percent."""
MEASURED_CELLS = 3_000
"""Cells of the first rows that columns are fitted to when a table is opened."""


class PaintedGrid(QTableView):
    """A table view that draws an exhibit and a selection; it answers to no key and no click."""

    zoom_changed = Signal(int)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = model
        self.chosen = Selection(len(model.exhibit.rows), len(model.exhibit.columns))
        self.marked: list[Block] = []
        self.target: Block | None = None
        self._zoom = 100
        self._base_font = self.font()
        self.colours = grid_colours()
        self.fonts = GridFonts(self.font())
        self._painter = GridPainter(model)
        self._comparison = ComparisonPainter(LastYear(model))
        self._below = 0

        self.columns_header = ColumnHeader(model, self.colours, self.column_is_chosen, self)
        self.stub = StubHeader(model, self.colours, self.row_is_chosen, self)
        self.corner = Corner(model, self.colours, self)
        self.setHorizontalHeader(self.columns_header)
        self.setVerticalHeader(self.stub)
        self.setCornerButtonEnabled(False)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.corner.width_wanted.connect(self._widen_stub)
        model.dataChanged.connect(self._draw_again)
        self._apply_font()

    def row_is_chosen(self, row: int) -> bool:
        return any(block.top <= row <= block.bottom for block in self.chosen.blocks)

    def column_is_chosen(self, column: int) -> bool:
        return any(block.left <= column <= block.right for block in self.chosen.blocks)

    def _has_cells(self) -> bool:
        return self.chosen.rows > 0 and self.chosen.columns > 0

    def scroll_to_active(self) -> None:
        if self._has_cells():
            self.scrollTo(self.grid.index(*self.chosen.active))

    def _draw_again(self, *_arguments: object) -> None:
        self.viewport().update()

    # -- size of type

    @property
    def zoom(self) -> int:
        """In percent."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        percent = max(ZOOMS[0], min(ZOOMS[-1], percent))
        if percent == self._zoom:
            return
        factor = percent / self._zoom
        self._zoom = percent
        self._grow(factor)
        self.scroll_to_active()
        self.zoom_changed.emit(percent)

    def _grow(self, factor: float) -> None:
        """Draw in the present font, so much larger than before, in columns as much wider."""
        widths = [self.columnWidth(column) for column in range(self.grid.columnCount())]
        self._apply_font()
        self.columns_header.blockSignals(True)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, max(24, round(width * factor)))
        self.columns_header.blockSignals(False)
        self.stub.set_stub_width(round(self.stub.stub_width * factor))
        self.columns_header.measure_again()

    def step_zoom(self, steps: int) -> None:
        if steps > 0:
            self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom), ZOOMS[-1]))
        elif steps < 0:
            self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom), ZOOMS[0]))

    def _apply_font(self) -> None:
        font = self._base_font
        size = font.pointSizeF() if font.pointSizeF() > 0 else 9.0
        scaled = type(font)(font)
        scaled.setPointSizeF(max(4.0, size * self._zoom / 100))
        self.fonts = GridFonts(scaled)
        self._size_rows()
        for part in (self.columns_header, self.stub, self.corner):
            part.setFont(self.fonts.plain)
        self.viewport().update()

    def _size_rows(self) -> None:
        if self._below:
            self._below = self._comparison.room(self.fonts)
        height = round(self.fonts.metrics.height()) + max(4, round(8 * self._zoom / 100)) + self._below
        self.stub.setMinimumSectionSize(8)
        self.stub.setDefaultSectionSize(height)

    # -- last year's figures

    @property
    def last_year(self) -> LastYear:
        return self._comparison.last

    @property
    def comparing(self) -> bool:
        """Whether last year's figures stand below this year's."""
        return self._below > 0

    def set_comparing(self, on: bool) -> None:
        if on != self.comparing:
            self._below = self._comparison.room(self.fonts) if on else 0
            self._size_rows()
            self.scroll_to_active()
            self.viewport().update()

    def wanted_column_width(self, column: int) -> int:
        """What the heading and the figures of the first rows need, within reason."""
        model, fonts = self.grid, self.fonts
        measured = min(model.rowCount(), max(20, MEASURED_CELLS // max(1, model.columnCount())))
        cells = [model.rendered(row, column) for row in range(measured)]
        fraction = model.fractions[column]
        widest = max((fonts.wanted_width(cell, fraction) for cell in cells if cell.text), default=0.0)
        heading = self.columns_header.fontMetrics().horizontalAdvance(model.heading(column)) + 14
        scale = self._zoom / 100
        return round(min(max(widest + 4, min(heading, 110 * scale), 64 * scale), 320 * scale))

    def mark(self, blocks: list[Block]) -> None:
        """Put a dashed frame round what was copied, or waits to be moved."""
        if blocks != self.marked:
            self.marked = blocks
            self.viewport().update()

    def handle_rect(self) -> QRect:
        """The square at the selection's corner that is dragged to fill."""
        corner = self._block_rect(self.chosen.block).bottomRight()
        return QRect(corner.x() - 4, corner.y() - 4, HANDLE, HANDLE)

    def show_view_marks(self, sort_mark: tuple[int, bool] | None, filtered: frozenset[int]) -> None:
        """Mark the headings by which the view is sorted and filtered."""
        self.columns_header.sort_mark = self.corner.sort_mark = sort_mark
        self.columns_header.filtered = filtered
        self.corner.filtered = STUB in filtered
        self.columns_header.viewport().update()
        self.corner.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.colours = grid_colours()
            self.columns_header.set_colours(self.colours)
            self.stub.set_colours(self.colours)
            self.corner.colours = self.colours
            self.corner.update()
            self.viewport().update()
        elif event.type() == QEvent.Type.FontChange and self.font() != self._base_font:
            before, self._base_font = self._base_font, self.font()
            self._grow(self._base_font.pointSizeF() / before.pointSizeF() if before.pointSizeF() > 0 else 1.0)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        frame = self.frameWidth()
        self.corner.setGeometry(frame, frame, self.stub.width(), self.columns_header.height())
        self.corner.raise_()

    def _widen_stub(self, width: int) -> None:
        self.stub.set_stub_width(width)

    # -- drawing

    def _lines_between(self, header: GridHeader, first: int, last: int, count: int) -> list[Span]:
        """(number, position, size) of the lines that a span of the viewport shows."""
        number = header.visualIndexAt(first)
        if number < 0:
            return []
        lines = []
        position = header.sectionViewportPosition(number)
        while number < count and position <= last:
            size = header.sectionSize(number)
            if size:
                lines.append((number, position, size))
            position += size
            number += 1
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        region: QRegion = event.region()
        colours = self.colours
        for rect in region:  # type: ignore[attr-defined]
            painter.setClipRect(rect)
            painter.fillRect(rect, colours.paper)
            columns = self._lines_between(self.columns_header, rect.left(), rect.right(), self.grid.columnCount())
            rows = self._lines_between(self.stub, rect.top(), rect.bottom(), self.grid.rowCount())
            if not rows or not columns:
                continue
            self._draw_ground(painter, rows, columns)
            self._painter.draw_cells(painter, rows, columns, self.fonts, colours, self._below)
            if self._below:
                self._comparison.draw(painter, self.grid, rows, columns, self.fonts, colours)
            self._draw_lines(painter, rows, columns)
            self._draw_frames(painter)
        painter.end()

    def _draw_ground(self, painter: QPainter, rows: list[Span], columns: list[Span]) -> None:
        bounds = QRect(
            columns[0][1], rows[0][1], columns[-1][1] + columns[-1][2] - columns[0][1], rows[-1][1] + rows[-1][2] - rows[0][1]
        )
        for block in self.chosen.blocks:
            painter.fillRect(self._block_rect(block).intersected(bounds), self.colours.selection)
        active = self._block_rect(Block.between(self.chosen.active, self.chosen.active))
        painter.fillRect(active.intersected(bounds), self.colours.paper)

    def _draw_lines(self, painter: QPainter, rows: list[Span], columns: list[Span]) -> None:
        right, bottom = columns[-1][1] + columns[-1][2] - 1, rows[-1][1] + rows[-1][2] - 1
        left, top = columns[0][1], rows[0][1]
        painter.setPen(self.colours.line)
        for _number, position, size in rows:
            painter.drawLine(left, position + size - 1, right, position + size - 1)
        for _number, position, size in columns:
            painter.drawLine(position + size - 1, top, position + size - 1, bottom)
        broken = self.grid.exhibit.continued_after
        if broken and self.grid.order is None:
            for number, position, size in rows:
                if number == broken - 1:
                    painter.setPen(QPen(self.colours.muted, 2, Qt.PenStyle.DashLine))
                    painter.drawLine(left, position + size - 1, right, position + size - 1)

    def _block_rect(self, block: Block) -> QRect:
        header, stub = self.columns_header, self.stub
        left = header.sectionViewportPosition(block.left)
        top = stub.sectionViewportPosition(block.top)
        right = header.sectionViewportPosition(block.right) + header.sectionSize(block.right)
        bottom = stub.sectionViewportPosition(block.bottom) + stub.sectionSize(block.bottom)
        return QRect(left, top, right - left, bottom - top)

    def _draw_frames(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent = self.colours.accent
        if len(self.chosen.blocks) == 1:
            painter.setPen(QPen(accent, 2))
            painter.drawRect(self._block_rect(self.chosen.block).adjusted(0, 0, -1, -1))
        else:
            for block in self.chosen.blocks:
                painter.setPen(QPen(accent, 1))
                painter.drawRect(self._block_rect(block).adjusted(0, 0, -1, -1))
        if not self.chosen.is_single:
            painter.setPen(QPen(accent, 1))
            painter.drawRect(self._block_rect(Block.between(self.chosen.active, self.chosen.active)).adjusted(1, 1, -3, -3))
        if len(self.chosen.blocks) == 1 and not self.grid.desk.read_only:
            painter.fillRect(self.handle_rect().adjusted(-1, -1, 1, 1), self.colours.paper)
            painter.fillRect(self.handle_rect(), accent)
        for block in self.marked:
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            painter.drawRect(self._block_rect(block).adjusted(1, 1, -2, -2))
        if self.target is not None:
            painter.setPen(QPen(self.colours.muted, 2, Qt.PenStyle.DotLine))
            painter.drawRect(self._block_rect(self.target).adjusted(0, 0, -1, -1))
