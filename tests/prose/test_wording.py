"""Numbers, units, qualifiers and periods of prose are those of the one grammar of statistical language."""

from __future__ import annotations

import tomllib

import pytest

from ecdesk.domain.resources import resource
from ecdesk.prose import Document, proof
from ecdesk.prose.proof import ProofFigure


def figures(prose: str) -> tuple[ProofFigure, ...]:
    return proof(Document(prose)).figures


def no_period_words() -> dict[str, bool]:
    """The examples of words that tell a time which no period of a book is, and whether each does."""
    with resource("prose", "patterns.toml").open("rb") as file:
        examples: dict[str, bool] = tomllib.load(file)["no_period"]["examples"]
    return examples


@pytest.mark.parametrize(("words", "is_none"), no_period_words().items())
def test_a_figure_of_no_period_is_not_taken_for_one_of_the_reports_year(words: str, is_none: bool) -> None:
    (figure,) = (one for one in figures(f"2018年网络零售报告\n\n{words}，网络零售额12345.6亿元。") if one.value == "12345.6")
    assert (figure.period != "2018") is is_none


def test_a_figure_of_a_later_time_in_the_sentence_is_of_that_time() -> None:
    (figure,) = (one for one in figures("近五年来网络零售快速增长，2018年网络零售额12345.6亿元。") if one.value == "12345.6")
    assert figure.period == "2018"


PERIODS = {
    "2018年": "2018",
    "2018年全年": "2018",
    "二〇一八年": "2018",
    "2018年十月": "2018M10",
    "2018年12月": "2018M12",
    "2018年12月底": "2018",
    "截至2018年12月": "2018",
    "2018年12月31日": "2018",
    "2018年末": "2018",
    "2018年1—3季度": "2018C09",
    "2018年一至三季度": "2018C09",
    "2018年前三季度": "2018C09",
    "2018年第三季度": "2018Q3",
    "2018年1—3月": "2018Q1",
    "2018年前6个月": "2018H1",
    "2018年上半年": "2018H1",
    "2018年前十二个月": "2018",
    "2018年1—12月": "2018",
    "2018年1至9月": "2018C09",
    "截至2018年11月末": "2018C11",
    "2018年6月15日": "2018D0615",
    "2018-06": "2018M06",
    "2018年2—5月": "",
    "2018年1、2月": "",
    "2017年10月至2018年3月": "",
    "2018年11月1日—11日": "",
    "2013—2018年": "2013-2018",
    "“十三五”时期": "2016-2020",
    "2016/17学年": "2016/17",
}


@pytest.mark.parametrize("said", PERIODS)
def test_a_period_is_read_as_everywhere(said: str) -> None:
    found = figures(f"2018年全省经济运行情况\n\n{said}，全省网络零售额达到893.6亿元。")
    assert [(figure.text, figure.period) for figure in found] == [("893.6亿元", PERIODS[said])]


@pytest.mark.parametrize("said", ["1—3季度", "一至三季度", "前九个月", "今年1—9月", "前三季度"])
def test_a_part_without_its_year_is_of_the_year_spoken_of(said: str) -> None:
    found = figures(f"2018年全省经济运行情况\n\n{said}，全省网络零售额达到893.6亿元。")
    assert [figure.period for figure in found] == ["2018C09"]


def test_the_month_of_a_release_is_the_last_of_its_span() -> None:
    prose = "2018年1—9月，网络零售额893.6亿元。\n\n2018年1—9月，快递业务量50亿件，当月业务量6亿件，上月业务量5亿件。"
    assert [figure.period for figure in figures(prose)] == ["2018C09", "2018C09", "2018M09", "2018M08"]


def test_what_is_compared_with_is_not_what_is_spoken_of() -> None:
    prose = "2018年，全省网络零售额893.6亿元，比2017年增长20%，与一季度相比多200亿元；上年同期为744.7亿元。"
    assert [figure.period for figure in figures(prose)] == ["2018", "2018", "2018", "2017"]


