"""The stretches of prose, headings and notes that a manuscript consists of."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter

from ecdesk.domain.documents import Document, PieceKind
from ecdesk.domain.wording.folding import Folded, read_by_character
from ecdesk.domain.wording.numbers import LONGEST_NUMERAL
from ecdesk.domain.wording.time.time_words import times_in
from ecdesk.domain.wording.time.times import Time
from ecdesk.prose.reading.patterns import pattern


class StretchKind(Enum):
    """What a stretch of the manuscript is."""

    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"
    NOTE = "note"
    REFERENCE = "reference"
    TABLE = "table"


_NO_PERIOD = Time(kind="none")


@dataclass(slots=True)
class Stretch:
    """Prose that belongs together, written compactly: half-width digits, no line breaks, no spaces but between digits or letters.

    offsets: for each character of `text`, its place in the manuscript. A sentence that a footnote or a page break interrupts is one
    stretch. headings: the headings above it, outermost first.
    """

    kind: StretchKind
    text: str
    offsets: array[int]
    headings: tuple[str, ...] = ()
    number: int = 0
    _times: tuple[tuple[Time, int, int], ...] | None = None

    @property
    def times(self) -> tuple[tuple[Time, int, int], ...]:
        """What the text says of time, each with its place, also what no period of a book is (近五年, 双11期间). Four digits alone are a number
        or a name."""
        if self._times is None:
            none, same = ([match.span() for match in pattern(name).finditer(self.text)] for name in ("no_period", "same_time"))
            named = [time for time in times_in(self.text) if not _overlaps(time[1:], none + same)]
            apart = [time for time in named if not self.text[time[1] : time[2]].isdigit()]
            self._times = tuple(sorted([*apart, *((_NO_PERIOD, *place) for place in none)], key=itemgetter(1)))
        return self._times

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A span of the compact text as a span of the manuscript."""
        return self.offsets[start], self.offsets[end - 1] + 1


def _overlaps(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)


_PROSE_MARKS = str.maketrans(
    {
        **dict(zip(":;()!?", "：；（）！？", strict=True)),
        **dict.fromkeys("\u2212\u2010", "-"),
        "\u2236": "：",
    }
)
"""How marks are written in the compact text: the grammar of prose is in full-width ones."""
_KEPT = "\t\n\r\x07"
_NO_NUMBER = re.compile(rf"[0-9]{{{LONGEST_NUMERAL + 1},}}|[A-Za-z]{{50,}}")
"""Runs that no figure or name has; patterns would otherwise be tried at each of their characters."""
_ADDRESS = re.compile(r"(?<=：//)[A-Za-z0-9%/#&=._~+@：？-]+|%E[0-9A-F]%[0-9A-F]{2}%[0-9A-F]{2}")
"""What follows in an address of the web; and Chinese characters as addresses write them, which are no percentages."""
_STOP = re.compile(
    r"(?<=[一-龥》”）%])\.(?=[ 一-龥《“]|$)|(?<=[a-z][a-z])\.(?= +[A-Z]|$)|(?<=[kMGTP]Wh)\.(?= +[A-Z]|$)|(?<=[0-9][0-9])\.(?=[ \n]+[A-Z])|(?<=[,.0-9][0-9][0-9])\.$",
    re.MULTILINE,
)
"""A point that ends a sentence or, in a reference, the name of its source."""
_LISTED = re.compile(r"(?<=[0-9]\.[0-9]),(?= (?:and )?[0-9])")
"""59.8, 25.1 and 15.1 percent: the comma of a list, where a space stands behind it."""
_LONE_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")


def in_one_width(text: str) -> str:
    """The text in one width, without what cannot be seen. Its length may differ."""
    return _read(text).text


