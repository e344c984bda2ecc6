"""The symbols of a book: what is shown changes with them, what is kept does not; they are understood when typed and explained when printed."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ecdesk.columns.figures import Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Conflict, Setting
from ecdesk.domain.book.tables import build_table, smallest_unit
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Mark, Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.symbols import SETTING, Symbols, symbols_fault, usual_symbols
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.documents import export_word
from ecdesk.session.delivery.exporting import export
from ecdesk.session.program.progress import finish
from ecdesk.session.records.symbols import explanation, set_symbols, symbol_uses
from ecdesk.session.tables import cells
from ecdesk.session.versions.merging import merge, plan_merge, settle
from tests.books import AREAS, small_records

TYPED = ("…", "—", "不详", "保密")
MEANT = (Mark.SMALL, Mark.NONE, Mark.UNKNOWN, Mark.CONFIDENTIAL)
SMALL = Key("电子商务交易额", AREAS[0], "", "2018", "value")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "本.ecd", small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(row, 0, typed) for row, typed in enumerate(TYPED)])
        yield desk


def states(book: Book) -> list[object]:
    return [one.content for one in book.observations.values()]


def shown(book: Book) -> list[str]:
    return [row[0].text for row in build_table(book, book.exhibit("表1")).cells]


def test_a_book_prints_what_the_yearbooks_print(desk: Desk) -> None:
    assert states(desk.book) == list(MEANT)
    assert shown(desk.book) == ["…", "—", "", "×"]
    assert [(use.symbol, use.count) for use in symbol_uses(desk.book)] == [("—", 1), ("", 1), ("…", 1), ("—", 0), ("×", 1)]


def test_other_symbols_are_shown_at_once_and_the_figures_stay_what_they_are(desk: Desk) -> None:
    before = states(desk.book)
    assert set_symbols(desk, {Mark.UNKNOWN: "…", Mark.SMALL: "~", Mark.CONFIDENTIAL: "#"}) == 3
    assert shown(desk.book) == ["~", "—", "…", "#"] and states(desk.book) == before
    cells.enter(desk, "表1", [(0, 2, "…"), (1, 2, "#"), (2, 2, "×"), (3, 2, "不足最小单位")])
    typed = [desk.book.observations[SMALL.moved(indicator="网络零售额", area=area)].content for area in AREAS]
    assert typed == [Mark.UNKNOWN, Mark.CONFIDENTIAL, Unparsed("×"), Mark.SMALL]
    desk.undo()
    desk.undo()
    assert shown(desk.book) == ["…", "—", "", "×"] and desk.book.get(Setting, SETTING) is None
    seq = desk.seq
    assert set_symbols(desk, usual_symbols().printed) == 0 and desk.seq == seq, "what changes nothing leaves no trace"


@pytest.mark.parametrize("symbol", ["1", "①", "*", "△*", "=", "太长的一个符号", "\u202e", "百"])
def test_what_could_be_misread_is_no_symbol(desk: Desk, symbol: str) -> None:
    with pytest.raises(UserError):
        set_symbols(desk, {Mark.UNKNOWN: symbol})
    assert shown(desk.book)[2] == ""


@pytest.mark.parametrize("chosen", [{Mark.SMALL: ""}, {Mark.SMALL: "—"}, {Mark.UNKNOWN: "......"}])
def test_a_figure_that_is_there_has_a_symbol_of_its_own(desk: Desk, chosen: dict[Mark, str]) -> None:
    with pytest.raises(UserError, match="不足最小单位"):
        set_symbols(desk, chosen)


@given(st.dictionaries(st.sampled_from(list(Mark)), st.text("…—#x×.-?:无缺 ", max_size=3)))
def test_whatever_the_symbols_what_is_written_is_read_back(chosen: dict[Mark, str]) -> None:
    symbols = Symbols({**usual_symbols().printed, **{mark: symbol.strip() for mark, symbol in chosen.items()}})
    for mark in Mark if symbols_fault(symbols) is None else ():
        assert parse_content(symbols.written(mark), symbols=symbols) is mark
        assert symbols.read(symbols.written(mark)) is mark


@pytest.mark.parametrize(
    "stored", ["{", "[]", '{"unknown": 5}', '{"nobody": "x"}', '{"small": ""}', '{"none": "' + "x" * 100 + '"}']
)
def test_a_setting_that_says_nothing_sound_leaves_the_usual_ones(stored: str) -> None:
    book = Book()
    book.load(iter([Setting(SETTING, stored)]))
    assert book.symbols == usual_symbols()


def test_less_than_the_smallest_unit_counts_as_that(desk: Desk) -> None:
    unit = smallest_unit(desk.book, SMALL)
    figure = Figures(desk.book).get(SMALL)
    assert isinstance(unit, Amount) and unit.value == Decimal("0.1") and unit.unit.symbol == "亿元"
    assert figure.is_number and not figure.nothing and figure.point == 0 and str(figure.printed) == "不足最小单位"
    assert (figure.half.low, figure.half.high) == (0, 10_000_000)
    hidden = Figures(desk.book).get(SMALL.moved(area=AREAS[3]))
    assert not hidden.is_number and not hidden.is_there


def test_only_what_is_printed_is_explained_once_in_the_workbook(desk: Desk, tmp_path: Path) -> None:
    words = explanation(desk.book, desk.book.exhibits())
    assert words == "符号说明：“—”表示无该项数据；空格表示数据不详；“…”表示数据不足本表最小单位数；“×”表示数据涉密，不予公布。"
    workbook = load_workbook(finish(export(desk.book, tmp_path / "出.xlsx", findings=())).workbook)
    texts = [str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert texts.count("数据不足本表最小单位数") == 1
    assert _in_word(desk, tmp_path / "出.docx").count(words) == 1
    cells.enter(desk, "表1", [(row, 0, "1") for row in range(4)])
    assert explanation(desk.book, desk.book.exhibits()) == ""
    assert "符号说明" not in _in_word(desk, tmp_path / "又.docx")


def test_a_blank_is_explained_with_all_that_it_means(desk: Desk) -> None:
    exhibit = desk.book.exhibit("表1")
    idle = replace(exhibit.columns[1], unexpected=True)
    beside = replace(exhibit, columns=(exhibit.columns[0], idle, *exhibit.columns[2:]))
    assert "空格表示数据不详或不适用；" in explanation(desk.book, [beside])
    assert "空格" not in explanation(desk.book, [replace(beside, rows=beside.rows[:2])])


def _in_word(desk: Desk, path: Path) -> str:
    """What a Word document of the book says, without its marks."""
    finish(export_word(desk.book, path, findings=()))
    with zipfile.ZipFile(path) as package:
        return re.sub("<[^>]+>", "", package.read("word/document.xml").decode())


def test_two_copies_that_chose_differently_are_asked_about(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "副本.ecd"
    shutil.copy(desk.path, copy)
    with Desk.open(copy, "李四") as theirs:
        set_symbols(theirs, {Mark.UNKNOWN: "-"})
        set_symbols(desk, {Mark.UNKNOWN: "?"})
        assert merge(desk, plan_merge(desk, theirs.path)) == 1
    (conflict,) = desk.book.all(Conflict).values()
    assert isinstance(conflict, Conflict) and shown(desk.book)[2] == "?"
    settle(desk, conflict.id, "theirs")
    assert shown(desk.book)[2] == "-"


def test_a_cell_is_opened_with_what_stores_the_same(desk: Desk) -> None:
    table = build_table(desk.book, desk.book.exhibit("表1"))
    typed = [cells.typed_words(row[0], desk.book.symbols) for row in table.cells]
    assert typed == ["…", "—", "不详", "×"]
    seq = desk.seq
    cells.enter(desk, "表1", [(row, 0, words) for row, words in enumerate(typed)])
    # What comes back from another program as it was printed is what it was.
    cells.enter(desk, "表1", [cells.Entry(row, 0, line[0].text, None, True) for row, line in enumerate(table.cells)])
    assert desk.seq == seq
