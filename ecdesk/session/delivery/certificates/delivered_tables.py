"""The tables of a certificate found again in the sheets of a delivered file, whatever program saved it, and compared cell by cell.

A table stands under its title, in one piece or in several: rows that go on under 续表, columns side by side or in a table of their own. Its
columns are known by their headings, its rows by their labels, both in their order, so that what somebody took out or put in moves nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import islice, takewhile

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import printed_in, tr
from ecdesk.excel.formats import Cell, Sheet
from ecdesk.excel.formats.grid import Grid
from ecdesk.session.delivery.certificates.certificate import CertifiedExhibit, CertifiedRow
from ecdesk.session.delivery.certificates.figures import Pairs, paired, plain
from ecdesk.session.delivery.editions.english import EDITIONS

_ALIKE = 0.5
"""So much of the headings and labels has a table that is known without its title."""
_ABOVE = 12
"""Rows under a title within which the headings begin."""
MOST_DIGITS = 400
"""Before or behind the point of a number that is printed out; a spreadsheet has none that is larger."""
_EXACT = Context(prec=4 * MOST_DIGITS)
MOST_SEARCHES = 2_000
"""For exhibits without a title, one sheet each: then they count as not there."""
MOST_TITLES = 2_000
"""On one sheet: each is held against all others."""
_LOOKED_AT = 400
"""Rows in which the column of the labels is looked for."""
_COPY = re.compile(r"\(\d+\)$")


@dataclass(frozen=True)
class FigureDifference:
    """Where a file does not say what the certificate does. row, column: "" where it is about the exhibit, or a line of it. certified: "" for what
    was added; found: "" for what is missing. page: of a PDF, 0 for others."""

    exhibit: str
    row: str
    column: str
    certified: str
    found: str
    page: int = 0


@dataclass
class ComparedTables:
    """figures: cells that were compared. found: titles of the exhibits that are there."""

    figures: int = 0
    found: set[str] = field(default_factory=set)
    differences: list[FigureDifference] = field(default_factory=list)


def shown(cell: Cell) -> str:
    """What a cell shows, as it is compared; where its number is another than it shows, that too."""
    if cell.number is None:
        return plain(cell.text)
    if abs(cell.number.adjusted()) > MOST_DIGITS:
        return str(cell.number)
    number = cell.number.scaleb(2) if cell.format.percent else cell.number
    own = max(0, -int(number.as_tuple().exponent))
    decimals = own if cell.format.most is None else min(max(own, cell.format.least), cell.format.most)
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)
    before = plain(cell.format.before)
    behind = plain(cell.format.suffix).removeprefix(before)
    digits = f"{before}{rounded:f}{behind}{'%' if cell.format.percent else ''}"
    return digits if rounded == number else f"{digits}（{number:f}）"


@dataclass(frozen=True)
class _Piece:
    """A part of a sheet in which a table may stand: under its title, as far as the next one. bottom: the row behind it; right: the column behind it; limit: the column
    up to which it may have been widened; alone: whether the sheet holds no other piece of the exhibit."""

    sheet: Sheet
    top: int
    bottom: int
    left: int
    right: int
    limit: int
    alone: bool

    def text(self, row: int, column: int) -> str:
        return shown(self.sheet.cell(row, column))

    def widened(self, headings: range) -> _Piece:
        """With the columns that somebody put in right beside it, under headings of their own."""
        right = self.right
        while right < self.limit and any(self.text(row, right) for row in headings):
            right += 1
        return replace(self, right=right)

    def columns(self, row: int) -> range:
        """Those in which something may stand."""
        return range(self.left, min(self.right, len(self.sheet.rows[row])))


@dataclass(frozen=True)
class _Strand:
    """A piece taken apart. rows: places of its rows, with their labels; columns: of its columns, with their headings."""

    piece: _Piece
    rows: tuple[tuple[int, str], ...]
    columns: tuple[tuple[int, str], ...]

    @property
    def heads(self) -> list[tuple[int, str]]:
        """The headings with their places among them."""
        return list(enumerate(words for _column, words in self.columns))

    @property
    def part(self) -> tuple[object, ...]:
        """What it has in common with the pieces that go on under it: where it stands on the sheet, or in tables by themselves the headings."""
        return tuple(words for _column, words in self.columns) if self.piece.alone else (self.piece.left,)


def compare_tables(exhibits: Sequence[CertifiedExhibit], sheets: Sequence[Sheet]) -> ComparedTables:
    """exhibits: those that are to stand in the sheets as tables."""
    result = ComparedTables()
    pieces = _pieces(exhibits, sheets)
    taken = {id(piece.sheet) for found in pieces.values() for piece in found}
    free = [sheet for sheet in sheets if id(sheet) not in taken]
    searches = MOST_SEARCHES
    for number, exhibit in enumerate(exhibits):
        titled = filter(None, (_strand(exhibit, piece) for piece in pieces.get(number, ())))
        found = list(titled)
        if not found:
            searches -= len(free)
            found = _untitled(exhibit, free) if searches > 0 else []
        if found:
            result.found.add(exhibit.title)
            _compare(exhibit, found, result)
        else:
            result.differences.append(_difference(exhibit, "", "", exhibit.title, ""))
    return result


# -- where a table stands


def _pieces(exhibits: Sequence[CertifiedExhibit], sheets: Sequence[Sheet]) -> dict[int, list[_Piece]]:
    """The pieces of each exhibit, in the order in which they stand."""
    titles = _titles(exhibits)
    found: dict[int, list[_Piece]] = {}
    for sheet in sheets:
        places = list(islice(_places(sheet, titles), MOST_TITLES + 1))
        if len(places) > MOST_TITLES:
            raise UserError("“{file}”里图表的标题多得不像成品，不能核对。", file=sheet.name)
        merged = {(top, left): last for top, left, _bottom, last in sheet.merged}
        times = Counter(number for _row, _column, number in places)
        for row, column, number in places:
            right, limit, bottom = _reach(sheet, merged, places, row, column)
            found.setdefault(number, []).append(_Piece(sheet, row + 1, bottom, column, right, limit, times[number] == 1))
    return found


def _places(sheet: Sheet, titles: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Where titles stand, row by row: row, column, and whose it is."""
    for row, line in enumerate(sheet.rows):
        for column, value in enumerate(line):
            words = plain(value) if isinstance(value, str) else ""
            if words in titles:
                yield row, column, titles[words]


