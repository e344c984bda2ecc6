"""Ordinary ways to tell a relation: each is seen, and a slip in it is called wrong."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof

HOLDS, FAILS = Verdict.HOLDS, Verdict.FAILS


def _verdicts(prose: str, kind: str = "") -> list[Verdict]:
    found = proof(Document(f"2018年某市报告\n\n{prose}")).claims
    return [claim.verdict for claim in found if kind in ("", claim.kind) and "≤" not in claim.relation]


@pytest.mark.parametrize(
    ("prose", "kind", "slip"),
    [
        ("民用汽车保有量58.4万辆，比上年末的55.1万辆净增加3.3万辆。", "growth", ("加3.3", "加6.3")),
        ("城镇居民人均收入41260元，农村居民人均收入19840元，城乡收入之比为2.08。", "ratio", ("2.08", "2.38")),
        ("工业投资增长9.4%，比固定资产投资增速6.1%快3.3个百分点。", "points", ("快3.3", "快3.8")),
        ("园林水果产量依次为52.6万吨、38.1万吨和24.7万吨，由高到低排列。", "rank", ("38.1万吨和24.7", "24.7万吨和38.1")),
        (
            "本市森林覆盖率为46.2%，高于全省平均水平的42.8%。",
            "rank",
            ("46.2%，高于全省平均水平的42.8", "42.8%，高于全省平均水平的46.2"),
        ),
        ("新认定的实验室有4家，分别是材料中心、海洋学院、光电集团和桥梁公司。", "count", ("4家", "7家")),
        ("全部用电量386.2亿千瓦时，31.4%为居民用电（121.3亿千瓦时）。", "share", ("31.4%", "37.4%")),
        ("设备投资占全部投资的比重为31.4%，两者分别为121.3亿元和386.2亿元。", "share", ("121.3", "127.3")),
    ],
)
def test_an_ordinary_wording_is_seen_and_its_slip_is_called(prose: str, kind: str, slip: tuple[str, str]) -> None:
    assert HOLDS in _verdicts(prose, kind)
    assert FAILS not in _verdicts(prose)
    assert FAILS in _verdicts(prose.replace(*slip))


@pytest.mark.parametrize(
    ("prose", "kind"),
    [
        ("家庭医生签约人数286314人，比上年多17425人，增长6.5%。", "growth"),
        ("公共停车场共计1726个，河东1108个，河西618个。", "sum"),
        ("2013年至2017年间，物流业增加值由268.4亿元增长到450亿元以上规模，年均增速超过13.7%。", "cagr"),
        ("全国进出口总值14.12万亿元，增长7.9%。\n\n沿边省区外贸增速为17.8%，超过全国增速9.9个百分点。", "points"),
        ("Bed nights rose by 11.5 per cent to 7,021, compared to the first quarter 2018 figure of 6,296 nights.", "growth"),
    ],
)
def test_an_ordinary_wording_is_seen(prose: str, kind: str) -> None:
    assert HOLDS in _verdicts(prose, kind)
    assert FAILS not in _verdicts(prose)


def test_what_is_compared_again_is_what_was_compared_before() -> None:
    prose = "渗透率达82.0%，高于全市的78.1%，超过北方（78.6%）和南方（79%）。"
    found = [claim.relation for claim in proof(Document(prose)).claims if claim.kind == "rank"]
    assert found == ["82.0% ≥ 78.1%", "82.0% ≥ 78.6%", "82.0% ≥ 79%"]


def test_another_split_at_other_prices_does_not_make_a_growth_wrong_that_one_bears_out() -> None:
    prose = (
        "货物进出口总额417568亿元，增长0.2%。其中，出口237726亿元，增长0.6%；进口179842亿元，下降0.3%。\n\n"
        "从企业性质看，民营企业进出口223601亿元，增长6.3%；外商投资企业进出口126172亿元，下降3.9%；国有企业进出口67795亿元，增长0.3%。"
    )
    assert _verdicts(prose, "growthmix") == [HOLDS]


def test_a_part_that_is_told_again_with_where_it_began_counts_once() -> None:
    prose = "全年新登记汽车2190万辆。其中，新登记电动汽车1125万辆，占51.37%，从2013年的120万辆到2018年的1125万辆，增长较快。"
    assert [claim.verdict for claim in proof(Document(prose)).claims if claim.kind == "sum"] == [HOLDS]
