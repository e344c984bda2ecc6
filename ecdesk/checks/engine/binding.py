"""What rules are applied to: which figures call a rule into being, and at which figures it then looks. All at once, by columns.

For each dimension an axis of the rule language (`axes`) is asked once for each member that occurs; its answers are tables of codes, and what holds for a
figure is looked up in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import numpy

from ecdesk.checks.engine.tables import Table
from ecdesk.checks.language.axes import AtHand, Binding, BoundAxis, Fixed
from ecdesk.checks.language.compiling import CHOSEN, CompiledRule, Term, whole_of_share
from ecdesk.checks.language.syntax import Predicate
from ecdesk.checks.language.vocabulary import PARENTS
from ecdesk.columns.codes import Array, Packing
from ecdesk.columns.columns import FEW, PARTS, PRESENT, Columns
from ecdesk.columns.lookups import Answers, Rows, spread
from ecdesk.columns.operands import Operand
from ecdesk.domain.book.records import Indicator, Item
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import span_code
from ecdesk.domain.wording.time.time_words import period_named

Bindings = dict[str, Array]
"""For each part of a binding that a rule leaves open, the code of what is at hand in each instance."""


class Binder:
    """Applies one rule to the columns of a book."""

    def __init__(self, rule: CompiledRule, columns: Columns) -> None:
        self.rule = rule
        self.columns = columns
        self._open = [part for part in Binding._fields if part in rule.free]
        self._limits: dict[str, list[Answers]] = {}
        for number, test in rule.limits:
            part = Binding._fields[number]
            passes = Answers(columns.codes[_code(part)], lambda name, test=test: [""] if test(name) else [])  # type: ignore[misc]
            self._limits.setdefault(part, []).append(passes)
        self._ids: dict[tuple[int, str, str], Answers] = {}
        self._origins: dict[tuple[int, str], Answers] = {}
        self._shares: dict[int, Answers] = {}
        self._parents = {
            subject: Answers(columns.codes["indicator"], partial(self._parent, subject=subject)) for subject in PARENTS
        }

    def table(self) -> Table:
        """Everything that the rule is applied to now."""
        required = self._required()
        called, rows = self._called(None)
        if required is None:
            return self._applied(called, rows, None)
        count = self._size(required)
        both = {part: numpy.concatenate([codes, called[part]]) for part, codes in required.items()}
        chosen = self._different(both)
        return self._applied({part: codes[chosen] for part, codes in both.items()}, None, chosen < count)

    def called(self, rows: Array, anyhow: bool = False) -> Bindings:
        """What figures in some rows call into being. anyhow: also where there is none."""
        return self._called(rows, anyhow)[0]

    def more(self, table: Table, rows: Array) -> Table | None:
        """What the figures in some rows call into being beyond what a table has; None for nothing."""
        called = self.called(rows)
        new = self.packed(called)
        fresh = numpy.flatnonzero(~_among(new, self.packed(table.bindings))) if len(new) else new
        if not len(fresh):
            return None
        more = self._applied({part: codes[fresh] for part, codes in called.items()}, None, None)
        return more if len(more) else None

    def anchored(self, table: Table, numbers: Array) -> Array:
        """Which of some instances stand: any of the figures that call them into being is still there."""
        stands = numpy.zeros(len(numbers), dtype=bool) if self.rule.anchors else numpy.ones(len(numbers), dtype=bool)
        if table.required is not None:
            stands |= table.required[numbers]
        if not stands.all():
            rows = [table.operands[term].select(numbers) for term in self.rule.anchors]
            found = [one for operand in rows for one in (operand.rows, operand.others) if one is not None]
            anchors = numpy.unique(numpy.concatenate(found))
            called = self.called(anchors[self.columns.flags[anchors] & PRESENT != 0])
            own = {part: codes[numbers] for part, codes in table.bindings.items()}
            stands |= numpy.isin(self.packed(own), self.packed(called))
        return stands

    def packed(self, bindings: Bindings) -> Array:
        """One number for each binding."""
        if not bindings:
            return numpy.zeros(1, dtype=numpy.int64)
        packing = Packing([self.columns.codes[_code(part)] for part in self._open])
        return packing.keys([bindings[part] for part in self._open])

    # -- what calls it into being

    def _called(self, rows: Array | None, anyhow: bool = False) -> tuple[Bindings, Array | None]:
        """Bindings without repetition. rows: of the figures that call; None for all. With them, where each binding stands for the one figure
        that called it, the rows of those."""
        found: list[Bindings] = []
        for number in self.rule.anchors:
            calling = self._calling(self.rule.terms[number], rows, anyhow)
            if len(self.rule.anchors) == 1 and self._is_own(number):
                bindings, kept = self._bindings(number, calling)
                return bindings, kept
            found.append(self._bindings(number, calling)[0])
        if not self._open or not found:
            return {part: numpy.empty(0, dtype=numpy.int32) for part in self._open}, None
        together = {part: numpy.concatenate([one[part] for one in found]) for part in self._open}
        chosen = self._different(together)
        return {part: codes[chosen] for part, codes in together.items()}, None

    def _calling(self, term: Term, rows: Array | None, anyhow: bool) -> Array:
        """The rows, of those given or of all, of figures that can be what a term stands for."""
        columns = self.columns
        indicators, measures = columns.codes["indicator"].names, columns.codes["measure"].names
        if rows is None:
            admitted = [
                one
                for one in columns.series
                if (not term.indicator or indicators[one.indicator] == term.indicator)
                and term.admits_measure(measures[one.measure])
            ]
            return columns.present(admitted)
        admits = numpy.array([term.admits_measure(name) for name in measures], dtype=bool)
        fits = ((columns.flags[rows] & PRESENT != 0) | anyhow) & admits[columns.measure[rows]]
        if term.indicator:
            fits &= columns.indicator[rows] == columns.codes["indicator"][term.indicator]
        chosen: Array = rows[fits]
        return chosen

    def _is_own(self, number: int) -> bool:
        """Whether each figure that calls the rule into being by a term is the one for which the term then stands, and no other calls the same."""
        term = self.rule.terms[number]
        return len(term.measures) <= 1 and all(isinstance(axis, Fixed | AtHand) for axis in term.axes)

    def _bindings(self, number: int, calling: Array) -> tuple[Bindings, Array]:
        """What rows call into being by a term, and the row of each."""
        columns, term = self.columns, self.rule.terms[number]
        rows = Rows(len(calling))
        rows.parts["rows"] = calling
        for part, axis in zip(CHOSEN, self.rule.axes[number], strict=True):
            own = getattr(columns, part)[rows.parts["rows"]]
            if not (isinstance(axis.axis, AtHand) and axis.free):
                rows.put(part, *self._origin(number, part, axis).of(own))
            else:
                rows.parts[part] = own
        rows.parts["indicator"] = columns.indicator[rows.parts["rows"]]
        if "share" in self._open:
            rows.parts["share"] = self._share_at_hand(number, term).of(columns.measure[rows.parts["rows"]])[1]
        fits = self._within({part: rows.parts[part] for part in self._open}, len(rows.parts["rows"]))
        return {part: rows.parts[part][fits] for part in self._open}, rows.parts["rows"][fits]

    def _origin(self, number: int, part: str, axis: BoundAxis) -> Answers:
        known = self._origins.get((number, part))
        if known is None:
            known = self._origins[number, part] = Answers(self.columns.codes[part], axis.origins)
        return known

    def _share_at_hand(self, number: int, term: Term) -> Answers:
        known = self._shares.get(number)
        if known is None:
            cut = len(term.kind)
            known = self._shares[number] = Answers(self.columns.codes["measure"], lambda name: [f"share{name[cut:]}"])
        return known

    def _within(self, bindings: Bindings, count: int) -> Array:
        """Which bindings the rule's limits admit."""
        found = numpy.ones(count, dtype=bool)
        for part in self._limits:
            found &= self._passes(part, _of(bindings, part, 1) if part not in bindings else bindings[part])
        return found

    def _passes(self, part: str, codes: Array) -> Array:
        """Which members of a part the rule's limits admit."""
        found = numpy.ones(len(codes), dtype=bool)
        for test in self._limits.get(part, ()):
            found &= test.of(codes)[0] > 0
        return found

    def _different(self, bindings: Bindings) -> Array:
        """The first place of each binding."""
        return numpy.sort(numpy.unique(self.packed(bindings), return_index=True)[1])

    def _size(self, bindings: Bindings) -> int:
        return len(next(iter(bindings.values()))) if bindings else 1

    # -- what there is without any figure

    def _required(self) -> Bindings | None:
        """What the rule must be applied to even where there is no figure: what 有数 asks for, and rules that leave nothing open."""
        rule, book = self.rule, self.rule.book
        if not self._open:
            return {}
        relation = rule.syntax.relation
        if not isinstance(relation, Predicate) or relation.kind != "present" or "share" in rule.free:
            return None
        members: dict[str, Iterable[str]] = {
            "indicator": map(str, book.all(Indicator)),
            "area": (area.code for area in book.areas),
            "item": map(str, book.all(Item)),
            "period": _periods(rule),
        }
        codes = []
        for part in self._open:
            names = list(members[part])
            own = self.columns.codes[part].of(names, len(names))
            codes.append(own[self._passes(part, own)])
        grid = [one.ravel() for one in numpy.meshgrid(*codes, indexing="ij")]
        found = dict(zip(self._open, grid, strict=True))
        fits = self._within(found, self._size(found))
        return {part: one[fits] for part, one in found.items()}

    # -- what it looks at

    def _applied(self, bindings: Bindings, rows: Array | None, required: Array | None) -> Table:
        """The rule applied to bindings, but for those for which it has no meaning (an indicator without a parent, no year before). rows: of
        the figures that called, where each is the one that the anchor stands for."""
        count = self._size(bindings)
        looked: dict[int, Rows] = {}
        means = numpy.ones(count, dtype=bool)
        for number in range(len(self.rule.terms)):
            found = looked[number] = self._keys(number, bindings, count)
            lengths = found.lengths()
            if lengths is not None and number not in self.rule.optional:
                means &= lengths > 0
        if not means.all():
            kept = numpy.flatnonzero(means)
            bindings, count = {part: codes[kept] for part, codes in bindings.items()}, len(kept)
            rows = None if rows is None else rows[kept]
            required = None if required is None else required[kept]
            looked = {number: self._keys(number, bindings, count) for number in looked}
        own = self.rule.anchors[0] if rows is not None else None
        operands = [
            Operand(rows) if number == own and rows is not None else self._operand(number, found)
            for number, found in looked.items()
        ]
        return Table(self.rule, self.columns, bindings, operands, numpy.zeros(count, dtype=numpy.int8), required)

    def _operand(self, number: int, found: Rows) -> Operand:
        count = len(found.parts["area"])
        measures = self._measures(number, found, count)
        rows = [self.columns.rows_of([found.parts[part] if part != "measure" else one for part in PARTS]) for one in measures]
        lengths = found.lengths()
        starts = None if lengths is None else numpy.append(0, numpy.cumsum(lengths))
        return Operand(rows[0], starts, rows[1] if len(rows) > 1 else None)

    def _measures(self, number: int, found: Rows, count: int) -> list[Array]:
        """Codes of the measures of a term for each of so many keys, of a second one where it may be stored under either."""
        term, codes = self.rule.terms[number], self.columns.codes["measure"]
        if term.subject == "whole":
            names: tuple[str, ...] = ("value",)
        elif term.measures:
            names = term.measures
        else:
            return [found.parts["measure"]]
        return [numpy.full(count, codes[name], dtype=numpy.int32) for name in names]

    def _keys(self, number: int, bindings: Bindings, count: int) -> Rows:
        """What a term stands for in each of so many instances."""
        term = self.rule.terms[number]
        found = Rows(count)
        if term.subject == "whole":
            self._put_whole(found, bindings, count)
        else:
            self._put_indicator(found, term, bindings, count)
            self._put_members(found, number, "area", bindings, count)
            self._put_members(found, number, "item", bindings, count)
        self._put_members(found, number, "period", bindings, count)
        if not term.measures and term.subject != "whole":
            share = found.given(_of(bindings, "share", count))
            found.parts["measure"] = self._measure_at_hand(number, term).of(share)[1]
        lengths = found.lengths()
        self.rule.check_size(term, 1 if lengths is None else int(lengths.max(initial=0)))
        return found

    def _put_indicator(self, found: Rows, term: Term, bindings: Bindings, count: int) -> None:
        if term.indicator:
            found.parts["indicator"] = numpy.full(count, self.columns.codes["indicator"][term.indicator], dtype=numpy.int32)
            return
        at_hand = _of(bindings, "indicator", count)
        if term.subject in PARENTS:
            found.put("indicator", *self._parents[term.subject].of(at_hand))
        elif (at_hand == 0).any():
            found.put("indicator", (at_hand != 0).astype(numpy.int32), at_hand[at_hand != 0])
        else:
            found.parts["indicator"] = at_hand

    def _parent(self, indicator: str, subject: str) -> list[str]:
        parent = self.rule.names.parent_of(indicator, subject)
        return [parent] if parent else []

    def _put_members(self, found: Rows, number: int, part: str, bindings: Bindings, count: int) -> None:
        axis = self.rule.axes[number][CHOSEN.index(part)]
        at_hand = found.given(_of(bindings, part, count))
        if isinstance(axis.axis, AtHand):
            found.parts[part] = at_hand
        elif isinstance(axis.axis, Fixed):
            found.parts[part] = numpy.full(len(at_hand), self._code_of(part, axis.axis.id), dtype=numpy.int32)
        elif not axis.by_indicator:
            found.put(part, *self._answers(number, part, axis, "").of(at_hand))
        else:
            self._put_items(found, number, part, axis, at_hand)

    def _code_of(self, part: str, name: str) -> int:
        return self.columns.codes[part][span_code(name) if "C" in name else name]

    def _put_items(self, found: Rows, number: int, part: str, axis: BoundAxis, at_hand: Array) -> None:
        """Members that an indicator has figures of, one indicator after the other."""
        indicators = found.parts["indicator"]
        lengths = numpy.zeros(len(at_hand), dtype=numpy.int32)
        pieces: list[tuple[Array, Array]] = []
        for code in numpy.unique(indicators).tolist():
            places = numpy.flatnonzero(indicators == code)
            name = self.columns.codes["indicator"].names[code]
            lengths[places], values = self._answers(number, part, axis, name).of(at_hand[places])
            pieces.append((places, values))
        starts = numpy.cumsum(lengths) - lengths
        together = numpy.empty(int(lengths.sum()), dtype=numpy.int32)
        for places, values in pieces:
            together[spread(starts[places], lengths[places])] = values
        found.put(part, lengths, together)

    def _answers(self, number: int, part: str, axis: BoundAxis, indicator: str) -> Answers:
        known = self._ids.get((number, part, indicator))
        if known is None:
            known = Answers(self.columns.codes[part], lambda at_hand: axis.ids(at_hand, indicator))
            self._ids[number, part, indicator] = known
        return known

    def _measure_at_hand(self, number: int, term: Term) -> Answers:
        known = self._shares.get(-1 - number)
        if known is None:
            codes = self.columns.codes["measure"]
            known = self._shares[-1 - number] = Answers(codes, lambda share: [term.kind + share.removeprefix("share")])
        return known

    def _put_whole(self, found: Rows, bindings: Bindings, count: int) -> None:
        """What the shares at hand are shares of, but for the period."""
        parts = ("indicator", "area", "item", "share")
        given = [_of(bindings, part, count) for part in parts]
        packing = Packing([self.columns.codes[_code(part)] for part in parts])
        _keys, firsts, places = numpy.unique(packing.keys(given), return_index=True, return_inverse=True)
        wholes: list[Key | None] = []
        for first in firsts.tolist():
            names = [self.columns.codes[_code(part)].names[codes[first]] for part, codes in zip(parts, given, strict=True)]
            indicator, area, item, share = names
            wholes.append(whole_of_share(self.rule.book, Key(indicator, area, item, "", share)))
        there = numpy.array([whole is not None for whole in wholes], dtype=bool)[places]
        if not there.all():
            found.put("indicator", there.astype(numpy.int32), numpy.zeros(int(there.sum()), dtype=numpy.int32))
        for part in ("indicator", "area", "item"):
            codes = self.columns.codes[part]
            named = [0 if whole is None else codes[getattr(whole, part)] for whole in wholes]
            found.parts[part] = numpy.array(named, dtype=numpy.int32)[places][there]


def _among(few: Array, many: Array) -> Array:
    """Which of some different numbers are among others."""
    if len(few) > FEW:
        return numpy.isin(few, many)
    return numpy.array([bool((many == one).any()) for one in few.tolist()], dtype=bool)


def _code(part: str) -> str:
    """The part of a key whose codes a part of a binding has."""
    return "measure" if part == "share" else part


def _of(bindings: Bindings, part: str, count: int) -> Array:
    """What is at hand in each of so many instances; 0 where the rule does not leave it open."""
    known = bindings.get(part)
    return known if known is not None else numpy.zeros(count, dtype=numpy.int32)


def _periods(rule: CompiledRule) -> Sequence[str]:
    """The periods that the rule names, else the book's year."""
    year = rule.book.year or None
    named = [period_named(word.name.text, year) for word in rule.syntax.scopes if not word.each]
    found = [period.span.code for period in named if period is not None]
    return found or ([str(year)] if year else [])
