"""The whole of a share, far from it in a text, by its name."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator

from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import Fact, Facts

_TOTAL_WITHIN = pattern("total_within")
LONG = 4
"""Characters at the end of a name by which it is known again."""
MOST, FAR = 60, 12
"""Levels of one name, unit and time that are looked at, and the larger ones that are tried."""

_Key = tuple[str, str, str]
"""A name, or part of one, with a unit and a time."""


class Called:
    """Levels by their names. core: gives a name without the words for its total."""

    def __init__(self, facts: Facts, core: Callable[[str], str]) -> None:
        self.facts, self.core = facts, core
        self.by_name: dict[_Key, list[Fact]] = defaultdict(list)
        self.by_core: dict[_Key, list[Fact]] = defaultdict(list)
        self.by_end: dict[_Key, list[tuple[str, Fact]]] = defaultdict(list)
        for fact in facts.levels:
            if fact.kind == "level" and not fact.statement.figure.amount.qualifier and len(fact.statement.name) > 1:
                name = _name(fact.statement.name)
                self.by_name[name, fact.unit, fact.period].append(fact)
                self.by_core[core(name), fact.unit, fact.period].append(fact)
                self.by_end[name[-LONG:], fact.unit, fact.period].append((name, fact))

    def wholes(self, share: Fact) -> tuple[Fact, list[Fact]] | None:
        """The part of a share, and the larger levels of its time that are called as the words name the whole, or else as the part itself; None
        where it has no part.

        国有工业…；工业增加值8307.2亿元，占34.1%, chapters behind 全国工业增加值24353.7亿元.
        """
        part = self.facts.of(share.statement.head) if share.statement.measure is Measure.SHARE else None
        if part is None or part.kind != "level" or part.point <= 0:
            return None
        like = (fact for said in (share.statement.whole_name, part.statement.name) for fact in self._like(said, part))
        larger = (fact for fact in like if fact.point > part.point)
        return part, list(dict.fromkeys(itertools.islice(larger, FAR)))

    def _like(self, said: str, part: Fact) -> Iterator[Fact]:
        """Levels of the unit and the time of a part that have a name but for the words for its total, or the end of it, or a name that ends so."""
        name, of = _name(said) if len(said) > 1 else "", (part.unit, part.period)
        yield from itertools.islice(self.by_core.get((self.core(name), *of), ()) if name else (), MOST)
        if len(name) >= LONG:
            for start in range(1, len(name) - LONG + 1):
                yield from itertools.islice(self.by_name.get((name[start:], *of), ()), MOST)
            ends = itertools.islice(self.by_end.get((name[-LONG:], *of), ()), MOST)
            yield from (fact for own, fact in ends if own.endswith(name))


def _name(name: str) -> str:
    return _TOTAL_WITHIN.sub("", folded_name(name))
