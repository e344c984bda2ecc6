"""Random sequences of typing, pasting, cutting, filling, undo and redo in the grid equal a plain model of texts.

ECDESK_SEQUENCES: how many sequences; a full campaign is 1,000.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.gui.base.settings import settings_file
from ecdesk.gui.grid import TableEditor
from ecdesk.gui.grid.selection import Block, filled_block
from ecdesk.session.book.desk import Desk
from tests.books import exported
from tests.gui.grid.conftest import sample_records

ROWS, COLUMNS = range(1, 5), range(4)
TEXTS = ["1", "2.50", "约3", "…", "—", "", "abc", "-0.5", "12 345.6", "=1+2"]
SHOWN = {"12 345.6": "12345.6", "=1+2": "3"}

row = st.sampled_from(ROWS)
column = st.sampled_from(COLUMNS)
block = st.lists(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=2), min_size=1, max_size=2)
step = st.one_of(
    st.tuples(st.just("type"), row, column, st.sampled_from(TEXTS)),
    st.tuples(st.just("paste"), row, column, block),
    st.tuples(st.just("clear"), row, column, row, column),
    st.tuples(st.just("down"), row, column, row, column),
    st.tuples(st.just("move"), row, column, row, column),
    st.tuples(st.just("fill"), row, column, row, column),
    st.tuples(st.just("carry"), row, column, row, column, st.booleans()),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("sort"), column),
    st.tuples(st.just("unsort")),
)

Plain = dict[tuple[int, int], str]


def as_kept(typed: str) -> str:
    return SHOWN.get(typed, typed)


class Twin:
    """The same table as texts in a dictionary, with its own undo."""

    def __init__(self, cells: Plain) -> None:
        self.cells = cells
        self.done: list[Plain] = []
        self.undone: list[Plain] = []

    def change(self, new: Plain) -> None:
        new = {at: words for at, words in new.items() if words}
        if new != self.cells:
            self.done.append(self.cells)
            self.undone.clear()
            self.cells = new

    def undo(self) -> None:
        if self.done:
            self.undone.append(self.cells)
            self.cells = self.done.pop()

    def redo(self) -> None:
        if self.undone:
            self.done.append(self.cells)
            self.cells = self.undone.pop()


def present(editor: TableEditor) -> Plain:
    """What the book holds, as the grid copies it, in printed order."""
    found = {}
    for printed in ROWS:
        for number in COLUMNS:
            shown = editor.model.shown_row(printed)
            assert shown is not None
            words = editor.model.copied_text(shown, number)
            if words:
                found[printed, number] = words
    return found


@cache
def untouched() -> bytes:
    """What the book is handed out as before anything is done to it, the same for each sequence."""
    with TemporaryDirectory() as folder, Desk.create(Path(folder) / "book.ecd", sample_records(), "张三") as desk:
        return exported(desk)


@settings(max_examples=int(os.environ.get("ECDESK_SEQUENCES", "40")), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, max_size=12))
@example([("type", 1, 1, "1"), ("move", 1, 0, 1, 0), ("undo",)])
def test_random_sequences_equal_a_plain_model(qtbot: QtBot, tmp_path_factory: object, steps: list[tuple[object, ...]]) -> None:
    folder = Path(tmp_path_factory.mktemp("book"))  # type: ignore[attr-defined]
    with Desk.create(folder / "book.ecd", sample_records(), "张三") as desk:
        editor = TableEditor(desk, "t1", settings=settings_file(folder / "grid.ini"))
        editor.show()  # what it shows is made when it is in sight
        twin = Twin(present(editor))
        for kind, *values in steps:
            carry_out(editor, twin, str(kind), values)
            assert present(editor) == twin.cells
            count = sum("abc" in words for words in twin.cells.values())
            assert editor.unread_strip.isHidden() == (count == 0)
        while desk.undo() is not None:
            twin.undo()
        assert present(editor) == twin.cells and not twin.done
        assert exported(desk) == untouched()
        editor.release()
        editor.deleteLater()
        QApplication.clipboard().clear()


def carry_out(editor: TableEditor, twin: Twin, kind: str, values: list[object]) -> None:
    model, view = editor.model, editor.view

    def choose(top: object, left: object, bottom: object, right: object) -> tuple[int, int, int, int]:
        """Select cells of printed rows; as the view is sorted now they may be others, which come back as printed rows."""
        assert isinstance(top, int) and isinstance(left, int) and isinstance(bottom, int) and isinstance(right, int)
        one, other = model.shown_row(top), model.shown_row(bottom)
        assert one is not None and other is not None
        view.choose_block(Block.between((one, left), (other, right)))
        chosen = view.chosen.block
        return chosen.top, chosen.left, chosen.bottom, chosen.right

    if kind == "undo":
        editor.desk.undo()
        twin.undo()
    elif kind == "redo":
        editor.desk.redo()
        twin.redo()
    elif kind == "sort":
        editor.viewing.column = values[0]  # type: ignore[assignment]
        editor.viewing.sort_descending()
    elif kind == "unsort":
        editor.viewing.clear()
    elif kind == "type":
        top, left, _bottom, _right = choose(values[0], values[1], values[0], values[1])
        typed = str(values[2])
        view.typed.emit(typed, False)
        before = twin.cells.get((model.printed_row(top), left), "")
        twin.change({**twin.cells, (model.printed_row(top), left): before if typed == before else as_kept(typed)})
    elif kind == "clear":
        top, left, bottom, right = choose(*values)
        view.clear_wanted.emit()
        gone = {(model.printed_row(r), c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        twin.change({at: words for at, words in twin.cells.items() if at not in gone})
    elif kind == "down":
        top, left, bottom, right = choose(*values)
        editor.verbs.fill_down()
        new = dict(twin.cells)
        first = top
        if top == bottom:
            first = top - 1
        if first >= 0 and not (top == bottom == 0):
            for r in range(first + 1, bottom + 1):
                for c in range(left, right + 1):
                    if model.printed_row(r):
                        new[model.printed_row(r), c] = twin.cells.get((model.printed_row(first), c), "")
        twin.change(new)
    elif kind == "fill":
        top, left, _bottom, _right = choose(values[0], values[1], values[0], values[1])
        source = view.chosen.block
        far = model.shown_row(values[2])  # type: ignore[arg-type]
        assert far is not None and isinstance(values[3], int)
        target = filled_block(source, (far, values[3]))
        view.fill_wanted.emit(source, target)
        words = twin.cells.get((model.printed_row(top), left), "")
        filled = {(model.printed_row(r), c): words for r, c in target.cells() if model.printed_row(r)}
        twin.change({**twin.cells, **filled})
    elif kind == "carry":
        top, left, _bottom, _right = choose(values[0], values[1], values[0], values[1])
        source, copying = view.chosen.block, bool(values[4])
        far = model.shown_row(values[2])  # type: ignore[arg-type]
        assert far is not None and isinstance(values[3], int)
        view.move_wanted.emit(source, Block(far, values[3], far, values[3]), copying)
        at = model.printed_row(top), left
        new = dict(twin.cells) if copying else {**twin.cells, at: ""}
        new[model.printed_row(far), values[3]] = twin.cells.get(at, "")
        twin.change(new)
    elif kind == "paste":
        top, left, _bottom, _right = choose(values[0], values[1], values[0], values[1])
        rows = values[2]
        assert isinstance(rows, list)
        QApplication.clipboard().setText("".join("\t".join(line) + "\r\n" for line in rows))
        editor.verbs.paste()
        new = dict(twin.cells)
        for down, line in enumerate(rows):
            for right, words in enumerate(line):
                if top + down < model.rowCount() and left + right < 4 and model.printed_row(top + down):
                    new[model.printed_row(top + down), left + right] = as_kept(words)
        twin.change(new)
    elif kind == "move":
        top, left, _bottom, _right = choose(values[0], values[1], values[0], values[1])
        source = model.printed_row(top), left
        editor.verbs.cut()
        top, left, _bottom, _right = choose(values[2], values[3], values[2], values[3])
        editor.verbs.paste()
        target = model.printed_row(top), left
        new = {**twin.cells, source: ""}
        new[target] = twin.cells.get(source, "")
        twin.change(new)
