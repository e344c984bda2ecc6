"""The patterns of statistical prose, from ``resources/prose/patterns.toml``, by name."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import resource


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    with resource("prose", "patterns.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=256)
def pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of that name; KeyError where the file has none."""
    return re.compile(_file()[name]["pattern"])


@lru_cache(maxsize=1)
def not_figures() -> re.Pattern[str]:
    """Everything with digits that is no figure, as one pattern."""
    return re.compile("|".join(entry["pattern"] for entry in _file()["not_a_figure"]))
