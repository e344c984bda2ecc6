"""Reading files from outside: opened and measured here, read by the reading process, which the whole program shares."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecdesk.session.outside.process import ReadingProcess, as_given

if TYPE_CHECKING:
    from ecdesk.documents import Revised
    from ecdesk.domain.documents import Document, TextChange, TextComment
    from ecdesk.domain.figures.readings import FileReading
    from ecdesk.domain.files.containers.holding import Opened
    from ecdesk.excel.formats import Workbook
    from ecdesk.excel.forms import QueryAnswers
    from ecdesk.excel.reading import ReadingContext

_process = ReadingProcess()
atexit.register(lambda: _process.close())


def start() -> None:
    """Start the reading process, where files will be read in a moment."""
    _process.start()


def give_up() -> bool:
    """End the reading of the file that is being read, from any thread; whether one was. That file is refused, and says why."""
    return _process.give_up()


def close() -> None:
    """End the reading process; the next file starts another one."""
    _process.close()


def read_submission(path: Path, context: ReadingContext | None = None) -> FileReading | None:
    """Everything that a submission says; None for a mail or an archive. Raises UserError for a file that cannot be opened or was given up,
    BugElsewhere for a bug."""
    from ecdesk.domain.files.door import read_bytes

    return read_content(read_bytes(path), path.name, context)


def read_content(content: bytes, name: str, context: ReadingContext | None = None) -> FileReading | None:
    """The same of the bytes of a file, as received under a name."""
    found: FileReading | None = _asked("submission", content, name, _context(context))
    return found


def open_container(content: bytes, name: str) -> tuple[Opened | None, list[bytes]]:
    """What a mail or an archive holds, with the bytes of each of its files; None and nothing for what is none. Raises UserError for one that
    cannot be opened."""
    opened, joined = _process.ask("container", content, name)
    contents: list[bytes] = []
    at = 0
    for held in opened.held if opened is not None else ():
        contents.append(joined[at : at + held.size])
        at += held.size
    return opened, contents


def read_sheets(content: bytes, name: str, every_format: bool = False) -> Workbook:
    """The sheets of a file as received, see `sheets_of`. Raises UserError for one that cannot be read."""
    found: Workbook = _asked("workbook", content, name, as_given(bool, every_format))
    return found


def read_pages(content: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """The stretches of text on each page of a PDF, in reading order. Raises UserError for one that cannot be read."""
    found: tuple[tuple[str, ...], ...] = _asked("pages", content, name)
    return found


def read_letter(content: bytes, name: str) -> QueryAnswers | None:
    """The answers in a query letter that came back; None for a file that is none. Raises UserError for one that cannot be read."""
    found: QueryAnswers | None = _asked("letter", content, name)
    return found


def read_manuscript(content: bytes, name: str) -> Document:
    """A manuscript, by the ending of its name. Raises UserError for one that cannot be read."""
    found: Document = _asked("document", content, name)
    return found


def with_comments(content: bytes, name: str, comments: Sequence[TextComment], author: str, when: str) -> tuple[bytes, int]:
    """The bytes of a .docx with somebody's comments in it, and how many were written. Raises UserError for what is none."""
    from ecdesk.domain.documents import TextComment as Comment

    given = as_given(tuple[Comment, ...], tuple(comments))
    count, made = _process.ask("comments", content, name, given, *(as_given(str, one) for one in (author, when)))
    return made, count


def with_changes(
    content: bytes, name: str, changes: Sequence[TextChange], comments: Sequence[TextComment], author: str, when: str
) -> tuple[bytes, Revised]:
    """The bytes of a manuscript with somebody's changes and comments in it, and how many were written. Raises UserError for what cannot be
    read."""
    from ecdesk.domain.documents import TextChange as Change
    from ecdesk.domain.documents import TextComment as Comment

    given = as_given(tuple[Change, ...], tuple(changes)), as_given(tuple[Comment, ...], tuple(comments))
    count, made = _process.ask("revised", content, name, *given, *(as_given(str, one) for one in (author, when)))
    return made, count


def _asked(task: str, content: bytes, name: str, *given: str) -> Any:
    found, _nothing = _process.ask(task, content, name, *given)
    return found


@lru_cache(maxsize=2)
def _context(context: ReadingContext | None) -> str:
    from ecdesk.excel.reading import ReadingContext as Context

    return as_given(Context | None, context)
