"""Importing submissions: first a preview, then one undoable step, all or nothing of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change, Edit, StepKind, new_uid, now
from ecdesk.domain.book.records import (
    Alternative,
    Answer,
    AreaRecord,
    Exhibit,
    Indicator,
    Observation,
    Origin,
    OriginKind,
    Record,
    Status,
    Submission,
    SubmissionState,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Content, Mark
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.readings import NOTHING_READ, FileReading, Problem, Reading
from ecdesk.domain.files.faults import Doing, plain_faults
from ecdesk.domain.files.paths import real_path, shown
from ecdesk.domain.judging import says_the_same
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.places import total_named
from ecdesk.excel.reading import ReadingContext
from ecdesk.session.book.desk import Desk, put_content
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.crash_reports import reason_for
from ecdesk.session.program.logs import topic
from ecdesk.session.program.progress import Job, Progress, finish
from ecdesk.session.submissions.arriving import content_at, read_arrived
from ecdesk.session.submissions.endings import ENDINGS, REFUSED_ENDINGS
from ecdesk.session.submissions.plausibility import growth_doubts, mistakes, single_doubts
from ecdesk.session.submissions.stated_sources import noted, proposed

MOST_FILES = 500
"""A folder with more spreadsheets than that is not a folder of submissions."""

_BOOK_ENDING = ".ecd"
_A_BOOK = text("“{file}”是年报文件，没有读；请用“文件 → 合并副本”并入。")
_NO_SUBMISSION = text("“{file}”不是报送文件的种类，没有读；若是报送文件，请单独选它导入。")


class LineOutcome(Enum):
    """What storing a reading would do."""

    NEW = "new"
    """The book has no such figure yet."""
    SAME = "same"
    """The book has it, or prints it with other digits that mean the same."""
    DIFFERENT = "different"
    """The book has another figure: both are kept, the cell is disputed, nothing is overwritten."""
    UNKNOWN = "unknown"
    """The heading is not in the catalogue, or something has to be asked first: not stored."""


FATE_NAMES = {
    LineOutcome.NEW: text("新增"),
    LineOutcome.SAME: text("相同"),
    LineOutcome.DIFFERENT: text("不同"),
    LineOutcome.UNKNOWN: text("待定"),
}


@dataclass(frozen=True)
class Line:
    """A reading with what would become of it. present: what the book has."""

    reading: Reading
    key: Key | None
    outcome: LineOutcome
    present: Content | None = None

    @property
    def to_confirm(self) -> bool:
        """Whether it is stored only when an editor has confirmed it by itself."""
        return self.reading.spoken and self.key is not None


@dataclass(frozen=True)
class FilePreview:
    """What importing one file would do. earlier: an earlier submission of the same bytes; refused: why nothing of it can be
    stored; mistaken: it looks like another file, other rows or another unit than was asked for."""

    path: Path
    reading: FileReading
    lines: tuple[Line, ...]
    warnings: tuple[Problem, ...] = ()
    earlier: str = ""
    refused: Text | None = None
    mistaken: bool = False

    def count(self, outcome: LineOutcome) -> int:
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def in_the_way(self) -> Text:
        """Why it is left out until somebody has looked at it."""
        return self.refused or (self.warnings[0].message if self.mistaken else NOTHING_MATCHED)

    @property
    def storable(self) -> bool:
        """Whether it can be stored without asking anything."""
        return (
            not self.mistaken
            and self.refused is None
            and self.reading.status == "read"
            and any(line.outcome is not LineOutcome.UNKNOWN for line in self.lines)
        )


@dataclass(frozen=True)
class ImportPreview:
    files: tuple[FilePreview, ...]

    def count(self, outcome: LineOutcome) -> int:
        return sum(file.count(outcome) for file in self.files)


@dataclass
class Stored:
    """What an import did: the files stored, those left out with the reason, how many readings met each outcome, the tables that
    were made of files, how many figures of sentences were left out because nobody confirmed them, and of which figures the book has another."""

    stored: list[Path] = field(default_factory=list)
    left_out: dict[Path, Text] = field(default_factory=dict)
    fates: dict[LineOutcome, int] = field(default_factory=dict)
    exhibits: list[Exhibit] = field(default_factory=list)
    unconfirmed: int = 0
    different: list[Key] = field(default_factory=list)


Confirmed = Collection[tuple[str, Key]]
"""The figures of sentences that an editor has confirmed, each by the digest of its file."""


Layouts = Callable[[FilePreview], Sequence[Exhibit]]
"""The tables that are to be made of a file, numbered and in their place."""


def submission_files(paths: Iterable[Path]) -> list[Path]:
    """The files that are meant by files and folders: of a folder those of the kinds that submissions come as, not those in folders inside it, nor
    links out of it.

    Raises UserError for a folder with more of them than submissions come in, and for a path that is not there.
    """
    found: list[Path] = []
    for path in paths:
        with plain_faults(path, Doing.READING):
            inside = [entry for entry in _files(path) if _may_be_sent(entry)] if path.is_dir() else None
            there = inside is not None or path.is_file()
        if inside is not None:
            if len(inside) > MOST_FILES:
                raise UserError(
                    "“{folder}”里有 {count} 个文件，一次最多读 {most} 个，请选择只放报送文件的文件夹。",
                    folder=path.name,
                    count=len(inside),
                    most=MOST_FILES,
                )
            found.extend(inside)
        elif there:
            found.append(path)
        else:
            raise UserError("找不到“{file}”，它可能已被移走，或者网络盘断开了。", file=shown(path))
    return list(dict.fromkeys(found))


def left_out(paths: Iterable[Path]) -> list[tuple[Path, FileReading]]:
    """The files of folders that are no submissions, each with its reason; what programs leave there for themselves is not told."""
    found = []
    for folder in paths:
        with plain_faults(folder, Doing.READING):
            others = [entry for entry in _files(folder) if not _may_be_sent(entry)] if folder.is_dir() else []
        found += [(path, FileReading(path.name, "ignored", problems=(Problem(_why_not(path)),))) for path in others[:MOST_FILES]]
    return found


def _may_be_sent(path: Path) -> bool:
    return path.suffix.lower() in (*ENDINGS, *REFUSED_ENDINGS)


def _why_not(path: Path) -> Text:
    words = _A_BOOK if path.suffix.lower() == _BOOK_ENDING else _NO_SUBMISSION
    return Text(words.template, {"file": path.name})


def _files(folder: Path) -> list[Path]:
    """The files of a folder, without links out of it and what programs leave there for themselves."""
    root = real_path(folder)
    return [
        entry
        for entry in sorted(folder.iterdir())
        if not entry.name.startswith(("~$", ".~", ".")) and entry.name.lower() not in _OF_THE_SYSTEM and _is_own(entry, root)
    ]


_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")


def _is_own(entry: Path, root: Path) -> bool:
    """Whether an entry of a folder is a file and no link out of it; one that cannot be asked counts, reading it will say why."""
    try:
        return entry.is_file() and (not entry.is_symlink() or real_path(entry).is_relative_to(root))
    except OSError:
        return True


def reading_context(book: Book) -> ReadingContext:
    """What the reader may know of a book: its areas, indicators, year and what was answered before; never its figures."""
    answers = tuple(book.all(Answer).values())
    return ReadingContext(book.areas, book.indicators, book.year or None, answers, book.home_area)


def read(files: Sequence[Path], context: ReadingContext) -> Job[list[tuple[Path, FileReading]]]:
    """Read files without a book, so that it may be done on any thread. One that is skipped says so, and the others are read."""
    found = []
    for number, path in enumerate(files):
        yield Progress(number, len(files), text("读取 {file}", file=path.name), outside.give_up)
        found += read_arrived(path, context)
    return found


def holding(paths: Iterable[Path]) -> list[Path]:
    """The files that have to be read to read files again: for what came in a mail or an archive, that."""
    return list(dict.fromkeys(next((one for one in (path, *path.parents) if one.is_file()), path) for path in paths))


def read_one(path: Path, context: ReadingContext | None = None) -> FileReading:
    """What one file says itself; see `read_arrived` for what it holds."""
    return read_arrived(path, context)[0][1]


def assess(book: Book, found: Iterable[tuple[Path, FileReading]]) -> ImportPreview:
    """What storing readings would do; the book is only looked at."""
    return finish(assess_in_steps(book, found))


def assess_in_steps(book: Book, found: Iterable[tuple[Path, FileReading]]) -> Generator[None, None, ImportPreview]:
    """The same, file by file."""
    previews = []
    for path, reading in found:
        previews.append(assess_file(book, path, reading))
        yield
    return ImportPreview(_without_twins(previews))


def preview(desk: Desk, paths: Sequence[Path]) -> Job[ImportPreview]:
    """Read files and say what storing them would do; the book is not touched."""
    found = yield from read(submission_files(paths), reading_context(desk.book))
    return assess(desk.book, [*found, *left_out(paths)])


def assess_file(book: Book, path: Path, reading: FileReading) -> FilePreview:
    """What storing one file would do. A bug that it meets is that file's refusal, as in `read_one`."""
    try:
        return _assessed(book, path, reading)
    except BaseException as error:
        reason = reason_for(error, path.name)
        refused = replace(reading, status="rejected", readings=(), problems=(Problem(reason),))
        return FilePreview(path, refused, (), refused=reason)


