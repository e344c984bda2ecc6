"""What the tools share: where things are, and starting a program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.import_graph import ROOT

OUT = ROOT / "out"
WINDOWS = os.name == "nt"
SCRIPTS = Path(sys.executable).parent
"""The programs that the environment's packages brought."""


def say(words: str) -> None:
    print(words, flush=True)


def fail(words: str) -> int:
    print(words, file=sys.stderr, flush=True)
    return 1


def call(command: Sequence[str | Path]) -> int:
    """Run a program with its output shown; its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], check=False).returncode


def module(name: str, *arguments: str | Path) -> list[str | Path]:
    """The command that runs a module in this environment."""
    return [sys.executable, "-m", name, *arguments]
