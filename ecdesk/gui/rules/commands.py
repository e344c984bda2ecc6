"""What the main window can do with rules and findings: show the pages about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecdesk.domain.texts import tr
from ecdesk.gui.desk.editor_area import EditorArea, Page, RoomCommands
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.rules.suggester import Suggester

if TYPE_CHECKING:
    from ecdesk.domain.book.findings import Finding
    from ecdesk.domain.figures.keys import Key
    from ecdesk.gui.rules.results_page import ResultsPage
    from ecdesk.gui.rules.rule_detail import Draft
    from ecdesk.gui.rules.rules_page import RulesPage
    from ecdesk.session.book.desk import Desk

RULES = Page("rules", "rule")
RESULTS = Page("results", "check")


class RuleCommands(RoomCommands):
    """Opens the pages of rules and results among the editors; they go to cells and to each other through it."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(workspace, checks, editors, parent)
        self._drafts: dict[str, Draft] = {}
        self._drafts_of: Desk | None = None
        Suggester(workspace, checks, self)

    def show_rules(self) -> None:
        """Show the rules of the book."""
        self._rules_page()

    def show_rule(self, id: str) -> None:
        """Show the page of one rule."""
        page = self._rules_page()
        if page is not None:
            page.show_rule(id)

    def show_results(self) -> None:
        """Show all findings in one table."""
        self._results_page()

    def show_results_of(self, rule: str) -> None:
        """Show the findings of one rule."""
        page = self._results_page()
        if page is not None:
            page.show_group("rule", rule)

    def explain(self, finding: Finding) -> None:
        """Show a finding among all of them and begin to explain it."""
        page = self._results_page()
        if page is not None and page.show_finding(finding.id):
            page.explain_panel.start()

    def _rules_page(self) -> RulesPage | None:
        desk, checks = self._workspace.desk, self._checks.checks
        if desk is None or checks is None:
            return None
        from ecdesk.gui.rules.rules_page import RulesPage

        if self._drafts_of is not desk:
            self._drafts_of, self._drafts = desk, {}

        def made() -> RulesPage:
            page = RulesPage(desk, checks, self._workspace.jobs, drafts=self._drafts)
            page.cell_requested.connect(self._go_to)
            page.results_requested.connect(self.show_results_of)
            page.said.connect(self._workspace.say)
            return page

        return self._in_front(RULES, RulesPage, tr("审核公式"), made)

    def _results_page(self) -> ResultsPage | None:
        desk, checks = self._workspace.desk, self._checks.checks
        if desk is None or checks is None:
            return None
        from ecdesk.gui.rules.results_page import ResultsPage

        def made() -> ResultsPage:
            page = ResultsPage(desk, checks, self._workspace.jobs)
            page.finding_shown.connect(self._workspace.finding_shown)
            page.cell_requested.connect(self._go_to)
            page.rule_requested.connect(self.show_rule)
            page.said.connect(self._workspace.say)
            page.written.connect(self._workspace.say_written)
            return page

        return self._in_front(RESULTS, ResultsPage, tr("审核结果"), made)

    def show_results_in(self, exhibit: str) -> None:
        """Show the findings about the figures of one exhibit."""
        page = self._results_page()
        if page is not None:
            page.show_group("exhibit", exhibit)

    def _go_to(self, key: Key) -> None:
        prefer = self._workspace.focus.exhibit if self._workspace.focus else ""
        if not self._workspace.go_to_key(key, prefer):
            self._workspace.say(tr("这个数没有印在任何图表里。"))