def _read(text: str) -> Folded:
    """The text in one width with the way back; tabs and the ends of lines stay."""
    read = read_by_character(text, _KEPT)
    plain = read.text.replace("\x07", " ").replace("\r\n", " \n").replace("\r", "\n").translate(_PROSE_MARKS)
    for no_figures in (_NO_NUMBER, _ADDRESS):
        plain = no_figures.sub(lambda run: "#" * len(run[0]), plain)
    plain = _LISTED.sub("、", _STOP.sub("。", plain))
    return Folded(_LONE_COMMA.sub("，", plain), read.at)


_AMOUNT_FIRST = pattern("amount_first")
_HEADING = pattern("heading")
_CAPTION = pattern("caption")
_NOTE = pattern("note")
_REFERENCE = re.compile(r"\[[A-Z]{1,2}[/\\]OL\]|https?：//|www\.|\[[JMDNRSC]\]")
_PAGE = pattern("page")
_END = "。！？；："
_PUNCTUATION = re.compile(r"[，。；、！？]")
NUMBER_CELL = r"[-+]?[0-9][0-9.,]*%?(?:\s|$)"
_FIELDS = re.compile(r"\s{2,}|\t|\|")
_CLOSE_FIELDS = re.compile(rf"(?<!\s)\s++(?={NUMBER_CELL})")
_CELL = re.compile(r"[-+]?[0-9][0-9.,]*%?|[—…-]+")


def stretches(document: Document) -> list[Stretch]:
    """The manuscript in stretches, in reading order."""
    read = _read(document.text)
    kinds = {bisect_left(read.at, piece.start): piece.kind for piece in document.pieces}
    found = list(_assemble(read.text, kinds, bool(document.pieces)))
    if isinstance(read.at, tuple):
        for stretch in found:
            stretch.offsets = array("q", (read.at[place] for place in stretch.offsets))
    return found


def _assemble(folded: str, kinds: dict[int, PieceKind], one_line_each: bool) -> Iterator[Stretch]:
    assembler = _Assembler(folded, kinds, one_line_each)
    lines = folded.split("\n")
    position = 0
    for place, raw in enumerate(lines):
        start, position = position, position + len(raw) + 1
        line = raw.replace("\t", " ").strip()
        if not line:
            assembler.blank_before, assembler.open_note = True, None
        elif not _PAGE.fullmatch(line):
            alone = assembler.blank_before and not "".join(lines[place + 1 : place + 2]).strip()
            yield from assembler.take(line, raw, start, alone)
    yield from assembler.close()


