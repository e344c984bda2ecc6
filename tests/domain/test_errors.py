"""Refusals: told to whoever is there to be told; bugs are not."""

from __future__ import annotations

import pytest

from ecdesk.domain.errors import UserError, refusals_to


def test_a_refusal_is_told_and_what_stands_behind_the_block_goes_on() -> None:
    told: list[str] = []
    done: list[str] = []
    with refusals_to(told.append):
        done.append("before")
        raise UserError("“{name}”已经有了。", name="甲")
    assert told == ["“甲”已经有了。"] and done == ["before"]


def test_a_bug_is_no_refusal() -> None:
    with pytest.raises(ZeroDivisionError), refusals_to(lambda words: None):
        print(1 // 0)
