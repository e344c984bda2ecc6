"""Rules found, not only written: identities that hold in this year's and last year's book, with their support.

Floats only look for candidates; what is proposed has been checked by the engine. How likely an identity is to hold by chance is the product,
over the places where it holds, of the part of its size that rounding leaves open; with very many candidates tried, only one that is
unlikely after all of them is proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations, permutations, product

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.evaluating import Evaluation, Outcome
from ecdesk.checks.engine.predicates import evaluate
from ecdesk.checks.engine.standard_rules import standard_rules
from ecdesk.checks.language.building import all_of, group_sum_rule, growth_rule, quoted, ratio_rule, share_rule, sum_rule
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.vocabulary import GroupWord, first_spelling, vocabulary
from ecdesk.columns.figures import Dimension, Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.keys import Key

MOST_SERIES = 80
"""Indicators that are combined with each other, those with most figures first."""

MOST_PARTS = 25
"""Of a total, for sums of three to be looked for."""

LEAST_SUPPORT = 2
CHANCE = 0.01
"""How likely it may be that any one of the proposals holds by chance."""

MOST_EXCEPTIONS = 0.1
"""The part of the places at which an identity may fail and still be proposed, with the failures shown."""

Place = tuple[int, str, str]
"""Number of the book, area, period."""


@dataclass(frozen=True)
class Proposal:
    """An identity that holds. text: in the rule language. kind: sum, group, share, growth or ratio. support: at how many places it holds.
    subjects: some of them; exceptions: where it fails. chance: how likely it is to hold at all of them by accident."""

    text: str
    kind: str
    support: int
    subjects: tuple[str, ...]
    exceptions: tuple[str, ...]
    chance: float


@dataclass(frozen=True)
class _Series:
    """The figures of one indicator and measure. points: value and half width in base units, as floats, by place."""

    indicator: str
    name: str
    measure: str
    dimension: Dimension
    points: dict[Place, tuple[float, float]]


def discovering(
    books: Sequence[Book], rules: Iterable[RuleRecord] | None = None
) -> Generator[tuple[int, int], None, list[Proposal]]:
    """Identities that hold in the books and that no rule says yet, best supported first. Yields (done, total) on the way, total 0 while
    candidates are still looked for.

    books: this year's first; the others lend their figures. rules: those that there are; None for the book's own or the standard ones.
    """
    book = books[0]
    existing = list(rules) if rules is not None else (list(book.all(RuleRecord).values()) or standard_rules(book))
    standing = []
    for one in books:
        yield 0, 0
        standing.append(Checker(one, existing))
    known = _relations(standing)
    candidates: dict[tuple[str, str], None] = {}
    for candidate in _candidates(_series(books), books):
        if candidate is not None:
            candidates[candidate] = None
        yield 0, 0
    proposals = []
    for number, (kind, text) in enumerate(candidates):
        yield number, len(candidates)
        record = RuleRecord(text, text, text)
        checkers = [Checker(one, [record], beside=beside) for one, beside in zip(books, standing, strict=True)]
        found = _relations(checkers)
        if not found - known:
            continue
        proposal = _checked(kind, record, checkers, len(candidates))
        if proposal is not None:
            known |= found
            proposals.append(proposal)
    return sorted(proposals, key=lambda found: (-found.support, found.chance, found.text))


def _relations(checkers: Iterable[Checker]) -> set[frozenset[Key]]:
    """Which figures are held against each other, whatever way the rules are written."""
    return {frozenset(instance.keys) for checker in checkers for instance, _outcome in _decided(checker)}


def _decided(checker: Checker) -> Iterator[tuple[Instance, Outcome]]:
    """What the rules are applied to with a verdict."""
    for record in checker.records:
        for instance in checker.instances_of_rule(record.id):
            outcome = checker.outcome(instance)
            if outcome.is_decided:
                yield instance, outcome


def _series(books: Sequence[Book]) -> list[_Series]:
    """Those of indicators that this year's book knows, the longest first."""
    found: dict[tuple[str, str], dict[Dimension, dict[Place, tuple[float, float]]]] = {}
    for number, book in enumerate(books):
        for figure in map(Figures(book).get, book.observations):
            key, dimension, width = figure.key, figure.dimension, figure.width
            if key.item or figure.lack or dimension is None or width is None or not figure.point:
                continue
            points = found.setdefault((key.indicator, key.measure), {}).setdefault(dimension, {})
            points[number, key.area, key.period] = float(figure.point), float(width) / 2
    series = [
        _Series(indicator, _name(books[0], indicator), measure, dimension, points)
        for (indicator, measure), by_dimension in found.items()
        for dimension, points in by_dimension.items()
    ]
    return sorted((one for one in series if books[0].indicator(one.indicator)), key=lambda one: -len(one.points))


