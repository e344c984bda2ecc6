"""What a person writes in the form of a new table, and the layouts it offers to begin with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Chart, ChartKind, Item, TextKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import DISTRICT, NATION, Area, short_of_district
from ecdesk.domain.figures.moves import ROUNDS, Relative, before
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import base_in_brackets, measure_choices
from ecdesk.domain.wording.places import Places, areas_in, place_around, total_named
from ecdesk.domain.wording.time.time_words import find_time, period_named
from ecdesk.domain.wording.units import label_and_unit
from ecdesk.session.tables.laying_out import DIMENSION_NAMES, TO_DATE, Level, Wanted
from ecdesk.session.tables.lists import KIND_NAMES, read_columns
from ecdesk.session.tables.territory import likely_city

_BETWEEN = re.compile(r"[、，,;；\n]")
RELATIVE_NAMES = {
    Relative.NOW: text("本期"),
    Relative.BEFORE: text("上期"),
    Relative.YEAR_AGO: text("去年同期"),
    Relative.TO_DATE: text("本期累计"),
    Relative.YEAR_AGO_TO_DATE: text("去年同期累计"),
}
_YEARS_BACK = 7
"""Of the row of periods that is offered: so many before the book's own."""


def choices(book: Book, dimension: str) -> list[tuple[str, str]]:
    """What can be shown of a part of the key: id and name, in the order of the book; of periods those that a book is mostly about."""
    return _CHOICES[dimension](book)


def _items(book: Book) -> list[tuple[str, str]]:
    return [(item.id, item.name) for item in sorted(book.all(Item).values(), key=lambda item: item.order)]


def _periods(book: Book) -> list[tuple[str, str]]:
    own = book.period
    if own is None:
        return []
    relative = [
        (str(name), str(words)) for name, words in RELATIVE_NAMES.items() if own.kind != "year" or "TO_DATE" not in name.name
    ]
    return relative + [(period.code, str(period)) for period in reversed(_row_of(own))]


_CHOICES: Mapping[str, Callable[[Book], list[tuple[str, str]]]] = {
    "measure": lambda _book: [(id, name + base_in_brackets(id)) for id, name in measure_choices().items()],
    "area": lambda book: [(area.code, area.short) for area in book.areas],
    "indicator": lambda book: [(indicator.id, indicator.name) for indicator in book.indicators],
    "item": _items,
    "period": _periods,
}


def _row_of(own: Period) -> list[Period]:
    """The book's period with those before it, the earliest first."""
    row = [own]
    for _step in range(_YEARS_BACK):
        row.append(before(row[-1]))
    return row[::-1]


def names(book: Book, dimension: str, shown: tuple[str, ...]) -> str:
    """Ids as a person writes them."""
    known = dict(choices(book, dimension))
    return "、".join(known.get(id) or _other_name(book, dimension, id) for id in shown)


def _other_name(book: Book, dimension: str, id: str) -> str:
    if dimension == "period":
        return str(period_from_code(id))
    area = book.area(id) if dimension == "area" else None
    return area.short if area is not None else id


def read_shown(book: Book, dimension: str, words: str) -> tuple[str, ...]:
    """The ids that names separated by 、 or commas stand for; an indicator or area that the book does not know is a new one, see `fresh` and
    `fresh_areas`. Raises UserError, with the name, for anything else that it does not know."""
    return tuple(dict.fromkeys(_read_one(book, dimension, piece) for piece in _pieces(words)))


def _pieces(words: str) -> list[str]:
    return [piece.strip() for piece in _BETWEEN.split(words) if piece.strip()]


def _read_one(book: Book, dimension: str, name: str) -> str:
    known = next((id for id, known in choices(book, dimension) if name == id or fold(name) == fold(known)), None)
    elsewhere = _FOUND.get(dimension)
    found = known or (elsewhere(book, name) if elsewhere is not None else None)
    if found is None and dimension == "indicator":
        return " ".join(label_and_unit(name)[0].split())
    if found is None and dimension == "area" and not total_named(name):
        return "".join(name.split())
    if found is None:
        raise UserError("没有看懂“{name}”，请从列表里选。", name=name[:40])
    return found


