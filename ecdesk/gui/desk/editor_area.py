"""The middle of the window: tabs with table editors and other pages, in one half or two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ecdesk.domain.files.outgoing import guarded
from ecdesk.domain.files.paths import shown
from ecdesk.domain.texts import tr
from ecdesk.gui.base.layouts import OneOf, Tabs, splitter, stack
from ecdesk.gui.base.panes import Pane
from ecdesk.gui.base.slices import Stretches
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.strips.nothing_open import NothingOpen
from ecdesk.gui.desk.workspace import Focus, Place, Workspace

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Notice
    from ecdesk.domain.book.records import Exhibit
    from ecdesk.domain.figures.keys import Key
    from ecdesk.gui.grid import CellPlace, CellStates, SelectionSummary, TableEditor
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.rules.checking import Checks

Shown = TypeVar("Shown", bound=QWidget)


@dataclass(frozen=True)
class Page:
    """A page that is no exhibit: its name among the pages, its icon."""

    name: str
    icon: str


class EditorArea(Pane):
    """Exhibits by id and other pages by name, each open at most once."""

    current_changed = Signal()
    """Another page is in front, or none."""
    summary_changed = Signal(object)
    new_table_wanted = Signal(str)
    """Id of the exhibit behind which a new table is to be asked for."""
    layout_wanted = Signal(str)
    """Id of the exhibit whose rows and columns are to be asked anew."""
    paste_by_heads_wanted = Signal(str)
    """Id of the exhibit that the clipboard's figures are to go into, each to the cell of its key."""
    trial_wanted = Signal(object)
    """What is to be tried in the table in front, see `TableEditor`."""
    results_wanted = Signal(str)
    """Id of the exhibit whose findings are to be shown, and no others."""

    def __init__(self, workspace: Workspace, states: CellStates, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._states = states
        self.splitter = splitter(self, Qt.Orientation.Horizontal, ())
        self.nothing = NothingOpen(workspace, self)
        self._body = OneOf(self, self.splitter, self.nothing)
        stack(self, self._body)
        self._about: Callable[[str], str] = lambda _exhibit: ""
        self._editors: dict[str, TableEditor] = {}
        self._pages: dict[str, QWidget] = {}
        self._closed: list[Focus] = []
        """Where the exhibits stood that were closed by hand, the last one last."""
        self._gone: set[str] = set()
        """Exhibits that a step took away while they were open: one that another step brings back is open again."""
        self._stretches = Stretches()
        self.halves: list[Tabs] = []
        self._active = self._add_half()
        workspace.place_wanted.connect(self.show_place)
        workspace.changed.connect(self._note)

    def tell_about(self, about: Callable[[str], str]) -> None:
        """Have the heading of each table say what this tells of its exhibit, by id: how far it is, and whose."""
        self._about = about

    def restate(self) -> None:
        """Say it again of the tables in sight."""
        for editor in self._editors.values():
            if editor.isVisible():
                editor.heading.state.set_line(self._about(editor.exhibit_id))

    # -- what is open

    @property
    def is_empty(self) -> bool:
        return not self._editors and not self._pages

    def current_page(self) -> QWidget | None:
        return self._active.currentWidget()

    def current_editor(self) -> TableEditor | None:
        """The table editor in front, if it is one."""
        page = self.current_page()
        return self._editor_of(page)

    def _editor_of(self, page: QObject | None) -> TableEditor | None:
        return next((editor for editor in self._editors.values() if editor is page), None)

    def editor(self, exhibit_id: str) -> TableEditor | None:
        """The editor of an exhibit, if it is open."""
        return self._editors.get(exhibit_id)

    def add_actions(self, menu: QMenu) -> None:
        """Put what can be done with the table in front into a menu; nothing without one."""
        editor = self.current_editor()
        if editor is not None:
            menu.addSeparator()
            editor.menus.fill(menu)

    def open_exhibits(self) -> list[str]:
        """Ids in the order of the tabs, left half first."""
        pages = [half.widget(number) for half in self.halves for number in range(half.count())]
        editors = [self._editor_of(page) for page in pages]
        return [editor.exhibit_id for editor in editors if editor is not None]

    # -- opening and closing

    def show_place(self, place: Place) -> None:
        exhibit = self.workspace.exhibit(place.exhibit)
        if exhibit is None:
            self.workspace.say(tr("这张图表已经不在年报里了。"))
            return
        editor = self._editors.get(place.exhibit)
        half = self._half_of(editor) if editor is not None else None
        if editor is None or half is None:
            half = self._other_half() if place.beside else self._active
            editor = self._open(exhibit, half)
        elif place.beside and half is self._active:
            half = self._move(editor, half, self._other_half())
        half.setCurrentWidget(editor)
        self._activate(half)
        if place.row >= 0 and place.column >= 0:
            editor.go_to(place.row, place.column)
        editor.set_grid_focus()

    def _open(self, exhibit: Exhibit, half: Tabs) -> TableEditor:
        return self._put(self._make(exhibit, half), exhibit, half)

    def _make(self, exhibit: Exhibit, half: Tabs) -> TableEditor:
        """Make the editor of an exhibit for a half."""
        # Imported with the first table, so that the window itself opens at once.
        from ecdesk.gui.grid import TableEditor

        assert self.workspace.desk is not None
        editor = TableEditor(self.workspace.desk, exhibit.id, half)
        editor.set_states(self._states)
        editor.heading.state.set_line(self._about(exhibit.id))
        editor.currentCellChanged.connect(self._cell_changed)
        editor.selectionSummaryChanged.connect(self._pass_summary_on)
        editor.message.connect(self.workspace.say)
        editor.exhibit_gone.connect(self._editor_gone)
        editor.new_table_wanted.connect(self.new_table_wanted)
        editor.layout_wanted.connect(self.layout_wanted)
        editor.paste_by_heads_wanted.connect(self.paste_by_heads_wanted)
        editor.trial_wanted.connect(self.trial_wanted)
        return editor

    def _put(self, editor: TableEditor, exhibit: Exhibit, half: Tabs) -> TableEditor:
        self._editors[exhibit.id] = editor
        half.add(editor, "chart" if exhibit.chart is not None else "table", *_titles(exhibit))
        return editor

    def add_page(self, page: Page, widget: QWidget, title: str) -> None:
        """Show a page that is no exhibit in front, in place of one of the same name."""
        self.close_page(page.name)
        self._pages[page.name] = widget
        self._active.add(widget, page.icon, title, title)
        # A page that names itself is followed, so that its tab speaks the language that is chosen later.
        widget.windowTitleChanged.connect(self._page_renamed)
        self._active.setCurrentWidget(widget)
        self._show_nothing()
        self.current_changed.emit()

    def _page_renamed(self, title: str) -> None:
        page = self.sender()
        if isinstance(page, QWidget) and title:
            self._rename(page, title, title)

    def _rename(self, page: QWidget, title: str, tip: str) -> None:
        half = self._half_of(page)
        if half is not None:
            half.rename(page, title, tip)

    def page(self, name: str) -> QWidget | None:
        return self._pages.get(name)

    def name_of(self, page: QWidget) -> str:
        """The name of a page that is no exhibit, "" for any other."""
        return next((name for name, widget in self._pages.items() if widget is page), "")

    def show_page(self, name: str) -> None:
        widget = self._pages[name]
        half = self._half_of(widget)
        assert half is not None
        half.setCurrentWidget(widget)
        self._activate(half)
        widget.setFocus()

    @property
    def wants_room(self) -> bool:
        """Whether a page that is no exhibit is in front and stands alone: what is around it says nothing of it."""
        page = self.current_page()
        return page is not None and len(self.halves) == 1 and self._editor_of(page) is None

    def close_page(self, name: str) -> None:
        if name in self._pages:
            self._close(self._pages[name])

    def close_current(self) -> None:
        page = self.current_page()
        if page is not None:
            self._close_by_hand(page)

    def _close_by_hand(self, page: QWidget) -> None:
        editor = self._editor_of(page)
        if editor is not None:
            self._closed.append(_focus_of(editor))
        self._close(page)

    def close_others(self, page: QWidget) -> None:
        """Close every page but one."""
        for other in [*self._editors.values(), *self._pages.values()]:
            if other is not page:
                self._close_by_hand(other)

    def reopen_last(self) -> None:
        """Open the exhibit again that was closed last, at its cell."""
        while self._closed:
            focus = self._closed.pop()
            if focus.exhibit not in self._editors and self.workspace.exhibit(focus.exhibit) is not None:
                self.show_place(Place(focus.exhibit, focus.row, focus.column))
                return
        self.workspace.say(tr("没有刚关闭的图表。"))

    def close_all(self) -> None:
        self._stretches.finish()
        self._closed.clear()
        self._gone.clear()
        for page in [*self._editors.values(), *self._pages.values()]:
            self._close(page)

    def split(self) -> None:
        """Put the page in front into the other half; the last page of a half takes the half with it."""
        page = self.current_page()
        if page is None or (len(self.halves) == 1 and self._active.count() < 2):
            self.workspace.say(tr("再打开一张图表，就可以并排显示。"))
            return
        self._activate(self._move(page, self._active, self._other_half()))
        page.setFocus()

    def renew(self) -> None:
        """Make every editor again, for texts that it only sets once; each stays in its place, and what is in front stays there."""
        active = self._active
        for old in tuple(self._editors.values()):
            half, exhibit, focus = self._half_of(old), self.workspace.exhibit(old.exhibit_id), _focus_of(old)
            if half is None or exhibit is None:
                continue
            number, front = half.indexOf(old), half.currentIndex()
            made = self._open(exhibit, half)
            half.tabBar().moveTab(half.indexOf(made), number)
            self._editors[exhibit.id] = old
            self._close(old)
            self._editors[exhibit.id] = made
            half.setCurrentIndex(front)
            if focus.row >= 0:
                made.go_to(focus.row, focus.column)
        self._activate(active)
        self.focus_current()

    def reopen(self) -> None:
        """Open what was open when the book was last closed, with the same exhibit in front, else its first exhibit."""
        path, book = self.workspace.path, self.workspace.book
        assert path is not None and book is not None
        remembered = self.workspace.settings.text(_tabs_of(path)).split("\n")
        known = [id for id in remembered if self.workspace.exhibit(id) is not None]
        known = known or [exhibit.id for exhibit in book.exhibits()[:1]]
        front = self.workspace.settings.text(_front_of(path))
        self._stretches.run(self._reopening(known, front if front in known else "".join(known[-1:])))
        self._show_nothing()

    def _reopening(self, exhibits: Sequence[str], front: str) -> Generator[None, None, None]:
        """The one in front comes first. Those behind it are measured when they are looked at."""
        half = self._active
        for id in dict.fromkeys((front, *exhibits)):
            exhibit = self.workspace.exhibit(id)
            if exhibit is not None and id not in self._editors:
                editor = self._make(exhibit, half)
                yield
                self._put(editor, exhibit, half)
                half.tabBar().moveTab(half.indexOf(editor), exhibits.index(id))
                if id == front:
                    self.show_place(Place(id))
                yield

    def remember(self) -> None:
        """The book is about to be closed: keep what is being typed, and which exhibits are open."""
        for editor in self._editors.values():
            editor.commit()
        for page in self._pages.values():
            if isinstance(page, FollowingPane):
                page.keep()
        path = self.workspace.path
        if path is not None:
            front = self.current_editor()
            self.workspace.settings.set_text(_tabs_of(path), "\n".join(self.open_exhibits()))
            self.workspace.settings.set_text(_front_of(path), front.exhibit_id if front is not None else "")

    def focus_current(self) -> bool:
        """Put the focus into the page in front; whether there is one."""
        editor, page = self.current_editor(), self.current_page()
        if editor is not None:
            editor.set_grid_focus()
        elif page is not None:
            page.setFocus()
        return page is not None

    def next_tab(self) -> None:
        self._step_tab(1)

    def previous_tab(self) -> None:
        self._step_tab(-1)

    def _step_tab(self, by: int) -> None:
        count = self._active.count()
        if count:
            self._active.setCurrentIndex((self._active.currentIndex() + by) % count)
            page = self.current_page()
            if page is not None:
                page.setFocus()

    # -- halves

    def _add_half(self) -> Tabs:
        half = Tabs(self.splitter)
        half.closed.connect(self._close_by_hand)
        half.tabBar().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        half.tabBar().customContextMenuRequested.connect(partial(self._tab_menu, half))
        half.currentChanged.connect(self._tab_changed)
        half.tabBarClicked.connect(self._tab_clicked)
        self.splitter.addWidget(half)
        self.halves.append(half)
        return half

    def _tab_menu(self, half: Tabs, where: QPoint) -> None:
        page = half.widget(half.tabBar().tabAt(where))
        if page is None:
            return
        half.setCurrentWidget(page)
        self._activate(half)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor = self._editor_of(page)
        if editor is not None:
            menu.addAction(tr("只看它的审核结果"), partial(self.results_wanted.emit, editor.exhibit_id))
            menu.addAction(tr("复制编号和标题"), partial(self._copy_title, editor.exhibit_id))
            menu.addAction(editor.structure_actions["describe_table"])
            menu.addSeparator()
        menu.addAction(tr("移到另一半窗口"), self.split)
        menu.addSeparator()
        menu.addAction(tr("关闭"), partial(self._close_by_hand, page))
        menu.addAction(tr("关闭其他页"), partial(self.close_others, page)).setEnabled(len(self._editors) + len(self._pages) > 1)
        menu.addAction(tr("重新打开关闭的页"), self.reopen_last).setEnabled(bool(self._closed))
        menu.popup(half.tabBar().mapToGlobal(where))

    def _copy_title(self, exhibit_id: str) -> None:
        exhibit = self.workspace.exhibit(exhibit_id)
        if exhibit is not None:
            QApplication.clipboard().setText(guarded(exhibit.number_and_caption))

    def _other_half(self) -> Tabs:
        if len(self.halves) == 1:
            half = self._add_half()
            width = max(2, self.splitter.width())
            self.splitter.setSizes([width // 2, width - width // 2])
            return half
        return self.halves[1] if self._active is self.halves[0] else self.halves[0]

    def _half_of(self, page: QWidget) -> Tabs | None:
        return next((half for half in self.halves if half.indexOf(page) >= 0), None)

    def _move(self, page: QWidget, source: Tabs, target: Tabs) -> Tabs:
        source.take_out(page)
        target.add(page, page.property("tabIcon"), *page.property("tabWords"))
        target.setCurrentWidget(page)
        self._drop_empty_half()
        return target if target in self.halves else self.halves[0]

    def _drop_empty_half(self) -> None:
        for half in tuple(self.halves):
            if len(self.halves) > 1 and half.count() == 0:
                self.halves.remove(half)
                if self._active is half:
                    self._active = self.halves[0]
                half.hide()
                half.deleteLater()

    def _activate(self, half: Tabs) -> None:
        self._active = half
        self._announce()

    def _close(self, page: QWidget) -> None:
        half = self._half_of(page)
        if half is None:
            return
        editor = self._editor_of(page)
        if editor is not None:
            del self._editors[editor.exhibit_id]
        for name in [name for name, widget in self._pages.items() if widget is page]:
            del self._pages[name]
        half.take_out(page)
        if editor is not None:
            editor.release()
        page.close()
        page.deleteLater()
        self._drop_empty_half()
        self._announce()

    # -- following

    def show_changed(self, keys: tuple[Key, ...]) -> None:
        """Bring figures into sight that were undone or done again, where the table in front has none of them."""
        editor, book = self.current_editor(), self.workspace.book
        exhibit = self.workspace.exhibit(editor.exhibit_id) if editor is not None else None
        if book is None or exhibit is None or any(book.cells(exhibit, key) for key in keys):
            return
        known = self._opened_last_of(book.printing(keys))  # where they were edited, most likely
        any(self.workspace.go_to_key(key, known) for key in keys)  # the first that is printed

    def _opened_last_of(self, exhibits: Collection[str]) -> str:
        """ "" where none of them is open."""
        return next((one for one in reversed(self._editors) if one in exhibits), "")

    def _tab_changed(self, _number: int) -> None:
        self.restate()
        if self.sender() is self._active or len(self.halves) == 1:
            self._announce()

    def _tab_clicked(self, _number: int) -> None:
        sender = self.sender()
        if isinstance(sender, Tabs) and sender is not self._active:
            self._activate(sender)

    def _announce(self) -> None:
        page = self.current_page()
        editor = self._editor_of(page)
        if editor is not None:
            self.workspace.set_focus(_focus_of(editor))
        elif self.workspace.focus is not None and self.is_empty:
            self.workspace.set_focus(None)
        self._show_nothing()
        self.summary_changed.emit(None)
        if editor is not None:
            editor.tell_summary()
        self.current_changed.emit()

    def _show_nothing(self) -> None:
        nothing = self.is_empty and self.workspace.desk is not None
        if nothing:
            self.nothing.retranslate()
        self._body.bring(self.nothing if nothing else self.splitter)

    def _pass_summary_on(self, summary: SelectionSummary) -> None:
        """Of the table in front only: those behind it count again too when their figures change."""
        if self.sender() is self._editor_of(self.current_page()):
            self.summary_changed.emit(summary)

    def _cell_changed(self, _place: CellPlace | None) -> None:
        editor = self._editor_of(self.sender())
        if editor is None:
            return
        half = self._half_of(editor)
        if (
            half is not None
            and half is not self._active
            and half.currentWidget() is editor
            and editor.isAncestorOf(self._focused())
        ):
            self._active = half
            self.current_changed.emit()
        if self.current_page() is editor:
            self.workspace.set_focus(_focus_of(editor))

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self

    def _editor_gone(self) -> None:
        editor = self._editor_of(self.sender())
        if editor is not None:
            self._gone.add(editor.exhibit_id)
            self._close(editor)

    def _note(self, notice: Notice) -> None:
        from ecdesk.domain.book.records import Exhibit

        if self.is_empty:
            self.nothing.retranslate()
        for id in notice.ids(Exhibit):
            editor, exhibit = self._editors.get(str(id)), self.workspace.exhibit(str(id))
            if editor is not None and exhibit is not None:
                self._rename(editor, *_titles(exhibit))
            elif exhibit is not None and exhibit.id in self._gone:
                self._gone.discard(exhibit.id)
                self.show_place(Place(exhibit.id))

    def restyle(self) -> None:
        for half in self.halves:
            half.restyle()


def _tabs_of(path: Path) -> str:
    """The name among the settings of what was open of a book: a copy in another folder has its own."""
    return f"tabs/{blake2b(shown(path).encode(), digest_size=8).hexdigest()}"


def _front_of(path: Path) -> str:
    """The same of which exhibit was in front."""
    return f"{_tabs_of(path)}-front"


def _focus_of(editor: TableEditor) -> Focus:
    place = editor.current
    return Focus(editor.exhibit_id) if place is None else Focus(place.exhibit, place.row, place.column, place.key)


def _titles(exhibit: Exhibit) -> tuple[str, str]:
    """What the tab of an exhibit says, and its tip."""
    whole = f"{exhibit.number} {exhibit.caption}".strip()
    return whole, f"{exhibit.number}　{exhibit.caption}"


class RoomCommands(QObject):
    """What the main window can do in a room: verbs, and pages among the editors."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._editors = editors

    def _at_hand(self) -> tuple[Desk, Checks]:
        """The open book and its checks; only what a book is open for asks for them."""
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        return desk, checks

    def _in_front(self, name: Page, kind: type[Shown], title: str, make: Callable[[], Shown]) -> Shown:
        """Show a page among the editors, made where it is not there yet."""
        page = self._editors.page(name.name)
        if not isinstance(page, kind):
            page = make()
            self._editors.add_page(name, page, title)
        self._editors.show_page(name.name)
        return page

    def _show_exhibit(self, id: str) -> None:
        self._workspace.go_to(Place(id))
