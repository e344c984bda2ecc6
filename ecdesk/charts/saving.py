"""Chart files for the typesetter: PNG, SVG and PDF, the same bytes for the same figures."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecdesk.charts.drawing import draw_chart
from ecdesk.charts.paper import drawn_with
from ecdesk.charts.themes import PRINT, load_theme
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.filenames import safe_file_name
from ecdesk.domain.files.fonts import FONT_FILE, chinese_font
from ecdesk.domain.files.whole_files import made_folder, put_aside, write_whole
from ecdesk.domain.texts import Text

KINDS = ("png", "svg", "pdf")

_STYLE: dict[Any, Any] = {"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "ecdesk", "path.simplify": False}
_METADATA: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}

_UNUSED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "kern", "STAT", "MATH"]
"""Tables for shaping that charts, laid out by advance widths, do not use."""


@dataclass(frozen=True)
class SavedChart:
    """One step of `save_all`: how many of how many files are done, and the last one. problem: why it could not be drawn."""

    done: int
    total: int
    path: Path
    problem: Text | None = None


def save_chart(table: Table, path: Path, kind: str = "", dpi: int | None = None, variant: str = PRINT) -> None:
    """Writes an exhibit's chart; the file is whole or not there.

    kind: png, svg or pdf, by default what the name ends in. dpi: of a PNG, by default the theme's. Fonts are embedded in a PDF as
    TrueType (type 42); in an SVG letters are outlines. Raises UserError when the file cannot be written.
    """
    kind = kind or path.suffix.removeprefix(".").lower()
    _check_kind(kind)
    with small_font(_characters([table], variant)) if kind == "pdf" else nullcontext() as font:
        _save(table, path, kind, dpi, variant, font)


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise UserError("图不能存成“{kind}”，请选 PNG、SVG 或 PDF。", kind=kind)


def _save(table: Table, path: Path, kind: str, dpi: int | None, variant: str, font: Path | None) -> None:
    write_whole(path, chart_bytes(table, kind, dpi, variant, font))


def chart_bytes(table: Table, kind: str, dpi: int | None = None, variant: str = PRINT, font: Path | None = None) -> bytes:
    """An exhibit's chart as the bytes of a file of one of `KINDS`. Raises CannotDraw."""
    import matplotlib

    with drawn_with(font):
        figure = draw_chart(table, variant)
    drawn = io.BytesIO()
    with matplotlib.rc_context(_STYLE):
        figure.savefig(drawn, format=kind, dpi=dpi or load_theme(variant).dpi, metadata=_METADATA[kind])
    return drawn.getvalue()


def _characters(tables: Sequence[Table], variant: str = PRINT) -> set[str]:
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
    tables: Sequence[Table], folder: Path, formats: Sequence[str] = ("svg",), dpi: int | None = None
) -> Iterator[SavedChart]:
    """Writes the chart of every exhibit that has one, named by number and caption; yields after each file.

    A chart that cannot be drawn is told of and does not stop the rest. Raises UserError when the folder or a file cannot be written.
    """
    drawn = [table for table in tables if table.exhibit.chart is not None]
    for kind in formats:
        _check_kind(kind)
    made_folder(folder)
    with small_font(_characters(drawn)) if "pdf" in formats else nullcontext() as font:
        yield from _save_each(drawn, folder, formats, dpi, font)


def _save_each(
    tables: Sequence[Table], folder: Path, formats: Sequence[str], dpi: int | None, font: Path | None
) -> Iterator[SavedChart]:
    taken: set[str] = set()
    done = 0
    for table in tables:
        exhibit = table.exhibit
        stem = safe_file_name(f"{exhibit.number} {exhibit.caption}".strip() or exhibit.id)
        name, copy = stem, 2
        while name.casefold() in taken:
            name, copy = f"{stem} ({copy})", copy + 1
        taken.add(name.casefold())
        for kind in formats:
            path, done = folder / f"{name}.{kind}", done + 1
            problem: Text | None = None
            try:
                _save(table, path, kind, dpi, PRINT, font if kind == "pdf" else None)
            except CannotDraw as fault:
                problem = fault.text
            yield SavedChart(done, len(tables) * len(formats), path, problem)


@contextmanager
def small_font(characters: Iterable[str]) -> Iterator[Path]:
    """A font file that has these characters only, for `drawn_with`; it is gone afterwards. Raises UserError when there is no place for it.

    Embedding in a PDF means taking the drawn characters out of a font of 30,000; with the whole font this takes more than a second a
    file. The characters of all charts of a batch are taken out once, and every file of it is drawn and embedded from that small font.
    """
    with put_aside(FONT_FILE, _subset(set(characters) | set("0"))) as path:
        yield path


def _subset(characters: set[str]) -> bytes:
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
        written = io.BytesIO()
        subset.save_font(font, written, options)
    return written.getvalue()
