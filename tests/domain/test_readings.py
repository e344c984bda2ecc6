"""What a reading of a file promises to whoever shows it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.readings import FileReading, Problem, Reading
from ecdesk.domain.texts import text

DOUBTED = Reading(
    "610000", "陕西省", "网络零售额", "", "2018", "value", Amount(Decimal(1)), "", "B3", "1", doubt=text("数却不同。")
)


@pytest.mark.parametrize("status", ["review", "rejected"])
def test_a_file_never_waits_without_a_reason(status: str) -> None:
    with pytest.raises(ValueError, match=status):
        FileReading("a.xlsx", status)
    assert str(FileReading("a.xlsx", status, problems=(Problem(text("磁盘满了。")),)).reason) == "磁盘满了。"


def test_a_doubt_is_never_taken_as_certain() -> None:
    with pytest.raises(ValueError, match="doubt"):
        FileReading("a.xlsx", "read", readings=(DOUBTED,))
    assert FileReading("a.xlsx", "read").reason is None
