"""What the relations of a book leave of a figure that is not known: interval propagation over the rules' forms, in exact fractions.

Every figure that is not known begins as anything (a share as something from nought to one); each relation that holds one cuts off what cannot be, and
so on along the relations, until none cuts off any more. What is left holds the true value, if the known figures and the relations do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.evaluating import Evaluation, Undecidable
from ecdesk.checks.engine.linear_forms import forms_of
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.syntax import Predicate, Ranking
from ecdesk.checks.language.vocabulary import is_balance
from ecdesk.checks.remedies.deductive_imputation import EVERYTHING, intersection, needed
from ecdesk.columns.figures import Dimension, Figure, Figures, Lack
from ecdesk.domain.book.findings import Level
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text

MOST_UNKNOWN = 40
"""Figures that are not known, beside the one that is asked about, that are narrowed on the way."""

MOST_STEPS = 400
"""Cuts that are tried; what is left by then holds the true value as well."""

PROPER = Interval(Fraction(0), Fraction(1))
"""What a share can be."""


@dataclass(frozen=True)
class Whole:
    """Shares that make up a whole, as an exhibit has them. said: where that is from."""

    keys: tuple[Key, ...]
    said: Text


@dataclass(frozen=True)
class Narrowed:
    """What is left of a figure, in base units. bounds: the relations that the ends are from, rules as their instances."""

    interval: Interval
    bounds: tuple[Instance | Whole, ...]


def narrowed(checker: Checker, key: Key, wholes: Iterable[Whole] = ()) -> Generator[None, None, Narrowed | None]:
    """What relations leave of a figure that is not known, step by step for a window that goes on working; None where that is without an end, or
    where they contradict each other. No figure may change between two steps."""
    search = _Search(checker, tuple(wholes))
    search.left[key] = _anything(key)
    if checker.figures.get(key).lack is not Lack.MISSING or not (yield from search.narrow(key)):
        return None
    interval = search.left[key]
    if interval.width is None or not search.bounds.get(key):
        return None
    return Narrowed(interval, tuple(dict.fromkeys(search.bounds[key].values())))


def certain(checker: Checker, key: Key) -> Iterator[Instance]:
    """The instances of rules about a figure that hold of themselves, not by what is usual, and whose figures are of one kind."""
    found = {
        (instance.rule.record.id, instance.binding): instance for instance in (*checker.instances_of(key), *_called(checker, key))
    }
    return (instance for instance in found.values() if _is_certain(instance, checker.figures))


def _called(checker: Checker, key: Key) -> list[Instance]:
    """What a figure that is not known would call into being."""
    return checker.called_by(key) if checker.figures.get(key).lack is Lack.MISSING else []


def _is_certain(instance: Instance, figures: Figures) -> bool:
    relation = instance.rule.syntax.relation
    if instance.rule.record.level != Level.ERROR.value and not _is_equation(instance):
        return False
    if isinstance(relation, Predicate | Ranking):
        return not instance.rule.syntax.conditions
    try:
        Evaluation(instance, figures).check_bases()
    except Undecidable:
        return False
    found: set[Dimension | None] = {figures.get(key).dimension for key in instance.keys}
    return len(found - {None, ()}) <= 1


class _Search:
    """left: what is left of each unknown figure. bounds: what its lower and its upper end are from."""

    def __init__(self, checker: Checker, wholes: Sequence[Whole]) -> None:
        self._checker = checker
        self._wholes = wholes
        self.left: dict[Key, Interval] = {}
        self.bounds: dict[Key, dict[str, Instance | Whole]] = {}
        self._known = _Known(checker.figures, self.left)

    def narrow(self, key: Key) -> Generator[None, None, bool]:
        """Cut off whatever cannot be; False where nothing can be any more."""
        waiting, steps = deque([key]), 0
        while waiting and steps < MOST_STEPS:
            yield
            for relation in self._relations(waiting.popleft()):
                known = set(self.left)
                for one in self._unknown(relation):
                    steps += 1
                    cut = self._cut(relation, one)
                    if cut is None:
                        return False
                    if (cut or one not in known) and one not in waiting:
                        waiting.append(one)
        return True

    def _unknown(self, relation: Instance | Whole) -> Iterator[Key]:
        """The figures of a relation that are not known; those that were not come upon before as long as there are few."""
        for key in dict.fromkeys(relation.keys):
            if self._checker.figures.get(key).lack is Lack.MISSING and (key in self.left or len(self.left) <= MOST_UNKNOWN):
                self.left.setdefault(key, _anything(key))
                yield key

    def _relations(self, key: Key) -> Iterator[Instance | Whole]:
        yield from (whole for whole in self._wholes if key in whole.keys)
        yield from certain(self._checker, key)

    def _cut(self, relation: Instance | Whole, key: Key) -> bool | None:
        """Whether a relation cuts something off a figure; None where it leaves nothing."""
        before = self.left[key]
        allowed = [wanted for wanted in self._wanted(relation, key) if wanted is not None]
        found = intersection([before, *allowed])
        if found is None:
            return None
        self.left[key] = found
        for end in ("low", "high"):
            if getattr(found, end) != getattr(before, end):
                self.bounds.setdefault(key, {})[end] = relation
        return found != before

    def _wanted(self, relation: Instance | Whole, key: Key) -> Iterator[Interval | None]:
        """What a relation leaves of a figure, given what is known of its others."""
        if isinstance(relation, Whole):
            others = total(self._known.get(other).half for other in relation.keys if other != key)
            yield Interval.point(1) - others
            return
        said = relation.rule.syntax.relation
        if isinstance(said, Ranking):
            yield from self._ranked(relation, said, key)
        elif isinstance(said, Predicate):
            yield self._rising(relation, said, key)
        else:
            yield from (needed(form, relation, key, self._known) for form in forms_of(relation.rule) if form is not None)

    def _ranked(self, instance: Instance, ranking: Ranking, key: Key) -> Iterator[Interval | None]:
        """Between its neighbours: the named ones in their order, all others below the last of them."""
        evaluation = Evaluation(instance, self._checker.figures)
        keys = [figure.key for figure in evaluation.operand(ranking.reference)]
        named = [one for dimension, id in evaluation.rule.ranked for one in keys if getattr(one, dimension) == id]
        for higher, lower in pairwise(named):
            if key == higher:
                yield Interval(self._known.get(lower).half.low, None)
            if key == lower:
                yield Interval(None, self._known.get(higher).half.high)
        if named and key not in named:
            yield Interval(None, self._known.get(named[-1]).half.high)

    def _rising(self, instance: Instance, predicate: Predicate, key: Key) -> Interval | None:
        """Not below what runs to an earlier month or is a part of it, nor above what runs to a later one."""
        if predicate.kind != "rising":
            return None
        (own,) = instance.keys_of(predicate.reference)
        indicator = instance.rule.book.indicator(own.indicator)
        if is_balance(indicator.name if indicator is not None else own.indicator):
            return None
        later = [one for other in predicate.others for one in instance.keys_of(other)]
        if key == own:
            highs = [half.high for one in later if (half := self._known.get(one).half).high is not None]
            return Interval(None, min(highs, default=None))
        return Interval(self._known.get(own).half.low, None)


def _is_equation(instance: Instance) -> bool:
    relation = instance.rule.syntax.relation
    return getattr(relation, "relations", ()) == ("=",) and instance.rule.record.level != Level.NOTICE.value


def _anything(key: Key) -> Interval:
    return PROPER if key.measure.partition(":")[0] == "share" else EVERYTHING


class _Known(Figures):
    """The figures of a book, with what is left of those that are not known."""

    def __init__(self, figures: Figures, left: dict[Key, Interval]) -> None:
        self._figures = figures
        self._left = left

    def get(self, key: Key) -> Figure:
        figure = self._figures.get(key)
        if figure.lack is not Lack.MISSING:
            return figure
        return Figure(key, None, within=self._left.get(key, _anything(key)))
