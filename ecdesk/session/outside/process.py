"""The program's side of the reading process: started when it is needed, asked one file at a time, ended by whoever does not want to wait, and
started again after it has died of a file."""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import ecdesk
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.resources import resource_root
from ecdesk.domain.stopping import stop_asked, stopped_by
from ecdesk.domain.texts import Text, language
from ecdesk.session.outside import ARGUMENT, typed_json
from ecdesk.session.outside.confinement import Limits
from ecdesk.session.outside.frames import Garbled, receive, send
from ecdesk.session.outside.worker import LARGEST_FILE, TASKS
from ecdesk.session.program.crash_reports import BugElsewhere

_DYING = 10
"""Seconds that a process which no longer answers may take to be gone."""
_MOST_COMPLAINTS = 64 * 1024
_LAST_WORDS = 1.0
"""Seconds for what a process that is gone printed last to come."""
_TIME_IS_UP = 1816
"""How Windows ends a process that has used up its time: ERROR_NOT_ENOUGH_QUOTA."""


def command(limits: Limits, tasks: str) -> list[str]:
    """How the process is started: from the bundle by its own program, else by this interpreter."""
    given = json.dumps(asdict(limits))
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT, given]
    root = str(Path(ecdesk.__file__).parents[1])
    start = (
        "import sys; root = sys.argv.pop(1); root in sys.path or sys.path.insert(0, root); "
        "from ecdesk.session.outside.worker import serve; sys.exit(serve(sys.argv[1:]))"
    )
    # Of a virtual environment of Windows the program that starts the interpreter would be the one that is held to limits.
    interpreter = getattr(sys, "_base_executable", sys.executable) if sys.platform == "win32" else sys.executable
    return [interpreter, "-P", "-c", start, root, given, tasks]


def as_given(hint: Any, value: Any) -> str:
    """Something that is given with a file, by its type."""
    return typed_json.dumps(hint, value).decode("utf-8", "surrogatepass")


