"""The areas of a book: new ones (districts, parks, cities), and which of them are expected to send a submission."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import AreaRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import DISTRICT, Area, AreaCatalogue, short_of_district
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.refusals import typed_area, typed_name

LONGEST_NAME = 40


def add_area(desk: Desk, name: str, parent: str = "", aliases: tuple[str, ...] = (), reports: bool = False) -> AreaRecord:
    """A new area at the end of the list. parent: its name as a person writes it, "" for none.

    UserError for a name or alias that another area goes by, and for a parent that is not known.
    """
    made = _Founding(desk.book, parent).area(name, aliases, reports)
    with desk.edit(text("新建地区：{name}", name=made.area.name)) as edit:
        edit.put(made)
    return made


def add_areas(desk: Desk, names: Sequence[str], parent: str = "", reports: bool = True) -> list[AreaRecord]:
    """Several new areas that lie in the same one, as one step. Raises UserError, and makes none, as `add_area` does."""
    made = new_areas(desk.book, names, parent, reports)
    with desk.edit(text("新建地区 {count} 个", count=len(made))) as edit:
        for record in made:
            edit.put(record)
    return made


def new_areas(book: Book, names: Sequence[str], parent: str = "", reports: bool = False) -> list[AreaRecord]:
    """The records of new areas that lie in the same one. Raises UserError as `add_area` does."""
    founding = _Founding(book, parent)
    return [founding.area(name, (), reports) for name in names]


class _Founding:
    """Makes records of new areas, each checked beside those before it."""

    def __init__(self, book: Book, parent: str) -> None:
        self._areas = list(book.areas)
        above = typed_area(book.areas, parent) if parent.strip() else None
        self._above = above.code if above is not None else ""
        self._inside = above is not None and above.kind not in ("nation", "region")
        self._order = max((record.order for record in book.all(AreaRecord).values()), default=-1)

    def area(self, name: str, aliases: tuple[str, ...], reports: bool) -> AreaRecord:
        name = typed_name(name).replace(" ", "")
        words = tuple(dict.fromkeys("".join(word.split()) for word in aliases if word.strip()))
        if len(name) > LONGEST_NAME or "|" in name:
            raise UserError("地区名称“{name}”太长或有竖线，请改一下。", name=name[:LONGEST_NAME])
        known = AreaCatalogue(self._areas)
        for word in (name, *words):
            other = known.find(word)
            if other is not None:
                raise UserError("“{word}”已经是地区“{name}”的名称或别名。", word=word, name=other.name)
        # What lies in no city or province is none of the districts that add up to one: 武汉市 is a city.
        kind = DISTRICT if self._inside or short_of_district(name) else "city"
        area = Area(name, name, name, kind, self._above, aliases=words)
        self._areas.append(area)
        self._order += 1
        return AreaRecord(area, self._order, reports)


def likely_city(book: Book) -> str:
    """The name of what new districts of a book are likely to lie in, "" where nothing says it."""
    home = book.home_area
    return home.name if home is not None else ""


def set_territory(desk: Desk, codes: Collection[str], fresh: Sequence[str] = (), above: str = "") -> list[AreaRecord]:
    """Let exactly these areas and new ones report, as one step; returns the new ones. above: what those lie in. Raises UserError as `add_area`."""
    if not fresh:
        set_reporting(desk, codes)
        return []
    made = new_areas(desk.book, fresh, above, reports=True)
    with desk.edit(text("新建地区 {count} 个", count=len(made))) as edit:
        for record in (*_changed_reporting(desk.book, codes), *made):
            edit.put(record)
    return made


def _changed_reporting(book: Book, codes: Collection[str]) -> list[AreaRecord]:
    """The areas that report and shall not, or the other way round, as they shall be."""
    areas = book.all(AreaRecord)
    return [
        replace(record, reports=code in codes)
        for code, record in areas.items()
        if isinstance(record, AreaRecord) and record.reports != (code in codes)
    ]


def set_reporting(desk: Desk, codes: Collection[str]) -> int:
    """Let exactly these areas be expected to report; how many changed."""
    changed = _changed_reporting(desk.book, codes)
    if changed:
        with desk.edit(text("改变报送地区 {count} 个", count=len(changed))) as edit:
            for record in changed:
                edit.put(record)
    return len(changed)
