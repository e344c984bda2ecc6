"""Asks what is exported and where to: the workbook, the charts, and of which chapters and exhibits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTreeWidgetItem, QWidget

from ecdesk.domain.files.paths import file_named, platform_path, shown
from ecdesk.domain.texts import ENGLISH, SOURCE_LANGUAGE, tr
from ecdesk.gui.desk import dialogs

if TYPE_CHECKING:
    from ecdesk.session.delivery.delivering import OfferedChapter

_ID, _PRINTED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class ExportChoice:
    """What an export is to write. charts: the folder for chart files, None for none; final: refuse while findings are open;
    everything: also what the report does not print; only: ids of the exhibits that go out, None for all of those; language: of the edition."""

    workbook: Path
    charts: Path | None
    formats: tuple[str, ...]
    final: bool
    everything: bool = False
    only: frozenset[str] | None = None
    language: str = SOURCE_LANGUAGE


class ExportDialog(dialogs.FormDialog["ExportChoice | None"]):
    """Asks where to export to, with a workbook and a folder for charts proposed, and what of the book; the answer is None where no workbook is
    named or nothing is ticked."""

    def __init__(self, parent: QWidget | None, workbook: Path, charts: Path, chapters: Sequence[OfferedChapter] = ()) -> None:
        from ecdesk.gui.forms.ui_export_dialog import Ui_ExportDialog

        super().__init__(parent)
        self.form = Ui_ExportDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.foot = (self.form.count,)
        self.form.workbook.setText(shown(workbook))
        self.form.charts.setText(shown(charts))
        self._charts_chosen = False
        self._beside = charts.name.removeprefix(workbook.stem)
        self.form.workbook.textChanged.connect(self._follow_workbook)
        self.form.choose_workbook.clicked.connect(self._choose_workbook)
        self.form.choose_charts.clicked.connect(self._choose_charts)
        self.form.exhibits.setHeaderHidden(True)
        self._list(chapters)
        self._show_printed()
        self.form.all_exhibits.toggled.connect(self._show_printed)
        self.form.exhibits.itemChanged.connect(self._count)
        self.form.tick_all.clicked.connect(lambda: self._tick(True))
        self.form.tick_none.clicked.connect(lambda: self._tick(False))
        self._count()

    def _formats(self) -> tuple[str, ...]:
        """Endings of the chart files that are ticked."""
        return tuple(box.text().lower() for box in (self.form.svg, self.form.pdf, self.form.png) if box.isChecked())

    def answer(self) -> ExportChoice | None:
        form = self.form
        workbook, charts = form.workbook.text().strip(), form.charts.text().strip()
        offered, ticked = self._offered(), self._ticked()
        if not workbook or (offered and not ticked):
            return None
        formats = self._formats()
        folder = platform_path(charts) if form.with_charts.isChecked() and charts and formats else None
        only = frozenset(ticked) if len(ticked) < len(offered) else None
        target = file_named(workbook, ".xlsx")
        language = ENGLISH if form.english.isChecked() else SOURCE_LANGUAGE
        return ExportChoice(target, folder, formats, form.final.isChecked(), form.all_exhibits.isChecked(), only, language)

    def _list(self, chapters: Sequence[OfferedChapter]) -> None:
        """Chapters with their exhibits, all ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
        for chapter in chapters:
            above = QTreeWidgetItem(self.form.exhibits, [chapter.title or tr("不在任何章里")])
            above.setFlags(flags | Qt.ItemFlag.ItemIsAutoTristate)
            for exhibit in chapter.exhibits:
                item = QTreeWidgetItem(above, [exhibit.title])
                item.setFlags(flags)
                item.setData(0, _ID, exhibit.id)
                item.setData(0, _PRINTED, exhibit.printed)
                item.setCheckState(0, Qt.CheckState.Checked)
        if len(chapters) == 1:
            self.form.exhibits.expandAll()

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for chapter in self._chapters() for item in _under(chapter)]

    def _chapters(self) -> list[QTreeWidgetItem]:
        tree = self.form.exhibits
        return list(filter(None, (tree.topLevelItem(at) for at in range(tree.topLevelItemCount()))))

    def _offered(self) -> list[str]:
        return [str(item.data(0, _ID)) for item in self._items() if not item.isHidden()]

    def _ticked(self) -> list[str]:
        return [
            str(item.data(0, _ID))
            for item in self._items()
            if not item.isHidden() and item.checkState(0) is Qt.CheckState.Checked
        ]

    def _tick(self, on: bool) -> None:
        for item in self._items():
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _show_printed(self) -> None:
        """Offers what the report does not print only where everything is wanted."""
        everything = self.form.all_exhibits.isChecked()
        for item in self._items():
            item.setHidden(not everything and not item.data(0, _PRINTED))
        for chapter in self._chapters():
            chapter.setHidden(all(item.isHidden() for item in _under(chapter)))
        self._count()

    def _count(self) -> None:
        ticked, offered = len(self._ticked()), len(self._offered())
        self.form.count.setText(tr("已选 {ticked} 个，共 {all} 个", ticked=ticked, all=offered))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ticked > 0 or not offered)

    def _follow_workbook(self, words: str) -> None:
        """The folder for the charts lies beside the workbook, until somebody says where."""
        workbook = platform_path(words.strip())
        if words.strip() and workbook.name and not self._charts_chosen and not self.form.charts.isModified():
            self.form.charts.setText(shown(workbook.with_name(workbook.stem + self._beside)))

    def _choose_workbook(self) -> None:
        path = dialogs.choose_target(self, tr("导出工作簿"), dialogs.WORKBOOK, self.form.workbook.text())
        if path is not None:
            self.form.workbook.setText(shown(path))

    def _choose_charts(self) -> None:
        path = dialogs.choose_folder(self, tr("图的文件夹"), dialogs.PICTURES, self.form.charts.text())
        if path is not None:
            self._charts_chosen = True
            self.form.charts.setText(shown(path))


def _under(chapter: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return list(filter(None, (chapter.child(at) for at in range(chapter.childCount()))))