class _Assembler:
    """Puts lines together. open_body: the paragraph that goes on; open_note: the note; waiting: what stands within the paragraph and comes
    after it; headings: those above, each with its depth."""

    def __init__(self, folded: str, kinds: dict[int, PieceKind], one_line_each: bool) -> None:
        self.folded, self.kinds, self.one_line_each = folded, kinds, one_line_each
        self.full = _full_line(folded)
        self.open_body: Stretch | None = None
        self.open_note: Stretch | None = None
        self.waiting: list[Stretch] = []
        self.headings: list[tuple[int, str]] = []
        self.number = 0
        self.blank_before = True

    def close(self) -> Iterator[Stretch]:
        """The open paragraph, and what waited for its end."""
        if self.open_body is not None:
            yield self.open_body
        yield from self.waiting
        self.waiting, self.open_body = [], None

    def take(self, line: str, raw: str, start: int, alone: bool) -> Iterator[Stretch]:
        """Take one line in; alone: it has none beside it."""
        begin = start + len(raw) - len(raw.lstrip())
        kind = self._kind(line, raw, start, alone)
        if self.open_note is not None and not self.blank_before and self._goes_on_in_note(kind):
            _extend(self.open_note, self.folded, begin, len(line))
            return
        set_off, self.blank_before = self.blank_before or raw[:2].isspace(), False
        body = self.open_body
        if body is not None and kind is StretchKind.BODY and set_off and body.text[-1:] in _END:
            yield from self.close()
        if self.open_body is not None and kind is StretchKind.BODY and not self.kinds.get(start):
            _extend(self.open_body, self.folded, begin, len(line))
            if _complete(line, self.full, self.one_line_each):
                yield from self.close()
        else:
            yield from self._begin(kind, line, begin)

    def _kind(self, line: str, raw: str, start: int, alone: bool) -> StretchKind:
        kind = _kind_of(line, raw, self.kinds.get(start, ""), self.open_body)
        title = self.open_body is None and alone and _like_a_title(line, self.full)
        return StretchKind.HEADING if kind is StretchKind.BODY and title else kind

    def _goes_on_in_note(self, kind: StretchKind) -> bool:
        return kind is StretchKind.REFERENCE or (kind is StretchKind.BODY and not self.one_line_each)

    def _begin(self, kind: StretchKind, line: str, begin: int) -> Iterator[Stretch]:
        """Begin a stretch with a line."""
        heading = kind is StretchKind.HEADING
        while heading and self.headings and self.headings[-1][0] >= _depth(line):
            self.headings.pop()
        self.number += 1
        stretch = Stretch(kind, "", array("q"), tuple(text for _depth_of, text in self.headings), self.number)
        _extend(stretch, self.folded, begin, len(line))
        if heading:
            self.headings.append((_depth(line), stretch.text))
        self.open_note = stretch if kind in (StretchKind.NOTE, StretchKind.REFERENCE) else None
        if kind is StretchKind.BODY and not _complete(line, self.full, self.one_line_each):
            self.open_body = stretch
            return
        if heading and self.open_body is not None:
            yield from self.close()
        self.waiting.append(stretch)
        if self.open_body is None and self.open_note is None:
            yield from self.close()


WHOLE = 1 << 30
"""How long a line would have to be to be full, where lines are whole paragraphs."""


