"""Relations that no phrase names: found by structure, confirmed by digits; and what is left alone."""

from __future__ import annotations

import random

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof
from ecdesk.prose.claims import Claim

HOLDS, FAILS = Verdict.HOLDS, Verdict.FAILS


def claims(prose: str) -> list[Claim]:
    return [claim for claim in proof(Document("2018年某市报告\n\n" + prose)).claims if "≤" not in claim.relation]


WORDINGS = {
    "a sum without a word": ("sum", "全州完成产值731.4亿元，农业产值212.9亿元，林业产值518.5亿元。"),
    "a sum before its total": ("sum", "线上销售318.6亿元，线下销售402.7亿元，两者合计721.3亿元。"),
    "a sum in a bracket": ("sum", "全年用电量86.43亿千瓦时（工业52.18亿千瓦时、居民34.25亿千瓦时）。"),
    "a sum over a paragraph break": (
        "sum",
        "全县接待游客834.7万人次。\n\n按来源地分，省内游客512.9万人次，省外游客321.8万人次。",
    ),
    "a list within a list": (
        "sum",
        "实现交易额10709亿元。其中，企业间交易额7806亿元；网络购物交易额2903亿元（其中，商品类1567亿元，服务类1336亿元）。",
    ),
    "a share after its whole": ("share", "全区企业4271家，高新技术企业893家，占比20.9%。"),
    "a share of a total two paragraphs before": (
        "share",
        "全市零售额1267.4亿元。\n\n运行总体平稳。\n\n其中通过网络实现的零售额323.2亿元，占全市零售额的25.5%。",
    ),
    "growth with both ends": ("growth", "登记企业由2650万笔增长到3320万笔，增加25.3%。"),
    "growth of the name a year later": (
        "growth",
        "2017年，快递业务量140.2亿件。\n\n2018年，快递业务量196.7亿件，增长40.3%。",
    ),
    "yearly average growth": ("cagr", "2009年至2013年间，增加值由789.53亿元增长到1402.1亿元，年均增速15.4%。"),
    "an average between two years": ("cagr", "零售额从2013年的421.5亿元增至2018年的1836.2亿元，年均增长34.2%。"),
    "a surplus": ("diff", "全年出口75.36亿美元，进口19.71亿美元，贸易顺差55.65亿美元。"),
    "two places": ("crossref", "我区跨境电商备案企业2146家。\n\n截至年底，全区跨境电商备案企业达2146家，同比增长一成。"),
    "two places, one rounded": ("crossref", "网络零售额突破208亿元\n\n全年实现网络零售额208.07亿元，增速居全省首位。"),
    "a comparison": ("rank", "居民上网时长每周31.9小时，高于全省的30.1小时。"),
    "names and their count": ("count", "9大运营中心覆盖面广，分别在荷兰、土耳其、印度、新加坡、南非、美国、巴西、迪拜以及香港。"),
    "numbered members": ("count", "会议提出4项举措：一是扩大投资，二是促进消费；三是稳定外贸；四是保障就业。"),
    "one event in two places": (
        "date",
        "12月20日，罗湖区电子商务产业联盟揭牌成立。\n\n大事记\n\n12月20日，罗湖区电子商务产业联盟揭牌仪式举行。",
    ),
}


@pytest.mark.parametrize("name", WORDINGS)
def test_it_is_seen(name: str) -> None:
    kind, prose = WORDINGS[name]
    assert HOLDS in {claim.verdict for claim in claims(prose) if claim.kind == kind}
    assert FAILS not in {claim.verdict for claim in claims(prose)}


