"""What the reading process is asked for: each task by its name, with the types of what goes in and what comes back.

A task gets the bytes of one file and gives a value; what comes back as bytes is the content of a file, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecdesk.documents import Revised, commented, document_in, pages_of, revised
from ecdesk.domain.documents import Document, TextChange, TextComment
from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.files.containers.holding import Opened
from ecdesk.excel.formats import Workbook, load_workbook_bytes
from ecdesk.excel.forms import QueryAnswers, read_query_letter
from ecdesk.excel.reading import ReadingContext
from ecdesk.session.outside import typed_json
from ecdesk.session.outside.received import opened_container, read_received, sheets_of


@dataclass(frozen=True)
class Task:
    """takes: the types of what is given with the bytes, the file's name first. gives: the type of the answer; bytes come beside it."""

    run: Callable[..., Any]
    takes: tuple[Any, ...]
    gives: Any
    with_bytes: bool = False


def _letter(data: bytes, name: str) -> QueryAnswers | None:
    return read_query_letter(load_workbook_bytes(data, name))


TASKS = {
    "submission": Task(read_received, (str, ReadingContext | None), FileReading | None),
    "container": Task(opened_container, (str,), Opened | None, with_bytes=True),
    "workbook": Task(sheets_of, (str, bool), Workbook),
    "letter": Task(_letter, (str,), QueryAnswers | None),
    "pages": Task(pages_of, (str,), tuple[tuple[str, ...], ...]),
    "document": Task(document_in, (str,), Document),
    "comments": Task(commented, (str, tuple[TextComment, ...], str, str), int, with_bytes=True),
    "revised": Task(revised, (str, tuple[TextChange, ...], tuple[TextComment, ...], str, str), Revised, with_bytes=True),
}


@lru_cache(maxsize=4)
def given(hint: Any, document: str) -> Any:
    """What was given with a file. A book's catalogues come with every file of a folder: they are made of it once."""
    return typed_json.loads(hint, document.encode("utf-8", "surrogatepass"))
