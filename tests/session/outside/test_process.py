"""The reading process: what it cannot do, what it dies of, and that the next file is read."""

from __future__ import annotations

import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import resource
from ecdesk.domain.stopping import Stop, stoppable
from ecdesk.excel.reading import ReadingContext, read_file
from ecdesk.session.outside import reading
from ecdesk.session.outside.process import ReadingProcess, as_given
from ecdesk.session.program.crash_reports import BugElsewhere, report_of
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions import imports
from tests.session.test_imports import sheet

SAMPLE = resource("books", "2018", "submissions", "陕西省.csv")
CONTEXT = as_given(ReadingContext | None, None)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a job object holds these on Windows, and none of Wine's does")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux enforces it")


def asked(process: ReadingProcess, name: str, content: bytes = b"") -> FileReading:
    found, _bytes = process.ask("submission", content or SAMPLE.read_bytes(), name, CONTEXT)
    assert isinstance(found, FileReading)
    return found


def still_reads(process: ReadingProcess) -> bool:
    return bool(asked(process, SAMPLE.name).readings)


def test_it_says_what_reading_here_says(tmp_path: Path) -> None:
    context = ReadingContext(year=2018)
    assert reading.read_submission(SAMPLE, context) == read_file(SAMPLE, context)


def test_one_process_reads_one_file_after_the_other_and_is_started_when_it_is_needed() -> None:
    process = ReadingProcess()
    assert process.started == 0
    numbers = {process.number for _ in range(3) if asked(process, SAMPLE.name)}
    assert process.started == 1 and len(numbers) == 1
    process.close()
    assert process.number is None


@pytest.mark.parametrize("name", ["开套接字", "写文件", "删文件", "启动程序", "读别的文件"])
def test_code_of_the_interpreter_is_refused(tricky: ReadingProcess, name: str) -> None:
    with pytest.raises(UserError, match="不许"):
        asked(tricky, name)


@LINUX
@pytest.mark.parametrize("name", ["绕过解释器开套接字", "绕过解释器写文件", "绕过解释器读别的文件", "绕过解释器启动程序"])
def test_any_other_code_is_refused_by_the_system(tricky: ReadingProcess, name: str) -> None:
    with pytest.raises(UserError, match="不许"):
        asked(tricky, name)
    assert set(tricky.enforced) == {"memory", "calls", "paths"}


DEATHS = [("答得太多", "太多"), ("耗内存", "100 MB"), ("死循环", "1 秒"), ("被杀", "结束了")]


@POSIX
@pytest.mark.parametrize(("name", "words"), DEATHS)
def test_a_file_that_asks_for_too_much_is_one_sentence_and_the_next_is_read(
    tricky: ReadingProcess, name: str, words: str
) -> None:
    with pytest.raises(UserError, match=words) as refusal:
        asked(tricky, f"{name}.xlsx")
    assert name in str(refusal.value)
    assert still_reads(tricky)


@pytest.mark.parametrize(("name", "kind"), [("除以零", "ZeroDivisionError"), ("崩溃", "SIGSEGV"), ("答非所问", "Garbled")])
def test_a_bug_says_where_it_was_and_the_next_file_is_read(tricky: ReadingProcess, name: str, kind: str) -> None:
    with pytest.raises(BugElsewhere) as bug:
        asked(tricky, f"{name}.xlsx")
    assert bug.value.kind == kind or sys.platform == "win32"
    assert kind == "Garbled" or "tricks.py" in report_of(bug.value)
    assert still_reads(tricky)


def hanging(process: ReadingProcess) -> threading.Event:
    """Set when the process has a file that it never comes to an end with."""
    begun = threading.Event()
    real = process._alive

    def alive(name: str) -> object:
        child = real(name)
        ask = child.ask

        def tell(question: bytes, content: bytes) -> tuple[bytes, bytes]:
            begun.set()
            return ask(question, content)

        child.ask = tell  # type: ignore[method-assign]
        return child

    process._alive = alive  # type: ignore[method-assign,assignment]
    return begun


@pytest.fixture
def patient(tricky: ReadingProcess) -> Iterator[ReadingProcess]:
    process = ReadingProcess(replace(tricky.limits, seconds=1000), tricky._tasks)
    yield process
    process.close()


def test_a_file_that_hangs_is_given_up_and_the_next_is_read(patient: ReadingProcess) -> None:
    begun = hanging(patient)
    assert not patient.give_up()
    helper = threading.Thread(target=lambda: (begun.wait(), patient.give_up()))
    helper.start()
    with pytest.raises(UserError, match=r"死循环\.xlsx.*停止"):
        asked(patient, "死循环.xlsx")
    helper.join()
    assert still_reads(patient) and patient.started == 2


def test_work_that_is_stopped_does_not_wait_for_its_file(patient: ReadingProcess) -> None:
    begun, stop = hanging(patient), Stop()
    helper = threading.Thread(target=lambda: (begun.wait(), stop.set()))
    helper.start()
    with stoppable(stop), pytest.raises(Cancelled):
        asked(patient, "死循环.xlsx")
    helper.join()
    with stoppable(stop), pytest.raises(Cancelled):
        asked(patient, "死循环.xlsx")
    assert still_reads(patient)


@pytest.mark.skipif(sys.platform == "win32", reason="by its signal")
def test_a_process_that_was_ended_between_two_files_is_started_again(tricky: ReadingProcess) -> None:
    import signal

    assert still_reads(tricky)
    number = tricky.number
    assert number is not None
    os.kill(number, signal.SIGKILL)
    os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
    assert still_reads(tricky) and tricky.number != number


def test_a_process_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    process = ReadingProcess()
    monkeypatch.setattr("ecdesk.session.outside.process.command", lambda *_given: ["no-such-program-anywhere"])
    process.start()
    with pytest.raises(UserError, match=r"甲\.xlsx.*启动不了"):
        asked(process, "甲.xlsx")


def test_one_bad_file_of_a_folder_is_its_own_result(
    tricky: ReadingProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: object
) -> None:
    monkeypatch.setattr(reading, "_process", tricky)
    files = [tmp_path / f"{name}.csv" for name in ("答得太多", "陕西省", "写文件")]
    for path in files:
        path.write_bytes(SAMPLE.read_bytes())
    found = dict(finish(imports.read(files, ReadingContext())))
    assert [found[path].status for path in files] == ["rejected", "read", "rejected"]
    assert [bool(found[path].readings) for path in files] == [False, True, False]


def test_an_ordinary_file_of_60_megabytes_has_room(tmp_path: Path) -> None:
    """A workbook with a large picture, which nobody unpacks."""
    path = sheet(tmp_path / "陕西省.xlsx", ("陕西省2018年",), ("单位：亿元",), ("指标", "2018年"), ("网络零售额", 893.6))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", bytes(60 * 2**20))
    assert [str(one.amount.value) for one in reading.read_submission(path).readings] == ["893.6"]
