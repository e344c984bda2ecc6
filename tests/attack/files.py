"""Files changed by structure and made against each reader, each read in a child of its own: no bug, at most two seconds of processor and 300 MB."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.outside import tasks
from ecdesk.session.outside.process import ReadingProcess
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.submissions import queries
from ecdesk.session.submissions.imports import read_one
from tests.attack.children import FORKS, NO_FORKS, Say
from tests.attack.crafting import crafted
from tests.attack.kills import use
from tests.attack.limits import faults_of_cost, limited
from tests.attack.mutating import changed
from tests.attack.promises import bugs
from tests.attack.samples import samples
from tests.attack.scenes import take
from tests.attack.tally import Tally
from tests.books import small_records

LETTER = "查询函"
MANUSCRIPTS = (".docx", ".txt", ".md")
BOOK = "book.ecd"
Files = Iterator[tuple[str, bytes]]


def read_crafted(folder: Path, tries: int, seed: int) -> Tally:
    """So many of the crafted files, all at most."""

    def files(sound: dict[str, bytes]) -> Files:
        made = list(crafted(sound))
        for name, content in random.Random(seed).sample(made, min(tries, len(made))):
            yield name, content() if callable(content) else content

    return _read_all(folder, files)


def read_mutated(folder: Path, tries: int, seed: int) -> Tally:
    """So many files changed by structure."""

    def files(sound: dict[str, bytes]) -> Files:
        chance = random.Random(seed)
        for _ in range(tries):
            name = chance.choice(sorted(sound))
            yield name, changed(name, sound[name], chance)

    return _read_all(folder, files)


def _read_all(folder: Path, files: Callable[[dict[str, bytes]], Files]) -> Tally:
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    home, temporary, found = folder / "home", folder / "tmp", folder / "files"
    for place in (home, temporary, found):
        place.mkdir()
    use(home, temporary)
    sound = samples(folder / "samples")
    with mock.patch.object(ReadingProcess, "ask", _asked_here):
        _read_each(folder, files(sound), sound, tally)
    return tally


def _asked_here(_process: ReadingProcess, task: str, content: bytes, name: str, *given: str) -> tuple[Any, bytes]:
    """What the reading process answers, done in the child itself: its cost is what is measured, not that of starting another."""
    known = tasks.TASKS[task]
    values = [name, *(tasks.given(hint, part) for hint, part in zip(known.takes[1:], given, strict=True))]
    made = known.run(content, *values)
    attached, found = made if known.with_bytes else (b"", made)
    return found, attached


def _read_each(folder: Path, files: Files, sound: dict[str, bytes], tally: Tally) -> None:
    temporary, found = folder / "tmp", folder / "files"
    for name in sound:  # what takes long to import is there already
        read(folder / "samples" / name, folder / "samples" / "warm", lambda _line: None)
    for number, (name, content) in enumerate(files):
        path = found / f"{number} {name}"
        path.write_bytes(content)
        outcome, faults = _tried(path, folder / "homes" / str(number), temporary)
        tally.tried(outcome, faults, path.name)
        if not faults:
            path.unlink()


def _tried(path: Path, home: Path, temporary: Path) -> tuple[str, list[str]]:
    def work(say: Say) -> None:
        use(home, temporary)
        read(path, home, say)
        for bug in bugs():
            say(f"fault {bug}")

    ended = limited(work, path.with_name(f"{path.name}.printed"))
    faults = [line.removeprefix("fault ") for line in ended.lines if line.startswith("fault ")]
    faults += faults_of_cost(ended)
    if not faults:
        path.with_name(f"{path.name}.printed").unlink(missing_ok=True)
    return (ended.lines[0] if ended.lines and not faults else "faulty"), faults


def read(path: Path, own: Path, say: Say) -> None:
    """Read a file as an import does, a letter also for its answers, or proofread it as a manuscript, also from a book with comments in a copy."""
    if path.suffix not in MANUSCRIPTS:
        reading = read_one(path)
        for problem in reading.problems:
            str(problem.message)
        reading.as_json()
        say(reading.status)
        if LETTER in path.name:
            with suppress(UserError):
                finish(queries.read_answers(path))
        return
    try:
        result = manuscripts.proofread_file(path)
        result.as_json()
        if path.suffix == ".docx":
            _commented(path, own)
    except UserError as refusal:
        say("refused" if str(refusal) else "refused without a word")
    else:
        say("proofread")


def _commented(path: Path, own: Path) -> None:
    own.mkdir(parents=True, exist_ok=True)
    book = own / BOOK
    book.unlink(missing_ok=True)
    with Desk.create(book, small_records(), "张三") as desk:
        draft = take(desk, path)
        found = finish(manuscripts.proofread_draft(desk, desk.book, draft)).result
        finish(manuscripts.comment_copy(desk, draft, found, own / "commented.docx"))
