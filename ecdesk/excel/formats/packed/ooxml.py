"""Workbooks of Office Open XML (.xlsx, .xlsm): values by calamine; formats, formulas and hidden rows from the XML itself.

Each part is walked by a parser before calamine sees it: what is damaged, declares entities or asks for too much is refused there.
"""

from __future__ import annotations

import posixpath

from ecdesk.domain.files import door
from ecdesk.domain.files.markup import UTF_16, Attributes, Budget, make_parser, parse, walk
from ecdesk.domain.files.packed import Parts, repacked
from ecdesk.excel.formats import limits
from ecdesk.excel.formats.calamine import read_sheets
from ecdesk.excel.formats.grid import BUILT_IN_FORMATS, Sheet, telling_styles
from ecdesk.excel.formats.packed.sheet_parts import Shared, SheetPart, walk_sheet
from ecdesk.excel.formats.raised import with_raised_runs

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
            # Readers make room for as many texts as a part announces.
            for key in ("count", "uniqueCount"):
                count = given.get(key, "0").strip()
                if len(count) > 9 or not count.isdecimal() or int(count) > len(texts):
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
