"""Sign-off: the outline with what is open in each exhibit and who answers for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ecdesk.domain.book.records import Comment, Conflict, Exhibit, Observation, Section, SignOff, Waiver
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import sentences, text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import GAP, bar, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import signing
from ecdesk.session.delivery.signing import OPEN, READY, SIGNED, STALE, STATE_NAMES, SignState
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.final import final_words

_ICONS = {OPEN: ("finding", "query"), READY: ("partial", "muted"), SIGNED: ("complete", "ok"), STALE: ("query", "query")}


def _icon(state: SignState) -> QIcon:
    return icons.icon(*_ICONS[state.state])


def _tip(state: SignState) -> str:
    words = state.signature.words if state.signature is not None else ""
    return "\n".join(filter(None, (state.title, tr("空着的格：{why}", why=words) if words else "")))


class GapsDialog(dialogs.FormDialog[str]):
    """Lists the empty cells of what is to be signed, and asks why they may stay empty."""

    def __init__(self, parent: QWidget | None, lines: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("还有空着的格"))
        said = plain.Label(self, tr("这些格既没有数也没有符号。回去填上，或者写明为什么空着，与签名一起存档："), wraps=True)
        self.listed = QPlainTextEdit("\n".join(lines), self, readOnly=True)
        self.listed.setAccessibleName(tr("空着的格"))
        self.why = QLineEdit(self, placeholderText=tr("为什么空着"))
        self.why.setAccessibleName(tr("为什么空着"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.sign_button = self.buttons.addButton(tr("写明并签发"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.sign_button.setEnabled(False)
        self.why.textChanged.connect(lambda words: self.sign_button.setEnabled(bool(words.strip())))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (said, self.listed, self.why, self.buttons):
            layout.addWidget(part)
        self.resize(640, 320)
        self.why.setFocus()

    def answer(self) -> str:
        return self.why.text().strip()


class SignOffPage(FollowingPane):
    """Who answers for what, section by section."""

    FOLLOWED = (SignOff, Exhibit, Section, Waiver, Observation, Comment, Conflict)

    exhibit_requested = Signal(str)
    """Id of an exhibit that the editor should show."""
    results_requested = Signal(str)
    """Id of an exhibit whose findings should be shown."""
    said = Signal(str)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.setObjectName("signOffPage")
        columns = (
            Column[SignState](text("图表"), lambda one: f"{'　' * one.level}{one.title}", 0),
            Column[SignState](text("状态"), lambda one: str(STATE_NAMES[one.state]), 120, icon=_icon),
            Column[SignState](text("签发前要处理"), lambda one: str(one.open or ""), 104, right=True),
            Column[SignState](text("签发人"), lambda one: one.signature.by if one.signature else "", 110),
            Column[SignState](text("时间"), lambda one: local_time(one.signature.when) if one.signature else "", 150),
        )
        self.model: ListingModel[SignState] = ListingModel(columns, _tip, self, id=lambda one: one.about)
        self.table = worded(PlainTable(self), name=text("签发"))
        self.table.show_listing(self.model, several=True)
        self.unsigned_only = worded(QCheckBox(self), text("只看没签发的"))
        self.summary = plain.Label(self, role="muted", wraps=True)
        self.signer = worded(QLineEdit(self), tip=text("签发人"), name=text("签发人"))
        self.signer.setMaximumWidth(160)
        self.sign_button = worded(push_button(self, self.sign, default=True), text("签发"))
        self.withdraw_button = worded(push_button(self, self.withdraw), text("撤回签发"))
        self.results_button = worded(push_button(self, self._show_results), text("看审核结果"))
        self.open_button = worded(
            push_button(self, self.show_open), text("还差什么…"), tip=text("签发选中的各项以前，还要处理哪些")
        )
        signing = (self.signer, self.withdraw_button, self.sign_button)
        above = bar(self.unsigned_only, GAP, self.open_button, self.results_button, *signing)
        stack(self, above, bar(self.summary, grow=self.summary), self.table, grow=self.table)
        self.setFocusProxy(self.table)
        self.unsigned_only.toggled.connect(self.refresh)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self.signer.returnPressed.connect(self.sign)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("签发"))
        self.signer.setPlaceholderText(self.desk.who)
        self.refresh_now()

    def refresh(self) -> None:
        self.show_when_gathered(signing.states_gathered(self.desk.book, self.checks.findings()), self._take)
        if self.gathering and not self.model.rows:
            self.summary.setText(tr("正在汇总…"))

    def _take(self, states: list[SignState]) -> None:
        exhibits = [one for one in states if one.kind == "exhibit"]
        signed = sum(one.state == SIGNED for one in exhibits)
        words = tr("已签发 {signed}/{count} 张图表。", signed=signed, count=len(exhibits))
        words += final_words(self.desk.book, self.checks.findings())
        self.summary.setText(words)
        self.model.set_rows([one for one in states if one.state != SIGNED] if self.unsigned_only.isChecked() else states)
        if self.model.rows and not self.table.chosen_rows:
            self.table.choose_row(0)
        self._enable()

    def selected(self) -> list[SignState]:
        return [self.model.rows[row] for row in self.table.chosen_rows if row < len(self.model.rows)]

    def sign(self) -> None:
        """Sign what is selected and ready, as one step; where nothing but empty cells is in the way, after asking why they are empty."""
        chosen = [one.about for one in self.selected()]
        if not chosen:
            return
        try:
            signed = self._signed(chosen)
        except UserError as error:
            self.said.emit(str(error))
            self.show_open()
            return
        if not signed:
            return
        left = set(chosen) - {one.about for one in signed}
        words = tr("已签发 {count} 项。", count=len(signed)) if not left else self._left_words(len(signed), left)
        marks = signing.marked_cells(self.desk.book, [one.about for one in signed])
        self.said.emit(sentences(words, tr("其中 {count} 格是符号，没有数。", count=marks) if marks else ""))
        self.refresh_now()

    def _left_words(self, signed: int, left: Collection[str]) -> str:
        """What was signed, and why some of the chosen are left out."""
        if any(map(signing.matters_of(self.desk.book, self.checks.findings()).obstacles, left)):
            return tr("已签发 {count} 项；另有 {left} 项还有待处理的审核结果。", count=signed, left=len(left))
        return tr("已签发 {count} 项；另有 {left} 项有空着的格，请只选中它们签发，写明为什么空着。", count=signed, left=len(left))

    def _signed(self, chosen: list[str]) -> list[SignOff]:
        """The signatures that were given; none where somebody thought better of giving a reason."""
        try:
            return signing.sign_all(self.desk, self.checks, chosen, self.signer.text())
        except signing.GapsLeft:
            matters = signing.matters_of(self.desk.book, self.checks.findings())
            lines = list(dict.fromkeys(line for about in chosen for line in matters.gaps_listed(about)))
            why = dialogs.ask(GapsDialog(self, lines))
            return signing.sign_all(self.desk, self.checks, chosen, self.signer.text(), why) if why else []

    def show_open(self) -> None:
        """List what has to be settled before the chosen ones can be signed."""
        matters = signing.matters_of(self.desk.book, self.checks.findings())
        lines = [line for one in self.selected() for line in matters.listed(one.about)]
        if lines:
            dialogs.show_list(self, tr("签发以前还有 {count} 项要处理：", count=len(lines)), list(dict.fromkeys(lines)))

    def withdraw(self) -> None:
        chosen = [one.about for one in self.selected() if one.signature is not None]
        if chosen and not self.desk.read_only:
            taken = signing.withdraw_all(self.desk, chosen)
            self.said.emit(tr("已撤回 {count} 项签发。", count=len(taken)))
            self.refresh_now()

    def _enable(self) -> None:
        chosen = self.selected()
        writable = not self.desk.read_only
        self.sign_button.setEnabled(writable and any(one.state != SIGNED for one in chosen))
        self.withdraw_button.setEnabled(writable and any(one.signature is not None for one in chosen))
        self.open_button.setEnabled(any(one.open for one in chosen))
        self.results_button.setEnabled(len(chosen) == 1 and chosen[0].kind == "exhibit" and chosen[0].open > 0)

    def _open(self, index: QModelIndex) -> None:
        state: SignState = index.data(ROW_ROLE)
        if state.kind == "exhibit":
            self.exhibit_requested.emit(state.about)

    def _show_results(self) -> None:
        self.results_requested.emit(self.selected()[0].about)
