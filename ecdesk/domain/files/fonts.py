"""Where the Chinese font is that the window, the charts and the PDFs share."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

from ecdesk.domain.resources import resource

FONT_FILE = "NotoSansSC-Regular.ttf"
FONT_PACKAGE = "zhplot"


@lru_cache(maxsize=1)
def chinese_font() -> Path:
    """The font file: ``resources/fonts`` in a bundle, else inside the installed package that carries it.

    The package is only looked up, never imported. Raises FileNotFoundError when the installation is incomplete.
    """
    bundled = resource("fonts", FONT_FILE)
    if bundled.is_file():
        return bundled
    found = importlib.util.find_spec(FONT_PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder, "fonts", FONT_FILE)
        if path.is_file():
            return path
    raise FileNotFoundError(FONT_FILE)
