"""The outline of the report: chapters, sections, exhibits with their states, submissions, manuscripts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change, Notice
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import Alternative, AreaRecord, Conflict, Exhibit, Manuscript, Observation, Section, Submission
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.slices import Slices
from ecdesk.gui.desk.exhibit_states import ExhibitState, OpenFindings, counted, together
from ecdesk.session.program.progress import finish

Index = QModelIndex | QPersistentModelIndex
NodeKey = tuple[str, str]
"""Kind (section, exhibit, submissions, area, manuscripts, manuscript) and id of a record; stored instead of indexes."""

KEY_ROLE = int(Qt.ItemDataRole.UserRole)
STRUCTURE = (Section, Exhibit, AreaRecord, Manuscript)
_KINDS = tuple(record.KIND for record in STRUCTURE)
_MARK = 3
"""How wide a mark is, in digits."""
MANY_CELLS = 400
"""The states of exhibits with more of them together are counted when the window has time for it."""


def reshapes(notice: Notice) -> bool:
    """Whether a transaction changes the lines of the outline. A text that is typed into a list, or a row that moves, changes an exhibit and no line."""
    if not notice.concerns(*STRUCTURE):
        return False  # the usual step, of figures only
    return any(change.kind in _KINDS and not _same_line(change) for change in notice.transaction.changes)


def _same_line(change: Change) -> bool:
    before, after = change.before, change.after
    if not isinstance(before, Exhibit) or not isinstance(after, Exhibit):
        return False
    return all(getattr(before, name) == getattr(after, name) for name in ("number", "caption", "section", "order", "printed"))


@dataclass(eq=False)
class Node:
    """A line of the outline. aside: an exhibit that the report does not print."""

    key: NodeKey
    title: str
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    row: int = 0
    state: ExhibitState = field(default_factory=ExhibitState)
    words: str = ""
    icon: str = ""
    aside: bool = False

    def shown(self, column: int) -> str:
        """What it is, or its state in a few characters."""
        return (self.state.short or self.words) if column else self.title

    def picture(self, column: int) -> QIcon | None:
        name, colour = (self.state.mark, self.state.colour) if column else (self.icon, "muted")
        return icons.icon(name, colour) if name else None

    def add(self, child: Node) -> Node:
        child.parent, child.row = self, len(self.children)
        self.children.append(child)
        return child


class OutlineModel(QAbstractItemModel):
    """Column 0: what it is. Column 1: its state, as a mark and a few characters."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        self._root = Node(("", ""), "")
        self._nodes: dict[NodeKey, Node] = {}
        self._numbers: dict[int, Node] = {}
        self._open = OpenFindings()
        self._disputes: set[Key] = set()
        self._stale: dict[str, None] = {}
        self._restated: list[Node] = []
        self._catching_up = Slices(self._tell_counted, self)

    # -- what it shows

    def set_book(self, book: Book | None) -> None:
        self._book = book
        self._open = OpenFindings()
        self._rebuild()

    def note(self, notice: Notice) -> None:
        """Take in a transaction: states of the exhibits concerned, or the whole tree where its lines changed."""
        if self._book is None:
            return
        if notice.concerns(Exhibit):
            self._open.again(self._book)
        if reshapes(notice):
            self._rebuild()
            return
        concerned = {str(id) for id in notice.ids(Exhibit)}
        if notice.concerns(Observation, Alternative, Conflict):
            before = self._disputes
            self._disputes = disputed_keys(self._book)
            concerned |= self._book.printing(notice.figures | (before ^ self._disputes))
        self._refresh_exhibits(concerned)
        if notice.concerns(Submission):
            self._refresh_submissions()

    def set_findings(self, findings: tuple[Finding, ...]) -> None:
        if self._book is None:
            return
        restated = []
        for id in self._open.follow(self._book, findings):
            node, open = self._nodes.get(("exhibit", id)), self._open.of(id)
            if node is not None and (node.state.errors, node.state.others) != open:
                node.state = replace(node.state, errors=open.errors, others=open.others)
                restated.append(node)
        self._tell(restated)

    def index_of(self, key: NodeKey) -> QModelIndex:
        node = self._nodes.get(key)
        return self._index(node) if node is not None and node is not self._root else QModelIndex()

    def state_at(self, index: Index) -> ExhibitState:
        """How far an exhibit is, or all that stand in a section."""
        return self._node(index).state

    def longest_state(
        self,
        parent: Index = QModelIndex(),  # noqa: B008
        rows: range | None = None,
        folded: Collection[NodeKey] = (),
    ) -> QModelIndex:
        """The cell with the longest state of some lines, None for all lines there are but those below folded ones; none in an empty outline."""
        if rows is None:
            nodes = [node for node in self._nodes.values() if node.parent is None or node.parent.key not in folded]
        else:
            nodes = [self._node(parent).children[row] for row in rows]
        longest = max(nodes, key=_width, default=self._root)
        return QModelIndex() if longest is self._root else self._index(longest, 1)

    def open_lines(self, is_open: Callable[[QModelIndex], bool]) -> Iterator[tuple[Node, int]]:
        """What is unfolded, from the top, each with its depth."""
        waiting = [(node, 0) for node in reversed(self._root.children)]
        while waiting:
            node, depth = waiting.pop()
            yield node, depth
            if node.children and is_open(self._index(node)):
                waiting += [(child, depth + 1) for child in reversed(node.children)]

    def node_keys(self) -> list[NodeKey]:
        return list(self._nodes)

    # -- Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 2

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self._index(self._node(parent).children[row], column)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        if not index.isValid():
            return QModelIndex()
        parent = self._node(index).parent
        return QModelIndex() if parent is None or parent is self._root else self._index(parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self._node(index)
        match role, index.column():
            case Qt.ItemDataRole.UserRole, _:
                return node.key
            case Qt.ItemDataRole.ToolTipRole, _:
                lines = [node.title, str(node.state if node.state.room else node.words)]
                return plain.tip("\n".join(filter(None, [*lines, tr("不印入报告") if node.aside else ""])))
            case Qt.ItemDataRole.FontRole, 0 if node.aside:
                font = QFont()
                font.setItalic(True)
                return font
            case Qt.ItemDataRole.AccessibleTextRole, 0 if node.aside:
                return f"{node.title} {tr('不印入报告')}"
            case Qt.ItemDataRole.DisplayRole, column:
                return node.shown(column)
            case Qt.ItemDataRole.DecorationRole, column:
                return node.picture(column)
            case Qt.ItemDataRole.AccessibleTextRole, 1:
                return str(node.state)
        return None

    # -- building

    def _rebuild(self) -> None:
        self._catching_up.stop()
        self._stale.clear()
        self._restated.clear()
        self.beginResetModel()
        self._root = Node(("", ""), "")
        self._nodes = {}
        self._numbers = {}
        if self._book is not None:
            self._disputes = disputed_keys(self._book)
            self._add_report(self._book)
            self._add_submissions(self._book)
            self._add_manuscripts(self._book)
        self.endResetModel()
        self._count()

    def _enter(self, parent: Node, node: Node) -> Node:
        self._nodes[node.key] = node
        self._numbers[id(node)] = node
        return parent.add(node)

    def _add_report(self, book: Book) -> None:
        waiting = book.sections()
        while waiting:
            # Parents first, whatever order the records have; one whose parent is nowhere stands at the top.
            ready = [one for one in waiting if not one.parent or ("section", one.parent) in self._nodes]
            for section in ready or waiting[:1]:
                parent = self._nodes.get(("section", section.parent), self._root)
                icon = "" if section.parent else "chapter"
                self._enter(parent, Node(("section", section.id), f"{section.number} {section.title}".strip(), icon=icon))
                waiting.remove(section)
        for exhibit in book.exhibits():
            parent = self._nodes.get(("section", exhibit.section), self._root)
            node = self._enter(parent, Node(("exhibit", exhibit.id), exhibit.number_and_caption, aside=not exhibit.printed))
            open = self._open.of(exhibit.id)
            node.state = ExhibitState(errors=open.errors, others=open.others)
            self._stale[exhibit.id] = None
        self._sum_up(self._root)

    def _add_submissions(self, book: Book) -> None:
        areas = book.reporting_areas()
        if not areas:
            return
        top = self._enter(self._root, Node(("submissions", ""), tr("报送"), icon="inbox"))
        for area in areas:
            self._enter(top, Node(("area", area.code), area.short or area.name))
        self._count_submissions(book)

    def _count_submissions(self, book: Book) -> None:
        top = self._nodes.get(("submissions", ""))
        if top is None:
            return
        from ecdesk.session.submissions.board import MISSING, STATE_NAMES

        states: dict[str, str] = {}
        for submission in book.all(Submission).values():
            assert isinstance(submission, Submission)
            states[submission.area] = submission.state
        for node in top.children:
            node.words = str(STATE_NAMES[states.get(node.key[1], MISSING)])
        here = sum(node.key[1] in states for node in top.children)
        top.words = f"{here}/{len(top.children)}"

    def _add_manuscripts(self, book: Book) -> None:
        manuscripts = sorted(book.all(Manuscript).values(), key=lambda one: (one.order, one.name))
        if not manuscripts:
            return
        top = self._enter(self._root, Node(("manuscripts", ""), tr("文稿"), icon="manuscript"))
        top.words = str(len(manuscripts))
        for manuscript in manuscripts:
            assert isinstance(manuscript, Manuscript)
            self._enter(top, Node(("manuscript", manuscript.id), manuscript.name))

    def _sum_up(self, node: Node) -> ExhibitState:
        """A chapter's state is that of all that stands in it."""
        if node.key[0] in ("exhibit", "submissions", "manuscripts"):
            return node.state
        node.state = together([self._sum_up(child) for child in node.children])
        return node.state

    # -- refreshing

    def _refresh_exhibits(self, ids: Iterable[str]) -> None:
        self._stale.update(dict.fromkeys(ids))
        self._count()

    def _count(self) -> None:
        """Count what is stale: at once where that is nothing, else bit by bit."""
        book = self._book
        if book is not None and self._stale:
            exhibits = map(book.exhibit, self._stale)
            cells = sum(len(exhibit.rows) * len(exhibit.columns) for exhibit in exhibits)
            if cells > MANY_CELLS:
                self._catching_up.start(self._counting(book), at_once=False)
            else:
                self._catching_up.stop()
                self._tell_counted(finish(self._counting(book)))

    def _counting(self, book: Book) -> Generator[None, None, None]:
        """A figure that changes meanwhile makes it begin again with what is not counted yet."""
        while self._stale:
            id = next(iter(self._stale))
            figures = yield from counted(book, book.exhibit(id), self._disputes)
            del self._stale[id]
            open, node = self._open.of(id), self._nodes["exhibit", id]
            state = replace(figures, errors=open.errors, others=open.others)
            if state != node.state:
                node.state = state
                self._restated.append(node)
            yield

    def _tell_counted(self, _step: None = None) -> None:
        restated, self._restated = self._restated, []
        self._tell(restated)

    def _tell(self, restated: list[Node]) -> None:
        """Sum up above these, each sum once, and tell the view once for all below one heading: each time it measures its columns."""
        while restated:
            families: dict[NodeKey, list[Node]] = {}
            for node in restated:
                families.setdefault(_above(node).key, []).append(node)
            restated = []
            for family in families.values():
                rows = [node.row for node in family]
                parent = _above(family[0])
                self.dataChanged.emit(self._index(parent.children[min(rows)], 0), self._index(parent.children[max(rows)], 1))
                if parent is not self._root:
                    parent.state = together([child.state for child in parent.children])
                    restated.append(parent)

    def _refresh_submissions(self) -> None:
        top = self._nodes.get(("submissions", ""))
        if top is not None and self._book is not None:
            self._count_submissions(self._book)
            self._changed(top)
            self._changed_below(top)

    def _changed(self, node: Node) -> None:
        self.dataChanged.emit(self._index(node, 0), self._index(node, 1))

    def _changed_below(self, node: Node) -> None:
        if node.children:
            self.dataChanged.emit(self._index(node.children[0], 0), self._index(node.children[-1], 1))
            for child in node.children:
                self._changed_below(child)

    # -- indexes

    def _node(self, index: Index) -> Node:
        return self._numbers[index.internalId()] if index.isValid() else self._root

    def _index(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.row, column, id(node))


def _width(node: Node) -> int:
    """About how wide a state is, in digits."""
    return width(node.shown(1)) + (_MARK if node.state.mark else 0)


def _above(node: Node) -> Node:
    assert node.parent is not None
    return node.parent
