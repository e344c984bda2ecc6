"""Tables whose cells spaces part, tables of places, and tables of years, against themselves and the prose."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof
from tests.prose.slips import assert_called

CITIES = """{prose}

表1　2023年各市（州）网络零售额
单位：亿元、%
地区{gap}网络零售额{gap}上年同期{gap}同比增速{gap}占比
松江市{gap}512.8{gap}461.7{gap}11.1{gap}60.5
遵河市{gap}238.6{gap}209.4{gap}13.9{gap}28.1
毕山市{gap}96.3{gap}87.2{gap}10.4{gap}11.4
合计{gap}847.7{gap}758.3{gap}11.8{gap}100.0
"""
PROSE = "从市（州）看，松江市网络零售额为512.8亿元，占全省的60.5%；遵河市为238.6亿元。"
ENGLISH = """Online retail sales

Category\t2024\t2023\tChange (%)
Food and groceries\t412.6\t368.3\t12.0
Household goods\t356.9\t331.8\t7.6
Electronics\t318.2\t326.7\t-2.6
Clothing\t287.4\t279.1\t3.0
"""


@pytest.mark.parametrize("gap", ["　", "　　", "  ", "\t"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("　238.6", "　283.6"),
        ("　13.9", "　19.3"),
        ("　847.7", "　874.7"),
        ("零售额为512.8", "零售额为521.8"),
        ("全省的60.5", "全省的65.0"),
    ],
)
def test_a_slip_in_a_table_or_of_it_is_called(gap: str, right: str, wrong: str) -> None:
    """A place's row is what the prose says of that place, under the name of the column."""
    parts = (words.replace("　", gap) for words in (right, wrong))
    assert_called(CITIES.format(prose=PROSE, gap=gap), *parts)


def test_years_over_columns_with_other_headings_are_a_heading() -> None:
    assert_called(ENGLISH, "331.8", "338.1")


def test_a_number_with_spaces_in_it_is_no_row() -> None:
    found = proof(Document("2018年，全国企业完成网络零售额1 146.7亿元，\n同比增长 28.9%。"))
    assert [figure.text for figure in found.figures] == ["1 146.7亿元", "28.9%"]
    assert all(claim.verdict is Verdict.HOLDS for claim in found.claims)
