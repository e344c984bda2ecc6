"""A PDF with a text layer as tables and prose. PDFium gives its characters and its ruled lines with their places; what they are together is found here.

Read by the reading process only: PDFium is a large library in C++. See docs/decisions/0015-tables-of-documents.md.
"""

from __future__ import annotations

import ctypes
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

import pypdfium2
import pypdfium2.raw as pdfium

from ecdesk.documents.composing import Composer
from ecdesk.documents.page_lines import NUMERIC, TOUCHING, Line, PageTable, Piece, Rule, lines_of
from ecdesk.documents.page_tables import tables_on
from ecdesk.domain.documents import Composition, Paragraph, is_line
from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.domain.resources import toml_data

MOST_PAGES = 300
MOST_CHARACTERS = 500_000
"""Of a document, with the blanks between them; a report of 300 pages has 350,000. They are counted before the first of them is looked at."""
MOST_ON_PAGE = 30_000
"""Characters of one page; a page of a newspaper has half as many."""
MOST_OBJECTS = 60_000
"""Drawn things of one page that are looked at for rules."""
MOST_SEGMENTS = 400_000
"""Of all rules of a document."""
_DEEPEST = 8
"""Forms in one another."""
_UNREADABLE = 0.3
"""So much of a text without any meaning of its characters is no text layer."""
_FEWEST = 8
"""Characters of a page; fewer beside a picture are no text of it."""
_PAGE_NUMBER = re.compile(r"[-—–·\s]{0,4}[0-9]{1,4}(?:\s?/\s?[0-9]{1,4})?[-—–·\s]{0,4}")
_CONTINUED = re.compile(r"续")
_SAME_EDGE = 6.0
_LARGEST_FONT = 200.0
_FIRST_SIGN = 0x20
_NO_SIGN = "\ufffd"
_DESCENT = 0.2
"""Of the size of a font: what is below its base line."""
_INVISIBLE = 3
"""The mode of text that is not painted: a program recognised it in a picture."""


def compose_pdf(data: bytes, name: str) -> Composition:
    """The tables and the prose of a PDF. Raises UserError for one with a password, without a text layer, damaged, or with too many pages."""
    with _opened(data, name) as reader:
        return reader.read()


