"""Lists of parts that do not make up their total: wrong where they are meant to and one slip would mend it, else no more than the total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.explain import digits_of
from ecdesk.prose.reading.english import is_english
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.measures import counted_noun
from ecdesk.prose.reading.statements import Scope
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.families import by_addition, by_changes, by_columns, by_names, by_pattern, by_shares
from ecdesk.prose.relations.hints import (
    asked,
    between,
    by_members,
    closes,
    counted_alike,
    divided,
    divides,
    expected,
    hint,
    hints,
    is_listed,
    is_whole,
    lead,
    may_divide,
    only_if_equal,
    opens,
    spans,
)
from ecdesk.prose.relations.shares import core
from ecdesk.prose.relations.slips import Slip, exchanged, find_slip
from ecdesk.prose.relations.sums import Sums, mixes_balances, named_alike, related

MOST, TAIL = 12, 2
"""Parts of one list; characters at the end of names by which they are of one."""


@dataclass(slots=True, eq=False)
class Listed:
    """A total and what is listed of it. closed: the words say that it is all; sure: its names leave no doubt; viewed: 从…看 or 按…分 opens it;
    loose: that this is its total is only likely; inner: a bracket or 其中 right behind the total opens it; patterned: the same names make up
    another total; found: by its digits alone, of figures whose times may be one. opened: another list of the same names leaves some of its total."""

    total: Fact
    parts: tuple[Fact, ...]
    closed: bool
    sure: bool = False
    viewed: bool = False
    loose: bool = False
    inner: bool = False
    patterned: bool = False
    found: bool = False
    opened: bool = False

    @property
    def off(self) -> int:
        """By how much the parts are more than the total."""
        return sum(part.point * sign(self.total, part) for part in self.parts) - self.total.point

    @property
    def comes_out(self) -> bool:
        """Whether the parts are the total to half a unit of each figure."""
        return 2 * abs(self.off) <= self.width

    @property
    def is_most(self) -> bool:
        """Whether the parts are more than half of the total; else that is of another measure, as a turnover is beside profits."""
        return 2 * (self.total.point + self.off) > self.total.point

    @property
    def less(self) -> bool:
        """Whether it may just be open: its parts are less than the total, and nothing says that they are all."""
        return self.off < 0 and not (self.closed or self.sure or self.viewed or self.patterned)

    @property
    def key(self) -> tuple[int, ...]:
        """Its figures by their numbers."""
        return (self.total.number, *sorted(part.number for part in self.parts))

    @property
    def paired(self) -> bool:
        """中省直企业投资 and 地方投资: whether the names of its parts end alike, as those have that are all of a whole."""
        names = [part.statement.name for part in self.parts]
        alike = len({name[-TAIL:] for name in names}) == 1 and min(map(len, names)) > TAIL
        return alike and len(set(names)) == len(names) > 1

    @property
    def asks(self) -> bool:
        """Whether parts that are more than their total are worth asking about: a word puts them under it, and they are of its time."""
        alike = {part.period for part in self.parts} == {self.total.period} and not any(self.rough)
        alike = alike and min(fact.digits for fact in (self.total, *self.parts)) > 1 and not _opposed(self)
        return alike and self.total.kind == "level" and self.off * 2 > self.width and not self.viewed

    @property
    def leaves_little(self) -> bool:
        """水电、火电、核电和风电: whether what is left is less than any of the parts, and may be of a further one."""
        return self.less and not self.named and -self.off < min(part.point for part in self.parts)

    @property
    def named(self) -> bool:
        """Whether the names of all parts hold the total's own, with something before it: 小春粮食产量 of 粮食产量."""
        return named_alike(self.total, self.parts) and self.total.name not in {part.name for part in self.parts}

    @property
    def rough(self) -> tuple[str, ...]:
        """The words that open its figures, each once; "" for one that stands for itself."""
        return tuple({fact.statement.figure.amount.qualifier for fact in (self.total, *self.parts)})

    @property
    def width(self) -> int:
        return self.total.width + sum(part.width for part in self.parts)


def sign(total: Fact, part: Fact) -> int:
    return part.statement.sign * total.statement.sign if part.kind == "change" else 1


