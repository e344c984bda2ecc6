"""Reading spreadsheets that people send: any layout, any subject; certain or asked about, never silently wrong."""

from ecdesk.excel.reading.reader import read_file, read_received, read_workbook
from ecdesk.excel.reading.texts.context import ReadingContext
from ecdesk.excel.reading.texts.vocabulary import Vocabulary

__all__ = ["ReadingContext", "Vocabulary", "read_file", "read_received", "read_workbook"]
