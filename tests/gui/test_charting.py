"""Charts are set up in the window: added to a table, changed beside their picture, and taken back."""

from __future__ import annotations

import io
from pathlib import Path

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ecdesk.charts import Ground, draw_chart
from ecdesk.charts.themes import contrast
from ecdesk.domain.book.records import (
    AreaRecord,
    Axis,
    Chart,
    ChartKind,
    ChartOrder,
    GrowthArrow,
    Labelled,
    PointNote,
    ReferenceLine,
    ValueRange,
)
from ecdesk.domain.figures.areas import NATION, standard_areas
from ecdesk.domain.texts import text
from ecdesk.gui.charts.canvas import PIXELS_PER_INCH, draw_job, screen_job
from ecdesk.gui.charts.dialog import ChartChoice, ChartDialog
from ecdesk.gui.charts.handing_out import as_file, file_job
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program.progress import finish
from ecdesk.session.tables.cells import enter
from ecdesk.session.tables.charting import set_chart
from ecdesk.session.tables.laying_out import Level, Wanted, add_table
from tests.charts.chart_tables import make_table
from tests.dialogs import Dialogs
from tests.gui.test_window import keys


def open_dialog(window: MainWindow, qtbot: QtBot, exhibit_id: str) -> ChartDialog:
    exhibit = window.workspace.exhibit(exhibit_id)
    assert exhibit is not None
    dialog = ChartDialog(window.workspace, exhibit, window)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_the_picture_follows_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot, "f1")
    qtbot.waitUntil(lambda: dialog.canvas.image is not None and not dialog.drawing)
    before = dialog.canvas.image
    keys(dialog.form.kind, Qt.Key.Key_Down)
    assert dialog.chart is not None and dialog.chart.kind == "line"
    qtbot.waitUntil(lambda: not dialog.drawing and dialog.canvas.image is not before)
    dialog.reject()


def test_nothing_on_the_left_axis_cannot_be_accepted(window: MainWindow, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot, "f1")
    assert all(role.width() >= role.sizeHint().width() for role in dialog.roles)  # "右轴（折线）" was cut
    for role in dialog.roles:
        keys(role, Qt.Key.Key_End)
    assert all(not role.currentData() for role in dialog.roles)
    assert not dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    keys(dialog.roles[0], Qt.Key.Key_Home)
    assert dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.reject()


