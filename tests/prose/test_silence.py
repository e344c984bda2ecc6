"""A relation that is confirmed where it is right is called wrong where one slip breaks it."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof


def fails(prose: str) -> list[str]:
    return [
        claim.relation for claim in proof(Document(f"2022年某市统计公报\n\n{prose}\n")).claims if claim.verdict is Verdict.FAILS
    ]


CASES = {
    "a share of the whole that other shares of the paragraph are of, which stands a paragraph before": (
        "全市货物吞吐量8437.2万吨，比上年增长3.1%。\n\n集装箱货物2716.8万吨，占全市货物吞吐量的32.2%。散货3948.6万吨，占46.8%。",
        "3948.6万吨，占46.8%",
        "9348.6万吨，占46.8%",
    ),
    "a part of that whole in another unit": (
        "全市货物吞吐量8437.2万吨，比上年增长3.1%。\n\n集装箱货物2716.8万吨，占全市货物吞吐量的32.2%。散货3948.6万吨，占46.8%。",
        "3948.6万吨",
        "3948.6吨",
    ),
    "shares that stand with each other's level": (
        "全市林地面积386.4万亩。用材林142.7万亩，占36.9%；经济林243.7万亩，占63.1%。",
        "36.9%；经济林243.7万亩，占63.1%",
        "63.1%；经济林243.7万亩，占36.9%",
    ),
    "shares of two wholes that stand in each other's place": (
        "全年客运量3.46亿人次，货运量2.83亿吨。\n\n铁路客运量1.28亿人次，占客运量的37.0%；铁路货运量0.74亿吨，占货运量的26.1%。",
        "37.0%；铁路货运量0.74亿吨，占货运量的26.1%",
        "26.1%；铁路货运量0.74亿吨，占货运量的37.0%",
    ),
    "shares of a whole that is not printed": (
        "城区居民为48261人，占57.94%；郊区居民为35033人，占42.06%。",
        "57.94%；郊区居民为35033人，占42.06%",
        "42.06%；郊区居民为35033人，占57.94%",
    ),
    "a total whose parts have shares that make up a hundred": (
        "三、基金余额82461.37亿元，比年初增长6.4%\n\n存款31427.86亿元，占比38.11%；国债29846.12亿元，占比36.19%；股票21187.39亿元，占比25.69%。",
        "82461.37",
        "82641.37",
    ),
    "figures beside those that add up in the same places": (
        "全区有医院46家，在职医生3184人，护士5273人。城区有医院29家，在职医生2047人，护士3418人；郊区有医院17家，在职医生1137人，护士1855人。",
        "护士5273人",
        "护士5723人",
    ),
    "parts under a view a paragraph behind their total": (
        "全市用水量6384万立方米，同比增长2.7%。\n\n分用途看，农业用水量3127万立方米，同比增长1.9%；工业用水量2146万立方米，同比增长3.4%。居民用水量1111万立方米。",
        "工业用水量2146",
        "工业用水量2746",
    ),
    "a change, with the level of the end of last year behind it": (
        "年末全市常住人口318.3万人，比上年末减少7.4万人，上年末为325.7万人。",
        "减少7.4万人",
        "减少4.7万人",
    ),
    "points between a rate and last year's behind them": (
        "全市企业贷款加权平均利率为4.62%，比上年同期下降0.37个百分点，上年同期为4.99%。",
        "0.37个百分点",
        "0.73个百分点",
    ),
    "the way of a growth from the level behind it": (
        "全年仓储面积216.3万平方米，增长4.1%，上年仓储面积207.8万平方米。年末生猪存栏687.2万头，下降6.3%，上年末存栏733.4万头。",
        "下降6.3%",
        "增长6.3%",
    ),
    "a growth that goes another way than its change, beside another growth of that size": (
        "茶叶产量4.32万吨，比上年的4.12万吨增长4.9%；水果产量3.07万吨，比上年减少0.16万吨，下降5.0%。",
        "下降5.0%",
        "增长5.0%",
    ),
    "a balance whose ends each have last year's figure": (
        "出口1203.5亿元，增长11.5%，上年出口1079.4亿元；进口613.3亿元，增长4.3%。进出口相抵，贸易顺差590.2亿元。",
        "590.2亿元",
        "592.0亿元",
    ),
    "people who were born and died": (
        "全年出生人口16.3万人，死亡人口27.5万人，自然减少11.2万人。",
        "减少11.2万人",
        "减少41.2万人",
    ),
    "points against all of what a paragraph began with": (
        "全市企业实现收入8217.4亿元，增长9.1%。\n\n高技术企业收入2213.6亿元，增长15.9%，快于全部企业6.8个百分点。",
        "6.8个百分点",
        "9.8个百分点",
    ),
    "points against a growth that is told with a word for its size": (
        "年末各项贷款余额8746.52亿元，同比增长10.4%。普惠小微贷款余额826.75亿元，同比增长21.3%，高于各项贷款增速10.9个百分点。",
        "10.9个百分点",
        "19.0个百分点",
    ),
    "a share of a named whole in a piece of its own": (
        "全省投资48327亿元，增长5.2%。其中，国有控股投资17476亿元，增长3.8%；民间投资28053亿元，增长6.9%，占全部投资的比重为58.0%。",
        "58.0%",
        "50.8%",
    ),
    "quarters behind the figure for all three": (
        "前三季度，全区进出口6463.7亿元。\n\n一季度进出口2014.8亿元，二季度2153.6亿元，三季度2295.3亿元。",
        "2153.6亿元",
        "2513.6亿元",
    ),
    "how many of all rose": (
        "5个行业中，4个行业收入实现增长：软件业增长17.1%，物流业增长11.9%，会展业增长9.4%，广告业增长6.2%；租赁业下降1.2%。",
        "4个行业",
        "3个行业",
    ),
    "which rose most": (
        "软件业增长17.1%，物流业增长11.9%，会展业增长9.4%。增长最快的是软件业，增长最慢的是会展业。",
        "快的是软件业",
        "快的是物流业",
    ),
    "how many rose and fell": (
        "四大类价格“三涨一跌”：食品类上涨0.6%，衣着类上涨1.1%，居住类下降0.2%，医疗类上涨1.0%。",
        "三涨一跌",
        "二涨一跌",
    ),
    "a numbered row of a table": (
        "表2 信贷收支\n\n项目\t余额（亿元）\t比年初（亿元）\n一、各项存款\t8317.42\t531.76\n1.住户存款\t5104.37\t386.41\n2.企业存款\t2218.64\t118.71\n"
        "3.财政性存款\t994.41\t26.64",
        "2218.64",
        "2281.64",
    ),
    "the change between two ends": (
        "通车里程由18346公里减少到17219公里，净减1127公里，下降6.1%。",
        "净减1127公里",
        "净减1827公里",
    ),
    "the end that a change began from": (
        "管网里程由8464公里增加到8573公里，净增109公里，增长1.3%。",
        "8464公里",
        "8764公里",
    ),
    "a movement between two figures without a unit": (
        "男女比例（以女性为100）由2012年统计的98.64下降为96.17。",
        "下降为",
        "上升为",
    ),
    "a movement between two years": (
        "全县旅游收入从2014年的84.16亿元增加到2019年的173.2亿元。",
        "增加到",
        "减少到",
    ),
    "a growth against the figure compared with, of a level a sentence before": (
        "全县户籍人口为64827人。全县户籍人口与2010年普查的61394人相比，增长5.59%。",
        "增长5.59%",
        "下降5.59%",
    ),
    "a list of shares beside one that makes up a hundred": (
        "三个片区的投资额比重分别为46.3%、31.8%和21.9%，产值比重分别为52.4%、28.1%和19.5%。",
        "52.4%",
        "52.9%",
    ),
    "shares under the names of levels of another sentence": (
        "农产品加工业产值286.4亿元，其中粮油加工产值143.8亿元，果蔬加工产值94.5亿元，肉类加工产值48.1亿元。粮油加工产值占比为50.2%，"
        "果蔬加工产值占比为33.0%，肉类加工产值占比为16.8%。",
        "50.2%，果蔬加工产值占比为33.0%",
        "33.0%，果蔬加工产值占比为50.2%",
    ),
    "a share whose whole another share names by the same words": (
        "全市货运总量8437.2万吨。铁路货运量2716.8万吨，占全市货运总量的32.2%。\n\n水路情况良好。\n\n水路货运量3948.6万吨，占全市货运总量的46.8%。",
        "3948.6万吨",
        "3948.6吨",
    ),
    "one long name of which one place says no time": (
        "财产保险公司保费收入2846.37亿元，寿险公司保费收入8123.55亿元。\n\n风险可控。\n\n2022年1-6月，财产保险公司保费收入2846.37亿元。",
        "2846.37",
        "2864.37",
    ),
    "a share in the bracket behind its part": ("在1582家受访商户中，有947家（59.9%）增加了进货。", "947家", "974家"),
    "a share of a whole that 为 leads to": ("城郊居民316.4万人，为全市人口846.2万人的37.4%。", "846.2", "864.2"),
    "the quotient of two levels that are named like it": (
        "城镇居民人均收入16843元，增长4.1%；农村居民人均收入7516元，增长6.3%。城乡居民人均收入比值为2.24。",
        "2.24",
        "2.42",
    ),
    "a rate that the names of two levels make up": (
        "年末企业资产总计190.52万亿元，增长5.4%；负债合计110.27万亿元，增长5.2%；所有者权益80.25万亿元；资产负债率57.9%。",
        "57.9%",
        "59.7%",
    ),
    "parts of an amount per head, of which only the total says so": (
        "居民人均可支配收入30417元，增长8.4%。其中，工资性收入19256元；经营净收入2641元；财产净收入1634元；转移净收入6886元。",
        "6886",
        "6868",
    ),
    "shares of parts whose total is told where they are printed as well": (
        "全市生产总值3342.7亿元。其中，第一产业119.6亿元；第二产业1161.5亿元；第三产业2061.6亿元。\n\n"
        + "工作顺利。\n\n" * 14
        + "第一产业119.6亿元（占比3.6%），第二产业1161.5亿元（占比34.7%），第三产业2061.6亿元（占比61.7%）。",
        "34.7%",
        "37.4%",
    ),
    "a split of a total behind another one, by names that divide it": (
        "全市实现社会消费品零售总额528亿元，增长6.7%。其中，限额以上单位零售额138.6亿元，增长0.7%。\n\n"
        "从行业看，消费继续回暖：批发零售业零售额486.7亿元，增长6.4%；住宿餐饮业零售额41.3亿元，增长9.5%。",
        "486.7",
        "468.7",
    ),
    "a growth in a title that a body tells": (
        "（二）地方财政收入增速达到19.7%\n\n全市地方财政收入完成43.6亿元，同比增长19.7%。",
        "19.7%",
        "17.9%",
    ),
    "counts of English prose": (
        "Arrivals of visitors reached 284,617 compared to 251,904 in the year before, recording an increase of 13.0%.",
        "13.0%",
        "18.0%",
    ),
    "a change before the figure it is measured from": (
        "The deficit was $384.6 billion, up $6.8 billion from $377.8 billion in 2014.",
        "$6.8 billion",
        "$8.6 billion",
    ),
    "a balance before its two sides": (
        "The deficit was $52.7 billion. Exports were $181.4 billion. Imports were $234.1 billion.",
        "$52.7",
        "$57.2",
    ),
}


@pytest.mark.parametrize(("prose", "right", "wrong"), CASES.values(), ids=CASES)
def test_one_slip_is_called_and_the_right_text_is_not(prose: str, right: str, wrong: str) -> None:
    assert right in prose
    assert fails(prose) == []
    assert fails(prose.replace(right, wrong, 1)) != []


TABLE = "表1 主要指标\n\n指标\t2022年\t2021年\t比上年增长（%）\n农业\t312.4\t301.5\t3.6\n渔业\t118.6\t120.1\t-1.2\n林业\t427.3\t398.2\t7.3\n合计\t858.3\t819.8\t4.7"


@pytest.mark.parametrize(
    "columns", [(0, 1), (0, 1, 2), (0, 1, 3)], ids=["one column", "two columns", "a column of growth beside it"]
)
@pytest.mark.parametrize(("right", "wrong"), [("858.3", "838.3"), ("118.6", "116.8")])
def test_a_column_that_a_total_closes_is_judged_by_itself(columns: tuple[int, ...], right: str, wrong: str) -> None:
    table = "\n".join("\t".join(line.split("\t")[at] for at in columns) if "\t" in line else line for line in TABLE.split("\n"))
    claims = proof(Document(table)).claims
    assert {(claim.kind, claim.verdict) for claim in claims if claim.kind == "sum"} == {("sum", Verdict.HOLDS)}
    assert len([claim for claim in claims if claim.kind == "sum"]) == (2 if 2 in columns else 1)
    assert len(fails(table.replace(right, wrong))) == 1


def test_rates_are_not_added_and_parts_of_rows_not_twice() -> None:
    table = "项目\t余额\t收益率（%）\n债券\t4318.6\t3.8\n其中：国债\t2765.1\t3.1\n存款\t1846.3\t1.6\n合计\t6164.9\t3.1"
    assert [claim.relation for claim in proof(Document(table)).claims if claim.kind == "sum"] == ["4318.6 + 1846.3 = 6164.9"]


def test_the_fall_of_a_fall_is_written_wrongly() -> None:
    found = proof(Document("2022年某市统计公报\n\n快件量同比下降-5.9%，包裹量同比下降5.9%。\n")).format
    assert ["下降-5.9%" in str(finding.message) for finding in found] == [True]


NESTED = (
    "表2 分行业情况\n\n行业\t产值（亿元）\n全部行业\t5318.4\n农业\t314.6\n工业\t3526.5\n其中：轻工业\t1187.2\n采矿业\t1204.7\n制造业\t2321.8\n"
    "服务业\t1477.3\n运输\t318.2\n商业\t604.5\n其他\t554.6"
)


@pytest.mark.parametrize(("right", "wrong"), [("1204.7", "1240.7"), ("604.5", "640.5"), ("314.6", "341.6"), ("5318.4", "5813.4")])
def test_rows_under_rows_are_added_up_without_a_word(right: str, wrong: str) -> None:
    assert fails(NESTED) == []
    assert len([claim for claim in proof(Document(NESTED)).claims if claim.kind == "sum"]) == 3
    assert fails(NESTED.replace(right, wrong)) != []


REGIONS = "地区\t投资（亿元）\t面积（万平方米）\t销售额（亿元）\n全市总计\t17624\t19487\t17351\n城东\t10873\t8694\t10184\n城西\t3462\t5217\t3408\n城北\t3289\t5576\t3759"


def test_a_cell_of_a_column_that_others_bear_out_may_have_slipped() -> None:
    assert fails(REGIONS) == []
    assert len(fails(REGIONS.replace("5217", "5127"))) == 1
    assert len(fails(REGIONS.replace("3408", "4308"))) == 1


def test_a_cell_and_a_figure_of_other_digits_are_of_two_things() -> None:
    prose = "城东增长0.7%，城西增长{}%。\n\n地区\t投资增速（%）\n城东\t-11.6\n城西\t-8.1\n城北\t-17.4"
    assert fails(prose.format("1.3")) == []
    assert len(fails(prose.format("8.1"))) == 1


def test_a_fall_that_is_told_again_as_a_percentage_is_a_fall() -> None:
    prose = "There were 118,400 unemployed persons, down from 131,800 a year earlier, a fall of 13,400 or {} per cent."
    assert fails(prose.format("10.2")) == []
    assert fails(prose.format("12.0")) != []


def test_a_quotient_over_the_mean_of_a_year_is_asked_about() -> None:
    prose = "全年地区生产总值2439.7亿元，年末常住人口462.3万人，人均地区生产总值{}元。"
    kinds = [{c.verdict for c in proof(Document(prose.format(said))).claims if c.kind == "ratio"} for said in ("53128", "25773")]
    assert kinds == [set(), {Verdict.UNDECIDED}]
