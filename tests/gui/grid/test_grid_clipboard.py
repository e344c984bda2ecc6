"""Blocks from and to other programs, as they put them on the clipboard; the samples are written by hand after what they write."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.errors import UserError
from ecdesk.gui.grid.editing.clipboard import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    CopiedCell,
    check_cells,
    read_html,
    read_text,
    write_commas,
    write_html,
    write_text,
)
from tests.gui.grid.copied_by_others import EXCEL, LIBREOFFICE, WPS


def rows_of(source: str) -> list[list[str]]:
    clip = read_html(source)
    assert clip is not None
    return [list(row) for row in clip.rows]


def test_libreoffice_keeps_every_digit_that_is_printed() -> None:
    clip = read_html(LIBREOFFICE)
    assert clip is not None
    assert [list(row) for row in clip.rows] == [
        ["陕西", "6412.70", "25.4%"],
        ["山西\n太原", "1234567.891234", "893.6"],
        ["31.63", "8.4", "约4800"],
    ]
    assert clip.shortened == 1


def test_excel_keeps_what_its_formats_show_and_spreads_merged_cells() -> None:
    assert rows_of(EXCEL) == [["6,412.70", "25%", "893.6"], ["合计 与小计", "", "12"], ["", "", "00123"]]


def test_wps() -> None:
    assert rows_of(WPS) == [["450.2", "—"]]


def test_quoted_cells_hold_tabs_breaks_and_quotes() -> None:
    clip = read_text('a\t"b\r\nc"\t"d ""e"" f"\r\n"x\ty"\t\tz"\r\n')
    assert clip.rows == (("a", "b\r\nc", 'd "e" f'), ("x\ty", "", 'z"'))


def test_a_quote_that_is_never_closed_is_a_quote() -> None:
    assert read_text('"5 inch\t2\n3\t4').rows == (('"5 inch', "2"), ("3", "4"))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\t\n\"'=+-@"), max_size=8),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_text_that_is_written_is_read_back(rows: list[list[str]]) -> None:
    width = min(map(len, rows))
    cells = [[CopiedCell(text, False) for text in row[:width]] for row in rows]
    assert [list(row) for row in read_text(write_text(cells)).rows] == [row[:width] for row in rows]


@given(st.lists(st.lists(st.decimals(-(10**9), 10**9, places=3), min_size=2, max_size=2), min_size=1, max_size=4))
def test_figures_come_back_with_every_digit_through_both_formats(rows: list[list[Decimal]]) -> None:
    cells = [[CopiedCell(f"{value:f}", True) for value in row] for row in rows]
    expected = [[f"{value:f}" for value in row] for row in rows]
    assert [list(row) for row in read_text(write_text(cells)).rows] == expected
    assert rows_of(write_html(cells)) == expected


def test_the_fragment_that_windows_hands_on_is_the_table_alone() -> None:
    page = write_html([[CopiedCell("893.6", True)]])
    fragment = page.partition("<!--StartFragment-->")[2].partition("<!--EndFragment-->")[0]
    assert fragment.startswith("<table>") and fragment.endswith("</table>") and "893.6" in fragment


def test_no_text_becomes_a_formula() -> None:
    cells = [[CopiedCell("=HYPERLINK(1)", False), CopiedCell("-0.5", True), CopiedCell("+cmd|' /C calc'!A0", False)]]
    assert write_text(cells) == "'=HYPERLINK(1)\t-0.5\t'+cmd|' /C calc'!A0\r\n"
    assert "x:str" in write_html(cells)
    assert write_commas([*cells, [CopiedCell('广东, "深圳"', False)]]) == (
        '\'=HYPERLINK(1),-0.5,\'+cmd|\' /C calc\'!A0\r\n"广东, ""深圳"""\r\n'
    )
    assert read_text(write_text(cells)).rows == (("=HYPERLINK(1)", "-0.5", "+cmd|' /C calc'!A0"),)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<p>no table</p>",
        "<table></table>",
        "<table><tr><td",
        "<table><tr><td rowspan=99999999999 colspan=99999999999>x",
        "<table>" * 2000 + "<tr><td>x",
        "<table><tr><td>" + "<b>" * 5000 + "x",
        "<!--" * 1000 + "<table><tr><td>x</table>",
        "<![CDATA[<table><tr><td>x]]>",
        "\x00\x01\x02<table><tr><td>x</table>",
    ],
)
def test_broken_html_is_read_as_far_as_it_goes_or_not_at_all(source: str) -> None:
    clip = read_html(source)
    assert clip is None or clip.height * clip.width <= 1_000_000


