"""What the labels left of the figures say about each row, row by row: a blank label repeats the one above, 其中 belongs to its whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ecdesk.domain.book.records import Indicator
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.measures import measure_by_unit
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import total_named
from ecdesk.domain.wording.time.time_words import time_in_column
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import units_in
from ecdesk.excel.reading.columns import Column
from ecdesk.excel.reading.facts import ColumnFacts, Kinds, RowFacts, Stands
from ecdesk.excel.reading.headings import HeadingReader, Match
from ecdesk.excel.reading.labels import LONGEST_LABEL, SUMS, Label, LabelReader, combined
from ecdesk.excel.reading.tables import Grid, words_of
from ecdesk.excel.reading.words import words


class RowReader:
    """Goes down the body of a table. provinces: how many provinces the table names."""

    def __init__(
        self,
        grid: Grid,
        columns: list[Column],
        values: list[ColumnFacts],
        labels: LabelReader,
        headings: HeadingReader,
        provinces: int,
    ) -> None:
        self.grid = grid
        self.columns = columns
        self.values = values
        self.labels = labels
        self.headings = headings
        self._province_rows = provinces
        self._last: dict[tuple[int, int], Stands] = {}
        self._parents: list[tuple[int, Indicator]] = []
        self._row_match: Match | None = None
        self._section: Label | None = None
        self._whole: Indicator | None = None
        self._among: tuple[int, Indicator] | None = None
        """Indent and indicator of the last 其中 that stands in no other."""
        self._nested: tuple[int, Indicator] | None = None
        """Indent of the rows of a 其中 inside another, and the indicator that they are parts of."""
        self._unit_of_whole: tuple[int, tuple[Unit, ...]] = (0, ())
        """Indent and units of the last row that is no part of another."""
        self._years: set[Time] = set()
        self._kinds = Kinds()

    def enter_section(self, words_here: str) -> None:
        label, named = self._section_label(words_here)
        if words().sample_rows.search(label.raw):
            return
        before = self._section
        if before is not None:
            # The nearest section that says an area or a time hides that of the one before it, and nothing else of it.
            area, region = (label.area, label.region) if label.area or label.region else (before.area, before.region)
            label = replace(
                label, area=area, region=region, time=label.time or before.time, rest=before.rest if named else label.rest
            )
        self._section = label
        if named:
            return
        self._parents = []
        self._row_match = self._whole = None
        self._among = self._nested = None

    def _section_label(self, words_here: str) -> tuple[Label, bool]:
        """What a line between rows says, and whether it says by a word of its own what it names: 地区：湖南省."""
        plain = tidy(words_here)
        for name, pattern in words().lines.items():
            match = pattern.match(plain)
            if match is None:
                continue
            label = self.labels(plain[match.end() :])
            if name == "region" and (label.area is None or label.rest):
                label = replace(label, area=None, rest="", region=label.rest or label.raw)
            return (label if name != "other" else Label(plain)), True
        return self.labels(words_here), False

    def read(self, row: int, group: int) -> RowFacts:
        """The facts of one row for the columns of one group."""
        facts = self._facts(row, group)
        facts.kinds = self._kinds.of(facts.keys())
        return facts

    def _facts(self, row: int, group: int) -> RowFacts:
        facts = RowFacts(section=self._section)
        names: list[tuple[Column, Label, int]] = []
        blank_stub = True
        seen: set[tuple[int, int]] = set()
        for column in self.columns:
            if column.group != group or column.role in ("value", "ignored", "note", "serial"):
                continue
            at: Sequence[int] = self.grid.origin.get((row, column.index), (row, column.index))
            if at[1] != column.index and (at[0], at[1]) in seen:
                continue
            seen.add((at[0], at[1]))
            value = self.grid.value(at[0], at[1])
            words_here = words_of(value)
            if column.role in ("region", "indicator", "text", "period"):
                if words_here.strip():
                    blank_stub = False
                    self._last[group, column.index] = words_here, at[0], at[1]
                elif (group, column.index) in self._last and self._has_other_stub(row, group, column.index):
                    words_here, *at = self._last[group, column.index]
                    words_here = self.labels(words_here).raw
            if not words_here.strip():
                continue
            if column.role != "code":
                facts.texts = (*facts.texts, (words_here, at[0], at[1]))
            if column.role == "unit":
                facts.units = units_in(words_here)
                facts.units_beside = (*facts.units_beside, (column.index, facts.units))
            elif column.role == "code":
                area = self.labels.areas.find(words_here)
                facts.areas += [area] if area is not None and not facts.areas else []
                facts.total = facts.total or total_named(words_here) in SUMS
            elif column.role == "period":
                facts.time = time_in_column(words_here[:LONGEST_LABEL], column.often)
                label = self.labels(words_here)
                if facts.time is not None:
                    self._years.add(facts.time)
                elif label.measure:
                    # 增长% below the years is that of the last of them.
                    facts.time = max(self._years, key=lambda time: (time.year or 0, time.last), default=None)
                    facts.measure, facts.whole, facts.index = label.measure, label.whole, label.index
                    facts.units = facts.units or label.units
            elif column.role == "region":
                self._region(words_here, facts)
            else:
                indent = len(words_here) - len(words_here.lstrip(" \u3000\t\u00a0"))
                names.append((column, self.labels(words_here), indent))
        if any(words().sample_rows.search(label.raw) for _column, label, _indent in names) or words().sample_rows.search(
            facts.region
        ):
            facts.skip = True
            return facts
        among = False
        for column, label, indent in names:
            # 其中 in a column of its own is said of what stands right of it.
            self._name(replace(label, among=True) if among else label, indent, facts, column)
            among = among or (label.among and not label.rest)
        if len(facts.units) == 1 and len(facts.units_beside) == 1:
            facts.measure = measure_by_unit(facts.measure, facts.units[0])
        if (
            not names
            and blank_stub
            and group >= 0
            and any(column.group == group and column.role != "value" for column in self.columns)
        ):
            # A figure without any label beside it: kept with what its column says.
            facts.match = self._row_match if not self.values or any(value.measure for value in self.values) else None
        return facts

    def _has_other_stub(self, row: int, group: int, index: int) -> bool:
        return any(
            column.group == group
            and column.index != index
            and column.role in ("region", "indicator", "text", "period")
            and str(self.grid.through(row, column.index)).strip()
            for column in self.columns
        )

    def _region(self, words_here: str, facts: RowFacts) -> None:
        label = self.labels(words_here)
        if label.area is not None and not label.rest:
            facts.areas.append(label.area)
            return
        if total := total_named(words_here):
            # 全省 is the area that the whole table is about.
            facts.total = total in SUMS
            return
        if label.area is not None and label.rest and self.headings.find_label(label) is not None:
            facts.areas.append(label.area)
            facts.labels.append(label)
            return
        facts.region = label.raw

    def _name(self, label: Label, indent: int, facts: RowFacts, column: Column) -> None:
        if label.area is not None:
            facts.areas.append(label.area)
            if not label.rest and not label.measure:
                return
        facts.base = label.base or facts.base
        facts.time = combined(facts.time, label.time)
        if label.among or indent > self._unit_of_whole[0]:
            facts.units = facts.units or label.units or self._unit_of_whole[1]
        else:
            facts.units = facts.units or label.units
            self._unit_of_whole = indent, label.units
        if label.measure:
            found = self.headings.find(label.full)
            if found is not None:
                facts.match = self._row_match = found
                facts.labels.append(label)
                return
            facts.measure, facts.whole, facts.index = label.measure, label.whole, label.index
            facts.base_year = label.base_year
        if label.total and (self._province_rows or column.role == "region"):
            facts.total = True
            return
        facts.labels.append(label)
        if not label.rest or label.value_word:
            if label.measure:
                facts.match = self._row_match
            return
        while self._parents and (self._parents[-1][0] > indent or (self._parents[-1][0] == indent and not label.among)):
            self._parents.pop()
        own = self.headings.find_label(label)
        inner = None
        parent = self._nest(label, indent) or (self._parents[-1][1] if self._parents else self._section_indicator())
        if parent is None and own is None:
            # 其中：实物商品, then 非实物商品 in the next row, which does not say 其中 again.
            parent = self._whole
        if parent is not None and own is None:
            inner = self.headings.part_of(label.rest, parent)
        if label.among:
            self._whole = parent
        elif own is not None:
            self._whole = None
        match = inner or own
        if match is not None:
            facts.match = self._row_match = match
            if not label.among:
                self._parents.append((indent, match.indicator))
            if self._nested is None:
                self._among = (indent, match.indicator) if label.among else None
        else:
            facts.parent = parent if (label.among or indent or self._section is not None) else None
            self._row_match = None

    def _nest(self, label: Label, indent: int) -> Indicator | None:
        """The indicator that a row is part of when it stands deeper than a 其中 and says 其中 itself, or goes on such rows."""
        if label.among and self._among is not None and indent > self._among[0]:
            self._nested = indent, self._among[1]
        elif self._nested is not None and indent < self._nested[0]:
            self._nested = None
        return self._nested[1] if self._nested is not None else None

    def _section_indicator(self) -> Indicator | None:
        if self._section is None:
            return None
        found = self.headings.find_label(self._section)
        return found.indicator if found else None
