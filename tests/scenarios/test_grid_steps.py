"""Carries out the published list of steps, ``steps_grid.md``, in a real editor with key and mouse events only."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from tests.gui.grid.conftest import Bench, Make, make_bench, settings

__all__ = ["make_bench", "settings"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STEPS = Path(__file__).with_name("steps_grid.md")
_STEP = re.compile(r"(\d+)\. (.*?)((?: `[^`]*`)*) →((?: `[^`]*`)+)")


def steps() -> list[tuple[int, list[str], list[str]]]:
    """(number, acts, sights) of every step."""
    found = []
    for line in STEPS.read_text(encoding="utf-8").splitlines():
        match = _STEP.match(line)
        if match:
            words, sights = match[2] + match[3], match[4]
            found.append((int(match[1]), re.findall(r"`([^`]*)`", words), re.findall(r"`([^`]*)`", sights)))
        else:
            assert not re.match(r"\d+\. ", line), f"no step: {line}"
    return found


def pair(words: str) -> tuple[int, int]:
    row, column = words.split(",")
    return int(row), int(column)


class Hand:
    """Acts by name."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def act(self, words: str) -> None:
        name, _space, rest = words.partition(" ")
        bench = self.bench
        acts: dict[str, Callable[[], object]] = {
            "click": lambda: bench.click(*pair(rest)),
            "shift-click": lambda: bench.click(*pair(rest), "Shift"),
            "ctrl-click": lambda: bench.click(*pair(rest), "Ctrl"),
            "double-click": lambda: bench.click(*pair(rest), double=True),
            "drag": lambda: bench.drag(*(pair(place) for place in rest.split())),
            "keys": lambda: bench.keys(*rest.split()),
            "write": lambda: bench.write(rest),
            "row-header": lambda: self.header(int(rest), rows=True),
            "column-header": lambda: self.header(int(rest), rows=False),
            "corner": lambda: QTest.mouseClick(bench.view.corner, Qt.MouseButton.LeftButton, pos=QPoint(10, 10)),
            "figure-line": lambda: QTest.mouseClick(bench.editor.strip.figure, Qt.MouseButton.LeftButton),
            "button": lambda: bench.press(rest),
            "action": lambda: bench.editor.actions_by_name[rest].trigger(),
            "clipboard": lambda: QApplication.clipboard().setText(rest.replace("\\t", "\t").replace("\\n", "\n")),
            # The window's keys for these are the window's; see its own tests.
            "menu": lambda: self.menu(*rest.split()),
            "hover": lambda: self.hover(*pair(rest)),
            "undo": lambda: self.undo_all() if rest == "all" else bench.desk.undo(),
            "redo": bench.desk.redo,
        }
        acts[name]()
        QApplication.processEvents()

    def menu(self, part: str, line: str, entry: str) -> None:
        self.bench.choose_from_menu(entry, part, int(line))

    def hover(self, row: int, column: int) -> None:
        """Rest on a cell: the platform asks for a tip after a while, and this is how."""
        viewport = self.bench.view.viewport()
        point = self.bench.view.visualRect(self.bench.view.model().index(row, column)).center()
        QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))

    def undo_all(self) -> None:
        while self.bench.desk.undo() is not None:
            pass

    def header(self, line: int, rows: bool) -> None:
        header = self.bench.view.stub if rows else self.bench.view.columns_header
        along = header.sectionViewportPosition(line) + header.sectionSize(line) // 2
        point = QPoint(20, along) if rows else QPoint(along, header.height() - 6)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)


class Eye:
    """Sights by name: what is seen and what should be."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def see(self, words: str) -> tuple[object, object]:
        name, _space, rest = words.partition(" ")
        bench = self.bench
        view, editor = bench.view, bench.editor
        if name == "active":
            return bench.active, pair(rest)
        if name == "selected":
            return bench.selected(), bench.block(*(int(number) for number in rest.split(",")))
        if name == "cell":
            place, _equals, text = rest.partition(" =")
            return bench.shown(*pair(place)), text.strip()
        if name == "line":
            return editor.strip.figure.text(), rest.removeprefix("=").strip()
        if name == "said":
            return (rest if rest in bench.last_said else bench.last_said), rest
        if name == "unread":
            strip = editor.unread_strip
            return (re.findall(r"\d+", strip.words.text()) if strip.isVisible() else ["0"]), [rest]
        if name in ("editing", "not"):
            return (view.edit_line is not None), name == "editing"
        if name == "count":
            return bench.summaries[-1].count, int(rest)
        if name == "sum":
            return bench.summaries[-1].sum.replace("\u2009", ""), rest
        if name == "rows":
            model = view.model()
            return [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())], rest.split()
        if name == "columns":
            model = view.model()
            return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())], rest.split()
        if name == "tip":
            return (rest if rest in QToolTip.text() else QToolTip.text()), rest
        if name in ("strip", "no"):
            strip = editor.viewing.strip
            seen = strip.words.text() if strip.isVisible() else ""
            return (rest if name == "strip" and rest in seen else seen), ("" if name == "no" else rest)
        if name == "zoom":
            return view.zoom, int(rest)
        raise ValueError(words)


def test_every_step_of_the_published_list(make_bench: Make) -> None:
    bench = make_bench()
    hand, eye = Hand(bench), Eye(bench)
    for number, acts, sights in steps():
        bench.said.clear()
        for words in acts:
            hand.act(words)
        for words in sights:
            seen, wanted = eye.see(words)
            assert seen == wanted, f"step {number}: {words}: {seen!r} is seen"
    QToolTip.hideText()


def test_the_list_is_as_long_as_it_says() -> None:
    numbers = [number for number, _acts, _sights in steps()]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 100


@pytest.mark.parametrize("words", ["active 0,0", "cell 1,0 = 7", "unread 5", "editing", "strip x", "rows a"])
def test_the_eye_can_see_that_something_is_wrong(make_bench: Make, words: str) -> None:
    bench = make_bench()
    bench.click(2, 2)
    seen, wanted = Eye(bench).see(words)
    assert seen != wanted