def unconfirmed_lists(facts: Facts, sums: Sums, hundreds: Sequence[Sequence[Fact]]) -> Iterator[Listed]:
    """Each list of parts whose total no believed sum explains, once; of one that makes up one total no other is meant."""
    lists = list(_lists_left(facts, sums, hundreds))
    _hold_together(sums, lists)
    whole = {one.parts for one in lists if one.comes_out}
    yield from (one for one in lists if one.comes_out or one.parts not in whole)


def _hold_together(sums: Sums, lists: Sequence[Listed]) -> None:
    """Note of each list what others of the same names say of it."""
    left = Counter(_names(total, parts) for total, parts in {(one.total, one.parts) for one in lists if one.less})
    for one in lists:
        one.patterned = of_pattern(sums, one)
        one.opened = one.less and left[_names(one.total, one.parts)] > 1


def _lists_left(facts: Facts, sums: Sums, hundreds: Sequence[Sequence[Fact]]) -> Iterator[Listed]:
    seen: set[tuple[int, ...]] = set()
    told = (*_scopes(facts), *_runs(facts, sums), *_divisions(facts, sums), *_named(facts))
    for one in (*told, *_families(facts, sums, hundreds)):
        parts = _unexplained(sums, one)
        key = one.key
        alone = len(parts) == 1 < len(one.parts) and parts[0].point > one.total.point  # a total of another list
        if key in seen or not parts or alone or not _adds_up(one.total) or _averages(one) or _explained(sums, one):
            continue
        seen.add(key)
        yield one if len(parts) == len(one.parts) else Listed(one.total, tuple(parts), False, loose=one.loose)


def _unexplained(sums: Sums, one: Listed) -> list[Fact]:
    """The parts that are none of another total; all, where a list of its own within one of another total has them, which bears them out."""
    free = [part for part in one.parts if part.number not in sums.of_part]
    others = {id(sums.of_part[part.number]): sums.of_part[part.number] for part in one.parts} if not free and one.inner else {}
    return list(one.parts) if len(others) == 1 and one.total not in next(iter(others.values())).parts else free


def _families(facts: Facts, sums: Sums, hundreds: Sequence[Sequence[Fact]]) -> Iterator[Listed]:
    """Lists that their shares, their places or their names hold together, of parts that are of no other total."""
    whole = (
        *by_shares(facts, sums, hundreds),
        *by_pattern(facts, sums),
        *by_columns(facts, sums),
        *by_addition(facts),
        *by_changes(facts, sums),
    )
    yield from (Listed(total, parts, True) for total, parts in whole)
    yield from (Listed(total, parts, False, viewed=viewed, loose=not viewed) for total, parts, viewed in by_names(facts, sums))


def _explained(sums: Sums, one: Listed) -> bool:
    """Whether the total, or one of its parts as a total within them, has a believed split of these very figures."""
    numbers = {part.number for part in one.parts}
    return any(numbers & {part.number for part in split.parts} for split in sums.by_total.get(one.total.number, ()))


def _scopes(facts: Facts) -> Iterator[Listed]:
    """The lists that 其中 and its like open."""
    scopes: dict[int, tuple[Scope, Fact]] = {}
    for fact in facts.all:
        if fact.statement.scope is not None and fact.kind in ("level", "change", "share"):
            scopes.setdefault(id(fact.statement.scope), (fact.statement.scope, fact))
    for scope, first in scopes.values():
        total = facts.of(scope.whole_for(first.statement.figure.dimension)[0])
        wholes = [total] if not scope.doubtful else [facts.of(statement) for statement in scope.candidates]
        named = _so_named(facts, scope, wholes) if scope.doubtful else None
        for total in filter(None, [named] if named is not None else wholes):
            yield from _continued(facts, total, first)
            like = _parts_like(facts, scope, total)
            if like and (len(like) > 1 or not scope.doubtful):
                yield _opened(total, like, scope.opener == "view", scope.doubtful and named is None)


def _so_named(facts: Facts, scope: Scope, wholes: Sequence[Fact | None]) -> Fact | None:
    """总产值69.9亿元，增加值37.9亿元。其中，农业产值…，林业产值…: the one of several wholes whose name ends as those of all parts do."""
    found = []
    for whole in filter(None, wholes):
        parts = _parts_like(facts, scope, whole)
        tails = {part.statement.name[-TAIL:] for part in parts}
        if len(parts) > 1 and tails == {whole.statement.name[-TAIL:]} and len(whole.statement.name) > TAIL:
            found.append(whole)
    return found[0] if len(found) == 1 else None