def _assessed(book: Book, path: Path, reading: FileReading) -> FilePreview:
    if reading.status in NOTHING_READ:
        return FilePreview(path, reading, (), refused=reading.reason)
    refused = reading.reason
    if reading.area and book.area(reading.area) is None:
        refused = text("这本年报没有“{region}”，请先在地区表里添加。", region=reading.region)
    elif _is_of_another_year(book, reading):
        problem = text("这份文件是 {year} 年的，不是本书的 {own} 年，请确认后再导入。", year=reading.year, own=book.year)
        reading = replace(reading, status="review", problems=(Problem(problem, question="year"), *reading.problems))
        refused = reading.reason
    lines = tuple(classify(book, one) for one in reading.readings)
    placed = [(line.key, line.reading) for line in lines if line.key is not None]
    mistaken = tuple(mistakes(book, reading, placed))
    warnings = (*mistaken, *growth_doubts(placed), *single_doubts(book, reading, placed))
    earlier = next((one.id for one in book.all(Submission).values() if one.file == reading.digest), "")
    return FilePreview(path, reading, lines, warnings, earlier, refused, bool(mistaken))


def _is_of_another_year(book: Book, reading: FileReading) -> bool:
    return reading.status == "read" and bool(book.year) and reading.year not in (None, book.year)


