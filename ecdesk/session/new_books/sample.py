"""The sample books, the national report of 2018 and a city's quarterly bulletin, made from the readable files in ``resources/books``.

Every figure there stands once, under its key, with where it was printed or found; exhibits are layouts that look at them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.layouts.sorting import in_order
from ecdesk.domain.book.records import (
    AreaRecord,
    Axis,
    Chart,
    ChartKind,
    Exhibit,
    ExhibitKind,
    Indicator,
    Item,
    Line,
    Observation,
    Origin,
    OriginKind,
    Record,
    RuleRecord,
    Section,
    Setting,
    Sorting,
    Status,
    TextKind,
    Translation,
)
from ecdesk.domain.figures.amounts import Amount, Content, Mark
from ecdesk.domain.figures.areas import NATION, Area, standard_areas
from ecdesk.domain.figures.keys import DIMENSIONS, MEASURE_NAMES, Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.symbols import usual_symbols
from ecdesk.domain.resources import read_table, resource
from ecdesk.domain.wording.measures import base_in_brackets
from ecdesk.domain.wording.units import PERCENT, POINTS, unit_named
from ecdesk.session.new_books.first_rules import standard_rules, usable_rules

Figures = Sequence[tuple[Key, str, str]]
"""Figures as (key, unit as printed, section)."""


class TableMaker:
    """Lays out tables for one book. words: templates for numbers, captions and headings; they are the book's text, not the program's."""

    def __init__(self, words: Mapping[str, str], year: str, figures: Figures, indicators: Mapping[str, Indicator]) -> None:
        self.words = words
        self.year = year
        self.figures = figures
        self.indicators = indicators

    def chapter(self, section: str, areas: Iterable[Mapping[str, str]], wide: Iterable[Mapping[str, str]]) -> Iterator[Exhibit]:
        """The areas' chapter: one wide table of areas by indicators, then a table for each area."""
        placed = [(standard_areas()[entry["code"]], entry["section"]) for entry in areas]
        number = self.words["wide_number"].format(chapter=section)
        yield Exhibit(
            number,
            number,
            self.words["wide_caption"].format(year=self.year),
            section,
            at={"period": self.year},
            corner=self.words["areas"],
            rows=tuple(
                Line(area.code, area.short, {"area": area.code}, level=int(area.kind == "city")) for area, _place in placed
            ),
            columns=tuple(self._wide_columns(wide)),
            printed=False,
        )
        for count, (area, place) in enumerate(placed, start=2):
            number = self.words["area_number"].format(chapter=section, number=count)
            yield self._area_table(number, area, place)

    def remaining(self, sections: Sequence[Section], exhibits: Iterable[Exhibit]) -> Iterator[Exhibit]:
        """For each section a table of the figures in its prose that none of the exhibits shows."""
        shown = {key for exhibit in exhibits for _row, _column, key in cell_keys(exhibit)}
        titles = {section.id: section.title for section in sections}
        groups: dict[str, list[tuple[Key, str]]] = {}
        for key, unit, group in self.figures:
            if key not in shown:
                groups.setdefault(group, []).append((key, unit))
        for group, members in groups.items():
            place, _, about = group.partition(":")
            while place not in titles:
                place = place.rpartition(".")[0]
            about = about or (titles[place] if group == place else f"{titles[place]} {group}")
            number = self.words["rest_number"].format(place=group.replace(":", "-"))
            periods = sorted({key.period for key, _unit in members}, key=period_from_code)
            yield Exhibit(
                number,
                number,
                self.words["rest_caption"].format(section=about),
                place,
                corner=self.words["indicators"],
                rows=self._figure_rows(members),
                printed=False,
                columns=tuple(Line(code, str(period_from_code(code)), {"period": code}, unexpected=True) for code in periods),
            )

    def _figure_rows(self, figures: Iterable[tuple[Key, str]]) -> tuple[Line, ...]:
        """A row for each thing that figures are about, whatever their period."""
        rows: dict[str, Line] = {}
        for key, unit in figures:
            at = {"indicator": key.indicator, "area": key.area, "item": key.item, "measure": key.measure}
            line = Line("|".join(at.values()), self._figure_label(key), at, unit=unit, unexpected=True)
            rows.setdefault(line.id, line)
        return tuple(rows.values())

    def _wide_columns(self, wide: Iterable[Mapping[str, str]]) -> Iterator[Line]:
        for entry in wide:
            name, unit = entry["indicator"], entry["unit"]
            for measure, shown in (("value", unit), ("growth", PERCENT.symbol)):
                yield Line(
                    f"{name}|{measure}",
                    self.words[measure],
                    {"indicator": name, "measure": measure},
                    unit=shown,
                    groups=(name,),
                    unexpected=True,
                )

    def _area_table(self, number: str, area: Area, place: str) -> Exhibit:
        units = {key: unit for key, unit, section in self.figures if section == place}
        rows = []
        for name in dict.fromkeys(key.indicator for key in units):
            unit = units.get(Key(name, area.code, "", self.year, "value")) or self.indicators[name].unit
            rows.append(Line(name, name, {"indicator": name}, unit=unit))
        columns = []
        for measure in dict.fromkeys(("value", "growth", *(key.measure for key in units))):
            unit = {"share": PERCENT.symbol, "growth": PERCENT.symbol, "points": POINTS.symbol}.get(measure.partition(":")[0], "")
            columns.append(
                Line(measure, self._measure_label(measure), {"measure": measure}, unit=unit, unexpected=measure != "value")
            )
        return Exhibit(
            number,
            number,
            self.words["area_caption"].format(year=self.year, area=area.name),
            place,
            at={"area": area.code, "period": self.year},
            corner=self.words["indicators"],
            rows=tuple(rows),
            columns=tuple(columns),
            printed=False,
        )

    def _measure_label(self, measure: str) -> str:
        """A heading for a measure: 占社会消费品零售总额比重 for share:社会消费品零售总额."""
        kind, _, whole = measure.partition(":")
        if measure == "points:growth":
            return self.words["points_of_growth"]
        if whole and kind in ("share", "points"):
            return self.words[f"{kind}_of"].format(whole=whole)
        return self.words.get(kind, MEASURE_NAMES[kind] + base_in_brackets(measure))

    def _figure_label(self, key: Key) -> str:
        label = key.indicator
        if key.area != NATION:
            label = self.words["of_area"].format(area=standard_areas()[key.area].short, label=label)
        if key.item:
            label = self.words["of_item"].format(label=label, item=key.item)
        if key.measure != "value":
            label = self.words["of_measure"].format(label=label, measure=self._measure_label(key.measure))
        return label


