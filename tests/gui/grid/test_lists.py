"""A list of texts in the grid: typed, pasted, sorted, searched, with rows that come by a key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Line
from ecdesk.domain.texts import text
from ecdesk.gui.desk import exhibit_states
from ecdesk.gui.grid import SelectionSummary, TableEditor
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.tables import lists
from ecdesk.session.tables.outline import put_exhibit
from tests.books import small_records
from tests.gui.grid.conftest import Bench, Make


@pytest.fixture
def editor(tmp_path: Path, make_bench: Make) -> TableEditor:
    desk = Desk.create(tmp_path / "书.ecd", small_records(), "张三")
    made = lists.new_list("表9-1", "融资事件", lists.read_columns("企业、金额（金额或数）、日期（日期）"))
    return make_bench(exhibit=put_exhibit(desk, made).id, desk=desk).editor


@pytest.fixture
def desk(editor: TableEditor) -> Desk:
    return editor.desk


def shown(editor: TableEditor) -> list[list[str]]:
    model = editor.model
    return [[model.rendered(row, column).text for column in range(3)] for row in range(model.rowCount())]


def key(editor: TableEditor, words: str, last: str = "Return") -> None:
    bench = Bench(editor.desk, editor)
    bench.write(words)
    bench.keys(last)


def paste(editor: TableEditor, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    editor.actions_by_name["paste"].trigger()


def test_texts_are_typed_and_taken_back(editor: TableEditor, desk: Desk) -> None:
    editor.view.choose(0, 0)
    key(editor, "alpha", "Tab")
    key(editor, "1000万元", "Tab")
    key(editor, "2018年13月")
    assert shown(editor)[0] == ["alpha", "1000万元", "2018年13月"]
    assert "unread" in editor.model.rendered(0, 2).states and not editor.model.rendered(0, 1).states
    assert editor.model.stub(0) == "1"
    desk.undo()
    assert shown(editor)[0] == ["alpha", "1000万元", ""]


def test_what_is_pasted_below_the_last_row_makes_new_ones(editor: TableEditor) -> None:
    editor.view.choose(3, 0)
    paste(editor, "甲\t4亿人民币\t2016年5月\n乙\t数千万美元\t2016年6月1日\n丙\t300万元\t\n")
    assert [row[0] for row in shown(editor)] == ["", "", "", "甲", "乙", "丙"]
    editor.view.choose(3, 0)
    editor.actions_by_name["delete"].trigger()
    assert shown(editor)[3] == ["", "4亿人民币", "2016年5月"]


def test_a_list_is_ranked_from_the_menu_of_a_column(editor: TableEditor) -> None:
    editor.view.choose(0, 0)
    paste(editor, "甲\t300万元\n乙\t4亿元\n丙\t数千万元")
    editor.view.choose(0, 1)
    editor.structuring.actions["keep_descending"].trigger()
    assert [row[0] for row in shown(editor)][:3] == ["乙", "丙", "甲"]
    editor.structuring.actions["keep_unsorted"].trigger()
    assert editor.model.exhibit.sorting is not None and not editor.model.exhibit.sorting.by


def test_rows_come_without_a_question_and_texts_are_copied_and_found(editor: TableEditor, qtbot: QtBot) -> None:
    editor.view.choose(0, 0)
    paste(editor, "甲\t300万元")
    editor.structuring.actions["insert_row_above"].trigger()
    assert [row[0] for row in shown(editor)][:2] == ["", "甲"] and not editor.structuring.line_panel.isVisible()
    editor.view.choose(1, 0)
    editor.actions_by_name["copy"].trigger()
    assert QGuiApplication.clipboard().text().strip() == "甲"
    editor.view.choose(4, 0)
    editor.actions_by_name["paste"].trigger()
    assert shown(editor)[4][0] == "甲"
    editor.open_find()
    editor.find_bar.words.setText("300万")
    qtbot.waitUntil(lambda: "1" in editor.find_bar.count.text())


def test_what_is_typed_after_a_new_row_goes_into_it(editor: TableEditor) -> None:
    editor.view.choose(0, 0)
    paste(editor, "甲\t300万元\n乙\t4亿元\n丙\t数千万元")
    for way in ("insert_row_above", "insert_row_below"):
        editor.view.choose(1, 0)
        editor.structuring.actions[way].trigger()
        key(editor, "new")
    assert [row[0] for row in shown(editor)][:5] == ["甲", "new", "new", "乙", "丙"]
    editor.view.choose(0, 1)
    editor.structuring.actions["keep_descending"].trigger()
    editor.view.choose(0, 0)
    editor.structuring.actions["insert_row_above"].trigger()
    assert shown(editor)[editor.view.chosen.active[0]][0] == ""


def test_columns_of_texts_are_put_in_from_the_panel(editor: TableEditor) -> None:
    editor.view.choose(0, 2)
    editor.structuring.actions["insert_column_after"].trigger()
    panel = editor.structuring.line_panel
    panel.words.setText("网址（链接）、备注")
    panel.take()
    assert [column.label for column in editor.model.exhibit.columns][-2:] == ["网址", "备注"]


def test_a_text_that_is_too_long_is_refused_in_a_sentence(editor: TableEditor, qtbot: QtBot) -> None:
    editor.view.choose(0, 0)
    with qtbot.waitSignal(editor.message) as said:
        paste(editor, "长" * 2001)
    assert "2000" in said.args[0] and shown(editor)[0][0] == ""


def parted(editor: TableEditor, desk: Desk) -> None:
    """Three parts: the first and the last have a heading only, as after the step to the next issue."""
    rows = (Line("h1", "甲类"), Line("h2", "乙类"), Line("e1", ""), Line("e2", ""), Line("h3", "丙类"))
    with desk.edit(text("分段")) as edit:
        edit.put(replace(editor.model.exhibit, rows=rows))


def parts(editor: TableEditor) -> list[str]:
    model = editor.model
    return [model.row_line(row).label or model.rendered(row, 0).text for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (0, ["甲类", "x", "y", "z", "乙类", "", "", "丙类"]),
        (1, ["甲类", "乙类", "x", "y", "z", "", "", "丙类"]),
        (3, ["甲类", "乙类", "", "x", "y", "z", "丙类"]),
        (4, ["甲类", "乙类", "", "", "丙类", "x", "y", "z"]),
    ],
)
def test_a_pasted_block_stays_in_its_part_of_the_list(editor: TableEditor, desk: Desk, row: int, expected: list[str]) -> None:
    """No pasted row falls on a heading, where nothing can stand: it would be lost."""
    parted(editor, desk)
    editor.view.choose(row, 0)
    seq = desk.seq
    paste(editor, "x\t1万元\ny\t2万元\nz\t3万元")
    assert parts(editor) == expected and desk.seq == seq + 1
    block = editor.view.chosen.block
    assert [parts(editor)[at] for at in range(block.top, block.bottom + 1)] == ["x", "y", "z"]
    desk.undo()
    assert parts(editor) == ["甲类", "乙类", "", "", "丙类"]


def test_a_heading_says_how_to_write_below_it(editor: TableEditor, desk: Desk, qtbot: QtBot) -> None:
    parted(editor, desk)
    editor.view.choose(0, 0)
    with qtbot.waitSignal(editor.message) as said:
        key(editor, "x")
    assert "在下方插入行" in said.args[0]


def test_a_copy_of_the_whole_list_keeps_its_headings(editor: TableEditor, desk: Desk) -> None:
    parted(editor, desk)
    editor.view.choose(2, 0)
    paste(editor, "x\ny")
    editor.view.choose_all()
    editor.actions_by_name["copy"].trigger()
    editor.actions_by_name["paste"].trigger()
    assert parts(editor) == ["甲类", "乙类", "x", "y", "丙类"]


def test_the_texts_of_a_selection_are_counted(editor: TableEditor) -> None:
    """As spreadsheet programs count: what holds something, a text as well as a figure."""
    told: list[SelectionSummary] = []
    editor.selectionSummaryChanged.connect(told.append)
    editor.view.choose(0, 0)
    paste(editor, "alpha\t1000万元\t2018-01-02\nbeta\t\t2018-03-04\n")
    assert (told[-1].cells, told[-1].count, told[-1].sum) == (6, 5, "")


def test_texts_that_are_not_what_their_column_holds_are_counted_and_stepped_to(editor: TableEditor, desk: Desk) -> None:
    key(editor, "甲公司", "Tab")
    key(editor, "很多", "Tab")
    key(editor, "2月30日")
    assert editor.unread_strip.isVisibleTo(editor)
    state = finish(exhibit_states.counted(desk.book, editor.model.exhibit, ()))
    assert state.mark == "unread" and state.open == 2
    editor._next_unread()
    assert editor.view.chosen.active == (0, 1)
    key(editor, "1000万元", "Tab")
    key(editor, "2月28日")
    assert not editor.unread_strip.isVisibleTo(editor)
