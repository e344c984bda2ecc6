"""One way through: what a cell edit and a paste cost, counted in calls, because times are the machine's and calls are ours."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.checks.engine.checker import Checker
from ecdesk.columns.columns import Columns
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Observation
from ecdesk.gui.base import slices
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.printing import note_under
from tests.bench import bench_paste
from tests.checks.books import figure, key, make_book

MOST_CALLS_OF_AN_EDIT = {"图1-1": 13_500, "表8-27": 21_500}
"""By the exhibit whose first cell is edited. The latter's figure is held against those of all areas by several rules."""
MOST_CALLS_OF_A_PASTED_CELL = 125
MOST_CALLS_OF_A_NEW_FIGURE = 20
"""Of telling the engine's columns of it, when many come at once."""
MOST_CALLS_OF_A_NOTED_CELL = 20
"""Of finding the note under a table. It is found anew whenever the findings are listed."""

ASKED = "pending"
"""The test itself asks this until all is done, the oftener the busier the machine."""


@pytest.fixture(autouse=True)
def unsliced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a slice ends is told by the clock, and so is what timers do before the next one: without them the calls are the same on any
    machine."""
    monkeypatch.setattr(slices, "FIRST_SLICE", float("inf"))
    monkeypatch.setattr(slices, "SLICE", float("inf"))


def counted(work: Callable[[], None]) -> int:
    """How many Python functions some work calls on this thread."""
    calls = 0

    def note(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code.co_name != ASKED

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def open_sample(window: MainWindow, qtbot: QtBot, path: Path, exhibit: str) -> None:
    Desk.create(path, bench_paste.records()).close()
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(path)
    window.workspace.go_to(Place(exhibit, 0, 0))
    bench_paste.rest(window)


@pytest.mark.parametrize("exhibit", MOST_CALLS_OF_AN_EDIT)
def test_a_cell_edit_goes_one_way(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path, exhibit: str) -> None:
    window = empty_window
    open_sample(window, qtbot, tmp_path / "sample.ecd", exhibit)
    editor = window.editors.current_editor()
    assert editor is not None and editor.model.exhibit_id == exhibit
    listed: list[tuple[Finding, ...]] = []
    window.workspace.findings_changed.connect(listed.append)

    def edit(words: str) -> int:
        editor.go_to(0, 0)
        editor.view.open_edit_line(words, True)
        bench_paste.rest(window)
        listed.clear()

        def enter() -> None:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            bench_paste.rest(window, wholly=False)

        return counted(enter)

    before = window.workspace.desk.seq
    edit("8.9")  # what is read once for all
    assert edit("8.8") <= MOST_CALLS_OF_AN_EDIT[exhibit]
    assert window.workspace.desk.seq == before + 2
    assert len(listed) == 1


def test_a_pasted_cell_costs_few_calls(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = empty_window
    open_sample(window, qtbot, tmp_path / "sample.ecd", "large")
    editor = window.editors.current_editor()
    assert editor is not None
    block = bench_paste.texts(0)[:20]
    size = sum(map(len, block))
    QApplication.clipboard().setText("\n".join("\t".join(line) for line in block))
    editor.actions_by_name["paste"].trigger()  # what is read once for all
    bench_paste.rest(window)
    QApplication.clipboard().setText("\n".join("\t".join(reversed(line)) for line in block))
    editor.go_to(0, 0)
    bench_paste.rest(window)
    assert counted(editor.actions_by_name["paste"].trigger) <= MOST_CALLS_OF_A_PASTED_CELL * size
    QApplication.clipboard().clear()


def test_many_new_figures_are_taken_in_at_once() -> None:
    keys = [key("网络零售额", period=str(year)) for year in range(1500, 1900)]
    filled, book = make_book(dict.fromkeys(keys, "1.5")), make_book({key("网络零售额", period="2018"): "1.5"})
    columns = Columns(book)
    book.apply(tuple(Change(Observation.KIND, one, None, filled.observation(one)) for one in keys))
    assert counted(lambda: columns.update(keys)) <= MOST_CALLS_OF_A_NEW_FIGURE * len(keys)
    assert (columns.rows(keys) >= 0).all() and len(columns.rows([*keys, key("网络零售额", period="1499")])) == len(keys)


def test_the_note_under_a_long_table_costs_few_calls() -> None:
    exhibit = next(one for one in bench_paste.records() if isinstance(one, Exhibit) and one.id == "large")
    keys = [at for _row, _column, at in cell_keys(exhibit)]
    checker = Checker(make_book([exhibit, *(figure(at, "1.5") for at in keys)]), [])
    note_under(checker, exhibit)  # what is read once for all
    assert counted(lambda: note_under(checker, exhibit)) <= MOST_CALLS_OF_A_NOTED_CELL * len(keys)
