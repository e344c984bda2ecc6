"""What the reading process can do in tests: everything that it always can, and, for files whose names ask for it, what no reader should."""

from __future__ import annotations

import faulthandler
import os
import socket
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.readings import FileReading, Problem
from ecdesk.domain.texts import text
from ecdesk.session.outside.tasks import TASKS as REAL
from ecdesk.session.outside.tasks import Task, given

__all__ = ["TASKS", "given"]


def _hang(_name: str) -> None:
    while True:
        pass


def _fill_memory(_name: str) -> None:
    kept = []
    while True:
        kept.append(bytearray(2**24))


def _answer_garbage(_name: str) -> None:
    for end in range(3, 12):
        try:
            os.write(end, b"garbage" * 10)
        except OSError:
            continue


def _say_too_much(name: str) -> FileReading:
    return FileReading(name, "rejected", problems=(Problem(text("x" * 2_000_000)),))


def _tried(attempt: Callable[[], Any]) -> Callable[[str], None]:
    """Does something that must be refused, and says how it was."""

    def trick(_name: str) -> None:
        try:
            done = attempt()
        except PermissionError:
            raise UserError("不许。") from None
        raise UserError("做成了：{done}", done=str(done))

    return trick


def _start_program() -> int:
    return subprocess.run(["true"], check=False).returncode


def _below(attempt: Callable[[], int]) -> Callable[[], int]:
    """As code that is not written in Python would ask: by libc, past whatever the interpreter refuses."""

    def call() -> int:
        done = attempt()
        if done < 0:
            raise PermissionError
        return done

    return call


def _libc() -> Any:
    import ctypes

    return ctypes.PyDLL(None)


LIBC = _libc() if os.name == "posix" else None

TRICKS: dict[str, Callable[[str], FileReading | None]] = {
    "死循环": _hang,
    "耗内存": _fill_memory,
    "答非所问": _answer_garbage,
    "答得太多": _say_too_much,
    "崩溃": lambda _name: faulthandler._sigsegv(),
    "被杀": lambda _name: LIBC.kill(os.getpid(), 9),
    "除以零": lambda _name: 1 // 0,  # type: ignore[return-value]
    "开套接字": _tried(socket.socket),
    "写文件": _tried(lambda: Path(os.devnull).write_text("x", encoding="utf-8")),
    "删文件": _tried(lambda: Path("gone").unlink()),
    "启动程序": _tried(_start_program),
    "读别的文件": _tried(lambda: (Path.home() / "secret").read_bytes()),
    "绕过解释器开套接字": _tried(_below(lambda: LIBC.socket(2, 1, 0))),
    "绕过解释器写文件": _tried(_below(lambda: LIBC.open(b"/dev/null", os.O_WRONLY))),
    "绕过解释器读别的文件": _tried(_below(lambda: LIBC.open(b"/etc/hostname", os.O_RDONLY))),
    "绕过解释器启动程序": _tried(_below(lambda: LIBC.fork())),
}


def _tricky(task: Task) -> Task:
    def run(content: bytes, name: str, *rest: Any) -> Any:
        trick = TRICKS.get(Path(name).stem)
        found = trick(name) if trick is not None else None
        return found if found is not None else task.run(content, name, *rest)

    return replace(task, run=run)


TASKS = {name: _tricky(task) for name, task in REAL.items()}
