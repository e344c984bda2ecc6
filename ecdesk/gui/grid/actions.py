"""The editor's actions, with their names, texts and keys, and the menus of the right mouse button that offer them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.grid.model import STUB, GridModel
from ecdesk.gui.grid.structure.verbs import COLUMN_ACTIONS, ROW_ACTIONS, TABLE_ACTIONS
from ecdesk.gui.grid.view import GridView
from ecdesk.gui.grid.viewing.sorting import Viewing
from ecdesk.session.tables.deriving import DERIVED_SETTING

if TYPE_CHECKING:
    from ecdesk.gui.grid.editor import TableEditor

Keys = QKeySequence.StandardKey

PASTING = ("cut", "copy", "paste", "paste_transposed", "paste_by_heads")
TRYING = ("try_typing", "try_pasting")
FILLING = ("delete", "fill_down", "fill_right", "derive", "select_all")
FINDING = ("find", "find_next", "find_previous", "replace", "go_to")
GROUPS = (
    PASTING,
    TRYING,
    FILLING,
    ("comment", "state_source", "mark_derived"),
    FINDING,
)
VIEWS = (
    ("sort_ascending", "sort_descending", "filter", "clear_view", "compare"),
    ("fit_column", "zoom_in", "zoom_out", "zoom_reset"),
)
"""Every action by its name, in the groups of the menu 编辑 and of its menu about the view."""
SORTING = ("sort_ascending", "sort_descending", "filter", "clear_view")


def make_actions(editor: TableEditor) -> dict[str, QAction]:
    """Every action by its name, with its keys valid inside the editor only, so that editors side by side do not compete."""
    view = editor.view
    verbs = editor.verbs
    viewing = editor.viewing
    table: list[tuple[str, str, list[QKeySequence], object]] = [
        ("cut", tr("剪切"), QKeySequence.keyBindings(Keys.Cut), verbs.cut),
        ("copy", tr("复制"), QKeySequence.keyBindings(Keys.Copy), verbs.copy),
        ("paste", tr("粘贴"), QKeySequence.keyBindings(Keys.Paste), verbs.paste),
        ("paste_transposed", tr("转置粘贴"), [QKeySequence("Ctrl+Alt+V")], verbs.paste_transposed),
        ("paste_by_heads", tr("按表头粘贴"), [QKeySequence("Ctrl+Shift+V")], editor.ask_to_paste_by_heads),
        ("try_pasting", tr("试粘贴…"), [], editor.try_pasting),
        ("try_typing", tr("试改…"), [QKeySequence("Ctrl+F2")], editor.try_typing),
        ("delete", tr("清除内容"), [], view.clear_wanted.emit),
        ("select_all", tr("全选"), [], view.choose_all),
        ("fill_down", tr("向下填充"), [QKeySequence("Ctrl+D")], verbs.fill_down),
        ("fill_right", tr("向右填充"), [QKeySequence("Ctrl+R")], verbs.fill_right),
        ("derive", tr("推算空格"), [QKeySequence("Alt+=")], verbs.derive),
        ("mark_derived", tr("推算数印记号"), [], verbs.toggle_marks),
        ("state_source", tr("注明出处…"), [], verbs.state_source),
        ("comment", tr("批注…"), [QKeySequence("Shift+F2")], verbs.remark),
        ("find", tr("查找"), [QKeySequence("Ctrl+F")], editor.open_find),
        ("find_next", tr("查找下一个"), [QKeySequence("F3"), QKeySequence("Shift+F4")], editor.find_next),
        ("find_previous", tr("查找上一个"), [QKeySequence("Shift+F3"), QKeySequence("Ctrl+Shift+F4")], editor.find_previous),
        ("replace", tr("替换"), [QKeySequence("Ctrl+H")], editor.find_and_replace),
        ("go_to", tr("转到"), [QKeySequence("Ctrl+G"), QKeySequence("F5")], editor.go_to_by_name),
        ("sort_ascending", tr("按此列升序查看"), [], viewing.sort_ascending),
        ("sort_descending", tr("按此列降序查看"), [], viewing.sort_descending),
        ("filter", tr("筛选此列…"), [QKeySequence("Ctrl+Shift+L")], viewing.open_filter),
        ("clear_view", tr("恢复印刷顺序"), [], viewing.clear),
        ("compare", tr("对照上年"), [QKeySequence("Ctrl+Shift+Y")], editor.toggle_comparison),
        ("fit_column", tr("最适合的列宽"), [], editor.fit_column),
        ("zoom_in", tr("放大"), [QKeySequence("Ctrl+=")], editor.zoom_in),
        ("zoom_out", tr("缩小"), [QKeySequence("Ctrl+-")], editor.zoom_out),
        ("zoom_reset", tr("原来大小"), [QKeySequence("Ctrl+0")], editor.zoom_reset),
    ]
    actions = {}
    for name, words, keys, verb in table:
        action = QAction(words, editor)
        action.setObjectName(name)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(verb)
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
        filling = ("delete", "", "fill_down", "fill_right", "derive")
        rows = ("insert_row_above", "insert_row_below")
        notes = ("comment", "state_source")
        self._pop_up(
            (*PASTING, "", *TRYING, "", *filling, "", *rows, "", *notes, "", "find", "go_to", "", "compare", "clear_view"), where
        )

    def _open_column_menu(self, column: int, where: QPoint) -> None:
        if column >= 0:
            self._viewing.column = column
            if not self._view.chosen.has_whole_column(column):
                self._view.chosen.select_columns(column, column)
                self._view.moved(scroll=False)
            self._pop_up((*SORTING, "", *PASTING, "delete", "derive", "", "fit_column", "", *COLUMN_ACTIONS), where)

    def _open_row_menu(self, row: int, where: QPoint) -> None:
        if row >= 0:
            if not self._view.chosen.has_whole_row(row):
                self._view.chosen.select_rows(row, row)
                self._view.moved(scroll=False)
            self._pop_up((*PASTING, "delete", "derive", "", *ROW_ACTIONS, "", "clear_view"), where)

    def _open_corner_menu(self, where: QPoint) -> None:
        self._actions["mark_derived"].setChecked(bool(self._model.desk.book.setting(DERIVED_SETTING)))
        self._viewing.column = STUB
        first_row = () if self._model.exhibit.rows else ("insert_row_above",)
        first_column = () if self._model.exhibit.columns else ("insert_column_before",)
        self._pop_up((*SORTING, "", *first_row, *first_column, *TABLE_ACTIONS, "", "compare", "mark_derived"), where)

    def fill(self, menu: QMenu) -> None:
        """Put everything that can be done with the table into a menu, group by group."""
        for group in GROUPS:
            self._put(menu, (*group, ""))
        looking = menu.addMenu(tr("查看方式"))
        for views in VIEWS:
            self._put(looking, (*views, ""))
        self._put(menu.addMenu(tr("表格结构")), (*ROW_ACTIONS, "", *COLUMN_ACTIONS, "", *TABLE_ACTIONS))

    def _pop_up(self, names: tuple[str, ...], where: QPoint) -> None:
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._put(menu, names)
        menu.popup(where)

    def _put(self, menu: QMenu, names: tuple[str, ...]) -> None:
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
