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
