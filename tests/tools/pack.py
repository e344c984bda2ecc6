"""What is handed out, from the bundle in dist/: a zip that runs from any folder or stick, and on Windows' bundle an installer that needs no
administrator, each with its SHA-256 sum. The installer is made by makensis, which runs on Windows and Linux alike."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ecdesk import __version__
from ecdesk.session.program.association import EXTENSION, KIND
from ecdesk.session.program.places import PORTABLE
from tests.import_graph import ROOT
from tests.tools.running import fail, module, say

DIST = ROOT / "dist"
BUNDLE = DIST / "ecdesk"
TITLE = "统计年报编辑台"
SUBJECT = "统计年报"
CARRIED = "有这个文件时，设置、日志和抢救文件都存放在本文件夹的 settings 中，不写入电脑的其他位置。\r\n"


def entries(bundle: Path) -> Iterator[tuple[str, bytes]]:
    """Names below the program's folder and contents of what the zip holds."""
    for path in sorted(bundle.rglob("*")):
        if path.is_file():
            yield path.relative_to(bundle).as_posix(), path.read_bytes()
    yield PORTABLE, CARRIED.encode("utf-8-sig")


def write_zip(bundle: Path, out: Path) -> None:
    """The bundle as a portable program, byte for byte the same from the same bundle."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries(bundle):
            told = zipfile.ZipInfo(f"ecdesk/{name}")
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = (0o100755 if "." not in name else 0o100644) << 16  # programs have no dot outside Windows
            archive.writestr(told, content)


def write_installer(bundle: Path, out: Path, makensis: str) -> int:
    """Let makensis make the installer; its exit code."""
    icon = ROOT / "build" / "ecdesk.ico"
    if not icon.exists() and subprocess.run(module("tests.tools.program_icon", icon), check=False).returncode:
        return 1
    words = {"VERSION": __version__, "TITLE": TITLE, "SUBJECT": SUBJECT, "KIND": KIND, "EXTENSION": EXTENSION}
    paths = {"ICON": icon, "BUNDLE": bundle, "OUT": out}
    given = [f"-D{name}={value}" for name, value in {**words, **paths}.items()]
    script = ROOT / "tests" / "tools" / "installer.nsi"
    return subprocess.run([makensis, "-V2", "-INPUTCHARSET", "UTF8", *given, str(script)], check=False).returncode


def main() -> int:
    if not BUNDLE.is_dir():
        return fail("There is no bundle in dist/ecdesk: run `dev.py build` first.")
    windows = (BUNDLE / "ecdesk.exe").exists()
    name = f"ecdesk-{__version__}-{'windows' if windows else platform.system().lower()}"
    made = [DIST / f"{name}-portable.zip"]
    write_zip(BUNDLE, made[0])
    makensis = shutil.which("makensis")
    if windows and makensis is None:
        say("makensis is not here (Debian: nsis), so no installer is made.")
    elif windows and makensis is not None:
        made.append(DIST / f"{name}-setup.exe")
        if write_installer(BUNDLE, made[-1], makensis):
            return fail("The installer could not be made; makensis says why above.")
    for path in made:
        say(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}  {path.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
