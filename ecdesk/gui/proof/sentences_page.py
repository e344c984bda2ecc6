"""Sentences from figures as a page: those of an exhibit or an area, to copy or to insert into a manuscript; the book's templates below."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import AreaRecord, Exhibit, Observation, Setting
from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.files.outgoing import guarded
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import GAP, PAGE_BAR, bar, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import KeyedPane, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.prose.writing.sentences import template_words, templates_of
from ecdesk.session.proof import sentences
from ecdesk.session.proof.sentences import Sentence

_EXHIBIT, _AREA = "exhibit", "area"
TEMPLATE_LINES = 4


class SentencesPage(KeyedPane):
    """insert_wanted: the words of a sentence that is to stand in the manuscript."""

    insert_wanted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sentencesPage")
        self.workspace = workspace
        self._stale = True
        self._templates = ""
        """The templates that were put into their field: others were typed."""
        self.source_label = worded(plain.Label(self), text("图表或地区"))
        self.source = QComboBox(self)
        self.source.activated.connect(self._make)
        self.source_label.setBuddy(self.source)
        self.model: ListingModel[Sentence] = ListingModel(
            (
                Column(text("句子"), lambda one: one.words, 0),
                Column(text("核对"), self._checked, 190, icon=self._icon, tip=lambda one: one.doubt),
            ),
            lambda one: one.words,
            self,
        )
        self.table = worded(PlainTable(self), name=text("句子"))
        self.table.show_listing(self.model)
        self.table.opened.connect(self.insert)
        self.table.selectionModel().currentRowChanged.connect(self._enable)
        self.copy_button = worded(push_button(self, self.copy), text("复制"))
        self.all_button = worded(push_button(self, self.copy_all), text("全部复制"))
        self.insert_button = worded(
            push_button(self, self.insert),
            text("插入文稿"),
            tip=text("插到最近看的文稿里光标所在那句的后面，写进“导出改正稿”的副本"),
        )
        self.template_label = plain.Label(self, role="muted", wraps=True)
        self.templates = worded(QPlainTextEdit(self, tabChangesFocus=True), name=text("句子模板"))
        self.templates.setObjectName("sentenceTemplates")
        self.templates.setFixedHeight(self.fontMetrics().lineSpacing() * TEMPLATE_LINES + 12)
        self.keep_button = worded(push_button(self, self.keep_templates), text("保存模板"))
        above = bar(self.source_label, self.source, self.insert_button, self.copy_button, self.all_button, grow=self.source)
        below = stack(
            QWidget(self),
            self.template_label,
            self.templates,
            bar(GAP, self.keep_button, margins=(0, 4, 0, 0)),
            margins=PAGE_BAR,
            spacing=4,
        )
        stack(self, above, self.table, below, grow=self.table)
        self.setFocusProxy(self.table)
        self.bind("Ctrl+C", self.copy)
        self._fill_sources()
        self._show_templates()
        workspace.changed.connect(self._refresh_after)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("由数成句"))
        words = " ".join(f"{{{word}}}" for word in template_words())
        self.template_label.setText(
            tr("模板：{words}；[ ] 里的部分在缺数时省去；以“指标：”开头的一行只用于那个指标。", words=words)
        )
        self.model.show_again()
        self._enable()

    # -- where the sentences come from

    def _fill_sources(self) -> None:
        book = self.workspace.book
        with QSignalBlocker(self.source):
            kept = self.source.currentData()
            self.source.clear()
            for exhibit in book.exhibits() if book is not None else ():
                self.source.addItem(plain.caption(exhibit.number_and_caption), (_EXHIBIT, exhibit.id))
            for record in book.all(AreaRecord).values() if book is not None else ():
                self.source.addItem(plain.caption(record.area.name), (_AREA, record.area.code))
            self._choose(kept)

    def _choose(self, data: object) -> bool:
        place = next((place for place in range(self.source.count()) if self.source.itemData(place) == data), -1)
        if place >= 0:
            self.source.setCurrentIndex(place)
        return place >= 0

    def show_exhibit(self, id: str) -> None:
        """Show the sentences of an exhibit."""
        if self._choose((_EXHIBIT, id)):
            self._make()

    def show_area(self, code: str) -> None:
        """Show the sentences of an area."""
        if self._choose((_AREA, code)):
            self._make()

    def _make(self, *_chosen: object) -> None:
        book, data = self.workspace.book, self.source.currentData()
        if book is None or data is None:
            return
        self._stale = False
        kind, id = data
        given = {kind: id}
        self.workspace.jobs.start(text("由数成句"), sentences.make_sentences(book.snapshot(), **given), self._made, self._refused)

    def _made(self, made: tuple[Sentence, ...]) -> None:
        self.model.set_rows(list(made))
        if made:
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self.workspace.say(tr("这里没有能成句的数。"))
        self._enable()

    def _refused(self, refusal: UserError) -> None:
        self.workspace.say(str(refusal))

    def _refresh_after(self, notice: Notice) -> None:
        if notice.concerns(Exhibit, AreaRecord):
            self._fill_sources()
        if notice.concerns(Setting):
            self._show_templates()
        if notice.concerns(Observation, Setting, Exhibit, AreaRecord):
            self._stale = True
            if self.isVisible():
                self._make()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._make()

    # -- what is done with them

    def _checked(self, one: Sentence) -> str:
        return one.doubt or tr("没有疑问")

    def _icon(self, one: Sentence) -> QIcon | None:
        return icons.icon("query", "error") if one.doubt else icons.icon("complete", "ok")

    def _enable(self, *_where: object) -> None:
        desk, one = self.workspace.desk, self.model.row_at(self.table.currentIndex())
        for button in (self.copy_button, self.all_button):
            button.setEnabled(one is not None)
        self.insert_button.setEnabled(one is not None and desk is not None and not desk.read_only)
        self.keep_button.setEnabled(desk is not None and not desk.read_only)

    def copy(self) -> None:
        """Put the sentence on the clipboard."""
        one = self.model.row_at(self.table.currentIndex())
        if one is not None:
            QGuiApplication.clipboard().setText(guarded(one.words))

    def copy_all(self) -> None:
        """Put every sentence on the clipboard, a line each."""
        QGuiApplication.clipboard().setText("\n".join(guarded(one.words) for one in self.model.rows))

    def insert(self, *_where: object) -> None:
        """Ask for the sentence to be put into the manuscript."""
        one = self.model.row_at(self.table.currentIndex())
        if one is not None and self.insert_button.isEnabled():
            self.insert_wanted.emit(one.words)

    # -- templates

    def _show_templates(self) -> None:
        """The book's templates; what was typed and is not kept stays."""
        book = self.workspace.book
        if book is None:
            return
        before, self._templates = self._templates, templates_of(book)
        if self.templates.toPlainText() == before != self._templates:
            self.templates.setPlainText(self._templates)

    def keep_templates(self) -> None:
        """Keep the templates in the book."""
        desk = self.workspace.desk
        if desk is None:
            return
        with refusals_to(self.workspace.say):
            sentences.set_templates(desk, self.templates.toPlainText())
            self._templates = self.templates.toPlainText()  # typed no longer
            self._show_templates()
