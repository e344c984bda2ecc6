"""Copy, cut and paste in the grid itself."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtWidgets import QApplication

from ecdesk.domain.book.records import Observation
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.base import slices
from ecdesk.gui.grid.editing.copy_and_paste import COMMAS_ON_WINDOWS
from ecdesk.session.tables import cells
from tests.gui.grid.conftest import Bench, Make, sample_exhibit, sample_records


def put_text(text: str) -> None:
    QApplication.clipboard().setText(text)


def put_html(html: str, text: str = "") -> None:
    data = QMimeData()
    data.setHtml(html)
    if text:
        data.setText(text)
    QApplication.clipboard().setMimeData(data)


def test_copy_gives_text_and_html_with_every_digit(bench: Bench) -> None:
    bench.drag((2, 0), (3, 2))
    bench.keys("Ctrl+C")
    data = QApplication.clipboard().mimeData()
    assert data.text() == "2632.90\t-0.5\t\r\n15370\t…\t1370.25\r\n"
    assert 'sdval="2632.90"' in data.html() and "0\\.00" in data.html()


def test_the_whole_table_is_copied_with_its_heads_as_it_is_printed(make_bench: Make) -> None:
    exhibit = sample_exhibit()
    rounded = replace(exhibit, columns=(replace(exhibit.columns[0], decimals=0), *exhibit.columns[1:]))
    bench = make_bench([rounded if record == exhibit else record for record in sample_records()])
    bench.keys("Ctrl+A", "Ctrl+C")
    data = QApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in data.text().splitlines()]
    assert lines[:4] == [
        ["地区", "电子商务", "", "", ""],
        ["", "交易额", "同比（%）", "零售额", "占比（%）"],
        ["西部与东部", "", "", "", ""],
        ["陕西", "6413", "23.6", "893.6", ""],
    ]
    # A spreadsheet calculates with all digits, as with its own figures.
    assert 'x:num="6412.7"' in data.html() and ">6413</td>" in data.html()
    # Here they come back as figures, each with all its digits.
    bench.keys("Ctrl+V")
    assert bench.amount(1, 0) == Amount(Decimal("6412.7"), unit_named("亿元"))
    bench.drag((2, 1), (3, 2))
    bench.keys("Ctrl+Shift+C")
    assert QApplication.clipboard().text() == ("地区\t电子商务\t\r\n\t同比（%）\t零售额\r\n山西\t-0.5\t\r\n上海\t…\t1370.25\r\n")


def test_paste_writes_a_block_in_one_step_and_selects_it(bench: Bench) -> None:
    put_text("1.50\t2%\r\n约3\tabc\r\n")
    bench.click(1, 0)
    before = bench.desk.seq
    bench.keys("Ctrl+V")
    assert [row[:2] for row in bench.texts()[1:3]] == [["1.50", "2"], ["约3", "abc"]]
    assert bench.desk.seq == before + 1 and bench.selected() == bench.block(1, 0, 2, 1)
    assert bench.editor.unread_strip.isVisible() and "1 个读不懂" in bench.last_said
    bench.desk.undo()
    assert bench.shown(1, 0) == "6 412.7" and not bench.editor.unread_strip.isVisible()


def test_a_formula_of_another_program_comes_as_its_value_with_its_text_kept(bench: Bench) -> None:
    put_html('<table><tr><td x:num="1.5" x:fmla="=SUM(A1:A3)">1.5</td><td>2%</td></tr></table>', "1.5\t2%\r\n")
    bench.click(1, 0)
    bench.keys("Ctrl+V")
    found = bench.observation(1, 0)
    assert bench.shown(1, 0) == "1.5" and found is not None
    assert (found.origin.kind, found.origin.raw, found.origin.detail) == ("typed", "1.5 =SUM(A1:A3)", "")


HEADED = "指标\t数值（亿元）\r\n陕西\t77.5\r\n山西\t78.5\r\n"


def test_a_block_with_heads_is_asked_about_before_its_words_go_where_figures_stand(bench: Bench) -> None:
    strip, wanted = bench.editor.verbs.heads_strip, list[str]()
    bench.editor.paste_by_heads_wanted.connect(wanted.append)
    before = bench.desk.seq
    bench.click(1, 0)
    for put in (put_text, lambda text: put_html(_table(text))):
        put(HEADED)
        bench.keys("Ctrl+V")
        assert strip.isVisible() and "“指标”等 4 格文字" in strip.words.text()
        bench.keys("Escape")
        assert not strip.isVisible() and bench.view.hasFocus()
    bench.keys("Ctrl+V", "Return")
    assert wanted == ["t1"] and not strip.isVisible() and bench.desk.seq == before
    # Where it goes is the place it was asked about.
    bench.keys("Ctrl+V")
    bench.click(2, 0)
    assert not strip.isVisible()
    bench.keys("Ctrl+V", "Tab", "Return")
    assert [row[:2] for row in bench.texts()[2:]] == [["指标", "数值（亿元）"], ["陕西", "77.5"], ["山西", "78.5"]]
    assert bench.desk.seq == before + 1 and bench.view.hasFocus()


def _table(text: str) -> str:
    rows = ("".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in text.splitlines())
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


@pytest.mark.parametrize("block", ["…\t-\n1\t2\n", "约3\t1.5万亿元\nabc\t2\n", "abc\tdef\nghi\tjkl\n", "abc\n", "\t1\n2\t\n"])
def test_signs_slips_and_words_alone_are_pasted_without_a_question(bench: Bench, block: str) -> None:
    put_text(block)
    bench.click(1, 0)
    before = bench.desk.seq
    bench.keys("Ctrl+V")
    assert bench.desk.seq == before + 1 and not bench.editor.verbs.heads_strip.isVisible()


def test_heads_that_go_over_the_lines_of_figures_are_no_question(bench: Bench) -> None:
    put_text("交易额\t同比\n1\t2\n")
    bench.click(0, 0)
    bench.keys("Ctrl+V")
    assert bench.texts()[1][:2] == ["1", "2"] and not bench.editor.verbs.heads_strip.isVisible()


def test_a_small_block_tiles_into_a_larger_selection(bench: Bench) -> None:
    put_text("1\t2\n")
    bench.drag((1, 0), (4, 3))
    bench.keys("Ctrl+V")
    assert bench.texts()[1:] == [["1", "2", "1", "2"]] * 4
    put_text("7")
    bench.drag((1, 1), (2, 2))
    bench.keys("Ctrl+V")
    assert bench.texts()[1] == ["1", "7", "7", "2"]


def test_a_selection_that_is_no_multiple_takes_the_block_once(bench: Bench) -> None:
    put_text("1\t2\n3\t4\n")
    bench.drag((1, 0), (3, 0))
    bench.keys("Ctrl+V")
    assert [row[:2] for row in bench.texts()[1:4]] == [["1", "2"], ["3", "4"], ["15 370", "…"]]


def test_computed_cells_heading_lines_and_the_edge_are_left_and_counted(bench: Bench) -> None:
    bench.make_computed(1, 0, "6412.7")
    put_text("1\t2\n3\t4\n5\t6\n")
    bench.click(0, 0)
    bench.keys("Ctrl+V")
    assert bench.shown(1, 0) == "6 412.7" and bench.shown(2, 1) == "6"
    assert "3 个是计算所得或标题行" in bench.last_said
    bench.click(4, 3)
    bench.keys("Ctrl+V")
    assert bench.shown(4, 3) == "1" and "放不下" in bench.last_said and "1 个超出表格" in bench.last_said


def test_round_trip_through_another_program_changes_nothing(bench: Bench) -> None:
    bench.drag((1, 0), (4, 3))
    bench.keys("Ctrl+C")
    text = QApplication.clipboard().mimeData().text()
    html = QApplication.clipboard().mimeData().html()
    commas = COMMAS_ON_WINDOWS if sys.platform == "win32" else "text/csv"
    assert b"2632.90,-0.5,,12.0" in bytes(QApplication.clipboard().mimeData().data(commas).data())
    before = bench.desk.seq
    put_text(text)
    bench.keys("Ctrl+V")
    put_html(html)
    bench.keys("Ctrl+V")
    assert bench.desk.seq == before


def test_libreoffice_brings_back_what_it_was_given(bench: Bench) -> None:
    """What LibreOffice 7.4 puts on the clipboard after our block was pasted into it: it has no 0.0 format for what it did not make."""
    cells = [
        [
            '<td align="right" sdval="2632.9" sdnum="1033;0;0.00"><font>2632.90</font></td>',
            '<td sdval="-0.5" sdnum="1033;0;">-0.5</td>',
        ],
        ['<td sdval="15370" sdnum="1033;0;0">15370</td>', '<td align="left">…</td>'],
    ]
    before = bench.desk.seq
    bench.click(2, 0)
    put_html("<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in cells) + "</table>")
    bench.keys("Ctrl+V")
    put_html('<table><tr><td align="right" sdval="12" sdnum="1033;0;">12</td></tr></table>')
    bench.click(2, 3)
    bench.keys("Ctrl+V")
    assert bench.desk.seq == before and bench.shown(2, 3) == "12.0"
    bench.click(1, 3)
    bench.keys("Ctrl+V")
    assert bench.shown(1, 3) == "12"


def test_html_is_preferred_to_text_and_broken_html_falls_back_on_it(bench: Bench) -> None:
    bench.click(4, 0)
    put_html("<table><tr><td sdval='6412.75' sdnum='1033;'>6412.8</td></tr></table>", "6412.8")
    bench.keys("Ctrl+V")
    assert bench.shown(4, 0) == "6 412.75"
    put_html("<b>no table</b>", "17\n")
    bench.keys("Ctrl+V")
    assert bench.shown(4, 0) == "17"


def test_copy_inside_the_program_keeps_the_quantity(bench: Bench) -> None:
    bench.type_cell(4, 0, "1.37万亿元")
    bench.click(4, 0)
    bench.keys("Ctrl+C")
    bench.click(4, 2)
    bench.keys("Ctrl+V")
    one, other = bench.observation(4, 0), bench.observation(4, 2)
    assert one is not None and other is not None and one.content == other.content
    assert isinstance(other.content, Amount) and other.content.unit.symbol == "万亿元"


def test_cut_moves_when_it_is_pasted_in_one_step(bench: Bench) -> None:
    bench.drag((1, 0), (1, 1))
    bench.keys("Ctrl+X")
    assert bench.shown(1, 0) == "6 412.7" and bench.view.marked
    before = bench.desk.seq
    bench.click(4, 2)
    bench.keys("Ctrl+V")
    assert bench.texts()[4] == ["", "", "6 412.7", "23.6"] and bench.texts()[1][:2] == ["", ""]
    assert bench.desk.seq == before + 1 and not bench.view.marked
    bench.desk.undo()
    assert bench.texts()[1][:2] == ["6 412.7", "23.6"] and bench.texts()[4] == ["", "", "", ""]


def test_cut_onto_itself_overlapping(bench: Bench) -> None:
    bench.drag((1, 0), (3, 0))
    bench.keys("Ctrl+X")
    bench.click(2, 0)
    bench.keys("Ctrl+V")
    assert [row[0] for row in bench.texts()[1:]] == ["", "6 412.7", "2 632.90", "15 370"]


def test_escape_gives_up_a_cut(bench: Bench) -> None:
    bench.click(1, 0)
    bench.keys("Ctrl+X", "Escape")
    assert not bench.view.marked
    bench.click(4, 0)
    bench.keys("Ctrl+V")
    assert bench.shown(1, 0) == "6 412.7" and bench.shown(4, 0) == ""


def test_a_cut_is_pasted_in_another_table(bench: Bench, make_bench: Make) -> None:
    other = make_bench(desk=bench.desk)
    bench.editor.activateWindow()
    bench.click(1, 0)
    bench.keys("Ctrl+X")
    other.editor.activateWindow()
    other.click(4, 2)
    other.keys("Ctrl+V")
    assert other.shown(4, 2) == "6 412.7" and bench.shown(1, 0) == "" and bench.shown(4, 2) == "6 412.7"


def test_blocks_of_several_shapes_cannot_be_copied_together(bench: Bench) -> None:
    bench.drag((1, 0), (2, 0))
    bench.click(4, 2, "Ctrl")
    bench.keys("Ctrl+C")
    assert "形状不一" in bench.last_said
    bench.click(1, 0)
    bench.click(1, 2, "Ctrl")
    bench.keys("Ctrl+C")
    assert QApplication.clipboard().text() == "6412.7\t893.6\r\n"


@pytest.mark.parametrize("content", ["", "PK\x03\x04\x01\x02\x05\x06\x00\x00" * 60])
def test_a_useless_clipboard_leaves_the_grid_as_it_was(bench: Bench, content: str) -> None:
    put_text(content)
    before = bench.desk.seq
    bench.click(1, 0)
    bench.keys("Ctrl+V")
    assert bench.desk.seq == before and "剪贴板" in bench.last_said


def test_ten_million_cells_are_trimmed_with_a_sentence(bench: Bench) -> None:
    put_text("1\t2\t3\t4\t5\t6\t7\t8\t9\t0\n" * 1_000_000)
    bench.click(1, 0)
    bench.keys("Ctrl+V")
    assert bench.texts()[1] == ["1", "2", "3", "4"] and "999996 行放不下" in bench.last_said


def test_damaged_cells_of_the_programs_own_form_are_not_believed(bench: Bench) -> None:
    for raw in (b"{}", b"[1]", b'{"exhibit":"t1","session":"x","cut":[[-1,0]],"rows":[[["1",""]]]}', b"\xff\xfe", b"[" * 100_000):
        data = QMimeData()
        data.setData("application/x-ecdesk-cells", raw)
        data.setText("5\n")
        QApplication.clipboard().setMimeData(data)
        bench.click(4, 0)
        bench.keys("Delete", "Ctrl+V")
        assert bench.shown(4, 0) == "5"


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell of a paste takes a turn of its own."""
    monkeypatch.setattr(cells, "AT_ONCE", 1)
    monkeypatch.setattr(slices, "FIRST_SLICE", 0.0)
    monkeypatch.setattr(slices, "SLICE", 0.0)


