"""What an editor does in the real window from opening a book to merging a copy, one step after the other, and how long each holds the window at most.
Run as a program with the name of a sample book and how many times its size, it prints them as JSON: in a process of its own, so that what a step loads
for the first time counts."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any
from unittest.mock import patch

from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.resources import resource
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import REPORT, SAMPLES, sample_records
from ecdesk.session.tables import cells
from tests.bench.bench_proof import CHARACTERS, prose
from tests.bench.heartbeat import Heartbeat, new_window, open_book, rest
from tests.bench.wide_books import larger

CALM = 0.25
"""Seconds without anything under way, in which what waits for a pause begins."""


class Steps:
    """The steps in their order; held: by the name of a step, the longest time in seconds of work on the window's thread between two turns."""

    def __init__(self, name: str, times: int, folder: Path, heartbeat: Heartbeat | None = None) -> None:
        """times: the size of the book, as many times the sample's. folder: of the book and of what is written."""
        self.name, self.times, self.folder = name, times, folder
        self.held: dict[str, float] = {}
        self.book = folder / "book.ecd"
        Desk.create(self.book, larger(sample_records(name), times)).close()
        self.window = new_window()
        self.heartbeat = heartbeat or Heartbeat(thread_time, 1)

    def take_all(self) -> dict[str, float]:
        self.step("opening", lambda: open_book(self.window, self.book), calm=False)
        self.step("first check", lambda: None)
        self.step("going to the largest table", lambda: self.go_to(self.largest))
        self.step("going to a chart", lambda: self.go_to(self.charted))
        self.step("one edit", self.edit)
        self.step("a paste over the largest table", self.paste)
        self.step("taking it back", self.window.stepping.undo)
        self.step("rules page", self.window.rules.show_rules)
        self.step("results page", self.window.rules.show_results)
        for theme in ("dark", "light"):
            self.step(f"theme {theme}", lambda theme=theme: self.window.appearance.set_theme(theme))  # type: ignore[misc]
        files = resource("books", SAMPLES[self.name], "submissions")
        self.step("reading submissions", lambda: self.window.submissions.review([files]))
        self.step("importing them", lambda: self.window.editors.page("review").store())
        self.step("taking the import back", self.window.stepping.undo)
        self.step("board", self.window.submissions.show_board)
        manuscript = next(resource("books", SAMPLES[self.name], "manuscripts").iterdir())
        self.step("proof of the manuscript", lambda: self.window.proofs.take(manuscript))
        if (self.name, self.times) == (REPORT, 1):  # takes a minute, and as long with any book
            long = self.folder / "long.txt"
            long.write_text(prose(CHARACTERS), encoding="utf-8")
            self.step(f"proof of {CHARACTERS:,} characters", lambda: self.window.proofs.take(long))
        self.step("sign-off page", self.window.delivery.show_sign_off)
        self.step("export", self.export)
        self.step("comparing a copy", self.show_copy)
        self.step("merging it", lambda: self.window.editors.page("merge").merge())
        self.step("closing the book", self.close, calm=False)
        return self.held

    def step(self, name: str, work: Callable[[], Any], calm: bool = True) -> None:
        """calm: until nothing is under way and nothing has begun for a while; else until the work is done and drawn."""
        from PySide6.QtCore import QEventLoop
        from PySide6.QtWidgets import QApplication

        with self.heartbeat.beating():
            work()
            QApplication.processEvents()
            quiet = perf_counter()
            while calm and perf_counter() - quiet < CALM:
                if self.busy:
                    rest(self.window)
                    quiet = perf_counter()
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.held[name] = self.heartbeat.longest

    @property
    def busy(self) -> bool:
        window = self.window
        return bool(
            window.checks.pending
            or window.workspace.desk.save_state.waiting
            or window.workspace.jobs.busy
            or (window.docks.filled and window.chart.drawing)
        )

    # -- what is done

    @property
    def largest(self) -> Exhibit:
        return max(self.exhibits, key=lambda one: len(one.rows) * len(one.columns))

    @property
    def charted(self) -> Exhibit:
        return next(one for one in self.exhibits if one.chart is not None)

    @property
    def exhibits(self) -> list[Exhibit]:
        found: list[Exhibit] = self.window.workspace.desk.book.exhibits()
        return found

    def go_to(self, exhibit: Exhibit) -> None:
        from ecdesk.gui.desk.workspace import Place

        self.window.workspace.go_to(Place(exhibit.id, 0, 0))

    def edit(self) -> None:
        row, column, _key = next(iter(cell_keys(self.charted)))
        cells.enter(self.window.workspace.desk, self.charted.id, [(row, column, "77.7")])

    def paste(self) -> None:
        from PySide6.QtWidgets import QApplication

        self.go_to(self.largest)
        table = build_table(self.window.workspace.desk.book, self.largest)
        lines = [
            "\t".join(f"{cell.content.value + 1}" if isinstance(cell.content, Amount) else "" for cell in row)
            for row in table.cells
        ]
        QApplication.clipboard().setText("\n".join(lines))
        self.window.editors.current_editor().actions_by_name["paste"].trigger()

    def export(self) -> None:
        from ecdesk.gui.delivery.export_dialog import ExportChoice
        from ecdesk.gui.desk import dialogs

        choice = ExportChoice(self.folder / "tables.xlsx", None, (), False)
        with patch.object(dialogs, "ask", lambda _dialog: choice):
            self.window.delivery.export()

    def show_copy(self) -> None:
        """A copy in which some of the first table was changed, and so it was here."""
        copy, exhibit = self.folder / "copy.ecd", self.exhibits[0]
        shutil.copyfile(self.book, copy)
        with Desk.open(copy, "李四") as theirs:
            cells.enter(theirs, exhibit.id, [(0, 0, "83.4"), (1, 0, "6.5")])
        self.heartbeat.skip()
        cells.enter(self.window.workspace.desk, exhibit.id, [(0, 0, "83.3")])
        self.window.versions.show_merge(copy)

    def close(self) -> None:
        from PySide6.QtWidgets import QApplication

        self.window.close()
        while self.window.isVisible():
            QApplication.processEvents()


def held(name: str, times: int) -> dict[str, float]:
    """The longest time that each step holds the window, in seconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # settings are written behind the scenes
        os.environ["ECDESK_HOME"] = folder
        return Steps(name, times, Path(folder)).take_all()


if __name__ == "__main__":
    print(json.dumps(held(sys.argv[1], int(sys.argv[2]))))
