"""The English edition of a book: the same figures under English texts, made when it is handed out.

Texts are asked for in this order: what the book's editors gave in English (`Translation`), the English names of its indicators, areas and items, and
what is said in any table (`ecdesk/domain/wording/in_english.py`). What nobody gave stays Chinese, and is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.delivered import PrintedExhibit, sections_above
from ecdesk.domain.book.layouts.sources import registered, source_line
from ecdesk.domain.book.layouts.texts import LONGEST_TEXT
from ecdesk.domain.book.records import Chart, Exhibit, Indicator, Item, Line, Record, Setting, Source, Translation
from ecdesk.domain.book.tables import Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import SOURCE_LANGUAGE, Text, text
from ecdesk.domain.wording.in_english import asked_for, in_english, is_chinese
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.editions.english_units import in_english_units

ENGLISH = "en"
EDITIONS = (SOURCE_LANGUAGE, ENGLISH)
"""The languages that a book is handed out in."""

_SETTINGS = ("title", "organisation")

Say = Callable[[str], str]
"""A printed text to what is printed for it."""


@dataclass(frozen=True, slots=True)
class EnglishText:
    """A text that a book prints, or a piece of several. english: what an English edition prints for it, "" where nobody gave it. own: whether the book's editors gave it
    and it does not follow from elsewhere. places: numbers of the exhibits that it stands in."""

    chinese: str
    english: str
    own: bool
    places: tuple[str, ...]


class _Words:
    """What a book knows in English."""

    def __init__(self, book: Book) -> None:
        areas = {name: one.english for one in book.areas for name in (one.name, one.short) if one.english}
        items = {one.name: one.english for one in book.all(Item).values() if one.english}
        indicators = {one.name: one.english for one in book.all(Indicator).values() if one.english}
        self._own = {str(id): one.english for id, one in book.all(Translation).items() if one.english}
        self._all = {**areas, **items, **indicators, **self._own}

    def own(self, words: str) -> bool:
        return words in self._own

    def known(self, words: str) -> str:
        return self._all.get(words, "")

    def english(self, words: str) -> str:
        return in_english(words, self.known)

    def printed(self, words: str) -> str:
        return self.english(words) or words


def names_in(book: Book) -> Say:
    """What an edition says for the names of indicators, areas and items, which its rules know by their Chinese ones."""
    return _Words(book).printed if book.language == ENGLISH else str


def english_edition(book: Book) -> Book:
    """A book as its English edition prints it: hand it to what writes workbooks, documents, pages and charts. The book itself stays as it is."""
    words, edition = _Words(book), book.edition(ENGLISH)
    edition.load(chain(_translated_exhibits(book, words), _translated_others(book, words)))
    return edition


def in_edition(book: Book, language: str, final: bool = False) -> Book:
    """The book itself, or its English edition. Raises UserError for one that is final while it says something in Chinese."""
    if language == SOURCE_LANGUAGE:
        return book
    missing = missing_english(book)
    if final and missing:
        raise UserError(
            "还有 {count} 处没有英文，不能作为英文版定稿导出，请先在“英文对照”里补上；第一处是：{first}。",
            count=len(missing),
            first=missing[0].chinese,
        )
    return english_edition(book)


def check_printed(book: Book, tables: Iterable[Table]) -> None:
    """Raises UserError for what a final English edition would print in Chinese, wherever it comes from: units and symbols, too, and exhibits that
    only go out by themselves. book: the edition; tables: as they are printed."""
    texts = (words for table in tables for words in PrintedExhibit(table).texts()) if book.language != SOURCE_LANGUAGE else ()
    first = next(filter(is_chinese, texts), None)
    if first is not None:
        raise UserError("英文版里“{words}”还是中文，不能作为定稿导出，请先补上英文，或换一个有英文的单位或符号。", words=first)


def said_in_chinese(book: Book, edition: Book) -> list[Text]:
    """What is to be told of an edition that says something in Chinese still; nothing of the book itself."""
    missing = missing_english(book) if edition.language != book.language else []
    if not missing:
        return []
    words = text(
        "有 {count} 处没有英文，印的是中文，可在“英文对照”里补上；第一处是：{first}。",
        count=len(missing),
        first=missing[0].chinese,
    )
    return [words]


def _translated_exhibits(book: Book, words: _Words) -> Iterator[Record]:
    return (_translated(in_english_units(book, _headed(book, exhibit)), words.printed) for exhibit in book.exhibits())


def _headed(book: Book, exhibit: Exhibit) -> Exhibit:
    """An exhibit with its source line as it is printed; without one where that is built of registered sources."""
    return replace(exhibit, source_line="" if exhibit.sources else source_line(book, exhibit))


def _translated_others(book: Book, words: _Words) -> Iterator[Record]:
    for section in book.sections():
        yield replace(section, number=words.printed(section.number), title=words.printed(section.title))
    for source in book.all(Source).values():
        names = (words.printed(source.institution), words.printed(source.publication))
        yield replace(source, institution=", ".join(filter(None, names)), publication="")
    for indicator in book.all(Indicator).values():
        said = replace(indicator, english=words.printed(indicator.name))
        meant = indicator.definition_english
        yield replace(said, definition=meant, definition_english="") if meant else said
    for name in _SETTINGS:
        if book.setting(name):
            yield Setting(name, words.printed(book.setting(name)))


def _translated(exhibit: Exhibit, say: Say) -> Exhibit:
    """An exhibit with every text that is printed of it said otherwise."""
    return replace(
        exhibit,
        number=say(exhibit.number),
        caption=say(exhibit.caption),
        corner=say(exhibit.corner),
        source_line=say(exhibit.source_line),
        notes=tuple(map(say, exhibit.notes)),
        footnotes=tuple(map(say, exhibit.footnotes)),
        rows=tuple(_translated_line(line, say) for line in exhibit.rows),
        columns=tuple(_translated_line(line, say) for line in exhibit.columns),
        chart=exhibit.chart and _translated_chart(exhibit.chart, say),
    )


def _translated_line(line: Line, say: Say) -> Line:
    texts = {id: say(words) for id, words in line.texts.items()}
    return replace(line, label=say(line.label), groups=tuple(map(say, line.groups)), texts=texts)


def _translated_chart(chart: Chart, say: Say) -> Chart:
    reference = chart.reference and replace(chart.reference, words=say(chart.reference.words))
    notes = tuple(replace(note, words=say(note.words)) for note in chart.notes)
    return replace(chart, title=say(chart.title), reference=reference, notes=notes)


# -- the list of texts


def english_texts(book: Book, exhibits: Iterable[Exhibit] | None = None) -> list[EnglishText]:
    """What there is to be said in English of exhibits, of those that the report prints where none are given, in the order in which it is met; texts
    that follow from their pieces (a source line, a caption with its year) are not asked for whole."""
    words = _Words(book)
    pieces: dict[str, list[str]] = {}
    for printed, places in _printed_texts(book, exhibits).items():
        for piece in asked_for(printed, words.known):
            pieces.setdefault(piece, []).extend(places)
    return [
        EnglishText(piece, words.english(piece), words.own(piece), tuple(dict.fromkeys(places)))
        for piece, places in pieces.items()
    ]


def missing_english(book: Book, exhibits: Iterable[Exhibit] | None = None) -> list[EnglishText]:
    """Those that nobody gave in English."""
    return [one for one in english_texts(book, exhibits) if not one.english]


def _printed_texts(book: Book, exhibits: Iterable[Exhibit] | None) -> dict[str, list[str]]:
    """Chinese texts with the numbers of the exhibits in which they stand."""
    found: dict[str, list[str]] = {}

    def meet(words: str, place: str = "") -> str:
        if is_chinese(words):
            found.setdefault(words, []).extend([place] if place else [])
        return words

    for name in _SETTINGS:
        meet(book.setting(name))
    sections = {section.id: section for section in book.sections()}
    for exhibit in [one for one in book.exhibits() if one.printed] if exhibits is None else exhibits:
        for section in reversed(sections_above(sections, exhibit.section)):
            meet(section.number)
            meet(section.title)
        here = partial(meet, place=exhibit.number or exhibit.caption)
        _translated(_headed(book, exhibit), here)
        for source in registered(book, exhibit.sources):
            here(source.institution)
            here(source.publication)
    return found


def set_english(desk: Desk, texts: Mapping[str, str]) -> int:
    """Give texts in English, as one step; "" takes away what was given. Returns how many changed. Raises UserError for more than can be printed."""
    wanted = {chinese: _translation(chinese, " ".join(english.split())) for chinese, english in texts.items()}
    changed = {chinese: one for chinese, one in wanted.items() if one != desk.book.get(Translation, chinese)}
    if changed:
        with desk.edit(text("填写英文：{count} 处", count=len(changed))) as edit:
            for chinese, one in changed.items():
                edit.put(one) if one is not None else edit.remove(Translation, chinese)
    return len(changed)


def _translation(chinese: str, english: str) -> Translation | None:
    if len(english) > LONGEST_TEXT:
        raise UserError("一处英文最多 {count} 个字符，请写短一些。", count=LONGEST_TEXT)
    return Translation(chinese, english) if english else None


def from_lines(book: Book, lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a list of pairs says of texts that the book prints; others are left out."""
    asked = {one.chinese for one in english_texts(book, book.exhibits())} | _printed_texts(book, book.exhibits()).keys()
    return {chinese: english for chinese, english in lines if chinese in asked and english and not is_chinese(english)}
