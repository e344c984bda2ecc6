"""Sorting, filtering, states, sizes, and what happens when the book changes behind the grid's back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Alternative, Comment, Exhibit, Line, Observation, Origin, OriginKind
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.base import slices
from ecdesk.gui.base.settings import SettingsFile
from ecdesk.gui.grid import TableEditor
from ecdesk.gui.grid.drawing.earlier_figures import LOOKED_AT, EarlierFigures
from ecdesk.gui.grid.model import STUB
from tests.gui.grid.conftest import Bench, Make, sample_exhibit, sample_records
from tests.scenarios.fingers import wait_until


def labels(bench: Bench) -> list[str]:
    model = bench.view.model()
    return [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]


def printed_order(bench: Bench) -> list[str]:
    return [line.label for line in bench.desk.book.exhibit("t1").rows]


def test_sorting_is_a_view_by_exact_value_with_the_empty_last(bench: Bench) -> None:
    before = bench.desk.seq
    bench.click(1, 0)
    bench.editor.actions_by_name["sort_ascending"].trigger()
    assert labels(bench) == ["山西", "陕西", "上海", "西部与东部", "云南"]
    assert bench.editor.viewing.strip.isVisible() and "不改变印刷顺序" in bench.editor.viewing.strip.words.text()
    bench.editor.actions_by_name["sort_descending"].trigger()
    assert labels(bench) == ["上海", "陕西", "山西", "西部与东部", "云南"]
    assert bench.active == (1, 0) and printed_order(bench)[1] == "陕西" and bench.desk.seq == before
    QTest.mouseClick(bench.editor.viewing.strip.findChild(type(bench.editor.next_unread), "clearView"), Qt.MouseButton.LeftButton)
    assert labels(bench) == printed_order(bench) and not bench.editor.viewing.strip.isVisible()


def test_what_is_typed_and_pasted_in_a_sorted_view_reaches_the_rows_in_sight(bench: Bench) -> None:
    bench.click(1, 0)
    bench.editor.actions_by_name["sort_descending"].trigger()
    bench.type_cell(0, 2, "77")
    assert labels(bench)[0] == "上海" and bench.amount(3, 2) is not None and bench.observation(3, 2) is not None
    assert str(bench.amount(3, 2).value) == "77"  # type: ignore[union-attr]
    QApplication.clipboard().setText("1\n2\n")
    bench.click(0, 0)
    bench.keys("Ctrl+V")
    assert [str(bench.amount(row, 0).value) for row in (3, 1)] == ["1", "2"]  # type: ignore[union-attr]
    assert labels(bench)[0] == "上海"


@pytest.mark.parametrize(
    ("column", "words", "rows"),
    [
        (0, ">5000", ["陕西", "上海"]),
        (0, "<=6412.7", ["陕西", "山西"]),
        (0, "2000..7000", ["陕西", "山西"]),
        (2, "空", ["西部与东部", "山西", "云南"]),
        (2, "非空", ["陕西", "上海"]),
        (STUB, "西", ["西部与东部", "陕西", "山西"]),
        (1, "=23.6", ["陕西"]),
    ],
)
def test_filters(bench: Bench, column: int, words: str, rows: list[str]) -> None:
    bench.editor.viewing.column = column
    bench.editor.actions_by_name["filter"].trigger()
    bench.write(words)
    bench.keys("Return")
    assert labels(bench) == rows and bench.focus() is bench.view
    bench.editor.actions_by_name["clear_view"].trigger()
    assert labels(bench) == printed_order(bench)


def test_going_to_a_hidden_cell_lifts_the_filter(bench: Bench) -> None:
    bench.editor.viewing.column = 0
    bench.editor.actions_by_name["filter"].trigger()
    bench.write(">5000")
    bench.keys("Return")
    bench.editor.go_to(4, 1)
    assert bench.active == (4, 1) and labels(bench) == printed_order(bench)


class States:
    """Plays the window's part."""

    def __init__(self) -> None:
        self.known: dict[Key, frozenset[str]] = {}
        self.listeners: list[Callable[[frozenset[Key] | None], None]] = []

    def states(self, key: Key) -> frozenset[str]:
        return self.known.get(key, frozenset())

    def listen(self, listener: Callable[[frozenset[Key] | None], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def set(self, key: Key, *states: str) -> None:
        self.known[key] = frozenset(states)
        for listener in self.listeners:
            listener(frozenset([key]))


def tip(bench: Bench, row: int, column: int) -> str:
    return str(bench.view.model().index(row, column).data(Qt.ItemDataRole.ToolTipRole))


def picture(bench: Bench, row: int, column: int) -> QImage:
    QApplication.processEvents()
    rect = bench.view.visualRect(bench.view.model().index(row, column))
    return bench.view.viewport().grab(rect).toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def test_every_state_looks_different_without_colour_and_tells_itself_in_one_line(bench: Bench) -> None:
    """The same figure in each state: no two pictures are alike even in shades of grey, and every tip names the state."""
    states = States()
    bench.editor.set_states(states)
    bench.click(4, 3)
    key = bench.key(1, 0)
    present = bench.desk.book.observation(key)
    assert present is not None
    pictures: list[QImage] = []

    def look(words: str) -> None:
        assert words in tip(bench, 1, 0) and "\n" not in tip(bench, 1, 0)
        pictures.append(picture(bench, 1, 0))

    for origin, words in (
        (Origin(OriginKind.PUBLISHED), "尚无出处，不是正式数据"),
        (Origin(OriginKind.TYPED, by="李四"), "李四 录入"),
        (Origin(OriginKind.IMPORTED, sheet="表1", cell="B7", raw="6,412.7"), "表1!B7"),
        (Origin(OriginKind.COMPUTED, detail="合计"), "计算所得：合计"),
        (Origin(OriginKind.CARRIED, detail="2017年"), "沿用上期"),
    ):
        with bench.desk.edit(text("粘贴")) as edit:
            edit.put(replace(present, origin=origin, note=origin.kind))
        look(words)
    with bench.desk.edit(text("粘贴")) as edit:
        edit.put(present)
    for state, words in (
        ("failing", "未通过审核"),
        ("queried", "请核实"),
        ("noted", "有提示"),
        ("failing involved", "疑似错在别的格"),
        ("explained", "已说明"),
        ("disputed", "不一致"),
        ("comment", "有批注"),
    ):
        states.set(key, *state.split())
        look(words)
    states.set(key)
    for number, one in enumerate(pictures):
        assert all(one != other for other in pictures[:number])
    bench.type_cell(1, 0, "6412.7?")
    bench.click(4, 3)
    look("读不懂")
    assert "应填未填" in tip(bench, 4, 0) and tip(bench, 0, 0) == ""
    bench.editor.release()
    assert states.listeners == []


def test_disputes_and_comments_of_the_book_are_shown_without_the_window(bench: Bench) -> None:
    key = bench.key(1, 0)
    present = bench.desk.book.observation(key)
    assert present is not None
    with bench.desk.edit(text("粘贴")) as edit:
        edit.put(Alternative(key, "s", parse_content("7", unit_named("亿元")), Origin()))
        edit.put(Comment("k", str(key), "核对", "李四", "2019"))
    assert "不一致" in tip(bench, 1, 0) and "有批注" in tip(bench, 1, 0)
    bench.type_cell(1, 0, "7")
    assert "不一致" not in tip(bench, 1, 0), "what the other source says as well is not disputed"
    bench.desk.undo()
    assert "不一致" in tip(bench, 1, 0)
    bench.desk.undo()
    assert "不一致" not in tip(bench, 1, 0)


def test_a_figure_that_does_not_fit_is_never_shown_in_part(bench: Bench) -> None:
    bench.view.setColumnWidth(0, 30)
    narrow = picture(bench, 3, 0)
    bench.type_cell(3, 0, "25370")
    bench.click(4, 3)
    assert picture(bench, 3, 0).width() == narrow.width()
    bench.type_cell(3, 0, "15370")
    assert bench.shown(3, 0) == "15 370"


def test_widths_and_zoom_are_remembered(bench: Bench, make_bench: Make, settings: SettingsFile) -> None:
    bench.view.setColumnWidth(1, 123)
    bench.editor.actions_by_name["zoom_in"].trigger()
    assert bench.view.zoom == 110
    again = make_bench(desk=bench.desk)
    assert again.view.zoom == 110 and again.view.columnWidth(1) == round(123 * 1.1)
    again.editor.actions_by_name["zoom_reset"].trigger()
    assert again.view.zoom == 100 and abs(again.view.columnWidth(1) - 123) <= 1


def test_ctrl_and_the_wheel_zoom(bench: Bench) -> None:
    def turn(by: int) -> None:
        at = QPointF(50, 50)
        event = QWheelEvent(
            at,
            bench.view.viewport().mapToGlobal(at),
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(bench.view.viewport(), event)

    turn(120)
    assert bench.view.zoom == 110
    turn(-120)
    turn(-120)
    assert bench.view.zoom == 90


def test_units_stand_once(bench: Bench) -> None:
    model = bench.view.model()
    headings = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert headings == ["交易额", "同比（%）", "零售额", "占比（%）"] and bench.editor.heading.unit.text() == "单位：亿元"


def test_another_editors_change_is_seen_at_once(bench: Bench, make_bench: Make) -> None:
    other = make_bench(desk=bench.desk)
    other.type_cell(1, 0, "1.25")
    assert bench.shown(1, 0) == "1.25"


def change_exhibit(bench: Bench, exhibit: Exhibit) -> None:
    with bench.desk.edit(text("粘贴")) as edit:
        edit.put(exhibit)


def test_rows_and_columns_come_and_go_and_the_selection_stays(bench: Bench) -> None:
    bench.click(3, 1)
    exhibit = sample_exhibit()
    new = Line("new", "新行", {"area": "530000", "period": "2018"})
    change_exhibit(bench, replace(exhibit, rows=(*exhibit.rows[:2], new, *exhibit.rows[2:])))
    assert labels(bench)[2] == "新行" and bench.active == (4, 1)
    change_exhibit(bench, replace(exhibit, columns=exhibit.columns[1:]))
    assert bench.view.model().columnCount() == 3 and bench.active == (3, 0) and labels(bench) == printed_order(bench)
    bench.desk.undo()
    bench.desk.undo()
    assert bench.texts()[1] == ["6 412.7", "23.6", "893.6", ""] and bench.active[0] == 3
    change_exhibit(bench, replace(exhibit, rows=()))
    assert bench.view.model().rowCount() == 0 and bench.editor.current is None
    bench.keys("Down", "Delete", "Ctrl+C", "Ctrl+V", "Ctrl+D", "Return")
    bench.desk.undo()
    assert len(labels(bench)) == 5


def test_what_is_still_counted_and_looked_for_is_let_go_with_the_rows(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.keys("Ctrl+F")
    bench.editor.set_grid_focus()
    with monkeypatch.context() as slow:
        slow.setattr(slices, "FIRST_SLICE", 0.0)
        slow.setattr(slices, "SLICE", 0.0)
        bench.editor.find_bar.words.setText("云南")
        bench.keys("Ctrl+A")
        change_exhibit(bench, replace(sample_exhibit(), rows=()))
    assert wait_until(lambda: bench.editor.find_bar.count.text() == "没有找到", 60)
    assert bench.summaries[-1].cells == 0


def test_a_table_without_cells_opens_and_says_so(make_bench: Make) -> None:
    records = [record for record in sample_records() if not isinstance(record, Observation | Exhibit)]
    empty = make_bench([*records, replace(sample_exhibit(), rows=(), columns=())])
    assert empty.editor.current is None and empty.editor.strip.figure.isReadOnly()
    empty.keys("Down", "F2", "Ctrl+V", "Ctrl+A")


def test_a_removed_exhibit_is_told(bench: Bench) -> None:
    told = []
    bench.editor.exhibit_gone.connect(lambda: told.append(True))
    with bench.desk.edit(text("粘贴")) as edit:
        edit.remove(Exhibit, "t1")
    assert told == [True]
    bench.desk.undo()


def test_an_editor_that_is_deleted_listens_no_more(bench: Bench, make_bench: Make, settings: SettingsFile) -> None:
    second = TableEditor(bench.desk, "t1", settings=settings)
    second.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    bench.type_cell(1, 0, "2")
    assert bench.shown(1, 0) == "2"


def test_an_editor_out_of_sight_catches_up_when_it_is_shown(bench: Bench, settings: SettingsFile) -> None:
    second = TableEditor(bench.desk, "t1", settings=settings)
    second.view.choose(1, 0)
    bench.type_cell(1, 0, "看不懂")
    assert second.unread_strip.isHidden() and second.strip.figure.text() != "看不懂"
    second.show()
    assert second.unread_strip.isVisible() and second.strip.figure.text() == "看不懂"
    second.release()
    second.deleteLater()
    bench.desk.undo()


def test_a_long_table_is_measured_by_some_of_its_cells_and_asks_of_those_in_sight(
    bench: Bench, settings: SettingsFile, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    exhibit = bench.desk.book.exhibit("t1")
    with bench.desk.edit(text("长表")) as edit:
        edit.put(replace(exhibit, rows=tuple(replace(exhibit.rows[1], id=f"长{number}") for number in range(2_000))))
    compared: list[tuple[int, int]] = []
    texts = EarlierFigures.texts
    monkeypatch.setattr(EarlierFigures, "texts", lambda own, *at: compared.append(at) or texts(own, *at))
    asked: list[Key] = []
    states = SimpleNamespace(states=lambda key: asked.append(key) or frozenset(), listen=lambda _listener: lambda: None)
    editor = TableEditor(bench.desk, "t1", settings=settings)
    qtbot.addWidget(editor)
    editor.resize(900, 500)
    editor.set_states(states)
    assert not compared and not asked  # nobody looks at it yet
    editor.show()
    assert len(compared) <= 2 * LOOKED_AT and len(asked) <= 2
    QApplication.processEvents()
    in_sight = (editor.view.rowAt(editor.view.viewport().height() - 1) + 2) * len(exhibit.columns)
    assert 0 < len(asked) <= in_sight
    editor.release()
    editor.hide()


def test_a_selection_too_large_to_walk_through_is_summed_by_its_figures(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.drag((1, 0), (4, 0))
    walked = bench.summaries[-1]
    monkeypatch.setattr("ecdesk.gui.grid.viewing.summary.MOST_WALKED", 0)
    with bench.desk.edit(text("粘贴")) as edit:
        for key in [
            bench.key(1, 1),
            bench.key(2, 1),
            bench.key(3, 1),
            bench.key(1, 2),
            bench.key(3, 2),
            bench.key(2, 3),
            bench.key(3, 3),
        ]:
            edit.remove(Observation, key)
    bench.drag((1, 0), (4, 0))
    assert bench.summaries[-1] == walked and walked.count == 3 and walked.cells == 4


def edge_of(bench: Bench, column: int) -> QPoint:
    header = bench.view.columns_header
    return QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) - 1, header.height() - 6)


def test_a_columns_edge_is_dragged_and_a_double_click_fits_it(bench: Bench, make_bench: Make) -> None:
    header, edge = bench.view.columns_header.viewport(), edge_of(bench, 0)
    width = bench.view.columnWidth(0)
    QTest.mouseMove(header, edge)
    QTest.mousePress(header, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header, edge + QPoint(60, 0))
    QTest.mouseRelease(header, Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    assert bench.view.columnWidth(0) == width + 60 and bench.selected() == {(0, 0)}
    again = make_bench(desk=bench.desk)
    assert again.view.columnWidth(0) == width + 60
    bench.editor.activateWindow()
    edge = edge_of(bench, 0)
    QTest.mouseMove(header, edge)
    QTest.mouseDClick(header, Qt.MouseButton.LeftButton, pos=edge)
    assert bench.view.columnWidth(0) == width


def test_the_stubs_edge_is_dragged(bench: Bench, make_bench: Make) -> None:
    corner = bench.view.corner
    edge = QPoint(corner.width() - 2, 10)
    QTest.mousePress(corner, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(corner, edge + QPoint(50, 0))
    QTest.mouseRelease(corner, Qt.MouseButton.LeftButton, pos=edge + QPoint(50, 0))
    assert bench.view.stub.width() == edge.x() + 50
    assert make_bench(desk=bench.desk).view.stub.width() == edge.x() + 50


def test_dragging_out_of_sight_scrolls(bench: Bench) -> None:
    bench.editor.resize(420, 230)
    for column in range(4):
        bench.view.setColumnWidth(column, 150)
    QApplication.processEvents()
    viewport = bench.view.viewport()
    start = bench.view.visualRect(bench.view.model().index(1, 1)).center()
    assert bench.view.columnViewportPosition(3) > viewport.width() - 20
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for _ in range(4):
        QTest.mouseMove(viewport, QPoint(viewport.width() + 30, start.y()))
        QTest.mouseMove(viewport, QPoint(viewport.width() + 31, start.y()))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(viewport.width() + 30, start.y()))
    assert bench.selected() == bench.block(1, 1, 1, 3) and bench.view.horizontalScrollBar().value() > 0