def fresh(book: Book, words: str) -> dict[str, str]:
    """Those of the indicators that somebody wrote which the book does not have yet, and the units in brackets behind them: 快递业务量（万件）."""
    found = {}
    for piece in _pieces(words):
        name, unit = _read_one(book, "indicator", piece), label_and_unit(piece)[1]
        if book.indicator(name) is None:
            found[name] = unit.symbol if unit is not None else ""
    return found


def fresh_areas(book: Book, shown: Iterable[str]) -> tuple[str, ...]:
    """Those of the areas that the book does not have yet."""
    return tuple(name for name in shown if book.area(name) is None)


def above_areas(book: Book, names: Iterable[str]) -> str:
    """The name of what new areas are likely to lie in: the book's city, where they are called as districts are; "" for anything else."""
    return likely_city(book) if all(short_of_district(name) for name in names) else ""


def _period_code(book: Book, name: str) -> str | None:
    period = period_named(name, book.period)
    return period.code if period is not None else None


def _area_code(book: Book, name: str) -> str | None:
    area = book.areas.find(name)
    if area is not None:
        return area.code
    around, home = place_around(name), book.home_area
    if not around or total_named(name) != "area":
        return None
    if home is not None:
        return home.code if home.kind == around else None
    return own_place(book) or None  # 全市, in the book of a city that its title names


def _indicator_id(book: Book, name: str) -> str | None:
    indicator = book.indicators.find(name) or book.indicators.find(label_and_unit(name)[0])
    return indicator.id if indicator is not None else None


_FOUND: Mapping[str, Callable[[Book, str], str | None]] = {
    "period": _period_code,
    "area": _area_code,
    "indicator": _indicator_id,
}
"""How a name that is none of the choices is looked for."""


# -- layouts to begin with


@dataclass(frozen=True)
class About:
    """What a new table is to be about: indicators, and a period where it is not the book's own."""

    indicators: tuple[str, ...] = ()
    period: Period | None = None

    def own(self, book: Book) -> Period:
        return self.period or book.needed_period()

    def is_of_book(self, book: Book) -> bool:
        """Whether relative names of periods say it, which go on with the book."""
        return self.period is None or self.period == book.period


def period_said(book: Book, caption: str) -> Period | None:
    """The one period that a caption names; None where it names none, or several."""
    time, rest = find_time(caption)
    if time is None or time.kind == "day" or find_time(rest)[0] is not None:
        return None
    return time.period(book.period, part_of_own=False)


def place_said(book: Book, caption: str) -> str:
    """The one area that a caption names, or the city or district in it that the book does not know; "" where it names none, or several."""
    places = Places(book.areas)
    named = {area.code for area, _start, _end in areas_in(fold(caption), places)}
    return places.place_in(caption) or (named.pop() if len(named) == 1 else "")


@dataclass(frozen=True)
class Template:
    """A layout that a new table can begin with."""

    id: str
    name: Text
    make: Callable[[Book, About], Wanted]


def _blank(**parts: object) -> Wanted:
    return replace(Wanted("", "", (), ()), **parts)  # type: ignore[arg-type]


def own_place(book: Book) -> str:
    """The city or district that the title of a book names and that is no area of it; "" for none."""
    return Places(book.areas).place_in(book.title)


def _place(book: Book) -> dict[str, str]:
    """What a table is about that does not say where: the city of the book, also one that its title names and that is no area of it yet, else the nation,
    else the first of its areas."""
    home = book.home_area
    if home is None and (own := own_place(book)):
        return {"area": own}
    if home is None and NATION in book.areas:
        return {"area": NATION}
    first = home or next(iter(book.areas), None)
    return {"area": first.code} if first is not None else {}


