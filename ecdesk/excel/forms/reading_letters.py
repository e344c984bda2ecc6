"""Reading a query letter back: corrections and explanations for an editor to accept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecdesk.domain.book.catalogue import IndicatorCatalogue
from ecdesk.domain.figures.amounts import Content
from ecdesk.domain.figures.areas import AreaCatalogue
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.readings import FileReading, Problem
from ecdesk.domain.texts import Text, text
from ecdesk.excel.formats.grid import Cell, Sheet, Workbook
from ecdesk.excel.formats.load import load_workbook
from ecdesk.excel.forms.identity import (
    FINDING,
    FORM,
    INPUT,
    LETTER,
    OPERAND,
    WORDS,
    Identity,
    columns,
    identity_of,
    read_figure,
    tokens,
)
from ecdesk.excel.forms.reading_forms import content_of, doubt_of, other_area, read_form, told_twice


@dataclass(frozen=True)
class Correction:
    """An area says that a figure is another one. finding: id of what was asked. raw: the text of the cell as received."""

    key: Key
    content: Content
    finding: str
    sheet: str
    cell: str
    raw: str


@dataclass(frozen=True)
class Explanation:
    """An area says that its figures are right, and why."""

    finding: str
    words: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class QueryAnswers:
    """Everything that a returned letter says. open: ids of the findings that it leaves unanswered."""

    file: str
    area: str
    period: str
    corrections: tuple[Correction, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    open: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "area": self.area,
            "period": self.period,
            "corrections": [
                {
                    "finding": correction.finding,
                    "key": str(correction.key),
                    "value": print_content(correction.content),
                    "sheet": correction.sheet,
                    "cell": correction.cell,
                }
                for correction in self.corrections
            ],
            "explanations": [
                {"finding": one.finding, "words": one.words, "sheet": one.sheet, "cell": one.cell} for one in self.explanations
            ],
            "open": list(self.open),
            "problems": [problem.as_json() for problem in self.problems],
        }


def read_query_letter(source: Path | str | Workbook) -> QueryAnswers | None:
    """The answers in a returned letter, or None for a file that is no letter of ours. Nothing is taken over by reading it.

    A figure that stands under several findings and is corrected to two different numbers is a problem and no correction. Raises
    UserError for a file that cannot be opened.
    """
    workbook = source if isinstance(source, Workbook) else load_workbook(source)
    identity = identity_of(workbook)
    if identity is None or identity.kind != LETTER:
        return None
    reader = _LetterReader(workbook, identity)
    return reader.result() if reader.asked else None


def read_own(
    workbook: Workbook,
    areas: AreaCatalogue | None = None,
    year: int | None = None,
    indicators: IndicatorCatalogue | None = None,
) -> FileReading | None:
    """What a file among the submissions says that the desk itself sent out, or None for any other file.

    A form is read by `read_form`. A letter holds answers and no submission: it is rejected, and says where it belongs.
    """
    identity = identity_of(workbook)
    if identity is None:
        return None
    if identity.kind == FORM:
        return read_form(workbook, areas, year, indicators)
    answers = read_query_letter(workbook)
    if answers is None:
        return None
    words = text("“{file}”是查询函的答复，不是报送数据；请作为查询答复读入。", file=workbook.name)
    return FileReading(workbook.name, "rejected", answers.area, problems=(Problem(words),), digest=workbook.digest)


class _LetterReader:
    def __init__(self, workbook: Workbook, identity: Identity) -> None:
        self.workbook = workbook
        self.identity = identity
        self.asked: list[str] = []
        self.corrections: dict[Key, Correction] = {}
        self.disputed: set[Key] = set()
        self.explanations: dict[str, Explanation] = {}
        self.answered: set[str] = set()
        self.problems: list[Problem] = []
        for sheet in workbook.sheets:
            places = columns(sheet, identity)
            if INPUT in places and WORDS in places:
                self._read_sheet(sheet, places)

    def _read_sheet(self, sheet: Sheet, places: dict[str, int]) -> None:
        for row, kind, parts in tokens(sheet):
            if kind == FINDING and len(parts) == 1:
                if parts[0] not in self.asked:
                    self.asked.append(parts[0])
                self._explanation(sheet, sheet.cell(row, places[WORDS]), parts[0])
            elif kind == OPERAND and len(parts) == 4:
                self._correction(sheet, sheet.cell(row, places[INPUT]), parts)
                self._explanation(sheet, sheet.cell(row, places[WORDS]), parts[0])

    def _explanation(self, sheet: Sheet, cell: Cell, finding: str) -> None:
        words = cell.text.strip()
        if not words:
            return
        self.answered.add(finding)
        before = self.explanations.get(finding)
        if before is not None and before.words != words:
            words = f"{before.words}\n{words}"
        self.explanations[finding] = Explanation(finding, words, sheet.name, cell.reference)

    def _correction(self, sheet: Sheet, cell: Cell, parts: tuple[str, ...]) -> None:
        asked = read_figure(parts[1:])
        if asked is None:
            return
        key, unit, decimals = asked
        if self.identity.area and key.area != self.identity.area:
            self._problem(other_area(cell), sheet, cell)
            return
        content = content_of(cell, unit, decimals, self.identity.set)
        doubt = doubt_of(content, key, unit, cell)
        before = self.corrections.get(key)
        if doubt is not None:
            self._problem(doubt, sheet, cell)
        elif content is not None:
            self.answered.add(parts[0])
            if before is not None and before.content != content:
                self.disputed.add(key)
                self._problem(told_twice(cell, before.cell), sheet, cell)
            self.corrections.setdefault(key, Correction(key, content, parts[0], sheet.name, cell.reference, cell.shown))

    def _problem(self, message: Text, sheet: Sheet, cell: Cell) -> None:
        self.problems.append(Problem(message, sheet.name, cell.reference))

    def result(self) -> QueryAnswers:
        corrections = tuple(one for key, one in self.corrections.items() if key not in self.disputed)
        area = self.identity.area or next((one.key.area for one in corrections), "")
        return QueryAnswers(
            self.workbook.name,
            area,
            self.identity.period,
            corrections,
            tuple(self.explanations.values()),
            open=tuple(finding for finding in self.asked if finding not in self.answered),
            problems=tuple(self.problems),
            digest=self.workbook.digest,
        )
