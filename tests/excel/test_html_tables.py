"""HTML tables: what is imported and what is pasted are read by one reader, and nothing crafted holds it up."""

from __future__ import annotations

import html
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.errors import UserError
from ecdesk.excel.formats import limits, load_workbook_bytes
from ecdesk.excel.formats.web.html_tables import HtmlTables, read_tables, stored_number
from ecdesk.excel.reading import read_file
from ecdesk.gui.grid.editing import clipboard


def read(source: str) -> HtmlTables:
    return read_tables(source, 10_000, 1_000, 100_000)


def imported(source: str | bytes) -> list[list[str]]:
    data = source.encode() if isinstance(source, str) else source
    return load_workbook_bytes(data, "报表.xls").sheets[0].rows


def pasted(source: str) -> list[list[str]]:
    clip = clipboard.read_html(source)
    assert clip is not None
    return without_blank_ends([list(row) for row in clip.rows])


def without_blank_ends(rows: list[list[str]]) -> list[list[str]]:
    kept = [row[: max((at + 1 for at, text in enumerate(row) if text), default=0)] for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return kept


SHOWN = [
    ("a stored number of the General format", '<td x:num="893.64">893.6</td>', "893.64"),
    ("a number whose format says its digits", '<td x:num="893.64" style=\'mso-number-format:"0\\.0"\'>893.6</td>', "893.6"),
    (
        "the format of a class",
        '<style>.a{x:y} .xl65 {mso-number-format:"0\\.0";}</style><td class=xl65 x:num="893.64">893.6</td>',
        "893.6",
    ),
    ("LibreOffice", '<td sdval="893.64" sdnum="2052;">893.6</td>', "893.64"),
    ("a column that is too narrow", '<td x:num="31.63">####</td>', "31.63"),
    ("zeros that are printed", '<td x:num="6412.7" style=\'mso-number-format:"0\\.00"\'>6412.70</td>', "6412.70"),
    ("a text that looks like a number", "<td x:str>00123</td>", "00123"),
    ("thousands", "<td>2,081.5</td>", "2,081.5"),
    ("spaces that do not break", "<td>&nbsp;&nbsp;其中&nbsp;</td>", "  其中 "),
    ("lines", "<td>网络<br>零售额</td>", "网络\n零售额"),
    ("paragraphs", "<td><p>甲</p>\n<p>乙</p></td>", "甲\n乙"),
    ("the mark of a note", "<td>1302.5<sup>2</sup></td>", "1302.5²"),
    ("references", "<td>&#38485;&#x897f; &lt;5 &amp; 6&foo;</td>", "陕西 <5 & 6&foo;"),
    ("comments", "<td>1<!-- 2 --><![if x]>3<![endif]><!--[if y]>4<![endif]-->5</td>", "135"),
    ("scripts and styles", "<td>1<script>2</script><style>b{}</style>3</td>", "13"),
    ("a key for sorting that nobody sees", '<td><span style="DISPLAY : none">0001302</span>1302.5</td>', "1302.5"),
]


@pytest.mark.parametrize(("cell", "text"), [case[1:] for case in SHOWN], ids=[case[0] for case in SHOWN])
def test_a_cell_is_the_same_text_imported_and_pasted(cell: str, text: str) -> None:
    source = f"<html><table><tr><td>甲</td>{cell}<td>乙</td></tr></table></html>"
    assert imported(source) == pasted(source) == [["甲", text, "乙"]]


LAID_OUT = [
    ("cells that are not closed", "<table><tr><td>1<td>2<tr><td>3<td>4", [["1", "2"], ["3", "4"]]),
    (
        "merged cells",
        "<table><tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f",
        [["a", "b", "", "c"], ["", "d", "e", "f"]],
    ),
    ("a merged cell longer than its table", "<table><tr><td rowspan=9>a<td>b</table><table><tr><td>c", [["a", "b"], [], ["c"]]),
    ("two tables", "<table><tr><td>1</table><table><tr><td>2</table>", [["1"], [], ["2"]]),
    ("a table for the layout", "<table><tr><td><table><tr><td>1<td>2</table><td></table>", [["1", "2"]]),
    (
        "a table in a cell stands once, in its place",
        "<table><tr><td>表1</td></tr><tr><td><table><tr><td>1</td><td>2</td></tr></table></td><td>旁</td></tr><tr><td>3</table>",
        [["表1"], [], ["1", "2"], [], ["", "旁"], ["3"]],
    ),
    (
        "words after a table in a cell",
        "<table><tr><td>a<table><tr><td>1</table>b<td>c</table>",
        [["a"], [], ["1"], [], ["b", "c"]],
    ),
    ("cells that are hidden take no place", "<table><tr><td>a<td style='display:none'>x<td>b", [["a", "b"]]),
    ("the row for the widths of the columns", "<table><tr><td>1<![if a]><tr style='display:none'><td><td><![endif]>", [["1"]]),
    ("rows without a table", "<meta charset=utf-8><tr><td>1<td>2</tr><tr><td>3", [["1", "2"], ["3"]]),
]


@pytest.mark.parametrize(("source", "rows"), [case[1:] for case in LAID_OUT], ids=[case[0] for case in LAID_OUT])
def test_a_page_is_the_same_matrix_imported_and_pasted(source: str, rows: list[list[str]]) -> None:
    assert imported("<html>" + source) == rows
    assert pasted(source) == rows


def test_lines_above_a_table_are_rows_of_it_where_a_page_is_read() -> None:
    source = "<title>t</title><p>a</p>" + "x" * 200 + "<p>b<br> c </p><table><tr><td>1</table><h2>d</h2><table><tr><td>2</table>e"
    assert imported("<html>" + source) == [["b"], ["c"], ["1"], [], ["d"], ["2"]]
    assert pasted(source) == [["1"], [], ["2"]]
    assert pasted("Version:0.9\r\nStartHTML:1\r\n<html><!--StartFragment--><table><tr><td>1</table>") == [["1"]]


def test_hidden_rows_are_told_and_merged_cells_end_with_their_table() -> None:
    found = read(
        "<table><tr style=display:none><td>x<tr><td rowspan=5 colspan=2>y</table><div hidden><table><tr><td>z</table></div>"
    )
    assert (found.rows, found.hidden, found.merged) == ([["x"], ["y"], [], ["z"]], {0, 3}, [(1, 0, 1, 1)])


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv=Content-Type content="text/html; charset=GBK">', "gb18030"),
        ('<meta charset="iso-8859-1">', "gb18030"),
        ('<meta charset="gb2312">', "utf-8"),
        ('<meta charset="big5">', "big5"),
        ("", "utf-8-sig"),
        ('<meta charset="gb2312">', "utf-16"),
        ("", "gb18030"),
    ],
)
def test_what_a_page_says_of_its_encoding_is_believed_where_its_bytes_agree(head: str, encoding: str) -> None:
    source = f"<html><head>{head}</head><table><tr><td>地區</td><td>網絡零售額</td></tr></table>"
    assert imported(source.encode(encoding)) == [["地區", "網絡零售額"]]


