"""The work on the book: above, how much each person has to do in which stage; below, every part with who has it, until when, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPushButton, QWidget

from ecdesk.domain.book.layouts.outline import Inside
from ecdesk.domain.book.records import Assignment, Comment, Exhibit, Observation, Passage, Section, SignOff, Stage, Waiver
from ecdesk.domain.errors import refusals_to
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, bar, chip_button, splitter, stack
from ecdesk.gui.base.listing import ROW_ROLE, Answers, Column, ListingModel, font_where
from ecdesk.gui.base.panes import push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import signing
from ecdesk.session.delivery.signing import STATE_NAMES
from ecdesk.session.records import assignments, comments, stages
from ecdesk.session.records.assignments import FILTER_NAMES, Load, Part, PartFilter, due_words
from ecdesk.session.records.stages import DONE
from ecdesk.session.rules.checking import Checks


@dataclass(frozen=True)
class WorkLine:
    """A part of the book. changed: since the stage that it passed last. remarks: open ones. open: what is open about its figures, as the outline
    counts it. signed: the state of its signature."""

    part: Part
    changed: bool
    remarks: int
    open: int
    signed: str


@dataclass(frozen=True)
class PersonLine:
    """What somebody has to do. everybody: the line of the whole book."""

    load: Load
    everybody: bool = False

    @property
    def name(self) -> str:
        return tr("所有人") if self.everybody else self.load.who or tr("（没有分工）")


def _stage(line: WorkLine) -> str:
    return line.part.stage.name if line.part.stage is not None else tr("全部完成")


def _last(line: WorkLine) -> str:
    last = line.part.last
    return f"{last.by}　{local_time(last.when)}" if last is not None else ""


COLUMNS: Sequence[Column[WorkLine]] = (
    Column(text("图表"), lambda one: f"{'　' * one.part.level}{one.part.title}", 0),
    Column(text("负责人"), lambda one: one.part.who, 90, colour=lambda one: "muted" if one.part.inherited_who else ""),
    Column(
        text("截止日期"),
        lambda one: due_words(one.part),
        100,
        colour=lambda one: "error" if one.part.late else "muted" if one.part.inherited_due else "",
        sort_key=lambda one: one.part.due,
    ),
    Column(text("阶段"), _stage, 90, sort_key=lambda one: one.part.passed),
    Column(text("上一阶段通过"), _last, 110),
    Column(text("此后"), lambda one: tr("改过") if one.changed else "", 56, colour=lambda _one: "query"),
    Column(text("批注"), lambda one: str(one.remarks or ""), 56, right=True),
    Column(text("待处理"), lambda one: str(one.open or ""), 64, right=True),
    Column(text("签发"), lambda one: one.signed, 72),
)


def work_lines(desk: Desk, checks: Checks, today: date) -> Generator[None, None, list[WorkLine]]:
    """Every part of the book in the order of the outline, bit by bit."""
    book, lines = desk.book, []
    remarks = Counter(about for about, _comment in comments.open_remarks(book))
    parts = yield from assignments.parts_gathered(book, today)
    changed = yield from assignments.changed_gathered(book)
    states = yield from signing.states_gathered(book, checks.findings())
    signed, inside = {one.about: one for one in states}, Inside(book)
    for part in parts:
        since = not changed.isdisjoint(inside.carriers(part.about))
        state = signed[part.about]
        words = str(STATE_NAMES[state.state]) if state.signature is not None else ""
        lines.append(WorkLine(part, since, remarks[part.about], state.marked, words))
    return lines


class WorkPage(FollowingPane):
    """Who does what until when."""

    FOLLOWED = (Assignment, Stage, Passage, Comment, Exhibit, Section, SignOff, Waiver, Observation)

    exhibit_requested = Signal(str)
    """Id of an exhibit that the editor should show."""
    changes_requested = Signal(str)
    """Id of the part whose changes since its last stage should be shown."""
    comments_requested = Signal(str)
    """Id of the part whose remarks should be shown."""
    report_requested = Signal()
    """The report of the state should be shown to be printed."""
    said = Signal(str)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.setObjectName("workPage")
        self._lines: list[WorkLine] = []
        self._wanted = ""
        """The part that is to be current once it is listed."""
        self._common = ("", "")
        """Who has the chosen parts and until when, "" where they differ."""
        self._filled: tuple[tuple[str, ...], tuple[str, str]] = ((), ("", ""))
        """The parts that the fields speak of, and the words that were put there: other words were typed."""
        self.model: ListingModel[WorkLine] = ListingModel(COLUMNS, _tip, self, id=lambda one: one.part.about)
        self.table = PlainTable(self)
        self.table.show_listing(self.model, several=True)
        self.table.let_sort()
        self.people: ListingModel[PersonLine] = ListingModel((), _person_tip, self, id=lambda one: one.name)
        self.persons = PlainTable(self)
        self.filters = QButtonGroup(self)
        for number, wanted in enumerate(PartFilter):
            self.filters.addButton(chip_button(self, checked=wanted is PartFilter.ALL), number)
        self.summary = plain.Label(self, role="muted")
        self.who = QComboBox(self, editable=True)
        self.who.setMinimumWidth(120)
        self.due = worded(QLineEdit(self), hint=text("年-月-日"))
        self.due.setFixedWidth(self.fontMetrics().horizontalAdvance("0000-00-00") + 32)
        self.stage = QComboBox(self, sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.who_label, self.due_label, self.stage_label = (plain.Label(self) for _ in range(3))
        for label, field in ((self.who_label, self.who), (self.due_label, self.due), (self.stage_label, self.stage)):
            label.setBuddy(field)
        self.buttons: dict[str, QPushButton] = {}
        actions: dict[str, Callable[[], object]] = {
            "stages": self.choose_stages,
            "report": self.report_requested.emit,
            "assign": self.assign,
            "move": self.put_into_stage,
            "pass": self.let_pass,
            "changes": self._show_changes,
            "comments": self._show_comments,
        }
        for name, slot in actions.items():
            self.buttons[name] = push_button(self, slot)
        self._lay_out()
        self.table.opened.connect(self._open)
        self.filters.idToggled.connect(self._show)
        self.persons.setModel(self.people)
        self.persons.selectionModel().currentRowChanged.connect(self._show)
        self.table.selectionModel().selectionChanged.connect(self._fill_fields)
        self.model.modelReset.connect(self._fill_fields)
        self.due.returnPressed.connect(self.assign)
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = self.buttons
        above = bar(*self.filters.buttons(), self.summary, buttons["stages"], buttons["report"], grow=self.summary)
        who = (self.who_label, self.who, self.due_label, self.due, buttons["assign"])
        stage = (buttons["pass"], self.stage_label, self.stage, buttons["move"])
        below = bar(*who, GAP, *stage, margins=PANEL_BAR)
        further = bar(GAP, buttons["comments"], buttons["changes"], margins=PANEL_BAR)
        lower = stack(QWidget(self), self.table, below, further, grow=self.table)
        lists = splitter(self, Qt.Orientation.Vertical, (150, 500), self.persons, lower, grow=lower)
        stack(self, above, lists, grow=lists)
        self.setFocusProxy(self.table)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("分工与进度"))
        for button, words in zip(self.filters.buttons(), FILTER_NAMES.values(), strict=True):
            button.setText(str(words))
        self.who_label.setText(tr("负责人"))
        self.due_label.setText(tr("截止日期"))
        self.stage_label.setText(tr("阶段"))
        for name, label, tip in (
            ("stages", tr("工作阶段…"), tr("这本年报要经过哪些阶段，各由谁做")),
            ("report", tr("工作状态报告"), tr("看各章图表到了哪一步的报告，可打印、存为 PDF")),
            ("assign", tr("指定"), tr("给选中的各项指定负责人和截止日期；空着的，随所在的章节")),
            ("move", tr("转到这一阶段"), tr("选中的各项转到左边的阶段；往回转就是退回")),
            ("pass", tr("通过本阶段"), tr("选中的各项通过现在的阶段，进入下一个；选一章，连同章里的图表")),
            ("changes", tr("自上一阶段以来的变化"), tr("与上次通过时逐表并排比较")),
            ("comments", tr("看批注"), tr("列出选中这一项的批注")),
        ):
            self.buttons[name].setText(label)
            self.buttons[name].setToolTip(plain.tip(tip))
        for widget, named in (
            (self.table, tr("分工与进度")),
            (self.persons, tr("每个人的工作")),
            (self.who, tr("负责人")),
            (self.stage, tr("阶段")),
        ):
            widget.setAccessibleName(named)
        self._stages_shown: list[str] = []
        self.refresh_now()

    def refresh(self) -> None:
        self.show_when_gathered(work_lines(self.desk, self.checks, date.today()), self._take)
        if self.gathering and not self._lines:
            self.summary.setText(tr("正在汇总…"))

    def _take(self, lines: list[WorkLine]) -> None:
        self._lines = lines
        present = stages.stages_of(self.desk.book)
        parts = [one.part for one in self._lines]
        people = [PersonLine(one) for one in assignments.loads(self.desk.book, parts)]
        total = [PersonLine(assignments.total([one.load for one in people]), everybody=True)]
        names = [one.name for one in present]
        if names != self._stages_shown:
            self._stages_shown = names
            self.people.start_over([*total, *people], _person_columns(present))
            self.persons.show_listing(self.people)
            self._fill_stages(present)
        else:
            self.people.set_rows([*total, *people])
        if not self.persons.currentIndex().isValid():
            self.persons.choose_row(0)
        self._fill_people()
        self._show()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self._choose(wanted)

    def _fill_stages(self, present: Sequence[Stage]) -> None:
        self.stage.clear()
        for one in present:
            self.stage.addItem(one.name, one.id)
        self.stage.addItem(tr("全部完成"), DONE)

    def _fill_people(self) -> None:
        written = self.who.currentText()
        self.who.clear()
        self.who.addItems(assignments.people(self.desk.book, self.desk.who))
        self.who.setCurrentText(written)

    def _show(self, *_args: object) -> None:
        """List what the filter and the person above leave."""
        wanted = list(PartFilter)[max(self.filters.checkedId(), 0)]
        person = self.people.row_at(self.persons.currentIndex())
        today, me = date.today(), self.desk.who
        whose = None if person is None or person.everybody else person.load.who
        rows = [one for one in self._lines if assignments.fits(one.part, wanted, me, today) and whose in (None, one.part.who)]
        self.model.set_rows(rows)
        late = sum(one.part.late > 0 for one in self._lines if one.part.kind == Exhibit.KIND)
        waiting = sum(one.part.waits for one in self._lines if one.part.kind == Exhibit.KIND)
        self.summary.setText(tr("图表：等待复核 {waiting}，逾期 {late}", waiting=waiting, late=late))
        self._fill_fields()

    def selected(self) -> list[WorkLine]:
        return [self.model.rows[row] for row in self.table.chosen_rows if row < len(self.model.rows)]

    def show_part(self, about: str) -> None:
        """Make a part current, whatever is filtered, as soon as it is listed."""
        self._wanted = "" if self.up_to_date else about
        self._choose(about)

    def _choose(self, about: str) -> None:
        self.filters.button(0).setChecked(True)
        self.persons.choose_row(0)
        row = self.model.row_of(about)
        if row >= 0:
            self.table.choose_row(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _fill_fields(self, *_args: object) -> None:
        """What the chosen parts have in common, and what can be done with them."""
        chosen = [one.part for one in self.selected()]
        own = {"" if one.inherited_who else one.who for one in chosen}
        days = {"" if one.inherited_due or one.due is None else one.due.isoformat() for one in chosen}
        self._common = (own.pop() if len(own) == 1 else "", days.pop() if len(days) == 1 else "")
        self._put_into_fields(tuple(self._abouts()))
        writable = not self.desk.read_only
        for name in ("assign", "move"):
            self.buttons[name].setEnabled(writable and bool(chosen))
        self.buttons["stages"].setEnabled(writable)
        self.buttons["pass"].setEnabled(writable and any(one.stage is not None for one in chosen))
        self.buttons["comments"].setEnabled(len(chosen) == 1)
        self.buttons["changes"].setEnabled(
            len(chosen) == 1 and bool(assignments.newest_passages(self.desk.book, chosen[0].about))
        )

    def _put_into_fields(self, abouts: tuple[str, ...]) -> None:
        """Say who and until when. What was typed about the same parts stays, wherever the focus is: the list renews itself while somebody types."""
        if not abouts:
            return  # a list that starts over chooses its rows again at once
        before, filled = self._filled
        if abouts != before or self.who.currentText() == filled[0]:
            self.who.setCurrentText(self._common[0])
        if abouts != before or self.due.text() == filled[1]:
            self.due.setText(self._common[1])
        self._filled = (abouts, self._common)

    # -- what the buttons do

    def _abouts(self) -> list[str]:
        return [one.part.about for one in self.selected()]

    def assign(self) -> None:
        """Give the chosen parts to whom the fields say, until when they say. A field that was left as it was shown leaves each part what it has: it is
        empty where they differ."""
        abouts, fields = self._abouts(), (self.who.currentText(), self.due.text())
        who, due = (None if words == common else words for words, common in zip(fields, self._common, strict=True))

        def store() -> None:
            assignments.assign(self.desk, abouts, who, due)
            self._filled = ((), ("", ""))  # typed no longer: the fields say what is stored

        if abouts:
            self._do(store)

    def let_pass(self) -> None:
        """Let the chosen parts pass; where something is open in them, or cells are empty, after asking."""
        abouts = self._abouts()
        if self._may_pass(abouts):
            self._do(lambda: self._tell(stages.pass_stage(self.desk, abouts)))

    def _may_pass(self, abouts: Sequence[str]) -> bool:
        matters = signing.matters_of(self.desk.book, self.checks.findings())
        lines = list(dict.fromkeys(line for about in abouts for line in matters.listed(about)))
        return not lines or dialogs.ask_in_spite(self, tr("里面还有没处理的，仍然通过本阶段吗？"), tr("仍然通过"), lines)

    def put_into_stage(self) -> None:
        abouts, stage = self._abouts(), str(self.stage.currentData())
        onward = [one.part.about for one in self.selected() if one.part.passed < self.stage.currentIndex()]
        if not self._may_pass(onward):
            return
        self._do(lambda: self._tell(stages.set_stage(self.desk, abouts, stage)))

    def _tell(self, count: int) -> None:
        self.said.emit(tr("{count} 个图表换了阶段。", count=count))

    def choose_stages(self) -> None:
        """Ask which stages the book goes through."""
        label = tr("按先后写，中间用顿号；谁做写在括号里，如：初审、复审（王主任）、终审")
        words = dialogs.ask_text(self, tr("工作阶段"), label, stages.stages_words(self.desk.book))
        if words is not None:
            self._do(lambda: stages.set_stages(self.desk, words))

    def _do(self, verb: Callable[[], object]) -> None:
        with refusals_to(self.said.emit):
            verb()
            self.refresh_now()

    def _open(self, index: QModelIndex) -> None:
        line: WorkLine = index.data(ROW_ROLE)
        if line.part.kind == Exhibit.KIND:
            self.exhibit_requested.emit(line.part.about)

    def _show_changes(self) -> None:
        self.changes_requested.emit(self._abouts()[0])

    def _show_comments(self) -> None:
        self.comments_requested.emit(self._abouts()[0])


def _tip(line: WorkLine) -> str:
    return line.part.title


def _person_tip(line: PersonLine) -> str:
    return line.name


def _is_everybody(line: PersonLine) -> bool:
    return line.everybody


def _person_columns(present: Sequence[Stage]) -> list[Column[PersonLine]]:
    """A column for each stage, between how much there is and what is done or late."""

    def at(id: str) -> Callable[[PersonLine], str]:
        return lambda line: str(line.load.at.get(id) or "")

    bold: Answers[PersonLine] = font_where(_is_everybody, bold=True)
    return [
        Column(text("负责人"), lambda line: line.name, 140, answers=bold),
        Column(text("项数"), lambda line: str(line.load.count), 64, right=True),
        *(Column(one.name, at(one.id), 72, right=True) for one in present),
        Column(text("全部完成"), at(DONE), 72, right=True),
        Column(text("逾期"), lambda line: str(line.load.late or ""), 64, right=True, colour=lambda _line: "error"),
        Column("", lambda _line: "", 0),
    ]
