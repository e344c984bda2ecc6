"""Signing exhibits off, and rules that the figures propose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import SignOff
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.delivery.signoff_page import SignOffPage
from ecdesk.gui.rules.rules_page import RulesPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import explaining, proposing, rules
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells
from tests.dialogs import Dialogs
from tests.gui.rules.conftest import SALES


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
    flags = QItemSelectionModel.SelectionFlag
    page.table.clearSelection()
    for row in rows:
        page.table.selectionModel().select(page.model.index(row, 0), flags.Select | flags.Rows)


def states(page: SignOffPage) -> list[tuple[str, str]]:
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


def test_an_exhibit_is_signed_and_goes_stale(page: SignOffPage, desk: Desk, checks: Checks, qtbot: QtBot) -> None:
    found = [finding for finding in checks.findings() if finding.is_open]
    explaining.explain(desk, checks, found, "source", "照录。")
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
