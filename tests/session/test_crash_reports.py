"""A bug leaves a report that is kept, and one file's bug is that file's reason only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.session.program import crash_reports
from ecdesk.session.program.crash_reports import _adopt_traces, keep_report, reason_for, report_of

ROOT = Path(__file__).resolve().parents[2]


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def test_only_the_last_reports_are_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash_reports, "MOST_REPORTS", 3)
    folder = home / "crashes"
    folder.mkdir(parents=True)
    for number in range(5):
        (folder / f"2000010{number}.txt").write_text("old", encoding="utf-8")
    keep_report("new")
    kept = sorted(folder.glob("*.txt"))
    assert [path.name for path in kept[:2]] == ["20000103.txt", "20000104.txt"]
    assert len(kept) == 3 and kept[-1].read_text(encoding="utf-8") == "new"


def test_a_bug_met_in_a_hundred_files_does_not_push_another_bugs_report_out(home: Path) -> None:
    other = keep_report(report_of(raised(KeyError("另一处"))))
    for number in range(100):
        last = keep_report(report_of(raised_elsewhere(number)))
    assert sorted((home / "crashes").iterdir()) == sorted([other, last])
    assert last is not None and "第 99 份" in last.read_text(encoding="utf-8")


def raised_elsewhere(number: int) -> BaseException:
    try:
        raise ValueError(f"第 {number} 份")
    except ValueError as caught:
        return caught


def test_a_known_error_is_its_sentence_and_leaves_no_report(home: Path) -> None:
    assert str(reason_for(UserError("磁盘满了。"), "a.xlsx")) == "磁盘满了。"
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("stop", [Cancelled, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_ends_all_the_work_is_no_files_fault(stop: type[BaseException], home: Path) -> None:
    with pytest.raises(stop):
        reason_for(stop(), "a.xlsx")
    assert list(home.iterdir()) == []


def test_a_log_that_cannot_be_written_is_not_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log) -> None:
    log.expect("a.xlsx: ValueError")
    (tmp_path / "taken").write_bytes(b"")
    monkeypatch.setenv("ECDESK_HOME", str(tmp_path / "taken"))
    said = str(reason_for(raised(ValueError()), "a.xlsx"))
    assert "程序出错" in said and "日志" not in said


def test_a_fault_that_ends_the_process_leaves_where_it_was_as_a_report(home: Path) -> None:
    code = "import faulthandler; from ecdesk.session.program.crash_reports import *\nwith fatal_faults_kept():\n    faulthandler._sigabrt()"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode != 0
    (trace,) = (home / "crashes").iterdir()
    assert trace.suffix == ".trace"
    _adopt_traces(home / "crashes")
    (report,) = (home / "crashes").iterdir()
    assert report.name.endswith("-fatal.txt") and "most recent call first" in report.read_text(encoding="utf-8")


def test_a_run_that_ends_well_leaves_nothing_and_touches_no_run_that_goes_on(home: Path) -> None:
    folder = home / "crashes"
    folder.mkdir()
    going_on, ended = folder / f"running-{os.getpid()}.trace", folder / f"running-{2**30}.trace"
    for trace in (going_on, ended):
        trace.write_text("", encoding="utf-8")
    code = "from ecdesk.session.program.crash_reports import *\nwith fatal_faults_kept():\n    print(*sorted(p.name for p in crash_folder().iterdir()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert going_on.name in done.stdout.split() and len(done.stdout.split()) == 2
    assert list(folder.iterdir()) == [going_on]
