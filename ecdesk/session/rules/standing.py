"""Where a book stands: what is noted of it when it is left, and what its file says of itself without being opened whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecdesk.domain.book.findings import Level
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.files.paths import shown
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import Text, text
from ecdesk.session.program.places import data_folder, made
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book
    from ecdesk.domain.book.records import Exhibit
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.rules.checking import Checks
    from ecdesk.storage.bookfile import BookFile

FILE = "books.json"
UNKNOWN = -1


class State(StrEnum):
    """What is known of a book. NOTED: all of it; CHANGED: changed elsewhere since, so that counts are not; MISSING: its file is not there;
    UNREADABLE: nothing can be read from it now."""

    NOTED = "noted"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Standing:
    """A book as it stood. filled of expected: cells that are printed. errors, queries: open findings, in_the_way: all that stands in the
    way of a final export, `UNKNOWN` while nobody has looked. received of
    reporting: areas. unsigned: exhibits. exhibits: how many there are. by, when: the last step; uid: of that. why: it cannot be read."""

    path: str
    title: str = ""
    period: str = ""
    exhibits: int = 0
    filled: int = 0
    expected: int = 0
    errors: int = UNKNOWN
    queries: int = UNKNOWN
    in_the_way: int = UNKNOWN
    received: int = 0
    reporting: int = 0
    unsigned: int = 0
    by: str = ""
    when: str = ""
    uid: str = ""
    state: State = State.NOTED
    why: str = ""

    @property
    def share(self) -> int | None:
        """Per cent of the cells that are filled, 100 only when all are; None where none is expected or known."""
        return self.filled * 100 // self.expected if self.expected else None

    @property
    def others(self) -> int:
        """How much stands in the way of a final export besides findings."""
        return max(0, self.in_the_way - self.errors - self.queries) if self.in_the_way > 0 else 0


@dataclass(frozen=True)
class NextStep:
    """What is to be done next, in words, and the command of the window that begins it."""

    words: Text
    command: str


def next_step(one: Standing) -> NextStep | None:
    """What a book needs next; None where nothing is known of it."""
    if one.state is not State.NOTED:
        return None
    if not one.exhibits:
        return NextStep(text("建第一张表"), "")
    if one.filled < one.expected and one.received < one.reporting:
        return NextStep(text("导入报送（已收 {received}/{count}）", received=one.received, count=one.reporting), "board")
    if one.errors > 0:
        return NextStep(text("核对 {count} 条错误", count=one.errors), "check")
    if one.queries > 0:
        return NextStep(text("核实 {count} 条审核结果", count=one.queries), "check")
    if one.filled < one.expected:
        return NextStep(text("填完 {count} 个空格", count=one.expected - one.filled), "")
    if one.others:
        return NextStep(text("处理 {count} 处，才能定稿导出", count=one.others), "sign_off")
    if one.unsigned:
        return NextStep(text("签发 {count} 张图表", count=one.unsigned), "sign_off")
    return NextStep(text("导出"), "export")


def standing_of(desk: Desk, checks: Checks | None) -> Standing:
    """Where an open book stands. checks: of the desk; None while they are not ready."""
    from ecdesk.domain.book.records import SignOff, Submission
    from ecdesk.session.rules.final import in_the_way

    book = desk.book
    printed = [exhibit for exhibit in book.exhibits() if exhibit.printed]
    filled, expected = _filled(book, printed)
    counts = checks.open_counts() if checks is not None and checks.ready else {}
    sent = {one.area for one in book.all(Submission).values()}
    reporting = book.reporting_areas()
    return Standing(
        shown(desk.path),
        book.title,
        book.period.code if book.period is not None else "",
        len(printed),
        filled,
        expected,
        counts.get(Level.ERROR, UNKNOWN),
        counts.get(Level.QUERY, UNKNOWN),
        sum(one.count for one in in_the_way(book, checks.findings())) if checks is not None and counts else UNKNOWN,
        sum(area.code in sent for area in reporting),
        len(reporting),
        sum(exhibit.id not in book.all(SignOff) for exhibit in printed),
        desk.last_step.who,
        desk.last_step.when,
        desk.last_step.uid,
    )


def _filled(book: Book, exhibits: Iterable[Exhibit]) -> tuple[int, int]:
    """How many cells are filled, of how many in which a figure is missed."""
    from ecdesk.domain.book.layouts import cell_keys
    from ecdesk.domain.book.tables import is_missing

    filled = expected = 0
    for exhibit in exhibits:
        for row, column, key in cell_keys(exhibit):
            if not is_missing(book.observation(key)):
                filled += 1
            elif not (exhibit.rows[row].unexpected or exhibit.columns[column].unexpected):
                expected += 1
    return filled, filled + expected


def period_words(one: Standing) -> str:
    """The period in words, "" where it has none."""
    with suppress(ValueError):
        return str(period_from_code(one.period)) if one.period else ""
    return one.period


def noted() -> dict[str, Standing]:
    """What was noted of books, by their paths; what cannot be read is left out."""
    import json

    try:
        found = json.loads((data_folder() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = found if isinstance(found, list) else []
    return {one.path: one for entry in entries if (one := _from_json(entry)) is not None}


_TYPES: Mapping[str, type] = {"str": str, "int": int, "State": str}


def _from_json(entry: Any) -> Standing | None:
    kinds = {field.name: _TYPES[str(field.type)] for field in fields(Standing)}
    if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
        return None
    if any(not isinstance(value, kinds.get(name, object)) for name, value in entry.items()):
        return None
    return Standing(**{name: value for name, value in entry.items() if name in kinds and name != "state"})


def note(one: Standing, keep: int = 24) -> None:
    """Note where a book stands, the last ones first. That it cannot be written is no harm: the book itself says what it is."""
    import json

    others = [other for path, other in noted().items() if path != one.path]
    written = json.dumps([asdict(other) for other in (one, *others)[:keep]], ensure_ascii=False, indent=1)
    with suppress(UserError, OSError):
        write_whole(made(data_folder()) / FILE, written.encode("utf-8"))


def read_standing(path: Path, known: Standing | None) -> Job[Standing]:
    """Where a book stands by what was noted and what its file says now: its last step, its title, its period. A worker's job: the drive may
    take long."""
    from ecdesk.storage.bookfile import BookFile

    yield Progress(0, 0, text("读取 {file}", file=path.name))
    one = known or Standing(shown(path), path.stem, state=State.CHANGED)
    try:
        if not path.is_file():
            return replace(one, state=State.MISSING)
        with BookFile.open(path, "", read_only=True) as file:
            return _told_by(file, one)
    except UserError as fault:
        return replace(one, state=State.UNREADABLE, why=str(fault))
    except OSError as fault:
        return replace(one, state=State.UNREADABLE, why=fault.strerror or str(fault))


def _told_by(file: BookFile, one: Standing) -> Standing:
    """What is known of a book while it was not changed elsewhere; else what its file says."""
    last = next(iter(file.heads(limit=1)), None)
    who, when, uid = (last.who, last.when, last.uid) if last is not None else (file.meta("created_by"), file.meta("created"), "")
    if one.state is State.NOTED and one.uid == uid:
        return one
    title, year, part = (getattr(file.record("setting", name), "value", "") for name in ("title", "year", "part"))
    return Standing(one.path, title or one.title, f"{year}{part}", by=who, when=when, state=State.CHANGED)
