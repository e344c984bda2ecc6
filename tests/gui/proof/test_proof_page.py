"""Proofreading in the real window: ticks, claims, decisions, drafts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Manuscript, Setting, Settlement
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.gui.base import slices
from ecdesk.gui.proof.manuscript_view import FigureMarks, Positions
from ecdesk.gui.proof.proof_page import ProofPage
from ecdesk.gui.shell.main_window import MainWindow
from tests.books import write_sample_book
from tests.dialogs import Dialogs
from tests.documents.test_documents import docx_file

PROSE = (
    "2018年，陕西省实现电子商务交易额6 412.7亿元，同比增长46.6%；网络零售额893.6亿元，占电子商务交易额的63.5%。"
    "其中，实物型网络零售额567.6亿元，服务型网络零售额326.0亿元。\n"
    "2018年，河北省实现网络零售额2990亿元，同比增长26.6%。\n"
    "其中，出口561.2亿元，进口785.8亿元。\n"
)


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    return write_sample_book(tmp_path / "样本.ecd")


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


def decisions(window: MainWindow) -> list[Settlement]:
    """What somebody decided; not what the proof found by itself."""
    assert window.workspace.desk is not None
    return [one for one in window.workspace.desk.book.all(Settlement).values() if one.decision != "bound"]


def state_of(page: ProofPage, words: str) -> str:
    return next(one.state for one in page._states if one.figure.text == words)


def test_a_long_text_is_underlined_bit_by_bit_from_what_is_in_sight(qtbot, monkeypatch):
    marked = []
    monkeypatch.setattr(slices, "FIRST_SLICE", 0.0)
    document = QTextDocument("\n".join(["12.5亿元"] * 50))
    marks = FigureMarks(document)
    monkeypatch.setattr(FigureMarks, "rehighlightBlock", lambda _own, block: marked.append(block.blockNumber()))
    marks.set_spans([(0, 6, "book", False)], 30)
    assert marked == []
    qtbot.waitUntil(lambda: len(marked) == 50)
    assert marked == [*range(30, 50), *range(30)]


def test_what_revisions_a_manuscript_has_is_said_when_it_opens(window, qtbot, tmp_path):
    path = docx_file(tmp_path / "改.docx", "<w:p><w:ins><w:r><w:t>出口2亿元。</w:t></w:r></w:ins></w:p>")
    window.proofs.take(path)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    qtbot.waitUntil(lambda: "还没有接受的修订" in window.status.bar.currentMessage())


def test_figures_are_marked_by_what_is_known_of_them(page):
    assert state_of(page, "2990亿元") == "book"
    assert state_of(page, "63.5%") == "wrong"
    assert page.claim is not None
    assert page.claim.verdict is Verdict.FAILS


def test_a_claim_is_explained_with_the_keyboard_and_the_explanation_can_be_taken_back(page, window, qtbot):
    strip = page.deciding
    strip.words.setFocus()
    QTest.keyClick(strip.words, Qt.Key.Key_Return)
    assert not decisions(window)
    strip.words.insert("原表如此")
    QTest.keyClick(strip.words, Qt.Key.Key_Return)
    settled(window, qtbot, page)
    (settlement,) = decisions(window)
    assert (settlement.decision, settlement.words) == ("explained", "原表如此")
    assert "原表如此" in page.details.text()
    QTest.mouseClick(strip.withdraw_button, Qt.MouseButton.LeftButton)
    settled(window, qtbot, page)
    assert not decisions(window)


def test_what_is_decided_shows_at_once_while_the_draft_is_read_again(page, window, monkeypatch):
    assert "已处理" not in page.chips["wrong"].text()  # that a figure is the book's decides nothing
    monkeypatch.setattr(page, "open", lambda _draft: None)
    page.explain("原表如此")
    assert page._verdict_words(page.claim) == "已说明"
    assert "已处理" in page.chips["wrong"].text()


def test_a_way_of_writing_is_let_stand_until_it_is_another(window, qtbot, tmp_path):
    prose = "2018年，河北省共支持资金近1000万，支持企业600家。\n"
    page = taken(window, qtbot, tmp_path / "写法.txt", prose)
    assert page.model.rowCount() == 1 and page.filters.button(0).text().endswith(" 1")
    page.accept("本省的写法")
    assert page._verdict_words(page.line) == "已接受" and "本省的写法" in page.details.text()
    assert page.filters.button(0).text().endswith(" 0")
    settled(window, qtbot, page)
    taken(window, qtbot, tmp_path / "写法.txt", prose.replace("1000", "2000"))
    assert page._verdict_words(page.line) == "写法" and page.filters.button(0).text().endswith(" 1")


def test_an_explanation_lapses_in_the_list_when_its_figure_is_another(window, qtbot, tmp_path):
    page = taken(window, qtbot, tmp_path / "第8章.txt")
    page.explain("原表如此")
    settled(window, qtbot, page)
    assert page._verdict_words(page.claim) == "已说明"
    taken(window, qtbot, tmp_path / "第8章.txt", PROSE.replace("63.5%", "64.5%"))
    assert page.claim is not None and page._verdict_words(page.claim) == "不通过"


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
    assert not decisions(window)
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
    QTest.mouseClick(page.exports.list_button, Qt.MouseButton.LeftButton)
    assert "63.5%" in target.read_text(encoding="utf-8-sig")


def test_what_is_made_of_a_manuscript_is_proposed_beside_it(window, qtbot, tmp_path, dialogs: Dialogs):
    folder = tmp_path / "稿件"
    folder.mkdir()
    page = taken(window, qtbot, folder / "稿.txt", PROSE.replace("2990", "2099"))
    page.correcting.correct_by_book()
    dialogs.answer("choose_target", None, None)
    page.correcting.export_copy()
    QTest.mouseClick(page.exports.list_button, Qt.MouseButton.LeftButton)
    (folder / "稿.txt").unlink()
    dialogs.answer("choose_target", None)
    page.correcting.export_copy()
    proposed = [Path(arguments[3]).parent for arguments, _ in dialogs.called("choose_target")]
    assert proposed == [folder, folder, window.workspace.path.parent]


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


# -- correcting


WRONG = "2018年，河北省实现网络零售额2099亿元，同比增长26.6%。浙江省实现网络零售额1.68万亿元。\n监管证件由86种减少到46种，减少64.5%。\n"


def line_of(page: ProofPage, words: str) -> None:
    """Choose the line that speaks of a figure, by the keyboard."""
    page.table.setFocus()
    for _ in range(page.model.rowCount()):
        line = page.line
        if line is not None and words in page.model.index(page.table.currentIndex().row(), 3).data():
            return
        QTest.keyClick(page.table, Qt.Key.Key_F8)
    raise AssertionError(words)


def test_a_finding_is_corrected_by_the_book_and_another_as_it_says_and_the_copy_has_both(
    window, qtbot, tmp_path, dialogs: Dialogs
):
    page = taken(window, qtbot, tmp_path / "稿.md", WRONG)
    button = page.deciding.correct_button
    line_of(page, "2099")
    assert button.text() == "按书中数字改正"
    assert "2990亿元" in button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settled(window, qtbot, page)
    assert [one.words for one in decisions(window)] == ["2099亿元 → 2990亿元"]
    line_of(page, "64.5")
    assert button.text() == "照此改正"
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settled(window, qtbot, page)
    row = page.table.currentIndex().row()
    assert page.model.index(row, 0).data() == "已定改正"
    target = tmp_path / "改.md"
    dialogs.answer("choose_target", target)
    page.correcting.copy_action.trigger()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert target.read_text(encoding="utf-8") == WRONG.replace("2099", "2990").replace("64.5", "46.5")
    assert (tmp_path / "稿.md").read_text(encoding="utf-8") == WRONG


def test_a_figure_of_the_book_that_is_itself_open_is_said_to_be_so(window, qtbot, tmp_path):
    page = taken(window, qtbot, tmp_path / "稿.txt", "2018年，陕西省网络零售额893.6亿元，占电子商务交易额的19.3%。\n")
    qtbot.waitUntil(lambda: any(one.is_open for one in window.workspace.findings))
    line_of(page, "19.3%")
    page._show_line()
    assert "先核对书中的数" in page.details.text()
    assert "6412.7" in page.details.text()


def test_all_figures_take_the_books_in_one_step_that_can_be_undone(window, qtbot, tmp_path):
    page = taken(window, qtbot, tmp_path / "稿.txt", WRONG)
    page.correcting.all_action.trigger()
    settled(window, qtbot, page)
    assert len(decisions(window)) == 2
    QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(window, qtbot, page)
    assert not decisions(window)


def test_a_figure_of_the_book_that_is_itself_open_is_not_taken_with_all_others(window, qtbot, tmp_path):
    page = taken(window, qtbot, tmp_path / "稿.txt", "2018年，河北省网络零售额2099亿元；陕西省网络零售额893.6亿元，占比19.3%。\n")
    qtbot.waitUntil(lambda: any(one.is_open for one in window.workspace.findings))
    said: list[str] = []
    window.workspace.said.connect(said.append)
    page.correcting.all_action.trigger()
    settled(window, qtbot, page)
    assert [one.words for one in decisions(window)] == ["2099亿元 → 2990亿元"]
    assert "1 处没有采用" in said[-1]


def test_the_copy_is_refused_where_the_original_stands(window, qtbot, tmp_path, dialogs: Dialogs):
    page = taken(window, qtbot, tmp_path / "稿.txt", WRONG)
    page.correcting.all_action.trigger()
    settled(window, qtbot, page)
    dialogs.answer("choose_target", tmp_path / "稿.txt")
    refused: list[str] = []
    dialogs.answer("show_error", lambda _parent, error: refused.append(str(error)))
    page.correcting.copy_action.trigger()
    qtbot.waitUntil(lambda: bool(refused) or not window.workspace.jobs.busy)
    assert (tmp_path / "稿.txt").read_text(encoding="utf-8") == WRONG


def test_what_the_book_changed_since_has_a_list_of_its_own(page, window, qtbot):
    from ecdesk.session.tables import cells

    desk = window.workspace.desk
    stale = page.filters.button(2)
    assert stale.text().endswith(" 0")
    exhibit, row, column = desk.book.places(Key("网络零售额", "130000", "", "2018", "value"))[0]
    cells.enter(desk, exhibit, [(row, column, "3456")])
    qtbot.waitUntil(lambda: stale.text().endswith(" 1"))
    stale.setFocus()
    QTest.keyClick(stale, Qt.Key.Key_Space)
    assert page.model.rowCount() == 1
    assert "2990亿元 → 3456亿元" in page.details.text()


# -- through the text


def test_words_are_found_by_the_keyboard_whatever_the_spaces_in_them(page, window):
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = page.find_bar
    assert bar.isVisible()
    QTest.keyClicks(bar.words, "6412.7")
    assert bar.count.text() == "第 1 / 1 处"
    bar.words.clear()
    bar.words.insert("亿元")
    count = PROSE.count("亿元")
    assert bar.count.text() == f"第 1 / {count} 处"
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert bar.count.text() == f"第 2 / {count} 处"
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == f"第 {count} / {count} 处"
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F3)
    assert bar.count.text() == f"第 1 / {count} 处"
    bar.words.insert("零亿")
    assert bar.count.text() == "没有找到"
    QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_the_figure_that_was_found_is_gone_on_with(page, window):
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page.find_bar.words.insert("2990亿元")
    QTest.keyClick(page.find_bar.words, Qt.Key.Key_Escape)
    assert page._figure is not None
    assert page._figure.figure.text == "2990亿元"


def test_figures_are_gone_through_and_their_cells_gone_to_and_come_back_from(page, window, qtbot):
    page.table.setFocus()
    seen = []
    for _ in page._states:
        QTest.keyClick(page.view, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
        seen.append(page._figure.figure.text)
    assert len(set(seen)) == len({one.figure.text for one in page._states})
    while page._figure.figure.text != "2990亿元":
        QTest.keyClick(page.view, Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.view, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    focus = window.workspace.focus
    assert focus is not None
    assert focus.key == Key("网络零售额", "130000", "", "2018", "value")
    assert not page.isVisible()
    window.ui.action_back_to_text.trigger()
    assert page.isVisible()
    assert page._figure.figure.text == "2990亿元"


def test_a_figure_is_opened_by_a_double_click(page, window):
    view = page.view
    found = next(one for one in page._states if one.figure.text == "2990亿元")
    cursor = view.textCursor()
    cursor.setPosition(found.figure.start + 1)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert window.workspace.focus.key == Key("网络零售额", "130000", "", "2018", "value")


# -- sentences


def test_a_sentence_is_copied_or_inserted_and_its_template_changed(page, window, qtbot, tmp_path, dialogs: Dialogs):
    from PySide6.QtGui import QGuiApplication

    from ecdesk.gui.proof.sentences_page import SentencesPage

    page.show_figure(next(one for one in page._states if one.figure.text == "2990亿元"))
    window.ui.action_sentences.trigger()
    made = window.editors.page("sentences")
    assert isinstance(made, SentencesPage)
    made.show_area("330000")
    qtbot.waitUntil(lambda: any("16718.8" in one.words for one in made.model.rows))
    place = next(place for place, one in enumerate(made.model.rows) if "16718.8" in one.words)
    made.table.setCurrentIndex(made.model.index(place, 0))
    QTest.keyClick(made.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    words = "2018年，浙江省实现网络零售额16718.8亿元，同比增长25.4%。"
    assert QGuiApplication.clipboard().text() == words
    made.templates.setPlainText("{地区}{不知}")
    said: list[str] = []
    window.workspace.said.connect(said.append)
    QTest.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    assert "不知" in said[-1]
    with window.workspace.desk.edit(text("改")) as edit:
        edit.put(Setting("title", "另一本"))  # another setting than the templates
    assert made.templates.toPlainText() == "{地区}{不知}"
    made.templates.setPlainText("{地区}的{指标}达到{数值}。")
    QTest.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.words == "浙江省的网络零售额达到16718.8亿元。" for one in made.model.rows))
    place = next(place for place, one in enumerate(made.model.rows) if "16718.8" in one.words)
    made.table.setCurrentIndex(made.model.index(place, 0))
    QTest.keyClick(made.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    window.editors.show_page("proof:第8章.txt")
    settled(window, qtbot, page)
    qtbot.waitUntil(lambda: "1" in page.correcting.copy_action.text())
    target = tmp_path / "改.txt"
    dialogs.answer("choose_target", target)
    page.correcting.copy_action.trigger()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert "同比增长26.6%。浙江省的网络零售额达到16718.8亿元。\n" in target.read_text(encoding="utf-8")


def test_a_sentence_is_remarked_on_and_found_again_in_the_next_draft(page, window, qtbot, tmp_path, dialogs):
    found = next(one for one in page._states if one.figure.text == "561.2亿元")
    page.show_figure(found)
    dialogs.answer("ask_text", "口径是海关的吗？")
    QTest.keyClick(page.view, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    assert "口径是海关的吗" in page.details.text()
    window.ui.action_comments.trigger()
    remarks = window.editors.current_page()
    assert remarks.model.index(0, 1).data() == "第8章.txt：其中，出口561.2亿元，进口785.8亿元。"
    later = taken(window, qtbot, tmp_path / "第8章.txt", "新的一段。\n" + PROSE.replace("785.8", "785.9"))
    window.editors.show_page("comments")
    remarks.place_button.click()
    settled(window, qtbot, later)
    assert window.editors.current_page() is later
    qtbot.waitUntil(lambda: later.view.textCursor().block().text().startswith("其中，出口"))
