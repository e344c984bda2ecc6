"""The status bar: messages, what is selected, the unit, whether everything is saved, and who is at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStatusBar, QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.gui.desk.workspace import Focus, Workspace

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Notice
    from ecdesk.gui.grid import SelectionSummary
    from ecdesk.session.book.desk import Desk

MESSAGE_TIME = 6000


class StatusLine(QObject):
    """Fills a window's status bar."""

    def __init__(self, workspace: Workspace, bar: QStatusBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.bar = bar
        self._table = False
        """Whether a table is in front: the unit of one behind it would be taken for that of what is seen."""
        self.summary, self.unit, self.saved, self.who = (plain.Label(bar) for _ in range(4))
        for label in (self.summary, self.unit, self.saved, self.who):
            bar.addPermanentWidget(label)
        workspace.said.connect(self.say)
        workspace.focus_changed.connect(self._follow)
        workspace.changed.connect(self._note)
        workspace.save_state_changed.connect(self.show_saved)
        workspace.desk_changed.connect(self._start)
        self.refresh()

    def _start(self) -> None:
        """What was said of another book is past."""
        self.bar.clearMessage()
        self.refresh()

    def say(self, sentence: str) -> None:
        self.bar.showMessage(sentence, MESSAGE_TIME)

    def show_summary(self, summary: SelectionSummary | None) -> None:
        """What is selected: sum, average and count as texts of the table editor; None for nothing worth saying."""
        parts = []
        if summary is not None and summary.cells > 1:
            for name, value in ((tr("求和"), summary.sum), (tr("平均"), summary.average)):
                if value:
                    parts.append(f"{name} {value}{summary.unit}")
            parts.append(f"{tr('计数')} {summary.count}")
        self.summary.setText("　".join(parts))

    def refresh(self) -> None:
        """Say everything again: another desk or another language."""
        desk = self.workspace.desk
        self.who.setText(desk.who if desk else "")
        self._follow(self.workspace.focus)
        self.show_saved()
        for label in (self.summary, self.saved, self.who):
            label.setVisible(desk is not None)
        self.unit.setVisible(desk is not None and self._table)

    def heed_page(self, table: bool) -> None:
        """Another page is in front. table: whether it is one of figures."""
        self._table = table
        self.unit.setVisible(self.workspace.desk is not None and table)

    def show_saved(self) -> None:
        desk = self.workspace.desk
        if desk is None:
            self.saved.clear()
            return
        words, fault = saved_words(desk)
        self.saved.setText(words)
        self.saved.setToolTip(plain.tip(fault))
        kind = "fault" if fault else ""
        if self.saved.property("state") != kind:
            self.saved.setProperty("state", kind)
            self.saved.style().polish(self.saved)

    def _follow(self, focus: Focus | None) -> None:
        book = self.workspace.book
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        words = ""
        if focus is not None and book is not None and exhibit is not None:
            inside = 0 <= focus.row < len(exhibit.rows) and 0 <= focus.column < len(exhibit.columns)
            if inside:
                from ecdesk.domain.book.tables import cell_unit

                row, column = exhibit.rows[focus.row], exhibit.columns[focus.column]
                words = cell_unit(book, exhibit, row, column, focus.key).symbol
            words = words or exhibit.unit
        self.unit.setText(_unit_words(words) if words else "")

    def _note(self, notice: Notice) -> None:
        from ecdesk.domain.book.records import Exhibit

        self.bar.clearMessage()  # what was said of the step before is past; what this one has to say comes after it
        if notice.concerns(Exhibit):
            self._follow(self.workspace.focus)


def _unit_words(unit: str) -> str:
    from ecdesk.domain.wording.in_english import unit_name  # a window without a book asks for no words

    return tr("单位：{unit}", unit=unit_name(unit))


def saved_words(desk: Desk) -> tuple[str, str]:
    """Whether everything is saved, and what is wrong with that; "" where nothing is."""
    state = desk.save_state
    if desk.read_only:
        return _read_only_words(desk)
    if state.fault is not None:
        return tr("未保存：{count} 步", count=state.waiting), str(state.fault)
    words = tr("已保存")
    if state.waiting:
        words = tr("正在保存…")
    elif state.saved_at:
        words = tr("已保存 {time}", time=local_time(state.saved_at))
    if state.uncopied is not None:
        return tr("{saved}，没有安全副本", saved=words), str(state.uncopied)
    return words, ""


def _read_only_words(desk: Desk) -> tuple[str, str]:
    """Why a book can only be read: somebody else has it, or what opening it met."""
    owner, reason = desk.file.owner, desk.file.reason
    if owner is None:
        return tr("只读"), str(reason or text("“{file}”是以只读方式打开的，不能修改。", file=desk.path.name))
    who, computer = owner.who or "?", owner.computer or "?"
    tip = tr("{who}（{computer}）从 {since} 起正在编辑这本年报。", who=who, computer=computer, since=local_time(owner.since))
    return tr("只读：{who} 正在编辑", who=who), tip
