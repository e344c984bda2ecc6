"""Relations that press releases and reports state over several sentences and paragraphs, in words of our own."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof
from ecdesk.prose.claims import Claim

HOLDS, FAILS = Verdict.HOLDS, Verdict.FAILS


def claims(prose: str) -> list[Claim]:
    return list(proof(Document(prose)).claims)


def verdicts(prose: str, kind: str) -> list[Verdict]:
    return [claim.verdict for claim in claims(prose) if claim.kind == kind]


def relations(prose: str, kind: str) -> list[str]:
    return [claim.relation for claim in claims(prose) if claim.kind == kind and claim.verdict is HOLDS]


@pytest.mark.parametrize(
    "prose",
    [
        # the share is of all exports, the nearest total is that of private firms
        "民营企业进出口14.2万亿元，增长6%。其中，出口9.6万亿元，占出口总值的63%；进口4.6万亿元，占进口总值的39.5%。",
        # 前三 begins a span of time here
        "前三季度运行平稳，第一季度、第二季度和第三季度的销售额分别为7.0亿元、7.6亿元和8.2亿元。",
        # shares of people who may name several things
        "使用电脑、平板和电视上网的比例分别为65.0%、53.1%和28.4%。",
        # what the quarter is compared with is not the period of the next sentence
        "一季度生产总值2849亿元，比上年四季度增长2.2%。分产业看，第一产业增加值115亿元；第二产业增加值1079亿元；第三产业增加值1655亿元。",
        "生猪存栏617.1万头，累计出栏217.4万头，分别增长12.2%和14.0%，其中，能繁母猪存栏66.5万头。",
    ],
)
def test_nothing_is_wrong_here(prose: str) -> None:
    assert [claim.relation for claim in claims(prose) if claim.verdict in (FAILS, Verdict.UNDECIDED)] == []


def test_what_a_quarter_is_compared_with_does_not_part_the_whole_from_its_parts() -> None:
    prose = "一季度生产总值2849亿元，比上年四季度增长2.2%。分产业看，第一产业增加值{}亿元；第二产业增加值1079亿元；第三产业增加值1655亿元。"
    assert verdicts(prose.format("115"), "sum") == [HOLDS]
    assert verdicts(prose.format("151"), "sum") == [FAILS]
    assert verdicts(prose.format("634"), "sum") == [Verdict.UNDECIDED]  # no one slip would mend it


def test_a_share_names_its_whole_by_the_word_for_its_total() -> None:
    prose = (
        "前5个月货物贸易进出口总值20.1万亿元。其中，出口11.5万亿元；进口8.6万亿元。\n\n"
        "前5个月，民营企业进出口10.6万亿元，占进出口总值的52.7%。其中，出口7.1万亿元，占出口总值的{export}。\n\n"
        "对甲地进出口3.1万亿元，占进出口总值的15.4%；对乙地进出口2.8万亿元，占{second}。"
    )
    good = prose.format(export="61.7%", second="13.9%")
    assert len(relations(good, "share")) == 4
    assert verdicts(good, "share") == [HOLDS] * 4
    assert FAILS in verdicts(prose.format(export="67.1%", second="13.9%"), "share")


def test_a_whole_with_two_values_is_no_whole() -> None:
    prose = "货物进出口总额20.1万亿元。服务进出口总额5.3万亿元。\n\n甲地进出口3.1万亿元，占进出口总额的45.4%。"
    assert FAILS not in verdicts(prose, "share")


def test_a_size_after_the_share() -> None:
    prose = "全国网民规模达7.31亿。\n\n网民中农村网民占比{share}，规模达2.01亿。"
    assert verdicts(prose.format(share="27.4%"), "share") == [HOLDS]
    assert HOLDS not in verdicts(prose.format(share="24.7%"), "share")


def test_two_rows_of_one_sentence_give_one_whole() -> None:
    prose = "网络视频、短视频用户使用率分别为94.5%和{rate}，用户规模分别为9.75亿和9.34亿。"
    assert verdicts(prose.format(rate="90.5%"), "share") == [HOLDS]
    assert HOLDS not in verdicts(prose.format(rate="95.0%"), "share")


@pytest.mark.parametrize(
    "parts",
    [
        "一季度、二季度分别达到9.76万亿和{}万亿元。",
        "第一季度和第二季度的进出口规模分别为9.76万亿元、{}万亿元。",
        "一季度进出口总值9.76万亿元。二季度进出口总值{}万亿元。",
    ],
)
def test_quarters_make_up_the_half_year(parts: str) -> None:
    prose = "上半年货物贸易进出口总值20.1万亿元。\n\n" + parts
    assert len(relations(prose.format("10.34"), "sum")) == 1
    assert relations(prose.format("13.04"), "sum") == []


def test_quarters_of_one_name_that_do_not_make_up_the_year() -> None:
    prose = "2020年销售额28.79亿元。其中一季度销售额2.95亿元；二季度销售额6.37亿元；三季度销售额{}亿元；四季度销售额9.46亿元。"
    assert HOLDS in verdicts(prose.format("10.01"), "sum")
    assert FAILS in verdicts(prose.format("11.00"), "sum")


def test_growth_is_compared_with_that_of_all() -> None:
    prose = (
        "外贸进出口总值22.91万亿元，增长2.8%。\n\n一般贸易进出口增长4.8%，比外贸总体增速高{one}个百分点。"
        "中西部地区进出口分别增长12.4%和11.8%，分别高出整体增速9.6个和{two}个百分点。"
    )
    # A difference in whole points, such as 2 and 9, says too little to be told from chance.
    assert verdicts(prose.format(one="2", two="9"), "points") == [HOLDS]
    # What is overall is never certain: a difference that does not fit proves nothing.
    assert FAILS not in verdicts(prose.format(one="3", two="8"), "points")


def test_one_figure_under_two_names() -> None:
    prose = "今年前8个月，外贸进出口总值27.08万亿元。\n\n前8个月，我国进出口总值{}万亿元，同比下降0.1%。"
    assert verdicts(prose.format("27.08"), "crossref") == [HOLDS]
    # Equal growth of two things is a coincidence.
    assert verdicts("网上零售额增长13.1%。农产品网上零售额增长13.1%。", "crossref") == []


def test_the_title_of_a_text_is_compared_with_it() -> None:
    prose = "2020年国内旅游人数{}亿人次，收入2.23万亿元\n\n根据抽样调查，2020年国内旅游人数28.79亿人次，下降52.1%。"
    assert verdicts(prose.format("28.79"), "crossref") == [HOLDS]
    assert verdicts(prose.format("27.89"), "crossref") == [FAILS]


def test_rates_by_the_names_of_their_figures() -> None:
    prose = (
        "1—5月份，企业实现利润总额27543.8亿元。\n\n1—5月份，企业实现营业收入53.03万亿元；营业收入利润率为{margin}。\n\n"
        "11月末，资产总计156.07万亿元；负债合计88.78万亿元；所有者权益合计67.29万亿元；资产负债率为56.9%。"
    )
    assert len(relations(prose.format(margin="5.19%"), "share")) == 2
    assert len(relations(prose.format(margin="5.91%"), "share")) == 1
    assert len(relations(prose.format(margin="5.19%"), "sum")) == 1


def test_a_percentage_of_another_figure() -> None:
    prose = "居民人均可支配收入14063元，增长8.7%。\n\n居民人均可支配收入中位数12186元，增长8.4%，是平均数的{}。"
    assert verdicts(prose.format("86.7%"), "share") == [HOLDS]
    assert HOLDS not in verdicts(prose.format("87.6%"), "share")


def test_a_change_in_a_shortened_unit() -> None:
    prose = "国内旅游总人次8.30亿，比上年同期减少1.94亿，下降{}。其中，城镇居民旅游人次6.21亿；农村居民旅游人次2.09亿。"
    assert verdicts(prose.format("19.0%"), "growth") == [HOLDS]
    assert verdicts(prose.format("19.0%"), "sum") == [HOLDS]
    assert verdicts(prose.format("10.9%"), "growth") == [FAILS]


def test_contribution_is_the_change_of_the_part_over_that_of_the_whole() -> None:
    prose = (
        "社会消费品零售总额380987亿元，比上年增长9.0%。\n\n"
        "实物商品网上零售额70198亿元，增长25.4%，对社会消费品零售总额增长的贡献率为{}。"
    )
    assert len(relations(prose.format("45.2%"), "share")) == 1
    assert verdicts(prose.format("54.2%"), "share") == []


def test_a_share_that_rose_is_of_the_whole_that_is_named() -> None:
    prose = "主营业务收入3083.6亿元。移动通信收入2177.8亿元，在主营业务收入中所占的比重从上年同期的68.15%上升到{}。"
    assert verdicts(prose.format("70.63%"), "share") == [HOLDS]
    assert verdicts(prose.format("76.03%"), "share") == [FAILS]


def test_regions_make_up_the_nation() -> None:
    prose = (
        "全国房地产开发投资137314亿元，增长6.0%。\n\n"
        "东部地区房地产开发投资72483亿元，增长5.8%；中部地区投资28674亿元，增长10.2%；"
        "西部地区投资30959亿元，增长4.1%；东北地区投资{}亿元，下降0.9%。"
    )
    assert len(relations(prose.format("5198"), "sum")) == 1
    assert FAILS in verdicts(prose.format("1598"), "sum")
    # The northeast may be left out, and then the others are not all.
    assert FAILS not in verdicts(prose.split("；西部")[0].format("") + "。", "sum")


def test_people_may_be_counted_in_two_parts() -> None:
    prose = "移动电话用户1170.6万户，其中5G终端用户341.6万户，4G用户845.0万户。"
    assert verdicts(prose, "sum")[0] is Verdict.UNDECIDED
    assert verdicts("实现收入1170.6万元，其中甲类341.6万元，乙类845.0万元。", "sum") == [Verdict.UNDECIDED]
    assert verdicts("实现收入1176.6万元，其中甲类341.6万元，乙类845.0万元。", "sum") == [FAILS]  # one digit would mend it


def test_a_level_reached_after_a_change_takes_its_name() -> None:
    prose = "电话用户总数103059.2万户。其中，固定电话用户减少1241.8万户，达3.28亿户，移动电话用户增加6140.6万户，达{}亿户。"
    assert HOLDS in verdicts(prose.format("7.03"), "sum")
    assert HOLDS not in [c.verdict for c in claims(prose.format("7.30")) if c.kind == "sum" and "≤" not in c.relation]


def test_parts_say_of_which_of_two_figures_they_are_parts() -> None:
    prose = "农林牧渔业总产值69.93亿元，增加值37.90亿元。其中，农业产值7.09亿元；林业产值0.11亿元；渔业产值{}亿元。"
    assert HOLDS in [claim.verdict for claim in claims(prose.format("62.73")) if "≤" not in claim.relation]
    assert FAILS not in verdicts("总产值69.93亿元，增加值37.90亿元。其中，农业产值7.09亿元；渔业产值30.00亿元。", "sum")


def test_growth_between_two_years_of_the_text() -> None:
    prose = "2017年，零售额100.0亿元。\n\n2018年，零售额120.5亿元，比上年增长{}。"
    assert verdicts(prose.format("20.5%"), "growth") == [HOLDS]
    assert verdicts(prose.format("25.0%"), "growth") == [FAILS]  # two digits turned
    # Last year's figure may have been revised.
    assert verdicts(prose.format("17.9%"), "growth") == [Verdict.UNDECIDED]


def test_a_growth_in_parentheses_is_the_one_compared_with() -> None:
    prose = "服务型零售额增长44.4%，高出实物型零售额增速（34.3%）{}个百分点。"
    assert verdicts(prose.format("10.1"), "points") == [HOLDS]
    assert verdicts(prose.format("11.0"), "points") == [FAILS]


def test_a_share_of_what_another_paragraph_gives() -> None:
    prose = "全国农村网络零售额5376.2亿元，其中实物型网络零售额3286.4亿元，服务型网络零售额2089.8亿元。\n\n服务型在农村网络零售额中占比达{}。"
    assert verdicts(prose.format("38.9%"), "share") == [HOLDS]
    prose = "全国农村网络零售额8945.4亿元。东部地区产业基础好，网络零售额达5660.8亿元，占全国的{}。"
    assert verdicts(prose.format("63.3%"), "share") == [HOLDS]


def test_a_view_names_no_whole_of_a_share() -> None:
    prose = (
        "境外投资备案额33.4亿元。完成承包工程营业额22.7亿元。从投资主体来看，制造业占主导地位，对外投资额{}亿元，占比达74.0%。"
    )
    assert FAILS not in verdicts(prose.format("24.7"), "share") + verdicts(prose.format("27.4"), "share")


def test_marks_of_notes_are_no_part_of_a_name() -> None:
    prose = "在园幼儿[4]4805.21万人。其中，普惠性幼儿园在园幼儿4218.20万人，占全国在园幼儿的比例{}。"
    assert verdicts(prose.format("87.78%"), "share") == [HOLDS]


def test_a_change_is_compared_with_the_figure_of_the_year_before() -> None:
    prose = "2020年，行业交易额12.5万亿元。2021年，行业交易额14.2万亿元，比上年增长{}万亿元。"
    assert verdicts(prose.format("1.7"), "growth") == [HOLDS]
    assert verdicts(prose.format("7.1"), "growth") in ([FAILS], [Verdict.UNDECIDED])


def test_a_change_larger_than_the_level_is_a_slip() -> None:
    (claim,) = [c for c in claims("2021年，行业交易额1.1万亿元，比上年增长1.3万亿元，增长13.4%。") if c.verdict is FAILS]
    assert "小数点" in str(claim.cause)


def test_years_make_up_a_span() -> None:
    prose = "2018—2020年，销售总额为2188.04亿元，其中2018年销售额为558.84亿元，2019年销售额达755.75亿元，2020年销售额达{}亿元。"
    assert len([r for r in relations(prose.format("873.45"), "sum") if "≤" not in r]) == 1
    assert FAILS in verdicts(prose.format("473.45"), "sum")


def test_listed_and_single_shares_make_up_a_hundred() -> None:
    prose = "核电、风电、太阳能占全部发电量比重分别为3.5%、3.9%和1.0%；水力发电占19.4%；火力发电占{}。"
    assert "= 100%" in " ".join(relations(prose.format("72.2%"), "sum"))
    assert FAILS in verdicts(prose.format("72.2%").replace("19.4", "14.9"), "sum")
    two = "进出口结构方面，出口占比77.46%，进口占比22.54%；模式结构方面，B2B交易占比77%，B2C交易占比23%。"
    assert len([r for r in relations(two, "sum") if "= 100%" in r]) == 2


def test_a_row_over_several_years_is_no_second_place_of_a_figure() -> None:
    prose = "2021年渗透率超过35%。2017年至2021年，渗透率分别为29%、33.29%、38.86%和36.32%。"
    assert verdicts(prose, "crossref") == []


@pytest.mark.parametrize(
    ("prose", "good", "bad"),
    [
        (
            "东部地区零售额占全国零售总额的比重为83.3%，增长30.2%；中部地区占比8.6%；西部地区占比{}；东北地区占比1.4%。",
            "6.7%",
            "7.6%",
        ),
        (
            "人均工资性收入占可支配收入的比重为57.5%；经营净收入占可支配收入的比重为{}；"
            "财产净收入占可支配收入的比重为8.3%；转移净收入占可支配收入的比重为18.1%。",
            "16.1%",
            "11.6%",
        ),
        ("最终消费支出对增长的贡献率为76.2%，资本形成总额的贡献率为32.4%，净出口的贡献率为-{}。", "8.6%", "6.8%"),
        ("甲类占全部销售额的比重为50.0%，乙类占全部销售额的比重为{}，丙类占全部销售额的比重为20.0%。", "30.0%", "38.0%"),
    ],
)
def test_a_slip_in_shares_of_all(prose: str, good: str, bad: str) -> None:
    assert FAILS not in verdicts(prose.format(good), "sum")
    assert FAILS in verdicts(prose.format(bad), "sum")


def test_the_odd_one_of_a_row_is_wrong() -> None:
    prose = "甲、乙、丙用户使用率分别为97.5%、94.5%和90.5%，用户规模分别为10.07亿、{}亿和9.34亿。"
    assert FAILS not in verdicts(prose.format("9.75"), "share")
    assert FAILS in verdicts(prose.format("7.95"), "share")


def test_a_slip_in_a_share_of_a_total_elsewhere() -> None:
    prose = "货物贸易进出口总值20.10万亿元。\n\n国有企业进出口3.29万亿元，占进出口总值的{}。"
    assert verdicts(prose.format("16.4%"), "share") == [HOLDS]
    assert verdicts(prose.format("14.6%"), "share") == [FAILS]


def test_changes_with_two_digits_turned() -> None:
    prose = "非金融企业贷款增加7.43万亿元，其中，短期贷款增加{}万亿元，中长期贷款增加5.45万亿元。"
    assert verdicts(prose.format("1.98"), "sum") == [HOLDS]
    assert FAILS in verdicts(prose.format("1.89"), "sum")
    assert FAILS not in verdicts(prose.format("0.66"), "sum")


def test_a_share_per_head_is_of_a_figure_per_head() -> None:
    prose = "居民人均消费支出9609元。\n\n居民人均食品支出2814元，占人均消费支出的比重为{}。"
    assert verdicts(prose.format("29.3%"), "share") == [HOLDS]
    assert FAILS in verdicts(prose.format("23.9%"), "share")


AGES = "2022年末，山东省常住人口10162.79万人。其中，0-14岁人口占总人口的17.86%，15-64岁人口占65.42%，65岁及以上人口占16.72%。"
CENSUS = (
    "2020年11月1日零时，全省人口为1411778724人。\n\n全省人口中，0—14岁人口为253383938人，占17.95%；15—59岁人口为894376020人，占63.35%；"
    "60岁及以上人口为264018766人，占18.70%，其中65岁及以上人口为190635280人，占13.50%。"
)


def test_bands_of_age_without_a_gap_make_up_everybody() -> None:
    assert verdicts(AGES, "sum") == [Verdict.HOLDS]
    assert verdicts(AGES.replace("16.72", "16.27"), "sum") == [Verdict.FAILS]
    assert any("0—14岁人口 253383938人 + 15—59岁人口" in relation for relation in relations(CENSUS, "sum"))
    assert not [claim for claim in claims(CENSUS) if claim.verdict is Verdict.FAILS]
    assert Verdict.FAILS in verdicts(CENSUS.replace("264018766", "264118766"), "sum")


def test_bands_with_a_gap_or_of_two_kinds_are_no_whole() -> None:
    gap = AGES.replace("15-64岁", "20-59岁").replace("16.72", "6.27")
    assert relations(gap, "sum") == ["17.86% + 65.42% + 6.27% ≤ 100%"]
    both = "0-14岁人口占17.86%，15-59岁人口占61.52%，65岁及以上人口占16.72%。"
    assert relations(both, "sum") == ["17.86% + 61.52% + 16.72% ≤ 100%"]


@pytest.mark.parametrize(
    ("prose", "old", "new"),
    [
        (
            "前三季度，全国一般公共预算支出190389亿元，同比增长6.2%。其中，中央一般公共预算本级支出25014亿元，同比增长7%；"
            "地方一般公共预算支出165375亿元，同比增长6.1%。",
            "165375",
            "165355",
        ),
        (
            "全年最终消费支出对国内生产总值增长的贡献率为76.2%，资本形成总额的贡献率为32.4%，货物和服务净出口的贡献率为-8.6%。",
            "-8.6%",
            "-6.8%",
        ),
        (
            "分部门看，住户部门贷款增加7.43万亿元，其中，短期贷款增加1.98万亿元，中长期贷款增加5.45万亿元。",
            "1.98",
            "4.98",
        ),
    ],
)
def test_lists_that_are_whole_by_their_names(prose: str, old: str, new: str) -> None:
    assert Verdict.HOLDS in verdicts(prose, "sum") and not [c for c in claims(prose) if c.verdict is Verdict.FAILS]
    assert Verdict.FAILS in verdicts(prose.replace(old, new), "sum")


def test_what_falls_is_taken_off_in_a_sum_of_changes() -> None:
    prose = "分部门看，住户部门贷款减少1.98万亿元，其中，短期贷款减少3.10万亿元，中长期贷款增加1.12万亿元。"
    [claim] = [claim for claim in claims(prose) if claim.kind == "sum"]
    assert claim.verdict is Verdict.HOLDS and claim.expected.startswith("1.98")


def test_parts_by_industry_after_parts_by_quarter() -> None:
    prose = (
        "前三季度，国内生产总值529971亿元，同比增长6.7%。分季度看，一季度同比增长6.7%，二季度增长6.7%，三季度增长6.7%。"
        "分产业看，第一产业增加值40666亿元，第二产业增加值209415亿元，第三产业增加值279890亿元。"
    )
    assert verdicts(prose, "sum") == [HOLDS]
    assert verdicts(prose.replace("40666", "46066"), "sum") == [FAILS]


def test_a_structure_below_the_caption_of_a_chart() -> None:
    prose = (
        "2015年全县地区生产总值244394万元。其中：第一产业增加值62857万元；第二产业增加值65585万元，其中工业增加值40653万元；"
        "建筑业增加值24932万元。第三产业增加值115952万元。\n\n图1：2011-2015年全县地区生产总值\n\n2015年三次产业结构比为25.72:26.84:{}。"
    )
    assert verdicts(prose.format("47.44"), "share") == [HOLDS] * 3
    assert verdicts(prose.format("47.55"), "share") == [HOLDS, HOLDS, Verdict.UNDECIDED]
    assert FAILS in verdicts(prose.format("47.44").replace("25.72", "27.52"), "sum")


def test_industry_and_building_are_a_list_only_where_they_add_up() -> None:
    prose = "第二产业增加值65585万元，其中工业增加值{}万元；建筑业增加值24932万元。"
    assert any("+" in relation and " = " in relation for relation in relations(prose.format("40653"), "sum"))
    assert FAILS not in verdicts(prose.format("40753"), "sum")
