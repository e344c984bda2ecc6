"""What an attack counts: how many tries, how they ended, and what must not have happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MOST_SHOWN = 20
"""Faults of one attack that are told; the others are counted."""


@dataclass
class Tally:
    """tries: those that reached what they were to attack. faults: a sentence each. skipped: why an attack could not be made here."""

    tries: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    skipped: str = ""

    def tried(self, outcome: str, faults: list[str] | None = None, which: str = "") -> None:
        """A try and how it ended. faults: what was wrong with that; which: what tells the try from others."""
        self.tries += 1
        self.outcomes[outcome] += 1
        self.faults += [f"{which}: {fault}" if which else fault for fault in faults or ()]


Attack = Callable[[Path, int, int], Tally]
"""Attacks in an empty folder, so many times, with a seed."""


def row(name: str, tally: Tally, seconds: float) -> str:
    """A line of the table."""
    outcomes = ", ".join(f"{words} {count}" for words, count in sorted(tally.outcomes.items())) or "-"
    if tally.skipped:
        outcomes = f"skipped: {tally.skipped}"
    return f"{name:9} | {tally.tries:6} | {outcomes} | {len(tally.faults)} | {seconds:.0f} s"


HEADING = "attack    |  tries | outcomes | faults | time"
