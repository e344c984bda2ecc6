"""Relations that come out in a right text are called wrong after a slip, and do not just vanish."""

from __future__ import annotations

import pytest

from tests.prose.slips import assert_called, failed

REGIONS = (
    "广东、江苏今年上半年成功破6万亿，分别达62418.6亿元、60327.4亿元。"
    "根据已经发布的数据，广东、江苏、山东、浙江四省今年上半年GDP超过3万亿，分别为62418.6亿元、60327.4亿元、44236亿元、38724亿元。"
)
SLIPS = {
    "a list that 分 and what it goes by opens": (
        "7月份，全行业生产轮胎7164万条，同比增长12.5%。分品种，子午胎产量3268万条，同比增长8.1%；斜交胎产量3754万条，同比增长14.9%；摩托车胎产量142万条。",
        ("3754万", "3574万"),
    ),
    "a share of a level that begins with 至": (
        "上半年乘用车累计出口量同比增长74.3%至19.84万辆，占乘用车产量(688.46万辆)的2.9%。",
        ("2.9%", "9.2%"),
    ),
    "a share whose whole is not called so": (
        "大型客车共计销售25764辆，同比增长11.14%。两家企业的大型客车销量达到14853辆，占行业总量的57.65%。",
        ("57.65%", "56.75%"),
    ),
    "a share whose whole is nearly called so": (
        "全区公共预算支出95873万元。其中，全区民生支出78308万元，占到公共财政预算支出的81.68%。",
        ("81.68%", "86.18%"),
    ),
    "two digits changed over that are no neighbours": (
        "上半年，全市累计销售13.7526万台，同比增长19.07%。其中，国内市场销售12.5041万台，同比增长14.95%，占总销量的90.92%。",
        ("90.92%", "92.90%"),
    ),
    "the growth that a change and what it is told against make": (
        "全市人口与2010年的712638人相比，增加25184人，增长3.53%，年平均增长率为0.35%。",
        ("3.53%", "5.33%"),
    ),
    "a share that is no rounded one of what stands beside it": (
        "全市共实现采购规模22.86亿元。工程类项目采购额19.67亿元，占全市采购额的86%；货物类项目采购额2.9亿元，占全市采购额的12.7%；服务类项目采购额0.29亿元，"
        "占全市采购额1.3%。",
        ("2.9亿元", "2.4亿元"),
    ),
    "a level of a title that has no name": (
        "韩信息产品6月对华出口增6.2%达58.4亿美元\n\n据报告，6月份对中国出口58.4亿美元，同比增长6.2%。",
        ("达58.4亿", "达54.8亿"),
    ),
    "a table whose first row the names of the others divide": (
        "表1 生产总值\n\n| 指标 | 绝对数（亿元） | 比上年增长（%） |\n| 生产总值 | 583.62 | 5.2 |\n| 第一产业 | 34.28 | 2.6 |\n| 第二产业 | 321.47 | 4.5 |\n"
        "| 第三产业 | 227.87 | 6.7 |",
        ("227.87", "272.87"),
    ),
    "a row of a table that the two below it make up": (
        "表2 教育\n\n| 指标 | 招生（人） | 学生（人） |\n| 小学 | 12127 | 74649 |\n| 普通中学 | 20102 | 61151 |\n| 初中 | 14071 | 41382 |\n| 高中 | 6031 | 19769 |",
        ("41382", "43182"),
    ),
    "a cell of a table with each cell on a line of its own": (
        "表3 货运\n\n指标\n2023年\n2022年\n货运总量\n5763\n5421\n公路\n4217\n3980\n铁路\n968\n913\n水路\n578\n528",
        ("3980", "3890"),
    ),
    "points against a growth that the words name behind it": (
        "高新技术产业增加值增长12.6%，高于规模以上工业8.1%的增速4.5个百分点。",
        ("4.5个", "5.4个"),
    ),
    "points against a second percentage of a year": (
        "外销比重提高到48.37%，比2022年同期的46.25%高2.12个百分点，比2022年全年的46.98%高1.39个百分点。",
        ("1.39个", "1.93个"),
    ),
    "points against the percentage of a year": (
        "外销比重提高到48.37%，比2022年同期的46.25%高2.12个百分点，比2022年全年的46.98%高1.39个百分点。",
        ("2.12个", "2.21个"),
    ),
    "a change of ten years behind both its ends": (
        "全区常住人口为579101人，与2010年普查的442854人相比，十年共增加136247人。",
        ("136247人", "163247人"),
    ),
    "a figure of a title that the fourth paragraph tells": (
        "8月消费品零售总额增长13.27%\n\n8月，市场总体平稳。\n\n一、总体情况\n\n8月，全市商业运行平稳，物流畅通。\n\n8月，全市消费品零售总额246.38亿元，同比增长13.27%。",
        ("8月消费品零售总额增长13.27%", "8月消费品零售总额增长12.37%"),
    ),
    "a figure that a word opens, told with as many digits": (
        "一、快递业务量突破3.81亿件。\n\n据统计，全年快递业务量完成3.81亿件，同比增长31.5%。",
        ("完成3.81", "完成3.18"),
    ),
    "such a figure that is now more": (
        "一、快递业务量突破3.18亿件。\n\n据统计，全年快递业务量完成3.18亿件，同比增长31.5%。",
        ("完成3.18", "完成3.81"),
    ),
    "a rate of two levels, by nothing but its place": (
        "7月，全市工业总产值563.82亿元，同比增长6.1%；销售产值541.37亿元，同比增长5.4%；产销率为96.02%。",
        ("96.02%", "69.02%"),
    ),
    "a part of which only a rate tells": (
        "在2764家规上企业里，亏损企业有436家，亏损面15.8%。",
        ("436家", "463家"),
    ),
    "the smaller of two levels, told before the larger": (
        "民营企业纳税87.2亿元，在全市143.9亿元税收总额中占到60.6%。",
        ("60.6%", "66.0%"),
    ),
    "a share beside one of another whole": (
        "全县一般公共预算收入完成27,364万元，占调整预算103.18%。从收入分类来看，税收收入完成10,827万元，占调整预算92.15%，占一般公共预算收入的39.57%；"
        "非税收入完成16,537万元，占调整预算111.84%，占一般公共预算收入的60.43%。",
        ("10,827万元", "10,877万元"),
    ),
    "a part under one of two totals, whose name ends as those of all parts do": (
        "全市农林牧渔业总产值71.46亿元，增加值39.18亿元。其中，农业产值8.27亿元，下降0.6%；林业产值0.16亿元，增长3.7%；牧业产值1.32亿元，增长2.7%；"
        "渔业产值61.71亿元，增长3.4%。",
        ("61.71亿元", "67.71亿元"),
    ),
    "a figure called like its total in the paragraphs of another sum": (
        "全县义务教育学校83所，招生25431人，在校生86127人。\n\n其中小学52所，小学招生17642人，在校生62418人。\n\n其中初中31所。初中招生7789人，在校生23709人。",
        ("62418人", "64218人"),
    ),
    "a share whose part stands under a count of firms": (
        "前7个月，全市进出口总值2.46万亿元，增长7.2%。全市有进出口实绩的企业5.3万家，增长6.4%。其中，外商投资企业进出口1.45万亿元，占全市进出口总值的58.9%；"
        "民营企业进出口7542.6亿元，占30.7%；国有企业进出口2416.3亿元，占9.8%。",
        ("占30.7%", "占37.0%"),
    ),
    "the place in a list of a share, by another list of shares": (
        "全市承接合同额6284亿元，执行额4173亿元。示范城区承接合同额5812亿元，执行额3794亿元，分别占全市总额的92.5%和90.9%。"
        "沿江地区承接合同额3176亿元，执行额2142亿元，分别占全市总额的50.5%和51.3%。",
        ("92.5%和90.9%", "92.5%和80.9%"),
    ),
    "two shares of a list in each other's place": (
        "全市承接合同额6284亿元，执行额4173亿元。示范城区承接合同额5812亿元，执行额3794亿元，分别占全市总额的92.5%和90.9%。",
        ("92.5%和90.9%", "90.9%和92.5%"),
    ),
    "a share of what stands where its part stands in a list before": (
        "7月，汽车产销分别完成241.3万辆和237.9万辆，同比分别下降2.4%和1.6%。新能源汽车产销分别完成81.2万辆和77.6万辆，同比分别增长30.8%和31.4%，"
        "市场占有率达到32.6%。",
        ("32.6%", "62.6%"),
    ),
    "a share of a level that ends like its part": (
        "1—7月，全市对外承包工程完成营业额5642.8亿元，新签合同额7451.3亿元。企业在沿线国家承包工程完成营业额3118亿元，新签合同额3664.7亿元，分别占同期总额的55.3%和49.2%。",
        ("55.3%和49.2%", "55.3%和42.9%"),
    ),
    "the whole named in the share's own name": (
        "今年前8个月，我国进出口总值27.12万亿元。其中，出口15.52万亿元，进口11.60万亿元。\n\n"
        "民营企业进出口14.36万亿元，增长6.2%，占我国进出口比重提升至52.9%，主体地位更稳。",
        ("52.9%", "52.4%"),
    ),
    "parts of a total that other figures stand between": (
        "7月份，社会消费品零售总额36814亿元，增长2.6%。其中，除汽车以外的消费品零售额32947亿元，增长3.1%。"
        "按消费类型分，7月份，商品零售32521亿元，增长1.1%；餐饮收入4293亿元，增长15.6%。",
        ("32521", "35221"),
    ),
    "parts that begin the paragraphs below their total": (
        "1、接待海外入境游客861.24万人次，增长5.2%；\n\n2、接待海外旅游者423.16万人次，增长1.9%；\n\n3、接待口岸入境游客438.08万人次，增长9.6%；",
        ("423.16", "243.16"),
    ),
    "the names of parts that make up another total": (
        "6月，全市发行新增债券4826亿元，其中一般债券782亿元、专项债券4044亿元。发行再融资债券3477亿元，其中一般债券2548亿元、专项债券929亿元。",
        ("2548", "2448"),
    ),
    "two parts whose names end alike": (
        "全年完成固定资产投资1384.6亿元，增长31%。其中，中省直企业完成投资478.2亿元，下降2.2%；地方完成投资906.4亿元，增长59.6%。",
        ("906.4", "806.4"),
    ),
    "a total in another unit": (
        "6月末，银行资产总额为1053.84亿元，负债总额为990.12亿元，所有者权益总额为63.72亿元。",
        ("1053.84亿元", "1053.84万元"),
    ),
    "a balance by more than a digit of its ends": (
        "我国出口13.52万亿元，增长1.6%；进口10.11万亿元，下降1.2%；贸易顺差3.41万亿元，扩大10.2%。",
        ("进口10.11", "进口80.11"),
    ),
    "a balance of ends that are printed more roughly": (
        "全国进出口总值3.4万亿美元。其中，出口1.93万亿美元，下降5%；进口1.45万亿美元，下降7.6%；贸易顺差4826.3亿美元，扩大3.5%。",
        ("4826.3", "4226.3"),
    ),
    "a balance in a sentence of its own": (
        "全省进出口总额2025.60亿元，下降14.1%。其中，出口1307.24亿元，下降9.2%；进口718.36亿元，下降21.5%。进出口相抵，贸易顺差588.88亿元。",
        ("588.88亿元", "588.88万元"),
    ),
    "growth on a level that a word compares with": (
        "上半年实现收入10.72亿元，占整体收入的68.6%，与2022年同期的7.66亿元相比增加39.9%。",
        ("39.9%", "19.9%"),
    ),
    "points above all of something": (
        "前7个月，全市进出口总值2.46万亿元，增长7.2%。保税物流进出口6254.8亿元，增长24.3%，增速高于整体17.1个百分点。",
        ("17.1个", "14.1个"),
    ),
    "points between two growths in a sentence of their own": (
        "上半年，出口14.76万亿元，增长13.3%。同期，进口10.72万亿元，增长22.2%。进口增速高于出口8.9个百分点。",
        ("8.9个", "8.4个"),
    ),
    "a member of a list by area that another list has": (
        REGIONS,
        ("万亿，分别达62418.6亿元、60327.4亿元", "万亿，分别达62418.6亿元、50327.4亿元"),
    ),
    "members of a list by area in each other's place": (
        REGIONS,
        ("万亿，分别达62418.6亿元、60327.4亿元", "万亿，分别达60327.4亿元、62418.6亿元"),
    ),
    "a figure that was told today for a longer time": (
        "今年前8个月外贸进出口总值27.14万亿元\n\n海关总署今天（9月7日）公布，今年前8个月，我国外贸进出口总值27.14万亿元，处于历史同期高位。",
        ("我国外贸进出口总值27.14", "我国外贸进出口总值27.41"),
    ),
    "a point moved in the growth of a title": (
        "今年上半年我国货物贸易进出口同比增长2.8%\n\n据海关统计，今年上半年，我国货物贸易进出口21.83万亿元，同比增长2.8%。",
        ("我国货物贸易进出口同比增长2.8%", "我国货物贸易进出口同比增长28%"),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_it_is_called(name: str) -> None:
    prose, (right, wrong) = SLIPS[name]
    assert_called(prose, right, wrong)


RIGHT = {
    "a growth that leads to a level of another year": "预计下调本年度库存预期11%至8.00亿吨，并预测上年度库存将减少2%至7.15亿吨。",
    "an amount and the one for each person": "生产总值10.36万亿 人均增长2%\n\n初步核算，全年生产总值103586亿元，比上年增长2.3%。",
    "a round figure is less than what it stands for": "一、快递业务量突破1200万件。\n\n据统计，全年快递业务量完成1230万件，同比增长31.5%。",
    "levels and a rate of something else": "全市企业3264家，其中个体户1786家，平均税率为5.8%。",
    "a figure of another list is no whole": "1—7月，新能源汽车产销分别完成458.7万辆和451.9万辆，同比分别增长40%和41.7%，市场占有率达到29%。",
    "what is exported is no total of firms": "全市出口9962亿元，增长9.3%。外商投资企业进出口1.45万亿元，占58.9%；民营企业进出口7542.6亿元，占30.7%；国有企业进出口2416.3亿元，占9.8%。",
    "a balance is no part of trade": "对甲国贸易总值3.59万亿元，增长2.8%。对乙国贸易顺差9433.4亿元，收窄10.5%。对丙国贸易总值2.64万亿元，下降9.6%。",
    "the same time of the year before": "上半年，实现净利润3.05亿元，归属于母公司净利润3.02亿元。上年同期，实现净利润3.66亿元，归属于母公司净利润3.62亿元。",
}


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_called(name: str) -> None:
    assert failed(RIGHT[name]) == []
