"""Number, unit, qualifier and kind of single figures, and what is no figure."""

from __future__ import annotations

import pytest

from ecdesk.prose import Document, proof

FIGURES = {
    "实现网络零售额16718.8亿元": [("16718.8", "亿元", "", "money")],
    "达到 6 412.7 亿元": [("6412.7", "亿元", "", "money")],
    "实现6,412.7亿元": [("6412.7", "亿元", "", "money")],
    "达到31.63万亿元": [("31.63", "万亿元", "", "money")],
    "完成580亿美元": [("580", "亿美元", "", "money")],
    "增长２５．４％": [("25.4", "%", "", "percent")],
    "自然增长率为-0.57‰": [("-0.57", "‰", "", "percent")],
    "提高0.94个百分点": [("0.94", "个百分点", "", "points")],
    "约4800家": [("4800", "家", "约", "count")],
    "超过2.8万亿元": [("2.8", "万亿元", "超过", "money")],
    "3000余家": [("3000", "家", "余", "count")],
    "7万多个": [("7", "万个", "多", "count")],
    "40多个国家": [("40", "个", "多", "count")],
    "增长30%以上": [("30", "%", "以上", "percent")],
    "人均可支配收入33662元": [("33662", "元", "", "per_head")],
    "是2018年的2.3倍": [("2.3", "倍", "", "multiple")],
    "居全省第3位": [("3", "位", "", "rank")],
    "货物周转量385.0亿吨公里": [("385.0", "亿吨公里", "", "level")],
    "用电量4.3亿千瓦时": [("4.3", "亿千瓦时", "", "level")],
    "公路密度97.3公里/百平方公里": [("97.3", "公里/百平方公里", "", "level")],
    "标准共172则": [("172", "则", "", "count")],
    "占三分之一": [("1/3", "", "", "percent")],
    "占七成以上": [("70", "%", "以上", "percent")],
    "五年翻一番": [("2", "倍", "", "multiple")],
    "占比过半": [("50", "%", "超", "percent")],
    "十一部门联合印发": [("11", "部门", "", "count")],
    "结构为3.9:39.0:57.1": [("3.9", "", "", "ratio"), ("39.0", "", "", "ratio"), ("57.1", "", "", "ratio")],
    "达到30-40%": [("30", "", "", "range"), ("40", "%", "", "range")],
    "分别为1.6、2.1和1.6个百分点": [
        ("1.6", "个百分点", "", "points"),
        ("2.1", "个百分点", "", "points"),
        ("1.6", "个百分点", "", "points"),
    ],
    "实现GDP5481.6亿元": [("5481.6", "亿元", "", "money")],
    "500万元以上项目": [("500", "万元", "以上", "threshold")],
}


@pytest.mark.parametrize("prose", FIGURES)
def test_figures_are_read_exactly(prose: str) -> None:
    found = [(figure.value, figure.unit, figure.qualifier, figure.kind) for figure in proof(Document(prose + "。")).figures]
    assert found == FIGURES[prose]


NO_FIGURES = [
    "2018年12月3日发布",
    "2015—2018年",
    "1-12月",
    "国函〔2018〕93号",
    "第40号公告",
    "图4-1",
    "见表B-1",
    "21世纪",
    "“十三五”规划",
    "第三产业",
    "http://www.gov.cn/zhengce/content/2018-07/09/content_5304986.htm",
    "B2B、O2O和C2M模式",
    "5G应用",
    "PM2.5浓度",
    "“双11”期间",
    "“16+1合作”",
    "12345投诉举报平台",
    "2018网剑行动",
    "GB/T 15835",
    "统一思想，一个中心",
    "每一个",
]


@pytest.mark.parametrize("prose", NO_FIGURES)
def test_dates_documents_and_names_are_no_figures(prose: str) -> None:
    assert [figure.text for figure in proof(Document(prose + "。")).figures] == []


FORMAT = {
    "出口0.8亿万元。": "亿万",
    "城镇化率67.4%，比重比上年提高0.9%。": "百分点",
    "其中网络零售额189亿，增长5%。": "缺少单位",
    "占比为30-40%。": "百分号",
    "产量０2.5万吨，增长２%。": "全角",
    "产量012.5万吨。": "以 0 开头",
}


@pytest.mark.parametrize("prose", FORMAT)
def test_format_findings(prose: str) -> None:
    assert any(FORMAT[prose] in str(finding.message) for finding in proof(Document(prose)).format)


def test_an_impossible_unit_is_a_claim_that_fails() -> None:
    assert [claim.kind for claim in proof(Document("出口0.8亿万元。")).failed()] == ["unit"]


def test_well_written_text_has_no_format_findings() -> None:
    prose = "全年出口194.1亿元，增长10.7%，占比80.9%，比上年提高0.9个百分点；企业734家，10～12家停产，2023年增长5%。"
    assert proof(Document(prose)).format == ()


def test_an_amount_that_looks_like_a_month_is_an_amount():
    from ecdesk.prose import Document, proof

    result = proof(Document("2018年，全省实现电子商务交易额1947.1亿元，同比增长25.1%；数据截至2018.11。"))
    assert [(figure.value, figure.unit) for figure in result.figures] == [("1947.1", "亿元"), ("25.1", "%")]