def classify(book: Book, reading: Reading) -> Line:
    """What storing a reading would do."""
    if not reading.matched or reading.doubt is not None or not reading.area or not reading.period:
        return Line(reading, None, LineOutcome.UNKNOWN)
    key = key_of(book, reading)
    present = book.observation(key)
    content = present.content if present else None
    if content is None or content is Mark.UNKNOWN:
        return Line(reading, key, LineOutcome.NEW, content)
    return Line(reading, key, LineOutcome.SAME if says_the_same(content, reading.amount) else LineOutcome.DIFFERENT, content)


def key_of(book: Book, reading: Reading) -> Key:
    """What a reading is about. A district's share of 全市, or of the city by its name, is its share: that is what the share of a district is of."""
    area = book.area(reading.area)
    kind, _colon, whole = reading.measure.partition(":")
    above = book.area(area.parent) if area is not None and area.is_part else None
    of_above = above is not None and whole and (total_named(whole) == "area" or book.areas.find(whole) == above)
    return Key(reading.indicator, reading.area, reading.item, reading.period, kind if of_above else reading.measure)


def store(
    desk: Desk,
    chosen: ImportPreview,
    accept: Iterable[Path] = (),
    layouts: Layouts | None = None,
    confirmed: Confirmed = (),
) -> Stored:
    """Store what a preview showed as one undoable step, with a table for each that layouts gives, see `own_layouts.numbered`.

    A file is stored whole or not at all; those that need an answer are left out with the reason, except the ones in accept, which
    an editor has looked at, and so is one that was changed since the preview or meets a bug. Figures of sentences are stored only where
    they were confirmed one by one, whatever was said of their file. Figures that the book has otherwise become alternatives: the cell is
    disputed, nothing is overwritten.
    """
    accepted = set(accept)
    result = Stored(fates=dict.fromkeys(LineOutcome, 0))
    with desk.edit(text("导入报送文件")) as edit:
        for file in chosen.files:
            if not _may_be_stored(file, accepted):
                result.left_out[file.path] = file.in_the_way
                continue
            whole = len(file.lines)
            file = _as_confirmed(file, confirmed)
            result.unconfirmed += whole - len(file.lines)
            if whole and not any(line.key is not None for line in file.lines):
                result.left_out[file.path] = UNCONFIRMED if len(file.lines) < whole else file.in_the_way
                continue
            try:
                content = _unchanged(file)
                records = _records_of(edit, file, desk.who)
                tables = layouts(file) if layouts is not None else ()
            except BaseException as error:
                result.left_out[file.path] = reason_for(error, file.path.name)
                continue
            for record in (*records, *tables, *proposed(desk.book, file.reading)):
                edit.put(record)
            result.exhibits += tables
            edit.attach(file.path.name, content)
            for line in file.lines:
                result.fates[line.outcome] += 1
                if line.key is not None and line.outcome is LineOutcome.DIFFERENT:
                    result.different.append(line.key)
            result.stored.append(file.path)
        edit.name = text(
            "导入 {files} 份报送：新增 {new}，不同 {different}",
            files=len(result.stored),
            new=result.fates[LineOutcome.NEW],
            different=result.fates[LineOutcome.DIFFERENT],
            step_kind=StepKind.IMPORT,
        )
    counts = ", ".join(f"{outcome.value} {result.fates[outcome]}" for outcome in LineOutcome)
    topic("import").info("stored %d files of %d: %s", len(result.stored), len(chosen.files), counts)
    return result


