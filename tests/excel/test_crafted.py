"""Files made against a reader: whatever they ask for is counted, and refused in a sentence before it is given."""

from __future__ import annotations

import cProfile
import pstats
import re
import struct
import zipfile
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.excel.formats import Sheet, biff, limits, load_workbook, load_workbook_bytes
from ecdesk.excel.formats.formulas import MOST_WORK, formula_text
from ecdesk.excel.formats.grid import Workbook, number_format
from ecdesk.excel.reading import bounds, read_received
from ecdesk.excel.reading.tables import cell_kinds, figures
from ecdesk.excel.reading.texts import headings
from ecdesk.excel.reading.texts.labels import Label, LabelReader
from tests.excel.binary import record, wide, xls, xlsb
from tests.excel.makers import as_csv, as_html, as_xml_2003, workbook
from tests.excel.test_hostile import ROWS, SHEET, changed, packed

XML_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>%s</Table></Worksheet></Workbook>'
)
ODF = (
    '<?xml version="1.0"?><o:document xmlns:o="urn:o" xmlns:t="urn:t" xmlns:x="urn:x"><o:body>'
    '<t:table t:name="S">%s</t:table></o:body></o:document>'
)
ODF_CELL = '<t:table-cell o:value-type="float" o:value="1"><x:p>1</x:p></t:table-cell>'
FORMULA = "+".join(["A100"] * 1_200)


def with_rows(tmp_path: Path, rows: str, before: str = "", after: str = "") -> list[Sheet]:
    """The sheets of a workbook whose first sheet holds these rows."""

    def change(content: bytes) -> bytes:
        start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>")
        return (
            content[:start]
            + before.encode()
            + b"<sheetData>"
            + rows.encode()
            + content[end:].replace(b"</sheetData>", b"</sheetData>" + after.encode())
        )

    return load_workbook_bytes(changed(packed(tmp_path), SHEET, change), "a.xlsx").sheets


def ods(tmp_path: Path, rows: str) -> list[Sheet]:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", ODF % rows)
    return load_workbook(path).sheets


def test_a_text_without_end_is_cut_off_whatever_holds_it(tmp_path: Path) -> None:
    words = "网络零售额" * 9_000
    rows = [["指标", "2018年"], [words, "5"]]
    made = [
        with_rows(tmp_path, f'<row r="1"><c r="A1" t="inlineStr"><is><t>{words}</t></is></c></row>'),
        ods(tmp_path, f"<t:table-row><t:table-cell><x:p>{words}</x:p></t:table-cell></t:table-row>"),
        load_workbook(as_csv(tmp_path / "a.csv", rows)).sheets,
        load_workbook(as_html(tmp_path / "a.xls", rows)).sheets,
        load_workbook(as_xml_2003(tmp_path / "b.xls", rows)).sheets,
        load_workbook(xlsb(tmp_path / "a.xlsb", rows)).sheets,
    ]
    for sheets in made:
        texts = [len(value) for row in sheets[0].rows for value in row if isinstance(value, str)]
        assert max(texts) == limits.TEXT_LENGTH


