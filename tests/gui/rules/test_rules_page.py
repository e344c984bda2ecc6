"""The rules page: writing, trying and arranging rules, with the keys of its user."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.texts import set_language
from ecdesk.gui.base import themes
from ecdesk.gui.base.form_fields import NamesBox
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.rules.rule_edit import RuleEdit, kinds_of
from ecdesk.gui.rules.rules_page import RulesPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import rules
from ecdesk.session.rules.checking import Checks
from tests.gui.rules.conftest import GOODS, SALES, SERVICES, SUM

NAME, LEVEL, APPLIED, FAILED = range(4)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, checks: Checks, jobs: JobRunner) -> Iterator[RulesPage]:
    page = RulesPage(desk, checks, jobs)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    qtbot.waitUntil(lambda: not jobs.busy)
    page.close()
    page.deleteLater()


def names(page: RulesPage) -> list[str]:
    return [page.model.index(row, NAME).data() for row in range(page.model.rowCount())]


def write(editor: RuleEdit, words: str) -> None:
    """As an input method does it."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(editor, event)


def underlined(editor: RuleEdit) -> str:
    """The characters with a wavy line under them."""
    block = editor.document().firstBlock()
    wavy = QTextCharFormat.UnderlineStyle.WaveUnderline
    found = [one for one in block.layout().formats() if one.format.underlineStyle() == wavy]  # type: ignore[attr-defined]
    return "".join(block.text()[one.start : one.start + one.length] for one in found)  # type: ignore[attr-defined]


def test_rules_stand_with_what_they_came_to(page: RulesPage) -> None:
    assert names(page) == ["零售额构成", "上限", "部分不超过整体"]
    assert [page.model.index(row, APPLIED).data() for row in range(3)] == ["3", "3", "3"]
    assert page.model.index(0, FAILED).data() == "1" and page.model.index(1, FAILED).data() == "2"
    assert page.detail.editor.toPlainText() == SUM
    assert GOODS in page.detail.meaning.text()
    assert "陕西" in page.detail.findings.toPlainText() and "表1-1" in page.detail.reach.toPlainText()


def test_the_table_model_keeps_qts_contract(page: RulesPage, desk: Desk) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.search.setText("上限")
    assert names(page) == ["上限"]
    page.search.clear()
    page.remove()
    assert len(names(page)) == 2


def test_a_rule_is_written_with_completion_and_saved(page: RulesPage, desk: Desk, qtbot: QtBot) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_N, CONTROL)
    editor = page.detail.editor
    assert page.focusWidget() is editor and editor.toPlainText() == ""
    write(editor, "网络零")
    assert next(one.text for one in editor.offered) == SALES
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == SALES and not editor.offered
    QTest.keyClicks(editor, " >= ")
    write(editor, "实物")
    assert GOODS in [one.text for one in editor.offered]
    while editor.popup is not None and editor.popup.view.currentIndex().data() != GOODS:
        QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText() == f"{SALES} >= {GOODS}"
    QTest.keyClick(editor, Qt.Key.Key_Space, CONTROL)
    assert editor.offered
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.offered
    page.detail.name.setText("不低于")
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert names(page)[-1] == "不低于"
    assert rules.rules_of(desk.book)[-1].text == f"{SALES} >= {GOODS}"
    assert page.current_rule() is not None and page.current_rule().name == "不低于"  # type: ignore[union-attr]
    desk.undo()
    qtbot.waitUntil(lambda: "不低于" not in names(page))


def test_an_error_is_shown_at_its_place(page: RulesPage, desk: Desk) -> None:
    page.start_rule()
    editor = page.detail.editor
    editor.setPlainText(f"{SALES} = {GOODS} + 没有这个 对每个地区")
    page.detail.try_rule()
    assert underlined(editor) == "没有这个"
    assert "没有这个" in page.detail.problems.text()
    page.detail.problems.linkActivated.emit("0")
    assert editor.textCursor().selectedText() == "没有这个"
    editor.setPlainText(f"{SALES} = ({GOODS}")
    page.detail.try_rule()
    assert underlined(editor) and not page.detail.save_button.isEnabled()
    seq = desk.seq
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert desk.seq == seq


def test_it_is_tried_while_it_is_written(page: RulesPage, qtbot: QtBot) -> None:
    page.start_rule()
    write(page.detail.editor, f"{SALES} = {SALES}")
    qtbot.waitUntil(lambda: bool(page.detail.problems.text()))
    assert page.detail.report.problems


