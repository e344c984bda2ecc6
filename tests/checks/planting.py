"""Single slips of the hand planted into a book, of the kinds that an editor makes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.linear_forms import sum_of
from ecdesk.checks.language.compiling import Instance
from ecdesk.checks.remedies.error_localisation import Remedies, with_suspects
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import Observation
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.units import find_unit

Slip = Mapping[Key, Content | None]


@dataclass
class Planter:
    """Draws slips from a book; every drawing method gives None where its kind does not fit the cell it drew."""

    book: Book
    checker: Checker
    rng: random.Random

    def __post_init__(self) -> None:
        self.keys = [key for key, found in self.book.observations.items() if isinstance(found.content, Amount)]
        sums = (sum_of(instance) for key in self.keys for instance in self.checker.instances_of(key))
        known = set(self.keys)
        self.sums = list(dict.fromkeys(found for found in sums if found and all(key in known for key in (found[0], *found[1]))))
        self.shares = [key for key in self.keys if key.measure.startswith("share") and key.moved(measure="growth") in known]
        self.rates = [key for key in self.keys if key.measure == "growth" and self.amount(key.moved(measure="value")) is not None]

    def amount(self, key: Key) -> Amount | None:
        found = self.book.observation(key)
        return found.content if found is not None and isinstance(found.content, Amount) else None

    def draw(self, wanted: Sequence[str] = ()) -> tuple[str, Slip]:
        """A kind, one of the wanted ones or any, and what it puts into which cells."""
        kinds: dict[str, Callable[[], Slip | None]] = {
            "scale": self.scale,
            "unit": self.unit,
            "digit": self.digit,
            "transposed": self.transposed,
            "sign": self.sign,
            "swapped": self.swapped,
            "shifted": self.shifted,
            "twice": lambda: self.miscounted(1),
            "left_out": lambda: self.miscounted(-1),
            "stale": self.stale,
            "misplaced": self.misplaced,
        }
        while True:
            kind = self.rng.choice(list(wanted or kinds))
            slip = kinds[kind]()
            if slip and any(self.amount(key) != content for key, content in slip.items()):
                return kind, slip

    def _any(self) -> tuple[Key, Amount]:
        key = self.rng.choice(self.keys)
        amount = self.amount(key)
        assert amount is not None
        return key, amount

    def _with(self, key: Key, amount: Amount, digits: tuple[int, ...]) -> Slip:
        sign, _digits, exponent = amount.value.as_tuple()
        assert isinstance(exponent, int)
        return {key: replace(amount, value=Decimal((sign, digits, exponent)))}

    def scale(self) -> Slip:
        key, amount = self._any()
        shifted = amount.value.scaleb(self.rng.choice([-3, -2, -1, 1, 2, 3]))
        return {key: replace(amount, value=Decimal(f"{shifted:f}"))}

    def unit(self) -> Slip | None:
        key, amount = self._any()
        other = (
            {"亿": "万", "万": "亿"}.get(amount.unit.symbol[:1]) if len(amount.unit.symbol) == len(amount.unit.base) + 1 else None
        )
        unit = find_unit(other + amount.unit.base) if other else None
        return {key: replace(amount, unit=unit)} if unit else None

    def digit(self) -> Slip | None:
        key, amount = self._any()
        digits = amount.value.as_tuple().digits
        place, other = self.rng.randrange(len(digits)), self.rng.randrange(10)
        if other == digits[place] or (place == 0 and other == 0):
            return None
        return self._with(key, amount, (*digits[:place], other, *digits[place + 1 :]))

    def transposed(self) -> Slip | None:
        key, amount = self._any()
        digits = amount.value.as_tuple().digits
        if len(digits) < 2:
            return None
        place = self.rng.randrange(len(digits) - 1)
        if digits[place] == digits[place + 1] or (place == 0 and digits[1] == 0):
            return None
        return self._with(key, amount, (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]))

    def sign(self) -> Slip | None:
        key, amount = self._any()
        return {key: replace(amount, value=-amount.value)} if amount.value else None

    def _line(self) -> list[Key]:
        """A row or a column of an exhibit that prints some figure."""
        key, _amount = self._any()
        places = self.book.places(key)
        if not places:
            return []
        exhibit_id, row, column = self.rng.choice(list(places))
        exhibit = self.book.exhibit(exhibit_id)
        if self.rng.random() < 0.5:
            cells = [cell_key(exhibit, number, column) for number in range(len(exhibit.rows))]
        else:
            cells = [cell_key(exhibit, row, number) for number in range(len(exhibit.columns))]
        found = [cell for cell in cells if cell is not None]
        return found if len(set(found)) == len(found) else []

    def swapped(self) -> Slip | None:
        line = self._line()
        place = self.rng.randrange(len(line) - 1) if len(line) > 1 else 0
        pair = line[place : place + 2]
        amounts = [self.amount(key) for key in pair]
        if len(pair) < 2 or amounts[0] is None or amounts[1] is None or amounts[0].unit.dimension != amounts[1].unit.dimension:
            return None
        if amounts[0].value == amounts[1].value:
            return None
        return {pair[0]: amounts[1], pair[1]: amounts[0]}

    def shifted(self) -> Slip | None:
        line = self._line()
        if len(line) < 4:
            return None
        length = self.rng.randrange(3, min(8, len(line)) + 1)
        start = self.rng.randrange(len(line) - length + 1)
        run = line[start : start + length]
        amounts = [self.amount(key) for key in run]
        if any(amount is None for amount in amounts[:-1]):
            return None
        return {key: amounts[number - 1] if number else None for number, key in enumerate(run)}

    def miscounted(self, times: int) -> Slip | None:
        total, parts = self.rng.choice(self.sums)
        whole, part = self.amount(total), self.amount(self.rng.choice(parts))
        assert whole is not None and part is not None
        if part.unit != whole.unit or whole.qualifier:
            return None
        return {total: replace(whole, value=(whole.value + times * part.value).quantize(whole.value))}

    def stale(self) -> Slip | None:
        total, parts = self.rng.choice(self.sums)
        whole, part = self.amount(total), self.amount(self.rng.choice(parts))
        assert whole is not None and part is not None
        if part.unit != whole.unit or whole.qualifier:
            return None
        was = part.value * Decimal(self.rng.randrange(-200, 200)) / 1000
        return {total: replace(whole, value=(whole.value + was).quantize(whole.value))}

    def misplaced(self) -> Slip | None:
        if not self.shares:
            return None
        key = self.rng.choice(self.shares)
        return {key: self.amount(key.moved(measure="growth"))}


@dataclass
class Tally:
    """Counts of one campaign."""

    planted: int = 0
    detectable: int = 0
    detected: int = 0
    failed: int = 0
    first: int = 0
    among_three: int = 0
    determined: int = 0
    """Of those that fail, those that two relations with nothing else in common say something about."""
    determined_first: int = 0
    determined_three: int = 0

    @property
    def summary(self) -> str:
        return (
            f"planted {self.planted}, detectable {self.detectable}, detected {self.detected}, of which fail {self.failed}; "
            f"right cell first {self.first}, among the first three {self.among_three}; "
            f"of {self.determined} that two relations determine first {self.determined_first}, among three {self.determined_three}"
        )


def put(book: Book, slip: Slip) -> Slip:
    """Put contents into the book; returns what undoes it."""
    before = {key: book.observation(key) for key in slip}
    changes = []
    for key, content in slip.items():
        old = before[key]
        new = None if content is None else replace(old, content=content) if old is not None else Observation(key, content)
        if new != old:
            changes.append(Change("observation", key, old, new))
    book.apply(tuple(changes))
    return {key: old.content if old is not None else None for key, old in before.items()}


def run_campaign(
    book: Book,
    checker: Checker,
    count: int,
    seed: int,
    note: Callable[[str, str, Slip], None] | None = None,
    kinds: Sequence[str] = (),
) -> dict[str, Tally]:
    """Plant so many slips, of some kinds or of all, one after another; a tally for each kind and "all"."""
    rng = random.Random(seed)
    own = _own_slips(checker)
    planter = Planter(book, checker, rng)
    tallies: dict[str, Tally] = {"all": Tally()}
    for _number in range(count):
        kind, slip = planter.draw(kinds)
        mine = [tallies["all"], tallies.setdefault(kind, Tally())]
        looked_at = _instances(checker, slip)
        undo = dict(put(book, slip))
        detectable = any(violated(instance, book, checker) for instance in looked_at.values() if passes(checker, instance))
        before = {name for name, found in looked_at.items() if not passes(checker, found)}
        checker.update(slip)
        alarmed = [
            found
            for name, found in _instances(checker, slip).items()
            if name not in before and checker.outcome(found).verdict in (Verdict.FAILS, Verdict.ROUNDING)
        ]
        failing = [found for found in alarmed if checker.outcome(found).verdict is Verdict.FAILS]
        compared = [found for found in failing if hasattr(found.rule.syntax.relation, "sides")]
        determined = _are_independent(compared, slip)
        for tally in mine:
            tally.planted += 1
            tally.detectable += detectable
            tally.detected += detectable and bool(alarmed)
        if detectable and compared:
            ranked = Remedies(checker).of(compared[0])
            right = [_is_right(found.keys, slip, own) for found in ranked]
            for tally in mine:
                tally.failed += 1
                tally.first += bool(right[:1] == [True])
                tally.among_three += any(right[:3])
                tally.determined += determined
                tally.determined_first += determined and right[:1] == [True]
                tally.determined_three += determined and any(right[:3])
            if note and not any(right[:1]):
                note(kind, "; ".join(str(found.text) for found in ranked[:3]), slip)
        put(book, undo)
        checker.update(slip)
    return tallies


def _own_slips(checker: Checker) -> set[Key]:
    """The cells in which a book is wrong by itself."""
    failing = [found for found in checker.findings() if found.verdict is Verdict.FAILS]
    return {found.suspect for found in with_suspects(checker, failing) if found.suspect is not None}


def _is_right(named: frozenset[Key], slip: Slip, own: set[Key]) -> bool:
    """Whether an answer names what was planted; one that hangs together with a slip of the book's own may name that as well."""
    named -= own - slip.keys()
    return named == slip.keys() or (len(slip) > 1 and frozenset() < named <= slip.keys())


