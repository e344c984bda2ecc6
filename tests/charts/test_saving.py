"""Chart files: whole, repeatable, with safe names."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from ecdesk.charts import KINDS, load_theme, safe_file_name, save_all, save_chart
from ecdesk.domain.errors import UserError
from tests.charts.chart_tables import make_table

TABLE = make_table("bar+line", ["2017", "2018"], [("额", "亿元", ["1.30", "2"]), ("增速", "%", ["5", "6"])], secondary=["增速"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_figures_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_chart(TABLE, tmp_path / f"{name}.{kind}")
    assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_pdf_carries_its_fonts_and_no_date(tmp_path: Path) -> None:
    save_chart(TABLE, tmp_path / "a.pdf")
    data = (tmp_path / "a.pdf").read_bytes()
    assert b"/FontFile2" in data
    assert b"/Type3" not in data
    assert b"CreationDate" not in data


def test_an_svg_needs_no_font(tmp_path: Path) -> None:
    save_chart(TABLE, tmp_path / "a.svg")
    words = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<text" not in words
    assert "cell-0-0" in words


def test_an_svg_with_text_has_its_words_a_title_and_a_description(tmp_path: Path) -> None:
    save_chart(TABLE, tmp_path / "a.text.svg")
    words = (tmp_path / "a.text.svg").read_text(encoding="utf-8")
    assert re.search(r"<text[^>]*>1\.30</text>", words) and "'Source Han Sans SC'" in words
    outlines = tmp_path / "b.svg"
    save_chart(TABLE, outlines)
    for body in (words, outlines.read_text(encoding="utf-8")):
        assert "<title>图1-1　2011—2018年中国电子商务交易总额</title>" in body
        assert re.search("<desc>[^<]*额（亿元）：2017 1.30，2018 2。", body)
    steps = list(save_all([TABLE], tmp_path / "图", ["svg", "svg-text"]))
    assert len({step.path for step in steps}) == 2


def test_the_text_of_a_pdf_is_what_is_printed(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    table = make_table(
        "bar", ["网络零售", "文化用品", "长途"], [("额", "亿元", ["1.30", "2", "3"])], caption="网上文化与食品零售人口一览"
    )
    save_chart(table, tmp_path / "a.pdf")
    document = PdfDocument(tmp_path / "a.pdf")
    page = document[0]
    text = page.get_textpage()
    words = text.get_text_range()
    title = document.get_metadata_dict()["Title"]
    text.close(), page.close(), document.close()
    assert title.endswith("网上文化与食品零售人口一览") and "网络零售" in words and "1.30" in words
    assert not re.search("[\u2e80-\u2fdf\uf900-\ufaff]", words), "radicals instead of characters"


def test_a_png_has_the_size_that_was_asked_for_and_grey_has_no_colour(tmp_path: Path) -> None:
    from PIL import Image

    save_chart(TABLE, tmp_path / "a.png", pixels=700)
    save_chart(TABLE, tmp_path / "b.png", dpi=150, variant="grey")
    with Image.open(tmp_path / "a.png") as one, Image.open(tmp_path / "b.png") as other:
        assert abs(one.width - 700) <= 2 and abs(other.width - 827) <= 1
        red, green, blue = other.convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_all_charts_of_a_book_with_names_that_windows_accepts(tmp_path: Path) -> None:
    tables = [
        make_table("bar", ["甲"], [("额", "亿元", ["1"])], number="CON", caption=""),
        make_table("bar", ["甲"], [("额", "亿元", ["1"])], number="图1:2", caption='实物/非实物?"占比"'),
        make_table("bar", ["甲"], [("额", "亿元", ["1"])], number="图1:2", caption='实物/非实物?"占比"'),
        make_table("bar", ["甲"], [("额", "亿元", ["1"])], number="", caption="x" * 300),
    ]
    steps = list(save_all(tables, tmp_path / "图", ["svg", "png"]))
    assert [step.done for step in steps] == list(range(1, 9))
    assert {step.total for step in steps} == {8}
    names = {path.name for path in (tmp_path / "图").iterdir()}
    assert len(names) == 8
    assert "_CON.svg" in names
    assert all(len(name) < 100 and not re.search(r'[<>:"/\\|?*]', name) for name in names)


@pytest.mark.parametrize("name", ["con", "LPT1.x", "aux", "", " . ", "a\tb", "尾. "])
def test_reserved_names_become_others(name: str) -> None:
    safe = safe_file_name(name)
    assert safe and safe == safe.strip(" .") and "\t" not in safe
    assert safe.lower() not in ("con", "aux", "lpt1.x")


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有写成"):
        save_chart(TABLE, tmp_path / "没有" / "a.png")
    with pytest.raises(UserError, match="PNG"):
        save_chart(TABLE, tmp_path / "a.bmp")


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * light ** (1 / 3) - 16


@pytest.mark.parametrize("variant", ["print", "grey"])
def test_neighbouring_bars_differ_in_greyscale(variant: str) -> None:
    theme = load_theme(variant)
    lightness = [_luminance(colour) for colour in theme.bars]
    assert all(abs(one - other) >= 12 for one, other in pairwise(lightness[:4]))
    assert len({(round(light / 6), hatch) for light, hatch in zip(lightness, theme.bar_hatches, strict=True)}) == len(lightness)


def test_a_chart_that_cannot_be_drawn_does_not_stop_the_rest(tmp_path: Path) -> None:
    tables = [
        make_table("bar", ["𠮷野家"], [("额", "亿元", ["1"])], number="图1"),
        make_table("bar", ["甲"], [("额", "亿元", ["1"])], number="图2"),
    ]
    steps = list(save_all(tables, tmp_path))
    assert [step.problem is None for step in steps] == [False, True]
    assert "𠮷" in str(steps[0].problem)
    assert [path.name[:2] for path in tmp_path.iterdir()] == ["图2"]


# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for simulation of color vision deficiency", 2009:
# severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as a colour-blind reader sees it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * value for weight, value in zip(row, linear, strict=True)))) for row in matrix
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    bent = [value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z)]
    return 116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("variant", ["print", "grey"])
def test_colour_blind_readers_tell_the_series_apart(variant: str, deficiency: str) -> None:
    theme = load_theme(variant)
    for colours, least in ((theme.bars[:4], 18), (theme.lines[:2], 18)):
        seen = [_seen(colour, DEFICIENCIES[deficiency]) for colour in colours]
        for one, other in combinations(seen, 2):
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > least, colours
