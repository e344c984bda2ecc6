"""The Qt Designer forms of ui/, compiled into ecdesk/gui/forms."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.import_graph import ROOT
from tests.tools.running import say

FOLDER = ROOT / "ecdesk" / "gui" / "forms"


def compiled_form(source: Path) -> str:
    """The Python text of one form, without the lines that differ between machines."""
    # The program pyside6-uic does the same, and is not there where packages were installed for another system.
    compiler = [sys.executable, "-c", "from PySide6.scripts.pyside_tool import uic; uic()"]
    done = subprocess.run([*compiler, source.name], cwd=source.parent, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{source}: {done.stderr.decode('utf-8', 'replace')}")
    return normal_form(done.stdout.decode("utf-8"), source.name)


def normal_form(text: str, name: str) -> str:
    """uic's output under a header of our own, which names no version and no place."""
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and (not lines[0].strip() or lines[0].startswith("#")):
        lines.pop(0)
    header = f"# Made from ui/{name} by `dev.py forms`. Changes belong into the form.\n# mypy: ignore-errors\n\n"
    return header + used_imports("\n".join(lines))


def used_imports(text: str) -> str:
    """The same without what is imported and not used: uic imports whatever forms may need, and a class of Qt that is imported is made."""
    imports = re.compile(r"^from (\S+) import \(([^)]*)\)\n", re.MULTILINE)
    used = set(re.findall(r"\w+", imports.sub("", text)))

    def left(found: re.Match[str]) -> str:
        names = [name for name in re.findall(r"\w+", found[2]) if name in used]
        return f"from {found[1]} import ({', '.join(names)})\n" if names else ""

    return imports.sub(left, text)


def main() -> None:
    sources = sorted((ROOT / "ui").glob("*.ui"))
    for stale in set(FOLDER.glob("ui_*.py")) - {FOLDER / f"ui_{source.stem}.py" for source in sources}:
        stale.unlink()
    for source in sources:
        target = FOLDER / f"ui_{source.stem}.py"
        target.write_text(compiled_form(source), encoding="utf-8", newline="\n")
        say(target.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    main()
