"""The editor's actions, with their names, texts and keys, and the menus of the right mouse button that offer them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ecdesk.domain.texts import Text, text
from ecdesk.gui.base import plain
from ecdesk.gui.base.settings import GRID_KEYS, Settings
from ecdesk.gui.grid.model import STUB, GridModel
from ecdesk.gui.grid.structure.verbs import COLUMN_ACTIONS, ROW_ACTIONS, TABLE_ACTIONS
from ecdesk.gui.grid.view import GridView
from ecdesk.gui.grid.viewing.sorting import Viewing
from ecdesk.session.tables.deriving import DERIVED_SETTING

if TYPE_CHECKING:
    from ecdesk.gui.grid.editor import TableEditor

Keys = QKeySequence.StandardKey

PASTING = ("cut", "copy", "copy_with_heads", "paste", "paste_transposed", "paste_by_heads")
TRYING = ("try_typing", "try_pasting")
FILLING = ("delete", "fill_down", "fill_right", "derive", "select_all")
FINDING = ("find", "find_next", "find_previous", "replace", "go_to")
GROUPS = (
    PASTING,
    TRYING,
    FILLING,
    ("comment", "state_source", "mark_derived"),
)
SORTING = ("sort_ascending", "sort_descending", "filter", "clear_view")
INNER_MENUS = (
    (text("查找和转到"), FINDING),
    (text("查看方式"), (*SORTING, "compare", "", "fit_column", "zoom_in", "zoom_out", "zoom_reset")),
    (text("行"), ROW_ACTIONS),
    (text("列"), COLUMN_ACTIONS),
    (text("整张表"), TABLE_ACTIONS),
)
"""Every action by its name, in the groups of the menu 编辑 and of the menus in it: on a small screen it stays below the menu bar."""

Entries: TypeAlias = "tuple[str | tuple[Text, tuple[str, ...]], ...]"
"""Names of actions, "" for a line between them, and menus in the menu."""
EDITING: Entries = (
    "cut",
    "copy",
    "copy_with_heads",
    "paste",
    (text("其他粘贴"), ("paste_transposed", "paste_by_heads", "", "try_pasting")),
)
COLUMN_MENU: Entries = (
    *EDITING,
    "",
    *("insert_column_before", "insert_column_after", "remove_columns"),
    "",
    *("rename_column", "column_unit", "column_kind"),
    (
        text("位置和表头"),
        ("move_column_left", "move_column_right", "", "group_columns", "ungroup_columns", "", "column_footnote"),
    ),
    (text("排序和筛选"), (*SORTING, "", "keep_descending", "keep_ascending")),
    "",
    *("delete", "derive", "fit_column"),
)
ROW_MENU: Entries = (
    *EDITING,
    "",
    *("insert_row_above", "insert_row_below", "remove_rows"),
    "",
    *("rename_row", "row_unit"),
    (text("位置和缩进"), ("move_row_up", "move_row_down", "", "indent_row", "outdent_row", "", "row_footnote", "continue_here")),
    "",
    *("delete", "derive", "clear_view"),
)
CORNER_MENU: Entries = (
    *("describe_table", "table_unit", "lay_out_anew", "remove_footnote"),
    "",
    (text("排序和筛选"), (*SORTING, "", "first_places", "keep_unsorted")),
    (text("这张表的位置"), ("new_table", "", "move_table_up", "move_table_down", "", "remove_table")),
    "",
    *("compare", "mark_derived"),
)
"""What a heading, a row's name and the corner of a table offer: what is done often at once, the rest in menus of their own."""


COMMANDS: tuple[tuple[str, Text, tuple[Keys | str, ...]], ...] = (
    ("cut", text("剪切"), (Keys.Cut,)),
    ("copy", text("复制"), (Keys.Copy,)),
    ("copy_with_heads", text("复制（带表头）"), ("Ctrl+Shift+C",)),
    ("paste", text("粘贴"), (Keys.Paste,)),
    ("paste_transposed", text("转置粘贴"), ("Ctrl+Alt+V",)),
    ("paste_by_heads", text("按表头粘贴"), ("Ctrl+Shift+V",)),
    ("try_pasting", text("试粘贴…"), ()),
    ("try_typing", text("试改…"), ("Ctrl+F2",)),
    ("delete", text("清除内容"), ()),
    ("select_all", text("全选"), ()),
    ("fill_down", text("向下填充"), ("Ctrl+D",)),
    ("fill_right", text("向右填充"), ("Ctrl+R",)),
    ("derive", text("推算空格"), ("Alt+=",)),
    ("mark_derived", text("推算数印记号"), ()),
    ("state_source", text("注明出处…"), ()),
    ("comment", text("批注…"), ("Shift+F2",)),
    ("find", text("查找"), ("Ctrl+F",)),
    ("find_next", text("查找下一个"), ("F3", "Shift+F4")),
    ("find_previous", text("查找上一个"), ("Shift+F3", "Ctrl+Shift+F4")),
    ("replace", text("替换"), ("Ctrl+H",)),
    ("go_to", text("转到"), ("Ctrl+G", "F5")),
    ("sort_ascending", text("按此列升序查看"), ()),
    ("sort_descending", text("按此列降序查看"), ()),
    ("filter", text("筛选此列…"), ("Ctrl+Shift+L",)),
    ("clear_view", text("恢复印刷顺序"), ()),
    ("compare", text("对照往期"), ("Ctrl+Shift+Y",)),
    ("fit_column", text("最适合的列宽"), ()),
    ("zoom_in", text("放大"), ("Ctrl+=",)),
    ("zoom_out", text("缩小"), ("Ctrl+-",)),
    ("zoom_reset", text("原来大小"), ("Ctrl+0",)),
)
"""Every command of a table by its name, with the keys that it comes with."""


