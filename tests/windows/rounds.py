"""What is done with the program on Windows, each try with how it ended."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.import_graph import ROOT
from tests.windows.environment import Windows

SUBMISSIONS = "resources/books/2018/submissions"
FOLDERS = ("报表 文件夹", "100%#&(1)", "/".join(["很长的文件夹名字很长的文件夹名字很长的文件夹名字"] * 11))
"""On the drive D: names as offices give them; the last path has 300 characters."""

FIGURE = "1357.9"
"""Typed by tests.windows.ended_from_outside."""

FAST = ("tests/storage", "tests/session/outside", "tests/session/test_places.py", "tests/test_cli.py")
SLOWEST = 900
"""Seconds that one try may take."""


class Try(NamedTuple):
    """words: what was done. ended: an empty text for well, else what was wrong. seconds: it took."""

    words: str
    ended: str
    seconds: float


class Rounds:
    """runs: the environment. Each round yields its tries."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows

    def started(self, words: Sequence[str], **environment: str) -> tuple[int, bytes, bytes]:
        """The exit code, output and complaints of Python on Windows."""
        variables = {**self.windows.variables(), **environment}
        done = subprocess.run(
            self.windows.command(*words),
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SLOWEST,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def verb(self, *words: str, codes: Sequence[int] = (0, 1)) -> Try:
        """A verb of the command line; no exit code but these, and no bug. Its words must be readable on code page 936."""
        began = time.perf_counter()
        code, out, complaints = self.started(["-m", "ecdesk", *words])
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
        shutil.rmtree(self.windows.drive, ignore_errors=True)
        for folder in FOLDERS:
            (self.windows.drive / folder).mkdir(parents=True)
        first, *others = ("D:\\" + folder.replace("/", "\\") for folder in FOLDERS)
        book = f"{first}\\样例 年报.ecd"
        yield self.verb("sample", book)
        manuscript = self.windows.drive / FOLDERS[0] / "文 稿.txt"
        manuscript.write_bytes("2018年陕西省网络零售额893.6亿元，同比增长20.1%。\r\n".encode("gb18030"))
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
            yield self.verb(*rest, codes=(0, 1) if rest[0] != "merge" else (0, 1, 2))
        share = "\\\\office\\books\\" + FOLDERS[0]
        for place in (*others, share):
            copied = f"{place}\\副本.ecd"
            shutil.copy(self.windows.drive / FOLDERS[0] / "样例 年报.ecd", self.unix(copied))
            yield self.verb("import", copied, SUBMISSIONS.replace("/", "\\"))
            yield self.verb("check", copied)
            yield self.verb("export", copied, f"{place}\\表.xlsx")
        yield self.verb("check", "D:" + FOLDERS[0] + "\\样例 年报.ecd")
        yield self.verb("check", "D:/" + FOLDERS[0] + "/样例 年报.ecd")
        yield self.verb("check", first)

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

    def tests(self, paths: Sequence[str]) -> Iterator[Try]:
        """The project's own tests, without a screen."""
        for path in paths:
            began = time.perf_counter()
            code, out, _complaints = self.started(
                ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", path], QT_QPA_PLATFORM="offscreen", PYTHONUTF8="1"
            )
            said = out.decode("utf-8", "replace").strip().splitlines()
            failed = [line for line in said if line.startswith(("FAILED", "ERROR"))]
            last = said[-1] if said else "nothing was said"
            yield Try(f"pytest {path}: {last}", "" if code == 0 else "; ".join(failed[:20]) or last, time.perf_counter() - began)

    def window(self) -> Iterator[Try]:
        """The window on a screen: the published list of steps in the grid, also scaled as on a laptop; then a figure is typed, the program
        ended from outside, and the book opened again."""
        steps = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", "tests/scenarios/test_grid_steps.py"]
        with Screen() as display:
            for scale in ("1", "1.5"):
                began = time.perf_counter()
                code, out, _complaints = self.started(
                    steps, DISPLAY=display, QT_QPA_PLATFORM="windows", QT_SCALE_FACTOR=scale, PYTHONUTF8="1"
                )
                said = "; ".join(re.findall(r"^E  .*", out.decode("utf-8", "replace"), re.MULTILINE))[-600:] or f"exit {code}"
                yield Try(f"the steps in the grid, scaled {scale}", "" if code == 0 else said, time.perf_counter() - began)
            yield self.ended_from_outside(display)

    def ended_from_outside(self, display: str) -> Try:
        began = time.perf_counter()
        folder = self.windows.drive / "ended"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = self.windows.command("-m", "tests.windows.ended_from_outside", "D:\\ended")
        variables = {**self.windows.variables(), "DISPLAY": display, "QT_QPA_PLATFORM": "windows", "PYTHONUTF8": "1"}
        with subprocess.Popen(
            command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as typing:
            assert typing.stdout is not None
            typed = typing.stdout.readline().strip()
            typing.kill()
        out = subprocess.run(
            command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=SLOWEST, check=False
        ).stdout.decode("utf-8", "replace")
        wrong = (
            "" if typed == b"typed" and re.sub(r"\s", "", out) == FIGURE else f"{typed.decode('utf-8', 'replace')}, then {out!r}"
        )
        return Try("a figure typed, the program ended from outside, the book opened again", wrong, time.perf_counter() - began)

    def ended(self) -> None:
        """Let no program of Wine stay: the next one would have the screen of this one."""
        subprocess.run(
            ["wineserver64", "-k"], env={**self.windows.variables(), "PATH": f"/usr/lib/wine:{os.environ['PATH']}"}, check=False
        )


def unlike(one: Path, other: Path) -> Iterator[str]:
    """Names of files that differ between two files or folders, or stand in one only."""
    if one.is_file() and other.is_file():
        if not filecmp.cmp(one, other, shallow=False):
            yield one.name
        return
    for name in sorted({path.name for folder in (one, other) for path in folder.glob("*")}):
        if not ((one / name).exists() and (other / name).exists() and filecmp.cmp(one / name, other / name, shallow=False)):
            yield name


class Screen:
    """A screen of its own for a window of Wine; entered, it gives the screen's name."""

    def __enter__(self) -> str:
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            return f":{told.readline().strip()}"

    def __exit__(self, *raised: object) -> None:
        self.server.terminate()
        self.server.wait()


def table(tries: Sequence[Try]) -> str:
    """The tries as lines, those that went wrong with what was wrong."""
    return "\n".join(
        f"{'ok ' if not one.ended else 'BAD'} {one.seconds:6.1f} s  {one.words}" + (f"\n      {one.ended}" if one.ended else "")
        for one in tries
    )


ROUNDS: dict[str, Callable[[Rounds], Iterator[Try]]] = {
    "verbs": Rounds.verbs,
    "sameness": Rounds.sameness,
    "window": Rounds.window,
    "tests": lambda rounds: rounds.tests(FAST),
    "all-tests": lambda rounds: rounds.tests(
        sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").iterdir() if holds_tests(path))
    ),
}
"""By name; all but the last are the short form."""


def holds_tests(path: Path) -> bool:
    return path.name.startswith("test_") or (path.is_dir() and any(path.rglob("test_*.py")))
