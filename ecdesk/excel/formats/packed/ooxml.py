"""Workbooks of Office Open XML (.xlsx, .xlsm): values by calamine; formats, formulas and hidden rows from the XML itself.

Each part is walked by a parser before calamine sees it: what is damaged, declares entities or asks for too much is refused there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ecdesk.domain.files import door
from ecdesk.domain.files.markup import UTF_16, Attributes, Budget, make_parser, parse, walk
from ecdesk.domain.files.packed import Parts, repacked
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.calamine import read_sheets
from ecdesk.excel.formats.formulas import Movable
from ecdesk.excel.formats.grid import BUILT_IN_FORMATS, Position, Sheet, column_letters, column_number, position, telling_styles
from ecdesk.excel.formats.raised import with_raised_runs

_TRUE = ("1", "true")
_LONGEST_ERROR = 16
"""Characters of what a cell shows instead of a value: #DIV/0!."""


@dataclass
class SheetPart:
    """What a sheet's XML says. cells: how many it has; bottom and right: how far they reach, counted from 1; text: characters that
    shared texts come to; errors: what is shown where a formula has no value."""

    title: str
    cells: int = 0
    bottom: int = 0
    right: int = 0
    text: int = 0
    merged: int = 0
    formats: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    errors: dict[Position, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(limits.COLUMNS))

    def tell(self, sheet: Sheet) -> None:
        """Put what was found into the sheet with the values."""
        sheet.formats, sheet.formulas = self.formats, self.formulas
        sheet.hidden_rows = frozenset(self.hidden_rows)
        if 1 in self.hidden_columns:
            sheet.hidden_columns = frozenset(index for index, hidden in enumerate(self.hidden_columns) if hidden)
        for (row, column), shown in self.errors.items():
            if row < len(sheet.rows):
                line = sheet.rows[row]
                line.extend([""] * (column + 1 - len(line)))
                if line[column] == "":
                    line[column] = shown


@dataclass(frozen=True)
class Shared:
    """What the sheets of a workbook share. lengths: of its texts; budget and room: what is left for reading all of it."""

    lengths: Sequence[int]
    budget: Budget
    room: limits.Room


def walk_sheet(content: bytes, title: str, telling: dict[str, str], shared: Shared) -> SheetPart:
    """What a sheet's XML says. telling: styles whose format counts, with its code.

    Raises UserError for damaged sheets and for those beyond the limits. Where cells seem to reach too far or to hold too much, the sheet
    is walked a second time, and then only cells with something in them count.
    """
    budget, lengths, room = shared.budget, shared.lengths, shared.room
    budget.elements -= budget.check_part(content)
    quick = _Walk(_without_values(content), title, telling, shared, exact=False)
    found = quick.found
    far = found.bottom > limits.ROWS or found.right > limits.COLUMNS or found.bottom * found.right > limits.CELLS
    if far or quick.texts * max(lengths, default=0) > door.TEXT_BYTES - room.texts:
        found = _Walk(content, title, telling, shared, exact=True).found
    return found


_ERROR_MARKS = (b'"e"', b"'e'")
"""How an attribute says that its cell holds an error; calamine reads no sheet that spells it otherwise."""


def _without_values(content: bytes) -> bytes:
    """A sheet without the tags of its values, half of all that it has: where none is an error, only calamine reads them."""
    if any(mark in content for mark in _ERROR_MARKS):
        return content
    return content.replace(b"<v>", b"").replace(b"</v>", b"")


