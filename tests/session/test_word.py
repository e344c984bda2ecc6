"""A Word document of exhibits: every cell is the book's, its captions come to the book's numbers, and it is a document for every program."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from openxml_audit import OpenXmlValidator

from ecdesk.charts import chart_bytes
from ecdesk.checks import Checker
from ecdesk.documents.writing import word_exhibits
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import delivered
from ecdesk.domain.book.layouts.delivered import PrintedExhibit
from ecdesk.domain.book.layouts.pages import head_lines, page_theme, spaced_width
from ecdesk.domain.book.records import Axis, Exhibit, Line
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import documents
from ecdesk.session.delivery.delivering import Which, chosen_exhibits
from ecdesk.session.delivery.documents import Choice, Delivered, export_word
from ecdesk.session.delivery.editions.explaining import explained
from ecdesk.session.delivery.exporting import export
from ecdesk.session.delivery.printing import printed_table
from ecdesk.session.new_books.sample import sample_records
from ecdesk.session.program.progress import finish
from ecdesk.session.tables import cells
from ecdesk.session.tables.outline import set_printed
from tests.books import small_records
from tests.marked_books import marked_records

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def sample(name: str) -> Book:
    book = Book()
    book.load(sample_records(name))
    return book


def written(book: Book, path: Path, choice: Choice | None = None) -> Delivered:
    return finish(export_word(book, path, choice, findings=()))


def grid(table: Any) -> list[list[str]]:
    """The texts of a table in Word, a merged cell once where it begins and "" where it goes on."""
    rows = []
    for row in table._tbl.tr_lst:
        line: list[str] = []
        for cell in row.tc_lst:
            words = "\n".join(
                "".join("\n" if part.tag == f"{W}br" else part.text or "" for part in paragraph.iter(f"{W}t", f"{W}br"))
                for paragraph in cell.p_lst
            )
            line += [words, *[""] * (cell.grid_span - 1)]
        rows.append(line)
    return rows


def expected(exhibit: PrintedExhibit) -> list[list[str]]:
    """The same of an exhibit."""
    width = len(exhibit.table.columns) + 1
    head = [[""] * width for _ in range(exhibit.depth)]
    head[0][0] = exhibit.corner
    for one in exhibit.heads:
        head[one.level][one.first + 1] = one.words
    return [*head, *([row.stub, *row.cells] for row in exhibit.rows())]


def joined(rows: list[list[str]]) -> list[list[str]]:
    """Headings are broken into lines where there is room for them."""
    return [[words.replace("\n", "") for words in row] for row in rows]


def test_headings_have_the_room_that_word_leaves_around_digits(tmp_path: Path) -> None:
    written(sample("report"), tmp_path / "a.docx", Choice(part="表B-5"))
    (table,) = docx.Document(str(tmp_path / "a.docx")).tables
    heads = {cell._tc: cell for row in table.rows[:2] for cell in row.cells}.values()
    lines = [(line, cell.width.pt) for cell in heads for line in cell.text.split("\n")]
    theme = page_theme()
    cell = docx.Document(str(tmp_path / "a.docx")).styles["表内数字"].paragraph_format
    assert cell.line_spacing_rule == WD_LINE_SPACING.EXACTLY and cell.line_spacing.pt > theme.table[0]
    assert (
        "".join(head_lines("Internationalisation (thousand tonnes)", 4, 9)).replace(" ", "")
        == "Internationalisation(thousandtonnes)"
    )
    assert head_lines("2015年1—9月同比增速（%）", 70, 9) == ["2015年1—9月", "同比增速", "（%）"]  # what is nearest to half
    assert lines and all(spaced_width(line, theme.table[0]) <= width - 2 * theme.cell_gap for line, width in lines)


def test_a_picture_has_one_note_and_explains_no_symbol_that_only_its_table_prints(tmp_path: Path) -> None:
    under = {}
    for tables in (False, True):
        written(sample("report"), tmp_path / "a.docx", Choice(part="图1-1", chart_tables=tables))
        document = docx.Document(str(tmp_path / "a.docx"))
        under[tables] = [one.text for one in document.paragraphs if one.style.style_id == "NoteLine" and one.text]
    note = "注：2012年为初步数。带*的数尚无出处，不是正式数据。部分增速由前后两期的数值推算。"
    assert under[False] == [note, "数据来源：国家统计局"]
    written(sample("report"), tmp_path / "a.docx", Choice(part="图1-8"))  # its growth is not drawn
    assert not any("未印出" in one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert [words[:5] for words in under[True]] == [note[:5], "符号说明：", "数据来源："]


def test_a_table_with_a_chart_stands_there_as_a_table_with_its_chart_under_it(tmp_path: Path) -> None:
    book = sample("bulletin")
    one = next(exhibit for exhibit in book.exhibits() if exhibit.chart is not None and exhibit.printed)
    book.load(iter([replace(one, number="表9-1")]))
    written(book, tmp_path / "a.docx", Choice(part="表9-1"))
    document = docx.Document(str(tmp_path / "a.docx"))
    (table,) = document.tables
    (picture,) = document.inline_shapes
    order = list(document.element.body.iter())
    assert order.index(table._tbl) < order.index(picture._inline)
    assert [par.text for par in document.paragraphs if par.style.style_id == "Caption"] == [f"表9-1　{one.caption}"]


@pytest.mark.parametrize("name", ["report", "bulletin"])
def test_every_cell_of_the_document_is_the_books(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "report":  # its charts are drawn by other tests
        one = next(exhibit for exhibit in sample("bulletin").exhibits() if exhibit.chart is not None)
        drawn = {kind: chart_bytes(build_table(sample("bulletin"), one), kind, 40) for kind in ("png", "svg")}
        monkeypatch.setattr(documents, "chart_bytes", lambda _table, kind, bare: drawn[kind])
    book = sample(name)
    done = written(book, tmp_path / "a.docx", Choice(chart_tables=True))
    chosen = chosen_exhibits(book, Which.PRINTED)
    checker, grouping = Checker(book), book.setting("grouping", THIN_SPACE)
    tables = explained(book, chosen, {one.id: printed_table(checker, one, grouping) for one in chosen})
    exhibits = [PrintedExhibit(tables[one.id]) for one in chosen]
    document = docx.Document(str(tmp_path / "a.docx"))
    assert (done.exhibits, done.problems) == (len(chosen), ())
    assert [joined(grid(table)) for table in document.tables] == [joined(expected(one)) for one in exhibits]
    assert all("\n" not in words for table in document.tables for row in grid(table)[4:] for words in row)
    captions = [one.text for one in document.paragraphs if one.style.style_id == "Caption"]
    assert captions == [one.title for one in exhibits]
    assert len(document.inline_shapes) == sum(one.has_chart for one in exhibits)
    notes = [one.text for one in document.paragraphs if one.style.style_id == "NoteLine" and one.text]
    said = [words for one in exhibits for words in (*one.notes, one.source) if words]
    left = iter(notes)  # what drawing a chart has to say stands in the same note
    assert all(any(one.startswith(words) for one in left) for words in said)
    assert all(words.startswith("注：") for words in notes if words not in said)
    units = [one.text for one in document.paragraphs if one.style.style_id == "UnitLine"]
    assert units == [one.unit_line for one in exhibits if one.unit_line and not one.is_chart]
    for table, exhibit in zip(document.tables, exhibits, strict=True):
        repeated = [row.trPr is not None and row.trPr.find(f"{W}tblHeader") is not None for row in table._tbl.tr_lst]
        assert repeated == [True] * exhibit.depth + [False] * len(exhibit.table.rows)
        assert sum(int(one.get(f"{W}w")) for one in table._tbl.tblGrid.gridCol_lst) <= 9100  # as wide as the page at most
    assert {words for one in document.sections for words in [one.header.paragraphs[0].text]} == {f"{book.title}\t未定稿"}
    assert OpenXmlValidator().validate(str(tmp_path / "a.docx")).errors == []


def codes(path: Path) -> list[str]:
    """The fields of a document."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    return [code.strip() for part in parts for code in re.findall(r"<w:instrText[^>]*>([^<]*)<", part)]


