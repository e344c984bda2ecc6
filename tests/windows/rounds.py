"""What is done with the program on Windows, each try with how it ended."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.import_graph import ROOT
from tests.windows.environment import Windows

SUBMISSIONS = "resources/books/2018/submissions"
FOLDERS = ("报表 文件夹", "100%#&(1)", "/".join(["很长的文件夹名字很长的文件夹名字很长的文件夹名字"] * 11))
"""On the drive D: names as offices give them; the last path has 300 characters."""

KNOWN = {
    r"PerMonitorVersion2 is not supported|EnableNonClientDpiScaling\(\) failed": "Wine 8 has one density of dots for all screens",
}
"""What Qt says on Wine that says nothing of the program: a pattern, and the reason."""

FAST = (
    "tests/storage",
    *(f"--ignore=tests/storage/test_{what}.py" for what in ("hostile_books", "kept_books", "spans", "label_units")),
    "--deselect=tests/session/test_saving.py::test_whatever_call_fails_nothing_is_lost_and_nothing_is_done_twice",
    "tests/session/outside",
    *(f"tests/session/test_{what}.py" for what in ("places", "saving", "starting", "association")),
    "tests/test_cli.py",
)
"""The tests of the rooms that ask the system for files, locks and processes, without those that are of what is in a book, and without
the one that opens it hundreds of times for calls of SQLite that fail alike everywhere."""
FEWER_RACES = "100"
"""Of those for a book's lock: Wine asks one process about every file, and thousands take it minutes."""
SLOWEST = 1800
"""Seconds that one try may take."""
LONGEST_ACT = 90
"""Seconds of one act of Linux's tools; shorter than what asked for it waits, so that it is told which of them is stuck."""
SLOW_ACT = 20
"""Seconds of one act of the tools, after which it is told."""


class Try(NamedTuple):
    """words: what was done. ended: an empty text for well, else what was wrong. seconds: it took."""

    words: str
    ended: str
    seconds: float


