"""Error localisation: which cell is wrong? Suggestions for a cluster of failing rules, best first, each tried out with exact arithmetic.

Nothing is applied: a suggestion says what would be put right. Cheap hypotheses come first (`hypotheses`), then the integer program of
Fellegi and Holt (`fellegi_holt`), with the intervals of the checker throughout.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.evaluating import Evaluation
from ecdesk.checks.engine.linear_forms import form_of, sum_of
from ecdesk.checks.engine.predicates import evaluate
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.syntax import Comparison
from ecdesk.checks.remedies.deductive_imputation import intersection, needed, printed_within
from ecdesk.checks.remedies.fellegi_holt import localise_errors
from ecdesk.checks.remedies.hypotheses import SOLVED_PRICE, Hypothesis, explained, same_number, shifted, slips, solved, swapped
from ecdesk.checks.remedies.neighbours import Neighbours
from ecdesk.checks.remedies.suggestions import Suggestion, describe
from ecdesk.columns.figures import Figure, Figures
from ecdesk.domain.book.earlier import figure_before
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.layouts.outline import covered_keys
from ecdesk.domain.book.records import OriginKind, SignOff
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key, year_before
from ecdesk.domain.wording.units import unit_named

MOST_SUGGESTIONS = 5
MOST_CLUSTER = 60
"""Figures of a cluster that hypotheses are tried for; a larger knot is only given to the integer program."""

TIE = 0.7
"""Prices that differ by no more say nothing about which is likelier: a factor of two."""

TRUST = {
    OriginKind.TYPED: 0.0,
    OriginKind.IMPORTED: 0.3,
    OriginKind.CARRIED: 0.6,
    OriginKind.PUBLISHED: 0.6,
    OriginKind.COMPUTED: 1.0,
}
"""How much likelier a figure is to be right, by where it came from, as a price."""

APPROVED = 1.5
"""The same for a figure in an exhibit that somebody has signed."""

DERIVED = -0.8
"""The same for shares, growth and other derived figures: a wrong level would mostly break more rules than one."""

NEGATIVE = 6.0
"""What a hypothesis costs that would make a level or share negative."""

UNSETTLED = 1.5
"""What a rule costs that could not be decided any more."""

ELSEWHERE = 2.0
"""What a failing rule outside the cluster is worth that would pass as well."""

FEWEST_SHIFTED = 2
"""A row or column is said to be shifted only when so many failing rules would pass."""


def with_suspects(checker: Checker, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that fail with the most likely wrong cell and what would put it right."""
    approved = {key for signature in checker.book.all(SignOff).values() for key in covered_keys(checker.book, signature.about)}
    remedies = Remedies(checker, approved)
    return [_with_suspect(checker, remedies, finding) for finding in findings]


def _with_suspect(checker: Checker, remedies: Remedies, finding: Finding) -> Finding:
    instance = checker.instance(finding) if finding.verdict is Verdict.FAILS else None
    best = next(iter(remedies.of(instance)), None) if instance is not None else None
    if instance is None or best is None:
        return finding
    own = next(key for key in best.contents if key in instance.keys)
    return replace(finding, suspect=None if best.tied else own, suggestion=best.text)


def failing_cluster(checker: Checker, instance: Instance) -> list[Instance]:
    """The failing comparisons that hang together with one by common figures, itself first; a rule of another kind is alone."""
    found = [instance]
    if not _compares(instance):
        return found
    seen = {id(instance)}
    for member in found:
        for key in member.keys:
            for other in checker.instances_of(key):
                if id(other) not in seen and _fails(checker, other):
                    seen.add(id(other))
                    found.append(other)
    return found


def _is_said_alike(one: Figure, two: Figure) -> bool:
    contents = one.content, two.content
    return isinstance(contents[0], Amount) and isinstance(contents[1], Amount) and contents[0].qualifier == contents[1].qualifier


def _fails(checker: Checker, instance: Instance) -> bool:
    return checker.outcome(instance).fails and _compares(instance)


def _compares(instance: Instance) -> bool:
    return isinstance(instance.rule.syntax.relation, Comparison)


