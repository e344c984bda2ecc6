"""Lists of texts and rankings: typed, sorted, numbered, taken back, merged, compared and handed out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ecdesk.domain.book.layouts.sorting import numbers
from ecdesk.domain.book.pairing import Pairing
from ecdesk.domain.book.records import Axis, Line, Sorting, TextKind
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.wording.time.time_words import date_in
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import export
from ecdesk.session.delivery.signing import matters_of
from ecdesk.session.program.progress import finish
from ecdesk.session.rules.final import in_the_way
from ecdesk.session.tables import cells, lists, structure
from ecdesk.session.tables.outline import put_exhibit
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.versions import load_book
from tests.books import small_records

ROUNDS = [
    ("甲公司", "B轮", "数千万人民币", "2016年3月1日"),
    ("乙公司", "A轮", "4亿人民币", "2016年12月"),
    ("丙公司", "天使轮", "100万美元", "2016-05-31"),
    ("丁公司", "A轮", "1.5亿元", "2016年4月"),
]


@pytest.fixture
def desk(tmp_path: Path):
    with Desk.create(tmp_path / "书.ecd", small_records(), "张三") as desk:
        yield desk


def made(desk: Desk):
    columns = lists.read_columns("企业、轮次、金额（金额或数）、日期（日期）")
    table = put_exhibit(desk, lists.new_list("表9-1", "融资事件", columns))
    entries = [(row, column, words) for row, texts in enumerate(ROUNDS) for column, words in enumerate(texts)]
    cells.enter(desk, table.id, entries)
    return desk.book.exhibit(table.id)


def firms(desk: Desk, id: str) -> list[str]:
    exhibit = desk.book.exhibit(id)
    return [texts for row in exhibit.rows if (texts := row.texts.get(exhibit.columns[0].id, ""))]


def test_columns_are_read_as_a_person_writes_them() -> None:
    columns = lists.read_columns("企业名称、领域，成立日期（日期）、网址（链接）、营业收入（亿元）")
    assert [(one.label, one.kind, one.unit) for one in columns] == [
        ("企业名称", TextKind.TEXT, ""),
        ("领域", TextKind.TEXT, ""),
        ("成立日期", TextKind.DATE, ""),
        ("网址", TextKind.LINK, ""),
        ("营业收入", TextKind.FIGURE, "亿元"),
    ]
    assert [one.label for one in lists.read_columns(lists.column_words(columns))] == [one.label for one in columns]
    for words in ("", "企业、企业", "企业（随便）", "、".join(map(str, range(41)))):
        with pytest.raises(UserError):
            lists.read_columns(words)


def test_a_list_is_typed_numbered_and_taken_back(desk: Desk) -> None:
    table = made(desk)
    shown = build_table(desk.book, table)
    assert [row[0].text for row in shown.cells][:4] == ["甲公司", "乙公司", "丙公司", "丁公司"]
    assert len(table.rows) == 5 and shown.stubs == ("1", "2", "3", "4"), "an entry without a word is not printed"
    desk.undo()
    assert firms(desk, table.id) == []
    desk.redo()
    assert firms(desk, table.id) == ["甲公司", "乙公司", "丙公司", "丁公司"]


def test_what_is_no_date_no_address_and_no_figure_is_kept_and_marked(desk: Desk) -> None:
    table = made(desk)
    entered = cells.enter(desk, table.id, [(0, 2, "金额不详"), (0, 3, "2018年2月30日"), (1, 3, "2018年13月"), (1, 2, "近亿元")])
    assert entered.unread == ((0, 2), (0, 3), (1, 3)) and not entered.locked
    assert build_table(desk.book, desk.book.exhibit(table.id)).cells[0][3].text == "2018年2月30日"


def test_what_a_list_holds_that_nobody_can_read_is_counted_and_no_final_export(desk: Desk) -> None:
    table = made(desk)

    def open_and_refused() -> tuple[int, list[str]]:
        refusals = [str(one.refusal) for one in in_the_way(desk.book, []) if "清单" in str(one.words)]
        return matters_of(desk.book, []).marked(table.id), refusals

    assert open_and_refused() == (0, [])
    cells.enter(desk, table.id, [(0, 3, "2018年2月30日"), (1, 2, "金额不详")])
    count, [refusal] = open_and_refused()
    assert count == 2 and "2 处" in refusal and "表9-1 “金额不详”" in refusal
    lists.hold(desk, table.id, table.columns[3].id, TextKind.TEXT)
    cells.enter(desk, table.id, [(1, 2, "1亿元")])
    assert open_and_refused() == (0, [])


def test_dates_as_lists_have_them_and_words_for_what_there_is_not_are_no_faults(desk: Desk) -> None:
    table = made(desk)
    dates = ["2015.9", "9月30日", "2015年9月上旬", "2015年9月28日—10月3日", "不详"]
    entered = cells.enter(desk, table.id, [*((row, 3, words) for row, words in enumerate(dates)), (0, 2, "—"), (1, 2, "不详")])
    assert entered.unread == ()
    years = [date_in(words, 2018) for words in (*dates, "2015.13", "15.9")]
    assert [str(one) for one in years] == ["2015年9月", "2018年9月30日", "2015年9月", "2015年9月28日", "None", "None", "None"]


def test_an_empty_entry_is_not_printed_but_a_list_that_nobody_filled_in_keeps_its_rows(desk: Desk) -> None:
    table = made(desk)
    cells.enter(desk, table.id, [(1, column, "") for column in range(4)])
    assert build_table(desk.book, desk.book.exhibit(table.id)).stubs == ("1", "2", "3")
    empty = put_exhibit(desk, lists.new_list("表9-2", "大事", lists.read_columns("事件")))
    assert len(build_table(desk.book, empty).rows) == len(empty.rows)


@pytest.mark.parametrize(
    ("column", "descending", "order"),
    [
        (2, True, ["乙公司", "丁公司", "甲公司", "丙公司"]),
        (2, False, ["丙公司", "甲公司", "丁公司", "乙公司"]),
        (3, False, ["甲公司", "丁公司", "丙公司", "乙公司"]),
    ],
)
def test_a_list_sorts_itself_by_size_and_date(desk: Desk, column: int, descending: bool, order: list[str]) -> None:
    """Currencies are not compared: those of one stand together."""
    table = made(desk)
    lists.keep_sorted(desk, table.id, Sorting(table.columns[column].id, descending))
    found = firms(desk, table.id)
    assert [firm for firm in found if firm != "丙公司"] == [firm for firm in order if firm != "丙公司"]
    if column == 3:
        assert found == order
    desk.undo()
    assert firms(desk, table.id) == [firm for firm, *_rest in ROUNDS]


def test_a_text_that_is_typed_moves_its_row_to_its_place_in_the_same_step(desk: Desk) -> None:
    table = made(desk)
    lists.keep_sorted(desk, table.id, Sorting(table.columns[3].id, False))
    cells.enter(desk, table.id, [(0, 3, "2017年1月")])
    assert firms(desk, table.id)[-1] == "甲公司"
    desk.undo()
    assert firms(desk, table.id)[0] == "甲公司"


def test_headings_of_a_list_part_what_is_sorted_and_are_not_numbered(desk: Desk) -> None:
    table = made(desk)
    structure.insert_lines(desk, table.id, Axis.ROWS, 2, [structure.heading_line("另一类")])
    lists.keep_sorted(desk, table.id, Sorting(table.columns[0].id, True))
    assert firms(desk, table.id) == ["甲公司", "乙公司", "丙公司", "丁公司"]
    assert build_table(desk.book, desk.book.exhibit(table.id)).stubs[:5] == ("1", "2", "另一类", "3", "4")
    entered = cells.enter(desk, table.id, [(2, 0, "不能写在标题行里")])
    assert entered.locked == ((2, 0),)


def test_an_empty_row_that_is_named_is_a_heading_and_one_with_texts_cannot_be(desk: Desk) -> None:
    table = made(desk)
    structure.rename_line(desk, table.id, Axis.ROWS, table.rows[4].id, "其他")
    assert build_table(desk.book, desk.book.exhibit(table.id)).stubs[4] == "其他"
    with pytest.raises(UserError, match="标题行"):
        structure.rename_line(desk, table.id, Axis.ROWS, table.rows[0].id, "不行")


def test_below_the_last_row_a_list_grows_and_is_bounded(desk: Desk) -> None:
    table = made(desk)
    cells.enter(desk, table.id, [(7, 0, "戊公司")])
    assert len(desk.book.exhibit(table.id).rows) == 8 and firms(desk, table.id)[-1] == "戊公司"
    for entry in ((9_999, 0, "太远"), (0, 0, "长" * 2001)):
        with pytest.raises(UserError):
            cells.enter(desk, table.id, [entry])
    with pytest.raises(UserError):
        lists.insert_entries(desk, table.id, 0, 5_000)


def test_copies_that_changed_two_cells_of_one_entry_come_together(desk: Desk, tmp_path: Path) -> None:
    table = made(desk)
    lists.keep_sorted(desk, table.id, Sorting(table.columns[3].id, False))
    copy = tmp_path / "副本.ecd"
    shutil.copy(desk.path, copy)
    with Desk.open(copy, "李四") as other:
        cells.enter(other, table.id, [(0, 1, "C轮"), (3, 3, "2016年1月")])
    cells.enter(desk, table.id, [(0, 2, "5000万元"), (2, 3, "2016年2月")])
    assert merge(desk, plan_merge(desk, copy)) == 0
    found = desk.book.exhibit(table.id)
    texts = {row.texts[found.columns[0].id]: row.texts for row in found.rows if row.texts}
    assert texts["甲公司"][found.columns[1].id] == "C轮" and texts["甲公司"][found.columns[2].id] == "5000万元"
    assert firms(desk, table.id) == ["乙公司", "丙公司", "甲公司", "丁公司"]


def test_a_text_that_differs_is_a_cell_that_differs(desk: Desk, tmp_path: Path) -> None:
    table = made(desk)
    copy = tmp_path / "前.ecd"
    shutil.copy(desk.path, copy)
    cells.enter(desk, table.id, [(1, 1, "C轮")])
    pair = next(one for one in Pairing(load_book(copy), desk.book).exhibits if one.exhibit.id == table.id)
    shown = Pairing(load_book(copy), desk.book).table(pair)
    assert pair.cells == {"changed": 1} and shown.differing == ((1, 1),)
    assert (shown.cell(1, 1).before, shown.cell(1, 1).after) == ("A轮", "C轮")


def test_texts_leave_as_texts(desk: Desk, tmp_path: Path) -> None:
    """What begins like a formula is none, and nothing is a link that a click follows."""
    import openpyxl

    table = made(desk)
    cells.enter(desk, table.id, [(0, 0, '=HYPERLINK("http://x.y")'), (1, 0, "+1"), (2, 0, "https://a.b/c")])
    finish(export(desk.book, tmp_path / "表.xlsx", findings=()))
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx")["表9-1"]
    found = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for words in ('=HYPERLINK("http://x.y")', "+1", "https://a.b/c"):
        assert found[words].data_type == "s" and found[words].hyperlink is None
    assert found["数千万人民币"].data_type == "s"


# -- rankings


def ranked(desk: Desk, top: int = 0):
    table = desk.book.exhibits()[0]
    rows = [structure.line_of(desk.book, table, "area", code) for code in ("120000", "130000", "310000", "000000")]
    present = {row.at.get("area") for row in table.rows}
    structure.insert_lines(desk, table.id, Axis.ROWS, 0, [row for row in rows if row.at["area"] not in present])
    table = desk.book.exhibit(table.id)
    where = {row.at["area"]: number for number, row in enumerate(table.rows)}
    figures = {"110000": "5", "120000": "7", "130000": "7", "310000": "9", "000000": "100"}
    cells.enter(desk, table.id, [(where[code], 0, words) for code, words in figures.items()])
    lists.keep_sorted(desk, table.id, Sorting(table.columns[0].id, True, top))
    return desk.book.exhibit(table.id)


def told(desk: Desk, exhibit) -> list[tuple[str, int | None]]:
    places = numbers(desk.book, exhibit)
    return [(row.at["area"], places.get(row.id)) for row in exhibit.rows if row.at["area"] in FIGURED]


FIGURED = ("000000", "110000", "120000", "130000", "310000")


def test_areas_are_ranked_by_their_figures_and_ties_share_a_place(desk: Desk) -> None:
    table = ranked(desk)
    places = told(desk, table)
    assert places[:2] == [("000000", None), ("310000", 1)] and places[4] == ("110000", 4)
    assert set(places[2:4]) == {("120000", 2), ("130000", 2)}


def test_a_figure_that_changes_moves_its_row_and_its_undo_moves_it_back(desk: Desk) -> None:
    table = ranked(desk)
    before = told(desk, table)
    last = next(number for number, row in enumerate(table.rows) if row.at["area"] == "110000")
    cells.enter(desk, table.id, [(last, 0, "10")])
    assert told(desk, desk.book.exhibit(table.id))[1] == ("110000", 1)
    desk.undo()
    assert told(desk, desk.book.exhibit(table.id)) == before


def test_the_first_places_are_printed_and_whoever_ties_with_the_last(desk: Desk) -> None:
    table = ranked(desk, top=2)
    printed = [row.at["area"] for row in build_table(desk.book, table).rows]
    assert printed[:2] == ["000000", "310000"] and set(printed[2:]) == {"120000", "130000"}
    assert len(table.rows) > len(printed)
    with pytest.raises(UserError):
        lists.keep_sorted(desk, table.id, Sorting(table.columns[0].id, True, -1))


def test_what_is_indented_stays_with_the_row_above_it(desk: Desk) -> None:
    table = ranked(desk)
    line = Line("深圳", "深圳", {"area": "440300"}, level=1)
    under = next(number for number, row in enumerate(table.rows) if row.at["area"] == "110000")
    structure.insert_lines(desk, table.id, Axis.ROWS, under + 1, [line])
    cells.enter(desk, table.id, [(under, 0, "50")])
    rows = [row.at["area"] for row in desk.book.exhibit(table.id).rows]
    assert rows[rows.index("110000") + 1] == "440300" and rows.index("110000") < rows.index("310000")


def test_the_first_places_of_a_list_are_those_under_each_heading(desk: Desk) -> None:
    made = lists.new_list("表9-9", "融资", lists.read_columns("企业、金额（金额或数）"))
    table = put_exhibit(desk, made)
    firms = [("甲", "1亿元"), ("乙", "3亿元"), ("丙", "2亿元"), ("丁", "5亿元"), ("戊", "4亿元"), ("己", "6亿元")]
    cells.enter(desk, table.id, [(row, column, words) for row, entry in enumerate(firms) for column, words in enumerate(entry)])
    structure.insert_lines(desk, table.id, Axis.ROWS, 3, [structure.heading_line("跨境")])
    lists.keep_sorted(desk, table.id, Sorting(table.columns[1].id, True, 2))
    rows = build_table(desk.book, desk.book.exhibit(table.id)).rows
    firm = table.columns[0].id
    assert [row.texts.get(firm) or row.label for row in rows] == ["乙", "丙", "跨境", "己", "丁"]