def _instances(checker: Checker, keys: Iterable[Key]) -> dict[tuple[str, tuple[Key, ...]], Instance]:
    """What looks at some figures, by rule and figures: after a change the checker gives other objects for the same."""
    return {(found.rule.record.id, found.keys): found for key in keys for found in checker.instances_of(key)}


def _are_independent(failing: Iterable[Instance], slip: Slip) -> bool:
    """Whether two of some relations have no other figures in common than those that were changed."""
    others = [frozenset(found.keys) - slip.keys() for found in failing]
    return any(not one & two for one, two in combinations(others, 2))


def passes(checker: Checker, instance: object) -> bool:
    outcome = checker.outcome(instance)  # type: ignore[arg-type]
    return outcome.applies and outcome.verdict is Verdict.HOLDS


def violated(instance: object, book: Book, checker: Checker) -> bool:
    """Whether an instance that held before can no longer hold within half a unit, by an evaluation of the corners in plain fractions.

    Independent of the engine: the extremes of a relation that is monotone in each figure lie at corners of the box of what the
    figures can mean.
    """
    from itertools import product

    from ecdesk.checks.language.syntax import Binary, Call, Comparison, Constant, Reference
    from ecdesk.columns.figures import Figures

    rule = instance.rule  # type: ignore[attr-defined]
    relation = rule.syntax.relation
    if not isinstance(relation, Comparison) or rule.syntax.conditions:
        return False
    figures = Figures(book)
    figures._columns = checker.figures.columns
    keys = instance.keys  # type: ignore[attr-defined]
    found = {key: figures.get(key) for key in keys}
    if any(figure.lack or figure.nothing for figure in found.values()) or len(keys) > 12:
        return False
    if len({figure.dimension for figure in found.values() if figure.dimension}) > 1:
        return False
    if any(figure.half.width is None for figure in found.values()):
        return False

    def value(part: object, at: Mapping[Key, object]) -> object:
        if isinstance(part, Constant):
            from fractions import Fraction

            return Fraction(part.amount.value) * part.amount.unit.scale
        if isinstance(part, Reference):
            return at[instance.operands[rule.index[id(part)]][0]]  # type: ignore[attr-defined]
        if isinstance(part, Call):
            assert part.function == "sum" and isinstance(part.argument, Reference)
            return sum(at[key] for key in instance.operands[rule.index[id(part.argument)]])  # type: ignore[attr-defined,misc]
        assert isinstance(part, Binary)
        one, two = value(part.left, at), value(part.right, at)
        return {"+": lambda: one + two, "-": lambda: one - two, "*": lambda: one * two, "/": lambda: one / two}[part.operator]()  # type: ignore[operator]

    for left, sign, right in zip(relation.sides, relation.relations, relation.sides[1:], strict=False):
        differences = []
        for corner in product(*((figure.half.low, figure.half.high) for figure in found.values())):
            at = dict(zip(keys, corner, strict=True))
            try:
                differences.append(value(left, at) - value(right, at))  # type: ignore[operator]
            except ZeroDivisionError:
                return False
        low, high = min(differences), max(differences)
        if (sign == "=" and not low <= 0 <= high) or (sign in ("<=", "<") and low > 0) or (sign in (">=", ">") and high < 0):
            return True
    return False
