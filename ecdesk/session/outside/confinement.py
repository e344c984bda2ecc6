"""What the reading process takes away from itself before the first file: memory, writing, sockets, other programs, reading elsewhere.

What is enforced by the system differs from system to system (SECURITY.md); on every one the interpreter itself refuses what code written in
Python would ask for.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecdesk.domain.resources import resource_root


@dataclass(frozen=True)
class Limits:
    """What one reading process may use.

    memory: bytes, the interpreter and the libraries included. seconds: of the processor, for one file. answer: bytes of one.
    """

    memory: int = 300 * 2**20
    seconds: int = 60
    answer: int = 32 * 2**20


def confine(limits: Limits) -> tuple[str, ...]:
    """Take away everything but reading; what of it the system enforces, by name: memory, time, calls, paths."""
    enforced: list[str] = []
    if sys.platform != "win32":
        enforced += _limit_resources(limits)
    if sys.platform == "linux":
        from ecdesk.session.outside import linux_confinement

        if linux_confinement.allow_no_reading_but_of(_own_folders()):
            enforced.append("paths")
        if linux_confinement.allow_no_calls_but_reading():
            enforced.append("calls")
    sys.addaudithook(_refuser(tuple(_absolute(str(folder)).rstrip(os.sep) + os.sep for folder in _own_folders())))
    return tuple(enforced)


def _own_folders() -> list[Path]:
    """Where the program, its libraries and its data are, and those of the system that libraries ask for."""
    bundle = getattr(sys, "_MEIPASS", None)
    own = [sys.prefix, sys.base_prefix, sys.exec_prefix, str(resource_root()), *sys.path]
    if bundle is not None:
        own += [bundle, sys.executable]  # in the program's own file are its modules
    system = [os.environ.get("SYSTEMROOT", "")]
    if sys.platform != "win32":
        system = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo"]
    return list(dict.fromkeys(Path(folder) for folder in (*own, *system) if folder))


if sys.platform == "win32":

    def allow_time(_limits: Limits) -> None:
        """Is set from outside: `windows_job`."""

else:
    import resource

    def _limit_resources(limits: Limits) -> list[str]:
        enforced = []
        bounds = {
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NPROC: 0,
            resource.RLIMIT_NOFILE: 64,
        }
        for kind, most in bounds.items():
            _lower(kind, most)
        space = _address_space(limits)
        if space is not None and _lower(resource.RLIMIT_AS, space):
            enforced.append("memory")
        return enforced

    def _lower(kind: int, most: int) -> bool:
        """Lower a limit for good; whether it holds."""
        try:
            _soft, hard = resource.getrlimit(kind)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            return False
        return True

    def _address_space(limits: Limits) -> int | None:
        """How many addresses leave room for the memory: what is mapped by now is more than what is used of it."""
        try:
            mapped, used = (int(pages) * resource.getpagesize() for pages in Path("/proc/self/statm").read_text().split()[:2])
        except (OSError, ValueError):
            return None
        return mapped + max(limits.memory - used, 0)

    def allow_time(limits: Limits) -> None:
        """Give one more file its time of the processor, as far as whoever started the program allows it; what takes longer ends the process."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = math.ceil(used.ru_utime + used.ru_stime) + limits.seconds
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


_REFUSED = (
    *("socket.", "subprocess.", "shutil.", "tempfile.", "winreg.", "_winapi.", "syslog.", "urllib.", "http.client."),
    *("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "os.kill", "os.putenv"),
    *(
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.rmdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.chown",
        "os.utime",
    ),
    *("pty.spawn", "ctypes.dlopen", "webbrowser.open"),
)
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _absolute(path: str) -> str:
    """Without asking the disk, which would be asked about here again."""
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100


def _refuser(folders: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    """What the interpreter asks before it does anything outside itself."""

    def refuse(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = given
            if isinstance(flags, int) and flags & _TO_WRITE:
                raise PermissionError(event)
            if not isinstance(path, int) and not f"{_absolute(os.fsdecode(path))}{os.sep}".startswith(folders):
                raise PermissionError(event)
        elif event.startswith(_REFUSED):
            raise PermissionError(event)

    return refuse
