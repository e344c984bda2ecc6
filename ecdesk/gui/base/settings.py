"""What the program remembers of its user: theme, language, sizes, recent books, how the window was arranged. The files are read once and written behind
the scenes: QSettings, which reads them, would write on the window's thread; on any other, Python stands still until it has."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.paths import platform_path, shown
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.session.program.later_writes import later_writes
from ecdesk.session.program.places import data_folder, made, samples_folder

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


class Drafts:
    """What was typed about something in a book and is not handed in yet, by what it is about. It stays until it is handed in or
    rubbed out, also when the program ends."""

    def __init__(self, book: Path) -> None:
        self._book = shown(book)
        self._store = settings_file(data_folder() / "drafts.ini")

    def of(self, about: str) -> str:
        return str(self._store.value(self._name(about), ""))

    def keep(self, about: str, words: str) -> None:
        if words.strip():
            self._store.set(self._name(about), words)
        else:
            self._store.remove(self._name(about))

    def _name(self, about: str) -> str:
        # What it is about may hold a figure's key in full: a name of any length and any characters.
        digest = hashlib.sha256("\n".join((self._book, about)).encode("utf-8")).hexdigest()
        return f"drafts/{digest[:32]}"


_Stamp = tuple[int, int]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class SettingsFile:
    """Names with texts. What was set counts at once; get it by `settings_file`, so that all of this program share what they know of one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, object] = {}
        self._pending: dict[str, str | None] = {}
        """What is not in the file yet; None for what is to be removed."""
        self._asked = False
        self._lock = threading.RLock()
        self._stamp: _Stamp | None = None

    def look_again(self) -> None:
        """Read the file where another program changed it."""
        stamp = _stamp_of(self._path)
        with self._lock:
            if not self._pending and stamp != self._stamp:
                self._values, self._stamp = _all_of(_opened(self._path)), stamp

    def value(self, name: str, default: object = None) -> object:
        return self._values.get(name, default)

    def set(self, name: str, value: str) -> None:
        with self._lock:
            if self._values.get(name) != value:
                self._values[name] = value
                self._write_later(name, value)

    def remove(self, name: str) -> None:
        with self._lock:
            if name in self._values:
                del self._values[name]
                self._write_later(name, None)

    def _write_later(self, name: str, value: str | None) -> None:
        """To be called with the lock held."""
        self._pending[name] = value
        if not self._asked:
            self._asked = True
            later_writes.add(self.write)

    def write(self) -> None:
        """Put into the file what is not in it yet; on the thread of `later_writes`."""
        with self._lock:
            self._asked = False
            changes = dict(self._pending)
        found = _all_of(_opened(self._path))
        _change(found, changes)
        with suppress(UserError, OSError):  # what cannot be kept is known until the program ends
            made(self._path.parent)
            write_whole(self._path, as_ini(found).encode("utf-8"))
        stamp = _stamp_of(self._path)
        with self._lock:
            self._pending = {name: value for name, value in self._pending.items() if changes.get(name, "") != value}
            self._values, self._stamp = found, stamp
            _change(found, self._pending)


_known: dict[Path, SettingsFile] = {}


def settings_file(path: Path) -> SettingsFile:
    """For the window's thread."""
    found = _known.setdefault(path, SettingsFile(path))
    found.look_again()
    return found


def as_ini(values: Mapping[str, object]) -> str:
    """The form in which QSettings reads texts, by their names; what stands before the first stroke of a name is its section."""
    sections: dict[str, list[str]] = {}
    for name, value in sorted(values.items()):
        group, stroke, key = name.partition("/")
        words = value if isinstance(value, list) else [value]
        line = f"{_escaped_name(key if stroke else group)}={', '.join(_escaped(str(word)) for word in words)}"
        sections.setdefault(_section(group) if stroke else "General", []).append(line)
    return "\n".join(line for section, lines in sections.items() for line in (f"[{section}]", *lines, ""))


def _section(name: str) -> str:
    return "%General" if name.lower() == "general" else _escaped_name(name)


def _escaped_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", lambda found: _coded(found[0]), name)


def _coded(character: str) -> str:
    if character == "/":
        return "\\"
    units = character.encode("utf-16-be").hex().upper()
    codes = [units[start : start + 4] for start in range(0, len(units), 4)]
    return "".join(f"%{code[2:]}" if code.startswith("00") else f"%U{code}" for code in codes)


def _escaped(value: str) -> str:
    words = re.sub(r'[\\"\n\r\t]', lambda found: _ESCAPES[found[0]], value)
    return f'"{"@" if value.startswith("@") else ""}{words}"'


def _change(values: dict[str, object], changes: Mapping[str, str | None]) -> None:
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value


def _opened(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


def _all_of(file: QSettings) -> dict[str, object]:
    return {name: file.value(name) for name in file.allKeys()}


def _stamp_of(path: Path) -> _Stamp | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size


def folder_beside(of: Path) -> Path:
    """Where what is made of a book is proposed to be kept: beside it. Of a sample book: among the documents, for its own folder is the program's
    and nobody would find anything there again."""
    if of.parent != samples_folder():
        return of.parent
    documents = Path(documents_folder())
    return documents if documents.is_dir() else Path.home()


_MANUSCRIPTS = "folders/document"
"""Where a dialog for a manuscript begins."""


def note_manuscript(path: Path) -> None:
    """A manuscript was taken in from here, in whatever way."""
    Settings().set_text(_MANUSCRIPTS, str(path.parent))


def folder_of_manuscript(name: str, book: Path) -> Path:
    """Where what is made of a manuscript is proposed to be kept: beside it where it still lies, else beside the book."""
    folder = Path(Settings().text(_MANUSCRIPTS))
    return folder if (folder / name).is_file() else folder_beside(book)


def documents_folder() -> str:
    """This user's documents, as the system calls them; it may not be there."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
