"""The headings above the columns, merged and in several levels, and the stub at the left with the report's indents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.gui.grid.drawing.colours import GridColours
from ecdesk.gui.grid.model import STUB, GridModel

PADDING = 6
AUTOSCROLL_MS = 40
MOST_LINES = 4
"""Lines of a heading; a longer one is cut with an ellipsis and told in full when hovered over."""
WRAP = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)


class GridHeader(QHeaderView):
    """What both headers share: selecting whole lines with the mouse, by the habits of spreadsheet programs.

    pressed: a line and the modifiers; dragged: the line under the mouse; menu_wanted: a line and where (global).
    """

    line_pressed = Signal(int, object)
    line_dragged = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(
        self,
        orientation: Qt.Orientation,
        model: GridModel,
        colours: GridColours,
        is_chosen: Callable[[int], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(orientation, parent)
        self.is_chosen = is_chosen
        self.grid = model
        self.colours = colours
        self._selecting = False
        self._dragged_to = 0
        self._autoscroll = QTimer(self, interval=AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._drag_on)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)

    def set_colours(self, colours: GridColours) -> None:
        self.colours = colours
        self.viewport().update()

    def _along(self, event: QMouseEvent) -> int:
        position = event.position().toPoint()
        return position.x() if self.orientation() == Qt.Orientation.Horizontal else position.y()

    def _at_edge(self, along: int) -> bool:
        """Whether the mouse is where a column is made wider."""
        if self.orientation() == Qt.Orientation.Vertical:
            return False
        grip = self.style().pixelMetric(self.style().PixelMetric.PM_HeaderGripMargin, None, self)
        line = self.logicalIndexAt(along)
        if line < 0:
            return True
        start = self.sectionViewportPosition(line)
        return (along < start + grip and line > 0) or along > start + self.sectionSize(line) - grip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        along = self._along(event)
        line = self.logicalIndexAt(along)
        if event.button() == Qt.MouseButton.LeftButton and line >= 0 and not self._at_edge(along):
            self._selecting = True
            self.line_pressed.emit(line, event.modifiers())
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._selecting:
            self._dragged_to = self._along(event)
            self._drag_on()
            if 0 <= self._dragged_to <= self._length():
                self._autoscroll.stop()
            elif not self._autoscroll.isActive():
                self._autoscroll.start()
            return
        super().mouseMoveEvent(event)

    def _length(self) -> int:
        size = self.viewport().size()
        return size.width() if self.orientation() == Qt.Orientation.Horizontal else size.height()

    def _drag_on(self) -> None:
        """The line under the mouse, or the next one out of sight while the mouse is beyond the edge."""
        along, length = self._dragged_to, self._length()
        line = self.logicalIndexAt(max(0, min(along, length - 1)))
        if line < 0:
            line = self.count() - 1
        if along < 0 or along > length:
            line = max(0, min(line + (1 if along > length else -1), self.count() - 1))
        self.line_dragged.emit(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._selecting:
            self._selecting = False
            self._autoscroll.stop()
            return
        super().mouseReleaseEvent(event)

    def _ask_for_menu(self, position: QPoint) -> None:
        along = position.x() if self.orientation() == Qt.Orientation.Horizontal else position.y()
        self.menu_wanted.emit(self.logicalIndexAt(along), self.viewport().mapToGlobal(position))


class ColumnHeader(GridHeader):
    """Column headings; neighbours with the same heading above them share it as one merged cell."""

    def __init__(self, model: GridModel, colours: GridColours, is_chosen: Callable[[int], bool], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, model, colours, is_chosen, parent)
        self._height = 0
        self.sort_mark: tuple[int, bool] | None = None
        self.filtered: frozenset[int] = frozenset()
        self.sectionResized.connect(self.measure_again)
        model.layout_replaced.connect(self.measure_again)
        model.headerDataChanged.connect(self.measure_again)

    @property
    def levels(self) -> int:
        """How many levels of merged headings stand above the columns' own."""
        return max((len(line.groups) for line in self.grid.exhibit.columns), default=0)

    def measure_again(self, *_arguments: object) -> None:
        """Widths or headings changed: the header may have to be higher."""
        before, self._height = self._height, 0
        if self.sizeHint().height() != before:
            self.updateGeometry()
            table = self.parent()
            if isinstance(table, QTableView):
                table.updateGeometries()
        self.viewport().update()

    def _level_height(self) -> int:
        return self.fontMetrics().height() + PADDING

    def sizeHint(self) -> QSize:
        if not self._height:
            metrics = self.fontMetrics()
            lowest = self._level_height()
            for column in range(min(self.count(), len(self.grid.exhibit.columns))):
                room = max(20, self.sectionSize(column) - 2 * PADDING)
                depth = self.levels - len(self.grid.exhibit.columns[column].groups)
                heading = _unit_below(self.grid.heading(column), room, metrics)
                wrapped = metrics.boundingRect(QRect(0, 0, room, 10_000), WRAP, heading).height()
                wanted = min(wrapped, MOST_LINES * metrics.lineSpacing()) + PADDING - depth * self._level_height()
                lowest = max(lowest, wanted)
            self._height = self.levels * self._level_height() + lowest
        return QSize(0, self._height)

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        self._height = 0

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one column's part of every level. A merged heading is drawn whole for each of its columns and cut to it."""
        columns = self.grid.exhibit.columns
        if not 0 <= section < len(columns):
            return
        colours = self.colours
        line = columns[section]
        chosen = self.is_chosen(section)
        painter.setClipRect(rect)
        painter.fillRect(rect, colours.header)
        painter.setFont(self.font())
        level_height = self._level_height()
        edge = QPen(colours.line)
        for level in range(len(line.groups)):
            first, last = self._merged(section, level)
            left = self.sectionViewportPosition(first)
            right = self.sectionViewportPosition(last) + self.sectionSize(last)
            cell = QRect(left, rect.top() + level * level_height, right - left, level_height)
            painter.setPen(colours.header_ink)
            # A merged heading keeps its text in sight while only a part of it is.
            seen = cell.intersected(QRect(0, cell.top(), self.viewport().width(), cell.height()))
            text = self.fontMetrics().elidedText(line.groups[level], Qt.TextElideMode.ElideRight, max(10, seen.width() - PADDING))
            painter.drawText(seen, int(Qt.AlignmentFlag.AlignCenter), text)
            painter.setPen(edge)
            painter.drawLine(cell.bottomLeft(), cell.bottomRight())
            painter.drawLine(cell.topRight(), cell.bottomRight())
        top = rect.top() + len(line.groups) * level_height
        own = QRect(rect.left(), top, rect.width(), rect.bottom() - top + 1)
        if chosen:
            painter.fillRect(own, colours.header_chosen)
        room = own.adjusted(PADDING, 2, -PADDING, -2)
        painter.setPen(colours.ink if chosen else colours.header_ink)
        heading = _unit_below(self.grid.heading(section), room.width(), self.fontMetrics())
        painter.drawText(room, WRAP, _cut(heading, room, self.fontMetrics()))
        painter.setPen(edge)
        painter.drawLine(own.topRight(), own.bottomRight())
        painter.setPen(QPen(colours.accent, 2) if chosen else QPen(colours.muted))
        painter.drawLine(own.bottomLeft(), own.bottomRight())
        draw_view_marks(painter, own, colours, self.sort_mark, section, section in self.filtered)

    def _merged(self, section: int, level: int) -> tuple[int, int]:
        """First and last column under the same merged heading: all levels above it are the same, too."""
        columns = self.grid.exhibit.columns
        above = columns[section].groups[: level + 1]
        first = last = section
        while first > 0 and columns[first - 1].groups[: level + 1] == above:
            first -= 1
        while last + 1 < len(columns) and columns[last + 1].groups[: level + 1] == above:
            last += 1
        return first, last


