"""The reader of submissions, through its front door: what people put into spreadsheets and what is read."""

from __future__ import annotations

from pathlib import Path

from ecdesk.domain.book.records import Answer
from ecdesk.excel.reading import ReadingContext, read_file
from tests.excel.makers import by_cell, found, read_rows, workbook

FORM = [
    ["2018年陕西省电子商务发展情况统计表"],
    ["填报单位：陕西省商务厅", None, None, None, "单位：亿元、%"],
    ["指标名称", "计量单位", "2018年", "2017年", "同比增长（%）"],
    ["电商交易额", "亿元", 6412.7, 5000, 28.3],
    ["网　络　零　售", "亿元", "893.6", "７００．５", "27.6%"],
    ["快递业务量", "万件", "—", "…", None],
    ["单位负责人：　　填表人：　　联系电话：　　报出日期：2019年3月15日"],
    ["注：1.网络零售额含实物商品。2.同比按可比口径计算。"],
]


def test_a_form_is_read_completely(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, FORM, merged={"Sheet1": ["A1:E1"]})
    assert reading.status == "read"
    assert (reading.area, reading.region, reading.year) == ("610000", "陕西省", 2018)
    assert found(reading) == {
        ("陕西省", "电子商务交易额", "2018", "value"): ("6412.7", "亿元"),
        ("陕西省", "电子商务交易额", "2017", "value"): ("5000", "亿元"),
        ("陕西省", "电子商务交易额", "2018", "growth"): ("28.3", "%"),
        ("陕西省", "网络零售额", "2018", "value"): ("893.6", "亿元"),
        ("陕西省", "网络零售额", "2017", "value"): ("700.5", "亿元"),
        ("陕西省", "网络零售额", "2018", "growth"): ("27.6", "%"),
    }
    cell = by_cell(reading)["C5"]
    assert (cell.sheet, cell.raw, cell.matched) == ("Sheet1", "893.6", True)
    assert "表头在第3行。" in map(str, cell.why)


def test_a_percent_format_counts_as_percent(tmp_path: Path) -> None:
    rows = [["2018年广东省网络零售"], ["指标", "单位", "2018年", "同比"], ["网络零售额", "亿元", 3294, 0.254]]
    reading = read_rows(tmp_path, rows, formats={"Sheet1": {"D3": "0.0%", "C3": "0.0"}})
    assert found(reading)["广东省", "网络零售额", "2018", "growth"] == ("25.4", "%")
    assert found(reading)["广东省", "网络零售额", "2018", "value"] == ("3294.0", "亿元")


def test_hidden_sheets_and_instructions_are_no_data(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "陕西省.xlsx",
        {"填表说明": [["填表说明"], ["网络零售额 9999 亿元为示例"]], "2017年上报": FORM, "汇总表": FORM},
        hidden=["2017年上报"],
    )
    reading = read_file(path)
    assert {one.sheet for one in reading.readings} == {"汇总表"}


def test_years_in_columns_and_a_total_that_is_no_province(tmp_path: Path) -> None:
    rows = [[None, "2019年", "2018年"], ["陕西省", 675.96, 616.8], ["山西省", 710.55, 652.15], ["合计", 1386.51, 1268.95]]
    reading = read_rows(tmp_path, rows, name="1996~2019民用汽车拥有量（万辆）.xlsx")
    assert found(reading)["陕西省", "民用汽车拥有量", "2019", "value"] == ("675.96", "万辆")
    assert all(one.area == "" for one in reading.readings if one.cell in ("B4", "C4"))


def test_what_is_not_in_the_file_is_asked_and_the_answer_remembered(tmp_path: Path) -> None:
    rows = [["地区", "网络零售额"], ["陕西省", 893.6], ["山西省", 396]]
    reading = read_rows(tmp_path, rows, name="上报.xlsx")
    assert reading.status == "review"
    assert {problem.question for problem in reading.problems} == {"year", "unit"}
    answers = tuple(
        Answer(question, reading.shape, question, "", value) for question, value in (("year", "2018"), ("unit", "亿元"))
    )
    again = read_file(tmp_path / "上报.xlsx", ReadingContext(answers=answers))
    assert again.status == "read"
    assert found(again)["陕西省", "网络零售额", "2018", "value"] == ("893.6", "亿元")


def test_a_formula_on_a_fitted_line_is_no_observation(tmp_path: Path) -> None:
    rows = [["斜率", "常数", "地区", "2012", "2013"], [19.4, -38881, "北京", "=$A2*D$1+$B2", 12]]
    reading = read_rows(tmp_path, rows, name="R&D经费（亿元）.xlsx")
    assert reading.status == "review"
    assert [problem.cell for problem in reading.problems if problem.cell == "D2"]
    assert {one.cell for one in reading.readings} == {"E2"}


