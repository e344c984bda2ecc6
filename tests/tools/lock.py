"""The lock files, renewed from pyproject.toml by uv: ``python3 dev.py lock``. Only the standard library is imported.

What they hold already stays as it is where it may; ``--upgrade`` takes the newest versions.
"""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from pathlib import Path

from dev import LOCKS
from tests.import_graph import ROOT
from tests.tools.running import call, fail, module, say

COMPILING = ("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes")
PLAIN = ("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--custom-compile-command", "python3 dev.py lock")


def locked(group: str, root: Path = ROOT) -> dict[str, str]:
    """Name to version of everything in a lock file."""
    text = (root / LOCKS[group]).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([\w.+!-]+)", text, re.MULTILINE))


def write_constraints(root: Path = ROOT) -> None:
    """Into pyproject.toml: what the lock of "dev" holds beyond the direct dependencies."""
    path = root / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[=<>]", line)[0].lower().replace("_", "-") for line in direct}
    listed = "".join(f'    "{name}=={version}",\n' for name, version in sorted(locked("dev", root).items()) if name not in names)
    path.write_text(
        re.sub(r"(?m)^(constraints = \[\n)[^\]]*", lambda found: found[1] + listed, text), encoding="utf-8", newline="\n"
    )


def main(arguments: list[str]) -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with tempfile.TemporaryDirectory() as folder:
        peers = Path(folder, "bench.txt")
        peers.write_text("\n".join(project["optional-dependencies"]["bench"]), encoding="utf-8")
        wanted = {
            "run": ["pyproject.toml"],
            "dev": ["pyproject.toml", "--extra", "dev", "-c", LOCKS["run"]],
            "bench": [str(peers)],
        }
        for group, sources in wanted.items():
            if call(module("uv", *COMPILING, *PLAIN, *arguments, *sources, "-o", LOCKS[group])):
                return fail(f"{LOCKS[group]} could not be made.")
            say(LOCKS[group])
    write_constraints()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
