"""What is printed of figures that are not what they look: without a source, or worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ecdesk.checks import Checker
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.book.records import Origin, OriginKind, Status
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.deriving import formula_of, interval_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import export
from ecdesk.session.delivery.printing import note_under, printed_table
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.program.progress import finish
from ecdesk.session.records import sources
from ecdesk.session.tables import cells, deriving, outline
from tests.books import AREAS, build_sample_book, small_records, write_sample_book
from tests.checks.books import figure

TRADE_OF_2011 = Key("电子商务交易额", "000000", "", "2011", "value")


@pytest.fixture(scope="module")
def sample() -> Book:
    return build_sample_book()


def test_figures_without_a_source_are_printed_with_a_mark_and_a_note(sample: Book) -> None:
    checker = Checker(sample, ())
    marked = 0
    for exhibit in sample.exhibits():
        table = printed_table(checker, exhibit)
        texts = [cell.text for row in table.cells for cell in row if cell.text.endswith("*")]
        expected = [
            cell for row in table.cells for cell in row if cell.observation is not None and cell.observation.origin.unsourced
        ]
        assert len(texts) == len(expected)
        assert any("尚无出处" in note for note in table.exhibit.notes) == bool(texts)
        marked += len(texts)
    assert marked >= 20


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("深圳海关", "数据来源：深圳海关"),
        ("https://www.stats.gov.cn", "数据来源：https://www.stats.gov.cn"),
        ("资料来源：商务部", "资料来源：商务部"),
        ("教学数据：编造", "教学数据：编造"),
        ("", ""),
    ],
)
def test_a_source_that_was_typed_as_a_name_is_headed_in_print(tmp_path: Path, typed: str, printed: str) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records(), "张三") as desk:
        one = desk.book.exhibits()[0]
        for _again in range(2):  # what the form shows is taken over as it is
            outline.describe_exhibit(desk, one.id, one.number, one.caption, typed, "", notes=())
            one = desk.book.exhibit(one.id)
            assert one.source_line == typed
            shown = printed_table(Checker(desk.book, ()), one).exhibit.source_line
            assert shown == source_line(desk.book, one) == printed
            outline.describe_exhibit(desk, one.id, one.number, one.caption, shown, "", notes=())
        path = finish(export(desk.book, tmp_path / "导出.xlsx", findings=())).workbook
        sheet = load_workbook(path)[one.number]
        assert not printed or any(cell.value == printed for row in sheet.iter_rows() for cell in row)


def test_the_workbook_shows_the_mark_and_keeps_the_number(sample: Book, tmp_path: Path) -> None:
    path = finish(export(sample, tmp_path / "导出.xlsx", findings=())).workbook
    sheet = load_workbook(path)["图1-1"]
    cells_of = [cell for row in sheet.iter_rows() for cell in row]
    found = [cell.value for cell in cells_of if isinstance(cell.value, float | int) and '"*"' in str(cell.number_format)]
    assert found == [6.09, 10.4], "what the chart refers to them by is no figure of its own"
    assert any("带*的数尚无出处" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_saying_where_from_makes_a_figure_official(tmp_path: Path) -> None:
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        sources.state_source(desk, [TRADE_OF_2011], "《中国电子商务报告2011》第3页")
        found = desk.book.observations[TRADE_OF_2011]
        assert not found.origin.unsourced and (found.origin.by, found.origin.detail) == ("张三", "《中国电子商务报告2011》第3页")
        with pytest.raises(UserError, match="出处"):
            sources.state_source(desk, [TRADE_OF_2011], " ")
        desk.undo()
        assert desk.book.observations[TRADE_OF_2011].origin.unsourced


def test_next_years_book_does_not_make_up_a_source(tmp_path: Path) -> None:
    write_sample_book(tmp_path / "2018.ecd")
    with start_next(tmp_path / "2018.ecd", tmp_path / "2019.ecd", Period(2019), "张三").desk as desk:
        assert desk.book.observations[TRADE_OF_2011.moved(period="2013")].origin.unsourced


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "本.ecd", small_records(), "张三") as desk:
        with desk.edit(text("上年")) as edit:
            edit.put(figure(Key("电子商务交易额", AREAS[0], "", "2017", "value"), "1000.5"))
            edit.put(figure(Key("电子商务交易额", AREAS[1], "", "2017", "value"), "82.3"))
        cells.enter(desk, "表1", [(0, 0, "1200.7"), (1, 0, "90.1")])
        deriving.fill(desk, "表1", [(row, 1) for row in range(2)])
        yield desk


def test_open_digits_are_marked_and_all_derived_figures_where_the_book_says_so(desk: Desk) -> None:
    exhibit = desk.book.exhibit("表1")
    table = printed_table(Checker(desk.book), exhibit)
    assert [row[1].text for row in table.cells[:2]] == ["20.0", "9.5△"]
    assert "末位数字随进位而定" in note_under(Checker(desk.book), exhibit)
    deriving.print_marks(desk, True)
    table = printed_table(Checker(desk.book), exhibit)
    assert [row[1].text for row in table.cells[:2]] == ["20.0△", "9.5△"]
    assert "带△的数由其他数推算。" in table.exhibit.notes


def test_what_is_worked_out_from_a_figure_without_a_source_has_none(desk: Desk, tmp_path: Path) -> None:
    growth, before = (
        Key("电子商务交易额", AREAS[0], "", year, measure) for year, measure in (("2018", "growth"), ("2017", "value"))
    )
    assert not desk.book.observations[growth].origin.unsourced
    with desk.edit(text("出处不明")) as edit:
        edit.put(replace(desk.book.observations[before], origin=Origin(OriginKind.PUBLISHED)))
    found = desk.book.observations[growth]
    assert found.amount is not None and found.origin.unsourced and interval_of(found) is not None
    table = printed_table(Checker(desk.book), desk.book.exhibit("表1"))
    assert table.cells[0][1].text == "20.0*" and any("尚无出处" in note for note in table.exhibit.notes)
    sources.state_source(desk, [before], "《中国电子商务报告2017》第3页")
    assert not desk.book.observations[growth].origin.unsourced
    desk.undo()
    assert desk.book.observations[growth].origin.unsourced
    with start_next(desk.path, tmp_path / "2019.ecd", Period(2019), "张三").desk as following:
        carried = following.book.observations[growth]
        assert carried.amount == found.amount and carried.origin.unsourced and not formula_of(carried)


def test_what_stands_on_a_preliminary_figure_is_printed_with_a_mark(desk: Desk) -> None:
    level = Key("电子商务交易额", AREAS[0], "", "2018", "value")
    with desk.edit(text("初步")) as edit:
        edit.put(replace(desk.book.observations[level], status=Status.PRELIMINARY))
    table = printed_table(Checker(desk.book), desk.book.exhibit("表1"))
    assert table.cells[0][1].text == "20.0△"
    assert "初步数" in note_under(Checker(desk.book), desk.book.exhibit("表1"))
