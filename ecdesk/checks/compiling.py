"""A rule bound to a book: every name looked up, ready to be applied to whatever figures there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from typing import NamedTuple

from ecdesk.checks.axes import AtHand, Axis, Binding, Fixed, Group, Memo
from ecdesk.checks.expanding import expanded
from ecdesk.checks.language import parse
from ecdesk.checks.limits import exception_limit, limits_of, scope_limit
from ecdesk.checks.names import DIMENSION_NAMES, Names
from ecdesk.checks.sense import check_groups, check_sense
from ecdesk.checks.syntax import (
    Comparison,
    Constant,
    Expression,
    Predicate,
    Ranking,
    Reference,
    Relation,
    Rule,
    RuleError,
    Span,
    references,
)
from ecdesk.checks.vocabulary import vocabulary
from ecdesk.checks.wholes import whole_of_share
from ecdesk.domain.keys import MEASURES, Key
from ecdesk.domain.records import RuleRecord

DERIVED = ("share", "growth", "growth_prev", "change", "points")
MOST_MEMBERS = 2000
"""A figure group of a rule may stand for no more than this; a rule that asks for more is refused."""


PARTS = ("indicator", "area", "item", "period", "share")
"""Of a binding, in order."""


@dataclass(frozen=True)
class Term:
    """A reference with its names looked up. indicator: an id, or one of self, whole, parent. measures: which it may be stored
    under, the first that has a figure counts; empty for the share at hand."""

    reference: Reference
    indicator: str
    axes: tuple[Axis, Axis, Axis]
    """For area, item and period."""
    measures: tuple[str, ...]
    subject: str = ""
    """self, whole or parent where the scope or the left side chooses the indicator."""

    @property
    def kind(self) -> str:
        """The measure without its whole."""
        return self.reference.measure

    @property
    def several(self) -> bool:
        return any(axis.several for axis in self.axes)


class Instance(NamedTuple):
    """A rule applied to one set of figures. operands: for each term the keys that it stands for."""

    rule: CompiledRule
    binding: Binding
    operands: tuple[tuple[Key, ...], ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(key for keys in self.operands for key in keys))


@lru_cache(maxsize=1_000)
def _read(written: str) -> Rule:
    """A rule's text as it is compiled: the same rules are compiled again whenever figures give their names another meaning."""
    return expanded(parse(written))


