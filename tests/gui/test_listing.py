"""The model of every list: what stays when it is renewed, its order, headings, ticks and what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.gui.base.layouts import ContentSplitter, shared
from ecdesk.gui.base.listing import Column, ListingModel, font_where
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.base.settings import Settings

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Town:
    name: str
    region: str = ""
    people: int | None = None


def towns(names: str) -> list[Town]:
    return [Town(name) for name in names]


def listing(**keywords: object) -> ListingModel[Town]:
    columns = (
        Column[Town]("Town", lambda town: town.name),
        Column[Town]("People", lambda town: str(town.people or ""), right=True, sort_key=lambda town: town.people),
    )
    model: ListingModel[Town] = ListingModel(columns, lambda town: town.region, **keywords)  # type: ignore[arg-type]
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    return model


def shown(model: ListingModel[Town], column: int = 0) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_what_stays_keeps_its_place_and_its_selection(qtbot: QtBot) -> None:
    model = listing(id=lambda town: town.name)
    table = PlainTable()
    qtbot.addWidget(table)
    table.show_listing(model, several=True)
    model.set_rows(towns("abcdefg"))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    table.choose_rows([3, 5])
    model.set_rows(towns("xbdyfz"))
    assert shown(model) == list("xbdyfz") and resets == []
    assert [model.rows[row].name for row in table.chosen_rows] == ["d", "f"]
    assert model.row_at(table.currentIndex()) == Town("d")
    model.set_rows(towns("fd"))
    assert shown(model) == list("fd") and resets == []  # in another order
    assert [model.rows[row].name for row in table.chosen_rows] == ["f", "d"]


def test_what_moves_when_the_list_is_renewed_takes_its_selection_along(qtbot: QtBot) -> None:
    model = listing(id=lambda town: town.name)
    table = PlainTable()
    qtbot.addWidget(table)
    table.show_listing(model, several=True)
    model.sort(1)
    model.set_rows([Town(name, people=number) for number, name in enumerate("abcdef")])
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    table.choose_rows([1, 3])
    model.set_rows([Town(name, people=number) for number, name in enumerate("xfdcba")])
    assert shown(model) == list("xfdcba") and resets == []
    assert {model.rows[row].name for row in table.chosen_rows} == {"b", "d"}
    assert model.row_at(table.currentIndex()) == Town("b", people=4)
    # Two lines that nobody can tell apart: the list starts over.
    model.set_rows([Town("a", people=1), Town("b"), Town("a", people=3)])
    model.set_rows([Town("b", people=1), Town("a", people=2)])
    assert shown(model) == ["b", "a"] and resets


def test_however_scattered_what_changed_views_hear_of_it_at_once(qtbot: QtBot) -> None:
    model = listing(id=lambda town: town.name)
    table = PlainTable()
    qtbot.addWidget(table)
    table.show_listing(model)
    names = [str(number) for number in range(2_000)]
    model.set_rows([Town(name) for name in names])
    heard: list[str] = []
    for signal in ("rowsRemoved", "rowsInserted", "layoutChanged", "modelReset"):
        getattr(model, signal).connect(lambda *_given, signal=signal: heard.append(signal))
    table.choose_row(400)
    fewer = names[1::2]
    model.set_rows([Town(name) for name in fewer])
    assert shown(model) == fewer and len(heard) <= 3
    assert model.row_at(table.currentIndex()) == Town("401")
    heard.clear()
    model.set_rows([Town(name) for name in names])
    assert shown(model) == names and len(heard) <= 3 and "modelReset" not in heard
    assert model.row_at(table.currentIndex()) == Town("401")


def test_the_line_that_takes_the_place_of_one_that_went_is_the_next_one(qtbot: QtBot) -> None:
    model = listing(id=lambda town: town.name)
    table = PlainTable()
    qtbot.addWidget(table)
    table.show_listing(model)
    model.set_rows(towns("abcde"))

    def gone_to(by: int) -> str:
        return str(table.step(by).data())

    assert [gone_to(1), gone_to(1)] == ["a", "b"]
    model.set_rows(towns("acde"))  # b was put right
    assert [gone_to(1), gone_to(1), gone_to(-1)] == ["c", "d", "c"]
    model.set_rows(towns("ade"))
    assert gone_to(-1) == "a"
    model.set_rows(towns("ad"))
    assert [gone_to(1), gone_to(1)] == ["d", "a"]
    model.set_rows([])
    assert not table.step(1).isValid()


def test_a_column_that_takes_what_is_left_keeps_room_where_nothing_is_left(qtbot: QtBot) -> None:
    table = PlainTable()
    qtbot.addWidget(table)
    columns = (
        Column[Town]("名称", lambda town: town.name * 30, 0),
        *(Column[Town](f"第{n}栏", lambda _town: "", 150) for n in range(3)),
    )
    table.show_listing(model := ListingModel[Town](columns, lambda town: town.name))
    model.set_rows(towns("ab"))
    with qtbot.waitExposed(table):
        table.resize(700, 200)
        table.show()

    def width() -> int:
        QApplication.processEvents()
        return table.columnWidth(0)

    def covered() -> int:
        return sum(map(table.columnWidth, range(4)))

    assert width() > 200 and covered() == table.viewport().width()
    table.resize(400, 200)
    assert width() > 60 and covered() > table.viewport().width()
    table.resize(800, 200)
    assert width() > 300 and covered() == table.viewport().width()


def test_views_hear_of_rows_that_are_not_what_they_were(qapp: QApplication) -> None:
    model = listing(id=lambda town: town.name)
    model.set_rows(towns("abcd"))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.set_rows(towns("abcd"))
    assert told == []
    model.set_rows([Town("a"), Town("b", "north"), Town("c"), Town("d")])
    assert told == [(1, 1)]


def test_a_list_that_starts_anew_is_reset_only_for_other_rows(qapp: QApplication) -> None:
    model = listing(id=lambda town: town.name)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_rows(towns("abc"), anew=True)
    model.set_rows(towns("abc"), anew=True)
    assert resets == [True]
    model.set_rows(towns("ab"), anew=True)
    assert resets == [True, True]


def test_rows_without_a_number_come_last_whichever_way(qapp: QApplication) -> None:
    model = listing(id=lambda town: town.name)
    model.set_rows([Town("a", people=20), Town("b"), Town("c", people=100), Town("d", people=20)])
    model.sort(1, UP)
    assert shown(model) == list("adcb") and model.headerData(1, Qt.Orientation.Horizontal) == "People ↑"
    model.sort(1, DOWN)
    assert shown(model) == list("cadb") and model.sorted_by == (1, DOWN)
    model.sort(-1)
    assert shown(model) == list("abcd") and model.sorted_by is None


def test_headings_of_groups_cannot_be_chosen_and_are_no_rows(qapp: QApplication) -> None:
    model = listing(
        id=lambda town: town.name, group=lambda town: town.region, group_title=lambda head: f"{head.group}: {head.size}"
    )
    model.set_rows([Town("a", "north"), Town("b", "north"), Town("c", "south")])
    assert shown(model) == ["north: 2", "a", "b", "south: 1", "c"]
    assert model.heading_rows == [0, 3] and [town.name for town in model.rows] == ["a", "b", "c"]
    heading = model.index(3, 0)
    assert model.row_at(heading) is None and not model.flags(heading) & Qt.ItemFlag.ItemIsSelectable
    assert model.row_of("c") == 4


def test_ticks_and_typed_words_go_to_their_column(qapp: QApplication) -> None:
    ticked: set[str] = {"a"}
    typed: list[tuple[str, str]] = []

    def tick(town: Town, wanted: bool) -> None:
        (ticked.add if wanted else ticked.discard)(town.name)

    def rename(town: Town, words: str) -> bool:
        typed.append((town.name, words))
        return words != "refused"

    columns = (
        Column[Town](
            "Town",
            lambda town: town.name,
            ticked=lambda town: town.name in ticked if town.name != "c" else None,
            tick=tick,
            answers=font_where(lambda town: town.name in ticked, bold=True),
        ),
        Column[Town]("Region", lambda town: town.region, edit=rename),
    )
    model: ListingModel[Town] = ListingModel(columns, lambda town: town.region)
    model.set_rows(towns("abc"))
    boxes = [model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) for row in range(3)]
    assert boxes == [2, 0, None]
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()
    assert model.setData(model.index(1, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole) and ticked == {"a", "b"}
    assert not model.setData(model.index(2, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole) and ticked == {"a", "b"}
    assert model.setData(model.index(0, 1), "south") and not model.setData(model.index(0, 1), "refused")
    assert typed == [("a", "south"), ("a", "refused")]
    assert not model.setData(QModelIndex(), "nowhere")


def test_what_is_being_typed_stays_while_the_list_is_renewed(qtbot: QtBot) -> None:
    taken: list[str] = []
    columns = (Column[Town]("Region", lambda town: town.region, edit=lambda _town, words: taken.append(words) is None),)
    model: ListingModel[Town] = ListingModel(columns, lambda town: town.name, id=lambda town: town.name)
    table = PlainTable()
    qtbot.addWidget(table)
    table.setEditTriggers(PlainTable.EditTrigger.AnyKeyPressed)
    table.show_listing(model)
    table.show()
    model.set_rows([Town(name, "old") for name in "abc"])
    table.choose_row(1)
    QTest.keyClicks(table, "n")
    line = table.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "ew")
    model.set_rows([Town(name, "other") for name in "abc"])
    assert line.text() == "new"
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: taken == ["new"])


def test_where_any_key_types_a_character_without_a_key_is_no_shortcut(qtbot: QtBot) -> None:
    table = PlainTable()
    qtbot.addWidget(table)
    for triggers, typed in ((PlainTable.EditTrigger.AnyKeyPressed, True), (PlainTable.EditTrigger.NoEditTriggers, False)):
        table.setEditTriggers(triggers)
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, 0, Qt.KeyboardModifier.NoModifier, "约")
        asked.ignore()
        QApplication.sendEvent(table, asked)
        assert asked.isAccepted() == typed


@pytest.mark.parametrize(
    ("room", "needs", "shares"),
    [
        (1000, (300, 500), [400, 600]),  # what is left is shared evenly
        (1000, (300, 900), [300, 700]),  # what needs little is not cut for what needs much
        (1000, (800, 900), [500, 500]),
    ],
)
def test_width_is_shared_by_what_is_shown(room: int, needs: tuple[int, ...], shares: list[int]) -> None:
    assert shared(room, needs) == shares


def test_where_the_handle_was_moved_to_is_kept_for_the_screen(qtbot: QtBot, home: Path) -> None:
    windows = []

    def made() -> ContentSplitter:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        splitter = ContentSplitter(window, "review", Settings(), QWidget(), QWidget())
        splitter.resize(800, 100)
        window.show()
        splitter.fit(300, 300)
        return splitter

    first = made()
    assert abs(first.sizes()[0] - first.sizes()[1]) <= 2
    first.moveSplitter(200, 1)
    second = made()
    assert abs(second.sizes()[0] - 200) <= 2


def test_columns_that_are_given_anew_in_sight_still_grow_with_their_headings(qtbot: QtBot) -> None:
    table, model = PlainTable(), listing()
    qtbot.addWidget(table)
    table.show_listing(model)
    table.show()
    wide = Column[Town]("A heading that is much wider than its figures", lambda town: town.name, 60)
    model.start_over(towns("ab"), (wide, Column[Town]("", lambda town: "", 0)))
    table.show_listing(model)
    assert table.columnWidth(0) >= table.horizontalHeader().sectionSizeHint(0)
