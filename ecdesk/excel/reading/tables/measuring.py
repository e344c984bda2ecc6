"""In which unit a figure stands: the cell's, the row's, the column's, the section's or the table's, in this order; never a guess.

Where a heading leaves open whether its column holds growth or how much more there is (比上年增减), its figures beside the levels tell;
otherwise that is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any, NamedTuple

from ecdesk.domain.book.catalogue import fold_heading
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.judging import base_interval, judge, judge_growth
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import index_base, is_multiple, may_be_change, measure_by_unit, risen
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.units import PERCENT, POINTS, find_unit, is_money
from ecdesk.excel.formats.grid import exact
from ecdesk.excel.reading.tables.facts import RATIO_MEASURES, ColumnFacts, Doubt, RowFacts
from ecdesk.excel.reading.tables.figures import is_plain_figure, read_text
from ecdesk.excel.reading.texts.context import Said
from ecdesk.excel.reading.texts.evidence import COLUMN, ROW
from ecdesk.excel.reading.texts.headings import Match
from ecdesk.excel.reading.texts.words import is_rate, words

Places = tuple[tuple[tuple[Unit, ...], Text], ...]
"""Units as places near a figure name them, the nearest first, each with the reason."""

ASSUMED = text("增速、占比没有写单位，按百分数读。")

MULTIPLE = text("增速或占比的数以倍计，不是百分数，请填报单位换算成百分数。")


LEVEL = text("增速或占比的格里写着别的单位，不是百分数，请填报单位确认是什么数。")
POINTS_OF_GROWTH = text("增速或占比的列里写着百分点，这是变动，不是增速或占比本身，请确认。")


class Counted(NamedTuple):
    """What a unit is sought for. match: its indicator, None where only the heading is known."""

    measure: str
    match: Match | None
    heading: str


def of_base(base: str) -> Unit:
    """The unit of an index, which its base tells from others."""
    return Unit(base, base, base, Fraction(1))


def base_above(unit: Unit | None, heading: str) -> str:
    """What a line over figures that their names do not call an index says to have 100: 总产值 under 总产值指数（上年=100）."""
    return "" if unit is None or words().unitless.search(heading) else index_base(unit.symbol)


def unit_doubts_of(unit: Unit, measure: str) -> Iterator[Doubt]:
    """What has to be asked of growth or a share whose cell says a unit that those are not in."""
    if measure not in RATIO_MEASURES:
        return
    if unit.is_points:
        yield Doubt("", "points", POINTS_OF_GROWTH)
    elif is_multiple(unit):
        yield Doubt("", "multiple", MULTIPLE)
    elif unit.symbol and not unit.is_ratio:
        yield Doubt("", "level", LEVEL)


class UnitReader:
    """Gives the figures of one table their units."""

    def __init__(self, said: Said, answers: Mapping[str, Unit], first_value: int = 0) -> None:
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

    def ratio_or_level(
        self, row: RowFacts, column: ColumnFacts, measuring: object, measure: str
    ) -> tuple[str, tuple[Doubt, ...]]:
        """The measure that only a name or a line above the table gives, which is asked about where every unit is that of a level:
        a sheet 同比增速 over a column in 亿元."""
        said = self.said.measuring
        if said is None or measuring is not said.value or measure.partition(":")[0] not in RATIO_MEASURES:
            return measure, ()
        units = self._units_around(row, column)
        if not units or any(_is_relative(unit) or is_multiple(unit) for unit in units):
            return measure, ()
        answered = self.answers.get(fold_heading(said.words))
        if answered is not None:
            return (measure if _is_relative(answered) else "value"), ()
        asked = text(
            "{place}“{words}”写的是增速或占比，而表里的单位是“{unit}”，请确认是什么数。",
            place=said.place,
            words=said.words,
            unit=units[0].symbol,
        )
        return measure, (Doubt("unit", said.words, asked),)

    def _units_around(self, row: RowFacts, column: ColumnFacts) -> list[Unit]:
        beside = (row.units_of(column.column.index, self.first_value), column.units, row.section.units if row.section else ())
        return [unit for units in (*beside, self.said.units) for unit in units]

    def unit(self, row: RowFacts, column: ColumnFacts, counted: Counted, why: list[Text], doubts: list[Doubt]) -> Unit | None:
        places: Places = (
            (row.units_of(column.column.index, self.first_value), text("行里写明单位。", stands=ROW)),
            (column.units, text("列标题写明单位。", stands=COLUMN)),
            (row.section.units if row.section else (), text("本段标题写明单位。")),
        )
        measure = counted.measure.partition(":")[0]
        if measure == "index":
            return NO_UNIT
        if measure in RATIO_MEASURES or measure == "points":
            of_level = () if row.measure else places[0][0]
            if column.measure and any(map(is_multiple, column.units)):
                places = (places[1], *places)
            return self._of_ratio(places, of_level, measure == "points", why, doubts)
        # 水产品│吨│金额: the heading counts in money, or, 票数, in 票.
        fits = _counted_in(row, column, self._units_around(row, column))
        places = tuple((tuple(filter(fits, units)), reason) for units, reason in places)
        return self._of_level(places, counted, fits, why, doubts)

    def _of_level(
        self, places: Places, counted: Counted, fits: Callable[[Unit], bool], why: list[Text], doubts: list[Doubt]
    ) -> Unit | None:
        """The unit of a level: the nearest that tells it, the row first."""
        match, heading = counted.match, counted.heading
        subject = heading or (match.indicator.name if match else "")
        answered = self.answers.get(fold_heading(subject))
        by_row, by_column = places[0][0], places[1][0]
        if len(by_row) == len(by_column) == 1 and _scaled_otherwise(by_row[0], by_column[0]):
            # A row in 亿元 under a heading in 万元.
            if answered is None:
                doubts.append(Doubt("unit", subject, _two_units(by_row[0], by_column[0], subject)))
                return None
            places = ()
        for units, reason in places:
            chosen = self._choose(units, match, heading) if len(units) != 1 else units[0]
            if chosen is not None:
                why.append(reason)
                return chosen
        if answered is not None:
            why.append(text("“{indicator}”的单位“{unit}”是以前确认过的。", indicator=subject, unit=answered.symbol))
            return answered
        return self._of_table(match, subject, fits, why, doubts)

    def _of_ratio(self, places: Places, of_level: tuple[Unit, ...], points: bool, why: list[Text], doubts: list[Doubt]) -> Unit:
        """The unit of growth, shares or points. of_level: units that a row names, which are those of the level beside such a figure."""
        above = self.said.unit_lines[0].why if self.said.units else ASSUMED
        for units, reason in (*places, (self.said.units, above)):
            fitting = next(filter(_is_relative, units), None)
            if fitting is not None:
                why.append(reason)
                return _as_points(fitting) if points else fitting
            multiple = next(filter(is_multiple, units), None)
            if multiple is not None and units is not of_level:
                doubts.append(Doubt("", "multiple", MULTIPLE))
                return multiple
        why.append(ASSUMED)
        return POINTS if points else PERCENT

    def _of_table(
        self, match: Match | None, subject: str, fits: Callable[[Unit], bool], why: list[Text], doubts: list[Doubt]
    ) -> Unit | None:
        """The unit that the lines above the table name."""
        home = find_unit(match.indicator.unit) if match else None
        units = self.said.units if home is not None and home.is_ratio else _levels(self.said.units)
        units = tuple(filter(fits, units))
        if home is None and is_rate(subject):
            units = tuple(unit for unit in self.said.units if unit.is_ratio)
        chosen = units[0] if len(units) == 1 else self._choose(units, match, subject)
        if chosen is not None:
            return self._confirmed(chosen, home, subject, why, doubts)
        if words().unitless.search(subject):
            return NO_UNIT
        several = text("表上写了几个单位，分不清“{heading}”用的是哪一个。", heading=subject)
        doubts.append(Doubt("unit", subject, several) if units else Doubt("unit", "", text("文件里没有写明单位。")))
        return None

    def _confirmed(self, chosen: Unit, home: Unit | None, subject: str, why: list[Text], doubts: list[Doubt]) -> Unit | None:
        """The unit of the table, unless the indicator is counted in something else; another unit line that says it otherwise is asked about."""
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
        ways = (_named_by, _counting, _of_counts)
        named = next(filter(None, (way(levels, heading) for way in ways)), [])
        return named[0] if len(named) == 1 else None


def _named_by(units: list[Unit], heading: str) -> list[Unit]:
    return [unit for unit in units if unit.base and any(unit.base + ending in heading for ending in words().counted)]


def _counting(units: list[Unit], heading: str) -> list[Unit]:
    return [unit for unit in units if words().counts(unit.base, heading)]


def _of_counts(units: list[Unit], heading: str) -> list[Unit]:
    """The units that count something, for a heading that is of a number: 场地数 under 单位：个、万平方米."""
    return [unit for unit in units if unit.count] if heading.endswith(words().counted) else []


def _counted_in(row: RowFacts, column: ColumnFacts, units: Sequence[Unit]) -> Callable[[Unit], bool]:
    """Which of some units a column may be in whose heading alone says what it counts: 金额 in money, 票数 in 票."""
    if _counts_apart(row, column):
        return lambda unit: unit in column.units
    heads = {fold(label.full) for label in column.labels}
    if heads & words().money:
        return is_money
    named = [unit for unit in units if any(fold(unit.base + ending) in heads for ending in words().counted if unit.base)]
    return lambda unit: unit in named or not named


def _counts_apart(row: RowFacts, column: ColumnFacts) -> bool:
    """Whether a heading counts something in its own unit, which is no other scale of the one beside the labels: 带鱼│吨│产量│产值（万元）."""
    beside, own = ({unit.dimension for unit in units} for units in (row.units, column.units))
    return bool(column.heading and row.units_beside and own) and not beside & own


def _levels(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Those of some units that are none of ratios, or all of them where all are."""
    return tuple(unit for unit in units if not unit.is_ratio) or units


