"""The report as its outline has it: sections and exhibits in order, what is in a section, and a fingerprint of what that says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.encoding import encode, encode_content
from ecdesk.domain.book.layouts.delivered import sections_above
from ecdesk.domain.book.layouts.keys import cell_keys
from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.book.records import Exhibit, Section
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr

_PLACES = frozenset({"section", "order", "parent"})
"""Fields that say where something stands, and not what it says."""


def outline(book: Book) -> list[tuple[int, Section | Exhibit]]:
    """Sections and exhibits with their depth, from 0; what stands in a section itself comes behind the sections below it, as the
    window has them."""
    children: dict[str, list[Section]] = {}
    known = {section.id for section in book.sections()}
    for section in book.sections():
        children.setdefault(section.parent if section.parent in known else "", []).append(section)
    inside: dict[str, list[Exhibit]] = {}
    for exhibit in book.exhibits():
        inside.setdefault(exhibit.section if exhibit.section in known else "", []).append(exhibit)
    found: list[tuple[int, Section | Exhibit]] = []

    def visit(parent: str, level: int) -> None:
        for section in children.get(parent, ()):
            found.append((level, section))
            visit(section.id, level + 1)
        found.extend((level, exhibit) for exhibit in inside.get(parent, ()))

    visit("", 0)
    return found


def name_of(book: Book, about: str) -> str:
    """An exhibit's or a section's number and title; that it is gone where it is."""
    record = book.get(Exhibit, about) or book.get(Section, about)
    if isinstance(record, Exhibit):
        return record.number_and_caption
    return f"{record.number} {record.title}".strip() if isinstance(record, Section) else tr("已删除的图表或章节")


class Inside:
    """Which exhibits and sections stand in which, looked up once where many of them are asked about. It holds as long as the book is not changed."""

    def __init__(self, book: Book) -> None:
        self._exhibits = book.all(Exhibit)
        self._sections = {one.id: one for one in book.sections()}
        self._below: dict[str, list[str]] = {}
        for section in self._sections.values():
            self._below.setdefault(section.parent, []).append(section.id)
        self._in: dict[str, list[tuple[int, Exhibit]]] = {}
        for place, exhibit in enumerate(book.exhibits()):
            self._in.setdefault(exhibit.section, []).append((place, exhibit))

    def above(self, about: str) -> list[str]:
        """An exhibit or a section and the sections that it stands in, the innermost first, by their ids."""
        exhibit = self._exhibits.get(about)
        sections = [one.id for one in sections_above(self._sections, exhibit.section if exhibit is not None else about)]
        return [about, *sections] if exhibit is not None else sections

    def sections(self, about: str) -> list[str]:
        """Ids of a section and of those in it, however deep; none for an exhibit."""
        if about not in self._sections:
            return []
        found = {about: None}
        waiting = [about]
        for outer in waiting:  # grows while it is read
            fresh = [one for one in self._below.get(outer, ()) if one not in found]
            found.update(dict.fromkeys(fresh))
            waiting += fresh
        return list(found)

    def exhibits(self, about: str) -> list[Exhibit]:
        """An exhibit, or every exhibit of a section and the sections in it, in the order of the report."""
        if about in self._exhibits:
            return [self._exhibits[about]]
        found = [one for section in self.sections(about) for one in self._in.get(section, ())]
        return [exhibit for _place, exhibit in sorted(found, key=lambda one: one[0])]

    def carriers(self, about: str) -> list[str]:
        """Ids of what the work on an exhibit or a section is counted by: the exhibits in a section, or itself where there are none."""
        return [exhibit.id for exhibit in self.exhibits(about)] or [about]


def above(book: Book, about: str) -> list[str]:
    """See `Inside.above`."""
    return Inside(book).above(about)


def covered_keys(book: Book, about: str) -> list[Key]:
    """The keys of an exhibit, or of every exhibit of a section and the sections in it."""
    return list(dict.fromkeys(key for exhibit in covered_exhibits(book, about) for _row, _column, key in cell_keys(exhibit)))


def covered_exhibits(book: Book, about: str) -> Sequence[Exhibit]:
    """See `Inside.exhibits`."""
    exhibit = book.get(Exhibit, about)
    return [exhibit] if exhibit is not None else Inside(book).exhibits(about)


def carriers(book: Book, about: str) -> list[str]:
    """See `Inside.carriers`."""
    return [exhibit.id for exhibit in covered_exhibits(book, about)] or [about]


def covered_sections(book: Book, about: str) -> list[str]:
    """See `Inside.sections`."""
    return Inside(book).sections(about) if book.get(Section, about) is not None else []


def content_digest(book: Book, about: str, inside: Inside | None = None, content: Callable[[Exhibit], str] | None = None) -> str:
    """A fingerprint of everything that an exhibit, or a section with all that is in it, says: figures, words, layout. inside, content: where
    they are known, the latter as `content_of` says it."""
    within = inside or Inside(book)
    layouts = [content(exhibit) if content is not None else content_of(book, exhibit) for exhibit in within.exhibits(about)]
    headings = [_without_places(encode(book.all(Section)[id])) for id in within.sections(about)]
    written = f"[{_written(headings)}, [{', '.join(layouts)}]]"
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def content_of(book: Book, exhibit: Exhibit) -> str:
    """Everything that an exhibit says, as text."""
    return _written([_words(book, exhibit), _figures(book, exhibit)])


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _words(book: Book, exhibit: Exhibit) -> dict[str, object]:
    return {**_without_places(encode(exhibit)), "source_line": source_line(book, exhibit)}


def _without_places(record: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in record.items() if name not in _PLACES}


def _figures(book: Book, exhibit: Exhibit) -> list[list[object]]:
    """What stands in its cells; where it came from does not count."""
    found = ((key, book.observation(key)) for _row, _column, key in cell_keys(exhibit))
    return [[str(key), encode_content(one.content), one.status, one.basis, one.note] for key, one in found if one is not None]
