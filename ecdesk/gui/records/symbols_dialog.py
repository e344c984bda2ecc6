"""The symbols of the book, chosen with what they explain themselves by; nothing is changed before OK."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QWidget

from ecdesk.domain.book.book import Book
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.texts import tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.forms.ui_symbols_dialog import Ui_SymbolsDialog
from ecdesk.session.records.symbols import explained_symbols, read_symbols, symbol_uses


class SymbolsDialog(dialogs.FormDialog[Mapping[Mark, str]]):
    """Asks which symbol stands for which state."""

    def __init__(self, parent: QWidget | None, book: Book) -> None:
        super().__init__(parent)
        self._book = book
        self.form = Ui_SymbolsDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.foot = (self.form.told,)
        self.fields: dict[Mark, QLineEdit] = {}
        self._uses = symbol_uses(book)
        for use in self._uses:
            field, label, count = (getattr(self.form, f"{use.mark.value}{part}") for part in ("", "_label", "_count"))
            assert isinstance(field, QLineEdit) and isinstance(label, QLabel) and isinstance(count, QLabel)
            label.setText(use.meaning)
            count.setText(tr("书里有 {count} 个", count=use.count) if use.count else "")
            count.setProperty("role", "muted")
            field.setText(use.symbol)
            field.textChanged.connect(self._show)
            self.fields[use.mark] = field
        self.form.usual.clicked.connect(self._take_usual)
        self._show()

    def answer(self) -> Mapping[Mark, str]:
        return {mark: field.text().strip() for mark, field in self.fields.items()}

    def _take_usual(self) -> None:
        for use in self._uses:
            self.fields[use.mark].setText(use.usual)

    def _show(self) -> None:
        """The explanation as it would be printed, or why these cannot be taken."""
        try:
            symbols = read_symbols(self._book, self.answer())
        except UserError as error:
            told, sound = str(error), False
        else:
            told, sound = explained_symbols(symbols, list(Mark)), True
        self.form.told.setText(told)
        self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(sound)