UNCONFIRMED = text("文字里读出的数还没有核对，没有导入；请对照原句，在核对过的数前打勾。")
NOTHING_MATCHED = text("没有能对上目录的数值。")


def _as_confirmed(file: FilePreview, confirmed: Confirmed) -> FilePreview:
    """A file without the figures of its sentences that nobody confirmed."""
    lines = tuple(line for line in file.lines if not line.to_confirm or (file.reading.digest, line.key) in confirmed)
    return replace(file, lines=lines) if len(lines) < len(file.lines) else file


def _may_be_stored(file: FilePreview, accepted: set[Path]) -> bool:
    return file.storable or (file.path in accepted and file.reading.status not in NOTHING_READ)


def _check_indicators(present: Edit, file: FilePreview) -> None:
    """Raises UserError where an indicator that was matched is no longer there: its answer was taken back."""
    matched = dict.fromkeys(line.key.indicator for line in file.lines if line.key is not None)
    gone = next((id for id in matched if present.get(Indicator, id) is None), None)
    if gone is not None:
        raise UserError("目录里已经没有指标“{value}”了，请重新预览这份文件。", value=gone)


def _records_of(present: Edit, file: FilePreview, who: str) -> list[Record]:
    """What one file puts into the book as it is in an edit, which is only looked at. Raises UserError as `_check_indicators` does."""
    _check_indicators(present, file)
    state = SubmissionState.CHECKING if file.warnings or file.count(LineOutcome.DIFFERENT) else SubmissionState.RECEIVED
    first = Submission(
        "",
        "",
        file.path.name,
        file.reading.digest,
        now(),
        by=who,
        period=str(file.reading.year or ""),
        state=state,
        shape=file.reading.shape,
    )
    sent = {area: replace(first, id=new_uid(), area=area) for area in _senders(present, file)}
    own = Edit(present)
    for submission in sent.values():
        own.put(submission)
    others = next(iter(sent.values()))
    for line in file.lines:
        if line.key is not None:
            _store_line(own, line.key, line.reading, _origin(file, line.reading, sent.get(line.key.area, others)))
    return [change.after for change in own.changes() if change.after is not None]


