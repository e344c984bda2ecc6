"""The form in which Calc gets copied cells, read back from its XML; ``python -m tests.scenarios.calc`` tries it with Calc itself."""

from __future__ import annotations

import io
import sys
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from ecdesk.gui.grid.editing import calc_cells
from ecdesk.gui.grid.editing.calc_cells import calc_formats, write_sheet
from ecdesk.gui.grid.editing.clipboard import CopiedCell
from tests.gui.grid.conftest import Bench

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT, STYLE, NUMBER = (OASIS % name for name in ("office", "table", "text", "style", "datastyle"))


def read_sheet(content: bytes) -> list[list[tuple[str, str, str]]]:
    """(value, decimals shown, text) of every cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.infolist()[0].filename == "mimetype" and archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        root = ElementTree.fromstring(archive.read("content.xml"))
        ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
    formats = {
        style.get(STYLE + "name"): style[0].get(NUMBER + "min-decimal-places") for style in root.iter(NUMBER + "number-style")
    }
    styles = {
        style.get(STYLE + "name"): formats.get(style.get(STYLE + "data-style-name"), "") for style in root.iter(STYLE + "style")
    }
    return [
        [
            (
                cell.get(OFFICE + "value", ""),
                styles.get(cell.get(TABLE + "style-name"), "") or "",
                "\n".join("".join(line.itertext()) for line in cell.iter(TEXT + "p")),
            )
            for cell in row
        ]
        for row in root.iter(TABLE + "table-row")
    ]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=9))
def test_every_figure_keeps_its_digits(figure: Decimal) -> None:
    digits = f"{figure:f}"
    assert read_sheet(write_sheet([[CopiedCell(digits, True)]])) == [[(digits, "9", digits)]]


def test_figures_of_different_decimals_texts_and_empty_cells() -> None:
    rows = [["", "12.0", "15370"], ["约3", "-0.000050", "=1+2"]]
    cells = [[CopiedCell(text, text[:1].isdigit() or text[:1] == "-") for text in row] for row in rows]
    assert read_sheet(write_sheet(cells)) == [
        [("", "", ""), ("12.0", "1", "12.0"), ("15370", "0", "15370")],
        [("", "", "约3"), ("-0.000050", "6", "-0.000050"), ("", "", "=1+2")],
    ]


@given(st.text(st.characters(), max_size=40))
def test_any_text_is_well_formed(text: str) -> None:
    ((_value, _decimals, _shown),) = read_sheet(write_sheet([[CopiedCell(text, False)]]))[0]


def test_markup_spaces_and_lines_arrive_as_they_are() -> None:
    content = write_sheet([[CopiedCell('<b>&"\n见 附注', False)]])
    assert read_sheet(content) == [[("", "", '<b>&"\n见 附注')]]


def test_a_large_block_has_only_html(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[CopiedCell("1", True)] * 2] * 2
    assert len(calc_formats(rows)) == 2
    monkeypatch.setattr(calc_cells, "MOST_CELLS", 3)
    assert calc_formats(rows) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows Calc is given what Excel is given")
def test_what_is_copied_has_it(bench: Bench) -> None:
    bench.drag((1, 0), (2, 1))
    bench.keys("Ctrl+C")
    data = QApplication.clipboard().mimeData()
    shown = [[text for _value, _decimals, text in row] for row in read_sheet(data.data(calc_cells.CELLS).data())]
    assert shown == [["6412.7", "23.6"], ["2632.90", "-0.5"]]
