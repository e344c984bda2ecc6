"""``python -m ecdesk``."""

from __future__ import annotations

import os
import sys

from ecdesk.cli import main
from ecdesk.session.program.crash_reports import fatal_faults_kept


def run() -> int:
    """Run the command line; that whoever reads the output has stopped reading (``| head``) is no error."""
    try:
        try:
            with fatal_faults_kept():
                return main()
        finally:
            if sys.stdout is not None:  # a windowed program of Windows has no streams
                sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(run())
