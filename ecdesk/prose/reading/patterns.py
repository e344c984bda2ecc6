"""The patterns of statistical prose, from ``resources/prose/patterns.toml``, by name."""

from __future__ import annotations

import re
from functools import lru_cache

from ecdesk.domain.resources import toml_data

FILE = ("prose", "patterns.toml")


@lru_cache(maxsize=256)
def pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of that name; KeyError where the file has none."""
    return re.compile(toml_data(*FILE)[name]["pattern"])


@lru_cache(maxsize=1)
def not_figures() -> re.Pattern[str]:
    """Everything with digits that is no figure, as one pattern."""
    return re.compile("|".join(entry["pattern"] for entry in toml_data(*FILE)["not_a_figure"]))