def _is_relative(unit: Unit) -> bool:
    return unit.is_ratio or unit.is_points


def _as_points(unit: Unit) -> Unit:
    return POINTS if unit == PERCENT else unit


def _scaled_otherwise(one: Unit, other: Unit) -> bool:
    return one.dimension == other.dimension and one.scale != other.scale and not one.is_ratio


def _two_units(one: Unit, other: Unit, subject: str) -> Text:
    return text(
        "“{indicator}”的单位既写着“{one}”又写着“{other}”，是哪一个？", indicator=subject, one=one.symbol, other=other.symbol
    )


# Growth, or how much more there is


Values = Callable[[int], list[Any]]
"""What stands in each row of the body of a table in a column."""

MOST_LEVELS = 4
"""So many columns of levels left of a change may be those that it lies between."""
MOST_ROWS = 60
_AGREE = (Verdict.HOLDS, Verdict.ROUNDING)


def settle(values: list[ColumnFacts], held: Values) -> None:
    """Tell by their figures what columns hold and what they are of, where their headings leave that open."""
    _settle_changes(values, held)
    _settle_shares(values, held)


def _settle_changes(values: list[ColumnFacts], held: Values) -> None:
    """Tell for each such column what it holds. Where the figures that it could be worked out from are not in the table, a difference would
    have their decimals, and growth seldom comes to hundreds."""
    levels: list[ColumnFacts] = []
    for facts in values:
        if _is_told_beside(facts, values):
            facts.measure = "change"
        elif not facts.measure:
            levels = [*levels, facts][-MOST_LEVELS:]
        elif _leaves_open(facts):
            beside = [level for level in levels if level.column.group == facts.column.group and _is_of(facts, level)]
            _settle(facts, [_amounts(held(one.column.index)) for one in (facts, *beside)])