class Rounds:
    """windows: the environment. Each round yields its tries."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.variables = windows.variables()
        """What programs are started with in the round that is run."""

    def started(self, words: Sequence[str], program: str = "X:\\python.exe", **environment: str) -> tuple[int, bytes, bytes]:
        """The exit code, output and complaints of a program on Windows, usually Python."""
        variables = {**self.variables, **environment}
        try:
            done = subprocess.run(
                self.windows.command(*words, program=program),
                cwd=ROOT,
                env=variables,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SLOWEST,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            return 1, late.stdout or b"", f"not over after {SLOWEST} s".encode()
        return done.returncode, done.stdout, done.stderr

    def verb(self, *words: str, codes: Sequence[int] = (0, 1), inside: Inside | None = None) -> Try:
        """A verb of the command line, in a process of its own or in one that carries out many; no exit code but these, and no bug. Its words must be
        readable on code page 936."""
        began = time.perf_counter()
        code, out, complaints = inside.verb(words) if inside else self.started(["-m", "ecdesk", *words])
        ended = "" if code in codes else f"exit {code}"
        for stream in (out, complaints):
            if b"Traceback" in stream:
                ended = "a bug: " + stream.decode("gb18030", "replace")[-300:]
        if "--json" not in words:
            try:
                (out + complaints).decode("gb18030")
            except UnicodeDecodeError:
                ended = ended or "what it says is not of code page 936"
        return Try("ecdesk " + " ".join(words), ended, time.perf_counter() - began)

    def verbs(self) -> Iterator[Try]:
        """Every verb in a folder with Chinese and a space, the main job in the others, on a share and from a relative drive."""
        for folder in FOLDERS:
            shutil.rmtree(self.windows.drive / folder.partition("/")[0], ignore_errors=True)
            (self.windows.drive / folder).mkdir(parents=True)
        first, *others = ("D:\\" + folder.replace("/", "\\") for folder in FOLDERS)
        book = f"{first}\\样例 年报.ecd"
        yield self.verb("sample", book)
        manuscript = self.windows.drive / FOLDERS[0] / "文 稿.txt"
        manuscript.write_bytes("2018年陕西省网络零售额893.6亿元，同比增长20.1%。\r\n".encode("gb18030"))
        yield self.verb("check", "D:" + FOLDERS[0] + "\\样例 年报.ecd")
        with Inside(self.windows, self.variables) as inside:
            yield from self.verbs_inside(first, others, inside)

    def verbs_inside(self, first: str, others: Sequence[str], inside: Inside) -> Iterator[Try]:
        """What one process does in the first folder, where the book is, and in the others."""
        book = f"{first}\\样例 年报.ecd"
        for rest in (
            ["--json", "read", SUBMISSIONS.replace("/", "\\") + "\\*.csv"],
            ["import", book, SUBMISSIONS.replace("/", "\\")],
            ["--json", "check", book],
            ["export", book, f"{first}\\成品 表.xlsx", "--charts", f"{first}\\图 表"],
            ["forms", book, f"{first}\\报送 表"],
            ["new", f"{first}\\明年.ecd", "--from", book, "--year", "2019"],
            ["compare", book, f"{first}\\明年.ecd"],
            ["merge", book, book],
            ["proof", f"{first}\\文 稿.txt", "--book", book],
        ):
            yield self.verb(*rest, codes=(0, 1) if rest[0] != "merge" else (0, 1, 2), inside=inside)
        share = "\\\\office\\books\\" + FOLDERS[0]
        for place in (*others, share):
            copied = f"{place}\\副本.ecd"
            shutil.copy(self.windows.drive / FOLDERS[0] / "样例 年报.ecd", self.unix(copied))
            for rest in (
                ["import", copied, SUBMISSIONS.replace("/", "\\")],
                ["check", copied],
                ["export", copied, f"{place}\\表.xlsx"],
            ):
                yield self.verb(*rest, inside=inside)
        yield self.verb("check", "D:/" + FOLDERS[0] + "/样例 年报.ecd", inside=inside)
        yield self.verb("check", first, inside=inside)

    def unix(self, path: str) -> Path:
        """Where Linux has a file of the drive or the share."""
        inside = path.removeprefix("D:\\").removeprefix("\\\\office\\books\\")
        return self.windows.drive / inside.replace("\\", "/")

    def sameness(self) -> Iterator[Try]:
        """The same work on Linux: workbook, forms and charts are the same to the byte."""
        folder = self.windows.drive / FOLDERS[0]
        with_linux = folder.parent / "linux"
        shutil.rmtree(with_linux, ignore_errors=True)
        with_linux.mkdir()
        book = with_linux / "样例 年报.ecd"
        shutil.copy(folder / book.name, book)
        for rest in (
            ["export", book, with_linux / "成品 表.xlsx", "--charts", with_linux / "图 表"],
            ["forms", book, with_linux / "报送 表"],
        ):
            subprocess.run([sys.executable, "-m", "ecdesk", *map(str, rest)], cwd=ROOT, capture_output=True, check=False)
        for name in ("成品 表.xlsx", "图 表", "报送 表"):
            began = time.perf_counter()
            different = sorted(unlike(with_linux / name, folder / name))
            yield Try(
                f"{name} as on Linux", "different: " + ", ".join(different[:5]) if different else "", time.perf_counter() - began
            )

    def tests(self, *together: Sequence[str]) -> Iterator[Try]:
        """The project's own tests, without a screen; those that are given together by one start of Python."""
        variables = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "ECDESK_RACES": FEWER_RACES}
        for paths in together:
            began = time.perf_counter()
            code, out, complaints = self.started(["-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", *paths], **variables)
            said = out.decode("utf-8", "replace").strip().splitlines()
            failed = [line for line in said if line.startswith(("FAILED", "ERROR"))]
            failed = failed or complaints.decode("utf-8", "replace").strip().splitlines()[-1:]
            last = said[-1] if said else "nothing was said"
            yield Try(
                f"pytest {' '.join(paths)}: {last}",
                "" if code == 0 else "; ".join(failed[:20]) or last,
                time.perf_counter() - began,
            )

    def window(self) -> Iterator[Try]:
        """The window on a screen of Windows, with keys: the published list of steps in the grid, on a screen of 100 % and of 150 %."""
        for scale in (1.0, 1.5):
            with self.windows.running(scale) as self.variables:
                yield self.scene("steps", f"the steps in the grid, at {scale:.0%}", scale)

    def minute(self) -> Iterator[Try]:
        """The window's first minute: written, looked at by somebody else, ended from outside, opened again, shut down."""
        with self.windows.running(1.0) as self.variables:
            yield from self.first_minute()

    def first_minute(self) -> Iterator[Try]:
        folder = self.fresh("桌面 1")
        began = time.perf_counter()
        with Play(self.windows, self.variables, "first", folder, "张三") as writing:
            writing.go_on()
            yield writing.told("typed, undone, done again, pasted from Excel, copied for it", began)
            words = (
                "opened by somebody else meanwhile; the first ended from outside, opened again, nothing lost; Windows shuts down"
            )
            yield self.scene("second", words, folder=folder, who="李四", first=writing.number)

    def fresh(self, name: str) -> Path:
        """An empty folder of the drive."""
        folder = self.windows.drive / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def scene(
        self, name: str, words: str, scale: float = 1.0, folder: Path | None = None, who: str = "张三", first: int = 0
    ) -> Try:
        """first: the process that the scene may ask to end."""
        began = time.perf_counter()
        with Play(self.windows, self.variables, name, folder or self.fresh("步 骤"), who) as play:
            play.first = first
            play.go_on()
            if play.told_screen[:2] != ["windows", scale]:
                play.wrong.append(f"the screen is {play.told_screen}")
            return play.told(words, began)


