"""A right text and a slip in it: nothing is called wrong in the one, something in the other."""

from __future__ import annotations

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof

HEAD = "2023年某市统计报告\n\n"


def failed(prose: str) -> list[str]:
    """The relations of a short text that fail."""
    return [claim.relation for claim in proof(Document(HEAD + prose)).claims if claim.verdict is Verdict.FAILS]


def assert_called(prose: str, right: str, wrong: str) -> None:
    """right, wrong: what stands once in the text, and with the slip."""
    assert prose.count(right) == 1
    assert failed(prose) == []
    assert failed(prose.replace(right, wrong)) != []
