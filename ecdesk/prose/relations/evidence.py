"""What the search asks before it believes a relation, from ``resources/prose/evidence.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from ecdesk.domain.resources import resource


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, Any]]:
    with resource("prose", "evidence.toml").open("rb") as file:
        return tomllib.load(file)


def asked(kind: str) -> dict[str, Any]:
    """Thresholds and reaches of a kind of relation, by name."""
    return _file()[kind]