def _full_line(folded: str) -> int:
    """How long a line is that was broken because it was full; `WHOLE` where lines are whole paragraphs."""
    lines = sorted((line for line in map(str.rstrip, folded[:200_000].split("\n")) if len(line) > 8), key=len)
    full = len(lines[len(lines) * 8 // 10]) - 4 if lines else 0
    broken = [line[-1] not in _END for line in lines if len(line) >= full]
    return full if 11 <= full <= 56 and 2 * sum(broken) > len(broken) else WHOLE


def _complete(line: str, full: int, one_line_each: bool) -> bool:
    """Whether a line ends its paragraph; what does not goes on over page breaks and notes."""
    if one_line_each:
        return True
    if full == WHOLE and line[-1] in "）」』":
        return True  # （来源：…）
    bare = line.rstrip("”\"'）」』 ")
    last = re.sub(r"\^?[①-⑳]$", "", bare)[-1:]
    if last and last in _END:
        return len(line) < full
    if last in "，、" and last:
        return False
    if len(line) >= full:
        return False
    return _is_bare(line, 29)


def _like_a_title(line: str, full: int) -> bool:
    """2020年度国内旅游人数28.79亿人次，收入2.23万亿元: a short line by itself that ends without a mark, at the head of a text."""
    return len(line) <= min(45, full - 1) and not re.search("[。；：]|[，、！？]$", line)


def _kind_of(line: str, original: str, hint: str, open_body: Stretch | None) -> StretchKind:
    """What a line is, by its beginning, its length and its marks; hint: what the document says of it."""
    if _is_row(line, original, hint):
        return StretchKind.TABLE
    return _kind_of_note(line, hint) or _kind_of_prose(line, original, hint, open_body)


def _kind_of_note(line: str, hint: str) -> StretchKind | None:
    note = hint in ("footnote", "comment") or _NOTE.match(line)
    if (note or len(line) < 300) and _REFERENCE.search(line):
        return StretchKind.REFERENCE
    return StretchKind.NOTE if note else None


def _kind_of_prose(line: str, original: str, hint: str, open_body: Stretch | None) -> StretchKind:
    if len(line) < 80 and _CAPTION.match(line) and not _STOPS.search(line):
        return StretchKind.CAPTION
    if hint == "heading" or _is_heading(line):
        return StretchKind.HEADING
    if _is_numbers(line, original):
        return StretchKind.TABLE
    return StretchKind.HEADING if open_body is None and _is_bare(line, 40) else StretchKind.BODY


def _is_bare(line: str, longest: int) -> bool:
    """Whether a line is short, without marks, and ends in no number."""
    return len(line) <= longest and not _PUNCTUATION.search(line) and not line[-1].isdigit()


_STOPS = re.compile("[。；]")


def _is_row(line: str, original: str, hint: str) -> bool:
    if hint == "table" or (line.startswith("|") and line.endswith("|") and not re.search("第.{1,3}[章篇]", line)):
        return True
    if _is_of_cells(line):
        return True
    columns = original.count("\t") > 1  # 二、各项贷款 with a figure in each column, 按领域分 with none
    parted = "\t" in original.rstrip() and _HEADING.match(line) is None
    return (parted or columns) and not _STOPS.search(line) and len(line) < 400


def _is_of_cells(line: str) -> bool:
    """指标|单位|绝对数: three short cells or more between upright strokes."""
    cells = line.split("|")
    return len(cells) > 2 and all(len(cell) <= LONGEST_CELL for cell in cells) and not _STOPS.search(line)


LONGEST_CELL = 24


def _is_heading(line: str) -> bool:
    if len(line) > 45 or line[-1] in "，：" or _STOPS.search(line):
        return False
    numbered = _HEADING.match(line) is not None and not _AMOUNT_FIRST.match(line)
    return numbered or re.match(r"(?:计划单列市|副省级市|专题|区县)", line) is not None


def _is_numbers(line: str, original: str) -> bool:
    """Whether at least half of three or more columns are numbers, or three behind a name that one space parts; or the line is one."""
    cells = [cell.strip() for cell in _FIELDS.split(original.strip()) if cell.strip()]
    numbers = sum(_CELL.fullmatch(cell) is not None for cell in cells)
    close = _CLOSE_FIELDS.split(original.strip())[1:]  # 遵义市 238.6 209.4 13.9
    if len(close) >= 3 and all(map(_CELL.fullmatch, close)):
        return True
    return (len(cells) >= 3 and numbers * 2 >= len(cells)) or _CELL.fullmatch(line) is not None


def _depth(line: str) -> int:
    """How deep a heading stands: 0 for a chapter."""
    if re.match(r"\| ?第|第.{1,4}[章篇编部]", line):
        return 0
    marks = re.match(r"#+", line)
    if marks:
        return len(marks[0]) - 1
    numbers = re.match(r"[0-9]{1,2}((?:\.[0-9]{1,2})*)", line)
    if numbers and numbers[1]:
        return numbers[1].count(".")
    if re.match(r"第.{1,4}节|[一二三四五六七八九十]{1,3}[、.]", line):
        return 1
    if line.startswith("（"):
        return 2
    return 4 if numbers else 3


_WORDS = re.compile(r"[^ \t\n]+")


def _extend(stretch: Stretch, folded: str, begin: int, length: int) -> None:
    """Add a line to a stretch, without the spaces that say nothing; a number that the line's end broke is whole again."""
    parts: list[str] = [stretch.text]
    last = stretch.text[-1:]
    for match in _WORDS.finditer(folded, begin, begin + length):
        word = match[0]
        broken_number = match.start() == begin and last.isdigit() and word[0].isdigit()
        if last and last.isascii() and last.isalnum() and word[0].isascii() and word[0].isalnum() and not broken_number:
            parts.append(" ")
            stretch.offsets.append(max(0, match.start() - 1))
        parts.append(word)
        stretch.offsets.extend(range(match.start(), match.end()))
        last = word[-1]
    stretch.text = "".join(parts)
