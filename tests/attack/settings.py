"""Settings that somebody else wrote or that were damaged: the window opens with whatever stands in them."""

from __future__ import annotations

import base64
import os
import random
import shutil
from pathlib import Path

from tests.attack.children import FORKS, NO_FORKS, fork
from tests.attack.kills import use
from tests.attack.limits import last_words
from tests.attack.marks import look_through, write_marked
from tests.attack.promises import bugs
from tests.attack.tally import Tally

NAME = "settings.ini"
VALUES = (
    "",
    "-1",
    "0",
    "9" * 400,
    "1e99",
    "@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\nabc)",
    "@ByteArray(\\xff\\xff)",
    "@Rect(-1 -1 999999999 999999999)",
    "@Invalid()",
    "@",
    "a" * 100_000,
    "\\x0",
    "年报\\n" * 3000,
    "/dev/zero",
    "true",
)


def spoil_settings(folder: Path, tries: int, seed: int) -> Tally:
    """Run the window once, so that it writes its settings, and then with those changed."""
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    chance = random.Random(seed)
    first = folder / "first"
    (folder / "books").mkdir()
    first.mkdir()
    os.environ["ECDESK_HOME"] = str(first)
    write_marked(folder / "books")
    _look(folder, first)
    sound = (first / NAME).read_text(encoding="utf-8")
    for number in range(tries):
        home = folder / f"home{number}"
        home.mkdir()
        how = _write(home / NAME, sound, chance)
        faults = _look(folder, home)
        tally.tried("opened" if not faults else "failed", faults, f"{number} {how}")
    return tally


def _look(folder: Path, home: Path) -> list[str]:
    books, temporary = folder / f"books of {home.name}", folder / f"tmp of {home.name}"
    shutil.copytree(folder / "books", books)
    temporary.mkdir()
    use(home, temporary)
    ended = fork(lambda _say: look_through(books), home / "printed.txt").end(within=120)
    shutil.rmtree(books)
    return ([] if ended.code == 0 else [f"ended with {ended.code}: {last_words(ended.errors)}"]) + bugs()


def _write(path: Path, sound: str, chance: random.Random) -> str:
    """Changed settings; what was changed."""
    lines = sound.splitlines()
    kind = chance.randrange(8)
    if kind == 0:
        path.write_bytes(chance.randbytes(3000))
        return "noise"
    if kind == 1:
        path.mkdir()
        return "a folder"
    if kind == 2:
        path.write_text(sound[: chance.randrange(len(sound))], encoding="utf-8")
        return "cut off"
    if kind == 3:
        path.write_text("\n".join(_line(line, chance) for line in lines), encoding="utf-8")
        return "every value"
    at = chance.choice([number for number, line in enumerate(lines) if "=" in line])
    lines[at] = _line(lines[at], chance)
    path.write_text("\n".join(lines), encoding="utf-8")
    return lines[at][:80]


def _line(line: str, chance: random.Random) -> str:
    name, equals, value = line.partition("=")
    if not equals:
        return line
    if len(value) > 30 and chance.random() < 0.7:  # how the window was arranged, which Qt reads itself
        arranged = bytearray(base64.b64decode(value.encode("ascii", "ignore") + b"=="))
        for _ in range(chance.choice((1, 4, 30))):
            if arranged:
                arranged[chance.randrange(len(arranged))] = chance.choice((0, 1, 0x7F, 0xFF))
        return f"{name}={base64.b64encode(bytes(arranged)).decode()}"
    return f"{name}={chance.choice(VALUES)}"
