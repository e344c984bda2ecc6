"""Everything that continuous integration runs: the checks beside every test; arguments go to pytest."""

from __future__ import annotations

import subprocess
import sys
from tempfile import TemporaryFile

from tests.tools.running import call, module, say

ON_EVERY_PROCESSOR = ("--numprocesses", "auto", "--dist", "loadfile")
"""A file at a time, for the fixtures of a module; `--numprocesses 0` among the arguments takes it back."""


def main(arguments: list[str]) -> int:
    """The types keep one processor busy for a minute, in which the tests have the others; what the checks say comes at the end."""
    with TemporaryFile() as said:
        checking = subprocess.Popen([str(part) for part in module("tests.tools.checks")], stdout=said, stderr=subprocess.STDOUT)
        try:
            say("-- pytest")
            code = call(module("pytest", *ON_EVERY_PROCESSOR, *arguments))
            failed = checking.wait()
        finally:
            checking.kill()
            checking.wait()
        said.seek(0)
        say(said.read().decode("utf-8", "replace"))
    return failed or code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