CELL = '<c r="A1"><v>1</v></c>'
GOOD = f'<row r="1">{CELL}</row>'
REFUSED = {
    "an attribute twice": ('<row r="1"><c ' + 'r="A1" ' * 20_000 + "><v>1</v></c></row>", "", "损坏"),
    "elements": ("<row/>" * 2_600_000, "", "过大"),
    "a shared formula": (
        f'<row r="1"><c r="B1"><f t="shared" si="0">{FORMULA}</f></c></row>'
        + "".join(f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/></c></row>' for row in range(2, 8_000)),
        "",
        "过大",
    ),
    "a reference without an end": (f'<row r="1"><c r="A{"9" * 100_000}"><v>1</v></c></row>', "", "损坏"),
    "a row without an end": (f'<row r="{"9" * 100_000}">{CELL}</row>', "", "损坏"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_sheet_that_asks_for_too_much_is_refused(name: str, tmp_path: Path) -> None:
    rows, before, words = REFUSED[name]
    with pytest.raises(UserError, match=rf"a\.xlsx.*{words}"):
        with_rows(tmp_path, rows, before)


@pytest.mark.parametrize("rows", ["<a>" * 300 + "</a>" * 300, "<Row " + " ".join(f'a{at}="1"' for at in range(20_000)) + "/>"])
def test_nesting_is_counted_and_attributes_are_no_more_work_than_they_are_long(rows: str) -> None:
    with pytest.raises(UserError, match=r"过大|没有内容"):
        load_workbook_bytes((XML_2003 % rows).encode(), "a.xls")


def test_hidden_columns_are_marked_once_however_often_they_are_named(tmp_path: Path) -> None:
    columns = "<cols>" + '<col min="2" max="16384" hidden="1"/>' * 20_000 + "</cols>"
    (sheet,) = with_rows(tmp_path, GOOD, columns)
    assert sheet.hidden_columns == frozenset(range(1, limits.COLUMNS))


def test_merged_ranges_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    merged = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 50 + "</mergeCells>"
    assert len(with_rows(tmp_path, GOOD, after=merged)[0].merged) == 50
    monkeypatch.setattr(limits, "MERGED", 40)
    with pytest.raises(UserError, match="范围过大"):
        with_rows(tmp_path, GOOD, after=merged)


def test_what_the_sheets_take_is_counted_over_all_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", {title: [[1, 2, 3]] * 10 for title in "abc"})
    assert len(load_workbook(path).sheets) == 3
    for limit, most in (("CELLS", 80), ("FILLED", 80)):
        with monkeypatch.context() as lowered, pytest.raises(UserError, match="“c”里有内容的范围过大"):
            lowered.setattr(limits, limit, most)
            load_workbook(path)


def test_a_long_text_that_every_cell_shares_takes_no_more_room_than_a_file_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"长" * 5_000}</t></si></sst>'
    path = tmp_path / "a.xlsx"
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 101))
    path.write_bytes(
        changed(packed(tmp_path), SHEET, lambda content: content.replace(b"<sheetData>", b"<sheetData>" + cells.encode(), 1))
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    monkeypatch.setattr(door, "TEXT_BYTES", 499_999)
    with pytest.raises(UserError, match="过大"):
        load_workbook(path)
    monkeypatch.setattr(door, "TEXT_BYTES", 1_000_000)
    assert len(load_workbook(path).sheets[0].rows[50][0]) == limits.TEXT_LENGTH


def test_formulas_errors_and_formats_come_from_one_walk(tmp_path: Path) -> None:
    rows = (
        '<row r="2" hidden="1"><c r="A2"><f>SUM(A$1:$B3)&amp;"x"</f><v>1</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" ref="C3:C5" si="1">A3+$B$1*A$2</f><v>1</v></c></row>'
        '<row><c><v>7</v></c><c r="C4"><f t="shared" si="1"/><v>2</v></c><c t="str"><v>d</v></c></row>'
    )
    (sheet,) = with_rows(tmp_path, rows)
    assert sheet.formulas == {
        (1, 0): '=SUM(A$1:$B3)&"x"',
        (1, 1): "=1/0",
        (2, 2): "=A3+$B$1*A$2",
        (3, 2): "=A4+$B$1*A$2",
    }
    assert sheet.hidden_rows == {1}
    assert sheet.rows[1][1] == "#DIV/0!"
    assert sheet.rows[3] == [7.0, "", 2.0, "d"]


def test_a_cell_of_another_row_than_it_stands_in_is_where_it_says(tmp_path: Path) -> None:
    (sheet,) = with_rows(tmp_path, '<row r="1"><c r="A11"><f>1+1</f><v>2</v></c></row>')
    assert sheet.formulas == {(10, 0): "=1+1"}
    with pytest.raises(UserError, match="范围过大"):
        with_rows(tmp_path, '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048571"><v>1</v></c></row>')


def test_a_directory_of_very_many_parts_is_refused_before_it_is_read() -> None:
    line = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(line) * 10_000, 4, 0)
    with pytest.raises(UserError, match="过大"):
        load_workbook_bytes(b"PK\x03\x04" + line * 10_000 + end, "a.xlsx")


