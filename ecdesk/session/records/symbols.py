"""The symbols of a book: chosen for all of it at once, and explained where they are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.symbols import SETTING, Symbols, meaning_of, stored_symbols, symbols_from, usual_symbols
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.session.book.desk import Desk


@dataclass(frozen=True)
class SymbolUse:
    """A state with its symbol. usual: the one that it has unless a book chose another. count: how many figures of the book are in it."""

    mark: Mark
    meaning: str
    symbol: str
    usual: str
    count: int


def symbol_uses(book: Book) -> list[SymbolUse]:
    """Every state that a figure can be in, with what the book prints for it."""
    counts = Counter(one.content for one in book.observations.values() if isinstance(one.content, Mark))
    symbols, usual = book.symbols, usual_symbols()
    return [SymbolUse(mark, meaning_of(mark), symbols.of(mark), usual.of(mark), counts[mark]) for mark in Mark]


def read_symbols(book: Book, chosen: Mapping[Mark, str]) -> Symbols:
    """The book's symbols with others for some states. Raises UserError where one could be misread."""
    found = Symbols({**book.symbols.printed, **{mark: symbol.strip() for mark, symbol in chosen.items()}})
    stored = stored_symbols(found)
    nothing = Symbols({})
    for symbol in found.printed.values():
        if isinstance(parse_content(symbol, symbols=nothing), Amount):
            raise UserError("“{symbol}”会被当成数或公式，请换一个符号。", symbol=symbol)
    return symbols_from(stored)


def set_symbols(desk: Desk, chosen: Mapping[Mark, str]) -> int:
    """Print other symbols for some states, as one step; returns how many figures are shown otherwise from now on. The figures stay what they
    are. Raises UserError where a symbol could be misread."""
    before, symbols = desk.book.symbols, read_symbols(desk.book, chosen)
    stored = stored_symbols(symbols)
    if symbols == usual_symbols():
        stored = ""
    if symbols != before:
        with desk.edit(text("更改符号")) as edit:
            edit.put(Setting(SETTING, stored))
    return sum(use.count for use in symbol_uses(desk.book) if before.of(use.mark) != use.symbol)


# -- explained


def explanation(book: Book, exhibits: Iterable[Exhibit]) -> str:
    """The line that explains the symbols that these exhibits print; "" where they print none."""
    known = list(exhibits)
    return explained_symbols(book.symbols, set(_used(book, known)), any(_has_idle(book, exhibit) for exhibit in known))


def explained_symbols(symbols: Symbols, used: Collection[Mark], idle: bool = False) -> str:
    """The same of these states. idle: whether cells beside them are empty because no figure belongs there."""
    by_symbol: dict[str, list[str]] = {}
    for mark in Mark:
        if mark in used:
            by_symbol.setdefault(symbols.of(mark), []).append(meaning_of(mark))
    if idle and "" in by_symbol and Mark.NOT_APPLICABLE not in used:
        by_symbol[""].append(meaning_of(Mark.NOT_APPLICABLE))
    said = [_explained(symbol, tr("或").join(meanings)) for symbol, meanings in by_symbol.items()]
    return tr("符号说明：{symbols}。", symbols=tr("；").join(said)) if said else ""


def prints_symbols(book: Book, exhibit: Exhibit) -> bool:
    """Whether something in an exhibit has to be explained."""
    return any(True for _mark in _used(book, [exhibit]))


def prints_signs(book: Book, exhibit: Exhibit) -> bool:
    """Whether a sign stands in an exhibit that has to be explained; a blank is none."""
    return any(book.symbols.of(mark) for mark in _used(book, [exhibit]))


def _used(book: Book, exhibits: Iterable[Exhibit]) -> Iterator[Mark]:
    for exhibit in exhibits:
        for _row, _column, key in cell_keys(exhibit):
            observation = book.observation(key)
            if observation is not None and isinstance(observation.content, Mark):
                yield observation.content


def _has_idle(book: Book, exhibit: Exhibit) -> bool:
    """Whether a cell of an exhibit is empty in a line in which no figure is missed: the share that a whole has of itself."""
    if not any(line.unexpected for line in (*exhibit.rows, *exhibit.columns)):
        return False
    cells = ((exhibit.rows[row].unexpected or exhibit.columns[column].unexpected, key) for row, column, key in cell_keys(exhibit))
    return any(unexpected and book.observation(key) is None for unexpected, key in cells)


def _explained(symbol: str, meaning: str) -> str:
    if not symbol:
        return tr("空格表示{meaning}", meaning=meaning)
    return tr("“{symbol}”表示{meaning}", symbol=symbol, meaning=meaning)
