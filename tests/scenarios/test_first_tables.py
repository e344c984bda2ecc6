"""A city's quarterly bulletin by hand, from an empty book to the next quarter, with keys and mouse only: how many actions it takes.

An action is one thing that an editor decides: a command, a field that is filled in, a choice, a confirmation. To go to the next field is part of filling it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.figures.periods import Period
from ecdesk.session.new_books.blank import start_blank
from tests.dialogs import Dialogs
from tests.scenarios.fingers import QtFingers, wait_until
from tests.scenarios.stage import PATIENCE, book_in_window
from tests.scenarios.user import User

FIRST = (
    "write 2017年一季度深圳市主要指标",
    "keys Tab Down Down",  # the layout: this period and cumulative
    "write-next 电子商务交易额（亿元）、网络零售额（亿元）",
    "keys Return",
)
SECOND = ("write 深圳市网络零售额", "write-next-but-one 网络零售额", "keys Return")
THIRD = ("write 深圳市快递业务收入", "write-next-but-one 快递业务收入", "keys Return")
"""Of an indicator that the book does not have yet."""


@pytest.fixture
def user(qapp: QApplication, tmp_path: Path, dialogs: Dialogs) -> Iterator[User]:
    book = tmp_path / "深圳季报.ecd"
    start_blank(book, "深圳市电子商务季报2017年第一季度", Period(2017, "quarter", 1), "张三").close()
    with book_in_window(qapp, book) as window:
        yield User(window, QtFingers(), dialogs)


def make(user: User, acts: tuple[str, ...]) -> tuple[Exhibit, int]:
    """Open the form of a new table with its key and carry out acts in it; the table, and how many actions that took."""
    spelled = [
        act.replace("write-next-but-one", "keys Tab Tab Tab / write").replace("write-next", "keys Tab Tab / write")
        for act in acts
    ]
    user.act("when-asked " + " / ".join(spelled))
    user.act("keys Insert")
    return exhibits(user)[-1], 1 + len(acts)


def exhibits(user: User) -> list[Exhibit]:
    book = user.window.workspace.book
    assert book is not None
    return book.exhibits()


def type_down(user: User, figures: str) -> None:
    user.act("click 0,0")
    for one in figures.split():
        user.act(f"write {one}")
        user.act("keys Return")


def test_two_tables_and_the_next_quarter(user: User, dialogs: Dialogs, tmp_path: Path) -> None:
    first, actions = make(user, FIRST)
    assert actions <= 6
    assert [line.label for line in first.rows] == ["电子商务交易额", "网络零售额"] and first.at["area"] == "440300"
    assert [line.at["measure"] for line in first.columns] == ["value", "growth"]
    type_down(user, "5824.4 1207.9")
    second, actions = make(user, SECOND)
    assert actions <= 4 and len(exhibits(user)) == 2
    assert [line.label for line in second.rows] == ["网络零售额"] and second.columns[0].at == first.columns[0].at
    # The same figure is there already, and is one.
    assert user.misses("cell 0,0 = 1 207.9") == []

    third, actions = make(user, THIRD)
    assert actions <= 4 and [line.label for line in third.rows] == ["快递业务收入"] and third.unit == "亿元"

    dialogs.answer("choose_target", tmp_path / "下一期.ecd")
    user.window.ui.action_new_next.trigger()
    assert wait_until(lambda: user.window.workspace.book is not None and period(user) == Period(2017, "quarter", 2), PATIENCE)
    # The command, and the place that is proposed; a list of what was taken out would be the third, and nothing had to be.
    assert [name for name, _arguments, _keywords in dialogs.asked if name != "NewTableDialog"] == ["choose_target"]
    book = user.window.workspace.book
    assert book is not None and "第二季度" in book.title
    assert all(key.period != "2017Q2" for key in book.observations)
    shown = [words for one in exhibits(user) for words in (one.caption, *(line.label for line in one.columns))]
    assert any("二季度" in words for words in shown) and not any("一季度" in words for words in shown)


def period(user: User) -> Period | None:
    book = user.window.workspace.book
    return book.period if book is not None else None
