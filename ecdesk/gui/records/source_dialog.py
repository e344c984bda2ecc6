"""One source of the register, asked in a dialog."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ecdesk.gui.desk import dialogs
from ecdesk.gui.forms.ui_source_dialog import Ui_SourceDialog


@dataclass(frozen=True)
class SourceWords:
    """What is said of a source."""

    institution: str = ""
    publication: str = ""
    date: str = ""
    link: str = ""


class SourceDialog(dialogs.FormDialog[SourceWords]):
    """Asks who published what, when and where, with the present words proposed."""

    def __init__(self, parent: QWidget | None, present: SourceWords) -> None:
        super().__init__(parent)
        self.form = form = Ui_SourceDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._lines = (form.institution, form.publication, form.date, form.link)
        for line, words in zip(self._lines, (present.institution, present.publication, present.date, present.link), strict=True):
            line.setText(words)

    def answer(self) -> SourceWords:
        return SourceWords(*(line.text().strip() for line in self._lines))