def test_settings_are_only_taken_when_accepted(window: MainWindow, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot, "t1")
    QTest.mouseClick(dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.chart == Chart(ChartKind.BAR)
    exhibit = window.workspace.exhibit("t1")
    assert exhibit is not None and exhibit.chart is None


def test_a_table_gets_a_chart_in_one_step(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    window.workspace.go_to(Place("t1", 0, 1))
    qtbot.waitUntil(lambda: window.chart.draw_button.isVisible())
    dialogs.answer("ChartDialog", None, ChartChoice(Chart(ChartKind.LINE, Axis.COLUMNS)))
    QTest.mouseClick(window.chart.draw_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.chart.draw_button, Qt.MouseButton.LeftButton)
    exhibit = window.workspace.exhibit("t1")
    assert exhibit is not None and (exhibit.chart, exhibit.kind) == (Chart(ChartKind.LINE, Axis.COLUMNS), "chart")
    qtbot.waitUntil(lambda: window.chart.canvas.image is not None)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    exhibit = window.workspace.exhibit("t1")
    assert exhibit is not None and (exhibit.chart, exhibit.kind) == (None, "table")
    qtbot.waitUntil(lambda: window.chart.draw_button.isVisible())


def test_a_chart_is_taken_away_again(window: MainWindow, dialogs: Dialogs) -> None:
    window.workspace.go_to(Place("f1", 0, 1))
    dialogs.answer("ChartDialog", ChartChoice(None))
    QTest.mouseClick(window.chart.settings_button, Qt.MouseButton.LeftButton)
    exhibit = window.workspace.exhibit("f1")
    assert exhibit is not None and exhibit.chart is None


def test_the_printed_view_is_the_printed_page() -> None:
    table = make_table(
        "bar+line", ["2017", "2018"], [("额", "亿元", ["1.30", "2"]), ("增速", "%", ["5", "6"])], secondary=["增速"]
    )
    drawn = finish(draw_job(1, table, QSize(10, 10), 1.0, scale=1.0))
    printed = io.BytesIO()
    draw_chart(table).savefig(printed, format="png", dpi=PIXELS_PER_INCH)
    page = QImage.fromData(printed.getvalue(), "PNG").convertToFormat(QImage.Format.Format_RGBA8888)
    assert drawn.image is not None and drawn.image.size() == page.size()
    drawn.image.setDevicePixelRatio(1.0)
    assert drawn.image == page
    smaller = finish(draw_job(1, table, QSize(264, 400), 1.0))
    assert smaller.image is not None and abs(smaller.image.width() - 264) <= 1 and smaller.scale < 1


def test_the_pane_shows_the_figures_to_be_read_on_its_own_ground() -> None:
    years = [str(year) for year in range(2011, 2019)]
    table = make_table("bar", years, [("额", "亿元", ["6.09", "8.1", "10.40", "16.39", "21.79", "26.1", "29.16", "31.63"])])
    room = QSize(380, 260)
    read, printed = (finish(job) for job in (screen_job(1, table, room, 1.0, None), draw_job(1, table, room, 1.0)))
    assert read.image is not None and read.scale >= 0.9 and printed.scale < 0.75  # letters of 10 pixels instead of 5
    assert read.image.width() <= room.width() and read.image.height() <= room.height()
    assert {place for place, _box in read.spots} == {place for place, _box in printed.spots} and not read.dropped
    dark = finish(screen_job(1, table, room, 1.0, Ground("#181b1f", "#e3e6ea")))
    assert dark.image is not None and dark.image.pixelColor(1, 1).name() == "#181b1f"
    place, bar = dark.spots[-1]
    assert place == read.spots[-1][0]
    fill = dark.image.pixelColor(bar.center().toPoint()).name()
    assert contrast(fill, "#181b1f") >= 3


def test_the_printed_page_is_one_click_away(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("f1", 0, 1))
    pane = window.chart
    qtbot.waitUntil(lambda: pane.canvas.image is not None and not pane.drawing)
    read = pane.canvas.image
    QTest.mouseClick(pane.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.canvas.image is not read and not pane.drawing)
    assert pane.canvas.image is not None and read is not None
    assert pane.canvas.image.height() / pane.canvas.image.width() != read.height() / read.width()
    pane.print_button.setChecked(False)


def test_figures_of_the_picture_lead_to_their_cells_and_back(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("f1", 0, 1))
    qtbot.waitUntil(lambda: window.chart.canvas.image is not None and not window.chart.drawing)
    canvas = window.chart.canvas
    assert canvas.drawn is not None and canvas.drawn.spots
    place = canvas.drawn.spots[-1][0]
    middle = canvas.centre_of(place)
    assert middle is not None and canvas.place_at(QPointF(middle)) == place
    assert "\n" in window.chart._tip(place)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    focus = window.workspace.focus
    assert focus is not None and focus.exhibit == "f1" and focus.key is not None
    assert canvas.marked == place
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    view = window.chart.view
    assert view is not None and view.isVisible()
    qtbot.waitUntil(lambda: view.canvas.image is not None and not view.drawing)
    view.close()


def test_a_chart_is_copied_and_given_away(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.workspace.go_to(Place("f1", 0, 1))
    qtbot.waitUntil(lambda: window.chart.canvas.image is not None and not window.chart.drawing)
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    QTest.keyClick(window.chart.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: clipboard.mimeData() is not None and clipboard.mimeData().hasImage())
    data = clipboard.mimeData()
    assert b"<svg" in data.data("image/svg+xml").data() and clipboard.image().width() == 1653
    menu = window.chart.menu()
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert names == ["复制图", "复制为表", "放大看", "印出来的样子", "存成文件…", "设置图…"]
    menu.actions()[1].trigger()
    assert "\t" in clipboard.text() and "<table" in clipboard.mimeData().html()
    assert clipboard.mimeData().hasFormat("text/csv"), (
        "in all the forms of a table's cells: from HTML alone Calc makes money of decimals"
    )
    table = window.chart._shown
    assert table is not None
    path = finish(file_job(table, tmp_path))
    assert path.stat().st_size > 1000 and [Path(url.toLocalFile()) for url in as_file(path).urls()] == [path]
    clipboard.clear()


def test_every_setting_of_the_dialog_comes_back_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.workspace
    exhibit = workspace.exhibit("f1")
    assert exhibit is not None and exhibit.chart is not None and workspace.desk is not None
    rows = [line.id for line in exhibit.rows if line.at]
    columns = [line.id for line in exhibit.columns if line.at]
    chart = Chart(
        ChartKind.BAR,
        primary=(columns[0],),
        top=9,
        order=ChartOrder.LISTED,
        listed=tuple(reversed(rows)),
        left_out=(rows[0],) if len(rows) > 2 else (),
        highlight=(columns[0], rows[-1]),
        colours={columns[0]: "accent"},
        labels=Labelled.ENDS,
        labels_place="inside",
        decimals=1,
        range=ValueRange("", "900000", "300000"),
        right_range=ValueRange("0", "100", "50"),
        reference=ReferenceLine("", "均值"),
        arrow=None,
        notes=(PointNote(columns[0], rows[-1], "说明"),),
        title="另起的标题",
        title_place="above",
        source_place="none",
        width_mm=100,
        theme="grey",
    )
    set_chart(workspace.desk, "f1", chart)
    changed = workspace.exhibit("f1")
    assert changed is not None
    dialog = ChartDialog(workspace, changed, window)
    qtbot.addWidget(dialog)
    assert dialog.chart == chart
    dialog.form.with_arrow.setChecked(True)
    assert dialog.chart is not None and dialog.chart.arrow == GrowthArrow(columns[0], rows[0], rows[-1])
    dialog.form.low.setText("很多")
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: not dialog.drawing)
    assert "不是数" in dialog.hint.text()
    assert not dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.reject()


def test_a_total_is_not_proposed_beside_its_parts_and_can_be_drawn_again(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    indicator = next(iter(desk.book.indicators)).id
    codes = (NATION, "110000", "120000")
    with desk.edit(text("地区")) as edit:
        for order, code in enumerate(codes):
            edit.put(AreaRecord(standard_areas()[code], order))
    places = Level("area", codes)
    made = add_table(
        desk, Wanted("表9-1", "各地", (places,), (Level("measure", ("value",)),), {"indicator": indicator, "period": "2018"})
    )
    entries = [(0, 0, "50"), (1, 0, "30"), (2, 0, "20")]
    enter(desk, made.id, entries)
    dialog = open_dialog(window, qtbot, made.id)
    whole = dialog.form.items.item(0, 0)
    assert whole.text() == made.rows[0].label and whole.checkState() == Qt.CheckState.Unchecked
    assert dialog.chart is not None and dialog.chart.left_out == (made.rows[0].id,)
    whole.setCheckState(Qt.CheckState.Checked)
    assert dialog.chart.left_out == ()
    # A ring is cut into the parts of the whole: it needs that.
    whole.setCheckState(Qt.CheckState.Unchecked)
    dialog.form.kind.setCurrentIndex(dialog.form.kind.findData(ChartKind.RING))
    assert dialog.chart.kind == ChartKind.RING and dialog.chart.left_out == ()
    dialog.reject()
