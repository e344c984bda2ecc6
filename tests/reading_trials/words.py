"""Words that change what a figure means, and such that change nothing, to be put into a text of a sheet."""

from __future__ import annotations

from typing import NamedTuple

NEAR = ("row", "head", "section")
FAR = ("title", "line", "sheet", "note")
HEADINGS = (*NEAR, "title", "sheet")
EVERYWHERE = NEAR + FAR
PART = "part"
"""Of a year: such a word says nothing new in a table of whole years."""


class Word(NamedTuple):
    """text: what is put in. facet: what it changes. places: where it is put. before: it stands before a name instead of in brackets behind it.
    needs: `PART`, or nothing."""

    text: str
    facet: str
    places: tuple[str, ...] = EVERYWHERE
    before: bool = False
    needs: str = ""


CHANGING = (
    Word("不含宁波", "area"),
    Word("含新疆生产建设兵团", "area"),
    Word("云南省", "area"),
    Word("仅城区", "area"),
    Word("扣除省会", "area"),
    Word("长三角", "area"),
    Word("2009年", "time"),
    Word("上年同期", "time", HEADINGS),
    Word("累计", "time", needs=PART),
    Word("累计", "time", ("row", "head"), before=True, needs=PART),
    Word("三季度", "time"),
    Word("季", "time", HEADINGS),
    Word("上月", "time", HEADINGS, needs=PART),
    Word("下半年", "time"),
    Word("1—5月", "time"),
    Word("截至8月底", "time"),
    Word("去年", "time", ("section", "title", "sheet")),
    Word("十三五时期", "time"),
    Word("财政年度", "time"),
    Word("上年=100", "measure"),
    Word("1978年=100", "measure"),
    Word("日均", "measure", HEADINGS, before=True),
    Word("人均", "measure", HEADINGS, before=True),
    Word("月均", "measure"),
    Word("每万人", "measure", before=True),
    Word("环比", "measure", HEADINGS),
    Word("比重", "measure", HEADINGS),
    Word("净增额", "measure", HEADINGS),
    Word("位次", "measure", HEADINGS),
    Word("增减百分点", "measure", HEADINGS),
    Word("计划数", "basis"),
    Word("预计", "basis", before=True),
    Word("目标值", "basis"),
    Word("不变价", "basis"),
    Word("可比口径", "basis"),
    Word("按美元计价", "unit"),
    Word("万元", "unit"),
    Word("单位：百万元", "unit"),
    Word("万吨", "unit"),
    Word("‰", "unit", (*NEAR, "title")),
    Word("千克/人", "unit", (*NEAR, "title")),
    Word("其中：城镇", "indicator", NEAR),
    Word("其中：", "indicator", ("row",), before=True),
    Word("限额以上", "indicator", before=True),
    Word("甲口径", "unknown"),
    Word("剔除异常户", "unknown"),
    Word("调整前", "unknown"),
    Word("Ⅱ类", "unknown"),
    Word("K3", "unknown"),
)

HARMLESS = (
    Word("快报", "nothing", ("title", "sheet", "note")),
    Word("续", "nothing", ("title", "sheet")),
    Word("续表", "nothing", ("title",)),
    Word("初步统计", "nothing", ("title", "note")),
    Word("2021年1月20日发布", "nothing", ("line", "note")),
    Word("资料来源：国家统计局", "nothing", ("line", "note")),
    Word("一、", "nothing", ("title", "head"), before=True),
    Word("表2-7　", "nothing", ("title",), before=True),
    Word("内部使用", "nothing", ("title", "line")),
    Word("联系电话：0871-63109876", "nothing", ("line", "note")),
    Word("合计数与分项之和可能不等", "nothing", ("note",)),
    Word("①", "nothing", ("row", "head")),
    Word("打印时间：2021-03-05 10:20", "nothing", ("line", "note")),
)
