"""The rules engine: applies a book's rules to its figures, and again to what an edit touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

from ecdesk.checks.engine.evaluating import Evaluation, Outcome
from ecdesk.checks.engine.findings import Listed, Operands, make_finding, rule_fault
from ecdesk.checks.engine.linear_forms import LinearForm, form_of
from ecdesk.checks.engine.predicates import LastFigures, evaluate
from ecdesk.checks.engine.standard_rules import standard_rules, standard_texts
from ecdesk.checks.formulas.answered import Answered
from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule, Instance
from ecdesk.checks.language.labels import subject_label
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import Comparison, RuleError, Span
from ecdesk.columns.figures import Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.garbage import uncollected
from ecdesk.domain.texts import Text

if TYPE_CHECKING:
    from ecdesk.checks.engine.applied import Applied, Followed

FEW_INSTANCES = 32
"""From so many instances of a rule on they are decided together."""

PIECE = 100
"""Changed figures that are looked up anew between two steps."""

WRITTEN = 20
"""Findings that are put into words between two steps."""

Id = tuple[str, Binding]
"""The id of a rule and what it is applied to."""

Last = Book | Text | None
"""Last year's book, or the sentence why there is none to compare with."""


class Update:
    """What an edit changed; good until the next one. Findings are made when they are asked for: most edits are only asked what they touched."""

    def __init__(
        self,
        checker: Checker,
        before: Mapping[str, Finding | None],
        affected: Sequence[Id],
        more: Sequence[Finding],
        were_shown: Container[Id] = (),
    ) -> None:
        """before: by id, the findings that were shown of what is affected, None for one that nobody had asked for. more: changed ones
        that are about rules themselves. were_shown: what of the affected was not simply a pass."""
        self._checker = checker
        self._were_shown = were_shown
        self._before = before
        self._affected = affected
        self._more = more

    @property
    def changed(self) -> tuple[Finding, ...]:
        """Findings that are new or may be different."""
        shown = self._checker.shown(self._affected)
        return (*(one for one in shown if self._before.get(one.id) != one), *self._more)

    @property
    def figures(self) -> set[Key]:
        """The figures of whatever was not simply a pass, or is not now."""
        return self._checker.figures_of(self._affected, self._were_shown)

    @property
    def gone(self) -> tuple[str, ...]:
        """Ids of those that are no more."""
        present = {one.id for one in self._more}.union(self._checker.names_of_shown(self._affected))
        return tuple(id for id in self._before if id not in present)


def check(book: Book, rules: Iterable[RuleRecord] | None = None, last: Last = None) -> list[Finding]:
    """Every finding of a book that is not simply a pass: failures, passes only within rounding, what cannot be decided, and rules
    that cannot run. For counts of all verdicts use `Checker`.

    rules: None for the book's own, or the standard ones while it has none. last: last year's book, for rules that compare with it.
    """
    return Checker(book, rules, last).findings()


def book_rules(book: Book) -> list[RuleRecord]:
    """The active rules of a book, in order; the standard ones while it has none of its own."""
    records: list[RuleRecord] = sorted(book.all(RuleRecord).values(), key=lambda record: (record.order, record.id))
    return [record for record in records if record.active] if records else standard_rules(book)


