"""What a person typed for a name, a unit, a number of decimals or an area, or the sentence that says why it is none."""

from __future__ import annotations

from ecdesk.domain.book.layouts.texts import MOST_ENTRIES
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import Area, AreaCatalogue
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.units import unit_in_words


def typed_name(name: str) -> str:
    """A name with single spaces. Raises UserError for an empty one."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise UserError("名称是空的，请先写点什么。")
    return cleaned


def typed_unit(symbol: str) -> Unit:
    """The unit that a symbol names. Raises UserError for none or an unknown one."""
    unit = unit_in_words(symbol)
    if unit is None:
        raise UserError("没有“{unit}”这个单位，请写成亿元、万人、%这样的单位。", unit=symbol.strip())
    return unit


def typed_symbol(words: str) -> str:
    """The symbol of a unit that was typed, "" for nothing and for 无, as an index has none. Raises UserError as `typed_unit` does."""
    return "" if words.strip() in ("", tr("无")) else typed_unit(words).symbol


def check_entries(rows: int) -> None:
    """Raises UserError for more rows than a list can have."""
    if rows > MOST_ENTRIES:
        raise UserError("一张名单最多 {count} 行，请分成几张表。", count=MOST_ENTRIES)


def check_decimals(decimals: int, most: int) -> None:
    """Raises UserError for a number of decimals that is not from 0 to the most."""
    if not 0 <= decimals <= most:
        raise UserError("小数位数要在 0 到 {count} 之间。", count=most)


def typed_area(areas: AreaCatalogue, name: str) -> Area:
    """The area that goes by a name. Raises UserError for an unknown one."""
    area = areas.find(name)
    if area is None:
        raise UserError("没有找到地区“{area}”，请写它的全称或简称。", area=name.strip())
    return area


def not_a_line(name: str) -> UserError:
    """An indicator, item, area or period that no row or column can show, because it is not there."""
    return UserError("没有找到“{name}”，不能作为行或列。", name=name)