def _parts_like(facts: Facts, scope: Scope, total: Fact) -> list[Fact]:
    parts = [part for s in scope.parts if not s.reached and (part := facts.of(s)) is not None]
    like = [part for part in parts if (part.unit, part.kind) == (total.unit, total.kind) and part is not total]
    return _told_once(like)


def _told_once(parts: list[Fact]) -> list[Fact]:
    """What is told again without a name is no further part."""
    named = {part.point for part in parts if part.statement.name}
    return [part for part in parts if part.statement.name or part.point not in named]


def _continued(facts: Facts, total: Fact, first: Fact) -> Iterator[Listed]:
    """其中：小春14.8万吨；大春65.5万吨: a list that goes on behind a semicolon, where the names of all say that they are parts."""
    row = [f for f in facts.by_sentence[first.sentence] if f.number >= first.number and not f.aside]
    like = [f for f in row if (f.unit, f.kind) == (total.unit, total.kind)]
    one = Listed(total, tuple(like), False)
    if 1 < len(like) <= MOST and one.named:
        yield one


def _opened(total: Fact, parts: list[Fact], viewed: bool, doubtful: bool) -> Listed:
    """A list that a word opens, and whether it is all of the total."""
    if len(parts) < 2:
        return Listed(total, tuple(parts), False, viewed=viewed)
    inner = not (viewed or doubtful) and parts[0].number == total.number + 1
    how = divides(total, parts)
    sure = how == "sure" or (divided(parts) and opens(total, parts) and not doubtful)
    closed = bool(how) or sure or (is_whole(total, parts) and not doubtful)
    return Listed(total, tuple(parts), closed, sure, viewed and not doubtful, loose=doubtful and not sure, inner=inner)


def _runs(facts: Facts, sums: Sums) -> Iterator[Listed]:
    """All figures like a total behind it in its sentence, or before it where a word adds them up: whole where the words say so, loose otherwise."""
    for total in facts.all:
        if total.kind in ("level", "share") and not sums.by_total.get(total.number) and not is_listed(total):
            yield from (one for one in _runs_of(total, _row(facts, total)) if len(one.parts) <= MOST)


def _row(facts: Facts, total: Fact) -> list[Fact]:
    """The figures like a total in its sentence, and where none stands behind it those of the next one."""
    row = _like(facts, total, total.sentence)
    last = not row or (row[-1].number < total.number and total.kind == "level" and total.aside == 0)
    return row + _next_sentence(facts, total) if last else row


def _like(facts: Facts, total: Fact, sentence: int) -> list[Fact]:
    fields = facts.by_sentence.get(sentence, ())
    lists = {total.statement.listed} - {0}  # of its own list it is no total
    return [
        f for f in fields if (f.kind, f.unit) == (total.kind, total.unit) and f is not total and f.statement.listed not in lists
    ]


def _next_sentence(facts: Facts, total: Fact) -> list[Fact]:
    """Figures like a total in the sentence behind it, which may list its parts: of its period, and none of them its like by name."""
    row = _like(facts, total, total.sentence + 1)
    key = total.period, total.statement.area
    near = [f for f in row if f.paragraph <= total.paragraph + 1 and (f.period, f.statement.area) == key and f.name != total.name]
    return near if len(near) == len(row) and related(total, near) else []


def _runs_of(total: Fact, row: list[Fact]) -> Iterator[Listed]:
    before = [f for f in row if f.number < total.number and total.aside in (0, f.aside)]
    behind = [f for f in row if f.number > total.number] if total.kind == "level" else []
    bare = [f for f in behind if not f.aside]
    closed = [run for run in (_in_bracket(behind), bare) if _closed(total, run)]
    closed += [before] if _added_up(total, before) else []
    yield from (Listed(total, tuple(run), True) for run in closed)
    if not closed and len(bare) > 1 and max(f.point for f in bare) < total.point:
        yield Listed(total, tuple(bare), False, loose=True)


def _added_up(total: Fact, before: list[Fact]) -> bool:
    return len(before) >= 2 and (closes(total, before) or spans(total, before))


def _closed(total: Fact, run: list[Fact]) -> bool:
    """Whether the words say that figures behind a total are all of it."""
    if len(run) < 2:
        return False
    wholes = {id(f.statement.scope.whole) for f in run if f.statement.scope is not None}
    if hint("rest").match(run[-1].statement.name) is not None and not wholes & {id(f.statement) for f in run}:
        return True
    return max(f.point for f in run) < total.point and (_brackets(total, run) or is_whole(total, run))


