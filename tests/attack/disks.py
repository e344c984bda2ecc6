"""Disks that fill up, files that nobody may write, that vanish, are renamed, replaced or come back, and a clock that is set back: the window's way
of saving goes on, or what it could not save comes back."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.book.rescue_file import forget, left_behind
from ecdesk.session.program.progress import finish
from ecdesk.session.tables import cells, outline
from ecdesk.session.versions.recovery import bring_back, plan_return
from ecdesk.storage import copies
from tests.attack.children import FORKS, NO_FORKS, Say, fork
from tests.attack.kills import use
from tests.attack.promises import bugs, faults_of_book, last_saved, mark_of, saved_line
from tests.attack.scenes import BOOK, stage
from tests.attack.tally import Tally

if sys.platform != "win32":
    import resource
    import signal

Restore = Callable[[], object]
Spoil = Callable[[Path, random.Random], Restore]
"""Does something to the disk of a book that is open; returns what puts it right again."""
NOT_HERE = "not here"


class NotHereError(Exception):
    """The system does not let this be done."""


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    """A disk of its own in a folder."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        raise NotHereError
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def _full(book: Path, chance: random.Random) -> Restore:
    filler = book.with_name("filler.bin")
    free = shutil.disk_usage(book.parent).free
    if free > 1 << 28:
        raise NotHereError
    with suppress(OSError), filler.open("wb", 0) as file:
        for _ in range(free // 4096 + 1 - chance.choice((0, 0, 1, 5, 30))):
            file.write(bytes(4096))
    return filler.unlink


def _limited(_book: Path, chance: random.Random) -> Restore:
    """A process may write files of a certain length only."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (chance.choice((0, 4096, 100_000, 300_000)), before[1]))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _read_only(book: Path, _chance: random.Random) -> Restore:
    """A folder in which nothing can be made or removed any more."""

    def fix(how: str) -> None:
        if subprocess.run(["chattr", how, str(book.parent)], capture_output=True, check=False).returncode:
            raise NotHereError

    if shutil.which("chattr") is None:
        raise NotHereError
    fix("+i")
    return lambda: fix("-i")


def _renamed(book: Path, _chance: random.Random) -> Restore:
    other = book.with_name("别名.ecd")
    book.rename(other)
    return lambda: other.rename(book)


def _folder_renamed(book: Path, _chance: random.Random) -> Restore:
    other = book.parent.with_name("别处")
    book.parent.rename(other)
    return lambda: other.rename(book.parent)


def _removed(book: Path, _chance: random.Random) -> Restore:
    kept = book.read_bytes()
    book.unlink()
    return lambda: book.write_bytes(kept)


def _replaced(book: Path, _chance: random.Random) -> Restore:
    """By a copy of earlier, and that is how it stays."""
    draft = book.with_name("早先.ecd")
    shutil.copy(_EARLIER[0], draft)
    draft.replace(book)
    return lambda: None


def _written_over(book: Path, _chance: random.Random) -> Restore:
    """In place, as a program does that synchronises folders."""
    book.write_bytes(_EARLIER[0].read_bytes())
    return lambda: None


def _clock_back(_book: Path, chance: random.Random) -> Restore:
    past = datetime.fromtimestamp(chance.randrange(10**9), UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, _zone: object = None) -> datetime:
            return past

    patch = mock.patch.object(copies, "datetime", Clock)
    patch.start()
    return patch.stop


_EARLIER: list[Path] = []
SPOILS: dict[str, tuple[Spoil, str]] = {
    "a full disk": (_full, "12m"),
    "files of a length only": (_limited, ""),
    "a folder that is read-only": (_read_only, ""),
    "a file that is renamed": (_renamed, ""),
    "a folder that is renamed": (_folder_renamed, ""),
    "a file that is gone": (_removed, ""),
    "a file replaced by an earlier copy": (_replaced, ""),
    "a file written over by an earlier copy": (_written_over, ""),
    "a clock set back": (_clock_back, ""),
}
"""What is done, and the size of the disk that it needs for itself."""


def spoil(folder: Path, tries: int, seed: int) -> Tally:
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    chance = random.Random(seed)
    first = folder / "stage"
    first.mkdir()
    stage(first)
    _EARLIER[:] = [folder / "earlier.ecd"]
    shutil.copy(first / BOOK, _EARLIER[0])
    with Desk.open(first / BOOK, "张三") as desk:
        cells.enter(desk, "表1", [(2, 2, "5")])
    for number in range(tries):
        name = list(SPOILS)[number % len(SPOILS)]
        own = folder / str(number)
        own.mkdir()
        try:
            outcome, faults = _try(name, first / BOOK, own, chance)
        except NotHereError:
            tally.outcomes[f"{name} {NOT_HERE}"] += 1
            continue
        tally.tried(outcome, faults, f"{number} {name}")
        if not faults:
            shutil.rmtree(own, ignore_errors=True)
    return tally


def _try(name: str, first: Path, own: Path, chance: random.Random) -> tuple[str, list[str]]:
    make, size = SPOILS[name]
    home, temporary, books = own / "home", own / "tmp", own / "books"
    for place in (home, temporary, books):
        place.mkdir()
    use(home, temporary)
    seed = chance.random()
    with small_disk(books, size) if size else nullcontext():
        book = books / BOOK
        shutil.copy(first, book)
        child = fork(lambda say: _edit(book, make, random.Random(seed), say), own / "printed.txt")
        ended = child.end()
        if NOT_HERE in ended.lines:
            raise NotHereError
        faults = [] if ended.code == 0 else [f"ended with {ended.code}: {ended.errors[-500:]}"]
        memory = [line.split() for line in ended.lines if line.startswith("memory")]
        lost_by_others = "replaced" in name or "written over" in name
        faults += _faults_of_return(book, int(memory[-1][1]), memory[-1][2], lost_by_others) if memory else []
        faults += faults_of_book(book, None)
        faults += [f"a bug: {line}" for line in ended.lines if "程序出错" in line]
        if not lost_by_others:
            saved = last_saved(ended.lines)
            faults += faults_of_book_after(book, saved)
    return next(
        (line for line in ("kept", "saved when it was over", "saved meanwhile") if line in ended.lines), "?"
    ), faults + bugs()


def faults_of_book_after(book: Path, saved: dict[str, tuple[int, str]]) -> list[str]:
    from ecdesk.session.versions.versions import book_at

    if BOOK not in saved:
        return []
    seq, mark = saved[BOOK]
    with Desk.open(book, "", read_only=True) as desk:
        return [] if desk.seq >= seq and mark_of(book_at(desk, seq)) == mark else [f"step {seq} was saved and is gone"]


def _edit(book: Path, make: Spoil, chance: random.Random, say: Say) -> None:
    desk = Desk.open(book, "张三", save_changed=lambda: None)
    if chance.random() < 0.5:  # else the first step of this opening is made on the spoilt disk
        cells.enter(desk, "表1", [(0, 0, "1")])
        desk.flush()
        say(saved_line(desk))
    try:
        mend = make(book, chance)
    except NotHereError:
        say(NOT_HERE)
        return
    for number in range(chance.randint(1, 6)):
        cells.enter(desk, "表1", [(row, 0, str(chance.randrange(10**6))) for row in range(4)])
        if number == 2:
            outline.add_exhibit(desk, f"表4-{number}", "新表", "亿元")
        _flush(desk, say)
    say(f"memory {desk.seq} {mark_of(desk.book)}")
    outcome = "saved meanwhile" if not desk.save_state.waiting else ""
    if desk.save_state.waiting and chance.random() < 0.5:
        try:
            desk.keep_unsaved()
        except UserError as fault:
            say(f"told {fault}")
        else:
            say("kept")
            desk.leave()
            mend()
            return
    mend()
    _flush(desk, say)
    if desk.save_state.waiting:
        desk.keep_unsaved()
        outcome = "kept"
    say(outcome or "saved when it was over")
    desk.leave()


def _flush(desk: Desk, say: Say) -> None:
    try:
        desk.flush()
    except UserError as fault:
        say(f"told {fault}")
    else:
        say(saved_line(desk))


def _faults_of_return(book: Path, seq: int, mark: str, others: bool) -> list[str]:
    """Bring back what is in rescue files; whether the book is then what was in memory, as far as nobody else changed it."""
    with Desk.open(book, "张三") as desk:
        if desk.read_only:
            return [f"kept from its owner: {desk.file.reason}"]
        for left in left_behind():
            bring_back(desk, finish(plan_return(desk, left.path)))
            desk.flush()
            forget(left.path)
        if others:
            return []
        if (desk.seq, mark_of(desk.book)) != (seq, mark):
            return [f"step {seq} was done, and with the rescue file the book is at {desk.seq}"]
    return []