def pieces_of_pages(data: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """What stands on each page, in reading order: stretches of text without a wide gap, those of tables a cell each. Raises UserError as
    `compose_pdf` does, but for pages without text, which have none."""
    with _opened(data, name) as reader:
        reader.count()
        return tuple(map(reader.pieces_of, range(len(reader.document))))


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[_Reader]:
    _check_streams(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(fault).lower():
            raise door.encrypted(name) from None
        raise door.damaged(name) from None
    try:
        if len(document) > MOST_PAGES:
            raise UserError(
                "“{file}”有 {count} 页，一次最多读 {most} 页；请只保留有数据的页，或拆成几份后再试。",
                file=name,
                count=len(document),
                most=MOST_PAGES,
            )
        yield _Reader(document, name)
    except pypdfium2.PdfiumError:
        raise door.damaged(name) from None
    finally:
        document.close()


def _check_streams(data: bytes, name: str) -> None:
    """Raises UserError where what is packed in a file comes to too much; pictures are not unpacked for their text, and do not count."""
    view, left, at = memoryview(data), door.TOTAL_BYTES, 0
    while (at := data.find(b"stream", at)) >= 0:
        begin = at = at + len(b"stream")
        if b"/Image" in data[max(0, begin - _LONGEST_HEAD) : begin]:
            continue
        begin += len(data[begin : begin + 2]) - len(data[begin : begin + 2].lstrip(b"\r\n"))
        unpacked = zlib.decompressobj()
        with suppress(zlib.error):  # packed otherwise, or not at all
            while begin < len(data) and not unpacked.eof and left >= 0:
                piece = view[begin : begin + _PIECE]
                made = len(unpacked.decompress(piece, _MOST_OF_PIECE))
                begin += len(piece) - len(unpacked.unconsumed_tail)
                left -= made + (len(piece) - len(unpacked.unconsumed_tail))
        if left < 0:
            raise door.too_large(name)


_LONGEST_HEAD = 600
"""Characters before a stream that tell what is in it."""
_PIECE, _MOST_OF_PIECE = 2**16, 2**20


@dataclass
class _Page:
    """What stands on a page. tables and lines: outside of them, from top to bottom."""

    number: int
    tables: list[PageTable]
    lines: list[Line]
    left: float
    right: float


@dataclass
class _Reader:
    document: pypdfium2.PdfDocument
    name: str
    characters: int = 0
    segments: int = 0
    unknown: int = 0
    unread: list[int] = field(default_factory=list)
    _before: PageTable | None = None

    def read(self) -> Composition:
        self.count()
        pages = [self._page(number) for number in range(len(self.document))]
        if self.characters == 0:
            raise _no_text(self.name)
        if self.unknown > _UNREADABLE * self.characters:
            raise UserError(
                "“{file}”的文字层没有可识别的文字（字体没有编码），读不出内容；请让填报单位发送电子表格或 .docx。", file=self.name
            )
        repeated = _furniture(pages)
        composer = Composer(self.name)
        for page in pages:
            self._compose(composer, page, repeated)
        return composer.done("pdf", unread=self.unread)

    def _page(self, number: int) -> _Page:
        page = self.document[number]
        try:
            pieces = self._pieces(page)
            across, down, pictures = self._rules(page)
            turn = _turned(page.get_rotation() or _direction(pieces))
            if (len(pieces) < _FEWEST and pictures) or _is_recognised(page):
                self.unread.append(number + 1)
                pieces = []
        finally:
            page.close()
        self.characters += len(pieces)
        flat = [_turn(piece, turn) for piece in pieces]
        tables, lines = tables_on(flat, *_turned_rules(across, down, turn))
        left, right = min((piece.x0 for piece in flat), default=0.0), max((piece.x1 for piece in flat), default=0.0)
        return _Page(number + 1, tables, lines, left, right)

    def pieces_of(self, number: int) -> tuple[str, ...]:
        """What stands on a page, from 0: its stretches of text, line by line."""
        page = self.document[number]
        try:
            pieces = self._pieces(page)
            turn = _turned(page.get_rotation() or _direction(pieces))
        finally:
            page.close()
        return tuple(one.text for line in lines_of(_turn(piece, turn) for piece in pieces) for one in line.pieces)

    def count(self) -> None:
        """Raises UserError for more characters than are read."""
        count = 0
        for number in range(len(self.document)):
            page = self.document[number]
            try:
                text = page.get_textpage()
                on_page = text.count_chars()
                text.close()
            finally:
                page.close()
            count += on_page
            if on_page > MOST_ON_PAGE:
                raise UserError(
                    "“{file}”里有一页多达 {count} 个字，超过 {most} 个，没有读入；请让填报单位发送电子表格或 .docx。",
                    file=self.name,
                    count=on_page,
                    most=f"{MOST_ON_PAGE:,}",
                )
            if count > MOST_CHARACTERS:
                raise door.too_large(self.name)

    # -- what stands on a page

    def _pieces(self, page: pypdfium2.PdfPage) -> list[Piece]:
        """The characters of a page, as PDF places them: y counts upward."""
        text = page.get_textpage()
        try:
            count = text.count_chars()
            return [piece for number in range(count) if (piece := self._piece(text.raw, number)) is not None]
        finally:
            text.close()

    def _piece(self, text: object, number: int) -> Piece | None:
        code = pdfium.FPDFText_GetUnicode(text, number)
        sign = _sign(code)
        if sign.isspace() or 0 < code < _FIRST_SIGN or pdfium.FPDFText_IsGenerated(text, number) == 1:
            return None
        self.unknown += sign == _NO_SIGN or pdfium.FPDFText_HasUnicodeMapError(text, number) == 1
        box = pdfium.FS_RECTF()
        if not pdfium.FPDFText_GetLooseCharBox(text, number, box) or box.top <= box.bottom:
            return None
        bottom, top = _heights(text, number, box.bottom, box.top)
        return Piece(box.left, box.right, bottom, top, radicals().get(sign, sign))

    def _rules(self, page: pypdfium2.PdfPage) -> tuple[list[Rule], list[Rule], int]:
        """The rules of a page across and down, as PDF places them, and how many pictures there are."""
        across: list[Rule] = []
        down: list[Rule] = []
        pictures = 0
        wanted = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
        for number, one in enumerate(page.get_objects(filter=wanted, max_depth=_DEEPEST)):
            if number >= MOST_OBJECTS:
                break
            if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                pictures += 1
                continue
            for x0, y0, x1, y1 in self._strokes(one):
                if abs(y1 - y0) <= TOUCHING / 2 < abs(x1 - x0):
                    across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
                elif abs(x1 - x0) <= TOUCHING / 2 < abs(y1 - y0):
                    down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        return across, down, pictures

    def _strokes(self, path: pypdfium2.PdfObject) -> Iterator[tuple[float, float, float, float]]:
        """The straight strokes of a path; a filled rectangle that is thin is one."""
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path.raw, mode, stroked)
        for points in self._outlines(path) if mode.value or stroked.value else ():
            thin = _thin(points)
            if thin is not None:
                yield thin
            elif stroked.value:
                yield from ((ax, ay, bx, by) for (ax, ay), (bx, by) in pairwise(points))

    def _outlines(self, path: pypdfium2.PdfObject) -> Iterator[list[tuple[float, float]]]:
        """The points of each part of a path that is drawn in one go."""
        place = _placed(path)
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        count = pdfium.FPDFPath_CountSegments(path.raw)
        self.segments += max(count, 0)
        if self.segments > MOST_SEGMENTS:
            return
        for number in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path.raw, number)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
                if len(points) > 1:
                    yield points
                points = []
            points.append(place(x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points

    # -- in reading order

    def _compose(self, composer: Composer, page: _Page, repeated: frozenset[str]) -> None:
        shown: list[Line | PageTable] = [line for line in page.lines if not _is_furniture(line, repeated)]
        shown = sorted([*shown, *page.tables], key=lambda one: one.top)
        # A table goes on where nothing stands between it and the one at the end of the page before, but that it does.
        before, self._before = self._before, None
        paragraph: list[Line] = []
        for one in shown:
            if isinstance(one, Line):
                if paragraph and not _goes_on(paragraph[-1], one, page):
                    _close(composer, paragraph, page.number)
                paragraph.append(one)
                before = before if _CONTINUED.search(one.text) is not None else None
                self._before = None
                continue
            _close(composer, paragraph, page.number)
            _take(composer, one, before, page.number)
            before, self._before = None, one
        _close(composer, paragraph, page.number)


def _take(composer: Composer, table: PageTable, before: PageTable | None, page: int) -> None:
    """Give the composer a table, or the rest of the one before it."""
    rest = _rest_of(before, table) if before is not None else None
    if rest is None:
        composer.table(table.rows, table.merged, page)
    else:
        composer.go_on(table.rows[rest:], [_moved(cell, rest) for cell in table.merged if cell[0] >= rest], page)


def _sign(code: int) -> str:
    """A character by its number; one that no font or program gave a meaning is none."""
    private = 0xE000 <= code < 0xF900
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 and not private else _NO_SIGN


def _thin(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float] | None:
    """What is hardly wider than a stroke as one, from end to end."""
    xs, ys = sorted(x for x, _y in points), sorted(y for _x, y in points)
    if min(xs[-1] - xs[0], ys[-1] - ys[0]) > TOUCHING / 2:
        return None
    x, y = (xs[0] + xs[-1]) / 2, (ys[0] + ys[-1]) / 2
    return (x, ys[0], x, ys[-1]) if xs[-1] - xs[0] <= ys[-1] - ys[0] else (xs[0], y, xs[-1], y)


def _is_recognised(page: pypdfium2.PdfPage) -> bool:
    """Whether the text of a page is not painted: it was recognised in the picture that is, and nobody knows how well."""
    texts = islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST), MOST_OBJECTS)
    modes = [pdfium.FPDFTextObj_GetTextRenderMode(one.raw) for one in texts]
    return bool(modes) and sum(mode == _INVISIBLE for mode in modes) * 2 > len(modes)


