"""Calls to the system that fail, or whose answer is lost, while books are opened and saved: nothing is lost, saving goes on or the rescue file holds
the rest, and the sentence gives the true reason.

Runs in a process of its own, before whose C library `failing.c` was loaded: ``python -m tests.attack.failing FOLDER TRIES SEED`` prints the tally.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import random
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ecdesk import cli
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.book.rescue_file import left_behind
from ecdesk.session.program.progress import finish
from ecdesk.session.tables import cells, outline
from ecdesk.session.versions.recovery import bring_back, plan_return
from tests.attack.children import CRASHED, Say, fork
from tests.attack.kills import use
from tests.attack.promises import bugs, faults_of_book, faults_of_outputs, last_saved, left_about, mark_of, saved_line
from tests.attack.scenes import BOOK, STAGED, stage
from tests.attack.tally import Tally

SOURCE = Path(__file__).with_suffix(".c")
FOR_GOOD = 10**6
FAILS, FAILS_AFTER, KILLS, IN_PART = range(4)
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT)
LOCK_ERRORS = (errno.EAGAIN, errno.ENOLCK, errno.EIO, errno.EACCES)
CALLS = ("pwrite", "write", "fsync", "unlink", "rename", "link", "open", "fcntl", "lock", "mkdir", "truncate")
VERBS: dict[str, tuple[str, ...]] = {
    "import": ("import", "{folder}/年报.ecd", "{folder}/报送"),
    "merge": ("merge", "{folder}/年报.ecd", "{folder}/副本.ecd"),
    "export": ("export", "{folder}/年报.ecd", "{folder}/发表.xlsx", "--charts", "{folder}/图"),
    "forms": ("forms", "{folder}/年报.ecd", "{folder}/报送表"),
    "new": ("new", "{folder}/下年.ecd", "--from", "{folder}/年报.ecd", "--year", "2019"),
}
FLOWS = ("open", *["edit"] * 6, *VERBS)

SAYS = {
    "full": (r"已满|没有空间|写不下|空间", {errno.ENOSPC, errno.EDQUOT}),
    "denied": (r"没有权限|只读|不能写入", {errno.EACCES, errno.EROFS, errno.EPERM}),
    "held": (r"占用|正在编辑", {errno.EAGAIN, errno.EACCES, errno.ENOLCK}),
    "missing": (r"找不到|移走|改名", set[int]()),
}
"""What sentences say of the reason, and of which errors that is true."""


@dataclass(frozen=True)
class Failure:
    """Which call fails. at: its number, from 1. times: how many after it do too. how: see `failing.c`."""

    flow: str
    call: str
    at: int
    times: int
    how: int
    error: int

    def __str__(self) -> str:
        how = ("fails", "fails after it was done", "ends the process", "is done in part")[self.how]
        end = " and all later ones" if self.times == FOR_GOOD else ""
        return f"{self.flow}: {self.call} {self.at}{end} {how} ({errno.errorcode[self.error]})"


def fail_calls(folder: Path, tries: int, seed: int) -> Tally:
    if not sys.platform.startswith("linux"):
        return Tally(skipped="LD_PRELOAD is of Linux")
    if shutil.which("gcc") is None:
        return Tally(skipped="gcc is not installed")
    library = folder / "failing.so"
    built = subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], capture_output=True, text=True, check=False
    )
    if built.returncode:
        return Tally(faults=[built.stderr[-500:]])
    command = [sys.executable, "-m", "tests.attack.failing", str(folder), str(tries), str(seed)]
    done = subprocess.run(command, env={**os.environ, "LD_PRELOAD": str(library)}, capture_output=True, text=True, check=False)
    if done.returncode:
        return Tally(faults=[done.stderr[-1000:]])
    told = json.loads(done.stdout)
    tally = Tally(told["tries"], faults=told["faults"])
    tally.outcomes.update(told["outcomes"])
    return tally


class Failures:
    """Tries with the library that this process was started with."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._library = ctypes.CDLL(None)
        self._folder = folder
        self._chance = random.Random(seed)
        self._known: dict[tuple[str, str], int] = {}
        self._number = 0
        self._first = folder / "stage"
        self._first.mkdir()
        stage(self._first)
        (self._first / "发表.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))

    def drawn(self) -> Failure:
        """A failure that is reached."""
        chance = self._chance
        while True:
            flow, call = chance.choice(FLOWS), chance.choice(CALLS)
            if (flow, call) not in self._known:
                none = Failure(flow, call, FOR_GOOD, 1, FAILS, errno.EIO)
                self._known[flow, call] = self._run(none, chance.random())[2]
            if self._known[flow, call]:
                break
        how = chance.choice((FAILS, FAILS, FAILS_AFTER, FAILS_AFTER, KILLS, IN_PART if call == "pwrite" else FAILS))
        error = chance.choice(LOCK_ERRORS if call in ("fcntl", "lock") else ERRORS)
        lasting = 0.7 if flow == "edit" else 0.4
        times = FOR_GOOD if how in (FAILS, IN_PART) and chance.random() < lasting else chance.choice((1, 1, 1, 3))
        return Failure(flow, call, chance.randint(1, self._known[flow, call]), times, how, error)

    def attempt(self, failure: Failure, tally: Tally) -> None:
        outcome, faults, _calls = self._run(failure, self._chance.random())
        if outcome != "not reached":
            tally.tried(outcome, faults, f"{self._number} {failure}")

    def _run(self, failure: Failure, seed: float) -> tuple[str, list[str], int]:
        self._number += 1
        own = self._folder / str(self._number)
        books, home, temporary = own / "books", own / "home", own / "tmp"
        shutil.copytree(self._first, books)
        home.mkdir()
        temporary.mkdir()
        use(home, temporary)
        before = [saved_line(desk) for desk in _opened(books)]
        child = fork(lambda say: self._work(failure, books, say, random.Random(seed)), own / "printed.txt")
        ended = child.end()
        calls = next((int(line.split()[1]) for line in ended.lines if line.startswith("calls")), 1)
        failed = next((int(line.split()[2]) for line in ended.lines if line.startswith("calls")), 1)
        faults = _faults_of_sentences(failure, ended.lines)
        if ended.code == CRASHED:
            faults.append(ended.errors[-600:])
        faults += _faults_after(books, before, ended.lines) + bugs()
        if not faults:
            shutil.rmtree(own)
        return _outcome(ended.lines, ended.killed, failed), faults, calls

    # -- in the child

    def _work(self, failure: Failure, books: Path, say: Say, chance: random.Random) -> None:
        if failure.flow == "edit":
            desk = Desk.open(books / BOOK, "张三", save_changed=lambda: None)
            self._arm(failure, books)
            self._edit(desk, say, chance)
        else:
            self._arm(failure, books)
            if failure.flow == "open":
                self._open(books, say, chance)
            else:
                self._command(books, say, VERBS[failure.flow])
        self._tell(say)

    def _arm(self, failure: Failure, books: Path) -> None:
        place = str(books).encode()
        self._library.attack_arm(failure.call.encode(), place, failure.at, failure.times, failure.how, failure.error)

    def _tell(self, say: Say) -> None:
        say(f"calls {self._library.attack_calls()} {self._library.attack_failed()}")

    def _open(self, books: Path, say: Say, chance: random.Random) -> None:
        try:
            desk = Desk.open(books / BOOK, "张三", save_changed=lambda: None)
        except UserError as refusal:
            say(f"told {refusal}")
            say("refused")
            return
        if desk.read_only:
            say(f"told {desk.file.reason}")
            say("read-only")
            desk.leave()
        else:
            self._edit(desk, say, chance)

    def _edit(self, desk: Desk, say: Say, chance: random.Random) -> None:
        steps = (
            lambda: cells.enter(desk, "表1", [(0, 0, str(chance.randrange(10**6)))]),
            lambda: outline.add_exhibit(desk, f"表3-{chance.randrange(10**6)}", "新表", "亿元"),
            lambda: _attach(desk, chance.randbytes(30_000)),
            lambda: desk.undo(),
            lambda: cells.enter(desk, "表1", [(row, 2, str(chance.randrange(10**6))) for row in range(4)]),
        )
        for step in steps:
            try:
                step()
            except UserError as fault:  # reading a past step may fail as well
                say(f"told {fault}")
                continue
            say(f"memory {desk.seq} {mark_of(desk.book)}")
            with suppress(UserError):
                _flush(desk, say)
        if chance.random() < 0.5 and desk.save_state.waiting:
            self._library.attack_disarm()
            try:
                _flush(desk, say)
                say("goes on")
            except UserError:
                say("does not go on")
        if desk.save_state.waiting:
            try:
                desk.keep_unsaved()
                say("kept")
            except UserError as fault:
                say(f"told {fault}")
        self._tell(say)
        self._library.attack_disarm()
        desk.leave()

    def _command(self, books: Path, say: Say, arguments: tuple[str, ...]) -> None:
        with redirect_stderr(StringIO()) as printed:
            code = cli.main([argument.format(folder=books) for argument in arguments])
        self._tell(say)
        self._library.attack_disarm()
        for line in printed.getvalue().splitlines():
            say(f"told {line}")
        say(f"exit {code}")
        if code == 0:
            say("done")


def _attach(desk: Desk, content: bytes) -> None:
    from ecdesk.domain.book.records import Comment

    with desk.edit(text("收到文件")) as edit:
        edit.attach("附件.xls", content)
        edit.put(Comment(content[:6].hex(), "x", "y", "z", "w"))


def _flush(desk: Desk, say: Say) -> None:
    """Save, and try again once; say what is said."""
    for attempt in range(2):
        try:
            desk.flush()
        except UserError as fault:
            say(f"told {fault}")
            if attempt:
                raise
        else:
            say(saved_line(desk))
            return


# -- afterwards


def _opened(books: Path) -> list[Desk]:
    found = []
    for path in books.glob("*.ecd"):
        with Desk.open(path, "", read_only=True) as desk:
            found.append(desk)
    return found


def _outcome(lines: list[str], killed: bool, failed: int) -> str:
    if not failed:
        return "not reached"
    if killed:
        return "killed at the call"
    for words, outcome in (
        ("does not go on", "goes on no more"),
        ("goes on", "saved once the drive was back"),
        ("kept", "kept in a rescue file"),
        ("refused", "opening refused with a sentence"),
        ("read-only", "opened to be read with a sentence"),
        ("exit 1", "command refused or partly done with a sentence"),
    ):
        if words in lines:
            return outcome
    return "done nevertheless"


def _faults_of_sentences(failure: Failure, lines: list[str]) -> list[str]:
    told = list(dict.fromkeys(line.removeprefix("told ") for line in lines if line.startswith("told ")))
    faults = [f"a bug: {words}" for words in told if "程序出错" in words]
    if "does not go on" in lines:
        faults.append("saving does not go on when the drive is back")
    for words in told:
        for pattern, errors in SAYS.values():
            if re.search(pattern, _reason(words)) and failure.error not in errors:
                faults.append(f"not the true reason: {words}")
    if any(line.startswith("exit") and line not in ("exit 0", "exit 1") for line in lines):
        faults.append(f"{lines[-1]}")
    if "exit 1" in lines and failure.flow not in ("import", "merge") and not told:
        faults.append("no sentence")
    return faults


def _reason(words: str) -> str:
    """A sentence without what it advises."""
    return re.split(r"[，。；](?=请|稍后|也可以|可以|现在只能)", words)[0]


def _faults_after(books: Path, before: list[str], lines: list[str]) -> list[str]:
    saved = last_saved([*before, *lines])
    memory = [line.split() for line in lines if line.startswith("memory")]
    faults: list[str] = []
    book = books / BOOK
    if memory and "calls" in " ".join(lines):
        faults += _faults_of_return(book, int(memory[-1][1]), memory[-1][2])
    if any(line.startswith("saved") for line in lines):
        seq, mark = saved[BOOK]
        faults += [f"step {seq} was saved and is gone"] if not _had(book, seq, mark) else []
    for path in books.glob("*.ecd"):
        faults += faults_of_book(path, None)
    if (books / "发表.xlsx").exists():
        faults += faults_of_outputs(books, []) if (books / "发表.xlsx").stat().st_size != 22 else []
    return faults + left_about(books, STAGED)


def _faults_of_return(book: Path, seq: int, mark: str) -> list[str]:
    """Bring back what is in a rescue file; whether the book is then what was in memory."""
    with Desk.open(book, "张三") as desk:
        if desk.read_only:
            return [f"kept from its owner: {desk.file.reason}"]
        for left in left_behind():
            bring_back(desk, finish(plan_return(desk, left.path)))
        if (desk.seq, mark_of(desk.book)) != (seq, mark):
            return [f"step {seq} was done, and with the rescue file the book is at {desk.seq}"]
    return []


def _had(book: Path, seq: int, mark: str) -> bool:
    from ecdesk.session.versions.versions import book_at

    with Desk.open(book, "张三") as desk:
        return desk.seq >= seq and mark_of(book_at(desk, seq)) == mark


def main() -> int:
    folder, tries, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    failures, tally = Failures(folder, seed), Tally()
    while tally.tries < tries:
        failures.attempt(failures.drawn(), tally)
    print(json.dumps({"tries": tally.tries, "outcomes": tally.outcomes, "faults": tally.faults}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
