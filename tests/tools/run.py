"""The desk on the sample book, or the main job without a window: ``python3 dev.py run [--headless] [BOOK]``."""

from __future__ import annotations

import sys
from pathlib import Path

from dev import opens_window
from tests.import_graph import ROOT
from tests.tools.headless import headless
from tests.tools.running import OUT, call, fail, module, say


def main(arguments: list[str]) -> int:
    if not opens_window(arguments):
        if "--headless" not in arguments:
            say("There is no display, so the main job is done without the window.")
        return headless(module("ecdesk"), ROOT / "resources", OUT / "headless")
    named = [argument for argument in arguments if argument != "--headless"]
    book = Path(named[0]) if named else OUT / "sample" / "中国电子商务报告2018.ecd"
    if not named and not book.exists():
        book.parent.mkdir(parents=True, exist_ok=True)
        if call(module("ecdesk", "sample", book)):
            return fail("The sample book could not be written.")
    return call(module("ecdesk", "open", book))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
