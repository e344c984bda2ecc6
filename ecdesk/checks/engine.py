"""The rules engine: applies a book's rules to its figures, and again to what an edit touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from ecdesk.checks.axes import Binding, same_span
from ecdesk.checks.compiling import CompiledRule, Instance
from ecdesk.checks.evaluating import Evaluation, Outcome
from ecdesk.checks.figures import Figures
from ecdesk.checks.forms import form_of
from ecdesk.checks.labels import subject_label
from ecdesk.checks.names import Names
from ecdesk.checks.predicates import evaluate
from ecdesk.checks.reporting import make_finding
from ecdesk.checks.scopes import required_bindings
from ecdesk.checks.standard import standard_rules
from ecdesk.checks.syntax import Comparison, RuleError
from ecdesk.checks.vectors import LEFT, OUTCOMES, codes_of
from ecdesk.domain.book import Book
from ecdesk.domain.findings import Finding, Level, Verdict
from ecdesk.domain.keys import Key
from ecdesk.domain.records import RuleRecord
from ecdesk.domain.texts import Text, text

MOST_INSTANCES = 200_000
"""What one rule may be applied to; one that asks for more is reported and does not run."""


MANY_INSTANCES = 500
"""Loading numpy and filling its arrays pays from here on."""


@dataclass(frozen=True)
class Update:
    """What an edit changed: findings that are new or different, and ids of those that are no more."""

    changed: tuple[Finding, ...]
    gone: tuple[str, ...]


def check(book: Book, rules: Iterable[RuleRecord] | None = None, last: Book | None = None) -> list[Finding]:
    """Every finding of a book that is not simply a pass: failures, passes only within rounding, what cannot be decided, and rules
    that cannot run. For counts of all verdicts use `Checker`.

    rules: None for the book's own, or the standard ones while it has none. last: last year's book, for rules that compare with it.
    """
    return Checker(book, rules, last).findings()


def book_rules(book: Book) -> list[RuleRecord]:
    """The active rules of a book, in order; the standard ones while it has none of its own."""
    records: list[RuleRecord] = sorted(book.all("rule").values(), key=lambda record: (record.order, record.id))
    return [record for record in records if record.active] if records else standard_rules(book)


class Checker:
    """The rules of a book compiled, with the verdict on every instance kept up to date.

    Made again when rules, indicators, items or areas change; `update` is for changed figures.
    """

    def __init__(
        self, book: Book, rules: Iterable[RuleRecord] | None = None, last: Book | None = None, many: int = MANY_INSTANCES
    ) -> None:
        """many: from how many instances of a rule on they are evaluated together; the verdicts are the same."""
        self.book = book
        self.many = many
        self.last = last
        self.figures = Figures(book)
        self.records = tuple(book_rules(book) if rules is None else rules)
        self.rules: list[CompiledRule] = []
        self.faults: list[Finding] = []
        """Rules that cannot run."""
        names = Names(book)
        for record in self.records:
            try:
                self.rules.append(CompiledRule(record, names))
            except RuleError as error:
                self.faults.append(rule_fault(record, error))
        self._rules_of: dict[str, list[CompiledRule]] = {}
        for rule in self.rules:
            for indicator in {rule.terms[number].indicator for number in rule.anchors}:
                self._rules_of.setdefault(indicator, []).append(rule)
        self._instances: dict[tuple[str, Binding], Instance] = {}
        self._of_key: dict[Key, set[tuple[str, Binding]]] = {}
        self._outcomes: dict[tuple[str, Binding], Outcome] = {}
        self._applied: Counter[str] = Counter()
        self._findings: dict[tuple[str, Binding], Finding] = {}
        self._by_finding: dict[str, tuple[str, Binding]] = {}
        self._compile()

    def _compile(self) -> None:
        stopped: set[str] = set()
        per_rule: Counter[str] = Counter()
        wanted = chain(
            ((rule, binding) for rule in self.rules for binding in required_bindings(rule)),
            (
                (rule, binding)
                for key in self.book.observations
                for rule in self._rules_for(key)
                for binding in rule.bindings(key)
            ),
        )
        for rule, binding in wanted:
            if rule.record.id in stopped or not self._add(rule, binding, stopped):
                continue
            per_rule[rule.record.id] += 1
            if per_rule[rule.record.id] > MOST_INSTANCES:
                stopped.add(rule.record.id)
                error = RuleError(0, len(rule.record.text), "公式对上的数超过 {limit} 组，请缩小范围。", limit=MOST_INSTANCES)
                self.faults.append(rule_fault(rule.record, error))
        for id in [id for id in self._instances if id[0] in stopped]:
            self._drop(id)
        self._evaluate_all()
        self._stopped = stopped

    def _unmatched(self) -> list[str]:
        """Ids of the rules that are applied to nothing."""
        ids = (rule.record.id for rule in self.rules)
        return [id for id in ids if not self._applied[id] and id not in self._stopped]

    def _idle(self, id: str) -> Finding:
        """A finding for a rule that is applied to nothing, so that nobody believes it checks something."""
        record = next(record for record in self.records if record.id == id)
        return rule_fault(record, RuleError(0, len(record.text), "公式没有对上任何数，等于没有审核。"), Level.NOTICE)

    def _rules_for(self, key: Key) -> Iterator[CompiledRule]:
        yield from self._rules_of.get(key.indicator, ())
        yield from self._rules_of.get("", ())

    def _add(self, rule: CompiledRule, binding: Binding, stopped: set[str]) -> bool:
        id = (rule.record.id, binding)
        if id in self._instances:
            return False
        try:
            instance = rule.instance(binding)
        except RuleError as error:
            if rule.record.id not in stopped:
                stopped.add(rule.record.id)
                self.faults.append(rule_fault(rule.record, error))
            return False
        if instance is None:
            return False
        self._instances[id] = instance
        for key in _watched(instance):
            self._of_key.setdefault(key, set()).add(id)
        return True

    def _evaluate_all(self) -> None:
        """Every instance once; those of rules with very many of them together."""
        by_rule: dict[str, list[tuple[str, Binding]]] = {}
        for id in self._instances:
            by_rule.setdefault(id[0], []).append(id)
        for rule in self.rules:
            ids = by_rule.get(rule.record.id, [])
            form = form_of(rule) if len(ids) >= self.many else None
            codes = codes_of(form, [self._instances[id] for id in ids], self.figures) if form is not None else [LEFT] * len(ids)
            for id, code in zip(ids, codes, strict=True):
                if code == LEFT:
                    self._evaluate(id)
                else:
                    self._settle(id, OUTCOMES[code])

    def _evaluate(self, id: tuple[str, Binding]) -> None:
        self._settle(id, evaluate(Evaluation(self._instances[id], self.figures), self.last))

    def _settle(self, id: tuple[str, Binding], outcome: Outcome | None) -> None:
        """Note the verdict on an instance, or that there is none any more."""
        before = self._outcomes.pop(id, None)
        self._applied[id[0]] -= before is not None and before.applies
        self._findings.pop(id, None)
        if outcome is not None:
            self._outcomes[id] = outcome
            self._applied[id[0]] += outcome.applies

    def _finding(self, id: tuple[str, Binding]) -> Finding:
        found = self._findings.get(id)
        if found is None:
            found = self._findings[id] = make_finding(self._instances[id], self._outcomes[id], self.figures)
            self._by_finding[found.id] = id
        return found

    # -- results

    def findings(self) -> list[Finding]:
        """Faults of rules first, then whatever is not simply a pass, in the order of the rules."""
        order = {record.id: number for number, record in enumerate(self.records)}
        shown = [id for id, outcome in self._outcomes.items() if _is_shown(outcome)]
        shown.sort(key=lambda id: (order[id[0]], id[1]))
        return [*self.faults, *map(self._idle, self._unmatched()), *(self._finding(id) for id in shown)]

    def findings_of(self, key: Key) -> list[Finding]:
        """The verdict of every rule that looks at a figure, passes among them; of a rule about a group only where the figure stands out."""
        found = ((id, self._outcomes[id]) for id in sorted(self._of_key.get(key, ())))
        return [
            self._finding(id) for id, outcome in found if outcome.applies and (not outcome.culprits or key in outcome.culprits)
        ]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many instances passed, failed, …"""
        return Counter(outcome.verdict for outcome in self._outcomes.values() if outcome.applies)

    @property
    def counts_by_rule(self) -> Mapping[str, Counter[Verdict]]:
        found: dict[str, Counter[Verdict]] = {record.id: Counter() for record in self.records}
        for (rule, _binding), outcome in self._outcomes.items():
            if outcome.applies:
                found[rule][outcome.verdict] += 1
        return found

    @property
    def instances(self) -> int:
        return len(self._instances)

    def instances_of(self, key: Key) -> list[Instance]:
        return [self._instances[id] for id in sorted(self._of_key.get(key, ()))]

    def instances_of_rule(self, rule: str) -> list[Instance]:
        """What one rule is applied to."""
        return [instance for id, instance in self._instances.items() if id[0] == rule]

    def subject(self, instance: Instance) -> str:
        """What an instance is about, as its finding names it: 陕西，2018年."""
        return subject_label(self.book, instance.binding)

    def failing_keys(self) -> list[Key]:
        """The figures of every comparison that fails, without repetition."""
        failing = (id for id, outcome in self._outcomes.items() if outcome.applies and outcome.verdict is Verdict.FAILS)
        compared = (self._instances[id] for id in failing)
        keys = (key for found in compared if isinstance(found.rule.syntax.relation, Comparison) for key in found.keys)
        return list(dict.fromkeys(keys))

    def instance(self, finding: Finding) -> Instance | None:
        """What a finding is about, also of another checker over the same figures; None for a fault of a rule, and for what is no more."""
        if finding.id not in self._by_finding:
            self.findings()
        id = self._by_finding.get(finding.id)
        return self._instances.get(id) if id is not None else None

    def outcome(self, instance: Instance) -> Outcome:
        return self._outcomes[instance.rule.record.id, instance.binding]

    # -- edits

    def update(self, touched: Iterable[Key]) -> Update:
        """Look again at what changed figures touch, and at nothing else.

        touched: keys whose figure was entered, changed or removed since.
        """
        keys = set(touched)
        keys |= self.figures.forget(keys)
        for key in list(keys):
            keys.update(key._replace(period=code) for code in same_span(key.period))
        unmatched = self._unmatched()
        before: dict[tuple[str, Binding], Finding | None] = {}
        stopped: set[str] = set()
        for key in keys:
            for rule in self._rules_for(key):
                for binding in rule.bindings(key):
                    if self.book.observation(key) is not None and self._add(rule, binding, stopped):
                        before[rule.record.id, binding] = None
            for id in self._of_key.get(key, ()):
                if id not in before:
                    shown = id in self._outcomes and _is_shown(self._outcomes[id])
                    before[id] = self._finding(id) if shown else None
        changed: list[Finding] = []
        gone: list[str] = []
        for id, old in before.items():
            self._refresh(id)
            outcome = self._outcomes.get(id)
            if outcome is not None and _is_shown(outcome):
                new = self._finding(id)
                if new != old:
                    changed.append(new)
            elif old is not None:
                gone.append(old.id)
        still = self._unmatched()
        changed += [self._idle(id) for id in still if id not in unmatched]
        gone += [self._idle(id).id for id in unmatched if id not in still]
        return Update(tuple(changed), tuple(gone))

    def _drop(self, id: tuple[str, Binding]) -> None:
        for key in _watched(self._instances.pop(id)):
            self._of_key[key].discard(id)
        self._settle(id, None)

    def _refresh(self, id: tuple[str, Binding]) -> None:
        """Evaluate an instance again, or drop it when none of the figures that called it into being is there any more."""
        instance = self._instances[id]
        rule = instance.rule
        # Which key a share is stored under may have changed with the edit.
        fresh = rule.instance(instance.binding)
        anchored = not rule.anchors or any(
            self.book.observation(key) is not None for number in rule.anchors for key in instance.operands[number]
        )
        if fresh is None or not (anchored or id[1] in set(required_bindings(rule))):
            self._drop(id)
            return
        if fresh.operands != instance.operands:
            for key in _watched(instance):
                self._of_key[key].discard(id)
            self._instances[id] = fresh
            for key in _watched(fresh):
                self._of_key.setdefault(key, set()).add(id)
        self._evaluate(id)


def _watched(instance: Instance) -> Iterator[Key]:
    """The keys whose figures an instance looks at, with those that stand in for them."""
    for key in instance.keys:
        yield key
        for code in same_span(key.period):
            yield key._replace(period=code)


def _is_shown(outcome: Outcome) -> bool:
    return outcome.applies and (outcome.verdict is not Verdict.HOLDS or outcome.outside_band)


def rule_fault(record: RuleRecord, error: RuleError, level: Level = Level.ERROR) -> Finding:
    """A finding about a rule itself: it cannot be read, names nothing, or does not run."""
    place = record.text[error.offset : error.offset + error.length]
    message: Text = error.text
    if place and place != record.text:
        message = text("{reason}（第 {number} 个字“{place}”）", reason=error.text, number=error.offset + 1, place=place)
    return Finding(
        rule=record.id,
        rule_name=record.name or record.text,
        subject="",
        level=level,
        verdict=Verdict.UNDECIDED,
        message=message,
        formula=record.text,
        fault=True,
    )
