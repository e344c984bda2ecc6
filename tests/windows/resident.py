"""Stays while tries are run: what Wine starts of its own accord belongs to this process then, and keeps no other's output open.

``python -m tests.windows.resident DOTS SIZE``: dots to the inch and size of the screen, both empty where there is none. Without a window manager the
windows of all programs get the keyboard when they are on one desktop, which the registry names. Says when it is there, and stays until its input ends:
each line of that is a list of words, an act of `tests.windows.other_program`, answered by a line {"code": …, "said": …}. Another start of Python would
take longer than all acts together.
"""

from __future__ import annotations

import io
import json
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout


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
    for line in sys.stdin:
        print(json.dumps(done(json.loads(line))), flush=True)


def done(words: Sequence[str]) -> dict[str, object]:
    """What became of an act, and what it printed."""
    from tests.windows import other_program

    said = io.StringIO()
    with redirect_stdout(said):
        try:
            code = other_program.main(*words)
        except Exception:
            code = 1
            traceback.print_exc(file=said)
    return {"code": code, "said": said.getvalue()}


if __name__ == "__main__":
    main(*sys.argv[1:])
