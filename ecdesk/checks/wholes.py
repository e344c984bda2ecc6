"""What a share is a share of."""

from __future__ import annotations

from ecdesk.domain.book.book import Book
from ecdesk.domain.figures.keys import Key


def whole_of_share(book: Book, key: Key) -> Key | None:
    """The key of what a share is a share of: of what its measure names after the colon, of the item's parent, of the indicator's
    whole, of the area that it lies in (which is what the share of 东部 is of).

    None when nothing says what it is a share of.
    """
    named = key.measure.partition(":")[2]
    if named:
        indicator = book.indicator(named)
        if indicator is not None:
            return Key(named, key.area, "", key.period, "value")
        area = book.areas.find(named)
        if area is not None:
            return Key(key.indicator, area.code, key.item, key.period, "value")
        if book.item(named) is not None:
            return Key(key.indicator, key.area, named, key.period, "value")
        return Key(named, key.area, "", key.period, "value")
    if key.item:
        item = book.item(key.item)
        return Key(key.indicator, key.area, item.parent if item else "", key.period, "value")
    known = book.indicator(key.indicator)
    place = book.area(key.area)
    if known is not None and known.whole and not (place is not None and place.kind == "region"):
        return Key(known.whole, key.area, "", key.period, "value")
    if place is not None and place.parent:
        return Key(key.indicator, place.parent, "", key.period, "value")
    return None
