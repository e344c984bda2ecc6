"""How many rose, came in or were announced, who is first, and in which order names stand: against what is told of them."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof

INDUSTRIES = "9个行业中，{}个行业收入实现增长：新闻服务增长17.1%，内容创作增长11.9%，创意设计增长9.4%，传播渠道增长6.2%；装备生产下降1.2%。增长最快的是{}，增长最慢的是传播渠道。"
PRICES = "八大类价格“{}升二降”：食品类上涨0.6%，衣着类上涨1.1%，居住类下降0.2%，用品类上涨0.3%，交通类下降2.1%，教育类上涨2.2%，医疗类上涨1.0%，其他类上涨3.4%。"
TOWNS = "全县辖3镇2乡，共{}个乡镇、86个行政村。"
FIRMS = "全县规模以上工业企业72户，比上年净增{}户，其中新入规9户，退库5户。"
PARTNERS = "东盟、欧盟、美国、日本为前四大贸易伙伴。其中，东盟为第{}大贸易伙伴，占18.5%。"
FEATURES = "主要呈现以下{}方面特点：\n\n一是走势抬升。\n\n二是结构优化。\n\n三是主体活跃。\n\n四是市场多元。\n\n记者：谢谢。\n"
ROADS = "全年完成投资31481亿元。完成铁路投资8029亿元；完成公路投资21895亿元；完成水运投资1137亿元；完成其他投资420亿元。四项中，投资最多的是{}，最少的是其他投资。"
REGIONS = "Employment rose in {} of the five regions: Capital (up 3.1 per cent), North (up 1.4 per cent), Coast (up 2.7 per cent) and Highlands (up 0.6 per cent); it declined only in South (down 0.4 per cent). The fastest growth was recorded in the {} region."


def failed(prose: str) -> list[str]:
    return [claim.kind for claim in proof(Document(prose)).claims if claim.verdict is Verdict.FAILS]


def kinds(prose: str) -> set[str]:
    return {claim.kind for claim in proof(Document(prose)).claims if claim.verdict is Verdict.HOLDS}


@pytest.mark.parametrize(
    ("prose", "right", "wrong", "kind"),
    [
        (INDUSTRIES, ("4", "新闻服务"), ("5", "新闻服务"), "count"),
        (INDUSTRIES, ("4", "新闻服务"), ("4", "内容创作"), "rank"),
        (PRICES, ("六",), ("五",), "count"),
        (TOWNS, ("5",), ("6",), "count"),
        (FIRMS, ("4",), ("6",), "diff"),
        (PARTNERS, ("一",), ("二",), "rank"),
        (FEATURES, ("四",), ("五",), "count"),
        (ROADS, ("公路投资",), ("铁路投资",), "rank"),
        (REGIONS, ("four", "Capital"), ("three", "Capital"), "count"),
        (REGIONS, ("four", "Capital"), ("four", "Coast"), "rank"),
    ],
)
def test_what_is_counted_or_ranked_in_words_is_held_against_what_is_told(
    prose: str, right: tuple[str, ...], wrong: tuple[str, ...], kind: str
) -> None:
    assert failed(prose.format(*right)) == []
    assert kind in kinds(prose.format(*right))
    assert failed(prose.format(*wrong)) == [kind]


@pytest.mark.parametrize(
    "prose",
    [
        "31个省份实现增长：其中，甲省增长5.1%，乙省增长4.2%，丙省增长3.0%。",  # some of them
        "全区辖5镇2乡86村，共12个社区。",  # other things
        "主要有五个特点：一是规模扩大，有三项举措：一是扩产，二是增效，三是降耗；二是结构优化；三是主体活跃；四是市场多元；五是效益提升。",
        "销量最多的是轿车。轿车产量12.4万辆，客车产量15.1万辆，货车产量3.2万辆。",  # nothing told before
        "Output rose in ten of the twelve branches: chemicals (up 3.1 per cent) and food (up 2.2 per cent).",
    ],
)
def test_what_may_be_meant_otherwise_is_not_called_wrong(prose: str) -> None:
    assert failed(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "油料产量1.24万吨，比上年的1.18万吨增长5.1%；水果产量2.07万吨，比上年减少0.09万吨，{}4.2%。",
        "生猪出栏2614.7万头，比上年增长3.0%，上年出栏2538.4万头；年末生猪存栏1687.2万头，{}3.4%，上年末存栏1745.8万头。",
    ],
)
def test_a_growth_goes_the_way_of_its_own_ends(prose: str) -> None:
    assert failed(prose.format("下降")) == []
    assert failed(prose.format("增长")) == ["growth"]


def test_what_was_before_is_no_share_of_now() -> None:
    prose = "2024年实现营业收入129517亿元。实现利润11538亿元，营业收入利润率为8.91%，比上年提高0.31个百分点，上年为{}%。"
    assert failed(prose.format("8.60")) == []


def test_a_title_leaves_out_the_verb_of_the_text() -> None:
    prose = "2024年规模以上文化及相关产业企业营业收入{}亿元\n\n2024年，文化企业实现营业收入129517亿元，比上年增长9.1%。\n"
    assert failed(prose.format("129517")) == []
    assert failed(prose.format("219517")) == ["crossref"]
