"""What opens a text, changes of the parts of a sum, and places that are counted, against what the text tells in full."""

from __future__ import annotations

import pytest

from tests.prose.slips import assert_called, failed

CASES = {
    "the growth of an opening sentence, told with its level in the next": (
        "今年上半年，全市进出口总值同比增长6.1%，走势向好。\n\n上半年，全市进出口总值21.17亿元，同比增长6.1%。",
        "增长6.1%，走势",
        "增长6.7%，走势",
    ),
    "a round figure of the opening sentence": (
        "今年一季度，全市货物贸易进出口超11亿元，创历史同期新高。\n\n一季度，全市货物贸易进出口11.84亿元，同比增长15%。",
        "超11亿元",
        "超12亿元",
    ),
    "a round figure that another open one is near to": (
        "上半年货物贸易规模超21亿元\n\n上半年，货物贸易进出口总值21.17亿元，同比增长6.1%。\n\n上半年，货物贸易进出口规模历史同期首次超过21亿元。",
        "规模超21亿元",
        "规模超22亿元",
    ),
    "the change of a part, where the levels make up their total": (
        "参保人数66570人，增加6823人。其中，职工28894人，增加598人；居民37676人，增加6225人。",
        "增加6225人",
        "增加6252人",
    ),
    "provinces that are counted behind their names": (
        "江苏、上海、辽宁、山东、浙江5个省市的完工量占全国的90.1%。",
        "5个省市",
        "6个省市",
    ),
    "a share of all, where a part of all is called so behind it": (
        "前4个月，货物贸易进出口总值13.81亿元，增长5.7%。\n\n前4个月，对甲国进出口6.54亿元，增长6.4%，占进出口总值的47.4%。\n\n"
        "从区域看，前4个月，西部进出口1.25亿元，增长8.9%。",
        "47.4%",
        "44.7%",
    ),
}


@pytest.mark.parametrize("prose, right, wrong", CASES.values(), ids=CASES)
def test_a_slip_is_called(prose: str, right: str, wrong: str) -> None:
    assert_called(prose, right, wrong)


@pytest.mark.parametrize(
    "prose",
    [
        "山东、河南、四川、青岛三省一市首批试点。",
        "青海、甘肃、河南三省均实现两位数增长。",
        "上半年，全市各项工作稳步推进，发展的质量和效益都有所提高，外贸结构不断优化，全市进出口总值同比增长6.1%。\n\n二季度，全市进出口总值11.17亿元，同比增长6.7%。",
        "一季度，全市进出口超11亿元。\n\n4月，全市进出口总值12.84亿元，同比增长15%。",
    ],
)
def test_other_things_are_not_called(prose: str) -> None:
    assert failed(prose) == []


def test_points_and_the_share_they_led_to_are_no_range() -> None:
    assert failed("进出口总值25.55亿元，其中出口8.73亿元，占比提升2.2个百分点至34.2%。") == []
