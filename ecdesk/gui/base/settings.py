"""What the program remembers of its user: theme, language, sizes, recent books, how the window was arranged."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray

from ecdesk.domain.files.paths import platform_path, shown
from ecdesk.gui.base.settings_file import settings_file
from ecdesk.session.program.places import data_folder

MOST_RECENT = 12
GRID_KEYS = "grid."
"""Before the names of the commands of tables, where their keys are kept."""


class Settings:
    """Typed access to ``settings.ini`` in the program's folder; what was never set has its default."""

    def __init__(self) -> None:
        self._store = settings_file(data_folder() / "settings.ini")

    def text(self, name: str, default: str = "") -> str:
        value = self._store.value(name, default)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            return default

    def bytes(self, name: str) -> QByteArray:
        return QByteArray.fromBase64(self.text(name).encode("ascii", "ignore"))

    def set_text(self, name: str, value: str) -> None:
        self._store.set(name, value)

    def set_number(self, name: str, value: int) -> None:
        self._store.set(name, str(value))

    def set_bytes(self, name: str, value: QByteArray) -> None:
        self._store.set(name, bytes(value.toBase64().data()).decode("ascii"))

    def remove(self, name: str) -> None:
        self._store.remove(name)

    # -- keys

    def keys(self, name: str) -> tuple[str, ...] | None:
        """The keys that somebody chose for a command, none among them; None where nobody did."""
        chosen = self.text(f"keys/{name}", "?")
        return None if chosen == "?" else tuple(filter(None, chosen.split("\n")))

    def set_keys(self, name: str, keys: Sequence[str] | None) -> None:
        """Keep the keys of a command; None for those that it comes with."""
        if keys is None:
            self.remove(f"keys/{name}")
        else:
            self.set_text(f"keys/{name}", "\n".join(keys))

    # -- what is asked for by name

    @property
    def theme(self) -> str:
        return self.text("look/theme", "light")

    @property
    def language(self) -> str:
        """Code of the language; "" while none was chosen."""
        return os.environ.get("ECDESK_LANGUAGE", "") or self.text("look/language")

    @property
    def font_size(self) -> int:
        """Of the window's font, in points."""
        return min(20, max(7, self.number("look/font_size", 9)))

    @property
    def user(self) -> str:
        """The name that the journal gives to what is done here; "" for the account's."""
        return self.text("user/name")

    def recent_books(self) -> list[Path]:
        """The books opened last, latest first; also those that are not there any more."""
        return [platform_path(line) for line in self.text("books/recent").split("\n") if line]

    def note_book(self, path: Path) -> None:
        books = [path, *(other for other in self.recent_books() if other != path)]
        self._set_books(books)

    def forget_book(self, path: Path) -> None:
        self._set_books([other for other in self.recent_books() if other != path])

    def _set_books(self, books: list[Path]) -> None:
        self.set_text("books/recent", "\n".join(shown(book) for book in books[:MOST_RECENT]))
