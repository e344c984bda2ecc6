"""Proofreading in the real window: ticks, claims, decisions, drafts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Manuscript, Settlement
from ecdesk.domain.figures.keys import Key
from ecdesk.gui.proof.manuscript_view import Positions
from ecdesk.gui.proof.proof_page import ProofPage
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import sample_records
from tests.dialogs import Dialogs

PROSE = (
    "2018年，陕西省实现电子商务交易额6 412.7亿元，同比增长46.6%；网络零售额893.6亿元，占电子商务交易额的63.5%。"
    "其中，实物型网络零售额567.6亿元，服务型网络零售额326.0亿元。\n"
    "2018年，河北省实现网络零售额2990亿元，同比增长26.6%。\n"
    "其中，出口561.2亿元，进口785.8亿元。\n"
)


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    path = tmp_path / "样本.ecd"
    Desk.create(path, sample_records(), "张三").close()
    return path


def taken(window: MainWindow, qtbot: QtBot, path: Path, words: str = PROSE) -> ProofPage:
    path.write_text(words, encoding="utf-8")
    window.proofs.take(path)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    page = window.editors.page(f"proof:{path.name}")
    assert isinstance(page, ProofPage)
    settled(window, qtbot, page)
    return page


def settled(window: MainWindow, qtbot: QtBot, page: ProofPage) -> None:
    qtbot.waitUntil(
        lambda: not window.workspace.jobs.busy and page.proofread is not None and page.proofread.manuscript == page.draft,
    )


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> ProofPage:
    return taken(window, qtbot, tmp_path / "第8章.txt")


def state_of(page: ProofPage, words: str) -> str:
    return next(one.state for one in page._states if one.figure.text == words)


def test_figures_are_marked_by_what_is_known_of_them(page):
    assert state_of(page, "2990亿元") == "book"
    assert state_of(page, "63.5%") == "wrong"
    assert page.claim is not None
    assert page.claim.verdict is Verdict.FAILS


def test_a_claim_is_explained_with_the_keyboard_and_the_explanation_can_be_taken_back(page, window, qtbot):
    strip = page.deciding
    strip.words.setFocus()
    QTest.keyClick(strip.words, Qt.Key.Key_Return)
    assert not window.workspace.desk.book.all(Settlement)
    strip.words.insert("原表如此")
    QTest.keyClick(strip.words, Qt.Key.Key_Return)
    settled(window, qtbot, page)
    (settlement,) = window.workspace.desk.book.all(Settlement).values()
    assert (settlement.decision, settlement.words) == ("explained", "原表如此")
    assert "原表如此" in page.details.text()
    QTest.mouseClick(strip.withdraw_button, Qt.MouseButton.LeftButton)
    settled(window, qtbot, page)
    assert not window.workspace.desk.book.all(Settlement)


def test_f8_goes_through_the_lines_wherever_the_focus_is_in_the_page(window, qtbot, tmp_path):
    wrong = "监管证件由86种减少到46种，减少64.5%。\n\n渗透率由62.5%提高到67.4%，提高9.4个百分点。\n"
    page = taken(window, qtbot, tmp_path / "两处.txt", wrong)
    assert page.model.rowCount() >= 2
    for widget in (page.view, page.table):
        widget.setFocus()
        before = page.table.currentIndex().row()
        QTest.keyClick(widget, Qt.Key.Key_F8)
        assert page.table.currentIndex().row() == (before + 1) % page.model.rowCount()
        QTest.keyClick(widget, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        assert page.table.currentIndex().row() == before


def test_a_figure_is_linked_to_one_of_the_book_by_hand(page, window, qtbot):
    found = next(one for one in page._states if one.figure.text == "561.2亿元")
    page.show_figure(found)
    strip = page.deciding
    assert strip.link_edit.isEnabled()
    strip.link_edit.setFocus()
    strip.link_edit.insert("2018年 全国 跨境电商零售进出口总额 出口")
    strip.sought.emit(strip.link_edit.text())
    assert all(choice.measure == "value" for choice in strip._choices.values())
    key = Key("跨境电商零售进出口总额", "000000", "出口", "2018", "value")
    label = next(label for label, choice in strip._choices.items() if choice == key)
    strip.link_edit.clear()
    strip.link_edit.insert(label)
    QTest.mouseClick(strip.link_button, Qt.MouseButton.LeftButton)
    settled(window, qtbot, page)
    qtbot.waitUntil(lambda: state_of(page, "561.2亿元") == "book")
    # The page stays with the figure, and says what it is taken for.
    assert page._figure is not None
    assert page._figure.figure.text == "561.2亿元"
    assert "关联到" in page.details.text()
    assert label in page.details.text()


def test_a_figure_is_not_linked_to_one_of_another_kind(page, window, qtbot):
    page.show_figure(next(one for one in page._states if one.figure.text == "561.2亿元"))
    said: list[str] = []
    window.workspace.said.connect(said.append)
    page.link(Key("网络零售额", "130000", "", "2018", "growth"))
    assert not window.workspace.desk.book.all(Settlement)
    assert "不能关联" in said[-1]


def test_a_clicked_figure_stays_where_it_is_and_is_told_in_words(window, qtbot, tmp_path):
    words = PROSE + "空行。\n" * 200
    page = taken(window, qtbot, tmp_path / "长.txt", words)
    view = page.view
    found = next(one for one in page._states if one.figure.text == "2990亿元")
    cursor = view.textCursor()
    cursor.setPosition(found.figure.start + 1)
    top = view.verticalScrollBar().value()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert page._figure is not None
    assert view.verticalScrollBar().value() == top
    assert "河北省" in page.details.text()
    assert "2018年" in page.details.text()
    assert "130000" not in page.details.text()


def test_what_was_dealt_with_is_marked_not_counted_and_passed_over(page, window, qtbot):
    page.filters.button(0).click()
    before = page.filters.button(0).text()
    count = int(before.split()[-1])
    row = page.table.currentIndex().row()
    strip = page.deciding
    strip.words.setFocus()
    strip.words.insert("原表如此")
    QTest.keyClick(strip.words, Qt.Key.Key_Return)
    settled(window, qtbot, page)
    assert int(page.filters.button(0).text().split()[-1]) == count - 1
    assert page.model.index(row, 0).data() == "已说明"
    QTest.keyClick(page.table, Qt.Key.Key_F8)
    for _ in range(page.model.rowCount()):
        QTest.keyClick(page.table, Qt.Key.Key_F8)
        assert count == 1 or page.table.currentIndex().row() != row


def test_a_new_draft_keeps_what_was_settled_and_says_what_changed(page, window, qtbot, tmp_path):
    page.explain("原表如此")
    settled(window, qtbot, page)
    again = taken(window, qtbot, tmp_path / "第8章.txt", PROSE.replace("2990亿元", "2999亿元"))
    assert again is page
    qtbot.waitUntil(lambda: page.proofread.manuscript.order == 2)
    since = page.proofread.since
    assert len(since.changed) == 1
    assert len(since.settled) == 1
    assert page.since_label.isVisible()
    assert state_of(page, "2999亿元") == "wrong"


def test_a_corrected_table_is_seen_by_the_proof(page, window, qtbot):
    desk = window.workspace.desk
    from ecdesk.session.tables import cells

    exhibit, row, column = desk.book.places(Key("网络零售额", "130000", "", "2018", "value"))[0]
    cells.enter(desk, exhibit, [(row, column, "2999")])
    settled(window, qtbot, page)
    qtbot.waitUntil(lambda: state_of(page, "2990亿元") == "wrong")


def test_the_list_of_findings_is_written(page, tmp_path, dialogs: Dialogs):
    target = tmp_path / "清单.csv"
    dialogs.answer("choose_target", target)
    QTest.mouseClick(page.list_button, Qt.MouseButton.LeftButton)
    assert "63.5%" in target.read_text(encoding="utf-8-sig")


def test_a_manuscript_is_chosen_from_the_menu_and_stands_in_the_outline(window, qtbot, tmp_path, dialogs: Dialogs):
    path = tmp_path / "稿.txt"
    path.write_text(PROSE, encoding="utf-8")
    dialogs.answer("choose_file", path)
    window.ui.action_proof.trigger()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    page = window.editors.page("proof:稿.txt")
    settled(window, qtbot, page)
    (draft,) = window.workspace.desk.book.all(Manuscript).values()
    assert window.outline.model.index_of(("manuscript", draft.id)).isValid()
    window.editors.close_page("proof:稿.txt")
    window.proofs.open(draft.id)
    settled(window, qtbot, window.editors.page("proof:稿.txt"))


@pytest.mark.parametrize("text", ["a\r\nb𠀀c\r\nd", "plain", "𠀀𠀀1", "\r\n\r\nx"])
def test_places_in_the_text_are_places_on_the_page(text):
    positions = Positions(text)
    shown = text.replace("\r\n", "\n").encode("utf-16-le")
    for offset, character in enumerate(text):
        if character in "\r\n":
            continue
        position = positions.position(offset)
        length = len(character.encode("utf-16-le"))
        assert shown[position * 2 : position * 2 + length].decode("utf-16-le") == character
        assert positions.offset(position) == offset
