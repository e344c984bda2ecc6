"""Headings of submissions say in any spelling which time, measure and unit their figures have."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from ecdesk.excel.reading import read_file
from tests.excel.makers import as_csv, by_cell, found, read_rows


def heading_read(folder: Path, title: str, *headings: Any) -> list[tuple[str, str, str]]:
    """Period, measure and unit of the figure under each heading."""
    rows = [[title], ["指标", *headings], ["网络零售额", *(1302.5 + number for number in range(len(headings)))]]
    cells = by_cell(read_rows(folder, rows))
    figures = (cells[f"{letter}3"] for letter in "BCDEF"[: len(headings)])
    return [(one.period, one.measure, one.amount.unit.symbol) for one in figures]


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("前三季度", "2018C09"),
        ("前9个月", "2018C09"),
        ("一至三季度", "2018C09"),
        ("1—3季度", "2018C09"),
        ("1—12月", "2018"),
        ("前十二个月", "2018"),
        ("1—6月", "2018C06"),
        ("上半年", "2018H1"),
        ("2018年十月", "2018M10"),
        ("二〇一八年", "2018C09"),
        ("全年", "2018"),
        ("截至11月末", "2018C11"),
        ("9月当月", "2018M09"),
        ("累计", "2018C09"),
        ("网络零售额_累计值", "2018C09"),
        ("上年同期", "2017C09"),
        ("1949年", "1949C09"),
        (datetime.datetime(2018, 5, 1), "2018M05"),
        (datetime.datetime(2018, 5, 31), "2018M05"),
        (datetime.datetime(2018, 5, 20), "2018D0520"),
    ],
)
def test_a_heading_says_its_time_in_any_spelling(heading: Any, period: str, tmp_path: Path) -> None:
    assert heading_read(tmp_path, "2018年1—9月陕西省（单位：亿元）", heading) == [(period, "value", "亿元")]


def test_a_month_of_its_own_and_the_months_so_far_stand_beside_each_other(tmp_path: Path) -> None:
    headings = ["本月", "同比增长（%）", "本月止累计", "累计同比增长（%）"]
    assert heading_read(tmp_path, "2018年9月陕西省（单位：亿元）", *headings) == [
        ("2018M09", "value", "亿元"),
        ("2018M09", "growth", "%"),
        ("2018C09", "value", "亿元"),
        ("2018C09", "growth", "%"),
    ]


@pytest.mark.parametrize(
    ("heading", "measure", "unit"),
    [
        ("同比增长（%）", "growth", "%"),
        ("同比增长（亿元）", "change", "亿元"),
        ("同比增减（个百分点）", "points", "个百分点"),
        ("占比（%）", "share", "%"),
        ("占比提高（百分点）", "points", "百分点"),
        ("同比增速（±%）", "growth", "%"),
    ],
)
def test_the_unit_decides_what_kind_of_growth_is_meant(heading: str, measure: str, unit: str, tmp_path: Path) -> None:
    assert heading_read(tmp_path, "2018年陕西省（单位：亿元）", heading) == [("2018", measure, unit)]


def test_the_unit_below_a_heading_or_beside_a_row_decides_too(tmp_path: Path) -> None:
    below = [["2018年陕西省"], ["指标", "总额", "增长"], [None, "亿元", "亿元"], ["网络零售额", 1302.5, 293.1]]
    cells = by_cell(read_rows(tmp_path, below, name="陕西省一.xlsx"))
    assert [cells[at].measure for at in ("B4", "C4")] == ["value", "change"]
    beside = [["2018年陕西省"], ["指标", "单位", "数值"], ["网络零售额", "亿元", 1302.5], ["同比增长", "亿元", 293.1]]
    cells = by_cell(read_rows(tmp_path, beside, name="陕西省二.xlsx"))
    assert [cells[at].measure for at in ("C3", "C4")] == ["value", "change"]


def test_one_figure_under_two_spellings_of_the_same_months_counts_once(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "1—6月", "上半年"], ["网络零售额", 600.5, 600.5]]
    assert list(by_cell(read_rows(tmp_path, rows))) == ["B3"]
    rows[2] = ["网络零售额", 600.5, 601.5]
    assert all(one.doubt is not None for one in read_rows(tmp_path, rows).readings)


def test_a_month_that_no_calendar_has_is_no_time(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, [["2018年陕西省（单位：亿元）"], ["指标", "13月"], ["网络零售额", 1302.5]])
    assert reading.status == "review"
    assert [one.period for one in reading.readings] == ["2018"]


def test_what_leaves_a_part_out_is_not_the_whole_area(tmp_path: Path) -> None:
    rows = [["2018年网络零售额（亿元）"], ["地区", "网络零售额"], ["湖南省", 2081.5], ["湖北（不含武汉）", 910.3]]
    cells = by_cell(read_rows(tmp_path, rows, name="各省.xlsx"))
    assert [cells[at].area for at in ("B3", "B4")] == ["430000", ""]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("下降0.5%", "-0.5"),
        ("同比增长5.2%", "5.2"),
        ("△3.1", None),
        ("▲3.1", "3.1"),
        ("—", None),
        ("未填", None),
        ("——", None),
        ("八九百", None),
    ],
)
def test_a_word_before_a_figure_gives_its_sign(written: str, value: str | None, tmp_path: Path) -> None:
    rows = [["2018年陕西省"], ["指标", "数值（亿元）", "同比（%）"], ["网络零售额", 1302.5, written]]
    one = by_cell(read_rows(tmp_path, rows)).get("C3")
    assert (f"{one.amount.value:f}" if one is not None else None) == value


def test_characters_that_nobody_sees_change_nothing(tmp_path: Path) -> None:
    heading = "\u202d前\u200b三\ufeff季\u2060度\u202c"
    assert heading_read(tmp_path, "2018年\u200b陕西省（单\u200b位：亿\ufeff元）", heading) == [("2018C09", "value", "亿元")]


def test_a_text_of_any_length_is_read_as_far_as_it_says_something(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）" + "二十" * 50_000], ["指标", "2018年", "占" * 30_000], ["网络零售额", 1302.5, None]]
    reading = read_file(as_csv(tmp_path / "陕西省.csv", rows))
    assert found(reading) == {("陕西省", "网络零售额", "2018", "value"): ("1302.5", "亿元")}
