"""Where the program's data files are, in a checkout and in a bundle."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path


def resource_root() -> Path:
    """The folder `resources/`; inside a PyInstaller bundle it lies in the bundle's own folder."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    return Path(__file__).resolve().parents[2] / "resources"


def resource(*parts: str) -> Path:
    """The path of one data file, for example ``resource("areas.csv")``."""
    return resource_root().joinpath(*parts)


def font_file() -> Path:
    """The Chinese font of window, charts and PDFs, Noto Sans SC: in `resources/fonts` of a bundle, else as its package carries it.

    Raises FileNotFoundError when the package that carries it is not installed.
    """
    bundled = resource("fonts", "NotoSansSC-Regular.ttf")
    if bundled.exists():
        return bundled
    carrier = importlib.util.find_spec("zhplot")  # found, not imported: its code sets matplotlib up in its own way
    for folder in (carrier.submodule_search_locations or []) if carrier else []:
        carried = Path(folder) / "fonts" / bundled.name
        if carried.exists():
            return carried
    raise FileNotFoundError(bundled)


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a UTF-8 CSV data file as dictionaries of text; empty fields are empty text."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: (value or "") for name, value in row.items()} for row in csv.DictReader(file)]
