"""Whatever an editor or a sender wrote, nothing that is written for others holds a formula, a link or a field of it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import count, product
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

import ecdesk
from ecdesk.charts import save_all
from ecdesk.documents import write_comments
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.pairing import Pairing
from ecdesk.domain.book.records import Record
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.documents import TextComment
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.files.outgoing import guarded, looks_like_a_formula, unguarded, writable, write_csv
from ecdesk.excel.formats import load_workbook
from ecdesk.gui.grid.editing import calc_cells, clipboard
from ecdesk.gui.versions.compare_page import Difference, write_differences
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import export
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.rules.results import write_findings
from ecdesk.session.submissions.imports import assess_file, read_one, reading_context
from ecdesk.session.submissions.queries import send_forms, send_letters
from ecdesk.session.versions.versions import write_comparison
from tests.marked_books import marked_records, unread

BEFORE = (
    *("", " ", "\u3000", "\u00a0", "\u2028", "\t", "\r", "\n", "'", '"', "“", "’", "＂"),
    *("\ufeff", "\u200b", "\u202e", "\u2066", "\u00ad", "\x00", "\x01", " \u200b\n"),
)
STARTS = "=+-@＝＋－＠"
BODIES = (
    'HYPERLINK("http://a.invalid","x")',
    "cmd|' /C calc'!A0",
    'DDE("a";"b";"c")',
    'WEBSERVICE("http://a.invalid")',
    "1+1",
    "SUM(A1:A9)",
    "'[\\\\a.invalid\\b.xls]c'!A1",
)
OTHERS = (
    *("$x^2$", "\\frac{1}{2}", "&amp;", "<f>1</f>", "<![CDATA[", "]]>", "{=1}", "&A&P", "%00", "#REF!", "TRUE"),
    *("http://a.invalid", "mailto:a@b.invalid"),
)
"""What charts, XML, headers of pages and spreadsheets could read as something else."""
PAYLOADS = [f"{before}{start}{BODIES[number % len(BODIES)]}" for number, (before, start) in enumerate(product(BEFORE, STARTS))]
PAYLOADS.extend(OTHERS)
"""What stands before every text, one after the other."""
ROUNDS = (0, 100)


class Marks:
    """Puts the next payload before each text. given: those that a text got."""

    def __init__(self, start: int) -> None:
        self._next = count(start)
        self.given: set[str] = set()

    def __call__(self, words: str, _place: str) -> str:
        payload = PAYLOADS[next(self._next) % len(PAYLOADS)]
        self.given.add(payload)
        return payload + words


def hostile_records(start: int) -> tuple[list[Record], set[str]]:
    """The records of the marked book, and the payloads that stand in them."""
    marks = Marks(start)
    return [*marked_records(marks), unread(marks)], marks.given


@pytest.fixture(scope="module", params=ROUNDS)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The book with other payloads in each round."""
    path = tmp_path_factory.mktemp("hostile") / "book.ecd"
    with Desk.create(path, hostile_records(request.param)[0], "=1+1") as desk:
        yield desk


def test_every_payload_stands_in_some_text() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) > 180
    assert set().union(*(hostile_records(start)[1] for start in ROUNDS)) == set(PAYLOADS)


def complaints(path: Path) -> Iterator[str]:
    """What a workbook holds besides texts and figures of its own."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        yield from (name for name in names if re.search(r"external|connections|vba|embed|activex", name, re.IGNORECASE))
        for name in names:
            if name.endswith((".xml", ".rels")):
                yield from (f"{name}: {words}" for words in _in_part(name, archive.read(name)))


AREA = re.compile(r"(?:('(?:[^']|'')+'|\w+)!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?,?)+")
"""Cells of the workbook itself."""
_HEAD = r"(?:[A-Z]+\d+|SUBSTITUTE\([A-Z]+\d+,CHAR\(10\),\"\"\))"
FOLLOWS = re.compile(
    rf"[A-Z]+\d+(?:[*/]\d+)?|ROUND\(\([A-Z]+\d+/[A-Z]+\d+-1\)\*100,\d+\)|(?:[A-Z]+\d+|[0-9.]+)-SUM\([A-Z]+\d+(?:,[A-Z]+\d+)*\)|{_HEAD}|LEFT\({_HEAD},LEN\({_HEAD}\)-\d+\)"
)
"""What the program itself writes beside a chart: cells that follow others of their sheet. No text of anybody's is in it."""


