#!/usr/bin/env python3
"""Everything a developer does, from a fresh machine: ``python3 dev.py COMMAND`` (``py dev.py COMMAND`` on Windows).

Only the standard library is used, because this file makes the environment that holds everything else: ``.venv`` beside it,
with exactly the files that the lock files name by their hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this file meets whatever Python there is
    sys.exit("ecdesk needs Python 3.11 or newer; this is Python " + platform.python_version() + ".")

import tomllib

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OUT = ROOT / "out"
STAMP = "ecdesk-installed.json"
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")


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


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_function, words) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        if name == "run":
            command.add_argument("--headless", action="store_true", help="do the main job without a window")
            command.add_argument("book", nargs="?", help="a book to open instead of the sample")
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command not in ("test", "bench", "texts", "lock"):
        parser.error("unrecognized arguments: " + " ".join(rest))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options.rest = rest
    if options.command is None:
        parser.print_help()
        return 0
    os.chdir(ROOT)
    return COMMANDS[options.command][0](options)


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


def has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# -- commands


def run(options: argparse.Namespace) -> int:
    prepare("run")
    libraries = see_to_system()
    if options.headless or not has_display():
        if not options.headless:
            say("There is no display, so the main job is done without the window.")
        return headless([str(PYTHON), "-m", "ecdesk"], ROOT / "resources", OUT / "headless")
    if not libraries:
        return 1
    book = Path(options.book) if options.book else OUT / "sample" / "中国电子商务报告2018.ecd"
    if not options.book and not book.exists():
        book.parent.mkdir(parents=True, exist_ok=True)
        if call([PYTHON, "-m", "ecdesk", "sample", book]):
            return fail("The sample book could not be written.")
    return call([PYTHON, "-m", "ecdesk", "open", book])


def headless(program: Sequence[str], resources: Path, folder: Path) -> int:
    """The year's main job without a window: sample book, submissions, check, workbook and charts, all into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    book, workbook, charts, findings = (folder / name for name in ("report.ecd", "tables.xlsx", "charts", "findings.json"))
    submissions = resources / "books" / "2018" / "submissions"
    steps: list[tuple[str, list[str | Path], Path | None]] = [
        ("writing the sample book", ["sample", book], None),
        ("importing the sample submissions", ["import", book, submissions], None),
        ("checking", ["--json", "check", book], findings),
        ("exporting tables and charts", ["export", book, workbook, "--charts", charts], None),
    ]
    for words, arguments, into in steps:
        say(f"-- {words}")
        began = time.perf_counter()
        command = [*program, *(str(argument) for argument in arguments)]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONUTF8": "1"}, stdout=subprocess.PIPE if into else None, check=False
        )
        if into:
            into.write_bytes(done.stdout)
        if done.returncode not in (0, 1):  # 1: findings, or a submission that was refused
            return fail(f"This step failed (exit {done.returncode}): {words}")
        say(f"   {time.perf_counter() - began:.1f} s")
    say("Results:")
    for path in (book, workbook, charts, findings):
        if not path.exists() or (path.is_dir() and not any(path.iterdir())):
            return fail(f"Nothing was written to {path}")
        say(f"  {path}")
    return 0


def checks(options: argparse.Namespace) -> int:
    prepare("dev")
    steps: list[tuple[str, list[str | Path]]] = [
        ("ruff check", [PYTHON, "-m", "ruff", "check", "."]),
        ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [PYTHON, "-m", "mypy"]),
        ("mypy dev.py", [PYTHON, "-m", "mypy", "--strict", "dev.py"]),
        ("layers", [SCRIPTS / "lint-imports"]),
    ]
    failed = []
    for name, command in steps:
        say(f"-- {name}")
        if call(command):
            failed.append(name)
    return fail("-- FAILED: " + ", ".join(failed)) if failed else 0


def test(options: argparse.Namespace) -> int:
    prepare("dev")
    if not see_to_system():
        return 1
    failed = checks(options)
    say("-- pytest")
    code = call([PYTHON, "-m", "pytest", *options.rest], QT_QPA_PLATFORM="offscreen")
    return 1 if failed else code


