"""Verbs of the command line one after another in one process of Windows: ``python -m tests.windows.verbs_inside`` reads the words of each as a line
of JSON, and answers with a line of JSON: its exit code, and what it printed, as bytes in hexadecimal. To start Python and to load the libraries takes
Wine far longer than most verbs.
"""

from __future__ import annotations

import io
import json
import locale
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout

from ecdesk.cli import main as command_line


def piped() -> io.TextIOWrapper:
    """A stream as Python makes one for a pipe."""
    return io.TextIOWrapper(io.BytesIO(), encoding=locale.getpreferredencoding(False), errors="strict")


def printed(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().hex()


def carried_out(words: Sequence[str]) -> dict[str, object]:
    """Run one verb; what became of it."""
    out, complaints = piped(), piped()
    with redirect_stdout(out), redirect_stderr(complaints):
        try:
            code: object = command_line(words)
        except SystemExit as end:
            code = end.code
        except Exception:
            traceback.print_exc()
            code = 3
    return {"code": code, "out": printed(out), "complaints": printed(complaints)}


def main() -> int:
    answers = sys.stdout
    for line in sys.stdin:
        print(json.dumps(carried_out(json.loads(line))), file=answers, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
