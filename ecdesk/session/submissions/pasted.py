"""A block with its heads, pasted into a table that is there: what its figures are about decides which cells they go to, not where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Answer, Exhibit, Line
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import NOTHING_READ, FileReading, Reading
from ecdesk.domain.texts import Text, text
from ecdesk.excel.reading import ReadingContext
from ecdesk.session.book.desk import Desk
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.submissions.imports import key_of
from ecdesk.session.tables import cells
from ecdesk.session.tables.cells import Entered, Entry


@dataclass(frozen=True)
class Block:
    """What is on the clipboard, as a file would hold it. name: with the ending of its form."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Left:
    """A figure of a block that went nowhere, and why. cell: where it stands in the block."""

    cell: str
    raw: str
    why: Text


@dataclass(frozen=True)
class Matched:
    """Where the figures of a block go in a table. left: those that go nowhere."""

    entries: tuple[Entry, ...]
    left: tuple[Left, ...]


def read_block(book: Book, exhibit: Exhibit, block: Block) -> Job[FileReading | None]:
    """What a block says, with the table for what it does not say itself. A window hands in a snapshot."""
    yield Progress(0, 0, text("读取 {file}", file=block.name))
    return outside.read_content(block.content, block.name, context_of(book, exhibit))


def context_of(book: Book, exhibit: Exhibit) -> ReadingContext:
    """What the reader may know of a table: what all of it is about, and what its lines are called."""
    answers = tuple(
        Answer(f"{question}|{subject}", "", question, subject, value) for question, subject, value in _told(book, exhibit)
    )
    return ReadingContext(areas=book.areas, indicators=book.indicators, answers=answers, home=book.home_area)


def _told(book: Book, exhibit: Exhibit) -> Iterator[tuple[str, str, str]]:
    """What the table answers: question, what it is asked of, answer."""
    common = {part: values.pop() for part in ("indicator", "area", "period") if len(values := _values(exhibit, part)) == 1}
    indicator, period = common.get("indicator", ""), common.get("period", "")
    of_all = {
        "heading": indicator,
        "region": exhibit.at.get("area", ""),
        "year": str(period_from_code(period)) if period else "",
        "unit": exhibit.unit or _home_unit(book, indicator),
    }
    yield from ((question, "", value) for question, value in of_all.items() if value)
    for line in (*exhibit.rows, *exhibit.columns):
        yield from _told_by(line, indicator)


def _told_by(line: Line, common: str) -> Iterator[tuple[str, str, str]]:
    """What the label of a line answers. common: the indicator of the whole table, if it has one."""
    indicator, item = line.at.get("indicator", common), line.at.get("item", "")
    if item and indicator:
        yield "item", line.label, item
    if indicator and (item or "indicator" in line.at):
        yield "heading", line.label, indicator


def _values(exhibit: Exhibit, part: str) -> set[str]:
    """What a table says of a part of the key, on the whole or line by line."""
    return {at[part] for at in (exhibit.at, *(line.at for line in (*exhibit.rows, *exhibit.columns))) if at.get(part)}


def _home_unit(book: Book, id: str) -> str:
    indicator = book.indicator(id)
    return indicator.unit if indicator is not None else ""


def match(book: Book, exhibit: Exhibit, reading: FileReading | None) -> Matched:
    """Where each figure of a block goes: into the cell of its key, or nowhere. Raises UserError for a block in which nothing was read."""
    if reading is None or reading.status in NOTHING_READ:
        raise UserError("剪贴板里没有读到带表头的数，没有粘贴；要照原位置粘贴，请用“粘贴”。")
    places: dict[Key, tuple[int, int]] = {}
    for row, column, key in cell_keys(exhibit):
        places.setdefault(key, (row, column))
    entries, left = list[Entry](), list[Left]()
    for one in reading.readings:
        found = _key(book, one)
        place = places.get(found) if found is not None else None
        if place is None:
            left.append(Left(one.cell, one.raw, one.doubt or text("这张表里没有它的格子")))
        else:
            amount = one.amount
            entries.append(Entry(*place, f"{print_content(amount, amount.unit)}", amount.unit))
    return Matched(tuple(entries), (*left, *_unread(reading)))


def _unread(reading: FileReading) -> Iterator[Left]:
    """The cells of a block in which no figure could be read."""
    seen = {one.cell for one in reading.readings}
    yield from (Left(one.cell, "", one.message) for one in reading.problems if one.cell and one.cell not in seen)


def _key(book: Book, reading: Reading) -> Key | None:
    """The full key of a reading that nothing has to be asked about."""
    if not reading.matched or reading.doubt is not None or not reading.area or not reading.period:
        return None
    return key_of(book, reading)


def enter_matched(desk: Desk, exhibit_id: str, matched: Matched) -> Entered:
    """Write the figures that have a cell as one undoable step. Raises UserError where none has one."""
    if not matched.entries:
        raise UserError(
            "剪贴板里的数在这张表里都没有对应的格子，没有粘贴：{why}。", why=str(matched.left[0].why) if matched.left else "—"
        )
    name = text("按表头粘贴到 {exhibit}", exhibit=desk.book.exhibit(exhibit_id).number)
    return cells.enter(desk, exhibit_id, matched.entries, name)
