"""The audit that stays: ``python3 dev.py attack [NAME…] [--tries N] [--seed S] [--long]``.

Without anything a short form of each attack, under a minute in all; ``--long`` the sizes of a campaign. Each attack is a row of the table; the exit
code says whether any found a fault. What an attack leaves of its faults lies in out/attack.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from tests.attack.tally import HEADING, MOST_SHOWN, Attack, Tally, row
from tests.tools.running import OUT, fail, say


class Size(NamedTuple):
    """An attack: where it is, how many tries it makes in the short form and in a campaign, and what it does in words."""

    function: str
    short: int
    long: int
    words: str


ATTACKS = {
    "kills": Size("kills.kill_verbs", 9, 240, "killed at any moment in every verb that writes"),
    "window": Size("window.kill_window", 1, 60, "the real window, killed at any moment"),
    "torn": Size("torn.tear", 30, 400, "copies of a book and its journal of several moments"),
    "calls": Size("failing.fail_calls", 4, 150, "calls to the system that fail, or whose answer is lost"),
    "books": Size("hostile.open_all", 10, 150, "books that somebody else made, at every verb"),
    "races": Size("races.race", 500, 10_000, "owners that come, go and are killed within milliseconds"),
    "merging": Size("merging.merge_rounds", 2, 200, "copies merged in any order"),
    "disks": Size("disks.spoil", 5, 60, "full, read-only and vanished disks, a clock set back"),
    "settings": Size("settings.spoil_settings", 1, 40, "settings that were damaged, in the window"),
    "marks": Size("marks.trace", 1, 12, "sockets and files that a text names, by strace"),
    "heartbeat": Size("heartbeat.import_hostile", 1, 20, "hostile files in the window, which goes on meanwhile"),
    "crafted": Size("files.read_crafted", 10, 696, "files made against each reader"),
    "files": Size("files.read_mutated", 30, 10_000, "files changed by structure"),
    "fuzz": Size("fuzzing.fuzz", 50, 50_000, "the readers under atheris, runs of each"),
}


def found(name: str) -> Attack:
    module, _, function = ATTACKS[name].function.partition(".")
    attack: Attack = getattr(importlib.import_module(f"tests.attack.{module}"), function)
    return attack


ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # the attacks fork, which threads do not survive
    "QT_QPA_PLATFORM": "offscreen",
    "QT_LOGGING_RULES": "*.warning=false",
}
"""Of an audit; set when one begins, so that nothing else that imports this module goes without Qt's warnings."""


def main(arguments: list[str]) -> int:
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    names = "\n".join(f"  {name:9} {size.words} ({size.short}; {size.long})" for name, size in ATTACKS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py attack",
        description=(__doc__ or "").partition("\n")[0],
        epilog=f"attacks, and their tries in the short form and with --long:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="attacks to make, all when none is named; NAME=N makes so many tries"
    )
    parser.add_argument("--tries", type=int, help="how many tries of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--long", action="store_true", help="the sizes of a campaign")
    options = parser.parse_args(arguments)
    wanted = {name: int(tries or 0) for name, _, tries in (word.partition("=") for word in options.names or ATTACKS)}
    unknown = [name for name in wanted if name not in ATTACKS]
    if unknown:
        return fail(f"There is no attack {', '.join(unknown)}; there are {', '.join(ATTACKS)}.")
    say(HEADING)
    faults = 0
    for name, tries in wanted.items():
        size = ATTACKS[name]
        faults += made(name, tries or options.tries or (size.long if options.long else size.short), options.seed)
    return 1 if faults else 0


def made(name: str, tries: int, seed: int) -> int:
    """Make one attack and print its row and its faults; how many there are."""
    began = time.monotonic()
    home, temporary = os.environ.get("ECDESK_HOME"), os.environ.get("TMPDIR")
    folder = Path(tempfile.mkdtemp(prefix=f"ecdesk-attack-{name}-"))
    try:
        try:
            tally = found(name)(folder, tries, seed)
        except Exception:
            tally = Tally(faults=[f"the attack itself ended: {traceback.format_exc()[-1500:]}"])
        say(row(name, tally, time.monotonic() - began))
        for words in tally.faults[:MOST_SHOWN]:
            say(f"  fault: {words}")
        if tally.faults:
            kept = OUT / "attack" / name
            shutil.rmtree(kept, ignore_errors=True)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, kept)
            (kept / "faults.txt").write_text("\n".join(tally.faults), encoding="utf-8")
            say(f"  what is left of them: {kept}")
        return len(tally.faults)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for variable, value in (("ECDESK_HOME", home), ("TMPDIR", temporary)):
            if value is None:
                os.environ.pop(variable, None)
            else:
                os.environ[variable] = value
        tempfile.tempdir = None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
