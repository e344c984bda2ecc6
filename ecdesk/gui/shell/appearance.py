"""How the program looks and which language it speaks: chosen from the menu or in the preferences, remembered, changed at once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ecdesk.domain import texts
from ecdesk.domain.texts import tr
from ecdesk.gui.base import fonts, themes
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.base.translator import Languages
from ecdesk.gui.desk import dialogs
from ecdesk.gui.shell.commands import action_named

_LANGUAGES = {"zh": "中文", "en": "English"}  # not shown in another language: each by its own name


@dataclass(frozen=True)
class Preferences:
    """What the preferences dialog asks for. language: a code; user: the name in the
    journal of books opened from now on, "" for the account's."""

    theme: str
    language: str
    font_size: int
    user: str


class PreferencesDialog(dialogs.FormDialog[Preferences]):
    """Asks for the preferences, with the present ones to begin with."""

    def __init__(self, parent: QWidget | None, present: Preferences) -> None:
        from ecdesk.gui.forms.ui_preferences_dialog import Ui_PreferencesDialog

        super().__init__(parent)
        self.form = Ui_PreferencesDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        for name in themes.THEME_NAMES:
            self.form.theme.addItem(tr(themes.theme(name).title), name)
        for code in texts.languages():
            self.form.language.addItem(_LANGUAGES.get(code) or QLocale(code).nativeLanguageName(), code)
        self.form.theme.setCurrentIndex(self.form.theme.findData(present.theme))
        self.form.language.setCurrentIndex(self.form.language.findData(present.language))
        self.form.font_size.setValue(present.font_size)
        self.form.user.setText(present.user)

    def answer(self) -> Preferences:
        form = self.form
        return Preferences(
            form.theme.currentData(), form.language.currentData(), form.font_size.value(), form.user.text().strip()
        )


class Appearance(QObject):
    """Applies choices to the whole application and keeps them in the settings."""

    def __init__(self, settings: Settings, languages: Languages, window: QMainWindow) -> None:
        super().__init__(window)
        self.settings = settings
        self.languages = languages
        self.window = window
        self._group = QActionGroup(self)
        for name in themes.THEME_NAMES:
            self._group.addAction(action_named(window, f"theme_{name}"))
        self._group.triggered.connect(self._take_theme)
        self.show_theme()

    def show_theme(self) -> None:
        """Check the present theme's entry of the menu."""
        action_named(self.window, f"theme_{themes.current().name}").setChecked(True)

    def choose_preferences(self) -> None:
        settings = self.settings
        present = Preferences(settings.theme, texts.language(), settings.font_size, settings.user)
        chosen = dialogs.ask(PreferencesDialog(self.window, present))
        if chosen is None:
            return
        settings.set_text("user/name", chosen.user)
        self.set_theme(chosen.theme)
        self.set_font_size(chosen.font_size)
        if chosen.language != present.language:  # that of this run alone is not kept
            self.set_language(chosen.language)

    def set_theme(self, name: str) -> None:
        self.settings.set_text("look/theme", name)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if themes.current().name != name:
            themes.change(application, name)

    def set_font_size(self, size: int) -> None:
        """Of the window's font, in points."""
        self.settings.set_number("look/font_size", size)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        themes.settle()
        application.setFont(fonts.window_font(self.settings.font_size))
        # Under a style sheet Qt gives widgets that are there the new font only when the sheet is set again.
        themes.change(application, themes.current().name)

    def set_language(self, code: str) -> None:
        self.settings.set_text("look/language", code)
        if texts.language() != code:
            self.languages.choose(code)
            self.set_font_size(self.settings.font_size)  # the font goes with the language

    def _take_theme(self, action: QAction) -> None:
        self.set_theme(action.objectName().removeprefix("action_theme_"))

    def larger(self) -> None:
        self.set_font_size(self.settings.font_size + 1)

    def smaller(self) -> None:
        self.set_font_size(self.settings.font_size - 1)
