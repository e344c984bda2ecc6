"""The board: where every area stands."""

from datetime import date

import pytest

from ecdesk.domain.book.records import Setting, Submission, SubmissionState
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.submissions.board import board, reminder_text, reminders, set_deadline, set_keeper, set_state
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
    set_state(desk, "s2", SubmissionState.RETURNED, "单位不对")
    waiting = reminders(desk, TODAY)
    assert {line.area.code for line in waiting} == set(AREAS)
    assert {line.late for line in waiting} == {3}
    assert "2019-03-31" in reminder_text(desk, next(line for line in waiting if line.state == "missing"))
    assert desk.file.heads(limit=1)[0].why == "单位不对"
    set_deadline(desk, "")
    assert board(desk, TODAY).deadline is None


def test_a_day_that_is_none_is_refused(desk):
    with pytest.raises(UserError, match="三月底"):
        set_deadline(desk, "三月底")


@pytest.mark.parametrize("written", ["gestern", "2019-02-30", "0"])
def test_a_deadline_that_is_no_day_is_not_set(desk, written):
    with desk.edit(text("别的程序写的")) as edit:
        edit.put(Setting("deadline", written))
    assert board(desk, TODAY).deadline is None
