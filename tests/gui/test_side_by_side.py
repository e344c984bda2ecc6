"""Two versions of a table side by side, with keys and mouse in the real window."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import AreaRecord, Indicator, Section, Setting
from ecdesk.domain.texts import text
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.versions.compare_page import ComparePage
from ecdesk.gui.versions.side_by_side import PairView
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.session.versions.versions import add_save_point
from tests.dialogs import Dialogs
from tests.gui.desk import sales


def comparison(window: MainWindow, qtbot: QtBot) -> ComparePage:
    """The page after a save point and three edits: one figure changed, one taken out, one added."""
    desk = window.workspace.desk
    assert desk is not None
    add_save_point(desk, "送审稿")
    cells.enter(desk, "t1", [(0, 0, "9500.2"), (2, 1, "512.3"), (1, 1, "")])
    return comparison_page(window, qtbot)


def comparison_page(window: MainWindow, qtbot: QtBot) -> ComparePage:
    window.ui.action_compare.trigger()
    page = window.editors.page("compare")
    assert isinstance(page, ComparePage)
    qtbot.waitUntil(lambda: page._done and not window.workspace.jobs.busy)
    return page


def texts(view: PairView) -> list[list[str]]:
    model = view.model()
    return [
        [model.index(row, column).data().replace("\u2009", " ") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_both_versions_stand_side_by_side_and_are_walked_through(window: MainWindow, qtbot: QtBot) -> None:
    page = comparison(window, qtbot)
    tables = page.tables
    assert tables.isVisible() and not page.table.isVisible()
    assert tables.list.item(0).text().startswith("表1-1（3）")
    before, after = tables.views
    assert texts(before)[1][1] == "21 350.2" and texts(after)[1][1] == ""
    assert tables.count.text() == "3 处不同：改变 1，增加 1，减少 1"
    after.setFocus()
    seen = []
    for _press in range(3):
        QTest.keyClick(after, Qt.Key.Key_F8)
        seen.append((after.currentIndex().row(), after.currentIndex().column()))
        assert before.currentIndex().row() == seen[-1][0]
    assert seen == [(0, 0), (1, 1), (2, 1)]
    QTest.keyClick(after, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert (after.currentIndex().row(), after.currentIndex().column()) == (1, 1)
    assert "21 350.2 → （空）（减少）" in tables.told.text().replace("\u2009", " ")


def test_the_walk_goes_on_into_the_next_exhibit(window: MainWindow, qtbot: QtBot) -> None:
    page = comparison(window, qtbot)
    tables = page.tables
    for _press in range(3):
        QTest.mouseClick(tables.next_button, Qt.MouseButton.LeftButton)
    assert tables.list.currentRow() == 0
    QTest.mouseClick(tables.next_button, Qt.MouseButton.LeftButton)
    assert tables.list.currentRow() == 1
    QTest.mouseClick(tables.previous_button, Qt.MouseButton.LeftButton)
    assert tables.list.currentRow() == 0
    assert (tables.views[1].currentIndex().row(), tables.views[1].currentIndex().column()) == (2, 1)


def test_enter_and_a_double_click_go_to_the_figure(window: MainWindow, qtbot: QtBot) -> None:
    page = comparison(window, qtbot)
    view = page.tables.views[1]
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F8)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert window.workspace.focus is not None and window.workspace.focus.key == sales("310000", 2017)
    window.editors.show_page("compare")
    place = view.visualRect(view.model().index(2, 1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert window.workspace.focus.key == sales("610000")


def test_only_the_rows_that_differ(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    page = comparison(window, qtbot)
    cells.enter(desk, "t1", [(1, 1, "21350.2")])
    qtbot.waitUntil(lambda: page.tables.count.text() == "2 处不同：改变 1，增加 1")
    assert len(texts(page.tables.views[0])) == 3
    box = page.tables.only
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert [row[1] for row in texts(page.tables.views[1])] == ["10 080.5", "512.3"]
    assert page.tables.models[1].headerData(1, Qt.Orientation.Vertical) == "陕西"


def test_both_sides_scroll_and_widen_together(window: MainWindow, qtbot: QtBot) -> None:
    page = comparison(window, qtbot)
    before, after = page.tables.views
    after.setColumnWidth(0, 155)
    assert before.columnWidth(0) == 155
    before.setFixedHeight(60)
    after.setFixedHeight(60)
    qtbot.waitUntil(lambda: after.verticalScrollBar().maximum() > 0)
    after.verticalScrollBar().setValue(after.verticalScrollBar().maximum())
    assert before.verticalScrollBar().value() == after.verticalScrollBar().value() > 0


def test_a_row_that_only_one_version_has_is_a_gap_in_the_other(window: MainWindow, qtbot: QtBot) -> None:
    from dataclasses import replace

    desk = window.workspace.desk
    assert desk is not None
    page = comparison(window, qtbot)
    exhibit = desk.book.exhibit("t1")
    with desk.edit(text("x")) as edit:
        edit.put(replace(exhibit, rows=exhibit.rows[:2]))
    qtbot.waitUntil(lambda: "行列减少 1" in page.tables.count.text())
    after = page.tables.models[1]
    assert after.headerData(2, Qt.Orientation.Vertical) == "（无）"
    assert page.tables.models[0].headerData(2, Qt.Orientation.Vertical) == "陕西"
    assert after.index(2, 0).data() == ""


def test_the_comparison_is_saved_as_a_workbook(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    page = comparison(window, qtbot)
    target = tmp_path / "比较.xlsx"
    dialogs.answer("choose_target", target)
    QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: target.exists() and not window.workspace.jobs.busy)
    book = load_workbook(target)
    assert book.sheetnames[:2] == ["差异清单", "表1-1"]
    listed = [[cell.value for cell in row] for row in book["差异清单"].iter_rows(min_row=4, max_col=6)]
    assert [row[0] for row in listed if row[0]] == ["改变", "增加", "减少"]
    sheet = book["表1-1"]
    assert [sheet.cell(2, column).value for column in (1, 5)] == [page.names[0], "本书现在"]
    assert [sheet.cell(4, column).value for column in (1, 2, 5, 6)] == ["上海", 9500.1, "上海", 9500.2]
    changed, same = sheet.cell(4, 6), sheet.cell(5, 6)
    assert changed.font.bold and changed.border.left.style and not same.font.bold


def test_another_file_is_compared(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, book_path: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "副本.ecd"
    shutil.copy(book_path, copy)
    with Desk.open(copy, "王五") as desk:
        cells.enter(desk, "t1", [(0, 1, "777.7")])
    page = comparison(window, qtbot)
    dialogs.answer("choose_file", copy)
    QTest.mouseClick(page.file_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.tables.titles[0].text() == "副本.ecd")
    before, after = page.tables.views
    assert texts(before)[0][1] == "777.7" and texts(after)[0][1] == "10 080.5"


def test_who_changed_a_figure_last_is_told(window: MainWindow, qtbot: QtBot) -> None:
    page = comparison(window, qtbot)
    desk = window.workspace.desk
    assert desk is not None
    after = page.tables.views[1]
    QTest.keyClick(after, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "本书最近改动" in page.tables.told.text())
    hover = after.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert hover.startswith("改变：") and f"本书最近改动：{desk.who}" in hover
    assert "本书最近改动" not in (after.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole) or "")


def test_the_chosen_cell_stays_chosen_when_only_differing_rows_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    page = comparison(window, qtbot)
    cells.enter(desk, "t1", [(1, 1, "21350.2")])
    qtbot.waitUntil(lambda: page.tables.count.text() == "2 处不同：改变 1，增加 1")
    tables = page.tables
    for _press in range(2):
        QTest.keyClick(tables.views[1], Qt.Key.Key_F8)
    box = tables.only
    for row in (1, 2):
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        assert [(view.currentIndex().row(), view.currentIndex().column()) for view in tables.views] == [(row, 1)] * 2


def test_a_page_out_of_sight_compares_when_it_is_shown_again(window: MainWindow, qtbot: QtBot) -> None:
    page = comparison(window, qtbot)
    desk = window.workspace.desk
    assert desk is not None
    assert page.list_button.text() == "全部清单（3）"
    QTest.keyClick(page.tables.views[1], Qt.Key.Key_F8)
    QTest.keyClick(page.tables.views[1], Qt.Key.Key_Return)
    assert not page.isVisible()
    for typed in ("1.5", "2.5"):
        cells.enter(desk, "t1", [(0, 1, typed)])
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert page.list_button.text() == "全部清单（3）"
    window.editors.show_page("compare")
    qtbot.waitUntil(lambda: page.list_button.text() == "全部清单（4）")
    assert texts(page.tables.views[1])[0][1] == "2.5"


def test_a_book_of_the_year_before_is_compared_cell_by_cell_with_its_own_year(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    from dataclasses import replace

    desk = window.workspace.desk
    assert desk is not None
    exhibit = desk.book.exhibit("t1")
    with desk.edit(text("x")) as edit:
        edit.put(replace(exhibit, columns=exhibit.columns[1:]))
    earlier = replace(exhibit, columns=exhibit.columns[:1])
    figures = [one for key, one in desk.book.observations.items() if key.period == "2017"]
    last = tmp_path / "上年.ecd"
    shared = [*desk.book.all(Indicator).values(), *desk.book.all(AreaRecord).values(), *desk.book.all(Section).values()]
    Desk.create(last, [Setting("year", "2017"), *shared, earlier, *figures], "王五").close()
    page = comparison_page(window, qtbot)
    dialogs.answer("choose_file", last)
    QTest.mouseClick(page.file_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.tables.titles[0].text() == "上年.ecd")
    before, after = page.tables.views
    assert [row[0] for row in texts(before)] == ["9 500.1", "18 000.0", "380.0"]
    assert [row[0] for row in texts(after)] == ["10 080.5", "21 350.2", ""]
    assert page.tables.count.text() == "3 处不同：改变 2，减少 1；与 1 年前的同一格相比"


def test_a_file_that_cannot_be_read_is_no_comparison_without_differences(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    page = comparison(window, qtbot)
    wrong = tmp_path / "信.ecd"
    wrong.write_text("你好", encoding="utf-8")
    dialogs.answer("choose_file", wrong)
    dialogs.answer("show_error", None)
    QTest.mouseClick(page.file_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.hint.isVisible())
    assert "信.ecd" in page.hint.text()
    assert page.list_button.text() == "全部清单（0）" and not page.save_button.isEnabled()


def test_a_list_of_which_nothing_is_chosen_says_so(window: MainWindow, qtbot: QtBot) -> None:
    page = comparison(window, qtbot)
    QTest.mouseClick(page.list_button, Qt.MouseButton.LeftButton)
    for chip in page.chips.values():
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.hint.isVisible() and "都没有选中" in page.hint.text()
    QTest.mouseClick(page.chips["added"], Qt.MouseButton.LeftButton)
    assert page.table.isVisible() and page.table.model().rowCount() == 1
