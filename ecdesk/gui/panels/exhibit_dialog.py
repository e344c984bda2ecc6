"""What stands around a table, asked in one dialog: number, caption, unit, corner, source line and notes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.desk import dialogs
from ecdesk.gui.forms.ui_exhibit_dialog import Ui_ExhibitDialog


@dataclass(frozen=True)
class ExhibitWords:
    """What stands around a table. notes: a line each."""

    number: str = ""
    caption: str = ""
    unit: str = ""
    corner: str = ""
    source_line: str = ""
    notes: tuple[str, ...] = ()


class ExhibitDialog(dialogs.FormDialog[ExhibitWords]):
    """Asks for the words around a table, with the present ones proposed."""

    def __init__(self, parent: QWidget | None, number: str, present: ExhibitWords) -> None:
        super().__init__(parent)
        self.form = form = Ui_ExhibitDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self.setWindowTitle(plain.title(tr("“{number}”的表题和说明", number=number)))
        self._lines = (form.number, form.caption, form.unit, form.corner, form.source_line)
        words = (present.number, present.caption, present.unit, present.corner, present.source_line)
        for field, proposed in zip(self._lines, words, strict=True):
            field.setText(proposed)
        form.notes.setPlainText("\n".join(present.notes))

    def answer(self) -> ExhibitWords:
        notes = (line.strip() for line in self.form.notes.toPlainText().splitlines())
        number, caption, unit, corner, source_line = (field.text().strip() for field in self._lines)
        return ExhibitWords(number, caption, unit, corner, source_line, tuple(line for line in notes if line))
