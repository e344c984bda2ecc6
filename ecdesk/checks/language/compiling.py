"""A rule bound to a book: every name looked up, ready to be applied to whatever figures there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain, product
from typing import NamedTuple

from ecdesk.checks.language.axes import AtHand, Axis, Binding, BoundAxis, Fixed, Group
from ecdesk.checks.language.names import DIMENSION_NAMES, Names
from ecdesk.checks.language.parsing import parse
from ecdesk.checks.language.scopes import each_dimensions, exception_limit, limits_of, scope_limit
from ecdesk.checks.language.semantics import check_groups, check_sense, expanded
from ecdesk.checks.language.syntax import (
    Comparison,
    Constant,
    Expression,
    Name,
    Predicate,
    Ranking,
    Reference,
    Relation,
    Rule,
    RuleError,
    Span,
    references,
)
from ecdesk.checks.language.vocabulary import PARENT_AREA, PARENTS, vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.keys import GROWTH, MEASURES, Key, tells_growth
from ecdesk.domain.wording.measures import index_base, index_measure
from ecdesk.domain.wording.units import unit_named

MOST_MEMBERS = 2000
"""A figure group of a rule may stand for no more than this; a rule that asks for more is refused."""

CHOSEN = ("area", "item", "period")
"""What the brackets of a reference choose, in the order of a term's axes."""


@dataclass(frozen=True)
class Term:
    """A reference with its names looked up. indicator: an id, "" where the subject chooses it. axes: for area, item and period. measures:
    which it may be stored under, the first that has a figure counts; empty for the share at hand. subject: self, whole or parent where
    the scope or the left side chooses the indicator."""

    reference: Reference
    indicator: str
    axes: tuple[Axis, Axis, Axis]
    measures: tuple[str, ...]
    subject: str = ""

    @property
    def kind(self) -> str:
        """The measure without its whole."""
        return self.reference.measure

    @property
    def several(self) -> bool:
        return any(axis.several for axis in self.axes)

    @property
    def open(self) -> set[str]:
        """The parts of a binding that it leaves open."""
        found = {dimension for dimension, axis in zip(CHOSEN, self.axes, strict=True) if axis.open}
        found |= {"indicator"} if self.subject else set()
        return found if self.measures else found | {"share"}

    @property
    def single(self) -> tuple[str, str | None, str | None, str | None, str] | None:
        """Its key, with None for what is at hand, where it stands for one figure that is found without looking anything up."""
        if len(self.measures) != 1 or self.subject not in ("", "self"):
            return None
        if not all(isinstance(axis, Fixed | AtHand) for axis in self.axes):
            return None
        area, item, period = (axis.id if isinstance(axis, Fixed) else None for axis in self.axes)
        return self.indicator, area, item, period, self.measures[0]

    def admits_measure(self, measure: str) -> bool:
        """Whether a figure of a measure can be one of those that it stands for."""
        if self.measures:
            return measure in self.measures
        kind, _colon, whole = measure.partition(":")
        return kind == self.kind and whole not in MEASURES


class Instance(NamedTuple):
    """A rule applied to one set of figures. operands: for each term the keys that it stands for."""

    rule: CompiledRule
    binding: Binding
    operands: tuple[tuple[Key, ...], ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(chain.from_iterable(self.operands)))

    def keys_of(self, reference: Reference) -> tuple[Key, ...]:
        """What a reference of the rule stands for."""
        return self.operands[self.rule.index[id(reference)]]


@lru_cache(maxsize=1_000)
def _read(written: str) -> Rule:
    """A rule's text as it is compiled: the same rules are compiled again whenever figures give their names another meaning."""
    return expanded(parse(written))


