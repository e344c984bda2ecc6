"""Bugs are never silent: each leaves a report in the program's folder and a line in the log.

The window's crash dialog and the verbs that go on with the next file after a bug keep their reports here, and nowhere else.
"""

from __future__ import annotations

import hashlib
import logging
import platform
import traceback
from pathlib import Path

import ecdesk
from ecdesk.domain.changes import now
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.texts import Text, text
from ecdesk.session.places import data_folder, made

MOST_REPORTS = 20
"""Reports that are kept: the last ones, and of one bug only its last."""

_log = logging.getLogger(__name__)


def report_of(error: BaseException, *versions: str) -> str:
    """What a developer needs: versions, platform, and where it happened. No names of the book's user."""
    about = (f"ecdesk {ecdesk.__version__}", *versions, f"Python {platform.python_version()}", platform.platform())
    return f"{' · '.join(about)}\n{now()}\n\n" + "".join(traceback.format_exception(error))


def keep_report(report: str) -> Path | None:
    """Write a report into the program's folder; the file, or None where it cannot be written, which is no second crash.

    An earlier report of a bug at the same place goes, so that a folder of files with one fault does not push the others out.
    """
    places = "\n".join(line for line in report.splitlines() if line.startswith('  File "'))
    mark = hashlib.sha256(places.encode("utf-8", "replace")).hexdigest()[:8]
    stamp = now().replace(":", "").replace("-", "").replace("+0000", "")
    try:
        folder = made(data_folder() / "crashes")
        kept = folder / f"{stamp}-{mark}.txt"
        kept.write_text(report, encoding="utf-8", errors="backslashreplace")
        others = [path for path in sorted(folder.glob("*.txt")) if path != kept]
        same = [path for path in others if path.stem.endswith(f"-{mark}")]
        different = [path for path in others if path not in same]
        for old in (*same, *different[: max(0, len(different) + 1 - MOST_REPORTS)]):
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return kept


def reason_for(error: BaseException, file: str) -> Text:
    """Why one file of several has no result: the sentence of a known error; of a bug, whose report is kept and logged, that it is one.

    To be called in an ``except BaseException`` around the work on that file alone: a panic of a library is no `Exception`. What ends
    the work as a whole (`Cancelled`, Ctrl+C, the end of the program or of a generator) is raised again.
    """
    if isinstance(error, Cancelled | KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error
    if isinstance(error, UserError):
        return error.text
    kind = type(error).__name__
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
