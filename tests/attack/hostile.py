"""Books that somebody else made or damaged, at every verb: one sentence, quickly, and the file stays as it is; never a state that was not."""

from __future__ import annotations

import os
import random
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from ecdesk import cli
from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.book.rescue_file import RescueFile
from tests.attack.children import FORKS, NO_FORKS, Say
from tests.attack.kills import use
from tests.attack.limits import faults_of_cost, limited
from tests.attack.promises import bugs, faults_of_book, mark_of
from tests.attack.scenes import BOOK, COPY, stage
from tests.attack.tally import Tally
from tests.storage.test_hostile_books import EVIL, STRANGERS, damage_book, falsify, look_through, write_sound

PAGE = 4096
Make = Callable[[Path, random.Random], object]

VERBS: tuple[tuple[str, ...], ...] = (
    ("check", "{bad}"),
    ("export", "{bad}", "{folder}/发表.xlsx"),
    ("forms", "{bad}", "{folder}/表"),
    ("new", "{folder}/下年.ecd", "--from", "{bad}", "--year", "2019"),
    ("import", "{bad}", "{folder}/报送"),
    ("compare", "{bad}", "{folder}/副本.ecd"),
    ("merge", "{bad}", "{folder}/副本.ecd"),
    ("merge", "{folder}/副本.ecd", "{bad}"),
)


def _no_file() -> Iterator[tuple[str, Make]]:
    """What is called a book and is no file, or another one."""

    def link_to(target: str) -> Make:
        return lambda bad, _chance: (bad.unlink(), bad.symlink_to(target))

    def folder(bad: Path, _chance: random.Random) -> None:
        bad.unlink()
        bad.mkdir()

    def pipe(bad: Path, _chance: random.Random) -> None:
        bad.unlink()
        os.mkfifo(bad)

    def door(bad: Path, _chance: random.Random) -> None:
        bad.unlink()
        here = Path.cwd()
        os.chdir(bad.parent)  # its path may be too long for one
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(bad.name)
        os.chdir(here)

    def rescue(bad: Path, _chance: random.Random) -> None:
        with Desk.open(bad, "张三") as desk:
            steps = tuple((step, ()) for step in desk.file.transactions())
            kept = RescueFile(bad, desk.uid, "", {}, lambda _seq: [])
        kept.keep(steps, bad.with_name("x.rescue"))
        bad.with_name("x.rescue").replace(bad)

    def sparse(bad: Path, _chance: random.Random) -> None:
        os.truncate(bad, 1 << 31)

    yield "a link to itself", link_to(BOOK)
    yield "a link to nothing", link_to("nobody.ecd")
    yield "a link to a device without end", link_to("/dev/zero")
    yield "a folder", folder
    yield "a pipe", pipe
    yield "a socket", door
    yield "a rescue file", rescue
    yield "2 GB of nothing behind it", sparse
    yield "an empty file", lambda bad, _chance: bad.write_bytes(b"")
    yield "a text", lambda bad, _chance: bad.write_bytes("年报".encode())
    yield "the head of a database alone", lambda bad, _chance: bad.write_bytes(bad.read_bytes()[:100])


def _beside() -> Iterator[tuple[str, Make]]:
    """A sound book beside which something lies."""
    for ending in ("-journal", "-wal", "-shm"):
        yield f"a pipe called {ending}", lambda bad, _chance, ending=ending: os.mkfifo(f"{bad}{ending}")
        yield f"a folder called {ending}", lambda bad, _chance, ending=ending: os.mkdir(f"{bad}{ending}")  # type: ignore[misc]  # noqa: PTH102
        yield (
            f"noise called {ending}",
            lambda bad, chance, ending=ending: Path(f"{bad}{ending}").write_bytes(chance.randbytes(9000)),
        )