class _Walk:
    """Takes the parser's events and keeps what they say about the sheet."""

    def __init__(self, content: bytes, title: str, telling: dict[str, str], shared: Shared, *, exact: bool) -> None:
        self.found = SheetPart(title)
        self.texts = 0
        """How many cells may hold a shared text."""
        self._lengths, self._budget, self._room = shared.lengths, shared.budget, shared.room
        self._telling, self._exact = telling, exact
        self._row, self._row_name = -1, ""
        self._columns: dict[str, int] = {}
        self._column = -1
        self._kind = ""
        self._shared: dict[str, Movable] = {}
        self._formula: dict[str, str] = {}
        self._words: list[str] = []
        self._length = 0
        self._parser = make_parser(namespaces=False)
        self._parser.ordered_attributes = True
        start = self._parser.StartElementHandler = self._handler()
        parse(self._parser, content, self._budget.name)
        start("", [])
        if not exact:
            self.found.right = max(self.found.right, max(self._columns.values(), default=-1) + 1)

    def _handler(self) -> Callable[[str, list[str]], None]:
        """What the parser calls for each element, with names and values of attributes in one list. Cells and their values come by the
        hundred thousand: what is counted of them is only told with the next element that is neither."""
        columns, telling, formats, exact = self._columns, self._telling, self.found.formats, self._exact
        cells = texts = 0
        letters = row_name = ""
        cell: list[str] = []
        telling_value = exact

        def start(tag: str, given: list[str]) -> None:
            nonlocal cells, texts, letters, row_name, cell, telling_value
            if tag == "v":
                if telling_value:
                    self._start_content(tag, {}, columns.get(letters, -1), cell)
            elif tag == "c":
                cells += 1
                cell = given
                if given and given[0] == "r":
                    letters = given[1].removesuffix(row_name)
                    if letters not in columns:
                        letters = self._new_column(given[1], letters)
                        row_name = self._row_name
                else:
                    letters = self._odd_column(given, columns.get(letters, -1))
                    row_name = self._row_name
                telling_value = exact
                if len(given) > 4 or (given and given[-1] != "n"):
                    telling_value = exact or "e" in given
                    if "s" in given:
                        texts += "t" in given
                        style = given[3] if given[2] == "s" else _named(given).get("s", "")
                        if style in telling:
                            formats[self._row, columns[letters]] = telling[style]
            elif tag.endswith((":c", ":v")):
                start(tag[-1], given)
            else:
                self.found.cells += cells
                self.texts += texts
                cells = texts = 0
                local = tag.rpartition(":")[2]
                if local in ("f", "is"):
                    self._start_content(local, _named(given), columns.get(letters, -1), cell)
                else:
                    self._start_other(local, _named(given))
                    letters, cell, row_name = "", [], self._row_name

        return start

    def _new_column(self, name: str, letters: str) -> str:
        """What to call the column of a cell's reference that was not met before. A cell that says it stands in another row does."""
        if letters.isascii() and letters.isalpha() and len(letters) <= 3:
            column = column_number(letters)
        else:
            place = position(name)
            if place is None:
                raise door.damaged(self._budget.name)
            self._set_row(place[0])
            column = place[1]
            letters = column_letters(column)
        if column >= limits.COLUMNS:
            raise limits.too_wide(self._budget.name, self.found.title)
        self._columns[letters] = column
        return letters

    def _odd_column(self, given: list[str], before: int) -> str:
        """What to call the column of a cell that does not say at once where it is; one that says nothing follows the one before it."""
        name = _named(given).get("r", column_letters(before + 1) + self._row_name)
        letters = name.removesuffix(self._row_name)
        return letters if letters in self._columns else self._new_column(name, letters)

    def _set_row(self, row: int) -> None:
        self._row, self._row_name = row, str(row + 1)
        if not self._exact:
            self.found.bottom = max(self.found.bottom, row + 1)

    def _start_other(self, tag: str, given: dict[str, str]) -> None:
        """An element that is neither a cell nor in one."""
        found = self.found
        if tag == "row":
            number = given.get("r")
            self._set_row(self._row + 1 if number is None else _small(number, self._budget.name) - 1)
            if given.get("hidden") in _TRUE:
                found.hidden_rows.add(self._row)
        elif tag == "col" and given.get("hidden") in _TRUE:
            first, last = (_small(given.get(key, "1"), self._budget.name) for key in ("min", "max"))
            last = min(last, limits.COLUMNS)
            found.hidden_columns[first - 1 : last] = b"\x01" * max(0, last - first + 1)
        elif tag == "mergeCell":
            found.merged += 1
        if found.cells > limits.FILLED:
            raise limits.too_wide(self._budget.name, found.title)

    def _start_content(self, tag: str, given: dict[str, str], column: int, cell: list[str]) -> None:
        """What stands in a cell: a formula, a value, a text."""
        if self._exact:
            self.found.bottom = max(self.found.bottom, self._row + 1)
            self.found.right = max(self.found.right, column + 1)
        self._column, self._kind = column, _named(cell).get("t", "")
        if tag == "f" or (tag == "v" and (self._kind == "e" or (self._exact and self._kind == "s"))):
            self._formula = given
            self._words, self._length = [], 0
            self._parser.CharacterDataHandler, self._parser.EndElementHandler = self._text, self._end

    def _text(self, data: str) -> None:
        if self._length < limits.FORMULA_LENGTH:
            self._words.append(data)
            self._length += len(data)

    def _end(self, tag: str) -> None:
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        words = "".join(self._words)[: limits.FORMULA_LENGTH]
        place = self._row, self._column
        if tag.rpartition(":")[2] == "f":
            self.found.formulas[place] = "=" + self._moved(words, place)
        elif self._kind == "e":
            self.found.errors[place] = words[:_LONGEST_ERROR]
        elif words.isdecimal() and len(words) < 10 and int(words) < len(self._lengths):
            self.found.text += self._lengths[int(words)]
            if self.found.text > door.TEXT_BYTES:
                raise door.too_large(self._budget.name)

    def _moved(self, words: str, place: Position) -> str:
        """A cell that shares another's formula gets the first one's text, moved by its distance."""
        index = self._formula.get("si")
        if index is None or self._formula.get("t") != "shared":
            return words
        if words:
            self._shared[index] = Movable(words, place)
        elif index in self._shared:
            words = self._shared[index].at(place)
            if not self._exact:
                self._room.take_text(formulas=len(words))
        return words


