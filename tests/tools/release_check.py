"""Whether version, changelog, tag and tree make a release: ``python3 dev.py release-check`` says what does not fit."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.import_graph import ROOT
from tests.tools.running import say


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


def main(root: Path = ROOT) -> int:
    def git(*arguments: str) -> list[str]:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()

    found = re.search(r'^__version__ = "(.+)"', (root / "ecdesk" / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    problems = release_problems(found[1], changes, git("status", "--porcelain"), git("tag", "--points-at", "HEAD"))
    for problem in problems:
        say(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