def test_a_rule_is_changed_renamed_and_weighed(page: RulesPage, desk: Desk) -> None:
    page.show_rule("limit")
    page.detail.editor.setPlainText(f"{SALES} ≤ 1000亿元 对每个地区")
    page.detail.name.setText("新上限")
    QTest.mouseClick(page.detail.save_button, Qt.MouseButton.LeftButton)
    rule = rules.rule_of(desk.book, "limit")
    assert (rule.name, rule.text) == ("新上限", f"{SALES} ≤ 1000亿元 对每个地区")
    page.refresh_now()
    assert page.model.index(1, FAILED).data() == ""
    page.detail.level.setCurrentIndex(2)
    page.detail.level.activated.emit(2)
    assert rules.rule_of(desk.book, "limit").level == "notice"
    QTest.mouseClick(page.detail.active, Qt.MouseButton.LeftButton, pos=page.detail.active.rect().center() / 4)
    assert not rules.rule_of(desk.book, "limit").active


def test_what_was_written_is_taken_back(page: RulesPage, desk: Desk) -> None:
    page.show_rule("limit")
    before, seq = page.detail.editor.toPlainText(), desk.seq
    page.detail.editor.setPlainText("别的")
    QTest.mouseClick(page.detail.revert_button, Qt.MouseButton.LeftButton)
    assert page.detail.editor.toPlainText() == before and desk.seq == seq


def test_what_is_not_saved_is_there_again_later(page: RulesPage) -> None:
    page.show_rule("limit")
    page.detail.editor.setPlainText(f"{SALES} ≤ 9亿元")
    page.show_rule("sum")
    assert page.detail.editor.toPlainText() == SUM
    page.show_rule("limit")
    assert page.detail.editor.toPlainText() == f"{SALES} ≤ 9亿元" and page.detail.is_changed


def test_rules_are_arranged_with_the_keyboard(page: RulesPage, desk: Desk) -> None:
    page.table.setFocus()
    page.show_rule("part")
    page.move_up()
    assert names(page) == ["零售额构成", "部分不超过整体", "上限"]
    page.duplicate()
    assert names(page)[2] == "部分不超过整体（副本）"
    page.remove()
    assert len(names(page)) == 3
    desk.undo()
    assert len(desk.book.all(RuleRecord)) == 4


def test_a_tick_switches_a_rule_off(page: RulesPage, desk: Desk) -> None:
    index = page.model.index(0, NAME)
    page.model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert not rules.rule_of(desk.book, "sum").active
    assert page.model.index(0, APPLIED).data() == "停用"


def test_all_rules_cannot_be_removed(page: RulesPage, desk: Desk, qtbot: QtBot) -> None:
    page.table.selectAll()
    with qtbot.waitSignal(page.said):
        page.remove()
    assert len(desk.book.all(RuleRecord)) == 3


def test_the_history_of_a_rule_is_shown(page: RulesPage, desk: Desk, qtbot: QtBot) -> None:
    page.show_rule("limit")
    rules.change_rule(desk, "limit", f"{SALES} ≤ 360亿元 对每个地区")
    qtbot.waitUntil(lambda: "360亿元" in page.detail.history.toPlainText())
    assert "张三" in page.detail.history.toPlainText()


def test_a_rule_is_made_without_typing(page: RulesPage, desk: Desk) -> None:
    QTest.mouseClick(page.form_button, Qt.MouseButton.LeftButton)
    form = page.form
    assert form is not None and not form.add_button.isEnabled()
    form.kinds.choose("sum")
    form.fields["total"].setCurrentText(SALES)  # type: ignore[union-attr]
    parts = form.fields["parts"]
    assert isinstance(parts, NamesBox)
    for name in (GOODS, SERVICES):
        parts.box.setEditText(name)
        QTest.keyClick(parts.box.lineEdit(), Qt.Key.Key_Return)
    form.fields["scope"].setCurrentText("省份")  # type: ignore[union-attr]
    form.exceptions.box.setEditText("陕西")
    form.exceptions.add()
    assert form.written.text() == f"{SALES} = {GOODS} + {SERVICES} 对每个省份 除 陕西"
    QTest.mouseClick(form.add_button, Qt.MouseButton.LeftButton)
    assert rules.rules_of(desk.book)[-1].text == form.written.text()
    assert page.right.currentWidget() is page.detail


