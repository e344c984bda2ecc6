"""The form of a new table: fields, picture and OK follow each other; what is asked for is laid out in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import AreaRecord, Chart, ChartKind, ExhibitKind, Indicator, Item
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.periods import Period
from ecdesk.gui.panels.new_table_dialog import NewTableDialog
from ecdesk.session.new_books.blank import blank_records, start_blank
from ecdesk.session.tables import table_forms
from ecdesk.session.tables.charting import set_chart
from ecdesk.session.tables.laying_out import Level, Wanted, add_table, laid_out, wanted_of
from tests.dialogs import Dialogs


@pytest.fixture
def book() -> Book:
    made = Book()
    known = (Indicator("电子商务交易额", "电子商务交易额", "亿元"), Indicator("网络零售额", "网络零售额", "亿元", order=1))
    made.load(iter([*blank_records("季报", Period(2015, "quarter", 3)), *known]))
    return made


@pytest.fixture
def dialog(book: Book, qtbot: QtBot) -> Iterator[NewTableDialog]:
    made = NewTableDialog(None, book, "表1-1")
    qtbot.addWidget(made)
    made.show()
    yield made


def take(dialog: NewTableDialog, template: str) -> None:
    dialog.form.template.setCurrentIndex(dialog.form.template.findData(template))
    dialog.form.template.activated.emit(dialog.form.template.currentIndex())


def write(dialog: NewTableDialog, part: str, words: str) -> None:
    field = dialog.parts[part].shown
    field.selectAll()
    field.insert(words)


def heads(dialog: NewTableDialog) -> list[str]:
    preview = dialog.form.preview
    return [preview.horizontalHeaderItem(column).text() for column in range(preview.columnCount())]


def ok(dialog: NewTableDialog) -> bool:
    return dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_the_first_table_takes_six_actions(dialog: NewTableDialog) -> None:
    dialog.form.caption.insert("三季度主要指标")  # 1, the dialog itself is opened by one key before
    take(dialog, "to_date")  # 2
    write(dialog, "indicator", "电子商务交易额、网络零售额")  # 3
    assert heads(dialog) == [
        "2015年三季度\n数值",
        "2015年三季度\n同比增速（%）",
        "2015年1—9月\n数值",
        "2015年1—9月\n同比增速（%）",
    ]
    assert dialog.form.preview.verticalHeaderItem(1).text() == "网络零售额（亿元）"
    assert ok(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # 4
    wanted = dialog.answer()
    assert (wanted.number, wanted.fixed) == ("表1-1", {"area": "000000"})
    assert wanted.columns == (Level("period", ("now", "to_date")), Level("measure", ("value", "growth")))


@pytest.mark.parametrize("template", [one.id for one in table_forms.TEMPLATES if one.id != "parts"])
def test_every_layout_that_is_offered_can_be_made(dialog: NewTableDialog, book: Book, template: str) -> None:
    dialog.form.caption.setText("任一表")
    take(dialog, template)
    assert ok(dialog) and dialog.form.message.text() == ""
    assert laid_out(book, dialog.answer()).columns


def test_what_is_missing_or_unknown_is_said_and_ok_waits(dialog: NewTableDialog) -> None:
    assert not ok(dialog) and "标题" in dialog.form.message.text()
    dialog.form.caption.setText("任一表")
    write(dialog, "area", "没有这个地方")
    assert not ok(dialog) and "没有这个地方" in dialog.form.message.text() and dialog.form.new_areas.isVisible()
    write(dialog, "area", "合计")
    assert not ok(dialog) and "合计" in dialog.form.message.text() and dialog.form.preview.columnCount() == 0
    write(dialog, "area", "全国")
    assert ok(dialog) and not dialog.form.new_areas.isVisible()
    dialog.form.unit.setText("斤两")
    assert not ok(dialog)


def test_an_indicator_that_the_book_does_not_have_comes_with_the_table(tmp_path: Path, qtbot: QtBot) -> None:
    with start_blank(tmp_path / "空.ecd", "季报", Period(2015, "quarter", 3)) as desk:
        dialog = NewTableDialog(None, desk.book, "表1-1")
        qtbot.addWidget(dialog)
        dialog.form.caption.setText("游客")
        dialog.form.unit.setText("万人次")
        assert not ok(dialog) and dialog.form.message.text()
        write(dialog, "indicator", "接待游客")
        assert ok(dialog) and dialog.form.message.text() == "将新建指标：接待游客"
        made = add_table(desk, dialog.answer(), section="1")
        indicator = desk.book.indicator("接待游客")
        assert made.unit == "万人次" and indicator is not None and indicator.unit == "万人次"
        desk.undo()
        assert not len(desk.book.indicators) and not desk.book.exhibits()


def test_a_new_indicator_needs_a_unit_its_own_or_the_tables(tmp_path: Path, qtbot: QtBot) -> None:
    """Without one 1234.5 and 1.3亿件 stood in one column, and nobody could say whether they are of one kind."""
    with start_blank(tmp_path / "空.ecd", "季报", Period(2015, "quarter", 3)) as desk:
        dialog = NewTableDialog(None, desk.book, "表1-1")
        qtbot.addWidget(dialog)
        assert not ok(dialog) and "请写指标" in dialog.form.message.text()
        dialog.form.caption.setText("快递")
        write(dialog, "indicator", "快递业务量（万件）、快递业务收入、指数")
        assert not ok(dialog) and "快递业务收入、指数" in dialog.form.message.text()
        write(dialog, "indicator", "快递业务量（万件）、快递业务收入")
        dialog.form.unit.setText("亿元")
        assert ok(dialog)
        add_table(desk, dialog.answer(), section="1")
        assert [(one.name, one.unit) for one in desk.book.indicators] == [("快递业务量", "万件"), ("快递业务收入", "亿元")]
        without = NewTableDialog(None, desk.book, "表1-2")
        qtbot.addWidget(without)
        without.form.caption.setText("物流")
        write(without, "indicator", "景气指数")
        assert not ok(without)
        without.form.unit.setText("无")
        assert ok(without)
        made = add_table(desk, without.answer(), section="1")
        assert made.unit == "" and desk.book.indicator("景气指数").unit == ""


def test_the_first_issue_of_a_year_says_that_cumulative_columns_come_later(tmp_path: Path, qtbot: QtBot) -> None:
    with start_blank(tmp_path / "空.ecd", "季报", Period(2016, "quarter", 1)) as desk:
        dialog = NewTableDialog(None, desk.book, "表1-1")
        qtbot.addWidget(dialog)
        dialog.form.caption.setText("指标")
        take(dialog, "to_date")
        write(dialog, "indicator", "交易额（亿元）")
        assert ok(dialog) and "下一期起" in dialog.form.message.text() and "交易额" in dialog.form.message.text()
        assert add_table(desk, dialog.answer(), section="1").to_date


def test_areas_that_no_list_knows_are_made_with_the_table(tmp_path: Path, qtbot: QtBot) -> None:
    with start_blank(tmp_path / "深圳.ecd", "深圳市季报", Period(2016, "quarter", 4)) as desk:
        dialog = NewTableDialog(None, desk.book, "表1-1")
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.form.caption.setText("各区游客")
        dialog.form.unit.setText("万人次")
        take(dialog, "areas")
        write(dialog, "indicator", "接待游客")
        write(dialog, "area", "深圳、前海新区、罗湖区")
        assert not ok(dialog) and dialog.form.new_areas.text() == "“前海新区、罗湖区”加为本书的地区"
        assert dialog.form.preview.verticalHeaderItem(1).text() == "前海新区" and dialog.form.lies_in.text() == "深圳市"
        dialog.form.new_areas.click()
        assert ok(dialog)
        made = add_table(desk, dialog.answer(), section="1")
        assert [desk.book.areas[row.at["area"]].parent for row in made.rows] == ["440000", "440300", "440300"]
        desk.undo()
        assert desk.book.area("前海新区") is None
        take(dialog, "to_date")
        write(dialog, "area", "深圳")
        assert ok(dialog) and "累计" not in dialog.form.message.text()
        abroad = NewTableDialog(None, desk.book, "表1-1")
        qtbot.addWidget(abroad)
        write(abroad, "area", "罗马尼亚")
        assert abroad.form.lies_in.text() == ""


def test_another_layout_of_a_table_begins_with_its_own(book: Book, qtbot: QtBot) -> None:
    asked = Wanted(
        "表1", "甲", (Level("area", ("110000", "310000")),), (Level("period", ("2015Q2", "2015Q3")),), {"indicator": "网络零售额"}
    )
    present = wanted_of(laid_out(book, asked, "t"))
    assert present is not None
    dialog = NewTableDialog(None, book, present=present)
    qtbot.addWidget(dialog)
    assert dialog.parts["area"].shown.text() == "北京、上海" and dialog.parts["period"].place.currentData() == "columns"
    write(dialog, "area", "广东、北京")
    assert dialog.answer().rows == (Level("area", ("440000", "110000")),)


def test_the_period_that_the_caption_names_is_that_of_the_table(dialog: NewTableDialog) -> None:
    period = dialog.parts["period"]
    take(dialog, "areas")
    dialog.form.caption.insert("2014年第二季度各地交易额")
    assert dialog.answer().fixed["period"] == "2014Q2" and period.shown.text() == "2014年二季度"
    dialog.form.caption.setText("2015年三季度各地交易额")
    assert dialog.answer().fixed["period"] == "now" and period.shown.text() == "本期"
    take(dialog, "to_date")
    dialog.form.caption.setText("2014年第三季度主要指标")
    assert dialog.answer().columns[0] == Level("period", ("2014Q3", "2014C09"))
    take(dialog, "series")
    assert dialog.answer().rows[0].shown[-1] == "2014Q3" and len(dialog.answer().rows[0].shown) == 8
    # What was chosen by hand stays.
    take(dialog, "areas")
    write(dialog, "period", "2013年")
    dialog.form.caption.setText("2012年一季度各地交易额")
    assert dialog.answer().fixed["period"] == "2013"
    # Two periods, or none, say nothing.
    assert [table_forms.period_said(dialog._book, words) for words in ("2013年和2014年", "各地交易额")] == [None, None]


def city_book(*areas: str) -> Book:
    made = Book()
    records = list(blank_records("深圳市电子商务季报", Period(2017, "quarter", 1)))
    own = [AreaRecord(Area(name, name, name, "district", "440300"), 900 + n, True) for n, name in enumerate(areas)]
    known = (Indicator("电子商务交易额", "电子商务交易额", "亿元"), Indicator("网络零售额", "网络零售额", "亿元", order=1))
    made.load(iter([*records, *own, *known]))
    return made


def test_the_place_that_the_caption_names_is_that_of_the_table(dialog: NewTableDialog) -> None:
    caption, area = dialog.form.caption, dialog.parts["area"].shown
    before = area.text()
    caption.insert("三季度上海市")
    assert area.text() == "上海"
    caption.insert("与北京市比较")
    assert area.text() == "上海"
    caption.selectAll()
    caption.insert("三季度绵阳市主要指标")
    assert area.text() == "绵阳市" and before not in ("上海", "绵阳市")
    write(dialog, "area", "广州")
    QTest.keyClick(area, Qt.Key.Key_Space)
    caption.selectAll()
    caption.insert("三季度上海主要指标")
    assert area.text() == "广州 "


def test_the_first_table_of_a_citys_book_is_about_the_city_that_its_title_names(qtbot: QtBot) -> None:
    book = Book()
    book.load(iter([*blank_records("杭州市电子商务报告2026", Period(2026)), Indicator("网络零售额", "网络零售额", "亿元")]))
    made = NewTableDialog(None, book, "表1-1")
    qtbot.addWidget(made)
    made.show()
    take(made, "series")
    assert made.parts["area"].shown.text() == "杭州市"
    made.form.caption.insert("杭州市网络零售额")
    assert ok(made) and made.form.new_areas.isChecked() and made.answer().areas == ("杭州市",)
    # What a new area brings with it comes below what is being written.
    written = made.parts["area"].shown
    assert made.form.new_areas.isVisible() and made.form.new_areas.mapTo(made, QPoint()).y() > written.mapTo(made, QPoint()).y()


def test_a_table_in_a_citys_book_is_about_the_city_and_its_districts() -> None:
    book = city_book("福田区", "罗湖区")
    areas = table_forms.template(book, "areas")
    assert areas.rows == (Level("area", ("440300", "福田区", "罗湖区")),) and areas.fixed["period"] == "now"
    assert table_forms.template(book, "ranking").rows == (Level("area", ("福田区", "罗湖区")),)
    assert table_forms.template(book, "series").fixed["area"] == "440300"
    assert table_forms.read_shown(book, "area", "福田、罗湖") == ("福田区", "罗湖区")
    assert table_forms.read_shown(book, "area", "全市、福田区") == ("440300", "福田区")
    with pytest.raises(UserError, match="全省"):
        table_forms.read_shown(book, "area", "全省、福田区")
    without = table_forms.template(city_book(), "series")
    assert without.fixed["area"] == "440300"


def test_the_next_table_begins_as_the_last_one_and_takes_four_actions(qtbot: QtBot) -> None:
    """1 the key that opens it, 2 the caption, 3 the indicator, 4 Enter; the chart comes with it."""
    book = city_book("福田区", "罗湖区")
    first = NewTableDialog(None, book, "表1-1")
    qtbot.addWidget(first)
    first.show()
    first.form.caption.insert("2016年四季度各区交易额")
    take(first, "areas")
    first.form.chart.click()
    last = first.answer()
    assert last.chart is not None and last.fixed["period"] == "2016Q4"
    second = NewTableDialog(None, book, "表1-2", last=last)
    qtbot.addWidget(second)
    second.show()
    assert second.form.template.currentData() == "areas" and second.form.chart.isChecked() and second.form.caption.text() == ""
    second.activateWindow()
    qtbot.waitUntil(second.form.caption.hasFocus)
    indicator = second.parts["indicator"].shown
    for acts in (("各区网络零售额",), (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, "网络零售额")):
        for act in acts:
            field = QApplication.focusWidget()
            if isinstance(act, str):
                assert isinstance(field, QLineEdit)
                field.insert(act)  # Tab has selected what stood there
            else:
                assert field is not None
                QTest.keyClick(field, act)
    assert indicator.text() == "网络零售额" and indicator.hasFocus()
    qtbot.waitUntil(lambda: not indicator.completer().popup().isVisible())
    QTest.keyClick(indicator, Qt.Key.Key_Return)
    assert second.result() == 1
    wanted = second.answer()
    assert wanted.fixed == {"period": "now", "indicator": "网络零售额"} and wanted.rows == last.rows
    made = laid_out(book, wanted)
    value, growth = (line.id for line in made.columns)
    assert made.chart is not None and (made.chart.primary, made.chart.secondary) == ((value,), (growth,))
    assert (made.kind, made.chart.kind) == (ExhibitKind.CHART, ChartKind.BAR_AND_LINE)


def test_a_list_of_texts_has_no_chart_and_says_why(dialog: NewTableDialog, tmp_path: Path) -> None:
    dialog.form.caption.setText("大事")
    dialog.form.chart.setChecked(True)
    take(dialog, "list")
    assert not dialog.form.chart.isEnabled() and "名单" in dialog.form.chart.toolTip() and dialog.answer().chart is None
    with start_blank(tmp_path / "空.ecd", "季报", Period(2015, "quarter", 3)) as desk:
        made = add_table(desk, dialog.answer(), section="1")
        with pytest.raises(UserError, match="名单"):
            set_chart(desk, made.id, Chart())
        assert desk.book.exhibit(made.id).chart is None


def test_what_is_written_of_a_part_that_stands_nowhere_is_told(dialog: NewTableDialog) -> None:
    dialog.form.caption.insert("三季度主要指标")
    take(dialog, "to_date")
    write(dialog, "indicator", "电子商务交易额")
    place = dialog.parts["item"].place
    assert place.currentData() == "" and dialog.form.message.text() == ""
    write(dialog, "item", "B2B")
    assert "B2B" in dialog.form.message.text() and "不用" in dialog.form.message.text() and ok(dialog)
    write(dialog, "item", "")
    assert dialog.form.message.text() == ""


def test_another_layout_stays_with_the_area_that_was_chosen(dialog: NewTableDialog) -> None:
    take(dialog, "series")
    place = dialog.parts["area"].place
    place.setCurrentIndex(place.findData("fixed"))
    write(dialog, "area", "上海市")
    take(dialog, "to_date")
    assert dialog.parts["area"].shown.text() in ("上海", "上海市")
    assert dialog.answer().fixed["area"] == "310000"


def test_tab_goes_from_left_to_right_and_down(dialog: NewTableDialog) -> None:
    dialog.show()
    first = dialog.parts["indicator"]
    assert dialog.parts["period"].shown.text() and dialog.parts["period"].shown.cursorPosition() == 0
    first.place.setFocus()
    seen = []
    for _key in range(3):
        seen.append(dialog.focusWidget())
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [first.place, first.shown, first.pick]
    assert dialog.focusWidget() in {part.place for part in dialog.parts.values()}


BOTH = "电子商务交易额、快递业务量（万件）"


@pytest.mark.parametrize("template", [one.id for one in table_forms.TEMPLATES if one.id != "list"])
def test_another_layout_keeps_every_indicator_that_was_written(dialog: NewTableDialog, book: Book, template: str) -> None:
    """With the unit of a new one; they stand in rows or over the columns, never the first one alone for the whole table."""
    book.load(iter([Item("甲", "甲", breakdown="类别"), Item("乙", "乙", breakdown="类别", order=1)]))
    dialog.form.caption.setText("任一表")
    take(dialog, "to_date")
    write(dialog, "indicator", BOTH)
    for chosen in (template, "list", template):
        take(dialog, chosen)
        assert dialog.parts["indicator"].shown.text() == BOTH
    assert ok(dialog), dialog.form.message.text()
    wanted = dialog.answer()
    assert wanted.fresh == {"快递业务量": "万件"}
    assert table_forms.placed(wanted)["indicator"][1] == ("电子商务交易额", "快递业务量")
    assert {
        line.at["indicator"] for line in (*laid_out(book, wanted).rows, *laid_out(book, wanted).columns) if "indicator" in line.at
    } == {
        "电子商务交易额",
        "快递业务量",
    }


def test_another_layout_keeps_what_is_not_understood_yet(dialog: NewTableDialog) -> None:
    take(dialog, "to_date")
    write(dialog, "indicator", "网络零售额")
    write(dialog, "measure", "数值、没有这种数")
    take(dialog, "areas")
    assert dialog.parts["indicator"].shown.text() == "网络零售额"
    assert dialog.parts["measure"].shown.text() == "数值、没有这种数" and "没有这种数" in dialog.form.message.text()


def test_several_areas_stand_over_the_columns_of_a_series_and_come_back(dialog: NewTableDialog) -> None:
    dialog.form.caption.setText("两地交易额")
    take(dialog, "areas")
    write(dialog, "area", "广东、北京")
    write(dialog, "period", "2014年二季度")
    take(dialog, "series")
    wanted = dialog.answer()
    assert wanted.columns == (Level("area", ("440000", "110000")), Level("measure", ("value", "growth")))
    assert wanted.rows[0].shown[-1] == "2014Q2" and len(wanted.rows[0].shown) == 8
    take(dialog, "areas")
    assert dialog.answer().rows == (Level("area", ("440000", "110000")),) and dialog.answer().fixed["period"] == "2014Q2"


def test_several_that_are_to_be_the_same_for_all_of_the_table_stand_side_by_side(dialog: NewTableDialog) -> None:
    """The first one stood for all of them."""
    dialog.form.caption.setText("各地交易额")
    take(dialog, "areas")
    write(dialog, "indicator", "电子商务交易额、网络零售额")
    assert ok(dialog) and "指标写了几个" in dialog.form.message.text()
    assert dialog.answer().columns[0] == Level("indicator", ("电子商务交易额", "网络零售额"))
    for part, where in (("item", "rows2"), ("period", "columns2"), ("measure", "columns")):
        place = dialog.parts[part].place
        place.setCurrentIndex(place.findData(where))
        place.activated.emit(place.currentIndex())
    assert not ok(dialog) and "2 个" in dialog.form.message.text()


def test_columns_of_a_list_come_back_with_it(dialog: NewTableDialog) -> None:
    take(dialog, "list")
    dialog.form.texts.selectAll()
    dialog.form.texts.insert("企业、所在区")
    take(dialog, "series")
    assert dialog.form.texts.text() == ""
    take(dialog, "list")
    assert dialog.form.texts.text() == "企业、所在区"


def test_what_was_written_is_not_given_up_by_a_key_alone(dialog: NewTableDialog, dialogs: Dialogs) -> None:
    QTest.keyClicks(dialog.form.caption, "retail")
    dialogs.answer("ask_question", None, 0)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.form.caption.text() == "retail"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_form_in_which_nothing_was_written_closes_at_once(dialog: NewTableDialog) -> None:
    take(dialog, "areas")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
