"""The board: where every area stands."""

from datetime import date

import openpyxl
import pytest

from ecdesk.domain.book.records import Setting, Submission, SubmissionState
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import BULLETIN, sample_records
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions import imports
from ecdesk.session.submissions.board import board, deadline_of, reminder_text, reminders, set_deadline, set_keeper, set_state
from ecdesk.session.submissions.past_imports import brought
from tests.books import AREAS, small_records

TODAY = date(2019, 4, 3)


@pytest.fixture
def desk(tmp_path):
    with Desk.create(tmp_path / "a.ecd", small_records(), "张三") as desk:
        with desk.edit(text("收到")) as edit:
            edit.put(Submission("s1", AREAS[0], "北京.xlsx", "", "2019-03-01T00:00:00+00:00"))
            edit.put(Submission("s2", AREAS[0], "北京2.xlsx", "", "2019-03-02T00:00:00+00:00", state="checking"))
        yield desk


def test_the_newest_submission_gives_the_state(desk):
    lines = board(desk, TODAY)
    assert [line.state for line in lines.areas] == ["checking", "missing", "missing", "missing"]
    assert lines.received == 1
    assert [one.id for one in lines.areas[0].submissions] == ["s1", "s2"]


def test_deadline_keeper_and_reminders(desk):
    set_deadline(desk, "2019-03-31")
    set_keeper(desk, AREAS[1], "李四")
    set_state(desk, AREAS[0], SubmissionState.RETURNED, "单位不对")
    waiting = reminders(desk, TODAY)
    assert {line.area.code for line in waiting} == set(AREAS)
    assert {line.late for line in waiting} == {3}
    assert "2019-03-31" in reminder_text(desk, next(line for line in waiting if line.state == "missing"))
    assert desk.file.heads(limit=1)[0].why == "单位不对"
    set_deadline(desk, "3月31日", date(2019, 2, 1))
    assert deadline_of(desk) == date(2019, 3, 31)
    set_deadline(desk, "")
    assert board(desk, TODAY).deadline is None


def test_what_came_by_telephone_is_marked_by_hand_and_can_be_undone(desk):
    set_state(desk, AREAS[1], SubmissionState.ACCEPTED)
    set_state(desk, AREAS[1], SubmissionState.RETURNED)
    line = next(line for line in board(desk, TODAY).areas if line.area.code == AREAS[1])
    assert line.state == "returned" and [one.file for one in line.submissions] == [""]
    assert brought(desk.book, desk.transaction(desk.seq)) is None
    desk.undo()
    desk.undo()
    assert board(desk, TODAY).received == 1


def test_one_file_of_several_districts_is_the_submission_of_each(tmp_path):
    """As a city's bureau sends them: it was one file that nobody had sent."""
    path = tmp_path / "各区.xlsx"
    sheet = openpyxl.Workbook()
    for row in (
        ["2017年三季度各区电子商务交易额"],
        ["单位：亿元"],
        ["地区", "电子商务交易额"],
        ["福田区", 812.5],
        ["南山区", 1203.4],
    ):
        sheet.active.append(row)
    sheet.save(path)
    with Desk.create(tmp_path / "季报.ecd", sample_records(BULLETIN), "张三") as desk:
        before = {line.area.name for line in board(desk, TODAY).areas if line.submissions}
        preview = finish(imports.preview(desk, [path]))
        stored = imports.store(desk, preview, accept=[path])
        lines = {line.area.name: line for line in board(desk, TODAY).areas}
        assert stored.stored == [path] and not before
        assert {name for name, line in lines.items() if line.submissions} == {"福田区", "南山区"}
        past = brought(desk.book, desk.transaction(desk.seq))
        assert len(past.shown.files) == 1 and len(past.shown.files[0].lines) == 2
        set_state(desk, lines["福田区"].area.code, SubmissionState.ACCEPTED)
        assert {line.state for line in board(desk, TODAY).areas if line.submissions} > {"accepted"}


def test_a_day_that_is_none_is_refused(desk):
    with pytest.raises(UserError, match="三月底"):
        set_deadline(desk, "三月底")


@pytest.mark.parametrize("written", ["gestern", "2019-02-30", "0"])
def test_a_deadline_that_is_no_day_is_not_set(desk, written):
    with desk.edit(text("别的程序写的")) as edit:
        edit.put(Setting("deadline", written))
    assert board(desk, TODAY).deadline is None
