"""The register of sources: above every source with how much stands on it, below the exhibits whose source line names the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.book.records import Exhibit, Observation, Source
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar, splitter, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import hint_label, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.forms.ui_source_dialog import Ui_SourceDialog
from ecdesk.gui.records.page import RecordsPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.records import sources
from ecdesk.session.records.sources import SourceUse
from ecdesk.session.rules.checking import Checks


@dataclass(frozen=True)
class SourceWords:
    """What is said of a source."""

    institution: str = ""
    publication: str = ""
    date: str = ""
    link: str = ""


class SourceDialog(dialogs.FormDialog[SourceWords]):
    """Asks who published what, when and where, with the present words proposed."""

    weighty = True

    def __init__(self, parent: QWidget | None, present: SourceWords) -> None:
        super().__init__(parent)
        self.form = form = Ui_SourceDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._lines = (form.institution, form.publication, form.date, form.link)
        for line, words in zip(self._lines, (present.institution, present.publication, present.date, present.link), strict=True):
            line.setText(words)

    def answer(self) -> SourceWords:
        return SourceWords(*(line.text().strip() for line in self._lines))


@dataclass(frozen=True)
class SourcedLine:
    """An exhibit with its source line. named: whether the line is built with the chosen source. figures: how many in it stand on that."""

    exhibit: Exhibit
    line: str
    named: bool
    figures: int


class SourcesPage(RecordsPage):
    """Where the figures come from."""

    FOLLOWED = (Source, Exhibit, Observation)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.setObjectName("sourcesPage")
        columns = (
            Column[SourceUse](text("来源"), lambda use: use.source.name, 0),
            Column[SourceUse](text("日期"), lambda use: use.source.date, 120),
            Column[SourceUse](text("网址"), lambda use: use.source.link, 220),
            Column[SourceUse](text("数"), lambda use: str(len(use.figures) or ""), 64, right=True),
            Column[SourceUse](text("来源行"), lambda use: str(len(use.exhibits) or ""), 72, right=True),
        )
        self.model: ListingModel[SourceUse] = ListingModel(
            columns, lambda use: use.source.name, self, id=lambda use: use.source.id
        )
        self.table = worded(PlainTable(self), name=text("数据来源"))
        self.table.show_listing(self.model, several=True)
        below = (
            Column[SourcedLine](
                text("图表"),
                lambda one: one.exhibit.number_and_caption,
                300,
                ticked=lambda one: one.named,
                tick=self._name,
            ),
            Column[SourcedLine](text("来源行印成"), lambda one: one.line, 0),
            Column[SourcedLine](text("数"), lambda one: str(one.figures or ""), 64, right=True),
        )
        self.exhibits: ListingModel[SourcedLine] = ListingModel(below, lambda one: one.line, self, id=lambda one: one.exhibit.id)
        self.places = worded(PlainTable(self), name=text("来源行"))
        self.places.show_listing(self.exhibits)
        self.hint = worded(hint_label(self), text("还没有登记来源。“登记…”写一个，或者“按来源行登记”从各表现有的来源行建起来。"))
        self.chosen_name = plain.Label(self)
        self.buttons: dict[str, QPushButton] = {}
        actions: dict[str, Callable[[], None]] = {
            "add": self.add,
            "change": self.change,
            "merge": self.merge,
            "up": lambda: self._move(-1),
            "down": lambda: self._move(1),
            "remove": self.remove,
            "lines": self.register_lines,
        }
        for name, slot in actions.items():
            self.buttons[name] = push_button(self, slot)
        above = bar(*self.buttons.values(), None)
        lower = stack(QWidget(self), bar(self.chosen_name, grow=self.chosen_name), self.places, grow=self.places)
        self.lists = splitter(self, Qt.Orientation.Vertical, (300, 300), self.table, lower, grow=lower)
        stack(self, above, self.hint, self.lists, grow=self.lists)
        self.setFocusProxy(self.table)
        self.bind("Delete", self.remove)
        self.bind("F2", self.change)
        self.table.opened.connect(self.change)
        self.places.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show_places)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("数据来源"))
        for name, words, tip in (
            ("add", tr("登记…"), tr("登记一个来源")),
            ("change", tr("修改…"), tr("修改选中的来源（F2）；由它写成的来源行跟着变")),
            ("merge", tr("合并"), tr("选中的几个并成其中最上面的一个")),
            ("up", tr("上移"), tr("来源行里几个来源按这里的次序写")),
            ("down", tr("下移"), tr("来源行里几个来源按这里的次序写")),
            ("remove", tr("删除"), tr("删除没有用到的来源（Delete）")),
            ("lines", tr("按来源行登记"), tr("只写了一个机构的来源行，登记以后由登记簿写成，印出来一字不变")),
        ):
            self.buttons[name].setText(words)
            self.buttons[name].setToolTip(plain.tip(tip))
        self.refresh_now()

    def refresh(self) -> None:
        uses = sources.source_uses(self.desk.book)
        self.model.set_rows(uses)
        self.hint.setVisible(not uses)
        self.lists.setVisible(bool(uses))
        if uses and not self.table.chosen_rows:
            self.table.selectRow(0)
        self._show_places()

    def selected(self) -> list[SourceUse]:
        return [self.model.rows[row] for row in self.table.chosen_rows if row < len(self.model.rows)]

    def _show_places(self) -> None:
        book, chosen = self.desk.book, self.selected()
        use = chosen[0] if len(chosen) == 1 else None
        figures = set(use.figures) if use is not None else set()
        rows = [
            SourcedLine(
                exhibit,
                source_line(book, exhibit),
                use is not None and use.source.id in exhibit.sources,
                len(book.printed_in(exhibit, figures)),
            )
            for exhibit in (book.exhibits() if use is not None else ())
        ]
        self.exhibits.set_rows(rows)
        self.chosen_name.setText(tr("来源行写上“{name}”的图表：", name=use.source.name) if use is not None else "")
        writable = not self.desk.read_only
        for name in ("add", "lines"):
            self.buttons[name].setEnabled(writable)
        for name in ("change", "up", "down"):
            self.buttons[name].setEnabled(writable and use is not None)
        self.buttons["remove"].setEnabled(writable and use is not None and not use.is_used)
        self.buttons["merge"].setEnabled(writable and len(chosen) > 1)

    # -- what the buttons do

    def add(self) -> None:
        words = dialogs.ask(SourceDialog(self, SourceWords()))
        if words is not None:
            self._do(lambda: tr("已登记“{name}”。", name=sources.add_source(self.desk, *astuple(words)).name))

    def change(self) -> None:
        chosen = self.selected()
        if len(chosen) != 1 or self.desk.read_only:
            return
        source = chosen[0].source
        words = dialogs.ask(SourceDialog(self, SourceWords(source.institution, source.publication, source.date, source.link)))
        if words is not None:
            self._do(lambda: tr("已改成“{name}”。", name=sources.change_source(self.desk, source.id, *astuple(words)).name))

    def merge(self) -> None:
        kept, *gone = (use.source for use in self.selected())
        count = sources.merge_sources(self.desk, kept.id, [source.id for source in gone])
        self.said.emit(tr("并成了“{name}”，{count} 处跟着改了。", name=kept.name, count=count))
        self.refresh_now()

    def remove(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1 and not self.desk.read_only:
            self._do(lambda: self._removed(chosen[0]))

    def _removed(self, use: SourceUse) -> str:
        sources.remove_source(self.desk, use.source.id)
        return tr("已删除“{name}”。Ctrl+Z 可以恢复。", name=use.source.name)

    def register_lines(self) -> None:
        count = sources.register_lines(self.desk)
        self.said.emit(tr("{count} 条来源行由登记簿写成了，印出来一字不变。", count=count))
        self.refresh_now()

    def _move(self, by: int) -> None:
        sources.move_source(self.desk, self.selected()[0].source.id, by)
        self.refresh_now()

    def _do(self, verb: Callable[[], str]) -> None:
        with dialogs.RefusalsShown(self):
            self.said.emit(verb())
        self.refresh_now()

    # -- what is done in the list below

    def _name(self, line: SourcedLine, named: bool) -> None:
        chosen = self.selected()
        if len(chosen) == 1 and not self.desk.read_only:
            sources.name_source(self.desk, [line.exhibit.id], chosen[0].source.id, named)
            self.refresh_now()

    def _open(self, index: QModelIndex) -> None:
        line: SourcedLine = index.data(ROW_ROLE)
        self.exhibit_requested.emit(line.exhibit.id)
