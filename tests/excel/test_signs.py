"""Signs of notes, raised figures, formats that shrink a number, and years that contradict each other."""

from __future__ import annotations

import datetime
import struct
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Answer
from ecdesk.domain.errors import UserError
from ecdesk.excel.formats import load_workbook_bytes
from ecdesk.excel.reading import ReadingContext, read_file
from tests.excel.binary import record, xls
from tests.excel.makers import by_cell, read_rows, workbook


def printed(reading):
    return {one.cell: f"{one.amount.value:f}" for one in reading.readings}


def test_marks_of_notes_are_no_part_of_a_figure(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省电子商务统计表（单位：亿元）"],
        ["指标", "2018年", "2017年", "增长（%）"],
        ["电子商务交易额①", "30320①", "26630.5 ②", "13.9¹"],
        ["网络零售额²", "4269.3*", "3308.6[1]", "29.0%③"],
        ["农村网络零售额", "909.4注1", "687.1（注2）", "32.4※"],
        ["①初步核算数。"],
    ]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "read"
    assert printed(reading) == {
        "B3": "30320",
        "C3": "26630.5",
        "D3": "13.9",
        "B4": "4269.3",
        "C4": "3308.6",
        "D4": "29.0",
        "B5": "909.4",
        "C5": "687.1",
        "D5": "32.4",
    }


