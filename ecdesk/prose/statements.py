"""What each figure says: level, change, growth, share …, of which indicator, area and period, and part of what.

One pass over each stretch; the state of a sentence (last level, open list of parts, area, year) is carried from clause to clause
and dropped where the sentence, the paragraph or the section ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from ecdesk.prose.clauses import MASK, Clause, areas_in, clean_name, heading_area, period_at, split_clauses
from ecdesk.prose.document import Stretch, StretchKind
from ecdesk.prose.figures import Figure, FigureKind, find_figures
from ecdesk.prose.lexicon import words

MOST_FIGURES = 400
"""Figures of one stretch that are read as prose; a longer list is data, not a paragraph."""


class Measure(Enum):
    """What a figure says of its indicator."""

    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"
    POINTS = "points"
    RATE = "rate"
    PORTION = "portion"
    MULTIPLE = "multiple"
    CONTRIBUTION = "contribution"
    STRUCTURE = "structure"
    RANK = "rank"
    TITLE = "title"
    OTHER = "other"


@dataclass(slots=True, eq=False)
class Scope:
    """A list of parts. opener: "parts" for 其中, "view" for 分行业看. doubtful: the whole is not certain. wide: it runs over segments."""

    whole: Statement | None
    opener: str
    sentence: int
    segment: int
    wide: bool
    doubtful: bool = False
    parts: list[Statement] = field(default_factory=list)
    later: list[Statement] = field(default_factory=list)
    words: str = ""
    candidates: list[Statement] = field(default_factory=list)

    def whole_for(self, dimension: str) -> tuple[Statement | None, bool]:
        """The figure that parts of this dimension are part of, and whether another one could be meant as well."""
        if self.opener == "view" or not self.candidates:
            return self.whole, self.doubtful
        same = [s for s in self.candidates if comparable_dimension(s.figure.dimension) == comparable_dimension(dimension)]
        return (same[-1], self.doubtful and len(same) > 1) if same else (None, True)


_COUNTED_ALIKE = {"个", "所", "家", "处", "座"}


def comparable_dimension(dimension: str) -> str:
    """Institutions are counted in 个, 所 or 家 as it reads best; they add up all the same."""
    return "个" if dimension in _COUNTED_ALIKE else dimension


@dataclass(slots=True, eq=False)
class Statement:
    """A figure with what it says.

    name: of the indicator, own words only. head: the level that a growth, share or change belongs to. whole_name: what a share says it is
    a share of. base: what a growth is measured against. sign: -1 for a fall. listed: number of the list (分别) it stands in, with position.
    """

    figure: Figure
    stretch: Stretch
    sentence: int
    segment: int
    clause: int
    measure: Measure
    name: str = ""
    lead: str = ""
    tail: str = ""
    area: str = ""
    period: str = ""
    base: str = ""
    sign: int = 1
    comparable: bool = False
    reached: bool = False
    head: Statement | None = None
    whole_name: str = ""
    scope: Scope | None = None
    aside: int = 0
    listed: int = 0
    position: int = 0
    list_names: tuple[str, ...] = ()
    context: str = ""
    own_area: bool = False

    @property
    def full_name(self) -> str:
        """The name with that of the list it is part of, where its own says too little."""
        if (
            self.measure in (Measure.GROWTH, Measure.SHARE, Measure.CHANGE, Measure.POINTS)
            and self.head is not None
            and not self.name
        ):
            return self.head.full_name
        if self.scope is not None and self.scope.whole is not None and self.scope.whole is not self:
            whole = self.scope.whole.full_name
            if whole and whole not in self.name:
                return f"{whole}/{self.name}"
        return self.name


_JOINED = re.compile(r"^(?:、|和|与|及|以及|或|，)$")
_FROM = re.compile(r"(?:由|从)(?:[^，；。、]{0,14})$")
_SPLIT_NAMES = re.compile(r"、|以及|和|与|及")
_IN_WHOLE = re.compile(r"(?:在|占)([^，；。]{2,20}?)(?:中的|中所|中|内|的|所|$)")
_RATE_NAME = re.compile(r"(?:率|比例|度|面|水平|系数|比)$")
_MULTIPLE_OF = re.compile(r"(?:是|为|相当于|达到|达)([^，；。]{2,20})的(?:约|近|超过|超)*$")
_COMPARED = re.compile(
    r"(?:(?:比|较)(?P<one>[^，；。]{1,24}?)(?:分别|平均水平|均)*(?P<up>高出|高|快|多)(?:出|了)?|(?:高于|高出|快于|超过|领先)(?P<two>[^，；。]{1,24}?)|(?:比|较)(?P<three>[^，；。]{1,24}?)(?:低|慢|少)(?:了)?|(?:低于|慢于|落后于?)(?P<four>[^，；。]{1,24}?))(?:约|近|超过)*$"
)


def find_statements(stretches: list[Stretch], year: str) -> tuple[list[list[Figure]], list[Statement]]:
    """The figures of each stretch, and all statements in order."""
    figures: list[list[Figure]] = []
    found: list[Statement] = []
    title_area = ""
    carried = _Carried(year)
    for stretch in stretches:
        these = find_figures(stretch)
        figures.append(these)
        if stretch.kind is StretchKind.HEADING:
            title_area = title_area or heading_area((stretch.text,))
        if not these or stretch.kind is StretchKind.TABLE or len(these) > MOST_FIGURES:
            continue
        area = heading_area(stretch.headings) or title_area
        found.extend(_Reader(stretch, these, area, carried).read())
    return figures, found


@dataclass(slots=True)
class _Carried:
    year: str
    lists: int = 0


class _Reader:
    """Reads one stretch."""

    def __init__(self, stretch: Stretch, figures: list[Figure], area: str, carried: _Carried) -> None:
        self.stretch, self.text = stretch, stretch.text
        self.figures = figures
        self.home = self.area = area
        self.carried = carried
        self.year = carried.year
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
        elif clause.before == "；" and not clause.aside:
            self.scopes = [scope for scope in self.scopes if scope.wide and not scope.words.startswith("（")]
        if not clause.aside:
            self.scopes = [scope for scope in self.scopes if not scope.words.startswith("（")]
        self._areas(text)
        self._open_scope(clause, text, number)
        if not figures:
            if not clause.aside:
                self.previous_clause = text.replace(MASK, "")
            return
        groups = self._groups(figures, clause)
        previous_end = clause.start
        for group in groups:
            self._group(group, clause, number, previous_end, source)
            previous_end = group[-1].body_end
        if not clause.aside:
            self.previous_clause = ""

    def _new_sentence(self, clause: Clause) -> None:
        head = next((s for s in self.done if s.sentence == self.sentence and s.measure is Measure.LEVEL and not s.aside), None)
        view = any(scope.opener == "view" and scope.sentence == self.sentence for scope in self.scopes)
        if head is not None and not view and head.scope is None:
            self.paragraph_head = head
        self.sentence, self.sentence_start = clause.sentence, clause.start
        self.scopes = []
        self.previous_clause = ""

    def _areas(self, text: str) -> None:
        found = areas_in(text)
        if found:
            self.area = found[0][1]
        elif re.match("(?:全市|全省|全州|全县|全区|全自治区)", text):
            self.area = self.home

    def _open_scope(self, clause: Clause, text: str, number: int) -> None:
        plain = text.replace(MASK, "")
        opener = re.match(r"(?:主要)?(其中|包括|含)", plain)
        starts_sentence = clause.start == self.sentence_start
        if opener is None and not clause.aside:
            inner = plain.find("其中")
            if inner > 0 and not any(mark in plain[:inner] for mark in "《“"):
                opener = re.search("其中", plain)
        if opener is not None:
            levels = [
                s
                for s in self.done
                if s.measure in (Measure.LEVEL, Measure.PORTION)
                and not s.reached
                and (s.figure.end <= clause.start or clause.aside)
            ]
            if clause.aside:
                near = [s for s in levels if s.sentence == self.sentence]
                scope = Scope(near[-1] if near else None, "parts", self.sentence, clause.segment, False, words="（")
            elif starts_sentence:
                near = [s for s in levels if s.sentence == self.sentence - 1 and s.scope is None and not s.aside]
                whole = near[-1] if near else None
                scope = Scope(whole, "parts", self.sentence, clause.segment, True, doubtful=len(near) != 1)
            else:
                near = [s for s in levels if s.sentence == self.sentence and not s.aside]
                scope = Scope(near[-1] if near else None, "parts", self.sentence, clause.segment, clause.before == "；")
                if clause.before == "：" or (near and near[-1].listed):
                    scope.doubtful = bool(near and near[-1].listed)
            scope.words = scope.words or opener[0]
            scope.candidates = near if starts_sentence else [s for s in near if s.segment >= clause.segment - 1]
            if scope.whole is not None and not clause.aside and clause.before != "；" and not starts_sentence:
                self.scopes = [old for old in self.scopes if old.wide]
            self.scopes.append(scope)
            return
        view = words().view.match(f"，{plain}" if not plain.startswith("，") else plain)
        if view and not clause.aside and len(plain) < 40:
            within = [s for s in self.done if s.sentence == self.sentence and s.measure is Measure.LEVEL and not s.aside]
            whole = within[0] if within else self.paragraph_head
            if whole is None and not within:
                whole = next((s for s in reversed(self.done) if s.measure is Measure.LEVEL and not s.aside), None)
            self.scopes = [Scope(whole, "view", self.sentence, clause.segment, True, words=plain)]

    # -- figures

    def _groups(self, figures: list[Figure], clause: Clause) -> list[list[Figure]]:
        """Figures that are listed one after the other (19.6%、27.8%和52.6%) together."""
        groups: list[list[Figure]] = []
        for figure in figures:
            if groups:
                last = groups[-1][-1]
                between = self.text[last.body_end : figure.start]
                before = figure.amount.qualifier.split("…")[0]
                if before and between.endswith(before):
                    between = between[: -len(before)]
                same = figure.amount.unit == last.amount.unit or last.kind is FigureKind.BARE
                structure = figure.kind is FigureKind.RATIO and last.kind is FigureKind.RATIO and between == "："
                if structure or (same and (_JOINED.match(between) or between == "")):
                    groups[-1].append(figure)
                    continue
            groups.append([figure])
        for group in groups:
            if len(group) > 1 and group[-1].kind is not FigureKind.BARE:
                for figure in group:
                    if figure.kind is FigureKind.BARE:
                        figure.amount = type(figure.amount)(figure.amount.value, group[-1].amount.unit, figure.amount.qualifier)
                        figure.kind = group[-1].kind
        return groups

    def _group(self, group: list[Figure], clause: Clause, number: int, previous_end: int, source: str) -> None:
        first = group[0]
        lead = source[previous_end : first.start].replace(MASK, "")
        following = source[group[-1].body_end : clause.end].replace(MASK, "")
        next_figure = next((f for f in self.figures if f.start >= group[-1].end), None) if len(self.figures) < 60 else None
        if next_figure is not None and next_figure.start < clause.end:
            following = following[: max(0, next_figure.start - group[-1].body_end)]
        measure, name, sign, extra = self._measure(first, lead, following)
        names, heads = self._list_names(group, lead, name, measure, clause)
        listed = 0
        if len(group) > 1:
            self.carried.lists += 1
            listed = self.carried.lists
        before = self.text[self.sentence_start : first.start]
        period, self.year = period_at(before[-400:], self.year)
        base = next((key for key, pattern in words().base if pattern.search(lead)), "")
        comparable = (
            bool(words().comparable.search(self.text[max(self.sentence_start, first.start - 60) : first.start]))
            and measure is Measure.GROWTH
        )
        for position, figure in enumerate(group):
            statement = Statement(
                figure, self.stretch, clause.sentence, clause.segment, number, measure,
                name=names[position] if names else name, lead=lead, tail=following, area=self.area, period=period, base=base, sign=sign,
                comparable=comparable, aside=clause.aside, listed=listed, position=position, list_names=tuple(names),
            )  # fmt: skip
            statement.whole_name = extra if measure is Measure.SHARE or measure is Measure.MULTIPLE else ""
            if measure is Measure.POINTS:
                statement.whole_name = extra
            statement.reached = measure is Measure.LEVEL and extra == "reached"
            self._bind(statement, heads[position] if heads else None, clause)
            self.done.append(statement)

    def _measure(self, figure: Figure, lead: str, tail: str) -> tuple[Measure, str, int, str]:
        """Measure, name, sign and, for a share, a comparison or a multiple, what it is of."""
        kind = figure.kind
        if any(start <= figure.start < end for start, end in self.titles):
            return Measure.TITLE, clean_name(tail), 1, ""
        if kind in (FigureKind.RANGE, FigureKind.THRESHOLD, FigureKind.BARE, FigureKind.YEARS):
            return Measure.OTHER, clean_name(lead), 1, ""
        if kind is FigureKind.RANK:
            return Measure.RANK, clean_name(lead), 1, ""
        if kind is FigureKind.RATIO:
            return Measure.STRUCTURE, clean_name(lead), 1, ""
        if figure.amount.unit.symbol == "‰" or lead.endswith(("自然增长率", "自然增长率为")):
            return Measure.RATE, clean_name(lead), 1, ""
        moved = words().movement.search(lead)
        reached = words().reached.search(lead)
        sign = -1 if moved and moved["move"] in words().down else 1
        if kind is FigureKind.POINTS:
            compared = _COMPARED.search(lead)
            if compared and not re.match("(?:上|去|前)年|年初|上月|上季|同期", compared["one"] or compared["three"] or "x"):
                target = compared["one"] or compared["two"] or compared["three"] or compared["four"]
                return (
                    Measure.POINTS,
                    clean_name(lead[: compared.start()]),
                    1 if compared["one"] or compared["two"] else -1,
                    target,
                )
            return Measure.POINTS, clean_name(lead[: moved.start()] if moved else lead), sign, ""
        if kind is FigureKind.MULTIPLE:
            if moved and not reached:
                return Measure.OTHER, clean_name(lead[: moved.start()]), sign, ""
            of = _MULTIPLE_OF.search(lead)
            return Measure.MULTIPLE, clean_name(lead[: of.start()] if of else lead), 1, of[1] if of else ""
        if kind is FigureKind.PERCENT:
            return self._percent(figure, lead, tail, moved, reached, sign)
        if reached:
            return Measure.LEVEL, clean_name(lead[: reached.start()]), 1, "reached"
        if moved and not lead[: moved.start()].endswith(("生", "新")):
            return Measure.CHANGE, clean_name(lead[: moved.start()]), sign, ""
        if figure.spelled and figure.kind is FigureKind.COUNT:
            return Measure.OTHER, counted_noun(tail), 1, ""
        name = clean_name(lead)
        if _FROM.search(lead) and re.match("[^，；。]{0,4}(?:增|提|上|下|降|减|精简|压|缩|扩|调|升)", tail or ""):
            return Measure.OTHER, name, 1, "from"
        if kind is FigureKind.COUNT and (not name or len(name) < 2) and not lead.endswith(("为", "达", "达到")):
            name = counted_noun(tail) or name
        return Measure.LEVEL, name, 1, ""

    def _percent(
        self, figure: Figure, lead: str, tail: str, moved: re.Match[str] | None, reached: re.Match[str] | None, sign: int
    ) -> tuple[Measure, str, int, str]:
        if "贡献率" in lead:
            return Measure.CONTRIBUTION, clean_name(lead.split("贡献率")[0]), 1, ""
        if reached:
            return Measure.RATE, clean_name(lead[: reached.start()]), 1, "reached"
        word = words().share_word.search(lead)
        share = words().share.search(lead) if not (word and "占比" in word[0]) else None
        if share and "占地" not in lead:
            return Measure.SHARE, clean_name(lead[: share.start()]), 1, clean_name(share["whole"])
        if moved:
            return Measure.GROWTH, clean_name(lead[: moved.start()]), sign, ""
        if word:
            inside = _IN_WHOLE.search(lead[: word.start()])
            rest = lead[: inside.start()] if inside else lead[: word.start()]
            return Measure.SHARE, clean_name(rest), 1, clean_name(inside[1]) if inside else ""
        if tail.startswith(("的", "以上的")):
            return Measure.PORTION, clean_name(tail[1:]) or clean_name(lead), 1, ""
        return Measure.RATE, clean_name(lead), 1, ""

    def _list_names(
        self, group: list[Figure], lead: str, name: str, measure: Measure, clause: Clause
    ) -> tuple[list[str], list[Statement]]:
        """The names that a list of figures belongs to in turn, or the levels before it; empty where they do not match in number."""
        count = len(group)
        if count < 2 or measure is Measure.STRUCTURE:
            return [], []
        respective = re.split("分别|依次|各为", lead)[0]
        stem = name if measure is not Measure.LEVEL else respective
        names = split_names(clean_name(stem) if stem else "", count)
        if names:
            return names, []
        before = self.text[max(self.sentence_start, clause.start - 160) : clause.start]
        listed = re.search(r"(?:分别为|分别是|依次为|依次是|包括|有|为|是)([^，；。]+?)(?:等)?[，：]$", before)
        if listed:
            names = split_names(listed[1], count)
            if names:
                return names, []
        if "分别" in lead or "各" in lead or "依次" in lead:
            levels = [s for s in self.done if s.sentence == self.sentence and s.measure is Measure.LEVEL and not s.aside]
            if len(levels) >= count and not clean_name(respective):
                return [], levels[-count:]
        return [], []

    def _bind(self, statement: Statement, head: Statement | None, clause: Clause) -> None:
        """Attach a figure to its level and to the open list of parts."""
        measure = statement.measure
        if measure in (
            Measure.GROWTH,
            Measure.SHARE,
            Measure.CHANGE,
            Measure.POINTS,
            Measure.MULTIPLE,
            Measure.CONTRIBUTION,
            Measure.RATE,
        ):
            statement.head = head or self._head(statement, clause)
            if statement.head is not None and not statement.name:
                statement.area, statement.period = statement.head.area, statement.head.period
            statement.comparable = statement.comparable or (
                measure is Measure.GROWTH and bool(words().constant.search(statement.full_name))
            )
            if measure is Measure.RATE and not self.scopes:
                return
            if measure is not Measure.RATE:
                if self.scopes:
                    statement.scope = self.scopes[-1]
                return
        if measure is Measure.LEVEL and not statement.name:
            statement.name = clean_name(self.previous_clause)
        if measure not in (Measure.LEVEL, Measure.PORTION):
            if self.scopes:
                statement.scope = self.scopes[-1]
            return
        if self.scopes:
            scope = self.scopes[-1]
            statement.scope = scope
            if scope.whole is not None and scope.whole is not statement:
                scope.parts.append(statement)
        else:
            narrow = self._narrow_scope(statement)
            if narrow is not None:
                narrow.later.append(statement)

    def _narrow_scope(self, statement: Statement) -> Scope | None:
        """The list that a comma opened earlier in the sentence; whether it goes on after a semicolon is not certain."""
        for other in reversed(self.done):
            if other.sentence != statement.sentence:
                return None
            if (
                other.scope is not None
                and other.scope.sentence == statement.sentence
                and other.scope.opener == "parts"
                and not other.aside
            ):
                return other.scope
        return None

    def _head(self, statement: Statement, clause: Clause) -> Statement | None:
        if statement.listed:
            return None
        levels = [
            s
            for s in self.done[-40:]
            if s.sentence == statement.sentence and s.measure is Measure.LEVEL and (s.aside == 0 or s.aside == clause.aside)
        ]
        if not levels:
            return None
        if not statement.name:
            same = [s for s in levels if s.segment == statement.segment]
            return (
                same[-1]
                if same
                else levels[-1]
                if levels[-1].segment == statement.segment - 1 and clause.before != "；"
                else None
            )
        for level in reversed(levels):
            if level.name and (
                level.name == statement.name or (level.name.startswith(statement.name) and len(statement.name) >= 2)
            ):
                return level
        return None


def split_names(text: str, count: int) -> list[str]:
    """The names in a list, when there are just so many: A、B和C for three. A 和 inside a name is told from one between names by the count."""
    if not text:
        return []
    text = text.removesuffix("等")
    parts = text.split("、")
    if len(parts) == count:
        return parts
    if len(parts) == count - 1:
        tail = list(_SPLIT_NAMES.finditer(parts[-1]))
        if len(tail) == 1:
            return [*parts[:-1], parts[-1][: tail[0].start()], parts[-1][tail[0].end() :]]
    every = [part for part in _SPLIT_NAMES.split(text) if part]
    return every if len(every) == count else []


_NOUN_END = re.compile(
    r"[，；。：、（）“”《》]|的|是|为|达|中|签|进|在|有|获|获得|实现|完成|推|开|积|与|和|正|将|均|都|已|共|设|建|被"
)


def counted_noun(tail: str) -> str:
    """What is counted, from the words after the number: 22个城市设立…"""
    match = _NOUN_END.search(tail)
    return clean_name(tail[: match.start()] if match else tail)[:24] if tail else ""
