"""A paste of 5,000 cells into the real window on the sample book: how long it is held at a stretch, and until all is done, against a bare
table widget that is filled with the same texts."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from ecdesk.domain.book.records import Exhibit, Indicator, Line, Record, Section
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import sample_records
from tests.bench.harness import Row
from tests.bench.heartbeat import Heartbeat, new_window, open_book, rest

ROWS, COLUMNS = 100, 50
TURNS = 4
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


def window_on(book: Path) -> Any:
    """The window with the large table in front, checked and at rest."""
    from ecdesk.gui.desk.workspace import Place

    window = new_window()
    open_book(window, book)
    rest(window)  # the window opens where the book was left, once it has read it
    window.workspace.go_to(Place("large", 0, 0))
    rest(window)
    assert window.editors.current_editor().model.exhibit_id == "large"
    return window


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

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # settings are written behind the scenes
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
