"""The real About box: which version this is, and what comes with it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from ecdesk.gui.shell.help.guide import NoticesDialog, show_about
from tests.dialogs import Dialogs


@pytest.mark.parametrize("wanted", [True, False])
def test_the_about_box_leads_to_the_licences_of_others(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, dialogs: Dialogs, wanted: bool
) -> None:
    boxes: list[str] = []

    def click(box: QMessageBox) -> int:
        boxes.append(box.text())
        button = next(one for one in box.buttons() if (one.text() == "第三方软件…") is wanted)
        box.show()
        button.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", click)
    if wanted:
        dialogs.answer("NoticesDialog", None)
    show_about(None, "1.2.3")
    assert len(boxes) == 1 and "ecdesk 1.2.3" in boxes[0]


def test_the_licences_can_be_read_in_full(qapp: QApplication) -> None:
    dialog = NoticesDialog(None)
    text = dialog.words.toPlainText()
    dialog.deleteLater()
    assert "pyside6-essentials" in text and "GNU LESSER GENERAL PUBLIC LICENSE" in text
