"""What is printed at the head of a column and in the stub of a row: labels say what a line is about, its unit is added here and nowhere else."""

from __future__ import annotations

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Exhibit, Line
from ecdesk.domain.wording.note_marks import CIRCLED
from ecdesk.domain.wording.units import unit_named, unit_of_measure


def line_unit(book: Book, exhibit: Exhibit, line: Line) -> str:
    """The symbol of the unit that every figure of a row or column is in, by what it is about; "" where other lines decide it, or the table's
    unit goes for it."""
    if line.unit or not line.at:
        return line.unit
    at = {**exhibit.at, **line.at}
    of_measure = unit_of_measure(at.get("measure", ""))
    if of_measure is not None:
        return of_measure.symbol
    indicator = None if exhibit.unit else book.indicator(at.get("indicator", ""))
    return indicator.unit if indicator is not None else ""


def head(book: Book, exhibit: Exhibit, line: Line, table_unit: str = "") -> str:
    """A line's label, with its unit in brackets behind it unless that is the one above the table, or a heading above the line says it.

    table_unit: what stands above the table where the exhibit itself names no unit.
    """
    return labelled(line, line_unit(book, exhibit, line), exhibit.unit or table_unit)


def labelled(line: Line, unit: str, above: str) -> str:
    """The same with the line's unit and the one above the table."""
    if not unit or any(unit in group for group in line.groups) or (above and unit_named(unit) == unit_named(above)):
        return line.label
    words = line.label.rstrip(CIRCLED)
    return f"{words}（{unit}）{line.label[len(words) :]}"
