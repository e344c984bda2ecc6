"""Long work: off the main thread or in slices on it, with progress, cancel, and results that find only who is still there."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.stopping import stop_asked
from ecdesk.domain.texts import text
from ecdesk.gui.base import jobs as jobs_module
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.desk.strips.progress_strip import ProgressStrip
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program.progress import Job, Progress
from tests.import_graph import ROOT


class Taker(QObject):
    """Somebody who wants results."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.errors: list[UserError] = []
        self.threads: list[int] = []

    def take(self, result: object) -> None:
        self.results.append(result)
        self.threads.append(threading.get_ident())

    def fail(self, error: UserError) -> None:
        self.errors.append(error)


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.stop()


def count(steps: int, seen: list[int]) -> Job[int]:
    for number in range(steps):
        seen.append(threading.get_ident())
        yield Progress(number, steps, text("数数"))
    return steps


def gated(gate: threading.Event) -> Job[str]:
    yield Progress(0, 2, text("等待"))
    gate.wait(10)
    yield Progress(1, 2, text("等待"))
    return "done"


@pytest.mark.parametrize("idle", [False, True])
def test_a_result_arrives_on_the_main_thread(runner: JobRunner, qtbot: QtBot, idle: bool) -> None:
    taker, seen = Taker(), list[int]()
    runner.start(text("数数"), count(5, seen), taker.take, idle=idle)
    qtbot.waitUntil(lambda: taker.results == [5])
    assert taker.threads == [threading.main_thread().ident]
    assert (seen[0] == threading.main_thread().ident) == idle


def test_jobs_run_one_after_another_in_order(runner: JobRunner, qtbot: QtBot) -> None:
    taker, gate = Taker(), threading.Event()
    runner.start(text("等待"), gated(gate), taker.take)
    runner.start(text("数数"), count(3, []), taker.take)
    runner.start(text("数数"), count(4, []), taker.take, idle=True)
    gate.set()
    qtbot.waitUntil(lambda: len(taker.results) == 3)
    assert taker.results == ["done", 3, 4]


def test_a_known_error_is_handed_over(runner: JobRunner, qtbot: QtBot) -> None:
    def refuse() -> Job[None]:
        yield Progress(0, 0, text("等待"))
        raise UserError("试验。")

    taker = Taker()
    runner.start(text("等待"), refuse(), taker.take, taker.fail)
    qtbot.waitUntil(lambda: len(taker.errors) == 1)
    assert str(taker.errors[0]) == "试验。"


def test_a_bug_in_a_job_is_not_swallowed(runner: JobRunner, qtbot: QtBot) -> None:
    def broken() -> Job[None]:
        yield Progress(0, 0, text("等待"))
        raise ZeroDivisionError

    taker = Taker()
    with qtbot.captureExceptions() as caught:
        runner.start(text("等待"), broken(), taker.take, taker.fail)
        qtbot.waitUntil(lambda: not runner.busy)
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert taker.errors == []


def test_a_cancelled_job_hands_over_nothing_and_the_next_one_runs(runner: JobRunner, qtbot: QtBot) -> None:
    taker, gate = Taker(), threading.Event()
    id = runner.start(text("等待"), gated(gate), taker.take)
    waiting = runner.start(text("数数"), count(3, []), taker.take)
    runner.start(text("数数"), count(7, []), taker.take)
    runner.cancel(waiting)
    runner.cancel(id)
    gate.set()
    qtbot.waitUntil(lambda: bool(taker.results))
    assert taker.results == [7]


def test_what_a_job_made_though_it_was_cancelled_is_handed_over_to_be_closed(runner: JobRunner, qtbot: QtBot) -> None:
    taker, closer, begun, gate = Taker(), Taker(), threading.Event(), threading.Event()

    def slow() -> Job[str]:
        yield Progress(0, 0, text("等待"))
        begun.set()
        gate.wait()
        return "done"

    id = runner.start(text("等待"), slow(), taker.take, late=closer.take)
    begun.wait()
    assert runner.has(id)
    runner.cancel(id)
    assert not runner.has(id)
    gate.set()
    qtbot.waitUntil(lambda: closer.results == ["done"])
    assert taker.results == []


def test_a_result_for_somebody_who_is_gone_is_dropped(runner: JobRunner, qtbot: QtBot) -> None:
    gate, other = threading.Event(), Taker()
    gone = Taker()
    runner.start(text("等待"), gated(gate), gone.take)
    runner.start(text("数数"), count(2, []), other.take)
    gone.deleteLater()
    del gone
    gate.set()
    qtbot.waitUntil(lambda: other.results == [2])


