"""What the headings over the columns of a table say, each by itself and beside the others: growth is of the level on its left."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.measures import counts_since_january, measure_by_unit, says_compared_with
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import place_around, total_named
from ecdesk.domain.wording.time.time_words import at_year_ends
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import units_in
from ecdesk.excel.reading.tables.columns import Column
from ecdesk.excel.reading.tables.facts import ColumnFacts, Kinds
from ecdesk.excel.reading.texts.headings import HeadingReader, Match
from ecdesk.excel.reading.texts.labels import Label, LabelReader, combined
from ecdesk.excel.reading.texts.words import is_rate, words


def _newest(time: Time) -> tuple[int, int, bool, int]:
    """The later of two is that of the later year, or that ends later in it: 上半年 after 一季度."""
    return time.year or 0, time.shift or 0, not time.kind, time.last_month


def _newest_for(facts: ColumnFacts, run: list[ColumnFacts], values: list[ColumnFacts]) -> Time | None:
    """The newest time of the levels that growth stands behind; None for that of the table itself: 年末数│上年末数│增长, 上年同期│增长│本期. Behind
    去年1-9月 it is that part of its year."""
    newest = max((level.time for level in run if level.time is not None), key=_newest, default=None)
    if newest is None or not (_is_a_year_ago(newest) and _is_on_last_year(facts, run, values)):
        return newest
    return replace(newest, shift=None) if newest.kind or newest.cumulative else None


def _each_has_its_own(values: list[ColumnFacts]) -> bool:
    """Whether there are as many columns that only say a measure as columns with names, or each of them stands right behind its level."""
    bare = [facts for facts in values if not facts.heading and facts.measure]
    return sum(bool(facts.heading) for facts in values) == len(bare) or _each_behind_its_level(values, bare)


def _says_again(facts: ColumnFacts, level: ColumnFacts) -> bool:
    """Whether growth names again what a level on its left does."""
    return bool(facts.heading and facts.measure) and not level.measure and level.heading.endswith(facts.heading)


def _ends_branch(facts: ColumnFacts, before: Sequence[ColumnFacts]) -> bool:
    """Whether a column stands behind several under one heading, and not under that itself."""
    paths = [one.column.path for one in before]
    return any(path and path[0][1] and path[0] != facts.column.path[0] for path in paths)


class _Named:
    """The columns with names left of one that only says a measure. levels: those of levels; run: those that it may be of; again: whether these
    are growth that names its level once more."""

    def __init__(self) -> None:
        self.levels: list[ColumnFacts] = []
        self.run: dict[tuple[str, str], ColumnFacts] = {}
        self.again = False

    def take(self, facts: ColumnFacts) -> None:
        level = next((one for one in reversed(self.levels) if _says_again(facts, one)), None)
        if self.again != bool(level) or _ends_branch(facts, self.levels[-1:]):
            self.run.clear()
        self.run[facts.heading, facts.part] = level or facts
        self.levels += [facts] if level is None else []
        self.again = level is not None

    def of_which_is(self, facts: ColumnFacts) -> list[ColumnFacts]:
        """The levels that a column may be of, the likeliest last; a share is one of no rate."""
        found = list(self.run.values()) or self.levels[-1:]
        if facts.measure == "share":
            levels = ([one for one in some if not _is_of_rates(one)] for some in (found, self.levels))
            found = next(filter(None, levels), found)
        return found


def _is_of_rates(facts: ColumnFacts) -> bool:
    return is_rate(facts.heading) or (bool(facts.units) and all(unit.is_ratio for unit in facts.units))


def _each_behind_its_level(values: list[ColumnFacts], bare: list[ColumnFacts]) -> bool:
    """Whether several columns only say one and the same measure, and each stands right behind a level, one of them behind the only one since the
    last: 甲│乙│同比│丙│同比."""
    runs, run = [], 0
    for facts in values:
        if facts.heading and not facts.measure:
            run += 1
        else:
            runs.append(run)
            run = 0
    return len(bare) > 1 and len(runs) == len(bare) and min(runs) == 1 and len({facts.measure for facts in bare}) == 1


def _is_a_year_ago(time: Time) -> bool:
    return time.year is None and (time.shift or 0) < 0


def _is_on_last_year(facts: ColumnFacts, run: list[ColumnFacts], values: list[ColumnFacts]) -> bool:
    """Whether growth behind the level of the year before is that of a level of now: one left of it, or one right of it that has no growth
    of its own (上年同期│增长│本期, and not 上年同期│增长│本期│增长)."""
    if any(_is_of_now(level, run[-1]) for level in run):
        return True
    beside = [one for one in values if one is not facts and one.column.group == facts.column.group]
    return not _is_of_another(facts, beside, run[-1], values) and any(
        not one.measure and _is_of_now(one, run[-1]) for one in beside
    )


def _is_of_another(facts: ColumnFacts, beside: list[ColumnFacts], level: ColumnFacts, values: list[ColumnFacts]) -> bool:
    """Whether a column like one of growth stands behind another level than that."""
    alike = [one for one in beside if (one.measure, one.heading) == (facts.measure, facts.heading)]
    return any(_level_before(one, values) is not level for one in alike)


def _level_before(facts: ColumnFacts, values: list[ColumnFacts]) -> ColumnFacts | None:
    """The nearest level on the left of a column."""
    return next((one for one in reversed(values[: values.index(facts)]) if not one.measure), None)


def _is_on_the_part_before(facts: ColumnFacts, level: ColumnFacts) -> bool:
    """Whether growth that does not say on what it is stands behind the level of the month or quarter before."""
    told = any(says_compared_with(one.raw) for one in facts.labels)
    return facts.measure == "growth" and _is_of_the_part_before(level) and not told


def _is_of_now(facts: ColumnFacts, last: ColumnFacts) -> bool:
    """Whether a level names no year but the one of its table, and what the last of its run names: 年末余额│上年末余额."""
    of_now = facts.time is None or (facts.time.year is None and not facts.time.shift)
    return of_now and (facts.match is not None or facts.heading.endswith(last.heading))


def _is_of_the_part_before(level: ColumnFacts) -> bool:
    """Whether a level is of the month or quarter before that of its table: 上月."""
    time = level.time
    return time is not None and time.step == -1 and time.grain in ("month", "quarter") and not (time.shift or time.cumulative)


def _tells_time(facts: ColumnFacts) -> bool:
    time = facts.time
    return time is not None and (time.names_year or time.names_part or time.shift is not None)


def _count_since_january(values: list[ColumnFacts]) -> None:
    """Make the columns whose base tells it those of all months so far."""
    bases = [facts.base for facts in values]
    for facts in values:
        if counts_since_january(facts.base, bases):
            facts.time = combined(facts.time, Time(cumulative=True))


def _take_same_parts(values: list[ColumnFacts]) -> None:
    """上年同期 right of a level that names its part of the year is that part of the one before: 1—9月│上年同期, 累计│上年同期."""
    last = Time()
    for facts in (one for one in values if not (one.measure or one.planned)):
        time = facts.time or Time()
        if time.shift and time == Time(shift=time.shift):
            facts.time = time.joined(Time(kind=last.kind, first=last.first, last=last.last, cumulative=last.cumulative))
        else:
            last = time


def _with_a_year_ago(run: list[ColumnFacts]) -> list[ColumnFacts]:
    """Those of some levels that growth alone can be of, as only they have one of a year ago beside them: 本月│本年累计│上年累计│同比."""
    times = [(level, level.time or Time()) for level in run]
    counts = {time.cumulative for _level, time in times if time.shift}
    told = [(level, time) for level, time in times if counts == {time.cumulative}]
    return [level for level, _time in told] if any(not time.shift for _level, time in told) else run


def _counts_alike(own: Time, other: Time | None) -> bool:
    """Whether a level is counted since January where growth says that it is, and of the month itself where growth says that."""
    cumulative = other is not None and other.cumulative
    return cumulative if own.cumulative else own.grain == "month" and not cumulative


def _of_both(own: Time | None, newest: Time | None) -> Time | None:
    """The time of growth from its own and that of its level."""
    return own.joined(replace(newest, grain="")) if own and newest else newest or own


def _apart(run: list[ColumnFacts]) -> bool:
    """Whether of the newest levels one is of a part of a year and one counted since January."""
    times = [level.time for level in run if level.time is not None]
    year = max((time.year or 0 for time in times), default=0)
    newest = {time.cumulative or time.first < time.last for time in times if (time.year or 0) == year and not time.shift}
    return len(newest) > 1


class HeaderReader:
    """Reads the heading paths of a table's value columns."""

    def __init__(self, labels: LabelReader, headings: HeadingReader) -> None:
        self.labels = labels
        self.headings = headings

    def read(self, columns: list[Column]) -> list[ColumnFacts]:
        """The facts of each value column."""
        found = [self._column_facts(column) for column in columns if column.role == "value"]
        for facts, time in zip(found, at_year_ends([facts.time for facts in found]), strict=True):
            facts.time = time
        _count_since_january(found)
        _take_same_parts(found)
        self._fill_growth_times(found)
        self._drop_totals(found)
        self._take_time_of_corner(columns, found)
        self._take_corner(columns, found)
        for group in {facts.column.group for facts in found}:
            beside = [facts for facts in found if facts.column.group == group]
            self._take_wholes(beside)
            self._fill_headings(beside)
            self._find_parts(beside)
        self._name_shares(found)
        self._fill_units(found)
        kinds = Kinds()
        for facts in found:
            facts.kinds = kinds.of(facts.keys())
        return found

    def _column_facts(self, column: Column) -> ColumnFacts:
        facts = ColumnFacts(column)
        pieces: list[str] = []
        stands_over_others = False
        for words_here, shared in _telling(column.path):
            label = self.labels(words_here)
            facts.base = label.base or facts.base
            if total_named(label.raw) == "area":
                # 全省 over a column beside those of its cities, or beside that of the city that the table is about.
                facts.around = place_around(label.raw)
                continue
            if self._is_unit_only(label):
                units = label.units or units_in(words_here)
                if len(units) == 1 and not shared:
                    facts.measure = measure_by_unit(facts.measure, units[0])
                facts.units = facts.units or units
                continue
            facts.take(label)
            if plan := words().planned.fullmatch(label.rest):
                facts.take_plan(label.rest, bool(plan["year"]))
            elif label.rest and not label.value_word and not (label.total and pieces) and label.rest != facts.part:
                # 合计 below 人口数 is what that says already.
                pieces.append(label.rest if stands_over_others or not pieces else "\0" + label.rest)
                stands_over_others = shared
        facts.heading = _joined(pieces, bool(facts.base))
        facts.match = self._column_match(facts)
        return facts

    def _is_unit_only(self, label: Label) -> bool:
        return (
            not label.rest
            and not label.measure
            and not label.time
            and not label.area
            and not label.value_word
            and bool(label.units or units_in(label.raw))
        )

    def _column_match(self, facts: ColumnFacts) -> Match | None:
        for label in facts.labels:
            if label.measure and (found := self.headings.find(label.full)) is not None:
                facts.measure = facts.whole = ""
                return found
        names = [label.rest for label in facts.labels if label.names]
        if not names:
            return None
        found = self.headings.find(facts.heading) or self.headings.find("".join(names))
        found = found or (self.headings.find("".join(reversed(names))) if len(names) == 2 else None)
        if found is not None:
            return found
        matched: Match | None = None
        for label in facts.labels:
            if not label.names:
                continue
            inner = self.headings.part_of(label.rest, matched.indicator) if matched is not None else None
            matched = inner or self.headings.find_label(label) or matched
        return matched

    def _fill_growth_times(self, values: list[ColumnFacts]) -> None:
        """Growth, change and share that name no year and no part of one belong to the level on their left: to the newest of a run of
        levels (2018年│2017年│同比). One with a name of its own does not. Behind levels of one place they are of that, too."""
        run: list[ColumnFacts] = []
        after_level = False
        for facts in (one for one in values if not one.planned):
            if not facts.measure:
                run = [*run, facts] if after_level and self._same_branch(run[-1], facts) else [facts]
                after_level = True
                continue
            after_level = False
            if run and not _tells_time(facts) and self._of_level(facts, run[-1]):
                self._take_time_of(run, facts, values)
                _take_place_of(run, facts)

    def _take_time_of(self, run: list[ColumnFacts], facts: ColumnFacts, values: list[ColumnFacts]) -> None:
        """Give a column of growth the time of the newest of a run of levels on its left, of those that are counted as itself: 累计, 当月.
        What was reached of a plan is counted since January."""
        own = Time(cumulative=True) if words().planned.fullmatch(facts.whole) else facts.time
        if own is not None:
            run = [level for level in run if _counts_alike(own, level.time)] or run
        elif facts.measure == "growth":
            run = _with_a_year_ago(run)
        newest = _newest_for(facts, run, values)
        if _is_on_the_part_before(facts, run[-1]):
            facts.measure = "growth_prev"
        facts.of_one_of = facts.time is None and _apart(run) and not self._is_told_beside(facts, values)
        facts.time = _of_both(facts.time, newest)

    def _is_told_beside(self, facts: ColumnFacts, values: list[ColumnFacts]) -> bool:
        """Whether another column of the same measure says of which of the levels it is, so that this one is of the other: 同比│累计同比."""
        beside = [
            one for one in values if one.measure == facts.measure and one is not facts and one.column.group == facts.column.group
        ]
        return any(one.time is not None and one.time.cumulative for one in beside)

    def _of_level(self, facts: ColumnFacts, level: ColumnFacts) -> bool:
        """Whether a column of growth is that of a level: it has its name, or none."""
        return facts.column.group == level.column.group and (
            not facts.heading or facts.heading == level.heading or (facts.match is not None and self._same_branch(facts, level))
        )

    def _take_corner(self, columns: list[Column], values: list[ColumnFacts]) -> None:
        """A heading over times or places that is none of those says what the figures beside them are: 网络零售额│亿元 over 2018年│2081.5."""
        corner = self._corner(columns, ("period", "region"))
        if not corner.names or any(facts.tells_apart for facts in values):
            return
        for facts in values:
            facts.labels.append(corner)
            facts.heading, facts.match = corner.rest, self.headings.find_label(corner)
            facts.units = facts.units or corner.units
            if not facts.measure:
                facts.measure, facts.whole, facts.index = corner.measure, corner.whole, corner.index

    def _corner(self, columns: list[Column], roles: tuple[str, ...]) -> Label:
        over = [column.path[-1][0] for column in columns if column.role in roles and column.path]
        return self.labels(over[0]) if len(over) == 1 and not words().role(over[0]) else Label()

    def _take_time_of_corner(self, columns: list[Column], values: list[ColumnFacts]) -> None:
        """A year over what runs down is that of all figures whose headings name none: 2018年│网络零售额."""
        corner = self._corner(columns, ("period", "region", "indicator"))
        if corner.names or corner.time is None or not corner.time.names_year:
            return
        for facts in values:
            facts.labels.insert(0, corner)
            facts.time = combined(corner.time, facts.time)
            facts.units = facts.units or corner.units

    def _drop_totals(self, values: list[ColumnFacts]) -> None:
        """合计 beside columns of areas is a sum of areas, not the name of an indicator."""
        if sum(1 for facts in values if facts.area is not None) < 2:
            return
        for facts in values:
            if facts.total and facts.area is None:
                facts.heading = "/".join(label.rest for label in facts.labels if label.names and not label.total)

    def _fill_headings(self, values: list[ColumnFacts]) -> None:
        """A column that only says 同比 is about the indicator of the column to its left. Where several indicators stand side by side before
        it, and no other column says 同比 right behind its own, it could be about any of them."""
        each_its_own = _each_has_its_own(values)
        named = _Named()
        for facts in values:
            if facts.heading:
                named.take(facts)
            elif facts.measure and (told := named.of_which_is(facts)):
                level = self._level_of_its_word(facts, values)
                facts.take_name_of(level or told[-1])
                facts.of_any = told if len(told) > 1 and not (each_its_own or level) else ()
                if not facts.of_any:
                    named.run.clear()

    def _level_of_its_word(self, facts: ColumnFacts, values: list[ColumnFacts]) -> ColumnFacts | None:
        """The level that stands under the same general word as growth: 金额│票数 under 累计 and again under 同比."""
        word = self._general_word(facts)
        return next((one for one in values if word and not one.measure and self._general_word(one) == word), None)

    def _take_wholes(self, values: list[ColumnFacts]) -> None:
        """A column that says 其中, and has no indicator of its own, is a part of the nearest on its left that names one without that."""
        whole: ColumnFacts | None = None
        for facts in (one for one in values if one.heading):
            if facts.is_among:
                self._take_whole(facts, whole)
            elif not facts.measure:
                whole = facts if not total_named(facts.heading) else None
        _take_measure_of_all(values)

    def _take_whole(self, facts: ColumnFacts, whole: ColumnFacts | None) -> None:
        if whole is None or facts.match is not None:
            return
        facts.units = facts.units or whole.units
        inner = self.headings.part_of(facts.heading, whole.match.indicator) if whole.match is not None else None
        if inner is not None:
            facts.match = inner
        else:
            facts.part, facts.heading, facts.match = facts.heading, whole.heading, whole.match

    def _find_parts(self, values: list[ColumnFacts]) -> None:
        """Headings that are parts of what the row or the title names, by their words or beside a bare 合计, and general words that alone
        tell columns apart."""
        beside_total = any(total_named(facts.heading) == "total" and facts.area is None for facts in values)
        alike: dict[Hashable, list[ColumnFacts]] = {}
        for facts in values:
            facts.is_part = self._names_a_part(facts, beside_total)
            key = (facts.heading, facts.part, facts.measure, facts.whole, facts.base, facts.time, facts.area)
            alike.setdefault(key, []).append(facts)
        for group in alike.values():
            general = list(map(self._general_word, group))
            if len(set(general)) == len(general) > 1:
                for facts, word in zip(group, general, strict=True):
                    facts.part = word

    def _names_a_part(self, facts: ColumnFacts, beside_total: bool) -> bool:
        """Whether the one heading of a column, which no catalogue has, is a part: #城镇, 城镇, or anything uncounted beside 合计."""
        if len(facts.labels) != 1 or facts.match is not None or facts.measure or facts.part or not facts.heading:
            return False
        bare = beside_total and not facts.units and not total_named(facts.heading)
        return bare or facts.labels[0].among or fold(facts.heading) in words().parts

    def _general_word(self, facts: ColumnFacts) -> str:
        """The general word that a column stands under: 数量, 金额."""
        head = self.labels(facts.column.path[-1][0]) if facts.column.path else Label()
        return head.full if head.value_word else ""

    def _name_shares(self, values: list[ColumnFacts]) -> None:
        """Shares under a heading that names nothing but their whole are of what the levels beside them are that have the same headings
        below one of their own: 人口数 over 合计, 男, 女 beside 占总人口比重 over 合计, 男, 女."""
        levels: dict[tuple[int, str], list[ColumnFacts]] = {}
        for facts in values:
            if not facts.measure and facts.is_branch:
                levels.setdefault((facts.column.group, facts.labels[-1].rest), []).append(facts)
        for facts in values:
            if facts.measure == "share" and len(facts.labels) > 1 and not facts.is_branch and not facts.labels[-1].measure:
                of = levels.get((facts.column.group, facts.labels[-1].rest), [])
                if len(of) == 1:
                    facts.heading, facts.match = of[0].heading, of[0].match

    def _fill_units(self, values: list[ColumnFacts]) -> None:
        """A level without a unit beside columns of the very same heading that all have one (2018年GDP（亿元）, 2017年GDP), or beside a unit that
        stands alone over nothing: 2017│2018│（亿元）."""
        self._take_unit_alone(values)
        levels = [facts for facts in values if facts.heading and not facts.measure]
        beside: dict[str, set[tuple[Unit, ...]]] = {facts.heading: set() for facts in levels}
        for facts in levels:
            beside[facts.heading] |= {facts.units} - {()}
        for facts in levels:
            if not facts.units and len(beside[facts.heading]) == 1:
                (facts.units,) = beside[facts.heading]

    def _take_unit_alone(self, values: list[ColumnFacts]) -> None:
        alone = [facts for facts in values if facts.column.empty and facts.units and not (facts.tells_apart or facts.measure)]
        for facts in values if len(alone) == 1 else ():
            facts.units = facts.units or (() if facts.measure else alone[0].units)

    def _same_branch(self, one: ColumnFacts, other: ColumnFacts) -> bool:
        return one.match is other.match or (
            one.match is not None and other.match is not None and one.match.indicator is other.match.indicator
        )