def test_the_whole_year_follows_its_half() -> None:
    prose = "2018年上半年网络零售额400亿元，全年893.6亿元。"
    assert [figure.period for figure in figures(prose)] == ["2018H1", "2018"]


AMOUNTS = {
    "日均业务量3.5万件/日": ("3.5", "万件/日", ""),
    "用电量4.3亿千瓦小时": ("4.3", "亿千瓦时", ""),
    "标准为300元/人·年": ("300", "元/人·年", ""),
    "能耗为5000万吨标准煤": ("5000", "万吨标准煤", ""),
    "网店近万家": ("1", "万家", "近"),
    "网店约三十家": ("30", "家", "约"),
    "网店近二十万家": ("20", "万家", "近"),
    "交易额突破万亿元": ("1", "万亿元", "突破"),
    "零售额约十二亿元": ("12", "亿元", "约"),
    "网店有8万4千家": ("84000", "家", ""),
    "差额为负5.3": ("-5.3", "", ""),
    "增长百分之五点三": ("5.3", "%", ""),
    "网店占近六成": ("60", "%", "近"),
    "增长率为负3.2%": ("-3.2", "%", ""),
    "网店超2000家": ("2000", "家", "超"),
    "网店2000多家": ("2000", "家", "多"),
    "浓度为74微克/立方米": ("74", "微克/立方米", ""),
    "流量为3.1亿GB": ("3.1", "亿GB", ""),
}


@pytest.mark.parametrize("prose", AMOUNTS)
def test_an_amount_is_read_as_everywhere(prose: str) -> None:
    assert [(figure.value, figure.unit, figure.qualifier) for figure in figures(prose + "。")] == [AMOUNTS[prose]]


@pytest.mark.parametrize(
    "prose",
    [
        "百度与携程合作。",
        "世界500强落户。",
        "获投资数千万元。",
        "登陆国内资本市场。",
        "会议成果丰硕，三成果奖揭晓。",
        "法律于1874年通过。",
        "党的十八届三中全会。",
        "园区二期建设顺利。",
        "一个月内完成，三年建成。",
        "1、2月份情况。",
        "11月11日至16日。",
    ],
)
def test_words_and_dates_are_no_amounts(prose: str) -> None:
    assert [figure.text for figure in figures(prose)] == []


def test_a_number_of_many_digits_is_a_number() -> None:
    number = "7" * 400
    prose = f"快递业务量{number}件，其中同城业务量{number}件，占业务量的100%，增长{number}%。快递业务量{number}件。"
    found = proof(Document(prose))
    assert found.figures[0].value == number
    assert {claim.verdict.value for claim in found.claims} <= {"holds", "rounding", "undecided"}


@pytest.mark.parametrize("piece", ["二十", "1,234", "9", "第", "2018年", "12月、", "万", "约", "三分之", "1：2"])
def test_long_texts_end(piece: str) -> None:
    assert proof(Document("网络零售额893.6亿元。" + piece * (60_000 // len(piece)))).figures[0].text == "893.6亿元"


@pytest.mark.parametrize("unseen", ["\u200b", "\u200e", "\u202e", "\ufeff", "\u00ad", "\ud800"])
def test_what_cannot_be_seen_changes_nothing(unseen: str) -> None:
    plain = "2018年十月，全省网络零售额达到893.6亿元，比上年增长20.5%。"
    wanted = [(f.value, f.unit, f.period, f.indicator, f.context) for f in figures(plain)]
    text = unseen.join(plain)
    found = figures(text)
    assert [(f.value, f.unit, f.period, f.indicator, f.context) for f in found] == wanted
    assert [f.text.replace(unseen, "") for f in found] == ["893.6亿元", "20.5%"]
    assert [text[f.start : f.end] for f in found] == [f.text for f in found]


def test_signs_that_are_read_as_several_keep_the_places_of_the_others() -> None:
    prose = "第Ⅲ节：㈠网络零售额８９３．６亿元。\r\n\r\n快递业务量５０．７亿件。"
    assert [prose[f.start : f.end] for f in figures(prose)] == ["８９３．６亿元", "５０．７亿件"]
