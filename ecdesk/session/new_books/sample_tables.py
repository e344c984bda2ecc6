"""Tables that the sample book makes from its figures: areas by indicators, a page for each area, and what else the prose says.

The report's own exhibits stand in a file; these are laid out here, so that every stored figure can be seen and edited somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Indicator, Line, Section
from ecdesk.domain.figures.areas import NATION, Area, standard_areas
from ecdesk.domain.figures.keys import MEASURE_NAMES, Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.wording.measures import base_in_brackets
from ecdesk.domain.wording.units import PERCENT, POINTS

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
