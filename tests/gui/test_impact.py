"""What a figure would move is seen in the window before it is stored."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Level
from ecdesk.domain.book.records import Alternative, Origin, OriginKind
from ecdesk.domain.texts import text
from ecdesk.gui.base import themes
from ecdesk.gui.desk.impact.impact_dialog import ImpactDialog
from ecdesk.gui.desk.impact.impact_view import changed_part, impact_html
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.rules.impact import Effect, Impact, Kind
from tests.dialogs import Dialogs
from tests.gui.desk import sales

SHANGHAI = sales("310000")


def standing(window: MainWindow) -> str:
    desk = window.workspace.desk
    assert desk is not None
    amount = desk.book.observations[SHANGHAI].amount
    assert amount is not None
    return str(amount.value)


def test_what_a_figure_would_move_is_seen_before_it_stands_there(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    desk, editors = window.workspace.desk, window.editors
    assert desk is not None
    qtbot.waitUntil(lambda: window.workspace.book is not None and not window.checks.pending)
    window.workspace.go_to(Place("t1", 0, 1))
    seen: list[str] = []

    def type_and_look(dialog: ImpactDialog) -> object:
        assert "现在是 10 080.5" in dialog.findChildren(type(dialog.view.hint))[0].text().replace("\u2009", " ")
        dialog.field.setText("10080.9")
        dialog.show_impact()
        seen.append(dialog.view.words().replace("\u2009", " "))
        dialog.field.setText("不是数")
        dialog.show_impact()
        seen.append(dialog.view.words())
        dialog.show()
        dialog.field.selectAll()
        QTest.keyClicks(dialog.field, "10081.0")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)  # before the pause is over: it is shown, not done
        assert not dialog.result() and "10 081.0" in dialog.view.words().replace("\u2009", " ")
        assert standing(window) == "10080.5"
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert dialog.result()
        return dialog.answer()

    dialogs.answer("ImpactDialog", type_and_look)
    editor = editors.current_editor()
    assert editor is not None
    editor.actions_by_name["try_typing"].trigger()
    assert "表1-1 · 上海 · 2018年" in seen[0] and "10 080.5 → 10 080.9" in seen[0] and "图1-1" in seen[0] and "表2-1" in seen[0]
    assert seen[1] == "“不是数”读不出数。"
    assert standing(window) == "10081.0"

    # What another source says of it, from the inspector.
    present = desk.book.observations[SHANGHAI].amount
    assert present is not None
    other = Alternative(SHANGHAI, "报送", replace(present, value=Decimal("9999.9")), Origin(OriginKind.IMPORTED, cell="B4"))
    with desk.edit(text("争议")) as edit:
        edit.put(other)

    def take_the_other(dialog: ImpactDialog) -> object:
        assert [dialog.list.item(row).text() for row in range(2)] == ["采用 9999.9亿元（B4）", "保留原数"]
        # The first is chosen; the arrow and the field are one key away.
        assert dialog.list.currentRow() == 0 and "9 999.9" in dialog.view.words().replace("\u2009", " ")
        dialog.show()
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        assert dialog.list.currentRow() == 1 and "9 999.9" not in dialog.view.words().replace("\u2009", " ")
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Up)
        return dialog.answer()

    dialogs.answer("ImpactDialog", take_the_other)
    qtbot.waitUntil(lambda: "比较各自的影响" in window.inspector.browser.toPlainText())
    window.inspector.browser.anchorClicked.emit(QUrl("try:x"))
    assert standing(window) == "9999.9" and not desk.book.all(Alternative)

    # A block on the clipboard.
    QGuiApplication.clipboard().setText("1.5\n2.5")

    def do_not(dialog: ImpactDialog) -> None:
        assert "1.5" in dialog.view.words() and "2.5" in dialog.view.words()

    dialogs.answer("ImpactDialog", do_not)
    editor.actions_by_name["try_pasting"].trigger()
    assert standing(window) == "9999.9"

    # A step that is to be taken back.
    window.ui.dock_history.raise_()
    table, model = window.history.table, window.history.model
    qtbot.waitUntil(lambda: len(model.rows) == 3)
    table.setCurrentIndex(model.index(model.row_of(desk.seq), 0))
    dialogs.answer("ImpactDialog", lambda dialog: (seen.append(dialog.view.words()), dialog.answer())[1])
    QTest.mouseClick(window.history.impact_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: standing(window) == "10081.0")
    assert "10081.0" in "".join(seen[-1].split()).replace("\u2009", "")


def test_the_digits_that_change_are_told_from_the_point_outwards() -> None:
    assert changed_part("893.6", "993.6") == ("", "9", "93.6")
    assert changed_part("9.9", "19.9") == ("", "1", "9.9")
    assert changed_part("12.5", "12.5") == ("12.5", "", "")
    assert changed_part("", "7") == ("", "7", "")
    assert changed_part("12.5", "") == ("", "", "")


def test_a_rule_that_begins_to_fail_has_the_colour_that_its_weight_has_everywhere() -> None:
    theme = themes.current()
    for level in (Level.ERROR, Level.QUERY):
        html = impact_html(Impact((Effect(Kind.RULE, "公式", "", "不符", worse=True, level=level),)), theme)
        assert f"class='{level.value}'>不符" in html and f".{level.value} {{ color: {theme.code(level.value)}; }}" in html
