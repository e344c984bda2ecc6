"""The panel with the outline, and what of it is in sight: everything, what has problems or gaps, or what is somebody's work now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTreeView, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import Assignment, Exhibit, Passage, Section, Stage
from ecdesk.domain.texts import Text, text
from ecdesk.gui.base import icons
from ecdesk.gui.base.layouts import PANEL_BAR, OneOf, bar, stack
from ecdesk.gui.base.panes import Pane, hint_label, worded
from ecdesk.gui.desk.exhibit_states import ExhibitState
from ecdesk.gui.desk.workspace import Focus, Place, Workspace
from ecdesk.gui.panels.outline_actions import OutlineActions
from ecdesk.gui.panels.outline_model import KEY_ROLE, NodeKey, OutlineModel, reshapes
from ecdesk.session.records.assignments import FILTER_NAMES, PartFilter, fits, parts


def _has_problems(state: ExhibitState) -> bool:
    return bool(state.open)


def _has_gaps(state: ExhibitState) -> bool:
    return state.filled < max(state.expected, min(state.room, 1))


BY_STATE: dict[str, tuple[Text, Callable[[ExhibitState], bool]]] = {
    "problems": (text("有问题的"), _has_problems),
    "gaps": (text("没填完的"), _has_gaps),
}
"""What is shown by the state of an exhibit, besides the filters of the work."""


class OutlineFilter(QComboBox):
    """Chooses which lines of the outline's tree are in sight. A section is, while something in it is. found: whether anything is."""

    found = Signal(bool)

    def __init__(self, workspace: Workspace, tree: QTreeView, model: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._tree, self._model = workspace, tree, model
        self._work: set[str] = set()
        self._hides = False
        names = {PartFilter.ALL: FILTER_NAMES[PartFilter.ALL], **{name: words for name, (words, _fits) in BY_STATE.items()}}
        self._names = names | FILTER_NAMES
        for name in self._names:
            self.addItem("", str(name))
        self.activated.connect(self.apply)
        workspace.changed.connect(self._follow)
        model.modelReset.connect(self.apply)
        model.dataChanged.connect(self._apply_to_states)

    def retranslate(self) -> None:
        for number, words in enumerate(self._names.values()):
            self.setItemText(number, str(words))

    def apply(self, *_args: object) -> None:
        """Hide and show lines by what is chosen, as the book is now."""
        book, desk, chosen = self._workspace.book, self._workspace.desk, self.currentData()
        if book is not None and desk is not None and chosen in {*PartFilter} and chosen != PartFilter.ALL:
            today = date.today()
            self._work = {one.about for one in parts(book, today) if fits(one, PartFilter(chosen), desk.who, today)}
        # While everything is in sight, and was, nobody goes through thousands of lines.
        before, self._hides = self._hides, chosen != PartFilter.ALL
        if before or self._hides:
            self._hide()

    def show_all(self) -> None:
        """For another book: what was looked for in the last one says nothing of it."""
        self.setCurrentIndex(0)
        self.apply()

    def _hide(self) -> None:
        self.found.emit(self._hide_below(QModelIndex()) or not self._hides)

    def _follow(self, notice: Notice) -> None:
        if notice.concerns(Assignment, Stage, Passage):
            self.apply()

    def _apply_to_states(self, *_args: object) -> None:
        if self.currentData() in BY_STATE:
            self._hide()

    def _hide_below(self, parent: QModelIndex) -> bool:
        """Whether something below a line is in sight."""
        any_shown = False
        for row in range(self._model.rowCount(parent)):
            index = self._model.index(row, 0, parent)
            shown = self._hide_below(index) or self._fits(index)
            if self._tree.isRowHidden(row, parent) == shown:
                self._tree.setRowHidden(row, parent, not shown)
            any_shown = any_shown or shown
        return any_shown

    def _fits(self, index: QModelIndex) -> bool:
        chosen, (kind, id) = self.currentData(), index.data(KEY_ROLE)
        if chosen == PartFilter.ALL:
            return True
        if chosen in BY_STATE:
            return kind == "exhibit" and BY_STATE[chosen][1](self._model.state_at(index))
        return kind in ("exhibit", "section") and id in self._work


LOOKED_AT = 400
"""Lines whose titles are measured."""


class OutlineTree(QTreeView):
    """Enter opens; Ctrl+Enter opens beside."""

    opened = Signal(object, bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(KEY_ROLE), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return
        super().keyPressEvent(event)


class OutlinePanel(Pane):
    """Chapters and exhibits; what is chosen is opened in the middle."""

    board_wanted = Signal()
    """The line of all submissions was opened."""
    area_wanted = Signal(str)
    manuscript_wanted = Signal(str)
    work_wanted = Signal(str)
    """Id of an exhibit or a section whose work should be shown."""
    comments_wanted = Signal(str)
    """Id of one whose remarks should be shown."""
    restated = Signal()
    """What is said of exhibits is no longer the same, see `words_about`."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._whose: dict[str, str] = {}
        self.model = OutlineModel(self)
        self.tree = worded(OutlineTree(self), name=text("目录"))
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(12)
        self.tree.setUniformRowHeights(True)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Not by its contents: Qt would measure every line in sight again for each state that changes, and for each heading that is unfolded.
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.hint = worded(
            hint_label(self),
            text("这里是年报的目录：各章、各节和图表，以及各地区的报送和文稿。\n\n打开一本年报（Ctrl+O）后即可看到。"),
        )
        self.filter = worded(
            OutlineFilter(workspace, self.tree, self.model, self), tip=text("目录里列哪些"), name=text("目录里列哪些")
        )
        self.nothing = worded(hint_label(self), text("目录里没有这样的图表。在上面选“全部”，看整个目录。"))
        self._lines = OneOf(self, self.tree, self.nothing)
        shown = stack(QWidget(self), bar(self.filter, grow=self.filter, margins=PANEL_BAR), self._lines, grow=self._lines)
        self._body = OneOf(self, self.hint, shown)
        self._shown = shown
        stack(self, self._body)
        self.setMinimumWidth(160)

        self.actions_of_tree = OutlineActions(workspace, self.tree)
        self.actions_of_tree.work_wanted.connect(self.work_wanted)
        self.actions_of_tree.remarks_wanted.connect(self.comments_wanted)
        self.tree.clicked.connect(self._click)
        self.tree.doubleClicked.connect(self._double_click)
        self.tree.opened.connect(self._open)
        self.filter.found.connect(self._show_lines)
        self.model.modelReset.connect(self._fit_states)
        self.model.dataChanged.connect(self._widen_states)
        self.model.dataChanged.connect(self.restated)
        self.model.modelReset.connect(self.restated)
        self.tree.expanded.connect(self._fit_unfolded)
        workspace.desk_changed.connect(self.filter.show_all)
        workspace.desk_changed.connect(self._take_desk)
        workspace.changed.connect(self._refresh_after)
        workspace.findings_changed.connect(self._take_findings)
        workspace.focus_changed.connect(self._follow)
        self.retranslate()

    def retranslate(self) -> None:
        self.actions_of_tree.retranslate()
        self.filter.retranslate()
        self._take_desk()

    def restyle(self) -> None:
        self.tree.viewport().update()  # the model asks for the colours of what is drawn

    def _take_desk(self) -> None:
        self._whose.clear()
        self.model.set_book(self.workspace.book)
        self.model.set_findings(self.workspace.findings)
        self._body.bring(self._shown if self.model.rowCount() else self.hint)
        with self._measured_once():
            for row in range(self.model.rowCount()):
                index = self.model.index(row, 0)
                if index.data(KEY_ROLE)[0] == "section":
                    self.tree.expandRecursively(index, 1)
        self._follow(self.workspace.focus)

    def _show_lines(self, found: bool) -> None:
        self._lines.bring(self.tree if found else self.nothing)

    def words_about(self, exhibit_id: str) -> str:
        """How far an exhibit is, what is open in it, and whose it is."""
        book, index = self.workspace.book, self.model.index_of(("exhibit", exhibit_id))
        if book is None or not index.isValid():
            return ""
        if exhibit_id not in self._whose:
            from ecdesk.session.records.assignments import in_short

            self._whose[exhibit_id] = in_short(book, book.exhibit(exhibit_id), date.today())
        return "　".join(filter(None, (str(self.model.state_at(index)), self._whose[exhibit_id])))

    def _refresh_after(self, notice: Notice) -> None:
        if notice.concerns(Assignment, Stage, Passage, Section, Exhibit):
            self._whose.clear()
        if notice.concerns(Assignment, Stage, Passage):
            self.filter.apply()
            self.restated.emit()
        if not reshapes(notice):
            self.model.note(notice)
            return
        expanded = [key for key in self.model.node_keys() if self.tree.isExpanded(self.model.index_of(key))]
        current: NodeKey | None = self.tree.currentIndex().data(KEY_ROLE)
        place = self.tree.verticalScrollBar().value()
        self.model.note(notice)
        with self._measured_once():
            for key in expanded:
                self.tree.expand(self.model.index_of(key))
        if current is not None and self.model.index_of(current).isValid():
            self.tree.setCurrentIndex(self.model.index_of(current))
        else:
            self._follow(self.workspace.focus)
        self.tree.verticalScrollBar().setValue(place)

    @contextmanager
    def _measured_once(self) -> Iterator[None]:
        """While many lines are opened: every line is measured when all are open, not again for each."""
        blocked = self.tree.blockSignals(True)
        try:
            yield
        finally:
            self.tree.blockSignals(blocked)
            self._fit_states()

    @property
    def wanted_width(self) -> int:
        """As wide as the titles of the lines that are open, and their states; one line is measured, however many there are."""
        tree = self.tree
        lines = islice(self.model.open_lines(tree.isExpanded), LOOKED_AT)
        advance, step = tree.fontMetrics().horizontalAdvance, tree.indentation()
        reaches = ((advance(node.title) + icons.SIZE * bool(node.icon) + depth * step, node.key, depth) for node, depth in lines)
        _reach, key, depth = max(reaches, default=(0, ("", ""), -1))
        widest = tree.sizeHintForIndex(self.model.index_of(key)).width() + (depth + 1) * step
        return widest + tree.header().sectionSize(1) + tree.verticalScrollBar().sizeHint().width() + 2 * tree.frameWidth()

    def _fit_states(self) -> None:
        """As wide as the longest state that is unfolded; one line is measured, however many there are."""
        tops = [self.model.index(row, 0) for row in range(self.model.rowCount())]
        folded = [index.data(KEY_ROLE) for index in tops if not self.tree.isExpanded(index)]
        self.tree.header().resizeSection(1, self.tree.sizeHintForIndex(self.model.longest_state(folded=folded)).width())

    def _fit_unfolded(self, index: QModelIndex) -> None:
        if not index.parent().isValid():
            self._fit_states()

    def _widen_states(self, first: QModelIndex, last: QModelIndex) -> None:
        """Wider, when a state of these lines needs it."""
        if first.parent().isValid() and not self.tree.isExpanded(first.parent()):
            return
        longest = self.model.longest_state(first.parent(), range(first.row(), last.row() + 1))
        widest = self.tree.sizeHintForIndex(longest).width()
        if widest > self.tree.header().sectionSize(1):
            self.tree.header().resizeSection(1, widest)

    def _take_findings(self, findings: tuple[Finding, ...]) -> None:
        self.model.set_findings(findings)

    def _follow(self, focus: Focus | None) -> None:
        """Keep the outline at the exhibit that is being edited."""
        if focus is None:
            return
        index = self.model.index_of(("exhibit", focus.exhibit))
        if index.isValid() and index != self.tree.currentIndex():
            self.tree.setCurrentIndex(index)

    def _click(self, index: QModelIndex) -> None:
        key: NodeKey = index.data(KEY_ROLE)
        if key[0] == "submissions":
            self.board_wanted.emit()
        if key[0] in ("section", "submissions", "manuscripts"):
            first = index.siblingAtColumn(0)
            if index.column() == 1 or not self.tree.isExpanded(first):
                self.tree.setExpanded(first, not self.tree.isExpanded(first))
            return
        self._open(key, False)
        if key[0] == "exhibit":
            # Its keys here (F2, Del) are meant for the exhibit that was clicked; in the grid they would be for a cell of it.
            self.tree.setFocus(Qt.FocusReason.MouseFocusReason)

    def _double_click(self, index: QModelIndex) -> None:
        key: NodeKey = index.data(KEY_ROLE)
        if key[0] == "exhibit":
            self._open(key, False)

    def _open(self, key: NodeKey, beside: bool) -> None:
        kind, id = key
        if kind == "exhibit":
            self.workspace.go_to(Place(id, beside=beside))
        elif kind == "area":
            self.area_wanted.emit(id)
        elif kind == "manuscript":
            self.manuscript_wanted.emit(id)
        else:
            index = self.model.index_of(key)
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