REPORT, BULLETIN = "report", "bulletin"
SAMPLES = {REPORT: "2018", BULLETIN: "bulletin"}
"""The sample books and the folders that they are made from."""

Entry = Mapping[str, Any]
"""A table of a TOML file."""


def file_name(name: str) -> str:
    """What the file of a sample book is called, in every language: the title of the book."""
    return f"{_read(resource('books', SAMPLES[name]) / 'book.toml')['settings']['title']}.ecd"


def sample_records(name: str = REPORT) -> Iterator[Record]:
    """Every record of a sample book, in the order in which a book is loaded; KeyError for one that there is not."""
    folder = resource("books", SAMPLES[name])
    plan = _read(folder / "book.toml")
    yield from (Setting(name, value) for name, value in plan["settings"].items())
    areas = list(_areas_of(plan, folder))
    yield from areas
    indicators = {indicator.id: indicator for indicator in _indicators(folder)}
    yield from indicators.values()
    yield from _items(folder)
    sections = list(_sections(folder))
    yield from sections
    rows = _figure_rows(folder)
    observations = [_observation(row) for row in rows]
    exhibits = [_exhibit(entry, plan["words"]["years"]) for entry in _read(folder / "exhibits.toml")["exhibit"]]
    known = {observation.key for observation in observations}
    unknown = list(_unknown(exhibits, known, plan["words"]["lost"]))
    figures = [(observation.key, row["unit"], row["section"]) for observation, row in zip(observations, rows, strict=True)]
    rest: list[Exhibit] = []
    if "chapter" in plan:
        maker = TableMaker(plan["words"], plan["settings"]["year"], figures, indicators)
        chapter = list(maker.chapter(**plan["chapter"]))
        unknown += _unknown(chapter, known, plan["words"]["unprinted"])
        exhibits += chapter
        rest = list(maker.remaining(sections, exhibits))
    yield from _sorted_by_figures(_in_order(exhibits, rest, sections), [*areas, *_items(folder), *observations])
    yield from (
        standard_rules()
        if "chapter" in plan
        else usable_rules(
            [*areas, *indicators.values(), *_items(folder), Setting("year", plan["settings"]["year"]), *observations]
        )
    )
    yield from _own_rules(folder)
    yield from observations
    yield from unknown
    yield from (Translation(row["chinese"], row["english"]) for row in read_table(folder / "english.csv"))


