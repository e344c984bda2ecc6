"""The year's main job without a window, by the command line of the program or of its bundle."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.tools.running import fail, say


def headless(program: Sequence[str | Path], resources: Path, folder: Path) -> int:
    """Sample book, submissions, check, workbook and charts, all into a folder; the exit code. program: the command that starts it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    book, workbook, charts, findings = (folder / name for name in ("report.ecd", "tables.xlsx", "charts", "findings.json"))
    submissions = resources / "books" / "2018" / "submissions"
    steps: list[tuple[str, list[str | Path], Path | None]] = [
        ("writing the sample book", ["sample", book], None),
        ("importing the sample submissions", ["import", book, submissions], None),
        ("checking", ["--json", "check", book], findings),
        ("exporting tables and charts", ["export", book, workbook, "--charts", charts], None),
    ]
    for words, arguments, into in steps:
        say(f"-- {words}")
        began = time.perf_counter()
        command = [str(part) for part in (*program, *arguments)]
        done = subprocess.run(command, stdout=subprocess.PIPE if into else None, check=False)
        if into:
            into.write_bytes(done.stdout)
        if done.returncode not in (0, 1):  # 1: findings, or a submission that was refused
            return fail(f"This step failed (exit {done.returncode}): {words}")
        say(f"   {time.perf_counter() - began:.1f} s")
    say("Results:")
    for path in (book, workbook, charts, findings):
        if not path.exists() or (path.is_dir() and not any(path.iterdir())):
            return fail(f"Nothing was written to {path}")
        say(f"  {path}")
    return 0
