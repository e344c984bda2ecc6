"""What can be done with cells: type, clear, paste."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ecdesk.domain.book.changes import Change, Edit, new_uid
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.layouts.texts import LONGEST_TEXT, is_list, is_misread, text_at, with_texts
from ecdesk.domain.book.records import Exhibit, Line, Observation, Origin, OriginKind
from ecdesk.domain.book.tables import Cell, cell_unit, printed_amount
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Content, Mark, Unparsed, decimal_of
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.symbols import Symbols
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import parse_content, parse_number
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.tables.deriving import read_formula, underived
from ecdesk.session.tables.refusals import check_entries


class Entry(NamedTuple):
    """What is to be written into a cell: its row and column number and a text.

    unit: what the text counts in where it names no unit; None for the cell's own. bare: whether zeros at its end may be gone, because
    it comes from another program that does not show how it prints numbers; None for what comes from no other program. formula: by which
    that program worked it out, which is kept with its text.
    """

    row: int
    column: int
    typed: str
    unit: Unit | None = None
    bare: bool | None = None
    formula: str = ""


Entries = Iterable[Entry | tuple[int, int, str]]

AT_ONCE = 100
"""Texts that are read before somebody else may have a turn."""


@dataclass(frozen=True)
class Entered:
    """What became of entries: cells changed, cells whose text could not be read, cells that cannot be written (row, column). faults: why a formula
    could not be read."""

    changed: tuple[Key, ...]
    unread: tuple[tuple[int, int], ...]
    locked: tuple[tuple[int, int], ...]
    faults: tuple[Text, ...] = ()


def enter(desk: Desk, exhibit_id: str, entries: Entries, name: Text | None = None) -> Entered:
    """Write texts into cells of an exhibit as one undoable step.

    A text is read in the cell's unit; blank clears the cell; one that cannot be read is kept as typed. A text that starts with
    ``=`` is worked out exactly and its result stored; one that names figures or cells stays a formula (`derived`). Cells outside the
    layout, heading lines and figures that were computed once are left alone and counted as locked.
    """
    return finish(enter_in_steps(desk, exhibit_id, entries, name))


class NewRows(NamedTuple):
    """Entries of a list that are put in before others are written. at: before which row."""

    at: int
    rows: int


NO_ROWS = NewRows(0, 0)


def enter_in_steps(
    desk: Desk, exhibit_id: str, entries: Entries, name: Text | None = None, new_rows: NewRows = NO_ROWS
) -> Generator[int, None, Entered]:
    """The same as a generator that yields how many entries are ready, then how many changes; the book is changed in one go at the end. Rows are
    counted with the new ones."""
    exhibit, seq = desk.book.exhibit(exhibit_id), desk.seq
    wanted, changes = list(entries), list[Change]()
    writing = _with_new_rows(desk, exhibit, new_rows)
    for number, entry in enumerate(wanted, start=1):
        writing.write(entry)
        if not number % AT_ONCE:
            yield number
    writing.finish()
    for number, change in enumerate(writing.edit.changed(), start=1):
        changes.append(change)
        if not number % AT_ONCE:
            yield number
    entered = writing.entered
    if desk.seq != seq:  # figures, units or lines may be others by now
        made, entered = written(desk, exhibit_id, wanted, new_rows)
        changes = list(made)
    desk.commit(tuple(changes), name or _name_of(desk, exhibit, wanted))
    return entered


def written(desk: Desk, exhibit_id: str, entries: Entries, new_rows: NewRows = NO_ROWS) -> tuple[tuple[Change, ...], Entered]:
    """The changes that entries come to in the book as it is, and what would become of them; nothing is stored."""
    writing = _with_new_rows(desk, desk.book.exhibit(exhibit_id), new_rows)
    writing.write_all(entries)
    writing.finish()
    return writing.edit.changes(), writing.entered


def move(desk: Desk, source_id: str, emptied: Iterable[tuple[int, int]], target_id: str, entries: Entries) -> Entered:
    """Empty cells of one exhibit and write texts into cells of another, or of the same, as one undoable step.

    What is written wins over what is emptied: a cell moved onto itself is not touched. A computed figure stays where it is, and is
    counted as locked.
    """
    moved = list(entries)
    kept = {entry[:2] for entry in moved} if source_id == target_id else set()
    with desk.edit(text("移动单元格")) as edit:
        gone = _Writing(desk, edit, desk.book.exhibit(source_id))
        gone.write_all((row, column, "") for row, column in emptied if (row, column) not in kept)
        gone.finish()
        written = _Writing(desk, edit, edit.get(Exhibit, target_id) or desk.book.exhibit(target_id))
        written.write_all(moved)
        written.finish()
    changed = dict.fromkeys((*gone.changed, *written.changed))
    return Entered(tuple(changed), tuple(written.unread), (*gone.locked, *written.locked), tuple(written.faults))


def _with_new_rows(desk: Desk, exhibit: Exhibit, new: NewRows) -> _Writing:
    """Raises UserError for more rows than a list can have."""
    edit = Edit(desk.book)
    if new.rows:
        check_entries(len(exhibit.rows) + new.rows)
        made = tuple(Line(new_uid(), "") for _row in range(new.rows))
        exhibit = replace(exhibit, rows=(*exhibit.rows[: new.at], *made, *exhibit.rows[new.at :]))
        edit.put(exhibit)
    return _Writing(desk, edit, exhibit)


class _Writing:
    """Entries on their way into an edit, and what becomes of them; see `Entered`."""

    def __init__(self, desk: Desk, edit: Edit, exhibit: Exhibit) -> None:
        self.desk = desk
        self.edit = edit
        self.exhibit = exhibit
        self.changed: dict[Key, None] = {}
        self.unread: list[tuple[int, int]] = []
        self.locked: list[tuple[int, int]] = []
        self._texts: dict[int, dict[str, str]] = {}
        self.faults: dict[Text, None] = {}

    @property
    def entered(self) -> Entered:
        return Entered(tuple(self.changed), tuple(self.unread), tuple(self.locked), tuple(self.faults))

    def write_all(self, entries: Entries) -> None:
        for entry in entries:
            self.write(entry)

    def write(self, entry: Entry | tuple[int, int, str]) -> None:
        row, column, typed, source, bare, theirs = entry if isinstance(entry, Entry) else Entry(*entry)
        exhibit = self.exhibit
        if self._is_text(column):
            self._write_text(row, column, typed)
            return
        inside = 0 <= row < len(exhibit.rows) and 0 <= column < len(exhibit.columns)
        key = cell_key(exhibit, row, column) if inside else None
        if key is None:
            self.locked.append((row, column))
            return
        present = self.edit.get(Observation, key)
        unit = cell_unit(self.desk.book, exhibit, exhibit.rows[row], exhibit.columns[column], key)
        if bare is not None and _came_back(present, unit, typed, bare, self.desk.book.symbols):
            return
        if refusal(key, present) is not None:
            self.locked.append((row, column))
            return
        if source is not None:
            typed = in_unit(typed, source, unit)
        content, detail = read_entry(typed, unit, self.desk.book.symbols)
        if isinstance(content, Unparsed):
            # What another program shows as a formula names cells of its own, not of this table.
            formula = self._formula(key, typed) if bare is None else ""
            if formula:
                self._store_formula(key, present, formula)
                return
            self.unread.append((row, column))
        self._store(
            key, present, content, Origin(OriginKind.TYPED, by=self.desk.who, raw=f"{typed} {theirs}".strip(), detail=detail)
        )

    def _is_text(self, column: int) -> bool:
        columns = self.exhibit.columns
        return 0 <= column < len(columns) and columns[column].kind is not None

    def _write_text(self, row: int, column: int, typed: str) -> None:
        """A text into a column of texts; below the last row of a list it makes new ones."""
        exhibit, kept = self.exhibit, self.exhibit.columns[column]
        words = " ".join(typed.split())
        if len(words) > LONGEST_TEXT:
            raise UserError("一格文字最多 {count} 个字，请分成几格，或者写进注里。", count=LONGEST_TEXT)
        beyond = row >= len(exhibit.rows)
        if beyond:
            check_entries(row + 1)
        if not is_list(exhibit) if beyond else text_at(exhibit, row, column) is None:
            self.locked.append((row, column))
            return
        if kept.kind is not None and is_misread(kept.kind, words, kept.unit):
            self.unread.append((row, column))
        self._texts.setdefault(row, {})[kept.id] = words

    def finish(self) -> None:
        """Put what was written into columns of texts into the exhibit."""
        rows = list(self.exhibit.rows)
        for row in sorted(row for row, texts in self._texts.items() if row < len(rows) or any(texts.values())):
            rows += [Line(new_uid(), "") for _new in range(row + 1 - len(rows))]
            rows[row] = replace(rows[row], texts=with_texts(rows[row], self._texts[row]))
        if tuple(rows) != self.exhibit.rows:
            self.edit.put(replace(self.exhibit, rows=tuple(rows)))

    def _formula(self, key: Key, typed: str) -> str:
        """The formula that a text is, in labels; "" for one that is none."""
        if not typed.strip().startswith("="):
            return ""
        try:
            return read_formula(self.desk.book, self.exhibit, key, typed.strip()[1:])
        except UserError as fault:
            self.faults[fault.text] = None
            return ""

    def _store_formula(self, key: Key, present: Observation | None, formula: str) -> None:
        """Put a formula in its place; what it comes to is worked out with the step."""
        if formula_of(present) != formula:
            self.edit.put(underived(key, present, formula, self.desk.who))
            self.changed[key] = None

    def _store(self, key: Key, present: Observation | None, content: Content | None, origin: Origin) -> None:
        """Put a figure in its place, unless it is there already; None takes away what is."""
        if content == (present.content if present is not None else None) and not formula_of(present):
            return
        if content is None:
            self.edit.remove(Observation, key)
        elif present is None:
            self.edit.put(Observation(key, content, origin=origin))
        else:
            self.edit.put(replace(present, content=content, origin=origin))
        self.changed[key] = None


def _came_back(present: Observation | None, unit: Unit, typed: str, bare: bool, symbols: Symbols) -> bool:
    """Whether what stands in a cell comes back unchanged from another program, and is to keep its unit and its precision, or its state.

    bare: the program may have dropped zeros at its end, as LibreOffice does with 12.0 from a table that it did not make.
    """
    if present is not None and isinstance(present.content, Mark):
        return typed.strip() == symbols.of(present.content)
    amount = present.amount if present is not None else None
    if amount is None:
        return False
    if amount.unit == unit:
        return bare and not amount.qualifier and parse_number(typed) == amount.value
    return typed == print_content(printed_amount(amount, unit) or amount, unit)


def in_unit(typed: str, source: Unit, target: Unit) -> str:
    """A text of a cell in one unit, to be typed in a cell of another: the unit goes with it where both measure the same thing."""
    if not typed or source == target or source.dimension != target.dimension or not source.symbol:
        return typed
    content, _detail = read_entry(typed, source)
    return print_content(content) if isinstance(content, Amount) and content.unit == source else typed


def cell_refusal(cell: Cell) -> UserError | None:
    """Why a cell cannot be written; None for one that can. Nobody else decides it."""
    return None if cell.words is not None else refusal(cell.key, cell.observation)


def refusal(key: Key | None, present: Observation | None) -> UserError | None:
    """The same of a figure, by its key and what stands there."""
    if key is None:
        return UserError("这里是标题行，没有可以填写的单元格。")
    if present is not None and present.origin.kind == OriginKind.COMPUTED and not formula_of(present):
        return UserError("这个数是计算所得，不能直接修改；请改它所依据的数。")
    return None


def clear(desk: Desk, exhibit_id: str, cells: Iterable[tuple[int, int]]) -> Entered:
    """Empty cells as one undoable step."""
    return enter(desk, exhibit_id, ((row, column, "") for row, column in cells), text("清除内容"))


def read_entry(typed: str, unit: Unit, symbols: Symbols | None = None) -> tuple[Content | None, str]:
    """What a typed text means in a cell of a unit, and the expression when it was one. symbols: of the book."""
    stripped = typed.strip()
    if stripped.startswith("=") and len(stripped) > 1:
        value = evaluate(stripped[1:])
        return (Unparsed(typed), "") if value is None else (Amount(value, unit), stripped)
    return parse_content(typed, unit, symbols), ""


def entry_text(observation: Observation | None, unit: Unit, symbols: Symbols | None = None) -> str:
    """What an editor finds in a cell that is opened for typing: every digit, no grouping; the same text stores the same figure. symbols: of the
    book; without them a state is named by the word that every book understands."""
    return "" if observation is None else print_content(observation.content, unit, symbols=symbols)


def typed_words(cell: Cell, symbols: Symbols | None = None) -> str:
    """The same of any cell: of one that holds a text that text."""
    return entry_text(cell.observation, cell.unit, symbols) if cell.words is None else cell.words


def copied_words(cell: Cell) -> str:
    """What a cell gives to other programs: all its digits in its unit, without separators; where no number stands what is printed."""
    if cell.words is not None or isinstance(cell.content, Mark):
        return cell.text
    return print_content(cell.shown or cell.content, cell.unit)


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell.observation is None and not cell.words


def expression_of(observation: Observation | None) -> str:
    """The text with ``=`` that a figure was worked out from, or is; "" for any other figure."""
    if observation is None or observation.origin.kind not in (OriginKind.TYPED, OriginKind.COMPUTED):
        return ""
    return observation.origin.detail if observation.origin.detail.startswith("=") else ""


_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_LONGEST_EXPRESSION = 200


def evaluate(expression: str) -> Decimal | None:
    """The exact result of an arithmetic expression of printed numbers, + - * / ( ) and %, or None when it is not one.

    A sum or product keeps the most decimals among its numbers (632.90 + 0.1 is 633.00); a quotient that does not come out is
    rounded half up to two decimals more than its numbers have.
    """
    if len(expression) > _LONGEST_EXPRESSION:
        return None
    plain = (
        expression.replace("×", "*").replace("÷", "/").replace("（", "(").replace("）", ")").replace(",", "").replace("−", "-")
    )
    plain = plain.replace("\u2009", "").replace("\u00a0", "").strip()
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    places: list[int] = []
    try:
        exact = _evaluate(tree, plain, places)
    except (ZeroDivisionError, _NotArithmeticError, RecursionError):
        return None
    return _rounded(exact, max(places, default=0), any(isinstance(node, ast.Div) for node in ast.walk(tree)))


class _NotArithmeticError(Exception):
    pass


def _evaluate(node: ast.expr, source: str, places: list[int]) -> Fraction:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluate(node.left, source, places), _evaluate(node.right, source, places))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _evaluate(node.operand, source, places)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        # From the source, not from the parsed float, so that no digit is lost.
        number = parse_number(ast.get_source_segment(source, node) or "")
        if number is not None:
            places.append(max(0, -int(number.as_tuple().exponent)))
            return Fraction(number)
    raise _NotArithmeticError


def _rounded(exact: Fraction, places: int, divided: bool) -> Decimal | None:
    if divided:
        places += 2
        while places and (exact * 10 ** (places - 1)).denominator == 1:
            places -= 1
    while not divided and (exact * 10**places).denominator != 1:
        places += 1
        if places > 60:
            return None
    return decimal_of(exact, places)


def _name_of(desk: Desk, exhibit: Exhibit, entries: Sequence[Entry | tuple[int, int, str]]) -> Text:
    if len(entries) != 1:
        return text("修改 {exhibit} 的 {count} 个单元格", exhibit=exhibit.number, count=len(entries))
    row, column, typed = entries[0][:3]
    inside = 0 <= row < len(exhibit.rows) and 0 <= column < len(exhibit.columns)
    label = f"{exhibit.rows[row].label} {exhibit.columns[column].label}" if inside else ""
    return text("修改 {exhibit} {cell}：{typed}", exhibit=exhibit.number, cell=label, typed=typed[:40])
