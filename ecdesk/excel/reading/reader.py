"""The front door: a file from outside to readings, problems and questions; a bad file is refused in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from ecdesk.domain.book.catalogue import fold_heading, standard_indicators
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import NATION, Area, standard_areas
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import FileReading, Problem, Reading, TableExtent
from ecdesk.domain.files.door import read_bytes
from ecdesk.domain.garbage import uncollected
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import is_city, looks_like_place, province_of_city, total_named, without_numbering
from ecdesk.domain.wording.time.time_words import time_named
from ecdesk.domain.wording.units import printed_unit
from ecdesk.excel.formats.grid import Grid, Sheet, Workbook, position, reference, split_side_by_side
from ecdesk.excel.formats.load import load_workbook_bytes
from ecdesk.excel.reading import bounds
from ecdesk.excel.reading.mending import mend, repeat_above, restore_decimals, restore_months, restore_years
from ecdesk.excel.reading.repeats import without_repeats
from ecdesk.excel.reading.shapes import heads_of_figures, shape_of, texts_of
from ecdesk.excel.reading.tables.alike import Named, tell_apart
from ecdesk.excel.reading.tables.facts import Doubt
from ecdesk.excel.reading.tables.figures import is_plain_figure
from ecdesk.excel.reading.tables.finding import Table, TableFinder
from ecdesk.excel.reading.tables.meaning import TOPIC
from ecdesk.excel.reading.tables.recognise import Known, TableReader
from ecdesk.excel.reading.texts.accounts import Account, Place, Shown, told_apart
from ecdesk.excel.reading.texts.context import (
    LineReader,
    ReadingContext,
    Said,
    contradicting_years,
)
from ecdesk.excel.reading.texts.evidence import Evidence, Facet, Rank, depth
from ecdesk.excel.reading.texts.headings import HeadingAnswers, HeadingReader
from ecdesk.excel.reading.texts.labels import LabelReader, bare_head
from ecdesk.excel.reading.texts.ledger import Ledger
from ecdesk.excel.reading.texts.source_lines import with_sources
from ecdesk.excel.reading.texts.unused import Spoken, account_for_dropped, account_for_lines, unused_words
from ecdesk.excel.reading.texts.words import words
from ecdesk.excel.reading.unfilled import holds_words_for_figures, names_indicators


def read_file(path: Path | str, context: ReadingContext | None = None) -> FileReading:
    """Everything that one file says. A file that cannot be read comes back rejected, with the reason as its problem; nothing is raised
    for what a file holds."""
    path = Path(path)
    try:
        data = read_bytes(path)
    except UserError as refusal:
        return FileReading(path.name, "rejected", problems=(Problem(refusal.text),))
    return read_received(data, path.name, context)


def read_received(data: bytes, name: str, context: ReadingContext | None = None) -> FileReading:
    """The same for the bytes of a file, as received under a name."""
    try:
        workbook = load_workbook_bytes(data, name)
    except UserError as refusal:
        return FileReading(name, "rejected", problems=(Problem(refusal.text),))
    return read_workbook(workbook, context)


def read_workbook(workbook: Workbook, context: ReadingContext | None = None) -> FileReading:
    """Everything that a loaded workbook says. A form that the desk sent out is read by what it carries hidden."""
    from ecdesk.excel.forms import read_own

    context = context or ReadingContext()
    own = read_own(workbook, context.areas, context.year, context.indicators)
    if own is not None:
        return own
    refusal = bounds.asking_too_much(workbook)
    if refusal is not None:
        # Before anything is read of it: even to take apart every text once would take long.
        return FileReading(workbook.name, "rejected", problems=(Problem(refusal.text),), digest=workbook.digest)
    with uncollected():
        try:
            return _FileReader(workbook, context).read()
        except UserError as too_much:
            return FileReading(workbook.name, "rejected", problems=(Problem(too_much.text),), digest=workbook.digest)


Lines = tuple[tuple[int, str], ...]
"""Texts with their rows."""
MOST_QUESTIONS = 100
"""So many different questions of words are asked about one file."""
HIGHEST_TITLE = 12
"""Titles and unit lines over a whole sheet stand in its first rows."""
_SETTLES = {"unit": "unit", "year": "time", "region": "area"}
"""Which kind of words of the whole file an answer settles."""


class _Found(NamedTuple):
    """A sheet with the grids that stand side by side in it, each with what found its tables, and these."""

    sheet: Sheet
    grids: list[tuple[Grid, TableFinder, list[Table]]]


@dataclass
class _Block:
    """The tables below each other in one grid, on the way down. named: what the name of the sheet says; below: what the notes say; titles: how
    many titles stand over the first table; over_all and corner: the lines and the unit over all blocks of the sheet, which the first
    table takes; before and heads: what was said of the last table, and its headings."""

    grid: Grid
    finder: TableFinder
    ledger: Ledger
    named: Said
    below: Said
    titles: int
    over_all: Lines
    corner: Said | None
    before: Said | None = None
    heads: list[list[str]] = field(default_factory=list)


class _FileReader:
    def __init__(self, workbook: Workbook, context: ReadingContext) -> None:
        self.workbook = workbook
        self.context = context
        self.labels = LabelReader(context.areas or standard_areas(), lambda name: self.headings.find(name) is not None)
        self.labels.home = context.home
        self.indicators = standard_indicators() if context.indicators is None else context.indicators
        self.shape = shape_of(workbook, self.labels)
        self.answers = {
            (answer.question, answer.subject): answer.value
            for answer in context.answers
            if answer.shape in ("", self.shape, workbook.digest)
        }
        given = HeadingAnswers(self._answered_of("heading"), self._answered_of("item"), self._answered_of("leave").keys())
        self.headings = HeadingReader(self.indicators, given)
        units = {subject: printed_unit(value) for subject, value in self._answered_of("unit").items()}
        self.units = {subject: unit for subject, unit in units.items() if unit is not None}
        texts = texts_of(workbook)
        self.labels.heads = frozenset(map(bare_head, texts))
        self.labels.take_for_places(self._unlisted_places(texts))
        self.lines = LineReader(self.labels, self.headings)
        self.readings: list[Reading] = []
        self._before = 0
        """How many of them are of the sheets before the one that is read."""
        self.problems: list[tuple[Problem, bool]] = []
        self.years: list[int] = []
        self.titles: list[Said] = []
        self.tables: list[TableExtent] = []
        self._found = 0
        """How many tables were found so far."""
        self.asked: set[tuple[str, str]] = set()
        self.shown: list[Shown] = []
        """What each of the readings came to say."""
        self.spoken = Spoken(workbook)

    def _unlisted_places(self, texts: set[str]) -> frozenset[str]:
        """Places that no catalogue has: cities by their names, and several cells with the form of names of places that are no indicators."""
        texts = {value for value in texts if not is_plain_figure(value)}
        held = {without_numbering(tidy(value)) for value in texts} | {*map(self.labels.place_before_words, texts)}
        found = list(filter(self._is_unlisted, held))
        beside = len(found) == 1 and any(area.kind == "city" for area in filter(None, map(self.labels.area, held)))
        return frozenset(found if len(found) > 1 or beside else filter(is_city, found))

    def _is_unlisted(self, name: str) -> bool:
        if not (province_of_city(name) or looks_like_place(name)):
            return False
        return not (total_named(name) or self.labels.area(name) or self.headings.find(name) or words().role(name))

    def _answered_of(self, question: str) -> dict[str, str]:
        """What was answered to a question, by the folded heading that it was asked of."""
        return {fold_heading(subject): value for (one, subject), value in self.answers.items() if one == question and subject}

    def read(self) -> FileReading:
        if mend(self.workbook, self.labels):
            self._problem(text("文件里的文字曾按错误的编码保存，已经还原，请核对。"), must=False)
        outer = self.lines.file_name(self.workbook.name)
        if self.workbook.repaired:
            self._problem(text("文件里有些字已经损坏，显示为“�”，请核对。"))
        sheets = [self._find_tables(sheet) for sheet in self.workbook.sheets if self._is_data(sheet)]
        tell_apart(list(self._named_tables(sheets)), self.labels)
        for found in sheets:
            self._read_sheet(found, outer)
        self._account_for_file()
        if not self.readings and not self._must_be_looked_at:
            return self._without_figures()
        self._drop_duplicates()
        area, region = self._main_area(outer)
        year = self._main_year(outer)
        self._check_year(year)
        # What has to be answered stands first: it is given as the reason why the file waits.
        ordered = sorted(self.problems, key=lambda one: not one[1])
        return FileReading(
            self.workbook.name,
            "review" if self._must_be_looked_at else "read",
            area,
            region,
            year,
            tuple(self.readings),
            tuple(problem for problem, _must in ordered),
            self.shape,
            self.workbook.digest,
            self._sheets(),
            with_sources(self.tables, self.workbook),
        )

    @property
    def _must_be_looked_at(self) -> bool:
        return any(must for _problem, must in self.problems)

    def _without_figures(self) -> FileReading:
        """The refusal of a file that holds none."""
        name = self.workbook.name
        names_some = names_indicators(self.workbook, self.headings)
        if names_some and holds_words_for_figures(self.workbook, self.headings):
            reason = text("“{file}”里列了指标，但填的不是能读的数字；请让填报单位改成数字后重新发送。", file=name)
        elif names_some:
            reason = text("“{file}”里列了指标，但没有填数；请让填报单位填好后重新发送。", file=name)
        else:
            reason = text("“{file}”里没有找到数据表，没有可读的数据；请核对发来的是不是这个文件。", file=name)
        problems = (Problem(reason), *(problem for problem, _must in self.problems))
        return FileReading(
            name, "rejected", problems=problems, shape=self.shape, digest=self.workbook.digest, sheets=self._sheets()
        )

    def _sheets(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet in self.workbook.sheets)

    def _problem(
        self, message: Text, sheet: str = "", cell: str = "", question: str = "", subject: str = "", must: bool = True
    ) -> None:
        self.problems.append((Problem(message, sheet, cell, question, subject), must))

    # Sheets

    def _is_data(self, sheet: Sheet) -> bool:
        if sheet.is_empty():
            return False
        name = tidy(sheet.name)
        if sheet.hidden:
            self._problem(text("工作表“{sheet}”是隐藏的，没有读入。", sheet=sheet.name), sheet.name, must=False)
            return False
        others = len([other for other in self.workbook.sheets if not other.hidden and not other.is_empty()]) > 1
        for pattern, message in (
            (words().instructions, text("工作表“{sheet}”是说明，没有读入。", sheet=sheet.name)),
            (words().samples, text("工作表“{sheet}”是示例，没有读入。", sheet=sheet.name)),
            (words().drafts, text("工作表“{sheet}”写明作废或备份，没有读入。", sheet=sheet.name)),
        ):
            if pattern.search(name) and (others or pattern is words().samples):
                self._problem(message, sheet.name, must=False)
                return False
        return True

    def _find_tables(self, sheet: Sheet) -> _Found:
        """The tables of a sheet, from the left to the right and from the top down."""
        for restore in (repeat_above, restore_months, restore_years, restore_decimals):
            restore(sheet)
        found = _Found(sheet, [])
        grids = split_side_by_side(sheet, words().role)
        bounds.count_tables(self.workbook.name, len(grids))
        for grid in grids:
            finder = TableFinder(grid, self.labels, self.headings)
            tables = finder.find()
            self._count(sheet, finder, tables)
            found.grids.append((grid, finder, tables))
        return found

    def _named_tables(self, sheets: Iterable[_Found]) -> Iterator[Named]:
        for found in sheets:
            sheet = self.lines.sheet_name(found.sheet.name).heading
            for grid, _finder, tables in found.grids:
                for table in tables:
                    titles = self.lines.lines(self._placed(found.sheet, table.context)).name
                    title = titles.value[1] if titles is not None and titles.value[2] < TOPIC else ""
                    yield Named(table, grid, title, "" if sheet in words().fields else sheet)

    def _read_sheet(self, found: _Found, outer: Said) -> None:
        sheet, grids = found.sheet, [grid for grid, _finder, _tables in found.grids]
        self._before = len(self.readings)
        named = self.lines.sheet_name(sheet.name)
        corner = self._corner_unit(grids) if len(grids) > 1 else None
        over_all: Lines = ()
        ledger = self._ledger()
        for grid, finder, tables in found.grids:
            if grid is grids[0] and tables:
                over_all = tuple(tables[0].context)
            titles = sum(self.lines.lines([("", line)]).name is not None for _row, line in tables[0].context) if tables else 0
            below = self.lines.notes(self._placed(sheet, (*finder.notes, *finder.trailing)))
            block = _Block(grid, finder, ledger, named, below, titles, over_all, corner)
            for table in tables:
                self._read_table(table, block, outer)
                block.over_all, block.corner = (), None
            account_for_dropped(ledger, grid, finder.dropped)
            self._notes_on_units(finder, sheet)
        self._ask_of_words(ledger, sheet)

    def _count(self, sheet: Sheet, finder: TableFinder, tables: list[Table]) -> None:
        """Refuse the file before its tables are read, when there are too many, or too many lines around them."""
        self._found += len(tables)
        bounds.count_tables(self.workbook.name, self._found)
        bounds.count_lines(self.workbook.name, sheet.name, (len(table.earlier) for table in tables))
        over = (line for table in tables for _row, line in table.context)
        under = (line for _row, line in (*finder.notes, *finder.trailing)) if tables else ()
        bounds.count_beside(self.workbook.name, sheet.name, [*over, *under])

    def _ledger(self) -> Ledger:
        settled = {_SETTLES[question] for question, _subject in self.answers if question in _SETTLES}
        return Ledger(self.labels.places, settled, self.spoken)

    def _account_for_file(self) -> None:
        """What the name of the file says of its figures."""
        self._before = 0
        ledger = self._ledger()
        ledger.account(self.workbook.name, Place.FILE).figures.update(dict.fromkeys(self.shown))
        self._ask_of_words(ledger, Sheet("", []))

    def _read_table(self, table: Table, block: _Block, outer: Said) -> None:
        grid, sheet = block.grid, block.grid.sheet
        lines = list(table.context or block.over_all)
        if self._is_sample(lines, sheet):
            return
        own = self.lines.lines(self._placed(sheet, lines + self._lines_in_header(table, block)))
        earlier = self._said_of_later(tuple(table.earlier), own)
        before = None if table.own_context else block.before
        said = own.under(self.lines.lines(self._placed(sheet, _common_lines(table, block.over_all))))
        said = said.under(before or self._said_above(table, sheet, own, block.titles))
        self.titles.append(said)
        extent = (table.body[0], table.body[-1], grid.left, grid.right - 1)
        self.tables.append(TableExtent(sheet.name, said.title or sheet.name, *extent))
        block.before = said = self._with_unit_beside(said, table, block).under(block.below)
        near = said.under(block.named)
        whole = self._answered(self._with_agreed_year(near, outer).under(outer))
        fractions = self.answers.get(("unit", "fractions"), "")
        reader = TableReader(grid, table, whole, Known(self.labels, self.headings, self.units, fractions), block.ledger)
        self.readings.extend(reader.read())
        notes = (*block.finder.notes, *block.finder.trailing)
        lines_beside = len(table.context) + len(earlier) + len(notes)
        bounds.count_held(self.workbook.name, sheet.name, lines_beside, len(reader.figures))
        account_for_lines(block.ledger, sheet.name, (*table.context, *earlier), notes, reader.figures)
        self.shown += reader.shown
        self.problems.extend(reader.problems)
        if reader.rests_on_year_above:
            self._year_conflict(near, outer, sheet)
        if reader.took_outer_area:
            self._conflicts(near, outer, sheet)
        self._ask(sheet.name, reader.doubts.values())

    def _is_sample(self, lines: list[tuple[int, str]], sheet: Sheet) -> bool:
        """Whether a line over a table says that it shows how to fill it in, which is told."""
        short = (plain for _row, line in lines if len(plain := tidy(line)) < 30)
        sample = next(filter(words().sample_rows.search, short), None)
        if sample is not None:
            self._problem(text("标着“{line}”的表是示例，没有读入。", line=sample), sheet.name, must=False)
        return sample is not None

    def _lines_in_header(self, table: Table, block: _Block) -> list[tuple[int, str]]:
        """What in a header is said of the whole table: its unit, or, over its labels, its area."""
        grid = block.grid
        return [
            (row, str(value))
            for row in table.header
            for column, value in grid.filled(row)
            if block.finder.is_unit_line(str(value)) or (column == grid.left and self._is_corner_place(str(value)))
        ]

    def _with_unit_beside(self, said: Said, table: Table, block: _Block) -> Said:
        """What is said of a table, with the unit of the table before it under the same headings, or that of all tables beside each other."""
        heads = heads_of_figures(table.header, block.grid)
        again, block.heads = heads == block.heads, heads
        if not said.units and block.before is not None and again:
            said = said.under(Said(block.before.of(Facet.UNIT)).at(Rank.ABOVE))
        if not said.units and block.corner is not None:
            said = said.under(Said(block.corner.of(Facet.UNIT)))
        return said

    def _is_corner_place(self, words_here: str) -> bool:
        """Whether the heading over labels is the area that all figures are of."""
        label = self.labels(words_here)
        return label.area is not None and not label.rest and label.area.kind != "nation"

    def _said_above(self, table: Table, sheet: Sheet, own: Said, titles: int) -> Said:
        """What the lines above the tables before one say of it. own: what its own lines say; titles: how many stand above the first table:
        several are of all tables, one alone is of that one, and says what it is about and which part of a year it is of."""
        # A unit line belongs to the table under it, a title over all tables to all of them, that of another table to that.
        dropped = (Facet.UNIT, Facet.NAME) if own.name is not None and own.name.value[2] < 2 else ()
        above = own.below(self.lines.lines(self._placed(sheet, table.earlier)).at(Rank.ABOVE, *dropped))
        return above if own.name is None or titles > 1 else above.without_parts().at(Rank.ABOVE, Facet.NAME, Facet.MEASURE)

    def _placed(self, sheet: Sheet, lines: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
        """Lines with the cells that they stand in."""
        return [(_cell_of(sheet, row, -1, tidy(line)), line) for row, line in lines]

    def _said_of_later(self, earlier: Lines, own: Said) -> Lines:
        """Those of the lines over the tables before one that are about it, too: none that names an area where its own lines name one."""
        if own.area is None:
            return earlier
        return tuple((row, line) for row, line in earlier if self.lines.lines([("", line)]).area is None)

    def _ask_of_words(self, ledger: Ledger, sheet: Sheet) -> None:
        """A question for every word of the sheet that nobody owns, the same one in several rows or columns once, unless it was answered that
        it changes nothing. The figures beside or below it wait for the answer."""
        self._take_told(told_apart(ledger.accounts, self.labels.places))
        waiting: list[tuple[Account, Text]] = []
        for open in ledger.open():
            account, subject = open.account, f"{open.account.place.value}/{open.word}"
            if ("word", subject) in self.answers:
                continue
            waiting.append((account, open.message))
            if ("word", subject) not in self.asked and len(self.asked) < MOST_QUESTIONS:
                self.asked.add(("word", subject))
                cell = _cell_of(sheet, account.row, account.column, account.text)
                self._problem(open.message, sheet.name, cell, "word", subject)
        for message, account in unused_words(ledger, [account for account, _message in waiting]):
            self._problem(message, sheet.name, _cell_of(sheet, account.row, account.column, account.text), must=False)
        if waiting:
            self._let_wait(sheet, waiting, ledger)

    def _take_told(self, told: Mapping[Shown, Mapping[str, tuple[str, str]]]) -> None:
        """Give the readings what texts say of how far they are settled and on which basis they grew, where nothing nearer said it."""
        for number, shown in enumerate(self.shown[self._before :], self._before) if told else ():
            one = self.readings[number]
            said = {facet: found for facet, found in told.get(shown, {}).items() if getattr(one, facet) in ("", "final")}
            if said:
                why = (text("“{words}”写明了数的状态或口径。", words=words_here) for _value, words_here in said.values())
                status, basis = (said[facet][0] if facet in said else getattr(one, facet) for facet in ("status", "basis"))
                self.readings[number] = replace(one, why=(*one.why, *why), status=status, basis=basis)

    def _let_wait(self, sheet: Sheet, waiting: list[tuple[Account, Text]], ledger: Ledger) -> None:
        """Put in doubt the figures beside and below words that nobody owns."""
        message_at = ledger.waiting(waiting)
        for number, one in enumerate(self.readings[self._before :], self._before):
            at = position(one.cell) if one.sheet == sheet.name and one.doubt is None else None
            message = message_at(at) if at is not None else None
            if message is not None:
                self.readings[number] = replace(one, doubt=message)

    def _notes_on_units(self, finder: TableFinder, sheet: Sheet) -> None:
        """A note that gives a unit which no figure of the sheet was read in: which figures it means is asked about."""
        if not finder.notes:
            return
        units = [reading.amount.unit for reading in self.readings[self._before :] if reading.sheet == sheet.name]
        used = {(unit.dimension, unit.scale) for unit in units}
        for row, note in finder.notes:
            for match in words().note_unit.finditer(tidy(note)):
                rest = re.split(r"[。；;，,、“”\"]", tidy(note)[match.end() :])[0]
                unit = printed_unit(rest)
                if unit is not None and (unit.dimension, unit.scale) not in used and ("unit", "") not in self.answers:
                    message = text("表下的注写明“{unit}”，而表里的数不是按它读的，请核对单位。", unit=unit.symbol)
                    self._problem(message, sheet.name, reference(row, 0), question="unit")

    def _corner_unit(self, grids: list[Grid]) -> Said | None:
        """The unit line in a row of its own above tables that stand beside each other, which is that of all of them; None when there
        are several such lines or the rows below it name something over one table only."""
        found: list[Said] = []
        sheet = grids[0].sheet
        for row in range(min(sheet.height, HIGHEST_TITLE)):
            filled = [value for value in sheet.rows[row] if value != ""]
            if len(filled) > 1 and not any(isinstance(value, int | float) for value in filled):
                break
            if len(filled) == 1 and (said := self.lines.lines(self._placed(sheet, [(row, str(filled[0]))]))).units:
                found.append(said)
            elif filled and found:
                return None
        return found[0] if len(found) == 1 else None

    def _answered(self, said: Said) -> Said:
        """What is said above a table, with what was answered: where nothing is said, but for the area also where something is."""
        unit = self.answers.get(("unit", ""), "")
        if not said.units and (found := printed_unit(unit) if unit else None) is not None:
            said = said.under(_settled(Facet.UNIT, (found,), text("单位“{unit}”是以前确认过的。", unit=unit)))
        year = self.answers.get(("year", ""), "")
        time = time_named(year)
        if time is not None and said.time is None:
            said = said.under(_settled(Facet.TIME, time, text("年份{year}是以前确认过的。", year=year)))
        region = self.answers.get(("region", ""), "")
        area = self.labels.areas.get(region) or self.labels.areas.find(region) if region else None
        if area is not None:
            settled = _settled(Facet.AREA, area, text("地区“{region}”是以前确认过的。", region=area.name))
            said = settled.under(replace(said, evidence=tuple(one for one in said.evidence if one.facet is not Facet.AREA)))
        heading = self.answers.get(("heading", ""), "")
        match = self.headings.find(heading) if heading and said.name is None else None
        if match is not None:
            why = text("指标“{indicator}”是以前确认过的。", indicator=match.indicator.name)
            said = said.under(_settled(Facet.NAME, (match, match.indicator.name, 0), why))
        return said

    def _with_agreed_year(self, said: Said, outer: Said) -> Said:
        """What the lines above a table say, with the year that was answered where the file's name says another one than they."""
        years = contradicting_years(said, outer)
        answer = self.answers.get(("year", ""), "")
        if not years or not answer.isdigit() or int(answer) not in years:
            return said
        why = text("年份{year}是以前确认过的。", year=answer)
        return replace(
            said,
            evidence=tuple(
                replace(one, value=replace(one.value, year=int(answer)), settled=why) if one.facet is Facet.TIME else one
                for one in said.evidence
            ),
        )

    def _year_conflict(self, said: Said, outer: Said, sheet: Sheet) -> None:
        """Another year in the file's name than in the title, and nothing in the table to tell which is right, is asked about."""
        years = contradicting_years(said, outer)
        if not years or ("year", "") in self.answers or ("year", "") in self.asked:
            return
        self.asked.add(("year", ""))
        message = text("文件名写的是{one}年，表里写的是{other}年，请确认是哪一年的数。", one=years[0], other=years[1])
        self._problem(message, sheet.name, question="year")

    def _conflicts(self, said: Said, outer: Said, sheet: Sheet) -> None:
        """Two areas named over one table, or another one in the file's name, are asked about."""
        if ("region", "") in self.answers:
            return
        own, named = said.area, outer.area
        # A province sends the table of its city; what a city sends under the title of its province may be of either.
        if own is not None and named is not None and own.code and own is not named and named.code not in (own.parent, NATION):
            message = text("文件名写的是“{one}”，表里写的是“{other}”，请确认是哪个地区报送的。", one=named.name, other=own.name)
            self._problem(message, sheet.name, question="region")
            return
        names = _apart([one.value for one in said.areas if one.rank == Rank.FAR and one.value.code != NATION])
        if len(names) == 2:
            self._problem(
                text("表里既写着“{one}”又写着“{other}”，请确认是哪个地区报送的。", one=names[0], other=names[1]),
                sheet.name,
                question="region",
            )

    # The whole file

    def _drop_duplicates(self) -> None:
        """The same figure twice counts once; two figures under one key are both asked about."""
        told = without_repeats(self.readings)
        self.readings = told.readings
        self.problems += [(note, False) for note in told.notes] + [(question, True) for question in told.questions]

    def _ask(self, sheet: str, doubts: Iterable[tuple[Doubt, str]]) -> None:
        """One question for everything that several readings wait for."""
        for doubt, cell in doubts:
            if (doubt.question, doubt.subject) not in self.asked:
                self.asked.add((doubt.question, doubt.subject))
                self._problem(doubt.message, sheet, cell, doubt.question, doubt.subject)

    def _main_area(self, outer: Said) -> tuple[str, str]:
        counts = dict.fromkeys((one.area, one.region) for one in self.readings if one.area not in ("", NATION))
        named = [(said.area.code, said.area.name) for said in (*self.titles, outer) if said.area is not None]
        for area in named:
            if not counts or area in counts:
                return area
        if len(counts) == 1:
            return next(iter(counts))
        if not counts and any(reading.area == NATION for reading in self.readings):
            return NATION, self.labels.areas[NATION].name
        return "", ""

    def _main_year(self, outer: Said) -> int | None:
        for said in (*self.titles, outer):
            if said.time is not None and said.time.year is not None:
                return said.time.year
        years = [period_from_code(reading.period).year for reading in self.readings if reading.period]
        return max(years, default=None)

    def _check_year(self, year: int | None) -> None:
        wanted = self.context.year
        if wanted is not None and year is not None and year != wanted and ("year", "") not in self.answers:
            self._problem(
                text("文件是{year}年的，而年报是{wanted}年的，请确认是不是发错了。", year=year, wanted=wanted), question="year"
            )