def _reporting(book: Book) -> tuple[str, ...]:
    """The areas of a book, side by side: those that report, behind the city that they all lie in; else the parts of its city, else the provinces."""
    home, found = book.home_area, book.reporting_areas()
    if not found:
        return tuple(area.code for area in _parts_of(book, home))
    above = {area.parent for area in found if area.kind == DISTRICT}
    whole = [home.code] if home is not None and above == {home.code} else []
    return (*whole, *(area.code for area in found))


def _parts_of(book: Book, home: Area | None) -> list[Area]:
    """What a book is likely to show side by side that expects nobody to report."""
    own = book.areas.children(home.code) if home is not None else []
    return own or [area for area in book.areas if area.kind == "province"] or list(book.areas)


def _now(book: Book, about: About) -> dict[str, str]:
    if book.period is None and about.period is None:
        return {}
    return {"period": Relative.NOW.value if about.is_of_book(book) else about.own(book).code}


_VALUE_AND_GROWTH = Level("measure", ("value", "growth"))


def _series(book: Book, about: About) -> Wanted:
    own = about.own(book)
    periods = tuple(period.code for period in _row_of(own if own.kind in ROUNDS else book.needed_period()))
    wanted = _blank(rows=(Level("period", periods),), fixed=_place(book), chart=Chart(ChartKind.BAR_AND_LINE))
    return _about(wanted, about.indicators, _VALUE_AND_GROWTH)


def _about(wanted: Wanted, indicators: tuple[str, ...], measures: Level) -> Wanted:
    """One indicator is the whole table's, several stand over the columns."""
    if len(indicators) < 2:
        return replace(wanted, columns=(measures,), fixed={**wanted.fixed, "indicator": "".join(indicators)})
    return replace(wanted, columns=(Level("indicator", indicators), measures))


def _areas(book: Book, about: About) -> Wanted:
    wanted = _blank(rows=(Level("area", _reporting(book)),), fixed=_now(book, about))
    return _about(wanted, about.indicators, _VALUE_AND_GROWTH)


def _to_date(book: Book, about: About) -> Wanted:
    own = about.own(book)
    # The first quarter is the span from January to its end already.
    both = own.kind in ROUNDS and own.kind != "year" and Relative.TO_DATE.period(own).span != own.span
    shown: tuple[str, ...] = ("now", "to_date") if both else ("now",)
    if not about.is_of_book(book):
        shown = (own.code, Relative.TO_DATE.period(own).code) if both else (own.code,)
    columns = (Level("period", shown), _VALUE_AND_GROWTH)
    return _blank(rows=(Level("indicator", about.indicators),), columns=columns, fixed=_place(book))


def _parts(book: Book, about: About) -> Wanted:
    items = tuple(id for id, _name in choices(book, "item"))
    wanted = _blank(rows=(Level("item", items),), fixed={**_place(book), **_now(book, about)})
    return _about(wanted, about.indicators, Level("measure", ("value", "share", "growth")))


def _ranking(book: Book, about: About) -> Wanted:
    wanted = _areas(book, about)
    home = book.home_area
    places = tuple(code for code in wanted.rows[0].shown if home is None or code != home.code)
    return replace(wanted, rows=(Level("area", places),), chart=Chart(ChartKind.RANK, top=10), ranked=True)


def _list(_book: Book, _about: About) -> Wanted:
    names = (
        tr("名称"),
        tr("领域"),
        f"{tr('时间')}（{KIND_NAMES[TextKind.DATE]}）",
        f"{tr('金额')}（{KIND_NAMES[TextKind.FIGURE]}）",
    )
    return _blank(texts=read_columns("、".join(names)))


TEMPLATES = (
    Template("series", text("时间序列：各期的数值和增速"), _series),
    Template("areas", text("各地区：指标的数值和增速"), _areas),
    Template(TO_DATE, text("本期与累计：各指标的数值和增速"), _to_date),
    Template("parts", text("构成：各分项的数值、占比和增速"), _parts),
    Template("ranking", text("排名：各地区一项指标，画前十位"), _ranking),
    Template("list", text("名单：企业、事件、政策等，各列是文字"), _list),
)


