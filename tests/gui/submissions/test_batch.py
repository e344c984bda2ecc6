"""The review of a batch of many files: what is listed, why a figure was read so, what lies on the table, what was imported before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import Exhibit, Observation
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.submissions.review_page import ReviewPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import blank_records
from tests.gui.submissions.test_review import submission
from tests.session.test_imports import sheet

AREA, VALUE, CELL = 1, 5, 7


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    path = tmp_path / "样本.ecd"
    Desk.create(path, [*blank_records("样本", Period(2018)), *standard_indicators()], "张三").close()
    return path


def review(window: MainWindow, qtbot: QtBot, *paths: Path) -> ReviewPage:
    window.submissions.review(list(paths))
    page = window.editors.page("review")
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    return page


def batch(folder: Path) -> list[Path]:
    """Two files that are ready, one that asks, one that is none."""
    broken = folder / "坏.xlsx"
    broken.write_bytes(b"not a spreadsheet")
    names = {"山西": "山西省", "天津": "天津市"}
    ready = [submission(folder / f"{name}.xlsx", area) for name, area in names.items()]
    return [*ready, submission(folder / "云南.xlsx", "云南省", heading="线上卖东西的总额"), broken]


def names(page: ReviewPage) -> list[str]:
    return [file.path.stem for file in page.files.rows]


def choose(box, data: str) -> None:
    box.setCurrentIndex(box.findData(data))


def test_files_are_filtered_by_state_area_and_words_and_stay_ticked(window, qtbot, tmp_path):
    page = review(window, qtbot, *batch(tmp_path))
    assert len(page.files.ticked) == 2
    for state, wanted in (("unread", ["坏"]), ("asked", ["云南"]), ("ready", ["山西", "天津"]), ("different", [])):
        choose(page.filter_bar.state, state)
        assert names(page) == wanted
    choose(page.filter_bar.state, "all")
    choose(page.filter_bar.area, "天津市")
    assert names(page) == ["天津"] and {line.reading.region for line in page.readings.rows} == {"天津市"}
    assert "2 份（1 份未列出）" in page.store_button.text() and "筛选后列出 1 份" in page.summary.text()
    choose(page.filter_bar.area, "")
    page.filter_bar.words.setFocus()
    QTest.keyClicks(page.filter_bar.words, "q")
    assert names(page) == []
    QTest.keyClick(page.filter_bar.words, Qt.Key.Key_Backspace)
    assert len(names(page)) == 4 and len(page.files.ticked) == 2
    assert "未列出" not in page.store_button.text() and "筛选后" not in page.summary.text()


def test_lists_are_sorted_by_the_headings_that_are_clicked(window, qtbot, tmp_path):
    page = review(window, qtbot, *batch(tmp_path))
    header = page.files_table.horizontalHeader()
    where = header.sectionViewportPosition(0) + 20
    for wanted in (["坏", "山西", "天津", "云南"], ["云南", "天津", "山西", "坏"], ["山西", "天津", "云南", "坏"]):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where, 8))
        assert names(page) == wanted
    # What comes first is seen, wherever the list was scrolled to.
    page.files_table.setFixedHeight(header.height() + 40)
    page.files_table.choose_row(3)
    assert page.files_table.verticalScrollBar().value() > 0
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where, 8))
    assert page.files_table.verticalScrollBar().value() == 0


def test_readings_have_their_area_and_those_that_the_book_has_can_be_left_off(window, qtbot, tmp_path):
    path = sheet(
        tmp_path / "三省.xlsx",
        ("2018年快递业务收入（单位：亿元）",),
        ("地区", "快递业务收入"),
        *(("广东", 301.5), ("山西", 11.5), ("天津", 12.5)),
    )
    page = review(window, qtbot, path)
    regions = [page.readings.index(row, AREA).data() for row in range(page.readings.rowCount())]
    assert regions == ["广东省", "山西省", "天津市"]
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    page = review(window, qtbot, path)
    assert [line.outcome.value for line in page.readings.rows] == ["same"] * 3
    sheet(path, ("2018年快递业务收入（单位：亿元）",), ("地区", "快递业务收入"), ("广东", 301.5), ("山西", 11.5), ("天津", 13.5))
    page = review(window, qtbot, path)
    QTest.mouseClick(page.filter_bar.notable, Qt.MouseButton.LeftButton)
    assert [(line.reading.region, line.outcome.value) for line in page.readings.rows] == [("天津市", "different")]


def test_a_reason_that_is_clicked_shows_its_cell(window, qtbot, tmp_path):
    path = sheet(
        tmp_path / "甲.xlsx",
        ("2018年电子商务统计表",),
        ("地区", "网络零售额（亿元）", "快递业务收入（亿元）"),
        *(("山西", 1.5, 4.5), ("天津", 2.5, 5.5)),
    )
    page = review(window, qtbot, path)
    row = next(number for number, line in enumerate(page.readings.rows) if line.reading.cell == "C4")
    page.readings_table.setCurrentIndex(page.readings.index(row, 0))
    seen = {}
    for line in range(page.why.count()):
        place = page.why.visualItemRect(page.why.item(line)).center()
        QTest.mouseClick(page.why.viewport(), Qt.MouseButton.LeftButton, pos=place)
        current = page.sheet_view.currentIndex()
        seen[page.why.item(line).text()] = (current.row(), current.column())
        assert page.readings_table.currentIndex().row() == row
    assert seen["行标题写明地区。"] == (3, 0) and seen["列标题写明单位。"] == (1, 2)
    assert next(at for words, at in seen.items() if "A1" in words) == (0, 0)


def test_another_drop_adds_to_what_lies_there_and_the_question_still_stands(window, qtbot, tmp_path):
    first = submission(tmp_path / "云南.xlsx", "云南省", heading="线上卖东西的总额")
    review(window, qtbot, first)
    page = review(window, qtbot, submission(tmp_path / "山西.xlsx", "山西省"))
    assert names(page) == ["云南", "山西"] and page.question_bar.isVisible() and len(page.files.ticked) == 1
    page.answer_box.setEditText("网络零售额")
    page.give_answer()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert len(page.files.ticked) == 2 and not page.question_bar.isVisible()
    window.editors.close_page("review")
    window.submissions.review([first])
    page = window.editors.page("review")
    assert len(page.files.rows) == 2  # at once, before anything is read anew
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    page.files_table.setCurrentIndex(page.files.index(1, 0))
    QTest.mouseClick(page.drop_button, Qt.MouseButton.LeftButton)
    assert names(page) == ["云南"]


def test_what_is_edited_meanwhile_is_seen_in_the_review(window, qtbot, tmp_path):
    page = review(window, qtbot, submission(tmp_path / "山西.xlsx", "山西省", value=77.5))
    desk, line = window.workspace.desk, page.readings.rows[1]
    assert line.outcome.value == "new"
    with desk.edit(text("改")) as edit:
        edit.put(Observation(line.key, line.reading.amount))
    qtbot.waitUntil(lambda: page.readings.rows[1].outcome.value == "same")


def test_what_an_import_brought_is_found_again_from_the_history(window, qtbot, tmp_path):
    page = review(window, qtbot, *batch(tmp_path)[:2])
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    seq = window.workspace.desk.seq
    for path in tmp_path.glob("*.xlsx"):
        path.unlink()
    window.ui.dock_history.raise_()
    window.ui.dock_history.show()
    history = window.history
    history.read()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy and history.model.row_of(seq) >= 0)
    assert not history.import_button.isEnabled()
    history.table.setCurrentIndex(history.model.index(history.model.row_of(seq), 0))
    history.import_button.click()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy and window.editors.page(f"import {seq}") is not None)
    past = window.editors.page(f"import {seq}")
    assert isinstance(past, ReviewPage) and names(past) == ["山西", "天津"] and not past.store_button.isVisible()
    assert not past.files.ticked and past.files.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is None
    assert [line.outcome.value for line in past.readings.rows] == ["new", "new"]
    qtbot.waitUntil(lambda: past.sheet_model.sheet is not None and not window.workspace.jobs.busy)
    assert (past.sheet_view.currentIndex().row(), past.sheet_view.currentIndex().column()) == (3, 1)
    before = len(window.workspace.desk.book.exhibits())
    QTest.mouseClick(past.tables_button, Qt.MouseButton.LeftButton)
    made = window.workspace.desk.book.exhibits()
    assert len(made) == before + 2 and isinstance(made[-1], Exhibit)