def _brackets(total: Fact, run: list[Fact]) -> bool:
    """Whether the bracket of a run opens right behind the total."""
    return run[0].aside > 0 == total.aside and run[0].number == total.number + 1


def _in_bracket(behind: list[Fact]) -> list[Fact]:
    """The figures of the bracket that the first one stands in."""
    return [f for f in behind if f.aside and f.aside == behind[0].aside]


def _divisions(facts: Facts, sums: Sums) -> Iterator[Listed]:
    """Figures of a sentence whose names divide a whole, with the nearest total before them that their names fit."""
    for fields in facts.by_sentence.values():
        for kind in ("level", "change"):
            row = [f for f in fields if f.kind == kind and not f.aside]
            for size in (2, 3, 4):
                for at in range(len(row) - size + 1):
                    run = row[at : at + size]
                    if len({f.unit for f in run}) == 1 and run[0].number not in sums.of_part:
                        total, sure = _total_of(facts, run)
                        if total is not None:
                            yield Listed(total, tuple(run), True, sure)


def _named(facts: Facts) -> Iterator[Listed]:
    """Figures of a paragraph, of which others may stand between them, whose names divide the nearest total before them."""
    for fields in facts.by_paragraph.values():
        for run in by_members([f for f in fields if f.kind == "level" and not f.aside]):
            total, sure = _total_of(facts, run)
            if total is not None and total.number < run[0].number:
                yield Listed(total, tuple(run), True, sure)


def _total_of(facts: Facts, run: list[Fact]) -> tuple[Fact | None, bool]:
    """The nearest figure before a run that its names divide, and whether they leave no doubt."""
    first = run[0]
    if not may_divide(run):
        return None, False
    for total in facts.near(first, 40, 8, asked("sum")["paragraphs"]):
        how = divides(total, run) if _may_total(total, run) else ""
        if how:
            return total, how == "sure"
    return None, False


def _may_total(total: Fact, run: list[Fact]) -> bool:
    """Whether a figure before a run, or the one for the whole time behind it, may be the total that its names divide."""
    first = run[0]
    if (total.unit, total.kind) != (first.unit, first.kind) or total in run:
        return False
    if (total.sentence != first.sentence and max(f.point for f in run) > total.point) or _of_another_area(total, run):
        return False  # a part is more than all of it, or elsewhere
    if spans(total, run):
        return core(total.statement.name) == core(first.statement.name)
    return total.number < first.number and total.period == first.period


def _of_another_area(total: Fact, run: list[Fact]) -> bool:
    """江西进出口467.2亿元。我国企业享惠进口67亿元，享惠出口371亿元."""
    areas = {f.statement.area for f in run}
    return len(areas) == 1 and total.statement.area not in areas


def near_miss(one: Listed) -> tuple[Verdict, Slip | None]:
    """The slip that would make a list come out that is meant to, and whether it is called wrong or left open; HOLDS where it may well be no list
    of this total, or not all of it."""
    if one.opened or not may_be_wrong(one):
        return Verdict.HOLDS, None
    slip = find_slip((one.total, *one.parts), partial(wanted, one)) or _exchanged(one)
    limit = asked("slip")[_meant(one)]
    if one.less and not one.named:
        limit = min(limit, asked("slip")["paired" if one.paired else "less"])
    if slip is None or _too_far(one, slip) or slip.chance >= asked("slip")["doubted"] * limit:
        return (Verdict.UNDECIDED if _stands_open(one) else Verdict.HOLDS), None
    return (Verdict.FAILS if _is_sure(one, slip, limit) else Verdict.UNDECIDED), slip


def _too_far(one: Listed, slip: Slip) -> bool:
    """Whether the total is so much more than its parts that only another unit would mend it."""
    return _is_far(one) and not slip.shifted


def _is_sure(one: Listed, slip: Slip, limit: float) -> bool:
    overlap = one.loose and one.off > 0 and not related(one.total, list(one.parts))  # 立案11.8万件，结案10.2万件
    return slip.chance < limit and not (
        only_if_equal(one.parts) or any(one.rough) or overlap or _may_overlap(one) or _may_leave_out(one, slip)
    )


