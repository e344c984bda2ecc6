"""Processes that open, close and are killed within milliseconds, by any of a book's names: one owner at a time, and nobody kept out afterwards."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage.lock import BookLock
from tests.attack.children import FORKS, NO_FORKS, Child, Say, fork
from tests.attack.kills import use
from tests.attack.promises import bugs, faults_of_book, left_about
from tests.attack.tally import Tally
from tests.books import small_records

if sys.platform != "win32":
    import fcntl

RACERS = 3
OPENS = 60
"""One in so many tries opens the whole book and changes it."""


def race(folder: Path, tries: int, seed: int) -> Tally:
    """Racers that take and let go of a book's lock until all have tried so often; some are killed meanwhile and others take their place."""
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    home, temporary, books = folder / "home", folder / "tmp", folder / "books"
    for place in (home, temporary, books):
        place.mkdir()
    use(home, temporary)
    names = [books / name for name in ("年报.ecd", "链接.ecd", "硬链接.ecd")]
    Desk.create(names[0], small_records(), "张三").close()
    names[1].symlink_to(names[0])
    names[2].hardlink_to(names[0])
    chance = random.Random(seed)
    running: list[Child] = []
    number = kills = 0
    try:
        while tally.tries < tries:
            while len(running) < RACERS:
                number += 1
                running.append(_racer(names, folder, number, chance.random()))
            time.sleep(chance.random() * 0.05)
            if chance.random() < 0.5:
                running[chance.randrange(len(running))].kill()
                kills += 1
            running = [child for child in running if not _gone(child)]
            tally.tries = sum(
                (folder / f"{one}.tries").stat().st_size for one in range(1, number + 1) if (folder / f"{one}.tries").exists()
            )
    finally:
        for child in running:
            child.kill()
            child.end()
    for path in folder.glob("*.tries"):
        said = path.read_bytes()
        for letter, words in (
            (b"t", "taken"),
            (b"h", "held by another"),
            (b"o", "opened"),
            (b"r", "opened to be read"),
            (b"n", "sent to another name"),
        ):
            tally.outcomes[words] += said.count(letter)
        tally.faults += ["two owners at one moment"] * said.count(b"!")
    tally.outcomes["kills"] = kills
    for path in folder.glob("*.txt"):
        printed = path.read_text(encoding="utf-8")
        if "Traceback" in printed:
            tally.faults.append(printed[-500:])
    for _first_names_that_were_saved_under in range(2):
        last = [fault for name in names for fault in faults_of_book(name, None)]
    tally.faults += last
    tally.faults += left_about(books, frozenset()) + bugs()
    return tally


def _gone(child: Child) -> bool:
    pid, _status = os.waitpid(child.pid, os.WNOHANG)
    return pid != 0


def _racer(names: list[Path], folder: Path, number: int, seed: float) -> Child:
    chance = random.Random(seed)
    tries, guard = folder / f"{number}.tries", folder / "guard"

    def note(letter: bytes) -> None:
        with tries.open("ab") as file:
            file.write(letter)

    def alone() -> int:
        """A second lock, of another kind, that a kill lets go as well."""
        handle = os.open(guard, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            note(b"!")
        return handle

    def take(name: Path) -> None:
        lock = BookLock(name)
        if lock.acquire("racer", "") is not None:
            note(b"h")
            return
        handle = alone()
        note(b"t")
        os.close(handle)
        lock.release()

    def open_book(name: Path) -> None:
        try:
            desk = Desk.open(name, "racer")
        except UserError:  # one who was killed while saving used another name, and that one is to be opened first
            note(b"n")
            return
        with desk:
            if desk.read_only:
                note(b"r")
                return
            handle = alone()
            cells.enter(desk, "表1", [(chance.randrange(4), 0, str(chance.randrange(10**6)))])
            note(b"o")
            os.close(handle)

    def work(_say: Say) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            name = chance.choice(names)
            (open_book if chance.randrange(OPENS) == 0 else take)(name)
            time.sleep(chance.random() * 0.003)

    return fork(work, folder / f"{number}.txt")
