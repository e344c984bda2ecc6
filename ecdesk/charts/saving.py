"""Chart files for the typesetter: PNG, SVG and PDF, the same bytes for the same figures.

An SVG has its letters as outlines, so that it looks alike without the font; ``svg-text`` has them as text, which can be searched and edited.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecdesk.charts.drawing import draw_chart, drawing_of
from ecdesk.charts.paper import drawn_with
from ecdesk.charts.themes import PRINT, load_theme
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw, drawn_chart, told
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.filenames import unlike_file_names
from ecdesk.domain.files.fonts import FONT_FILE, chinese_font
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.files.whole_files import made_folder, put_aside, write_whole
from ecdesk.domain.texts import Text, printed_in

KINDS = ("png", "svg", "svg-text", "pdf")
ENDINGS = {"png": ".png", "svg": ".svg", "svg-text": ".text.svg", "pdf": ".pdf"}
"""What the names of files of a kind end in where they are written beside each other."""
SMALLEST_DPI, LARGEST_DPI = 36, 1200

_STYLE: dict[Any, Any] = {"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "ecdesk", "path.simplify": False}
_METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}

_UNUSED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "kern", "STAT", "MATH"]
"""Tables for shaping that charts, laid out by advance widths, do not use."""


@dataclass(frozen=True)
class SavedChart:
    """One step of `save_all`: how many of how many files are done, and the last one. problem: why it could not be drawn. dropped: the
    figures whose labels found no place."""

    done: int
    total: int
    path: Path
    problem: Text | None = None
    dropped: tuple[str, ...] = ()


def save_chart(
    table: Table, path: Path, kind: str = "", dpi: int | None = None, variant: str = PRINT, pixels: int | None = None
) -> tuple[str, ...]:
    """Writes an exhibit's chart; the file is whole or not there. Gives back the figures whose labels found no place.

    kind: one of `KINDS`, by default what the name ends in. dpi: of a PNG, by default the theme's; or pixels: its width. Fonts are embedded
    in a PDF as TrueType (type 42). Raises UserError when the file cannot be written.
    """
    kind = kind or next((kind for kind in ("svg-text", *KINDS) if path.name.lower().endswith(ENDINGS[kind])), path.suffix[1:])
    check_kinds([kind])
    with small_font(drawn_characters([table], variant)) if kind == "pdf" else nullcontext() as font:
        drawn, dropped = _as_bytes(table, kind, dpi, variant, font, pixels)
    write_whole(path, drawn)
    return dropped


def chart_bytes(table: Table, kind: str, dpi: int | None = None, variant: str = PRINT, *, bare: bool = False) -> bytes:
    """What `save_chart` writes. bare: see `drawing_of`. Raises CannotDraw."""
    with small_font(drawn_characters([table], variant)) if kind == "pdf" else nullcontext() as font:
        return _as_bytes(table, kind, dpi, variant, font, bare=bare)[0]


def check_kinds(kinds: Sequence[str]) -> None:
    """Raises UserError for a kind of file that charts are not written as."""
    for kind in kinds:
        if kind not in KINDS:
            raise UserError("图不能存成“{kind}”，请选 PNG、SVG 或 PDF。", kind=kind)


def _as_bytes(
    table: Table, kind: str, dpi: int | None, variant: str, font: Path | None, pixels: int | None = None, *, bare: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """A file of a kind, and the figures whose labels found no place. bare: see `drawing_of`."""
    import matplotlib

    with drawn_with(font):
        drawing = drawing_of(table, variant, bare=bare)
    with printed_in(table.language):
        shown = drawn_chart(table)
        in_words = told(shown)
    theme = load_theme(variant, shown.settings.theme)
    if pixels is not None:
        dpi = round(pixels / drawing.figure.get_size_inches()[0])
    form = kind.partition("-")[0]
    words = {"Title": writable(shown.title), **({"Subject": in_words} if form == "pdf" else {})} if form != "png" else {}
    style = _STYLE | ({"svg.fonttype": "none"} if kind == "svg-text" else {})
    drawn = io.BytesIO()
    with matplotlib.rc_context(style):
        sharp = min(max(dpi or theme.dpi, SMALLEST_DPI), LARGEST_DPI)
        drawing.figure.savefig(drawn, format=form, dpi=sharp, metadata=_METADATA[form] | words)
    body = drawn.getvalue()
    if form == "svg":
        body = _described(body.decode("utf-8"), in_words, theme.svg_fonts if kind == "svg-text" else ()).encode("utf-8")
    return body, drawing.dropped


_TITLE_END = "</title>"
_FAMILY = re.compile(r'(font-family: )[^;"]*')


def _described(svg: str, words: str, fonts: Sequence[str]) -> str:
    """An SVG that says in words what it shows. fonts: families that its text is set in, the first that a reader has."""
    svg = svg.replace(_TITLE_END, f"{_TITLE_END}\n <desc>{html.escape(writable(words), quote=False)}</desc>", 1)
    families = ", ".join(family if family.islower() else f"'{family}'" for family in fonts)
    return _FAMILY.sub(lambda match: match[1] + families, svg) if fonts else svg


def drawn_characters(tables: Sequence[Table], variant: str = PRINT) -> set[str]:
    """Every character that the charts of some tables print; those that cannot be drawn print none."""
    from matplotlib.text import Text as DrawnText

    found: set[str] = set()
    for table in tables:
        try:
            figure = draw_chart(table, variant)
        except CannotDraw:
            continue
        found.update(*(artist.get_text() for artist in figure.findobj(DrawnText)))
    return found


def save_all(
    tables: Sequence[Table], folder: Path, formats: Sequence[str] = ("svg",), dpi: int | None = None, variant: str = PRINT
) -> Iterator[SavedChart]:
    """Writes the chart of every exhibit that has one, named by number and caption; yields after each file. variant: in colour or in grey.

    A chart that cannot be drawn is told of and does not stop the rest. Raises UserError when the folder or a file cannot be written.
    """
    drawn = [table for table in tables if table.exhibit.chart is not None]
    check_kinds(formats)
    made_folder(folder)
    with small_font(drawn_characters(drawn, variant)) if "pdf" in formats else nullcontext() as font:
        yield from _save_each(drawn, folder, formats, dpi, variant, font)


def _save_each(
    tables: Sequence[Table], folder: Path, formats: Sequence[str], dpi: int | None, variant: str, font: Path | None
) -> Iterator[SavedChart]:
    done = 0
    names = unlike_file_names(table.exhibit.number_and_caption or table.exhibit.id for table in tables)
    for table, name in zip(tables, names, strict=True):
        for kind in formats:
            path, done = folder / f"{name}{ENDINGS[kind]}", done + 1
            problem: Text | None = None
            dropped: tuple[str, ...] = ()
            try:
                body, dropped = _as_bytes(table, kind, dpi, variant, font if kind == "pdf" else None)
                write_whole(path, body)
            except CannotDraw as fault:
                problem = fault.text
            yield SavedChart(done, len(tables) * len(formats), path, problem, dropped)


@contextmanager
def small_font(characters: Iterable[str]) -> Iterator[Path]:
    """A font file that has these characters only, for `drawn_with`; it is gone afterwards. Raises UserError when there is no place for it.

    Embedding in a PDF means taking the drawn characters out of a font of 30,000; with the whole font this takes more than a second a
    file. The characters of all charts of a batch are taken out once, and every file of it is drawn and embedded from that small font.
    """
    with put_aside(FONT_FILE, font_bytes(set(characters) | set("0"))) as path:
        yield path


def font_bytes(characters: set[str], family: str = "") -> bytes:
    """The file of a font that has these characters only. family: what it is called, "" for as the whole one is."""
    from fontTools import subset

    options = subset.Options()
    options.drop_tables += _UNUSED
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    options.hinting = False
    with subset.load_font(str(chinese_font()), options, dontLoadGlyphNames=True) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(ord(character) for character in characters))
        subsetter.subset(font)
        if family:
            for number in (1, 4, 16):
                font["name"].setName(family, number, 3, 1, 0x409)
        written = io.BytesIO()
        subset.save_font(font, written, options)
    return written.getvalue()
