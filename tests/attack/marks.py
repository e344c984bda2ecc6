"""No socket and no file that a text names: every verb and the window under strace, on a book, submissions and manuscripts whose every text holds
addresses and paths.

``python -m tests.attack.marks FOLDER`` is what strace runs for the window.
"""

from __future__ import annotations

import dataclasses
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ecdesk.domain.book.records import Comment, Exhibit, Line, Observation, Record, RuleRecord, Section, Setting
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from tests.attack.scenes import BOOK, COPY, PROSE, SENT
from tests.attack.tally import Tally
from tests.books import AREAS, small_records
from tests.excel.makers import workbook

MARK = "ecdesk-marked-place"
FORMS = (
    '<img src="/{place}/a.png"><a href="http://{mark}.invalid/">x</a>',
    '<img src="file:///{place}/b.png">',
    "file:///{place}/c",
    "\\\\{mark}.invalid\\{place}",
    '=HYPERLINK("http://{mark}.invalid/{place}","x")',
    "/{place}/d",
    "<style>@import url(/{place}/e.css)</style><link rel=stylesheet href=/{place}/f.css>",
)


def payload(text: str, form: int = 1) -> str:
    """What is put into a text: an address or a path in which the text's own name stands."""
    return FORMS[form % len(FORMS)].format(mark=MARK, place=f"{MARK}/{text}")


DISPLAYS = re.compile(r'"@?/tmp/\.X11-unix/|sun_path="(?:/var)?/run/nscd/socket"|wayland')
"""Where a program connects that shows something; the other is where the C library asks for the names of users."""
VERBS = (
    ("check", BOOK),
    ("export", BOOK, "发表.xlsx", "--charts", "图"),
    ("forms", BOOK, "表"),
    ("compare", BOOK, COPY),
    ("merge", BOOK, COPY),
    ("read", f"{SENT}/北京市.xlsx", f"{SENT}/网页.xls"),
    ("import", BOOK, SENT),
    ("proof", PROSE, "--book", BOOK),
    ("new", "下年.ecd", "--from", BOOK, "--year", "2019"),
    ("sample", "样例.ecd"),
)


def trace(folder: Path, tries: int, seed: int) -> Tally:
    """The window first, and then one verb a try."""
    tally = Tally()
    strace = shutil.which("strace")
    if strace is None:
        tally.skipped = "strace is not installed"
        return tally
    os.environ["ECDESK_HOME"] = str(folder / "home")
    (folder / "books").mkdir()
    write_marked(folder / "books")
    order = [*range(len(VERBS))]
    random.Random(seed).shuffle(order)
    window = len(VERBS)
    for number in [window, *order][:tries]:
        log = folder / f"{number}.trace"
        runs = (
            ["tests.attack.marks", str(folder / "books")]
            if number == window
            else ["ecdesk", *_places(VERBS[number], folder / "books")]
        )
        command = [strace, "-f", "-qq", "-s", "400", "-e", "trace=%network,%file", "-o", str(log), sys.executable, "-m", *runs]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if "PTRACE" in done.stderr or not log.exists():
            tally.skipped = "strace may trace nothing here"
            return tally
        name = "window" if number == window else VERBS[number][0]
        faults = list(faults_in(log))
        if done.returncode not in (0, 1):
            faults.append(f"exit {done.returncode}: {done.stderr[-400:]}")
        tally.tried(name, faults, name)
    return tally


def _places(arguments: tuple[str, ...], folder: Path) -> Iterator[str]:
    for argument in arguments:
        yield str(folder / argument) if "." in argument or argument in (SENT, "图", "表") else argument


def faults_in(log: Path) -> Iterator[str]:
    """Calls that no file may bring about."""
    named: dict[str, str] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if re.search(r"\bsocket\((?!AF_UNIX)", line):
            yield f"a socket: {line[:200]}"
        elif "connect(" in line and not DISPLAYS.search(line):
            yield f"a connection: {line[:200]}"
        elif MARK in line and "execve(" not in line:
            text = re.search(rf"{MARK}/([\w-]+)", line)
            named.setdefault(text[1] if text else line, line[:200])
    for text_name, line in named.items():
        yield f"a place that a text names, {text_name}: {line}"


# -- what is looked at


def _marked(record: Record) -> Record:
    """A record with payloads in its texts, those that are no names of something else."""
    if isinstance(record, Exhibit):
        rows = tuple(dataclasses.replace(line, label=line.label + payload("row", form)) for form, line in enumerate(record.rows))
        columns = tuple(
            dataclasses.replace(line, label=line.label + payload("column", form)) for form, line in enumerate(record.columns)
        )
        words = tuple(payload("note", form) for form in range(len(FORMS)))
        texts = {name: payload(name) for name in ("caption", "source_line", "corner")}
        return dataclasses.replace(
            record, rows=rows, columns=columns, notes=words, footnotes=("①" + payload("footnote"),), **texts
        )
    if isinstance(record, Section):
        return dataclasses.replace(record, title=record.title + payload("section"))
    if isinstance(record, Setting) and record.id == "title":
        return dataclasses.replace(record, value=payload("title"))
    return record


