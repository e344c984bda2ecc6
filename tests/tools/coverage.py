"""Which lines and branches the tests reach, by package: ``python3 dev.py coverage``.

It is measured for the packages that are listed in `tests/limits.toml`, by their own tests; a package that reaches less than its limit fails.
``--raise`` raises the limits to what is reached. Other arguments go to pytest in place of those tests, and then nothing is held. ``out/coverage``
has a page for each file.

The window is not among them: what runs on Qt's threads is not seen by a tracer of Python, and painting and keys are held by tests that look at them.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.tools.limits import LIMITS, written
from tests.tools.running import OUT, call, fail, module, say


def reached(report: Mapping[str, Any]) -> dict[str, float]:
    """Package to the share of its lines and branches that were reached, in percent. report: what ``coverage json`` writes."""
    there: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for path, file in report["files"].items():
        package = path.replace("\\", "/").split("/")[1]
        summary = file["summary"]
        there[package] += summary["num_statements"] + summary["num_branches"]
        seen[package] += summary["covered_lines"] + summary["covered_branches"]
    return {package: 100 * seen[package] / number for package, number in sorted(there.items()) if number}


def too_little(shares: Mapping[str, float], least: Mapping[str, float]) -> list[str]:
    """A line for each package that reaches less than it must, or that no limit is written for."""
    return [
        f"{package}: {share:.1f} %, at least {least.get(package, 100):g} %"
        for package, share in shares.items()
        if share < least.get(package, 100)
    ]


def raised(least: Mapping[str, float], shares: Mapping[str, float]) -> dict[str, float]:
    """The limits, each raised to what is reached, in whole per cent."""
    return {package: max(limit, math.floor(shares.get(package, 0))) for package, limit in least.items()}


def main(arguments: list[str]) -> int:
    OUT.mkdir(exist_ok=True)
    raising = arguments == ["--raise"]
    arguments = [] if raising else arguments
    text = LIMITS.read_text(encoding="utf-8")
    least = tomllib.loads(text)["coverage"]
    source = ",".join(f"ecdesk.{package}" for package in least)
    tests = arguments or [f"tests/{package}" for package in least]
    failed = call(module("coverage", "run", f"--source={source}", "-m", "pytest", *tests))
    report = OUT / "coverage.json"
    writing = [module("coverage", "json", "--quiet", "-o", report), module("coverage", "html", "--quiet", "-d", OUT / "coverage")]
    if any(call(command) for command in writing):
        return fail("What was reached could not be read.")
    shares = reached(json.loads(report.read_text(encoding="utf-8")))
    for package, share in shares.items():
        say(f"{package:10} {share:5.1f} %")
    if arguments or failed:
        return failed
    if raising:
        LIMITS.write_text(written(text, {"coverage": raised(least, shares)}), encoding="utf-8", newline="\n")
    problems = too_little(shares, least)
    return fail("Tests reach less than tests/limits.toml asks for:\n  " + "\n  ".join(problems)) if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