def test_a_mark_inside_a_number_leaves_it_unread(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", "13①02.5"], ["农村网络零售额", 210.3]]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "review"
    assert "B3" not in printed(reading)


def test_a_raised_figure_does_not_run_together_with_the_number(tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    read_rows(tmp_path, [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", "RAISED"]], name=plain.name)
    formatted = tmp_path / "陕西省.xlsx"
    runs = '<r><t>1302.5</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2)</t></r>'
    changed = 0
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(formatted, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            if b"<t>RAISED</t>" in content:
                changed += 1
                content = content.replace(b"<t>RAISED</t>", runs.encode())
            after.writestr(part, content)
    assert changed == 1
    assert printed(read_file(formatted)) == {"B3": "1302.5"}


def test_a_raised_figure_of_a_web_page_is_a_mark_and_in_a_unit_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "陕西省.xls"
    rows = "<tr><td>网络零售额<sup>1</sup></td><td>1302.5<sup>2</sup></td></tr><tr><td>农村网络零售额</td><td>210.3</td></tr>"
    head = "<tr><td>2018年陕西省（单位：亿元）</td></tr><tr><td>指标</td><td>2018年</td></tr>"
    path.write_text(f'<html><meta charset="utf-8"><table>{head}{rows}</table></html>', encoding="utf-8")
    assert printed(read_file(path)) == {"B3": "1302.5", "B4": "210.3"}


@pytest.mark.parametrize("code", ["0.0,", '#,##0.0,,"百万"', '0!.0,"万"'])
def test_a_format_that_shows_a_fraction_of_the_number_is_asked_about(tmp_path: Path, code: str) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", 842700], ["农村网络零售额", 210.3]]
    reading = read_rows(tmp_path, rows, formats={"Sheet1": {"B3": code}})
    assert reading.status == "review"
    assert {one.cell for one in reading.readings if one.doubt} == {"B3"}


def test_another_year_in_the_file_name_than_in_the_title_is_asked_and_the_answer_counts(tmp_path: Path) -> None:
    rows = [["2017年陕西省（单位：亿元）"], ["指标", "本年", "同比（%）"], ["网络零售额", 842.7, 12.5]]
    reading = read_rows(tmp_path, rows, name="2018年陕西省.xlsx")
    assert reading.status == "review"
    assert [problem.question for problem in reading.problems] == ["year"]
    answer = Answer("a", reading.digest, "year", "", "2018")
    again = read_file(tmp_path / "2018年陕西省.xlsx", ReadingContext(answers=(answer,)))
    assert (again.status, {one.period for one in again.readings}) == ("read", {"2018"})


@pytest.mark.parametrize("name", ["2019年3月报陕西省.xlsx", "陕西省20190315.xlsx", "陕西省2018.xlsx"])
def test_the_day_of_sending_in_a_file_name_contradicts_nothing(tmp_path: Path, name: str) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "本年"], ["网络零售额", 842.7]]
    reading = read_rows(tmp_path, rows, name=name)
    assert (reading.status, by_cell(reading)["B3"].period) == ("read", "2018")


def test_growth_with_last_year_as_100_is_read_as_growth(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省（单位：亿元）"],
        ["指标", "2018年", "发展速度（上年=100）"],
        ["网络零售额", 2043.9, "135.2"],
        ["电子商务交易额", 10633.2, 128.0],
    ]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "read"
    assert [(one.measure, f"{one.amount.value:f}", one.amount.unit.symbol) for one in reading.readings if one.cell[0] == "C"] == [
        ("growth", "35.2", "%"),
        ("growth", "28", "%"),
    ]


def test_growth_typed_under_last_year_as_100_is_asked_about(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年", "指数（上年=100）"], ["网络零售额", 2043.9, 35.2]]
    assert by_cell(read_rows(tmp_path, rows))["C3"].doubt is not None


def test_an_index_that_is_an_indicator_of_its_own_keeps_its_number(tmp_path: Path) -> None:
    rows = [["2018年"], ["地区", "居民消费价格指数（上年=100）"], ["北京", 102.5], ["天津", 102.0]]
    assert printed(read_rows(tmp_path, rows)) == {"B3": "102.5", "B4": "102"}


def test_years_of_two_digits_over_columns(tmp_path: Path) -> None:
    rows = [["陕西省（单位：亿元）"], ["指标", "17年", "18年", "同比%"], ["网络零售额", 1380.7, 1778.3, 28.8]]
    reading = read_rows(tmp_path, rows)
    assert {one.cell: one.period for one in reading.readings} == {"B3": "2017", "C3": "2018", "D3": "2018"}


def test_hidden_rows_and_columns_are_asked_about(tmp_path: Path) -> None:
    import openpyxl

    rows = [
        ["2018年陕西省（单位：亿元）"],
        ["指标", "2018年", "2017年"],
        ["网络零售额", 2043.9, 1511.8],
        ["农村网络零售额", 1, 2],
    ]
    read_rows(tmp_path, rows)
    book = openpyxl.load_workbook(tmp_path / "陕西省.xlsx")
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "陕西省.xlsx")
    reading = read_file(tmp_path / "陕西省.xlsx")
    assert {one.cell for one in reading.readings if one.doubt} == {"C3", "B4", "C4"}


def test_one_unit_line_over_tables_side_by_side_counts_for_all(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省电子商务统计表"],
        [None, None, None, None, None, "单位：亿元"],
        ["指标", "2018年", None, "指标", "2018年", "增速%"],
        ["电子商务交易额", 21000, None, "网络零售额", 2230, 25.3],
        ["农村网络零售额", 321.7, None, "农产品网络零售额", 85.9, 22.2],
    ]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "read"
    assert {one.amount.unit.symbol for one in reading.readings if one.measure == "value"} == {"亿元"}


def test_a_unit_line_of_one_of_two_tables_is_not_lent_to_the_other(tmp_path: Path) -> None:
    rows = [
        ["表1 陕西省2018年交易", None, None, "表2 陕西省2018年零售（单位：万元）"],
        ["指标", "2018年", None, "指标", "2018年"],
        ["电子商务交易额", 21000, None, "网络零售额", 2230],
        ["农村网络零售额", 321.7, None, "农产品网络零售额", 85.9],
    ]
    reading = read_rows(tmp_path, rows)
    assert {one.amount.unit.symbol for one in reading.readings if one.cell[0] == "B"} == {""}


def test_two_units_of_a_table_by_what_is_counted(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省"],
        ["金额单位：万元；数量单位：万件"],
        ["指标", "2018年"],
        ["网络零售额", 8260000],
        ["快递业务量", 39215],
    ]
    reading = read_rows(tmp_path, rows)
    assert [(one.cell, one.amount.unit.symbol) for one in reading.readings] == [("B4", "万元"), ("B5", "万件")]
    assert reading.status == "read"


def test_a_group_of_areas_in_the_title_is_no_part_of_the_indicator_when_the_rows_name_areas(tmp_path: Path) -> None:
    table = [["代码", "地区", "2018年"], ["610000", "陕西", 1302.5], ["620000", "甘肃", 760], ["合计", None, 2062.5]]
    reading = read_rows(tmp_path, [["2018年西北地区网络零售额（亿元）"], *table], name="报表.xlsx")
    assert [(one.region, one.indicator, one.area) for one in reading.readings] == [
        ("陕西省", "网络零售额", "610000"),
        ("甘肃省", "网络零售额", "620000"),
    ]
    alone = read_rows(tmp_path, [["2018年西北地区网络零售额（亿元）"], ["月份", "数额"], ["1月", 130.5], ["2月", 76]])
    assert not any(one.matched and one.doubt is None for one in alone.readings)


def test_the_whole_province_beside_one_of_its_cities(tmp_path: Path) -> None:
    rows = [
        ["2018年辽宁省（单位：亿元）"],
        ["指标", "全省", "其中：大连市"],
        ["网络零售额", 1146.7, 219.9],
        ["电子商务交易额", 9833.1, 863.8],
    ]
    reading = read_rows(tmp_path, rows, name="辽宁省.xlsx")
    assert {one.cell: one.region for one in reading.readings if one.doubt is None} == {
        "B3": "辽宁省",
        "B4": "辽宁省",
        "C3": "大连市",
        "C4": "大连市",
    }


def test_two_figures_in_one_cell_are_asked_about_not_taken_for_an_empty_form(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省（单位：亿元）"],
        ["指标", "2018年（同比%）"],
        ["网络零售额", "1302.5（28.4%）"],
        ["农村网络零售额", "210.3(+18.2)"],
    ]
    reading = read_rows(tmp_path, rows)
    assert (reading.status, reading.readings) == ("review", ())
    assert [problem.cell for problem in reading.problems] == ["B3", "B4"]


@pytest.mark.parametrize(
    ("head", "row", "units"),
    [
        (
            ["指标", "2018年", "单位", "2017年", "单位"],
            ["网络零售额", 1302.5, "亿元", 10144000, "万元"],
            {"B3": "亿元", "D3": "万元"},
        ),
        (
            ["指标", "单位", "2018年", "单位", "2017年"],
            ["网络零售额", "亿元", 1302.5, "万元", 10144000],
            {"C3": "亿元", "E3": "万元"},
        ),
        (["指标", "2018年", "单位", "同比", "单位"], ["网络零售额", 1302.5, "亿元", 28.4, "%"], {"B3": "亿元", "D3": "%"}),
    ],
)
def test_several_columns_of_units_belong_to_the_figures_beside_them(
    tmp_path: Path, head: list[str], row: list[object], units: dict[str, str]
) -> None:
    reading = read_rows(tmp_path, [["陕西省2018年电子商务情况"], head, row])
    assert {one.cell: one.amount.unit.symbol for one in reading.readings} == units
    assert reading.status == "read"


@pytest.mark.parametrize(
    "rows",
    [
        [["陕西省2018年"], ["指标", "计量单位", "2018年（万元）"], ["网络零售额", "亿元", 1302.5]],
        [
            ["陕西省2018年"],
            [None, None, "单位：亿元"],
            ["指标（单位：万元）", "2018年", "2017年"],
            ["网络零售额", 13025000, 10144000],
        ],
        [["陕西省2018年（单位：亿元）"], [None, "单位：万元"], ["指标", "2018年"], ["网络零售额", 13025000]],
    ],
)
def test_two_units_for_one_figure_are_asked_about_and_the_answer_counts(tmp_path: Path, rows: list[list[object]]) -> None:
    reading = read_rows(tmp_path, rows)
    assert reading.readings
    assert all(one.doubt is not None for one in reading.readings)
    answer = Answer("a", reading.shape, "unit", "网络零售额", "万元")
    again = read_file(tmp_path / "陕西省.xlsx", ReadingContext(answers=(answer,)))
    assert (again.status, {one.amount.unit.symbol for one in again.readings}) == ("read", {"万元"})


@pytest.mark.parametrize("year", ["二〇一八年", "二○一八年", "二零一八年", "2 0 1 8 年", "２０１８年"])
def test_years_in_other_writing(tmp_path: Path, year: str) -> None:
    reading = read_rows(tmp_path, [["陕西省（单位：亿元）"], ["指标", year], ["网络零售额", 1302.5]])
    assert (reading.status, by_cell(reading)["B3"].period) == ("read", "2018")


def test_a_part_inside_a_part_belongs_to_the_inner_one(tmp_path: Path) -> None:
    rows = [
        ["陕西省2018年（单位：亿元）"],
        ["指标", "2018年"],
        ["电子商务交易额", 5120.1],
        ["  其中：网络零售额", 1302.5],
        ["    其中：农村", 210.3],
        ["    实物商品", 934.2],
        ["  B2B", 3100.2],
        ["网络零售额", 1302.5],
        ["  其中：实物商品", 934.2],
        ["        非实物商品", 368.3],
    ]
    names = {one.cell: one.indicator for one in read_rows(tmp_path, rows).readings}
    assert (names["B5"], names["B6"], names["B7"]) == ("农村网络零售额", "实物商品网络零售额", "B2B交易额")
    assert names["B10"] == "非实物商品网络零售额"


def test_percentage_points_in_a_column_of_growth_are_asked_about(tmp_path: Path) -> None:
    rows = [["陕西省2018年（单位：亿元）"], ["指标", "2018年", "同比"], ["网络零售额", 1302.5, "-0.5个百分点"]]
    assert by_cell(read_rows(tmp_path, rows))["C3"].doubt is not None


@pytest.mark.parametrize(
    ("title", "line", "heading"),
    [
        ("陕西省2017年10月—2018年3月电子商务", "单位：亿元", "金额"),
        ("陕西省2017年10月—2018年3月电子商务", "单位：亿元", "3月"),
        ("陕西省2017年10月—2018年3月电子商务", "单位：亿元", "2018年"),
        ("陕西省2017年下半年至2018年上半年电子商务", "单位：亿元", "金额"),
        ("陕西省电子商务", "时间：2017年10月至次年3月", "金额（亿元）"),
        ("陕西省电子商务", "单位：亿元", "2017年10月—2018年3月"),
        ("陕西省2018年2—5月电子商务", "单位：亿元", "金额"),
        ("陕西省2018年一、二季度电子商务", "单位：亿元", "金额"),
        ("陕西省2017年10月—2018年电子商务", "单位：亿元", "金额"),
        ("陕西省2018年电子商务", "单位：亿元", "一、二季度"),
    ],
)
def test_a_time_that_is_no_period_is_asked_about(tmp_path: Path, title: str, line: str, heading: str) -> None:
    rows = [[title], [line], ["指标", heading], ["网络零售额", 893.6]]
    reading = read_rows(tmp_path, rows, "陕西省2018年.xlsx")
    (one,) = reading.readings
    assert (reading.status, one.period) == ("review", "")
    assert one.doubt is not None
    assert not [problem for problem in reading.problems if "文件名" in str(problem.message)]


def test_a_month_that_is_named_with_its_year_under_a_span_across_years_is_read(tmp_path: Path) -> None:
    rows = [["陕西省2017年10月—2018年3月电子商务"], ["单位：亿元"], ["指标", "2018年3月"], ["网络零售额", 893.6]]
    reading = read_rows(tmp_path, rows)
    assert [(one.period, one.doubt) for one in reading.readings] == [("2018M03", None)]


@pytest.mark.parametrize(
    ("heading", "figure", "line"),
    [
        ("同比增长（倍）", 2.3, "单位：亿元、%"),
        ("同比增长", "2.3倍", "单位：亿元"),
        ("同比增长（%）", "2.3倍", "单位：亿元"),
        ("占比（倍）", 2.3, "单位：亿元"),
        ("同比增长", 2.3, "单位：亿元、倍"),
        ("同比增长", "2.3亿元", "单位：亿元"),
    ],
)
def test_growth_that_is_no_per_cent_is_asked_about(tmp_path: Path, heading: str, figure: object, line: str) -> None:
    rows = [["陕西省2018年"], [line], ["指标", "2018年", heading], ["网络零售额", 1302.5, figure]]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "review"
    assert {cell: one.doubt is not None for cell, one in by_cell(reading).items()} == {"B4": False, "C4": True}


def test_growth_in_a_row_of_multiples_is_asked_about_and_growth_beside_one_is_per_cent(tmp_path: Path) -> None:
    rows = [["陕西省2018年"], ["指标", "单位", "2018年"], ["网络零售额", "亿元", 1302.5], ["网络零售额同比增长", "倍", 2.3]]
    assert by_cell(read_rows(tmp_path, rows))["C4"].doubt is not None
    rows = [["陕西省2018年"], ["指标", "单位", "2018年", "同比增长"], ["网络零售额", "倍", 1302.5, 2.3]]
    growth = by_cell(read_rows(tmp_path, rows))["D3"]
    assert (growth.amount.unit.symbol, growth.doubt) == ("%", None)


def test_words_where_figures_should_be_are_no_empty_form(tmp_path: Path) -> None:
    rows = [
        ["陕西省2018年（单位：亿元）"],
        ["指标", "2018年"],
        ["网络零售额", "壹仟叁佰零贰点伍"],
        ["农村网络零售额", "二百一十点三"],
    ]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "rejected"
    assert "不是能读的数字" in str(reading.problems[0].message)


PLAIN = [
    ["2018年陕西省（单位：亿元）"],
    ["指标", "2018年", "2017年"],
    ["网络零售额", "1302.52", "1014.4"],
    ["农村网络零售额", 210.3, 170.1],
]


def test_raised_text_of_an_old_workbook_puts_numbers_in_texts_in_doubt(tmp_path: Path) -> None:
    font = struct.pack("<HHHHH", 220, 0, 0x7FFF, 400, 1) + bytes(6)
    reading = read_file(xls(tmp_path / "陕西省.xls", PLAIN, before=record(0x31, font)))
    assert {one.cell for one in reading.readings if one.doubt} == {"B3", "C3"}
    level = struct.pack("<HHHHH", 220, 0, 0x7FFF, 400, 0) + bytes(6)
    assert read_file(xls(tmp_path / "陕西省.xls", PLAIN, before=record(0x31, level))).status == "read"


def test_hidden_columns_of_an_old_workbook_are_asked_about(tmp_path: Path) -> None:
    hidden = record(0x7D, struct.pack("<HHHHHH", 2, 2, 2048, 0, 1, 0))
    reading = read_file(xls(tmp_path / "陕西省.xls", PLAIN, inside=hidden))
    assert {one.cell for one in reading.readings if one.doubt} == {"C3", "C4"}


def open_document(path: Path, rows: str, styles: str = "", automatic: str = "") -> Path:
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
        )
    )
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr(
            "styles.xml", f"<office:document-styles{names}><office:styles>{styles}</office:styles></office:document-styles>"
        )
        body = f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        automatic = f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        parts.writestr("content.xml", f"<office:document-content{names}>{automatic}{body}</office:document-content>")
    return path


def ods_row(*cells: str) -> str:
    return "<table:table-row>" + "".join(cells) + "</table:table-row>"


def ods_text(inside: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{inside}</text:p></table:table-cell>'


def ods_number(value: str, style: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}" table:style-name="{style}"/>'


ODS_HEAD = ods_row(ods_text("2018年陕西省（单位：亿元）")) + ods_row(ods_text("指标"), ods_text("2018年"), ods_text("2017年"))


def test_number_formats_of_an_open_document_stand_in_either_part(tmp_path: Path) -> None:
    number = '<number:number number:decimal-places="{places}" number:min-integer-digits="1"{more}/>'
    styles = (
        '<number:number-style style:name="N1">'
        + number.format(places=2, more="")
        + "<number:text>万元</number:text></number:number-style>"
        + '<number:number-style style:name="N2">'
        + number.format(places=1, more=' number:display-factor="1000"')
        + "</number:number-style>"
    )
    automatic = "".join(
        f'<style:style style:name="c{index}" style:family="table-cell" style:data-style-name="N{index}"/>' for index in (1, 2)
    )
    rows = ODS_HEAD + ods_row(ods_text("网络零售额"), ods_number("13025000", "c1"), ods_number("1014400", "c2"))
    reading = read_file(open_document(tmp_path / "陕西省.ods", rows, styles, automatic))
    found = by_cell(reading)
    assert (f"{found['B3'].amount.value:f}", found["B3"].amount.unit.symbol) == ("13025000.00", "万元")
    assert {one.cell for one in reading.readings if one.doubt} == {"C3"}


@pytest.mark.parametrize("position", ["super 58%", "33% 58%"])
def test_a_raised_figure_of_an_open_document_is_a_mark(tmp_path: Path, position: str) -> None:
    automatic = f'<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="{position}"/></style:style>'
    mark = '<text:span text:style-name="T1">2</text:span>'
    rows = ODS_HEAD + ods_row(ods_text("网络零售额" + mark), ods_text("1302.5" + mark), ods_number("1014.4"))
    reading = read_file(open_document(tmp_path / "陕西省.ods", rows, automatic=automatic))
    assert (reading.status, printed(reading)) == ("read", {"B3": "1302.5", "C3": "1014.4"})


def test_growth_in_a_row_below_the_years(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省（单位：亿元）"],
        [None, "网络零售额", "农村网络零售额"],
        ["2017年", 1302.5, 210.3],
        ["2016年", 1014.4, 170.1],
    ]
    reading = read_rows(tmp_path, [*rows, ["增长%", 28.4, 23.6]])
    assert {one.cell: (one.measure, one.period, one.amount.unit.symbol) for one in reading.readings if one.cell[1] == "5"} == {
        "B5": ("growth", "2017", "%"),
        "C5": ("growth", "2017", "%"),
    }


def test_a_note_that_gives_another_unit_is_asked_about(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", 1302.5], ["快递业务收入", 990000]]
    assert read_rows(tmp_path, [*rows, ["注：快递业务收入单位为万元。"]]).status == "review"
    assert read_rows(tmp_path, [*rows, ["注：单位均为亿元。"]]).status == "read"


@pytest.mark.parametrize(
    ("heading", "asked"), [("比2017年增长（%）", False), ("比2016年增长（%）", True), ("2018/2016增速%", True)]
)
def test_growth_over_another_year_than_the_last_is_asked_about(tmp_path: Path, heading: str, asked: bool) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年", heading], ["网络零售额", 1302.5, 86.1]]
    assert (by_cell(read_rows(tmp_path, rows))["C3"].doubt is not None) is asked


@pytest.mark.parametrize("marked", ["2018*", " 2018 *", "2018①"])
def test_a_year_in_a_heading_may_carry_a_footnote_mark(tmp_path: Path, marked: str) -> None:
    reading = read_rows(tmp_path, [["陕西省（单位：亿元）"], ["指标", marked, 2017, 2016], ["网络零售额", 1302.5, 1014.4, 803.3]])
    assert (reading.status, {one.period: one.amount.value for one in reading.readings}) == (
        "read",
        {"2018": Decimal("1302.5"), "2017": Decimal("1014.4"), "2016": Decimal("803.3")},
    )


def test_a_figure_given_twice_with_two_values_is_asked_about_where_it_stands(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", 1302.5], ["网络零售额", 1303.5]]
    reading = read_rows(tmp_path, rows)
    assert (reading.status, {one.cell for one in reading.readings if one.doubt}) == ("review", {"B3", "B4"})
    assert [(str(one.message), one.sheet, one.cell) for one in reading.problems] == [
        ("B4与B3说的是同一个指标，数却不同。", "Sheet1", "B4"),
        ("B3与B4说的是同一个指标，数却不同。", "Sheet1", "B3"),
    ]


def test_two_values_on_two_sheets_are_told_apart_by_their_sheets(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年"]]
    path = workbook(
        tmp_path / "陕西省.xlsx",
        {"一": [*rows, ["网络零售额", 1302.5]], "二": [*rows, ["网络零售额", 1303.5]], "三": rows},
        hidden=["三"],
    )
    reading = read_file(path)
    # The sheet that was left out is no reason to wait, so it does not stand first.
    assert str(reading.reason) == "二!B3与一!B3说的是同一个指标，数却不同。"
    assert len(reading.problems) == 3


def test_a_date_that_shows_its_year_alone_is_that_year(tmp_path: Path) -> None:
    rows = [["陕西省主要指标"], ["指标", "单位", datetime.date(2018, 12, 1)], ["网络零售额", "亿元", 893.6]]
    for code, period in (('yyyy"年"', "2018"), ('yyyy"年"m"月"', "2018M12")):
        reading = read_rows(tmp_path, rows, formats={"Sheet1": {"C2": code}})
        assert by_cell(reading)["C3"].period == period


def test_a_formula_that_many_cells_repeat_is_kept_once_and_counted(tmp_path: Path) -> None:
    def row(formula: str, times: int) -> str:
        cell = f'<table:table-cell office:value-type="float" office:value="1.5" table:formula="of:={formula}"/>'
        return f'<table:table-row table:number-rows-repeated="{times}">{ods_text("网络零售额")}{cell}</table:table-row>'

    few = load_workbook_bytes(open_document(tmp_path / "a.ods", ODS_HEAD + row("[.A1]*2", 3)).read_bytes(), "a.ods")
    assert [few.sheets[0].formulas[place, 1] for place in (2, 3, 4)] == ["=[.A1]*2"] * 3
    with pytest.raises(UserError, match="过大"):
        load_workbook_bytes(open_document(tmp_path / "b.ods", ODS_HEAD + row("1+" * 40_000 + "1", 600)).read_bytes(), "b.ods")