def _settle_shares(values: list[ColumnFacts], held: Values) -> None:
    """Tell of which of several levels a share is: of the one that it is the same part of something in every row."""
    for facts in (one for one in values if one.of_any and one.measure == "share"):
        shares = _amounts(held(facts.column.index))
        of = [level for level in facts.of_any if _in_proportion(shares, _amounts(held(level.column.index)))]
        if len(of) == 1:
            facts.take_name_of(of[0])
            facts.part, facts.of_any = of[0].part, ()


FEWEST_SHARES = 3


def _in_proportion(shares: Sequence[Amount | None], levels: Sequence[Amount | None]) -> bool:
    """Whether the figures of two columns are in one ratio, within rounding."""
    pairs = [
        (base_interval(one), base_interval(two)) for one, two in zip(shares, levels, strict=True) if one and two and two.value > 0
    ]
    ratios = [share / level for share, level in pairs]
    return len(ratios) >= FEWEST_SHARES and all(one.meets(other) for one, other in combinations(ratios, 2))


def _leaves_open(facts: ColumnFacts) -> bool:
    return facts.measure == "growth" and not facts.units and any(may_be_change(risen(label.raw)) for label in facts.labels)


def _is_told_beside(facts: ColumnFacts, values: list[ColumnFacts]) -> bool:
    return _leaves_open(facts) and any(_is_growth_beside(other, facts) for other in values)


