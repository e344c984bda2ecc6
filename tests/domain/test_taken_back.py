"""Which steps stand, whatever went back to them and to what went back to them."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.history import taken_back


@pytest.mark.parametrize(
    ("steps", "gone"),
    [
        ("do, do", set()),
        ("do, undo 1", {1}),
        ("do, undo 1, redo 1", set()),
        ("do, do, revert 1", {1}),
        ("do, do, revert 1, undo 3", {3}),
        ("do, do, revert 1, undo 3, redo 3", {1}),
        ("do, do, revert 1, undo 3, revert 1", {1, 3}),
        ("do, revert 1, revert 2", {2}),
        ("do, revert 1, revert 2, undo 3", {1, 3}),
        ("merge, revert 1, undo 2, undo 1", {1, 2}),
    ],
)
def test_a_step_stands_again_when_what_took_it_back_is_taken_back(steps: str, gone: set[int]) -> None:
    parts = [step.split() for step in steps.split(", ")]
    assert taken_back((seq, action, int(*of) or None) for seq, (action, *of) in enumerate(parts, start=1)) == gone