BLOCK = "1\t2\n3\t4\n"
PASTED = [["1", "2"], ["3", "4"]]


def pasted(bench: Bench) -> list[list[str]]:
    return [row[:2] for row in bench.texts()[1:3]]


@pytest.mark.usefixtures("unhurried")
def test_while_a_long_paste_is_read_the_window_goes_on_and_keys_wait_in_line(bench: Bench) -> None:
    put_text(BLOCK)
    bench.click(1, 0)
    beats: list[list[list[str]]] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(pasted(bench)))
    timer.start(0)
    seq = bench.desk.seq
    bench.keys("Ctrl+V")
    timer.stop()
    before = [seen for seen in beats if seen != PASTED]
    assert len(before) >= 4, "the window had its turn between the cells"
    assert all(seen == before[0] for seen in before), "nothing is written before all is read"
    assert pasted(bench) == PASTED and bench.desk.seq == seq + 1


@pytest.mark.usefixtures("unhurried")
def test_what_changes_in_the_book_while_a_paste_is_read_is_heeded(bench: Bench) -> None:
    put_text(BLOCK)
    bench.click(1, 0)
    key, other = bench.key(1, 0), bench.key(2, 1)

    def change() -> None:
        with bench.desk.edit(text("粘贴")) as edit:
            edit.remove(Observation, key)
            edit.remove(Observation, other)

    QTimer.singleShot(0, change)
    seq = bench.desk.seq
    bench.keys("Ctrl+V")
    assert bench.desk.seq == seq + 2 and pasted(bench) == PASTED
    bench.desk.undo()
    assert bench.observation(1, 0) is None and bench.observation(2, 1) is None


@pytest.mark.usefixtures("unhurried")
def test_a_window_that_closes_in_the_midst_of_a_paste_finishes_it_first(make_bench: Make) -> None:
    bench = make_bench()
    put_text(BLOCK)
    bench.click(1, 0)
    seq = bench.desk.seq
    written: list[int] = []

    def close() -> None:
        bench.editor.commit()
        written.append(bench.desk.seq)
        bench.editor.release()

    QTimer.singleShot(0, close)
    bench.editor.verbs.paste()
    assert written == [seq + 1] and bench.desk.seq == seq + 1
    assert bench.amount(2, 1) is not None


@pytest.mark.usefixtures("unhurried")
def test_a_paste_that_is_refused_says_so(bench: Bench) -> None:
    QApplication.clipboard().clear()
    bench.keys("Ctrl+V")
    assert "没有可以粘贴" in bench.last_said