def _in_part(name: str, content: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(content).iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "f" and not ((AREA if "/charts/" in name else FOLLOWS).fullmatch(element.text or "")):
            yield f"formula {element.text}"
        if tag in ("fldSimple", "instrText", "ddeLink", "oleLink", "webPublishItem") or element.get("TargetMode") == "External":
            yield ElementTree.tostring(element, "unicode")
        if tag == "hyperlink" and not re.fullmatch(r"'.+'!A1", element.get("location", "")):
            yield f"link to {element.attrib}"
        if tag == "definedName" and not re.fullmatch(r"_xlnm\.\w+|\w+", element.get("name", "")):
            yield f"name {element.attrib}"
        if tag == "definedName" and not element.get("name", "").startswith("_xlnm.") and not AREA.fullmatch(element.text or ""):
            yield f"name of {element.text}"
        if tag == "c" and element.get("t") not in (None, "n", "s", "inlineStr", "str"):
            yield f"cell {element.attrib}"


def unmarked(path: Path) -> list[str]:
    """Cells with a text that looks like a formula and without the mark that keeps it a text when it is edited."""
    cells = (
        cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    )
    return [cell.value for cell in cells if looks_like_a_formula(cell.value) and not cell.quotePrefix]


def texts(path: Path) -> set[str]:
    """The texts of a workbook, as the program reads it back."""
    return {value for sheet in load_workbook(path).sheets for row in sheet.rows for value in row if isinstance(value, str)}


def test_a_workbook_holds_texts_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    book, findings = desk.book, findings_of_book(desk.book)
    finish(export(book, tmp_path / "a.xlsx", findings=findings))
    finish(write_comparison(tmp_path / "b.xlsx", ["=1"] * 6, [["=1"] * 6], Pairing(Book(), book), ("=1", "@2")))
    finish(write_findings(desk, findings, {}, tmp_path / "c.xlsx"))
    for path in sorted(tmp_path.iterdir()):
        assert [*complaints(path), *unmarked(path)] == []
    exhibit = book.exhibit("t1")
    # Headings are broken into lines.
    written = " ".join("".join(words.split()) for name in ("a", "a-审核结果") for words in texts(tmp_path / f"{name}.xlsx"))
    entries = book.exhibit("l1").rows[0].texts.values()
    for words in (*entries, *exhibit.notes, *(line.label for line in (*exhibit.rows, *exhibit.columns)), findings[0].rule_name):
        assert "".join(writable(words).split()) in written


def test_forms_and_letters_hold_texts_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    forms = finish(send_forms(desk.book, tmp_path / "forms"))
    letters = finish(send_letters(desk.book, findings_of_book(desk.book), tmp_path))
    assert len(forms) == 3 and letters
    for path in (*forms, *letters):
        assert [*complaints(path), *unmarked(path)] == []


def test_a_form_is_read_back_whatever_stands_in_its_texts(desk: Desk, tmp_path: Path) -> None:
    """The cell of the first figure is filled in; what comes back is under its key."""
    path = finish(send_forms(desk.book, tmp_path))[0]
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    row = next(row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value).startswith("ecdesk¦figure"))
    key = str(sheet.cell(row, 1).value).split("¦")[2]
    sheet.cell(row, 6).value = 12.5
    workbook.save(path)
    lines = assess_file(desk.book, path, read_one(path, reading_context(desk.book))).lines
    assert [(str(one.key), print_content(one.reading.amount)) for one in lines] == [(key, "12.5亿元")]


def test_lists_are_texts_and_are_read_back_as_they_were(desk: Desk, tmp_path: Path) -> None:
    findings = findings_of_book(desk.book)
    finish(write_findings(desk, findings, {}, tmp_path / "a.csv"))
    prose = tmp_path / "prose.txt"
    prose.write_text(
        "".join(f"{one.strip()}全市进出口总值240.0亿元。其中，出口149.1亿元；进口45.9亿元。\n" for one in PAYLOADS[:9]), "utf-8"
    )
    assert manuscripts.findings_csv(manuscripts.proofread_file(prose), tmp_path / "b.csv")
    payloads = PAYLOADS
    write_differences([Difference(one, one, "added", one, one, one, one) for one in payloads], tmp_path / "c.csv")
    for name in "abc":
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            fields = [field for row in csv.reader(file) for field in row]
        assert [field for field in fields if looks_like_a_formula(field) and field[0] != "'"] == []
        assert [field for field in fields if guarded(unguarded(field)) != field] == []
    write_csv(tmp_path / "d.csv", ["甲", "乙"], [["1", one] for one in payloads])
    read = load_workbook(tmp_path / "d.csv").sheets[0].rows[1:]
    assert [row[1] for row in read] == list(map(writable, payloads))


