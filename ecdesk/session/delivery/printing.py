"""An exhibit as it is printed: balanced where somebody chose so, else with the usual note where rounding keeps a sum from holding exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from ecdesk.checks import Checker, Instance
from ecdesk.checks.engine.linear_forms import LinearForm
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Observation
from ecdesk.domain.book.tables import Cell, Table, build_table, cell_unit, printed_amount
from ecdesk.domain.figures.deriving import formula_of, is_undecided, is_unsettled
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.note_marks import DERIVED_MARK, UNSOURCED_MARK
from ecdesk.session.delivery.balancing import balanced_table, balancing_of
from ecdesk.session.delivery.editions.standing import standing_notes
from ecdesk.session.records.definitions import definition_notes
from ecdesk.session.tables.deriving import DERIVED_SETTING

_SAID = "四舍五入"  # not shown
"""What a note that an editor wrote says about it already."""


def printed_table(checker: Checker, exhibit: Exhibit, grouping: str = THIN_SPACE) -> Table:
    """An exhibit as an export prints it: with the notes under it, and marks behind figures that are not what they look."""
    table = _marked(checker.book, drawn_table(checker, exhibit, grouping))
    notes = [*note_under(checker, exhibit).splitlines(), *definition_notes(checker.book, exhibit)]
    return replace(table, exhibit=replace(table.exhibit, notes=(*table.exhibit.notes, *notes))) if notes else table


def _mark(book: Book, observation: Observation | None) -> str:
    if observation is None or observation.amount is None:
        return ""
    if observation.origin.unsourced:
        return UNSOURCED_MARK
    derived = (
        is_undecided(observation) or is_unsettled(observation) or (formula_of(observation) and book.setting(DERIVED_SETTING))
    )
    return DERIVED_MARK if derived else ""


def _marked(book: Book, table: Table) -> Table:
    cells = tuple(tuple(_with_mark(book, cell) for cell in row) for row in table.cells)
    return table if cells == table.cells else replace(table, cells=cells)


def _with_mark(book: Book, cell: Cell) -> Cell:
    mark = _mark(book, cell.observation) if cell.text else ""
    return replace(cell, text=cell.text + mark) if mark else cell


def _mark_notes(book: Book, keys: Iterable[Key]) -> Iterator[str]:
    """What the marks in an exhibit mean."""
    observations = [*map(book.observation, keys)]
    marks = {_mark(book, observation) for observation in observations}
    if UNSOURCED_MARK in marks:
        yield tr("带{mark}的数尚无出处，不是正式数据。", mark=UNSOURCED_MARK)
    if DERIVED_MARK in marks and book.setting(DERIVED_SETTING):
        yield tr("带{mark}的数由其他数推算。", mark=DERIVED_MARK)
    elif any(map(is_unsettled, observations)) and DERIVED_MARK in marks:
        yield tr("带{mark}的数由初步数、估计数推算，或末位数字随进位而定。", mark=DERIVED_MARK)
    elif DERIVED_MARK in marks:
        yield tr("带{mark}的数由其他数推算，末位数字随进位而定。", mark=DERIVED_MARK)


def drawn_table(checker: Checker, exhibit: Exhibit, grouping: str = THIN_SPACE) -> Table:
    """The figures that an exhibit is printed with, for its chart to have the same."""
    balancing = balancing_of(checker.book, exhibit.id)
    if balancing is not None:
        return balanced_table(checker, exhibit, balancing, grouping).table
    return build_table(checker.book, exhibit, grouping)


def printed_tables(checker: Checker, exhibits: Iterable[Exhibit], grouping: str = THIN_SPACE) -> dict[str, Table]:
    """Exhibits as they are printed, by their ids."""
    return {exhibit.id: printed_table(checker, exhibit, grouping) for exhibit in exhibits}


def note_under(checker: Checker, exhibit: Exhibit) -> str:
    """The notes that are printed under an exhibit by themselves, a line each: what its marks mean, which figures are no results, and that sums
    may be off by rounding."""
    book = checker.book
    keys = {(row, column): key for row, column, key in cell_keys(exhibit)}
    notes = (
        *standing_notes(book, exhibit, keys),
        *_mark_notes(book, keys.values()),
        _rounding_note(checker, exhibit, keys.values()),
    )
    return "\n".join(filter(None, notes))


def _rounding_note(checker: Checker, exhibit: Exhibit, keys: Iterable[Key]) -> str:
    """The usual note, where a sum of figures that stand in the exhibit is not exact as they are printed, though nothing is wrong with it;
    "" where every sum is, where a note says so already, and for an exhibit that is balanced."""
    if any(_SAID in note for note in (*exhibit.notes, *exhibit.footnotes)) or balancing_of(checker.book, exhibit.id) is not None:
        return ""
    sums = checker.sums
    for instance in checker.instances_within(sums, set(keys)):
        if len(instance.keys) > 2 and _is_off(checker, exhibit, sums[instance.rule.record.id], instance):
            return tr("因四舍五入，合计数与各分项之和可能略有差异。")
    return ""


def _is_off(checker: Checker, exhibit: Exhibit, form: LinearForm, instance: Instance) -> bool:
    """Whether a sum that holds by its rule stands in the exhibit with digits that do not add up."""
    difference = form.constant
    for factor, term in form.terms:
        for key in instance.operands[term]:
            value = _printed(checker.book, exhibit, key)
            if value is None:
                return False
            difference += factor * value
    outcome = checker.outcome(instance)
    return difference != 0 and outcome.applies and outcome.verdict in (Verdict.HOLDS, Verdict.ROUNDING)


def _printed(book: Book, exhibit: Exhibit, key: Key) -> Fraction | None:
    """What an exhibit prints under a key, in base units; None where it prints no such figure."""
    observation = book.observation(key)
    cells = book.cells(exhibit, key) if observation is not None else []
    if observation is None or not cells:
        return None
    row, column = (lines[number] for lines, number in zip((exhibit.rows, exhibit.columns), cells[0], strict=True))
    decimals = row.decimals if column.decimals is None else column.decimals
    amount = printed_amount(observation.content, cell_unit(book, exhibit, row, column, key), decimals)
    return Fraction(amount.value) * amount.unit.scale if amount is not None else None