def _heights(text: object, number: int, bottom: float, top: float) -> tuple[float, float]:
    """How low and how high a character reaches, as all of its line do: by its base line and the size of its font. What stands on its side keeps its
    own box."""
    matrix = pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetMatrix(text, number, matrix) or not pdfium.FPDFText_GetCharOrigin(text, number, x, y):
        return bottom, top
    size = pdfium.FPDFText_GetFontSize(text, number) * math.hypot(matrix.c, matrix.d)
    if abs(matrix.b) > abs(matrix.a) / 10 or matrix.d <= 0 or not 2 <= size <= _LARGEST_FONT:
        return bottom, top
    return y.value - _DESCENT * size, y.value + (1 - _DESCENT) * size


def _no_text(name: str) -> UserError:
    return UserError(
        "“{file}”是扫描件或图片，没有文字层，读不出里面的数；请让填报单位发送电子表格、.docx 或带文字的 PDF。", file=name
    )


def radicals() -> dict[str, str]:
    """Radicals that stand in texts of PDFs, with the characters that are meant."""
    found: dict[str, str] = toml_data("reading", "radicals.toml")["radicals"]
    return found


def _placed(one: pypdfium2.PdfObject) -> Callable[[float, float], tuple[float, float]]:
    """From the coordinates of an object, through the forms that it is in, to those of the page."""
    matrix = one.get_matrix()
    outer = one.container
    while outer is not None:
        matrix = matrix.multiply(outer.get_matrix())
        outer = outer.container

    def place(x: float, y: float) -> tuple[float, float]:
        on_page: tuple[float, float] = matrix.on_point(x, y)
        return on_page

    return place


Turn = tuple[int, int, int, int]
"""How x and y on the page as shown come from those of the PDF: x of x and y, y (downward) of x and y."""


_UPRIGHT: Turn = (1, 0, 0, -1)


