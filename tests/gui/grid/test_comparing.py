"""Earlier figures below those of the table: shown where there are any, on the keys, for all tables, and never printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Exhibit, Observation, Origin, OriginKind, Setting
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.base.settings import SettingsFile
from ecdesk.gui.grid import TableEditor
from ecdesk.session.book.desk import Desk
from tests.gui.grid.conftest import Bench, Make, sample_exhibit, sample_records


def carry_over(desk: Desk) -> None:
    """Last year's trade of 陕西 (in 万元) and 山西's growth."""
    with desk.edit(text("上年")) as edit:
        edit.put(
            Observation(
                Key("交易额", "610000", "", "2017", "value"),
                Amount(Decimal("51230000"), unit_named("万元")),
                origin=Origin(OriginKind.CARRIED),
            )
        )
        edit.put(
            Observation(
                Key("交易额", "140000", "", "2017", "growth"),
                Amount(Decimal("3.1"), unit_named("%")),
                origin=Origin(OriginKind.CARRIED),
            )
        )


def below(editor: TableEditor) -> dict[tuple[int, int], str]:
    earlier, model = editor.view.earlier, editor.model
    places = [(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    return {place: " ".join(filter(None, texts)) for place in places if any(texts := earlier.texts(*place))}


def test_a_table_without_a_year_before_is_as_low_as_ever(bench: Bench) -> None:
    editor = bench.editor
    height = editor.view.rowHeight(1)
    assert not editor.view.comparing
    bench.keys("Ctrl+Shift+Y")
    bench.keys("Ctrl+Shift+Y")
    assert editor.view.rowHeight(1) == height
    assert len(bench.said) == 1 and "上年" in bench.said[0]


def test_last_years_figures_stand_below_in_the_cells_unit(bench: Bench) -> None:
    editor = bench.editor
    height = editor.view.rowHeight(1)
    carry_over(editor.desk)
    assert editor.view.comparing and editor.view.rowHeight(1) > height
    assert below(editor) == {(1, 0): "5\u2009123", (2, 1): "3.1"}
    bench.keys("Ctrl+Shift+Y")
    assert not editor.view.comparing and editor.view.rowHeight(1) == height


def test_the_picture_shows_them_and_the_printed_table_does_not(bench: Bench) -> None:
    editor = bench.editor
    table = build_table(editor.desk.book, editor.model.exhibit)
    carry_over(editor.desk)
    with_them = editor.view.viewport().grab().toImage()
    bench.keys("Ctrl+Shift+Y")
    editor.view.set_comparing(1)
    editor.view.earlier.texts = lambda printed, column: ("", "")  # type: ignore[method-assign]
    assert editor.view.viewport().grab().toImage() != with_them
    assert build_table(editor.desk.book, editor.model.exhibit) == table


def test_undo_takes_the_second_lines_away(bench: Bench) -> None:
    editor = bench.editor
    carry_over(editor.desk)
    assert editor.view.comparing
    editor.desk.undo()
    assert not editor.view.comparing and below(editor) == {}


def test_the_choice_is_remembered_for_every_table(bench: Bench, qtbot: QtBot, settings: SettingsFile) -> None:
    editor = bench.editor
    carry_over(editor.desk)
    bench.keys("Ctrl+Shift+Y")
    other = TableEditor(editor.desk, "t1", settings=settings)
    qtbot.addWidget(other)
    assert not other.view.comparing
    other.release()


def test_below_a_quarter_stand_the_one_of_a_year_ago_and_the_one_before(make_bench: Make) -> None:
    quarter = replace(sample_exhibit(), at={"period": "2018Q1"})
    records = [quarter if isinstance(record, Exhibit) else record for record in sample_records()]
    bench = make_bench(records)
    editor = bench.editor
    low = editor.view.rowHeight(1)
    level = bench.key(1, 0)
    with editor.desk.edit(text("往期")) as edit:
        for period, value in (("2017Q1", "4123.5"), ("2017Q4", "6211.8")):
            edit.put(Observation(level.moved(period=period), Amount(Decimal(value), unit_named("亿元"))))
    assert below(editor) == {(1, 0): "4\u2009123.5 6\u2009211.8"}
    two = editor.view.rowHeight(1)
    editor.desk.undo()
    assert editor.view.rowHeight(1) == low < two


def test_below_a_span_from_january_stands_that_to_the_end_of_the_issue_before(make_bench: Make) -> None:
    """Below 1—12月 stood last year's only: it has the key of the year."""
    spans = replace(sample_exhibit(), at={"period": "2018C12"})
    records = [spans if isinstance(record, Exhibit) else record for record in sample_records()]
    bench = make_bench([*records, Setting("part", "Q4")])
    editor, level = bench.editor, bench.key(1, 0)
    assert level.period == "2018"
    with editor.desk.edit(text("往期")) as edit:
        for period, value in (("2017", "5123.5"), ("2018C09", "4211.8")):
            edit.put(Observation(level.moved(period=period), Amount(Decimal(value), unit_named("亿元"))))
    assert below(editor)[1, 0] == "5\u2009123.5 4\u2009211.8"


def test_a_column_is_wide_enough_to_say_which_earlier_figure_is_which(make_bench: Make) -> None:
    quarter = replace(sample_exhibit(), at={"period": "2018Q1"})
    records = [quarter if isinstance(record, Exhibit) else record for record in sample_records()]
    bench = make_bench(records)
    editor, level = bench.editor, bench.key(1, 0)
    narrow = editor.view.columnWidth(0)
    with editor.desk.edit(text("往期")) as edit:
        for period, value in (("2017Q1", "14123.5"), ("2017Q4", "16211.8")):
            edit.put(Observation(level.moved(period=period), Amount(Decimal(value), unit_named("亿元"))))
    needed = editor.view._comparison.wanted_width(editor.model, 0, editor.model.rowCount(), editor.view.fonts)
    assert editor.view.columnWidth(0) >= needed and editor.view.columnWidth(0) > narrow
    bench.editor.view.choose(1, 0)
    bench.write("1")  # and taken back: the earlier ones are still to be seen
    bench.keys("Return")
    editor.desk.undo()
    assert editor.view.columnWidth(0) >= needed


def test_in_a_quarterly_book_one_earlier_figure_says_which_it_is_too(bench: Bench) -> None:
    earlier = bench.editor.view._comparison.earlier
    assert earlier.are_named(("1", "2")) and not earlier.are_named(("1", "")), "there is but one in a yearly book"
    with bench.editor.desk.edit(text("季报")) as edit:
        edit.put(Setting("part", "Q4"))
    assert earlier.are_named(("1", "")) and earlier.are_named(("", "1")) and not earlier.are_named(("", ""))


def test_below_a_span_from_january_stands_the_shorter_one_and_that_of_a_year_ago(bench: Bench) -> None:
    """Also below a whole year, which is the span to its end."""
    editor = bench.editor
    desk, exhibit = editor.desk, editor.model.exhibit
    key = Key("交易额", "610000", "", "2018", "value")
    with desk.edit(text("季报")) as edit:
        edit.put(Setting("part", "Q4"))
        edit.put(replace(exhibit, at={**exhibit.at, "period": "2018"}))
        for period, value in (("2018C09", "700"), ("2017", "512")):
            amount = Amount(Decimal(value), unit_named("亿元"))
            edit.put(Observation(key.moved(period=period), amount, origin=Origin(OriginKind.CARRIED)))
    year_ago, shorter = editor.view.earlier.texts(1, 0)
    assert (year_ago, shorter) == ("512", "700")