def test_captions_come_to_the_numbers_of_the_book_whatever_goes_out(tmp_path: Path) -> None:
    """Word counts by itself when its fields are brought up to date: each is told which number it has."""
    book = sample("report")
    written(book, tmp_path / "a.docx", Choice(part="第3章"))
    counted = [code for code in codes(tmp_path / "a.docx") if code.startswith("SEQ")]
    assert counted == [f"SEQ 图 \\* ARABIC \\r {number}" for number in range(1, 9)]
    document = docx.Document(str(tmp_path / "a.docx"))
    heading = next(one for one in document.paragraphs if one.style.style_id == "Heading1")
    assert [one.text for one in heading.runs if one.style.style_id == "ChapterNumber"] == ["3"]
    assert codes(tmp_path / "a.docx").count("STYLEREF ChapterNumber") == 8
    written(book, tmp_path / "b.docx", Choice(part="图3-4"))
    assert len(docx.Document(str(tmp_path / "b.docx")).inline_shapes) == 1


def test_a_document_is_the_same_byte_for_byte_and_a_final_one_is_no_draft(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "100.5"), (1, 0, "7")])
        for name, final in (("a", False), ("b", False), ("c", True)):
            written(desk.book, tmp_path / f"{name}.docx", Choice(final=final))
    one, two, final = ((tmp_path / f"{name}.docx").read_bytes() for name in "abc")
    assert one == two != final
    assert "未定稿" not in docx.Document(io.BytesIO(final)).sections[0].header.paragraphs[0].text