def _take_place_of(run: list[ColumnFacts], facts: ColumnFacts) -> None:
    """Give a column of growth the one place of a run of levels on its left."""
    places = {level.area for level in run}
    if facts.area is None and not facts.total and len(places) == 1:
        (facts.area,) = places


def _joined(pieces: list[str], has_base: bool) -> str:
    """The heading of a column from the pieces of its path, \0 before one that stands over no others: without what only says that its base is
    fixed (定基 over 2015年=100)."""
    kept = (piece for piece in pieces if not (has_base and words().index_beside.match(piece.strip("\0"))))
    return "/".join(kept).replace("/\0", "").replace("\0", "")


def _take_measure_of_all(values: list[ColumnFacts]) -> None:
    """Give columns that say 其中 the measure of those before them where none of these holds levels: 增速│其中：民间投资."""
    measured = {(one.measure, one.whole, one.index) for one in values if not one.is_among}
    if len(measured) == 1:
        measure, whole, index = measured.pop()
        for facts in (one for one in values if one.is_among and not (one.measure or one.units)):
            facts.measure, facts.whole, facts.index = measure, whole, index


def _telling(path: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The headings of a path that say something: each once, and not 地区 over 北京, 天津, which says what the headings below are."""
    before = ""
    for heading, shared in path:
        again, before = tidy(heading) == before, tidy(heading)
        if not again and not (len(path) > 1 and words().role(heading)):
            yield heading, shared
