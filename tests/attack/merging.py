"""Copies merged in any order, with edits, structure, undo and redo between, against the account that the tests of merging keep; each with itself,
and twice."""

from __future__ import annotations

import shutil
import traceback
from contextlib import ExitStack
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.session.versions.merging import merge, plan_merge
from tests.attack.tally import Tally
from tests.session.test_merging_rounds import (
    Copy,
    Round,
    shared_records,
    test_copies_merged_in_any_order_come_together_and_lose_nothing,
)

FIRST_SEED = 100_000
"""Behind those that the tests use."""


def merge_rounds(folder: Path, tries: int, seed: int) -> Tally:
    tally = Tally()
    for number in range(tries):
        own = folder / str(number)
        own.mkdir()
        which = FIRST_SEED + seed * 10_000 + number
        with ExitStack() as files:
            try:
                attack = (
                    _with_itself_and_twice if number % 4 == 3 else test_copies_merged_in_any_order_come_together_and_lose_nothing
                )
                attack(which, own, files)
            except Exception:
                tally.tried("another result than the account", [traceback.format_exc(limit=-2)[-600:]], f"round {which}")
                continue
        tally.tried("with itself and twice" if number % 4 == 3 else "as the account says")
        shutil.rmtree(own)
    return tally


def _with_itself_and_twice(seed: int, folder: Path, files: ExitStack) -> None:
    """Merging a copy of itself, and the same copy a second time, changes nothing; a copy that was taken back comes whole the next time."""
    round = Round(seed, folder, files)
    for _ in range(round.chance.randrange(5, 30)):
        round.step()
    ours, theirs = round.chance.sample(round.copies, 2)
    _same(ours, _copied(ours, folder / "self.ecd"))
    seq = ours.desk.seq
    round.merge(ours, theirs, decide=False)
    once = shared_records(ours.desk)
    _same(ours, theirs.desk.path)
    if ours.desk.seq > seq:
        ours.desk.undo()
        merge(ours.desk, plan_merge(ours.desk, theirs.desk.path))
        assert _without_ids(shared_records(ours.desk)) == _without_ids(once), "merged again after it was taken back"


def _copied(copy: Copy, target: Path) -> Path:
    shutil.copy(copy.desk.path, target)
    return target


def _same(ours: Copy, path: Path) -> None:
    before, seq = shared_records(ours.desk), ours.desk.seq
    try:
        plan = plan_merge(ours.desk, path)
    except UserError:
        return
    assert not plan.taken and not plan.joined and not plan.clashes, "there is something new in what is known"
    merge(ours.desk, plan)
    assert shared_records(ours.desk) == before and ours.desk.seq == seq


def _without_ids(records: dict) -> list[str]:
    """Records of the report; questions get another id each time that they are asked."""
    return sorted(repr(record) for (kind, _id), record in records.items() if kind != "conflict")