def test_the_strip_shows_what_takes_long_and_stops_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "SHOW_AFTER", 0)
    runner = JobRunner()
    strip = ProgressStrip(runner)
    qtbot.addWidget(strip)
    taker, gate = Taker(), threading.Event()
    runner.start(text("等待"), gated(gate), taker.take)
    qtbot.waitUntil(strip.isVisible)
    QTest.mouseClick(strip.cancel_button, Qt.MouseButton.LeftButton)
    assert not strip.cancel_button.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: not strip.isVisible())
    assert taker.results == []
    runner.stop()


def test_what_is_about_to_be_clicked_on_stays_in_its_place_when_work_comes_and_goes(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "SHOW_AFTER", 0)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    places = [(window.middle.size(), window.minimumSizeHint())]
    gate = threading.Event()
    window.workspace.jobs.start(text("等待"), gated(gate), Taker().take)
    qtbot.waitUntil(window.strip.isVisible)
    window.strip.words.setText("很长的文件名" * 100)
    QApplication.processEvents()
    places.append((window.middle.size(), window.minimumSizeHint()))
    gate.set()
    qtbot.waitUntil(lambda: not window.strip.isVisible())
    QApplication.processEvents()
    places.append((window.middle.size(), window.minimumSizeHint()))
    assert places[0] == places[1] == places[2]


def test_the_strip_leaves_out_a_step_that_can_be_left_out(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "SHOW_AFTER", 0)
    runner = JobRunner()
    strip = ProgressStrip(runner)
    qtbot.addWidget(strip)
    taker, first, second, skipped = Taker(), threading.Event(), threading.Event(), threading.Event()

    def skip() -> bool:
        skipped.set()
        return True

    def job() -> Job[str]:
        yield Progress(0, 2, text("等待"))
        first.wait()
        yield Progress(1, 2, text("读取 {file}", file="甲"), skip)
        skipped.wait()
        yield Progress(2, 2, text("等待"))
        second.wait()
        return "done"

    id = runner.start(text("等待"), job(), taker.take)
    qtbot.waitUntil(strip.isVisible)
    assert not strip.skip_button.isVisible() and not runner.skip(id)
    first.set()
    qtbot.waitUntil(strip.skip_button.isVisible)
    assert not runner.skip(id + 1)
    QTest.mouseClick(strip.skip_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not strip.skip_button.isVisible())
    second.set()
    qtbot.waitUntil(lambda: taker.results == ["done"])
    runner.stop()


def test_a_job_in_the_middle_of_a_long_piece_is_told_to_stop(runner: JobRunner, qtbot: QtBot) -> None:
    begun, told = threading.Event(), threading.Event()

    def busy() -> Job[None]:
        yield Progress(0, 0, text("打开"))
        begun.set()
        for _ in range(50_000_000):
            if stop_asked():
                told.set()
                raise Cancelled

    taker = Taker()
    runner.start(text("打开"), busy(), taker.take, taker.fail)
    qtbot.waitUntil(begun.is_set)
    runner.stop()
    assert told.is_set()
    assert taker.results == taker.errors == []


def test_what_is_on_its_way_when_everything_is_stopped_is_handed_over_to_be_closed(runner: JobRunner, qtbot: QtBot) -> None:
    taker, closer, begun, gate = Taker(), Taker(), threading.Event(), threading.Event()

    def slow() -> Job[str]:
        yield Progress(0, 0, text("等待"))
        begun.set()
        gate.wait()
        return "done"

    runner.start(text("等待"), slow(), taker.take, late=closer.take)
    begun.wait()
    gate.set()
    assert runner.cancel_all(10)
    assert closer.results == []
    runner.stop()
    assert closer.results == ["done"]
    assert taker.results == []
    assert not runner.busy


@pytest.mark.parametrize("idle", [False, True])
def test_the_strip_goes_when_everything_is_stopped(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, idle: bool) -> None:
    monkeypatch.setattr(jobs_module, "SHOW_AFTER", 0)
    runner = JobRunner()
    strip = ProgressStrip(runner)
    qtbot.addWidget(strip)

    def endless() -> Job[None]:
        while True:
            yield Progress(0, 0, text("等待"))

    runner.start(text("等待"), endless(), idle=idle)
    qtbot.waitUntil(strip.isVisible)
    runner.stop()
    assert not strip.isVisible()


QUITTING = """
import itertools
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ecdesk.domain.texts import text
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.session.program.progress import Progress

application = QApplication([])
runner = JobRunner()
runner.start(text("数数"), (Progress(0, 0, text("数数")) for _number in itertools.count()))
QTimer.singleShot(0, application.quit)
raise SystemExit(application.exec())
"""


def test_a_program_that_quits_while_a_job_runs_ends_as_any_other() -> None:
    ended = subprocess.run([sys.executable, "-c", QUITTING], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