def usual_keys(name: str) -> list[QKeySequence]:
    """The keys that a command comes with."""
    found = []
    for key in next(keys for command, _words, keys in COMMANDS if command == name):
        found += [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)
    return found


def make_actions(editor: TableEditor) -> dict[str, QAction]:
    """Every action by its name, with its keys valid inside the editor only, so that editors side by side do not compete."""
    view = editor.view
    verbs = editor.verbs
    viewing = editor.viewing
    does: dict[str, Callable[[], object]] = {
        "cut": verbs.cut,
        "copy": verbs.copy,
        "copy_with_heads": verbs.copy_with_heads,
        "paste": verbs.paste,
        "paste_transposed": verbs.paste_transposed,
        "paste_by_heads": editor.ask_to_paste_by_heads,
        "try_pasting": editor.try_pasting,
        "try_typing": editor.try_typing,
        "delete": view.clear_wanted.emit,
        "select_all": view.choose_all,
        "fill_down": verbs.fill_down,
        "fill_right": verbs.fill_right,
        "derive": verbs.derive,
        "mark_derived": verbs.toggle_marks,
        "state_source": verbs.state_source,
        "comment": verbs.remark,
        "find": editor.open_find,
        "find_next": editor.find_next,
        "find_previous": editor.find_previous,
        "replace": editor.find_and_replace,
        "go_to": editor.go_to_by_name,
        "sort_ascending": viewing.sort_ascending,
        "sort_descending": viewing.sort_descending,
        "filter": viewing.open_filter,
        "clear_view": viewing.clear,
        "compare": editor.toggle_comparison,
        "fit_column": editor.fit_column,
        "zoom_in": editor.zoom_in,
        "zoom_out": editor.zoom_out,
        "zoom_reset": editor.zoom_reset,
    }
    actions = {}
    settings = Settings()
    for name, words, _keys in COMMANDS:
        action = QAction(str(words), editor, shortcutContext=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setObjectName(name)
        action.setProperty("keysId", GRID_KEYS + name)
        chosen = settings.keys(GRID_KEYS + name)
        action.setShortcuts(usual_keys(name) if chosen is None else [QKeySequence(key) for key in chosen])
        action.triggered.connect(does[name])
        editor.addAction(action)
        actions[name] = action
    for name in ("compare", "mark_derived"):
        actions[name].setCheckable(True)
    return actions


class GridMenus(QObject):
    """Pops up the actions, by their names, that are about what was clicked; "" is a line between them."""

    def __init__(
        self, model: GridModel, view: GridView, viewing: Viewing, actions: Mapping[str, QAction], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self._viewing = viewing
        self._actions = actions
        self._widget = parent
        view.menu_wanted.connect(self._open_cell_menu)
        view.columns_header.menu_wanted.connect(self._open_column_menu)
        view.stub.menu_wanted.connect(self._open_row_menu)
        view.corner.menu_wanted.connect(self._open_corner_menu)

    def _open_cell_menu(self, where: QPoint) -> None:
        filling = ("delete", "fill_down", "fill_right", "derive", "try_typing")
        rows = ("insert_row_above", "insert_row_below")
        notes = ("comment", "state_source")
        self._pop_up((*EDITING, "", *filling, "", *rows, "", *notes, "", "find", "go_to", "", "compare", "clear_view"), where)

    def _open_column_menu(self, column: int, where: QPoint) -> None:
        if column >= 0:
            self._viewing.column = column
            if not self._view.chosen.has_whole_column(column):
                self._view.chosen.select_columns(column, column)
                self._view.moved(scroll=False)
            self._pop_up(COLUMN_MENU, where)

    def _open_row_menu(self, row: int, where: QPoint) -> None:
        if row >= 0:
            if not self._view.chosen.has_whole_row(row):
                self._view.chosen.select_rows(row, row)
                self._view.moved(scroll=False)
            self._pop_up(ROW_MENU, where)

    def _open_corner_menu(self, where: QPoint) -> None:
        self._actions["mark_derived"].setChecked(bool(self._model.desk.book.setting(DERIVED_SETTING)))
        self._viewing.column = STUB
        first_row = () if self._model.exhibit.rows else ("insert_row_above",)
        first_column = () if self._model.exhibit.columns else ("insert_column_before",)
        self._pop_up((*first_row, *first_column, *CORNER_MENU), where)

    def fill(self, menu: QMenu) -> None:
        """Put everything that can be done with the table into a menu, group by group."""
        for group in GROUPS:
            self._put(menu, (*group, ""))
        self._put(menu, INNER_MENUS)

    def _pop_up(self, names: Entries, where: QPoint) -> None:
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._put(menu, names)
        menu.popup(where)

    def _put(self, menu: QMenu, names: Entries) -> None:
        for name in names:
            if not name:
                menu.addSeparator()
            elif isinstance(name, str):
                menu.addAction(self._actions[name])
            else:
                title, inner = name
                self._put(menu.addMenu(plain.caption(str(title))), inner)
