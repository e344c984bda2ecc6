"""The rules engine: applies a book's rules to its figures, and again to what an edit touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Generator, Iterable, Iterator, Mapping, Sequence

from ecdesk.checks.engine.applying import Applications, Followed, Id
from ecdesk.checks.engine.evaluating import Evaluation, Outcome
from ecdesk.checks.engine.figures import Figures
from ecdesk.checks.engine.findings import make_finding, rule_fault
from ecdesk.checks.engine.linear_forms import Form, LinearForm, form_of_many
from ecdesk.checks.engine.predicates import LastFigures, evaluate
from ecdesk.checks.engine.standard_rules import standard_rules, standard_texts
from ecdesk.checks.engine.vectors import LEFT, OUTCOMES, codes_of
from ecdesk.checks.formulas.answered import Answered
from ecdesk.checks.language.compiling import CompiledRule, Instance
from ecdesk.checks.language.labels import subject_label
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import Comparison, RuleError, Span
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.garbage import uncollected
from ecdesk.domain.texts import Text

MANY_INSTANCES = 500
"""Loading numpy pays from here on; FEW: filling its arrays for the instances of one rule."""

FEW_INSTANCES = 32

TOGETHER = 500
"""Instances that are evaluated between two steps."""

ALONE = 50
"""The same for those that are evaluated one at a time."""

PIECE = 100
"""Changed figures that are looked up anew between two steps."""

WRITTEN = 20
"""Findings that are put into words between two steps."""


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
        present = {one.id for one in (*self._checker.shown(self._affected), *self._more)}
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
        many: int = MANY_INSTANCES,
        beside: Checker | None = None,
        at_once: bool = True,
    ) -> None:
        """many: from how many instances on those of one rule are evaluated together; the verdicts are the same. beside: a checker of the
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
            yield from checker._build_to_watch()
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
        self._forms: dict[str, Form | None] = {}
        self._sums: dict[str, LinearForm] | None = None
        self._outcomes: dict[Id, Outcome] = {}
        self._matched: Counter[str] = Counter()
        self._shown: dict[str, set[Id]] = {record.id: set() for record in self.records}
        """By rule, what is not simply a pass."""
        self._findings: dict[Id, Finding] = {}
        self._by_finding: dict[str, Id] = {}

    def _build(self) -> Iterator[tuple[int, int]]:
        for record in self.records:
            try:
                self.rules.append(CompiledRule(record, self.names))
            except RuleError as fault:
                self.faults.append(rule_fault(record, fault))
                self.errors.append(fault)
            yield 0, 1
        self._own = [rule.record.id for rule in self.rules if (rule.record.id, rule.record.text) not in standard_texts()]
        """Ids of the rules that do not come with the program."""
        self._applied = Applications(self.book, self.names, self.rules, self.records)
        for done, total in self._applied.apply():
            yield done, 2 * total
        for record, error in self._applied.faults:
            self.faults.append(rule_fault(record, error))
            self.errors.append(error)
        instances = list(self._applied.instances)
        for done in self._evaluate(instances):
            yield len(instances) + done, 2 * len(instances)

    def _build_to_watch(self) -> Iterator[tuple[int, int]]:
        """For somebody who will ask at once what looks at a figure, and for all findings."""
        yield from self._build()
        for number in self._applied.index_in_steps():
            yield number, number
        yield from self.write_in_steps()

    def write_in_steps(self) -> Iterator[tuple[int, int]]:
        """Put into words what `findings` gives, as far as it is not yet."""
        missing = [id for id in self._shown_ids() if id not in self._findings]
        for number, id in enumerate(missing):
            if number and not number % WRITTEN:
                yield number, len(missing)
            self._finding(id)

    def _unmatched(self) -> list[str]:
        """Ids of the rules that are applied to nothing. That no quarter is in a book of years need not be said: those of the program that have
        nothing to look at do not count."""
        matched, stopped = self._matched, self._applied.stopped
        return [id for id in self._own if not matched.get(id) and id not in stopped]

    def _idle(self, id: str) -> Finding:
        """A finding for a rule that is applied to nothing, so that nobody believes it checks something."""
        record = next(record for record in self.records if record.id == id)
        return rule_fault(record, RuleError(Span(0, len(record.text)), "公式没有对上任何数，等于没有审核。"), Level.NOTICE)

    def _evaluate(self, ids: Iterable[Id]) -> Iterator[int]:
        """Come to a verdict on instances, those of rules with very many of them together; yields how many are done on the way."""
        by_rule: dict[str, list[Id]] = {}
        for id in ids:
            by_rule.setdefault(id[0], []).append(id)
        few = min(self.many, FEW_INSTANCES) if sum(map(len, by_rule.values())) >= self.many else self.many
        instances, done = self._applied.instances, 0
        for members in by_rule.values():
            form = self._form(instances[members[0]].rule) if len(members) >= few else None
            if form is None:
                yield from self._evaluate_alone(members, done)
                done += len(members)
                continue
            for start in range(0, len(members), TOGETHER):
                piece = members[start : start + TOGETHER]
                codes = codes_of(form, [instances[id] for id in piece], self.figures)
                left = []
                for id, code in zip(piece, codes, strict=True):
                    if code == LEFT:
                        left.append(id)
                    else:
                        self._settle(id, OUTCOMES[code])
                yield from self._evaluate_alone(left, done)
                done += len(piece)
                yield done

    def _evaluate_alone(self, ids: Sequence[Id], done: int) -> Iterator[int]:
        for number, id in enumerate(ids):
            if not number % ALONE:
                yield done + number
            self._settle(id, evaluate(Evaluation(self._applied.instances[id], self.figures), self.last_figures))

    def _form(self, rule: CompiledRule) -> Form | None:
        if rule.record.id not in self._forms:
            self._forms[rule.record.id] = form_of_many(rule)
        return self._forms[rule.record.id]

    def _settle(self, id: Id, outcome: Outcome | None) -> None:
        """Note the verdict on an instance, or that there is none any more."""
        before = self._outcomes.pop(id, None)
        if before is not None:
            self._matched[id[0]] -= before.applies
            self._findings.pop(id, None)
            self._shown[id[0]].discard(id)
        if outcome is not None:
            self._outcomes[id] = outcome
            self._matched[id[0]] += outcome.applies
            if _is_shown(outcome):
                self._shown[id[0]].add(id)

    def _finding(self, id: Id) -> Finding:
        found = self._findings.get(id)
        if found is None:
            found = self._findings[id] = make_finding(
                self._applied.instances[id], self._outcomes[id], self.figures, self._answered.for_any
            )
            self._by_finding[found.id] = id
        return found

    # -- results

    def findings(self) -> list[Finding]:
        """Faults of rules first, then whatever is not simply a pass, in the order of the rules."""
        made, make = self._findings, self._finding
        shown = [made.get(id) or make(id) for ids in self._shown.values() for id in sorted(ids)]
        return [*self.faults, *map(self._idle, self._unmatched()), *shown]

    def findings_of(self, key: Key, passes: bool = True) -> list[Finding]:
        """The verdict of every rule that looks at a figure, passes among them if wanted; of a rule about a group only where the figure
        stands out."""
        found = ((id, self._outcomes[id]) for id in sorted(self._applied.of_key(key)))
        return [
            self._finding(id)
            for id, outcome in found
            if outcome.applies
            and (passes or outcome.verdict is not Verdict.HOLDS)
            and (not outcome.culprits or key in outcome.culprits)
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
        return len(self._applied.instances)

    def instances_of(self, key: Key) -> list[Instance]:
        return [self._applied.instances[id] for id in sorted(self._applied.of_key(key))]

    def instances_of_rules(self, rules: Container[str]) -> list[Instance]:
        """What some rules are applied to, by their ids."""
        return [instance for id, instance in self._applied.instances.items() if id[0] in rules]

    def instances_of_rule(self, rule: str) -> list[Instance]:
        """What one rule is applied to."""
        return [instance for id, instance in self._applied.instances.items() if id[0] == rule]

    @property
    def sums(self) -> Mapping[str, LinearForm]:
        """The rules, by id, that say that figures add up to others, each counted once."""
        if self._sums is None:
            forms = {rule.record.id: self._form(rule) for rule in self.rules}
            self._sums = {id: form for id, form in forms.items() if isinstance(form, LinearForm) and form.is_sum}
        return self._sums

    def subject(self, instance: Instance) -> str:
        """What an instance is about, as its finding names it: 陕西，2018年."""
        return subject_label(self.book, instance.binding)

    def failing_keys(self) -> list[Key]:
        """The figures of every comparison that fails, without repetition."""
        compared = (self._applied.instances[id] for id, outcome in self._outcomes.items() if outcome.fails)
        keys = (key for found in compared if isinstance(found.rule.syntax.relation, Comparison) for key in found.keys)
        return list(dict.fromkeys(keys))

    def instance(self, finding: Finding) -> Instance | None:
        """What a finding is about, also of another checker over the same figures; None for a fault of a rule, and for what is no more."""
        if finding.id not in self._by_finding:
            self.findings()
        id = self._by_finding.get(finding.id)
        return self._applied.instances.get(id) if id is not None else None

    def outcome(self, instance: Instance) -> Outcome:
        return self._outcomes[instance.rule.record.id, instance.binding]

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
        told, looked_up = list(keys), 0
        while looked_up < len(told):
            piece = told[looked_up : looked_up + PIECE]
            keys |= self.figures.forget(piece)
            looked_up += len(piece)
            yield looked_up, 2 * len(told)
        self._look_at_aside(told)
        if self._applied.reshapes(told):
            return (yield from self._rebuild())
        unmatched = self._unmatched()
        followed = yield from self._followed(keys)
        before: dict[str, Finding | None] = {}
        were_shown: set[Id] = set()
        for number, id in enumerate((*followed.affected, *followed.dropped)):
            if not number % (4 * PIECE):
                yield number, 4 * len(followed.affected)
            outcome = self._outcomes.get(id)
            if outcome is not None and _is_shown(outcome):
                were_shown.add(id)
                before[self._id_of(id)] = self._findings.get(id)
            if id not in self._applied.instances:
                self._settle(id, None)
        for done in self._evaluate(followed.affected):
            yield len(followed.affected) + done, 2 * len(followed.affected)
        still = self._unmatched()
        more = [self._idle(id) for id in still if id not in unmatched]
        before.update((self._idle(id).id, None) for id in unmatched if id not in still)
        return Update(self, before, followed.affected, more, were_shown)

    def _look_at_aside(self, touched: Iterable[Key]) -> None:
        """What the book prints may stand on other figures now: what was told apart of those is to be told anew."""
        self._answered.forget()
        if any(formula_of(self.book.observation(key)) for key in touched):
            for id in [id for id, finding in self._findings.items() if finding.aside]:
                del self._findings[id]

    def _followed(self, keys: Collection[Key]) -> Generator[tuple[int, int], None, Followed]:
        """What the changed figures touch, as a generator of (done, total)."""
        steps = self._applied.follow(keys)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                followed: Followed = end.value
                return followed
            yield 1, 4

    def _rebuild(self) -> Generator[tuple[int, int], None, Update]:
        before: dict[str, Finding | None] = {self._id_of(id): self._findings.get(id) for id in self._shown_ids()}
        before.update((self._idle(id).id, None) for id in self._unmatched())
        before.update((fault.id, fault) for fault in self.faults)
        self._set_up(self.book, self._given, self.last, self.many, beside=self)
        yield from self._build_to_watch()
        return Update(self, before, self._shown_ids(), [*self.faults, *map(self._idle, self._unmatched())])

    def _id_of(self, id: Id) -> str:
        """The id of a finding, without making it."""
        return f"{id[0]}@{subject_label(self.book, id[1])}"

    def _shown_ids(self) -> list[Id]:
        return [id for ids in self._shown.values() for id in ids]

    def figures_of(self, ids: Iterable[Id], were_shown: Container[Id]) -> set[Key]:
        """The figures of those instances that are not simply a pass, or were not."""
        instances, outcomes, found = self._applied.instances, self._outcomes, set[Key]()
        for id in ids:
            if id in instances and (id in were_shown or _is_shown(outcomes[id])):
                found.update(*instances[id].operands)
        return found

    def shown(self, ids: Iterable[Id]) -> list[Finding]:
        """The findings of those instances that are not simply a pass."""
        known = ((id, self._outcomes.get(id)) for id in ids)
        return [self._finding(id) for id, outcome in known if outcome is not None and _is_shown(outcome)]


def _is_shown(outcome: Outcome) -> bool:
    return outcome.applies and (outcome.verdict is not Verdict.HOLDS or outcome.outside_band)
