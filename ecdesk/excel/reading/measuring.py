"""In which unit a figure stands: the cell's, the row's, the column's, the section's or the table's, in this order; never a guess."""

from __future__ import annotations

from dataclasses import replace

from ecdesk.domain.book.catalogue import fold_heading
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.measures import is_multiple, measure_by_unit
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.units import PERCENT, POINTS, find_unit, is_money
from ecdesk.excel.reading.context import Said
from ecdesk.excel.reading.evidence import COLUMN, ROW
from ecdesk.excel.reading.facts import RATIO_MEASURES, ColumnFacts, Doubt, RowFacts
from ecdesk.excel.reading.headings import Match
from ecdesk.excel.reading.words import words

ASSUMED = text("增速、占比没有写单位，按百分数读。")

MULTIPLE = text("增速或占比的数以倍计，不是百分数，请填报单位换算成百分数。")


class UnitReader:
    """Gives the figures of one table their units."""

    def __init__(self, said: Said, answers: dict[str, Unit], first_value: int = 0) -> None:
        self.said = said
        self.answers = answers
        self.first_value = first_value

    def own(self, amount: Amount, measure: str, outer: Unit | None) -> Amount:
        """A figure whose cell says its unit. outer: what the unit would be otherwise; a bare 亿 means 亿 of its base."""
        if not amount.unit.base and amount.unit.symbol:
            whole = find_unit(amount.unit.symbol + (outer.base if outer is not None and outer.base else "元"))
            return replace(amount, unit=whole or amount.unit)
        if measure.startswith("points") and amount.unit == PERCENT:
            return replace(amount, unit=POINTS)
        return amount

    def growth_or_change(self, column: ColumnFacts, measure: str) -> tuple[str, tuple[Doubt, ...]]:
        """The measure of a column that may hold growth or how much more there is: as the table's unit line or an answer says, otherwise asked."""
        if not column.may_be_change or measure != "growth" or any(unit.is_ratio for unit in self.said.units):
            return measure, ()
        subject = tidy(column.column.path[-1][0])
        answered = self.answers.get(fold_heading(subject))
        if answered is not None:
            return measure_by_unit(measure, answered), ()
        asked = text("“{heading}”没有写单位，是增减的百分数，还是增减了多少？", heading=subject, stands=COLUMN)
        return measure, (Doubt("unit", subject, asked),)

    def unit(
        self,
        row: RowFacts,
        column: ColumnFacts,
        measure: str,
        match: Match | None,
        heading: str,
        why: list[Text],
        doubts: list[Doubt],
    ) -> Unit | None:
        places: tuple[tuple[tuple[Unit, ...], Text], ...] = (
            (row.units_of(column.column.index, self.first_value), text("行里写明单位。", stands=ROW)),
            (column.units, text("列标题写明单位。", stands=COLUMN)),
            (row.section.units if row.section else (), text("本段标题写明单位。")),
        )
        by_row = places[0][0]
        measure = measure.partition(":")[0]
        if measure == "index":
            return NO_UNIT
        if measure in RATIO_MEASURES or measure == "points":
            if column.measure and any(map(is_multiple, column.units)):
                places = (places[1], *places)
            for units, reason in (*places, (self.said.units, self.said.unit_lines[0].why if self.said.units else ASSUMED)):
                fitting = [unit for unit in units if unit.is_ratio or unit.is_points]
                if fitting:
                    why.append(reason)
                    return POINTS if measure == "points" and fitting[0] == PERCENT else fitting[0]
                multiple = next(filter(is_multiple, units), None)
                if multiple is not None and not (units is by_row and not row.measure):  # then it is that of the level beside it
                    doubts.append(Doubt("", "multiple", MULTIPLE))
                    return multiple
            why.append(ASSUMED)
            return POINTS if measure == "points" else PERCENT
        subject = heading or (match.indicator.name if match else "")
        answered = self.answers.get(fold_heading(subject))
        if len(by_row) == len(column.units) == 1 and _scaled_otherwise(by_row[0], column.units[0]):
            # A row in 亿元 under a heading in 万元.
            if answered is None:
                doubts.append(Doubt("unit", subject, _two_units(by_row[0], column.units[0], subject)))
                return None
            places = ()
        for units, reason in places:
            if len(units) == 1:
                why.append(reason)
                return units[0]
            chosen = self._choose(units, match, heading)
            if chosen is not None:
                why.append(reason)
                return chosen
        if answered is not None:
            why.append(text("“{indicator}”的单位“{unit}”是以前确认过的。", indicator=subject, unit=answered.symbol))
            return answered
        home = find_unit(match.indicator.unit) if match else None
        units = self.said.units
        if home is None or not home.is_ratio:
            units = tuple(unit for unit in units if not unit.is_ratio) or units
        chosen = units[0] if len(units) == 1 else self._choose(units, match, subject)
        if chosen is not None:
            if home is not None and home.dimension != chosen.dimension and not (is_money(home) and is_money(chosen)):
                message = text(
                    "表的单位是“{unit}”，而“{indicator}”通常以“{home}”计，请确认单位。",
                    unit=chosen.symbol,
                    indicator=subject,
                    home=home.symbol,
                )
                doubts.append(Doubt("unit", subject, message))
                return None
            first, *others = self.said.unit_lines
            why.append(first.why)
            other = next((unit for line in others for unit in line.value if _scaled_otherwise(unit, chosen)), None)
            if other is not None:
                doubts.append(Doubt("unit", subject, _two_units(chosen, other, subject)))
            return chosen
        if words().unitless.search(subject):
            return NO_UNIT
        if units:
            doubts.append(Doubt("unit", subject, text("表上写了几个单位，分不清“{heading}”用的是哪一个。", heading=subject)))
        else:
            doubts.append(Doubt("unit", "", text("文件里没有写明单位。")))
        return None

    def _choose(self, units: tuple[Unit, ...], match: Match | None, heading: str) -> Unit | None:
        """Of several units the one that the indicator is counted in, by the catalogue or by its own name (户数 in 户)."""
        if not units:
            return None
        if match is not None:
            home = find_unit(match.indicator.unit)
            fitting = [unit for unit in units if home is not None and unit.dimension == home.dimension]
            if len(fitting) == 1:
                return fitting[0]
        levels = [unit for unit in units if not unit.is_ratio]
        if len(levels) == 1:
            return levels[0]
        named = [unit for unit in units if unit.base and any(unit.base + ending in heading for ending in words().counted)]
        return named[0] if len(named) == 1 else None


def _scaled_otherwise(one: Unit, other: Unit) -> bool:
    return one.dimension == other.dimension and one.scale != other.scale and not one.is_ratio


def _two_units(one: Unit, other: Unit, subject: str) -> Text:
    return text(
        "“{indicator}”的单位既写着“{one}”又写着“{other}”，是哪一个？", indicator=subject, one=one.symbol, other=other.symbol
    )
