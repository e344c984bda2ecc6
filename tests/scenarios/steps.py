"""The published list of steps: ``steps_grid.md``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

STEPS = Path(__file__).with_name("steps_grid.md")
_STEP = re.compile(r"(\d+)\. (.*?)((?: `[^`]*`)*) →((?: `[^`]*`)+)")
_QUOTED = re.compile(r"`([^`]*)`")


@dataclass(frozen=True)
class Step:
    """What the hand does, and what must be seen after it."""

    number: int
    words: str
    acts: tuple[str, ...]
    sights: tuple[str, ...]


def read_steps() -> list[Step]:
    found = []
    for line in STEPS.read_text(encoding="utf-8").splitlines():
        match = _STEP.match(line)
        if match:
            acts, sights = _QUOTED.findall(match[2] + match[3]), _QUOTED.findall(match[4])
            found.append(Step(int(match[1]), match[2].strip(), tuple(acts), tuple(sights)))
        elif re.match(r"\d+\. ", line):
            raise ValueError(f"no step: {line}")
    return found
