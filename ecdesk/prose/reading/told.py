"""What the figures of a text say, for whoever wants the figures and not the claims: each with its name, place, time, measure and sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ecdesk.domain.documents import Document
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import NATION
from ecdesk.prose.reading.binding import find_statements
from ecdesk.prose.reading.clauses import main_year
from ecdesk.prose.reading.document import Stretch, stretches
from ecdesk.prose.reading.statements import Measure, Statement

KINDS = {Measure.LEVEL: "value", Measure.SHARE: "share", Measure.RATE: "value"}
"""What a report has a place for, and growth; a change, a multiple or points are told by others."""
_BASES = {"": "growth", "year": "growth", "previous": "growth_prev"}
_ENDS = "。！？\n"
LONGEST_SENTENCE = 300


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a text and what it says. name: of the indicator in the text's words. area: its code, "" where the text names none.
    period: its code, "" where it is not known. measure: as in a key. whole: what a share is of, "" for what the indicator says. start: its place in the
    text. sentence: where it stands."""

    amount: Amount
    name: str
    area: str
    period: str
    measure: str
    whole: str
    start: int
    text: str
    sentence: str
    basis: str = ""


def told(document: Document, year: str = "", home: str = "") -> tuple[tuple[Told, ...], int]:
    """The figures of a text that say something of an indicator, in order; and how many others there are. year, home: what the text is about
    where it names no year, and no area at all."""
    found, others = _all_told(document, year)
    if home and all(one.area in ("", NATION) for one in found):
        ahead = f"{home}\n"
        pieces = tuple(replace(piece, start=piece.start + len(ahead), end=piece.end + len(ahead)) for piece in document.pieces)
        of_home, others = _all_told(replace(document, text=ahead + document.text, pieces=pieces), year)
        found = tuple(replace(one, start=one.start - len(ahead)) for one in of_home)
    return found, others


def _all_told(document: Document, year: str) -> tuple[tuple[Told, ...], int]:
    parts = stretches(document)
    figures, statements = find_statements(parts, main_year(parts) or year)
    spoken = [one for one in statements if one.measure not in (Measure.TITLE, Measure.RANK)]
    found = tuple(one for statement in spoken if (one := _told(document.text, statement)) is not None)
    counted = sum(len(these) for these in figures)
    return found, max(0, counted - len(found))


def _told(manuscript: str, statement: Statement) -> Told | None:
    measure, figure = _measure(statement), statement.figure
    if not measure or figure.exact is not None or not statement.full_name or statement.baseline:
        return None
    start, end = statement.stretch.place(figure.start, figure.end)
    falls = statement.sign < 0 and statement.measure is Measure.GROWTH
    return Told(
        replace(figure.amount, value=-figure.amount.value) if falls else figure.amount,
        statement.full_name,
        "" if "、" in statement.area else statement.area,
        statement.period if statement.period[:4].isdigit() else "",
        measure,
        statement.whole_name if statement.measure is Measure.SHARE else "",
        start,
        manuscript[start:end],
        sentence_at(statement.stretch, figure.start),
        statement.basis,
    )


def _measure(statement: Statement) -> str:
    """The measure as in a key, "" for one that no figure of a report has."""
    if statement.measure is Measure.INDEX:
        return statement.base
    return _BASES.get(statement.base, "") if statement.measure is Measure.GROWTH else KINDS.get(statement.measure, "")


def sentence_at(stretch: Stretch, place: int) -> str:
    """The sentence of a stretch in which a place is."""
    text = stretch.text
    start = max(text.rfind(mark, 0, place) for mark in _ENDS) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()[:LONGEST_SENTENCE]
