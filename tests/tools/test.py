"""Everything that continuous integration runs: the checks, then every test; arguments go to pytest."""

from __future__ import annotations

import sys

from tests.tools import checks
from tests.tools.running import call, module, say

ON_EVERY_PROCESSOR = ("--numprocesses", "auto", "--dist", "loadfile")
"""A file at a time, for the fixtures of a module; `--numprocesses 0` among the arguments takes it back."""


def main(arguments: list[str]) -> int:
    failed = checks.main()
    say("-- pytest")
    code = call(module("pytest", *ON_EVERY_PROCESSOR, *arguments))
    return failed or code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
