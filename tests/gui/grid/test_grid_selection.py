"""Keys and mouse move and stretch the selection as in spreadsheet programs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from tests.gui.grid.conftest import Bench


def test_model_is_sound(bench: Bench) -> None:
    model = bench.view.model()
    assert isinstance(model, QAbstractItemModel)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    bench.type_cell(1, 0, "1")
    bench.desk.undo()
    assert tester.model() is model


def test_arrows_move_one_cell_and_stop_at_the_edge(bench: Bench) -> None:
    bench.click(1, 1)
    bench.keys("Down", "Right")
    assert bench.active == (2, 2) and bench.selected() == {(2, 2)}
    bench.keys("Up", "Left", "Left", "Left", "Left")
    assert bench.active == (1, 0)


def test_shift_stretches_from_the_active_cell_which_stays(bench: Bench) -> None:
    bench.click(1, 1)
    bench.keys("Shift+Down", "Shift+Right")
    assert bench.active == (1, 1) and bench.selected() == bench.block(1, 1, 2, 2)
    bench.keys("Shift+Left", "Shift+Left")
    assert bench.selected() == bench.block(1, 0, 2, 1)
    bench.keys("Down")
    assert bench.active == (2, 1) and bench.selected() == {(2, 1)}


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ((1, 0), "Down", (3, 0)),  # to the end of the filled cells
        ((3, 0), "Down", (4, 0)),  # nothing more: to the edge
        ((0, 0), "Down", (1, 0)),  # to the next filled cell
        ((1, 2), "Down", (3, 2)),  # over the empty one
        ((3, 2), "Up", (1, 2)),
        ((1, 0), "Right", (1, 2)),
        ((2, 1), "Right", (2, 3)),
        ((4, 3), "Left", (4, 0)),
    ],
)
def test_ctrl_and_an_arrow_jump_to_the_edge_of_the_data(
    bench: Bench, start: tuple[int, int], key: str, end: tuple[int, int]
) -> None:
    bench.click(*start)
    bench.keys(f"Ctrl+{key}")
    assert bench.active == end


def test_ctrl_shift_arrows_stretch_to_the_edge_of_the_data(bench: Bench) -> None:
    bench.click(1, 0)
    bench.keys("Ctrl+Shift+Down", "Ctrl+Shift+Right")
    assert bench.active == (1, 0) and bench.selected() >= bench.block(1, 0, 3, 2)


def test_home_end_and_their_ctrl_and_shift_forms(bench: Bench) -> None:
    bench.click(2, 2)
    bench.keys("Home")
    assert bench.active == (2, 0)
    bench.keys("End")
    assert bench.active == (2, 3)
    bench.keys("Ctrl+Home")
    assert bench.active == (0, 0)
    bench.keys("Ctrl+End")
    assert bench.active == (4, 3)
    bench.keys("Shift+Home")
    assert bench.selected() == bench.block(4, 0, 4, 3)
    bench.click(2, 2)
    bench.keys("Ctrl+Shift+End")
    assert bench.selected() == bench.block(2, 2, 4, 3)
    bench.keys("Ctrl+Shift+Home")
    assert bench.selected() == bench.block(0, 0, 2, 2)


def test_page_keys_move_a_page(bench: Bench) -> None:
    bench.click(1, 1)
    bench.keys("PageDown")
    assert bench.active == (4, 1)
    bench.keys("Shift+PageUp")
    assert bench.active == (4, 1) and bench.selected() == bench.block(0, 1, 4, 1)


def test_ctrl_a_and_the_corner_select_everything_and_keep_the_active_cell(bench: Bench) -> None:
    bench.click(2, 1)
    bench.keys("Ctrl+A")
    assert bench.active == (2, 1) and bench.selected() == bench.block(0, 0, 4, 3)
    bench.click(1, 1)
    QTest.mouseClick(bench.view.corner, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert bench.selected() == bench.block(0, 0, 4, 3)


def test_space_with_shift_and_ctrl_selects_whole_lines(bench: Bench) -> None:
    bench.click(2, 1)
    bench.keys("Shift+Space")
    assert bench.selected() == bench.block(2, 0, 2, 3)
    bench.click(2, 1)
    bench.keys("Shift+Right", "Ctrl+Space")
    assert bench.selected() == bench.block(0, 1, 4, 2)
    bench.keys("Ctrl+Shift+Space")
    assert bench.selected() == bench.block(0, 0, 4, 3)


def test_click_shift_click_and_ctrl_click(bench: Bench) -> None:
    bench.click(1, 0)
    bench.click(3, 2, "Shift")
    assert bench.active == (1, 0) and bench.selected() == bench.block(1, 0, 3, 2)
    bench.click(4, 3, "Ctrl")
    assert bench.active == (4, 3) and bench.selected() == bench.block(1, 0, 3, 2) | {(4, 3)}
    bench.click(2, 1, "Ctrl")
    assert (2, 1) not in bench.selected() and len(bench.selected()) == 9


def test_drag_selects_a_rectangle(bench: Bench) -> None:
    bench.drag((3, 2), (1, 1))
    assert bench.active == (3, 2) and bench.selected() == bench.block(1, 1, 3, 2)


def header_click(bench: Bench, section: int, rows: bool, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    header = bench.view.stub if rows else bench.view.columns_header
    along = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
    across = 20 if rows else header.height() - 6
    point = QPoint(across, along) if rows else QPoint(along, across)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, point)


def test_clicks_on_headers_select_whole_lines(bench: Bench) -> None:
    header_click(bench, 1, rows=False)
    assert bench.active == (0, 1) and bench.selected() == bench.block(0, 1, 4, 1)
    header_click(bench, 3, rows=False, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert bench.selected() == bench.block(0, 1, 4, 3)
    header_click(bench, 2, rows=True)
    assert bench.selected() == bench.block(2, 0, 2, 3)
    header_click(bench, 4, rows=True, modifier=Qt.KeyboardModifier.ControlModifier)
    assert bench.selected() == bench.block(2, 0, 2, 3) | bench.block(4, 0, 4, 3)


def test_drag_over_headers_selects_several_lines(bench: Bench) -> None:
    header = bench.view.stub
    place = [QPoint(20, header.sectionViewportPosition(row) + 5) for row in (1, 3)]
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=place[0])
    QTest.mouseMove(header.viewport(), place[1])
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=place[1])
    assert bench.selected() == bench.block(1, 0, 3, 3) and bench.active == (1, 0)


def test_enter_and_tab_go_round_inside_the_selection(bench: Bench) -> None:
    bench.click(1, 1)
    bench.keys("Shift+Down", "Shift+Right")
    seen = []
    for _ in range(5):
        seen.append(bench.active)
        bench.keys("Return")
    assert seen == [(1, 1), (2, 1), (1, 2), (2, 2), (1, 1)]
    assert bench.selected() == bench.block(1, 1, 2, 2)
    bench.click(1, 1)
    bench.click(2, 2, "Shift")
    seen = []
    for _ in range(5):
        seen.append(bench.active)
        bench.keys("Tab")
    assert seen == [(1, 1), (1, 2), (2, 1), (2, 2), (1, 1)]
    bench.keys("Shift+Tab", "Shift+Return")
    assert bench.selected() == bench.block(1, 1, 2, 2)


def test_enter_and_tab_go_on_through_several_blocks(bench: Bench) -> None:
    bench.click(1, 0)
    bench.click(3, 1, "Ctrl")
    bench.keys("Return")
    assert bench.active == (1, 0)
    bench.keys("Return")
    assert bench.active == (3, 1)


def test_enter_after_tabs_goes_back_to_where_they_began(bench: Bench) -> None:
    bench.click(1, 0)
    bench.keys("Tab", "Tab", "Return")
    assert bench.active == (2, 0)
    bench.keys("Shift+Return")
    assert bench.active == (1, 0)
    bench.keys("Shift+Tab")
    assert bench.active == (1, 0)


def test_summary_and_place_are_told(bench: Bench) -> None:
    bench.click(1, 0)
    assert bench.places[-1] is not None and bench.places[-1].key == bench.key(1, 0)
    bench.keys("Shift+Down", "Shift+Down")
    summary = bench.summaries[-1]
    assert (summary.cells, summary.count, summary.unit, summary.complete) == (3, 3, "亿元", True)
    assert summary.sum.replace("\u2009", "") == "24415.60"
    bench.keys("Shift+Right")
    assert bench.summaries[-1].sum == "" and bench.summaries[-1].count == 5
