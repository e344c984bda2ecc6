"""What a file that somebody sent says, whatever its kind: here the readers of tables and of prose meet. Run by the reading process.

The content decides the kind. A document becomes a workbook, a sheet for each of its tables, for the reader of tables; its prose is read by the
grammar of the proof, and each figure of it has its sentence as origin. Mails and archives are opened by `opened_container`, and what they
hold is read as files of their own.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from ecdesk.documents import composed
from ecdesk.domain.book.records import Indicator
from ecdesk.domain.documents import PROSE, Composition, FoundTable, table_name
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import MEASURE_NAMES
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import FileReading, Problem, Reading
from ecdesk.domain.files import door
from ecdesk.domain.files.containers.archives import open_archive
from ecdesk.domain.files.containers.holding import Opened
from ecdesk.domain.files.containers.kinds import kind_of
from ecdesk.domain.files.containers.mails import open_mail
from ecdesk.domain.files.containers.outlook import open_msg
from ecdesk.domain.judging import says_the_same
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import CJK
from ecdesk.domain.wording.units import printed_unit
from ecdesk.excel.formats import Sheet, Workbook, load_workbook_bytes
from ecdesk.excel.formats import limits as table_limits
from ecdesk.excel.reading import ReadingContext, Vocabulary, read_workbook
from ecdesk.prose.reading.clauses import knowing_areas
from ecdesk.prose.reading.told import Told, told

CONTAINERS: dict[str, Callable[[bytes, str], tuple[bytes, Opened]]] = {"zip": open_archive, "mail": open_mail, "msg": open_msg}
MOST_NAMED = 1_000
"""Figures of the prose that are asked about one by one; a longer text is asked about as a whole."""
MOST_SPOKEN = 20_000
"""Numbers in the prose of a submission, each to be held against its sentence by an editor; a whole yearly report has 5,000."""
_NOTES = (".txt", ".md")
_SEPARATORS = (",", "\t", ";", "|")
_COLUMNS = re.compile(r"[^ \u3000][ \u3000]{2,}[^ \u3000]")
_NUMBER = re.compile("[0-9０-９]+")
_CHINESE = re.compile(f"[{CJK}]")
_MARKS = re.compile("[，、；：,;:]")
_LONG = 24
"""Characters of Chinese that no field of a table has."""

NO_FIGURES = text("“{file}”里没有表，文字里也没有能读的数，没有读入；请核对发来的是不是这个文件。")
TO_CONFIRM = text("“{file}”的文字里读出 {count} 个数，请对照原句逐一核对，再勾选导入。")
ONE_TO_CONFIRM = text("“{sentence}”读作 {region} {period} {indicator} {measure} {value}，请核对。")
NO_INDICATOR = text("目录里没有“{name}”，句中的这个数没有对上指标。")
OTHER_UNIT = text("“{name}”的单位是{unit}，句中写的是 {other}，不是同一种量，请核对是哪个指标的数。")
NO_PERIOD = text("句子里看不出是哪个时期的数，请核对。")
NO_AREA = text("句子里看不出是哪个地区的数，请核对。")
IN_TABLE = text("文字里写的是 {value}，{sheet}的 {cell} 是 {other}，请核对哪个对。")
TWICE = text("文字里有两处说的是同一个指标，数却不同，请核对。")
OTHERS = text("文字里另有 {count} 个数没有对上指标、时期或量，没有读入，请对照原文。")
EMBEDDED = text(
    "“{file}”里还嵌着 {count} 份电子表格（对象或图的数据），没有读；若里面有要报的数，请在 Word 中打开它们，另存出来再导入。"
)
UNREAD_PAGES = text("“{file}”的第 {pages} 页是图片，没有读；请核对这几页里有没有数。")


def _filled(words: Text, **values: object) -> Text:
    return Text(words.template, values)


def opened_container(data: bytes, name: str) -> tuple[bytes, Opened | None]:
    """What a mail or an archive holds; None for a file that is none. Raises UserError for one that cannot be opened."""
    door.check_size(data, name)
    opener = CONTAINERS.get(kind_of(data, name))
    return opener(data, name) if opener is not None else (b"", None)


def read_received(data: bytes, name: str, context: ReadingContext | None = None) -> FileReading | None:
    """Everything that a file says; None for a mail or an archive, whose files are to be read one by one. One that cannot be read comes back
    rejected, with the reason as its problem."""
    try:
        door.check_size(data, name)
        if kind_of(data, name) in CONTAINERS:
            return None
        composition = _composition(data, name)
        if composition is not None:
            _check_spoken(composition, name)
        found = read_workbook(load_workbook_bytes(data, name), context) if composition is None else None
    except UserError as refusal:
        found = FileReading(name, "rejected", problems=(Problem(refusal.text),))
    if found is not None:
        return _ignored(found, data) if found.status == "rejected" and name.lower().endswith(_NOTES) else found
    assert composition is not None
    return _Document(data, name, composition, context or ReadingContext()).read()


def _ignored(found: FileReading, data: bytes) -> FileReading:
    """A text beside the submissions without a single figure, which is none of them."""
    if any(sign.isdigit() for sign in door.decoded(data, found.file)[0]):
        return found
    return replace(found, status="ignored", problems=(Problem(_filled(NO_FIGURES, file=found.file)),))


def sheets_of(data: bytes, name: str, every_format: bool = False) -> Workbook:
    """The sheets of a file as received; of a document its tables and, on a sheet of their own, its paragraphs. every_format: with all that is known
    of how numbers are shown. Raises UserError for a file that cannot be read."""
    door.check_size(data, name)
    composition = _composition(data, name)
    if composition is None:
        return load_workbook_bytes(data, name, every_format)
    document = _Document(data, name, composition, ReadingContext())
    return replace(document.workbook, sheets=[*document.workbook.sheets, document.paragraphs()])


def _composition(data: bytes, name: str) -> Composition | None:
    """A document as tables and prose; None for a spreadsheet, a text with separators too."""
    kind = kind_of(data, name)
    is_document = kind in ("docx", "pdf") or (kind == "text" and _is_document(data, name))
    return composed(data, name, kind) if is_document else None


def _check_spoken(composition: Composition, name: str) -> None:
    """Raises UserError for prose with more numbers than anybody holds against their sentences."""
    count = sum(1 for _number in _NUMBER.finditer(composition.prose.text))
    if count > MOST_SPOKEN:
        raise UserError(
            "“{file}”的文字里有 {count} 个数，超过 {most} 个，没有读入；请只留要报送的段落，或让填报单位发送电子表格。",
            file=name,
            count=count,
            most=f"{MOST_SPOKEN:,}",
        )


def _is_document(data: bytes, name: str) -> bool:
    """Whether a text is written in sentences, or has its columns set apart by blanks, and no separators part most of its lines alike."""
    words, lost = door.decoded(data, name)
    lines = [line.strip() for line in words[:200_000].splitlines() if line.strip()]
    if lost or "\x00" in words or _is_separated(lines):
        return False
    prose = sum(len(line) for line in lines if _is_sentence(line))
    blanks = sum(_COLUMNS.search(line) is not None for line in lines)
    return prose * 2 > sum(map(len, lines)) or (blanks >= 2 and blanks * 2 > len(lines) // 2)


def _is_separated(lines: list[str]) -> bool:
    """Whether half of the lines have the same number of fields."""
    for sign in _SEPARATORS:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if counts and counts.most_common(1)[0][1] * 2 >= len(lines):
            return True
    return False


def _is_sentence(line: str) -> bool:
    """Whether a line is a sentence or a piece of one, as far as a line tells: it ends one, or is long and has hardly anything but words."""
    words = len(_CHINESE.findall(line))
    return "。" in line or words >= _LONG or (words * 2 > _LONG and _MARKS.search(line) is not None)


class _Document:
    """A document with what its readers say of it."""

    def __init__(self, data: bytes, name: str, composition: Composition, context: ReadingContext) -> None:
        self.name = name
        self.composition = composition
        self.context = context
        self.digest = hashlib.sha256(data).hexdigest()
        self.vocabulary = Vocabulary(context)
        self._pages: dict[str, tuple[int, ...]] = {}
        sheets = [self._sheet(number, table) for number, table in enumerate(composition.tables, start=1)]
        self.workbook = Workbook(name, composition.prose.format, sheets, self.digest)

    def _sheet(self, number: int, table: FoundTable) -> Sheet:
        """The sheet of a table: the lines over it, its rows, and the notes under it."""
        over = [*self.vocabulary.missing(table.above, table.outer), *table.above]
        notes = [line for line in table.below if self.vocabulary.is_note(line)]
        rows: list[list[object]] = [[line] for line in over]
        rows += [[words[: table_limits.TEXT_LENGTH] for words in row] for row in table.rows]
        rows += [[line] for line in notes]
        down = len(over)
        merged = tuple((top + down, left, bottom + down, right) for top, left, bottom, right in table.merged)
        name = table_name(number)
        if table.pages:
            first, last = table.pages[0], table.pages[-1]
            self._pages[name] = (*[first] * down, *table.pages, *[last] * len(notes))
        return Sheet(name, rows, merged=merged)

    def paragraphs(self) -> Sheet:
        """The prose as a sheet, to be looked at."""
        lines = self.composition.prose.text.split("\n")
        return Sheet(PROSE, [[line[: table_limits.TEXT_LENGTH]] for line in lines])

    def read(self) -> FileReading:
        tables = read_workbook(self.workbook, self.context) if self.workbook.sheets else None
        if tables is not None and tables.status == "rejected" and not tables.shape:
            return tables
        in_tables = tuple(replace(one, place=self._place_in_table(one)) for one in tables.readings) if tables is not None else ()
        spoken, others = self._prose(tables)
        spoken = _beside(spoken, in_tables)
        problems = [*(tables.problems if tables is not None and tables.status != "rejected" else ())]
        status = tables.status if tables is not None else "rejected"
        notes = self._notes(others)
        if spoken:
            asked = Problem(_filled(TO_CONFIRM, file=self.name, count=len(spoken)), PROSE)
            problems = [asked, *self._asked(spoken), *problems]
            status = "review"
        if not in_tables and not spoken:
            return self._nothing(tables, others)
        if self.composition.unread:
            pages = "、".join(map(str, self.composition.unread))
            problems.insert(0, Problem(_filled(UNREAD_PAGES, file=self.name, pages=pages)))
            status = "review"
        area, region, year = self._main(tables, spoken)
        return FileReading(
            self.name,
            status,
            area,
            region,
            year,
            (*in_tables, *spoken),
            (*problems, *notes),
            tables.shape if tables is not None else "",
            self.digest,
            (*(tables.sheets if tables is not None else ()), *([PROSE] if spoken else [])),
        )

    def _nothing(self, tables: FileReading | None, others: int) -> FileReading:
        """What is said of a document without any figure that can be read."""
        if tables is not None:
            return tables
        reason = _filled(NO_FIGURES, file=self.name)
        return FileReading(
            self.name, "rejected" if others else "ignored", problems=(Problem(reason), *self._notes(0)), digest=self.digest
        )

    def _notes(self, others: int) -> list[Problem]:
        notes = [Problem(_filled(OTHERS, count=others), PROSE)] if others else []
        if self.composition.embedded:
            notes.append(Problem(_filled(EMBEDDED, file=self.name, count=self.composition.embedded)))
        return notes

    def _place_in_table(self, reading: Reading) -> Text | None:
        pages = self._pages.get(reading.sheet)
        if pages is None:
            return text("{sheet}", sheet=reading.sheet)
        row = int(re.sub(r"[^0-9]", "", reading.cell) or 1) - 1
        return text("第 {page} 页", page=pages[min(row, len(pages) - 1)])

    # -- prose

    def _prose(self, tables: FileReading | None) -> tuple[tuple[Reading, ...], int]:
        """The readings of the prose, and how many other figures there are in it."""
        area, year = self.vocabulary.named_by(self.name)
        regions = {one.region for one in tables.readings} if tables is not None else set()
        home = area.name if area is not None else next(iter(regions)) if len(regions) == 1 else ""
        when = (tables.year if tables is not None else None) or year or self.context.year
        with knowing_areas(self.vocabulary.areas):
            found, others = told(self.composition.prose, str(when or ""), home)
        return tuple(map(self._reading, found)), others

    def _reading(self, one: Told) -> Reading:
        indicator = self.vocabulary.indicator(_names(one.name))
        area = self.vocabulary.area(one.area) if one.area else None
        measure, known = self._measure(one, indicator.whole if indicator is not None else "")
        doubt: Text | None
        if indicator is None or not known:
            doubt = _filled(NO_INDICATOR, name=one.name if indicator is None else one.whole)
        else:
            doubt = _doubt(one, indicator, area)
        line = self.composition.prose.text.count("\n", 0, one.start)
        sentence = text("“{sentence}”", sentence=one.sentence)
        page = self.composition.pages[line] if line < len(self.composition.pages) else 0
        return Reading(
            area.code if area is not None else "",
            area.name if area is not None else one.area,
            indicator.id if indicator is not None else one.name,
            "",
            one.period,
            measure,
            one.amount,
            PROSE,
            f"A{line + 1}",
            one.text,
            indicator is not None,
            why=(text("这是文字里的数，原句是“{sentence}”。", sentence=one.sentence),),
            doubt=doubt,
            place=text("第 {page} 页　{sentence}", page=page, sentence=sentence) if page else sentence,
            spoken=True,
        )

    def _measure(self, one: Told, usual: str) -> tuple[str, bool]:
        """The measure, with the whole of a share where the text names another than the indicator's; whether that is known."""
        if one.measure != "share" or not one.whole:
            return one.measure, True
        whole = self.vocabulary.indicator(_names(one.whole))
        if whole is None:
            return one.measure, False
        return (one.measure if whole.id == usual else f"share:{whole.id}"), True

    def _asked(self, spoken: tuple[Reading, ...]) -> Iterator[Problem]:
        for one in spoken[:MOST_NAMED]:
            if one.doubt is not None:
                yield Problem(one.doubt, one.sheet, one.cell)
                continue
            indicator = self.vocabulary.indicators.get(one.indicator)
            words = _filled(
                ONE_TO_CONFIRM,
                sentence=one.why[0].values["sentence"],
                region=one.region,
                period=str(period_from_code(one.period)),
                indicator=indicator.name if indicator is not None else one.indicator,
                measure=text(MEASURE_NAMES[one.measure.partition(":")[0]]),
                value=f"{one.amount.value:f}{one.amount.unit.symbol}",
            )
            yield Problem(words, one.sheet, one.cell)

    def _main(self, tables: FileReading | None, spoken: tuple[Reading, ...]) -> tuple[str, str, int | None]:
        """The area and the year of the whole file: what its tables say, else what most of its sentences do."""
        area, region, year = (tables.area, tables.region, tables.year) if tables is not None else ("", "", None)
        areas = [(one.area, one.region) for one in spoken]
        years = [period_from_code(one.period).year for one in spoken if one.period]
        if not area and areas:
            area, region = max(dict.fromkeys(areas), key=areas.count)
        return area, region, year if year is not None or not years else max(dict.fromkeys(years), key=years.count)


