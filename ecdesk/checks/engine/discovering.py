"""Rules found, not only written: identities that hold in this year's and last year's book, with their support.

Floats only look for candidates; what is proposed has been checked by the engine. How likely an identity is to hold by chance is the product,
over the places where it holds, of the part of its size that rounding leaves open; with very many candidates tried, only one that is
unlikely after all of them is proposed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.evaluating import Evaluation
from ecdesk.checks.engine.figures import Dimension, Figures
from ecdesk.checks.engine.predicates import evaluate
from ecdesk.checks.engine.standard_rules import standard_rules
from ecdesk.checks.language.building import group_sum_rule, growth_rule, quoted, ratio_rule, share_rule, sum_rule
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.vocabulary import first_spelling, vocabulary
from ecdesk.domain.book import Book
from ecdesk.domain.findings import Verdict
from ecdesk.domain.keys import Key
from ecdesk.domain.records import RuleRecord

MOST_SERIES = 80
"""Indicators that are combined with each other, those with most figures first."""

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


def discover(books: Sequence[Book], rules: Iterable[RuleRecord] | None = None) -> list[Proposal]:
    """Identities that hold in the books and that no rule says yet, best supported first.

    books: this year's first; the others lend their figures. rules: those that there are; None for the book's own or the standard ones.
    """
    steps = discovering(books, rules)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: list[Proposal] = end.value
            return found


def discovering(
    books: Sequence[Book], rules: Iterable[RuleRecord] | None = None
) -> Generator[tuple[int, int], None, list[Proposal]]:
    """The same in steps: yields (done, total), total 0 while candidates are still looked for."""
    book = books[0]
    existing = list(rules) if rules is not None else (list(book.all("rule").values()) or standard_rules(book))
    standing = []
    for one in books:
        yield 0, 0
        standing.append(Checker(one, existing))
    known = {keys for checker in standing for keys in _relations(checker)}
    series = _series(books)
    candidates: dict[tuple[str, str], None] = {}
    for candidate in _candidates(series, books):
        if candidate is not None:
            candidates[candidate] = None
        yield 0, 0
    proposals = []
    for number, (kind, text) in enumerate(candidates):
        yield number, len(candidates)
        record = RuleRecord(text, text, text)
        checkers = [Checker(one, [record], beside=beside) for one, beside in zip(books, standing, strict=True)]
        found = {keys for checker in checkers for keys in _relations(checker)}
        if not found - known:
            continue
        proposal = _checked(kind, record, checkers, len(candidates))
        if proposal is not None:
            known |= found
            proposals.append(proposal)
    return sorted(proposals, key=lambda found: (-found.support, found.chance, found.text))


def _relations(checker: Checker) -> Iterator[frozenset[Key]]:
    """Which figures are already held against each other, whatever way the rule is written."""
    for record in checker.records:
        for instance in checker.instances_of_rule(record.id):
            if checker.outcome(instance).applies and checker.outcome(instance).verdict is not Verdict.UNDECIDED:
                yield frozenset(instance.keys)


def _series(books: Sequence[Book]) -> list[_Series]:
    found: dict[tuple[str, str], dict[Dimension, dict[Place, tuple[float, float]]]] = {}
    for number, book in enumerate(books):
        figures = Figures(book)
        for key in book.observations:
            figure = figures.get(key)
            if key.item or figure.lack or figure.nothing or figure.dimension is None or not figure.point:
                continue
            if figure.width is None:
                continue
            by_dimension = found.setdefault((key.indicator, key.measure), {})
            points = by_dimension.setdefault(figure.dimension, {})
            points[number, key.area, key.period] = float(figure.point), float(figure.width) / 2
    series = [
        _Series(indicator, _name(books[0], indicator), measure, dimension, points)
        for (indicator, measure), by_dimension in found.items()
        for dimension, points in by_dimension.items()
        if books[0].indicator(indicator) is not None
    ]
    return sorted(series, key=lambda one: -len(one.points))


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
    pairs: set[tuple[str, frozenset[str]]] = set()
    for size, total in product((2, 3), levels):
        yield None
        parts = [one for one in levels if one is not total and one.dimension == total.dimension and _shared(total, one)]
        smaller = [one for one in parts if _mostly(one.points[at][0] <= total.points[at][0] * 1.01 for at in _shared(total, one))]
        if len(smaller) > 25 and size == 3:
            continue
        for chosen in combinations(smaller, size):
            places = set(total.points).intersection(*(one.points for one in chosen))
            if len(places) < LEAST_SUPPORT or not _mostly(_adds_up(total, chosen, at) for at in places):
                continue
            names = frozenset(one.name for one in chosen)
            if size == 2:
                pairs.add((total.name, names))
            if size == 2 or not _follows(total.name, names, pairs):
                yield "sum", sum_rule(total.name, [one.name for one in chosen])


def _mostly(holding: Iterable[bool]) -> bool:
    """Whether it holds at all places but a few."""
    found = list(holding)
    return found.count(False) <= MOST_EXCEPTIONS * found.count(True)


def _follows(total: str, parts: frozenset[str], pairs: set[tuple[str, frozenset[str]]]) -> bool:
    """Whether a sum of three says no more than two sums of two."""
    return any(
        subtotal not in parts and two < parts and (total, frozenset({subtotal, *(parts - two)})) in pairs
        for subtotal, two in pairs
    )


def _adds_up(total: _Series, parts: Sequence[_Series], at: Place) -> bool:
    difference = total.points[at][0] - sum(one.points[at][0] for one in parts)
    slack = total.points[at][1] + sum(one.points[at][1] for one in parts)
    return abs(difference) <= slack * 1.000001


def _shared(one: _Series, two: _Series) -> set[Place]:
    return one.points.keys() & two.points.keys()


def _ratios(levels: Sequence[_Series]) -> Iterator[tuple[str, str] | None]:
    """One level that is another over a third, as per-head figures are."""
    for quotient in levels:
        yield None
        for over in levels:
            if over is quotient:
                continue
            for under in levels:
                if under is quotient or under is over or _over(over.dimension, under.dimension) != quotient.dimension:
                    continue
                places = _shared(quotient, over) & under.points.keys()
                if len(places) >= LEAST_SUPPORT and _mostly(_divides(quotient, over, under, at) for at in places):
                    yield "ratio", ratio_rule(quotient.name, over.name, under.name)


def _over(one: Dimension, two: Dimension) -> Dimension:
    powers = dict(one)
    for name, power in two:
        powers[name] = powers.get(name, 0) - power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _divides(quotient: _Series, over: _Series, under: _Series, at: Place) -> bool:
    (q, dq), (o, do), (u, du) = quotient.points[at], over.points[at], under.points[at]
    return abs(q * u - o) <= (dq * abs(u) + du * abs(q) + dq * du + do) * 1.000001


def _shares(share: _Series, levels: Sequence[_Series]) -> Iterator[tuple[str, str]]:
    """The indicator of which a share is one, where the share itself does not say."""
    own = next((one for one in levels if one.indicator == share.indicator), None)
    if own is None:
        return
    for whole in levels:
        places = _shared(share, whole) & own.points.keys()
        if whole is own or whole.dimension != own.dimension or len(places) < LEAST_SUPPORT:
            continue
        if _mostly(_divides(share, own, whole, at) for at in places):
            measure = first_spelling(vocabulary().measures, "share")
            plain = f"{quoted(share.name)}.{measure} = {quoted(own.name)} ÷ {quoted(whole.name)}"
            yield "share", plain
            yield "share", share_rule(own.name, whole.name)


def _groups(books: Sequence[Book]) -> Iterator[tuple[str, str]]:
    """Sums over areas, items and periods."""
    book = books[0]
    groups = vocabulary().groups
    areas = [group.word for group in groups.values() if group.dimension == "area" and not group.of]
    periods = [group.word for group in groups.values() if group.dimension == "period" and group.of == "children"]
    keys = {key for one in books for key in one.observations if key.measure == "value"}
    kinds = {area.code: area.kind for area in book.areas}
    by_kind = {(key.indicator, kinds.get(key.area, "")) for key in keys}
    spans = {(key.indicator, len(key.period)) for key in keys}
    nation = next((area.short for area in book.areas if area.kind == "nation"), "")
    for indicator in dict.fromkeys(key.indicator for key in keys):
        name = _name(book, indicator)
        for word in areas:
            if nation and any((indicator, kind) in by_kind for kind in groups[word].kinds):
                yield "group", group_sum_rule(name, nation, word)
        if any(spanned == indicator and length > 4 for spanned, length in spans):
            for word in periods:
                yield "group", group_sum_rule(name, "", word)
        for breakdown in dict.fromkeys(_breakdowns(book, indicator, keys)):
            yield "group", group_sum_rule(name, "", f"各{breakdown}")


def _breakdowns(book: Book, indicator: str, keys: Iterable[Key]) -> Iterator[str]:
    for key in keys:
        item = book.item(key.item) if key.item and key.indicator == indicator else None
        if item is not None and item.breakdown:
            yield item.breakdown


def _width(checker: Checker, instance: Instance) -> Fraction | None:
    """How far the two sides may lie apart by rounding alone."""
    difference = checker.outcome(instance).difference
    if difference is None:  # of many instances together only the verdicts are worked out
        difference = evaluate(Evaluation(instance, checker.figures)).difference
    return difference.width if difference is not None else None


def _checked(kind: str, record: RuleRecord, checkers: Sequence[Checker], tries: int) -> Proposal | None:
    """The proposal that the engine bears out; None when it does not hold, or may hold by chance."""
    held: list[str] = []
    failed: list[str] = []
    chance = 1.0
    for checker in checkers:
        for instance in checker.instances_of_rule(record.id):
            outcome = checker.outcome(instance)
            if not outcome.applies or outcome.verdict is Verdict.UNDECIDED:
                continue
            subject = checker.subject(instance)
            if outcome.verdict is Verdict.FAILS:
                failed.append(subject)
                continue
            held.append(subject)
            figures = [checker.figures.get(key) for key in instance.keys]
            largest = max((abs(figure.point) for figure in figures if figure.dimension == figures[0].dimension), default=0)
            width = _width(checker, instance)
            chance *= min(1.0, float(width / largest)) if width is not None and largest else 1.0
    if len(held) < 1 or len(failed) > MOST_EXCEPTIONS * len(held) or chance * tries > CHANCE:
        return None
    return Proposal(record.text, kind, len(held), tuple(held[:5]), tuple(failed), chance)
