"""Stays while tries are run: what Wine starts of its own accord belongs to this process then, and keeps no other's output open.

``python -m tests.windows.resident DOTS SIZE``: dots to the inch and size of the screen, both empty where there is none. Without a window manager the
windows of all programs get the keyboard when they are on one desktop, which the registry names. Says when it is there, and stays until its input ends.
"""

from __future__ import annotations

import sys


def main(dots: str = "", size: str = "") -> None:
    if sys.platform != "win32":
        return
    import ctypes
    import winreg

    for place, name, value in (
        ("Software\\Wine\\Explorer", "Desktop", "ecdesk" if size else ""),
        ("Software\\Wine\\Explorer\\Desktops", "ecdesk", size),
        ("Control Panel\\Desktop", "LogPixels", int(dots or 96)),
    ):
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, place) as key:
            if value:
                kind = winreg.REG_SZ if isinstance(value, str) else winreg.REG_DWORD
                winreg.SetValueEx(key, name, 0, kind, value)
            elif name in [winreg.EnumValue(key, number)[0] for number in range(winreg.QueryInfoKey(key)[1])]:
                winreg.DeleteValue(key, name)
    ctypes.windll.user32.GetDesktopWindow()
    print("here", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
