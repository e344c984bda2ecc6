"""Random sequences of edits, pastes, changes of structure, undo, redo and reopening equal a plain model of rows and texts.

ECDESK_SEQUENCES: how many sequences; a full campaign is 1,000.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ecdesk.domain.book.encoding import encode
from ecdesk.domain.book.records import RECORD_TYPES, AreaRecord, Axis, Exhibit, Indicator, Line, Record, Setting
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.wording.note_marks import CIRCLED
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells, outline, structure
from tests.books import entries_of, exported, undo_all

AREAS = {"610000": "陕西", "140000": "山西", "310000": "上海", "530000": "云南", "440000": "广东"}
INDICATORS = ("交易额", "零售额", "农村额")
TEXTS = {"1": "1", "2.50": "2.50", "约30": "约30", "—": "无", "": "", "见注": "见注", "=1+2": "3", "6 412.7": "6412.7"}

Plain = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[tuple[str, str], str], ...], tuple[str, ...], int]
"""Rows (areas), columns (indicators), what stands under which, footnotes, tables."""

place = st.tuples(st.integers(0, 5), st.integers(0, 3))
typed = st.sampled_from(sorted(TEXTS))


def first_records() -> list[Record]:
    rows = tuple(Line(code, AREAS[code], {"area": code}) for code in ("610000", "140000"))
    columns = tuple(Line(name, name, {"indicator": name}) for name in INDICATORS[:2])
    exhibit = Exhibit("t", "表1", "一", "", 1.0, unit="亿元", at={"period": "2018"}, rows=rows, columns=columns)
    areas = [AreaRecord(Area(code, name + "省", name, "province"), number) for number, (code, name) in enumerate(AREAS.items())]
    return [Setting("year", "2018"), *areas, *(Indicator(name, name, "亿元") for name in INDICATORS), exhibit]


def everything(desk: Desk) -> bytes:
    """Every record of the book and every table as it is printed, as bytes."""
    kinds = ("setting", "area", "indicator", "item", "exhibit", "observation")
    records = {
        kind: sorted(json.dumps(encode(one), ensure_ascii=False) for one in desk.book.all(RECORD_TYPES[kind]).values())
        for kind in kinds
    }
    tables = [[[cell.text for cell in row] for row in build_table(desk.book, one).cells] for one in desk.book.exhibits()]
    return json.dumps([records, tables], ensure_ascii=False, sort_keys=True).encode()


class StructureMachine(RuleBasedStateMachine):
    @initialize()
    def make(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.desk = Desk.create(self.folder / "书.ecd", first_records(), "张三")
        self.first, self.first_export = everything(self.desk), exported(self.desk)
        self.rows = ["610000", "140000"]
        self.columns = list(INDICATORS[:2])
        self.figures: dict[tuple[str, str], str] = {}
        self.notes: list[str] = []
        self.tables = 1
        self.done: list[Plain] = []
        self.undone: list[Plain] = []

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            undo_all(self.desk)
            assert everything(self.desk) == self.first
            assert exported(self.desk) == self.first_export
            self.desk.close()
            shutil.rmtree(self.folder)

    # -- the model

    def plain(self) -> Plain:
        return tuple(self.rows), tuple(self.columns), tuple(sorted(self.figures.items())), tuple(self.notes), self.tables

    def take(self, state: Plain) -> None:
        self.rows, self.columns, self.figures = list(state[0]), list(state[1]), dict(state[2])
        self.notes, self.tables = list(state[3]), state[4]

    def stepped(self, before: Plain) -> None:
        if self.plain() != before:
            self.done.append(before)
            self.undone.clear()

    def write(self, row: int, column: int, words: str) -> None:
        if row < len(self.rows) and column < len(self.columns):
            at = self.rows[row], self.columns[column]
            self.figures[at] = TEXTS[words]
            if not TEXTS[words]:
                del self.figures[at]

    # -- steps

    @rule(at=place, words=typed)
    def type_into(self, at: tuple[int, int], words: str) -> None:
        before = self.plain()
        cells.enter(self.desk, "t", [(*at, words)])
        self.write(*at, words)
        self.stepped(before)

    @rule(at=place, block=st.lists(st.lists(typed, min_size=2, max_size=2), min_size=1, max_size=3))
    def paste(self, at: tuple[int, int], block: list[list[str]]) -> None:
        before = self.plain()
        cells.enter(self.desk, "t", entries_of(block, *at))
        for down, line in enumerate(block):
            for right, words in enumerate(line):
                self.write(at[0] + down, at[1] + right, words)
        self.stepped(before)

    @rule(code=st.sampled_from(sorted(AREAS)), at=st.integers(0, 6))
    def insert_row(self, code: str, at: int) -> None:
        before = self.plain()
        structure.insert_lines(
            self.desk, "t", "rows", at, [structure.line_of(self.desk.book, self.desk.book.exhibit("t"), "area", code)]
        )
        self.rows.insert(min(at, len(self.rows)), code)
        self.stepped(before)

    @rule(name=st.sampled_from(INDICATORS), at=st.integers(0, 4))
    def insert_column(self, name: str, at: int) -> None:
        before = self.plain()
        exhibit = self.desk.book.exhibit("t")
        structure.insert_lines(self.desk, "t", Axis.COLUMNS, at, [structure.line_of(self.desk.book, exhibit, "indicator", name)])
        self.columns.insert(min(at, len(self.columns)), name)
        self.stepped(before)

    @rule(number=st.integers(0, 5), axis=st.sampled_from(list(Axis)))
    def remove(self, number: int, axis: str) -> None:
        before = self.plain()
        lines = self.rows if axis == "rows" else self.columns
        if number < len(lines):
            structure.remove_lines(self.desk, "t", axis, [number])
            del lines[number]
        self.stepped(before)

    @rule(first=st.integers(0, 5), last=st.integers(0, 5), to=st.integers(0, 6))
    def move_rows(self, first: int, last: int, to: int) -> None:
        before = self.plain()
        if first <= last < len(self.rows) and to <= len(self.rows):
            ids = [line.id for line in self.desk.book.exhibit("t").rows]
            structure.move_lines(self.desk, "t", Axis.ROWS, first, last, to)
            changed = [line.id for line in self.desk.book.exhibit("t").rows] != ids
            if not first <= to <= last + 1:
                moving = self.rows[first : last + 1]
                del self.rows[first : last + 1]
                place = to if to < first else to - len(moving)
                self.rows[place:place] = moving
            if changed:
                # Rows about the same area may change places unseen by the model; it is a step all the same.
                self.done.append(before)
                self.undone.clear()

    @rule(words=st.sampled_from(["注一", "注二"]))
    def footnote(self, words: str) -> None:
        before = self.plain()
        if len(self.notes) < 20:
            structure.add_footnote(self.desk, "t", words)
            self.notes.append(CIRCLED[len(self.notes)] + words)
        self.stepped(before)

    @rule()
    def new_table(self) -> None:
        before = self.plain()
        outline.add_exhibit(self.desk, f"表{len(self.desk.book.exhibits()) + 1}", "新", after="t")
        self.tables += 1
        self.stepped(before)

    @rule()
    def undo(self) -> None:
        self.desk.undo()
        if self.done:
            self.undone.append(self.plain())
            self.take(self.done.pop())

    @rule()
    def redo(self) -> None:
        self.desk.redo()
        if self.undone:
            self.done.append(self.plain())
            self.take(self.undone.pop())

    @rule()
    def reopen(self) -> None:
        path = self.desk.path
        self.desk.close()
        self.desk = Desk.open(path, "李四")

    # -- what must hold

    @invariant()
    def book_equals_the_model(self) -> None:
        if not hasattr(self, "desk"):
            return
        book = self.desk.book
        exhibit = book.exhibit("t")
        assert [line.at["area"] for line in exhibit.rows] == self.rows
        assert [line.at["indicator"] for line in exhibit.columns] == self.columns
        assert list(exhibit.footnotes) == self.notes and len(book.exhibits()) == self.tables
        unit = unit_named("亿元")
        held = {(key.area, key.indicator): print_content(one.content, unit) for key, one in book.observations.items()}
        assert held == self.figures
        assert all(isinstance(key, Key) and key.period == "2018" for key in book.observations)


TestStructure = StructureMachine.TestCase
TestStructure.settings = settings(
    max_examples=int(os.environ.get("ECDESK_SEQUENCES", "30")),
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)
