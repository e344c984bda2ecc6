"""What this reader's vocabulary says of single lines and names, for whoever reads figures that stand in no table."""

from __future__ import annotations

from collections.abc import Iterable

from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import Indicator
from ecdesk.domain.figures.areas import Area, standard_areas
from ecdesk.excel.reading.texts.context import LineReader, ReadingContext
from ecdesk.excel.reading.texts.headings import HeadingReader
from ecdesk.excel.reading.texts.labels import LabelReader
from ecdesk.excel.reading.texts.words import words


class Vocabulary:
    """The areas and indicators of a book, or those that come with the program, by the words of a file."""

    def __init__(self, context: ReadingContext) -> None:
        self.areas = context.areas or standard_areas()
        self.indicators = context.indicators or standard_indicators()
        self._headings = HeadingReader(self.indicators)
        self._lines = LineReader(LabelReader(self.areas, lambda name: self._headings.find(name) is not None), self._headings)

    def indicator(self, names: Iterable[str]) -> Indicator | None:
        """The indicator that the first of some names means which means any."""
        found = (self._headings.find(name) for name in names)
        match = next((match for match in found if match is not None), None)
        return match.indicator if match is not None else None

    def area(self, code_or_name: str) -> Area | None:
        return self.areas.get(code_or_name) or self.areas.find(code_or_name)

    def missing(self, lines: Iterable[str], outer: Iterable[str]) -> list[str]:
        """Those of some lines from afar that say a time or an area which the lines over a table do not."""
        said = self._lines.lines(("", line) for line in lines)
        wanted = []
        for line in outer:
            more = self._lines.lines([("", line)])
            if (said.time is None and more.time is not None) or (said.area is None and more.area is not None):
                wanted.append(line)
        return wanted

    def named_by(self, file: str) -> tuple[Area | None, int | None]:
        """The area and the year that a file's name says."""
        said = self._lines.file_name(file)
        return said.area, said.time.year if said.time is not None else None

    def is_note(self, line: str) -> bool:
        """Whether a line under a table is a note to it."""
        return words().note_starts.match(line) is not None
