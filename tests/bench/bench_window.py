"""From the start of the process until the window answers, against a script that shows an empty QMainWindow of the same Qt."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import sample_records
from tests.bench.harness import Row, process_seconds

# Every script ends after the first turn of the event loop in which all that was waiting, painting too, has been done.
FINISH = """
import os

def finish():
    application.processEvents()
    os._exit(0)  # taking the window down again is not part of it

"""

BARE = f"""
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
{FINISH}
window = QMainWindow()
window.show()
QTimer.singleShot(0, finish)
application.exec()
"""

EMPTY = f"""
from PySide6.QtCore import QTimer
from ecdesk.gui.shell import app
application = app.make_application()
{FINISH}
QTimer.singleShot(0, finish)
app.open_window()
"""

WITH_A_BOOK = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ecdesk.gui.shell import app
from ecdesk.gui.shell.starting.opening import BookOpener
application = app.make_application()
{FINISH}
told = BookOpener._say_opened

def tell_and_quit(self, desk):
    told(self, desk)
    QTimer.singleShot(0, finish)

BookOpener._say_opened = tell_and_quit
app.open_window(Path(sys.argv[1]))
"""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # settings are written behind the scenes
        os.environ["ECDESK_HOME"] = folder
        try:
            book = Path(folder) / "sample.ecd"
            Desk.create(book, sample_records()).close()
            bare, empty, full = process_seconds(["-c", BARE], ["-c", EMPTY], ["-c", WITH_A_BOOK, str(book)])
            return [
                Row("window usable", empty, "bare QMainWindow", bare, "s", 2.5),
                Row("window with the sample book, checked", full, "", None, "s", 1.5),
            ]
        finally:
            del os.environ["ECDESK_HOME"]
