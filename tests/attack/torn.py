"""Copies that another program takes of a book and its journal while it is written: each opens with a state that was true, or is refused in a
sentence."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from tests.attack.children import FORKS, NO_FORKS, Child, Say, fork
from tests.attack.kills import use
from tests.attack.promises import bugs, mark_of
from tests.attack.scenes import BOOK, EDITS, stage
from tests.attack.tally import Tally

PAGE = 4096
COPIES_OF_ONE = 40
"""Copies that are taken of one writer's work."""
JOURNAL = "-journal"


class Writer:
    """A process that edits a book without end. Between two looks at its files it is stopped, wherever it is."""

    def __init__(self, book: Path, errors: Path, chance: random.Random) -> None:
        self.book, self.journal = book, Path(f"{book}{JOURNAL}")
        self._chance = chance
        self._child = _writer(book, errors, chance.random())
        self._child.line()

    def go_on(self) -> None:
        """Let it write for a moment, and stop it in the middle of whatever it does, mostly of saving."""
        for _ in range(self._chance.choice((1, 100, 100))):
            self._child.signal(signal.SIGCONT)
            time.sleep(self._chance.choice((0.0, 0.0005, 0.002)) * self._chance.random())
            self._child.signal(signal.SIGSTOP)
            os.waitid(os.P_PID, self._child.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            if self.journal.exists():
                return

    def end(self) -> dict[str, set[int]]:
        """The number of the last step of each state that the book ever was in."""
        self._child.signal(signal.SIGCONT)
        self._child.kill_after(0.05)  # so that the last state is said
        states: dict[str, set[int]] = {}
        for line in self._child.end().lines:
            if line.startswith("state"):
                _word, seq, mark = line.split("\t")
                states.setdefault(mark, set()).add(int(seq))
        return states


def _writer(book: Path, errors: Path, seed: float) -> Child:
    chance = random.Random(seed)

    def work(say: Say) -> None:
        # Said when it is known in memory, before any of it is written.
        with Desk.open(book, "张三", save_changed=lambda: None) as desk:
            desk.listen(lambda _notice: say(f"state\t{desk.seq}\t{mark_of(desk.book)}"))
            say(f"state\t{desk.seq}\t{mark_of(desk.book)}")
            for number in itertools.count():
                with suppress(UserError):
                    chance.choice(EDITS)(desk, book.parent, chance, number)
                    desk.flush()

    return fork(work, errors)


Way = Callable[[Writer, Path, random.Random], None]


def _file_first(writer: Writer, target: Path, _chance: random.Random) -> None:
    _copy(writer.book, target)
    writer.go_on()
    _copy(writer.journal, Path(f"{target}{JOURNAL}"))


def _journal_first(writer: Writer, target: Path, _chance: random.Random) -> None:
    _copy(writer.journal, Path(f"{target}{JOURNAL}"))
    writer.go_on()
    _copy(writer.book, target)


def _file_alone(writer: Writer, target: Path, _chance: random.Random) -> None:
    _copy(writer.book, target)


def _mixed_pages(writer: Writer, target: Path, chance: random.Random) -> None:
    """A slow copy: pages of several moments, and a journal of one of them."""
    content = bytearray(writer.book.read_bytes())
    kept = Path(f"{target}{JOURNAL}")
    if chance.random() < 0.5:
        _copy(writer.journal, kept)
    for _ in range(chance.randint(1, 4)):
        writer.go_on()
        later = writer.book.read_bytes()
        start = chance.randrange(len(content) // PAGE + 1) * PAGE
        content[start:] = later[start:]
    if not kept.exists() and chance.random() < 0.5:
        _copy(writer.journal, kept)
    target.write_bytes(content)


def _scattered_pages(writer: Writer, target: Path, chance: random.Random) -> None:
    before = writer.book.read_bytes()
    writer.go_on()
    after = writer.book.read_bytes()
    pages = [(before if chance.random() < 0.5 else after)[at : at + PAGE] for at in range(0, len(after), PAGE)]
    target.write_bytes(b"".join(pages))
    if chance.random() < 0.5:
        _copy(writer.journal, Path(f"{target}{JOURNAL}"))


def _cut_off(writer: Writer, target: Path, chance: random.Random) -> None:
    (_file_first if chance.random() < 0.5 else _journal_first)(writer, target, chance)
    cut = chance.choice([target, *_present(Path(f"{target}{JOURNAL}"))])
    os.truncate(cut, chance.randrange(cut.stat().st_size + 1))


WAYS: tuple[Way, ...] = (_file_first, _journal_first, _file_alone, _mixed_pages, _scattered_pages, _cut_off)


def _copy(source: Path, target: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.copyfile(source, target)


def _present(path: Path) -> Iterator[Path]:
    if path.exists():
        yield path


def tear(folder: Path, tries: int, seed: int) -> Tally:
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    chance = random.Random(seed)
    home, temporary = folder / "home", folder / "tmp"
    for place in (home, temporary):
        place.mkdir()
    use(home, temporary)
    while tally.tries < tries:
        own = folder / f"writer{tally.tries}"
        (own / "books").mkdir(parents=True)
        stage(own / "books")
        writer = Writer(own / "books" / BOOK, own / "printed.txt", chance)
        copies: list[tuple[Path, str]] = []
        for number in range(min(COPIES_OF_ONE, tries - tally.tries)):
            place = own / str(number)
            place.mkdir()
            writer.go_on()
            way = chance.choice(WAYS)
            way(writer, place / BOOK, chance)
            copies.append((place / BOOK, way.__name__.strip("_").replace("_", " ")))
        states = writer.end()
        for copy, way_name in copies:
            outcome, faults = _looked_at(copy, states)
            tally.tried(outcome, faults, f"{copy.parent.relative_to(folder)} {way_name}")
    tally.faults += bugs()
    return tally


def _looked_at(copy: Path, states: dict[str, set[int]]) -> tuple[str, list[str]]:
    """Open a copy to be read and to be written: what came of it, and what was wrong with that."""
    found = []
    for read_only in (True, False):
        try:
            desk = Desk.open(copy, "李四", read_only=read_only)
        except UserError:
            found.append("refused")
            continue
        with desk:
            if desk.seq not in states.get(mark_of(desk.book), set()):
                return "opened in a state that never was", [f"step {desk.seq} was never so"]
            found.append("opened in a true state")
            if not read_only and desk.read_only:
                return "opened to be read only", [str(desk.file.reason)]
    if found[0] != found[1]:
        return "opened one way and refused the other", [f"to be read {found[0]}, to be written {found[1]}"]
    return found[0], []
