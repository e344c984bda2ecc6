"""The table editor: a grid with the keys and the mouse of the spreadsheet programs, over figures that are stored once."""

from ecdesk.gui.grid.editor import TableEditor
from ecdesk.gui.grid.interface import CellPlace, CellStates, SelectionSummary

__all__ = ["CellPlace", "CellStates", "SelectionSummary", "TableEditor"]
