"""What is held before any test runs: lint, format, types, layers, and the limits of `tests/limits.toml`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.tools.running import SCRIPTS, call, fail, module, say

STEPS: dict[str, list[str | Path]] = {
    "ruff check": module("ruff", "check", "."),
    "ruff format": module("ruff", "format", "--check", "."),
    "mypy": module("mypy"),
    "mypy of the tools": module("mypy", "--strict", "dev.py", "tests/tools"),
    "layers": [SCRIPTS / "lint-imports"],
    "limits": module("tests.tools.limits", "--check"),
}


def main() -> int:
    failed = []
    for name, command in STEPS.items():
        say(f"-- {name}")
        if call(command):
            failed.append(name)
    return fail("-- FAILED: " + ", ".join(failed)) if failed else 0


if __name__ == "__main__":
    sys.exit(main())
