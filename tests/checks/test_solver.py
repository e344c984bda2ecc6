"""What a solver prints stays out of the command line's JSON."""

import os

from ecdesk.checks.remedies.solver import quiet_solver


def test_what_is_printed_below_python_goes_nowhere_and_later_output_comes_through(capfd):
    with quiet_solver():
        os.write(1, b"WARNING: solver talk\n")
    os.write(1, b"{}\n")
    assert capfd.readouterr().out == "{}\n"