def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    good = workbook(tmp_path / "好.xlsx", {"Sheet1": FORM}).read_bytes()
    for name, data in {
        "截断.xlsx": good[: len(good) // 2],
        "文本.xlsx": "这不是电子表格".encode(),
        "空.xlsx": b"",
        "图.xlsx": b"\x89PNG\r\n",
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        reading = read_file(path)
        assert reading.status == "rejected"
        assert len(reading.problems) == 1
        assert name in str(reading.problems[0].message)
    assert read_file(tmp_path / "没有.xlsx").status == "rejected"


def test_texts_in_the_wrong_encoding_are_put_right(tmp_path: Path) -> None:
    for name, way in (
        ("a.xlsx", lambda text: text.encode("gb18030").decode("latin-1")),
        ("b.xlsx", lambda text: text.encode("utf-8").decode("latin-1")),
    ):
        rows = [[way(value) if isinstance(value, str) else value for value in row] for row in FORM]
        reading = read_rows(tmp_path, rows, name=name)
        assert found(reading)["陕西省", "网络零售额", "2018", "value"] == ("893.6", "亿元")
        assert "编码" in str(reading.problems[0].message)


def test_another_area_in_the_name_of_the_file_is_asked_about(tmp_path: Path) -> None:
    assert read_rows(tmp_path, FORM, name="山西省.xlsx").status == "review"
    assert read_rows(tmp_path, FORM, name="陕西.xlsx").status == "read"


def test_a_file_of_another_year_than_the_book_is_asked_about(tmp_path: Path) -> None:
    path = workbook(tmp_path / "陕西省.xlsx", {"Sheet1": FORM})
    assert read_file(path, ReadingContext(year=2018)).status == "read"
    late = read_file(path, ReadingContext(year=2019))
    assert late.status == "review"
    assert [problem.question for problem in late.problems if problem.question] == ["year"]


def test_zeros_that_mean_missing_and_formulas_without_results_are_named(tmp_path: Path) -> None:
    rows = [
        ["2018年（亿元）"],
        ["地区", "网络零售额", "农村网络零售额", "实物商品网络零售额"],
        ["陕西", 893.6, 0, "=B3-100"],
        ["山西", 396, 0, 200],
        ["浙江", 16718.8, 0, 9000],
    ]
    reading = read_rows(tmp_path, rows)
    assert {one.cell for one in reading.readings} == {"B3", "B4", "B5", "D4", "D5"}
    assert {problem.cell for problem in reading.problems} == {"C3", "D3"}
    assert reading.status == "review"


def test_two_figures_for_one_thing_are_both_doubted_and_one_figure_twice_counts_once(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省（亿元）"],
        ["指标", "2018年"],
        ["网络零售额", 893.6],
        ["网上零售额", 900],
        ["农村网络零售额", 100],
        ["农村网上零售额", 100],
    ]
    reading = read_rows(tmp_path, rows)
    doubted = {one.cell for one in reading.readings if one.doubt}
    assert doubted == {"B3", "B4"}
    assert {one.cell for one in reading.readings} == {"B3", "B4", "B5"}


def test_digits_are_those_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省（亿元）"],
        ["指标", "2018年"],
        ["网络零售额", 25376.380000000005],
        ["农村网络零售额", 0.1 + 0.2],
        ["B2B交易额", 1.30],
    ]
    reading = read_rows(tmp_path, rows, formats={"Sheet1": {"B5": "0.00"}})
    assert [f"{one.amount.value:f}" for one in reading.readings] == ["25376.38", "0.3", "1.30"]


def test_a_unit_that_does_not_suit_the_indicator_is_asked(tmp_path: Path) -> None:
    rows = [["2018年陕西省"], ["单位：亿元"], ["指标", "2018年"], ["网络零售额", 893.6], ["快递业务量", 4.8]]
    reading = read_rows(tmp_path, rows)
    assert {one.cell for one in reading.readings if one.doubt} == {"B5"}
    answer = Answer("a", reading.shape, "unit", "快递业务量", "亿件")
    again = read_file(tmp_path / "陕西省.xlsx", ReadingContext(answers=(answer,)))
    assert (again.status, by_cell(again)["B5"].amount.unit.symbol) == ("read", "亿件")


def test_an_unknown_heading_is_kept_as_found_and_can_be_answered(tmp_path: Path) -> None:
    rows = [["2018年陕西省（亿元）"], ["指标", "2018年"], ["直播带货成交额", 50]]
    reading = read_rows(tmp_path, rows)
    one = by_cell(reading)["B3"]
    assert (one.indicator, one.matched, reading.status) == ("直播带货成交额", False, "review")
    answer = Answer("a", reading.shape, "heading", "直播带货成交额", "网络零售额")
    again = read_file(tmp_path / "陕西省.xlsx", ReadingContext(answers=(answer,)))
    assert (again.status, by_cell(again)["B3"].indicator) == ("read", "网络零售额")


def test_growth_below_one_is_asked_about_and_the_answer_counts(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省"],
        ["指标", "单位", "2018年", "同比增长（%）"],
        ["网络零售额", "亿元", 893.6, 0.276],
        ["农村网络零售额", "亿元", 100, 0.301],
    ]
    reading = read_rows(tmp_path, rows)
    assert {one.cell for one in reading.readings if one.doubt} == {"D3", "D4"}
    for value, digits in (("小数", "27.6"), ("%", "0.276")):
        answer = Answer("a", reading.shape, "unit", "fractions", value)
        again = read_file(tmp_path / "陕西省.xlsx", ReadingContext(answers=(answer,)))
        assert (again.status, f"{by_cell(again)['D3'].amount.value:f}") == ("read", digits)


def test_a_table_marked_as_an_example_is_left_out_and_named(tmp_path: Path) -> None:
    table = [["指标", "单位", "2018年"], ["网络零售额", "亿元", 9999]]
    real = [["指标", "单位", "2018年"], ["网络零售额", "亿元", 893.6]]
    reading = read_rows(tmp_path, [["填报示例"], *table, [], ["2018年陕西省电子商务统计表"], *real])
    assert [f"{one.amount.value:f}" for one in reading.readings] == ["893.6"]
    assert len(reading.problems) == 1


def test_a_form_that_nobody_filled_in_is_refused_for_that_reason(tmp_path):
    path = tmp_path / "空白报送表.csv"
    path.write_text(
        "河北省2018年电子商务统计表\n单位：亿元\n指标,2018年,2017年\n网络零售额,,\n农村网络零售额,,\n快递业务收入,,\n",
        encoding="utf-8",
    )
    refused = read_file(path)
    assert refused.status == "rejected"
    assert "没有填数" in str(refused.problems[0].message)
