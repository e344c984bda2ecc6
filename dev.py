#!/usr/bin/env python3
"""Everything a developer does, from a fresh machine: python3 dev.py COMMAND (py dev.py COMMAND on Windows).

This file makes the environment, ``.venv`` beside it, with exactly the files that the lock files name by their hashes, and runs the command
in it: the module of the command's name in ``tests/tools``. Only the standard library is used here.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

if sys.version_info < (3, 11):  # noqa: UP036 - this file meets whatever Python there is
    sys.exit("ecdesk needs Python 3.11 or newer; this is Python " + platform.python_version() + ".")

import tomllib

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = "ecdesk-installed.json"
WINDOWS = os.name == "nt"


def python_in(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if WINDOWS else folder / "bin" / "python"


PYTHON = python_in(VENV)
PEERS = ROOT / ".venv-bench"  # what the bench compares with, apart from what the product and its tests need

# What Qt's platform plugins load and a bare Linux does not have: library, package on Debian and Ubuntu, package on Fedora.
QT_LIBRARIES = (
    ("libEGL.so.1", "libegl1", "mesa-libEGL"),
    ("libGL.so.1", "libgl1", "mesa-libGL"),
    ("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    ("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    ("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    ("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    ("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    ("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    ("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    ("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    ("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    ("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
)
# What PyInstaller calls on Linux.
BUILD_TOOLS = (("objdump", "binutils", "binutils"),)


class Command(NamedTuple):
    """What it does in words; the group of LOCKS that it needs; whether it loads Qt; whether it takes arguments of its own."""

    words: str
    group: str = "dev"
    qt: bool = False
    more: bool = False


COMMANDS = {
    "run": Command(
        "open the desk on a sample book (report, bulletin), or on BOOK; --headless does the main job without a window",
        "run",
        qt=True,
        more=True,
    ),
    "checks": Command("lint, format, types, layer contracts, and the limits of complexity and of rooms"),
    "test": Command(
        "the checks and every test, offscreen; more arguments go to pytest; --windows: then `windows short`", qt=True, more=True
    ),
    "chance": Command(
        "what the proof believes of the texts of FOLDER, and what it believes when their digits are shuffled", more=True
    ),
    "coverage": Command(
        "which lines and branches of a package its tests reach, held against tests/limits.toml; --raise raises the limits",
        qt=True,
        more=True,
    ),
    "attack": Command(
        "the audit that stays: kills, torn copies, failing calls, hostile books and files, each bounded; --long is a campaign",
        qt=True,
        more=True,
    ),
    "bench": Command("times against a peer in the same run, as a table of ratios", qt=True, more=True),
    "shots": Command("pictures of the main views, from the real window, into out/shots", "run", qt=True, more=True),
    "forms": Command("compile the Qt Designer forms in ui/ into ecdesk/gui/forms", "run", qt=True),
    "picture": Command("draw the layout of the code from its imports, docs/architecture.svg"),
    "texts": Command("bring the translators' files in step with the texts; a code such as de starts a language", more=True),
    "readings": Command(
        "how well made sheets of any layout are read, and whether a word that changes the meaning is noticed", more=True
    ),
    "limits": Command("lower the limits in tests/limits.toml to what holds today; --renew after rooms have moved", more=True),
    "lock": Command("renew the lock files from pyproject.toml; --upgrade takes the newest versions", more=True),
    "release-check": Command("whether version, changelog, tag and tree make a release"),
    "build": Command("a folder to hand out that runs without Python, in dist/, and its own headless run", qt=True),
    "pack": Command("of the folder that `build` made: a portable zip, and for Windows an installer", qt=True),
    "windows": Command(
        "makes a Windows under Wine and tries the program there: short, verbs, sameness, minute, window, tests, all-tests, build, bundle",
        more=True,
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    layout = functools.partial(argparse.RawDescriptionHelpFormatter, max_help_position=24, width=125)
    parser = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").partition("\n")[0], formatter_class=layout)
    commands = parser.add_subparsers(dest="name", metavar="COMMAND", title="commands")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.words, description=command.words)
    options, rest = parser.parse_known_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if options.name is None:
        parser.print_help()
        return 0
    if rest and not COMMANDS[options.name].more:
        parser.error("unrecognized arguments: " + " ".join(rest))
    os.chdir(ROOT)
    return start(options.name, rest)


def start(name: str, arguments: Sequence[str]) -> int:
    """See to what a command needs, then run its module in the environment."""
    if name == "lock":
        return lock(arguments)
    command = COMMANDS[name]
    prepare(command.group)
    if command.qt and not see_to_system(tools=name == "build") and (name != "run" or opens_window(arguments)):
        return 1
    if name == "bench" and not install(PEERS, "bench"):
        say("The peers could not be installed; the bench goes on without comparing with them.")
    module = "tests.bench" if name == "bench" else "tests.tools." + name.replace("-", "_")
    platform_of_qt = {"QT_QPA_PLATFORM": "offscreen"} if command.qt and name != "run" else {}
    return call([PYTHON, "-m", module, *arguments], **platform_of_qt)


def lock(arguments: Sequence[str]) -> int:
    """Renew the lock files, with the locker in an environment of its own that is gone afterwards."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locker = project["tool"]["ecdesk"]["locker"]
    with tempfile.TemporaryDirectory() as folder:
        python = python_in(Path(folder))
        make_venv(Path(folder))
        if call([*pip_command(python), "install", "--quiet", "--disable-pip-version-check", locker]):
            return fail(f"{locker} could not be installed.")
        return call([python, "-m", "tests.tools.lock", *arguments])


