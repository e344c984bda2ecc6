"""A folder to hand out that runs without Python, in dist/, and its own headless run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.import_graph import ROOT
from tests.tools.headless import headless
from tests.tools.running import OUT, WINDOWS, call, fail, module, say


def main() -> int:
    if call(module("tests.tools.program_icon", str(ROOT / "build" / "ecdesk.ico"))):
        return fail("The program's icon could not be drawn.")
    if call(module("PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "build.spec")):
        return fail("PyInstaller could not make the bundle.")
    bundle = ROOT / "dist" / "ecdesk"
    program = bundle / ("ecdesk-console.exe" if WINDOWS else "ecdesk")
    notices = bundle / "_internal" / "resources" / "notices"
    lacking = [name for name in ("THIRD-PARTY.txt", "sbom.cdx.json") if not (notices / name).exists()]
    if lacking:
        return fail("The bundle lacks " + ", ".join(lacking))
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    say(f"{bundle}: {size / 1e6:.0f} MB. Its own headless run:")
    code = headless([program], bundle / "_internal" / "resources", OUT / "bundle")
    sample = bundle / "_internal" / "resources" / "books" / "2018" / "submissions" / "陕西省.csv"
    return code or reads(program, sample) or window_stays(program, OUT / "bundle" / "report.ecd")


def reads(program: Path, submission: Path) -> int:
    """Whether the bundle's own program is the process that reads files for it, and nothing is left of that."""
    say("-- reading a submission")
    with tempfile.TemporaryDirectory() as folder:
        variables = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)}
        done = subprocess.run(
            [str(program), "--json", "read", str(submission)], stdout=subprocess.PIPE, env=variables, check=False
        )
        left = [path.name for path in Path(folder).iterdir()]
    if json.loads(done.stdout)["files"][0]["status"] != "read":
        return fail("The bundle could not read a file:\n" + done.stdout.decode("utf-8", "replace"))
    return fail("Reading left in the temporary folder: " + ", ".join(left)) if left else 0


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


if __name__ == "__main__":
    sys.exit(main())
