"""A figure is typed in the window on Windows; then the process waits to be ended from outside. Started again on the same folder, it prints what
stands in the cell: ``python -m tests.windows.ended_from_outside FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ecdesk.gui.base.settings import Settings
from ecdesk.gui.shell import app
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from tests.gui.grid.conftest import sample_records
from tests.scenarios.fingers import QtFingers, wait_until
from tests.scenarios.user import User

BOOK = "试验 年报.ecd"
CELL = "4,0"
FIGURE = "1357.9"


def main(folder: Path) -> int:
    book = folder / BOOK
    again = book.exists()
    if not again:
        Desk.create(book, sample_records(), "张三").close()
    application = QApplication([])
    settings = Settings()
    languages = app.dress(application, settings)
    window = MainWindow(settings, languages)
    window.show()
    window.activateWindow()
    window.open_book(book)
    if not wait_until(lambda: window.editors.current_editor() is not None, 60):
        print("the book did not open", flush=True)
        return 1
    user = User(window, QtFingers())
    user.act(f"click {CELL}")
    if again:
        print(user.look(f"cell {CELL} = ")[0], flush=True)
        window.close()
        return 0
    user.act(f"write {FIGURE}")
    user.act("keys Return")
    shown = user.editor.view.model().index(4, 0)
    wait_until(lambda: FIGURE in str(shown.data(Qt.ItemDataRole.DisplayRole)), 20)
    print("typed", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