def _name(book: Book, indicator: str) -> str:
    known = book.indicator(indicator)
    return known.name if known else indicator


def _candidates(series: Sequence[_Series], books: Sequence[Book]) -> Iterator[tuple[str, str] | None]:
    """None stands for a step without one, so that whoever waits can stop."""
    levels = [one for one in series if one.measure == "value" and len(one.points) >= LEAST_SUPPORT][:MOST_SERIES]
    yield from _sums(levels)
    yield from _ratios(levels)
    for one in series:
        if one.measure == "growth":
            yield "growth", growth_rule(one.name)
        if one.measure == "share":
            yield from _shares(one, levels)
    yield from _groups(books)


def _sums(levels: Sequence[_Series]) -> Iterator[tuple[str, str] | None]:
    """Totals of two or three other indicators that fit at every place they share."""
    known: set[tuple[str, frozenset[str]]] = set()
    for size, total in product((2, 3), levels):
        yield None
        smaller = [one for one in levels if _may_be_part(one, total)]
        if len(smaller) > MOST_PARTS and size == 3:
            continue
        for parts in combinations(smaller, size):
            names = frozenset(one.name for one in parts)
            if _holds((total, *parts), partial(_adds_up, total, parts)):
                known.add((total.name, names))
                if not _follows(total.name, names, known):
                    yield "sum", sum_rule(total.name, [one.name for one in parts])


def _may_be_part(one: _Series, total: _Series) -> bool:
    """Whether a series is of the same kind as a total and, at all places but a few, not above it."""
    if one is total or one.dimension != total.dimension:
        return False
    places = _shared(total, one)
    return bool(places) and _mostly(one.points[at][0] <= total.points[at][0] * 1.01 for at in places)


def _holds(series: Sequence[_Series], fits: Callable[[Place], bool]) -> bool:
    """Whether something fits at the places, enough of them, at which several series have figures."""
    places = _shared(*series)
    return len(places) >= LEAST_SUPPORT and _mostly(map(fits, places))


def _mostly(holding: Iterable[bool]) -> bool:
    """Whether it holds at all places but a few."""
    found = list(holding)
    return found.count(False) <= MOST_EXCEPTIONS * found.count(True)


def _follows(total: str, parts: frozenset[str], pairs: set[tuple[str, frozenset[str]]]) -> bool:
    """Whether a sum of three says no more than two sums of two. pairs: the sums that hold."""
    return any(
        subtotal not in parts and two < parts and (total, frozenset({subtotal, *(parts - two)})) in pairs
        for subtotal, two in pairs
    )


def _adds_up(total: _Series, parts: Sequence[_Series], at: Place) -> bool:
    difference = total.points[at][0] - sum(one.points[at][0] for one in parts)
    slack = total.points[at][1] + sum(one.points[at][1] for one in parts)
    return abs(difference) <= slack * 1.000001


def _shared(one: _Series, *others: _Series) -> set[Place]:
    return set(one.points).intersection(*(other.points for other in others))


def _ratios(levels: Sequence[_Series]) -> Iterator[tuple[str, str] | None]:
    """One level that is another over a third, as per-head figures are."""
    for quotient in levels:
        yield None
        for over, under in permutations([one for one in levels if one is not quotient], 2):
            if _over(over.dimension, under.dimension) == quotient.dimension and _is_quotient(quotient, over, under):
                yield "ratio", ratio_rule(quotient.name, over.name, under.name)


def _over(one: Dimension, two: Dimension) -> Dimension:
    powers = dict(one)
    for name, power in two:
        powers[name] = powers.get(name, 0) - power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _is_quotient(quotient: _Series, over: _Series, under: _Series) -> bool:
    return _holds((quotient, over, under), partial(_divides, quotient, over, under))


