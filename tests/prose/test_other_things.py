"""Figures that the digits alone would put together, though their words name other things: nothing is said of them."""

from __future__ import annotations

import pytest

from ecdesk.prose import Document, proof
from tests.prose.slips import HEAD, assert_called, failed


def ranked(prose: str) -> list[str]:
    """What is confirmed of the order of figures."""
    return [claim.relation for claim in proof(Document(HEAD + prose)).claims if claim.kind == "rank"]


# What is counted stands before the figure: plants are no firms.
PLANTS = (
    "培育转型服务商120家，新增先进级以上智能{}70家。滚动建设110个工业互联网平台。\n\n"
    "强化企业创新主体地位。实施优质企业梯度培育行动，新增省级专精特新企业200家、雏鹰瞪羚独角兽企业500家。"
)
PRICES = (
    "据市场监测显示:北京地区重废市场{0}在3480元;唐山地区重废市场{0}在3430元。近期市场应维持稳定态势。"
    "据市场监测显示:唐山地区二级冶金焦到厂{0}在1940元;邯郸地区二级冶金焦到厂{0}在1900元。"
)
OF_THE_WORLD = "中国的锑储量约为3600吨，占{}储量的36%，俄罗斯和玻利维亚的储量分占19%和5%。"

COKE = "2023年，全市二级冶金焦成交均价1956元（到厂价）。\n\n2023年，全市二级冶金焦成交均价1986元（{}）。"
TRADE = "前5个月，民营企业进出口8.86万亿元，占全省外贸总值的52.8%。\n\n前5个月，{}进出口规模为11万亿元。"
FORESTS = "十年来，全市累计完成造林10.2亿亩{}森林抚育12.4亿亩，全市森林覆盖率提高到24.02%。"
REGION = (
    "上半年，长三角地区外贸进出口7.32万亿元，占全国36.4%。"
    "其中，对沿线国家进出口2.22万亿元，对其他成员国进出口2.25万亿元，分别占{}的32.3%、36.9%。"
)
PULLED = "{}同比增长6.0%，服务业对国民经济增长的贡献率为63.0%，拉动国内生产总值增长3.3个百分点。"
SERVICES = (
    "前三季度，服务进出口59362.2亿元，同比增长7.6%。其中，出口26015亿元，增长14.4%。\n\n前三季度，{}出口增长54.4%，进口增长2.7%。"
)
TOYS = "上半年，全市出口玩具6026万美元，其中对欧盟出口2317万美元，{}总量40%。"


@pytest.mark.parametrize(
    ("prose", "other", "alike"),
    [
        (COKE, "车板价", "到厂价"),
        (TRADE, "一般贸易", "全省"),
        (FORESTS, "、", "，"),
        (TOYS, "约占", "占"),
        (REGION, "全国", "全区"),
        (PULLED, "服务业", "生产总值"),
        (SERVICES, "旅行服务进出口增长8.8%。其中，", "服务"),
        ("组装{}从0.04毫米提升至0.003毫米。", "精度", "长度"),
        ("上半年，全国工业增加值增长6.1%。\n\n{}，全国工业增加值增长6.7%。", "二季度", "1—6月"),
    ],
    ids=(
        "terms of a price",
        "one kind of a whole",
        "members of one list",
        "about a share of a whole",
        "a whole that the region is a part of",
        "what a part pulled of its own growth",
        "a part of what is not told",
        "what is better when it is less",
        "another part of the year",
    ),
)
def test_what_words_tell_apart_is_not_called_wrong(prose: str, other: str, alike: str) -> None:
    assert failed(prose.format(other)) == []
    assert failed(prose.format(alike)) != []


def test_a_voltage_says_which_line_and_is_no_amount() -> None:
    prose = "电网有220千伏变电站32座，其中110千伏22座、35千伏10座。"
    relations = [claim.relation for claim in proof(Document(HEAD + prose)).claims]
    assert len(relations) == 1  # of the counts, not 110 + 35 ≤ 220
    assert relations[0].endswith("32座")


@pytest.mark.parametrize(
    ("prose", "other", "alike"),
    [(PLANTS, "工厂", "企业"), (PRICES, "报价", "成本"), (OF_THE_WORLD, "全球", "三国")],
    ids=("what is counted", "prices", "shares of the world"),
)
def test_what_may_not_be_added_is_not_called_wrong(prose: str, other: str, alike: str) -> None:
    assert failed(prose.format(other)) == []
    assert failed(prose.format(alike)) != []  # the digits alone would say so


def test_shares_of_the_world_that_all_but_make_it_up_are_still_called() -> None:
    assert_called("甲国占全球产量的52.4%，乙国和丙国的产量分别占32.8%和14.8%。", "32.8%", "30.8%")


def test_an_amount_that_fell_to_another_is_no_fall_by_it() -> None:
    assert failed("每100克鲜奶的蛋白质含量从原标准“大于等于2.95克”下降为2.80克。") == []
    assert_called("鲜奶产量从2.95万吨下降为2.80万吨，减少0.15万吨。", "0.15", "0.51")