class Remedies:
    """Suggestions for failing rules, best first, ties marked. What is tried for rules that hang together is tried once."""

    def __init__(self, checker: Checker, approved: Collection[Key] = ()) -> None:
        self._checker = checker
        self._approved = approved
        self._searches: dict[frozenset[int], _Search] = {}

    def of(self, instance: Instance) -> list[Suggestion]:
        """Those that mend this one; what would only mend others of its cluster is theirs."""
        cluster = failing_cluster(self._checker, instance)
        name = frozenset(map(id, cluster))
        if name not in self._searches:
            self._searches[name] = _Search(self._checker, cluster, self._approved)
        search = self._searches[name]
        if not _compares(instance):
            return _ranked(self._checker, list(search.magnitudes()))
        best = _cheapest(_with_others(search.trials, instance))
        if all(found.failing for found in best.values()):
            best = _cheapest((*best.values(), *search.answers))
        return _ranked(self._checker, [one for one in best.values() if _concerns(one, instance)])


def _concerns(found: Suggestion, instance: Instance) -> bool:
    return id(instance) in found.mends or not (found.known or found.keys.isdisjoint(instance.keys))


def _ranked(checker: Checker, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    ranked = sorted(suggestions, key=lambda found: (found.cost, sorted(found.keys)))[:MOST_SUGGESTIONS]
    level = [found.cost - ranked[0].cost <= TIE for found in ranked]
    marked = [replace(found, tied=tie and sum(level) > 1) for found, tie in zip(ranked, level, strict=True)]
    return [replace(found, text=describe(checker.book, checker.figures, found)) for found in marked]


def _with_others(trials: Iterable[Suggestion], asked: Instance) -> list[Suggestion]:
    """The trials, each that mends the rule which is asked about with the cheapest other one that mends all that it leaves: a cluster may hang together
    by a slip that has nothing to do with it. One that would mend everything by itself needs no second slip."""
    found = list(trials)
    whole = [one for one in found if not one.fresh and one.leaves]
    result = []
    for one in found:
        if one.leaves and not one.fresh and id(asked) in one.mends:
            others = (other.price for other in whole if one.leaves <= other.mends and not one.keys & other.keys)
            one = replace(one, beside=min(others, default=None))
        result.append(one)
    return result


def _cheapest(suggestions: Iterable[Suggestion]) -> dict[frozenset[Key], Suggestion]:
    """For each set of keys the suggestion that costs least, the first of equals."""
    best: dict[frozenset[Key], Suggestion] = {}
    for found in suggestions:
        known = best.get(found.keys)
        if known is None or found.cost < known.cost:
            best[found.keys] = found
    return best


class _Search:
    """What could put a cluster of failing rules right. wanted: what each rule that can say so would want of a figure; sums: what the
    cluster adds up, as totals with their parts."""

    def __init__(self, checker: Checker, cluster: list[Instance], approved: Collection[Key]) -> None:
        self.checker = checker
        self.figures: Figures = checker.figures
        self.cluster = cluster
        self.approved = approved
        keys = dict.fromkeys(key for instance in cluster for key in instance.keys)
        self.keys = [key for key in keys if isinstance(self.figures.get(key).content, Amount)]
        self.sums = list(filter(None, map(sum_of, cluster)))
        forms = [(form_of(instance.rule), instance) for instance in cluster]
        self.forms = [(form, instance) for form, instance in forms if form is not None]
        self.wanted = {key: self._wanted(key) for key in self.keys}
        self.neighbours = Neighbours(checker, cluster)

    def _wanted(self, key: Key) -> list[Interval]:
        found = (needed(form, instance, key, self.figures) for form, instance in self.forms if key in instance.keys)
        return [interval for interval in found if interval is not None]

    @cached_property
    def elsewhere(self) -> dict[Key, None]:
        """The figures of every comparison of the book that fails."""
        return dict.fromkeys(self.checker.failing_keys())

    # -- hypotheses

    def hypotheses(self) -> Iterator[Hypothesis]:
        for key in self.keys:
            figure = self.figures.get(key)
            assert isinstance(figure.content, Amount)
            answer = self._solution(key, figure.content)
            if answer is not None:
                yield solved(key, answer, self._is_total(key))
                for kind, alternatives in self._recognised(key, figure):
                    yield explained(kind, key, answer, alternatives)
            for hypothesis in slips(key, figure.content, self._decimals(key, figure.content)):
                if self._suits(key, hypothesis.contents[key]):
                    yield hypothesis
        yield from self._swaps()
        yield from self._shifts()

    def magnitudes(self) -> Iterator[Suggestion]:
        """What would put right a figure of another magnitude than its past, or others of its kind: another power of ten or unit that no rule minds."""
        outcome = self.checker.outcome(self.cluster[0])
        for key in outcome.culprits if outcome.level is Level.ERROR else ():
            content = self.figures.get(key).content
            found = slips(key, content, self._decimals(key, content)) if isinstance(content, Amount) else ()
            likely = (one for one in found if one.kind in ("scale", "unit"))
            tried = (self.tried(one) for one in likely if not self.neighbours.are_left(one.contents, self._with(one)))
            yield from (one for one in tried if not one.failing)

    def _suits(self, key: Key, content: Content | None) -> bool:
        """Whether every failing rule that can say so would be content with it."""
        figure = self.figures.with_contents({key: content}).get(key)
        return not figure.lack and all(figure.half.meets(wanted) for wanted in self.wanted.get(key, ()))

    def _solution(self, key: Key, content: Amount) -> Amount | None:
        """The figure that every failing rule asks for, with the digits that stand there now."""
        common = intersection(self.wanted[key])
        if common is None:
            common = next((wanted for wanted in self.wanted[key] if wanted.low is not None and wanted.high is not None), None)
        answer = self._printed(common, key) if common is not None else None
        return answer if answer != content else None

    def _is_total(self, key: Key) -> bool:
        return any(total == key for total, _parts in self.sums)

    def _decimals(self, key: Key, content: Amount) -> int | None:
        indicator = self.checker.book.indicator(key.indicator)
        if key.measure != "value" or indicator is None:
            return 1
        return indicator.decimals if unit_named(indicator.unit) == content.unit else None

    def _recognised(self, key: Key, figure: Figure) -> Iterator[tuple[str, int]]:
        """Where the wrong number may have come from: kinds of slip, with how many places it could have been."""
        siblings = (
            key.moved(measure=other) for other in ("growth", "share", "growth_prev", "points", "value") if other != key.measure
        )
        if any(same_number(self.figures.get(sibling).content, figure.content) for sibling in siblings):
            yield "misplaced", 2
        earlier = figure_before(self.checker.book, key)
        if earlier is not None and same_number(earlier.observation.content, figure.content):
            yield "stale", 1
        if key.measure == "growth" and self._is_in_points(key, figure):
            yield "points", 1
        for total, parts in self.sums:
            if total == key:
                yield from self._miscounted(figure, [self.figures.get(part) for part in parts])

    def _is_in_points(self, key: Key, growth: Figure) -> bool:
        """Whether a growth is the difference of two ratios."""
        level = key.moved(measure="value")
        now, then = self.figures.get(level), self.figures.get(year_before(level))
        return not now.lack and not then.lack and now.dimension == () and (now.half - then.half).meets(growth.half)

    def _miscounted(self, total: Figure, parts: list[Figure]) -> Iterator[tuple[str, int]]:
        """Whether a total is off by one of its parts."""
        widths = [figure.width for figure in (total, *parts)]
        if None in widths or any(part.lack for part in parts):
            return
        surplus = total.point - sum(part.point for part in parts)
        slack = sum(filter(None, widths), Fraction(0)) / 2
        for kind, wanted in (("twice", surplus), ("left_out", -surplus)):
            if any(part.point and abs(wanted - part.point) <= slack for part in parts):
                yield kind, len(parts)

    def _swaps(self) -> Iterator[Hypothesis]:
        """Pairs of cells of one kind, at least one of them in the cluster."""
        for one in self.keys:
            partners = self._partners(one)
            for two in partners:
                contents = {key: self.figures.get(key).content for key in (one, two)}
                seen = two in self.wanted and two < one
                if not seen and not same_number(*contents.values()) and self._suits_pair(one, two, contents):
                    yield swapped(one, two, contents, len(partners))

    def _partners(self, one: Key) -> list[Key]:
        """The figures of its kind, in the same words (no 超20000 for 20049.3), with which a cell can have been exchanged: of the cluster, beside it, or
        failing under its indicator."""
        failing = (two for two in self.elsewhere if two.indicator == one.indicator and two.measure == one.measure)
        near = dict.fromkeys([*self.keys, *self._neighbours(one), *failing])
        own = self.figures.get(one)
        found = (self.figures.get(two) for two in near if two != one)
        return [figure.key for figure in found if figure.dimension == own.dimension and _is_said_alike(figure, own)]

    def _suits_pair(self, one: Key, two: Key, contents: Mapping[Key, Content | None]) -> bool:
        exchanged = {one: contents[two], two: contents[one]}
        if any(one in instance.keys and two in instance.keys for instance in self.cluster):
            return True
        return self._suits(one, exchanged[one]) and (two not in self.wanted or self._suits(two, exchanged[two]))

    def _neighbours(self, key: Key) -> Iterator[Key]:
        """The cells next to one in the exhibits that print it."""
        for exhibit_id, row, column in self.checker.book.places(key):
            exhibit = self.checker.book.exhibit(exhibit_id)
            for other_row, other_column in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                if 0 <= other_row < len(exhibit.rows) and 0 <= other_column < len(exhibit.columns):
                    found = cell_key(exhibit, other_row, other_column)
                    if found is not None:
                        yield found

    def _shifts(self) -> Iterator[Hypothesis]:
        """Runs of a row or column in which all figures stand one place too far, where several of its cells fail."""
        seen: set[tuple[Key, ...]] = set()
        for key in self.keys:
            for exhibit_id, row, column in self.checker.book.places(key):
                exhibit = self.checker.book.exhibit(exhibit_id)
                down = [cell_key(exhibit, number, column) for number in range(len(exhibit.rows))]
                across = [cell_key(exhibit, row, number) for number in range(len(exhibit.columns))]
                for cells in (down, across):
                    line = [cell for cell in cells if cell is not None]
                    if tuple(line) in seen or len(set(line)) < len(line):
                        continue
                    seen.add(tuple(line))
                    yield from self._shifts_of(line)

    def _shifts_of(self, line: list[Key]) -> Iterator[Hypothesis]:
        hit = [place for place, key in enumerate(line) if key in self.elsewhere]
        if len(hit) < 2:
            return
        contents = {key: self.figures.get(key).content for key in line}
        for start in range(max(0, hit[0] - 2), hit[0] + 1):
            for end in range(hit[-1], min(len(line), hit[-1] + 3)):
                for step in (-1, 1):
                    if end - start >= 1:
                        yield shifted(line, contents, start, end, step)

    # -- trying

    @cached_property
    def trials(self) -> list[Suggestion]:
        """The hypotheses tried, those that mend enough and more than they break; of a cluster that is not too large."""
        return list(self._trials())

    def _trials(self) -> Iterator[Suggestion]:
        for hypothesis in self.hypotheses() if len(self.keys) <= MOST_CLUSTER else ():
            if self.neighbours.are_left(hypothesis.contents, self._with(hypothesis)):
                continue
            tried = self.tried(hypothesis)
            if tried.mended >= (FEWEST_SHIFTED if tried.kind == "shifted" else 1) and tried.mended > tried.fresh:
                yield tried

    def _with(self, hypothesis: Hypothesis) -> Figures:
        return self.figures.with_contents(hypothesis.contents)

    def tried(self, hypothesis: Hypothesis) -> Suggestion:
        """A hypothesis with what it would mend and break."""
        figures = self._with(hypothesis)
        touched = {id(found): found for key in hypothesis.contents for found in self.checker.instances_of(key)}
        still = {id(instance) for instance in self.cluster}
        mends: set[int] = set()
        mended = fresh = passing = rounding = lost = 0
        for number, instance in touched.items():
            before = self.checker.outcome(instance)
            after = evaluate(Evaluation(instance, figures), self.checker.last_figures)
            if after.fails:
                fresh += not before.fails
            elif not after.is_decided:
                lost += before.is_decided
            else:
                passing += 1
                rounding += after.verdict is Verdict.ROUNDING and before.verdict is not Verdict.ROUNDING
                mended += before.fails
                still.discard(number)
                if before.fails:
                    mends.add(number)
        elsewhere = mended - (len(self.cluster) - len(still))
        price = self._price(hypothesis, figures) + (rounding + UNSETTLED * lost - ELSEWHERE * elsewhere)
        left = frozenset(still)
        return Suggestion(
            hypothesis.kind, hypothesis.contents, True, mended, passing, len(still), fresh, price, frozenset(mends), left
        )

    def _price(self, hypothesis: Hypothesis, figures: Figures) -> float:
        """Of a hypothesis by itself and the figures that it touches."""
        contents = hypothesis.contents
        price = hypothesis.price + sum(map(self._trust, contents)) / len(contents)
        price += NEGATIVE * sum(self._negative(key, content) for key, content in contents.items())
        misfits = [self._misfit(key, figures.get(key)) for key in contents] if hypothesis.kind == "digit" else []
        return price + max(misfits, default=0.0) / 2

    def _misfit(self, key: Key, figure: Figure) -> float:
        """How far from the middle of what the failing rules want a figure lies, 0 to 1 where it still suits them."""
        worst, width = Fraction(0), figure.width
        if width is None or figure.lack:
            return 0.0
        for wanted in self.wanted.get(key, ()):
            if wanted.low is not None and wanted.high is not None:
                reach = (wanted.high - wanted.low + width) / 2 or Fraction(1)
                worst = max(worst, abs(figure.point - (wanted.low + wanted.high) / 2) / reach)
        return min(float(worst), 1.0)

    def _negative(self, key: Key, content: Content | None) -> bool:
        """Whether a level or share would become negative that is not so now."""
        if not isinstance(content, Amount) or content.value >= 0 or key.measure.partition(":")[0] not in ("value", "share"):
            return False
        now = self.figures.get(key).content
        return isinstance(now, Amount) and now.value >= 0

    def _trust(self, key: Key) -> float:
        observation = self.checker.book.observation(key)
        kind = observation.origin.kind if observation is not None else OriginKind.TYPED
        derived = DERIVED if key.measure != "value" else 0.0
        return TRUST.get(kind, 0.0) + derived + (APPROVED if key in self.approved else 0.0)

    @cached_property
    def answers(self) -> list[Suggestion]:
        """The answers of the integer program, those whose values stand up to exact arithmetic with their values."""
        return list(self._answers())

    def _answers(self) -> Iterator[Suggestion]:
        around = {id(found): found for key in self.keys for found in self.checker.instances_of(key)}
        instances = [found for found in around.values() if self.checker.outcome(found).is_decided]
        weights = {key: 2.0 + self._trust(key) for instance in instances for key in instance.keys}
        for answer in localise_errors(instances, self.figures, weights):
            contents = {key: self._printed(Interval.point(Fraction(answer.values[key])), key) for key in sorted(answer.keys)}
            yield self._stands_up(Hypothesis("program", contents, SOLVED_PRICE * len(contents)))

    def _stands_up(self, hypothesis: Hypothesis) -> Suggestion:
        """An answer with its values, or only as the cells that are to be looked at."""
        tried = self.tried(hypothesis)
        is_open = tried.failing or self.neighbours.are_left(hypothesis.contents, self._with(hypothesis))
        return replace(tried, known=False, remaining=0, fresh=0) if is_open else tried

    def _printed(self, wanted: Interval, key: Key) -> Amount | None:
        """The middle of an interval with the unit and digits that a figure has now."""
        content = self.figures.get(key).content
        assert isinstance(content, Amount)
        return printed_within(wanted, content.unit, min(content.exponent, 0))