def _named(given: list[str]) -> dict[str, str]:
    """Attributes by name."""
    return dict(zip(given[::2], given[1::2], strict=True))


def _small(text: str, name: str) -> int:
    """A number from 1 of at most seven digits. Raises UserError for anything else."""
    text = text.strip()
    if not 0 < len(text) < 8 or not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise door.damaged(name)
    return int(text)


DETAILED_BYTES = 2_500_000
"""A sheet of more, which has some 60,000 cells, gets only those formats that change what a number means (percent, a unit), not its printed zeros."""

_WORKBOOK, _RELATIONS, _TEXTS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml", "xl/styles.xml"


def read_ooxml(data: bytes, name: str, every_format: bool = False) -> list[Sheet]:
    """Every worksheet. every_format: of the cells of large sheets, too. Raises UserError for what cannot or must not be read."""
    book = _Book(data, name)
    budget = Budget(name)
    for part in ("[content_types].xml", "_rels/.rels"):
        if part in book.spelled:
            walk(book.take(part), budget, lambda _tag, _attributes: None)
    if _WORKBOOK not in book.spelled:
        raise door.damaged(name)
    paths = _sheet_paths(book.take(_WORKBOOK), book.take(_RELATIONS), budget)
    if len(paths) > limits.SHEETS:
        raise door.too_large(name)
    lengths = _text_lengths(book.take(_TEXTS), budget) if _TEXTS in book.spelled else []
    codes = _formats(book.take(_STYLES), budget) if _STYLES in book.spelled else []
    styles = [{str(style): code for style, code in telling_styles(codes, many).items()} for many in (False, True)]
    shared = Shared(lengths, budget, limits.Room(name))
    walked: dict[str, SheetPart] = {}
    for title, path in paths.items():
        if path not in book.spelled:
            continue
        if path not in walked:
            content = book.take(path)
            walked[path] = walk_sheet(content, title, styles[len(content) > DETAILED_BYTES and not every_format], shared)
        found = walked[path]
        shared.room.take(title, cells=found.bottom * found.right, filled=found.cells, merged=found.merged)
        shared.room.take_text(found.text)
    sheets = read_sheets(repacked(book.mended()), name)
    for sheet in sheets:
        known = walked.get(paths.get(sheet.name, ""))
        if known is not None:
            known.tell(sheet)
    return sheets


class _Book:
    """The parts of a workbook that were taken. spelled: the name of each part by its lower-cased one."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._parts = Parts(data, name)
        self.spelled = {part.casefold(): part for part in self._parts.names()}
        self._taken: dict[str, bytes] = {}

    def take(self, part: str) -> bytes:
        """What is in a part, nothing where it is missing. Raises UserError for one in UTF-16, which only some readers take."""
        if part not in self.spelled:
            return b""
        if part not in self._taken:
            content = self._parts.get(part) or b""
            if content.startswith(UTF_16):
                raise door.damaged(self.name)
            self._taken[part] = content
        return self._taken[part]

    def mended(self) -> dict[str, bytes]:
        """The parts that were taken, as they are spelled, with raised digits as raised characters."""
        return {self.spelled[part]: with_raised_runs(content, self.name) for part, content in self._taken.items()}


def _sheet_paths(workbook: bytes, relations: bytes, budget: Budget) -> dict[str, str]:
    """Sheet title to part name, through the workbook's relationships. All names are lower-cased as the parts are."""
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
            targets[attributes.get("Id", "")] = path

    if relations:
        walk(relations, budget, relation)
    found: dict[str, str] = {}

    def sheet(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            found[attributes.get("name", "")] = targets.get(attributes.get("id", ""), "").casefold()

    walk(workbook, budget, sheet)
    return found


def _text_lengths(texts: bytes, budget: Budget) -> list[int]:
    """How many characters each shared text has. Raises UserError for a part that announces more texts than it can hold."""
    lengths: list[int] = []

    def start(tag: str, given: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "si":
            lengths.append(0)
        elif kind == "sst":
            # Readers make room for as many texts as a part announces; few of them may stand in very many cells.
            for key, most in (("count", door.ELEMENTS), ("uniqueCount", len(texts))):
                count = given.get(key, "0").strip()
                if len(count) > 9 or not count.isdecimal() or int(count) > most:
                    raise door.damaged(budget.name)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    budget.elements -= budget.check_part(texts)
    parser = make_parser(namespaces=False)
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.buffer_text = True
    parse(parser, texts, budget.name)
    return lengths


def _formats(styles: bytes, budget: Budget) -> list[str]:
    """The format code of each cell style, in order."""
    codes: dict[int, str] = dict(BUILT_IN_FORMATS)
    order: list[str] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag == "numFmt":
            codes[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            order.append(codes.get(_number(attributes.get("numFmtId", "0")), ""))
        if len(order) > limits.STYLES or len(codes) > limits.STYLES:
            raise door.too_large(budget.name)

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    walk(styles, budget, start, end)
    return order


def _number(text: str) -> int:
    """A number of a few digits, or -1."""
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else -1