class CompiledRule:
    """One rule over one book. Raises RuleError on the way when a name is not known or the rule cannot run."""

    def __init__(self, record: RuleRecord, names: Names) -> None:
        self.record = record
        self.book = names.book
        self.names = names
        self.syntax = _read(record.text)
        self.each: set[str] = {
            vocabulary().scopes[word.name.text].dimension
            for word in self.syntax.scopes
            if word.each and word.name.text in vocabulary().scopes
        }
        self._breakdown_scopes = [
            word.name.text for word in self.syntax.scopes if word.each and word.name.text in names.breakdowns
        ]
        if self._breakdown_scopes:
            self.each.add("item")
        self.parts: tuple[Relation, ...] = (self.syntax.relation, *self.syntax.conditions)
        self.references = [reference for part in self.parts for reference in references(part)]
        self.index = {id(reference): number for number, reference in enumerate(self.references)}
        try:
            self._admits = tuple((PARTS.index(part), test) for part, test in limits_of(self.syntax, names))
            self.terms = tuple(self._term(reference) for reference in self.references)
            self.ranked = self._ranked()
        except RuleError as error:
            error.others = tuple(other for other in self._unknown_names() if other.offset != error.offset)
            raise
        check_groups(self.syntax, {id(term.reference): term.several for term in self.terms})
        check_sense(self.syntax)
        self.free = self._free()
        self.anchors = self._anchors()
        # Axes are asked the same few things for very many figures.
        self._members = tuple((Memo(term.axes[0]), Memo(term.axes[1]), Memo(term.axes[2])) for term in self.terms)
        self._calling = tuple((self.terms[number], *self._members[number]) for number in self.anchors)
        self._is_free = tuple(part in self.free for part in PARTS)
        self._plain = tuple(_plain(term) for term in self.terms)
        self.varies = any(len(term.measures) > 1 for term in self.terms)
        """Whether which keys its terms stand for depends on the figures that there are."""
        self.by_group = isinstance(self.syntax.relation, Comparison) and any(
            self.terms[number].several for number in self.anchors
        )
        """Whether it is the parts of a sum that call it into being."""
        self.mixes_levels = self._mixes_levels()

    # -- looking up

    def _term(self, reference: Reference) -> Term:
        meaning = vocabulary().subjects.get(reference.indicator.text)
        indicator = "" if meaning else self.names.indicator(reference.indicator)
        span = reference.indicator.span
        if meaning in ("self", "parent") and "indicator" not in self.each and not self._each_share():
            raise RuleError(span.start, span.length, "用到“{word}”时，公式后面要写“对每个指标”。", word=reference.indicator.text)
        if meaning == "whole" and not self._each_share():
            raise RuleError(span.start, span.length, "用到“{word}”时，左边要有“本指标.占比”。", word=reference.indicator.text)
        chosen: dict[str, Axis] = {}
        for name in reference.selectors:
            dimension, axis = self.names.axis(name, indicator)
            before = chosen.get(dimension)
            if isinstance(axis, Fixed) and isinstance(before, Fixed | Group) and not axis.open:
                axis = Group((*before.ids("", indicator), axis.id))
            elif before is not None:
                raise RuleError(
                    name.span.start, name.span.length, "{dimension}已经写过一次了。", dimension=DIMENSION_NAMES[dimension]
                )
            chosen[dimension] = axis
        relation = self.syntax.relation
        any_item = isinstance(relation, Predicate) and relation.kind == "units"
        no_item: Axis = AtHand() if "item" in self.each or any_item else Fixed("")
        axes = (chosen.get("area", AtHand()), chosen.get("item", no_item), chosen.get("period", AtHand()))
        return Term(reference, indicator, axes, self._measures(reference, indicator, meaning), meaning or "")

    def _ranked(self) -> tuple[tuple[str, str], ...]:
        """Dimension and id of what a ranking names, in order; empty for another rule."""
        relation = self.syntax.relation
        return tuple(self.names.member(name) for name in relation.names) if isinstance(relation, Ranking) else ()

    def _unknown_names(self) -> Iterator[RuleError]:
        """Everything in the text that cannot be looked up, not only what is met first."""
        names = self.names
        tried: list[Callable[[], object]] = []
        tried += [partial(scope_limit, self.syntax, number, names) for number in range(len(self.syntax.scopes))]
        tried += [partial(exception_limit, name, names) for name in self.syntax.exceptions]
        for reference in self.references:
            if reference.indicator.text not in vocabulary().subjects:
                tried.append(partial(names.indicator, reference.indicator))
            tried += [partial(names.axis, name) for name in reference.selectors]
            if reference.whole is not None and reference.whole.text not in vocabulary().measures:
                tried.append(partial(names.whole, reference.whole))
        if isinstance(self.syntax.relation, Ranking):
            tried += [partial(names.member, name) for name in self.syntax.relation.names]
        seen = set()
        for look_up in tried:
            try:
                look_up()
            except RuleError as error:
                if error.offset not in seen:
                    seen.add(error.offset)
                    yield error

    def _each_share(self) -> bool:
        """Whether the rule holds for each share there is, whatever its whole."""
        return any(
            reference.measure == "share" and reference.whole is None and reference.indicator.text in vocabulary().subjects
            for reference in references(self.syntax.relation)
        )

    def _measures(self, reference: Reference, indicator: str, subject: str | None) -> tuple[str, ...]:
        if reference.whole is not None:
            if reference.measure not in ("share", "points"):
                span = reference.whole.span
                raise RuleError(span.start, span.length, "只有占比能写整体。")
            named = vocabulary().measures.get(reference.whole.text)
            if named is not None and reference.measure == "points":
                return (f"points:{named}",)
            whole = self.names.whole(reference.whole)
            known = self.book.indicator(indicator)
            plain = (reference.measure,) if known is not None and known.whole == whole else ()
            return (*plain, f"{reference.measure}:{whole}")
        if reference.measure in ("share", "points") and subject == "self" and self._each_share():
            return ()
        return (reference.measure,)

    # -- what it leaves open

    def _free(self) -> frozenset[str]:
        free = set()
        for term in self.terms:
            if term.subject in ("self", "parent") or (term.subject == "whole"):
                free.add("indicator")
            free |= {dimension for dimension, axis in zip(("area", "item", "period"), term.axes, strict=True) if axis.open}
            if not term.measures:
                free.add("share")
        return frozenset(free)

    def _binds(self, term: Term, given: frozenset[str] | set[str] = frozenset()) -> bool:
        """Whether one figure under the term says what the whole rule is applied to, with what is given besides."""
        bound = set(given) | {
            dimension for dimension, axis in zip(("area", "item", "period"), term.axes, strict=True) if axis.open
        }
        if term.subject == "self":
            bound.add("indicator")
        if not term.measures:
            bound.add("share")
        return self.free <= bound and term.subject in ("", "self")

    def _anchors(self) -> tuple[int, ...]:
        """The terms whose figures call the rule into being: the group of a sum, else those of the left side, else all that say enough.

        A total is added up only where there is at least one part.
        """
        relation = self.syntax.relation
        inside = [self.index[id(found)] for found in references(relation)]
        groups = tuple(number for number in inside if self.terms[number].several and self._binds(self.terms[number]))
        if groups and isinstance(relation, Comparison):
            return groups
        left: Expression | Relation = relation.sides[0] if isinstance(relation, Comparison) else relation
        if isinstance(left, Constant) and isinstance(relation, Comparison):
            left = relation.sides[1]
        chosen = [number for number in (self.index[id(found)] for found in references(left)) if self._binds(self.terms[number])]
        if not chosen:
            chosen = [
                number for number in (self.index[id(found)] for found in references(relation)) if self._binds(self.terms[number])
            ]
        if not chosen and self.free:
            raise RuleError(0, len(self.syntax.text), "公式里没有一项能说明对哪些数成立，请在方括号里写明地区、分组项或时期。")
        return tuple(chosen)

    def _mixes_levels(self) -> bool:
        measures = {reference.measure for reference in references(self.syntax.relation)}
        return bool(measures & {"growth", "growth_prev"}) and "value" in measures

    def _source(self, span: Span) -> str:
        return self.syntax.text[span.start : span.end]

    # -- applying

    def is_called_by(self, indicator: str, measure: str) -> bool:
        """Whether a figure of an indicator and measure can call the rule into being."""
        return any(_calls(self.terms[number], indicator, measure) for number in self.anchors)

    def bindings(self, key: Key) -> list[Binding]:
        """What the rule is applied to because there is a figure under this key."""
        found: list[Binding] = []
        indicator, area, item, period, measure = key
        free = self._is_free
        for term, area_axis, item_axis, period_axis in self._calling:
            if not _calls(term, indicator, measure):
                continue
            areas, items, periods = area_axis.origins(area), item_axis.origins(item), period_axis.origins(period)
            if not (areas and items and periods):
                continue
            share = "share" + measure[len(term.kind) :] if free[4] else ""
            for one, two, three in product(areas, items, periods):
                binding = Binding(
                    indicator if free[0] else "",
                    one if one and free[1] else "",
                    two if two and free[2] else "",
                    three if three and free[3] else "",
                    share,
                )
                if self.admits(binding):
                    found.append(binding)
        return found

    def admits(self, binding: Binding) -> bool:
        return all(admit(binding[number]) for number, admit in self._admits)

    def instance(self, binding: Binding) -> Instance | None:
        """The rule applied to a binding; None where it has no meaning (an indicator without a parent, no year before)."""
        operands: list[tuple[Key, ...]] = []
        for number, plain in enumerate(self._plain):
            if plain is not None:
                indicator, area, item, period, measure = plain
                key = Key(
                    indicator or binding.indicator,
                    binding.area if area is None else area,
                    binding.item if item is None else item,
                    binding.period if period is None else period,
                    measure,
                )
                operands.append((key,))
                continue
            keys = self.keys(number, self.terms[number], binding)
            if not keys:
                return None
            operands.append(keys)
        return Instance(self, binding, tuple(operands))

    def keys(self, number: int, term: Term, binding: Binding) -> tuple[Key, ...] | None:
        """What a term stands for; number: of the term."""
        if term.subject == "whole":
            whole = self._whole_key(binding)
            if whole is None:
                return None
            period = term.axes[2].ids(binding.period, whole.indicator)
            return tuple(whole._replace(period=code) for code in period)
        indicator = term.indicator or binding.indicator
        if term.subject == "parent":
            known = self.book.indicator(binding.indicator)
            indicator = known.parent if known else ""
            if not indicator:
                return None
        members = self._members[number]
        areas = members[0].ids(binding.area, indicator)
        items = members[1].ids(binding.item, indicator)
        periods = members[2].ids(binding.period, indicator)
        count = len(areas) * len(items) * len(periods)
        measures = term.measures or (term.kind + binding.share.removeprefix("share"),)
        if count == 1 and len(measures) == 1:
            return (Key(indicator, areas[0], items[0], periods[0], measures[0]),)
        if count > MOST_MEMBERS:
            span = term.reference.span
            raise RuleError(
                span.start, span.length, "“{text}”一次指 {count} 个数，太多了，请缩小范围。", text=self._source(span), count=count
            )
        return tuple(
            self._stored(Key(indicator, area, item, period, measures[0]), measures)
            for area, item, period in product(areas, items, periods)
        )

    def _stored(self, key: Key, measures: tuple[str, ...]) -> Key:
        for measure in measures[1:]:
            other = key._replace(measure=measure)
            if self.book.observation(key) is None and self.book.observation(other) is not None:
                return other
        return key

    def _whole_key(self, binding: Binding) -> Key | None:
        """What the share at hand is a share of; see `whole_of_share`."""
        return whole_of_share(self.book, Key(binding.indicator, binding.area, binding.item, binding.period, binding.share))


def _plain(term: Term) -> tuple[str, str | None, str | None, str | None, str] | None:
    """The key of a term that stands for one figure which is found without looking anything up, with None for what is at hand."""
    if len(term.measures) != 1 or term.subject not in ("", "self"):
        return None
    fixed: list[str | None] = []
    for axis in term.axes:
        if not isinstance(axis, Fixed | AtHand):
            return None
        fixed.append(axis.id if isinstance(axis, Fixed) else None)
    return term.indicator, fixed[0], fixed[1], fixed[2], term.measures[0]


def _calls(term: Term, indicator: str, measure: str) -> bool:
    if term.indicator and term.indicator != indicator:
        return False
    if term.measures:
        return measure in term.measures
    kind, _colon, whole = measure.partition(":")
    return kind == term.kind and whole not in MEASURES
