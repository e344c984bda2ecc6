"""How the program looks and which language it speaks: chosen from the menu or in the preferences, remembered, changed at once."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from ecdesk.domain import texts
from ecdesk.gui.base import fonts, themes
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.base.translator import Languages
from ecdesk.gui.desk import dialogs


class Appearance(QObject):
    """Applies choices to the whole application and keeps them in the settings."""

    def __init__(self, settings: Settings, languages: Languages, window: QWidget) -> None:
        super().__init__(window)
        self.settings = settings
        self.languages = languages
        self.window = window

    def choose_preferences(self) -> None:
        settings = self.settings
        present = dialogs.Preferences(settings.theme, texts.language(), settings.font_size, settings.user)
        chosen = dialogs.ask_preferences(self.window, present)
        if chosen is None:
            return
        settings.set_text("user/name", chosen.user)
        self.set_theme(chosen.theme)
        self.set_font_size(chosen.font_size)
        self.set_language(chosen.language)

    def set_theme(self, name: str) -> None:
        self.settings.set_text("look/theme", name)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if themes.current().name != name:
            themes.apply(application, name)

    def set_font_size(self, size: int) -> None:
        """Of the window's font, in points."""
        self.settings.set_number("look/font_size", size)
        QApplication.setFont(fonts.window_font(self.settings.font_size))

    def set_language(self, code: str) -> None:
        self.settings.set_text("look/language", code)
        if texts.language() != code:
            self.languages.choose(code)

    def take_theme(self, action: QAction) -> None:
        """A theme's entry of the menu was chosen."""
        self.set_theme(action.objectName().removeprefix("action_theme_"))

    def larger(self) -> None:
        self.set_font_size(self.settings.font_size + 1)

    def smaller(self) -> None:
        self.set_font_size(self.settings.font_size - 1)
