"""Killed at any moment, in every verb that writes and in the real window: what was shown as saved is there, and nobody is kept out."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.attack.children import FORKS, NO_FORKS, Say, fork
from tests.attack.promises import bugs, faults_of_book, faults_of_outputs, last_saved, left_about, saved_line
from tests.attack.scenes import SCENES, STAGED, Scene, stage
from tests.attack.tally import Tally


def kill_verbs(folder: Path, tries: int, seed: int) -> Tally:
    """Every scene in turn."""
    return kill_scenes(SCENES, folder, tries, seed)


def kill_scenes(scenes: Mapping[str, Scene], folder: Path, tries: int, seed: int, longest: float = 0.6) -> Tally:
    """longest: seconds after which a scene is killed at the latest, to begin with."""
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    chance = random.Random(seed)
    first = folder / "stage"
    first.mkdir()
    stage(first)
    latest = dict.fromkeys(scenes, longest)
    for number in range(tries):
        name = list(scenes)[number % len(scenes)]
        own = folder / str(number)
        outcome, faults = _try(scenes[name], first, own, chance, latest[name])
        if outcome == "done":  # of so many seconds, at most, only a part was needed
            latest[name] *= 0.8
        elif outcome == "killed before anything was shown":
            latest[name] = min(latest[name] * 1.1, 20)
        tally.tried(outcome, faults, f"{name} {number}")
        tally.outcomes["temporary folders left"] += sum(1 for left in (own / "tmp").iterdir() if left.is_dir())
        if not faults:
            shutil.rmtree(own)
    return tally


def _try(scene: Scene, first: Path, own: Path, chance: random.Random, longest: float) -> tuple[str, list[str]]:
    """Run a scene, kill it at a moment, and hold what is left against what it said."""
    books, home, temporary = own / "books", own / "home", own / "tmp"
    shutil.copytree(first, books)
    home.mkdir()
    temporary.mkdir()
    own_chance = random.Random(chance.random())

    def work(say: Say) -> None:
        use(home, temporary)
        say("ready")
        scene(books, own_chance, say)
        say("done")

    use(home, temporary)
    before = _states(books)
    child = fork(work, own / "printed.txt")
    while child.line().rstrip("\n") not in ("ready", ""):
        pass
    child.kill_after(chance.random() * longest)
    ended = child.end()
    saved = last_saved([*before, *ended.lines])
    written = [line.partition("\t")[2] for line in ended.lines if line.startswith("wrote\t")]
    faults = [] if ended.killed or "done" in ended.lines else [f"ended by itself with {ended.code}: {ended.errors[-400:]}"]
    if ended.left:
        faults.append("a process goes on without the program that started it")
    for book in {*books.glob("*.ecd"), *(books / name for name in saved)}:
        faults += faults_of_book(book, saved.get(book.name))
    faults += faults_of_outputs(books, written)
    faults += left_about(books, STAGED) + bugs()
    shown = len(ended.lines) > 1
    return (
        "done" if "done" in ended.lines else "killed after something was shown" if shown else "killed before anything was shown"
    ), faults


def use(home: Path, temporary: Path) -> None:
    """Settings, crash reports and temporary files go into these folders."""
    os.environ["ECDESK_HOME"] = str(home)
    os.environ["TMPDIR"] = str(temporary)
    tempfile.tempdir = None


def _states(books: Path) -> list[str]:
    from ecdesk.session.book.desk import Desk

    lines = []
    for path in books.glob("*.ecd"):
        with Desk.open(path, "", read_only=True) as desk:
            lines.append(saved_line(desk))
    return lines
