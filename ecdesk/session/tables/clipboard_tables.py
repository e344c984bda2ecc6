"""Tables that another program hands over as HTML: they are read as an import reads them."""

from ecdesk.excel.formats.web.html_tables import HtmlTables, read_tables

__all__ = ["HtmlTables", "read_tables"]
