"""Writing spreadsheets: ``export_workbook`` gives the finished tables, native charts and findings in one workbook."""

from ecdesk.excel.writing.files import save_whole, sheet_name
from ecdesk.excel.writing.workbook import ExportStep, export_workbook

__all__ = ["ExportStep", "export_workbook", "save_whole", "sheet_name"]
