"""Reading a form back by what it carries hidden: exactly, without looking at headings, positions or values."""

from __future__ import annotations

from decimal import Decimal, localcontext

from ecdesk.domain.book.catalogue import IndicatorCatalogue, standard_indicators
from ecdesk.domain.figures.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.figures.areas import AreaCatalogue, standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import FileReading, Problem, Reading
from ecdesk.domain.figures.symbols import Symbols, word_of
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.excel.formats.grid import Cell, Sheet, Workbook
from ecdesk.excel.forms.identity import FIGURE, FORM, INPUT, WORDS, Identity, columns, identity_of, read_figure, tokens

SHAPE = "ecdesk-form-1"
"""The shape of every form: nothing about it needs to be asked twice."""


def read_form(
    workbook: Workbook,
    areas: AreaCatalogue | None = None,
    year: int | None = None,
    indicators: IndicatorCatalogue | None = None,
) -> FileReading | None:
    """What a returned form says, or None for a file that is no form of ours, or one whose hidden parts are gone.

    Cells that are empty or hold a symbol give no reading. year: of the book; a form of another year is asked about. What cannot be
    read, what was written beside the form's own lines, lines of another area, and a line that is there twice with two figures are asked about.
    """
    identity = identity_of(workbook)
    if identity is None or identity.kind != FORM:
        return None
    reader = _FormReader(
        workbook, identity, areas or standard_areas(), standard_indicators() if indicators is None else indicators
    )
    if not reader.found_lines:
        return None
    return reader.result(year)


class _FormReader:
    def __init__(self, workbook: Workbook, identity: Identity, areas: AreaCatalogue, indicators: IndicatorCatalogue) -> None:
        self.workbook = workbook
        self.areas = areas
        self.indicators = indicators
        self.readings: dict[Key, Reading] = {}
        self.problems: list[Problem] = []
        self.must_ask = False
        self.found_lines = False
        self.area = identity.area
        self.symbols = identity.set
        for sheet in workbook.sheets:
            places = columns(sheet, identity)
            if INPUT in places:
                self._read_sheet(sheet, places)

    def _read_sheet(self, sheet: Sheet, places: dict[str, int]) -> None:
        own: set[int] = set()
        for row, kind, parts in tokens(sheet):
            asked = read_figure(parts) if kind == FIGURE else None
            if asked is None:
                continue
            key, unit, decimals = asked
            own.add(row)
            self.found_lines = True
            self.area = self.area or key.area
            cell = sheet.cell(row, places[INPUT])
            if key.area != self.area:
                self._ask(other_area(cell), sheet, cell)
                continue
            self._read_figure(sheet, cell, key, unit, decimals)
            if WORDS in places:
                self._read_remark(sheet, sheet.cell(row, places[WORDS]), key)
        if own:
            self._strangers(sheet, places[INPUT], own)

    def _read_figure(self, sheet: Sheet, cell: Cell, key: Key, unit: Unit, decimals: int) -> None:
        content = content_of(cell, unit, decimals, self.symbols)
        doubt = doubt_of(content, key, unit, cell)
        before = self.readings.get(key)
        if before is not None and isinstance(content, Amount) and before.amount != content:
            doubt = told_twice(cell, before.cell)
        if doubt is not None:
            self._ask(doubt, sheet, cell)
        if not isinstance(content, Amount):
            return
        area = self.areas.get(key.area)
        self.readings[key] = Reading(
            key.area,
            area.name if area else key.area,
            key.indicator,
            key.item,
            key.period,
            key.measure,
            amount=content,
            sheet=sheet.name,
            cell=cell.reference,
            raw=cell.shown,
            matched=self.indicators.get(key.indicator) is not None,
            formula=cell.formula,
            why=(text("这是本年报发出的报送表，指标、时期和单位由表中的隐藏标识确定。"),),
            doubt=doubt,
        )

    def _read_remark(self, sheet: Sheet, cell: Cell, key: Key) -> None:
        words = cell.text.strip()
        if words:
            self.problems.append(
                Problem(text("“{name}”的备注：{words}", name=key.indicator, words=words), sheet.name, cell.reference)
            )

    def _strangers(self, sheet: Sheet, column: int, own: set[int]) -> None:
        """Figures that somebody wrote between the form's lines are not taken for anything."""
        for row in range(min(own), max(own) + 1):
            cell = sheet.cell(row, column)
            if row not in own and cell.number is not None:
                self._ask(text("{cell}的数不在报送表原有的行里，没有读入，请核对。", cell=cell.reference), sheet, cell)

    def _ask(self, message: Text, sheet: Sheet, cell: Cell) -> None:
        self.must_ask = True
        self.problems.append(Problem(message, sheet.name, cell.reference))

    def result(self, year: int | None) -> FileReading:
        own_year = max((period_from_code(key.period).year for key in self.readings), default=None)
        if year is not None and own_year not in (None, year):
            self.must_ask = True
            message = text("文件是{year}年的，而年报是{wanted}年的，请确认是不是发错了。", year=own_year, wanted=year)
            self.problems.append(Problem(message, question="year"))
        status = "review" if self.must_ask else "read" if self.readings else "rejected"
        if status == "rejected":
            empty = text("“{file}”是本年报发出的报送表，但一个数也没有填。", file=self.workbook.name)
            self.problems.insert(0, Problem(empty))
        area = self.areas.get(self.area)
        return FileReading(
            self.workbook.name,
            status,
            self.area,
            area.name if area else self.area,
            own_year,
            readings=tuple(self.readings.values()),
            problems=tuple(self.problems),
            shape=SHAPE,
            digest=self.workbook.digest,
            sheets=tuple(sheet.name for sheet in self.workbook.sheets),
        )


def other_area(cell: Cell) -> Text:
    return text("{cell}是另一个地区的数，没有读入，请核对。", cell=cell.reference)


def told_twice(cell: Cell, other: str) -> Text:
    return text("{cell}与{other}说的是同一个指标，数却不同。", cell=cell.reference, other=other)


def doubt_of(content: Content | None, key: Key, unit: Unit, cell: Cell) -> Text | None:
    """Why what was filled in cannot be taken for the figure that was asked for; None where it can, or where nothing was filled in."""
    if isinstance(content, Unparsed):
        return text("“{name}”填的是“{words}”，读不出数，请核对。", name=key.indicator, words=cell.shown.strip())
    if isinstance(content, Mark) and content in (Mark.SMALL, Mark.CONFIDENTIAL):
        return text("“{name}”填的是“{words}”，没有读入，请在表里填上。", name=key.indicator, words=word_of(content))
    if isinstance(content, Amount) and content.unit.dimension != unit.dimension:
        asked, given = unit.symbol, content.unit.symbol
        return text("“{name}”要求用“{unit}”，填的却是“{other}”，请核对。", name=key.indicator, unit=asked, other=given)
    return None


def content_of(cell: Cell, unit: Unit, decimals: int, symbols: Symbols) -> Content | None:
    """What somebody filled in: a number in the form's unit, with at least the decimals that the form prescribes and shows; a percent
    format counts as the percentage that it shows; a text as people write figures. symbols: that the form tells to use."""
    if cell.number is None:
        return parse_content(cell.text, unit, symbols)
    figure = cell.figure
    assert figure is not None
    if cell.format.percent and not unit.is_ratio and not unit.is_points:
        return parse_content(f"{figure:f}%", unit)
    exponent = figure.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent < decimals:
        with localcontext(prec=100):
            figure = figure.quantize(Decimal(1).scaleb(-decimals))
    return Amount(Decimal(f"{figure:f}"), unit)
