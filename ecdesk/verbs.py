"""What each command of the command line does: call the session, say how it goes, and hand back an `Outcome`.

Everything heavy is imported inside the commands, so that ``ecdesk --help`` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from typing import Any

DONE, FOUND, WRONG_USAGE = 0, 1, 2


@dataclass
class Outcome:
    """What a command gives back: its exit code, its JSON document, and the same for a reader, line by line."""

    code: int = DONE
    document: Any = None
    lines: list[str] = field(default_factory=list)


class NotBuilt(Exception):
    """The command is part of the agreed command line, but what it calls is not there yet."""


def say(line: str) -> None:
    """A message to whoever watches; never part of the result."""
    print(line, file=sys.stderr, flush=True)


def not_built(options: argparse.Namespace) -> Outcome:
    raise NotBuilt(options.command)


open_window = sample = new = read = import_files = forms = check = proof = export = compare = merge = not_built