def test_other_ways_of_packing_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UserError, match="损坏"):
        load_workbook(path)


MANY = {
    "hidden rows": '<Row ss:Hidden="1"><Cell><Data ss:Type="Number">1</Data></Cell></Row>' * 20_000,
    "merged cells": "<Row>" + '<Cell ss:Index="1" ss:MergeDown="9"><Data ss:Type="Number">1</Data></Cell>' * 20_000 + "</Row>",
}


@pytest.mark.parametrize("name", MANY)
def test_the_xml_of_2003_is_gathered_and_not_copied_with_each_row(name: str) -> None:
    (sheet,) = load_workbook_bytes((XML_2003 % MANY[name]).encode(), "a.xls").sheets
    assert len(sheet.hidden_rows) + len(sheet.merged) == 20_000


def test_empty_rows_of_many_sheets_are_counted_together() -> None:
    sheet = '<Row ss:Index="900000"><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
    two = sheet + '</Table></Worksheet><Worksheet ss:Name="T"><Table>' + sheet
    with pytest.raises(UserError, match="“T”里有内容的范围过大"):
        load_workbook_bytes((XML_2003 % two).encode(), "a.xls")


def test_repeats_of_an_ods_take_no_room_of_their_own(tmp_path: Path) -> None:
    columns = '<t:table-column t:visibility="collapse" t:number-columns-repeated="16384"/>' * 2_000
    spaces = "<t:table-row><t:table-cell><x:p>" + '<x:s x:c="64"/>' * 20_000 + "a</x:p></t:table-cell></t:table-row>"
    hidden = f'<t:table-row t:visibility="collapse" t:number-rows-repeated="30000">{ODF_CELL}</t:table-row>'
    (sheet,) = ods(tmp_path, columns + hidden + spaces)
    assert len(sheet.hidden_columns) == limits.COLUMNS and len(sheet.hidden_rows) == 30_000
    wide_rows = ('<t:table-row><t:table-cell t:number-columns-repeated="16000"/>' + ODF_CELL + "</t:table-row>") * 300
    with pytest.raises(UserError, match="范围过大"):
        ods(tmp_path, wide_rows)


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ('<t:percentage-style t:name="P"><t:number t:decimal-places="1"/></t:percentage-style>', "0.0%"),
        ('<t:number-style t:name="P"><x:t>超</x:t><t:number t:decimal-places="0"/></t:number-style>', '"超"0'),
    ],
)
def test_a_default_style_is_that_of_the_column(tmp_path: Path, style: str, code: str) -> None:
    styles = style + '<t:style t:name="c" t:data-style-name="P"/>'
    columns = '<t:table-column t:number-columns-repeated="2"/><t:table-column t:default-cell-style-name="c"/>'
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            (ODF % (columns + f"<t:table-row>{ODF_CELL * 3}</t:table-row>")).replace("<o:body>", styles + "<o:body>"),
        )
    assert load_workbook(path).sheets[0].formats == {(0, 2): code}


def test_very_many_empty_fields_are_refused() -> None:
    with pytest.raises(UserError, match="范围过大"):
        load_workbook_bytes((b"," * 16_000 + b"\n") * 200, "a.csv")


