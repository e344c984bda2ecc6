"""Bugs are never silent: each leaves a report in the program's folder and a line in the log.

The window's crash dialog and the verbs that go on with the next file after a bug keep their reports here, and nowhere else.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import ecdesk
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.files.drafts import runs
from ecdesk.domain.texts import Text, text
from ecdesk.session.program import logs
from ecdesk.session.program.places import data_folder, made

MOST_REPORTS = 20
"""Reports that are kept: the last ones, and of one bug only its last."""

_log = logging.getLogger(__name__)


class BugElsewhere(Exception):
    """A bug that another process of the program met. kind: of the error there, or how the process ended; trace: where it
    happened, which stands in its report."""

    def __init__(self, kind: str, trace: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.add_note(f"In another process:\n{trace}")


def kind_of(error: BaseException) -> str:
    """What a bug is called."""
    return error.kind if isinstance(error, BugElsewhere) else type(error).__name__


def report_of(error: BaseException, *versions: str) -> str:
    """What a developer needs: versions, platform, where it happened, and the tail of the log. No names of the book's user."""
    import platform

    from ecdesk.domain.book.changes import now

    about = (f"ecdesk {ecdesk.__version__}", *versions, f"Python {platform.python_version()}", platform.platform())
    report = f"{' · '.join(about)}\n{now()}\n\n" + "".join(traceback.format_exception(error))
    tail = logs.tail()
    return f"{report}\nLog:\n{tail}\n" if tail else report


def keep_report(report: str) -> Path | None:
    """Write a report into the program's folder; the file, or None where it cannot be written, which is no second crash.

    An earlier report of a bug at the same place goes, so that a folder of files with one fault does not push the others out.
    """
    import hashlib

    from ecdesk.domain.book.changes import now

    places = "\n".join(line for line in report.splitlines() if line.startswith('  File "'))
    mark = hashlib.sha256(places.encode("utf-8", "replace")).hexdigest()[:8]
    stamp = now().replace(":", "").replace("-", "").replace("+0000", "")
    try:
        folder = made(crash_folder())
        kept = folder / f"{stamp}-{mark}.txt"
        kept.write_text(report, encoding="utf-8", errors="backslashreplace")
        same = {*folder.glob(f"*-{mark}.txt")} - {kept}
        different = sorted({*folder.glob("*.txt")} - same - {kept})
        for old in (*same, *different[: max(0, len(different) + 1 - MOST_REPORTS)]):
            old.unlink(missing_ok=True)
    except OSError:
        return None
    logs.topic("bug").info("report kept: %s", kept.name)
    return kept


def crash_folder() -> Path:
    return data_folder() / "crashes"


@contextmanager
def fatal_faults_kept() -> Iterator[None]:
    """While inside, a fault that ends the process at once (in Qt, numpy, a driver) leaves every thread's place in the crash folder.

    What an earlier run left there becomes a report among the others. A folder that cannot be written is no reason not to start.
    """
    path = crash_folder() / f"running-{os.getpid()}.trace"
    try:
        made(path.parent)
        _adopt_traces(path.parent)
        file = path.open("w", encoding="utf-8")
    except OSError:
        yield
        return
    faulthandler.enable(file)
    try:
        yield
    finally:
        faulthandler.disable()
        file.close()
        with contextlib.suppress(OSError):
            path.unlink()


def _adopt_traces(folder: Path) -> None:
    """Make reports of what runs that ended in a fault have left, and remove what others left that were just ended."""
    for trace in folder.glob("running-*.trace"):
        process = trace.stem.removeprefix("running-")
        if process.isdigit() and runs(int(process)):
            continue
        with contextlib.suppress(OSError):  # Windows does not give away the file of a run that is still going on
            state = trace.stat()
            if state.st_size:
                at = datetime.fromtimestamp(state.st_mtime, UTC)
                kept = trace.replace(folder / f"{at:%Y%m%dT%H%M%S}-fatal.txt")
                logs.topic("bug").info("an earlier run ended in a fault: %s", kept.name)
            else:
                trace.unlink()


def reason_for(error: BaseException, file: str) -> Text:
    """Why one file of several has no result: the sentence of a known error; of a bug, whose report is kept and logged, that it is one.

    To be called in an ``except BaseException`` around the work on that file alone: a panic of a library is no `Exception`. What ends
    the work as a whole (`Cancelled`, Ctrl+C, the end of the program or of a generator) is raised again.
    """
    if isinstance(error, Cancelled | KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error
    if isinstance(error, UserError):
        logs.topic("refusal").info("a file: %s", error.text.template)
        return error.text
    kind = kind_of(error)
    kept = keep_report(report_of(error))
    if kept is None:
        _log.error("%s: %s", file, kind, exc_info=error)
        return text("处理“{file}”时程序出错（{kind}），这份文件没有读入；其余文件不受影响。", file=file, kind=kind)
    _log.error("%s: %s, %s", file, kind, kept)
    return text(
        "处理“{file}”时程序出错（{kind}），这份文件没有读入，已记入错误日志“{report}”；其余文件不受影响。",
        file=file,
        kind=kind,
        report=kept.name,
    )
