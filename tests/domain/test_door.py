"""The door for files from outside: what of JSON it lets through."""

from __future__ import annotations

from typing import Any

import pytest

from ecdesk.domain.files.door import from_json


def test_json_as_the_program_writes_it_becomes_its_value() -> None:
    assert from_json('{"a": [1, "二", null, true, 1.5]}') == {"a": [1, "二", None, True, 1.5]}


@pytest.mark.parametrize(
    "body",
    [
        *(None, 5, b"[]", "", "{", "[1] 2", "NaN", "[-Infinity]", '"\\ud800"', '{"a": "\\uD812"}'),
        *("[" * 100_000, '{"a":' * 100_000, "9" * 100_000, "[" + "1," * 600 + "1]"),
    ],
)
def test_anything_else_is_a_value_error(body: Any) -> None:
    with pytest.raises(ValueError):
        from_json(body, most=1_000 if body and str(body).startswith("[1,") else 10**6)
