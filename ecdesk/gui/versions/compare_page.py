"""The page of a comparison: the book beside a save point, another copy or last year's book, differences counted and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QToolButton,
    QWidget,
)

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.layouts.outline import covered_exhibits, name_of
from ecdesk.domain.book.pairing import Pairing
from ecdesk.domain.book.records import Manuscript, Passage, RecordId, SavePoint, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.files.outgoing import write_csv
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import GAP, OneOf, bar, chip_button, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import Pane, hint_label, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.cell_history import local_time, read_after_saving
from ecdesk.gui.desk.workspace import TextPlace, Workspace
from ecdesk.gui.versions.differences import (
    CHANGE_ICONS,
    CHANGE_NAMES,
    CHANGES,
    KIND_NAMES,
    printed_in,
    record_label,
    record_words,
)
from ecdesk.gui.versions.side_by_side import SideBySide
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.proof.changed_sentences import ChangedSentences, changed_sentences
from ecdesk.session.records.assignments import newest_passages
from ecdesk.session.versions.last_year import last_at_hand
from ecdesk.session.versions.since import state_since
from ecdesk.session.versions.versions import book_at, compare, load_book, write_comparison

if TYPE_CHECKING:
    from ecdesk.storage.bookfile import BookFile, Head


@dataclass(frozen=True)
class Difference:
    """A difference in words. id: of the record, to go there."""

    kind: str
    id: Key | str
    change: str
    exhibit: str
    label: str
    before: str
    after: str


_SINCE_STAGE = -1
"""In place of the number of a step: the state in which something passed its last stage."""


def _icon(row: Difference) -> QIcon:
    return icons.icon(*CHANGE_ICONS[row.change])


COLUMNS: Sequence[Column[Difference]] = (
    Column(text("变化"), lambda row: str(CHANGE_NAMES[row.change]), 84, icon=_icon),
    Column(text("图表"), lambda row: row.exhibit, 84),
    Column(text("种类"), lambda row: str(KIND_NAMES.get(row.kind, row.kind)), 84),
    Column(text("内容"), lambda row: row.label, 300),
    Column(text("原来"), lambda row: row.before, 140, right=True),
    Column(text("现在"), lambda row: row.after, 0, right=True),
)


@dataclass(frozen=True)
class Comparison:
    """Two states: everything that differs in words, and their exhibits side by side. merged: the earlier one is that before a merge, with which
    what was looked at came; what else came with it differs, too."""

    rows: tuple[Difference, ...]
    pairing: Pairing
    merged: bool = False


def past_job(desk: Desk, now: Book, seq: int, last: int) -> Job[Comparison]:
    """What differs between the state after a step and a snapshot of now, which was taken after step `last`."""
    yield Progress(0, 0, text("正在比较…"))
    return (yield from compared(book_at(desk, seq, now, last), now))


def file_job(path: Path, now: Book) -> Job[Comparison]:
    """What differs between another book's file and a snapshot of now."""
    yield Progress(0, 0, text("正在比较…"))
    return (yield from compared(load_book(path), now))


def since_job(desk: Desk, now: Book, about: str, last: int) -> Job[Comparison]:
    """What of an exhibit, or of what is in a section, differs between what it was when it passed the last stage and a snapshot of now."""
    found = yield from state_since(desk, newest_passages(now, about), now, last)
    exhibits = {exhibit.id for book in (found.book, now) for exhibit in covered_exhibits(book, about)}
    comparison = yield from compared(found.book, now, exhibits, merged=not found.exact)
    sentences = yield from changed_sentences(desk, found.book, now)
    rows = (
        Difference(one.manuscript.KIND, one.manuscript.id, _change(one), "", one.manuscript.name, one.before, one.after)
        for one in sentences
    )
    return replace(comparison, rows=(*comparison.rows, *rows))


def _change(one: ChangedSentences) -> str:
    return "changed" if one.before and one.after else "added" if one.after else "removed"


def compared(before: Book, after: Book, only: Collection[str] | None = None, merged: bool = False) -> Job[Comparison]:
    """What differs, and which exhibits it touches: found on the worker; the window only shows it. only, merged: as `Comparison` has them."""
    pairing = Pairing(before, after, only)
    for done, total in pairing.pair_up():
        yield Progress(done, total, text("正在比较…"))
    return Comparison(_in_words(before, after, only), pairing, merged)


def latest_steps(file: BookFile, keys: Sequence[Key]) -> Job[dict[Key, Head]]:
    """The last step of the journal that changed each of these figures; none for one that stands as the book was made."""
    found: dict[Key, Head] = {}
    for number, key in enumerate(keys):
        if number % 100 == 0:
            yield Progress(number, len(keys), text("正在读取历史…"))
        found.update((key, head) for head in file.heads(limit=1, about=("observation", key)))
    return found


