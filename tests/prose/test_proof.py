"""What the proof finds in short texts of many publishers' styles."""

from __future__ import annotations

import pytest

from ecdesk.domain.findings import Verdict
from ecdesk.prose import Document, proof
from ecdesk.prose.claims import Claim


def claims(prose: str) -> list[Claim]:
    return list(proof(Document(prose)).claims)


def verdicts(prose: str, kind: str) -> list[Verdict]:
    return [claim.verdict for claim in claims(prose) if claim.kind == kind]


GOOD = {
    "parts after 其中": (
        "全市进出口总值240.0亿元，比上年增长14.7%。其中，出口总值194.1亿元，增长10.7%；进口总值45.9亿元，增长35.2%。",
        {"sum", "growthmix"},
    ),
    "share of a named whole": (
        "全省实现电子商务交易额2563.2亿元；其中大宗及B2B交易额1783.8亿元，在电子商务交易额占比69.6%；网络零售额779.4亿元。",
        {"sum", "share"},
    ),
    "respective shares": ("标准共计172则。其中，通用类60则，运营类88则，管理类24则，分别占比35%、51%和14%。", {"sum", "share"}),
    "three sectors": ("第一、二、三次产业增加值占全州生产总值的比重为19.6%、27.8%和52.6%。", {"sum"}),
    "structure": ("三次产业结构为3.9:39.0:57.1。", {"sum"}),
    "birth and death": ("全州人口出生率为13.00‰，死亡率为7.64‰，人口自然增长率为5.36‰。", {"sum"}),
    "change and growth": ("年末企业101家，比上年增加21家，增长26.3%。", {"growth"}),
    "from to": ("监管证件由86种减少到46种，减少46.5%。", {"growth"}),
    "points between rates": ("电子商务渗透率由62.5%提高到67.4%，提高4.9个百分点。", {"points"}),
    "names and their count": ("费县、沂水县、郓城县、鱼台县4县成功创建示范县。", {"count"}),
    "titles and their count": ("全年发布标准4项，包括《术语》《通用规范》《展示要求》《入驻审核规范》。", {"count"}),
    "ranking": ("进口额位列前三位的商品分别为化妆品、粮油和服装，占比分别为35.9%、24.2%和13.3%。", {"rank", "sum"}),
}


@pytest.mark.parametrize("name", GOOD)
def test_true_claims_hold(name: str) -> None:
    prose, kinds = GOOD[name]
    found = claims(prose)
    assert kinds <= {claim.kind for claim in found}
    assert {claim.verdict for claim in found} == {Verdict.HOLDS}


BAD = {
    "sum": "全市进出口总值240.0亿元。其中，出口总值149.1亿元；进口总值45.9亿元。",
    "share": "某省实现电子商务交易额6412.7亿元；网络零售额893.6亿元，占电子商务交易额的63.5%。其中，实物型567.6亿元，服务型326.0亿元。",
    "growthmix": "进出口总额27.5亿元，同比增长39.2%；其中，出口17.8亿元，同比下降45.1%；进口9.7亿元，同比增长29.4%。",
    "growth": "年末企业101家，比上年增加21家，增长36.3%。",
    "points": "电子商务渗透率由62.5%提高到67.4%，提高9.4个百分点。",
    "count": "费县、沂水县、郓城县、鱼台县5县成功创建示范县。",
    "rank": "进口额位列前三位的商品分别为化妆品、粮油和服装，占比分别为25.9%、34.2%和13.3%。",
}


@pytest.mark.parametrize("kind", BAD)
def test_false_claims_fail_and_say_why(kind: str) -> None:
    failed = [claim for claim in claims(BAD[kind]) if claim.verdict is Verdict.FAILS]
    assert [claim.kind for claim in failed] == [kind]
    assert failed[0].as_json()["message"]


def test_a_share_of_the_wrong_item_is_explained_by_the_item_that_fits() -> None:
    (failed,) = [claim for claim in claims(BAD["share"]) if claim.verdict is Verdict.FAILS]
    assert "567.6" in str(failed.cause)
    assert failed.expected == "13.9%"


def test_transposed_digits_are_named() -> None:
    (failed,) = [claim for claim in claims(BAD["sum"]) if claim.verdict is Verdict.FAILS]
    assert "194.1" in str(failed.cause)


def test_rounding_is_neither_right_nor_wrong() -> None:
    prose = "全省实现网络零售额396亿元；其中，实物商品网络零售额189亿元，占网络零售额的47%；非实物商品网络零售额207亿元，占网络零售额的53%。"
    assert verdicts(prose, "share") == [Verdict.ROUNDING, Verdict.ROUNDING]


def test_parts_that_are_not_all_may_fall_short_but_not_exceed() -> None:
    assert verdicts("共有门店190家，其中甲店86家，乙店46家。", "sum") == [Verdict.HOLDS]
    assert verdicts("共有门店190家，其中甲店860家。", "sum") == [Verdict.FAILS]


def test_overlapping_parts_are_not_added_up() -> None:
    prose = "粮食产量241.5万吨。其中，夏粮产量114.6万吨；秋粮产量126.9万吨；小麦产量114.6万吨；玉米产量97.1万吨。"
    assert Verdict.FAILS not in verdicts(prose, "sum")


def test_growth_at_constant_prices_is_not_recomputed() -> None:
    prose = "邮电业务总量120.1亿元，比上年增长17.5%。其中，邮政业务总量39.9亿元，增长11.7%；电信业务总量80.2亿元，增长18.6%。"
    assert verdicts(prose, "growthmix") == [Verdict.HOLDS]


def test_a_paragraph_that_a_footnote_interrupts_is_read_as_one() -> None:
    prose = "2018年进出口总额为1347亿元^①，同比增长50%\n\n^① 注：初步数。\n\n(见图 4-1)。其中,出口额为 561.2 亿元,增长 67%;进口额为 785.8 亿元,增长 39.8%。\n"
    assert verdicts(prose, "sum") == [Verdict.HOLDS]


def test_offsets_count_characters_of_the_manuscript() -> None:
    prose = "\r\n全省实现网络零售额 1 146.7\r\n亿元，同比增长２８．９％。\r\n"
    result = proof(Document(prose))
    assert [(figure.text, figure.value, figure.unit) for figure in result.figures] == [
        ("1 146.7\r\n亿元", "1146.7", "亿元"),
        ("２８．９％", "28.9", "%"),
    ]
    for figure in result.figures:
        assert prose[figure.start : figure.end] == figure.text


def test_the_json_has_the_agreed_form() -> None:
    document = proof(Document("出口2.5亿万元，其中甲1.0亿元。")).as_json()
    assert set(document) == {"figures", "claims", "format"}
    assert set(document["figures"][0]) == {"start", "end", "text", "value", "unit", "indicator", "area", "period"}
    assert "亿万" in document["format"][0]["message"]
