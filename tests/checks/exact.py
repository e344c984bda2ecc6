"""The rules of a book applied and evaluated one instance at a time, in exact fractions: what the columns must say as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from ecdesk.checks.engine.checker import Last, book_rules
from ecdesk.checks.engine.evaluating import Evaluation, Outcome
from ecdesk.checks.engine.predicates import evaluate
from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CHOSEN, CompiledRule
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import Predicate, RuleError
from ecdesk.columns.figures import Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Indicator, Item, RuleRecord
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.time.time_words import period_named

Said = dict[tuple[str, Binding], tuple[tuple[tuple[Key, ...], ...], Outcome]]
"""By rule and binding, what it looks at and the verdict."""


def exactly(book: Book, rules: Iterable[RuleRecord] | None = None, last: Last = None) -> Said:
    """Every instance of every rule that runs. Raises RuleError for one that asks for too much."""
    names, figures = Names(book), Figures(book)
    last_figures = Figures(last) if isinstance(last, Book) else last
    said: Said = {}
    for record in book_rules(book) if rules is None else rules:
        try:
            rule = CompiledRule(record, names)
        except RuleError:
            continue
        for binding in dict.fromkeys(bindings(rule)):
            instance = rule.instance(binding)
            if instance is not None:
                outcome = evaluate(Evaluation(instance, figures), last_figures)
                said[record.id, binding] = instance.operands, outcome
    return said


def bindings(rule: CompiledRule) -> Iterator[Binding]:
    """What a rule is applied to: what it is required of, and what each figure calls into being."""
    yield from filter(lambda binding: admitted(rule, binding), required(rule))
    for key in rule.book.observations:
        for number in rule.anchors:
            term = rule.terms[number]
            if term.indicator in ("", key.indicator) and term.admits_measure(key.measure):
                share = "share" + key.measure[len(term.kind) :] if "share" in rule.free else ""
                indicator = key.indicator if "indicator" in rule.free else ""
                origins = (axis.origins(getattr(key, part)) for part, axis in zip(CHOSEN, rule.axes[number], strict=True))
                found = (Binding(indicator, area, item, period, share) for area, item, period in product(*origins))
                yield from filter(lambda binding: admitted(rule, binding), found)


def admitted(rule: CompiledRule, binding: Binding) -> bool:
    return not rule.free or all(test(binding[number]) for number, test in rule.limits)


def required(rule: CompiledRule) -> Iterator[Binding]:
    relation, book = rule.syntax.relation, rule.book
    if not rule.free:
        yield Binding()
    elif isinstance(relation, Predicate) and relation.kind == "present" and "share" not in rule.free:
        named = [period_named(word.name.text, book.year or None) for word in rule.syntax.scopes if not word.each]
        periods = [one.span.code for one in named if one is not None] or ([str(book.year)] if book.year else [])
        members: tuple[list[str], ...] = (
            list(map(str, book.all(Indicator))),
            [area.code for area in book.areas],
            list(map(str, book.all(Item))),
            periods,
            [""],
        )
        parts = [ids if part in rule.free else [""] for part, ids in zip(Binding._fields, members, strict=True)]
        yield from map(Binding._make, product(*parts))