FIGURES = ("nation", "areas", "world", "published", "teaching")
"""The files of figures that a book may have."""


def _sorted_by_figures(exhibits: Iterable[Exhibit], about: Iterable[Record]) -> Iterator[Exhibit]:
    """The exhibits with the rows of those in their order that keep themselves sorted."""
    book = Book()
    book.load(iter(about))
    return (in_order(book, exhibit, book.observation) for exhibit in exhibits)


def _figure_rows(folder: Path) -> list[dict[str, str]]:
    files = [path for name in FIGURES if (path := folder / "figures" / f"{name}.csv").exists()]
    return [row for path in files for row in read_table(path)]


def _areas_of(plan: Entry, folder: Path) -> Iterator[AreaRecord]:
    return _areas(plan["chapter"]["areas"]) if "chapter" in plan else _own_areas(folder)


def _own_areas(folder: Path) -> Iterator[AreaRecord]:
    """The areas of a book that names all of its own: a city with its districts, and what it is compared with."""
    for number, row in enumerate(read_table(folder / "areas.csv")):
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        area = Area(row["code"], row["name"], row["short"], row["kind"], row["parent"], aliases=aliases)
        yield AreaRecord(area, number, reports=bool(row["reports"]))


def _own_rules(folder: Path) -> Iterator[RuleRecord]:
    path = folder / "rules.toml"
    for order, entry in enumerate(_read(path)["rule"] if path.exists() else (), start=1000):
        yield RuleRecord(order=order, **entry)


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _sections(folder: Path) -> Iterator[Section]:
    for order, row in enumerate(read_table(folder / "sections.csv")):
        yield Section(row["id"], row["number"], row["title"], row["parent"], float(order))


def _areas(entries: Iterable[Entry]) -> Iterator[AreaRecord]:
    """The nation and its regions, then the areas that report, in the order of the report, then those of the world."""
    reporting = {entry["code"]: number for number, entry in enumerate(entries)}
    for number, area in enumerate(standard_areas()):
        if area.code in reporting:
            yield AreaRecord(area, 100 + reporting[area.code], reports=True)
        else:
            yield AreaRecord(area, number if area.kind in ("nation", "region") else 1000 + number)


def _indicators(folder: Path) -> Iterator[Indicator]:
    own = _read(folder / "indicators.toml")["indicator"]
    named = {entry["name"] for entry in own}
    yield from (indicator for indicator in standard_indicators() if indicator.id not in named)
    for order, entry in enumerate(own, start=len(standard_indicators())):
        entry["synonyms"] = tuple(entry.get("synonyms", ()))
        yield Indicator(id=entry["name"], order=order, **entry)


def _items(folder: Path) -> Iterator[Item]:
    for order, row in enumerate(read_table(folder / "items.csv")):
        synonyms = tuple(word for word in row["synonyms"].split("|") if word)
        yield Item(row["id"], row["name"], row["parent"], row["breakdown"], synonyms, order=order)


def _observation(row: Mapping[str, str]) -> Observation:
    return Observation(
        Key(row["indicator"], row["area"], row["item"], row["period"], row["measure"]),
        _content(row),
        Status(row["status"] or Status.FINAL),
        row["basis"],
        Origin(OriginKind(row["kind"] or OriginKind.PUBLISHED), detail=row["origin"]),
        row["note"],
    )


def _content(row: Mapping[str, str]) -> Content:
    if row["value"] == usual_symbols().of(Mark.NONE):
        return Mark.NONE
    return Amount(Decimal(row["value"]), unit_named(row["unit"]), row["qualifier"])


