"""Making a rule without typing: a kind of rule, what it is about, and the text that comes of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.measures import base_in_brackets, measure_choices
from ecdesk.gui.base import plain
from ecdesk.gui.base.form_fields import ChoiceBox, Field, LevelBox, NamesBox, answer_of
from ecdesk.gui.base.layouts import GAP, NO_MARGINS, bar, stack
from ecdesk.gui.base.lists import CountList
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import rule_forms, rules
from ecdesk.session.rules.checking import Checks


class RuleFormPanel(Pane):
    """Kinds of rules at the left, the questions of the one chosen at the right, the rule and what it comes to below."""

    added = Signal(str)
    """Id of the rule that was added."""
    draft_wanted = Signal(str)
    """The text should be taken into the editor."""
    said = Signal(str)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.checks = desk, checks
        self.fields: dict[str, Field] = {}
        self.kinds = worded(CountList(self), name=text("公式的种类"))
        self.area = QScrollArea(self, widgetResizable=True)
        self.exceptions = NamesBox(self)
        self.level = LevelBox(self)
        self.written = worded(QLineEdit(self, readOnly=True), name=text("公式"))
        self.meaning = plain.Label(self, wraps=True)
        self.result = plain.Label(self, wraps=True, role="muted")
        self.draft_button = worded(push_button(self, self._want_draft), text("放进编辑框再改"))
        self.add_button = worded(push_button(self, self.add, default=True), text("添加公式"))
        self._text = ""
        buttons = bar(GAP, self.draft_button, self.add_button, margins=NO_MARGINS, spacing=6)
        parts = (self.area, self.written, self.meaning, self.result, buttons)
        right = stack(QWidget(self), *parts, grow=self.area, margins=(12, 10, 12, 10), spacing=8)
        bar(self.kinds, right, grow=right, margins=NO_MARGINS, spacing=0, parent=self)
        self.exceptions.hide()
        self.level.hide()
        for known in rule_forms.FORMS:
            self.kinds.add(known.id, str(known.title))
        self.kinds.currentRowChanged.connect(self._choose_kind)
        self.exceptions.changed.connect(self.preview)
        self.level.currentIndexChanged.connect(self.preview)
        self.setFocusProxy(self.kinds)
        self.kinds.setCurrentRow(0)
        self.retranslate()

    def retranslate(self) -> None:
        for row, known in enumerate(rule_forms.FORMS):
            self.kinds.item(row).setText(str(known.title))
        words = self.kinds.fontMetrics()
        self.kinds.setMaximumWidth(24 + max(words.horizontalAdvance(str(known.title)) for known in rule_forms.FORMS))
        self.level.retranslate()
        self._choose_kind()

    def restyle(self) -> None:
        for field in (*self.fields.values(), self.exceptions):
            if isinstance(field, NamesBox):
                field.restyle()

    def _choose_kind(self) -> None:
        """Ask the questions of the kind that is chosen."""
        known = rule_forms.form(self.kinds.current_id)
        self.exceptions.setParent(self)
        self.level.setParent(self)
        page = QWidget(self.area)
        rows = QFormLayout(page, fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        title = plain.Label(page, str(known.title), role="heading")
        rows.addRow(title)
        self.fields = {}
        for field in known.fields:
            self.fields[field.name] = widget = self._field(field, page)
            label = plain.Label(page, str(field.label))
            label.setBuddy(widget)
            rows.addRow(label, widget)
        self.exceptions.set_choices(rule_forms.choices(self.desk.book, "areas"))
        extras: tuple[tuple[str, QWidget], ...] = ((tr("除…以外"), self.exceptions), (tr("级别"), self.level))
        for words, extra in extras:
            label = plain.Label(page, words)
            label.setBuddy(extra)
            rows.addRow(label, extra)
            extra.show()
        self.area.setWidget(page)
        self.preview()

    def _field(self, field: rule_forms.FormField, page: QWidget) -> Field:
        if field.kind == "bound":
            line = QLineEdit(page, placeholderText=tr("例如 0%、1000亿元"))
            line.textEdited.connect(self.preview)
            return line
        if field.kind in ("indicators", "areas"):
            names = NamesBox(page)
            names.set_choices(rule_forms.choices(self.desk.book, field.kind))
            names.changed.connect(self.preview)
            return names
        box = ChoiceBox(page)
        if field.kind == "measure":
            box.setEditable(False)
            for measure, words in measure_choices().items():
                box.addItem(tr(words) + base_in_brackets(measure), measure)
        else:
            box.set_choices(rule_forms.choices(self.desk.book, field.kind), field.optional)
        box.currentTextChanged.connect(self.preview)
        return box

    def answers(self) -> dict[str, str | list[str]]:
        found: dict[str, str | list[str]] = {}
        for name, field in self.fields.items():
            measure = isinstance(field, ChoiceBox) and not field.isEditable()
            found[name] = field.currentData() if measure and isinstance(field, ChoiceBox) else answer_of(field)
        return found

    def preview(self) -> None:
        """Show the rule as it stands, what it means and what it comes to; or what is still missing."""
        if not self.fields:
            return
        self._text, wrong = "", False
        try:
            self._text = rule_forms.rule_text(self.kinds.current_id, self.answers(), self.exceptions.answer)
        except UserError as error:
            self.written.clear()
            self.meaning.clear()
            self.result.setText(str(error))
        else:
            report = rules.examine(self.checks.checker, self._text, level=self.level.currentData())
            self.written.setText(self._text)
            self.written.setCursorPosition(0)
            self.meaning.setText(report.meaning)
            wrong = bool(report.problems)
            if wrong:
                self.result.setText(str(report.problems[0].message))
            else:
                failing = report.counts[Verdict.FAILS]
                self.result.setText(
                    tr("适用 {count} 组数，{failing} 组不通过。", count=report.instances, failing=failing)
                    if failing
                    else tr("适用 {count} 组数，没有不通过的。", count=report.instances)
                )
        self.draft_button.setEnabled(bool(self._text) and not self.desk.read_only)
        self.add_button.setEnabled(self.draft_button.isEnabled() and not wrong)

    def add(self) -> None:
        if self._text:
            record = rules.add_rule(self.desk, self._text, level=self.level.currentData())
            self.said.emit(tr("已添加公式“{name}”。", name=record.name))
            self.added.emit(record.id)

    def _want_draft(self) -> None:
        if self._text:
            self.draft_wanted.emit(self._text)
