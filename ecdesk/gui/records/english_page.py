"""What the report says in English: every text that it prints with its English beside it, typed here or pasted from a list of two columns."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QCheckBox, QWidget

from ecdesk.domain.book.records import AreaRecord, Exhibit, Indicator, Item, Section, Setting, Source, Translation
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.outgoing import guarded, unguarded
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.records.page import RecordsPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.editions import english
from ecdesk.session.delivery.editions.english import EnglishText
from ecdesk.session.rules.checking import Checks


class EnglishPage(RecordsPage):
    """Lists what there is to be said in English. What follows from indicators, areas and times is not asked for."""

    FOLLOWED = (Translation, Exhibit, Section, Source, Setting, Indicator, Item, AreaRecord)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.setObjectName("englishPage")
        columns = (
            Column[EnglishText](text("中文"), lambda one: one.chinese, 380),
            Column[EnglishText](text("英文"), lambda one: one.english, 0, edit=self._take),
            Column[EnglishText](text("图表"), lambda one: "、".join(one.places), 200),
        )
        self.model: ListingModel[EnglishText] = ListingModel(
            columns, lambda one: one.english or one.chinese, self, id=lambda one: one.chinese
        )
        self.table = worded(PlainTable(self), name=text("英文对照"))
        self.table.setEditTriggers(
            PlainTable.EditTrigger.EditKeyPressed | PlainTable.EditTrigger.AnyKeyPressed | PlainTable.EditTrigger.DoubleClicked
        )
        self.table.show_listing(self.model, several=True)
        self.only_missing = worded(QCheckBox(self), text("只看没有英文的"))
        self.summary = plain.Label(self, role="muted")
        self.copy_button = worded(
            push_button(self, self.copy),
            text("复制清单"),
            tip=text("复制选中的各行，没有选就是全部：中文一列、英文一列，可以贴进 Excel 交给译者（Ctrl+C）"),
        )
        self.paste_button = worded(
            push_button(self, self.paste), text("粘贴对照"), tip=text("从剪贴板取两列，左边中文、右边英文，按中文对上（Ctrl+V）")
        )
        above = bar(self.summary, self.only_missing, self.copy_button, self.paste_button, grow=self.summary)
        stack(self, above, self.table, grow=self.table)
        self.setFocusProxy(self.table)
        self.bind(QKeySequence(QKeySequence.StandardKey.Copy).toString(), self.copy)
        self.bind(QKeySequence(QKeySequence.StandardKey.Paste).toString(), self.paste)
        self.bind("Delete", self.take_away)
        self.only_missing.toggled.connect(self.refresh_now)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("英文对照"))
        self.refresh_now()

    def refresh(self) -> None:
        every = english.english_texts(self.desk.book)
        missing = [one for one in every if not one.english]
        self.model.set_rows(missing if self.only_missing.isChecked() else every)
        words = tr("要印的图表里有 {count} 处文字，", count=len(every))
        self.summary.setText(words + (tr("{count} 处没有英文。", count=len(missing)) if missing else tr("都有英文。")))
        self.paste_button.setEnabled(not self.desk.read_only)

    def _chosen(self) -> list[EnglishText]:
        rows = self.table.chosen_rows
        return [self.model.rows[row] for row in rows if row < len(self.model.rows)]

    def _take(self, one: EnglishText, typed: str) -> bool:
        return self._store({one.chinese: typed}) is not None

    def _store(self, texts: dict[str, str]) -> int | None:
        """How many texts changed; None where they were refused."""
        try:
            self.desk.check_writable()
            return english.set_english(self.desk, texts)
        except UserError as error:
            dialogs.show_error(self, error)
            return None

    def take_away(self) -> None:
        """Take away what was given for the chosen texts."""
        self._store({one.chinese: "" for one in self._chosen() if one.own})

    def copy(self) -> None:
        """Put the chosen rows, or all, on the clipboard in two columns."""
        rows = self._chosen()
        lines = [f"{guarded(one.chinese)}\t{guarded(one.english)}" for one in (rows if len(rows) > 1 else self.model.rows)]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.said.emit(tr("已复制 {count} 行。", count=len(lines)))

    def paste(self) -> None:
        """Take English texts from a list of two columns on the clipboard."""
        lines = QGuiApplication.clipboard().text().splitlines()
        pairs = [
            (unguarded(words[0].strip()), unguarded(words[1].strip())) for line in lines if len(words := line.split("\t")) > 1
        ]
        known = english.from_lines(self.desk.book, pairs)
        count = self._store(known) if known else 0
        if count is not None:
            self.said.emit(tr("剪贴板里 {lines} 行，填了 {count} 处英文。", lines=len(pairs), count=count))