class CompiledRule:
    """One rule over one book. Raises RuleError on the way when a name is not known or the rule cannot run.

    free: the parts of a binding that it leaves open. anchors: numbers of the terms whose figures call it into being. axes: for each term.
    limits: what a binding must fulfil. ranked: dimension and id of what a ranking names, in order.
    """

    def __init__(self, record: RuleRecord, names: Names) -> None:
        self.record = record
        self.book = names.book
        self.names = names
        self.syntax = self._read()
        self.each = self._each_dimensions()
        self.references = [found for part in (self.syntax.relation, *self.syntax.conditions) for found in references(part)]
        self.index = {id(reference): number for number, reference in enumerate(self.references)}
        try:
            self.limits = limits_of(self.syntax, names)
            self.terms = tuple(map(self._term, self.references))
            self.ranked = self._ranked()
        except RuleError as error:
            error.others = tuple(other for other in self._unknown_names() if other.offset != error.offset)
            raise
        check_groups(self.syntax, {id(term.reference): term.several for term in self.terms})
        check_sense(self.syntax)
        relation = self.syntax.relation
        others = relation.others if isinstance(relation, Predicate) and relation.kind != "rising" else ()
        self.optional = frozenset(self.index[id(other)] for other in others)
        """Numbers of the terms that may stand for nothing: a span from January has no period before."""
        self.free = frozenset[str]().union(*(term.open for term in self.terms))
        self.anchors = self._anchors()
        # Asked for very many figures.
        self._singles = tuple(term.single for term in self.terms)
        self.axes = tuple(map(self._bound_axes, self.terms))

    def _read(self) -> Rule:
        return _read(self.record.text)

    def _each_dimensions(self) -> set[str]:
        return each_dimensions(self.syntax, self.names)

    # -- looking up

    def _term(self, reference: Reference) -> Term:
        subject = vocabulary().subjects.get(reference.indicator.text, "")
        self._check_subject(reference.indicator, subject)
        indicator = "" if subject else self.names.indicator(reference.indicator)
        chosen = self._chosen(reference, indicator)
        relation = self.syntax.relation
        any_item = "item" in self.each or (isinstance(relation, Predicate) and relation.kind == "units")
        item: Axis = AtHand() if any_item else Fixed("")
        axes = (chosen.get("area", AtHand()), chosen.get("item", item), chosen.get("period", AtHand()))
        return Term(reference, indicator, axes, self._measures(reference, indicator, subject), subject)

    def _check_subject(self, name: Name, subject: str) -> None:
        """Raises RuleError where nothing says which indicator or share is at hand."""
        if not subject or self._each_share():
            return
        if subject == "whole":
            raise RuleError(name.span, "用到“{word}”时，左边要有“本指标.占比”。", word=name.text)
        if "indicator" not in self.each:
            raise RuleError(name.span, "用到“{word}”时，公式后面要写“对每个指标”。", word=name.text)

    def _chosen(self, reference: Reference, indicator: str) -> dict[str, Axis]:
        """What the brackets choose, by dimension; names of one dimension together are a group."""
        chosen: dict[str, Axis] = {}
        for name in reference.selectors:
            dimension, axis = self.names.axis(name, indicator)
            before = chosen.get(dimension)
            if isinstance(axis, Fixed) and isinstance(before, Fixed | Group):
                axis = Group((*before.ids("", indicator), axis.id))
            elif before is not None:
                raise RuleError(name.span, "{dimension}已经写过一次了。", dimension=DIMENSION_NAMES[dimension])
            chosen[dimension] = axis
        return chosen

    def _ranked(self) -> tuple[tuple[str, str], ...]:
        relation = self.syntax.relation
        return tuple(map(self.names.member, relation.names)) if isinstance(relation, Ranking) else ()

    def _unknown_names(self) -> Iterator[RuleError]:
        """Everything in the text that cannot be looked up, not only what is met first."""
        seen = set()
        for look_up in self._look_ups():
            try:
                look_up()
            except RuleError as error:
                if error.offset not in seen:
                    seen.add(error.offset)
                    yield error

    def _look_ups(self) -> Iterator[Callable[[], object]]:
        """For each name in the text what finds it, or raises RuleError."""
        rule, names = self.syntax, self.names
        yield from (partial(scope_limit, rule, word, names) for word in rule.scopes)
        yield from (partial(exception_limit, name, names) for name in rule.exceptions)
        for reference in self.references:
            if reference.indicator.text not in vocabulary().subjects:
                yield partial(names.indicator, reference.indicator)
            yield from (partial(names.axis, name) for name in reference.selectors)
            if reference.whole is not None and reference.measure != "index" and not _is_word(reference.whole.text):
                yield partial(names.whole, reference.whole)
        if isinstance(rule.relation, Ranking):
            yield from (partial(names.member, name) for name in rule.relation.names)

    def _each_share(self) -> bool:
        """Whether the rule holds for each share there is, whatever its whole."""
        return any(
            reference.measure == "share" and reference.whole is None and reference.indicator.text in vocabulary().subjects
            for reference in references(self.syntax.relation)
        )

    def _measures(self, reference: Reference, indicator: str, subject: str) -> tuple[str, ...]:
        if reference.measure == "index":
            said = reference.whole.text if reference.whole is not None else ""
            return (index_measure(index_base(said) or said),)
        if reference.whole is None:
            at_hand = reference.measure in ("share", "points") and subject == "self" and self._each_share()
            return () if at_hand else (reference.measure,)
        if reference.measure not in ("share", "points"):
            raise RuleError(reference.whole.span, "只有占比能写整体。")
        named = vocabulary().measures.get(reference.whole.text)
        if named is not None and reference.measure == "points":
            return (f"points:{named}",)
        if reference.measure == "share" and vocabulary().relative.get(reference.whole.text) == PARENT_AREA:
            return ("share",)  # which names no whole: of a district it is that of its city, see `whole_of_share`
        whole = self.names.whole(reference.whole)
        known = self.book.indicator(indicator)
        plain = (reference.measure,) if known is not None and known.whole == whole else ()
        return (*plain, f"{reference.measure}:{whole}")

    # -- what it leaves open

    def _anchors(self) -> tuple[int, ...]:
        """The terms whose figures call the rule into being: the group of a sum, else those of the left side, else all that say enough.

        A total is added up only where there is at least one part.
        """
        relation = self.syntax.relation
        if isinstance(relation, Predicate) and relation.others:
            return self._calling_terms(relation.reference)
        calling = self._calling_terms(relation)
        groups = tuple(number for number in calling if self.terms[number].several)
        if groups and isinstance(relation, Comparison):
            return groups
        chosen = self._calling_terms(_left_side(relation)) or calling
        if not chosen and self.free:
            whole_text = Span(0, len(self.syntax.text))
            raise RuleError(whole_text, "公式里没有一项能说明对哪些数成立，请在方括号里写明地区、分组项或时期。")
        return chosen

    def _calling_terms(self, part: Expression | Relation) -> tuple[int, ...]:
        """The terms in a part of which one figure says what the whole rule is applied to."""
        numbers = (self.index[id(reference)] for reference in references(part))
        return tuple(number for number in numbers if self._calls(self.terms[number]))

    def _calls(self, term: Term) -> bool:
        return term.subject in ("", "self") and self.free <= term.open

    def _bound_axes(self, term: Term) -> tuple[BoundAxis, BoundAxis, BoundAxis]:
        area, item, period = (BoundAxis(axis, part in self.free) for part, axis in zip(CHOSEN, term.axes, strict=True))
        return area, item, period

    @cached_property
    def by_group(self) -> bool:
        """Whether it is the parts of a sum that call it into being."""
        return isinstance(self.syntax.relation, Comparison) and any(self.terms[number].several for number in self.anchors)

    @cached_property
    def mixes_levels(self) -> bool:
        """Whether it holds growth against levels; by how many points two rates of growth differ is none."""
        measures = {reference.measure for reference in references(self.syntax.relation)}
        return any(map(tells_growth, measures)) and any(map(self._is_level, references(self.syntax.relation)))

    def _is_level(self, reference: Reference) -> bool:
        indicator = self.book.indicator(self.terms[self.index[id(reference)]].indicator)
        return reference.measure == "value" and (indicator is None or not unit_named(indicator.unit).is_points)

    def needs_one_basis(self, measure: str) -> bool:
        """Whether its figures of a measure must be counted on one basis: levels, and an index with the growth that it is held against."""
        return measure == "value" or (self._holds_indices_against_growth and tells_growth(measure))

    @cached_property
    def _holds_indices_against_growth(self) -> bool:
        measures = {reference.measure for reference in references(self.syntax.relation)}
        return "index" in measures and not measures.isdisjoint(GROWTH)

    # -- applying

    @cached_property
    def follows_figures(self) -> bool:
        """Whether what an instance looks at depends on which figures there are: on the one of two measures that is stored."""
        return any(len(term.measures) > 1 for term in self.terms)

    def instance(self, binding: Binding) -> Instance | None:
        """The rule applied to a binding; None where it has no meaning (an indicator without a parent, no year before)."""
        operands: list[tuple[Key, ...]] = []
        for number, single in enumerate(self._singles):
            if single is not None:
                indicator, area, item, period, measure = single
                key = Key(
                    indicator or binding.indicator,
                    binding.area if area is None else area,
                    binding.item if item is None else item,
                    binding.period if period is None else period,
                    measure,
                )
                operands.append((key,))
                continue
            keys = self._keys(number, binding)
            if not keys and number not in self.optional:
                return None
            operands.append(keys)
        return Instance(self, binding, tuple(operands))

    def _keys(self, number: int, binding: Binding) -> tuple[Key, ...]:
        """What a term stands for; nothing where it has no meaning. number: of the term."""
        term = self.terms[number]
        area_axis, item_axis, period_axis = self.axes[number]
        if term.subject == "whole":
            whole = whole_of_share(self.book, Key(*binding))
            if whole is None:
                return ()
            return tuple(whole._replace(period=code) for code in period_axis.ids(binding.period, whole.indicator))
        indicator = self._indicator(term, binding)
        if not indicator:
            return ()
        areas = area_axis.ids(binding.area, indicator)
        items = item_axis.ids(binding.item, indicator)
        periods = period_axis.ids(binding.period, indicator)
        measures = term.measures or (term.kind + binding.share.removeprefix("share"),)
        self.check_size(term, len(areas) * len(items) * len(periods))
        keys = tuple([Key(indicator, *place, measures[0]) for place in product(areas, items, periods)])
        return keys if len(measures) == 1 else tuple([self._stored(key, measures) for key in keys])

    def check_size(self, term: Term, count: int) -> None:
        """Raises RuleError where a term stands for too many figures at once."""
        if count > MOST_MEMBERS:
            source = self.syntax.source(term.reference.span)
            raise RuleError(term.reference.span, "“{text}”一次指 {count} 个数，太多了，请缩小范围。", text=source, count=count)

    def _indicator(self, term: Term, binding: Binding) -> str:
        """The indicator that a term means; "" where the one at hand has no parent."""
        if term.subject not in PARENTS:
            return term.indicator or binding.indicator
        return self.names.parent_of(binding.indicator, term.subject)

    def _stored(self, key: Key, measures: tuple[str, ...]) -> Key:
        for measure in measures[1:]:
            other = key._replace(measure=measure)
            if self.book.observation(key) is None and self.book.observation(other) is not None:
                return other
        return key


