"""What a figure is near of, whatever is wrong: the same of a year or a period before, else what an inequality holds it against. A remedy that leads away from
there is none: 90亿 below a part of 1300亿 may have been 9000亿, and was not 90万亿."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.language.syntax import Comparison
from ecdesk.columns.figures import Figure, Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.earlier import figure_before, figure_of_period_before
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.keys import Key

OF_PAST, OF_BOUND = Fraction(3), Fraction(30)
"""By how many times a figure may differ from its past, and from what it must not be above or below, without one of them being odd."""

Near = tuple[Fraction, Fraction]
"""A neighbour, and by how many times a figure may differ from it."""


class Neighbours:
    """The neighbours of the figures of a cluster of failing rules."""

    def __init__(self, checker: Checker, cluster: Iterable[Instance]) -> None:
        self._checker = checker
        self._bounds = [one for one in cluster if _is_bound(one)]
        self._found: dict[Key, list[Near]] = {}

    def are_left(self, contents: Mapping[Key, Content | None], figures: Figures) -> bool:
        """Whether new contents lead a figure away from a neighbour: further than what it stands at now, and beyond what is ordinary. figures: with
        the new contents."""
        return any(self._is_left(self._checker.figures.get(key), figures.get(key)) for key in contents)

    def _is_left(self, now: Figure, then: Figure) -> bool:
        if not now.is_number or not then.is_number or now.point <= 0 or then.point <= 0:
            return False
        return any(_times(then.point, near) > max(_times(now.point, near), most) for near, most in self._of(now.key))

    def _of(self, key: Key) -> list[Near]:
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = list(self._earlier(key)) or list(self._held_against(key))
        return found

    def _earlier(self, key: Key) -> Iterator[Near]:
        """The same of a year before, else of the period before, of this book or last year's."""
        if key.measure.partition(":")[0] not in ("value", "share"):
            return
        last = self._checker.last if isinstance(self._checker.last, Book) else None
        for look in (figure_before, figure_of_period_before):
            found = look(self._checker.book, key, last=last)
            if found is not None and isinstance(found.amount, Amount):
                amount = found.amount
                own = self._checker.figures.get(key).content
                if isinstance(own, Amount) and own.unit.dimension == amount.unit.dimension and amount.value > 0:
                    yield Fraction(amount.value) * amount.unit.scale, OF_PAST
                    return

    def _held_against(self, key: Key) -> Iterator[Near]:
        """What failing inequalities between two figures hold it against."""
        own = self._checker.figures.get(key)
        for instance in self._bounds:
            for other in instance.keys if key in instance.keys else ():
                figure = self._checker.figures.get(other)
                if other != key and figure.is_number and figure.dimension == own.dimension and figure.point > 0:
                    yield figure.point, OF_BOUND


def _is_bound(instance: Instance) -> bool:
    relation = instance.rule.syntax.relation
    return isinstance(relation, Comparison) and "=" not in relation.relations and len(instance.keys) == 2


def _times(one: Fraction, other: Fraction) -> Fraction:
    return max(one / other, other / one)