def say(words: str) -> None:
    print(words, flush=True)


def fail(words: str) -> int:
    print(words, file=sys.stderr, flush=True)
    return 1


def call(command: Sequence[str | Path], **environment: str) -> int:
    """Run a program in the project's folder with its output shown; its exit code."""
    sys.stdout.flush()
    variables = {**os.environ, "PYTHONUTF8": "1", **environment}
    if variables.get("LC_ALL") in ("C", "POSIX"):
        variables["LC_ALL"] = "C.UTF-8"  # Qt warns about any locale that is not UTF-8
    return subprocess.run([str(part) for part in command], env=variables, check=False).returncode


# -- the environment


LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock", "bench": "requirements-bench.lock"}
"""What is installed for what: the program, the program with its tests and tools, the peers of the bench."""


def digest_of(group: str) -> str:
    """Changes with whatever decides what is installed for a group."""
    lock = (ROOT / LOCKS[group]).read_bytes().replace(b"\r\n", b"\n")
    described = json.dumps([lock.decode("utf-8"), platform.python_version(), platform.machine()])
    return hashlib.sha256(described.encode()).hexdigest()


def prepare(group: str) -> None:
    """Make .venv and install what is locked for a group, unless that was done and the lock file is the same as then."""
    if not install(VENV, group):
        sys.exit("The dependencies could not be installed; pip says why above. Check the network, then run the command again.")


def install(folder: Path, group: str) -> bool:
    """See to it that an environment has the locked dependencies of a group; False when pip could not."""
    stamp, installed = folder / STAMP, dict[str, str]()
    python = python_in(folder)
    if stamp.exists() and python.exists():
        installed = json.loads(stamp.read_text(encoding="utf-8"))
    if installed.get(group) == digest_of(group):
        return True
    if not python.exists():
        say(f"Making {folder.name} …")
        make_venv(folder)
    say("Installing the locked dependencies …")
    settings = ["--disable-pip-version-check", "--no-input", "--quiet", "--require-hashes", "-r", str(ROOT / LOCKS[group])]
    if call([*pip_command(python), "install", *settings], PIP_ROOT_USER_ACTION="ignore"):
        return False
    held = ("run", "dev") if group == "dev" else (group,)
    stamp.write_text(json.dumps(installed | {one: digest_of(one) for one in held}), encoding="utf-8")
    return True


def make_venv(folder: Path) -> None:
    """A virtual environment; without pip in it where the system's Python cannot put one there (Debian without python3-venv)."""
    with_pip = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if with_pip.returncode == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    if call([sys.executable, "-m", "venv", "--without-pip", str(folder)]):
        sys.exit("Python could not make a virtual environment:\n" + with_pip.stdout + with_pip.stderr)


def pip_command(python: Path) -> list[str]:
    """The environment's own pip, or this Python's working on the environment."""
    own = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False)
    if own.returncode == 0:
        return [str(python), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(python)]


# -- what Linux has to bring


def missing_libraries() -> list[tuple[str, str, str]]:
    loader = shutil.which("ldconfig") or shutil.which("ldconfig", path="/usr/sbin:/sbin")
    if loader is None:
        return []
    known = subprocess.run([loader, "-p"], capture_output=True, text=True, check=False).stdout
    names = {line.split()[0] for line in known.splitlines() if "=>" in line}
    return [entry for entry in QT_LIBRARIES if entry[0] not in names]


def see_to_system(tools: bool = False) -> bool:
    """Install Qt's system libraries (and the build's tools) as root, or print the one command that does; whether they are there."""
    if not sys.platform.startswith("linux"):
        return True
    missing = missing_libraries()
    if tools:
        missing += [entry for entry in BUILD_TOOLS if shutil.which(entry[0]) is None]
    if not missing:
        return True
    if shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "--no-install-recommends", *sorted({entry[1] for entry in missing})]
        before: list[list[str]] = [["apt-get", "update"]]
    elif shutil.which("dnf"):
        command = ["dnf", "install", "-y", *sorted({entry[2] for entry in missing})]
        before = []
    else:
        say("Qt needs these libraries of the system: " + ", ".join(entry[0] for entry in missing))
        return False
    if os.geteuid() != 0:
        say("Qt needs libraries of the system. Install them with:\n  sudo " + " ".join(command))
        return False
    say("Installing Qt's system libraries …")
    for step in [*before, command]:
        done = subprocess.run(
            step, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            say(done.stdout[-2000:] + done.stderr[-2000:])
            say("That did not work; this is the command:\n  " + " ".join(command))
            return False
    return True


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether ``run`` can and shall show something; the main job without a window needs no display and none of its libraries."""
    display = not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(display) and "--headless" not in arguments


if __name__ == "__main__":
    sys.exit(main())
