"""A drive that takes seconds for every write holds nobody up: what waits for a drive is done on other threads than the window's."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ecdesk.gui.base.settings import SettingsFile, as_ini, settings_file
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program.later_writes import LaterWrites, later_writes
from ecdesk.session.rules.standing import noted
from ecdesk.storage.bookfile import BookFile
from tests.bench.heartbeat import rest
from tests.gui.desk import close_book
from tests.import_graph import PACKAGE

WAITING: tuple[tuple[Any, str], ...] = (
    *((os, name) for name in ("fsync", "replace", "rename", "link")),
    (SettingsFile, "write"),
    (BookFile, "append"),
)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What waited for the drive, each with whether it was on the window's thread."""
    found: list[tuple[str, bool]] = []

    def noting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **named: Any) -> Any:
            found.append((name, threading.current_thread() is threading.main_thread()))
            return call(*arguments, **named)

        return noted

    for owner, name in WAITING:
        monkeypatch.setattr(owner, name, noting(name, getattr(owner, name)))
    return found


def test_the_window_writes_nothing_itself(
    empty_window: MainWindow, qtbot: QtBot, book_path: Path, waits: list[tuple[str, bool]], home: Path
) -> None:
    window = empty_window
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    rest(window)
    editor = window.editors.current_editor()
    assert editor is not None
    window.workspace.go_to(Place(editor.model.exhibit_id, 0, 0))
    editor.actions_by_name["zoom_in"].trigger()
    for step in (lambda: editor.verbs.type("12.5", False), window.stepping.undo, window.stepping.redo):
        step()
        rest(window)
    close_book(window, qtbot)
    assert window.start_page.recent.model.rows[0].path == str(book_path)
    later_writes.wait()
    assert str(book_path) in noted()
    assert "grid" in (home / "grid.ini").read_text() and book_path.name in (home / "settings.ini").read_text()
    assert {"fsync", "replace", "write", "append"} <= {name for name, _here in waits}
    assert [name for name, here in waits if here] == []


def test_only_the_file_of_settings_uses_what_writes_on_the_thread_that_it_is_used_on() -> None:
    using = {path.name for path in (PACKAGE / "gui").rglob("*.py") if "QSettings(" in path.read_text(encoding="utf-8")}
    assert using == {"settings.py"}


def test_what_could_not_be_written_is_told_and_the_rest_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda told_of: told.append(told_of.exc_value))
    writes, done, full = LaterWrites(), [], OSError("full")

    def fail() -> None:
        raise full

    for write in (lambda: done.append(1), fail, lambda: done.append(2)):
        writes.add(write)
    writes.wait()
    assert done == [1, 2] and told == [full]


NAMES = st.from_regex(r"\A[A-Za-z0-9_.%一二图表 =;-]{1,9}(/[a-z%一图 .]{1,5}){0,2}\Z")
WORDS = st.text(st.characters(exclude_categories=("C",)) | st.sampled_from('\n\t\r@\\,;"%='))


@given(st.dictionaries(NAMES, WORDS, max_size=6))
@settings(max_examples=25)
def test_what_is_written_is_what_is_read(values: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.ini"
        path.write_text(as_ini(values), encoding="utf-8")
        read = settings_file(path)
        assert {name: read.value(name) for name in values} == values


def test_settings_count_at_once_and_what_another_program_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    one, two = settings_file(path), settings_file(path)
    one.set("look/theme", "dark, or not")
    one.set("keys/gone", "x")
    one.remove("keys/gone")
    assert (two.value("look/theme"), two.value("keys/gone")) == ("dark, or not", None)
    later_writes.wait()
    path.write_text(path.read_text(encoding="utf-8").replace("or not", "light again"), encoding="utf-8")
    assert settings_file(path).value("look/theme") == "dark, light again"
