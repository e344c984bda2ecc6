"""What Linux takes away from a process for good: sockets, writing, other programs, other processes, reading beside some folders.

Two of its means, asked for through libc: a filter of system calls (seccomp), which lets through what reading needs and refuses the rest with
“not permitted”; and rules about paths (Landlock, Linux 5.13), for which folders may be read. Neither needs rights, neither can be undone.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

_READING = (
    "read readv pread64 close lseek fstat stat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat "
    "getdents64 getcwd fcntl dup dup3 poll ppoll select pselect6"
)
_ANSWERING = "write writev"
_MEMORY = "mmap munmap mprotect mremap madvise brk membarrier"
_ITSELF = (
    "rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack futex rseq set_robust_list set_tid_address arch_prctl exit exit_group getpid "
    "gettid getppid getuid geteuid getgid getegid getrusage getrlimit prlimit64 times uname sysinfo sched_getaffinity sched_yield "
    "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday getrandom restart_syscall"
)
_ALLOWED = f"{_READING} {_ANSWERING} {_MEMORY} {_ITSELF}".split()
_TO_ITSELF = ("tgkill", "kill")
"""Allowed with the process's own number first: how abort() ends it."""
_OPENING = {"open": 1, "openat": 2}
"""Which argument of a call that opens a file says what for."""
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_X86_64 = (
    "read 0 write 1 open 2 close 3 stat 4 fstat 5 lstat 6 poll 7 lseek 8 mmap 9 mprotect 10 munmap 11 brk 12 rt_sigaction 13 "
    "rt_sigprocmask 14 rt_sigreturn 15 pread64 17 readv 19 writev 20 access 21 select 23 sched_yield 24 mremap 25 madvise 28 dup 32 "
    "nanosleep 35 getpid 39 exit 60 kill 62 uname 63 fcntl 72 getcwd 79 readlink 89 gettimeofday 96 getrlimit 97 getrusage 98 "
    "sysinfo 99 times 100 getuid 102 getgid 104 geteuid 107 getegid 108 getppid 110 sigaltstack 131 statfs 137 fstatfs 138 "
    "arch_prctl 158 gettid 186 futex 202 sched_getaffinity 204 getdents64 217 set_tid_address 218 restart_syscall 219 "
    "clock_gettime 228 clock_getres 229 clock_nanosleep 230 exit_group 231 tgkill 234 openat 257 newfstatat 262 readlinkat 267 "
    "faccessat 269 pselect6 270 ppoll 271 set_robust_list 273 dup3 292 prlimit64 302 getrandom 318 membarrier 324 statx 332 rseq 334 "
    "faccessat2 439"
)
_AARCH64 = (
    "getcwd 17 dup 23 dup3 24 fcntl 25 statfs 43 fstatfs 44 faccessat 48 openat 56 close 57 getdents64 61 lseek 62 read 63 write 64 "
    "readv 65 writev 66 pread64 67 pselect6 72 ppoll 73 readlinkat 78 newfstatat 79 fstat 80 exit 93 exit_group 94 set_tid_address 96 "
    "futex 98 set_robust_list 99 nanosleep 101 clock_gettime 113 clock_getres 114 clock_nanosleep 115 sched_getaffinity 123 "
    "sched_yield 124 restart_syscall 128 kill 129 tgkill 131 sigaltstack 132 rt_sigaction 134 rt_sigprocmask 135 rt_sigreturn 139 "
    "times 153 uname 160 getrlimit 163 getrusage 165 gettimeofday 169 getpid 172 getppid 173 getuid 174 geteuid 175 getgid 176 "
    "getegid 177 gettid 178 sysinfo 179 brk 214 munmap 215 mremap 216 mmap 222 mprotect 226 madvise 233 prlimit64 261 getrandom 278 "
    "membarrier 283 statx 291 rseq 293 faccessat2 439"
)
_NUMBERS = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}
"""By machine: how the kernel names it to a filter, and its numbers of the calls."""

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06  # BPF: ld [k]; jeq; jset; ret
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
_CALL, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data; of an argument its lower half
_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER_MODE = 38, 22, 2

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ALL_OF_THE_FIRST = (1 << 13) - 1
_EXECUTE_AND_READ = (1 << 0) | (1 << 2) | (1 << 3)
_READ_FILE = 1 << 2
_PATH_BENEATH = 1


def allow_no_calls_but_reading() -> bool:
    """Refuse every system call but those of reading and answering, from now on and for good; whether the system does so."""
    known = _NUMBERS.get(platform.machine())
    if known is None:
        return False
    program = _filter(known[0], _by_name(known[1]), os.getpid())
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    instructions = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    return bool(libc.prctl(_SET_FILTER, _FILTER_MODE, ctypes.create_string_buffer(head, len(head)), 0, 0) == 0)


def _by_name(numbers: str) -> dict[str, int]:
    words = numbers.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def _filter(machine: int, numbers: dict[str, int], process: int) -> bytes:
    """The program that the kernel asks about each call: struct sock_filter, one after the other."""
    lines = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, _CALL)]
    for name in _ALLOWED:
        if name in numbers:
            lines += [(_EQUAL, 0, 1, numbers[name]), (_RETURN, 0, 0, _ALLOW)]
    for name, argument in _OPENING.items():
        if name in numbers:
            asks = (_LOAD, 0, 0, _FIRST_ARGUMENT + 8 * argument)
            lines += [(_EQUAL, 0, 4, numbers[name]), asks, (_ANY_BIT, 1, 0, _TO_WRITE), (_RETURN, 0, 0, _ALLOW)]
            lines += [(_RETURN, 0, 0, _REFUSE)]
    for name in _TO_ITSELF:
        asks = (_LOAD, 0, 0, _FIRST_ARGUMENT)
        lines += [(_EQUAL, 0, 4, numbers[name]), asks, (_EQUAL, 0, 1, process), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    lines.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def allow_no_reading_but_of(folders: Iterable[Path]) -> bool:
    """Refuse to open any file outside these folders and files, and all writing; whether the system does so."""
    libc = ctypes.CDLL(None, use_errno=True)
    call = libc.syscall
    call.restype = ctypes.c_long
    handled = struct.pack("Q", _ALL_OF_THE_FIRST)
    rules = call(_CREATE_RULESET, ctypes.create_string_buffer(handled, len(handled)), len(handled), 0)
    if rules < 0:
        return False
    try:
        for folder in folders:
            try:
                place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue
            try:
                may = _EXECUTE_AND_READ if folder.is_dir() else _READ_FILE
                rule = struct.pack("=Qi", may, place)
                if call(_ADD_RULE, rules, _PATH_BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0):
                    return False
            finally:
                os.close(place)
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            return False
        return bool(call(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)
