"""Sentences from the figures of an exhibit's or an area's table, by the book's templates; each proofread like any other text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import VERDICT_NAMES, Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Setting
from ecdesk.domain.documents import Document
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text, tr
from ecdesk.prose import proof
from ecdesk.prose.writing.sentences import SETTING, read_templates, sentences, templates_of
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that says a figure of the book. doubt: what the proof says against it, "" where it says nothing."""

    key: Key
    words: str
    doubt: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"key": str(self.key), "text": self.words, "doubt": self.doubt}


def exhibit_named(book: Book, written: str) -> Exhibit:
    """The exhibit of a number (图1-5), whatever the spaces. Raises UserError where the book has none."""
    wanted = "".join(written.split()).casefold()
    for exhibit in book.exhibits():
        if "".join(exhibit.number.split()).casefold() == wanted:
            return exhibit
    raise UserError("书中没有图表“{number}”，请核对编号。", number=written)


def sentences_of_exhibit(book: Book, exhibit: Exhibit) -> tuple[Sentence, ...]:
    """The sentences of a table, row by row."""
    return _proofread(book, (key for _row, _column, key in cell_keys(exhibit)))


def sentences_of_area(book: Book, area: str) -> tuple[Sentence, ...]:
    """The sentences of what the book prints of an area, by its name or code, in the period that the book is about.

    Raises UserError where the book knows no such area, or is about no period.
    """
    found = book.areas.find(area) or book.areas.get(area)
    if found is None:
        raise UserError("没有地区“{area}”，请核对名称。", area=area)
    period = book.needed_period().code
    return _proofread(book, (key for key in book.printed_keys() if key.area == found.code and key.period == period))


def make_sentences(book: Book, exhibit: str = "", area: str = "") -> Job[tuple[Sentence, ...]]:
    """The sentences of an exhibit, by its id, or of an area. A window hands in ``book.snapshot()``."""
    yield Progress(0, 0, text("由数成句"))
    return sentences_of_exhibit(book, book.exhibit(exhibit)) if exhibit else sentences_of_area(book, area)


def set_templates(desk: Desk, written: str) -> None:
    """Keep templates in the book; without any, the one that every book begins with goes again. Raises UserError for what is none."""
    words = "\n".join(filter(None, map(str.strip, written.splitlines())))
    read_templates(words)
    if words == templates_of(desk.book):
        return
    with desk.edit(text("句子模板")) as edit:
        if words:
            edit.put(Setting(SETTING, words))
        else:
            edit.remove(Setting, SETTING)


def _proofread(book: Book, keys: Iterator[Key]) -> tuple[Sentence, ...]:
    """The sentences of some figures, all proofread as one text."""
    made = list(sentences(book, keys))
    result = proof(Document("\n".join(words for _key, words in made)), book)
    doubts: dict[int, str] = {}
    for claim in result.claims:
        if claim.verdict in (Verdict.FAILS, Verdict.ROUNDING):
            line = result.document.text.count("\n", 0, claim.operands[0].start)
            doubts.setdefault(line, f"{tr(VERDICT_NAMES[claim.verdict])}：{claim.message}")
    return tuple(Sentence(key, words, doubts.get(line, "")) for line, (key, words) in enumerate(made))
