"""Finding tables on a page: by their rules where rows and columns are ruled, by rows of figures that stand under each other where they are not."""

from __future__ import annotations

from collections.abc import Sequence

from ecdesk.documents.aligned_tables import aligned_tables
from ecdesk.documents.page_lines import TOUCHING, Line, PageTable, Piece, Rule, lines_of, merged_rules
from ecdesk.documents.ruled_tables import ruled_tables

_SHORTEST_RULE = 12.0


def tables_on(pieces: Sequence[Piece], across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[PageTable], list[Line]]:
    """The tables of a page from top to bottom, and the lines outside of them. across and down: the rules."""
    across = merged_rules(_long(across, _SHORTEST_RULE))
    down = merged_rules(_long(down, _SHORTEST_RULE / 2))
    tables = ruled_tables(pieces, across, down)
    lines = lines_of(_outside(pieces, tables))
    tables += aligned_tables(lines, across, [(table.top, table.bottom) for table in tables])
    outside = [line for line in lines if not any(_holds_all(table, line) for table in tables)]
    return sorted(tables, key=lambda table: table.top), outside


def _long(rules: Sequence[Rule], least: float) -> list[Rule]:
    return [rule for rule in rules if rule.end - rule.start >= least]


def _outside(pieces: Sequence[Piece], tables: Sequence[PageTable]) -> list[Piece]:
    return [piece for piece in pieces if not any(_holds(table, piece) for table in tables)]


def _holds(table: PageTable, piece: Piece) -> bool:
    return table.top <= piece.level <= table.bottom and table.left - TOUCHING <= piece.middle <= table.right + TOUCHING


def _holds_all(table: PageTable, line: Line) -> bool:
    inside = table.top <= line.level <= table.bottom
    return inside and all(table.left - TOUCHING <= piece.middle <= table.right + TOUCHING for piece in line.pieces)
