"""What of the outline is in sight: everything, what has problems or gaps, or what is somebody's work now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QTreeView, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import Assignment, Passage, Stage
from ecdesk.domain.texts import Text, text
from ecdesk.gui.desk.exhibit_states import ExhibitState
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.panels.outline_model import KEY_ROLE, OutlineModel
from ecdesk.session.records.assignments import FILTER_NAMES, PartFilter, fits, parts


def _has_problems(state: ExhibitState) -> bool:
    return bool(state.open)


def _has_gaps(state: ExhibitState) -> bool:
    return state.filled < state.expected


BY_STATE: dict[str, tuple[Text, Callable[[ExhibitState], bool]]] = {
    "problems": (text("有问题的"), _has_problems),
    "gaps": (text("没填完的"), _has_gaps),
}
"""What is shown by the state of an exhibit, besides the filters of the work."""


class OutlineFilter(QComboBox):
    """Chooses which lines of the outline's tree are in sight. A section is, while something in it is."""

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
            self._hide_below(QModelIndex())

    def _follow(self, notice: Notice) -> None:
        if notice.concerns(Assignment, Stage, Passage):
            self.apply()

    def _apply_to_states(self, *_args: object) -> None:
        if self.currentData() in BY_STATE:
            self._hide_below(QModelIndex())

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
