"""The body of a made table: heads, stubs and figures."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from random import Random

from tests.reading_trials.facts import Coords, Facts
from tests.reading_trials.labels import Labels
from tests.reading_trials.sheets import Canvas, Value
from tests.reading_trials.truth import Expected, Group
from tests.reading_trials.vocabulary import MARKS, REMARKS, STUB_HEADS, UNIT_HEADS, VALUE_HEADS


def combined(groups: list[Group]) -> list[Coords]:
    found: list[Coords] = []
    for combos in product(*(group.combos for group in groups)):
        found.append({facet: key for coords in combos for facet, key in coords.items()})
    return found


def put_label(canvas: Canvas, row: int, column: int, text: Value) -> None:
    canvas.put(row, column, text, 'yyyy"年"m"月"' if isinstance(text, datetime) else "")


class Body:
    """Lays out one table, in parts when it has sections. truth: what was written, without the name of the sheet."""

    def __init__(
        self, random: Random, facts: Facts, labels: Labels, rows: list[Group], columns: list[Group], fixed: Coords, trap: str
    ) -> None:
        self.random, self.facts, self.labels, self.fixed, self.trap = random, facts, labels, fixed, trap
        self.rows, self.columns = rows, columns
        self.truth: list[Expected] = []
        self.nested = len(rows) == 2 and random.random() < 0.35
        self.serial = not self.nested and random.random() < 0.1
        self.heads = random.choices(("merged", "blank", "repeated"), (5, 2, 3))[0]
        self.stubs = random.choices(("repeated", "merged", "blank"), (5, 3, 2))[0]
        self.numbers = random.choices(("float", "format", "text", "thousands"), (7, 1.5, 1, 1))[0]
        self.indent = random.choice(("", "  ", "　", "　　"))
        self.continued = len(combined(rows)) >= 10 and random.random() < 0.12
        self.once = random.random() < 0.4
        self.folded = len(rows) == 1 and len(combined(columns)) <= 3 and len(combined(rows)) >= 8 and random.random() < 0.08
        self.unit_column = labels.unit_at == "column"
        self.marked = random.random() < 0.1
        self.of_which = random.random() < 0.5
        self.by_part = self.of_which and random.random() < 0.5
        self.lettered = random.random() < 0.05
        self.remarked = random.random() < 0.06 and not self.folded
        self.numbered = random.random() < 0.1 and any(group.facets in ("I", "IM") for group in rows)
        self.value_head = random.choice(VALUE_HEADS)
        self.stub_heads = [random.choice(STUB_HEADS.get(group.facets, ("",))) for group in rows]
        self.section_form = random.choice(("", "", "{}、", "（{}）"))
        self.number_form = random.choice(("{}.", "{}、"))
        self.parts = 0

    @property
    def stub_width(self) -> int:
        return self.serial + (1 if self.nested else len(self.rows)) + self.unit_column or 1

    @property
    def width(self) -> int:
        return (self.stub_width + max(1, len(combined(self.columns)))) * (2 if self.folded else 1)

    def part(self, canvas: Canvas, coords: Coords) -> None:
        """A section with its line, or the whole table."""
        once = bool(coords) and self.once
        if coords and not once:
            self._section(canvas, coords)
        if not once or self.parts == 0:
            self._head(canvas)
        if once:
            self._section(canvas, coords)
        self.parts += 1
        rows = combined(self.rows)
        if self.folded:
            half = self._half(rows)
            top = canvas.row
            self._figures(canvas, rows[:half], coords, 0)
            bottom, canvas.row = canvas.row, top
            self._figures(canvas, rows[half:], coords, self.width // 2)
            canvas.row = bottom
        elif self.continued and not coords:
            half = self._half(rows)
            self._figures(canvas, rows[:half], coords, 0)
            canvas.row += 1
            canvas.line(self.random.choice(("续表", "续表1", "（续）")))
            self._head(canvas)
            self._figures(canvas, rows[half:], coords, 0)
        else:
            self._figures(canvas, rows, coords, 0)
            if self.trap == "twice":
                self._figures(canvas, [self.random.choice(rows[1:])], coords, 0, again=True)

    def _half(self, rows: list[Coords]) -> int:
        """Where a table is cut: growth that only says so stays with its level."""
        half = (len(rows) + 1) // 2
        while half < len(rows) and rows[half].get("M", "value") != "value":
            half += 1
        return half

    def _section(self, canvas: Canvas, coords: Coords) -> None:
        text = self._text("".join(coords), coords)
        if isinstance(text, datetime):
            text = f"{text.year}年{text.month}月"
        number = self.section_form.format("一二三四五六七八九十"[self.parts]) if self.parts < 10 else ""
        if self.parts and self.random.random() < 0.4 and not self.once:
            canvas.row += 1
        if self.random.random() < 0.3:
            canvas.merge(canvas.row, 1, canvas.row, self.width)
        canvas.line(f"{number}{text}")

    def _text(self, facets: str, coords: Coords) -> Value:
        """The label of a member."""
        labels = self.labels
        if set(facets) <= {"Y", "P"} and len(facets) == 2:
            return labels.time_cell(coords["Y"], coords["P"])
        if facets in ("YM", "PM") and coords["M"] != "value":
            return labels.measure_text(coords["M"])
        if facets == "IM":
            return labels.of_measure(coords["I"], coords["M"])
        one = facets[0]
        if one == "A":
            return labels.area_text(coords["A"])
        if one == "Y":
            return labels.year_cell(coords["Y"])
        if one == "P":
            return labels.part_text(coords["P"])
        if one == "I":
            measures = self.facts.members["M"]
            return labels.of_measure(coords["I"], measures[0]) if len(measures) == 1 else labels.indicator_text(coords["I"])
        return labels.measure_text(coords["M"])

    # -- heads

    def _head(self, canvas: Canvas) -> None:
        columns = combined(self.columns)
        top, height = canvas.row, max(1, len(self.columns)) + (self.labels.unit_at == "row")
        for side in (0, self.width // 2) if self.folded else (0,):
            self._stub_heads(canvas, top, height, side)
            start = side + self.stub_width + 1
            for level, group in enumerate(self.columns):
                self._level(canvas, top + level, start, columns, group, level)
            if not self.columns:
                canvas.put(top, start, self.value_head)
            if self.labels.unit_at == "row":
                for number, coords in enumerate(columns):
                    unit = self.labels.unit_of(self.fixed | coords)
                    canvas.put(
                        top + height - 1,
                        start + number,
                        self.random.choice((unit, unit, self.labels.bracket(unit))) if unit else None,
                    )
        if self.remarked:
            canvas.put(top, self.width + 1, "备注")
        canvas.row = top + height
        if self.lettered and not self.folded:
            numbers = range(1, len(columns or [{}]) + 1)
            canvas.line(*"甲乙丙丁戊"[: self.stub_width], *numbers)

    def _stub_heads(self, canvas: Canvas, top: int, height: int, side: int) -> None:
        texts = (["序号"] if self.serial else []) + (self.stub_heads[:1] if self.nested else list(self.stub_heads))
        if self.unit_column:
            texts.append(self.random.choice(UNIT_HEADS))
        row = top if self.heads == "merged" or self.random.random() < 0.6 else top + height - 1
        for column, text in enumerate(texts or [""], side + 1):
            if text:
                canvas.put(row, column, text)
            if self.heads == "merged":
                canvas.merge(top, column, top + height - 1, column)

    def _level(self, canvas: Canvas, row: int, start: int, columns: list[Coords], group: Group, level: int) -> None:
        """One row of heads: a text for each run of columns with the same outer members."""
        outer = "".join(one.facets for one in self.columns[: level + 1])
        runs: list[list[int]] = []
        for number, coords in enumerate(columns):
            before = columns[number - 1] if number else None
            if before is None or any(before[facet] != coords[facet] for facet in outer):
                runs.append([])
            runs[-1].append(number)
        for run in runs:
            text = self._text(group.facets, columns[run[0]])
            if self.marked and self.random.random() < 0.1 and isinstance(text, str):
                text += self.random.choice(MARKS)
            for number in run if self.heads == "repeated" else run[:1]:
                put_label(canvas, row, start + number, text)
            if self.heads == "merged":
                canvas.merge(row, start + run[0], row, start + run[-1])

    # -- rows

    def _figures(self, canvas: Canvas, rows: list[Coords], section: Coords, side: int, again: bool = False) -> None:
        before: Coords | None = None
        starts: dict[int, int] = {}
        for number, coords in enumerate(rows, 1):
            if self.nested and (before is None or any(before[facet] != coords[facet] for facet in self.rows[0].facets)):
                put_label(canvas, canvas.row, side + 1, self._stub(self.rows[0], coords))
                canvas.row += 1
            self._stub_cells(canvas, coords, before, starts, side, number)
            self._row(canvas, coords | section, side, again)
            before = coords
            canvas.row += 1
        if self.stubs == "merged" and not self.nested:
            for column, start in starts.items():
                canvas.merge(start, column, canvas.row - 1, column)

    def _stub_cells(
        self, canvas: Canvas, coords: Coords, before: Coords | None, starts: dict[int, int], side: int, number: int
    ) -> None:
        column = side + 1
        if self.serial:
            canvas.put(canvas.row, column, number)
            column += 1
        shown = self.rows[1:] if self.nested else self.rows
        for level, group in enumerate(shown):
            inner = level == len(shown) - 1
            outer = "".join(one.facets for one in shown[: level + 1])
            same = before is not None and all(before[facet] == coords[facet] for facet in outer)
            if inner or not same or self.stubs == "repeated":
                if not inner and self.stubs == "merged" and column in starts:
                    canvas.merge(starts[column], column, canvas.row - 1, column)
                if not inner and self.stubs == "merged":
                    starts[column] = canvas.row
                text = self._stub(group, coords)
                put_label(canvas, canvas.row, column, self.indent + text if self.nested and isinstance(text, str) else text)
            column += 1
        if self.unit_column:
            canvas.put(canvas.row, column, self.labels.unit_of(self.fixed | coords) or None)

    def _stub(self, group: Group, coords: Coords) -> Value:
        """A label in its column of the stub, with what offices put before and behind it."""
        text = self._text(group.facets, coords)
        if not isinstance(text, str):
            return text
        if "I" in group.facets and coords.get("M", "value") == "value":
            position = self.facts.members["I"].index(coords["I"]) + 1
            if self._is_part(coords["I"]):
                return f"{self.indent}其中：{self.facts.indicators[coords['I']].part if self._by_part(coords['I']) else text}"
            if self.numbered:
                return self.number_form.format(position) + text
        elif group.facets == "IM" and coords["M"] != "value":
            return self.indent + text
        if self.marked and self.random.random() < 0.2 and group.facets in "AI":
            return text + self.random.choice(MARKS)
        return text

    def _is_part(self, indicator: str) -> bool:
        """Whether it stands in the rows below the whole that it is a part of, with nothing but other parts between."""
        members = self.facts.members["I"]
        within = self.facts.indicators[indicator].within
        between = members[members.index(within) + 1 : members.index(indicator)] if within in members else [""]
        return self.of_which and all(self.facts.indicators[one].within == within if one else False for one in between)

    def _by_part(self, indicator: str) -> bool:
        """Whether it is called by what part it is of its whole, which has the same unit."""
        within, units = self.facts.indicators[indicator].within, self.facts.units
        return self.by_part and self._is_part(indicator) and units[indicator] == units[within]

    def _row(self, canvas: Canvas, coords: Coords, side: int, again: bool) -> None:
        start = side + self.stub_width + 1
        for number, across in enumerate(combined(self.columns) or [{}]):
            whole = self.fixed | coords | across
            if self.truth and self.random.random() < 0.02:
                canvas.put(canvas.row, start + number, self.random.choice(("—", "…", "-", None, None)))
                continue
            self._figure(canvas, whole, canvas.row, start + number, again)
        if self.remarked:
            canvas.put(canvas.row, self.width + 1, self.random.choice(REMARKS) or None)

    def _figure(self, canvas: Canvas, coords: Coords, row: int, column: int, again: bool) -> None:
        labels, unit = self.labels, self.labels.unit_of(coords)
        exact = self.facts.figure(coords) * (1.13 if again else 1) + 0.7 * again
        level = coords["M"] == "value"
        decimals = 1 if not level or abs(exact) >= 10 else 2
        if level and (abs(exact) >= 100_000 or self.facts.units[coords["I"]] in ("家", "个", "辆", "人", "人次")):
            decimals = 0
        value = Decimal(exact).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        written: Value = float(value) if decimals else int(value)
        form = ""
        if not level and labels.percent == "format" and coords["M"] != "index":
            written, form = float(value / 100), "0.0%"
        elif level and labels.unit_at == "format":
            form = "0" + "." * bool(decimals) + "0" * decimals + f'"{unit}"'
        elif level and labels.unit_at == "cell":
            written = f"{value}{unit}"
        elif self.numbers == "format":
            form = "#,##0" + "." * bool(decimals) + "0" * decimals
        elif self.numbers == "text":
            written = str(value)
        elif self.numbers == "thousands":
            written = f"{value:,}"
        cell = canvas.put(row, column, written, form)
        year, part = coords["Y"], coords["P"]
        one = self.facts.indicators[coords["I"]]
        by_part = self._by_part(one.name) and any("I" in group.facets for group in self.rows)
        expected = Expected(
            sheet="",
            cell=cell,
            area=self.facts.areas[coords["A"]].code or coords["A"],
            indicator=coords["I"],
            period=year + part,
            measure=coords["M"],
            value=value,
            unit=unit,
            known=self.facts.subject.known and not by_part,
            ask=self._ask(level),
            within=one.within if by_part else "",
            part=one.part if by_part else "",
        )
        self.truth.append(expected)

    def _ask(self, level: bool) -> str:
        asked = {"conflict": "period", "no year": "period", "no area": "area", "cities": "area"}
        return asked.get(self.trap, "unit" if self.trap == "no unit" and level else "")
