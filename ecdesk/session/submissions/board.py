"""The board of submissions: who has sent what, in which state it is, who looks after it, and who has to be reminded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid, now
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.records import Setting, Submission, SubmissionState
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.time.time_words import day_named
from ecdesk.session.book.desk import Desk

MISSING = "missing"
STATE_NAMES = {
    MISSING: text("未报送"),
    "received": text("已收到"),
    "checking": text("审核中"),
    "returned": text("已退回"),
    "accepted": text("已通过"),
}
"""States of an area in the order of the work."""

_DEADLINE = "deadline"
_KEEPER = "keeper:"


@dataclass(frozen=True)
class AreaState:
    """One line of the board. submissions: newest last. disputes: figures on which sources disagree. late: days past the deadline while
    nothing usable is there, 0 when in time."""

    area: Area
    state: str
    submissions: tuple[Submission, ...]
    keeper: str
    disputes: int
    late: int

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])


@dataclass(frozen=True)
class Board:
    """areas: in the order of the report. deadline: None while none is set."""

    areas: tuple[AreaState, ...]
    deadline: date | None

    def count(self, *states: str) -> int:
        return sum(line.state in states for line in self.areas)

    @property
    def received(self) -> int:
        """How many areas have sent something."""
        return len(self.areas) - self.count(MISSING)


def _sent(book: Book) -> dict[str, list[Submission]]:
    """What each area sent, the newest last."""
    by_area: dict[str, list[Submission]] = {}
    for submission in sorted(book.all(Submission).values(), key=lambda one: one.received):
        by_area.setdefault(submission.area, []).append(submission)
    return by_area


def board(desk: Desk, today: date) -> Board:
    """Where every reporting area stands."""
    by_area = _sent(desk.book)
    disputes: dict[str, int] = {}
    for key in disputed_keys(desk.book):
        disputes[key.area] = disputes.get(key.area, 0) + 1
    deadline = deadline_of(desk)
    lines = []
    for area in desk.book.reporting_areas():
        sent = tuple(by_area.get(area.code, ()))
        state = sent[-1].state if sent else MISSING
        waiting = state in (MISSING, SubmissionState.RETURNED)
        late = max(0, (today - deadline).days) if deadline and waiting else 0
        lines.append(AreaState(area, state, sent, desk.book.setting(_KEEPER + area.code), disputes.get(area.code, 0), late))
    return Board(tuple(lines), deadline)


def reminders(desk: Desk, today: date) -> list[AreaState]:
    """The areas to be reminded: nothing sent, or sent back and not returned; the longest overdue and the uncared-for first."""
    waiting = [line for line in board(desk, today).areas if line.state in (MISSING, SubmissionState.RETURNED)]
    return sorted(waiting, key=lambda line: (-line.late, bool(line.keeper)))


def reminder_text(desk: Desk, line: AreaState) -> str:
    """A reminder to paste into a message."""
    deadline = deadline_of(desk)
    if line.state == SubmissionState.RETURNED:
        template = text("{area}：{title}的报送表已退回，请按审核意见修改后重新报送。", area=line.area.name, title=desk.book.title)
    elif deadline is None:
        template = text("{area}：请尽快报送{title}的数据表。", area=line.area.name, title=desk.book.title)
    else:
        template = text(
            "{area}：请于 {deadline} 前报送{title}的数据表。",
            area=line.area.name,
            title=desk.book.title,
            deadline=deadline.isoformat(),
        )
    return str(template)


def set_state(desk: Desk, area: str, state: SubmissionState, note: str = "") -> None:
    """Move on what an area sent last. Where nothing of it came as a file (it telephoned, or its figures were typed in), that is noted by hand."""
    known = desk.book.area(area)
    name: Text = text("{area}的报送：{state}", area=known.name if known else area, state=STATE_NAMES[state])
    sent = _sent(desk.book).get(area)
    submission = sent[-1] if sent else Submission(new_uid(), area, tr("手工登记"), "", now(), by=desk.who)
    with desk.edit(name) as edit:
        edit.why = note
        edit.put(replace(submission, state=state, note=note or submission.note))


def set_keeper(desk: Desk, area: str, who: str) -> None:
    """Say who looks after an area; "" for nobody."""
    with desk.edit(text("指定联系人")) as edit:
        if who.strip():
            edit.put(Setting(_KEEPER + area, who.strip()))
        else:
            edit.remove(Setting, _KEEPER + area)


def deadline_of(desk: Desk) -> date | None:
    """The day by which areas should have reported; None while it is not set, or set to what is no day."""
    try:
        return date.fromisoformat(desk.book.setting(_DEADLINE))
    except ValueError:
        return None


def set_deadline(desk: Desk, written: str, today: date | None = None) -> None:
    """Set the day by which areas should have reported, as somebody writes it: 2019-03-31, 2019年3月31日, or 3月31日 of this year; "" for none."""
    day = day_named(written.strip(), (today or date.today()).year).isoformat() if written.strip() else ""
    with desk.edit(text("设定截止日期")) as edit:
        if day:
            edit.put(Setting(_DEADLINE, day))
        else:
            edit.remove(Setting, _DEADLINE)