class _Child:
    """One process, from its start to its end."""

    def __init__(self, limits: Limits, tasks: str) -> None:
        self.limits = limits
        variables = dict(os.environ)
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
            if not getattr(sys, "frozen", False):
                variables["__PYVENV_LAUNCHER__"] = sys.executable
        self._process = subprocess.Popen(
            command(limits, tasks),
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=resource_root().parent,
            env=variables,
            creationflags=flags,
        )
        assert isinstance(self._process.stdin, io.FileIO) and isinstance(self._process.stdout, io.FileIO)
        self._to, self._from = self._process.stdin, self._process.stdout
        self._job: Any = None
        if sys.platform == "win32":
            from ecdesk.session.outside.windows_job import Job

            self._job = Job(self._process, limits)
        self.enforced: tuple[str, ...] | None = None

    @property
    def number(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, question: bytes, content: bytes) -> tuple[bytes, bytes]:
        """Raises EOFError or OSError when it dies meanwhile, Garbled for an answer that is none."""
        if self._job is not None:
            self._job.allow_time()
        send(self._to, question, content)
        if self.enforced is None:
            hello, _nothing = receive(self._from, 1000, 0)
            self.enforced = (*json.loads(hello), *(self._job.enforced if self._job is not None else ()))
        return receive(self._from, self.limits.answer, LARGEST_FILE)

    def kill(self) -> None:
        """From any thread; whoever waits for an answer meets its end."""
        self._process.kill()

    def end(self, kill: bool = True) -> tuple[int, str]:
        """End it: its exit code and what it has printed. Without kill it has ended by itself, or is about to."""
        self._to.close()
        try:
            code = self._process.wait(0 if kill else _DYING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        assert self._process.stderr is not None
        complaints = _last_words(self._process.stderr)
        self._from.close()
        if self._job is not None:
            self._job.close()
        return code, complaints


def _last_words(stream: IO[bytes]) -> str:
    """What a process printed that is gone, as far as it can be had at once: on Windows the stream may stay open without it, for whatever it or
    the system started may hold it."""
    printed = bytearray()

    def take() -> None:
        with stream:
            while len(printed) < _MOST_COMPLAINTS and (more := stream.read(_MOST_COMPLAINTS - len(printed))):
                printed.extend(more)

    taking = threading.Thread(target=take, name="last words", daemon=True)
    taking.start()
    taking.join(_LAST_WORDS)
    return bytes(printed).decode("utf-8", "replace").replace("\r\n", "\n")


class ReadingProcess:
    """Reads one file after the other, whichever thread asks. limits: of the process; tasks: the module in which it finds what it can do."""

    def __init__(self, limits: Limits | None = None, tasks: str = TASKS) -> None:
        self.limits = limits or Limits()
        self._tasks = tasks
        self._child: _Child | None = None
        self._asking = threading.Lock()
        """Held while a file is read."""
        self._state = threading.Lock()
        self.busy_with = ""
        """The name of the file that is being read."""
        self._given_up = False
        self.started = 0

    def start(self) -> None:
        """Start it beforehand, where it will be needed; nobody waits for it. Why it cannot be started is said when it is needed."""
        if self._asking.acquire(blocking=False):
            try:
                self._alive("")
            except UserError:
                pass
            finally:
                self._asking.release()

    def ask(self, task: str, content: bytes, name: str, *given: str) -> tuple[Any, bytes]:
        """What a task gives for the content of a file, and bytes that come with it. given: what is given besides the name, by `as_given`.

        Raises UserError for a file that is refused, that asks for too much, or that somebody gave up; BugElsewhere where reading it met a
        bug; Cancelled where the work of this thread was asked to stop.
        """
        known = importlib.import_module(self._tasks).TASKS[task]
        question = json.dumps([task, language(), [as_given(str, name), *given]]).encode()
        with self._asking:
            child = self._alive(name)
            with self._state:
                self.busy_with, self._given_up = name, False
            try:
                with stopped_by(child.kill):
                    answer, attached = child.ask(question, content)
                return self._meant(name, known.gives, answer), attached
            except (EOFError, OSError, Garbled, ValueError) as fault:
                raise self._why(name, fault) from None
            except UserError:
                raise
            except BaseException:
                self._bury()  # Ctrl+C in the middle of an answer: the rest of it is nobody's
                raise
            finally:
                with self._state:
                    self.busy_with = ""

    def give_up(self) -> bool:
        """End the reading of the file that is being read, from any thread; whether one was. The next is read by another process."""
        with self._state:
            child = self._child
            if not self.busy_with or child is None:
                return False
            self._given_up = True
            child.kill()
        return True

    @property
    def enforced(self) -> tuple[str, ...]:
        """What the system holds the process to, by name; known when it has answered once."""
        return (self._child.enforced or ()) if self._child is not None else ()

    @property
    def number(self) -> int | None:
        """Of the process, as the system counts them; None while there is none."""
        return self._child.number if self._child is not None else None

    def close(self) -> None:
        with self._asking:
            self._bury()

    def _alive(self, name: str) -> _Child:
        if self._child is not None and not self._child.is_alive:
            self._bury()
        if self._child is None:
            try:
                child = _Child(self.limits, self._tasks)
            except OSError as fault:
                raise UserError(
                    "“{file}”没有读，因为读取文件的进程启动不了：{reason}。请关闭一些程序后再试；若仍不行，请检查安全软件是否拦住了它。",
                    file=name,
                    reason=fault.strerror or str(fault),
                ) from fault
            with self._state:
                self._child = child
            self.started += 1
        return self._child

    def _bury(self, kill: bool = True) -> tuple[int, str]:
        child = self._child
        with self._state:
            self._child = None
        return child.end(kill) if child is not None else (0, "")

    def _meant(self, name: str, gives: Any, answer: bytes) -> Any:
        """The value of an answer. Raises what an answer says instead of one; ValueError for an answer that is none."""
        kind, _colon, document = answer.partition(b":")
        match kind:
            case b"done":
                return typed_json.loads(gives, document)
            case b"refused":
                refusal = typed_json.loads(Text, document)
                raise UserError(refusal.template, **refusal.values)
            case b"large":
                raise too_much(name)
            case b"memory":
                self._bury()
                raise too_much_memory(name, self.limits)
            case b"bug":
                raise BugElsewhere(*typed_json.loads(tuple[str, str], document))
        raise ValueError("no answer")

    def _why(self, name: str, fault: Exception) -> Exception:
        """Why there is no answer: somebody wanted it so, a limit, the system, or a bug of whatever reads."""
        killed = isinstance(fault, Garbled | ValueError)
        code, complaints = self._bury() if killed else self._bury(kill=False)
        with self._state:
            given_up = self._given_up
        if stop_asked():
            return Cancelled()
        if given_up:
            return UserError("“{file}”读到一半，按您的要求停止了，没有读入。", file=name)
        if killed:
            return BugElsewhere(type(fault).__name__, f"{fault}\n{complaints}")
        return _death(name, code, complaints, self.limits)


def _death(name: str, code: int, complaints: str, limits: Limits) -> Exception:
    ended_by = _signal_name(code)
    if ended_by == "SIGXCPU" or code == _TIME_IS_UP:
        return UserError(
            "“{file}”读了 {seconds} 秒还没有读完，已经停止；它的内容不像正常的文件，请让填报单位另存后重新发送。",
            file=name,
            seconds=limits.seconds,
        )
    if ended_by == "SIGABRT" or "memory allocation" in complaints or "MemoryError" in complaints:
        return too_much_memory(name, limits)  # libraries in C++ give up by SIGABRT where they get no more
    if ended_by == "SIGKILL":
        return UserError(
            "“{file}”没有读完：读取它的进程被系统或别的程序结束了，可能是内存不足；请关闭一些程序后再试。", file=name
        )
    return BugElsewhere(ended_by or f"exit {code}", complaints)


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else ""
    except ValueError:
        return ""


def too_much_memory(name: str, limits: Limits) -> UserError:
    return UserError(
        "读“{file}”要用的内存超过 {megabytes} MB 的上限，没有读入；请删去多余的内容，或拆成几份后再试。",
        file=name,
        megabytes=limits.memory >> 20,
    )


def too_much(name: str) -> UserError:
    return UserError("“{file}”里读出的内容太多，没有读入；请删去多余的内容，或拆成几份后再试。", file=name)
