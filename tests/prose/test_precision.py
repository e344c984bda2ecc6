"""What a calculator refutes does not hold, what nobody would look at is not asked, and what is right is not called wrong."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof
from ecdesk.prose.claims import Claim

HOLDS, FAILS = Verdict.HOLDS, Verdict.FAILS


def claims(prose: str, kind: str = "") -> list[Claim]:
    return [claim for claim in proof(Document("2023年某市报告\n\n" + prose)).claims if kind in ("", claim.kind)]


def verdicts(prose: str, kind: str = "") -> list[Verdict]:
    return [claim.verdict for claim in claims(prose, kind)]


@pytest.mark.parametrize(
    ("prose", "up", "down"),
    [
        ("全市户籍人口438216人，与2010年的421675人相比，{}16541人。", "增加", "减少"),
        ("每户平均2.71人，比2010年的3.05人{}0.34人。", "减少", "增加"),
        ("全市服务业投资318.4亿元，比上年的342.9亿元{}24.5亿元。", "减少", "增加"),
    ],
)
def test_a_difference_has_the_direction_that_its_word_says(prose: str, up: str, down: str) -> None:
    assert verdicts(prose.format(up), "growth") == [HOLDS]
    assert verdicts(prose.format(down), "growth") == [FAILS]


@pytest.mark.parametrize(
    ("prose", "kind"),
    [
        ("小麦合约开盘2846元/吨，最高2861元/吨，收盘2807元/吨，跌40元/吨。", "growth"),
        ("5月工业品价格同比上涨6.4%，虽然环比下降了0.2个百分点，但高于预期的6.1%。", "points"),
        ("甲社占比31%，乙社占比2%，库存比五年均值低18%，比上年低16%，比上月低3%。", "diff"),
    ],
)
def test_a_difference_that_no_word_tells_comes_out_to_its_last_digit(prose: str, kind: str) -> None:
    assert HOLDS not in verdicts(prose, kind)


@pytest.mark.parametrize(
    ("prose", "kind"),
    [
        ("原料价格从每吨1.6万元升到3.7万元，8月又回落到2.5万元。今年工厂开工率为69%。", "share"),
        ("上月生产的12万辆客车中，城市客车约为10.7万辆，较去年同期下降4.3%。", "growth"),
        ("今年的标价为764元，而去年相同款式只有600多元，涨了近14%。", "growth"),
        ("主力机型为2兆瓦（1兆瓦=1000千瓦），投资3.4亿元。", "sum"),
        ("甲公司拟以募集资金1.3亿元增资，乙公司注册资本由3000万元变更为1.6亿元。\n\n丙公司拟以募集资金1亿元增资。", "sum"),
        ("按照市第七次党代会、市委七届三次全会要求部署。", "count"),
        ("标准并非一成不变。\n\n业界认为，标准并非一成不变。", "crossref"),
    ],
)
def test_what_a_calculator_refutes_or_says_nothing_does_not_hold(prose: str, kind: str) -> None:
    assert HOLDS not in verdicts(prose, kind)


def test_words_that_tell_both_figures_leave_them_their_rounding() -> None:
    assert verdicts("业务量由2.6万件增长到3.7万件，增长43%。", "growth") == [HOLDS]
    assert verdicts("全市投资5.6亿元，其中工业3.5亿元，占62.1%。", "share") == [HOLDS]
    assert verdicts("出口3.41万亿元，进口3.28万亿元，贸易顺差1283.6亿元。", "diff") == [HOLDS]


def test_a_share_is_of_the_amount_that_it_stands_with() -> None:
    prose = "全市常住人口128456万人。男性人口66231万人，占{}；女性人口62225万人，占{}。"
    assert verdicts(prose.format("51.56%", "48.44%"), "share") == [HOLDS, HOLDS]
    assert verdicts(prose.format("48.44%", "51.56%"), "share") == [FAILS, FAILS]


def test_what_is_nothing_beside_the_total_is_no_part_of_a_sum() -> None:
    found = claims("全市进出口总额318.7亿元，其中出口173.2亿元，进口145.5亿元，其他0.2万元。", "sum")
    assert [len(claim.operands) for claim in found if "≤" not in claim.relation] == [3]


@pytest.mark.parametrize(
    "prose",
    [
        # members of a list are no total of the next ones
        "对日本、德国、越南分别出口64.8万台、41.2万台和30.5万台；对智利和秘鲁分别出口31.4万台和24.3万台，分别增长80.2%和76.3%。",
        "对东盟、日本、澳大利亚和巴西分别进出口1.34万亿元、1.12万亿元、6127.4亿元、4982亿元，合计占31.8%。",
        "建成后年产搅拌车2800台、泵车1600台、拖泵900台、搅拌站400台。",
        # a base serves its own level, a forecast none of another firm
        "全市活羊均价31.25元/公斤，与去年同期的18.62元/公斤相比，涨幅达67.83%；羊肉价达64.3元/公斤，同比涨41.2%。",
        "2021年，上线一年的甲商城销售额突破30亿元，并预计2022年销售额将达到90亿元。\n\n2021年11月，乙集团控股丙网，一个月来销售增长速度高达500%。",
        # a measure without its thing, a part of the size of its whole
        "全年轴承营业收入增长28.43%，毛利率14.6%，提高2个百分点。全年弹簧营业收入增长41.26%，毛利率为14.2%，提高3.17个百分点。",
        "第二产业投资612.4亿元，同比增长21.3%，其中工业投资612.4亿元，同比增长22.8%；第三产业投资498.7亿元，同比增长31.5%。",
        # shares of two wholes, respectively, an open list
        "公租房施工面积512.6万平方米，占住宅施工面积的41.32%；公租房竣工面积6.94万平方米，占住宅竣工面积的57.18%。",
        "预计2022年四季度到2023年二季度收入降幅依次为18%、11%与34%。",
        "电池用于汽车启动、电动车和通信电源，三者分别占市场的50%、30%和1%。",
        "全省装机容量83142万千瓦。其中，水电16253万千瓦，增长8.2%；火电62914万千瓦，增长7.9%；核电1127万千瓦，增长9.2%；风电2786万千瓦，增长61.3%。",
        # another time
        "平均利润率下降至1.52%\n\n2022年平均利润率为1.57%，今年1—2月进一步下降到1.52%。",
        "In 2023, East Region contributed 46.0% of output. In the first quarter of 2024, East Region contributed 46.4% of output.",
        "购进480瓶，其中20年、40年各40瓶，15年80瓶，10年320瓶。",
    ],
)
def test_what_is_right_is_not_called_wrong(prose: str) -> None:
    assert FAILS not in verdicts(prose)


@pytest.mark.parametrize(
    "prose",
    [
        "市场监测显示：北京地区市场报价在2870元；唐山地区市场报价在2930元；安阳地区市场报价在2650元；佛山地区市场报价在3010元。",
        "前四个月钢产量较去年同期增加3.1%，至460万吨。\n\n1—4月进口了712,408吨矿石，较去年同期下降47%。出口较去年同期下降39%，至10,284吨。",
        "流入新兴市场的资金达到980亿美元，其中，流入甲国的资金804亿美元，流入乙国的资金187亿美元，丙国则流出11亿美元。",
        "2022年年销售收入过百亿元的集团有六家，其中过千亿元的有一家。",
        "本周（3月7日—3月11日）原料市场下调。\n\n3月11日消息，本周原料市场呈下调态势，成交清淡。",
        "全市完成投资1284.2亿元。其中，市属投资421.6亿元；县属投资862.6亿元。分产业看，第一产业投资83.4亿元；第二产业投资654.1亿元；第三产业投资546.7亿元。",
    ],
)
def test_what_nobody_would_look_at_is_not_asked(prose: str) -> None:
    assert Verdict.UNDECIDED not in verdicts(prose)


TABLE = "单位：万元，%\n\n项目\t2022年金额\t占比（%）\t2021年金额\t占比（%）\n{}\n合计\t1,740,564\t100.00\t1,552,402\t100.00\n"
ROWS = "制造业\t812,406\t46.67\t731,208\t47.10\n房地产业\t470,158\t27.01\t456,345\t29.40\n采矿业\t399,402\t{}\t303,036\t19.52\n其他\t58,598\t3.37\t61,813\t3.98"


def test_a_share_that_was_adjusted_to_a_hundred_is_rounding() -> None:
    assert Verdict.ROUNDING in verdicts(TABLE.format(ROWS.format("22.96")), "share")
    assert FAILS not in verdicts(TABLE.format(ROWS.format("22.96")))
    assert FAILS in verdicts(TABLE.format(ROWS.format("29.95")), "share")


def test_where_the_prose_tells_a_cell_the_others_of_its_row_are_of_other_times() -> None:
    prose = "2022年，房地产业占27.01%。\n\n" + TABLE.format(ROWS.format("22.95")).replace("29.40", "27.40")
    assert FAILS not in verdicts(prose, "crossref")


def test_a_column_of_rates_is_not_added_up() -> None:
    rows = ["短期\t1,795,307\t80,000\t4.46", "中长期\t2,860,599\t144,862\t5.06", "合计\t4,655,906\t224,862\t4.83"]
    found = claims("单位：万元\n\n项目\t余额\t利息\t收益率（%）\n" + "\n".join(rows), "sum")
    assert Verdict.UNDECIDED not in [claim.verdict for claim in found]
