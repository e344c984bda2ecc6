"""Binding figures to what they speak of.

One pass over each stretch; the state of a sentence (last level, open list of parts, area, year) is carried from clause to clause
and dropped where the sentence, the paragraph or the section ends.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.wording.folding import CJK
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import find_unit
from ecdesk.prose.reading.clauses import (
    MASK,
    Clause,
    area_codes_in,
    areas_listed,
    begins_with_year,
    clean_name,
    folded_name,
    heading_area,
    heading_year,
    is_area_alone,
    listed_periods,
    main_span,
    period_at,
    period_begun,
    period_code,
    period_kind,
    split_clauses,
    times_said,
)
from ecdesk.prose.reading.document import Stretch, StretchKind
from ecdesk.prose.reading.english import CURRENCY, adopt_units, is_english
from ecdesk.prose.reading.figures import Figure, FigureKind, find_figures
from ecdesk.prose.reading.indices import index_said
from ecdesk.prose.reading.lexicon import alternatives, grammar, words
from ecdesk.prose.reading.measures import (
    AMONG,
    JOINED,
    OUT_OF,
    base_said,
    measure_of,
    part_of_name,
    said_before,
    say_beginning,
    say_more,
    split_names,
    take_measure,
    told_before,
    without_bases,
)
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure, Scope, Statement

_ONLY_SIZE = pattern("only_size")
_VIEWED = pattern("viewed")
_WHOLE_OF_SHARE = pattern("whole_of_share")
_BEGINS_WITH_WORD = re.compile(f"[{CJK}]")
_SAID_OF_A_LEVEL = (
    Measure.GROWTH,
    Measure.SHARE,
    Measure.CHANGE,
    Measure.POINTS,
    Measure.MULTIPLE,
    Measure.CONTRIBUTION,
    Measure.RATE,
)
MOST_FIGURES, MOST_TIMES = 400, 20
"""Figures of one stretch that are read as prose: a longer list is data. Places in which one text is: in more it says nothing more."""


def find_statements(stretches: list[Stretch], year: str, home: str = "") -> tuple[list[list[Figure]], list[Statement]]:
    """The figures of each stretch, and all statements in order. home: the area that a text is about that names none in its title."""
    figures: list[list[Figure]] = []
    found: list[Statement] = []
    title_area = ""
    carried = _Carried(year, main_span(stretches))
    local = home or any(_own_words().search(stretch.text) or heading_area(stretch.headings) for stretch in stretches)
    nowhere = home if local else NATION
    times = Counter[str]()
    for stretch in stretches:
        times[stretch.text] += 1
        these = find_figures(stretch)
        if is_english(stretch.text):
            adopt_units(these, stretch.text)
        figures.append(these)
        if stretch.kind is StretchKind.HEADING:
            carried.year = heading_year(stretch) or carried.year
            title_area = title_area or heading_area((stretch.text,))
        if not these or stretch.kind is StretchKind.TABLE or len(these) > MOST_FIGURES or times[stretch.text] > MOST_TIMES:
            continue
        area = heading_area(stretch.headings) or title_area or nowhere
        found.extend(_Reader(stretch, these, area, carried).read())
    return figures, found


@lru_cache(maxsize=1)
def _own_words() -> re.Pattern[str]:
    """全省, 我市: words of a text about one place. A text without them and without a place in its title is about the nation."""
    return re.compile(alternatives(grammar()["area"]["own"]))


@dataclass(slots=True)
class _Carried:
    """What goes on from stretch to stretch: the year, the number of lists, and the last level under each name and area. span: what the
    text speaks of where it does not say."""

    year: str
    span: Time
    lists: int = 0
    levels: dict[tuple[str, str], Statement] = field(default_factory=dict)


class _Reader:
    """Reads one stretch."""

    def __init__(self, stretch: Stretch, figures: list[Figure], area: str, carried: _Carried) -> None:
        self.stretch, self.text = stretch, stretch.text
        self.figures = figures
        self.home = self.area = area
        self.carried = carried
        self.year = carried.year
        self.places: list[str] = []
        self.period = ""
        self.going_on: tuple[str, str] | None = None
        self.masked, self.clauses = split_clauses(stretch.text)
        self.done: list[Statement] = []
        self.sentence_start = 0
        self.sentence = -1
        self.scopes: list[Scope] = []
        self.paragraph_head: Statement | None = None
        self.previous_clause = ""
        self.titles = (
            [(match.start(), match.end()) for match in re.finditer("《[^》]{0,120}》", self.text)] if "《" in self.text else []
        )

    def read(self) -> list[Statement]:
        at = 0
        order = sorted(range(len(self.clauses)), key=lambda number: (self.clauses[number].start, -self.clauses[number].end))
        by_clause: dict[int, list[Figure]] = {}
        starts = sorted((clause.start, clause.end, number) for number, clause in enumerate(self.clauses))
        for figure in self.figures:
            best = -1
            while at + 1 < len(starts) and starts[at + 1][0] <= figure.start:
                at += 1
            for back in range(at, max(-1, at - 40), -1):
                start, end, number = starts[back]
                if start <= figure.start < end + 1 and (best < 0 or self.clauses[best].aside == 0):
                    best = number
                    if self.clauses[number].aside or self.masked[figure.start] != MASK:
                        break
            by_clause.setdefault(best, []).append(figure)
        for number in order:
            self._clause(number, self.clauses[number], by_clause.get(number, []))
        return self.done

    # -- clauses

    def _clause(self, number: int, clause: Clause, figures: list[Figure]) -> None:
        source = self.text if clause.aside else self.masked
        text = source[clause.start : clause.end]
        if clause.sentence != self.sentence:
            self._new_sentence(clause)
        if not clause.aside:
            ends = clause.before == "；"
            self.scopes = [scope for scope in self.scopes if not scope.words.startswith("（") and (scope.wide or not ends)]
        self._areas(text)
        self._open_scope(clause, text)
        self._read_figures(figures, clause, number, source)
        if not clause.aside:
            self.previous_clause = _without_figures(text, figures)

    def _read_figures(self, figures: list[Figure], clause: Clause, number: int, source: str) -> None:
        groups = self._groups(figures)
        previous_end = clause.start
        for group, following in itertools.zip_longest(groups, groups[1:]):
            self._group(group, clause, number, previous_end, source)
            begins_band = following is not None and group[-1].kind is following[0].kind is FigureKind.RANGE
            if not part_of_name(group[-1]) and not (begins_band and part_of_name(following[0])):  # 15—59岁
                previous_end = group[-1].body_end

    def _new_sentence(self, clause: Clause) -> None:
        here = [s for s in self.done if s.sentence == self.sentence]
        head = next((s for s in here if s.measure is Measure.LEVEL and not s.aside), None)
        view = any(scope.opener == "view" and scope.sentence == self.sentence for scope in self.scopes)
        if head is not None and not view and head.scope is None:
            self.paragraph_head = head
        if all(s.measure is Measure.OTHER for s in here):
            self._read_year(self.sentence_start, clause.start)
        self.sentence, self.sentence_start = clause.sentence, clause.start
        self.scopes = []
        self.previous_clause = ""

    def _read_year(self, start: int, end: int) -> None:
        """2021年网民规模持续增长。农村网民规模为2.84亿: a sentence without figures says the year of the next one."""
        if begins_with_year(self.stretch, start, end):
            self.period, self.year = period_at(times_said(self.stretch, start, end), self.year, self.carried.span)
            self.period = self.year if period_kind(self.period) == "day" else self.period

    def _areas(self, text: str) -> None:
        found = area_codes_in(text)
        if found:
            self.area = found[0][1]
            listed = areas_listed(text)
            self.places = listed if len(listed) > 1 else []
        elif re.match("(?:全市|全省|全州|全县|全区|全自治区)", text):
            self.area, self.places = self.home, []

    def _open_scope(self, clause: Clause, text: str) -> None:
        """Open the list of parts that the clause begins: 其中, a bracket, 从…看, 全国人口中."""
        plain = text.replace(MASK, "")
        opener = _opener(plain, bool(clause.aside))
        if opener:
            self._open_parts(clause, opener)
        elif not clause.aside and len(plain) < 40:
            self._open_view(clause, plain)

    def _open_parts(self, clause: Clause, opener: str) -> None:
        starts_sentence = clause.start == self.sentence_start
        wanted = self.sentence - (starts_sentence and not clause.aside)
        near = self._levels_before(clause, wanted)
        scope, near = self._scope(clause, near, starts_sentence)
        scope.words = "（" if clause.aside else opener
        scope.candidates = near if starts_sentence else [s for s in near if s.segment >= clause.segment - 1]
        narrow = scope.whole is None or starts_sentence or clause.aside or clause.before == "；"
        self.scopes = [*(old for old in self.scopes if narrow or old.wide), scope]

    def _levels_before(self, clause: Clause, sentence: int) -> list[Statement]:
        levels = (s for s in self.done if s.sentence == sentence and _is_level(s))
        return [s for s in levels if s.figure.end <= clause.start or clause.aside]

    def _scope(self, clause: Clause, near: list[Statement], starts_sentence: bool) -> tuple[Scope, list[Statement]]:
        """The list that a clause opens, and the levels that may be its whole."""
        if clause.aside:
            return Scope(near[-1] if near else None, "parts", self.sentence, clause.segment, False), near
        return (self._of_sentence_before if starts_sentence else self._within_sentence)(clause, near)

    def _of_sentence_before(self, clause: Clause, levels: list[Statement]) -> tuple[Scope, list[Statement]]:
        near = [s for s in levels if s.scope is None and not s.aside]
        whole = near[-1] if near else None
        return Scope(whole, "parts", self.sentence, clause.segment, True, doubtful=len(near) != 1), near

    def _within_sentence(self, clause: Clause, here: list[Statement]) -> tuple[Scope, list[Statement]]:
        changes = [s for s in self.done if s.sentence == self.sentence and s.is_own_change]
        near = [s for s in here or changes if not s.aside]
        scope = Scope(near[-1] if near else None, "parts", self.sentence, clause.segment, clause.before == "；")
        scope.doubtful = bool(near and near[-1].listed)
        return scope, near

    def _open_view(self, clause: Clause, plain: str) -> None:
        named = self._named_whole(plain)
        if named is not None:
            self.scopes = [Scope(named, "view", self.sentence, clause.segment, True, words=plain)]
        elif words().view.match(plain):
            levels = [s for s in self.done if s.measure is Measure.LEVEL and not s.aside]
            within = [s for s in levels if s.sentence == self.sentence]
            whole = (
                within[0] if within else self._viewed(plain, levels) or self.paragraph_head or (levels[-1] if levels else None)
            )
            self.scopes = [Scope(whole, "view", self.sentence, clause.segment, True, words=plain)]
            begins = clause.start == self.sentence_start
            if whole is not None and begins and not times_said(self.stretch, clause.start, clause.end):
                # 一季度增长6.7%，…三季度增长6.7%。分产业看: parts of the figure for all three quarters
                self.period = whole.period

    def _viewed(self, plain: str, levels: list[Statement]) -> Statement | None:
        """医院按等级分: the last level of the paragraph that is called as the view says."""
        named = _VIEWED.match(plain)
        wanted = folded_name(clean_name(named["name"])) if named else ""
        return next((s for s in reversed(levels) if len(wanted) > 1 and folded_name(s.name) == wanted), None)

    def _named_whole(self, plain: str) -> Statement | None:
        """全国人口中: the level of that name, wherever it stood last."""
        named = AMONG.match(plain)
        wanted = folded_name(clean_name(named[1])) if named else ""
        if len(wanted) < 2:
            return None
        near = [
            s
            for s in reversed(self.done)
            if s.measure is Measure.LEVEL and s.name and s.sentence >= self.sentence - 2 and not s.aside
        ]
        alike = next((s for s in near if folded_name(s.name).endswith(wanted)), None)
        alike = alike or next((s for s in near if folded_name(s.name).startswith(wanted)), None)  # 第二产业中, of 第二产业增加值
        return alike or self.carried.levels.get((wanted, self.area))

    # -- figures

    def _groups(self, figures: list[Figure]) -> list[list[Figure]]:
        """Figures that are listed one after the other (19.6%、27.8%和52.6%) together."""
        groups: list[list[Figure]] = []
        for figure in figures:
            if groups and self._joins(groups[-1][-1], figure):
                groups[-1].append(figure)
            else:
                groups.append([figure])
        for group in groups:
            if len(group) > 1 and group[-1].kind is not FigureKind.BARE:
                _take_unit(group, group[-1])
        return groups

    def _joins(self, last: Figure, figure: Figure) -> bool:
        """Whether a figure goes on the list of the one before it."""
        before = figure.amount.qualifier.split("…")[0]
        between = CURRENCY.sub("", self.text[last.body_end : figure.start].removesuffix(before))
        if figure.kind is last.kind is FigureKind.RATIO and between == "：":
            return True
        same = figure.amount.unit == last.amount.unit or last.kind is FigureKind.BARE or _cut_short(last, figure)
        return same and (between == "" or JOINED.match(between) is not None)

    def _group(self, group: list[Figure], clause: Clause, number: int, previous_end: int, source: str) -> None:
        """Read figures that are listed one after the other."""
        first = group[0]
        lead = source[previous_end : first.start].replace(MASK, "")
        lead = "" if CURRENCY.fullmatch(lead) is not None else lead  # Exports: $206.3 billion
        following = self._following(group[-1], clause, source)
        periods, left = self._listed_periods(lead, clause, len(group)) if len(group) > 1 else ([], lead)
        index = self._index(first, left)
        if index is not None:
            measure, name, sign, extra = Measure.INDEX, clean_name(index[1]), 1, ""
        else:
            said = measure_of(self.titles, first, left, following)
            read = partial(measure_of, self.titles, first, tail="")
            measure, name, sign, extra = told_before(said, left, self.previous_clause, clause.before, read)
        self._adopt_unit(group, name, following, measure)
        before = self._last_of(number)
        name = self._name_of_end(name, extra, lead, before)
        names, heads = ([], []) if periods else self._list_names(group, lead, name, measure, clause)
        self.carried.lists += len(group) > 1
        self._read_period(first)
        basis = self._basis(first) if measure is Measure.GROWTH else ""
        shared = Statement(
            first, self.stretch, clause.sentence, clause.segment, number, measure, name=name, lead=lead, tail=following,
            home=self.home, period=self.period, sign=sign, comparable=bool(basis), basis=basis, aside=clause.aside,
            base=index[0] if index is not None else base_said(lead),
            listed=self.carried.lists if len(group) > 1 else 0,
        )  # fmt: skip
        for position, (figure, area) in enumerate(zip(group, self._areas_of(group), strict=True)):
            statement = replace(shared, figure=figure, position=position, area=area)
            statement.name = names[position] if names else name
            statement.period = period_code(periods[position], self.year) if periods else self.period
            say_beginning(before, statement, extra)
            say_more(statement, extra, self._last_of(number))
            if statement.base == "from":
                statement.period = period_begun(lead, self.year, self.carried.span)
            statement.inside = _is_inside(statement, self._next(figure))
            self._bind(statement, heads[position] if heads else None, clause)
            self.done.append(statement)
        if measure is Measure.LEVEL and len(group) == 1 and not clause.aside:
            self._open_among(clause, source[group[-1].body_end : clause.end].replace(MASK, ""))

    def _listed_periods(self, lead: str, clause: Clause, count: int) -> tuple[list[Time], str]:
        """The times that the figures of a list are of in turn, named before them or in a clause of their own, and the words left."""
        periods, left = listed_periods(lead, count)
        if periods or self.previous_clause == "":
            return periods, left
        periods, words = listed_periods(self.previous_clause, count)
        return (periods, lead) if periods and not clean_name(words) else ([], lead)

    def _index(self, first: Figure, lead: str) -> tuple[str, str] | None:
        """Of an index its measure in a key, and the words before it; None for any other figure."""
        if first.kind is not FigureKind.BARE:
            return None
        return index_said(self.text, self.sentence_start, first.start, first.body_end, lead)

    def _last_of(self, clause: int) -> Statement | None:
        """The figure read last, if it is of that clause."""
        return self.done[-1] if self.done and self.done[-1].clause == clause else None

    def _open_among(self, clause: Clause, after: str) -> None:
        """65个国家中: the level just read is the whole of what follows."""
        if OUT_OF.match(after):
            scope = Scope(self.done[-1], "parts", self.sentence, clause.segment, True, words="中", candidates=[self.done[-1]])
            self.scopes.append(scope)

    def _following(self, last: Figure, clause: Clause, source: str) -> str:
        """The words behind a figure, up to the next one of its clause."""
        following = source[last.body_end : clause.end].replace(MASK, "")
        next_figure = self._next(last) if len(self.figures) < 60 else None
        if next_figure is not None and next_figure.start < clause.end:
            following = following[: max(0, next_figure.start - last.body_end)]
        return following

    def _next(self, figure: Figure) -> Figure | None:
        at = bisect_left(self.figures, figure.end, key=lambda one: one.start)
        return self.figures[at] if at < len(self.figures) else None

    def _name_of_end(self, name: str, extra: str, lead: str, before: Statement | None) -> str:
        """The name of a level where a movement began or ended, which may stand farther before it."""
        if extra.startswith("from") and not is_english(lead):
            return clean_name(re.sub("(?:由|从|自)[^，；。]{0,14}$", "", lead)) or clean_name(self.previous_clause)
        return before.name if extra == "reached" and not name and before is not None else name

    def _basis(self, first: Figure) -> str:
        said = words().comparable.search(self.text[max(self.sentence_start, first.start - 60) : first.start])
        return said[0] if said is not None else ""

    def _areas_of(self, group: list[Figure]) -> list[str]:
        """The area of each figure of a list. A figure that several areas have together is no figure of the first of them."""
        return self.places if len(self.places) == len(group) else ["、".join(self.places) or self.area] * len(group)

    def _read_period(self, first: Figure) -> None:
        """The period at a figure; without one of its own the paragraph's last one goes on."""
        near = times_said(self.stretch, max(self.sentence_start, first.start - 400), first.start)
        said = without_bases(self.done[-2:], self.text, near)
        self.period, self.year = self.going_on or (self.period, self.year)
        if self.masked[first.start] != MASK:  # （上年同期为X）: what a bracket speaks of ends with it
            said = [one for one in said if self.masked[one.start] != MASK]
        self.going_on = (self.period, self.year) if said and said[-1].only else None
        if said or not self.period:
            self.period, self.year = period_at(said, self.year, self.carried.span)

    def _adopt_unit(self, group: list[Figure], name: str, following: str, measure: Measure) -> None:
        """A bare 亿 takes the unit of the level before it in the sentence, or 元, 人, 人次 where the name is one of money or of people."""
        own, bare = group[0].amount.unit, measure in (Measure.LEVEL, Measure.CHANGE)
        if not bare or own.base or not own.symbol or _BEGINS_WITH_WORD.match(following):
            return
        base = self._base_before(name, measure) or self._base_of_name(name)
        for figure in group if base else ():
            unit = find_unit(figure.amount.unit.symbol + base)
            if unit is not None:
                figure.adopt(unit)

    def _base_before(self, name: str, measure: Measure) -> str:
        """The unit of the last level of the sentence, where a change of it follows, or a name that ends like its name."""
        levels = (s for s in reversed(self.done) if s.sentence == self.sentence and s.measure is Measure.LEVEL)
        level = next((s for s in levels if s.figure.amount.unit.base), None)
        if level is None or not (name[-1:] == level.name[-1:] if name else measure is Measure.CHANGE):
            return ""
        return level.figure.amount.unit.base

    def _base_of_name(self, name: str) -> str:
        if words().money.search(name):
            return "元"
        if _ONLY_SIZE.match(name) and self.done and self.done[-1].measure is Measure.SHARE:
            name = self.done[-1].name
        return next((unit for unit, ending in words().people if ending.search(name)), "")

    def _list_names(
        self, group: list[Figure], lead: str, name: str, measure: Measure, clause: Clause
    ) -> tuple[list[str], list[Statement]]:
        """The names that a list of figures belongs to in turn, or the levels before it; empty where they do not match in number."""
        count = len(group)
        if count < 2 or measure is Measure.STRUCTURE:
            return [], []
        respective = re.split("分别|依次|各为", lead)[0]
        stem = name if measure is not Measure.LEVEL else respective
        names = split_names(clean_name(stem) if stem else "", count) or self._names_before(clause, count)
        if names or not re.search("分别|各|依次", lead) or clean_name(respective):
            return names, []
        levels = [s for s in self.done if s.sentence == self.sentence and s.measure is Measure.LEVEL and not s.aside]
        return [], levels[-count:] if len(levels) >= count else []

    def _names_before(self, clause: Clause, count: int) -> list[str]:
        """So many names that the words before a clause list: 包括A、B和C，."""
        before = self.text[max(self.sentence_start, clause.start - 160) : clause.start]
        listed = re.search(r"(?:分别为|分别是|依次为|依次是|包括|有|为|是)([^，；。]+?)(?:等)?[，：]$", before)
        return split_names(listed[1], count) if listed and not re.search("[0-9]", listed[1]) else []

    def _bind(self, statement: Statement, head: Statement | None, clause: Clause) -> None:
        """Attach a figure to its level and to the open list of parts."""
        if statement.measure in _SAID_OF_A_LEVEL:
            self._bind_to_level(statement, head, clause)
            if statement.measure is not Measure.RATE:
                if self.scopes:
                    self._join_change(statement, self.scopes[-1])
                return
        if statement.measure is Measure.LEVEL:
            self._name_level(statement, clause)
        if self.scopes:
            statement.scope = self.scopes[-1]
            whole = statement.scope.whole
            if statement.measure in (Measure.LEVEL, Measure.PORTION) and whole is not None and whole is not statement:
                statement.scope.parts.append(statement)

    def _bind_to_level(self, statement: Statement, head: Statement | None, clause: Clause) -> None:
        """The level that a growth, a share or a change is said of."""
        statement.head = head or self._head(statement, clause)
        if statement.head is None:
            self._say_of_area(statement)
        if statement.head is not None and not statement.name:
            statement.area, statement.period = statement.head.area, statement.head.period
        constant = statement.measure is Measure.GROWTH and words().constant.search(statement.full_name) is not None
        statement.comparable = statement.comparable or constant
        if statement.measure is Measure.SHARE and statement.head is None and not statement.name and not statement.listed:
            grown = (s for s in reversed(self.done[-3:]) if s.segment == statement.segment and s.measure is Measure.GROWTH)
            statement.name, statement.like = next(((s.name, s.like) for s in grown), ("", statement.like))

    def _say_of_area(self, statement: Statement) -> None:
        """What is said of no level, but of an area: 其次是陕西省，增长37.8%."""
        alone = clean_name(self.previous_clause) if not statement.name else ""
        if is_area_alone(alone, self.previous_clause):
            statement.name, statement.lead = alone, self.previous_clause
        take_measure(self.done[-1] if self.done else None, statement)
        statement.like = said_before(self.done, statement, statement.lead)

    def _name_level(self, statement: Statement, clause: Clause) -> None:
        """The name of a level that its own words leave out, and its place among those carried on."""
        words = statement.lead if statement.name else self.previous_clause
        statement.name = statement.name or clean_name(words) or self._changed(statement)
        statement.like = said_before(self.done, statement, words)
        share = self.done[-1] if self.done else None
        if share is not None and _ONLY_SIZE.match(statement.name) and not statement.listed:
            alone = share.measure is Measure.SHARE and share.head is None and not share.listed
            here = (share.sentence, share.segment) == (statement.sentence, statement.segment)
            if alone and share.name and here:
                # 农村网民占比27.4%，规模达2.01亿
                statement.name, share.head = share.name + statement.name, statement
        if statement.name and not clause.aside:
            self.carried.levels[folded_name(statement.name), statement.area] = statement

    def _changed(self, statement: Statement) -> str:
        """固定电话用户减少1241.8万户，达3.28亿户: what changed just before has reached this level."""
        last = self.done[-1] if self.done else None
        if last is None or last.segment != statement.segment or last.figure.dimension != statement.figure.dimension:
            return ""
        opened = last.measure is Measure.LEVEL and last.figure.amount.qualifier != ""  # 突破500亿件，达507.1亿件
        reached = statement.lead.startswith(("，达", "，为", "，总数达", "达"))
        return last.name if reached and (opened or last.is_own_change) else ""

    def _levels_beside(self, clause: Clause) -> list[Statement]:
        near = (s for s in self.done[-40:] if s.sentence == clause.sentence and s.measure is Measure.LEVEL and not s.inside)
        return [s for s in near if s.aside in (0, clause.aside)]

    def _join_change(self, statement: Statement, scope: Scope) -> None:
        """住户贷款增加7.43万亿元，其中，短期贷款增加1.98万亿元: changes are parts of a change."""
        statement.scope = scope
        whole = scope.whole
        if whole is not None and whole.measure is Measure.CHANGE and whole is not statement and statement.is_own_change:
            scope.parts.append(statement)

    def _head(self, statement: Statement, clause: Clause) -> Statement | None:
        """The level that a figure is said of: of its name, or without one the last of its segment or of the one before."""
        levels = self._levels_beside(clause) if not statement.listed else []
        if statement.name:
            return next((level for level in reversed(levels) if _is_called(level, statement.name)), None)
        same = [s for s in levels if s.segment == statement.segment]
        if not same and clause.before != "；":
            same = [s for s in levels[-1:] if s.segment == statement.segment - 1]
        return same[-1] if same else None


