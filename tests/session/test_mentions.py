"""Where manuscripts print the book's figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.proof.manuscripts import Mentions, find_mentions
from tests.books import write_sample_book

SALES = Key("网络零售额", "130000", "", "2018", "value")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("mentions")
    with Desk.open(write_sample_book(folder / "年报.ecd"), "张三") as made:
        for name, words in (
            ("甲.txt", "2018年，河北省实现网络零售额2990亿元。\n"),
            ("乙.txt", "2018年，河北省实现网络零售额2099亿元。\n"),
        ):
            path = folder / name
            path.write_text(words, encoding="utf-8")
            manuscripts.take_manuscript(made, finish(manuscripts.receive_manuscript(path)))
        yield made


def found(desk: Desk) -> Mentions:
    return finish(find_mentions(desk, desk.book.snapshot()))


def test_every_manuscript_is_read(desk: Desk) -> None:
    places = found(desk)[SALES]
    assert sorted(place.manuscript.name for place in places) == ["乙.txt", "甲.txt"]
    assert {place.manuscript.name: place.agrees for place in places}["乙.txt"] is False


def test_a_draft_that_cannot_be_read_is_passed_over_and_a_book_that_cannot_be_saved_is_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = manuscripts.outside.read_manuscript

    def refuse(content: bytes, name: str) -> object:
        if name == "甲.txt":
            raise UserError("试验。")
        return real(content, name)

    def full() -> None:
        raise UserError("磁盘已满。")

    monkeypatch.setattr(manuscripts.outside, "read_manuscript", refuse)
    assert [place.manuscript.name for place in found(desk)[SALES]] == ["乙.txt"]
    monkeypatch.setattr(desk, "flush", full)
    with pytest.raises(UserError, match="磁盘已满"):
        found(desk)
