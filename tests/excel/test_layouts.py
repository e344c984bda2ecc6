"""Layouts that people make: each a sheet with what a person reads in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ecdesk.excel.reading import read_file
from tests.excel.makers import as_csv, as_html, as_xml_2003, found, read_rows

N = None
Key = tuple[str, str, str, str]


@dataclass
class Case:
    """rows: of the sheet; expect: region, indicator, period, measure to value and unit; status: of the file."""

    rows: list[list[Any]]
    expect: dict[Key, tuple[str, str]]
    name: str = "上报.xlsx"
    status: str = "read"
    merged: list[str] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)


def level(region: str, indicator: str, value: str, unit: str = "亿元", period: str = "2018") -> dict[Key, tuple[str, str]]:
    return {(region, indicator, period, "value"): (value, unit)}


def growth(region: str, indicator: str, value: str, period: str = "2018") -> dict[Key, tuple[str, str]]:
    return {(region, indicator, period, "growth"): (value, "%")}


SN, SX, ZJ, JS = "陕西省", "山西省", "浙江省", "江苏省"
TOTAL, RETAIL, RURAL, GOODS = "电子商务交易额", "网络零售额", "农村网络零售额", "实物商品网络零售额"

CASES = {
    "year over value and growth, merged": Case(
        [
            ["陕西省电子商务主要指标"],
            [N, N, N, N, "单位：亿元"],
            ["指标", "2018年", N, "2017年", N],
            [N, "绝对量", "同比增长(%)", "绝对量", "同比增长(%)"],
            ["网络零售额", 893.6, 27.6, 700.3, 25.1],
            ["农村网络零售额", 100.5, 30.1, 77.2, 28],
        ],
        level(SN, RETAIL, "893.6")
        | growth(SN, RETAIL, "27.6")
        | level(SN, RETAIL, "700.3", period="2017")
        | growth(SN, RETAIL, "25.1", "2017")
        | level(SN, RURAL, "100.5")
        | growth(SN, RURAL, "30.1")
        | level(SN, RURAL, "77.2", period="2017")
        | growth(SN, RURAL, "28", "2017"),
        merged=["A1:E1", "A3:A4", "B3:C3", "D3:E3"],
    ),
    "the same without merged cells": Case(
        [
            ["2018年各省网络零售情况"],
            ["单位：亿元"],
            ["地区", "网络零售额", N, "实物商品网上零售额", N],
            [N, "总量", "增速（%）", "总量", "增速（%）"],
            ["北　　京", 2632.9, 10.3, 2000, 9.9],
            ["内 蒙 古", 411.2, 20.1, 347.3, 19],
        ],
        level("北京市", RETAIL, "2632.9")
        | growth("北京市", RETAIL, "10.3")
        | level("北京市", GOODS, "2000")
        | growth("北京市", GOODS, "9.9")
        | level("内蒙古自治区", RETAIL, "411.2")
        | growth("内蒙古自治区", RETAIL, "20.1")
        | level("内蒙古自治区", GOODS, "347.3")
        | growth("内蒙古自治区", GOODS, "19"),
    ),
    "regions in columns": Case(
        [
            ["2018年电子商务主要指标（亿元）"],
            ["指标", "陕西", "山西"],
            ["电子商务交易额", 6412.7, 3000],
            ["其中：网络零售额", 893.6, 396],
        ],
        level(SN, TOTAL, "6412.7") | level(SX, TOTAL, "3000") | level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396"),
    ),
    "units in the stub and a growth row under each indicator": Case(
        [
            ["浙江省2018年电商情况"],
            ["项目", "数据"],
            ["网络零售额（亿元）", "16718.8"],
            ["  同比增长（%）", "25.4"],
            ["快递业务量（亿件）", "101.1"],
            ["  同比增长（%）", "27.5%"],
        ],
        level(ZJ, RETAIL, "16718.8")
        | growth(ZJ, RETAIL, "25.4")
        | level(ZJ, "快递业务量", "101.1", "亿件")
        | growth(ZJ, "快递业务量", "27.5"),
    ),
    "a unit row under the header": Case(
        [
            ["2018年"],
            ["地区", "网络零售额", "同比增速", "快递业务量"],
            [N, "（亿元）", "（%）", "（万件）"],
            ["陕西省", 893.6, 27.6, 48000],
            ["山西省", 396, 40.5, 30000],
        ],
        level(SN, RETAIL, "893.6")
        | growth(SN, RETAIL, "27.6")
        | level(SN, "快递业务量", "48000", "万件")
        | level(SX, RETAIL, "396")
        | growth(SX, RETAIL, "40.5")
        | level(SX, "快递业务量", "30000", "万件"),
    ),
    "English, with Shaanxi and Shanxi": Case(
        [
            ["Online retail sales by province, 2018"],
            ["Unit: 100 million yuan"],
            ["Province", "Online retail sales", "Growth rate (%)"],
            ["Shaanxi", 893.6, 27.6],
            ["Shanxi", 396, 40.5],
            ["Inner Mongolia", 411.2, 20.1],
        ],
        level(SN, RETAIL, "893.6")
        | growth(SN, RETAIL, "27.6")
        | level(SX, RETAIL, "396")
        | growth(SX, RETAIL, "40.5")
        | level("内蒙古自治区", RETAIL, "411.2")
        | growth("内蒙古自治区", RETAIL, "20.1"),
    ),
    "pinyin in rows and codes beside": Case(
        [
            ["2018年网络零售额 单位：亿元"],
            ["代码", "地区", "网络零售额"],
            [610000, "shaanxi", 893.6],
            [140000, "shanxi", 396],
        ],
        level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396"),
    ),
    "codes alone": Case(
        [["2018年", N], ["行政区划代码", "网络零售额（亿元）"], ["610000", 893.6], ["140000", 396]],
        level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396"),
    ),
    "two tables, one below the other, of different orientation": Case(
        [
            ["江苏省2018年电子商务统计"],
            ["表1  总体情况", N, "单位：亿元"],
            ["指标名称", "2018年", "同比增长(%)"],
            ["电子商务交易额", 32000, 20],
            ["网络零售额", 8567, 24.3],
            [N],
            ["表2  快递", N, "单位：亿件"],
            [N, "快递业务量", N],
            ["2017年", 35.9, N],
            ["2018年", 43.9, N],
        ],
        level(JS, TOTAL, "32000")
        | growth(JS, TOTAL, "20")
        | level(JS, RETAIL, "8567")
        | growth(JS, RETAIL, "24.3")
        | level(JS, "快递业务量", "35.9", "亿件", "2017")
        | level(JS, "快递业务量", "43.9", "亿件"),
    ),
    "continued table": Case(
        [
            ["2018年各地区网络零售额"],
            [N, "单位：亿元"],
            ["地区", "网络零售额"],
            ["陕西", 893.6],
            ["续表"],
            ["地区", "网络零售额"],
            ["山西", 396],
            ["资料来源：商务部门"],
        ],
        level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396"),
    ),
    "repeated blocks side by side": Case(
        [
            ["2018年网络零售额（亿元）"],
            ["地区", "网络零售额", "地区", "网络零售额"],
            ["陕西", 893.6, "浙江", 16718.8],
            ["山西", 396, "江苏", 8567],
        ],
        level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396") | level(ZJ, RETAIL, "16718.8") | level(JS, RETAIL, "8567"),
    ),
    "cumulative quarters": Case(
        [
            ["陕西省2018年网络零售额分季累计"],
            ["指标", "计量单位", "一季度", "上半年", "前三季度", "全年"],
            ["网络零售额", "亿元", 180.1, 400.2, 640.3, 893.6],
        ],
        level(SN, RETAIL, "180.1", period="2018Q1")
        | level(SN, RETAIL, "400.2", period="2018H1")
        | level(SN, RETAIL, "640.3", period="2018C09")
        | level(SN, RETAIL, "893.6"),
    ),
    "this year and the same period last year": Case(
        [
            ["2018年1-9月陕西省电子商务统计快报"],
            ["单位：亿元"],
            ["指标", "本年累计", "上年同期", "同比增长(%)"],
            ["网络零售额", 640.3, 500.1, 28],
        ],
        level(SN, RETAIL, "640.3", period="2018C09")
        | level(SN, RETAIL, "500.1", period="2017C09")
        | growth(SN, RETAIL, "28", "2018C09"),
    ),
    "parts of a whole by indent": Case(
        [
            ["2018年陕西省电子商务情况", N, "单位：亿元"],
            ["指标名称", "2018年"],
            ["一、电子商务交易额", 6412.7],
            ["二、网络零售额", 893.6],
            ["   其中：实物商品", 700],
            ["         非实物商品", 193.6],
            ["   其中：农村", 100.5],
            ["三、跨境电商进出口额", 50],
            ["   其中：出口", 30],
        ],
        level(SN, TOTAL, "6412.7")
        | level(SN, RETAIL, "893.6")
        | level(SN, GOODS, "700")
        | level(SN, "非实物商品网络零售额", "193.6")
        | level(SN, RURAL, "100.5")
        | level(SN, "跨境电商进出口额", "50")
        | level(SN, "跨境电商出口额", "30"),
    ),
    "first row of the body is empty": Case(
        [
            ["2018年陕西省电子商务统计表"],
            ["指标名称", "计量单位", "2018年", "2017年"],
            ["电子商务交易额", "亿元", N, N],
            ["网络零售额", "亿元", 893.6, "—"],
        ],
        level(SN, RETAIL, "893.6"),
    ),
    "a row that numbers the columns": Case(
        [
            ["2018年陕西省电子商务统计表"],
            ["指标名称", "计量单位", "代码", "本年", "上年"],
            ["甲", "乙", "丙", 1, 2],
            ["网络零售额", "亿元", "01", 893.6, 700.3],
            ["快递业务量", "万件", "02", 48000, 40000],
        ],
        level(SN, RETAIL, "893.6")
        | level(SN, RETAIL, "700.3", period="2017")
        | level(SN, "快递业务量", "48000", "万件")
        | level(SN, "快递业务量", "40000", "万件", "2017"),
    ),
    "long format": Case(
        [
            ["年份", "地区", "指标", "数值", "单位"],
            [2017, "陕西省", "网络零售额", 700.3, "亿元"],
            [2018, "陕西省", "网络零售额", 893.6, "亿元"],
            [2018, "山西省", "快递业务量", 30000, "万件"],
        ],
        level(SN, RETAIL, "700.3", period="2017") | level(SN, RETAIL, "893.6") | level(SX, "快递业务量", "30000", "万件"),
    ),
    "region merged over its indicators": Case(
        [
            ["2018年"],
            ["地区", "指标", "单位", "数值"],
            ["陕西", "网络零售额", "亿元", 893.6],
            [N, "快递业务量", "亿件", 4.8],
            ["山西", "网络零售额", "亿元", 396],
            [N, "快递业务量", "亿件", 3],
        ],
        level(SN, RETAIL, "893.6")
        | level(SN, "快递业务量", "4.8", "亿件")
        | level(SX, RETAIL, "396")
        | level(SX, "快递业务量", "3", "亿件"),
        merged=["A3:A4", "A5:A6"],
    ),
    "an example row above the answers": Case(
        [
            ["2018年陕西省电子商务统计表"],
            ["指标名称", "计量单位", "2018年"],
            ["填报示例", "亿元", 9999],
            ["网络零售额", "亿元", 893.6],
            ["网络零售额（样例）", "亿元", 8888],
        ],
        level(SN, RETAIL, "893.6"),
    ),
    "numbers as people type them": Case(
        [
            ["2018年陕西省电子商务统计表（单位：亿元）"],
            ["指标", "2018年"],
            ["电子商务交易额", "6 412.7"],
            ["网络零售额", "约８９３．６亿元"],
            ["农村网络零售额", "1,000,000万元"],
            ["快递业务量", "4.8亿件左右"],
            ["跨境电商进出口额", "0.5万亿"],
        ],
        level(SN, TOTAL, "6412.7")
        | level(SN, RETAIL, "893.6")
        | level(SN, RURAL, "1000000", "万元")
        | level(SN, "快递业务量", "4.8", "亿件")
        | level(SN, "跨境电商进出口额", "0.5", "万亿元"),
    ),
    "growth between two years and one growth column": Case(
        [
            ["陕西省网络零售情况"],
            ["指标", "单位", "2017年", "2018年", "增长率"],
            ["网络零售额", "亿元", 700.3, 893.6, 0.276],
        ],
        level(SN, RETAIL, "700.3", period="2017") | level(SN, RETAIL, "893.6") | growth(SN, RETAIL, "27.6"),
        formats={"E3": "0.0%"},
    ),
    "growth right of each year": Case(
        [
            ["陕西省网络零售额"],
            ["指标", "2016年", "增长(%)", "2017年", "增长(%)"],
            ["网络零售额（亿元）", 560, 20, 700.3, 25.1],
        ],
        level(SN, RETAIL, "560", period="2016")
        | growth(SN, RETAIL, "20", "2016")
        | level(SN, RETAIL, "700.3", period="2017")
        | growth(SN, RETAIL, "25.1", "2017"),
    ),
    "a share of something": Case(
        [
            ["2018年陕西省"],
            ["指标", "金额（亿元）", "同比增长（%）", "占网络零售额比重（%）"],
            ["实物商品网络零售额", 700, 20, 78.3],
        ],
        level(SN, GOODS, "700") | growth(SN, GOODS, "20") | {(SN, GOODS, "2018", "share:网络零售额"): ("78.3", "%")},
    ),
    "sections by region": Case(
        [
            ["2018年主要指标"],
            ["指标", "单位", "数值"],
            ["一、陕西省"],
            ["网络零售额", "亿元", 893.6],
            ["二、山西省"],
            ["网络零售额", "亿元", 396],
        ],
        level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396"),
    ),
    "remarks on the right and serial numbers on the left": Case(
        [
            ["2018年陕西省电子商务统计表"],
            ["序号", "指标名称", "单位", "2018年", "备注"],
            [1, "网络零售额", "亿元", 893.6, "含服务类2018年口径"],
            [2, "农村网络零售额", "亿元", 100.5, N],
        ],
        level(SN, RETAIL, "893.6") | level(SN, RURAL, "100.5"),
    ),
    "bilingual headings": Case(
        [
            ["2018年 各地区网络零售额"],
            ["单位：亿元 (100 million yuan)"],
            ["地区 Region", "网络零售额 Online Retail Sales", "同比增长(%) Growth Rate"],
            ["陕西 Shaanxi", 893.6, 27.6],
            ["山西 Shanxi", 396, 40.5],
        ],
        level(SN, RETAIL, "893.6") | growth(SN, RETAIL, "27.6") | level(SX, RETAIL, "396") | growth(SX, RETAIL, "40.5"),
    ),
    "years down the side, indicators across": Case(
        [
            ["陕西省历年电子商务发展情况"],
            ["年份", "电子商务交易额（亿元）", "网络零售额（亿元）"],
            [2016, 4000, 560],
            [2017, 5000, 700.3],
            [2018, 6412.7, 893.6],
        ],
        level(SN, TOTAL, "4000", period="2016")
        | level(SN, TOTAL, "5000", period="2017")
        | level(SN, TOTAL, "6412.7")
        | level(SN, RETAIL, "560", period="2016")
        | level(SN, RETAIL, "700.3", period="2017")
        | level(SN, RETAIL, "893.6"),
    ),
    "four levels of headings": Case(
        [
            ["各省主要指标"],
            ["地区", "2018年", N, N, N],
            [N, "网络零售额", N, N, N],
            [N, "全部", N, "农村", N],
            [N, "亿元", "同比%", "亿元", "同比%"],
            ["陕西", 893.6, 27.6, 100.5, 30.1],
        ],
        level(SN, RETAIL, "893.6") | growth(SN, RETAIL, "27.6") | level(SN, RURAL, "100.5") | growth(SN, RURAL, "30.1"),
        merged=["A2:A5", "B2:E2", "B3:E3", "B4:C4", "D4:E4"],
    ),
    "lines of name and value": Case(
        [
            ["填报地区：陕西省"],
            ["年度：2018年"],
            ["计量单位：亿元"],
            [N],
            ["电子商务交易额", 6412.7],
            ["网络零售额", 893.6],
        ],
        level(SN, TOTAL, "6412.7") | level(SN, RETAIL, "893.6"),
    ),
    "region only in the file's name": Case(
        [["指标名称", "计量单位", "2018年"], ["网络零售额", "亿元", 893.6]],
        level(SN, RETAIL, "893.6"),
        name="附件2-陕西上报表.xlsx",
    ),
    "two years side by side, then two columns about the later one": Case(
        [
            ["陕西省网络零售情况"],
            ["指标", "单位", "2018年", "2017年", "同比增长（%）", "占网络零售额比重（%）"],
            ["实物商品网络零售额", "亿元", 700, 583, 20.1, 78.3],
        ],
        level(SN, GOODS, "700")
        | level(SN, GOODS, "583", period="2017")
        | growth(SN, GOODS, "20.1")
        | {(SN, GOODS, "2018", "share:网络零售额"): ("78.3", "%")},
    ),
    "areas under a heading of their own": Case(
        [
            ["2018年各省电子商务情况"],
            ["指标", "省份", N],
            [N, "陕西", "山西"],
            ["网络零售额（亿元）", 893.6, 396],
        ],
        level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396"),
    ),
    "the unit in the corner": Case(
        [["2018年、2017年网络零售额"], ["单位：亿元", "2018年", "2017年"], ["陕西", 893.6, 700.3], ["山西", 396, 282]],
        level(SN, RETAIL, "893.6")
        | level(SN, RETAIL, "700.3", period="2017")
        | level(SX, RETAIL, "396")
        | level(SX, RETAIL, "282", period="2017"),
    ),
    "growth over more years is no growth of one": Case(
        [
            ["2018年陕西省"],
            ["指标", "2018年（亿元）", "同比增长（%）", "年均增长（%）"],
            ["网络零售额", 893.6, 27.6, 25.1],
        ],
        level(SN, RETAIL, "893.6") | growth(SN, RETAIL, "27.6"),
    ),
    "months with their sums to date": Case(
        [["2018年陕西省网络零售额（亿元）"], ["月份", "当月", "累计"], ["2月", 60, 130], ["3月", 65, 195]],
        level(SN, RETAIL, "60", period="2018M02")
        | level(SN, RETAIL, "130", period="2018C02")
        | level(SN, RETAIL, "65", period="2018M03")
        | level(SN, RETAIL, "195", period="2018C03"),
    ),
    "marks of footnotes are no digits": Case(
        [["2018年"], ["地区", "网络零售额①（亿元）"], ["陕西", "893.6②"], ["山西*", "396*"]],
        level(SN, RETAIL, "893.6") | level(SX, RETAIL, "396"),
    ),
    "falls written in words": Case(
        [
            ["2018年陕西省"],
            ["指标", "单位", "2018年", "同比"],
            ["网络零售额", "亿元", 893.6, "下降0.5%"],
            ["农村网络零售额", "亿元", 100, "增长3.2%"],
        ],
        level(SN, RETAIL, "893.6") | growth(SN, RETAIL, "-0.5") | level(SN, RURAL, "100") | growth(SN, RURAL, "3.2"),
    ),
    "city of a province": Case(
        [["福建省厦门市2018年电子商务统计表"], ["指标名称", "计量单位", "2018年"], ["网络零售额", "亿元", 893.6]],
        level("厦门市", RETAIL, "893.6"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_read_as_a_person_reads_it(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    reading = read_rows(tmp_path, case.rows, case.name, merged={"Sheet1": case.merged}, formats={"Sheet1": case.formats})
    assert found(reading) == case.expect
    assert reading.status == case.status, [str(problem.message) for problem in reading.problems]


@pytest.mark.parametrize("name", CASES)
def test_a_layout_reads_the_same_lower_down_and_further_right(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    rows = [[], [], *([N, *row] for row in case.rows)]
    merged = [moved(area) for area in case.merged]
    formats = {moved(cell): code for cell, code in case.formats.items()}
    reading = read_rows(tmp_path, rows, case.name, merged={"Sheet1": merged}, formats={"Sheet1": formats})
    assert found(reading) == case.expect


@pytest.mark.parametrize("kind", ["csv", "tab", "html", "xml"])
@pytest.mark.parametrize("name", CASES)
def test_a_layout_reads_the_same_in_every_kind_of_file(name: str, kind: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / Path(case.name).with_suffix(".xls")
    if kind in ("csv", "tab"):
        if case.formats:
            pytest.skip("text has no number formats")
        as_csv(path, case.rows, "gb18030" if kind == "csv" else "utf-8-sig", "," if kind == "csv" else "\t")
    elif kind == "html":
        as_html(path, case.rows, case.merged, case.formats)
    else:
        as_xml_2003(path, case.rows, case.merged, case.formats)
    assert found(read_file(path)) == case.expect


def moved(area: str) -> str:
    """A reference two rows further down and a column further right."""
    return re.sub(r"([A-Z])([0-9]+)", lambda match: f"{chr(ord(match[1]) + 1)}{int(match[2]) + 2}", area)