def _reach(
    sheet: Sheet, merged: Mapping[tuple[int, int], int], places: Sequence[tuple[int, int, int]], row: int, column: int
) -> tuple[int, int, int]:
    """Before which column and which row a piece ends, the column twice: as its title is merged over it, and at most. What a chart is drawn from
    stands beside it, with a gap. merged: the last column of what is merged, by its first cell."""
    limit = min((other for down, other, _ in places if down == row and other > column), default=sheet.width)
    right = min(merged[row, column] + 1 if (row, column) in merged else sheet.width, limit)
    below = (down for down, other, _ in places if down > row and column <= other < right)
    return right, limit, min(below, default=sheet.height)


def _titles(exhibits: Sequence[CertifiedExhibit]) -> dict[str, int]:
    """What can stand over a piece of an exhibit, with the exhibit's place in their list."""
    known: dict[str, int] = {}
    for place, exhibit in enumerate(exhibits):
        for words in (exhibit.title, *_continued(exhibit)):
            known.setdefault(plain(words), place)
    return known


def _continued(exhibit: CertifiedExhibit) -> list[str]:
    """What stands over pieces that go on, in whichever language the edition is."""
    number, found = exhibit.number or exhibit.title, []
    for language in EDITIONS:
        with printed_in(language):
            found += [tr("{title}（续表）", title=title) for title in (exhibit.title, number)]
            found.append(tr("续表　{exhibit}", exhibit=number))
    return found


def _untitled(exhibit: CertifiedExhibit, free: list[Sheet]) -> list[_Strand]:
    """A table without title that has most of the headings and labels of an exhibit; it is no other one's then."""
    labels = {plain(row.label) for row in exhibit.rows}
    for sheet in free:
        strand = _strand(exhibit, _Piece(sheet, 0, sheet.height, 0, sheet.width, sheet.width, True))
        alike = sum(words in labels for _row, words in strand.rows) if strand is not None else 0
        if strand is not None and alike >= _ALIKE * len(exhibit.rows) and len(strand.columns) >= _ALIKE * len(exhibit.columns):
            free.remove(sheet)
            return [strand]
    return []


def _strand(exhibit: CertifiedExhibit, piece: _Piece) -> _Strand | None:
    """A piece by its headings and labels; None where it holds no table of these."""
    stub = _stub(exhibit, piece)
    headings = _headings(exhibit, piece, stub)
    if not headings:
        return None
    piece = piece.widened(headings)
    grid = Grid(piece.sheet)
    wide = range(stub + 1, max(piece.columns(row).stop for row in headings))
    columns = [(column, _path(grid, headings, column)) for column in wide]
    rows = tuple((row, piece.text(row, stub)) for row in range(headings.stop, piece.bottom))
    return _Strand(piece, rows, tuple(one for one in columns if one[1]))


def _headings(exhibit: CertifiedExhibit, piece: _Piece, stub: int) -> range:
    """The rows of the headings: from the first that has one on, as many as the exhibit has at most."""
    heads = {_heading([words]) for path in exhibit.columns for words in (*path, "".join(path))}
    depth = max(map(len, exhibit.columns), default=1)

    def is_heading(row: int) -> bool:
        return any(_heading([piece.text(row, column)]) in heads for column in piece.columns(row)[max(0, stub + 1 - piece.left) :])

    looked_at = range(piece.top, min(piece.bottom, piece.top + _ABOVE))
    top = next(filter(is_heading, looked_at), piece.bottom)
    most = range(top, min(top + depth, piece.bottom))
    return range(top, next((row for row in most if not is_heading(row)), most.stop))


