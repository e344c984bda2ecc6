"""Texts that no editor writes: long, hostile, or without any figure."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, explain, proof
from ecdesk.prose.printed import dates, tables
from ecdesk.prose.reading import context
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.relations import equality
from ecdesk.prose.relations.equality import Same
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.wholes import far

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


def test_the_sentence_behind_a_day_is_read_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    class Numbers:
        read = 0

        def findall(self, text: str, start: int, end: int) -> list[str]:
            self.read += len(text[start:end])
            return re.findall("[0-9]+", text[start:end])

    def read(days: int) -> int:
        numbers = Numbers()
        monkeypatch.setattr(dates, "_NUMBER", numbers)
        proof(Document("2018年11月11日至2018年11月12日，" * days))
        return numbers.read

    assert 0 < read(400) <= 2.5 * read(200)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A figure for each pair of figures that are held against each other from here on."""
    found: list[int] = []
    score = equality._scored

    def counted(facts: Facts, one: Fact, two: Fact) -> Same:
        found.append(one.number)
        return score(facts, one, two)

    monkeypatch.setattr(equality, "_scored", counted)
    return found


def test_a_value_printed_everywhere_is_compared_with_few_places(compared: list[int]) -> None:
    def places(lines: int) -> int:
        compared.clear()
        proof(Document("\n".join(f"（一）第{line}类网络零售额达90065亿元" for line in range(lines))))
        return len(compared)

    few = places(equality.COMMON)
    assert 0 < places(equality.COMMON + 200) - few <= 200 * 6


def test_where_very_many_figures_are_open_each_is_compared_with_few(compared: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join(f"2018年，第{line}类网络零售额约{1000 + line % 97}亿元。" for line in range(300))

    def places(most: int) -> int:
        monkeypatch.setattr(equality, "ALL_NEAR", most)
        compared.clear()
        proof(Document(lines))
        return len(compared)

    assert places(300) < places(300 * 20) - 300 * 5


def test_only_what_is_printed_near_a_figure_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    look = context.without_unseen

    def counted(text: str) -> str:
        looked_at.append(len(text))
        return look(text)

    monkeypatch.setattr(context, "without_unseen", counted)
    found = proof(Document("网络零售额达90065亿元，实物商品达1.5亿元。" * 100))
    assert 0 < sum(looked_at) <= 80 * len(found.figures)


def test_names_of_levels_are_folded_once_for_all_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []
    fold = far._name

    def counted(name: str) -> str:
        folded.append(name)
        return fold(name)

    monkeypatch.setattr(far, "_name", counted)
    line = "前三季度网络零售额为{0}.5亿元，比上年同期增长约25%，占全国的1.2%。"
    proof(Document("\n".join(line.format(600 + number) for number in range(100))))
    assert 100 <= len(folded) <= 100 * 3


@pytest.mark.parametrize("total", ["合计", "北京"])
def test_digits_are_tried_only_where_one_can_mend_a_sum(total: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Figure] = []

    def counted(figure: Figure) -> Iterator[Figure]:
        tried.append(figure)
        return explain.replacements(figure)

    monkeypatch.setattr(tables, "replacements", counted)
    chance = random.Random(1)
    rows = [[f"地区{row}", *(f"{chance.randrange(10**5)}.5" for _year in range(30))] for row in range(31)]
    rows.insert(0, [total, *(f"{chance.randrange(10**7)}.5" for _year in range(30))])
    heads = ["地区", *(f"{year}年" for year in range(1989, 2019))]
    proof(Document("\n".join("\t".join(row) for row in [heads, *rows])))
    assert len(tried) < 5 * len(rows)


def test_what_stands_word_for_word_in_very_many_places_is_read_in_the_first_of_them() -> None:
    line = "2018年，陕西省网络零售额893.6亿元，同比增长27.6%。"
    found = proof(Document(f"{line}\n" * 60))
    said = [figure for figure in found.figures if figure.area]
    assert len(found.figures) == 120
    assert 0 < len(said) < 60
