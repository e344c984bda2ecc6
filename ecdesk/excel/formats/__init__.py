"""From a file to a workbook of plain cells, whatever its format: what stands in the file, without any idea of what it means."""

from ecdesk.excel.formats.grid import Cell, Sheet, Workbook, position
from ecdesk.excel.formats.load import load_workbook, load_workbook_bytes

__all__ = ["Cell", "Sheet", "Workbook", "load_workbook", "load_workbook_bytes", "position"]
