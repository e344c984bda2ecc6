"""Names that programs for keeping folders in step give to the second version of a book."""

from __future__ import annotations

import re
import tomllib

import pytest

from ecdesk.domain.resources import resource
from ecdesk.session.versions.sync_copies import is_named_as_copy

KINDS = tomllib.loads(resource("sync_copies.toml").read_text(encoding="utf-8"))["copy"]


@pytest.mark.parametrize("kind", KINDS, ids=[kind["by"] for kind in KINDS])
def test_every_example_is_of_its_kind_and_found(kind: dict[str, str]) -> None:
    for name in kind["examples"]:
        behind = name.removeprefix("年报").removesuffix(".ecd")
        assert re.fullmatch(kind["behind"], behind, re.IGNORECASE), name
        assert is_named_as_copy(name, "年报.ecd")


@pytest.mark.parametrize(
    "name",
    [
        "年报.ecd",
        "年报-副本.ecd",
        "年报（定稿）.ecd",
        "年报2018.ecd",
        "年报18.ecd",
        "月报 (1).ecd",
        "年报 (1).xlsx",
        "年报-安全副本 (冲突)",
    ],
)
def test_other_names_are_not(name: str) -> None:
    assert not is_named_as_copy(name, "年报.ecd")
