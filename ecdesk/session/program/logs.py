"""The program's log: what was done, refused and slow, by topic, in files that take turns under the user's folder.

Any layer writes with ``topic("import").info(…)``. A record holds no figures, no texts of a book and no names of people: steps and
refusals are written with their template, files with their kind and size. Nothing is kept until `kept` is entered, which the command
line does; the tail of this run's records goes into the report of a bug.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from ecdesk.session.program.places import data_folder, made

TOPICS = ("command", "step", "save", "import", "file", "refusal", "slow", "bug")
"""What is written down: commands, and jobs of the window that took long enough to be shown; steps of a book; saves; submissions read
and stored; files written; what was refused, and why; what took longer than `SLOW`; bugs."""

ALL = "all"
SLOW = 1.0
"""Seconds from which a job is called slow."""
LARGEST = 512 * 1024
KEPT = 3
"""Bytes of a log file, and how many full ones are kept beside it."""
TAIL = 100
"""Records that go into the report of a bug."""

_ROOT = "ecdesk"
_recent: deque[str] = deque(maxlen=TAIL)


def topic(name: str) -> logging.Logger:
    """The logger of one of `TOPICS`. KeyError for another."""
    if name not in TOPICS:
        raise KeyError(name)
    return logging.getLogger(f"{_ROOT}.log.{name}")


def unknown_topics(names: Collection[str]) -> list[str]:
    """Those of the names that are neither a topic nor `ALL`."""
    return [name for name in names if name != ALL and name not in TOPICS]


def tail() -> str:
    """The last records of this run, a line each, indented so that they are told from the report around them; "" for none."""
    return "\n".join(f"  | {line}" for record in tuple(_recent) for line in record.splitlines())


def log_file() -> Path:
    return data_folder() / "logs" / "ecdesk.log"


@contextmanager
def kept(debug: Collection[str] = ()) -> Iterator[None]:
    """While inside, records go to `log_file` and are remembered for `tail`.

    debug: topics, or `ALL`, whose finest records are kept too and are shown on stderr. A folder that cannot be written costs the
    file and nothing else.
    """
    root = logging.getLogger(_ROOT)
    shown = _Shown(frozenset(debug)) if debug and sys.stderr is not None else None
    handlers = [handler for handler in (_Recent(), _opened(), shown) if handler is not None]
    chosen = [topic(name) for name in (TOPICS if ALL in debug else {*TOPICS}.intersection(debug))]
    before = root.level
    root.setLevel(logging.INFO)
    for logger in chosen:
        logger.setLevel(logging.DEBUG)
    for handler in handlers:
        handler.setFormatter(_Line())
        root.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        for logger in chosen:
            logger.setLevel(logging.NOTSET)
        root.setLevel(before)
        _recent.clear()


@contextmanager
def timed(words: str) -> Iterator[None]:
    """Writes down how long what is inside took: under ``slow`` when it was."""
    began = perf_counter()
    try:
        yield
    finally:
        note_time(words, perf_counter() - began)


def note_time(words: str, seconds: float, limit: float = SLOW) -> None:
    """A duration: for everybody when it is longer than the limit, else for who debugs the topic ``slow``."""
    topic("slow").log(logging.INFO if seconds >= limit else logging.DEBUG, "%s: %.2f s", words, seconds)


class _Line(logging.Formatter):
    """``2026-11-28T21:00:00.123Z INFO import: …``; a logger that is no topic by its whole name."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        name = record.name.removeprefix(f"{_ROOT}.log.")
        line = f"{at} {record.levelname} {name}: {record.getMessage()}"
        return line if record.exc_info is None else f"{line}\n{self.formatException(record.exc_info)}"


class _Recent(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _recent.append(self.format(record))


class _Shown(logging.StreamHandler):  # type: ignore[type-arg]
    """On stderr, for who asked with ``--debug``: the chosen topics, and whatever is worth a warning."""

    def __init__(self, topics: frozenset[str]) -> None:
        super().__init__(sys.stderr)
        self._topics = topics

    def filter(self, record: logging.LogRecord) -> bool:
        name = record.name.removeprefix(f"{_ROOT}.log.")
        return record.levelno >= logging.WARNING or ALL in self._topics or name in self._topics


class _File(logging.FileHandler):
    """A log must never be what stops the program: what cannot be written is left out. Not of `logging.handlers`, which brings sockets and pickles: a
    tenth of the window's start."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            line = len(self.format(record).encode("utf-8", "backslashreplace")) + len(os.linesep)
            stream = self.stream
            if stream is not None and stream.seek(0, os.SEEK_END) + line > LARGEST:
                stream.close()
                self.stream = None  # the next record opens it
                self._take_turns()
            super().emit(record)

    def _take_turns(self) -> None:
        """Begin a file, and count the full ones up; the oldest goes."""
        names = [self.baseFilename, *(f"{self.baseFilename}.{number}" for number in range(KEPT + 1))]
        try:
            os.replace(names[0], names[1])  # noqa: PTH105
        except (
            OSError
        ):  # Windows renames no file that another run of the program has open: it grows until that one ends, and the others stay
            return
        for number in range(KEPT, 0, -1):
            with suppress(FileNotFoundError):
                os.replace(names[number], names[number + 1])  # noqa: PTH105

    def handleError(self, record: logging.LogRecord) -> None:
        return

    def close(self) -> None:
        with suppress(OSError):  # what is still to be written then
            super().close()


def _opened() -> _File | None:
    path = log_file()
    try:
        made(path.parent)
        return _File(path, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
