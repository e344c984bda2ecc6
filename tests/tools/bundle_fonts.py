"""The list of fonts that matplotlib makes of a whole computer when it is first used, of its own only: charts name the file of their font, and a
bundle would look through the computer at each start."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from unittest.mock import patch

from matplotlib import font_manager

FALLBACK = ("DejaVuSans.ttf", "LastResortHE-Regular.ttf")
"""Those of matplotlib's own that it falls back to."""


def write_font_list(folder: Path) -> Path:
    """The file as matplotlib looks for it in MPLCONFIGDIR."""

    def own(folders: list[str] | None = None, fontext: Literal["ttf", "afm"] = "ttf") -> list[str]:
        return [file for file in find(folders, fontext) if Path(file).name in FALLBACK] if folders else []

    find = font_manager.findSystemFonts
    with patch.object(font_manager, "findSystemFonts", own):
        manager = font_manager.FontManager()
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"fontlist-v{manager.__version__}.json"
    font_manager.json_dump(manager, str(written))
    return written
