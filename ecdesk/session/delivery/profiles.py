"""The page of an area: its figures of the period with growth, share of the whole and rank, one ranking as a chart, and the sentences that they make.

Nothing of it is stored: shares and ranks are worked out from what is printed, and stand there only where that decides them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.delivered import PrintedExhibit, PrintedSection, PrintedText
from ecdesk.domain.book.records import Axis, Chart, ChartKind, Exhibit, ExhibitKind, Line
from ecdesk.domain.book.tables import Cell, Table, build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import NATION, Area
from ecdesk.domain.figures.deriving import derived
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.judging import base_interval
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.units import PERCENT
from ecdesk.session.proof.sentences import sentences_of_area

PREFIX = "area:"
"""Begins what is asked for when it is the page of an area, by its code or name."""
LEAST_RANKED, MOST_DRAWN = 3, 12
"""Areas between which there is a rank, and of a ranking that is drawn."""
_SHARE_DECIMALS = 1
_CHART_MM = 120


@dataclass(frozen=True)
class AreaPage:
    """What stands on the page of an area. problems: sentences that are left out, because the proof doubts them."""

    parts: tuple[PrintedSection | PrintedText | PrintedExhibit, ...]
    problems: tuple[Text, ...]


def areas_with_pages(book: Book) -> list[Area]:
    """The areas of which the book prints levels of its period."""
    period = book.needed_period().code
    held = {
        key.area for key in book.printed_keys() if key.period == period and key.measure == "value" and key in book.observations
    }
    return [area for area in book.areas if area.code in held and area.code != NATION]


def area_page(book: Book, wanted: str, grouping: str) -> AreaPage:
    """The page of an area, by its name or code. Raises UserError where the book knows no such area, or prints nothing of it."""
    made = sentences_of_area(book, wanted)
    area = book.areas.find(wanted) or book.areas[wanted]
    keys = _levels(book, area)
    if not keys:
        raise UserError("书里没有印“{area}”本期的数，排不成一页。", area=area.name)
    said = tuple(PrintedText(one.words) for one in made if not one.doubt)
    doubts = tuple(text("{sentence}（{doubt}）", sentence=one.words, doubt=one.doubt) for one in made if one.doubt)
    ranks = {key: found for key in keys if (found := _ranking(book, area, key)) is not None}
    parts: list[PrintedSection | PrintedText | PrintedExhibit] = [PrintedSection(area.code, 1, "", area.name), *said]
    parts.append(PrintedExhibit(_table(book, area, keys, ranks, grouping)))
    if ranks:
        drawn = max(ranks, key=lambda key: len(ranks[key].others))
        parts.append(PrintedExhibit(_chart(book, area, drawn, ranks[drawn])))
    return AreaPage(tuple(parts), doubts)


def _levels(book: Book, area: Area) -> list[Key]:
    """The levels of an area in the period of the book, in the order of the report."""
    period = book.needed_period().code
    printed = dict.fromkeys(key for key in book.printed_keys() if key.area == area.code and key.period == period)
    return [key for key in printed if key.measure == "value" and book.amount(key) is not None]


@dataclass(frozen=True)
class _Ranking:
    """How an area stands among others. others: they and it, the greatest first. first, last: the places that it can have."""

    others: tuple[Key, ...]
    first: int
    last: int

    @property
    def words(self) -> str:
        place = str(self.first) if self.first == self.last else f"{self.first}—{self.last}"
        return f"{place}/{len(self.others)}"


def _ranking(book: Book, area: Area, key: Key) -> _Ranking | None:
    """The place of an area among those of its kind whose figure is in the book; None among too few."""
    same = [key.moved(area=one.code) for one in book.areas if one.kind == area.kind]
    values = {one: amount for one in same if (amount := book.amount(one)) is not None}
    own = values[key]
    if len(values) < LEAST_RANKED or any(amount.unit.dimension != own.unit.dimension for amount in values.values()):
        return None
    first, last = _places(own, values.values())
    return _Ranking(tuple(sorted(values, key=lambda one: -_value(values[one]))), first, last)


def _places(own: Amount, all_of_them: Iterable[Amount]) -> tuple[int, int]:
    """The first and the last place that a figure can have among some, itself one of them. Who is printed alike shares the place."""
    here = base_interval(own)
    greater, undecided = 0, 0
    for amount in all_of_them:
        span = base_interval(amount)
        if _surely_less(here, span):
            greater += 1
        elif amount != own and not _surely_less(span, here):
            undecided += 1
    return greater + 1, greater + 1 + undecided


def _value(amount: Amount) -> Fraction:
    return Fraction(amount.value) * amount.unit.scale


def _surely_less(one: Interval, other: Interval) -> bool:
    return one.high is not None and other.low is not None and one.high <= other.low


def _whole(book: Book, area: Area) -> Area | None:
    """What an area is a part of: a province of the nation, whatever region it lies in, a district of its city."""
    parent = book.area(area.parent) if area.parent else None
    return parent if parent is not None and parent.kind != "region" else book.area(NATION)


def _share(book: Book, whole: Area, key: Key) -> str:
    """The share of a whole, as printed; "" where the printed figures do not decide it."""
    indicator = book.indicator(key.indicator)
    own, of = book.amount(key), book.amount(key.moved(area=whole.code))
    if indicator is None or not indicator.additive or own is None or of is None or own.unit.dimension != of.unit.dimension:
        return ""
    if not of.value or 0 in base_interval(of):
        return ""
    found = derived(base_interval(own) / base_interval(of), _value(own) / _value(of), PERCENT, _SHARE_DECIMALS)
    return print_content(found.content, PERCENT, "") if found.decided else ""


def _table(book: Book, area: Area, keys: Sequence[Key], ranks: dict[Key, _Ranking], grouping: str) -> Table:
    """The figures of an area: level, growth, share of the whole, rank; only what there is."""
    rows = tuple(
        Line(f"r{number}", _name(book, key), {"indicator": key.indicator, "item": key.item}, unit=_unit(book, key))
        for number, key in enumerate(keys)
    )
    columns = (Line("value", tr("数值"), {"measure": "value"}), Line("growth", tr("同比增速"), {"measure": "growth"}))
    at = {"area": area.code, "period": keys[0].period}
    caption = tr("{period}{area}主要指标", period=str(book.needed_period()), area=area.name)
    table = build_table(
        book, Exhibit(f"{PREFIX}{area.code}", "", caption, at=at, rows=rows, columns=columns, corner=tr("指标")), grouping
    )
    table = _with_shares(table, _whole(book, area), book, keys)
    table = _with_places(table, [ranks.get(key) for key in keys])
    return table if any(row[1].text for row in table.cells) else _without_column(table, 1)


def _with_shares(table: Table, whole: Area | None, book: Book, keys: Sequence[Key]) -> Table:
    shares = [_share(book, whole, key) if whole is not None else "" for key in keys]
    if whole is None or not any(shares):
        return table
    return _with_column(table, "share", tr("占{area}比重（%）", area=whole.short or whole.name), shares)


def _with_places(table: Table, ranks: Sequence[_Ranking | None]) -> Table:
    known = [one for one in ranks if one is not None]
    if not known:
        return table
    notes = [tr("位次按书中有数的同级地区从大到小排列，斜线后为地区个数。")]
    if any(one.first != one.last for one in known):
        notes.append(tr("由印出的数分不出先后的，列出可能的位次。"))
    table = _with_column(table, "rank", tr("位次"), ["" if one is None else one.words for one in ranks])
    return replace(table, exhibit=replace(table.exhibit, notes=tuple(notes)))


def _unit(book: Book, key: Key) -> str:
    indicator = book.indicator(key.indicator)
    return indicator.unit if indicator is not None else ""


def _name(book: Book, key: Key) -> str:
    indicator, item = book.indicator(key.indicator), book.item(key.item)
    names = (indicator.name if indicator is not None else key.indicator, item.name if item is not None else key.item)
    return "·".join(filter(None, names))


def _with_column(table: Table, id: str, head: str, words: Sequence[str]) -> Table:
    line = Line(id, head)
    cells = tuple((*row, Cell(None, None, PERCENT, own)) for row, own in zip(table.cells, words, strict=True))
    return _changed(replace(table, cells=cells, heads=(*table.heads, head)), (*table.columns, line))


def _without_column(table: Table, number: int) -> Table:
    cells = tuple((*row[:number], *row[number + 1 :]) for row in table.cells)
    heads = (*table.heads[:number], *table.heads[number + 1 :])
    return _changed(replace(table, cells=cells, heads=heads), (*table.columns[:number], *table.columns[number + 1 :]))


def _changed(table: Table, columns: tuple[Line, ...]) -> Table:
    return replace(table, columns=columns, exhibit=replace(table.exhibit, columns=columns))


def _chart(book: Book, area: Area, key: Key, ranking: _Ranking) -> Table:
    """A small ranking in which the area stands out: the first ones, and the area itself where it is not among them."""
    first = ranking.others[:MOST_DRAWN]
    shown = first if key in first else (*first[:-1], key)
    rows = tuple(Line(one.area, _short(book, one.area), {"area": one.area}) for one in shown)
    indicator = book.indicator(key.indicator)
    columns = (Line("value", _name(book, key), {"measure": "value"}),)
    told = {"period": str(book.needed_period()), "indicator": _name(book, key)}
    caption = tr("{period}各地区{indicator}", **told)
    if len(shown) < len(ranking.others):
        count = len(shown) - (key not in first)
        others = "" if key in first else _short(book, area.code)
        caption = tr("{period}{indicator}居前的{count}个地区", **told, count=count)
        caption = tr("{period}{indicator}居前的{count}个地区和{area}", **told, count=count, area=others) if others else caption
    exhibit = Exhibit(
        f"{PREFIX}{area.code} chart",
        "",
        caption,
        kind=ExhibitKind.CHART,
        unit=indicator.unit if indicator is not None else "",
        at={"indicator": key.indicator, "item": key.item, "period": key.period},
        rows=rows,
        columns=columns,
        chart=Chart(ChartKind.RANK, Axis.ROWS, ("value",), highlight=(area.code,), width_mm=_CHART_MM),
    )
    return build_table(book, exhibit)


def _short(book: Book, code: str) -> str:
    found = book.area(code)
    return found.short or found.name if found is not None else code


def pages_of_areas(book: Book) -> Iterator[tuple[str, str]]:
    """What can be asked for: the page of each area, with what it is called."""
    for area in areas_with_pages(book):
        yield f"{PREFIX}{area.code}", tr("{area}专页", area=area.name)
