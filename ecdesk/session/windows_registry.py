"""The current user's registry of Windows, as `ecdesk.session.association` wants it. Importable on Windows only."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import winreg

ASSOCIATIONS_CHANGED = 0x08000000
"""SHCNE_ASSOCCHANGED: makes Explorer look again, so that it need not be restarted."""


class WindowsRegistry:
    def read(self, path: str) -> str | None:
        try:
            return winreg.QueryValue(winreg.HKEY_CURRENT_USER, path)
        except FileNotFoundError:
            return None

    def write(self, path: str, value: str) -> None:
        winreg.SetValue(winreg.HKEY_CURRENT_USER, path, winreg.REG_SZ, value)
        ctypes.windll.shell32.SHChangeNotify(ASSOCIATIONS_CHANGED, 0, None, None)

    def remove(self, path: str) -> None:
        try:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)
        except FileNotFoundError:
            return
        ctypes.windll.shell32.SHChangeNotify(ASSOCIATIONS_CHANGED, 0, None, None)