def _in_words(before: Book, after: Book, only: Collection[str] | None) -> tuple[Difference, ...]:
    found = []
    for one in compare(before, after):
        if only is not None and not (_where(before, one.id) | _where(after, one.id)) & set(only):
            continue
        book = after if one.after is not None else before
        record = one.after if one.after is not None else one.before
        found.append(
            Difference(
                one.kind,
                one.id,
                one.change,
                printed_in(book, one.id),
                record_label(book, one.kind, one.id, record),
                record_words(one.before),
                record_words(one.after),
            )
        )
    return tuple(found)


def _where(book: Book, id: RecordId) -> set[str]:
    """Ids of the exhibits that a record stands in."""
    return book.printing([id]) if isinstance(id, Key) else {id}


def write_differences(rows: Sequence[Difference], path: Path) -> None:
    """Write a comparison as CSV for a spreadsheet program. A text that would be a formula there is kept a text."""
    write_csv(path, [str(column.heading) for column in COLUMNS], [[column.says(row) for column in COLUMNS] for row in rows])


class ComparePage(Pane):
    """Choose what to compare with; see exhibits side by side, or everything that differs as a list. Enter or a double click goes to the
    figure."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.other = worded(QComboBox(self), name=text("与哪个版本比较"))
        self.file_button = worded(push_button(self, self.choose_file), text("别的年报文件…"))
        self.save_button = worded(push_button(self, self.save), text("存为表格…"))
        self.with_label = worded(plain.Label(self), text("与它比较："))
        self.tables_button, self.list_button = chip_button(self), chip_button(self, checked=False)
        self.hint = hint_label(self)
        self.model: ListingModel[Difference] = ListingModel(COLUMNS, _tip, self)
        self.table = PlainTable(self)
        self.table.show_listing(self.model)
        self.tables = SideBySide(self)
        self._found: Comparison | None = None
        self._found_with = ""
        self._fault: UserError | None = None
        self._path: Path | None = None
        self._since = ""
        """Id of what is compared with what it was when it passed its last stage."""
        self._done = False
        self._asking = self._comparing = 0
        self._stale = self._unasked = False
        self.chips: dict[str, QToolButton] = {}
        self._lay_out()
        self.setFocusProxy(self.tables)
        self.other.activated.connect(self._chosen)
        self.tables_button.clicked.connect(self._show)
        self.list_button.clicked.connect(self._show)
        self.table.opened.connect(self._open)
        self.tables.opened.connect(self._go_to)
        self.tables.said.connect(workspace.say)
        self.tables.shown.connect(self._ask)
        workspace.changed.connect(self._note)
        workspace.save_state_changed.connect(self._ask_again)
        self.retranslate()
        self.restyle()
        self._chosen()

    def _lay_out(self) -> None:
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.other.setMinimumWidth(160)
        group = QButtonGroup(self)
        group.addButton(self.tables_button)
        group.addButton(self.list_button)
        for change in CHANGES:
            self.chips[change] = chip_button(self)
            self.chips[change].toggled.connect(self._show)
        ways = (self.tables_button, self.list_button, *self.chips.values())
        above = bar(self.with_label, self.other, self.file_button, *ways, GAP, self.save_button)
        self._body = OneOf(self, self.hint, self.table, self.tables)
        stack(self, above, self._body, grow=self._body)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("比较版本"))
        self.tables_button.setText(tr("逐表并排"))
        self._fill()
        self._show()

    def restyle(self) -> None:
        for change, button in self.chips.items():
            button.setIcon(icons.icon(*CHANGE_ICONS[change]))

    # -- choosing

    def _fill(self) -> None:
        """Save points, latest first, the book as it was made, and last year's book where it is known."""
        chosen = self.other.currentData()
        self.other.clear()
        book = self.workspace.book
        points: list[SavePoint] = sorted(book.all(SavePoint).values(), key=lambda point: -point.seq) if book else []
        for point in points:
            self.other.addItem(f"{point.name}　{local_time(point.when)}", point.seq)
        self.other.addItem(tr("建立年报时"), 0)
        desk = self.workspace.desk
        last = last_at_hand(desk) if desk is not None else None
        if last is not None:
            self.other.addItem(tr("上年年报　{file}", file=last.name), str(last))
        if self._path is not None and self._path != last:
            self.other.addItem(self._path.name, str(self._path))
        if self._since and book is not None and newest_passages(book, self._since):
            self.other.addItem(tr("{what}　上一阶段通过时", what=name_of(book, self._since)), _SINCE_STAGE)
        self.other.setCurrentIndex(max(0, self.other.findData(chosen)))

    def _chosen(self) -> None:
        desk, chosen = self.workspace.desk, self.other.currentData()
        if desk is None:
            return
        self.workspace.jobs.cancel(self._comparing)
        self._stale = False
        now = desk.book.snapshot()
        if isinstance(chosen, str):
            job = file_job(Path(chosen), now)
        elif chosen == _SINCE_STAGE:
            job = since_job(desk, now, self._since, desk.seq)
        else:
            job = past_job(desk, now, chosen, desk.seq)
        self._done = False
        self._comparing = self.workspace.jobs.start(text("比较"), job, self._take, self._failed)

    def show_since(self, about: str) -> None:
        """Compare an exhibit, or what is in a section, with what it was when it passed its last stage."""
        self._since = about
        self._fill()
        self.other.setCurrentIndex(self.other.findData(_SINCE_STAGE))
        self._chosen()

    def choose_file(self) -> None:
        path = dialogs.choose_file(self, tr("选择要比较的年报"), dialogs.BOOK)
        if path is not None:
            self._path = path
            self._fill()
            self.other.setCurrentIndex(self.other.findData(str(path)))
            self._chosen()

    def _take(self, found: Comparison) -> None:
        self._comparing = 0
        name = self.other.currentText()
        self._found, self._fault = found, None
        self._found_with = tr("{state}（合并副本之前，一并合进来的改动也列在内）", state=name) if found.merged else name
        self._done = True
        self.tables.show_pairing(found.pairing, self.names)
        self._show()

    def _ask(self, keys: Sequence[Key]) -> None:
        """Have the journal read for the figures on show."""
        desk = self.workspace.desk
        self.workspace.jobs.cancel(self._asking)
        self._unasked = desk is not None and not read_after_saving(desk)
        if desk is not None and keys and not self._unasked:
            self._asking = self.workspace.jobs.start(text("读取历史"), latest_steps(desk.file, keys), self._answer, quiet=True)

    def _answer(self, steps: dict[Key, Head]) -> None:
        self._asking = 0
        self.tables.tell_steps(steps)

    def _ask_again(self) -> None:
        if self._unasked and self.isVisible():
            self._ask(self.tables.keys())

    def _failed(self, error: UserError) -> None:
        """What was compared before is not what is chosen now."""
        self._comparing = 0
        self._found, self._fault = None, error
        self._done = True
        self._show()
        dialogs.show_error(self, error)

    def _note(self, notice: Notice) -> None:
        if notice.concerns(SavePoint, Setting, Passage):
            self._fill()
        self._stale = True
        if self.isVisible():
            self._chosen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:  # a large book is not compared at each edit while nobody looks
            self._chosen()

    # -- showing

    @property
    def names(self) -> tuple[str, str]:
        """What the earlier and the later state on show are called."""
        return self._found_with, tr("本书现在")

    def _show(self) -> None:
        found = self._found
        rows, pairs = (found.rows, found.pairing.exhibits) if found is not None else ((), ())
        as_list = self.list_button.isChecked()
        self.list_button.setText(tr("全部清单（{count}）", count=len(rows)))
        counts = Counter(row.change for row in rows)
        for change, button in self.chips.items():
            button.setText(f"{CHANGE_NAMES[change]} {counts[change]}")
            button.setVisible(as_list)
        self.model.set_rows(tuple(row for row in rows if self.chips[row.change].isChecked()))
        page: QWidget = self.table if as_list else self.tables
        has_any = bool(self.model.rows if as_list else pairs)
        self.hint.setText(self._why_nothing(as_list, len(rows)))
        self._body.bring(page if has_any else self.hint)
        self.setFocusProxy(page)
        self.save_button.setEnabled(bool(rows))

    def _why_nothing(self, as_list: bool, count: int) -> str:
        """What to say where nothing is listed. count: of the differences, listed or not."""
        if self._fault is not None:
            return str(self._fault)
        if not self._done:
            return tr("正在比较…")
        if not count:
            return tr("没有不同。")
        if as_list:
            return tr("这几种变化都没有选中，点上面的按钮再列出来。")
        return tr("各表没有不同。另有 {count} 处，见“全部清单”。", count=count)

    def _open(self, index: QModelIndex) -> None:
        self._go_to(index.data(ROW_ROLE).id)

    def _go_to(self, id: Key | str) -> None:
        book = self.workspace.book
        if book is not None and book.get(Manuscript, id) is not None:
            self.workspace.text_wanted.emit(TextPlace(str(id), 0))
        elif not (isinstance(id, Key) and self.workspace.go_to_key(id)):
            self.workspace.say(tr("这一项没有印在任何图表里。"))

    def save(self) -> None:
        """Write the comparison: as a workbook with the tables side by side, or the list alone as .csv."""
        found = self._found
        path = dialogs.choose_target(self, tr("存为表格"), dialogs.COMPARISON, tr("比较结果"))
        if path is None or found is None:
            return
        if path.suffix.lower() == ".xlsx":
            rows = [[column.says(row) for column in COLUMNS] for row in self.model.rows]
            job = write_comparison(path, [str(column.heading) for column in COLUMNS], rows, found.pairing, self.names)
            self.workspace.jobs.write(text("存为表格"), job, self._saved, self._not_saved)
            return
        with dialogs.RefusalsShown(self):
            write_differences(self.model.rows, path)
            self._saved(path)

    def _not_saved(self, error: UserError) -> None:
        dialogs.show_error(self, error)

    def _saved(self, path: Path) -> None:
        self.workspace.say_written(tr("已存为“{file}”。", file=path.name), path)


def _tip(row: Difference) -> str:
    return "\n".join(part for part in (row.label, f"{row.before} → {row.after}") if part)
