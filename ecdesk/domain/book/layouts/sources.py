"""What an exhibit says of where its figures come from: built from the register of sources, or as somebody wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
