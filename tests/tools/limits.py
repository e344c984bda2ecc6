"""The limits of `tests/limits.toml`, held against the code: ``python3 dev.py limits`` says how things stand and lowers what can be lowered.

``--check`` only says what got worse. ``--renew`` writes what holds today, also where that is more.
"""

from __future__ import annotations

import math
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.import_graph import PACKAGE, ROOT, modules
from tests.tools.complexity import HIGH, code_lines, functions
from tests.tools.running import fail, say

LIMITS = ROOT / "tests" / "limits.toml"
ENTRY = re.compile(r'^"(?P<name>[^"]+)" = [\d.]+(?P<why>\s+#.*)?$')

Exceptions = Mapping[str, Mapping[str, float]]
"""Section of the file to what is listed in it."""


@dataclass
class Room:
    """A folder of the package. entries: files and folders; lines: of code; functions: name to complexity, without those of inner rooms."""

    entries: int = 0
    lines: int = 0
    functions: dict[str, int] = field(default_factory=dict)

    @property
    def high(self) -> int:
        return sum(complexity >= HIGH for complexity in self.functions.values())


def rooms(package: Path = PACKAGE) -> dict[str, Room]:
    """Every room by its path below the package; the package's own files under "."."""
    found: dict[str, Room] = {}
    for path in modules(package):
        room = found.setdefault(path.parent.relative_to(package).as_posix(), Room())
        text = path.read_text(encoding="utf-8")
        room.lines += code_lines(text)
        for function in functions(text):
            name = f"{path.relative_to(package).parts[0].removesuffix('.py')}.{function.name}"
            room.functions[name] = max(function.complexity, room.functions.get(name, 0))
    for name, room in found.items():
        folders = [one for one in found if one != "." and Path(one).parent.as_posix() == name]
        files = [path for path in (package / name).glob("*.py") if path.name != "__init__.py"]
        room.entries = len(folders) + len(files)
    return found


def per_thousand(found: Mapping[str, Room], aims: Mapping[str, Any]) -> float:
    """Of the rooms that are not to be built anew: functions of `HIGH` or more for each 1,000 lines of code, to a tenth, upward."""
    counted = [room for name, room in found.items() if name not in aims["rebuilt"]]
    return math.ceil(10_000 * sum(room.high for room in counted) / sum(room.lines for room in counted)) / 10


def needed(found: Mapping[str, Room], aims: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The exceptions that the code needs as it is."""
    rebuilt = aims["rebuilt"]
    whole = per_thousand(found, aims)
    above = {name: room for name, room in found.items() if any(one > aims["function"] for one in room.functions.values())}
    return {
        "whole": {"high_per_thousand": whole} if whole > aims["high_per_thousand"] else {},
        "high": {
            name: room.high
            for name, room in found.items()
            if room.high > math.ceil(room.lines * aims["high_per_thousand"] / 1000)
        },
        "above": {
            function: complexity
            for name, room in above.items()
            if name not in rebuilt
            for function, complexity in room.functions.items()
            if complexity > aims["function"]
        },
        "above_in_rebuilt": {
            name: sum(one > aims["function"] for one in room.functions.values())
            for name, room in above.items()
            if name in rebuilt
        },
        "entries": {name: room.entries for name, room in found.items() if room.entries > aims["entries"]},
    }


def worse(today: Exceptions, allowed: Exceptions) -> list[str]:
    """What is beyond what is allowed, a line each."""
    return [
        f"[{section}] {name}: {figure:g}, allowed {allowed.get(section, {}).get(name, 'as the aim says')}"
        for section, figures in today.items()
        for name, figure in figures.items()
        if figure > allowed.get(section, {}).get(name, 0)
    ]


def no_longer_needed(today: Exceptions, allowed: Exceptions) -> list[str]:
    """Exceptions for what keeps to the aim, or is not there any more."""
    return [f"[{section}] {name}" for section in today for name in allowed.get(section, {}) if name not in today[section]]


def lowered(today: Exceptions, allowed: Exceptions) -> dict[str, dict[str, float]]:
    """The exceptions that are still needed, none higher than before."""
    return {
        section: {name: min(figure, allowed[section][name]) for name, figure in figures.items() if name in allowed[section]}
        for section, figures in today.items()
    }


def written(text: str, exceptions: Exceptions) -> str:
    """The file's text with other exceptions; comments stay, also those behind an entry that stays."""
    lines: list[str] = []
    parts = re.split(r"(?m)^(?=\[)", text)
    for part in parts:
        section = part[1 : part.find("]")] if part.startswith("[") else ""
        if section not in exceptions:
            lines.append(part)
            continue
        head, _newline, rest = part.partition("\n")
        old = rest.split("\n")
        why = {found["name"]: found["why"] or "" for found in map(ENTRY.match, old) if found}
        entries = [f'"{name}" = {figure:g}{why.get(name, "")}' for name, figure in sorted(exceptions[section].items())]
        lines.append("\n".join([head, *entries, *(line for line in old if not ENTRY.match(line))]))
    return "".join(lines)


def main(arguments: list[str]) -> int:
    text = LIMITS.read_text(encoding="utf-8")
    allowed = tomllib.loads(text)
    found = rooms()
    today = needed(found, allowed["aims"])
    if "--renew" not in arguments:
        if problems := worse(today, allowed):
            return fail("Worse than tests/limits.toml allows:\n  " + "\n  ".join(problems))
        if "--check" in arguments:
            if stale := no_longer_needed(today, allowed):
                return fail("No longer needed in tests/limits.toml (run dev.py limits):\n  " + "\n  ".join(stale))
            return 0
        today = lowered(today, allowed)
    LIMITS.write_text(written(text, today), encoding="utf-8", newline="\n")
    say(f"{per_thousand(found, allowed['aims']):g} functions of {HIGH} or more for each 1,000 lines; exceptions left:")
    for section, figures in today.items():
        say(f"  {section}: {len(figures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
