"""Rows, columns, units, footnotes, tables, indicators: each verb is one step, and undoing it gives the book back as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecdesk.domain.book.layouts import layout_faults
from ecdesk.domain.book.records import (
    RECORD_TYPES,
    AreaRecord,
    Axis,
    Chart,
    ChartKind,
    Exhibit,
    Indicator,
    Item,
    Line,
    Observation,
    Record,
    Section,
    Setting,
)
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import Key, joined
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells, outline, structure


def records() -> list[Record]:
    rows = tuple(Line(code, name, {"area": code}) for code, name in (("610000", "陕西"), ("140000", "山西"), ("310000", "上海")))
    columns = (Line("a", "交易额", {"indicator": "交易额"}), Line("b", "同比", {"indicator": "交易额", "measure": "growth"}))
    chart = Chart(ChartKind.BAR_AND_LINE, primary=("a",), secondary=("b",))
    exhibit = Exhibit(
        "t", "表1-1", "交易额", "s", 1.0, unit="亿元", at={"period": "2018"}, rows=rows, columns=columns, chart=chart
    )
    found: list[Record] = [AreaRecord(Area(line.id, line.label + "省", line.label, "province"), n) for n, line in enumerate(rows)]
    found += [AreaRecord(Area("000000", "全国", "全国", "nation"), 9), Setting("year", "2018"), Section("s", "第1章", "总论")]
    found += [Indicator("交易额", "交易额", "亿元", synonyms=("电商交易额",)), Item("B2B", "B2B"), exhibit]
    found += [Exhibit("u", "表1-2", "空表", "s", 2.0, at={"period": "2018", "area": "000000"})]
    for row, typed in zip(rows, ("6412.7", "2632.90", "15370"), strict=True):
        content = parse_content(typed, unit_named("亿元"))
        assert content is not None
        found.append(Observation(Key("交易额", row.id, "", "2018", "value"), content))
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "book.ecd", records(), "张三") as desk:
        yield desk


def state(desk: Desk) -> dict[str, object]:
    return {kind: dict(desk.book.all(RECORD_TYPES[kind])) for kind in ("exhibit", "indicator", "item", "observation")}


def labels(desk: Desk, axis: str = "rows", id: str = "t") -> list[str]:
    return [line.label for line in getattr(desk.book.exhibit(id), axis)]


VERBS: dict[str, Callable[[Desk], object]] = {
    "insert": lambda desk: structure.insert_lines(
        desk, "t", "rows", 1, [structure.line_of(desk.book, desk.book.exhibit("t"), "area", "全国")]
    ),
    "insert columns": lambda desk: structure.insert_lines(
        desk, "t", "columns", 9, [structure.line_of(desk.book, desk.book.exhibit("t"), "indicator", "交易额", "share")]
    ),
    "heading": lambda desk: structure.insert_lines(desk, "t", Axis.ROWS, 0, [structure.heading_line("西部")]),
    "remove": lambda desk: structure.remove_lines(desk, "t", Axis.ROWS, [0, 2]),
    "remove columns": lambda desk: structure.remove_lines(desk, "t", Axis.COLUMNS, [0]),
    "move": lambda desk: structure.move_lines(desk, "t", Axis.ROWS, 0, 0, 3),
    "rename": lambda desk: structure.rename_line(desk, "t", Axis.ROWS, "610000", "陕 西"),
    "indent": lambda desk: structure.indent_line(desk, "t", Axis.ROWS, "610000", 1),
    "group": lambda desk: structure.group_columns(desk, "t", 0, 1, "电子商务"),
    "unit": lambda desk: structure.show_in_unit(desk, "t", "万元"),
    "line unit": lambda desk: structure.show_line_in_unit(desk, "t", Axis.COLUMNS, "a", "万亿元", 2),
    "footnote": lambda desk: structure.add_footnote(desk, "t", "初步数。", Axis.ROWS, "140000"),
    "continued": lambda desk: structure.continue_after(desk, "t", 2),
    "new table": lambda desk: outline.add_exhibit(desk, "表1-3", "新表", "万人", after="t"),
    "describe": lambda desk: outline.describe_exhibit(
        desk, "t", "表1-9", "新题", "资料来源：商务部", "地区", notes=("注：一", "")
    ),
    "move table": lambda desk: outline.move_exhibit(desk, "t", 1),
    "remove table": lambda desk: outline.remove_exhibit(desk, "t"),
    "indicator": lambda desk: outline.add_indicator(desk, "快递量", "亿件", 1, ("快递业务量",)),
    "change indicator": lambda desk: outline.change_indicator(desk, "交易额", "电子商务交易额", "万亿元", 2, ("电商交易额",)),
    "item": lambda desk: outline.add_item(desk, "跨境B2B", "B2B"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_one_named_step_that_undo_takes_back(desk: Desk, verb: str) -> None:
    before, seq = state(desk), desk.seq
    VERBS[verb](desk)
    after = state(desk)
    assert after != before and desk.seq == seq + 1 and after["observation"] == before["observation"]
    name = desk.undo()
    assert name is not None and "{" not in str(name)
    assert state(desk) == before
    desk.redo()
    assert state(desk) == after


def test_lines_come_where_they_were_put(desk: Desk) -> None:
    VERBS["insert"](desk)
    assert labels(desk) == ["陕西", "全国", "山西", "上海"]
    structure.move_lines(desk, "t", Axis.ROWS, 1, 2, 0)
    assert labels(desk) == ["全国", "山西", "陕西", "上海"]
    structure.move_lines(desk, "t", Axis.ROWS, 0, 0, 2)
    assert labels(desk) == ["山西", "全国", "陕西", "上海"]
    VERBS["insert columns"](desk)
    assert labels(desk, "columns") == ["交易额", "同比", "交易额占比"]
    assert layout_faults(desk.book.exhibit("t")) == []


def test_a_line_about_two_things_or_nothing_is_refused_and_the_book_stays(desk: Desk) -> None:
    before = state(desk)
    exhibit = desk.book.exhibit("t")
    with pytest.raises(UserError):
        structure.insert_lines(desk, "t", Axis.ROWS, 0, [structure.line_of(desk.book, exhibit, "period", "2017")])
    with pytest.raises(UserError):
        structure.insert_lines(desk, "t", Axis.COLUMNS, 0, [structure.line_of(desk.book, exhibit, "item", "B2B")])
    with pytest.raises(UserError, match="火星"):
        structure.line_of(desk.book, exhibit, "area", "火星")
    with pytest.raises(UserError):
        structure.rename_line(desk, "t", Axis.ROWS, "610000", "  ")
    assert state(desk) == before


def test_an_empty_table_takes_what_its_first_lines_say(desk: Desk) -> None:
    empty = desk.book.exhibit("u")
    structure.insert_lines(
        desk, "u", "rows", 0, [structure.line_of(desk.book, empty, "period", word) for word in ("2017", "2018年")]
    )
    assert labels(desk, "rows", "u") == ["2017年", "2018年"] and desk.book.exhibit("u").at == {"area": "000000"}
    structure.insert_lines(desk, "u", Axis.COLUMNS, 0, [structure.line_of(desk.book, empty, "indicator", "交易额")])
    assert layout_faults(desk.book.exhibit("u")) == []
    assert build_table(desk.book, desk.book.exhibit("u")).cells[1][0].key == Key("交易额", "000000", "", "2018", "value")


@pytest.mark.parametrize(
    ("typed", "label", "period"),
    [
        ("前三季度", "前三季度", "2018C09"),
        ("前9个月", "前9个月", "2018C09"),
        ("一至三季度", "一至三季度", "2018C09"),
        ("1—12月", "1—12月", "2018"),
        ("全年", "全年", "2018"),
        ("1—6月", "1—6月", "2018H1"),
        ("2018-06", "2018年6月", "2018M06"),
    ],
)
def test_a_typed_column_keeps_its_words_and_is_about_the_same_figures(desk: Desk, typed: str, label: str, period: str) -> None:
    empty = desk.book.exhibit("u")
    line = structure.line_of(desk.book, empty, "period", typed)
    structure.insert_lines(desk, "u", Axis.COLUMNS, 0, [line])
    structure.insert_lines(desk, "u", Axis.ROWS, 0, [structure.line_of(desk.book, empty, "indicator", "交易额")])
    assert labels(desk, "columns", "u") == [label]
    assert build_table(desk.book, desk.book.exhibit("u")).cells[0][0].key == Key("交易额", "000000", "", period, "value")


def test_two_names_of_one_span_do_not_contradict_each_other() -> None:
    at = {"area": "000000", "indicator": "交易额"}
    assert joined([{"period": "2018"}, at, {"period": "2018C12"}]) == Key("交易额", "000000", "", "2018", "value")
    with pytest.raises(UserError):
        joined([{"period": "2018"}, at, {"period": "2018C11"}])


def test_removed_lines_leave_charts_and_page_breaks_sound(desk: Desk) -> None:
    structure.continue_after(desk, "t", 2)
    structure.remove_lines(desk, "t", Axis.ROWS, [0])
    assert desk.book.exhibit("t").continued_after == 1
    structure.remove_lines(desk, "t", Axis.ROWS, [0])
    assert desk.book.exhibit("t").continued_after == 0
    structure.remove_lines(desk, "t", Axis.COLUMNS, [1])
    chart = desk.book.exhibit("t").chart
    assert chart is not None and chart.primary == ("a",) and chart.secondary == ()


def test_another_unit_changes_what_is_printed_and_no_figure(desk: Desk) -> None:
    structure.show_in_unit(desk, "t", "万元")
    table = build_table(desk.book, desk.book.exhibit("t"), "")
    assert [row[0].text for row in table.cells] == ["64127000", "26329000", "153700000"]
    structure.show_in_unit(desk, "t", "万亿元")
    assert build_table(desk.book, desk.book.exhibit("t"), "").cells[0][0].text == "0.64127"
    structure.show_line_in_unit(desk, "t", Axis.COLUMNS, "a", "", 2)
    assert build_table(desk.book, desk.book.exhibit("t"), "").cells[0][0].text == "0.64"
    structure.show_line_in_unit(desk, "t", Axis.COLUMNS, "a", "亿元", None)
    assert build_table(desk.book, desk.book.exhibit("t"), "").cells[1][0].text == "2632.90"


def test_a_larger_unit_gets_the_decimals_that_it_needs_and_nothing_becomes_zero(desk: Desk) -> None:
    structure.show_line_in_unit(desk, "t", Axis.COLUMNS, "a", "", 1)
    structure.show_in_unit(desk, "t", "万亿元")
    assert build_table(desk.book, desk.book.exhibit("t"), "").cells[0][0].text == "0.64127"
    structure.show_in_unit(desk, "t", "亿元")
    structure.show_line_in_unit(desk, "t", Axis.COLUMNS, "a", "万亿元", 0)
    assert [row[0].text for row in build_table(desk.book, desk.book.exhibit("t"), "").cells] == ["0.6", "0.3", "2"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1638000万元", "163.8"),  # what somebody sent in 万元, beside figures in 亿元
        ("1638234万元", "163.8234"),
        ("1638000.0万元", "163.80000"),
        ("10000万元", "1"),
        ("3万元", "0.0003"),
        ("0万元", "0"),
        ("约1600000万元", "约160"),
        ("163.80", "163.80"),
    ],
)
def test_a_figure_of_another_unit_has_its_own_digits_and_no_others(desk: Desk, typed: str, shown: str) -> None:
    cells.enter(desk, "t", [(0, 0, typed)])
    cell = build_table(desk.book, desk.book.exhibit("t"), "").cells[0][0]
    assert cell.text == shown and cell.content is not None
    # What was copied from the cell and comes back changes nothing.
    assert not cells.enter(desk, "t", [cells.Entry(0, 0, print_content(cell.shown, cell.unit), bare=True)]).changed


@pytest.mark.parametrize(
    ("typed", "label", "unit", "head"),
    [
        ("交易额（亿元）", "交易额", "", "交易额"),
        ("交易额（万元）", "交易额", "万元", "交易额（万元）"),
        ("交易额（B2C）", "交易额（B2C）", "", "交易额（B2C）"),
        ("交易额（万人）", "交易额（万人）", "", "交易额（万人）"),
    ],
)
def test_a_unit_typed_behind_a_label_is_the_lines(desk: Desk, typed: str, label: str, unit: str, head: str) -> None:
    structure.rename_line(desk, "t", Axis.COLUMNS, "a", typed)
    column = desk.book.exhibit("t").columns[0]
    assert (column.label, column.unit) == (label, unit)
    assert build_table(desk.book, desk.book.exhibit("t")).heads[0] == head


@pytest.mark.parametrize("unit", ["万人", "", "斤两", "%"])
def test_a_unit_that_means_something_else_is_refused(desk: Desk, unit: str) -> None:
    before = state(desk)
    with pytest.raises(UserError):
        structure.show_in_unit(desk, "t", unit)
    assert state(desk) == before


def test_footnotes_are_numbered_and_renumbered_with_their_marks(desk: Desk) -> None:
    for row, words in (("610000", "一"), ("140000", "二"), ("310000", "③三")):
        structure.add_footnote(desk, "t", words, Axis.ROWS, row)
    assert desk.book.exhibit("t").footnotes == ("①一", "②二", "③三") and labels(desk) == ["陕西①", "山西②", "上海③"]
    structure.remove_footnote(desk, "t", 1)
    assert desk.book.exhibit("t").footnotes == ("①一", "②三") and labels(desk) == ["陕西①", "山西", "上海②"]
    with pytest.raises(UserError):
        structure.add_footnote(desk, "t", " ")


def test_tables_are_made_behind_others_and_moved(desk: Desk) -> None:
    made = outline.add_exhibit(desk, "表1-3", "新表", "万人", after="t")
    assert [one.number for one in desk.book.exhibits()] == ["表1-1", "表1-2", "表1-3"] and made.section == "s"
    assert outline.next_number(desk.book, "t") == "表1-4" and outline.place_of(desk.book, "表1-4", "s") == made.id
    outline.add_exhibit(desk, "附表", "没有序号", after="t")
    assert [one.number for one in desk.book.exhibits()] == ["表1-1", "附表", "表1-2", "表1-3"]
    desk.undo()
    for _ in range(80):
        outline.move_exhibit(desk, "t", 1)
        outline.move_exhibit(desk, "t", -1)
    assert [one.number for one in desk.book.exhibits()] == ["表1-1", "表1-2", "表1-3"]
    outline.move_exhibit(desk, "t", 2)
    assert [one.number for one in desk.book.exhibits()] == ["表1-2", "表1-3", "表1-1"]


@pytest.mark.parametrize(
    "verb",
    [
        lambda desk: outline.add_exhibit(desk, "表1-2", "重号"),
        lambda desk: outline.add_exhibit(desk, "", "无号"),
        lambda desk: outline.add_exhibit(desk, "表9", "坏单位", "斤两"),
        lambda desk: outline.add_indicator(desk, "交易额"),
        lambda desk: outline.add_indicator(desk, "网店", synonyms=("电商交易额",)),
        lambda desk: outline.add_indicator(desk, "网店", "斤两"),
        lambda desk: outline.add_indicator(desk, "网店", "家", 99),
        lambda desk: outline.add_indicator(desk, " "),
        lambda desk: outline.add_item(desk, "B2B"),
        lambda desk: outline.add_item(desk, "C2C", "没有"),
        lambda desk: structure.continue_after(desk, "t", 3),
        lambda desk: structure.rename_line(desk, "t", Axis.ROWS, "610000", "长" * 300),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(desk: Desk, verb: Callable[[Desk], object]) -> None:
    before = state(desk)
    with pytest.raises(UserError) as refused:
        verb(desk)
    assert str(refused.value).endswith("。") and state(desk) == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*VERBS, "undo", "redo"]), max_size=14))
def test_any_sequence_is_sound_and_undoing_everything_gives_the_first_state(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    with Desk.create(tmp_path_factory.mktemp("b") / "book.ecd", records(), "张三") as desk:
        first = state(desk)
        for step in steps:
            if step in ("undo", "redo"):
                getattr(desk, step)()
                continue
            before = state(desk)
            try:
                VERBS[step](desk)
            except (UserError, KeyError, StopIteration):
                assert state(desk) == before
            for exhibit in desk.book.exhibits():
                assert layout_faults(exhibit) == []
        while desk.undo() is not None:
            pass
        assert state(desk) == first
