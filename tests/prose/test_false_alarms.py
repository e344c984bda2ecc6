"""What is of two things, two times or two wholes is neither called wrong nor confirmed; a slip in what is of one still is."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof
from ecdesk.prose.claims import Claim

HOLDS, FAILS, UNDECIDED = Verdict.HOLDS, Verdict.FAILS, Verdict.UNDECIDED


def claims(prose: str, kind: str = "") -> list[Claim]:
    return [claim for claim in proof(Document(prose)).claims if kind in ("", claim.kind)]


def verdicts(prose: str, kind: str = "") -> list[Verdict]:
    return [claim.verdict for claim in claims(prose, kind)]


# -- of another time

SERIES = "{}，市内长途客运站发送旅客{}万人次，开行班线{}条，比前一日增加{}班。"


def test_days_of_a_series_with_figures_of_their_own_are_not_asked() -> None:
    assert verdicts(SERIES.format("7月11日", "3.42", 618, 27) + "\n\n" + SERIES.format("7月12日", "3.57", 621, 31), "date") == []


def test_two_days_that_a_text_names_again_and_again_are_two() -> None:
    prose = "截至{}，募集资金投资项目已全部办理竣工验收，投资款项全部结算。"
    days = ["2004年12月31日", "2005年12月31日"]
    several = "\n\n".join(prose.format(day) + f"\n\n{day}的余额另行说明。" for day in days)
    assert UNDECIDED not in verdicts(several, "date")
    assert UNDECIDED in verdicts("\n\n".join(map(prose.format, days)), "date")


GROWN = "2021年1—3月，全市商品房销售面积248.6万平方米，{}。分地区看，东区销售面积148.6万平方米，同比增长62.4%；西区销售面积100.0万平方米，同比增长58.1%。"


def test_growth_on_an_earlier_year_is_not_that_of_the_parts() -> None:
    assert verdicts(GROWN.format("比2019年1—3月增长23.3%"), "growthmix") == []
    assert verdicts(GROWN.format("同比增长60.6%"), "growthmix") == [HOLDS]
    assert verdicts(GROWN.format("同比增长66.0%"), "growthmix") != [HOLDS]


def test_a_change_of_another_span_is_not_what_a_growth_made() -> None:
    prose = "2025年二季度末，住户贷款余额84.01万亿元，同比增长3%，上半年增加1.17万亿元。"
    assert verdicts(prose, "growth") == []


def test_an_open_figure_that_is_told_again_is_not_of_a_part_under_it() -> None:
    prose = "货运列车累计开行超6.9万列\n\n今年前8月，货运列车开行9626列。截至8月31日，货运列车累计开行超6.9万列。"
    assert verdicts(prose, "crossref") == [HOLDS]


# -- of another thing


@pytest.mark.parametrize(
    "prose",
    [
        "集团在全国同行业的排名由369位上升到235位。",
        "两县地下水埋深由9.2米下降到12.5米。",
        "该市综合竞争力名次由第18位上升到第12位。",
    ],
)
def test_what_is_counted_down_rises_as_its_number_falls(prose: str) -> None:
    assert verdicts(prose, "growth") == []


def test_what_is_not_counted_down_still_goes_as_its_word_says() -> None:
    assert verdicts("企业职工平均受教育年限由9.08年降低至9.91年。", "growth") == [FAILS]


TITLES = "【{}：上半年营业收入同比增长{}%】\n\n据公告，公司主要产品销售良好。"


def test_titles_about_two_companies_tell_two_figures() -> None:
    assert verdicts(TITLES.format("长河矿业", "38.8") + "\n\n" + TITLES.format("云岭光能", "58.8"), "crossref") == []


@pytest.mark.parametrize("names", [("净利润", "扣非净利润"), ("投资额", "不含房地产的投资额")])
def test_what_is_left_without_a_part_is_another_figure(names: tuple[str, str]) -> None:
    one, two = names
    assert verdicts(f"报告期内公司实现{one}148.62亿元。\n\n报告期内公司实现{two}148.26亿元。", "crossref") == []
    assert verdicts(f"报告期内公司实现{one}148.62亿元。\n\n报告期内公司实现{two}148.62亿元。", "crossref") == []


def test_two_items_of_a_sentence_with_one_share_are_two() -> None:
    prose = "受理专利申请5672件，其中授权有效1805件，审查中1806件；授权有效占31.8%，审查中占31.8%。"
    assert FAILS not in verdicts(prose, "crossref")


def test_a_rate_of_its_own_is_no_share_of_the_amounts_in_its_list() -> None:
    prose = "当日发行国债60亿元，其中2年期、5年期、10年期分别发行30亿元、20亿元、10亿元，发行利率分别为1.43%、1.55%和1.72%。"
    assert verdicts(prose, "share") == []


def test_the_share_of_another_time_is_not_of_the_amounts_of_this_one() -> None:
    prose = "Overseas revenue was $1.20 billion.\n\nOverseas costs were $189 million, or 15.8% of revenue, versus $206 million, or 15.0% of revenue, last year."
    assert FAILS not in verdicts(prose, "share")


def test_numbers_per_head_are_over_the_total_that_is_so_called() -> None:
    assert verdicts("城镇更新改造惠及390万人。每千人口托位数从0.5个增至4.8个。", "ratio") == []


# -- of another whole


def test_a_member_of_a_ranking_is_no_total_of_those_behind_it() -> None:
    prose = "甲公司获得31家机构推荐，数量居首；其次是乙公司，获得29家机构推荐；丙公司、丁公司分别获得24家、23家机构推荐，戊公司获得22家机构推荐。"
    assert verdicts(prose, "sum") == []


def test_the_first_of_many_do_not_make_up_all() -> None:
    prose = (
        "共有12家公司的股份解禁，合计解禁量为2.19亿股。甲、乙、丙三家解禁量居前，分别为9371.99万股、6722.46万股、3798.07万股。"
    )
    assert not {FAILS, UNDECIDED} & {*verdicts(prose, "sum")}


def test_an_open_list_that_leaves_half_of_its_total_is_not_asked() -> None:
    prose = "全省发电装机容量37.5亿千瓦。其中，太阳能发电装机容量11.4亿千瓦；风电装机容量5.9亿千瓦。"
    assert not {FAILS, UNDECIDED} & {*verdicts(prose, "sum")}


def test_points_of_an_index_do_not_add_up() -> None:
    assert verdicts("11月运输生产指数为178.8点。其中，货运指数为211.2点，客运指数为89.1点。", "sum") == []


@pytest.mark.parametrize(
    "prose",
    [
        "上半年保险基金总收入4.53万亿元、总支出3.89万亿元，6月底累计结余9.83万亿元。",
        "银行业对外净资产2344亿美元，其中，人民币净负债3171亿美元，外币净资产5515亿美元。",
        "对该商品征收的税率为54%（叠加现有20%关税，总计54%）。",
        "10万元（含）至20万元的，补贴2000元；20万元（含）至30万元的，补贴4000元；30万元（含）至40万元的，补贴6000元。",
        "叠合板共16个，其中单向板2个，双向板14个；叠合梁共13个，其中框架梁10个，次梁1个，连梁1个。",
    ],
)
def test_what_is_no_part_is_not_added(prose: str) -> None:
    assert not {FAILS, UNDECIDED} & {*verdicts(prose, "sum")}


@pytest.mark.parametrize(
    "prose",
    [
        "项目垫资比例从35%升至62%。",
        "外资银行资产占全国外资银行资产总额的55%，占全市银行业资产总额的13%。",
        "两期债券的利率分别为1.43%和1.55%。",
    ],
)
def test_percentages_of_no_one_whole_are_not_held_against_a_hundred(prose: str) -> None:
    assert verdicts(prose, "sum") == []


# -- of other words


def test_what_is_only_opened_is_not_ranked() -> None:
    assert verdicts("甲拟减持不超过0.94%，乙拟减持不超过0.46%。", "rank") == []
    assert verdicts("甲县投资50.6亿元，乙县投资超过40.2亿元。", "rank") == []
    assert verdicts("甲县占比为82.0%，高于全市的78.1%。", "rank") == [HOLDS]


def test_points_of_a_list_are_each_of_their_own() -> None:
    prose = "高技术制造业、装备制造业增加值分别增长11.6%、9.2%，分别快于规模以上工业4.8个百分点、2.4个百分点。"
    assert verdicts(prose, "points") == []


def test_signs_on_an_axis_are_no_unit() -> None:
    assert verdicts("增速 10% 20% % 40%", "unit") == []
    assert verdicts("业务收入增长13.2%%，其中快递增长14.3%。", "unit") == [FAILS]


def test_names_that_go_on_behind_a_comma_are_not_counted() -> None:
    prose = "当年发布了四个平台，分别为生物平台（BN）、化学平台（CN）、工程平台（EN），以及农业与食品平台（AN）。"
    assert verdicts(prose, "count") == []
    assert verdicts("系统由4个模块组成：训练模块、泛化模块等价模块、转化模块。", "count") == [HOLDS]
    assert verdicts("系统由4个模块组成：训练模块、泛化模块、转化模块。", "count") == [FAILS]


TWO_YEARS = "2022年，全省汽车产量2702.1万辆，其中汽车出口311.1万辆，同比增长54.4%。\n\n2021年，全省汽车产量2608.2万辆，增长{}%。汽车出口201.5万辆，同比增长98.6%。"


def test_the_growth_of_one_year_is_not_held_against_the_figures_of_another() -> None:
    assert not {FAILS, UNDECIDED} & {*verdicts(TWO_YEARS.format("3.4"))}
    assert FAILS not in verdicts(TWO_YEARS.format("3.4"))


def test_two_members_of_a_list_with_one_value_are_two() -> None:
    assert verdicts("公司实现利润总额157.2万元，净收益157.2万元。", "crossref") == []
    assert verdicts("城镇居民收入增长7.3%，农村居民收入增长7.3%。", "crossref") == []
    assert verdicts("一般公共预算收入增长2%左右，居民消费价格指数上涨2%左右。", "crossref") == []
    assert verdicts("北河流域耕地15.1万亩。\n\n经调查，北河流域耕地15.1万亩。", "crossref") == [HOLDS]


def test_a_total_of_another_measure_is_not_asked_of_a_division() -> None:
    prose = "2022年，规模以上工业企业实现营业收入137.91万亿元。分行业看，采矿业实现利润总额15573.6亿元，制造业实现利润总额64150.2亿元，电力、热力、燃气及水生产和供应业实现利润总额4314.7亿元。"
    assert not {FAILS, UNDECIDED} & {*verdicts(prose, "sum")}


def test_a_member_of_a_view_is_no_total_of_others_in_it() -> None:
    prose = (
        "全部企业实现收入31057亿元，增长8.5%。\n\n分行业看，信息服务收入4101亿元，增长11.1%；内容创作收入7054亿元；"
        "投资运营收入143亿元；休闲服务收入375亿元；中介服务收入3583亿元。"
    )
    assert HOLDS not in [claim.verdict for claim in claims(prose, "sum") if "≤" not in claim.relation]


def test_what_has_piled_up_is_not_the_balance_of_one_year() -> None:
    prose = "上半年基金总收入4.53万亿元，总支出3.89万亿元，6月底累计结余9.83万亿元。"
    assert not {FAILS, UNDECIDED} & {*verdicts(prose)}


def test_an_address_of_the_web_holds_no_figures() -> None:
    prose = "全年销售额12.5亿元。资料见 https://a.example/b?share=12.5%25&c=%E5%85%83 ，其中出口3.5亿元，内销9.0亿元。"
    assert [figure.text for figure in proof(Document(prose)).figures] == ["12.5亿元", "3.5亿元", "9.0亿元"]
    assert verdicts(prose, "sum") == [HOLDS]


# -- of what stands beside it


@pytest.mark.parametrize(
    ("other", "slipped"),
    [
        (
            "服务收入由2015年的6.18亿元降至2016年的6.09亿元；2016年其他业务收入为1.40亿元，同比下降了27%。",
            "服务收入由2015年的6.18亿元降至2016年的4.51亿元，下降了72%。",
        ),
        (
            "产量由2.50亿吨提高到2.65亿吨，各厂平均增幅为9.0%。",
            "产量由2.50亿吨提高到2.65亿吨，增幅为9.0%。",
        ),
        (
            "甲国产能占比由1990年的37%下降到2020年的12%，乙洲在此期间下降了35个百分点。",
            "甲国产能占比由1990年的37%下降到2020年的12%，下降了35个百分点。",
        ),
        (
            "截至8月底，全省累计新增装机近5100万千瓦，总量达7463.23万千瓦。",
            "截至8月底，全省装机近5100万千瓦，总量达7463.23万千瓦。",
        ),
        ("保证水平由千分之一提高至百万分之一。", "合格率由98.6%提高至96.8%。"),
        ("92.8%93.0%%总资产63.9%75.9%。", "同比下降13%%。"),
    ],
)
def test_what_is_said_of_another_thing_is_not_held_against_a_figure(other: str, slipped: str) -> None:
    assert FAILS not in verdicts("2016年报告\n\n" + other)
    assert FAILS in verdicts("2016年报告\n\n" + slipped)


AVERAGES = "2014年甲类药物市场为61.0亿元，2018年为{}亿元，2014—2018年{}为17.8%。\n\n2014年全国药物市场为792.1亿元，2018年为1281.0亿元，2014—2018年{}为12.8%。"


def test_a_name_that_says_only_how_growth_is_measured_is_of_no_one_thing() -> None:
    assert FAILS not in verdicts(AVERAGES.format("117.6", "CAGR", "CAGR"))
    assert FAILS not in verdicts(AVERAGES.format("117.6", "年均复合增长率", "年均复合增长率"))


OF_ALL = "1995年末，国有工业资产总额达47472.1亿元。\n\n国有控股企业的资产总额为9340.4亿元，占{}资产总额的{}。"


def test_a_share_of_all_is_not_of_one_kind() -> None:
    assert FAILS not in verdicts(OF_ALL.format("全部工业", "10.6%"))
    assert FAILS in verdicts(OF_ALL.format("国有工业", "10.7%"))


IN_BRACKETS = "本月进口{}万支，占全部的60.56%，其中甲公司101.38万支（{}）、乙公司80.53万支（{}）、丙公司18.44万支（{}）、丁公司6.63万支（{}）。"


def test_shares_of_which_no_other_one_is_of_a_figure_are_of_another_whole() -> None:
    assert FAILS not in verdicts(IN_BRACKETS.format("261.47", "23.52%", "18.68%", "4.28%", "1.54%"))
    assert FAILS in verdicts(IN_BRACKETS.format("261.47", "38.77%", "30.80%", "7.05%", "2.45%"))


OF_A_PROVINCE = "上半年，上海口岸丙类产品出口{}亿元。安徽丙类产品合计出口219.3亿元，同比增长51.7%，占全省出口比重达到8.7%。"


def test_what_another_province_exports_is_no_whole_of_a_province() -> None:
    assert FAILS not in verdicts(OF_A_PROVINCE.format("2478"))
    assert FAILS in verdicts(OF_A_PROVINCE.replace("上海口岸", "安徽口岸").format("2478"))


# -- of other paragraphs


def test_paragraphs_that_nearly_make_a_total_are_no_parts_of_it() -> None:
    prose = (
        "2018年，网上零售额9.01万亿元。其中，实物商品网上零售额7.02万亿元。\n\n"
        "农村网络零售额1.37万亿元，增长30.4%。\n\n快递业务收入6038.4亿元，增长21.8%。"
    )
    assert [claim.relation for claim in claims(prose, "sum") if "≤" not in claim.relation] == []


def test_a_share_of_something_else_is_of_none_of_two_counts_before_it() -> None:
    assert FAILS not in verdicts("全市奶牛标准化牧场达267个，畜禽规模化牧场达1094个，比上年增长8.8%，规模养殖比重达70%。")


def test_a_month_beside_the_months_so_far_makes_up_no_quarter() -> None:
    prose = "一季度，全市进出口总值10.17亿元，增长5%。\n\n1—4月，对甲国进出口6.54亿元，增长6.4%。4月份，进出口3.63亿元，增长8%。"
    assert [claim.relation for claim in claims(prose) if claim.kind in ("sum", "growthmix") and "≤" not in claim.relation] == []


def test_incomes_per_head_of_two_regions_are_not_added() -> None:
    assert FAILS not in verdicts(
        "居民人均可支配收入35128元。其中，城镇居民人均可支配收入47412元；农村居民人均可支配收入18931元。"
    )


LEAVES_RAIL = "{}，完成货运量{}亿吨，同比增长8.6%。其中，完成公路货运量{}亿吨，同比增长9.7%；完成水路货运量{}亿吨，同比增长7.1%。"


def test_lists_of_the_same_names_that_both_leave_some_of_their_total_are_open() -> None:
    month, ten = LEAVES_RAIL.format("10月", "48.3", "35.5", "8.4"), LEAVES_RAIL.format("1—10月", "451.4", "333.0", "76.6")
    assert FAILS not in verdicts(f"{month}\n\n{ten}")
