"""A paste of 5,000 cells into the real window on the sample book: how long it is held at a stretch, and until all is done, against a bare
table widget that is filled with the same texts."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from ecdesk.domain.book.records import Exhibit, Indicator, Line, Record, Section
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import sample_records
from tests.bench.harness import Row

ROWS, COLUMNS = 100, 50
TURNS = 4
BEAT = 10
"""Milliseconds."""
HELD, DONE = 0.1, 1.0
"""Seconds: how long the window may be held at a stretch, and when all is to be done, on a machine on which the peer takes so long:"""
BARE = 0.02


def records() -> list[Record]:
    """The sample book with one more table, of one indicator: enterprises in fifty years."""
    found = list(sample_records())
    section = next(record for record in found if isinstance(record, Section))
    found.append(Indicator("企业交易额", "企业交易额", "亿元"))
    found.append(
        Exhibit(
            "large",
            "表9-1",
            "企业交易额",
            section.id,
            order=10_000,
            unit="亿元",
            at={"indicator": "企业交易额", "area": "000000"},
            rows=tuple(Line(f"r{number}", f"企业{number}", {"item": f"i{number}"}) for number in range(ROWS)),
            columns=tuple(Line(f"c{number}", f"{1969 + number}年", {"period": str(1969 + number)}) for number in range(COLUMNS)),
        )
    )
    return found


def texts(turn: int) -> list[list[str]]:
    numbers = random.Random(turn)
    return [[f"{numbers.randrange(10, 99_999) / 10}" for _column in range(COLUMNS)] for _row in range(ROWS)]


class Heartbeat:
    """Beats in the event loop; longest: seconds between two beats, the time that the window was held."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest = 0.0
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    @contextmanager
    def beating(self) -> Iterator[None]:
        self.longest, self._last = 0.0, perf_counter()
        self._timer.start()
        yield
        self._timer.stop()
        self._beat()


def window_on(book: Path) -> Any:
    """The window with the large table in front, checked and at rest."""
    from PySide6.QtWidgets import QApplication

    from ecdesk.gui.base.settings import Settings
    from ecdesk.gui.desk.workspace import Place
    from ecdesk.gui.shell import app
    from ecdesk.gui.shell.main_window import MainWindow

    application = app.make_application()
    settings = Settings()
    window = MainWindow(settings, app.dress(application, settings))
    window.resize(1600, 900)
    window.show()
    window.open_book(book)
    while window.workspace.desk is None:
        QApplication.processEvents()
    window.workspace.go_to(Place("large", 0, 0))
    rest(window)
    return window


def rest(window: Any, wholly: bool = True) -> None:
    """Until nothing waits to be checked or saved, nor, wholly, to be looked for by jobs."""
    from PySide6.QtWidgets import QApplication

    while window.checks.pending or window.workspace.desk.save_state.waiting or (wholly and window.workspace.jobs.busy):
        QApplication.processEvents()


def bare_widget() -> Any:
    from PySide6.QtWidgets import QTableWidget

    widget = QTableWidget(ROWS, COLUMNS)
    widget.resize(1600, 900)
    widget.show()
    return widget


def rows() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QTableWidgetItem

    best = dict.fromkeys(("held", "pasted", "all done", "bare"), float("inf"))

    def note(name: str, taken: float) -> None:
        best[name] = min(best[name], taken)

    with tempfile.TemporaryDirectory() as folder:
        os.environ["ECDESK_HOME"] = folder
        try:
            book = Path(folder) / "sample.ecd"
            Desk.create(book, records()).close()
            window, heartbeat = window_on(book), Heartbeat()
            editor, bare = window.editors.current_editor(), bare_widget()
            for turn in range(TURNS):
                block = texts(turn)
                began = perf_counter()
                for row, line in enumerate(block):
                    for column, words in enumerate(line):
                        bare.setItem(row, column, QTableWidgetItem(words))
                QApplication.processEvents()
                note("bare", perf_counter() - began)
                QApplication.clipboard().setText("\n".join("\t".join(line) for line in block))
                editor.go_to(0, 0)
                with heartbeat.beating():
                    began = perf_counter()
                    editor.actions_by_name["paste"].trigger()
                    note("pasted", perf_counter() - began)
                    rest(window, wholly=False)
                    note("all done", perf_counter() - began)
                    rest(window)
                note("held", heartbeat.longest)
            bare.hide()
            window.close()
        finally:
            del os.environ["ECDESK_HOME"]
    peer, name = best["bare"], f"Paste of {ROWS * COLUMNS:,} cells in the window"
    wanted = (("held at a stretch", "held", HELD), ("pasted", "pasted", DONE), ("checked and saved", "all done", DONE))
    return [
        Row(f"{name}: {words}", best[measure], "bare QTableWidget, filled", peer, "s", asked / BARE)
        for words, measure, asked in wanted
    ]
