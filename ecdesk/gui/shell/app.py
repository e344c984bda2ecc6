"""The application: set up once, before the first window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ecdesk.domain import garbage, texts
from ecdesk.gui.base import fonts, icons, plain, themes
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.base.translator import Languages
from ecdesk.gui.shell.crash import CrashHandler
from ecdesk.session.program.places import data_folder, made

STYLE = ("-style", "Fusion")
"""Qt's arguments for the style that the themes are made for. Chosen so, no code asks for a style at the start: that alone takes a tenth of it."""
AWAY = 60_000
"""Milliseconds in another program, after which nobody waits for this one."""


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one application of the process, with scaling as the screens have it."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QCoreApplication.setApplicationName("ecdesk")
    QGuiApplication.setDesktopFileName("ecdesk")
    application = QApplication([sys.argv[0], *STYLE, *arguments])
    garbage.freeze_survivors()
    away = pause(application, AWAY, garbage.collect_all)
    application.applicationStateChanged.connect(
        lambda state: away.stop() if state == Qt.ApplicationState.ApplicationActive else away.start()
    )
    return application


def dress(application: QApplication, settings: Settings, language: str = "") -> Languages:
    """Give the application its look and language, as the settings say. language: for this run, whatever they say."""
    themes.apply(application, settings.theme)
    application.setWindowIcon(icons.icon("book", "accent"))
    languages = Languages(application)
    languages.choose(language or settings.language or texts.language())
    application.setFont(fonts.window_font(settings.font_size))
    return languages


def open_window(book: Path | None = None, language: str = "") -> int:
    """Show the window, on a book or on the start page, until it is closed; the exit code. language: for this run, "" for the usual one."""
    application = make_application()
    made(data_folder())
    settings = Settings()
    languages = dress(application, settings, language)
    crashes = CrashHandler(application)
    crashes.install()
    with garbage.uncollected():  # what a start makes is there until the end
        from ecdesk.gui.shell.main_window import MainWindow

        window = MainWindow(settings, languages)
        window.docks.fit_screen()
        window.show()
    # Also where no window manager does it: shortcuts only work in the active window.
    window.activateWindow()
    if book is not None:
        window.open_book(book)
    code = application.exec()
    crashes.uninstall()
    return code


def show_message(words: str) -> None:
    """Say something in a box of its own, before there is a window."""
    application = make_application()
    dress(application, Settings())
    plain.message_box(None, words).exec()