def test_the_clipboard_holds_texts_and_gives_them_back(desk: Desk) -> None:
    cells = [[clipboard.CopiedCell(one, False), clipboard.CopiedCell("-5.2", True)] for one in PAYLOADS]
    copied = clipboard.write_text(cells)
    assert clipboard.read_text(copied).rows == tuple((writable(one), "-5.2") for one in PAYLOADS)
    for row in csv.reader(io.StringIO(copied, newline=""), delimiter="\t"):
        assert (looks_like_a_formula(row[0]), row[0][:1]) in ((False, row[0][:1]), (True, "'"))
        assert row[1] == "-5.2"
    html = clipboard.write_html([*cells, [clipboard.CopiedCell("甲\n=1+1\n乙", False)]])
    assert html.count('<td x:str sdnum="1033;0;@" style=\'mso-number-format:') == len(PAYLOADS) + 1
    # LibreOffice begins a cell with each line: measured with 7.4, whose cells of later lines have no format any more.
    lines = [
        unescape(line) for words in re.findall(r"<td x:str [^>]*>(.*?)</td>", html, re.DOTALL) for line in words.split("<br>")[1:]
    ]
    assert len(lines) > 16 and [line for line in lines if looks_like_a_formula(line) and line[0] != "'"] == []
    assert html.count("x:num=") == len(PAYLOADS)
    assert re.findall(r"x:fmla|formula|<a |<img|href", html) == []
    content = calc_cells.write_sheet(cells)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = ElementTree.fromstring(archive.read("content.xml"))
    names = {name.rpartition("}")[2] for element in tree.iter() for name in (element.tag, *element.attrib)}
    assert not names & {"formula", "a", "href", "dde-source", "image"}


def test_charts_show_texts_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    chart = replace(desk.book.exhibit("f1"), caption="$x^2$ &amp; <b> ]]> \u2028\u202e\x01\\frac{1}{2}", unit="=1")
    steps = list(save_all([build_table(desk.book, chart)], tmp_path, ("svg", "pdf", "png")))
    assert [step.problem for step in steps] == [None] * 3
    svg = (tmp_path / steps[0].path.name).read_text("utf-8")
    drawn = [comment.strip() for comment in re.findall(r"<!-- (.*?) -->", svg)]
    assert any("$x^2$" in words and "\\frac{1}{2}" in words for words in map(unescape, drawn))
    names = {name.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter() for name in (element.tag, *element.attrib)}
    assert not names & {"a", "image", "script", "foreignObject", "text"}
    assert [one for one in re.findall(r'href="([^"]*)"', svg) if not one.startswith("#")] == []
    assert re.findall(rb"/URI|/Launch|/JavaScript|/JS|/AA|/OpenAction", steps[1].path.read_bytes()) == []


def test_comments_in_a_manuscript_are_plain_words(desk: Desk, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("合计240.0亿元。")
    document.save(str(tmp_path / "a.docx"))
    words = "\n".join(PAYLOADS)
    assert write_comments(tmp_path / "a.docx", tmp_path / "b.docx", [TextComment(2, 9, words)]) == 1
    assert list(complaints(tmp_path / "b.docx")) == []


DOORS = {
    r"csv\.writer\(|DictWriter": {"domain/files/outgoing.py"},
    r"cell\.value = |\.data_type = |cell\.hyperlink = ": {"excel/forms/form_sheets.py"},
    r"\.write_(string|formula|url|comment|number|blank|rich_string|row|column|datetime)\(|worksheet\.write\(": {
        "excel/writing/sheets.py"
    },
    r"clipboard\(\)\.set": {
        "gui/submissions/board_page.py",
        "gui/charts/panel.py",
        "gui/desk/dialogs.py",
        "gui/desk/editor_area.py",
        "gui/panels/findings_panel.py",
        "gui/grid/editing/copy_and_paste.py",
        "gui/proof/sentences_page.py",
        "gui/records/english_page.py",
    },
    r"x:str|office:value-type": {"gui/grid/editing/clipboard.py", "gui/grid/editing/calc_cells.py"},
    r"commentReference|fldSimple|instrText": {"documents/writing/word_changes.py", "documents/writing/word_markup.py"},
}
"""What puts a text into something for others, and who may: each of them is tried above, the report of a bug excepted."""


def test_texts_leave_by_these_doors_alone() -> None:
    root = Path(ecdesk.__file__).parent
    written = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.py")}
    readers = ("excel/reading/", "prose/")
    for pattern, doors in DOORS.items():
        found = {name for name, source in written.items() if not name.startswith(readers) and re.search(pattern, source)}
        assert found == doors, pattern
