"""A new table from what stands in its rows, in its columns and in all of it, with a picture of it that follows every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QTableWidgetItem,
    QToolButton,
    QWidget,
)

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Chart
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import DIMENSIONS
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.in_english import unit_name
from ecdesk.gui.base import plain
from ecdesk.gui.base.plain_table import DECIMALS_ROLE, FigureDelegate, decimals_in
from ecdesk.gui.desk import dialogs
from ecdesk.gui.forms.ui_new_table_dialog import Ui_NewTableDialog
from ecdesk.session.tables import lists, table_forms
from ecdesk.session.tables.laying_out import DIMENSION_NAMES, TO_DATE, Wanted, laid_out

PLACES = (
    ("rows", text("行")),
    ("rows2", text("行的下一层")),
    ("columns", text("列")),
    ("columns2", text("列的下一层")),
    ("fixed", text("全表相同")),
    ("", text("不用")),
)
MOST_SHOWN = 40
"""Rows and columns of the picture."""


@dataclass
class _Part:
    """The fields of one part of the key: where it stands, and what of it is shown."""

    place: QComboBox
    shown: QLineEdit
    pick: QToolButton


class NewTableDialog(dialogs.FormDialog[Wanted]):
    """Asks for a new table, or, with one given, for another layout of it; OK is there when what is asked for can be laid out.

    A new one begins as the last one that was made, and is about the period that its caption names, unless another was chosen for it."""

    weighty = True

    def __init__(
        self,
        parent: QWidget | None,
        book: Book,
        number: str = "",
        present: Wanted | None = None,
        last: Wanted | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._wanted: Wanted | None = present
        self._chart = present.chart if present is not None else None
        self._ranked = False
        self._said: Period | None = None
        """The period that the caption names."""
        self._named = ""
        """The place that it names."""
        self._period_chosen = present is not None
        """Whether somebody said which periods are shown."""
        self._typed: dict[str, str] = {}
        """What somebody wrote of the parts of the key, in their words; another layout keeps it."""
        self._typed_texts: dict[bool, str] = {}
        """The same of the columns of texts, of a list and of another table."""
        self.form = form = Ui_NewTableDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self.foot = (form.message,)
        form.preview.setItemDelegate(FigureDelegate(form.preview))
        self.parts = {part: self._add_part(row, part) for row, part in enumerate(DIMENSIONS)}
        for one in table_forms.TEMPLATES:
            form.template.addItem(str(one.name), one.id)
        form.number.setText(present.number if present is not None else number)
        for line in (form.number, form.caption, form.unit, form.texts):
            line.textChanged.connect(self._look)
        form.template.activated.connect(self._take_template)
        for box in (form.chart, form.new_areas):
            box.toggled.connect(self._look)
        form.lies_in.textEdited.connect(self._look)
        form.texts.textEdited.connect(self._keep_texts)
        self._offer_areas(())
        if present is not None:
            self._show_renewed(present)
        elif last is not None:
            self._begin_like(last)
        else:
            self._take_template()
        form.caption.textChanged.connect(self._follow_caption)
        period = self.parts["period"]
        period.shown.textEdited.connect(self._choose_period)
        period.place.activated.connect(self._choose_period)
        self._order_tabs()
        form.caption.setFocus()

    def _order_tabs(self) -> None:
        """What every table needs first: caption, layout, then each part of the key from left to right; OK at the end."""
        form = self.form
        fields = [field for part in self.parts.values() for field in (part.place, part.shown, part.pick)]
        stops = (
            form.number,
            form.caption,
            form.template,
            *fields,
            form.unit,
            form.texts,
            form.chart,
            form.new_areas,
            form.lies_in,
        )
        for one, other in pairwise((*stops, *form.buttons.buttons())):
            self.setTabOrder(one, other)

    def _begin_like(self, last: Wanted) -> None:
        """The form as it was when the last table was made, but for number and caption; in the unit that all its new indicators came in."""
        self.form.template.setCurrentIndex(max(0, self.form.template.findData(last.template)))
        units = {last.unit, *last.fresh.values()} - {""}
        self.form.unit.setText(units.pop() if len(units) == 1 else last.unit)
        self._said = table_forms.period_said(self._book, last.caption)
        before, self._said = self._of_template().get("period"), None
        parts = dict(table_forms.placed(last))
        own = self._of_template().get("period")
        if own is not None and parts.get("period") == before:
            parts["period"] = own  # the other one only the last caption said
        self._take_over(table_forms.wanted_from(parts, last))

    def _take_over(self, wanted: Wanted) -> None:
        self._chart, self._ranked = wanted.chart, wanted.ranked
        self.form.chart.blockSignals(True)
        self.form.chart.setChecked(wanted.chart is not None)
        self.form.chart.blockSignals(False)
        self._show(wanted)

    def _choose_period(self) -> None:
        self._period_chosen = True

    def _follow_caption(self, caption: str) -> None:
        """Another place or period in the caption: the table is about that one."""
        where, named = self.parts["area"], table_forms.place_said(self._book, caption)
        if named and named != self._named and "area" not in self._typed and where.place.currentData() == "fixed":
            where.shown.setText(table_forms.names(self._book, "area", (named,)))
        self._named = named
        said = table_forms.period_said(self._book, caption)
        if said == self._said:
            return
        self._said = said
        place, shown = self._of_template().get("period", ("", ()))
        field = self.parts["period"]
        if not self._period_chosen and place and field.place.currentData() == place:
            field.shown.setText(table_forms.names(self._book, "period", shown))

    def _of_template(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Where the chosen layout puts each part of the key, and what of it is shown, with the period of the caption."""
        about = table_forms.About(period=self._said)
        return table_forms.placed(table_forms.template(self._book, self.form.template.currentData(), about))

    def _show_renewed(self, present: Wanted) -> None:
        """Open for a table that is there: number and caption are asked elsewhere."""
        self.setWindowTitle(plain.title(tr("重新排表：{exhibit}", exhibit=present.number)))
        form = self.form
        form.caption.setText(present.caption)
        form.unit.setText(present.unit)
        for line in (form.number, form.caption):
            line.setEnabled(False)
        for field in (form.template, form.chart):
            form.fields.setRowVisible(field, False)
        self._show(present)

    def answer(self) -> Wanted:
        assert self._wanted is not None
        return self._wanted

    def _add_part(self, row: int, part: str) -> _Part:
        label, place, shown, pick = (
            plain.Label(self, str(DIMENSION_NAMES[part])),
            QComboBox(self),
            QLineEdit(self),
            QToolButton(self),
        )
        for where, name in PLACES:
            place.addItem(str(name), where)
        for field, words in ((place, tr("{part}放在哪里", part=label.text())), (shown, tr("{part}有哪些", part=label.text()))):
            field.setAccessibleName(words)
        label.setBuddy(place)
        names = [name for _id, name in table_forms.choices(self._book, part)]
        shown.setCompleter(_PieceCompleter(names, shown))
        pick.setText("…")
        pick.setToolTip(tr("从列表里选"))
        pick.setAccessibleName(tr("从列表里选{part}", part=label.text()))
        pick.clicked.connect(lambda: self._pick(part))
        for column, widget in enumerate((label, place, shown, pick)):
            self.form.parts.addWidget(widget, row, column)
        place.activated.connect(self._look)
        shown.textChanged.connect(self._look)
        shown.textEdited.connect(partial(self._typed.__setitem__, part))
        return _Part(place, shown, pick)

    def _pick(self, part: str) -> None:
        """A list to tick what is shown, in the order of the book."""
        field = self.parts[part]
        menu = QMenu(field.pick)
        try:
            present = set(table_forms.read_shown(self._book, part, field.shown.text()))
        except UserError:
            present = set()
        for id, name in table_forms.choices(self._book, part):
            action = menu.addAction(plain.caption(name))
            action.setCheckable(True)
            action.setChecked(id in present)
            action.setData(id)
        chosen = menu.exec(field.pick.mapToGlobal(field.pick.rect().bottomLeft()))
        if chosen is not None:
            ids = tuple(action.data() for action in menu.actions() if action.isChecked())
            self._period_chosen = self._period_chosen or part == "period"
            self._typed[part] = table_forms.names(self._book, part, ids)
            field.shown.setText(self._typed[part])
        menu.deleteLater()

    def _take_template(self) -> None:
        """Another layout, about what was written for the one before."""
        before = {part: shown for part, (_place, shown) in self._placed().items()}
        typed = {part: ids for part, words in self._typed.items() if (ids := self._understood(part, words))}
        if self._period_chosen and "period" not in typed:
            self._period_chosen = False
        about = table_forms.about(self._book, typed, before, self._said)
        wanted = table_forms.template(self._book, self.form.template.currentData(), about)
        same_area = {"area": before["area"]} if "area" in before else {}
        self._take_over(table_forms.with_typed(wanted, {**same_area, **typed}))
        self._write_typed(typed)

    def _placed(self) -> table_forms.Parts:
        return table_forms.placed(self._wanted) if self._wanted is not None else {}

    def _understood(self, part: str, words: str) -> tuple[str, ...]:
        try:
            return table_forms.read_shown(self._book, part, words)
        except UserError:
            return ()

    def _write_typed(self, typed: table_forms.Shown) -> None:
        """What was written, as it was written: with the units of new indicators, and what is not understood yet."""
        placed = self._placed()
        for part, words in self._typed.items():
            shown = placed.get(part, ("", ()))[1]
            if part not in typed or part not in placed or shown == typed[part]:
                with QSignalBlocker(self.parts[part].shown):
                    self.parts[part].shown.setText(words)
        texts = self._typed_texts.get(self._is_list)
        if texts is not None:
            with QSignalBlocker(self.form.texts):
                self.form.texts.setText(texts)
        self._look()

    @property
    def _is_list(self) -> bool:
        return bool(self.form.template.currentData() == "list")

    def _keep_texts(self, words: str) -> None:
        self._typed_texts[self._is_list] = words

    def _show(self, wanted: Wanted) -> None:
        self.form.texts.blockSignals(True)
        self.form.texts.setText(lists.column_words(wanted.texts))
        self.form.texts.blockSignals(False)
        placed = table_forms.placed(wanted)
        for part, field in self.parts.items():
            where, shown = placed.get(part, ("", ()))
            field.place.setCurrentIndex(field.place.findData(where))
            field.shown.blockSignals(True)
            field.shown.setText(table_forms.names(self._book, part, shown))
            field.shown.setCursorPosition(0)  # of a long list the beginning is seen
            field.shown.blockSignals(False)
        self._look()

    def _look(self) -> None:
        """Read the fields and show the table, or why there is none."""
        form = self.form
        try:
            wanted = self._read()
            table = build_table(self._book, laid_out(self._book, wanted, "new"))
            missing = self._what_is_missing(wanted)
            form.message.setText(missing or self._what_comes_with_it(wanted))
        except UserError as error:
            self._wanted, missing = None, str(error)
            form.preview.setRowCount(0)
            form.preview.setColumnCount(0)
            form.message.setText(missing)
        else:
            self._wanted = wanted
            self._picture(table)
        form.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not missing)

    @property
    def _parts_read(self) -> table_forms.Parts:
        return {
            part: (field.place.currentData(), table_forms.read_shown(self._book, part, field.shown.text()))
            for part, field in self.parts.items()
            if field.place.currentData()
        }

    def _read(self) -> Wanted:
        parts = self._parts_read
        if parts.get("indicator", ("", ("",)))[1] == ():
            raise UserError("请写指标：从列表里选，书里还没有的直接写名称和单位，如快递业务量（万件）。")
        form = self.form
        number, caption, unit = (line.text().strip() for line in (form.number, form.caption, form.unit))
        texts = lists.read_columns(form.texts.text()) if form.texts.text().strip() else ()
        words = Wanted(number, caption, (), (), unit=unit, texts=texts, ranked=self._ranked, template=form.template.currentData())
        wanted = table_forms.wanted_from(parts, words)
        fresh = table_forms.fresh(self._book, self.parts["indicator"].shown.text() if "indicator" in parts else "")
        areas = table_forms.fresh_areas(self._book, parts.get("area", ("", ()))[1])
        self._offer_areas(areas)
        wanted = replace(wanted, fresh=fresh, areas=areas, above=form.lies_in.text() if areas else "")
        return replace(wanted, chart=self._wanted_chart(wanted))

    def _offer_areas(self, areas: tuple[str, ...]) -> None:
        """Offer to make the areas that the book does not have; what they lie in is proposed once."""
        form = self.form
        if areas and not form.new_areas.isVisibleTo(self):
            form.lies_in.setText(table_forms.above_areas(self._book, areas))
            with QSignalBlocker(form.new_areas):  # what the title of the book names needs no question
                form.new_areas.setChecked(areas == (table_forms.own_place(self._book),))
        form.new_areas.setText(plain.caption(tr("“{names}”加为本书的地区", names="、".join(areas))))
        for field in (form.new_areas, form.lies_in):
            form.of_areas.setRowVisible(field, bool(areas))

    def _wanted_chart(self, wanted: Wanted) -> Chart | None:
        """The chart that comes with it; a list of texts has none, and the form says so."""
        box = self.form.chart
        box.setEnabled(not wanted.is_list)
        box.setToolTip(plain.tip(tr("文字名单里没有可以画的数") if wanted.is_list else tr("数值画成柱，比率画成线；以后可以改")))
        if not box.isVisibleTo(self):
            return self._chart
        return (self._chart or Chart()) if box.isChecked() and not wanted.is_list else None

    def _what_comes_with_it(self, wanted: Wanted) -> str:
        new = tr("将新建指标：{names}", names="、".join(wanted.fresh)) if wanted.fresh else ""
        period = dict(table_forms.placed(wanted)).get("period", ("", ()))[1]
        same = wanted.template == TO_DATE and len(period) == 1
        said = tr("这一期与累计相同，只列一处；下一期起自动加上累计。") if same else ""
        return "　".join(filter(None, (new, said, *self._beside(), *self._left_out())))

    def _beside(self) -> list[str]:
        """What was written of a part of which the table can have only one throughout."""
        return [
            tr("{part}写了几个，不能全表相同，都排在列或行里。", part=str(DIMENSION_NAMES[part]))
            for part in table_forms.side_by_side(self._parts_read)
        ]

    def _left_out(self) -> list[str]:
        """What was written of parts of the key that stand nowhere in the table."""
        written = {part: field.shown.text().strip() for part, field in self.parts.items() if not field.place.currentData()}
        return [
            tr("{part}写了“{words}”而放在“不用”，不会进表；要用请选它放在哪里。", part=str(DIMENSION_NAMES[part]), words=words)
            for part, words in written.items()
            if words
        ]

    def _what_is_missing(self, wanted: Wanted) -> str:
        if wanted.areas and not self.form.new_areas.isChecked():
            return tr("本书没有地区“{names}”：勾选“加为本书的地区”就和表一起新建，或者改名称。", names="、".join(wanted.areas))
        without = [] if wanted.unit else [name for name, unit in wanted.fresh.items() if not unit]
        if without:
            names = "、".join(without)
            return tr("请写新指标“{names}”的单位，如亿元、万件；指数、系数这样没有单位的写“无”。", names=names)
        return "" if wanted.number and wanted.caption else tr("请写编号和标题。")

    def _picture(self, table: Table) -> None:
        exhibit, preview = table.exhibit, self.form.preview
        unit = tr("单位：{unit}", unit=unit_name(table.unit)) if table.unit else ""
        self.form.above.setText("　".join(part for part in (exhibit.number, exhibit.caption, unit) if part))
        rows, columns = min(len(table.rows), MOST_SHOWN), min(len(table.columns), MOST_SHOWN)
        preview.setRowCount(rows)
        preview.setColumnCount(columns)
        heads = zip(table.columns[:columns], table.heads, strict=False)
        preview.setHorizontalHeaderLabels(["\n".join((*line.groups, head)) for line, head in heads])
        stubs = zip(table.rows[:rows], table.stubs, strict=False)
        preview.setVerticalHeaderLabels(["　" * line.level + stub for line, stub in stubs])
        most = [max((decimals_in(line[column].text) for line in table.cells[:rows]), default=0) for column in range(columns)]
        for row in range(rows):
            for column in range(columns):
                item = QTableWidgetItem(table.cells[row][column].text)
                item.setData(DECIMALS_ROLE, most[column])
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                preview.setItem(row, column, item)
        preview.resizeColumnsToContents()


class _PieceCompleter(QCompleter):
    """Completes the last of several names in a line."""

    def __init__(self, names: list[str], line: QLineEdit) -> None:
        super().__init__(names, line)
        self._line = line
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

        self._names = frozenset(names)
        line.textEdited.connect(self._end_when_whole)

    def _end_when_whole(self, text: str) -> None:
        """A name that stands there needs no more choosing, so that Enter goes to the form."""
        popup = self.popup()
        if popup is not None and text.rpartition("、")[2].strip() in self._names:
            QTimer.singleShot(0, popup, popup.hide)

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition("、")[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        before, between, _last = self._line.text().rpartition("、")
        return f"{before}{between}{super().pathFromIndex(index)}"  # type: ignore[arg-type]