def _is_word(whole: str) -> bool:
    """Whether what stands for the whole of a share is a word of the language, not the name of something in the book."""
    words = vocabulary()
    return whole in words.measures or words.relative.get(whole) == PARENT_AREA


def _left_side(relation: Relation) -> Expression | Relation:
    """What a rule is about: in 0% ≤ a the figure, not the number."""
    if not isinstance(relation, Comparison):
        return relation
    return relation.sides[1] if isinstance(relation.sides[0], Constant) else relation.sides[0]


def whole_of_share(book: Book, share: Key) -> Key | None:
    """The key of what a share is a share of: of what its measure names after the colon, of the item's parent, of the indicator's
    whole, of the area that it lies in (which is what the share of 东部 is of).

    None when nothing says what it is a share of.
    """
    named = share.measure.partition(":")[2]
    level = share._replace(measure="value")
    if named:
        return _named_whole(book, level, named)
    if share.item:
        item = book.item(share.item)
        return level._replace(item=item.parent if item else "")
    indicator, area = book.indicator(share.indicator), book.area(share.area)
    if indicator is not None and indicator.whole and not (area is not None and area.is_part):
        return level._replace(indicator=indicator.whole)
    return level._replace(area=area.parent) if area is not None and area.parent else None


def _named_whole(book: Book, level: Key, named: str) -> Key:
    if book.indicator(named) is None:
        area = book.areas.find(named)
        if area is not None:
            return level._replace(area=area.code)
        if book.item(named) is not None:
            return level._replace(item=named)
    return level._replace(indicator=named, item="")
