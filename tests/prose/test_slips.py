"""Slips that the text itself shows: called in the slipped text, and nothing is called in the right one."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof

HEAD = "2023年某市统计报告\n\n"
SLIPS = {
    "the share of a plan that is printed with it": (
        "4月，一般公共预算收入累计完成31827万元，完成年初预算数78500万元的40.5%，比上年减收1290万元，下降3.9%。",
        ("40.5%", "50.5%"),
    ),
    "growth and change behind such a plan": (
        "4月，政府性基金收入累计完成3146万元，完成年初预算数28400万元的11.1%，比上年增收426万元，增长15.7%。",
        ("15.7%", "25.7%"),
    ),
    "a fall that is told as a rise": (
        "4月，一般公共预算支出累计完成113276万元，完成预算数261500万元的43.3%，比上年减支8914万元，下降7.3%。",
        ("下降7.3%", "增长7.3%"),
    ),
    "a change behind its rate": (
        "全市财政总收入完成182913万元，较上年同期增长14.27%，增收22841万元。",
        ("14.27%", "24.27%"),
    ),
    "two members of a structure in each other's place": (
        "全县地区生产总值312.6亿元。其中，第一产业增加值51.4亿元，第二产业增加值138.9亿元，第三产业增加值122.3亿元。"
        "三次产业结构比为16.4:44.4:39.2。",
        ("16.4:44.4:39.2", "16.4:39.2:44.4"),
    ),
    "a share of a local revenue": (
        "地方财政收入完成104318万元，其中税收收入完成68127万元，税收收入占地方财政收入65.31%。",
        ("65.31%", "75.31%"),
    ),
    "the last share of a list": (
        "全县生产总值231.4亿元。其中：第一产业实现增加值48.6亿元；第二产业实现增加值64.2亿元；第三产业实现增加值118.6亿元。"
        "产业构成由上年的22.31%、28.52%和49.17%调整为21.00%、27.74%和51.25%。",
        ("51.25%", "61.25%"),
    ),
    "a round figure past the exact one beside it": (
        "前11个月全市进出口总值突破3000亿元，为3049.2亿元，同比增长8.1%。",
        ("突破3000亿元", "突破4000亿元"),
    ),
    "a round figure of a title past the exact one below it": (
        "移动电话用户突破700万户\n\n年末全市移动电话用户达到703.4万户，比上年增加21.6万户。",
        ("突破700万户", "突破800万户"),
    ),
    "the growth of one figure in two places": (
        "截至2022年末，全市共有从事第二产业和第三产业活动的法人单位10857个，比2018年末增长52.9%。\n\n"
        "到2022年末，我市共有从事第二、第三产业活动的法人单位10857个、从业人员356023人，分别较2018年底增长52.9%和30.4%。",
        ("分别较2018年底增长52.9%", "分别较2018年底增长59.2%"),
    ),
    "one figure under two long names": (
        "截至2022年末，全市共有从事第二产业和第三产业活动的法人单位10857个，比2018年末增长52.9%。\n\n"
        "到2022年末，我市共有从事第二、第三产业活动的法人单位10857个、从业人员356023人，分别较2018年底增长52.9%和30.4%。",
        ("第二、第三产业活动的法人单位10857个", "第二、第三产业活动的法人单位10587个"),
    ),
    "a cell between strokes and the prose": (
        "全年铁路、公路和水运等运输方式完成货物周转量491.5亿吨公里，比上年增长0.7%；旅客周转量110.3亿人公里，增长3.0%。\n\n"
        "指标|单位|绝对数|比上年增长（%）\n货物周转量|亿吨公里|491.5|0.7\n旅客周转量|亿人公里|110.3|3.0\n",
        ("货物周转量|亿吨公里|491.5|", "货物周转量|亿吨公里|419.5|"),
    ),
    "a growth between strokes and the prose": (
        "全年铁路、公路和水运等运输方式完成货物周转量491.5亿吨公里，比上年增长2.7%；旅客周转量110.3亿人公里，增长3.0%。\n\n"
        "指标|单位|绝对数|比上年增长（%）\n货物周转量|亿吨公里|491.5|2.7\n旅客周转量|亿人公里|110.3|3.0\n",
        ("|491.5|2.7", "|491.5|7.2"),
    ),
    "points against percentages in brackets": (
        "全市生产总值412.6亿元，增长8.4%，比全省（7.7%）和全国（7.0%）分别高0.7、1.4个百分点。",
        ("0.7、1.4", "0.7、2.4"),
    ),
    "points against percentages in brackets in each other's place": (
        "全市生产总值412.6亿元，增长8.4%，比全省（7.7%）和全国（7.0%）分别高0.7、1.4个百分点。",
        ("0.7、1.4", "1.4、0.7"),
    ),
    "points against percentages in brackets the other way round": (
        "全市生产总值412.6亿元，增长8.4%，比全省（7.7%）和全国（7.0%）分别高0.7、1.4个百分点。",
        ("分别高", "分别低"),
    ),
    "points against the growth of the economy, told far before": (
        "全市地区生产总值412.6亿元，同比增长6.7%。\n\n规模以上工业增加值增长1.7%。\n\n固定资产投资增长4.4%。\n\n消费平稳。\n\n"
        "第三产业增加值增长7.6%，快于全市经济增速0.9个百分点。",
        ("0.9个", "0.4个"),
    ),
    "what is added up in a budget": (
        "一般公共预算收入8544.34万元，为预算的100.1%，增长5.3%。加上从预算稳定调节基金调入213万元，从国有资本经营预算调入32.3万元，"
        "收入总量为8789.64万元。",
        ("8789.64", "9789.64"),
    ),
    "what is added up in a budget in another unit": (
        "一般公共预算收入8544.34万元，为预算的100.1%，增长5.3%。加上从预算稳定调节基金调入213万元，从国有资本经营预算调入32.3万元，"
        "收入总量为8789.64万元。",
        ("8789.64万元", "8789.64亿元"),
    ),
    "what is left of two accounts": (
        "收入8544万元。加上调入资金245万元，收入总量为8789万元。支出10238万元。加上补充调节基金101万元，支出总量为10339万元。"
        "收支总量相抵，赤字1550万元，与预算持平。",
        ("赤字1550", "赤字2550"),
    ),
    "the share of exports in exports": (
        "进出口总值2708.4亿元，下降0.1%。其中出口1547.2亿元，增长0.8%；进口1161.2亿元，下降1.3%。民营企业进出口1433.6亿元，增长6%。"
        "其中，出口974.5亿元，增长6.3%，占出口总值的63.0%；进口459.1亿元，增长5.3%，占进口总值的39.5%。",
        ("63.0%", "73.0%"),
    ),
    "places by size": (
        "甲国为我国第一大贸易伙伴，贸易总值326.4亿元；乙国为我国第二大贸易伙伴，贸易总值308.1亿元；丙国为我国第三大贸易伙伴，贸易总值266.2亿元。",
        ("甲国为我国第一大", "甲国为我国第二大"),
    ),
    "a place in a title and below it": (
        "固定资产投资增速全省第一\n\n1至6月，全市固定资产投资完成232.88亿元，同比增长34.5%，增速居全省第一。",
        ("增速全省第一", "增速全省第二"),
    ),
    "how many rose and fell": (
        "居民消费价格“两涨三跌”。其中，食品上涨1.5%，医疗上涨1.7%，居住下降1.6%，衣着下降0.2%，交通下降3.0%。",
        ("两涨三跌", "三涨两跌"),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_it_is_called(name: str) -> None:
    prose, (right, wrong) = SLIPS[name]
    assert prose.count(right) == 1
    assert _failed(prose) == []
    assert _failed(prose.replace(right, wrong)) != []


def _failed(prose: str) -> list[str]:
    return [claim.relation for claim in proof(Document(HEAD + prose)).claims if claim.verdict is Verdict.FAILS]


RIGHT = {
    "places among different owners": "甲国为乙国第一大贸易伙伴，贸易额26.4亿元；丙国为丁国第一大贸易伙伴，贸易额308.1亿元。",
    "a place of something else below a title": "工业增幅全省第四\n\n规模以上工业增加值97.89亿元，增长9.1%。税收收入增幅居全省第二。",
    "a figure far past the round one": "跨境基金年内净流入超千亿元，达1394亿元。\n\n进出口总值超700亿元\n\n一季度，全市进出口总值788亿元。",
    "parts that stand in another order than the structure names them": "完成投资247.4亿元。其中：第一产业完成投资16.9亿元；第三产业完成投资39.2亿元；"
    "第二产业完成投资191.3亿元。三次产业投资比重为6.8:77.3:15.9。",
}


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_called(name: str) -> None:
    assert _failed(RIGHT[name]) == []
