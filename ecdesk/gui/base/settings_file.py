"""A file of settings that is read once and written behind the scenes. QSettings, which reads it, would write it on the window's thread; on any other,
Python stands still until it has."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.gui.base.later_writes import later_writes
from ecdesk.session.program.places import made

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
