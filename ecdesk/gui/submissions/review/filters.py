"""Which files and readings of a batch are listed: by words, by how a file stands, by area, or only what has to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from ecdesk.domain.figures.readings import NOTHING_READ
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.folding import fold
from ecdesk.gui.base.form_fields import SearchField
from ecdesk.gui.base.layouts import PAGE_BAR, bar, chip_button
from ecdesk.gui.base.panes import worded
from ecdesk.session.submissions.imports import FilePreview, Line, LineOutcome

ALL = "all"


def is_notable(line: Line) -> bool:
    """Whether a reading has to be looked at: new, different or doubtful."""
    return line.outcome is not LineOutcome.SAME or line.reading.doubt is not None


STATES: dict[str, tuple[Text, Callable[[FilePreview], bool]]] = {
    ALL: (text("所有文件"), lambda _file: True),
    "ready": (text("可以导入"), lambda file: file.storable and not file.warnings),
    "asked": (
        text("有问题待答"),
        lambda file: file.reading.status == "review" or (file.refused is not None and bool(file.lines)),
    ),
    "doubtful": (text("看来有误"), lambda file: bool(file.warnings)),
    "different": (text("与本书不同"), lambda file: file.count(LineOutcome.DIFFERENT) > 0),
    "earlier": (text("以前导入过"), lambda file: bool(file.earlier)),
    "unread": (text("没有读"), lambda file: file.reading.status in NOTHING_READ),
}
"""How a file stands: a name for it, and which files stand so."""


def area_of(line: Line) -> str:
    """The area of a reading, as it is called in lists."""
    return line.reading.region or "—"


@dataclass(frozen=True)
class BatchFilter:
    """What is to be listed. area: "" for all."""

    words: str = ""
    state: str = ALL
    area: str = ""
    notable: bool = False

    def takes_file(self, file: FilePreview) -> bool:
        if not STATES[self.state][1](file) or fold(self.words) not in fold(f"{file.path.name} {file.reading.region}"):
            return False
        if self.area and self.area != file.reading.region and not any(area_of(line) == self.area for line in file.lines):
            return False
        worth = bool(file.warnings) or file.refused is not None or any(map(is_notable, file.lines))
        return worth or not self.notable

    def takes_line(self, line: Line) -> bool:
        return (not self.area or area_of(line) == self.area) and (not self.notable or is_notable(line))


class FilterBar(QFrame):
    """The fields of a filter."""

    changed = Signal(object)
    """The `BatchFilter`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = worded(
            SearchField(self, clearButtonEnabled=True), name=text("按文件名或地区筛选"), hint=text("按文件名或地区筛选…")
        )
        self.words.setMinimumWidth(120)
        self.state = worded(QComboBox(self), name=text("按状态筛选"))
        self.area = worded(QComboBox(self), name=text("按地区筛选"))
        self.notable = worded(chip_button(self, checked=False), text("只看新增、不同和有疑问的"))
        for box in (self.state, self.area):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for name in STATES:
            self.state.addItem("", name)
        self.area.addItem("", "")
        self.words.textChanged.connect(self._tell)
        self.state.currentIndexChanged.connect(self._tell)
        self.area.currentIndexChanged.connect(self._tell)
        self.notable.toggled.connect(self._tell)
        bar(self.words, self.state, self.area, self.notable, grow=self.words, margins=PAGE_BAR, parent=self)

    def retranslate(self) -> None:
        for number, (name, _fits) in enumerate(STATES.values()):
            self.state.setItemText(number, str(name))
        self.area.setItemText(0, tr("所有地区"))

    @property
    def filter(self) -> BatchFilter:
        return BatchFilter(self.words.text().strip(), self.state.currentData(), self.area.currentData(), self.notable.isChecked())

    def offer_areas(self, files: Iterable[FilePreview]) -> None:
        """The areas of a batch to choose from; the chosen one stays while it is among them."""
        names = dict.fromkeys(area_of(line) for file in files for line in file.lines)
        chosen = self.area.currentData()
        with QSignalBlocker(self.area):
            self.area.clear()
            self.area.addItem(tr("所有地区"), "")
            for name in names:
                self.area.addItem(name, name)
            self.area.setCurrentIndex(max(0, self.area.findData(chosen)))

    def _tell(self) -> None:
        self.changed.emit(self.filter)
