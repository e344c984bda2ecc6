"""The panel with the findings: counts as filters, two lines a finding, Enter or a double click goes to the cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QIcon, QKeySequence, QMouseEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict, counts_by_level
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.files.outgoing import guarded
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain, themes
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, BreakingBar, OneOf, bar, chip_button, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import Pane, hint_label, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Focus, Workspace

Index = QModelIndex | QPersistentModelIndex
UPPER_ROLE, LOWER_ROLE, ASIDE_ROLE, MENDS_ROLE = (int(Qt.ItemDataRole.UserRole) + number for number in range(1, 5))
"""The first line, the second, what stands at the right of the first, and whether there is something to be put right by the button."""
_MARGIN = 8
_BETWEEN = 12
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class TwoLines(QStyledItemDelegate):
    """Draws both lines, each cut where the room ends."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        theme, metrics = themes.current(), option.fontMetrics
        plain, quiet = (theme.colour(name) for name in (("HighlightedText",) * 2 if chosen else ("Text", "muted")))
        upper, lower = _halves(option.rect)
        first, second, aside = (str(index.data(role) or "") for role in (UPPER_ROLE, LOWER_ROLE, ASIDE_ROLE))
        if metrics.horizontalAdvance(f"{first}{aside}") + 2 * _BETWEEN > upper.width():
            # The formula is what the list is for: it has all of its line, and of the next what it needs, before anything in it is cut.
            first, rest = broken(first, upper.width(), metrics)
            second, aside = "　".join(filter(None, (rest, aside, second))), ""
        painter.save()
        painter.setPen(quiet)
        upper = _beside(painter, upper, aside, metrics)
        if index.data(MENDS_ROLE):
            button = button_rect(option.rect, metrics)
            lower.setRight(button.left() - _BETWEEN)
            painter.setPen(QPen(theme.colour("HighlightedText" if chosen else "Link")))
            painter.drawRoundedRect(button, 3, 3)
            painter.drawText(button, _MIDDLE, button_words())
            painter.setPen(quiet)
        painter.drawText(lower, _LEFT, _cut(second, lower, metrics))
        painter.setPen(plain)
        painter.drawText(upper, _LEFT, _cut(first, upper, metrics))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height(option.fontMetrics))


def row_height(metrics: QFontMetrics) -> int:
    """Of a line of the list, in pixels."""
    return 2 * metrics.height() + 14


def button_words() -> str:
    return tr("照此改正")


