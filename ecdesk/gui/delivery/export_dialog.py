"""What an export is to write, asked in one dialog."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ecdesk.domain.files.paths import platform_path, shown
from ecdesk.domain.texts import tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.forms.ui_export_dialog import Ui_ExportDialog


@dataclass(frozen=True)
class ExportChoice:
    """What an export is to write. charts: the folder for chart files, None for none; final: refuse while findings are open."""

    workbook: Path
    charts: Path | None
    formats: tuple[str, ...]
    final: bool


class ExportDialog(dialogs.FormDialog["ExportChoice | None"]):
    """Asks where to export to, with a workbook and a folder for charts proposed; the answer is None where no workbook is named."""

    def __init__(self, parent: QWidget | None, workbook: Path, charts: Path) -> None:
        super().__init__(parent)
        self.form = Ui_ExportDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.form.workbook.setText(shown(workbook))
        self.form.charts.setText(shown(charts))
        self.form.choose_workbook.clicked.connect(self._choose_workbook)
        self.form.choose_charts.clicked.connect(self._choose_charts)

    def answer(self) -> ExportChoice | None:
        form = self.form
        workbook, charts = form.workbook.text().strip(), form.charts.text().strip()
        if not workbook:
            return None
        formats = tuple(box.text().lower() for box in (form.svg, form.pdf, form.png) if box.isChecked())
        folder = platform_path(charts) if form.with_charts.isChecked() and charts and formats else None
        return ExportChoice(platform_path(workbook).with_suffix(".xlsx"), folder, formats, form.final.isChecked())

    def _choose_workbook(self) -> None:
        path = dialogs.choose_target(self, tr("导出工作簿"), dialogs.WORKBOOK, self.form.workbook.text())
        if path is not None:
            self.form.workbook.setText(shown(path))

    def _choose_charts(self) -> None:
        path = dialogs.choose_folder(self, tr("图的文件夹"), self.form.charts.text())
        if path is not None:
            self.form.charts.setText(shown(path))