def test_an_html_table_without_closing_tags_is_read() -> None:
    assert rows_of("<table><tr><td>1<td>2<tr><td>3<td>4") == [["1", "2"], ["3", "4"]]


def test_only_as_many_rows_are_read_as_there_is_room_for() -> None:
    clip = read_html("<table>" + "<tr><td>1</td></tr>" * 5000 + "</table>", most_rows=10)
    assert clip is not None and clip.height == 10 and clip.left_out == 4990
    text = read_text("1\t2\n" * 5000, most_rows=10)
    assert text.height == 10 and text.left_out == 4990


def test_what_is_no_text_or_far_too_long_is_refused() -> None:
    with pytest.raises(UserError, match="剪贴板"):
        read_text("PK\x03\x04\x00\x00\x01\x02\x1f" * 50)
    with pytest.raises(UserError, match="剪贴板"):
        read_text("1" * (MOST_CHARACTERS + 1))


HOSTILE = {
    "ten million cells": "\n".join(["1\t" * 99 + "1"] * 100_000),
    "one long row and many short ones": "\t" * 20_000 + "\n1" * 20_000,
    "one row of millions": "\t" * 10_000_000,
    "quotes that never close": '"a\t' * 2_000_000,
    "cells over a thousand rows and columns": "<table>" + "<tr><td rowspan=1000 colspan=1000>1" * 1000,
    "a row of HTML that never ends": "<table><tr>" + "<td>1" * 50_000,
    "rows of HTML that never end": "<table>" + "<tr><td>1" * 100 + "<tr>" * 2_000_000,
    "a tag that never ends": "<table><tr><td " + "a " * 5_000_000,
    "a comment that never ends": "<table><tr><td>1<!--" + "-" * 5_000_000,
    "tables in tables": "<table>" * 500_000 + "<tr><td>1",
    "brackets": "<table><tr><td>1" + "<" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_clipboard_fills_the_memory(name: str) -> None:
    """What is taken from it is bounded, and so is what reading it needs on top of the text itself."""
    source = HOSTILE[name]
    tracemalloc.start()
    try:
        clip = read_html(source, 5_000) if source.startswith("<") else read_text(source, 100_000)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * len(source) + 150_000_000
    if clip is not None:
        assert clip.width * clip.height <= MOST_CELLS and clip.width <= MOST_COLUMNS
        assert all(len(row) == clip.width for row in clip.rows)


def test_what_is_left_out_is_counted() -> None:
    wide = read_text("\t" * 2_999 + "\n1\t2\n")
    assert (wide.width, wide.height, wide.columns_left_out) == (MOST_COLUMNS, 2, 1_000)
    assert wide.rows[1][:3] == ("1", "2", "")
    wide_html = read_html("<table><tr>" + "<td>1" * 2_500 + "</table>")
    assert wide_html is not None and (wide_html.width, wide_html.columns_left_out) == (MOST_COLUMNS, 500)


def test_a_cell_longer_than_any_spreadsheets_is_refused() -> None:
    with pytest.raises(UserError, match="40000"):
        check_cells(read_text("1\t" + "长" * 40_000))
    check_cells(read_text("1\t" + "长" * 30_000))


def test_bytes_that_are_no_text_are_refused_wherever_they_are() -> None:
    with pytest.raises(UserError):
        read_text("1\t2\n" * 2_000 + "\x00\x01")
