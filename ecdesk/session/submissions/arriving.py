"""Files as they come: by themselves, or in a mail or an archive, each of whose files is a submission of its own.

A file in a mail has a path as well: that of the mail with its name behind it. Nothing is unpacked to disk; whoever wants its bytes again opens the
mail again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.readings import NOTHING_READ, FileReading, Problem
from ecdesk.domain.files.containers.holding import Held, Opened
from ecdesk.domain.files.door import read_bytes
from ecdesk.domain.texts import Text, text
from ecdesk.excel.formats import Workbook
from ecdesk.excel.reading import ReadingContext
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.crash_reports import reason_for
from ecdesk.session.program.logs import note_time, topic

Arrived = tuple[Path, FileReading]

_LOGGED = frozenset(
    [
        ".xlsx",
        ".xlsm",
        ".xls",
        ".xlsb",
        ".ods",
        ".et",
        ".csv",
        ".tsv",
        ".txt",
        ".htm",
        ".html",
        ".mht",
        ".xml",
        ".docx",
        ".pdf",
        ".zip",
        ".eml",
        ".msg",
    ]
)
"""Endings that the log may name; others may tell something."""
NESTED = text("“{file}”是装在另一个压缩包或邮件里的压缩包或邮件，没有打开；请先解压或另存出来，再导入里面的文件。")
TWINS = text("有两份附件都叫“{file}”，内容不同；请核对用哪一份。")
MAIL_ONLY = text("“{file}”是邮件，正文里没有能读的数；附件 {count} 个，各作一份文件读。")
MAIL_EMPTY = text("“{file}”是邮件，没有附件，正文里也没有能读的数；请核对发来的是不是这封。")
GONE = text("“{holder}”里没有“{file}”了，请重新预览。")
ARCHIVE = text("“{file}”是压缩包，里面的文件 {count} 个，各作一份文件读。")


def read_arrived(path: Path, context: ReadingContext | None = None) -> list[Arrived]:
    """Everything that one path gives: its own reading first, then those of the files in it; of a file in a mail or an archive its reading alone. A bug
    that one of them meets is that file's refusal, see `crash_reports.reason_for`: it never stops the others."""
    try:
        began = perf_counter()
        holder = _holder(path)
        own = outside.read_submission(path, context) if holder is None else None
        if own is not None:
            _note(own, perf_counter() - began)
            return [(path, own)]
        opening = _Opening(context, path if holder is not None else None)
        found = list(opening.of(holder or path, read_bytes(holder or path)))
        if not found:
            raise UserError(GONE.template, holder=(holder or path).name, file=path.name)
        return found
    except BaseException as error:
        refused = FileReading(path.name, "rejected", problems=(Problem(reason_for(error, path.name)),))
        _note(refused, 0.0)
        return [(path, refused)]


def _holder(path: Path) -> Path | None:
    """The mail or the archive on the disk that a path leads into; None for a file by itself."""
    return None if path.is_file() else next((parent for parent in path.parents if parent.is_file()), None)


def content_at(path: Path) -> bytes:
    """The bytes of a file, or of a file in a mail or an archive. Raises UserError where it is not there any more."""
    holder = _holder(path)
    if holder is None:
        return read_bytes(path)
    content, wanted = read_bytes(holder), path.relative_to(holder).as_posix()
    while wanted:
        name, content = _within(content, holder.name, wanted)
        wanted = wanted[len(name) + 1 :]
    return content


def _within(content: bytes, holder: str, wanted: str) -> tuple[str, bytes]:
    """The file of a mail or an archive that a path begins with: its name there and its bytes."""
    opened, contents = outside.open_container(content, holder)
    for held, found in zip(opened.held if opened is not None else (), contents, strict=True):
        if f"{wanted}/".startswith(f"{held.name}/"):
            return held.name, found
    raise UserError(GONE.template, holder=holder, file=wanted)


def sheets_at(path: Path) -> Workbook:
    """The sheets of a file as received, of a mail those of its text. Raises UserError for one that cannot be read."""
    return sheets_in(content_at(path), path.name)


def sheets_in(content: bytes, name: str) -> Workbook:
    """The same of the bytes of a file."""
    opened, _contents = outside.open_container(content, name)
    if opened is None:
        return outside.read_sheets(content, name)
    books = [outside.read_sheets(part, name) for part in _bodies(opened)]
    return (
        replace(books[0], sheets=[sheet for one in books for sheet in one.sheets]) if books else Workbook(name, opened.kind, [])
    )


