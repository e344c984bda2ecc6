"""Absurd figures planted one at a time into a book: of another magnitude, of another column, of another year, of another area.

What is found is read from the findings that are there afterwards and were not before; what can be found at all is what the book, or last year's,
holds the figure against: without a past, a growth, a whole or a part nobody can tell a figure from ten times as much.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.language.syntax import Comparison, Predicate
from ecdesk.columns.figures import Figures, Precision
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import Observation, Origin, OriginKind, Setting
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key, year_before
from ecdesk.domain.figures.moves import Move, following
from ecdesk.session.new_books.rolling import Roller
from ecdesk.session.versions.last_year import SETTING, rules_about_last
from tests.checks.planting import put

LOUD = (Level.ERROR, Level.QUERY)


@dataclass
class Found:
    """Of one kind of absurdity: how many were planted, how many of them into figures that something was held against before; raised as an error, as a
    query, or pointed out; what was missed of those held against something. Of the others how many were missed that stand beside other figures in some
    rule, which leaves them room for it, and how many of which nothing else in the book says anything."""

    planted: int = 0
    held: int = 0
    errors: int = 0
    queries: int = 0
    notices: int = 0
    missed: list[tuple[Key, Amount, Amount]] = field(default_factory=list)
    loose: int = 0
    alone: int = 0

    @property
    def summary(self) -> str:
        called = self.errors + self.queries + self.notices
        return (
            f"planted {self.planted}, found {called} (errors {self.errors}, queries {self.queries}, notices {self.notices}); "
            f"missed {len(self.missed)} of {self.held} held against something; "
            f"of the other {self.planted - self.held} {self.loose} within what is known, {self.alone} beside no other figure"
        )


def plant_absurdities(
    book: Book, checker: Checker, rng: random.Random, share: float = 1.0, kinds: Collection[str] = ()
) -> dict[str, Found]:
    """Plant each kind, or some, into every figure of the book's own period that it fits, or a share of them; every figure is as it was afterwards."""
    period = book.needed_period().span.code
    own = [key for key, one in book.observations.items() if one.amount is not None and key.period == period]
    tallies: dict[str, Found] = {}
    for key in own:
        for kind, draw in KINDS.items():
            if kinds and kind not in kinds:
                continue
            now = amount_of(book, key)
            wrong = draw(book, checker, key, rng) if rng.random() < share else None
            if now is None or wrong is None or wrong == now:
                continue
            tally = tallies.setdefault(kind, Found())
            tally.planted += 1
            level = _loudest(book, checker, key, wrong)
            tally.errors += level is Level.ERROR
            tally.queries += level is Level.QUERY
            tally.notices += level is Level.NOTICE
            held = _is_held(checker, key)
            tally.held += held
            if level is None and held:
                tally.missed.append((key, now, wrong))
            elif level is None:
                beside = _is_beside(book, checker, key)
                tally.loose += beside
                tally.alone += not beside
    return tallies


def _is_beside(book: Book, checker: Checker, key: Key) -> bool:
    """Whether any rule that says something looks at a figure together with another one, but for whether they are the same."""
    for instance in checker.instances_of(key):
        relation, outcome = instance.rule.syntax.relation, checker.outcome(instance)
        says = outcome.applies and outcome.is_decided and not (isinstance(relation, Predicate) and relation.kind == "distinct")
        if says and any(other != key and amount_of(book, other) is not None for other in instance.keys):
            return True
    return False


def _is_held(checker: Checker, key: Key) -> bool:
    """Whether an equation with other figures, or its own past, says something of a figure."""
    for instance in checker.instances_of(key):
        relation, outcome = instance.rule.syntax.relation, checker.outcome(instance)
        says = (isinstance(relation, Comparison) and relation.relations == ("=",)) or (
            isinstance(relation, Predicate) and relation.kind == "trend"
        )
        if says and outcome.is_decided and key == instance.keys[0] and len(instance.keys) > 1:
            return True
    return False


