"""What explains the exhibits of a file that is handed out: what the symbols mean, and what the indicators do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.session.records.definitions import glossary
from ecdesk.session.records.symbols import explanation, prints_signs, prints_symbols


def explanation_lines(book: Book, exhibits: Sequence[Exhibit]) -> tuple[str, ...]:
    """The lines that a file with these exhibits explains itself with, in order; none where it has nothing to explain."""
    return tuple(filter(None, (explanation(book, exhibits),)))


def explained(book: Book, exhibits: Sequence[Exhibit], tables: Mapping[str, Table]) -> dict[str, Table]:
    """The tables of a file as they are printed, with these lines among the notes of the first exhibit that needs them."""
    found = dict(tables)
    lines = explanation_lines(book, exhibits)
    first = next((exhibit for exhibit in exhibits if prints_symbols(book, exhibit)), None)
    if lines and first is not None:
        table = found[first.id]
        found[first.id] = replace(table, exhibit=replace(table.exhibit, notes=(*table.exhibit.notes, *lines)))
    return found


def explained_each(book: Book, exhibits: Sequence[Exhibit], tables: Mapping[str, Table]) -> dict[str, Table]:
    """The same where each exhibit stands on a sheet of its own: its signs are explained under it. What a blank means is said with them, and under
    the first exhibit that has one."""
    found = dict(tables)
    first = next((exhibit for exhibit in exhibits if prints_symbols(book, exhibit)), None)
    for exhibit in exhibits:
        if exhibit is first or prints_signs(book, exhibit):
            found |= explained(book, [exhibit], {exhibit.id: tables[exhibit.id]})
    return found


def with_glossary(book: Book, exhibits: Sequence[Exhibit], tables: dict[str, Table]) -> list[Exhibit]:
    """The exhibits of a file, and behind them the list that says what their indicators mean where the book wants one; its table is put to the others."""
    meant = glossary(book, exhibits)
    if meant is None:
        return list(exhibits)
    tables[meant.id] = build_table(book, meant)
    return [*exhibits, meant]
