"""Pictures of the main views, from the real window, into out/shots."""

from __future__ import annotations

import shutil
import sys

from tests.tools.running import OUT, call, module, say


def main(arguments: list[str]) -> int:
    folder = OUT / "shots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    code = call(module("ecdesk.gui.shell.shots", folder, *arguments))
    if code == 0:
        say(f"{len(list(folder.iterdir()))} pictures in {folder}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