def _doubt(one: Told, indicator: Indicator, area: Area | None) -> Text | None:
    """What a sentence leaves open about a figure whose indicator is known."""
    home = printed_unit(indicator.unit) if indicator.unit else None
    if one.measure == "value" and home is not None and home.dimension != one.amount.unit.dimension:
        return _filled(OTHER_UNIT, name=indicator.name, unit=indicator.unit, other=one.text)
    if not one.period:
        return NO_PERIOD
    return NO_AREA if area is None else None


def _names(name: str) -> tuple[str, ...]:
    """What a figure may be called in the catalogue: 快递业务量/同城 is 快递业务量同城, or 同城 where that says enough."""
    whole, _stroke, part = name.rpartition("/")
    return (name, f"{whole}{part}", f"{part}{whole}", part) if whole else (name,)


def _beside(spoken: tuple[Reading, ...], in_tables: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The readings of the prose without those that a table or an earlier sentence says as well; one that differs from such is in doubt."""

    def key(reading: Reading) -> tuple[str, ...]:
        return reading.area or reading.region, reading.indicator, reading.item, reading.period, reading.measure

    known = {key(one): one for one in in_tables}
    kept: list[Reading] = []
    for one in spoken:
        other = known.get(key(one)) if one.period else None
        if other is None:
            known[key(one)] = one
            kept.append(one)
        elif not says_the_same(other.amount, one.amount):
            value, there = (f"{amount.value:f}{amount.unit.symbol}" for amount in (one.amount, other.amount))
            in_table = _filled(IN_TABLE, value=value, sheet=other.sheet, cell=other.cell, other=there)
            kept.append(replace(one, doubt=TWICE if other.sheet == PROSE else in_table))
    return tuple(kept)
