"""The words of the made sheets: areas, subjects with their indicators, headings, notes, and lines that mean nothing."""

from __future__ import annotations

from typing import NamedTuple


class Area(NamedTuple):
    """code: as in the areas of the product; full, short, english: how sheets write it."""

    code: str
    full: str
    short: str
    english: str


class Indicator(NamedTuple):
    """What a column or row counts. units: those that it is published in, one of them in a table; size: a usual level; within: the whole
    that it is a part of, for 其中; part: what it is called under that whole."""

    name: str
    units: tuple[str, ...]
    size: float
    english: str = ""
    within: str = ""
    part: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether it is a rate, which has no growth of its own."""
        return self.units[0] in "%‰"


class Subject(NamedTuple):
    """words: how titles call it; known: its indicators are in the catalogue."""

    words: str
    known: bool
    indicators: tuple[Indicator, ...]


NATIONS = tuple(Area("000000", name, name, "National Total") for name in ("全国", "全国", "全国总计", "全国合计"))
REGIONS = tuple(Area(code, f"{name}地区", name, "") for code, name in (("R1", "东部"), ("R2", "中部"), ("R3", "西部")))

PROVINCES = tuple(
    Area(*line.split("|"))
    for line in """110000|北京市|北京|Beijing
120000|天津市|天津|Tianjin
130000|河北省|河北|Hebei
140000|山西省|山西|Shanxi
150000|内蒙古自治区|内蒙古|Inner Mongolia
210000|辽宁省|辽宁|Liaoning
220000|吉林省|吉林|Jilin
230000|黑龙江省|黑龙江|Heilongjiang
310000|上海市|上海|Shanghai
320000|江苏省|江苏|Jiangsu
330000|浙江省|浙江|Zhejiang
340000|安徽省|安徽|Anhui
350000|福建省|福建|Fujian
360000|江西省|江西|Jiangxi
370000|山东省|山东|Shandong
410000|河南省|河南|Henan
420000|湖北省|湖北|Hubei
430000|湖南省|湖南|Hunan
440000|广东省|广东|Guangdong
450000|广西壮族自治区|广西|Guangxi
460000|海南省|海南|Hainan
500000|重庆市|重庆|Chongqing
510000|四川省|四川|Sichuan
520000|贵州省|贵州|Guizhou
530000|云南省|云南|Yunnan
540000|西藏自治区|西藏|Tibet
610000|陕西省|陕西|Shaanxi
620000|甘肃省|甘肃|Gansu
630000|青海省|青海|Qinghai
640000|宁夏回族自治区|宁夏|Ningxia
650000|新疆维吾尔自治区|新疆|Xinjiang""".splitlines()
)

CITIES = {
    "430000": ("长沙市", "株洲市", "湘潭市", "衡阳市", "邵阳市", "岳阳市", "常德市"),
    "510000": ("成都市", "自贡市", "攀枝花市", "泸州市", "德阳市", "绵阳市"),
    "320000": ("南京市", "无锡市", "徐州市", "常州市", "苏州市", "南通市"),
}
"""Places that the catalogue of areas does not have, by their province: a figure of theirs is never the province's."""

