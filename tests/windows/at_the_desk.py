"""Scenes of the window on Windows, played with real keys: ``python -m tests.windows.at_the_desk SCENE FOLDER``, started by `tests.windows.rounds`.

What is not seen as it should be, and what Qt complains of, goes to standard output, a line of JSON each; so do the acts that `AskedFingers` asks for.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ecdesk.gui.base.settings import Settings
from ecdesk.gui.shell import app
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from tests.gui.grid.conftest import sample_records
from tests.scenarios import user as users
from tests.scenarios.fingers import wait_until
from tests.scenarios.stage import PATIENCE as UNTIL_OPEN
from tests.scenarios.stage import SIZE, small_book_in_window
from tests.scenarios.steps import read_steps
from tests.scenarios.user import User
from tests.windows.asked_fingers import AskedFingers, write_line

BOOK = "试验 年报.ecd"
PATIENCE = 60.0
"""Seconds until what should be seen must be there: Wine on a busy machine."""
LAST = "1357.9"
"""Typed last before the program is ended from outside."""
ENDED = "2468.1"
"""Being typed, not entered, when Windows shuts down."""


def tell(**words: object) -> None:
    write_line(json.dumps(words))


def complain(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        tell(complaint=message)


def expect(user: User, *sights: str) -> None:
    """Tell what is not seen as it should be."""
    for wrong in user.misses(*sights):
        tell(wrong=wrong)


def check(words: str, seen: object, wanted: object) -> None:
    if seen != wanted:
        tell(wrong=f"{words}: {seen!r}, not {wanted!r}")


@contextmanager
def desk(application: QApplication, folder: Path) -> Iterator[User]:
    """A user at the window on the book of the folder, opened as by a double click."""
    settings = Settings()
    languages = app.dress(application, settings)
    window = MainWindow(settings, languages)
    window.resize(*SIZE)
    window.move(0, 0)
    window.show()
    window.activateWindow()
    window.open_book(folder / BOOK)
    if not wait_until(lambda: window.editors.current_editor() is not None, UNTIL_OPEN):
        window.workspace.jobs.stop()  # Qt aborts where a thread is at work, and would hide this
        raise RuntimeError("the book did not open")
    fingers = AskedFingers(folder / f"answers {os.getpid()}")
    fingers.come_forward()
    user = User(window, fingers)
    yield user
    window.close()
    check("the window closes", wait_until(window.isHidden, PATIENCE), True)


def steps(application: QApplication, folder: Path) -> None:
    """The published list of steps in the grid."""
    with small_book_in_window(application, folder) as window:
        fingers = AskedFingers(folder / "answers")
        fingers.come_forward()
        user = User(window, fingers)
        for step in read_steps():
            try:
                wrong = user.carry_out(step)
            except (AssertionError, RuntimeError) as fault:  # the next steps are tried all the same
                wrong = [f"{step.number}: {fault}"]
                fingers.key("Escape")
            for words in wrong:
                tell(wrong=words)


def first(application: QApplication, folder: Path) -> None:
    """Type, undo, redo, paste what Excel copied, copy for Excel, type once more; then wait to be ended from outside."""
    Desk.create(folder / BOOK, sample_records(), "张三").close()
    with desk(application, folder) as user:
        fingers = user.fingers
        assert isinstance(fingers, AskedFingers)
        for act in ("click 4,3", "write 12.5", "keys Return"):
            user.act(act)
        expect(user, "cell 4,3 = 12.5")
        user.act("keys Ctrl+Z")
        expect(user, "cell 4,3 =")
        user.act("keys Ctrl+Y")
        expect(user, "cell 4,3 = 12.5")
        fingers.ask("beside", "copy")
        user.act("click 1,0")
        user.act("keys Ctrl+V")
        expect(user, "cell 1,0 = 6 412.70", "cell 1,2 = 893.6")
        user.act("drag 1,0 1,2")
        user.act("keys Ctrl+C")
        held = json.loads(fingers.ask("beside", "list"))
        check("text on the clipboard", held["text"], "6412.70\t25\t893.6\r\n")
        check("the fragment", (held["fragment"][:7], held["fragment"].strip()[-8:]), ("<table>", "</table>"))
        check("commas", held["csv"], "6412.70,25,893.6\r\n")
        for act in ("click 4,2", f"write {LAST}", "keys Return"):
            user.act(act)
        expect(user, "cell 4,2 = 1 357.9")
        opened = user.window.workspace.desk
        assert opened is not None
        check("saved", wait_until(opened.settled, PATIENCE), True)
        tell(ready=os.getpid())
        application.exec()


def second(application: QApplication, folder: Path) -> None:
    """The same book while somebody has it: it can be read, and says who has it. Whoever has it is ended from outside then, and nothing is lost."""
    with desk(application, folder) as user:
        user.said.clear()
        check("read-only", "（只读）" in user.window.windowTitle(), True)
        for act in ("click 4,2", "write 5"):
            user.act(act)
        expect(user, "said 张三", "cell 4,2 = 1 357.9")
        assert isinstance(user.fingers, AskedFingers)
        user.fingers.ask("end first")
    again(application, folder)


def again(application: QApplication, folder: Path) -> None:
    """After the end from outside: nothing is lost. Then Windows shuts down while something is being typed."""
    with desk(application, folder) as user:
        check("can be written", "（只读）" in user.window.windowTitle(), False)
        expect(user, "cell 4,3 = 12.5", "cell 1,0 = 6 412.70", "cell 4,2 = 1 357.9")
        for act in ("click 4,1", f"write {ENDED}"):
            user.act(act)
        expect(user, "editing")
        assert isinstance(user.fingers, AskedFingers)
        answer = user.fingers.ask("beside", "end-session", str(int(user.window.winId())))
        check("Windows may shut down", answer.strip(), "1")
        opened = user.window.workspace.desk
        assert opened is not None
        check("saved before Windows shuts down", opened.settled(), True)
        expect(user, "cell 4,1 = 2 468.1")


SCENES: dict[str, Callable[[QApplication, Path], None]] = {"steps": steps, "first": first, "second": second}


def main(scene: str, folder: Path) -> None:
    qInstallMessageHandler(complain)
    users.PATIENCE = PATIENCE
    application = app.make_application()
    screen = QGuiApplication.primaryScreen()
    tell(
        platform=application.platformName(), scale=screen.devicePixelRatio(), size=[screen.size().width(), screen.size().height()]
    )
    SCENES[scene](application, folder)
    QTimer.singleShot(0, application.quit)  # as the program ends: what a window has at work stops
    application.exec()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
