"""The names of one file: a hard link gives it another, and nothing about the file says which."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Names:
    """here: the other names of a file in its own folder, in order. elsewhere: how many more it has, which nobody can find."""

    here: tuple[Path, ...]
    elsewhere: int


def other_names(path: Path) -> Names:
    """The names of a file that is there besides this one. Raises OSError for one that is not."""
    facts = path.stat()
    if facts.st_nlink <= 1:
        return Names((), 0)
    here = []
    with suppress(OSError), os.scandir(path.parent) as found:
        for entry in found:
            if entry.name != path.name and _is_same(entry.path, facts):
                here.append(path.with_name(entry.name))
    return Names(tuple(sorted(here)), max(0, facts.st_nlink - 1 - len(here)))


def _is_same(path: str, facts: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.lstat(path), facts)
    except OSError:  # it has just gone
        return False
