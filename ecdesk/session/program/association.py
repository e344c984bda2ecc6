"""Opening a book by double click on Windows: keys of the current user's registry, which need no administrator."""

from __future__ import annotations

import sys
from typing import Protocol

from ecdesk.domain.texts import tr

EXTENSION = ".ecd"
KIND = "ecdesk.book"
CLASSES = "Software\\Classes"


class Registry(Protocol):
    """The current user's part of the registry, by path below HKEY_CURRENT_USER; only default values are used."""

    def read(self, path: str) -> str | None: ...

    def write(self, path: str, value: str) -> None: ...


def open_command(program: str) -> str:
    """What the system runs for a double click; the quotes keep paths with spaces whole."""
    return f'"{program}" open "%1"'


def free(registry: Registry) -> bool:
    """Whether nothing answers to a double click on a book yet, or only a program of ours that may have moved since."""
    return registry.read(f"{CLASSES}\\{EXTENSION}") in (None, "", KIND)


def register(registry: Registry, program: str) -> None:
    """Let a double click on a book start this program, for the current user; the installer takes it back when the program goes."""
    registry.write(f"{CLASSES}\\{KIND}", tr("统计年报"))
    registry.write(f"{CLASSES}\\{KIND}\\DefaultIcon", f"{program},0")
    registry.write(f"{CLASSES}\\{KIND}\\shell\\open\\command", open_command(program))
    registry.write(f"{CLASSES}\\{EXTENSION}", KIND)


def user_registry() -> Registry | None:
    """The registry of this machine's current user; None where there is none."""
    if sys.platform != "win32":
        return None
    import ctypes
    import winreg

    associations_changed = 0x08000000  # SHCNE_ASSOCCHANGED makes Explorer look again, so that it need not be restarted

    class WindowsRegistry:
        def read(self, path: str) -> str | None:
            try:
                return winreg.QueryValue(winreg.HKEY_CURRENT_USER, path)
            except FileNotFoundError:
                return None

        def write(self, path: str, value: str) -> None:
            winreg.SetValue(winreg.HKEY_CURRENT_USER, path, winreg.REG_SZ, value)
            ctypes.windll.shell32.SHChangeNotify(associations_changed, 0, None, None)

    return WindowsRegistry()
