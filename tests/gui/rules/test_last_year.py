"""Last year's book through the window: chosen, compared with, missing, and let go again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Finding, Verdict
from ecdesk.domain.book.records import Observation, Record, RuleRecord, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.last_year import last_path
from tests.dialogs import Dialogs
from tests.gui.conftest import empty_window  # noqa: F401
from tests.gui.desk import close_book
from tests.gui.rules.conftest import SALES, figure, records

BEFORE = figure(SALES, "610000")._replace(period="2017")


def before(printed: str) -> Observation:
    return Observation(BEFORE, parse_content(printed, unit_named("亿元")))


def book_records(year: str, *more: Record) -> list[Record]:
    kept = [record for record in records() if not isinstance(record, Observation | Setting | RuleRecord)]
    return [*kept, Setting("year", year), Setting("title", f"{year}年报"), *more]


@pytest.fixture
def window(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:  # noqa: F811
    Desk.create(tmp_path / "上年.ecd", book_records("2017", before("700.0")), "张三").close()
    Desk.create(tmp_path / "次年.ecd", book_records("2019"), "张三").close()
    path = tmp_path / "今年.ecd"
    compared = RuleRecord("last", "上年一致", f"与上年年报一致({SALES}) 对每个地区", "query")
    Desk.create(path, book_records("2018", before("710.0"), compared), "张三").close()
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(path)
    settled(empty_window, qtbot)
    return empty_window


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.checks.pending and not window.workspace.jobs.busy)


def compared(window: MainWindow) -> Finding | None:
    return next((finding for finding in window.workspace.findings if finding.rule == "last"), None)


def chosen(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, path: Path) -> None:
    dialogs.answer("choose_file", path)
    window.ui.action_last_year.trigger()
    settled(window, qtbot)


def test_a_book_that_was_chosen_is_compared_with_and_undone(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    finding = compared(window)
    assert finding is not None and finding.verdict is Verdict.UNDECIDED and "没有上年年报" in str(finding.message)
    chosen(window, qtbot, dialogs, tmp_path / "上年.ecd")
    finding = compared(window)
    assert finding is not None and finding.verdict is Verdict.FAILS and "700.0" in str(finding.message)
    desk = window.workspace.desk
    assert desk is not None and desk.book.setting("last_book") == "上年.ecd"
    window.stepping.undo()
    settled(window, qtbot)
    finding = compared(window)
    assert finding is not None and finding.verdict is Verdict.UNDECIDED


def test_typing_the_printed_figure_makes_it_agree(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    chosen(window, qtbot, dialogs, tmp_path / "上年.ecd")
    desk = window.workspace.desk
    assert desk is not None
    from ecdesk.domain.texts import text

    with desk.edit(text("试")) as edit:
        edit.put(before("700.0"))
    settled(window, qtbot)
    assert compared(window) is None
    with desk.edit(text("试")) as edit:
        edit.put(replace(before("705.0"), status="revised", note="经济普查修订"))
    settled(window, qtbot)
    assert compared(window) is None


def test_a_file_that_is_gone_is_said_and_nothing_passes(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    chosen(window, qtbot, dialogs, tmp_path / "上年.ecd")
    (tmp_path / "上年.ecd").unlink()
    path = window.workspace.path
    assert path is not None
    close_book(window, qtbot)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(path)
    settled(window, qtbot)
    finding = compared(window)
    assert finding is not None and finding.verdict is Verdict.UNDECIDED and "找不到上年年报“上年.ecd”" in str(finding.message)


def test_a_later_book_is_refused_and_the_choice_can_be_taken_back(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.answer("show_error", None)
    chosen(window, qtbot, dialogs, tmp_path / "次年.ecd")
    (_parent, error), _keywords = dialogs.called("show_error")[0]
    assert isinstance(error, UserError) and "2019" in str(error)
    chosen(window, qtbot, dialogs, tmp_path / "上年.ecd")
    desk = window.workspace.desk
    assert desk is not None and last_path(desk.book, desk.path) is not None
    dialogs.answer("ask_question", 1)
    window.ui.action_last_year.trigger()
    settled(window, qtbot)
    assert last_path(desk.book, desk.path) is None
    finding = compared(window)
    assert finding is not None and finding.verdict is Verdict.UNDECIDED


def test_a_book_made_from_last_years_knows_it(
    empty_window: MainWindow,  # noqa: F811
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    from ecdesk.domain.figures.periods import Period
    from ecdesk.session.new_books.rolling import start_next

    rule = RuleRecord("last", "上年一致", f"与上年年报一致({SALES}) 对每个地区", "query")
    Desk.create(tmp_path / "上年.ecd", book_records("2017", before("700.0"), rule), "张三").close()
    (tmp_path / "今年").mkdir()
    with start_next(tmp_path / "上年.ecd", tmp_path / "今年" / "今年.ecd", Period(2018)).desk as desk:
        assert desk.book.setting("last_book") == "../上年.ecd"
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(tmp_path / "今年" / "今年.ecd")
    settled(empty_window, qtbot)
    finding = compared(empty_window)
    checks = empty_window.checks.checks
    assert finding is None and checks is not None
    held = checks.findings_of(BEFORE)
    assert {one.rule for one in held} >= {"last", "上年年报数值"} and {one.verdict for one in held} == {Verdict.HOLDS}


@pytest.mark.parametrize("remembered", [r"\\evil\share\上年.ecd", "//evil/share/上年.ecd", "长" * 5000, "a\0b", ".", "/"])
def test_a_book_from_elsewhere_reaches_for_no_other_computer(tmp_path: Path, remembered: str) -> None:
    from ecdesk.session.versions.last_year import last_book

    with Desk.create(tmp_path / "今年.ecd", book_records("2018", Setting("last_book", remembered)), "张三") as desk:
        assert "找不到上年年报" in str(last_book(desk.book, desk.path))
