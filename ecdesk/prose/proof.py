"""The front door: proofreading the figures of a manuscript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Settlement
from ecdesk.domain.documents import Document
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.garbage import uncollected
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim
from ecdesk.prose.formats import FormatFinding, find_format_findings, find_unit_claims
from ecdesk.prose.reading.binding import find_statements
from ecdesk.prose.reading.clauses import knowing_areas, main_year
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import stretches
from ecdesk.prose.reading.statements import Measure, Statement
from ecdesk.prose.search import find_relations


@dataclass(frozen=True, slots=True)
class ProofFigure:
    """A figure of the manuscript with what it says. start, end: characters of the manuscript. kind: see `FigureKind`; measure: see `Measure`.
    value: the digits as printed, without separators. amount: with the unit that it has, also where the words around leave part of it out; None
    for a fraction in words. sign: -1 where words say that it is a fall. in_words: whether it is written in words."""

    start: int
    end: int
    text: str
    value: str
    unit: str
    qualifier: str
    kind: str
    measure: str
    indicator: str
    area: str
    period: str
    context: str = ""
    basis: str = ""
    amount: Amount | None = None
    sign: int = 1
    in_words: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "value": self.value,
            "unit": self.unit,
            "indicator": self.indicator,
            "area": self.area,
            "period": self.period,
            "measure": self.measure,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True)
class ProofResult:
    """Everything that was found in one manuscript."""

    document: Document
    figures: tuple[ProofFigure, ...]
    claims: tuple[Claim, ...]
    format: tuple[FormatFinding, ...]
    settlements: tuple[Settlement, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The document that ``ecdesk proof --json`` prints."""
        return {
            "figures": [figure.as_json() for figure in self.figures],
            "claims": [claim.as_json() for claim in self.claims],
            "format": [finding.as_json() for finding in self.format],
        }

    def failed(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.verdict is Verdict.FAILS]


def proof(document: Document, book: Book | None = None, settlements: Iterable[Settlement] = ()) -> ProofResult:
    """Read every figure of a manuscript and check what it claims, against the other figures of the text and, when given, the book.

    settlements: what was decided of earlier drafts; figures that an editor linked to a key of the book are checked against that key.
    """
    with knowing_areas(book.areas if book is not None else ()), uncollected():
        return _proofread(document, book, tuple(settlements))


def _proofread(document: Document, book: Book | None, known: tuple[Settlement, ...]) -> ProofResult:
    parts = stretches(document)
    year = str(book.year) if book is not None and book.year else main_year(parts)
    home = book.home_area if book is not None else None
    figures, statements = find_statements(parts, year, home.code if home is not None else "")
    context = Context(document.text, parts, figures, statements, year)
    booked = _against_book(context, book, known)
    claims = _without_repeats([*_borne_out(find_relations(context), booked), *find_unit_claims(context), *booked])
    formats = tuple(find_format_findings(context, book.year if book is not None else 0))
    return ProofResult(document, _figures(context), tuple(claims), formats, known)


def _borne_out(claims: Iterable[Claim], booked: list[Claim]) -> Iterator[Claim]:
    """The claims; of a growth that fails though the book has every figure of it, it is for the book to say why (another basis): no slip of
    the text."""
    printed = {claim.operands[0].start for claim in booked if claim.verdict is Verdict.HOLDS}
    for claim in claims:
        fails = claim.kind == "growth" and claim.verdict is Verdict.FAILS
        if fails and all(operand.start in printed for operand in claim.operands):
            claim = replace(claim, verdict=Verdict.UNDECIDED, cause=_IN_BOOK)
        yield claim


_IN_BOOK = text("这几个数都与书中一致，可能口径不同，请在书中核对。")


def _figures(context: Context) -> tuple[ProofFigure, ...]:
    """All figures with what they say, in order of place; of those that nothing was read about only what is printed."""
    said = {id(statement.figure): statement for statement in context.statements}
    found = [
        _figure(context, said.get(id(figure)) or Statement(figure, stretch, 0, 0, 0, Measure.OTHER))
        for stretch, these in zip(context.stretches, context.figures, strict=True)
        for figure in these
    ]
    return tuple(sorted(found, key=lambda figure: figure.start))


def _figure(context: Context, said: Statement) -> ProofFigure:
    figure, words = said.figure, said.figure.exact
    start, end = said.stretch.place(figure.start, figure.end)
    return ProofFigure(
        start,
        end,
        context.manuscript[start:end],
        f"{figure.amount.value:f}" if words is None else f"{words.numerator}/{words.denominator}",
        (figure.printed_unit or figure.amount.unit).symbol if words is None else "",
        figure.amount.qualifier,
        figure.kind.value,
        said.measure.value,
        said.measured,
        said.area,
        said.period,
        context.surroundings(start, end),
        said.basis,
        figure.amount if words is None else None,
        said.sign,
        figure.spelled,
    )


def _against_book(context: Context, book: Book | None, settlements: tuple[Settlement, ...]) -> list[Claim]:
    if book is None:
        return []
    from ecdesk.prose.against_book import find_book_claims

    return list(find_book_claims(context, book, settlements))


def _without_repeats(claims: list[Claim]) -> list[Claim]:
    """Each relation once, in order of place."""
    seen: set[tuple[str, frozenset[tuple[int, int]]]] = set()
    kept = []
    for claim in claims:
        key = (claim.kind, frozenset((operand.start, operand.end) for operand in claim.operands))
        if key not in seen:
            seen.add(key)
            kept.append(claim)
    return sorted(kept, key=lambda claim: (min(operand.start for operand in claim.operands), claim.kind))