def _turned(degrees: int) -> Turn:
    return {90: (0, 1, 1, 0), 180: (-1, 0, 0, 1), 270: (0, -1, -1, 0)}.get(degrees, _UPRIGHT)


def _turn(piece: Piece, turn: Turn) -> Piece:
    if turn == _UPRIGHT and piece.x0 <= piece.x1:
        return Piece(piece.x0, piece.x1, -piece.y1, -piece.y0, piece.text)
    xs = sorted(turn[0] * x + turn[1] * y for x, y in ((piece.x0, piece.y0), (piece.x1, piece.y1)))
    ys = sorted(turn[2] * x + turn[3] * y for x, y in ((piece.x0, piece.y0), (piece.x1, piece.y1)))
    return Piece(xs[0], xs[1], ys[0], ys[1], piece.text)


def _turned_rules(across: Sequence[Rule], down: Sequence[Rule], turn: Turn) -> tuple[list[Rule], list[Rule]]:
    upright = turn[0] != 0
    along, upon = (turn[0], turn[3]) if upright else (turn[1], turn[2])

    def turned(rule: Rule, of_place: int, of_ends: int) -> Rule:
        ends = sorted((of_ends * rule.start, of_ends * rule.end))
        return Rule(of_place * rule.at, ends[0], ends[1])

    if upright:
        return [turned(rule, upon, along) for rule in across], [turned(rule, along, upon) for rule in down]
    return [turned(rule, upon, along) for rule in down], [turned(rule, along, upon) for rule in across]


def _direction(pieces: Sequence[Piece]) -> int:
    """How the page has to be turned so that its text runs from left to right: a wide table may be set on its side."""
    moves: Counter[int] = Counter()
    for one, two in pairwise(pieces[:4000]):
        right, up = two.middle - one.middle, two.level - one.level
        if max(abs(right), abs(up)) < 3 * max(one.x1 - one.x0, one.y1 - one.y0):
            moves[0 if abs(right) >= abs(up) else 90 if up > 0 else 270] += 1
    likeliest = moves.most_common(1)
    return likeliest[0][0] if likeliest and likeliest[0][1] * 3 > moves.total() * 2 else 0


def _furniture(pages: Sequence[_Page]) -> frozenset[str]:
    """What stands at the head or the foot of three or more pages, without its digits."""
    counted: Counter[str] = Counter()
    for page in pages:
        ends = {_without_digits(line) for line in (*page.lines[:2], *page.lines[-2:]) if is_line(line.text)}
        counted.update(ends)
    return frozenset(words for words, count in counted.items() if count >= 3 and count * 2 > len(pages))


def _without_digits(line: Line) -> str:
    return re.sub(r"[0-9]+", "", line.text)


def _is_furniture(line: Line, repeated: frozenset[str]) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None or (is_line(line.text) and _without_digits(line) in repeated)


def _goes_on(line: Line, below: Line, page: _Page) -> bool:
    """Whether a paragraph goes on in the line below: the first reaches from the left of the page to its right, the second begins at the left,
    and both are written in one size."""
    wide = line.pieces[-1].x1 >= page.right - 2.5 * line.height and line.pieces[0].x0 <= page.left + 4 * line.height
    flush = below.pieces[0].x0 <= page.left + 0.8 * below.height
    alike = max(line.height, below.height) < 1.2 * min(line.height, below.height)
    return wide and flush and alike and below.top - line.bottom < 2 * line.height


def _close(composer: Composer, paragraph: list[Line], page: int) -> None:
    """Give the composer a paragraph; a line whose pieces are far from each other is several: a title and a unit."""
    if len(paragraph) == 1:
        for piece in paragraph[0].pieces:
            composer.paragraph(Paragraph((piece.text,)), page)
    elif paragraph:
        words = ["".join(piece.text for piece in line.pieces) for line in paragraph]
        composer.paragraph(Paragraph(tuple(words)), page)
    paragraph.clear()


def _rest_of(before: PageTable, table: PageTable) -> int | None:
    """From which row on a table goes on with the one before it, None where it is another: the same columns, and its head again or none."""
    if len(before.rows[0]) != len(table.rows[0]) or not _same_edges(before.edges, table.edges):
        return None
    same = sum(1 for _row in takewhile(lambda pair: pair[0] == pair[1], zip(before.rows, table.rows, strict=False)))
    begins_with_figures = any(NUMERIC.fullmatch(words) for words in table.rows[0][1:])
    return same if same or begins_with_figures else None


def _same_edges(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _SAME_EDGE for a, b in zip(one, other, strict=True))


def _moved(cell: tuple[int, int, int, int], up: int) -> tuple[int, int, int, int]:
    top, left, bottom, right = cell
    return top - up, left, bottom - up, right
