"""The board: a line for each area, with what it sent, where that stands, who looks after it, and a reminder to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidgetItem, QProgressBar, QPushButton, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import Alternative, AreaRecord, Conflict, Observation, Setting, Submission, SubmissionState
from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.files.outgoing import guarded
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.folding import fold
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import bar, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.forms.ui_areas_dialog import Ui_AreasDialog
from ecdesk.session.submissions.board import (
    MISSING,
    STATE_NAMES,
    AreaState,
    Board,
    board,
    reminder_text,
    reminders,
    set_deadline,
    set_keeper,
    set_state,
)


@dataclass(frozen=True)
class AreasChoice:
    """Codes of the areas that report, and names of new ones that report too. above: name of what the new ones lie in, "" for none."""

    codes: frozenset[str]
    fresh: tuple[str, ...] = ()
    above: str = ""


class AreasDialog(dialogs.FormDialog[AreasChoice]):
    """Asks which of the areas (code, name, whether it reports now) are to report. above: proposed as what new ones lie in."""

    def __init__(self, parent: QWidget | None, areas: Sequence[tuple[str, str, bool]], above: str = "") -> None:
        super().__init__(parent)
        self.form = Ui_AreasDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        for code, name, reports in areas:
            item = QListWidgetItem(name, self.form.areas)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if reports else Qt.CheckState.Unchecked)
        self.items = [self.form.areas.item(row) for row in range(self.form.areas.count())]
        self.form.above.setText(above)
        self.form.wanted.textChanged.connect(self._search)
        self.form.areas.itemChanged.connect(self._count)
        self.form.tick_all.clicked.connect(self._tick_all)
        self.form.tick_none.clicked.connect(self._tick_none)
        self._count()

    def answer(self) -> AreasChoice:
        names = self.form.fresh.text().replace("，", ",").replace("、", ",").split(",")
        codes = frozenset(str(item.data(Qt.ItemDataRole.UserRole)) for item in self._ticked())
        fresh = tuple(name.strip() for name in names if name.strip())
        return AreasChoice(codes, fresh, self.form.above.text().strip() if fresh else "")

    def _ticked(self) -> list[QListWidgetItem]:
        return [item for item in self.items if item.checkState() is Qt.CheckState.Checked]

    def _count(self) -> None:
        self.form.count.setText(tr("已勾选 {count} 个", count=len(self._ticked())))

    def _search(self, words: str) -> None:
        for item in self.items:
            item.setHidden(fold(words) not in fold(item.text()))

    def _tick_all(self) -> None:
        self._tick(Qt.CheckState.Checked)

    def _tick_none(self) -> None:
        self._tick(Qt.CheckState.Unchecked)

    def _tick(self, state: Qt.CheckState) -> None:
        """Those that the search shows."""
        for item in self.items:
            if not item.isHidden():
                item.setCheckState(state)


_STATE_ICONS = {
    MISSING: ("empty", "missing"),
    "received": ("inbox", "notice"),
    "checking": ("partial", "query"),
    "returned": ("revert", "error"),
    "accepted": ("complete", "ok"),
}
_STATES = list(_STATE_ICONS)


def _newest(line: AreaState) -> str:
    newest = line.submissions[-1] if line.submissions else None
    return f"{newest.name}　{newest.received[:10]}" if newest else ""


def _tip(line: AreaState) -> str:
    return "\n".join(f"{one.received[:16].replace('T', ' ')}　{one.name}　{STATE_NAMES[one.state]}" for one in line.submissions)


def columns(set_keeper: Callable[[AreaState, str], bool]) -> Sequence[Column[AreaState]]:
    """set_keeper: says who looks after an area; False when that was refused."""
    return (
        Column(text("地区"), lambda line: line.area.name, 180),
        Column(
            text("状态"),
            lambda line: line.state_name,
            96,
            icon=lambda line: icons.icon(*_STATE_ICONS[line.state]),
            sort_key=lambda line: _STATES.index(line.state),
        ),
        Column(
            text("份数"),
            lambda line: str(len(line.submissions) or ""),
            56,
            right=True,
            sort_key=lambda line: len(line.submissions),
        ),
        Column(text("最近收到"), _newest, 0, sort_key=lambda line: line.submissions[-1].received if line.submissions else None),
        Column(text("争议"), lambda line: str(line.disputes or ""), 56, right=True, sort_key=lambda line: line.disputes or None),
        Column(text("联系人"), lambda line: line.keeper, 120, edit=set_keeper),
        Column(
            text("逾期"),
            lambda line: tr("{days} 天", days=line.late) if line.late else "",
            72,
            right=True,
            sort_key=lambda line: line.late or None,
        ),
    )


class BoardPage(Pane):
    """Where every area stands."""

    area_wanted = Signal(str)
    """Code of an area whose figures are to be shown."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.model: ListingModel[AreaState] = ListingModel(columns(self._set_keeper), _tip, self, id=lambda line: line.area.code)
        self.table = worded(PlainTable(self), name=text("报送情况"))
        self.table.show_listing(self.model)
        self.table.let_sort()
        self.table.setEditTriggers(PlainTable.EditTrigger.EditKeyPressed | PlainTable.EditTrigger.AnyKeyPressed)
        self.states = worded(QComboBox(self), name=text("列哪些地区"))
        for state in ("", *_STATES):
            self.states.addItem("", state)
        self.states.currentIndexChanged.connect(self._choose)
        self._lines: Sequence[AreaState] = ()
        self._day = ""
        """The deadline that was put into its field: another one was typed."""
        self.counts = plain.Label(self)
        self.bar = QProgressBar(self, textVisible=False)
        self.deadline_label = plain.Label(self)
        self.deadline = QLineEdit(self)
        self.deadline.setFixedWidth(self.fontMetrics().horizontalAdvance("0000-00-00") + 32)
        self.deadline.editingFinished.connect(self._store_deadline)
        self.deadline_label.setBuddy(self.deadline)
        self.areas_button = push_button(self, self.choose_areas)
        self.copy_button = push_button(self, self.copy_reminders)
        buttons = (self.areas_button, self.copy_button)
        above = bar(
            self.states, self.counts, self.deadline_label, self.deadline, *buttons, grow=self.counts, margins=(12, 8, 12, 4)
        )
        self.state_buttons: dict[str, QPushButton] = {}
        self.hint = plain.Label(self, role="muted")
        for state in SubmissionState:
            button = push_button(self, self._store_state)
            button.setProperty("submissionState", state)
            self.state_buttons[state] = button
        below = bar(self.hint, *self.state_buttons.values(), grow=self.hint, margins=(12, 6, 12, 6))
        stack(self, above, self.bar, self.table, below, grow=self.table)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._show_area)
        self.table.selectionModel().currentRowChanged.connect(self._enable)
        workspace.changed.connect(self._refresh_after)
        workspace.desk_changed.connect(self._start_over)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("报送情况"))
        for number in range(self.states.count()):
            state = self.states.itemData(number)
            self.states.setItemText(number, str(STATE_NAMES[state]) if state else tr("全部地区"))
        self.refresh()

    def refresh(self) -> None:
        """Show the board as it is now."""
        desk = self.workspace.desk
        shown = board(desk, date.today()) if desk is not None else Board((), None)
        self._lines = shown.areas
        self._choose()
        total = len(shown.areas)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(shown.count("accepted"))
        self.counts.setText(
            tr(
                "已报送 {received}/{total}，审核中 {checking}，已退回 {returned}，已通过 {accepted}",
                received=shown.received,
                total=total,
                checking=shown.count("checking"),
                returned=shown.count("returned"),
                accepted=shown.count("accepted"),
            )
        )
        self.deadline_label.setText(tr("截止日期"))
        self.deadline.setPlaceholderText(tr("年-月-日"))
        self._put_deadline(shown.deadline.isoformat() if shown.deadline else "")
        self.areas_button.setText(tr("报送地区…"))
        self.copy_button.setText(tr("复制催报名单"))
        for state, button in self.state_buttons.items():
            button.setText(str(STATE_NAMES[state]))
        self._enable()

    def _put_deadline(self, day: str) -> None:
        """Say until when. What was typed stays, wherever the focus is: the board renews itself meanwhile, and what was refused is to be put right."""
        if self.deadline.text() == self._day:
            self.deadline.setText(day)
        self._day = day

    def _start_over(self) -> None:
        """Show the board and the deadline of the book, whatever was typed."""
        self._day = self.deadline.text()
        self.refresh()

    def _choose(self) -> None:
        """List the areas in the state that is chosen, or all."""
        wanted = self.states.currentData()
        self.model.set_rows([line for line in self._lines if wanted in ("", line.state)])

    def choose_areas(self) -> None:
        """Let an editor say which areas send submissions, new ones among them."""
        desk = self.workspace.desk
        if desk is None or desk.read_only:
            return
        from ecdesk.session.tables.territory import likely_city, set_territory

        records = sorted(desk.book.all(AreaRecord).values(), key=lambda record: record.order)
        listed = [
            (record.area.code, record.area.name, record.reports)
            for record in records
            if record.area.kind not in ("world", "nation", "region")
        ]
        choice = dialogs.ask(AreasDialog(self, listed, likely_city(desk.book)))
        if choice is None:
            return
        with dialogs.RefusalsShown(self):
            set_territory(desk, choice.codes, choice.fresh, choice.above)

    def copy_reminders(self) -> None:
        """Put a reminder for every area that has to be reminded on the clipboard."""
        desk = self.workspace.desk
        if desk is None:
            return
        waiting = reminders(desk, date.today())
        QGuiApplication.clipboard().setText("\n".join(guarded(reminder_text(desk, line)) for line in waiting))
        self.workspace.say(tr("已复制 {count} 个地区的催报文字。", count=len(waiting)))

    def _current(self) -> AreaState | None:
        return self.model.row_at(self.table.currentIndex())

    def _enable(self) -> None:
        line, desk = self._current(), self.workspace.desk
        usable = line is not None and desk is not None and not desk.read_only
        for state, button in self.state_buttons.items():
            button.setEnabled(usable and line is not None and line.state != state)
        self.areas_button.setEnabled(desk is not None and not desk.read_only)
        if not self._lines:
            self.hint.setText(tr("还没有报送地区，请按“报送地区…”选定。"))
        elif line is None:
            self.hint.setText(tr("选一个地区，可改它的状态；回车看它的数据；在“联系人”列直接输入姓名。"))
        else:
            words = tr("{area}的报送改为：", area=line.area.name)
            by_hand = tr("{area}没有报送文件；已用别的办法收到的，可手工登记为：", area=line.area.name)
            self.hint.setText(words if line.submissions else by_hand)

    def _store_state(self) -> None:
        button, line, desk = self.sender(), self._current(), self.workspace.desk
        if not isinstance(button, QPushButton) or line is None or desk is None:
            return
        set_state(desk, line.area.code, SubmissionState(button.property("submissionState")))

    def _set_keeper(self, line: AreaState, name: str) -> bool:
        desk = self.workspace.desk
        if desk is None:
            return False
        try:
            set_keeper(desk, line.area.code, name)
        except UserError as refusal:
            self.workspace.say(str(refusal))
            return False
        return True

    def _store_deadline(self) -> None:
        desk = self.workspace.desk
        if desk is None:
            return
        with refusals_to(self.workspace.say):
            set_deadline(desk, self.deadline.text())
            self._start_over()  # typed no longer: the field says what is stored

    def _show_area(self, index: QModelIndex) -> None:
        self.area_wanted.emit(self.model.rows[index.row()].area.code)

    def _refresh_after(self, notice: Notice) -> None:
        if notice.concerns(Submission, Observation, Alternative, Conflict, Setting, AreaRecord):
            self.refresh()
