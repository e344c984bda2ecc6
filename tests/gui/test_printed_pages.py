"""Printed pages: every text of the exhibits stands on them, inside the paper and apart from each other; the PDF says what is printed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from ecdesk.charts.text_metrics import advance_of
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.delivered import PrintedExhibit
from ecdesk.domain.book.layouts.pages import page_theme
from ecdesk.domain.book.records import (
    Assignment,
    Axis,
    Chart,
    ChartKind,
    Exhibit,
    ExhibitKind,
    Line,
    Observation,
    Record,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import set_language
from ecdesk.domain.wording.numbers import parse_amount
from ecdesk.gui.delivery import page_painter
from ecdesk.gui.delivery.page_blocks import PlacedChart, PlacedRule, PlacedWords, as_drawn
from ecdesk.gui.delivery.page_layout import Pages, lay_out
from ecdesk.gui.delivery.page_painter import export_pdf, printed_book, without_times
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.documents import Choice, Prepared, prepare
from ecdesk.session.delivery.work_report import work_report
from ecdesk.session.new_books.sample import sample_records
from ecdesk.session.program.progress import finish
from ecdesk.session.tables.cells import enter
from tests.books import small_records


def prepared_of(book: Book, choice: Choice) -> Prepared:
    return finish(prepare(book, choice, (), None))


def laid_out(book: Book, choice: Choice, chart_tables: bool = True) -> tuple[Prepared, Pages]:
    prepared = prepared_of(book, choice)
    return prepared, finish(lay_out(prepared, chart_tables))


def check_places(pages: Pages) -> None:
    """Nothing stands outside of its paper, and no text over another."""
    for number in range(len(pages)):
        width, height = pages.size(number)
        boxes = []
        for one in pages.placed(number):
            if isinstance(one, PlacedWords):
                right = one.left + advance_of(one.text, one.size)
                assert one.left >= 0 and right <= width and one.size < one.baseline < height - 10, one
                boxes.append((one.left, one.baseline - 0.75 * one.size, right, one.baseline, one.text))
            elif isinstance(one, PlacedChart):
                assert one.left >= 0 and one.left + one.width <= width and one.top + one.height <= height
                boxes.append((one.left, one.top, one.left + one.width, one.top + one.height, "chart"))
        for at, a in enumerate(boxes):
            for b in boxes[at + 1 :]:
                apart = a[2] <= b[0] + 0.1 or b[2] <= a[0] + 0.1 or a[3] <= b[1] + 0.1 or b[3] <= a[1] + 0.1
                assert apart, (number, a, b)


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", as_drawn(words))


def wanted_texts(exhibit: PrintedExhibit) -> Counter[str]:
    """The signs of every text of an exhibit."""
    return Counter("".join(map(squeezed, exhibit.texts())))


@pytest.mark.parametrize("name", ["report", "bulletin"])
def test_everything_that_is_printed_stands_on_the_pages_once(name: str) -> None:
    book = Book()
    book.load(sample_records(name))
    prepared, pages = laid_out(book, Choice())
    check_places(pages)
    assert prepared.problems == []
    wanted: Counter[str] = Counter()
    for exhibit in prepared.delivery.exhibits:
        wanted += wanted_texts(exhibit)
        if exhibit.is_chart:  # the unit line of its table is in the picture
            wanted -= Counter(squeezed(exhibit.unit_line))
    body = [one for number in range(len(pages)) for one in pages.placed(number) if isinstance(one, PlacedWords)]
    found = Counter("".join(squeezed(one.text) for one in body))
    assert wanted - found == Counter()


def test_a_table_with_a_chart_is_printed_as_a_table_with_its_chart_under_it() -> None:
    """It stood there as 表1-1 and was its chart only."""
    table = next(one for one in small_records() if isinstance(one, Exhibit))
    chart = Chart(primary=("交易额",))
    drawn = replace(table, chart=chart, kind=ExhibitKind.CHART, notes=("注：初步数。",), source_line="商务部")
    book = Book()
    book.load(iter([*(one for one in small_records() if not isinstance(one, Exhibit)), drawn]))
    book.load(iter([Observation(Key("电子商务交易额", "110000", "", "2018", "value"), parse_amount("12.3亿元"))]))
    _prepared, pages = laid_out(book, Choice(), chart_tables=False)
    check_places(pages)
    placed = list(pages.placed(0))
    words = [one.text for one in placed if isinstance(one, PlacedWords)]
    assert words.count("表1-1　2018年各地区电子商务") == 1 and "12.3" in words and words.count("数据来源：商务部") == 1
    assert sum("初步数" in one for one in words) == 1
    (picture,) = [one for one in placed if isinstance(one, PlacedChart)]
    assert picture.top > max(one.baseline for one in placed if isinstance(one, PlacedWords) and one.text == "数据来源：商务部")
    # Where it does not fit below, it is said on the next page whose it is.
    rows = tuple(
        Line(f"{row.id}{number}", row.label, {**row.at, "item": str(number)}) for number in range(9) for row in drawn.rows
    )
    book.load(iter([replace(drawn, rows=(*drawn.rows, *rows))]))
    _prepared, pages = laid_out(book, Choice(), chart_tables=False)
    check_places(pages)
    assert "续表　表1-1" in [one.text for one in pages.placed(1) if isinstance(one, PlacedWords)]
    assert any(isinstance(one, PlacedChart) for one in pages.placed(1))


@pytest.mark.parametrize("number", ["图1-1", "表1-1"])
def test_a_chart_of_many_rows_stands_whole_on_one_page(number: str) -> None:
    made = list(small_records())
    exhibit = next(one for one in made if isinstance(one, Exhibit))
    rows = tuple(Line(f"r{at}", f"地区{at}", {"area": "110000", "item": f"x{at}"}) for at in range(60))
    chart = Chart(ChartKind.BARS_LYING, Axis.ROWS, ("交易额", "零售额"))
    drawn = replace(exhibit, number=number, kind=ExhibitKind.CHART, rows=rows, chart=chart, notes=("注。" * 150,))
    book = Book()
    book.load(iter([drawn if one is exhibit else one for one in made]))
    for indicator in ("电子商务交易额", "网络零售额"):
        for at in range(60):
            book.load(iter([Observation(Key(indicator, "110000", f"x{at}", "2018", "value"), parse_amount(f"1{at}.3亿元"))]))
    _prepared, pages = laid_out(book, Choice(), chart_tables=False)
    check_places(pages)
    (page,) = [at for at in range(len(pages)) if any(isinstance(one, PlacedChart) for one in pages.placed(at))]
    (picture,) = [one for one in pages.placed(page) if isinstance(one, PlacedChart)]
    assert picture.height > 300 and picture.top + picture.height < pages.size(page)[1] - page_theme().bottom
    assert any(isinstance(one, PlacedWords) and number in one.text for one in pages.placed(page))


def big(rows: int, columns: int, label: str) -> list[Record]:
    """A book with one large table."""
    made = list(small_records())
    exhibit = next(one for one in made if isinstance(one, Exhibit))
    down = tuple(Line(f"r{number}", f"第{number}行", {"area": "110000", "item": f"x{number}"}) for number in range(rows))
    across = tuple(
        Line(
            f"c{number}",
            f"{label}{number}",
            {"indicator": ("网络零售额", "电子商务交易额")[number % 2], "period": str(1900 + number)},
        )
        for number in range(columns)
    )
    wide = replace(exhibit, caption="很长的标题" * 80, at={}, rows=down, columns=across, notes=("注" * 300,))
    return [wide if one is exhibit else one for one in made]


def test_columns_that_go_on_below_on_the_same_page_stand_apart_from_those_above() -> None:
    book = Book()
    book.load(replace(one, notes=()) if isinstance(one, Exhibit) else one for one in big(4, 30, "互联网零售额"))
    _prepared, pages = laid_out(book, Choice())
    (page,) = [list(pages.placed(number)) for number in range(len(pages))]
    rules = [one.top for one in page if isinstance(one, PlacedRule)]
    tops = [one.baseline - one.size for one in page if isinstance(one, PlacedWords) and one.text == "续表　表1-1"]
    assert tops and all(top - max(rule for rule in rules if rule < top) > 8 for top in tops)


def test_a_column_as_wide_as_its_texts_breaks_none_of_them() -> None:
    """The dates of the state report stood as 2019-03- and 25, its stages as 复 and 审."""
    book = Book()
    book.load(sample_records())
    chapter = next(one.id for one in book.sections() if not one.parent)
    book.load(iter([Assignment(chapter, "张三", "2019-03-25")]))
    pages = finish(lay_out(Prepared(book, work_report(book, (), date(2026, 12, 1)), 0), False))
    words = {one.text for number in range(len(pages)) for one in pages.placed(number) if isinstance(one, PlacedWords)}
    assert {"2019-03-25", "2808 天", "初审"} <= words


def test_long_and_wide_tables_go_on_with_their_heads(tmp_path: Path) -> None:
    book = Book()
    book.load(big(150, 3, "数值"))
    _prepared, pages = laid_out(book, Choice())
    check_places(pages)
    texts = [[one.text for one in pages.placed(number) if isinstance(one, PlacedWords)] for number in range(len(pages))]
    assert len(pages) >= 3
    assert all(sum(words == "数值0" for words in page) == 1 for page in texts)
    assert ["续表　表1-1" in page for page in texts] == [False] + [True] * (len(pages) - 1)
    rows = [words for page in texts for words in page if re.fullmatch(r"第\d+行", words)]
    assert rows == [f"第{number}行" for number in range(150)]
    assert [page[2] for page in texts] == [str(number) for number in range(1, len(pages) + 1)]
    book.load(big(5, 40, "三十个字的列标题" * 4))
    _prepared, pages = laid_out(book, Choice())
    check_places(pages)
    assert all(pages.is_landscape(number) for number in range(len(pages)))
    joined = squeezed(
        "".join(one.text for number in range(len(pages)) for one in pages.placed(number) if isinstance(one, PlacedWords))
    )
    assert all(f"三十个字的列标题{number}" in joined for number in range(40))


def test_a_pdf_says_in_its_text_what_is_printed(qtbot: QtBot, tmp_path: Path) -> None:
    book = Book()
    book.load(sample_records("bulletin"))
    done = finish(export_pdf(book, tmp_path / "季报.pdf", Choice(), ()))
    assert (done.exhibits, done.problems) == (20, ())
    document = pypdfium2.PdfDocument(tmp_path / "季报.pdf")
    assert document.get_metadata_value("Title") == book.title
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert [sign for sign in words if "\u2e80" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufaff"] == []
    plain = re.sub(r"\s", "", words)
    prepared = prepared_of(book, Choice())
    for exhibit in prepared.delivery.exhibits:
        texts = [exhibit.title, *exhibit.notes, exhibit.source]
        texts += [] if exhibit.is_chart else [words for row in exhibit.rows() for words in (row.stub, *row.cells)]
        assert [one for one in texts if squeezed(one) not in plain] == []
    # What stands in a chart is text as well, and its signs are those of the figures.
    assert "86.02%" in plain and "未定稿" in plain
    content = (tmp_path / "季报.pdf").read_bytes()
    assert content.count(b"/FontFile2") == 1 and content.count(b"/Subtype /Image") == 0
    assert re.findall(rb"/URI|/Launch|/JavaScript|/OpenAction", content) == []


def test_pdfs_of_equal_pages_are_equal_whenever_they_are_made(qtbot: QtBot, tmp_path: Path) -> None:
    book = Book()
    book.load(sample_records("bulletin"))
    finish(export_pdf(book, tmp_path / "a.pdf", Choice(part="表5-2"), ()))
    written = (tmp_path / "a.pdf").read_bytes()
    head = written.index(b"/CreationDate (D:") + len(b"/CreationDate (D:")
    assert written[head : head + 14] == b"20000101000000"
    assert re.findall(rb'MetadataDate="([^+"]*)', written) == [b"2000-01-01T00:00:00"] and b"00000000-0000" not in written
    later = written[:head] + b"20311231235959" + written[head + 14 :]
    assert len(later) == len(written) and without_times(later) == without_times(written)


def test_pages_are_in_the_books_language_and_a_final_one_is_no_draft(qtbot: QtBot, tmp_path: Path) -> None:
    set_language("en")
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        enter(desk, "表1", [(0, 0, "5")])
        for name, final in (("草稿", False), ("定稿", True)):
            finish(export_pdf(desk.book.snapshot(), tmp_path / f"{name}.pdf", Choice(final=final), ()))
    draft, final = (
        "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / f"{one}.pdf"))
        for one in ("草稿", "定稿")
    )
    assert "单位：亿元" in draft and "Unit" not in draft
    assert ("未定稿" in draft, "未定稿" in final) == (True, False)


def test_a_page_on_the_screen_is_the_page_on_paper(qtbot: QtBot) -> None:
    book = Book()
    book.load(sample_records("bulletin"))
    printed = finish(printed_book(book, Choice(part="图1-1"), (), None))
    pages = printed.pages
    image = QImage(595, 842, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    printed.paint(painter, 0)
    painter.end()
    (chart,) = [one for one in pages.placed(0) if isinstance(one, PlacedChart)]
    box = [
        image.pixelColor(x, y).name()
        for x in range(int(chart.left), int(chart.left + chart.width))
        for y in range(int(chart.top), int(chart.top + chart.height), 3)
    ]
    filled = {name for name in set(box) if box.count(name) > 300 and QColor(name).saturation() > 40}
    assert len(filled) >= 2  # the pieces of the ring, whatever the theme
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_a_pdf_that_cannot_be_written_leaves_the_old_one(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book()
    book.load(small_records())
    (tmp_path / "a.pdf").write_bytes(b"old")

    def full(*_arguments: object) -> None:
        raise UserError("磁盘已满")

    monkeypatch.setattr(page_painter, "write_whole", full)
    with pytest.raises(UserError, match="磁盘已满"):
        finish(export_pdf(book, tmp_path / "a.pdf", Choice(), ()))
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
