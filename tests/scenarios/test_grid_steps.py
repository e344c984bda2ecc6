"""Carries out the published list of steps, ``steps_grid.md``, in the window with key and mouse events only.

Here they are Qt's, so that no display is needed; ``python -m tests.scenarios.xvfb`` does the same with those of an X server.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.dialogs import Dialogs
from tests.scenarios.fingers import QtFingers
from tests.scenarios.stage import small_book_in_window
from tests.scenarios.steps import read_steps
from tests.scenarios.user import User


@pytest.fixture
def user(qapp: QApplication, tmp_path: Path, dialogs: Dialogs) -> Iterator[User]:
    with small_book_in_window(qapp, tmp_path) as window:
        yield User(window, QtFingers(), dialogs)


def test_every_step_of_the_published_list(user: User) -> None:
    for step in read_steps():
        wrong = user.carry_out(step)
        assert not wrong, wrong


def test_the_list_is_as_long_as_it_says() -> None:
    numbers = [step.number for step in read_steps()]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 100


@pytest.mark.parametrize("words", ["active 0,0", "cell 1,0 = 7", "unread 5", "editing", "strip x", "rows a", "count 9"])
def test_the_user_can_see_that_something_is_wrong(user: User, words: str) -> None:
    user.act("click 2,2")
    seen, wanted = user.look(words)
    assert seen != wanted
