"""The sample book, 《中国电子商务报告2018》, made from the readable files in ``resources/books/2018``.

Every figure there stands once, under its key, with where it was printed or found; exhibits are layouts that look at them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecdesk.domain.amounts import Amount, Content, Mark
from ecdesk.domain.areas import Area, standard_areas
from ecdesk.domain.book import Book
from ecdesk.domain.catalogue import standard_indicators
from ecdesk.domain.keys import DIMENSIONS, MEASURE_NAMES, Key
from ecdesk.domain.layouts import cell_keys
from ecdesk.domain.periods import period_from_code
from ecdesk.domain.records import (
    AreaRecord,
    Chart,
    Exhibit,
    Indicator,
    Item,
    Line,
    Observation,
    Origin,
    Record,
    RuleRecord,
    Section,
    Setting,
)
from ecdesk.domain.resources import read_table, resource
from ecdesk.domain.units import unit_named

SAMPLE_YEARS = (2018,)

Toml = Mapping[str, Any]


def sample_records(year: int = 2018) -> Iterator[Record]:
    """Every record of the sample book, in the order in which a book is loaded; KeyError for a year that has none."""
    if year not in SAMPLE_YEARS:
        raise KeyError(year)
    folder = resource("books", str(year))
    book = _toml(folder / "book.toml")
    yield from (Setting(name, value) for name, value in book["settings"].items())
    yield from _areas(book["chapter"]["areas"])
    indicators = {indicator.id: indicator for indicator in _indicators(folder)}
    yield from indicators.values()
    yield from _items(folder)
    sections = [
        Section(row["id"], row["number"], row["title"], row["parent"], float(order))
        for order, row in enumerate(read_table(folder / "sections.csv"))
    ]
    yield from sections
    figures = read_table(folder / "figures" / "nation.csv")
    figures += read_table(folder / "figures" / "areas.csv")
    figures += read_table(folder / "figures" / "world.csv")
    exhibits = [_exhibit(entry) for entry in _toml(folder / "exhibits.toml")["exhibit"]]
    observations = {observation.key: observation for observation in map(_observation, figures)}
    for observation in _unknown(exhibits, observations):
        observations[observation.key] = observation
    exhibits += _chapter_tables(book["chapter"], figures, indicators)
    exhibits += _remaining_tables(book["chapter"]["rest_caption"], sections, figures, exhibits, indicators)
    yield from _placed(exhibits, sections)
    yield from standard_rules()
    yield from observations.values()


def build_sample_book(year: int = 2018) -> Book:
    """The sample book in memory, without a file."""
    book = Book()
    book.load(sample_records(year))
    return book


def standard_rules() -> Iterator[RuleRecord]:
    """The rules that a new book starts with, ``resources/rules/*.toml`` in the order of their names."""
    order = 0
    for path in sorted(resource("rules").glob("*.toml")):
        for entry in _toml(path).get("rule", ()):
            yield RuleRecord(**{"order": order, **entry})
            order += 1


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _areas(entries: Iterable[Toml]) -> Iterator[AreaRecord]:
    reporting = {entry["code"]: number for number, entry in enumerate(entries)}
    for number, area in enumerate(standard_areas()):
        if area.code in reporting:
            yield AreaRecord(area, 100 + reporting[area.code], reports=True)
        else:
            yield AreaRecord(area, number if area.kind in ("nation", "region") else 1000 + number)


def _indicators(folder: Path) -> Iterator[Indicator]:
    yield from standard_indicators()
    for order, entry in enumerate(_toml(folder / "indicators.toml")["indicator"], start=len(standard_indicators())):
        entry["synonyms"] = tuple(entry.get("synonyms", ()))
        yield Indicator(id=entry["name"], order=order, **entry)


def _items(folder: Path) -> Iterator[Item]:
    for order, row in enumerate(read_table(folder / "items.csv")):
        synonyms = tuple(word for word in row["synonyms"].split("|") if word)
        yield Item(row["id"], row["name"], row["parent"], row["breakdown"], synonyms, bool(row["exhaustive"]), order=order)


def _observation(row: Mapping[str, str]) -> Observation:
    return Observation(
        _key(row),
        _content(row),
        row["status"] or "final",
        row["basis"],
        Origin(row["kind"] or "published", detail=row["origin"]),
        row["note"],
    )


def _key(row: Mapping[str, str]) -> Key:
    return Key(row["indicator"], row["area"], row["item"], row["period"], row["measure"])


def _content(row: Mapping[str, str]) -> Content:
    if row["value"] == Mark.NONE.value:
        return Mark.NONE
    return Amount(Decimal(row["value"]), unit_named(row["unit"]), row["qualifier"])


def _exhibit(entry: Toml) -> Exhibit:
    chart = entry.get("chart")
    return Exhibit(
        id=entry["number"],
        number=entry["number"],
        caption=entry["caption"],
        section=entry["section"],
        kind="chart" if chart else "table",
        unit=entry["unit"],
        source_line=entry.get("source_line", ""),
        corner=entry.get("corner", "年份" if "years" in entry else ""),
        at=entry.get("at", {}),
        rows=tuple(map(_line, entry.get("rows", ()))) or tuple(_years(*entry["years"])),
        columns=tuple(map(_line, entry["columns"])),
        notes=tuple(entry.get("notes", ())),
        chart=Chart(**{name: tuple(value) if isinstance(value, list) else value for name, value in chart.items()}) if chart else None,
    )


def _line(entry: Toml) -> Line:
    at = {name: value for name, value in entry.items() if name in DIMENSIONS}
    rest = {name: tuple(value) if name == "groups" else value for name, value in entry.items() if name not in DIMENSIONS}
    return Line(**{"id": entry["label"], **rest, "at": at})


def _years(first: int, last: int) -> Iterator[Line]:
    for year in range(first, last + 1):
        yield Line(str(year), str(year), {"period": str(year)})


def _unknown(exhibits: Iterable[Exhibit], known: Mapping[Key, Observation]) -> Iterator[Observation]:
    """A … for every cell of the report's own exhibits whose figure existed and is not known."""
    done = set(known)
    for exhibit in exhibits:
        for row, column, key in cell_keys(exhibit):
            if key not in done and not (exhibit.rows[row].unexpected or exhibit.columns[column].unexpected):
                done.add(key)
                detail = f"《中国电子商务报告2018》{exhibit.number}，图上的数字未留存"
                yield Observation(key, Mark.UNKNOWN, origin=Origin("published", detail=detail))


def _chapter_tables(chapter: Toml, figures: list[dict[str, str]], indicators: Mapping[str, Indicator]) -> Iterator[Exhibit]:
    """One wide table of areas by indicators, and one table for each area, all of them in the areas' chapter."""
    codes = [entry["code"] for entry in chapter["areas"]]
    columns = []
    for entry in chapter["wide"]:
        name, unit = entry["indicator"], entry["unit"]
        columns.append(Line(name, f"数值（{unit}）", {"indicator": name, "measure": "value"}, unit=unit, groups=(name,)))
        columns.append(
            Line(f"{name}增速", "同比增速（%）", {"indicator": name, "measure": "growth"}, unit="%", groups=(name,), unexpected=True)
        )
    areas = [standard_areas()[code] for code in codes]
    yield Exhibit(
        "表8-1",
        "表8-1",
        chapter["wide_caption"],
        chapter["section"],
        at={"period": "2018"},
        corner="地区",
        rows=tuple(Line(area.code, area.short, {"area": area.code}, level=int(area.kind == "city")) for area in areas),
        columns=tuple(columns),
    )
    for number, (area, entry) in enumerate(zip(areas, chapter["areas"], strict=True), start=2):
        own = [_key(figure) for figure in figures if figure["section"] == entry["section"]]
        units = {_key(figure): figure["unit"] for figure in figures if figure["section"] == entry["section"]}
        caption = chapter["area_caption"].format(area=area.name)
        yield _area_table(f"表8-{number}", caption, entry["section"], area, own, units, indicators)


def _area_table(
    number: str, caption: str, section: str, area: Area, keys: list[Key], units: Mapping[Key, str], indicators: Mapping[str, Indicator]
) -> Exhibit:
    names = list(dict.fromkeys(key.indicator for key in keys))
    rows = []
    for name in names:
        unit = units.get(Key(name, area.code, "", "2018", "value")) or indicators[name].unit
        rows.append(Line(name, f"{name}（{unit}）", {"indicator": name}, unit=unit))
    measures = dict.fromkeys(["value", "growth", *(key.measure for key in keys)])
    columns = [Line("value", MEASURE_NAMES["value"], {"measure": "value"})]
    for measure in list(measures)[1:]:
        unit = {"points": "个百分点", "change": ""}.get(measure.partition(":")[0], "%")
        label = _measure_label(measure)
        columns.append(Line(measure, label, {"measure": measure}, unit=unit, unexpected=True))
    return Exhibit(
        number,
        number,
        caption,
        section,
        at={"area": area.code, "period": "2018"},
        corner="指标",
        rows=tuple(rows),
        columns=tuple(columns),
    )


def _measure_label(measure: str) -> str:
    """A heading for a measure: 占社会消费品零售总额比重 for share:社会消费品零售总额."""
    kind, _, whole = measure.partition(":")
    if kind == "share" and whole:
        return f"占{whole}比重"
    if kind == "points" and whole == "growth":
        return "增速变动百分点"
    if kind == "points" and whole:
        return f"占{whole}比重变动百分点"
    return MEASURE_NAMES[kind]


def _remaining_tables(
    caption: str, sections: list[Section], figures: list[dict[str, str]], exhibits: list[Exhibit], indicators: Mapping[str, Indicator]
) -> Iterator[Exhibit]:
    """For each section a table of the figures in its prose that no other exhibit shows, so that each can be seen and edited."""
    shown = {key for exhibit in exhibits for _row, _column, key in cell_keys(exhibit)}
    titles = {section.id: section for section in sections}
    groups: dict[str, list[dict[str, str]]] = {}
    for figure in figures:
        if _key(figure) not in shown:
            groups.setdefault(figure["section"], []).append(figure)
    for group, members in groups.items():
        place, _, about = group.partition(":")
        while place not in titles:
            place = place.rpartition(".")[0]
        periods = sorted({figure["period"] for figure in members}, key=period_from_code)
        rows: dict[tuple[str, ...], Line] = {}
        for figure in members:
            key = _key(figure)
            fixed = (key.indicator, key.area, key.item, key.measure)
            if fixed not in rows:
                at = {"indicator": key.indicator, "area": key.area, "item": key.item, "measure": key.measure}
                rows[fixed] = Line("|".join(fixed), _figure_label(key, figure["unit"]), at, unit=figure["unit"], unexpected=True)
        about = about or (titles[group].title if group in titles else titles[place].title)
        yield Exhibit(
            f"数{group}",
            f"数{group.replace(':', '-')}",
            caption.format(section=about),
            place,
            corner="指标",
            rows=tuple(rows.values()),
            columns=tuple(Line(code, str(period_from_code(code)), {"period": code}, unexpected=True) for code in periods),
        )


def _figure_label(key: Key, unit: str) -> str:
    area = standard_areas()[key.area].short
    words = [key.indicator] if key.area == "000000" else [f"{area}：{key.indicator}"]
    if key.item:
        words.append(f"（{key.item}）")
    if key.measure != "value":
        words.append(f" {_measure_label(key.measure)}")
    if unit:
        words.append(f"（{unit}）")
    return "".join(words)


def _placed(exhibits: list[Exhibit], sections: list[Section]) -> Iterator[Exhibit]:
    """The exhibits in the order of the report: by section, and within one as they come; what stands in no section of its own comes
    at the end of its chapter."""
    position = {section.id: section.order for section in sections}
    end = {section.id: section.order for section in sections}
    parents = {section.id: section.parent for section in sections}
    for section in sections:
        above = section.parent
        while above:
            end[above] = max(end[above], section.order)
            above = parents[above]
    rest = {exhibit.id: end[exhibit.section] + 0.5 for exhibit in exhibits if exhibit.id.startswith("数")}
    ordered = sorted(exhibits, key=lambda exhibit: rest.get(exhibit.id, position[exhibit.section]))
    for order, exhibit in enumerate(ordered):
        yield replace(exhibit, order=float(order))
