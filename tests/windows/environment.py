"""A Windows CPython under Wine 8, made of packages of the registries only, with exactly the wheels of requirements-dev.lock.

Python's library and extension modules come from panda3d's wheel, which carries them to hand out games; its modules in Python from the CPython of
the same version that runs this. Four libraries stand in for what Wine 8 lacks. Linux with Debian's packages, and the right to install them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path

from tests.import_graph import ROOT
from tests.scenarios.xvfb import screen, x_server
from tests.tools.bundle_fonts import write_font_list
from tests.tools.lock import locked
from tests.tools.running import say

NATIVE = Path(__file__).with_name("native")
PYTHON = (3, 11)
CARRIER = "panda3d==1.10.16"
UNICODE = "icu4py==1.2.0"
DEBIAN = ("wine64", "gcc-mingw-w64-x86-64-win32", "mingw-w64-tools", "xvfb", "xdotool", "xclip", "locales")
COMPILER = "x86_64-w64-mingw32-gcc"
WINE = Path("/usr/lib/wine/wine64")
WINE_LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
CHINESE = Path("/usr/share/i18n/locales/zh_CN")
FOR_WINDOWS = ("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
PIP = (sys.executable if find_spec("pip") else getattr(sys, "_base_executable", ""), "-m", "pip")
"""An environment that dev.py made has none where Debian's package for it is missing; the Python that made it has."""
LARGEST = 1.5
"""The largest scale that the window is tried at: Wine's screen has dots for it."""
ONLY_WINDOWS = ("colorama", "pefile", "pywin32-ctypes", "tzdata")
"""pip judges what only Windows needs by the machine on which it runs, so these are named."""


CANNOT = "The Windows Python cannot be made here:"
LONGEST_STEP = 600
"""Seconds that one step of making it may take."""
ASKED = 3
"""Times that a registry is asked before it counts as not there."""
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}
BETWEEN_TRIES = 5.0
"""Seconds."""


class NotMade(Exception):
    """Why there is no environment, in a line for a developer."""


def cache() -> Path:
    """Where the environment is kept: ECDESK_WINDOWS, or the user's cache."""
    kept = os.environ.get("ECDESK_WINDOWS") or str(
        Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecdesk-windows"
    )
    return Path(kept)


def made() -> Windows:
    """The environment, made where it is not there or its locked packages have changed."""
    if sys.version_info[:2] != PYTHON:
        raise NotMade("The Windows Python is 3.11 and takes its library from this one: run with Python 3.11.")
    windows = Windows(cache())
    windows.folder.mkdir(parents=True, exist_ok=True)
    windows.can_be_made()
    together([windows.programs], [windows.downloads])
    together([windows.locale, windows.prefix], [windows.python, windows.packages])
    windows.stand_ins()
    return windows