class StubHeader(GridHeader):
    """The rows' labels, left-aligned with their indents; it stays in sight while the columns move."""

    def __init__(self, model: GridModel, colours: GridColours, is_chosen: Callable[[int], bool], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, model, colours, is_chosen, parent)
        self.stub_width = 120
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def set_stub_width(self, width: int) -> None:
        self.stub_width = max(40, width)
        table = self.parent()
        if isinstance(table, QTableView):
            table.updateGeometries()

    def sizeHint(self) -> QSize:
        return QSize(self.stub_width, 0)

    def indent(self) -> int:
        return self.fontMetrics().ascent()

    def wanted_width(self, most_rows: int = 300) -> int:
        """What the first rows' labels need."""
        metrics = self.fontMetrics()
        rows = self.grid.exhibit.rows[:most_rows]
        widest = max(
            (metrics.horizontalAdvance(self.grid.stub(n)) + line.level * self.indent() for n, line in enumerate(rows)), default=0
        )
        return min(360, max(72, metrics.horizontalAdvance(self.grid.exhibit.corner) + 24, widest + 2 * PADDING + 6))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if not 0 <= section < self.grid.rowCount():
            return
        colours = self.colours
        printed = self.grid.printed_row(section)
        line = self.grid.exhibit.rows[printed]
        chosen = self.is_chosen(section)
        painter.fillRect(rect, colours.header_chosen if chosen else colours.header)
        font = self.font()
        heading = is_heading(line)
        if heading:
            font.setBold(True)
        painter.setFont(font)
        painter.setPen(colours.ink if chosen or heading else colours.header_ink)
        left = PADDING + line.level * self.indent()
        room = rect.adjusted(left, 0, -PADDING, 0)
        text = QFontMetrics(font).elidedText(self.grid.stub(printed), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.setPen(colours.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QPen(colours.accent, 2) if chosen else QPen(colours.muted))
        painter.drawLine(rect.topRight(), rect.bottomRight())


class Corner(QWidget):
    """Where stub and headings meet: says what the stub lists, selects everything, and its right edge sets the stub's width."""

    pressed = Signal()
    menu_wanted = Signal(QPoint)
    width_wanted = Signal(int)

    def __init__(self, model: GridModel, colours: GridColours, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = model
        self.colours = colours
        self.sort_mark: tuple[int, bool] | None = None
        self.filtered = False
        self.lettering = self.font()
        """What it is drawn in: a font of its own would be lost when the window is given another style."""
        self._widening = False
        self.setMouseTracking(True)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.colours.header)
        painter.setFont(self.lettering)
        painter.setPen(self.colours.header_ink)
        room = self.rect().adjusted(PADDING, 2, -PADDING, -2)
        painter.drawText(room, WRAP, _cut(self.grid.exhibit.corner, room, QFontMetrics(self.lettering)))
        painter.setPen(self.colours.muted)
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        draw_view_marks(painter, self.rect(), self.colours, self.sort_mark, STUB, self.filtered)

    def _at_edge(self, event: QMouseEvent) -> bool:
        return event.position().x() > self.width() - 5

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._at_edge(event):
            self._widening = True
        else:
            self.pressed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._widening:
            self.width_wanted.emit(round(event.position().x()))
        else:
            self.setCursor(Qt.CursorShape.SplitHCursor if self._at_edge(event) else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._widening = False


def draw_view_marks(
    painter: QPainter, rect: QRect, colours: GridColours, sort_mark: tuple[int, bool] | None, section: int, filtered: bool
) -> None:
    """An arrow where the view is sorted, a funnel's three lines where it is filtered."""
    painter.setPen(QPen(colours.accent, 1.6))
    x, y = rect.right() - 9, rect.bottom() - 9
    if sort_mark is not None and sort_mark[0] == section:
        tip, tail = (y + 5, y - 2) if sort_mark[1] else (y - 2, y + 5)
        painter.drawLine(x, tail, x, tip)
        step = -3 if sort_mark[1] else 3
        painter.drawLine(x - 3, tip + step, x, tip)
        painter.drawLine(x + 3, tip + step, x, tip)
        x -= 12
    if filtered:
        for number, half in enumerate((4, 2, 1)):
            painter.drawLine(x - half, y - 1 + 3 * number, x + half, y - 1 + 3 * number)


def _unit_below(heading: str, width: int, metrics: QFontMetrics) -> str:
    """A heading that does not fit on a line is broken before the unit at its end, so that no bracket stands on a line by itself."""
    name, opening, unit = heading.rpartition("（")
    if not name or metrics.horizontalAdvance(heading) <= width or metrics.horizontalAdvance(opening + unit) > width:
        return heading
    return f"{name}\n{opening}{unit}"


def _cut(text: str, room: QRect, metrics: QFontMetrics) -> str:
    """A text that fits a room when it is wrapped, with an ellipsis where it was cut."""
    if metrics.boundingRect(room, WRAP, text).height() <= room.height() + 1:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.boundingRect(room, WRAP, text[:middle] + "…").height() <= room.height() + 1:
            low = middle
        else:
            high = middle - 1
    return text[:low] + "…"