def marked_records() -> Iterator[Record]:
    yield from map(_marked, small_records())
    for form, area in enumerate(AREAS):
        key = Key("网络零售额", area, "", "2018", "value")
        yield Observation(key, Unparsed(payload("unread", form)), note=payload("note-of-figure"))
        yield Comment(f"c{form}", str(key), payload("comment", form), payload("by"), "2019-01-01T00:00:00+00:00")
    yield RuleRecord("r1", payload("rule"), "电子商务交易额 > 网络零售额", "error")
    yield Exhibit(
        "图1", "图1-1", payload("chart-caption"), section="1", kind="chart", unit="亿元", at={"period": "2018", "indicator": "电子商务交易额"},
        rows=tuple(Line(code, payload("chart-row", form), {"area": code}) for form, code in enumerate(AREAS)),
        columns=(Line("v", payload("chart-column"), {"measure": "value"}),),
    )  # fmt: skip


def write_marked(folder: Path) -> None:
    from docx import Document

    with Desk.create(folder / BOOK, marked_records(), payload("who")) as desk:
        cells.enter(desk, "表1", [(0, 0, "5"), (1, 0, payload("typed")), (2, 0, payload("typed", 0))])
        cells.enter(desk, "表1", [(0, 0, "900"), (0, 2, "7000"), (3, 2, "8000")])
    shutil.copy(folder / BOOK, folder / COPY)
    with Desk.open(folder / COPY, payload("who-of-copy")) as other:
        cells.enter(other, "表1", [(3, 0, payload("typed-in-copy", 2))])
    (folder / SENT).mkdir()
    rows = [
        ["2018年北京市" + payload("title-of-sheet", 0)],
        ["指标", "2018年（亿元）" + payload("heading")],
        ["网络零售额", 5.5],
        [payload("stub"), 7],
        [payload("stub", 2), 8],
        ["电子商务交易额", payload("cell", 4)],
        ["电子商务交易额", payload("cell")],
    ]
    workbook(folder / SENT / "北京市.xlsx", {"表": rows, MARK: rows})
    page = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    (folder / SENT / "网页.xls").write_text(f"<html><head>{payload('head', 6)}</head><table>{page}</table>", encoding="utf-8")
    document = Document()
    for form in range(len(FORMS)):
        document.add_paragraph(f"2018年，北京市网络零售额893.6亿元{payload('sentence', form)}。")
    document.save(str(folder / PROSE))


def look_through(folder: Path) -> None:
    """Show the book in the window: the table with its tips, the review of submissions, a manuscript, the history, findings, the chart."""
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication, QWidget
    from shiboken6 import isValid

    from ecdesk.gui.base.settings import Settings
    from ecdesk.gui.desk.workspace import Place
    from ecdesk.gui.shell import app
    from ecdesk.gui.shell.main_window import MainWindow
    from tests.scenarios.fingers import QtFingers, wait_until

    application = app.make_application()
    settings = Settings()
    languages = app.dress(application, settings)
    window = MainWindow(settings, languages)
    window.resize(1300, 900)
    window.show()
    window.open_book(folder / BOOK)
    assert wait_until(lambda: window.workspace.desk is not None and not window.workspace.jobs.busy, 120)
    hand = QtFingers()

    def tips() -> None:
        for widget in QApplication.allWidgets():
            if isValid(widget) and isinstance(widget, QWidget) and widget.isVisible():
                for place in (QPoint(20, 10), QPoint(60, 40), QPoint(60, 90), widget.rect().center()):
                    if widget.rect().contains(place):
                        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
        hand.settle()

    for exhibit in ("表1", "图1"):
        window.workspace.go_to(Place(exhibit, 1, 0))
        hand.settle()
        editor = window.editors.current_editor()
        if editor is not None:
            view = editor.view
            for row in range(4):
                hand.rest(view.viewport().mapToGlobal(view.visualRect(view.model().index(row, 0)).center()))
                hand.key("Down")
        tips()
    window.submissions.review([folder / SENT])
    wait_until(lambda: not window.workspace.jobs.busy, 60)
    tips()
    window.submissions.show_board()
    tips()
    window.proofs.take(folder / PROSE)
    wait_until(lambda: not window.workspace.jobs.busy, 60)
    tips()
    for dock in ("dock_findings", "dock_history", "dock_inspector"):
        window.docks.show_panel(dock)
        tips()
    window.workspace.say(payload("said"))
    hand.settle()
    window.close()
    wait_until(window.isHidden, 30)


if __name__ == "__main__":
    look_through(Path(sys.argv[1]))
