"""The panel that puts rows and columns into a table: pick areas, indicators, items or periods, or make a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from ecdesk.domain.book.records import Axis, Indicator, Item, Line
from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import base_in_brackets, measure_choices
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import NO_MARGINS, bar, stack
from ecdesk.gui.base.panes import push_button
from ecdesk.gui.grid.bars import flat_button
from ecdesk.gui.grid.model import GridModel
from ecdesk.session.tables import lists, outline, structure, territory

DIMENSIONS = ("area", "indicator", "item", "period", "measure", "heading", "text")


class LinePanel(QWidget):
    """wanted: the lines that were picked; refused: a sentence; closed: the panel goes."""

    wanted = Signal(object)
    refused = Signal(str)
    closed = Signal()

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("linePanel")
        self._model = model
        self._names = {
            "area": tr("地区"),
            "indicator": tr("指标"),
            "item": tr("分组项"),
            "period": tr("时期"),
            "measure": tr("量"),
            "heading": tr("标题行"),
            "text": tr("文字列"),
        }
        self.title = plain.Label(self)
        self.title.setObjectName("linePanelTitle")
        self.dimension = QComboBox(self)
        self.dimension.setObjectName("lineDimension")
        for dimension in DIMENSIONS:
            self.dimension.addItem(self._names[dimension], dimension)
        self.words = QLineEdit(self, clearButtonEnabled=True)
        self.words.setObjectName("lineWords")
        self.measure = QComboBox(self)
        self.measure.setObjectName("lineMeasure")
        for measure, name, _id in self._measures():
            self.measure.addItem(name, measure)
        self.list = QListWidget(self)
        self.list.setObjectName("lineList")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(54)
        self.insert = QPushButton(tr("插入"), self)
        self.insert.setObjectName("lineInsert")
        self.make = push_button(self, self._open_form)
        self.make.setObjectName("lineMake")
        self.change = QPushButton(tr("修改指标…"), self)
        self.change.setObjectName("lineChange")
        self.form = NewRecordForm(self)
        self._lay_out()
        self.dimension.currentIndexChanged.connect(self._show_dimension)
        self.words.textChanged.connect(self._list_candidates)
        self.insert.clicked.connect(self.take)
        self.list.itemActivated.connect(self.take)
        self.change.clicked.connect(self._open_indicator)
        self.form.create_button.clicked.connect(self._create)
        self.hide()

    def _lay_out(self) -> None:
        close = flat_button(self, "lineClose", "×", tr("关闭（Esc）"), self.close_panel)
        head = bar(self.title, close, grow=self.title, margins=NO_MARGINS, spacing=4)
        parts = (self.dimension, self.words, self.measure, self.change, self.make, self.insert)
        pick = bar(*parts, grow=self.words, margins=NO_MARGINS, spacing=4)
        body = bar(self.list, self.form, margins=NO_MARGINS, spacing=4)
        body.setStretch(0, 3)
        body.setStretch(1, 2)
        stack(self, head, pick, body, margins=(8, 4, 8, 6), spacing=4)

    def _leave_room(self) -> None:
        """Take a fifth of the table at most, so that the place where the lines come stays in sight."""
        above = self.parentWidget()
        self.list.setMaximumHeight(max(54, min(170, above.height() // 5)) if above is not None else 170)

    def open_panel(self, title: str, dimension: str, axis: Axis = Axis.ROWS) -> None:
        """Show the panel, ready to pick what the neighbours are about."""
        self.dimension.view().setRowHidden(DIMENSIONS.index("text"), axis == Axis.ROWS)  # type: ignore[attr-defined]
        self.title.setText(title)
        self.words.clear()
        self.form.hide()
        self.dimension.setCurrentIndex(DIMENSIONS.index(dimension))
        self._show_dimension()
        self._leave_room()
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def pick_more(self) -> None:
        """What was picked is in the table: be ready for the next."""
        self.words.clear()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        self.hide()
        self.closed.emit()

    @property
    def _dimension(self) -> str:
        return str(self.dimension.currentData())

    def _show_dimension(self, *_arguments: object) -> None:
        dimension = self._dimension
        hints = {
            "period": tr("写时期，几个用逗号隔开：2017年，2018年，2018年1—9月"),
            "heading": tr("写标题行的文字；它下面不放数"),
            "text": tr("写列名，几个用顿号隔开：企业名称、成立日期（日期）、融资金额（金额或数）"),
        }
        self.words.setPlaceholderText(hints.get(dimension, tr("按名称查找；可选几个")))
        self.list.setVisible(dimension not in hints)
        self.measure.setVisible(dimension == "indicator")
        self.change.setVisible(dimension == "indicator")
        new = {"indicator": tr("新建指标…"), "item": tr("新建分组项…"), "area": tr("新建地区…")}
        self.make.setVisible(dimension in new)
        self.make.setText(new.get(dimension, ""))
        self.form.hide()
        self._list_candidates()

    def _candidates(self) -> list[tuple[str, str, str]]:
        """(id, name, further words to find it by) of everything that a line of this dimension can be about."""
        listed = {"area": self._areas, "indicator": self._indicators, "item": self._items, "measure": self._measures}
        return listed[self._dimension]() if self._dimension in listed else []

    def _areas(self) -> list[tuple[str, str, str]]:
        return [(area.code, area.name, " ".join(area.spellings())) for area in self._model.desk.book.areas]

    def _indicators(self) -> list[tuple[str, str, str]]:
        found = self._model.desk.book.indicators
        return [(one.id, f"{one.name}（{one.unit}）" if one.unit else one.name, " ".join(one.synonyms)) for one in found]

    def _items(self) -> list[tuple[str, str, str]]:
        items = sorted(self._model.desk.book.all(Item).values(), key=lambda item: item.order)
        return [(item.id, f"{item.name} · {item.breakdown}" if item.breakdown else item.name, item.parent) for item in items]

    def _measures(self) -> list[tuple[str, str, str]]:
        return [(id, tr(name) + base_in_brackets(id), id) for id, name in measure_choices().items()]

    def _list_candidates(self, *_arguments: object) -> None:
        wanted = fold(self.words.text())
        self.list.clear()
        for id, name, further in self._candidates():
            if wanted in fold(name) or wanted in fold(further):
                item = QListWidgetItem(name, self.list)
                item.setData(Qt.ItemDataRole.UserRole, id)
        if self.list.count() and wanted:
            self.list.setCurrentRow(0)
        elif not self.list.count() and self.make.isVisibleTo(self):
            none = tr("没有叫“{words}”的，可以按“{make}”。", words=self.words.text(), make=self.make.text())
            QListWidgetItem(none, self.list).setFlags(Qt.ItemFlag.NoItemFlags)

    def lines(self) -> list[Line]:
        """What is picked, as lines. Raises UserError when nothing is, or when a period cannot be read."""
        book, exhibit = self._model.desk.book, self._model.exhibit
        if self._dimension == "heading":
            return [structure.heading_line(self.words.text())]
        if self._dimension == "text":
            return list(lists.read_columns(self.words.text()))
        if self._dimension == "period":
            ids = [part.strip() for part in self.words.text().replace("，", ",").replace("、", ",").split(",") if part.strip()]
        else:
            chosen = sorted(self.list.selectedItems(), key=self.list.row)
            ids = [str(item.data(Qt.ItemDataRole.UserRole)) for item in chosen]
        if not ids:
            raise UserError("还没有选，请先选要插入的行或列。")
        measure = str(self.measure.currentData()) if self._dimension == "indicator" else ""
        return [structure.line_of(book, exhibit, self._dimension, id, measure) for id in ids]

    def take(self, *_arguments: object) -> None:
        """Hand on what is picked."""
        self._carry_out(lambda: self.wanted.emit(self.lines()))

    def _open_form(self) -> None:
        self.form.open_form(self._dimension, self.words.text())

    def _open_indicator(self) -> None:
        """Open the picked indicator in the form."""

        def change() -> None:
            chosen = self.list.selectedItems()
            indicator = (
                self._model.desk.book.indicator(str(chosen[0].data(Qt.ItemDataRole.UserRole))) if len(chosen) == 1 else None
            )
            if indicator is None:
                raise UserError("请先选一个要修改的指标。")
            self.form.open_indicator(indicator)

        self._carry_out(change)

    def _create(self) -> None:
        def create() -> None:
            id = self.form.create_record(self._model)
            self.form.hide()
            self.words.clear()
            self._list_candidates()
            for row in range(self.list.count()):
                if self.list.item(row).data(Qt.ItemDataRole.UserRole) == id:
                    self.list.setCurrentRow(row)
                    self.list.scrollToItem(self.list.item(row))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self._carry_out(create)

    def _carry_out(self, verb: Callable[[], None]) -> None:
        with refusals_to(self.refused.emit):
            verb()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.form.isVisible() and self.form.isAncestorOf(self.focusWidget() or self):
                self._create()
            else:
                self.take()
        else:
            super().keyPressEvent(event)


class NewRecordForm(QWidget):
    """Name, unit, decimals and synonyms of an indicator, new or not; name, parent and synonyms of a new item or area."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("newRecord")
        self._dimension = "indicator"
        self._changing = ""
        self.name = QLineEdit(self)
        self.name.setObjectName("newName")
        self.unit = QLineEdit(self)
        self.unit.setObjectName("newUnit")
        self.decimals = QSpinBox(self)
        self.decimals.setObjectName("newDecimals")
        self.decimals.setRange(0, outline.MOST_DECIMALS)
        self.parent_item = QLineEdit(self)
        self.parent_item.setObjectName("newParent")
        self.synonyms = QLineEdit(self, placeholderText=tr("几个用逗号隔开"))
        self.synonyms.setObjectName("newSynonyms")
        self.create_button = QPushButton(tr("新建"), self)
        self.create_button.setObjectName("newCreate")
        self.create_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._form = QFormLayout(self, verticalSpacing=4)
        self._form.setContentsMargins(8, 0, 0, 0)
        for title, part in (
            (tr("名称"), self.name),
            (tr("单位"), self.unit),
            (tr("小数位数"), self.decimals),
            (tr("上级分组项"), self.parent_item),
            (tr("别名"), self.synonyms),
        ):
            part.setAccessibleName(title)
            self._form.addRow(plain.Label(self, title), part)
        self._form.addRow("", self.create_button)
        self.hide()

    def open_form(self, dimension: str, name: str) -> None:
        """For a new record, with what was looked for as its name."""
        self._dimension = dimension
        self._changing = ""
        self.create_button.setText(tr("新建"))
        self.name.setText(name)
        for part in (self.unit, self.parent_item, self.synonyms):
            part.clear()
        self.decimals.setValue(1)
        self._form.setRowVisible(self.unit, dimension == "indicator")
        self._form.setRowVisible(self.decimals, dimension == "indicator")
        self._form.setRowVisible(self.parent_item, dimension in ("item", "area"))
        label = self._form.labelForField(self.parent_item)
        if isinstance(label, QLabel):
            label.setText(tr("所属地区") if dimension == "area" else tr("上级分组项"))
            self.parent_item.setAccessibleName(label.text())
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_indicator(self, indicator: Indicator) -> None:
        """For an indicator that is there: its figures stay under it, whatever it is called."""
        self.open_form("indicator", indicator.name)
        self._changing = indicator.id
        self.unit.setText(indicator.unit)
        self.decimals.setValue(indicator.decimals)
        self.synonyms.setText("，".join(indicator.synonyms))
        self.create_button.setText(tr("保存"))

    def create_record(self, model: GridModel) -> str:
        """Make the record and return its id; raises UserError when it cannot be made."""
        synonyms = tuple(word for word in self.synonyms.text().replace("，", ",").replace("、", ",").split(",") if word.strip())
        if self._changing:
            desk, id = model.desk, self._changing
            return outline.change_indicator(desk, id, self.name.text(), self.unit.text(), self.decimals.value(), synonyms).id
        if self._dimension == "indicator":
            made = outline.add_indicator(model.desk, self.name.text(), self.unit.text(), self.decimals.value(), synonyms)
            return made.id
        if self._dimension == "area":
            return territory.add_area(model.desk, self.name.text(), self.parent_item.text(), synonyms).id
        return outline.add_item(model.desk, self.name.text(), self.parent_item.text().strip(), synonyms=synonyms).id
