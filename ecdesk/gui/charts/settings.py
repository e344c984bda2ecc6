"""The settings of a chart, page by page: each page shows a chart's settings in its fields, and says what they have become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHeaderView, QLineEdit, QSpinBox, QTableWidget, QTableWidgetItem, QWidget

from ecdesk.charts import load_theme, theme_titles
from ecdesk.domain.book.records import (
    Axis,
    Chart,
    ChartKind,
    ChartOrder,
    Exhibit,
    GrowthArrow,
    Labelled,
    Line,
    PointNote,
    ReferenceLine,
    ValueRange,
)
from ecdesk.domain.charts import KIND_NAMES
from ecdesk.domain.charts.annotating import WITH_AXIS, WITH_MARKS
from ecdesk.domain.charts.resolving import ONE_AXIS
from ecdesk.domain.texts import Text, text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.forms.ui_chart_dialog import Ui_ChartDialog
from ecdesk.session.tables.charting import ALONE, category_lines, series_lines

NOTHING, LEFT, RIGHT = "", "left", "right"
_ORDERS = (
    (ChartOrder.USUAL, text("照惯例（排名图按大小）")),
    (ChartOrder.TABLE, text("照表的次序")),
    (ChartOrder.FALLING, text("从大到小")),
    (ChartOrder.RISING, text("从小到大")),
    (ChartOrder.LISTED, text("照下面排的次序")),
)
_LABELS = (
    (Labelled.USUAL, text("放得下的都标")),
    (Labelled.ENDS, text("首尾")),
    (Labelled.EXTREMES, text("最大和最小")),
    (Labelled.HIGHLIGHTED, text("突出的")),
    (Labelled.NONE, text("都不标")),
)
_PLACES = (("", text("柱的外面")), ("inside", text("柱的里面")))
_TITLE_PLACES = (("", text("照样式")), ("below", text("图下")), ("above", text("图上")), ("none", text("不印")))
_SOURCE_PLACES = (("", text("照样式")), ("under", text("标题下")), ("above", text("标题上")), ("none", text("不印")))

Changed = Callable[[], None]


def fill(box: QComboBox, entries: Iterable[tuple[Any, Text | str]], chosen: Any) -> None:
    """Offer entries in a box, with one of them chosen, the first where it is none of them; nobody is told."""
    with QSignalBlocker(box):
        box.clear()
        for value, name in entries:
            box.addItem(str(name), value)
        box.setCurrentIndex(max(0, box.findData(chosen)))


def name_of(line: Line) -> str:
    return "·".join((*line.groups, line.label))


def _ticked(item: QTableWidgetItem | None) -> bool:
    return item is not None and item.checkState() == Qt.CheckState.Checked


def _fit_headings(table: QTableWidget) -> None:
    """Each column behind the first takes its heading whole, in whichever language."""
    for column in range(1, table.columnCount()):
        table.setColumnWidth(column, max(table.columnWidth(column), table.horizontalHeader().sectionSizeHint(column)))


def _tick(words: str, checked: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    item.setToolTip(plain.tip(words))
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
    return item


class ContentPage:
    """What is drawn: the kind, the lines and their axes, which categories in which order, what stands out."""

    def __init__(self, form: Ui_ChartDialog, exhibit: Exhibit, changed: Changed) -> None:
        self.form, self.exhibit, self._changed = form, exhibit, changed
        self.roles: list[QComboBox] = []
        self.colours: list[QComboBox] = []
        self._listed: list[str] = []
        kinds = [(kind, name) for kind, name in KIND_NAMES.items() if kind != ChartKind.BAR_AND_LINE]
        fill(form.kind, [(NOTHING, tr("不画图")), *kinds], ChartKind.BAR)
        fill(form.categories, [(Axis.ROWS, tr("各行")), (Axis.COLUMNS, tr("各列"))], Axis.ROWS)
        for table, widths in ((form.lines, (104, 76, 44)), (form.items, (44,))):
            header = table.horizontalHeader()
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            for column, width in enumerate(widths, start=1):
                header.resizeSection(column, width)
            table.verticalHeader().setDefaultSectionSize(form.kind.sizeHint().height() + 2)

    def show(self, chart: Chart) -> None:
        form = self.form
        for box, value in ((form.kind, ChartKind(chart.kind.removesuffix("+line"))), (form.categories, chart.categories)):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))
        fill(form.order, _ORDERS, chart.order)
        with QSignalBlocker(form.top):
            form.top.setValue(chart.top)
        self._show_lines(chart)
        self._show_items(chart)

    def connect(self) -> None:
        form = self.form
        for box in (form.kind, form.order):
            box.currentIndexChanged.connect(self._changed)
        form.categories.currentIndexChanged.connect(self._turn)
        form.top.valueChanged.connect(self._changed)
        for table in (form.lines, form.items):
            table.itemChanged.connect(self._changed)
        form.up.clicked.connect(self._up)
        form.down.clicked.connect(self._down)

    @property
    def kind(self) -> ChartKind | None:
        chosen = self.form.kind.currentData()  # Qt gives a member of an enumeration back as text
        return ChartKind(chosen) if chosen else None

    @property
    def axis(self) -> Axis:
        return Axis(self.form.categories.currentData())

    @property
    def lines(self) -> tuple[Line, ...]:
        return series_lines(self.exhibit, self.axis)

    @property
    def items(self) -> tuple[Line, ...]:
        return category_lines(self.exhibit, self.axis)

    def ids_on(self, side: str) -> tuple[str, ...]:
        """Lines that are drawn against the axis of a side."""
        return tuple(line.id for line, role in zip(self.lines, self.roles, strict=True) if role.currentData() == side)

    def read(self, chart: Chart) -> Chart:
        """The chart with what the fields of this page say."""
        kind, form = self.kind, self.form
        assert kind is not None
        lines = self.lines
        primary = self.ids_on(LEFT)
        secondary = () if kind in ALONE else self.ids_on(RIGHT)
        if len(primary) + len(secondary) == len(lines):
            primary = ()  # all that there are, and all that are added later
        if kind == ChartKind.BAR and secondary:
            kind = ChartKind.BAR_AND_LINE
        rows = range(form.items.rowCount())
        ids = self._listed
        lit = [line.id for row, line in enumerate(lines) if _ticked(form.lines.item(row, 3))]
        order = ChartOrder(form.order.currentData())
        colours = {line.id: box.currentData() for line, box in zip(lines, self.colours, strict=True) if box.currentData()}
        return replace(
            chart,
            kind=kind,
            categories=self.axis,
            primary=primary,
            secondary=secondary,
            top=form.top.value(),
            order=order,
            listed=tuple(ids) if order == ChartOrder.LISTED else (),
            left_out=tuple(ids[row] for row in rows if not _ticked(form.items.item(row, 0))),
            highlight=(*lit, *(ids[row] for row in rows if _ticked(form.items.item(row, 1)))),
            colours=colours,
        )

    def enable(self, drawn: bool, kind: ChartKind | None) -> None:
        form = self.form
        for widget in (form.categories, form.top, form.lines, form.items, form.order, form.up, form.down):
            widget.setEnabled(drawn)
        alone = kind in ALONE
        for role in self.roles:
            role.model().item(role.findData(RIGHT)).setEnabled(not alone)  # type: ignore[attr-defined]
            if alone and role.currentData() == RIGHT:
                role.setCurrentIndex(role.findData(NOTHING))
        for box in self.colours:
            box.setEnabled(kind != ChartKind.RING)

    # -- the tables

    def _show_lines(self, chart: Chart) -> None:
        table, lines = self.form.lines, self.lines
        meanings = [("", tr("自动")), *((id, tr(one.title)) for id, one in load_theme("print", chart.theme).meanings.items())]
        with QSignalBlocker(table):
            table.clearContents()
            table.setRowCount(len(lines))
            self.roles, self.colours = [], []
            for row, line in enumerate(lines):
                item = QTableWidgetItem(name_of(line))
                item.setToolTip(plain.tip(name_of(line)))
                table.setItem(row, 0, item)
                drawn = (
                    RIGHT if line.id in chart.secondary else LEFT if not chart.primary or line.id in chart.primary else NOTHING
                )
                sides = ((LEFT, tr("左轴")), (RIGHT, tr("右轴（折线）")), (NOTHING, tr("不画")))
                self.roles.append(self._box_in(table, row, 1, sides, drawn))
                self.colours.append(self._box_in(table, row, 2, meanings, chart.colours.get(line.id, "")))
                table.setItem(row, 3, _tick("", line.id in chart.highlight))
            heading = tr("列") if self.axis == Axis.ROWS else tr("行")
            table.setHorizontalHeaderLabels((heading, tr("画在"), tr("颜色"), tr("突出")))
            _fit_headings(table)

    def _box_in(self, table: QTableWidget, row: int, column: int, entries: Iterable[tuple[str, str]], chosen: str) -> QComboBox:
        box = QComboBox(table)
        fill(box, entries, chosen)
        box.currentIndexChanged.connect(self._changed)
        table.setCellWidget(row, column, box)
        table.setColumnWidth(
            column, max(table.columnWidth(column), box.sizeHint().width())
        )  # its longest words, in either language
        return box

    def _show_items(self, chart: Chart) -> None:
        """The categories, each ticked where it is drawn."""
        items = {line.id: line for line in self.items}
        first = [id for id in chart.listed if id in items] if chart.order == ChartOrder.LISTED else []
        self._listed = [*first, *(id for id in items if id not in first)]
        table = self.form.items
        with QSignalBlocker(table):
            table.clearContents()
            table.setRowCount(len(self._listed))
            for row, id in enumerate(self._listed):
                table.setItem(row, 0, _tick(name_of(items[id]), id not in chart.left_out))
                table.setItem(row, 1, _tick("", id in chart.highlight))
            heading = tr("画哪些行") if self.axis == Axis.ROWS else tr("画哪些列")
            table.setHorizontalHeaderLabels((heading, tr("突出")))
            _fit_headings(table)

    def _turn(self) -> None:
        turned = Chart(self.kind or ChartKind.BAR, categories=self.axis)
        self._show_lines(turned)
        self._show_items(turned)
        self._changed()

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """Move the chosen category; from then on the order is that of the list."""
        table, row = self.form.items, self.form.items.currentRow()
        if not 0 <= row < table.rowCount() or not 0 <= row + by < table.rowCount():
            return
        with QSignalBlocker(table):
            for column in range(2):
                one, other = table.takeItem(row, column), table.takeItem(row + by, column)
                table.setItem(row, column, other)
                table.setItem(row + by, column, one)
        self._listed[row], self._listed[row + by] = self._listed[row + by], self._listed[row]
        table.setCurrentCell(row + by, 0)
        with QSignalBlocker(self.form.order):
            self.form.order.setCurrentIndex(self.form.order.findData(ChartOrder.LISTED))
        self._changed()


class MarkPage:
    """Labels, the axis, a line across, an arrow of growth, words at points."""

    def __init__(self, form: Ui_ChartDialog, content: ContentPage, changed: Changed) -> None:
        self.form, self._content, self._changed = form, content, changed
        self._notes: list[PointNote] = []
        self._left = form.low, form.high, form.step
        self._right = form.right_low, form.right_high, form.right_step

    def show(self, chart: Chart) -> None:
        form = self.form
        fill(form.labels, _LABELS, chart.labels)
        fill(form.labels_place, _PLACES, chart.labels_place)
        form.decimals.setValue(-1 if chart.decimals is None else chart.decimals)
        for edits, span in ((self._left, chart.range), (self._right, chart.right_range)):
            for edit, words in zip(edits, (span.low, span.high, span.step), strict=True):
                edit.setText(words)
        form.with_reference.setChecked(chart.reference is not None)
        form.reference_value.setText(chart.reference.value if chart.reference else "")
        form.reference_words.setText(chart.reference.words if chart.reference else "")
        form.with_arrow.setChecked(chart.arrow is not None)
        self._notes = list(chart.notes)
        self.offer(chart)

    def offer(self, chart: Chart) -> None:
        """The lines of the table that arrow and notes can be put at, those of a chart chosen."""
        form, arrow = self.form, chart.arrow
        lines = [(line.id, name_of(line)) for line in self._content.lines]
        items = [(line.id, name_of(line)) for line in self._content.items]
        fill(form.arrow_series, lines, arrow.series if arrow else None)
        fill(form.arrow_start, items, arrow.start if arrow else None)
        fill(form.arrow_end, items, arrow.end if arrow else items[-1][0] if items else None)
        fill(form.note_series, lines, form.note_series.currentData())
        fill(form.note_category, items, form.note_category.currentData())
        self._list_notes()

    def connect(self) -> None:
        form = self.form
        for box in (form.labels, form.labels_place, form.arrow_series, form.arrow_start, form.arrow_end):
            box.currentIndexChanged.connect(self._changed)
        form.decimals.valueChanged.connect(self._changed)
        for edit in (*self._left, *self._right, form.reference_value, form.reference_words):
            edit.textChanged.connect(self._changed)
        for check in (form.with_reference, form.with_arrow):
            check.toggled.connect(self._changed)
        form.add_note.clicked.connect(self._add_note)
        form.note_words.returnPressed.connect(self._add_note)
        form.remove_note.clicked.connect(self._remove_note)

    def read(self, chart: Chart) -> Chart:
        form = self.form
        arrow = None
        if form.with_arrow.isChecked() and form.arrow_series.currentData() and form.arrow_start.currentData():
            arrow = GrowthArrow(form.arrow_series.currentData(), form.arrow_start.currentData(), form.arrow_end.currentData())
        known = {line.id for line in (*self._content.lines, *self._content.items)}
        reference = ReferenceLine(form.reference_value.text().strip(), form.reference_words.text().strip())
        return replace(
            chart,
            labels=Labelled(form.labels.currentData()),
            labels_place=form.labels_place.currentData(),
            decimals=None if form.decimals.value() < 0 else form.decimals.value(),
            range=ValueRange(*(edit.text().strip() for edit in self._left)),
            right_range=ValueRange(*(edit.text().strip() for edit in self._right)),
            reference=reference if form.with_reference.isChecked() else None,
            arrow=arrow,
            notes=tuple(note for note in self._notes if {note.series, note.category} <= known),
        )

    def enable(self, drawn: bool, kind: ChartKind | None) -> None:
        """Only what the kind of the chart draws can be set."""
        form = self.form
        with_axis, with_marks = kind in WITH_AXIS, kind in WITH_MARKS
        _enable(drawn and kind != ChartKind.RING, form.labels)
        _enable(kind in (ChartKind.BAR, ChartKind.BAR_AND_LINE), form.labels_place)
        _enable(drawn, form.decimals)
        _enable(with_axis, *self._left, form.with_reference)
        _enable(with_marks and kind not in ONE_AXIS and bool(self._content.ids_on(RIGHT)), *self._right)
        _enable(with_axis and form.with_reference.isChecked(), form.reference_value, form.reference_words)
        _enable(with_marks, form.with_arrow, form.notes, form.note_series, form.note_category, form.note_words)
        _enable(with_marks, form.add_note, form.remove_note)
        _enable(with_marks and form.with_arrow.isChecked(), form.arrow_series, form.arrow_start, form.arrow_end)

    def _list_notes(self) -> None:
        names = {line.id: name_of(line) for line in (*self._content.lines, *self._content.items)}
        self.form.notes.clear()
        for note in self._notes:
            self.form.notes.addItem(f"{names.get(note.category, '')}·{names.get(note.series, '')}　{note.words}")

    def _add_note(self) -> None:
        form = self.form
        words = form.note_words.text().strip()
        if words and form.note_series.currentData() and form.note_category.currentData():
            self._notes.append(PointNote(form.note_series.currentData(), form.note_category.currentData(), words))
            form.note_words.clear()
            self._list_notes()
            self._changed()

    def _remove_note(self) -> None:
        row = max(self.form.notes.currentRow(), 0)
        if self._notes:
            del self._notes[min(row, len(self._notes) - 1)]
            self._list_notes()
            self._changed()


class LookPage:
    """Title, source, width and theme."""

    def __init__(self, form: Ui_ChartDialog, exhibit: Exhibit, book_theme: str, changed: Changed) -> None:
        self.form, self._changed = form, changed
        self._book_theme = book_theme
        form.title.setPlaceholderText(exhibit.caption)

    def show(self, chart: Chart) -> None:
        form, titles = self.form, theme_titles()
        form.title.setText(chart.title)
        fill(form.title_place, _TITLE_PLACES, chart.title_place)
        fill(form.source_place, _SOURCE_PLACES, chart.source_place)
        ours = tr(titles.get(self._book_theme, next(iter(titles.values()))))
        fill(
            form.theme,
            [("", tr("照全书（{theme}）", theme=ours)), *((id, tr(title)) for id, title in titles.items())],
            chart.theme,
        )
        theme = load_theme("print", chart.theme or self._book_theme)
        full, half = round(theme.width_mm), round(theme.column_mm)
        widths = ((0, tr("通栏（{width} mm）", width=full)), (half, tr("半栏（{width} mm）", width=half)), (-1, tr("自定")))
        fill(form.width, widths, chart.width_mm if chart.width_mm in (0, half) else -1)
        form.width_mm.setValue(chart.width_mm or full)

    def connect(self) -> None:
        form = self.form
        form.title.textChanged.connect(self._changed)
        for box in (form.title_place, form.source_place, form.theme, form.width):
            box.currentIndexChanged.connect(self._changed)
        form.width_mm.valueChanged.connect(self._changed)
        form.for_book.toggled.connect(self._changed)

    @property
    def book_theme(self) -> str | None:
        """The theme that every chart of the book is to have; None where nothing was said of it."""
        return self.form.theme.currentData() if self.form.for_book.isChecked() and self.form.theme.currentData() else None

    def read(self, chart: Chart) -> Chart:
        form = self.form
        width = form.width.currentData()
        return replace(
            chart,
            title=form.title.text().strip(),
            title_place=form.title_place.currentData(),
            source_place=form.source_place.currentData(),
            width_mm=form.width_mm.value() if width < 0 else width,
            theme="" if self.book_theme is not None else form.theme.currentData(),
        )

    def enable(self, drawn: bool) -> None:
        form = self.form
        _enable(drawn, form.title, form.title_place, form.source_place, form.width, form.theme)
        _enable(drawn and form.width.currentData() < 0, form.width_mm)
        _enable(drawn and bool(form.theme.currentData()), form.for_book)


def _enable(can: bool, *widgets: QWidget | QComboBox | QLineEdit | QSpinBox | QCheckBox) -> None:
    for widget in widgets:
        widget.setEnabled(can)


def pages(form: Ui_ChartDialog, exhibit: Exhibit, book_theme: str, changed: Changed) -> tuple[ContentPage, MarkPage, LookPage]:
    content = ContentPage(form, exhibit, changed)
    return content, MarkPage(form, content, changed), LookPage(form, exhibit, book_theme, changed)


def shown_in(pages: Sequence[ContentPage | MarkPage | LookPage], chart: Chart) -> None:
    """Put a chart's settings into the fields, and listen to them from then on."""
    for page in pages:
        page.show(chart)
    for page in pages:
        page.connect()