def test_a_western_page_that_writes_chinese_as_references() -> None:
    source = '<html><meta charset="windows-1252"><table><tr><td>&#38485;&#35199;\xa0\x97\xa0\xe9t\xe9</table>'
    assert imported(source.encode("latin-1")) == [["陕西 — été"]]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6) | st.sampled_from(
    ["", "&", "<td>", "]]>", "12.50"]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """A table as HTML, with merged cells, and the texts that stand in it."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    rows = [[""] * width for _row in range(height)]
    lines = []
    for row in range(height):
        line = ""
        for column in range(width):
            if (row, column) in taken:
                continue
            free = next((at for at in range(column, width) if (row, at) in taken), width) - column
            down, across = draw(st.integers(1, height - row)), draw(st.integers(1, free))
            taken |= {(row + below, column + beside) for below in range(down) for beside in range(across)}
            text = " ".join(draw(TEXT).split())
            rows[row][column] = text
            tag = draw(st.sampled_from(["td", "th", "TD"]))
            shown = html.escape(text) if draw(st.booleans()) else "".join(f"&#{ord(sign)};" for sign in text)
            line += f"<{tag} rowspan={down} colspan='{across}'>{shown}" + draw(st.sampled_from([f"</{tag}>", ""]))
        lines.append(f"<tr>{line}" + draw(st.sampled_from(["</tr>\n", "\n"])))
    return f"<html><table>{''.join(lines)}</table>", without_blank_ends(rows)


@given(tables())
def test_any_table_is_the_same_matrix_imported_and_pasted(table: tuple[str, list[list[str]]]) -> None:
    source, rows = table
    if not rows:
        with pytest.raises(UserError):
            imported(source)
        return
    assert without_blank_ends(imported(source)) == pasted(source) == rows


@given(st.lists(st.sampled_from(["<table>", "</table>", "<tr>", "</tr>", "<td rowspan=3>", "<td colspan=2>", "</td>", "1", "<sup>",
    "<br>", "<p>", "<tr style=display:none>", "<div hidden>", "</div>", "<![/", "<!--", "-->", "<style>", "</style>", "&nbsp;", "\x00", "\ud800"]), max_size=40))  # fmt: skip
def test_no_order_of_tags_upsets_the_reader(tags: list[str]) -> None:
    found = read("".join(tags))
    assert all(0 <= row < len(found.rows) for row in found.hidden)
    assert all(top <= bottom < len(found.rows) and left <= right for top, left, bottom, right in found.merged)
    assert all(column < len(found.rows[row]) for row, column in found.bare)


HOSTILE = {
    "a tag of attributes": "<html><table><tr><td>1<td a=" + "<td a=" * 600_000,
    "ends that end nothing": "<html><table><tr><td>1" + "</a " * 1_600_000,
    "declarations": "<html><table><tr><td>1" + "<!" * 1_600_000,
    "sections of characters": "<html><table><tr><td>1" + "<![CDATA[" * 1_600_000,
    "instructions": "<html><table><tr><td>1" + "<?" * 1_600_000,
    "elements in one another": "<html><table><tr><td>1" + "<b>" * 100_000,
    "tables in one another": "<html>" + "<table><tr><td>" * 100_000 + "1",
    "ends far from their starts": "<html><table><tr><td>1" + "<b>" * 480 + "</i>" * 600_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_tangled_page_is_refused_in_a_sentence_and_never_cut_off_silently(source: str) -> None:
    with pytest.raises(UserError, match=r"报表\.xls.*杂乱"):
        load_workbook_bytes(source.encode(), "报表.xls")
    assert clipboard.read_html(source) is None


def test_what_never_ends_swallows_only_itself() -> None:
    assert imported("<html><table><tr><td>1<style>" + ".a{" * 600_000) == [["1"]]
    assert imported("<html><table><tr><td>1<td a=" + "<td a=" * 20_000) == [["1"]]
    assert imported("<html><table><tr><td>1" + "2" * 100 + "<![/") == [["1" + "2" * 100]]


def test_parts_of_a_page_in_one_file_may_lie_in_one_another_but_not_be_too_many() -> None:
    nested = b"".join(b'Content-Type: multipart/related; boundary="e%d"\r\n\r\n--e%d\r\n' % (at, at) for at in range(3_000))
    page = b"Content-Type: text/html\r\n\r\n<table><tr><td>1</table>"
    many = b'Content-Type: multipart/related; boundary="e"\r\n\r\n' + (b"--e\r\n" + page + b"\r\n") * 300_000
    assert imported(b"MIME-Version: 1.0\r\n" + nested + page) == [["1"]]
    with pytest.raises(UserError, match="嵌套过多"):
        imported(b"MIME-Version: 1.0\r\n" + many[:12_000_000])


def test_spans_of_any_size_are_bounded_and_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert imported("<html><table><tr><td colspan=1000000000 rowspan=1000000000>1</table>") == [["1"]]
    reaching = "<tr>" + "<td colspan=1000 rowspan=60000>1" * 16 + "<tr><td>1" * 9_000
    monkeypatch.setattr(limits, "FILLED", 40_000)
    for rows in ("<tr>" + "<td></td>" * 50_000, "<tr><td>" * 50_000, "<tr>" * 50_000, reaching):
        with pytest.raises(UserError, match=r"报表\.xls.*过大"):
            imported(f"<html><table>{rows}")
    with pytest.raises(UserError, match="过大"):
        imported("<html><table><tr><td>" + "1" * 25_200_000)


def test_rows_beyond_the_limit_are_counted_and_never_cut_in_two() -> None:
    found = read_tables("<table>" + "<tr><td>1<td>2" * 50_000, 10_000, 100, 10)
    assert (found.rows, found.rows_left_out) == ([["1", "2"]] * 3, 49_997)


def test_nothing_is_fetched_and_no_entity_is_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    source = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b "bbbb">]><html><table><tr><td>1&a;&b;</table>'
    assert "geheim" not in str(imported(source)) and "bbbb" not in str(imported(source)[-1])


def test_a_hidden_row_of_a_page_is_asked_about(tmp_path: Path) -> None:
    rows = "".join(f"<tr{style}><td>{name}<td>{value}" for style, name, value in (
        ("", "2018年陕西省（单位：亿元）", ""), ("", "指标", "2018年"), ("", "网络零售额", "842.7"), (" style='display:none'", "农村网络零售额", "210.3"),
    ))  # fmt: skip
    path = tmp_path / "陕西省.xls"
    path.write_text(f"<html><meta charset=utf-8><table>{rows}</table></html>", encoding="utf-8")
    reading = read_file(path)
    assert {one.cell for one in reading.readings if one.doubt} == {"B4"}
    assert [one.cell for one in reading.readings if not one.doubt] == ["B3"]


@pytest.mark.parametrize(
    ("stored", "exact"),
    [
        ("893.60000000000002", "893.6"),
        ("0.30000000000000004", "0.3"),
        ("1E+5", "100000"),
        ("-12.50", "-12.50"),
        ("6412", "6412"),
    ],
)
def test_stored_numbers_lose_the_noise_of_their_binary_form(stored: str, exact: str) -> None:
    assert stored_number(stored) == Decimal(exact)


@pytest.mark.parametrize("stored", ["NaN", "Infinity", "1E+999999", "abc", "1" * 50])
def test_strange_stored_numbers_are_none(stored: str) -> None:
    assert stored_number(stored) is None
