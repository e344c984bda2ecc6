"""Balanced rounding in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.delivery.balance_page import BalancePage
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import balancing
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, checks: Checks, jobs: JobRunner) -> Iterator[BalancePage]:
    cells.enter(desk, "t1", [(0, 0, "2.8"), (0, 1, "1.4"), (0, 2, "1.4")])
    page = BalancePage(desk, checks)
    page.resize(900, 500)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.close()
    page.deleteLater()


def row(page: BalancePage, number: int = 0) -> list[str]:
    return [page.model.index(number, column).data() for column in range(1, page.model.columnCount())]


def test_it_shows_what_would_be_printed(page: BalancePage, desk: Desk) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.exhibits.ids == ["t1", "t2"]
    printed = row(page)
    assert printed[0] == "3" and sum("±" in one for one in printed) == 1
    assert not page.active.isChecked() and balancing.balancing_of(desk.book, "t1") is None
    page.decimals.setValue(1)
    assert row(page) == ["2.8", "1.4", "1.4"]


def test_it_is_switched_on_and_off(page: BalancePage, desk: Desk) -> None:
    page.active.click()
    assert balancing.balancing_of(desk.book, "t1") is not None
    page.decimals.setValue(1)
    stored = balancing.balancing_of(desk.book, "t1")
    assert stored is not None and stored.decimals == 1
    page.active.click()
    assert balancing.balancing_of(desk.book, "t1") is None


def test_a_figure_is_locked_with_the_keyboard(page: BalancePage) -> None:
    moved = next(column for column in range(1, 4) if "±" in page.model.index(0, column).data())
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, moved))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert "±" not in page.model.index(0, moved).data()
    assert page.table.currentIndex().column() == moved
    assert sum("±" in one for one in row(page)) == 1


def test_sums_that_cannot_be_kept_are_told(page: BalancePage) -> None:
    assert "1" in page.summary.text()
    assert page.model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_a_table_without_figures_says_what_to_do(page: BalancePage) -> None:
    page.show_exhibit("t2")
    assert page.summary.text() and not page.active.isEnabled()
