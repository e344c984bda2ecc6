"""The desk on a sample book, or the main job without a window: ``python3 dev.py run [--headless] [bulletin | BOOK]``."""

from __future__ import annotations

import sys
from pathlib import Path

from dev import opens_window
from tests.import_graph import ROOT
from tests.tools.headless import headless
from tests.tools.running import OUT, call, fail, module, say

SAMPLES = {"report": "中国电子商务报告2018.ecd", "bulletin": "深圳电子商务季报2017年第一季度.ecd"}


def main(arguments: list[str]) -> int:
    if not opens_window(arguments):
        if "--headless" not in arguments:
            say("There is no display, so the main job is done without the window.")
        return headless(module("ecdesk"), ROOT / "resources", OUT / "headless")
    named = [argument for argument in arguments if argument != "--headless"]
    if named and named[0] not in SAMPLES:
        return call(module("ecdesk", "open", Path(named[0])))
    for name, file in SAMPLES.items():
        book = OUT / "sample" / file
        if not book.exists():
            book.parent.mkdir(parents=True, exist_ok=True)
            if call(module("ecdesk", "sample", book, "--book", name)):
                return fail("The sample book could not be written.")
    wanted = named[0] if named else "report"
    others = ", ".join(f"python3 dev.py run {name}" for name in SAMPLES if name != wanted)
    say(f"The other sample book: {others}")
    return call(module("ecdesk", "open", OUT / "sample" / SAMPLES[wanted]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
