"""A file about a subject that no catalogue knows, on an empty book, in the real window: by real events, each one counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import AreaRecord, Exhibit, Observation, Submission
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.gui.desk import mentions
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.submissions.review.headings_panel import BECOME, BECOMES, DECIMALS, ITEM, NAME, UNIT
from ecdesk.gui.submissions.review_page import ReviewPage
from ecdesk.session.new_books.blank import start_blank
from ecdesk.session.submissions.headings import Become
from tests.session.test_imports import sheet

HEADS = (
    "接待国内游客（万人次）",
    "接待入境过夜游客（万人次）",
    "国内旅游收入（亿元）",
    "国际旅游外汇收入（万美元）",
    "旅行社数（家）",
    "星级饭店数（家）",
    "客房出租率（%）",
    "A级景区数（个）",
    "旅游从业人员（万人）",
)


@pytest.fixture
def book_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(mentions, "PAUSE", 3_600_000)
    start_blank(tmp_path / "旅游.ecd", "旅游年报2018", Period(2018), "张三").close()
    return tmp_path / "旅游.ecd"


class Actions:
    """What a user does, one after the other; each is counted and waited for."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot, self.count = window, qtbot, 0

    @property
    def page(self) -> ReviewPage:
        page = self.window.editors.page("review")
        assert isinstance(page, ReviewPage)
        return page

    def _done(self) -> None:
        self.count += 1
        self.qtbot.waitUntil(lambda: not self.window.workspace.jobs.busy)

    def drop(self, *paths: Path) -> None:
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        where = (QPointF(10, 10), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.window, QDragEnterEvent(*where))
        QApplication.sendEvent(self.window, QDropEvent(*where))
        self._done()

    def click(self, button: QWidget) -> None:
        assert button.isVisible() and button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self._done()

    def keys(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(widget, key, modifiers)
        self._done()


@pytest.fixture
def actions(window: MainWindow, qtbot: QtBot) -> Iterator[Actions]:
    window.resize(1366, 768)
    yield Actions(window, qtbot)
    QGuiApplication.clipboard().clear()


def provinces(window: MainWindow) -> list[str]:
    records = window.workspace.desk.book.all(AreaRecord).values()
    return [record.area.short for record in records if record.area.kind == "province"][:31]


def tourism(path: Path, window: MainWindow) -> Path:
    rows = [(place, *(10 + number + at for at in range(9))) for number, place in enumerate(provinces(window))]
    return sheet(path, ("2018年各省旅游业主要指标",), ("地区", *HEADS), *rows)


def exhibits(window: MainWindow) -> list[Exhibit]:
    return window.workspace.desk.book.exhibits()


def test_figures_of_nine_new_indicators_are_stored_in_three_actions(actions, window, tmp_path):
    actions.drop(tourism(tmp_path / "旅游.xlsx", window))
    assert actions.page.headings_panel.isVisible() and "9" in actions.page.headings_panel.take_button.text()
    actions.click(actions.page.headings_panel.take_button)
    actions.click(actions.page.store_button)
    book = window.workspace.desk.book
    assert len(book.indicators) == 9 and len(book.observations) == 279 and actions.count <= 5


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("2018年各省旅游业主要指标",),
            ("地区", "旅游收入", "", "接待人次", ""),
            ("", "国内旅游收入（亿元）", "国际旅游收入（亿元）", "国内游客（万人次）", "入境游客（万人次）"),
            ("北京", 3260.2, 23.1, 33593.9, 221.9),
            ("天津", 6216.6, 136.5, 13090.8, 262.4),
        ),
        (
            ("2018年北京市旅游业主要指标",),
            ("类别", "指标", "计量单位", "2018年"),
            ("旅游收入", "国内", "亿元", 3260.2),
            ("旅游收入", "国际", "亿元", 23.1),
            ("接待人次", "国内", "万人次", 33593.9),
            ("接待人次", "国际", "万人次", 221.9),
        ),
    ],
    ids=["heads", "rows"],
)
def test_a_name_of_two_levels_is_found_again_once_it_is_an_indicator(actions, window, tmp_path, rows):
    actions.drop(sheet(tmp_path / "旅游.xlsx", *rows))
    actions.click(actions.page.headings_panel.take_button)
    actions.click(actions.page.tables_button)
    assert len(window.workspace.desk.book.indicators) == 4 and len(exhibits(window)) == 1


def test_a_table_that_is_checked_and_a_chart_of_it_take_six(actions, window, dialogs, tmp_path):
    actions.drop(tourism(tmp_path / "旅游.xlsx", window))
    actions.click(actions.page.headings_panel.take_button)
    actions.click(actions.page.tables_button)
    (exhibit,) = exhibits(window)
    assert window.editors.current_editor().exhibit_id == exhibit.id and len(exhibit.rows) == 31 and len(exhibit.columns) == 9

    def take(dialog: QWidget) -> object:
        dialog.show()
        actions.qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
        actions.click(dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok))
        return dialog.answer()

    dialogs.answer("ChartDialog", take)
    actions.click(window.chart.draw_button)
    window.ui.action_check.trigger()
    actions.count += 1
    assert exhibits(window)[0].chart is not None and window.findings.isVisible()
    assert not [
        finding for finding in window.workspace.findings if finding.verdict is Verdict.FAILS and finding.level is not Level.NOTICE
    ]
    assert actions.count <= 8


