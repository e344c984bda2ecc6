"""Qt's forms and dialogs speak the language of the catalogues: one translation of the program."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ecdesk.domain import texts


class CatalogueTranslator(QTranslator):
    """Looks the forms' Chinese up in ``resources/translations``, as `texts.tr` does for code."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        # Never None: PySide 6.12 gives up one reference to None too many for each, until the interpreter dies.
        return texts.catalogue(texts.language()).get(source, source)

    def isEmpty(self) -> bool:
        return False


class Languages:
    """The translators that an application has at the moment."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._own: QTranslator | None = None
        self._qt: QTranslator | None = None

    def choose(self, code: str) -> None:
        """Speak a language from now on; every widget gets a LanguageChange event. Chinese when there is none of that code."""
        texts.set_language(code if code in texts.languages() else texts.SOURCE_LANGUAGE)
        for old in (self._own, self._qt):
            if old is not None:
                self._application.removeTranslator(old)
        QLocale.setDefault(QLocale("zh_CN" if texts.language() == "zh" else "en_GB"))
        self._own = CatalogueTranslator()
        self._application.installTranslator(self._own)
        # What was installed last is asked first, and ours answers everything.
        self._qt = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if texts.language() == "zh" and self._qt.load("qtbase_zh_CN", folder):
            self._application.installTranslator(self._qt)

    def remove(self) -> None:
        """Take the translators off the application."""
        for old in (self._own, self._qt):
            if old is not None:
                self._application.removeTranslator(old)
        self._own = self._qt = None
