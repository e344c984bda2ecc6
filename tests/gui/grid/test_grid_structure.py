"""Rows, columns and tables changed from the grid's own menus and panels, with the mouse and the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget

from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import outline
from tests.gui.grid.conftest import Bench, Make

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def rows(bench: Bench) -> list[str]:
    return [line.label for line in bench.desk.book.exhibit("t1").rows]


def columns(bench: Bench) -> list[str]:
    return [line.label for line in bench.desk.book.exhibit("t1").columns]


def part(bench: Bench, kind: type, name: str) -> object:
    found = bench.editor.findChild(kind, name)
    assert found is not None
    return found


def choose_dimension(bench: Bench, words: str) -> None:
    box = part(bench, QComboBox, "lineDimension")
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != words:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before
    words_line = part(bench, QLineEdit, "lineWords")
    assert isinstance(words_line, QLineEdit)
    words_line.setFocus()


def test_rows_are_inserted_by_picking_areas(bench: Bench) -> None:
    before = bench.desk.seq
    bench.choose_from_menu("insert_row_below", "rows", 2)
    panel = bench.editor.structuring.line_panel
    assert panel.isVisible() and "山西" in panel.title.text()
    bench.write("没有的地方")
    assert [panel.list.item(row).text() for row in range(panel.list.count())] == ["没有叫“没有的地方”的，可以按“新建地区…”。"]
    panel.words.clear()
    bench.write("云南")
    bench.keys("Return")
    assert rows(bench) == ["西部与东部", "陕西", "山西", "云南", "上海", "云南"] and bench.desk.seq == before + 1
    bench.keys("Escape")
    assert not panel.isVisible() and bench.focus() is bench.view
    bench.type_cell(5, 0, "77")
    assert bench.shown(3, 0) == "77"
    bench.desk.undo()
    bench.desk.undo()
    assert rows(bench) == ["西部与东部", "陕西", "山西", "上海", "云南"]


def test_several_are_picked_with_the_mouse_and_inserted_as_one_step(bench: Bench) -> None:
    bench.choose_from_menu("insert_row_above", "rows", 1)
    picker = part(bench, QListWidget, "lineList")
    assert isinstance(picker, QListWidget)
    for row, modifier in ((0, Qt.KeyboardModifier.NoModifier), (2, Qt.KeyboardModifier.ControlModifier)):
        point = picker.visualItemRect(picker.item(row)).center()
        QTest.mouseClick(picker.viewport(), Qt.MouseButton.LeftButton, modifier, point)
    before = bench.desk.seq
    bench.press("lineInsert")
    assert rows(bench)[:4] == ["西部与东部", "陕西", "上海", "陕西"] and bench.desk.seq == before + 1


def test_a_row_is_inserted_from_a_cell_and_the_row_that_is_meant_is_named(bench: Bench) -> None:
    panel = bench.editor.structuring.line_panel
    bench.click(1, 0)
    QTest.keyClick(bench.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert panel.isVisible() and "陕西" in panel.title.text() and "上方" in panel.title.text()
    bench.write("云南")
    bench.keys("Return", "Escape")
    assert rows(bench)[:3] == ["西部与东部", "云南", "陕西"]
    # Of several rows the last one is that under which the new one comes, wherever the active cell is.
    bench.drag((1, 0), (3, 0))
    bench.choose_from_menu("insert_row_below", "cells")
    assert "山西" in panel.title.text() and "下方" in panel.title.text()


def test_a_heading_line_and_columns_of_growth_are_inserted(bench: Bench) -> None:
    bench.choose_from_menu("insert_row_above", "rows", 0)
    choose_dimension(bench, "标题行")
    bench.write("全部地区")
    bench.keys("Return", "Escape")
    assert rows(bench)[0] == "全部地区"
    bench.choose_from_menu("insert_column_after", "columns", 3)
    measure = part(bench, QComboBox, "lineMeasure")
    assert isinstance(measure, QComboBox)
    measure.setFocus()
    QTest.keyClick(measure, Qt.Key.Key_Down)
    words = part(bench, QLineEdit, "lineWords")
    assert isinstance(words, QLineEdit)
    words.setFocus()
    bench.write("零售额")
    bench.keys("Return")
    assert columns(bench)[-1] == "零售额增减额"


def test_what_makes_no_cell_is_refused_with_a_sentence(bench: Bench) -> None:
    before = bench.desk.seq
    bench.choose_from_menu("insert_row_below", "rows", 1)
    choose_dimension(bench, "时期")
    bench.write("2017")
    bench.keys("Return")
    assert bench.desk.seq == before and bench.last_said.endswith("。")
    bench.keys("Ctrl+A", "Delete")
    bench.keys("Return")
    assert "还没有选" in bench.last_said


def test_a_new_indicator_is_made_and_put_in_as_a_column(bench: Bench) -> None:
    bench.choose_from_menu("insert_column_before", "columns", 2)
    bench.write("快递量")
    bench.press("lineMake")
    for name, words in (("newUnit", "亿件"), ("newSynonyms", "快递业务量，快件量")):
        line = part(bench, QLineEdit, name)
        assert isinstance(line, QLineEdit)
        line.setFocus()
        bench.write(words)
    bench.press("newCreate")
    made = bench.desk.book.indicator("快递量")
    assert made is not None and (made.unit, made.decimals, made.synonyms) == ("亿件", 1, ("快递业务量", "快件量"))
    bench.press("lineInsert")
    assert columns(bench)[2] == "快递量" and bench.desk.book.exhibit("t1").columns[2].unit == "亿件"
    bench.write("交易额")
    bench.press("lineMake")
    bench.press("newCreate")
    assert "已经" in bench.last_said


def test_rename_move_indent_and_remove_rows(bench: Bench) -> None:
    bench.choose_from_menu("rename_row", "rows", 1)
    assert bench.editor.structuring.prompt.words.text() == "陕西"
    bench.write("陕西省")
    bench.keys("Return")
    assert rows(bench)[1] == "陕西省" and bench.focus() is bench.view
    bench.choose_from_menu("move_row_down", "rows", 1)
    assert rows(bench)[1:3] == ["山西", "陕西省"] and bench.active[0] == 2
    bench.choose_from_menu("move_row_up", "rows", 2)
    bench.choose_from_menu("indent_row", "rows", 1)
    assert rows(bench)[1] == "陕西省" and bench.desk.book.exhibit("t1").rows[1].level == 1
    bench.choose_from_menu("outdent_row", "rows", 1)
    figure = bench.observation(1, 0)
    assert figure is not None
    bench.choose_from_menu("remove_rows", "rows", 1)
    assert "陕西省" not in rows(bench) and bench.desk.book.observation(figure.key) == figure
    assert "仍在年报里" in bench.last_said
    for _ in range(6):
        bench.desk.undo()
    assert rows(bench)[1] == "陕西" and bench.shown(1, 0) == "6 412.7"


def test_columns_are_renamed_moved_grouped_and_removed(bench: Bench) -> None:
    bench.choose_from_menu("move_column_left", "columns", 2)
    assert columns(bench) == ["交易额", "零售额", "同比", "占比"]
    bench.desk.undo()
    QTest.mouseClick(
        bench.view.columns_header.viewport(),
        Qt.MouseButton.LeftButton,
        pos=bench.view.columns_header.rect().topLeft() + _along(bench, 2),
    )
    QTest.mouseClick(
        bench.view.columns_header.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
        bench.view.columns_header.rect().topLeft() + _along(bench, 3),
    )
    bench.choose_from_menu("group_columns", "columns", 3)
    bench.write("网络零售")
    bench.keys("Return")
    assert [line.groups for line in bench.desk.book.exhibit("t1").columns[2:]] == [("网络零售",), ("网络零售",)]
    bench.choose_from_menu("ungroup_columns", "columns", 3)
    assert bench.desk.book.exhibit("t1").columns[3].groups == ()
    bench.choose_from_menu("rename_column", "columns", 3)
    bench.write("比重")
    bench.keys("Return")
    bench.choose_from_menu("remove_columns", "columns", 1)
    assert columns(bench)[0] == "交易额" and "同比" not in columns(bench)


def _along(bench: Bench, column: int) -> object:
    from PySide6.QtCore import QPoint

    header = bench.view.columns_header
    return QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, header.height() - 6)


def test_units_and_decimals(bench: Bench) -> None:
    bench.choose_from_menu("table_unit", "corner")
    bench.write("万元")
    bench.keys("Return")
    assert bench.shown(1, 0) == "64 127 000" and bench.editor.heading.unit.text() == "单位：万元"
    bench.choose_from_menu("table_unit", "corner")
    bench.write("万人")
    bench.keys("Return")
    assert "不能换算" in bench.last_said and bench.editor.structuring.prompt.isVisible()
    bench.keys("Escape")
    bench.choose_from_menu("column_unit", "columns", 0)
    bench.write("万亿元 2")
    bench.keys("Return")
    assert bench.shown(1, 0) == "0.64" and bench.observation(1, 0).amount == bench.amount(1, 0)  # type: ignore[union-attr]
    assert bench.view.model().headerData(0, Qt.Orientation.Horizontal) == "交易额（万亿元）"


def test_footnotes_and_continued_tables(bench: Bench) -> None:
    bench.choose_from_menu("row_footnote", "rows", 2)
    bench.write("含太原。")
    bench.keys("Return")
    assert rows(bench)[2] == "山西②" and "②含太原。" in bench.editor.foot.text()
    bench.choose_from_menu("remove_footnote", "corner")
    bench.write("2")
    bench.keys("Return")
    assert rows(bench)[2] == "山西" and "太原" not in bench.editor.foot.text()
    bench.choose_from_menu("continue_here", "rows", 2)
    assert bench.desk.book.exhibit("t1").continued_after == 3
    bench.choose_from_menu("continue_here", "rows", 2)
    assert bench.desk.book.exhibit("t1").continued_after == 0


def test_a_new_table_and_another_layout_are_asked_for(bench: Bench) -> None:
    wanted: list[str] = []
    bench.editor.new_table_wanted.connect(wanted.append)
    bench.editor.layout_wanted.connect(wanted.append)
    bench.choose_from_menu("new_table", "corner")
    bench.choose_from_menu("lay_out_anew", "corner")
    assert wanted == ["t1", "t1"]
    bench.choose_from_menu("describe_table", "corner")
    bench.keys("Tab", "Ctrl+A")
    bench.write("各地电商")
    bench.press("tableKeep")
    assert bench.desk.book.exhibit("t1").caption == "各地电商"
    gone: list[bool] = []
    bench.editor.exhibit_gone.connect(lambda: gone.append(True))
    bench.choose_from_menu("remove_table", "corner")
    assert gone == [True] and "可以撤销" in bench.last_said
    bench.desk.undo()


def test_an_empty_table_is_built_from_nothing(bench: Bench, make_bench: Make) -> None:
    made = outline.add_exhibit(bench.desk, "表9", "由空白做起", after="t1")
    empty = make_bench(desk=bench.desk, exhibit=made.id)
    empty.editor.activateWindow()
    empty.choose_from_menu("insert_row_above", "corner")
    empty.write("陕西")
    empty.keys("Return", "Escape")
    empty.choose_from_menu("insert_column_before", "corner")
    empty.write("零售额")
    empty.keys("Return", "Escape")
    assert empty.shown(0, 0) == "893.6"


def test_a_sorted_view_is_put_back_before_rows_are_moved(bench: Bench) -> None:
    bench.click(1, 0)
    bench.editor.actions_by_name["sort_descending"].trigger()
    assert bench.shown(0, 0) == "15 370"
    bench.choose_from_menu("move_row_up", "rows", 0)
    assert rows(bench) == ["西部与东部", "陕西", "上海", "山西", "云南"] and not bench.editor.viewing.strip.isVisible()


@pytest.mark.parametrize("name", ["insert_row_above", "remove_rows", "move_row_up"])
def test_a_read_only_book_refuses_with_its_reason(bench: Bench, make_bench: Make, name: str) -> None:
    other = make_bench(desk=Desk.open(bench.desk.path, "李四"))
    other.editor.activateWindow()
    other.choose_from_menu(name, "rows", 2)
    QApplication.processEvents()
    assert "张三" in other.last_said and not other.editor.structuring.line_panel.isVisible()


def test_an_indicator_is_changed_and_its_figures_stay(bench: Bench) -> None:
    bench.choose_from_menu("insert_column_after", "columns", 0)
    bench.press("lineChange")
    assert "请先选" in bench.last_said
    words = part(bench, QLineEdit, "lineWords")
    assert isinstance(words, QLineEdit)
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    bench.write("零售")
    bench.press("lineChange")
    name = part(bench, QLineEdit, "newName")
    assert isinstance(name, QLineEdit) and name.text() == "零售额"
    name.setFocus()
    bench.keys("Ctrl+A")
    bench.write("网络零售额")
    bench.press("newCreate")
    changed = bench.desk.book.indicator("零售额")
    assert changed is not None and changed.name == "网络零售额" and bench.shown(1, 2) == "893.6"
    bench.desk.undo()
    assert bench.desk.book.indicator("零售额").name == "零售额"  # type: ignore[union-attr]


def test_all_selected_rows_are_removed_also_of_a_filtered_view(bench: Bench) -> None:
    bench.editor.view.chosen.select_rows(1, 1)
    bench.editor.view.chosen.select_rows(3, 3, add=True)
    bench.view.moved()
    bench.keys("Ctrl+Minus")
    assert [line.label for line in bench.desk.book.exhibit("t1").rows] == ["西部与东部", "山西", "云南"]
    bench.desk.undo()
    bench.click(1, 0)
    bench.keys("Ctrl+Shift+L")
    bench.write(">5000")
    bench.keys("Return")
    assert bench.view.model().rowCount() == 2
    bench.editor.view.chosen.select_rows(0, 1)
    bench.choose_from_menu("remove_rows", "rows", 0)
    assert [line.label for line in bench.desk.book.exhibit("t1").rows] == ["西部与东部", "山西", "云南"]


def test_the_zoom_has_its_keys_where_no_whole_line_is_selected(bench: Bench) -> None:
    bench.drag((1, 0), (2, 2))
    bench.keys("Ctrl+Minus")
    assert bench.view.zoom == 90 and len(bench.desk.book.exhibit("t1").rows) == 5
    bench.keys("Ctrl+A", "Ctrl+Equal")
    assert bench.view.zoom == 100 and len(bench.desk.book.exhibit("t1").rows) == 5