@pytest.mark.parametrize(
    "page",
    [
        "Content-Type: message/rfc822\r\n\r\n" * 20_000 + "<td>",
        "Content-Type: text/html" + ";\r\n a=b" * 100_000 + "\r\n\r\n<table><tr><td>1",
        "Content-Type: text/html" + "".join(f"; a*{at}*=b" for at in range(20_000)) + "\r\n\r\n<table><tr><td>1",
    ],
)
def test_heads_of_a_page_in_one_file_are_looked_at_only_so_far(page: str) -> None:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="edge"\r\n\r\n--edge\r\n'
    try:
        (sheet,) = load_workbook_bytes((head + page + "\r\n--edge--").encode(), "a.xls").sheets
        assert sheet.rows == [["1"]]
    except UserError as refusal:
        assert "a.xls" in str(refusal)


def test_a_formula_of_an_old_workbook_that_grows_without_end_is_unknown() -> None:
    reference = b"\x24\x00\x00\x00\x00"
    assert formula_text(reference + b"\x15\x15", 0, 0) == "=(($A$1))"
    assert formula_text(reference + b"\x15" * MOST_WORK, 0, 0) == "=?"
    assert formula_text(b"\x1e\x01\x00" * MOST_WORK, 0, 0) == "=?"


def test_texts_of_an_old_workbook_run_over_and_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xls(tmp_path / "陕西.xls", ROWS)
    data = path.read_bytes()
    table = data.index(struct.pack("<H", 0xFC))
    assert load_workbook(path).sheets[0].rows[1][0] == "指标名称"
    length = struct.unpack_from("<H", data, table + 2)[0]
    # The second text is cut in its middle and goes on in the next record, which says again how wide its characters are.
    body = data[table + 4 : table + 4 + length]
    cut = 8 + len(wide(ROWS[0][0])) + 3 + 4
    parts = record(0xFC, body[:cut]) + record(0x3C, b"\x01" + body[cut:])
    bound = data.index(struct.pack("<H", 0x85))
    offset = struct.unpack_from("<I", data, bound + 4)[0] + len(parts) - length - 4
    moved = data[: bound + 4] + struct.pack("<I", offset) + data[bound + 8 : table] + parts + data[table + 4 + length :]
    start = 512
    stream = moved[start : start + 4096]
    assert load_workbook_bytes(stream, "a.xls").sheets[0].rows[1][0] == "指标名称"
    monkeypatch.setattr(door, "TEXT_BYTES", 20)
    with pytest.raises(UserError, match="过大"):
        load_workbook_bytes(stream, "a.xls")


@pytest.mark.parametrize("inside", [record(0x0999) * 2_000, record(0xE5, struct.pack("<H", 1_000)) * 200])
def test_records_and_merged_ranges_of_an_old_workbook_are_counted(
    inside: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(biff, "RECORDS", 1_000)
    with pytest.raises(UserError, match="过大"):
        load_workbook(xls(tmp_path / "a.xls", ROWS, inside=inside))


def test_only_the_first_section_of_a_format_counts_and_only_so_much_of_it() -> None:
    assert number_format('0.0";"%;-0.00').percent
    assert number_format('0.0";"%;-0.00').most == 1
    assert number_format(";" * 100_000 + '"').most is None
    assert number_format("0." + "0" * 100_000).most == 253


@pytest.mark.parametrize("code", ['"约"0.0"亿元"', "\\约0.0亿元", "约0.0\\亿\\元", '[$-804]"约"0.0_-"亿元";-0'])
def test_words_before_and_behind_digits_are_known_however_a_program_writes_them(code: str) -> None:
    meaning = number_format(code)
    assert (meaning.before, meaning.suffix, meaning.least) == ("约", "约亿元", 1)


def test_figures_and_names_are_counted_before_anything_is_made_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "WORK", 1_100)
    head = "2018年陕西省,,\n指标,2018年（亿元）,2017年（亿元）\n"

    def said(rows: list[str]) -> str:
        found = read_received((head + "".join(rows)).encode(), "a.csv")
        return str(found.problems[0].message) if found.status == "rejected" else f"{len(found.readings)}"

    assert said([f"网络零售额,{row}.5,1.5\n" for row in range(200)]).isdigit()
    assert "“a.csv”里的内容过多（302 行、600 个数、5 个不同的名称）" in said([f"网络零售额,{row}.5,1.5\n" for row in range(300)])
    assert said([f"指标{row},1.5,2.5\n" for row in range(40)]) == "80"
    assert "104 个不同的名称" in said([f"指标{row},1.5,2.5\n" for row in range(100)])
    assert "44 个不同的名称" in said([f"{'某某电子商务有限公司' * 20}{row},1.5,2.5\n" for row in range(40)])


