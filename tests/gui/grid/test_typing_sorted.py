"""A table that keeps itself sorted is typed in the order in which its rows stood, though every figure moves its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecdesk.domain.book.records import Sorting
from ecdesk.gui.grid import TableEditor
from ecdesk.gui.grid.selection import Block
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import lists
from ecdesk.session.tables.cells import Entry, enter
from ecdesk.session.tables.outline import put_exhibit
from tests.books import small_records
from tests.gui.grid.conftest import Bench, Make

NAMES = "abcdef"


@pytest.fixture
def editor(tmp_path: Path, make_bench: Make) -> TableEditor:
    desk = Desk.create(tmp_path / "书.ecd", small_records(), "张三")
    made = put_exhibit(desk, lists.new_list("表9-1", "融资事件", lists.read_columns("企业、金额（金额或数）、轮次")))
    enter(desk, made.id, [Entry(row, 0, name) for row, name in enumerate(NAMES)])
    lists.keep_sorted(desk, made.id, Sorting(made.columns[1].id))
    return make_bench(exhibit=made.id, desk=desk).editor


def shown(editor: TableEditor) -> dict[str, list[str]]:
    model = editor.model
    rows = [[model.rendered(row, column).text for column in range(3)] for row in range(len(NAMES))]
    return {row[0]: row[1:] for row in rows}


def test_enter_goes_on_below_where_the_row_stood(editor: TableEditor) -> None:
    bench = Bench(editor.desk, editor)
    editor.view.choose(0, 1)
    typed = ["500万元", "900万元", "800万元", "60万元", "1000万元", "70万元"]
    for figure in typed:
        bench.write(figure)
        bench.keys("Return")
    assert shown(editor) == {name: [figure, ""] for name, figure in zip(NAMES, typed, strict=True)}
    assert editor.model.stub(0) == "1" and editor.model.rendered(0, 0).text == "e"


def test_after_tabs_enter_goes_on_below_where_the_row_stood(editor: TableEditor) -> None:
    bench = Bench(editor.desk, editor)
    editor.view.choose(0, 1)
    typed = [["500万元", "A"], ["900万元", "B"], ["800万元", ""], ["60万元", "D"]]
    for figure, round_ in typed:
        bench.write(figure)
        bench.keys("Tab")
        if round_:
            bench.write(round_)
        bench.keys("Return")
    assert shown(editor) == dict(zip(NAMES, [*typed, ["", ""], ["", ""]], strict=True))


def test_inside_a_selected_block_and_with_arrows_too(editor: TableEditor) -> None:
    bench = Bench(editor.desk, editor)
    editor.view.choose_block(Block(0, 1, 3, 1))
    for figure in ("500万元", "900万元", "800万元"):
        bench.write(figure)
        bench.keys("Return")
    bench.write("950万元")
    bench.keys("Down")
    bench.write("20万元")
    bench.keys("Down")
    assert [figures[0] for figures in shown(editor).values()] == ["950万元", "900万元", "800万元", "500万元", "20万元", ""]
    assert shown(editor)["d"][0] == "950万元" and shown(editor)["e"][0] == "20万元"


def test_the_line_above_the_table_goes_on_the_same_way(editor: TableEditor) -> None:
    editor.view.choose(0, 1)
    figure = editor.strip.figure
    for typed in ("5万元", "9万元", "7万元"):
        figure.setText(typed)
        figure.setModified(True)
        figure.committed.emit("enter", False)
    assert [shown(editor)[name][0] for name in "abcd"] == ["5万元", "9万元", "7万元", ""]


def test_shift_enter_goes_back_to_the_row_above(editor: TableEditor) -> None:
    bench = Bench(editor.desk, editor)
    editor.view.choose(2, 1)
    bench.write("800万元")
    bench.keys("Shift+Return")
    bench.write("900万元")
    bench.keys("Shift+Return")
    bench.write("1万元")
    assert editor.model.rendered(editor.view.chosen.active[0], 0).text == "a"


def test_the_last_column_goes_from_under_the_selection(editor: TableEditor) -> None:
    bench = Bench(editor.desk, editor)
    editor.view.choose_block(Block(0, 2, len(NAMES) - 1, 2))
    bench.keys("Ctrl+Minus")
    assert editor.model.columnCount() == 2 and editor.view.chosen.active == (0, 1)
    bench.keys("F2", "Escape")
