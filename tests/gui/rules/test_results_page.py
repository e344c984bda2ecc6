"""The results page, with the keys and the mouse of its user."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Conflict, Waiver
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import set_language, text
from ecdesk.domain.wording.old_claims import LEFT_OUT
from ecdesk.gui.base import themes
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.panels.findings_panel import FindingsModel
from ecdesk.gui.rules.results_page import ResultsPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import explaining
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells
from tests.dialogs import Dialogs
from tests.gui.rules.conftest import GOODS, SALES, SERVICES, figure

LEVEL, STATE, _RULE, SUBJECT, FORMULA, DIFFERENCE = range(6)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, checks: Checks, jobs: JobRunner) -> Iterator[ResultsPage]:
    page = ResultsPage(desk, checks, jobs)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.close()
    page.deleteLater()


def subjects(page: ResultsPage) -> list[str]:
    return [page.model.index(row, SUBJECT).data() for row in range(page.model.rowCount())]


def settle(page: ResultsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._pause.isActive())


def test_it_begins_with_what_has_to_be_done(page: ResultsPage) -> None:
    assert subjects(page) == ["陕西，2018年", "四川，2018年", "陕西，2018年"]
    assert page.table.currentIndex().row() == 0
    assert "893.6亿元" in page.model.index(0, FORMULA).data()
    assert "863.6" in page.view.toPlainText()
    assert "3" in page.counts.text()


def test_what_stands_in_the_way_besides_findings_comes_and_goes(page: ResultsPage, desk: Desk, qtbot: QtBot) -> None:
    section = desk.book.sections()[0]
    with desk.edit(text("合并副本")) as edit:
        edit.put(Conflict("1", "indicator", SALES, "", "", "", "李四", "2019-01-02T00:00:00+00:00"))
        edit.put(replace(section, title=f"增长{LEFT_OUT}"))
    settle(page, qtbot)
    assert "合并副本时 1 处" in page.counts.text()
    blanks = "处文字待填" in page.counts.text()
    with desk.edit(text("选定")) as edit:
        edit.remove(Conflict, "1")
    settle(page, qtbot)
    assert blanks and "合并副本时" not in page.counts.text()
    with desk.edit(text("填好")) as edit:
        edit.put(section)
    settle(page, qtbot)
    assert "处文字待填" not in page.counts.text()


def test_the_table_model_keeps_qts_contract(page: ResultsPage) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.show_group("level", "query")
    page.show_group("state", "undecided")


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("state", ["全部", "待处理", "无法判断"]),
        ("rule", ["全部", "零售额构成", "上限"]),
        ("exhibit", ["全部", "表1-1 各地网络零售额"]),
        ("area", ["全部", "四川", "陕西"]),
        ("level", ["全部", "错误", "核实", "提示"]),
    ],
)
def test_findings_are_grouped_with_counts(page: ResultsPage, by: str, titles: list[str]) -> None:
    page.pivot_box.setCurrentIndex(page.pivot_box.findData(by))
    assert [page.groups.item(row).text() for row in range(page.groups.count())] == titles
    page.groups.setFocus()
    QTest.keyClick(page.groups, Qt.Key.Key_Down)
    assert 0 < page.model.rowCount() < 5


def test_what_a_group_has_in_common_leaves_its_room_to_the_numbers(page: ResultsPage) -> None:
    numbers = [page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(page.model.columnCount())].index(
        "代入数值"
    )
    for pivot, column in (("state", 1), ("rule", 2)):
        page.pivot_box.setCurrentIndex(page.pivot_box.findData(pivot))
        page.groups.setCurrentRow(0)
        assert not page.table.isColumnHidden(column)
        page.groups.setCurrentRow(1)
        assert page.table.isColumnHidden(column)
        # Beside the outline of a window of 1366 pixels the numbers stand in full.
        assert page.table.columnViewportPosition(numbers) + page.table.columnWidth(numbers) <= 800


def test_filters_by_level_and_words(page: ResultsPage) -> None:
    page.groups.setCurrentRow(0)
    total = page.model.rowCount()
    QTest.mouseClick(page.chips[next(iter(page.chips))], Qt.MouseButton.LeftButton)
    assert page.model.rowCount() < total
    QTest.mouseClick(page.chips[next(iter(page.chips))], Qt.MouseButton.LeftButton)
    page.search.setText("四川")
    assert set(subjects(page)) == {"四川，2018年"}
    page.search.setText("没有这样的词")
    assert page.hint.isVisible() and page.hint.text()


def test_enter_and_f8_ask_for_the_cell(page: ResultsPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    with qtbot.waitSignal(page.cell_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [figure(SALES, "610000")]
    with qtbot.waitSignal(page.cell_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_F8)
    assert page.table.currentIndex().row() == 1
    with qtbot.waitSignal(page.cell_requested):
        QTest.keyClick(page.table, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.currentIndex().row() == 0 and len(page.selected()) == 1
    assert isinstance(asked.args[0], Key)


def test_f8_goes_through_what_is_open_and_passes_over_what_cannot_be_decided(page: ResultsPage) -> None:
    page.groups.setCurrentRow(0)  # all of them
    page.table.setFocus()
    page.table.choose_row(page.model.rowCount() - 1)
    assert not page.selected()[0].is_open
    seen = []
    for _step in range(5):
        QTest.keyClick(page.table, Qt.Key.Key_F8)
        seen.append(page.selected()[0])
    assert [one.is_open for one in seen[:3]] == [True, True, True] and seen[3:] == seen[:2]
    QTest.mouseClick(page.previous_button, Qt.MouseButton.LeftButton)
    assert page.selected() == seen[:1]
    # Chosen, they are gone through as well.
    page.show_group("state", "undecided")
    assert page.model.rowCount() > 0
    QTest.keyClick(page.table, Qt.Key.Key_F8)
    assert page.selected()[0].verdict is Verdict.UNDECIDED


def test_after_a_correction_f8_goes_to_the_finding_that_took_its_place(page: ResultsPage, desk: Desk, qtbot: QtBot) -> None:
    page.table.setFocus()
    first, second = page.model.rows[0], page.model.rows[1]
    exhibit, row, column = desk.book.places(figure(SALES, "610000"))[0]
    cells.enter(desk, exhibit, [(row, column, "863.6")])
    qtbot.waitUntil(lambda: first not in page.model.rows)
    left = [one for one in page.model.rows if one == second]
    QTest.keyClick(page.table, Qt.Key.Key_F8)
    assert left and page.selected() == left


def test_the_counts_are_those_of_the_panel(page: ResultsPage, checks: Checks) -> None:
    model = FindingsModel()
    model.set_findings(checks.findings())
    assert [chip.text().rpartition(" ")[2] for chip in page.chips.values()] == [str(model.counts[level]) for level in page.chips]
    assert sum(model.counts.values()) > 0


def test_a_figure_in_the_text_is_a_link(page: ResultsPage, qtbot: QtBot) -> None:
    html = page.view.toHtml()
    start = html.index('href="key:') + 6
    from PySide6.QtCore import QUrl

    with qtbot.waitSignal(page.cell_requested) as asked:
        page.view.anchorClicked.emit(QUrl(html[start : html.index('"', start)]))
    assert asked.args[0] in {figure(SALES, "610000"), figure(GOODS, "610000"), figure(SERVICES, "610000")}


def test_a_finding_is_explained_with_the_keyboard(page: ResultsPage, desk: Desk, checks: Checks, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.choose_row(2)
    QTest.keyClick(page.table, Qt.Key.Key_F9)
    panel = page.explain_panel
    assert page.focusWidget() is panel.reason and panel.reason.currentIndex() == -1
    QTest.keyClick(panel.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.fault.text() == "请从列表中选择原因。" and page.focusWidget() is panel.reason
    QTest.keyClick(panel.reason, Qt.Key.Key_Down)
    QTest.keyClick(panel.reason, Qt.Key.Key_Tab)
    assert page.focusWidget() is panel.words and not panel.fault.text()
    QTest.keyClick(panel.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.fault.text()
    panel.words.setPlainText("已向地方核实。")
    QTest.keyClick(panel.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert subjects(page) == ["陕西，2018年", "四川，2018年"]
    assert page.focusWidget() is page.table
    waiver = desk.book.get(Waiver, "limit@陕西，2018年")
    assert waiver is not None and waiver.by == "张三" and waiver.words == "已向地方核实。"  # type: ignore[union-attr]
    page.show_group("state", "explained")
    assert page.model.index(0, STATE).data() == "已说明"
    assert "张三" in panel.strip_words.text() and panel.words.toPlainText() == "已向地方核实。"
    QTest.mouseClick(panel.withdraw_button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert checks.findings_of(figure(SALES, "610000")) and desk.book.get(Waiver, "limit@陕西，2018年") is None


def test_what_is_written_and_not_signed_is_there_again(page: ResultsPage, desk: Desk, checks: Checks, qtbot: QtBot) -> None:
    page.table.choose_row(2)
    panel = page.explain_panel
    QTest.keyClick(panel.reason, Qt.Key.Key_Down)
    QTest.keyClicks(panel.words, "as printed")
    QTest.keyClicks(panel.evidence, "p. 3")
    chosen = panel.reason.currentData()
    QTest.keyClick(page.table, Qt.Key.Key_F8)
    page.table.choose_row(1)
    assert not panel.words.toPlainText() and panel.reason.currentIndex() == -1
    page.table.choose_row(2)
    assert (panel.reason.currentData(), panel.words.toPlainText(), panel.evidence.text()) == (chosen, "as printed", "p. 3")
    other = ResultsPage(desk, checks, page.jobs)  # the page was closed and opened again
    qtbot.addWidget(other)
    other.table.choose_row(2)
    assert other.explain_panel.words.toPlainText() == "as printed" and other.explain_panel.reason.currentData() == chosen
    QTest.mouseClick(panel.sign_button, Qt.MouseButton.LeftButton)
    assert "as printed" in str([one.words for one in desk.book.all(Waiver).values()])
    explaining.withdraw(desk, list(desk.book.all(Waiver)))
    settle(page, qtbot)
    page.table.choose_row(2)
    assert not panel.words.toPlainText()
    other.release()


def test_a_long_refusal_does_not_squeeze_the_fields(page: ResultsPage, qtbot: QtBot) -> None:
    page.table.choose_row(2)
    panel = page.explain_panel
    page.resize(1000, 560)
    panel._say_fault("四舍五入至多造成0.22个百分点，请改正，或选别的原因。" * 6)
    qtbot.waitUntil(lambda: panel.height() >= panel.minimumHeight())
    fields = (panel.title, panel.reason, panel.words, panel.evidence, panel.signer, panel.fault, panel.sign_button)
    assert panel.words.height() >= panel.words.minimumHeight()
    assert panel.fault.height() >= panel.fault.heightForWidth(panel.fault.width())
    assert panel.evidence.height() >= panel.evidence.minimumSizeHint().height()
    for above, below in pairwise(fields):
        assert above.geometry().bottom() < below.geometry().top()


def test_several_are_explained_at_once(page: ResultsPage, desk: Desk) -> None:
    page.table.selectAll()
    panel = page.explain_panel
    assert "3" in panel.title.text()
    panel.reason.setCurrentIndex(panel.reason.findData("published"))
    panel.words.setPlainText("照录。")
    seq = desk.seq
    QTest.mouseClick(panel.sign_button, Qt.MouseButton.LeftButton)
    assert desk.seq == seq + 1 and len(desk.book.all(Waiver)) == 3
    # The list stays where the work was, and says that it is done.
    assert page.groups.current_id == "open" and subjects(page) == []
    assert page.hint.isVisible() and page.hint.text() == "都处理完了，没有待处理的结果。"


def test_a_lapsed_explanation_says_why(page: ResultsPage, desk: Desk, checks: Checks, qtbot: QtBot) -> None:
    explaining.explain(desk, checks, [checks.findings()[0]], "source", "照录。")
    cells.enter(desk, "t1", [(1, 0, "900.0")])
    settle(page, qtbot)
    page.show_group("state", "lapsed")
    assert subjects(page) == ["陕西，2018年"]
    assert "900.0" in page.explain_panel.strip_words.text() and page.explain_panel.strip.isVisible()


def test_it_follows_an_edit_and_keeps_its_place(page: ResultsPage, desk: Desk, qtbot: QtBot) -> None:
    page.table.choose_row(2)
    cells.enter(desk, "t1", [(1, 0, "863.6")])
    settle(page, qtbot)
    assert subjects(page) == ["四川，2018年", "陕西，2018年"]
    assert page.table.currentIndex().row() == 1
    desk.undo()
    settle(page, qtbot)
    assert page.table.currentIndex().row() == 2


def test_the_list_is_exported(page: ResultsPage, tmp_path: Path, dialogs: Dialogs, qtbot: QtBot) -> None:
    for name in ("清单.csv", "清单.xlsx"):
        dialogs.answer("choose_target", tmp_path / name)
        with qtbot.waitSignal(page.written):
            QTest.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    rows = list(csv.reader((tmp_path / "清单.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row[4] for row in rows] == ["对象", "陕西，2018年", "四川，2018年", "陕西，2018年"]
    assert (tmp_path / "清单.xlsx").stat().st_size > 1000


def test_english_and_dark(page: ResultsPage, qapp: object) -> None:
    set_language("en")
    page.retranslate()
    assert page.model.index(0, STATE).data() == "To do"
    themes.apply(qapp, "dark")  # type: ignore[arg-type]
    assert page.grab().toImage().pixelColor(4, 4).lightness() < 100


def test_last_years_words_are_offered_and_signed_only_by_hand(page: ResultsPage, desk: Desk, qtbot: QtBot) -> None:
    earlier = Waiver(
        "limit@陕西，2017年", "limit", "", "陕西，2017年", (), "source", "上年已核实。", "王五", "2018-05-01", suggestion=True
    )
    with desk.edit(text("试")) as edit:
        edit.put(earlier)
    settle(page, qtbot)
    page.show_finding("limit@陕西，2018年")
    panel = page.explain_panel
    assert panel.strip.isVisible() and "上年已核实。" in panel.strip_words.text()
    QTest.mouseClick(panel.take_button, Qt.MouseButton.LeftButton)
    assert panel.words.toPlainText() == "上年已核实。" and len(desk.book.all(Waiver)) == 1
    QTest.mouseClick(panel.sign_button, Qt.MouseButton.LeftButton)
    signed = desk.book.get(Waiver, "limit@陕西，2018年")
    assert isinstance(signed, Waiver) and signed.by == "张三" and not signed.suggestion


def click_heading(page: ResultsPage, column: int) -> None:
    header = page.table.horizontalHeader()
    page.table.scrollTo(page.model.index(0, column))
    middle = header.sectionViewportPosition(column) + min(header.sectionSize(column), 60) // 2
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(middle, header.height() // 2)
    )


def heading(page: ResultsPage, column: int) -> str:
    return str(page.model.headerData(column, Qt.Orientation.Horizontal))


def column_of(page: ResultsPage, column: int) -> list[str]:
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def test_a_click_on_a_heading_sorts_numbers_as_numbers_and_the_third_takes_it_back(page: ResultsPage) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.groups.setCurrentRow(0)
    given = [finding.id for finding in page.model.rows]
    assert column_of(page, DIFFERENCE).count("") == 1
    kept = page.model.rows[1].id
    page.show_finding(kept)
    click_heading(page, DIFFERENCE)
    assert column_of(page, DIFFERENCE) == ["30.0亿元", "50.0亿元", "543.6亿元", ""]
    assert page.model.rows[page.table.currentIndex().row()].id == kept
    assert heading(page, DIFFERENCE) == "差额 ↑" and heading(page, LEVEL) == "级别"
    click_heading(page, DIFFERENCE)
    assert column_of(page, DIFFERENCE) == ["543.6亿元", "50.0亿元", "30.0亿元", ""]
    assert heading(page, DIFFERENCE) == "差额 ↓"
    click_heading(page, DIFFERENCE)
    assert heading(page, DIFFERENCE) == "差额"
    assert [finding.id for finding in page.model.rows] == given


def test_what_is_alike_stays_in_the_order_of_the_work(page: ResultsPage) -> None:
    page.groups.setCurrentRow(0)
    given = [finding.id for finding in page.model.rows]
    for times in (1, 2):
        click_heading(page, LEVEL)
        levels = column_of(page, LEVEL)
        assert levels == sorted(levels, key=["错误", "核实", "提示"].index, reverse=times == 2)
        for level in set(levels):
            same = [finding.id for finding, shown in zip(page.model.rows, levels, strict=True) if shown == level]
            assert same == [id for id in given if id in same]


def test_the_keyboard_sorts_too_and_the_order_outlives_an_edit(page: ResultsPage, desk: Desk, qtbot: QtBot) -> None:
    page.groups.setCurrentRow(0)
    page.table.setFocus()
    page.table.choose_row(0)
    for _column in range(SUBJECT):
        QTest.keyClick(page.table, Qt.Key.Key_Right)
    QTest.keyClick(page.table, Qt.Key.Key_F4)
    ordered = subjects(page)
    assert page.model.sorted_by == (SUBJECT, Qt.SortOrder.AscendingOrder)
    assert [ordered.index(one) for one in ordered] == sorted(ordered.index(one) for one in ordered)  # those alike stand together
    cells.enter(desk, "t1", [(1, 0, "893.7")])
    settle(page, qtbot)
    assert subjects(page) == ordered
    QTest.keyClick(page.table, Qt.Key.Key_F8)
    assert page.table.currentIndex().row() == 1
