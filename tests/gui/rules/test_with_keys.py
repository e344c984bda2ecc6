"""What the checks promise, in the whole window and with nothing but key and mouse events: conditions and exceptions, the statistical band,
explanations that lapse, signatures that go stale, and a final export that waits for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.records import Exhibit, Line, Observation, Record, RuleRecord, SignOff
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.delivery.export_dialog import ExportChoice
from ecdesk.gui.delivery.signoff_page import SignOffPage
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.rules.results_page import ResultsPage
from ecdesk.gui.rules.rules_page import RulesPage
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from tests.dialogs import Dialogs
from tests.gui.conftest import empty_window  # noqa: F401
from tests.gui.desk import gathered
from tests.gui.rules.conftest import GOODS, SALES, records

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MONTHS = [f"2018M{number:02}" for number in range(1, 13)]


def monthly() -> list[Record]:
    """Twelve months that add up to 100.0, and a year that says so."""
    exhibit = Exhibit(
        "months",
        "表1-3",
        "北京各月网络零售额",
        "1",
        3,
        unit="亿元",
        at={"area": "110000", "indicator": "B2C网络零售额", "measure": "value"},
        rows=tuple(Line(code, code, {"period": code}) for code in (*MONTHS, "2018")),
        columns=(Line("v", "数值", {"measure": "value"}),),
    )
    digits = dict.fromkeys(MONTHS, "8.3") | {"2018": "99.6"}
    figures = [
        Observation(Key("B2C网络零售额", "110000", "", code, "value"), parse_content(printed, unit_named("亿元")))
        for code, printed in digits.items()
    ]
    return [exhibit, *figures]


@pytest.fixture
def window(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:  # noqa: F811
    path = tmp_path / "年报.ecd"
    Desk.create(path, [*records(), *monthly()], "张三").close()
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(path)
    empty_window.resize(1400, 900)
    settled(empty_window, qtbot)
    return empty_window


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.checks.pending and not window.workspace.jobs.busy)
    QApplication.processEvents()


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifiers)


def write(words: str) -> None:
    """Put words into what has the focus as an input method does for Chinese: from the clipboard."""
    QApplication.clipboard().setText(words)
    press(Qt.Key.Key_V, CONTROL)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(8, widget.height() // 2))


def command(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    QTest.keyClick(window, key, modifiers)
    QApplication.processEvents()


def enter(window: MainWindow, exhibit: str, row: int, column: int, words: str, qtbot: QtBot) -> None:
    window.workspace.go_to(Place(exhibit, row, column))
    QApplication.processEvents()
    editor = window.editors.current_editor()
    assert editor is not None
    editor.set_grid_focus()
    if words.isascii():
        for sign in (*words, "\r"):
            QTest.keyClicks(focus(), sign)
    else:
        write(words)
    settled(window, qtbot)


def add_rule(window: MainWindow, written: str, qtbot: QtBot) -> RulesPage:
    command(window, Qt.Key.Key_F7, CONTROL)
    page = window.editors.current_page()
    assert isinstance(page, RulesPage)
    page.table.setFocus()
    press(Qt.Key.Key_N, CONTROL)
    write(written)
    qtbot.waitUntil(lambda: page.detail._tried == written)
    press(Qt.Key.Key_Return, CONTROL)
    settled(window, qtbot)
    return page


def of_rule(window: MainWindow, written: str) -> dict[str, Finding]:
    desk = window.workspace.desk
    assert desk is not None
    id = next(record.id for record in desk.book.all(RuleRecord).values() if record.text == written)
    return {finding.subject: finding for finding in window.workspace.findings if finding.rule == id}


def results(window: MainWindow) -> ResultsPage:
    command(window, Qt.Key.Key_F7, SHIFT)
    page = window.editors.current_page()
    assert isinstance(page, ResultsPage)
    return page


def test_a_condition_and_an_exception_are_written_and_obeyed(window: MainWindow, qtbot: QtBot) -> None:
    written = f"{GOODS} ≤ 100亿元 对每个地区 除 北京 当 {SALES} > 500亿元"
    page = add_rule(window, written, qtbot)
    assert not page.detail.report.problems and "北京" in page.detail.meaning.text()
    assert set(of_rule(window, written)) == {"陕西，2018年"}  # 北京 is excepted, 四川 does not meet the condition
    enter(window, "t1", 2, 0, "600.0", qtbot)
    assert set(of_rule(window, written)) == {"陕西，2018年", "四川，2018年"}
    enter(window, "t1", 0, 0, "900.0", qtbot)
    assert "北京，2018年" not in of_rule(window, written)
    command(window, Qt.Key.Key_Z, CONTROL)
    command(window, Qt.Key.Key_Z, CONTROL)
    settled(window, qtbot)
    assert set(of_rule(window, written)) == {"陕西，2018年"}
    enter(window, "t1", 2, 0, "约500", qtbot)
    assert of_rule(window, written)["四川，2018年"].verdict is Verdict.UNDECIDED  # whether it is above 500 depends on rounding


def test_what_lies_outside_the_band_is_a_query_and_inside_is_nothing(window: MainWindow, qtbot: QtBot) -> None:
    written = "B2C网络零售额 = 合计(B2C网络零售额[各月])"
    add_rule(window, written, qtbot)
    assert not of_rule(window, written)
    for year, expected in (("99.8", None), ("100.2", "band"), ("100.4", Verdict.ROUNDING), ("102.0", Verdict.FAILS)):
        enter(window, "months", 12, 0, year, qtbot)
        found = of_rule(window, written)
        if expected is None:
            assert not found
            continue
        (finding,) = found.values()
        if expected == "band":
            assert finding.outside_band and finding.level is Level.QUERY and finding.is_open, finding
            assert "三倍标准差" in str(finding.message)
        else:
            assert finding.verdict in (expected, Verdict.ROUNDING), (year, finding)
    assert next(iter(of_rule(window, written).values())).level is Level.ERROR


def explain(window: MainWindow, page: ResultsPage, id: str, words: str, qtbot: QtBot) -> None:
    assert page.show_finding(id)
    page.table.setFocus()
    press(Qt.Key.Key_F9)
    if page.explain_panel.reason.currentIndex() < 0:
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Tab)
    write(words)
    press(Qt.Key.Key_Return, CONTROL)
    settled(window, qtbot)


def state(window: MainWindow, id: str) -> str:
    from ecdesk.session.rules.results import state_of

    checks = window.checks.checks
    assert checks is not None
    return next((state_of(one, checks.lapsed()) for one in window.workspace.findings if one.id == id), "")


def test_an_explanation_lapses_with_a_figure_and_with_the_rule(window: MainWindow, qtbot: QtBot) -> None:
    id = "limit@陕西，2018年"
    explain(window, results(window), id, "已向地方核实。", qtbot)
    assert state(window, id) == "explained"
    enter(window, "t1", 1, 0, "893.5", qtbot)
    assert state(window, id) == "lapsed"
    page = results(window)
    page.show_finding(id)
    assert page.explain_panel.strip.isVisible() and "893.5" in page.explain_panel.strip_words.text()
    command(window, Qt.Key.Key_Z, CONTROL)
    settled(window, qtbot)
    assert state(window, id) == "explained"
    enter(window, "t1", 1, 0, "893.60", qtbot)
    assert state(window, id) == "lapsed"  # the same value in other printed digits
    command(window, Qt.Key.Key_Z, CONTROL)
    command(window, Qt.Key.Key_F7, CONTROL)
    rules_page = window.editors.current_page()
    assert isinstance(rules_page, RulesPage)
    rules_page.show_rule("limit")
    rules_page.detail.editor.setFocus()
    press(Qt.Key.Key_A, CONTROL)
    write(f"{SALES} ≤ 340亿元 对每个地区")
    press(Qt.Key.Key_Return, CONTROL)
    settled(window, qtbot)
    assert state(window, id) == "lapsed"


def test_a_signature_goes_stale_and_a_final_export_waits_for_every_finding(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    workbook = tmp_path / "成品.xlsx"

    def export_final() -> None:
        dialogs.answer("ExportDialog", ExportChoice(workbook, None, (), True))
        command(window, Qt.Key.Key_E, CONTROL)
        settled(window, qtbot)

    workbook.write_text("handed out before", encoding="utf-8")
    with qtbot.captureExceptions() as caught:  # a UserError that nobody catches is shown by the window's own hook
        export_final()  # what is refused does not ask first whether to replace the file
    error = caught[0][1]
    assert isinstance(error, UserError) and "3" in str(error) and workbook.read_text(encoding="utf-8") == "handed out before"
    workbook.unlink()
    enter(window, "t1", 1, 0, "863.6", qtbot)  # the sum holds; two queries stay
    page = results(window)
    for id in ("limit@陕西，2018年", "limit@四川，2018年"):
        explain(window, page, id, "上限只是提醒。", qtbot)
    window.ui.action_sign_off.trigger()
    sign_off = window.editors.current_page()
    assert isinstance(sign_off, SignOffPage)
    gathered(sign_off)
    middle = sign_off.table.visualRect(sign_off.model.index(0, 0)).center()
    QTest.mouseClick(sign_off.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    sign_off.signer.setFocus()
    press(Qt.Key.Key_A, CONTROL)
    write("李四")
    dialogs.answer("GapsDialog", "四川没有报送")
    click(sign_off.sign_button)
    settled(window, qtbot)
    desk = window.workspace.desk
    assert desk is not None and {one.by for one in desk.book.all(SignOff).values()} == {"李四"}

    def signed() -> str:
        gathered(sign_off)
        return str(sign_off.model.index(0, 1).data())

    assert signed() == "已签发"
    export_final()
    listed = load_workbook(workbook.with_name("成品-审核结果.xlsx"))
    texts = [str(cell.value) for sheet in listed for row in sheet.iter_rows() for cell in row]
    assert sum("上限只是提醒。" in words for words in texts) == 2
    enter(window, "t1", 0, 2, "100.00", qtbot)
    window.ui.action_sign_off.trigger()
    qtbot.waitUntil(lambda: signed() == "签发后改过")