def together(*rows: Sequence[Callable[[], None]]) -> None:
    """Rows of steps beside each other: they wait for the network, the disk and one processor each."""

    def take(steps: Sequence[Callable[[], None]]) -> None:
        for step in steps:
            step()

    with ThreadPoolExecutor(len(rows)) as hands:
        for one in [hands.submit(take, row) for row in rows]:
            one.result()


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None, tries: int = 1) -> None:
    """Run a step; raises NotMade with the last line of what it said when it fails. tries: of one that asks a registry, which may answer the next time."""
    name, words = Path(command[0]).name, [str(part) for part in command]
    variables = {**os.environ, **(environment or {})}
    try:
        done = subprocess.run(
            words, env=variables, capture_output=True, text=True, errors="replace", timeout=LONGEST_STEP, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as why:
        raise NotMade(f"{CANNOT} {name}: {why}") from why
    if done.returncode and tries > 1:
        time.sleep(BETWEEN_TRIES)
        run(command, environment, tries - 1)
    elif done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines() or [f"exit {done.returncode}"]
        raise NotMade(f"{CANNOT} {name}: {said[-1].strip()}")


class Windows:
    """folder: holds the Python (X:), the downloads (Y:), and Wine's prefix; the checkout is W:, `drive` D:."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = folder / "python"
        self.wheels = folder / "wheels"
        self.others = folder / "others"
        self.system = folder / "prefix" / "drive_c" / "windows" / "system32"
        self.drive = folder / "drive"
        self.resident: subprocess.Popen[bytes] | None = None
        """While Wine runs for some tries."""
        self.stopped = False
        """Because there was no more time."""
        self.started_with: dict[str, str] = {}
        """The environment of that."""

    def variables(self) -> dict[str, str]:
        """What Wine runs with: a Chinese Windows, code page 936."""
        chinese = {"LOCPATH": str(self.folder / "locale"), "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}
        own = "mscoree,mshtml=;ucrtbase=n,b;icuuc,bcryptprimitives,mscms=n"
        prefix = {"WINEPREFIX": str(self.folder / "prefix"), "WINEARCH": "win64", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": own}
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "DISPLAY"))}
        # Never beside what Linux's Python compiles; matplotlib has its list of fonts as in a bundle.
        compiled = {"PYTHONPYCACHEPREFIX": "C:\\compiled", "MPLCONFIGDIR": "X:\\matplotlib"}
        return {**outside, **chinese, **prefix, **compiled}

    @contextmanager
    def running(self, scale: float = 0.0) -> Iterator[dict[str, str]]:
        """Wine for some tries, with a screen of so many dots for each of 96 to the inch, or without one; what programs have to be started with.
        Where it runs already, that one, which has to have such a screen."""
        if self.resident is not None:
            yield self.started_with
            return
        with x_server(LARGEST) if scale else nullcontext("") as display:
            variables = self.variables() | ({"DISPLAY": display} if display else {})
            told = [str(round(96 * scale)), screen(LARGEST)] if display else []
            with subprocess.Popen(
                self.command("-m", "tests.windows.resident", *told),
                cwd=ROOT,
                env=variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as resident:
                assert resident.stdout is not None
                try:
                    if resident.stdout.readline().strip() != b"here":
                        raise NotMade("Wine does not run Python.")
                    self.resident, self.started_with = resident, variables
                    yield variables
                finally:
                    self.resident = None
                    self.end()

    def end(self) -> None:
        """End every program of Windows."""
        server = Path(WINE).with_name("wineserver64")
        for word in ("-k", "-w"):
            subprocess.run([server, word], env=self.variables(), check=False)

    @contextmanager
    def given(self, seconds: float | None) -> Iterator[None]:
        """After so many seconds Wine is stopped, whatever it is at."""

        def stop() -> None:
            self.stopped = True
            self.end()

        watch = threading.Timer(seconds or 0.0, stop)
        if seconds is not None:
            watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def beside(self, words: Sequence[str]) -> dict[str, object]:
        """What became of an act of `tests.windows.other_program`, and what it printed, as {"code": …, "said": …}."""
        resident = self.resident
        assert resident is not None and resident.stdin is not None and resident.stdout is not None
        resident.stdin.write(json.dumps(words).encode() + b"\n")
        resident.stdin.flush()
        answer = resident.stdout.readline()
        told: dict[str, object] = json.loads(answer) if answer else {"code": 1, "said": "Wine has ended"}
        return told

    def command(self, *words: str | Path, program: str = "X:\\python.exe") -> list[str]:
        """What runs a program of Windows; everything has to go through pipes, for Wine gives a file as output no handle."""
        return [str(WINE), program, *map(str, words)]

    # -- steps, each does nothing when it was done

    def can_be_made(self) -> None:
        if not (self.has_programs() or shutil.which("apt-get")):
            raise NotMade(f"{CANNOT} it needs Debian's packages {' '.join(DEBIAN)}")

    def has_programs(self) -> bool:
        here = WINE.exists() and CHINESE.exists()
        return here and all(shutil.which(name) for name in (COMPILER, "Xvfb", "xdotool", "xclip", "localedef"))

    def programs(self) -> None:
        if self.has_programs():
            return
        say("-- Debian's packages")
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *DEBIAN]
        try:
            run(install, QUIET)
        except NotMade:  # a list of what there is, is not there yet or too old
            run(["apt-get", "update"], QUIET, ASKED)
            run(install, QUIET, ASKED)

    def downloads(self) -> None:
        pins = {name: version for name, version in locked("dev").items() if name in ONLY_WINDOWS}
        wanted = json.dumps([locked("dev"), CARRIER, UNICODE], sort_keys=True)
        stamp = self.wheels / "locked.json"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        say("-- wheels for Windows")
        shutil.rmtree(self.wheels, ignore_errors=True)
        shutil.rmtree(self.base, ignore_errors=True)
        pip = [*PIP, "download", "--quiet", "--disable-pip-version-check"]
        run(
            [*pip, *FOR_WINDOWS, "--no-deps", "-d", self.wheels, "--require-hashes", "-r", ROOT / "requirements-dev.lock"],
            tries=ASKED,
        )
        run(
            [*pip, *FOR_WINDOWS, "--no-deps", "-d", self.wheels, *(f"{name}=={version}" for name, version in pins.items())],
            tries=ASKED,
        )
        for one in (CARRIER, UNICODE):
            run([*pip, *FOR_WINDOWS, "--no-deps", "-d", self.others, one], tries=ASKED)
        stamp.write_text(wanted, encoding="utf-8")

    def carried(self, package: str) -> zipfile.ZipFile:
        return zipfile.ZipFile(next(self.others.glob(f"{package}-*.whl")))

    def python(self) -> None:
        if (self.base / "python.exe").exists():
            return
        say("-- the Windows Python")
        libraries = self.base / "DLLs"
        libraries.mkdir(parents=True, exist_ok=True)
        with self.carried("panda3d") as wheel:
            for entry in wheel.namelist():
                folder, _, name = entry.rpartition("/")
                if folder == "deploy_libs" and name.endswith((".pyd", ".dll")):
                    beside = name in ("python311.dll", "VCRUNTIME140.dll")
                    (self.base / name if beside else libraries / name).write_bytes(wheel.read(entry))
        left_out = shutil.ignore_patterns(
            "__pycache__", "site-packages", "lib-dynload", "test", "config-3.11*", "_sysconfigdata*"
        )
        shutil.copytree(sysconfig.get_path("stdlib"), self.base / "Lib", ignore=left_out, dirs_exist_ok=True)
        write_font_list(self.base / "matplotlib")
        self.forward()
        run([COMPILER, "-O2", "-municode", "-o", self.base / "python.exe", NATIVE / "python.c"])

    def forward(self) -> None:
        """python3.dll, for which wheels of the stable interface ask: every name of python311.dll."""
        names = self.exports(self.base / "python311.dll")
        listing = self.folder / "python3.def"
        listing.write_text(
            "LIBRARY python3.dll\nEXPORTS\n" + "".join(f"  {name} = python311.{name}\n" for name in names), encoding="ascii"
        )
        run([COMPILER, "-shared", "-nostdlib", "-o", self.base / "python3.dll", listing, "-Wl,--entry=0"])

    def packages(self) -> None:
        site = self.base / "Lib" / "site-packages"
        if (site / "installed").exists():
            return
        say("-- the wheels into it")
        pip = [*PIP, "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-compile"]
        run([*pip, *FOR_WINDOWS, "--target", site, *sorted(self.wheels.glob("*.whl"))])
        (site / "installed").touch()

    def locale(self) -> None:
        chinese = self.folder / "locale" / "zh_CN.UTF-8"
        if not chinese.exists():
            chinese.parent.mkdir(parents=True, exist_ok=True)
            run(["localedef", "-i", "zh_CN", "-f", "UTF-8", chinese])

    def prefix(self) -> None:
        devices = self.folder / "prefix" / "dosdevices"
        if not self.system.exists():
            say("-- Wine's own Windows")
            run([WINE, "wineboot", "-i"], self.variables())
            run([WINE, "winecfg", "-v", "win10"], self.variables())
            # Wine's desktop is there before the first program can say how large it has to be.
            desktop = ("HKCU\\Software\\Wine\\Explorer\\Desktops", "/v", "ecdesk", "/d", screen(LARGEST), "/f")
            run([WINE, "reg", "add", *desktop], self.variables())
        self.drive.mkdir(exist_ok=True)
        for letter, place in {"d": self.drive, "w": ROOT, "x": self.base, "y": self.wheels}.items():
            link = devices / f"{letter}:"
            link.unlink(missing_ok=True)
            link.symlink_to(place)
        share = devices / "unc" / "office" / "books"
        share.parent.mkdir(parents=True, exist_ok=True)
        if not share.is_symlink():
            share.symlink_to(self.drive)

    def stand_ins(self) -> None:
        """The libraries of Windows that Wine 8 lacks in part."""
        if (self.system / "ucrtwine.dll").exists():
            return
        say("-- what Wine 8 lacks")
        build = self.folder / "stand-ins"
        build.mkdir(exist_ok=True)
        for name, libraries in {"bcryptprimitives": ["-ladvapi32"], "mscms": []}.items():
            run(
                [
                    COMPILER,
                    "-O2",
                    "-shared",
                    "-s",
                    "-static-libgcc",
                    "-o",
                    build / f"{name}.dll",
                    NATIVE / f"{name}.c",
                    *libraries,
                ]
            )
        self.arithmetic(build)
        self.unicode(build)
        for library in build.glob("*.dll"):
            (self.system / library.name).unlink(missing_ok=True)
            shutil.copy(library, self.system)

    def arithmetic(self, build: Path) -> None:
        """ucrtbase.dll: Wine's own under another name, and its complex functions from native/ucrtbase.c."""
        wines = WINE_LIBRARIES / "ucrtbase.dll"
        content = bytearray(wines.read_bytes())
        content[0x40:0x50] = bytes(16)  # says that Wine made it, and only that one of that name may be loaded
        (build / "ucrtwine.dll").write_bytes(content)
        source = (NATIVE / "ucrtbase.c").read_text(encoding="utf-8")
        written = {*re.findall(r"^COMPLEX\((\w+)\)", source, re.MULTILINE)}
        ours = {name: f"ours_{name}" for one in written for name in (one, one + "f")}
        ours |= {name: f"ours_{name}" for name in re.findall(r" ours_(c\w+)\(", source)} | {
            "_invoke_watson": "ours_invoke_watson"
        }
        ours |= {f"{name}l": target for name, target in ours.items() if not name.endswith("f") and name.startswith("c")}
        names = {*self.exports(wines), *ours}
        lines = [f'  "{name}" = {ours[name]}' if name in ours else f'  "{name}" = "ucrtwine.{name}"' for name in sorted(names)]
        listing = build / "ucrtbase.def"
        listing.write_text("LIBRARY ucrtbase.dll\nEXPORTS\n" + "\n".join(lines) + "\n", encoding="ascii")
        run([COMPILER, "-O2", "-shared", "-s", "-static-libgcc", "-o", build / "ucrtbase.dll", NATIVE / "ucrtbase.c", listing])

    def unicode(self, build: Path) -> None:
        """icuuc.dll, Windows' own ICU, from a wheel that carries one with versioned names."""
        with self.carried("icu4py") as wheel:
            for entry in wheel.namelist():
                folder, _, name = entry.rpartition("/")
                if folder == "icu4py.libs" and name.startswith(("icu", "msvcp140")):
                    (build / name).write_bytes(wheel.read(entry))
        carried = next(build.glob("icuuc78-*.dll"))
        names = [name for name in self.exports(carried) if name.endswith("_78") and not name.startswith("?")]
        listing = build / "icuuc.def"
        lines = [f'  {name.removesuffix("_78")} = "{carried.stem}.{name}"' for name in names]
        listing.write_text("LIBRARY icuuc.dll\nEXPORTS\n" + "\n".join(lines) + "\n", encoding="ascii")
        run([COMPILER, "-shared", "-nostdlib", "-o", build / "icuuc.dll", listing, "-Wl,--entry=0"])

    def exports(self, library: Path) -> list[str]:
        """The names that a library of Windows offers."""
        dump = shutil.which("x86_64-w64-mingw32-objdump") or "objdump"
        listed = subprocess.run([dump, "-p", str(library)], capture_output=True, text=True, check=True).stdout
        table = listed.partition("[Ordinal/Name Pointer] Table")[2]
        return sorted({*re.findall(r"^\s+\[\s*\d+\].*?\s(\S+)$", table, re.MULTILINE)})
