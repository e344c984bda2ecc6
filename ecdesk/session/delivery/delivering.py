"""What is handed out of a book: the chosen exhibits as they are printed, under the headings of the report that they stand in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.delivered import Delivery, PrintedExhibit, PrintedSection, sections_above, title_of
from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.book.records import Exhibit, Section
from ecdesk.domain.book.tables import Table
from ecdesk.domain.errors import UserError


class Which(StrEnum):
    """Which exhibits go out: those that the report prints, or with them those that the office keeps beside them."""

    PRINTED = "printed"
    ALL = "all"


def chosen_exhibits(book: Book, which: Which, part: str = "", only: Collection[str] | None = None) -> list[Exhibit]:
    """In the order of the report. part: the number or id of one exhibit, chapter or section, "" for the whole report. only: ids of
    those among them that are wanted; None for all.

    An exhibit that is asked for by itself goes out whether it is printed or not. Raises UserError where there is none.
    """
    inside = exhibits_of_part(book, part) if part else book.exhibits()
    everything = which is Which.ALL or _is_asked_for(inside, part)
    found = inside if everything else [exhibit for exhibit in inside if exhibit.printed]
    if not found and inside:
        raise UserError("没有一张图表标着要印，没有可以导出的。请在目录里给要印的图表打上“印入报告”，或者导出全部图表。")
    left = found if only is None else [exhibit for exhibit in found if exhibit.id in only]
    if found and not left:
        raise UserError("没有选中图表，没有可以导出的。请至少选一个。")
    return [replace(exhibit, source_line=source_line(book, exhibit)) for exhibit in left]


def _is_asked_for(inside: Sequence[Exhibit], part: str) -> bool:
    """Whether a part is one exhibit by itself."""
    return len(inside) == 1 and _plain(part) in (_plain(inside[0].id), _plain(inside[0].number))


@dataclass(frozen=True)
class OfferedExhibit:
    """An exhibit as it is offered for an export."""

    id: str
    title: str
    printed: bool


@dataclass(frozen=True)
class OfferedChapter:
    """A chapter with all exhibits in it, in the order of the report. title: "" for those in no chapter."""

    title: str
    exhibits: tuple[OfferedExhibit, ...]


def offered_chapters(book: Book) -> list[OfferedChapter]:
    """What somebody chooses from who exports parts of a book."""
    sections = {one.id: one for one in book.sections()}
    found: dict[str, list[OfferedExhibit]] = {}
    for exhibit in book.exhibits():
        above = sections_above(sections, exhibit.section)
        title = title_of(above[-1].number, above[-1].title) if above else ""
        found.setdefault(title, []).append(OfferedExhibit(exhibit.id, title_of(exhibit.number, exhibit.caption), exhibit.printed))
    return [OfferedChapter(title, tuple(exhibits)) for title, exhibits in found.items()]


def exhibits_of_part(book: Book, part: str) -> list[Exhibit]:
    """The exhibits of one exhibit, chapter or section, by its number or id. Raises UserError where the book has no such part, or nothing in it."""
    wanted = _plain(part)
    for exhibit in book.exhibits():
        if wanted in (_plain(exhibit.id), _plain(exhibit.number)):
            return [exhibit]
    section = _section_named(book, part)
    sections = {one.id: one for one in book.sections()}
    found = [one for one in book.exhibits() if section in sections_above(sections, one.section)]
    if not found:
        raise UserError("“{part}”里没有图表，请另选一章。", part=part)
    return found


def part_id(book: Book, part: str) -> str:
    """The id of what is asked for by its number, which another edition prints otherwise. What is no exhibit, chapter or section stays as it is."""
    wanted = _plain(part)
    known = [(one.id, one.number) for one in book.exhibits()] + [(one.id, one.number) for one in book.sections()]
    return next((id for id, number in known if part and wanted in (_plain(id), _plain(number))), part)


def _section_named(book: Book, part: str) -> Section:
    wanted = _plain(part)
    named = [one for one in book.sections() if part == one.id]
    named = named or [one for one in book.sections() if wanted in (_plain(one.number), _plain(one.title))]
    if len(named) > 1:
        raise UserError("书中编号或标题为“{part}”的章节不止一个，请写标题。", part=part)
    if not named:
        raise UserError("书中没有图表或章节“{part}”，请核对编号。", part=part)
    return named[0]


def _plain(number: str) -> str:
    return "".join(number.split()).casefold()


def delivery_of(book: Book, chosen: Sequence[Exhibit], tables: Mapping[str, Table], draft: bool) -> Delivery:
    """What goes out. tables: the exhibits as they are printed, by id."""
    parts = tuple(_parts(book, chosen, tables))
    return Delivery(book.title, book.setting("organisation"), parts, draft)


def _parts(book: Book, chosen: Sequence[Exhibit], tables: Mapping[str, Table]) -> Iterator[PrintedSection | PrintedExhibit]:
    sections = {section.id: section for section in book.sections()}
    open_path: list[str] = []
    for exhibit in chosen:
        path = [one.id for one in reversed(sections_above(sections, exhibit.section))]
        shared = next((at for at, (old, new) in enumerate(zip(open_path, path, strict=False)) if old != new), None)
        begun = min(len(open_path), len(path)) if shared is None else shared
        for level, id in enumerate(path[begun:], start=begun + 1):
            yield PrintedSection(id, level, sections[id].number, sections[id].title)
        open_path = path
        yield PrintedExhibit(tables[exhibit.id])


def parts_of(book: Book) -> list[tuple[str, str]]:
    """What can be asked for besides the whole report: the chapters in which an exhibit stands, each with its id and its name."""
    sections = {section.id: section for section in book.sections()}
    held = {found[-1].id for one in book.exhibits() if (found := sections_above(sections, one.section))}
    return [(one.id, title_of(one.number, one.title)) for one in book.sections() if one.id in held]
