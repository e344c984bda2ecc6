"""Writing spreadsheets: ``export_workbook`` gives the finished tables with native charts, ``write_findings_book`` the findings by themselves."""

from ecdesk.excel.writing.findings_book import write_findings_book
from ecdesk.excel.writing.sheets import sheet_name
from ecdesk.excel.writing.version_sheet import Edition
from ecdesk.excel.writing.workbook import ExportStep, Finish, export_workbook

__all__ = ["Edition", "ExportStep", "Finish", "export_workbook", "sheet_name", "write_findings_book"]
