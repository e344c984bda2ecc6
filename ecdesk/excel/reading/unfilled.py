"""Forms that came back without figures: what they list, and what was written where figures should be."""

from __future__ import annotations

from ecdesk.domain.wording.units import printed_unit
from ecdesk.excel.formats.grid import Workbook
from ecdesk.excel.reading.tables.figures import read_text
from ecdesk.excel.reading.texts.headings import HeadingReader

_FORM_ROWS = 500
_FORM_INDICATORS = 2
"""A sheet without figures that names so many indicators in so many rows is a form that was not filled in."""


def names_indicators(workbook: Workbook, headings: HeadingReader) -> bool:
    """Whether some sheet lists indicators of the catalogue, as a form does that nobody filled in."""
    named = {
        match.indicator.id
        for sheet in workbook.sheets
        if not sheet.hidden
        for row in sheet.rows[:_FORM_ROWS]
        for value in row
        if isinstance(value, str) and value and (match := headings.find(value)) is not None
    }
    return len(named) >= _FORM_INDICATORS


def holds_words_for_figures(workbook: Workbook, headings: HeadingReader) -> bool:
    """Whether something stands right of the indicators where figures should be: 壹仟叁佰, 13O2.5."""
    for sheet in workbook.sheets:
        for row in sheet.rows[:_FORM_ROWS] if not sheet.hidden else ():
            names = [isinstance(value, str) and value != "" and headings.find(value) is not None for value in row]
            if True in names:
                after = [str(value) for value in row[names.index(True) + 1 :] if value != ""]
                if any(printed_unit(value) is None and not read_text(value).blank for value in after):
                    return True
    return False