def _loudest(book: Book, checker: Checker, key: Key, wrong: Amount) -> Level | None:
    """The level of the worst finding that a figure brings about."""
    before = {one.id for one in checker.findings_of(key, passes=False) if one.verdict is Verdict.FAILS}
    undo = put(book, {key: wrong})
    checker.update([key])
    found = [one for one in checker.findings_of(key, passes=False) if one.verdict is Verdict.FAILS and one.id not in before]
    put(book, undo)
    checker.update([key])
    levels = {one.level for one in found}
    return next((level for level in (*LOUD, Level.NOTICE) if level in levels), None)


def alarms(checker: Checker) -> Counter[str]:
    """How many findings there are by level: 错误 and 核实."""
    return Counter(one.level.value for one in checker.findings() if one.verdict is Verdict.FAILS and one.level in LOUD)


def amount_of(book: Book, key: Key) -> Amount | None:
    found = book.observation(key)
    return found.amount if found is not None else None


# -- what is planted

Draw = Callable[[Book, Checker, Key, random.Random], Amount | None]


def _times(factor: str, measure: str) -> Draw:
    def draw(book: Book, checker: Checker, key: Key, rng: random.Random) -> Amount | None:
        amount = amount_of(book, key)
        if amount is None or key.measure.partition(":")[0] != measure or not amount.value:
            return None
        return replace(amount, value=Decimal(f"{amount.value * Decimal(factor):f}"))

    return draw


def _growth_as_level(book: Book, checker: Checker, key: Key, rng: random.Random) -> Amount | None:
    level, growth = amount_of(book, key), amount_of(book, key.moved(measure="growth"))
    if key.measure != "value" or level is None or growth is None or level.unit.is_ratio:
        return None
    return replace(growth, unit=level.unit)


def _last_years(book: Book, checker: Checker, key: Key, rng: random.Random) -> Amount | None:
    if key.measure not in ("value", "growth"):
        return None
    before = year_before(key)
    found = amount_of(book, before)
    if found is None and isinstance(checker.last, Book):
        found = amount_of(checker.last, before)
    return found


def _others(book: Book, checker: Checker, key: Key, rng: random.Random) -> Amount | None:
    if key.measure != "value":
        return None
    amount = amount_of(book, key)
    siblings = [
        found
        for other in book.areas
        if other.code != key.area and (found := amount_of(book, key.moved(area=other.code))) is not None
    ]
    siblings = [one for one in siblings if amount is not None and one.value != amount.value and one.unit == amount.unit]
    return rng.choice(siblings) if siblings else None


KINDS: dict[str, Draw] = {
    "level x10": _times("10", "value"),
    "level /10": _times("0.1", "value"),
    "level x10000": _times("10000", "value"),
    "level /10000": _times("0.0001", "value"),
    "growth x10": _times("10", "growth"),
    "growth x100": _times("100", "growth"),
    "share x10": _times("10", "share"),
    "growth as level": _growth_as_level,
    "last year's": _last_years,
    "another area's": _others,
}


# -- books with a year before


