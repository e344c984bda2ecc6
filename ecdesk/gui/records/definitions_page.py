"""What indicators mean: above every indicator, below the words about the chosen one and the exhibits under which they are printed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Exhibit, Indicator, Setting
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import bar, splitter, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.records.page import RecordsPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.records import definitions
from ecdesk.session.records.definitions import GLOSSARY, Definition
from ecdesk.session.rules.checking import Checks


@dataclass(frozen=True)
class DefiningLine:
    """An exhibit that shows the chosen indicator."""

    exhibit: Exhibit


def _state(one: Definition) -> str:
    if one.is_new:
        return tr("与上年不同")
    return "" if one.indicator.definition else tr("没有解释")


def _icon(one: Definition) -> QIcon | None:
    return icons.icon("query", "query") if one.is_new else None


class DefinitionsPage(RecordsPage):
    """What is typed is kept when another indicator is chosen, when the field is left, and when the page is closed."""

    FOLLOWED = (Indicator, Exhibit, Setting)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.setObjectName("definitionsPage")
        columns = (
            Column[Definition](text("指标"), lambda one: one.indicator.name, 220),
            Column[Definition](text("单位"), lambda one: one.indicator.unit, 72),
            Column[Definition](text("指标解释"), lambda one: one.indicator.definition, 0, tip=self._tip),
            Column[Definition](text("状态"), _state, 110, icon=_icon, colour=lambda one: "query" if one.is_new else "muted"),
            Column[Definition](text("图表"), lambda one: str(len(one.exhibits) or ""), 64, right=True),
        )
        self.model: ListingModel[Definition] = ListingModel(
            columns, lambda one: one.indicator.name, self, id=lambda one: one.indicator.id
        )
        self.table = worded(PlainTable(self), name=text("指标解释"))
        self.table.show_listing(self.model)
        self.with_glossary = worded(QCheckBox(self), text("导出时附指标解释"))
        self.summary = plain.Label(self, role="muted")
        self.label, self.english_label = plain.Label(self), plain.Label(self)
        self.words, self.english = QPlainTextEdit(self), QPlainTextEdit(self)
        self.before = plain.Label(self, wraps=True, role="muted")
        for field, label in ((self.words, self.label), (self.english, self.english_label)):
            field.setTabChangesFocus(True)
            field.installEventFilter(self)
            label.setBuddy(field)
        below = (
            Column[DefiningLine](
                text("印在表下"),
                lambda one: one.exhibit.number_and_caption,
                0,
                ticked=lambda one: one.exhibit.defines,
                tick=self._print,
            ),
        )
        self.exhibits: ListingModel[DefiningLine] = ListingModel(
            below, lambda one: one.exhibit.caption, self, id=lambda one: one.exhibit.id
        )
        self.places = worded(PlainTable(self), name=text("印在表下"))
        self.places.show_listing(self.exhibits)
        fields = stack(
            QWidget(self), self.label, self.words, self.before, self.english_label, self.english, margins=(8, 8, 8, 8), spacing=4
        )
        lower = splitter(self, Qt.Orientation.Horizontal, (560, 320), fields, self.places, grow=fields)
        self.lists = splitter(self, Qt.Orientation.Vertical, (280, 300), self.table, lower, grow=self.table)
        stack(self, bar(self.summary, self.with_glossary, grow=self.summary), self.lists, grow=self.lists)
        self.setFocusProxy(self.table)
        self._chosen = ""
        self._shown = ["", ""]
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.places.opened.connect(self._open)
        self.with_glossary.clicked.connect(self._print_glossary)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("指标解释"))
        self.label.setText(tr("指标解释"))
        self.english_label.setText(tr("英文解释"))
        self.words.setAccessibleName(tr("指标解释"))
        self.english.setAccessibleName(tr("英文解释"))
        self.words.setPlaceholderText(tr("这个指标指什么、怎么统计；离开这里就记下"))
        self.refresh_now()

    @property
    def _before(self) -> Book | None:
        last = None if self.checks.needs_last else self.checks.last
        return last if isinstance(last, Book) else None

    def refresh(self) -> None:
        found = definitions.definitions(self.desk.book, self._before)
        self.model.set_rows(found)
        said, new = sum(bool(one.indicator.definition) for one in found), sum(one.is_new for one in found)
        words = tr("{said}/{count} 个指标有解释。", said=said, count=len(found))
        self.summary.setText(words + (tr("{count} 个与上年年报不同。", count=new) if new else ""))
        self.with_glossary.setChecked(bool(self.desk.book.setting(GLOSSARY)))
        self.with_glossary.setEnabled(not self.desk.read_only)
        if found and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show()

    def _current(self) -> Definition | None:
        return next((one for one in self.model.rows if one.indicator.id == self._chosen), None)

    def _choose(self, index: QModelIndex) -> None:
        self.keep()
        row: Definition | None = index.data(ROW_ROLE) if index.isValid() else None
        self._chosen = row.indicator.id if row is not None else ""
        self._show()

    def _show(self) -> None:
        """The words about the chosen indicator; what was typed since they were shown stays."""
        one = self._current()
        texts = (one.indicator.definition, one.indicator.definition_english) if one is not None else ("", "")
        for number, (field, said) in enumerate(zip((self.words, self.english), texts, strict=True)):
            field.setEnabled(one is not None and not self.desk.read_only)
            if field.toPlainText() == self._shown[number] and said != self._shown[number]:
                field.setPlainText(said)
                self._shown[number] = said
        self.before.setText(tr("上年：{words}", words=one.before) if one is not None and one.is_new and one.before else "")
        self.before.setVisible(bool(self.before.text()))
        self.exhibits.set_rows([DefiningLine(self.desk.book.exhibit(id)) for id in (one.exhibits if one is not None else ())])

    def keep(self) -> None:
        """Store what was typed about the chosen indicator."""
        one = self._current()
        if one is None or self.desk.read_only:
            return
        said = [self.words.toPlainText(), self.english.toPlainText()]
        if said == self._shown:
            return
        self._shown = said
        with dialogs.RefusalsShown(self):
            definitions.define(self.desk, one.indicator.id, *said)

    def release(self) -> None:
        self.keep()
        super().release()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched in (self.words, self.english):
            self.keep()
        return super().eventFilter(watched, event)

    @staticmethod
    def _tip(one: Definition) -> str:
        return one.indicator.definition

    def _print(self, line: DefiningLine, wanted: bool) -> None:
        if not self.desk.read_only:
            definitions.print_definitions(self.desk, [line.exhibit.id], wanted)
            self.refresh_now()

    def _print_glossary(self, wanted: bool) -> None:
        definitions.print_glossary(self.desk, wanted)
        self.said.emit(tr("导出的文件末尾附指标解释。") if wanted else tr("导出的文件不附指标解释。"))

    def _open(self, index: QModelIndex) -> None:
        line: DefiningLine = index.data(ROW_ROLE)
        self.exhibit_requested.emit(line.exhibit.id)