def bench(options: argparse.Namespace) -> int:
    prepare("dev")
    if not see_to_system():
        return 1
    if not install(PEERS, "bench"):
        say("The peers could not be installed; the bench goes on without comparing with them.")
    return call([PYTHON, "-m", "tests.bench", *options.rest], QT_QPA_PLATFORM="offscreen")


def shots(options: argparse.Namespace) -> int:
    prepare("run")
    if not see_to_system():
        return 1
    folder = OUT / "shots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    code = call([PYTHON, "-m", "ecdesk.gui.shell.shots", folder], QT_QPA_PLATFORM="offscreen")
    if code == 0:
        say(f"{len(list(folder.iterdir()))} pictures in {folder}")
    return code


def compile_form(source: Path) -> str:
    """The Python text of one Qt Designer form, without the lines that differ between machines."""
    compiler = SCRIPTS / ("pyside6-uic.exe" if WINDOWS else "pyside6-uic")
    done = subprocess.run([str(compiler), "-g", "python", source.name], cwd=source.parent, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{source}: {done.stderr.decode('utf-8', 'replace')}")
    return normal_form(done.stdout.decode("utf-8"), source.name)


def normal_form(text: str, name: str) -> str:
    """uic's output under a header of our own, which names no version and no place."""
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and (not lines[0].strip() or lines[0].startswith("#")):
        lines.pop(0)
    return f"# Made from ui/{name} by `dev.py forms`. Changes belong into the form.\n# mypy: ignore-errors\n\n" + "\n".join(lines)


def forms(options: argparse.Namespace) -> int:
    prepare("run")
    if not see_to_system():
        return 1
    folder = ROOT / "ecdesk" / "gui" / "forms"
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / "__init__.py"
    if not marker.exists():
        marker.write_text('"""Compiled Qt Designer forms; the sources are in ui/."""\n', encoding="utf-8", newline="\n")
    sources = sorted((ROOT / "ui").glob("*.ui"))
    for stale in set(folder.glob("ui_*.py")) - {folder / f"ui_{source.stem}.py" for source in sources}:
        stale.unlink()
    for source in sources:
        target = folder / f"ui_{source.stem}.py"
        target.write_text(compile_form(source), encoding="utf-8", newline="\n")
        say(str(target.relative_to(ROOT)))
    return 0


def tool(module: str) -> Callable[[argparse.Namespace], int]:
    """A command that is a module of tests/."""

    def run_it(options: argparse.Namespace) -> int:
        prepare("dev")
        return call([PYTHON, "-m", f"tests.{module}", *options.rest])

    return run_it


def lock(options: argparse.Namespace) -> int:
    """Renew the lock files from pyproject.toml. What they hold already stays as it is where it may; ``--upgrade`` takes the newest."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locker = project["tool"]["ecdesk"]["locker"]
    with tempfile.TemporaryDirectory() as folder:
        python = python_in(Path(folder))
        make_venv(Path(folder))
        if call([*pip_command(python), "install", "--quiet", "--disable-pip-version-check", locker]):
            return fail(f"{locker} could not be installed.")
        peers = Path(folder, "bench.txt")
        peers.write_text("\n".join(project["project"]["optional-dependencies"]["bench"]), encoding="utf-8")
        wanted = {
            "run": ["pyproject.toml"],
            "dev": ["pyproject.toml", "--extra", "dev", "-c", LOCKS["run"]],
            "bench": [str(peers)],
        }
        compiling = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        plain = [
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--no-annotate",
            "--custom-compile-command",
            "python3 dev.py lock",
        ]
        for group, sources in wanted.items():
            if call([python, *compiling, *plain, *options.rest, *sources, "-o", LOCKS[group]]):
                return fail(f"{LOCKS[group]} could not be made.")
            say(LOCKS[group])
    write_constraints()
    return 0


def locked(group: str) -> dict[str, str]:
    """Name to version of everything in a lock file."""
    text = (ROOT / LOCKS[group]).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([\w.+!-]+)", text, re.MULTILINE))


def write_constraints() -> None:
    """Into pyproject.toml: what the lock of "dev" holds beyond the direct dependencies."""
    path = ROOT / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[=<>]", line)[0].lower().replace("_", "-") for line in direct}
    listed = "".join(f'    "{name}=={version}",\n' for name, version in sorted(locked("dev").items()) if name not in names)
    path.write_text(
        re.sub(r"(?m)^(constraints = \[\n)[^\]]*", lambda found: found[1] + listed, text), encoding="utf-8", newline="\n"
    )


def release_check(options: argparse.Namespace) -> int:
    def git(*arguments: str) -> list[str]:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()

    found = re.search(r'^__version__ = "(.+)"', (ROOT / "ecdesk" / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    problems = release_problems(found[1], changes, git("status", "--porcelain"), git("tag", "--points-at", "HEAD"))
    for problem in problems:
        say(problem)
    return 1 if problems else 0


def release_problems(version: str, changes: str, dirty: Sequence[str], tags: Sequence[str]) -> list[str]:
    """What keeps the commit from being the release of a version, a sentence each. dirty: lines of ``git status --porcelain``."""
    problems = []
    sections = re.findall(r"^## (.+)\n", changes, re.MULTILINE)
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        problems.append(f"__version__ is {version}, which is not MAJOR.MINOR.PATCH.")
    if not sections or not re.fullmatch(re.escape(version) + r" \(\d{4}-\d\d-\d\d\)", sections[0]):
        top = f"“{sections[0]}”" if sections else "missing"
        problems.append(f"The top section of CHANGELOG.md is {top}; it should be “{version} (YYYY-MM-DD)”.")
    if f"v{version}" not in tags:
        problems.append(f"The commit is not tagged v{version}" + (f", but {', '.join(tags)}." if tags else "."))
    if dirty:
        problems.append("Not committed: " + ", ".join(line[3:] for line in dirty))
    return problems


def build(options: argparse.Namespace) -> int:
    prepare("dev")
    if not see_to_system(tools=True):
        return 1
    if call([PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "build.spec"]):
        return fail("PyInstaller could not make the bundle.")
    bundle = ROOT / "dist" / "ecdesk"
    program = bundle / ("ecdesk-console.exe" if WINDOWS else "ecdesk")
    lacking = [
        name for name in ("THIRD-PARTY.txt", "sbom.cdx.json") if not (bundle / "_internal/resources/notices" / name).exists()
    ]
    if lacking:
        return fail("The bundle lacks " + ", ".join(lacking))
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    say(f"{bundle}: {size / 1e6:.0f} MB. Its own headless run:")
    code = headless([str(program)], bundle / "_internal" / "resources", OUT / "bundle")
    return code or window_stays(program, OUT / "bundle" / "report.ecd")


def window_stays(program: Path, book: Path) -> int:
    """Whether the bundle's window, drawn nowhere, is still there after a while and has nothing to complain about."""
    say("-- opening the window")
    home = book.parent / "home"
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ECDESK_HOME": str(home)}
    window = subprocess.Popen([str(program), "open", str(book)], env=variables, stderr=subprocess.PIPE)
    try:
        _out, complaints = window.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        window.kill()
        _out, complaints = window.communicate()
        reports = [path.read_text(encoding="utf-8") for path in (home / "crashes").glob("*.txt")]
        if b"Traceback" not in complaints and not reports:
            return 0
        complaints += "\n".join(reports).encode()
    return fail("The bundle's window did not stay open, or met a bug:\n" + complaints.decode("utf-8", "replace"))


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "run": (run, "set up, then open the desk on the sample book; --headless does the main job without a window"),
    "checks": (checks, "lint, types and layer contracts"),
    "test": (test, "lint, types, layer contracts and every test, offscreen; more arguments go to pytest"),
    "bench": (bench, "times against a peer in the same run, as a table of ratios"),
    "shots": (shots, "pictures of the main views, from the real window, into out/shots"),
    "forms": (forms, "compile the Qt Designer forms in ui/ into ecdesk/gui/forms"),
    "picture": (tool("layout_picture"), "draw the layout of the code from its imports, docs/architecture.svg"),
    "texts": (tool("translating"), "bring the translators' files in step with the texts; a code such as de starts a language"),
    "lock": (lock, "renew the lock files from pyproject.toml; --upgrade takes the newest versions"),
    "release-check": (release_check, "whether version, changelog, tag and tree make a release"),
    "build": (build, "a folder to hand out that runs without Python, in dist/, and its own headless run"),
}

if __name__ == "__main__":
    sys.exit(main())
