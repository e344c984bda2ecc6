"""Explaining findings beside the list: why they may stand, signed with a name and a date."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import Waiver
from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import GAP, NO_MARGINS, bar, stack
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.gui.base.settings import Drafts
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import explaining
from ecdesk.session.rules.checking import Checks


class ExplainPanel(Pane):
    """Explains the findings it was given by `show_findings`."""

    signed = Signal()
    """The findings shown have been explained."""
    said = Signal(str)
    """A sentence for the status bar."""

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.checks = checks
        self.findings: tuple[Finding, ...] = ()
        self._offer: Waiver | None = None
        self._drafts = Drafts(desk.path)
        self._filling = False
        self.title = plain.Label(self, role="heading", wraps=True)
        self.strip = QFrame(self)
        self.strip.setProperty("role", "strip")
        self.strip_words = plain.Label(self.strip, wraps=True)
        self.take_button = push_button(self.strip, self.take_offer)
        bar(self.strip_words, self.take_button, grow=self.strip_words, margins=(8, 4, 8, 4), spacing=6, parent=self.strip)
        self.reason = worded(
            QComboBox(
                self, sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon, minimumContentsLength=12
            ),
            hint=text("选择原因"),
        )
        self.words = worded(QPlainTextEdit(self, tabChangesFocus=True), hint=text("写明为什么这个数可以保留"))
        self.words.setMinimumHeight(self.fontMetrics().height() * 2 + 16)
        self.evidence = worded(QLineEdit(self), hint=text("文件、页码或核实的人（可不填）"))
        self.signer = QLineEdit(self)
        self.fault = plain.Label(self, wraps=True)
        self.sign_button = worded(
            push_button(self, self.sign, default=True), text("签署说明"), tip=text("签署说明（Ctrl+Enter）")
        )
        self.withdraw_button = worded(push_button(self, self.withdraw), text("撤回说明"))
        self.form = QFormLayout()
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setSpacing(6)
        self.labels = [plain.Label(self) for _field in range(4)]
        for label, field in zip(self.labels, (self.reason, self.words, self.evidence, self.signer), strict=True):
            label.setBuddy(field)
            self.form.addRow(label, field)
        self.fault.hide()
        below = bar(GAP, self.withdraw_button, self.sign_button, margins=NO_MARGINS, spacing=6)
        parts = (self.title, self.strip, self.form, self.fault, below)
        stack(self, *parts, grow=self.form, margins=(8, 6, 8, 8), spacing=6)
        for code, words in explaining.reasons().items():
            self.reason.addItem(tr(words), code)
        for changed in (self.words.textChanged, self.reason.currentIndexChanged):
            changed.connect(self._clear_fault)
        for changed in (self.words.textChanged, self.reason.activated, self.evidence.textEdited, self.signer.textEdited):
            changed.connect(self._keep)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.sign)
        self.retranslate()
        self.show_findings(())

    def retranslate(self) -> None:
        for label, words in zip(self.labels, (tr("原因"), tr("说明"), tr("依据"), tr("署名")), strict=True):
            label.setText(words)
        for number, words in enumerate(explaining.reasons().values()):
            self.reason.setItemText(number, tr(words))
        self.signer.setPlaceholderText(self.desk.who)
        self._describe()

    # -- what it is about

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Explain these; what had been written for the same ones is kept."""
        same = [finding.id for finding in findings] == [finding.id for finding in self.findings]
        self.findings = findings
        if not same:
            self._fill()
        self._describe()

    @property
    def explainable(self) -> tuple[Finding, ...]:
        """Those among the findings shown that an explanation makes sense for."""
        return tuple(finding for finding in self.findings if not finding.fault and (finding.is_open or finding.explained))

    def _fill(self) -> None:
        signed = explaining.explanation_of(self.desk, self.findings[0]) if len(self.findings) == 1 else None
        draft = self._drafts.of(self._about)
        if draft:
            self._put(*json.loads(draft))
        elif signed is not None:
            self._put(signed.reason, signed.words, signed.evidence, signed.by)
        else:
            # Nothing is chosen beforehand: a reason signed by mistake would stand in the book.
            self._put()
        self._clear_fault()

    @property
    def _about(self) -> str:
        return " ".join(("explain", *sorted(finding.id for finding in self.findings)))

    def _put(self, reason: str = "", words: str = "", evidence: str = "", signer: str = "") -> None:
        self._filling = True
        self.reason.setCurrentIndex(self.reason.findData(reason) if reason else -1)
        self.words.setPlainText(words)
        self.evidence.setText(evidence)
        self.signer.setText(signer)
        self._filling = False

    def _keep(self, *_changed: object) -> None:
        """Keep what is written and not signed, so that it is there when these findings are shown again."""
        if not self._filling and self.findings:
            fields = (self.reason.currentData() or "", self.words.toPlainText(), self.evidence.text(), self.signer.text())
            self._drafts.keep(self._about, json.dumps(fields, ensure_ascii=False) if any(fields) else "")

    def _describe(self) -> None:
        usable = self.explainable
        writable = bool(usable) and not self.desk.read_only
        for field in (self.reason, self.words, self.evidence, self.signer, self.sign_button):
            field.setEnabled(writable)
        signed = [finding for finding in usable if explaining.explanation_of(self.desk, finding) is not None]
        self.withdraw_button.setEnabled(bool(signed) and not self.desk.read_only)
        if not self.findings:
            self.title.setText(tr("选中审核结果，在这里说明原因。"))
        elif not usable:
            self.title.setText(tr("这条结果不需要说明。"))
        elif len(usable) == 1:
            self.title.setText(f"{usable[0].title}　{usable[0].about}".strip("　"))
        else:
            self.title.setText(tr("用同一段话说明 {count} 条结果", count=len(usable)))
        self.title.setToolTip(plain.tip(self.title.text()))
        self._describe_strip(usable[0] if len(usable) == 1 else None)
        self._need_room()

    def _describe_strip(self, finding: Finding | None) -> None:
        """What is known of an earlier explanation: it stands, it has lapsed and why, or last year's is on offer."""
        self._offer = None
        words = ""
        if finding is not None:
            waiver = explaining.explanation_of(self.desk, finding)
            why = self.checks.lapsed().get(finding.id)
            offer = explaining.suggestion_for(self.desk, finding)
            if why is not None:
                words = str(why)
            elif waiver is not None:
                words = tr("{who} 于 {when} 签署，仍然有效。", who=waiver.by, when=local_time(waiver.when))
            elif offer is not None:
                self._offer = offer
                words = tr("上年的说明：{words}（{who}）", words=offer.words, who=offer.by)
        self.strip_words.setText(words)
        self.strip.setVisible(bool(words))
        self.take_button.setText(tr("采用"))
        self.take_button.setVisible(self._offer is not None)

    # -- what it does

    def start(self) -> None:
        """Begin to write."""
        first = self.reason if self.reason.currentIndex() < 0 else self.words
        (first if first.isEnabled() else self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_offer(self) -> None:
        """Put last year's words into the form; nothing is signed by that."""
        if self._offer is not None:
            self._put(self._offer.reason, self._offer.words, self._offer.evidence)
            self._keep()
            self.words.setFocus()

    def sign(self) -> None:
        findings, about = self.explainable, self._about
        if not findings:
            return
        try:
            explaining.explain(
                self.desk,
                self.checks,
                findings,
                self.reason.currentData() or "",
                self.words.toPlainText(),
                self.evidence.text(),
                by=self.signer.text(),
            )
        except UserError as error:
            self._say_fault(str(error))
            (self.reason if self.reason.currentIndex() < 0 else self.words).setFocus()
            return
        self._drafts.keep(about, "")
        self.said.emit(tr("已说明 {count} 条审核结果。", count=len(findings)))
        self.signed.emit()

    def withdraw(self) -> None:
        ids = [finding.id for finding in self.explainable if explaining.explanation_of(self.desk, finding) is not None]
        with refusals_to(self._say_fault):
            explaining.withdraw(self.desk, ids)
            self.said.emit(tr("已撤回 {count} 条说明。", count=len(ids)))

    def _clear_fault(self) -> None:
        self._say_fault("")

    def _say_fault(self, words: str) -> None:
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        self._need_room()

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._need_room()

    def _need_room(self) -> None:
        """Ask for the height that all of it takes in this width: splitters know nothing of lines that are broken, and would squeeze the fields."""
        layout = self.layout()
        if layout is not None and self.width() > self.minimumWidth():
            needed = layout.minimumHeightForWidth(self.width())
            if needed != self.minimumHeight():
                self.setMinimumHeight(needed)
