"""The page of one rule: its text, what it means, where it applies, what it found, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import VERDICT_NAMES, Level, Verdict
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import key_from_text
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain, themes
from ecdesk.gui.base.form_fields import LevelBox
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.base.layouts import NO_MARGINS, bar, stack
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.desk.cell_history import action_words, local_time, read_after_saving
from ecdesk.gui.rules.finding_view import figure_link, finding_html
from ecdesk.gui.rules.rule_edit import RuleEdit
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import rules
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.rules import RuleReport, RuleStep

PAUSE = 180
"""Milliseconds after the last key before a rule that is being written is tried."""
MOST_SHOWN = 60
"""Findings that the page of a rule lists; the results page has them all."""


@dataclass(frozen=True)
class Draft:
    """What is being written about a rule and is not saved."""

    text: str = ""
    name: str = ""
    note: str = ""


class RuleDetail(Pane):
    """Shows and changes one rule, or takes in a new one."""

    saved = Signal(str)
    """Id of the rule that was added or changed."""
    cell_requested = Signal(object)
    """Key."""
    results_requested = Signal(str)
    """Id of the rule whose findings should be shown."""
    said = Signal(str)

    def __init__(self, desk: Desk, checks: Checks, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.checks, self.jobs = desk, checks, jobs
        self.rule: RuleRecord | None = None
        self.report = RuleReport()
        self._history: tuple[RuleStep, ...] = ()
        self._job = 0
        self._tried = ""
        self._pause = pause(self, PAUSE, self.try_rule)
        self._soon = pause(self, 0, self.try_rule)
        self.name = worded(QLineEdit(self), name=text("公式的名称"), hint=text("公式的名称（可不填）"))
        self.level = worded(
            LevelBox(self), tip=text("错误：改正或说明前不能定稿导出；核实：要有说明；提示：只供参考"), name=text("级别")
        )
        self.active = worded(QCheckBox(self), text("启用"))
        self.editor = worded(
            RuleEdit(self._book, self),
            tip=text("边写边提示；Ctrl+空格 列出可写的词，Ctrl+Enter 保存"),
            name=text("公式"),
            hint=text("例如：网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额 对每个地区"),
        )
        self.problems = plain.MarkedLabel(self)
        self.problems.setWordWrap(True)
        self.meaning = plain.Label(self, wraps=True)
        self.note = worded(QLineEdit(self), name=text("备注"), hint=text("备注"))
        self.save_button = worded(push_button(self, self.save, default=True), text("保存公式"))
        self.revert_button = worded(push_button(self, self.revert), text("还原"))
        self.results_button = worded(push_button(self, self._show_results), text("看全部结果"))
        self.tabs = QTabWidget(self, documentMode=True)
        self.findings, self.reach, self.history = (plain.Browser(self) for _tab in range(3))
        for browser in (self.findings, self.reach, self.history):
            browser.document().setDocumentMargin(10)
            browser.anchorClicked.connect(self._link_clicked)
            self.tabs.addTab(browser, "")
        self._lay_out()
        self.editor.textChanged.connect(self._text_changed)
        self.editor.submitted.connect(self.save)
        self.name.textEdited.connect(self._enable)
        self.note.textEdited.connect(self._enable)
        self.level.activated.connect(self._level_chosen)
        self.active.clicked.connect(self._active_clicked)
        self.problems.linkActivated.connect(self._go_to_problem)
        for line in (self.name, self.note):
            line.returnPressed.connect(self.save)
        self.retranslate()

    def _lay_out(self) -> None:
        top = bar(self.name, self.level, self.active, grow=self.name, margins=NO_MARGINS)
        buttons = (self.results_button, self.revert_button, self.save_button)
        below = bar(self.note, *buttons, grow=self.note, margins=NO_MARGINS)
        parts = (top, self.editor, self.problems, self.meaning, below)
        upper = stack(QWidget(self), *parts, margins=(12, 10, 12, 8), spacing=8)
        stack(self, upper, self.tabs, grow=self.tabs)
        self.editor.setMaximumHeight(self.fontMetrics().height() * 6 + 24)
        self.setFocusProxy(self.editor)

    def retranslate(self) -> None:
        for browser in (self.findings, self.reach, self.history):
            browser.setAccessibleName(tr("明细"))
        self.level.retranslate()
        self._show_report()
        self._show_history()
        self._enable()

    def restyle(self) -> None:
        self._show_report()
        self._show_history()

    def _book(self) -> Book:
        return self.desk.book

    # -- which rule

    def show_rule(self, rule: RuleRecord | None, draft: Draft | None = None) -> None:
        """Show a rule; None for a new one. What is being written about the same rule stays. draft: what was written of it before."""
        same = rule is not None and self.rule is not None and rule.id == self.rule.id
        if same and draft is None and self.is_changed:
            self.rule = rule
            self._enable()
            return
        self.rule = rule
        stored = rule or RuleRecord("", "", "")
        shown = draft or Draft(stored.text, stored.name, stored.note)
        self.name.setText(shown.name)
        self.note.setText(shown.note)
        self.level.setCurrentIndex(self.level.findData(stored.level))
        self.active.setChecked(stored.active)
        if self.editor.toPlainText() != shown.text:
            self.editor.setPlainText(shown.text)
        self._soon.start()  # who goes along the list does not wait for each
        self._enable()
        if not same:
            self._history = ()
            self._show_history()
        self.read_history()

    @property
    def draft(self) -> Draft:
        return Draft(self.editor.toPlainText(), self.name.text(), self.note.text())

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        if self.rule is None:
            return bool(self.editor.toPlainText().strip())
        present = (self.editor.toPlainText().strip(), self.name.text().strip(), self.note.text().strip())
        return present != (self.rule.text, self.rule.name, self.rule.note)

    def refresh(self) -> None:
        """The book has changed: try the rule again and read its history."""
        self.try_rule()
        self.read_history()

    def release(self) -> None:
        self._soon.stop()
        self._pause.stop()
        self.jobs.cancel(self._job)

    # -- trying

    def _text_changed(self) -> None:
        if self.editor.toPlainText() != self._tried:
            self._pause.start()
            self._enable()

    def try_rule(self) -> None:
        """Read what is written and apply it to the book."""
        self._soon.stop()
        self._pause.stop()
        self._tried = self.editor.toPlainText()
        if self._tried.strip():
            id = self.rule.id if self.rule else ""
            self.report = rules.examine(self.checks.checker, self._tried, id, self.level.currentData())
        else:
            self.report = RuleReport()
        self.editor.set_problems(self.report.problems)
        self._show_report()
        self._enable()

    def _show_report(self) -> None:
        theme, report = themes.current(), self.report
        lines = []
        for number, problem in enumerate(report.problems):
            colour = theme.code("error" if problem.level is Level.ERROR else "query")
            words = f'<a href="{number}" style="color:{colour}">{escape(str(problem.message))}</a>'
            lines.append(words)
        self.problems.setText("<br>".join(lines))
        self.problems.setVisible(bool(lines))
        self.meaning.setText(report.meaning)
        self.meaning.setVisible(bool(report.meaning))
        counts = report.counts
        failing = counts[Verdict.FAILS]
        self.tabs.setTabText(0, tr("结果 {count}", count=failing) if failing else tr("结果"))
        self.tabs.setTabText(1, tr("适用 {count} 组", count=report.instances) if report.instances else tr("适用范围"))
        self.tabs.setTabText(2, tr("历史"))
        self.findings.setHtml(self._findings_html())
        self.reach.setHtml(self._reach_html())

    def _findings_html(self) -> str:
        order = {Verdict.FAILS: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.HOLDS: 0}
        levels = list(Level)
        found = sorted(self.report.findings, key=lambda finding: (order[finding.verdict], levels.index(finding.level)))
        muted = themes.current().code("muted")
        counts = self.report.counts
        head = "　".join(f"{tr(VERDICT_NAMES[verdict])} {counts[verdict]}" for verdict in Verdict if counts[verdict])
        parts = [f'<p style="color:{muted};margin:0">{escape(head or tr("还没有结果。"))}</p>']
        parts += [f"<hr>{finding_html(finding, themes.current(), named=False)}" for finding in found[:MOST_SHOWN]]
        if len(found) > MOST_SHOWN:
            parts.append(f"<hr><p>{escape(tr('另有 {count} 条，请看全部结果。', count=len(found) - MOST_SHOWN))}</p>")
        return "".join(parts)

    def _reach_html(self) -> str:
        """Areas, periods and exhibits that the rule looks at."""
        book, keys = self.desk.book, self.report.keys
        areas = [area.short or area.name for area in book.areas if area.code in self.report.areas]
        rows = (
            (tr("涉及的数"), tr("{count} 个", count=len(keys))),
            (tr("地区"), escape(tr("、").join(areas))),
            (tr("时期"), escape(tr("、").join(sorted({key.period for key in keys})))),
            (tr("图表"), "<br>".join(self._exhibit_links())),
        )
        muted = themes.current().code("muted")
        cells = "".join(
            f'<tr><td style="color:{muted}">{escape(label)}&nbsp;&nbsp;</td><td>{value or "—"}</td></tr>' for label, value in rows
        )
        return f'<table cellspacing="0" cellpadding="3">{cells}</table>'

    def _exhibit_links(self) -> list[str]:
        """Exhibits that print figures of the rule, each with a link to the first of them."""
        book, theme = self.desk.book, themes.current()
        # Backwards, so that the first of an exhibit's figures is what stays.
        first = {place[0]: key for key in sorted(self.report.keys, reverse=True) for place in book.places(key)}
        return [
            figure_link(first[exhibit.id], exhibit.number_and_caption, theme)
            for exhibit in book.exhibits()
            if exhibit.id in first
        ]

    # -- history

    def read_history(self) -> None:
        """Read the rule's steps from the journal, on the worker, when everything is on disk."""
        self.jobs.cancel(self._job)
        if self.rule is None or not read_after_saving(self.desk):
            self._show_history()
            return
        self._job = self.jobs.start(text("读取公式的历史"), rules.rule_history(self.desk.file, self.rule.id), self._take_history)

    def _take_history(self, steps: tuple[RuleStep, ...]) -> None:
        self._history = steps
        self._show_history()

    def _show_history(self) -> None:
        muted = themes.current().code("muted")
        parts = []
        for step in self._history:
            head = f"{local_time(step.head.when)}　{step.head.who}　{action_words(step.head)}"
            parts.append(f'<p style="margin:0 0 2px 0">{escape(head)}</p>')
            before = step.before.text if step.before else ""
            after = step.after.text if step.after else ""
            if before != after:
                shown = f"{before} → {after}" if before and after else before or after
                parts.append(f'<p style="margin:0 0 8px 12px;color:{muted}">{escape(shown)}</p>')
        nothing = tr("标准公式，还没有人改过。") if self.rule is not None else tr("新公式，还没有历史。")
        self.history.setHtml("".join(parts) or f'<p style="color:{muted}">{escape(nothing)}</p>')

    # -- changing

    def save(self) -> None:
        """Store what is written as one step for each thing that differs."""
        if self.desk.read_only or not self.is_changed:
            return
        written, name, note = self.editor.toPlainText(), self.name.text(), self.note.text()
        try:
            if self.rule is None:
                self.rule = rules.add_rule(self.desk, written, name, self.level.currentData(), note)
            else:
                before = self.rule.name
                if (written.strip(), note.strip()) != (self.rule.text, self.rule.note):
                    self.rule = rules.change_rule(self.desk, self.rule.id, written, note=note)
                if name.strip() not in ("", before):
                    rules.rename_rule(self.desk, self.rule.id, name)
                self.rule = rules.rule_of(self.desk.book, self.rule.id)
            self.name.setText(self.rule.name)
        except UserError as error:
            self.try_rule()
            self.said.emit(str(error))
            if self.report.problems:
                self.editor.go_to(self.report.problems[0])
            return
        self.said.emit(tr("公式已保存。"))
        self.saved.emit(self.rule.id)

    def revert(self) -> None:
        """Forget what was written and show the rule as it is stored."""
        if self.is_changed:
            rule, self.rule = self.rule, None
            self.show_rule(rule, Draft() if rule is None else None)

    def _level_chosen(self) -> None:
        if self.rule is not None and not self.desk.read_only:
            rules.set_level(self.desk, [self.rule.id], self.level.currentData())
            self.saved.emit(self.rule.id)

    def _active_clicked(self, active: bool) -> None:
        if self.rule is not None:
            rules.set_active(self.desk, [self.rule.id], active)
            self.saved.emit(self.rule.id)

    def _enable(self) -> None:
        writable = not self.desk.read_only
        self.editor.setReadOnly(not writable)
        for line in (self.name, self.note):
            line.setReadOnly(not writable)
        self.level.setEnabled(writable)
        self.active.setEnabled(writable and self.rule is not None)
        self.save_button.setEnabled(writable and self.is_changed and self.report.readable)
        self.revert_button.setEnabled(self.is_changed)
        self.results_button.setEnabled(self.rule is not None)

    # -- links

    def _go_to_problem(self, number: str) -> None:
        self.editor.go_to(self.report.problems[int(number)])

    def _link_clicked(self, url: QUrl) -> None:
        if url.scheme() == "key":
            self.cell_requested.emit(key_from_text(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded)))

    def _show_results(self) -> None:
        if self.rule is not None:
            self.results_requested.emit(self.rule.id)
