"""Qt's forms and dialogs speak the language that the program's other texts do, from the same translations."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ecdesk.domain import texts
from ecdesk.domain.resources import toml_data

LOCALES = {"zh": "zh_CN", "en": "en_GB"}
"""Where a language alone does not say in which way dates and numbers are written."""


_OF_KEYS = "QShortcut"
"""The context of the names of keys."""
_OF_QT = "Q"
"""How the contexts of Qt's own texts begin; its own translation is asked for them."""


class FormTranslator(QTranslator):
    """Translates what the forms say, as `texts.tr` does for code, and what Qt says itself from its own translation, where that is loaded."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """A form's text in the current language. n: the number that decides between singular and plural, negative when there is none."""
        if context.startswith(_OF_QT):
            chinese = texts.language() == texts.SOURCE_LANGUAGE
            ours = toml_data("translations", "qt_zh.toml")
            own = ours["keys"] if context == _OF_KEYS else ours["instead"]
            said = (chinese and own.get(source)) or super().translate(context, source, disambiguation, n)
            if said or chinese:
                return said or ours["words"].get(source, source)
        # Never None: PySide 6.12 gives up one reference to None too many for each, until the interpreter dies.
        return texts.translate(source, n if n >= 0 else None)

    def isEmpty(self) -> bool:
        """Never, since Qt does not ask an empty one."""
        return False


class Languages:
    """The translators that an application has at the moment."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []

    def choose(self, code: str) -> None:
        """Speak a language from now on; every widget gets a LanguageChange event. Chinese when there is none of that code."""
        texts.set_language(code if code in texts.languages() else texts.SOURCE_LANGUAGE)
        locale = QLocale(LOCALES.get(texts.language(), texts.language()))
        QLocale.setDefault(locale)
        self.remove()
        translator = FormTranslator()
        translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._application.installTranslator(translator)
        self._installed.append(translator)

    def remove(self) -> None:
        """Take the translators off the application."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
