"""How the grid looks: its headers, its size of type, the ground the figures stand on and the frames round what is selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ecdesk.gui.base.pauses import next_turn
from ecdesk.gui.grid.drawing.cells import GridFonts, GridPainter, Span
from ecdesk.gui.grid.drawing.colours import grid_colours
from ecdesk.gui.grid.drawing.earlier_figures import ComparisonPainter, EarlierFigures
from ecdesk.gui.grid.drawing.headers import ColumnHeader, Corner, GridHeader, StubHeader
from ecdesk.gui.grid.model import STUB, GridModel
from ecdesk.gui.grid.selection import Block, Selection

HANDLE = 7
"""Pixels of the handle's side."""
ZOOMS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Percent."""
MEASURED_AT_ONCE = 400
"""Cells of the first rows that columns are fitted to before a table is shown."""
MEASURED_CELLS = 3_000
"""The same with those that are measured bit by bit once it is."""


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
        self._comparison = ComparisonPainter(EarlierFigures(model))
        self._lines = self._below = 0

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
        self._letter_headers()
        self.corner.lettering = self.fonts.plain
        self.corner.update()
        self.viewport().update()

    def _letter_headers(self) -> None:
        for part in (self.columns_header, self.stub):
            if part.font() != self.fonts.plain:
                part.setFont(self.fonts.plain)

    def _size_rows(self) -> None:
        self._below = self._comparison.room(self.fonts, self._lines)
        height = round(self.fonts.metrics.height()) + max(4, round(8 * self._zoom / 100)) + self._below
        self.stub.setMinimumSectionSize(8)
        self.stub.setDefaultSectionSize(height)

    # -- earlier figures

    @property
    def earlier(self) -> EarlierFigures:
        return self._comparison.earlier

    @property
    def comparing(self) -> bool:
        """Whether earlier figures stand below those of the table."""
        return self._lines > 0

    def set_comparing(self, lines: int) -> None:
        """Give so many lines below each figure to earlier ones."""
        if lines != self._lines:
            self._lines = lines
            self._size_rows()
            self.scroll_to_active()
            self.viewport().update()

    def wanted_column_width(self, column: int, cells_measured: int = MEASURED_CELLS) -> int:
        """What the heading and the figures of the first rows need, within reason."""
        model, fonts = self.grid, self.fonts
        measured = min(model.rowCount(), max(20, cells_measured // max(1, model.columnCount())))
        cells = [model.rendered(row, column) for row in range(measured)]
        fraction = model.fractions[column]
        widest = max((fonts.wanted_width(cell, fraction) for cell in cells if cell.text), default=0.0)
        if self._lines:
            widest = max(widest, self._comparison.wanted_width(model, column, measured, fonts))
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
            if (
                event.type() == QEvent.Type.StyleChange
            ):  # the headers are given the style after this, and lose their own font to it
                next_turn(self, self._letter_headers)
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
