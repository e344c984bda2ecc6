"""Where the program's data files are, in a checkout and in a bundle."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).resolve().parents[2] / "resources"


def resource_root() -> Path:
    """The folder `resources/`; inside a PyInstaller bundle it lies in the bundle's own folder."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    return _BESIDE


def resource(*parts: str) -> Path:
    """The path of one data file, for example ``resource("areas.csv")``."""
    return resource_root().joinpath(*parts)


@lru_cache(maxsize=64)
def toml_data(*parts: str) -> dict[str, Any]:
    """What a TOML data file holds, for example ``toml_data("forms.toml")``; read once, so nobody changes it."""
    import tomllib

    with resource(*parts).open("rb") as file:
        return tomllib.load(file)


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a UTF-8 CSV data file as dictionaries of text; empty fields are empty text."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return [{name: (value or "") for name, value in row.items()} for row in csv.DictReader(file)]
