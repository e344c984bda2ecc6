"""What is noted of a book, what its file says by itself, and what it needs next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Alternative, Origin, OriginKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import check_final
from ecdesk.session.program.progress import finish
from ecdesk.session.rules import standing
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.final import final_words, in_the_way
from ecdesk.session.rules.standing import Standing, State, next_step, note, noted, read_standing, standing_of
from ecdesk.session.tables import cells
from tests.books import small_records


@pytest.mark.parametrize(
    ("fields", "words", "command"),
    [
        ({"exhibits": 0}, "建第一张表", ""),
        ({"filled": 5, "received": 1, "reporting": 3, "errors": 2}, "导入报送（已收 1/3）", "board"),
        ({"filled": 5, "errors": 2, "queries": 1}, "核对 2 条错误", "check"),
        ({"filled": 5, "queries": 1}, "核实 1 条审核结果", "check"),
        ({"filled": 5}, "填完 5 个空格", ""),
        ({"unsigned": 2, "in_the_way": 1}, "处理 1 处，才能定稿导出", "sign_off"),
        ({"unsigned": 2}, "签发 2 张图表", "sign_off"),
        ({}, "导出", "export"),
    ],
)
def test_what_a_book_needs_next(fields: dict[str, int], words: str, command: str) -> None:
    whole = Standing("一.ecd", exhibits=4, filled=10, expected=10, errors=0, queries=0)
    step = next_step(replace(whole, **fields))
    assert step is not None and (str(step.words), step.command) == (words, command)
    assert next_step(replace(whole, state=State.CHANGED)) is None


def test_nothing_says_that_a_book_may_go_out_whose_export_is_refused(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "一.ecd", small_records(), "张三") as desk:
        checks = Checks(desk)
        cells.enter(desk, "表1", [(row, column, "12.5") for row in range(4) for column in (0, 2)])
        found = ()
        assert final_words(desk.book, found) == "可以定稿导出。" and not list(in_the_way(desk.book, found))
        with desk.edit(text("另一来源")) as edit:
            key = next(iter(desk.book.observations))
            edit.put(Alternative(key, "报送", parse_content("1亿元"), Origin(OriginKind.IMPORTED)))
        assert final_words(desk.book, found) == "还不能定稿导出：1 个数两个来源不一致。"
        with pytest.raises(UserError, match="两个来源"):
            check_final(desk.book, found)
        checks.findings()
        assert standing_of(desk, checks).others == 1
        checks.close()


def test_what_is_noted_holds_until_somebody_else_writes(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "一.ecd"
    with Desk.create(path, small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "12.5")])
        checks = Checks(desk)
        assert standing_of(desk, checks).errors == standing.UNKNOWN
        checks.findings()
        one = standing_of(desk, checks)
        checks.close()
    assert (one.filled, one.expected, one.errors, one.by) == (1, 16, 0, "张三")
    assert one.share == 6 and one.reporting == 4
    note(one)
    with monkeypatch.context() as patch:
        # A book of which everything is noted is not read whole.
        patch.setattr("ecdesk.storage.bookfile.BookFile.records", lambda _file: 1 / 0)
        assert finish(read_standing(path, noted()[one.path])) == one
    with Desk.open(path, "李四") as desk:
        cells.enter(desk, "表1", [(0, 0, "13.5")])
    later = finish(read_standing(path, noted()[one.path]))
    assert (later.state, later.title, later.period, later.by) == (State.CHANGED, "测试年报2018", "2018", "李四")
    assert later.share is None
    path.unlink()
    assert finish(read_standing(path, one)).state is State.MISSING
    path.write_bytes(b"no book")
    unreadable = finish(read_standing(path, one))
    assert unreadable.state is State.UNREADABLE and unreadable.why


def test_a_spoilt_note_is_passed_over(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    for words in ("{", '{"path": 1}', '[1, {"path": "a", "filled": "x"}, {"path": "b", "filled": 3, "more": 1}]'):
        (home / standing.FILE).write_text(words, encoding="utf-8")
        found = noted()
    assert list(found) == ["b"] and found["b"].filled == 3
    note(Standing("c"))
    assert list(noted()) == ["c", "b"]