def _divides(quotient: _Series, over: _Series, under: _Series, at: Place) -> bool:
    (q, dq), (o, do), (u, du) = quotient.points[at], over.points[at], under.points[at]
    return abs(q * u - o) <= (dq * abs(u) + du * abs(q) + dq * du + do) * 1.000001


def _shares(share: _Series, levels: Sequence[_Series]) -> Iterator[tuple[str, str]]:
    """The indicator of which a share is one, where the share itself does not say."""
    own = next((one for one in levels if one.indicator == share.indicator), None)
    if own is None:
        return
    measure = first_spelling(vocabulary().measures, "share")
    for whole in levels:
        if whole is not own and whole.dimension == own.dimension and _is_quotient(share, own, whole):
            yield "share", f"{quoted(share.name)}.{measure} = {quoted(own.name)} ÷ {quoted(whole.name)}"
            yield "share", share_rule(own.name, whole.name)


def _groups(books: Sequence[Book]) -> Iterator[tuple[str, str]]:
    """Sums over areas, items and periods."""
    book = books[0]
    by_indicator: dict[str, list[Key]] = {}
    for key in (key for one in books for key in one.observations if key.measure == "value"):
        by_indicator.setdefault(key.indicator, []).append(key)
    for indicator, keys in by_indicator.items():
        for total, word in (*_area_groups(book, keys), *_period_groups(keys), *_item_groups(book, keys)):
            yield "group", group_sum_rule(_name(book, indicator), total, word)


def _area_groups(book: Book, keys: Sequence[Key]) -> Iterator[tuple[str, str]]:
    """What adds up to the nation, with the nation first: the words for every kind of area that there are figures of."""
    codes = {key.area for key in keys}
    kinds = {area.kind for area in book.areas if area.code in codes}
    for nation in [area.short for area in book.areas if area.kind == "nation"][:1]:
        yield from ((nation, group.word) for group in _group_words("area", "") if not kinds.isdisjoint(group.kinds))


def _period_groups(keys: Sequence[Key]) -> Iterator[tuple[str, str]]:
    """Parts of the period at hand, where there are figures of any."""
    within_years = any(len(key.period) > len("2018") for key in keys)
    return (("", group.word) for group in _group_words("period", "children") if within_years)


def _group_words(dimension: str, of: str) -> list[GroupWord]:
    return [group for group in vocabulary().groups.values() if (group.dimension, group.of) == (dimension, of)]


def _item_groups(book: Book, keys: Sequence[Key]) -> Iterator[tuple[str, str]]:
    items = (book.item(key.item) for key in keys if key.item)
    breakdowns = dict.fromkeys(item.breakdown for item in items if item is not None and item.breakdown)
    return (("", all_of(breakdown)) for breakdown in breakdowns)


def _width(checker: Checker, instance: Instance) -> Fraction | None:
    """How far the two sides may lie apart by rounding alone."""
    difference = checker.outcome(instance).difference
    if difference is None:  # of many instances together only the verdicts are worked out
        difference = evaluate(Evaluation(instance, checker.figures)).difference
    return difference.width if difference is not None else None


def _chance(checker: Checker, instance: Instance) -> float:
    """How likely an identity is to hold for an instance by accident: the part of its largest figure that rounding leaves open."""
    figures = [checker.figures.get(key) for key in instance.keys]
    largest = max((abs(figure.point) for figure in figures if figure.dimension == figures[0].dimension), default=0)
    width = _width(checker, instance)
    return min(1.0, float(width / largest)) if width is not None and largest else 1.0


def _checked(kind: str, record: RuleRecord, checkers: Sequence[Checker], tries: int) -> Proposal | None:
    """The proposal that the engine bears out; None when it does not hold, or may hold by chance."""
    held: list[str] = []
    failed: list[str] = []
    chance = 1.0
    for checker in checkers:
        for instance, outcome in _decided(checker):
            if outcome.fails:
                failed.append(checker.subject(instance))
                continue
            held.append(checker.subject(instance))
            chance *= _chance(checker, instance)
    if not held or len(failed) > MOST_EXCEPTIONS * len(held) or chance * tries > CHANCE:
        return None
    return Proposal(record.text, kind, len(held), tuple(held[:5]), tuple(failed), chance)