def decimal_places(table: Any, column: int) -> Iterator[float]:
    """How far from the right edge of a column the decimal points of its figures stand, in twips."""
    for row in table._tbl.tr_lst:
        paragraph = row.tc_lst[column].p_lst[0]
        words = "".join(part.text for part in paragraph.iter(f"{W}t"))
        right = paragraph.pPr.find(f"{W}ind")
        if re.fullmatch(r"-?[\d\u2009]+(\.\d+)?", words):
            tail = words.partition(".")[2]
            yield int(right.get(f"{W}right")) + round((len(tail) * 0.5 + 0.27 * bool(tail)) * 9 * 20)


def test_decimal_points_stand_below_each_other(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "1234567.5"), (1, 0, "7"), (2, 0, "0.125"), (3, 0, "-33.25")])
        written(desk.book, tmp_path / "a.docx")
    (table,) = docx.Document(str(tmp_path / "a.docx")).tables
    places = list(decimal_places(table, 1))
    assert len(places) == 4 and max(places) - min(places) <= 2


def wide(columns: int, label: str) -> Exhibit:
    made = next(one for one in small_records() if isinstance(one, Exhibit))
    lines = [
        Line(f"c{number}", f"{label}{number}", {"indicator": "网络零售额", "item": str(number)}) for number in range(columns)
    ]
    return replace(made, caption="很长的标题" * 80, columns=tuple(lines))