@dataclass(frozen=True)
class _Opening:
    """Opens a mail or an archive and reads what is in it. wanted: the only file in it that is asked for, None for all."""

    context: ReadingContext | None
    wanted: Path | None

    def of(self, path: Path, content: bytes, holders: tuple[Opened, ...] = (), place: Text | None = None) -> Iterator[Arrived]:
        """The readings of a mail or an archive and of the files in it. holders: what it came in itself."""
        opened, contents = outside.open_container(content, path.name)
        if opened is None:
            raise UserError("“{file}”打不开。", file=path.name)
        here = _place(path.name, opened)
        here = text("{container}　{place}", container=place, place=here) if place is not None else here
        if self.wanted in (None, path):
            own = _own_reading(path, content, opened, self.context)
            yield path, _placed(own, place if opened.kind == "zip" else here)
        for held, inside in zip(opened.held, contents, strict=True):
            if self._is_wanted(path / held.name):
                yield from self._held(path / held.name, held, inside, (*holders, opened), here)

    def _is_wanted(self, path: Path) -> bool:
        return self.wanted is None or path == self.wanted or path in self.wanted.parents

    def _held(self, path: Path, held: Held, content: bytes, holders: tuple[Opened, ...], place: Text) -> Iterator[Arrived]:
        if held.refused is not None:
            status = "ignored" if held.again else "rejected"
            yield path, _placed(FileReading(path.name, status, problems=(Problem(held.refused),)), place)
            return
        began = perf_counter()
        try:
            found = outside.read_content(content, path.name, self.context)
            if found is None and len(holders) == 1 and holders[0].kind == "mail":
                yield from self.of(path, content, holders, place)
                return
        except BaseException as error:
            found = FileReading(path.name, "rejected", problems=(Problem(reason_for(error, path.name)),))
        found = found or FileReading(path.name, "rejected", problems=(Problem(Text(NESTED.template, {"file": path.name})),))
        if held.twin and found.status not in NOTHING_READ:
            twins = Problem(Text(TWINS.template, {"file": path.name}))
            found = replace(found, status="review", problems=(twins, *found.problems))
        _note(found, perf_counter() - began)
        yield path, _placed(found, place)


def _own_reading(path: Path, content: bytes, opened: Opened, context: ReadingContext | None) -> FileReading:
    """What a mail says itself; of an archive, and of a mail that only brings files, that it is one."""
    digest = hashlib.sha256(content).hexdigest()
    found: FileReading | None = None
    for part in _bodies(opened):
        more = outside.read_content(part, path.name, context)
        if more is not None and more.status not in NOTHING_READ:
            found = more if found is None else _joined(found, more)
    if found is not None:
        return replace(found, file=path.name, digest=digest)
    template = ARCHIVE if opened.kind == "zip" else MAIL_ONLY if opened.held else MAIL_EMPTY
    reason = Text(template.template, {"file": path.name, "count": len(opened.held)} if opened.held else {"file": path.name})
    return FileReading(path.name, "ignored" if opened.held else "rejected", problems=(Problem(reason),), digest=digest)


def _bodies(opened: Opened) -> Iterator[bytes]:
    """The text of a mail as files: its tables, and its words under its subject."""
    if opened.page:
        yield f'<meta charset="utf-8">{opened.page}'.encode("utf-8", "replace")
    if opened.body.strip():
        yield f"{opened.subject}\n\n{opened.body}".encode("utf-8", "replace")


def _joined(one: FileReading, other: FileReading) -> FileReading:
    """The tables of a mail's text and its words as one reading."""
    return replace(
        one,
        status="review" if "review" in (one.status, other.status) else "read",
        readings=(*one.readings, *other.readings),
        problems=(*other.problems, *one.problems) if other.status == "review" else (*one.problems, *other.problems),
        sheets=(*one.sheets, *other.sheets),
        tables=(*one.tables, *other.tables),
    )


def _place(name: str, opened: Opened) -> Text:
    """A mail with who sent it and when; an archive by its name."""
    if opened.sender and opened.date:
        return text("{file}（{sender}，{date}）", file=name, sender=opened.sender, date=opened.date)
    if opened.sender or opened.date:
        return text("{file}（{sender}）", file=name, sender=opened.sender or opened.date)
    return text("{file}", file=name)


def _placed(found: FileReading, place: Text | None) -> FileReading:
    return found.came_in(place) if place is not None else found


def _note(found: FileReading, seconds: float) -> None:
    ending = Path(found.file).suffix.lower()
    kind = ending if ending in _LOGGED else "of another ending"
    topic("import").info("file %s: %s, %d figures", kind, found.status, len(found.readings))
    note_time(f"reading a file {kind}", seconds)
