"""An exhibit as it is handed out: every text that is printed and where it stands, for a workbook, Word, PDF and data files alike.

What is printed is decided before (`ecdesk/session/delivery/`); whoever writes a file decides how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, groupby

from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.domain.book.records import Exhibit, ExhibitKind, Line, Section, TextKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.note_marks import CIRCLED, DERIVED_MARK, UNSOURCED_MARK
from ecdesk.domain.wording.numbers import parse_number

_FULL_STOPS = ("。", "！", "？", ".")
_WITH_OWN_NAME = re.compile(r"[^，。；：:]{2,6}[：:]|[①-⑳]|[(（]\d+[)）]")
"""How a line begins that says itself what it is (符号说明：) or belongs to a mark."""


MOST_CELLS = 150_000
"""Of one exhibit: each cell of a printed table has its own look, and what is larger is no table that anybody prints."""


def check_printable(exhibits: Iterable[Exhibit]) -> None:
    """Raises UserError for an exhibit that is too large to be laid out on pages, before anybody tries."""
    for exhibit in exhibits:
        if len(exhibit.rows) * (len(exhibit.columns) + 1) > MOST_CELLS:
            raise too_large(exhibit)


def too_large(exhibit: Exhibit) -> UserError:
    return UserError(
        "“{exhibit}”有 {count} 行，过大，排不成印刷的表；请拆成几张表，或者不选它，再导出。",
        exhibit=exhibit.number or exhibit.caption,
        count=len(exhibit.rows),
    )


def sections_above(sections: Mapping[str, Section], id: str) -> list[Section]:
    """A section and those that it stands in, the innermost first. sections: of the book, by id; one that lies in itself is named once."""
    found: list[Section] = []
    while id in sections and sections[id] not in found:
        found.append(sections[id])
        id = sections[id].parent
    return found


def title_of(number: str, title: str) -> str:
    """A number and a title as they are printed, either of which may be missing."""
    return f"{number}　{title}".strip("　 ")


def unit_line(table: Table) -> str:
    """What stands above the table on the right."""
    return tr("单位：{unit}", unit=table.unit) if table.unit else ""


def note_lines(exhibit: Exhibit) -> list[str]:
    """Footnotes, and the notes as one, in the order in which they stand under the table."""
    marks = chain(CIRCLED, (f"({number})" for number in count(21)))
    marked = (
        words if re.match(r"[①-⑳(（]", words) else mark + words for words, mark in zip(exhibit.footnotes, marks, strict=False)
    )
    return [*marked, *as_one_note(exhibit.notes)]


def as_one_note(notes: Sequence[str]) -> list[str]:
    """Notes that are sentences become one, with one 注 before it; others, and those that say what they are, keep lines of their own."""
    head = tr("注：")
    joined: list[str] = []
    rest: list[str] = []
    for note in filter(None, map(str.strip, notes)):
        bare = note.removeprefix(head)
        (joined if _is_sentence(bare) else rest).append(_begun(bare) if _is_sentence(bare) else note)
    between = " " if any(note.endswith(".") for note in joined) else ""
    return [head + between.join(dict.fromkeys(joined)), *rest] if joined else rest


def _begun(sentence: str) -> str:
    """A sentence with its first word as English begins one."""
    return sentence[:1].upper() + sentence[1:] if sentence[:2].isascii() and sentence[:2].isalpha() else sentence


def _is_sentence(note: str) -> bool:
    return note.endswith(_FULL_STOPS) and _WITH_OWN_NAME.match(note) is None


def foot_lines(exhibit: Exhibit) -> list[str]:
    """Footnotes, notes and source, in the order in which they stand under the table."""
    return [*note_lines(exhibit), *([exhibit.source_line] if exhibit.source_line else [])]


def heading_depth(columns: Iterable[Line]) -> int:
    """How many levels the heading of these columns has."""
    return 1 + max((len(column.groups) for column in columns), default=0)


@dataclass(frozen=True, slots=True)
class SpannedHead:
    """A text of the heading: levels and columns from 0, how many levels high and columns wide it is."""

    level: int
    first: int
    high: int
    wide: int
    words: str


def spanned_heads(columns: tuple[Line, ...], heads: tuple[str, ...]) -> list[SpannedHead]:
    """The merged headings. Neighbouring columns under the same headings share them; a column with fewer headings has a taller label."""
    depth = heading_depth(columns)
    spans: list[SpannedHead] = []
    for level in range(depth - 1):
        first = 0
        for above, alike in groupby(column.groups[: level + 1] for column in columns):
            wide = len(list(alike))
            if len(above) > level:
                spans.append(SpannedHead(level, first, 1, wide, above[level]))
            first += wide
    for number, (column, words) in enumerate(zip(columns, heads, strict=True)):
        level = len(column.groups)
        spans.append(SpannedHead(level, number, depth - level, 1, words))
    return spans


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as it is printed. heading: a line over others, in which nothing stands. level: how far the stub is indented."""

    stub: str
    cells: tuple[str, ...]
    level: int = 0
    heading: bool = False


