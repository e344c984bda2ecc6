"""Signing exhibits off, and rules that the figures propose."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Conflict, Section, SignOff
from ecdesk.domain.texts import text
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.delivery.signoff_page import SignOffPage
from ecdesk.gui.panels.outline_model import OutlineModel
from ecdesk.gui.rules.rules_page import RulesPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import signing
from ecdesk.session.rules import explaining, proposing, rules
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells
from tests.dialogs import Dialogs
from tests.gui.desk import gathered
from tests.gui.rules.conftest import SALES, SERVICES


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, checks: Checks, jobs: JobRunner) -> Iterator[SignOffPage]:
    page = SignOffPage(desk, checks)
    page.resize(900, 500)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.close()
    page.deleteLater()


def choose(page: SignOffPage, *rows: int) -> None:
    gathered(page)
    flags = QItemSelectionModel.SelectionFlag
    page.table.clearSelection()
    for row in rows:
        page.table.selectionModel().select(page.model.index(row, 0), flags.Select | flags.Rows)


def states(page: SignOffPage) -> list[tuple[str, str]]:
    gathered(page)
    return [
        (page.model.index(row, 0).data().strip("　"), page.model.index(row, 1).data()) for row in range(page.model.rowCount())
    ]


def test_the_outline_says_what_is_open_and_signing_it_lists_that(page: SignOffPage, dialogs: Dialogs) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert states(page) == [("第1章 总论", "有待处理"), ("表1-1 各地网络零售额", "有待处理"), ("表1-2 空表", "可以签发")]
    choose(page, 1)
    assert page.results_button.isEnabled()
    choose(page, 0)
    dialogs.answer("show_list", None)
    QTest.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    assert not page.desk.book.all(SignOff)
    assert "3" in page.summary.text()


def test_the_list_stands_in_the_order_of_the_outline_with_its_first_line_chosen(page: SignOffPage) -> None:
    desk = page.desk
    with desk.edit(text("试验")) as edit:
        edit.put(Section("1.1", "1.1", "基本情况", "1", order=2))
        edit.put(replace(desk.book.exhibit("t2"), section="1.1", order=3))
    page.refresh_now()
    gathered(page)
    model = OutlineModel()
    model.set_book(desk.book)
    listed = [model.index_of((one.kind, one.about)) for one in page.model.rows]
    ways = [_way(one) for one in listed]
    assert ways == sorted(ways) and [one.about for one in page.model.rows] == ["1", "1.1", "t2", "t1"]
    assert page.table.chosen_rows == [0] and page.open_button.isEnabled()
    page.table.setFocus()
    for key, row in ((Qt.Key.Key_End, 3), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(page.table, key)
        assert page.table.chosen_rows == [row]


def _way(index: QModelIndex) -> list[int]:
    """The places of an index and of what it stands in, from the top."""
    return [*_way(index.parent()), index.row()] if index.isValid() else []


def explain_all(page: SignOffPage) -> None:
    found = [finding for finding in page.checks.findings() if finding.is_open]
    explaining.explain(page.desk, page.checks, found, "source", "照录。")
    page.refresh_now()


def test_empty_cells_are_signed_with_a_reason_that_is_kept_or_not_at_all(page: SignOffPage, dialogs: Dialogs) -> None:
    explain_all(page)
    choose(page, 0)
    dialogs.answer("GapsDialog", lambda dialog: listed.append(dialog.listed.toPlainText()), "四川没有报送")
    listed: list[str] = []
    QTest.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    assert listed == [f"表1-1：空着 1 格，没有数也没有符号：四川 · {SERVICES}"] and not page.desk.book.all(SignOff)
    QTest.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    words = {about: one.words for about, one in page.desk.book.all(SignOff).items()}
    assert words == {"1": "四川没有报送", "t1": "四川没有报送", "t2": ""}
    assert [state for _title, state in states(page)] == ["已签发"] * 3 and not any(one.open for one in page.model.rows)
    assert "四川没有报送" in page.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_what_lacks_only_a_reason_is_not_said_to_have_findings(page: SignOffPage, qtbot: QtBot) -> None:
    explain_all(page)
    choose(page, 1, 2)
    with qtbot.waitSignal(page.said) as said:
        QTest.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    assert list(page.desk.book.all(SignOff)) == ["t2"] and "为什么空着" in said.args[0]


def test_nothing_is_asked_where_nothing_is_chosen(page: SignOffPage, desk: Desk) -> None:
    choose(page)
    QTest.keyClick(page.signer, Qt.Key.Key_Return)
    assert not desk.book.all(SignOff)


def test_a_merge_that_was_decided_stands_in_the_way_no_more(page: SignOffPage, desk: Desk, qtbot: QtBot) -> None:
    with desk.edit(text("合并副本")) as edit:
        edit.put(Conflict("1", "indicator", SALES, "", "", "", "李四", "2019-01-02T00:00:00+00:00"))
    qtbot.waitUntil(lambda: "合并副本时" in page.summary.text())
    with desk.edit(text("选定")) as edit:
        edit.remove(Conflict, "1")
    qtbot.waitUntil(lambda: "合并副本时" not in page.summary.text())


def test_a_symbol_is_no_empty_cell(page: SignOffPage, desk: Desk) -> None:
    explain_all(page)
    cells.enter(desk, "t1", [(2, 2, "不详")])
    page.refresh_now()
    choose(page, 1)
    QTest.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    assert desk.book.all(SignOff)["t1"].words == ""


def test_a_formula_that_comes_to_nothing_is_an_empty_cell(page: SignOffPage, desk: Desk, checks: Checks) -> None:
    cells.enter(desk, "t1", [(2, 0, "=C3")])
    (line,) = signing.matters_of(desk.book, checks.findings()).gaps_listed("t1")
    assert "空着 2 格" in line and f"四川 · {SALES}" in line


def test_a_step_of_the_book_ends_what_is_being_gathered(page: SignOffPage, desk: Desk) -> None:
    shown: list[str] = []

    def endless() -> Generator[None, None, str]:
        while True:
            yield

    page.show_when_gathered(endless(), shown.append)
    assert page.gathering
    cells.enter(desk, "t1", [(0, 0, "301.0")])
    assert not page.gathering and not shown


def test_an_exhibit_is_signed_and_goes_stale(page: SignOffPage, desk: Desk, qtbot: QtBot) -> None:
    explain_all(page)
    cells.enter(desk, "t1", [(2, 2, "150.0")])
    page.refresh_now()
    choose(page, 1)
    page.signer.setText("李四")
    QTest.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    assert states(page)[1][1] == "已签发" and page.model.index(1, 3).data() == "李四"
    cells.enter(desk, "t1", [(0, 0, "301.0")])
    qtbot.waitUntil(lambda: states(page)[1][1] == "签发后改过")
    QTest.mouseClick(page.withdraw_button, Qt.MouseButton.LeftButton)
    assert not desk.book.all(SignOff)


def test_what_is_open_is_left_out_when_several_are_signed(page: SignOffPage, desk: Desk, qtbot: QtBot) -> None:
    choose(page, 1, 2)
    seq = desk.seq
    with qtbot.waitSignal(page.said) as said:
        QTest.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    assert list(desk.book.all(SignOff)) == ["t2"] and desk.seq == seq + 1
    assert "1" in said.args[0]
    page.unsigned_only.setChecked(True)
    assert [title for title, _state in states(page)] == ["第1章 总论", "表1-1 各地网络零售额"]


def test_enter_shows_the_exhibit(page: SignOffPage, qtbot: QtBot) -> None:
    choose(page, 1)
    page.table.setCurrentIndex(page.model.index(1, 0))
    with qtbot.waitSignal(page.exhibit_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == ["t1"]


def test_proposals_are_looked_for_and_accepted(qtbot: QtBot, desk: Desk, checks: Checks, jobs: JobRunner) -> None:
    rules.remove_rules(desk, ["sum"])
    cells.enter(desk, "t1", [(1, 0, "863.6"), (2, 2, "150.0")])
    page = RulesPage(desk, checks, jobs)
    page.show()
    QTest.mouseClick(page.proposals_button, Qt.MouseButton.LeftButton)
    panel = page.proposals
    assert panel is not None and panel.hint.text()
    qtbot.waitUntil(lambda: not panel.searching)
    texts = [one.text for one in panel.model.rows]
    assert any(text.startswith(f"{SALES} = ") for text in texts)
    panel.table.setCurrentIndex(panel.model.index(0, 0))
    assert panel.about.text()
    QTest.mouseClick(panel.accept_button, Qt.MouseButton.LeftButton)
    assert rules.rules_of(desk.book)[-1].text == texts[0]
    assert panel.model.rowCount() == len(texts) - 1
    qtbot.waitUntil(lambda: not jobs.busy)
    page.close()
    page.deleteLater()


def test_looking_for_proposals_can_be_stopped_and_begun_again(qtbot: QtBot, desk: Desk, checks: Checks, jobs: JobRunner) -> None:
    rules.remove_rules(desk, ["sum"])
    cells.enter(desk, "t1", [(1, 0, "863.6"), (2, 2, "150.0")])
    page = RulesPage(desk, checks, jobs)
    page.show()
    QTest.mouseClick(page.proposals_button, Qt.MouseButton.LeftButton)
    panel = page.proposals
    assert panel is not None and panel.searching and panel.search_button.isEnabled()
    QTest.mouseClick(panel.search_button, Qt.MouseButton.LeftButton)
    assert not panel.searching
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not panel.searched and not panel.model.rowCount()
    QTest.mouseClick(panel.search_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.searched)
    assert panel.model.rowCount()
    qtbot.waitUntil(lambda: not jobs.busy)
    page.close()
    page.deleteLater()


def test_the_job_of_proposals_tells_how_far_it_is(desk: Desk, checks: Checks) -> None:
    steps = list(proposing.proposals(desk, checks))
    assert len(steps) > 10 and steps[-1].total > 0 and steps[-1].done < steps[-1].total


def test_symbols_that_are_signed_are_spoken_of(page: SignOffPage, desk: Desk) -> None:
    cells.enter(desk, "t1", [(row, column, "…") for row in range(3) for column in range(3)])
    choose(page, 1)
    said: list[str] = []
    page.said.connect(said.append)
    page.sign()
    assert said == ["已签发 1 项。其中 9 格是符号，没有数。"]
