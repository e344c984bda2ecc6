"""Random sequences of edit, paste, comment, undo, redo, revert and reopening: the book always equals a plain model of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ecdesk.domain.book.records import Observation
from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.session.versions.versions import book_at
from tests.books import entries_of, exported, small_records, undo_all

positions = st.tuples(st.integers(0, 3), st.integers(0, 3))
texts = st.sampled_from(["", "1", "2.50", "约30", "—", "…", "25.4%", "见注", "=1+2", "3亿美元", "6 412.7"])

State = dict[str, str]


def state_of(desk: Desk) -> State:
    return {str(key): repr(one.content) for key, one in desk.book.observations.items()}


class DeskMachine(RuleBasedStateMachine):
    """The model: a list of states that undo and redo walk along, cut off by every new step."""

    @initialize()
    def make(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.desk = Desk.create(self.folder / "书 1.ecd", small_records(), "张三")
        self.first = exported(self.desk)
        self.states: list[State] = [{}]
        self.at = 0
        self.seqs: dict[int, State] = {0: {}}

    def note(self) -> None:
        """A step was made, or not: an edit that changes nothing leaves no trace."""
        state = state_of(self.desk)
        if self.desk.seq not in self.seqs:
            self.states = [*self.states[: self.at + 1], state]
            self.at += 1
            self.seqs[self.desk.seq] = state
        else:
            assert state == self.states[self.at]

    @rule(position=positions, typed=texts)
    def type_into(self, position: tuple[int, int], typed: str) -> None:
        cells.enter(self.desk, "表1", [(*position, typed)])
        self.note()

    @rule(position=positions, block=st.lists(st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=3))
    def paste(self, position: tuple[int, int], block: list[list[str]]) -> None:
        cells.enter(self.desk, "表1", entries_of(block, *position))
        self.note()

    @rule(position=positions)
    def edit_that_fails(self, position: tuple[int, int]) -> None:
        before = self.desk.seq
        try:
            with self.desk.edit(cells.text("清除内容")) as edit:
                for key in self.desk.book.observations:
                    edit.remove(Observation, key)
                raise UserError("清除内容")
        except UserError:
            pass
        assert self.desk.seq == before

    @precondition(lambda self: self.desk.seq > 0)
    @rule(which=st.floats(0, 1))
    def take_back_one_past_step(self, which: float) -> None:
        seq, before = max(1, round(which * self.desk.seq)), self.desk.seq
        try:
            self.desk.revert(seq)
        except UserError:
            assert self.desk.seq == before
        self.note()

    @rule()
    def undo(self) -> None:
        done = self.desk.undo()
        assert (done is None) == (self.at == 0)
        if done is not None:
            self.at -= 1
            self.seqs[self.desk.seq] = self.states[self.at]

    @rule()
    def redo(self) -> None:
        done = self.desk.redo()
        assert (done is None) == (self.at == len(self.states) - 1)
        if done is not None:
            self.at += 1
            self.seqs[self.desk.seq] = self.states[self.at]

    @rule()
    def reopen(self) -> None:
        path = self.desk.path
        self.desk.close()
        self.desk = Desk.open(path, "李四")

    @precondition(lambda self: self.desk.seq > 0)
    @rule(which=st.floats(0, 1))
    def look_back(self, which: float) -> None:
        seq = round(which * self.desk.seq)
        past = book_at(self.desk, seq)
        assert {str(key): repr(one.content) for key, one in past.observations.items()} == self.seqs[seq]

    @invariant()
    def the_book_equals_the_model(self) -> None:
        assert state_of(self.desk) == self.states[self.at]

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            last = exported(self.desk)
            undone = undo_all(self.desk)
            assert state_of(self.desk) == {}
            assert exported(self.desk) == self.first
            for _step in range(undone):
                self.desk.redo()
            assert exported(self.desk) == last
            assert self.desk.file.integrity() == "ok"
            self.desk.close()
            shutil.rmtree(self.folder)


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(
    max_examples=int(os.environ.get("ECDESK_SEQUENCES", "40")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
