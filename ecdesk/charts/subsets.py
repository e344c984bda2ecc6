"""A small font for PDF files.

Embedding in a PDF means taking the drawn characters out of a font of 30,000; with the whole font this takes more than a second a
file. The characters of all charts of a batch are taken out once, and every file of it is drawn and embedded from that small font.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecdesk.domain.files.fonts import FONT_FILE, chinese_font
from ecdesk.domain.files.whole_files import put_aside

_UNUSED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "kern", "STAT", "MATH"]
"""Tables for shaping that charts, laid out by advance widths, do not use."""


@contextmanager
def small_font(characters: Iterable[str]) -> Iterator[Path]:
    """A font file that has these characters only, for `drawn_with`; it is gone afterwards. Raises UserError when there is no place for it."""
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