def _senders(present: Edit, file: FilePreview) -> list[str]:
    """The areas that a file is a submission of: the one that it comes from, where that reports; else every one that reports and has figures in it,
    for one file can bring those of all districts."""
    own = file.reading.area
    if _reports(present, own):
        return [own]
    areas = dict.fromkeys(line.key.area for line in file.lines if line.key is not None)
    found = [area for area in areas if area != own and _reports(present, area)]
    return [own, *found] if own or not found else found


def _reports(present: Edit, area: str) -> bool:
    record = present.get(AreaRecord, area)
    return record is not None and record.reports


def _origin(file: FilePreview, reading: Reading, submission: Submission) -> Origin:
    """Where a figure was read, with the source that its table names."""
    where = noted(file.reading, reading, str(reading.place or submission.name))
    place = submission.id, reading.sheet, reading.cell, reading.raw
    return Origin(OriginKind.IMPORTED, submission.by, *place, detail=where)


def _store_line(edit: Edit, key: Key, reading: Reading, origin: Origin) -> None:
    present = edit.get(Observation, key)
    if present is None or present.content is Mark.UNKNOWN:
        edit.put(Observation(key, reading.amount, Status(reading.status), reading.basis, origin))
    elif not says_the_same(present.content, reading.amount):
        edit.put(Alternative(key, origin.submission, reading.amount, origin))


def settle_dispute(desk: Desk, alternative_id: str, take: bool, words: str = "") -> None:
    """Decide a dispute: take the other source's figure, or keep the book's; either way the alternative goes."""
    other = desk.book.all(Alternative)[alternative_id]
    with desk.edit(text("采用报送数") if take else text("保留原数")) as edit:
        edit.why = words
        _settle(edit, other, take)


def settled(book: Book, alternative_id: str, take: bool) -> tuple[Change, ...]:
    """What `settle_dispute` would change."""
    edit = Edit(book)
    _settle(edit, book.all(Alternative)[alternative_id], take)
    return edit.changes()


def _settle(edit: Edit, other: Alternative, take: bool) -> None:
    edit.remove(Alternative, other.id)
    if take:
        put_content(edit, other.key, other.content, other.origin)


def taken_over(book: Book, lines: Iterable[Line]) -> tuple[Change, ...]:
    """What the book would change to if it had what readings say, also where it has something else."""
    edit = Edit(book)
    for line in lines:
        if line.key is not None and line.outcome in (LineOutcome.NEW, LineOutcome.DIFFERENT):
            put_content(edit, line.key, line.reading.amount, Origin(OriginKind.IMPORTED, raw=line.reading.raw))
    return edit.changes()


def _unchanged(file: FilePreview) -> bytes:
    """The bytes of a previewed file; raises UserError when it is another file by now, or gone."""
    content = content_at(file.path)
    if hashlib.sha256(content).hexdigest() != file.reading.digest:
        raise UserError("“{file}”在预览之后又改过，请重新预览。", file=file.path.name)
    return content


def _without_twins(previews: list[FilePreview]) -> tuple[FilePreview, ...]:
    """Warn of two files for one area in one import; neither is preferred, a figure that differs becomes a dispute."""
    seen: dict[str, str] = {}
    result = []
    for file in previews:
        area = file.reading.area
        if area and file.refused is None:
            if area in seen:
                twin = Problem(
                    text(
                        "“{region}”在这一批里有两份文件：“{one}”和“{two}”。",
                        region=file.reading.region,
                        one=seen[area],
                        two=file.path.name,
                    )
                )
                file = replace(file, warnings=(*file.warnings, twin))
            seen.setdefault(area, file.path.name)
        result.append(file)
    return tuple(result)
