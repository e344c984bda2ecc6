"""Processes that an attack starts: copies of this one, ended at any moment, that say what they have come to."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Say = Callable[[str], None]
Work = Callable[[Say], None]

CRASHED = 97
LONGEST_END = 500
"""Hundredths of a second in which whatever a child started has to end after it."""
FORKS = hasattr(os, "fork")
NO_FORKS = "this system has no fork and no SIGKILL"


@dataclass
class Ended:
    """How a child ended. code: its exit code, negative for a signal. seconds: of processor. largest: bytes of memory that it held at most.
    left: whether a process that it had started went on without it."""

    code: int
    lines: list[str]
    errors: str
    seconds: float
    largest: int
    left: bool = False

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Child:
    """A child that runs, and the lines that it says."""

    def __init__(self, pid: int, said: int, errors: Path) -> None:
        self.pid = pid
        self._said = os.fdopen(said, encoding="utf-8", errors="replace")
        self._errors = errors
        self.lines: list[str] = []

    def line(self) -> str:
        """The next line, "" when there is none any more."""
        line = self._said.readline()
        if line.endswith("\n"):
            self.lines.append(line[:-1])
        return line

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def kill_after(self, seconds: float) -> None:
        time.sleep(seconds)
        self.kill()

    def end(self, within: float = 60.0) -> Ended:
        """Read what it still says until it ends; killed where that takes too long."""
        timer = threading.Timer(within, self.kill)
        timer.start()
        while self.line():
            pass
        self._said.close()
        _pid, status, usage = os.wait4(self.pid, 0)
        timer.cancel()
        timer.join()
        errors = self._errors.read_text(encoding="utf-8", errors="replace") if self._errors.exists() else ""
        return Ended(
            os.waitstatus_to_exitcode(status),
            self.lines,
            errors,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss * 1024,
            self._left(),
        )

    def _left(self) -> bool:
        """Whether there is still a process of its session after a while; it is ended."""
        for _ in range(LONGEST_END):
            try:
                os.killpg(self.pid, 0)
            except ProcessLookupError:
                return False
            time.sleep(0.01)
        os.killpg(self.pid, signal.SIGKILL)
        return True


def fork(work: Work, errors: Path) -> Child:
    """Start a copy of this process that does some work. errors: where it writes what it prints."""
    read, write = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(write)
        return Child(pid, read, errors)
    code = CRASHED
    try:
        os.setsid()
        os.close(read)
        handle = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        work(lambda line: _write(write, line))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _write(handle: int, line: str) -> None:
    os.write(handle, f"{line}\n".encode())
