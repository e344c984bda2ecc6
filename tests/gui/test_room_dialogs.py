"""The real dialogs of the rooms: they say what was proposed until somebody changes it, and are gone after they were asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox
from shiboken6 import isValid

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.gui.delivery.export_dialog import ExportChoice, ExportDialog
from ecdesk.gui.desk.dialogs import ask
from ecdesk.gui.panels.outline_actions import ExhibitDialog, ExhibitWords
from ecdesk.gui.shell.appearance import Preferences, PreferencesDialog
from ecdesk.gui.shell.starting.new_books import NewBookDialog
from ecdesk.gui.submissions.board_page import AreasChoice, AreasDialog
from ecdesk.session.delivery.delivering import OfferedChapter, OfferedExhibit
from ecdesk.session.new_books.blank import checked_round
from tests.dialogs import Dialogs

WORDS = ExhibitWords("表1-1", "各地网络零售额", "亿元", "地区", "商务大数据", ("初步数", "不含港澳台"))
LISTED = (("310000", "上海市", True), ("440000", "广东省", False), ("610000", "陕西省", True))


@pytest.fixture
def kept(qapp: QApplication) -> Iterator[list[QDialog]]:
    """Dialogs that go when the test is over."""
    made: list[QDialog] = []
    yield made
    for dialog in made:
        dialog.deleteLater()


def test_the_words_around_a_table_are_proposed(kept: list[QDialog]) -> None:
    dialog = ExhibitDialog(None, "表1-1", WORDS)
    kept.append(dialog)
    assert dialog.answer() == WORDS
    QTest.keyClicks(dialog.form.number, "A ")
    dialog.form.notes.setPlainText("\n 初步数 \n\n")
    assert (dialog.answer().number, dialog.answer().notes) == ("表1-1A", ("初步数",))


def test_preferences_are_the_present_ones(kept: list[QDialog]) -> None:
    present = Preferences("dark", "en", 11, "张三")
    dialog = PreferencesDialog(None, present)
    kept.append(dialog)
    assert dialog.answer() == present
    # A number begins as far in as words do, which Qt's own style does not see to.
    dialog.show()
    number = dialog.form.font_size.lineEdit()
    assert number.x() + number.textMargins().left() >= 5


def test_a_blank_book_has_to_be_named_and_has_this_year(kept: list[QDialog]) -> None:
    dialog = NewBookDialog(None)
    kept.append(dialog)
    QTest.keyClicks(dialog.form.title, " report ")
    assert dialog.answer().title == "report"
    assert checked_round(dialog.answer().period) == Period(date.today().year)


def test_the_period_of_a_blank_book_follows_its_name_until_it_is_written(kept: list[QDialog]) -> None:
    """The name said 2019, and another year was offered."""
    dialog = NewBookDialog(None)
    kept.append(dialog)
    dialog.form.title.insert("中国电子商务报告2019")
    assert dialog.answer().period == "2019年"
    dialog.form.title.selectAll()
    dialog.form.title.insert("深圳市电子商务季报2017年第一季度")
    assert dialog.answer().period == "2017年一季度"
    dialog.form.period.selectAll()
    QTest.keyClicks(dialog.form.period, "2018")
    dialog.form.title.insert("（2016年）")
    assert dialog.answer().period == "2018"


def test_an_export_needs_a_workbook_and_draws_charts_where_it_is_told(kept: list[QDialog], tmp_path: Path) -> None:
    dialog = ExportDialog(None, tmp_path / "年报.xlsx", tmp_path / "图")
    kept.append(dialog)
    form = dialog.form
    form.with_charts.setChecked(True)
    for box in (form.svg, form.pdf, form.png):
        box.setChecked(box is form.svg)
    assert dialog.answer() == ExportChoice(tmp_path / "年报.xlsx", tmp_path / "图", ("svg",), form.final.isChecked())
    form.svg.setChecked(False)
    choice = dialog.answer()
    assert choice is not None and choice.charts is None
    form.workbook.clear()
    assert dialog.answer() is None


def test_what_is_typed_for_an_export_may_name_no_file_yet_and_may_hold_full_stops(kept: list[QDialog], tmp_path: Path) -> None:
    dialog = ExportDialog(None, tmp_path / "年报.xlsx", tmp_path / "年报-图")
    kept.append(dialog)
    dialog.form.workbook.setText("/")
    with pytest.raises(UserError, match="文件名"):
        dialog.answer()
    dialog.form.workbook.setText(str(tmp_path / "年报 v1.2"))
    choice = dialog.answer()
    assert choice is not None and choice.workbook == tmp_path / "年报 v1.2.xlsx"


def test_the_folder_for_charts_follows_the_workbook_until_somebody_says_where(kept: list[QDialog], tmp_path: Path) -> None:
    dialog = ExportDialog(None, tmp_path / "年报.xlsx", tmp_path / "年报-图")
    kept.append(dialog)
    form, elsewhere = dialog.form, tmp_path / "交付" / "英文版.xlsx"
    form.workbook.setText(str(elsewhere))
    assert Path(form.charts.text()) == tmp_path / "交付" / "英文版-图"
    form.charts.selectAll()
    form.charts.insert(str(tmp_path / "图"))
    form.workbook.setText(str(tmp_path / "年报.xlsx"))
    assert Path(form.charts.text()) == tmp_path / "图"


def test_an_export_takes_the_chapters_and_exhibits_that_are_ticked(kept: list[QDialog], tmp_path: Path) -> None:
    first = OfferedChapter("第1章", (OfferedExhibit("a", "图1-1", True), OfferedExhibit("b", "数1", False)))
    second = OfferedChapter("", (OfferedExhibit("c", "图2-1", True),))
    dialog = ExportDialog(None, tmp_path / "年报.xlsx", tmp_path / "图", [first, second])
    kept.append(dialog)
    form, tree = dialog.form, dialog.form.exhibits
    chapter, other = tree.topLevelItem(0), tree.topLevelItem(1)
    assert chapter is not None and other is not None and chapter.child(1).isHidden()
    assert dialog.answer() is not None and dialog.answer().only is None and form.count.text() == "已选 2 个，共 2 个"
    other.setCheckState(0, Qt.CheckState.Unchecked)  # a chapter with all that is in it
    assert dialog.answer().only == {"a"}
    form.all_exhibits.setChecked(True)
    assert dialog.answer().only == {"a", "b"} and dialog.answer().everything
    form.tick_none.click()
    assert dialog.answer() is None and not form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    form.tick_all.click()
    assert dialog.answer().only is None


def test_a_final_export_that_is_refused_stays_with_all_that_was_chosen(
    kept: list[QDialog], tmp_path: Path, dialogs: Dialogs
) -> None:
    dialog = ExportDialog(None, tmp_path / "年报.xlsx", tmp_path / "图")
    kept.append(dialog)

    def refuse(choice: ExportChoice | None) -> None:
        if choice is not None and choice.final:
            raise UserError("还有 1 条审核结果没有改正或说明")

    dialog.refuse = refuse
    dialog.form.png.setChecked(True)
    dialog.form.final.setChecked(True)
    dialogs.answer("show_error", None)
    dialog.show()
    ok = dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok)
    QTest.mouseClick(ok, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and dialog.form.png.isChecked() and dialog.form.final.isChecked()
    dialog.form.final.setChecked(False)
    QTest.mouseClick(ok, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_only_areas_that_the_search_shows_are_ticked_together(kept: list[QDialog]) -> None:
    dialog = AreasDialog(None, LISTED)
    kept.append(dialog)
    assert dialog.answer() == AreasChoice(frozenset({"310000", "610000"}))
    dialog.form.wanted.setText("省")
    QTest.mouseClick(dialog.form.tick_none, Qt.MouseButton.LeftButton)
    dialog.form.wanted.setText("广东")
    QTest.mouseClick(dialog.form.tick_all, Qt.MouseButton.LeftButton)
    dialog.form.fresh.setText("浦东新区、 临港")
    dialog.form.above.setText(" 上海 ")
    assert dialog.answer() == AreasChoice(frozenset({"310000", "440000"}), ("浦东新区", "临港"), "上海")
    assert "2" in dialog.form.count.text()


@pytest.mark.parametrize(("code", "answer"), [(QDialog.DialogCode.Accepted, WORDS), (QDialog.DialogCode.Rejected, None)])
def test_a_dialog_that_was_asked_is_gone(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, code: QDialog.DialogCode, answer: ExhibitWords | None
) -> None:
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: code)
    dialog = ExhibitDialog(None, "表1-1", WORDS)
    assert ask(dialog) == answer
    qapp.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
    assert not isValid(dialog)