def _exhibit(entry: Entry, years: str) -> Exhibit:
    """An exhibit of the file; years: the heading of a stub of years."""
    chart = entry.get("chart")
    if "list" in entry:
        rows, columns = _list(entry["list"])
    elif "rows" in entry:
        rows, columns = tuple(_line(line) for line in entry["rows"]), tuple(_line(line) for line in entry["columns"])
    else:
        rows, columns = tuple(_year_lines(*entry["years"])), tuple(_line(line) for line in entry["columns"])
    return Exhibit(
        id=entry["number"],
        number=entry["number"],
        caption=entry["caption"],
        section=entry["section"],
        kind=ExhibitKind.CHART if chart else ExhibitKind.TABLE,
        unit=entry["unit"],
        source_line=entry.get("source_line", ""),
        corner=entry.get("corner", years if "years" in entry else ""),
        at=entry.get("at", {}),
        rows=rows,
        columns=columns,
        notes=tuple(entry.get("notes", ())),
        chart=_chart(chart) if chart else None,
        printed=entry.get("printed", True),
        sorting=Sorting(**entry["sorting"]) if "sorting" in entry else None,
    )


def _list(entries: Sequence[Sequence[str]]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Rows and columns of a list of texts: its first entry names the columns with their kinds, one of a single text is a heading."""
    named = [name.rpartition(":") for name in entries[0]]
    columns = tuple(Line(name, name, kind=TextKind(kind)) for name, _colon, kind in named)
    rows = []
    for number, texts in enumerate(entries[1:], start=1):
        if len(texts) == 1:
            rows.append(Line(f"h{number}", texts[0]))
        else:
            kept = {column.id: words for column, words in zip(columns, texts, strict=True)}
            rows.append(Line(f"r{number}", "", texts=kept))
    return tuple(rows), columns


def _chart(entry: Entry) -> Chart:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    values["kind"] = ChartKind(values["kind"])
    values["categories"] = Axis(values.get("categories", Axis.ROWS))
    return Chart(**values)


def _line(entry: Entry) -> Line:
    """A row or column: what names a dimension is the part of the key that it fixes, the rest are fields of the line."""
    at = {name: value for name, value in entry.items() if name in DIMENSIONS}
    rest = {name: tuple(value) if name == "groups" else value for name, value in entry.items() if name not in DIMENSIONS}
    return Line(**{"id": entry["label"], **rest, "at": at})


def _year_lines(first: int, last: int) -> Iterator[Line]:
    for year in range(first, last + 1):
        yield Line(str(year), str(year), {"period": str(year)})


def _unknown(exhibits: Iterable[Exhibit], known: set[Key], lost: str) -> Iterator[Observation]:
    """A … for every cell in which a figure is expected and none is known. lost: what its origin says, with {exhibit} for the number."""
    done = set(known)
    for exhibit in exhibits:
        for row, column, key in cell_keys(exhibit):
            if key not in done and not (exhibit.rows[row].unexpected or exhibit.columns[column].unexpected):
                done.add(key)
                yield Observation(
                    key, Mark.UNKNOWN, origin=Origin(OriginKind.PUBLISHED, detail=lost.format(exhibit=exhibit.number))
                )


def _in_order(exhibits: Iterable[Exhibit], rest: Iterable[Exhibit], sections: list[Section]) -> Iterator[Exhibit]:
    """All exhibits in the order of the report: by section, and within one as they come. The rest stands at the end of its section,
    after the sections inside it."""
    order = {section.id: section.order for section in sections}
    parents = {section.id: section.parent for section in sections}
    end = dict(order)
    for section in sections:
        above = section.parent
        while above:
            end[above] = max(end[above], section.order)
            above = parents[above]
    inner = sorted(rest, key=lambda exhibit: -exhibit.section.count("."))
    placed = [(order[exhibit.section], exhibit) for exhibit in exhibits]
    placed += [(end[exhibit.section] + 0.5, exhibit) for exhibit in inner]
    placed.sort(key=lambda pair: pair[0])
    for number, (_place, exhibit) in enumerate(placed):
        yield replace(exhibit, order=float(number))
