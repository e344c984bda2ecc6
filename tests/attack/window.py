"""The real window, driven by keys in a process of its own and killed at any moment: what its status bar calls saved is the promise."""

from __future__ import annotations

import os
import random
from pathlib import Path

from tests.attack.children import Say
from tests.attack.kills import kill_scenes
from tests.attack.promises import saved_line
from tests.attack.scenes import BOOK, SENT
from tests.attack.tally import Tally

MOST_ACTS = 150


def kill_window(folder: Path, tries: int, seed: int) -> Tally:
    # What takes long to import is there already in each process that is killed.
    import tests.scenarios.fingers  # noqa: F401

    return kill_scenes({"window": window_scene}, folder, tries, seed, 5.0)


def window_scene(folder: Path, chance: random.Random, say: Say) -> None:
    """Open the book, type, paste, take back, import, close; say what is shown as saved after each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    from ecdesk.gui.base.settings import Settings
    from ecdesk.gui.desk import dialogs
    from ecdesk.gui.desk.workspace import Place
    from ecdesk.gui.shell import app
    from ecdesk.gui.shell.main_window import MainWindow
    from ecdesk.gui.submissions.review_page import ReviewPage
    from tests.scenarios.fingers import QtFingers, wait_until

    def refuse(*arguments: object, **_more: object) -> None:
        raise RuntimeError(f"a dialog came: {arguments[1:]}")

    dialogs.ask_question = dialogs.show_crash = dialogs.show_error = refuse
    application = app.make_application()
    settings = Settings()
    languages = app.dress(application, settings)
    window = MainWindow(settings, languages)
    window.resize(1300, 900)
    window.show()
    window.activateWindow()
    window.open_book(folder / BOOK)
    if not wait_until(lambda: window.workspace.desk is not None and not window.workspace.jobs.busy, 30):
        raise RuntimeError("the book did not open")
    desk, hand = window.workspace.desk, QtFingers()
    assert desk is not None

    def shown() -> bool:
        return window.status.saved.text().startswith("已保存") and "…" not in window.status.saved.text()

    def typing() -> None:
        window.workspace.go_to(Place("表1"))
        if not wait_until(lambda: window.editors.current_editor() is not None, 10):
            raise RuntimeError("the table did not open")
        editor = window.editors.current_editor()
        assert editor is not None
        view = editor.view
        rect = view.visualRect(view.model().index(chance.randrange(4), chance.randrange(4)))
        hand.click(view.viewport().mapToGlobal(rect.center()) if rect.isValid() else QPoint(600, 400))
        if chance.random() < 0.3:
            hand.copy_elsewhere("\n".join("\t".join(str(chance.randrange(10**5)) for _ in range(2)) for _ in range(3)))
            hand.key("V", "Ctrl")
        else:
            hand.write(str(chance.randrange(10**6)))
            hand.key("Return")

    def importing() -> None:
        window.submissions.review([folder / SENT])
        page = window.editors.page("review")
        if isinstance(page, ReviewPage) and wait_until(lambda: len(page.files.rows) == 2, 20):
            for row, file in enumerate(page.files.rows):
                page.files_table.setCurrentIndex(page.files.index(row, 0))
                if file.path not in page.files.ticked:
                    QTest.keyClick(page.files_table, Qt.Key.Key_Space)
            QTest.mouseClick(page.store_button, Qt.MouseButton.LeftButton)

    acts = (*[typing] * 8, lambda: hand.key("Z", "Ctrl"), lambda: hand.key("Z", "Ctrl"), lambda: hand.key("Y", "Ctrl"), importing)
    for _ in range(MOST_ACTS):
        chance.choice(acts)()
        if chance.random() < 0.5:
            wait_until(shown, 10)
        hand.settle()
        if shown():
            say(saved_line(desk))
    window.close()
    wait_until(window.isHidden, 20)
