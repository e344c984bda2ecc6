"""What the window writes into the log: steps and saves by their template, refusals with their reason, jobs that were slow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.gui.desk import dialogs
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program import logs
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.tables.cells import enter

SHOW_ERROR = dialogs.show_error
"""As it is before the answers of tests take its place."""


@pytest.fixture(autouse=True)
def kept() -> Iterator[None]:
    with logs.kept(["slow"]):
        yield


def lines(home: Path, topic: str) -> list[str]:
    found = (home / "logs" / "ecdesk.log").read_text(encoding="utf-8").splitlines()
    return [line.partition(f" {topic}: ")[2] for line in found if f" {topic}: " in line]


def test_a_step_is_written_down_without_the_figure_and_so_is_its_save(window: MainWindow, qtbot: QtBot, home: Path) -> None:
    desk = window.workspace.desk
    assert desk is not None
    exhibit = next(one for one in desk.book.exhibits() if enter(desk, one.id, [(1, 0, "4321.09")]).changed)
    desk.undo()
    desk.flush()
    qtbot.waitUntil(lambda: any(line.startswith("0 steps waiting") for line in lines(home, "save")))
    did, undid = lines(home, "step")[-2:]
    assert " do: " in did and "changes" in did and " undo: " in undid
    text_of_all = (home / "logs" / "ecdesk.log").read_text(encoding="utf-8")
    assert "4321" not in text_of_all and (exhibit.caption or "?") not in text_of_all


class Asked(QObject):
    """Who started a job."""

    def __init__(self) -> None:
        super().__init__()
        self.error: UserError | None = None

    def done(self, _result: object) -> None:
        return

    def failed(self, error: UserError) -> None:
        self.error = error


def refused() -> Job[None]:
    yield Progress(0, 0, text("…"))
    raise UserError("“{file}”打不开。", file="893.6.xlsx")


def test_a_refusal_of_a_job_is_written_down_with_its_reason_and_no_names(window: MainWindow, qtbot: QtBot, home: Path) -> None:
    asked = Asked()
    window.workspace.jobs.start(text("试验 {what}", what="893.6"), refused(), asked.done, asked.failed)
    qtbot.waitUntil(lambda: asked.error is not None)
    assert lines(home, "refusal") == ["试验 {what}: “{file}”打不开。"]
    assert "试验 {what}: UserError" in lines(home, "command")
    assert any(line.startswith("试验 {what}: ") for line in lines(home, "slow"))


def test_a_refusal_that_is_shown_is_written_down(qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    SHOW_ERROR(None, UserError("“{file}”打不开。", file="893.6.xlsx"))
    assert lines(home, "refusal") == ["“{file}”打不开。"]