SLIPS = {
    "a sum in a bracket": ("52.18", "52.81"),
    "a sum before its total": ("721.3", "712.3"),
    "a list within a list": ("1336", "1366"),
    "growth with both ends": ("3320", "3230"),
    "an average between two years": ("34.2%", "37.2%"),
    "a surplus": ("55.65", "56.55"),
    "a share after its whole": ("20.9%", "29.0%"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_it_is_called_and_named(name: str) -> None:
    _kind, prose = WORDINGS[name]
    failed = [claim for claim in claims(prose.replace(*SLIPS[name])) if claim.verdict is FAILS]
    assert failed and all(claim.cause is not None for claim in failed)


@pytest.mark.parametrize(
    "prose",
    [
        # villages and provinces are both counted in 个
        "淘宝村分布在福建、广东、河北等10个省市。其中，浙江62个、广东54个、福建28个。",
        # 同比 and 环比 of one name
        "9月份，价格同比上涨3.2%，环比上涨2.3%。\n\n9月份，价格环比上涨2.3%，同比上涨3.2%。",
        # over which years an average goes is not said
        "产量由789.53万吨增长到1402.1万吨，年均增长18.4%。",
        # an open list
        "全年投资5127.4亿元，其中工业投资2361.8亿元，房地产投资1402.5亿元。",
        # 其中 inside 其中
        "财政收入148.87亿元，其中税收110.68亿元，其中增值税45.12亿元，企业所得税20.35亿元。",
        # averages do not add up
        "居民人均收入33662元。其中，城镇居民人均收入45727元，农村居民人均收入19876元。",
        # a rate of something else, and a growth of a part that is not printed
        "完成营造林600万亩，修复草原100万亩，森林覆盖率达到11.68%，植被盖度达到57%。",
        "进口量9473万吨，远高于2021年的5727万吨。其中，自美国的进口量占总进口量的41%，同比增长154%。",
        # a forecast and what came of it
        "预计国内旅游出游人数将达到8.96亿人次。\n\n国内旅游出游人数8.26亿人次。",
        # 前三 of 前三年 ranks nothing
        "学前三年毛入园率、巩固率、毛入学率分别为89.41%、93.46%、87.30%。",
    ],
)
def test_nothing_is_wrong_here(prose: str) -> None:
    assert [claim.relation for claim in claims(prose) if claim.verdict is FAILS] == []


def test_a_broken_sum_is_never_said_to_hold_as_a_part_of_its_total() -> None:
    prose = "进出口总值24107亿元，其中出口11539亿元，进口12518亿元。"
    found = proof(Document("2018年某市报告\n\n" + prose)).claims
    assert {claim.verdict for claim in found if claim.kind == "sum"} == {FAILS}


def test_a_figure_says_its_measure_and_its_basis() -> None:
    document = proof(Document("2018年，全省增加值893.6亿元，按可比价格计算，同比增长6.5%。")).as_json()
    assert [(figure["measure"], figure["basis"]) for figure in document["figures"]] == [("level", ""), ("growth", "可比价")]


TABLE = (
    "表3 各区零售额\n单位：亿元\n地区\t2017年\t2018年\t增长（%）\t占比（%）\n全市\t400.0\t500.5\t25.1\t100.0\n"
    "甲区\t100.0\t125.5\t25.5\t25.1\n乙区\t120.0\t150.2\t25.2\t30.0\n丙区\t80.0\t99.8\t24.8\t19.9\n丁区\t100.0\t{}\t{}\t{}\n"
)


def test_a_table_printed_as_text_is_checked_by_itself() -> None:
    found = claims(TABLE.format("125.0", "25.0", "25.0"))
    assert {claim.verdict for claim in found} == {HOLDS}
    assert [sum(claim.kind == kind for claim in found) for kind in ("sum", "growth", "share")] == [2, 5, 4]


@pytest.mark.parametrize("cells", [("152.0", "25.0", "25.0"), ("125.0", "52.0", "25.0"), ("125.0", "25.0", "52.0")])
def test_a_slip_in_a_cell_breaks_the_column_that_otherwise_comes_out(cells: tuple[str, str, str]) -> None:
    assert FAILS in {claim.verdict for claim in claims(TABLE.format(*cells))}


@pytest.mark.parametrize("seed", range(6))
def test_any_digits_end_without_an_error(seed: int) -> None:
    """Zeros, falls to nothing, shares of nothing: every relation meets figures that make no sense."""
    chance = random.Random(seed)
    prose = "\n\n".join(prose for _kind, prose in WORDINGS.values()) + TABLE.format("125.0", "25.0", "25.0")
    for _time in range(4):
        mixed = "".join(chance.choice("00012359") if sign.isdigit() and chance.random() < 0.7 else sign for sign in prose)
        assert proof(Document(mixed)).figures


@pytest.mark.parametrize("levels", [("247.4", "0.0"), ("0.0", "12.5")])
def test_nothing_at_all_has_no_share_and_is_none(levels: tuple[str, str]) -> None:
    whole, part = levels
    assert FAILS not in verdicts(f"全市投资{whole}亿元，其中工业投资{part}亿元，占24.6%。", "share")


@pytest.mark.parametrize("digits", [23, 24, 25, 40, 400])
def test_figures_of_many_digits_end_without_an_error(digits: int) -> None:
    number = "1234567890" * (digits // 10 + 1)
    prose = f"总额{number[:digits]}元，其中甲{number[:digits]}元，乙{number[: digits - 1]}.5元，占{number[:digits]}%，增长{number[:digits]}%。"
    assert proof(Document(prose)).figures


def verdicts(prose: str, kind: str) -> list[Verdict]:
    return [claim.verdict for claim in claims(prose) if claim.kind == kind]


@pytest.mark.parametrize(
    ("prose", "kind"),
    [
        # two digits turned in a list that no word closes
        (
            "全国邮政快递业共揽投包裹{}亿件。其中，揽收快递包裹12.91亿件，同比增长25.6%；投递快递包裹13.63亿件，同比增长15.4%。|26.54|62.54",
            "sum",
        ),
        # the names of an industry's parts, and those of a harvest's, behind a semicolon
        (
            "全县生产总值244394万元。其中，第一产业增加值62857万元；第二产业增加值{}万元，其中工业增加值40653万元；建筑业增加值24932万元。第三产业增加值115952万元。|65585|65558",
            "sum",
        ),
        ("全年粮食产量{}万吨，其中：小春粮食产量14.8万吨，增长1.4%；大春粮食产量65.5万吨，下降3.3%。|80.3|83.0", "sum"),
        # a total in another unit, and in the place of its part
        ("全市播种面积1128{}亩（水田168万亩、旱田960万亩）。|万|亿", "sum"),
        (
            "充电设施{}万个。|1864.5万个，其中，公共设施453.3万个，私人设施1411.2|1411.2万个，其中，公共设施453.3万个，私人设施1864.5",
            "sum",
        ),
        ("第一产业增加值占生产总值的比重为3.8%，第二产业增加值比重为80.9%，第三产业增加值比重为{}%。|15.3|51.3", "sum"),
        ("博览会3月1日至3月7日举行，为期{}天。|7|9", "date"),
        # a level that is printed roughly, and a rate in the place of another
        ("在校生2.82亿人，比上年增加660.62万人，增长{}%。|2.40|2.04", "growth"),
        (
            "幼儿园29.48万所，比上年增加3117所，增长{}%。|1.07%。其中，普惠园24.47万所，比上年增加1.06万所，增长4.53|4.53%。其中，普惠园24.47万所，比上年增加1.06万所，增长1.07",
            "growth",
        ),
        ("出游总花费5.75万亿元，比上年增加{}万亿元，增长17.1%。|0.84|5.84", "growth"),
        ("三次产业比为3.9：59.5：{}，比重分别提高。|36.6|86.6", "sum"),
        ("公有与非公有制经济比重为{}：32.2，提高5.4个百分点。|67.8|76.8", "sum"),
        # a share whose whole is printed between the part and itself
        ("高技术产业投资238.4亿元，占固定资产投资{}亿元的20.2%。|1182.5|1482.5", "share"),
        ("民营企业进出口716.9亿元，占全市进出口总额（{}亿元）的45.7%。|1568.3|1868.3", "share"),
        ("规模以上工业企业1427家，亏损企业{}家，亏损面为14.9%。|213|243", "share"),
        # 万 for 亿
        (
            "市场监管部门共受理投诉举报2646{}件，增长9.8%。其中，网购投诉举报1506.7万件，增长14.3%，占投诉举报总量的56.9%。|万|亿",
            "share",
        ),
        ("旅游总收入512.6亿元，较2017年（{}亿元）增长17.3%。|436.9|463.9", "growth"),
        ("年末床位8953张，全国玉米产量6024.7亿斤，比上年增加126.4亿斤，增长{}%。|2.1|6.1", "growth"),
        # titles and bodies
        ("# 高新技术企业达{}家\n\n科技创新方面，高新技术企业总数386家。|386|316", "crossref"),
        ("专利授权13852件。\n\n全年共授权专利{}件。|13852|16852", "crossref"),
        # beside a figure that both places tell, under other names and of another year; the point moved
        (
            "全市冷链运输业增加值1846.3亿元，同比增长7.46%，占同期生产总值比重达到{}%。\n\n到2016年底，冷链业实现1846.3亿元，同比增长7.46%，占同期生产总值比重达到11.27%。|11.27|11.72",
            "crossref",
        ),
        # a title of the year over a sentence of its day, behind a paragraph that ends with its source
        (
            "网购持续升温。（来源：本刊）\n\n本市共有登记冷库269家，前三季度入库量达24.1万吨\n\n商务部门通报，截至9月末，本市共有登记冷库{}家，前三季度共入库24.1万吨，运转平稳。|269|264",
            "crossref",
        ),
        # two places that a third tells in round figures, which bears out either
        (
            "居民人均网购超2.8万\n\n账单显示，居民人均网购支付28185元。\n\n全年居民人均网购支付{}元，居全省首位。|28185|28158",
            "crossref",
        ),
        ("全年水产养殖量{}万吨。\n\n2018年，全市水产养殖量37.46万吨，渔船8213艘。|37.46|374.6", "crossref"),
    ],
)
def test_what_one_slip_mends_is_wrong(prose: str, kind: str) -> None:
    prose, right, wrong = prose.split("|")
    assert FAILS not in verdicts(prose.format(right), kind)
    assert HOLDS in verdicts(prose.format(right), kind)
    assert FAILS in verdicts(prose.format(wrong), kind)


@pytest.mark.parametrize(
    "prose",
    [
        # figures of one enumeration, of which none is the total of the others
        "增值税12.8亿元、城镇土地使用税9.5亿元、城市维护建设税3.3亿元，同比分别增长210.8%、29.5%、17.8%。",
        # the growth of another thing
        "高等级航道由0.8万公里增加到1.15万公里；干线港口货物吞吐量增长71%，达到42亿吨。",
        # one figure as of two days
        "截至5月2日，2026年消费品以旧换新惠及8427.4万人次。\n\n截至5月4日，2026年消费品以旧换新惠及8620.4万人次。",
        # a share of another whole than the level that stands there
        "长三角地区进出口总值9.1万亿元。其中，高新技术产品出口1.2万亿元，增长4.4%，占全国的34.8%。",
        "截至10月底，发电装机容量约28.1亿千瓦，增长12.6%。风电装机容量约4.0亿千瓦，增长15.6%。",
        "每秒钟能完成219亿亿次浮点运算。",
        # a list that no word closes may leave out what is less than the rest of it, or name figures that are no parts
        "年末全区共有医疗机构床位9624张，医院占7918张，基层医疗机构1006张。",
        "41个工业大类行业中，农副食品加工业等29个行业利润同比增长，石油化工等11个行业利润同比下降。",
        "今年1至9月，初步核实处置问题线索12.9万件，同比增长13.5%;立案11.8万件，同比增长10.1%;结案10.2万件，同比增长12.6%。",
        # 依次 says in which order only together with a list that one figure disturbs
        "普通门诊号42元，专家号依次为60元、80元、100元。",
        # growth of another thing, or at other prices
        "技术合同成交额从1795亿元增加到5260亿元，科技型中小企业、高新技术企业数量分别增长3.2倍、2.5倍。",
        "人均GDP从119元提高到6.46万元，实际增长70倍。",
        # 同比 is not compared with 环比, nor a target with where it began
        "平均价格为4522元，环比上涨0.13%，同比增速为1.77%，增速较上一季度下降1.2个百分点。",
        "2020年优良比例由2015年的66%提高到了83.4%，超过“十三五”目标13.4个百分点。",
        # a balance of another time, a fall by more than is left, indices that are no shares
        "前两个季度银行结售汇逆差分别是409亿和530亿美元，三季度逆差减少到190亿美元。",
        "2019年末，全国农村贫困人口551万人，比上年末减少1109万人，下降66.8%。",
        "2026年1月制造业采购经理指数为50%。1月非制造业商务活动指数为54.1%，比上月上升0.6个百分点。",
        # the growth of what the counted have, multiples of the time before, a ranking of as many as it says, names behind verbs
        "2010年，30个省份的最低工资平均增长了24%；2011年，又有25个省份的最低工资平均增长了22%。",
        "经济总量从2000年底全线贯通时的3万亿发展到去年年底的30万亿，是20年前的10倍。",
        "前三家主动自首的甲邮船、乙汽船、丙商船依法享受宽大，分别给予免除处罚、罚款2398.09万元和3812.11万元的处理。",
        "改造、扩容武汉协和、同济、人民等3家定点医院，集中优势力量救治重症患者。",
        # shares of unlike wholes, and of one that is named behind 其中
        "占广东国土面积70%，人口50%的粤东西北地区，2013年的国内生产总值却仅占全省的21%。",
        "我国外贸进出口总值29.04万亿元，对东盟、日本、韩国进出口分别为4.24万亿元、2万亿元、1.8万亿元，其中，东盟为第一大贸易伙伴，占我国外贸总值的14.6%。",
        # shares of all there are on earth, and of another sentence's thing
        "人工智能专利总申请量30.1万件，总授权量5.5万件，全球占比分别是39%和28%。",
        "每10台人形机器人有8台是中国研制；人工智能专利，中国占到60%。",
        # an amount for one share is no part of a sum, nor a forecast of what came of it, nor a rise of what it led to
        "提取公积金60.68亿元；提取准备金121.66亿元；派发股利，每10股派人民币2.102元，合计182.83亿元。",
        "甲公司净利润11.4亿元，预估5.208亿元；总营收119.0亿元，预估114.9亿元。",
        "新增10个机场办理过境；南方新增5个港口办理过境，适用口岸总数增至65个。",
        # what is counted in two parts may overlap
        "全国283个港湾中，168个港湾水质优良，117个港湾全域达标。",
        # another week, and another day by the figures beside it
        "甲指数涨1.15%报5634.61点，乙指数涨1.47%。本周，丙指数涨1.27%，甲指数涨1.45%，乙指数涨1.4%。",
        "上午的会议，到会2761人，请假117人。\n\n下午的会议，到会2765人，请假113人。",
        # a rate of something else that those counted have
        "共有8720名顾问的撤单信息。这是首次公布顾问撤单情况。其中，1589名顾问没有撤单，1039名撤单率为100%，499名撤单率为50%，5128名顾问没有项目。",
        # titles are counted neither in countries nor by the number before the next title
        "演出了《春之歌》、《夏之歌》、《秋之歌》、《冬之歌》等两国名曲。",
        "展出了《春之歌》《夏之歌》《秋之歌》《冬之歌》和5本《四季画册》。",
        "粒子的能量高于1亿亿电子伏特。",
        # a yearly average that counts the first year as well
        "外贸规模从2015年的712亿元提高到2024年的5367亿元，年均增长22%。",
    ],
)
def test_what_only_looks_like_a_slip_is_not_wrong(prose: str) -> None:
    assert [claim for claim in proof(Document("2026年某市报告\n\n" + prose)).claims if claim.verdict is FAILS] == []


def test_order_needs_its_word() -> None:
    prose = "{}甲区9.6万人、乙区8.4万人、丙区7.3万人、丁区6.2万人、戊区5.1万人。"
    assert HOLDS in verdicts(prose.format("人口由多到少依次为"), "rank")
    assert verdicts(prose.format("各区人口："), "rank") == []


FAR = "全部工业资产总额88374.4亿元，工业增加值24353.7亿元，上交税金4643.6亿元。" + "\n\n各地加强管理，推动发展。" * 40
FAR += "\n\n国有工业资产总额达{}亿元，占全部工业资产总额的53.7%；工业增加值8307.2亿元，占34.1%；上交税金2563.2亿元，占{}。"


def test_a_share_is_of_the_level_of_its_name_wherever_it_stands() -> None:
    held = [claim for claim in proof(Document(FAR.format("47472.1", "55.2%"))).claims if claim.kind == "share"]
    assert [claim.verdict for claim in held] == [Verdict.HOLDS] * 3
    off = [claim for claim in proof(Document(FAR.format("41472.1", "51.2%"))).claims if claim.kind == "share"]
    assert [claim.relation.rpartition("= ")[2] for claim in off if claim.verdict is Verdict.HOLDS] == ["34.1%"]


HUNDREDS = (
    "表2 工业类型结构\n\n"
    "|  | 按资产计算（%） | 按产值计算（%） | 位次 |\n| --- | --- | --- | --- |\n|  | 1985 | 1995 | 1985 | 1995 | 1985 | 1995 |\n"
    "| 国有工业 | 74.6 | 53.7 | 64.9 | {} | 1 | 2 |\n| 集体工业 | 24.0 | 23.8 | 32.1 | 36.6 | 2 | 1 |\n| 其他工业 | 1.4 | 22.5 | 3.0 | 29.4 | 3 | 3 |\n"
    "| 全部工业中： |  |  |  |  |  |  |\n| 乡镇工业 | 12.0 | 20.3 | 17.7 | 42.5 | 4 | 4 |"
)


def test_columns_of_percentages_under_two_headings_make_up_a_hundred() -> None:
    claims = [claim for claim in proof(Document(HUNDREDS.format("34.0"))).claims if claim.kind == "sum"]
    assert [(claim.verdict, len(claim.operands)) for claim in claims] == [(Verdict.HOLDS, 3)] * 4
    slipped = [claim for claim in proof(Document(HUNDREDS.format("43.0"))).claims if claim.kind == "sum"]
    assert [claim.verdict for claim in slipped].count(Verdict.FAILS) == 1


ROWS = "表6 各年代设备比例（%）\n\n|  | 90年代 | 80年代 | 以前 | 进口 |\n| --- | --- | --- | --- | --- |\n| 全部设备 | 36.4 | 54.1 | 9.5 | 40.2 |\n| 甲类设备 | 26.1 | 69.7 | 4.2 | 70.3 |"


def test_rows_of_percentages_make_up_a_hundred_without_what_stands_behind_them() -> None:
    claims = [claim for claim in proof(Document(ROWS)).claims if claim.kind == "sum"]
    assert [(claim.verdict, len(claim.operands)) for claim in claims] == [(Verdict.HOLDS, 3)] * 2
    unlike = ROWS.replace("36.4", "31.2").replace("26.1", "18.4")
    assert [claim for claim in proof(Document(unlike)).claims if claim.kind == "sum"] == []