class Inside:
    """A process of Windows that carries out one verb after another."""

    def __init__(self, windows: Windows, variables: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            windows.command("-m", "tests.windows.verbs_inside"),
            cwd=ROOT,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Inside:
        return self

    def __exit__(self, *raised: object) -> None:
        self.process.kill()
        self.process.communicate()

    def verb(self, words: Sequence[str]) -> tuple[int, bytes, bytes]:
        """The exit code, output and complaints of a verb."""
        assert self.process.stdin is not None and self.process.stdout is not None
        watch = threading.Timer(SLOWEST, self.process.kill)
        watch.start()
        try:
            self.process.stdin.write(json.dumps(words).encode() + b"\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        finally:
            watch.cancel()
        if not answer:
            return self.process.wait(), b"", b"the process ended"
        told = json.loads(answer)
        return told["code"], bytes.fromhex(told["out"]), bytes.fromhex(told["complaints"])


class Play:
    """A scene of `tests.windows.at_the_desk` on Windows; the acts that it asks for are done here, by Linux's tools."""

    def __init__(self, windows: Windows, variables: dict[str, str], scene: str, folder: Path, who: str) -> None:
        self.windows = windows
        self.wrong: list[str] = []
        self.known: Counter[str] = Counter()
        """What Qt and Wine complain of and may, by its reason, and which acts were slow."""
        self.number = 0
        """By which Windows calls the process, once it is ready."""
        self.first = 0
        """By which Windows calls the process that this scene may end."""
        self.told_screen: list[object] = []
        home = windows.drive / "homes" / who
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        self.variables = {
            **variables,
            "QT_QPA_PLATFORM": "windows",
            "QT_FORCE_STDERR_LOGGING": "1",  # else what Qt says before it gives up is said to a debugger
            "PYTHONFAULTHANDLER": "1",
            "PYTHONUTF8": "1",
            "ECDESK_USER": who,
            "ECDESK_HOME": "D:\\homes\\" + who,
        }
        self.complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the scene
        inside = "D:\\" + str(folder.relative_to(windows.drive)).replace("/", "\\")
        self.process = subprocess.Popen(
            windows.command("-m", "tests.windows.at_the_desk", scene, inside),
            cwd=ROOT,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def __enter__(self) -> Play:
        self.watch = threading.Timer(SLOWEST, self._give_up)
        self.watch.start()
        assert self.process.stderr is not None
        self.reader = threading.Thread(target=shutil.copyfileobj, args=(self.process.stderr, self.complaints))
        self.reader.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.watch.cancel()
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.complaints.close()

    def _give_up(self) -> None:
        self.wrong.append(f"not over after {SLOWEST} s")
        self.process.kill()

    def go_on(self) -> None:
        """Until the scene is over, or ready to be ended."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            try:
                said = json.loads(line)
            except ValueError:
                self.wrong.append(line.decode("utf-8", "replace").strip())
                continue
            if "tool" in said:
                self._answer(**said)
            elif "ready" in said:
                self.number = said["ready"]
                return
            elif "platform" in said:
                self.told_screen = [said["platform"], said["scale"], said["size"]]
            else:
                self.wrong += [said["wrong"]] if "wrong" in said else self._unknown(said["complaint"])
        code = self.process.wait()
        if code:
            self.complaints.seek(0)
            self.wrong.append(f"exit {code}: " + self.complaints.read().decode("utf-8", "replace")[-1500:])

    def _unknown(self, complaint: str) -> list[str]:
        for pattern, reason in KNOWN.items():
            if re.search(pattern, complaint):
                self.known[reason] += 1
                return []
        return [f"Qt complains: {complaint}"]

    def _answer(self, tool: str, arguments: list[str], text: str, answer: str) -> None:
        began = time.perf_counter()
        told = (
            self._done_by_linux(tool, arguments, text)
            if tool not in ("beside", "end first")
            else self._done_beside(tool, arguments)
        )
        if time.perf_counter() - began > SLOW_ACT:
            self.known[f"{tool} was slow"] += 1
        place = self.windows.drive / answer.removeprefix("D:\\").replace("\\", "/")
        beside = place.with_suffix(".part")
        beside.write_text(json.dumps(told), encoding="utf-8")
        beside.replace(place)

    def _done_beside(self, tool: str, arguments: list[str]) -> dict[str, object]:
        return self.windows.beside(arguments if tool == "beside" else ["end", str(self.first)])

    def _done_by_linux(self, tool: str, arguments: list[str], text: str) -> dict[str, object]:
        with tempfile.TemporaryFile() as said:  # xclip stays, to hand out what it was given, and would keep a pipe open
            try:
                done = subprocess.run(
                    [tool, *arguments],
                    cwd=ROOT,
                    env=self.variables,
                    input=text.encode(),
                    stdout=said,
                    stderr=said,
                    timeout=LONGEST_ACT,
                    check=False,
                )
            except subprocess.TimeoutExpired as late:
                return {"code": 1, "said": str(late)}
            said.seek(0)
            return {"code": done.returncode, "said": said.read().decode("utf-8", "replace")}

    def told(self, words: str, began: float) -> Try:
        listed = "".join(f"; {reason}: {count}" for reason, count in self.known.items())
        return Try(words + listed, "\n      ".join(self.wrong), time.perf_counter() - began)


def unlike(one: Path, other: Path) -> Iterator[str]:
    """Names of files that differ between two files or folders, or stand in one only."""
    if one.is_file() and other.is_file():
        if held(one) != held(other):
            yield one.name
        return
    for name in sorted({path.name for folder in (one, other) for path in folder.glob("*")}):
        if not ((one / name).exists() and (other / name).exists() and held(one / name) == held(other / name)):
            yield name


def held(path: Path) -> object:
    """What a file holds to the byte; of a workbook its parts, but for the minute at which it was written."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return [(name, re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d", b"", book.read(name))) for name in book.namelist()]


def table(tries: Sequence[Try]) -> str:
    """The tries as lines, those that went wrong with what was wrong."""
    return "\n".join(
        f"{'ok ' if not one.ended else 'BAD'} {one.seconds:6.1f} s  {one.words}" + (f"\n      {one.ended}" if one.ended else "")
        for one in tries
    )


ROUNDS: dict[str, Callable[[Rounds], Iterator[Try]]] = {
    "verbs": Rounds.verbs,
    "sameness": Rounds.sameness,
    "minute": Rounds.minute,
    "window": Rounds.window,
    "tests": lambda rounds: rounds.tests(FAST),
    "all-tests": lambda rounds: rounds.tests(
        *sorted([str(path.relative_to(ROOT))] for path in (ROOT / "tests").iterdir() if holds_tests(path))
    ),
}
"""By name; all but the last are the short form."""


def holds_tests(path: Path) -> bool:
    return path.name.startswith("test_") or (path.is_dir() and any(path.rglob("test_*.py")))
