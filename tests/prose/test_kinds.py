"""Ordinary sentences of statistical releases by the relation they state: how many are seen, and how many slips are called."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof
from ecdesk.prose.claims import Claim

HEAD = "2022年某市国民经济运行情况\n\n"


def _sentences() -> Iterator[tuple[str, str]]:
    """Each sentence and the same with a slip."""
    with Path(__file__).with_name("kinds.toml").open("rb") as file:
        for entries in tomllib.load(file).values():
            for entry in entries:
                yield HEAD + entry["text"], HEAD + entry["text"].replace(*entry["slip"], 1)


def _claims(prose: str) -> list[Claim]:
    return [claim for claim in proof(Document(prose)).claims if "≤" not in claim.relation]


def test_most_slips_are_called_and_no_sentence_without_one_is_doubted() -> None:
    sentences = list(_sentences())
    right = [_claims(prose) for prose, _slipped in sentences]
    assert not [claim.relation for claims in right for claim in claims if claim.verdict is Verdict.FAILS]
    called = sum(any(claim.verdict is Verdict.FAILS for claim in _claims(slipped)) for _prose, slipped in sentences)
    assert 100 * called >= 73 * len(sentences) - 100