def _may_leave_out(one: Listed, slip: Slip) -> bool:
    """Whether what is left of a total may be a further part: of a slip that chance hardly offers it is none, nor where the parts are named alike, or
    it were next to nothing beside the smallest one."""
    nothing = -20 * one.off < min(part.point for part in one.parts)
    return one.leaves_little and not (one.paired or nothing) and slip.chance >= RARE


RARE = 0.01


def _may_overlap(one: Listed) -> bool:
    """全国283个海湾中，168个海湾水质优良，117个海湾全域优良: whether what is counted in parts is what is counted in all, and no word closes the
    list, so that the same one may be counted twice."""
    nouns = {counted_noun(fact.statement.tail)[:2] for fact in (one.total, *one.parts)}
    return nouns != {""} and len(nouns) == 1 and not (one.closed or one.sure)


def _is_far(one: Listed) -> bool:
    """Whether a total is so much more than any of its parts that they are hardly all of it."""
    return not one.sure and one.total.point >= 50 * max(part.point for part in one.parts)


def _stands_open(one: Listed) -> bool:
    """Whether a list that no slip would mend is doubted all the same: it stands beside its total, in brackets or under names that divide it."""
    beside = one.total.paragraph == one.parts[0].paragraph
    bracket = len(one.parts) > 1 and one.parts[0].aside > one.total.aside and min(_digits(fact) for fact in one.parts) > 1
    most = (
        2 * (one.total.point + one.off) > one.total.point
    )  # else it is of another measure than its parts: profits beside a turnover
    return one.closed and beside and most and not one.loose and (divided(one.parts) or bracket)


def _exchanged(one: Listed) -> Slip | None:
    """A total and a part that stand in each other's place."""
    for part in one.parts:
        apart = sign(one.total, part) * (one.total.point - part.point)
        if 2 * abs(one.off + 2 * apart) <= one.width and part.point > one.total.point:
            return Slip(one.total, exchanged(one.total, part), len(one.parts) * one.width / one.total.point)
    return None


def _meant(one: Listed) -> str:
    """How much the words say that a list is all of its total."""
    if one.sure or one.closed or one.patterned:
        return "sure" if one.sure else "closed"
    if one.named:
        return "viewed"
    if one.loose:
        return "loose"
    return "viewed" if one.viewed else "more" if one.off > 0 else "open"


def of_pattern(sums: Sums, one: Listed) -> bool:
    """Whether parts of the same names make up another total: 一般债券 and 专项债券 of what was issued in June and in half a year."""
    return are_parts_elsewhere(sums, one.parts)


def are_parts_elsewhere(sums: Sums, parts: Sequence[Fact]) -> bool:
    """Whether parts of the same names make up a total; the Capital region is Capital again."""
    names = [_last_name(part) for part in parts]
    others = ([_last_name(part) for part in other.parts] for other in sums.found if other.parts[0] not in parts)
    return len(set(names)) == len(names) and any(list(map(_in_short, other)) == list(map(_in_short, names)) for other in others)


def _in_short(name: str) -> str:
    return name.partition(" ")[0] if is_english(name) else name


def _names(total: Fact, parts: Sequence[Fact]) -> tuple[str, ...]:
    """What the figures of a list are called: 营业性货运量, of it 公路货运量 and 水路货运量, for a month and for ten of them."""
    return (_last_name(total), *map(_last_name, parts))


def _last_name(fact: Fact) -> str:
    return fact.name.rsplit("/", 1)[-1]


def may_be_wrong(one: Listed) -> bool:
    points = [part.point for part in one.parts]
    return (
        _says_enough(one)
        and one.total.point > 0
        and (one.sure or not _is_ranked(one))
        and not _is_mixed(one)
        and abs(one.off) > one.width
        and (len(set(points)) == len(points) or one.sure)
        and len({fact.statement.whole_name for fact in (one.total, *one.parts)} - {""}) < 2
        and _may_be_of_one_time(one)
        and all(counted_alike(one.total, part) for part in one.parts)
        and len({(expected(fact), fact.per_head) for fact in (one.total, *one.parts)}) == 1
        and len(one.rough) == 1
        and not (one.loose and any(one.rough))
    )


def _counts_another(one: Listed) -> bool:
    """智能工厂70家 beside 特新企业200家、瞪羚企业500家: whether what is counted in all, which stands before the figure, is none of what its parts count."""
    total, words = one.total, hints()["anything"]["words"]
    if total.statement.figure.kind is not FigureKind.COUNT or total.unit not in words or counted_noun(total.statement.tail):
        return False
    noun = total.statement.name[-TAIL:]
    return len(noun) == TAIL and not any(noun in part.statement.name or noun in part.statement.tail for part in one.parts)


