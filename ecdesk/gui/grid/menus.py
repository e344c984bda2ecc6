"""The menus of the right mouse button: on cells, headings, row labels and the corner."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.rows_shown import STUB
from ecdesk.gui.grid.structuring import COLUMN_ACTIONS, ROW_ACTIONS, TABLE_ACTIONS
from ecdesk.gui.grid.view import GridView
from ecdesk.gui.grid.viewing import Viewing

PASTING = ("cut", "copy", "paste", "paste_transposed")
SORTING = ("sort_ascending", "sort_descending", "filter", "clear_view")


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
        view.menu_wanted.connect(self._cells)
        view.columns_header.menu_wanted.connect(self._column)
        view.stub.menu_wanted.connect(self._row)
        view.corner.menu_wanted.connect(self._corner)

    def _cells(self, where: QPoint) -> None:
        filling = ("delete", "", "fill_down", "fill_right")
        self._pop_up((*PASTING, *filling, "", "comment", "", "find", "go_to", "", "compare", "clear_view"), where)

    def _column(self, column: int, where: QPoint) -> None:
        if column >= 0:
            self._viewing.column = column
            if not self._view.chosen.has_whole_column(column):
                self._view.chosen.select_columns(column, column)
                self._view.moved(scroll=False)
            self._pop_up((*SORTING, "", *PASTING, "delete", "", "fit_column", "", *COLUMN_ACTIONS), where)

    def _row(self, row: int, where: QPoint) -> None:
        if row >= 0:
            if not self._view.chosen.has_whole_row(row):
                self._view.chosen.select_rows(row, row)
                self._view.moved(scroll=False)
            self._pop_up((*PASTING, "delete", "", *ROW_ACTIONS, "", "clear_view"), where)

    def _corner(self, where: QPoint) -> None:
        self._viewing.column = STUB
        first_row = () if self._model.exhibit.rows else ("insert_row_above",)
        first_column = () if self._model.exhibit.columns else ("insert_column_before",)
        self._pop_up((*SORTING, "", *first_row, *first_column, *TABLE_ACTIONS, "", "compare"), where)

    def _pop_up(self, names: tuple[str, ...], where: QPoint) -> None:
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.popup(where)