MONEY = ("亿元", "万元", "千元")
SUBJECTS = (
    Subject(
        "电子商务",
        True,
        (
            Indicator("网络零售额", MONEY, 1200, "Online Retail Sales"),
            Indicator("农村网络零售额", MONEY, 300, "Rural Online Retail Sales", "网络零售额", "农村"),
            Indicator("实物商品网络零售额", MONEY, 900, "Online Retail Sales of Physical Goods", "网络零售额", "实物商品"),
            Indicator("农产品网络零售额", MONEY, 80, "Online Retail Sales of Farm Produce", "网络零售额", "农产品"),
            Indicator("电子商务交易额", MONEY, 5000, "E-commerce Transactions"),
            Indicator("快递业务量", ("亿件", "万件"), 70, "Express Deliveries"),
            Indicator("快递业务收入", MONEY, 95, "Revenue of Express Deliveries"),
            Indicator("跨境电商进出口额", ("亿元", "万元", "亿美元", "万美元"), 150, "Cross-border E-commerce"),
            Indicator("社会消费品零售总额", MONEY, 9000, "Retail Sales of Consumer Goods"),
            Indicator("互联网普及率", ("%",), 58, "Internet Penetration"),
        ),
    ),
    Subject(
        "旅游业",
        False,
        (
            Indicator("接待国内游客", ("万人次", "亿人次"), 3000, "Domestic Visitors"),
            Indicator("接待入境游客", ("万人次", "人次"), 400, "Overseas Visitor Arrivals"),
            Indicator("过夜游客", ("万人次",), 250, "Overnight Visitors", "接待入境游客", "过夜"),
            Indicator("旅游总收入", ("亿元", "万元"), 800, "Total Earnings from Tourism"),
            Indicator("国际旅游外汇收入", ("亿美元", "百万美元", "万美元"), 90, "Foreign Exchange Earnings from Tourism"),
            Indicator("星级饭店", ("家", "个"), 220, "Star-rated Hotels"),
            Indicator("客房出租率", ("%",), 55, "Room Occupancy"),
        ),
    ),
    Subject(
        "能源生产",
        False,
        (
            Indicator("原煤产量", ("万吨", "亿吨"), 12000, "Raw Coal"),
            Indicator("天然气产量", ("亿立方米", "万立方米"), 130, "Natural Gas"),
            Indicator("发电量", ("亿千瓦小时", "万千瓦时"), 1500, "Electricity Generated"),
            Indicator("火力发电量", ("亿千瓦小时",), 1100, "Thermal Power", "发电量", "火电"),
            Indicator("原油加工量", ("万吨",), 900, "Crude Oil Processed"),
            Indicator("能源消费总量", ("万吨标准煤",), 15000, "Total Energy Consumption"),
        ),
    ),
    Subject(
        "对外贸易",
        False,
        (
            Indicator("货物进出口总额", ("亿元", "亿美元", "千美元", "万美元"), 2400, "Total Imports and Exports of Goods"),
            Indicator("货物出口额", ("亿元", "亿美元", "万美元"), 1300, "Exports of Goods", "货物进出口总额", "出口"),
            Indicator("货物进口额", ("亿元", "亿美元", "万美元"), 1100, "Imports of Goods", "货物进出口总额", "进口"),
            Indicator("实际使用外资金额", ("亿美元", "万美元"), 70, "Foreign Capital Actually Used"),
            Indicator("新设外商投资企业", ("家",), 410, "New Foreign-invested Enterprises"),
        ),
    ),
    Subject(
        "人口",
        False,
        (
            Indicator("年末常住人口", ("万人", "人"), 6000, "Resident Population (year-end)"),
            Indicator("城镇人口", ("万人",), 3500, "Urban Population", "年末常住人口", "城镇"),
            Indicator("乡村人口", ("万人",), 2500, "Rural Population", "年末常住人口", "乡村"),
            Indicator("人口自然增长率", ("‰",), 5, "Natural Growth Rate"),
            Indicator("城镇登记失业人数", ("万人", "人"), 30, "Registered Unemployed"),
        ),
    ),
    Subject(
        "工业",
        False,
        (
            Indicator("规模以上工业企业营业收入", ("亿元", "万元"), 9000, "Revenue of Industrial Enterprises"),
            Indicator("规模以上工业企业利润总额", ("亿元", "万元"), 600, "Profits of Industrial Enterprises"),
            Indicator("粗钢产量", ("万吨", "吨"), 1800, "Crude Steel"),
            Indicator("水泥产量", ("万吨",), 5200, "Cement"),
            Indicator("汽车产量", ("万辆", "辆"), 96, "Motor Vehicles"),
        ),
    ),
)

LEVEL_WORDS = ("绝对量", "本期", "数值", "总量", "实绩")
GROWTH_WORDS = ("同比增长", "同比", "比上年增长", "比上年同期增长", "增速", "同比增速", "同比增减")
GROWTH_PREV_WORDS = ("环比增长", "环比", "环比增速", "比上季增长")
SHARE_WORDS = ("占比", "比重", "所占比重")

STUB_HEADS = {
    "A": ("地区", "省份", "省（区、市）", "地  区", ""),
    "Y": ("年份", "年度", "时间", "年  份", ""),
    "P": ("月份", "时间", "期间", ""),
    "I": ("指标", "指标名称", "项目", "项  目", ""),
    "M": ("类别", "口径", "数据类型", ""),
    "YP": ("时间", "时期", "报告期", ""),
    "IM": ("指标", "指标名称", "项目", ""),
}
UNIT_HEADS = ("单位", "计量单位", "单 位")
VALUE_HEADS = ("数值", "指标值", "数据", "值")

TITLE_TAILS = ("主要指标", "情况", "统计表", "基本情况", "主要指标完成情况", "发展情况")
AREA_LINES = ("地区：{}", "填报地区：{}", "填报单位：{}统计局", "报送地区：{}", "省份：{}")
TIME_LINES = ("报告期：{}", "时间：{}", "统计时间：{}", "数据时间：{}", "报告期别：{}")
INDICATOR_LINES = ("指标：{}", "指标名称：{}", "统计指标：{}")
UNIT_LINES = ("单位：{}", "计量单位：{}", "（单位：{}）", "单位:{}")
AREA_NOTES = ("注：本表为{}数据。", "说明：以上为{}数。")
TIME_NOTES = ("注：本表为{}数据。", "注：以上数据为{}数。", "数据时间：{}。")
UNIT_NOTES = ("注：本表计量单位为{}。", "注：以上数据单位均为{}。")

NOISE_ABOVE = (
    "（快报）",
    "内部资料　注意保管",
    "附件2",
    "国统字〔2018〕12号",
    "表　号：综101表",
    "制定机关：国家统计局",
    "返回目录",
    "制表日期：2021-03-05",
)
REMARKS = ("", "", "", "较快", "口径有调整", "见说明2", "已核实")
NOISE_BELOW = (
    "资料来源：国家统计局。",
    "数据来源：《中国统计年鉴》。",
    "注：部分数据因四舍五入的原因，存在总计与分项合计不等的情况。",
    "发布日期：2019年1月20日",
    "单位负责人：张三　　填表人：李四　　联系电话：0731-82218765",
    "注：“—”表示数据不详或无该项数据。",
    "Source: National Bureau of Statistics",
    "* 为初步核算数。",
    "第1页，共2页",
)
FILE_NAMES = ("报表", "附件", "统计表", "Book", "数据", "汇总表", "table")
SHEET_NAMES = ("Sheet1", "表1", "数据", "Table", "汇总", "sheet")
MARKS = ("①", "*", "²⁾", "[1]", "（1）")
