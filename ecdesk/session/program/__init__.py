"""The program on this machine: log, reports of bugs, places for files, notices, file association, progress."""