def rolled(book: Book, times: Decimal) -> Book:
    """The book of the next period, as it is started from one, with every figure filled in: levels so many times those of the period before, growth
    as the two are printed, shares as they were; but for what is the difference of others."""
    now = book.needed_period()
    to = following(now)
    after = Book()
    after.load(Roller(book, Move(now, to)).records())
    after.load(iter([Setting(SETTING, "前.ecd"), *rules_about_last(after)]))
    figures = {
        key: one
        for key, one in book.observations.items()
        if key.period == now.span.code and one.amount is not None and key.measure.partition(":")[0] in _FILLED
    }
    figures = {key: one for key, one in figures.items() if book.observation(key.moved(period=to.span.code)) is None}
    known = Figures(book)
    padded = {key: known.get(key).precision is Precision.PADDED for key in figures}
    grown = {
        key: _grown(one.amount, times, padded[key])
        for key, one in figures.items()
        if key.measure == "value" and one.amount is not None
    }
    changes, turns = [], count()
    for key, one in figures.items():
        assert one.amount is not None
        content = grown.get(key, one.amount)
        if key.measure == "growth":
            level = key.moved(measure="value")
            same_span = now.kind == "year"
            faster = _of_its_whole(book, key, grown) if same_span else times
            content = _growth(one.amount, grown.get(level) if same_span else None, amount_of(book, level), faster or times)
        if content == one.amount and not _is_recomputed(book, key):
            content = _nudged(content, turns, padded[key])
        if one.amount.unit.is_points:
            continue
        moved = Observation(key.moved(period=to.span.code), content, origin=Origin(OriginKind.TYPED, detail="填报"))
        changes.append(Change(Observation.KIND, moved.key, after.observation(moved.key), moved))
    after.apply(tuple(changes))
    return after


def _of_its_whole(book: Book, growth: Key, grown: Mapping[Key, Amount]) -> Decimal | None:
    """By how much more the nation grows than it did, which a region whose share stays has to follow."""
    nation = growth.moved(area="000000", measure="value")
    now, then, printed = grown.get(nation), amount_of(book, nation), amount_of(book, nation.moved(measure="growth"))
    if now is None or then is None or printed is None or amount_of(book, growth.moved(measure="share")) is None:
        return None
    return (now.value / then.value - 1) * 100 / printed.value


def _is_recomputed(book: Book, key: Key) -> bool:
    """Whether a share is of two levels of the book, and so stays what it was."""
    return key.measure == "share" and amount_of(book, key.moved(measure="value")) is not None


def _nudged(amount: Amount, turns: Iterator[int], padded: bool) -> Amount:
    """A share or count a little more or less than it was, in turns, so that shares still come to a whole; a zero for the looks stays."""
    exponent = amount.exponent + padded
    step = Decimal(1 if next(turns) % 2 else -1).scaleb(exponent)
    return replace(amount, value=(amount.value + step).quantize(amount.value)) if amount.value else amount


_FILLED = ("value", "growth", "share")


def _grown(amount: Amount, times: Decimal, padded: bool) -> Amount:
    if amount.unit.is_ratio or amount.unit.is_points:
        return amount
    times = Decimal(2) if amount.unit.count else times  # so that counted parts still add up to their total
    value = (amount.value * times).quantize(amount.value)
    if padded:  # a zero for the looks stays one
        value = value.quantize(Decimal(1).scaleb(amount.exponent + 1)).quantize(value)
    return replace(amount, value=value)


def _growth(printed: Amount, now: Amount | None, then: Amount | None, times: Decimal) -> Amount:
    """The growth that two levels come to, with the digits that it is printed with; without them the earlier one, a little changed."""
    if now is None or then is None or not then.value:
        return replace(printed, value=(printed.value * times).quantize(printed.value))
    return replace(printed, value=((now.value / then.value - 1) * 100).quantize(Decimal(1).scaleb(min(printed.exponent, 0))))


def with_a_year_before(book: Book) -> Book:
    """The same book with the year before that its own printed growth implies: growth as it really was, and a past for whatever grew."""
    after = book.snapshot()
    changes = []
    for key, one in book.observations.items():
        growth, before = amount_of(book, key.moved(measure="growth")), year_before(key)
        if (
            key.measure != "value"
            or one.amount is None
            or growth is None
            or amount_of(book, before) is not None
            or growth.value <= -100
        ):
            continue
        value = (one.amount.value / (1 + growth.value / 100)).quantize(one.amount.value)
        earlier = Observation(before, replace(one.amount, value=value), origin=Origin(OriginKind.CARRIED))
        changes.append(Change(Observation.KIND, before, book.observation(before), earlier))
    after.apply(tuple(changes))
    return after
