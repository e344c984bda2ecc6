"""What an exhibit says of where its figures come from: built from the register of sources, or as somebody wrote it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ecdesk.domain.book.records import Exhibit, Origin, OriginKind, Source
from ecdesk.domain.texts import SOURCE_LANGUAGE, printed_in, tr

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book

_BETWEEN = "、"
_HEADING = re.compile(r"[^：:]{1,12}(?:：|:(?!//))")
"""资料来源：, 教学数据：, Source: at the beginning of a line."""


def registered(book: Book, ids: Iterable[str] | None = None) -> list[Source]:
    """The sources of a book, or those of these that it has, in its order."""
    every = book.all(Source)
    found = every.values() if ids is None else [every[id] for id in dict.fromkeys(ids) if id in every]
    return sorted(found, key=lambda source: (source.order, source.id))


def source_line(book: Book, exhibit: Exhibit) -> str:
    """The source line of an exhibit as it is printed, in the language of the book; "" for none. One that somebody typed as a mere name is headed as
    the built ones are."""
    names = [source.name for source in registered(book, exhibit.sources)]
    if not names:
        line = exhibit.source_line
        # Of an edition the whole line was said in its language.
        headed = book.language != SOURCE_LANGUAGE or _HEADING.match(line) is not None
        return line if not line or headed else built_line(line)
    between = "；" if any(_BETWEEN in name for name in names) else _BETWEEN
    return built_line((between if book.language == SOURCE_LANGUAGE else "; ").join(names), book.language)


def built_line(names: str, language: str = SOURCE_LANGUAGE) -> str:
    """The source line with these names."""
    with printed_in(language):
        return tr("数据来源：{names}", names=names)


def source_words(book: Book, origin: Origin) -> str:
    """The source that somebody named for a figure, with the page; "" for a figure without one. One that was taken out of the register since
    is called as it was."""
    source = book.get(Source, origin.source) if origin.source else None
    if source is None:
        return origin.detail if origin.source and origin.kind == OriginKind.PUBLISHED else ""
    return f"{source.name} {origin.cell}".strip()


# -- what a line names, as records of the register


def content_of(source: Source) -> tuple[str, str, str]:
    return source.institution, source.publication, source.date


def new_source_id(book: Book, source: Source) -> str:
    """The same in every copy of the book in which somebody registers the same, so that copies come together with one."""
    digest = hashlib.sha256("\n".join(content_of(source)).encode()).hexdigest()[:16]
    taken = book.all(Source)
    return next(id for id in (digest, *(f"{digest}-{count}" for count in range(2, len(taken) + 3))) if id not in taken)


def last_source_order(book: Book) -> float:
    return max((source.order for source in book.all(Source).values()), default=0.0)


def sources_said(book: Book, words: str) -> list[Source] | None:
    """The sources that the words of a source line name, one or several: those of the register, others as they would stand in it. None where a line that
    is built from them would say otherwise."""
    said = [one for name in _NAMES.findall(words) if (one := source_in(built_line(name))) is not None]
    if not said or _BETWEEN.join(one.name for one in said) != words:
        return None
    known = {content_of(source): source for source in book.all(Source).values()}
    first = last_source_order(book) + 1
    return [
        known.get(content_of(one)) or replace(one, id=new_source_id(book, one), order=first + number)
        for number, one in enumerate(said)
    ]


_NAMES = re.compile("(?:《[^《》]+》|[^《》、])+")
_ONE_NAME = re.compile("([^《》、，；,;。：:]+)(?:《([^《》]+)》)?")


def source_in(line: str) -> Source | None:
    """The one source that a line names, without an id; None where it says more, or says it otherwise than a built line would."""
    before, after = built_line("\n").split("\n")
    match = _ONE_NAME.fullmatch(line.removeprefix(before).removesuffix(after)) if line.startswith(before) else None
    return Source("", match[1], match[2] or "") if match is not None else None
