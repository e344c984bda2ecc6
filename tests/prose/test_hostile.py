"""Texts that no editor writes: long, hostile, or without any figure."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof

HOSTILE = {
    "digits": "9" * 60_000,
    "groups": "1 234 " * 20_000,
    "one sentence": "出口2.5亿元，增长3.1%，" * 5_000,
    "one sentence of parts": "总额1000亿元，其中" + "甲1.5亿元，" * 5_000,
    "parentheses": "（" * 30_000 + "2.5亿元" + "）" * 30_000,
    "titles": "《" * 30_000,
    "list": "、".join("甲乙" for _ in range(20_000)) + "等20000家企业。",
    "ratio": ":".join("1.5" for _ in range(20_000)),
    "ranges": "1-" * 30_000 + "%",
    "spaces": " " * 300_000 + "2.5亿元",
    "lines": "2\n" * 60_000,
    "chinese": "一二三四五六七八九十百千" * 5_000 + "个",
    "english": "The total was 3.5 million in 2018, up 12%. " * 3_000,
    "symbols": "①②^*#|\\" * 20_000,
    "control": "".join(map(chr, range(1, 0x300))) * 50,
    "no month": "2018年13月至2019年，零售额893.6亿元。" * 500,
    "share": "占" * 30_000 + "50%",
    "from": "由" * 30_000 + "5元增加到6元",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time(name: str) -> None:
    """The texts are long enough that anything quadratic would not come to an end."""
    result = proof(Document(HOSTILE[name]))
    assert not [claim for claim in result.claims if claim.verdict is Verdict.FAILS and claim.kind == "crossref"]


@pytest.mark.parametrize("prose", ["", "\n\n", "。", "没有数字的一段话。", "Nothing here.", "日本の輸出は増加した。", "\x00\x01"])
def test_text_without_figures(prose: str) -> None:
    assert proof(Document(prose)).as_json() == {"figures": [], "claims": [], "format": []}
