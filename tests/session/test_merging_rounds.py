"""Copies merged in any order, with undo, redo and revert of merges in between, against a plain account of who has seen which edit.

ECDESK_MERGES: how many rounds; a full campaign is 200.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import pytest

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import RECORD_TYPES, Axis, Conflict, Exhibit, Line, Observation, Record, RecordId
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.records import comments
from ecdesk.session.tables import cells, outline, structure, territory
from ecdesk.session.versions.merging import MergePlan, merge, plan_merge, settle
from ecdesk.session.versions.versions import add_save_point
from tests.session.test_structure_sequences import AREAS, INDICATORS, first_records

ROUNDS = int(os.environ.get("ECDESK_MERGES", "16"))
FIRST = int(os.environ.get("ECDESK_MERGES_FROM", "0"))

What = tuple[str, RecordId]
Seen = frozenset[int]
"""Which edits of a record went into what a copy has of it."""

LOCAL = {"savepoint", "conflict"}


@dataclass
class Copy:
    """An open copy and the account of it. before, after: what each step changed in `seen`. murky: records of which the account is lost,
    because an edit on top of a merge was taken back after others knew it, and then the merge."""

    desk: Desk
    seen: dict[What, Seen] = field(default_factory=dict)
    before: dict[int, dict[What, Seen]] = field(default_factory=dict)
    after: dict[int, dict[What, Seen]] = field(default_factory=dict)
    murky: set[What] = field(default_factory=set)

    def forked(self, desk: Desk) -> Copy:
        return Copy(desk, dict(self.seen), dict(self.before), dict(self.after), set(self.murky))


class Round:
    """One run with three or four copies. edits: a number for every edit, decision and join. values: what a record was with which edits."""

    def __init__(self, seed: int, folder: Path, open_files: ExitStack) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.folder = folder
        self.open_files = open_files
        self.edits = 0
        self.values: dict[tuple[What, Seen], list[Record | None]] = {}
        self.merges = self.conflicts = 0
        desk = open_files.enter_context(Desk.create(folder / "0.ecd", first_records(), "0"))
        self.copies = [Copy(desk)]
        self.begin(self.copies[0])
        cells.enter(desk, "t", [(0, 0, "1"), (1, 1, "2")])
        for _ in range(2):
            self.fork(self.copies[0])

    # -- the account

    def begin(self, copy: Copy) -> None:
        copy.desk.listen(lambda notice: self.note(copy, notice))
        for kind in ("observation", "exhibit", "area"):
            for id, record in copy.desk.book.all(RECORD_TYPES[kind]).items():
                self.values.setdefault(((kind, id), copy.seen.get((kind, id), frozenset())), []).append(record)

    def fork(self, copy: Copy) -> None:
        path = self.folder / f"{len(self.copies)}.ecd"
        shutil.copy(copy.desk.path, path)
        other = copy.forked(self.open_files.enter_context(Desk.open(path, str(len(self.copies)))))
        self.copies.append(other)
        self.begin(other)

    def new(self) -> int:
        self.edits += 1
        return self.edits

    def note(self, copy: Copy, notice: Notice) -> None:
        step = notice.transaction
        if step.action == "merge":
            return  # `merge` below keeps the account
        changed = {(change.kind, change.id) for change in step.changes}
        settled = [change.before for change in step.changes if change.kind == "conflict" and change.before and not change.after]
        returned = [change.after for change in step.changes if change.kind == "conflict" and change.after and not change.before]
        for conflict in (*settled, *returned):
            assert isinstance(conflict, Conflict)
            ids = {
                str(id): id for id in (*copy.desk.book.all(RECORD_TYPES[conflict.record_kind]), *(id for _kind, id in copy.seen))
            }
            changed.add((conflict.record_kind, ids[conflict.about]))
        changed = {what for what in changed if what[0] not in LOCAL}
        seen = copy.seen
        if step.action == "do":
            copy.before[step.seq] = {what: seen.get(what, frozenset()) for what in changed}
            for what in changed:
                seen[what] = seen.get(what, frozenset()) | {self.new()}
            copy.after[step.seq] = {what: seen[what] for what in changed}
        else:
            target = step.target
            assert target is not None
            old, new = (copy.after, copy.before) if step.action in ("undo", "revert") else (copy.before, copy.after)
            was = {what: seen.get(what, frozenset()) for what in {*changed, *old[target]}}
            merged = self.is_merge(copy, target)
            for what in was:
                if what not in old[target]:
                    copy.murky.add(what)
                elif merged:
                    seen[what] = new[target][what]
                else:
                    seen[what] = was[what] | {self.new()}
            copy.before[step.seq] = was
            copy.after[step.seq] = {what: seen.get(what, frozenset()) for what in was}
        self.remember(copy, changed)

    def is_merge(self, copy: Copy, seq: int) -> bool:
        step = copy.desk.file.transaction(seq)
        return step.action == "merge" or (step.target is not None and self.is_merge(copy, step.target))

    def remember(self, copy: Copy, changed: set[What]) -> None:
        for what in changed:
            versions = self.values.setdefault((what, copy.seen.get(what, frozenset())), [])
            record = copy.desk.book.get(RECORD_TYPES[what[0]], what[1])
            if record not in versions:
                versions.append(record)

    def common(self, what: What, edits: Seen) -> list[Record | None]:
        """What a record was at times that both copies know of."""
        first = [None] if what[0] != "exhibit" else []
        return [
            *first,
            *(one for (which, seen), versions in self.values.items() if which == what and seen <= edits for one in versions),
        ]

    # -- merging

    def merge(self, ours: Copy, theirs: Copy, decide: bool = True) -> MergePlan:
        """Merge and hold the outcome against the account."""
        old = {kind: dict(ours.desk.book.all(RECORD_TYPES[kind])) for kind in ("observation", "exhibit", "area", "comment")}
        plan = plan_merge(ours.desk, theirs.desk.path)
        clashing = {(clash.kind, clash.id): clash for clash in plan.clashes}
        joined = {(change.kind, change.id) for change in plan.joined}
        choices = {what: self.chance.choice(["", "ours", "theirs"]) for what in clashing} if decide else {}
        seq = ours.desk.seq
        merge(ours.desk, plan, choices)
        self.merges += 1
        self.conflicts += len(clashing)
        before: dict[What, Seen] = {}
        after: dict[What, Seen] = {}
        for what in dict.fromkeys((*ours.seen, *theirs.seen)):
            kind, id = what
            mine, their = ours.seen.get(what, frozenset()), theirs.seen.get(what, frozenset())
            one, two = old.get(kind, {}).get(id), theirs.desk.book.get(RECORD_TYPES[kind], id)
            now = ours.desk.book.get(RECORD_TYPES[kind], id)
            where = self.seed, what, one, two, now, sorted(mine), sorted(their)
            murky = what in ours.murky or what in theirs.murky
            if kind not in LOCAL and not murky and kind in old:
                if one == two:
                    assert now == one and what not in clashing, where
                elif mine <= their and mine != their:
                    assert now == two and what not in clashing, where
                elif their <= mine and mine != their:
                    assert now == one and what not in clashing, where
                elif what in clashing:
                    assert now == (two if choices.get(what) == "theirs" else one), where
                    assert choices.get(what) or any(
                        conflict.about == str(id) for conflict in ours.desk.book.all(Conflict).values()
                    ), where
                elif isinstance(now, Exhibit) and isinstance(one, Exhibit) and isinstance(two, Exhibit):
                    common = [record for record in self.common(what, mine & their) if isinstance(record, Exhibit)]
                    self.check_joined(now, one, two, common, where)
                elif now == one:
                    alike = isinstance(one, Observation) and isinstance(two, Observation) and one.content == two.content
                    assert alike or two in self.common(what, mine & their) or self.is_decided(ours, theirs, what), where
                else:
                    assert now == two, where
                    assert one in self.common(what, mine & their) or self.is_decided(theirs, ours, what), where
            union = mine | their
            if union != mine:
                before[what] = mine
            if what in clashing or what in joined or (now != two and now == one and mine != union and their != union):
                union |= {self.new()}
                before[what] = mine
            after[what] = union
        if ours.desk.seq != seq:
            ours.seen |= after
            ours.before[ours.desk.seq] = before
            ours.after[ours.desk.seq] = {what: after[what] for what in before}
            ours.murky |= theirs.murky
            self.remember(ours, set(after))
        return plan

    @staticmethod
    def check_joined(now: Exhibit, one: Exhibit, two: Exhibit, common: list[Exhibit], where: object) -> None:
        """Each field, and each field of each line, is as one of the two had it, and what gives way was known to both."""

        def check(mixed: object, left: object, right: object, known: list[object]) -> None:
            loser = right if mixed == left else left
            assert mixed in (left, right) and (left == right or loser in known), where

        for part in fields(Exhibit):
            if part.name == "continued_after":
                continue
            if part.name not in ("rows", "columns"):
                check(
                    *(getattr(record, part.name) for record in (now, one, two)), [getattr(record, part.name) for record in common]
                )
                continue
            mixed, left, right, *known = (
                {line.id: line for line in getattr(record, part.name)} for record in (now, one, two, *common)
            )
            assert mixed.keys() <= left.keys() | right.keys(), where
            for id in left.keys() | right.keys():
                lines = [lines.get(id) for lines in (mixed, left, right, *known)]
                if None in lines[:3]:
                    # The same row put in by both stands once.
                    twin = any(replace(line, id="") == replace(lines[1] or lines[2], id="") for line in mixed.values())
                    check(*lines[:3], [*lines[3:], *([lines[1], lines[2]] if twin else [])])
                else:
                    for field_ in fields(Line):
                        check(
                            *(getattr(line, field_.name, None) for line in lines[:3]),
                            [getattr(line, field_.name, None) for line in lines[3:]],
                        )

    @staticmethod
    def is_decided(here: Copy, there: Copy, what: What) -> bool:
        """Whether a question about the record is open in one copy and was settled in the other."""
        asked = {id for id, one in there.desk.book.all(Conflict).items() if one.about == str(what[1])}
        gone = asked - set(here.desk.book.all(Conflict))
        return any(here.desk.file.heads(about=("conflict", id)) for id in gone | asked)

    # -- what editors do

    def edit(self, copy: Copy) -> None:
        desk, chance = copy.desk, self.chance
        exhibits = desk.book.exhibits()
        exhibit = chance.choice(exhibits).id if exhibits else ""
        kind = chance.randrange(18)
        if not exhibit or kind == 0:
            number = f"表{chance.randrange(2, 9)}-{chance.randrange(99)}"
            if not any(one.number == number for one in exhibits):
                outline.add_exhibit(desk, number, "新表", "亿元")
        elif kind <= 4:
            shape = desk.book.exhibit(exhibit)
            if shape.rows and shape.columns:
                place = chance.randrange(len(shape.rows)), chance.randrange(len(shape.columns))
                cells.enter(desk, exhibit, [(*place, chance.choice(["", "1", "2", "3", "—"]))])
        elif kind == 5:
            shape = desk.book.exhibit(exhibit)
            codes = [code for code in AREAS if all(line.at.get("area") != code for line in shape.rows)]
            if codes and "area" not in shape.at:
                line = structure.line_of(desk.book, shape, "area", chance.choice(codes))
                structure.insert_lines(desk, exhibit, Axis.ROWS, chance.randrange(4), [line])
        elif kind == 6:
            shape = desk.book.exhibit(exhibit)
            names = [name for name in INDICATORS if all(line.at.get("indicator") != name for line in shape.columns)]
            if names:
                line = structure.line_of(desk.book, shape, "indicator", chance.choice(names))
                structure.insert_lines(desk, exhibit, Axis.COLUMNS, chance.randrange(4), [line])
        elif kind == 7:
            structure.remove_lines(desk, exhibit, chance.choice(list(Axis)), [chance.randrange(3)])
        elif kind in (14, 15, 16):
            axis = chance.choice(list(Axis))
            lines = getattr(desk.book.exhibit(exhibit), axis)
            if lines and kind == 14:
                structure.rename_line(desk, exhibit, axis, chance.choice(lines).id, chance.choice("甲乙丙"))
            elif lines and kind == 15:
                structure.indent_line(desk, exhibit, axis, chance.choice(lines).id, 1)
            elif lines:
                first = chance.randrange(len(lines))
                structure.move_lines(desk, exhibit, axis, first, first, chance.randrange(len(lines) + 1))
        elif kind == 8:
            with desk.edit(text("改题")) as edit:
                edit.put(replace(desk.book.exhibit(exhibit), caption=chance.choice("甲乙丙")))
        elif kind == 9:
            with desk.edit(text("来源")) as edit:
                edit.put(replace(desk.book.exhibit(exhibit), source_line=chance.choice("甲乙丙")))
        elif kind == 10 and len(exhibits) > 1:
            outline.remove_exhibit(desk, exhibit)
        elif kind == 11:
            name = f"{chance.choice('东南西北')}新区"
            if desk.book.areas.find(name) is None:
                territory.add_area(desk, name)
        elif kind == 12 and desk.book.observations:
            comments.add_comment(desk, chance.choice(sorted(desk.book.observations)), "核对")
        else:
            add_save_point(desk, "稿")

    def settle(self, copy: Copy) -> None:
        open_ones = sorted(copy.desk.book.all(Conflict))
        if open_ones:
            settle(copy.desk, self.chance.choice(open_ones), self.chance.choice(["ours", "theirs"]))

    def step(self) -> None:
        chance = self.chance
        copy = chance.choice(self.copies)
        kind = chance.randrange(20)
        if kind < 9:
            self.edit(copy)
        elif kind < 11:
            copy.desk.undo()
        elif kind == 11:
            copy.desk.redo()
        elif kind == 12 and copy.desk.seq:
            try:
                copy.desk.revert(chance.randint(max(1, copy.desk.seq - 6), copy.desk.seq))
            except UserError:
                assert copy.desk.seq
        elif kind == 13:
            self.settle(copy)
        elif kind == 14 and len(self.copies) < 4 and chance.random() < 0.3:
            self.fork(copy)
        else:
            other = chance.choice([one for one in self.copies if one is not copy])
            self.merge(copy, other)
            if chance.random() < 0.3:
                copy.desk.undo()
                if chance.random() < 0.3:
                    copy.desk.redo()


def plan_of(ours: Copy, theirs: Copy) -> MergePlan:
    return plan_merge(ours.desk, theirs.desk.path)


def shared_records(desk: Desk) -> dict[What, Record]:
    book = desk.book
    return {(kind, id): one for kind in book._records if kind != "savepoint" for id, one in book.all(RECORD_TYPES[kind]).items()}


@pytest.fixture
def files() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("seed", range(FIRST, FIRST + ROUNDS))
def test_copies_merged_in_any_order_come_together_and_lose_nothing(seed: int, tmp_path: Path, files: ExitStack) -> None:
    round = Round(seed, tmp_path, files)
    for _ in range(round.chance.randrange(10, 60)):
        round.step()
    first, *rest = round.copies
    for _ in range(2):  # what was taken back in one copy may come back with another that was merged later
        for other in rest:
            round.merge(first, other)
        for other in rest:
            assert not round.merge(other, first).clashes
    expected = shared_records(first.desk)
    for other in rest:
        assert shared_records(other.desk) == expected
    for ours in round.copies:
        for theirs in round.copies:
            # Two that never merged each other may still come to know that they changed something alike; nothing comes of it.
            assert not {"taken", "joined", "kept", "clashes"} & {
                name for name, value in vars(plan_of(ours, theirs)).items() if value
            }
            round.merge(ours, theirs)
            seq = ours.desk.seq
            assert plan_of(ours, theirs).is_empty
            assert merge(ours.desk, plan_of(ours, theirs)) == 0
            assert ours.desk.seq == seq
            assert shared_records(ours.desk) == expected
    for id in list(first.desk.book.all(Conflict)):
        settle(first.desk, id, round.chance.choice(["ours", "theirs"]))
    for other in rest:
        assert not round.merge(other, first).clashes
        assert not other.desk.book.all(Conflict)
        assert shared_records(other.desk) == shared_records(first.desk)
    last = round.chance.choice(round.copies).desk
    ends = shared_records(last)
    count = 0
    while last.undo() is not None:
        count += 1
    for _ in range(count):
        assert last.redo() is not None
    assert shared_records(last) == ends
