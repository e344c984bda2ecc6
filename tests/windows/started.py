"""A program of Windows is started and watched from beside it: ``python -m tests.windows.started TITLE PROGRAM [WORD …]`` prints, as JSON, after how
many seconds it had a window in sight, the titles of those that it had when one said TITLE (part of it; "" for any), how much memory it had then (bytes of
its own), and what it ended with when its windows were closed.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import time
from ctypes import wintypes

PATIENCE = 240.0
"""Seconds until there is a window, and until it has its title; Wine on a busy machine."""
CLOSE = 0x10
QUIET = 3.0
"""Seconds that a program is given after its window is there, in which it may put the next one over it, and reads its book."""


class Memory(ctypes.Structure):
    _fields_ = (
        ("cb", wintypes.DWORD),
        ("faults", wintypes.DWORD),
        *(
            (name, ctypes.c_size_t)
            for name in ("peak", "working", "pool1", "pool2", "pool3", "pool4", "page", "peak_page", "private")
        ),
    )


def windows_of(process: int) -> list[tuple[int, str]]:
    """Handles and titles of the windows in sight of a process."""
    user, found = ctypes.windll.user32, list[tuple[int, str]]()

    def look(handle: int, _nothing: int) -> bool:
        owner, title = wintypes.DWORD(), ctypes.create_unicode_buffer(300)
        user.GetWindowThreadProcessId(wintypes.HWND(handle), ctypes.byref(owner))
        if owner.value == process and user.IsWindowVisible(wintypes.HWND(handle)):
            user.GetWindowTextW(wintypes.HWND(handle), title, 300)
            found.append((handle, title.value))
        return True

    kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    user.EnumWindows(kind(look), 0)
    return found


def wait(process: subprocess.Popen[bytes], title: str) -> float:
    """Until the process has a window with this in its title, or has ended; the seconds that it took."""
    began = time.perf_counter()
    while process.poll() is None and time.perf_counter() - began < PATIENCE:
        if any(title in shown for _handle, shown in windows_of(process.pid)):
            break
        time.sleep(0.02)
    return time.perf_counter() - began


def main(title: str, *command: str) -> int:
    user, kernel = ctypes.windll.user32, ctypes.windll.kernel32
    without_streams = subprocess.STARTUPINFO(dwFlags=subprocess.STARTF_USESTDHANDLES)  # as a double click starts it
    with subprocess.Popen(command, startupinfo=without_streams) as process:
        seconds = wait(process, "")
        wait(process, title)
        time.sleep(QUIET)
        shown = windows_of(process.pid)
        memory = Memory(cb=ctypes.sizeof(Memory))
        if process.poll() is None:
            kernel.K32GetProcessMemoryInfo(wintypes.HANDLE(int(process._handle)), ctypes.byref(memory), memory.cb)
        for handle, _title in shown:
            user.PostMessageW(wintypes.HWND(handle), CLOSE, 0, 0)
        try:
            code = process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            code = -1
    titles = [words for _handle, words in shown]
    print(json.dumps({"seconds": seconds, "titles": titles, "memory": memory.private or memory.page, "code": code}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
