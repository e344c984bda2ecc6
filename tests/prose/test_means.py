"""A mean is held against what it is of and over how many."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof

MEANS = {
    "千瓦时": ("全社会用电量3415.7亿千瓦时。人均用电量6429千瓦时（常住人口5313万人）。", "6429", "6249"),
    "each thousand": ("年末老年人口1243万人，养老床位37.6万张，每千名老年人拥有养老床位30.2张。", "30.2", "32.0"),
    "each of a kind": ("图书馆83个、博物馆137个。博物馆接待观众2914万人次，平均每馆21.3万人次。", "21.3", "23.1"),
    "each day": ("快递业务量完成842.3百万件。日均快件处理量231万件（全年365天）。", "231", "321"),
    "each household": ("年末户籍人口16.14万人，总户数5.38万户，户均3.00人。", "3.00", "3.70"),
    "each hectare": ("粮食播种面积3618.2千公顷，粮食产量1810.2万吨，平均每公顷产量5003公斤。", "5003", "5030"),
    "net": ("年末企业1268家，比上年末净增74家，上年末为1194家。", "74", "47"),
    "of the sentence before": ("年末有景区486家，其中甲级157家、乙级329家。与上年末的463家相比，净增23家。", "23", "32"),
}


@pytest.mark.parametrize(("prose", "right", "wrong"), MEANS.values(), ids=MEANS)
def test_a_slip_in_a_mean_or_a_change_is_called(prose: str, right: str, wrong: str) -> None:
    def verdicts(text: str) -> list[Verdict]:
        return [claim.verdict for claim in proof(Document(f"2022年某市统计公报\n\n{text}\n")).claims]

    assert Verdict.FAILS not in verdicts(prose)
    assert Verdict.FAILS in verdicts(prose.replace(right, wrong))
