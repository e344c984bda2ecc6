"""A plain text as tables and prose: rows whose fields tabs or wide gaps set apart, and whatever else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ecdesk.documents.composing import Composer
from ecdesk.documents.page_lines import Line, PageTable, Piece, Rule
from ecdesk.documents.page_tables import tables_on
from ecdesk.domain.documents import Composition, Paragraph
from ecdesk.domain.errors import UserError

MOST_LINES = 20_000
_FIELD = re.compile(r"[^\s]+(?:[ \u00a0][^\s]+)*")
_RULE = re.compile(r"[-=_─━—–┌┐└┘├┤┬┴┼+|│┃\s]{4,}")
_BOXES = str.maketrans(dict.fromkeys("|│┃┆┊", " "))
_WIDE = re.compile("[\u2010-\u2642\u2e80-\uffdf\U00020000-\U0003ffff]")
"""What a program that writes Chinese shows as wide as a character of Chinese."""


def compose_text(text: str, name: str) -> Composition:
    """The tables and the prose of a text. A table stands in lines of their own: with tabs, or with its figures under each other. Raises
    UserError for more lines or tables than are read at once."""
    composer = Composer(name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if (count := len(lines)) > MOST_LINES:
        raise UserError(
            "“{file}”有 {count} 行，一次最多读 {most} 行；请拆成几份，或让填报单位发送电子表格。",
            file=name,
            count=count,
            most=f"{MOST_LINES:,}",
        )
    for tabbed, block in groupby(lines, key=lambda line: "\t" in line.strip()):
        rows = list(block)
        if tabbed and len(rows) > 1:
            composer.table([[field.strip() for field in row.rstrip().split("\t")] for row in rows])
        else:
            _compose(composer, rows)
    return composer.done("txt")


def _compose(composer: Composer, lines: list[str]) -> None:
    """Take lines without tabs in, with the tables that wide gaps make in them."""
    pieces: list[Piece] = []
    rules: list[Rule] = []
    for number, line in enumerate(lines):
        if _RULE.fullmatch(line):
            rules.append(Rule(2.0 * number + 0.5, *_ends(line)))
        else:
            pieces += _pieces(line, number)
    tables, outside = tables_on(pieces, rules, ())
    shown: list[tuple[float, Line | PageTable]] = [(table.top, table) for table in tables]
    shown += [(line.top, line) for line in outside]
    for _top, one in sorted(shown, key=lambda item: item[0]):
        if isinstance(one, PageTable):
            composer.table(one.rows, one.merged)
        else:
            composer.paragraph(Paragraph((" ".join(piece.text for piece in one.pieces),)))


def _pieces(line: str, number: int) -> Iterator[Piece]:
    """The fields of a line at the columns that a terminal shows them in."""
    plain = line.expandtabs(8).translate(_BOXES)
    widths = [2 if _WIDE.match(sign) else 1 for sign in plain]
    at = 0
    reached = 0
    for field in _FIELD.finditer(plain):
        at += sum(widths[reached : field.start()])
        reached = field.start()
        end = at + sum(widths[field.start() : field.end()])
        yield Piece(float(at), float(end), 2.0 * number, 2.0 * number + 1, field[0])


def _ends(line: str) -> tuple[float, float]:
    return 0.0, float(2 * len(line))