def template(book: Book, id: str, about: About | None = None) -> Wanted:
    """A layout to begin with, about these indicators or the book's first one."""
    about = about or About()
    if not about.indicators:
        about = replace(about, indicators=tuple(indicator.id for indicator in book.indicators)[:1])
    return replace(next(one for one in TEMPLATES if one.id == id).make(book, about), template=id)


Shown = Mapping[str, tuple[str, ...]]
"""What is shown of some parts of the key."""


def about(book: Book, typed: Shown, before: Shown, said: Period | None) -> About:
    """What a table in another layout is about: the indicators that somebody typed, or else those that it was about before, and the one period that was
    typed, or else that of the caption."""
    periods = typed.get("period", ())
    codes = [code for code in periods if code not in list(Relative)]
    period = period_from_code(codes[0]) if len(periods) == len(codes) == 1 else said
    return About(typed.get("indicator") or before.get("indicator", ()), period)


def with_typed(wanted: Wanted, typed: Shown) -> Wanted:
    """A layout with what somebody typed for another one. One area or period stays away from a layout that sets several side by side; see
    `wanted_from` for several of what a layout has one of."""
    parts = dict(placed(wanted))
    for part, shown in typed.items():
        place = parts.get(part, ("", ()))[0]
        if place and shown and (place == "fixed" or len(shown) > 1 or part not in ("area", "period")):
            parts[part] = place, shown
    return wanted_from(parts, wanted)


Parts = Mapping[str, tuple[str, tuple[str, ...]]]
"""Of parts of the key where they stand (rows, rows2, columns, columns2, fixed), and what of them is shown."""


def side_by_side(parts: Parts) -> list[str]:
    """The parts of which several are named as the same for all of a table, which only one can be: they stand over its columns or rows instead."""
    return [part for part, (where, shown) in parts.items() if where == "fixed" and len(shown) > 1]


def _over_others(parts: Parts, part: str) -> Parts:
    """The same with one part as the outer level of a side that has room for it. Raises UserError where none has."""
    taken = {where for where, _shown in parts.values()}
    side = next((side for side in ("columns", "rows") if f"{side}2" not in taken or side not in taken), None)
    shown = parts[part][1]
    if side is None:
        said = str(DIMENSION_NAMES[part])
        raise UserError("{part}写了 {count} 个，全表只能同为一个，行和列也放不下了，请改排法。", part=said, count=len(shown))
    moved = {other: (f"{side}2" if where == side else where, ids) for other, (where, ids) in parts.items()}
    return {**moved, part: (side, shown)}


def placed(wanted: Wanted) -> Parts:
    """Each part of the key of a wanted table."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {part: ("fixed", (id,)) for part, id in wanted.fixed.items()}
    for name, side in (("rows", wanted.rows), ("columns", wanted.columns)):
        for number, level in enumerate(side):
            found[level.dimension] = (name if number == 0 else f"{name}2", level.shown)
    return found


def wanted_from(parts: Parts, words: Wanted) -> Wanted:
    """The inverse of `placed`, with number, caption, unit, corner, chart and columns of texts of another wanted table. What is shown nowhere is left out.
    Several that are to be the same for all of it stand side by side; raises UserError where there is no room for that."""
    for part in side_by_side(parts):
        parts = _over_others(parts, part)
    sides = {
        name: tuple(
            Level(part, shown) for place in (name, f"{name}2") for part, (where, shown) in parts.items() if where == place
        )
        for name in ("rows", "columns")
    }
    fixed = {part: shown[0] for part, (where, shown) in parts.items() if where == "fixed" and shown}
    return replace(words, rows=sides["rows"], columns=sides["columns"], fixed=fixed)
