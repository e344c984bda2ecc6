"""Words that change what a figure means, and such that change nothing, to be put into a text of a sheet."""

from __future__ import annotations

from typing import NamedTuple

NEAR = ("row", "head", "section")
FAR = ("title", "line", "sheet", "note")
HEADINGS = (*NEAR, "title", "sheet")
EVERYWHERE = NEAR + FAR
PART = "part"
"""Of a year: such a word says something new of single months only."""


class Word(NamedTuple):
    """text: what is put in. facet: what it changes. places: where it is put. before: it stands before a name instead of in brackets behind it.
    needs: `PART`, or nothing. note: the sentence of a note that says it."""

    text: str
    facet: str
    places: tuple[str, ...] = EVERYWHERE
    before: bool = False
    needs: str = ""
    note: str = ""


CHANGING = (
    Word("不含宁波", "area", note="本表数据不含宁波"),
    Word("含新疆生产建设兵团", "area", note="本表数据含新疆生产建设兵团"),
    Word("云南省", "area", note="本表为云南省数据"),
    Word("仅城区", "area", note="本表数据仅包括城区"),
    Word("扣除省会", "area", note="本表数据已扣除省会"),
    Word("长三角", "area", note="本表为长三角数据"),
    Word("2009年", "time", note="本表为2009年数据"),
    Word("上年同期", "time", HEADINGS),
    Word("累计", "time", needs=PART, note="本表数据为累计数"),
    Word("累计", "time", ("row", "head"), before=True, needs=PART),
    Word("三季度", "time", note="本表为三季度数据"),
    Word("季", "time", HEADINGS),
    Word("上月", "time", HEADINGS, needs=PART),
    Word("下半年", "time", note="本表为下半年数据"),
    Word("1—5月", "time", note="本表为1—5月数据"),
    Word("截至8月底", "time", note="本表数据截至8月底"),
    Word("去年", "time", ("section", "title", "sheet")),
    Word("十三五时期", "time", note="本表为十三五时期数据"),
    Word("财政年度", "time", note="本表按财政年度统计"),
    Word("上年=100", "measure", note="本表数据以上年=100"),
    Word("1978年=100", "measure", note="本表数据以1978年=100"),
    Word("日均", "measure", HEADINGS, before=True),
    Word("人均", "measure", HEADINGS, before=True),
    Word("月均", "measure", note="本表数据为月均数"),
    Word("每万人", "measure", before=True, note="本表数据为每万人拥有量"),
    Word("环比", "measure", HEADINGS),
    Word("比重", "measure", HEADINGS),
    Word("净增额", "measure", HEADINGS),
    Word("位次", "measure", HEADINGS),
    Word("增减百分点", "measure", HEADINGS),
    Word("计划数", "basis", note="本表数据为计划数"),
    Word("预计", "basis", before=True, note="本表数据为预计数"),
    Word("目标值", "basis", note="本表数据为目标值"),
    Word("不变价", "basis", note="本表数据按不变价计算"),
    Word("可比口径", "basis", note="本表数据按可比口径计算"),
    Word("按美元计价", "unit", note="本表数据按美元计价"),
    Word("万元", "unit", note="本表计量单位为万元"),
    Word("单位：百万元", "unit", note="单位：百万元"),
    Word("万吨", "unit", note="本表计量单位为万吨"),
    Word("‰", "unit", (*NEAR, "title")),
    Word("千克/人", "unit", (*NEAR, "title")),
    Word("其中：城镇", "indicator", NEAR),
    Word("限额以上", "indicator", before=True, note="本表数据为限额以上单位数"),
    Word("甲口径", "unknown", note="本表数据按甲口径统计"),
    Word("剔除异常户", "unknown", note="本表数据剔除异常户"),
    Word("调整前", "unknown", note="本表为调整前数据"),
    Word("Ⅱ类", "unknown", note="本表为Ⅱ类数据"),
    Word("K3", "unknown", note="本表数据适用K3"),
)

HARMLESS = (
    Word("快报", "nothing", ("title", "sheet", "note"), note="本表数据为快报数"),
    Word("续", "nothing", ("title", "sheet")),
    Word("续表", "nothing", ("title",)),
    Word("初步统计", "nothing", ("title", "note"), note="本表为初步统计数"),
    Word("2021年1月20日发布", "nothing", ("line", "note"), note="2021年1月20日发布"),
    Word("资料来源：国家统计局", "nothing", ("line", "note"), note="资料来源：国家统计局"),
    Word("一、", "nothing", ("title", "head"), before=True),
    Word("表2-7　", "nothing", ("title",), before=True),
    Word("内部使用", "nothing", ("title", "line")),
    Word("联系电话：0871-63109876", "nothing", ("line", "note"), note="联系电话：0871-63109876"),
    Word("合计数与分项之和可能不等", "nothing", ("note",), note="合计数与分项之和可能不等"),
    Word("①", "nothing", ("row", "head")),
    Word("打印时间：2021-03-05 10:20", "nothing", ("line", "note"), note="打印时间：2021-03-05 10:20"),
)