def _is_mixed(one: Listed) -> bool:
    """Whether its figures go two ways, or some of them are what is left of others."""
    balances = one.total.kind == "level" and mixes_balances(one.total, one.parts)
    another = one.found and (_counts_another(one) or not _adds_up(one.total) or _averages(one))
    return _opposed(one) or balances or another or _runs_over_years(one)


def _may_be_of_one_time(one: Listed) -> bool:
    return one.found or _of_one_time(one) or spans(one.total, one.parts)


def _runs_over_years(one: Listed) -> bool:
    """从2007年至2009年分别达到2.2万亿、2.8万亿、3.28万亿元: whether a list under one name goes over a span of years, each of which has one of its figures."""
    first = one.parts[0]
    begin = first.text.rfind("。", 0, first.start) + 1
    spans_said = (time for time, start, _end in first.statement.stretch.times if begin <= start < first.start)
    named = {part.statement.name for part in one.parts}
    return first.statement.listed > 0 and len(named) == 1 and any(time.until is not None for time in spans_said)


def _is_ranked(one: Listed) -> bool:
    """其次是甲，29家；乙24家, 甲、乙、丙居前，分别为9.4万、6.7万、3.8万: whether the total is one of those that are ranked, or the list only the first of them."""
    member = not one.inner and hint("order").search(lead(one.total)) is not None
    return member or hint("order").search(between(one.total, one.parts[0])[-MOST_SAID:]) is not None


MOST_SAID = 40
"""Characters before a list in which a word says that it is ranked."""


def _of_one_time(one: Listed) -> bool:
    """Whether its parts are of the time of the total, or say none where something else says that they are its parts."""
    periods = {part.period for part in one.parts}
    return (periods - {""} if one.viewed else periods) == {one.total.period} or (one.viewed and periods == {""})


def _opposed(one: Listed) -> bool:
    """Whether some figures flow in and some out, or one is said of several things (各30瓶), so that they do not just add up."""
    said = [lead(fact) for fact in (one.total, *one.parts)]
    both_ways = all(any(hint("flow", way).search(words) for words in said) for way in ("words", "back"))
    return both_ways or any(hint("each").search(lead(fact, 2)) for fact in (one.total, *one.parts))


def _says_enough(one: Listed) -> bool:
    """Whether the total is no difference and the words close the list, or the digits of its several figures say enough without them."""
    if any(hint(*words).search(one.total.statement.name) for words in (("difference", "strict"), ("balance",))):
        return False
    return one.closed or (len(one.parts) > 1 and min(map(_digits, (one.total, *one.parts))) > 1 + one.loose)


def _adds_up(fact: Fact) -> bool:
    """Whether amounts like this one can be added: no averages, no prices, no points of an index."""
    return fact.statement.figure.amount.unit.symbol != "点" and not _is_price(fact)


def _is_price(fact: Fact) -> bool:
    return fact.statement.name.endswith(tuple(hints()["price"]["words"]))


def _averages(one: Listed) -> bool:
    """城镇居民人均收入47412元，农村居民人均收入18931元: whether a total is per head, and not that of the parts of one income."""
    own = {part.statement.figure.kind for part in one.parts}
    largest = max(part.point for part in one.parts)
    return one.total.per_head and (FigureKind.PER_HEAD in own or largest >= one.total.point)


def _digits(fact: Fact) -> int:
    """The digits that tell something: of a counted number all that are printed, as nobody rounds 300 schools."""
    counted = fact.statement.figure.kind is FigureKind.COUNT and not fact.width
    return len(digits_of(fact.statement.figure)) if counted else fact.digits


def wanted(one: Listed, fact: Fact) -> tuple[int, int] | None:
    """Between which values a figure of the list would make it come out."""
    needed = fact.point + one.off if fact is one.total else fact.point - one.off * sign(one.total, fact)
    if not fact.doubted(needed, {"same"} if one.closed else ()):  # what slipped may have been copied
        return None
    own = abs(needed) * fact.width // max(fact.point, 1)  # as much of it in any unit
    half = (one.width - fact.width + own) // 2
    return needed - half, needed + half