def _without_figures(text: str, figures: list[Figure]) -> str:
    """A clause for the figures behind it to be told by, "" for one with figures of its own: 居前三位，分别为 has none."""
    return text.replace(MASK, "") if all(figure.spelled for figure in figures) else ""


def _is_called(level: Statement, name: str) -> bool:
    return level.name == name or (level.name.startswith(name) and len(name) >= 2)


def _is_inside(statement: Statement, following: Figure | None) -> bool:
    """完成年初预算60999万元的40.4%: whether a level is the whole of the share right behind it, so that what follows is said of its part."""
    share = following is not None and following.kind is FigureKind.PERCENT and following.start == statement.figure.body_end + 1
    level = statement.measure is Measure.LEVEL and not statement.aside and not statement.listed
    return level and share and statement.tail == "的" and _WHOLE_OF_SHARE.match(statement.lead) is not None


def _take_unit(group: list[Figure], last: Figure) -> None:
    """The unit that the figures of a list leave to the last one."""
    for figure in group:
        if _cut_short(figure, last):
            figure.adopt(last.amount.unit)
        elif figure.kind is FigureKind.BARE:
            figure.amount = Amount(figure.amount.value, last.amount.unit, figure.amount.qualifier)
            figure.kind = last.kind


_AMONG_THEM = "其中"


def _opener(plain: str, aside: bool) -> str:
    """The word that opens a list of parts at the beginning of a clause, or 其中 within it; "" for none."""
    opener = words().opener.match(plain)
    if opener is not None:
        return opener[0]
    inner = -1 if aside else plain.find(_AMONG_THEM)
    return _AMONG_THEM if inner > 0 and not any(mark in plain[:inner] for mark in "《“") else ""


def _is_level(statement: Statement) -> bool:
    """A figure that parts may be part of."""
    return statement.measure in (Measure.LEVEL, Measure.PORTION) and not (statement.reached or statement.inside)


def _cut_short(figure: Figure, last: Figure) -> bool:
    """9.76万亿和10.34万亿元: the first leaves its unit to the last."""
    one, two = figure.amount.unit, last.amount.unit
    return not one.base and bool(one.symbol) and two.symbol.startswith(one.symbol) and one.scale == two.scale and one != two
