"""The files that lie on the table: what was read in each, and what imports took of them, so that undoing one puts it back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from ecdesk.domain.figures.readings import FileReading

Found: TypeAlias = "tuple[Path, FileReading]"


class Batch:
    """Files in the order in which they came. Another drop adds to them: what was asked of the first is still asked."""

    def __init__(self) -> None:
        self._found: dict[Path, FileReading] = {}
        self._taken: dict[int, tuple[Found, ...]] = {}

    @property
    def found(self) -> list[Found]:
        return list(self._found.items())

    def add(self, found: Iterable[Found]) -> None:
        """Put files on the table; one that lies there is replaced by what it says now."""
        self._found.update(found)

    def drop(self, paths: Iterable[Path]) -> None:
        """Take files off the table."""
        for path in paths:
            self._found.pop(path, None)

    def take(self, paths: Iterable[Path], seq: int) -> None:
        """Note that a step of the book imported files."""
        self._taken[seq] = tuple((path, self._found[path]) for path in paths if path in self._found)
        self.drop(paths)

    def holds(self, seq: int | None) -> bool:
        """Whether a step imported files of this batch."""
        return seq in self._taken

    def put_back(self, seq: int) -> list[Path]:
        """Put back what a step imported that was undone; returns which files."""
        self.add(self._taken[seq])
        return [path for path, _reading in self._taken[seq]]

    def take_again(self, seq: int) -> None:
        """The step was done again."""
        self.drop(path for path, _reading in self._taken[seq])
