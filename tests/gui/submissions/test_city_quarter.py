"""The job of a city's new quarterly bulletin in the real window, from a blank book to the next quarter: by real keys and clicks, each one counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.resources import resource
from ecdesk.gui.desk import mentions
from ecdesk.gui.panels.new_table_dialog import NewTableDialog
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import start_blank
from ecdesk.session.tables.laying_out import Wanted
from tests.dialogs import Dialogs
from tests.gui.submissions.test_any_subject import Actions

TITLE = "深圳市电子商务季报2017年第一季度"


@pytest.fixture
def book_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(mentions, "PAUSE", 3_600_000)
    path = tmp_path / f"{TITLE}.ecd"
    start_blank(path, TITLE, Period(2017, "quarter", 1), "张三").close()
    return path


@pytest.fixture
def actions(window: MainWindow, qtbot: QtBot) -> Actions:
    window.resize(1366, 768)
    return Actions(window, qtbot)


def desk_of(window: MainWindow) -> Desk:
    desk = window.workspace.desk
    assert desk is not None
    return desk


class Form:
    """The form of a new table, filled in by hand: each field that is written and each choice counts."""

    def __init__(self, actions: Actions, dialogs: Dialogs, fill: Callable[[Form], None]) -> None:
        self.actions, self._fill = actions, fill
        dialogs.answer("NewTableDialog", self._answer)

    def _answer(self, dialog: NewTableDialog) -> Wanted:
        self.dialog = dialog
        dialog.show()
        self._fill(self)
        self.actions.count += 1
        focus = dialog.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Return)
        assert dialog.result() == 1, dialog.form.message.text()
        return dialog.answer()

    def write(self, field: QLineEdit, words: str) -> None:
        self.actions.count += 1
        field.setFocus()
        field.selectAll()
        field.insert(words)
        self.actions.qtbot.waitUntil(lambda: field.completer() is None or not field.completer().popup().isVisible())

    def choose(self, template: str) -> None:
        self.actions.count += 1
        box = self.dialog.form.template
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _step in range(box.findData(template)):
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentData() == template
        box.activated.emit(box.currentIndex())


def new_table(actions: Actions, window: MainWindow, dialogs: Dialogs, fill: Callable[[Form], None]) -> tuple[Exhibit, int]:
    """The table that comes of a filled form, and how many actions it took."""
    before, there = actions.count, {one.id for one in desk_of(window).book.exhibits()}
    Form(actions, dialogs, fill)
    tree = window.outline.tree
    window.activateWindow()
    tree.setFocus()
    actions.qtbot.waitUntil(tree.hasFocus)
    actions.keys(tree, Qt.Key.Key_Insert)
    (made,) = [one for one in desk_of(window).book.exhibits() if one.id not in there]
    return made, actions.count - before


def test_a_citys_quarter_from_a_blank_book_to_the_next_quarter(
    actions: Actions, window: MainWindow, dialogs: Dialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    tree = window.outline.tree
    tree.setCurrentIndex(window.outline.model.index(0, 0))

    def first(form: Form) -> None:
        form.write(form.dialog.form.caption, "2017年一季度深圳市主要指标")
        form.choose("to_date")
        form.write(form.dialog.parts["indicator"].shown, "电子商务交易额、网络零售额")
        form.write(form.dialog.form.unit, "亿元")

    made, count = new_table(actions, window, dialogs, first)
    assert count <= 6 and made.at["area"] == "440300" and made.number == "表1-1"

    def chart(form: Form) -> None:
        form.write(form.dialog.form.caption, "2017年一季度深圳市网络零售额")
        form.dialog.form.chart.setChecked(True)
        form.actions.count += 1

    made, count = new_table(actions, window, dialogs, chart)
    assert count <= 4 and made.chart is not None and made.number == "表1-2"

    # The districts' submissions: dropped, their areas taken in, imported with a table for each.
    before = actions.count
    actions.drop(resource("books", "bulletin", "submissions"))
    actions.click(actions.page.areas_bar.button)
    qtbot.waitUntil(lambda: len(actions.page.files.ticked) == 3 and not window.workspace.jobs.busy)
    actions.click(actions.page.store_button)
    book = desk_of(window).book
    assert actions.count - before == 3
    assert [area.name for area in book.reporting_areas()] == ["光明新区", "南山区", "福田区"]
    assert {book.areas[one.code].parent for one in book.reporting_areas()} == {"440300"}

    def districts(form: Form) -> None:
        form.write(form.dialog.form.caption, "2017年一季度各区网络零售额")
        form.choose("areas")

    made, count = new_table(actions, window, dialogs, districts)
    assert count <= 4 and made.number == "表1-3" and book.exhibits()[-1].id == made.id
    assert [row.label for row in made.rows] == ["深圳", "光明新区", "南山区", "福田区"]

    # Checked: a city that has less than its districts is an error.
    window.workspace.go_to_key(Key("电子商务交易额", "440300", "", "2017Q1", "value"))
    window.activateWindow()
    grid = window.editors.current_editor().view
    grid.setFocus()
    actions.qtbot.waitUntil(grid.hasFocus)
    QTest.keyClicks(grid, "5")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(one.rule == "区县合计不超过全市" for one in window.workspace.findings))
    assert any(one.is_open and one.verdict is Verdict.FAILS for one in window.workspace.findings)

    # The next quarter: the command and the place; of a list of what was taken out, there being none, nothing is shown.
    dialogs.answer("choose_target", tmp_path / "深圳市电子商务季报2017年第二季度.ecd")
    asked = len(dialogs.asked)
    with qtbot.waitSignal(window.opener.opened, timeout=60_000):
        window.ui.action_new_next.trigger()
    assert 1 + len(dialogs.asked) - asked <= 3
    after = desk_of(window).book
    assert after.period == Period(2017, "quarter", 2)
    words = [after.title, *(f"{one.caption}{one.source_line}{''.join(one.notes)}" for one in after.exhibits())]
    assert not [one for one in words if "一季度" in one]
    assert not [key for key in after.observations if key.period == "2017Q2"]


@pytest.mark.parametrize(("place", "asked"), [("罗湖区", False), ("广州市", True)])
def test_the_whole_city_is_the_books_own_unless_the_block_names_another(
    actions: Actions, window: MainWindow, place: str, asked: bool
) -> None:
    lines = ["2017年1季度各区网络零售额（亿元）", "地区\t网络零售额", "全市\t301.5", "南山区\t151.2", f"{place}\t150.3"]
    QGuiApplication.clipboard().setText("\n".join(lines))
    window.ui.action_paste_table.trigger()
    actions.qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    if not asked:
        actions.click(actions.page.areas_bar.button)
        actions.qtbot.waitUntil(lambda: not actions.page.areas_bar.isVisible() and not window.workspace.jobs.busy)
    whole = [line for file in actions.page.files.all for line in file.lines if str(line.reading.amount.value) == "301.5"]
    problems = [problem for file in actions.page.files.all for problem in file.reading.problems]
    assert any(problem.question == "region" for problem in problems) is asked
    assert [line.reading.area for line in whole] == ["" if asked else "440300"]
    if not asked:
        assert any("深圳" in str(reason) for reason in whole[0].reading.why)