@pytest.mark.parametrize(
    "written", ["0", "-0.50", "12.30", "2018", "-2018.09", "2018.9", "1999.12%", "201809", "20180930", "007", "4.8%"]
)
def test_plain_digits_are_read_as_any_other_text_is(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly = cell_kinds.text_kind.__wrapped__(written), figures.read_text.__wrapped__(written)
    for room in (cell_kinds, figures):
        monkeypatch.setattr(room, "_PLAIN", re.compile("(?!)"))
    figures.read_text.cache_clear()
    assert quickly == (cell_kinds.text_kind.__wrapped__(written), figures.read_text.__wrapped__(written))


def test_a_value_is_read_and_an_error_is_seen_whatever_its_tag_looks_like(tmp_path: Path) -> None:
    (sheet, *_others) = with_rows(tmp_path, '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t=\'e\'><v>#DIV/0!</v></c></row>')
    assert sheet.rows[0][:2] == [1, "#DIV/0!"]
    with pytest.raises(UserError, match="损坏"):
        with_rows(tmp_path, '<row r="1"><c r="A1"><v>1</c></v></row>')


def test_a_line_between_rows_does_not_carry_all_lines_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[int] = []

    def counted(heading: str) -> str:
        looked_up.append(len(heading))
        return heading

    monkeypatch.setattr(headings, "loosened", counted)
    lines = "".join(f"{'某某分组' * 20}{row}\n网络零售额,1.5,2.5\n" for row in range(30))
    read_received(f"2018年陕西省,,\n指标,2018年（亿元）,2017年（亿元）\n{lines}".encode(), "a.csv")
    assert 0 < max(looked_up) < 200


def calls_for(data: bytes, name: str) -> int:
    """How many calls the reading of a file takes, the second time: what is read only once for all files is left out."""
    read_received(data, name)
    profile = cProfile.Profile()
    profile.runcall(read_received, data, name)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.fixture
def taken_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The labels that are taken apart from here on."""
    found: list[str] = []
    take = LabelReader._take_apart

    def counted(self: LabelReader, words: str) -> Label:
        found.append(words)
        return take(self, words)

    monkeypatch.setattr(LabelReader, "_take_apart", counted)
    return found


def test_what_thirty_years_of_all_provinces_say_is_looked_at_in_any_form() -> None:
    years, provinces, indicators = (tuple(map(str, range(count))) for count in (30, 31, 20))
    wide = [[province, year, *(f"{one}.5" for one in indicators)] for province in provinces for year in years]
    long = [[province, one, f"{year}年", "1.5"] for province in provinces for year in years for one in indicators]
    long = [[f"省{province}", f"指标{one}", year, figure] for province, one, year, figure in long]
    firms = [[f"某某省某某市电子商务公司{firm}", "1.5"] for firm in range(10_000)]
    for rows in (wide, long, firms):
        assert bounds.asking_too_much(Workbook("a.xlsx", "", [Sheet("", [list(row) for row in rows])])) is None


def test_too_many_names_are_refused_before_one_is_taken_apart(taken_apart: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "WORK", 500)
    rows = "".join(f"指标{row},1.5,2.5\n" for row in range(60))
    assert read_received(f"指标,2018年（亿元）,2017年（亿元）\n{rows}".encode(), "a.csv").status == "rejected"
    assert not taken_apart


def test_a_label_is_taken_apart_once(taken_apart: list[str]) -> None:
    rows = "".join(f"某某分组{row},1.5,2.5\n" for row in range(100))
    read_received(f"指标,2018年（亿元）,2017年（亿元）\n{rows}".encode(), "a.csv")
    assert all(taken_apart.count(f"某某分组{row}") == 1 for row in range(100))


def test_marks_of_repetition_are_looked_for_once_in_each_cell() -> None:
    def ragged(size: int) -> bytes:
        row = f'<Row ss:Index="{size}"><Cell ss:Index="{size}"><Data ss:Type="Number">1</Data></Cell></Row>'
        return (XML_2003 % (row + '<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>' * 4 * size)).encode()

    # Each of the rows times each of the columns would be four times as many.
    assert calls_for(ragged(200), "a.xml") < 2.5 * calls_for(ragged(100), "a.xml")


TABLE = "2018年各地区网络零售额（亿元）\n地区,2018年\n陕西,1.5\n山西,2.5\n"
AROUND = {
    "titles": ("".join(f"2018年第{row}类情况\n" for row in range(60)) + TABLE, "BESIDE", 50, "表外的文字超过 50 行"),
    "notes": (TABLE + "".join(f"注：第{row}类按新口径。\n" for row in range(60)), "BESIDE", 50, "表外的文字超过 50 行"),
    "long notes": (TABLE + f"注：{'按新口径' * 50}。\n" * 3, "LETTERS_BESIDE", 500, "或 500 个字"),
    "lines over figures": (TABLE + "".join(f"注：第{row}类按新口径。\n" for row in range(9)), "HELD", 5, "又多达 10 行"),
    "tables": (TABLE * 3, "TABLES", 2, "里的表超过 2 个"),
    "tables beside each other": (
        "\n".join(f"{area},1,,{area},2,,{area},3" for area in ("地区", "陕西", "山西", "河北")),
        "TABLES",
        2,
        "里的表超过 2 个",
    ),
}


@pytest.mark.parametrize("kind", AROUND)
def test_what_stands_around_tables_is_counted(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, limit, most, said = AROUND[kind]
    assert read_received(data.encode(), "a.csv").status != "rejected"
    monkeypatch.setattr(door if limit == "TABLES" else bounds, limit, most)
    found = read_received(data.encode(), "a.csv")
    assert found.status == "rejected"
    assert said in str(found.problems[0].message)


def test_tables_beside_each_other_are_no_more_work_than_there_are() -> None:
    def beside(tables: int) -> bytes:
        rows = [
            "2018年网络零售额（亿元）",
            "地区,数值,," * tables,
            *(f"{area},1.5,," * tables for area in ("陕西", "山西", "河北")),
        ]
        return "\n".join(rows).encode()

    assert calls_for(beside(80), "a.csv") < 2.5 * calls_for(beside(40), "a.csv")


def test_figures_that_are_written_as_texts_are_no_places(taken_apart: list[str]) -> None:
    read_received(f"{TABLE}河北,37.25\n".encode(), "a.csv")
    assert "37.25" not in taken_apart


def test_very_many_tables_below_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LINES", 100)

    def told(tables: int) -> str:
        each = "".join(f"2018年第{table}类统计表,\n地区,网络零售额（亿元）\n陕西,{table}.5\n" for table in range(tables))
        found = read_received(each.encode(), "a.csv")
        return str(found.problems[0].message) if found.status == "rejected" else f"{len(found.readings)}"

    assert told(10) == "10"
    assert "上下排列的表过多" in told(20)


def test_lines_between_rows_are_no_more_work_than_there_are() -> None:
    def sections(count: int) -> bytes:
        rows = (f"第{row}类（计划）,,\n网络零售额,1.5,2.5\n" for row in range(count))
        return ("2018年湖南省情况（亿元）,,\n指标,1月,2月\n" + "".join(rows)).encode()

    assert calls_for(sections(160), "a.csv") < 2.5 * calls_for(sections(80), "a.csv")