@pytest.mark.parametrize(
    "prose",
    [
        "工业增加值增长7.6%，高于全国1.7个百分点；服务业增加值增长6.1%。",
        "在全国占比超过10%的有44种、超过20%的有23种、超过30%的有11种。",
        "居民收入增长3%，高于经济增速，能耗下降2%。",
    ],
)
def test_a_word_that_compares_with_another_thing_ranks_no_figure_behind_it(prose: str) -> None:
    assert ranked(prose) == []


def test_what_a_word_compares_is_ranked() -> None:
    prose = "市场占有率达到37.2%，远高于2010年28.9%的份额。渗透率82.0%，超过北美（78.6%）和日本（79.1%）。"
    assert ranked(prose) == ["37.2% ≥ 28.9%", "82.0% ≥ 78.6%", "82.0% ≥ 79.1%"]


def alike(prose: str) -> list[str]:
    """What is confirmed as one figure in two places."""
    return [claim.relation for claim in proof(Document(HEAD + prose)).claims if claim.kind == "crossref"]


REACHED = (
    "过去一年，城镇新增就业{}万人，粮食总产量稳定。\n\n今年经济社会发展主要预期目标是：粮食总产量稳定，城镇新增就业{}万人以上。"
)
TOLD = "一、城镇新增就业{}万人以上\n\n过去一年，城镇新增就业{}万人，粮食总产量稳定。"


def test_what_came_of_a_plan_is_not_the_plan() -> None:
    assert alike(REACHED.format("46.3", "46")) == []
    assert alike(TOLD.format("46", "46.3")) == ["城镇新增就业 46万人 = 46.3万人"]


def test_an_open_figure_is_not_that_of_a_figure_beyond_its_next_one() -> None:
    assert alike(TOLD.format("110", "121.7")) == []
    assert alike(TOLD.format("110", "117.2")) == ["城镇新增就业 110万人 = 117.2万人"]


OF_MAKERS = (
    "据统计，2018年全市制造商销售整机12.8万台。甲系品牌销售4.7464万台，市场占有率达到37%，远高于2010年28.9%的市场份额。"
    "乙系品牌销售3.8619万台，占整机市场的30%，低于2010年35.39%的市场份额。丙系品牌销售2.5562万台，市场占有率为20%。"
    "丁系品牌销售1.5985万台，占整个市场份额的13%。"
)


def test_a_year_that_a_figure_is_compared_with_is_of_that_figure_only() -> None:
    result = proof(Document(HEAD + OF_MAKERS))
    periods = {figure.text: figure.period for figure in result.figures}
    assert [periods[text] for text in ("37%", "28.9%", "3.8619万台", "35.39%", "1.5985万台")] == [
        "2018",
        "2010",
        "2018",
        "2010",
        "2018",
    ]


def test_shares_beside_those_of_another_year_make_up_a_hundred() -> None:
    sums = [claim for claim in proof(Document(HEAD + OF_MAKERS)).claims if claim.relation.endswith("= 100%")]
    assert [len(claim.operands) for claim in sums] == [4]


COSTS = (
    "成本费用上升较快。1—5月，全市工业财务费用同比增长39.98%，比上年同期提高28.33个百分点。"
    "其中利息支出增速也呈现持续加快态势，1—5月全市工业{}同比增长38.98%，比上年同期提高24.9个百分点。"
)
SURPLUS = "前4月全球铜市{}116900吨，其中消费量为624.9万吨，产量为637万吨。"
YEARS = "2010年全国企业网上成交额达3.8万亿元，中小企业网上成交额逐年增长，{}分别达到2.2万亿、2.8万亿、3.28万亿元。"
MONTH = "今年6月，我市进口棉花12万吨，{}减少2.5万吨，较去年同期下降29%。"


@pytest.mark.parametrize(
    ("prose", "other", "alike"),
    [
        (COSTS, "利息支出", "财务费用"),
        (SURPLUS, "供应过剩", "交易总量"),
        (YEARS, "从2007年至2009年", "三类企业"),
        (MONTH, "较5月", "较去年同期"),
    ],
    ids=("two costs of one owner", "a surplus", "years of another thing", "a change against the month before"),
)
def test_what_is_of_another_thing_or_time_is_not_called_wrong(prose: str, other: str, alike: str) -> None:
    assert failed(prose.format(other)) == []
    assert failed(prose.format(alike)) != []  # the digits alone would say so


TOGETHER = (
    "数据显示,该市共实现采购规模22.86亿元,同比增长90.8%。\n\n"
    "采购额超过1亿元的县市区有莱阳、栖霞、海阳,采购额分别为3.62亿元、1.69亿元、1亿元,占全市采购规模的27.6%。\n\n"
    "全市工程类项目采购额达到19.67亿元,占全市采购额的86%;货物类项目采购额为2.9亿元,占全市采购额的12.7%;"
    "服务类项目采购额0.29亿元,占全市采购额1.3%。"
)


def test_a_share_behind_a_list_may_be_of_all_of_it() -> None:
    assert failed(TOGETHER) == []


def test_a_figure_that_each_of_several_has_is_no_total() -> None:
    assert failed("注册资本变更为3200万元，甲公司和乙公司各占1000万元，丙公司和丁集团分享有500万元和700万元股权。") == []
