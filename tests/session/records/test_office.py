"""The work on a book is shared out, goes through its stages, is remarked on, and comes together from offline copies."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ecdesk.domain.book.layouts.delivered import PrintedText
from ecdesk.domain.book.layouts.outline import name_of
from ecdesk.domain.book.records import Assignment, Conflict, Exhibit, Passage, Record, Section, Settlement, TextKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.work_report import work_report
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.proof.changed_sentences import changed_sentences
from ecdesk.session.records import assignments, comments, stages
from ecdesk.session.records.assignments import Part, PartFilter, assign, parts
from ecdesk.session.tables import cells
from ecdesk.session.tables.outline import remove_exhibit
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.since import state_since
from tests.books import small_records

TODAY = date(2019, 4, 1)


def records() -> Iterator[Record]:
    """The small book, its table in a section of a chapter, beside another one; a chapter that has none."""
    for one in small_records():
        if isinstance(one, Exhibit):
            yield replace(one, section="s11")
            yield replace(one, id="表2", number="表1-9", section="1")
        else:
            yield one
    yield Section("s11", "1.1", "零售", "1", order=2)
    yield Section("s2", "第2章", "后记", order=3)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "本.ecd", records(), "张三") as desk:
        yield desk


@pytest.fixture
def pair(desk: Desk, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    cells.enter(desk, "表1", [(0, 0, "100"), (1, 0, "200")])
    desk.flush()
    copy = Path(shutil.copy(desk.path, tmp_path / "副本.ecd"))
    with Desk.open(copy, "李四") as theirs:
        yield desk, theirs


def part(desk: Desk, about: str) -> Part:
    return next(one for one in parts(desk.book, TODAY) if one.about == about)


def shown(desk: Desk, wanted: PartFilter, me: str = "") -> list[str]:
    return [one.about for one in parts(desk.book, TODAY) if assignments.fits(one, wanted, me or desk.who, TODAY)]


# -- who and until when


def test_what_is_in_a_section_is_its_persons_unless_somebody_else_has_it(desk: Desk) -> None:
    assign(desk, ["1"], "张三", "2019-03-25")
    assign(desk, ["表2"], "李四", today=TODAY)
    assert (part(desk, "表1").who, part(desk, "表1").inherited_who, part(desk, "表1").late) == ("张三", True, 7)
    assert (part(desk, "表2").who, part(desk, "表2").inherited_who, part(desk, "表2").due) == ("李四", False, date(2019, 3, 25))
    assert part(desk, "s2").who == "" and part(desk, "s2").due is None
    assert shown(desk, PartFilter.MINE) == ["1", "s11", "表1"]
    assert shown(desk, PartFilter.DUE) == ["1", "s11", "表1", "表2"]


def test_several_are_assigned_and_cleared_as_one_step_each(desk: Desk) -> None:
    seq = desk.seq
    assign(desk, ["表1", "表2", "s2"], "李四", "4月20日", TODAY)
    assert desk.seq == seq + 1 and part(desk, "s2").due == date(2019, 4, 20)
    assign(desk, ["表1", "表2", "s2"], due="")
    assert part(desk, "表1").who == "李四" and part(desk, "表1").due is None
    assign(desk, ["表1", "表2", "s2"], who="")
    assert not desk.book.all(Assignment)
    desk.undo()
    assert part(desk, "表2").who == "李四"


def test_a_day_that_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="月底"):
        assign(desk, ["表1"], due="月底")
    with desk.edit(text("别的程序写的")) as edit:
        edit.put(Assignment("表1", due="gestern"))
    assert part(desk, "表1").due is None


# -- stages


def test_the_stages_of_the_trade_are_read_as_their_examples_write_them(desk: Desk) -> None:
    with resource("office", "stages.toml").open("rb") as file:
        entries = tomllib.load(file)["stage"]
    found = stages.read_stages(desk.book, "、".join(entry["example"] for entry in entries))
    assert [(one.id, one.name) for one in found] == [(entry["id"], entry["name"]) for entry in entries]
    assert [one.who for one in found] == ["", "王主任", "李局长", "", "校对科", ""]


def test_a_chapter_passes_with_what_is_in_it_and_stands_where_its_last_part_does(desk: Desk) -> None:
    assert stages.pass_stage(desk, ["1"]) == 2
    assert {part(desk, one).stage.name for one in ("1", "s11", "表1", "表2")} == {"复审"}
    stages.set_stage(desk, ["表2"], "first_proof")
    assert [part(desk, one).stage.name for one in ("1", "表1", "表2")] == ["复审", "复审", "一校"]
    assert shown(desk, PartFilter.WAITING) == ["1", "s11", "表1", "表2"]
    stages.set_stage(desk, ["1"], stages.DONE)
    assert part(desk, "1").stage is None and part(desk, "1").passed == 6
    assert shown(desk, PartFilter.WAITING) == []
    stages.set_stage(desk, ["s11"], "first_review")
    assert part(desk, "表1").last is None and part(desk, "1").stage.name == "初审"
    assert stages.pass_stage(desk, ["s2"]) == 1 and part(desk, "s2").stage.name == "复审"


def test_who_does_a_stage_sees_what_waits_for_it(desk: Desk) -> None:
    stages.set_stages(desk, "初审、复审（李四）、终审")
    assert shown(desk, PartFilter.MINE, "李四") == []
    stages.pass_stage(desk, ["表1"])
    assert shown(desk, PartFilter.MINE, "李四") == ["s11", "表1"]
    assert part(desk, "1").stage.name == "初审"


def test_a_stage_keeps_what_passed_it_under_another_name_and_is_not_dropped_with_it(desk: Desk) -> None:
    stages.pass_stage(desk, ["表1"])
    stages.set_stages(desk, "自审、复审、终审、一校、二校、三校")
    assert part(desk, "表1").stage.name == "复审"
    with pytest.raises(UserError, match="自审"):
        stages.set_stages(desk, "复审、终审")
    stages.set_stages(desk, "自审、终审")
    assert part(desk, "表1").stage.name == "终审"
    for words in ("", "初审、初审"):
        with pytest.raises(UserError):
            stages.set_stages(desk, words)


def test_what_was_taken_out_of_the_report_holds_no_stage(desk: Desk) -> None:
    stages.pass_stage(desk, ["表2"])
    remove_exhibit(desk, "表2")
    assert [one.name for one in stages.set_stages(desk, "复审、终审")] == ["复审", "终审"]


def test_a_remark_on_what_was_deleted_says_what_that_was(desk: Desk) -> None:
    title = name_of(desk.book, "表2")
    made = comments.comment_on_exhibit(desk, "表2", "合计？")
    assert comments.place_words(desk.book, made) == title
    remove_exhibit(desk, "表2")
    assert comments.place_words(desk.book, made) == f"{title}（已删除）"
    assert comments.place_words(desk.book, replace(made, quote="")) == "已删除的图表或章节"  # of a book that did not keep it


def test_the_work_is_counted_by_person_and_stage(desk: Desk) -> None:
    assign(desk, ["1"], "张三", "2019-03-25")
    stages.pass_stage(desk, ["表1"])
    found = assignments.loads(desk.book, parts(desk.book, TODAY))
    assert [(one.who, one.count, one.late) for one in found] == [("张三", 2, 2), ("", 1, 0)]
    assert found[0].at == {"first_review": 1, "second_review": 1}


# -- what changed since


def since(desk: Desk, about: str) -> tuple[str, bool]:
    """The first figure of the table as it was when a stage was passed last, and whether it is just that state."""
    found = finish(state_since(desk, assignments.newest_passages(desk.book, about), desk.book.snapshot(), desk.seq))
    key = next(iter(key for key in found.book.printed_keys()))
    observation = found.book.observation(key)
    return str(observation.content.value) if observation else "", found.exact


def changed(desk: Desk, about: str) -> bool:
    return about in assignments.changed_parts(desk.book)


def test_what_changed_after_a_stage_is_known_and_the_state_is_found_again(desk: Desk) -> None:
    cells.enter(desk, "表1", [(0, 0, "100")])
    stages.pass_stage(desk, ["表1"])
    assert not changed(desk, "表1") and since(desk, "表1") == ("100", True)
    cells.enter(desk, "表1", [(0, 0, "7")])
    assert changed(desk, "表1") and since(desk, "表1") == ("100", True)
    # Taken back and given again, the journal's last step about it is a later one.
    stages.set_stage(desk, ["表1"], "first_review")
    cells.enter(desk, "表1", [(0, 0, "8")])
    desk.undo()
    desk.undo()
    assert changed(desk, "表1") and since(desk, "表1") == ("100", True)


def test_a_stage_passed_in_a_copy_does_not_hide_what_changed_there_afterwards(pair: tuple[Desk, Desk]) -> None:
    ours, theirs = pair
    stages.pass_stage(theirs, ["表1"])
    merge(ours, plan_merge(ours, theirs.path))
    assert not changed(ours, "表1") and since(ours, "表1") == ("100", True)
    stages.pass_stage(theirs, ["表1"])
    cells.enter(theirs, "表1", [(0, 0, "7")])
    merge(ours, plan_merge(ours, theirs.path))
    assert changed(ours, "表1") and since(ours, "表1") == ("100", False)


# -- offline copies


def test_who_and_until_when_come_together(pair: tuple[Desk, Desk]) -> None:
    ours, theirs = pair
    assign(ours, ["表1"], "张三")
    assign(theirs, ["表1"], due="2019-05-01")
    assign(theirs, ["s2"], "李四")
    stages.pass_stage(ours, ["表1"])
    stages.pass_stage(theirs, ["表1", "表2"])
    assert merge(ours, plan_merge(ours, theirs.path)) == 0
    assert (part(ours, "表1").who, part(ours, "表1").due) == ("张三", date(2019, 5, 1))
    assert part(ours, "s2").who == "李四" and part(ours, "1").stage.name == "复审"
    assert len(ours.book.all(Passage)) == 3, "two people passed the one table"
    ours.undo()
    assert part(ours, "s2").who == "" and part(ours, "表1").due is None


def test_two_persons_for_one_thing_are_a_question(pair: tuple[Desk, Desk]) -> None:
    ours, theirs = pair
    assign(ours, ["表1"], "张三")
    assign(theirs, ["表1"], "李四")
    assert merge(ours, plan_merge(ours, theirs.path)) == 1
    (conflict,) = ours.book.all(Conflict).values()
    assert (conflict.record_kind, conflict.about, part(ours, "表1").who) == ("assignment", "表1", "张三")


def test_the_next_book_keeps_who_and_the_stages_but_no_day_and_nothing_passed(desk: Desk, tmp_path: Path) -> None:
    assign(desk, ["1"], "张三", "2019-03-25")
    stages.set_stages(desk, "初审、终审（李四）")
    stages.pass_stage(desk, ["1"])
    with desk.edit(text("von anderswo")) as edit:
        edit.put(Settlement("s", "", "", "link", "", "", "", "kein Schlüssel"))
    desk.flush()
    with start_next(desk.path, tmp_path / "次年.ecd", Period(2019)).desk as after:
        assert list(after.book.all(Assignment).values()) == [Assignment("1", "张三")]
        assert [one.name for one in stages.stages_of(after.book)] == ["初审", "终审"] and not after.book.all(Passage)


# -- remarks


def test_a_remark_is_answered_and_dealt_with_and_open_again_when_answered_later(pair: tuple[Desk, Desk]) -> None:
    ours, theirs = pair
    key = next(iter(ours.book.observations))
    made = comments.add_comment(ours, key, "核对")
    comments.comment_on_exhibit(ours, "表1", "缺合计")
    merge(theirs, plan_merge(theirs, ours.path))
    comments.reply(ours, made.id, "已问地方")
    comments.set_comments_done(ours, [made.id])
    comments.reply(theirs, made.id, "仍不对")
    assert merge(ours, plan_merge(ours, theirs.path)) == 0
    (thread,) = comments.threads(ours.book, str(key))
    assert [one.words for one in thread.replies] == ["已问地方", "仍不对"] and thread.comment.done
    comments.reply(ours, made.id, "再问")
    (thread,) = comments.threads(ours.book, str(key))
    assert not thread.comment.done and len(thread.replies) == 3
    assert [one.comment.words for one in comments.threads(ours.book)] == ["核对", "缺合计"]
    for refused in (lambda: comments.reply(ours, made.id, " "), lambda: comments.comment_on_exhibit(ours, "表1", "")):
        with pytest.raises(UserError):
            refused()


PROSE = "第一章 总论\n2018年，零售额增长9%。同比增长5%。服务业增加值为3万亿元！同比增长5%。\n"


def test_what_nobody_ended_is_no_sentence_as_long_as_the_text() -> None:
    prose = "甲" * 2500 + "。）乙；"
    assert list(map(len, comments.sentences_of(prose))) == [1000, 1000, 502, 2] and "".join(comments.sentences_of(prose)) == prose


def test_a_remark_on_a_sentence_is_found_in_the_next_draft(desk: Desk) -> None:
    second = PROSE.rindex("同比")
    made = comments.comment_on_sentence(desk, "第一章.txt", PROSE, second + 3, "口径？")
    assert made.quote == "同比增长5%。"
    later = "另起一段。" + PROSE
    assert comments.find_sentence(later, made) == (second + 5, second + 5 + len(made.quote))
    assert (
        comments.find_sentence(later.replace("同比增长5%。\n", "同比增长6%。\n").replace("9%。同比增长5%。", "9%。"), made)
        is not None
    )
    assert comments.find_sentence("全改了。", made) is None
    with pytest.raises(UserError):
        comments.comment_on_sentence(desk, "第一章.txt", "\n\n", 1, "什么")


# -- the report


def printed(desk: Desk) -> str:
    delivery = work_report(desk.book, (), TODAY)
    return "\n".join(words for one in delivery.exhibits for words in one.texts()) + "".join(
        one.words for one in delivery.parts if isinstance(one, PrintedText)
    )


def test_the_report_says_who_has_what_and_what_stands_otherwise_than_its_chapter(desk: Desk) -> None:
    assign(desk, ["1"], "张三", "2019-03-25")
    assign(desk, ["表2"], "李四")
    stages.pass_stage(desk, ["1"])
    with desk.edit(text("不印")) as edit:  # that it has no figure is no matter then
        edit.put(replace(desk.book.exhibit("表2"), printed=False))
    stages.set_stage(desk, ["表2"], "first_review")
    stages.pass_stage(desk, ["表2"])
    comments.comment_on_exhibit(desk, "表1", "缺合计")
    words = printed(desk)
    assert "共 3 项，各个阶段都已通过的 0 项，逾期 2 项。" in words and "待处理的批注 1 条。" in words
    people, parts = list(work_report(desk.book, (), TODAY).exhibits)[:2]
    assert not any(people.holds_texts)  # counts, which stand at the right
    assert [column.label for column in parts.table.columns if column.kind is TextKind.FIGURE] == ["待处理"]
    assert "2019-03-25\n7 天" in words and "表1-9" in words and "缺合计" in words and "\n改过\n" not in words
    assign(desk, ["表2"], who="")
    assert "表1-9" not in printed(desk) and "表1-1" in printed(desk)
    cells.enter(desk, "表1", [(0, 0, "100")])
    assert "表1-9" in printed(desk) and "\n改过\n" in printed(desk)


def test_what_a_manuscript_says_otherwise_since_a_stage_is_listed(desk: Desk, tmp_path: Path) -> None:
    draft = tmp_path / "第一章.txt"

    def take(words: str) -> None:
        draft.write_text(words, encoding="utf-8")
        manuscripts.take_manuscript(desk, finish(manuscripts.receive_manuscript(draft)))

    take(PROSE)
    stages.pass_stage(desk, ["表1"])
    take(PROSE.replace("9%", "8%").replace("第一章 总论\n", ""))
    then = finish(state_since(desk, assignments.newest_passages(desk.book, "表1"), desk.book.snapshot(), desk.seq)).book
    found = finish(changed_sentences(desk, then, desk.book))
    assert [(one.before, one.after) for one in found] == [
        ("第一章 总论2018年，零售额增长9%。", "2018年，零售额增长8%。"),
    ]
    assert not finish(changed_sentences(desk, desk.book, desk.book))
