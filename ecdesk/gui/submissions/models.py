"""Files of a preview, and what was read in one of them, as lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon

from ecdesk.domain.figures.keys import MEASURE_NAMES, Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.readings import NOTHING_READ
from ecdesk.domain.texts import Text, sentences, text, tr
from ecdesk.domain.wording.measures import base_in_brackets
from ecdesk.gui.base import icons
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.submissions.review.filters import BatchFilter, area_of
from ecdesk.session.submissions.imports import FATE_NAMES, FilePreview, Line, LineOutcome

_RESULT_ICONS = {
    LineOutcome.NEW: ("complete", "added"),
    LineOutcome.SAME: ("check", "same"),
    LineOutcome.DIFFERENT: ("disputed", "disputed"),
    LineOutcome.UNKNOWN: ("undecided", "query"),
}


def _counted(outcome: LineOutcome) -> Callable[[FilePreview], str]:
    return lambda file: str(file.count(outcome)) if file.lines else ""


def _count_of(outcome: LineOutcome) -> Callable[[FilePreview], int | None]:
    return lambda file: file.count(outcome) if file.lines else None


def _name(file: FilePreview) -> str:
    """A file by its name, one that came in a mail or an archive behind that."""
    return f"{file.path.parent.name} › {file.path.name}" if file.reading.place is not None else file.path.name


def can_be_imported(file: FilePreview) -> bool:
    """Whether there is anything in a file that could be stored, if an editor says so."""
    return file.reading.status not in NOTHING_READ and any(line.outcome is not LineOutcome.UNKNOWN for line in file.lines)


def file_state(file: FilePreview) -> Text:
    """Why a file needs looking at, or that it does not."""
    if file.refused is not None:
        return file.refused
    if file.warnings:
        return file.warnings[0].message
    if file.earlier:
        return text("这份文件以前导入过")
    if file.count(LineOutcome.DIFFERENT):
        return text("有数与本书不同，导入后列为争议，不覆盖")
    return text("可以导入")


def _beside_its_name(file: FilePreview) -> str:
    """Why a file needs looking at, where its name stands in the same line: that would be the first thing said again, and the reason cut."""
    words, named = str(file_state(file)), f"“{file.path.name}”"
    return f"{tr('这份文件')}{words.removeprefix(named)}" if words.startswith(named) else words


def file_doubts(file: FilePreview | None, cell: str) -> list[Text]:
    """What is doubtful about a file, as far as it is about all of it or about a cell; the first thing where it is about other cells only."""
    if file is None:
        return []
    about = [one.message for one in file.warnings if one.cell in ("", cell)] or [one.message for one in file.warnings[:1]]
    return about if file.refused is None else [file.refused, *about]


_IMPORTED = text("已导入")


def _file_icon(file: FilePreview) -> QIcon:
    if file.reading.status == "rejected":
        return icons.icon("error", "error")
    if file.reading.status == "ignored":
        return icons.icon("notice", "notice")
    if file.refused is not None or file.warnings:
        return icons.icon("query", "query")
    return icons.icon("complete", "ok")


def cells_read(file: FilePreview, sheet: str) -> tuple[frozenset[str], frozenset[str]]:
    """Which cells of a sheet were read, and which of all its cells something has to be asked about."""
    readings = [line.reading for line in file.lines if line.reading.sheet in ("", sheet)]
    problems = [one for one in (*file.reading.problems, *file.warnings) if one.cell and one.sheet in ("", sheet)]
    doubtful = {one.cell for one in problems} | {one.cell for one in readings if one.doubt is not None}
    return frozenset(one.cell for one in readings), frozenset(doubtful)


class FilesModel(ListingModel[FilePreview]):
    """The files of a preview; a ticked one will be imported."""

    ticked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        self.ticked: set[Path] = set()
        self.all: Sequence[FilePreview] = ()
        self._filter = BatchFilter()
        self.past = False
        """Whether they are in the book already: nothing can be ticked."""
        columns = (
            Column[FilePreview](
                text("文件"),
                _name,
                200,
                tip=lambda file: str(file.path),
                ticked=lambda file: file.path in self.ticked if can_be_imported(file) and not self.past else None,
                tick=self._tick,
            ),
            Column[FilePreview](text("地区"), lambda file: file.reading.region or "—"),
            Column(text("新增"), _counted(LineOutcome.NEW), 52, right=True, sort_key=_count_of(LineOutcome.NEW)),
            Column(text("相同"), _counted(LineOutcome.SAME), 52, right=True, sort_key=_count_of(LineOutcome.SAME)),
            Column(text("不同"), _counted(LineOutcome.DIFFERENT), 52, right=True, sort_key=_count_of(LineOutcome.DIFFERENT)),
            Column(text("待定"), _counted(LineOutcome.UNKNOWN), 52, right=True, sort_key=_count_of(LineOutcome.UNKNOWN)),
            Column[FilePreview](
                text("情况"), lambda file: str(_IMPORTED) if self.past else _beside_its_name(file), 0, icon=_file_icon
            ),
        )
        super().__init__(columns, lambda file: str(file_state(file)), parent, id=lambda file: file.path)

    def set_files(self, files: Sequence[FilePreview], keep: bool = False) -> None:
        """Show files; those that can be stored and look right are ticked. keep: they are the same ones as before, or some of them, so
        that ticks stay as they are, and one that became storable is ticked."""
        kept = {file.path: file.storable for file in self.all} if keep else {}
        still = self.ticked if keep else set()
        self.ticked = {
            file.path
            for file in files
            if not self.past and ((file.storable and not kept.get(file.path)) or (file.path in still and can_be_imported(file)))
        }
        self.all = tuple(files)
        self.choose(self._filter)
        self.ticked_changed.emit()

    def choose(self, chosen: BatchFilter) -> None:
        """List only what a filter takes; what is ticked stays ticked."""
        self._filter = chosen
        self.start_over([file for file in self.all if chosen.takes_file(file)])

    @property
    def hidden(self) -> int:
        """How many ticked files the filter does not list."""
        return len(self.ticked - {file.path for file in self.rows})

    def what_is_imported(self) -> str:
        """What the button does that imports the ticked files."""
        if not self.hidden:
            return tr("导入勾选的 {count} 份", count=len(self.ticked))
        return tr("导入勾选的 {count} 份（{hidden} 份未列出）", count=len(self.ticked), hidden=self.hidden)

    def in_short(self, asked: int) -> str:
        """How many files there are, are listed and are ticked, and how much is asked of them."""
        count, ticked = len(self.all), len(self.ticked)
        words = tr("{count} 份文件，已勾选 {ticked} 份，待答复 {asked} 个问题", count=count, ticked=ticked, asked=asked)
        return sentences(tr("筛选后列出 {count} 份。", count=len(self.rows)), words) if len(self.rows) < count else words

    def _tick(self, file: FilePreview, wanted: bool) -> None:
        (self.ticked.add if wanted else self.ticked.discard)(file.path)
        self.ticked_changed.emit()

    def toggle(self, row: int) -> None:
        """Tick a file or take its tick away, if it can be imported."""
        file = self.rows[row]
        if can_be_imported(file) and not self.past:
            self._tick(file, file.path not in self.ticked)
            self.show_again()


def _indicator(line: Line) -> str:
    reading = line.reading
    return f"{reading.indicator}·{reading.item}" if reading.item else reading.indicator


def _period(line: Line) -> str:
    return str(period_from_code(line.reading.period)) if line.reading.period else "?"


def _reading_tip(line: Line) -> str:
    return str(line.reading.doubt) if line.reading.doubt is not None else line.reading.raw


def _size(line: Line) -> tuple[str, Fraction]:
    amount = line.reading.amount
    return amount.unit.dimension, Fraction(amount.value) * amount.unit.scale


def _place(line: Line) -> str:
    """The cell, and the page, the sentence or the mail that it stands in."""
    return "　".join(map(str, filter(None, (line.reading.cell, line.reading.place))))


# What a figure is of, what is read and what the book has stand side by side, in sight also where there is little room.
READING_COLUMNS: Sequence[Column[Line]] = (
    Column(
        text("结果"), lambda line: str(FATE_NAMES[line.outcome]), 64, icon=lambda line: icons.icon(*_RESULT_ICONS[line.outcome])
    ),
    Column(text("地区"), area_of, 80),
    Column(text("指标"), _indicator, 120),
    Column(text("时期"), _period, 58),
    Column(
        text("量"),
        lambda line: tr(MEASURE_NAMES[line.reading.measure.partition(":")[0]]) + base_in_brackets(line.reading.measure),
        64,
    ),
    Column(
        text("数值"),
        lambda line: print_content(line.reading.amount),
        84,
        right=True,
        sort_key=_size,
    ),
    Column(text("本书"), lambda line: print_content(line.present), 84, right=True),
    Column(text("位置"), _place, 0),
)
AREA_COLUMN = 1


class ReadingsModel(ListingModel[Line]):
    """The readings of one file; of those of its sentences each that is ticked was confirmed."""

    confirmed_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        self.confirmed: set[tuple[str, Key]] = set()
        """Of every file that was shown, by its digest."""
        self._digest = ""
        first = replace(READING_COLUMNS[0], ticked=self._is_confirmed, tick=lambda line, wanted: self.confirm([line], wanted))
        columns = (first, *READING_COLUMNS[1:])
        super().__init__(columns, _reading_tip, parent, id=lambda line: (line.reading.sheet, line.reading.cell, line.key))
        self._all: Sequence[Line] = ()
        self._filter = BatchFilter()

    def set_file(self, file: FilePreview | None) -> None:
        """List the readings of another file, as far as the filter takes them."""
        self._digest = file.reading.digest if file is not None else ""
        self._all = file.lines if file is not None else ()
        self.choose(self._filter)

    @property
    def area_column(self) -> tuple[int, bool]:
        """Where the areas stand, and whether that can be left out: of a file that is all about one area the list of files says it."""
        return AREA_COLUMN, len(set(map(area_of, self._all))) < 2

    def _is_confirmed(self, line: Line) -> bool | None:
        return (self._digest, line.key) in self.confirmed if line.to_confirm else None

    def confirm(self, lines: Iterable[Line], wanted: bool) -> None:
        """Confirm figures of sentences, or take that back; the others need none."""
        told = {(self._digest, line.key) for line in lines if line.reading.spoken and line.key is not None}
        self.confirmed = self.confirmed | told if wanted else self.confirmed - told
        if told:
            self.show_again()
            self.confirmed_changed.emit()

    def toggle(self, rows: Sequence[int]) -> None:
        """Confirm the figures of some rows, or, where all of them are confirmed, take that back."""
        lines = [self.rows[row] for row in rows if self.rows[row].to_confirm]
        self.confirm(lines, not all(map(self._is_confirmed, lines)))

    def choose(self, chosen: BatchFilter) -> None:
        """List only what a filter takes."""
        self._filter = chosen
        self.start_over([line for line in self._all if chosen.takes_line(line)])

    def row_of_cell(self, sheet: str, cell: str) -> int:
        """The reading of a cell, -1 when there is none."""
        return next((row for row, line in enumerate(self.rows) if (line.reading.sheet, line.reading.cell) == (sheet, cell)), -1)
