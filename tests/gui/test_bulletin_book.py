"""The bulletin in the window: opened from the start page, looked at, kept from print, exported, rolled to the next quarter."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.gui.delivery.export_dialog import ExportDialog
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import BULLETIN, sample_records
from ecdesk.session.tables import cells, outline
from tests.dialogs import Dialogs


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    path = tmp_path / "深圳电子商务季报2017年第一季度.ecd"
    Desk.create(path, sample_records(BULLETIN), "张三").close()
    return path


def desk_of(window: MainWindow) -> Desk:
    desk = window.workspace.desk
    assert desk is not None
    return desk


def test_the_start_page_offers_both_books(empty_window: MainWindow, qtbot: QtBot) -> None:
    page = empty_window.start_page
    assert page.sample_button.isVisible() and page.bulletin_button.isVisible()
    with qtbot.waitSignal(empty_window.opener.opened, timeout=60_000):
        QTest.mouseClick(page.bulletin_button, Qt.MouseButton.LeftButton)
    assert desk_of(empty_window).book.title == "深圳电子商务季报2017年第一季度"


def test_the_quarter_before_and_that_of_a_year_ago_stand_beside_a_figure(window: MainWindow, qtbot: QtBot) -> None:
    assert window.workspace.go_to_key(Key("电子商务交易额", "福田区", "", "2017Q1", "value"))
    words = window.inspector.browser.toPlainText
    qtbot.waitUntil(lambda: "福田区" in words() and "与去年同期比" in words())
    before, year = words().partition("与上期比")[2].split("与去年同期比")[:2]
    assert "2016年四季度" in before and "702.3" in before and "相符" in before
    assert "2016年一季度" in year and "480.6" in year


def test_an_exhibit_is_kept_from_print_and_back(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("表3-1"))
    panel = window.outline
    panel.tree.setCurrentIndex(panel.model.index_of(("exhibit", "表3-1")))
    panel.actions_of_tree.printed.trigger()
    assert not desk_of(window).book.exhibit("表3-1").printed
    index = panel.model.index_of(("exhibit", "表3-1"))
    font = index.data(Qt.ItemDataRole.FontRole)
    assert font is not None and font.italic() and "不印入报告" in index.data(Qt.ItemDataRole.ToolTipRole)
    desk_of(window).undo()
    assert panel.model.index_of(("exhibit", "表3-1")).data(Qt.ItemDataRole.FontRole) is None


@pytest.mark.parametrize("everything", [False, True])
def test_what_is_not_printed_is_exported_when_it_is_ticked(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, everything: bool
) -> None:
    target = tmp_path / "成品.xlsx"
    asked = ExportDialog(None, target, tmp_path / "图")
    qtbot.addWidget(asked)
    asked.form.with_charts.setChecked(False)
    asked.form.all_exhibits.setChecked(everything)
    dialogs.answer("ExportDialog", asked.answer())
    window.ui.action_export.trigger()
    qtbot.waitUntil(lambda: target.exists() and not window.workspace.jobs.busy, timeout=60_000)
    assert ("表2-3" in openpyxl.load_workbook(target, read_only=True).sheetnames) is everything


def test_the_next_quarter_takes_three_actions(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    """The command, the place that is proposed, and the list of what was taken out."""
    dialogs.answer("choose_target", tmp_path / "深圳电子商务季报2017年第二季度.ecd")
    dialogs.answer("show_list", None)
    with qtbot.waitSignal(window.opener.opened, timeout=60_000):
        window.ui.action_new_next.trigger()
    assert len(dialogs.asked) == 2
    proposed = str(dialogs.called("choose_target")[0][0][-1])
    assert proposed.endswith("深圳电子商务季报2017年第二季度.ecd")
    assert desk_of(window).book.period == Period(2017, "quarter", 2)


def test_a_text_that_is_typed_does_not_draw_the_outline_anew(window: MainWindow) -> None:
    reset: list[None] = []
    window.outline.model.modelReset.connect(lambda: reset.append(None))
    cells.enter(desk_of(window), "表5-2", [(0, 1, "另一件事")])
    cells.enter(desk_of(window), "表2-2", [(3, 0, "900")])
    assert not reset and desk_of(window).book.exhibit("表2-2").rows[2].id == "南山区"
    outline.describe_exhibit(desk_of(window), "表5-2", "表5-2", "大事", "", "序号", notes=())
    assert len(reset) == 1
