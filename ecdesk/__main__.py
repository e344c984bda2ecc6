"""``python -m ecdesk``."""

from __future__ import annotations

import os
import sys

from ecdesk.session.outside import ARGUMENT


def run() -> int:
    """Run the command line, or the process that reads files from outside for another one of the program."""
    if sys.argv[1:2] == [ARGUMENT]:
        from ecdesk.session.outside.worker import serve

        return serve(sys.argv[2:3])
    return command_line()


def command_line() -> int:
    """That whoever reads the output has stopped reading (``| head``) is no error."""
    from ecdesk.cli import main, nobody_reads
    from ecdesk.session.program.crash_reports import fatal_faults_kept

    try:
        try:
            with fatal_faults_kept():
                return main()
        finally:
            if sys.stdout is not None:  # a windowed program of Windows has no streams
                sys.stdout.flush()
    except OSError as fault:
        if not nobody_reads(fault):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(run())