def _stub(exhibit: CertifiedExhibit, piece: _Piece) -> int:
    """The column of the labels."""
    labels = {plain(row.label) for row in exhibit.rows} - {""}
    rows = range(piece.top, min(piece.bottom, piece.top + _LOOKED_AT))

    def known(column: int) -> int:
        return sum(piece.text(row, column) in labels for row in rows)

    return max(range(piece.left, min(piece.left + 3, piece.right)), key=known, default=piece.left)


def _path(grid: Grid, rows: range, column: int) -> str:
    """The headings over a column as one text; one that is merged over several rows once."""
    places = dict.fromkeys(grid.origin.get((row, column), (row, column)) for row in rows)
    return _heading([shown(grid.sheet.cell(*place)) for place in places])


def _heading(path: Sequence[str]) -> str:
    """Headings as they are compared: data files have a point between them and a number behind those that are alike."""
    return _COPY.sub("", plain("".join(path)).replace("·", ""))


# -- what stands in it


def _compare(exhibit: CertifiedExhibit, strands: Sequence[_Strand], result: ComparedTables) -> None:
    parts: dict[tuple[object, ...], list[_Strand]] = {}
    for strand in strands:
        parts.setdefault(strand.part, []).append(strand)
    found = [(number, place, words) for number, part in enumerate(parts.values()) for place, words in part[0].heads]
    pairs = paired(list(map(_heading, exhibit.columns)), [words for _part, _place, words in found])
    told = list(_in_headings(exhibit, pairs, [words for _part, _place, words in found]))
    for number, part in enumerate(parts.values()):
        columns = [(here, found[there][1]) for here, there in pairs.matched if found[there][0] == number]
        body = _Body(exhibit, part, columns)
        told += body.differences()
        result.figures += body.figures
    result.differences += dict.fromkeys(told)


def _in_headings(exhibit: CertifiedExhibit, pairs: Pairs, found: Sequence[str]) -> Iterator[FigureDifference]:
    """What is said of columns: which are missing, were put in, or have other headings."""
    for here in pairs.missing:
        yield _difference(exhibit, "", _head(exhibit, here), _head(exhibit, here), "")
    for there in pairs.added:
        yield _difference(exhibit, "", found[there], "", found[there])
    for here, there in pairs.matched:
        if found[there] != _heading(exhibit.columns[here]):
            yield _difference(exhibit, "", _head(exhibit, here), _head(exhibit, here), found[there])


def _head(exhibit: CertifiedExhibit, column: int) -> str:
    return "·".join(exhibit.columns[column])


def _difference(exhibit: CertifiedExhibit, row: str, column: str, certified: str, found: str) -> FigureDifference:
    return FigureDifference(exhibit.title, row, column, certified, found)


@dataclass
class _Body:
    """The rows of the pieces of a table that stand under each other. columns: of the exhibit, with their places among those of the pieces."""

    exhibit: CertifiedExhibit
    strands: Sequence[_Strand]
    columns: Sequence[tuple[int, int]]
    figures: int = 0

    def differences(self) -> Iterator[FigureDifference]:
        rows = [(strand, row, label) for strand in self.strands for row, label in strand.rows]
        pairs = paired([plain(row.label) for row in self.exhibit.rows], [label for _strand, _row, label in rows])
        for here, there in pairs.matched:
            yield from self._in_row(self.exhibit.rows[here], *rows[there])
        for here in pairs.missing:
            certified = self.exhibit.rows[here]
            standing = _listed([cell.printed for cell in certified.cells])
            yield _difference(self.exhibit, certified.label, "", standing or certified.label, "")
        for at in self._added(rows, pairs):
            yield _difference(self.exhibit, rows[at][2], "", "", _listed(self._texts(*rows[at][:2])))

    def _added(self, rows: Sequence[tuple[_Strand, int, str]], pairs: Pairs) -> Iterator[int]:
        """Rows that were put in. Under the table stand its notes, which have nothing in its columns."""

        def holds(at: int) -> bool:
            return any(self._texts(*rows[at][:2]))

        yield from filter(holds, (at for at in pairs.added if at < pairs.last))
        yield from takewhile(holds, (at for at in pairs.added if at > pairs.last))

    def _in_row(self, certified: CertifiedRow, strand: _Strand, row: int, label: str) -> Iterator[FigureDifference]:
        if label != plain(certified.label):
            yield _difference(self.exhibit, certified.label, "", certified.label, label)
        for (column, _place), words in zip(self.columns, self._texts(strand, row), strict=True):
            printed = certified.cells[column].printed
            self.figures += bool(printed)
            if plain(printed) != words:
                yield _difference(self.exhibit, certified.label, _head(self.exhibit, column), printed, words)

    def _texts(self, strand: _Strand, row: int) -> list[str]:
        """What stands in a row, in the columns that are known."""
        places = [place for _column, place in self.columns]
        known = [strand.columns[place][0] if place < len(strand.columns) else -1 for place in places]
        return [strand.piece.text(row, column) for column in known]


def _listed(texts: Sequence[str]) -> str:
    return "　".join(filter(None, texts))
