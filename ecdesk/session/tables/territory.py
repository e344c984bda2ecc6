"""The areas of a book: new ones (districts, parks, cities), and which of them are expected to send a submission."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import AreaRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import DISTRICT, Area
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.refusals import typed_area, typed_name

LONGEST_NAME = 40


def add_area(desk: Desk, name: str, parent: str = "", aliases: tuple[str, ...] = (), reports: bool = False) -> AreaRecord:
    """A new area at the end of the list. parent: its name as a person writes it, "" for none.

    UserError for a name or alias that another area goes by, and for a parent that is not known.
    """
    name = typed_name(name).replace(" ", "")
    words = tuple(dict.fromkeys("".join(word.split()) for word in aliases if word.strip()))
    if len(name) > LONGEST_NAME or "|" in name:
        raise UserError("地区名称“{name}”太长或有竖线，请改一下。", name=name[:LONGEST_NAME])
    areas = desk.book.areas
    for word in (name, *words):
        other = areas.find(word)
        if other is not None:
            raise UserError("“{word}”已经是地区“{name}”的名称或别名。", word=word, name=other.name)
    above = typed_area(areas, parent) if parent.strip() else None
    order = max((record.order for record in desk.book.all(AreaRecord).values()), default=-1) + 1
    area = Area(name, name, name, DISTRICT, above.code if above is not None else "", aliases=words)
    made = AreaRecord(area, order, reports)
    with desk.edit(text("新建地区：{name}", name=name)) as edit:
        edit.put(made)
    return made


def likely_city(book: Book) -> str:
    """The name of what the districts of a book lie in, "" where it has none or they lie in several."""
    cities = {area.parent for area in book.areas if area.kind == DISTRICT and area.parent}
    found = book.area(cities.pop()) if len(cities) == 1 else None
    return found.name if found is not None else ""


def set_reporting(desk: Desk, codes: Collection[str]) -> int:
    """Let exactly these areas be expected to report; how many changed."""
    changed = [
        replace(record, reports=code in codes)
        for code, record in desk.book.all(AreaRecord).items()
        if isinstance(record, AreaRecord) and record.reports != (code in codes)
    ]
    if changed:
        with desk.edit(text("改变报送地区 {count} 个", count=len(changed))) as edit:
            for record in changed:
                edit.put(record)
    return len(changed)