def test_a_table_that_is_wider_than_the_page_goes_on_in_pieces(tmp_path: Path) -> None:
    label = "三十个字的列标题" * 4
    with Desk.create(tmp_path / "a.ecd", [*small_records(), wide(40, label)]) as desk:
        cells.enter(desk, "表1", [(0, 0, "1000000000000000"), (1, 0, "0.01"), (3, 39, "5")])
        written(desk.book, tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    assert len(document.tables) > 3
    texts = [joined(grid(table)) for table in document.tables]
    assert [words for rows in texts for words in rows[0][1:]] == [f"{label}{number}" for number in range(40)]
    assert {tuple(row[0] for row in rows[1:]) for rows in texts} == {("北京", "天津", "河北", "山西")}
    assert (texts[0][1][1].replace(THIN_SPACE, ""), texts[0][2][1], texts[-1][4][-1]) == ("1000000000000000", "0.01", "5")
    captions = [one.text for one in document.paragraphs if one.style.style_id == "Caption"]
    assert captions[1:] == ["续表　表1-1"] * (len(document.tables) - 1)
    assert [one.orientation for one in document.sections] == [1]
    assert OpenXmlValidator().validate(str(tmp_path / "a.docx")).errors == []


def test_what_follows_a_long_and_wide_table_begins_no_page(tmp_path: Path) -> None:
    lines = tuple(Line(f"r{n}", f"第{n}行", {"area": "110000", "period": str(1900 + n)}) for n in range(60))
    one = wide(40, "三十个字的列标题" * 4)
    book = Book()
    book.load([*small_records(), replace(one, rows=lines), replace(one, id="表2", number="表1-2", caption="后一张")])
    written(book, tmp_path / "a.docx")
    captions = [one for one in docx.Document(str(tmp_path / "a.docx")).paragraphs if one.style.style_id == "Caption"]
    assert sum(one.text == "续表　表1-1" for one in captions) > 4
    (behind,) = [one for one in captions if one.text.endswith("后一张")]
    assert not behind.paragraph_format.page_break_before


def test_a_table_that_is_longer_than_the_page_goes_on_under_its_number(tmp_path: Path) -> None:
    def parts(rows: int, broken: int = 0) -> tuple[list[int], list[bool]]:
        lines = tuple(Line(f"r{n}", f"第{n}行", {"area": "110000", "period": str(1900 + n)}) for n in range(rows))
        small = next(one for one in small_records() if isinstance(one, Exhibit))
        made = replace(small, number="表1-9", rows=lines, continued_after=broken, source_line="数据来源：统计局")
        book = Book()
        book.load([*(one for one in small_records() if not isinstance(one, Exhibit)), made])
        written(book, tmp_path / "a.docx", Choice(part="表1-9"))
        document = docx.Document(str(tmp_path / "a.docx"))
        rest = [words for table in document.tables for words in (row.cells[0].text for row in table.rows[1:])]
        assert rest == [f"第{n}行" for n in range(rows)]
        heads = [one for one in document.paragraphs if one.style.style_id == "Caption" and one.text == "续表　表1-9"]
        assert len(heads) == len(document.tables) - 1
        return [len(table.rows) - 1 for table in document.tables], [bool(one.paragraph_format.page_break_before) for one in heads]

    assert parts(20) == ([20], [])
    assert parts(20, broken=8) == ([8, 12], [True])
    counts, breaks = parts(100)
    assert len(counts) == 3 and all(breaks) and max(counts) < 45 and min(counts[:-1]) > 30


def test_what_an_editor_wrote_is_text_and_no_field(tmp_path: Path) -> None:
    hostile = '\x01{ DDE "a" }<w:p/>&amp;]]>\u202e=1+1 SEQ \\r 1 '
    book = Book()
    book.load(marked_records(lambda words, _place: hostile + words))
    written(book, tmp_path / "a.docx", Choice(exhibits=Which.ALL, chart_tables=True))
    assert {code.split()[0] for code in codes(tmp_path / "a.docx")} <= {"SEQ", "STYLEREF", "PAGEREF", "PAGE"}
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert not [name for name in archive.namelist() if re.search("external|embed|vba|attached", name)]
        assert not [name for name in archive.namelist() if name.endswith(".rels") and b"External" in archive.read(name)]
    words = docx.Document(str(tmp_path / "a.docx")).tables[0].cell(0, 0).text.replace("\n", "")
    assert words.startswith('{ DDE "a" }<w:p/>&amp;]]>')


def test_refusals_are_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        for part in ("图9-9", "第7章"):
            with pytest.raises(UserError, match=f"没有图表或章节“{part}”"):
                written(desk.book, tmp_path / "a.docx", Choice(part=part))
        cells.enter(desk, "表1", [(0, 0, "见注")])
        with pytest.raises(UserError, match="北京"):
            written(desk.book, tmp_path / "a.docx", Choice(final=True))
        monkeypatch.setattr(word_exhibits, "MOST_CELLS", 10)
        with pytest.raises(UserError, match="Word 排不了这么长的表"):
            written(desk.book, tmp_path / "a.docx")
        monkeypatch.setattr(delivered, "MOST_CELLS", 10)  # nor does anything else print it, and nobody counts its sums before
        for write in (export_word, export):
            with pytest.raises(UserError, match="“表1-1”有 4 行，过大"):
                finish(write(desk.book, tmp_path / "a.out"))
        set_printed(desk, "表1", False)
        monkeypatch.undo()
        with pytest.raises(UserError, match="没有一张图表"):
            written(desk.book, tmp_path / "a.docx")
        assert written(desk.book, tmp_path / "b.docx", Choice(part="表 1-1")).exhibits == 1
        assert len(desk.book.exhibit("表1").lines(Axis.ROWS)) == 4
    assert not (tmp_path / "a.docx").exists()
