"""The review of submissions and the board, in the real window."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Alternative, Submission
from ecdesk.domain.figures.keys import Key
from ecdesk.gui.base import jobs
from ecdesk.gui.desk.editor_area import Page
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.submissions.board_page import BoardPage
from ecdesk.gui.submissions.models import ReadingsModel
from ecdesk.gui.submissions.review_page import ReviewPage
from ecdesk.session.outside.confinement import Limits
from ecdesk.session.outside.process import ReadingProcess
from ecdesk.session.submissions import imports
from tests.books import write_sample_book
from tests.documents.test_composing import docx, paragraph
from tests.domain.containers import mail
from tests.gui.desk import close_book
from tests.session.test_imports import sheet

FILE, FILE_STATE = 0, 6
STATE, KEEPER = 1, 5


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    return write_sample_book(tmp_path / "样本.ecd")


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ReviewPage:
    page = ReviewPage(window.workspace, window.checks)
    window.editors.add_page(Page("review", "import"), page, "导入")
    return page


def submission(path: Path, area: str, heading: str = "网络零售额", value: object = 396.5, unit: str = "单位：亿元") -> Path:
    return sheet(path, (f"{area}2018年电子商务统计表",), (unit,), ("指标", "2018年"), (heading, value), ("快递业务收入", 180.8))


def opened(page: ReviewPage, qtbot: QtBot, *paths: Path) -> None:
    page.open(list(paths))
    qtbot.waitUntil(lambda: len(page.files.rows) == len(paths) and not page.workspace.jobs.busy)


def test_a_row_of_readings_points_at_its_cell_and_back(page, window, qtbot, tmp_path):
    opened(page, qtbot, submission(tmp_path / "山西.xlsx", "山西省"))
    assert isinstance(page.readings, ReadingsModel)
    page.readings_table.setFocus()
    QTest.keyClick(page.readings_table, Qt.Key.Key_Down)
    assert page.readings_table.currentIndex().row() == 1
    current = page.sheet_view.currentIndex()
    assert (current.row(), current.column()) == (4, 1)
    place = page.sheet_view.visualRect(page.sheet_model.index(3, 1)).center()
    QTest.mouseClick(page.sheet_view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.readings_table.currentIndex().row() == 0
    assert page.why.text()
    # What was read is in sight in a small window, beside what the book has.
    window.resize(1366, 768)
    table = page.readings_table
    heads = [page.readings.headerData(number, Qt.Orientation.Horizontal) for number in range(page.readings.columnCount())]
    value = heads.index("数值")
    qtbot.waitUntil(lambda: table.columnViewportPosition(value) + table.columnWidth(value) <= table.viewport().width())
    assert table.sizeHintForColumn(value) <= table.columnWidth(value) and heads[value - 2 : value + 2] == [
        "时期",
        "量",
        "数值",
        "本书",
    ]
    assert table.isColumnHidden(heads.index("地区")), "a file about one area says so once"
    # A file that nothing was read from has no sheet beside its reason.
    assert page.sheet_view.isVisible()
    (tmp_path / "坏.xlsx").write_text("不是表格", encoding="utf-8")
    page.open([tmp_path / "坏.xlsx"])
    qtbot.waitUntil(lambda: len(page.files.rows) == 2 and not page.workspace.jobs.busy)
    page.files_table.setCurrentIndex(page.files.index(1, 0))
    assert not page.sheet_view.isVisible() and page.why.isVisible()
    # Its name, which stands at the left of the line, does not push the reason out of sight at the right.
    reason = page.files.index(1, page.files.columnCount() - 1).data()
    assert reason.startswith("这份文件不是电子表格") and "“坏.xlsx”" in page.why.text()
    # What is said below it follows the language.
    qtbot.waitUntil(lambda: "选中一个或几个读数" in page.impact.hint.text())
    window.appearance.set_language("en")
    qtbot.waitUntil(lambda: "选中" not in page.impact.hint.text())
    window.appearance.set_language("zh")
    qtbot.waitUntil(window.updatesEnabled)


def test_what_an_import_did_stays_and_leads_to_the_figures_that_differ(page, window, qtbot, tmp_path):
    desk, strip = window.workspace.desk, window.imported_strip
    assert not strip.isVisible()
    opened(
        page,
        qtbot,
        submission(tmp_path / "上海.xlsx", "上海市", value="1.5"),
        submission(tmp_path / "陕西.xlsx", "陕西省", value="2.5"),
    )
    for row, file in enumerate(page.files.rows):
        if file.path not in page.files.ticked:
            page.files.toggle(row)
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    assert strip.isVisible() and "不同 2" in strip.words.text()
    seen = []
    for _time in range(3):
        QTest.mouseClick(strip.next_button, Qt.MouseButton.LeftButton)
        seen.append(window.workspace.focus.key.area)
    assert seen == ["310000", "610000", "310000"]
    # All that came in is one click away, also when the page was closed; and the strip goes when nothing differs any more.
    window.editors.close_page("review")
    QTest.mouseClick(strip.all_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.editors.page(f"import {desk.seq}") is not None)
    first, second = desk.book.all(Alternative).values()
    imports.settle_dispute(desk, first.id, True)
    assert strip.isVisible()
    imports.settle_dispute(desk, second.id, False)
    assert not strip.isVisible()


def test_ticked_files_are_imported_as_one_step(page, window, qtbot, tmp_path):
    opened(page, qtbot, submission(tmp_path / "山西.xlsx", "山西省", value="410.2"), submission(tmp_path / "天津.xlsx", "天津市"))
    page.files_table.setFocus()
    page.files_table.setCurrentIndex(page.files.index(1, FILE))
    QTest.keyClick(page.files_table, Qt.Key.Key_Space)
    assert len(page.files.ticked) == 1
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    desk = window.workspace.desk
    assert [one.name for one in desk.book.all(Submission).values()] == ["山西.xlsx"]
    assert desk.book.observation(Key("快递业务收入", "140000", "", "2018", "value")) is not None
    assert [file.path.name for file in page.files.rows] == ["天津.xlsx"] and not page.done.isVisible()
    page.files_table.setCurrentIndex(page.files.index(0, FILE))
    QTest.keyClick(page.files_table, Qt.Key.Key_Space)
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    # Nothing is left on the table: the page says what came of it, and offers what comes next.
    assert page.done.isVisible() and "已导入 1 份报送文件" in page.done.words.text()
    page.done.offer(window.submissions.next_steps)
    offered = [button.defaultAction() for button in page.done.findChildren(QToolButton)]
    assert offered == [window.ui.action_board, window.ui.action_results, window.ui.action_undo]
    offered[-1].trigger()
    assert [one.name for one in desk.book.all(Submission).values()] == ["山西.xlsx"]
    # The key does what the button does, wherever the focus went, a field for a filter with nothing of its own to take back among it.
    window.stepping.redo()
    assert len(desk.book.all(Submission)) == 2
    page.filter_bar.words.setFocus()
    QTest.keyClick(page.filter_bar.words, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [one.name for one in desk.book.all(Submission).values()] == ["山西.xlsx"]
    QTest.keyClicks(page.filter_bar.words, "x")
    QTest.keyClick(page.filter_bar.words, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.filter_bar.words.text() == "" and len(desk.book.all(Submission)) == 1


def test_a_bug_that_one_file_meets_is_shown_for_it_and_the_others_are_imported(page, window, qtbot, tmp_path, monkeypatch, log):
    log.expect("天津.xlsx: ZeroDivisionError")
    real = imports.outside.read_submission
    broken = {"天津.xlsx"}
    breaks = lambda path, context: 1 // 0 if path.name in broken else real(path, context)  # noqa: E731
    monkeypatch.setattr(imports.outside, "read_submission", breaks)
    opened(
        page,
        qtbot,
        submission(tmp_path / "山西.xlsx", "山西省", "线上卖东西的总额"),
        submission(tmp_path / "天津.xlsx", "天津市"),
    )
    assert "ZeroDivisionError" in page.files.index(1, FILE_STATE).data() and page.question_bar.isVisibleTo(page)
    # Reading again after an answer is no less safe.
    broken.add("山西.xlsx")
    log.expect("山西.xlsx: ZeroDivisionError")
    page.answer_box.setEditText("网络零售额")
    page.give_answer()
    qtbot.waitUntil(lambda: not page.workspace.jobs.busy)
    assert "ZeroDivisionError" in page.files.index(0, FILE_STATE).data() and not page.question_bar.isVisibleTo(page)


@pytest.fixture(scope="module")
def patient() -> Iterator[ReadingProcess]:
    process = ReadingProcess(Limits(seconds=1000), "tests.session.outside.tricks")
    yield process
    process.close()


@pytest.fixture
def endless(patient: ReadingProcess, monkeypatch: pytest.MonkeyPatch) -> ReadingProcess:
    """A reading process that never comes to an end with a file called so; progress is shown at once."""
    monkeypatch.setattr(imports.outside, "_process", patient)
    monkeypatch.setattr(jobs, "SHOW_AFTER", 0)
    return patient


def three_with_an_endless_one(folder: Path) -> list[Path]:
    return [
        submission(folder / f"{name}.xlsx", area) for name, area in (("山西", "山西省"), ("死循环", "天津市"), ("云南", "云南省"))
    ]


@pytest.mark.parametrize("by_key", [True, False])
def test_a_file_that_never_ends_is_skipped_and_the_others_are_read(endless, page, window, qtbot, tmp_path, by_key):
    page.open(three_with_an_endless_one(tmp_path))
    qtbot.waitUntil(lambda: "死循环" in window.strip.words.text() and endless.busy_with == "死循环.xlsx")
    beats = []
    heart = QTimer(page)
    heart.setInterval(0)
    heart.timeout.connect(lambda: beats.append(1))
    heart.start()
    qtbot.waitUntil(lambda: len(beats) > 10)
    assert endless.busy_with == "死循环.xlsx"
    heart.stop()
    if by_key:
        page.files_table.setFocus()
        QTest.keyClick(page.files_table, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(window.strip.skip_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.files.rows) == 3 and not page.workspace.jobs.busy)
    states = [page.files.index(row, FILE_STATE).data() for row in range(3)]
    assert [bool(file.lines) for file in page.files.rows] == [True, False, True]
    assert states[1].startswith("这份文件读到一半") and "停止" in states[1]
    assert len(page.files.ticked) == 2


def test_an_import_that_is_stopped_ends_in_the_middle_of_a_file_and_the_next_import_works(endless, page, window, qtbot, tmp_path):
    page.open(three_with_an_endless_one(tmp_path)[1:])
    qtbot.waitUntil(lambda: window.strip.isVisible() and endless.busy_with == "死循环.xlsx")
    QTest.mouseClick(window.strip.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.workspace.jobs.busy)
    assert not page.files.rows
    opened(page, qtbot, tmp_path / "云南.xlsx")
    assert page.files.rows[0].lines


def test_the_window_closes_in_the_middle_of_a_file(endless, page, window, qtbot, tmp_path):
    page.open(three_with_an_endless_one(tmp_path)[1:])
    qtbot.waitUntil(lambda: endless.busy_with == "死循环.xlsx")
    close_book(window, qtbot)
    assert endless.busy_with == ""


def test_a_file_that_cannot_be_stored_stays_with_its_reason(page, window, qtbot, tmp_path):
    paths = [submission(tmp_path / f"{area}.xlsx", area) for area in ("山西省", "天津市")]
    opened(page, qtbot, *paths)
    submission(paths[0], "山西省", value=1)
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    assert [file.path for file in page.files.rows] == paths[:1]
    assert "重新预览" in page.files.index(0, FILE_STATE).data()
    assert [one.name for one in window.workspace.desk.book.all(Submission).values()] == ["天津市.xlsx"]


def test_a_file_that_looks_like_another_unit_waits_for_a_tick_and_an_unticked_one_stays_so(page, window, qtbot, tmp_path):
    figures = [submission(tmp_path / f"{area}.xlsx", area) for area in ("山西省", "天津市")]
    shanghai = sheet(
        tmp_path / "上海.xlsx", ("上海市2018年电子商务统计表",), ("单位：亿元",), ("指标", "2018年"), ("网络零售额", 100805000)
    )
    opened(page, qtbot, *figures, shanghai)
    assert page.files.ticked == set(figures)
    page.files_table.setFocus()
    # Why it waits is said in full beside its figures too, not in a column that cuts it only.
    page.files_table.setCurrentIndex(page.files.index(2, FILE))
    assert str(page.files.rows[2].warnings[0].message) in page.why.text()
    page.files_table.setCurrentIndex(page.files.index(0, FILE))
    QTest.keyClick(page.files_table, Qt.Key.Key_Space)
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    assert [file.path for file in page.files.rows] == [figures[0], shanghai]
    assert not page.files.ticked
    page.files_table.setCurrentIndex(page.files.index(1, FILE))
    QTest.keyClick(page.files_table, Qt.Key.Key_Space)
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    assert [file.path for file in page.files.rows] == [figures[0]]


def test_a_question_is_answered_with_the_keyboard_and_the_file_becomes_ready(page, window, qtbot, tmp_path):
    opened(page, qtbot, submission(tmp_path / "山西.xlsx", "山西省", heading="线上卖东西的总额"))
    assert page.question_bar.isVisible()
    assert not page.answer_box.currentText()
    edit = page.answer_box.lineEdit()
    edit.setFocus()
    QTest.keyClicks(edit, "x")
    edit.clear()
    edit.insert("没有的指标")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert page.question_bar.isVisible()
    edit.clear()
    edit.insert("网络零售额")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.workspace.jobs.busy)
    assert not page.question_bar.isVisible()
    assert len(page.files.ticked) == 1


def test_an_import_speaks_the_language_that_is_chosen_later(page, window, qtbot, tmp_path):
    assert not page.question_bar.isVisible()
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"not a spreadsheet")
    opened(page, qtbot, broken)
    window.appearance.languages.choose("en")
    half = window.editors.halves[0]
    qtbot.waitUntil(lambda: half.tabText(half.indexOf(page)) == "Import")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in page.why.text().replace("坏", ""))


def test_a_question_points_at_the_cell_that_it_is_about(page, window, qtbot, tmp_path):
    rows = ("山西省2018年电子商务统计表",), ("单位：亿元",), ("指标", "2018年"), ("网络零售额", 396.5), ("线上卖东西的总额", 12.5)
    opened(page, qtbot, sheet(tmp_path / "山西.xlsx", *rows))
    assert page.question_bar.isVisible()
    assert page.readings_table.currentIndex().row() == 1
    qtbot.waitUntil(lambda: page.sheet_view.currentIndex().row() == 4)


def test_a_damaged_file_is_listed_with_its_reason_and_cannot_be_ticked(page, qtbot, tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"not a spreadsheet")
    opened(page, qtbot, broken)
    assert not page.files.ticked
    page.files.toggle(0)
    assert not page.files.ticked
    assert "坏.xlsx" in page.why.text()


def test_the_board_follows_imports_and_takes_states_and_names(page, window, qtbot, tmp_path):
    board = BoardPage(window.workspace)
    window.editors.add_page(Page("board", "inbox"), board, "报送")
    opened(page, qtbot, submission(tmp_path / "山西.xlsx", "山西省", value="410.2"))
    page.store()
    row = next(row for row, line in enumerate(board.model.rows) if line.area.code == "140000")
    assert board.model.rows[row].submissions
    board.table.setCurrentIndex(board.model.index(row, STATE))
    QTest.mouseClick(board.state_buttons["accepted"], Qt.MouseButton.LeftButton)
    assert board.model.rows[row].state == "accepted"
    board.model.setData(board.model.index(row, KEEPER), "李四")
    assert board.model.rows[row].keeper == "李四"
    board.copy_reminders()
    assert "山西省" not in QGuiApplication.clipboard().text()
    assert "北京市" in QGuiApplication.clipboard().text()
    # What was sent last first, by a click on the heading; then only who has not sent.
    heading = board.table.horizontalHeader()
    for _click in range(2):
        at = QPoint(heading.sectionViewportPosition(2) + 5, heading.height() // 2)
        QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert board.model.rows[0].submissions
    board.states.setCurrentIndex(board.states.findText("未报送"))
    assert board.model.rows and not any(line.submissions for line in board.model.rows)
    board.states.setCurrentIndex(0)
    assert any(line.submissions for line in board.model.rows)


def test_an_attachment_is_shown_behind_its_mail_and_a_figure_of_prose_in_its_sentence(page, window, qtbot, tmp_path):
    sentence = "2018年，福建省农产品网络零售额完成321.5亿元，同比增长18.2%。"
    document = docx(paragraph("福建省电子商务情况") + paragraph(sentence))
    path = tmp_path / "来件.eml"
    path.write_bytes(mail([("情况.docx", document)]))
    page.open([path])
    qtbot.waitUntil(lambda: len(page.files.rows) == 2 and not window.workspace.jobs.busy)
    assert page.files.index(1, FILE).data() == "来件.eml › 情况.docx"
    assert "不能" not in page.files.index(0, FILE_STATE).data() and "邮件" in page.files.index(0, FILE_STATE).data()
    page.files_table.setCurrentIndex(page.files.index(1, 0))
    qtbot.waitUntil(lambda: page.sheet_model.sheet is not None)
    row = page.readings.index(0, 0)
    QTest.mouseClick(page.readings_table.viewport(), Qt.MouseButton.LeftButton, pos=page.readings_table.visualRect(row).center())
    assert page.sheet_view.currentIndex().data() == sentence
    assert sentence in page.why.text() and "张三" in page.why.text()
    assert sentence in page.readings.index(0, page.readings.columnCount() - 1).data()
    assert page.store_button.isEnabled() is False
    # The tick of the file confirms no sentence; that of a sentence ticks its file.
    page.readings_table.setFocus()
    QTest.keyClick(page.readings_table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.readings_table, Qt.Key.Key_Space)
    assert len(page.readings.confirmed) == 2 and page.store_button.isEnabled()
    second = page.readings.index(1, 0)
    QTest.mouseClick(
        page.readings_table.viewport(), Qt.MouseButton.LeftButton, pos=page.readings_table.visualRect(second).center()
    )
    QTest.keyClick(page.readings_table, Qt.Key.Key_Space)
    QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)
    key = Key("农产品网络零售额", "350000", "", "2018", "value")
    stored = [window.workspace.desk.book.observation(key._replace(measure=measure)) for measure in ("value", "growth")]
    assert [one is not None for one in stored] == [True, False]


@pytest.mark.parametrize(("answer", "goes_to"), [(1, "review"), (None, "")])
def test_of_a_dropped_document_it_is_asked_what_it_is(window, qtbot, tmp_path, dialogs, answer, goes_to):
    path = tmp_path / "情况.docx"
    path.write_bytes(docx(paragraph("2018年，福建省农产品网络零售额完成321.5亿元。")))
    dialogs.answer("ask_question", answer)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    where = (QPointF(10, 10), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(*where))
    QApplication.sendEvent(window, QDropEvent(*where))
    ((asked, _keywords),) = dialogs.called("ask_question")
    assert "情况.docx" in asked[1]
    page = window.editors.page("review")
    assert (page is not None) is bool(goes_to)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)


def test_a_deadline_that_is_typed_stays_while_the_board_renews_itself(window: MainWindow) -> None:
    window.ui.action_board.trigger()
    board, desk = window.editors.page("board"), window.workspace.desk
    assert isinstance(board, BoardPage) and desk is not None
    board.deadline.setFocus()
    QTest.keyClicks(board.deadline, "2019-02-30")
    board.table.setFocus()  # no such day: refused, and to be put right
    board.model.setData(board.model.index(0, KEEPER), "李四")
    assert board.deadline.text() == "2019-02-30"
    board.deadline.setText("2019年3月31日")
    QTest.keyClick(board.deadline, Qt.Key.Key_Return)
    assert board.deadline.text() == "2019-03-31"
    desk.undo()
    assert board.deadline.text() == ""


def test_the_menu_opens_the_board_and_dropped_files_are_reviewed(window, qtbot, tmp_path):
    window.ui.action_board.trigger()
    assert isinstance(window.editors.page("board"), BoardPage)
    path = submission(tmp_path / "山西.xlsx", "山西省")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    where = (QPointF(10, 10), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(*where))
    QApplication.sendEvent(window, QDropEvent(*where))
    page = window.editors.page("review")
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: len(page.files.rows) == 1 and not window.workspace.jobs.busy)


def test_files_are_chosen_from_the_menu(window, qtbot, tmp_path, dialogs):
    path = submission(tmp_path / "山西.xlsx", "山西省")
    dialogs.answer("choose_files", [path])
    window.ui.action_import.trigger()
    page = window.editors.page("review")
    qtbot.waitUntil(lambda: len(page.files.rows) == 1 and not window.workspace.jobs.busy)


def test_the_window_goes_on_while_hostile_files_are_read(page: ReviewPage, qtbot: QtBot, tmp_path: Path) -> None:
    names = "".join(f"指标{number},{number}.5,1.5%\n" for number in range(800))
    (tmp_path / "名称.csv").write_text(f"2018年陕西省,,\n指标,2018年（亿元）,同比\n{names}", encoding="utf-8")
    (tmp_path / "引号.csv").write_text('2018年陕西省,,\n"' + "a,1\n" * 100_000, encoding="utf-8")
    (tmp_path / "网页.xls").write_text("<table><tr><td>1</td></tr>" + "<td a='" * 50_000, encoding="utf-8")
    calls = longest = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    def beat() -> None:
        nonlocal calls, longest
        calls, longest = 0, max(longest, calls)

    clock = QTimer()
    clock.timeout.connect(beat)
    clock.start(0)
    sys.setprofile(called)
    try:
        page.open(sorted(tmp_path.glob("*.*s*")))
        qtbot.waitUntil(lambda: len(page.files.rows) == 3 and not page.workspace.jobs.busy, timeout=120_000)
    finally:
        sys.setprofile(None)
        clock.stop()
    # Some millions a second: a tenth of one is what nobody notices.
    assert 0 < longest < 150_000


def test_most_of_the_page_is_for_what_was_read(page, window, qtbot, tmp_path):
    """Of one file, on a small screen: the list of files takes its one line, the impact its one sentence, the rest is for the readings."""
    window.resize(1366, 768)
    opened(page, qtbot, submission(tmp_path / "山西.xlsx", "山西省"))
    files, table = page.files_table, page.readings_table
    line = table.rowHeight(0)
    qtbot.waitUntil(lambda: files.viewport().height() <= 5 * line)
    qtbot.waitUntil(lambda: table.viewport().height() >= 5 * line)
    assert page.impact.height() < 3 * line


def test_a_reason_is_said_once_and_in_full(page, window, qtbot, tmp_path):
    opened(
        page,
        qtbot,
        sheet(tmp_path / "某地.xlsx", ("2018年电子商务统计表",), ("单位：亿元",), ("指标", "2018年"), ("网络零售额", 396.5)),
    )
    said = page.why.text().splitlines()
    assert said and len(said) == len(set(said))
    assert page.why.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