def _is_growth_beside(other: ColumnFacts, facts: ColumnFacts) -> bool:
    """Whether another column gives the growth that one may hold, so that it says how much more there is: 比上年增减│增减（%）."""
    ratio = any(unit.is_ratio for unit in other.units)
    told = other.measure == "growth" and (ratio or not (other.units or _leaves_open(other)))
    one, two = ((at.column.group, at.heading, at.part, at.area, at.time) for at in (other, facts))
    return told and one == two


def _is_of(facts: ColumnFacts, level: ColumnFacts) -> bool:
    return facts.heading in ("", level.heading) or (facts.match is not None and level.match is facts.match) or not level.heading


def _settle(facts: ColumnFacts, columns: list[list[Amount | None]]) -> None:
    stated, *levels = columns
    for now, before in permutations(levels, 2):
        rows = [(one, two, three) for one, two, three in zip(stated, now, before, strict=True) if one and two and three]
        told = next((name for name, agrees in _TOLD.items() if _mostly(agrees, rows)), "")
        if told:
            facts.measure = told
            return
    facts.may_be_change = len(levels) > 1 or _looks_like_a_difference(stated, levels)


def _is_growth(stated: Amount, now: Amount, before: Amount) -> bool:
    return judge_growth(Amount(stated.value, PERCENT), now, before) in _AGREE


def _is_difference(stated: Amount, now: Amount, before: Amount) -> bool:
    return (
        judge(lambda margin: (base_interval(stated, margin), base_interval(now, margin) - base_interval(before, margin))).verdict
        in _AGREE
    )


def _mostly(agrees: Callable[[Amount, Amount, Amount], bool], rows: list[tuple[Amount, Amount, Amount]]) -> bool:
    return bool(rows) and sum(agrees(*row) for row in rows) * 5 >= len(rows) * 4


_TOLD = {"growth": _is_growth, "change": _is_difference}


def _looks_like_a_difference(stated: list[Amount | None], levels: list[list[Amount | None]]) -> bool:
    """Whether figures may be differences of levels of which only one is in the table."""
    told = [amount.value for amount in stated if amount is not None]
    decimals = {_decimals(amount) for column in levels for amount in column if amount is not None}
    return (
        any(abs(value) > 100 for value in told)
        or max(map(_decimals, filter(None, stated)), default=0) in decimals
        or not decimals
    )


def _decimals(amount: Amount) -> int:
    exponent = amount.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _amounts(values: list[Any]) -> list[Amount | None]:
    return list(_figures(values[:MOST_ROWS]))


def _figures(values: list[Any]) -> Iterator[Amount | None]:
    for value in values:
        number = exact(value) if isinstance(value, int | float) else None
        read = read_text(value).amount if isinstance(value, str) and is_plain_figure(value) else None
        yield Amount(number, NO_UNIT) if number is not None else Amount(read.value, NO_UNIT) if read is not None else None