class Checker:
    """The rules of a book compiled, with the verdict on every instance kept up to date.

    Made again when rules, indicators, items or areas change; `update` is for changed figures.
    """

    def __init__(
        self,
        book: Book,
        rules: Iterable[RuleRecord] | None = None,
        last: Last = None,
        many: int = FEW_INSTANCES,
        beside: Checker | None = None,
        at_once: bool = True,
    ) -> None:
        """many: from how many instances on those of one rule are decided together; the verdicts are the same. beside: a checker of the
        same books, which lends what it knows of the figures; good until either of them is updated. at_once: whether it comes to its
        verdicts now; `in_steps` does it later."""
        self._set_up(book, None if rules is None else tuple(rules), last, many, beside)
        if at_once:
            with uncollected():
                for _step in self._build():
                    pass

    @classmethod
    def in_steps(cls, book: Book, last: Last = None) -> Generator[tuple[int, int], None, Checker]:
        """The same as a generator of (done, total), for a window that goes on working. The book may change between two steps, but for its
        rules and what they are made of; tell `update` of it at the end."""
        checker = cls(book, last=last, at_once=False)
        with uncollected():
            yield from checker._build()
            yield from checker.write_in_steps()
        return checker

    def _set_up(
        self, book: Book, rules: tuple[RuleRecord, ...] | None, last: Last, many: int, beside: Checker | None = None
    ) -> None:
        self.book = book
        self.many = many
        self.last = last
        if beside is not None and beside.last is last:
            self.last_figures: LastFigures = beside.last_figures
        else:
            self.last_figures = Figures(last) if isinstance(last, Book) else last
        self.figures: Figures = Figures(book) if beside is None else beside.figures
        self._given = rules
        self.records = tuple(book_rules(book)) if rules is None else rules
        self.rules: list[CompiledRule] = []
        self.faults: list[Finding] = []
        """Rules that cannot run."""
        self.errors: list[RuleError] = []
        """Why, with the places in their texts."""
        # What names mean by the figures there are is another now, when it is made again.
        self.names: Names = Names(book) if beside is None or beside is self else beside.names
        self._answered = Answered(book)
        self._operands = Operands(book, self.figures)
        self._sums: dict[str, LinearForm] | None = None
        self._outcomes: dict[Id, Outcome] = {}
        """Verdicts with what is to be said about them, of what somebody looked at or had to be evaluated."""
        self._instances: dict[Id, Instance] = {}
        self._findings: dict[Id, Finding] = {}
        self._by_finding: dict[str, Id] = {}
        self._listed: dict[str, Listed] = {}
        """By rule, the findings in their order, once somebody has looked."""

    def _build(self) -> Iterator[tuple[int, int]]:
        for record in self.records:
            try:
                self.rules.append(CompiledRule(record, self.names))
            except RuleError as fault:
                self._refuse(record, fault)
            yield 0, 1
        self._own = [rule.record.id for rule in self.rules if (rule.record.id, rule.record.text) not in standard_texts()]
        """Ids of the rules that do not come with the program."""
        for done in self.figures.columns_in_steps():
            yield done, 4 * len(self.book.observations)
        # Only here, because it loads numpy.
        from ecdesk.checks.engine.applied import Applied

        self._applied: Applied = Applied(self.figures.columns, self.many, self._evaluated, isinstance(self.last_figures, Figures))
        for number, rule in enumerate(self.rules):
            try:
                self._applied.apply(rule)
            except RuleError as error:
                self._refuse(rule.record, error)
            yield len(self.rules) + number, 4 * len(self.rules)
        yield from self._applied.decide_all()

    def _refuse(self, record: RuleRecord, error: RuleError) -> None:
        self.faults.append(rule_fault(record, error))
        self.errors.append(error)

    def _evaluated(self, rule: CompiledRule, binding: Binding) -> Outcome:
        """The verdict on one instance, come to exactly."""
        id = rule.record.id, binding
        outcome = evaluate(Evaluation(self._instance(id, rule), self.figures), self.last_figures)
        if outcome.is_shown:
            self._outcomes[id] = outcome
        return outcome

    def _instance(self, id: Id, rule: CompiledRule | None = None) -> Instance:
        found = self._instances.get(id)
        if found is None:
            rule = rule or self._applied.tables[id[0]].rule
            made = rule.instance(id[1])
            assert made is not None
            found = self._instances[id] = made
        return found

    def write_in_steps(self) -> Iterator[tuple[int, int]]:
        """Put into words what `findings` gives, as far as it is not yet. Figures may change between two steps: what passes since, or is no more, is left out."""
        missing = [id for id in self._shown_ids() if id not in self._findings]
        for number, id in enumerate(missing):
            if number and not number % WRITTEN:
                yield number, len(missing)
            if self._is_shown(id):
                self._finding(id)

    def _unmatched(self) -> list[str]:
        """Ids of the rules that are applied to nothing. That no quarter is in a book of years need not be said: those of the program that have
        nothing to look at do not count."""
        return [id for id in self._own if id in self._applied.tables and not self._applied.speaks(id)]

    def _idle(self, id: str) -> Finding:
        """A finding for a rule that is applied to nothing, so that nobody believes it checks something."""
        record = next(record for record in self.records if record.id == id)
        return rule_fault(record, RuleError(Span(0, len(record.text)), "公式没有对上任何数，等于没有审核。"), Level.NOTICE)

    def _outcome(self, id: Id) -> Outcome:
        """The verdict on an instance with what is to be said about it; of a pass the verdict only."""
        known = self._outcomes.get(id)
        if known is None:
            known = self._applied.outcome(id)
            if known.is_shown:
                known = self._evaluated(self._applied.tables[id[0]].rule, id[1])
        return known

    def _finding(self, id: Id) -> Finding:
        found = self._findings.get(id)
        if found is None:
            found = make_finding(self._instance(id), self._outcome(id), self.figures, self._answered.for_any, self._operands)
            self._findings[id] = found
            self._by_finding[found.id] = id
        return found

    # -- results

    def findings(self) -> list[Finding]:
        """Faults of rules first, then whatever is not simply a pass, in the order of the rules."""
        shown = chain.from_iterable(map(self._of_rule, self._applied.tables))
        return [*self.faults, *map(self._idle, self._unmatched()), *shown]

    def _of_rule(self, rule: str) -> list[Finding]:
        found = self._listed.get(rule)
        if found is None:
            found = self._listed[rule] = Listed(self._applied.shown(rule), lambda binding: self._finding((rule, binding)))
        return found.findings()

    def findings_of(self, key: Key, passes: bool = True) -> list[Finding]:
        """The verdict of every rule that looks at a figure, passes among them if wanted; of a rule about a group only where the figure
        stands out."""
        found: list[Finding] = []
        for id in self._applied.looking_at(key) if passes else self._applied.shown_at(key):
            if self._applied.outcome(id).applies:
                culprits = self._outcome(id).culprits
                if not culprits or key in culprits:
                    found.append(self._finding(id))
        return found

    @property
    def counts(self) -> Counter[Verdict]:
        """How many instances passed, failed, …"""
        return sum(map(self._applied.counts, self._applied.tables), Counter())

    @property
    def counts_by_rule(self) -> Mapping[str, Counter[Verdict]]:
        tables = self._applied.tables
        return {record.id: self._applied.counts(record.id) if record.id in tables else Counter() for record in self.records}

    @property
    def instances(self) -> int:
        return sum(map(len, self._applied.tables.values()))

    @property
    def exactly(self) -> int:
        """How many verdicts exact arithmetic has come to."""
        return self._applied.exactly

    def shown_about(self, keys: Iterable[Key]) -> list[Finding]:
        """The findings that are not simply a pass of every rule that looks at one of these figures, each once."""
        return self.shown(dict.fromkeys(id for key in keys for id in self._applied.looking_at(key)))

    def instances_of(self, key: Key) -> list[Instance]:
        return [self._instance(id) for id in self._applied.looking_at(key)]

    def beside(self, keys: Collection[Key]) -> set[Key]:
        """Some figures, and those that a rule holds against any of them."""
        return self._applied.beside(keys).union(keys)

    def called_by(self, key: Key) -> list[Instance]:
        """What a figure under a key calls into being, or would, were there one. What asks for too much is left out, as its finding says."""
        found = []
        for id in self._applied.called_by(key):
            with suppress(RuleError):
                found.append(self._applied.tables[id[0]].rule.instance(id[1]))
        return [instance for instance in found if instance is not None]

    def instances_within(self, rules: Container[str], keys: Collection[Key]) -> list[Instance]:
        """What some rules, by their ids, are applied to that looks at no figure but some."""
        return list(map(self._instance, self._applied.within(rules, keys)))

    def instances_of_rule(self, rule: str, most: int | None = None) -> list[Instance]:
        """What one rule is applied to, the first of it where there is more than so much."""
        return [self._instance((rule, binding)) for binding in self._applied.bindings(rule, most)]

    def keys_of_rule(self, rule: str) -> list[Key]:
        """All figures that one rule looks at."""
        return self._applied.keys_of(rule)

    @property
    def sums(self) -> Mapping[str, LinearForm]:
        """The rules, by id, that say that figures add up to others, each counted once."""
        if self._sums is None:
            forms = {rule.record.id: form_of(rule) for rule in self.rules}
            self._sums = {id: form for id, form in forms.items() if isinstance(form, LinearForm) and form.is_sum}
        return self._sums

    def subject(self, instance: Instance) -> str:
        """What an instance is about, as its finding names it: 陕西，2018年."""
        return subject_label(self.book, instance.binding)

    def failing_keys(self) -> list[Key]:
        """The figures of every comparison that fails, without repetition."""
        compared = [rule.record.id for rule in self.rules if isinstance(rule.syntax.relation, Comparison)]
        return self._applied.failing_keys(compared)

    def instance(self, finding: Finding) -> Instance | None:
        """What a finding is about, also of another checker over the same figures; None for a fault of a rule, and for what is no more."""
        if finding.id not in self._by_finding:
            self.findings()
        id = self._by_finding.get(finding.id)
        return self._instance(id) if id is not None and self._applied.has(id) else None

    def outcome(self, instance: Instance) -> Outcome:
        return self._outcome((instance.rule.record.id, instance.binding))

    # -- edits

    def update(self, touched: Iterable[Key]) -> Update:
        """Look again at what changed figures touch, and at nothing else.

        touched: keys whose figure was entered, changed or removed since.
        """
        steps = self.update_in_steps(touched)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                updated: Update = end.value
                return updated

    def update_in_steps(self, touched: Iterable[Key]) -> Generator[tuple[int, int], None, Update]:
        """The same as a generator of (done, total), for a window that goes on working. It must be run to its end before anything is asked;
        figures that change meanwhile are to be told afterwards."""
        keys = set(touched)
        had = {key for key in keys if self.figures.columns.has(key)}
        told, looked_up = list(keys), 0
        while looked_up < len(told):
            piece = told[looked_up : looked_up + PIECE]
            keys |= self.figures.forget(piece)
            looked_up += len(piece)
            yield looked_up, 4 * len(told)
        self._operands.forget(told)
        self._look_at_aside(told)
        has = {key for key in told if self.figures.columns.has(key)}
        if self.reshapes(had - has, has - had):  # seen from the present, the way back
            return (yield from self._rebuild())
        unmatched = self._unmatched()
        before: dict[str, Finding | None] = {}
        were_shown: set[Id] = set()
        affected: list[Id] = []
        for rule, followed in self._applied.follow(keys, has - had, had - has):
            were_shown |= self._forget_were(rule, followed, before)
            yield len(told), 2 * len(told)
            yield from self._applied.decide(rule, followed.affected)
            now = [(rule, binding) for binding in followed.bindings]
            self._list_again(rule, followed, now)
            affected += now
        still = self._unmatched()
        more = [self._idle(id) for id in still if id not in unmatched]
        before.update((self._idle(id).id, None) for id in unmatched if id not in still)
        return Update(self, before, affected, more, were_shown)

    def _forget_were(self, rule: str, followed: Followed, before: dict[str, Finding | None]) -> set[Id]:
        """Forget what a rule said of what it is applied to anew; returns what of it was shown, and keeps in before how it stood."""
        shown: set[Id] = set()
        worded: tuple[dict[Id, Any], ...] = (self._outcomes, self._findings)
        told = (*worded, self._instances) if self._applied.tables[rule].rule.follows_figures else worded
        for binding, was_shown in followed.were:
            id = rule, binding
            if was_shown:
                shown.add(id)
                before[self._id_of(id)] = self._findings.get(id)
            for known in told:
                known.pop(id, None)
        return shown

    def _list_again(self, rule: str, followed: Followed, now: Iterable[Id]) -> None:
        if rule in self._listed:
            self._listed[rule].take_out(binding for binding, was_shown in followed.were if was_shown)
            self._listed[rule].put_in(id[1] for id in now if self._is_shown(id))

    def _look_at_aside(self, touched: Collection[Key]) -> None:
        """What the book prints may stand on other figures now: what was told apart of those is to be told anew."""
        other = self._answered.forget(touched)
        if other or any(formula_of(self.book.observation(key)) for key in touched):
            answered = self._answered.for_any_itself
            for id in [id for id, one in self._findings.items() if one.aside or (other and not answered(one.keys))]:
                del self._findings[id]
                self._listed.pop(id[0], None)

    def reshapes(self, coming: Iterable[Key], going: Iterable[Key]) -> bool:
        """Whether figures that come and go change what the names in rules mean: an item that an indicator has figures of for the first time, or
        has none of any more. Everything is to be applied again then."""
        if not self.names.by_figures:
            return False
        changes: Counter[tuple[tuple[str, str], ...]] = Counter()
        for keys, change in ((coming, 1), (going, -1)):
            for key in keys:
                if key.item:
                    changes[("indicator", key.indicator), ("item", key.item)] += change
                if ":" in key.measure:
                    changes[(("measure", key.measure),)] += change
        for shape, change in changes.items():
            now = self.figures.columns.there(**dict(shape))
            if (now > 0) != (now + change > 0):
                return True
        return False

    def _rebuild(self) -> Generator[tuple[int, int], None, Update]:
        before: dict[str, Finding | None] = {self._id_of(id): self._findings.get(id) for id in self._shown_ids()}
        before.update((self._idle(id).id, None) for id in self._unmatched())
        before.update((fault.id, fault) for fault in self.faults)
        self._set_up(self.book, self._given, self.last, self.many, beside=self)
        yield from self._build()
        yield from self.write_in_steps()
        return Update(self, before, self._shown_ids(), [*self.faults, *map(self._idle, self._unmatched())])

    def _id_of(self, id: Id) -> str:
        """The id of a finding, without making it."""
        return f"{id[0]}@{subject_label(self.book, id[1])}"

    def _shown_ids(self) -> list[Id]:
        return [(id, binding) for id in self._applied.tables for binding in self._applied.shown(id)]

    def figures_of(self, ids: Iterable[Id], were_shown: Container[Id]) -> set[Key]:
        """The figures of those instances that are not simply a pass, or were not."""
        found = set[Key]()
        for id in ids:
            if self._is_shown(id) or (id in were_shown and self._applied.has(id)):
                found.update(*self._instance(id).operands)
        return found

    def shown(self, ids: Iterable[Id]) -> list[Finding]:
        """The findings of those instances that are not simply a pass."""
        return [self._finding(id) for id in ids if self._is_shown(id)]

    def names_of_shown(self, ids: Iterable[Id]) -> Iterator[str]:
        """The ids of the same findings, of which none is made for it."""
        return (self._id_of(id) for id in ids if self._is_shown(id))

    def _is_shown(self, id: Id) -> bool:
        return self._applied.has(id) and self._applied.outcome(id).is_shown
