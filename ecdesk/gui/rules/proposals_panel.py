"""Rules that the figures themselves propose: what holds, how often, where not; the editor accepts them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QWidget,
)

from ecdesk.checks import Proposal, explain
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.base.layouts import OneOf, bar, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import Pane, hint_label, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import proposing
from ecdesk.session.rules.checking import Checks


class ProposalsPanel(Pane):
    """A list of proposals; what is selected can be accepted."""

    accepted = Signal(str)
    """Id of the first rule that was added."""
    said = Signal(str)

    def __init__(self, desk: Desk, checks: Checks, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.checks, self.jobs = desk, checks, jobs
        self.searched = False
        self._job = 0
        columns = (
            Column[Proposal](text("推荐公式"), lambda one: one.text, 0),
            Column[Proposal](text("种类"), lambda one: str(proposing.KINDS[one.kind]), 80),
            Column[Proposal](text("成立"), lambda one: str(one.support), 60, right=True),
            Column[Proposal](text("不成立"), lambda one: str(len(one.exceptions) or ""), 64, right=True),
        )
        self.model: ListingModel[Proposal] = ListingModel(columns, lambda one: one.text, self)
        self.table = PlainTable(self)
        self.table.show_listing(self.model, several=True)
        self.hint = hint_label(self)
        self.about = plain.Label(self, wraps=True)
        self.search_button = push_button(self, self._search_or_stop)
        self.accept_button = worded(push_button(self, self.accept, default=True), text("采纳选中的"))
        self._body = OneOf(self, self.hint, self.table)
        below = bar(self.about, self.search_button, self.accept_button, grow=self.about, margins=(12, 0, 12, 10))
        stack(self, self._body, below, grow=self._body, spacing=8)
        self.setFocusProxy(self.table)
        self.table.selectionModel().selectionChanged.connect(self._describe)
        self.model.modelReset.connect(self._describe)
        self.table.opened.connect(self.accept)
        self.retranslate()

    def retranslate(self) -> None:
        self._describe()

    @property
    def searching(self) -> bool:
        return self.jobs.has(self._job)

    def search(self) -> None:
        """Look for identities that no rule says yet, on the worker."""
        if self._job:
            self.jobs.cancel(self._job)
        self._job = self.jobs.start(
            text("查找推荐公式"), proposing.proposals(self.desk, self.checks), self._list_proposals, self._say_why_not
        )
        self._describe()

    def stop(self) -> None:
        """Look no further; what was found before stays."""
        self.release()
        self.said.emit(tr("已停止查找推荐公式。"))
        self._describe()

    def _search_or_stop(self) -> None:
        if self.searching:
            self.stop()
        else:
            self.search()

    def search_once(self) -> None:
        """Look, when nobody has looked yet."""
        if not self.searched and not self.searching:
            self.search()

    def selected(self) -> list[Proposal]:
        return [self.model.rows[row] for row in self.table.chosen_rows]

    def accept(self) -> None:
        """Make the proposals that are selected rules of the book."""
        chosen = self.selected()
        if not chosen or self.desk.read_only:
            return
        records = proposing.accept_proposals(self.desk, chosen)
        self.model.set_rows([one for one in self.model.rows if one not in chosen])
        self.said.emit(tr("已采纳 {count} 条推荐公式。", count=len(records)))
        self.accepted.emit(records[0].id)

    def release(self) -> None:
        if self._job:
            self.jobs.cancel(self._job)
            self._job = 0

    def _list_proposals(self, found: tuple[Proposal, ...]) -> None:
        self._job = 0
        self.searched = True
        self.model.set_rows(found)
        self._describe()

    def _say_why_not(self, error: UserError) -> None:
        self._job = 0
        self.said.emit(str(error))
        self._describe()

    def _describe(self) -> None:
        if self.searching:
            self.hint.setText(tr("正在从已有的数里找规律，请稍候。"))
        elif self.searched:
            self.hint.setText(tr("没有找到公式之外的规律。"))
        else:
            self.hint.setText(tr("从今年和上年的数里找出成立而没有公式的关系（合计、占比、增速、比率），由你决定采不采纳。"))
        self._body.bring(self.table if self.model.rowCount() and not self.searching else self.hint)
        chosen = self.selected()
        self.accept_button.setEnabled(bool(chosen) and not self.desk.read_only)
        again = tr("重新查找") if self.searched else tr("查找")
        self.search_button.setText(tr("停止查找") if self.searching else again)
        self.about.setText(self._about(chosen[0]) if len(chosen) == 1 else "")

    def _about(self, proposal: Proposal) -> str:
        """What a proposal means and where it holds."""
        said = explain(RuleRecord("", "", proposal.text), self.desk.book)
        where = tr("成立：{subjects}等 {count} 处。", subjects=tr("；").join(proposal.subjects), count=proposal.support)
        if proposal.exceptions:
            where += tr("不成立：{subjects}。", subjects=tr("；").join(proposal.exceptions))
        return f"{said}\n{where}"
