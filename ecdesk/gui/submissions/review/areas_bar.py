"""Areas that the files name and the book does not have: all of them become areas of the book with one button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar
from ecdesk.gui.base.panes import push_button, worded

MOST_NAMED = 6


class AreasBar(QFrame):
    """Hidden while the book has every area that is named."""

    wanted = Signal(object, str)
    """The names, and what those areas lie in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionBar")
        self.hide()
        self._names: Sequence[str] = ()
        self.said = plain.Label(self, wraps=True)
        self.label = worded(plain.Label(self), text("属于"))
        self.above = worded(QLineEdit(self), name=text("属于"), hint=text("可以不填"))
        self.above.setMaximumWidth(160)
        self.above.returnPressed.connect(self._take)
        self.label.setBuddy(self.above)
        self.button = push_button(self, self._take)
        bar(self.said, self.label, self.above, self.button, grow=self.said, margins=(12, 6, 12, 6), parent=self)

    def retranslate(self) -> None:
        count = len(self._names)
        named = "、".join(self._names[:MOST_NAMED]) + ("…" if count > MOST_NAMED else "")
        self.said.setText(tr("本书没有的地区有 {count} 个：{names}", count=count, names=named))
        self.button.setText(tr("这 {count} 个都作为本书的地区", count=count))

    def show_areas(self, names: Sequence[str], above: str) -> None:
        """Offer names; above: what they are likely to lie in, not put over what was typed."""
        if names and not self._names:
            self.above.setText(above)
        self._names = names
        self.retranslate()
        self.setVisible(bool(names))

    def _take(self) -> None:
        if self._names:
            self.wanted.emit(self._names, self.above.text().strip())
