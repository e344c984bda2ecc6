"""What the proof finds in short texts of many publishers' styles."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
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
    "birth and death": ("全州人口出生率为13.00‰，死亡率为7.64‰，人口自然增长率为5.36‰。", {"diff"}),
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
    # What is more than its whole may be counted otherwise: nobody can say which of the two is wrong.
    assert verdicts("共有门店190家，其中甲店860家。", "sum") == [Verdict.UNDECIDED]


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
    assert set(document["figures"][0]) == {
        "start",
        "end",
        "text",
        "value",
        "unit",
        "indicator",
        "area",
        "period",
        "measure",
        "basis",
    }
    assert "亿万" in document["format"][0]["message"]


TABLE = (
    "表2 财政收支情况\n\t绝对数（亿元）\t比上年增长（%）\n财政总收入\t{level}\t3.5\n其中：一般公共预算收入\t110.68\t{growth}\n"
)
PROSE = "全年财政总收入完成148.87亿元，比上年增长3.5%。其中，一般公共预算收入110.68亿元，下降1.2%。\n"


def test_a_table_is_compared_with_the_prose_by_name_and_unit() -> None:
    found = [claim for claim in claims(PROSE + TABLE.format(level="148.87", growth="-1.2")) if claim.kind == "crossref"]
    assert [claim.verdict for claim in found] == [Verdict.HOLDS] * 4


@pytest.mark.parametrize(("level", "growth"), [("148.78", "-1.2"), ("148.87", "1.2")])
def test_a_slip_in_a_table_fails(level: str, growth: str) -> None:
    failed = [claim for claim in claims(PROSE + TABLE.format(level=level, growth=growth)) if claim.verdict is Verdict.FAILS]
    assert [claim.kind for claim in failed] == ["crossref"]


def test_a_table_in_another_unit_is_converted() -> None:
    table = "\t完成额（万元）\n财政总收入\t1488652\n"
    assert [claim.verdict for claim in claims(PROSE + table) if claim.kind == "crossref"] == [Verdict.HOLDS]


def test_words_of_other_publishers() -> None:
    """Sentences that must raise no alarm, each for a reason of its own."""
    for prose in (
        "贷款余额7562.1亿元，增长11.2%，比年初增加385.6亿元。",
        "60岁及以上人口26402万人，占18.70%（其中，65岁及以上人口19064万人，占13.50%），全国人口141178万人。",
        "进出口37.96万亿元，进口下降0.5%。按美元计价，进出口5.41万亿美元，进口下降6%。",
        "三次产业结构由上年的5.2:40.1:54.7调整为5.1:39.5:55.4。",
        "其中对美国出口占比达31.1%；其中从日本进口占比达20.7%。",
        "参加养老保险人数16.65万人。其中，离退休人数4.78万人；参加失业保险人数7.65万人；参加医疗保险人数26.76万人。",
        "存款余额2899145亿元，比年初增加248437亿元，其中人民币存款余额2842623亿元，增加257398亿元。",
        "全国人口141178万人，与2010年的133972万人相比，增加7206万人，增长5.38%。",
        "电子商务交易额31.63万亿元，增长8.5%。其中，商品类30.61万亿元，增长14.5%；合约类1.02万亿元，下降51.9%。",
        "甲区实现网络零售额512.3亿元；乙区实现网络零售额512.8亿元。",
    ):
        assert [claim.relation for claim in claims(prose) if claim.verdict is Verdict.FAILS] == []


def test_words_of_yet_other_publishers() -> None:
    """Sentences of surveys and releases that must raise no alarm."""
    for prose in (
        "年末参加基本医疗保险人数13445万人，其中职工基本医疗保险3167万人，城乡居民基本医疗保险8974万人。",
        "全省农民工总量2856万人。\n\n从输出地看，东部地区农民工1012万人，占农民工总量的35.4%；中部地区农民工945万人，占农民工总量的33.1%。",
        "在农民工中，男性占65.2%，女性占34.8%。其中，外出农民工中女性占30.1%；本地农民工中女性占39.2%。",
        "全年贷款增加16.81万亿元。其中，短期贷款增加18.52万亿元，票据融资减少0.84万亿元。",
    ):
        assert [claim.relation for claim in claims(prose) if claim.verdict is Verdict.FAILS] == []


def test_the_whole_may_stand_in_an_earlier_paragraph() -> None:
    before = "11月份，社会消费品零售总额39514亿元，增长5.0%。\n\n1—11月份，社会消费品零售总额351415亿元，下降4.8%。\n\n"
    lists = "按经营地分，11月份，城镇消费品零售额34072亿元；乡村消费品零售额5442亿元。1—11月份，城镇消费品零售额{town}亿元；乡村消费品零售额47002亿元。"
    assert verdicts(before + lists.format(town="304413"), "sum") == [Verdict.HOLDS, Verdict.HOLDS]
    assert verdicts(before + lists.format(town="304431"), "sum") == [Verdict.HOLDS, Verdict.FAILS]
    # Without a word that says so a list that is far off is of another total.
    assert verdicts(before + lists.format(town="213877"), "sum") == [Verdict.HOLDS]


def test_a_share_of_all_is_of_the_one_total_that_the_text_gives() -> None:
    prose = "全国网民规模达8.29亿人。\n\n农村网民规模2.22亿人，占整体网民的{share}。"
    assert verdicts(prose.format(share="26.7%"), "share") == [Verdict.HOLDS]
    assert verdicts(prose.format(share="27.6%"), "share") != [Verdict.HOLDS]


def test_parts_and_their_shares_give_one_whole() -> None:
    prose = "常住人口中，男性{men}万人，占51.24%；女性68844万人，占48.76%。"
    assert Verdict.HOLDS in verdicts(prose.format(men="72334"), "share")
    assert verdicts(prose.format(men="73234"), "share") == [Verdict.FAILS]
    assert verdicts("甲市实现零售额512亿元，占12%；乙市实现零售额230亿元，占31%。", "share") == []


def test_changes_are_parts_of_a_change() -> None:
    prose = "住户贷款增加7.43万亿元，其中，短期贷款增加1.98万亿元，中长期贷款增加5.45万亿元。"
    assert verdicts(prose, "sum") == [Verdict.HOLDS]
    assert verdicts("住户贷款增加7.43万亿元，其中，短期贷款减少1.98万亿元，中长期贷款增加9.41万亿元。", "sum") == [Verdict.HOLDS]


def test_a_headline_is_compared_with_the_text() -> None:
    prose = "# 一季度社会消费品零售总额增长{rate}\n\n一季度，社会消费品零售总额108659亿元，同比增长3.3%。"
    assert verdicts(prose.format(rate="3.3%"), "crossref") == [Verdict.HOLDS]
    assert verdicts(prose.format(rate="8.3%"), "crossref") == [Verdict.FAILS]
    prose = "# 二、全年人民币贷款增加16.81万亿元\n\n全年人民币贷款增加{change}万亿元，同比多增6439亿元。"
    assert verdicts(prose.format(change="16.81"), "crossref") == [Verdict.HOLDS]
    assert verdicts(prose.format(change="18.61"), "crossref") == [Verdict.FAILS]


def test_the_first_of_two_figures_in_points_leaves_the_word_out() -> None:
    first, second = proof(Document("增速分别比上月末和上年同期高0.5个和0.6个百分点。")).figures
    assert (first.unit, second.unit) == ("个百分点", "个百分点")


def test_a_share_that_rose_to_a_figure_is_named_by_its_clause() -> None:
    figures = proof(Document("网民使用手机上网的比例由2017年底的97.5%提升至2018年底的98.6%。")).figures
    assert all("提" not in figure.indicator for figure in figures)


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [
        ("188.8", Verdict.HOLDS),
        ("189.0", Verdict.HOLDS),
        ("189.1", Verdict.UNDECIDED),
        ("189.2", Verdict.UNDECIDED),
        ("188.5", Verdict.UNDECIDED),
    ],
)
def test_a_long_sum_that_rounding_hardly_explains_is_not_decided(whole: str, verdict: Verdict) -> None:
    goods = ["服装", "家电", "食品", "图书", "家具", "药品", "玩具", "化妆品"]
    parts = "，".join(f"{name}{number}.1亿元" for number, name in enumerate(goods, 20))
    (found,) = [claim for claim in claims(f"2018年，全市实现网络零售额{whole}亿元。其中，{parts}。") if claim.kind == "sum"]
    assert found.verdict is verdict
    assert ("三倍标准差" in str(found.message)) is (verdict is Verdict.UNDECIDED)
