"""What Windows holds the reading process to: a job object with a limit of memory and time, in which no other program is started, and which ends
with the program that made it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

    from ecdesk.session.outside.confinement import Limits

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _TIME, _PROCESSES, _MEMORY, _NO_DIALOG, _ENDS_WITH_US = 0x2, 0x8, 0x100, 0x400, 0x2000
    _HUNDREDS_OF_NANOSECONDS = 10_000_000

    class _Basic(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION"""

        _fields_ = (
            ("time", ctypes.c_int64),
            ("time_of_job", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("smallest", ctypes.c_size_t),
            ("largest", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION"""

        _fields_ = (
            ("basic", _Basic),
            ("counters", ctypes.c_uint64 * 6),
            ("memory", ctypes.c_size_t),
            ("memory_of_job", ctypes.c_size_t),
            ("peak", ctypes.c_size_t),
            ("peak_of_job", ctypes.c_size_t),
        )

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    _kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    _kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    _kernel.GetProcessTimes.argtypes = (wintypes.HANDLE, *[ctypes.POINTER(ctypes.c_uint64)] * 4)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    class Job:
        """Holds one process to its limits until it is closed, which ends the process. What the system does not do is not in `enforced`."""

        def __init__(self, process: Popen[bytes], limits: Limits) -> None:
            self._process = wintypes.HANDLE(int(process._handle))  # type: ignore[attr-defined]
            self._seconds = limits.seconds
            self._limits = _Extended()
            self._limits.basic.flags = _PROCESSES | _MEMORY | _NO_DIALOG | _ENDS_WITH_US
            self._limits.basic.processes = 1
            self._limits.memory = limits.memory
            self._job = _kernel.CreateJobObjectW(None, None)
            held = self._job and self._set() and _kernel.AssignProcessToJobObject(self._job, self._process)
            self.enforced: tuple[str, ...] = ("memory", "children") if held else ()

        def allow_time(self) -> None:
            """Give one more file its time of the processor; what takes longer ends the process."""
            times = [ctypes.c_uint64() for _ in range(4)]
            if self.enforced and _kernel.GetProcessTimes(self._process, *map(ctypes.byref, times)):
                self._limits.basic.flags |= _TIME
                self._limits.basic.time = times[3].value + self._seconds * _HUNDREDS_OF_NANOSECONDS
                self._set()

        def close(self) -> None:
            if self._job:
                _kernel.CloseHandle(self._job)
                self._job = None

        def _set(self) -> bool:
            return bool(
                _kernel.SetInformationJobObject(
                    self._job, _EXTENDED_LIMITS, ctypes.byref(self._limits), ctypes.sizeof(self._limits)
                )
            )