def _apart(areas: list[Area]) -> list[str]:
    """Those of the areas above a table that lie in none of the others, by their names."""
    deepest = max(map(depth, areas), default=0)
    unlisted = [area.name for area in areas if not area.code and depth(area) == deepest]
    codes = {area.code for area in areas if area.kind != "region"} - {area.parent for area in areas}
    return unlisted or [area.name for area in areas if area.code in codes]


def _common_lines(table: Table, over_all: Lines) -> Lines:
    """The lines over the first of tables beside each other above lines that each has for itself: 湖南省主要指标 over 2016年│2017年."""
    first = min((row for row, _line in table.context), default=-1)
    both = any(row == first for row, _line in over_all)
    return tuple((row, line) for row, line in over_all if both and row < first)


def _cell_of(sheet: Sheet, row: int, column: int, words_here: str) -> str:
    """Where a text stands, "" for the name of the sheet. column: -1 where only its row is known."""
    if row < 0:
        return ""
    holding = (at for at, value in enumerate(sheet.rows[row]) if words_here in tidy(str(value)))
    return reference(row, column if column >= 0 else next(holding, 0))


def _settled(facet: Facet, value: object, why: Text) -> Said:
    """What an answer says."""
    return Said((Evidence(facet, value, Rank.FAR, why, "", named=True, settled=why),))