def test_a_form_adds_no_rule_that_cannot_be_read(page: RulesPage) -> None:
    QTest.mouseClick(page.form_button, Qt.MouseButton.LeftButton)
    form = page.form
    assert form is not None
    form.kinds.choose("range")
    form.fields["high"].setText("2000亿元")  # type: ignore[union-attr]
    form.fields["indicator"].setCurrentText("没有的指标")  # type: ignore[union-attr]
    form.preview()
    assert "没有的指标" in form.result.text() and form.draft_button.isEnabled()
    assert not form.add_button.isEnabled()
    form.fields["indicator"].setCurrentText(SALES)  # type: ignore[union-attr]
    assert form.add_button.isEnabled()
    # All of it is in sight where the window is small.
    form.resize(520, 560)
    for id in form.kinds.ids:
        form.kinds.choose(id)
        assert form.area.widget().minimumSizeHint().width() <= 520 - form.kinds.maximumWidth() - 24, id


def test_every_form_asks_for_what_it_needs(page: RulesPage) -> None:
    page.show_form()
    form = page.form
    assert form is not None
    for id in form.kinds.ids:
        form.kinds.choose(id)
        assert form.result.text().endswith("。") and not form.add_button.isEnabled()


def test_the_parts_of_a_rule_have_their_kinds() -> None:
    text = "合计(本指标.占比[各区域]) = 100% 对每个指标"
    found = {text[start:end]: kind for start, end, kind in kinds_of(text)}
    assert found == {
        "合计": "function",
        "本指标": "function",
        "占比": "measure",
        "[各区域]": "select",
        "=": "sign",
        "100%": "number",
        "对每个指标": "clause",
    }


def test_english_and_dark(page: RulesPage, qapp: QApplication) -> None:
    set_language("en")
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    assert page.new_button.text() == "New rule"
    themes.apply(qapp, "dark")
    assert page.grab().toImage().pixelColor(2, 2).lightness() < 100


def test_a_book_that_is_only_read_changes_nothing(qtbot: QtBot, desk: Desk, jobs: JobRunner, tmp_path: object) -> None:
    with Desk.open(desk.path, "李四", read_only=True) as reader:
        checks = Checks(reader)
        page = RulesPage(reader, checks, jobs)
        page.show()
        assert not page.new_button.isEnabled() and not page.delete_button.isEnabled()
        assert page.detail.editor.isReadOnly()
        page.remove()
        page.duplicate()
        qtbot.waitUntil(lambda: not jobs.busy)
        page.close()
        page.deleteLater()
        checks.close()


@pytest.mark.parametrize("theme", themes.THEME_NAMES)
def test_a_tick_and_an_icon_can_be_seen_in_a_selected_row(page: RulesPage, qtbot: QtBot, theme: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    themes.apply(application, theme)
    page.restyle()
    page.table.selectRow(0)
    QApplication.processEvents()
    grabbed = page.table.viewport().grab().toImage()
    ratio = grabbed.devicePixelRatio()
    behind = themes.current().palette["Highlight"]
    for column, width in ((NAME, 26), (LEVEL, page.table.columnWidth(LEVEL))):
        left, top = page.table.columnViewportPosition(column), page.table.rowViewportPosition(0)
        points = [
            (round((left + across) * ratio), round((top + down) * ratio))
            for across in range(2, width - 2)
            for down in range(4, page.table.rowHeight(0) - 4)
        ]
        colours = {grabbed.pixelColor(*point).name() for point in points}
        assert max(themes.contrast(colour, behind) for colour in colours) >= 3, (theme, column)


def test_a_rule_that_nobody_named_is_called_by_its_text_and_saved_again(page: RulesPage, desk: Desk) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_N, CONTROL)
    write(page.detail.editor, f"{GOODS} ≤ {SALES} ÷ 2 对每个地区")
    page.detail.save()
    assert page.detail.name.text() == names(page)[-1] and not page.detail.is_changed
    page.detail.editor.selectAll()
    write(page.detail.editor, f"{GOODS} ≤ {SALES} 对每个地区")
    said: list[str] = []
    page.detail.said.connect(said.append)
    page.detail.save()
    assert said == ["公式已保存。"] and names(page)[-1] == f"{GOODS} ≤ {SALES} 对每个地区"
    page.detail.name.clear()
    page.detail.note.setText("按年鉴")
    page.detail.save()
    assert said[1:] == ["公式已保存。"] and page.detail.name.text() == names(page)[-1]
