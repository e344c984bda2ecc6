"""A chart for other programs: as a picture and as a table on the clipboard, as a file that is pulled out of the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import Point, drawn_chart
from ecdesk.domain.files.filenames import safe_file_name
from ecdesk.domain.texts import printed_in, text
from ecdesk.gui.grid.editing.clipboard import CopiedCell
from ecdesk.gui.grid.editing.copy_and_paste import for_others
from ecdesk.session.program.progress import Job, Progress

PRINT_DPI = 300
_SVG, _PNG = "image/svg+xml", "image/png"


@dataclass(frozen=True)
class Pictures:
    """A chart as other programs take it."""

    svg: bytes
    png: bytes


def pictures_job(table: Table) -> Job[Pictures]:
    """The pictures of a chart for the clipboard: vectors, and pixels as sharp as in print."""
    yield Progress(0, 0, text("正在复制图…"))
    from ecdesk.charts import chart_bytes

    return Pictures(chart_bytes(table, "svg"), chart_bytes(table, "png", PRINT_DPI))


def file_job(table: Table, folder: Path) -> Job[Path]:
    """The chart as a file in a folder, for another program to take over."""
    yield Progress(0, 0, text("正在准备图的文件…"))
    from ecdesk.charts import save_chart

    path = folder / f"{file_name(table)}.svg"
    save_chart(table, path)
    return path


def save_job(table: Table, path: Path) -> Job[Path]:
    yield Progress(0, 0, text("正在保存图…"))
    from ecdesk.charts import save_chart

    save_chart(table, path)
    return path


def file_name(table: Table) -> str:
    return safe_file_name(table.exhibit.number_and_caption or table.exhibit.id)


def as_picture(pictures: Pictures) -> QMimeData:
    data = QMimeData()
    data.setImageData(QImage.fromData(pictures.png))
    data.setData(_SVG, pictures.svg)
    data.setData(_PNG, pictures.png)
    return data


def as_file(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def as_table(table: Table) -> QMimeData:
    """The figures that the chart draws, a row for each category as it is drawn. Raises CannotDraw where there is no chart."""
    with printed_in(table.language):
        chart = drawn_chart(table)
    heads = [f"{series.name}（{series.unit}）" if series.unit else series.name for series in chart.series]
    rows = [[CopiedCell("", False), *(CopiedCell(head, False) for head in heads)]]
    for number, name in enumerate(chart.categories):
        rows.append([CopiedCell(name, False), *(_cell(series.points[number]) for series in chart.series)])
    return for_others(rows)


def _cell(point: Point) -> CopiedCell:
    plain = point.value is not None and not point.qualifier
    return CopiedCell(f"{point.value:f}" if plain else point.label, plain)