def test_one_undo_takes_table_and_figures_back_and_the_files_lie_on_the_table_again(actions, window, tmp_path):
    actions.drop(tourism(tmp_path / "旅游.xlsx", window))
    actions.click(actions.page.headings_panel.take_button)
    actions.click(actions.page.tables_button)
    window.editors.close_page("review")
    actions.keys(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not exhibits(window) and not window.workspace.desk.book.observations
    assert [file.path.name for file in actions.page.files.rows] == ["旅游.xlsx"] and len(actions.page.files.ticked) == 1
    assert window.editors.current_page() is actions.page
    actions.keys(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert not actions.page.files.rows and len(exhibits(window)) == 1
    actions.keys(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    actions.keys(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # The answer was taken back: the same question stands again.
    assert actions.page.headings_panel.isVisible() and not actions.page.files.ticked
    assert len(actions.page.headings_panel.decisions()) == 9


def test_lines_of_the_panel_are_changed_before_they_are_taken(actions, window, tmp_path):
    panel = None
    actions.drop(tourism(tmp_path / "旅游.xlsx", window))
    panel = actions.page.headings_panel
    panel.table.item(0, NAME).setText("国内游客")
    panel.table.item(0, DECIMALS).setText("2")
    panel.table.item(2, UNIT).setText("不是单位")
    panel.table.cellWidget(1, BECOME).setCurrentIndex(list(BECOMES).index(Become.ITEM))
    panel.table.item(1, NAME).setText("国内游客")
    panel.table.item(1, ITEM).setText("入境过夜")
    panel.table.cellWidget(8, BECOME).setCurrentIndex(list(BECOMES).index(Become.LEFT_OUT))
    said = []
    window.workspace.said.connect(said.append)
    actions.click(panel.take_button)
    assert (
        "单位" in said[-1] and not len(window.workspace.desk.book.indicators) and panel.table.item(0, NAME).text() == "国内游客"
    )
    panel.table.item(2, UNIT).setText("万元")
    actions.click(panel.take_button)
    book = window.workspace.desk.book
    assert [one.name for one in book.indicators][:2] == ["国内游客", "国内旅游收入"] and len(book.indicators) == 7
    assert book.indicators.find("国内游客").decimals == 2 and book.indicators.find("国内旅游收入").unit == "万元"
    actions.click(actions.page.store_button)
    assert book.observation(Key("国内游客", "110000", "入境过夜", "2018", "value")) is not None
    assert len(book.observations) == 8 * 31


def test_a_block_with_heads_becomes_a_table_as_one_step(actions, window):
    lines = ["2018年各省旅游收入\t\t", "地区\t旅游收入（亿元）\t旅行社数（家）"]
    lines += [f"{place}\t1,0{number:02}.5\t{number + 7}" for number, place in enumerate(provinces(window))]
    QGuiApplication.clipboard().setText("\r\n".join(lines))
    actions.keys(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    actions.click(actions.page.headings_panel.take_button)
    actions.click(actions.page.tables_button)
    (exhibit,) = exhibits(window)
    book = window.workspace.desk.book
    assert exhibit.caption == "2018年各省旅游收入" and len(book.observations) == 62 and actions.count <= 4
    assert len(book.all(Submission)) == 1
    before = window.workspace.desk.seq
    actions.keys(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not exhibits(window) and not book.observations and window.workspace.desk.seq == before + 1


def test_a_block_from_excel_keeps_its_merged_heads(actions, window):
    head = "<tr><td rowspan=2>地区</td><td colspan=2>2018年</td></tr><tr><td>旅游收入（亿元）</td><td>同比增长（%）</td></tr>"
    rows = "".join(f"<tr><td>{place}</td><td>1.5</td><td>2.5</td></tr>" for place in ("北京", "天津", "河北"))
    data = QMimeData()
    data.setHtml(f"<html><body><table>{head}{rows}</table></body></html>")
    data.setText("anything else")
    QGuiApplication.clipboard().setMimeData(data)
    window.ui.action_paste_table.trigger()
    actions._done()
    actions.page.question_bar.headings_button.click()
    actions.click(actions.page.headings_panel.take_button)
    actions.click(actions.page.tables_button)
    (exhibit,) = exhibits(window)
    assert [line.label for line in exhibit.columns] == ["数值", "同比增速"] and len(window.workspace.desk.book.observations) == 6


def test_an_empty_clipboard_is_no_table(actions, window):
    QGuiApplication.clipboard().clear()
    said = []
    window.workspace.said.connect(said.append)
    window.ui.action_paste_table.trigger()
    assert "剪贴板" in said[-1] and not exhibits(window)


def test_a_block_goes_into_the_table_in_front_by_its_heads(actions, window, tmp_path):
    actions.drop(tourism(tmp_path / "旅游.xlsx", window))
    actions.click(actions.page.headings_panel.take_button)
    actions.click(actions.page.tables_button)
    lines = ("地区\t旅行社数（家）\t接待国内游客（万人次）", "上海\t901\t77.5", "北京\t902\t78.5", "外星\t1\t1")
    QGuiApplication.clipboard().setText("\n".join(lines))
    said = []
    window.workspace.said.connect(said.append)
    view = window.editors.current_editor().view
    actions.keys(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    book = window.workspace.desk.book
    figure = lambda name, area: str(book.observation(Key(name, area, "", "2018", "value")).amount.value)  # noqa: E731
    assert (figure("旅行社数", "310000"), figure("接待国内游客", "110000")) == ("901", "78.5")
    assert "4 个数" in said[-1] and "2 处没有粘贴" in said[-1]
    assert not [one for one in book.all(Observation).values() if one.amount is None]
