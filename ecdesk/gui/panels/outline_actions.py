"""What can be done with the exhibits of the outline: open, add, describe, move, remove; each change one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QTreeView, QWidget

from ecdesk.domain.book.layouts.outline import name_of
from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.book.records import Section
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Place, Workspace
from ecdesk.gui.forms.ui_exhibit_dialog import Ui_ExhibitDialog
from ecdesk.gui.panels.outline_model import KEY_ROLE, NodeKey


@dataclass(frozen=True)
class ExhibitWords:
    """What stands around a table. notes: a line each."""

    number: str = ""
    caption: str = ""
    unit: str = ""
    corner: str = ""
    source_line: str = ""
    notes: tuple[str, ...] = ()


class ExhibitDialog(dialogs.FormDialog[ExhibitWords]):
    """Asks for the words around a table, with the present ones proposed."""

    weighty = True

    def __init__(self, parent: QWidget | None, number: str, present: ExhibitWords) -> None:
        super().__init__(parent)
        self.form = form = Ui_ExhibitDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self.setWindowTitle(plain.title(tr("“{number}”的表题和说明", number=number)))
        self._lines = (form.number, form.caption, form.unit, form.corner, form.source_line)
        words = (present.number, present.caption, present.unit, present.corner, present.source_line)
        for field, proposed in zip(self._lines, words, strict=True):
            field.setText(proposed)
        form.notes.setPlainText("\n".join(present.notes))

    def answer(self) -> ExhibitWords:
        notes = (line.strip() for line in self.form.notes.toPlainText().splitlines())
        number, caption, unit, corner, source_line = (field.text().strip() for field in self._lines)
        return ExhibitWords(number, caption, unit, corner, source_line, tuple(line for line in notes if line))


if TYPE_CHECKING:
    from ecdesk.session.tables.laying_out import Wanted


class OutlineActions(QObject):
    """The context menu and the keys of the outline's tree."""

    work_wanted = Signal(str)
    """Id of an exhibit or a section whose work should be shown."""
    remarks_wanted = Signal(str)
    """Id of one whose remarks should be shown."""

    def __init__(self, workspace: Workspace, tree: QTreeView) -> None:
        super().__init__(tree)
        self.workspace = workspace
        self.tree = tree
        self._last: Wanted | None = None
        """The table that was made last in this book: the next one is likely to be of its kind."""
        workspace.desk_changed.connect(self._forget)
        self.open = self._action("", "Return", self._open, shortcut=False)
        self.open_beside = self._action("", "Ctrl+Return", self._open_beside, shortcut=False)
        self.add = self._action("outline_add", "Ins", self.add_exhibit, shortcut=False)
        self.add_section = self._action("outline_add_section", "Shift+Ins", self.add_beside)
        self.add_inside = self._action("outline_add_inside", "Ctrl+Shift+Ins", self.add_below)
        self.lay_out = self._action("outline_lay_out", "", self.lay_out_chosen)
        self.describe = self._action("outline_describe", "F2", self.describe_chosen)
        self.printed = self._action("outline_printed", "", self.toggle_printed)
        self.printed.setCheckable(True)
        self.up = self._action("outline_up", "Alt+Up", self._move_up)
        self.down = self._action("outline_down", "Alt+Down", self._move_down)
        self.work = self._action("outline_work", "", self._show_work)
        self.remark = self._action("outline_remark", "Shift+F2", self.remark_on_chosen)
        self.remarks = self._action("outline_remarks", "", self._show_remarks)
        self.remove = self._action("outline_remove", "Del", self.remove_chosen)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._menu)
        self.retranslate()

    def retranslate(self) -> None:
        for action, words in (
            (self.open, tr("打开")),
            (self.open_beside, tr("在另一半窗口打开")),
            (self.add, tr("新建表…")),
            (self.add_section, tr("新建章节…")),
            (self.add_inside, tr("新建下级章节…")),
            (self.lay_out, tr("重新排表…")),
            (self.describe, tr("表题和说明…")),
            (self.printed, tr("印入报告")),
            (self.up, tr("上移")),
            (self.down, tr("下移")),
            (self.work, tr("分工与进度…")),
            (self.remark, tr("批注…")),
            (self.remarks, tr("看批注")),
            (self.remove, tr("从年报中删除")),
        ):
            action.setText(words)

    def _action(self, name: str, keys: str, slot: object, shortcut: bool = True) -> QAction:
        action = QAction(self.tree, shortcutContext=Qt.ShortcutContext.WidgetShortcut)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        if shortcut:
            # Enter is the tree's own, Ins the window's; their actions only show the key in the menu.
            self.tree.addAction(action)
        return action

    def _forget(self) -> None:
        self._last = None

    # -- what is meant

    @property
    def _key(self) -> NodeKey:
        index = self.tree.currentIndex()
        return index.data(KEY_ROLE) if index.isValid() else ("", "")

    @property
    def _exhibit(self) -> str:
        """Id of the exhibit that is chosen, "" for none."""
        kind, id = self._key
        return id if kind == "exhibit" else ""

    @property
    def _section(self) -> str:
        """Id of the section that is chosen, "" for none."""
        kind, id = self._key
        return id if kind == "section" else ""

    def _menu(self, where: QPoint) -> None:
        index = self.tree.indexAt(where)
        if index.isValid():
            self.tree.setCurrentIndex(index.siblingAtColumn(0))
        menu = QMenu(self.tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._enable()
        menu.addActions([self.open, self.open_beside])
        menu.addSeparator()
        menu.addActions([self.add, self.add_section, self.add_inside])
        menu.addSeparator()
        menu.addActions([self.describe, self.lay_out, self.printed, self.up, self.down])
        menu.addSeparator()
        menu.addActions([self.work, self.remark, self.remarks])
        menu.addSeparator()
        menu.addAction(self.remove)
        menu.popup(self.tree.viewport().mapToGlobal(where))

    def _enable(self) -> None:
        desk, chosen = self.workspace.desk, bool(self._exhibit or self._section)
        writable = desk is not None and not desk.read_only
        exhibit = self.workspace.exhibit(self._exhibit) if self._exhibit else None
        for able, actions in (
            (writable and chosen, (self.add, self.add_section, self.describe, self.up, self.down, self.remove, self.remark)),
            (writable and exhibit is not None, (self.lay_out, self.printed)),
            (writable and bool(self._section), (self.add_inside,)),
            (chosen, (self.work, self.remarks)),
            (exhibit is not None, (self.open, self.open_beside)),
        ):
            for action in actions:
                action.setEnabled(able)
        self.printed.setChecked(exhibit is not None and exhibit.printed)

    # -- doing

    def _open(self) -> None:
        self.workspace.go_to(Place(self._exhibit))

    def _open_beside(self) -> None:
        self.workspace.go_to(Place(self._exhibit, beside=True))

    def add_exhibit(self) -> None:
        """A new table behind the chosen exhibit, or at the end of the chosen section; where neither is chosen, behind what is being edited."""
        kind, id = self._key
        focus = self.workspace.focus
        if kind in ("exhibit", "section"):
            self._add_table(id if kind == "exhibit" else "", id if kind == "section" else "")
        elif focus is not None:
            self.add_behind(focus.exhibit)
        else:
            self.add_first()

    def add_first(self) -> None:
        """The first table of a book: in its first section, if it has one."""
        book = self.workspace.book
        section = next(iter(book.sections()), None) if book is not None else None
        self._add_table("", section.id if section is not None else "")

    def add_behind(self, exhibit_id: str) -> None:
        """A new table behind an exhibit."""
        self._add_table(exhibit_id, "")

    def _add_table(self, after: str, section: str) -> None:
        desk = self.workspace.desk
        if desk is None or desk.read_only:
            return
        from ecdesk.gui.panels.new_table_dialog import NewTableDialog
        from ecdesk.session.tables import laying_out, outline

        number = outline.next_number(desk.book, after, section)
        wanted = dialogs.ask(NewTableDialog(self.tree, desk.book, number, last=self._last))
        if wanted is None:
            return
        with dialogs.RefusalsShown(self.tree):
            made = laying_out.add_table(desk, wanted, after, section)
            self._last = wanted
            self.workspace.go_to(Place(made.id))

    def lay_out_chosen(self) -> None:
        if self._exhibit:
            self.lay_out_anew(self._exhibit)

    def lay_out_anew(self, exhibit_id: str) -> None:
        """Ask for other rows and columns of a table; figures follow their keys."""
        desk = self.workspace.desk
        if desk is None or desk.read_only:
            return
        from ecdesk.gui.panels.new_table_dialog import NewTableDialog
        from ecdesk.session.tables import laying_out

        present = laying_out.wanted_of(desk.book.exhibit(exhibit_id))
        if present is None:
            self.workspace.say(tr("这张表的行或列不是各部分的全部组合，请逐行逐列修改。"))
            return
        wanted = dialogs.ask(NewTableDialog(self.tree, desk.book, present=present))
        if wanted is not None:
            self._try(lambda: laying_out.lay_out_anew(desk, exhibit_id, wanted))

    def _show_work(self) -> None:
        self.work_wanted.emit(self._key[1])

    def _show_remarks(self) -> None:
        self.remarks_wanted.emit(self._key[1])

    def remark_on_chosen(self) -> None:
        """Put a remark on the chosen exhibit or section as a whole."""
        desk, (kind, id) = self.workspace.desk, self._key
        if desk is None or desk.read_only or kind not in ("exhibit", "section"):
            return
        from ecdesk.session.records import comments

        words = dialogs.ask_text(self.tree, tr("批注"), name_of(desk.book, id))
        if words is not None:
            self._try(lambda: comments.comment_on_exhibit(desk, id, words))

    def toggle_printed(self) -> None:
        """Print the chosen exhibit in the report, or do not any more."""
        desk, exhibit = self.workspace.desk, self.workspace.exhibit(self._exhibit)
        if desk is None or desk.read_only or exhibit is None:
            return
        from ecdesk.session.tables import outline

        if self._try(lambda: outline.set_printed(desk, exhibit.id, not exhibit.printed)):
            words = tr("“{exhibit}”不再印入报告。", exhibit=exhibit.number)
            self.workspace.say(tr("“{exhibit}”印入报告。", exhibit=exhibit.number) if not exhibit.printed else words)

    def add_beside(self) -> None:
        """A new section behind the chosen one, or behind the one that the chosen exhibit stands in."""
        exhibit = self.workspace.exhibit(self._exhibit) if self._exhibit else None
        self._add_section(after=exhibit.section if exhibit is not None else self._section)

    def add_below(self) -> None:
        """A new section as the last one inside the chosen one."""
        if self._section:
            self._add_section(parent=self._section)

    def _add_section(self, after: str = "", parent: str = "") -> None:
        desk = self.workspace.desk
        if desk is None or desk.read_only:
            return
        from ecdesk.session.tables import sections

        words = dialogs.ask_text(self.tree, tr("新建章节"), tr("编号和名称，中间空一格："))
        if words is not None:
            self._try(lambda: sections.add_section(desk, words, after, parent))

    def _try(self, verb: Callable[[], object]) -> bool:
        try:
            verb()
        except UserError as error:
            dialogs.show_error(self.tree, error)
            return False
        return True

    def describe_chosen(self) -> None:
        """Change what is chosen: an exhibit's words, or a section's number and title."""
        if not self._section:
            self.describe_exhibit()
            return
        desk, id = self.workspace.desk, self._section
        present = desk.book.get(Section, id) if desk is not None and not desk.read_only else None
        if desk is None or not isinstance(present, Section):
            return
        from ecdesk.session.tables import sections

        shown = f"{present.number} {present.title}".strip()
        words = dialogs.ask_text(self.tree, tr("章节"), tr("编号和名称，中间空一格："), shown)
        if words is not None:
            self._try(lambda: sections.rename_section(desk, id, words))

    def remove_chosen(self) -> None:
        """Take away what is chosen: an exhibit, or a section that nothing stands in."""
        if not self._section:
            self.remove_exhibit()
            return
        desk, id = self.workspace.desk, self._section
        if desk is None or desk.read_only:
            return
        from ecdesk.session.tables import sections

        if self._try(lambda: sections.remove_section(desk, id)):
            self.workspace.say(tr("已删除章节。Ctrl+Z 可以恢复。"))

    def describe_exhibit(self) -> None:
        """Change number, caption, unit, source line, corner and notes."""
        desk, exhibit = self.workspace.desk, self.workspace.exhibit(self._exhibit)
        if desk is None or exhibit is None:
            return
        from ecdesk.session.tables import outline, structure

        present = ExhibitWords(
            exhibit.number, exhibit.caption, exhibit.unit, exhibit.corner, source_line(desk.book, exhibit), exhibit.notes
        )
        words = dialogs.ask(ExhibitDialog(self.tree, exhibit.number, present))
        if words is None:
            return
        with dialogs.RefusalsShown(self.tree):
            outline.describe_exhibit(
                desk, exhibit.id, words.number, words.caption, words.source_line, words.corner, notes=words.notes
            )
            if words.unit != exhibit.unit:
                structure.show_in_unit(desk, exhibit.id, words.unit)

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        desk, (kind, id) = self.workspace.desk, self._key
        if desk is None or desk.read_only:
            return
        from ecdesk.session.tables import outline, sections

        if kind == "exhibit":
            self._try(lambda: outline.move_exhibit(desk, id, by))
        elif kind == "section":
            self._try(lambda: sections.move_section(desk, id, by))

    def remove_exhibit(self) -> None:
        """Nothing is asked, because undoing is one key away; the status bar says so."""
        desk, exhibit = self.workspace.desk, self.workspace.exhibit(self._exhibit)
        if desk is None or exhibit is None:
            return
        from ecdesk.session.tables import outline

        with dialogs.RefusalsShown(self.tree):
            outline.remove_exhibit(desk, exhibit.id)
            self.workspace.say(tr("已删除“{exhibit}”，其中的数仍在年报里。Ctrl+Z 可以恢复。", exhibit=exhibit.number))