def _turned_bits(bad: Path, chance: random.Random) -> None:
    content = bytearray(bad.read_bytes())
    for _ in range(chance.choice((1, 3, 20))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    bad.write_bytes(content)


def _cut_off(bad: Path, chance: random.Random) -> None:
    os.truncate(bad, chance.randrange(bad.stat().st_size))


def _pages_swapped(bad: Path, chance: random.Random) -> None:
    content = bad.read_bytes()
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    one, two = chance.sample(range(1, len(pages)), 2)
    pages[one], pages[two] = pages[two], pages[one] if chance.random() < 0.5 else pages[two]
    bad.write_bytes(b"".join(pages))


def _number_forged(bad: Path, chance: random.Random) -> None:
    """A number at a place of a page's head, or of the file's."""
    content = bytearray(bad.read_bytes())
    page = chance.randrange(len(content) // PAGE) * PAGE
    at = page + chance.randrange(100 if page == 0 else 12)
    content[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x01"))
    bad.write_bytes(content)


ACCIDENTS: tuple[Make, ...] = (_turned_bits, _cut_off, _pages_swapped, _number_forged)


def _all(chance: random.Random, sound: Path) -> Iterator[tuple[str, Make, str]]:
    """Name, what is done, and what must come of it: refused, the same state or, where the two cannot be told, either."""
    small = sound.with_name("small.ecd")
    for name, damage in STRANGERS.items():
        yield name, lambda bad, _chance, damage=damage: _damaged(bad, small, lambda: damage_book(bad, damage)), "refused"
    for name, damage in EVIL.items():
        yield name, lambda bad, _chance, damage=damage: _damaged(bad, small, lambda: falsify(bad, damage)), "either"
    for version in (0, -1, 99, 2**31 - 1):
        yield (
            f"version {version}",
            lambda bad, _chance, version=version: damage_book(bad, f"PRAGMA user_version = {version}"),
            "refused",
        )
    yield "another application", lambda bad, _chance: damage_book(bad, "PRAGMA application_id = 77"), "either"
    for year in ("abc", "", "99999", "２０１８"):
        statement = f"UPDATE record SET body = json_set(body, '$.value', '{year}') WHERE kind = 'setting' AND id = 'year'"
        yield f"the year “{year}”", lambda bad, _chance, statement=statement: falsify(bad, statement), "either"
    for name, make in (*_no_file(), *_beside()):
        yield name, make, "either"
    while True:
        accident = chance.choice(ACCIDENTS)
        yield accident.__name__.strip("_").replace("_", " "), accident, "same or refused"


def _damaged(bad: Path, small: Path, damage: Callable[[], None]) -> None:
    shutil.copy(small, bad)
    damage()


def open_all(folder: Path, tries: int, seed: int) -> Tally:
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    chance = random.Random(seed)
    first, home, temporary = folder / "stage", folder / "home", folder / "tmp"
    for place in (first, home, temporary):
        place.mkdir()
    use(home, temporary)
    stage(first)
    write_sound(first / "small.ecd")
    with Desk.open(first / BOOK, read_only=True) as desk:
        sound = mark_of(desk.book)
    kinds = list(zip(range(max(tries, 200)), _all(chance, first / BOOK), strict=False))
    fixed = [kind for kind in kinds if kind[1][2] != "same or refused"]
    chosen = chance.sample(fixed, tries * 2 // 3) if tries < len(fixed) * 3 // 2 else fixed
    for number, (name, make, expected) in [
        *chosen,
        *[kind for kind in kinds if kind[1][2] == "same or refused"][: tries - len(chosen)],
    ]:
        own = folder / str(number)
        shutil.copytree(first, own)
        make(own / BOOK, chance)
        faults, outcomes = _used(own, chance, sound if expected == "same or refused" else "")
        if expected == "refused" and "opened" in outcomes:
            faults.append("it was opened")
        tally.tried("opened" if "opened" in outcomes else "refused at every door", faults, f"{number} {name}")
        if not faults:
            shutil.rmtree(own)
    tally.faults += bugs()
    return tally


def _used(own: Path, chance: random.Random, sound: str) -> tuple[list[str], set[str]]:
    """Open a book and give it to two verbs: what was wrong, and what came of it."""
    bad, faults, outcomes = own / BOOK, list[str](), set[str]()

    def look(say: Say) -> None:
        try:
            with Desk.open(bad, "李四", read_only=True) as desk:
                say(f"opened {mark_of(desk.book)}")
            look_through(bad)
        except UserError as refusal:
            assert str(refusal)

    ended = limited(look, own / "printed.txt")
    for line in ended.lines:
        outcomes.add("opened")
        if sound and line != f"opened {sound}":
            faults.append("opened in another state than it was saved in")
    faults += [f"opening: {fault}" for fault in faults_of_cost(ended)]
    for arguments in chance.sample(VERBS, 2):
        words = [argument.format(bad=bad, folder=own) for argument in arguments]

        def command(say: Say, words: list[str] = words) -> None:
            say(f"exit {cli.main(words)}")

        ended = limited(command, own / f"{arguments[0]}.txt")
        faults += [f"{arguments[0]}: {fault}" for fault in faults_of_cost(ended)]
        if ended.lines and ended.lines[-1] not in ("exit 0", "exit 1"):
            faults.append(f"{arguments[0]}: {ended.lines[-1]}")
    faults += faults_of_book(own / COPY, None)  # nothing that came from the bad one has spoilt it
    return faults, outcomes