def button_rect(rect: QRect, metrics: QFontMetrics) -> QRect:
    """Where the button stands in a cell."""
    width, height = metrics.horizontalAdvance(button_words()) + 16, metrics.height() + 2
    _upper, lower = _halves(rect)
    return QRect(lower.right() - width, lower.center().y() - height // 2, width, height)


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    inner = rect.adjusted(_MARGIN // 2, 3, -_MARGIN, -3)
    half = inner.height() // 2
    return QRect(inner.x(), inner.y(), inner.width(), half), QRect(inner.x(), inner.y() + half, inner.width(), half)


_BREAKS = re.compile(r"[ \u3000，。；、]")


def broken(words: str, width: int, metrics: QFontMetrics) -> tuple[str, str]:
    """What of a line fits into a width, and what is left for the next: broken between words, never inside a figure."""
    if metrics.horizontalAdvance(words) <= width:
        return words, ""
    fitting = next(
        (at.end() for at in reversed(list(_BREAKS.finditer(words))) if metrics.horizontalAdvance(words[: at.end()]) <= width), 0
    )
    return (words[:fitting].rstrip(), words[fitting:]) if fitting > len(words) // 3 else (words, "")


def _beside(painter: QPainter, rect: QRect, words: str, metrics: QFontMetrics) -> QRect:
    """Write words at the right; the room that is left of them."""
    width = min(metrics.horizontalAdvance(words) + 4, rect.width() // 2) if words else 0
    painter.drawText(rect, _RIGHT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, width))
    return rect.adjusted(0, 0, -width - (_BETWEEN if words else 0), 0)


def _cut(words: str, rect: QRect, metrics: QFontMetrics) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())


class TwoLineTable(PlainTable):
    """Lines of two, with no heading: the last column takes the width that is left, whatever that is, and nothing scrolls sideways."""

    mend_wanted = Signal(QModelIndex)
    """The button of a line was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setMouseTracking(True)
        self._pressed = QPersistentModelIndex()
        """The line whose button the mouse went down on; the second press of a double click is none, for the lines have moved up by then."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = QPersistentModelIndex(self._button_at(event.position().toPoint()) if left else QModelIndex())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index, pressed = self._button_at(event.position().toPoint()), self._pressed
        self._pressed = QPersistentModelIndex()
        if index.isValid() and pressed == index:
            self.mend_wanted.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._button_at(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().unsetCursor()
        return super().viewportEvent(event)

    def _button_at(self, where: QPoint) -> QModelIndex:
        """The line whose button is there; none where none is."""
        index = self.indexAt(where)
        there = index.isValid() and index.data(MENDS_ROLE)
        return index if there and button_rect(self.visualRect(index), self.fontMetrics()).contains(where) else QModelIndex()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(row_height(self.fontMetrics()))


if TYPE_CHECKING:
    from ecdesk.checks import Suggestion

LEVEL_ORDER = (Level.ERROR, Level.QUERY, Level.NOTICE)


def _icon(finding: Finding) -> QIcon:
    if finding.explained:
        return icons.icon("explained", "muted")
    if finding.verdict is Verdict.UNDECIDED:
        return icons.icon("undecided", "muted")
    return icons.icon(finding.level.value, finding.level.value)


def _weight(finding: Finding) -> str:
    return tr(VERDICT_NAMES[finding.verdict]) if finding.verdict is Verdict.UNDECIDED else tr(LEVEL_NAMES[finding.level])


def _explanation(finding: Finding) -> str:
    if finding.explained:
        return tr("已说明：{words}", words=finding.explained)
    if finding.verdict is Verdict.ROUNDING:
        return tr(VERDICT_NAMES[finding.verdict])
    return str(finding.suggestion or finding.message)


def _tip(finding: Finding) -> str:
    lines = (str(finding.message), str(finding.formula), _allowed(finding), str(finding.suggestion or ""))
    return "\n".join(filter(None, lines))


def _in_order_of_work(finding: Finding) -> tuple[bool, int, bool]:
    return bool(finding.explained), LEVEL_ORDER.index(finding.level), finding.verdict is not Verdict.FAILS


def _upper(finding: Finding) -> str:
    """What it is about and its numbers; an indicator that the numbers begin with is not named twice."""
    about, numbers = str(finding.about), finding.in_numbers
    first, _comma, rest = about.partition(tr("，"))
    return f"{rest if rest and numbers.startswith(first) else about}　{numbers}"


def _lower(finding: Finding) -> str:
    """What it comes to, or what would put it right, and the rule; nothing that the numbers say already."""
    said = _explanation(finding)
    return "　".join(filter(None, ("" if said == finding.in_numbers else said, finding.title)))


def _aside(finding: Finding) -> str:
    return tr("差额 {difference}", difference=finding.difference) if finding.difference else ""


def _allowed(finding: Finding) -> str:
    if not finding.difference:
        return ""
    return tr("差额 {difference}，容许误差 {tolerance}", difference=finding.difference, tolerance=finding.tolerance)


def _whole(finding: Finding) -> str:
    """All that the two lines say, for who hears them."""
    return "\n".join(filter(None, (_upper(finding), _allowed(finding), _lower(finding))))


def _copied(finding: Finding) -> Sequence[str]:
    """A finding in full as the cells of a row."""
    numbers = (finding.in_numbers, str(finding.difference), str(finding.tolerance))
    return (_weight(finding), finding.title, str(finding.about), *numbers, _explanation(finding))


class FindingsModel(ListingModel[Finding]):
    """Findings that somebody should look at, by weight; `choose` says which weights are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        lines: dict[int, Callable[[Finding], object]] = {
            UPPER_ROLE: _upper,
            LOWER_ROLE: _lower,
            ASIDE_ROLE: _aside,
            MENDS_ROLE: self._mends,
            Qt.ItemDataRole.AccessibleTextRole: _whole,
        }
        columns: Sequence[Column[Finding]] = (
            Column("", _weight, 84, icon=_icon),
            Column(text("审核结果"), _upper, 0, answers=lines),
        )
        super().__init__(columns, _tip, parent, id=attrgetter("id"))
        self.mending: Callable[[str], Suggestion | None] = lambda _finding: None
        """What would put a finding right, by its id."""
        self._all: list[Finding] = []
        self.counts: Counter[Level] = Counter()
        """Decided findings by weight that nobody has explained."""
        self.undecided = 0
        """How many rules could not be decided because figures are missing."""
        self._levels: Collection[Level] = LEVEL_ORDER
        self._undecided = False
        self._keys: frozenset[Key] | None = None

    def _mends(self, finding: Finding) -> bool:
        return finding.is_open and self.mending(finding.id) is not None

    @property
    def total(self) -> int:
        return len(self._all)

    def set_findings(self, findings: tuple[Finding, ...]) -> None:
        """Take the findings that do not hold; those that hold have nothing to be done about."""
        present = [finding for finding in findings if finding.verdict is not Verdict.HOLDS]
        if present == self._all:
            return
        self._all = present
        decided = [finding for finding in present if finding.verdict is not Verdict.UNDECIDED]
        self.undecided = len(present) - len(decided)
        self.counts = counts_by_level(present)
        self._choose()

    def choose(self, levels: Collection[Level], undecided: bool = False, keys: frozenset[Key] | None = None) -> None:
        """Which are shown: decided ones of these weights, undecided ones or not, and, when keys are given, about any of these figures."""
        self._levels, self._undecided, self._keys = levels, undecided, keys
        self._choose()

    def _choose(self) -> None:
        levels, keys = self._levels, self._keys
        wanted = [
            finding
            for finding in self._all
            if (self._undecided if finding.verdict is Verdict.UNDECIDED else finding.level in levels)
        ]
        if keys is not None:
            wanted = [finding for finding in wanted if any(operand.key in keys for operand in finding.operands)]
        self.set_rows(sorted(wanted, key=_in_order_of_work))


class FindingsPanel(Pane):
    """What checks found."""

    explain_wanted = Signal(object)
    """Finding that somebody wants to explain."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._checks = checks
        self.checked = False
        self._model = FindingsModel(self)
        self._model.mending = self._mending
        self._listed = True
        """Whether the list is that of the findings there are; it is made when somebody looks."""
        self.table = worded(TwoLineTable(self), name=text("审核结果"))
        self.table.show_listing(self._model)
        self.table.setItemDelegateForColumn(1, TwoLines(self.table))
        self.table.mend_wanted.connect(self._mend_line)
        self.hint = hint_label(self)
        self.chips: dict[Level, QToolButton] = {}
        for level in LEVEL_ORDER:
            self.chips[level] = chip_button(self)
        self.undecided = worded(chip_button(self, checked=False), tip=text("缺数，审核公式无法判断"))
        self.only_here = worded(QCheckBox(self), text("只看当前图表"))
        for box in (*self.chips.values(), self.undecided, self.only_here):
            box.toggled.connect(self._choose)
        self.words = plain.Label(self, role="muted")
        above = BreakingBar(*self.chips.values(), self.undecided, self.only_here, self.words, margins=PANEL_BAR)
        self.all_button = worded(push_button(self, self.show_all), text("去掉筛选"))
        self._empty = stack(QWidget(self), self.hint, bar(self.all_button, GAP, margins=(16, 0, 16, 8)), GAP)
        self._body = OneOf(self, self._empty, self.table)
        stack(self, above, self._body, grow=self._body)
        self.table.opened.connect(self._go_to_cell)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.copy_action = QAction(self.table, shortcutContext=Qt.ShortcutContext.WidgetShortcut)
        self.copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy_action.triggered.connect(self._copy)
        self.mend_action = QAction(self.table, shortcutContext=Qt.ShortcutContext.WidgetShortcut)
        self.mend_action.setShortcut(QKeySequence("Ctrl+Return"))
        self.mend_action.triggered.connect(self._mend)
        self.table.addActions([self.copy_action, self.mend_action])
        workspace.findings_changed.connect(self._list_findings)
        workspace.desk_changed.connect(self._list_nothing)
        workspace.focus_changed.connect(self._follow)
        workspace.finding_shown.connect(self._follow_finding)
        self.retranslate()
        self.restyle()

    @property
    def model(self) -> FindingsModel:
        """The list, brought up to date."""
        self._list()
        return self._model

    def _list(self) -> None:
        if not self._listed:
            self._listed = True
            before = {finding.id for finding in self._model.rows}
            self._model.set_findings(self.workspace.findings)
            self._show()
            self._bring_into_sight(before)

    def _bring_into_sight(self, before: Collection[str]) -> None:
        """A finding that was not there before is seen when none weighs more: it comes in above the place that was scrolled to."""
        rows = self._model.rows
        for row, finding in enumerate(rows):
            if finding.explained or finding.level is not rows[0].level:
                return
            if finding.is_open and finding.id not in before:
                self.table.scrollTo(self._model.index(row, 0))
                return

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list()

    def retranslate(self) -> None:
        self.copy_action.setText(tr("复制这一条"))
        self.mend_action.setText(tr("照建议改正"))
        self._count()

    def _count(self) -> None:
        """What the filters and the hint say, which depends on the findings."""
        counts = self.model.counts
        self.all_button.setVisible(self.checked and self.model.total > self.model.undecided)
        for level, chip in self.chips.items():
            chip.setText(f"{tr(LEVEL_NAMES[level])} {counts[level]}")
        self.undecided.setText(f"{tr(VERDICT_NAMES[Verdict.UNDECIDED])} {self.model.undecided}")
        if self.workspace.desk is None:
            self.hint.setText(tr("审核结果列在这里：哪条公式、哪个地区、代入的数值、差额和容许误差。打开年报后自动审核。"))
        elif not self.checked:
            self.hint.setText(tr("还没有审核过。"))
        elif self.model.total > self.model.undecided:
            self.hint.setText(tr("没有符合筛选条件的结果。"))
        elif self.workspace.desk.book.observations:
            self.hint.setText(tr("全部通过，没有需要处理的结果。"))
        else:
            self.hint.setText(tr("年报里还没有数，填了数才有可审核的。"))

    def restyle(self) -> None:
        for level, chip in self.chips.items():
            chip.setIcon(icons.icon(level.value, level.value))
        self.undecided.setIcon(icons.icon("undecided", "muted"))

    def say(self, words: str) -> None:
        """A line beside the filters: when the checks ran last."""
        self.words.setText(words)

    def current(self) -> Finding | None:
        """The current finding, the first when none is; None when nothing is shown."""
        return self.model.row_at(self.table.currentIndex()) or next(iter(self.model.rows), None)

    def step(self, by: int) -> None:
        """To the next or the previous finding, to the first with 0, and to its cell."""
        if self.model.rowCount():
            if not by:
                self.table.choose_row(0)
            self._go_to_cell(self.table.step(by) if by else self.table.currentIndex())

    def _list_findings(self, _findings: tuple[Finding, ...]) -> None:
        self.checked, self._listed = True, False
        if self.isVisible():
            self._list()

    def _list_nothing(self) -> None:
        self.checked, self._listed = False, True
        self._model.set_findings(())
        self.words.clear()
        self._show()

    def _choose(self) -> None:
        levels = frozenset(level for level, chip in self.chips.items() if chip.isChecked())
        keys = None
        focus = self.workspace.focus
        if self.only_here.isChecked() and focus is not None:
            exhibit = self.workspace.exhibit(focus.exhibit)
            keys = frozenset(key for _row, _column, key in cell_keys(exhibit)) if exhibit else None
        self.model.choose(levels, self.undecided.isChecked(), keys)
        self._show()

    def show_all(self) -> None:
        """Show every decided finding of the whole book."""
        for chip in self.chips.values():
            chip.setChecked(True)
        self.only_here.setChecked(False)

    def _open_menu(self, where: QPoint) -> None:
        index = self.table.indexAt(where)
        finding = self.model.row_at(index)
        if finding is None:
            return
        self.table.setCurrentIndex(index)
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("转到单元格"), lambda: self._go_to_cell(index))
        menu.addAction(tr("看全文并说明…"), lambda: self.explain_wanted.emit(finding))
        self.mend_action.setEnabled(bool(self.model.index(index.row(), 1).data(MENDS_ROLE)))
        menu.aboutToHide.connect(lambda: self.mend_action.setEnabled(True))  # its keys are good in every line
        menu.addAction(self.mend_action)
        menu.addSeparator()
        menu.addAction(self.copy_action)
        menu.addAction(tr("只看这张图表的"), lambda: self._only_its_exhibit(index))
        menu.popup(self.table.viewport().mapToGlobal(where))

    def _only_its_exhibit(self, index: QModelIndex) -> None:
        self._go_to_cell(index)
        self.only_here.setChecked(True)

    def _copy(self) -> None:
        """The current line as a line of a table, in full."""
        finding = self.current()
        if finding is not None:
            QGuiApplication.clipboard().setText("\t".join(map(guarded, _copied(finding))))

    def _mending(self, finding_id: str) -> Suggestion | None:
        """What the button of a finding would put into the book."""
        checks = self._checks.checks
        found = checks.suggestions_of(finding_id) if checks is not None else None
        return found[0] if found and found[0].known else None

    def _mend_line(self, index: QModelIndex) -> None:
        self.table.setCurrentIndex(index)
        self._mend()

    def _mend(self) -> None:
        """Put right what the current finding suggests, as one step."""
        finding, desk = self.current(), self.workspace.desk
        suggestion = self._mending(finding.id) if finding is not None and finding.is_open else None
        if desk is None or suggestion is None:
            self.workspace.say(tr("这条结果没有可以照做的建议，请自己核对。"))
            return
        from ecdesk.session.rules.suggesting import apply_suggestion

        apply_suggestion(desk, suggestion)
        self.workspace.say(tr("已按建议改正，可以撤销。"))

    def _follow_finding(self, id: str) -> None:
        """Somebody goes through the findings elsewhere: F8 goes on from there, and F9 is about it."""
        row = next((number for number, finding in enumerate(self.model.rows) if finding.id == id), -1)
        if row >= 0:
            self.table.choose_row(row)

    def _follow(self, focus: Focus | None) -> None:
        if self.only_here.isChecked():
            self._choose()

    def _show(self) -> None:
        self._body.bring(self.table if self.model.rowCount() else self._empty)
        self._count()

    def _go_to_cell(self, index: QModelIndex) -> None:
        finding: Finding = index.data(ROW_ROLE)
        keys = [finding.suspect] if finding.suspect is not None else []
        keys += [operand.key for operand in finding.operands]
        prefer = self.workspace.focus.exhibit if self.workspace.focus else ""
        if not any(self.workspace.go_to_key(key, prefer) for key in keys):
            self.workspace.say(tr("这条结果涉及的数没有印在任何图表里。"))
