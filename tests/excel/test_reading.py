"""The reader of submissions, through its front door: what people put into spreadsheets and what is read."""

from __future__ import annotations

from pathlib import Path

from ecdesk.domain.records import Answer
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
    assert cell.why


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
