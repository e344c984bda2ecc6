"""Another program at Windows' clipboard, which `tests.windows.resident` is: ``copy`` puts there what Excel puts, ``list`` prints what is there,
``end-session HWND`` tells a window that Windows is about to shut down, ``end PROCESS`` ends a program from outside as the task manager does."""

from __future__ import annotations

import ctypes
import json
import time
from collections.abc import Iterator
from ctypes import wintypes

from tests.gui.grid.copied_by_others import EXCEL

TEXT = "6,412.70\t25%\t893.6\r\n"
UNICODE_TEXT = 13
MOVEABLE = 0x2
QUERY_END_SESSION = 0x11
MAY_END = 0x0001 | 0x00100000
"""To end it, and to wait for that."""
LONGEST_END = 30_000
"""Milliseconds."""

user = ctypes.windll.user32
kernel = ctypes.windll.kernel32
for function, result in (
    (kernel.GlobalAlloc, wintypes.HGLOBAL),
    (kernel.GlobalLock, ctypes.c_void_p),
    (kernel.GlobalSize, ctypes.c_size_t),
    (kernel.OpenProcess, ctypes.c_void_p),
    (user.GetClipboardData, wintypes.HANDLE),
):
    function.restype = result
kernel.GlobalAlloc.argtypes = [wintypes.UINT, ctypes.c_size_t]
for function in (kernel.GlobalLock, kernel.GlobalUnlock, kernel.GlobalSize):
    function.argtypes = [wintypes.HGLOBAL]
user.SetClipboardData.argtypes = [wintypes.UINT, wintypes.HANDLE]
user.SendMessageW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
user.SendMessageW.restype = ctypes.c_ssize_t


def html_format(source: str) -> bytes:
    """A page as Windows' HTML Format has it: where page and fragment begin and end, in bytes, then the page."""
    head = "Version:1.0\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\nStartFragment:{:010d}\r\nEndFragment:{:010d}\r\n"
    page, start = source.encode(), len(head.format(0, 0, 0, 0))
    opened = start + page.index(b"<!--StartFragment-->") + len("<!--StartFragment-->")
    return head.format(start, start + len(page), opened, start + page.index(b"<!--EndFragment-->")).encode() + page


def fragment(content: bytes) -> str:
    """What the offsets of an HTML Format say is the fragment."""
    numbers = dict(line.split(b":", 1) for line in content.splitlines()[:6] if b":" in line)
    return content[int(numbers[b"StartFragment"]) : int(numbers[b"EndFragment"])].decode()


def opened() -> None:
    while not user.OpenClipboard(None):  # somebody else looks at it
        time.sleep(0.05)


def put(formats: dict[int, bytes]) -> None:
    opened()
    user.EmptyClipboard()
    for number, content in formats.items():
        handle = kernel.GlobalAlloc(MOVEABLE, len(content))
        ctypes.memmove(kernel.GlobalLock(handle), content, len(content))
        kernel.GlobalUnlock(handle)
        user.SetClipboardData(number, handle)
    user.CloseClipboard()


def held() -> Iterator[tuple[str, bytes]]:
    """Names and contents of the formats that are there."""
    opened()
    number = 0
    while number := user.EnumClipboardFormats(number):
        name = ctypes.create_unicode_buffer(200)
        user.GetClipboardFormatNameW(number, name, 200)
        handle = user.GetClipboardData(number)
        size = kernel.GlobalSize(handle) if handle else 0
        content = ctypes.string_at(kernel.GlobalLock(handle), size) if size else b""
        yield name.value or str(number), content
    user.CloseClipboard()


def main(act: str, *words: str) -> int:
    if act == "copy":
        html = user.RegisterClipboardFormatW("HTML Format")
        commas = user.RegisterClipboardFormatW("Csv")
        put(
            {
                UNICODE_TEXT: TEXT.encode("utf-16-le") + bytes(2),
                html: html_format(EXCEL) + bytes(1),
                commas: b'"6,412.70",25%,893.6\r\n\0',
            }
        )
    elif act == "list":
        found = dict(held())
        print(
            json.dumps(
                {
                    "names": sorted(found),
                    "text": found.get(str(UNICODE_TEXT), b"").decode("utf-16-le").rstrip("\0"),
                    "fragment": fragment(found["HTML Format"]) if "HTML Format" in found else "",
                    "csv": found.get("Csv", b"").rstrip(b"\0").decode("gb18030"),
                }
            )
        )
    elif act == "end-session":
        print(user.SendMessageW(int(words[0]), QUERY_END_SESSION, 0, 0))
    elif act == "end":
        process = wintypes.HANDLE(kernel.OpenProcess(MAY_END, False, int(words[0])))
        ended = kernel.TerminateProcess(process, 1)
        kernel.WaitForSingleObject(process, LONGEST_END)
        kernel.CloseHandle(process)
        return 0 if ended else 1
    return 0
