"""Words that say which relation is meant, and names that divide a whole: every entry is tried."""

from __future__ import annotations

from typing import Any

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.resources import toml_data
from ecdesk.prose import Document, proof
from ecdesk.prose.reading.lexicon import Partition, partitions
from ecdesk.prose.relations import hints as of_hints
from ecdesk.prose.relations.hints import asked, hint, hints, names_divide


@pytest.mark.parametrize("name", hints())
def test_the_example_of_a_word_has_it_and_holds(name: str) -> None:
    entry = hints()[name]
    example = entry["example"]
    assert any(word in example for word in entry["words"])
    claims = [claim for claim in proof(Document("2018年某市报告\n\n" + example)).claims if "≤" not in claim.relation]
    assert claims and {claim.verdict for claim in claims} <= {Verdict.HOLDS, Verdict.ROUNDING}
    assert hint(name).search(example) is not None


@pytest.mark.parametrize("entry", toml_data("prose", "quotients.toml")["quotient"], ids=lambda entry: entry["called"][0])
def test_a_quotient_that_has_a_name_is_known_by_it(entry: dict[str, Any]) -> None:
    claims = [
        claim for claim in proof(Document("2018年某市报告\n\n" + entry["example"])).claims if claim.kind in ("ratio", "share")
    ]
    assert claims and {claim.verdict for claim in claims} == {Verdict.HOLDS}


def list_of(partition: Partition, first: str) -> str:
    """A total and parts under the names of a partition."""
    rest = partition.only[0] if partition.only else "投资" if not partition.whole else ""
    total = (partition.whole or (rest,))[0]
    figures = [first, "40.4", "12.7", "5.6", "3.2", "2.1"][: len(partition.members)]
    parts = "，".join(f"{member[0]}{rest}{figure}亿元" for member, figure in zip(partition.members, figures, strict=True))
    whole = 60.3 + sum(float(figure) for figure in figures[1:])
    return f"2018年，全市{total}{whole:.1f}亿元。其中，{parts}。"


@pytest.mark.parametrize("partition", partitions(), ids=lambda partition: partition.name)
def test_names_that_divide_a_whole_make_it_up(partition: Partition) -> None:
    claims = [c for c in proof(Document(list_of(partition, "60.3"))).claims if c.kind == "sum" and "≤" not in c.relation]
    assert {claim.verdict for claim in claims} == {Verdict.HOLDS}


@pytest.mark.parametrize("partition", [one for one in partitions() if not one.if_equal], ids=lambda partition: partition.name)
def test_two_digits_turned_in_such_a_list_are_called(partition: Partition) -> None:
    claims = [c for c in proof(Document(list_of(partition, "63.0"))).claims if c.kind == "sum" and "≤" not in c.relation]
    assert Verdict.FAILS in {claim.verdict for claim in claims}


def test_what_the_search_asks_is_data() -> None:
    assert 0 < asked("sum")["far"] < asked("sum")["near"] < asked("sum")["told"] < 1
    assert asked("equality")["words"] == sorted(asked("equality")["words"], reverse=True)


def test_names_without_a_word_that_divides_are_held_against_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert names_divide(["货物出口", "货物进口"])
    monkeypatch.setattr(of_hints, "_without_members", lambda *_given: pytest.fail("held against a list"))
    assert not names_divide(["甲种商品", "货物进口"]) and not names_divide(["甲种商品", "乙种商品", "丙种商品"])
