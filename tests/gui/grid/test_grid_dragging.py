"""The handle at the selection's corner and the edge of the selection."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.gui.grid.selection import Block, filled_block
from tests.gui.grid.conftest import Bench, Make
from tests.gui.grid.conftest import sample_records as records


def drag(bench: Bench, start: QPoint, end: QPoint, *, release: bool = True) -> None:
    viewport = bench.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, end)
    if release:
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    QApplication.processEvents()


def middle(bench: Bench, row: int, column: int) -> QPoint:
    return bench.view.visualRect(bench.view.model().index(row, column)).center()


def edge(bench: Bench) -> QPoint:
    """On the upper edge of the selection."""
    rect = bench.view._block_rect(bench.view.chosen.block)
    return QPoint(rect.center().x(), rect.top() - 1)


def test_filling_leaves_computed_cells_and_heading_lines_and_counts_them(bench: Bench) -> None:
    bench.make_computed(2, 0, "7")
    bench.click(4, 0)
    bench.write("5")
    bench.keys("Return")
    bench.click(4, 0)
    before = bench.desk.seq
    drag(bench, bench.view.handle_rect().center(), middle(bench, 0, 0))
    assert [bench.shown(row, 0) for row in range(1, 5)] == ["5", "7", "5", "5"]
    assert "2 个是计算所得或标题行" in bench.last_said and bench.desk.seq == before + 1


def test_a_filled_figure_keeps_its_unit_and_its_precision(bench: Bench) -> None:
    bench.click(1, 2)
    bench.write("1.5万亿元")
    bench.keys("Return")
    bench.click(1, 2)
    drag(bench, bench.view.handle_rect().center(), middle(bench, 2, 2))
    assert bench.amount(2, 2) == bench.amount(1, 2)


def test_the_double_click_goes_past_heading_lines_and_says_when_there_is_nothing_beside(make_bench: Make) -> None:
    bench = make_bench()
    bench.click(0, 0)
    assert bench.editor.verbs.commands.reach_below(Block(0, 1, 0, 1)) == Block(0, 1, 3, 1)
    bench.click(3, 3)
    QTest.mouseDClick(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=bench.view.handle_rect().center())
    assert "不知道填到哪里" in bench.last_said and bench.view.edit_line is None


def test_escape_ends_a_drag_without_a_change(bench: Bench) -> None:
    bench.click(1, 0)
    before = bench.desk.seq
    drag(bench, bench.view.handle_rect().center(), middle(bench, 3, 0), release=False)
    assert bench.view.target == Block(1, 0, 3, 0)
    bench.keys("Escape")
    QTest.mouseRelease(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=middle(bench, 3, 0))
    assert bench.view.target is None and bench.desk.seq == before


def test_a_moved_block_stays_inside_the_table(bench: Bench) -> None:
    bench.drag((1, 0), (2, 1))
    drag(bench, edge(bench), middle(bench, 4, 0))
    assert bench.shown(3, 0) == "6 412.7" and bench.shown(4, 1) == "-0.5" and bench.shown(1, 0) == ""
    assert bench.selected() == bench.block(3, 0, 4, 1)


def test_a_click_on_the_edge_is_a_click_on_the_cell(bench: Bench) -> None:
    bench.click(2, 1)
    point = edge(bench)
    QTest.mouseClick(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert bench.active == (1, 1)


def test_the_mouse_says_what_it_would_do(bench: Bench) -> None:
    bench.click(2, 1)
    viewport = bench.view.viewport()
    for point, shape in (
        (bench.view.handle_rect().center(), Qt.CursorShape.CrossCursor),
        (edge(bench), Qt.CursorShape.SizeAllCursor),
        (middle(bench, 3, 2), Qt.CursorShape.ArrowCursor),
    ):
        QTest.mouseMove(viewport, point)
        assert viewport.cursor().shape() == shape


def test_a_book_that_cannot_be_written_has_no_handle(make_bench: Make, bench: Bench) -> None:
    from ecdesk.session.book.desk import Desk

    bench.editor.release()
    path = bench.desk.path
    bench.desk.close()
    other = make_bench(records(), desk=Desk.open(path, "李四", read_only=True))
    other.click(1, 0)
    QTest.mouseMove(other.view.viewport(), other.view.handle_rect().center())
    assert other.view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_handle_fills_in_the_direction_it_is_dragged_further() -> None:
    source = Block(2, 2, 3, 3)
    assert filled_block(source, (7, 4)) == Block(2, 2, 7, 3)
    assert filled_block(source, (4, 7)) == Block(2, 2, 3, 7)
    assert filled_block(source, (0, 2)) == Block(0, 2, 3, 3)
    assert filled_block(source, (3, 0)) == Block(2, 0, 3, 3)
    assert filled_block(source, (2, 3)) == source


def test_a_cut_is_given_up_when_the_table_changes_under_it(bench: Bench) -> None:
    bench.click(1, 0)
    bench.keys("Ctrl+X")
    bench.choose_from_menu("remove_rows", "rows", 2)
    assert not bench.view.marked
    bench.click(2, 3)
    bench.keys("Ctrl+V")
    assert "剪贴板" in bench.last_said and bench.shown(1, 0) == "6 412.7"


def test_the_name_box_tells_the_size_while_a_selection_is_drawn(bench: Bench) -> None:
    drag(bench, middle(bench, 1, 0), middle(bench, 3, 1), release=False)
    assert bench.editor.strip.name.text() == "3 行 × 2 列"
    QTest.mouseRelease(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=middle(bench, 3, 1))
    assert bench.editor.strip.name.text().startswith("陕西")


def test_dragging_over_row_labels_goes_on_beyond_the_edge(bench: Bench, qtbot: QtBot) -> None:
    bench.editor.resize(500, 250)
    QApplication.processEvents()
    view, header = bench.view, bench.view.stub
    view.setMaximumHeight(100)
    QApplication.processEvents()
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    QTest.mouseMove(header.viewport(), QPoint(20, header.viewport().height() + 30))
    qtbot.waitUntil(lambda: view.chosen.block.bottom == 4)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, header.viewport().height() + 30))
    assert bench.selected() == bench.block(0, 0, 4, 3) and view.verticalScrollBar().value() > 0
