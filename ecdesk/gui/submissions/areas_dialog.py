"""Which areas report, ticked in a list that can be searched; new ones are named below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import fold
from ecdesk.gui.desk import dialogs
from ecdesk.gui.forms.ui_areas_dialog import Ui_AreasDialog


@dataclass(frozen=True)
class AreasChoice:
    """Codes of the areas that report, and names of new ones that report too. above: name of what the new ones lie in, "" for none."""

    codes: frozenset[str]
    fresh: tuple[str, ...] = ()
    above: str = ""


class AreasDialog(dialogs.FormDialog[AreasChoice]):
    """Asks which of the areas (code, name, whether it reports now) are to report. above: proposed as what new ones lie in."""

    def __init__(self, parent: QWidget | None, areas: Sequence[tuple[str, str, bool]], above: str = "") -> None:
        super().__init__(parent)
        self.form = Ui_AreasDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        for code, name, reports in areas:
            item = QListWidgetItem(name, self.form.areas)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if reports else Qt.CheckState.Unchecked)
        self.items = [self.form.areas.item(row) for row in range(self.form.areas.count())]
        self.form.above.setText(above)
        self.form.wanted.textChanged.connect(self._search)
        self.form.areas.itemChanged.connect(self._count)
        self.form.tick_all.clicked.connect(self._tick_all)
        self.form.tick_none.clicked.connect(self._tick_none)
        self._count()

    def answer(self) -> AreasChoice:
        names = self.form.fresh.text().replace("，", ",").replace("、", ",").split(",")
        codes = frozenset(str(item.data(Qt.ItemDataRole.UserRole)) for item in self._ticked())
        fresh = tuple(name.strip() for name in names if name.strip())
        return AreasChoice(codes, fresh, self.form.above.text().strip() if fresh else "")

    def _ticked(self) -> list[QListWidgetItem]:
        return [item for item in self.items if item.checkState() is Qt.CheckState.Checked]

    def _count(self) -> None:
        self.form.count.setText(tr("已勾选 {count} 个", count=len(self._ticked())))

    def _search(self, words: str) -> None:
        for item in self.items:
            item.setHidden(fold(words) not in fold(item.text()))

    def _tick_all(self) -> None:
        self._tick(Qt.CheckState.Checked)

    def _tick_none(self) -> None:
        self._tick(Qt.CheckState.Unchecked)

    def _tick(self, state: Qt.CheckState) -> None:
        """Those that the search shows."""
        for item in self.items:
            if not item.isHidden():
                item.setCheckState(state)