@dataclass(frozen=True)
class PrintedExhibit:
    """An exhibit with every text that is printed of it. table: what it was made from, which its chart is drawn from as well."""

    table: Table

    @property
    def id(self) -> str:
        return self.table.exhibit.id

    @property
    def number(self) -> str:
        return self.table.exhibit.number

    @property
    def caption(self) -> str:
        return self.table.exhibit.caption

    @property
    def title(self) -> str:
        return title_of(self.number, self.caption)

    @property
    def has_chart(self) -> bool:
        """Whether a picture is printed of it."""
        return self.table.exhibit.kind == ExhibitKind.CHART and self.table.exhibit.chart is not None

    @property
    def is_chart(self) -> bool:
        """Whether the picture is all that is printed of it. What is numbered as a table is a table, and its chart stands under it."""
        return self.has_chart and not is_table_number(self.number)

    @property
    def unit_line(self) -> str:
        return unit_line(self.table)

    @property
    def corner(self) -> str:
        return self.table.exhibit.corner

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note_lines(self.table.exhibit))

    @property
    def source(self) -> str:
        return self.table.exhibit.source_line

    @property
    def continued_after(self) -> int:
        """Rows on the first page before the table goes on; 0 where nobody said so."""
        rows = self.table.exhibit.continued_after
        return rows if 0 < rows < len(self.table.rows) else 0

    @cached_property
    def heads(self) -> tuple[SpannedHead, ...]:
        return tuple(spanned_heads(self.table.columns, self.table.heads))

    @cached_property
    def depth(self) -> int:
        return heading_depth(self.table.columns)

    @property
    def holds_texts(self) -> tuple[bool, ...]:
        """Of each column, whether its cells are words, which are wrapped, and no figures."""
        return tuple(column.kind is not None and column.kind is not TextKind.FIGURE for column in self.table.columns)

    def row(self, number: int) -> PrintedRow:
        line = self.table.rows[number]
        return PrintedRow(
            self.table.stubs[number], tuple(cell.text for cell in self.table.cells[number]), line.level, is_heading(line)
        )

    def rows(self) -> Iterator[PrintedRow]:
        return map(self.row, range(len(self.table.rows)))

    def texts(self) -> Iterator[str]:
        """Everything that is printed of it."""
        yield from (self.title, self.unit_line, self.corner, *self.notes, self.source)
        yield from (head.words for head in self.heads)
        for row in self.rows():
            yield row.stub
            yield from row.cells


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A heading of the report over exhibits. level: 1 for a chapter."""

    id: str
    level: int
    number: str
    title: str

    @property
    def words(self) -> str:
        return title_of(self.number, self.title)


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A paragraph of prose."""

    words: str


PrintedPart = PrintedSection | PrintedText | PrintedExhibit


@dataclass(frozen=True)
class Delivery:
    """What is handed out, in the report's order. draft: it says so on every page. creator: the office."""

    title: str
    creator: str
    parts: tuple[PrintedPart, ...]
    draft: bool = True

    @property
    def exhibits(self) -> list[PrintedExhibit]:
        return [part for part in self.parts if isinstance(part, PrintedExhibit)]


_NUMBERED = re.compile(
    r"(?P<label>[^\W\d_]*?)(?P<space>\s*)(?:(?P<chapter>\d{1,4}|[A-Za-z])(?P<dash>[-－–.．]))?(?P<own>\d{1,4})"
)
_TABLE_NUMBER = re.compile(r"[附续]?[表錶]|table\b", re.I)
_IN_CHAPTER = re.compile(r"(?P<before>[^\dA-Za-z]*)(?P<number>\d{1,4}|[A-Z])(?P<behind>[^\dA-Za-z]*)")


@dataclass(frozen=True, slots=True)
class NumberParts:
    """The parts of an exhibit's number (图1-5): its label with what stands behind it, the chapter with the dash behind it, and its own number."""

    label: str
    space: str
    chapter: str
    dash: str
    own: int


def is_table_number(number: str) -> bool:
    """Whether an exhibit is called a table (表1-1, 附表2), whatever it has besides."""
    return _TABLE_NUMBER.match(number) is not None


def number_parts(number: str) -> NumberParts | None:
    """The parts of a number that counts; None for any other."""
    found = _NUMBERED.fullmatch(number)
    if found is None or not found["label"] or (found["own"].startswith("0")):
        return None
    return NumberParts(found["label"], found["space"], found["chapter"] or "", found["dash"] or "", int(found["own"]))


def chapter_parts(number: str) -> tuple[str, str, str] | None:
    """What stands before, in and behind the one number of a chapter's (第1章, 附录B); None where there is not just one."""
    found = _IN_CHAPTER.fullmatch(number)
    return (found["before"], found["number"], found["behind"]) if found else None


def decimal_tail(printed: str) -> str | None:
    """What of a printed figure stands behind its integer digits, its mark too; None for what is no figure."""
    digits = printed.rstrip(UNSOURCED_MARK + DERIVED_MARK + CIRCLED)
    if parse_number(digits) is None:
        return None
    at = digits.find(".")
    return printed[at:] if at >= 0 else printed[len(digits) :]
