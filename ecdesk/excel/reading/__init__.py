"""Reading spreadsheets that people send: any format, any layout; certain or asked about, never silently wrong."""

from ecdesk.excel.reading.context import ReadingContext
from ecdesk.excel.reading.grid import Cell, Sheet, Workbook
from ecdesk.excel.reading.load import load_workbook, load_workbook_bytes
from ecdesk.excel.reading.reader import read_file, read_received, read_workbook
from ecdesk.excel.reading.vocabulary import Vocabulary

__all__ = [
    "Cell",
    "ReadingContext",
    "Sheet",
    "Vocabulary",
    "Workbook",
    "load_workbook",
    "load_workbook_bytes",
    "read_file",
    "read_received",
    "read_workbook",
]
